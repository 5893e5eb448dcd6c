"""Findings: what is wrong, where, and the nearest right word."""

from __future__ import annotations

from decimal import Decimal

from emulation.finding import Finding, choices, error, identify, spell_path, warning
from tests.small_rubrics import codes


def test_errors_and_warnings_hold_what_was_found_as_text() -> None:
    assert error("wrong-sum", "rubric", "total", found=Decimal("99.5"), sum=100) == Finding(
        "wrong-sum", ("rubric", "total"), "99.5", {"sum": "100"}, "error"
    )
    assert warning("not-signed", found="btp").severity == "warning"


def test_a_finding_can_be_put_under_a_path() -> None:
    assert error("negative", "goal").under("pledge", 0, "target", 1).path == ("pledge", 0, "target", 1, "goal")


def test_a_path_is_spelled_as_people_write_it() -> None:
    assert spell_path(("section", 0, "criterion", 2, "max")) == "section[0].criterion[2].max"
    assert spell_path(()) == ""
    assert spell_path((3,)) == "[3]"


def test_the_nearest_known_word_is_offered_else_all() -> None:
    assert choices("medain", ["mean", "median"]) == {"near": "median"}
    assert choices("xyz", ["mean", "median"]) == {"known": "mean, median"}
    assert choices("xyz", []) == {}


def test_a_word_that_differs_by_its_case_alone_is_the_nearest() -> None:
    assert choices("btp", ["bqp", "BTP"]) == {"near": "BTP"}
    assert choices("BTP", ["bqp", "btp"]) == {"near": "btp"}


def test_ids_are_well_spelled_and_unique() -> None:
    assert codes(identify(["a", "B", "a", "B"], "unit")) == [
        "bad-id unit[1].id",
        "duplicate-id unit[2].id",
        "bad-id unit[3].id",
        "duplicate-id unit[3].id",
    ]
    repeated = list(identify(["a", "b", "a"], "unit"))
    assert repeated[0].facts == {"first": "1"}


def test_a_word_that_is_known_twice_is_named_once() -> None:
    assert choices("xyz", ("btp", "bqp", "btp")) == {"known": "btp, bqp"}
