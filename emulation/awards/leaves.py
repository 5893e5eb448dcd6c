"""What each single condition reads on a candidate's record, and whether that is enough.

`looker` makes of a condition a function from a dossier to a status and what was read. Its second argument bounds the
years read: the first year of the window around it, one single year inside ``every_year``, nothing elsewhere.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias, assert_never

from emulation.awards.conditions import (
    After,
    Anniversary,
    BlocRank,
    BlocScore,
    Existed,
    FlagEligible,
    Graded,
    Holds,
    Judged,
    Leaf,
    Meets,
    Members,
    Pledges,
    Recognised,
    Served,
    Share,
    UnderDiscipline,
    UnderProceeding,
    Voted,
)
from emulation.awards.dossier import EARLIEST
from emulation.awards.facts import GRADES, SCOPES
from emulation.awards.figures import look_for_members, look_for_rank, look_for_score, look_for_share, look_for_vote
from emulation.awards.verdict import MET, NOT_MET, UNKNOWN, every, some

if TYPE_CHECKING:
    from collections.abc import Callable, Collection
    from datetime import date

    from emulation.activity import Ground
    from emulation.awards.dossier import Dossier
    from emulation.awards.verdict import Status

Found: TypeAlias = "tuple[Status, object]"
Look: TypeAlias = "Callable[[Dossier, int], Found]"
Place: TypeAlias = Literal["plain", "window", "year"]
"""Where a condition stands: by itself, inside a window, or inside ``every_year``."""


def looker(condition: Leaf, place: Place, restart: int, award: str) -> Look:
    """How to read the condition; ``restart`` is which of a dossier's restarts acts, ``award`` the one it belongs to."""
    match condition:
        case Holds():
            return _holds(condition, place, restart)
        case Graded():
            return _graded(condition, place, restart)
        case Recognised():
            return _recognised(condition, place, restart, award)
        case After():
            return _after(condition)
        case Share():
            return lambda dossier, _: look_for_share(condition, dossier)
        case Members():
            return lambda dossier, _: look_for_members(condition, dossier)
        case Pledges():
            return lambda dossier, _: _pledges(condition, dossier)
        case BlocRank():
            return lambda dossier, _: look_for_rank(condition, dossier)
        case BlocScore():
            return lambda dossier, _: look_for_score(condition, dossier)
        case Served(years):
            return lambda dossier, _: _full_years(dossier.candidate.joined, dossier.day, years)
        case Existed(years):
            return lambda dossier, _: _full_years(dossier.candidate.founded, dossier.day, years)
        case Anniversary(years):
            return lambda dossier, _: _anniversary(dossier, years)
        case FlagEligible(value):
            return lambda dossier, _: _flag_eligible(dossier, value=value)
        case Judged(question):
            return lambda dossier, _: _judged(dossier, question)
        case Voted():
            return lambda dossier, _: look_for_vote(condition, dossier)
        case UnderDiscipline():
            return lambda dossier, _: (MET if dossier.disciplines else NOT_MET, dossier.disciplines)
        case UnderProceeding():
            return lambda dossier, _: (MET if dossier.proceedings else NOT_MET, dossier.proceedings)
        case Meets():
            raise TypeError("meets is judged by its award's own requirements")
        case _:
            assert_never(condition)


def _holds(condition: Holds, place: Place, restart: int) -> Look:
    """Years with the award, at most one each, up to the year under review; fewest and most possible decide."""
    award, times, grounds = condition.award, condition.times, condition.grounds
    streak = condition.in_a_row or condition.gap is not None
    keys = [(award, ground) for ground in grounds]
    only = keys[0] if len(keys) == 1 else None

    def years_held(dossier: Dossier) -> tuple[int, ...]:
        if only is not None:
            return dossier.held.get(only, ())
        return tuple(sorted({year for key in keys for year in dossier.held.get(key, ())}))

    def plain(dossier: Dossier, _: int) -> Found:
        years = years_held(dossier) if only is None else dossier.held.get(only, ())
        lacking = times - len(years)
        if lacking <= 0:
            return MET, years
        return (UNKNOWN if dossier.may_hold_more(EARLIEST, dossier.year, years, lacking) else NOT_MET), years

    def bounded(dossier: Dossier, at: int) -> Found:
        first = max(at, dossier.restarts[restart])
        last = at if place == "year" else dossier.year
        years = tuple(year for year in years_held(dossier) if first <= year <= last)
        lacking = times - len(years)
        if lacking <= 0:
            return MET, years
        return (UNKNOWN if dossier.may_hold_more(first, last, years, lacking) else NOT_MET), years

    def in_a_row(dossier: Dossier, at: int) -> Found:
        first = dossier.restarts[restart] if place == "plain" else max(at, dossier.restarts[restart])
        last = at if place == "year" else dossier.year
        years = tuple(year for year in years_held(dossier) if (place == "plain" or at <= year) and year <= last)
        return _chain(condition, dossier, years, first, last), years

    return in_a_row if streak else plain if place == "plain" else bounded


def _chain(condition: Holds, dossier: Dossier, years: Collection[int], first: int, last: int) -> Status:
    """Whether ``times`` years follow each other closely enough, none before ``first``."""
    times, step = condition.times, (condition.gap or 0) + 1
    ending = None
    if condition.in_a_row:
        ending = last - (condition.ending == "last-year")
        last = ending
    listed = {year for year in years if first <= year <= last}
    reach = times * step + 1
    known = [dossier.first] if dossier.first <= dossier.last else []
    start = max(first, min([*listed, *known, last]) - reach) if ending is None else max(first, ending - reach)
    possible = listed | {year for year in range(start, last + 1) if year not in years and dossier.is_open(year)}
    for among, status in ((listed, MET), (possible, UNKNOWN)):
        if _longest(among, step, ending) >= times:
            return status  # type: ignore[return-value]
    return NOT_MET


def _longest(years: Collection[int], step: int, ending: int | None) -> int:
    """The longest chain of years, each at most ``step`` after the one before; with ``ending``, the one ending there."""
    longest = length = 0
    before: int | None = None
    for year in sorted(years):
        length = length + 1 if before is not None and year - before <= step else 1
        before = year
        longest = max(longest, length)
    if ending is None:
        return longest
    return length if before == ending else 0


def _graded(condition: Graded, place: Place, restart: int) -> Look:
    """A grade in each year read, or in ``times`` of them; a year before the restart does not count."""
    height, years, times = GRADES[condition.grade], condition.years, condition.times

    def status_of(dossier: Dossier, year: int, first: int) -> Status:
        if year < first:
            return NOT_MET
        graded = dossier.grades.get(year)
        return UNKNOWN if graded is None else MET if graded >= height else NOT_MET

    def this_year(dossier: Dossier, _: int) -> Found:
        graded = dossier.grades.get(dossier.year)
        if dossier.year < dossier.restarts[restart]:
            return NOT_MET, dossier.this_year
        return UNKNOWN if graded is None else MET if graded >= height else NOT_MET, dossier.this_year

    def many(dossier: Dossier, at: int) -> Found:
        last = at if place == "year" else dossier.year
        first = dossier.restarts[restart] if place == "plain" else max(at, dossier.restarts[restart])
        start = at if years is None else last - years + 1
        read = tuple((year, dossier.grade(year)) for year in range(start, last + 1))
        statuses = [status_of(dossier, year, first) for year, _ in read]
        return (every(statuses) if times is None else some(statuses, times)), read

    return this_year if place == "plain" and years in (None, 1) and times is None else many


def _recognised(condition: Recognised, place: Place, restart: int, award: str) -> Look:
    """Initiatives recognised by the day asked.

    Whether one is spent is read from the awards that are listed and decided by then; an award that used it counts as
    another one unless it is the award judged, for the year under review.
    """
    scope, kind, times, unused = SCOPES[condition.scope], condition.kind, condition.times, condition.unused
    when = condition.when or ("this-year" if place == "plain" else "window")
    if when == "window" and place == "plain":
        when = "this-year"

    name = f"{condition.scope} {kind} {when} {award if unused else ''}" if place == "plain" else ""

    def look(dossier: Dossier, at: int) -> Found:
        last = at if place == "year" else dossier.year
        first = EARLIEST if when == "ever" else at if when == "window" else last
        if place != "plain":
            first = max(first, dossier.restarts[restart])
        if place != "plain":
            read = ids(dossier, first, last)
        elif name in dossier.recognised:
            read = dossier.recognised[name]
        else:
            read = dossier.recognised[name] = ids(dossier, first, last)
        if len(read) >= times:
            return MET, read
        complete = last < first or (dossier.first <= first and last <= dossier.last)
        return (NOT_MET if complete else UNKNOWN), read

    def ids(dossier: Dossier, first: int, last: int) -> tuple[str, ...]:
        counted: list[str] = []
        for initiative in dossier.candidate.initiatives:
            day = initiative.recognised
            if day is None or day > dossier.day or not first <= day.year <= last:
                continue
            if SCOPES[initiative.scope] < scope or (kind is not None and initiative.kind != kind):
                continue
            if unused and _spent(dossier, initiative.id, award):
                continue
            counted.append(initiative.id)
        return tuple(sorted(counted))

    return look


def _spent(dossier: Dossier, initiative: str, award: str) -> bool:
    return any(one.award != award or one.year != dossier.year for one in dossier.spent.get(initiative, ()))


def _after(condition: After) -> Look:
    """An award on the ground of merit, as for ``holds``; for a window of years, given before it began."""
    key: tuple[str, Ground] = (condition.award, "merit")

    def look(dossier: Dossier, _: int) -> Found:
        last = dossier.year if condition.length == "since" else dossier.year - condition.length
        years = dossier.held.get(key, ())
        if years and years[0] <= last:
            return MET, years
        return (UNKNOWN if dossier.may_hold_more(EARLIEST, last, years, 1) else NOT_MET), years

    return look


def _pledges(condition: Pledges, dossier: Dossier) -> Found:
    """The pledge of the candidate's unit, or of the candidate that is itself one; known for the bloc's year alone."""
    context = dossier.context
    unit = dossier.candidate.id if dossier.candidate.id in context.units else dossier.candidate.unit
    outcome = context.pledges.get(unit) if context.of_bloc else None
    if outcome is None:
        return UNKNOWN, None
    enough = outcome in ("over-fulfilled", condition.outcome)
    return (MET if enough else NOT_MET), outcome


def _full_years(since: date | None, day: date, years: int) -> Found:
    if since is None:
        return UNKNOWN, None
    full = max(0, day.year - since.year - ((day.month, day.day) < (since.month, since.day)))
    return (MET if since <= day and full >= years else NOT_MET), full


def _anniversary(dossier: Dossier, every_years: int) -> Found:
    """The year of founding itself is the multiple nought; no year before it counts."""
    founded = dossier.candidate.founded
    if founded is None:
        return UNKNOWN, None
    years = dossier.year - founded.year
    return (MET if years >= 0 and years % every_years == 0 else NOT_MET), years


def _flag_eligible(dossier: Dossier, *, value: bool) -> Found:
    field = dossier.candidate.flag_eligible
    return (UNKNOWN if field is None else MET if field is value else NOT_MET), field


def _judged(dossier: Dossier, question: str) -> Found:
    answer = dossier.candidate.judged.get(question)
    if answer is None or (answer.on is not None and answer.on > dossier.day):
        return UNKNOWN, None
    return (MET if answer.met else NOT_MET), answer
