"""Score sheets as tables: what was written is read back the same; no text does more than be refused."""

from __future__ import annotations

import io
from decimal import Decimal
from typing import TYPE_CHECKING

import openpyxl
from hypothesis import assume, given, settings, strategies as st

from emulation.bloc import Bloc, Unit
from emulation.files.cells import harmless, meant, read_cell, spell_cell
from emulation.files.rows import decoded, read_rows, write_rows
from emulation.files.sheets import name_of, read_table, sheet_to_csv
from emulation.files.workbook import csv_of_workbook
from emulation.marks import Given, NotApplicable, Sheet, check_mark
from emulation.rubric import Criterion, Rubric, Section
from emulation.text import Text
from tests.strategies import criterion_ids, days, ids, methods, numbers, texts, words

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

    from emulation.marks import Mark
    from emulation.text import Language

languages: SearchStrategy[Language] = st.sampled_from(["vi", "en"])
cells = words.filter(lambda text: text == text.strip() and "\x00" not in text)
amounts = numbers.filter(lambda number: number >= 0)
measured = st.one_of(amounts, st.lists(amounts, min_size=1, max_size=3).map(tuple)).map(Given)
marks = st.one_of(measured, st.booleans().map(Given), cells.filter(bool).map(NotApplicable))


def taken(mark: Mark, criterion: Criterion) -> bool:
    """Whether the mark is one that the criterion takes in every respect but its size."""
    codes = {finding.code for finding in check_mark(mark, criterion, criterion.max or Decimal(1))}
    return not codes & {"not-a-number", "not-yes-or-no", "unknown-level", "several-events", "computed-from-pledge"}


@st.composite
def sheets(draw: st.DrawFn) -> tuple[Rubric, Bloc, Sheet]:
    """A rubric, a bloc, and a sheet of marks that the criteria take."""
    names = draw(st.lists(criterion_ids, min_size=1, max_size=4, unique_by=str.casefold))
    assume(not {name.casefold() for name in names} & {"criterion", "text", "max"})
    criteria = tuple(Criterion(name, draw(texts), draw(amounts), draw(methods)) for name in names)
    section = Section("section", Text.same("s"), Decimal(10), criteria=criteria)
    rubric = Rubric("r", "1", Text.same("r"), Decimal(10), Decimal(1), (section,))
    units = draw(st.lists(ids, min_size=1, max_size=3, unique=True))
    assume(not {"criterion", "text", "max"} & set(units))
    bloc = Bloc("b", Text.same("b"), 2022, tuple(Unit(one, Text.same(one), one, "k") for one in units))
    table: dict[str, dict[str, Mark]] = {}
    for unit in units:
        row = {c.id: mark for c in criteria if (mark := draw(st.none() | marks)) is not None and taken(mark, c)}
        if row:
            table[unit] = row
    return rubric, bloc, Sheet(draw(st.sampled_from(["self", "peer", "verified"])), draw(ids), draw(days), table)


@given(sheets(), languages)
def test_reading_what_was_written_is_the_identity(given_: tuple[Rubric, Bloc, Sheet], language: Language) -> None:
    rubric, bloc, sheet = given_
    text = sheet_to_csv(rubric, bloc, sheet, language)
    table = read_table(name_of(sheet), text, rubric, bloc)
    assert [one for one in table.findings if one.severity == "error"] == []
    assert table.sheet == sheet
    assert list(table.meant.marks) == list(sheet.marks)


@settings(max_examples=25)  # a workbook is slow to make
@given(sheets(), languages)
def test_a_sheet_as_a_spreadsheet_reads_as_it_does_as_text(
    given_: tuple[Rubric, Bloc, Sheet], language: Language
) -> None:
    rubric, bloc, sheet = given_
    text = sheet_to_csv(rubric, bloc, sheet, language)
    rows, _ = read_rows(text)
    assume(all(cell == " ".join(cell.split()) and cell.isprintable() for row in rows for cell in row.cells))
    book = openpyxl.Workbook()
    for row in rows:
        for place, cell in enumerate(row.cells, 1):
            if cell:
                book.active.cell(row.line, place, cell).data_type = "s"
    out = io.BytesIO()
    book.save(out)
    as_text, findings = csv_of_workbook(out.getvalue())
    assert findings == ()
    assert as_text is not None
    assert read_table(name_of(sheet), as_text, rubric, bloc).sheet == sheet


@given(st.lists(st.lists(cells, min_size=2, max_size=4), max_size=4), st.sampled_from(",;\t"))
def test_rows_written_are_the_rows_read(rows: list[list[str]], separator: str) -> None:
    head = ["criterion", "text", "max", "unit"]
    read, findings = read_rows(write_rows([head, *rows], separator))
    assert findings == ()
    assert [list(row.cells) for row in read] == [head, *(row for row in rows if any(row))]


@given(words)
def test_no_cell_begins_as_a_formula_and_each_can_be_had_back(text: str) -> None:
    made = harmless(text)
    assert meant(made) == text
    assert not made.startswith(("=", "@", "\t", "\r"))
    assert not made.startswith(("+", "-")) or made[1:].replace(",", "").replace(".", "").isdigit()


@given(marks, languages)
def test_a_mark_is_spelled_alike_in_both_languages(mark: Mark, language: Language) -> None:
    assert read_cell(spell_cell(mark, language), None) == mark


@given(st.binary(max_size=60) | st.text(max_size=60).map(str.encode))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    text, findings = decoded(content)
    assert (text is None) == bool(findings)
    if text is not None:
        read_table("self-a-2022-12-05.csv", text, None, None)
        read_table("a.csv", f"criterion,a,b\nA,{text}", None, None)
