"""Marks to points to scorecards, exactly.

Each deciding mark is made points, or a range of points where it is blank; `emulation.filling` adds them up. A scorecard
holds the points with every blank at its worst and with every blank at its best; without blanks they are one and the
same. Points are rounded half up to the rubric's step, once: here, at a criterion that computes.
"""

from __future__ import annotations

from decimal import Decimal, localcontext
from fractions import Fraction
from functools import lru_cache
from operator import countOf
from typing import TYPE_CHECKING

import attrs

from emulation.filling import ZERO, ByLeaf, Fillings, Points, cut, plan, worths
from emulation.frozen import frozen
from emulation.marks import Given, NotApplicable, SetByHand
from emulation.methods import attained, blank_range, does_void, excess, least_unvoided, may_void, points
from emulation.number import EXACT, round_half_up
from emulation.pledge import attainment, last_report
from emulation.rubric import Attainment, Criterion, Relative, Rubric
from emulation.settling import Combined, figures, relative_points, settle

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from emulation.bloc import Unit
    from emulation.contest import Contest
    from emulation.filling import Leaf, Plan
    from emulation.marks import Marks
    from emulation.pledge import Target
    from emulation.settling import By, Settled


@frozen(slots=False)
class Scorecard:
    """What a unit's marks come to: its points with every blank at its worst and with every blank at its best.

    ``blanks`` are the criteria without a mark, ``open`` those whose points are not known (blanks, and what is measured
    against a blank of another unit), ``not_applicable`` those left out, all in the rubric's order. ``below_floor``
    holds the criteria that are below their floor however the blanks turn out, ``doubtful_floor`` those that may be.
    ``excused`` are those that do not apply and get points all the same, by the policy ``full`` or ``zero``.
    """

    unit: str
    lowest: Points
    highest: Points
    blanks: tuple[str, ...] = ()
    open: tuple[str, ...] = ()
    not_applicable: tuple[str, ...] = ()
    below_floor: tuple[str, ...] = ()
    doubtful_floor: tuple[str, ...] = ()
    excused: tuple[str, ...] = ()
    fillings: Fillings | None = attrs.field(default=None, repr=False, eq=False)

    @property
    def total(self) -> Decimal | None:
        """The total, or ``None`` while a blank leaves it open."""
        return self.lowest.total if self.lowest.total == self.highest.total else None

    def points(self, criterion_id: str) -> Decimal | None:
        """The points of a criterion; ``None`` where they are open or it does not apply."""
        least = self.lowest.criteria.get(criterion_id)
        return least if least == self.highest.criteria.get(criterion_id) else None


@frozen
class _Worth:
    """What a leaf is worth at its worst and at its best.

    ``voids``: it takes all points from its group; ``otherwise``: it does so at its worst, and is worth this at least
    where it does not.
    """

    low: Decimal
    high: Decimal
    blank: bool = False
    voids: bool = False
    otherwise: Decimal | None = None


def score(contest: Contest, marks: Marks, by: By = "final") -> dict[str, Scorecard]:
    """The scorecard of every unit of the contest, by unit id, in the contest's order."""
    return score_settled(contest, settle(contest, marks, by))


def score_settled(contest: Contest, settled: Mapping[str, Mapping[str, Settled]]) -> dict[str, Scorecard]:
    """The scorecards that deciding marks make; they map a unit's id to its marks by criterion id."""
    with localcontext(EXACT):
        found = bests(contest, settled)
        plans = {kind: plan(contest.rubric, kind, contest.year) for kind in {unit.kind for unit in contest.units}}
        return {
            unit.id: _score_unit(contest, unit, plans[unit.kind], settled.get(unit.id, {}), found)
            for unit in contest.units
        }


@frozen
class Best:
    """The largest excess over a goal among the known values of a ``relative`` criterion, and the units that have it.

    ``unknown``: some unit's value is blank, so that the best may yet be another.
    """

    excess: Fraction
    unknown: bool
    units: tuple[str, ...] = ()


def bests(contest: Contest, settled: Mapping[str, Mapping[str, Settled]]) -> dict[str, Best]:
    """The best of the bloc under every ``relative`` criterion, by criterion id."""
    found: dict[str, Best] = {}
    for leaf, method in _relatives(contest.rubric):
        known: dict[str, Fraction] = {}
        unknown = False
        for unit in contest.units:
            if not _counts(contest.rubric, leaf.id, unit.kind, contest.year):
                continue
            mark, goal = _measured(contest, unit.id, method, settled.get(unit.id, {}).get(leaf.id))
            if mark is None:
                unknown = True
            elif isinstance(mark, Given) and goal is not None:
                known[unit.id] = max(excess(value, goal) for value in figures(mark))
        best = max(known.values(), default=Fraction(0))
        found[leaf.id] = Best(best, unknown, tuple(unit for unit, over in known.items() if over == best))
    return found


@lru_cache(maxsize=256)
def _relatives(rubric: Rubric) -> tuple[tuple[Criterion, Relative], ...]:
    return tuple((leaf, leaf.method) for leaf in rubric.leaves() if isinstance(leaf.method, Relative))


def _counts(rubric: Rubric, leaf_id: str, kind: str, year: int) -> bool:
    return any(leaf_id in part.names for part in plan(rubric, kind, year).parts)


def _measured(
    contest: Contest, unit: str, method: Relative, mark: Settled | None
) -> tuple[Settled | None, Decimal | None]:
    """The mark of a ``relative`` criterion and its goal, both read from the pledge where the criterion says so."""
    if method.target is None or isinstance(mark, SetByHand):
        return mark, method.goal
    target = pledged(contest, unit, method.target)
    report = None if target is None else last_report(target, reading_day(contest, target))
    return (None if report is None else Given(report.value)), (None if target is None else target.goal)


def pledged(contest: Contest, unit: str, target_id: str) -> Target | None:
    """The target of that id in the unit's pledge, where there is one."""
    pledge = contest.pledges.get(unit)
    return next((t for t in pledge.targets if t.id == target_id), None) if pledge is not None else None


def reading_day(contest: Contest, target: Target) -> date:
    """The day whose last report a criterion reads: the target's due date or the end of the year, the earlier."""
    return contest.ends if target.due is None else min(target.due, contest.ends)


def _score_unit(
    contest: Contest, unit: Unit, plan: Plan, row: Mapping[str, Settled], bests: Mapping[str, Best]
) -> Scorecard:
    if plan.adds and (only := _added(plan, row)) is not None:
        return Scorecard(unit.id, only, only, (), (), (), *(_floors(plan, only, only) if plan.floors else ()))
    step = contest.rubric.step
    known: dict[str, Decimal] = {}
    ranges: dict[str, tuple[Decimal, Decimal]] = {}
    voided: set[str] = set()
    voiding: dict[str, Decimal] = {}
    blanks: list[str] = []
    left_out: list[str] = []
    excused: list[str] = []
    for part in plan.parts:
        for leaf in part.leaves:
            name = leaf.criterion.id
            mark = row.get(name)
            if type(mark) is Given and leaf.ordinary:
                known[name] = points(leaf.criterion, mark.value, step)
                if leaf.may_void and does_void(leaf.criterion, mark.value):
                    voided.add(name)
                continue
            worth = _worth(contest, unit.id, leaf, mark, bests)
            if worth is None:
                left_out.append(name)
                continue
            if isinstance(mark, NotApplicable) and leaf.target is None and leaf.policy is not None:
                excused.append(name)
            if worth.blank:
                blanks.append(name)
            if worth.voids:
                voided.add(name)
            if worth.otherwise is not None:
                voiding[name] = worth.otherwise
            if worth.low == worth.high and worth.otherwise is None:
                known[name] = worth.low
            else:
                ranges[name] = (worth.low, worth.high)
    fillings = Fillings(plan, known, ranges, frozenset(voided), voiding) if ranges else None
    worst = plan.points(known, known, voided, voided) if fillings is None else fillings.worst()
    best = worst if fillings is None else fillings.best()
    floors = _floors(plan, worst, best)
    return Scorecard(
        unit.id,
        worst,
        best,
        tuple(blanks),
        tuple(ranges),
        tuple(left_out),
        *floors,
        tuple(excused),
        fillings,
    )


def _added(plan: Plan, row: Mapping[str, Settled]) -> Points | None:
    """The points of a unit whose marks are all one number each, where every section only adds; else ``None``.

    Most units are like that; this says the same as the long way, and quickly.
    """
    figures: list[Sequence[Decimal]] = []
    sections: dict[str, Decimal] = {}
    for part in plan.parts:
        try:
            values = [mark.value for mark in part.pick(row)]
        except (KeyError, AttributeError):  # a blank, or a mark that is no value
            return None
        if countOf(map(type, values), Decimal) < len(values):
            return None
        worth = values if part.entered else worths(part, values, plan.rubric.step)
        figures.append(worth)
        sections[part.section.id] = cut(part.section, sum(worth, ZERO))
    return plan.summed(ByLeaf(plan.names, figures), sections)


def _floors(plan: Plan, worst: Points, best: Points) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The criteria that are below their floor in every filling, and those that are in some."""
    if not plan.floors:
        return (), ()
    below = tuple(criterion.id for criterion in plan.floors if _below(criterion, best))
    return below, tuple(c.id for c in plan.floors if c.id not in below and _below(c, worst))


def _below(criterion: Criterion, given: Points) -> bool:
    worth = given.criteria.get(criterion.id)
    return (
        worth is not None
        and criterion.floor is not None
        and Fraction(worth) < criterion.floor * Fraction(criterion.max)
    )


def _worth(contest: Contest, unit: str, leaf: Leaf, mark: Settled | None, bests: Mapping[str, Best]) -> _Worth | None:
    """What a leaf is worth; ``None`` where it does not apply and its group is rescaled."""
    criterion, step = leaf.criterion, contest.rubric.step
    method = criterion.method
    if isinstance(mark, SetByHand | Combined):
        return _Worth(mark.points, mark.points)
    if leaf.target is not None and isinstance(method, Attainment):
        target = pledged(contest, unit, leaf.target)
        share = None if target is None else attainment(target, reading_day(contest, target))
        return (
            _blank(criterion, step)
            if share is None
            else _known(round_half_up(attained(criterion, method, share), step))
        )
    if isinstance(mark, NotApplicable) and leaf.target is None:
        if leaf.policy == "rescale":
            return None
        return _known(criterion.max if leaf.policy == "full" else ZERO)
    if isinstance(method, Relative):
        mark, goal = _measured(contest, unit, method, mark)
        if not isinstance(mark, Given):
            return _blank(criterion, step)
        best = bests[criterion.id]
        worth = relative_points(criterion, method, mark, goal, best.excess, step)
        if not best.unknown:
            return _known(worth)
        # another unit's blank may turn out to be the best: what lies above the goal may shrink to what the goal gives
        capped = Given(tuple(min(value, goal or value) for value in figures(mark)))
        return _Worth(relative_points(criterion, method, capped, goal, Fraction(1), step), worth)
    return _blank(criterion, step)


def _known(worth: Decimal) -> _Worth:
    return _Worth(worth, worth)


def _blank(criterion: Criterion, step: Decimal) -> _Worth:
    least, greatest = blank_range(criterion)
    otherwise = least_unvoided(criterion, step) if may_void(criterion) else None
    voids = may_void(criterion) and otherwise is None
    return _Worth(least, greatest, blank=True, voids=voids, otherwise=otherwise)
