"""The eight methods: what a mark is worth on one criterion, and what a blank could be worth.

Only ``relative`` looks beyond the criterion and its mark: it is told the goal and the best excess of the bloc.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from math import ceil
from typing import TYPE_CHECKING, assert_never

from emulation.marks import level_of
from emulation.number import round_half_up
from emulation.pledge import ratio
from emulation.rubric import AllOrNothing, Attainment, Bands, Count, Criterion, Deduct, Judged, Levels, Relative

if TYPE_CHECKING:
    from emulation.marks import Value

NOTHING = Decimal(0)


def points(criterion: Criterion, value: Value | tuple[Value, ...], step: Decimal) -> Decimal:
    """The points of a mark's value, from 0 to ``criterion.max``; of several events, the mean of theirs, rounded once.

    Not for ``relative``, and for ``attainment`` only with a goal of its own.

    Raises:
        ValueError: the method does not take this value.
    """
    if isinstance(value, tuple):
        worths = [Fraction(worth(criterion, one)) for one in value]
        return round_half_up(sum(worths, Fraction(0)) / len(worths), step)
    exact = worth(criterion, value)
    return exact if isinstance(exact, Decimal) else round_half_up(exact, step)


def worth(criterion: Criterion, value: Value) -> Decimal | Fraction:
    """The exact points of one value before any rounding; a `Decimal` is a multiple of the rubric's step already."""
    method = criterion.method
    match method:
        case Judged():
            return _number(value)
        case Levels(levels):
            level = level_of(levels, value)
            if level is None:
                raise ValueError(f"{criterion.id}: {value!r} is not one of its levels")
            return level.at
        case Bands():
            return _of_bands(method, _number(value))
        case Attainment(goal):
            if goal is None:
                raise ValueError(f"{criterion.id}: reads its value from a pledge, not from a mark")
            return attained(criterion, method, ratio(_number(value), goal, method.direction))
        case Count(each):
            return min(each * _number(value), criterion.max)
        case Deduct(each):
            return max(criterion.max - each * _number(value), NOTHING)
        case AllOrNothing():
            return criterion.max if value is True else NOTHING
        case Relative() | None:
            raise ValueError(f"{criterion.id}: has no points of its own")
        case _:
            assert_never(method)


def attained(criterion: Criterion, method: Attainment, share: Fraction) -> Fraction:
    """The exact points for an attainment given as a share of one."""
    full = Fraction(criterion.max)
    if method.per_percent_short is None:
        return min(full * share, full)
    short = max(ceil((1 - share) * 100), 0)
    return max(full - Fraction(method.per_percent_short) * short, Fraction(0))


def excess(value: Decimal, goal: Decimal) -> Fraction:
    """How far a value lies above its goal, as a share of the goal; negative below it."""
    return (Fraction(value) - Fraction(goal)) / Fraction(goal)


def compared(criterion: Criterion, method: Relative, value: Decimal, goal: Decimal, best: Fraction) -> Fraction:
    """The exact points of a ``relative`` value, where ``best`` is the largest excess of the bloc."""
    full, at_goal = Fraction(criterion.max), method.at_goal
    over = excess(value, goal)
    if over < 0:
        return at_goal * full * Fraction(value) / Fraction(goal)
    if over == 0:
        return at_goal * full
    return at_goal * full + (1 - at_goal) * full * over / best


def blank_range(criterion: Criterion) -> tuple[Decimal, Decimal]:
    """The least and the greatest points that a blank could turn out to be worth."""
    match criterion.method:
        case Levels(levels):
            ats = [level.at for level in levels]
            return min(ats), max(ats)
        case Bands(bands):
            worths = [band.points for band in bands]
            if all(band.reach is not None for band in bands):
                worths.append(NOTHING)
            return min(worths), max(worths)
        case _:
            return NOTHING, criterion.max


def may_void(criterion: Criterion) -> bool:
    """Whether some value of this criterion takes all points from the group that holds it."""
    match criterion.method:
        case Levels(levels):
            return any(level.voids for level in levels)
        case Judged(levels):  # which is marked by numbers alone, and a number may mean a level that does not
            return any(does_void(criterion, level.at) for level in levels)
        case _:
            return False


def least_unvoided(criterion: Criterion, step: Decimal) -> Decimal | None:
    """The least points of a value that does not do so; ``None`` where every value does."""
    match criterion.method:
        case Levels(levels):
            return min((level.at for level in levels if not level.voids), default=None)
        case Judged():
            return step
        case _:
            return NOTHING


def does_void(criterion: Criterion, value: Value | tuple[Value, ...]) -> bool:
    """Whether this value does so."""
    if not isinstance(criterion.method, Judged | Levels) or isinstance(value, tuple):
        return False
    level = level_of(criterion.method.levels, value)
    return level is not None and level.voids


def _number(value: Value) -> Decimal:
    if not isinstance(value, Decimal):
        raise ValueError(f"{value!r} is not a number")  # noqa: TRY004  (a mark of the wrong kind is a wrong value)
    return value


def _of_bands(method: Bands, value: Decimal) -> Decimal:
    reached = [band for band in method.bands if band.reach is None or value >= band.reach]
    if not reached:
        return NOTHING
    return max(reached, key=lambda band: (band.reach is not None, band.reach or NOTHING)).points
