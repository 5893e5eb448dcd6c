"""Laws of pledges: attainment is exact and monotone, and learning more never turns a settled answer round."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

import attrs
from hypothesis import assume, given, strategies as st

from emulation.pledge import (
    Pledge,
    Report,
    Target,
    attainment,
    fulfilled,
    last_report,
    over_fulfilled,
    ratio,
    share_attained,
)
from emulation.text import Text

if TYPE_CHECKING:
    import random

DAYS = st.integers(0, 400).map(lambda day: date(2022, 1, 1) + timedelta(day))
FIGURES = st.decimals(0, 1000, places=2)
POSITIVE = st.decimals(Decimal("0.01"), 1000, places=2)
DIRECTIONS = st.sampled_from(["at-least", "at-most"])


@st.composite
def targets(draw: st.DrawFn, name: str = "t") -> Target:
    direction = draw(DIRECTIONS)
    goal = draw(POSITIVE if direction == "at-least" else FIGURES)
    days = draw(st.lists(DAYS, max_size=4, unique=True))
    reports = tuple(Report(day, draw(st.one_of(FIGURES, st.just(goal)))) for day in days)
    return Target(name, Text(), "%", goal, direction, reports=reports)


@st.composite
def pledges(draw: st.DrawFn) -> Pledge:
    signed = draw(st.sampled_from([None, date(2022, 1, 5)]))
    listed = [draw(targets(f"t{n}")) for n in range(draw(st.integers(0, 3)))]
    return Pledge("a", signed, tuple(listed))


@given(targets(), DAYS, st.randoms(use_true_random=False))
def test_the_order_of_reports_changes_nothing(target: Target, on: date, turn: random.Random) -> None:
    again = attrs.evolve(target, reports=tuple(turn.sample(target.reports, len(target.reports))))
    assert attainment(again, on) == attainment(target, on)


@given(targets(), DAYS)
def test_a_report_from_a_later_day_is_not_read(target: Target, on: date) -> None:
    known = attrs.evolve(target, reports=tuple(report for report in target.reports if report.on <= on))
    assert attainment(target, on) == attainment(known, on)
    report = last_report(target, on)
    assert (report is None) == (not known.reports)
    assert report is None or all(other.on <= report.on for other in known.reports)


@given(FIGURES, FIGURES, POSITIVE)
def test_more_attains_more_at_least_and_less_at_most(one: Decimal, other: Decimal, goal: Decimal) -> None:
    less, more = sorted([one, other])
    assert ratio(less, goal, "at-least") <= ratio(more, goal, "at-least")
    assume(less > 0)  # nothing at all is full attainment, not more than full
    assert ratio(less, goal, "at-most") >= ratio(more, goal, "at-most")


@given(FIGURES, POSITIVE)
def test_attainment_is_exact(value: Decimal, goal: Decimal) -> None:
    assert ratio(value, goal, "at-least") * Fraction(goal) == Fraction(value)
    assert ratio(goal, value, "at-most") * Fraction(goal) == Fraction(value)


@given(targets(), DAYS)
def test_a_share_of_one_is_where_the_goal_is_met(target: Target, on: date) -> None:
    report, share = last_report(target, on), attainment(target, on)
    assume(report is not None and share is not None)
    met = report.value >= target.goal if target.direction == "at-least" else report.value <= target.goal
    assert met == (share >= 1)


@given(pledges(), DAYS)
def test_over_fulfilled_is_fulfilled(pledge: Pledge, on: date) -> None:
    whole, over = fulfilled(pledge, on), over_fulfilled(pledge, on)
    if over is True:
        assert whole is True
    if over is None or whole is None:
        assert over is whole


@given(pledges(), DAYS)
def test_fulfilled_is_the_conjunction_of_its_targets(pledge: Pledge, on: date) -> None:
    shares = [attainment(target, on) for target in pledge.targets]
    known = [share for share in shares if share is not None]
    if pledge.signed is None or not shares:
        expected = None
    elif any(share < 1 for share in known):
        expected = False
    else:
        expected = True if len(known) == len(shares) else None
    assert fulfilled(pledge, on) is expected


@given(pledges(), DAYS, FIGURES, st.data())
def test_a_first_report_never_turns_a_settled_answer(
    pledge: Pledge, on: date, value: Decimal, data: st.DataObject
) -> None:
    silent = [n for n, target in enumerate(pledge.targets) if last_report(target, on) is None]
    assume(silent)
    place = data.draw(st.sampled_from(silent))
    listed = list(pledge.targets)
    listed[place] = attrs.evolve(listed[place], reports=(*listed[place].reports, Report(on, value)))
    before = fulfilled(pledge, on)
    if before is not None:
        assert fulfilled(attrs.evolve(pledge, targets=tuple(listed)), on) is before
    assert share_attained(attrs.evolve(pledge, targets=tuple(listed)), on) >= share_attained(pledge, on)


@given(pledges(), DAYS)
def test_the_share_attained_is_a_share(pledge: Pledge, on: date) -> None:
    share = share_attained(pledge, on)
    assert 0 <= share <= 1
    if pledge.signed is not None and pledge.targets:
        assert (share == 1) == (fulfilled(pledge, on) is True)
