"""What each criterion contributed to a unit's total: the points of each group, shared out over what made them."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from emulation.filling import counting

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from decimal import Decimal

    from emulation.contest import Contest
    from emulation.filling import Points
    from emulation.rubric import Criterion, SectionKind, Take


def contributions(
    contest: Contest, kind: str, given: Points, of: SectionKind = "core"
) -> Iterator[tuple[Criterion, Fraction]]:
    """Each leaf that counts for units of that kind in sections ``of`` that kind, with its part of their points.

    The parts of a section add up to its points, where anything in it counts in the year. A group's are shared out by
    what its parts got, so that a rescaled or cut sum, or a mean, weighs all alike; under ``highest`` they go to the
    part that was taken (to equal ones evenly). Where nothing applies or everything got 0, they go by the maxima.
    """
    for section, criteria in counting(contest.rubric, kind, contest.year):
        if section.kind == of:
            yield from _shared(criteria, given.criteria, Fraction(given.sections[section.id]), "sum")


def _shared(
    criteria: Sequence[Criterion], given: Mapping[str, Decimal], whole: Fraction, take: Take
) -> Iterator[tuple[Criterion, Fraction]]:
    got = {one.id: Fraction(given[one.id]) for one in criteria if one.id in given}
    if take == "highest" and got:
        most = max(got.values())
        got = {name: Fraction(worth == most) for name, worth in got.items()}
    if not any(got.values()):
        got = {one.id: Fraction(one.max) for one in criteria if not got or one.id in got}
    together = sum(got.values(), Fraction(0))
    for one in criteria:
        part = whole * got.get(one.id, Fraction(0)) / together if together else Fraction(0)
        if one.parts:
            yield from _shared(one.parts, given, part, one.take)
        else:
            yield one, part
