"""The standings on the wall: revealed from the last to the first, the newest in large letters."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from rich.cells import cell_len

from tui.screens import lines as look
from tui.screens.lines import line, wrapped
from tui.screens.standings_lines import link
from tui.widgets.grid_text import fit, plain
from tui.widgets.large import largest, spaced, titled

if TYPE_CHECKING:
    from decimal import Decimal

    from textual.content import Content

    from emulation.meeting.wall import Group, Place, Wall
    from emulation.wording import Wording

ROOMY = 84
"""Cells across from which rows have room for bars."""

WIDE = 120
"""Cells across from which rows have room for bands as well."""

HIGH = 24
"""Lines of the main part from which the newest place is drawn twice as large."""

NAME = 8
"""The least cells of a unit's short name in a list."""


def standings(wall: Wall, revealed: int, wording: Wording, cells: int, height: int) -> list[Content]:
    """The standings as far as they are revealed, the newest large; before their release only that they are not."""
    if wall.standings is None:
        return _announced("ui.wall.not-released", "ui.wall.not-released-why", wording, cells, height)
    groups = wall.groups()
    if not revealed:
        return _announced("ui.wall.released", "ui.wall.how-to-reveal", wording, cells, height)
    told = _newest(wall, groups[revealed - 1], wording, cells, height)
    hidden = sum(len(group) for group in groups[revealed:])
    if hidden:
        told.append(line((wording.say("ui.wall.hidden", count=hidden), look.FAINT)))
    rows = [place for group in reversed(groups[:revealed]) for place in group]
    newest = {place.unit for place in groups[revealed - 1]}
    return [*told, *_rows(wall, rows, newest, wording, (cells, height - len(told)))]


def _announced(title: str, more: str, wording: Wording, cells: int, height: int) -> list[Content]:
    told = titled(wording.say(title), cells, height // 2)
    return [line(""), *(line((text, look.BOLD)) for text in told), line(""), line(wording.say(more))]


def _newest(wall: Wall, group: Group, wording: Wording, cells: int, height: int) -> list[Content]:
    """The group revealed last: its rank, and the unit's short name and total where it is one alone."""
    first = group[0]
    names = wall.short_names()
    if first.rank is None:
        return [line((spaced(wording.say("ui.wall.unranked"), cells), look.BOLD)), line("")]
    lines_of = 6 if height >= HIGH else 5
    rank = wording.rank(first.rank, tied=first.tied)
    figure = _points(first, wall.step_of_points, wording)
    if len(group) > 1:
        text, below = f"{rank} {figure}", [names[place.unit] for place in group]
        told = [line((digits, look.GOOD)) for digits in largest(text, cells, lines_of) or (spaced(text, cells),)]
        return [*told, *(line((one, look.BOLD)) for one in wrapped(wording.listed(below), cells)), line("")]
    name = names[first.unit].upper()
    texts = (f"{rank} {name} {figure}", f"{rank} {name}")
    drawn = next((one for text in texts if (one := largest(text, cells, lines_of)) is not None), None)
    told = [line((digits, look.GOOD)) for digits in drawn or (spaced(texts[0], cells),)]
    full = wording.text(wall.bloc.unit(first.unit).name)
    return [*told, line((full, look.BOLD), (f"  {_band(wall, first, wording)}".rstrip(), look.LABEL)), line("")]


def _band(wall: Wall, place: Place, wording: Wording) -> str:
    name = wall.bands.get(place.band) if place.band is not None else None
    return "" if name is None else wording.text(name)


def _rows(wall: Wall, rows: list[Place], newest: set[str], wording: Wording, room: tuple[int, int]) -> list[Content]:
    """A line a unit; how its tie was broken stands below each, or, where the room is short, beside its name."""
    cells, height = room
    names = wall.short_names()
    totals = Counter(place.low for place in rows)  # a tie with a unit that is still hidden would tell its total
    noted = {place.unit: _note(place, wording) if totals[place.low] > 1 else "" for place in rows}
    lines_of_all = len(rows) + sum(bool(note) for note in noted.values())
    short, airy = lines_of_all > height, lines_of_all + len(rows) <= height
    ranks = [wording.rank(place.rank, tied=place.tied) for place in rows]
    points = [_points(place, wall.step_of_points, wording) for place in rows]
    bands = [_band(wall, place, wording) for place in rows]
    of_rank, of_points = max(map(cell_len, ranks)), max(map(cell_len, points))
    of_name = max(NAME, *(cell_len(plain(names[place.unit])) for place in rows))
    of_band = max(map(cell_len, bands)) if cells >= WIDE else 0
    rest = cells - of_rank - of_name - of_points - of_band - 8
    bar = min(30, rest // 4) if cells >= ROOMY else 0
    most = max((place.high for place in wall.standings or ()), default=None)
    told = []
    for place, rank, figure, band in zip(rows, ranks, points, bands, strict=True):
        here = place.unit in newest
        style = f"{look.BOLD} reverse" if here else look.BOLD
        note = noted[place.unit]
        beside = f"  · {note}" if note and short and not here else ""
        full = fit(wording.text(wall.bloc.unit(place.unit).name), max(0, rest - bar - 2 - cell_len(beside)))
        first = f"{fit(rank, of_rank, 'right')}  {fit(names[place.unit], of_name)}  {full}{beside}"
        after = f" {fit(figure, of_points, 'right')}" + (f"  {fit(band, of_band)}" if of_band else "")
        drawn = f" {fit(_length(place.low, most, bar), bar)}" if bar else ""
        told.append(line((first, style), (drawn, look.GOOD if here else look.LABEL), (after, style)))
        if note and (here or not short):
            told.append(line((f"{' ' * (of_rank + 2)}{note}", look.FAINT)))
        if airy:
            told.append(line(""))
    return told


def _length(points: Decimal, most: Decimal | None, cells: int) -> str:
    return "█" * int(cells * points / most) if most else ""


def _note(place: Place, wording: Wording) -> str:
    if place.broken_by is not None:
        return wording.say("ui.standings.broken-by", link=link(place.broken_by, wording))
    if place.awaits is not None:
        return wording.say("ui.standings.awaits", link=link(place.awaits, wording))
    return ""


def _points(place: Place, step: Decimal, wording: Wording) -> str:
    from tui.screens.marks_table import padded  # noqa: PLC0415  (once something is revealed)

    if place.low == place.high:
        return padded(place.low, step, wording)
    return "..".join(padded(one, step, wording) for one in (place.low, place.high))
