"""pledges.toml: what each unit signed, and how far it got."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import attrs
import pytest

from emulation.pledge import Pledge, attainment, check, fulfilled, last_report, over_fulfilled, ratio, share_attained
from tests.small_rubrics import bloc, codes, d, pledge, target

JUNE, DECEMBER = date(2022, 6, 30), date(2022, 12, 31)


def test_attainment_is_from_the_last_report_on_or_before_the_day() -> None:
    one = target(95, (DECEMBER, 95), (JUNE, 52))
    assert attainment(one, DECEMBER) == 1
    assert attainment(one, date(2022, 12, 30)) == Fraction(52, 95)
    assert attainment(one, JUNE) == Fraction(52, 95)
    assert attainment(one, date(2022, 6, 29)) is None


def test_of_two_reports_on_one_day_the_one_listed_later_is_read() -> None:
    report = last_report(target(1, (JUNE, 3), (JUNE, 4)), JUNE)
    assert report is not None
    assert report.value == 4


@pytest.mark.parametrize(
    ("value", "goal", "direction", "share"),
    [
        ("52", "95", "at-least", "52/95"),
        ("100", "80", "at-least", "5/4"),  # may exceed one
        ("0", "80", "at-least", "0"),
        ("4", "2", "at-most", "1/2"),
        ("1", "2", "at-most", "2"),
        ("0", "2", "at-most", "1"),  # a value of 0 is full attainment
        ("0", "0", "at-most", "1"),
        ("1", "0", "at-most", "0"),  # a goal of 0 is attained by 0 alone
    ],
)
def test_attainment_is_value_over_goal_or_goal_over_value(value: str, goal: str, direction: str, share: str) -> None:
    assert ratio(d(value), d(goal), direction) == Fraction(share)


@pytest.mark.parametrize(
    ("values", "whole", "over", "share"),
    [
        ([100, 100], True, False, "1"),
        ([100, 101], True, True, "1"),
        ([99, 200], False, False, "1/2"),
        ([None, 200], None, None, "1/2"),
        ([None, 99], False, False, "0"),
        ([], None, None, "0"),
    ],
)
def test_fulfilled_is_every_target_at_least_one(
    values: list[int | None], whole: bool | None, over: bool | None, share: str
) -> None:
    targets = [target(100, *([] if one is None else [(JUNE, one)]), name=f"t{n}") for n, one in enumerate(values)]
    signed = pledge(*targets)
    assert fulfilled(signed, DECEMBER) is whole
    assert over_fulfilled(signed, DECEMBER) is over
    assert share_attained(signed, DECEMBER) == Fraction(share)
    unsigned = attrs.evolve(signed, signed=None)
    assert fulfilled(unsigned, DECEMBER) is None
    assert over_fulfilled(unsigned, DECEMBER) is None


def test_no_pledge_attains_nothing() -> None:
    assert share_attained(None, DECEMBER) == 0


def test_a_sound_pledge_has_no_findings() -> None:
    sound = pledge(target(0, (JUNE, 0), direction="at-most", source="quarterly report"))
    assert list(check([sound], bloc(""))) == []


def test_a_pledge_not_signed_and_a_target_without_source_are_warnings() -> None:
    found = list(check([pledge(target(1), signed=None)], bloc("")))
    assert codes(found) == ["not-signed pledge[0]", "no-source pledge[0].target[0]"]
    assert {one.severity for one in found} == {"warning"}


def test_mistakes_are_found_where_they_stand() -> None:
    wrong = [
        pledge(target(-1, (JUNE, -5), source="x"), target(0, source="x"), unit="z"),
        Pledge("z", date(2022, 1, 1)),
    ]
    assert codes(check(wrong, bloc(""))) == [
        "duplicate-id pledge[1].unit",
        "unknown-unit pledge[0].unit",
        "duplicate-id pledge[0].target[1].id",
        "negative pledge[0].target[0].goal",
        "negative pledge[0].target[0].report[0].value",
        "goal-of-zero pledge[0].target[1].goal",
        "unknown-unit pledge[1].unit",
    ]


@pytest.mark.parametrize(("goal", "direction"), [("0", "at-least"), ("-5", "at-least"), ("-5", "at-most")])
def test_nothing_is_attained_of_a_goal_that_no_figure_can_be_held_against(goal: str, direction: str) -> None:
    wrong = target(goal, (JUNE, 5), direction=direction)
    assert attainment(wrong, DECEMBER) is None
    assert fulfilled(pledge(wrong), DECEMBER) is None
