"""Is the ranking firm? How little would have to be otherwise for the order to be another.

Only ranked units are looked at. Totals that are equal stand in the order in which the chain put them, if it did.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal, localcontext
from fractions import Fraction
from hashlib import sha256
from itertools import pairwise
from typing import TYPE_CHECKING, TypeVar

import attrs

from emulation.filling import plan
from emulation.frozen import frozen
from emulation.marks import Marks, NotApplicable, SetByHand
from emulation.methods import may_void
from emulation.number import EXACT
from emulation.scoring import score, score_settled
from emulation.settling import settle

if TYPE_CHECKING:
    from collections.abc import Sequence

    from emulation.bloc import Unit
    from emulation.contest import Contest
    from emulation.ranking import Standing
    from emulation.scoring import Scorecard
    from emulation.settling import By, Settled

_Total = TypeVar("_Total", int, Decimal)

WEIGHT = 1000
"""A section's weight as it stands, in draws of weights: they are whole thousandths of it."""


@frozen
class Margin:
    """What it takes to bring a unit level with its neighbour above, or over it.

    ``points`` is the difference of their totals, 0 where only the tie chain parts them. ``changes`` maps each criterion
    on which one change could do it to the least change in points: more for the lower unit; it is empty where no single
    criterion has the room.
    """

    upper: str
    lower: str
    points: Decimal
    changes: Mapping[str, Decimal]

    @property
    def least(self) -> tuple[str, Decimal] | None:
        """The criterion on which the smallest change swaps them, and that change."""
        if not self.changes:
            return None
        name = min(self.changes, key=lambda one: self.changes[one])
        return name, self.changes[name]


def margins(contest: Contest, marks: Marks, standings: Sequence[Standing], by: By = "final") -> tuple[Margin, ...]:
    """The margin between every two neighbours among the ranked units, from the top.

    A change is found by scoring the lower unit anew with more points on one criterion, so that whatever its group
    makes of them is counted; it must lift the total above the neighbour's.
    """
    ranked = [standing for standing in standings if standing.rank is not None]
    settled = settle(contest, marks, by)
    found = []
    for upper, lower in pairwise(ranked):
        goal = upper.scorecard.lowest.total
        changes = _changes(contest, settled[lower.unit], lower.scorecard, goal)
        found.append(Margin(upper.unit, lower.unit, goal - lower.scorecard.lowest.total, changes))
    return tuple(found)


def _changes(contest: Contest, row: Mapping[str, Settled], card: Scorecard, goal: Decimal) -> dict[str, Decimal]:
    unit = next(unit for unit in contest.units if unit.id == card.unit)
    alone = attrs.evolve(contest, units=(unit,))
    fixed = _fixed(contest, row, card)
    step = contest.rubric.step

    def total(name: str, worth: Decimal) -> Decimal:
        changed = {**fixed, name: SetByHand(worth, "what if")}
        return score_settled(alone, {unit.id: changed})[unit.id].lowest.total

    kinds = {
        leaf.id: section.kind
        for section in contest.rubric.sections
        for top in section.criteria
        for leaf in top.leaves()
    }
    changes: dict[str, Decimal] = {}
    for leaf in contest.rubric.leaves(unit.kind, contest.year):
        now = card.lowest.criteria.get(leaf.id)
        if now is None or isinstance(row.get(leaf.id), NotApplicable):
            continue
        sign = -1 if kinds[leaf.id] == "penalty" else 1
        room = int((now if sign < 0 else leaf.max - now) / step)
        if room < 1 or total(leaf.id, now + sign * room * step) <= goal:
            continue
        low, high = 1, room
        while low < high:
            middle = (low + high) // 2
            if total(leaf.id, now + sign * middle * step) > goal:
                high = middle
            else:
                low = middle + 1
        changes[leaf.id] = low * step
    return changes


def _fixed(contest: Contest, row: Mapping[str, Settled], card: Scorecard) -> dict[str, Settled]:
    """The unit's marks as points, so that it can be scored alone; what may void a group stays as it is."""
    fixed: dict[str, Settled] = {}
    for leaf in contest.rubric.leaves():
        mark = row.get(leaf.id)
        worth = card.lowest.criteria.get(leaf.id)
        if isinstance(mark, NotApplicable) or (mark is not None and may_void(leaf)):
            fixed[leaf.id] = mark
        elif worth is not None and not may_void(leaf):
            fixed[leaf.id] = SetByHand(worth, "as it stands")
    return fixed


def weight_draws(
    seed: str, count: int, sections: int, spread: Fraction = Fraction(1, 10)
) -> tuple[tuple[int, ...], ...]:
    """``count`` draws of a weight for each of ``sections`` sections, whole thousandths within ``spread`` of 1000.

    The draws follow from the seed alone (SHA-256 of seed, draw and section, joined by line feeds), so that anyone can
    draw them again.
    """
    width = int(WEIGHT * spread)
    return tuple(
        tuple(
            WEIGHT - width + int(sha256(f"{seed}\n{draw}\n{section}".encode()).hexdigest(), 16) % (2 * width + 1)
            for section in range(sections)
        )
        for draw in range(count)
    )


@frozen
class Kept:
    """How often a unit keeps its rank when the weights of the core sections move, in how many draws."""

    unit: str
    rank: int
    kept: int
    draws: int
    best: int
    worst: int


def under_weights(contest: Contest, standings: Sequence[Standing], draws: Sequence[Sequence[int]]) -> tuple[Kept, ...]:
    """How often each ranked unit keeps its rank, in the order of the standings.

    Each draw holds a weight for every core section, in the rubric's order, in thousandths. The weighted core is scaled
    back to the rubric's total, bonus and penalty stand as they are. Ranks are exact: all is counted in whole numbers.
    Totals that are equal in a draw keep the order of the standings.
    """
    core = [section for section in contest.rubric.sections if section.kind == "core"]
    step = contest.rubric.step
    with localcontext(EXACT):
        maxima = [int(section.max / step) for section in core]
        whole = sum(maxima)
        ranked = [standing for standing in standings if standing.rank is not None]
        points = [[int(s.scorecard.lowest.sections[one.id] / step) for one in core] for s in ranked]
        rest = [int((s.scorecard.lowest.bonus - s.scorecard.lowest.penalty) / step) for s in ranked]
    now = [standing.rank or 0 for standing in ranked]
    count = len(ranked) + 1
    kept, best, worst = [0] * len(ranked), list(now), list(now)
    for weights in draws:
        scale = sum(weight * most for weight, most in zip(weights, maxima, strict=True))
        totals = [
            whole * sum(weight * one for weight, one in zip(weights, row, strict=True)) + other * scale
            for row, other in zip(points, rest, strict=True)
        ]
        for place, rank in enumerate(_ranks([total * count - at for total, at in zip(totals, now, strict=True)])):
            kept[place] += rank == now[place]
            best[place] = min(best[place], rank)
            worst[place] = max(worst[place], rank)
    return tuple(
        Kept(standing.unit, now[place], kept[place], len(draws), best[place], worst[place])
        for place, standing in enumerate(ranked)
    )


def _ranks(totals: Sequence[_Total]) -> list[int]:
    """Competition ranks, the greatest first."""
    first: dict[_Total, int] = {}
    for place, total in enumerate(sorted(totals, reverse=True), 1):
        first.setdefault(total, place)
    return [first[total] for total in totals]


@frozen
class Moved:
    """The units whose rank is another without ``left_out`` (a criterion or marker), or by its marks: (before, then)."""

    left_out: str
    ranks: Mapping[str, tuple[int, int]]


def without_each_criterion(
    contest: Contest, marks: Marks, standings: Sequence[Standing], by: By = "final"
) -> tuple[Moved, ...]:
    """The ranks of the ranked units with each criterion at 0 in turn; only criteria that move somebody are named.

    A unit is scored anew, so that whatever its groups make of the rest is counted. Equal totals share a rank here, and
    units whose totals are open do not count.
    """
    ranked = [one for one in standings if one.rank is not None and one.scorecard.total is not None]
    settled = settle(contest, marks, by)
    units = {unit.id: unit for unit in contest.units}
    before = [standing.scorecard.lowest.total for standing in ranked]
    without = [_without(contest, units[one.unit], settled[one.unit], one.scorecard) for one in ranked]
    moved = []
    for leaf in contest.rubric.leaves():
        after = [totals.get(leaf.id, total) for totals, total in zip(without, before, strict=True)]
        apart = _moved(leaf.id, [standing.unit for standing in ranked], before, after)
        if apart.ranks:
            moved.append(apart)
    return tuple(moved)


def _without(contest: Contest, unit: Unit, row: Mapping[str, Settled], card: Scorecard) -> dict[str, Decimal]:
    """The unit's total with each of its criteria at 0, by id; those that do not apply are absent."""
    given = card.lowest
    rest = given.core + given.bonus - given.penalty
    fixed, alone = _fixed(contest, row, card), attrs.evolve(contest, units=(unit,))
    totals: dict[str, Decimal] = {}
    for part in plan(contest.rubric, unit.kind, contest.year).parts:
        names = [name for name in part.names if name in given.criteria]
        sign = -1 if part.section.kind == "penalty" else 1
        worth = sum((given.criteria[name] for name in names), Decimal(0))
        if part.adds and len(names) == len(part.names) and worth == given.sections[part.section.id]:
            totals |= {name: max(rest - sign * given.criteria[name], Decimal(0)) for name in names}
            continue
        for name in names:
            changed = {**fixed, name: SetByHand(Decimal(0), "left out")}
            totals[name] = score_settled(alone, {unit.id: changed})[unit.id].lowest.total
    return totals


def without_each_marker(contest: Contest, marks: Marks) -> tuple[Moved, ...]:
    """The ranks by the peers' marks with each marker left out in turn; only markers that move somebody are named.

    Nothing is said of a marker without whom some unit would be left without a known total.
    """
    before = {unit: card.total for unit, card in score(contest, marks, "peers").items() if card.total is not None}
    moved = []
    for marker in marks.peers:
        others = attrs.evolve(marks, peers={one: rows for one, rows in marks.peers.items() if one != marker})
        cards = score(contest, others, "peers")
        after = {unit: total for unit in before if (total := cards[unit].total) is not None}
        if len(after) == len(before):
            apart = _moved(marker, list(before), list(before.values()), list(after.values()))
            if apart.ranks:
                moved.append(apart)
    return tuple(moved)


def by_other_marks(contest: Contest, marks: Marks, by: By) -> Moved:
    """The units whose rank by total would be another if the marks of another source decided."""
    final = {unit: card.total for unit, card in score(contest, marks).items()}
    other = {unit: card.total for unit, card in score(contest, marks, by).items()}
    units = [unit for unit in final if final[unit] is not None and other[unit] is not None]
    return _moved(by, units, [final[u] or Decimal(0) for u in units], [other[u] or Decimal(0) for u in units])


def _moved(left_out: str, units: Sequence[str], before: Sequence[Decimal], after: Sequence[Decimal]) -> Moved:
    pairs = zip(units, _ranks(before), _ranks(after), strict=True)
    return Moved(left_out, {unit: (then, now) for unit, then, now in pairs if then != now})
