"""The marks screen through its keys, on the meeting of the 2022 example."""

from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from textual import events
from textual.pilot import Pilot
from textual.widgets import Input

from emulation.files.record import Record, RecordError
from emulation.marks import Given, NotApplicable, SetByHand
from emulation.meeting.events import MarksAgreed, MarksConfirmed, Undone
from tests.screens.hands import agreed, at, grid, status
from tui.app import EmulationApp
from tui.screens.marks import MarksScreen
from tui.screens.prompt import Prompt
from tui.widgets.bars import TopBar

if TYPE_CHECKING:
    from tests.screens.conftest import Program


async def types(pilot: Pilot[int], text: str) -> None:
    await pilot.press(*(" ".join(text).replace("   ", " space ").split(" ")))
    await pilot.pause()


def summary(app: EmulationApp, unit: str) -> tuple[str, ...]:
    return next(row.summary for row in grid(app).data.rows if row.id == unit)


async def test_an_entry_moves_total_and_rank_and_is_on_disk(program: "Program", folder: Path) -> None:
    app = program()
    async with app.run_test(size=(140, 40)) as pilot:
        assert summary(app, "btp") == ("98,75", "1")
        await at(pilot, "btp", "C3")  # self 96, verified 96: 4 of 4 points
        await pilot.press("7", "2", "space", "l", "ạ", "enter")
        await pilot.pause()
        assert agreed(app, "btp", "C3") == Given(Decimal(72), "lạ")
        assert summary(app, "btp") == ("96,25", "3")
        assert grid(app).cursor == ("bqll", "C3")
        assert "✓" in app.screen.query_one(TopBar).right
        assert status(app).tone == "done"
        with Record.open(folder / "meetings" / "year-end.db", writable=False) as record:
            last = list(record.entries())[-1]
    assert isinstance(last.event, MarksAgreed)
    assert last.by == "thư ký"


@pytest.mark.parametrize(
    ("criterion", "keys", "mark"),
    [
        ("A6", ["7", ",", "5", "tab"], Given(Decimal("7.5"))),
        ("A6", ["7", ".", "5", "enter"], Given(Decimal("7.5"))),
        ("A6", ["7", ",", "5", "down"], Given(Decimal("7.5"))),
        ("C1", ["c", "enter"], Given(True)),  # noqa: FBT003
        ("C1", ["y", "e", "s", "enter"], Given(True)),  # noqa: FBT003
        ("E2", ["k", "enter"], Given(False)),  # noqa: FBT003
        ("E2", ["n", "enter"], Given(False)),  # noqa: FBT003
        ("B1", ["f", "u", "l", "l", "enter"], Given("full")),
        ("B1", ["6", "enter"], None),  # another content than the unit's own "full": a reason is asked for
        ("A5", ["k", "a", "d", "space", "l", "ý", "enter"], NotApplicable("lý")),
        ("A5", ["n", "slash", "a", "space", "l", "enter"], NotApplicable("l")),
        ("A6", ["=", "8", "space", "l", "enter"], SetByHand(Decimal(8), "l")),
        ("A5", ["9", "6", ";", "9", "4", "space", "l", "enter"], Given((Decimal(96), Decimal(94)), "l")),
    ],
)
async def test_every_way_of_typing_a_mark(program: "Program", criterion: str, keys: list[str], mark: object) -> None:
    app = program()
    async with app.run_test(size=(140, 40)) as pilot:
        await at(pilot, "btp", criterion)
        await pilot.press(*keys)
        await pilot.pause()
        assert agreed(app, "btp", criterion) == mark


async def test_undo_and_redo_say_what_they_did(program: "Program") -> None:
    app = program()
    async with app.run_test(size=(100, 30)) as pilot:
        await at(pilot, "btp", "C3")
        await pilot.press("9", "6", "enter")
        await pilot.press("u")
        await pilot.pause()
        assert agreed(app, "btp", "C3") is None
        assert "đã hoàn tác số 2" in status(app).sentence
        assert "BTP C3 = 96" in status(app).sentence
        await pilot.press("ctrl+y")
        await pilot.pause()
        assert agreed(app, "btp", "C3") == Given(Decimal(96))
        assert "đã làm lại số 2" in status(app).sentence
        await pilot.press("ctrl+z", "ctrl+r", "ctrl+r")
        await pilot.pause()
        assert agreed(app, "btp", "C3") == Given(Decimal(96))
        assert status(app).tone == "refused"
        assert isinstance(app.record and app.find(3), Undone)


async def test_while_a_cell_is_typed_into_undo_takes_the_typing_back_and_no_act(program: "Program") -> None:
    app = program()
    async with app.run_test(size=(100, 30)) as pilot:
        await at(pilot, "btp", "C3")
        await pilot.press("9", "6", "enter", "up", *"97 mot hai")
        await pilot.press("ctrl+z")
        assert grid(app).editing == "97 mot "
        await pilot.press("ctrl+y")
        assert grid(app).editing == "97 mot hai"
        await pilot.press(*["ctrl+z"] * 5)
        assert grid(app).editing == ""
        assert agreed(app, "btp", "C3") == Given(Decimal(96))
        await pilot.press("escape", "ctrl+z")
        await pilot.pause()
        assert agreed(app, "btp", "C3") is None


async def test_while_a_question_is_answered_undo_takes_the_typing_back_and_no_act(program: "Program") -> None:
    app = program()
    async with app.run_test(size=(100, 30)) as pilot:
        await at(pilot, "btp", "C3")
        await pilot.press("9", "6", "enter", "up", "f3")
        line = app.screen.query_one(Prompt).query_one(Input)
        await pilot.press(*"mot hai", "home", "x")
        assert line.value == "xmot hai"
        seen = []
        for key in ("ctrl+z", "ctrl+z", "ctrl+z", "ctrl+r", "ctrl+z", "ctrl+z", "ctrl+z"):
            await pilot.press(key)
            seen.append((line.value, line.cursor_position))
        assert seen == [("mot hai", 0), ("mot ", 4), ("mot", 3), ("mot ", 4), ("mot", 3), ("", 0), ("", 0)]
        assert agreed(app, "btp", "C3") == Given(Decimal(96))


async def test_quitting_and_coming_back_gives_the_same_state(program: "Program") -> None:
    app = program()
    async with app.run_test(size=(100, 30)) as pilot:
        await at(pilot, "btp", "C3")
        await pilot.press("9", "6", "enter", "9", "8", "enter", "u")
        await pilot.pause()
        before = app.state
        await pilot.press("ctrl+q")
    again = program()
    async with again.run_test(size=(100, 30)) as pilot:
        await pilot.pause()
        assert again.state == before
        assert grid(again).data.rows[0].id == "btp"
        await pilot.press("ctrl+y")
        await pilot.pause()
        assert agreed(again, "bqll", "C3") == Given(Decimal(98))


async def test_a_difference_from_the_unit_s_own_mark_asks_for_a_reason(program: "Program") -> None:
    app = program()
    async with app.run_test(size=(100, 30)) as pilot:
        await at(pilot, "btp", "A6")  # self 7.5, verified 7 with a note
        await pilot.press("7", "enter")
        await pilot.pause()
        assert agreed(app, "btp", "A6") is None
        assert "cấp trên" in app.screen.query_one(Prompt).query_one(Input).value
        await pilot.press("enter")
        await pilot.pause()
        assert agreed(app, "btp", "A6") == Given(Decimal(7))
        assert "cấp trên" in app.state.agreed["btp"]["A6"].reason
        assert not app.screen.query(Prompt)
        assert app.focused is grid(app)


async def test_giving_up_the_reason_gives_back_what_was_typed(program: "Program") -> None:
    app = program()
    async with app.run_test(size=(100, 30)) as pilot:
        await at(pilot, "btp", "A6")
        await pilot.press("5", "enter")
        await pilot.pause()
        await pilot.press("escape")
        await pilot.pause()
        assert agreed(app, "btp", "A6") is None
        assert grid(app).cursor == ("btp", "A6")
        assert grid(app).editing == "5"
        await pilot.press("escape")
        assert grid(app).editing is None


@pytest.mark.parametrize(
    ("criterion", "text", "said"),
    [
        ("A6", "9", "8"),  # over the maximum, which the sentence names
        ("A6", "7,1", "7,25"),  # off the step; the sentence names its neighbours
        ("A6", "1.000", "1000"),
        ("A6", "7x", "7x"),
        ("C4", "2,5", "2,5"),
        ("B1", "vv", "full"),
    ],
)
async def test_a_refused_entry_changes_nothing_and_is_given_back(
    program: "Program", criterion: str, text: str, said: str
) -> None:
    app = program()
    async with app.run_test(size=(100, 30)) as pilot:
        await at(pilot, "btp", criterion)
        before = app.state
        await pilot.press("f2", *text, "enter")
        await pilot.pause()
        assert app.state is before
        assert status(app).tone == "refused"
        assert said in status(app).sentence
        assert grid(app).editing == text
        assert grid(app).cursor == ("btp", criterion)


async def test_computed_cells_take_points_by_hand_alone_and_absent_ones_nothing_and_say_why(program: "Program") -> None:
    app = program()
    async with app.run_test(size=(100, 30)) as pilot:
        before = app.state
        await at(pilot, "btp", "A1")
        assert grid(app).data.cell(0, 0).parts[-1].text == "96"
        await pilot.press("5", "enter")
        await pilot.pause()
        assert "tasks-on-time" in status(app).sentence
        assert grid(app).editing == "5"  # to be mended
        await pilot.press("escape")
        await at(pilot, "btp", "A4")
        await pilot.press("5")
        await pilot.pause()
        assert "không áp dụng" in status(app).sentence
        assert app.state is before


async def test_points_by_hand_are_typed_into_a_computed_cell_as_into_any_and_filled_down(program: "Program") -> None:
    app = program()
    async with app.run_test(size=(100, 30)) as pilot:
        await at(pilot, "ttcp", "A1")
        await pilot.press(*"=9 theo", "enter")
        await pilot.pause()
        assert agreed(app, "ttcp", "A1") == SetByHand(Decimal(9), "theo")
        await pilot.press("up", "F")
        await pilot.pause()
        assert agreed(app, "ktnn", "A1") == SetByHand(Decimal(9), "theo")


async def test_points_by_hand_override_a_computed_cell_and_can_be_cleared(program: "Program") -> None:
    app = program()
    async with app.run_test(size=(100, 30)) as pilot:
        await at(pilot, "btp", "A1")
        await pilot.press("h", "1", "0", "space", "l", "enter")
        await pilot.pause()
        assert agreed(app, "btp", "A1") == SetByHand(Decimal(10), "l")
        assert summary(app, "btp")[0] == "96,75"
        await pilot.press("delete")
        await pilot.pause()
        assert agreed(app, "btp", "A1") is None
        assert summary(app, "btp")[0] == "98,75"


async def test_keys_that_mean_nothing_do_nothing(program: "Program") -> None:
    app = program()
    async with app.run_test(size=(80, 24)) as pilot:
        before = app.state
        await pilot.press(
            "escape", "z", "escape", "backspace", "f3", "f12", "ctrl+t", "m", "escape", "home", "end", "%"
        )
        await pilot.press("delete", "x", "G", "B", "pageup", "shift+tab")
        await pilot.pause()
        assert app.state is before


async def test_a_block_is_pasted_as_one_act_or_not_at_all(program: "Program") -> None:
    app = program()
    async with app.run_test(size=(140, 40)) as pilot:
        await at(pilot, "btp", "C3")
        grid(app).post_message(events.Paste("96\t5 x\n98\t4"))
        await pilot.pause()
        await pilot.pause()
        assert agreed(app, "btp", "C3") == Given(Decimal(96))
        assert agreed(app, "bqll", "C4") == Given(Decimal(4))
        assert app.state.agreed["btp"]["C3"].seq == app.state.agreed["bqll"]["C4"].seq
        before = app.state
        await at(pilot, "bqp", "C3")
        for refused in ("97\tx\n", "97\t-1", "97\t" * 20 + "1"):
            grid(app).post_message(events.Paste(refused))
            await pilot.pause()
            await pilot.pause()
            assert app.state is before, refused
            assert status(app).tone == "refused"
        await pilot.press("u")
        await pilot.pause()
        assert app.state.agreed.get("btp", {}) == {}


async def test_verified_marks_are_taken_for_the_cell_and_for_the_row(program: "Program") -> None:
    app = program()
    verified = app.state.setup.handed_in.verified["ttcp"]
    async with app.run_test(size=(140, 40)) as pilot:
        await at(pilot, "ttcp", "C5")
        await pilot.press("t")
        await pilot.pause()
        assert agreed(app, "ttcp", "C5") == verified["C5"]
        await pilot.press("T")
        await pilot.pause()
        assert {name: cell.mark for name, cell in app.state.agreed["ttcp"].items()} == dict(verified)
        assert summary(app, "ttcp")[0] == "76,25"
        await pilot.press("T")
        await pilot.pause()
        assert status(app).tone == "hint"


async def test_gaps_are_found_in_turn_and_settled_by_agreeing(program: "Program") -> None:
    app = program()
    wanted = [(unit, name) for unit, row in app.figures.gaps.items() for name in row]
    async with app.run_test(size=(140, 40)) as pilot:
        seen = []
        for _ in wanted:
            await pilot.press("g")
            await pilot.pause()
            seen.append(grid(app).cursor)
        assert sorted(seen) == sorted(wanted)
        await pilot.press("t", "g")
        await pilot.pause()
        assert f"trên {len(wanted) - 1}" in status(app).sentence
        await pilot.press("b")
        await pilot.pause()
        assert status(app).sentence == app.wording.say("ui.marks.no-blank")


async def test_views_show_one_source_at_a_time(program: "Program") -> None:
    app = program()
    async with app.run_test(size=(140, 40)) as pilot:
        place = grid(app).data.place("bca", "A5")
        assert place is not None
        assert [part.text for part in grid(app).data.cell(*place).parts] == ["95", "91", ""]
        shown = []
        for _ in range(5):
            await pilot.press("v")
            await pilot.pause()
            shown.append([part.text for part in grid(app).data.cell(*place).parts])
        assert shown == [[""], ["91"], ["95"], ["4,5"], ["95", "91", ""]]


async def test_who_writes_is_asked_once(program: "Program") -> None:
    app = program(by="")
    async with app.run_test(size=(80, 24)) as pilot:
        await at(pilot, "btp", "C3")
        await pilot.press("9", "6", "enter")
        await pilot.pause()
        assert app.state.agreed == {}
        assert app.screen.query_one(Input).value == "thư ký"
        await pilot.press(*"Lan", "enter")
        await pilot.pause()
        assert app.state.agreed["btp"]["C3"].by == "Lan"
        await at(pilot, "bqll", "C3")
        await pilot.press("9", "8", "enter")
        await pilot.pause()
        assert app.state.agreed["bqll"]["C3"].by == "Lan"


async def test_giving_up_who_writes_writes_nothing_and_loses_nothing(program: "Program") -> None:
    app = program(by="")
    async with app.run_test(size=(80, 24)) as pilot:
        await at(pilot, "btp", "C3")
        await pilot.press("9", "6", "enter", "escape")
        await pilot.pause()
        assert app.state.agreed == {}
        assert grid(app).editing == "96"


async def test_a_record_that_cannot_be_written_is_told_and_nothing_is_lost(
    program: "Program", monkeypatch: pytest.MonkeyPatch
) -> None:
    app = program()

    def full(*_: object) -> None:
        raise RecordError("disk-full", found="year-end.db", reason="database or disk is full")

    async with app.run_test(size=(100, 30)) as pilot:
        await at(pilot, "btp", "C3")
        with monkeypatch.context() as broken:
            broken.setattr(app.record, "append", full)
            await pilot.press("9", "6", "enter")
            await pilot.pause()
            assert app.state.agreed == {}
            assert grid(app).editing == "96"
            assert status(app).tone == "alarm"
            assert "year-end.db" in status(app).sentence
            assert "CHƯA LƯU" in app.screen.query_one(TopBar).right
            await pilot.press("escape", "v")
            await pilot.pause()
            assert status(app).tone == "alarm"
        await at(pilot, "btp", "C3")
        await pilot.press("9", "6", "enter")
        await pilot.pause()
        assert agreed(app, "btp", "C3") == Given(Decimal(96))
        assert status(app).tone == "done"
        assert "✓" in app.screen.query_one(TopBar).right


async def test_a_second_person_confirms_drafts(program: "Program", folder: Path) -> None:
    procedure = folder / "procedure.toml"
    procedure.write_text(procedure.read_text("utf-8").replace('confirm = "none"', 'confirm = "second-person"'), "utf-8")
    app = program()
    async with app.run_test(size=(140, 40)) as pilot:
        await at(pilot, "btp", "C3")
        await pilot.press("9", "6", "enter")
        await at(pilot, "btp", "C3")
        place = grid(app).data.place("btp", "C3")
        assert place is not None
        assert grid(app).data.cell(*place).parts[-1].role == "draft"
        await pilot.press("x")
        await pilot.pause()
        assert status(app).tone == "refused"
        await pilot.press("p", *"An", "enter")
        await pilot.pause()
        await pilot.press("x")
        await pilot.pause()
        assert app.state.agreed["btp"]["C3"].confirmed_by == "An"
        assert grid(app).data.cell(*place).parts[-1].role == "agreed"
        assert isinstance(app.find(3), MarksConfirmed)


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (40, 10), (20, 5), (200, 60)])
async def test_every_size_can_be_worked_in(program: "Program", size: tuple[int, int]) -> None:
    app = program()
    async with app.run_test(size=size) as pilot:
        await at(pilot, "btp", "C3")
        await pilot.press("9", "6", "enter", "s", "d", "s", "d", "v", "g")
        await pilot.pause()
        assert agreed(app, "btp", "C3") == Given(Decimal(96))
        await pilot.resize_terminal(60, 20)
        await pilot.resize_terminal(140, 40)
        await pilot.pause()
        assert isinstance(app.screen, MarksScreen)


async def test_too_small_a_terminal_says_so(program: "Program") -> None:
    app = program()
    async with app.run_test(size=(50, 12)) as pilot:
        await pilot.pause()
        assert "60×20" in status(app).sentence
