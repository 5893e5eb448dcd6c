"""A line to search by: the list follows what is typed, Enter goes back to the list, Escape takes the search away."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding
from textual.containers import Horizontal
from textual.message import Message
from textual.widgets import Input, Label

from emulation.text import nfc
from tui.widgets.one_line import OneLine

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.binding import BindingType
    from textual.widget import Widget


class SearchLine(Horizontal):
    """Hidden until it is begun; its text is what is looked for, empty for nothing."""

    DEFAULT_CSS = """
    SearchLine { height: 1; background: $panel; color: $foreground; display: none; padding: 0 1; }
    SearchLine.-open { display: block; }
    SearchLine Label { width: auto; padding: 0 1; text-style: bold; }
    SearchLine Input, SearchLine Input:focus {
        width: 1fr; border: none; height: 1; padding: 0 1; background: $surface;
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "clear", "No search", id="search.clear", priority=True),
        Binding("down", "leave", "To the list", show=False, priority=True),
    ]

    class Sought(Message):
        """Something else is looked for."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    def __init__(self) -> None:
        super().__init__()
        self._back: Widget | None = None

    def compose(self) -> ComposeResult:
        """The sign of a search and the room for it."""
        yield Label("/", markup=False)
        yield OneLine(select_on_focus=False)

    def begin(self, back: Widget) -> None:
        """Show the line and take the keyboard; it goes back to ``back``."""
        self._back = back
        self.add_class("-open")
        self.query_one(Input).focus()

    def end(self) -> None:
        """Nothing is looked for any more."""
        shown = self.query_one(Input)
        self.remove_class("-open")
        if shown.has_focus:
            self.action_leave()
        if shown.value:
            shown.value = ""

    def on_input_changed(self, event: Input.Changed) -> None:
        """Every letter counts."""
        event.stop()
        self.post_message(self.Sought(nfc(event.value).strip()))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Back to the list, which stays searched."""
        event.stop()
        if not event.value.strip():
            self.end()
        self.action_leave()

    def action_clear(self) -> None:
        """Take the search away."""
        self.end()

    def action_leave(self) -> None:
        """Give the keyboard back."""
        if self._back is not None and self._back.is_attached:
            self.screen.set_focus(self._back)
