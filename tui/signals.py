"""Leaving when the system asks for it: the terminal is put back as it was, and whoever started the program sees why.

What was done is on disk already, so nothing is lost in leaving, however soon that has to be.
"""

from __future__ import annotations

import asyncio
import signal
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types import FrameType

    from textual.app import App

PATIENCE = 3
"""Seconds after which a program that was told to leave is ended, as where its terminal is gone and holds it up."""


def leave_when_told(app: App[int]) -> None:
    """Leave on SIGTERM and SIGHUP with the status that a shell gives them; on a second one, at once.

    The time runs from the signal itself, not from when the program comes to look at it: a terminal that takes nothing
    any more holds up the program as a whole.
    """
    if sys.platform == "win32" or app.is_headless:
        return
    loop = asyncio.get_running_loop()

    def leave(number: int, _: FrameType | None) -> None:
        signal.signal(number, signal.SIG_DFL)
        signal.alarm(PATIENCE)
        loop.call_soon_threadsafe(app.exit, 128 + number)

    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, leave)
