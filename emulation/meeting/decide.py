"""What may happen: a command decided against a meeting becomes an event, or a refusal that says why.

The tables say in which state a kind of command is open at all; the functions below them look at the command itself. A
disabled key of the program asks `closed_because` for its reason, so that keys and commands cannot disagree.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from emulation.finding import choices
from emulation.marks import NotApplicable, check_mark, content, spell
from emulation.meeting import events as e
from emulation.meeting.commands import ClosePoll, CreatePoll, OpenPoll, Redo, Undo
from emulation.meeting.polls import decide_poll
from emulation.meeting.refusal import Refusal, refuse

if TYPE_CHECKING:
    from collections.abc import Callable

    from emulation.marks import Mark
    from emulation.meeting.commands import Command
    from emulation.meeting.events import Event
    from emulation.meeting.state import Meeting, State

_GATES: tuple[tuple[str, Callable[[State], bool]], ...] = (
    ("meeting-closed", lambda state: state.closed),
    ("poll-open", lambda state: any(poll.phase == "open" for poll in state.polls.values())),
    ("marks-closed", lambda state: state.marks_closed),
    ("marks-open", lambda state: not state.marks_closed),
    ("released", lambda state: state.released),
    ("no-marks-here", lambda state: "marks" not in state.agenda),
)
"""What can stand in the way of a command, by the code of its refusal; asked in this order."""

_CLOSED_BY: dict[type, tuple[str, ...]] = {
    Undo: ("meeting-closed",),
    Redo: ("meeting-closed",),
    e.Reconfigured: ("meeting-closed", "poll-open"),
    e.Closed: ("meeting-closed", "poll-open"),
    e.MarksAgreed: ("meeting-closed", "poll-open", "marks-closed", "no-marks-here"),
    e.MarksConfirmed: ("meeting-closed", "marks-closed", "no-marks-here"),
    e.MarksClosed: ("meeting-closed", "marks-closed", "no-marks-here"),
    e.MarksReopened: ("meeting-closed", "poll-open", "marks-open"),
    e.UnitWithdrew: ("meeting-closed", "poll-open", "released"),
    e.UnitReturned: ("meeting-closed", "poll-open", "released"),
    e.ChairDecided: ("meeting-closed", "released"),
    e.LotDrawn: ("meeting-closed", "marks-open"),
    e.StandingsReleased: ("meeting-closed", "marks-open", "released"),
}
"""The gates that close a kind of command; a kind that is not named here is closed by the end of the meeting alone."""


def closed_because(state: State, command: type) -> Refusal | None:
    """Why no command of this type is open now, whatever it asks; ``None`` where one may be tried."""
    for code, closes in _GATES:
        if code in _CLOSED_BY.get(command, ("meeting-closed",)) and closes(state):
            return refuse(code)
    return None


def decide(meeting: Meeting, command: Command, by: str) -> Event | Refusal:
    """The event that a command causes when ``by`` (a person's name) asks for it, or why it cannot."""
    closed = closed_because(meeting.state, type(command))
    if closed is not None:
        return closed
    state = meeting.state
    match command:
        case Undo():
            return _undo(meeting)
        case Redo():
            return e.Redone(meeting.future[-1][0]) if meeting.future else refuse("nothing-to-redo")
        case (
            CreatePoll()
            | OpenPoll()
            | ClosePoll()
            | e.CandidateWithdrew()
            | e.WrittenBallotReceived()
            | e.PollAnnulled()
            | e.PollReleased()
        ):
            return decide_poll(state, command)
        case _:
            return _refusal(state, command, by) or command


def _undo(meeting: Meeting) -> Event | Refusal:
    if meeting.past:
        return e.Undone(meeting.past[-1][0])
    wall = meeting.wall
    return refuse("cannot-undo", seq=wall.seq, event=type(wall.event).__name__)


def _refusal(state: State, command: Command, by: str) -> Refusal | None:
    match command:
        case e.MarksAgreed(changes):
            if not changes:
                return refuse("nothing-changes")
            return next(filter(None, (_change(state, change, command.reason) for change in changes)), None)
        case e.MarksConfirmed(cells):
            if not cells:
                return refuse("nothing-changes")
            return next(filter(None, (_confirmation(state, cell, by) for cell in cells)), None)
        case e.StepEntered(step):
            return None if step in state.agenda else refuse("not-on-agenda", found=step, **choices(step, state.agenda))
        case e.Noted(_, text):
            return None if text.strip() else refuse("text-missing")
        case e.Adopted(_, _, yes, no, none):
            return refuse("negative-count") if min(yes, no, none) < 0 else None
        case e.Overruled(_, _, reason) | e.MarksReopened(reason):
            return None if reason.strip() else refuse("reason-missing")
        case e.Reconfigured(sources, reason):
            if not reason.strip():
                return refuse("reason-missing")
            return None if sources else refuse("nothing-changes")
        case e.PersonListed(person, name, _, unit):
            if not name.strip() or not person:
                return refuse("name-missing")
            return _unknown_unit(state, unit) if unit else None
        case e.VoteHeld(unit, person):
            return _unknown_person(state, person) or _holds(state, unit, person)
        case e.CheckedIn(person):
            return _unknown_person(state, person) or _check_in(state, person)
        case e.CheckedOut(person):
            return None if person in state.present else refuse("not-present", found=person)
        case e.UnitWithdrew(unit, reason):
            if unit in state.withdrawn:
                return refuse("already-withdrawn", found=unit)
            return _unknown_unit(state, unit) or (None if reason.strip() else refuse("reason-missing"))
        case e.UnitReturned(unit):
            return None if unit in state.withdrawn else refuse("not-withdrawn", found=unit)
        case e.ChairDecided(order, reason):
            return _chair(state, order) or (None if reason.strip() else refuse("reason-missing"))
        case e.LotDrawn(seed):
            if state.seed is not None:
                return refuse("lot-drawn", found=state.seed)
            return None if seed.strip() else refuse("seed-missing")
        case e.MarksClosed() | e.StandingsReleased():
            drafts = state.drafts() if isinstance(command, e.StandingsReleased) else ()
            return (
                refuse("drafts-left", count=len(drafts), unit=drafts[0][0], criterion=drafts[0][1]) if drafts else None
            )
        case e.Nominated(award, candidate):
            listed = any((n.award, n.candidate) == (award, candidate) for n in state.nominations)
            return refuse("already-nominated", found=candidate, award=award) if listed else None
        case e.NominationDropped(award, candidate, reason):
            listed = any((n.award, n.candidate) == (award, candidate) for n in state.nominations)
            if not listed:
                return refuse("not-nominated", found=candidate, award=award)
            return None if reason.strip() else refuse("reason-missing")
        case e.TaskGiven(task, text, owner):
            if any(given.task == task for given in state.tasks):
                return refuse("task-exists", found=task)
            if not text.strip():
                return refuse("text-missing")
            return _unknown_unit(state, owner) if owner else None
        case e.TaskDone(task):
            return refuse("task-done", found=task) if task in state.done else None
        case e.OfficesElected(_, head, deputies):
            if head in deputies:
                return refuse("head-and-deputy", found=head)
            return next(filter(None, (_unknown_unit(state, unit) for unit in (head, *deputies))), None)
        case e.PledgeSigned(unit):
            return refuse("already-signed", found=unit) if unit in state.signed else _unknown_unit(state, unit)
        case e.Closed():
            return None
        case (
            Undo()
            | Redo()
            | CreatePoll()
            | OpenPoll()
            | ClosePoll()
            | e.CandidateWithdrew()
            | e.WrittenBallotReceived()
            | e.PollAnnulled()
            | e.PollReleased()
        ):
            raise AssertionError("decided elsewhere")
        case _:
            assert_never(command)


# marks


def _change(state: State, change: e.Change, reason: str) -> Refusal | None:
    unknown = _unknown_unit(state, change.unit)
    if unknown is not None:
        return unknown
    rubric = state.setup.rubric
    criteria = {criterion.id: criterion for criterion in rubric.criteria()}
    criterion = criteria.get(change.criterion)
    if criterion is None:
        return refuse("unknown-criterion", found=change.criterion, **choices(change.criterion, criteria))
    kind = state.setup.bloc.unit(change.unit).kind
    if not criterion.exists(kind, state.setup.bloc.year):
        return refuse("criterion-does-not-apply", found=criterion.id, kind=kind)
    before = state.agreed.get(change.unit, {}).get(change.criterion)
    if change.mark is None:
        return refuse("already-blank", unit=change.unit, criterion=change.criterion) if before is None else None
    problem = next(check_mark(change.mark, criterion, rubric.step), None)
    if problem is not None:
        return Refusal(problem.code, {"found": problem.found, **problem.facts})
    if before is not None and before.confirmed_by is not None and not reason.strip():
        return refuse("confirmed", by=before.confirmed_by, found=spell(before.mark))
    if state.setup.procedure.marks.reasons == "required" and not reason.strip() and _differs_from_own(state, change):
        own = state.setup.handed_in.own.get(change.unit, {}).get(change.criterion)
        return refuse("reason-for-difference", found=spell(change.mark), own=spell(own))
    return None


def _differs_from_own(state: State, change: e.Change) -> bool:
    own: Mark | None = state.setup.handed_in.own.get(change.unit, {}).get(change.criterion)
    if own is None or change.mark is None or change.mark.note.strip() or isinstance(change.mark, NotApplicable):
        return False
    return content(own) != content(change.mark)


def _confirmation(state: State, cell: e.Cell, by: str) -> Refusal | None:
    agreed = state.agreed.get(cell.unit, {}).get(cell.criterion)
    if agreed is None:
        return refuse("not-agreed", unit=cell.unit, criterion=cell.criterion)
    if agreed.confirmed_by is not None:
        return refuse("confirmed", by=agreed.confirmed_by, found=spell(agreed.mark))
    if agreed.by == by:
        return refuse("same-person", by=by)
    if state.setup.rubric.criterion(cell.criterion).evidence == "required" and not _evidence(state, cell, agreed.mark):
        return refuse("evidence-missing", unit=cell.unit, criterion=cell.criterion)
    return None


def _evidence(state: State, cell: e.Cell, mark: Mark) -> bool:
    handed_in = state.setup.handed_in
    tables = (handed_in.own, handed_in.verified)
    others = (table.get(cell.unit, {}).get(cell.criterion) for table in tables)
    return any(one is not None and one.evidence for one in (mark, *others))


# people and places


def _unknown_unit(state: State, unit: str) -> Refusal | None:
    known = [one.id for one in state.setup.bloc.units]
    return None if unit in known else refuse("unknown-unit", found=unit, **choices(unit, known))


def _unknown_person(state: State, person: str) -> Refusal | None:
    return None if person in state.people else refuse("unknown-person", found=person, **choices(person, state.people))


def _holds(state: State, unit: str, person: str) -> Refusal | None:
    listed = state.people[person]
    if listed.unit != unit or listed.role == "guest":
        return refuse("not-a-delegate", found=person, unit=unit)
    return None


def _check_in(state: State, person: str) -> Refusal | None:
    if person in state.present:
        return refuse("already-present", found=person)
    unit = state.people[person].unit
    for poll in state.polls.values():
        if poll.phase == "open" and unit in poll.written and state.holder(unit) == person:
            return refuse("voted-in-writing", found=unit, poll=poll.id)
    return None


def _chair(state: State, order: tuple[str, ...]) -> Refusal | None:
    if "chair" not in state.contest.ranking.ties:
        return refuse("no-chair-link")
    waiting: dict[int, set[str]] = {}
    for standing in state.standings():
        if standing.awaits == "chair" and standing.rank is not None:
            waiting.setdefault(standing.rank, set()).add(standing.unit)
    if len(set(order)) != len(order) or set(order) not in waiting.values():
        return refuse("not-the-tied", found=", ".join(order))
    return None
