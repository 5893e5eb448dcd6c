"""One key at a time: what is typed ahead waits until the key before it has done all that it does.

Textual hands every key at once to whatever has the focus at that moment. On a slow line, or while a screen is being
loaded, the letters of a remark could so reach the screen before its question opens, and act as keys there.
"""

from __future__ import annotations

import asyncio
from collections import deque
from typing import TYPE_CHECKING

from textual.widgets import Input

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.app import App
    from textual.events import Key, Paste
    from textual.message_pump import MessagePump
    from textual.screen import Screen

PATIENCE = 5.0
"""Seconds after which a key counts as done, whatever it still does."""

SOON = 0.005
"""Seconds until a widget that is being made is looked at again."""


class TypeAhead:
    """Keys and pasted texts of one program, let through in their order."""

    def __init__(self, app: App[int]) -> None:
        self._app = app
        self._waiting: deque[Key | Paste] = deque()
        self._let_through: Key | Paste | None = None
        self._busy: asyncio.Task[None] | None = None

    def keeps(self, event: Key | Paste) -> bool:
        """Whether the event has to wait; it comes again, and is then let through."""
        if event is not self._let_through and (self._busy or self._waiting or self._let_through):
            self._waiting.append(event)
            return True
        self._let_through = None
        focused = self._app.focused
        self._busy = asyncio.create_task(self._follow([*(focused or self._app.screen).ancestors_with_self, self._app]))
        return False

    async def settled(self) -> None:
        """Wait until nothing is held back any more."""
        await _idle(self._app)
        while self._app.is_running and (self._busy is not None or self._waiting):
            await (self._busy or asyncio.sleep(SOON))
            await _idle(self._app)

    async def _follow(self, way: Iterable[MessagePump]) -> None:
        """Wait until the event has gone the way up from the focus, and what it opened is there to be typed into."""
        into = self._app.focused
        try:
            async with asyncio.timeout(PATIENCE):
                for node in way:
                    await _idle(node)
                if not (isinstance(into, Input) and self._app.focused is into):
                    await _idle(self._app)
                    await _shown(self._app.screen)
        except TimeoutError:
            pass
        finally:
            self._busy = None
            if self._waiting and self._app.is_running:
                self._let_through = self._waiting.popleft()
                self._app.post_message(self._let_through)


async def _shown(screen: Screen[object]) -> None:
    """Wait until all that stands on a screen is there, has taken the focus if it wants it, and is drawn."""
    while not all(widget.is_mounted for widget in screen.query("*")):  # noqa: ASYNC110  (Textual tells nobody)
        await asyncio.sleep(SOON)
    for widget in screen.children:
        await _idle(widget)
    drawn = asyncio.Event()
    if screen.call_after_refresh(drawn.set):
        await drawn.wait()


async def _idle(node: MessagePump) -> None:
    """Wait until a node has done all that was asked of it so far; one that is gone has."""
    done = asyncio.Event()
    if node.is_running and node.call_later(done.set):
        await done.wait()
