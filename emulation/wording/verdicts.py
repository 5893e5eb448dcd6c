"""Verdicts in words: what a condition asks for, what was read, where it stands, and what would settle it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from emulation.awards.conditions import Confirm, Meets
from emulation.awards.verdict import SKIPPED, UNKNOWN
from emulation.frozen import frozen
from emulation.text import Text
from emulation.wording.catalogue import Wording
from emulation.wording.conditions import condition_in_words
from emulation.wording.readings import reading, settling

if TYPE_CHECKING:
    from collections.abc import Iterable

    from emulation.awards.conditions import Clause
    from emulation.awards.nearest import Change
    from emulation.awards.rulebook import Rulebook
    from emulation.awards.verdict import Node

MARKS = {"met": "✓", "not-met": "✗", "unknown": "?", "skipped": "–"}
"""The sign of a condition's status; a bar that is met stands in the way, so it has that of not met."""


@frozen
class Speaker:
    """A language, and what the rulebooks in force call their awards and sources.

    ``sources`` are keyed by the file of the book and the id in it.
    """

    wording: Wording
    awards: Mapping[str, Text]
    sources: Mapping[tuple[str, str], Text]

    def award(self, award: str) -> str:
        """What the award of that id is called."""
        return self.wording.text(self.awards[award]) if award in self.awards else award


def speaker(wording: Wording, books: Iterable[Rulebook]) -> Speaker:
    """Who speaks of verdicts under these books."""
    listed = tuple(books)
    return Speaker(
        wording,
        {award.id: award.name for book in listed for award in book.awards},
        {(book.file, source.id): source.title for book in listed for source in book.sources},
    )


def condition(clause: Clause, by: Speaker) -> str:
    """What a clause asks for: the book's own text where it has one, and the condition in the language's words."""
    return condition_in_words(clause, by.wording, by.award)


def found(node: Node, by: Speaker) -> str:
    """What was read on record for a condition; empty where nothing is read."""
    return "" if node.status == SKIPPED else reading(node, by.wording)


def skipped(node: Node, by: Speaker) -> str:
    """Why a condition does not apply to the dossier; empty where it does."""
    if node.status != SKIPPED:
        return ""
    said = dates(node.clause, by)
    if said:
        return by.wording.say("verdict.skipped.dates", dates=said)
    return by.wording.say("verdict.skipped.within" if node.parts else "verdict.skipped.around")


def dates(clause: Clause, by: Speaker) -> str:
    """``from 2024-01-01 until 2025-06-30``: the days of receipt of dossiers to which a clause applies, if it says."""
    start, end = clause.from_, clause.until
    if start is None and end is None:
        return ""
    which = "until" if start is None else "from" if end is None else "day" if start == end else "both"
    return by.wording.say(f"verdict.dates.{which}", start=start, end=end)


def settled_by(node: Node, by: Speaker) -> str:
    """What would settle a condition that is not known; empty for any other, and for a group, whose parts say it."""
    if node.status != UNKNOWN:
        return ""
    clause = node.clause
    if clause.trusted and isinstance(clause.condition, Meets) and node.parts and node.parts[0].status == SKIPPED:
        return by.wording.say("verdict.skipped.award")
    if not clause.trusted:
        if clause.basis is None:
            return by.wording.say("verdict.settles.no-basis")
        return by.wording.say("verdict.settles.untrusted", confirm=basis(clause, by))
    return settling(node, by.wording, by.award)


def basis(clause: Clause, by: Speaker) -> str:
    """``Điều 23 khoản 2 điểm a Luật ...``: where the clause stands; empty where it does not say."""
    stands = clause.basis
    if stands is None:
        return ""
    parts = [
        by.wording.say(f"verdict.basis-part.{name}", **{name: value})
        for name, value in (("article", stands.article), ("clause", stands.clause), ("point", stands.point))
        if value
    ]
    title = by.sources.get((clause.file, stands.source))
    return " ".join([*parts, stands.source if title is None else by.wording.text(title)])


def evidence(clause: Clause, by: Speaker) -> str:
    """How sure the clause is, and who confirmed it."""
    said = by.wording.word("evidence", clause.evidence or "unconfirmed")
    if clause.confirmed is None or clause.confirmed == Confirm(clause.confirmed.award, "", "", ""):
        return said
    who = clause.confirmed
    on = by.wording.date(who.on) if who.on is not None else "–"
    return f"{said}; {by.wording.say('verdict.confirmed', by=who.by, on=on, document=who.document)}"


def change(one: Change, by: Speaker) -> str:
    """A change of the nearest way: a condition to be met, or one that may hold no longer."""
    said = by.wording.say(f"verdict.nearest.{one.to}", condition=condition(one.clause, by))
    return said if one.year is None else by.wording.say("verdict.nearest.in-year", change=said, year=one.year)
