"""What all screens of a meeting have in common: the frame around them, undo and redo, help made from the bindings.

A screen draws the app's figures in `redraw` and sends commands through `EmulationApp.do`; it keeps nothing itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, cast

from textual.binding import Binding
from textual.containers import Horizontal
from textual.screen import Screen

from tui.widgets.bars import KeyBar, StatusLine, TopBar

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.binding import ActiveBinding, BindingType
    from textual.content import Content

    from emulation.wording import Wording
    from tui.app import EmulationApp
    from tui.widgets.bars import Key

LEAST = (60, 20)
"""The smallest terminal in which every screen can be worked with, in cells across and down."""

STAY = frozenset({"meeting.undo", "app.help", "app.quit", "prompt.cancel"})
"""The keys that the bar shows however narrow it is."""


class MeetingScreen(Screen[None]):
    """A screen of the program; `NAME` is its part of the texts' keys (``ui.screen.NAME``)."""

    NAME: ClassVar[str] = ""
    AUTO_FOCUS = None
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (110, "-wide")]  # noqa: RUF012  (as Textual declares it)
    VERTICAL_BREAKPOINTS = [(0, "-low"), (23, "-middling"), (34, "-tall")]  # noqa: RUF012
    DEFAULT_CSS = """
    MeetingScreen { layout: vertical; }
    MeetingScreen #body { height: 1fr; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("u,ctrl+z", "undo", "Undo", id="meeting.undo"),
        Binding("ctrl+y,ctrl+r", "redo", "Redo", id="meeting.redo"),
        Binding("a", "agenda", "Agenda", id="meeting.agenda"),
        Binding("left_square_bracket", "step(-1)", "Step before", id="meeting.before", show=False, key_display="["),
        Binding("f5", "enter_step", "Turn to this item", id="meeting.enter", show=False),
        Binding("right_square_bracket", "step(1)", "Step after", id="meeting.after", show=False, key_display="]"),
    ]

    @property
    def program(self) -> EmulationApp:
        """The app, typed."""
        return cast("EmulationApp", self.app)

    @property
    def wording(self) -> Wording:
        """The language of the screens."""
        return self.program.wording

    def compose(self) -> ComposeResult:
        """The frame around the screen's own body."""
        yield TopBar()
        with Horizontal(id="body"):
            yield from self.compose_body()
        yield StatusLine()
        yield KeyBar()

    def compose_body(self) -> ComposeResult:
        """What stands between the bars."""
        raise NotImplementedError

    def redraw(self) -> None:
        """Draw what the meeting's state is now."""
        raise NotImplementedError

    def on_mount(self) -> None:
        """Draw for the first time, and the keys again whenever others are active."""
        self.bindings_updated_signal.subscribe(self, lambda _: self._show_keys())
        self.draw()

    def on_screen_resume(self) -> None:
        """Catch up with what happened while another screen was shown."""
        self.draw()

    def draw(self) -> None:
        """Draw the frame and the body."""
        if not self.is_mounted or self.program.session is None:
            return
        self.show_status()
        self._show_keys()
        self.redraw()

    def show_status(self) -> None:
        """Draw the two lines that say where we are and what happened."""
        program = self.program
        self.query_one(TopBar).say(self.title_text(), program.saved_text())
        self.query_one(StatusLine).say(*program.status)

    def title_text(self) -> str:
        """The screen's place in the meeting, in one line."""
        state = self.program.state
        bloc = self.wording.text(state.setup.bloc.name)
        return f"{self.wording.say(f'ui.screen.{self.NAME}.title')} · {self.program.meeting_name()} · {bloc}"

    def on_resize(self) -> None:
        """Say so where the terminal is too small to work in."""
        width, height = self.app.size
        if width < LEAST[0] or height < LEAST[1]:
            self.program.say("hint", self.wording.say("ui.small", width=width, height=height, least="60×20"))

    # --- keys, told in the language of the screen

    def active_keys(self) -> list[tuple[ActiveBinding, str]]:
        """Every key that works here, and what it does, the screen's own first; each action once."""
        told: dict[str, tuple[ActiveBinding, str]] = {}
        for active in self.active_bindings.values():
            binding = active.binding
            if binding.id and binding.id not in told and not binding.system:
                told[binding.id] = (active, self.describe_key(binding))
        order = {"meeting": 2, "app": 3, "grid": 1}
        return sorted(told.values(), key=lambda one: order.get((one[0].binding.id or "").split(".")[0], 0))

    def keys_below(self) -> frozenset[str]:
        """Ids of keys that this screen leaves out of its bar."""
        return frozenset({"grid.enter", "grid.edit", "grid.clear"})

    def describe_key(self, binding: Binding) -> str:
        """What a key does, in the language of the screen."""
        key = f"ui.key.{binding.id}"
        return self.wording.say(key) if self.wording.has(key) else binding.description

    def _show_keys(self) -> None:
        bar = self.query(KeyBar)
        if not bar or not self.is_current:
            return
        shown: list[Key] = []
        for active, words in self.active_keys():
            binding = active.binding
            if binding.show and active.enabled and binding.id not in self.keys_below():
                group = (binding.id or "").split(".")[0]
                action = f"app.{binding.action}" if active.node is self.app else f"screen.{binding.action}"
                stays = binding.id in STAY
                shown.append((group, key_text(binding), words, action if group != "grid" else "", stays))
        bar.first(KeyBar).show(shown)

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
        """A screen that is no step of the agenda cannot be turned to."""
        del parameters
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

    def help_lines(self) -> list[Content]:
        """More for the help of this screen than its keys; none unless a screen has something to say."""
        return []


def key_text(binding: Binding) -> str:
    """A key as it is printed on keyboards: ``^Z``, ``F1``, ``⇧G``."""
    if binding.key_display:
        return binding.key_display
    key = binding.key.split(",")[0]
    names = {
        "question_mark": "?",
        "left_square_bracket": "[",
        "right_square_bracket": "]",
        "pageup": "PgUp",
        "pagedown": "PgDn",
        "escape": "Esc",
        "enter": "Enter",
        "delete": "Del",
        "space": "␣",
        "up": "↑",
        "down": "↓",
        "left": "←",
        "right": "→",
    }
    if key.startswith("ctrl+"):
        return f"^{names.get(key[5:], key[5:].upper())}"
    if key.startswith("shift+"):
        return f"⇧{names.get(key[6:], key[6:])}"
    if len(key) == 1:
        return key
    return names.get(key, key.upper() if key[0] == "f" and key[1:].isdigit() else key.title())
