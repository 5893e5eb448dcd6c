"""Small plots of what changes over time, in dots of braille, two across a cell and four down; plotille sets them."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING, TypeAlias

from plotille import Canvas
from rich.cells import cell_len

from emulation.frozen import frozen
from tui.widgets.grid_text import fit

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Point: TypeAlias = tuple[Fraction, Fraction]

MARK = "●"
STRIDE = 3
"""Dots from one dot of a dotted curve to the next."""

LEAST = 12
"""Cells across below which nothing can be told from a plot."""


@frozen
class Curve:
    """Points from left to right: where each stands across and up, in shares of one; up it may exceed one.

    ``marked`` puts a mark on every point, ``dotted`` draws the way between them in single dots; dotted curves are cut
    where they leave the height that the others need.
    """

    points: tuple[Point, ...]
    name: str = ""
    dotted: bool = False
    marked: bool = False


def plot(
    curves: Sequence[Curve], ticks: Mapping[Fraction, str], ends: tuple[str, str], cells: int, height: int
) -> list[str]:
    """The curves over an axis, in ``height`` lines and one for what stands at the axis's two ends.

    ``ticks`` are written at the left, each at its height; a curve's name stands at the right where it ends, or near
    that. Nothing where there is no room or no point.
    """
    left = max((cell_len(words) for words in ticks.values()), default=0)
    right = max((cell_len(curve.name) for curve in curves), default=0)
    across = cells - left - right - 3
    drawn = [curve for curve in curves if curve.points]
    if across < LEAST or height < 1 or not drawn:
        return []
    top = max([Fraction(1), *(up for curve in drawn if not curve.dotted for _, up in curve.points)])
    canvas = Canvas(across, height, xmax=1, ymax=1)
    for curve in drawn:
        _draw(canvas, curve, top)
    rows = canvas.plot("\n").replace("\N{BRAILLE PATTERN BLANK}", " ").split("\n")
    labels = {_row(at / top, height): words for at, words in ticks.items()}
    names = _names(drawn, top, height)
    lines = []
    for place, row in enumerate(rows):
        axis = "┤" if place in labels else "│"
        lines.append(f"{fit(labels.get(place, ''), left, 'right')} {axis}{row} {names.get(place, '')}".rstrip())
    begin, end = ends
    return [*lines, f"{' ' * (left + 2)}{begin}{fit(end, across - cell_len(begin), 'right')}"]


def _draw(canvas: Canvas, curve: Curve, top: Fraction) -> None:
    points = [(float(at) * canvas.xmax_inside, float(up / top) * canvas.ymax_inside) for at, up in curve.points]
    for (at, up), (then, there) in pairwise(points):
        if not curve.dotted:
            canvas.line(at, up, then, there)
            continue
        steps = max(*map(abs, canvas.dots_between(at, up, then, there)), 1)
        for step in range(0, steps + 1, STRIDE):
            canvas.point(at + (then - at) * step / steps, up + (there - up) * step / steps)
    if curve.marked:
        for at, up in points:
            canvas.point(at, up, marker=MARK)


def _row(share: Fraction, height: int) -> int:
    """The line, counted from above, in which that share of the whole height lies."""
    return height - 1 - min(int(share * (4 * height - 1) + Fraction(1, 2)) // 4, height - 1)


def _names(curves: Sequence[Curve], top: Fraction, height: int) -> dict[int, str]:
    """The names by line, from above in the order in which curves end, each as near to its end as the others let it."""
    named = sorted((curve for curve in curves if curve.name), key=lambda one: -one.points[-1][1])[:height]
    places: list[int] = []
    for curve in named:
        places.append(max(_row(curve.points[-1][1] / top, height), places[-1] + 1 if places else 0))
    return {min(place, height - len(named) + at): named[at].name for at, place in enumerate(places)}
