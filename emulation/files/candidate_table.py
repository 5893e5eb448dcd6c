"""Candidates as a table, a row each: CSV text (or XLSX, which is made CSV text first) read as ``candidates.toml`` is.

The columns are the keys of a candidate; ``grade-2025`` is the grade of that year. Several awards or initiatives stand
in one cell, with semicolons between them: ``cstd-co-so 2024; lao-dong-tien-tien 2024`` and ``i1 ministry 2024-11-01``.
The years of complete records are the same for everybody, and are read from the first row that has them.
"""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Any

import attrs

from emulation.files.cells import NO, YES
from emulation.files.document import Document
from emulation.files.rows import BOM, read_rows, write_rows
from emulation.finding import Finding, Path, choices, error
from emulation.text import nfc

if TYPE_CHECKING:
    from collections.abc import Sequence

    from emulation.files.rows import Row
    from emulation.text import Language

COMPLETE = ("records_complete_from", "records_complete_until")
COLUMNS = (
    *("id", "name", "kind", "unit", "post", "work", "joined", "founded", "flag_eligible"),
    *("awards", "initiatives", *COMPLETE),
)
"""The columns of the template, beside one for each year's grade."""

_GRADE = re.compile(r"grade-(\d{4})", re.ASCII)
_DATE = re.compile(r"(\d{4}-\d\d-\d\d)(T00:00:00)?", re.ASCII)
_YEAR = re.compile(r"\d{4}", re.ASCII)


def template(years: Sequence[int], language: Language = "vi") -> str:
    """An empty table to fill, with a column for the grade of each of the years."""
    heading = [*COLUMNS[:9], *(f"grade-{year}" for year in years), *COLUMNS[9:]]
    return BOM + write_rows([heading], ";" if language == "vi" else ",")


def read_candidates(file: str, text: str) -> tuple[Document | None, tuple[Finding, ...]]:
    """The table as a document of the shape of ``candidates.toml``, and what is wrong with the table itself.

    A wrong cell is named by its candidate, counted from zero, its column, and the line of its row. ``None``: there is
    no heading with a column ``id``.
    """
    rows, unreadable = read_rows(text)
    findings = [attrs.evolve(finding, file=file) for finding in unreadable]
    if not rows or "id" not in (columns := [nfc(cell).casefold() for cell in rows[0].cells]):
        shown = ", ".join(rows[0].cells)[:80] if rows else ""
        heading = error("missing-key", "id", found=shown)
        return None, (*findings, attrs.evolve(heading, file=file, line=rows[0].line if rows else 1))
    reader = _Reader(columns)
    reader.heading(rows[0])
    for row in rows[1:]:
        reader.row(row)
    document = Document(file, reader.data, lambda: reader.lines)
    return document, (*findings, *(document.locate(finding) for finding in reader.findings))


@attrs.define
class _Reader:
    columns: list[str]
    findings: list[Finding] = attrs.field(factory=list)
    lines: dict[Path, int] = attrs.field(factory=dict)
    data: dict[str, Any] = attrs.field(factory=lambda: {"candidate": []})

    def heading(self, row: Row) -> None:
        self.lines["heading",] = row.line
        for place, column in enumerate(self.columns):
            if column and column not in COLUMNS and not _GRADE.fullmatch(column):
                self.findings.append(error("unknown-key", "heading", column, found=column, **choices(column, COLUMNS)))
            elif column and column in self.columns[:place]:
                self.findings.append(error("duplicate-column", "heading", column, found=column))

    def row(self, row: Row) -> None:
        place = len(self.data["candidate"])
        self.lines.setdefault(("candidate",), row.line)
        self.lines["candidate", place] = row.line
        entry: dict[str, Any] = {}
        for column, cell in zip(self.columns, row.cells, strict=False):
            if cell and column:
                self._cell(entry, column, nfc(cell), ("candidate", place, column))
        if any(row.cells[len(self.columns) :]):
            beside = next(cell for cell in row.cells[len(self.columns) :] if cell)
            self.findings.append(error("cell-without-column", "candidate", place, found=beside))
        self.data["candidate"].append(entry)

    def _cell(self, entry: dict[str, Any], column: str, cell: str, path: Path) -> None:
        if column in COMPLETE:
            self.lines.setdefault((column,), self.lines[path[:2]])
            self.data.setdefault(column, int(cell) if _YEAR.fullmatch(cell) else cell)
        elif grade := _GRADE.fullmatch(column):
            entry.setdefault("year", []).append({"year": int(grade[1]), "grade": cell})
        elif column in ("joined", "founded"):
            entry[column] = _day(cell)
        elif column == "flag_eligible":
            word = cell.casefold()
            entry[column] = True if word in YES else False if word in NO else cell
        elif column == "awards":
            entry["award"] = [found for one in _several(cell) if (found := self._award(one, path))]
        elif column == "initiatives":
            entry["initiative"] = [self._initiative(one, path) for one in _several(cell)]
        elif column in COLUMNS:
            entry[column] = cell

    def _award(self, text: str, path: Path) -> dict[str, Any] | None:
        award, _, year = text.partition(" ")
        if not _YEAR.fullmatch(year.strip()):
            self.findings.append(error("wrong-form", *path, found=text, form="cstd-co-so 2024"))
            return None
        return {"award": award, "year": int(year)}

    def _initiative(self, text: str, path: Path) -> dict[str, Any]:
        name, *rest = text.split()
        found: dict[str, Any] = {"id": name}
        if rest:
            found["scope"] = rest.pop(0)
        if rest:
            found["recognised"] = _day(rest.pop(0))
        if rest:
            self.findings.append(error("wrong-form", *path, found=text, form="i1 ministry 2024-11-01"))
        return found


def _several(cell: str) -> list[str]:
    return [one.strip() for one in cell.split(";") if one.strip()]


def _day(cell: str) -> date | str:
    """The day; text that is none is kept, for the reader of values to complain about."""
    found = _DATE.fullmatch(cell)
    try:
        return date.fromisoformat(found[1]) if found else cell
    except ValueError:
        return cell
