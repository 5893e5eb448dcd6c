"""The standings' screen: figures explained in place, the acts of the chair, and what another unit's mark moved."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from textual.widgets import Input, OptionList, Static

from emulation.files.session import Session
from emulation.marks import Given
from emulation.meeting import events as e
from tests.meeting_strategies import PROCEDURE, RUBRIC, write_folder
from tests.screens.conftest import AT, drawn
from tests.screens.hands import SIZES, typed
from tui.app import EmulationApp
from tui.screens.agenda import AgendaScreen
from tui.screens.confirm import Confirm
from tui.screens.picker import Picker
from tui.screens.standings import StandingsScreen
from tui.widgets.bars import StatusLine
from tui.widgets.folding_tree import FoldingTree

if TYPE_CHECKING:
    from pathlib import Path

    from syrupy.assertion import SnapshotAssertion
    from textual.pilot import Pilot

    from emulation.text import Language
    from tests.screens.conftest import Program

STAGES = {
    "list": (),
    "explained": ("down", "enter", "down", "down", "enter"),
    "releasing": ("m", "r"),
    "released": ("m", "r", "y"),
}


@pytest.mark.parametrize(("language", "size"), SIZES, ids=["vi-80x24", "en-140x40"])
@pytest.mark.parametrize("stage", STAGES)
async def test_picture(
    program: Program, picture: SnapshotAssertion, stage: str, language: Language, size: tuple[int, int]
) -> None:
    app = program(language=language)
    app.do(e.StepEntered("standings"))
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        for key in STAGES[stage]:
            await pilot.press(key)
            await pilot.pause()
        await pilot.pause()
        assert drawn(app) == picture


def chosen(app: EmulationApp) -> str:
    assert isinstance(app.screen, StandingsScreen)
    return app.screen.chosen


def head(app: EmulationApp) -> str:
    return str(app.screen.query_one("#head", Static).render())


def status(app: EmulationApp) -> StatusLine:
    return app.screen.query_one(StatusLine)


async def opened(app: EmulationApp, pilot: Pilot[int]) -> None:
    app.action_open("standings")
    await pilot.pause()
    await pilot.pause()


async def test_every_figure_of_a_unit_is_explained_in_place(program: Program) -> None:
    app = program()
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(app, pilot)
        assert chosen(app) == "btp"
        tree = app.screen.query_one(FoldingTree)
        await pilot.press("down", "enter")
        await pilot.pause()
        assert app.focused is tree
        assert chosen(app) == "bqp"
        told = {branch.key: branch for top in tree.made for branch in top.walk()}
        assert "BTP" in told["above"].text
        assert "98,25" in told["above"].text
        assert told["A"].text.startswith("A  45,25 / 46")
        assert "12 × 98 ÷ 95" in told["A.A1"].read
        assert told["A.A3"].badge == "thẩm định"
        assert not app.screen.query_one(OptionList).display
        await pilot.press("down", "down", "enter", "asterisk", "left", "right", "escape")
        await pilot.pause()
        assert app.focused is app.screen.query_one(OptionList)
        assert app.screen.query_one(OptionList).display
        await pilot.press("escape")
        assert chosen(app) == "bqp"


async def test_the_tree_says_what_is_open_left_out_and_below_floor(program: Program) -> None:
    app = program()
    app.do(e.MarksAgreed((e.Change("bca", "A3", Given(Decimal(0), "không làm")),), "không làm"))
    async with app.run_test(size=(140, 40)) as pilot:
        await opened(app, pilot)
        app.screen.query_one(OptionList).focus()
        assert isinstance(app.screen, StandingsScreen)
        app.screen.choose("bca")
        await pilot.pause()
        told = [branch for top in app.screen.query_one(FoldingTree).made for branch in top.walk()]
        cards = app.figures.scorecards["bca"]
        assert {branch.key.rpartition(".")[2] for branch in told if branch.status == "not-met"} >= set(
            cards.below_floor
        )
        skipped = {branch.key.rpartition(".")[2] for branch in told if branch.status == "skipped"}
        assert skipped == {name for name in cards.not_applicable if cards.lowest.criteria.get(name) is None}


async def test_marks_are_closed_and_the_lot_drawn_after_a_question(program: Program) -> None:
    app = program()
    async with app.run_test(size=(100, 30)) as pilot:
        await opened(app, pilot)
        await pilot.press("r")
        await pilot.pause()
        assert status(app).tone == "refused"
        assert not app.state.released
        await pilot.press("l")
        await pilot.pause()
        assert status(app).tone == "refused"
        await pilot.press("m")
        await pilot.pause()
        assert app.state.marks_closed
        assert "✓ Điểm đã khóa" in head(app)
        await pilot.press("l")
        await typed(pilot, "  ")
        assert app.state.seed is None
        await pilot.press("l")
        await typed(pilot, "2023 lần một")
        assert isinstance(app.screen, Confirm)
        await pilot.press("escape")
        await pilot.pause()
        assert app.state.seed is None
        await pilot.press("l")
        await typed(pilot, "2023")
        await pilot.press("y")
        await pilot.pause()
        assert app.state.seed == "2023"
        assert "“2023”" in head(app)
        await pilot.press("l")
        await pilot.pause()
        assert status(app).tone == "refused"


async def test_standings_are_released_after_a_question_and_the_marks_opened_again(program: Program) -> None:
    app = program()
    async with app.run_test(size=(100, 30)) as pilot:
        await opened(app, pilot)
        await pilot.press("m", "r")
        await pilot.pause()
        assert isinstance(app.screen, Confirm)
        await pilot.press("enter", "n")
        await pilot.pause()
        assert not app.state.released
        await pilot.press("r")
        await pilot.pause()
        await pilot.press("y")
        await pilot.pause()
        assert app.state.released
        assert "✓ Đã công bố" in head(app)
        await pilot.press("u")
        await pilot.pause()
        assert app.state.released
        await pilot.press("m")
        await typed(pilot, "cộng nhầm")
        assert isinstance(app.screen, Confirm)
        await pilot.press("y")
        await pilot.pause()
        assert not app.state.released
        assert not app.state.marks_closed


async def test_a_unit_withdraws_with_a_reason_and_comes_back(program: Program) -> None:
    app = program()
    async with app.run_test(size=(100, 30)) as pilot:
        await opened(app, pilot)
        await pilot.press("w")
        await typed(pilot, "")
        assert not app.state.withdrawn
        await pilot.press("w")
        await typed(pilot, "sáp nhập")
        assert app.state.withdrawn == {"btp": "sáp nhập"}
        assert "btp" not in app.figures.standing
        assert isinstance(app.screen, StandingsScreen)
        app.screen.choose("btp")
        await pilot.pause()
        assert chosen(app) == "btp"
        await pilot.press("enter")
        assert not app.screen.has_class("-explain")
        await pilot.press("w")
        await pilot.pause()
        assert not app.state.withdrawn


async def test_the_chair_overrules_with_a_reason(program: Program) -> None:
    app = program()
    async with app.run_test(size=(100, 30)) as pilot:
        await opened(app, pilot)
        await pilot.press("o")
        await typed(pilot, "không xếp hạng")
        await typed(pilot, "")
        assert not app.state.overruled
        await pilot.pause()
        assert app.screen.query_one(Input).value == "không xếp hạng"
        await pilot.press("enter")
        await typed(pilot, "vi phạm sau khi chấm")
        assert [one.decision for one in app.state.overruled] == ["không xếp hạng"]
        assert "Bộ Tư pháp" in app.state.overruled[0].subject


async def test_keys_that_lead_away_from_the_screen(program: Program) -> None:
    app = program()
    async with app.run_test(size=(100, 30)) as pilot:
        await opened(app, pilot)
        await pilot.press("a")
        await pilot.pause()
        assert isinstance(app.screen, AgendaScreen)
        await pilot.press("escape", "ctrl+down", "ctrl+up")
        assert isinstance(app.screen, StandingsScreen)
        await pilot.press("f5")
        await pilot.pause()
        assert app.state.step == "standings"


# ties and comparisons, on the small bloc

RELATIVE = RUBRIC.replace('method = "count"\neach = 2', 'method = "relative"\ngoal = 10\nat_goal = "50%"')


@pytest.fixture
def small(tmp_path: Path) -> Path:
    write_folder(tmp_path / "nho")
    (tmp_path / "nho" / "rubric.toml").write_text(RELATIVE, "utf-8")
    easy = PROCEDURE.replace('confirm = "second-person"\nreasons = "required"', "").replace(
        'ties = ["core", ', "ties = ["
    )
    (tmp_path / "nho" / "procedure.toml").write_text(easy, "utf-8")
    sheet = tmp_path / "nho" / "scores" / "self-b.toml"
    sheet.write_text(sheet.read_text("utf-8").replace('A2 = { value = 3, evidence = ["BC 1"] }', ""), "utf-8")
    return tmp_path / "nho"


def agreed(unit: str, value: int | str, criterion: str = "A2") -> e.Change:
    return e.Change(unit, criterion, Given(Decimal(value)))


async def test_the_chair_puts_tied_units_in_order(small: Path) -> None:
    with Session.open(small, "year-end", "Thư", AT) as session:
        app = EmulationApp(session, by="Thư", now=lambda: AT)
        marks = [agreed(unit, 7, "A1") for unit in "abcd"] + [agreed(unit, 10) for unit in "abcd"]
        app.do(e.MarksAgreed((*marks, *(e.Change(unit, "A3", Given("high")) for unit in "abcd"))))
        app.do(e.MarksAgreed((e.Change("a", "P1", Given(False)), e.Change("b", "P1", Given(False)))))  # noqa: FBT003
        async with app.run_test(size=(100, 30)) as pilot:
            await opened(app, pilot)
            assert all(one.awaits == "chair" for one in app.figures.standings)
            await pilot.press("c")
            await pilot.pause()
            assert isinstance(app.screen, Picker)
            await pilot.press("space", "enter")
            await pilot.pause()
            assert status(app).tone == "refused"
            await pilot.press("c")
            await pilot.pause()
            await pilot.press("end", *["space", "up"] * 4, "enter")
            await typed(pilot, "chủ trì quyết định")
            assert [one.unit for one in app.figures.standings] == ["d", "c", "b", "a"]
            await pilot.press("c")
            await pilot.pause()
            assert status(app).tone == "refused"
            await pilot.press("c", "escape")
            assert isinstance(app.screen, StandingsScreen)


async def test_what_a_mark_moved_of_other_units_is_told_on_both_screens(small: Path) -> None:
    with Session.open(small, "year-end", "Thư", AT) as session:
        app = EmulationApp(session, by="Thư", now=lambda: AT)
        async with app.run_test(size=(140, 40)) as pilot:
            await pilot.pause()
            app.do(e.MarksAgreed((agreed("a", 20), agreed("b", 15), agreed("c", 5), agreed("d", 10))))
            assert app.figures.moved == ()
            app.do(e.MarksAgreed((agreed("d", 30),)))
            await pilot.pause()
            assert [(one.unit, one.before[0], one.after[0]) for one in app.figures.moved] == [
                ("a", 10, Decimal("7.5")),
                ("b", Decimal("7.5"), Decimal("6.5")),
            ]
            assert "A A2: 10 → 7,5; B A2: 7,5 → 6,5" in status(app).sentence
            await opened(app, pilot)
            assert "A A2: 10 → 7,5" in head(app)
            await pilot.press("u")
            await pilot.pause()
            assert "A A2: 7,5 → 10" in head(app)
            app.do(e.Noted("opinion", "ý kiến"))
            await pilot.pause()
            assert app.figures.moved == ()
            assert "→" not in head(app)
            app.do(e.MarksAgreed((agreed("c", 6),)))
            assert app.figures.moved == ()  # below its goal it is compared with nobody
