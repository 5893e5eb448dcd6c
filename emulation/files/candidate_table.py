"""Candidates as a table, a row each: CSV text (or XLSX, which is made CSV text first) read as ``candidates.toml`` is.

The columns are the keys of a candidate; ``grade-2025`` is the grade of that year. Several awards and so on stand in one
cell, with semicolons between them, each its words with spaces between them; what follows the first ones may be missing
and stands in any order:

* awards: ``cstd-co-so 2024 2024-12-20 sudden used=i1+i2`` (id and year; decided, ground, initiatives spent)
* initiatives: ``i1 ministry 2024-11-01 science`` (id; scope, recognised, kind)
* disciplines: ``2021-05-01 2022-05-01 reprimand`` (from; until, kind)
* proceedings: ``2025-03-01 2025-06-01 investigation`` (opened; closed, kind)

The years of complete records are the same for everybody, and are read from the first row that has them. Votes,
judgements, results in blocs, figures of members, decisions and titles have no column.
"""

from __future__ import annotations

import re
import typing
from datetime import date
from typing import TYPE_CHECKING, Any

import attrs

from emulation.activity import Ground
from emulation.awards.facts import InitiativeKind, Scope
from emulation.files.cells import NO, YES
from emulation.files.document import Document
from emulation.files.rows import read_rows
from emulation.finding import Finding, Path, choices, error
from emulation.text import nfc

if TYPE_CHECKING:
    from collections.abc import Sequence

    from emulation.files.rows import Row

COMPLETE = ("records_complete_from", "records_complete_until")
PLAIN = ("id", "name", "kind", "unit", "post", "work", "joined", "founded", "flag_eligible")
LISTS = {"awards": "award", "initiatives": "initiative", "disciplines": "discipline", "proceedings": "proceeding"}
"""The columns of which a cell holds several, each with its key in TOML."""

COLUMNS = (*PLAIN, *LISTS, *COMPLETE)
"""The columns of the template, beside one for each year's grade."""

FORMS = {
    "awards": "cstd-co-so 2024 2024-12-20 sudden used=i1+i2",
    "initiatives": "i1 ministry 2024-11-01 science",
    "disciplines": "2021-05-01 2022-05-01 reprimand",
    "proceedings": "2025-03-01 2025-06-01 investigation",
}
"""One of each column of several, whole."""

GROUNDS: tuple[str, ...] = typing.get_args(Ground)
SCOPES: tuple[str, ...] = typing.get_args(Scope)
KINDS: tuple[str, ...] = typing.get_args(InitiativeKind)

_GRADE = re.compile(r"grade-(\d{4})", re.ASCII)
_DATE = re.compile(r"(\d{4}-\d\d-\d\d)(T00:00:00)?", re.ASCII)
_YEAR = re.compile(r"\d{4}", re.ASCII)
_USED = "used="


def heading(years: Sequence[int]) -> list[str]:
    """The headings of a table with a column for the grade of each of the years."""
    return [*PLAIN, *(f"grade-{year}" for year in years), *LISTS, *COMPLETE]


def read_candidates(file: str, text: str, worksheet: str | None = None) -> tuple[Document | None, tuple[Finding, ...]]:
    """The table as a document of the shape of ``candidates.toml``, and what is wrong with the table itself.

    Whatever is found, now or by those who read the document, is named by the worksheet (of a spreadsheet), by its
    column, and by the line of its row. ``None``: there is no heading with a column ``id``.
    """
    rows, unreadable = read_rows(text)
    findings = [attrs.evolve(finding, file=file) for finding in unreadable]
    if not rows or "id" not in (columns := [nfc(cell).casefold() for cell in rows[0].cells]):
        shown = ", ".join(rows[0].cells)[:80] if rows else ""
        missing = error("missing-key", *((worksheet,) if worksheet else ()), "id", found=shown)
        return None, (*findings, attrs.evolve(missing, file=file, line=rows[0].line if rows else 1))
    reader = _Reader(columns, worksheet)
    reader.heading(rows[0])
    for row in rows[1:]:
        reader.row(row)
    document = Document(file, reader.data, lambda: reader.lines, reader.column_of)
    return document, (*findings, *(document.locate(finding) for finding in reader.findings))


@attrs.define
class _Reader:
    columns: list[str]
    worksheet: str | None = None
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

    def column_of(self, path: Path) -> Path:
        """The column that a path of the document lies in, by its heading; the path itself where it lies in none.

        The worksheet's title stands before it.
        """
        named = self._column_of(path)
        return (self.worksheet, *named) if self.worksheet else named

    def _column_of(self, path: Path) -> Path:
        match path:
            case ("heading", str(column)):
                return (column,)
            case ("candidate", int(place), "year", int(number), *_):
                return (f"grade-{self.data['candidate'][place]['year'][number]['year']}",)
            case ("candidate", int(), str(key), *_):
                return (next((column for column, named in LISTS.items() if named == key), key),)
            case _:
                return path

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
        elif column in LISTS:
            several = [one.split() for one in cell.split(";") if one.strip()]
            entry[LISTS[column]] = [found for words in several if (found := self._one(column, words, path))]
        elif column in COLUMNS:
            entry[column] = cell

    def _one(self, column: str, words: list[str], path: Path) -> dict[str, Any] | None:
        """One of several in a cell, as TOML would have it; ``None`` where its first words are not what they must be."""
        match column:
            case "awards" if len(words) > 1 and _YEAR.fullmatch(words[1]):
                held: dict[str, Any] = {"award": words[0], "year": int(words[1])}
                return self._further(held, words[2:], ("decided",), {"ground": GROUNDS}, path)
            case "initiatives":
                kinds = {"scope": SCOPES, "kind": KINDS}
                return self._further({"id": words[0]}, words[1:], ("recognised",), kinds, path)
            case "disciplines" if _DATE.fullmatch(words[0]):
                return _stretch(words, "from", "until")
            case "proceedings" if _DATE.fullmatch(words[0]):
                return _stretch(words, "opened", "closed")
            case _:
                self.findings.append(error("wrong-form", *path, found=" ".join(words), form=FORMS[column]))
                return None

    def _further(
        self,
        found: dict[str, Any],
        words: Sequence[str],
        days: tuple[str],
        known: dict[str, tuple[str, ...]],
        path: Path,
    ) -> dict[str, Any]:
        """Adds what further words say: a day, a word of one of the known kinds, initiatives spent; each once."""
        for word in words:
            value: date | str | list[str]
            if word[0].isdigit():
                key, value = days[0], _day(word)
            elif word.startswith(_USED) and "ground" in known:
                key, value = "used", word.removeprefix(_USED).split("+")
            else:
                key, value = next((key for key, names in known.items() if word in names), ""), word
            if not key:
                every = [name for names in known.values() for name in names]
                self.findings.append(error("unknown-word", *path, found=word, **choices(word, every)))
            elif key in found:
                self.findings.append(error("repeated", *path, found=word))
            else:
                found[key] = value
        return found


def _stretch(words: Sequence[str], start: str, end: str) -> dict[str, Any]:
    """From a day, perhaps until another, and of what kind."""
    found: dict[str, Any] = {start: _day(words[0])}
    rest = list(words[1:])
    if rest and rest[0][0].isdigit():
        found[end] = _day(rest.pop(0))
    if rest:
        found["kind"] = " ".join(rest)
    return found


def _day(cell: str) -> date | str:
    """The day; text that is none is kept, for the reader of values to complain about."""
    found = _DATE.fullmatch(cell)
    try:
        return date.fromisoformat(found[1]) if found else cell
    except ValueError:
        return cell
