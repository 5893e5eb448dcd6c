"""Candidates written as a table that `emulation.files.candidate_table` reads: CSV text, or a spreadsheet to fill."""

from __future__ import annotations

import io
import typing
from datetime import date
from typing import TYPE_CHECKING

import attrs

from emulation.activity import Work
from emulation.awards.facts import CandidateKind, Grade
from emulation.files.candidate_table import heading
from emulation.files.rows import BOM, write_rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from emulation.awards.facts import AwardHeld, Candidate, Candidates, Initiative
    from emulation.text import Language

_WORDS: dict[str, tuple[str, ...]] = {"kind": typing.get_args(CandidateKind), "work": typing.get_args(Work)}
_YES_NO = {"vi": ("không", "có"), "en": ("no", "yes")}
_ROWS_TO_FILL = 1000
_WIDTH = 16


def to_rows(listed: Candidates, years: Iterable[int] = (), language: Language = "vi") -> list[list[str | date]]:
    """The heading and a row a candidate. There is a column for the grade of each year on record or in ``years``."""
    graded = sorted({year.year for one in listed.candidates for year in one.years} | set(years))
    rows: list[list[str | date]] = [list(heading(graded))]
    bounds = (listed.records_complete_from, listed.records_complete_until)
    complete = ["" if one is None else str(one) for one in bounds]
    for place, one in enumerate(listed.candidates):
        rows.append([*_row(one, graded, language), *(complete if place == 0 else ("", ""))])
    return rows


def _row(one: Candidate, years: Sequence[int], language: Language) -> list[str | date]:
    grades = {year.year: year.grade or "" for year in one.years}
    lists = (
        [_award(held) for held in one.awards],
        [_initiative(initiative) for initiative in one.initiatives],
        [_stretch(discipline.from_, discipline.until, discipline.kind) for discipline in one.disciplines],
        [_stretch(proceeding.opened, proceeding.closed, proceeding.kind) for proceeding in one.proceedings],
    )
    return [
        *(one.id, one.name.read(language), one.kind, one.unit, one.post, one.work or ""),
        *(one.joined or "", one.founded or ""),
        "" if one.flag_eligible is None else _YES_NO[language][one.flag_eligible],
        *(grades.get(year, "") for year in years),
        *("; ".join(several) for several in lists),
    ]


def _award(held: AwardHeld) -> str:
    ground = "" if held.ground == "merit" else held.ground
    used = f"used={'+'.join(held.used)}" if held.used else ""
    return _spaced(held.award, held.year, held.decided, ground, used)


def _initiative(one: Initiative) -> str:
    scope, kind = (
        "" if word == usual else word for word, usual in ((one.scope, "grassroots"), (one.kind, "initiative"))
    )
    return _spaced(one.id, scope, one.recognised, kind)


def _stretch(start: date, end: date | None, kind: str) -> str:
    return _spaced(start, end, kind.replace(";", ","))


def _spaced(*words: object) -> str:
    return " ".join(str(word) for word in words if word)


def to_csv(rows: Iterable[Sequence[str | date]], language: Language = "vi") -> str:
    """The rows as CSV text that a spreadsheet opens in that language."""
    return BOM + write_rows(([str(cell) for cell in row] for row in rows), ";" if language == "vi" else ",")


def to_workbook(rows: Sequence[Sequence[str | date]], notes: Mapping[str, str]) -> bytes:
    """The rows as an XLSX file: days as days, lists to choose words from, and ``notes`` at the headings they name.

    Raises:
        ImportError: openpyxl, the extra ``office``, is not installed.
    """
    import openpyxl  # noqa: PLC0415  (an extra, and slow)
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE  # noqa: PLC0415
    from openpyxl.comments import Comment  # noqa: PLC0415
    from openpyxl.styles import Font  # noqa: PLC0415
    from openpyxl.utils import get_column_letter  # noqa: PLC0415
    from openpyxl.worksheet.datavalidation import DataValidation  # noqa: PLC0415

    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "candidates"
    sheet.freeze_panes = "C2"
    for line, row in enumerate(rows, 1):
        for place, value in enumerate(row, 1):
            cell = sheet.cell(line, place)
            if isinstance(value, date):
                cell.value, cell.number_format = value, "yyyy-mm-dd"
            elif value:
                cell.value, cell.data_type = ILLEGAL_CHARACTERS_RE.sub("", value), "s"  # no formula, whatever it is
    for place, name in enumerate(map(str, rows[0]), 1):
        letter, head = get_column_letter(place), sheet.cell(1, place)
        head.font = Font(bold=True)
        sheet.column_dimensions[letter].width = _WIDTH
        note = notes.get("grade" if name.startswith("grade-") else name)
        if note:
            head.comment = Comment(note, "emulation", height=120, width=320)
        words = typing.get_args(Grade) if name.startswith("grade-") else _WORDS.get(name)
        if words:
            choice = DataValidation("list", formula1=f'"{",".join(words)}"', allow_blank=True)
            choice.add(f"{letter}2:{letter}{max(_ROWS_TO_FILL, len(rows))}")
            sheet.add_data_validation(choice)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def with_the_rest(imported: Candidates, before: Candidates) -> Candidates:
    """The candidates of a table, each with what a table has no column for as it was on record ``before``."""
    known = {one.id: one for one in before.candidates}
    return attrs.evolve(
        imported,
        candidates=tuple(
            _with_rest(one, same) if (same := known.get(one.id)) is not None and same.kind == one.kind else one
            for one in imported.candidates
        ),
    )


def _with_rest(one: Candidate, before: Candidate) -> Candidate:
    decisions = {(held.award, held.year): held.decision for held in before.awards}
    titles = {initiative.id: initiative.title for initiative in before.initiatives}
    outcomes = {(proceeding.opened, proceeding.kind): proceeding.outcome for proceeding in before.proceedings}
    same_name = one.name.read("vi") in (before.name.read("vi"), before.name.read("en"))
    return attrs.evolve(
        one,
        name=before.name if same_name else one.name,
        awards=tuple(
            attrs.evolve(held, decision=decisions.get((held.award, held.year), held.decision)) for held in one.awards
        ),
        initiatives=tuple(
            attrs.evolve(initiative, title=titles.get(initiative.id, initiative.title))
            for initiative in one.initiatives
        ),
        proceedings=tuple(
            attrs.evolve(proceeding, outcome=outcomes.get((proceeding.opened, proceeding.kind), proceeding.outcome))
            for proceeding in one.proceedings
        ),
        judged=before.judged,
        votes=before.votes,
        blocs=before.blocs,
        members=before.members,
    )
