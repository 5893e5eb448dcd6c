"""The standings as lines of text: rank, unit, total, the ranks still possible, the band, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len

from tui.screens import lines as look
from tui.screens.lines import line
from tui.screens.marks_table import total
from tui.widgets.grid_text import fit, plain

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from textual.content import Content

    from emulation.ranking import Standing
    from emulation.wording import Wording
    from tui.figures import Figures


BAR = (8, 40)
"""Cells of a total's bar at its shortest and at its longest."""


def standings(figures: Figures, wording: Wording, cells: int, here: str | None = None) -> list[Content]:
    """The standings in that many cells across; ``here`` is the unit under the cursor of the marks.

    Where there is room the band stands beside its unit, else below.
    """
    told, units = in_columns(figures, wording, cells, here=here)
    return [*told, *(one for _, lines in units for one in lines)]


def in_columns(
    figures: Figures, wording: Wording, cells: int, *, here: str | None = None, bars: bool = False
) -> tuple[list[Content], list[tuple[str, list[Content]]]]:
    """The heading, and for each unit its line and what there is to say of its place below it.

    With ``bars`` each total is a bar as well, its open part shaded, and the band is told elsewhere.
    """
    names = {unit.id: unit.short for unit in figures.contest.units}
    rows = [_row(figures, standing, names, wording) for standing in figures.standings]
    heads = tuple(wording.say(f"ui.standings.{key}") for key in ("rank", "unit", "total", "possible", "band"))
    widths = [max(cell_len(plain(row[column])) for row in (heads, *rows)) for column in range(len(heads))]
    if bars or sum(widths) + 2 * len(widths) > cells:
        widths[-1] = 0
    room = min(BAR[1], cells - sum(widths) - 2 * len(widths))
    drawn = _bars(figures, room) if bars and room >= BAR[0] else {}
    units = []
    for standing, row in zip(figures.standings, rows, strict=True):
        style = "reverse" if standing.unit == here else look.BOLD if standing.rank is not None else look.FAINT
        text = fit(_joined(row, widths), cells) if standing.unit == here else _joined(row, widths)
        told = [line((text, style), (f"  {drawn.get(standing.unit, '')}".rstrip(), look.LABEL))]
        notes = [] if widths[-1] or bars else [row[-1]]
        notes += why(standing, wording)
        told += [line((f"     {note}", look.FAINT)) for note in notes if note]
        units.append((standing.unit, told))
    return [line((_joined(heads, widths), look.BOLD))], units


def _bars(figures: Figures, cells: int) -> dict[str, str]:
    """A bar for each unit's total; the longest stands for the most that any unit can still reach."""
    most = max((one.scorecard.highest.total for one in figures.standings), default=figures.contest.rubric.total)
    bars = {}
    for standing in figures.standings:
        card = standing.scorecard
        sure = int(cells * card.lowest.total / most) if most else 0
        able = int(cells * card.highest.total / most) if most else 0
        bars[standing.unit] = "█" * sure + "░" * (able - sure)
    return bars


def _row(figures: Figures, standing: Standing, names: dict[str, str], wording: Wording) -> tuple[str, ...]:
    return (
        wording.rank(standing.rank, tied=standing.tied),
        names[standing.unit],
        total(figures, standing, wording),
        possible(standing),
        band(figures, standing.unit, wording),
    )


def _joined(texts: Sequence[str], widths: Sequence[int]) -> str:
    rank, unit, points, ranks, band_name = texts
    text = (
        f"{fit(rank, widths[0], 'right')} {fit(unit, widths[1])} "
        f"{fit(points, widths[2], 'right')}  {fit(ranks, widths[3], 'right')}"
    )
    return f"{text}  {fit(band_name, widths[4])}" if widths[4] else text


def possible(standing: Standing) -> str:
    """The ranks still possible: ``2``, ``2–4``, or a dash for a unit that can have none."""
    if standing.best_rank is None or standing.worst_rank is None:
        return "–"
    if standing.best_rank == standing.worst_rank:
        return f"{standing.best_rank}"
    return f"{standing.best_rank}–{standing.worst_rank}"


def band(figures: Figures, unit: str, wording: Wording) -> str:
    """The name of the unit's band, or of those still possible; empty where the rubric has none."""
    rubric = figures.contest.rubric
    if not rubric.bands:
        return ""
    names = {one.id: wording.text(one.name) for one in rubric.bands}
    grade = figures.grades[unit]
    if grade.band is not None:
        return names[grade.band]
    if len(grade.possible) > 1:
        return wording.say("ui.standings.several-bands")
    return wording.word("standing", "no-band")


def why(standing: Standing, wording: Wording) -> list[str]:
    """What is worth knowing of a place: the link that broke its tie, the link it waits for, why it has no rank."""
    told = []
    if standing.broken_by is not None:
        told.append(wording.say("ui.standings.broken-by", link=link(standing.broken_by, wording)))
    if standing.tied:
        told.append(
            wording.say("ui.standings.tied")
            if standing.awaits is None
            else wording.say("ui.standings.awaits", link=link(standing.awaits, wording))
        )
    card = standing.scorecard
    for reason in standing.reasons:
        if reason == "blank":
            names = _few(card.blanks)
            told.append(wording.say("ui.standings.blank", count=len(card.blanks), criteria=names))
        elif reason == "below-floor":
            told.append(wording.say("ui.standings.below-floor", criteria=_few(card.below_floor)))
        else:
            told.append(wording.word("no-rank", reason))
    return told


def moved(figures: Figures, wording: Wording) -> str:
    """Which points of other units the newest act moved, in a sentence; empty where it moved none."""
    names = {unit.id: unit.short for unit in figures.contest.units}
    told = [
        wording.say(
            "ui.standings.moved-one",
            unit=names[one.unit],
            criterion=one.criterion,
            before=_between(one.before, wording),
            after=_between(one.after, wording),
        )
        for one in figures.moved[:_SHOWN]
    ]
    if not told:
        return ""
    more = len(figures.moved) - len(told)
    listed = "; ".join(told)
    return wording.say("ui.standings.moved" if not more else "ui.standings.moved-more", moved=listed, count=more)


def _between(points: tuple[Decimal, Decimal], wording: Wording) -> str:
    return "..".join(wording.number(one) for one in dict.fromkeys(points))


def link(spelled: str, wording: Wording) -> str:
    """A link of the tie chain in words."""
    word, _, name = spelled.partition(":")
    return wording.say(f"word.link.{word}", id=name) if name else wording.word("link", word)


_SHOWN = 4


def _few(names: Sequence[str]) -> str:
    return ", ".join(names[:_SHOWN]) + ("…" if len(names) > _SHOWN else "")
