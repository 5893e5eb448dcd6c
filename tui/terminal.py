"""Whether there is a terminal to show screens in; without one the program would wait for keys that cannot come."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from emulation.wording import Wording

INHERITED = ("COLUMNS", "LINES")
"""Where some shells and programs leave a size of the terminal for those that they start."""

UNABLE = frozenset({"dumb", "unknown"})
"""What a terminal is called that cannot put a letter anywhere but after the last one."""


def lacking(wording: Wording) -> str | None:
    """Why screens cannot be shown here and what to do about it; nothing where they can.

    Keys are read from the standard input and screens are written to the standard error, as Textual does it, so that
    the standard output may go elsewhere.
    """
    if sys.stdin is None or sys.stderr is None or not (sys.stdin.isatty() and sys.stderr.isatty()):
        return wording.say("cli.terminal.none")
    name = os.environ.get("TERM", "")
    return wording.say("cli.terminal.dumb", name=name) if name in UNABLE else None


def ask_the_terminal() -> None:
    """Let the size of the terminal be read off it, whatever a parent left in the environment.

    Textual would believe that for ever, and never follow when the terminal is made smaller or larger. It has to be
    called before the program is made.
    """
    for name in INHERITED:
        os.environ.pop(name, None)
