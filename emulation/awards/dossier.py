"""One candidate's record as it stood on the day asked, indexed once for all awards that are judged."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from decimal import Decimal
from typing import TypeAlias

import attrs

from emulation.activity import Ground
from emulation.awards.facts import GRADES, AwardHeld, Candidate, Discipline, Grade, Proceeding, Vote
from emulation.awards.rulebook import PledgeOutcome
from emulation.awards.verdict import Node, Status
from emulation.bloc import Organiser
from emulation.frozen import frozen

EARLIEST = -(10**6)
"""A year before all others."""

LATEST = 10**6
"""A year after all others; in it nothing counts any more."""


Results: TypeAlias = "tuple[tuple[int | None, Decimal | None], ...] | Status"
"""Ranks and scores in the bloc's year, or where there are none, what that means for a condition on them."""


@frozen
class Standing:
    """A unit's place in the released standings; the rank is absent where it lacks what ranking needs."""

    rank: int | None = None
    score: Decimal | None = None


@attrs.frozen(hash=False)
class Context:
    """All that a verdict reads besides the candidate's own record.

    ``day`` is the day asked, on which the dossier was received, ``year`` the year under review. Records are complete
    from ``complete_from`` until ``complete_until``, both included; a missing one leaves its side open, without both no
    year is complete. ``people`` are candidates by id, for collectives whose members are counted from their records.

    Of the folder's bloc and its year: the ids of its ``units``, who ``organised`` it, the ``pledges`` outcome of each
    unit (absent: not known), the released ``standings`` by unit (absent: not released), and of each closed poll the
    votes by candidate.
    """

    day: date
    year: int
    complete_from: int | None = None
    complete_until: int | None = None
    people: Mapping[str, Candidate] = attrs.field(factory=dict)
    units: Collection[str] = ()
    bloc_year: int | None = None
    organised_by: Organiser | None = None
    pledges: Mapping[str, PledgeOutcome] = attrs.field(factory=dict)
    standings: Mapping[str, Standing] | None = None
    polls: Mapping[str, Mapping[str, Vote]] = attrs.field(factory=dict)

    @property
    def of_bloc(self) -> bool:
        """Whether the year under review is the bloc's, so that its standings, pledges and polls tell of it."""
        return self.bloc_year in (None, self.year)

    @property
    def complete(self) -> tuple[int, int]:
        """The first and the last year whose records are complete; the last lies before the first where none is."""
        if self.complete_from is None and self.complete_until is None:
            return LATEST, EARLIEST
        return (
            EARLIEST if self.complete_from is None else self.complete_from,
            LATEST if self.complete_until is None else self.complete_until,
        )


@attrs.define(eq=False)
class Dossier:
    """What of a candidate's record counts on the day asked. A cache: it belongs to one candidate in one context.

    ``grades`` are heights by year. ``held`` maps award and ground to the years, ascending, for which such an award was
    decided by the day asked. ``first`` and ``last`` bound the complete years; ``since`` is the year before which
    nothing can have been awarded. ``restarts`` holds the first year that counts: without any bar that restarts the
    clock, with discipline, with proceedings, with both.
    ``this_year`` is the grade of the year under review as a condition reads it. ``all_complete``: no year that could
    have brought an award lacks complete records. ``recognised``, ``results`` and ``fulfilled`` keep what was read once.
    """

    candidate: Candidate
    context: Context
    day: date
    year: int
    first: int
    last: int
    since: int
    grades: dict[int, int]
    held: dict[tuple[str, Ground], tuple[int, ...]]
    disciplines: tuple[Discipline, ...]
    proceedings: tuple[Proceeding, ...]
    restarts: tuple[int, int, int, int]
    spent: dict[str, tuple[AwardHeld, ...]]
    this_year: tuple[tuple[int, Grade | None], ...]
    all_complete: bool
    recognised: dict[str, tuple[str, ...]] = attrs.field(factory=dict)
    results: dict[Organiser | None, Results] = attrs.field(factory=dict)
    fulfilled: dict[int, Node | None] = attrs.field(factory=dict)

    def grade(self, year: int) -> Grade | None:
        """The grade on record for that year."""
        height = self.grades.get(year)
        return None if height is None else GRADE_OF[height]

    def may_hold_more(self, first: int, last: int, listed: Collection[int], lacking: int) -> bool:
        """Whether ``lacking`` more years of a range than those listed could have brought an award."""
        return not self.all_complete and self.years_open(first, last, listed) >= lacking

    def years_open(self, first: int, last: int, listed: Collection[int] = ()) -> int:
        """How many years of a range are neither listed nor complete, but could have brought an award."""
        start = max(first, self.since)
        if last < start:
            return 0
        complete = max(0, min(last, self.last) - max(start, self.first) + 1)
        counted = sum(start <= year <= last and not self.first <= year <= self.last for year in listed)
        return last - start + 1 - complete - counted

    def is_open(self, year: int) -> bool:
        """Whether that year, in which nothing is listed, could have brought an award all the same."""
        return year >= self.since and not self.first <= year <= self.last


GRADE_OF: tuple[Grade, ...] = tuple(sorted(GRADES, key=GRADES.__getitem__))


def index(candidate: Candidate, context: Context) -> Dossier:
    """The candidate's record as of the context's day and year."""
    day, year = context.day, context.year
    held: dict[tuple[str, Ground], tuple[int, ...]] = {}
    spent: dict[str, tuple[AwardHeld, ...]] = {}
    for award in candidate.awards:
        if award.decided is not None and award.decided > day:
            continue
        for initiative in award.used:
            spent[initiative] = (*spent.get(initiative, ()), award)
        if award.year <= year:
            key = (award.award, award.ground)
            held[key] = (*held[key], award.year) if key in held else (award.year,)
    for key, years in held.items():
        if len(years) > 1:
            held[key] = tuple(sorted(set(years)))
    disciplines, proceedings = candidate.disciplines, candidate.proceedings
    restarts = (EARLIEST,) * 4
    running: tuple[Discipline, ...] = ()
    pending: tuple[Proceeding, ...] = ()
    if disciplines or proceedings:
        begun = [one for one in disciplines if one.from_ <= day]
        opened = [one for one in proceedings if one.opened <= day]
        running = tuple(one for one in begun if one.until is None or day <= one.until)
        pending = tuple(one for one in opened if one.closed is None or day < one.closed)
        of_disciplines = max((_first_after(one.until) for one in begun), default=EARLIEST)
        of_proceedings = max((_first_after(one.closed) for one in opened), default=EARLIEST)
        restarts = (EARLIEST, of_disciplines, of_proceedings, max(of_disciplines, of_proceedings))
    first, last = context.complete
    grades = {one.year: GRADES[one.grade] for one in candidate.years if one.grade is not None}
    this_year = grades.get(year)
    began = candidate.joined if candidate.kind == "individual" else candidate.founded
    since = EARLIEST if began is None else began.year
    return Dossier(
        candidate,
        context,
        day,
        year,
        first,
        last,
        since,
        grades,
        held,
        running,
        pending,
        restarts,
        spent,
        ((year, None if this_year is None else GRADE_OF[this_year]),),
        first <= since and year <= last,
    )


def _first_after(end: date | None) -> int:
    """The first year that did not begin before that day; without an end, none."""
    if end is None:
        return LATEST
    return end.year if (end.month, end.day) == (1, 1) else end.year + 1
