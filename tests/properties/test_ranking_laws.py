"""Laws of ranking: standings against pairwise comparison, and possible ranks against all fillings."""

from __future__ import annotations

import itertools
import math
from typing import TYPE_CHECKING

import attrs
from hypothesis import HealthCheck, assume, given, note, settings, strategies as st

from emulation.marks import Marks, SetByHand
from emulation.procedure import RankingRules
from emulation.ranking import ChairDecision, Settlements, lot, rank
from emulation.scoring import score
from tests import oracle_scoring as oracle
from tests.scoring_strategies import YEAR, Shape, marked

if TYPE_CHECKING:
    import random

    from emulation.contest import Contest
    from emulation.procedure import Need
    from emulation.ranking import Standing

SMALL = Shape(most=2)
CHAINS = (
    (),
    ("core",),
    ("penalty", "bonus", "criterion:C1"),
    ("pledges", "poll:flag", "lot"),
    ("poll:flag", "core"),
    ("section:S0", "chair", "lot"),
    ("chair",),
    ("lot",),
)
SETTLED = tuple(chain for chain in CHAINS if "chair" not in chain)


@st.composite
def settlements(draw: st.DrawFn, *, every: bool = False) -> Settlements:
    """What a meeting may have settled: a poll of one or two rounds, the lot's seed."""
    votes = st.dictionaries(st.sampled_from(["u0", "u1", "u2", "u3"]), st.integers(0, 3))
    rounds = draw(st.lists(votes, min_size=1, max_size=2))
    polls = {"flag": tuple(rounds)} if every or draw(st.booleans()) else {}
    seed = draw(st.sampled_from(["2022", "hạt giống"]))
    return Settlements(polls=polls, seed=seed if every or draw(st.booleans()) else None)


def standings(contest: Contest, marks: Marks, settled: Settlements | None = None) -> dict[str, Standing]:
    return {one.unit: one for one in rank(contest, score(contest, marks), settled)}


def only_cards(contest: Contest, marks: Marks) -> dict[str, oracle.Card]:
    """The one card of each unit of a table without anything open."""
    found = {}
    for unit in contest.units:
        (found[unit.id],) = oracle.cards(contest, marks, unit)
    return found


def closed(contest: Contest, marks: Marks) -> bool:
    return all(len(states) == 1 for unit in contest.units for states in oracle.options(contest, marks, unit).values())


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(marked(SMALL, missing=6, ties=CHAINS), settlements(), st.sampled_from([(), ("no-blank",), ("above-floor",)]))
def test_best_and_worst_rank_are_those_of_some_filling(
    case: tuple[Contest, Marks], settled: Settlements, needs: tuple[Need, ...]
) -> None:
    contest, marks = case
    contest = attrs.evolve(contest, ranking=attrs.evolve(contest.ranking, needs=needs))
    for unit in contest.units:
        assume(math.prod(len(states) for states in oracle.options(contest, marks, unit).values()) <= 40)
    expected = oracle.possible_ranks(contest, marks, settled)
    found = standings(contest, marks, settled)
    assert {unit: (one.best_rank, one.worst_rank) for unit, one in found.items()} == expected


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(marked(SMALL, missing=10**6, ties=SETTLED), settlements(every=True))
def test_a_rank_is_one_more_than_the_units_above(case: tuple[Contest, Marks], settled: Settlements) -> None:
    contest, marks = case
    assume(closed(contest, marks))
    cards = only_cards(contest, marks)
    found = standings(contest, marks, settled)
    for unit, card in cards.items():
        outcomes = [
            oracle.duel(contest, settled, (other, theirs), (unit, card))
            for other, theirs in cards.items()
            if other != unit
        ]
        assert found[unit].rank == 1 + outcomes.count(1) == found[unit].best_rank == found[unit].worst_rank
        assert found[unit].tied == (0 in outcomes)


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(marked(SMALL, missing=8, ties=CHAINS), settlements())
def test_the_tie_chain_is_a_total_preorder(case: tuple[Contest, Marks], settled: Settlements) -> None:
    contest, marks = case
    found = [one for one in standings(contest, marks, settled).values() if one.rank is not None]
    for one, other in itertools.product(found, found):
        keys = (one.lowest_key, other.lowest_key)
        assert keys[0] < keys[1] or keys[0] > keys[1] or keys[0] == keys[1]
        if one.rank < other.rank:  # a better rank never goes with a lower key
            assert keys[0] >= keys[1]
        if one.rank == other.rank:
            assert one.scorecard.total == other.scorecard.total
            assert one.tied == (len([1 for each in found if each.rank == one.rank]) > 1)
        if keys[0] > keys[1]:
            assert one.rank < other.rank
    ranks = sorted(one.rank for one in found)
    assert ranks == [1 + sum(r < mine for r in ranks) for mine in ranks]


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(marked(SMALL, missing=8, ties=CHAINS), settlements(), st.randoms(use_true_random=False))
def test_the_order_of_units_changes_no_rank(
    case: tuple[Contest, Marks], settled: Settlements, turn: random.Random
) -> None:
    contest, marks = case
    again = attrs.evolve(contest, units=tuple(turn.sample(contest.units, len(contest.units))))
    assert standings(again, marks, settled) == standings(contest, marks, settled)


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(marked(SMALL, missing=10**6, ties=[("core",), (), ("core", "lot")]), settlements(every=True), st.data())
def test_more_points_never_give_a_lower_rank(
    case: tuple[Contest, Marks], settled: Settlements, data: st.DataObject
) -> None:
    contest, marks = case
    contest = attrs.evolve(contest, marks=attrs.evolve(contest.marks, final=("agreed", "verified", "peers")))
    unit = data.draw(st.sampled_from(contest.units))
    gaining = [
        leaf
        for section in contest.rubric.sections
        if section.kind != "penalty"
        for top in section.criteria
        for leaf in oracle.leaves_of(top, unit, YEAR)
        if not isinstance(leaf.method, oracle.Relative)
    ]
    assume(gaining)
    leaf = data.draw(st.sampled_from(gaining))
    step = contest.rubric.step
    at = data.draw(st.integers(0, int(leaf.max / step) - 1)) * step
    ranks = []
    for points in (at, at + step):
        row = {**marks.agreed.get(unit.id, {}), leaf.id: SetByHand(points, "agreed")}
        again = attrs.evolve(marks, agreed={**marks.agreed, unit.id: row})
        ranks.append(standings(contest, again, settled)[unit.id])
    before, after = ranks
    assert after.best_rank <= before.best_rank
    assert after.worst_rank <= before.worst_rank
    assume(before.rank is not None and after.rank is not None)
    assert after.rank <= before.rank


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(marked(attrs.evolve(SMALL, relative=False), missing=8, ties=SETTLED), settlements(every=True), st.data())
def test_a_withdrawn_unit_leaves_the_others_in_their_order(
    case: tuple[Contest, Marks], settled: Settlements, data: st.DataObject
) -> None:
    contest, marks = case
    gone = data.draw(st.sampled_from(contest.units)).id
    before, after = standings(contest, marks, settled), standings(contest.without([gone]), marks, settled)
    assert gone not in after
    for one, other in itertools.product(after, after):
        if after[one].rank is None:
            assert before[one].rank is None
        elif after[other].rank is not None:
            assert (after[one].rank < after[other].rank) == (before[one].rank < before[other].rank)
    assert {unit: one.scorecard for unit, one in after.items()} == {
        unit: one.scorecard for unit, one in before.items() if unit != gone
    }


@settings(max_examples=60, deadline=None)
@given(marked(SMALL, missing=10**6))
def test_equal_totals_share_a_rank_with_the_mark(case: tuple[Contest, Marks]) -> None:
    found = standings(*case)
    for one, other in itertools.permutations(found.values(), 2):
        if one.rank is not None and other.rank is not None:
            equal = one.scorecard.total == other.scorecard.total
            assert equal == (one.rank == other.rank)
            assert not equal or (one.tied and other.tied)


@settings(max_examples=60, deadline=None)
@given(marked(Shape(most=1), missing=10**6, ties=[("lot",)], most_units=4), st.text(min_size=1), st.data())
def test_the_lot_does_not_depend_on_the_order_of_units(
    case: tuple[Contest, Marks], seed: str, data: st.DataObject
) -> None:
    contest, _ = case
    nothing = Marks()
    level = attrs.evolve(contest, rubric=attrs.evolve(contest.rubric, sections=()))  # everybody has 0
    settled = Settlements(seed=seed)
    expected = sorted((unit.id for unit in contest.units), key=lambda unit: lot(seed, "ranking", unit))
    for units in (contest.units, data.draw(st.permutations(contest.units))):
        drawn = rank(attrs.evolve(level, units=tuple(units)), score(level, nothing), settled)
        assert [one.unit for one in drawn] == expected
        assert [one.rank for one in drawn] == list(range(1, len(units) + 1))
        assert {one.broken_by for one in drawn} == {"lot"}


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(marked(SMALL, missing=5, ties=CHAINS), settlements())
def test_what_a_unit_needs_for_a_rank_is_all_that_keeps_it_from_one(
    case: tuple[Contest, Marks], settled: Settlements
) -> None:
    contest, marks = case
    strict = attrs.evolve(contest, ranking=attrs.evolve(contest.ranking, needs=("no-blank", "above-floor")))
    found = standings(strict, marks, settled).values()
    for one in found:
        card = one.scorecard
        note(one)
        assert (one.rank is None) == bool(one.reasons)
        assert ("blank" in one.reasons) == bool(card.blanks)
        assert ("below-floor" in one.reasons) == bool(card.below_floor)
        assert (one.best_rank is None) == bool(card.below_floor)
        if one.rank is not None:
            assert one.rank <= one.worst_rank
            # a unit that is sure to come before, but has a blank, has no rank yet to be counted
            assert one.best_rank <= one.rank + sum(other.rank is None for other in found)


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(marked(Shape(most=1, relative=False), missing=10**6), st.data())
def test_the_word_of_the_chair_holds_for_the_tied_set_alone(case: tuple[Contest, Marks], data: st.DataObject) -> None:
    contest, marks = case
    contest = attrs.evolve(contest, ranking=RankingRules(("chair", "lot"), ()))
    settled = Settlements(seed="s")
    waiting = standings(contest, marks, settled)
    assume(all(one.rank is not None for one in waiting.values()))
    for one in waiting.values():
        assert one.awaits == ("chair" if one.tied else None)
    tied = [unit for unit, one in waiting.items() if one.rank == 1]
    assume(len(tied) > 1)
    order = tuple(data.draw(st.permutations(tied)))
    decided = standings(contest, marks, attrs.evolve(settled, chair=(ChairDecision(order),)))
    assert [decided[unit].rank for unit in order] == list(range(1, len(order) + 1))
    assert {decided[unit].broken_by for unit in order} == {"chair"}
    for unit in order:
        assert decided[unit].best_rank == decided[unit].rank == decided[unit].worst_rank
    fewer = standings(contest.without([order[0]]), marks, attrs.evolve(settled, chair=(ChairDecision(order),)))
    assert {fewer[unit].rank for unit in order[1:]} == {1}
