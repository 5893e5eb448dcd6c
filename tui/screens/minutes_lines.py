"""Minutes on the screen: the Markdown that `emulation.wording.minutes` writes, as lines of so many cells across.

Only what that writer makes is known here: headings, bullets, tables, rules, bold, italics and code, with a backslash
before every sign that is meant as itself. So what users wrote stays text.
"""

from __future__ import annotations

import re
from fractions import Fraction
from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual.content import Content

from emulation.frozen import frozen
from tui.screens import lines as look
from tui.screens.lines import line

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_GAP = " │ "
_LEAST = 6
"""The fewest cells in which a text is broken."""

_CELL = re.compile(r"(?<!\\)((?:\\\\)*)\|")
_INLINE = re.compile(r"\\(.)|(\*\*|\*|`)")


@frozen
class Drawn:
    """The lines, and the places of those that begin a part."""

    lines: tuple[Content, ...]
    parts: tuple[int, ...]


def draw(markdown: str, cells: int) -> Drawn:
    """The document in so many cells across; tables break inside their cells."""
    lines: list[Content] = []
    parts: list[int] = []
    rows: list[list[str]] = []
    for text in (*markdown.splitlines(), ""):
        if text.startswith("|"):
            rows.append(_cells(text))
            continue
        if rows:
            lines += _table(rows, cells)
            rows = []
        if text.startswith(("# ", "## ")):
            parts.append(len(lines))
        lines += _block(text, cells)
    return Drawn(tuple(lines), tuple(parts))


def _block(text: str, cells: int) -> list[Content]:
    mark, _, rest = text.partition(" ")
    match mark:
        case "#":
            return [_set(row, cells, ":-:") for row in inline(rest).stylize(look.BOLD).wrap(cells)]
        case "##":
            return [row.stylize(f"{look.LABEL} bold") for row in inline(rest).wrap(cells)]
        case "###":
            return [row.stylize(f"{look.BOLD} underline") for row in inline(rest).wrap(cells)]
        case "-":
            rows = inline(rest).wrap(max(_LEAST, cells - 2))
            return [Content.assemble("  " if place else ("• ", look.FAINT), row) for place, row in enumerate(rows)]
        case "---":
            return [line(("─" * cells, look.FAINT))]
        case _:
            return inline(text).wrap(cells) if text else [Content("")]


def inline(text: str) -> Content:
    """A text with its bold, italics and code; what stands behind a backslash is meant as itself."""
    pieces: list[tuple[str, str]] = []
    styles: list[str] = []
    at = 0
    for found in _INLINE.finditer(text):
        pieces.append((text[at : found.start()], " ".join(styles)))
        at = found.end()
        if found[1]:
            pieces.append((found[1], " ".join(styles)))
            continue
        style = {"**": "bold", "*": "italic", "`": look.LABEL}[found[2]]
        styles = [one for one in styles if one != style] if style in styles else [*styles, style]
    pieces.append((text[at:], ""))
    return line(*(piece for piece in pieces if piece[0]))


def _cells(row: str) -> list[str]:
    """The cells of a row; a bar behind a backslash is part of one."""
    marked = _CELL.sub(lambda found: f"{found[1]}\0", row)
    return [cell.strip() for cell in marked.strip().strip("\0").split("\0")]


def _table(rows: Sequence[Sequence[str]], cells: int) -> Iterator[Content]:
    """A table; its second row says how the columns are set. Where words would have to be cut, each row is a list."""
    head, rule, *body = rows
    columns = len(head)
    made = [[inline(cell) for cell in (*row, *[""] * columns)[:columns]] for row in (head, *body)]
    wanted = [max(row[place].cell_length for row in made) for place in range(columns)]
    least = [max(_longest_word(row[place]) for row in made) for place in range(columns)]
    widths = _widths(wanted, least, cells - len(_GAP) * (columns - 1))
    if widths is None:
        yield from _listed(made, cells)
        return
    for number, row in enumerate(made):
        broken = [cell.wrap(width) if cell else [Content("")] for cell, width in zip(row, widths, strict=True)]
        for height in range(max(map(len, broken))):
            parts = []
            for place, (texts, width) in enumerate(zip(broken, widths, strict=True)):
                text = texts[height] if height < len(texts) else Content("")
                parts.append(_set(text.stylize(look.BOLD) if number == 0 else text, width, rule[place]))
            yield line((_GAP, look.FAINT)).join(parts)
        if number == 0 and body:
            yield line(("─┼─".join("─" * width for width in widths), look.FAINT))


def _longest_word(text: Content) -> int:
    return max((cell_len(word) for word in text.plain.split()), default=0)


def _listed(made: Sequence[Sequence[Content]], cells: int) -> Iterator[Content]:
    """The rows under each other, each cell behind the title of its column."""
    head, *body = made
    for row in body:
        for place, (title, cell) in enumerate(zip(head, row, strict=True)):
            if not cell.plain.strip():
                continue
            told = Content.assemble("  " if place else ("▪ ", look.LABEL), title.stylize(look.FAINT), ": ", cell)
            yield from told.wrap(cells)


def _set(text: Content, width: int, rule: str) -> Content:
    spare = max(0, width - text.cell_length)
    if rule.startswith(":") and rule.endswith(":"):
        return text.pad(spare // 2, spare - spare // 2)
    return text.pad_left(spare) if rule.endswith(":") else text.pad_right(spare)


def _widths(wanted: Sequence[int], least: Sequence[int], room: int) -> list[int] | None:
    """What each column gets so that the rows are as low as can be; ``None`` where not even the least fits."""
    widths = [max(1, width) for width in least]
    if sum(widths) > room:
        return None
    for _ in range(room - sum(widths)):
        narrow = [place for place, width in enumerate(widths) if width < wanted[place]]
        if not narrow:
            break
        widths[max(narrow, key=lambda place: (Fraction(wanted[place], widths[place]), -place))] += 1
    return widths
