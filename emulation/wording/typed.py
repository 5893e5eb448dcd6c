"""Numbers and days that people type: what is read, or a sentence that says what to write instead."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, assert_never

from emulation.number import DIGITS, NotTypedAsNumberError, read_typed
from emulation.wording.catalogue import Wording

if TYPE_CHECKING:
    from emulation.text import Language


def parse_number(text: str, language: Language) -> Decimal:
    """The number that a person typed, by the rule of `emulation.number.read_typed`.

    Raises:
        ValueError: not a number, thousand separators, or too many digits; the message, in ``language``, says what to
            write instead.
    """
    try:
        return read_typed(text)
    except NotTypedAsNumberError as refused:
        raise ValueError(_sentence(refused, Wording(language))) from None


_DAY = re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})|(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})", re.ASCII)


def parse_date(text: str, language: Language) -> date:
    """The day that a person typed: ``30/06/2022``, also with points or hyphens, or ``2022-06-30``.

    The day stands before the month, whatever the language; two digits of a year are not taken for one.

    Raises:
        ValueError: no such day; the message, in ``language``, says how to write one.
    """
    match = _DAY.fullmatch(text.strip())
    if match is not None:
        first = (match["year"], match["month"], match["day"]) if match["year"] else (match[6], match[5], match[4])
        try:
            return date(*map(int, first))
        except ValueError:
            pass
    wording = Wording(language)
    example = wording.date(date(2022, 6, 30))
    raise ValueError(wording.say("typed.not-a-day", text=text.strip(), example=example)) from None


def _sentence(refused: NotTypedAsNumberError, wording: Wording) -> str:
    meant = [wording.typed(number) for number in refused.meant]
    match refused.why:
        case "not-a-number":
            return wording.say("typed.not-a-number", text=refused.text, example=wording.typed(Decimal("18.5")))
        case "ambiguous":
            return wording.say("typed.ambiguous", text=refused.text, thousands=meant[0], decimals=meant[1])
        case "thousands":
            return wording.say("typed.thousands", text=refused.text, number=meant[0])
        case "too-many-digits":
            return wording.say("typed.too-many-digits", text=refused.text, count=DIGITS)
        case _:
            assert_never(refused.why)
