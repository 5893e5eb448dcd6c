"""The grid: rows down, columns across, several short texts in a cell, and typing as in a spreadsheet.

It knows nothing of what it shows. A screen calls `Grid.show` with the whole of a `GridData`; the grid compares it with
what it drew and repaints the cells that differ. It keeps only the cursor, the scroll position and the text of an
edit in progress; what the user did goes out as a message, and the screen answers with new data.
"""

import dataclasses
from collections.abc import Callable, Mapping
from typing import ClassVar, Literal, cast, get_args

import attrs
from rich.style import Style
from textual import events
from textual.binding import BindingType
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from tui.widgets import grid_paint as paint, grid_text
from tui.widgets.grid_change import repaint
from tui.widgets.grid_cursor import scrolled, step
from tui.widgets.grid_data import Cell, Column, GridData, Part, Role, Row
from tui.widgets.grid_keys import KEYS, begins_entry
from tui.widgets.grid_layout import Layout, measure
from tui.widgets.grid_style import CSS, resolve
from tui.widgets.grid_text import Edit
from tui.widgets.steps import Steps

__all__ = ["Cell", "Column", "Grid", "GridData", "Part", "Role", "Row", "begins_entry"]

Caret = Literal["left", "right", "home", "end"]
CARET = get_args(Caret)
WHILE_EDITING = frozenset({"cancel", "rub_out", "take_back", "put_back"})


class Grid(ScrollView, can_focus=True):
    """A spreadsheet-like grid drawn from a frozen value, repainting only what changed."""

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = paint.COMPONENTS
    DEFAULT_CSS = CSS
    BINDINGS: ClassVar[list[BindingType]] = [*KEYS]

    class Posted(Message):
        """What all the grid's messages say: the cell that the cursor was on."""

        def __init__(self, grid: "Grid", row_id: str, column_id: str) -> None:
            super().__init__()
            self.grid = grid
            self.row_id = row_id
            self.column_id = column_id

        @property
        def control(self) -> "Grid":
            """The grid, for `@on` with a selector."""
            return self.grid

    class Moved(Posted):
        """The cursor stands on another cell."""

    class Cleared(Posted):
        """The cell's entry was deleted."""

    class Refused(Posted):
        """Somebody tried to edit or clear a locked cell: the screen may say why not."""

    class Entered(Posted):
        """An edit was committed; `text` is in NFC, without blanks around it, and never empty."""

        def __init__(self, grid: "Grid", row_id: str, column_id: str, text: str) -> None:
            super().__init__(grid, row_id, column_id)
            self.text = text

    class Pasted(Posted):
        """Text was pasted at that cell; `block` holds its rows of fields, at least one, rows of differing length."""

        def __init__(self, grid: "Grid", row_id: str, column_id: str, block: tuple[tuple[str, ...], ...]) -> None:
            super().__init__(grid, row_id, column_id)
            self.block = block

    def __init__(
        self,
        data: GridData | None = None,
        *,
        begins: Callable[[str], bool] = begins_entry,
        id: str | None = None,  # noqa: A002  Textual's own name
        classes: str | None = None,
    ) -> None:
        """`begins` says which letters typed on a cell begin an entry; the others stay free for the screen's keys."""
        super().__init__(id=id, classes=classes)
        self._data = data or GridData()
        self._layout = Layout()
        self._laid_out: Size | None = None
        self._begins = begins
        self._cursor = (0, 0)
        self._edit: Edit | None = None
        self._steps = Steps()
        self._announced: tuple[str, str] | None = None
        self._looks: dict[tuple[str, ...], Style] = {}

    # --- what a screen calls

    @property
    def data(self) -> GridData:
        """What was shown last."""
        return self._data

    @property
    def cursor(self) -> tuple[str, str] | None:
        """The ids of the row and the column that the cursor is on; none in a grid without cells."""
        row, column = self._cursor
        if row < len(self._data.rows) and column < len(self._data.columns):
            return self._data.rows[row].id, self._data.columns[column].id
        return None

    @property
    def editing(self) -> str | None:
        """The text of the edit in progress, if there is one."""
        return None if self._edit is None else self._edit.text

    def show(self, data: GridData) -> None:
        """Draw that data. The cursor and an edit in progress stay on their cell as long as it is there."""
        old, self._data = self._data, data
        if not self.is_mounted or not self.container_size:
            self._edit = None  # out of sight; becoming visible lays all of it out
            return
        match repaint(old, data, self._layout):
            case None:
                self._relay(keep_widths=old.columns == data.columns)
                self._find_cursor(old)
            case cells, names:
                for row, column in cells:
                    self._refresh_cell(row, column)
                for row in names:
                    self._refresh_name(row)
        if self._edit is not None and self._locked():
            self._set_edit(None)
            self._post(Grid.Refused)

    def move_to(self, row_id: str, column_id: str) -> bool:
        """Put the cursor on that cell and bring it into view, dropping an edit elsewhere; false if there is none."""
        if (at := self._data.place(row_id, column_id)) is None:
            return False
        if at != self._cursor:
            self._set_edit(None)
        self._place(*at)
        return True

    def begin(self, text: str | None = None) -> None:
        """Begin editing the cell under the cursor: with that text as if just typed, or else with the cell's entry."""
        if self.cursor is None:
            return
        if self._locked():
            self._post(Grid.Refused)
        elif text is None:
            self._set_edit(Edit(grid_text.plain(self._data.cell(*self._cursor).entry)))
        else:
            self._set_edit(Edit(typed=True))
            self._type(grid_text.insert(Edit(typed=True), text))

    def describe(self, words: Mapping[str, str]) -> None:
        """Give keys other descriptions, by the id of their binding, as in `{"grid.edit": "Sửa"}`."""
        for bindings in self._bindings.key_to_bindings.values():
            bindings[:] = [
                dataclasses.replace(binding, description=words.get(binding.id or "", binding.description))
                for binding in bindings
            ]
        if self.is_mounted:
            self.refresh_bindings()

    # --- drawing

    def render_line(self, y: int) -> Strip:
        """One line of the view; never wider or narrower than it."""
        if self._laid_out != self.container_size:
            self._lay_out(keep_widths=False)  # painted before it was told its size: the first frame is a whole one
        data, layout = self._data, self._layout
        view = paint.View(data, layout, self._seen.width, self.scroll_offset.x, self._cursor, self._edit)
        lines = len(layout.header)
        if not data.rows or not data.columns:
            text = data.empty if y == self._seen.height // 2 else ""
            return paint.sentence(view, text, self._look)
        if y < lines:
            return paint.header(view, layout.header[y], self._look)
        row = y - lines + self.scroll_offset.y
        if row < len(data.rows):
            return paint.row(view, row, self._look)
        return Strip.blank(view.width, self._look())

    @property
    def _seen(self) -> Size:
        """The view: the widget without its border, padding and scrollbars."""
        return self.container_size - (self.scrollbar_size_vertical, self.scrollbar_size_horizontal)

    def notify_style_update(self) -> None:
        """Forget the resolved styles: theme, focus or style sheet changed."""
        super().notify_style_update()
        self._looks.clear()
        self._styles_cache.clear()
        self.refresh()

    def _look(self, *names: str) -> Style:
        """The component classes laid over each other, the weakest first, resolved once."""
        if (known := self._looks.get(names)) is not None:
            return known
        look = resolve(self, names)
        self._looks[names] = look
        return look

    def _on_resize(self, _: events.Resize) -> None:
        self._relay(keep_widths=False)
        self._place(*self._cursor)

    def _relay(self, *, keep_widths: bool) -> None:
        """Work out the layout anew and repaint all."""
        self._lay_out(keep_widths=keep_widths)
        self.virtual_size = Size(
            self._layout.frozen + self._layout.body, len(self._layout.header) + len(self._data.rows)
        )
        self.refresh()

    def _lay_out(self, *, keep_widths: bool) -> None:
        """Scrollbars count as shown, so that they cannot make the layout flicker."""
        self._laid_out = self.container_size
        across = self.container_size.width - self.styles.scrollbar_size_vertical
        down = self.container_size.height - self.styles.scrollbar_size_horizontal
        self._layout = measure(self._data, (across, down), self._layout if keep_widths else None)

    def _refresh_at(self, x: int, y: int, width: int, height: int = 1) -> None:
        """Repaint a part of the view, as far as it is in view."""
        if region := Region(x, y, width, height).intersection(self._seen.region):
            self.refresh(region)

    def _refresh_cell(self, row: int, column: int) -> None:
        if column >= len(self._layout.boxes):
            return
        box, top = self._layout.boxes[column], len(self._layout.header)
        body = Region(self._layout.frozen, top, self._seen.width - self._layout.frozen, self._seen.height - top)
        x, y = self._layout.frozen + box.start - self.scroll_offset.x, top + row - self.scroll_offset.y
        if region := Region(x, y, box.width, 1).intersection(body):
            self.refresh(region)

    def _refresh_name(self, row: int) -> None:
        top = len(self._layout.header)
        if (y := top + row - self.scroll_offset.y) >= top:
            self._refresh_at(0, y, self._layout.frozen)

    # --- cursor and edit

    def _find_cursor(self, old: GridData) -> None:
        """After rows or columns changed: the same cell again, or else the nearest place, where nothing is edited."""
        row, column = self._cursor
        known = row < len(old.rows) and column < len(old.columns)
        at = self._data.place(old.rows[row].id, old.columns[column].id) if known else None
        if at is None:
            self._set_edit(None)
        self._place(*(at or self._cursor))

    def _place(self, row: int, column: int) -> None:
        """Move the cursor there, or as near as there are cells, bring it into view and say so."""
        if not self._data.rows or not self._data.columns:
            self._cursor, self._announced = (0, 0), None
            return
        before = self._cursor
        row = max(0, min(row, len(self._data.rows) - 1))
        column = max(0, min(column, len(self._data.columns) - 1))
        self._cursor = (row, column)
        if before != self._cursor:
            for cell in (before, self._cursor):
                self._refresh_cell(*cell)
            if before[0] != row:
                self._refresh_name(before[0])
                self._refresh_name(row)
            if before[1] != column:
                self._refresh_at(self._layout.frozen, 0, self.size.width, len(self._layout.header))
        self._into_view()
        if self.cursor != self._announced:
            self._announced = self.cursor
            self._post(Grid.Moved)

    def _into_view(self) -> None:
        """Scroll as little as shows the whole cell under the cursor."""
        if (at := scrolled(self._layout, self._cursor, self.scroll_offset, self._seen)) != self.scroll_offset:
            self.scroll_to(*at, animate=False, force=True)

    def _locked(self) -> bool:
        return self._data.locked or self._data.cell(*self._cursor).locked

    def _post(self, kind: type[Posted], *more: object) -> None:
        if self.cursor is not None:
            self.post_message(kind(self, *self.cursor, *more))

    def _type(self, edit: Edit) -> None:
        """Show the edit in progress after something was typed, which can be taken back."""
        if self._edit is not None:
            self._steps.change((self._edit.before, self._edit.after), (edit.before, edit.after))
        self._set_edit(edit)

    def _set_edit(self, edit: Edit | None) -> None:
        if self._edit is None:
            self._steps = Steps()
        if edit != self._edit:
            if edit is None:
                self.screen.refresh_bindings()  # letters are the screen's keys again
            self._edit = edit
            self._refresh_cell(*self._cursor)
            if edit is not None:
                self._into_view()

    def _commit(self) -> None:
        """End the edit and say what it came to: an untouched one says nothing, an emptied entry is a deletion."""
        edit = self._edit
        self._set_edit(None)
        if edit is None or not edit.touched:
            return
        if text := edit.text.strip():
            self._post(Grid.Entered, text)
        elif self._data.cell(*self._cursor).entry and not edit.typed:
            self._post(Grid.Cleared)

    # --- keys, mouse and clipboard

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Some keys belong to the screen unless something is being edited."""
        del parameters
        return self._edit is not None if action in WHILE_EDITING else True

    def check_consume_key(self, key: str, character: str | None) -> bool:
        """Letters that begin or continue an entry do not reach the screen's keys."""
        del key
        if character is None or not character.isprintable():
            return False
        return self._edit is not None or (self._begins(character) and not self._data.locked and self.cursor is not None)

    async def _on_key(self, event: events.Key) -> None:
        if event.character is None or not self.check_consume_key(event.key, event.character):
            return
        event.stop()
        event.prevent_default()
        if self._edit is None:
            self.begin(event.character)
        else:
            self._type(grid_text.insert(self._edit, event.character))

    def action_go(self, where: str) -> None:
        """Move the cursor, committing an edit first, or the caret inside an edit."""
        if self._edit is not None:
            if where in {"home", "end"} or (where in CARET and not self._edit.typed):
                self._set_edit(grid_text.move_caret(self._edit, cast("Caret", where)))
                return
            self._commit()
        page = max(1, self._seen.height - len(self._layout.header) - 1)
        at = step(where, self._cursor, len(self._data.rows), len(self._data.columns), page)
        if at is not None:
            self._place(*at)
        elif where == "next":
            self.screen.focus_next()
        else:
            self.screen.focus_previous()

    def action_enter(self) -> None:
        """Begin an edit with the cell's entry, or commit one and go down."""
        if self._edit is None:
            self.begin()
        else:
            self.action_go("down")

    def action_edit(self) -> None:
        """Edit the cell's entry; while typing, let left and right move the caret."""
        if self._edit is None:
            self.begin()
        else:
            self._set_edit(attrs.evolve(self._edit, typed=False))

    def action_clear(self) -> None:
        """Delete the cell's entry, or in an edit the letter after the caret."""
        if self._edit is not None:
            self._type(grid_text.rub_out_after(self._edit))
        else:
            self._post(Grid.Refused if self._locked() else Grid.Cleared)

    def action_rub_out(self) -> None:
        """Delete the letter before the caret."""
        if self._edit is not None:
            self._type(grid_text.rub_out(self._edit))

    def action_take_back(self) -> None:
        """Show in an edit what stood there before the last word typed, or the last other change."""
        if self._edit is not None and (step := self._steps.back((self._edit.before, self._edit.after))):
            self._set_edit(attrs.evolve(self._edit, before=step[0], after=step[1]))

    def action_put_back(self) -> None:
        """Show in an edit again what was taken back last."""
        if self._edit is not None and (step := self._steps.forth((self._edit.before, self._edit.after))):
            self._set_edit(attrs.evolve(self._edit, before=step[0], after=step[1]))

    def action_cancel(self) -> None:
        """Drop the edit."""
        self._set_edit(None)

    def _on_paste(self, event: events.Paste) -> None:
        event.stop()
        event.prevent_default()
        rows = grid_text.block(event.text)
        if not rows or self.cursor is None:
            return
        if self._edit is not None and len(rows) == len(rows[0]) == 1:
            self._type(grid_text.insert(self._edit, rows[0][0]))
            return
        self._set_edit(None)
        if self._data.locked:
            self._post(Grid.Refused)
        else:
            self._post(Grid.Pasted, rows)

    async def _on_click(self, event: events.Click) -> None:
        offset = event.get_content_offset(self)
        if offset is None or self.cursor is None:
            return
        event.stop()
        row, column = self._cursor
        if offset.y >= len(self._layout.header):
            row = offset.y - len(self._layout.header) + self.scroll_offset.y
            if row >= len(self._data.rows):
                return
        if offset.x >= self._layout.frozen:
            at = self._layout.column_at(offset.x - self._layout.frozen + self.scroll_offset.x)
            if at is None:
                return
            column = at
        if (row, column) != self._cursor:
            self._commit()
            self._place(row, column)
        if event.chain > 1 and self._edit is None:
            self.begin()
