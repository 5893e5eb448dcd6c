"""rubric.toml as values: which criteria there are, for whom and when."""

from __future__ import annotations

from datetime import date

import attrs
import pytest

from emulation.rubric import METHOD_NAMES, METHODS, Rubric
from tests.small_rubrics import group, leaf, rubric, section


def deep() -> Rubric:
    inner = group("A2", 6, leaf("A2.1", 2), group("A2.2", 4, leaf("A2.2.1", 4, applies_to=("court",))))
    return rubric(section("A", 10, leaf("A1", 4), inner), section("B", 2, leaf("B1", 2), kind="bonus"))


def test_all_eight_methods_have_a_word() -> None:
    words = ["judged", "levels", "bands", "attainment", "count", "deduct", "all-or-nothing", "relative"]
    assert list(METHODS) == words
    assert [METHOD_NAMES[METHODS[word]] for word in words] == words


def test_criteria_are_walked_to_any_depth_in_order() -> None:
    assert [one.id for one in deep().criteria()] == ["A1", "A2", "A2.1", "A2.2", "A2.2.1", "B1"]
    assert [one.id for one in deep().leaves()] == ["A1", "A2.1", "A2.2.1", "B1"]
    assert [one.id for one in deep().criterion("A2").leaves()] == ["A2.1", "A2.2.1"]


def test_leaves_for_a_kind_and_year_are_those_that_count_there_and_then() -> None:
    assert [one.id for one in deep().leaves("ministry", 2022)] == ["A1", "A2.1", "B1"]
    assert [one.id for one in deep().leaves("court", 2022)] == ["A1", "A2.1", "A2.2.1", "B1"]


def test_a_criterion_is_found_by_its_id() -> None:
    assert deep().criterion("A2.2.1").max == 4
    with pytest.raises(KeyError):
        deep().criterion("A")


def test_a_criterion_applies_to_the_kinds_it_names_and_to_all_if_it_names_none() -> None:
    assert leaf("A", 1).exists("", 2022)
    assert leaf("A", 1, applies_to=("court", "ministry")).exists("ministry", 2022)
    assert not leaf("A", 1, applies_to=("court",)).exists("ministry", 2022)


@pytest.mark.parametrize(
    ("start", "end", "exists"),
    [
        (date(2022, 12, 31), None, True),  # both days are part of it
        (date(2023, 1, 1), None, False),
        (None, date(2022, 12, 31), True),
        (None, date(2022, 12, 30), False),
        (date(2022, 1, 1), date(2022, 12, 30), False),
        (date(2021, 1, 1), date(2023, 1, 1), True),
    ],
)
def test_a_criterion_exists_in_a_year_whose_last_day_lies_inside(
    start: date | None, end: date | None, exists: bool
) -> None:
    assert attrs.evolve(leaf("A", 1), from_=start, until=end).exists("", 2022) is exists
