"""Candidates as a table: read as TOML would be, with every problem named by row and column."""

from __future__ import annotations

import io
import shutil
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from emulation.awards.facts import AwardHeld, Candidates, Initiative, YearOnRecord
from emulation.files.candidate_table import read_candidates, template
from emulation.files.eligibility import read_eligibility
from emulation.files.folder import load_folder
from emulation.files.rulebooks import candidates_of
from emulation.finding import Finding, spell_path

SCHOOL = Path(__file__).parents[2] / "examples" / "school-awards"
HEAD = "id;name;kind;unit;work;joined;grade-2024;grade-2025;awards;initiatives;records_complete_from"
ADA = "ada;Ada;individual;heron;direct;2014-08-01;good;;cstd-co-so 2023; ;2018"


def read(text: str) -> tuple[Candidates | None, tuple[Finding, ...]]:
    document, findings = read_candidates("candidates.csv", text)
    if document is None:
        return None, findings
    candidates, found = candidates_of(document)
    return candidates, (*findings, *found)


def test_a_row_is_a_candidate() -> None:
    cells = '"cstd-co-so 2023; bang-khen 2024";"i1 ministry 2024-11-01; i2"'
    listed, findings = read(f"{HEAD}\nada;Ada;individual;heron;direct;2014-08-01;good;;{cells};2018\n")
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


@pytest.mark.parametrize(
    ("row", "code", "path"),
    [
        ("ada;Ada;persn", "unknown-word", "candidate[0].kind"),
        ("ada;Ada;individual;;;1 August", "wrong-type", "candidate[0].joined"),
        ("ada;Ada;individual;;;;;;cstd-co-so", "wrong-form", "candidate[0].awards"),
        ("ada;Ada;individual;;;;;;;i1 ministry 2024-11-01 x", "wrong-form", "candidate[0].initiatives"),
        ("ada;Ada;individual;;;;;;;;;stray", "cell-without-column", "candidate[0]"),
    ],
)
def test_a_wrong_cell_is_named_by_row_and_column(row: str, code: str, path: str) -> None:
    _, findings = read(f"{HEAD}\n\n{row}\n")
    assert [(one.code, spell_path(one.path), one.line) for one in findings] == [(code, path, 3)]


def test_an_unknown_column_is_named_with_the_nearest() -> None:
    _, findings = read("id;name;kind;joinde\nada;Ada;individual;2014-08-01\n")
    assert [(one.code, one.found, one.facts["near"], one.line) for one in findings] == [
        ("unknown-key", "joinde", "joined", 1)
    ]


def test_a_table_without_ids_is_none() -> None:
    assert read("a;b\n1;2\n")[0] is None


def test_the_template_reads_as_an_empty_table() -> None:
    assert read(template([2024, 2025])) == (Candidates(), ())


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
    assert [(one.code, spell_path(one.path), one.line) for one in found] == [("unknown-unit", "candidate[0].unit", 2)]


def test_candidates_stand_in_one_file_alone(tmp_path: Path) -> None:
    folder = tmp_path / "school"
    shutil.copytree(SCHOOL, folder)
    (folder / "candidates.csv").write_text("id\n", "utf-8")
    found = read_eligibility(load_folder(folder), date(2026, 1, 10)).findings
    assert [(one.code, one.file) for one in found if one.severity == "error"] == [("one-of", "candidates.csv")]
