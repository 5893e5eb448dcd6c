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
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from emulation.filling import Points
    from emulation.ranking import Standing
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
        best, worst = self.place(card, card.highest), self.place(card, card.lowest)
        found = {best, worst}
        if worst - best > 1:
            found |= {place for place in range(best + 1, worst) if self._between(card, place)}
        return found

    def place(self, card: Scorecard, points: Points) -> int:
        """The place of the band under one filling of a unit's blanks."""
        none = len(self.bands)
        place = next((i for i, band in enumerate(self.bands) if self._meets(card, points, band)), none)
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

    def _meets(self, card: Scorecard, points: Points, band: Band) -> bool:
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
            if any(leaf.id in points.criteria and leaf.id not in card.excused for leaf in criterion.leaves())
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
            worst, best = self.place(card, part.worst()), self.place(card, part.best())
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
    units = [_Quoted(standing, floors_matter) for standing in standings]
    for place, band in enumerate(bands):
        if band.at_most is None:
            continue
        may = [unit.name for unit in units if place in possible[unit.name]]
        must = [name for name in may if possible[name] == {place}]
        moves = {
            unit.name: _moves(band.at_most, unit, [other for other in units if other is not unit], may, must)
            for unit in units
            if unit.name in may
        }
        for name, (may_go, must_go) in moves.items():
            if may_go:
                possible[name].add(place + 1)
            if must_go:
                possible[name].discard(place)


class _Quoted:
    """A unit before a quota, and whether it may be among those with a rank, or among those without."""

    def __init__(self, standing: Standing, floors_matter: bool) -> None:  # noqa: FBT001
        self.name = standing.unit
        self.standing = standing
        self.ranked = not (floors_matter and standing.scorecard.below_floor)
        self.unranked = floors_matter and bool(standing.scorecard.below_floor or standing.scorecard.doubtful_floor)

    def precedes(self, other: _Quoted, *, ranked: bool, other_ranked: bool, surely: bool) -> bool:
        """Whether it is above the other, or level with it at the edge, where both have a rank or none as said.

        In every filling in which they do if ``surely``, else in some.
        """
        if ranked != other_ranked:
            return ranked
        if _settled_above(other, self):
            return False
        if surely:
            return self.standing.lowest_key >= other.standing.highest_key
        return self.standing.highest_key >= other.standing.lowest_key


def _moves(
    share: Fraction, unit: _Quoted, others: Sequence[_Quoted], may: Collection[str], must: Collection[str]
) -> tuple[bool, bool]:
    """Whether a unit may find no place under a quota, and whether it can find none.

    ``may`` and ``must`` are those that may hold the band, and that hold it in every filling. How many have a rank is
    also how much room there is; so each number of them is looked at that the doubtful floors of the others allow.
    """
    free = [other for other in others if other.ranked and other.unranked]
    fixed = [other for other in others if not (other.ranked and other.unranked)]
    found = []
    for ranked in (True, False):
        if not (unit.ranked if ranked else unit.unranked):
            continue
        most, gained = _standing_before(unit, fixed, free, may, ranked=ranked, surely=False)
        least, gained_surely = _standing_before(unit, fixed, free, must, ranked=ranked, surely=True)
        idle = len(free) - gained_surely
        sure = sum(one.ranked for one in fixed) + ranked
        for number in range(len(free) + 1):
            room = floor(share * (sure + number))
            found.append((most + min(number, gained) + 1 > room, least + max(0, number - idle) + 1 > room))
    return any(may_go for may_go, _ in found), all(must_go for _, must_go in found)


def _standing_before(
    unit: _Quoted,
    fixed: Sequence[_Quoted],
    free: Sequence[_Quoted],
    holders: Collection[str],
    *,
    ranked: bool,
    surely: bool,
) -> tuple[int, int]:
    """How many holders stand before a unit while nobody of the free has a rank, and how many more once all have one."""

    def before(others: Iterable[tuple[_Quoted, bool]]) -> int:
        return sum(
            other.name in holders and other.precedes(unit, ranked=its, other_ranked=ranked, surely=surely)
            for other, its in others
        )

    unranked = before((other, False) for other in free)
    known = before((other, other.ranked) for other in fixed) + unranked
    return known, before((other, True) for other in free) - unranked


def _settled_above(one: _Quoted, other: _Quoted) -> bool:
    """Whether the first has the better rank by a link that is no figure: the chair's word."""
    first, second = one.standing.rank, other.standing.rank
    return first is not None and second is not None and first < second
