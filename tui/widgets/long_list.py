"""A list of any length, of which only the lines that are seen are ever made: a cursor, a wheel, a mouse."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding
from textual.cache import LRUCache
from textual.content import Content
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.visual import Visual

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from typing import TypeAlias

    from textual import events
    from textual.binding import BindingType

    Paint: TypeAlias = Callable[[int, int], Content]
    """The line of that number, from 0, for so many cells across. It is cut where it is longer."""

_KEPT = 500
"""How many lines are kept as they were drawn."""


class LongList(ScrollView, can_focus=True, inherit_bindings=False):
    """Shows lines that are asked for by their numbers, one of them under the cursor."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"long-list--cursor"}
    DEFAULT_CSS = """
    LongList {
        height: 1fr; background: $surface; color: $foreground; padding: 0 1;
        scrollbar-size-vertical: 1; scrollbar-size-horizontal: 0; overflow-x: hidden; overflow-y: auto;

        & > .long-list--cursor {
            background: $block-cursor-blurred-background; color: $block-cursor-blurred-foreground; text-style: bold;
        }
        &:focus > .long-list--cursor {
            background: $block-cursor-background; color: $block-cursor-foreground; text-style: bold;
        }
        &:ansi > .long-list--cursor, &:nocolor > .long-list--cursor { text-style: reverse; }
        &:ansi:focus > .long-list--cursor, &:nocolor:focus > .long-list--cursor { text-style: bold reverse; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", "Up", show=False),
        Binding("down", "move(1)", "Down", show=False),
        Binding("pageup", "page(-1)", "Page up", show=False),
        Binding("pagedown", "page(1)", "Page down", show=False),
        Binding("home", "go('first')", "First", show=False),
        Binding("end", "go('last')", "Last", show=False),
    ]

    cursor: reactive[int | None] = reactive(None)

    class Moved(Message):
        """The cursor stands on another line, or on none."""

        def __init__(self, shown: LongList) -> None:
            super().__init__()
            self.shown = shown

        @property
        def control(self) -> LongList:
            """The list."""
            return self.shown

    class Chosen(Message):
        """The line under the cursor was clicked."""

        def __init__(self, shown: LongList, line: int) -> None:
            super().__init__()
            self.shown = shown
            self.line = line

        @property
        def control(self) -> LongList:
            """The list."""
            return self.shown

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002  (as every widget calls it)
        super().__init__(id=id)
        self.count = 0
        self._paint: Paint = lambda _line, _width: Content("")
        self._passed: frozenset[int] = frozenset()
        self._drawn: LRUCache[tuple[int, int, bool, bool], Strip] = LRUCache(_KEPT)

    def show(self, count: int, paint: Paint, at: int | None = 0, passed: Iterable[int] = ()) -> None:
        """Show so many lines, with the cursor on line ``at``, or on the nearest that there is.

        The cursor passes over the lines of ``passed``, such as headings.
        """
        self.count, self._paint, self._passed = count, paint, frozenset(passed)
        self._drawn.clear()
        self.virtual_size = Size(0, count)
        before = self.cursor
        self.set_reactive(LongList.cursor, self._near(at or 0))
        self.refresh()
        self._follow()
        if self.cursor != before:
            self.post_message(self.Moved(self))

    def show_lines(self, lines: Sequence[Content], at: int | None = 0, passed: Iterable[int] = ()) -> None:
        """Show lines that are made already."""
        self.show(len(lines), lambda line, _width: lines[line], at, passed)

    def _near(self, at: int) -> int | None:
        return next(filter(self._free, chain((at,), _around(at, self.count, self._passed))), None)

    def _free(self, line: int) -> bool:
        return 0 <= line < self.count and line not in self._passed

    # --- drawing

    def render_line(self, y: int) -> Strip:
        """One line of what is seen."""
        line, width = y + self.scroll_offset.y, self.scrollable_content_region.width
        here = line == self.cursor
        key = (line, width, here, self.has_focus)
        strip = self._drawn.get(key)
        if strip is None:
            style = self.get_visual_style("long-list--cursor") if here else self.visual_style
            content = self._paint(line, width) if line < self.count else Content("")
            if here:
                content = Content(content.plain)  # its colours were chosen for another ground
            strips = Visual.to_strips(self, content.truncate(width, ellipsis=True), width, 1, style, pad=True)
            strip = strips[0].crop(0, width).extend_cell_length(width, style.rich_style) if strips else Strip([])
            self._drawn[key] = strip
        return strip

    def notify_style_update(self) -> None:
        """Another theme, or the focus came or went: every line is drawn anew."""
        self._drawn.clear()
        super().notify_style_update()

    # --- moving

    def validate_cursor(self, line: int | None) -> int | None:
        """A line that there is, or none."""
        return line if line is not None and self._free(line) else None

    def watch_cursor(self, before: int | None, now: int | None) -> None:
        """Draw both lines, and bring the new one into sight."""
        for line in (before, now):
            if line is not None:
                self.refresh(Region(0, line - self.scroll_offset.y, self.size.width, 1))
        self._follow()
        if self.is_mounted:
            self.post_message(self.Moved(self))

    def _follow(self) -> None:
        if self.cursor is not None:
            # headings right above the first free line come into sight with it
            top = self.cursor if any(map(self._free, range(self.cursor))) else 0
            self.scroll_to_region(Region(0, top, 1, self.cursor - top + 1), animate=False, force=True)

    def on_resize(self) -> None:
        """The line under the cursor stays in sight."""
        self._drawn.clear()
        self.call_after_refresh(self._follow)

    def action_move(self, by: int) -> None:
        """Go to the next line, or the one before."""
        if self.cursor is None:
            self.scroll_relative(y=by, animate=False)
            return
        line = self.cursor + by
        while 0 <= line < self.count and line in self._passed:
            line += by
        if self._free(line):
            self.cursor = line
        elif by < 0:
            self.scroll_home(animate=False)  # what stands above the first line that can be chosen

    def action_page(self, by: int) -> None:
        """Go as many lines on as are seen at once, or back."""
        if self.cursor is None:
            self.scroll_relative(y=by * max(1, self.size.height - 1), animate=False)
            return
        at = min(max(0, self.cursor + by * max(1, self.size.height - 1)), self.count - 1)
        self.cursor = self._near(at)

    def action_go(self, where: str) -> None:
        """Go to the first line or the last."""
        if self.cursor is None:
            (self.scroll_home if where == "first" else self.scroll_end)(animate=False)
            return
        self.cursor = self._near(0 if where == "first" else self.count - 1)

    def on_click(self, event: events.Click) -> None:
        """Go to the line that was clicked; on the one under the cursor, choose it."""
        at = event.get_content_offset(self)
        if at is None:
            return
        line = at.y + self.scroll_offset.y
        if not self._free(line):
            return
        if line == self.cursor:
            self.post_message(self.Chosen(self, line))
        else:
            self.cursor = line


def _around(at: int, count: int, passed: frozenset[int]) -> Iterable[int]:
    """The lines near one, the nearer first; where none is passed over there is nothing to look for."""
    if not passed:
        yield min(max(0, at), count - 1)
        return
    for away in range(1, count + 1):
        yield at + away
        yield at - away
