"""The part of the minutes that is about marks: which cells the meeting settled and why, and whose own they were."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING, Literal, TypeAlias

import attrs

from emulation.frozen import frozen
from emulation.marks import Mark, content
from emulation.meeting import events as e
from emulation.meeting.decide import same_person
from emulation.meeting.poll_minutes import Recorded, only
from emulation.procedure import Source

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from emulation.meeting.events import Event
    from emulation.meeting.setup import Setup
    from emulation.meeting.state import Entry, State

Interest: TypeAlias = Literal["verified-own", "entered-own", "confirmed-own"]


@frozen
class MarkChange:
    """The meeting settled a cell: what stood there before and whose mark that was, what stands now, why, and who.

    ``confirmed`` is who confirmed exactly this mark; ``None`` where nobody did before it was changed again.
    """

    seq: int
    at: datetime
    by: str
    unit: str
    criterion: str
    source: Source | None
    before: Mark | None
    after: Mark | None
    reason: str
    confirmed: Recorded[e.MarksConfirmed] | None = None

    @property
    def changed(self) -> bool:
        """Whether the mark says something else than before; else the meeting took it over as it was."""
        if self.before is None or self.after is None:
            return self.before is not self.after
        return content(self.before) != content(self.after)


@frozen
class OwnMarks:
    """Somebody had a hand in the marks of their own unit: allowed, and shown.

    ``verified-own``: the unit that verified (``by`` as its sheet says); ``entered-own`` and ``confirmed-own``: the
    unit's own delegate in the meeting.
    """

    interest: Interest
    unit: str
    by: str
    criteria: tuple[str, ...]


def settled(entry: Entry, change: e.Change, reason: str, before: State) -> MarkChange:
    """What an act made of one cell, beside what stood there before it."""
    unit, criterion = change.unit, change.criterion
    agreed = before.agreed.get(unit, {}).get(criterion)
    handed_in = before.setup.handed_in
    source: Source | None = None
    mark: Mark | None = None
    if agreed is not None:
        source, mark = "agreed", agreed.mark
    elif (verified := handed_in.verified.get(unit, {}).get(criterion)) is not None:
        source, mark = "verified", verified
    elif (own := handed_in.own.get(unit, {}).get(criterion)) is not None:
        source, mark = "self", own
    return MarkChange(entry.seq, entry.at, entry.by, unit, criterion, source, mark, change.mark, reason)


def cells(changes: Iterable[MarkChange]) -> set[tuple[str, str]]:
    """The cells that were settled, each once however often the meeting came back to it, by unit and criterion."""
    return {(change.unit, change.criterion) for change in changes}


def confirmed(changes: Iterable[MarkChange], acts: Iterable[Recorded[Event]]) -> tuple[MarkChange, ...]:
    """The changes, each with the confirmation that met it before the next change of its cell."""
    found = list(changes)
    places: dict[tuple[str, str], list[int]] = {}
    for place, change in enumerate(found):
        places.setdefault((change.unit, change.criterion), []).append(place)
    for act in only(acts, e.MarksConfirmed):
        for cell in act.event.cells:
            met = [place for place in places.get((cell.unit, cell.criterion), ()) if found[place].seq < act.seq]
            if met:
                found[met[-1]] = attrs.evolve(found[met[-1]], confirmed=act)
    return tuple(found)


def verified_own(setup: Setup) -> Iterator[OwnMarks]:
    """Sheets of verified marks in which a unit, or the head's team, marked itself."""
    heads = {unit.id for unit in setup.bloc.holders("head", setup.bloc.year)}
    units = {unit.id for unit in setup.bloc.units}
    for sheet in setup.sheets:
        if sheet.source != "verified":
            continue
        markers = {sheet.by} if sheet.by in units else heads
        for unit, marks in sheet.marks.items():
            if unit in markers and marks:
                yield OwnMarks("verified-own", unit, sheet.by, tuple(marks))


def entered_own(changes: Iterable[MarkChange], state: State) -> Iterator[OwnMarks]:
    """Marks that a unit's own people entered or confirmed in the meeting."""
    people = [(name, one.unit) for one in state.people.values() if one.unit for name in (one.person, one.name)]

    @cache
    def units_of(by: str) -> frozenset[str]:
        return frozenset(unit for name, unit in people if same_person(name, by))

    cells: dict[tuple[Interest, str, str], dict[str, None]] = {}
    for change in changes:
        if change.unit in units_of(change.by):
            cells.setdefault(("entered-own", change.unit, change.by), {})[change.criterion] = None
        if change.confirmed is not None and change.unit in units_of(change.confirmed.by):
            cells.setdefault(("confirmed-own", change.unit, change.confirmed.by), {})[change.criterion] = None
    for (interest, unit, by), criteria in cells.items():
        yield OwnMarks(interest, unit, by, tuple(criteria))
