"""Are awards balanced between leaders and those who do the work, and is sudden achievement recognised in time?"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from statistics import median
from typing import TYPE_CHECKING

from emulation.activity import Commendation, Recipient
from emulation.frozen import frozen
from emulation.interval import clopper_pearson

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from emulation.activity import Activity
    from emulation.bloc import Bloc


@frozen
class Balance:
    """Leaders among the persons commended, beside their share of the staff.

    ``interval`` holds the shares that so few cases are compatible with (Clopper and Pearson, 95 %). ``staff_share`` is
    ``None`` where some unit's staff is not known.
    """

    counts: Mapping[Recipient, int]
    leaders: Fraction | None
    interval: tuple[Decimal, Decimal]
    staff_share: Fraction | None

    @property
    def leaders_favoured(self) -> bool | None:
        """Whether leaders got more than their share of staff can explain; ``None`` where that is not known."""
        if self.staff_share is None or self.leaders is None:
            return None
        return Fraction(self.interval[0]) > self.staff_share

    @property
    def too_few(self) -> bool:
        """Whether leaders' share lies above that of staff, but in too few cases to conclude anything."""
        return (
            self.leaders is not None
            and self.staff_share is not None
            and self.leaders > self.staff_share
            and self.leaders_favoured is False
        )


def balance(activity: Activity, bloc: Bloc, on: date) -> Balance:
    """The balance of all commendations decided by that day."""
    decided = [one for one in activity.commendations if one.decided is not None and one.decided <= on]
    counts: dict[Recipient, int] = {
        "leader": sum(one.work == "leader" for one in decided),
        "direct": sum(one.work == "direct" for one in decided),
        "collective": sum(one.work == "collective" for one in decided),
    }
    persons = counts["leader"] + counts["direct"]
    leaders = Fraction(counts["leader"], persons) if persons else None
    return Balance(counts, leaders, clopper_pearson(counts["leader"], persons), _staff_share(bloc))


def _staff_share(bloc: Bloc) -> Fraction | None:
    leaders = direct = 0
    for unit in bloc.units:
        if unit.staff is None or unit.staff.leaders is None or unit.staff.direct is None:
            return None
        leaders += unit.staff.leaders
        direct += unit.staff.direct
    return Fraction(leaders, leaders + direct) if leaders + direct else None


@frozen
class Waiting:
    """A sudden achievement that is not decided yet, and for how many days."""

    unit: str
    award: str
    achieved: date
    days: int


@frozen
class Timeliness:
    """Days from a sudden achievement to the proposal, and to the decision.

    ``decided`` and ``proposed`` are the days that each took, the shortest first. ``waiting`` stands longest first.
    """

    proposed: tuple[int, ...]
    decided: tuple[int, ...]
    waiting: tuple[Waiting, ...]

    @property
    def median_to_decision(self) -> Fraction | None:
        """The middle number of days to a decision; ``None`` where nothing was decided."""
        return Fraction(median(map(Fraction, self.decided))) if self.decided else None

    @property
    def longest_to_decision(self) -> int | None:
        """The most days that a decision took."""
        return self.decided[-1] if self.decided else None


def timeliness(activity: Activity, on: date) -> Timeliness:
    """How timely sudden achievements (thành tích đột xuất) were recognised by that day."""
    sudden = [one for one in activity.commendations if one.ground == "sudden" and one.achieved <= on]
    waiting = [
        Waiting(one.unit, one.award, one.achieved, (on - one.achieved).days)
        for one in sudden
        if one.decided is None or one.decided > on
    ]
    return Timeliness(
        _days(((one.achieved, one.proposed) for one in sudden), on),
        _days(((one.achieved, one.decided) for one in sudden), on),
        tuple(sorted(waiting, key=lambda one: (-one.days, one.unit))),
    )


def _days(spans: Iterable[tuple[date, date | None]], on: date) -> tuple[int, ...]:
    return tuple(sorted((end - begin).days for begin, end in spans if end is not None and end <= on))


@frozen
class Posting:
    """Whether the lists behind commendations were made public for comment before they were decided."""

    posted: int
    not_posted: tuple[Commendation, ...]


def posting(activity: Activity, on: date) -> Posting:
    """How many of the commendations decided by that day had been posted before, and those that had not.

    Nothing of either where no commendation of the year says when it was posted: then nobody wrote it down.
    """
    if not any(one.posted for one in activity.commendations):
        return Posting(0, ())
    decided: Sequence[Commendation] = [one for one in activity.commendations if one.decided and one.decided <= on]
    kept = tuple(one for one in decided if one.posted is None or (one.decided is not None and one.posted > one.decided))
    return Posting(len(decided) - len(kept), kept)
