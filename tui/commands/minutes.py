"""`emulation minutes FOLDER`: the minutes of a meeting, made from its record."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from emulation.files.eligibility import called_in
from emulation.files.record import Record
from emulation.files.session import read_sources, records
from emulation.meeting.minutes import minutes
from emulation.meeting.minutes_data import minutes_data
from emulation.wording import Wording
from emulation.wording.minutes import minutes_markdown
from tui.commands.basis import add_record, opened_at, record_named
from tui.commands.failure import FINE, CommandError
from tui.commands.output import json_text, put_or_save, tell
from tui.commands.parser import command

if TYPE_CHECKING:
    import argparse

    from emulation.meeting.minutes import Minutes
    from tui.commands.parser import Subparsers

FORMATS = ("md", "json")


def add(subparsers: Subparsers) -> None:
    """Says what the command takes."""
    parser = command(subparsers, "minutes")
    parser.take_formats(*FORMATS)
    add_record(parser)
    parser.add_argument("-o", "--output", type=Path, metavar="FILE", help=parser.wording.say("cli.minutes.output"))


def run(arguments: argparse.Namespace) -> int:
    """Writes the minutes, and returns the exit status.

    Raises:
        CommandError: there is no such record or event, or the file cannot be written.
        RecordError: the record cannot be read.
    """
    wording = Wording(arguments.lang)
    found = minutes_of(_record(arguments, wording), arguments.until, wording)
    tell(wording.say("cli.minutes.of", meeting=found.meeting, seq=found.events))
    if arguments.format == "json":
        text = f"{json_text(minutes_data(found))}\n"
    else:
        text = minutes_markdown(found, arguments.lang, called_in(found))
    put_or_save(text, arguments.output, "cli.minutes", wording)
    return FINE


def minutes_of(path: Path, until: int | None, wording: Wording) -> Minutes:
    """The minutes that a record makes, up to an event.

    Raises:
        CommandError: the record has no such event; RecordError: it cannot be read.
    """
    with Record.open(path, writable=False) as record:
        found = minutes(record.entries(until=until), read_sources)
    if until is not None and found.events < until:
        raise CommandError(wording.say("cli.wrong.until", seq=until, last=found.events))
    return found


def _record(arguments: argparse.Namespace, wording: Wording) -> Path:
    """The record of the meeting asked for, else of the one that was opened last."""
    if arguments.meeting is not None:
        return record_named(arguments.folder, arguments.meeting, wording)
    known = records(arguments.folder)
    if not known:
        raise CommandError(wording.say("cli.log.none"))
    return max(known.values(), key=opened_at)
