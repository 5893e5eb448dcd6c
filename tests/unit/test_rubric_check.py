"""What is wrong with a rubric, with the path of each mistake."""

from __future__ import annotations

from datetime import date
from decimal import localcontext

import attrs
import pytest

from emulation.rubric import (
    AllOrNothing,
    Attainment,
    Band,
    Bands,
    Count,
    Criterion,
    Deduct,
    Judged,
    Level,
    Levels,
    PointsBand,
    Relative,
    Sanction,
)
from emulation.rubric_check import check, criteria_with_paths
from tests.small_rubrics import NAME, YEAR, codes, d, group, leaf, levels, rubric, section, share


def findings_of(criterion: Criterion, kind: str = "core", **fields: object) -> list[str]:
    """The codes for a rubric of this one criterion, with paths from the criterion on."""
    core = section("A", criterion.max, criterion) if kind == "core" else section("A", 1, leaf("A0", 1))
    sections = [core] if kind == "core" else [core, section("B", 5, criterion, kind=kind)]
    prefix = f"section[{len(sections) - 1}].criterion[0]"
    found = codes(check(rubric(*sections, **fields), ("ministry", "court"), YEAR))
    return [one.replace(f"{prefix}.", "").replace(f" {prefix}", "") for one in found]


def test_a_sound_rubric_has_no_findings() -> None:
    sound = rubric(
        section(
            "A",
            20,
            leaf("A1", 5, Judged(levels("5", "0", voids="0")), floor=share("1/2"), not_applicable="full"),
            leaf("A2", 5, Levels((Level(d(5), id="good"), Level(d(5), id="also"), Level(d(1))))),
            group("A3", 5, leaf("A3.1", 5, Count(d("0.5"))), leaf("A3.2", 3, Deduct(d(1))), take="highest"),
            leaf("A4", 5, Bands((PointsBand(d(5), d(80)), PointsBand(d(0)))), applies_to=("court",)),
            leaf("A5", 5, Attainment(target="t", per_percent_short=d("0.5")), applies_to=("ministry",)),
        ),
        section("B", 3, leaf("B1", 5, Relative(share("1/2"), d(10))), kind="bonus"),
        section("P", 2, leaf("P1", 5, AllOrNothing(), sanction=Sanction(at_most="good")), kind="penalty"),
        bands=(Band("good", NAME, d(10), share("1/2"), share("1/4")), Band("fair", NAME, d(5))),
    )
    assert list(check(sound, ("ministry", "court"), YEAR)) == []
    assert list(check(sound)) == []


# sums


def test_the_total_is_the_sum_of_the_core_sections_maxima() -> None:
    wrong = rubric(section("A", 5, leaf("A1", 5)), section("B", 3, leaf("B1", 3), kind="bonus"), total=d(8))
    (found,) = check(wrong)
    assert (found.code, found.path, found.found, found.facts) == ("wrong-sum", ("rubric", "total"), "8", {"sum": "5"})


def test_a_sum_is_exact_in_any_precision_around() -> None:
    long = rubric(section("A", "1234.5", leaf("A1", 1000), leaf("A2", "234.5")))
    with localcontext(prec=3):
        assert list(check(long)) == []


@pytest.mark.parametrize("most", [4, 6])
def test_a_core_section_s_max_equals_the_sum_over_its_parts(most: int) -> None:
    wrong = rubric(section("A", most, leaf("A1", 2), leaf("A2", 3)))
    (found,) = check(wrong)
    assert (found.code, found.path) == ("wrong-sum", ("section", 0, "max"))
    assert found.facts == {"sum": "5"}


def test_a_core_criterion_s_max_equals_the_sum_over_its_parts() -> None:
    assert findings_of(group("A1", 5, leaf("A1.1", 2), leaf("A1.2", 2))) == ["wrong-sum max"]


def test_sums_are_checked_for_each_kind_of_unit_over_what_applies_to_it() -> None:
    parts = (leaf("A1", 3), leaf("A2", 3, applies_to=("ministry",)), leaf("A3", 2, applies_to=("court",)))
    (found,) = check(rubric(section("A", 5, *parts)), ("court", "ministry"), YEAR)
    assert (found.code, found.path) == ("wrong-sum-for-kind", ("section", 0, "max"))
    assert found.facts == {"sum": "6", "kind": "ministry"}


def test_a_group_of_which_no_part_applies_to_a_kind_does_not_count_in_its_sum() -> None:
    parts = (leaf("A1", 3), leaf("A3", 2, applies_to=("court",)))
    for_ministries = group("A2", 2, leaf("A2.1", 2, applies_to=("ministry",)))
    assert list(check(rubric(section("A", 5, *parts, for_ministries)), ("court", "ministry"), YEAR)) == []
    for_all = group("A2", 2, leaf("A2.1", 1, applies_to=("ministry",)), leaf("A2.2", 1))
    (found,) = check(rubric(section("A", 5, *parts, for_all)), ("court", "ministry"), YEAR)
    assert (found.code, found.facts) == ("wrong-sum-for-kind", {"sum": "7", "kind": "court"})


def test_sums_are_checked_over_what_exists_that_year() -> None:
    parts = (leaf("A1", 3), leaf("A2", 2, until=date(2021, 12, 31)), leaf("A3", 2, from_=date(2022, 1, 1)))
    fits = rubric(section("A", 5, *parts))
    assert list(check(fits, ("",), 2022)) == []
    assert list(check(fits, ("",), 2021)) == []
    later = rubric(section("A", 5, *parts[:2], attrs.evolve(parts[2], from_=date(2021, 1, 1))))
    assert codes(check(later, ("",), 2021)) == ["wrong-sum-for-kind section[0].max"]


def test_below_the_max_for_some_kind_is_rescaled_but_for_all_together_it_is_wrong() -> None:
    some = rubric(section("A", 5, leaf("A1", 3), leaf("A2", 2, applies_to=("court",))))
    assert list(check(some, ("court", "ministry"), YEAR)) == []
    short = rubric(section("A", 6, leaf("A1", 3), leaf("A2", 2, applies_to=("court",))))
    assert codes(check(short, ("court", "ministry"), YEAR)) == ["wrong-sum section[0].max"]


@pytest.mark.parametrize("kind", ["bonus", "penalty"])
def test_bonus_and_penalty_sections_have_any_max(kind: str) -> None:
    assert findings_of(group("B1", 5, leaf("B1.1", 2), leaf("B1.2", 20)), kind) == []


@pytest.mark.parametrize("take", ["highest", "mean"])
def test_with_highest_or_mean_the_max_is_the_greatest_of_the_parts(take: str) -> None:
    assert findings_of(group("A1", 5, leaf("A1.1", 2), leaf("A1.2", 5), take=take)) == []
    assert findings_of(group("A1", 7, leaf("A1.1", 2), leaf("A1.2", 5), take=take)) == ["wrong-greatest max"]


# steps and signs


def test_max_at_points_each_and_per_percent_short_are_multiples_of_the_step() -> None:
    third = d("0.3")
    assert findings_of(leaf("A1", "1.2", Count(third))) == [
        "not-a-step section[0].max",
        "not-a-step max",
        "not-a-step each",
    ]
    assert findings_of(leaf("A1", 1, Judged((Level(third),)))) == ["not-a-step levels[0].at"]
    assert findings_of(leaf("A1", 1, Bands((PointsBand(third),)))) == ["not-a-step bands[0].points"]
    assert findings_of(leaf("A1", 1, Attainment(d(1), per_percent_short=third))) == ["not-a-step per_percent_short"]


def test_maxima_and_each_are_positive_and_levels_may_be_nothing() -> None:
    assert findings_of(leaf("A1", 0)) == ["not-positive section[0].max", "not-positive max"]
    assert findings_of(leaf("A1", 1, Deduct(d(0)))) == ["not-positive each"]
    assert findings_of(leaf("A1", 1, Levels(levels("1", "-1")))) == ["negative levels[1].at"]
    assert findings_of(leaf("A1", 1, Levels(levels("1", "0")))) == []


@pytest.mark.parametrize("step", ["0", "-1"])
def test_a_step_that_is_not_positive_is_told_once_and_the_rest_is_checked_without_it(step: str) -> None:
    assert codes(check(rubric(section("A", 5, leaf("A1", "5.1")), step=step))) == [
        "not-positive rubric.step",
        "wrong-sum section[0].max",
    ]


# ids


def test_ids_are_well_spelled_and_unique() -> None:
    wrong = rubric(section("A", 2, leaf("A-1", 1), leaf("x", 1)), section("A", 1, group("x", 1, leaf("y", 1))))
    assert codes(check(attrs.evolve(wrong, id="R"))) == [
        "bad-id rubric.id",
        "duplicate-id section[1].id",
        "bad-id section[0].criterion[0].id",
        "duplicate-id section[1].criterion[0].id",
    ]


def test_criteria_come_with_their_paths() -> None:
    deep = rubric(section("A", 1, group("A1", 1, leaf("A1.1", 1))))
    assert [(path, one.id) for path, one in criteria_with_paths(deep)] == [
        (("section", 0, "criterion", 0), "A1"),
        (("section", 0, "criterion", 0, "criterion", 0), "A1.1"),
    ]


# criteria


def test_a_section_without_criteria_and_a_criterion_without_method_are_errors() -> None:
    assert codes(check(rubric(section("A", 5)))) == ["no-criteria section[0]"]
    assert findings_of(Criterion("A1", NAME, d(1))) == ["no-method"]
    assert findings_of(attrs.evolve(group("A1", 1, leaf("A1.1", 1)), method=Judged())) == ["one-of method"]


def test_dates_reversed_and_floors_beyond_one_are_errors() -> None:
    one = leaf("A1", 1, from_=date(2022, 2, 1), until=date(2022, 1, 1), floor=share("2"))
    assert sorted(findings_of(one)) == ["dates-reversed until", "not-a-part floor"]


def test_a_penalty_has_no_floor() -> None:
    assert findings_of(leaf("P1", 1, floor=share("1/2")), "penalty") == ["floor-on-penalty floor"]


def test_not_applicable_acts_in_core_sections_alone() -> None:
    assert findings_of(leaf("B1", 1, not_applicable="full"), "bonus") == ["policy-outside-core not_applicable"]


def test_a_kind_that_no_unit_has_is_a_warning() -> None:
    sections = (section("A", 1, leaf("A1", 1), leaf("A2", 1, applies_to=("courts",))),)
    (found,) = check(rubric(*sections), ("ministry", "court"), YEAR)
    assert (found.code, found.severity, found.facts["near"]) == ("unknown-kind", "warning", "court")


@pytest.mark.parametrize("method", [Deduct(d(1)), Attainment(d(1))])
def test_in_a_penalty_section_deduct_and_attainment_are_not_allowed(method: Deduct | Attainment) -> None:
    assert findings_of(leaf("P1", 1, method), "penalty") == ["method-in-penalty method"]


def test_a_sanction_belongs_to_a_penalty_and_caps_or_moves_down() -> None:
    bands = (Band("good", NAME, d(1)),)
    assert findings_of(leaf("A1", 1, sanction=Sanction(down=1))) == ["sanction-outside-penalty sanction"]
    for wrong, expected in (
        (Sanction(), ["one-of sanction"]),
        (Sanction(at_most="good", down=1), ["one-of sanction"]),
        (Sanction(down=0), ["not-positive sanction.down"]),
        (Sanction(at_most="god"), ["unknown-band sanction.at_most"]),
        (Sanction(at_most="good"), []),
    ):
        assert findings_of(leaf("P1", 1, sanction=wrong), "penalty", bands=bands) == expected


# methods


def test_levels_lie_below_max_and_are_told_apart() -> None:
    same = (Level(d(1)), Level(d(1)), Level(d(1), id="a"), Level(d(2), id="a"))
    assert findings_of(leaf("A1", 1, Levels(same))) == [
        "duplicate-level levels[1].at",
        "above-max levels[3].at",
        "duplicate-id levels[3].id",
    ]
    assert findings_of(leaf("A1", 1, Levels(()))) == ["no-levels levels"]


def test_a_level_that_voids_is_the_lowest_of_its_criterion() -> None:
    above = "voids-above-lowest levels[0].voids"
    assert findings_of(leaf("A1", 2, Levels(levels("2", "1", voids="2")))) == [above]
    assert findings_of(leaf("A1", 2, Levels(levels("2", "1", voids="1")))) == []
    # a judged criterion may always be marked 0
    assert findings_of(leaf("A1", 2, Judged(levels("1", "2", voids="1")))) == [above]
    assert findings_of(leaf("A1", 2, Judged(levels("0", "2", voids="0")))) == []


def test_bands_are_told_apart_by_their_reach_and_stay_below_max() -> None:
    bands = (PointsBand(d(1), d(80)), PointsBand(d(2), d(80)), PointsBand(d(0)), PointsBand(d(1)))
    assert findings_of(leaf("A1", 1, Bands(bands))) == [
        "above-max bands[1].points",
        "duplicate-reach bands[1].reach",
        "duplicate-reach bands[3].reach",
    ]
    assert findings_of(leaf("A1", 1, Bands(()))) == ["no-bands bands"]


def test_attainment_has_a_goal_or_a_target_and_a_goal_of_0_needs_at_most() -> None:
    for method, expected in (
        (Attainment(), ["one-of"]),
        (Attainment(d(1), "t"), ["one-of"]),
        (Attainment(d(-1)), ["negative goal"]),
        (Attainment(d(0)), ["goal-of-zero goal"]),
        (Attainment(d(0), direction="at-most"), []),
        (Relative(share("1/2"), d(0)), ["goal-of-zero goal"]),
        (Relative(share("3/2"), d(1)), ["not-a-part at_goal"]),
        (Relative(share("1/2")), ["one-of"]),
    ):
        assert findings_of(leaf("A1", 1, method)) == expected


def test_two_bands_with_one_reach_are_an_error() -> None:
    bands = (Band("a", NAME, d(1)), Band("a", NAME, d(1), share("2"), share("-1")))
    assert codes(check(rubric(section("A", 1, leaf("A1", 1)), bands=bands))) == [
        "duplicate-id band[1].id",
        "duplicate-reach band[1].reach",
        "not-a-part band[1].floor",
        "not-a-part band[1].at_most",
    ]
