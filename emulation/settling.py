"""Which mark of a cell decides: the sources in their declared order, and peers' marks made one."""

from __future__ import annotations

from decimal import Decimal, localcontext
from fractions import Fraction
from typing import TYPE_CHECKING, Literal, TypeAlias, TypeVar, assert_never

from emulation.frozen import frozen
from emulation.marks import Given, Mark, Marks, NotApplicable, SetByHand
from emulation.methods import compared, excess, points
from emulation.number import EXACT, round_half_up
from emulation.procedure import PeerRule
from emulation.rubric import Attainment, Relative

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from emulation.contest import Contest
    from emulation.marks import ByCriterion
    from emulation.procedure import Source
    from emulation.rubric import Criterion, Rubric

By: TypeAlias = Literal["final", "self", "peers", "verified"]


@frozen
class Combined:
    """The points that the peers' marks of one cell make together; ``marks`` came in from ``markers`` expected."""

    points: Decimal
    rule: PeerRule
    each: tuple[Decimal, ...]
    markers: int


Settled: TypeAlias = Mark | Combined


def sources(contest: Contest, by: By) -> tuple[Source, ...]:
    """The sources that decide a mark, the first that has one first."""
    return contest.marks.final if by == "final" else (by,)


def settle(contest: Contest, marks: Marks, by: By = "final") -> dict[str, Mapping[str, Settled]]:
    """For each unit of the contest, its deciding marks by criterion id; blanks are absent.

    Not-applicable on a criterion with parts stands on each of its parts, unless the same source marked that part.
    """
    with localcontext(EXACT):
        settled: dict[str, Mapping[str, Settled]] = {unit.id: {} for unit in contest.units}
        groups = {c.id: c for c in contest.rubric.criteria() if c.parts}
        for source in reversed(sources(contest, by)):
            table = _table(contest, marks, source)
            for unit_id, row in settled.items():
                if unit_id in table:
                    spread = _spread(table[unit_id], groups)
                    settled[unit_id] = {**row, **spread} if row else spread
        return settled


def deciding_source(contest: Contest, marks: Marks, unit: str, criterion: Criterion, by: By = "final") -> Source | None:
    """The source whose mark decides a cell, or none where it is blank."""
    groups = {c.id: c for c in contest.rubric.criteria() if c.parts}
    for source in sources(contest, by):
        if criterion.id in _spread(_table(contest, marks, source).get(unit, {}), groups):
            return source
    return None


def deciding_sources(contest: Contest, marks: Marks, by: By = "final") -> dict[str, dict[str, Source]]:
    """For each unit of the contest, the source of its deciding marks by criterion id; blanks are absent."""
    found: dict[str, dict[str, Source]] = {unit.id: {} for unit in contest.units}
    groups = {c.id: c for c in contest.rubric.criteria() if c.parts}
    for source in reversed(sources(contest, by)):
        table = _table(contest, marks, source)
        for unit_id, row in found.items():
            if unit_id in table:
                row.update(dict.fromkeys(_spread(table[unit_id], groups), source))
    return found


_AnyMark = TypeVar("_AnyMark", bound=Settled)


def _spread(
    row: Mapping[str, _AnyMark], groups: Mapping[str, Criterion]
) -> Mapping[str, _AnyMark] | Mapping[str, _AnyMark | NotApplicable]:
    if not groups.keys() & row.keys():
        return row
    spread: dict[str, _AnyMark | NotApplicable] = {}
    for criterion_id, group in groups.items():
        mark = row.get(criterion_id)
        if isinstance(mark, NotApplicable):
            spread.update((leaf.id, mark) for leaf in group.leaves())
    spread.update((key, mark) for key, mark in row.items() if key not in groups)
    return spread


def _table(contest: Contest, marks: Marks, source: Source) -> Mapping[str, Mapping[str, Settled]]:
    match source:
        case "self":
            return marks.own
        case "verified":
            return marks.verified
        case "agreed":
            return marks.agreed
        case "peers":
            return combine_peers(contest, marks.peers)
        case _:
            assert_never(source)


def combine_peers(
    contest: Contest,
    peers: Mapping[str, Mapping[str, ByCriterion]],
) -> dict[str, dict[str, Combined | NotApplicable]]:
    """The peers' marks of every cell as one, by unit and criterion id.

    Each mark is made points first; a marker's ``relative`` marks are compared with the best that the same marker saw
    in the contest. Blanks and not-applicable marks are left out; a cell that all its markers found not applicable is
    so. Marks of a unit that has withdrawn since still count, so that its leaving changes no other unit's points.
    """
    rubric = contest.rubric
    leaves = {leaf.id: leaf for leaf in rubric.leaves() if pledged_target(leaf) is None}
    kinds = {unit.id: unit.kind for unit in contest.units}
    counting = {kind: {leaf.id for leaf in rubric.leaves(kind, contest.year)} for kind in kinds.values()}
    groups = {c.id: c for c in rubric.criteria() if c.parts}
    found: dict[tuple[str, str], list[Decimal | NotApplicable]] = {}
    for by_unit in peers.values():
        rows = {
            unit: {name: mark for name, mark in _spread(row, groups).items() if name in counting[kinds[unit]]}
            for unit, row in by_unit.items()
            if unit in kinds
        }
        best = {
            leaf.id: _best(leaf.id, goal, rows.values())
            for leaf in leaves.values()
            if isinstance(leaf.method, Relative) and (goal := leaf.method.goal) is not None
        }
        for unit, row in rows.items():
            for criterion_id in row.keys() & leaves.keys():
                worth = _peer_points(leaves[criterion_id], row[criterion_id], rubric, best.get(criterion_id))
                found.setdefault((unit, criterion_id), []).append(worth)
    markers = kinds.keys() | peers.keys()
    combined: dict[str, dict[str, Combined | NotApplicable]] = {}
    for (unit, criterion_id), worths in found.items():
        figures = tuple(sorted(worth for worth in worths if isinstance(worth, Decimal)))
        if figures:
            value = round_half_up(middle(figures, contest.marks.peers), rubric.step)
            cell: Combined | NotApplicable = Combined(value, contest.marks.peers, figures, len(markers - {unit}))
        else:
            cell = next(worth for worth in worths if isinstance(worth, NotApplicable))
        combined.setdefault(unit, {})[criterion_id] = cell
    return combined


def _peer_points(leaf: Criterion, mark: Mark, rubric: Rubric, best: Fraction | None) -> Decimal | NotApplicable:
    match mark:
        case NotApplicable():
            return mark
        case SetByHand(by_hand):
            return by_hand
        case Given(value):
            if isinstance(leaf.method, Relative):
                return relative_points(leaf, leaf.method, mark, leaf.method.goal, best or Fraction(0), rubric.step)
            return points(leaf, value, rubric.step)
        case _:
            assert_never(mark)


def relative_points(
    leaf: Criterion, method: Relative, mark: Given, goal: Decimal | None, best: Fraction, step: Decimal
) -> Decimal:
    """The points of a ``relative`` mark, rounded once, where ``best`` is the largest excess over a goal in the bloc."""
    worths = [compared(leaf, method, value, goal or Decimal(1), best) for value in figures(mark)]
    return round_half_up(sum(worths, Fraction(0)) / len(worths), step)


def pledged_target(leaf: Criterion) -> str | None:
    """The target of the unit's pledge from which the criterion reads its value, where it takes no marks."""
    return leaf.method.target if isinstance(leaf.method, Attainment | Relative) else None


def figures(mark: Given) -> tuple[Decimal, ...]:
    """The measured values of a mark, one or several."""
    values = mark.value if isinstance(mark.value, tuple) else (mark.value,)
    return tuple(value for value in values if isinstance(value, Decimal))


def _best(leaf: str, goal: Decimal, rows: Iterable[Mapping[str, Mark]]) -> Fraction:
    given = (row.get(leaf) for row in rows)
    return max((excess(v, goal) for m in given if isinstance(m, Given) for v in figures(m)), default=Fraction(0))


def middle(figures: Sequence[Decimal], rule: PeerRule) -> Fraction:
    """The mean, median or trimmed mean of sorted figures, exactly; the trimmed mean drops the ends from four on."""
    count = len(figures)
    match rule:
        case "mean":
            kept = figures
        case "median":
            kept = figures[(count - 1) // 2 : count // 2 + 1]
        case "trimmed-mean":
            kept = figures[1:-1] if count >= 4 else figures  # noqa: PLR2004  (the rule's own number)
        case _:
            assert_never(rule)
    return sum(map(Fraction, kept), Fraction(0)) / len(kept)
