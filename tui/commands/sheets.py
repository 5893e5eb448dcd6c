"""`emulation import sheet FILE FOLDER` and `emulation export sheet|standings FOLDER`: tables for spreadsheets.

Candidates as a table are read and written by `tui.commands.candidates`.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, get_args

import attrs

from emulation.files.disk import TABLES, is_table
from emulation.files.folder import SCORES, load_folder, read_folder
from emulation.files.rows import BOM, write_rows
from emulation.files.sheets import head_of, marks_to_csv, name_of, sheet_to_csv, template
from emulation.files.write import save
from emulation.marks import SetByHand, Sheet, SheetSource
from emulation.settling import Combined, settle
from emulation.wording import Wording
from tui.commands.basis import Basis, add_record, basis_of, nearest
from tui.commands.failure import ERRORS, FINE, CommandError, status_of
from tui.commands.output import put, put_json, save_output, tell, tell_findings
from tui.commands.parser import command
from tui.commands.rank import BY
from tui.commands.standings import Ranked, ranked_by

if TYPE_CHECKING:
    import argparse
    from collections.abc import Mapping
    from decimal import Decimal

    from emulation.files.folder import Folder
    from emulation.finding import Finding
    from emulation.marks import Mark
    from emulation.procedure import PeerRule
    from emulation.ranking import Standing
    from emulation.settling import By, Settled
    from tui.commands.parser import Parser, Subparsers

SOURCES = ("self", "peer", "peers", "verified", "agreed", "final")
"""Whose marks a sheet can be exported of: ``peer`` is one marker, ``peers`` what they make together.

Without one of them the sheet is empty, to be filled.
"""


def add(subparsers: Subparsers) -> None:
    """Says what the two commands take."""
    importing = command(subparsers, "import")
    say = importing.wording.say
    kinds = ("sheet", "candidates")
    importing.add_argument("kind", type=importing.one_of(*kinds), metavar="|".join(kinds), help=say("cli.import.kind"))
    importing.add_argument("file", type=Path, metavar="FILE", help=say("cli.import.file"))
    importing.add_argument("folder", type=Path, metavar="FOLDER", help=say("cli.option.folder"))
    words = get_args(SheetSource)
    importing.add_argument(
        "--source", type=importing.one_of(*words), metavar="|".join(words), help=say("cli.import.source")
    )
    importing.add_argument("--by", metavar="WHO", help=say("cli.import.by"))
    importing.add_argument("--on", type=importing.day, metavar="DATE", help=say("cli.import.on"))
    importing.add_argument("--replace", action="store_true", help=say("cli.import.replace"))
    _add_export(command(subparsers, "export"))


def _add_export(exporting: Parser) -> None:
    say = exporting.wording.say
    kinds = ("sheet", "standings", "candidates")
    exporting.add_argument("kind", type=exporting.one_of(*kinds), metavar="|".join(kinds), help=say("cli.export.kind"))
    add_record(exporting)
    exporting.add_argument(
        "--source", type=exporting.one_of(*SOURCES), metavar="|".join(SOURCES), help=say("cli.export.source")
    )
    exporting.add_argument("--unit", metavar="UNIT", help=say("cli.export.unit"))
    exporting.add_argument(
        "--by", metavar=f"UNIT|{'|'.join(BY)}", help=say("cli.export.by")
    )  # who marked, of a peer's sheet; whose marks rank, of standings
    exporting.add_argument("--empty", action="store_true", help=say("cli.export.empty"))
    exporting.add_argument("-o", "--output", type=Path, metavar="FILE", help=say("cli.export.output"))


def run(arguments: argparse.Namespace) -> int:
    """Imports or exports, and returns the exit status.

    Raises:
        CommandError: what was asked for is not there, or would overwrite what is.
    """
    wording = Wording(arguments.lang)
    if arguments.kind == "candidates":
        from tui.commands.candidates import export_candidates, import_candidates  # noqa: PLC0415  (rulebooks are slow)

        return (import_candidates if hasattr(arguments, "file") else export_candidates)(arguments, wording)
    if hasattr(arguments, "file"):
        return _import(arguments, wording)
    text = _standings(arguments, wording) if arguments.kind == "standings" else _sheet(arguments, wording)
    if arguments.output is None:
        put(text.removesuffix("\n"))
    else:
        save_output(arguments.output, text, wording)
    return FINE


# import


def _import(arguments: argparse.Namespace, wording: Wording) -> int:
    file: Path = arguments.file
    head = _head(arguments, wording)
    try:
        content = file.read_bytes()
    except OSError as problem:
        raise CommandError(wording.say("cli.import.unreadable", found=file, reason=problem.strerror)) from None
    folder = load_folder(arguments.folder)
    bloc, rubric = folder.bloc, folder.rubric
    name = name_of(head)
    target = f"{SCORES}/{name}"
    alike = [one for one in folder.sources if Path(one).stem == Path(name).stem and is_table(one)]
    if alike and not arguments.replace:
        raise CommandError(wording.say("cli.import.exists", found=alike[0]))
    if any(one != target for one in alike):
        raise CommandError(wording.say("cli.import.other-form", found=alike[0]))
    read_as = f"{SCORES}/{Path(name).stem}{file.suffix.lower()}"
    sheet, findings = _checked(folder, read_as, content, alike)
    shown = (attrs.evolve(one, file=str(file)) if one.file == read_as else one for one in findings)
    tell_findings(shown, arguments.lang)
    if sheet is None:
        return status_of(findings) or ERRORS
    text = sheet_to_csv(rubric, bloc, sheet, arguments.lang)
    _write(arguments.folder / target, text, wording)
    _tell_imported(arguments, sheet, wording)
    return FINE


def _head(arguments: argparse.Namespace, wording: Wording) -> Sheet:
    """Whose sheet the file is: by its name, or where that is no proper one by the options."""
    if not is_table(arguments.file.name):
        raise CommandError(wording.say("cli.import.ending", found=arguments.file, endings=", ".join(TABLES)))
    named = head_of(arguments.file.name)
    source = arguments.source or (named and named.source)
    by = arguments.by or (named and named.by)
    on = arguments.on or (named and named.on)
    if not (source and by and on):
        raise CommandError(wording.say("cli.import.name", found=arguments.file.name))
    head = Sheet(source, by, on, {})
    if head_of(name_of(head)) != head:
        raise CommandError(wording.say("cli.import.not-an-id", found=by))
    return head


def _checked(folder: Folder, name: str, content: bytes, alike: list[str]) -> tuple[Sheet | None, tuple[Finding, ...]]:
    """The sheet as it reads beside the others, unless an error comes of it; and all that is found about it."""
    texts: dict[str, bytes | str] = {one: source.text for one, source in folder.sources.items() if one not in alike}
    made = read_folder({**texts, name: content})
    findings = tuple(
        one
        for one in made.findings
        if one.file == name or (one.severity == "error" and one not in folder.findings and one.file.startswith(SCORES))
    )
    if any(one.severity == "error" for one in findings):
        return None, findings
    return next((one.sheet for one in made.sheets if one.file == name), None), findings


def _tell_imported(arguments: argparse.Namespace, sheet: Sheet, wording: Wording) -> None:
    file = arguments.folder / SCORES / name_of(sheet)
    marks = sum(len(row) for row in sheet.marks.values())
    if arguments.format == "json":
        put_json({"file": str(file), "source": sheet.source, "by": sheet.by, "on": str(sheet.on), "marks": marks})
    else:
        put(str(file))
    tell(wording.say("cli.import.done", count=marks))


def _write(file: Path, text: str, wording: Wording) -> None:
    try:
        file.parent.mkdir(exist_ok=True)
        save(file, text)
    except OSError as problem:
        reason = problem.strerror or type(problem).__name__
        raise CommandError(wording.say("cli.output.not-written", found=file, reason=reason)) from None


# export


def _sheet(arguments: argparse.Namespace, wording: Wording) -> str:
    """A sheet to fill, or the marks of one source."""
    if arguments.source is None:
        folder = load_folder(arguments.folder)
        bloc, rubric = folder.bloc, folder.rubric
        empty = template("verified", "", dt.date.min, bloc)
        return marks_to_csv(rubric, bloc, _of_unit(arguments.unit, empty.marks, wording), arguments.lang)
    basis = basis_of(arguments, wording)
    marks = _of_unit(arguments.unit, _marks(basis, arguments, wording), wording)
    return marks_to_csv(basis.contest.rubric, basis.setup.bloc, marks, arguments.lang)


def _of_unit(
    unit: str | None, marks: Mapping[str, Mapping[str, Mark]], wording: Wording
) -> Mapping[str, Mapping[str, Mark]]:
    if unit is None:
        return marks
    if unit not in marks:
        raise CommandError(nearest(unit, marks, "cli.wrong.unit", wording))
    return {unit: marks[unit]}


def _marks(basis: Basis, arguments: argparse.Namespace, wording: Wording) -> dict[str, Mapping[str, Mark]]:
    """The marks of that source by unit, of every unit; peers' are one marker's."""
    marks = basis.marks
    match arguments.source:
        case "self":
            table = marks.own
        case "verified":
            table = marks.verified
        case "agreed":
            table = marks.agreed
        case "peer":
            by = arguments.by
            if by not in marks.peers:
                raise CommandError(nearest(by or "", marks.peers, "cli.export.no-peer", wording))
            table = marks.peers[by]
        case _:
            rule = basis.contest.marks.peers
            settled = settle(basis.contest, marks, "peers" if arguments.source == "peers" else "final")
            table = {
                unit: {one: _spelled_out(mark, rule) for one, mark in row.items()} for unit, row in settled.items()
            }
    return {unit.id: table.get(unit.id, {}) for unit in basis.setup.bloc.units}


def _spelled_out(mark: Settled, rule: PeerRule) -> Mark:
    """What peers' marks make together has no mark of its own; it is written as the points that it is."""
    return SetByHand(mark.points, rule) if isinstance(mark, Combined) else mark


def _standings(arguments: argparse.Namespace, wording: Wording) -> str:
    """The standings, a row a unit, in the user's language."""
    by: By = "final" if arguments.by is None else arguments.by
    if by not in BY:
        raise CommandError(arguments.parser.unknown(by, BY))
    ranked = ranked_by(basis_of(arguments, wording), by)
    sections = [section.id for section in ranked.basis.contest.rubric.sections]
    say = wording.say
    heads = [say(f"cli.column.{one}") for one in ("rank", "unit", "total", "core", "bonus", "penalty")]
    rows = [[*heads, *sections, say("cli.column.band"), say("cli.column.possible")]]
    rows += [_row(standing, ranked, sections, wording) for standing in ranked.standings]
    return BOM + write_rows(rows, ";" if wording.language == "vi" else ",")


def _row(standing: Standing, ranked: Ranked, sections: list[str], wording: Wording) -> list[str]:
    least, most = standing.scorecard.lowest, standing.scorecard.highest
    pairs = [
        (least.total, most.total),
        (least.core, most.core),
        (least.bonus, most.bonus),
        (least.penalty, most.penalty),
        *((least.sections[one], most.sections[one]) for one in sections),
    ]
    names = {band.id: wording.text(band.name) for band in ranked.basis.contest.rubric.bands}
    possible = (standing.best_rank, standing.worst_rank)
    return [
        "" if standing.rank is None else wording.rank(standing.rank, tied=standing.tied),
        wording.text(ranked.unit(standing.unit).name),
        *(_range(*pair, wording) for pair in pairs),
        names.get(ranked.grades[standing.unit].band or "", ""),
        "" if None in possible else " – ".join(str(one) for one in sorted(set(possible), key=lambda one: one or 0)),
    ]


def _range(least: Decimal, most: Decimal, wording: Wording) -> str:
    """One figure, or the two between which it lies while marks are blank."""
    return " – ".join(wording.typed(one) for one in dict.fromkeys((least, most)))
