"""Laws of explanations: what they say makes the figures that they explain."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING

from hypothesis import given, settings

from emulation import explanation as x
from emulation.explanation import Explained, explain
from emulation.number import round_half_up
from emulation.ranking import rank
from emulation.rubric import Criterion
from emulation.scoring import score
from emulation.wording import Wording
from emulation.wording.reasons import beside, why
from tests.scoring_strategies import Shape, marked

if TYPE_CHECKING:
    from collections.abc import Iterator

    from emulation.contest import Contest
    from emulation.marks import Marks


def of_one(one: x.One, most: Decimal) -> Fraction:
    """The exact points that the arithmetic of one value makes, from what it says alone."""
    match one:
        case x.AsEntered(points):
            return Fraction(points)
        case x.AtLevel(level):
            return Fraction(level.at)
        case x.Attained(share=share, per_percent_short=None):
            return min(share, Fraction(1)) * Fraction(most)
        case x.Attained(per_percent_short=each, short=short):
            return max(Fraction(most) - Fraction(each or 0) * short, Fraction(0))
        case x.Counted(count, each):
            return Fraction(min(count * each, most))
        case x.Deducted(count, each):
            return Fraction(max(most - count * each, Decimal(0)))
        case x.YesOrNo(yes):
            return Fraction(most if yes else 0)
        case x.Compared(value, goal, excess, best, _, at_goal):
            base = at_goal * Fraction(most)
            if excess < 0:
                return base * Fraction(value) / Fraction(goal)
            return base + ((1 - at_goal) * Fraction(most) * excess / best if excess else 0)
        case x.InBand():
            raise AssertionError("a band's points stand in the rubric")


def walk(one: Explained) -> Iterator[Explained]:
    yield one
    for part in one.parts:
        yield from walk(part)


def again(one: Explained, step: Decimal) -> Decimal | None:
    """The points that an explanation makes, where it says all that makes them; ``None`` for open points and bands."""
    how = one.how
    if one.low is None or one.low != one.high:
        return None
    match how:
        case x.Worked(events):
            if any(isinstance(event, x.InBand) for event, _ in events):
                return None
            worths = [of_one(event, one.max) for event, _ in events]
            return round_half_up(sum(worths, Fraction(0)) / len(worths), step)
        case x.FromPledge(one=event):
            return round_half_up(of_one(event, one.max), step)
        case x.Gathered() if any(part.low != part.high for part in one.parts):
            return None
        case x.Gathered(take, applying, whole, cut, voided_by):
            worths = [Fraction(part.low) for part in one.parts if part.low is not None]
            if voided_by:
                return Decimal(0)
            if not worths:
                return None
            made = {
                "sum": sum(worths, Fraction(0)),
                "highest": max(worths),
                "mean": sum(worths, Fraction(0)) / len(worths),
            }
            scaled = made[take] * whole / applying if whole != applying else made[take]
            return round_half_up(scaled if cut is None else min(scaled, Fraction(cut)), step)
        case _:
            return None


@given(marked(Shape()))
@settings(max_examples=60)
def test_the_arithmetic_that_is_told_makes_the_points(case: tuple[Contest, Marks]) -> None:
    contest, marks = case
    standings = rank(contest, score(contest, marks))
    for explanation in explain(contest, marks, standings).values():
        for one in (part for section in explanation.sections for part in walk(section)):
            made = again(one, contest.rubric.step)
            assert made is None or made == one.low, (one.id, one.how)


@given(marked(Shape()))
@settings(max_examples=60)
def test_every_criterion_that_counts_is_explained_in_both_languages(case: tuple[Contest, Marks]) -> None:
    contest, marks = case
    standings = rank(contest, score(contest, marks))
    explanations = explain(contest, marks, standings)
    kinds = {unit.id: unit.kind for unit in contest.units}
    for standing in standings:
        explanation = explanations[standing.unit]
        for leaf in contest.rubric.leaves(kinds[standing.unit], contest.year):
            one = explanation.criterion(leaf.id)
            if one is not None:
                assert isinstance(one.of, Criterion)
                assert one.low == min_or_none(
                    standing.scorecard.lowest.criteria.get(leaf.id), standing.scorecard.highest.criteria.get(leaf.id)
                )
        for language in ("vi", "en"):
            wording = Wording(language)
            for one in (part for section in explanation.sections for part in walk(section)):
                assert why(one, wording, {})
            for comparison, above in ((explanation.above, True), (explanation.below, False)):
                assert comparison is None or beside(comparison, wording, {}, above=above)


def min_or_none(one: Decimal | None, other: Decimal | None) -> Decimal | None:
    return None if one is None or other is None else min(one, other)


@given(marked(Shape()))
@settings(max_examples=60)
def test_neighbours_see_each_other_from_both_sides(case: tuple[Contest, Marks]) -> None:
    contest, marks = case
    standings = rank(contest, score(contest, marks))
    explanations = explain(contest, marks, standings)
    for upper, lower in pairwise(standings):
        down, up = explanations[upper.unit].below, explanations[lower.unit].above
        assert (down is None) == (up is None)
        if down is None or up is None:
            continue
        assert [(link.name, link.own, link.other) for link in down.links] == [
            (link.name, link.other, link.own) for link in up.links
        ]
        parted = down.links[-1].own != down.links[-1].other
        assert parted == (upper.rank != lower.rank)
        if parted and down.links[-1].name != "chair":
            assert down.links[-1].own > down.links[-1].other
