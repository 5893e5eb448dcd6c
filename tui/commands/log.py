"""`emulation log FOLDER`: the record of a meeting as text."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from emulation.files.codec import encode
from emulation.files.record import Record, RecordError
from emulation.meeting.events import Opened, Reconfigured
from emulation.wording import Wording
from tui.commands.basis import add_record, record_named, records
from tui.commands.failure import FINE, CommandError
from tui.commands.output import put, put_csv, put_json
from tui.commands.parser import command
from tui.commands.table import Column, table

if TYPE_CHECKING:
    import argparse
    from pathlib import Path

    from emulation.meeting.state import Entry
    from tui.commands.parser import Subparsers

_COLUMNS = ("seq", "at", "by", "event", "what")


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
            put(table(columns, [_line(entry, wording) for entry in entries]))
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


def _line(entry: Entry, wording: Wording) -> tuple[str, ...]:
    event = wording.word("event", type(entry.event).__name__)
    return str(entry.seq), f"{entry.at:%Y-%m-%d %H:%M:%S}", entry.by, event, account(entry, wording)


def account(entry: Entry, wording: Wording) -> str:
    """What an event holds, in short: its fields that hold anything; of configuration files only how many."""
    if isinstance(entry.event, Opened):
        return f"{entry.event.meeting}, {wording.say('cli.log.files', count=len(entry.event.sources))}"
    if isinstance(entry.event, Reconfigured):
        return f"{', '.join(entry.event.sources)}: {entry.event.reason}"
    return _short(json.loads(encode(entry.event)[1]))


def _short(value: Any) -> str:
    match value:
        case {"number": str(number)}:
            return number
        case dict():
            return ", ".join(f"{key} {_short(one)}" for key, one in value.items() if one not in ("", [], {}, None))
        case list():
            return "; ".join(map(_short, value))
        case None:
            return "–"
        case bool():
            return "yes" if value else "no"
        case _:
            return str(value)
