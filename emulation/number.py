"""Exact numbers: points are `Decimal`, shares are `Fraction`. No float decides anything."""

from __future__ import annotations

from decimal import Context, Decimal, DivisionByZero, Inexact, InvalidOperation, Overflow
from fractions import Fraction
from functools import reduce
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable

Exact: TypeAlias = Decimal | Fraction | int

EXACT = Context(prec=200, traps=[Inexact, InvalidOperation, DivisionByZero, Overflow])
"""The context in which points are added: whatever an embedding program has set, a result that is not exact raises."""

DIGITS = 15
"""The most significant digits that a number in a file may have."""


def plain(number: Decimal | int) -> str:
    """The number without exponent and without trailing zeros: ``92.25``, ``0``, ``1000``."""
    if isinstance(number, int):
        return str(number)
    text = format(number, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in {"-0", ""} else text


def parse_share(text: str) -> Fraction:
    """The exact share that ``"2/3"``, ``"90%"`` or ``"0.9"`` spells.

    Raises:
        ValueError: the text spells no number, or divides by zero.
    """
    spelled = text.strip()
    try:
        if spelled.endswith("%"):
            return Fraction(spelled[:-1].strip()) / 100
        return Fraction(spelled)
    except (ValueError, ZeroDivisionError):
        raise ValueError(f"{text!r} is not a share such as '2/3', '90%' or 0.9") from None


def round_half_up(value: Fraction, step: Decimal) -> Decimal:
    """The multiple of ``step`` nearest to a value of at least zero; halfway goes up."""
    numerator, denominator = step.as_integer_ratio()
    steps = (2 * value.numerator * denominator + value.denominator * numerator) // (2 * value.denominator * numerator)
    return EXACT.multiply(step, steps)


def exact_sum(numbers: Iterable[Decimal]) -> Decimal:
    """The sum, exactly, whatever precision the program around has set."""
    return reduce(EXACT.add, numbers, Decimal(0))


def is_multiple(value: Decimal, step: Decimal) -> bool:
    """Whether ``value`` is a whole number of steps, exactly."""
    return (Fraction(value) / Fraction(step)).denominator == 1
