"""What an explanation says where points were taken, rescaled or cut."""

from __future__ import annotations

import pytest

from emulation.explanation import Gathered, explain
from emulation.ranking import rank
from emulation.rubric import Levels, Rubric
from emulation.scoring import score
from tests.small_rubrics import contest, group, leaf, levels, row, rubric, section, verified


def gathered(of: Rubric, name: str, **marks: object) -> Gathered:
    one, given = contest(of), verified(a=row(**marks))
    explained = explain(one, given, rank(one, score(one, given)))["a"].criterion(name)
    assert explained is not None
    assert isinstance(explained.how, Gathered)
    return explained.how


@pytest.mark.parametrize(
    ("ats", "mark", "voided_by"),
    [
        (("6", "0"), "0", ("A1.1",)),
        (("6", "0"), "6", ()),
        (("6", "0"), "blank", ()),  # it may turn out to void
        (("0",), "blank", ("A1.1",)),  # every level voids
        (("0",), None, ()),
        (("0",), "=3", ()),
    ],
)
def test_what_took_all_points_from_a_group_is_named(
    ats: tuple[str, ...], mark: str | None, voided_by: tuple[str, ...]
) -> None:
    inner = group("A1", 10, leaf("A1.1", 6, Levels(levels(*ats, voids="0"))), leaf("A1.2", 4))
    marks = {"A1.2": 4} if mark == "blank" else {"A1.1": mark, "A1.2": 4}
    assert gathered(rubric(section("A", 10, inner)), "A1", **marks).voided_by == voided_by


def test_a_group_that_is_rescaled_tells_both_maxima_and_one_that_is_cut_its_max() -> None:
    core = rubric(section("A", 10, leaf("A1", 6), leaf("A2", 4)))
    rescaled = gathered(core, "A", A1=3, A2=None)
    assert (rescaled.applying, rescaled.whole, rescaled.cut) == (6, 10, None)
    bonus = rubric(section("A", 1, leaf("A1", 1)), section("B", 5, leaf("B1", 4), leaf("B2", 4), kind="bonus"))
    assert gathered(bonus, "B", A1=1, B1=4, B2=4).cut == 5
