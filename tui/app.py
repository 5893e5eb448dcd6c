"""The terminal program: it opens a meeting, sends commands through the one door, and lets screens draw what came of it.

The clock is read here and nowhere else.
"""

from __future__ import annotations

import gc
from datetime import datetime
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, ClassVar, cast

from textual import events
from textual.app import App, SystemCommand
from textual.binding import Binding

from emulation.files.record import RecordError
from emulation.meeting.events import Redone, Undone
from emulation.meeting.refusal import Refusal
from emulation.wording import Wording
from tui import figures as reading
from tui.config import Config
from tui.driver import patient
from tui.screens_of_steps import OTHER_SCREENS, SCREENS_OF_STEPS
from tui.settings import Settings, dress, without_colour
from tui.signals import heed_signals
from tui.themes import THEMES
from tui.type_ahead import TypeAhead

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import date
    from pathlib import Path

    from textual.binding import BindingType
    from textual.command import Provider
    from textual.dom import DOMNode
    from textual.driver import Driver
    from textual.screen import Screen

    from emulation.files.record import Record
    from emulation.files.session import Session
    from emulation.meeting.commands import Command
    from emulation.meeting.events import Event
    from emulation.meeting.state import Entry, State
    from emulation.text import Language, Text
    from tui.figures import Figures
    from tui.screens.program_screen import ProgramScreen
    from tui.widgets.bars import Tone

LATEST = 1.0
"""Seconds after which the first frame counts as painted, whatever became of it."""


def _actions() -> type[Provider]:
    """What the palette looks in, loaded once it is opened."""
    from tui.actions import Actions  # noqa: PLC0415

    return Actions


class EmulationApp(App[int]):
    """The program on one meeting."""

    TITLE = "emulation"
    CSS_PATH = None
    CSS = """
    OptionList, VerticalScroll { border-title-color: $foreground; border-subtitle-color: $foreground 80%; }
    """
    ENABLE_COMMAND_PALETTE = True
    COMMANDS = {_actions}  # noqa: RUF012  (as Textual declares it)
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f1,question_mark", "help", "Help", id="app.help"),
        Binding("f9,ctrl+l", "language", "Language", id="app.language"),
        Binding("ctrl+p", "command_palette", "Actions", id="app.palette", priority=True),
        Binding("f8", "next_theme", "Next theme", id="app.theme", show=False),
        Binding("p", "person", "Who writes", id="app.person", show=False),
        Binding("f7", "open('log')", "Record", id="app.log", show=False),
        Binding("ctrl+o", "home", "Home", id="app.home", show=False),
        Binding("ctrl+q", "quit", "Quit", id="app.quit", priority=True),
    ]

    def __init__(
        self,
        session: Session | None,
        *,
        language: Language = "vi",
        by: str = "",
        now: Callable[[], datetime] | None = None,
        config: Config | None = None,
    ) -> None:
        super().__init__(ansi_color=True if without_colour() else None)
        self.session: Session | None = session
        self.wording = Wording(language)
        self.by = by
        self.settings = Settings(self, config or Config())
        complaint = self.settings.complaint()
        self.status: tuple[Tone, str] = ("refused", complaint) if complaint else ("hint", "")
        self._said_on: Screen[object] | None = None
        self.agenda_shown = True
        self.edits: list[tuple[Path, str | None, str]] = []
        self.now = now or (lambda: datetime.now().astimezone())
        self._figures: Figures | None = None
        self.called: dict[str, Text] = {}
        self.kept: dict[str, str] = {}
        self._alarm = False
        self.type_ahead = TypeAhead(self)
        self.painted = False
        dress(self, self.settings.config)

    def get_driver_class(self) -> type[Driver]:
        """Textual's, made to bear whatever a terminal sends."""
        return patient(super().get_driver_class())

    async def on_event(self, event: events.Event) -> None:
        """Let keys and pasted texts through one after the other."""
        if isinstance(event, events.Key | events.Paste) and not event.is_forwarded and self.type_ahead.keeps(event):
            return
        await super().on_event(event)

    def _fatal_error(self) -> None:
        """Leave without a traceback, which would hold the whole meeting; `run` raises what happened."""
        self._close_messages_no_wait()

    # --- what screens read

    @property
    def language(self) -> Language:
        """The language of the screens."""
        return self.wording.language

    @property
    def own_keys(self) -> Mapping[str, str]:
        """The keys that the user gave to actions, by the ids of these."""
        return self.settings.config.keys

    @property
    def state(self) -> State:
        """The meeting as it stands."""
        return self._open().meeting.state

    @property
    def figures(self) -> Figures:
        """What follows from the state."""
        self._figures = reading.read(self.state, self._figures)
        return self._figures

    @property
    def record(self) -> Record:
        """The meeting's record, to read."""
        return self._open().record

    @property
    def last(self) -> int:
        """The number of the newest act."""
        return self._open().meeting.last.seq

    def _open(self) -> Session:
        if self.session is None:
            raise RuntimeError("no meeting is open")
        return self.session

    @property
    def folder(self) -> Path:
        """The folder of the bloc."""
        return self._open().root

    def today(self) -> date:
        """The day, as the program's clock has it."""
        return self.now().date()

    def meeting_name(self) -> str:
        """The meeting's name in words."""
        state = self.state
        return f"{self.wording.word('meeting', state.kind)} {state.setup.bloc.year}"

    def saved_text(self) -> str:
        """Who writes, and that the newest act is on disk, or that it is not."""
        last = self._open().meeting.last
        if self._alarm:
            return self.wording.say("ui.not-saved")
        saved = self.wording.say("ui.saved", seq=last.seq, at=last.at.timetz())
        return f"{self.by} · {saved}" if self.by else saved

    # --- the one way round

    def do(self, command: Command, refused: Callable[[Refusal], None] | None = None) -> None:
        """Carry a command out and draw what came of it.

        The first command of all asks who writes. ``refused`` is called after a refusal was told, and with the refusal
        of a record that cannot be written, so that what was typed is not lost.
        """
        if not self.by:
            self._ask_person(lambda: self.do(command, refused), lambda: refused and refused(Refusal("no-person")))
            return
        session = self._open()
        try:
            result = session.do(command, self.by, self.now())
        except RecordError as problem:
            self._alarm = True
            self.say("alarm", self.not_saved(problem))
            if refused is not None:
                refused(Refusal(problem.code, problem.facts))
            return
        self._alarm = False
        if isinstance(result, Refusal):
            from emulation.wording import explain  # noqa: PLC0415  (only when something is refused)

            self.say("refused", explain(result, self.language, self.names()))
            self.bell()
            if refused is not None:
                refused(result)
            return
        self.status = ("done", f"{self.act(result)}{self._moved()}")
        self.redraw()

    def _moved(self) -> str:
        """What the newest act moved of other units' points, where these are compared with the best of the bloc."""
        if self._figures is None or not self.figures.moved:
            return ""
        from tui.screens.standings_lines import moved  # noqa: PLC0415  (only where points are compared)

        return f" · {moved(self.figures, self.wording)}"

    def record_sentence(self, problem: RecordError) -> str:
        """Why the record cannot be read."""
        return describe_record_error(problem, self.wording)

    def not_saved(self, problem: RecordError) -> str:
        """Why the record cannot be written, and that it was not."""
        return self.wording.say("ui.record-alarm", reason=self.record_sentence(problem))

    def names(self) -> dict[str, str]:
        """What screens call polls, units, persons and, once they were read, candidates and awards, by id."""
        state = self.state
        read = {name: self.wording.text(text) for name, text in self.called.items()}
        rules = (*state.setup.procedure.polls, *(poll.rules for poll in state.polls.values()))
        polls = {one.id: self.wording.text(one.question) for one in rules}
        units = {unit.id: unit.short for unit in state.setup.bloc.units}
        return read | polls | units | {person.person: person.name for person in state.people.values()}

    def act(self, entry: Entry) -> str:
        """What happened, in one line; of undo and redo, what was undone."""
        from emulation.wording.acts import tell  # noqa: PLC0415  (once something happened)

        told = tell(entry.event, self.wording, self.names(), self.find)
        return (
            told
            if isinstance(entry.event, (Undone, Redone))
            else self.wording.say("ui.act.done", seq=entry.seq, act=told)
        )

    def find(self, seq: int) -> Event | None:
        """The event of that number in the record."""
        return next((entry.event for entry in self._open().record.entries(seq - 1, seq)), None)

    def say(self, tone: Tone, sentence: str) -> None:
        """Put a sentence on the status line; an alarm stays until a command succeeds."""
        if self._alarm and tone in {"hint", "done"}:
            return
        self.status = (tone, sentence)
        self._said_on = self.screen if self.screen_stack else None
        for screen in self._screens():
            screen.show_status()

    def forget_what_was_said(self, screen: Screen[None]) -> None:
        """Clear a hint or a refusal that was about another screen than the one that is shown now."""
        if self._said_on not in {None, screen} and self.status[0] in {"hint", "refused"}:
            self.status = ("hint", "")

    def redraw(self) -> None:
        """Let the screen that is shown draw the state; the others do so when they are shown again."""
        for screen in self._screens():
            if screen.is_current:
                screen.draw()

    def _screens(self) -> list[ProgramScreen]:
        from tui.screens.program_screen import ProgramScreen  # noqa: PLC0415

        return [screen for screen in self.screen_stack if isinstance(screen, ProgramScreen) and screen.is_mounted]

    def ask(
        self, question: str, answer: str, call: Callable[[str | None], None], back: Callable[[], None] | None = None
    ) -> None:
        """Ask something in a line at the bottom of the screen; with ``back`` one can go to the question before.

        What lies over a screen by then comes first: an action that the palette was asked for may be late.
        """
        from tui.screens.prompt import Prompt  # noqa: PLC0415  (only when something is asked)

        if self.screen.is_modal:
            self.bell()
        elif not self.asking:
            self.screen.mount(Prompt(question, answer, call, back), before="KeyBar")

    @property
    def asking(self) -> bool:
        """Whether a question in the line at the bottom waits for its answer."""
        return any(screen.query("Prompt.-waiting") for screen in self.screen_stack)

    def asks_first(self) -> bool:
        """Whether a question has to be answered before one goes elsewhere; if so, that is said."""
        if self.asking:
            self.say("hint", self.wording.say("ui.answer-first"))
            return True
        return False

    def with_person(self, then: Callable[[], None]) -> None:
        """Go on once it is known who writes; for what takes more than one command."""
        if self.by:
            then()
        else:
            self._ask_person(then, lambda: None)

    def _ask_person(self, then: Callable[[], None], otherwise: Callable[[], object]) -> None:
        def answered(answer: str | None) -> None:
            if answer is None:
                otherwise()
                return
            self.by = answer or self.wording.word("person", "secretary")
            self.redraw()
            then()

        self.ask(self.wording.say("ui.ask-person"), self.by or self.wording.word("person", "secretary"), answered)

    # --- screens

    def get_default_screen(self) -> Screen[None]:
        """The first one shown, so that no empty one is laid out."""
        return self.first_screen()

    def first_screen(self) -> Screen[None]:
        """The step that the meeting stands at, or its marks; home where no meeting is open."""
        if self.session is None:
            from tui.screens.home import HomeScreen  # noqa: PLC0415  (a meeting does without it)

            return HomeScreen()
        step = self.state.step
        agenda = [one for one in self.state.agenda if one in SCREENS_OF_STEPS]
        first = step if step in SCREENS_OF_STEPS else "marks" if "marks" in agenda else agenda[0] if agenda else "log"
        return self._made(first)

    def on_mount(self) -> None:
        """Look for rubbish again once the first frame is out; what is loaded by then is not looked at any more."""
        self.call_after_refresh(self._first_frame_is_out)
        self.set_timer(LATEST, self._first_frame_is_out)  # for where another screen came before the frame
        heed_signals(self)
        self.app_resume_signal.subscribe(self, lambda _: self._woken())
        if self.session is not None:
            self.call_after_refresh(self.settings.remember_folder, self.session.root)

    def _woken(self) -> None:
        """Paint all of it again: while the program was suspended the terminal showed something else."""
        self.screen.refresh(layout=True)
        for widget in self.screen.walk_children():
            widget.refresh()

    def _first_frame_is_out(self) -> None:
        if self.painted:
            return
        gc.freeze()
        gc.enable()
        self.painted = True
        self.redraw()

    def _made(self, name: str) -> Screen[None]:
        module, _, kind = (SCREENS_OF_STEPS | OTHER_SCREENS)[name].partition(":")
        made: Screen[None] = getattr(import_module(module), kind)()
        return made

    def action_open(self, name: str) -> None:
        """Show the screen of that name above the one that the program began with, in the place of any other.

        What lies over a screen and asks for something has to be left first.
        """
        if self.screen.is_modal or getattr(self.screen, "NAME", None) == name or self.asks_first():
            return
        if getattr(self.screen_stack[0], "NAME", None) == name:
            self.pop_screen()
        elif len(self.screen_stack) > 1:
            self.switch_screen(self._made(name))
        else:
            self.push_screen(self._made(name))

    def action_leave_side_screen(self) -> None:
        """Go back to the screen that the program began with from one that lies over it."""
        if len(self.screen_stack) > 1 and not self.screen.is_modal and not self.asks_first():
            self.pop_screen()

    def next_step(self, name: str, by: int) -> None:
        """Show the screen of the step that many places further in the agenda; from elsewhere, of the one it is at."""
        steps = [step for step in self.state.agenda if step in SCREENS_OF_STEPS]
        if not steps:
            return
        at = self.state.step
        place = steps.index(name) + by if name in steps else steps.index(at) if at in steps else 0
        if 0 <= place < len(steps):
            self.action_open(steps[place])

    def show_agenda(self) -> None:
        """Show the agenda, to choose a step from."""
        from tui.screens.agenda import AgendaScreen  # noqa: PLC0415

        self.push_screen(AgendaScreen())

    def action_help(self) -> None:
        """Show what the screen is for and which keys it has."""
        from tui.screens.help import HelpScreen  # noqa: PLC0415

        shown = self._screens()
        if shown and shown[-1].is_current:
            self.push_screen(HelpScreen(shown[-1]))

    def action_command_palette(self) -> None:
        """Show every action, to be found by typing."""
        from tui.screens.palette import Palette  # noqa: PLC0415  (only when it is opened)

        if not Palette.is_open(cast("App[object]", self)):
            self.push_screen(Palette(placeholder=self.wording.say("ui.palette")))

    def action_help_quit(self) -> None:
        """Say how to leave: so many press Ctrl+C for that."""
        self.say("hint", self.wording.say("ui.how-to-quit"))

    def action_language(self) -> None:
        """Speak the other language."""
        self.wording = Wording("en" if self.language == "vi" else "vi")
        self.settings.keep_language(self.language)
        self.redraw()

    def action_person(self) -> None:
        """Change who writes, as when a second person confirms."""
        self._ask_person(lambda: None, lambda: None)

    def action_next_theme(self) -> None:
        """Change to the next of the themes."""
        self.settings.next_theme()

    async def action_home(self) -> None:
        """Leave the meeting and show the folders."""
        from tui.travel import home  # noqa: PLC0415

        if not self.asks_first():
            await home(self)

    def forget_meeting(self) -> None:
        """Let go of what was worked out of the meeting that was open."""
        self._figures, self._alarm = None, False
        self.kept.clear()
        self.status = ("hint", "")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Without a meeting there is no record to show, and nowhere to go home from."""
        if action in {"home", "person"} or (action == "open" and parameters == ("log",)):
            return self.session is not None
        return super().check_action(action, parameters)

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """Every action of the screen, and the items of the agenda, for the palette."""
        from tui.screens.program_screen import ProgramScreen, key_text  # noqa: PLC0415

        if not isinstance(screen, ProgramScreen):
            return
        for active, words in screen.active_keys():
            binding = active.binding
            if (binding.id or "").startswith(("grid.", "line.")):
                continue

            async def run(action: str = binding.action, node: DOMNode = active.node) -> None:
                await self.run_action(action, node)

            yield SystemCommand(words, key_text(binding), run)
        if self.session is not None:
            for step in (one for one in self.state.agenda if one in SCREENS_OF_STEPS):
                yield SystemCommand(self.wording.word("step", step), "", partial(self.action_open, step))
        for name in THEMES:
            words = self.wording.say("ui.theme.take", theme=self.wording.say(f"ui.theme.{name}"))
            yield SystemCommand(words, "", partial(self.settings.take_theme, name))


def describe_record_error(problem: RecordError, wording: Wording) -> str:
    """Why a record cannot be used, in a sentence."""
    return wording.say(f"record.{problem.code}", **problem.facts)
