"""How far a meeting has come with its agenda: which items are done, which are open, and why the others are not.

An item is open where its own act may be tried now. What closes it is what `closed_because` says of that act, so that
the agenda and the keys cannot disagree.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias, assert_never

from emulation.frozen import frozen
from emulation.meeting import events as e
from emulation.meeting.commands import OpenPoll
from emulation.meeting.decide import closed_because
from emulation.meeting.polls import lacks_quorum
from emulation.meeting.refusal import Refusal
from emulation.procedure import Step

if TYPE_CHECKING:
    from emulation.meeting.state import State

Progress: TypeAlias = Literal["done", "here", "open", "closed"]

ACTS: dict[Step, type] = {
    "opening": e.Noted,
    "roll-call": e.CheckedIn,
    "report": e.Noted,
    "pledges": e.Noted,
    "marks": e.MarksAgreed,
    "standings": e.StandingsReleased,
    "discussion": e.Noted,
    "adoption": e.Adopted,
    "polls": OpenPoll,
    "nominations": e.Nominated,
    "directions": e.Noted,
    "tasks": e.TaskGiven,
    "handover": e.OfficesElected,
    "signing": e.PledgeSigned,
    "minutes": e.Closed,
}
"""The act that each item of the agenda is there for."""


@frozen
class Item:
    """An item of the agenda: ``here`` is the one the meeting turned to last. ``closed``: why its act cannot be tried.

    An item that is done, or where the meeting is, keeps that progress even while its act is closed.
    """

    step: Step
    progress: Progress
    closed: Refusal | None = None


def agenda(state: State) -> tuple[Item, ...]:
    """Every item, in the meeting's order."""
    return tuple(_item(state, step) for step in state.agenda)


def _item(state: State, step: Step) -> Item:
    done = _done(state, step)
    closed = None if done else _closed(state, step)
    if step == state.step and not state.closed:
        return Item(step, "here", closed)
    if done:
        return Item(step, "done")
    return Item(step, "open" if closed is None else "closed", closed)


def _closed(state: State, step: Step) -> Refusal | None:
    refusal = closed_because(state, ACTS[step])
    return lacks_quorum(state) if refusal is None and step == "polls" else refusal


def _done(state: State, step: Step) -> bool:
    """Whether what the item is there for has happened; where it is only talk, whether the meeting left it behind."""
    match step:
        case "marks":
            return state.marks_closed
        case "standings":
            return state.released
        case "adoption":
            return any(one.subject != "minutes" for one in state.adopted)
        case "polls":
            planned = [rules.id for rules in state.setup.procedure.polls]
            return bool(planned) and all(
                poll in state.polls and state.polls[poll].phase == "released" for poll in planned
            )
        case "handover":
            return state.offices is not None
        case "signing":
            return all(unit.id in state.signed for unit in state.setup.bloc.units)
        case "minutes":
            return state.closed
        case "roll-call" | "opening" | "report" | "pledges" | "discussion" | "nominations" | "directions" | "tasks":
            return step in state.visited and (state.closed or step != state.step)
        case _:
            assert_never(step)
