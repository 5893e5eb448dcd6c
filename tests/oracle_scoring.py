"""A second, naive reading of how marks become points, totals, bands and ranks.

It shares the value types of `emulation` and none of its functions: everything is a `Fraction`, every open question is
answered by trying all fillings, and nothing is fast. The laws compare the two.
"""

from __future__ import annotations

import hashlib
import itertools
import math
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

import attrs

from emulation.marks import Given, NotApplicable, SetByHand
from emulation.rubric import AllOrNothing, Attainment, Bands, Count, Deduct, Judged, Levels, Relative

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from emulation.bloc import Unit
    from emulation.contest import Contest
    from emulation.marks import Mark, Marks
    from emulation.pledge import Target
    from emulation.ranking import Settlements
    from emulation.rubric import Criterion, Rubric, Section

ZERO = Fraction(0)


@attrs.frozen
class Held:
    """Points of one leaf, and whether the level behind them takes all points from its group."""

    points: Fraction
    voids: bool = False


NA = "not applicable"
ABSENT = "no part of it exists for this unit this year"
State = Held | str


@attrs.frozen
class Card:
    """Everything that one filling of one unit's leaves makes. What does not apply is missing from ``criteria``."""

    criteria: dict[str, Fraction]
    sections: dict[str, Fraction]
    core: Fraction
    bonus: Fraction
    penalty: Fraction
    total: Fraction
    below: frozenset[str]  # the criteria below their floor


def on_step(value: Fraction, step: Fraction) -> Fraction:
    return math.floor(value / step + Fraction(1, 2)) * step


def here(criterion: Criterion, unit: Unit, year: int) -> bool:
    last = date(year, 12, 31)
    if criterion.applies_to and unit.kind not in criterion.applies_to:
        return False
    return (criterion.from_ or last) <= last <= (criterion.until or last)


def leaves_of(criterion: Criterion, unit: Unit, year: int) -> list[Criterion]:
    if not here(criterion, unit, year):
        return []
    if not criterion.parts:
        return [criterion]
    return [leaf for part in criterion.parts for leaf in leaves_of(part, unit, year)]


def all_leaves(rubric: Rubric, unit: Unit, year: int) -> list[Criterion]:
    tops = [criterion for section in rubric.sections for criterion in section.criteria]
    return [leaf for top in tops for leaf in leaves_of(top, unit, year)]


# What one value is worth --------------------------------------------------------------------------------------------


def value_points(leaf: Criterion, value: object, best: Fraction, goal: Fraction | None, direction: str) -> Fraction:
    """Exact points of one value, before any rounding."""
    whole = Fraction(leaf.max)
    match leaf.method:
        case Judged():
            return Fraction(value)
        case Levels(levels):
            return next(Fraction(level.at) for level in levels if value in (level.id, level.at))
        case Bands(bands):
            reached = [band for band in bands if band.reach is None or value >= band.reach]
            reached.sort(key=lambda band: (band.reach is not None, band.reach or 0))
            return Fraction(reached[-1].points) if reached else ZERO
        case Count(each):
            return min(whole, Fraction(each) * Fraction(value))
        case Deduct(each):
            return max(ZERO, whole - Fraction(each) * Fraction(value))
        case AllOrNothing():
            return whole if value else ZERO
        case Attainment(per_percent_short=per_percent):
            number = Fraction(value)
            share = number / goal if direction == "at-least" else goal / number if number else Fraction(1)
            if per_percent is None:
                return min(whole, whole * share)
            short = math.ceil((1 - share) * 100) if share < 1 else 0
            return max(ZERO, whole - short * Fraction(per_percent))
        case Relative(at_goal):
            number = Fraction(value)
            if number <= goal:
                return at_goal * whole * number / goal
            if best == 0:
                return at_goal * whole
            return at_goal * whole + (1 - at_goal) * whole * ((number - goal) / goal) / best
    raise AssertionError(leaf)


def level_voids(leaf: Criterion, value: object) -> bool:
    if not isinstance(leaf.method, Judged | Levels):
        return False
    if isinstance(value, str):
        return next((level.voids for level in leaf.method.levels if level.id == value), False)
    there = [level for level in leaf.method.levels if level.at == value]
    unnamed = [level for level in there if level.id is None]
    return all(level.voids for level in unnamed or there) if there else False


# Which mark decides -------------------------------------------------------------------------------------------------


def pledge_target(contest: Contest, unit: Unit, leaf: Criterion) -> Target | None:
    pledge = contest.pledges.get(unit.id)
    for target in pledge.targets if pledge else ():
        if target.id == leaf.method.target:
            return target
    return None


def reads_pledge(leaf: Criterion) -> bool:
    return isinstance(leaf.method, Attainment | Relative) and leaf.method.target is not None


def pledge_value(contest: Contest, unit: Unit, leaf: Criterion) -> Fraction | None:
    target = pledge_target(contest, unit, leaf)
    if target is None:
        return None
    last = date(contest.year, 12, 31)
    day = min(last, target.due or last)
    reports = [report for report in target.reports if report.on <= day]
    return Fraction(max(reports, key=lambda report: report.on).value) if reports else None


def goal_and_direction(contest: Contest, unit: Unit, leaf: Criterion) -> tuple[Fraction | None, str]:
    if reads_pledge(leaf):
        target = pledge_target(contest, unit, leaf)
        return (Fraction(target.goal), target.direction) if target else (None, "at-least")
    if isinstance(leaf.method, Attainment):
        return Fraction(leaf.method.goal), leaf.method.direction
    if isinstance(leaf.method, Relative):
        return Fraction(leaf.method.goal), "at-least"
    return None, "at-least"


def above(rubric: Rubric, leaf_id: str) -> list[str]:
    """The ids of the criteria that hold a leaf, nearest first, the leaf's own before them."""

    def search(criterion: Criterion, path: list[str]) -> list[str] | None:
        path = [criterion.id, *path]
        if criterion.id == leaf_id:
            return path
        return next((found for part in criterion.parts if (found := search(part, path))), None)

    tops = [criterion for section in rubric.sections for criterion in section.criteria]
    return next(found for top in tops if (found := search(top, [])))


def read_mark(contest: Contest, by_criterion: Mapping[str, Mark], leaf: Criterion) -> Mark | None:
    """The mark on a leaf; not-applicable on a group means all its parts."""
    for criterion_id in above(contest.rubric, leaf.id):
        mark = by_criterion.get(criterion_id)
        if mark is not None and (criterion_id == leaf.id or isinstance(mark, NotApplicable)):
            return mark
    return None


def deciding(contest: Contest, marks: Marks, unit: Unit, leaf: Criterion, order: Sequence[str]) -> Mark | Held | None:
    for source in order:
        if source == "peers":
            found = peers(contest, marks, unit, leaf)
        else:
            table = {"self": marks.own, "verified": marks.verified, "agreed": marks.agreed}[source]
            found = read_mark(contest, table.get(unit.id, {}), leaf)
        if reads_pledge(leaf) and not isinstance(found, SetByHand):
            found = None
        if found is not None:
            return found
    return None


def peer_mark(contest: Contest, marks: Marks, marker: str, unit: Unit, leaf: Criterion) -> Mark | None:
    return read_mark(contest, marks.peers.get(marker, {}).get(unit.id, {}), leaf)


def peers(contest: Contest, marks: Marks, unit: Unit, leaf: Criterion) -> Held | NotApplicable | None:
    """The peers' marks as one. A relative mark is compared with the best that the same marker saw."""
    step = Fraction(contest.rubric.step)
    found = None
    points = []
    for marker in marks.peers:
        mark = peer_mark(contest, marks, marker, unit, leaf)
        if isinstance(mark, Given):
            best = ZERO
            for marked in contest.units:
                seen = peer_mark(contest, marks, marker, marked, leaf)
                if isinstance(seen, Given) and here_below(contest, marked, leaf):
                    best = max([best, *excesses(contest, marked, leaf, seen)])
            points.append(on_step(mark_points(contest, unit, leaf, mark, best), step))
        found = found or mark
    if not points:
        return found
    points.sort()
    if contest.marks.peers == "median":
        half, odd = divmod(len(points), 2)
        middle = points[half] if odd else (points[half - 1] + points[half]) / 2
    else:
        kept = points[1:-1] if contest.marks.peers == "trimmed-mean" and len(points) >= 4 else points
        middle = sum(kept, ZERO) / len(kept)
    return Held(on_step(middle, step))


def here_below(contest: Contest, unit: Unit, leaf: Criterion) -> bool:
    return any(one.id == leaf.id for one in all_leaves(contest.rubric, unit, contest.year))


def values_of(mark: Given) -> tuple[object, ...]:
    return mark.value if isinstance(mark.value, tuple) else (mark.value,)


def excesses(contest: Contest, unit: Unit, leaf: Criterion, mark: Given) -> Iterator[Fraction]:
    if isinstance(leaf.method, Relative):
        goal, _ = goal_and_direction(contest, unit, leaf)
        yield from ((Fraction(value) - goal) / goal for value in values_of(mark))


def mark_points(contest: Contest, unit: Unit, leaf: Criterion, mark: Given, best: Fraction) -> Fraction:
    goal, direction = goal_and_direction(contest, unit, leaf)
    each = [value_points(leaf, value, best, goal, direction) for value in values_of(mark)]
    return sum(each, ZERO) / len(each)


# What each leaf may hold --------------------------------------------------------------------------------------------


ORDER = {"self": ("self",), "peers": ("peers",), "verified": ("verified",)}


def options(contest: Contest, marks: Marks, unit: Unit, by: str = "final") -> dict[str, list[State]]:
    """For each leaf that exists for the unit, all that it may turn out to hold; one option where it is known."""
    order = ORDER.get(by, contest.marks.final)
    return {
        leaf.id: _options(contest, marks, unit, leaf, order) for leaf in all_leaves(contest.rubric, unit, contest.year)
    }


def _value(contest: Contest, marks: Marks, unit: Unit, leaf: Criterion, order: Sequence[str]) -> Mark | Held | None:
    found = deciding(contest, marks, unit, leaf, order)
    if found is None and reads_pledge(leaf):
        value = pledge_value(contest, unit, leaf)
        return None if value is None else Given(value)
    return found


def _options(contest: Contest, marks: Marks, unit: Unit, leaf: Criterion, order: Sequence[str]) -> list[State]:
    step = Fraction(contest.rubric.step)
    found = _value(contest, marks, unit, leaf, order)
    match found:
        case None:
            return blank_options(leaf, step)
        case Held():
            return [found]
        case NotApplicable():
            return [NA]
        case SetByHand(points):
            return [Held(Fraction(points))]
    if not isinstance(leaf.method, Relative):
        voids = level_voids(leaf, found.value)
        return [Held(on_step(mark_points(contest, unit, leaf, found, ZERO), step), voids)]
    best, blank = ZERO, False
    for other in contest.units:
        if here_below(contest, other, leaf):
            seen = _value(contest, marks, other, leaf, order)
            blank = blank or seen is None
            if isinstance(seen, Given):
                best = max([best, *excesses(contest, other, leaf, seen)])
    highest = on_step(mark_points(contest, unit, leaf, found, best), step)
    if not blank:
        return [Held(highest)]
    goal, direction = goal_and_direction(contest, unit, leaf)
    floor = [value_points(leaf, min(Fraction(value), goal), best, goal, direction) for value in values_of(found)]
    return [Held(points) for points in grid(on_step(sum(floor, ZERO) / len(floor), step), highest, step)]


def grid(low: Fraction, high: Fraction, step: Fraction) -> list[Fraction]:
    return [low + step * n for n in range(int((high - low) / step) + 1)]


def blank_options(leaf: Criterion, step: Fraction) -> list[State]:
    match leaf.method:
        case Levels(levels):
            calm = [Fraction(level.at) for level in levels if not level.voids]
            between = grid(min(calm), max(calm), step) if calm else []
            return [*(Held(Fraction(level.at), voids=True) for level in levels if level.voids), *map(Held, between)]
        case Bands(bands):
            worths = {Fraction(band.points) for band in bands}
            if all(band.reach is not None for band in bands):
                worths.add(ZERO)  # a value that reaches no band
            return [Held(points) for points in grid(min(worths), max(worths), step)]
        case _:
            points = grid(ZERO, Fraction(leaf.max), step)
            return [Held(one, level_voids(leaf, one)) for one in points]


def fillings(open_leaves: Mapping[str, Sequence[State]]) -> Iterator[dict[str, State]]:
    names = list(open_leaves)
    for chosen in itertools.product(*open_leaves.values()):
        yield dict(zip(names, chosen, strict=True))


# From leaves to the total -------------------------------------------------------------------------------------------


def card(contest: Contest, unit: Unit, filling: Mapping[str, State]) -> Card:
    criteria: dict[str, Fraction] = {}
    sections: dict[str, Fraction] = {}
    sums = {"core": ZERO, "bonus": ZERO, "penalty": ZERO}
    for section in contest.rubric.sections:
        points = section_points(contest, unit, section, filling, criteria)
        sections[section.id] = points
        sums[section.kind] += points
    total = max(ZERO, sums["core"] + sums["bonus"] - sums["penalty"])
    below = frozenset(
        criterion.id
        for section in contest.rubric.sections
        for top in section.criteria
        for criterion in walk(top)
        if criterion.floor is not None
        and criterion.id in criteria
        and criteria[criterion.id] < criterion.floor * Fraction(criterion.max)
    )
    return Card(criteria, sections, sums["core"], sums["bonus"], sums["penalty"], total, below)


def walk(criterion: Criterion) -> list[Criterion]:
    return [criterion, *(below for part in criterion.parts for below in walk(part))]


def section_points(
    contest: Contest, unit: Unit, section: Section, filling: Mapping[str, State], criteria: dict[str, Fraction]
) -> Fraction:
    states = _part_states(contest, unit, section, section.criteria, filling, criteria)
    points = _together(contest, section, section, section.criteria, "sum", states)
    if points is NA:
        return Fraction(section.max) if section.kind == "core" else ZERO
    return points


def _part_states(
    contest: Contest,
    unit: Unit,
    section: Section,
    parts: Sequence[Criterion],
    filling: Mapping[str, State],
    criteria: dict[str, Fraction],
) -> list[tuple[Criterion, State]]:
    states = []
    for part in parts:
        if here(part, unit, contest.year):
            state = _state(contest, unit, section, part, filling, criteria)
            if isinstance(state, Held):
                criteria[part.id] = state.points
            if state is not ABSENT:
                states.append((part, state))
    return states


def _state(
    contest: Contest,
    unit: Unit,
    section: Section,
    criterion: Criterion,
    filling: Mapping[str, State],
    criteria: dict[str, Fraction],
) -> State:
    if criterion.parts:
        states = _part_states(contest, unit, section, criterion.parts, filling, criteria)
        if not states:
            return ABSENT
        points = _together(contest, section, criterion, criterion.parts, criterion.take, states)
        if points is not NA:
            return Held(points)
    else:
        state = filling[criterion.id]
        if state is not NA:
            return state
    policy = (criterion.not_applicable or contest.rubric.not_applicable) if section.kind == "core" else "zero"
    return {"full": Held(Fraction(criterion.max)), "zero": Held(ZERO), "rescale": NA}[policy]


def _together(
    contest: Contest,
    section: Section,
    group: Section | Criterion,
    parts: Sequence[Criterion],
    take: str,
    states: Sequence[tuple[Criterion, State]],
) -> Fraction | str:
    """The points of a group: of those of its parts that apply, rescaled to all of them where some do not."""
    whole = Fraction(group.max)
    applying = [(part, state) for part, state in states if state is not NA]
    if any(state.voids for _, state in applying):
        return ZERO
    step = Fraction(contest.rubric.step)
    taking = {"sum": sum, "highest": max, "mean": lambda figures: sum(figures) / Fraction(len(figures))}[take]
    if section.kind != "core":
        points = [state.points for _, state in states]
        return min(whole, on_step(taking(points), step)) if points else ZERO
    if not applying:
        return NA
    points = Fraction(taking([state.points for _, state in applying]))
    maxima = Fraction(taking([Fraction(part.max) for part, _ in applying]))
    everything = Fraction(taking([Fraction(part.max) for part in parts])) if take == "mean" else whole
    return on_step(points * everything / maxima, step)


# Open totals --------------------------------------------------------------------------------------------------------


def cards(contest: Contest, marks: Marks, unit: Unit, by: str = "final") -> list[Card]:
    """What every filling of the unit's blanks makes."""
    return [card(contest, unit, filling) for filling in fillings(options(contest, marks, unit, by))]


# Ranks --------------------------------------------------------------------------------------------------------------


def draw(seed: str, unit: str) -> str:
    return hashlib.sha256(f"{seed}\nranking\n{unit}".encode()).hexdigest()


UNSETTLED = "may fall either way"


def link_figure(contest: Contest, settled: Settlements, link: str, unit: str, one: Card) -> object:
    """What a link compares, more is better; ``UNSETTLED`` where nobody has decided yet."""
    word, _, name = link.partition(":")
    match word:
        case "core":
            return one.core
        case "bonus":
            return one.bonus
        case "penalty":
            return -one.penalty
        case "section":
            return one.sections[name]
        case "criterion":
            return one.criteria.get(name, ZERO)
        case "pledges":
            return pledges_attained(contest, unit)
        case "poll":
            rounds = settled.polls.get(name)
            return UNSETTLED if rounds is None else tuple(votes.get(unit, 0) for votes in rounds)
        case "lot":
            # ascending: the smaller digest goes first
            return UNSETTLED if settled.seed is None else tuple(-ord(c) for c in draw(settled.seed, unit))
    raise AssertionError(link)


def pledges_attained(contest: Contest, unit: str) -> Fraction:
    pledge = contest.pledges.get(unit)
    if pledge is None or not pledge.targets:
        return ZERO
    attained = 0
    last = date(contest.year, 12, 31)
    for target in pledge.targets:
        reports = [report for report in target.reports if report.on <= last]
        if reports:
            value = max(reports, key=lambda report: report.on).value
            attained += value >= target.goal if target.direction == "at-least" else value <= target.goal
    return Fraction(attained, len(pledge.targets))


def duel(contest: Contest, settled: Settlements, mine: tuple[str, Card], other: tuple[str, Card]) -> object:
    """1 if mine stands above, -1 if below, 0 if the chain does not separate them, ``UNSETTLED`` if nobody knows."""
    if mine[1].total != other[1].total:
        return 1 if mine[1].total > other[1].total else -1
    for link in contest.ranking.ties:
        if link == "chair":
            return UNSETTLED
        left, right = (link_figure(contest, settled, link, *one) for one in (mine, other))
        if left is UNSETTLED:
            return UNSETTLED
        if left != right:
            return 1 if left > right else -1
    return 0


def possible_ranks(contest: Contest, marks: Marks, settled: Settlements) -> dict[str, tuple[int | None, int | None]]:
    """The best and the worst rank of each unit over all fillings; none for a unit that can have no rank.

    Where ranks need points above the floors, a unit below one stands above nobody.
    """
    floors = "above-floor" in contest.ranking.needs
    every = {unit.id: cards(contest, marks, unit) for unit in contest.units}
    found = {}
    for unit, mine in every.items():
        always = sometimes = 0
        for other, theirs in every.items():
            if other != unit:
                outcomes = {
                    0 if floors and one.below else duel(contest, settled, (other, one), (unit, two))
                    for one, two in itertools.product(theirs, mine)
                }
                always += outcomes == {1}
                sometimes += bool(outcomes & {1, UNSETTLED})
        never = floors and all(one.below for one in mine)
        found[unit] = (None, None) if never else (1 + always, 1 + sometimes)
    return found
