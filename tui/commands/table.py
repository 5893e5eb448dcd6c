"""Tables of text, aligned by the cells that a terminal gives each character."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from emulation.frozen import frozen
from emulation.wording.findings import visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_GAP = "  "


@frozen
class Column:
    """A column and its title; figures stand to the right."""

    title: str
    right: bool = False


def cells(text: str) -> int:
    """How many cells of a terminal the text takes."""
    return sum(_cells(character) for character in text)


def _cells(character: str) -> int:
    if unicodedata.category(character) in {"Mn", "Me", "Cf"}:
        return 0
    return 2 if unicodedata.east_asian_width(character) in {"W", "F"} else 1


def table(columns: Sequence[Column], rows: Iterable[Sequence[str]]) -> str:
    """The table, its title row underlined; control characters in a cell are spelled out."""
    shown = [[visible(cell) for cell in row] for row in rows]
    titles = [column.title for column in columns]
    widths = [max(map(cells, texts)) for texts in zip(titles, *shown, strict=True)]
    rule = ["─" * width for width in widths]
    return "\n".join(_line(columns, widths, row) for row in (titles, rule, *shown))


def _line(columns: Sequence[Column], widths: Sequence[int], row: Sequence[str]) -> str:
    padded = []
    for column, width, text in zip(columns, widths, row, strict=True):
        space = " " * (width - cells(text))
        padded.append(space + text if column.right else text + space)
    return _GAP.join(padded).rstrip()
