"""Marks to points to scorecards, exactly.

Every leaf of the rubric's tree is worth a range: one point where its mark is known, all that its method can give where
it is blank. More on a leaf never lowers what holds it (a level that voids its group is the lowest of its criterion), so
the least and the greatest total over all fillings of the blanks are those of two fillings: every blank at its worst,
and every blank at its best. A scorecard holds the points of both; without blanks they are one and the same.

Points are rounded half up to the rubric's step, once: at a criterion that computes, and at a group that rescales or
takes a mean. Sums are never rounded.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Set as AbstractSet
from decimal import Decimal, localcontext
from fractions import Fraction
from functools import lru_cache
from operator import itemgetter
from typing import TYPE_CHECKING, Any, TypeAlias, assert_never

import attrs

from emulation.frozen import frozen
from emulation.marks import Given, NotApplicable, SetByHand
from emulation.methods import attained, blank_range, does_void, excess, least_unvoided, may_void, points, product
from emulation.number import EXACT, round_half_up
from emulation.pledge import attainment, last_report
from emulation.rubric import Attainment, Count, Criterion, Deduct, Judged, Policy, Relative, Rubric, Section
from emulation.settling import Combined, figures, pledged_target, relative_points, settle

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from emulation.bloc import Unit
    from emulation.contest import Contest
    from emulation.marks import Marks
    from emulation.pledge import Target
    from emulation.settling import By, Settled

ZERO = Decimal(0)


@attrs.frozen(slots=False)  # many are made at every key, and without slots that takes half the time
class Points:
    """A unit's points under one filling of its blanks.

    ``criteria`` and ``sections`` map ids to points; a criterion that does not apply is absent.
    Total = core + bonus − penalty, never below 0.
    """

    criteria: Mapping[str, Decimal]
    sections: Mapping[str, Decimal]
    core: Decimal
    bonus: Decimal
    penalty: Decimal
    total: Decimal


@attrs.frozen(slots=False)
class Scorecard:
    """What a unit's marks come to: its points with every blank at its worst and with every blank at its best.

    ``blanks`` are the criteria without a mark, ``open`` those whose points are not known (blanks, and what is measured
    against a blank of another unit), ``not_applicable`` those left out, all in the rubric's order. ``below_floor``
    holds the criteria that are below their floor however the blanks turn out, ``doubtful_floor`` those that may be.
    """

    unit: str
    lowest: Points
    highest: Points
    blanks: tuple[str, ...] = ()
    open: tuple[str, ...] = ()
    not_applicable: tuple[str, ...] = ()
    below_floor: tuple[str, ...] = ()
    doubtful_floor: tuple[str, ...] = ()
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


@frozen
class _Leaf:
    criterion: Criterion
    policy: Policy | None  # None outside core sections, where what does not apply gives 0
    target: str | None
    ordinary: bool  # a mark alone decides its points
    may_void: bool


@frozen
class _Part:
    """A section made ready: its criteria that exist, their leaves, and what makes it quick to score."""

    section: Section
    criteria: tuple[Criterion, ...]
    leaves: tuple[_Leaf, ...]
    names: tuple[str, ...]  # of the leaves
    pick: Callable[
        [Mapping[str, Any]], tuple[Any, ...]
    ]  # what a mapping by leaf holds for each; no leaf may be missing
    numeric: bool  # numbers make points at once: they are points, or ``products`` (by place) makes points of them
    products: tuple[tuple[int, Callable[[Decimal], Decimal]], ...]
    adds: bool  # its points are the sum of its leaves', as long as none is left out


_Rows: TypeAlias = dict[str, Decimal]


@frozen
class _Plan:
    """A rubric made ready for one kind of unit in one year. It adds the leaves' points up the tree."""

    rubric: Rubric
    parts: tuple[_Part, ...]
    floors: tuple[Criterion, ...]

    def points(
        self, gained: _Rows, taken: _Rows, gained_voids: AbstractSet[str], taken_voids: AbstractSet[str]
    ) -> Points:
        """The points of one filling; penalties are read from ``taken``, so that worst goes with worst.

        ``gained`` becomes the points' own: it is completed with the groups.
        """
        criteria = gained
        sections: _Rows = {}
        sums = {"core": ZERO, "bonus": ZERO, "penalty": ZERO}
        for part in self.parts:
            section = part.section
            leaves, voids = gained, gained_voids
            if section.kind == "penalty" and taken is not gained:
                leaves, voids = taken, taken_voids
                criteria.update((name, taken[name]) for name in part.names)
            worth = self._plain(part, leaves) if part.adds else None
            if worth is None:
                worth = self._section(section, part.criteria, leaves, voids, criteria)
            sections[section.id] = worth
            sums[section.kind] += worth
        core, bonus, penalties = sums["core"], sums["bonus"], sums["penalty"]
        return Points(criteria, sections, core, bonus, penalties, max(core + bonus - penalties, ZERO))

    def _plain(self, part: _Part, leaves: _Rows) -> Decimal | None:
        """The points of a section that only adds; ``None`` where some criterion is left out."""
        try:
            worth = sum(part.pick(leaves), ZERO)
        except KeyError:
            return None
        return worth if part.section.kind == "core" else min(worth, part.section.max)

    def _section(
        self, section: Section, applying: Sequence[Criterion], leaves: _Rows, voids: AbstractSet[str], into: _Rows
    ) -> Decimal:
        core = section.kind == "core"
        worths = [(part, self._criterion(part, leaves, voids, into, core=core)) for part in applying]
        counting = [(part, worth) for part, worth in worths if worth is not None]
        if any(part.id in voids for part in applying):
            return ZERO
        if not core:
            return min(sum((worth for _, worth in counting), ZERO), section.max)
        if not counting:
            return section.max
        return self._rescaled(sum((w for _, w in counting), ZERO), section.max, sum((p.max for p, _ in counting), ZERO))

    def _criterion(
        self,
        criterion: Criterion,
        leaves: _Rows,
        voids: AbstractSet[str],
        into: _Rows,
        *,
        core: bool,
    ) -> Decimal | None:
        if not criterion.parts:
            return leaves.get(criterion.id)
        worth = self._group(criterion, leaves, voids, into, core=core)
        if worth is not None:
            into[criterion.id] = worth
        return worth

    def _group(
        self,
        group: Criterion,
        leaves: _Rows,
        voids: AbstractSet[str],
        into: _Rows,
        *,
        core: bool,
    ) -> Decimal | None:
        worths = [(part, self._criterion(part, leaves, voids, into, core=core)) for part in group.parts]
        counting = [(part, worth) for part, worth in worths if worth is not None]
        if any(part.id in voids for part in group.parts):
            return ZERO
        if not counting:
            policy = group.not_applicable or self.rubric.not_applicable
            return {"rescale": None, "full": group.max, "zero": ZERO}[policy] if core else ZERO
        maxima = [part.max for part, _ in counting]
        figures = [worth for _, worth in counting]
        match group.take:
            case "sum":
                if not core:
                    return min(sum(figures, ZERO), group.max)
                return self._rescaled(sum(figures, ZERO), group.max, sum(maxima, ZERO))
            case "highest":
                return self._rescaled(max(figures), group.max if core else max(maxima), max(maxima))
            case "mean":
                # what can be reached is the mean of the maxima, so leaving a part out changes it only if they differ
                reachable = [part.max for part in group.parts] if core else maxima
                mean = Fraction(sum(figures, ZERO)) / len(figures)
                whole = Fraction(sum(reachable, ZERO)) / len(reachable)
                applying = Fraction(sum(maxima, ZERO)) / len(maxima)
                return round_half_up(mean * whole / applying, self.rubric.step)
            case _:
                assert_never(group.take)

    def _rescaled(self, worth: Decimal, whole: Decimal, applying: Decimal) -> Decimal:
        if applying == whole:
            return worth
        return round_half_up(Fraction(worth) * Fraction(whole) / Fraction(applying), self.rubric.step)


@lru_cache(maxsize=256)
def _plan(rubric: Rubric, kind: str, year: int) -> _Plan:
    parts = tuple(_part(rubric, section, _existing(section.criteria, kind, year)) for section in rubric.sections)
    walked = (criterion for part in parts for top in part.criteria for criterion in top.walk())
    return _Plan(rubric, parts, tuple(criterion for criterion in walked if criterion.floor is not None))


def _part(rubric: Rubric, section: Section, criteria: tuple[Criterion, ...]) -> _Part:
    core = section.kind == "core"
    leaves = tuple(
        _Leaf(
            leaf,
            (leaf.not_applicable or rubric.not_applicable) if core else None,
            pledged_target(leaf),
            pledged_target(leaf) is None and not isinstance(leaf.method, Relative),
            may_void(leaf),
        )
        for top in criteria
        for leaf in top.leaves()
    )
    names = tuple(leaf.criterion.id for leaf in leaves)
    products = {place: made for place, leaf in enumerate(leaves) if (made := product(leaf.criterion)) is not None}
    voidable = any(leaf.may_void for leaf in leaves)
    flat = not voidable and not any(top.parts for top in criteria)
    return _Part(
        section,
        criteria,
        leaves,
        names,
        itemgetter(*names) if len(names) > 1 else lambda row: tuple(row[name] for name in names),
        not voidable and all(isinstance(leaf.criterion.method, Judged | Count | Deduct) for leaf in leaves),
        tuple(products.items()),
        flat and (not core or sum((top.max for top in criteria), ZERO) == section.max),
    )


def _existing(criteria: Sequence[Criterion], kind: str, year: int) -> tuple[Criterion, ...]:
    """Those that count for that kind in that year, with only such parts; a group with none of them does not count."""
    existing = []
    for criterion in criteria:
        parts = _existing(criterion.parts, kind, year)
        if criterion.exists(kind, year) and bool(parts) == bool(criterion.parts):
            existing.append(criterion if parts == criterion.parts else attrs.evolve(criterion, parts=parts))
    return tuple(existing)


def score(contest: Contest, marks: Marks, by: By = "final") -> dict[str, Scorecard]:
    """The scorecard of every unit of the contest, by unit id, in the contest's order."""
    return score_settled(contest, settle(contest, marks, by))


def score_settled(contest: Contest, settled: Mapping[str, Mapping[str, Settled]]) -> dict[str, Scorecard]:
    """The scorecards that deciding marks make; they map a unit's id to its marks by criterion id."""
    with localcontext(EXACT):
        found = bests(contest, settled)
        plans = {kind: _plan(contest.rubric, kind, contest.year) for kind in {unit.kind for unit in contest.units}}
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


def counting(rubric: Rubric, kind: str, year: int) -> tuple[tuple[Section, tuple[Criterion, ...]], ...]:
    """The sections with the criteria that count for that kind of unit in that year, only such parts in them."""
    return tuple((part.section, part.criteria) for part in _plan(rubric, kind, year).parts)


def _counts(rubric: Rubric, leaf_id: str, kind: str, year: int) -> bool:
    return any(leaf_id in part.names for part in _plan(rubric, kind, year).parts)


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
    contest: Contest, unit: Unit, plan: _Plan, row: Mapping[str, Settled], bests: Mapping[str, Best]
) -> Scorecard:
    step = contest.rubric.step
    known: dict[str, Decimal] = {}
    ranges: dict[str, tuple[Decimal, Decimal]] = {}
    voided: set[str] = set()
    voiding: dict[str, Decimal] = {}
    blanks: list[str] = []
    left_out: list[str] = []
    for part in plan.parts:
        numbers = _numbers(part, row)
        if numbers is not None:
            known.update(zip(part.names, numbers, strict=True))
            continue
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
    return Scorecard(
        unit.id,
        worst,
        best,
        tuple(blanks),
        tuple(ranges),
        tuple(left_out),
        *(_floors(plan, worst, best) if plan.floors else ((), ())),
        fillings,
    )


def _numbers(part: _Part, row: Mapping[str, Settled]) -> Sequence[Decimal] | None:
    """The points of a section's leaves where every mark is one number and makes points at once."""
    if not part.numeric:
        return None
    try:
        values = [mark.value for mark in part.pick(row)]
    except (KeyError, AttributeError):  # a blank, or a mark that is no value
        return None
    if set(map(type, values)) != {Decimal}:
        return None
    for place, made in part.products:
        values[place] = made(values[place])
    return values


def _floors(plan: _Plan, worst: Points, best: Points) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The criteria that are below their floor in every filling, and those that are in some."""
    below = tuple(criterion.id for criterion in plan.floors if _below(criterion, best))
    return below, tuple(c.id for c in plan.floors if c.id not in below and _below(c, worst))


def _below(criterion: Criterion, given: Points) -> bool:
    worth = given.criteria.get(criterion.id)
    return (
        worth is not None
        and criterion.floor is not None
        and Fraction(worth) < criterion.floor * Fraction(criterion.max)
    )


def _worth(contest: Contest, unit: str, leaf: _Leaf, mark: Settled | None, bests: Mapping[str, Best]) -> _Worth | None:
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


@frozen
class Fillings:
    """What a unit's open criteria may turn out to be: for each, the least and the greatest points.

    ``known`` maps the other criteria to their points, ``voided`` are those that take all points from their group.
    ``voiding`` are the open criteria that do so at their least, each with its least points otherwise.
    """

    plan: _Plan
    known: Mapping[str, Decimal]
    ranges: Mapping[str, tuple[Decimal, Decimal]]
    voided: frozenset[str]
    voiding: Mapping[str, Decimal]

    def worst(self) -> Points:
        """The points with every open criterion at its worst."""
        least, greatest = self._ends()
        return self.plan.points(least, greatest, self.voided | self.voiding.keys(), self.voided)

    def best(self) -> Points:
        """The points with every open criterion at its best."""
        least, greatest = self._ends()
        return self.plan.points(greatest, least, self.voided, self.voided | self.voiding.keys())

    def halves(self) -> tuple[Fillings, ...]:
        """Two parts that together make it up, or none where nothing is left to choose."""
        if self.voiding:
            name, otherwise = next(iter(self.voiding.items()))
            least, greatest = self.ranges[name]
            return self._narrowed(name, least, least, voids=True), self._narrowed(name, otherwise, greatest)
        if not self.ranges:
            return ()
        name, (least, greatest) = max(self.ranges.items(), key=lambda item: item[1][1] - item[1][0])
        step = self.plan.rubric.step
        middle = least + (greatest - least) / step // 2 * step
        return self._narrowed(name, least, middle), self._narrowed(name, middle + step, greatest)

    def _narrowed(self, name: str, least: Decimal, greatest: Decimal, *, voids: bool = False) -> Fillings:
        ranges = {one: span for one, span in self.ranges.items() if one != name}
        known = self.known
        if least == greatest:
            known = {**known, name: least}
        else:
            ranges[name] = (least, greatest)
        voided = self.voided | {name} if voids else self.voided
        voiding = {one: otherwise for one, otherwise in self.voiding.items() if one != name}
        return Fillings(self.plan, known, ranges, voided, voiding)

    def _ends(self) -> tuple[_Rows, _Rows]:
        least = {**self.known, **{name: span[0] for name, span in self.ranges.items()}}
        return least, {**least, **{name: span[1] for name, span in self.ranges.items()}}
