"""Events in words: one line for each thing that happened, the same on the status line, in the log and elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from emulation.marks import Given, NotApplicable, SetByHand
from emulation.meeting import events as e

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from emulation.marks import Mark, Value
    from emulation.meeting.events import Event
    from emulation.wording.catalogue import Wording


def tell(event: Event, wording: Wording, names: Mapping[str, str], find: Callable[[int], Event | None]) -> str:
    """What happened, in one line without a stop; ``names`` says what units, persons and awards are called, by id.

    ``find`` gives the event of a number, so that undo and redo say what they undid.
    """
    match event:
        case e.Undone(target) | e.Redone(target):
            of = find(target)
            act = "" if of is None else tell(of, wording, names, find)
            return wording.say(
                "ui.act.undone" if isinstance(event, e.Undone) else "ui.act.redone", target=target, act=act
            )
        case _:
            word = wording.word("event", type(event).__name__)
            about = _about(event, wording, names)
            told = f"{word}: {about}" if about else word
            reason = getattr(event, "reason", "")
            return wording.say("ui.act.reason", act=told, reason=reason) if reason and reason not in told else told


def _about(event: Event, wording: Wording, names: Mapping[str, str]) -> str:
    """What the act is about; the kinds not named here say enough by their word."""
    match event:
        case e.MarksAgreed(changes):
            first = changes[0]
            key = "ui.act.cleared" if first.mark is None else "ui.act.marked"
            unit = names.get(first.unit, first.unit)
            told = wording.say(key, unit=unit, criterion=first.criterion, mark=mark_in_words(first.mark, wording))
            if len(changes) == 1 and first.mark is not None:
                told = _with_what_goes_with(told, first.mark, wording)
            return _and_more(told, len(changes) - 1, wording)
        case e.MarksConfirmed(cells):
            first_cell = cells[0]
            told = f"{names.get(first_cell.unit, first_cell.unit)} {first_cell.criterion}"
            return _and_more(told, len(cells) - 1, wording)
        case e.StepEntered(step):
            return wording.word("step", step)
        case e.PersonListed(_, name, role, unit):
            told = f"{name} ({names.get(unit, unit)})" if unit else name
            return told if role == "delegate" else f"{told} – {wording.word('person', role)}"
        case e.CheckedIn(person) | e.CheckedOut(person):
            return names.get(person, person)
        case e.VoteHeld(unit, person):
            return f"{names.get(unit, unit)}: {names.get(person, person)}"
        case e.UnitWithdrew(unit) | e.UnitReturned(unit) | e.PledgeSigned(unit):
            return names.get(unit, unit)
        case e.ChairDecided(order):
            return ", ".join(names.get(unit, unit) for unit in order)
        case e.LotDrawn(seed):
            return seed
        case e.Noted(_, text, speaker):
            return f"{speaker}: {text}" if speaker else text
        case e.Adopted(subject, text):
            return text or wording.word("subject", subject)
        case e.Overruled(subject, decision):
            return f"{subject}: {decision}"
        case e.Nominated(award, candidate) | e.NominationDropped(award, candidate):
            return f"{names.get(candidate, candidate)} – {names.get(award, award)}"
        case e.TaskGiven(_, text):
            return text
        case e.TaskDone(task):
            return task
        case e.OfficesElected(year, head, deputies):
            return f"{year}: {', '.join(names.get(unit, unit) for unit in (head, *deputies))}"
        case e.CandidateWithdrew(poll, candidate):
            return f"{names.get(candidate, candidate)} – {names.get(poll, poll)}"
        case e.WrittenBallotReceived(poll, unit):
            return f"{names.get(unit, unit)} – {names.get(poll, poll)}"
        case (
            e.PollCreated(poll) | e.PollOpened(poll) | e.PollClosed(poll) | e.PollAnnulled(poll) | e.PollReleased(poll)
        ):
            return names.get(poll, poll)
        case e.Opened(meeting):
            return meeting
        case e.Reconfigured(sources):
            return ", ".join(sources)
        case _:
            return ""


def _with_what_goes_with(told: str, mark: Mark, wording: Wording) -> str:
    """The act with the note and the papers of its mark, so that an act about these alone is told apart."""
    if mark.note:
        told = wording.say("ui.act.with-note", act=told, note=mark.note)
    if mark.evidence:
        told = wording.say("ui.act.with-evidence", act=told, papers="; ".join(mark.evidence))
    return told


def _and_more(told: str, more: int, wording: Wording) -> str:
    return wording.say("ui.act.more", first=told, count=more) if more else told


def mark_in_words(mark: Mark | None, wording: Wording) -> str:
    """A mark's content as the language writes it: ``18,5``, ``có``, ``3; 4``; a blank is named."""
    match mark:
        case None:
            return wording.word("mark", "blank")
        case Given(value):
            values = value if isinstance(value, tuple) else (value,)
            return "; ".join(_value(one, wording) for one in values)
        case NotApplicable(reason):
            return f"{wording.word('mark', 'not-applicable')} ({reason})"
        case SetByHand(points, reason):
            return f"{wording.word('mark', 'by-hand')} {wording.number(points)} ({reason})"


def _value(value: Value, wording: Wording) -> str:
    return value if isinstance(value, str) else wording.spell(value)
