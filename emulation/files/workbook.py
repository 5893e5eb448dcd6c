"""A spreadsheet (XLSX) as CSV text, row for line: what a sheet is read from, and what a meeting's record carries.

openpyxl is the extra ``office``; it is loaded when the first spreadsheet is met.
"""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from datetime import date, datetime, time
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import attrs

from emulation.files.rows import write_rows
from emulation.finding import error
from emulation.frozen import frozen
from emulation.number import as_typed, plain

if TYPE_CHECKING:
    from emulation.finding import Finding

HEADING = "criterion"
"""The heading of the column of ids, by which the worksheet of marks is known."""

_MOST_BYTES = 64 * 1024 * 1024
"""The most that a workbook may unpack to; a score sheet has some kilobytes."""

_MOST_CELLS = 200_000
"""The most cells, empty ones among them, that a worksheet may reach over; others are not looked into."""

_LITERAL = re.compile(r'"[^"]*"|\\.')
"""What a number format shows as it stands: a per cent sign among it does not make a share of the number."""


@frozen
class Worksheet:
    """One worksheet by its title, its cells as CSV text whose lines are its rows."""

    title: str
    text: str


def csv_of_workbook(content: bytes, heading: str = HEADING) -> tuple[str | None, tuple[Finding, ...]]:
    """The text of the worksheet with that heading, see `read_workbook`."""
    worksheet, findings = read_workbook(content, heading)
    return None if worksheet is None else worksheet.text, findings


def read_workbook(content: bytes, heading: str = HEADING) -> tuple[Worksheet | None, tuple[Finding, ...]]:
    """The worksheet with that heading, or ``None``; and what is wrong with it."""
    try:
        import openpyxl  # noqa: PLC0415  (an extra, and slow)
    except ImportError:
        return None, (error("needs-openpyxl"),)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(one.file_size for one in archive.infolist()) > _MOST_BYTES:
                return None, (error("not-a-workbook"),)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about decoration that it cannot keep
            values = openpyxl.load_workbook(io.BytesIO(content), data_only=True)
            formulas = openpyxl.load_workbook(io.BytesIO(content))
    except Exception:  # noqa: BLE001  (a broken workbook fails in any way its parts can)
        return None, (error("not-a-workbook"),)
    sizeable = [one for one in values.worksheets if one.max_row * one.max_column <= _MOST_CELLS]
    if not sizeable:
        return None, (error("not-a-workbook"),)
    worksheet = next((one for one in sizeable if _has_heading(one, heading)), sizeable[0])
    text, findings = _csv_of(worksheet, formulas[worksheet.title], heading)
    return Worksheet(str(worksheet.title), text), findings


def _has_heading(worksheet: Any, heading: str) -> bool:
    return any(
        str(value).strip().casefold() == heading for row in worksheet.iter_rows(values_only=True) for value in row
    )


def _csv_of(worksheet: Any, formulas: Any, heading: str) -> tuple[str, tuple[Finding, ...]]:
    findings = []
    rows = []
    ids: int | None = None
    for row in worksheet.iter_rows():
        texts = []
        for place, cell in enumerate(row):
            formula = formulas.cell(cell.row, cell.column).value
            if cell.value is None and formula is not None:
                found = formula if isinstance(formula, str) else "{=…}"  # a formula over several cells
                findings.append(
                    attrs.evolve(error("formula-without-value", cell.coordinate, found=found), line=cell.row)
                )
            texts.append(_text(cell, as_id=place == ids))
        if ids is None and heading in (headings := [text.casefold() for text in texts]):
            ids = headings.index(heading)
        rows.append(texts)
    return write_rows(rows), tuple(findings)


def _text(cell: Any, *, as_id: bool) -> str:
    """A cell as it would be typed; spreadsheets keep 15 digits, and what is behind them is noise of theirs."""
    value = cell.value
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case int() | float():
            number = Decimal(format(value, ".15g"))
            if "%" in _LITERAL.sub("", cell.number_format or ""):
                return f"{as_typed(number * 100)}%"
            return plain(number) if as_id else as_typed(number)
        case datetime() | date() | time():
            return str(value.isoformat())
        case _:
            return " ".join(str(value).split())
