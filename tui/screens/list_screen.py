"""What most steps of the agenda look like: a head, a list to choose a line from, and a pane that says more about it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding
from textual.containers import Container, Vertical, VerticalScroll
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from tui.screens import lines as look
from tui.screens.asking import AskingScreen
from tui.screens.lines import line, stack
from tui.widgets.options import Options

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import TypeAlias

    from textual.app import ComposeResult
    from textual.binding import BindingType
    from textual.content import Content

    Row: TypeAlias = tuple[str, Content]
    """An id to act on and the line that shows it. A row without an id is a heading, and cannot be chosen."""


HEADING = "$foreground bold underline"
"""How a heading is drawn; its colour is named, for lines that cannot be chosen are faint."""


class ListScreen(AskingScreen):
    """The frame of such a screen; each fills it by `head`, `rows` and `more`."""

    DEFAULT_CSS = """
    ListScreen #head { height: auto; max-height: 50%; padding: 0 2; }
    ListScreen #split { height: 1fr; layout: vertical; }
    ListScreen OptionList, ListScreen OptionList:focus { height: 1fr; min-height: 4; border: none; padding: 0 1; }
    ListScreen #more {
        height: auto; max-height: 50%; padding: 0 2; scrollbar-size-vertical: 1; border-top: solid $primary 50%;
    }
    ListScreen.-wide #split { layout: horizontal; }
    ListScreen.-wide OptionList, ListScreen.-wide OptionList:focus { width: 1fr; height: 100%; }
    ListScreen.-wide #more {
        width: 1fr; height: 100%; max-height: 100%; border-top: none; border-left: solid $primary 50%;
    }
    ListScreen #more.-empty { display: none; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+down", "scroll_more(1)", "Scroll the pane down", id="list.more-down", show=False),
        Binding("ctrl+up", "scroll_more(-1)", "Scroll the pane up", id="list.more-up", show=False),
    ]

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
        self.query_one("#head", Static).update(stack(self.head()))

    def draw_more(self) -> None:
        """Draw the pane for the line that is chosen."""
        told = self.more(self.chosen)
        pane = self.query_one("#more")
        pane.set_class(not told, "-empty")
        self.query_one("#more-text", Static).update(stack(told))
        pane.scroll_home(animate=False)

    def action_scroll_more(self, by: int) -> None:
        """Scroll the pane by half of what it shows."""
        pane = self.query_one("#more")
        pane.scroll_relative(y=by * max(1, pane.size.height // 2), animate=False)

    @property
    def list_cells(self) -> int:
        """The cells across that a line of the list has, the scrollbar left out."""
        room = self.room // 2 if self.has_class("-wide") else self.room
        return max(20, room - 5)

    @property
    def more_cells(self) -> int:
        """The cells across that a line of the pane has."""
        room = self.room // 2 if self.has_class("-wide") else self.room
        return max(20, room - 6)

    def on_option_list_option_highlighted(self) -> None:
        """Another line was chosen."""
        if self.is_mounted and self.program.session is not None:
            self.draw_more()

    def on_resize(self) -> None:
        """What fits now may be more or less."""
        super().on_resize()
        if self.is_mounted and self.program.session is not None:
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

    # --- lines that several screens share

    def heading(self, words: str, count: int | None = None) -> Row:
        """A heading in the list."""
        return "", line((words, HEADING), (f"  {count}" if count is not None else "", look.FAINT))
