"""The quick way of adding marks up, which has to say the same as the long one, and what it remembers."""

from __future__ import annotations

from decimal import localcontext

import attrs
import pytest

from emulation.filling import REMEMBERED, plan
from emulation.methods import points
from emulation.number import EXACT
from emulation.rubric import AllOrNothing, Attainment, Bands, Count, Deduct, Judged, Levels, Method, PointsBand, Rubric
from emulation.scoring import score
from tests.small_rubrics import YEAR, card, contest, d, leaf, levels, row, rubric, section, verified

NUMBERS = ("0", "1", "2", "3.0", "7", "12", "100", "1E+2", "250")
MEASURED: tuple[Method, ...] = (
    Count(d("0.5")),
    Deduct(d("1.5")),
    Bands((PointsBand(d(4), d(7)), PointsBand(d("1.5"), d(2)), PointsBand(d(1)))),
    Attainment(d(12)),
    Attainment(d(12), per_percent_short=d("0.5")),
)


def of(*methods: Method, most: str = "20", kind: str = "core") -> Rubric:
    criteria = [leaf(f"A{place}", most, method) for place, method in enumerate(methods)]
    return rubric(section("A", int(most) * len(methods), *criteria, kind=kind))


@pytest.mark.parametrize("method", MEASURED, ids=lambda method: type(method).__name__)
def test_a_number_is_worth_what_its_method_gives(method: Method) -> None:
    one = of(method)
    for number in (*NUMBERS, *NUMBERS):
        with localcontext(EXACT):
            expected = points(leaf("A0", 20, method), d(number), one.step)
        assert card(one, A0=d(number)).points("A0") == expected


def test_of_methods_side_by_side_each_gets_its_own_number() -> None:
    marks = {"A0": 3, "A1": 8, "A2": 2, "A3": "18.5"}
    one = card(of(Count(d(1)), Deduct(d(2)), Levels(levels("2", "1")), Judged()), **marks)
    assert one.lowest.criteria == {"A0": 3, "A1": 4, "A2": 2, "A3": d("18.5")}
    assert one.total == d("27.5")


@pytest.mark.parametrize(("whole", "half"), [("20", "18.5"), ("20.0", "18.50"), ("2E+1", "18.500")])
def test_equal_numbers_get_points_that_are_written_alike(whole: str, half: str) -> None:
    methods = (Count(d("0.25")), Deduct(d("0.25")), Judged())
    of_its_own = attrs.evolve(of(*methods, most="40"), version=whole)  # nothing is remembered yet
    marks = {"a": row(A0=d(whole), A1=d(whole), A2=d(half)), "b": row(A0=20, A1=20, A2="18.5")}
    cards = score(contest(of_its_own, "", ""), verified(**marks))
    for each in cards.values():
        assert {name: str(points) for name, points in each.lowest.criteria.items()} == {
            "A0": "5.00",
            "A1": "35.00",
            "A2": "18.5",
        }


def test_no_more_numbers_are_remembered_than_said() -> None:
    one = of(Count(d("0.5")), most="1000")
    for number in (*range(REMEMBERED + 10), 0, 1):
        assert card(one, A0=number).total == d("0.5") * number
        (part,) = plan(one, "", YEAR).parts
        assert len(part.worths[0]) <= REMEMBERED


@pytest.mark.parametrize("kind", ["bonus", "penalty"])
def test_what_lies_above_a_section_s_max_is_cut_the_quick_way_too(kind: str) -> None:
    one = rubric(section("A", 20, leaf("A1", 20)), section("B", 5, leaf("B1", 4), leaf("B2", 4), kind=kind))
    for marks, worth in (((4, 4), 5), ((3, 1), 4), ((4, 1), 5)):
        found = card(one, A1=10, B1=marks[0], B2=marks[1])
        assert found.lowest.sections == {"A": 10, "B": worth}
        assert found.total == 10 + (worth if kind == "bonus" else -worth)


def test_core_sections_are_never_cut() -> None:
    # a mark above its max is refused where it is entered; scoring counts it as it stands, whichever way it goes
    one = rubric(section("A", 10, leaf("A1", 6), leaf("A2", 4)))
    assert card(one, A1=9, A2=4).total == 13
    two = rubric(section("A", 10, leaf("A1", 6), leaf("A2", 4)), section("B", 1, leaf("B1", 1), kind="bonus"))
    assert card(two, A1=9, A2=4).lowest.total == 13


def test_points_of_criteria_are_a_mapping_in_the_rubric_s_order() -> None:
    one = rubric(section("B", 4, leaf("B1", 2), leaf("B2", 2)), section("A", 3, leaf("A1", 3)))
    found = card(one, A1=3, B2=1, B1=2).lowest.criteria
    assert list(found) == ["B1", "B2", "A1"]
    assert list(found.values()) == [2, 1, 3]
    assert len(found) == 3
    assert (found["A1"], found.get("B2"), found.get("C1")) == (3, 1, None)
    assert found == {"A1": 3, "B1": 2, "B2": 1}
    assert repr(found) == repr(dict(found))
    with pytest.raises(KeyError):
        found["C1"]


@pytest.mark.parametrize("value", [True, "good"])
def test_one_mark_that_is_no_single_number_sends_the_unit_the_long_way(value: object) -> None:
    one = rubric(section("A", 40, leaf("A1", 20, Count(d(1))), leaf("A2", 20)))
    with pytest.raises(ValueError, match="is not a number"):
        card(one, A1=3, A2=value)
    two = rubric(section("A", 40, leaf("A1", 20, AllOrNothing()), leaf("A2", 20)))
    assert card(two, A1=True, A2=3).total == 23
    assert card(two, A1=False, A2=3).total == 3
    three = rubric(section("A", 40, leaf("A1", 20, Count(d(1))), leaf("A2", 20)))
    assert card(three, A1=[1, 4], A2=3).total == d("5.5")


def test_a_yes_is_not_the_number_one_even_after_it() -> None:
    one = of(Count(d(1)))
    assert card(one, A0=1).total == 1
    with pytest.raises(ValueError, match="is not a number"):
        card(one, A0=True)
