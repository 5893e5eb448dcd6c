"""`emulation watch FOLDER`: the wall, which follows the running meeting and shows what is released."""

from __future__ import annotations

import gc
import importlib.util
from pathlib import Path
from typing import TYPE_CHECKING

from emulation.files.disk import is_dir
from emulation.files.folder import FolderUnusableError, load_folder
from emulation.files.session import records
from emulation.wording import Wording
from tui.commands.basis import nearest
from tui.commands.failure import CommandError
from tui.commands.parser import command

if TYPE_CHECKING:
    import argparse

    from tui.commands.parser import Subparsers


def add(subparsers: Subparsers) -> None:
    """Says what the command takes."""
    parser = command(subparsers, "watch")
    say = parser.wording.say
    parser.add_argument("folder", type=Path, metavar="FOLDER", help=say("cli.option.folder"))
    parser.take_meeting()
    parser.add_argument("--reveal", type=parser.count, metavar="SECONDS", help=say("cli.watch.reveal"))


def run(arguments: argparse.Namespace) -> int:
    """Shows the wall until it is left, and returns the exit status.

    Raises:
        CommandError: the library that draws the screens is not installed, or no such meeting is planned.
        FolderUnusableError: there is no such folder.
    """
    wording = Wording(arguments.lang)
    if importlib.util.find_spec("textual") is None:
        raise CommandError(wording.say("cli.meet.missing"))
    folder: Path = arguments.folder
    if not is_dir(folder):
        raise FolderUnusableError(load_folder(folder).findings)
    if arguments.meeting is not None and arguments.meeting not in records(folder):
        planned = {one.id: one for one in load_folder(folder).procedure.meetings}
        if arguments.meeting not in planned:
            raise CommandError(nearest(arguments.meeting, planned, "cli.wrong.meeting", wording))
    from tui.wall import run as run_wall  # noqa: PLC0415  (every other command does without it)

    gc.enable()  # it may run for hours
    return run_wall(folder, arguments.meeting, arguments.lang, arguments.reveal)
