"""The part of the minutes that is about polls: what the counting committee handed in, and what came of it.

Only rounds that were closed have figures. Of a round under way no more is known than that it was opened.
"""

from __future__ import annotations

from datetime import datetime
from math import ceil, floor
from typing import TYPE_CHECKING, Generic, Literal, TypeAlias, TypeVar

from emulation.frozen import frozen
from emulation.meeting import events as e
from emulation.meeting.events import (
    CandidateWithdrew,
    PollAnnulled,
    PollClosed,
    PollCreated,
    PollOpened,
    PollReleased,
    WrittenBallotReceived,
)
from emulation.procedure import PollRules
from emulation.voting import Ballot, Breaker, Counts, Roll, Votes

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from emulation.meeting.events import Event
    from emulation.meeting.state import Entry, Poll, State
    from emulation.voting import Result, RoundOutcome

Done_co = TypeVar("Done_co", covariant=True)
_Kind = TypeVar("_Kind")
PollState: TypeAlias = Literal["created", "open", "closed", "released", "annulled"]


@frozen
class Recorded(Generic[Done_co]):
    """An event as the record holds it: its number, when it was written, by whom."""

    seq: int
    at: datetime
    by: str
    event: Done_co


def recorded(entry: Entry, event: _Kind) -> Recorded[_Kind]:
    """The entry, its event known to be of that kind."""
    return Recorded(entry.seq, entry.at, entry.by, event)


@frozen
class CandidateMinutes:
    """How a candidate fared in a round.

    ``votes`` are in favour, of ``base``; ``needed`` is the least number that passes, ``None`` where the most votes
    decide or nobody can pass. ``own`` is what the candidate's unit could not cast on itself, of all votes on the roll.
    """

    candidate: str
    opinions: Votes
    votes: int
    base: int
    needed: int | None
    passed: bool
    own: int = 0


@frozen
class RoundMinutes:
    """A round that was closed: opened when and by whom, counted by which committee, its counts, and what it decided.

    ``results`` have the most votes first; ``withdrawn`` are those who had withdrawn by then.
    """

    ballot: Ballot
    opened: Recorded[PollOpened]
    closed: Recorded[PollClosed]
    roll: Roll
    results: tuple[CandidateMinutes, ...]
    withdrawn: tuple[str, ...]
    chosen: tuple[str, ...]
    unresolved: tuple[str, ...] = ()
    broken_by: Breaker | None = None

    @property
    def counts(self) -> Counts:
        """What the counting committee handed in."""
        return self.closed.event.counts


@frozen
class PollMinutes:
    """A poll from its creation to its release or annulment.

    ``due`` is the ballot of the round under way or due; ``under_way`` its opening while papers are out. ``chosen`` is
    empty for an annulled poll: it decided nothing. ``seed`` is that of the lot that may have broken its tie.
    """

    poll: str
    rules: PollRules
    state: PollState
    created: Recorded[PollCreated]
    withdrawals: tuple[Recorded[CandidateWithdrew], ...]
    written: tuple[Recorded[WrittenBallotReceived], ...]
    rounds: tuple[RoundMinutes, ...]
    due: Ballot | None
    under_way: Recorded[PollOpened] | None = None
    released: Recorded[PollReleased] | None = None
    annulled: Recorded[PollAnnulled] | None = None
    chosen: tuple[str, ...] = ()
    passed: tuple[str, ...] = ()
    seed: str | None = None

    @property
    def candidates(self) -> tuple[str, ...]:
        """Those with whom the poll was created."""
        return self.created.event.candidates

    @property
    def unresolved(self) -> tuple[str, ...]:
        """Those whom the last round left tied over the seats left."""
        return self.rounds[-1].unresolved if self.rounds else ()


def only(acts: Iterable[Recorded[Event]], kind: type[_Kind]) -> tuple[Recorded[_Kind], ...]:
    """The acts of one kind, in order."""
    return tuple(Recorded(act.seq, act.at, act.by, event) for act in acts if isinstance(event := act.event, kind))


def poll_minutes(acts: Iterable[Recorded[Event]], state: State) -> tuple[PollMinutes, ...]:
    """The polls in the order in which they were created, annulled ones included.

    ``acts`` are those that stand, ``state`` is what they made.
    """
    histories: list[list[Recorded[Event]]] = []
    running: dict[str, list[Recorded[Event]]] = {}
    void: dict[int, Poll] = {}
    annulled = iter(state.annulled)
    for act in acts:
        match act.event:
            case e.PollCreated(poll):
                running[poll] = [act]
                histories.append(running[poll])
            case e.PollAnnulled(poll):
                running[poll].append(act)
                void[running[poll][0].seq] = next(annulled)
            case (
                e.CandidateWithdrew(poll) | e.PollOpened(poll) | e.WrittenBallotReceived(poll) | e.PollClosed(poll)
            ) | e.PollReleased(poll):
                running[poll].append(act)
            case _:
                pass
    return tuple(_poll(history, void.get(history[0].seq), state) for history in histories)


def _poll(history: Sequence[Recorded[Event]], void: Poll | None, state: State) -> PollMinutes:
    created = only(history, PollCreated)[0]
    poll = void or state.polls[created.event.poll]
    outcome = poll.outcome(state.seed)
    withdrawals = only(history, CandidateWithdrew)
    opened, closed = only(history, PollOpened), only(history, PollClosed)
    rounds = tuple(
        _round(poll, place, outcome.rounds[place], opened[place], counted, withdrawals)
        for place, counted in enumerate(closed)
    )
    return PollMinutes(
        poll.id,
        poll.rules,
        "annulled" if void else poll.phase,
        created,
        withdrawals,
        only(history, WrittenBallotReceived),
        rounds,
        outcome.due,
        opened[-1] if len(opened) > len(closed) else None,
        next(iter(only(history, PollReleased)), None),
        next(iter(only(history, PollAnnulled)), None),
        () if void else outcome.chosen,
        () if void else outcome.passed,
        state.seed if poll.seed is None else poll.seed,
    )


def _round(
    poll: Poll,
    place: int,
    decided: RoundOutcome,
    opened: Recorded[PollOpened],
    closed: Recorded[PollClosed],
    withdrawals: Iterable[Recorded[CandidateWithdrew]],
) -> RoundMinutes:
    last = place + 1 == len(poll.rounds)
    roll = poll.rounds[place].roll
    return RoundMinutes(
        decided.ballot,
        opened,
        closed,
        roll,
        tuple(_candidate(poll.rules, roll, closed.event.counts, one) for one in decided.results),
        tuple(one.event.candidate for one in withdrawals if last or one.seq < closed.seq),
        decided.chosen,
        decided.unresolved,
        decided.broken_by,
    )


def _candidate(rules: PollRules, roll: Roll, counts: Counts, result: Result) -> CandidateMinutes:
    return CandidateMinutes(
        result.candidate,
        counts.on(result.candidate),
        result.votes,
        result.base,
        needed(rules, result.base),
        result.passed,
        roll.recused(rules, result.candidate)[0],
    )


def needed(rules: PollRules, base: int) -> int | None:
    """The least number of votes that passes, of a base; ``None`` where the most votes decide, or the base is 0."""
    if not base:
        return None
    if rules.at_least is not None:
        return ceil(rules.at_least * base)
    if rules.more_than is not None:
        return floor(rules.more_than * base) + 1
    return None
