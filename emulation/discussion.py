"""Which cells ask to be discussed: those on which two sources stand further apart than the procedure lets pass."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from itertools import combinations
from typing import TYPE_CHECKING

from emulation.scoring import score

if TYPE_CHECKING:
    from collections.abc import Mapping

    from emulation.contest import Contest
    from emulation.marks import Marks
    from emulation.settling import By

_SOURCES: tuple[By, ...] = ("self", "verified", "peers")


def gaps(contest: Contest, marks: Marks) -> dict[str, dict[str, Decimal]]:
    """The cells to discuss, by unit and criterion id, and how many points the furthest two sources are apart.

    A source that left the cell blank, or not applicable without points, says nothing. Empty without ``discuss_gap``.
    """
    share = contest.marks.discuss_gap
    if share is None:
        return {}
    given = [_points(contest, marks, source) for source in _SOURCES if _handed_in(marks, source)]
    wide: dict[str, dict[str, Decimal]] = {}
    for unit in contest.units:
        for criterion in contest.rubric.leaves():
            points = [table[unit.id][criterion.id] for table in given if criterion.id in table[unit.id]]
            apart = max((abs(one - other) for one, other in combinations(points, 2)), default=Decimal(0))
            if Fraction(apart) > share * Fraction(criterion.max):
                wide.setdefault(unit.id, {})[criterion.id] = apart
    return wide


def _handed_in(marks: Marks, source: By) -> bool:
    tables: dict[By, Mapping[str, object]] = {"self": marks.own, "verified": marks.verified, "peers": marks.peers}
    return bool(tables[source])


def _points(contest: Contest, marks: Marks, source: By) -> dict[str, dict[str, Decimal]]:
    """The points that one source alone gives, where they are known."""
    known: dict[str, dict[str, Decimal]] = {}
    for unit, card in score(contest, marks, source).items():
        blank = {*card.blanks, *card.open}
        row = ((name, card.points(name)) for name in card.lowest.criteria if name not in blank)
        known[unit] = {name: points for name, points in row if points is not None}
    return known
