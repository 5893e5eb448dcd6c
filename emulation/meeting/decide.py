"""What may happen: a command decided against a meeting becomes an event, or a refusal that says why.

The tables say in which state a kind of command is open at all; the functions below them look at the command itself. A
disabled key of the program asks `closed_because` for its reason, so that keys and commands cannot disagree.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, assert_never

from emulation.finding import choices
from emulation.marks import Given, NotApplicable, SetByHand, check_mark, content, spell
from emulation.meeting import events as e
from emulation.meeting.commands import ClosePoll, CreatePoll, OpenPoll, Redo, Undo
from emulation.meeting.polls import decide_poll
from emulation.meeting.refusal import Refusal, refuse
from emulation.meeting.state import UNDO_DEPTH
from emulation.number import DIGITS
from emulation.text import nfc

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from emulation.marks import Mark
    from emulation.meeting.commands import Command
    from emulation.meeting.events import Event
    from emulation.meeting.setup import Setup
    from emulation.meeting.state import Meeting, State

_GATES: tuple[tuple[str, Callable[[State], bool]], ...] = (
    ("meeting-closed", lambda state: state.closed),
    ("poll-open", lambda state: any(poll.phase == "open" for poll in state.polls.values())),
    ("marks-closed", lambda state: state.marks_closed),
    ("no-marks-here", lambda state: "marks" not in state.agenda),
    ("marks-open", lambda state: not state.marks_closed and "marks" in state.agenda),
    ("released", lambda state: state.released),
)
"""What can stand in the way of a command, by the code of its refusal; asked in this order."""

_CLOSED_BY: dict[type, tuple[str, ...]] = {
    Undo: ("meeting-closed",),
    Redo: ("meeting-closed",),
    e.Reconfigured: ("meeting-closed", "poll-open", "released"),
    e.Closed: ("meeting-closed", "poll-open"),
    e.MarksAgreed: ("meeting-closed", "poll-open", "marks-closed", "no-marks-here"),
    e.MarksConfirmed: ("meeting-closed", "marks-closed", "no-marks-here"),
    e.MarksClosed: ("meeting-closed", "marks-closed", "no-marks-here"),
    e.MarksReopened: ("meeting-closed", "poll-open", "marks-open", "no-marks-here"),
    e.UnitWithdrew: ("meeting-closed", "poll-open", "released"),
    e.UnitReturned: ("meeting-closed", "poll-open", "released"),
    e.ChairDecided: ("meeting-closed", "released"),
    e.LotDrawn: ("meeting-closed", "marks-open"),
    e.StandingsReleased: ("meeting-closed", "poll-open", "marks-open", "released", "no-marks-here"),
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
    if not by.strip():
        return refuse("no-person")
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
    if len(meeting.future) == UNDO_DEPTH:
        return refuse("undone-enough", found=UNDO_DEPTH)
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
            if step not in state.agenda:
                return refuse("not-on-agenda", found=step, **choices(step, state.agenda))
            return refuse("at-this-item") if step == state.step else None
        case e.Noted(_, text):
            return None if text.strip() else refuse("text-missing")
        case e.Adopted(_, _, yes, no, none):
            return refuse("negative-count") if min(yes, no, none) < 0 else None
        case e.Overruled(subject, decision, reason):
            if not subject.strip() or not decision.strip():
                return refuse("text-missing")
            return None if reason.strip() else refuse("reason-missing")
        case e.MarksReopened(reason):
            return None if reason.strip() else refuse("reason-missing")
        case e.Reconfigured(sources, reason):
            if not reason.strip():
                return refuse("reason-missing")
            same = all(state.sources.get(name) == text for name, text in sources.items())
            return refuse("nothing-changes") if same else None
        case e.PersonListed(person, name, _, unit):
            if not name.strip() or not person.strip():
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
            if not award.strip() or not candidate.strip():
                return refuse("text-missing")
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
            if not text.strip() or not task.strip():
                return refuse("text-missing")
            return _unknown_unit(state, owner) if owner else None
        case e.TaskDone(task):
            if not task.strip():
                return refuse("text-missing")
            return refuse("task-done", found=task) if task in state.done else None
        case e.OfficesElected(_, head, deputies):
            if head in deputies:
                return refuse("head-and-deputy", found=head)
            twice = next((unit for place, unit in enumerate(deputies) if unit in deputies[:place]), None)
            if twice is not None:
                return refuse("named-twice", found=twice)
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


# files that changed


def misfit(state: State, setup: Setup) -> Refusal | None:
    """Why the meeting, as it stands, cannot go on under another configuration: what it did would not hold there."""
    units = {unit.id for unit in setup.bloc.units}
    gone = next((unit for unit in _units_of(state) if unit not in units), None)
    if gone is not None:
        return refuse("unit-gone", found=gone)
    for unit, row in state.agreed.items():
        for criterion, agreed in row.items():
            if _placed(setup, e.Change(unit, criterion, agreed.mark)) is not None:
                return refuse("mark-would-not-hold", found=spell(agreed.mark), unit=unit, criterion=criterion)
    return None


def _units_of(state: State) -> Iterator[str]:
    """The units that take part in anything that happened."""
    yield from (person.unit for person in state.people.values() if person.unit)
    yield from (*state.agreed, *state.withdrawn, *state.holders, *state.signed)
    yield from (unit for poll in state.polls.values() for unit in poll.candidates)
    yield from (task.owner for task in state.tasks if task.owner)
    if state.offices is not None:
        yield from (state.offices.head, *state.offices.deputies)


# marks


def _change(state: State, change: e.Change, reason: str) -> Refusal | None:
    misplaced = _placed(state.setup, change)
    if misplaced is not None:
        return misplaced
    before = state.agreed.get(change.unit, {}).get(change.criterion)
    if change.mark is None:
        return refuse("already-blank", unit=change.unit, criterion=change.criterion) if before is None else None
    if before is not None and before.confirmed_by is not None and not reason.strip():
        return refuse("confirmed", by=before.confirmed_by, found=spell(before.mark))
    if state.setup.procedure.marks.reasons == "required" and not reason.strip() and _differs_from_own(state, change):
        own = state.setup.handed_in.own.get(change.unit, {}).get(change.criterion)
        return refuse("reason-for-difference", found=spell(change.mark), own=spell(own))
    return None


def _placed(setup: Setup, change: e.Change) -> Refusal | None:
    """Why the cell cannot hold the mark, whatever it held before."""
    units = {unit.id: unit for unit in setup.bloc.units}
    if change.unit not in units:
        return refuse("unknown-unit", found=change.unit, **choices(change.unit, units))
    criteria = {criterion.id: criterion for criterion in setup.rubric.criteria()}
    criterion = criteria.get(change.criterion)
    if criterion is None:
        return refuse("unknown-criterion", found=change.criterion, **choices(change.criterion, criteria))
    kind = units[change.unit].kind
    if not criterion.exists(kind, setup.bloc.year):
        return refuse("criterion-does-not-apply", found=criterion.id, kind=kind)
    if change.mark is None:
        return None
    unfit = next(filter(None, map(_unfit, _numbers(change.mark))), None)
    if unfit is not None:
        return unfit
    problem = next(check_mark(change.mark, criterion, setup.rubric.step), None)
    return None if problem is None else Refusal(problem.code, {"found": problem.found, **problem.facts})


def _numbers(mark: Mark) -> Iterator[Decimal]:
    match mark:
        case Given(value):
            values = value if isinstance(value, tuple) else (value,)
            yield from (one for one in values if isinstance(one, Decimal))
        case SetByHand(points):
            yield points
        case NotApplicable():
            pass
        case _:
            assert_never(mark)


def _unfit(number: Decimal) -> Refusal | None:
    """Why a number is none that a file could hold."""
    if not number.is_finite():
        return refuse("not-finite", found=number)
    whole, decimals = max(number.adjusted() + 1, 1), max(-int(number.as_tuple().exponent), 0)
    return refuse("too-many-digits", found=number, digits=DIGITS) if whole + decimals > DIGITS else None


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
    if same_person(agreed.by, by):
        return refuse("same-person", by=by)
    if state.setup.rubric.criterion(cell.criterion).evidence == "required" and not _evidence(state, cell, agreed.mark):
        return refuse("evidence-missing", unit=cell.unit, criterion=cell.criterion)
    return None


def _evidence(state: State, cell: e.Cell, mark: Mark) -> bool:
    handed_in = state.setup.handed_in
    tables = (handed_in.own, handed_in.verified)
    others = (table.get(cell.unit, {}).get(cell.criterion) for table in tables)
    return any(one is not None and one.evidence for one in (mark, *others))


def same_person(one: str, other: str) -> bool:
    """Whether two names are the same but for case, spacing and the way of typing their letters."""
    return " ".join(nfc(one).casefold().split()) == " ".join(nfc(other).casefold().split())


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
