"""Help for one screen: what it is for, what can be typed, and its keys, made from its bindings."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len
from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Static

from tui.screens import lines as look
from tui.screens.lines import line, stack
from tui.screens.program_screen import key_text
from tui.screens.steady import Steady
from tui.widgets.grid_text import fit

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.binding import ActiveBinding, BindingType
    from textual.content import Content

    from tui.screens.program_screen import ProgramScreen

KEY, WORDS = 9, 24
"""Cells of a key and of its words where two stand in a line."""

GROUPS = ("screen", "grid", "meeting", "app")


class HelpScreen(Steady, ModalScreen[None]):
    """Laid over the screen that it explains."""

    DEFAULT_CSS = """
    HelpScreen { align: center middle; background: $background 60%; }
    HelpScreen VerticalScroll {
        width: 76; max-width: 100%; height: auto; max-height: 100%;
        background: $surface; border: round $primary; padding: 0 1; scrollbar-size-vertical: 1;
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,f1,question_mark,q,enter", "dismiss", "Close", id="help.close"),
    ]

    def __init__(self, explained: ProgramScreen) -> None:
        super().__init__()
        self._told = told(explained)
        wording = explained.wording
        self._title = wording.say("ui.help.title", screen=wording.say(f"ui.screen.{explained.NAME}.title"))
        self._close = wording.say("ui.help.close")

    def compose(self) -> ComposeResult:
        """The whole text in one scrolling pane."""
        with VerticalScroll() as pane:
            pane.border_title = self._title
            pane.border_subtitle = self._close
            yield Static(stack(self._told), markup=False)

    def on_mount(self) -> None:
        """Let the arrows scroll."""
        self.query_one(VerticalScroll).focus()


def told(screen: ProgramScreen) -> list[Content]:
    """The lines of the help of a screen, in its language."""
    wording = screen.wording
    lines = [line(wording.say(f"ui.screen.{screen.NAME}.purpose")), line("")]
    more = screen.help_lines()
    if more:
        lines += [*more, line("")]
    groups: dict[str, list[tuple[ActiveBinding, str]]] = {group: [] for group in GROUPS}
    for active, words in screen.active_keys():
        group = (active.binding.id or "").split(".")[0]
        groups[group if group in groups else "screen"].append((active, words))
    for group, keys in groups.items():
        if keys:
            lines.append(line((wording.say(f"ui.keygroup.{group}"), f"{look.BOLD} underline")))
            lines += _columns([(_all_keys(screen, active), words) for active, words in keys])
    return lines


def _all_keys(screen: ProgramScreen, active: ActiveBinding) -> str:
    """Every key of one action: ``u ^Z``."""
    same = (other.binding for other in screen.active_bindings.values() if other.binding.id == active.binding.id)
    return " ".join(dict.fromkeys(key_text(binding) for binding in same))


def _columns(keys: list[tuple[str, str]]) -> list[Content]:
    """Two keys a line, and below them those whose words need a line of their own."""
    short = [one for one in keys if cell_len(one[1]) <= WORDS]
    rows = [short[index : index + 2] for index in range(0, len(short), 2)]
    rows += [[one] for one in keys if one not in short]
    return [
        line(*(part for key, words in row for part in ((fit(key, KEY, "right"), look.BOLD), f"  {_padded(words)}")))
        for row in rows
    ]


def _padded(words: str) -> str:
    return fit(words, max(WORDS, cell_len(words)))
