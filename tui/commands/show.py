"""`emulation show FOLDER`: the configuration in force, and where each value came from; `--config`: the user's own."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

import attrs

from emulation.files.folder import Folder, FolderUnusableError, load_folder, read_folder
from emulation.files.layout import Pledges, places
from emulation.files.record import Record
from emulation.files.session import read_sources
from emulation.finding import Path as KeyPath, spell_path
from emulation.frozen import frozen
from emulation.meeting.evolve import fold
from emulation.number import plain
from emulation.procedure import PlannedMeeting
from emulation.rubric import METHOD_NAMES, Criterion, Rubric, Section
from emulation.text import Text
from emulation.wording import Wording
from tui.commands import show_config
from tui.commands.basis import record_named
from tui.commands.failure import FINE, status_of
from tui.commands.output import put, put_csv, put_json, tell_findings
from tui.commands.parser import command
from tui.commands.table import Column, table

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from tui.commands.parser import Subparsers


@frozen
class Setting:
    """One value in force: the place in its file, and the line that gives it; ``None`` where it is the default.

    ``line`` may be that of another key: a criterion without a policy of its own has the rubric's.
    """

    file: str
    path: str
    value: str
    line: int | None


def add(subparsers: Subparsers) -> None:
    """Says what the command takes."""
    parser = command(subparsers, "show")
    say = parser.wording.say
    parser.add_argument("folder", type=Path, nargs="?", metavar="FOLDER", help=say("cli.option.folder"))
    parser.take_meeting()
    parser.add_argument("--config", action="store_true", help=say("cli.show.config"))


def run(arguments: argparse.Namespace) -> int:
    """Shows every value that can be read, and returns the exit status.

    Raises:
        UsageError: neither a folder nor the settings are asked for, or both.
        CommandError: there is no such meeting; RecordError: its record cannot be read.
    """
    if arguments.config:
        if arguments.folder is not None:
            arguments.parser.error(arguments.parser.wording.say("cli.wrong.too-many", found=arguments.folder))
        return show_config.run(arguments)
    if arguments.folder is None:
        arguments.parser.error(arguments.parser.wording.say("cli.wrong.required", name="FOLDER"))
    wording = Wording(arguments.lang)
    folder = _folder(arguments, wording)
    found = tuple(settings(folder, wording))
    match arguments.format:
        case "json":
            put_json({"settings": [attrs.asdict(one) for one in found]})
        case "csv":
            put_csv([field.name for field in attrs.fields(Setting)], map(attrs.astuple, found))
        case _:
            columns = [Column(wording.say(f"cli.column.{name}")) for name in ("key", "origin", "value")]
            put(table(columns, [_row(one, wording) for one in found]))
    errors = [finding for finding in folder.findings if finding.severity == "error"]
    tell_findings(errors, arguments.lang)
    return status_of(errors) if errors else FINE


def _folder(arguments: argparse.Namespace, wording: Wording) -> Folder:
    if arguments.meeting is None:
        return load_folder(arguments.folder)
    with Record.open(record_named(arguments.folder, arguments.meeting, wording), writable=False) as record:
        return read_folder(fold(record.entries(), read_sources).state.sources)


def _row(setting: Setting, wording: Wording) -> tuple[str, str, str]:
    line = wording.say("cli.show.default") if setting.line is None else setting.line
    return setting.path, f"{setting.file}:{line}", setting.value


def settings(folder: Folder, wording: Wording) -> Iterator[Setting]:
    """Every value of a folder's files, in their order; what is neither given nor has a default is left out."""
    models: dict[str, Any] = {}
    # a file that could not be read has its findings instead
    with contextlib.suppress(FolderUnusableError):
        models["bloc.toml"] = folder.bloc
    with contextlib.suppress(FolderUnusableError):
        models["rubric.toml"] = folder.rubric
    if folder.pledges:
        models["pledges.toml"] = Pledges(folder.pledges)
    models["procedure.toml"] = folder.procedure
    for file, model in models.items():
        document = folder.documents.get(file)
        yield from _Walk(file, document.positions if document else {}, wording).table(model, ())
    for one in folder.sheets:
        document = folder.documents.get(one.file)  # a table has none
        marks = sum(len(row) for row in one.sheet.marks.values())
        what = wording.say("cli.show.marks", count=marks)
        value = f"{wording.word('source', one.sheet.source)}, {one.sheet.by}, {one.sheet.on.isoformat()}: {what}"
        yield Setting(one.file, "sheet", value, document.positions.get(("sheet",)) if document else 1)


@frozen
class _Walk:
    """Walks one file's model. ``inherited`` is the policy that the rubric gives its core criteria, and its line."""

    file: str
    lines: Mapping[KeyPath, int]
    wording: Wording
    inherited: tuple[str, int | None] | None = None

    def table(self, model: Any, path: KeyPath) -> Iterator[Setting]:
        walk = self._within(model)
        for place in places(type(model)):
            value = getattr(model, place.name)
            at = (*path, place.table, place.key) if place.table else (*path, place.key)
            match model, place.key:
                case Criterion(), "method":
                    if value is not None:
                        yield walk.setting(METHOD_NAMES[type(value)], at)
                        yield from walk.table(value, path)
                case Criterion(parts=()), "take":
                    pass
                case Criterion(), "not_applicable" if value is None:
                    if walk.inherited is not None:
                        yield Setting(self.file, spell_path(at), *walk.inherited)
                case PlannedMeeting(), "agenda":
                    yield walk.setting(", ".join(model.steps()), at)
                case _:
                    yield from walk.values(value, at)

    def _within(self, model: Any) -> _Walk:
        """The walk inside a model, which may give or take away what is inherited."""
        match model:
            case Section(kind="bonus" | "penalty"):
                return attrs.evolve(self, inherited=None)
            case Rubric():
                line = self.lines.get(("rubric", "not_applicable"))
                return attrs.evolve(self, inherited=(model.not_applicable, line))
            case _:
                return self

    def values(self, value: Any, at: KeyPath) -> Iterator[Setting]:
        match value:
            case None | "" | () | Text(vi=None, en=None):
                pass
            case Text():
                yield self.setting(self.wording.text(value), at)
            case tuple() if any(attrs.has(type(one)) for one in value):
                for place, one in enumerate(value):
                    yield from self.table(one, (*at, place))
            case tuple():
                yield self.setting(", ".join(map(self.spelled, value)), at)
            case _ if attrs.has(type(value)):
                yield from self.table(value, at)
            case _:
                yield self.setting(self.spelled(value), at)

    def setting(self, value: str, at: KeyPath) -> Setting:
        return Setting(self.file, spell_path(at), value, self.lines.get(at))

    def spelled(self, value: Any) -> str:
        match value:
            case bool():
                return "true" if value else "false"
            case Decimal():
                return plain(value)
            case Fraction():
                return self.wording.share(value)
            case date():
                return value.isoformat()
            case _:
                return str(value)
