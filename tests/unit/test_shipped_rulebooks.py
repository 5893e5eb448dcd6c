"""The rulebooks of the package, and the examples that are judged by them."""

from __future__ import annotations

import itertools
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import attrs
import pytest

from emulation.awards.check import case_context, check, check_cases
from emulation.awards.conditions import TRUSTED, walk
from emulation.awards.judging import bind, judge
from emulation.awards.rulebook import choose
from emulation.files.eligibility import read_eligibility
from emulation.files.folder import load_folder
from emulation.files.rulebooks import read_rulebooks, shipped_texts
from emulation.finding import Finding

if TYPE_CHECKING:
    from emulation.awards.facts import Judgement
    from emulation.awards.rulebook import Award, Rulebook, VerdictStatus

EXAMPLES = Path(__file__).parents[2] / "examples"
BOOKS, FINDINGS = read_rulebooks(shipped_texts())
VERSIONS = {book.version: book for book in BOOKS}

book_by_book = pytest.mark.parametrize("book", BOOKS, ids=list(VERSIONS))


def test_all_versions_of_the_national_book_are_read() -> None:
    assert FINDINGS == ()
    assert list(VERSIONS) == ["2020-01", "2024-01", "2025-07", "2026-10"]
    assert {book.id for book in BOOKS} == {"vn"}


@book_by_book
def test_nothing_is_wrong_with_a_shipped_book(book: Rulebook) -> None:
    assert list(check(book)) == []


@book_by_book
def test_the_cases_of_a_shipped_book_hold(book: Rulebook) -> None:
    assert list(check_cases(book)) == []


@book_by_book
def test_each_award_has_a_case_of_each_kind(book: Rulebook) -> None:
    wanted: set[VerdictStatus] = {"eligible", "not-eligible", "unknown"}
    lacking = {award.id: wanted - {case.expect for case in award.cases} for award in book.awards}
    assert {award: missing for award, missing in lacking.items() if missing} == {}


@book_by_book
def test_each_clause_of_a_shipped_book_names_its_source(book: Rulebook) -> None:
    sources = {source.id for source in book.sources}
    bound = bind([book])
    for requirements in bound.awards.values():
        for _, clause in walk(requirements.clause):
            assert clause.basis is not None
            assert clause.basis.source in sources


@book_by_book
def test_names_are_in_both_languages(book: Rulebook) -> None:
    texts = [award.name for award in book.awards] + [source.title for source in book.sources] + [book.title]
    texts += [clause.text for award in book.awards for _, clause in walk(award.require) if clause.text is not None]
    assert all(text.vi and text.en and text.vi != text.en for text in texts)


def test_each_day_from_2020_to_the_end_of_the_decree_has_one_version() -> None:
    first = min(book.received.from_ for book in BOOKS if book.received.from_ is not None)
    assert first == date(2020, 1, 1)
    starts = {"2020-01": date(2020, 1, 1), "2024-01": date(2024, 1, 1), "2025-07": date(2025, 7, 1)}
    starts["2026-10"] = date(2026, 10, 1)
    before: str | None = None
    for version, start in starts.items():
        assert _chosen(start) == version
        assert _chosen(start - timedelta(days=1)) == before
        before = version
    assert _chosen(date(2027, 2, 28)) == "2026-10"
    assert _chosen(date(2027, 3, 1)) is None


def _chosen(day: date) -> str | None:
    chosen = choose(BOOKS, "vn", day)
    return None if isinstance(chosen, Finding) else chosen.version


def test_what_was_given_under_an_earlier_law_keeps_its_id() -> None:
    for earlier, later in itertools.pairwise(BOOKS):
        assert {award.id for award in earlier.awards} <= {award.id for award in later.awards}


def test_the_book_whose_law_was_not_read_settles_nothing_unconfirmed() -> None:
    book = VERSIONS["2026-10"]
    bound = bind([book])
    for requirements in bound.awards.values():
        assert not any(clause.evidence in TRUSTED for _, clause in walk(requirements.clause))
    for award in book.awards:
        for case in award.cases:
            assert judge(case.given, award.id, bound, case_context(case)).status == "unknown"


def test_the_book_whose_law_was_not_read_repeats_the_conditions_before_it() -> None:
    before, after = VERSIONS["2025-07"], VERSIONS["2026-10"]
    assert [award.id for award in after.awards] == [award.id for award in before.awards]
    for one, other in zip(before.awards, after.awards, strict=True):
        bare = [
            [(clause.tag, path, clause.basis, clause.text) for path, clause in walk(award.require)]
            for award in (one, other)
        ]
        assert bare[0] == bare[1]
        assert one.prize == other.prize


def test_what_a_dispatch_says_holds_from_its_date() -> None:
    dated = [
        (award.id, clause.tag, clause.from_, clause.until)
        for award in VERSIONS["2020-01"].awards
        for _, clause in walk(award.require)
        if clause.from_ is not None or clause.until is not None
    ]
    day = date(2023, 9, 5)
    titles = ("cstd-co-so", "cstd-bo-nganh-tinh", "cstd-toan-quoc")
    assert dated == [
        *((title, "all", None, day - timedelta(days=1)) for title in titles),
        ("co-thi-dua-chinh-phu", "judged", day, None),
    ]
    cases = [case for award in VERSIONS["2020-01"].awards for case in award.cases if "dispatch 5007" in case.name]
    received = {case.received: case.expect for case in cases if "spent" in case.name}
    assert received == {day: "not-eligible", day - timedelta(days=1): "unknown"}
    received = {case.received: case.expect for case in cases if "minutes" in case.name}
    assert received == {day: "not-eligible", day - timedelta(days=1): "eligible"}


def test_excellence_alone_was_not_enough_under_the_law_of_2003() -> None:
    case = next(case for case in _award("2025-07", "cstd-co-so").cases if "excellent, without" in case.name)
    statuses = {}
    for version in ("2020-01", "2024-01", "2025-07"):
        judged = attrs.evolve(case.given, judged={**case.given.judged, **_answers("2020-01")})
        bound = bind([VERSIONS[version]])
        statuses[version] = judge(judged, "cstd-co-so", bound, case_context(case)).status
    assert statuses == {"2020-01": "not-eligible", "2024-01": "eligible", "2025-07": "eligible"}


def _answers(version: str) -> dict[str, Judgement]:
    return _award(version, "lao-dong-tien-tien").cases[0].given.judged


def _award(version: str, award: str) -> Award:
    return VERSIONS[version].award(award)


def test_the_cap_on_flags_spares_blocs_of_the_central_council() -> None:
    for book in BOOKS:
        assert "co-thi-dua-chinh-phu-khoi-trung-uong" not in {cap.award for cap in book.caps}
        assert "co-thi-dua-chinh-phu" in {cap.award for cap in book.caps}


EXPECTED: dict[str, tuple[date, dict[tuple[str, str], str]]] = {
    "noi-chinh-2022": (
        date(2023, 3, 30),
        {
            ("ca-nhan-a", "lao-dong-tien-tien"): "eligible",
            ("ca-nhan-c", "lao-dong-tien-tien"): "barred",
            ("ca-nhan-a", "cstd-co-so"): "eligible",
            ("ca-nhan-b", "cstd-co-so"): "not-eligible",
            ("ca-nhan-e", "cstd-bo-nganh-tinh"): "eligible",
            ("ca-nhan-d", "cstd-bo-nganh-tinh"): "unknown",
            ("vu-mot", "tap-the-lao-dong-xuat-sac"): "eligible",
            ("vu-hai", "tap-the-lao-dong-xuat-sac"): "not-eligible",
            ("phong-ba", "tap-the-lao-dong-xuat-sac"): "unknown",
            ("cuc-bon", "tap-the-lao-dong-xuat-sac"): "barred",
        }
        | {
            (unit, "co-thi-dua-chinh-phu-khoi-trung-uong"): "unknown"
            for unit in ("btp", "bqll", "bqp", "bca", "tandtc", "vksndtc", "ttcp", "ktnn")
        },
    ),
    "school-awards": (
        date(2025, 12, 19),
        {
            ("ada", "house-colours"): "eligible",
            ("eve", "house-colours"): "unknown",
            ("dan", "house-colours"): "barred",
            ("ben", "river-medal"): "eligible",
            ("cleo", "inventors-prize"): "not-eligible",
            ("heron", "house-cup"): "unknown",
            ("kingfisher", "founders-plate"): "eligible",
            ("swallow", "rising-shield"): "unknown",
        },
    ),
}


@pytest.mark.parametrize("name", EXPECTED)
def test_the_candidates_of_an_example_are_judged_as_its_readme_says(name: str) -> None:
    day, expected = EXPECTED[name]
    folder = load_folder(EXAMPLES / name)
    assert folder.usable
    asked = read_eligibility(folder, day)
    assert asked.findings == ()
    assert list(asked.pairs) == list(expected)
    candidates = {candidate.id: candidate for candidate in asked.candidates.candidates}
    verdicts = {
        (candidate, award): judge(candidates[candidate], award, asked.book, asked.context).status
        for candidate, award in asked.pairs
    }
    assert verdicts == expected
