"""Saving a text as a file that is asked for: no other is written over without a further key, and what fails is told."""

from __future__ import annotations

import errno
from pathlib import Path
from typing import TYPE_CHECKING

from emulation.files.disk import FULL
from emulation.files.owned import owned
from tui.screens.lines import line

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from emulation.wording import Wording
    from tui.screens.asking import AskingScreen


def save_as(screen: AskingScreen, known: str, made: Mapping[str, Callable[[], str]]) -> None:
    """Ask for a file and write it; ``made`` gives the text by the ending of the name, ``known`` is the name offered.

    What is no whole path lies in the folder of the bloc.
    """
    say = screen.wording.say
    endings = ", ".join(made)

    def answered(typed: str | None) -> None:
        if typed is None:
            screen.hint("ui.given-up")
            return
        if not typed or not typed.isprintable():
            screen.refused("ui.save.no-name")
            return
        try:
            path = screen.program.folder / Path(typed).expanduser()
            text = made.get(path.suffix.lower())
            there, kept = path.exists(), owned(path)
        except (RuntimeError, ValueError, OSError) as problem:  # no such home, or a name that is too long
            screen.refused("ui.save.no-path", found=typed, reason=getattr(problem, "strerror", None) or problem)
            return
        if text is None:
            screen.refused("ui.save.ending", found=typed, endings=endings)
        elif path.is_dir():
            screen.refused("ui.save.is-folder", found=typed)
        elif kept:
            screen.refused("cli.output.owned", found=typed)
        elif there:
            _confirm(screen, path, text)
        else:
            write(screen, path, text())

    screen.program.ask(say("ui.save.ask", endings=endings), known, answered)


def _confirm(screen: AskingScreen, path: Path, text: Callable[[], str]) -> None:
    from tui.screens.confirm import Confirm  # noqa: PLC0415  (only where a file is in the way)

    say = screen.wording.say

    def answered(agreed: bool | None) -> None:  # noqa: FBT001  (as the question hands it back)
        if agreed:
            write(screen, path, text())
        else:
            screen.hint("ui.given-up")

    lines = [line(say("ui.save.exists", file=path))]
    screen.app.push_screen(Confirm(say("ui.save.overwrite"), lines, screen.wording), answered)


def write(screen: AskingScreen, path: Path, text: str) -> None:
    """Write the file, whole or not at all, and say where it is or why it is not."""
    from emulation.files.write import save  # noqa: PLC0415  (only when something is saved)

    try:
        save(path, text)
    except (OSError, ValueError) as problem:
        screen.program.say("refused", obstacle(problem, path, screen.wording))
        screen.app.bell()
        return
    screen.program.say("done", screen.wording.say("ui.save.saved", file=path))


def obstacle(problem: Exception, path: Path, wording: Wording) -> str:
    """Why a file could not be written, in one line."""
    match problem:
        case FileNotFoundError():
            return wording.say("ui.save.no-folder", folder=path.parent)
        case NotADirectoryError() | FileExistsError():
            return wording.say("ui.save.not-a-folder", folder=path.parent)
        case PermissionError():
            return wording.say("ui.save.not-permitted", file=path)
        case OSError() if problem.errno == errno.EROFS:
            return wording.say("ui.save.not-permitted", file=path)
        case OSError() if problem.errno in FULL:
            return wording.say("ui.save.disk-full", file=path)
        case OSError():
            return wording.say("ui.save.failed", file=path, reason=problem.strerror or problem)
        case _:
            return wording.say("ui.save.failed", file=path, reason=problem)
