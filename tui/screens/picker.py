"""A short list laid over the screen, to pick one line from or to tick several."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding
from textual.screen import ModalScreen
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from tui.screens import lines as look
from tui.screens.lines import line
from tui.screens.steady import Steady
from tui.widgets.options import Options

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult
    from textual.binding import BindingType

    from emulation.wording import Wording

Choice = tuple[str, str]
"""The id that is handed back, and the line that is shown."""


class Picker(Steady, ModalScreen[tuple[str, ...] | None]):
    """Hands back the id that was picked, or all that were ticked; ``None`` where it was given up."""

    DEFAULT_CSS = """
    Picker { align: center middle; background: $background 60%; }
    Picker OptionList {
        width: 70; max-width: 100%; height: auto; max-height: 90%; border: round $primary; background: $surface;
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "give_up", "Close", id="picker.close"),
        Binding("space", "tick", "Tick", id="picker.tick", priority=True),
        Binding("enter", "accept", "Take", id="picker.take", priority=True),
        Binding("left,backspace", "back", "Question before", id="picker.back", priority=True),
    ]

    def __init__(
        self,
        title: str,
        choices: Sequence[Choice],
        wording: Wording,
        *,
        many: bool = False,
        ticked: Sequence[str] = (),
        at: str = "",
        back: bool = False,
    ) -> None:
        super().__init__()
        self._can_go_back = back
        self.went_back = False
        self._title = title
        self._choices = tuple(choices)
        self._wording = wording
        self._many = many
        self._at = at
        self._ticked = [name for name in ticked if any(name == one for one, _ in choices)]

    def compose(self) -> ComposeResult:
        """The list, with what it is for above and the keys below."""
        shown = Options(*self._options(), markup=False)
        shown.border_title = self._title
        keys = self._wording.say("ui.picker.many" if self._many else "ui.picker.one")
        shown.border_subtitle = f"{self._wording.say('ui.picker.back')} · {keys}" if self._can_go_back else keys
        yield shown

    def on_mount(self) -> None:
        """Let the arrows move in the list."""
        shown = self.query_one(OptionList)
        names = [name for name, _ in self._choices]
        shown.highlighted = names.index(self._at) if self._at in names else 0 if names else None
        shown.focus()

    def _options(self) -> list[Option]:
        options = []
        for name, words in self._choices:
            ticked = name in self._ticked
            sign = f"[{self._ticked.index(name) + 1}] " if ticked else "[ ] "
            pieces = ((sign, look.GOOD if ticked else look.FAINT), words) if self._many else (words,)
            options.append(Option(line(*pieces), id=name))
        return options

    def _here(self) -> str | None:
        at = self.query_one(OptionList).highlighted
        return None if at is None else self._choices[at][0]

    def action_tick(self) -> None:
        """Tick the line or take its tick away, in the order of ticking; where one is picked, pick it."""
        here = self._here()
        if here is None:
            return
        if not self._many:
            self.dismiss((here,))
            return
        self._ticked = [one for one in self._ticked if one != here] if here in self._ticked else [*self._ticked, here]
        shown = self.query_one(OptionList)
        at = shown.highlighted
        shown.set_options(self._options())
        shown.highlighted = at

    def action_accept(self) -> None:
        """Hand back what was picked."""
        here = self._here()
        if self._many:
            self.dismiss(tuple(self._ticked))
        elif here is not None:
            self.dismiss((here,))

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """A line was clicked."""
        event.stop()
        self.action_tick()

    def action_back(self) -> None:
        """Nothing was picked, and the question before is to be asked again."""
        if self._can_go_back:
            self.went_back = True
            self.dismiss(None)

    def action_give_up(self) -> None:
        """Nothing was picked."""
        self.dismiss(None)
