"""A candidate's record some years on, if all goes on as in the year under review."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import attrs

from emulation.awards.facts import AwardHeld, YearOnRecord

if TYPE_CHECKING:
    from collections.abc import Collection

    from emulation.awards.dossier import Context
    from emulation.awards.facts import Candidate


def later(candidate: Candidate, context: Context, titles: Collection[str], years: int) -> tuple[Candidate, Context]:
    """The candidate and the context after so many more years like the one under review.

    Each further year brings its grade and those ``titles`` that it brought, and nothing else that would have to be
    won: no initiative, no commendation. What belongs to the year under review alone (figures of members, results in
    blocs, votes, pledges, standings) is that of the last year. The day moves with the years; records stay complete
    where they were complete in the year under review.
    """
    if years == 0:
        return candidate, context
    year = context.year + years
    first, last = context.complete
    complete_until = context.complete_until
    if complete_until is not None and first <= context.year <= last:
        complete_until = max(complete_until, year)
    ids = candidate.members.ids if candidate.members is not None else ()
    people = {
        person: _repeated(one, context, titles, years) if person in ids else one
        for person, one in context.people.items()
    }
    then = attrs.evolve(
        context,
        day=_moved(context.day, years),
        year=year,
        complete_until=complete_until,
        people=people,
        bloc_year=year if context.bloc_year == context.year else context.bloc_year,
    )
    return _repeated(candidate, context, titles, years), then


def _repeated(candidate: Candidate, context: Context, titles: Collection[str], years: int) -> Candidate:
    now, further = context.year, range(context.year + 1, context.year + years + 1)
    taken = {one.year for one in candidate.years}
    grades = [one.grade for one in candidate.years if one.year == now]
    won = [
        held
        for held in candidate.awards
        if held.year == now and held.award in titles and (held.decided is None or held.decided <= context.day)
    ]
    members = candidate.members
    if members is not None and members.year == now:
        members = attrs.evolve(members, year=now + years)
    return attrs.evolve(
        candidate,
        years=(*candidate.years, *(YearOnRecord(y, grade) for grade in grades for y in further if y not in taken)),
        awards=(*candidate.awards, *(AwardHeld(held.award, y, ground=held.ground) for held in won for y in further)),
        votes=tuple(
            vote if vote.on is None or vote.on.year < now else attrs.evolve(vote, on=_moved(vote.on, years))
            for vote in candidate.votes
        ),
        blocs=(
            *candidate.blocs,
            *(attrs.evolve(result, year=now + years) for result in candidate.blocs if result.year == now),
        ),
        members=members,
    )


def _moved(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # 29 February
        return date(day.year + years, 2, 28)
