"""Textual's list of lines to choose from, held against terminals in which nothing of it can be seen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.widgets import OptionList

if TYPE_CHECKING:
    from textual.geometry import Size

LEAST = 12
"""The cells across for which lines are broken at the least; a terminal may have fewer than the frame of a list."""


class Options(OptionList):
    """The list. Where it has no room it neither breaks its lines nor turns pages, on both of which Textual fails."""

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Lines of the whole."""
        return super().get_content_height(container, viewport, max(LEAST, width))

    def _update_lines(self) -> None:
        if self.scrollable_content_region.width >= LEAST:
            super()._update_lines()

    def action_page_up(self) -> None:
        """A page up."""
        if self._index_to_line:
            super().action_page_up()  # type: ignore[no-untyped-call]  # Textual gives it no types

    def action_page_down(self) -> None:
        """A page down."""
        if self._index_to_line:
            super().action_page_down()  # type: ignore[no-untyped-call]  # Textual gives it no types
