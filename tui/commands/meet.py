"""`emulation meet [FOLDER]`: the program, on the folder of a bloc or at home."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import TYPE_CHECKING

from emulation.files.disk import is_dir
from emulation.files.folder import FolderUnusableError, load_folder
from emulation.wording import Wording
from tui.commands.failure import CommandError
from tui.commands.parser import command

if TYPE_CHECKING:
    import argparse

    from tui.commands.parser import Subparsers


def add(subparsers: Subparsers) -> None:
    """Says what the command takes."""
    parser = command(subparsers, "meet")
    parser.add_argument("folder", type=Path, nargs="?", metavar="FOLDER", help=parser.wording.say("cli.meet.folder"))
    parser.take_meeting()


def run(arguments: argparse.Namespace) -> int:
    """Runs the program until it is left, and returns the exit status.

    Raises:
        CommandError: the library that draws the screens is not installed.
        FolderUnusableError: there is no such folder.
    """
    if importlib.util.find_spec("textual") is None:
        raise CommandError(Wording(arguments.lang).say("cli.meet.missing"))
    if arguments.folder is not None and not is_dir(arguments.folder):
        raise FolderUnusableError(load_folder(arguments.folder).findings)
    from tui.start import run as run_program  # noqa: PLC0415  (every other command does without it)

    return run_program(arguments.folder, arguments.meeting, arguments.lang, arguments.today)
