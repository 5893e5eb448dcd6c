"""The minutes of a meeting as one value, made from its events alone.

An act that was undone is no act: it stands under `Minutes.undone` and nowhere else. Everything carries the number of
its event, so that whoever words the minutes can put it under the step of the agenda in which it happened, and whoever
doubts them can look it up in the record.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from fractions import Fraction
from typing import TYPE_CHECKING

import attrs

from emulation.activity import Task as EarlierTask
from emulation.banding import Grade, grade
from emulation.bloc import Bloc
from emulation.frozen import frozen
from emulation.meeting import events as e
from emulation.meeting.events import Event
from emulation.meeting.evolve import begin, evolve
from emulation.meeting.mark_minutes import MarkChange, OwnMarks, confirmed, entered_own, settled, verified_own
from emulation.meeting.poll_minutes import PollMinutes, Recorded, only, poll_minutes, recorded
from emulation.meeting.separation import Separation, separations
from emulation.procedure import MeetingKind, Step
from emulation.ranking import Standing
from emulation.rubric import Rubric
from emulation.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from emulation.meeting.setup import ReadSources
    from emulation.meeting.state import Entry, Meeting, State


@frozen
class Stay:
    """When somebody came into the room and left it; ``left`` is ``None`` for who stayed to the end."""

    came: datetime
    left: datetime | None


@frozen
class Attendee:
    """Somebody who was listed, with the times in the room; none: never came. ``votes`` are those that they cast."""

    listed: e.PersonListed
    votes: int
    stays: tuple[Stay, ...]


@frozen
class Presence:
    """How many votes were in the room, of all entitled, after some event, and whether they made a quorum."""

    seq: int
    at: datetime
    present: int
    entitled: int
    quorate: bool


@frozen
class StepTaken:
    """The meeting turned to an item of its agenda; ``again`` where it had been there before."""

    seq: int
    at: datetime
    step: Step
    again: bool


@frozen
class UnitWithdrawal:
    """A unit that withdrew, with its reason, and its return if it came back."""

    withdrew: Recorded[e.UnitWithdrew]
    returned: Recorded[e.UnitReturned] | None = None


@frozen
class Drawing:
    """A lot that was drawn; ``void`` where the marks were opened again after it."""

    drawn: Recorded[e.LotDrawn]
    void: bool


@frozen
class StandingsMinutes:
    """The standings at their last release, or, while ``released`` is ``None``, as they stand at the end.

    ``drafts`` are the agreed marks, as (unit, criterion), that nobody had confirmed.
    """

    released: Recorded[e.StandingsReleased] | None
    rubric: Rubric
    standings: tuple[Standing, ...]
    grades: Mapping[str, Grade]
    separations: tuple[Separation, ...]
    drafts: tuple[tuple[str, str], ...] = ()


@frozen
class Nomination:
    """Who was put forward for what, and whether that was taken back."""

    nominated: Recorded[e.Nominated]
    dropped: Recorded[e.NominationDropped] | None = None


@frozen
class Task:
    """A task given in this meeting, or, with ``given`` absent, one of an earlier meeting.

    ``earlier`` is that one as the folder lists it; absent where it was only reported as done, by an id of its own.
    """

    id: str
    given: Recorded[e.TaskGiven] | None
    done: Recorded[e.TaskDone] | None = None
    earlier: EarlierTask | None = None


@frozen
class Undoing:
    """An act that was taken back: its number and kind, and the event that undid it."""

    seq: int
    at: datetime
    by: str
    kind: str
    undone: Recorded[e.Undone]


@frozen
class Minutes:
    """What a meeting did. ``place``, ``bloc``, ``rubric``, ``quorum`` are those it ended with, ``agenda`` was planned.

    ``events`` and ``hash`` are the number of events and the hash of the last: whoever has both can tell whether a
    record is the one that these minutes were made from.
    """

    meeting: str
    place: Text
    bloc: Bloc
    rubric: Rubric
    quorum: Fraction | None
    opened: Recorded[e.Opened]
    closed: Recorded[e.Closed] | None
    attendees: tuple[Attendee, ...]
    presences: tuple[Presence, ...]
    steps: tuple[StepTaken, ...]
    notes: tuple[Recorded[e.Noted], ...]
    adoptions: tuple[Recorded[e.Adopted], ...]
    overrulings: tuple[Recorded[e.Overruled], ...]
    marks: tuple[MarkChange, ...]
    own_marks: tuple[OwnMarks, ...]
    marks_closed: tuple[Recorded[e.MarksClosed | e.MarksReopened], ...]
    withdrawals: tuple[UnitWithdrawal, ...]
    chair: tuple[Recorded[e.ChairDecided], ...]
    lots: tuple[Drawing, ...]
    releases: tuple[Recorded[e.StandingsReleased], ...]
    standings: StandingsMinutes | None
    polls: tuple[PollMinutes, ...]
    nominations: tuple[Nomination, ...]
    tasks: tuple[Task, ...]
    offices: Recorded[e.OfficesElected] | None
    signed: tuple[Recorded[e.PledgeSigned], ...]
    reconfigured: tuple[Recorded[e.Reconfigured], ...]
    undone: tuple[Undoing, ...]
    events: int
    hash: str
    last: datetime

    @property
    def agenda(self) -> tuple[Step, ...]:
        """The steps that were planned."""
        return self.opened.event.agenda

    @property
    def kind(self) -> MeetingKind:
        """Launch, half-year or year-end."""
        return self.opened.event.kind

    def people(self, *roles: e.PersonRole) -> tuple[Attendee, ...]:
        """Those listed in one of these roles, in the order in which they were listed."""
        return tuple(one for one in self.attendees if one.listed.role in roles)

    @property
    def roll_call(self) -> Presence:
        """The votes in the room when the meeting first went on from its roll call; without one, most at any time."""
        called = False
        for step in self.steps:
            if called and step.step != "roll-call":
                return max((one for one in self.presences if one.seq < step.seq), key=lambda one: one.seq)
            called = called or step.step == "roll-call"
        return max(self.presences, key=lambda one: one.present)


def minutes(entries: Iterable[Entry], read: ReadSources) -> Minutes:
    """The minutes that the events of a record make; cut short, they are those of the meeting up to there.

    ``read`` reads the configuration that the events carry.

    Raises:
        ValueError: the record is empty, or does not begin with an `Opened` event.
    """
    taken: list[_Taken] = []
    undone: list[Undoing] = []
    back: list[tuple[_Taken, Undoing]] = []
    meeting: Meeting | None = None
    released: State | None = None
    for entry in entries:
        before = meeting.state if meeting else None
        meeting = begin(entry, read) if meeting is None else evolve(meeting, entry, read)
        match entry.event:
            case e.Undone() as event:
                act = taken.pop()
                undoing = Undoing(
                    act.act.seq, act.act.at, act.act.by, type(act.act.event).__name__, recorded(entry, event)
                )
                back.append((act, undoing))
                undone.append(undoing)
            case e.Redone():
                act, undoing = back.pop()
                taken.append(act)
                undone.remove(undoing)
            case _:
                back.clear()
                taken.append(_take(entry, before, meeting.state))
                if isinstance(entry.event, e.StandingsReleased):
                    released = meeting.state
    if meeting is None:
        raise ValueError("the record is empty")
    return _written(taken, undone, meeting, (released if meeting.state.released else None) or meeting.state)


@frozen
class _Taken:
    """An act and what only the state around it tells."""

    act: Recorded[Event]
    presence: Presence | None = None
    changes: tuple[MarkChange, ...] = ()


_MOVING = (e.Opened, e.Reconfigured, e.PersonListed, e.VoteHeld, e.CheckedIn, e.CheckedOut)
"""The events that can change how many votes are in the room."""


def _take(entry: Entry, before: State | None, after: State) -> _Taken:
    event = entry.event
    presence = None
    if isinstance(event, _MOVING):
        roll = after.roll()
        presence = Presence(entry.seq, entry.at, roll.present_votes, roll.entitled_votes, after.quorate(roll))
    changes: tuple[MarkChange, ...] = ()
    if before is not None and isinstance(event, e.MarksAgreed):
        changes = tuple(settled(entry, change, event.reason, before) for change in event.changes)
    return _Taken(recorded(entry, event), presence, changes)


def _written(taken: list[_Taken], undone: list[Undoing], meeting: Meeting, at_release: State) -> Minutes:
    acts = [one.act for one in taken]
    state, setup = meeting.state, meeting.state.setup
    changes = confirmed([change for one in taken for change in one.changes], acts)
    reopened = only(acts, e.MarksReopened)
    quorum = setup.procedure.quorum
    return Minutes(
        meeting=state.meeting,
        place=state.place,
        bloc=setup.bloc,
        rubric=setup.rubric,
        quorum=quorum.at_least if quorum else None,
        opened=only(acts, e.Opened)[0],
        closed=next(iter(only(acts, e.Closed)), None),
        attendees=tuple(_attendees(acts, state)),
        presences=tuple(one.presence for one in taken if one.presence is not None),
        steps=tuple(_steps(acts)),
        notes=only(acts, e.Noted),
        adoptions=only(acts, e.Adopted),
        overrulings=only(acts, e.Overruled),
        marks=changes,
        own_marks=(*(verified_own(setup) if _about_marks(state) else ()), *entered_own(changes, state)),
        marks_closed=tuple(
            sorted((*only(acts, e.MarksClosed), *reopened), key=lambda one: one.seq),
        ),
        withdrawals=tuple(_withdrawals(acts)),
        chair=only(acts, e.ChairDecided),
        lots=tuple(Drawing(drawn, any(one.seq > drawn.seq for one in reopened)) for drawn in only(acts, e.LotDrawn)),
        releases=only(acts, e.StandingsReleased),
        standings=_standings(acts, state, at_release),
        polls=poll_minutes(acts, state),
        nominations=tuple(_nominations(acts)),
        tasks=tuple(_tasks(acts, state, meeting.last.at.date())),
        offices=next(reversed(only(acts, e.OfficesElected)), None),
        signed=only(acts, e.PledgeSigned),
        reconfigured=only(acts, e.Reconfigured),
        undone=tuple(undone),
        events=meeting.last.seq,
        hash=meeting.last.hash,
        last=meeting.last.at,
    )


def _attendees(acts: Iterable[Recorded[Event]], state: State) -> Iterator[Attendee]:
    stays: dict[str, list[Stay]] = {}
    for act in acts:
        match act.event:
            case e.CheckedIn(person):
                stays.setdefault(person, []).append(Stay(act.at, None))
            case e.CheckedOut(person):
                stays[person][-1] = attrs.evolve(stays[person][-1], left=act.at)
            case _:
                pass
    votes = state.entitled()
    for person, listed in state.people.items():
        holds = bool(listed.unit) and listed.role != "guest" and state.holder(listed.unit) == person
        yield Attendee(listed, votes.get(listed.unit, 0) if holds else 0, tuple(stays.get(person, ())))


def _steps(acts: Iterable[Recorded[Event]]) -> Iterator[StepTaken]:
    seen: set[Step] = set()
    for act in only(acts, e.StepEntered):
        yield StepTaken(act.seq, act.at, act.event.step, act.event.step in seen)
        seen.add(act.event.step)


def _about_marks(state: State) -> bool:
    """Whether marks are any business of this meeting; a half-year review has sheets at most."""
    return bool({"marks", "standings"} & set(state.agenda))


def _withdrawals(acts: Iterable[Recorded[Event]]) -> Iterator[UnitWithdrawal]:
    returns = only(acts, e.UnitReturned)
    for withdrew in only(acts, e.UnitWithdrew):
        returned = (one for one in returns if one.event.unit == withdrew.event.unit and one.seq > withdrew.seq)
        yield UnitWithdrawal(withdrew, next(returned, None))


def _standings(acts: Iterable[Recorded[Event]], state: State, at_release: State) -> StandingsMinutes | None:
    if not _about_marks(state):
        return None
    standings = at_release.standings()
    releases = only(acts, e.StandingsReleased)
    return StandingsMinutes(
        releases[-1] if state.released else None,
        at_release.setup.rubric,
        standings,
        grade(at_release.contest, standings),
        separations(at_release.contest, standings, at_release.seed),
        at_release.drafts(),
    )


def _nominations(acts: Iterable[Recorded[Event]]) -> Iterator[Nomination]:
    drops = only(acts, e.NominationDropped)
    for nominated in only(acts, e.Nominated):
        event = nominated.event
        dropped = (
            one
            for one in drops
            if (one.event.award, one.event.candidate) == (event.award, event.candidate) and one.seq > nominated.seq
        )
        yield Nomination(nominated, next(dropped, None))


def _tasks(acts: Iterable[Recorded[Event]], state: State, on: date) -> Iterator[Task]:
    """The tasks; what the folder says of later days than the meeting's last is none of its business."""
    done = {one.event.task: one for one in only(acts, e.TaskDone)}
    if "tasks" in state.agenda:
        for name, earlier in state.earlier_tasks().items():
            if name not in done and earlier.given > on:
                continue
            later = earlier.done is not None and earlier.done > on
            yield Task(name, None, done.pop(name, None), attrs.evolve(earlier, done=None) if later else earlier)
    given = only(acts, e.TaskGiven)
    for one in given:
        yield Task(one.event.task, one, done.pop(one.event.task, None))
    for task, reported in done.items():
        yield Task(task, None, reported)
