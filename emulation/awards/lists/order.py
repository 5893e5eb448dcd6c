"""The order in which awards are presented, which is the natural order of a list: Decree 152/2025, article 29, clause 5.

Higher before lower; on one level titles before forms of commendation; of one form collectives before individuals.
(Given before posthumous has no place here: nothing on record tells the two apart.)
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from emulation.awards.lists.nominee import Nominee
    from emulation.awards.rulebook import Award, AwardLevel

LEVELS: tuple[AwardLevel, ...] = ("state", "ministry", "grassroots")


def in_order(listed: Iterable[Nominee], awards: Mapping[str, Award]) -> tuple[Nominee, ...]:
    """The list as it is presented; whom the rule does not separate stay in the order they had.

    ``awards`` are keyed by id; an award that no book knows comes last.
    """
    heights = {award: _height(one) for award, one in awards.items()}
    last = (len(LEVELS), 0, Fraction(0), 0)
    return tuple(sorted(listed, key=lambda one: heights.get(one.award, last)))


def _height(award: Award) -> tuple[int, int, Fraction, int]:
    """What sorts an award, the highest first.

    How high a form is among those of its level is read from its prize; a collective is paid twice that of a person.
    """
    form = award.kind == "commendation"
    twice = 2 if form and award.for_ == "collective" else 1
    return LEVELS.index(award.level), form, -Fraction(award.prize or Decimal(0)) / twice, award.for_ == "individual"
