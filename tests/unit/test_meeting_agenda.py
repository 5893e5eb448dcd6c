"""How far a meeting has come with its agenda, and why an item is closed."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, get_args

from emulation.marks import Given
from emulation.meeting import events as e
from emulation.meeting.agenda import ACTS, Item, agenda
from emulation.meeting.decide import closed_because
from emulation.meeting.refusal import refuse
from emulation.procedure import Step
from tests.held import after, begun, seated

if TYPE_CHECKING:
    from emulation.meeting.state import Meeting

DAY = dt.date(2023, 1, 10)


def item(meeting: Meeting, step: Step) -> Item:
    return next(one for one in agenda(meeting.state) if one.step == step)


def test_every_step_has_its_act() -> None:
    assert set(ACTS) == set(get_args(Step))


def test_the_items_stand_in_the_meetings_order() -> None:
    for kind in ("launch", "half-year", "year-end"):
        meeting = begun(kind)
        assert tuple(one.step for one in agenda(meeting.state)) == meeting.state.agenda


def test_an_item_is_left_behind_and_the_next_is_where_the_meeting_is() -> None:
    meeting = after(begun(), e.StepEntered("opening"))
    assert item(meeting, "opening") == Item("opening", "here")
    meeting = after(meeting, e.StepEntered("discussion"))
    assert item(meeting, "opening") == Item("opening", "done")
    assert item(meeting, "discussion").progress == "here"
    assert item(meeting, "report") == Item("report", "open")


def test_standings_are_closed_until_the_marks_are_and_done_once_released() -> None:
    meeting = begun()
    assert item(meeting, "standings") == Item("standings", "closed", refuse("marks-open"))
    assert item(meeting, "marks") == Item("marks", "open")
    closed = after(meeting, e.MarksClosed())
    assert item(closed, "marks") == Item("marks", "done")
    assert item(closed, "standings") == Item("standings", "open")
    released = after(closed, e.StandingsReleased())
    assert item(released, "standings") == Item("standings", "done")
    again = after(released, e.MarksReopened("sai số"))
    assert item(again, "marks").progress == "open"
    assert item(again, "standings").progress == "closed"


def test_where_the_meeting_is_it_still_says_what_closes_the_act() -> None:
    meeting = after(begun(), e.StepEntered("standings"))
    assert item(meeting, "standings") == Item("standings", "here", refuse("marks-open"))


def test_polls_wait_for_the_quorum() -> None:
    lacking = item(begun(), "polls")
    assert lacking.progress == "closed"
    assert lacking.closed is not None
    assert lacking.closed.code == "no-quorum"
    assert lacking.closed.facts["present"] == "0"
    assert Fraction(lacking.closed.facts["share"]) > 0
    assert item(seated(begun()), "polls") == Item("polls", "open")


def test_an_act_settles_its_item() -> None:
    meeting = seated(begun())
    units = [unit.id for unit in meeting.state.setup.bloc.units]
    assert item(meeting, "handover").progress == "open"
    assert item(after(meeting, e.OfficesElected(2023, units[0])), "handover").progress == "done"
    assert item(after(meeting, e.Adopted("report", yes=2)), "adoption").progress == "done"
    signed = after(meeting, *(e.PledgeSigned(unit, 2023, DAY) for unit in units[:-1]))
    assert item(signed, "signing").progress == "open"
    assert item(after(signed, e.PledgeSigned(units[-1], 2023, DAY)), "signing").progress == "done"


def test_after_the_end_nothing_is_open_and_what_was_not_done_says_so() -> None:
    meeting = after(begun(), e.StepEntered("opening"), e.Closed())
    for one in agenda(meeting.state):
        assert one.progress in {"done", "closed"}
        if one.progress == "closed":
            assert one.closed == refuse("meeting-closed")
    assert item(meeting, "minutes").progress == "done"
    assert item(meeting, "opening").progress == "done"


def test_the_agenda_and_the_commands_agree() -> None:
    mark = e.MarksAgreed((e.Change("a", "A1", Given(Decimal(7))),))
    for meeting in (
        begun(),
        seated(begun()),
        after(begun(), mark),
        after(seated(begun()), e.MarksClosed()),
        begun("half-year"),
    ):
        for one in agenda(meeting.state):
            refusal = closed_because(meeting.state, ACTS[one.step])
            if one.progress == "open":
                assert refusal is None
            if refusal is not None and one.progress != "done":
                assert one.closed == refusal
