"""The agenda, to go from step to step: what is done, what is open, and why the rest is not."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, cast

from textual.binding import Binding
from textual.screen import ModalScreen
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from emulation.meeting.agenda import agenda
from tui.screens.agenda_lines import entry
from tui.screens.lines import line
from tui.screens.steady import Steady
from tui.screens_of_steps import OTHER_SCREENS, SCREENS_OF_STEPS
from tui.widgets.options import Options

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.binding import BindingType

    from tui.app import EmulationApp


WIDTH = 64
"""Cells across where there is room for them."""


class AgendaScreen(Steady, ModalScreen[None]):
    """A list at the left edge, laid over the screen."""

    DEFAULT_CSS = f"""
    AgendaScreen {{ align: left middle; background: $background 60%; }}
    AgendaScreen OptionList {{
        width: {WIDTH}; max-width: 100%; height: auto; max-height: 100%; border: round $primary; background: $surface;
    }}
    """
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,a,q", "dismiss", "Close", id="agenda.close")]

    def compose(self) -> ComposeResult:
        """The steps, numbered, and the record below them."""
        program = cast("EmulationApp", self.app)
        wording, state = program.wording, program.state
        options: list[Option | None] = []
        cells = min(WIDTH, program.size.width) - 6
        for number, item in enumerate(agenda(state), 1):
            told = entry(number, item, wording, cells)
            options.append(Option(told, id=item.step, disabled=item.step not in SCREENS_OF_STEPS))
        options.append(None)
        options += [Option(line(f"     {wording.say(f'ui.screen.{name}.title')}"), id=name) for name in OTHER_SCREENS]
        steps = Options(*options, markup=False)
        steps.border_title = wording.say("ui.agenda.title")
        steps.border_subtitle = wording.say("ui.agenda.close")
        yield steps

    def on_mount(self) -> None:
        """Begin on the step that is shown."""
        steps = self.query_one(OptionList)
        shown = getattr(self.app.screen_stack[-2], "NAME", "")
        names = [option.id for option in steps.options]
        if shown in names:
            steps.highlighted = names.index(shown)
        else:  # a step that this meeting does not have
            steps.action_first()
        steps.focus()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Go there."""
        event.stop()
        name = event.option.id or ""
        self.dismiss()
        self.app.call_later(cast("EmulationApp", self.app).action_open, name)
