"""What a test does on a screen, and what it sees there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.widgets import Input, Static

from tui.widgets.bars import StatusLine
from tui.widgets.grid import Grid

if TYPE_CHECKING:
    from textual.pilot import Pilot

    from emulation.text import Language
    from tui.app import EmulationApp

SIZES: tuple[tuple[Language, tuple[int, int]], ...] = (("vi", (80, 24)), ("en", (140, 40)))
"""The language and the size in which every screen is pictured."""


async def settled(app: EmulationApp, pilot: Pilot[int]) -> None:
    """Until nothing is done any more, in the background either."""
    await pilot.pause()
    await app.workers.wait_for_complete()
    await pilot.pause()
    await pilot.pause()


async def typed(pilot: Pilot[int], answer: str) -> None:
    """An answer in the line at the bottom."""
    await pilot.pause()
    pilot.app.screen.query_one("Prompt Input", Input).value = answer
    await pilot.press("enter")
    await pilot.pause()


def status(app: EmulationApp) -> StatusLine:
    return app.screen.query_one(StatusLine)


def said(app: EmulationApp) -> tuple[str, str]:
    """The tone and the sentence of the status line."""
    return status(app).tone, status(app).sentence


def text(app: EmulationApp, name: str) -> str:
    """What stands in a pane."""
    return str(app.screen.query_one(name, Static).render()).replace("\N{NO-BREAK SPACE}", " ")


# ------------------------------------------------------------------------------------------------ the grid of marks


def grid(app: EmulationApp) -> Grid:
    return app.screen.query_one(Grid)


async def at(pilot: Pilot[int], unit: str, criterion: str) -> None:
    """The cursor on that cell."""
    assert grid(pilot.app).move_to(unit, criterion)  # type: ignore[arg-type]
    await pilot.pause()


def agreed(app: EmulationApp, unit: str, criterion: str) -> object:
    """The mark that the meeting agreed on there."""
    found = app.state.agreed.get(unit, {}).get(criterion)
    return None if found is None else found.mark
