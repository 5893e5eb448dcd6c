"""A list in its frame outside any meeting."""

from __future__ import annotations

from textual.widgets import Input

from tui.screens.list_frame import ListFrame

ALWAYS = frozenset({"help", "language", "command_palette", "next_theme", "quit", "give_up"})
"""What can be done while something is typed."""


class ChoosingScreen(ListFrame):
    """Such a screen; each fills the frame by `head`, `rows` and `more`."""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """While something is typed the screen's own keys rest."""
        del parameters
        return action in ALWAYS or not isinstance(self.focused, Input)
