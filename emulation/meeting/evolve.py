"""Events applied: a meeting and one more entry of its record make the next meeting. Nothing is refused here."""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING, Any, TypeVar, assert_never

import attrs

from emulation.meeting import events as e
from emulation.meeting.state import FINAL, UNDO_DEPTH, AgreedMark, Meeting, Poll, State
from emulation.ranking import ChairDecision
from emulation.voting import Roll, Round

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from emulation.meeting.events import Event
    from emulation.meeting.setup import ReadSources
    from emulation.meeting.state import Entry

_Value = TypeVar("_Value")


def fold(entries: Iterable[Entry], read: ReadSources) -> Meeting:
    """The meeting that a whole record makes; ``read`` reads the configuration that its events carry.

    Raises:
        ValueError: the record is empty, or does not begin with an `Opened` event.
    """
    meeting: Meeting | None = None
    for entry in entries:
        meeting = begin(entry, read) if meeting is None else evolve(meeting, entry, read)
    if meeting is None:
        raise ValueError("the record is empty")
    return meeting


def begin(entry: Entry, read: ReadSources) -> Meeting:
    """The meeting after its first event."""
    opened = entry.event
    if not isinstance(opened, e.Opened):
        raise ValueError(f"a record begins with Opened, not with {type(opened).__name__}")  # noqa: TRY004
    state = State(read(opened.sources), opened.sources, opened.meeting, opened.kind, opened.agenda)
    return Meeting(state, entry, entry)


def evolve(meeting: Meeting, entry: Entry, read: ReadSources) -> Meeting:
    """The meeting after one more event."""
    event = entry.event
    match event:
        case e.Undone():
            seq, before = meeting.past[-1]
            future = (*meeting.future, (seq, meeting.state))
            return attrs.evolve(meeting, state=before, last=entry, past=meeting.past[:-1], future=future)
        case e.Redone():
            seq, after = meeting.future[-1]
            past = (*meeting.past, (seq, meeting.state))
            return attrs.evolve(meeting, state=after, last=entry, past=past, future=meeting.future[:-1])
        case _:
            state = _applied(meeting.state, event, entry, read)
            if isinstance(event, FINAL):
                return Meeting(state, entry, entry)
            return Meeting(state, entry, meeting.wall, (*meeting.past[1 - UNDO_DEPTH :], (entry.seq, meeting.state)))


def reconfigured(sources: Mapping[str, str], event: e.Reconfigured) -> dict[str, str]:
    """The texts of the configuration once the changed ones are taken in."""
    merged: Mapping[str, str | None] = {**sources, **event.sources}
    return {name: text for name, text in merged.items() if text is not None}


def _applied(state: State, event: Event, entry: Entry, read: ReadSources) -> State:
    match event:
        case e.MarksAgreed() | e.MarksConfirmed():
            return _changed(state, agreed=_agreed(state.agreed, event, entry))
        case e.Opened() | e.Undone() | e.Redone():
            raise ValueError(f"{type(event).__name__} is no act of a running meeting")
        case e.Reconfigured():
            texts = reconfigured(state.sources, event)
            return _changed(state, sources=texts, setup=read(texts))
        case e.Closed():
            return _changed(state, closed=True)
        case e.StepEntered(step):
            visited = state.visited if step in state.visited else (*state.visited, step)
            return _changed(state, step=step, visited=visited)
        case e.Noted():
            return _changed(state, notes=(*state.notes, event))
        case e.Adopted():
            return _changed(state, adopted=(*state.adopted, event))
        case e.Overruled():
            return _changed(state, overruled=(*state.overruled, event))
        case e.PersonListed(person):
            return _changed(state, people={**state.people, person: event})
        case e.VoteHeld(unit, person):
            return _changed(state, holders={**state.holders, unit: person})
        case e.CheckedIn(person):
            return _changed(state, present=state.present | {person})
        case e.CheckedOut(person):
            return _changed(state, present=state.present - {person})
        case e.MarksClosed():
            return _changed(state, marks_closed=True)
        case e.MarksReopened():
            polls = {name: _kept_by_its_lot(poll, state.seed) for name, poll in state.polls.items()}
            return _changed(state, marks_closed=False, seed=None, released_by=None, polls=polls)
        case e.UnitWithdrew(unit, reason):
            return _changed(state, withdrawn={**state.withdrawn, unit: reason})
        case e.UnitReturned(unit):
            return _changed(state, withdrawn=_without(state.withdrawn, unit))
        case e.ChairDecided(order):
            return _changed(state, chair=(*state.chair, ChairDecision(order)))
        case e.LotDrawn(seed):
            return _changed(state, seed=seed)
        case e.StandingsReleased():
            return _changed(state, released_by=state.settlements())
        case e.Nominated():
            return _changed(state, nominations=(*state.nominations, event))
        case e.NominationDropped(award, candidate):
            kept = tuple(n for n in state.nominations if (n.award, n.candidate) != (award, candidate))
            return _changed(state, nominations=kept)
        case e.TaskGiven():
            return _changed(state, tasks=(*state.tasks, event))
        case e.TaskDone(task):
            return _changed(state, done={**state.done, task: event})
        case e.OfficesElected():
            return _changed(state, offices=event)
        case e.PledgeSigned(unit):
            return _changed(state, signed={**state.signed, unit: event})
        case e.PollCreated(poll, rules, candidates):
            return _changed(state, polls={**state.polls, poll: Poll(poll, rules, candidates)})
        case e.PollAnnulled(poll):
            return _changed(state, polls=_without(state.polls, poll), annulled=(*state.annulled, state.polls[poll]))
        case (
            e.CandidateWithdrew(poll) | e.PollOpened(poll) | e.WrittenBallotReceived(poll) | e.PollClosed(poll)
        ) | e.PollReleased(poll):
            return _changed(state, polls={**state.polls, poll: _polled(state.polls[poll], event)})
        case _:
            assert_never(event)


_PLACES = {name: place for place, name in enumerate(attrs.fields_dict(State))}
_values = attrgetter(*_PLACES)


def _changed(state: State, **changes: Any) -> State:
    """`attrs.evolve` for a state; a long record asks for it a hundred thousand times, and this is six times as fast."""
    values = list(_values(state))
    for name, value in changes.items():
        values[_PLACES[name]] = value
    return State(*values)


def _agreed(
    agreed: Mapping[str, Mapping[str, AgreedMark]], event: e.MarksAgreed | e.MarksConfirmed, entry: Entry
) -> dict[str, Mapping[str, AgreedMark]]:
    rows = dict(agreed)
    copied: dict[str, dict[str, AgreedMark]] = {}

    def row(unit: str) -> dict[str, AgreedMark]:
        if unit not in copied:
            rows[unit] = copied[unit] = dict(rows.get(unit, {}))
        return copied[unit]

    if isinstance(event, e.MarksConfirmed):
        for cell in event.cells:
            marks = row(cell.unit)
            marks[cell.criterion] = attrs.evolve(marks[cell.criterion], confirmed_by=entry.by)
        return rows
    for change in event.changes:
        if change.mark is None:
            row(change.unit).pop(change.criterion, None)
        else:
            row(change.unit)[change.criterion] = AgreedMark(change.mark, entry.by, entry.seq, event.reason)
    return rows


def _polled(
    poll: Poll,
    event: e.CandidateWithdrew | e.PollOpened | e.WrittenBallotReceived | e.PollClosed | e.PollReleased,
) -> Poll:
    match event:
        case e.CandidateWithdrew(_, candidate, reason):
            withdrawn = {**poll.withdrawn, candidate: reason}
            return attrs.evolve(poll, withdrawn=withdrawn, leaving=poll.leaving | {candidate})
        case e.PollOpened(_, _, committee):
            return attrs.evolve(poll, phase="open", committee=committee, written=())
        case e.WrittenBallotReceived(_, unit):
            return attrs.evolve(poll, written=(*poll.written, unit))
        case e.PollClosed(_, _, counts, entitled, present, written):
            held = Round(counts, Roll(entitled, present, written), poll.leaving)
            return attrs.evolve(poll, phase="closed", rounds=(*poll.rounds, held), leaving=frozenset())
        case e.PollReleased():
            return attrs.evolve(poll, phase="released")
        case _:
            assert_never(event)


def _kept_by_its_lot(poll: Poll, seed: str | None) -> Poll:
    """A released result stays what it was, though the lot is void for all that comes after."""
    return attrs.evolve(poll, seed=seed) if poll.phase == "released" and poll.seed is None else poll


def _without(mapping: Mapping[str, _Value], key: str) -> dict[str, _Value]:
    return {name: value for name, value in mapping.items() if name != key}
