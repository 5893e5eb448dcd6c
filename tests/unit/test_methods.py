"""The eight methods: worked points, by hand."""

from __future__ import annotations

from decimal import localcontext

import pytest

from emulation.methods import blank_range, does_void, least_unvoided, may_void, points
from emulation.rubric import (
    AllOrNothing,
    Attainment,
    Bands,
    Count,
    Criterion,
    Deduct,
    Judged,
    Level,
    Levels,
    PointsBand,
    Relative,
)
from tests.small_rubrics import NAME, d, leaf, levels, mark, rubric, section, share, total

REACHES = Bands((PointsBand(d(3), d(60)), PointsBand(d(4), d(80)), PointsBand(d(0))))


def given(criterion: Criterion, value: object, step: str = "0.5") -> str:
    return f"{points(criterion, mark(value).value, d(step)).normalize():f}"


@pytest.mark.parametrize(
    ("method", "value", "expected"),
    [
        (Judged(), "18.5", "18.5"),
        (Levels((Level(d(20), id="good"), Level(d(12)), Level(d(0)))), "good", "20"),
        (Levels((Level(d(20), id="good"), Level(d(12)), Level(d(0)))), "12", "12"),
        (REACHES, "80", "4"),
        (REACHES, "79.99", "3"),
        (REACHES, "60", "3"),
        (REACHES, "0", "0"),
        (Bands((PointsBand(d(4), d(80)),)), "79", "0"),  # reaches no band
        (Attainment(d(80)), "60", "15"),
        (Attainment(d(80)), "81", "20"),  # at most max
        (Attainment(d(90)), "60", "13.5"),  # 13.33
        (Attainment(d(2), direction="at-most"), "4", "10"),
        (Attainment(d(2), direction="at-most"), "1", "20"),
        (Attainment(d(0), direction="at-most"), "0", "20"),
        (Attainment(d(0), direction="at-most"), "3", "0"),
        (Attainment(d(100), per_percent_short=d("0.5")), "93", "16.5"),
        (Attainment(d(100), per_percent_short=d("0.5")), "92.9", "16"),  # a begun percent counts
        (Attainment(d(100), per_percent_short=d("0.5")), "120", "20"),
        (Attainment(d(100), per_percent_short=d("0.5")), "10", "0"),  # at least 0
        (Count(d("1.5")), "4", "6"),
        (Count(d("1.5")), "40", "20"),
        (Deduct(d("1.5")), "4", "14"),
        (Deduct(d("1.5")), "40", "0"),
        (AllOrNothing(), True, "20"),
        (AllOrNothing(), False, "0"),
    ],
)
def test_points_of_one_value(method: object, value: object, expected: str) -> None:
    assert given(leaf("A1", 20, method), value) == expected


@pytest.mark.parametrize(
    ("method", "values", "expected"),
    [
        (Attainment(d(90)), ["60", "60", "60"], "13.5"),  # rounded once, after the mean: 13.33
        (Attainment(d(100)), ["100", "0"], "10"),
        (Count(d(1)), ["3", "4", "4"], "3.5"),  # 3.67
        (Deduct(d(1)), ["1"], "19"),
        (REACHES, ["80", "60"], "3.5"),
    ],
)
def test_points_of_several_events_are_the_mean_of_theirs_rounded_once(
    method: object, values: list[str], expected: str
) -> None:
    assert given(leaf("A1", 20, method), values) == expected


def test_several_events_are_not_rounded_each() -> None:
    one = leaf("A1", 1, Attainment(d(8)))
    assert given(one, ["1", "3"], step="1") == "0"  # mean 1/4; rounded each: 0 and 0
    assert given(one, ["4", "0"], step="1") == "0"  # mean 1/4; rounded each first: 1 and 0, mean 1/2, rounded up 1


@pytest.mark.parametrize(
    ("criterion", "value", "message"),
    [
        (leaf("A1", 5), "good", "'good' is not a number"),
        (leaf("A1", 5, Count(d(1))), True, "True is not a number"),
        (leaf("A1", 5, Levels(levels("5", "0"))), "3", "is not one of its levels"),
        (leaf("A1", 5, Attainment(target="t")), "3", "reads its value from a pledge"),
        (leaf("A1", 5, Relative(share("1/2"), d(1))), "3", "has no points of its own"),
        (Criterion("A1", NAME, d(5)), "3", "has no points of its own"),
    ],
)
def test_a_value_that_the_method_does_not_take_is_refused(criterion: Criterion, value: object, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        points(criterion, mark(value).value, d(1))


@pytest.mark.parametrize(
    ("method", "least", "greatest"),
    [
        (Judged(), 0, 20),
        (Levels(levels("12", "8", "3")), 3, 12),
        (REACHES, 0, 4),
        (Bands((PointsBand(d(4), d(80)), PointsBand(d(2)))), 2, 4),
        (Bands((PointsBand(d(4), d(80)), PointsBand(d(2), d(10)))), 0, 4),
        (Attainment(d(80)), 0, 20),
        (Count(d(1)), 0, 20),
        (Deduct(d(1)), 0, 20),
        (AllOrNothing(), 0, 20),
        (Relative(share("1/2"), d(1)), 0, 20),
    ],
)
def test_a_blank_ranges_over_what_its_method_can_give(method: object, least: int, greatest: int) -> None:
    assert blank_range(leaf("A1", 20, method)) == (least, greatest)


def test_a_level_that_voids_is_known_by_its_value() -> None:
    named = (Level(d(5), id="good"), Level(d(0), id="forged", voids=True), Level(d(0)))
    chosen = leaf("A1", 5, Levels(named))
    assert may_void(chosen)
    assert does_void(chosen, "forged")
    assert not does_void(chosen, d(0))  # the level at 0 that has no id
    assert not does_void(chosen, "good")
    assert not does_void(leaf("A1", 5, Count(d(1))), d(0))
    assert not does_void(chosen, (d(0), d(0)))
    assert not may_void(leaf("A1", 5, Judged(levels("5", "0"))))


def test_the_least_points_without_voiding() -> None:
    assert least_unvoided(leaf("A1", 5, Levels(levels("5", "3", "1", voids="1"))), d(1)) == 3
    assert least_unvoided(leaf("A1", 5, Levels(levels("1", voids="1"))), d(1)) is None
    assert least_unvoided(leaf("A1", 5, Judged(levels("0", voids="0"))), d("0.5")) == d("0.5")
    assert least_unvoided(leaf("A1", 5, Count(d(1))), d("0.5")) == 0


def test_points_are_the_same_in_any_precision_around() -> None:
    wide = rubric(section("A", 1000, leaf("A1", 1000, Count(d("0.25")))), step="0.25")
    with localcontext(prec=2):
        assert total(wide, A1=1233) == "308.25"


def test_a_judged_criterion_voids_by_a_number_alone() -> None:
    named, plain = Level(d(0), id="forged", voids=True), Level(d(0), id="none")
    assert may_void(leaf("A1", 1, Judged((named, Level(d(1))))))
    assert not may_void(leaf("A1", 1, Judged((named, Level(d(1)), plain))))
    assert may_void(leaf("A1", 1, Levels((named, Level(d(1)), plain))))
