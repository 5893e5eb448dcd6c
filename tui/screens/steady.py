"""A screen that stands where Textual's own would not: when sizes cross, and when text goes from under a selection.

Textual tells a screen each size in turn, and a screen that was laid out anew tells itself its own. Where the terminal
changes again meanwhile, two sizes meet in the screen's queue: the newer one may be dropped for the older, or each be
laid out in answer to the other, for ever. So a screen is laid out for the size that the terminal has, and for no other.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import events
from textual.screen import Screen

if TYPE_CHECKING:
    from typing import Any


class Steady:
    """Comes first among the bases of every screen."""

    async def _on_resize(self: Screen[object], event: events.Resize) -> None:  # type: ignore[misc]
        """Take no size that is past; ask for the one that is, in its place."""
        size = self.app.size
        if event.size != size:
            event.prevent_default()
            self.post_message(events.Resize(size, size))

    def get_selected_text(self: Any) -> str | None:
        """What the mouse selected; nothing where fewer lines are there by now than were selected."""
        try:
            return Screen.get_selected_text(self)
        except IndexError:
            return None
