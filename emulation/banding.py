"""Bands (xếp loại): the grade that a total, the floors, the sanctions and the quotas leave a unit.

A band is looked for from the highest down: the total reaches it and every core criterion that adds to the total has
its floor. Then sanctions act, first those that cap the band, then those that move it down. Then the quotas act, band by
band from the highest: by standing, those who find no place get the next band, and a tie at the edge goes down whole.
"""

from __future__ import annotations

from decimal import Decimal, localcontext
from fractions import Fraction
from math import floor
from typing import TYPE_CHECKING

from emulation.contest import Contest
from emulation.frozen import frozen
from emulation.number import EXACT
from emulation.rubric import Band

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from emulation.filling import Points
    from emulation.ranking import Key, Standing
    from emulation.rubric import Criterion, Rubric
    from emulation.scoring import Scorecard

PARTS = 512
"""How many parts of a unit's range of fillings are looked at before a band in between is taken to be possible."""


@frozen
class Grade:
    """A unit's band: ``band`` is ``None`` where it has none or where several are possible.

    ``possible`` are the bands that some filling of all blanks gives, the best first; ``None`` among them stands for no
    band at all.
    """

    band: str | None
    possible: tuple[str | None, ...]


def grade(contest: Contest, standings: Sequence[Standing]) -> dict[str, Grade]:
    """The grade of every unit that stands, by unit id; all without a band where the rubric has none."""
    bands = in_order(contest.rubric)
    if not bands:
        return {standing.unit: Grade(None, ()) for standing in standings}
    with localcontext(EXACT):
        grading = _Grading(contest, bands)
        possible = {standing.unit: grading.before_quotas(standing.scorecard) for standing in standings}
    _apply_quotas(bands, standings, possible, contest)
    names: list[str | None] = [*(band.id for band in bands), None]
    return {
        unit: Grade(names[min(places)] if len(places) == 1 else None, tuple(names[place] for place in sorted(places)))
        for unit, places in possible.items()
    }


def in_order(rubric: Rubric) -> tuple[Band, ...]:
    """The rubric's bands, the highest first."""
    return tuple(sorted(rubric.bands, key=lambda band: band.reach, reverse=True))


def adding(criteria: Sequence[Criterion]) -> Iterator[Criterion]:
    """The criteria whose points add up to the section's: parts of which the highest or the mean is taken do not."""
    for criterion in criteria:
        yield criterion
        if criterion.parts and criterion.take == "sum":
            yield from adding(criterion.parts)


@frozen
class _Grading:
    """Bands by place: 0 is the highest, ``len(bands)`` is none."""

    contest: Contest
    bands: tuple[Band, ...]

    def before_quotas(self, card: Scorecard) -> set[int]:
        """The places of the bands that some filling of the unit's blanks gives."""
        best, worst = self.place(card.highest), self.place(card.lowest)
        found = {best, worst}
        if worst - best > 1:
            found |= {place for place in range(best + 1, worst) if self._between(card, place)}
        return found

    def place(self, points: Points) -> int:
        """The place of the band under one filling."""
        none = len(self.bands)
        place = next((i for i, band in enumerate(self.bands) if self._meets(points, band)), none)
        if place == none:
            return none
        down = 0
        for criterion in self._sanctioning(points):
            sanction = criterion.sanction
            if sanction is not None and sanction.at_most is not None:
                place = max(place, next(i for i, band in enumerate(self.bands) if band.id == sanction.at_most))
            elif sanction is not None and sanction.down is not None:
                down += sanction.down
        return max(place, min(place + down, none - 1))

    def _meets(self, points: Points, band: Band) -> bool:
        if points.total < band.reach:
            return False
        share = band.floor
        if share is None:
            return True
        return all(
            Fraction(points.criteria[criterion.id]) >= share * Fraction(criterion.max)
            for section in self.contest.rubric.sections
            if section.kind == "core"
            for criterion in adding(section.criteria)
            if criterion.id in points.criteria
        )

    def _sanctioning(self, points: Points) -> Iterator[Criterion]:
        for section in self.contest.rubric.sections:
            if section.kind == "penalty":
                for top in section.criteria:
                    for criterion in top.walk():
                        if criterion.sanction is not None and points.criteria.get(criterion.id, Decimal(0)) > 0:
                            yield criterion

    def _between(self, card: Scorecard, wanted: int) -> bool:
        """Whether some filling gives exactly this band.

        More on a blank never lowers the band, so a part of the range whose worst and best filling lie on one side of
        the band holds none; any other part is halved. Beyond `PARTS` parts the band is taken to be possible.
        """
        parts = [card.fillings] if card.fillings is not None else []
        for _ in range(PARTS):
            if not parts:
                return False
            part = parts.pop()
            worst, best = self.place(part.worst()), self.place(part.best())
            if wanted in {worst, best}:
                return True
            if best < wanted < worst:
                parts += part.halves()
        return True


def _apply_quotas(
    bands: Sequence[Band], standings: Sequence[Standing], possible: dict[str, set[int]], contest: Contest
) -> None:
    """Moves those beyond a band's quota down, from the highest band; changes ``possible`` in place."""
    floors_matter = "above-floor" in contest.ranking.needs
    fewest = sum(not floors_matter or not (s.scorecard.below_floor or s.scorecard.doubtful_floor) for s in standings)
    most = sum(not floors_matter or not s.scorecard.below_floor for s in standings)
    for place, band in enumerate(bands):
        if band.at_most is None:
            continue
        least_room, most_room = floor(band.at_most * fewest), floor(band.at_most * most)
        may = [standing for standing in standings if place in possible[standing.unit]]
        moves: dict[str, tuple[bool, bool]] = {}
        for standing in may:
            others = [other for other in may if other.unit != standing.unit]
            may_precede = sum(_may_take_the_place_of(other, standing) for other in others)
            do_precede = sum(
                possible[other.unit] == {place} and _must_take_the_place_of(other, standing) for other in others
            )
            moves[standing.unit] = (may_precede + 1 > least_room, do_precede + 1 > most_room)
        for unit, (may_go, must_go) in moves.items():
            if may_go:
                possible[unit].add(place + 1)
            if must_go:
                possible[unit].discard(place)


def _may_take_the_place_of(other: Standing, standing: Standing) -> bool:
    """Whether, in some filling, the other stands above or level at the edge of a quota."""
    if _unranked(other) != _unranked(standing):
        return _unranked(standing)
    return _compared(other.highest_key, standing.lowest_key) >= 0 and not _settled_above(standing, other)


def _must_take_the_place_of(other: Standing, standing: Standing) -> bool:
    """Whether, in every filling, the other stands above or level at the edge of a quota."""
    if _unranked(other) != _unranked(standing):
        return _unranked(standing)
    return _compared(other.lowest_key, standing.highest_key) >= 0 and not _settled_above(standing, other)


def _unranked(standing: Standing) -> bool:
    return standing.best_rank is None


def _settled_above(one: Standing, other: Standing) -> bool:
    """Whether the first has the better rank by a link that is no figure: the chair's word."""
    return one.rank is not None and other.rank is not None and one.rank < other.rank


def _compared(one: Key, other: Key) -> int:
    return (one > other) - (one < other)
