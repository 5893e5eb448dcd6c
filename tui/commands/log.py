"""`emulation log FOLDER`: the record of a meeting as text."""

from __future__ import annotations

import contextlib
import json
from typing import TYPE_CHECKING, Any

from emulation.files.codec import encode
from emulation.files.folder import FolderUnusableError
from emulation.files.record import Record, RecordError
from emulation.files.session import read_sources, records
from emulation.meeting.events import Opened, PersonListed, PollCreated
from emulation.wording import Wording
from emulation.wording.acts import tell as tell_event
from tui.commands.basis import add_record, record_named
from tui.commands.failure import FINE, CommandError
from tui.commands.output import put, put_csv, put_json
from tui.commands.parser import command
from tui.commands.table import Column, table

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from emulation.meeting.state import Entry
    from tui.commands.parser import Subparsers

_COLUMNS = ("seq", "at", "by", "event")


def add(subparsers: Subparsers) -> None:
    """Says what the command takes."""
    add_record(command(subparsers, "log"))


def run(arguments: argparse.Namespace) -> int:
    """Writes the events, of a broken record those before the break, and returns the exit status.

    Raises:
        CommandError: there is no record; RecordError: it cannot be read.
    """
    wording = Wording(arguments.lang)
    path = wanted(arguments, wording)
    entries: list[Entry] = []
    broken: RecordError | None = None
    try:
        with Record.open(path, writable=False) as record:
            entries.extend(record.entries(until=arguments.until))
    except RecordError as problem:
        if not entries:
            raise
        broken = problem
    match arguments.format:
        case "json":
            put_json({"meeting": path.stem, "events": [_data(entry) for entry in entries]})
        case "csv":
            put_csv(("seq", "at", "by", "event", "payload", "hash"), (_row(entry) for entry in entries))
        case _:
            columns = [Column(wording.say(f"cli.column.{name}"), name == "seq") for name in _COLUMNS]
            put(table(columns, lines(entries, wording)))
    if broken is not None:
        raise broken
    return FINE


def wanted(arguments: argparse.Namespace, wording: Wording) -> Path:
    """The record asked for, else the one whose meeting's name comes last.

    Raises:
        CommandError: there is none.
    """
    if arguments.meeting is not None:
        return record_named(arguments.folder, arguments.meeting, wording)
    known = records(arguments.folder)
    if not known:
        raise CommandError(wording.say("cli.log.none"))
    return list(known.values())[-1]


def _data(entry: Entry) -> dict[str, Any]:
    kind, payload = encode(entry.event)
    return {
        "seq": entry.seq,
        "at": entry.at.isoformat(),
        "by": entry.by,
        "event": kind,
        "payload": json.loads(payload),
        "hash": entry.hash,
    }


def _row(entry: Entry) -> tuple[object, ...]:
    kind, payload = encode(entry.event)
    return entry.seq, entry.at.isoformat(), entry.by, kind, payload, entry.hash


def lines(entries: Sequence[Entry], wording: Wording) -> Iterator[tuple[str, ...]]:
    """When, by whom and what, in words, of every event; units, persons and polls by their names."""
    events = {entry.seq: entry.event for entry in entries}
    names: dict[str, str] = {}
    for entry in entries:
        if isinstance(entry.event, Opened):
            with contextlib.suppress(FolderUnusableError):
                names |= {unit.id: unit.short for unit in read_sources(entry.event.sources).bloc.units}
        elif isinstance(entry.event, PersonListed):
            names[entry.event.person] = entry.event.name
        elif isinstance(entry.event, PollCreated):
            names.setdefault(entry.event.poll, wording.text(entry.event.rules.question))
        what = tell_event(entry.event, wording, names, events.get)
        yield str(entry.seq), f"{entry.at:%Y-%m-%d %H:%M:%S}", entry.by, what
