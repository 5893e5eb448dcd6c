"""A question in one line at the bottom of a screen: a reason, a name. What was typed is never lost by a refusal."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len
from textual.binding import Binding
from textual.containers import Horizontal
from textual.widgets import Input, Label

from emulation.text import nfc
from tui.widgets.one_line import OneLine

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.app import ComposeResult
    from textual.binding import BindingType
    from textual.widget import Widget


class Prompt(Horizontal):
    """Asks, and calls back with the answer, or with ``None`` where it was given up by Escape."""

    DEFAULT_CSS = """
    Prompt { height: 1; background: $accent-muted; color: $foreground; }
    Prompt Label { width: auto; padding: 0 1; text-style: bold; }
    Prompt.-long { layout: vertical; height: auto; }
    Prompt.-long Label { width: 1fr; height: auto; }
    Prompt Input, Prompt Input:focus { width: 1fr; border: none; height: 1; padding: 0 1; background: $surface; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "give_up", "Cancel", id="prompt.cancel", priority=True),
        Binding("up", "back", "Question before", id="prompt.back", priority=True),
    ]

    def __init__(
        self, question: str, answer: str, call: Callable[[str | None], None], back: Callable[[], None] | None = None
    ) -> None:
        super().__init__(classes="-waiting")
        self._question = question
        self._answer = answer
        self._call = call
        self._back = back
        self._before: Widget | None = None

    def compose(self) -> ComposeResult:
        """The question and the room for the answer."""
        yield Label(self._question, markup=False)
        yield OneLine(self._answer, select_on_focus=True)

    def on_mount(self) -> None:
        """Take the keyboard, remembering who had it."""
        self._fit()
        self._before = self.screen.focused
        self.query_one(Input).focus()

    def _fit(self) -> None:
        """Put the question in lines of its own where it would leave the answer less than half of one."""
        self.set_class(2 * cell_len(self._question) > self.app.size.width, "-long")

    def on_resize(self) -> None:
        """What is long depends on the width."""
        self._fit()

    def on_descendant_blur(self) -> None:
        """Keep the keyboard until it is answered: a stray click or Tab would leave a question that no key reaches."""
        self.call_later(self._take_back)

    def _take_back(self) -> None:
        if self.has_class("-waiting") and self.is_attached and self.screen.is_current:
            for line in self.query(Input):
                line.focus()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Answered."""
        event.stop()
        self._end(nfc(event.value).strip())

    def action_give_up(self) -> None:
        """Not answered."""
        self._end(None)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only a question behind another one can be gone back from."""
        del parameters
        return action != "back" or self._back is not None

    def action_back(self) -> None:
        """To the question before this one."""
        if self._back is not None:
            self._leave(self._back)

    def _end(self, answer: str | None) -> None:
        self._leave(partial(self._call, answer))

    def _leave(self, then: Callable[[], None]) -> None:
        if not self.has_class("-waiting"):
            return  # Enter and Escape in one breath: the first of them counts
        screen, before = self.screen, self._before
        self.remove_class("-waiting")
        self.remove()
        if before is not None and before.is_attached:
            screen.set_focus(before)
        # from the screen, for what a removed widget asks for is never called back
        screen.call_next(then)
