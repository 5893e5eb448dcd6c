"""Why a figure is what it is: for every points figure its mark and arithmetic, for every total its parts, for every
rank the comparison with its neighbours. Built only when asked, from the same values that made the figure.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal, localcontext
from fractions import Fraction
from functools import cached_property
from math import ceil
from typing import TYPE_CHECKING, TypeAlias, assert_never

import attrs

from emulation.contest import Contest
from emulation.filling import counting
from emulation.frozen import frozen
from emulation.marks import Given, Marks, NotApplicable, SetByHand, Value, level_of
from emulation.methods import does_void, excess, least_unvoided, may_void, worth
from emulation.number import EXACT
from emulation.pledge import Direction, last_report, ratio
from emulation.procedure import PeerRule, Source
from emulation.ranking import Figure
from emulation.rubric import (
    AllOrNothing,
    Attainment,
    Bands,
    Count,
    Criterion,
    Deduct,
    Judged,
    Level,
    Levels,
    Policy,
    Relative,
    Section,
    Take,
)
from emulation.scoring import Best, bests, pledged, reading_day
from emulation.settling import By, Combined, Settled, deciding_sources, pledged_target, settle

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from emulation.ranking import Standing
    from emulation.scoring import Scorecard

ZERO = Decimal(0)


# the arithmetic of one value


@frozen
class AsEntered:
    """The points were entered as they are."""

    points: Decimal


@frozen
class AtLevel:
    """The mark names a described degree."""

    level: Level


@frozen
class InBand:
    """The value reaches a band of points; ``reach`` is ``None`` for the lowest, or for none at all."""

    value: Decimal
    reach: Decimal | None


@frozen
class Attained:
    """The value is a share of its goal; ``share`` may exceed one. ``short`` counts whole or begun percents missing."""

    value: Decimal
    goal: Decimal
    direction: Direction
    share: Fraction
    per_percent_short: Decimal | None
    short: int


@frozen
class Counted:
    """So many times ``each``; what lies above the criterion's max is cut."""

    count: Decimal
    each: Decimal


@frozen
class Deducted:
    """The max less so many times ``each``; never below 0."""

    count: Decimal
    each: Decimal


@frozen
class YesOrNo:
    """All or nothing."""

    yes: bool


@frozen
class Compared:
    """The value against its goal, and its excess against the bloc's largest; ``best_units`` have that one."""

    value: Decimal
    goal: Decimal
    excess: Fraction
    best: Fraction
    best_units: tuple[str, ...]
    at_goal: Fraction


One: TypeAlias = AsEntered | AtLevel | InBand | Attained | Counted | Deducted | YesOrNo | Compared


# how a criterion came to its points


@frozen
class Worked:
    """The method made points of the mark: of one value, or the mean of several events, each with its exact worth."""

    events: tuple[tuple[One, Fraction], ...]


@frozen
class FromPledge:
    """The method read the last report on a target of the unit's pledge."""

    target: str
    on: str
    one: One


@frozen
class ByPeers:
    """The peers' marks, made points, were combined; ``each`` is sorted, ``markers`` is how many could have marked."""

    rule: PeerRule
    each: tuple[Decimal, ...]
    markers: int


@frozen
class ByHand:
    """The meeting set the points over the method."""

    reason: str


@frozen
class DoesNotApply:
    """The criterion was found not applicable: left out of its group, or given all or none of its points."""

    reason: str
    policy: Policy | None


@frozen
class IsBlank:
    """Nobody marked it, or the target has no report; ``target`` names the one it reads."""

    target: str | None = None


@frozen
class Gathered:
    """The points of the parts: their sum, highest or mean.

    ``applying`` and ``whole`` are the maxima of the parts that apply and of all: where they differ the points were
    rescaled by whole / applying. ``cut`` is the max at which they are cut. ``voided_by`` are the parts that took all.
    """

    take: Take
    applying: Fraction
    whole: Fraction
    cut: Decimal | None = None
    voided_by: tuple[str, ...] = ()


How: TypeAlias = Worked | FromPledge | ByPeers | ByHand | DoesNotApply | IsBlank | Gathered


@frozen
class Explained:
    """A criterion or section with its points, and the same for its parts.

    ``low`` and ``high`` differ while the points are open; they are ``None`` where it does not apply.
    """

    of: Criterion | Section
    low: Decimal | None
    high: Decimal | None
    parts: tuple[Explained, ...]
    _row: _Row = attrs.field(repr=False, eq=False)

    @property
    def mark(self) -> Settled | None:
        """The mark that decided; ``None`` for a group, a blank, or a value read from the pledge."""
        return self._row.marks.get(self.of.id)

    @property
    def source(self) -> Source | None:
        """Whose mark decided; ``None`` where none did."""
        return self._row.table.sources[self._row.unit].get(self.of.id)

    @property
    def id(self) -> str:
        """The criterion's or section's id."""
        return self.of.id

    @property
    def max(self) -> Decimal:
        """The most points that it can give."""
        return self.of.max

    @property
    def how(self) -> How:
        """The arithmetic that made the points."""
        with localcontext(EXACT):
            return self._row.table.how(self, self._row.unit)


@frozen
class Link:
    """What two units have under one link of the key: the total, then the chain."""

    name: str
    own: Figure
    other: Figure


@frozen
class Comparison:
    """A unit beside its neighbour in the standings: the links that were looked at, the last of which decided.

    ``awaits`` names the link that would have to be settled where none decided.
    """

    other: str
    links: tuple[Link, ...]
    awaits: str | None


@frozen
class Explanation:
    """Everything behind one unit's standing: its sections with all below them, and its neighbours."""

    unit: str
    sections: tuple[Explained, ...]
    above: Comparison | None
    below: Comparison | None

    def criterion(self, criterion_id: str) -> Explained | None:
        """The explanation of one criterion or section; ``None`` where it does not count for the unit."""
        waiting = list(self.sections)
        while waiting:
            one = waiting.pop()
            if one.id == criterion_id:
                return one
            waiting += one.parts
        return None


def explain(contest: Contest, marks: Marks, standings: Sequence[Standing], by: By = "final") -> dict[str, Explanation]:
    """The explanation of every standing, by unit id; ``standings`` are those that ``marks`` made under ``by``."""
    table = _Table(contest, marks, by, settle(contest, marks, by))
    kinds = {unit.id: unit.kind for unit in contest.units}
    return {
        standing.unit: Explanation(
            standing.unit,
            table.sections(standing.scorecard, kinds[standing.unit]),
            _compare(contest, standing, standings[place - 1]) if place else None,
            _compare(contest, standing, standings[place + 1]) if place + 1 < len(standings) else None,
        )
        for place, standing in enumerate(standings)
    }


def _compare(contest: Contest, standing: Standing, other: Standing) -> Comparison | None:
    if standing.rank is None or other.rank is None:
        return None
    links = []
    names = ("total", *contest.ranking.ties)
    for name, own, others in zip(names, standing.highest_key, other.highest_key, strict=False):
        links.append(Link(name, own, others))
        if own != others:
            return Comparison(other.unit, tuple(links), None)
    if standing.rank != other.rank:
        return Comparison(other.unit, (*links, Link("chair", standing.rank, other.rank)), None)
    return Comparison(other.unit, tuple(links), standing.awaits)


@frozen
class _Row:
    """One unit's deciding marks, by criterion id."""

    unit: str
    marks: Mapping[str, Settled]
    table: _Table


@frozen
class _Table:
    """What explanations are made from: all marks, the deciding ones, whose they are, and the bests of the bloc."""

    contest: Contest
    marks: Marks
    by: By
    settled: Mapping[str, Mapping[str, Settled]]

    @cached_property
    def sources(self) -> Mapping[str, Mapping[str, Source]]:
        return deciding_sources(self.contest, self.marks, self.by)

    @cached_property
    def bests(self) -> Mapping[str, Best]:
        return bests(self.contest, self.settled)

    def sections(self, card: Scorecard, kind: str) -> tuple[Explained, ...]:
        row = _Row(card.unit, self.settled[card.unit], self)
        lowest, highest = card.lowest, card.highest
        least = dict(lowest.criteria)
        most = least if highest is lowest else highest.criteria

        def explained(criterion: Criterion) -> Explained:
            name = criterion.id
            low, high = least.get(name), most.get(name)
            if low is not high and low is not None and high is not None and high < low:
                low, high = high, low  # a penalty at its worst takes most
            parts = tuple(map(explained, criterion.parts)) if criterion.parts else ()
            return Explained(criterion, low, high, parts, row)

        return tuple(
            Explained(
                section,
                min(lowest.sections[section.id], highest.sections[section.id]),
                max(lowest.sections[section.id], highest.sections[section.id]),
                tuple(map(explained, criteria)),
                row,
            )
            for section, criteria in counting(self.contest.rubric, kind, self.contest.year)
        )

    def how(self, one: Explained, unit: str) -> How:
        if isinstance(one.of, Criterion) and one.of.method is not None:
            return self._how(one.of, one.mark, unit)
        return self._gathered(one, unit)

    def _gathered(self, one: Explained, unit: str) -> Gathered:
        core = self._in_core(one.of)
        take: Take = one.of.take if isinstance(one.of, Criterion) else "sum"
        maxima = [part.max for part in one.parts if part.low is not None]
        voided = tuple(part.id for part in one.parts if self._voids(part.of, unit))
        match take:
            case "sum":
                applying, whole = Fraction(sum(maxima, ZERO)), Fraction(one.max)
            case "highest":
                applying, whole = Fraction(max(maxima, default=ZERO)), Fraction(one.max)
            case "mean":
                applying = Fraction(sum(maxima, ZERO)) / max(len(maxima), 1)
                reachable = self.contest.rubric.criterion(one.id).parts
                whole = Fraction(sum((part.max for part in reachable), ZERO)) / len(reachable)
            case _:
                assert_never(take)
        cut = one.max if take == "sum" and not core else None
        return Gathered(take, applying, whole if core and maxima else applying, cut, voided)

    def _in_core(self, one: Criterion | Section) -> bool:
        return any(
            section.kind == "core" and (section.id == one.id or any(c.id == one.id for c in _walk(section)))
            for section in self.contest.rubric.sections
        )

    def _voids(self, criterion: Criterion | Section, unit: str) -> bool:
        if isinstance(criterion, Section) or not may_void(criterion):
            return False
        match self.settled[unit].get(criterion.id):
            case Given(value):
                return does_void(criterion, value)
            case None:  # whatever its mark will be
                return least_unvoided(criterion, self.contest.rubric.step) is None
            case _:
                return False

    def _how(self, criterion: Criterion, mark: Settled | None, unit: str) -> How:
        target = pledged_target(criterion)
        match mark:
            case SetByHand(_, reason):
                return ByHand(reason)
            case Combined(_, rule, each, markers):
                return ByPeers(rule, each, markers)
            case _ if target is not None:
                return self._from_pledge(criterion, unit, target)
            case NotApplicable(reason):
                policy = (
                    (criterion.not_applicable or self.contest.rubric.not_applicable)
                    if self._in_core(criterion)
                    else None
                )
                return DoesNotApply(reason, policy)
            case Given(value):
                values = value if isinstance(value, tuple) else (value,)
                return Worked(tuple(self._one(criterion, one) for one in values))
            case None:
                return IsBlank()
            case _:
                assert_never(mark)

    def _from_pledge(self, criterion: Criterion, unit: str, name: str) -> How:
        target = pledged(self.contest, unit, name)
        report = None if target is None else last_report(target, reading_day(self.contest, target))
        if target is None or report is None:
            return IsBlank(name)
        method = criterion.method
        if isinstance(method, Attainment):
            one: One = _attained(method, report.value, target.goal, target.direction)
        elif isinstance(method, Relative):
            one = self._compared(criterion, method, report.value, target.goal)
        else:
            return IsBlank(name)
        return FromPledge(name, report.on.isoformat(), one)

    def _one(self, criterion: Criterion, value: Value) -> tuple[One, Fraction]:
        method = criterion.method
        number = value if isinstance(value, Decimal) else ZERO
        if isinstance(method, Relative):
            goal = method.goal or Decimal(1)
            return self._compared(criterion, method, number, goal), Fraction(0)
        exact = Fraction(worth(criterion, value))
        match method:
            case Judged():
                return AsEntered(number), exact
            case Levels(levels):
                return AtLevel(level_of(levels, value) or levels[0]), exact
            case Bands(bands):
                reached = [band.reach for band in bands if band.reach is not None and number >= band.reach]
                return InBand(number, max(reached, default=None)), exact
            case Attainment():
                return _attained(
                    method, number, method.goal if method.goal is not None else Decimal(1), method.direction
                ), exact
            case Count(each):
                return Counted(number, each), exact
            case Deduct(each):
                return Deducted(number, each), exact
            case AllOrNothing():
                return YesOrNo(value is True), exact
            case None:
                raise AssertionError(f"{criterion.id} takes no mark")
            case _:
                assert_never(method)

    def _compared(self, criterion: Criterion, method: Relative, value: Decimal, goal: Decimal) -> Compared:
        best = self.bests[criterion.id]
        return Compared(value, goal, excess(value, goal), best.excess, best.units, method.at_goal)


def _attained(method: Attainment, value: Decimal, goal: Decimal, direction: Direction) -> Attained:
    share = ratio(value, goal, direction)
    return Attained(value, goal, direction, share, method.per_percent_short, max(ceil((1 - share) * 100), 0))


def _walk(section: Section) -> Iterator[Criterion]:
    for top in section.criteria:
        yield from top.walk()
