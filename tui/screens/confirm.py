"""The question before an act that undo cannot take back. Only the key that it names goes on; Enter does not."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from tui.screens import lines as look
from tui.screens.lines import line, stack
from tui.screens.steady import Steady

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult
    from textual.binding import BindingType

    from emulation.wording import Wording


class Confirm(Steady, ModalScreen[bool]):
    """Says what will be done and that it stays done; hands back whether it was confirmed."""

    DEFAULT_CSS = """
    Confirm { align: center middle; background: $background 60%; }
    Confirm #question {
        width: 70; max-width: 100%; height: auto; max-height: 90%; border: round $warning; background: $surface;
        padding: 1 2;
    }
    Confirm VerticalScroll { height: auto; max-height: 100%; scrollbar-size-vertical: 1; }
    Confirm #ways { dock: bottom; height: 4; padding-top: 1; background: $surface; }
    Confirm Static { link-style: none; link-style-hover: reverse; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "answer(True)", "Do it", id="confirm.yes"),
        Binding("escape,n,q", "answer(False)", "Leave it", id="confirm.no"),
    ]

    def __init__(self, title: str, lines: Sequence[Content], wording: Wording) -> None:
        super().__init__()
        self._title = title
        self._lines = list(lines)
        self._wording = wording

    def compose(self) -> ComposeResult:
        """What will be done, and the two ways on."""
        say = self._wording.say
        final = line(("⚠ ", look.WARN), (say("ui.confirm.final"), look.WARN))
        keys = Content("   ").join(
            line((f" {key} ", f"{look.BOLD} reverse"), f" {say(f'ui.key.confirm.{name}')}").stylize(
                f"@click=screen.answer({name == 'yes'})"
            )
            for key, name in (("y", "yes"), ("Esc", "no"))
        )
        with Vertical(id="question") as question:
            question.border_title = self._title
            with VerticalScroll():
                yield Static(stack(self._lines), markup=False)
            yield Static(stack([final, line(""), keys]), id="ways", markup=False)

    def action_answer(self, agreed: bool) -> None:  # noqa: FBT001  (as a key's action gives it)
        """Go on, or leave it."""
        self.dismiss(agreed)
