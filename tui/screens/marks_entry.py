"""What a person types into a cell of the marks screen, read as a mark; and a mark spelled as one would type it.

A value may be followed by the reason or note that goes with it: ``7,5 chưa có văn bản ghi nhận``. A note that begins
with a digit stands after a colon, so that ``1 000`` is never taken for one.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, assert_never

import attrs

from emulation.marks import Given, NotApplicable, SetByHand
from emulation.rubric import AllOrNothing, Criterion, Levels
from emulation.wording import parse_number

if TYPE_CHECKING:
    from emulation.marks import Mark, Value
    from emulation.meeting.events import Change
    from emulation.text import Language
    from emulation.wording import Wording

_NOT_APPLICABLE = r"(?is)(?:kad|n/a|không áp dụng|not applicable)(?![^\W_])[\s:.,–-]*(?P<reason>.*)"
_NUMBERS = r"(?s)(?P<numbers>[+\-−\d.,]+%?(?:\s*;\s*[+\-−\d.,]+%?)*)(?P<colon>[;:]?)(?:\s+(?P<note>.*))?"
_BY_HAND = r"(?s)=\s*(?P<points>\S+)\s*(?P<reason>.*)"
_WORD = r"(?s)(?P<word>\S+)(?:\s+(?P<note>.*))?"

YES = frozenset({"y", "yes", "c", "có", "co", "đ", "đạt", "true"})
NO = frozenset({"n", "no", "k", "ko", "không", "khong", "false"})


class UnreadableError(ValueError):
    """What was typed is no mark; the message says what to write, in the language of the screen."""


def read_mark(text: str, criterion: Criterion, language: Language) -> Mark:
    """The mark that was typed; whether the criterion takes it is for the meeting to decide.

    Raises:
        UnreadableError: it cannot be read as a mark at all.
    """
    text = text.strip()
    if found := re.fullmatch(_NOT_APPLICABLE, text):
        return NotApplicable(found["reason"].strip())
    if found := re.fullmatch(_BY_HAND, text):
        return SetByHand(_number(found["points"], language), found["reason"].strip())
    if isinstance(criterion.method, AllOrNothing | Levels) and (found := re.fullmatch(_WORD, text)):
        word = found["word"].casefold()
        value = _answer(word) if isinstance(criterion.method, AllOrNothing) else _level(word, criterion.method)
        if value is not None:
            return Given(value, (found["note"] or "").strip())
    if (found := re.fullmatch(_NUMBERS, text)) and (found["colon"] == ":" or not (found["note"] or "")[:1].isdigit()):
        values = tuple(_number(one, language) for one in found["numbers"].split(";"))
        return Given(values[0] if len(values) == 1 else values, (found["note"] or "").strip())
    if isinstance(criterion.method, AllOrNothing | Levels):
        return Given(text)  # the meeting says which answers and levels there are
    _number(text, language)
    raise UnreadableError(text)


def _answer(word: str) -> bool | None:
    return True if word in YES else False if word in NO else None


def _level(word: str, method: Levels) -> str | None:
    """The id of a level that was typed whole, or begun so that no other can be meant."""
    ids = [level.id for level in method.levels if level.id is not None]
    if word in ids:
        return word
    meant = [one for one in ids if word[0].isalpha() and one.startswith(word)]
    return meant[0] if len(meant) == 1 else None


def _number(text: str, language: Language) -> Decimal:
    try:
        return parse_number(text.strip().removesuffix("%"), language)
    except ValueError as problem:
        raise UnreadableError(str(problem)) from None


def spelled(mark: Mark | None, wording: Wording) -> str:
    """The mark as a person would type it, with its reason or note; read back it is the same mark."""
    match mark:
        case None:
            return ""
        case Given(value, note):
            values = value if isinstance(value, tuple) else (value,)
            colon = ":" if note[:1].isdigit() and isinstance(values[0], Decimal) else ""
            return _joined("; ".join(_spelled(one, wording) for one in values) + colon, note)
        case NotApplicable(reason):
            return _joined(wording.say("ui.marks.not-applicable"), reason)
        case SetByHand(points, reason):
            return _joined(f"={wording.typed(points)}", reason)
        case _:
            assert_never(mark)


def _spelled(value: Value, wording: Wording) -> str:
    if isinstance(value, bool):
        return wording.word("answer", "yes" if value else "no")
    return value if isinstance(value, str) else wording.typed(value)


def _joined(text: str, more: str) -> str:
    return f"{text} {' '.join(more.split())}".strip()


def own_reason(mark: Mark) -> str:
    """The reason that was typed with points by hand is the act's as well."""
    return mark.reason if isinstance(mark, SetByHand) else ""


def with_reason(change: Change, reason: str) -> Change:
    """The reason goes into the mark as well, so that it stays with the mark wherever it is shown."""
    match change.mark:
        case NotApplicable() | SetByHand() if not change.mark.reason:
            return attrs.evolve(change, mark=attrs.evolve(change.mark, reason=reason))
        case _:
            return change
