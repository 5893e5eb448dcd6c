"""Large letters for a wall: short names and figures drawn from half blocks, three lines high, or six at twice the size.

Only what stands in the table can be drawn so; a text with any other letter, such as one with Vietnamese tones, is left
to the caller, who sets it bold and apart.
"""

from __future__ import annotations

from functools import lru_cache

from rich.cells import cell_len

from tui.widgets.grid_text import plain

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


@lru_cache(maxsize=512)
def large(text: str, cells: int, scale: int = 1) -> tuple[str, ...] | None:
    """The text in large letters, each line equally wide; ``None`` where a letter is missing or the room is.

    Three lines at scale 1, six at scale 2, where a dot is as wide as two cells.
    """
    shown = plain(text)
    if not shown.strip() or any(letter not in _GLYPHS for letter in shown):
        return None
    glyphs = [_GLYPHS[letter].split() for letter in shown]
    rows = [".".join(glyph[row] for glyph in glyphs) for row in range(_ROWS)]
    rows.append("." * len(rows[0]))
    if scale > 1:
        rows = [dots for row in rows for dots in ["".join(dot * scale for dot in row)] * scale]
    lines = tuple(_halves(upper, lower) for upper, lower in zip(rows[::2], rows[1::2], strict=True))
    return lines if cell_len(lines[0]) <= cells else None


def _halves(upper: str, lower: str) -> str:
    """Two rows of dots in one line of cells."""
    signs = {("#", "#"): "█", ("#", "."): "▀", (".", "#"): "▄", (".", "."): " "}
    return "".join(signs[pair] for pair in zip(upper, lower, strict=True))


def largest(text: str, cells: int, lines: int) -> tuple[str, ...] | None:
    """The text as large as the room allows; ``None`` where it cannot be drawn."""
    for scale in (3, 2, 1):
        if scale * 3 <= lines and (drawn := large(text, cells, scale)) is not None:
            return drawn
    return None


def spaced(text: str, cells: int) -> str:
    """Capitals set apart, where there is room; else capitals; the text as it is if not even those fit."""
    capitals = plain(text).upper()
    apart = "   ".join(" ".join(word) for word in capitals.split())
    return apart if cell_len(apart) <= cells else capitals
