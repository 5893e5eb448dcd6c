"""A screen that is laid out for the size that the terminal has, and for no other.

Textual tells a screen each size in turn, and a screen that was laid out anew tells itself its own. Where the terminal
changes again meanwhile, two sizes meet in the screen's queue: the newer one may be dropped for the older, or each be
laid out in answer to the other, for ever.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import events

if TYPE_CHECKING:
    from textual.screen import Screen


class Sized:
    """Comes first among the bases of every screen."""

    async def _on_resize(self: Screen[object], event: events.Resize) -> None:  # type: ignore[misc]
        """Take no size that is past; ask for the one that is, in its place."""
        size = self.app.size
        if event.size != size:
            event.prevent_default()
            self.post_message(events.Resize(size, size))
