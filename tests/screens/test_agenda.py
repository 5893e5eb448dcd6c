"""The agenda: beside every screen where there is room, as a strip where there is not, and as a list to go by."""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

import pytest
from textual.widgets import OptionList, Static

from emulation.meeting.agenda import agenda
from emulation.meeting.events import CheckedIn, MarksClosed, PersonListed, StandingsReleased, StepEntered
from emulation.procedure import AGENDAS, Step
from tests.screens.conftest import drawn
from tui.screens.agenda import AgendaScreen
from tui.screens.agenda_lines import COLUMN, SIGNS
from tui.screens.meeting_screen import MeetingScreen
from tui.screens_of_steps import SCREENS_OF_STEPS
from tui.widgets.bars import StatusLine, TopBar

if TYPE_CHECKING:
    from syrupy.assertion import SnapshotAssertion

    from emulation.text import Language
    from tests.screens.conftest import Program
    from tui.app import EmulationApp


def shown(app: EmulationApp) -> str:
    return str(app.screen.query_one("#agenda-text", Static).render())


def meeting_under_way(app: EmulationApp) -> None:
    app.do(PersonListed("an", "Nguyễn Văn An", "delegate", "btp"))
    app.do(CheckedIn("an"))
    app.do(StepEntered("roll-call"))
    app.do(MarksClosed())
    app.do(StepEntered("discussion"))


async def test_every_item_has_its_sign_and_a_closed_one_its_reason(program: Program) -> None:
    app = program(language="en")
    app.do(StepEntered("opening"))
    app.do(StepEntered("marks"))
    async with app.run_test(size=(140, 40)) as pilot:
        await pilot.pause()
        told = " ".join(shown(app).split())
        for number, item in enumerate(agenda(app.state), 1):
            assert f"{SIGNS[item.progress]} {number} " in told
        assert "✓ 1 Opening" in told
        assert "▶ 5 Marks" in told
        assert "✗ 6 Standings marks are not closed yet" in told
        assert "no quorum: 0 of 8 votes" in told
        app.do(MarksClosed())
        await pilot.pause()
        told = " ".join(shown(app).split())
        assert "· 6 Standings" in told
        app.do(StandingsReleased())
        await pilot.pause()
        assert "✓ 6 Standings" in " ".join(shown(app).split())


@pytest.mark.parametrize("language", ["vi", "en"])
async def test_in_the_column_no_line_is_wider_than_it(program: Program, language: Language) -> None:
    app = program(language=language)
    async with app.run_test(size=(140, 24)) as pilot:
        await pilot.pause()
        assert max(len(line.rstrip()) for line in shown(app).splitlines()) <= COLUMN - 3


async def test_below_its_width_the_agenda_is_a_strip_in_the_bar(program: Program) -> None:
    app = program()
    meeting_under_way(app)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        app.action_open("standings")
        await pilot.pause()
        screen = app.screen
        assert isinstance(screen, MeetingScreen)
        assert not screen.query_one("#agenda").display
        signs = "".join(SIGNS[item.progress] for item in agenda(app.state))
        assert screen.query_one(TopBar).left.startswith(f"6/15 {signs} Thứ hạng")
        assert screen.room == 80
        await pilot.resize_terminal(120, 30)
        await pilot.pause()
        assert screen.query_one("#agenda").display
        assert screen.query_one(TopBar).left.startswith("Thứ hạng")
        assert screen.room == 120 - COLUMN
        await pilot.resize_terminal(109, 30)
        await pilot.pause()
        assert not screen.query_one("#agenda").display


async def test_the_column_is_folded_away_and_comes_back_on_every_screen(program: Program) -> None:
    app = program()
    async with app.run_test(size=(140, 40)) as pilot:
        await pilot.press("f6")
        await pilot.pause()
        assert not app.screen.query_one("#agenda").display
        assert app.screen.query_one(TopBar).left.startswith("5/15 ")
        app.action_open("standings")
        await pilot.pause()
        assert not app.screen.query_one("#agenda").display
        await pilot.press("f6")
        await pilot.pause()
        assert app.screen.query_one("#agenda").display


async def test_where_there_is_no_room_the_key_says_so(program: Program) -> None:
    app = program(language="en")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("f6")
        await pilot.pause()
        assert "80 cells wide" in app.screen.query_one(StatusLine).sentence
        assert app.agenda_shown


async def test_an_item_can_be_clicked(program: Program) -> None:
    app = program()
    async with app.run_test(size=(140, 40)) as pilot:
        await pilot.pause()
        line = next(place for place, told in enumerate(shown(app).splitlines()) if " 8 " in told)
        await pilot.click("#agenda-text", offset=(6, line))
        await pilot.pause()
        assert getattr(app.screen, "NAME", "") == "adoption"


async def test_the_list_tells_why_an_item_is_closed_and_what_to_do(program: Program) -> None:
    app = program(language="en")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("a")
        await pilot.pause()
        assert isinstance(app.screen, AgendaScreen)
        listed = app.screen.query_one(OptionList)
        told = " ".join(str(listed.get_option("standings").prompt).split())
        assert told == "✗ 6 Marks and standings marks are not closed yet; close the marks first"
        await pilot.press("escape")
        await pilot.pause()
        assert isinstance(app.screen, MeetingScreen)


def test_every_step_of_every_meeting_has_its_screen() -> None:
    assert set(get_args(Step)) == SCREENS_OF_STEPS.keys()
    assert all(set(steps) <= SCREENS_OF_STEPS.keys() for steps in AGENDAS.values())


@pytest.mark.parametrize(
    ("language", "size"), [("vi", (80, 24)), ("en", (140, 40)), ("vi", (110, 24))], ids=["vi-80", "en-140", "vi-110"]
)
async def test_picture(program: Program, picture: SnapshotAssertion, language: Language, size: tuple[int, int]) -> None:
    app = program(language=language)
    meeting_under_way(app)
    async with app.run_test(size=size) as pilot:
        app.action_open("discussion")
        await pilot.pause()
        await pilot.press("a")
        await pilot.pause()
        if size[0] != 80:
            await pilot.press("escape")
        await pilot.pause()
        await pilot.pause()
        assert drawn(app) == picture
