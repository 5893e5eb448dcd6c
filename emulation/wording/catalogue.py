"""The catalogues: a folder of TOML files a language, the same keys in both, and the one way to make a sentence of them.

To add a text: write the same key, in the same place, in ``vi/`` and ``en/``, with the same {placeholders}, and say it
with ``Wording(language).say("ui.marks.title", unit=...)``. The first word of a key names its file: ``ui.toml``, and
``finding.toml`` for ``finding-hint.near`` too. Screens use keys ``ui.SCREEN.*``, commands ``cli.COMMAND.*``.

A placeholder is {name}; its fact may be a Decimal, Fraction, date, time, Text or str, and is written as the language
writes it. Other braces stand for themselves. Vietnamese has one form; English may have two, ``one`` and ``other``,
chosen by the fact ``count``. Values of users are quoted as “{value}”. After ``cần`` stands a phrase without a capital
or a stop. tests/unit/test_wording.py compares the catalogues.
"""

from __future__ import annotations

import datetime as dt
import re
import warnings
from decimal import Decimal
from fractions import Fraction
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TypeAlias

from emulation.frozen import frozen
from emulation.text import Language, Text
from emulation.wording import notation

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from typing import Literal

PLACEHOLDER = re.compile(r"\{([a-z][a-z0-9_]*)\}")
"""What a fact fills. Other braces in a catalogue stand for themselves, and so does every brace in a fact."""

_NAME = re.compile(r"[a-z]+")
_FORMS = frozenset({"one", "other"})


class MissingText(ResourceWarning):
    """A catalogue lacks a text, or a call lacks a fact that the text needs.

    Python keeps such warnings quiet unless asked (``-X dev``), so that a meeting goes on with the key in place of the
    sentence; where warnings are errors, as in the tests, it is raised.
    """


@frozen
class Plural:
    """A sentence in two forms; the fact ``count`` chooses."""

    one: str
    other: str


Entry: TypeAlias = str | Plural


@cache
def load(language: Language) -> Mapping[str, Entry]:
    """Every entry of a language by its dotted key."""
    files = sorted(Path(__file__).with_name(language).glob("*.toml"))
    return MappingProxyType({key: entry for file in files for key, entry in _part(language, file.stem).items()})


@cache
def _part(language: Language, name: str) -> Mapping[str, Entry]:
    """The entries of one file; none where there is no such file."""
    import tomli  # noqa: PLC0415  (it costs milliseconds that a start without a sentence need not pay)

    file = Path(__file__).with_name(language) / f"{name}.toml"
    return dict(_flatten(tomli.loads(file.read_text(encoding="utf-8")), "")) if file.is_file() else {}


def _entry(language: Language, key: str) -> Entry | None:
    """The entry of that key, for which no more than its file is read."""
    name = _NAME.match(key)
    return _part(language, name[0]).get(key) if name else None


def _flatten(table: Mapping[str, Any], above: str) -> Iterator[tuple[str, Entry]]:
    for name, value in table.items():
        key = f"{above}{name}"
        if isinstance(value, str):
            yield key, value
        elif value.keys() == _FORMS:
            yield key, Plural(**value)
        else:
            yield from _flatten(value, f"{key}.")


def placeholders(entry: Entry) -> frozenset[str]:
    """The names of the facts that an entry needs, over all its forms; ``count`` is one where there are forms."""
    if isinstance(entry, Plural):
        return frozenset({"count"}).union(PLACEHOLDER.findall(entry.one), PLACEHOLDER.findall(entry.other))
    return frozenset(PLACEHOLDER.findall(entry))


@frozen
class Wording:
    """One language: its sentences, and how it writes numbers, shares, dates and ranks."""

    language: Language

    def has(self, key: str) -> bool:
        """Whether the catalogue holds that key."""
        return _entry(self.language, key) is not None

    def say(self, key: str, /, **facts: object) -> str:
        """The sentence of that key, its placeholders filled.

        A fact is written as the language writes it: `Decimal` as a number, `Fraction` as a share, dates, times, texts,
        yes and no. An ``int`` is written without thousand separators, for it may be a year; give ``number(n)`` for an
        amount. A missing key gives the key, a missing fact leaves its placeholder (see `MissingText`).
        """
        entry = _entry(self.language, key)
        if entry is None:
            warnings.warn(f"no text {key!r} in the catalogue {self.language}/", MissingText, stacklevel=2)
            return key
        if isinstance(entry, Plural):
            entry = entry.one if facts.get("count") == 1 else entry.other
        # One pass over the catalogue's own text: what a fact brings in is never looked at again.
        return PLACEHOLDER.sub(lambda found: self._fill(found, key, facts), entry)

    def _fill(self, found: re.Match[str], key: str, facts: Mapping[str, object]) -> str:
        name = found[1]
        if name not in facts:
            warnings.warn(f"{key!r} needs the fact {name!r}, given: {', '.join(facts)}", MissingText, stacklevel=4)
            return found[0]
        return self.spell(facts[name])

    def spell(self, fact: object) -> str:
        """A value as the language writes it; see `say`."""
        match fact:
            case bool():
                return self.say("word.answer.yes" if fact else "word.answer.no")
            case Decimal():
                return self.number(fact)
            case Fraction():
                return self.share(fact)
            case dt.datetime():
                return self.moment(fact)
            case dt.date():
                return self.date(fact)
            case dt.time():
                return self.time(fact)
            case Text():
                return self.text(fact)
            case _:
                return str(fact)

    def word(self, group: str, value: str) -> str:
        """The field's word for one of the domain's: ``word("source", "self")`` is ``tự chấm``."""
        return self.say(f"word.{group}.{value}")

    def role(self, role: Literal["head", "deputy"], called: Literal["khối", "cụm"]) -> str:
        """``Khối trưởng``, ``Cụm phó``: the office, named as the bloc calls itself."""
        return self.say(f"word.role.{called}.{role}")

    def number(self, value: Decimal | int) -> str:
        """The number as it is read: ``92,25`` and ``1.000`` in Vietnamese, ``92.25`` and ``1,000`` in English."""
        return notation.number(value, self.language)

    def typed(self, value: Decimal | int) -> str:
        """The number as a person would type it into a cell; `parse_number` reads it back as the same number."""
        return notation.typed(value, self.language)

    def share(self, value: Fraction) -> str:
        """The exact share: ``90%``, ``12,5%``, or ``2/3`` where a percentage of two decimals would not be exact."""
        return notation.share(value, self.language)

    def percent(self, value: Fraction, places: int = 1) -> str:
        """The share rounded to a percentage, ``66,7%``; only a whole share reads 100%, only nothing reads 0%."""
        return notation.percent(value, places, self.language)

    def date(self, value: dt.date) -> str:
        """``30/06/2022`` in Vietnamese, ``2022-06-30`` in English."""
        return notation.day(value, self.language)

    def date_in_full(self, value: dt.date) -> str:
        """``ngày 30 tháng 6 năm 2022`` in Vietnamese, ``30 June 2022`` in English; for documents."""
        return notation.day_in_full(value, self.language)

    def time(self, value: dt.time | dt.datetime) -> str:
        """Hours and minutes, ``08:30``."""
        return notation.clock(value)

    def time_in_full(self, value: dt.time | dt.datetime) -> str:
        """``08 giờ 30 phút`` in Vietnamese, ``08:30`` in English; for documents."""
        return notation.clock_in_full(value, self.language)

    def moment(self, value: dt.datetime) -> str:
        """Time and day: ``08:30 30/06/2022`` in Vietnamese, ``2022-06-30 08:30`` in English."""
        return notation.moment(value, self.language)

    def text(self, value: Text) -> str:
        """The text in this language, or in the other where it has none."""
        return value.read(self.language)

    def rank(self, rank: int | None, *, tied: bool = False) -> str:
        """``2``, ``2=`` for a shared rank, ``–`` for none."""
        if rank is None:
            return "–"
        return f"{rank}=" if tied else f"{rank}"

    def listed(self, words: Sequence[str]) -> str:
        """The words as a list in a sentence: ``A, B và C``."""
        if len(words) < 2:  # noqa: PLR2004  (a list of one needs no "and")
            return "".join(words)
        return self.say("word.list", first=", ".join(words[:-1]), last=words[-1])
