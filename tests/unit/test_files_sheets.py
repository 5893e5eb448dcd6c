from __future__ import annotations

import datetime as dt
import io
import sys
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from openpyxl.worksheet.formula import ArrayFormula

from emulation.bloc import Bloc, Unit
from emulation.files.cells import UnreadableCellError, harmless, meant, read_cell, spell_cell
from emulation.files.folder import Folder, FolderUnusableError, load_folder, read_folder
from emulation.files.rows import read_rows
from emulation.files.session import Session
from emulation.files.sheets import head_of, marks_to_csv, name_of, sheet_to_csv, template
from emulation.files.workbook import csv_of_workbook
from emulation.finding import spell_path
from emulation.marks import Given, NotApplicable, SetByHand, Sheet
from emulation.rubric import AllOrNothing, Attainment, Count, Criterion, Judged, Level, Levels, Rubric, Section
from emulation.text import Text

if TYPE_CHECKING:
    from emulation.marks import Mark
    from emulation.rubric import Method

DAY = dt.date(2022, 12, 5)
BASE = Path(__file__).parents[1] / "golden" / "findings" / "base"


def criterion(method: Method, name: str = "A1", most: int = 10, **more: Any) -> Criterion:
    return Criterion(name, Text.same(f"text of {name}"), Decimal(most), method, **more)


LEVELS = Levels((Level(Decimal(10), id="good"), Level(Decimal("4.5")), Level(Decimal(0), id="none")))
RUBRIC = Rubric(
    "r",
    "1",
    Text.same("r"),
    Decimal(40),
    Decimal("0.5"),
    (
        Section(
            "A",
            Text.same("a section"),
            Decimal(40),
            criteria=(
                criterion(Judged(), "A1"),
                criterion(LEVELS, "A2"),
                criterion(AllOrNothing(), "A3"),
                Criterion("A4", Text.same("a group"), Decimal(10), parts=(criterion(Count(Decimal(2)), "A4.1"),)),
                criterion(Judged(), "A5", applies_to=("city",)),
                criterion(Attainment(target="t"), "A6"),
            ),
        ),
    ),
)
BLOC = Bloc("b", Text.same("b"), 2022, tuple(Unit(one, Text.same(one), one.upper(), "town") for one in ("ua", "ub")))


# ------------------------------------------------------------------------------------------------------------- cells


@pytest.mark.parametrize(
    ("text", "method", "mark"),
    [
        ("", Judged(), None),
        ("  ", Judged(), None),
        ("18,5", Judged(), Given(Decimal("18.5"))),
        (" 18.5 ", Judged(), Given(Decimal("18.5"))),
        ("95%", Attainment(Decimal(90)), Given(Decimal(95))),
        ("1000", Count(Decimal(1)), Given(Decimal(1000))),
        ("3; 4", Count(Decimal(1)), Given((Decimal(3), Decimal(4)))),
        ("3,5;4", Attainment(Decimal(90)), Given((Decimal("3.5"), Decimal(4)))),
        ("3;", Count(Decimal(1)), Given((Decimal(3),))),
        ("3; 4", Judged(), Given((Decimal(3), Decimal(4)))),
        ("abc", Judged(), Given("abc")),
        ("5,", Judged(), Given("5,")),
        ("yes", AllOrNothing(), Given(value=True)),
        ("Có", AllOrNothing(), Given(value=True)),
        ("x", AllOrNothing(), Given(value=True)),
        ("TRUE", AllOrNothing(), Given(value=True)),
        ("KHÔNG", AllOrNothing(), Given(value=False)),
        ("n", AllOrNothing(), Given(value=False)),
        ("1", AllOrNothing(), Given(Decimal(1))),
        ("maybe", AllOrNothing(), Given("maybe")),
        ("x", Judged(), Given("x")),
        ("4,5", LEVELS, Given(Decimal("4.5"))),
        ("good", LEVELS, Given("good")),
        ("Good", LEVELS, Given("good")),
        ("gut", LEVELS, Given("gut")),
        ("7", LEVELS, Given(Decimal(7))),
        ("0", LEVELS, Given(Decimal(0))),
        ("kad: chưa phát sinh", Judged(), NotApplicable("chưa phát sinh")),
        ("KAD chưa phát sinh", Judged(), NotApplicable("chưa phát sinh")),
        ("n/a: none; nothing", Count(Decimal(1)), NotApplicable("none; nothing")),
        ("n/a", AllOrNothing(), NotApplicable("")),
        ("không áp dụng: x", AllOrNothing(), NotApplicable("x")),
        ("set: 7,5; a reason", Judged(), SetByHand(Decimal("7.5"), "a reason")),
    ],
)
def test_a_cell_is_read_as_its_method_takes_it(text: str, method: Method, mark: Mark | None) -> None:
    assert read_cell(text, criterion(method)) == mark


def test_words_in_two_forms_of_unicode_are_the_same() -> None:
    assert read_cell("co\u0301", criterion(AllOrNothing())) == Given(value=True)
    assert read_cell("kho\u0302ng a\u0301p du\u0323ng: x", None) == NotApplicable("x")


@pytest.mark.parametrize(
    ("text", "code", "facts"),
    [
        ("1.000", "ambiguous-number", {"thousands": "1000", "decimals": "1"}),
        ("1,250", "ambiguous-number", {"thousands": "1250", "decimals": "1.25"}),
        ("3; 1,250", "ambiguous-number", {"thousands": "1250", "decimals": "1.25"}),
        ("1.234,5", "thousands-separators", {"number": "1234.5"}),
        ("1 000", "thousands-separators", {"number": "1000"}),
        ("1234567890123456", "too-many-digits", {"digits": "15"}),
    ],
)
@pytest.mark.parametrize("method", [Judged(), Count(Decimal(1)), LEVELS, None])
def test_a_number_that_nobody_can_be_sure_of_is_refused(
    text: str, code: str, facts: dict[str, str], method: Method | None
) -> None:
    with pytest.raises(UnreadableCellError) as refused:
        read_cell(text, criterion(method) if method else None)
    assert (refused.value.finding.code, refused.value.finding.facts) == (code, facts)


def test_three_decimals_are_written_so_that_they_can_be_read() -> None:
    mark = Given(Decimal("18.125"))
    assert (spell_cell(mark, "vi"), spell_cell(mark, "en")) == ("18,1250", "18.1250")
    assert read_cell("18,1250", None) == mark


@pytest.mark.parametrize("reason", ["the meeting agreed", "", "a; b"])
def test_points_set_by_hand_are_written_with_their_reason(reason: str) -> None:
    mark = SetByHand(Decimal("7.5"), reason)
    assert read_cell(spell_cell(mark, "vi"), criterion(AllOrNothing())) == mark
    assert read_cell(spell_cell(mark, "en"), criterion(Judged())) == mark
    assert spell_cell(SetByHand(Decimal("7.5"), "r"), "vi") == "ấn định: 7,5; r"
    assert read_cell("set: nothing", criterion(Judged())) == Given("set: nothing")


@pytest.mark.parametrize("text", ["=1+1", "+cmd", "-cmd", "@SUM(A1)", "'quoted", "\tx", "＝1", "-5; =x"])
def test_what_a_spreadsheet_would_run_is_made_harmless(text: str) -> None:
    assert harmless(text) == f"'{text}"
    assert meant(harmless(text)) == text


@pytest.mark.parametrize("text", ["-5", "+3,25", "18.5", "a=b", "", "don't", "kad: -"])
def test_numbers_and_words_are_written_as_they_are(text: str) -> None:
    assert harmless(text) == text
    assert meant(text) == text


# -------------------------------------------------------------------------------------------------------------- rows


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_the_separator_is_found(separator: str) -> None:
    text = (
        separator.join(["criterion", "text", "max", "ua"]) + "\n" + separator.join(["A1", "x", "10", '"3; 4"']) + "\n"
    )
    rows, findings = read_rows(text)
    assert findings == ()
    assert [(row.line, row.cells) for row in rows] == [
        (1, ("criterion", "text", "max", "ua")),
        (2, ("A1", "x", "10", "3; 4")),
    ]


def test_a_line_that_names_the_separator_is_no_row() -> None:
    rows, _ = read_rows("sep=;\ncriterion;ua\nA1;3,5\n")
    assert [(row.line, row.cells) for row in rows] == [(2, ("criterion", "ua")), (3, ("A1", "3,5"))]


def test_a_row_stands_on_the_line_where_it_begins() -> None:
    rows, _ = read_rows('criterion,text\r\nA1,"two\r\nlines"\r\n\r\nA2,x\r\n')
    assert [row.line for row in rows] == [1, 2, 5]


def test_a_quote_that_is_never_closed_ends_the_rows() -> None:
    rows, (finding,) = read_rows('criterion,ua\nA1,3\nA2,"4\nA3,5\n')
    assert [row.line for row in rows] == [1, 2]
    assert (finding.code, finding.line, finding.found) == ("csv-quotes", 3, 'A2,"4')


# ------------------------------------------------------------------------------------------------------------ sheets


@pytest.mark.parametrize("name", ["self-a-b-2022-12-05.csv", "scores/self-a-b-2022-12-05.CSV"])
def test_the_name_says_what_the_head_of_a_sheet_says(name: str) -> None:
    head = head_of(name)
    assert head == Sheet("self", "a-b", DAY, {})
    assert name_of(head) == "self-a-b-2022-12-05.csv"


@pytest.mark.parametrize(
    "name",
    ["self-ua.csv", "ua-2022-12-05.csv", "self-ua-2022-13-05.csv", "agreed-ua-2022-12-05.csv", "self-2022-12-05.csv"],
)
def test_another_name_says_nothing(name: str) -> None:
    assert head_of(name) is None


def test_a_template_has_a_row_for_every_criterion_that_can_be_marked() -> None:
    sheet = template("verified", "head-team", DAY, BLOC)
    assert sheet_to_csv(RUBRIC, BLOC, sheet, "en").removeprefix("\ufeff").splitlines() == [
        "criterion,text,max,ua,ub",
        "A1,text of A1,10,,",
        "A2,text of A2,10,,",
        "A3,text of A3,10,,",
        "A4,a group,10,,",
        "A4.1,text of A4.1,10,,",
    ]
    assert list(template("self", "ua", DAY, BLOC).marks) == ["ua"]
    assert list(template("peer", "ua", DAY, BLOC).marks) == ["ub"]


def test_marks_are_written_for_a_spreadsheet_of_the_language() -> None:
    marks = {
        "ub": {"A1": Given(Decimal("8.5"), note="n"), "A3": Given(value=True), "A4": NotApplicable("=x")},
        "ua": {"A4.1": Given((Decimal(3), Decimal(4)))},
    }
    assert marks_to_csv(RUBRIC, BLOC, marks).splitlines()[1:] == [
        "A1;text of A1;10;;8,5",
        "A2;text of A2;10;;",
        "A3;text of A3;10;;có",
        "A4;a group;10;;kad: =x",
        'A4.1;text of A4.1;10;"3; 4";',
    ]


# ----------------------------------------------------------------------------------------------------------- folders


def with_scores(**files: bytes | str) -> Folder:
    """The base folder with those sheets alone, named without ending for CSV."""
    contents: dict[str, bytes | str] = {
        path.name: path.read_bytes() for path in BASE.iterdir() if path.suffix == ".toml"
    }
    for name, content in files.items():
        contents[f"scores/{name.replace('_', '-')}.csv"] = content
    return read_folder(contents)


def seen(folder: Folder) -> list[tuple[str, int | None, str, str, str]]:
    return [
        (one.severity, one.line, spell_path(one.path), one.code, one.found)
        for one in folder.findings
        if one.code != "no-self-sheet"
    ]


HEAD = "criterion,text,max,btp\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_sheets_are_read_beside_those_in_toml(encoding: str) -> None:
    text = 'criterion\ttext\tmax\tbtp\nA1\tChất lượng\t10\t"8,5"\nA2.1\tĐúng hạn\t10\tkad: chưa có\n'
    folder = with_scores(self_btp_2022_12_05=text.encode(encoding))
    assert seen(folder) == []
    assert [one.sheet for one in folder.sheets] == [
        Sheet("self", "btp", DAY, {"btp": {"A1": Given(Decimal("8.5")), "A2.1": NotApplicable("chưa có")}})
    ]
    assert read_folder({file: source.text for file, source in folder.sources.items()}).sheets == folder.sheets


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        ("A1,,,11\n", ("error", 2, "marks.btp.A1", "outside", "11")),
        ("A1,,,8.3\n", ("error", 2, "marks.btp.A1", "not-a-step", "8.3")),
        ("A1,,,tốt\n", ("error", 2, "marks.btp.A1", "not-a-number", "tốt")),
        ("A1,,,n/a\n", ("error", 2, "marks.btp.A1.not_applicable", "reason-missing", "")),
        ("A1,,,3; 4\n", ("error", 2, "marks.btp.A1", "several-events", "3; 4")),
        ("\n\nA1,,,1.000\n", ("error", 4, "marks.btp.A1", "ambiguous-number", "1.000")),
        ("A1,,,9\nTổng cộng,,20,9\n", ("error", 3, "row[3].criterion", "unknown-criterion", "Tổng cộng")),
        ("A1.1,,,\n", ("error", 2, "row[2].criterion", "unknown-criterion", "A1.1")),
        (",Tổng cộng,20,9\n", ("error", 2, "row[2]", "row-without-criterion", "Tổng cộng")),
        ("A,Nhiệm vụ,20,9\n", ("error", 2, "row[2].criterion", "unknown-criterion", "A")),
        ("A1,,,9\nA1,,,8\n", ("error", 3, "row[3].criterion", "duplicate-row", "A1")),
        ("A1,,,9,8\n", ("error", 2, "row[2]", "cell-without-column", "8")),
        ("A1,,12,9\n", ("warning", 2, "row[2].max", "max-differs", "12")),
        ("A1,,ten,9\n", ("warning", 2, "row[2].max", "max-differs", "ten")),
        ("A1,Tiến độ,10,9\n", ("warning", 2, "row[2].text", "text-differs", "Tiến độ")),
        ('A1,,,"9\n', ("error", 2, "", "csv-quotes", 'A1,,,"9')),
    ],
)
def test_what_is_wrong_is_found_with_its_line(rows: str, found: tuple[object, ...]) -> None:
    assert seen(with_scores(self_btp_2022_12_05=HEAD + rows)) == [found]


@pytest.mark.parametrize(
    ("name", "text", "found"),
    [
        ("self_btp_2022_12_05", "", ("error", 1, "", "no-heading", "")),
        ("self_btp_2022_12_05", "Bảng điểm\n", ("error", 1, "row[1]", "no-heading", "Bảng điểm")),
        ("self_btp_2022_12_05", "criterion,bpt\n", ("error", 1, "marks.bpt", "unknown-unit", "bpt")),
        ("self_btp_2022_12_05", "criterion,btp,btp\n", ("error", 1, "row[1].btp", "duplicate-column", "btp")),
        ("self_btp_2022_12_05", "criterion,btp,bca\nA1,,9\n", ("error", 1, "marks.bca", "self-marks-other", "bca")),
        ("peer_btp_2022_12_05", "criterion,btp,bca\nA1,9,\n", ("error", 1, "marks.btp", "peer-marks-self", "btp")),
        ("self_btt_2022_12_05", "criterion\n", ("error", 1, "sheet.by", "unknown-unit", "btt")),
        ("btp", "criterion,btp\nA1,9\n", ("error", None, "", "sheet-name", "btp.csv")),
    ],
)
def test_names_and_columns_are_checked(name: str, text: str, found: tuple[object, ...]) -> None:
    codes = seen(with_scores(**{name: text}))
    assert found in codes
    assert {one[3] for one in codes} <= {str(found[3]), "self-marks-other"}


def test_the_nearest_criterion_is_named_by_id_or_by_text() -> None:
    folder = with_scores(self_btp_2022_12_05=HEAD + "a1,,,9\nII,chất  LƯỢNG,,9\n,Đúng hạn,,9\n")
    assert [one.facts.get("near") for one in folder.findings if one.severity == "error"] == ["A1", "A1", "A2.1"]


def test_columns_of_others_may_stand_empty() -> None:
    folder = with_scores(peer_btp_2022_12_05="criterion,btp,bca\nA1,,9\nA,,\n,,\n")
    assert seen(folder) == []
    assert folder.sheets[0].sheet.marks == {"bca": {"A1": Given(Decimal(9))}}


def test_bytes_in_an_old_encoding_are_a_finding() -> None:
    folder = with_scores(self_btp_2022_12_05=HEAD.encode() + "A1,é,,9\n".encode("latin-1"))
    assert seen(folder) == [("error", 2, "", "not-utf8", "E9 2C 2C 39")]
    odd = with_scores(self_btp_2022_12_05=b"\xff\xfea")
    assert seen(odd) == [("error", 1, "", "not-utf8", "FF FE 61")]


def test_a_table_and_a_toml_sheet_can_contradict_each_other() -> None:
    toml = '[sheet]\nsource = "self"\nby = "btp"\non = 2022-12-01\n[marks.btp]\nA1 = 9\n'
    contents: dict[str, bytes | str] = {one.name: one.read_bytes() for one in BASE.glob("*.toml")}
    folder = read_folder({**contents, "scores/a.toml": toml, "scores/self-btp-2022-12-05.csv": HEAD + "A1,,,8\n"})
    assert seen(folder) == [("error", 2, "marks.btp.A1", "contradiction", "8")]


def test_late_and_missing_sheets_are_warnings() -> None:
    contents: dict[str, bytes | str] = {one.name: one.read_bytes() for one in BASE.glob("*.toml")}
    contents["procedure.toml"] = "[marks]\ndue = 2022-12-05\n"
    contents["scores/verified-team-2022-12-30.csv"] = "criterion,btp\n"
    assert read_folder(contents).findings == ()
    contents["scores/self-btp-2022-12-05.csv"] = "criterion,btp\n"
    contents["scores/peer-btp-2022-12-06.csv"] = "criterion,bca\n"
    assert [(one.severity, one.file, one.code, one.found) for one in read_folder(contents).findings] == [
        ("warning", "scores", "no-self-sheet", "bca"),
        ("warning", "scores/peer-btp-2022-12-06.csv", "late", "2022-12-06"),
    ]


def test_nobody_is_missed_while_a_sheet_cannot_be_read() -> None:
    folder = with_scores(self_btp_2022_12_05=HEAD, self_bca_2022_12_05=b"\xff")
    assert [one.code for one in folder.findings] == ["not-utf8"]


# ------------------------------------------------------------------------------------------------------ spreadsheets


def workbook(*rows: tuple[object, ...], **formats: str) -> bytes:
    """A workbook whose second worksheet holds the rows; ``formats`` give cells a number format."""
    book = openpyxl.Workbook()
    sheet = book.create_sheet("Điểm")
    for row in rows:
        sheet.append(row)
    for cell, number_format in formats.items():
        sheet[cell].number_format = number_format
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


HEADING = ("criterion", "text", "max", "btp")


def read_workbook(*rows: tuple[object, ...], **formats: str) -> Folder:
    contents: dict[str, bytes | str] = {one.name: one.read_bytes() for one in BASE.glob("*.toml")}
    contents["scores/self-btp-2022-12-05.xlsx"] = workbook(HEADING, *rows, **formats)
    return read_folder(contents)


def test_a_spreadsheet_is_read_and_replays_as_text() -> None:
    folder = read_workbook((), ("A1", "Chất\nlượng", 10, 8.5), ("A2.1", None, 10, 0.95), D4="0%")
    assert seen(folder) == []
    assert folder.sheets[0].sheet.marks == {"btp": {"A1": Given(Decimal("8.5")), "A2.1": Given(Decimal(95))}}
    texts = {file: source.text for file, source in folder.sources.items()}
    assert texts["scores/self-btp-2022-12-05.xlsx"].splitlines()[0] == "criterion,text,max,btp"
    assert read_folder(texts) == folder


def test_the_row_of_a_spreadsheet_is_the_line_of_its_findings() -> None:
    folder = read_workbook((), ("A1", None, None, 11), ("A2.1", None, None, True))
    assert seen(folder) == [
        ("error", 3, "marks.btp.A1", "outside", "11"),
        ("error", 4, "marks.btp.A2.1", "not-a-number", "yes"),
    ]


def test_numbers_of_a_spreadsheet_are_what_it_shows() -> None:
    rows = [("criterion", "ua"), (1.1, 0.1 + 0.2), (10, 18.125), (dt.date(2022, 2, 1), dt.time(1, 30))]
    text, findings = csv_of_workbook(workbook(*rows))
    assert findings == ()
    assert text is not None
    assert text.splitlines() == ["criterion,ua", "1.1,0.3", "10,18.1250", "2022-02-01T00:00:00,01:30:00"]


def test_a_per_cent_sign_that_is_only_shown_changes_no_number() -> None:
    rows = [HEADING, ("A1", None, None, 95), ("A2.1", None, None, 0.5)]
    text, _ = csv_of_workbook(workbook(*rows, D2='0"%"', D3="0.0%"))
    assert text is not None
    assert text.splitlines()[1:] == ["A1,,,95", "A2.1,,,50%"]


def test_a_formula_over_several_cells_without_its_result_is_no_blank() -> None:
    book = openpyxl.Workbook()
    book.active.append(HEADING)
    book.active.append(("A1",))
    book.active["D2"] = ArrayFormula("D2:D3", "=A1:A2*2")
    out = io.BytesIO()
    book.save(out)
    _, findings = csv_of_workbook(out.getvalue())
    assert [(one.code, one.line, one.path) for one in findings] == [("formula-without-value", 2, ("D2",))]


def test_a_formula_without_its_result_is_no_blank() -> None:
    assert seen(read_workbook(("A1", None, None, "=4+4"))) == [("error", 2, "D2", "formula-without-value", "=4+4")]


def test_a_worksheet_beyond_all_measure_is_not_looked_into() -> None:
    book = openpyxl.Workbook()
    book.active.cell(1_048_576, 16_384, "far away")
    out = io.BytesIO()
    book.save(out)
    assert [one.code for one in csv_of_workbook(out.getvalue())[1]] == ["not-a-workbook"]
    sheet = book.create_sheet("Điểm")
    sheet.append(("criterion", "btp"))
    sheet.append(("A1", 9))
    out = io.BytesIO()
    book.save(out)
    assert csv_of_workbook(out.getvalue()) == ("criterion,btp\nA1,9\n", ())


def test_a_workbook_that_unpacks_to_too_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("emulation.files.workbook._MOST_BYTES", 100)
    assert [one.code for one in csv_of_workbook(workbook(HEADING))[1]] == ["not-a-workbook"]


@pytest.mark.parametrize("content", [b"", b"criterion,btp\n", b"PK\x03\x04broken", b"\xd0\xcf\x11\xe0old"])
def test_what_is_no_workbook_is_a_finding(content: bytes) -> None:
    text, (finding,) = csv_of_workbook(content)
    assert (text, finding.code) == (None, "not-a-workbook")


def test_without_the_library_the_finding_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    folder = read_workbook(("A1", None, None, 9))
    assert seen(folder) == [("error", None, "", "needs-openpyxl", "")]
    assert "scores/self-btp-2022-12-05.xlsx" not in folder.sources


def test_spreadsheets_and_tables_are_found_on_the_disk(tmp_path: Path) -> None:
    for one in BASE.glob("*.toml"):
        (tmp_path / one.name).write_bytes(one.read_bytes())
    scores = tmp_path / "scores"
    scores.mkdir()
    (scores / "self-btp-2022-12-05.XLSX").write_bytes(workbook(HEADING, ("A1", None, None, 9)))
    (scores / "self-bca-2022-12-05.csv").write_text("criterion;bca\nA1;7,5\n", "utf-8")
    (scores / "~$self-btp-2022-12-05.xlsx").write_bytes(b"lock")
    folder = load_folder(tmp_path)
    assert folder.findings == ()
    assert [one.sheet.by for one in folder.sheets] == ["bca", "btp"]


def test_a_meeting_goes_on_with_a_spreadsheet_where_the_library_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for one in BASE.glob("*.toml"):
        (tmp_path / one.name).write_bytes(one.read_bytes())
    with (tmp_path / "procedure.toml").open("a", encoding="utf-8") as procedure:
        procedure.write('\n[[meeting]]\nid = "year-end"\nkind = "year-end"\n')
    (tmp_path / "scores").mkdir()
    (tmp_path / "scores" / "self-btp-2022-12-05.xlsx").write_bytes(workbook(HEADING, ("A1", None, None, 9)))
    (tmp_path / "scores" / "self-bca-2022-12-05.csv").write_text("criterion;bca\nA1;7,5\n", "utf-16")
    now = dt.datetime(2023, 1, 10, 8, 30, tzinfo=dt.UTC)
    with Session.open(tmp_path, "year-end", "secretary", now) as session:
        own = session.meeting.state.marks().own
        assert own == {"btp": {"A1": Given(Decimal(9))}, "bca": {"A1": Given(Decimal("7.5"))}}
        assert session.changed_files() == {}
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    with Session.open(tmp_path, "year-end", "secretary", now) as session:
        assert session.meeting.state.marks().own == own
        with pytest.raises(FolderUnusableError) as problem:  # a sheet that cannot be read is not gone
            session.changed_files()
        assert [one.file for one in problem.value.findings] == ["scores/self-btp-2022-12-05.xlsx"]
