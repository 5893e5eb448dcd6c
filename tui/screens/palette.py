"""Every action of a screen in one list, to be found by typing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on
from textual.command import CommandList, CommandPalette
from textual.widgets import Input, OptionList

from tui.screens.steady import Steady

if TYPE_CHECKING:
    from textual.message import Message


class Palette(Steady, CommandPalette):
    """Textual's own, held against keys and a terminal that it breaks on."""

    DEFAULT_CSS = """
    Palette CommandList { min-width: 12; min-height: 4; }
    """

    def _action_command_list(self, action: str) -> None:
        """Pass a key on to the list, once that is laid out: before, Textual does not know where its lines are."""
        if self.query_one(CommandList)._index_to_line:  # noqa: SLF001  (Textual has no other word for it)
            super()._action_command_list(action)

    @on(Input.Submitted)
    @on(OptionList.OptionSelected)
    def choose_once(self, event: Message) -> None:
        """Let a second Enter, on its way while the first closes the palette, choose nothing any more."""
        if not self.is_current:
            event.stop()
            event.prevent_default()
