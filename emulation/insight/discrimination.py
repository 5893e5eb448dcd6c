"""Do the criteria tell units apart, and which of them decided the order?"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from math import sqrt
from typing import TYPE_CHECKING

from emulation.filling import counting
from emulation.frozen import frozen
from emulation.insight.contributions import contributions
from emulation.marks import Marks, NotApplicable
from emulation.rubric_advice import is_judged, weighed
from emulation.settling import settle

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from emulation.contest import Contest
    from emulation.rubric import Criterion
    from emulation.scoring import Scorecard
    from emulation.settling import By


@frozen
class Discrimination:
    """How one criterion told the units apart.

    ``units`` is how many have known points on it, ``expected`` for how many it counts; those for whom it is not
    applicable are in neither. ``used`` is the greatest less the least points that it gave, as a share of its max;
    ``at_max`` the share of units that got all; ``correlation`` is Pearson's with the total, from −1 to 1, ``None``
    where one of the two is the same for everybody (a statistic: it decides nothing).
    """

    criterion: str
    work: str
    judged: bool
    units: int
    expected: int
    least: Decimal
    greatest: Decimal
    used: Fraction
    at_max: Fraction
    correlation: float | None

    @property
    def known_of_all(self) -> bool:
        """Whether the points of every unit are known, so that something can be said of all."""
        return self.units == self.expected

    @property
    def same_for_all(self) -> bool:
        """Whether it gave every unit the same."""
        return self.known_of_all and self.least == self.greatest


def discriminations(
    contest: Contest, marks: Marks, cards: Mapping[str, Scorecard], by: By = "final"
) -> tuple[Discrimination, ...]:
    """How each criterion told the units apart, in the rubric's order; one with fewer than two known points is left out.

    Not-applicable and open points do not count.
    """
    totals = {unit: card.total for unit, card in cards.items()}
    settled = settle(contest, marks, by)
    counts = {
        unit.id: {
            leaf.id
            for leaf in contest.rubric.leaves(unit.kind, contest.year)
            if not isinstance(settled[unit.id].get(leaf.id), NotApplicable)
        }
        for unit in contest.units
        if unit.id in cards
    }
    found = []
    for leaf in contest.rubric.leaves():
        asked = [unit for unit, counting_here in counts.items() if leaf.id in counting_here]
        known = {unit: worth for unit in asked if (worth := cards[unit].points(leaf.id)) is not None}
        if len(known) > 1:
            found.append(_discrimination(leaf, len(asked), known, totals))
    return tuple(found)


def _discrimination(
    leaf: Criterion, expected: int, known: Mapping[str, Decimal], totals: Mapping[str, Decimal | None]
) -> Discrimination:
    least, greatest = min(known.values()), max(known.values())
    pairs = [(Fraction(worth), Fraction(total)) for unit, worth in known.items() if (total := totals[unit]) is not None]
    return Discrimination(
        leaf.id,
        leaf.work,
        is_judged(leaf),
        len(known),
        expected,
        least,
        greatest,
        Fraction(greatest - least) / Fraction(leaf.max),
        Fraction(sum(worth == leaf.max for worth in known.values()), len(known)),
        pearson(pairs),
    )


def pearson(pairs: Sequence[tuple[Fraction, Fraction]]) -> float | None:
    """Pearson's correlation of two figures, exact to the last root; ``None`` where one of them never varies."""
    count = len(pairs)
    sum_x, sum_y = (sum((pair[place] for pair in pairs), Fraction(0)) for place in (0, 1))
    cross = count * sum((x * y for x, y in pairs), Fraction(0)) - sum_x * sum_y
    spread_x = count * sum((x * x for x, _ in pairs), Fraction(0)) - sum_x**2
    spread_y = count * sum((y * y for _, y in pairs), Fraction(0)) - sum_y**2
    if not spread_x or not spread_y:
        return None
    return float(cross) / sqrt(spread_x * spread_y)


@frozen
class Part:
    """A section, or a line of work, and its share in the differences between the units' totals.

    ``share`` is the covariance of its points with the total over the variance of the total (the shares of all add up to
    one); it is negative where it worked against the order. ``None`` where all totals are equal.
    """

    name: str
    share: Fraction | None


def sections_that_decided(contest: Contest, cards: Mapping[str, Scorecard]) -> tuple[Part, ...]:
    """The share of every section in the differences between totals, penalties counted as what they take away.

    Units whose totals are open do not count. A total cut at 0 is taken as what it would be below.
    """
    known = [card for card in cards.values() if card.total is not None]
    signs = {section.id: -1 if section.kind == "penalty" else 1 for section in contest.rubric.sections}
    rows = [
        {name: sign * Fraction(card.lowest.sections.get(name, Decimal(0))) for name, sign in signs.items()}
        for card in known
    ]
    return _parts(rows, list(signs))


def lines_that_decided(contest: Contest, cards: Mapping[str, Scorecard]) -> tuple[Part, ...]:
    """The same by line of work, from what the core criteria contributed; those that name none stand under ``""``."""
    return _by(contest, cards, lambda leaf: leaf.work)


def kinds_that_decided(contest: Contest, cards: Mapping[str, Scorecard]) -> tuple[Part, ...]:
    """The same by ``"measured"`` and ``"judged"`` criteria (see `rubric_advice.is_judged`)."""
    return _by(contest, cards, lambda leaf: "judged" if is_judged(leaf) else "measured")


def judged_share(contest: Contest, section: str | None = None) -> Fraction | None:
    """The share of the core points that people judge, over all units and what counts there; of one section if named.

    Weighed as `rubric_advice.weighed` does. ``None`` where no such criterion counts for any unit.
    """
    judged = whole = Fraction(0)
    for unit in contest.units:
        for of, criteria in counting(contest.rubric, unit.kind, contest.year):
            if of.kind == "core" and section in {None, of.id}:
                for leaf, weight in (pair for top in criteria for pair in weighed(top)):
                    whole += Fraction(weight)
                    judged += Fraction(weight) if is_judged(leaf) else 0
    return judged / whole if whole else None


def _by(contest: Contest, cards: Mapping[str, Scorecard], name: Callable[[Criterion], str]) -> tuple[Part, ...]:
    kinds = {unit.id: unit.kind for unit in contest.units}
    names = list(dict.fromkeys(name(leaf) for leaf in core_leaves(contest)))
    rows = []
    for card in (card for card in cards.values() if card.total is not None):
        row = dict.fromkeys(names, Fraction(0))
        for leaf, part in contributions(contest, kinds[card.unit], card.lowest):
            row[name(leaf)] += part
        rows.append(row)
    return _parts(rows, names)


def counting_leaves(contest: Contest) -> tuple[Criterion, ...]:
    """The criteria that take marks and count in the year for some unit, in the rubric's order."""
    counts = {leaf.id for unit in contest.units for leaf in contest.rubric.leaves(unit.kind, contest.year)}
    return tuple(leaf for leaf in contest.rubric.leaves() if leaf.id in counts)


def core_leaves(contest: Contest) -> tuple[Criterion, ...]:
    """Those of them that stand in core sections."""
    core = (section for section in contest.rubric.sections if section.kind == "core")
    names = {leaf.id for section in core for top in section.criteria for leaf in top.leaves()}
    return tuple(leaf for leaf in counting_leaves(contest) if leaf.id in names)


def _parts(rows: Sequence[Mapping[str, Fraction]], names: Sequence[str]) -> tuple[Part, ...]:
    count = len(rows)
    totals = [sum(row.values(), Fraction(0)) for row in rows]
    mean = sum(totals, Fraction(0)) / count if count else Fraction(0)
    variance = sum(((total - mean) ** 2 for total in totals), Fraction(0))
    if not variance:
        return tuple(Part(name, None) for name in names)
    shares = [
        Part(
            name,
            sum((row[name] * (total - mean) for row, total in zip(rows, totals, strict=True)), Fraction(0)) / variance,
        )
        for name in names
    ]
    return tuple(sorted(shares, key=lambda part: -(part.share or 0)))
