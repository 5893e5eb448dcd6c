"""From marks to totals: each sentence of the format, with figures worked by hand."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import attrs
import pytest

from emulation.filling import counting
from emulation.marks import Marks
from emulation.rubric import Attainment, Bands, Count, Deduct, Judged, Level, Levels, PointsBand, Relative, Rubric
from emulation.scoring import Best, bests, score, score_settled
from tests.small_rubrics import (
    card,
    contest,
    d,
    group,
    leaf,
    levels,
    mark,
    pledge,
    row,
    rubric,
    section,
    share,
    target,
    total,
    verified,
)

HALF = share("1/2")


def two_parts(**fields: object) -> Rubric:
    """A core section of 10: A1 of 6 and A2 of 4."""
    return rubric(section("A", 10, leaf("A1", 6), leaf("A2", 4)), **fields)


# totals


def test_total_is_core_plus_bonus_minus_penalty() -> None:
    table = rubric(
        section("A", 10, leaf("A1", 10)),
        section("B", 5, leaf("B1", 5), kind="bonus"),
        section("P", 5, leaf("P1", 5), kind="penalty"),
    )
    one = card(table, A1=8, B1=3, P1=2)
    assert (one.lowest.core, one.lowest.bonus, one.lowest.penalty, one.total) == (8, 3, 2, 9)
    assert one.lowest.sections == {"A": 8, "B": 3, "P": 2}
    assert one.lowest.criteria == {"A1": 8, "B1": 3, "P1": 2}
    assert one.lowest is one.highest


def test_the_total_is_never_below_0() -> None:
    table = rubric(section("A", 2, leaf("A1", 2)), section("P", 5, leaf("P1", 5), kind="penalty"))
    assert total(table, A1=1, P1=5) == "0"


def test_the_total_may_exceed_the_rubric_s() -> None:
    table = rubric(section("A", 97, leaf("A1", 97)), section("B", 10, leaf("B1", 10), kind="bonus"))
    assert total(table, A1=97, B1=10) == "107"


@pytest.mark.parametrize("kind", ["bonus", "penalty"])
def test_bonus_and_penalty_sections_are_cut_at_their_max(kind: str) -> None:
    table = rubric(
        section("A", 20, leaf("A1", 20)),
        section("B", 5, leaf("B1", 4), group("B2", 2, leaf("B2.1", 2), leaf("B2.2", 2)), kind=kind),
    )
    one = card(table, A1=20, B1=4, **{"B2.1": 2, "B2.2": 2})
    assert one.lowest.criteria["B2"] == 2  # so is a group in one
    assert one.lowest.sections["B"] == 5


def test_hundredths_are_not_lost() -> None:
    parts = [leaf(f"A{n}", 1) for n in range(10)]
    table = rubric(section("A", 10, *parts), step="0.1")
    assert card(table, **{part.id: "0.1" for part in parts}).total == d(1)


# groups


@pytest.mark.parametrize(("take", "points"), [("sum", "7.5"), ("highest", "5"), ("mean", "2.5")])
def test_a_group_takes_the_sum_the_highest_or_the_mean_of_its_parts(take: str, points: str) -> None:
    parts = (leaf("A1.1", 5), leaf("A1.2", 5), leaf("A1.3", 5))
    table = rubric(section("A", 15 if take == "sum" else 5, group("A1", 15 if take == "sum" else 5, *parts, take=take)))
    assert card(table, **{"A1.1": 5, "A1.2": "2.5", "A1.3": 0}).points("A1") == d(points)


def test_a_mean_is_rounded_to_the_step_half_up() -> None:
    table = rubric(section("A", 5, group("A1", 5, leaf("A1.1", 5), leaf("A1.2", 5), take="mean")), step="1")
    assert total(table, **{"A1.1": 2, "A1.2": 3}) == "3"


def test_groups_nest_to_any_depth() -> None:
    inner = group("A1.1", 4, leaf("A1.1.1", 4), leaf("A1.1.2", 4), take="highest")
    table = rubric(section("A", 10, group("A1", 10, inner, leaf("A1.2", 6))))
    one = card(table, **{"A1.1.1": 1, "A1.1.2": 3, "A1.2": 5})
    assert one.lowest.criteria["A1.1"] == 3
    assert one.total == 8


def test_a_mean_in_a_bonus_section_counts_what_does_not_apply_as_0() -> None:
    table = rubric(
        section("A", 1, leaf("A1", 1)),
        section("B", 4, group("B1", 4, leaf("B1.1", 4), leaf("B1.2", 4), take="mean"), kind="bonus"),
    )
    assert total(table, A1=1, **{"B1.1": 4, "B1.2": None}) == "3"


# not applicable


def test_rescale_divides_by_the_maxima_of_the_parts_that_apply() -> None:
    # 3 of 6 points, the other part of 4 left out: 3 × 10 / 6
    one = card(two_parts(), A1=3, A2=None)
    assert one.total == 5
    assert one.not_applicable == ("A2",)
    assert "A2" not in one.lowest.criteria
    assert one.points("A2") is None


def test_rescaled_points_are_rounded_to_the_step_in_their_group() -> None:
    assert total(two_parts(), A1=2, A2=None) == "3.5"  # 3.33


def test_rescaling_happens_in_the_smallest_group_that_holds_it() -> None:
    inner = group("A1", 6, leaf("A1.1", 4), leaf("A1.2", 2))
    table = rubric(section("A", 10, inner, leaf("A2", 4)))
    one = card(table, **{"A1.1": 2, "A1.2": None, "A2": 4})
    assert one.lowest.criteria["A1"] == 3  # 2 × 6 / 4
    assert one.total == 7


def test_rescaling_reaches_groups_within_groups() -> None:
    deep = group("A1.1", 6, leaf("A1.1.1", 4), leaf("A1.1.2", 2))
    table = rubric(section("A", 10, group("A1", 10, deep, leaf("A1.2", 4))))
    one = card(table, **{"A1.1.1": 2, "A1.1.2": None, "A1.2": 4})
    assert one.lowest.criteria["A1.1"] == 3  # 2 × 6 / 4
    assert one.total == 7
    none = card(table, **{"A1.1.1": None, "A1.1.2": None, "A1.2": 2})
    assert none.total == 5  # 2 × 10 / 4


@pytest.mark.parametrize("kind", ["bonus", "penalty"])
def test_in_bonus_and_penalty_sections_the_highest_of_fewer_parts_is_not_rescaled(kind: str) -> None:
    parts = (leaf("B1.1", 5, applies_to=("court",)), leaf("B1.2", 3))
    table = rubric(section("A", 10, leaf("A1", 10)), section("B", 5, group("B1", 5, *parts, take="highest"), kind=kind))
    one = card(table, "ministry", A1=5, **{"B1.2": 3})
    assert one.lowest.sections["B"] == 3
    court = card(table, "court", A1=5, **{"B1.1": 4, "B1.2": 3})
    assert court.lowest.sections["B"] == 4


def test_a_group_with_no_applicable_part_is_itself_not_applicable_in_the_group_above() -> None:
    inner = group("A1", 6, leaf("A1.1", 4), leaf("A1.2", 2))
    table = rubric(section("A", 10, inner, leaf("A2", 4)))
    one = card(table, **{"A1.1": None, "A1.2": None, "A2": 2})
    assert one.total == 5  # 2 × 10 / 4
    assert one.not_applicable == ("A1.1", "A1.2")


def test_a_core_section_with_no_applicable_part_gives_its_max() -> None:
    assert total(two_parts(), A1=None, A2=None) == "10"


def test_full_gives_max_and_zero_gives_0() -> None:
    assert total(two_parts(not_applicable="full"), A1=3, A2=None) == "7"
    assert total(two_parts(not_applicable="zero"), A1=3, A2=None) == "3"


def test_a_criterion_s_own_policy_goes_before_the_rubric_s() -> None:
    table = rubric(section("A", 10, leaf("A1", 6, not_applicable="full"), leaf("A2", 4)))
    assert total(table, A1=None, A2=2) == "8"
    assert total(table, A1=3, A2=None) == "5"


@pytest.mark.parametrize(("policy", "expected"), [("full", "8"), ("zero", "2"), (None, "5")])
def test_a_group_s_own_policy_acts_when_none_of_its_parts_applies(policy: str | None, expected: str) -> None:
    inner = group("A1", 6, leaf("A1.1", 6), not_applicable=policy)
    assert total(rubric(section("A", 10, inner, leaf("A2", 4))), **{"A1.1": None, "A2": 2}) == expected


def test_not_applicable_on_a_group_means_all_its_parts() -> None:
    inner = group("A1", 6, leaf("A1.1", 4), leaf("A1.2", 2))
    table = rubric(section("A", 10, inner, leaf("A2", 4)))
    assert card(table, A1=None, A2=2).not_applicable == ("A1.1", "A1.2")
    # unless the same source marked that part
    assert card(table, A1=None, A2=2, **{"A1.1": 4}).lowest.criteria["A1"] == 6


@pytest.mark.parametrize("kind", ["bonus", "penalty"])
@pytest.mark.parametrize("policy", ["rescale", "full", "zero"])
def test_in_bonus_and_penalty_sections_what_does_not_apply_gives_0(kind: str, policy: str) -> None:
    table = rubric(
        section("A", 10, leaf("A1", 10)),
        section("B", 4, leaf("B1", 2, not_applicable=policy), group("B2", 2, leaf("B2.1", 2)), kind=kind),
        not_applicable=policy,
    )
    assert total(table, A1=5, B1=None, B2=None) == "5"


def test_in_highest_and_mean_the_parts_that_apply_are_rescaled_to_the_group() -> None:
    highest = group("A1", 10, leaf("A1.1", 10), leaf("A1.2", 5), take="highest")
    assert total(rubric(section("A", 10, highest)), **{"A1.1": None, "A1.2": 4}) == "8"  # 4 × 10 / 5
    mean = group("A1", 10, leaf("A1.1", 10), leaf("A1.2", 5), take="mean")
    # what can be reached is the mean of the maxima, 7.5; alone, A1.2 reaches 5: 4 × 7.5 / 5
    assert total(rubric(section("A", 10, mean)), **{"A1.1": None, "A1.2": 4}) == "6"


def test_a_part_of_a_mean_that_does_not_exist_for_a_kind_is_rescaled_like_one_that_does_not_apply() -> None:
    mean = group("A1", 10, leaf("A1.1", 10, applies_to=("ministry",)), leaf("A1.2", 5), take="mean")
    table = rubric(section("A", 10, mean))
    assert total(table, "ministry", **{"A1.1": None, "A1.2": 5}) == "7.5"
    assert total(table, "court", **{"A1.2": 5}) == "7.5"


# for whom and when


def by_kind() -> Rubric:
    return rubric(section("A", 10, leaf("A1", 6), leaf("A2", 4, applies_to=("ministry",))))


def test_below_the_max_for_a_kind_is_rescaled_like_not_applicable() -> None:
    assert total(by_kind(), "ministry", A1=3, A2=4) == "7"
    one = card(by_kind(), "court", A1=3)
    assert one.total == 5
    assert one.blanks == one.not_applicable == ()


@pytest.mark.parametrize("policy", ["full", "zero"])
def test_what_does_not_exist_is_rescaled_whatever_the_policy(policy: str) -> None:
    assert total(attrs.evolve(by_kind(), not_applicable=policy), "court", A1=3) == "5"


def test_a_group_none_of_whose_parts_exist_does_not_exist() -> None:
    deep = group("A2", 4, group("A2.1", 4, leaf("A2.1.1", 4, applies_to=("ministry",))))
    one = card(rubric(section("A", 10, leaf("A1", 6), deep)), "court", A1=3)
    assert one.total == 5
    assert set(one.lowest.criteria) == {"A1"}


def test_a_section_of_which_nothing_exists_gives_its_max_if_core_else_0() -> None:
    for kind, expected in (("core", "12"), ("bonus", "3"), ("penalty", "3")):
        table = rubric(section("A", 6, leaf("A1", 6)), section("B", 9, leaf("B1", 9, applies_to=("court",)), kind=kind))
        one = card(table, A1=3)
        assert one.total == d(expected)
        assert {type(points) for points in one.lowest.sections.values()} == {Decimal}


def test_a_criterion_of_another_year_does_not_count() -> None:
    old = leaf("A2", 4, until=date(2021, 12, 31))
    new = leaf("A3", 4, from_=date(2022, 1, 1))
    assert total(rubric(section("A", 10, leaf("A1", 6), old, new)), A1=3, A3=4) == "7"


def test_the_criteria_that_count_for_a_kind_are_told() -> None:
    for kind, names in (("court", ["A1"]), ("ministry", ["A1", "A2"])):
        ((part, criteria),) = counting(by_kind(), kind, 2022)
        assert part.id == "A"
        assert [criterion.id for criterion in criteria] == names


# levels that void


@pytest.mark.parametrize("method", [Levels(levels("6", "3", "0", voids="0")), Judged(levels("6", "0", voids="0"))])
def test_a_level_that_voids_takes_all_from_the_group_that_holds_it(method: Levels | Judged) -> None:
    inner = group("A1", 10, leaf("A1.1", 6, method), leaf("A1.2", 4))
    table = rubric(section("A", 15, inner, leaf("A2", 5)))
    one = card(table, **{"A1.1": 0, "A1.2": 4, "A2": 5})
    assert one.lowest.criteria["A1"] == 0
    assert one.total == 5
    assert total(table, **{"A1.1": 3, "A1.2": 4, "A2": 5}) == "12"


def test_directly_in_a_section_it_takes_all_from_the_section() -> None:
    for kind, expected in (("core", "1"), ("bonus", "1"), ("penalty", "1")):
        voiding = leaf("B1", 6, Levels(levels("6", "0", voids="0")))
        table = rubric(section("A", 1, leaf("A1", 1)), section("B", 10, voiding, leaf("B2", 4), kind=kind))
        assert total(table, A1=1, B1=0, B2=4) == expected


@pytest.mark.parametrize("method", [Levels(levels("6", "3", voids="3")), Judged(levels("6", "0", voids="0"))])
def test_a_blank_that_may_void_opens_its_whole_group(method: Levels | Judged) -> None:
    inner = group("A1", 10, leaf("A1.1", 6, method), leaf("A1.2", 4))
    one = card(rubric(section("A", 10, inner)), **{"A1.2": 4})
    assert (one.lowest.total, one.highest.total) == (0, 10)
    assert (one.blanks, one.open) == (("A1.1",), ("A1.1",))


def test_a_blank_that_may_void_is_split_into_voiding_and_all_else() -> None:
    inner = group("A1", 10, leaf("A1.1", 6, Judged(levels("6", "0", voids="0"))), leaf("A1.2", 4))
    fillings = card(rubric(section("A", 10, inner)), **{"A1.2": 4}).fillings
    assert fillings is not None
    voiding, others = fillings.halves()
    assert voiding.worst() == voiding.best()
    assert (voiding.worst().total, voiding.halves()) == (0, ())
    assert (others.worst().total, others.best().total) == (d("4.5"), 10)  # from one step up


def test_a_blank_whose_every_level_voids_is_known_to_void() -> None:
    inner = group("A1", 10, leaf("A1.1", 6, Levels(levels("0", voids="0"))), leaf("A1.2", 4))
    one = card(rubric(section("A", 10, inner)), **{"A1.2": 4})
    assert one.total == 0
    assert one.blanks == ("A1.1",)


def test_a_voiding_level_acts_even_when_its_own_points_do_not_differ() -> None:
    same = Levels((Level(d(0), id="clean"), Level(d(0), id="forged", voids=True)))
    table = rubric(section("A", 10, group("A1", 10, leaf("A1.1", 6, same), leaf("A1.2", 4))))
    assert total(table, **{"A1.1": "clean", "A1.2": 4}) == "4"
    assert total(table, **{"A1.1": "forged", "A1.2": 4}) == "0"
    assert total(table, **{"A1.2": 4}) == "0..4"


# open totals


def test_a_blank_is_not_zero_it_leaves_the_total_open() -> None:
    one = card(two_parts(), A1=3)
    assert one.total is None
    assert (one.lowest.total, one.highest.total) == (3, 7)
    assert one.blanks == one.open == ("A2",)
    assert one.points("A2") is None


@pytest.mark.parametrize(
    ("method", "expected"),
    [
        (Levels(levels("4", "3", "1")), "4..7"),
        (Bands((PointsBand(d(2), d(80)), PointsBand(d(1)))), "4..5"),
        (Count(d(1)), "3..7"),
        (Deduct(d(1)), "3..7"),
    ],
)
def test_a_blank_ranges_over_what_its_method_can_give(method: object, expected: str) -> None:
    assert total(rubric(section("A", 10, leaf("A1", 6), leaf("A2", 4, method))), A1=3) == expected


def test_a_blank_penalty_is_worst_at_its_max() -> None:
    table = rubric(section("A", 10, leaf("A1", 10)), section("P", 3, leaf("P1", 5), kind="penalty"))
    one = card(table, A1=8)
    assert (one.lowest.total, one.highest.total) == (5, 8)
    assert (one.lowest.penalty, one.highest.penalty) == (3, 0)
    assert (one.lowest.criteria["P1"], one.highest.criteria["P1"]) == (5, 0)


def test_a_blank_that_may_void_a_penalty_is_best_where_it_does() -> None:
    voiding = leaf("P1", 6, Levels(levels("6", "2", "0", voids="0")))
    table = rubric(section("A", 20, leaf("A1", 20)), section("P", 12, voiding, leaf("P2", 4), kind="penalty"))
    one = card(table, A1=20, P2=4)
    assert (one.lowest.penalty, one.highest.penalty) == (10, 0)
    assert (one.lowest.total, one.highest.total) == (10, 20)


def test_a_total_may_be_known_although_a_criterion_is_blank() -> None:
    table = rubric(section("A", 5, leaf("A1", 5)), section("B", 2, leaf("B1", 2), leaf("B2", 2), kind="bonus"))
    one = card(table, A1=5, B1=2)
    assert one.total == 7
    assert one.blanks == ("B2",)


# floors


def test_points_below_the_share_of_max_are_below_floor() -> None:
    table = rubric(section("A", 10, leaf("A1", 6, floor=share("7/10")), leaf("A2", 4)), step="0.1")
    assert card(table, A1="4.2", A2=0).below_floor == ()  # exactly at it
    assert card(table, A1="4.1", A2=0).below_floor == ("A1",)
    blank = card(table, A2=0)
    assert (blank.below_floor, blank.doubtful_floor) == ((), ("A1",))


def test_a_group_may_have_a_floor_and_what_does_not_apply_is_below_none() -> None:
    inner = group("A1", 6, leaf("A1.1", 3, floor=HALF), leaf("A1.2", 3), floor=HALF)
    table = rubric(section("A", 10, inner, leaf("A2", 4)))
    assert card(table, A2=4, **{"A1.1": 0, "A1.2": 2}).below_floor == ("A1", "A1.1")
    assert card(table, A2=4, A1=None).below_floor == ()


# points by hand


def test_points_set_by_hand_stand_over_the_method() -> None:
    table = rubric(section("A", 10, leaf("A1", 10, Count(d(1)))))
    marks = Marks(verified={"a": row(A1=9)}, agreed={"a": row(A1="=4.5")})
    assert score(contest(table), marks)["a"].total == d("4.5")


def test_deciding_marks_can_be_scored_directly() -> None:
    assert score_settled(contest(two_parts()), {"a": row(A1=3, A2=1)})["a"].total == 4
    assert score_settled(contest(two_parts()), {})["a"].blanks == ("A1", "A2")
    assert score_settled(contest(race()), {})["a"].blanks == ("A1",)


# pledges


def on_pledge(**fields: object) -> Rubric:
    return rubric(section("A", 20, leaf("A1", 20, Attainment(target="t", **fields))))


def test_a_target_s_attainment_makes_the_points() -> None:
    got = pledge(target(95, (date(2022, 6, 30), 52), (date(2022, 12, 30), 76)))
    assert total(on_pledge(), pledges={"a": got}) == "16"
    assert total(on_pledge(per_percent_short=d("0.5")), pledges={"a": got}) == "10"


def test_the_last_report_until_due_and_the_end_of_the_year_is_read() -> None:
    reports = ((date(2022, 6, 30), 25), (date(2022, 12, 31), 50), (date(2023, 1, 1), 100))
    assert total(on_pledge(), pledges={"a": pledge(target(100, *reports))}) == "10"
    early = pledge(target(100, *reports, due=date(2022, 6, 30)))
    assert total(on_pledge(), pledges={"a": early}) == "5"
    late = pledge(target(100, *reports, due=date(2023, 3, 1)))
    assert total(on_pledge(), pledges={"a": late}) == "10"


@pytest.mark.parametrize("pledges", [{}, {"a": pledge()}, {"a": pledge(target(100))}, {"b": pledge(target(1))}])
def test_no_report_is_a_blank(pledges: dict[str, object]) -> None:
    one = card(on_pledge(), pledges=pledges)
    assert one.blanks == ("A1",)
    assert (one.lowest.total, one.highest.total) == (0, 20)


def test_a_target_stands_for_every_source_and_points_by_hand_alone_override_it() -> None:
    got = {"a": pledge(target(100, (date(2022, 6, 30), 50)))}
    one = contest(on_pledge(), pledges=got)
    for source in ("self", "peers", "verified", "final"):
        assert score(one, Marks(), source)["a"].total == 10
    assert score(one, verified(a=row(A1=None)))["a"].total == 10
    assert score(one, verified(a=row(A1=99)))["a"].total == 10
    assert score(one, Marks(agreed={"a": row(A1="=3")}))["a"].total == 3
    assert score(one, Marks(agreed={"a": row(A1="=3")}), "verified")["a"].total == 10


# relative


def race(at_goal: str = "1/2", goal: str = "100", most: str = "10", step: str = "0.5") -> Rubric:
    return rubric(section("A", most, leaf("A1", most, Relative(Fraction(at_goal), d(goal)))), step=step)


def race_totals(values: dict[str, object], **fields: str) -> list[str]:
    rows = {unit: row(A1=value) for unit, value in values.items() if value != "blank"}
    cards = score(contest(race(**fields), *([""] * len(values))), verified(**rows))
    return [
        f"{float(one.lowest.total):g}" + ("" if one.total is not None else f"..{float(one.highest.total):g}")
        for one in cards.values()
    ]


def test_relative_compares_with_the_goal_and_with_the_best_of_the_bloc() -> None:
    # excesses 0.2 and 0.5 of the goal: 5 + 5 × 0.2 / 0.5, 5 + 5; at the goal 5; below it 5 × 0.6
    assert race_totals({"a": 120, "b": 150, "c": 100, "d": 60}) == ["7", "10", "5", "3"]


def test_nobody_above_the_goal_needs_no_best() -> None:
    assert race_totals({"a": 100, "b": 50}) == ["5", "2.5"]


def test_while_a_value_is_blank_every_unit_above_its_goal_is_open_from_the_goal_s_points() -> None:
    assert race_totals({"a": 120, "b": 150, "c": 100, "d": 60, "e": "blank"}) == ["5..7", "5..10", "5", "3", "0..10"]


def test_a_unit_that_the_criterion_does_not_apply_to_is_no_blank() -> None:
    table = rubric(section("A", 10, leaf("A1", 10, Relative(HALF, d(100)), applies_to=("court",))))
    cards = score(contest(table, "court", "ministry"), verified(a=row(A1=120)))
    assert cards["a"].total == 10


def test_neither_not_applicable_nor_points_by_hand_are_a_blank_or_the_best() -> None:
    assert race_totals({"a": 120, "b": None}) == ["10", "10"]
    marks = Marks(verified={"a": row(A1=120), "b": row(A1=400)}, agreed={"b": row(A1="=1")})
    cards = score(contest(race(), "", ""), marks)
    assert [cards["a"].total, cards["b"].total] == [10, 1]


def test_one_late_correction_moves_the_others() -> None:
    assert race_totals({"a": 120, "b": 150}) == ["7", "10"]
    assert race_totals({"a": 120, "b": 200}) == ["6", "10"]


def test_several_events_of_a_relative_criterion_are_a_mean_and_each_may_be_the_best() -> None:
    # best excess 1; b: (5 + 10) / 2; a: 5 + 5 × 0.5
    assert race_totals({"a": 150, "b": ["100", "200"]}) == ["7.5", "7.5"]
    assert race_totals({"a": 150, "b": ["60", "200"], "c": "blank"}) == ["5..7.5", "4..6.5", "0..10"]


def test_relative_reads_the_pledge_where_it_names_a_target() -> None:
    table = rubric(section("A", 10, leaf("A1", 10, Relative(HALF, target="t"))))
    day = date(2022, 6, 30)
    signed = {
        "a": pledge(target(100, (day, 120))),
        "b": pledge(target(10, (day, 15)), unit="b"),
        "c": pledge(target(10), unit="c"),
    }
    both = {unit: signed[unit] for unit in "ab"}
    cards = score(contest(table, "", "", pledges=both), Marks())
    assert [cards["a"].total, cards["b"].total] == [7, 10]
    cards = score(contest(table, "", "", "", pledges=signed), Marks())
    assert [(one.lowest.total, one.highest.total) for one in cards.values()] == [(5, 7), (5, 10), (0, 10)]
    assert cards["a"].open == ("A1",)
    assert cards["a"].blanks == ()
    by_hand = score(contest(table, "", "", pledges=both), Marks(agreed={"b": row(A1="=2")}))
    assert [by_hand["a"].total, by_hand["b"].total] == [10, 2]


def test_the_best_of_the_bloc_and_who_has_it() -> None:
    values = {"a": row(A1=120), "b": row(A1=150), "c": row(A1=["20", "150"]), "d": row(A1=None)}
    one = contest(race(), "", "", "", "")
    assert bests(one, values) == {"A1": Best(share("1/2"), unknown=False, units=("b", "c"))}
    assert bests(one, {"a": row(A1=50)}) == {"A1": Best(share("-1/2"), unknown=True, units=("a",))}
    assert bests(one, {}) == {"A1": Best(Fraction(0), unknown=True)}
    nobody = {unit: row(A1=None) for unit in "abcd"}
    assert bests(one, nobody) == {"A1": Best(Fraction(0), unknown=False)}


def test_the_best_is_looked_for_among_those_for_whom_the_criterion_counts() -> None:
    table = rubric(section("A", 10, leaf("A1", 10, Relative(HALF, d(100)), applies_to=("court",))))
    one = contest(table, "ministry", "court", "court")
    values = {"a": row(A1=900), "b": row(A1=120), "c": row(A1=110)}
    assert bests(one, values)["A1"] == Best(share("1/5"), unknown=False, units=("b",))


# what is open, split


def test_the_widest_criterion_is_halved_until_one_point_is_left() -> None:
    table = rubric(section("A", 7, leaf("A1", 4), leaf("A2", 2), leaf("A3", 1)))
    whole = card(table, A3=1).fillings
    assert whole is not None
    assert whole.ranges == {"A1": (0, 4), "A2": (0, 2)}
    assert whole.known == {"A3": 1}
    lower, upper = whole.halves()
    assert lower.ranges == {"A1": (0, 2), "A2": (0, 2)}
    assert upper.ranges == {"A1": (d("2.5"), 4), "A2": (0, 2)}
    narrow = card(rubric(section("A", 14, leaf("A1", 4), leaf("A2", 10, Levels(levels("10", "9")))))).fillings
    assert [half.ranges["A2"] for half in narrow.halves()] == [(9, 10), (9, 10)]
    second = card(rubric(section("A", 14, leaf("A1", 10, Levels(levels("10", "9"))), leaf("A2", 4)))).fillings
    assert [half.ranges["A1"] for half in second.halves()] == [(9, 10), (9, 10)]
    (left, right) = card(rubric(section("A", 1, leaf("A1", 1)), step="1")).fillings.halves()
    assert (left.ranges, left.known, left.halves()) == ({}, {"A1": 0}, ())
    assert (right.ranges, right.known, right.halves()) == ({}, {"A1": 1}, ())


def test_what_was_split_off_stays_as_it_was_split() -> None:
    first = group("A1", 10, leaf("A1.1", 6, Levels(levels("6", "3", "0", voids="0"))), leaf("A1.2", 4))
    second = group("A2", 10, leaf("A2.1", 6, Levels(levels("6", "2", "0", voids="0"))), leaf("A2.2", 4))
    whole = card(rubric(section("A", 20, first, second)), **{"A1.2": 4, "A2.2": 4}).fillings
    assert whole is not None
    voided, others = whole.halves()
    assert (voided.voided, voided.voiding) == ({"A1.1"}, {"A2.1": 2})
    assert (others.voided, others.voiding) == (frozenset(), {"A2.1": 2})
    assert (voided.worst().total, voided.best().total) == (0, 10)
    assert (others.worst().total, others.best().total) == (7, 20)
    both, second_open = voided.halves()
    assert both.voided == {"A1.1", "A2.1"}
    assert both.worst().total == both.best().total == 0
    assert second_open.ranges == {"A2.1": (2, 6)}
    assert (second_open.worst().total, second_open.best().total) == (6, 10)


# the order of everything


def test_scorecards_stand_in_the_contest_s_order_and_blanks_in_the_rubric_s() -> None:
    table = rubric(section("B", 2, leaf("B1", 2)), section("A", 2, leaf("A1", 2)))
    cards = score(contest(table, "", ""), Marks())
    assert list(cards) == ["a", "b"]
    assert cards["a"].blanks == ("B1", "A1")


def test_a_value_of_the_wrong_kind_is_refused_also_where_sums_are_quick() -> None:
    with pytest.raises(ValueError, match="is not a number"):
        total(two_parts(), A1="good", A2=1)
    assert mark("good").value == "good"
