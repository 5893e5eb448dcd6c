"""A screen outside any meeting with a list to choose a line from and a pane that says more about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.containers import Container, Vertical, VerticalScroll
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from tui.screens import lines as look
from tui.screens.lines import line, stack
from tui.screens.program_screen import ProgramScreen
from tui.widgets.options import Options

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import TypeAlias

    from textual.app import ComposeResult
    from textual.content import Content

    Row: TypeAlias = tuple[str, Content]
    """An id to act on and the line that shows it. A row without an id is a heading, and cannot be chosen."""

ALWAYS = frozenset({"help", "language", "command_palette", "next_theme", "quit", "give_up"})
"""What can be done while something is typed."""


class ChoosingScreen(ProgramScreen):
    """The frame of such a screen; each fills it by `head`, `rows` and `more`."""

    DEFAULT_CSS = """
    ChoosingScreen #head { height: auto; max-height: 40%; padding: 0 2; }
    ChoosingScreen #split { height: 1fr; layout: vertical; }
    ChoosingScreen OptionList, ChoosingScreen OptionList:focus {
        height: 1fr; min-height: 4; border: none; padding: 0 1; scrollbar-size-vertical: 1;
    }
    ChoosingScreen #more {
        height: auto; max-height: 60%; padding: 0 2; scrollbar-size-vertical: 1; border-top: solid $primary 50%;
    }
    ChoosingScreen.-wide #split { layout: horizontal; }
    ChoosingScreen.-wide OptionList, ChoosingScreen.-wide OptionList:focus { width: 1fr; height: 100%; }
    ChoosingScreen.-wide #more {
        width: 1fr; height: 100%; max-height: 100%; border-top: none; border-left: solid $primary 50%;
    }
    ChoosingScreen #more.-empty { display: none; }
    """

    def compose_body(self) -> ComposeResult:
        """The head, and the list beside or above the pane."""
        with Vertical():
            yield Static(id="head", markup=False)
            with Container(id="split"):
                yield Options(markup=False)
                with VerticalScroll(id="more", can_focus=False):
                    yield Static(id="more-text", markup=False)

    def on_mount(self) -> None:
        """Let the arrows move in the list."""
        self.query_one(OptionList).focus()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """While something is typed the screen's own keys rest."""
        del parameters
        return action in ALWAYS or not isinstance(self.focused, Input)

    # --- what a screen says

    def head(self) -> list[Content]:
        """What stands above the list."""
        return []

    def rows(self) -> Sequence[Row]:
        """The lines of the list."""
        raise NotImplementedError

    def more(self, chosen: str) -> list[Content]:
        """What the pane says about the chosen line; nothing folds the pane away."""
        del chosen
        return []

    # --- drawing

    def redraw(self) -> None:
        """Draw the whole; the line that was chosen stays so."""
        head = self.head()
        self.query_one("#head", Static).update(stack(head))
        self.query_one("#head").display = bool(head)
        shown = self.query_one(OptionList)
        before, at = self.chosen, shown.highlighted or 0
        rows = self.rows()
        shown.set_options(
            Option(told, id=name or f"-heading-{place}", disabled=not name) for place, (name, told) in enumerate(rows)
        )
        names = [name for name, _ in rows]
        if before and before in names:
            shown.highlighted = names.index(before)
        else:
            free = [place for place, name in enumerate(names) if name]
            shown.highlighted = min(free, key=lambda place: abs(place - at), default=None)
        self.draw_more()

    def draw_more(self) -> None:
        """Draw the pane for the line that is chosen."""
        told = self.more(self.chosen)
        pane = self.query_one("#more")
        pane.set_class(not told, "-empty")
        self.query_one("#more-text", Static).update(stack(told))
        pane.scroll_home(animate=False)

    def on_option_list_option_highlighted(self) -> None:
        """Another line was chosen."""
        if self.is_mounted:
            self.draw_more()

    def on_resize(self) -> None:
        """What fits now may be more or less."""
        super().on_resize()
        if self.is_mounted:
            self.call_after_refresh(self.draw)

    @property
    def chosen(self) -> str:
        """The id of the line that is chosen; empty where there is none, and before the list is there."""
        shown = next(iter(self.query(OptionList)), None)
        if shown is None or shown.highlighted is None or shown.highlighted >= shown.option_count:
            return ""
        option = shown.get_option_at_index(shown.highlighted)
        return "" if option.disabled else option.id or ""

    @property
    def list_cells(self) -> int:
        """How many cells across a line of the list has."""
        return max(20, (self.app.size.width // 2 if self.has_class("-wide") else self.app.size.width) - 3)

    @property
    def pane_cells(self) -> int:
        """How many cells across the pane has."""
        return self.list_cells - 3

    def choose(self, name: str) -> None:
        """Let the line of that id be the chosen one, where there is one."""
        shown = self.query_one(OptionList)
        for place in range(shown.option_count):
            if shown.get_option_at_index(place).id == name:
                shown.highlighted = place

    def heading(self, words: str, count: int | None = None) -> Row:
        """A heading in the list."""
        return "", line((words, f"{look.BOLD} underline"), (f"  {count}" if count is not None else "", look.FAINT))
