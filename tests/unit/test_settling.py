"""Which mark decides, and how peers' marks become one."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import attrs
import pytest

from emulation.marks import Marks, NotApplicable, SetByHand
from emulation.procedure import MarkRules
from emulation.rubric import Attainment, Count, Relative
from emulation.scoring import score
from emulation.settling import Combined, combine_peers, deciding_source, deciding_sources, middle, settle, sources
from tests.small_rubrics import contest, d, group, leaf, mark, pledge, row, rubric, section, share, target

if TYPE_CHECKING:
    from emulation.contest import Contest


def table() -> object:
    return rubric(section("A", 10, leaf("A1", 6), group("A2", 4, leaf("A2.1", 2), leaf("A2.2", 2))))


def race(*final: str, peers: str = "median", units: int = 4, of: object = None) -> Contest:
    rules = MarkRules(final or ("agreed", "verified"), peers)
    return contest(of or table(), *([""] * units), marks=rules)


# the order of sources


def test_the_first_source_that_has_a_mark_decides() -> None:
    marks = Marks(
        own={"a": row(A1=1)},
        verified={"a": row(A1=2, **{"A2.1": 2})},
        agreed={"a": row(A1=3)},
        peers={"b": {"a": row(A1=4)}},
    )
    assert settle(race(), marks)["a"] == row(A1=3, **{"A2.1": 2})
    assert settle(race("self", "agreed"), marks)["a"] == row(A1=1)
    assert settle(race(), marks, "verified")["a"] == row(A1=2, **{"A2.1": 2})
    assert settle(race(), marks, "self")["a"] == row(A1=1)
    assert settle(race("peers", "self"), marks)["a"]["A1"].points == 4


def test_peers_and_self_decide_only_if_listed() -> None:
    marks = Marks(own={"a": row(A1=1)}, peers={"b": {"a": row(A1=4)}})
    assert settle(race(), marks) == {"a": {}, "b": {}, "c": {}, "d": {}}
    assert sources(race(), "final") == ("agreed", "verified")
    assert sources(race(), "peers") == ("peers",)


def test_not_applicable_is_a_mark_and_on_a_group_means_all_its_parts() -> None:
    marks = Marks(verified={"a": row(A1=2, **{"A2.1": 1, "A2.2": 1})}, agreed={"a": row(A2=None, **{"A2.2": 2})})
    settled = settle(race(), marks)["a"]
    assert settled["A2.1"] == NotApplicable("no case arose")
    assert settled["A2.2"] == mark(2)
    assert settled["A1"] == mark(2)


def test_another_mark_on_a_group_says_nothing() -> None:
    assert settle(race(), Marks(verified={"a": row(A2=4)}))["a"] == {}


def test_the_deciding_source_of_a_cell() -> None:
    one, rules = table(), race("agreed", "verified", "peers")
    marks = Marks(verified={"a": row(A1=2)}, agreed={"a": row(A2=None)}, peers={"b": {"a": row(A1=4), "c": row(A1=4)}})
    assert deciding_source(rules, marks, "a", one.criterion("A1")) == "verified"
    assert deciding_source(rules, marks, "a", one.criterion("A2.1")) == "agreed"
    assert deciding_source(rules, marks, "c", one.criterion("A1")) == "peers"
    assert deciding_source(rules, marks, "b", one.criterion("A1")) is None
    assert deciding_source(rules, marks, "a", one.criterion("A1"), "self") is None


def test_the_deciding_sources_of_all_cells() -> None:
    marks = Marks(verified={"a": row(A1=2, **{"A2.2": 1})}, agreed={"a": row(A2=None)}, own={"b": row(A1=1)})
    assert deciding_sources(race(), marks) == {
        "a": {"A1": "verified", "A2.1": "agreed", "A2.2": "agreed"},
        "b": {},
        "c": {},
        "d": {},
    }
    assert deciding_sources(race(), marks, "self")["b"] == {"A1": "self"}


# peers


@pytest.mark.parametrize(
    ("figures", "rule", "expected"),
    [
        ("1 2 9", "median", "2"),
        ("1 2 4 9", "median", "3"),  # an even median is the mean of the middle two
        ("1 2 9", "mean", "4"),
        ("1 2 4 9", "trimmed-mean", "3"),  # drops one lowest and one highest from 4 marks on
        ("1 2 9", "trimmed-mean", "4"),  # else is the mean
        ("0 0 3 3 9", "trimmed-mean", "2"),
        ("1 1 2", "mean", "4/3"),
        ("7", "median", "7"),
        ("7", "trimmed-mean", "7"),
    ],
)
def test_the_middle_of_peers_marks(figures: str, rule: str, expected: str) -> None:
    assert middle([d(one) for one in figures.split()], rule) == share(expected)


def peer_marks(*values: object, name: str = "A1") -> dict:
    """Marks for unit a by b, c, d …; ``...`` is a blank."""
    return {
        marker: {"a": row(**{name: value})} for marker, value in zip("bcdefg", values, strict=False) if value is not ...
    }


def test_points_are_rounded_to_the_step_once() -> None:
    combined = combine_peers(race(peers="mean"), peer_marks("3", "3", "4"))["a"]["A1"]
    assert combined == Combined(d("3.5"), "mean", (d(3), d(3), d(4)), 3)


def test_each_mark_is_first_made_points() -> None:
    counted = rubric(section("A", 6, leaf("A1", 6, Count(d(1)))))
    # 9 and 20 times are 6 points each: the median of points is 6, not of counts 9
    assert combine_peers(race(of=counted), peer_marks("2", "9", "20"))["a"]["A1"].points == 6
    assert combine_peers(race(of=counted), peer_marks("2", "9", "20"))["a"]["A1"].each == (2, 6, 6)


def test_blanks_and_not_applicable_are_left_out() -> None:
    combined = combine_peers(race(), peer_marks("2", ..., None))["a"]["A1"]
    assert (combined.points, combined.each, combined.markers) == (2, (2,), 3)


def test_all_of_them_not_applicable_is_not_applicable_and_none_is_blank() -> None:
    assert isinstance(combine_peers(race(), peer_marks(None, None))["a"]["A1"], NotApplicable)
    assert combine_peers(race(), {}) == {}
    assert isinstance(combine_peers(race(), peer_marks(None, name="A2"))["a"]["A2.2"], NotApplicable)


def test_points_by_hand_among_peers_stand_as_they_are() -> None:
    peers = {"b": {"a": {"A1": SetByHand(d(5), "")}}}
    assert combine_peers(race(), peers)["a"]["A1"].points == 5


def test_a_marker_s_relative_marks_are_compared_with_the_best_that_the_marker_saw() -> None:
    one = rubric(section("A", 10, leaf("A1", 10, Relative(share("1/2"), d(100)))))
    peers = {"b": {"a": row(A1=120), "c": row(A1=150)}, "d": {"a": row(A1=120)}}
    combined = combine_peers(race(of=one), peers)
    assert combined["a"]["A1"].each == (7, 10)
    assert combined["c"]["A1"].points == 10
    # nobody's value at all above the goal
    assert combine_peers(race(of=one), {"b": {"a": row(A1=50)}})["a"]["A1"].points == d("2.5")


def test_marks_count_only_for_units_of_the_contest_and_where_the_criterion_exists() -> None:
    relative = leaf("A1", 10, Relative(share("1/2"), d(100)), applies_to=("court",))
    one = contest(rubric(section("A", 10, relative)), "court", "ministry", "court")
    peers = {"c": {"a": row(A1=120), "b": row(A1=900), "z": row(A1=900)}}
    assert combine_peers(one, peers) == {"a": {"A1": Combined(d(10), "median", (d(10),), 2)}}


def test_a_withdrawn_unit_s_marks_of_others_still_count() -> None:
    peers = peer_marks("2", "3", "4")
    left = race().without(["d"])
    assert combine_peers(left, peers)["a"]["A1"] == combine_peers(race(), peers)["a"]["A1"]


def test_peers_do_not_mark_what_is_read_from_a_pledge() -> None:
    for method in (Attainment(target="t"), Relative(share("1/2"), target="t")):
        one = race("peers", of=rubric(section("A", 10, leaf("A1", 10, method))))
        assert combine_peers(one, peer_marks("3")) == {}
        signed = {"a": pledge(target(100, (date(2022, 1, 1), 50)))}
        cards = score(attrs.evolve(one, pledges=signed), Marks(peers=peer_marks("3")))
        assert cards["a"].lowest.total == (5 if isinstance(method, Attainment) else d("2.5"))
