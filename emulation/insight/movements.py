"""Are movements new, even and alive?"""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from math import sqrt
from typing import TYPE_CHECKING

from emulation.frozen import frozen

if TYPE_CHECKING:
    from collections.abc import Sequence

    from emulation.activity import Activity, Participation
    from emulation.bloc import Bloc, Movement


@frozen
class UnitInMovement:
    """How a unit stood in a movement on a day.

    ``share`` of its staff took part, ``None`` where either number is missing or it was not launched. ``quiet`` counts
    the days since its last result, or since the launch where there is none, to the day or to the movement's end, if
    that is earlier; ``None`` where it was not launched, and then no result counts. ``nothing_since`` marks one that was
    launched and has no result yet.
    """

    unit: str
    launched: date | None
    share: Fraction | None
    results: int
    quiet: int | None
    new_form: str

    @property
    def nothing_since(self) -> bool:
        """Launched, then nothing."""
        return self.launched is not None and self.results == 0


@frozen
class MovementReview:
    """A movement on a day, over all units of the bloc, in protocol order.

    ``days`` have passed since it began. ``over``: its last day has passed. ``silent`` are the units about which nothing
    is said. ``gini`` and ``variation`` measure how uneven the shares of staff that took part are (see `gini` and
    `coefficient_of_variation`).
    """

    movement: str
    days: int
    over: bool
    units: tuple[UnitInMovement, ...]
    silent: tuple[str, ...]
    gini: Fraction | None
    variation: float | None

    @property
    def not_launched(self) -> tuple[str, ...]:
        """The units that are listed but have not launched it."""
        return tuple(one.unit for one in self.units if one.launched is None)

    @property
    def nothing_since(self) -> tuple[str, ...]:
        """The units that launched it and have no result yet."""
        return tuple(one.unit for one in self.units if one.nothing_since)

    @property
    def new_forms(self) -> tuple[str, ...]:
        """The units that organise it in a new way."""
        return tuple(one.unit for one in self.units if one.new_form)


def review_movements(activity: Activity, bloc: Bloc, on: date) -> tuple[MovementReview, ...]:
    """Every movement of the bloc that had begun by that day, in the bloc's order; what came later is left out."""
    return tuple(_review(movement, activity, bloc, on) for movement in bloc.movements if movement.from_ <= on)


def _review(movement: Movement, activity: Activity, bloc: Bloc, on: date) -> MovementReview:
    listed = {one.unit: one for one in activity.participations if one.movement == movement.id}
    over = movement.until is not None and movement.until < on
    last = movement.until if over and movement.until is not None else on
    units = tuple(_unit(listed[unit.id], on, last) for unit in bloc.units if unit.id in listed)
    shares = [one.share for one in units if one.share is not None]
    return MovementReview(
        movement.id,
        (on - movement.from_).days,
        over,
        units,
        tuple(unit.id for unit in bloc.units if unit.id not in listed),
        gini(shares),
        coefficient_of_variation(shares),
    )


def _unit(one: Participation, on: date, end: date) -> UnitInMovement:
    launched = one.launched if one.launched is not None and one.launched <= on else None
    results = [result.on for result in one.results if result.on <= on] if launched is not None else []
    last = max(results, default=launched)
    known = launched is not None and one.joined is not None and one.staff
    share = Fraction(one.joined or 0, one.staff or 1) if known else None
    quiet = None if last is None else max((end - last).days, 0)
    return UnitInMovement(one.unit, launched, share, len(results), quiet, one.new_form)


def gini(figures: Sequence[Fraction]) -> Fraction | None:
    """Gini's coefficient of figures of at least 0: 0 where all are equal, near 1 where one has everything.

    Σᵢ Σⱼ |xᵢ − xⱼ| / (2 n Σ x). ``None`` without figures, or where all are 0.
    """
    whole = sum(figures, Fraction(0))
    if not whole:
        return None
    ordered = sorted(figures)
    count = len(ordered)
    weighted = sum(((2 * place - count - 1) * one for place, one in enumerate(ordered, 1)), Fraction(0))
    return weighted / (count * whole)


def coefficient_of_variation(figures: Sequence[Fraction]) -> float | None:
    """The population standard deviation over the mean (a statistic); ``None`` without figures, or with a mean of 0."""
    if not figures:
        return None
    mean = sum(figures, Fraction(0)) / len(figures)
    if not mean:
        return None
    variance = sum(((one - mean) ** 2 for one in figures), Fraction(0)) / len(figures)
    return sqrt(variance) / float(mean)
