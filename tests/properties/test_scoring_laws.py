"""Laws of scoring: `emulation.scoring` against a naive second reading, and what must hold whatever the marks are."""

from __future__ import annotations

import math
from datetime import date
from decimal import localcontext
from typing import TYPE_CHECKING

import attrs
from hypothesis import HealthCheck, assume, given, note, settings, strategies as st

from emulation import rubric_check
from emulation.marks import Given, Marks, SetByHand, Sheet, gather
from emulation.scoring import score
from tests import oracle_scoring as oracle
from tests.scoring_strategies import KINDS, YEAR, Shape, marked, rubrics, values

if TYPE_CHECKING:
    import random

    from emulation.contest import Contest
    from emulation.rubric import Criterion, Rubric
    from emulation.scoring import Scorecard

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


@settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
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
        always = frozenset.intersection(*(one.below for one in cards))
        assert set(card.below_floor) == always
        assert set(card.doubtful_floor) == frozenset.union(*(one.below for one in cards)) - always


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(marked(Shape(most=3), missing=6))
def test_halving_reaches_every_filling_and_no_other(case: tuple[Contest, Marks]) -> None:
    contest, marks = case
    for unit in contest.units:
        assume(math.prod(len(states) for states in oracle.options(contest, marks, unit).values()) <= MOST_FILLINGS / 4)
    for unit, card in zip(contest.units, score(contest, marks).values(), strict=True):
        expected = {(one.core, one.bonus, one.penalty) for one in oracle.cards(contest, marks, unit)}
        found = {(card.lowest.core, card.lowest.bonus, card.lowest.penalty)} if card.fillings is None else set()
        parts = [card.fillings] if card.fillings is not None else []
        while parts:
            part = parts.pop()
            halves = part.halves()
            parts += halves
            if not halves:
                only = part.worst()
                assert only == part.best()
                found.add((only.core, only.bonus, only.penalty))
        assert found == expected


def shuffled(criteria: tuple[Criterion, ...], turn: random.Random) -> tuple[Criterion, ...]:
    again = [attrs.evolve(one, parts=shuffled(one.parts, turn)) for one in criteria]
    turn.shuffle(again)
    return tuple(again)


def figures(card: Scorecard) -> tuple[object, ...]:
    return card.unit, card.lowest, card.highest, sorted(card.blanks), sorted(card.open), sorted(card.below_floor)


@settings(max_examples=60, deadline=None)
@given(marked(), st.randoms(use_true_random=False))
def test_the_order_of_units_changes_nothing(case: tuple[Contest, Marks], turn: random.Random) -> None:
    contest, marks = case
    units = turn.sample(contest.units, len(contest.units))
    assert score(attrs.evolve(contest, units=tuple(units)), marks) == score(contest, marks)


@settings(max_examples=60, deadline=None)
@given(marked(), st.randoms(use_true_random=False))
def test_the_order_of_criteria_changes_no_points(case: tuple[Contest, Marks], turn: random.Random) -> None:
    contest, marks = case
    rubric = contest.rubric
    sections = [attrs.evolve(section, criteria=shuffled(section.criteria, turn)) for section in rubric.sections]
    turn.shuffle(sections)
    again = attrs.evolve(contest, rubric=attrs.evolve(rubric, sections=tuple(sections)))
    before, after = score(contest, marks), score(again, marks)
    assert [figures(card) for card in before.values()] == [figures(card) for card in after.values()]


def sheets_of(marks: Marks) -> list[Sheet]:
    day = date(YEAR, 12, 1)
    sheets = [Sheet("self", unit, day, {unit: row}) for unit, row in marks.own.items()]
    sheets += [Sheet("peer", marker, day, table) for marker, table in marks.peers.items()]
    sheets += [Sheet("verified", "team-1", day, marks.verified), Sheet("verified", "team-2", day, marks.own)]
    return sheets


@settings(max_examples=60, deadline=None)
@given(marked(), st.randoms(use_true_random=False))
def test_the_order_of_sheets_changes_nothing(case: tuple[Contest, Marks], turn: random.Random) -> None:
    contest, marks = case
    sheets = sheets_of(marks)
    again = turn.sample(sheets, len(sheets))
    assert score(contest, gather(again)) == score(contest, gather(sheets))


@settings(max_examples=100, deadline=None)
@given(marked(Shape(relative=False)), st.data())
def test_more_points_on_a_criterion_never_give_a_lower_total(case: tuple[Contest, Marks], data: st.DataObject) -> None:
    contest, marks = case
    unit = data.draw(st.sampled_from(contest.units))
    kind_of = {leaf.id: s.kind for s in contest.rubric.sections for top in s.criteria for leaf in top.leaves()}
    leaf = data.draw(st.sampled_from(list(contest.rubric.leaves(unit.kind, YEAR)) or [None]))
    assume(leaf is not None)
    step = contest.rubric.step
    at = data.draw(st.integers(0, int(leaf.max / step) - 1)) * step
    cards = []
    for points in (at, at + step):
        row = {**marks.agreed.get(unit.id, {}), leaf.id: SetByHand(points, "agreed")}
        rules = attrs.evolve(contest.marks, final=("agreed", "verified"))
        with_points = attrs.evolve(marks, agreed={**marks.agreed, unit.id: row})
        cards.append(score(attrs.evolve(contest, marks=rules), with_points)[unit.id])
    less, more = cards if kind_of[leaf.id] != "penalty" else reversed(cards)
    assert less.lowest.total <= more.lowest.total
    assert less.highest.total <= more.highest.total


@settings(max_examples=100, deadline=None)
@given(marked(Shape(relative=False, pledged=False), missing=4, sources=[("verified",)]), st.data())
def test_a_mark_on_a_blank_never_widens_what_is_open(case: tuple[Contest, Marks], data: st.DataObject) -> None:
    contest, marks = case
    before = score(contest, marks)
    blank = [(card.unit, name) for card in before.values() for name in card.blanks]
    assume(blank)
    unit, name = data.draw(st.sampled_from(blank))
    value = data.draw(values(contest.rubric.criterion(name), contest.rubric.step))
    filled = {**marks.verified, unit: {**marks.verified[unit], name: Given(value)}}
    after = score(contest, attrs.evolve(marks, verified=filled))
    old, new = before[unit], after[unit]
    assert old.lowest.total <= new.lowest.total <= new.highest.total <= old.highest.total
    assert {*old.blanks} - {*new.blanks} == {name}
    assert {*old.below_floor} <= {*new.below_floor} <= {*old.below_floor, *old.doubtful_floor}


@settings(max_examples=100, deadline=None)
@given(marked(missing=5))
def test_points_lie_between_nothing_and_the_maximum(case: tuple[Contest, Marks]) -> None:
    contest, marks = case
    for card in score(contest, marks).values():
        for points in (card.lowest, card.highest):
            assert points.total >= 0
            for name, worth in points.criteria.items():
                assert 0 <= worth <= contest.rubric.criterion(name).max
                assert worth % contest.rubric.step == 0
            for section in contest.rubric.sections:
                assert 0 <= points.sections[section.id] <= section.max
            assert points.core <= contest.rubric.total


@settings(max_examples=60, deadline=None)
@given(marked(Shape(kinds=False, voids=False), sources=[("verified",)]))
def test_rescaling_nothing_is_the_identity(case: tuple[Contest, Marks]) -> None:
    contest, marks = case
    given_only = {
        unit: {name: mark for name, mark in row.items() if isinstance(mark, Given)}
        for unit, row in marks.verified.items()
    }
    cards = {}
    for policy in ("rescale", "full", "zero"):
        rubric = attrs.evolve(contest.rubric, not_applicable=policy)
        cards[policy] = score(attrs.evolve(contest, rubric=rubric), Marks(verified=given_only))
    assert cards["rescale"] == cards["full"] == cards["zero"]
    for card in cards["rescale"].values():
        for points in (card.lowest, card.highest):
            for section in contest.rubric.sections:
                plain = sum(points.criteria[criterion.id] for criterion in section.criteria)
                assert points.sections[section.id] == (plain if section.kind == "core" else min(plain, section.max))


@settings(max_examples=60, deadline=None)
@given(marked(missing=5), st.integers(1, 6))
def test_the_precision_around_changes_nothing(case: tuple[Contest, Marks], precision: int) -> None:
    contest, marks = case
    expected = score(contest, marks)
    with localcontext(prec=precision):
        assert score(contest, marks) == expected
