"""Standings: competition ranks, the tie chain link by link, and the ranks still possible."""

from __future__ import annotations

import hashlib
from datetime import date
from typing import TYPE_CHECKING

import attrs
import pytest

from emulation.marks import Marks
from emulation.ranking import ChairDecision, Settlements, Standing, lot, rank
from emulation.rubric import Relative
from emulation.scoring import score
from tests.small_rubrics import contest, d, leaf, pledge, row, rubric, section, share, target, verified

if TYPE_CHECKING:
    from emulation.contest import Contest

NEEDS = ("no-blank", "above-floor")


def table() -> object:
    return rubric(
        section("A", 10, leaf("A1", 6), leaf("A2", 4)),
        section("B", 5, leaf("B1", 5), kind="bonus"),
        section("P", 5, leaf("P1", 5), kind="penalty"),
    )


def standings(one: Contest, rows: dict[str, dict], settled: Settlements | None = None) -> dict[str, Standing]:
    return {each.unit: each for each in rank(one, score(one, verified(**rows)), settled)}


def ranks(found: dict[str, Standing]) -> str:
    """``a1 b2= c2= d4``, a dash for no rank."""
    return " ".join(f"{unit}{'-' if one.rank is None else one.rank}{'=' * one.tied}" for unit, one in found.items())


def possible(found: dict[str, Standing]) -> dict[str, tuple[int | None, int | None]]:
    return {unit: (one.best_rank, one.worst_rank) for unit, one in found.items()}


def full(a1: object, a2: object = 0, b1: object = 0, p1: object = 0) -> dict:
    return row(A1=a1, A2=a2, B1=b1, P1=p1)


def race(*ties: str, needs: tuple[str, ...] = NEEDS, units: int = 4, **fields: object) -> Contest:
    return contest(table(), *([""] * units), ties=ties, needs=needs, **fields)


# ranks


def test_units_that_the_chain_does_not_separate_share_a_rank() -> None:
    found = standings(race(), {"a": full(3), "b": full(5), "c": full(3), "d": full(1)})
    assert ranks(found) == "b1 a2= c2= d4"
    assert found["a"].broken_by is found["a"].awaits is None


def test_equal_on_paper_is_equal() -> None:
    third = rubric(section("A", 3, leaf("A1", 1), leaf("A2", 2)), step="0.1")
    one = contest(third, "", "")
    assert ranks(standings(one, {"a": row(A1="0.1", A2="0.2"), "b": row(A1="0.3", A2=0)})) == "a1= b1="


def test_ranks_count_the_units_that_have_one() -> None:
    found = standings(race(), {"a": full(3), "b": row(A1=6), "c": full(2), "d": full(1)})
    assert ranks(found) == "a1 c2 d3 b-"


def test_a_rank_needs_what_the_procedure_names() -> None:
    low = rubric(section("A", 10, leaf("A1", 6, floor=share("1/2")), leaf("A2", 4)))
    one = contest(low, "", "", "", needs=NEEDS)
    rows = {"a": row(A1=2, A2=4), "b": row(A1=6), "c": row(A1=2)}
    found = standings(one, rows)
    assert {unit: each.reasons for unit, each in found.items()} == {
        "a": ("below-floor",),
        "b": ("blank",),
        "c": ("blank", "below-floor"),
    }
    assert ranks(found) == "a- b- c-"
    free = standings(attrs.evolve(one, ranking=attrs.evolve(one.ranking, needs=())), rows)
    assert ranks(free) == "a1 b- c-"
    assert {unit: each.reasons for unit, each in free.items()} == {"a": (), "b": ("open",), "c": ("open",)}


def test_without_need_of_a_floor_a_unit_below_it_is_ranked() -> None:
    low = rubric(section("A", 6, leaf("A1", 6, floor=share("1/2"))))
    found = standings(contest(low, "", "", needs=("no-blank",)), {"a": row(A1=1), "b": row(A1=6)})
    assert ranks(found) == "b1 a2"


def test_a_total_that_is_open_has_no_rank_even_if_blanks_may_stand() -> None:
    found = standings(race(needs=()), {"a": full(3), "b": row(A1=3, A2=0, B1=0), "c": full(2), "d": full(1)})
    assert found["b"].reasons == ("open",)
    assert ranks(found) == "a1 c2 d3 b-"


def test_a_blank_that_moves_nothing_keeps_a_rank_where_blanks_may_stand() -> None:
    capped = rubric(section("A", 5, leaf("A1", 5)), section("B", 2, leaf("B1", 2), leaf("B2", 2), kind="bonus"))
    found = standings(contest(capped, "", ""), {"a": row(A1=5, B1=2), "b": row(A1=4, B1=2, B2=0)})
    assert ranks(found) == "a1 b2"


def test_a_floor_in_doubt_keeps_a_unit_from_a_rank() -> None:
    capped = rubric(
        section("A", 5, leaf("A1", 5)), section("B", 2, leaf("B1", 2), leaf("B2", 2, floor=share("1/2")), kind="bonus")
    )
    one = contest(capped, "", "", needs=("above-floor",))
    found = standings(one, {"a": row(A1=5, B1=2), "b": row(A1=4, B1=2, B2=2)})
    assert found["a"].reasons == ("open",)
    assert ranks(found) == "b1 a-"


def test_a_total_open_through_another_unit_s_blank_has_no_rank() -> None:
    fast = rubric(section("A", 10, leaf("A1", 10, Relative(share("1/2"), d(100)))))
    found = standings(contest(fast, "", "", needs=NEEDS), {"a": row(A1=150)})
    assert found["a"].reasons == ("open",)
    assert found["b"].reasons == ("blank",)


def test_units_without_rank_and_units_that_share_one_stand_in_protocol_order() -> None:
    found = standings(race(), {"d": full(3), "b": full(3)})
    assert list(found) == ["b", "d", "a", "c"]


# the chain

SAME = {"a": full(5, 1, 2, 1), "b": full(6, 1, 0, 0), "c": full(6, 0, 5, 4)}  # 7 each


@pytest.mark.parametrize(
    ("link", "order"),
    [
        ("core", "b1 a2= c2="),
        ("bonus", "c1 a2 b3"),
        ("section:A", "b1 a2= c2="),
        ("criterion:A2", "a1= b1= c3"),
        ("penalty", "b1 a2 c3"),  # less is better
    ],
)
def test_a_link_compares_figures_of_the_scorecard(link: str, order: str) -> None:
    found = standings(race(link, units=3), SAME)
    assert {str(each.scorecard.total) for each in found.values()} == {"7"}
    assert ranks(found) == order
    assert {each.broken_by for each in found.values()} == {link}


def test_later_links_break_what_earlier_ones_leave() -> None:
    found = standings(race("core", "bonus", units=3), SAME)
    assert ranks(found) == "b1 c2 a3"
    assert {unit: each.broken_by for unit, each in found.items()} == {"b": "core", "c": "core", "a": "bonus"}


def test_links_are_consulted_in_their_order_among_those_still_tied() -> None:
    # core parts b and c from a; among them bonus says c, the penalty would say b
    rows = {"a": full(5, 0), "b": full(5, 1, 0, 1), "c": full(5, 1, 3, 4), "d": full(5, 1, 1, 2)}
    found = standings(race("core", "bonus", "penalty"), rows)
    assert ranks(found) == "c1 d2 b3 a4"
    assert [each.broken_by for each in found.values()] == ["bonus", "bonus", "bonus", "core"]
    by_penalty = standings(race("core", "penalty", "bonus"), rows)
    assert ranks(by_penalty) == "b1 d2 c3 a4"
    assert [each.broken_by for each in by_penalty.values()] == ["penalty", "penalty", "penalty", "core"]


def test_a_section_that_the_rubric_has_not_compares_as_nothing() -> None:
    assert ranks(standings(race("section:Z", "core", units=3), SAME)) == "b1 a2= c2="


def test_a_criterion_that_does_not_apply_compares_as_nothing() -> None:
    some = rubric(section("A", 10, leaf("A1", 10)), section("B", 5, leaf("A2", 5, applies_to=("court",)), kind="bonus"))
    one = contest(some, "", "court", ties=("criterion:A2",))
    found = standings(one, {"a": row(A1=5), "b": row(A1=4, A2=1)})
    assert ranks(found) == "b1 a2"
    assert found["a"].lowest_key == (5, 0)


def test_the_pledges_link_is_the_share_of_targets_attained() -> None:
    day = date(2022, 12, 31)
    signed = {
        "a": pledge(target(10, (day, 10), name="x"), target(10, name="y")),  # unknown counts as not attained
        "b": pledge(target(10, (day, 20), name="x"), target(10, (day, 10), name="y"), unit="b"),
    }
    found = standings(race("pledges", units=3, pledges=signed), SAME)
    assert ranks(found) == "b1 a2 c3"


def test_the_poll_link_compares_votes_of_round_1_then_of_later_rounds() -> None:
    one = race("poll:flag", units=3)
    settled = Settlements(polls={"flag": ({"a": 5, "b": 5, "c": 1}, {"a": 2, "b": 3})})
    assert ranks(standings(one, SAME, settled)) == "b1 a2 c3"
    not_on_the_ballot = Settlements(polls={"flag": ({"b": 1},)})
    assert ranks(standings(one, SAME, not_on_the_ballot)) == "b1 a2= c2="


def test_a_poll_not_held_is_passed_over() -> None:
    found = standings(race("poll:flag", "penalty", units=3), SAME)
    assert ranks(found) == "b1 a2 c3"
    assert found["a"].broken_by == "penalty"
    assert found["a"].awaits is None
    # but it may still be held, and then comes first
    assert possible(found) == {"b": (1, 3), "a": (1, 3), "c": (1, 3)}


def test_until_the_chair_decides_the_tie_stays_and_later_links_are_not_consulted() -> None:
    one = race("chair", "core", units=3)
    found = standings(one, SAME)
    assert ranks(found) == "a1= b1= c1="
    assert {each.awaits for each in found.values()} == {"chair"}
    decided = standings(one, SAME, Settlements(chair=(ChairDecision(("c", "a", "b")),)))
    assert ranks(decided) == "c1 a2 b3"
    assert {each.broken_by for each in decided.values()} == {"chair"}
    assert possible(decided) == {"c": (1, 1), "a": (2, 2), "b": (3, 3)}


def test_the_chair_s_decision_lapses_if_the_tied_set_changes() -> None:
    one = race("chair", units=3)
    settled = Settlements(chair=(ChairDecision(("c", "a", "b")),))
    changed = {**SAME, "b": full(6, 2)}
    assert ranks(standings(one, changed, settled)) == "b1 a2= c2="
    again = attrs.evolve(settled, chair=(*settled.chair, ChairDecision(("c", "a"))))
    assert ranks(standings(one, changed, again)) == "b1 c2 a3"
    assert ranks(standings(one, SAME, again)) == "c1 a2 b3"  # the earlier one holds for its own set


def test_of_two_decisions_about_one_set_the_later_holds() -> None:
    settled = Settlements(chair=(ChairDecision(("c", "a", "b")), ChairDecision(("b", "c", "a"))))
    assert ranks(standings(race("chair", units=3), SAME, settled)) == "b1 c2 a3"


def test_the_chair_is_asked_only_about_those_whom_earlier_links_leave_tied() -> None:
    found = standings(race("core", "chair", units=3), SAME)
    assert ranks(found) == "b1 a2= c2="
    assert {unit: each.awaits for unit, each in found.items()} == {"b": None, "a": "chair", "c": "chair"}
    decided = standings(race("core", "chair", units=3), SAME, Settlements(chair=(ChairDecision(("c", "a")),)))
    assert {unit: each.broken_by for unit, each in decided.items()} == {"b": "core", "c": "core", "a": "chair"}
    assert possible(decided) == {"b": (1, 1), "c": (2, 2), "a": (3, 3)}


def test_a_decision_that_a_blank_may_make_lapse_settles_no_possible_rank() -> None:
    one = race("chair", units=3)
    rows = {"a": full(5), "b": full(5), "c": row(A1=3, B1=0, P1=0)}  # c: 3 to 7
    settled = Settlements(chair=(ChairDecision(("b", "a")),))
    found = standings(one, rows, settled)
    assert ranks(found) == "b1 a2 c-"
    assert possible(found) == {"b": (1, 3), "a": (1, 3), "c": (1, 3)}


@pytest.mark.parametrize(("blank", "firm"), [("A1", False), ("B1", False), ("P1", True)])
def test_a_decision_stands_only_if_no_filling_can_join_the_tie(blank: str, firm: bool) -> None:
    # a and b have 7; c comes to 1 to 7, to 7 to 12, or stays from 1 to 6
    marks = {"A1": {"A2": 1, "B1": 0, "P1": 0}, "B1": {"A1": 6, "A2": 1, "P1": 0}, "P1": {"A1": 6, "A2": 0, "B1": 0}}
    rows = {"a": full(6, 1), "b": full(6, 1), "c": row(**marks[blank])}
    settled = Settlements(chair=(ChairDecision(("b", "a")),))
    found = standings(race("chair", units=3), rows, settled)
    places = possible(found)
    assert ranks(found) == "b1 a2 c-"
    assert (places["b"], places["a"]) == (((1, 1), (2, 2)) if firm else ((1, 3), (1, 3)))


def test_one_lapsed_decision_leaves_the_others_standing() -> None:
    one = race("chair", units=4)
    rows = {"a": full(5), "b": full(5), "c": full(3), "d": full(3)}
    gone = [ChairDecision(("a", "c")), ChairDecision(("a", "d", "c")), ChairDecision(("a", "b"))]
    settled = Settlements(chair=(*gone, ChairDecision(("b", "a")), ChairDecision(("d", "c"))))
    found = standings(one, rows, settled)
    assert ranks(found) == "b1 a2 d3 c4"
    assert possible(found) == {"b": (1, 1), "a": (2, 2), "d": (3, 3), "c": (4, 4)}


def test_a_unit_surely_below_its_floor_makes_no_decision_lapse() -> None:
    low = rubric(section("A", 10, leaf("A1", 6, floor=share("1/2")), leaf("A2", 4)))
    one = contest(low, "", "", "", ties=("chair",), needs=NEEDS)
    rows = {"a": row(A1=3, A2=3), "b": row(A1=4, A2=2), "c": row(A1=2, A2=4)}
    found = standings(one, rows, Settlements(chair=(ChairDecision(("b", "a")),)))
    assert possible(found) == {"b": (1, 1), "a": (2, 2), "c": (None, None)}


def test_the_lot_is_the_ascending_sha_256_of_seed_purpose_and_unit() -> None:
    assert lot("2022", "ranking", "a") == hashlib.sha256(b"2022\nranking\na").hexdigest()
    assert lot("hạt", "poll:flag:1", "a") == hashlib.sha256("hạt\npoll:flag:1\na".encode()).hexdigest()
    for seed in ("2022", "2023", "hạt"):
        drawn = standings(race("lot", units=3), SAME, Settlements(seed=seed))
        placed = sorted("abc", key=lambda unit: hashlib.sha256(f"{seed}\nranking\n{unit}".encode()).digest())
        assert list(drawn) == placed
    found = standings(race("lot", units=3), SAME, Settlements(seed="2022"))
    assert {each.broken_by for each in found.values()} == {"lot"}


def test_until_the_lot_is_drawn_the_tie_stays() -> None:
    found = standings(race("lot", units=3), SAME)
    assert ranks(found) == "a1= b1= c1="
    assert {each.awaits for each in found.values()} == {"lot"}
    assert possible(found) == {"a": (1, 3), "b": (1, 3), "c": (1, 3)}


def test_a_link_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="'cor' is not a link"):
        standings(race("cor"), SAME)


# ranks still possible


def test_best_rank_counts_who_is_above_in_every_filling_and_worst_who_is_in_some() -> None:
    rows = {"a": full(6, 4), "b": row(A1=3, B1=0, P1=0), "c": full(5), "d": full(1)}
    found = standings(race(), rows)  # a 10, b 3 to 7, c 5, d 1
    assert possible(found) == {"a": (1, 1), "c": (2, 3), "d": (4, 4), "b": (2, 3)}


def test_whole_keys_are_compared() -> None:
    # b's blank is a bonus and a reaches b's total only without it; at equal totals core decides
    rows = {"a": full(6), "b": row(A1=5, A2=0, P1=0)}
    found = standings(race("core", units=2), rows)  # b: 5 to 10 with core 5
    assert possible(found) == {"a": (1, 2), "b": (1, 2)}
    rows = {"a": full(6, 4), "b": row(A1=5, A2=0, P1=0)}
    assert possible(standings(race("core", units=2), rows)) == {"a": (1, 1), "b": (2, 2)}
    assert possible(standings(race(units=2), rows)) == {"a": (1, 1), "b": (1, 2)}


def test_a_unit_below_its_floor_stands_above_nobody() -> None:
    low = rubric(section("A", 10, leaf("A1", 6, floor=share("1/2")), leaf("A2", 4)))
    one = contest(low, "", "", "", needs=NEEDS)
    rows = {"a": row(A1=2, A2=4), "b": row(A1=5, A2=0), "c": row(A2=4)}  # a 6, b 5, c 4 to 10, below at first
    found = standings(one, rows)
    assert possible(found) == {"b": (1, 2), "a": (None, None), "c": (1, 2)}


def test_a_unit_that_lacks_a_mark_alone_has_no_rank_but_its_place_among_the_possible() -> None:
    capped = rubric(section("A", 5, leaf("A1", 5)), section("B", 2, leaf("B1", 2), leaf("B2", 2), kind="bonus"))
    one = contest(capped, "", "", "", needs=("no-blank",))
    rows = {"a": row(A1=5, B1=2), "b": row(A1=4, B1=2, B2=0), "c": row(A1=1, B1=0, B2=0)}
    found = standings(one, rows)
    assert ranks(found) == "b1 c2 a-"
    assert possible(found) == {"a": (1, 1), "b": (2, 2), "c": (3, 3)}


def test_nothing_marked_leaves_every_rank_possible() -> None:
    one = race()
    found = {each.unit: each for each in rank(one, score(one, Marks()))}
    assert set(possible(found).values()) == {(1, 4)}


def test_a_standing_carries_its_scorecard_and_its_keys() -> None:
    found = standings(race("core", units=2), {"a": full(3, b1=1), "b": row(A1=1, B1=0, P1=0)})
    assert found["a"].lowest_key == found["a"].highest_key == (4, 3)
    assert (found["b"].lowest_key, found["b"].highest_key) == ((1, 1), (5, 5))
    assert found["a"].scorecard.unit == "a"
