"""What an answer is made from: a meeting's record where there is one, else the folder and its sheets."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import UTC
from pathlib import Path
from typing import TYPE_CHECKING

import attrs

from emulation.contest import Contest
from emulation.files.folder import load_folder
from emulation.files.record import Record, RecordError
from emulation.files.session import read_sources, records, setup_of
from emulation.finding import choices
from emulation.frozen import frozen
from emulation.marks import Marks
from emulation.meeting.events import Opened
from emulation.meeting.evolve import fold
from emulation.meeting.setup import Setup
from emulation.ranking import Settlements
from tui.commands.failure import CommandError
from tui.commands.output import tell

if TYPE_CHECKING:
    import argparse
    from datetime import datetime

    from emulation.meeting.state import Entry
    from emulation.wording import Wording
    from tui.commands.parser import Parser


@frozen
class Basis:
    """The configuration, marks and settlements that hold. ``meeting`` and ``seq`` name the record and its last event.

    ``sources`` maps the files of the configuration to their texts, ``withdrawn`` units to their reasons; ``drafts``
    are the agreed marks, as (unit, criterion), that nobody has confirmed.
    """

    setup: Setup
    contest: Contest
    marks: Marks
    settlements: Settlements
    sources: Mapping[str, str]
    meeting: str | None = None
    seq: int | None = None
    released: bool = False
    withdrawn: Mapping[str, str] = attrs.field(factory=dict)
    drafts: frozenset[tuple[str, str]] = frozenset()

    @property
    def rubric_hash(self) -> str:
        """The SHA-256 of the rubric's file, hexadecimal."""
        return hashlib.sha256(self.sources["rubric.toml"].encode()).hexdigest()


def add_record(parser: Parser) -> None:
    """The argument and the options of every command that reads a record."""
    say = parser.wording.say
    parser.add_argument("folder", type=Path, metavar="FOLDER", help=say("cli.option.folder"))
    parser.take_meeting()
    parser.add_argument("--until", type=parser.count, metavar="SEQ", help=say("cli.option.until"))


def record_named(folder: Path, meeting: str, wording: Wording) -> Path:
    """The record of that meeting.

    Raises:
        CommandError: there is none.
    """
    known = records(folder)
    if meeting in known:
        return known[meeting]
    if not known:
        raise CommandError(wording.say("cli.wrong.no-records", found=meeting))
    raise CommandError(nearest(meeting, known, "cli.wrong.meeting", wording))


def nearest(found: str, known: Mapping[str, object], key: str, wording: Wording) -> str:
    """The sentence about an id that is not known, with the nearest known one or all of them."""
    hints = (wording.say(f"finding-hint.{name}", **{name: fact}) for name, fact in choices(found, known).items())
    return "; ".join((wording.say(key, found=found), *hints))


def record_of_marks(folder: Path) -> Path | None:
    """The record from which standings are read: of the meetings that settle marks the year-end one, else the last.

    The record of a meeting without marks on its agenda holds the sheets of the day on which it opened, so it says
    nothing about standings.
    """
    settling = {path: opened for path in records(folder).values() if "marks" in (opened := _opened(path)).agenda}
    return max(settling, key=lambda path: (settling[path].kind == "year-end", path.name), default=None)


def opened_at(path: Path) -> datetime:
    """When the meeting of a record was opened. A time without a zone is a local one, so that any two compare.

    Raises:
        RecordError: the record cannot be read.
    """
    at = _first(path).at
    try:
        return at.astimezone()
    except (ValueError, OverflowError, OSError):  # a year at which the calendar or the system ends
        return at.replace(tzinfo=UTC)


def _opened(path: Path) -> Opened:
    event = _first(path).event
    if not isinstance(event, Opened):
        raise RecordError("record-broken", seq=1, kind="payload")
    return event


def _first(path: Path) -> Entry:
    with Record.open(path, writable=False) as record:
        first = next(record.entries(until=1), None)
    if first is None:
        raise RecordError("record-broken", seq=1, kind="order")
    return first


def basis_of(arguments: argparse.Namespace, wording: Wording) -> Basis:
    """What the folder's standings are made from; tells which record, or that it is the sheets.

    Raises:
        FolderUnusableError: the folder has errors; RecordError: the record cannot be read.
        CommandError: there is no such meeting or event.
    """
    folder: Path = arguments.folder
    path = record_of_marks(folder) if arguments.meeting is None else record_named(folder, arguments.meeting, wording)
    if path is None:
        if arguments.until is not None:
            raise CommandError(wording.say("cli.wrong.until-without-record", seq=arguments.until))
        return _from_folder(folder, wording)
    basis = _from_record(path, arguments.until, wording)
    tell(wording.say("cli.rank.from-record", meeting=basis.meeting, seq=basis.seq))
    changed = changed_files(folder, basis.sources)
    if changed:
        tell(wording.say("cli.rank.changed", files=", ".join(changed)))
    return basis


def _from_folder(path: Path, wording: Wording) -> Basis:
    folder = load_folder(path)
    setup = setup_of(folder)
    if folder.findings:
        counted = wording.say("cli.count.warnings", count=len(folder.findings))
        tell(wording.say("cli.rank.warnings", warnings=counted, folder=path))
    tell(wording.say("cli.rank.from-sheets"))
    sources = {name: source.text for name, source in folder.sources.items()}
    return Basis(setup, setup.contest, setup.handed_in, Settlements(), sources)


def _from_record(path: Path, until: int | None, wording: Wording) -> Basis:
    with Record.open(path, writable=False) as record:
        meeting = fold(record.entries(until=until), read_sources)
    state = meeting.state
    if until is not None and meeting.last.seq < until:
        raise CommandError(wording.say("cli.wrong.until", seq=until, last=meeting.last.seq))
    return Basis(
        state.setup,
        state.contest,
        state.marks(),
        state.settlements(),
        state.sources,
        state.meeting,
        meeting.last.seq,
        state.released,
        state.withdrawn,
        frozenset(state.drafts()),
    )


def changed_files(folder: Path, then: Mapping[str, str]) -> list[str]:
    """The names of the files that are not as the meeting took them in."""
    now = {name: source.text for name, source in load_folder(folder).sources.items()}
    return sorted(name for name in now.keys() | then.keys() if now.get(name) != then.get(name))
