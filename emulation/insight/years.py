"""One year of a bloc with another: the rubrics matched by criterion id, the units by unit id."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Literal, TypeAlias

from emulation.filling import counting
from emulation.frozen import frozen
from emulation.rubric import METHOD_NAMES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from emulation.contest import Contest
    from emulation.ranking import Standing
    from emulation.rubric import Criterion

Difference: TypeAlias = Literal["max", "method", "text", "work", "evidence", "place", "rules"]


@frozen
class CriterionChange:
    """A criterion that both years have, and in what it differs; ``place`` is the group or section that holds it."""

    criterion: str
    differs: tuple[Difference, ...]
    max_before: Decimal
    max_after: Decimal


@frozen
class UnitChange:
    """A unit of both years: its ranks and totals, and by criterion the points after less before, where both are known.

    Only criteria with the same max and method are compared.
    """

    unit: str
    rank_before: int | None
    rank_after: int | None
    total_before: Decimal | None
    total_after: Decimal | None
    criteria: Mapping[str, Decimal]


@frozen
class YearOnYear:
    """What changed from one year to the next."""

    added: tuple[str, ...]
    removed: tuple[str, ...]
    changed: tuple[CriterionChange, ...]
    units: tuple[UnitChange, ...]
    joined: tuple[str, ...]
    left: tuple[str, ...]


def compare_years(
    before: Contest, standings_before: Sequence[Standing], after: Contest, standings_after: Sequence[Standing]
) -> YearOnYear:
    """What changed; criteria in the later rubric's order, units in the later protocol order."""
    old = {c.id: (c, above) for c, above in _with_places(before)}
    new = {c.id: (c, above) for c, above in _with_places(after)}
    changes = [_change(old[name], new[name]) for name in new if name in old]
    changed = tuple(change for change in changes if change.differs)
    unlike = {change.criterion for change in changed if {"max", "method", "rules"} & set(change.differs)}
    was = {standing.unit: standing for standing in standings_before}
    now = {standing.unit: standing for standing in standings_after}
    units = [unit.id for unit in after.units]
    return YearOnYear(
        tuple(name for name in new if name not in old),
        tuple(name for name in old if name not in new),
        changed,
        tuple(_unit(was[unit], now[unit], unlike) for unit in units if unit in was and unit in now),
        tuple(unit for unit in units if unit not in was),
        tuple(unit.id for unit in before.units if unit.id not in now),
    )


def _with_places(contest: Contest) -> list[tuple[Criterion, str]]:
    """The criteria that count in the year for some unit, each with the group or section that holds it."""
    existing = {
        criterion.id
        for kind in {unit.kind for unit in contest.units}
        for _, criteria in counting(contest.rubric, kind, contest.year)
        for top in criteria
        for criterion in top.walk()
    }
    pairs: list[tuple[Criterion, str]] = []
    for section in contest.rubric.sections:
        for top in section.criteria:
            pairs.append((top, section.id))
            pairs += [(part, group.id) for group in top.walk() for part in group.parts]
    return [pair for pair in pairs if pair[0].id in existing]


def _change(before: tuple[Criterion, str], after: tuple[Criterion, str]) -> CriterionChange:
    (old, old_place), (new, new_place) = before, after
    differs: list[Difference] = []
    if old.max != new.max:
        differs.append("max")
    if _method(old) != _method(new):
        differs.append("method")
    if "method" not in differs and _rules(old) != _rules(new):
        differs.append("rules")
    if old.text != new.text:
        differs.append("text")
    if old.work != new.work:
        differs.append("work")
    if old.evidence != new.evidence:
        differs.append("evidence")
    if old_place != new_place:
        differs.append("place")
    return CriterionChange(new.id, tuple(differs), old.max, new.max)


def _rules(criterion: Criterion) -> tuple[object, ...]:
    """What its points hang on beside its max."""
    return (
        criterion.method,
        criterion.take,
        criterion.floor,
        frozenset(criterion.applies_to),
        criterion.not_applicable,
        criterion.sanction,
    )


def _method(criterion: Criterion) -> str | None:
    return None if criterion.method is None else METHOD_NAMES[type(criterion.method)]


def _unit(before: Standing, after: Standing, unlike: set[str]) -> UnitChange:
    was, now = before.scorecard, after.scorecard
    criteria = {
        name: worth - earlier
        for name in now.lowest.criteria
        if name not in unlike and (worth := now.points(name)) is not None and (earlier := was.points(name)) is not None
    }
    return UnitChange(after.unit, before.rank, after.rank, was.total, now.total, criteria)
