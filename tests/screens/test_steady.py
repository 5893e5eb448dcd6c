"""What screens bear: sizes that follow each other faster than one is laid out, text that goes from a selection."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest
from textual import events
from textual.geometry import Offset, Size
from textual.screen import Screen
from textual.selection import Selection
from textual.widgets import Static

if TYPE_CHECKING:
    from tests.screens.conftest import Program
    from tui.app import EmulationApp

PATIENCE = 20
"""Seconds after which a screen that is still laid out again and again has failed."""

KEYS = {"screen": (), "agenda": ("a",), "help": ("f1",), "palette": ("ctrl+p",), "picker": ("t",)}


def pass_on(app: EmulationApp, *sizes: tuple[int, int], between: bool) -> None:
    """The terminal takes these sizes, one right after the other, as the screen hears of them while it is busy."""
    for size in sizes:
        app._size = Size(*size)
        app.screen.post_message(events.Resize(app._size, app._size))
        if between:
            app.screen.call_later(lambda: None)


@pytest.mark.parametrize("between", [True, False])
@pytest.mark.parametrize("keys", KEYS.values(), ids=list(KEYS))
async def test_a_screen_ends_at_the_last_size_and_rests(program: Program, keys: tuple[str, ...], between: bool) -> None:
    app = program()
    heard: list[Size] = []
    async with asyncio.timeout(PATIENCE), app.run_test(size=(80, 24)) as pilot:
        app.action_open("discussion")
        await pilot.press(*keys)
        await pilot.pause()
        screen: Screen[Any] = app.screen
        laid_out = screen._screen_resized

        def hear(size: Size) -> None:
            heard.append(size)
            laid_out(size)

        screen._screen_resized = hear  # type: ignore[method-assign]
        pass_on(app, (60, 20), (100, 30), between=between)
        await pilot.pause()
        assert screen.size == Size(100, 30)
        count = len(heard)
        await asyncio.sleep(0.3)
        assert len(heard) == count


async def test_sizes_that_are_past_do_not_chase_each_other(program: Program) -> None:
    """As at the start in a terminal that does not know its size: two sources name two."""
    app = program()
    heard: list[Size] = []
    async with asyncio.timeout(PATIENCE), app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        screen = app.screen
        laid_out = screen._screen_resized

        def hear(size: Size) -> None:
            heard.append(size)
            laid_out(size)

        screen._screen_resized = hear  # type: ignore[method-assign]
        for height in (25, 24, 25):
            size = Size(80, height)
            screen.post_message(events.Resize(size, size))
            screen.call_later(lambda: None)
        await pilot.pause()
        await asyncio.sleep(0.3)
        assert set(heard) == {Size(80, 24)}
        assert len(heard) < 10
        assert screen.size == Size(80, 24)


async def test_text_that_went_from_under_a_selection_is_not_copied(program: Program) -> None:
    app = program()
    async with app.run_test(size=(80, 24)) as pilot:
        app.action_open("discussion")
        await pilot.pause()
        head = app.screen.query_one("#head", Static)
        below = len(str(head.render()).splitlines())  # the first line that is not there any more
        app.screen.selections = {head: Selection(Offset(1, below), Offset(3, below))}
        with pytest.raises(IndexError):
            Screen.get_selected_text(app.screen)
        await pilot.press("ctrl+c", "super+c")
        assert app.screen.get_selected_text() is None
        assert app._exception is None
