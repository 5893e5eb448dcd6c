"""What the system tells the program by signals: to leave, and to go on after it was stopped.

What was done is on disk already, so nothing is lost in leaving, however soon that has to be.
"""

from __future__ import annotations

import asyncio
import signal
import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from types import FrameType

    from textual.app import App

PATIENCE = 3
"""Seconds after which a program that was told to leave is ended, as where its terminal is gone and holds it up."""


def heed_signals(app: App[int]) -> None:
    """Leave in order when told to, and go on in order when woken."""
    if sys.platform != "win32" and not app.is_headless:
        _leave_when_told(app)
        _begin_anew_when_woken(app)


def _leave_when_told(app: App[int]) -> None:
    """Leave on SIGTERM and SIGHUP with the status that a shell gives them; on a second one, at once.

    The time runs from the signal itself, not from when the program comes to look at it: a terminal that takes nothing
    any more holds up the program as a whole.
    """
    loop = asyncio.get_running_loop()

    def leave(number: int, _: FrameType | None) -> None:
        signal.signal(number, signal.SIG_DFL)
        signal.alarm(PATIENCE)
        loop.call_soon_threadsafe(app.exit, 128 + number)

    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, leave)


def _begin_anew_when_woken(app: App[int]) -> None:
    """Set the terminal up once more on SIGCONT.

    Stopped by a key the program has put it back before, and Textual sets it up again. Stopped by others it has not, and
    Textual would read keys in two places from then on, and leave the terminal as it found it in between. While an
    editor has the terminal nothing is set up.
    """
    driver: Any = app._driver  # noqa: SLF001  (Textual has no other word for it, nor for what it keeps)
    resume = signal.getsignal(signal.SIGCONT)
    if driver is None or not callable(resume):
        return

    def woken(number: int, frame: FrameType | None) -> None:
        if driver._auto_restart and not driver._must_signal_resume:  # noqa: SLF001
            driver.suspend_application_mode()
            driver._must_signal_resume = True  # noqa: SLF001
        resume(number, frame)

    signal.signal(signal.SIGCONT, woken)
