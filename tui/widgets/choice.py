"""One of a few answers in one line: the arrows go through them, Enter shows them all."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding
from textual.content import Content
from textual.message import Message
from textual.widget import Widget

from tui.widgets.grid_text import fit, plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import RenderResult
    from textual.binding import BindingType
    from textual.events import Click


class Choice(Widget, can_focus=True):
    """Shows the answer that is chosen between arrows. `options` are pairs of an id and the words for it."""

    DEFAULT_CSS = """
    Choice { height: 1; width: 1fr; padding: 0 1; background: $surface; color: $foreground; }
    Choice:focus { background: $block-cursor-background; color: $block-cursor-foreground; text-style: bold; }
    Choice:focus:ansi, Choice:focus:nocolor { text-style: bold reverse; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "turn(-1)", "Before", id="choice.before", show=False),
        Binding("right", "turn(1)", "After", id="choice.after", show=False),
        Binding("enter,space", "pick", "All of them", id="choice.pick"),
    ]

    class Changed(Message):
        """Another answer was chosen."""

        def __init__(self, choice: Choice) -> None:
            super().__init__()
            self.choice = choice

        @property
        def control(self) -> Choice:
            """The widget."""
            return self.choice

    class Asked(Message):
        """All answers are to be shown."""

        def __init__(self, choice: Choice) -> None:
            super().__init__()
            self.choice = choice

    def __init__(self, options: Sequence[tuple[str, str]], value: str = "", *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self.options = tuple(options)
        self._at = next((place for place, (name, _) in enumerate(self.options) if name == value), 0)

    @property
    def value(self) -> str:
        """The id of the answer that is chosen; empty where there is none to choose."""
        return self.options[self._at][0] if self.options else ""

    @value.setter
    def value(self, name: str) -> None:
        self.show(self.options, name)

    def show(self, options: Sequence[tuple[str, str]], value: str | None = None) -> None:
        """Offer these answers; the one chosen stays, where it is still among them."""
        wanted, before = self.value if value is None else value, self.value
        self.options = tuple(options)
        self._at = next((place for place, (name, _) in enumerate(self.options) if name == wanted), 0)
        self.refresh()
        if self.value != before:
            self.post_message(self.Changed(self))

    def render(self) -> RenderResult:
        """The answer, and how many there are."""
        if not self.options:
            return Content("–")
        words, count = self.options[self._at][1], f"{self._at + 1}/{len(self.options)}"
        cells = self.size.width - len(count) - 5
        return Content(f"‹ {fit(plain(words), max(1, cells))} {count} ›")

    def action_turn(self, by: int) -> None:
        """Choose the next answer, or the one before; from the last to the first."""
        if self.options:
            self.value = self.options[(self._at + by) % len(self.options)][0]

    def action_pick(self) -> None:
        """Show all answers."""
        self.post_message(self.Asked(self))

    def on_click(self, event: Click) -> None:
        """Show all answers."""
        event.stop()
        self.focus()
        self.action_pick()
