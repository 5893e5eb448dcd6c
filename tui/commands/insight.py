"""`emulation insight FOLDER`: the review report of the bloc's year so far."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import attrs

from emulation.files.folder import load_folder
from emulation.files.record import Record
from emulation.files.session import read_sources, records, setup_of
from emulation.insight.data import remark_data, report_data
from emulation.insight.figures import Draws, Material
from emulation.insight.firmness import weight_draws
from emulation.insight.report import Report, Said, report
from emulation.marks import gather
from emulation.meeting.evolve import fold
from emulation.ranking import rank
from emulation.scoring import score
from emulation.wording import Wording
from emulation.wording.report import report_markdown, sentence
from tui.commands.basis import opened_at, record_named, record_of_marks
from tui.commands.failure import FINE, CommandError
from tui.commands.output import csv_text, json_text, put_or_save, tell
from tui.commands.parser import command
from tui.commands.table import Column, table
from tui.review import said

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Iterator

    from emulation.bloc import Bloc
    from emulation.contest import Contest
    from emulation.insight.remark import Remark
    from emulation.meeting.setup import Setup
    from emulation.meeting.state import State
    from emulation.ranking import Standing
    from emulation.wording.report import Kind
    from tui.commands.parser import Parser, Subparsers

FORMATS = ("md", "table", "json", "csv")
DRAWS = 1000
COLUMNS = ("kind", "area", "code", "units", "row", "fact", "value")
"""The columns of CSV: a line for each figure; those of the sentence have no ``row``, those behind it count from 1."""


def add(subparsers: Subparsers) -> None:
    """Says what the command takes."""
    parser: Parser = command(subparsers, "insight")
    say = parser.wording.say
    parser.take_formats(*FORMATS)
    parser.add_argument("folder", type=Path, metavar="FOLDER", help=say("cli.option.folder"))
    parser.add_argument("--on", type=parser.day, metavar="DATE", help=say("cli.insight.on"))
    parser.add_argument("--with", dest="other", type=Path, metavar="OTHER_FOLDER", help=say("cli.insight.other"))
    parser.add_argument("--meeting", metavar="ID", help=say("cli.insight.meeting"))
    draws = say("cli.insight.draws", default=DRAWS)
    parser.add_argument("--draws", type=_whole(parser), default=DRAWS, metavar="N", help=draws)
    parser.add_argument("--seed", metavar="TEXT", help=say("cli.insight.seed"))
    parser.add_argument("-o", "--output", type=Path, metavar="FILE", help=say("cli.insight.output"))


def _whole(parser: Parser) -> Callable[[str], int]:
    """The type of an option that takes a whole number from 0."""
    return lambda found: 0 if re.fullmatch(r"0{1,15}", found) else parser.count(found)


def run(arguments: argparse.Namespace) -> int:
    """Writes the report, and returns the exit status.

    Raises:
        FolderUnusableError: a folder has errors; RecordError: a record cannot be read.
        CommandError: there is no such meeting, the other folder does not fit, or the file cannot be written.
    """
    wording = Wording(arguments.lang)
    found = _report(arguments, wording)
    match arguments.format:
        case "json":
            text = f"{json_text(report_data(found))}\n"
        case "csv":
            text = csv_text(COLUMNS, _rows(found))
        case "table":
            text = f"{_table(found, wording)}\n"
        case _:
            text = report_markdown(found, arguments.lang)
    put_or_save(text, arguments.output, "cli.insight", wording)
    return FINE


def _report(arguments: argparse.Namespace, wording: Wording) -> Report:
    root: Path = arguments.folder
    setup = setup_of(load_folder(root))
    today: date = arguments.today or date.today()  # noqa: DTZ011  (the user's day)
    on: date = arguments.on or min(today, date(setup.bloc.year, 12, 31))
    material = _material(root, setup, on, wording)
    if arguments.draws:
        seed = arguments.seed or f"{material.bloc.id}-{material.bloc.year}"
        core = sum(section.kind == "core" for section in material.contest.rubric.sections)
        material = attrs.evolve(material, draws=Draws(seed, weight_draws(seed, arguments.draws, core)))
    if arguments.other is not None:
        material = attrs.evolve(material, before=earlier_year(arguments.other, material.bloc, material.on, wording))
    return report(material, _said(root, arguments.meeting, on, wording))


def _material(root: Path, setup: Setup, on: date, wording: Wording) -> Material:
    """What was known on the day: marks as a meeting had settled them by then, else the sheets handed in by then.

    The activities are those of the folder as it is now: no meeting decides them.
    """
    path = record_of_marks(root)
    state = None if path is None else _state(path, on)
    if state is None:
        tell(wording.say("cli.insight.from-sheets", on=on))
        marks = gather(sheet for sheet in setup.sheets if sheet.on <= on)
        return Material(setup.bloc, setup.contest, marks, on, setup.activity)
    tell(wording.say("cli.insight.from-record", meeting=state.meeting, on=on))
    return Material(state.setup.bloc, state.contest, state.marks(), on, setup.activity, state.settlements())


def _state(path: Path, on: date) -> State | None:
    """How a meeting stood at the end of the day; ``None`` before it was opened.

    It is cut after the last event of the day, by number: where the clock was set back nothing is missing before it.
    """
    with Record.open(path, writable=False) as record:
        entries = list(record.entries())
    last = max((entry.seq for entry in entries if entry.at.date() <= on), default=0)
    return fold(entries[:last], read_sources).state if last else None


def _said(root: Path, meeting: str | None, on: date, wording: Wording) -> tuple[Said, ...]:
    """What was said in the meeting that is named, else in the one opened last by that day."""
    if meeting is not None:
        state = _state(record_named(root, meeting, wording), on)
        states = [] if state is None else [state]
    else:
        opened = sorted((opened_at(path), path) for path in records(root).values())
        states = [state for _, path in reversed(opened) if (state := _state(path, on)) is not None][:1]
    return tuple(one for state in states for one in said(state))


def earlier_year(other: Path, bloc: Bloc, on: date, wording: Wording) -> tuple[Contest, tuple[Standing, ...]]:
    """An earlier year of the bloc from its folder: its contest, and its standings as they were on the day.

    Raises:
        FolderUnusableError: the folder has errors; RecordError: its record cannot be read.
        CommandError: it is of another bloc, or of no earlier year.
    """
    setup = setup_of(load_folder(other))
    if setup.bloc.id != bloc.id:
        facts = {"found": other, "bloc": setup.bloc.id, "expected": bloc.id}
        raise CommandError(wording.say("cli.insight.other-bloc", **facts))
    if setup.bloc.year >= bloc.year:
        facts = {"found": other, "year": setup.bloc.year, "expected": bloc.year}
        raise CommandError(wording.say("cli.insight.not-earlier", **facts))
    path = record_of_marks(other)
    state = None if path is None else _state(path, on)
    if state is None:
        return setup.contest, rank(setup.contest, score(setup.contest, setup.handed_in))
    return state.contest, state.standings()


# a table, and a line for each figure


def _parts(found: Report) -> Iterator[tuple[Kind, Remark]]:
    yield from (("result", remark) for remark in found.results)
    yield from (("shortcoming", remark) for remark in found.shortcomings)
    yield from (("missing", remark) for remark in found.missing)


def _table(found: Report, wording: Wording) -> str:
    say = wording.say
    columns = [Column(say(f"cli.insight.{name}")) for name in ("kind", "area", "sentence")]
    rows = [
        (say(f"cli.insight.{kind}"), say(f"report.area.{remark.area}"), sentence(found, remark, kind, wording.language))
        for kind, remark in _parts(found)
    ]
    return table(columns, rows)


def _rows(found: Report) -> Iterator[tuple[object, ...]]:
    for kind, remark in _parts(found):
        data = remark_data(remark)
        about = (kind, remark.area, remark.code, " ".join(remark.units))
        for place, figures in enumerate((data["facts"], *data["rows"])):
            for name, value in figures.items():
                spelled = " ".join(value) if isinstance(value, list) else value
                yield (*about, place or None, name, spelled)
        if not data["facts"] and not data["rows"]:
            yield (*about, None, None, None)
