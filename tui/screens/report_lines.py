"""The figures behind a remark of the report, drawn: bars for what can be compared, columns for the months of a year."""

from __future__ import annotations

from collections import Counter
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from rich.cells import cell_len

from emulation.wording.report import rows_in_words
from tui.screens import lines as look
from tui.screens.lines import line
from tui.screens.plots import ranks_over_years, targets_over_time
from tui.widgets.blocks import MARK, bar, columns
from tui.widgets.grid_text import fit

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from textual.content import Content

    from emulation.insight.remark import Fact, Remark
    from emulation.insight.report import Report
    from emulation.wording import Wording

DRAWN = (
    "share", "kept", "attained", "at_max", "mean", "days", "stories", "joined", "points", "leaders", "results",
    "fostered", "units", "launched",
)  # fmt: skip
"""The figures that a bar may show, the one wanted most first."""

SHORT = frozenset({"unit", "upper", "lower", "marker", "criterion", "section"})
"""What stands first in a label, so that it is whole where the rest is cut."""

HEIGHT = 5
"""Lines of a plot of months."""


def figures(report: Report, remark: Remark, wording: Wording, cells: int) -> list[Content]:
    """The table behind the remark, with a bar or column for its main figure; nothing where it has no table."""
    titles, rows = rows_in_words(report, remark, wording.language)
    if not rows:
        return []
    names = list(remark.rows[0])
    if names[:1] == ["month"]:
        return _months(remark, wording)
    return [*_plot(report, remark, wording, cells), *_figures(remark, titles, rows, wording, cells)]


def _plot(report: Report, remark: Remark, wording: Wording, cells: int) -> list[Content]:
    """What changes over time, where the remark speaks of such: targets at risk, ranks of two years."""
    units = {unit.id: unit.short for unit in report.bloc.units}
    if "target" in remark.rows[0]:
        targets = {(pledge.unit, one.id): one for pledge in report.contest.pledges.values() for one in pledge.targets}
        named = [(str(row["unit"]), str(row["target"])) for row in remark.rows]
        several = Counter(unit for unit, _ in named)
        called = {(unit, one): f"{units[unit]} {one}" if several[unit] > 1 else units[unit] for unit, one in named}
        shown = [(called[one], targets[one]) for one in named]
        return targets_over_time(shown, report.bloc.year, report.on, wording, cells)
    if "rank_before" in remark.rows[0]:
        ranks = [
            (units[str(row["unit"])], before, after)
            for row in remark.rows
            if isinstance(before := row["rank_before"], int) and isinstance(after := row["rank_after"], int)
        ]
        return ranks_over_years(ranks, wording, cells)
    return []


def _figures(remark: Remark, titles: list[str], rows: list[list[str]], wording: Wording, cells: int) -> list[Content]:
    names = list(remark.rows[0])
    drawn = _drawn(remark.rows)
    if drawn is None:
        return _table(remark, titles, rows, cells)
    return _bars(remark, titles, rows, names.index(drawn), wording, cells)


def _drawn(rows: Sequence[Mapping[str, Fact]]) -> str | None:
    """The figure to draw: the first wanted one that is a number in every row that has one, above nothing in some."""
    for name in DRAWN:
        values = [row.get(name) for row in rows]
        numbers = [one for one in values if isinstance(one, int | Decimal | Fraction) and not isinstance(one, bool)]
        if numbers and len(numbers) + values.count(None) == len(values) and any(numbers):
            return name
    return None


def _bars(
    remark: Remark, titles: list[str], rows: list[list[str]], at: int, wording: Wording, cells: int
) -> list[Content]:
    """What a row is about, a bar, and its figures: the drawn one first, the others behind it with their titles."""
    name = list(remark.rows[0])[at]
    numbers = [Fraction(one) if isinstance(one := row[name], int | Decimal | Fraction) else None for row in remark.rows]
    known = [one for one in numbers if one is not None]
    most = max(map(abs, known), default=Fraction(0))
    if all(isinstance(row[name], Fraction | None) for row in remark.rows):
        most = max(most, Fraction(1))
    times = [row.get("time") if name == "attained" else None for row in remark.rows]
    about = [place for place, key in enumerate(remark.rows[0]) if place != at and _names(remark.rows, key)]
    about.sort(key=lambda place: list(remark.rows[0])[place] not in SHORT)
    rest = [place for place in range(len(titles)) if place != at and place not in about]
    labels = [" · ".join(row[place] for place in about) for row in rows]
    width = max((cell_len(row[at]) for row in rows), default=0)
    room = max(8, cells - width - 3)
    length = min(24, max(6, room // 3))
    widest = min(max((cell_len(one) for one in labels), default=0), max(6, room - length))
    mark = f"  {MARK} {wording.say('ui.pledges.mark')}" if name == "attained" else ""
    lines = [line((titles[at], look.LABEL), (mark, look.FAINT))]
    for label, row, number, time in zip(labels, rows, numbers, times, strict=True):
        share = abs(number) / most if number is not None and most else Fraction(0)
        drawn = bar(share, length, time if isinstance(time, Fraction) else None)
        lines.append(
            line(f"{fit(label, widest)} ", (drawn, look.GOOD), (f" {fit(row[at], width, 'right')}", look.BOLD))
        )
        more = "  ".join(f"{titles[place]} {row[place]}" for place in rest if place < len(row))
        if more:
            lines.append(line((f"  {more}", look.FAINT)))
    return lines


def _names(rows: Sequence[Mapping[str, Fact]], key: str) -> bool:
    """Whether the column says what a row is about, and is no figure of it."""
    return all(not isinstance(row[key], int | Decimal | Fraction | float | date | None) for row in rows)


def _months(remark: Remark, wording: Wording) -> list[Content]:
    """The counts of the months as columns, with the month's number below each and the count above the highest."""
    counts = [one if isinstance(one := row["stories"], int) else 0 for row in remark.rows]
    months = [row["month"] for row in remark.rows]
    lines = [line((wording.say("ui.report.by-month", most=max(counts)), look.LABEL))]
    lines += [line((f"  {row}", look.GOOD)) for row in columns(counts, HEIGHT)]
    numbers = " ".join(f"{month.month:02}" if isinstance(month, date) else "  " for month in months)
    below = " ".join(f"{count:>2}" for count in counts)
    return [*lines, line((f"  {numbers}", look.FAINT)), line((f"  {below}", look.BOLD))]


def _table(remark: Remark, titles: list[str], rows: list[list[str]], cells: int) -> list[Content]:
    """The table as it is where it fits; else each row in a line below what its figures are, and what is long whole."""
    columns = zip(titles, zip(*rows, strict=True), strict=True)
    widths = [max(cell_len(one) for one in (title, *column)) for title, column in columns]
    if sum(widths) + 2 * len(widths) <= cells:
        head = line(("  ".join(fit(one, width) for one, width in zip(titles, widths, strict=True)), look.LABEL))
        body = ("  ".join(fit(one, width) for one, width in zip(row, widths, strict=True)) for row in rows)
        return [head, *(line(row) for row in body)]
    names = list(remark.rows[0])
    long = [place for place, name in enumerate(names) if name == "text"]
    about = sorted((place for place in range(len(titles)) if place not in long), key=lambda at: names[at] not in SHORT)
    plainly = all(_names(remark.rows, names[place]) for place in about)
    lines = [] if plainly else [line((" · ".join(titles[place] for place in about), look.LABEL))]
    for row in rows:
        lines.append(line(("• ", look.FAINT), " · ".join(row[place] for place in about)))
        lines += [line((f"  {titles[place]}: ", look.LABEL), row[place]) for place in long]
    return lines
