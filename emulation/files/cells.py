"""One cell of a score sheet: its text read as a mark, and a mark as the text of a cell.

``18,5`` or ``18.5``; ``có``, ``yes``, ``x``; a level's points or id; ``3; 4`` for several events; ``kad: lý do`` or
``n/a: reason``; an empty cell is a blank. The words of both languages are read everywhere.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, assert_never

from emulation.finding import error
from emulation.marks import Given, NotApplicable, SetByHand, level_of
from emulation.number import DIGITS, NotTypedAsNumberError, as_typed, read_typed
from emulation.rubric import AllOrNothing, Criterion, Levels
from emulation.text import nfc

if TYPE_CHECKING:
    from decimal import Decimal

    from emulation.finding import Finding
    from emulation.marks import Mark, Value
    from emulation.rubric import Method
    from emulation.text import Language

YES = frozenset({"yes", "y", "true", "x", "✓", "có", "co", "c", "đ", "đạt", "đúng"})
NO = frozenset({"no", "n", "false", "không", "khong", "ko", "k", "không đạt", "sai"})

_NOT_APPLICABLE = re.compile(
    r"(?:kad|n/a|không áp dụng|not applicable)(?!\w)\s*[:–-]?\s*(?P<reason>.*)", re.IGNORECASE | re.DOTALL
)
_BY_HAND = re.compile(r"(?:ấn định|set):\s*(?P<points>[^;]*)(?:;\s*(?P<reason>.*))?", re.IGNORECASE | re.DOTALL)
_FORMULA = re.compile(r"['=+\-@\t\r＝＋－＠]")
_PLAIN_NUMBER = re.compile(r"[+-]?[0-9]+(?:[.,][0-9]+)?")


class UnreadableCellError(ValueError):
    """A cell that could be read as more than one number, or as none that can be kept; ``finding`` says how."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.code)
        self.finding = finding


def read_cell(text: str, criterion: Criterion | None) -> Mark | None:
    """The mark that a cell spells, ``None`` where it is empty; whether the criterion takes it is checked afterwards.

    Without a criterion nothing is known of the method, and the mark is what the text most looks like.

    Raises:
        UnreadableCellError: a number that nobody can be sure of, or a longer one than is allowed.
    """
    text = nfc(text).strip()
    if not text:
        return None
    if found := _NOT_APPLICABLE.fullmatch(text):
        return NotApplicable(found["reason"])
    if found := _BY_HAND.fullmatch(text):
        points = _number(found["points"].strip())
        if points is not None:
            return SetByHand(points, (found["reason"] or "").strip())
    method = criterion.method if criterion else None
    if ";" not in text:
        return Given(_value(text, method))
    events = text.removesuffix(";").split(";")
    return Given(tuple(_value(event.strip(), method) for event in events))


def _value(text: str, method: Method | None) -> Value:
    word = text.casefold()
    if isinstance(method, AllOrNothing) or method is None:
        if word in YES:
            return True
        if word in NO:
            return False
    number = _number(text)
    if isinstance(method, Levels) and (number is None or level_of(method.levels, number) is None):
        return next((level.id for level in method.levels if level.id and level.id.casefold() == word), number or text)
    return text if number is None else number


def _number(text: str) -> Decimal | None:
    """The number, also where a percent sign stands behind it; ``None`` where the text is none at all."""
    try:
        return read_typed(text.removesuffix("%"))
    except NotTypedAsNumberError as refused:
        meant = [as_typed(number) for number in refused.meant]
        match refused.why:
            case "not-a-number":
                return None
            case "ambiguous":
                finding = error("ambiguous-number", found=text, thousands=meant[0], decimals=meant[1])
            case "thousands":
                finding = error("thousands-separators", found=text, number=meant[0])
            case "too-many-digits":
                finding = error("too-many-digits", found=text, digits=DIGITS)
            case _:
                assert_never(refused.why)
        raise UnreadableCellError(finding) from None


def spell_cell(mark: Mark | None, language: Language) -> str:
    """The cell that spells a mark; read back it is the same mark, without note and evidence, for which it has no room.

    A level named by an id that looks like a number is read back as that number.
    """
    match mark:
        case None:
            return ""
        case Given(tuple() as values):
            spelled = "; ".join(_spell(value, language) for value in values)
            return f"{spelled};" if len(values) == 1 else spelled
        case Given(value):
            return _spell(value, language)
        case NotApplicable(reason):
            return f"{'kad' if language == 'vi' else 'n/a'}: {reason}".strip()
        case SetByHand(points, reason):
            return f"{'ấn định' if language == 'vi' else 'set'}: {spell_number(points, language)}; {reason}".strip()
        case _:
            assert_never(mark)


def _spell(value: Value | tuple[Value, ...], language: Language) -> str:
    match value:
        case bool():
            return {"vi": ("không", "có"), "en": ("no", "yes")}[language][value]
        case str():
            return value
        case tuple():
            return "; ".join(_spell(one, language) for one in value)
        case _:
            return spell_number(value, language)


def spell_number(number: Decimal, language: Language) -> str:
    """The number as it is typed in that language."""
    return as_typed(number, "," if language == "vi" else ".")


def harmless(text: str) -> str:
    """The text of a cell so that no spreadsheet takes it for a formula; `meant` undoes it."""
    return f"'{text}" if _FORMULA.match(text) and not _PLAIN_NUMBER.fullmatch(text) else text


def meant(text: str) -> str:
    """The text of a cell without the apostrophe that `harmless` puts before what could be a formula."""
    return text[1:] if text.startswith("'") and _FORMULA.match(text[1:]) else text
