"""What may happen in a meeting, and what is refused for which reason."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING, get_args

import pytest

from emulation.marks import Given, NotApplicable, SetByHand
from emulation.meeting import commands as c, events as e
from emulation.meeting.decide import _CLOSED_BY, _GATES, closed_because, same_person
from emulation.meeting.refusal import refuse
from emulation.meeting.state import FINAL, UNDO_DEPTH
from emulation.voting import Counts, Votes
from tests.held import after, asked, begun, seated
from tests.meeting_strategies import PROCEDURE

if TYPE_CHECKING:
    from emulation.meeting.state import Meeting

DAY = dt.date(2023, 1, 10)


def agree(unit: str, criterion: str, value: object, reason: str = "", **mark: object) -> e.MarksAgreed:
    return e.MarksAgreed((e.Change(unit, criterion, Given(value, **mark)),), reason)  # type: ignore[arg-type]


# ----------------------------------------------------------------------------------------------------------- the gates


def test_the_table_names_commands_and_gates_that_exist() -> None:
    assert set(_CLOSED_BY) <= set(get_args(c.Command))
    assert {code for codes in _CLOSED_BY.values() for code in codes} <= {code for code, _ in _GATES}


@pytest.mark.parametrize("command", get_args(c.Command))
def test_nothing_follows_the_end(command: type) -> None:
    closed = after(begun(), e.Closed())
    assert closed_because(closed.state, command) == refuse("meeting-closed")


@pytest.mark.parametrize(
    "command", [e.MarksAgreed, e.MarksConfirmed, e.MarksClosed, e.MarksReopened, e.StandingsReleased]
)
def test_a_half_year_review_has_no_marks(command: type) -> None:
    assert closed_because(begun("half-year").state, command) == refuse("no-marks-here")
    assert closed_because(begun("launch").state, command) == refuse("no-marks-here")


def test_marks_are_closed_and_opened_again() -> None:
    meeting = begun()
    mark = agree("a", "A1", Decimal(7))
    for command in (e.MarksReopened("vì thế"), e.LotDrawn("7"), e.StandingsReleased()):
        assert asked(meeting, command) == refuse("marks-open")
    meeting = after(meeting, mark, e.MarksClosed())
    for command in (mark, e.MarksConfirmed((e.Cell("a", "A1"),)), e.MarksClosed()):
        assert asked(meeting, command) == refuse("marks-closed")
    assert asked(meeting, e.StandingsReleased()) == refuse("drafts-left", count=1, unit="a", criterion="A1")
    meeting = after(meeting, e.LotDrawn("7"))
    assert asked(meeting, e.LotDrawn("8")) == refuse("lot-drawn", found="7")
    meeting = after(meeting, e.MarksReopened("sai số"))
    assert meeting.state.seed is None
    meeting = after(meeting, e.MarksConfirmed((e.Cell("a", "A1"),)), by="Anh Bình")
    meeting = after(meeting, e.MarksClosed(), e.StandingsReleased())
    for command in (e.StandingsReleased(), e.UnitWithdrew("a", "vì thế"), e.Reconfigured({"rules.toml": ""}, "vì thế")):
        assert asked(meeting, command) == refuse("released")


def test_the_lot_can_be_drawn_where_no_marks_are() -> None:
    assert after(begun("half-year"), e.LotDrawn("7")).state.seed == "7"
    assert asked(begun("half-year"), e.LotDrawn(" ")) == refuse("seed-missing")


def test_every_act_is_somebodys() -> None:
    assert asked(begun(), e.StepEntered("report"), by=" ") == refuse("no-person")


# --------------------------------------------------------------------------------------------------------------- marks


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (e.Change("zz", "A1", Given(Decimal(1))), "unknown-unit"),
        (e.Change("a", "A9", Given(Decimal(1))), "unknown-criterion"),
        (e.Change("c", "P1", Given(value=True)), "criterion-does-not-apply"),
        (e.Change("a", "A1", None), "already-blank"),
        (e.Change("a", "A1", Given(Decimal("10.5"))), "outside"),
        (e.Change("a", "A1", Given(Decimal("9.75"))), "not-a-step"),
        (e.Change("a", "A1", Given("high")), "not-a-number"),
        (e.Change("a", "A1", Given(Decimal("NaN"))), "not-finite"),
        (e.Change("a", "A1", SetByHand(Decimal("-Infinity"), "vì thế")), "not-finite"),
        (e.Change("a", "A2", Given((Decimal(1), Decimal("sNaN")))), "not-finite"),
        (e.Change("a", "A2", Given(Decimal("1E+999999"))), "too-many-digits"),
        (e.Change("a", "A2", Given(Decimal("1.0000000000000001"))), "too-many-digits"),
        (e.Change("a", "A2", Given(Decimal("1.5"))), "not-a-count"),
        (e.Change("a", "A2", Given((Decimal(1), Decimal(2)))), None),
        (e.Change("a", "A3", Given("middle")), "unknown-level"),
        (e.Change("a", "A1", NotApplicable(" ")), "reason-missing"),
        (e.Change("a", "A1", SetByHand(Decimal(3), "")), "reason-missing"),
        (e.Change("b", "A1", Given(Decimal(8))), "reason-for-difference"),
        (e.Change("b", "A1", Given(Decimal(7))), None),
        (e.Change("b", "A1", Given(Decimal(8), "vì thế")), None),
    ],
)
def test_a_mark_is_held_against_its_criterion(change: e.Change, code: str | None) -> None:
    refusal = asked(begun(), e.MarksAgreed((change,)))
    assert (refusal.code if refusal else None) == code
    if code in {"unknown-unit", "outside"}:
        # one bad cell refuses the whole act
        both = e.MarksAgreed((e.Change("a", "A1", Given(Decimal(1))), change))
        assert asked(begun(), both) == refusal


def test_an_act_on_no_cell_is_refused() -> None:
    assert asked(begun(), e.MarksAgreed(())) == refuse("nothing-changes")
    assert asked(begun(), e.MarksConfirmed(())) == refuse("nothing-changes")


def test_a_mark_is_confirmed_by_another_person_and_then_superseded_with_a_reason() -> None:
    cell = e.MarksConfirmed((e.Cell("a", "A1"),))
    assert asked(begun(), cell) == refuse("not-agreed", unit="a", criterion="A1")
    meeting = after(begun(), agree("a", "A1", Decimal(7)))
    assert asked(meeting, cell) == refuse("same-person", by="Chị Thư")
    assert asked(meeting, cell, by=" chị  THƯ") == refuse("same-person", by=" chị  THƯ")
    meeting = after(meeting, cell, by="Anh Bình")
    assert meeting.state.agreed["a"]["A1"].confirmed_by == "Anh Bình"
    assert asked(meeting, cell, by="Cô Ba") == refuse("confirmed", by="Anh Bình", found="7")
    assert asked(meeting, agree("a", "A1", Decimal(8))) == refuse("confirmed", by="Anh Bình", found="7")
    meeting = after(meeting, agree("a", "A1", Decimal(8), "tính lại"))
    agreed = meeting.state.agreed["a"]["A1"]
    assert (agreed.confirmed_by, agreed.reason) == (None, "tính lại")


def test_evidence_that_is_required_is_needed_to_confirm() -> None:
    cells = e.MarksConfirmed((e.Cell("a", "A2"),))
    meeting = after(begun(), agree("a", "A2", Decimal(3)))
    assert asked(meeting, cells, by="Anh Bình") == refuse("evidence-missing", unit="a", criterion="A2")
    meeting = after(meeting, agree("a", "A2", Decimal(3), evidence=("BC 1",)))
    assert asked(meeting, cells, by="Anh Bình") is None
    # the unit's own sheet gave it
    meeting = after(begun(), agree("b", "A2", Decimal(3)))
    assert asked(meeting, e.MarksConfirmed((e.Cell("b", "A2"),)), by="Anh Bình") is None


def test_a_mark_can_be_made_blank_again() -> None:
    marked = after(begun(), agree("a", "A1", Decimal(7)))
    assert after(marked, e.MarksAgreed((e.Change("a", "A1", None),))).state.agreed["a"] == {}
    assert marked.state.agreed["a"].keys() == {"A1"}  # a state that was is never touched


def test_names_are_compared_as_people_read_them() -> None:
    assert same_person("Nguyễn Thị Thư", "nguyễn  thị thư ")
    assert same_person("Thư", "Thu\u031b")  # typed letter by letter
    assert not same_person("Thư", "Thu")


# -------------------------------------------------------------------------------------------------------------- people


def test_people_come_and_go() -> None:
    meeting = begun()
    assert asked(meeting, e.PersonListed("", "A", "guest")) == refuse("name-missing")
    assert asked(meeting, e.PersonListed("p", " ", "guest")) == refuse("name-missing")
    refusal = asked(meeting, e.PersonListed("p", "A", "delegate", "zz"))
    assert refusal is not None
    assert refusal.code == "unknown-unit"
    refusal = asked(meeting, e.CheckedIn("pa"))
    assert refusal is not None
    assert refusal.code == "unknown-person"
    meeting = seated(meeting, "a")
    assert asked(meeting, e.CheckedIn("pa")) == refuse("already-present", found="pa")
    meeting = after(meeting, e.CheckedOut("pa"))
    assert asked(meeting, e.CheckedOut("pa")) == refuse("not-present", found="pa")


def test_one_person_holds_the_vote_of_a_unit() -> None:
    meeting = after(seated(begun(), "a"), e.PersonListed("pa2", "A hai", "delegate", "a"))
    assert meeting.state.holder("a") == "pa"
    assert meeting.state.in_room() == {"a"}
    meeting = after(meeting, e.VoteHeld("a", "pa2"))
    assert meeting.state.in_room() == set()
    assert asked(meeting, e.VoteHeld("b", "pa2")) == refuse("not-a-delegate", found="pa2", unit="b")
    guest = after(meeting, e.PersonListed("g", "Khách", "guest"))
    assert asked(guest, e.VoteHeld("a", "g")) == refuse("not-a-delegate", found="g", unit="a")
    # who is corrected to be of another unit no longer holds the vote of the first
    meeting = after(meeting, e.PersonListed("pa2", "A hai", "delegate", "b"))
    assert meeting.state.holder("a") == "pa"
    assert meeting.state.holder("b") == "pa2"


# ---------------------------------------------------------------------------------------------------- undo and redo


def test_undo_names_what_it_takes_back() -> None:
    meeting = after(begun(), e.StepEntered("report"), e.Noted("opinion", "một"), c.Undo(), c.Undo())
    assert meeting.last.event == e.Undone(2)
    assert meeting.state == begun().state
    assert asked(meeting, c.Undo()) == refuse("cannot-undo", seq=1, event="Opened")
    meeting = after(meeting, c.Redo(), c.Redo())
    assert meeting.last.event == e.Redone(3)
    assert asked(meeting, c.Redo()) == refuse("nothing-to-redo")


def test_a_new_act_forgets_what_was_undone() -> None:
    meeting = after(begun(), e.Noted("opinion", "một"), c.Undo(), e.Noted("opinion", "hai"))
    assert asked(meeting, c.Redo()) == refuse("nothing-to-redo")
    assert [note.text for note in after(meeting, c.Undo()).state.notes] == []


def test_what_became_final_is_not_undone() -> None:
    meeting = after(begun(), e.Noted("opinion", "một"), e.MarksClosed(), e.LotDrawn("7"))
    assert asked(meeting, c.Undo()) == refuse("cannot-undo", seq=4, event="LotDrawn")
    meeting = after(meeting, e.Noted("opinion", "hai"), c.Undo())
    assert asked(meeting, c.Undo()) == refuse("cannot-undo", seq=4, event="LotDrawn")
    assert e.LotDrawn in FINAL


def test_so_many_acts_can_be_undone() -> None:
    meeting = after(begun(), *(e.Noted("opinion", str(number)) for number in range(UNDO_DEPTH + 5)))
    meeting = after(meeting, *(c.Undo() for _ in range(UNDO_DEPTH)))
    assert [note.text for note in meeting.state.notes] == ["0", "1", "2", "3", "4"]
    assert asked(meeting, c.Undo()) == refuse("undone-enough", found=UNDO_DEPTH)
    assert len(after(meeting, *(c.Redo() for _ in range(UNDO_DEPTH))).state.notes) == UNDO_DEPTH + 5


# --------------------------------------------------------------------------------------------------------- all the rest


@pytest.mark.parametrize(
    ("command", "code"),
    [
        (e.StepEntered("signing"), None),
        (e.Noted("opinion", "\n"), "text-missing"),
        (e.Adopted("report", yes=8, no=-1), "negative-count"),
        (e.Overruled("hạng", "giữ", ""), "reason-missing"),
        (e.Overruled(" ", "giữ", "vì thế"), "text-missing"),
        (e.Overruled("hạng", "", "vì thế"), "text-missing"),
        (e.PersonListed(" ", "An", "guest"), "name-missing"),
        (e.Nominated("", "a"), "text-missing"),
        (e.Nominated("flag", " "), "text-missing"),
        (e.TaskGiven("", "việc"), "text-missing"),
        (e.TaskDone(" ", DAY), "text-missing"),
        (e.UnitWithdrew("a", ""), "reason-missing"),
        (e.UnitReturned("a"), "not-withdrawn"),
        (e.ChairDecided(("a", "b"), "vì thế"), "not-the-tied"),
        (e.NominationDropped("flag", "a", "vì thế"), "not-nominated"),
        (e.TaskGiven("t", " "), "text-missing"),
        (e.TaskGiven("t", "việc", "zz"), "unknown-unit"),
        (e.TaskDone("of-last-year", DAY), None),
        (e.OfficesElected(2023, "a", ("b", "a")), "head-and-deputy"),
        (e.OfficesElected(2023, "a", ("b", "b")), "named-twice"),
        (e.OfficesElected(2023, "zz"), "unknown-unit"),
        (e.OfficesElected(2023, "a", ("b", "c")), None),
        (e.PledgeSigned("zz", 2023, DAY), "unknown-unit"),
        (e.Reconfigured({}, "vì thế"), "nothing-changes"),
        (e.Reconfigured({"procedure.toml": PROCEDURE}, "vì thế"), "nothing-changes"),
        (e.Reconfigured({"rules.toml": ""}, ""), "reason-missing"),
    ],
)
def test_a_command_is_looked_at(command: c.Command, code: str | None) -> None:
    refusal = asked(begun(), command)
    assert (refusal.code if refusal else None) == code


@pytest.mark.parametrize(
    ("command", "code"),
    [
        (e.UnitWithdrew("a", "vì thế"), "already-withdrawn"),
        (e.Nominated("flag", "a"), "already-nominated"),
        (e.TaskGiven("t", "việc khác"), "task-exists"),
        (e.TaskDone("t", DAY), "task-done"),
        (e.PledgeSigned("a", 2023, DAY), "already-signed"),
    ],
)
def test_what_was_done_is_not_done_twice(command: c.Command, code: str) -> None:
    meeting = after(
        begun(),
        e.UnitWithdrew("a", "rút"),
        e.Nominated("flag", "a"),
        e.TaskGiven("t", "việc"),
        e.TaskDone("t", DAY),
        e.PledgeSigned("a", 2023, DAY),
    )
    refusal = asked(meeting, command)
    assert refusal is not None
    assert refusal.code == code


def test_an_item_that_is_not_on_the_agenda() -> None:
    refusal = asked(begun("half-year"), e.StepEntered("polls"))
    assert refusal is not None
    assert refusal.code == "not-on-agenda"
    meeting = after(begun("half-year"), e.StepEntered("tasks"), e.StepEntered("report"), e.StepEntered("tasks"))
    assert (meeting.state.step, meeting.state.visited) == ("tasks", ("tasks", "report"))


def test_the_chair_breaks_a_tie_until_the_tied_change() -> None:
    marks = [agree(unit, "A1", Decimal(7), "vì thế") for unit in "ab"]
    meeting = after(begun(), *marks, e.UnitWithdrew("c", "rút"), e.UnitWithdrew("d", "rút"))
    fill = tuple(
        e.Change(unit, name, Given(value, "vì thế"))
        for unit in "ab"
        for name, value in (("A2", Decimal(3)), ("A3", "high"), ("P1", False))
    )
    meeting = after(meeting, e.MarksAgreed(fill, "như nhau"))
    assert {one.awaits for one in meeting.state.standings()} == {"chair"}
    assert asked(meeting, e.ChairDecided(("a",), "vì thế")) == refuse("not-the-tied", found="a")
    assert asked(meeting, e.ChairDecided(("a", "b", "a"), "vì thế")) == refuse("not-the-tied", found="a, b, a")
    assert asked(meeting, e.ChairDecided(("b", "a"), "")) == refuse("reason-missing")
    meeting = after(meeting, e.ChairDecided(("b", "a"), "chuyên môn hơn"))
    assert [(one.unit, one.rank, one.broken_by) for one in meeting.state.standings()] == [
        ("b", 1, "chair"),
        ("a", 2, "chair"),
    ]
    without = begun(procedure=PROCEDURE.replace('"chair", ', ""))
    assert asked(without, e.ChairDecided(("a", "b"), "vì thế")) == refuse("no-chair-link")


def test_released_standings_stand_whatever_is_drawn_or_counted_after() -> None:
    alike = tuple(
        e.Change(unit, name, Given(value, "vì thế"))
        for unit in "ab"
        for name, value in (("A1", Decimal(7)), ("A2", Decimal(3)), ("A3", "high"), ("P1", False))
    )
    meeting = seated(begun(procedure=TIED))
    meeting = after(meeting, *(e.UnitWithdrew(unit, "rút") for unit in "cd"), e.MarksAgreed(alike), e.MarksClosed())
    before = meeting.state.standings()
    assert [(one.rank, one.tied) for one in before] == [(1, True), (1, True)]
    polled = (c.CreatePoll("tie"), c.OpenPoll("tie"), c.ClosePoll("tie", COUNTS))
    settled = [("b", 1, "poll:tie"), ("a", 2, "poll:tie")]
    assert places(after(meeting, *polled, e.LotDrawn("7"))) == settled

    released = after(meeting, e.StandingsReleased(), *polled, e.LotDrawn("7"))
    assert released.state.released
    assert released.state.standings() == before
    reopened = after(released, e.MarksReopened("xếp lại theo phiếu"), e.MarksClosed())
    assert not reopened.state.released
    assert places(after(reopened, e.StandingsReleased())) == settled


def places(meeting: Meeting) -> list[tuple[str, int | None, str | None]]:
    return [(one.unit, one.rank, one.broken_by) for one in meeting.state.standings()]


TIED = """
[ranking]
ties = ["poll:tie", "lot"]

[[poll]]
id = "tie"
question = "Đơn vị nào xếp trên?"
kind = "choose"
seats = 1
candidates = ["a", "b"]
of = "cast"
"""
COUNTS = Counts(issued=5, cast=5, votes={"a": Votes(yes=2), "b": Votes(yes=3)})
