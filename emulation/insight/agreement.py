"""Do the markers agree, and who marks systematically high or low?

The two coefficients are floats: they are statistics about marks and decide nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from emulation.frozen import frozen
from emulation.marks import Marks
from emulation.scoring import score

if TYPE_CHECKING:
    from collections.abc import Sequence

    from emulation.contest import Contest
    from emulation.scoring import Scorecard

Ratings = Mapping[str, Mapping[str, Decimal]]
"""What each marker gave each unit, in points; a unit that a marker did not mark is absent."""


def midranks(figures: Sequence[Decimal]) -> tuple[Fraction, ...]:
    """The rank of each figure, the greatest first; equal figures share the mean of the ranks that they take up."""
    ordered = sorted(figures, reverse=True)
    first = {figure: ordered.index(figure) + 1 for figure in set(ordered)}
    return tuple(first[figure] + Fraction(ordered.count(figure) - 1, 2) for figure in figures)


def kendall_w(ratings: Ratings) -> float | None:
    """Kendall's coefficient of concordance W of m markers on n units, corrected for ties, from 0 to 1.

    W = 12 S / (m² (n³ − n) − m T), where S is the sum of squared deviations of the units' rank sums from their mean
    and T the sum over markers of t³ − t for every group of t tied units (Kendall and Gibbons, Rank Correlation Methods,
    1990). Only units that every marker marked count. ``None`` with fewer than two markers or two such units, or where
    every marker gave everybody the same.
    """
    if len(ratings) < 2:  # noqa: PLR2004  (a pair)
        return None
    units = sorted(set.intersection(*(set(row) for row in ratings.values())))
    markers, count = len(ratings), len(units)
    if count < 2:  # noqa: PLR2004
        return None
    ranks = [midranks([row[unit] for unit in units]) for row in ratings.values()]
    sums = [sum(marker[place] for marker in ranks) for place in range(count)]
    mean = Fraction(sum(sums), count)
    spread = sum(((one - mean) ** 2 for one in sums), Fraction(0))
    ties = sum(rank_count**3 - rank_count for marker in ranks for rank_count in map(marker.count, set(marker)))
    whole = markers**2 * (count**3 - count) - markers * ties
    return float(12 * spread / whole) if whole else None


def krippendorff_alpha(ratings: Ratings) -> float | None:
    """Krippendorff's alpha for interval data: 1 − observed / expected disagreement; 1 is perfect agreement.

    Disagreement of two marks is the square of their difference. Observed: the mean over pairs of marks of one unit,
    each unit weighing with its number of marks; expected: over all pairs of marks (Krippendorff, Content Analysis,
    2004, chapter 11). Units with one mark do not count. ``None`` with fewer than two markers' marks on every unit, or
    where all marks are the same.
    """
    by_unit: dict[str, list[Fraction]] = {}
    for row in ratings.values():
        for unit, worth in row.items():
            by_unit.setdefault(unit, []).append(Fraction(worth))
    pairable = [worths for worths in by_unit.values() if len(worths) > 1]
    together = [worth for worths in pairable for worth in worths]
    if not pairable:
        return None
    observed = sum(
        (2 * _squares(worths) / (len(worths) - 1) for worths in pairable),
        Fraction(0),
    )
    expected = 2 * _squares(together) / (len(together) - 1)
    return float(1 - observed / expected) if expected else None


def _squares(worths: Sequence[Fraction]) -> Fraction:
    """The sum over pairs of the squares of their differences: n Σ x² − (Σ x)²."""
    return len(worths) * sum((one * one for one in worths), Fraction(0)) - sum(worths, Fraction(0)) ** 2


@frozen
class Bias:
    """How far a marker's totals lie from the mean of the others' totals of the same units, on average, in points."""

    marker: str
    points: Fraction
    units: int


def biases(ratings: Ratings) -> tuple[Bias, ...]:
    """The bias of every marker, the most generous first; units marked by one marker alone say nothing."""
    by_unit: dict[str, list[Decimal]] = {}
    for row in ratings.values():
        for unit, worth in row.items():
            by_unit.setdefault(unit, []).append(worth)
    sums = {unit: sum(map(Fraction, worths), Fraction(0)) for unit, worths in by_unit.items() if len(worths) > 1}
    found = []
    for marker, row in ratings.items():
        apart = [
            Fraction(worth) - (sums[unit] - Fraction(worth)) / (len(by_unit[unit]) - 1)
            for unit, worth in row.items()
            if unit in sums
        ]
        if apart:
            found.append(Bias(marker, sum(apart, Fraction(0)) / len(apart), len(apart)))
    return tuple(sorted(found, key=lambda bias: (-bias.points, bias.marker)))


@frozen
class Gap:
    """Self-scored less verified points of one unit: in all, and by criterion where they differ."""

    unit: str
    total: Decimal
    criteria: Mapping[str, Decimal]


def self_minus_verified(own: Mapping[str, Scorecard], verified: Mapping[str, Scorecard]) -> tuple[Gap, ...]:
    """The gap of every unit whose totals are known both ways, the widest first."""
    gaps = []
    for unit, card in own.items():
        other = verified.get(unit)
        if other is None or card.total is None or other.total is None:
            continue
        apart = {
            name: worth - other.lowest.criteria[name]
            for name, worth in card.lowest.criteria.items()
            if name in other.lowest.criteria and worth != other.lowest.criteria[name]
        }
        gaps.append(Gap(unit, card.total - other.total, apart))
    return tuple(sorted(gaps, key=lambda gap: (-abs(gap.total), gap.unit)))


def peer_ratings(contest: Contest, marks: Marks) -> dict[str, dict[str, Decimal]]:
    """What each peer's marks alone would give each unit in all; totals that its blanks leave open are left out."""
    ratings: dict[str, dict[str, Decimal]] = {}
    for marker, rows in marks.peers.items():
        cards = score(contest, Marks(verified=rows), "verified")
        totals = ((unit, card.total) for unit, card in cards.items() if rows.get(unit))
        ratings[marker] = {unit: total for unit, total in totals if total is not None}
    return {marker: row for marker, row in ratings.items() if row}
