"""`emulation import` and `emulation export`, as users run them."""

from __future__ import annotations

import io
import shutil
from pathlib import Path

import openpyxl
import pytest

from emulation.files.folder import load_folder
from emulation.files.sheets import read_table
from emulation.marks import Given
from tests.command_line import ask

NOI_CHINH = Path(__file__).parents[2] / "examples" / "noi-chinh-2022"
OWN = "self-btp-2022-12-05"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The example without the sheet that is to come in."""
    folder = Path(shutil.copytree(NOI_CHINH, tmp_path / "khối"))
    (folder / "scores" / f"{OWN}.toml").unlink()
    return folder


@pytest.fixture
def sheet(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    """That sheet as CSV."""
    file = tmp_path / f"{OWN}.csv"
    answer = ask(capsys, "export", "sheet", NOI_CHINH, "--source", "self", "--unit", "btp", "-o", file)
    assert (answer.status, answer.out) == (0, "")
    return file


def marks_of_btp(folder: Path) -> dict[str, object]:
    (own,) = (one.sheet for one in load_folder(folder).sheets if (one.sheet.source, one.sheet.by) == ("self", "btp"))
    return {name: mark.value if isinstance(mark, Given) else "n/a" for name, mark in own.marks["btp"].items()}


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_what_is_exported_comes_back_the_same(
    lang: str, root: Path, sheet: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    answer = ask(capsys, "--lang", lang, "import", "sheet", sheet, root)
    assert answer.status == 0, answer.err
    assert answer.out.strip() == str(root / "scores" / f"{OWN}.csv")
    assert load_folder(root).usable
    assert marks_of_btp(root) == marks_of_btp(NOI_CHINH)


def test_a_sheet_that_is_there_is_replaced_only_when_asked(
    root: Path, sheet: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert ask(capsys, "import", "sheet", sheet, root).status == 0
    written = (root / "scores" / sheet.name).read_bytes()
    sheet.write_text("criterion;btp\nB1;once\n", "utf-8")
    refused = ask(capsys, "--lang", "en", "import", "sheet", sheet, root)
    assert (refused.status, refused.out) == (2, "")
    assert refused.err.strip() == f"emulation: there is a sheet already: scores/{OWN}.csv; --replace overwrites it"
    assert (root / "scores" / sheet.name).read_bytes() == written
    assert ask(capsys, "import", "sheet", sheet, root, "--replace").status == 0
    assert marks_of_btp(root) == {"B1": "once"}


def test_errors_are_told_with_the_line_of_the_file_given_and_nothing_is_written(
    root: Path, sheet: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sheet.write_text("criterion;btp\nB1;full\nA6;1.000\nA66;3\n", "utf-8")
    answer = ask(capsys, "--lang", "en", "import", "sheet", sheet, root)
    assert (answer.status, answer.out) == (1, "")
    told = answer.err.splitlines()
    assert [line.startswith(f"{sheet}:{number}: error: ") for line, number in zip(told, (3, 4), strict=True)] == [
        True
    ] * 2
    assert "1000 for thousands" in told[0]
    assert "A6" in told[1]
    assert not (root / "scores" / sheet.name).exists()


def test_a_contradiction_with_an_earlier_sheet_keeps_it_out(
    sheet: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = Path(shutil.copytree(NOI_CHINH, tmp_path / "whole"))
    earlier = sheet.with_name("self-btp-2022-12-01.csv")
    earlier.write_text("criterion;btp\nB1;broken\n", "utf-8")
    answer = ask(capsys, "--lang", "en", "import", "sheet", earlier, folder)
    assert answer.status == 1
    assert "as in the sheet of 2022-12-01" in answer.err
    assert load_folder(folder).usable


def test_a_spreadsheet_with_any_name_comes_in_under_its_proper_one(
    root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    book = openpyxl.Workbook()
    for row in (("criterion", "btp"), ("A6", 7.5), ("C6.2", 1)):
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    file = tmp_path / "Bảng điểm.xlsx"
    file.write_bytes(out.getvalue())
    refused = ask(capsys, "--lang", "en", "import", "sheet", file, root)
    assert refused.status == 2
    assert "--source, --by and --on" in refused.err
    words = ("--source", "self", "--by", "btp", "--on", "2022-12-05")
    answer = ask(capsys, "import", "sheet", file, root, *words, "--format", "json")
    assert answer.status == 0, answer.err
    assert answer.json["marks"] == 2
    assert marks_of_btp(root) == {"A6": Given(7.5).value, "C6.2": 1}


@pytest.mark.parametrize(
    ("name", "more", "said"),
    [
        ("self-btp-2022-12-05.csv", (), "cannot read"),
        ("self-btp-2022-12-05.toml", (), ".csv, .xlsx"),
        ("x.csv", ("--source", "self", "--by", "Bộ Tư pháp", "--on", "2022-12-05"), "small letters"),
    ],
)
def test_what_is_no_sheet_is_said_so(
    name: str, more: tuple[str, ...], said: str, root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    answer = ask(capsys, "--lang", "en", "import", "sheet", tmp_path / name, root, *more)
    assert answer.status == 2
    assert said in answer.err


def test_without_a_source_the_sheet_is_empty(capsys: pytest.CaptureFixture[str]) -> None:
    answer = ask(capsys, "--lang", "en", "export", "sheet", NOI_CHINH)
    folder = load_folder(NOI_CHINH)
    head, *rows = answer.out.removeprefix("\ufeff").splitlines()
    assert head.split(",")[3:] == [unit.id for unit in folder.bloc.units]
    assert {row.split(",")[-1] for row in rows} == {""}
    table = read_table("verified-team-2022-12-28.csv", answer.out, folder.rubric, folder.bloc)
    assert (table.findings, table.meant.marks) == ((), {})


def test_final_marks_are_those_that_decide(capsys: pytest.CaptureFixture[str]) -> None:
    folder = load_folder(NOI_CHINH)
    final = ask(capsys, "export", "sheet", NOI_CHINH, "--source", "final").out
    verified = ask(capsys, "export", "sheet", NOI_CHINH, "--source", "verified").out
    assert final == verified
    (sheet,) = (one.sheet for one in folder.sheets if one.sheet.source == "verified")
    read = read_table("verified-head-team-2022-12-28.csv", verified, folder.rubric, folder.bloc).meant
    assert {unit: set(row) for unit, row in read.marks.items()} == {unit: set(row) for unit, row in sheet.marks.items()}


def test_standings_are_written_for_a_spreadsheet(capsys: pytest.CaptureFixture[str]) -> None:
    answer = ask(capsys, "export", "standings", NOI_CHINH)
    rows = [row.split(";") for row in answer.out.removeprefix("\ufeff").splitlines()]
    assert rows[0] == [
        "hạng",
        "đơn vị",
        "tổng điểm",
        "nội dung chính",
        "thưởng",
        "trừ",
        *"ABCDE",
        "xếp loại",
        "còn có thể",
    ]
    assert rows[1][:3] == ["1", "Bộ Tư pháp", "98,75"]
    assert rows[5][2] == rows[6][2] == "89,5"


def test_unknown_words_are_answered_with_the_nearest(capsys: pytest.CaptureFixture[str]) -> None:
    for words in (
        ("export", "sheet", NOI_CHINH, "--unit", "bpt"),
        ("export", "sheet", NOI_CHINH, "--source", "self", "--unit", "bpt"),
    ):
        answer = ask(capsys, "--lang", "en", *words)
        assert (answer.status, answer.out) == (2, "")
        assert "btp" in answer.err
    assert ask(capsys, "export", "sheet", NOI_CHINH, "--source", "peer", "--by", "btp").status == 2
    assert ask(capsys, "export", "standings", NOI_CHINH, "--by", "peer").status == 2
    assert ask(capsys, "export", "standing", NOI_CHINH).status == 2
    assert ask(capsys, "export", "sheet", NOI_CHINH / "nowhere").status == 2


PEERS = Path(__file__).parents[1] / "golden" / "standings" / "peers-by-their-median"


def test_what_peers_make_together_is_written_as_points(capsys: pytest.CaptureFixture[str]) -> None:
    folder = load_folder(PEERS)
    by = next(one.sheet.by for one in folder.sheets if one.sheet.source == "peer")
    one = ask(capsys, "--lang", "en", "export", "sheet", PEERS, "--source", "peer", "--by", by)
    sheet = next(one.sheet for one in folder.sheets if (one.sheet.source, one.sheet.by) == ("peer", by))
    read = read_table(f"peer-{by}-2022-12-05.csv", one.out, folder.rubric, folder.bloc)
    assert {unit: set(row) for unit, row in read.meant.marks.items()} == {u: set(r) for u, r in sheet.marks.items()}
    final = ask(capsys, "--lang", "en", "export", "sheet", PEERS, "--source", "peers")
    assert "; median" in final.out
    unit = folder.bloc.units[0].id
    alone = ask(capsys, "--lang", "en", "export", "sheet", PEERS, "--source", "peers", "--unit", unit)
    assert alone.out.splitlines()[0].endswith(f"max,{unit}")


def test_a_file_that_cannot_be_written_is_said_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    answer = ask(capsys, "--lang", "en", "export", "sheet", NOI_CHINH, "-o", tmp_path / "none" / "a.csv")
    assert answer.status == 2
    assert "cannot write" in answer.err
