"""A line to type into, of which a pasted text becomes one line whole: Textual's own keeps the first line alone.

What was typed can be taken back, which Textual's own cannot, and so the keys for it never reach the meeting behind.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar
from unicodedata import category

from textual.binding import Binding
from textual.widgets import Input

from tui.widgets.steps import Steps

if TYPE_CHECKING:
    from textual import events
    from textual.binding import BindingType

    from tui.widgets.steps import Typed


class OneLine(Input):
    """The line; it looks as `Input` does."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+z", "take_back", "Take back what was typed", id="line.take-back", show=False),
        Binding("ctrl+y,ctrl+r", "put_back", "Put it back", id="line.put-back", show=False),
    ]
    _steps: Steps | None = None
    _turning = False

    def on_mount(self) -> None:
        """From now on what is typed can be taken back; what the line begins with was not typed."""
        self._steps = Steps()

    def watch_value(self, before: str, after: str) -> None:
        """Remember what stood there; the caret is taken to be where the two part."""
        if self._steps is not None and not self._turning:
            tail = _common_tail(before, after)
            self._steps.change(_split(before, tail), _split(after, tail))

    def action_take_back(self) -> None:
        """Show what stood there before the last word, or the last other change."""
        if self._steps is not None:
            self._show(self._steps.back(self._typed()))

    def action_put_back(self) -> None:
        """Show again what was taken back last."""
        if self._steps is not None:
            self._show(self._steps.forth(self._typed()))

    def _typed(self) -> Typed:
        return self.value[: self.cursor_position], self.value[self.cursor_position :]

    def _show(self, typed: Typed | None) -> None:
        if typed is None:
            return
        self._turning = True
        self.value = "".join(typed)
        self._turning = False
        self.cursor_position = len(typed[0])

    def _on_paste(self, event: events.Paste) -> None:
        """Take the pasted lines as one, with a space where each ended; what only steers a terminal stays out."""
        event.stop()
        event.prevent_default()
        lines = ("".join(one for one in line if category(one) != "Cc").strip() for line in event.text.splitlines())
        text = " ".join(line for line in lines if line)
        if text:
            self.replace(text, *self.selection)


def _common_tail(one: str, other: str) -> int:
    """How many letters both end with."""
    tail = 0
    while tail < min(len(one), len(other)) and one[-1 - tail] == other[-1 - tail]:
        tail += 1
    return tail


def _split(text: str, tail: int) -> Typed:
    return text[: len(text) - tail], text[len(text) - tail :]
