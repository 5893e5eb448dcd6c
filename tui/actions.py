"""The actions of a screen for the palette, found by what is typed with or without Vietnamese signs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.command import Hit
from textual.system_commands import SystemCommandsProvider

from emulation.text import without_signs

if TYPE_CHECKING:
    from textual.command import Hits


class Actions(SystemCommandsProvider):
    """The commands that the program offers on this screen."""

    async def search(self, query: str) -> Hits:
        """The actions whose names match, the best first."""
        matcher = self.matcher(without_signs(query))
        for name, help_text, callback, _ in self.app.get_system_commands(self.screen):
            score = matcher.match(without_signs(name))
            if score > 0:
                yield Hit(score, name, callback, help=help_text)
