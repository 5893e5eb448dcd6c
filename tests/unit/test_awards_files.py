"""Rulebooks, candidates and local rules as they stand in files."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from emulation.awards.check import check, check_cases
from emulation.awards.conditions import Basis, Confirm, Graded, Holds, Of, Recognised, Share, UnderDiscipline, Window
from emulation.awards.facts import AwardHeld, Discipline, Judgement, MemberFigures
from emulation.awards.rulebook import Fund, Nomination, Period, Population
from emulation.files.document import Document, read_document
from emulation.files.rulebooks import candidates_of, read_rulebook, read_rulebooks, rules_of, shipped_texts
from emulation.finding import spell_path

BOOK = """\
[rulebook]
id = "vn"
version = "2025-07"
title = "..."
received = { from = 2025-07-01, until = 2026-09-30 }
reviewed = 2026-11-23
[[source]]
id = "law"
title = "Law on Emulation and Commendation 06/2022/QH15"

[[bar]]
id = "discipline"
when = { discipline = "running" }
restart = true
basis = { source = "law", article = "4" }
evidence = "restated"

[[award]]
id = "lao-dong-tien-tien"
name = "LĐTT"
kind = "title"
for = "individual"
basis = { source = "law", article = "24" }
evidence = "text"
require = { graded = "good" }

[[award]]
id = "cstd-co-so"
name = { vi = "Chiến sĩ thi đua cơ sở", en = "..." }
kind = "title"
for = "individual"
level = "grassroots"
prize = 1.0
basis = { source = "law", article = "23" }
evidence = "restated"
require = { all = [
  { meets = "lao-dong-tien-tien", basis = { source = "law", article = "23", clause = "1" } },
  { any = [
      { graded = "excellent" },
      { initiative = "grassroots", unused = true },
    ], basis = { source = "law", article = "23", clause = "2" } },
] }
[[award.case]]
name = "good grade with an initiative"
year = 2026
given = { year = [{ year = 2026, grade = "good" }], initiative = [{ id = "i1", recognised = 2026-10-01 }] }
expect = "eligible"

[[extend]]
award = "cstd-co-so"
require = { window = 5, after = "cstd-co-so", all = [{ holds = "cstd-co-so", times = 3 }] }
basis = { source = "law", article = "1" }

[[cap]]
award = "cstd-co-so"
at_most = "20%"
of = "bloc-leaders"
evidence = "superseded"
"""


def test_a_rulebook_is_read_whole() -> None:
    book, findings = read_rulebook("vn.toml", BOOK.encode())
    assert findings == ()
    assert book is not None
    assert (book.id, book.version, len(book.hash)) == ("vn", "2025-07", 64)
    assert book.received == Period(date(2025, 7, 1), date(2026, 9, 30))
    assert isinstance(book.bars[0].when, UnderDiscipline)
    assert book.bars[0].restart
    award = book.award("cstd-co-so")
    assert award.prize == Decimal(1)
    any_of = award.require.condition.parts[1]  # type: ignore[union-attr]
    assert any_of.basis == Basis("law", "23", "2")
    assert [part.condition for part in any_of.condition.parts] == [
        Graded("excellent"),
        Recognised("grassroots", unused=True),
    ]
    window = book.extends[0].require.condition
    assert isinstance(window, Window)
    assert (window.length, window.after) == (5, "cstd-co-so")
    assert window.all[0].condition == Holds("cstd-co-so", 3)
    assert book.caps[0].at_most == Fraction(1, 5)
    assert list(check(book)) == []


def test_the_cases_in_a_file_are_run() -> None:
    book, _ = read_rulebook("vn.toml", BOOK.partition("[[extend]]")[0].encode())
    assert book is not None
    assert list(check_cases(book)) == []


def test_each_clause_knows_its_file_and_line() -> None:
    book, _ = read_rulebook("vn.toml", BOOK.encode())
    assert book is not None
    award = book.awards[1]
    any_of = award.require.condition.parts[1]  # type: ignore[union-attr]
    lines = BOOK.split("\n")
    placed = [
        (book.bars[0], "[[bar]]"),
        (award, "[[award]]"),
        (award.require, "require = { all = ["),
        (any_of, "  { any = ["),
        (any_of.condition.parts[1], '      { initiative = "grassroots", unused = true },'),
        (award.cases[0], "[[award.case]]"),
        (book.extends[0].require, lines[50]),
        (book.caps[0], "[[cap]]"),
    ]
    assert {one.file for one, _ in placed} == {"vn.toml"}
    assert [lines[one.line - 1] for one, _ in placed] == [text for _, text in placed]


@pytest.mark.parametrize(
    ("right", "wrong", "found"),
    [
        ('{ graded = "excellent" }', '{ gradet = "excellent" }', ("unknown-condition", "any[0].gradet", "graded")),
        ('{ graded = "excellent" }', '{ graded = "excelent" }', ("unknown-word", "any[0].graded", "excellent")),
        ('{ graded = "excellent" }', '{ graded = "excellent", year = 2 }', ("unknown-key", "any[0].year", "years")),
        ('{ graded = "excellent" }', '{ graded = "good", holds = "a" }', ("two-conditions", "any[0].holds", None)),
        ('{ graded = "excellent" }', '{ text = "x" }', ("no-condition", "any[0]", None)),
        ('{ graded = "excellent" }', "3", ("wrong-type", "any[0]", None)),
        ("unused = true", 'unused = "yes"', ("wrong-type", "any[1].unused", None)),
        ("unused = true", "in_a_row = true", ("unknown-key", "any[1].in_a_row", None)),
    ],
)
def test_a_clause_gone_wrong(right: str, wrong: str, found: tuple[str, str, str | None]) -> None:
    book, findings = read_rulebook("vn.toml", BOOK.replace(right, wrong).encode())
    assert book is None
    (finding,) = findings
    path = spell_path(finding.path).removeprefix("award[1].require.all[1].")
    assert (finding.code, path, finding.facts.get("near")) == found
    assert finding.line == BOOK[: BOOK.index(right)].count("\n") + 1


@pytest.mark.parametrize(
    ("right", "wrong", "code", "path"),
    [
        ('discipline = "running"', 'discipline = "over"', "unknown-word", "bar[0].when.discipline"),
        ('discipline = "running"', 'graded = "good"', "unknown-key", "bar[0].when.graded"),
        ('discipline = "running"', 'discipline = "running", proceeding = "open"', "one-of", "bar[0].when"),
        ("restart = true", "line = 3", "unknown-key", "bar[0].line"),
        ('id = "vn"', 'id = "vn"\nhash = "x"', "unknown-key", "rulebook.hash"),
        ("window = 5", 'window = "sinse"', "unknown-word", "extend[0].require.window"),
        ("window = 5", "window = true", "wrong-type", "extend[0].require.window"),
        ("{ year = 2026, grade", "{ year = 2026, grad", "unknown-key", "award[1].case[0].given.year[0].grad"),
        ('kind = "title"\nfor = "individual"\nlevel', 'kind = "title"\nlevel', "missing-key", "award[1].for"),
    ],
)
def test_a_book_gone_wrong(right: str, wrong: str, code: str, path: str) -> None:
    book, findings = read_rulebook("vn.toml", BOOK.replace(right, wrong).encode())
    assert book is None
    assert [(finding.code, spell_path(finding.path)) for finding in findings] == [(code, path)]


def test_versions_that_overlap_are_found_across_files() -> None:
    files = {"1.toml": BOOK.encode(), "2.toml": BOOK.replace('version = "2025-07"', 'version = "2025-08"').encode()}
    books, findings = read_rulebooks(files)
    assert [book.version for book in books] == ["2025-07", "2025-08"]
    assert [(finding.code, finding.file, finding.line) for finding in findings] == [
        ("overlapping-versions", "2.toml", 5)
    ]


def test_the_rulebooks_shipped_are_sound_and_their_cases_hold() -> None:
    books, findings = read_rulebooks(shipped_texts())
    assert findings == ()
    for book in books:
        assert [finding for finding in check(book) if finding.severity == "error"] == []
        assert list(check_cases(book)) == []


CANDIDATES = """\
records_complete_from = 2018
records_complete_until = 2025
[[candidate]]
id = "nva"
name = "Nguyễn Văn A"
kind = "individual"
unit = "btp"
post = "chuyên viên"
work = "direct"
joined = 2014-08-01
[[candidate.year]]
year = 2025
grade = "excellent"
[[candidate.award]]
award = "cstd-co-so"
year = 2024
decided = 2024-12-20
decision = "1234/QĐ-BTP"
ground = "merit"
used = ["i1"]
[[candidate.initiative]]
id = "i1"
title = "..."
kind = "initiative"
scope = "grassroots"
recognised = 2024-11-01
[[candidate.discipline]]
kind = "reprimand"
from = 2021-05-01
until = 2022-05-01
[[candidate.proceeding]]
kind = "investigation"
opened = 2025-03-01
closed = 2025-06-01
outcome = "cleared"
[candidate.judged]
solidarity = { met = true, by = "Chi bộ 2", on = 2025-12-01 }
[[candidate.vote]]
council = "council"
yes = 17
entitled = 18
present = 16
cast = 17
valid = 17
secret = true
on = 2026-01-10
[[candidate.bloc]]
organised_by = "ministry"
year = 2025
rank = 1
score = 96.5

[[candidate]]
id = "vu-phap-luat"
kind = "collective"
name = "Vụ Pháp luật"
unit = "btp"
founded = 1981-11-22
flag_eligible = true
[candidate.members]
year = 2025
total = 40
graded = { completed = 40, good = 38 }
holding = { "lao-dong-tien-tien" = 31, "cstd-co-so" = 3 }
"""


def document(text: str) -> Document:
    read, findings = read_document("x.toml", text.encode())
    assert read is not None, findings
    return read


def test_candidates_are_read_whole() -> None:
    candidates, findings = candidates_of(document(CANDIDATES))
    assert findings == ()
    assert candidates is not None
    person, team = candidates.candidates
    assert person.awards == (AwardHeld("cstd-co-so", 2024, date(2024, 12, 20), "1234/QĐ-BTP", used=("i1",)),)
    assert person.disciplines == (Discipline(date(2021, 5, 1), "reprimand", date(2022, 5, 1)),)
    assert person.judged == {"solidarity": Judgement(met=True, by="Chi bộ 2", on=date(2025, 12, 1))}
    assert person.blocs[0].score == Decimal("96.5")
    assert team.members == MemberFigures(
        2025, 40, {"completed": 40, "good": 38}, {"lao-dong-tien-tien": 31, "cstd-co-so": 3}
    )


def test_candidates_gone_wrong_are_all_found() -> None:
    wrong = CANDIDATES.replace('grade = "excellent"', 'grade = "excelent"').replace("good = 38", "god = 38")
    candidates, findings = candidates_of(document(wrong.replace("met = true", "met = 1")))
    assert candidates is None
    assert [(finding.code, spell_path(finding.path)) for finding in findings] == [
        ("unknown-word", "candidate[0].year[0].grade"),
        ("wrong-type", "candidate[0].judged.solidarity.met"),
        ("unknown-word", "candidate[1].members.graded.god"),
    ]


RULES = """\
[rules]
books = ["vn", "local.toml"]
year = 2025
[[nomination]]
candidate = "nva"
award = "cstd-co-so"
[[population]]
name = "bloc-leaders"
size = 54
[[cap]]
award = "cstd-co-so"
at_most = "20%"
of = "bloc-leaders"
[[confirm]]
award = "cstd-co-so"
source = "law"
article = "23"
clause = "1"
by = "..."
on = 2026-01-05
document = "..."
[fund]
amount = 500_000_000
base_salary = 2_340_000
"""


def test_local_rules_are_read_whole() -> None:
    rules, findings = rules_of(document(RULES))
    assert findings == ()
    assert rules is not None
    assert (rules.books, rules.year) == (("vn", "local.toml"), 2025)
    assert rules.nominations == (Nomination("nva", "cstd-co-so"),)
    assert rules.populations == (Population("bloc-leaders", 54),)
    assert rules.confirms == (Confirm("cstd-co-so", "law", "23", "1", "...", date(2026, 1, 5), "..."),)
    assert rules.fund == Fund(Decimal(500_000_000), Decimal(2_340_000))
    assert (rules.caps[0].file, rules.caps[0].line) == ("x.toml", 10)


def test_a_confirmation_needs_its_first_four_keys() -> None:
    rules, findings = rules_of(document(RULES.replace('clause = "1"\n', "")))
    assert rules is None
    assert [(finding.code, spell_path(finding.path)) for finding in findings] == [("missing-key", "confirm[0].clause")]


def test_a_share_is_of_members_with_a_grade_or_an_award() -> None:
    shares = BOOK.replace('require = { graded = "good" }', 'require = { share = { award = "x" }, at_least = "70%" }')
    book, findings = read_rulebook("vn.toml", shares.encode())
    assert findings == ()
    assert book is not None
    assert book.awards[0].require.condition == Share(Of(award="x"), Fraction(7, 10))
