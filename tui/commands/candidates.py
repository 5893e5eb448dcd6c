"""`emulation import candidates FILE FOLDER` and `emulation export candidates FOLDER`: candidates as a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from emulation.awards import facts
from emulation.awards.facts import Candidates
from emulation.files.candidate_table import LISTS, PLAIN, read_candidates
from emulation.files.candidate_writing import to_csv, to_rows, to_workbook, with_the_rest
from emulation.files.disk import TABLES, is_table
from emulation.files.eligibility import CANDIDATES, RULES, candidates_file
from emulation.files.folder import CANDIDATE_TABLES, Folder, FolderUnusableError, load_folder, read_folder
from emulation.files.rows import decoded
from emulation.files.rulebook_check import check_awards
from emulation.files.rulebooks import candidates_of
from emulation.files.workbook import read_workbook
from emulation.files.write import dump, save
from emulation.finding import error
from emulation.wording import describe
from tui.commands.failure import ERRORS, FINE, CommandError, status_of
from tui.commands.output import put, put_json, save_output, tell, tell_findings

if TYPE_CHECKING:
    import argparse
    from pathlib import Path

    from emulation.finding import Finding
    from emulation.wording import Wording

YEARS = 5
"""How many years, up to the bloc's, a table to fill has columns for."""

_AS_TABLE = CANDIDATE_TABLES[0]


def import_candidates(arguments: argparse.Namespace, wording: Wording) -> int:
    """Takes the table into ``candidates.toml`` if nothing is wrong with it, and returns the exit status.

    Raises:
        CommandError: the file is no table or cannot be read, or there are candidates that it would overwrite.
        FolderUnusableError: what was to be kept of the candidates that are there cannot be read.
    """
    file: Path = arguments.file
    if not is_table(file.name):
        raise CommandError(wording.say("cli.import.candidates-ending", found=file, endings=", ".join(TABLES)))
    try:
        content = file.read_bytes()
    except OSError as problem:
        raise CommandError(wording.say("cli.import.unreadable", found=file, reason=problem.strerror)) from None
    folder = load_folder(arguments.folder)
    there = candidates_file(folder)
    if there != CANDIDATES:
        raise CommandError(wording.say("cli.import.candidates-other-form", found=there, target=CANDIDATES))
    if there in folder.sources and not arguments.replace:
        raise CommandError(wording.say("cli.import.candidates-exist", found=there))
    before = _of_folder(folder)
    title, text, findings = _text_of(content, file.name)
    found, problems = (None, ()) if text is None else _checked(folder, text, title)
    findings = (*findings, *problems)
    tell_findings((attrs.evolve(one, file=str(file)) for one in findings), arguments.lang)
    if found is None or any(one.severity == "error" for one in findings):
        return status_of(findings) or ERRORS
    target: Path = arguments.folder / CANDIDATES
    _save(target, dump(with_the_rest(found, before)), wording)
    count = len(found.candidates)
    if arguments.format == "json":
        put_json({"file": str(target), "sheet": title, "candidates": count})
    else:
        put(str(target))
    tell(wording.say("cli.import.candidates-done", count=count))
    return FINE


def _text_of(content: bytes, name: str) -> tuple[str | None, str | None, tuple[Finding, ...]]:
    """The title of the worksheet that holds candidates (CSV has none), its cells as CSV, and what is wrong with it."""
    if not name.lower().endswith(".xlsx"):
        return None, *decoded(content)
    worksheet, findings = read_workbook(content, "id")
    if worksheet is None:
        return None, None, findings
    return worksheet.title, worksheet.text, tuple(one.under(worksheet.title) for one in findings)


def _checked(folder: Folder, text: str, title: str | None) -> tuple[Candidates | None, tuple[Finding, ...]]:
    """The candidates of the table as they would stand in the folder, and all that is found about them."""
    document, findings = read_candidates(_AS_TABLE, text, title)
    if document is None:
        return None, findings
    candidates, misfits = candidates_of(document)
    if candidates is None:
        return None, (*findings, *misfits)
    if RULES in folder.documents:
        texts = {file: source.text for file, source in folder.sources.items() if file != CANDIDATES}
        beside = check_awards(read_folder({**texts, _AS_TABLE: text}))
        found = tuple(one.under(*([title] if title else [])) for one in beside if one.file == _AS_TABLE)
    else:
        units = [unit.id for unit in folder.bloc.units]
        found = tuple(document.locate(one) for one in facts.check(candidates, units))
    return candidates, (*findings, *found)


def export_candidates(arguments: argparse.Namespace, wording: Wording) -> int:
    """Writes the candidates of the folder as a table, or a table to fill, and returns the exit status.

    Raises:
        CommandError: the file cannot be written, or a spreadsheet is asked for without the library that writes one.
        FolderUnusableError: the candidates cannot be read.
    """
    folder = load_folder(arguments.folder)
    listed = Candidates() if arguments.empty else _of_folder(folder)
    last = folder.bloc.year
    years = () if any(one.years for one in listed.candidates) else range(last - YEARS + 1, last + 1)
    rows = to_rows(listed, years, arguments.lang)
    output: Path | None = arguments.output
    if output is None:
        put(to_csv(rows, arguments.lang).removesuffix("\n"))
    elif output.suffix.lower() == ".xlsx":
        notes = {name: wording.say(f"cli.candidates.{name}") for name in (*PLAIN, "grade", *LISTS, "records")}
        notes |= dict.fromkeys(("records_complete_from", "records_complete_until"), notes.pop("records"))
        try:
            save_output(output, to_workbook(rows, notes), wording)
        except ImportError:
            told = describe(error("needs-openpyxl"), arguments.lang)
            raise CommandError(f"{output}: {told.expected}: {told.hint}") from None
    else:
        save_output(output, to_csv(rows, arguments.lang), wording)
    return FINE


def _of_folder(folder: Folder) -> Candidates:
    """The candidates of the folder; nobody where it has none.

    Raises:
        FolderUnusableError: they cannot be read.
    """
    file = candidates_file(folder)
    if file not in folder.sources and not any(one.file == file for one in folder.findings):
        return Candidates()
    if file not in folder.documents:
        raise FolderUnusableError(tuple(one for one in folder.findings if one.file == file))
    candidates, findings = candidates_of(folder.documents[file])
    if candidates is None:
        raise FolderUnusableError(findings)
    return candidates


def _save(file: Path, content: str | bytes, wording: Wording) -> None:
    try:
        save(file, content)
    except OSError as problem:
        reason = problem.strerror or type(problem).__name__
        raise CommandError(wording.say("cli.output.not-written", found=file, reason=reason)) from None
