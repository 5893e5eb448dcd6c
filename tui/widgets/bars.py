"""The lines that frame every screen: which meeting this is and whether it is saved, what happened, which keys work."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Literal, TypeAlias

from rich.cells import cell_len
from textual.content import Content
from textual.style import Style
from textual.widget import Widget

from tui.widgets.grid_text import fit, plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import RenderResult

Tone: TypeAlias = Literal["done", "hint", "refused", "alarm"]

SIGNS: dict[Tone, str] = {"done": "✓", "hint": "·", "refused": "✗", "alarm": "⚠"}
"""The sign before a sentence, so that its tone is not told by colour alone."""

Key: TypeAlias = tuple[str, str, str, str, bool]
"""A key in the bar: its group, how it is written, what it does in a word or two, the action that a click runs, and
whether it stays however narrow the bar is."""


class TopBar(Widget):
    """One line: the meeting at the left, who writes and whether all is saved at the right."""

    DEFAULT_CSS = """
    TopBar { height: 1; background: $primary; color: $text; text-style: bold; }
    TopBar:nocolor { text-style: bold reverse; }
    TopBar:ansi { background: ansi_default; color: ansi_default; text-style: bold reverse; }
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
        rows = self._rows()
        self.tone, self.sentence = tone, sentence
        self.refresh(layout=rows != self._rows())

    def _rows(self) -> int:
        """How many rows the sentence takes: a screen is laid out anew only where that changes."""
        return len(self.render().wrap(max(2, self.content_region.width)))

    def render(self) -> Content:
        """The sentence behind the sign of its tone."""
        return Content(f"{SIGNS[self.tone]} {plain(self.sentence)}" if self.sentence else "")


class KeyBar(Widget):
    """One line of keys in groups. What does not fit is left out from the end, except for those that always stay."""

    DEFAULT_CSS = """
    KeyBar { height: 1; background: $panel; color: $foreground 80%; link-style: none; link-style-hover: reverse; }
    """

    keys: tuple[Key, ...] = ()

    def show(self, keys: Sequence[Key]) -> None:
        """Show those keys."""
        if tuple(keys) != self.keys:
            self.keys = tuple(keys)
            self.refresh()

    def render(self) -> RenderResult:
        """The keys, each clickable."""
        kept = list(self.keys)
        spare = [index for index, key in enumerate(kept) if not key[-1]]
        while spare and _room(kept) > self.size.width:
            del kept[spare.pop()]
        pieces: list[Content] = []
        group = kept[0][0] if kept else ""
        for of, key, words, action, _ in kept:
            if of != group:
                pieces.append(Content.styled("│ ", "$foreground 40%"))
                group = of
            told = Content.assemble((key, "bold $text-accent"), " ", words, "  ")
            pieces.append(told.stylize(Style.from_meta({"@click": action})) if action else told)
        return Content("").join(pieces)


def _room(keys: Sequence[Key]) -> int:
    groups = 1 + sum(one[0] != other[0] for one, other in pairwise(keys))
    return sum(cell_len(key[1]) + cell_len(key[2]) + 3 for key in keys) + 2 * (groups - 1) - 2
