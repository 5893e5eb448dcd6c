"""The small bloc's meeting in memory: commands decided and applied, with no disk."""

from __future__ import annotations

import datetime as dt
from functools import cache
from typing import TYPE_CHECKING

from emulation.files.session import read_sources
from emulation.meeting.decide import decide
from emulation.meeting.events import CheckedIn, Opened, PersonListed
from emulation.meeting.evolve import begin, evolve
from emulation.meeting.refusal import Refusal
from emulation.meeting.state import Entry
from emulation.procedure import AGENDAS
from tests.meeting_strategies import BLOC, PROCEDURE, RUBRIC, SHEET

if TYPE_CHECKING:
    from collections.abc import Mapping

    from emulation.meeting.commands import Command
    from emulation.meeting.setup import Setup
    from emulation.meeting.state import Meeting
    from emulation.procedure import MeetingKind

AT = dt.datetime(2023, 1, 10, 9, 0)  # noqa: DTZ001  (a local time, as the clock of the room shows it)
BY = "Chị Thư"
SOURCES = {"bloc.toml": BLOC, "rubric.toml": RUBRIC, "procedure.toml": PROCEDURE, "scores/self-b.toml": SHEET}


@cache
def _read(sources: tuple[tuple[str, str], ...]) -> Setup:
    return read_sources(dict(sources))


def read(sources: Mapping[str, str]) -> Setup:
    return _read(tuple(sorted(sources.items())))


def begun(kind: MeetingKind = "year-end", **changed: str) -> Meeting:
    """A meeting that was just opened; ``changed`` are texts in place of those of the small bloc (``procedure=...``)."""
    sources = SOURCES | {f"{name}.toml": text for name, text in changed.items()}
    return begin(Entry(1, AT, BY, Opened(kind, kind, AGENDAS[kind], sources)), read)


def asked(meeting: Meeting, command: Command, by: str = BY) -> Refusal | None:
    """Why the command is refused, or ``None``."""
    answer = decide(meeting, command, by)
    return answer if isinstance(answer, Refusal) else None


def after(meeting: Meeting, *commands: Command, by: str = BY) -> Meeting:
    """The meeting after the commands, none of which may be refused."""
    for command in commands:
        event = decide(meeting, command, by)
        assert not isinstance(event, Refusal), (command, event)
        meeting = evolve(meeting, Entry(meeting.last.seq + 1, AT, by, event), read)
    return meeting


def seated(meeting: Meeting, units: str = "abcd") -> Meeting:
    """The meeting once a delegate of each of these units is in the room."""
    for unit in units:
        meeting = after(meeting, PersonListed(f"p{unit}", unit.upper(), "delegate", unit), CheckedIn(f"p{unit}"))
    return meeting
