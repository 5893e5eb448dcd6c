"""`emulation new FOLDER`: a folder to start from."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from emulation.files.starter import FILES, write_starter
from emulation.wording import Wording
from tui.commands.failure import FINE, UNUSABLE
from tui.commands.output import put, put_csv, put_json, tell, tell_findings
from tui.commands.parser import command

if TYPE_CHECKING:
    import argparse

    from tui.commands.parser import Subparsers


def add(subparsers: Subparsers) -> None:
    """Says what the command takes."""
    parser = command(subparsers, "new")
    parser.add_argument("folder", type=Path, metavar="FOLDER", help=parser.wording.say("cli.new.folder"))


def run(arguments: argparse.Namespace) -> int:
    """Writes the folder for the year of today, names its files, and returns the exit status."""
    wording = Wording(arguments.lang)
    findings = write_starter(arguments.folder, (arguments.today or date.today()).year)  # noqa: DTZ011  (the user's day)
    if findings:
        tell_findings(findings, arguments.lang)
        return UNUSABLE
    files = [str(arguments.folder / file) for file in FILES]
    match arguments.format:
        case "json":
            put_json({"folder": str(arguments.folder), "files": files})
        case "csv":
            put_csv(("file",), ((file,) for file in files))
        case _:
            put("\n".join(files))
    tell(wording.say("cli.new.done", folder=arguments.folder))
    return FINE
