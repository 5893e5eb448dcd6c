"""Laws of scoring: `emulation.scoring` against a naive second reading, and what must hold whatever the marks are."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, assume, given, note, settings

from emulation import rubric_check
from emulation.scoring import score
from tests import oracle_scoring as oracle
from tests.scoring_strategies import KINDS, YEAR, marked, rubrics

if TYPE_CHECKING:
    from emulation.contest import Contest
    from emulation.marks import Marks
    from emulation.rubric import Rubric

MOST_FILLINGS = 400


def few_fillings(contest: Contest, marks: Marks) -> bool:
    """Whether all fillings of every unit can be tried."""
    counts = (
        math.prod(len(states) for states in oracle.options(contest, marks, unit).values()) for unit in contest.units
    )
    return max(counts) <= MOST_FILLINGS


@settings(max_examples=60, deadline=None)
@given(rubrics())
def test_generated_rubrics_are_sound(rubric: Rubric) -> None:
    findings = list(rubric_check.check(rubric, (*KINDS, ""), YEAR))
    assert not [one for one in findings if one.severity == "error" and one.code != "duplicate-reach"]


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(marked())
def test_every_figure_is_exactly_what_the_fillings_reach(case: tuple[Contest, Marks]) -> None:
    contest, marks = case
    assume(few_fillings(contest, marks))
    found = score(contest, marks)
    for unit in contest.units:
        cards = oracle.cards(contest, marks, unit)
        card = found[unit.id]
        note((unit.id, card))
        low, high = card.lowest, card.highest
        for name in ("core", "bonus", "total"):
            reached = [getattr(one, name) for one in cards]
            assert (min(reached), max(reached)) == (getattr(low, name), getattr(high, name))
        penalties = [one.penalty for one in cards]
        assert (min(penalties), max(penalties)) == (high.penalty, low.penalty)
        for place in ("criteria", "sections"):
            assert set(getattr(low, place)) == set(getattr(cards[0], place))
            for name in getattr(low, place):
                reached = [getattr(one, place)[name] for one in cards]
                assert [min(reached), max(reached)] == sorted([getattr(low, place)[name], getattr(high, place)[name]])
