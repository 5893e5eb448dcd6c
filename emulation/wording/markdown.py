"""Markdown that says what was meant: whatever users wrote is text in it, never markup."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from emulation.wording.findings import visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_MARKUP = re.compile(r"[\\`*_\[\]<>|~$@]|&(?=#?\w+;)|(?<=:)/(?=/)|(?<=\bwww)\.")
"""What begins markup inside a line: emphasis, code, links, tags, cells, formulas, entities, addresses."""

_OPENING = re.compile(r"[#+=-]|\d+(?=[.)](?:\s|$))")
"""What begins a heading, a list, a rule or a quote where it opens a line."""


def escape(text: str) -> str:
    """The text as it reads in Markdown, in one line; control characters are spelled out."""
    line = visible(" ".join(text.split()))
    escaped = _MARKUP.sub(lambda found: f"\\{found[0]}", line)
    opening = _OPENING.match(line)
    if opening is None:
        return escaped
    # a number opens a list by the sign behind it
    place = opening.end() if opening[0][0].isdigit() else 0
    return f"{escaped[:place]}\\{escaped[place:]}"


def table(head: Sequence[str], rows: Iterable[Sequence[str]], align: str) -> list[str]:
    """The lines of a table; its cells are Markdown already, without line breaks.

    ``align`` has a letter for each column: ``l``, ``r`` or ``c``.
    """
    rule = {"l": ":--", "r": "--:", "c": ":-:"}
    return [_row(head), _row([rule[one] for one in align]), *(_row(row) for row in rows)]


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"
