"""What is wrong with the dates of a book's clauses, and with what they leave in force from day to day."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import attrs

from emulation.awards.conditions import Some, applies, walk
from emulation.awards.judging import changes
from emulation.awards.rulebook import Period
from emulation.finding import error, warning

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from emulation.awards.conditions import Clause
    from emulation.awards.rulebook import Bar, Rulebook
    from emulation.finding import Finding, Path


def check_validity(book: Rulebook) -> Iterator[Finding]:
    """Dates that are reversed or outside the book's, and days on which too little of a requirement applies.

    Each shortage is told once, with the first day of the book's period on which it is there. A period that is itself
    reversed bounds nothing.
    """
    if book.received.reversed:
        book = attrs.evolve(book, received=Period())
    for place, bar in enumerate(book.bars):
        yield from _dates(bar, book.received, ("bar", place))
    for place, award in enumerate(book.awards):
        yield from _requirement(award.require, book, ("award", place, "require"))
    for place, extend in enumerate(book.extends):
        yield from _requirement(extend.require, book, ("extend", place, "require"))


def _requirement(whole: Clause, book: Rulebook, path: Path) -> Iterator[Finding]:
    for where, clause in walk(whole, *path):
        yield from _dates(clause, book.received, where)
    days = _days(book)
    empty = next((day for day in days if not applies(whole, day)), None)
    if empty is not None:
        yield error("no-clause-in-force", *path, found=empty)
    for where, clause in walk(whole, *path):
        if isinstance(clause.condition, Some):
            yield from _too_few(clause, clause.condition, days, where)


def _dates(one: Clause | Bar, book: Period, path: Path) -> Iterator[Finding]:
    """Dates that are reversed, or days on which the book itself does not apply: all of them, or some."""
    if one.from_ is not None and one.until is not None and one.until < one.from_:
        yield error("dates-reversed", *path, "until", found=one.until, start=one.from_)
        return
    never = not Period(one.from_, one.until).overlaps(book)
    for key, day in (("from", one.from_), ("until", one.until)):
        if day is not None and not book.holds(day):
            days = f"{book.from_ or ''} – {book.until or ''}".strip()
            if never:
                yield error("outside-period", *path, key, found=day, days=days)
            else:
                yield warning("outside-period", *path, key, found=day, days=days)


def _days(book: Rulebook) -> Sequence[date]:
    """A day of each stretch of the book's period on which the same clauses apply, ascending."""
    dates = changes([book])
    first = book.received.from_
    before = [first] if first is not None else [dates[0] - timedelta(1)] if dates and dates[0] > date.min else []
    return [day for day in (*before, *dates) if book.received.holds(day)]


def _too_few(clause: Clause, condition: Some, days: Sequence[date], path: Path) -> Iterator[Finding]:
    for day in days:
        most = sum(applies(part, day) for part in condition.parts)
        if applies(clause, day) and most < condition.times <= len(condition.parts):
            yield error("never-met-then", *path, "times", found=condition.times, most=most, day=day)
            return
