"""The standings, large: who stands where, what may still change, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.containers import VerticalScroll
from textual.widgets import Static

from tui.screens.lines import stack
from tui.screens.meeting_screen import MeetingScreen
from tui.screens.standings_lines import standings

if TYPE_CHECKING:
    from textual.app import ComposeResult


class StandingsScreen(MeetingScreen):
    """One pane with the whole list."""

    NAME = "standings"
    DEFAULT_CSS = """
    StandingsScreen #list { padding: 1 2; scrollbar-size-vertical: 1; }
    """

    def compose_body(self) -> ComposeResult:
        """The list, scrolled by the arrows."""
        with VerticalScroll(id="list"):
            yield Static(id="list-text", markup=False)

    def on_mount(self) -> None:
        """Let the arrows scroll."""
        self.query_one("#list").focus()

    def redraw(self) -> None:
        """Draw the standings in the room there is."""
        cells = max(30, self.room - 6)
        self.query_one("#list-text", Static).update(stack(standings(self.program.figures, self.wording, cells)))

    def on_resize(self) -> None:
        """The band may now have room, or none."""
        if self.is_mounted:
            self.redraw()
