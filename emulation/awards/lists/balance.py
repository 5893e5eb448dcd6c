"""Leaders and direct workers on a list against their share of the staff: something to look at, never a bar."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Literal, TypeAlias

from emulation.frozen import frozen
from emulation.interval import CONFIDENCE, clopper_pearson

if TYPE_CHECKING:
    from collections.abc import Iterable

    from emulation.awards.lists.nominee import Nominee
    from emulation.bloc import Unit

TAIL = (1 - CONFIDENCE) / 2

Leaning: TypeAlias = Literal["leaders", "direct", "none", "too-few", "unknown"]


@frozen
class Balance:
    """How many persons of the list are leaders (lãnh đạo), how many direct workers, and what that says.

    ``low`` and ``high`` bound the shares of leaders that are compatible with the count (Clopper and Pearson, 95 %);
    ``staff`` is their share of the staff. ``leaning``: who has more places than the staff explains; ``none`` where the
    count is compatible with it; ``too-few`` where any count would be; ``unknown`` without figures of the staff.
    ``unsaid`` are the persons of whom it is not said which of the two they are. ``unit``: ``None`` for the whole list.
    """

    unit: str | None
    leaders: int
    direct: int
    unsaid: int
    low: Decimal
    high: Decimal
    staff: Fraction | None
    leaning: Leaning


def balance(listed: Iterable[Nominee], units: Iterable[Unit]) -> tuple[Balance, ...]:
    """The balance of the whole list and then of each unit with a person on it; a person counts once.

    Only those who are eligible count. The whole list's staff is that of all units, known if each of theirs is.
    """
    staffs = {unit.id: _staff(unit) for unit in units}
    people = {one.candidate: one for one in listed if one.sure and one.kind == "individual"}
    own: dict[str, list[Nominee]] = defaultdict(list)
    for one in people.values():
        own[one.unit].append(one)
    whole = _balance(None, people.values(), _together(staffs.values()))
    return (whole, *(_balance(unit, own[unit], staff) for unit, staff in staffs.items() if unit in own))


def _staff(unit: Unit) -> tuple[int, int] | None:
    staff = unit.staff
    if staff is None or staff.leaders is None or staff.direct is None:
        return None
    return staff.leaders, staff.direct


def _together(staffs: Iterable[tuple[int, int] | None]) -> tuple[int, int] | None:
    known = list(staffs)
    found = [one for one in known if one is not None]
    if len(found) < len(known):
        return None
    return sum(leaders for leaders, _ in found), sum(direct for _, direct in found)


def _balance(unit: str | None, people: Iterable[Nominee], staff: tuple[int, int] | None) -> Balance:
    works = [one.work for one in people]
    leaders, direct = works.count("leader"), works.count("direct")
    low, high = clopper_pearson(leaders, leaders + direct)
    share = None if staff is None or not sum(staff) else Fraction(staff[0], sum(staff))
    leaning = _leaning(leaders + direct, Fraction(low), Fraction(high), share)
    return Balance(unit, leaders, direct, works.count(None), low, high, share, leaning)


def _leaning(cases: int, low: Fraction, high: Fraction, share: Fraction | None) -> Leaning:
    if share is None:
        return "unknown"
    if share < low:
        return "leaders"
    if share > high:
        return "direct"
    # Were all of them leaders, or none of them, the staff would explain even that.
    few = share**cases >= TAIL and (1 - share) ** cases >= TAIL
    return "too-few" if few else "none"
