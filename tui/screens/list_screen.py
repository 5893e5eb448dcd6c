"""What most steps of the agenda look like: a list in its frame, on a screen of the meeting that asks."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding
from textual.widgets import OptionList

from tui.screens.asking import AskingScreen
from tui.screens.list_frame import ListFrame

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.binding import BindingType


class ListScreen(AskingScreen, ListFrame):
    """Such a step; each fills the frame by `head`, `rows` and `more`."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+down", "scroll_more(1)", "Scroll the pane down", id="list.more-down", show=False),
        Binding("ctrl+up", "scroll_more(-1)", "Scroll the pane up", id="list.more-up", show=False),
    ]

    def action_scroll_more(self, by: int) -> None:
        """Scroll the pane by half of what it shows."""
        pane = self.query_one("#more")
        pane.scroll_relative(y=by * max(1, pane.size.height // 2), animate=False)

    def go_to(self, wanted: Sequence[str], by: int) -> bool:
        """Choose the next (or, going back, the last) of those lines, from the chosen one on and around."""
        shown = self.query_one(OptionList)
        places = [place for place in range(shown.option_count) if shown.get_option_at_index(place).id in set(wanted)]
        if not places:
            return False
        at = shown.highlighted if shown.highlighted is not None else -1
        if by > 0:
            shown.highlighted = next((place for place in places if place > at), places[0])
        else:
            shown.highlighted = next((place for place in reversed(places) if place < at), places[-1])
        return True
