"""How much a share found in few cases can say: the exact interval of Clopper and Pearson."""

from __future__ import annotations

from decimal import Context, Decimal
from fractions import Fraction
from math import comb
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_FINE = Context(prec=40)
_PLACES = Decimal("0.0001")
CONFIDENCE = Fraction(95, 100)


def clopper_pearson(found: int, cases: int, confidence: Fraction = CONFIDENCE) -> tuple[Decimal, Decimal]:
    """The interval of shares that are compatible with ``found`` of ``cases``, widened outwards to four decimals.

    A share is compatible if neither so many nor so few would be rarer than half of 1 − confidence under the binomial
    law (Clopper and Pearson, Biometrika 26, 1934). No case at all is compatible with every share.

    Raises:
        ValueError: fewer than 0 or more than all cases were found.
    """
    if not 0 <= found <= cases:
        raise ValueError(f"found {found} of {cases} cases")
    if cases == 0:
        return Decimal(0), Decimal(1)
    tail = Decimal((1 - confidence).numerator) / Decimal(2 * (1 - confidence).denominator)
    steps = int(1 / _PLACES)
    low, high = 0, steps
    if found:  # the greatest share under which so many or more are too rare
        many = _Count(found, cases)
        low = _last(steps, lambda step: many.rarer(step * _PLACES, tail))
    if found < cases:
        few = _Count(cases - found, cases)
        high = steps - _last(steps, lambda step: few.rarer(step * _PLACES, tail))
    return low * _PLACES, high * _PLACES


def _last(steps: int, holds: Callable[[int], bool]) -> int:
    """The last step, from 0, at which something holds that holds up to some step and then no more."""
    low, high = 0, steps
    while low < high:
        middle = (low + high + 1) // 2
        if holds(middle):
            low = middle
        else:
            high = middle - 1
    return low


class _Count:
    """So many found of so many cases; in how many ways that can be is worked out once."""

    def __init__(self, found: int, cases: int) -> None:
        self.found, self.cases = found, cases
        self.ways = _FINE.create_decimal(comb(cases, found))

    def rarer(self, share: Decimal, tail: Decimal) -> bool:
        """Whether the chance of at least so many, each case with the chance ``share``, is below ``tail``.

        One or more are found, and ``tail`` is at most one half. Only as many chances are added up as it takes to tell.
        """
        found, cases, context = self.found, self.cases, _FINE
        if found <= cases * share:
            return False  # so many or more are as likely as not: the median is no lower than the mean, rounded down
        otherwise = context.subtract(1, share)
        odds = context.divide(share, otherwise)
        term = context.multiply(context.power(share, found), context.power(otherwise, cases - found))
        term = context.multiply(self.ways, term)
        sum_ = Decimal(0)
        for count in range(found, cases + 1):
            sum_ = context.add(sum_, term)
            if sum_ >= tail:
                return False
            # From here on each chance is at most this part of the one before: the rest is below a geometric series.
            part = context.divide(context.multiply(cases - count, odds), count + 1)
            term = context.multiply(term, part)
            if context.add(sum_, context.divide(term, context.subtract(1, part))) < tail:
                return True
        return True
