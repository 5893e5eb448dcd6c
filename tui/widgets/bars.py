"""The lines that frame every screen: what meeting this is and whether it is saved, what happened last, which keys work."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from rich.cells import cell_len
from textual.content import Content
from textual.widget import Widget

from tui.widgets.grid_text import fit, plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import RenderResult

Tone: TypeAlias = Literal["done", "hint", "refused", "alarm"]

SIGNS: dict[Tone, str] = {"done": "✓", "hint": "·", "refused": "✗", "alarm": "⚠"}
"""The sign before a sentence, so that its tone is not told by colour alone."""

Key: TypeAlias = tuple[str, str, str, str]
"""A key in the bar: its group, how it is written, what it does in a word or two, and the action that a click runs."""


class TopBar(Widget):
    """One line: the meeting at the left, who writes and whether all is saved at the right."""

    DEFAULT_CSS = """
    TopBar { height: 1; background: $primary; color: $text; text-style: bold; }
    TopBar:nocolor { text-style: bold reverse; }
    TopBar:ansi { text-style: bold reverse; }
    """

    left: str = ""
    right: str = ""

    def say(self, left: str, right: str) -> None:
        """Show those two texts; the right one is whole for as long as it fits."""
        if (left, right) != (self.left, self.right):
            self.left, self.right = left, right
            self.refresh()

    def render(self) -> RenderResult:
        """The line, cut to the width."""
        width = self.size.width
        right = fit(self.right, min(cell_len(plain(self.right)), max(0, width - 2)))
        left = fit(f" {self.left}", max(0, width - cell_len(right) - 2))
        return Content(f"{left} {right} ")


class StatusLine(Widget):
    """The last thing that happened, or an alarm that stays until its cause is gone."""

    DEFAULT_CSS = """
    StatusLine { height: auto; min-height: 1; max-height: 4; padding: 0 1; background: $panel; color: $foreground; }
    StatusLine.refused { background: $warning-muted; color: $text-warning; text-style: bold; }
    StatusLine.alarm { background: $error; color: $text; text-style: bold; }
    StatusLine.refused:nocolor, StatusLine.alarm:nocolor { text-style: bold reverse; }
    StatusLine.refused:ansi, StatusLine.alarm:ansi { text-style: bold reverse; }
    """

    tone: Tone = "hint"
    sentence: str = ""

    def say(self, tone: Tone, sentence: str) -> None:
        """Show a sentence in that tone."""
        if (tone, sentence) == (self.tone, self.sentence):
            return
        self.set_class(tone == "refused", "refused").set_class(tone == "alarm", "alarm")
        self.tone, self.sentence = tone, sentence
        self.refresh(layout=True)

    def render(self) -> RenderResult:
        """The sentence behind the sign of its tone."""
        return Content(f"{SIGNS[self.tone]} {plain(self.sentence)}" if self.sentence else "")


class KeyBar(Widget):
    """One line of keys in groups. What does not fit is left out from the end of the groups before the last."""

    DEFAULT_CSS = """
    KeyBar { height: 1; background: $panel; color: $foreground 80%; }
    """

    keys: tuple[Key, ...] = ()

    def show(self, keys: Sequence[Key]) -> None:
        """Show those keys; the last group always stays."""
        if tuple(keys) != self.keys:
            self.keys = tuple(keys)
            self.refresh()

    def render(self) -> RenderResult:
        """The keys, each clickable."""
        kept = list(self.keys)
        last = kept[-1][0] if kept else ""
        while sum(map(_width, kept)) > self.size.width and any(key[0] != last for key in kept):
            del kept[max(index for index, key in enumerate(kept) if key[0] != last)]
        pieces: list[Content] = []
        group = kept[0][0] if kept else ""
        for of, key, words, action in kept:
            if of != group:
                pieces.append(Content.styled("│ ", "$foreground 40%"))
                group = of
            told = Content.assemble((key, "bold $text-accent"), " ", words, "  ")
            pieces.append(told.stylize(f"@click={action}") if action else told)
        return Content("").join(pieces)


def _width(key: Key) -> int:
    return cell_len(key[1]) + cell_len(key[2]) + 3
