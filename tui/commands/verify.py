"""`emulation verify FOLDER`: whether the records are whole, every event chained to the one before."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from emulation.files.record import Fault, Record
from emulation.files.session import records
from emulation.frozen import frozen
from emulation.wording import Wording
from tui.commands.basis import record_named
from tui.commands.failure import ERRORS, FINE, CommandError
from tui.commands.output import put, put_csv, put_json, tell
from tui.commands.parser import command
from tui.commands.table import Column, table

if TYPE_CHECKING:
    import argparse

    from tui.commands.parser import Subparsers

_KEYS = ("meeting", "whole", "events", "hash", "fault_at", "fault")
_COLUMNS = ("meeting", "events", "state", "hash")


@frozen
class Verified:
    """How a record was found: ``events`` hold from the first on, ``hash`` is the last one's."""

    meeting: str
    events: int
    hash: str
    fault: Fault | None


def add(subparsers: Subparsers) -> None:
    """Says what the command takes."""
    parser = command(subparsers, "verify")
    parser.add_argument("folder", type=Path, metavar="FOLDER", help=parser.wording.say("cli.option.folder"))
    parser.take_meeting()


def run(arguments: argparse.Namespace) -> int:
    """Verifies one record or all of the folder, and returns the exit status.

    Raises:
        CommandError: there is none; RecordError: one is no record at all.
    """
    wording = Wording(arguments.lang)
    if arguments.meeting is not None:
        paths = [record_named(arguments.folder, arguments.meeting, wording)]
    else:
        paths = list(records(arguments.folder).values())
    if not paths:
        raise CommandError(wording.say("cli.log.none"))
    verified = [verify(path) for path in paths]
    match arguments.format:
        case "json":
            put_json({"records": [dict(zip(_KEYS, _row(one), strict=True)) for one in verified]})
        case "csv":
            put_csv(_KEYS, map(_row, verified))
        case _:
            columns = [Column(wording.say(f"cli.column.{name}"), name == "events") for name in _COLUMNS]
            put(table(columns, [_line(one, wording) for one in verified]))
            tell(wording.say("cli.verify.proves"))
    return ERRORS if any(one.fault for one in verified) else FINE


def verify(path: Path) -> Verified:
    """Reads a whole record, up to the first place at which its chain does not hold.

    Raises:
        RecordError: it is no record, or cannot be read.
    """
    with Record.open(path, writable=False) as record:
        fault = record.verify()
        until = None if fault is None else fault.seq - 1
        count, digest = 0, ""
        for entry in record.entries(until=until):
            count, digest = entry.seq, entry.hash
    return Verified(path.stem, count, digest, fault)


def _row(one: Verified) -> tuple[object, ...]:
    fault = one.fault
    return (
        one.meeting,
        fault is None,
        one.events,
        one.hash,
        fault.seq if fault else None,
        fault.kind if fault else None,
    )


def _line(one: Verified, wording: Wording) -> tuple[str, ...]:
    state = wording.say("cli.verify.whole")
    if one.fault is not None:
        state = wording.say("cli.verify.broken", seq=one.fault.seq, how=wording.say(f"fault.{one.fault.kind}"))
    return one.meeting, str(one.events), state, one.hash
