"""What a ranking hides, on tables small enough to work out by hand."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from emulation.insight.agreement import peer_ratings, self_minus_verified
from emulation.insight.discrimination import (
    discriminations,
    judged_share,
    kinds_that_decided,
    lines_that_decided,
    sections_that_decided,
)
from emulation.insight.figures import as_of
from emulation.insight.firmness import (
    by_other_marks,
    margins,
    under_weights,
    weight_draws,
    without_each_criterion,
    without_each_marker,
)
from emulation.insight.years import compare_years
from emulation.marks import Marks
from emulation.ranking import rank
from emulation.rubric import AllOrNothing, Attainment, Count, Judged, Levels
from emulation.scoring import score
from tests.small_rubrics import contest, d, leaf, levels, pledge, row, rubric, section, target, verified

TWO = rubric(section("A", 10, leaf("A1", 6), leaf("A2", 4)), section("B", 10, leaf("B1", 10)))
MARKS = verified(a=row(A1=6, A2=3, B1=6), b=row(A1=2, A2=3, B1=9), c=row(A1=1, A2=3, B1=5))
#  totals: a 15, b 14, c 9


def test_a_margin_is_the_least_change_that_swaps_two_neighbours() -> None:
    of = contest(TWO, "", "", "")
    first, second = margins(of, MARKS, rank(of, score(of, MARKS)))
    assert (first.upper, first.lower, first.points) == ("a", "b", 1)
    assert dict(first.changes) == {"A1": d("1.5")}  # B1 has room for one point alone, A2 too: level, not over
    assert first.least == ("A1", d("1.5"))
    assert (second.upper, second.lower, second.points) == ("b", "c", 5)
    assert second.changes == {}  # A1 could bring 5 points: level, not over; B1 too
    assert second.least is None


def test_a_margin_may_lie_in_points_that_were_taken_away() -> None:
    of = contest(
        rubric(section("A", 10, leaf("A1", 10)), section("P", 5, leaf("P1", 5, Count(d(1))), kind="penalty")), "", ""
    )
    marks = verified(a=row(A1=10, P1=1), b=row(A1=10, P1=3))
    (margin,) = margins(of, marks, rank(of, score(of, marks)))
    assert (margin.points, dict(margin.changes)) == (2, {"P1": d("2.5")})


def test_ranks_under_weights_by_hand() -> None:
    """Weights 0.9 and 1.1 of two sections of 10: (0.9 × A + 1.1 × B) × 20 / 20; a 9 and 6, b 5 and 9."""
    of = contest(TWO, "", "", "")
    standings = rank(of, score(of, MARKS))
    a, b, c = under_weights(of, standings, [(1000, 1000), (900, 1100), (1100, 900), (0, 1000)])
    # a: 15, 14.7, 15.3, 6; b: 14, 14.4, 13.6, 9
    assert (a.kept, a.best, a.worst) == (3, 1, 2)
    assert (b.kept, b.best, b.worst) == (3, 1, 2)
    assert (c.kept, c.draws, c.worst) == (4, 4, 3)


def test_draws_follow_from_the_seed_alone() -> None:
    drawn = weight_draws("seed", 50, 3)
    assert drawn == weight_draws("seed", 50, 3)
    assert drawn[:20] == weight_draws("seed", 20, 3)
    assert drawn != weight_draws("other", 50, 3)
    assert {900 <= weight <= 1100 for draw in drawn for weight in draw} == {True}
    assert len({weight for draw in drawn for weight in draw}) > 50


def test_a_criterion_left_out_names_whom_it_moves() -> None:
    of = contest(TWO, "", "", "")
    moved = {one.left_out: dict(one.ranks) for one in without_each_criterion(of, score(of, MARKS))}
    assert moved == {"A1": {"a": (1, 2), "b": (2, 1)}}


def test_a_marker_left_out_names_whom_it_moves() -> None:
    of = contest(rubric(section("A", 10, leaf("A1", 10))), "", "", "", "")
    peers = {
        "c": {"a": row(A1=5), "b": row(A1=6)},
        "d": {"a": row(A1=9), "b": row(A1=7)},
        "a": {"b": row(A1=8)},
    }
    found = {one.left_out: dict(one.ranks) for one in without_each_marker(of, Marks(peers=peers))}
    # medians: a 7 and b 7; without c 9 and 7.5, without d 5 and 7, without a 7 and 6.5
    assert found == {"c": {"b": (1, 2)}, "d": {"a": (1, 2)}, "a": {"b": (1, 2)}}


def test_self_marks_that_would_give_another_order() -> None:
    of = contest(TWO, "", "", "")
    own = {"a": row(A1=4, A2=3, B1=6), "b": row(A1=4, A2=4, B1=9), "c": row(A1=1, A2=3, B1=5)}
    marks = Marks(own=own, verified=MARKS.verified)
    assert dict(by_other_marks(of, marks, "self").ranks) == {"a": (1, 2), "b": (2, 1)}
    gaps = self_minus_verified(score(of, marks, "self"), score(of, marks, "verified"))
    assert [(gap.unit, gap.total, dict(gap.criteria)) for gap in gaps] == [
        ("b", 3, {"A1": 2, "A2": 1}),
        ("a", -2, {"A1": -2}),
        ("c", 0, {}),
    ]


def test_how_each_criterion_told_units_apart() -> None:
    of = contest(TWO, "", "", "")
    found = {one.criterion: one for one in discriminations(of, score(of, MARKS))}
    assert found["A2"].same_for_all
    assert (found["A2"].used, found["A2"].at_max, found["A2"].correlation) == (0, 0, None)
    assert (found["A1"].least, found["A1"].greatest, found["A1"].used) == (1, 6, Fraction(5, 6))
    assert found["A1"].at_max == Fraction(1, 3)
    assert found["A1"].correlation == pytest.approx(13 / (14 * 62 / 3) ** 0.5)  # of 6, 2, 1 with 15, 14, 9


def test_what_is_not_applicable_or_open_does_not_count() -> None:
    of = contest(TWO, "", "", "")
    marks = verified(a=row(A1=6, A2=3), b=row(A1=2, A2=None, B1=9), c=row(A1=1, A2=3, B1=5))
    found = {one.criterion: one.units for one in discriminations(of, score(of, marks))}
    assert found == {"A1": 3, "A2": 2, "B1": 2}


def test_the_shares_of_sections_and_lines_in_the_differences() -> None:
    """Totals 15, 14, 9 (mean 38/3); A 9, 5, 4 and B 6, 9, 5."""
    of = contest(TWO, "", "", "")
    found = {part.name: part.share for part in sections_that_decided(of, score(of, MARKS))}
    mean = Fraction(38, 3)
    apart = [15 - mean, 14 - mean, 9 - mean]
    variance = sum(one * one for one in apart)
    assert found["A"] == (9 * apart[0] + 5 * apart[1] + 4 * apart[2]) / variance
    assert sum(share or 0 for share in found.values()) == 1
    lines = lines_that_decided(of, score(of, MARKS))
    assert [(part.name, part.share) for part in lines] == [("", 1)]


def test_equal_totals_have_no_part_that_decided() -> None:
    of = contest(TWO, "", "")
    marks = verified(a=row(A1=6, A2=3, B1=1), b=row(A1=2, A2=3, B1=5))
    assert {part.share for part in sections_that_decided(of, score(of, marks))} == {None}


def test_the_judged_share_weighs_what_counts_for_each_unit() -> None:
    table = rubric(
        section(
            "A", 10, leaf("A1", 6), leaf("A2", 4, AllOrNothing(), applies_to=("x",)), leaf("A3", 4, applies_to=("y",))
        ),
        section("B", 10, leaf("B1", 4, Levels(levels("0", "4"))), leaf("B2", 6, Attainment(d(90)))),
        section("D", 3, leaf("D1", 3), kind="bonus"),
    )
    assert judged_share(contest(table, "x")) == Fraction(10, 20)
    assert judged_share(contest(table, "x", "y")) == Fraction(24, 40)
    assert judged_share(contest(table, "x", "y"), "A") == Fraction(16, 20)
    assert judged_share(contest(table, "x"), "D") is None


def test_the_share_of_judged_criteria_in_the_differences() -> None:
    table = rubric(section("A", 10, leaf("A1", 6), leaf("A2", 4, AllOrNothing())))
    of = contest(table, "", "")
    marks = verified(a=row(A1=6, A2=True), b=row(A1=5, A2=False))
    found = {part.name: part.share for part in kinds_that_decided(of, score(of, marks))}
    assert found == {"judged": Fraction(1, 5), "measured": Fraction(4, 5)}


def test_peers_are_rated_by_totals_that_are_known() -> None:
    of = contest(TWO, "", "", "")
    peers = {"a": {"b": row(A1=1, A2=1, B1=1), "c": row(A1=1)}, "b": {"a": row(A1=2)}}
    assert peer_ratings(of, Marks(peers=peers)) == {"a": {"b": 3}}


def test_what_was_not_known_by_the_day_is_left_out() -> None:
    one = pledge(target(90, (date(2022, 6, 30), 45), (date(2022, 12, 1), 90)), signed=date(2022, 7, 1))
    of = contest(TWO, "", pledges={"a": one})
    then = as_of(of, date(2022, 6, 30)).pledges["a"]
    assert then.signed is None
    assert [report.value for report in then.targets[0].reports] == [45]


def test_one_year_with_another_by_hand() -> None:
    after = rubric(
        section("A", 10, leaf("A1", 6), leaf("A3", 4)),
        section("B", 10, leaf("B1", 10, Judged(levels("0", "5", "10")))),
    )
    old, new = contest(TWO, "", ""), contest(after, "", "", "")
    was = verified(a=row(A1=6, A2=3, B1=6), b=row(A1=2, A2=3, B1=9))
    now = verified(a=row(A1=4, A3=3, B1=6), b=row(A1=5, A3=3, B1=9), c=row(A1=0, A3=0, B1=0))
    found = compare_years(old, rank(old, score(old, was)), new, rank(new, score(new, now)))
    assert (found.added, found.removed) == (("A3",), ("A2",))
    assert [(one.criterion, one.differs) for one in found.changed] == [("B1", ("rules",))]
    assert (found.joined, found.left) == (("c",), ())
    assert [(one.unit, one.rank_before, one.rank_after, one.total_after) for one in found.units] == [
        ("a", 1, 2, Decimal(13)),
        ("b", 2, 1, Decimal(17)),
    ]
    assert dict(found.units[0].criteria) == {"A1": -2}  # A3 is new, B1 has other rules
