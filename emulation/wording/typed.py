"""Numbers that people type: decimal comma or point, never a guess about thousands."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from emulation.number import DIGITS
from emulation.wording.catalogue import Wording
from emulation.wording.notation import MINUS

if TYPE_CHECKING:
    from emulation.text import Language

_NUMBER = re.compile(r"(?P<sign>[+-]?)(?P<whole>[0-9]*)(?:(?P<separator>[.,])(?P<decimals>[0-9]+))?")
_GROUPED = re.compile(r"[+-]?[0-9]{1,3}(?P<group>[., '\u00a0\u202f])[0-9]{3}(?:(?P=group)[0-9]{3})*(?:[.,][0-9]+)?")


def parse_number(text: str, language: Language) -> Decimal:
    """The number that a person typed; comma and point both stand before decimals, in either language.

    Thousand separators are refused, and so is what could be one: ``1.000`` and ``1,000`` are a thousand to one reader
    and one to another, so neither is taken. A number below one (``0,125``) has no thousands and is read.

    Raises:
        ValueError: not a number, thousand separators, or too many digits; the message, in ``language``, says what to
            write instead.
    """
    wording = Wording(language)
    typed = text.strip().replace(MINUS, "-")
    if _GROUPED.fullmatch(typed):
        _refuse_group(text.strip(), typed, wording)
    match = _NUMBER.fullmatch(typed)
    if match is None or not (match["whole"] or match["decimals"]):
        raise ValueError(wording.say("typed.not-a-number", text=text.strip(), example=wording.typed(Decimal("18.5"))))
    whole, decimals = match["whole"], (match["decimals"] or "").rstrip("0")
    if len((whole + decimals).lstrip("0")) > DIGITS:
        raise ValueError(wording.say("typed.too-many-digits", text=text.strip(), count=DIGITS))
    value = Decimal(f"{match['sign']}{whole or '0'}.{decimals}")
    return value or Decimal(0)  # never a negative zero


def _refuse_group(text: str, typed: str, wording: Wording) -> None:
    separators = re.findall(r"[^0-9+-]", typed)
    if len(separators) == 1 and separators[0] in ".,":
        if typed.lstrip("+-").startswith("0"):
            return
        thousands = Decimal(typed.replace(separators[0], ""))
        decimals = Decimal(typed.replace(separators[0], "."))
        raise ValueError(
            wording.say(
                "typed.ambiguous", text=text, thousands=wording.typed(thousands), decimals=wording.typed(decimals)
            )
        )
    # Of several separators the last one stands before decimals if it is another than the first.
    last = separators[-1] if separators[-1] in ".," and separators[-1] != separators[0] else ""
    plain = "".join("." if sign == last else sign for sign in typed if sign in "+-" or sign.isdigit() or sign == last)
    raise ValueError(wording.say("typed.thousands", text=text, number=wording.typed(Decimal(plain))))
