"""Lines of text to read and scroll: broken at the pane's width, and only what differs from before is painted anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.geometry import Region, Size
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.visual import Visual

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

    from textual import events
    from textual.content import Content


class Pane(ScrollView):
    """A pane that shows lines; without any it is blank. Each is a text of its own, and may take several rows."""

    DEFAULT_CSS = """
    Pane { scrollbar-size-vertical: 1; }
    """

    def __init__(self, *, id: str | None = None, can_focus: bool = False) -> None:  # noqa: A002  (Textual's word)
        super().__init__(id=id)
        self.can_focus = can_focus
        self._lines: tuple[Content, ...] = ()
        self._rows: list[tuple[Hashable, int]] = []
        self._drawn: dict[Hashable, list[Strip]] = {}
        self._across = 0

    def show(self, lines: Sequence[Content]) -> None:
        """Show those lines from now on; the place in them stays."""
        self._lines = tuple(lines)
        self._lay_out()

    @property
    def text(self) -> str:
        """What stands in the pane, row by row."""
        return "\n".join(line.plain for line in self._lines)

    def _lay_out(self) -> None:
        width = self.scrollable_content_region.width
        if not width:
            return
        if width != self._across:
            self._across, self._rows, self._drawn = width, [], {}
        drawn: dict[Hashable, list[Strip]] = {}
        rows: list[tuple[Hashable, int]] = []
        for line in self._lines:
            name = (line.plain, tuple(line.spans))
            drawn[name] = self._drawn.get(name) or Visual.to_strips(self, line, width, None, self.visual_style)
            rows += ((name, place) for place in range(len(drawn[name])))
        before, self._rows, self._drawn = self._rows, rows, drawn
        if len(before) != len(rows):
            self.virtual_size = Size(width, len(rows))
            self.refresh()
            return
        top, height = round(self.scroll_offset.y), self.scrollable_content_region.height
        for y in range(min(height, len(rows) - top)):
            if rows[top + y] != before[top + y]:
                self.refresh(Region(0, y, width, 1))

    def render_line(self, y: int) -> Strip:
        """One row in view."""
        place = y + round(self.scroll_offset.y)
        if place < len(self._rows):
            name, row = self._rows[place]
            return self._drawn[name][row]
        return Strip.blank(self._across, self.visual_style.rich_style)

    def notify_style_update(self) -> None:
        """Draw all anew: the theme or the style sheet changed."""
        super().notify_style_update()
        self._across = 0
        self._lay_out()
        self.refresh()

    def on_resize(self, _: events.Resize) -> None:
        """Break the lines at the new width."""
        self._lay_out()
