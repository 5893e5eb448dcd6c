"""Score sheets as tables: a row a criterion, a column a unit; read from CSV text, and written as it.

The file's name says what the head of a TOML sheet says: ``SOURCE-BY-YYYY-MM-DD.csv`` (or ``.xlsx``, which is made CSV
text first). Paths of findings are those of a TOML sheet (``marks.btp.A1``); what concerns a row or column of the table
itself stands under ``row[LINE]``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

import attrs

from emulation.files.cells import UnreadableCellError, read_cell, spell_cell, spell_number
from emulation.files.document import Document
from emulation.files.rows import BOM, Row, read_rows, write_rows
from emulation.finding import Finding, Path, choices, error, warning
from emulation.frozen import frozen
from emulation.marks import Mark, Sheet, SheetSource
from emulation.number import NotTypedAsNumberError, plain, read_typed
from emulation.rubric import Criterion
from emulation.settling import pledged_target
from emulation.text import nfc

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from emulation.bloc import Bloc
    from emulation.rubric import Rubric
    from emulation.text import Language, Text

CRITERION, TEXT, MAX = "criterion", "text", "max"
"""The headings of the columns that are not a unit's."""

_NAME = re.compile(r"(?P<source>self|peer|verified)-(?P<by>[a-z0-9][a-z0-9-]*)-(?P<on>\d{4}-\d\d-\d\d)", re.ASCII)
_UNNAMED = Sheet("verified", "", date.min, {})


@frozen
class Table:
    """A sheet read from a table. ``sheet`` is ``None`` where its name does not say whose it is.

    ``meant`` is the sheet for further checks all the same. ``document`` knows the line of every path; ``findings`` are
    located already.
    """

    sheet: Sheet | None
    meant: Sheet
    document: Document
    findings: tuple[Finding, ...]


def name_of(sheet: Sheet) -> str:
    """The proper name of a sheet as CSV, without a folder."""
    return f"{sheet.source}-{sheet.by}-{sheet.on.isoformat()}.csv"


def head_of(file: str) -> Sheet | None:
    """The sheet, without marks, that a file's name tells of; ``None`` where the name is no proper one."""
    found = _NAME.fullmatch(PurePosixPath(file).stem)
    if found is None:
        return None
    try:
        source: SheetSource = found["source"]  # type: ignore[assignment]  # the pattern knows no other words
        return Sheet(source, found["by"], date.fromisoformat(found["on"]), {})
    except ValueError:
        return None


def read_table(file: str, text: str, rubric: Rubric | None, bloc: Bloc | None) -> Table:
    """The sheet that the CSV text spells and all that is wrong with the table.

    What is wrong with the marks themselves is left to `emulation.marks.check_sheet`. A column of a unit of the bloc in
    which nothing is marked is as good as absent.
    """
    rows, unreadable = read_rows(text)
    reader = _Reader(
        {criterion.id: criterion for criterion in rubric.criteria()} if rubric else {},
        frozenset(section.id for section in rubric.sections) if rubric else frozenset(),
        frozenset(unit.id for unit in bloc.units) if bloc else frozenset(),
    )
    reader.read(rows)
    head = head_of(file)
    findings = [attrs.evolve(finding, file=file) for finding in unreadable]
    document = Document(file, {}, lambda: reader.lines)
    if head is None:
        name = PurePosixPath(file).name
        findings.append(attrs.evolve(error("sheet-name", found=name), file=file))
    findings += [document.locate(finding) for finding in reader.findings]
    meant = attrs.evolve(head or _UNNAMED, marks=reader.kept())
    return Table(meant if head else None, meant, document, tuple(findings))


@attrs.define
class _Reader:
    criteria: Mapping[str, Criterion]
    sections: frozenset[str]
    units: frozenset[str]
    findings: list[Finding] = attrs.field(factory=list)
    lines: dict[Path, int] = attrs.field(factory=dict)
    marks: dict[str, dict[str, Mark]] = attrs.field(factory=dict)

    def read(self, rows: Sequence[Row]) -> None:
        """Takes the heading, then row by row."""
        if not rows:
            self.findings.append(error("no-heading"))
            return
        heading, *rest = rows
        columns = self._columns(heading)
        if CRITERION not in columns:
            shown = ", ".join(cell for cell in heading.cells if cell)[:80]
            self.findings.append(self._at(heading, error("no-heading", found=shown)))
            self.marks.clear()
            return
        first: dict[str, int] = {}
        for row in rest:
            self._row(row, columns, first)

    def kept(self) -> dict[str, dict[str, Mark]]:
        """The marks by unit, without the units of the bloc that have none."""
        return {unit: marks for unit, marks in self.marks.items() if marks or unit not in self.units}

    def _at(self, row: Row, finding: Finding) -> Finding:
        self.lines[("row",)] = 1
        self.lines["row", row.line] = row.line
        return finding.under("row", row.line)

    def _columns(self, heading: Row) -> dict[str, int]:
        """The place of each column by its heading; units get their (empty) marks."""
        columns: dict[str, int] = {}
        self.lines[("marks",)] = heading.line
        for place, cell in enumerate(heading.cells):
            name = nfc(cell)
            word = name.casefold() if name.casefold() in {CRITERION, TEXT, MAX} else name
            if not word:
                continue
            if word in columns:
                self.findings.append(self._at(heading, error("duplicate-column", word, found=word)))
                continue
            columns[word] = place
            if word not in {CRITERION, TEXT, MAX}:
                self.marks[word] = {}
                self.lines["marks", word] = heading.line
        return columns

    def _row(self, row: Row, columns: Mapping[str, int], first: dict[str, int]) -> None:
        cells = {name: row.cells[place] for name, place in columns.items() if place < len(row.cells)}
        beside = [cell for place, cell in enumerate(row.cells) if cell and place not in columns.values()]
        if beside:
            self.findings.append(self._at(row, error("cell-without-column", found=beside[0])))
        name, text = nfc(cells.get(CRITERION, "")), nfc(cells.get(TEXT, ""))
        marked = [unit for unit in self.marks if cells.get(unit)]
        if name in self.criteria or (not self.criteria and name):
            if name in first:
                finding = error("duplicate-row", CRITERION, found=name, first=first[name])
                self.findings.append(self._at(row, finding))
                return
            first[name] = row.line
            if self.criteria:
                self.findings += [self._at(row, one) for one in _differences(cells, self.criteria[name])]
            for unit in marked:
                self._cell(unit, name, cells[unit], row)
        elif marked or (name and name not in self.sections):
            self.findings.append(self._at(row, self._stranger(name, text)))

    def _stranger(self, name: str, text: str) -> Finding:
        """A row that is no criterion's: a total, or an id that nobody knows."""
        same = (c.id for c in self.criteria.values() if c.id.casefold() == name.casefold() or _same_text(text, c.text))
        alike = next(same, None)
        near = choices(name, self.criteria) if alike is None else {"near": alike}
        if name:
            return error("unknown-criterion", CRITERION, found=name, **near)
        return error("row-without-criterion", found=text, **({} if alike is None else near))

    def _cell(self, unit: str, criterion: str, text: str, row: Row) -> None:
        self.lines["marks", unit, criterion] = row.line
        try:
            mark = read_cell(text, self.criteria.get(criterion))
        except UnreadableCellError as unreadable:
            self.findings.append(unreadable.finding.under("marks", unit, criterion))
            return
        if mark is not None:
            self.marks[unit][criterion] = mark


def _differences(cells: Mapping[str, str], criterion: Criterion) -> Iterator[Finding]:
    """Warnings about a text and a max beside the id that are not the rubric's."""
    text, most = cells.get(TEXT, ""), cells.get(MAX, "")
    if text and not _same_text(text, criterion.text):
        yield warning("text-differs", TEXT, found=text, id=criterion.id)
    try:
        same = not most or read_typed(most) == criterion.max
    except NotTypedAsNumberError:
        same = False
    if not same:
        yield warning("max-differs", MAX, found=most, id=criterion.id, max=plain(criterion.max))


def _same_text(text: str, of_rubric: Text) -> bool:
    return bool(text) and _folded(text) in {_folded(one) for one in (of_rubric.vi, of_rubric.en) if one is not None}


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())


def template(source: SheetSource, by: str, on: date, bloc: Bloc) -> Sheet:
    """An empty sheet to fill: a self sheet has the unit's own column, a peer's the others', a verified one all."""
    units = [unit.id for unit in bloc.units]
    match source:
        case "self":
            units = [unit for unit in units if unit == by]
        case "peer":
            units = [unit for unit in units if unit != by]
        case "verified":
            pass
    return Sheet(source, by, on, {unit: {} for unit in units})


def sheet_to_csv(rubric: Rubric, bloc: Bloc, sheet: Sheet, language: Language = "vi") -> str:
    """The sheet as a table: see `marks_to_csv`. Named `name_of` and read again it is the same sheet."""
    return marks_to_csv(rubric, bloc, sheet.marks, language)


def marks_to_csv(rubric: Rubric, bloc: Bloc, marks: Mapping[str, Mapping[str, Mark]], language: Language = "vi") -> str:
    """Marks by unit and criterion as a table: a row for each criterion that one of the units has or that is marked.

    Separator and decimal sign are those that a spreadsheet of that language expects. Notes and evidence have no place
    in a table and are left out.
    """
    units = [*(unit.id for unit in bloc.units if unit.id in marks), *(one for one in marks if one not in _ids(bloc))]
    kinds = {unit.kind for unit in bloc.units if unit.id in marks}
    marked = {criterion for row in marks.values() for criterion in row}
    criteria = [
        criterion
        for criterion in rubric.criteria()
        if criterion.id in marked
        or (pledged_target(criterion) is None and any(criterion.exists(kind, bloc.year) for kind in kinds))
    ]
    rows: list[Sequence[str]] = [(CRITERION, TEXT, MAX, *units)]
    for criterion in criteria:
        head = (criterion.id, criterion.text.read(language), spell_number(criterion.max, language))
        rows.append((*head, *_cells(criterion.id, units, marks, language)))
    known = {criterion.id for criterion in rubric.criteria()}
    rows += [(one, "", "", *_cells(one, units, marks, language)) for one in sorted(marked - known)]
    return BOM + write_rows(rows, ";" if language == "vi" else ",")


def _ids(bloc: Bloc) -> frozenset[str]:
    return frozenset(unit.id for unit in bloc.units)


def _cells(
    criterion: str, units: Iterable[str], marks: Mapping[str, Mapping[str, Mark]], language: Language
) -> Iterator[str]:
    return (spell_cell(marks[unit].get(criterion), language) for unit in units)
