"""The agenda, to go from step to step: which one the meeting is at, which are done, which have a screen here."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, cast

from textual.binding import Binding
from textual.screen import ModalScreen
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from tui.screens import lines as look
from tui.screens.lines import line

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.binding import BindingType

    from tui.app import EmulationApp


class AgendaScreen(ModalScreen[None]):
    """A list at the left edge, laid over the screen."""

    DEFAULT_CSS = """
    AgendaScreen { align: left middle; background: $background 60%; }
    AgendaScreen OptionList {
        width: 54; max-width: 100%; height: auto; max-height: 100%; border: round $primary; background: $surface;
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,a,q", "dismiss", "Close", id="agenda.close")]

    def compose(self) -> ComposeResult:
        """The steps, numbered, and the record below them."""
        from tui.app import OTHER_SCREENS, SCREENS_OF_STEPS  # noqa: PLC0415  (it imports this module)

        program = cast("EmulationApp", self.app)
        wording, state = program.wording, program.state
        options: list[Option | None] = []
        for number, step in enumerate(state.agenda, 1):
            sign = "▶" if step == state.step else "✓" if step in state.visited else " "
            remark = f"  {wording.say('ui.agenda.here')}" if step == state.step else ""
            told = line(f"{sign} {number:2} {wording.word('step', step)}", (remark, look.FAINT))
            options.append(Option(told, id=step, disabled=step not in SCREENS_OF_STEPS))
        options.append(None)
        options += [Option(line(f"     {wording.say(f'ui.screen.{name}.title')}"), id=name) for name in OTHER_SCREENS]
        steps = OptionList(*options, markup=False)
        steps.border_title = wording.say("ui.agenda.title")
        steps.border_subtitle = wording.say("ui.agenda.close")
        yield steps

    def on_mount(self) -> None:
        """Begin on the step that is shown."""
        steps = self.query_one(OptionList)
        shown = getattr(self.app.screen_stack[-2], "NAME", "")
        if shown:
            steps.highlighted = steps.get_option_index(shown)
        steps.focus()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Go there."""
        event.stop()
        name = event.option.id or ""
        self.dismiss()
        self.app.call_later(cast("EmulationApp", self.app).action_open, name)
