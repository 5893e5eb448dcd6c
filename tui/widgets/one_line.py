"""A line to type into, of which a pasted text becomes one line whole: Textual's own keeps the first line alone."""

from __future__ import annotations

from typing import TYPE_CHECKING
from unicodedata import category

from textual.widgets import Input

if TYPE_CHECKING:
    from textual import events


class OneLine(Input):
    """The line; it looks as `Input` does."""

    def _on_paste(self, event: events.Paste) -> None:
        """Take the pasted lines as one, with a space where each ended; what only steers a terminal stays out."""
        event.stop()
        event.prevent_default()
        lines = ("".join(one for one in line if category(one) != "Cc").strip() for line in event.text.splitlines())
        text = " ".join(line for line in lines if line)
        if text:
            self.replace(text, *self.selection)
