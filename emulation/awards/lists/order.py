"""The order in which awards are presented, which is the natural order of a list: Decree 152/2025, article 29, clause 5.

Higher before lower; on one level titles before forms of commendation; of one form collectives before individuals.
(Given before posthumous has no place here: nothing on record tells the two apart.)
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from emulation.awards.lists.nominee import Nominee
    from emulation.awards.rulebook import Award, AwardLevel

LEVELS: tuple[AwardLevel, ...] = ("state", "ministry", "grassroots")

HEIGHTS = {
    "co-thi-dua-chinh-phu": "12",
    "cstd-toan-quoc": "4.5",
    "co-thi-dua-bo-nganh-tinh": "8",
    "cstd-bo-nganh-tinh": "3",
    "tap-the-lao-dong-xuat-sac": "1.5",
    "don-vi-quyet-thang": "1.5",
    "cstd-co-so": "1",
    "tap-the-lao-dong-tien-tien": "0.8",
    "don-vi-tien-tien": "0.8",
    "lao-dong-tien-tien": "0.3",
    "chien-si-tien-tien": "0.3",
    "huan-chuong-sao-vang": "46",
    "huan-chuong-ho-chi-minh": "30.5",
    "huan-chuong-doc-lap-hang-nhat": "15",
    "huan-chuong-doc-lap-hang-nhi": "12.5",
    "huan-chuong-doc-lap-hang-ba": "10.5",
    "huan-chuong-quan-cong-hang-nhat": "15",
    "huan-chuong-quan-cong-hang-nhi": "12.5",
    "huan-chuong-quan-cong-hang-ba": "10.5",
    "huan-chuong-lao-dong-hang-nhat": "9",
    "huan-chuong-lao-dong-hang-nhi": "7.5",
    "huan-chuong-lao-dong-hang-ba": "4.5",
    "huan-chuong-bao-ve-to-quoc-hang-nhat": "9",
    "huan-chuong-bao-ve-to-quoc-hang-nhi": "7.5",
    "huan-chuong-bao-ve-to-quoc-hang-ba": "4.5",
    "bang-khen-thu-tuong": "3.5",
    "bang-khen-bo-nganh-tinh": "1.5",
    "giay-khen": "0.3",
}
"""How high awards of the national law stand where the book in force names no prize: the prizes of a person, by how the
ids begin, as Decree 152/2025 has them in articles 49 to 54. Nobody is paid by them."""


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
    height = _known_height(award.id) if award.prize is None else Fraction(award.prize) / twice
    return LEVELS.index(award.level), form, -height, award.for_ == "individual"


def _known_height(award: str) -> Fraction:
    stem = max((name for name in HEIGHTS if award.startswith(name)), key=len, default=None)
    return Fraction(0) if stem is None else Fraction(HEIGHTS[stem])
