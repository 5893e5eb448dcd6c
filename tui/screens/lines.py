"""Lines of text with styles, for panes: users' text goes in as it is and is never read as markup."""

from __future__ import annotations

from textual.content import Content

from tui.widgets.grid_text import plain

BOLD = "bold"
FAINT = "$foreground 70%"
LABEL = "$text-secondary"
GOOD = "$text-success"
WARN = "bold $text-warning"
BAD = "bold $text-error"


def line(*parts: str | tuple[str, str]) -> Content:
    """One line of pieces, each a text or a text with its style."""
    harmless = (plain(part) if isinstance(part, str) else (plain(part[0]), part[1]) for part in parts)
    return Content.assemble(*harmless)


def stack(lines: list[Content]) -> Content:
    """The lines under each other."""
    return Content("\n").join(lines)
