"""Papers entered one by one while a poll is open. They are no events: a box holds how many there are of each kind.

A paper that is in the box cannot be taken out again, for nobody knows which it was; the box is cleared and filled anew.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, TypeAlias

from emulation.finding import choices
from emulation.meeting.refusal import Refusal, refuse
from emulation.voting import Paper, check_paper, count

if TYPE_CHECKING:
    from emulation.meeting.state import Poll, State
    from emulation.voting import Ballot, Counts

Box: TypeAlias = Mapping[Paper, int]


def hand_in(state: State, poll: str, box: Box, paper: Paper, copies: int = 1) -> Box | Refusal:
    """The box with so many more of that paper, or why they cannot be counted."""
    found = open_poll(state, poll)
    if isinstance(found, Refusal):
        return found
    held, ballot = found
    if copies < 1:
        return refuse("negative-count")
    roll = state.roll(held.written)
    problem = next(check_paper(paper, held.rules, ballot, roll), None)
    if problem is not None:
        return Refusal(problem.code, {"found": problem.found, **problem.facts})
    if sum(box.values()) + copies > roll.entitled_votes:
        return refuse("too-many-papers", found=sum(box.values()) + copies, most=roll.entitled_votes)
    return {**box, paper: box.get(paper, 0) + copies}


def counted(state: State, poll: str, box: Box, issued: int) -> Counts | Refusal:
    """What the papers in the box come to, of so many issued."""
    found = open_poll(state, poll)
    if isinstance(found, Refusal):
        return found
    held, ballot = found
    return count(box, ballot, issued=issued, written=state.roll(held.written).written_votes)


def differing(state: State, poll: str, box: Box, counts: Counts) -> Refusal | None:
    """Why the counts handed in cannot be those of the papers that were entered; without papers they may be any."""
    if not box:
        return None
    papers = counted(state, poll, box, counts.issued)
    if isinstance(papers, Refusal):
        return papers
    same = (papers.cast, papers.invalid) == (counts.cast, counts.invalid)
    if same and all(papers.on(candidate) == counts.on(candidate) for candidate in {*papers.votes, *counts.votes}):
        return None
    return refuse("papers-differ", poll=poll, found=counts.cast, papers=papers.cast)


def open_poll(state: State, poll: str) -> tuple[Poll, Ballot] | Refusal:
    """The poll, if its papers are out, and what stands on them."""
    held = state.polls.get(poll)
    if held is None:
        return refuse("unknown-poll", found=poll, **choices(poll, state.polls))
    ballot = held.ballot(state.seed)
    if held.phase != "open" or ballot is None:
        return refuse("poll-phase", poll=poll, found=held.phase, known="open")
    return held, ballot
