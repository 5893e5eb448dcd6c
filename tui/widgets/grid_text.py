"""Text for a terminal grid: made harmless, measured, cut, wrapped and edited in terminal cells, not characters."""

import io
import unicodedata
from functools import lru_cache
from typing import Literal

import attrs
from rich.cells import cell_len, split_graphemes

from emulation.frozen import frozen

ELLIPSIS = "…"
Align = Literal["left", "right", "centre"]


@lru_cache(maxsize=16384)
def plain(text: str) -> str:
    """The text in NFC on one line, without what a terminal would obey: escapes, line ends, joiners, bidi overrides."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(map(_harmless, unicodedata.normalize("NFC", text)))


def _harmless(letter: str) -> str:
    match unicodedata.category(letter):
        case "Cc" | "Cs" | "Zl" | "Zp":
            return " "
        case "Cf":  # takes no room of its own and may swallow a neighbour's
            return ""
        case _:
            return letter


@lru_cache(maxsize=16384)
def width(text: str) -> int:
    """Terminal cells that the text takes once it is `plain`."""
    return cell_len(plain(text))


def graphemes(text: str) -> list[str]:
    """The text cut into what a reader takes for single letters."""
    spans, _ = split_graphemes(text)
    return [text[start:end] for start, end, _ in spans]


def _head(text: str, cells: int) -> str:
    """The longest beginning that takes at most that many cells, whole letters only."""
    kept, used = [], 0
    for letter in graphemes(text):
        used += cell_len(letter)
        if used > cells:
            break
        kept.append(letter)
    return "".join(kept)


def tail(text: str, cells: int) -> str:
    """The longest end that takes at most that many cells, whole letters only."""
    kept, used = [], 0
    for letter in reversed(graphemes(text)):
        used += cell_len(letter)
        if used > cells:
            break
        kept.append(letter)
    return "".join(reversed(kept))


@lru_cache(maxsize=16384)
def fit(text: str, cells: int, align: Align = "left") -> str:
    """The text in exactly that many cells: padded, or cut with an ellipsis."""
    if cells <= 0:
        return ""
    shown = plain(text)
    if cell_len(shown) > cells:
        shown = _head(shown, cells - 1).rstrip() + ELLIPSIS
    spare = cells - cell_len(shown)
    match align:
        case "left":
            return shown + " " * spare
        case "right":
            return " " * spare + shown
        case "centre":
            return " " * (spare // 2) + shown + " " * (spare - spare // 2)


@lru_cache(maxsize=4096)
def wrap(text: str, cells: int, lines: int) -> tuple[str, ...]:
    """The text broken at spaces into exactly that many lines; the last is cut with an ellipsis if too long."""
    words = plain(text).split()
    broken: list[str] = []
    while words and len(broken) < lines - 1:
        line = words.pop(0)
        while words and cell_len(line) + 1 + cell_len(words[0]) <= cells:
            line += " " + words.pop(0)
        broken.append(line)
    if words and lines > 0:
        broken.append(" ".join(words))
    return tuple(fit(line, cells) for line in broken + [""] * (lines - len(broken)))


@frozen
class Edit:
    """Text being typed, split at the caret.

    `typed`: it began with a keystroke, so that left and right leave the cell; otherwise they move the caret.
    """

    before: str = ""
    after: str = ""
    typed: bool = False
    touched: bool = False

    @property
    def text(self) -> str:
        """The whole text, in NFC."""
        return unicodedata.normalize("NFC", self.before + self.after)


def insert(edit: Edit, text: str) -> Edit:
    """The edit with the text put in at the caret and joined to what stands there: a loose accent finds its letter."""
    before = unicodedata.normalize("NFC", edit.before + text)
    return attrs.evolve(edit, before=plain(before), touched=True)


def rub_out(edit: Edit) -> Edit:
    """The edit without the letter before the caret."""
    return attrs.evolve(edit, before="".join(graphemes(edit.before)[:-1]), touched=True)


def rub_out_after(edit: Edit) -> Edit:
    """The edit without the letter after the caret."""
    return attrs.evolve(edit, after="".join(graphemes(edit.after)[1:]), touched=True)


def move_caret(edit: Edit, where: Literal["left", "right", "home", "end"]) -> Edit:
    """The edit with its caret one letter, or all the way, to that side."""
    letters = graphemes(edit.before + edit.after)
    at = len(graphemes(edit.before))
    match where:
        case "left":
            at = max(0, at - 1)
        case "right":
            at = min(len(letters), at + 1)
        case "home":
            at = 0
        case "end":
            at = len(letters)
    return attrs.evolve(edit, before="".join(letters[:at]), after="".join(letters[at:]))


def block(text: str) -> tuple[tuple[str, ...], ...]:
    """The rows and fields of pasted text, as spreadsheets write them: tabs between fields, quotes around odd ones.

    Rows keep their own lengths. Nothing pasted gives no rows.
    """
    import csv  # noqa: PLC0415  (only when something is pasted)

    lines = text.replace("\r\n", "\n").replace("\r", "\n").rstrip("\n")
    if not lines:
        return ()
    try:
        rows = list(csv.reader(io.StringIO(lines, newline=""), delimiter="\t", strict=True))
    except csv.Error:  # a quote that is meant as a quote
        rows = [line.split("\t") for line in lines.split("\n")]
    return tuple(tuple(plain(field).strip() for field in row) or ("",) for row in rows)
