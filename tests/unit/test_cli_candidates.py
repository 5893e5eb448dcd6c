"""`emulation import candidates` and `emulation export candidates`, as users run them."""

from __future__ import annotations

import io
import shutil
import sys
from pathlib import Path

import openpyxl
import pytest

from emulation.files.eligibility import CANDIDATES, read_eligibility
from emulation.files.folder import load_folder
from tests.command_line import ask

SCHOOL = Path(__file__).parents[2] / "examples" / "school-awards"


@pytest.fixture
def school(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SCHOOL, tmp_path / "trường"))


def people(folder: Path) -> object:
    from datetime import date  # noqa: PLC0415

    return read_eligibility(load_folder(folder), date(2026, 1, 10)).candidates


def workbook(*rows: tuple[object, ...], title: str = "Danh sách") -> bytes:
    book = openpyxl.Workbook()
    book.active.title = "Bìa"
    book.active.append(["Trường Ven Sông"])
    sheet = book.create_sheet(title)
    for row in rows:
        sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_what_is_exported_comes_back_the_same(
    school: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], ending: str, language: str
) -> None:
    table = tmp_path / f"danh sách.{ending}"
    exported = ask(capsys, "--lang", language, "export", "candidates", school, "-o", table)
    assert (exported.status, exported.out) == (0, ""), exported.err
    before = people(school)
    imported = ask(capsys, "--lang", language, "import", "candidates", table, school, "--replace")
    assert imported.status == 0, imported.err
    assert imported.out.strip() == str(school / CANDIDATES)
    assert people(school) == before
    (school / CANDIDATES).unlink()
    assert ask(capsys, "import", "candidates", table, school).status == 0
    assert len(people(school).candidates) == len(before.candidates)  # type: ignore[attr-defined]


def test_candidates_that_are_there_are_replaced_only_when_asked(
    school: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table = tmp_path / "x.csv"
    table.write_text("id,name,kind\nzoe,Zoe,individual\n", "utf-8")
    text = (school / CANDIDATES).read_bytes()
    refused = ask(capsys, "--lang", "en", "import", "candidates", table, school)
    assert (refused.status, refused.out) == (2, "")
    assert "--replace" in refused.err
    assert (school / CANDIDATES).read_bytes() == text


def test_a_table_in_their_place_has_to_go_first(
    school: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (school / CANDIDATES).unlink()
    (school / "candidates.csv").write_text("id,name,kind\nada,Ada,individual\n", "utf-8")
    table = tmp_path / "x.csv"
    table.write_text("id,name,kind\nzoe,Zoe,individual\n", "utf-8")
    refused = ask(capsys, "--lang", "en", "import", "candidates", table, school, "--replace")
    assert refused.status == 2
    assert "candidates.csv" in refused.err
    assert not (school / CANDIDATES).exists()


def test_errors_name_sheet_row_and_column_and_nothing_is_written(
    school: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (school / CANDIDATES).unlink()
    rows = (
        ("id", "name", "kind", "unit", "grade-2025", "awards"),
        ("ada", "Ada", "individual", "haron", "good", "house-colours 2024"),
        ("ben", "Ben", "individual", "otter", "god", "house-colors 2024"),
    )
    table = tmp_path / "hồ sơ.xlsx"
    table.write_bytes(workbook(*rows))
    answer = ask(capsys, "--lang", "en", "import", "candidates", table, school)
    assert (answer.status, answer.out) == (1, "")
    assert [line.split(", expected")[0] for line in answer.err.splitlines()] == [
        f"{table}:3: error: Danh sách.grade-2025: found god"
    ]
    table.write_bytes(workbook(*rows[:2], ("ben", "Ben", "individual", "otter", "good", "house-colors 2024")))
    answer = ask(capsys, "--lang", "en", "import", "candidates", table, school)
    assert [line.split(", expected")[0] for line in answer.err.splitlines()] == [
        f"{table}:2: error: Danh sách.unit: found haron",
        f"{table}:3: error: Danh sách.awards: found house-colors",
    ]
    assert "house-colours" in answer.err
    assert not (school / CANDIDATES).exists()


def test_the_check_of_a_folder_names_them_as_well(school: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (school / CANDIDATES).unlink()
    rows = (("id", "name", "kind", "joined"), ("ada", "Ada", "individual", "=1/0"), ("ben", "Ben", "team", None))
    (school / "candidates.xlsx").write_bytes(workbook(*rows))
    told = ask(capsys, "--lang", "en", "check", school).out.splitlines()
    assert [line.split(": found")[0] for line in told if line.startswith("candidates.xlsx")] == [
        "candidates.xlsx:2: error: Danh sách.D2",
        "candidates.xlsx:3: error: Danh sách.kind",
    ]


def test_a_folder_without_local_rules_is_checked_for_its_units(
    school: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (school / CANDIDATES).unlink()
    (school / "rules.toml").unlink()
    table = tmp_path / "x.csv"
    table.write_text("id,name,kind,unit\nada,Ada,individual,haron\n", "utf-8")
    assert "x.csv:2: error: unit: found haron" in ask(capsys, "--lang", "en", "import", "candidates", table, school).err
    table.write_text("id,name,kind,unit\nada,Ada,individual,heron\n", "utf-8")
    assert ask(capsys, "import", "candidates", table, school).status == 0


def test_a_table_to_fill_has_no_rows_and_a_column_for_each_of_five_years(
    school: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = ask(capsys, "--lang", "en", "export", "candidates", school, "--empty").out.splitlines()
    assert len(lines) == 1
    assert [name for name in lines[0].split(",") if name.startswith("grade-")] == [
        f"grade-{year}" for year in range(2021, 2026)
    ]
    (school / CANDIDATES).unlink()
    assert ask(capsys, "--lang", "en", "export", "candidates", school).out.splitlines() == lines


@pytest.mark.parametrize(
    "words", [("export", "candidates", "FOLDER", "-o", "x.xlsx"), ("import", "candidates", "y.xlsx", "FOLDER")]
)
def test_without_the_office_library_one_line_says_how_to_get_it(
    words: tuple[str, ...],
    school: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("y.xlsx").write_bytes(workbook(("id", "name", "kind")))
    (school / CANDIDATES).unlink()
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    answer = ask(capsys, "--lang", "en", *(school if word == "FOLDER" else word for word in words))
    assert answer.status != 0
    (line,) = answer.err.splitlines()
    assert "emulation-bloc[office]" in line
    assert not Path("x.xlsx").exists()


@pytest.mark.parametrize(("name", "said"), [("x.txt", "no table"), ("missing.csv", "cannot read")])
def test_what_is_no_table_is_refused(
    school: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, said: str
) -> None:
    answer = ask(capsys, "--lang", "en", "import", "candidates", tmp_path / name, school, "--replace")
    assert answer.status == 2
    assert said in answer.err


def test_json_says_what_was_taken_in(school: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table = tmp_path / "x.xlsx"
    table.write_bytes(workbook(("id", "name", "kind"), ("ada", "Ada", "individual")))
    answer = ask(capsys, "import", "candidates", table, school, "--replace", "--format", "json")
    assert answer.json == {"file": str(school / CANDIDATES), "sheet": "Danh sách", "candidates": 1}
