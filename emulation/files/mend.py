"""What was probably meant by data with mistakes, so that the checks behind the mistakes can run in the same round.

Where nobody can say what was meant, something harmless stands in for it, another thing in each of two readings. What is
found wrong with both is wrong whatever was meant; what is found with one alone follows from what stands in.

What is mended is never used for anything but further findings: the folder keeps its errors and stays unusable.
"""

from __future__ import annotations

import copy
import re
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Generic, TypeVar

import attrs

from emulation.files.days import day_meant
from emulation.files.shapes import read
from emulation.files.strict import NUMBER, spell
from emulation.finding import Finding, Path
from emulation.frozen import frozen
from emulation.marks import Sheet
from emulation.text import nfc

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

T = TypeVar("T")

_ROUNDS = 12
"""How often data are read again; each time what stands in may turn out to need something in its turn."""

_WORDS = {"yes": True, "true": True, "có": True, "no": False, "false": False, "không": False}
_DESCRIPTIONS = frozenset({"name", "short", "text", "title", "question", "measure", "version"})
"""Keys that no check looks into: any text can stand in for one that is missing."""
_BESIDE = frozenset({"basis", "evidence", "text", "from", "until"})
"""What stays of a condition of which nobody can say which one it is; see `rulebooks.BESIDE`."""
_NUMBERS = (1, 9999)
_DATES = (date(1000, 1, 1), date(9000, 12, 31))
_UNKNOWN = object()
"""Stands in for a value whose type is not known yet: reading it says what was expected."""


@frozen
class Mended(Generic[T]):
    """Data with mistakes as they were probably meant: ``readings`` are two, equal where everybody can say.

    Nobody can say what was meant at ``unsure``. ``hidden`` are mistakes that came to light behind the first ones.
    """

    readings: tuple[T, T]
    unsure: tuple[Path, ...]
    hidden: tuple[Finding, ...]


class _HopelessError(Exception):
    """Nobody can say what was meant."""


def mended(data: Mapping[str, Any], findings: Sequence[Finding], model: type[T]) -> Mended[T] | None:
    """The model that the data would spell with those mistakes put right; ``None`` if it cannot be read even so."""
    first = _Mender(copy.deepcopy(dict(data)), model, 0)
    one = first.read(findings)
    if one is None or not first.unsure:
        return None if one is None else Mended((one, one), (), tuple(first.hidden))
    second = _Mender(copy.deepcopy(dict(data)), model, 1)
    other = second.read(findings)
    if other is None:
        return None
    unsure = tuple(dict.fromkeys((*first.unsure, *second.unsure)))
    return Mended((one, other), unsure, tuple(found for found in first.hidden if found in second.hidden))


@attrs.define
class _Mender(Generic[T]):
    """Puts data right until they can be read; ``which`` of the two readings this is."""

    data: dict[str, Any]
    model: type[T]
    which: int
    unsure: list[Path] = attrs.field(factory=list)
    hidden: list[Finding] = attrs.field(factory=list)
    known: list[Path] = attrs.field(factory=list)

    def read(self, findings: Sequence[Finding]) -> T | None:
        """The model, or ``None`` where even what stands in cannot be read."""
        for _ in range(_ROUNDS):
            self.known += [finding.path for finding in findings]
            # What was misspelled is there under its right name before anything is missed.
            for finding in sorted(findings, key=lambda one: one.code != "unknown-key"):
                self._mend(finding)
            model, findings = read(self.data, self.model)
            if model is not None:
                return model
            self.hidden += [one for one in findings if not any(one.path[: len(path)] == path for path in self.known)]
        return None

    def _mend(self, finding: Finding) -> None:
        if self.model is Sheet and finding.path[:1] == ("marks",) and len(finding.path) > 2:  # noqa: PLR2004
            _without_mark(self.data, finding.path)
            return
        *way, last = finding.path or ("",)
        try:
            holder: Any = self.data
            for part in way:
                holder = holder[part]
            try:
                self._put_right(holder, last, finding)
            except _HopelessError:
                self.unsure.append(finding.path)
                self._stand_in(holder, last, finding)
        except (LookupError, TypeError, AttributeError):
            pass  # it went with something around it

    def _put_right(self, holder: Any, last: Any, finding: Finding) -> None:
        near = finding.facts.get("near")
        match finding.code:
            case "unknown-key" | "unknown-condition" if near is not None:
                value = holder.pop(last)
                self.known.append((*finding.path[:-1], near))
                holder.setdefault(near, value)
            case "key-of-other-method":
                del holder[last]
            case "unknown-word" if near is not None and not _is_key(holder, last, finding):
                holder[last] = near
            case "unknown-word" if near is not None:
                value = holder.pop(last)
                self.known.append((*finding.path[:-1], near))
                holder.setdefault(near, value)
            case "wrong-type" if last in _DESCRIPTIONS:
                holder[last] = spell(holder[last])
            case "wrong-type":
                holder[last] = _meant(holder[last], finding.facts["expected"])
            case "missing-key" if last in holder:
                pass  # another finding supplied it
            case "missing-key" if last in _DESCRIPTIONS:
                holder[last] = "?"
            case _:
                raise _HopelessError

    def _stand_in(self, holder: Any, last: Any, finding: Finding) -> None:
        """Puts something harmless in place of what nobody can guess."""
        match finding.code:
            case "unknown-key":
                del holder[last]
                # Any key that is not there may be the one that was meant.
                known = finding.facts.get("known", "").split(", ")
                self.unsure += [(*finding.path[:-1], key) for key in known if key not in holder]
            case "unknown-word" if _is_key(holder, last, finding):
                del holder[last]
            case "unknown-word" if last == "method":
                holder[last] = ("judged", "all-or-nothing")[self.which]  # no mark fits both
            case "unknown-word":
                words = finding.facts["known"].split(", ")
                holder[last] = words[-self.which]
            case "wrong-type":
                holder[last] = self._of_type(finding.facts["expected"])
            case "missing-key":
                holder[last] = _UNKNOWN
            case "not-a-share" | "not-finite" | "too-many-digits" | "not-a-year":
                holder[last] = _NUMBERS[self.which]
            case "empty":
                holder[last] = self._word()
            case "two-conditions" | "unknown-condition":
                self._condition(holder)
            case "no-condition":
                self._condition(holder[last])
            case "one-of" if last == "method":
                del holder[("method", "criterion")[self.which]]
            case "one-of":
                holder[last] = ({"discipline": "running"}, {"proceeding": "open"})[self.which]

    def _of_type(self, expected: str) -> Any:
        match expected:
            case "number" | "whole number" | "share" | "whole number or since":
                return _NUMBERS[self.which]
            case "date":
                return _DATES[self.which]
            case "yes or no":
                return bool(self.which)
            case "table":
                return {}
            case "list":
                return [self._word()] if self.which else []
            case "list of tables":
                return [{}] if self.which else []
            case _:
                return self._word()

    def _word(self) -> str:
        """A text that is nobody's, and another one each time."""
        return f"{'?' * (self.which + 1)}{len(self.unsure)}"

    def _condition(self, clause: dict[str, Any]) -> None:
        for key in [key for key in clause if key not in _BESIDE]:
            del clause[key]
        clause["judged"] = self._word()


def _is_key(holder: Any, last: Any, finding: Finding) -> bool:
    """Whether the word that is not known is the key itself."""
    return isinstance(last, str) and finding.found == nfc(last) and holder[last] != last


def _without_mark(data: Mapping[str, Any], path: Path) -> None:
    """Takes the mark out of a sheet; where its id is spelled twice, as a key and as a dotted one, both."""
    _, unit, criterion, *_ = path
    for keys in ([criterion], str(criterion).split(".")):
        _take_out(data["marks"][unit], keys)


def _take_out(table: Any, keys: Sequence[str | int]) -> None:
    """Takes out what the keys lead to, and what held nothing else."""
    first, *rest = keys
    for spelled in [one for one in table if nfc(one) == first] if isinstance(table, dict) else ():
        if rest:
            _take_out(table[spelled], rest)
        if not rest or table[spelled] == {}:
            del table[spelled]


def _meant(value: Any, expected: str) -> Any:
    match expected, value:
        case "number", str() if re.fullmatch(NUMBER, value.strip()):
            return Decimal(value.strip().replace(",", "."))
        case "whole number", str() if re.fullmatch(NUMBER, value.strip()):
            return _meant(Decimal(value.strip().replace(",", ".")), expected)
        case "whole number", Decimal() if value.is_finite() and value == value.to_integral_value():
            return int(value)
        case "yes or no", str() if value.strip().lower() in _WORDS:
            return _WORDS[value.strip().lower()]
        case "yes or no", int() if value in (0, 1):
            return bool(value)
        case "date", datetime():
            return value.date()
        case "date", str() if (day := day_meant(value)) is not None:
            return day
        case "list", str() | bool() | int() | Decimal() | date():
            return [value]
        case "list of tables", dict():
            return [value]
        case _:
            raise _HopelessError
