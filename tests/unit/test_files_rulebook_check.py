"""Rulebooks checked as files, and as the folder that names them: their cases run, one book beside another."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from emulation.files.folder import load_folder
from emulation.files.rulebook_check import check_awards, check_books, is_rulebook
from emulation.files.rulebooks import shipped_texts
from tests.command_line import ask

if TYPE_CHECKING:
    from collections.abc import Iterable

    from emulation.finding import Finding

EXAMPLES = Path(__file__).parents[2] / "examples"
TODAY = ("--today", "2026-06-01")
NOI_CHINH, SCHOOL = EXAMPLES / "noi-chinh-2022", EXAMPLES / "school-awards"

BOOK = """\
[rulebook]
id = "local"
version = "{version}"
title = "..."
received = {{ from = {first} }}
reviewed = 2025-06-01
[[source]]
id = "rule"
title = "..."
[[award]]
id = "prize"
name = "..."
kind = "commendation"
for = "individual"
basis = {{ source = "rule", article = "1" }}
evidence = "text"
require = {require}
[[award.case]]
name = "a good grade"
year = 2025
given = {{ year = [{{ year = 2025, grade = "good" }}] }}
expect = "eligible"
"""


def book(require: str = '{ graded = "good" }', version: str = "1", first: str = "2025-01-01") -> bytes:
    return BOOK.format(require=require, version=version, first=first).encode()


def codes(findings: Iterable[Finding]) -> list[tuple[str, str, int | None]]:
    return [(finding.file, finding.code, finding.line) for finding in findings]


def test_a_right_book_has_nothing_to_be_said_of() -> None:
    assert check_books({"local.toml": book()}) == ()


@pytest.mark.parametrize(
    ("require", "code", "line"),
    [
        ('{ graded = "excellent" }', "case-failed", 22),
        ('{ holds = "prise" }', "unknown-award", 17),
        ('{ meets = "prize" }', "meets-cycle", 17),
        ('{ some = [{ graded = "good" }], times = 2 }', "never-met", 17),
        ("{ all = [{ graded = 7 }] }", "wrong-type", 17),
    ],
)
def test_what_is_wrong_is_found_at_its_line(require: str, code: str, line: int) -> None:
    assert ("local.toml", code, line) in codes(check_books({"local.toml": book(require)}))


def test_a_clause_without_basis_is_a_warning() -> None:
    content = book().replace(b'basis = { source = "rule", article = "1" }\n', b"")
    found = check_books({"local.toml": content})
    assert [(one.severity, one.code) for one in found] == [("warning", "no-basis")]


def test_versions_that_overlap_are_an_error_at_the_later_one() -> None:
    found = check_books({"a.toml": book(), "b.toml": book(version="2", first="2026-01-01")})
    assert codes(found) == [("b.toml", "overlapping-versions", 5)]


def test_a_local_book_alone_is_read_beside_the_shipped_ones_of_its_period() -> None:
    content = (NOI_CHINH / "quy-che.toml").read_bytes()
    assert check_books({"quy-che.toml": content}) == ()
    wrong = content.replace(b'award = "cstd-co-so"', b'award = "cstd-co-xo"')
    assert [one.code for one in check_books({"quy-che.toml": wrong})] == ["unknown-award"]


def test_what_a_rulebook_is() -> None:
    assert is_rulebook(book())
    assert not is_rulebook((NOI_CHINH / "rubric.toml").read_bytes())
    assert not is_rulebook(b"[rulebook")
    assert is_rulebook(b"[rulebook]\nid =")


@pytest.mark.parametrize("name", ["noi-chinh-2022", "school-awards", "tay-nguyen-2019"])
def test_the_rules_of_the_examples_are_right(name: str) -> None:
    assert check_awards(load_folder(EXAMPLES / name)) == ()


def test_the_cases_of_a_folder_s_own_book_are_run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.copytree(SCHOOL, tmp_path / "f")
    path = tmp_path / "f" / "riverside.toml"
    text = path.read_text("utf-8")
    path.write_text(text.replace('expect = "eligible"', 'expect = "barred"', 1), "utf-8")
    line = text[: text.index('expect = "eligible"')].count("\n") + 1
    answer = ask(capsys, "check", *TODAY, tmp_path / "f", "--format", "json")
    assert answer.status == 1
    assert [(one["file"], one["line"], one["code"], one["found"]) for one in answer.json["findings"]] == [
        ("riverside.toml", line, "case-failed", "eligible")
    ]


def test_what_the_rules_name_is_checked_with_the_candidates(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.copytree(NOI_CHINH, tmp_path / "f")
    path = tmp_path / "f" / "rules.toml"
    path.write_text(path.read_text("utf-8").replace('candidate = "ca-nhan-b"', 'candidate = "ca-nhan-z"'), "utf-8")
    answer = ask(capsys, "check", *TODAY, tmp_path / "f", "--format", "json")
    assert [(one["file"], one["code"]) for one in answer.json["findings"]] == [("rules.toml", "unknown-candidate")]


def test_a_book_that_is_in_force_on_no_day_is_told_once(tmp_path: Path) -> None:
    shutil.copytree(NOI_CHINH, tmp_path / "f")
    path = tmp_path / "f" / "quy-che.toml"
    text = path.read_text("utf-8").replace(
        "from = 2022-01-01, until = 2023-12-31", "from = 1999-01-01, until = 1999-12-31"
    )
    path.write_text(text, "utf-8")
    assert [one.code for one in check_awards(load_folder(tmp_path / "f"))] == ["no-rule-in-force"]


def test_a_broken_folder_says_nothing_of_awards(tmp_path: Path) -> None:
    shutil.copytree(NOI_CHINH, tmp_path / "f")
    (tmp_path / "f" / "bloc.toml").write_text("[bloc", "utf-8")
    assert check_awards(load_folder(tmp_path / "f")) == ()


def test_a_file_or_folder_of_rulebooks_on_the_command_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "local.toml").write_bytes(book('{ graded = "excellent" }'))
    for path in (tmp_path, tmp_path / "local.toml"):
        answer = ask(capsys, "check", *TODAY, path, "--lang", "en")
        assert answer.status == 1
        assert answer.out.startswith("local.toml:22: error: award[0].case[0].expect: ")
        assert answer.err == "1 error, 0 warnings\n"
    (tmp_path / "local.toml").write_bytes(book())
    assert ask(capsys, "check", *TODAY, tmp_path).status == 0


def test_the_shipped_books_pass(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file, content = next(iter(shipped_texts().items()))
    (tmp_path / file).write_bytes(content)
    assert ask(capsys, "check", *TODAY, "--strict", tmp_path / file).status == 0


def test_a_version_that_is_not_in_force_with_the_rest_is_checked_as_well(tmp_path: Path) -> None:
    shutil.copytree(SCHOOL, tmp_path / "f")
    rules = tmp_path / "f" / "rules.toml"
    rules.write_text(
        rules.read_text("utf-8").replace('"riverside.toml"', '"riverside.toml", "a.toml", "b.toml"'), "utf-8"
    )
    until = book().replace(b"from = 2025-01-01", b"from = 2023-01-01, until = 2024-12-31")
    (tmp_path / "f" / "a.toml").write_bytes(until)
    (tmp_path / "f" / "b.toml").write_bytes(book(version="2"))
    assert [one for one in codes(check_awards(load_folder(tmp_path / "f"))) if one[0] in ("a.toml", "b.toml")] == []
    wrong = until.replace(b'graded = "good" }\n', b'graded = "excellent" }\n')
    assert wrong != until
    (tmp_path / "f" / "a.toml").write_bytes(wrong)
    found = [one for one in codes(check_awards(load_folder(tmp_path / "f"))) if one[0] == "a.toml"]
    assert found == [("a.toml", "case-failed", 22)]


def test_a_book_that_nobody_has_reviewed_for_a_year_is_a_warning(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "local.toml"
    file.write_bytes(book())
    late = ask(capsys, "check", "--today", "2026-06-02", file, "--lang", "en")
    assert (late.status, late.err) == (0, "0 errors, 1 warning\n")
    assert late.out.startswith("local.toml:6: warning: rulebook.reviewed: ")
    assert ask(capsys, "check", *TODAY, file).out == ""
    found = [one.file for one in check_awards(load_folder(SCHOOL), date(2040, 1, 1)) if one.code == "not-reviewed"]
    assert found == ["riverside.toml"]


def of_copy(tmp_path: Path, *changes: tuple[str, str, str]) -> list[tuple[str, str]]:
    """What is found in a copy of the example in which of some files a text was replaced by another, once."""
    folder = Path(shutil.copytree(NOI_CHINH, tmp_path / "f"))
    for file, old, new in changes:
        text = (folder / file).read_text("utf-8")
        assert old in text
        (folder / file).write_text(text.replace(old, new, 1), "utf-8")
    read = load_folder(folder)
    return [(one.file, one.code) for one in (*read.findings, *check_awards(read))]


@pytest.mark.parametrize(
    ("file", "old", "new", "code"),
    [
        ("candidates.toml", 'kind = "individual"', 'kind = "personal"', "unknown-word"),
        ("candidates.toml", 'id = "ca-nhan-a"', "id = 7", "wrong-type"),
        ("candidates.toml", "joined = 2014-08-01", "joined = nan", "wrong-type"),
        ("candidates.toml", 'id = "ca-nhan-a"', "id = ca-nhan-a", "syntax"),
        ("rules.toml", "year = 2022", "yaer = 2022", "unknown-key"),
        ("rules.toml", "year = 2022", "year = nan", "wrong-type"),
        ("rules.toml", "size = 120", 'size = "many"', "wrong-type"),
        ("rules.toml", 'books = ["vn", "quy-che.toml"]', "books = 7", "wrong-type"),
        ("rules.toml", "year = 2022", "year =", "syntax"),
        ("quy-che.toml", 'source = "regulation"', "source = 7", "wrong-type"),
        ("quy-che.toml", 'id = "regulation"', "id = 7", "wrong-type"),
        ("quy-che.toml", 'id = "quy-che-minh-hoa"', "id = quy-che", "syntax"),
        ("quy-che.toml", "until = 2023-12-31", "until = 2021-12-31", "dates-reversed"),
        ("quy-che.toml", "until = 2023-12-31", "until = nan", "wrong-type"),
        ("bloc.toml", 'id = "btp"', "id = 7", "wrong-type"),
    ],
)
def test_a_slip_about_awards_is_told_alone(tmp_path: Path, file: str, old: str, new: str, code: str) -> None:
    assert of_copy(tmp_path, (file, old, new)) == [(file, code)]


@pytest.mark.parametrize(
    "slip",
    [
        ("candidates.toml", 'kind = "individual"', 'kind = "personal"'),
        ("rules.toml", "year = 2022", "yaer = 2022"),
        ("quy-che.toml", 'source = "regulation"', "source = 7"),
        ("quy-che.toml", "until = 2023-12-31", "until = 2021-12-31"),
        ("bloc.toml", "year = 2022", "year = nan"),
        ("rubric.toml", "max = 20", "max = nan"),
    ],
)
def test_a_slip_hides_nothing_else_that_is_wrong_about_awards(tmp_path: Path, slip: tuple[str, str, str]) -> None:
    others = (
        ("candidates.toml", 'unit = "btp"', 'unit = "btpp"'),
        ("rules.toml", 'candidate = "ca-nhan-b"', 'candidate = "ca-nhan-z"'),
        ("quy-che.toml", 'award = "cstd-co-so"', 'award = "cstd-co-xo"'),
    )
    found = of_copy(tmp_path, slip, *others)
    expected = {
        ("candidates.toml", "unknown-unit"),
        ("rules.toml", "unknown-candidate"),
        ("quy-che.toml", "unknown-award"),
    }
    assert {one for one in found if one[0] != slip[0]} == {one for one in expected if one[0] != slip[0]}
    assert {code for file, code in found if file == slip[0]} > {code for file, code in expected if file == slip[0]}


def test_of_a_book_whose_dates_are_reversed_all_mistakes_are_named_and_its_awards_are_known(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(SCHOOL, tmp_path / "f"))
    path = folder / "riverside.toml"
    text = path.read_text("utf-8").replace("received = {", "received = { until = 1999-12-31, ", 1)
    path.write_text(text.replace('evidence = "text"', 'evidence = "rumour"', 1), "utf-8")
    found = codes(check_awards(load_folder(folder)))
    assert {(file, code) for file, code, _ in found} == {
        ("riverside.toml", "dates-reversed"),
        ("riverside.toml", "unknown-word"),
    }


def test_candidates_are_checked_where_there_are_no_rules(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(NOI_CHINH, tmp_path / "f"))
    (folder / "rules.toml").unlink()
    (folder / "quy-che.toml").unlink()
    assert check_awards(load_folder(folder)) == ()
    path = folder / "candidates.toml"
    path.write_text(path.read_text("utf-8").replace('unit = "btp"', 'unit = "btpp"', 1), "utf-8")
    assert [one.code for one in check_awards(load_folder(folder))] == ["unknown-unit"]


def test_books_are_checked_behind_their_mistakes_beside_each_other() -> None:
    other = book().replace(b'id = "local"', b'id = "other"').replace(b'id = "prize"', b'id = "grand"')
    other = other.replace(b'{ graded = "good" }\n[[', b'{ all = [{ meets = "prize" }, { holds = "prise" }] }\n[[')
    slip = book().replace(b'kind = "commendation"', b"kind = 7")
    assert codes(check_books({"a.toml": slip, "b.toml": other})) == [
        ("a.toml", "wrong-type", 13),
        ("b.toml", "unknown-award", 17),
    ]
    reversed_ = slip.replace(b"from = 2025-01-01", b"from = 2025-01-01, until = 2024-01-01")
    assert [one[:2] for one in codes(check_books({"a.toml": reversed_, "b.toml": other}))] == [
        ("a.toml", "dates-reversed"),
        ("a.toml", "wrong-type"),
        ("b.toml", "unknown-award"),
    ]
    torn = book() + b"id = \n"
    assert [one[:2] for one in codes(check_books({"a.toml": torn, "b.toml": other}))] == [("a.toml", "syntax")]
    assert is_rulebook(torn)


def test_a_poll_on_those_eligible_for_an_award_that_no_book_has_names_the_nearest(tmp_path: Path) -> None:
    poll = ("procedure.toml", 'candidates = "top:3"', 'candidates = "eligible:co-thi-dua-chinh-fu"')
    assert of_copy(tmp_path, poll) == [("procedure.toml", "unknown-award")]
    (found,) = check_awards(load_folder(tmp_path / "f"))
    assert (found.path, found.facts) == (("poll", 0, "candidates"), {"near": "co-thi-dua-chinh-phu"})
    assert found.line is not None
    path = tmp_path / "f" / "procedure.toml"
    path.write_text(path.read_text("utf-8").replace("-fu", "-phu"), "utf-8")
    assert check_awards(load_folder(tmp_path / "f")) == ()
    path.write_text(path.read_text("utf-8").replace("-phu", "-fu"), "utf-8")
    (tmp_path / "f" / "rules.toml").unlink()  # where no book applies, nobody knows
    assert [one for one in codes(check_awards(load_folder(tmp_path / "f"))) if one[0] == "procedure.toml"] == []


def test_a_condition_may_begin_on_the_first_day_there_is() -> None:
    content = book('{ graded = "good", from = 0001-01-01 }').replace(b"from = 2025-01-01", b"until = 2030-01-01")
    assert codes(check_books({"a.toml": content})) == []
