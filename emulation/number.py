"""Exact numbers: points are `Decimal`, shares are `Fraction`. No float decides anything."""

from __future__ import annotations

import re
from decimal import Context, Decimal, DivisionByZero, Inexact, InvalidOperation, Overflow
from fractions import Fraction
from functools import reduce
from typing import TYPE_CHECKING, Literal, TypeAlias

import attrs

if TYPE_CHECKING:
    from collections.abc import Iterable

Exact: TypeAlias = Decimal | Fraction | int

EXACT = Context(prec=200, traps=[Inexact, InvalidOperation, DivisionByZero, Overflow])
"""The context in which points are added: whatever an embedding program has set, a result that is not exact raises."""

DIGITS = 15
"""The most significant digits that a number in a file may have."""

MINUS = "−"

_TYPED = r"(?P<sign>[+-]?)(?P<whole>[0-9]*)(?:(?P<separator>[.,])(?P<decimals>[0-9]+))?"
_GROUPED = r"[+-]?[0-9]{1,3}(?P<group>[., '\u00a0\u202f])[0-9]{3}(?:(?P=group)[0-9]{3})*(?:[.,][0-9]+)?"


@attrs.frozen(str=False)
class NotTypedAsNumberError(ValueError):
    """A text that is not taken for a number, and why.

    ``meant`` are the numbers that it could be: none; the one, for ``thousands``; as thousands and as decimals, for
    ``ambiguous``.
    """

    why: Literal["not-a-number", "ambiguous", "thousands", "too-many-digits"]
    text: str
    meant: tuple[Decimal, ...] = ()

    def __str__(self) -> str:
        return f"{self.text!r}: {self.why}"


def plain(number: Decimal | int) -> str:
    """The number without exponent and without trailing zeros: ``92.25``, ``0``, ``1000``."""
    if isinstance(number, int):
        return str(number)
    text = format(number, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in {"-0", ""} else text


def read_typed(text: str) -> Decimal:
    """The number that a person typed; comma and point both stand before decimals.

    Thousand separators are refused, and so is what could be one: ``1.000`` and ``1,000`` are a thousand to one reader
    and one to another, so neither is taken. A number below one (``0,125``) has no thousands and is read.

    Raises:
        NotTypedAsNumberError: not a number, thousand separators, or more than `DIGITS` digits.
    """
    shown = text.strip()
    typed = shown.replace(MINUS, "-")
    if re.fullmatch(_GROUPED, typed):
        _refuse_group(shown, typed)
    match = re.fullmatch(_TYPED, typed)
    if match is None or not (match["whole"] or match["decimals"]):
        raise NotTypedAsNumberError("not-a-number", shown)
    whole, decimals = match["whole"], (match["decimals"] or "").rstrip("0")
    if len((whole + decimals).lstrip("0")) > DIGITS:
        raise NotTypedAsNumberError("too-many-digits", shown)
    value = Decimal(f"{match['sign']}{whole or '0'}.{decimals}")
    return value or Decimal(0)  # never a negative zero


def _refuse_group(shown: str, typed: str) -> None:
    separators = re.findall(r"[^0-9+-]", typed)
    if len(separators) == 1 and separators[0] in ".,":
        if typed.lstrip("+-").startswith("0"):
            return
        thousands = Decimal(typed.replace(separators[0], ""))
        decimals = Decimal(typed.replace(separators[0], "."))
        raise NotTypedAsNumberError("ambiguous", shown, (thousands, decimals))
    # Of several separators the last one stands before decimals if it is another than the first.
    last = separators[-1] if separators[-1] in ".," and separators[-1] != separators[0] else ""
    bare = "".join("." if sign == last else sign for sign in typed if sign in "+-" or sign.isdigit() or sign == last)
    raise NotTypedAsNumberError("thousands", shown, (Decimal(bare),))


def as_typed(number: Decimal | int, decimal_sign: str = ".") -> str:
    """The number as a person would type it; `read_typed` reads it back as the same number.

    Exactly three decimals could be taken for thousands, so a zero is added to them: ``18.1250``.
    """
    whole, _, decimals = plain(number).partition(".")
    if len(decimals) == 3 and whole.strip("-0"):  # noqa: PLR2004  (the length of a group of thousands)
        decimals += "0"
    return f"{whole}{decimal_sign}{decimals}" if decimals else whole


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
