"""Sentences of the minutes in Markdown. Whatever is not known to be Markdown is escaped on its way in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import attrs

from emulation.frozen import frozen
from emulation.meeting.minutes import Minutes
from emulation.text import Text
from emulation.wording.acts import mark_in_words
from emulation.wording.catalogue import Wording
from emulation.wording.markdown import escape

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from emulation.marks import Mark


class Markdown(str):
    """Text that is Markdown already."""

    __slots__ = ()


@frozen
class Scribe:
    """One meeting's minutes, the language they are written in, and what candidates and awards are called, by id."""

    minutes: Minutes
    wording: Wording
    called: Mapping[str, str | Text] = attrs.field(factory=dict)

    def say(self, key: str, /, **facts: object) -> Markdown:
        """The sentence ``minutes.KEY``; facts that are texts are escaped."""
        return Markdown(self.wording.say(f"minutes.{key}", **{name: self._safe(fact) for name, fact in facts.items()}))

    def word(self, group: str, value: str) -> Markdown:
        """The language's word for one of the domain's."""
        return Markdown(self.wording.word(group, value))

    def text(self, text: str | Text) -> Markdown:
        """What a user wrote."""
        return Markdown(escape(self.wording.text(text) if isinstance(text, Text) else text))

    def _safe(self, fact: object) -> object:
        if isinstance(fact, Markdown):
            return fact
        return self.text(fact) if isinstance(fact, str | Text) else fact

    def listed(self, words: Iterable[str]) -> Markdown:
        """The words as a list in a sentence."""
        safe = [word if isinstance(word, Markdown) else self.text(word) for word in words]
        return Markdown(self.wording.listed(safe)) if safe else self.say("none")

    def unit(self, unit: str) -> Markdown:
        """The name of a unit, or of whoever else is meant by the id."""
        names = {one.id: one.name for one in self.minutes.bloc.units}
        return self.text(names.get(unit) or self.called.get(unit, unit))

    def award(self, award: str) -> Markdown:
        """The name of an award, or its id where no rulebook says it."""
        return self.text(self.called.get(award, award))

    def short(self, unit: str) -> Markdown:
        """The short name of a unit, for tables."""
        names = {one.id: one.short for one in self.minutes.bloc.units}
        return self.text(names.get(unit, unit))

    def units(self, units: Iterable[str]) -> Markdown:
        """The names of several units."""
        return self.listed(self.unit(one) for one in units)

    def person(self, person: str) -> Markdown:
        """The name of somebody listed, or what stands there."""
        names = {one.listed.person: one.listed.name for one in self.minutes.attendees}
        return self.text(names.get(person, person))

    def mark(self, mark: Mark | None) -> Markdown:
        """What a mark says."""
        return self.text(mark_in_words(mark, self.wording))

    def clock(self, at: datetime) -> Markdown:
        """Hours and minutes."""
        return Markdown(self.wording.time(at))

    def day(self, at: datetime) -> Markdown:
        """The day, as documents write it."""
        return Markdown(self.wording.date_in_full(at.date()))

    def when(self, key: str, at: datetime) -> Markdown:
        """A sentence of time and day, as documents write them."""
        return self.say(key, time=Markdown(self.wording.time_in_full(at)), day=self.day(at))

    def link(self, link: str) -> Markdown:
        """A link of the tie chain."""
        word, _, name = link.partition(":")
        return Markdown(self.wording.say(f"word.link.{word}", id=self.text(name)))


def capital(sentence: str) -> Markdown:
    """The sentence with a capital."""
    return Markdown(sentence[:1].upper() + sentence[1:])


def bullets(lines: Iterable[str]) -> list[str]:
    """A list, and the empty line after it; nothing for no lines."""
    found = [f"- {line}" for line in lines]
    return [*found, ""] if found else []
