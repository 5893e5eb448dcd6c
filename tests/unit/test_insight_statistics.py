"""Every statistic against an oracle of another author, or a worked example that was published."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from random import Random

import pytest
from scipy import stats

from emulation.insight.agreement import biases, kendall_w, krippendorff_alpha, midranks
from emulation.insight.discrimination import pearson
from emulation.insight.movements import coefficient_of_variation, gini
from emulation.interval import clopper_pearson
from tests.small_rubrics import d

SEEDS = range(20)
Table = dict[str, dict[str, Decimal]]


def ratings(*rows: str) -> Table:
    """A row a marker; a point is a unit that it did not mark."""
    return {
        f"m{number}": {f"u{place}": d(mark) for place, mark in enumerate(row.split()) if mark != "."}
        for number, row in enumerate(rows)
    }


def drawn(seed: int, markers: int = 5, units: int = 7, most: int = 6) -> list[list[int]]:
    draw = Random(seed)  # noqa: S311  (a table of figures, no secret)
    return [[draw.randint(0, most) for _ in range(units)] for _ in range(markers)]


def as_ratings(table: list[list[int]]) -> Table:
    return {f"m{n}": {f"u{k}": Decimal(mark) for k, mark in enumerate(row)} for n, row in enumerate(table)}


# ------------------------------------------------------------------------------------------- agreement


@pytest.mark.parametrize("seed", SEEDS)
def test_kendalls_w_is_friedmans_chi_square_over_m_times_n_less_one(seed: int) -> None:
    table = drawn(seed)
    chi_square = stats.friedmanchisquare(*zip(*table, strict=True)).statistic
    assert kendall_w(as_ratings(table)) == pytest.approx(chi_square / (5 * 6), abs=1e-12)


@pytest.mark.parametrize("seed", SEEDS)
def test_midranks_are_those_of_scipy(seed: int) -> None:
    figures = drawn(seed)[0]
    expected = stats.rankdata([-figure for figure in figures])
    assert [float(rank) for rank in midranks([Decimal(figure) for figure in figures])] == list(expected)


def test_kendalls_w_looks_only_at_units_that_every_marker_marked() -> None:
    assert kendall_w(ratings("1 2 3 9", "1 2 3 .", "1 2 3 0")) == 1
    assert kendall_w(ratings("1 2 3", ". . 1")) is None
    assert kendall_w(ratings("1 2 3")) is None
    assert kendall_w(ratings("4 4 4", "4 4 4")) is None


def test_alpha_of_four_observers_as_published() -> None:
    """Krippendorff, Computing Krippendorff's Alpha-Reliability (2011), section C: interval data, 0.849."""
    table = ratings(
        "1 2 3 3 2 1 4 1 2 . . .",
        "1 2 3 3 2 2 4 1 2 5 . 3",
        ". 3 3 3 2 3 4 2 2 5 1 .",
        "1 2 3 3 2 4 4 1 2 5 1 .",
    )
    assert krippendorff_alpha(table) == pytest.approx(0.849, abs=0.0005)


def test_alpha_of_three_coders_as_published() -> None:
    """The example of the article "Krippendorff's alpha" in Wikipedia: interval data, 0.811."""
    table = ratings(
        ". . . . . 3 4 1 2 1 1 3 3 . 3",
        "1 . 2 1 3 3 4 3 . . . . . . .",
        ". . 2 1 3 4 4 . 2 1 1 3 3 . 4",
    )
    assert krippendorff_alpha(table) == pytest.approx(0.811, abs=0.0005)


@pytest.mark.parametrize("seed", SEEDS)
def test_alpha_is_that_of_the_krippendorff_package(seed: int) -> None:
    package = pytest.importorskip("krippendorff", reason="optional: its licence keeps it out of what is installed")
    table = drawn(seed)
    hidden = Random(-seed - 1)  # noqa: S311
    kept = [[mark if hidden.random() < 0.7 else None for mark in row] for row in table]
    mine = {
        f"m{n}": {f"u{k}": Decimal(mark) for k, mark in enumerate(row) if mark is not None}
        for n, row in enumerate(kept)
    }
    data = [[float("nan") if mark is None else mark for mark in row] for row in kept]
    assert krippendorff_alpha(mine) == pytest.approx(package.alpha(data, level_of_measurement="interval"), abs=1e-9)


def test_alpha_needs_two_marks_of_one_unit_and_some_difference() -> None:
    assert krippendorff_alpha(ratings("1 .", ". 2")) is None
    assert krippendorff_alpha(ratings("3 3", "3 3")) is None
    assert krippendorff_alpha({}) is None


def test_a_bias_is_the_mean_distance_from_the_mean_of_the_others() -> None:
    found = biases(ratings("9 8", "7 6", "8 7 5"))
    half = Fraction(3, 2)
    assert [(one.marker, one.points, one.units) for one in found] == [("m0", half, 2), ("m2", 0, 2), ("m1", -half, 2)]
    assert [(one.marker, one.points) for one in biases(ratings("10 20", "0 10"))] == [("m0", 10), ("m1", -10)]


# ------------------------------------------------------------------------------------------- correlation


@pytest.mark.parametrize("seed", SEEDS)
def test_pearson_is_that_of_scipy(seed: int) -> None:
    left, right = drawn(seed, markers=2, units=9, most=40)
    pairs = [(Fraction(x, 4), Fraction(y)) for x, y in zip(left, right, strict=True)]
    assert pearson(pairs) == pytest.approx(stats.pearsonr(left, right).statistic, abs=1e-12)


def test_pearson_of_a_constant_is_not_known() -> None:
    assert pearson([(Fraction(1), Fraction(2)), (Fraction(1), Fraction(3))]) is None
    assert pearson([]) is None


# ------------------------------------------------------------------------------------------- unevenness


@pytest.mark.parametrize("seed", SEEDS)
def test_gini_is_half_the_relative_mean_difference(seed: int) -> None:
    figures = [Fraction(figure, 7) for figure in drawn(seed)[0]]
    differences = sum(abs(x - y) for x in figures for y in figures)
    assert gini(figures) == differences / (2 * len(figures) * sum(figures))


def test_gini_where_one_has_everything() -> None:
    """One of n has all: (n − 1) / n."""
    assert gini([Fraction(0)] * 9 + [Fraction(5)]) == Fraction(9, 10)
    assert gini([Fraction(0)] * 3) is None
    assert gini([]) is None


@pytest.mark.parametrize("seed", SEEDS)
def test_the_coefficient_of_variation_is_that_of_scipy(seed: int) -> None:
    figures = drawn(seed)[0]
    found = coefficient_of_variation([Fraction(figure, 3) for figure in figures])
    assert found == pytest.approx(float(stats.variation([figure / 3 for figure in figures])), abs=1e-12)


# ------------------------------------------------------------------------------------------- shares of few cases


@pytest.mark.parametrize(
    ("found", "cases"), [(0, 1), (1, 1), (0, 12), (3, 12), (9, 12), (12, 12), (40, 95), (1, 400), (1500, 5000)]
)
@pytest.mark.parametrize("confidence", [Fraction(95, 100), Fraction(8, 10)])
def test_the_interval_is_that_of_scipy_widened_to_four_decimals(found: int, cases: int, confidence: Fraction) -> None:
    exact = stats.binomtest(found, cases).proportion_ci(float(confidence), method="exact")
    low, high = clopper_pearson(found, cases, confidence)
    assert 0 <= exact.low - float(low) < 1.0001e-4
    assert 0 <= float(high) - exact.high < 1.0001e-4


def test_the_interval_of_a_published_example() -> None:
    """Newcombe, Statistics in Medicine 17 (1998), table I: 81 of 263, exact 0.2527 to 0.3676, rounded."""
    low, high = clopper_pearson(81, 263)
    assert abs(low - Decimal("0.2527")) <= Decimal("0.0001")
    assert abs(high - Decimal("0.3676")) <= Decimal("0.0001")


def test_no_case_is_compatible_with_every_share() -> None:
    assert clopper_pearson(0, 0) == (0, 1)
    with pytest.raises(ValueError, match="found 3 of 2 cases"):
        clopper_pearson(3, 2)
