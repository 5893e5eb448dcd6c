"""Plots in dots: as wide and high as asked, curves where their points say, names where curves end."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, strategies as st
from rich.cells import cell_len

from emulation.insight.progress import reported
from emulation.pledge import Report, Target
from emulation.text import Text
from emulation.wording import Wording
from tui.screens.plots import HIGHEST, MOST, ranks_over_years, targets_over_time
from tui.widgets.plot import MARK, Curve, plot

F = Fraction
YEAR_END = date(2022, 12, 31)
UP = Curve(((F(0), F(0)), (F(1), F(1))), "up")
TICKS = {F(0): "0", F(1): "goal"}
ENDS = ("begin", "end")

shares = st.fractions(0, 3, max_denominator=50)
points = st.lists(st.tuples(st.fractions(0, 1, max_denominator=50), shares), min_size=1, max_size=5)
curves = st.lists(
    st.builds(
        lambda found, name, dotted, marked: Curve(tuple(sorted(found)), name, dotted, marked),
        points,
        st.sampled_from(("", "BTP", "Tòa án")),
        st.booleans(),
        st.booleans(),
    ),
    min_size=1,
    max_size=8,
)


@given(curves, st.integers(1, 120), st.integers(1, 12))
def test_a_plot_is_as_high_as_asked_and_never_wider(drawn: list[Curve], cells: int, height: int) -> None:
    rows = plot(drawn, TICKS, ENDS, cells, height)
    assert len(rows) in {0, height + 1}
    assert max(map(cell_len, rows), default=0) <= cells


def test_a_curve_goes_up_from_the_axis_to_its_name() -> None:
    rows = plot([UP], TICKS, ENDS, 40, 5)
    assert [row[:6] for row in rows[:5]] == ["goal ┤", "     │", "     │", "     │", "   0 ┤"]
    inked = [[place for place, sign in enumerate(row[6:36]) if "\u2800" < sign <= "\u28ff"] for row in rows[:5]]
    assert all(inked)
    assert [min(row) for row in inked] == sorted((min(row) for row in inked), reverse=True)
    assert (min(inked[4]), max(inked[0])) == (0, 30 - 1)
    assert rows[0].endswith(" up")
    assert rows[5].split() == list(ENDS)


def test_a_dotted_curve_has_fewer_dots_and_a_marked_one_a_mark_on_every_point() -> None:
    def dots(curve: Curve) -> int:
        text = "".join(plot([curve], {}, ("", ""), 40, 5))
        return sum((ord(sign) - 0x2800).bit_count() for sign in text if "\u2800" < sign <= "\u28ff")

    assert 0 < dots(Curve(UP.points, dotted=True)) < dots(UP) / 2
    marked = Curve(((F(0), F(0)), (F(1, 2), F(1, 4)), (F(1), F(1))), marked=True)
    assert "".join(plot([marked], {}, ("", ""), 40, 5)).count(MARK) == 3


def test_names_stand_in_the_order_in_which_curves_end() -> None:
    ends = {"a": F(1, 2), "b": F(1), "c": F(49, 100), "d": F(99, 100)}
    drawn = [Curve(((F(0), F(0)), (F(1), end)), name) for name, end in ends.items()]
    rows = plot(drawn, {}, ("", ""), 40, 4)
    assert [row[-1] for row in rows[:4]] == ["b", "d", "a", "c"]


def test_only_reported_points_raise_the_top() -> None:
    """A forecast far above the goal leaves the plot instead of pressing all else to the floor."""
    flat = Curve(((F(0), F(1)), (F(1), F(1))))
    wild = Curve(((F(0), F(1)), (F(1), F(90))), dotted=True)
    assert plot([flat, wild], TICKS, ENDS, 40, 4)[0].startswith("goal ┤⠉")


@pytest.mark.parametrize(
    ("drawn", "cells", "height"), [([], 40, 5), ([Curve(())], 40, 5), ([UP], 20, 5), ([UP], 40, 0)]
)
def test_nothing_is_drawn_without_points_or_room(drawn: list[Curve], cells: int, height: int) -> None:
    assert plot(drawn, TICKS, ENDS, cells, height) == []


# ------------------------------------------------------------------------------------------- targets over the year


def target(*values: int, goal: int = 100, due: date | None = None, direction: str = "at-least") -> Target:
    days = (date(2022, 3, 31), date(2022, 6, 30), date(2022, 9, 30))
    reports = tuple(Report(on, Decimal(value)) for on, value in zip(days, values, strict=False))
    name = Text.same("t")
    return Target("t", name, "%", Decimal(goal), direction, due=due, reports=reports)  # type: ignore[arg-type]


def test_reports_are_shares_of_the_goal_and_of_the_time_until_due() -> None:
    assert reported(target(20, 50), 2022, YEAR_END) == ((F(90, 365), F(1, 5)), (F(181, 365), F(1, 2)))
    assert reported(target(20, 50), 2022, date(2022, 6, 29)) == ((F(90, 365), F(1, 5)),)
    assert reported(target(20, 50, due=date(2022, 5, 1)), 2022, YEAR_END)[1] == (F(1), F(1, 2))
    assert reported(target(3, goal=0, direction="at-most"), 2022, YEAR_END) == ()


def told(*targets: tuple[str, Target]) -> str:
    return "\n".join(one.plain for one in targets_over_time(targets, 2022, YEAR_END, Wording("en"), 60))


def test_one_target_goes_on_to_its_due_day_and_several_do_not() -> None:
    assert "dots go on" in told(("BTP", target(20, 50)))
    several = told(("BTP", target(20, 50)), ("BCA", target(30)), ("KTNN", target(9, direction="at-most")))
    assert "dots go on" not in several
    assert all(word in several for word in ("BTP", "BCA", "calendar", "2022-12-31"))
    assert "KTNN" not in several
    assert "at most" in told(("KTNN", target(9, direction="at-most")))
    assert "due" in told(("BTP", target(20, due=date(2022, 10, 1))), ("BCA", target(30)))


def test_no_report_or_too_many_targets_make_no_plot() -> None:
    assert told(("BTP", target())) == ""
    assert told(*((f"u{n}", target(n)) for n in range(MOST))) != ""
    assert told(*((f"u{n}", target(n)) for n in range(MOST + 1))) == ""


# ------------------------------------------------------------------------------------------- ranks of two years


def test_ranks_stand_at_both_ends_and_shared_ones_share_a_line() -> None:
    drawn = ranks_over_years([("a", 1, 2), ("b", 2, 1), ("c", 3, 2)], Wording("en"), 50)
    first, second, third = (one.plain for one in drawn[1:4])
    assert first.startswith("a 1 ┤")
    assert first.endswith("1 b")
    assert second.endswith("2 a, c")
    assert third.startswith("c 3 ┤")


@pytest.mark.parametrize("ranks", [[], [("a", 1, 1)], [("a", 1, HIGHEST + 1)]])
def test_ranks_that_would_tell_nothing_are_not_drawn(ranks: list[tuple[str, int, int]]) -> None:
    assert ranks_over_years(ranks, Wording("en"), 50) == []
