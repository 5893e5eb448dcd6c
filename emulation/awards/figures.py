"""Conditions that read figures: of a collective's members, of a bloc's standings, of votes."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, TypeAlias

from emulation.awards.facts import GRADES
from emulation.awards.verdict import MET, NOT_MET, UNKNOWN

if TYPE_CHECKING:
    from emulation.awards.conditions import BlocRank, BlocScore, Members, Of, Share, Voted
    from emulation.awards.dossier import Dossier, Results
    from emulation.awards.facts import Candidate, MemberFigures, Vote
    from emulation.awards.verdict import Status
    from emulation.bloc import Organiser

Found: TypeAlias = "tuple[Status, object]"
Counted: TypeAlias = "tuple[int | None, int | None, int | None]"
"""The fewest and the most members that are meant, and all there are; ``None`` where not known."""

_NOT_KNOWN: Counted = (None, None, None)


def look_for_share(condition: Share, dossier: Dossier) -> Found:
    """A share of no members is not met."""
    counted = _count(condition.of, dossier)
    fewest, most, total = counted
    if total is None or fewest is None:
        return UNKNOWN, counted
    if total == 0:
        return NOT_MET, counted
    if Fraction(fewest, total) >= condition.at_least:
        return MET, counted
    return (UNKNOWN if most is None or Fraction(most, total) >= condition.at_least else NOT_MET), counted


def look_for_members(condition: Members, dossier: Dossier) -> Found:
    """So many members."""
    counted = _count(condition.of, dossier)
    fewest, most, _ = counted
    if fewest is None:
        return UNKNOWN, counted
    if fewest >= condition.times:
        return MET, counted
    return (UNKNOWN if most is None or most >= condition.times else NOT_MET), counted


def _count(of: Of, dossier: Dossier) -> Counted:
    """Figures of the year under review where they are given, else the members' own records."""
    members = dossier.candidate.members
    if members is None or (members.year is not None and members.year != dossier.year):
        return _NOT_KNOWN
    if members.year is not None and (figures := _from_figures(of, members)) is not None:
        return figures
    if members.ids:
        statuses = [_member(of, dossier, member) for member in dict.fromkeys(members.ids)]
        return statuses.count(MET), len(statuses) - statuses.count(NOT_MET), len(statuses)
    return _NOT_KNOWN


def _from_figures(of: Of, members: MemberFigures) -> Counted | None:
    """What the figures say; those of higher and lower grades bound one that is not given."""
    total = members.total if members.total is not None else len(members.ids) or None
    if of.award is not None:
        count = members.holding.get(of.award)
        return None if count is None else (count, count, total)
    if of.grade is None or not members.graded:
        return None
    height = GRADES[of.grade]
    at_least = [count for grade, count in members.graded.items() if GRADES[grade] >= height]
    at_most = [count for grade, count in members.graded.items() if GRADES[grade] <= height]
    if total is not None:
        at_most.append(total)
    return max(at_least, default=0), min(at_most, default=None), total


def _member(of: Of, dossier: Dossier, member_id: str) -> Status:
    member = dossier.context.people.get(member_id)
    if member is None:
        return UNKNOWN
    if of.award is not None:
        return _member_holds(of.award, member, dossier)
    grade = next((one.grade for one in member.years if one.year == dossier.year), None)
    if grade is None or of.grade is None:
        return UNKNOWN
    return MET if GRADES[grade] >= GRADES[of.grade] else NOT_MET


def _member_holds(award: str, member: Candidate, dossier: Dossier) -> Status:
    """An award of the year under review, decided by the day asked, on the ground of merit, as for ``holds``."""
    for held in member.awards:
        decided = held.decided is None or held.decided <= dossier.day
        if held.award == award and held.year == dossier.year and decided and held.ground == "merit":
            return MET
    before = member.joined is not None and dossier.year < member.joined.year
    return NOT_MET if before or dossier.first <= dossier.year <= dossier.last else UNKNOWN


def look_for_rank(condition: BlocRank, dossier: Dossier) -> Found:
    """The best rank among the bloc's results; released standings without a rank for the unit are no rank."""
    results = _results(dossier, condition.organised_by)
    if isinstance(results, str):
        return results, None
    ranks = [rank for rank, _ in results if rank is not None]
    best = min(ranks, default=None)
    if best is not None and best <= condition.rank:
        return MET, best
    released = _is_unit(dossier, condition.organised_by)
    return (UNKNOWN if not released and len(ranks) < len(results) else NOT_MET), best


def look_for_score(condition: BlocScore, dossier: Dossier) -> Found:
    """The best score among the bloc's results; a score still open is not known."""
    results = _results(dossier, condition.organised_by)
    if isinstance(results, str):
        return results, None
    if len(results) == 1 and (score := results[0][1]) is not None:
        return (MET if score >= condition.score else NOT_MET), score
    scores = [score for _, score in results if score is not None]
    best = max(scores, default=None)
    if best is not None and best >= condition.score:
        return MET, best
    return (UNKNOWN if len(scores) < len(results) else NOT_MET), best


def _is_unit(dossier: Dossier, organised_by: Organiser | None) -> bool:
    """Whether the released standings of the folder's bloc are what is asked for."""
    context = dossier.context
    return dossier.candidate.id in context.units and context.of_bloc and organised_by in (None, context.organised_by)


def _results(dossier: Dossier, organised_by: Organiser | None) -> Results:
    """Those of the dossier, read once."""
    found = dossier.results.get(organised_by)
    if found is None:
        found = dossier.results[organised_by] = _find_results(dossier, organised_by)
    return found


def _find_results(dossier: Dossier, organised_by: Organiser | None) -> Results:
    """Ranks and scores in blocs of that kind in the year under review, or the status where there are none."""
    if _is_unit(dossier, organised_by):
        standings = dossier.context.standings
        if standings is None:
            return UNKNOWN
        standing = standings.get(dossier.candidate.id)
        return NOT_MET if standing is None else ((standing.rank, standing.score),)
    results = tuple(
        (result.rank, result.score)
        for result in dossier.candidate.blocs
        if result.year == dossier.year and organised_by in (None, result.organised_by)
    )
    if results:
        return results
    return NOT_MET if dossier.first <= dossier.year <= dossier.last else UNKNOWN


def look_for_vote(condition: Voted, dossier: Dossier) -> Found:
    """The closed poll of that id, else the latest vote on record by the day asked.

    A vote taken before the year under review was about another dossier: the vote asked for is still to come. A base
    of nought passes nobody. A vote not known to have been secret is not known where it has to be.
    """
    vote = _vote(condition.council, dossier)
    if vote is None:
        return UNKNOWN, None
    base: int | None = getattr(vote, condition.of)
    if base is not None and (base == 0 or Fraction(vote.yes, base) < condition.at_least):
        return NOT_MET, vote
    if condition.secret and vote.secret is False:
        return NOT_MET, vote
    return (UNKNOWN if base is None or (condition.secret and vote.secret is None) else MET), vote


def _vote(council: str, dossier: Dossier) -> Vote | None:
    polled = dossier.context.polls.get(council, {}).get(dossier.candidate.id)
    if polled is not None and dossier.context.of_bloc:
        return polled
    held = [
        vote
        for vote in dossier.candidate.votes
        if vote.council == council and (vote.on is None or (vote.on <= dossier.day and vote.on.year >= dossier.year))
    ]
    return max(held, key=_by_day, default=None)


def _by_day(vote: Vote) -> tuple[int, ...]:
    """Later first; of one day, the one with more votes in fewer, so that the order of the list decides nothing."""
    bases = (vote.entitled, vote.present, vote.issued, vote.cast, vote.valid)
    day = 0 if vote.on is None else vote.on.toordinal()
    return (day, vote.yes, *(-(base or 0) for base in bases), vote.secret is True)
