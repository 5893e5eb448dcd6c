"""What the wall may show of a meeting: everything public, and nothing that is not released.

`visible` alone decides it. What it makes holds neither marks nor standings before their release, no count of a poll
before its release, and no ballot paper ever: not even how many are in the box, for papers that are alike are put in
together, and their number would tell that they are. The candidates of an open poll stand in the order of protocol,
since that of the ballot may be the order of the standings.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from math import ceil
from typing import TYPE_CHECKING, TypeAlias

from emulation.banding import grade
from emulation.bloc import Bloc
from emulation.frozen import frozen
from emulation.meeting.events import Adopted, OfficesElected
from emulation.meeting.poll_minutes import needed
from emulation.procedure import MeetingKind, PollRules, Step
from emulation.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from emulation.meeting.events import Topic
    from emulation.meeting.state import Poll, State
    from emulation.ranking import Standing
    from emulation.voting import RoundOutcome

_STEPS_OF_TOPICS: Mapping[Topic, tuple[Step, ...]] = {
    "report": ("report",),
    "comment": ("opening",),
    "opinion": ("discussion",),
    "result": ("discussion", "report"),
    "shortcoming": ("discussion", "report"),
    "cause": ("discussion", "report"),
    "direction": ("directions",),
}
"""The items of the agenda in which somebody who is noted under a topic is still the last who spoke."""


@frozen
class Room:
    """The votes in the room and on paper against those on the roll.

    ``units`` are those whose vote is in the room, in the order of protocol. ``needed`` is ``None`` where no quorum is
    asked for; ``share`` is the share of the roll that is.
    """

    units: tuple[str, ...]
    present: int
    entitled: int
    needed: int | None
    share: Fraction | None

    @property
    def quorate(self) -> bool:
        """Whether there are enough."""
        return self.needed is None or self.present >= self.needed


@frozen
class PapersOut:
    """A poll whose papers are out: its question, and for whom one can vote. ``in_room`` and ``written`` are votes."""

    rules: PollRules
    round: int
    seats: int | None
    candidates: tuple[str, ...]
    in_room: int
    written: int


@frozen
class Votes:
    """Votes in favour of a candidate, of how many; ``needed`` is ``None`` where the most votes decide."""

    candidate: str
    votes: int
    base: int
    needed: int | None
    passed: bool
    chosen: bool


@frozen
class RoundShown:
    """What a round of a released poll came to; ``unresolved`` are tied over the seats that are left."""

    number: int
    votes: tuple[Votes, ...]
    unresolved: tuple[str, ...]
    broken_by: str | None


@frozen
class Result:
    """A released poll, round by round, and all whom it chose."""

    rules: PollRules
    rounds: tuple[RoundShown, ...]
    chosen: tuple[str, ...]


@frozen
class Place:
    """A unit's released place. ``low`` and ``high`` are its total, or what an open total can still come to."""

    unit: str
    rank: int | None
    tied: bool
    low: Decimal
    high: Decimal
    band: str | None
    broken_by: str | None
    awaits: str | None


@frozen
class TaskShown:
    """Something to be done; ``done`` is the day on which it was, ``earlier`` says that this meeting did not give it."""

    text: Text
    owner: str
    due: date | None
    done: date | None
    earlier: bool


Group: TypeAlias = tuple[Place, ...]
"""Those who are revealed together: they share a rank, or have none."""


@frozen
class Wall:
    """All that the room may see. ``standings`` is ``None`` until they are released, the best first.

    ``counting`` are the questions of polls that were closed and are not released. ``speaker`` is whoever spoke last in
    this item, where it was noted; else empty. ``bands`` names the rubric's bands, ``step_of_points`` is its step.
    """

    bloc: Bloc
    meeting: str
    kind: MeetingKind
    place: Text
    agenda: tuple[Step, ...]
    step: Step | None
    visited: tuple[Step, ...]
    room: Room
    speaker: str
    adopted: tuple[Adopted, ...]
    offices: OfficesElected | None
    poll: PapersOut | None
    counting: tuple[Text, ...]
    results: tuple[Result, ...]
    standings: tuple[Place, ...] | None
    bands: Mapping[str, Text]
    step_of_points: Decimal
    tasks: tuple[TaskShown, ...]
    closed: bool

    def short_names(self) -> dict[str, str]:
        """What the units are called in short, by id."""
        return {unit.id: unit.short for unit in self.bloc.units}

    def groups(self) -> tuple[Group, ...]:
        """The standings as they are revealed: those without a rank first, then the last place up to the first."""
        gathered: dict[int | None, list[Place]] = {}
        for place in self.standings or ():
            gathered.setdefault(place.rank, []).append(place)
        ranked = sorted((rank for rank in gathered if rank is not None), reverse=True)
        return tuple(tuple(gathered[rank]) for rank in (None, *ranked) if rank in gathered)


def visible(state: State, released: State | None = None) -> Wall:
    """What may be shown of a meeting; ``released`` is the meeting as it stood when its standings were last released.

    Standings are shown as they were then, for a poll that closes later may settle a tie and yet not be released.
    """
    bloc = state.setup.bloc
    under_way = next((poll for poll in state.polls.values() if poll.phase == "open"), None)
    return Wall(
        bloc=bloc,
        meeting=state.meeting,
        kind=state.kind,
        place=state.place,
        agenda=state.agenda,
        step=state.step,
        visited=state.visited,
        room=_room(state, under_way),
        speaker=_speaker(state),
        adopted=state.adopted,
        offices=state.offices,
        poll=None if under_way is None else _papers_out(state, under_way),
        counting=tuple(poll.rules.question for poll in state.polls.values() if poll.phase == "closed"),
        results=tuple(_result(state, poll) for poll in state.polls.values() if poll.phase == "released"),
        standings=_places(released) if state.released and released is not None else None,
        bands={band.id: band.name for band in state.setup.rubric.bands},
        step_of_points=state.setup.rubric.step,
        tasks=tuple(_tasks(state)),
        closed=state.closed,
    )


def _room(state: State, poll: Poll | None) -> Room:
    rule = state.setup.procedure.quorum
    roll = state.roll(poll.written if poll is not None else ())
    share = None if rule is None else rule.at_least
    return Room(
        tuple(unit.id for unit in state.setup.bloc.units if unit.id in roll.present),
        roll.present_votes,
        roll.entitled_votes,
        None if share is None else ceil(share * roll.entitled_votes),
        share,
    )


def _speaker(state: State) -> str:
    last = state.notes[-1] if state.notes else None
    return last.speaker if last is not None and state.step in _STEPS_OF_TOPICS[last.topic] else ""


def _papers_out(state: State, poll: Poll) -> PapersOut | None:
    ballot = poll.ballot(state.seed)
    if ballot is None:
        return None
    roll = state.roll(poll.written)
    candidates = tuple(unit.id for unit in state.setup.bloc.units if unit.id in ballot.candidates)
    in_room = roll.votes_of(roll.present)
    return PapersOut(poll.rules, ballot.round, ballot.seats, candidates, in_room, roll.written_votes)


def _result(state: State, poll: Poll) -> Result:
    outcome = poll.outcome(state.seed)
    return Result(poll.rules, tuple(_round(poll.rules, one) for one in outcome.rounds), outcome.chosen)


def _round(rules: PollRules, held: RoundOutcome) -> RoundShown:
    votes = (
        Votes(one.candidate, one.votes, one.base, needed(rules, one.base), one.passed, one.candidate in held.chosen)
        for one in held.results
    )
    return RoundShown(held.ballot.round, tuple(votes), held.unresolved, held.broken_by)


def _places(released: State) -> tuple[Place, ...]:
    standings = released.standings()
    grades = grade(released.contest, standings)
    return tuple(_place(standing, grades[standing.unit].band) for standing in standings)


def _place(standing: Standing, band: str | None) -> Place:
    card = standing.scorecard
    return Place(
        standing.unit,
        standing.rank,
        standing.tied,
        card.lowest.total,
        card.highest.total,
        band,
        standing.broken_by,
        standing.awaits,
    )


def _tasks(state: State) -> Iterable[TaskShown]:
    for given in state.tasks:
        done = state.done.get(given.task)
        yield TaskShown(Text.same(given.text), given.owner, given.due, None if done is None else done.on, earlier=False)
    for name, task in state.earlier_tasks().items():
        done = state.done.get(name)
        yield TaskShown(task.text, task.owner, task.due, task.done if done is None else done.on, earlier=True)
