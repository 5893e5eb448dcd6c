"""From a bloc folder to the questions about awards: books in force, candidates, local rules, pledges."""

from __future__ import annotations

from datetime import date

import pytest

from emulation.awards.judging import judge
from emulation.files.eligibility import read_eligibility, shipped
from emulation.files.folder import read_folder
from emulation.wording import line_of

BLOC = """\
[bloc]
id = "b"
name = "Khối B"
year = 2025
organised_by = "central-council"
[[unit]]
id = "u0"
name = "Đơn vị 0"
short = "U0"
[[office]]
unit = "u0"
role = "head"
year = 2025
"""
RUBRIC = """\
[rubric]
id = "r"
version = "1"
title = "..."
total = 10
step = 1
[[section]]
id = "A"
text = "..."
max = 10
[[section.criterion]]
id = "A1"
text = "..."
max = 10
method = "judged"
"""
PLEDGES = """\
[[pledge]]
unit = "u0"
signed = 2025-03-01
[[pledge.target]]
id = "t"
text = "..."
measure = "%"
goal = 90
source = "x"
[[pledge.target.report]]
on = 2025-12-01
value = 95
"""
LOCAL = """\
[rulebook]
id = "local"
version = "1"
title = "..."
received = { from = 2025-01-01 }
reviewed = 2025-06-01
[[source]]
id = "rule"
title = "..."
[[award]]
id = "prize"
name = "..."
kind = "commendation"
for = "collective"
basis = { source = "rule", article = "1" }
evidence = "sector"
require = { pledges = "over-fulfilled" }
"""
RULES = """\
[rules]
books = ["local.toml"]
[[confirm]]
award = "prize"
source = "rule"
article = "1"
clause = ""
"""
CANDIDATES = """\
records_complete_from = 2020
records_complete_until = 2025
[[candidate]]
id = "team"
name = "..."
kind = "collective"
unit = "u0"
[[candidate]]
id = "person"
name = "..."
kind = "individual"
"""
FILES = {
    "bloc.toml": BLOC,
    "rubric.toml": RUBRIC,
    "pledges.toml": PLEDGES,
    "rules.toml": RULES,
    "candidates.toml": CANDIDATES,
    "local.toml": LOCAL,
}


def test_a_folder_is_enough_for_a_verdict() -> None:
    folder = read_folder(FILES)
    assert folder.usable
    asked = read_eligibility(folder, date(2026, 1, 5))
    assert asked.findings == ()
    assert asked.pairs == (("team", "prize"),)
    assert (asked.context.year, asked.context.complete_from) == (2025, 2020)
    verdict = judge(asked.candidates.candidates[0], "prize", asked.book, asked.context)
    assert verdict.status == "eligible"
    assert verdict.tree.read == "over-fulfilled"
    assert (verdict.tree.clause.file, verdict.tree.clause.line) == ("local.toml", 17)
    assert (verdict.asked.rulebook, len(verdict.asked.hash)) == ("local", 64)


def test_nominations_say_who_is_asked_about() -> None:
    nominated = RULES + '[[nomination]]\ncandidate = "person"\naward = "prize"\n'
    asked = read_eligibility(read_folder(FILES | {"rules.toml": nominated}), date(2026, 1, 5))
    assert asked.pairs == (("person", "prize"),)
    assert [(one.code, one.file, one.line) for one in asked.findings] == [("award-of-other-kind", "rules.toml", 10)]


@pytest.mark.parametrize(
    ("changed", "found"),
    [
        ({"rules.toml": RULES.replace("local.toml", "lokal.toml")}, [("missing-file", "rules.toml", 2)]),
        ({"rules.toml": RULES.replace("local.toml", "vm")}, [("unknown-rulebook", "rules.toml", 2)]),
        ({"local.toml": LOCAL.replace("2025-01-01", "2026-02-01")}, [("no-rule-in-force", "rules.toml", 2)]),
        ({"local.toml": LOCAL.replace("2025-06-01", "2024-06-01")}, [("not-reviewed", "local.toml", None)]),
        ({"local.toml": LOCAL.replace("pledges =", "pledge =")}, [("unknown-condition", "local.toml", 17)]),
        ({"candidates.toml": CANDIDATES.replace('"u0"', '"u1"')}, [("unknown-unit", "candidates.toml", 7)]),
    ],
)
def test_whatever_is_wrong_is_found_with_its_line(
    changed: dict[str, str], found: list[tuple[str, str, int | None]]
) -> None:
    asked = read_eligibility(read_folder(FILES | changed), date(2026, 1, 5))
    unconfirmed = [one for one in asked.findings if (one.code, one.path[:1]) != ("unknown-award", ("confirm",))]
    listed = [(one.code, one.file, one.line) for one in unconfirmed if one.code != "unknown-source"]
    assert listed == found


EARLIER = LOCAL.replace('version = "1"', 'version = "0"').replace(
    "{ from = 2025-01-01 }", "{ from = 2023-01-01, until = 2024-12-31 }"
)
TWO = {"rules.toml": RULES.replace('"local.toml"', '"earlier.toml", "local.toml"'), "earlier.toml": EARLIER}


@pytest.mark.parametrize(
    ("day", "version"), [(date(2023, 1, 1), "0"), (date(2024, 12, 31), "0"), (date(2025, 1, 1), "1")]
)
def test_files_may_be_versions_of_one_book(day: date, version: str) -> None:
    asked = read_eligibility(read_folder(FILES | TWO), day)
    assert [book.version for book in asked.rulebooks] == [version]
    assert [one.code for one in asked.findings if one.severity == "error"] == []


def test_a_day_that_no_version_holds_is_told_once() -> None:
    asked = read_eligibility(read_folder(FILES | TWO), date(2022, 12, 31))
    found = [(one.file, one.line) for one in asked.findings if one.code == "no-rule-in-force"]
    assert found == [("rules.toml", 2)]


def test_versions_whose_days_overlap_are_an_error_whatever_the_day() -> None:
    longer = EARLIER.replace("2024-12-31", "2025-01-01")
    for day in (date(2023, 6, 1), date(2025, 1, 1), date(2026, 1, 5)):
        asked = read_eligibility(read_folder(FILES | TWO | {"earlier.toml": longer}), day)
        found = [(one.code, one.file, one.line) for one in asked.findings if one.severity == "error"]
        assert found == [("overlapping-versions", "local.toml", 5)]


def test_a_file_may_add_a_version_to_a_book_of_the_package_but_not_a_second_one() -> None:
    rules = {"rules.toml": '[rules]\nbooks = ["vn", "old.toml"]\n'}
    old = LOCAL.replace('id = "local"', 'id = "vn"', 1)
    before = old.replace("{ from = 2025-01-01 }", "{ until = 2019-12-31 }")
    folder = read_folder(FILES | rules | {"old.toml": before})
    for day, version in ((date(2019, 6, 1), "1"), (date(2026, 1, 5), "2025-07")):
        asked = read_eligibility(folder, day)
        assert [book.version for book in asked.rulebooks] == [version]
        assert [one.code for one in asked.findings if one.severity == "error"] == []
    twice = read_eligibility(read_folder(FILES | rules | {"old.toml": old}), date(2026, 1, 5))
    found = [(one.code, one.file, one.line, one.facts["versions"]) for one in twice.findings if one.severity == "error"]
    assert found == [("overlapping-versions", "rules.toml", 2, "2025-07, 1")]


def test_a_folder_without_candidates_says_what_is_missing() -> None:
    only = {file: text for file, text in FILES.items() if file not in {"rules.toml", "candidates.toml", "local.toml"}}
    asked = read_eligibility(read_folder(only), date(2026, 1, 5))
    assert [(one.code, one.file) for one in asked.findings] == [
        ("missing-file", "rules.toml"),
        ("missing-file", "candidates.toml"),
    ]


@pytest.mark.parametrize(
    ("day", "version"),
    [(date(2023, 12, 31), "2020-01"), (date(2024, 1, 1), "2024-01"), (date(2025, 7, 1), "2025-07")],
)
def test_the_book_of_the_package_follows_the_day_of_receipt(day: date, version: str) -> None:
    book, findings = shipped("vn", day)
    assert findings == ()
    assert book is not None
    assert book.version == version


def test_before_the_first_version_the_package_refuses() -> None:
    book, findings = shipped("vn", date(1990, 1, 1))
    assert book is None
    assert [finding.code for finding in findings] == ["no-rule-in-force"]


def test_what_is_missing_is_told_with_what_to_write() -> None:
    only = {file: text for file, text in FILES.items() if file in {"bloc.toml", "rubric.toml"}}
    for language, words in (("en", "write one as"), ("vi", "tự viết như")):
        lines = [line_of(one, language) for one in read_eligibility(read_folder(only), date(2026, 1, 5)).findings]
        assert [f"{words} " in line or f"{words}\u00a0" in line for line in lines] == [True, True]
        assert ["examples/noi-chinh-2022/rules.toml" in lines[0], "export candidates" in lines[1]] == [True, True]
        assert not any("emulation new" in line for line in lines)
