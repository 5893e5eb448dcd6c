"""A bar that says how much of a whole there is, with the mark that has to be reached."""

from __future__ import annotations

from fractions import Fraction


def gauge(part: int, whole: int, cells: int, mark: int | None = None) -> str:
    """The part filled, the rest dotted, in that many cells; ``mark`` is the part that is needed."""
    full = int(Fraction(part * cells, whole)) if whole else 0
    at = min(cells - 1, int(Fraction(mark * cells, whole))) if whole and mark is not None else None
    return "".join("█" if cell < full else "┊" if cell == at else "░" for cell in range(cells))
