"""Is the ranking firm? How little would have to be otherwise for the order to be another.

Only ranked units are looked at, and their totals: ties that a chain broke count as ties here.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal, localcontext
from fractions import Fraction
from hashlib import sha256
from itertools import pairwise
from typing import TYPE_CHECKING, TypeVar

import attrs

from emulation.marks import Marks, NotApplicable, SetByHand
from emulation.methods import may_void
from emulation.number import EXACT
from emulation.scoring import score, score_settled
from emulation.settling import settle

if TYPE_CHECKING:
    from collections.abc import Sequence

    from emulation.contest import Contest
    from emulation.ranking import Standing
    from emulation.scoring import Scorecard
    from emulation.settling import By, Settled

_Total = TypeVar("_Total", int, Decimal)

WEIGHT = 1000
"""A section's weight as it stands, in draws of weights: they are whole thousandths of it."""


@attrs.frozen
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
        elif worth is not None:
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


@attrs.frozen
class Kept:
    """How often a unit keeps its rank when the weights of the core sections move, in how many draws."""

    unit: str
    rank: int
    kept: int
    draws: int
    best: int
    worst: int


def under_weights(contest: Contest, standings: Sequence[Standing], draws: Sequence[Sequence[int]]) -> tuple[Kept, ...]:
    """How often each ranked unit keeps the rank that its total gives it, in the order of the standings.

    Each draw holds a weight for every core section, in the rubric's order, in thousandths. The weighted core is scaled
    back to the rubric's total, bonus and penalty stand as they are. Ranks are exact: all is counted in whole numbers.
    """
    core = [section for section in contest.rubric.sections if section.kind == "core"]
    step = contest.rubric.step
    with localcontext(EXACT):
        maxima = [int(section.max / step) for section in core]
        whole = sum(maxima)
        ranked = [standing for standing in standings if standing.rank is not None]
        points = [[int(s.scorecard.lowest.sections[one.id] / step) for one in core] for s in ranked]
        rest = [int((s.scorecard.lowest.bonus - s.scorecard.lowest.penalty) / step) for s in ranked]
    now = _ranks([sum(row) + other for row, other in zip(points, rest, strict=True)])
    kept, best, worst = [0] * len(ranked), list(now), list(now)
    for weights in draws:
        scale = sum(weight * most for weight, most in zip(weights, maxima, strict=True))
        totals = [
            whole * sum(weight * one for weight, one in zip(weights, row, strict=True)) + other * scale
            for row, other in zip(points, rest, strict=True)
        ]
        for place, rank in enumerate(_ranks(totals)):
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


@attrs.frozen
class Moved:
    """The units whose rank is another without ``left_out`` (a criterion or marker), or by its marks: (before, then)."""

    left_out: str
    ranks: Mapping[str, tuple[int, int]]


def without_each_criterion(contest: Contest, cards: Mapping[str, Scorecard]) -> tuple[Moved, ...]:
    """The ranks by total with each criterion's points left out in turn; only criteria that move somebody are named.

    Units whose totals are open do not count.
    """
    known = {unit: card for unit, card in cards.items() if card.total is not None}
    signs = {
        leaf.id: -1 if section.kind == "penalty" else 1
        for section in contest.rubric.sections
        for top in section.criteria
        for leaf in top.leaves()
    }
    before = [card.lowest.total for card in known.values()]
    moved = []
    for name, sign in signs.items():
        after = [card.lowest.total - sign * card.lowest.criteria.get(name, Decimal(0)) for card in known.values()]
        apart = _moved(name, list(known), before, after)
        if apart.ranks:
            moved.append(apart)
    return tuple(moved)


def without_each_marker(contest: Contest, marks: Marks) -> tuple[Moved, ...]:
    """The ranks by the peers' marks with each marker left out in turn; only markers that move somebody are named."""
    before = {unit: card.total for unit, card in score(contest, marks, "peers").items() if card.total is not None}
    moved = []
    for marker in marks.peers:
        others = attrs.evolve(marks, peers={one: rows for one, rows in marks.peers.items() if one != marker})
        after = {unit: card.total for unit, card in score(contest, others, "peers").items()}
        units = [unit for unit in before if after.get(unit) is not None]
        apart = _moved(marker, units, [before[unit] for unit in units], [after[unit] or Decimal(0) for unit in units])
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
