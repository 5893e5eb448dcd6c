"""What an edit would put into a file, before it is written: the text, and what is wrong with it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Static

from tui.screens import lines as look
from tui.screens.lines import line, stack
from tui.screens.steady import Steady

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult
    from textual.binding import BindingType
    from textual.content import Content

    from emulation.files.activity_file import Proposal
    from emulation.wording import Wording


class Preview(Steady, ModalScreen[str]):
    """Hands back ``write``, ``again`` (the form once more), or ``""``; with errors it cannot be written."""

    DEFAULT_CSS = """
    Preview { align: center middle; background: $background 60%; }
    Preview VerticalScroll {
        width: 90; max-width: 100%; height: auto; max-height: 90%; border: round $primary; background: $surface;
        padding: 0 1; scrollbar-size-vertical: 1;
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,y", "answer('write')", "Write", id="preview.write"),
        Binding("e", "answer('again')", "Ask again", id="preview.again"),
        Binding("escape,n,q", "answer('')", "Leave it", id="preview.leave"),
    ]

    def __init__(self, file: str, proposal: Proposal, gone: str, findings: Sequence[Content], wording: Wording) -> None:
        super().__init__()
        self._file = file
        self._proposal = proposal
        self._gone = gone
        self._findings = list(findings)
        self._wording = wording

    def compose(self) -> ComposeResult:
        """The text that would come or go, what is found in it, and the keys."""
        with VerticalScroll() as pane:
            say = self._wording.say
            pane.border_title = say("ui.preview.gone" if self._gone else "ui.preview.title", file=self._file)
            yield Static(stack(self._told()), markup=False)

    def on_mount(self) -> None:
        """Let the arrows scroll."""
        self.query_one(VerticalScroll).focus()

    def _told(self) -> list[Content]:
        say, proposal = self._wording.say, self._proposal
        sign, style = ("-", look.BAD) if self._gone else ("+", look.GOOD)
        rows = (self._gone or proposal.block).splitlines()
        lines = []
        for at, row in enumerate(rows, proposal.line):
            number = "     " if self._gone or not proposal.line else f"{at:>4} "
            lines.append(line((number, look.FAINT), (f"{sign} ", style), row))
        lines.append(line(""))
        if proposal.comments_lost:
            lines.append(line(("⚠ ", look.WARN), (say("ui.preview.comments-lost"), look.WARN)))
        lines += self._findings
        if not self._findings:
            lines.append(line(("✓ ", look.GOOD), say("ui.preview.fine")))
        elif not proposal.usable:
            lines.append(line((say("ui.preview.errors"), look.BOLD)))
        keys: list[str | tuple[str, str]] = []
        for key, name in (("Enter", "write"), ("e", "again"), ("Esc", "leave")):
            if (name == "write" and not proposal.usable) or (name == "again" and self._gone):
                continue
            keys += [(f" {key} ", f"{look.BOLD} reverse"), f" {say(f'ui.key.preview.{name}')}   "]
        return [*lines, line(""), line(*keys)]

    def action_answer(self, answer: str) -> None:
        """Go on so, unless it would write what cannot be read."""
        if (answer == "write" and not self._proposal.usable) or (answer == "again" and self._gone):
            self.app.bell()
            return
        self.dismiss(answer)
