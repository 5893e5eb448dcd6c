"""How a language writes numbers, shares, dates and times."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from emulation.number import MINUS, as_typed, plain

if TYPE_CHECKING:
    from datetime import date, datetime, time
    from fractions import Fraction

    from emulation.text import Language

_DECIMALS_OF_A_PERCENT = 2
_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def decimal_sign(language: Language) -> str:
    """What stands between the whole part and the decimals."""
    return "," if language == "vi" else "."


def number(value: Decimal | int, language: Language) -> str:
    """The number as it is read: ``92,25`` and ``1.000`` in Vietnamese, ``92.25`` and ``1,000`` in English."""
    sign, whole, decimals = _parts(value)
    groups = f"{int(whole):,}"
    if language == "vi":
        groups = groups.replace(",", ".")
    return f"{sign}{groups}{decimal_sign(language)}{decimals}" if decimals else f"{sign}{groups}"


def typed(value: Decimal | int, language: Language) -> str:
    """The number as a person would type it: no thousand separators, and read back as the same number.

    Exactly three decimals could be taken for thousands, so a zero is added to them: ``18,1250``.
    """
    return as_typed(value, decimal_sign(language))


def _parts(value: Decimal | int) -> tuple[str, str, str]:
    whole, _, decimals = plain(value).partition(".")
    return (MINUS, whole[1:], decimals) if whole.startswith("-") else ("", whole, decimals)


def share(value: Fraction, language: Language) -> str:
    """The exact share: a percentage with at most two decimals where that is exact (``12,5%``), else ``2/3``."""
    hundredths = value * 100 * 10**_DECIMALS_OF_A_PERCENT
    if hundredths.denominator != 1:
        return f"{value.numerator}/{value.denominator}".replace("-", MINUS)
    return f"{number(Decimal(hundredths.numerator).scaleb(-_DECIMALS_OF_A_PERCENT), language)}%"


def percent(value: Fraction, places: int, language: Language) -> str:
    """The share as a percentage rounded half up to ``places`` decimals, all of them shown: ``66,7%``.

    For a reader's eye only. A share that is not whole is never shown as a whole one, nor one above nothing as nothing:
    ``99,9%`` for 1999/2000 and ``0,1%`` for 1/2000 with one decimal.
    """
    scale = 10**places
    steps = (value * 100 * scale * 2 + 1) // 2
    if value < 1:
        steps = min(steps, 100 * scale - 1)
    if value > 0:
        steps = max(steps, 1)
    sign = MINUS if steps < 0 else ""
    whole, rest = divmod(abs(steps), scale)
    decimals = f"{decimal_sign(language)}{rest:0{places}d}" if places else ""
    return f"{sign}{number(whole, language)}{decimals}%"


def day(value: date, language: Language) -> str:
    """``30/06/2022`` in Vietnamese, ``2022-06-30`` in English."""
    if language == "vi":
        return f"{value.day:02d}/{value.month:02d}/{value.year:04d}"
    return f"{value.year:04d}-{value.month:02d}-{value.day:02d}"


def day_in_full(value: date, language: Language) -> str:
    """``ngày 30 tháng 6 năm 2022`` in Vietnamese, as administrative documents write it; ``30 June 2022`` in English."""
    if language == "vi":
        # January and February are written with a zero, so that they cannot be made into 11 and 12.
        month = f"{value.month:02d}" if value.month <= 2 else f"{value.month}"  # noqa: PLR2004
        return f"ngày {value.day:02d} tháng {month} năm {value.year}"
    return f"{value.day} {_MONTHS[value.month - 1]} {value.year}"


def clock(value: time | datetime) -> str:
    """Hours and minutes, ``08:30``."""
    return f"{value.hour:02d}:{value.minute:02d}"


def clock_in_full(value: time | datetime, language: Language) -> str:
    """``08 giờ 30 phút`` in Vietnamese, as minutes of a meeting write it; ``08:30`` in English."""
    return f"{value.hour:02d} giờ {value.minute:02d} phút" if language == "vi" else clock(value)


def moment(value: datetime, language: Language) -> str:
    """Time and day: ``08:30 30/06/2022`` in Vietnamese, ``2022-06-30 08:30`` in English."""
    return f"{clock(value)} {day(value, language)}" if language == "vi" else f"{day(value, language)} {clock(value)}"
