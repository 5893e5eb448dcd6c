"""A list to choose a line from, a head above it, and a pane that says more about the chosen line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.containers import Container, Vertical, VerticalScroll
from textual.widgets import OptionList, Static
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


HEADING = "$foreground bold underline"
"""How a heading is drawn; its colour is named, for lines that cannot be chosen are faint."""


class Frame(Vertical):
    """The head, and the list above or, with the class ``-wide``, beside the pane."""

    DEFAULT_CSS = """
    Frame #head { height: auto; max-height: 50%; padding: 0 2; }
    Frame #head.-empty { display: none; }
    Frame #split { height: 1fr; layout: vertical; }
    Frame OptionList, Frame OptionList:focus {
        height: 1fr; min-height: 4; border: none; padding: 0 1; scrollbar-size-vertical: 1;
    }
    Frame #more {
        height: auto; max-height: 50%; padding: 0 2; scrollbar-size-vertical: 1; border-top: solid $primary 50%;
    }
    Frame.-wide #split { layout: horizontal; }
    Frame.-wide OptionList, Frame.-wide OptionList:focus { width: 1fr; height: 100%; }
    Frame.-wide #more {
        width: 1fr; height: 100%; max-height: 100%; border-top: none; border-left: solid $primary 50%;
    }
    Frame #more.-empty { display: none; }
    """


class ListFrame(ProgramScreen):
    """A screen in such a frame; each fills it by `head`, `rows` and `more`.

    It comes last among a screen's bases: Textual takes the styles of the first alone.
    """

    def compose_body(self) -> ComposeResult:
        """The head, the list and the pane, empty."""
        with Frame():
            yield Static(id="head", markup=False)
            with Container(id="split"):
                yield Options(markup=False)
                yield from self.compose_pane()

    def compose_pane(self) -> ComposeResult:
        """What says more about the chosen line."""
        with VerticalScroll(id="more", can_focus=False):
            yield Static(id="more-text", markup=False)

    def on_mount(self) -> None:
        """Let the arrows move in the list."""
        self.query_one(OptionList).focus()

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
        self.query_one(Frame).set_class(self.has_class("-wide"), "-wide")
        self.draw_head()
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

    def draw_head(self) -> None:
        """Draw what stands above the list."""
        head, shown = self.head(), self.query_one("#head", Static)
        shown.update(stack(head))
        shown.set_class(not head, "-empty")

    def draw_more(self) -> None:
        """Draw the pane for the line that is chosen."""
        told = self.more(self.chosen)
        pane = self.query_one("#more")
        pane.set_class(not told, "-empty")
        self.query_one("#more-text", Static).update(stack(told))
        pane.scroll_home(animate=False)

    @property
    def list_cells(self) -> int:
        """The cells across that a line of the list has, the scrollbar left out."""
        return max(20, (self.room // 2 if self.has_class("-wide") else self.room) - 3)

    @property
    def more_cells(self) -> int:
        """The cells across that a line of the pane has."""
        return max(20, (self.room // 2 if self.has_class("-wide") else self.room) - 6)

    def on_option_list_option_highlighted(self) -> None:
        """Another line was chosen."""
        if self.can_draw():
            self.draw_more()

    def on_resize(self) -> None:
        """What fits now may be more or less."""
        self.call_after_refresh(self.draw)

    @property
    def chosen(self) -> str:
        """The id of the line that is chosen; empty where there is none, and before the list is there."""
        shown = next(iter(self.query(OptionList)), None)
        if shown is None or shown.highlighted is None or shown.highlighted >= shown.option_count:
            return ""
        option = shown.get_option_at_index(shown.highlighted)
        return "" if option.disabled else option.id or ""

    def choose(self, name: str) -> None:
        """Let the line of that id be the chosen one, if it is there."""
        shown = self.query_one(OptionList)
        places = {shown.get_option_at_index(place).id: place for place in range(shown.option_count)}
        if name in places:
            shown.highlighted = places[name]

    # --- lines that several screens share

    def heading(self, words: str, count: int | None = None) -> Row:
        """A heading in the list."""
        return "", line((words, HEADING), (f"  {count}" if count is not None else "", look.FAINT))
