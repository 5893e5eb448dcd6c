"""Lines of the record: an event in the list, all that is written of one, and how the meeting stood after it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from emulation.frozen import frozen
from emulation.meeting.events import Redone, Undone
from tui.screens import lines as look
from tui.screens.lines import line
from tui.screens.standings_lines import standings
from tui.widgets.grid_text import fit

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.content import Content

    from emulation.meeting.state import Entry
    from emulation.wording import Wording
    from tui.figures import Figures

_BY = 12
"""Cells of the name of who wrote an event."""


@frozen
class View:
    """What of the record is seen: a kind of event, a person, words that are sought; empty for all."""

    kind: str = ""
    by: str = ""
    sought: str = ""

    @property
    def narrowed(self) -> bool:
        """Whether some events are left out."""
        return bool(self.kind or self.by or self.sought)


def undone_acts(entries: Iterable[Entry]) -> frozenset[int]:
    """The numbers of the acts that were undone and not done again."""
    undone: set[int] = set()
    for entry in entries:
        match entry.event:
            case Undone(target):
                undone.add(target)
            case Redone(target):
                undone.discard(target)
            case _:
                pass
    return frozenset(undone)


def row(entry: Entry, act: str, cells: int, *, undone: bool) -> Content:
    """One event in one line; one that was undone is struck through, behind a sign."""
    return line(
        (f"{entry.seq:>5} ", look.FAINT),
        (f"{entry.at:%H:%M:%S} ", look.FAINT),
        (fit(entry.by, min(_BY, max(6, cells // 6))), look.LABEL),
        (" ↶ " if undone else "   ", look.WARN),
        (act, "strike dim" if undone else ""),
    )


def chosen_lines(entry: Entry, act: str, wording: Wording, *, undone: bool) -> list[Content]:
    """All that is written of one event."""
    say = wording.say
    told = [line((say("ui.log.event", seq=entry.seq, at=entry.at, by=entry.by), look.LABEL)), line(act)]
    if undone:
        told.append(line(("↶ ", look.WARN), say("ui.log.undone")))
    return [*told, line((say("ui.log.hash", hash=entry.hash), look.FAINT))]


def past_lines(entry: Entry, then: Figures | None, cells: int, wording: Wording) -> list[Content]:
    """How the meeting stood right after an event, under a heading that nobody takes for today."""
    say = wording.say
    told = [
        line((f" ◀◀ {say('ui.log.past', seq=entry.seq, at=entry.at)} ", f"{look.WARN} reverse")),
    ]
    if then is None:
        return [*told, line((say("ui.log.working"), look.FAINT))]
    state = then.state
    votes = state.entitled()
    here = sum(votes[unit] for unit in state.in_room())
    step = wording.word("step", state.step) if state.step else say("ui.log.no-step")
    facts = {"step": step, "present": here, "entitled": sum(votes.values())}
    told.append(line(say("ui.log.stood", **facts)))
    if "marks" not in state.agenda:
        return told
    marked = sum(len(marks) for marks in state.agreed.values())
    released = wording.spell(state.released)
    told.append(line(say("ui.log.stood-marks", marked=marked, released=released)))
    return [*told, line(""), *standings(then, wording, cells)]
