"""Candidates as a table: read as TOML would be, with every problem named by row and column."""

from __future__ import annotations

import io
import shutil
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from emulation.awards.facts import (
    AwardHeld,
    BlocResult,
    Candidate,
    Candidates,
    Discipline,
    Initiative,
    Judgement,
    MemberFigures,
    Proceeding,
    Vote,
    YearOnRecord,
)
from emulation.files.candidate_table import COLUMNS, read_candidates
from emulation.files.candidate_writing import to_csv, to_rows, to_workbook, with_the_rest
from emulation.files.eligibility import read_eligibility
from emulation.files.folder import load_folder
from emulation.files.rulebooks import candidates_of
from emulation.finding import Finding, spell_path
from emulation.text import Text

SCHOOL = Path(__file__).parents[2] / "examples" / "school-awards"
HEAD = (
    "id;name;kind;unit;work;joined;grade-2024;grade-2025;"
    "awards;initiatives;disciplines;proceedings;records_complete_from"
)


def read(text: str) -> tuple[Candidates | None, tuple[Finding, ...]]:
    document, findings = read_candidates("candidates.csv", text)
    if document is None:
        return None, findings
    candidates, found = candidates_of(document)
    return candidates, (*findings, *found)


def test_a_row_is_a_candidate() -> None:
    cells = '"cstd-co-so 2023; bang-khen 2024";"i1 ministry 2024-11-01; i2"'
    listed, findings = read(f"{HEAD}\nada;Ada;individual;heron;direct;2014-08-01;good;;{cells};;;2018\n")
    assert findings == ()
    assert listed is not None
    (ada,) = listed.candidates
    assert (ada.id, ada.kind, ada.unit, ada.work, ada.joined) == (
        *("ada", "individual", "heron", "direct"),
        date(2014, 8, 1),
    )
    assert ada.years == (YearOnRecord(2024, "good"),)
    assert ada.awards == (AwardHeld("cstd-co-so", 2023), AwardHeld("bang-khen", 2024))
    assert [(one.id, one.scope, one.recognised) for one in ada.initiatives] == [
        ("i1", "ministry", date(2024, 11, 1)),
        ("i2", Initiative("i2").scope, None),
    ]
    assert listed.records_complete_from == 2018


def test_a_row_says_all_that_a_verdict_reads() -> None:
    head = "id,name,kind,awards,initiatives,disciplines,proceedings"
    cells = (
        "colours 2024 sudden 2024-12-20 used=i1+i2",
        "i1 science 2024-11-01 nation; i2",
        "2021-05-01 2022-05-01 formal reprimand; 2025-01-01",
        "2025-03-01 2025-06-01 investigation; 2025-07-01 complaint",
    )
    listed, findings = read(f"{head}\nada,Ada,individual,{','.join(cells)}\n")
    assert findings == ()
    assert listed is not None
    (ada,) = listed.candidates
    assert ada.awards == (AwardHeld("colours", 2024, date(2024, 12, 20), ground="sudden", used=("i1", "i2")),)
    assert ada.initiatives == (
        Initiative("i1", kind="science", scope="nation", recognised=date(2024, 11, 1)),
        Initiative("i2"),
    )
    assert ada.disciplines == (
        Discipline(date(2021, 5, 1), "formal reprimand", date(2022, 5, 1)),
        Discipline(date(2025, 1, 1)),
    )
    assert ada.proceedings == (
        Proceeding(date(2025, 3, 1), "investigation", date(2025, 6, 1)),
        Proceeding(date(2025, 7, 1), "complaint"),
    )


@pytest.mark.parametrize(
    ("row", "code", "column", "found"),
    [
        ("ada;Ada;persn", "unknown-word", "kind", "persn"),
        ("ada;Ada;individual;;;1 August", "wrong-type", "joined", '"1 August"'),
        ("ada;Ada;individual;;;;;god", "unknown-word", "grade-2025", "god"),
        ("ada;Ada;individual;;;;;;cstd-co-so", "wrong-form", "awards", "cstd-co-so"),
        ("ada;Ada;individual;;;;;;cstd-co-so 2024 suden", "unknown-word", "awards", "suden"),
        ("ada;Ada;individual;;;;;;cstd-co-so 2024 2024-13-01", "wrong-type", "awards", '"2024-13-01"'),
        ("ada;Ada;individual;;;;;;;i1 ministry 2024-11-01 sciense", "unknown-word", "initiatives", "sciense"),
        ("ada;Ada;individual;;;;;;;i1 ministry nation", "repeated", "initiatives", "nation"),
        ("ada;Ada;individual;;;;;;;;reprimand", "wrong-form", "disciplines", "reprimand"),
        ("ada;Ada;individual;;;;;;;;;2025", "wrong-form", "proceedings", "2025"),
        ("ada;Ada;individual;;;;;;;;;;soon", "wrong-type", "records_complete_from", '"soon"'),
        ("ada;;individual", "missing-key", "name", ""),
    ],
)
def test_a_wrong_cell_is_named_by_row_and_column(row: str, code: str, column: str, found: str) -> None:
    _, findings = read(f"{HEAD}\n\n{row}\n")
    assert [(one.code, spell_path(one.path), one.found, one.line) for one in findings] == [(code, column, found, 3)]


def test_a_word_gone_wrong_is_told_with_the_nearest() -> None:
    _, (finding,) = read("id,name,kind,awards\nada,Ada,individual,colours 2024 suden\n")
    assert finding.facts == {"near": "sudden"}


def test_a_cell_beside_the_table_is_named_by_its_row() -> None:
    _, findings = read("id,name,kind\nada,Ada,individual,stray\n")
    assert [(one.code, spell_path(one.path), one.line) for one in findings] == [
        ("cell-without-column", "candidate[0]", 2)
    ]


def test_an_unknown_column_is_named_with_the_nearest() -> None:
    _, findings = read("id;name;kind;joinde\nada;Ada;individual;2014-08-01\n")
    assert [(one.code, one.found, one.facts["near"], one.line) for one in findings] == [
        ("unknown-key", "joinde", "joined", 1)
    ]


def test_a_table_without_ids_is_none() -> None:
    assert read("a;b\n1;2\n")[0] is None


def test_the_template_reads_as_an_empty_table_with_every_column() -> None:
    text = to_csv(to_rows(Candidates(), [2025, 2024]))
    assert read(text) == (Candidates(), ())
    heading = text.strip("\ufeff\n").split(";")
    assert set(heading) == {*COLUMNS, "grade-2024", "grade-2025"}
    assert heading.index("grade-2024") + 1 == heading.index("grade-2025")


def test_what_a_table_has_no_column_for_stays_as_it_was() -> None:
    before = Candidates(
        (
            Candidate(
                "ada",
                Text("Ân", "Ada"),
                "individual",
                awards=(AwardHeld("colours", 2024, decision="12/QĐ"), AwardHeld("colours", 2023, decision="9/QĐ")),
                initiatives=(Initiative("i1", Text.same("A well")),),
                proceedings=(Proceeding(date(2025, 1, 1), "complaint", outcome="cleared"),),
                judged={"kind": Judgement(met=True)},
                votes=(Vote("staff", 3),),
                blocs=(BlocResult("ministry", 2024, 1),),
            ),
            Candidate("heron", Text.same("Heron"), "collective", members=MemberFigures(2025, 3)),
        ),
        2020,
    )
    table, findings = read(to_csv(to_rows(before)))
    assert findings == ()
    assert table is not None
    assert table != before
    assert with_the_rest(table, before) == before
    renamed, _ = read(to_csv(to_rows(before)).replace("Ân", "Bình").replace("collective", "individual"))
    assert renamed is not None
    ada, heron = with_the_rest(renamed, before).candidates
    assert (ada.name, ada.votes) == (Text.same("Bình"), before.candidates[0].votes)
    assert heron.members is None  # whoever is of another kind now is somebody else


def test_a_spreadsheet_to_fill_offers_the_words_and_says_what_belongs_where() -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(to_workbook(to_rows(Candidates(), [2025]), {"id": "a", "grade": "b"})))[
        "candidates"
    ]
    heading = {cell.value: cell for cell in sheet[1]}
    assert (heading["id"].comment.text, heading["grade-2025"].comment.text) == ("a", "b")
    offered = {str(one.sqref): one.formula1 for one in sheet.data_validations.dataValidation}
    letter = heading["grade-2025"].column_letter
    assert offered[f"{letter}2:{letter}1000"] == '"excellent,good,completed,not-completed"'
    assert offered["C2:C1000"] == '"individual,collective"'


def test_what_looks_like_a_formula_is_written_as_text() -> None:
    listed = Candidates((Candidate("ada", Text.same("=1+1"), "individual", joined=date(2020, 1, 2)),))
    sheet = openpyxl.load_workbook(io.BytesIO(to_workbook(to_rows(listed), {})))["candidates"]
    assert (sheet["B2"].value, sheet["B2"].data_type) == ("=1+1", "s")
    assert sheet["G2"].is_date


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_a_folder_may_hold_its_candidates_as_a_table(tmp_path: Path, ending: str) -> None:
    folder = tmp_path / "school"
    shutil.copytree(SCHOOL, folder)
    (folder / "candidates.toml").unlink()
    rows = [["id", "name", "kind", "unit", "joined"], ["ada", "Ada", "individual", "nowhere", date(2014, 8, 1)]]
    if ending == "csv":
        (folder / "candidates.csv").write_text("\n".join(",".join(map(str, row)) for row in rows), "utf-8")
    else:
        book = openpyxl.Workbook()
        for row in rows:
            book.active.append(row)
        kept = io.BytesIO()
        book.save(kept)
        (folder / "candidates.xlsx").write_bytes(kept.getvalue())
    read_folder = load_folder(folder)
    assert read_folder.findings == load_folder(SCHOOL).findings
    asked = read_eligibility(read_folder, date(2026, 1, 10))
    assert [(one.id, one.joined) for one in asked.candidates.candidates] == [("ada", date(2014, 8, 1))]
    found = [one for one in asked.findings if one.file == f"candidates.{ending}"]
    place = "unit" if ending == "csv" else "Sheet.unit"
    assert [(one.code, spell_path(one.path), one.line) for one in found] == [("unknown-unit", place, 2)]


def test_candidates_stand_in_one_file_alone(tmp_path: Path) -> None:
    folder = tmp_path / "school"
    shutil.copytree(SCHOOL, folder)
    (folder / "candidates.csv").write_text("id\n", "utf-8")
    found = read_eligibility(load_folder(folder), date(2026, 1, 10)).findings
    assert [(one.code, one.file) for one in found if one.severity == "error"] == [("one-of", "candidates.csv")]
