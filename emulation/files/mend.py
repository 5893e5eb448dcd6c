"""What was probably meant by data with mistakes, so that the checks behind the mistakes can run in the same round.

What is mended is never used for anything but further findings: the folder keeps its errors and stays unusable.
"""

from __future__ import annotations

import copy
import re
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, TypeVar

from emulation.files.shapes import read
from emulation.files.strict import spell

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from emulation.finding import Finding

T = TypeVar("T")

_NUMBER = re.compile(r"[+-]?\d{1,12}([.,]\d{1,6})?", re.ASCII)
_WORDS = {"yes": True, "true": True, "có": True, "no": False, "false": False, "không": False}
_DESCRIPTIONS = frozenset({"name", "short", "text", "title", "question", "measure", "version"})
"""Keys that no check looks into: any text can stand in for one that is missing."""


class _HopelessError(Exception):
    """Nobody can say what was meant."""


def mended(data: Mapping[str, Any], findings: Iterable[Finding], model: type[T]) -> T | None:
    """The model that the data would spell with those mistakes put right; ``None`` if nobody can say."""
    right = copy.deepcopy(dict(data))
    try:
        for finding in findings:
            _mend(right, finding)
    except (_HopelessError, LookupError, TypeError):
        return None
    return read(right, model)[0]


def _mend(data: Any, finding: Finding) -> None:
    *way, last = finding.path
    holder = data
    for part in way:
        holder = holder[part]
    match finding.code:
        case "unknown-key":
            value = holder.pop(last)
            if "near" in finding.facts:
                holder.setdefault(finding.facts["near"], value)
        case "key-of-other-method":
            del holder[last]
        case "unknown-word" if "near" in finding.facts:
            holder[last] = finding.facts["near"]
        case "wrong-type" if last in _DESCRIPTIONS:
            holder[last] = spell(holder[last])
        case "wrong-type":
            holder[last] = _meant(holder[last], finding.facts["expected"])
        case "missing-key" if last in _DESCRIPTIONS:
            holder[last] = "?"
        case "missing-key":
            pass  # another finding may have supplied it; else reading fails again
        case _:
            raise _HopelessError


def _meant(value: Any, expected: str) -> Any:
    match expected, value:
        case "number", str() if _NUMBER.fullmatch(value.strip()):
            return Decimal(value.strip().replace(",", "."))
        case "whole number", str() if _NUMBER.fullmatch(value.strip()):
            return _meant(Decimal(value.strip().replace(",", ".")), expected)
        case "whole number", Decimal() if value.is_finite() and value == value.to_integral_value():
            return int(value)
        case "yes or no", str() if value.strip().lower() in _WORDS:
            return _WORDS[value.strip().lower()]
        case "yes or no", int() if value in (0, 1):
            return bool(value)
        case "date", datetime():
            return value.date()
        case "date", str():
            return _day(value)
        case "list", str() | bool() | int() | Decimal() | date():
            return [value]
        case "list of tables", dict():
            return [value]
        case _:
            raise _HopelessError


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise _HopelessError from None
