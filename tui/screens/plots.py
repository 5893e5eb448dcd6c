"""Plots of the report and the pledges: targets on their way through the year, and ranks from one year to the next."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from emulation.insight.progress import reported, year_of
from tui.screens import lines as look
from tui.screens.lines import line
from tui.widgets.plot import Curve, plot

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from textual.content import Content

    from emulation.pledge import Target
    from emulation.wording import Wording

HEIGHT = 7
"""Lines of a plot, the one below its axis left out."""

MOST = 6
"""Curves beyond which their names and ways cannot be told apart."""

HIGHEST = 20
"""The rank beyond which a plot of ranks would be higher than a screen."""

ZERO, ONE = Fraction(0), Fraction(1)


def targets_over_time(
    targets: Sequence[tuple[str, Target]], year: int, on: date, wording: Wording, cells: int
) -> list[Content]:
    """The reports of the targets by that day against the calendar, each as a share of its goal and of its year.

    Each target comes with the name of its curve. Of several, only those whose figures add up (at-least) are shown. Of
    one alone, dots go on to where it will be when due if all goes as so far; an at-most one stands against its goal.
    Nothing where none has a report, or where there are too many.
    """
    ways = [(name, target, reported(target, year, on)) for name, target in targets]
    ways = [way for way in ways if way[2] and (len(ways) == 1 or way[1].direction == "at-least")]
    if not ways or len(ways) > MOST:
        return []
    curves = [Curve(points, name, marked=True) for name, _, points in ways]
    if ways[0][1].direction == "at-most":
        curves.append(Curve(((ZERO, ONE), (ONE, ONE)), wording.say("ui.plot.ceiling"), dotted=True))
    else:
        curves.append(Curve(((ZERO, ZERO), (ONE, ONE)), wording.say("ui.plot.calendar"), dotted=True))
    title = wording.say("ui.plot.over-time")
    at, share = ways[0][2][-1]
    if len(ways) == 1 and ways[0][1].direction == "at-least" and at < 1:
        curves.append(Curve(((at, share), (ONE, share / at)), dotted=True))
        title = wording.say("ui.plot.over-time-on")
    ends = {year_of(target, year) for _, target, _ in ways}
    begin, end = min(ends)
    due = wording.date(end) if len(ends) == 1 else wording.say("ui.plot.due")
    ticks = {ZERO: "0", ONE: wording.say("ui.plot.goal")}
    return _drawn(title, plot(curves, ticks, (wording.date(begin), due), cells, HEIGHT))


def ranks_over_years(ranks: Sequence[tuple[str, int, int]], wording: Wording, cells: int) -> list[Content]:
    """Each unit's way from its rank of the year before to that of this year, the first at the top.

    Each comes as its name and the two ranks. Nothing where all have one rank, or where there are too many.
    """
    lowest = max((rank for _, *both in ranks for rank in both), default=1)
    if not 1 < lowest <= HIGHEST:
        return []

    def height(rank: int) -> Fraction:
        return Fraction(lowest - rank, lowest - 1)

    ends: tuple[dict[int, list[str]], ...] = ({}, {})
    for name, *both in ranks:
        for end, rank in zip(ends, both, strict=True):
            end.setdefault(rank, []).append(name)
    begun, ended = ends
    ticks = {height(rank): f"{', '.join(names)} {rank}" for rank, names in begun.items()}
    curves = []
    for name, before, after in ranks:
        told = f"{after} {', '.join(ended[after])}" if ended[after][0] == name else ""
        curves.append(Curve(((ZERO, height(before)), (ONE, height(after))), told))
    years = wording.say("ui.plot.before"), wording.say("ui.plot.now")
    return _drawn(wording.say("ui.plot.ranks"), plot(curves, ticks, years, cells, lowest))


def _drawn(title: str, rows: Sequence[str]) -> list[Content]:
    return [line((title, look.LABEL)), *(line((row, look.GOOD)) for row in rows)] if rows else []
