"""Every action of a screen in one list, to be found by typing."""

from __future__ import annotations

from textual.command import CommandList, CommandPalette

from tui.screens.sized import Sized


class Palette(Sized, CommandPalette):
    """Textual's own, held against a key and a terminal that it breaks on."""

    DEFAULT_CSS = """
    Palette CommandList { min-width: 12; min-height: 4; }
    """

    def _action_command_list(self, action: str) -> None:
        """Pass a key on to the list, once that is laid out: before, Textual does not know where its lines are."""
        if self.query_one(CommandList)._index_to_line:  # noqa: SLF001  (Textual has no other word for it)
            super()._action_command_list(action)
