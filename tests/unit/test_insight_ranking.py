"""What a ranking hides, on tables small enough to work out by hand."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

import attrs
import pytest

from emulation.insight.agreement import peer_ratings, self_minus_verified
from emulation.insight.contributions import contributions
from emulation.insight.discrimination import (
    discriminations,
    judged_share,
    kinds_that_decided,
    lines_that_decided,
    sections_that_decided,
)
from emulation.insight.figures import as_of
from emulation.insight.firmness import (
    Moved,
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
from tests.small_rubrics import contest, d, group, leaf, levels, pledge, row, rubric, section, share, target, verified

if TYPE_CHECKING:
    from emulation.contest import Contest

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


def left_out(of: Contest, marks: Marks) -> tuple[Moved, ...]:
    return without_each_criterion(of, marks, rank(of, score(of, marks)))


def test_what_its_group_makes_of_the_rest_is_counted_when_a_criterion_is_left_out() -> None:
    """Of G the highest counts, so G2 changes nothing; the bonus is cut at 5, which B1 alone reaches."""
    table = rubric(
        section("A", 20, group("G", 10, leaf("G1", 10), leaf("G2", 10), take="highest"), leaf("A3", 10)),
        section("B", 5, leaf("B1", 5), leaf("B2", 5), kind="bonus"),
    )
    of = contest(table, "", "")
    marks = verified(a=row(G1=10, G2=9, A3=6, B1=5, B2=5), b=row(G1=10, G2=0, A3=5, B1=5, B2=0))
    assert {one.left_out: dict(one.ranks) for one in left_out(of, marks)} == {"A3": {"b": (2, 1)}}  # level then
    three = verified(a=row(G1=10, G2=9, A3=6, B1=0, B2=0), b=row(G1=9, G2=9, A3=5, B1=1, B2=0))
    assert {one.left_out for one in left_out(of, three)} == {"G1", "A3"}


def test_a_blank_that_takes_all_from_its_group_goes_on_doing_so_when_another_is_left_out() -> None:
    """V can only void, so that the bonus is 0 although V is blank, and stays 0 without A1."""
    void = leaf("V", 1, Levels(levels("0", voids="0")))
    of = contest(rubric(section("A", 5, leaf("A1", 5)), section("B", 5, void, leaf("B1", 4), kind="bonus")), "", "")
    marks = verified(a=row(A1=2, B1=4), b=row(A1=3, B1=0))
    standings = rank(of, score(of, marks))
    assert [(one.unit, one.scorecard.total, one.rank) for one in standings] == [("b", 3, 1), ("a", 2, 2)]
    found = {one.left_out: dict(one.ranks) for one in left_out(of, marks)}
    assert found == {"A1": {"a": (2, 1)}, "V": {"a": (2, 1), "b": (1, 2)}}  # without V itself a gets its bonus


def test_units_without_a_rank_are_not_first_of_anything() -> None:
    floor = rubric(section("A", 10, leaf("A1", 6, floor=share("1/2")), leaf("A2", 4)), section("B", 10, leaf("B1", 10)))
    of = contest(floor, "", "", needs=("above-floor",))
    marks = verified(a=row(A1=2, A2=4, B1=10), b=row(A1=6, A2=4, B1=2))
    assert [one.rank for one in rank(of, score(of, marks))] == [1, None]
    assert left_out(of, marks) == ()


def test_a_tie_that_the_chain_broke_keeps_its_order_in_the_draws() -> None:
    of = contest(TWO, "", "", ties=("section:A",))
    marks = verified(a=row(A1=3, A2=2, B1=7), b=row(A1=4, A2=2, B1=6))
    standings = rank(of, score(of, marks))
    assert [(one.unit, one.rank) for one in standings] == [("b", 1), ("a", 2)]
    kept = under_weights(of, standings, [(1000, 1000), (900, 1100), (1100, 900)])
    assert [(one.unit, one.rank, one.kept) for one in kept] == [("b", 1, 2), ("a", 2, 2)]
    assert {(one.best, one.worst) for one in kept} == {(1, 2)}


def test_a_marker_without_whom_a_total_is_open_is_said_nothing_of() -> None:
    of = contest(rubric(section("A", 10, leaf("A1", 10))), "", "", "", "")
    peers = {"c": {"a": row(A1=9)}, "d": {"b": row(A1=8)}}
    assert without_each_marker(of, Marks(peers=peers)) == ()


def test_a_criterion_left_out_names_whom_it_moves() -> None:
    of = contest(TWO, "", "", "")
    moved = {one.left_out: dict(one.ranks) for one in left_out(of, MARKS)}
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
    found = {one.criterion: one for one in discriminations(of, MARKS, score(of, MARKS))}
    assert found["A2"].same_for_all
    assert (found["A2"].used, found["A2"].at_max, found["A2"].correlation) == (0, 0, None)
    assert (found["A1"].least, found["A1"].greatest, found["A1"].used) == (1, 6, Fraction(5, 6))
    assert found["A1"].at_max == Fraction(1, 3)
    assert found["A1"].correlation == pytest.approx(13 / (14 * 62 / 3) ** 0.5)  # of 6, 2, 1 with 15, 14, 9


def test_what_is_not_applicable_or_open_does_not_count() -> None:
    of = contest(TWO, "", "", "")
    marks = verified(a=row(A1=6, A2=3), b=row(A1=2, A2=None, B1=9), c=row(A1=1, A2=3, B1=5))
    found = {one.criterion: (one.units, one.expected) for one in discriminations(of, marks, score(of, marks))}
    assert found == {"A1": (3, 3), "A2": (2, 2), "B1": (2, 3)}
    full = attrs.evolve(of, rubric=attrs.evolve(TWO, not_applicable="full"))
    found = {one.criterion: (one.units, one.expected) for one in discriminations(full, marks, score(full, marks))}
    assert found["A2"] == (2, 2)
    same = verified(a=row(A1=6, A2=3, B1=1), b=row(A1=6, A2=3, B1=9), c=row(A2=3, B1=5))
    assert [one.criterion for one in discriminations(of, same, score(of, same)) if one.same_for_all] == ["A2"]


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


def test_the_shares_are_those_of_what_criteria_contributed() -> None:
    """G makes 40 for both, whatever G2; all of the difference of 10 comes from A3."""
    table = rubric(section("A", 100, group("G", 40, leaf("G1", 40), leaf("G2", 40), take="highest"),
                           leaf("A3", 60, AllOrNothing())))  # fmt: skip
    of = contest(table, "", "")
    marks = verified(a=row(G1=40, G2=30, A3=True), b=row(G1=40, G2=1, A3=False))
    found = {part.name: part.share for part in kinds_that_decided(of, score(of, marks))}
    assert found == {"measured": 1, "judged": 0}
    assert judged_share(of) == Fraction(40, 100)


def test_a_rescaled_group_is_shared_out_by_what_its_parts_got() -> None:
    of = contest(TWO, "", "")
    given = score(of, verified(a=row(A1=3, A2=None, B1=6)))["a"].lowest
    assert {leaf.id: part for leaf, part in contributions(of, "", given)} == {"A1": 5, "A2": 0, "B1": 6}


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


def test_criteria_of_other_years_and_other_rules_are_seen_from_year_to_year() -> None:
    until, since = leaf("A2", 4, until=date(2022, 12, 31)), leaf("A4", 4, from_=date(2023, 1, 1))
    both = rubric(section("A", 10, leaf("A1", 6), until, since))
    stricter = rubric(section("A", 10, leaf("A1", 6, floor=share("4/5")), until, since))
    found = compare_years(contest(both, ""), (), attrs.evolve(contest(stricter, ""), year=2023), ())
    assert (found.added, found.removed) == (("A4",), ("A2",))
    assert [(one.criterion, one.differs) for one in found.changed] == [("A1", ("rules",))]
