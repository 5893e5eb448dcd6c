"""Large letters for a wall: titles, names and figures drawn from half blocks, Vietnamese marks and tones included.

Only capitals, figures and signs of the table can be drawn so; a text with any other letter is left to the caller, who
sets it bold and apart.
"""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING
from unicodedata import normalize

from rich.cells import cell_len

from emulation.frozen import frozen
from tui.widgets.grid_text import plain

if TYPE_CHECKING:
    from collections.abc import Sequence

_ROWS = 5
_GLYPHS: dict[str, str] = {
    "0": "### #.# #.# #.# ###",
    "1": "##. .#. .#. .#. ###",
    "2": "### ..# ### #.. ###",
    "3": "### ..# .## ..# ###",
    "4": "#.# #.# ### ..# ..#",
    "5": "### #.. ### ..# ###",
    "6": "### #.. ### #.# ###",
    "7": "### ..# ..# .#. .#.",
    "8": "### #.# ### #.# ###",
    "9": "### #.# ### ..# ###",
    "A": ".##. #..# #### #..# #..#",
    "B": "###. #..# ###. #..# ###.",
    "C": ".### #... #... #... .###",
    "D": "###. #..# #..# #..# ###.",
    "Đ": ".###. .#..# ##..# .#..# .###.",
    "E": "#### #... ###. #... ####",
    "F": "#### #... ###. #... #...",
    "G": ".### #... #.## #..# .###",
    "H": "#..# #..# #### #..# #..#",
    "I": "### .#. .#. .#. ###",
    "J": "..## ...# ...# #..# .##.",
    "K": "#..# #.#. ##.. #.#. #..#",
    "L": "#... #... #... #... ####",
    "M": "#...# ##.## #.#.# #...# #...#",
    "N": "#..# ##.# #.## #..# #..#",
    "O": ".##. #..# #..# #..# .##.",
    "P": "###. #..# ###. #... #...",
    "Q": ".##. #..# #..# #.## .###",
    "R": "###. #..# ###. #.#. #..#",
    "S": ".### #... .##. ...# ###.",
    "T": "##### ..#.. ..#.. ..#.. ..#..",
    "U": "#..# #..# #..# #..# .##.",
    "V": "#...# #...# .#.#. .#.#. ..#..",
    "W": "#...# #...# #.#.# ##.## #...#",
    "X": "#...# .#.#. ..#.. .#.#. #...#",
    "Y": "#...# .#.#. ..#.. ..#.. ..#..",
    "Z": "#### ..#. .#.. #... ####",
    "/": "..# ..# .#. #.. #..",
    "%": "#..# ...# .##. #... #..#",
    ",": ".. .. .. .# #.",
    ".": ". . . . #",
    "-": "... ... ### ... ...",
    "–": "... ... ### ... ...",
    "=": "... ### ... ### ...",
    "?": "### ..# .## ... .#.",
    ":": ". # . # .",
    "+": "... .#. ### .#. ...",
    " ": ".. .. .. .. ..",
}


_MARKS: dict[str, str] = {
    "\N{COMBINING CIRCUMFLEX ACCENT}": ".##. #..#",
    "\N{COMBINING BREVE}": "#..# .##.",
    "\N{COMBINING ACUTE ACCENT}": ".# #.",
    "\N{COMBINING GRAVE ACCENT}": "#. .#",
    "\N{COMBINING HOOK ABOVE}": "## .#",
    "\N{COMBINING TILDE}": ".#.# #.#.",
}
"""The marks that stand above a letter, two dots high."""

_NARROW = {".##. #..#": ".#. #.#", "#..# .##.": "#.# .#."}
"""Marks of a vowel where a tone stands beside them."""

_HORN = "\N{COMBINING HORN}"
_DOT = "\N{COMBINING DOT BELOW}"


@frozen
class _Glyph:
    """A letter's own dots, and around them the two rows above, the row between, and the dot below.

    ``above`` begins ``left`` dots from the letter's left edge, and may reach over its right one. A horn begins between.
    """

    body: tuple[str, ...]
    above: tuple[str, ...] = ("", "")
    left: int = 0
    between: str = ""
    below: str = ""


@cache
def _glyph(letter: str) -> _Glyph | None:
    """How a letter is drawn, Vietnamese marks and tones included; ``None`` where it cannot be."""
    apart = normalize("NFD", letter)
    base, marks = apart[0], apart[1:]
    if base not in _GLYPHS or any(mark not in {*_MARKS, _HORN, _DOT} for mark in marks):
        return None
    body = _GLYPHS[base].split()
    width = len(body[0])
    upper = [_MARKS[mark] for mark in marks if mark in _MARKS]
    if len(upper) > 1:
        upper = [_NARROW.get(mark, mark) for mark in upper]
    first, second = [".".join(rows) for rows in zip(*(mark.split() for mark in upper), strict=True)] or ["", ""]
    horned = _HORN in marks
    if horned:
        body = [f"{body[0][:-1]}#.", *(f"{row}." for row in body[1:])]
    return _Glyph(
        tuple(body),
        (first, second),
        (width - len(first)) // 2 if len(upper) == 1 and len(first) < width else 0,
        f"{'.' * width}#" if horned else "",
        f"{'.' * ((width - 1) // 2)}{'#' * (2 - width % 2)}" if _DOT in marks else "",
    )


@lru_cache(maxsize=512)
def large(text: str, cells: int, scale: int = 1) -> tuple[str, ...] | None:
    """The text in large letters, each line equally wide; ``None`` where a letter is missing or the room is.

    Three lines at scale 1 without marks, four with marks above or dots below, five with both; at scale 2, where a dot
    is as wide as two cells, twice as many.
    """
    shown = normalize("NFC", plain(text))
    drawn = [_glyph(letter) for letter in shown]
    glyphs = [glyph for glyph in drawn if glyph is not None]
    if not shown.strip() or len(glyphs) < len(drawn):
        return None
    rows = _set(glyphs)
    if scale > 1:
        rows = [dots for row in rows for dots in ["".join(dot * scale for dot in row)] * scale]
    lines = tuple(_halves(upper, lower) for upper, lower in zip(rows[::2], rows[1::2], strict=True))
    return lines if cell_len(lines[0]) <= cells else None


def _set(glyphs: Sequence[_Glyph]) -> list[str]:
    """The letters side by side, an even number of rows; marks of neighbours keep a dot between them."""
    above, between, body, below = ["", ""], "", [""] * _ROWS, ""
    at = free = 0
    for glyph in glyphs:
        if glyph.above[0]:
            at = max(at, free - glyph.left)
            above = [row.ljust(at + glyph.left, ".") + mark for row, mark in zip(above, glyph.above, strict=True)]
            free = len(above[0]) + 1
        if glyph.between:
            between = between.ljust(at, ".") + glyph.between
        if glyph.below:
            below = below.ljust(at, ".") + glyph.below
        body = [row.ljust(at, ".") + own for row, own in zip(body, glyph.body, strict=True)]
        at += len(glyph.body[0]) + 1
    rows = [*([*above, between] if above[0] or between else []), *body, *(["", below] if below else [])]
    rows += [""] * (len(rows) % 2)
    width = max(map(len, rows))
    return [row.ljust(width, ".") for row in rows]


def _halves(upper: str, lower: str) -> str:
    """Two rows of dots in one line of cells."""
    signs = {("#", "#"): "█", ("#", "."): "▀", (".", "#"): "▄", (".", "."): " "}
    return "".join(signs[pair] for pair in zip(upper, lower, strict=True))


def largest(text: str, cells: int, lines: int) -> tuple[str, ...] | None:
    """The text as large as the room allows; ``None`` where it cannot be drawn."""
    for scale in (3, 2, 1):
        drawn = large(text, cells, scale)
        if drawn is not None and len(drawn) <= lines:
            return drawn
    return None


def spaced(text: str, cells: int) -> str:
    """Capitals set apart, where there is room; else capitals; the text as it is if not even those fit."""
    capitals = plain(text).upper()
    apart = "   ".join(" ".join(word) for word in capitals.split())
    return apart if cell_len(apart) <= cells else capitals


def titled(text: str, cells: int, lines: int) -> tuple[str, ...]:
    """The text in capitals, as large as the room allows, or else as `spaced` sets them."""
    return largest(plain(text).upper(), cells, lines) or (spaced(text, cells),)
