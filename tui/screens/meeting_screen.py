"""What all screens of a meeting have in common: undo and redo, the agenda, and drawing what the meeting's state is.

A screen draws the app's figures in `redraw` and sends commands through `EmulationApp.do`; it keeps nothing itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.widgets import Input, Static

from tui.screens.agenda_lines import COLUMN, column, strip
from tui.screens.lines import put
from tui.screens.program_screen import ProgramScreen
from tui.screens_of_steps import SCREENS_OF_STEPS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult
    from textual.binding import BindingType

    from emulation.meeting.agenda import Item


class MeetingScreen(ProgramScreen):
    """A screen of the meeting; `NAME` is the step of its agenda, or what else it shows of it."""

    AGENDA_FROM: ClassVar[int] = 110
    """From how many cells across the agenda stands beside the screen; below that it is a strip in the bar above."""
    DEFAULT_CSS = f"""
    MeetingScreen #agenda {{
        width: {COLUMN}; padding: 0 1; border-right: solid $foreground 30%; scrollbar-size-vertical: 1;
    }}
    MeetingScreen #agenda.-away {{ display: none; }}
    MeetingScreen #agenda-text {{ link-style: none; link-style-hover: reverse; }}
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("u,ctrl+z", "undo", "Undo", id="meeting.undo"),
        Binding("ctrl+y,ctrl+r", "redo", "Redo", id="meeting.redo"),
        Binding("a", "agenda", "Agenda", id="meeting.agenda"),
        Binding("f6", "fold_agenda", "Agenda beside the screen", id="meeting.fold-agenda", show=False),
        Binding("left_square_bracket", "step(-1)", "Step before", id="meeting.before", show=False, key_display="["),
        Binding("f5", "enter_step", "Turn to this item", id="meeting.enter", show=False),
        Binding("right_square_bracket", "step(1)", "Step after", id="meeting.after", show=False, key_display="]"),
    ]

    def can_draw(self) -> bool:
        """Whether there is a meeting to draw."""
        return super().can_draw() and self.program.session is not None

    def compose_side(self) -> ComposeResult:
        """The agenda."""
        with VerticalScroll(id="agenda", can_focus=False):
            yield Static(id="agenda-text", markup=False)

    @property
    def agenda_beside(self) -> bool:
        """Whether the agenda stands beside the screen: there is room, and nobody folded it away."""
        return self.program.agenda_shown and self.app.size.width >= self.AGENDA_FROM

    @property
    def room(self) -> int:
        """The cells across that the screen's own body has."""
        return self.app.size.width - (COLUMN if self.agenda_beside else 0)

    def draw(self) -> None:
        """Draw the agenda too."""
        if self.can_draw():
            self._draw_agenda()
        super().draw()

    def items(self) -> Sequence[Item]:
        """The items of the agenda; none until the first frame is out, for reasons take rules that it can do without."""
        if not self.program.painted:
            return ()
        from emulation.meeting.agenda import agenda  # noqa: PLC0415

        return agenda(self.program.state)

    def _draw_agenda(self) -> None:
        self.query_one("#agenda").set_class(not self.agenda_beside, "-away")
        if self.agenda_beside and (items := self.items()):
            told = column(items, self.wording, self.NAME, frozenset(SCREENS_OF_STEPS))
            put(self.query_one("#agenda-text", Static), told)

    def on_resize(self) -> None:
        """Put the agenda where there is room for it now."""
        if self.can_draw():
            self._draw_agenda()
            self.show_status()

    def title_text(self) -> str:
        """The screen's place in the meeting, in one line; with the agenda in signs where it does not stand beside."""
        state = self.program.state
        told = f"{super().title_text()} · {self.program.meeting_name()} · {self.wording.text(state.setup.bloc.name)}"
        return told if self.agenda_beside else f"{strip(self.items(), self.NAME)} {told}".lstrip()

    def corner_text(self) -> str:
        """Who writes, and whether all is saved; without the name where there is no room for it."""
        told = self.program.saved_text()
        return told if self.app.size.width >= 72 else told.removeprefix(f"{self.program.by} · ")  # noqa: PLR2004

    # --- actions shared by all screens

    def action_undo(self) -> None:
        """Take back the newest act."""
        from emulation.meeting.commands import Undo  # noqa: PLC0415

        self.program.do(Undo())

    def action_redo(self) -> None:
        """Let the act undone last stand again."""
        from emulation.meeting.commands import Redo  # noqa: PLC0415

        self.program.do(Redo())

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """A screen that is no step of the agenda cannot be turned to; while a line is typed the meeting rests."""
        del parameters
        if action in {"undo", "redo", "enter_step"} and isinstance(self.focused, Input):
            return False
        if action == "enter_step":
            return self.program.session is not None and self.NAME in self.program.state.agenda
        return True

    def action_enter_step(self) -> None:
        """Record that the meeting turns to this item of its agenda."""
        from typing import get_args  # noqa: PLC0415

        from emulation.meeting.events import StepEntered  # noqa: PLC0415
        from emulation.procedure import Step  # noqa: PLC0415

        for step in get_args(Step):
            if step == self.NAME:
                self.program.do(StepEntered(step))

    def action_fold_agenda(self) -> None:
        """Put the agenda beside the screen, or take it away."""
        program = self.program
        if self.app.size.width < self.AGENDA_FROM:
            program.say(
                "hint", self.wording.say("ui.agenda.no-room", width=self.app.size.width, least=self.AGENDA_FROM)
            )
            return
        program.agenda_shown = not program.agenda_shown
        self.draw()

    def action_agenda(self) -> None:
        """Show the agenda, to go to another step."""
        self.program.show_agenda()

    def action_step(self, by: int) -> None:
        """Go to the screen of the step before or after this one."""
        self.program.next_step(self.NAME, by)

    def unit_names(self) -> dict[str, str]:
        """What the screens call each unit and person, by id."""
        state = self.program.state
        return {unit.id: unit.short for unit in state.setup.bloc.units} | {
            p.person: p.name for p in state.people.values()
        }
