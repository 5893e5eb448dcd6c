"""Rows of texts: a CSV file read, whatever its separator and encoding, and written so that a spreadsheet opens it."""

from __future__ import annotations

import codecs
import csv
import io
import re
from typing import TYPE_CHECKING

import attrs

from emulation.files.cells import harmless, meant
from emulation.finding import Finding, error
from emulation.frozen import frozen

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

SEPARATORS = (",", ";", "\t")
BOM = "\ufeff"

_LINES = re.compile(r"\r\n|\r|\n")


@frozen
class Row:
    """One row, and the line of the file (from 1) on which it begins."""

    line: int
    cells: tuple[str, ...]


def decoded(content: bytes) -> tuple[str | None, tuple[Finding, ...]]:
    """The text of a file in UTF-8 or, where its first bytes say so, in UTF-16; or what keeps it from being read."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        try:
            return content.decode("utf-16"), ()
        except UnicodeDecodeError:
            return None, (Finding("not-utf8", found=_hexadecimal(content[-4:]), line=1),)
    try:
        return content.decode("utf-8"), ()
    except UnicodeDecodeError as bad:
        line = content.count(b"\n", 0, bad.start) + 1
        return None, (Finding("not-utf8", found=_hexadecimal(content[bad.start : bad.start + 4]), line=line),)


def _hexadecimal(some: bytes) -> str:
    return " ".join(f"{byte:02X}" for byte in some)


def read_rows(text: str) -> tuple[tuple[Row, ...], tuple[Finding, ...]]:
    """The rows that are not empty, each cell without spaces around it; a row that cannot be read ends them."""
    text = text.removeprefix(BOM)
    separator, skipped = _separator(text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    rows: list[Row] = []
    line = 1
    try:
        for place, cells in enumerate(reader):
            if place >= skipped and any(cell.strip() for cell in cells):
                rows.append(Row(line, tuple(meant(cell.strip()) for cell in cells)))
            line = reader.line_num + 1
    except csv.Error:
        found = _LINES.split(text)[line - 1 : line]
        return tuple(rows), (attrs.evolve(error("csv-quotes", found="".join(found)[:80]), line=line),)
    return tuple(rows), ()


def _separator(text: str) -> tuple[str, int]:
    """The separator that makes most cells of the first row with text, and how many rows stand before the table.

    Spreadsheets understand a first line such as ``sep=;``.
    """
    lines = _LINES.split(text)
    first = next((line for line in lines if line.strip()), "")
    if first.lower().startswith("sep=") and first[4:5] in SEPARATORS:
        return first[4], lines.index(first) + 1
    return max(SEPARATORS, key=lambda separator: _count(first, separator)), 0


def _count(line: str, separator: str) -> int:
    return len(next(csv.reader([line], delimiter=separator), []))


def write_rows(rows: Iterable[Sequence[str]], separator: str = ",") -> str:
    """The CSV text of rows, a line each; what a spreadsheet would take for a formula is made harmless."""
    return "".join(f"{separator.join(_quoted(harmless(cell), separator) for cell in row)}\n" for row in rows)


def _quoted(cell: str, separator: str) -> str:
    """The cell, in quotes where it needs them; Python's own writer forgets a lone carriage return."""
    if any(sign in cell for sign in (separator, '"', "\n", "\r")):
        doubled = cell.replace('"', '""')
        return f'"{doubled}"'
    return cell
