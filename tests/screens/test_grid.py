import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, ClassVar
from unittest.mock import patch

import attrs
import pytest
from hypothesis import given, strategies as st
from rich.cells import cell_len
from textual import events
from textual.app import App, ComposeResult
from textual.binding import BindingType
from textual.geometry import Region
from textual.message import Message
from textual.pilot import Pilot
from textual.widgets import Input

from tui.widgets import grid_text
from tui.widgets.grid import Cell, Column, Grid, GridData, Part, Row
from tui.widgets.grid_cursor import scrolled, step
from tui.widgets.grid_layout import measure


def table(rows: int = 5, columns: int = 4, *, text: str = "18,5") -> GridData:
    return GridData(
        columns=tuple(
            Column(f"A{c}", f"Tiêu chí số {c}", note="/20", group="Nội dung 1" if c < 2 else "Nội dung 2")
            for c in range(columns)
        ),
        rows=tuple(Row(f"u{r}", f"Đơn vị {r}", (f"{90 - r},25", f"{r + 1}")) for r in range(rows)),
        cells=tuple(
            tuple(Cell((Part("20", "self"), Part(text, "agreed")), entry=text) for _ in range(columns))
            for _ in range(rows)
        ),
        corner="Đơn vị",
        summaries=("Tổng", "Hạng"),
    )


def with_cell(data: GridData, row: int, column: int, cell: Cell) -> GridData:
    line = data.cells[row]
    line = (*line[:column], cell, *line[column + 1 :])
    return attrs.evolve(data, cells=(*data.cells[:row], line, *data.cells[row + 1 :]))


class Host(App[None]):
    """A screen that holds a grid and writes down what the grid says."""

    def __init__(self, data: GridData | None = None) -> None:
        super().__init__()
        self.start = data
        self.said: list[tuple[Any, ...]] = []
        self.escaped = 0
        self.undone = 0

    BINDINGS: ClassVar[list[BindingType]] = [
        ("escape", "leave", "Leave"),
        ("u", "undo", "Undo"),
        ("slash", "undo", "Undo"),
    ]

    def compose(self) -> ComposeResult:
        yield Grid(self.start, id="marks")
        yield Input()

    def on_mount(self) -> None:
        self.grid.focus()

    @property
    def grid(self) -> Grid:
        return self.query_one(Grid)

    def action_leave(self) -> None:
        self.escaped += 1

    def action_undo(self) -> None:
        self.undone += 1

    def hear(self, message: Message) -> None:
        match message:
            case Grid.Entered(row_id=row, column_id=column, text=text):
                self.said.append(("entered", row, column, text))
            case Grid.Pasted(row_id=row, column_id=column, block=block):
                self.said.append(("pasted", row, column, block))
            case Grid.Posted(row_id=row, column_id=column):
                self.said.append((type(message).__name__.lower(), row, column))

    on_grid_entered = on_grid_pasted = on_grid_moved = on_grid_cleared = on_grid_refused = hear

    def heard(self, *kinds: str) -> list[tuple[Any, ...]]:
        return [said for said in self.said if said[0] in kinds]


def lines(grid: Grid) -> list[str]:
    return [grid.render_line(y).text for y in range(grid.size.height)]


async def paste(pilot: Pilot[None], text: str) -> None:
    pilot.app.post_message(events.Paste(text))
    await pilot.pause()


@contextmanager
def refreshed(grid: Grid) -> Iterator[tuple[list[Region | None], list[int]]]:
    """The regions that the grid asks to repaint (None: all of it) and the lines that it then paints."""
    regions: list[Region | None] = []
    painted: list[int] = []
    refresh, render_line = grid.refresh, grid.render_line

    def on_refresh(*some: Region, **more: Any) -> Grid:
        regions.extend(some or [None])
        return refresh(*some, **more)

    def on_render(y: int) -> Any:
        painted.append(y)
        return render_line(y)

    with patch.object(grid, "refresh", on_refresh), patch.object(grid, "render_line", on_render):
        yield regions, painted


# --- what is drawn


async def test_headers_names_and_figures_stay_in_view_while_the_cells_scroll() -> None:
    async with Host(table(60, 60)).run_test(size=(80, 24)) as pilot:
        grid = pilot.app.query_one(Grid)
        await pilot.press("ctrl+end")
        shown = lines(grid)
        assert "Nội dung 2" in shown[0]
        assert shown[1].startswith("Đơn vị")
        assert "Tổng" in shown[1]
        assert "A59" in shown[1]
        body = [line for line in shown if "Đơn vị 59" in line]
        assert len(body) == 1
        assert "31,25" in body[0]
        assert not [line for line in shown if "A0 " in line or "Đơn vị 0 " in line]
        assert {cell_len(line) for line in shown[:-1]} == {79}, "the scrollbar takes the last of 80 cells"


async def test_parts_stand_side_by_side_with_the_marks_of_their_roles() -> None:
    cell = Cell((Part("20", "self"), Part("18,25", "verified"), Part("17", "disputed"), Part("3", "draft")))
    own = Cell((Part("1", mark="§"), Part(""), Part("7", "changed")))
    data = GridData((Column("A1"), Column("A2")), (Row("u", "U"),), ((cell, own),))
    async with Host(data).run_test(size=(80, 24)) as pilot:
        line = next(text for text in lines(pilot.app.query_one(Grid)) if text.startswith("U "))
        first, second = line.split("┃")[1].split("│")[:2]
        assert first.split() == ["20", "18,25", "17!", "3?"]
        assert second.split() == ["1§", "·", "7*"]


async def test_roles_differ_by_more_than_colour() -> None:
    async with Host(table()).run_test() as pilot:
        grid = pilot.app.query_one(Grid)

        def told(role: str) -> tuple[Any, ...]:
            style = grid._look("grid--even", f"grid--{role}")
            mark = {"computed": "=", "draft": "?", "changed": "*", "disputed": "!"}.get(role)
            return mark, style.bold, style.italic, style.underline, role == "blank"

        roles = ["plain", "self", "verified", "agreed", "computed", "blank", "draft", "changed", "disputed"]
        assert len({told(role) for role in roles}) == len(roles)


@pytest.mark.parametrize("theme", ["textual-dark", "textual-light", "ansi-dark", "ansi-light"])
async def test_the_cursor_shows_in_every_theme(theme: str) -> None:
    async with Host(table()).run_test() as pilot:
        pilot.app.theme = theme
        await pilot.pause()
        grid = pilot.app.query_one(Grid)
        at, off = grid._look("grid--even", "grid--cursor"), grid._look("grid--even")
        assert (at.bgcolor, at.reverse) != (off.bgcolor, off.reverse)
        assert lines(grid)


@pytest.mark.parametrize("theme", ["textual-dark", "ansi-dark"])
async def test_without_colour_cursor_and_its_headings_are_reversed(theme: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with Host(table()).run_test() as pilot:
        pilot.app.theme = theme
        await pilot.pause()
        grid = pilot.app.query_one(Grid)
        assert grid._look("grid--even", "grid--cursor").reverse
        assert grid._look("grid--even", "grid--here").reverse
        assert not grid._look("grid--even").reverse


async def test_text_that_looks_like_markup_or_obeys_terminals_is_only_text() -> None:
    odd = "[b]x[/b]"
    data = GridData(
        (Column("A1", "[red]tiêu đề[/red]", heading="[link=x]"),),
        (Row("u", "[bold]Bộ", ("\x1b[31m9",)),),
        ((Cell((Part(odd), Part("a\x1b[2Jb\u202e c\nd"))),),),
    )
    async with Host(data).run_test(size=(80, 24)) as pilot:
        shown = "\n".join(lines(pilot.app.query_one(Grid)))
        for text in (odd, "[red]tiêu đề[/red]", "[link=x]", "[bold]Bộ", "[31m9", "a [2Jb c d"):
            assert text in shown
        assert not [letter for letter in shown if letter != "\n" and unicodedata.category(letter) in {"Cc", "Cf"}]


@pytest.mark.parametrize("size", [(1, 1), (2, 2), (5, 3), (10, 5), (20, 8), (60, 20), (79, 9), (300, 90)])
@pytest.mark.parametrize("data", [table(), table(60, 60), table(1, 1, text="ế" * 40), GridData(empty="chưa có gì")])
async def test_any_size_and_any_data_draws_and_obeys_keys(size: tuple[int, int], data: GridData) -> None:
    async with Host(data).run_test(size=size) as pilot:
        grid = pilot.app.query_one(Grid)
        await pilot.press("down", "right", "1", "2", "left", "f2", "left", "pagedown", "end", "ctrl+end", "enter")
        await pilot.press("delete", "backspace", "escape", "ctrl+home", "tab", "shift+tab", "pageup")
        await paste(pilot, "1\t2\n3")
        await pilot.resize_terminal(40, 10)
        for line in lines(grid):
            assert cell_len(line) <= max(1, grid.size.width)


async def test_an_empty_grid_says_so_and_sends_nothing() -> None:
    async with Host(GridData(empty="chưa có đơn vị nào")).run_test() as pilot:
        app = pilot.app
        assert isinstance(app, Host)
        await pilot.press("1", "enter", "delete", "down", "tab")
        await paste(pilot, "1\t2")
        assert "chưa có đơn vị nào" in "".join(lines(app.grid))
        assert app.grid.cursor is None
        assert app.said == []


async def test_cells_that_are_missing_are_empty_and_locked() -> None:
    data = attrs.evolve(table(3, 3), cells=((),))
    async with Host(data).run_test() as pilot:
        app = pilot.app
        assert isinstance(app, Host)
        await pilot.press("down", "1")
        assert app.said[-1] == ("refused", "u1", "A0")


# --- cursor


@pytest.mark.parametrize(
    ("keys", "cell"),
    [
        (["down", "right"], ("u1", "A1")),
        (["up", "left"], ("u0", "A0")),
        (["end"], ("u0", "A3")),
        (["end", "home"], ("u0", "A0")),
        (["ctrl+end"], ("u4", "A3")),
        (["ctrl+end", "ctrl+home"], ("u0", "A0")),
        (["pagedown"], ("u4", "A0")),
        (["pagedown", "pageup"], ("u0", "A0")),
        (["end", "tab"], ("u1", "A0")),
        (["down", "shift+tab"], ("u0", "A3")),
    ],
)
async def test_keys_move_the_cursor(keys: list[str], cell: tuple[str, str]) -> None:
    async with Host(table()).run_test() as pilot:
        await pilot.press(*keys)
        app = pilot.app
        assert isinstance(app, Host)
        assert app.grid.cursor == cell
        assert app.heard("moved")[-1] == ("moved", *cell)


async def test_tab_leaves_the_grid_at_its_ends() -> None:
    async with Host(table()).run_test() as pilot:
        await pilot.press("ctrl+end", "tab")
        assert isinstance(pilot.app.focused, Input)


async def test_the_cursor_is_always_wholly_in_view() -> None:
    async with Host(table(40, 30)).run_test(size=(70, 20)) as pilot:
        grid = pilot.app.query_one(Grid)
        for key in ["right"] * 9 + ["down"] * 30 + ["left"] * 4 + ["up"] * 12 + ["ctrl+end", "home", "pageup"]:
            await pilot.press(key)
            row, column = grid._cursor
            box, layout = grid._layout.boxes[column], grid._layout
            x, y = layout.frozen + box.start - grid.scroll_offset.x, len(layout.header) + row - grid.scroll_offset.y
            assert layout.frozen <= x <= x + box.width <= grid._seen.width, key
            assert len(layout.header) <= y < grid._seen.height, key


async def test_a_click_moves_the_cursor_and_a_second_begins_an_edit() -> None:
    async with Host(table()).run_test(size=(100, 24)) as pilot:
        app = pilot.app
        assert isinstance(app, Host)
        grid = app.grid
        top, x = len(grid._layout.header), grid._layout.frozen + grid._layout.boxes[2].start + 1
        await pilot.click(Grid, offset=(x, top + 3))
        assert grid.cursor == ("u3", "A2")
        await pilot.click(Grid, offset=(1, top + 1))
        assert grid.cursor == ("u1", "A2"), "a click on a name keeps the column"
        await pilot.click(Grid, offset=(grid._layout.frozen + 1, 0))
        assert grid.cursor == ("u1", "A0"), "a click on a heading keeps the row"
        await pilot.click(Grid, offset=(x, 22))
        assert grid.cursor == ("u1", "A0"), "below the last row there is nothing to click on"
        await pilot.click(Grid, offset=(x, top + 3), times=2)
        assert (grid.cursor, grid.editing) == (("u3", "A2"), "18,5")


async def test_border_and_padding_move_all_of_it() -> None:
    class Framed(Host):
        CSS = "Grid { border: round white; padding: 1 2; }"

    async with Framed(table(40, 30)).run_test(size=(80, 24)) as pilot:
        grid = pilot.app.query_one(Grid)
        await pilot.pause()
        top, x = len(grid._layout.header), grid._layout.frozen + grid._layout.boxes[1].start
        await pilot.click(Grid, offset=(x + 3, top + 2 + 2))
        assert grid.cursor == ("u2", "A1")
        await pilot.press("ctrl+end")
        assert "Đơn vị 39" in lines(grid)[grid._seen.height - 1]
        assert grid._seen.height == 24 - 3 - 2 - 2 - 1, "without input, border, padding and scrollbar"


async def test_a_hidden_grid_takes_new_data_and_shows_it_when_it_comes_back() -> None:
    async with Host(table()).run_test() as pilot:
        grid = pilot.app.query_one(Grid)
        await pilot.press("ctrl+end", "7")
        grid.display = False
        await pilot.pause()
        grid.show(table(1, 2, text="3,75"))
        await pilot.pause()
        grid.display = True
        await pilot.pause()
        assert grid.cursor == ("u0", "A1")
        assert "3,75" in "\n".join(lines(grid))


async def test_a_click_elsewhere_commits() -> None:
    async with Host(table()).run_test(size=(100, 24)) as pilot:
        app = pilot.app
        assert isinstance(app, Host)
        await pilot.press("7")
        await pilot.click(Grid, offset=(app.grid._layout.frozen + 2, len(app.grid._layout.header) + 2))
        assert app.heard("entered") == [("entered", "u0", "A0", "7")]
        assert app.grid.cursor == ("u2", "A0")


async def test_the_wheel_scrolls_and_leaves_the_cursor() -> None:
    async with Host(table(60, 4)).run_test(size=(80, 20)) as pilot:
        grid = pilot.app.query_one(Grid)
        await pilot.pause()
        await pilot._post_mouse_events([events.MouseScrollDown], Grid, offset=(5, 5), button=0)
        await pilot.pause()
        assert grid.scroll_offset.y > 0
        assert grid.cursor == ("u0", "A0")


# --- editing


async def test_typing_begins_an_edit_and_enter_commits_it_and_goes_down() -> None:
    async with Host(table()).run_test() as pilot:
        app = pilot.app
        assert isinstance(app, Host)
        await pilot.press("1", "7", "comma", "5")
        assert app.grid.editing == "17,5"
        assert "17,5" in "\n".join(lines(app.grid))
        await pilot.press("enter")
        assert app.heard("entered") == [("entered", "u0", "A0", "17,5")]
        assert not app.grid.editing
        assert app.grid.cursor == ("u1", "A0")
        assert [said[0] for said in app.said[-2:]] == ["entered", "moved"]


@pytest.mark.parametrize(
    ("key", "cell"), [("tab", ("u1", "A2")), ("down", ("u2", "A1")), ("right", ("u1", "A2")), ("left", ("u1", "A0"))]
)
async def test_other_keys_commit_what_was_typed(key: str, cell: tuple[str, str]) -> None:
    async with Host(table()).run_test() as pilot:
        app = pilot.app
        assert isinstance(app, Host)
        await pilot.press("down", "right", "9", key)
        assert app.heard("entered") == [("entered", "u1", "A1", "9")]
        assert app.grid.cursor == cell


async def test_escape_drops_the_edit_first_and_belongs_to_the_screen_afterwards() -> None:
    async with Host(table()).run_test() as pilot:
        app = pilot.app
        assert isinstance(app, Host)
        await pilot.press("9", "escape")
        assert (app.grid.editing, app.heard("entered"), app.escaped) == (None, [], 0)
        await pilot.press("escape")
        assert app.escaped == 1


async def test_f2_edits_the_entry_with_a_caret() -> None:
    async with Host(table()).run_test() as pilot:
        app = pilot.app
        assert isinstance(app, Host)
        await pilot.press("f2", "left", "left", "backspace", "9", "home", "delete", "2", "end", "0", "enter")
        assert app.heard("entered") == [("entered", "u0", "A0", "29,50")]


async def test_an_untouched_edit_says_nothing_and_an_emptied_one_clears() -> None:
    async with Host(table()).run_test() as pilot:
        app = pilot.app
        assert isinstance(app, Host)
        await pilot.press("f2", "enter", "enter", *["backspace"] * 4, "tab")
        assert app.heard("entered", "cleared") == [("cleared", "u1", "A0")]
        await pilot.press("5", "backspace", "enter")
        assert len(app.heard("entered", "cleared")) == 1, "typing and rubbing out again changes nothing"


async def test_delete_clears() -> None:
    async with Host(table()).run_test() as pilot:
        app = pilot.app
        assert isinstance(app, Host)
        await pilot.press("right", "delete")
        assert app.said[-1] == ("cleared", "u0", "A1")


@pytest.mark.parametrize("key", ["5", "enter", "f2", "delete"])
async def test_a_locked_cell_refuses_and_says_so(key: str) -> None:
    data = with_cell(table(), 0, 0, Cell((Part("12", "computed"),), locked=True))
    async with Host(data).run_test() as pilot:
        app = pilot.app
        assert isinstance(app, Host)
        await pilot.press(key)
        assert app.said[-1] == ("refused", "u0", "A0")
        assert app.grid.editing is None


async def test_a_locked_grid_leaves_letters_to_the_screen() -> None:
    async with Host(attrs.evolve(table(), locked=True)).run_test() as pilot:
        app = pilot.app
        assert isinstance(app, Host)
        await pilot.press("u")
        await paste(pilot, "1")
        assert app.undone == 1
        assert app.said[-1] == ("refused", "u0", "A0")


async def test_letters_reach_the_edit_and_not_the_screen_keys() -> None:
    async with Host(table()).run_test() as pilot:
        app = pilot.app
        assert isinstance(app, Host)
        await pilot.press("slash")
        assert (app.undone, app.grid.editing) == (1, None), "a letter that begins no entry stays free"
        await pilot.press("u", "slash", "u")
        assert (app.undone, app.grid.editing) == (1, "u/u")


async def test_typed_accents_join_their_letters_and_are_rubbed_out_with_them() -> None:
    async with Host(table()).run_test() as pilot:
        app = pilot.app
        assert isinstance(app, Host)
        await pilot.press("v", "i")
        for letter in unicodedata.normalize("NFD", "ế"):
            app.post_message(events.Key(letter, letter))
        await pilot.press("t")
        assert app.grid.editing == "viết"
        await pilot.press("backspace", "backspace")
        assert app.grid.editing == "vi"
        await paste(pilot, unicodedata.normalize("NFD", "ệt"))
        await pilot.press("enter")
        assert app.heard("entered") == [("entered", "u0", "A0", "việt")]


async def test_a_long_edit_keeps_its_caret_inside_the_cell() -> None:
    async with Host(table()).run_test() as pilot:
        grid = pilot.app.query_one(Grid)
        await pilot.press(*"1234567890123456789", "x", "y")
        row = next(line for line in lines(grid) if line.startswith("Đơn vị 0"))
        cell = row.split("┃")[1].split("│")[0]
        assert cell_len(cell) == grid._layout.boxes[0].width
        assert cell.endswith("xy ")


# --- paste


async def test_a_block_is_pasted_at_the_cursor() -> None:
    async with Host(table()).run_test() as pilot:
        app = pilot.app
        assert isinstance(app, Host)
        await pilot.press("down")
        await paste(pilot, "18,5\t17\r\n\t9\r\n")
        assert app.said[-1] == ("pasted", "u1", "A0", (("18,5", "17"), ("", "9")))


async def test_one_value_pasted_while_editing_goes_into_the_text_and_a_block_replaces_the_edit() -> None:
    async with Host(table()).run_test() as pilot:
        app = pilot.app
        assert isinstance(app, Host)
        await pilot.press("1")
        await paste(pilot, "7,5\n")
        assert (app.grid.editing, app.heard("pasted")) == ("17,5", [])
        await paste(pilot, "1\t2")
        assert app.grid.editing is None
        assert app.said[-1] == ("pasted", "u0", "A0", (("1", "2"),))


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("", ()),
        ("\n\n", ()),
        ("1", (("1",),)),
        ("1\t2\r3\t4", (("1", "2"), ("3", "4"))),
        ('"a\tb"\t"x ""y"""', (("a b", 'x "y"'),)),
        ('"một\nhai"\t3', (("một hai", "3"),)),
        ('5"\t6', (('5"', "6"),)),
        ('"5\t6\n7', (('"5', "6"), ("7",))),
        ("a\x1b[31m\tb\u200d\x00", (("a [31m", "b"),)),
        ("1\n\n2", (("1",), ("",), ("2",))),
    ],
)
def test_pasted_text_is_read_as_spreadsheets_write_it(text: str, rows: tuple[tuple[str, ...], ...]) -> None:
    assert grid_text.block(text) == rows


# --- only what changed is repainted


async def test_one_changed_cell_repaints_that_cell_alone() -> None:
    async with Host(data := table(60, 60)).run_test(size=(140, 40)) as pilot:
        grid = pilot.app.query_one(Grid)
        await pilot.pause()  # the scrollbars' first appearance repaints all
        with refreshed(grid) as (regions, painted):
            grid.show(with_cell(data, 7, 3, Cell((Part("20", "self"), Part("3", "changed")), entry="3")))
            await pilot.pause()
        y = len(grid._layout.header) + 7
        box = grid._layout.boxes[3]
        assert regions == [Region(grid._layout.frozen + box.start, y, box.width, 1)]
        assert painted == [y]
        assert "3*" in grid.render_line(y).text


async def test_the_same_data_built_anew_repaints_nothing() -> None:
    async with Host(table(60, 60)).run_test(size=(140, 40)) as pilot:
        grid = pilot.app.query_one(Grid)
        await pilot.pause()  # the scrollbars' first appearance repaints all
        with refreshed(grid) as (regions, painted):
            grid.show(table(60, 60))
            await pilot.pause()
        assert (regions, painted) == ([], [])


async def test_a_change_out_of_view_repaints_nothing_and_is_there_when_scrolled_to() -> None:
    async with Host(data := table(60, 60)).run_test(size=(140, 40)) as pilot:
        grid = pilot.app.query_one(Grid)
        await pilot.pause()  # the scrollbars' first appearance repaints all
        with refreshed(grid) as (regions, painted):
            grid.show(with_cell(data, 59, 59, Cell((Part("20", "self"), Part("1,75", "changed")))))
            await pilot.pause()
        assert (regions, painted) == ([], [])
        await pilot.press("ctrl+end")
        assert "1,75*" in "\n".join(lines(grid))


async def test_a_changed_total_repaints_the_frozen_part_of_its_row() -> None:
    async with Host(data := table(60, 60)).run_test(size=(140, 40)) as pilot:
        grid = pilot.app.query_one(Grid)
        await pilot.pause()  # the scrollbars' first appearance repaints all
        with refreshed(grid) as (regions, _):
            rows = (*data.rows[:2], attrs.evolve(data.rows[2], summary=("99,75", "1")), *data.rows[3:])
            grid.show(attrs.evolve(data, rows=rows))
            await pilot.pause()
        assert regions == [Region(0, len(grid._layout.header) + 2, grid._layout.frozen, 1)]


async def test_a_total_may_get_shorter_and_longer_again_without_a_new_layout() -> None:
    def with_total(total: str) -> GridData:
        return attrs.evolve(data, rows=(attrs.evolve(data.rows[0], summary=(total, "1")), *data.rows[1:]))

    async with Host(data := table(60, 60)).run_test(size=(140, 40)) as pilot:
        grid = pilot.app.query_one(Grid)
        grid.show(with_total("100,25"))
        await pilot.pause()
        assert "100,25" in grid.render_line(len(grid._layout.header)).text
        with refreshed(grid) as (regions, painted):
            for total in ("9", "100,5", "88,75"):
                grid.show(with_total(total))
            await pilot.pause()
        assert set(regions) == {Region(0, len(grid._layout.header), grid._layout.frozen, 1)}
        assert painted == [len(grid._layout.header)]


async def test_a_cursor_step_repaints_two_cells_their_names_and_no_other_line() -> None:
    async with Host(table(60, 60)).run_test(size=(140, 40)) as pilot:
        grid = pilot.app.query_one(Grid)
        await pilot.pause()  # the scrollbars' first appearance repaints all
        with refreshed(grid) as (regions, painted):
            await pilot.press("down")
        top = len(grid._layout.header)
        assert None not in regions
        assert set(painted) == {top, top + 1}


async def test_a_keystroke_in_an_edit_repaints_its_cell_alone() -> None:
    async with Host(table(60, 60)).run_test(size=(140, 40)) as pilot:
        grid = pilot.app.query_one(Grid)
        await pilot.press("1")
        await pilot.pause()  # the scrollbars' first appearance repaints all
        with refreshed(grid) as (regions, painted):
            await pilot.press("2")
        box, top = grid._layout.boxes[0], len(grid._layout.header)
        assert regions == [Region(grid._layout.frozen, top, box.width, 1)]
        assert painted == [top]


async def test_a_wider_text_widens_its_column_and_a_narrower_one_does_not_narrow_it() -> None:
    async with Host(data := table()).run_test(size=(60, 24)) as pilot:
        grid = pilot.app.query_one(Grid)
        before = grid._layout.boxes[1]
        grid.show(with_cell(data, 0, 1, Cell((Part("20"), Part("1234567890")))))
        wider = grid._layout.boxes[1]
        assert wider.slots[1] == 10 > before.slots[1]
        grid.show(data)
        assert grid._layout.boxes[1] == wider


# --- the data changes under the cursor


async def test_cursor_and_edit_follow_their_cell_when_rows_are_reordered() -> None:
    async with Host(data := table()).run_test() as pilot:
        grid = pilot.app.query_one(Grid)
        await pilot.press("down", "right", "7")
        order = [4, 3, 2, 1, 0]
        grid.show(
            attrs.evolve(data, rows=tuple(data.rows[r] for r in order), cells=tuple(data.cells[r] for r in order))
        )
        assert (grid.cursor, grid.editing) == (("u1", "A1"), "7")
        assert grid._cursor == (3, 1)


async def test_a_cell_that_vanishes_takes_its_edit_along() -> None:
    async with Host(table()).run_test() as pilot:
        app = pilot.app
        assert isinstance(app, Host)
        await pilot.press("ctrl+end", "7")
        app.grid.show(table(2, 2))
        await pilot.pause()
        assert (app.grid.cursor, app.grid.editing) == (("u1", "A1"), None)
        assert app.said[-1] == ("moved", "u1", "A1")
        app.grid.show(GridData())
        await pilot.pause()
        assert app.grid.cursor is None
        app.grid.show(table())
        await pilot.pause()
        assert app.said[-1] == ("moved", "u0", "A0")


async def test_a_cell_locked_during_an_edit_refuses_it() -> None:
    async with Host(data := table()).run_test() as pilot:
        app = pilot.app
        assert isinstance(app, Host)
        await pilot.press("7")
        app.grid.show(attrs.evolve(data, locked=True))
        await pilot.pause()
        assert (app.grid.editing, app.said[-1]) == (None, ("refused", "u0", "A0"))


async def test_a_screen_can_put_the_cursor_back_with_the_text() -> None:
    async with Host(table()).run_test() as pilot:
        grid = pilot.app.query_one(Grid)
        await pilot.press("9", "9", "enter")
        assert grid.move_to("u0", "A0")
        grid.begin("99")
        assert grid.editing == "99"
        assert grid.cursor == ("u0", "A0")
        assert not grid.move_to("u0", "nowhere")


async def test_keys_have_ids_and_their_descriptions_can_be_replaced() -> None:
    async with Host(table()).run_test() as pilot:
        app = pilot.app
        assert isinstance(app, Host)
        app.grid.describe({"grid.edit": "Sửa"})
        await pilot.pause()
        assert app.screen.active_bindings["f2"].binding.description == "Sửa"
        app.set_keymap({"grid.edit": "f4"})
        await pilot.press("f4")
        assert app.grid.editing == "18,5"


# --- laws of the pure parts

texts = st.text(st.characters(codec="utf-8") | st.sampled_from("ếệắ\u0301\u200d\u202e\x1b\t界"), max_size=12)


@given(texts, st.integers(-2, 20), st.sampled_from(["left", "right", "centre"]))
def test_fitted_text_takes_exactly_its_cells(text: str, cells: int, align: Any) -> None:
    assert cell_len(grid_text.fit(text, cells, align)) == max(0, cells)


@given(texts, st.integers(1, 20), st.integers(1, 3))
def test_wrapped_text_takes_exactly_its_lines_and_cells(text: str, cells: int, count: int) -> None:
    assert [cell_len(line) for line in grid_text.wrap(text, cells, count)] == [cells] * count


@given(
    st.lists(texts, max_size=6), st.lists(st.sampled_from(["left", "right", "home", "end", "rub", "del"]), max_size=8)
)
def test_an_edit_is_always_nfc_and_keys_never_fail(typed: list[str], keys: list[Any]) -> None:
    edit = grid_text.Edit()
    for text in typed:
        edit = grid_text.insert(edit, text)
        for key in keys:
            match key:
                case "rub":
                    edit = grid_text.rub_out(edit)
                case "del":
                    edit = grid_text.rub_out_after(edit)
                case _:
                    edit = grid_text.move_caret(edit, key)
        assert unicodedata.is_normalized("NFC", edit.text)


@given(st.text(max_size=60))
def test_any_pasted_text_is_read(text: str) -> None:
    assert all(rows for rows in grid_text.block(text))


@given(st.integers(1, 200), st.integers(0, 60), st.integers(0, 12), st.integers(0, 12), st.data())
def test_the_layout_is_gapless_and_scrolling_shows_the_cursor(
    across: int, down: int, rows: int, columns: int, data: st.DataObject
) -> None:
    layout = measure(table(rows, columns), (across, down))
    assert layout.frozen <= across
    for one, other in zip(layout.boxes, layout.boxes[1:], strict=False):
        assert one.end == other.start
    for x in range(layout.body):
        column = layout.column_at(x)
        assert column is not None
        assert layout.boxes[column].start <= x < layout.boxes[column].end
        assert column in layout.visible(x, 1)
    if rows and columns:
        cursor = (data.draw(st.integers(0, rows - 1)), data.draw(st.integers(0, columns - 1)))
        x, y = scrolled(layout, cursor, (data.draw(st.integers(0, 99)), data.draw(st.integers(0, 9))), (across, down))
        box = layout.boxes[cursor[1]]
        assert x <= box.start
        assert box.start + box.width <= x + across - layout.frozen or x == box.start
        assert y <= cursor[0] < y + max(1, down - len(layout.header))


@given(st.integers(1, 9), st.integers(1, 9))
def test_next_visits_every_cell_once_and_previous_comes_back(rows: int, columns: int) -> None:
    seen, at = [], (0, 0)
    while (to := step("next", at, rows, columns, 1)) is not None:
        assert step("previous", to, rows, columns, 1) == at
        seen.append(at := to)
    assert len({(0, 0), *seen}) == rows * columns == len(seen) + 1
