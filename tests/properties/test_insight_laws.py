"""Laws of insight: what a name or an order is never makes a difference, and what is missing is never judged."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING

import attrs
from hypothesis import HealthCheck, assume, given, settings, strategies as st

from emulation.activity import Activity
from emulation.bloc import Bloc
from emulation.filling import counting
from emulation.insight.agreement import biases, kendall_w, krippendorff_alpha
from emulation.insight.contributions import contributions
from emulation.insight.discrimination import discriminations, sections_that_decided
from emulation.insight.figures import Draws, Material
from emulation.insight.firmness import margins, under_weights, weight_draws, without_each_criterion
from emulation.insight.movements import coefficient_of_variation, gini
from emulation.insight.report import report
from emulation.insight.years import compare_years
from emulation.interval import clopper_pearson
from emulation.marks import Marks, NotApplicable, SetByHand
from emulation.methods import may_void
from emulation.ranking import rank
from emulation.scoring import score, score_settled
from emulation.settling import settle
from emulation.text import Text
from tests import strategies
from tests.scoring_strategies import YEAR, Shape, marked

if TYPE_CHECKING:
    from emulation.contest import Contest

SLOW = [HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large]
marks_of = st.integers(0, 8).map(lambda n: Decimal(n) / 2)
tables = st.integers(2, 5).flatmap(
    lambda units: st.lists(st.lists(marks_of, min_size=units, max_size=units), min_size=2, max_size=5)
)
shares = st.lists(st.fractions(0, 1, max_denominator=50), min_size=1, max_size=8)


def ratings(table: list[list[Decimal]]) -> dict[str, dict[str, Decimal]]:
    return {f"m{n}": {f"u{k}": mark for k, mark in enumerate(row)} for n, row in enumerate(table)}


# ------------------------------------------------------------------------------------------- agreement


@given(tables, st.randoms(use_true_random=False))
def test_agreement_is_the_same_however_units_and_markers_are_named_and_ordered(
    table: list[list[Decimal]], chance: object
) -> None:
    columns = list(range(len(table[0])))
    chance.shuffle(columns)  # type: ignore[attr-defined]
    other = {f"x{n}": {f"y{k}": row[k] for k in columns} for n, row in enumerate(reversed(table))}
    assert kendall_w(other) == kendall_w(ratings(table))
    assert krippendorff_alpha(other) == krippendorff_alpha(ratings(table))


@given(tables)
def test_agreement_stays_within_its_bounds(table: list[list[Decimal]]) -> None:
    w, alpha = kendall_w(ratings(table)), krippendorff_alpha(ratings(table))
    assert w is None or 0 <= w <= 1
    assert alpha is None or alpha <= 1


@given(st.lists(marks_of, min_size=2, max_size=6), st.integers(2, 5))
def test_perfect_agreement_is_one(row: list[Decimal], markers: int) -> None:
    assume(len(set(row)) > 1)
    table = ratings([row] * markers)
    assert kendall_w(table) == 1
    assert krippendorff_alpha(table) == 1
    assert {bias.points for bias in biases(table)} == {0}


@given(tables)
def test_biases_of_markers_who_marked_everybody_cancel_out(table: list[list[Decimal]]) -> None:
    assert sum(bias.points for bias in biases(ratings(table))) == 0


@given(tables, st.integers(1, 9), st.integers(-5, 5))
def test_agreement_does_not_depend_on_the_scale(table: list[list[Decimal]], times: int, more: int) -> None:
    scaled = [[mark * times + more for mark in row] for row in table]
    assert kendall_w(ratings(scaled)) == kendall_w(ratings(table))
    assert krippendorff_alpha(ratings(scaled)) == krippendorff_alpha(ratings(table))


# ------------------------------------------------------------------------------------------- unevenness, few cases


@given(st.fractions(0, 1, max_denominator=50), st.integers(1, 9))
def test_gini_of_equals_is_zero(share: Fraction, units: int) -> None:
    assert gini([share] * units) == (0 if share else None)
    assert coefficient_of_variation([share] * units) == (0 if share else None)


@given(shares, st.randoms(use_true_random=False))
def test_gini_knows_no_order_and_no_scale(figures: list[Fraction], chance: object) -> None:
    shuffled = list(figures)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    found = gini(figures)
    assert gini(shuffled) == found == gini([3 * one for one in figures])
    assert found is None or 0 <= found < 1


@given(st.integers(1, 60).flatmap(lambda cases: st.tuples(st.integers(0, cases), st.just(cases))))
def test_the_interval_holds_what_was_found_and_mirrors(case: tuple[int, int]) -> None:
    found, cases = case
    low, high = clopper_pearson(found, cases)
    assert low <= Fraction(found, cases) <= high
    assert clopper_pearson(cases - found, cases) == (1 - high, 1 - low)


# ------------------------------------------------------------------------------------------- ranking


def ranked_total(contest: Contest, marks: Marks) -> list[Decimal]:
    return [s.scorecard.lowest.total for s in rank(contest, score(contest, marks)) if s.rank is not None]


@settings(max_examples=60, deadline=None, suppress_health_check=SLOW)
@given(marked(Shape(most=4), missing=60, most_units=4))
def test_no_change_smaller_than_the_margin_swaps_two_neighbours(case: tuple[Contest, Marks]) -> None:
    contest, marks = case
    settled = settle(contest, marks)
    kinds = {leaf.id: s.kind for s in contest.rubric.sections for top in s.criteria for leaf in top.leaves()}
    step = contest.rubric.step
    found = margins(contest, marks, rank(contest, score(contest, marks)))
    totals = {unit: card.lowest for unit, card in score(contest, marks).items()}
    for margin in found:
        goal = totals[margin.upper].total
        assert margin.points == goal - totals[margin.lower].total
        row = settled[margin.lower]
        kind = next(unit.kind for unit in contest.units if unit.id == margin.lower)
        for leaf in contest.rubric.leaves(kind, YEAR):
            now = totals[margin.lower].criteria.get(leaf.id)
            if now is None or isinstance(row.get(leaf.id), NotApplicable):
                assert leaf.id not in margin.changes
                continue
            sign = -1 if kinds[leaf.id] == "penalty" else 1
            enough = None
            change = step
            while enough is None and 0 <= now + sign * change <= leaf.max:
                changed = {**settled, margin.lower: {**row, leaf.id: SetByHand(now + sign * change, "x")}}
                if score_settled(contest, changed)[margin.lower].lowest.total > goal:
                    enough = change
                change += step
            assert margin.changes.get(leaf.id) == enough


@settings(max_examples=60, deadline=None, suppress_health_check=SLOW)
@given(marked(missing=60), st.text(max_size=5))
def test_ranks_under_weights_that_do_not_move_are_kept(case: tuple[Contest, Marks], seed: str) -> None:
    contest, marks = case
    standings = rank(contest, score(contest, marks))
    core = sum(section.kind == "core" for section in contest.rubric.sections)
    for kept in under_weights(contest, standings, [(1000,) * core, (730,) * core]):
        # a total cut at 0 is the one figure that the weights see below it
        if all(s.scorecard.lowest.total for s in standings):
            assert (kept.kept, kept.best, kept.worst) == (2, kept.rank, kept.rank)
    drawn = under_weights(contest, standings, weight_draws(seed, 20, core))
    for kept in drawn:
        assert 0 <= kept.kept <= kept.draws == 20
        assert kept.best <= kept.rank <= kept.worst


@settings(max_examples=60, deadline=None, suppress_health_check=SLOW)
@given(marked(missing=60))
def test_a_constant_criterion_tells_nobody_apart(case: tuple[Contest, Marks]) -> None:
    contest, marks = case
    cards = score(contest, marks)
    for one in discriminations(contest, marks, cards):
        assert one.same_for_all == (one.used == 0 and one.units == one.expected)
        assert one.units <= one.expected <= len(cards)
        if one.used == 0:
            assert one.correlation is None


@settings(suppress_health_check=SLOW)
@given(marked(missing=20))
def test_contributions_add_up_to_the_core(case: tuple[Contest, Marks]) -> None:
    contest, marks = case
    kinds = {unit.id: unit.kind for unit in contest.units}
    for unit, card in score(contest, marks).items():
        parts = list(contributions(contest, kinds[unit], card.lowest))
        counts = {s.id for s, criteria in counting(contest.rubric, kinds[unit], YEAR) if s.kind == "core" and criteria}
        whole = sum((card.lowest.sections[name] for name in counts), Decimal(0))
        assert sum((part for _, part in parts), Fraction(0)) == Fraction(whole)
        assert all(part >= 0 for _, part in parts)


@settings(suppress_health_check=SLOW)
@given(marked(missing=20))
def test_a_criterion_without_points_moves_nobody_when_it_is_left_out(case: tuple[Contest, Marks]) -> None:
    contest, marks = case
    standings = rank(contest, score(contest, marks))
    moved = {one.left_out for one in without_each_criterion(contest, marks, standings)}
    for leaf in contest.rubric.leaves():
        if not may_void(leaf) and not any(one.scorecard.lowest.criteria.get(leaf.id) for one in standings):
            assert leaf.id not in moved


@settings(max_examples=60, deadline=None, suppress_health_check=SLOW)
@given(marked(missing=60))
def test_the_parts_in_the_differences_add_up_to_one(case: tuple[Contest, Marks]) -> None:
    contest, marks = case
    parts = sections_that_decided(contest, score(contest, marks))
    known = [part.share for part in parts if part.share is not None]
    assert sum(known) == 1 if known else all(part.share is None for part in parts)


@settings(max_examples=40, deadline=None, suppress_health_check=SLOW)
@given(marked(missing=60))
def test_a_year_beside_itself_has_not_changed(case: tuple[Contest, Marks]) -> None:
    contest, marks = case
    standings = rank(contest, score(contest, marks))
    found = compare_years(contest, standings, contest, standings)
    assert (found.added, found.removed, found.changed, found.joined, found.left) == ((), (), (), (), ())
    for unit in found.units:
        assert (unit.rank_before, unit.total_before) == (unit.rank_after, unit.total_after)
        assert set(unit.criteria.values()) <= {0}


# ------------------------------------------------------------------------------------------- the report


def bloc_of(contest: Contest) -> Bloc:
    return Bloc("k", Text.same("x"), YEAR, contest.units)


@settings(max_examples=40, deadline=None, suppress_health_check=SLOW)
@given(marked(missing=3), st.randoms(use_true_random=False))
def test_the_report_is_the_same_whatever_units_are_called(case: tuple[Contest, Marks], chance: object) -> None:
    contest, marks = case
    names = [f"z{n}" for n in range(len(contest.units))]
    chance.shuffle(names)  # type: ignore[attr-defined]
    called = {unit.id: name for unit, name in zip(contest.units, names, strict=True)}

    def renamed(rows: object) -> dict[str, object]:
        return {called[unit]: row for unit, row in rows.items()}  # type: ignore[attr-defined]

    other = attrs.evolve(
        contest,
        units=tuple(attrs.evolve(unit, id=called[unit.id]) for unit in contest.units),
        pledges={called[unit]: attrs.evolve(one, unit=called[unit]) for unit, one in contest.pledges.items()},
    )
    others = Marks(
        renamed(marks.own),  # type: ignore[arg-type]
        renamed(marks.verified),  # type: ignore[arg-type]
        renamed(marks.agreed),  # type: ignore[arg-type]
        {called[by]: renamed(rows) for by, rows in marks.peers.items()},  # type: ignore[misc]
    )
    on = date(YEAR, 12, 31)
    weights = Draws("s", weight_draws("s", 5, sum(s.kind == "core" for s in contest.rubric.sections)))
    mine = report(Material(bloc_of(contest), contest, marks, on, draws=weights))
    theirs = report(Material(bloc_of(other), other, others, on, draws=weights))
    for part in ("results", "shortcomings", "missing", "questions"):
        said = [(one.code, tuple(called[unit] for unit in one.units)) for one in getattr(mine, part)]
        assert said == [(one.code, one.units) for one in getattr(theirs, part)]


@settings(max_examples=40, deadline=None, suppress_health_check=SLOW)
@given(marked(Shape(pledged=False), missing=60), st.booleans())
def test_nothing_is_said_of_activities_that_nobody_recorded(case: tuple[Contest, Marks], there: bool) -> None:
    contest, marks = case
    found = report(Material(bloc_of(contest), contest, marks, date(YEAR, 12, 31), Activity() if there else None))
    unheard = {"movements", "models", "publicity", "awards", "tasks", "together", "pledges"}
    assert {one.area for one in (*found.results, *found.shortcomings)}.isdisjoint(unheard)
    said = {one.code for one in found.missing}
    assert {"no-targets", "staff-unknown", "emulation-staff-unknown"} <= said
    if there:
        assert {"no-movements", "no-models", "no-stories", "no-commendations", "no-joint", "no-tasks"} <= said
    else:
        assert "no-activity" in said


@settings(max_examples=30, deadline=None, suppress_health_check=SLOW)
@given(marked())
def test_without_marks_nothing_is_said_of_ranks_and_marking(case: tuple[Contest, Marks]) -> None:
    contest, _ = case
    found = report(Material(bloc_of(contest), contest, Marks(), date(YEAR, 12, 31)))
    assume(all(one.rank is None for one in found.figures.ranking.places))  # no criterion stands on pledges alone
    assert "no-marks" in {one.code for one in found.missing}
    assert {one.area for one in found.shortcomings}.isdisjoint({"ranking", "markers"})


@settings(max_examples=60, deadline=None, suppress_health_check=SLOW)
@given(marked(missing=3, most_units=3), strategies.activities, st.dates(date(YEAR, 1, 1), date(YEAR + 1, 6, 1)))
def test_whatever_was_recorded_makes_a_report(case: tuple[Contest, Marks], activity: Activity, on: date) -> None:
    contest, marks = case
    found = report(Material(bloc_of(contest), contest, marks, on, activity))
    for one in (*found.results, *found.shortcomings, *found.missing, *found.questions):
        assert len({tuple(row) for row in one.rows}) <= 1
        order = [unit.id for unit in contest.units]
        known = [order.index(unit) for unit in one.units if unit in order]
        assert all(before < after for before, after in pairwise(known))
