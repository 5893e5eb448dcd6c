"""Bars of block characters, a cell at a time, for figures that a length tells sooner than a number."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fractions import Fraction

EIGHTHS = " ▏▎▍▌▋▊▉█"
MARK = "┃"
REST = "·"


def bar(share: Fraction, cells: int, mark: Fraction | None = None) -> str:
    """The share of one as a bar of exactly that many cells, to an eighth of a cell; what is above one fills it.

    ``mark`` puts a line where that share of one would end. Anything above nothing shows at least a sliver, and only one
    itself fills the bar.
    """
    if cells <= 0:
        return ""
    whole = 8 * cells
    eighths = min(max(int(share * whole), 0), whole)
    if 0 < share < 1:
        eighths = min(max(eighths, 1), whole - 1)
    full, part = divmod(eighths, 8)
    drawn = "█" * full + (EIGHTHS[part] if part else "")
    drawn += REST * (cells - len(drawn))
    if mark is None:
        return drawn
    at = min(max(int(mark * cells), 0), cells - 1)
    return f"{drawn[:at]}{MARK}{drawn[at + 1 :]}"


def columns(values: list[int], height: int) -> list[str]:
    """The numbers as columns beside each other, two cells each, in so many lines; the greatest is as high as all."""
    most = max(values, default=0)
    eighths = [one * 8 * height // most if most else 0 for one in values]
    lines = []
    for level in reversed(range(height)):
        cells = []
        for value, drawn in zip(values, eighths, strict=True):
            here = min(max(drawn - 8 * level, 0), 8)
            if level == 0 and value and not here:
                here = 1
            cells.append(" ▁▂▃▄▅▆▇█"[here] * 2)
        lines.append(" ".join(cells))
    return lines
