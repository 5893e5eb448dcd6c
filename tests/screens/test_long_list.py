"""A list of any length: only what is seen is made, and the cursor never leaves it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from textual.app import App
from textual.content import Content

from tui.widgets.long_list import LongList

if TYPE_CHECKING:
    from textual.app import ComposeResult


class Shown(App[None]):
    """A list alone."""

    def __init__(self) -> None:
        super().__init__()
        self.made: set[int] = set()
        self.moves: list[int | None] = []
        self.chosen: list[int] = []

    def compose(self) -> ComposeResult:
        yield LongList(id="it")

    def on_mount(self) -> None:
        self.query_one(LongList).focus()

    def fill(self, count: int, at: int | None = 0, passed: range | tuple[int, ...] = ()) -> LongList:
        def paint(line: int, cells: int) -> Content:
            assert cells > 0
            self.made.add(line)
            return Content(f"line {line}")

        it = self.query_one(LongList)
        it.show(count, paint, at, passed)
        return it

    def on_long_list_moved(self, event: LongList.Moved) -> None:
        assert event.control is event.shown
        self.moves.append(event.shown.cursor)

    def on_long_list_chosen(self, event: LongList.Chosen) -> None:
        assert event.control is event.shown
        self.chosen.append(event.line)


async def test_of_a_hundred_thousand_lines_only_those_seen_are_made() -> None:
    app = Shown()
    async with app.run_test(size=(40, 20)) as pilot:
        it = app.fill(100_000)
        await pilot.pause()
        await pilot.press("end")
        await pilot.pause()
        assert it.cursor == 99_999
        assert "line 99999" in it.render_line(19).text
        await pilot.press("home")
        await pilot.pause()
        assert it.cursor == 0
        assert len(app.made) < 100


async def test_the_cursor_moves_by_line_and_page_and_stays_inside() -> None:
    app = Shown()
    async with app.run_test(size=(40, 11)) as pilot:
        it = app.fill(25)
        await pilot.pause()
        seen = []
        for key in ("up", "down", "down", "up", "pagedown", "pagedown", "pagedown", "down", "pageup", "home", "pageup"):
            await pilot.press(key)
            seen.append(it.cursor)
        assert seen == [0, 1, 2, 1, 11, 21, 24, 24, 14, 0, 0]
        assert app.moves[-1] == 0


async def test_lines_that_are_passed_over_take_no_cursor_but_come_into_sight() -> None:
    app = Shown()
    async with app.run_test(size=(40, 5)) as pilot:
        it = app.fill(12, 0, (0, 1, 4, 5, 11))
        await pilot.pause()
        assert it.cursor == 2
        assert it.scroll_offset.y == 0
        await pilot.press("down", "down")
        assert it.cursor == 6
        await pilot.press("end")
        assert it.cursor == 10
        await pilot.press("down")
        assert it.cursor == 10
        await pilot.press("home")
        await pilot.pause()
        assert it.cursor == 2
        assert it.scroll_offset.y == 0
        await pilot.press("up")
        assert it.cursor == 2


@pytest.mark.parametrize("passed", [range(30), ()])
async def test_a_list_without_a_line_to_choose_scrolls(passed: range | tuple[int, ...]) -> None:
    app = Shown()
    async with app.run_test(size=(40, 10)) as pilot:
        it = app.fill(30 if passed else 0, 0, passed)
        await pilot.pause()
        assert it.cursor is None
        for key, top in (("down", 1), ("pagedown", 10), ("end", 20), ("up", 19), ("pageup", 10), ("home", 0)):
            await pilot.press(key)
            await pilot.pause()
            assert it.scroll_offset.y == (top if passed else 0)
        await pilot.click(LongList, offset=(2, 2))
        await pilot.pause()
        assert it.cursor is None
        assert app.chosen == []


async def test_shown_anew_the_cursor_goes_where_it_is_told_or_to_the_nearest_line() -> None:
    app = Shown()
    async with app.run_test(size=(40, 10)) as pilot:
        it = app.fill(30, 17)
        await pilot.pause()
        assert it.cursor == 17
        assert it.scroll_offset.y == 8
        app.fill(5, 17)
        assert it.cursor == 4
        app.fill(0, 4)
        assert it.cursor is None
        app.fill(3)
        await pilot.pause()
        assert it.cursor == 0
        assert app.moves[-1] == 0


async def test_a_click_goes_to_a_line_and_a_further_one_chooses_it() -> None:
    app = Shown()
    async with app.run_test(size=(40, 10)) as pilot:
        it = app.fill(5)
        await pilot.pause()
        await pilot.click(LongList, offset=(4, 3))
        assert (it.cursor, app.chosen) == (3, [])
        await pilot.click(LongList, offset=(4, 3))
        await pilot.pause()
        assert (it.cursor, app.chosen) == (3, [3])
        await pilot.click(LongList, offset=(4, 8))
        assert it.cursor == 3


async def test_a_line_that_is_too_long_is_cut_and_wide_letters_take_their_cells() -> None:
    app = Shown()
    async with app.run_test(size=(24, 5)) as pilot:
        it = app.query_one(LongList)
        it.show_lines([Content("một dòng dài hơn bề rộng của danh sách"), Content("漢字漢字漢字漢字漢字漢字漢字")])
        await pilot.pause()
        for line in (0, 1):
            strip = it.render_line(line)
            assert strip.cell_length == it.scrollable_content_region.width
            assert "…" in strip.text


async def test_the_line_of_the_cursor_stays_in_sight_when_the_window_shrinks() -> None:
    app = Shown()
    async with app.run_test(size=(40, 20)) as pilot:
        it = app.fill(50, 18)
        await pilot.pause()
        await pilot.resize_terminal(40, 6)
        await pilot.pause()
        await pilot.pause()
        assert it.scroll_offset.y <= 18 < it.scroll_offset.y + 6


async def test_another_theme_is_drawn_at_once() -> None:
    app = Shown()
    async with app.run_test(size=(40, 6)) as pilot:
        it = app.fill(3)
        await pilot.pause()
        before = it.render_line(1)
        app.theme = "textual-light"
        await pilot.pause()
        assert it.render_line(1) != before
        assert it.render_line(1).text == before.text
