"""Lines of text with styles, for panes: users' text goes in as it is and is never read as markup."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from textual.content import Content

from tui.widgets.grid_text import plain, wrap

if TYPE_CHECKING:
    from textual.widgets import Static

BOLD = "bold"
FAINT = "$foreground 70%"
LABEL = "$text-secondary"
GOOD = "$text-success"
WARN = "bold $text-warning"
BAD = "bold $text-error"


@lru_cache(4096)
def line(*parts: str | tuple[str, str]) -> Content:
    """One line of pieces, each a text or a text with its style."""
    harmless = (plain(part) if isinstance(part, str) else (plain(part[0]), part[1]) for part in parts)
    return Content.assemble(*harmless)


def wrapped(text: str, cells: int, most: int = 3) -> list[str]:
    """The text broken at its words into as many lines as it takes, but no more than ``most``."""
    return [one.rstrip() for one in wrap(text, max(cells, 10), most) if one.strip()] or [""]


def unbroken(words: str) -> str:
    """The words as one that is never broken over two lines, and a space behind it where it may be."""
    return words.replace(" ", "\N{NO-BREAK SPACE}") + "  "


def stack(lines: list[Content]) -> Content:
    """The lines under each other."""
    return Content("\n").join(lines)


def put(pane: Static, lines: list[Content]) -> None:
    """Show the lines; where each is as long as the one it replaces nothing has to be laid out anew."""
    before, now = pane.content, stack(lines)
    if isinstance(before, Content) and before.is_same(now):
        return
    lengths = [one.cell_length for one in before.split("\n")] if isinstance(before, Content) else []
    pane.update(now, layout=lengths != [one.cell_length for one in lines])
