"""Whatever is pressed, pasted or clicked, however the terminal is resized: nothing breaks, and the record verifies.

The rounds here are short; ``python -m tests.wild`` plays them by the thousand. What such rounds broke stands below.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from textual.command import CommandList
from textual.widgets import Input, OptionList

from emulation.meeting.events import StepEntered
from emulation.wording import Wording
from tests.wild import PLACES, BrokenError, Fence, Place, play, send
from tui.screens.agenda import AgendaScreen
from tui.screens.palette import Palette
from tui.screens.prompt import Prompt
from tui.screens.standings import StandingsScreen

if TYPE_CHECKING:
    from pathlib import Path

    from textual.pilot import Pilot

    from tests.screens.conftest import Program

LENGTH = 12
"""Things done in a round."""

SIZES = ((1, 1), (5, 3), (20, 5), (80, 1))


@pytest.mark.parametrize("place", PLACES, ids=[place.name for place in PLACES])
async def test_random_keys_break_nothing(place: Place) -> None:
    await play(place, LENGTH, f"{place.name} here")


async def test_what_breaks_is_told_with_what_was_done(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("tui.screens.help.HelpScreen.compose", broken)
    with pytest.raises(BrokenError, match=r"help, seed 'x': ZeroDivisionError"):
        await play(Place("help", "marks", ("f1",)), 3, "x")


def test_the_fence_lets_nothing_be_written_outside(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    with Fence.around(tmp_path / "in"):
        (tmp_path / "in" / "a").write_text("a", "utf-8")
        with pytest.raises(PermissionError):
            (tmp_path / "b").write_text("b", "utf-8")
        with pytest.raises(PermissionError):
            (tmp_path / "c").mkdir()
    (tmp_path / "b").write_text("b", "utf-8")


# ---------------------------------------------------------------------------------------------------------- questions


async def test_a_question_keeps_the_keyboard_whatever_is_clicked(program: Program) -> None:
    app = program()
    async with app.run_test(size=(80, 24)) as pilot:
        app.action_open("roll-call")
        await pilot.pause()
        await pilot.press("n", "tab")
        assert isinstance(app.focused, Input)
        await pilot.click(OptionList, offset=(5, 3))
        await pilot.pause()
        assert isinstance(app.focused, Input)
        await pilot.press("escape")
        await pilot.pause()
        assert not app.screen.query(Prompt)
        assert isinstance(app.focused, OptionList)


async def test_a_question_is_answered_before_one_goes_elsewhere(program: Program) -> None:
    app = program()
    async with app.run_test(size=(80, 24)) as pilot:
        app.action_open("roll-call")
        await pilot.pause()
        before = app.screen
        await pilot.press("n", "f7", "ctrl+o")
        await pilot.pause()
        assert app.screen is before
        assert app.status == ("hint", Wording("vi").say("ui.answer-first"))
        await pilot.press(*"Lan", "enter")
        await pilot.pause()
        assert [person.name for person in app.state.people.values()] == ["Lan"]
        await pilot.press("f7")
        await pilot.pause()
        assert app.screen is not before
        await pilot.press("g")
        await pilot.pause()
        assert app.asking


async def test_an_answer_is_given_once(program: Program) -> None:
    app = program()
    async with app.run_test(size=(80, 24)) as pilot:
        app.action_open("roll-call")
        await pilot.pause()
        await pilot.press("n", *"Lan")
        prompt = app.screen.query_one(Prompt)
        for _ in range(2):
            prompt.on_input_submitted(Input.Submitted(prompt.query_one(Input), "Lan"))
        prompt.action_give_up()
        await pilot.pause()
        assert [person.name for person in app.state.people.values()] == ["Lan"]


# ----------------------------------------------------------------------------------------------- terminals of any size


@pytest.mark.parametrize("size", SIZES, ids=[f"{width}x{height}" for width, height in SIZES])
@pytest.mark.parametrize("keys", [("a",), ("f1",), ("ctrl+p",), ("c",)], ids=["agenda", "help", "palette", "picker"])
async def test_nothing_breaks_in_a_terminal_without_room(
    program: Program, keys: tuple[str, ...], size: tuple[int, int]
) -> None:
    app = program()
    async with app.run_test(size=(80, 24)) as pilot:
        app.action_open("polls")
        await pilot.pause()
        for first in (keys, ()):
            await pilot.press(*first)
            await pilot.resize_terminal(*size)
            await pilot.press("pagedown", "pageup", "end", "down", "home", "up")
            await pilot.pause()
            await pilot.press("escape", *keys, "pagedown", "escape")
        await pilot.resize_terminal(80, 24)
        await pilot.pause()
        assert app.is_running


# ------------------------------------------------------------------------------------------------- screens over screens


async def opened(pilot: Pilot[int]) -> Palette:
    await pilot.press("ctrl+p")
    await pilot.pause()
    palette = pilot.app.screen
    assert isinstance(palette, Palette)
    return palette


async def test_the_palette_takes_a_page_key_before_its_list_is_there(program: Program) -> None:
    app = program()
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot)
        await pilot.press(*"qqqqqq", "pagedown", "pageup", "escape")
        palette = Palette()
        app.push_screen(palette)
        await pilot.press("pagedown", "pageup")
        await pilot.pause()
        assert app.screen is palette


async def test_a_second_enter_chooses_nothing_in_a_palette_that_closes(program: Program) -> None:
    app = program()
    async with app.run_test(size=(80, 24)) as pilot:
        palette = await opened(pilot)
        await pilot.press(*"English")
        await pilot.app.workers.wait_for_complete()
        await pilot.press("down")
        await pilot.pause()
        shown = palette.query_one(CommandList)
        language = app.language
        shown.action_select()
        shown.action_select()
        palette.post_message(Input.Submitted(palette.query_one(Input), ""))
        await pilot.pause()
        assert app.screen is not palette
        assert app.is_running
        assert app.language != language  # once there and not back


async def test_nothing_is_opened_under_what_lies_over_a_screen(program: Program) -> None:
    app = program()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("a")
        await pilot.pause()
        assert isinstance(app.screen, AgendaScreen)
        app.action_open("standings")
        await pilot.pause()
        assert isinstance(app.screen, AgendaScreen)
        for key in ("end", "enter", "enter", "a"):
            send(app, key)
        await app.type_ahead.settled()
        await pilot.pause()
        assert isinstance(app.screen, AgendaScreen)
        assert len(app.screen_stack) <= 3


async def test_the_agenda_opens_on_a_screen_that_is_no_item_of_it(program: Program) -> None:
    app = program(meeting="launch")
    async with app.run_test(size=(80, 24)) as pilot:
        app.action_open("polls")
        await pilot.press("a")
        await pilot.pause()
        assert isinstance(app.screen, AgendaScreen)
        assert app.screen.query_one(OptionList).highlighted == 0


async def test_a_screen_that_was_left_draws_nothing(program: Program) -> None:
    app = program()
    async with app.run_test(size=(80, 24)) as pilot:
        app.action_open("standings")
        await pilot.pause()
        left = app.screen
        assert isinstance(left, StandingsScreen)
        app.action_open("polls")
        await pilot.pause()
        assert not left.can_draw()
        left.draw()
        assert not left.chosen
        app.do(StepEntered("polls"))
        assert app.status[0] == "done"
