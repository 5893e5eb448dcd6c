"""How a meeting stands: a frozen value made from its events alone.

The agreed marks are kept in two levels (unit, then criterion), so that one more mark copies one row and the table of
rows. A meeting is its state together with what undo and redo need: the states before its newest acts and after those
that were undone. They share all that did not change, and are themselves made from the events.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Literal, TypeAlias

import attrs

from emulation.frozen import frozen
from emulation.marks import Mark, Marks
from emulation.meeting.events import (
    Adopted,
    Closed,
    Event,
    LotDrawn,
    MarksReopened,
    Nominated,
    Noted,
    OfficesElected,
    Opened,
    Overruled,
    PersonListed,
    PledgeSigned,
    PollAnnulled,
    PollClosed,
    PollOpened,
    PollReleased,
    Reconfigured,
    StandingsReleased,
    TaskDone,
    TaskGiven,
    WrittenBallotReceived,
)
from emulation.meeting.setup import Setup
from emulation.procedure import MeetingKind, PollRules, Step
from emulation.ranking import ChairDecision, Settlements, Standing, rank
from emulation.scoring import score
from emulation.text import Text
from emulation.voting import Ballot, Outcome, Roll, Round, outcome, quorum_met

if TYPE_CHECKING:
    from emulation.activity import Task
    from emulation.contest import Contest

Phase: TypeAlias = Literal["created", "open", "closed", "released"]

FINAL = (
    Opened,
    Reconfigured,
    LotDrawn,
    MarksReopened,
    StandingsReleased,
    PollOpened,
    WrittenBallotReceived,
    PollClosed,
    PollAnnulled,
    PollReleased,
    Closed,
)
"""Acts that undo cannot take back: what was drawn, counted, handed out or made public stays so."""

UNDO_DEPTH = 500
"""How many of the newest acts can be undone."""


@frozen
class Entry:
    """One event of the record: its number (from 1), when it was written, by whom, and the hash of it and all before."""

    seq: int
    at: datetime
    by: str
    event: Event
    hash: str = ""


@frozen
class AgreedMark:
    """A mark that the meeting settled: who entered it, why, in which event, and who confirmed it."""

    mark: Mark
    by: str
    seq: int
    reason: str = ""
    confirmed_by: str | None = None


@frozen
class Poll:
    """A poll as it stands.

    ``candidates`` are those it was created with, ``withdrawn`` maps those who withdrew to their reasons; ``leaving``
    are those who did since the last round. ``committee`` and ``written`` belong to the round last opened. ``seed`` is
    the lot by which a released result was found, where that lot is void for what comes after.
    """

    id: str
    rules: PollRules
    candidates: tuple[str, ...]
    phase: Phase = "created"
    withdrawn: Mapping[str, str] = attrs.field(factory=dict)
    leaving: frozenset[str] = frozenset()
    committee: tuple[str, ...] = ()
    written: tuple[str, ...] = ()
    rounds: tuple[Round, ...] = ()
    seed: str | None = None

    def outcome(self, seed: str | None) -> Outcome:
        """What the rounds closed so far decide, and the ballot of the next one."""
        lot = seed if self.seed is None else self.seed
        return outcome(self.rules, self.candidates, self.rounds, self.leaving, lot)

    def ballot(self, seed: str | None) -> Ballot | None:
        """What stands on the papers: of the round under way, or of the one that is due."""
        return self.outcome(seed).due


@frozen
class State:
    """Everything that the events say, at one point.

    ``released_by`` is what the tie chain was settled by when the standings were released; ``None`` while they are not.
    """

    setup: Setup
    sources: Mapping[str, str]
    meeting: str
    kind: MeetingKind
    agenda: tuple[Step, ...]
    step: Step | None = None
    visited: tuple[Step, ...] = ()
    people: Mapping[str, PersonListed] = attrs.field(factory=dict)
    holders: Mapping[str, str] = attrs.field(factory=dict)
    present: frozenset[str] = frozenset()
    agreed: Mapping[str, Mapping[str, AgreedMark]] = attrs.field(factory=dict)
    withdrawn: Mapping[str, str] = attrs.field(factory=dict)
    marks_closed: bool = False
    chair: tuple[ChairDecision, ...] = ()
    seed: str | None = None
    released_by: Settlements | None = None
    polls: Mapping[str, Poll] = attrs.field(factory=dict)
    annulled: tuple[Poll, ...] = ()
    notes: tuple[Noted, ...] = ()
    adopted: tuple[Adopted, ...] = ()
    overruled: tuple[Overruled, ...] = ()
    nominations: tuple[Nominated, ...] = ()
    tasks: tuple[TaskGiven, ...] = ()
    done: Mapping[str, TaskDone] = attrs.field(factory=dict)
    offices: OfficesElected | None = None
    signed: Mapping[str, PledgeSigned] = attrs.field(factory=dict)
    closed: bool = False

    @property
    def released(self) -> bool:
        """Whether the standings are public."""
        return self.released_by is not None

    @property
    def place(self) -> Text:
        """Where the meeting is held; empty where the procedure, as it stands, does not say."""
        planned = (one.place for one in self.setup.procedure.meetings if one.id == self.meeting)
        return next(planned, Text())

    @property
    def contest(self) -> Contest:
        """What the marks are scored by, among the units that have not withdrawn."""
        return self.setup.contest.without(self.withdrawn) if self.withdrawn else self.setup.contest

    def marks(self) -> Marks:
        """All marks: those handed in and those agreed."""
        agreed = {unit: {name: cell.mark for name, cell in row.items()} for unit, row in self.agreed.items()}
        return attrs.evolve(self.setup.handed_in, agreed=agreed)

    def drafts(self) -> tuple[tuple[str, str], ...]:
        """The agreed marks, as (unit, criterion), that still wait for a second person."""
        if self.setup.procedure.marks.confirm == "none":
            return ()
        return tuple(
            (unit, name) for unit, row in self.agreed.items() for name, cell in row.items() if cell.confirmed_by is None
        )

    def settlements(self) -> Settlements:
        """What the meeting has settled of the tie chain; a lot or a poll after the release moves no released rank."""
        if self.released_by is not None:
            return self.released_by
        polls = {poll.id: tuple(held.counts.yes for held in poll.rounds) for poll in self.polls.values() if poll.rounds}
        return Settlements(polls, self.chair, self.seed)

    def standings(self) -> tuple[Standing, ...]:
        """The standings as the marks and settlements make them now."""
        contest = self.contest
        return rank(contest, score(contest, self.marks()), self.settlements())

    def earlier_tasks(self) -> dict[str, Task]:
        """The tasks of earlier meetings and of the superior, as the folder lists them, by the id to report them under.

        The ids are ``earlier-1`` and so on, in the order of ``activity.toml``.
        """
        activity = self.setup.activity
        return {f"earlier-{place}": task for place, task in enumerate(activity.tasks if activity else (), 1)}

    # the roll

    def holder(self, unit: str) -> str | None:
        """The person who casts a unit's vote: the one named, else the first delegate listed."""
        delegates = [one.person for one in self.people.values() if one.unit == unit and one.role != "guest"]
        named = self.holders.get(unit)
        return named if named in delegates else next(iter(delegates), None)

    def entitled(self) -> dict[str, int]:
        """The votes on the roll, by unit."""
        return {unit.id: unit.votes for unit in self.setup.bloc.units if unit.votes}

    def in_room(self) -> frozenset[str]:
        """The units whose vote is in the room: its holder is checked in."""
        return frozenset(unit for unit in self.entitled() if self.holder(unit) in self.present)

    def roll(self, written: tuple[str, ...] = ()) -> Roll:
        """Who may vote and who can now; ``written`` are the units that handed in a written ballot."""
        return Roll(self.entitled(), self.in_room() - set(written), written)

    def quorate(self, roll: Roll) -> bool:
        """Whether enough of the roll is there for a poll."""
        return quorum_met(self.setup.procedure.quorum, roll.present_votes, roll.entitled_votes)


@frozen
class Meeting:
    """A state, and the states around it: ``past`` before each act that can be undone, ``future`` after each undone one.

    The newest stands last in both, with the act's number. ``wall`` is the newest act that cannot be undone.
    """

    state: State
    last: Entry
    wall: Entry
    past: tuple[tuple[int, State], ...] = ()
    future: tuple[tuple[int, State], ...] = ()
