"""The wall: a program of its own that follows a meeting's record, reads only, and shows what is released."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, cast

from textual.app import App, SystemCommand
from textual.binding import Binding

from emulation.files.following import Follower
from emulation.wording import Wording
from tui.commands.failure import UNUSABLE
from tui.commands.output import tell_alone
from tui.config import Config, config_path, read_config
from tui.driver import patient
from tui.screens.wall import WallScreen
from tui.settings import dress, without_colour
from tui.signals import heed_signals
from tui.terminal import ask_the_terminal, lacking
from tui.themes import THEMES

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from textual.binding import BindingType
    from textual.driver import Driver
    from textual.screen import Screen

    from emulation.files.record import RecordError
    from emulation.text import Language
    from tui.widgets.bars import Tone

EVERY = 0.3
"""Seconds from one look at the record to the next."""

PATIENCE = 5
"""How many looks are left out between two while the record cannot be read, for each may read all of it."""

WAITING = frozenset({"record-missing", "no-records", "folder-gone", "record-interrupted"})
"""Troubles that pass by themselves, told in the wall's own words."""


class WallApp(App[int]):
    """The wall on one folder."""

    TITLE = "emulation"
    CSS_PATH = None
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f1,question_mark", "help", "Help", id="app.help"),
        Binding("f9,ctrl+l", "language", "Language", id="app.language"),
        Binding("f8", "next_theme", "Next theme", id="app.theme", show=False),
        Binding("ctrl+p", "command_palette", "Actions", id="app.palette", show=False, priority=True),
        Binding("ctrl+q", "quit", "Quit", id="app.quit", priority=True),
    ]

    def __init__(
        self,
        follower: Follower,
        *,
        language: Language = "vi",
        reveal_every: int | None = None,
        config: Config | None = None,
    ) -> None:
        super().__init__(ansi_color=True if without_colour() else None)
        config = config or Config()
        self.own_keys = config.keys
        dress(self, config)
        self.follower = follower
        self.wording = Wording(language)
        self.status: tuple[Tone, str] = ("hint", "")
        self._reveal_every = reveal_every
        self._left_out = 0

    def get_driver_class(self) -> type[Driver]:
        """Textual's, made to bear whatever a terminal sends."""
        return patient(super().get_driver_class())

    def get_default_screen(self) -> Screen[None]:
        """The only one."""
        self.follower.look()
        self._tell()
        return WallScreen()

    def on_mount(self) -> None:
        """Look again and again."""
        heed_signals(self)
        self.set_interval(EVERY, self.look)
        if self._reveal_every is not None:
            self.set_interval(self._reveal_every, self._reveal)

    def look(self) -> None:
        """Read on, and draw where anything is new."""
        if self.follower.trouble is not None and self._left_out < PATIENCE:
            self._left_out += 1
            return
        self._left_out = 0
        if self.follower.look():
            self._tell()
            self.redraw()

    def _tell(self) -> None:
        trouble, meeting = self.follower.trouble, self.follower.meeting
        if trouble is not None:
            begun = meeting is not None or trouble.code not in WAITING
            self.status = ("refused" if begun else "hint", self._sentence(trouble))
        elif meeting is not None:
            key = "ui.wall.ended" if meeting.state.closed else "ui.wall.up-to-date"
            self.status = ("done", self.wording.say(key, seq=meeting.last.seq, at=meeting.last.at.timetz()))

    def _sentence(self, problem: RecordError) -> str:
        say = self.wording.say
        if problem.code in WAITING:
            told = say(f"ui.wall.trouble.{problem.code}", found=problem.facts["found"])
        else:
            facts = dict(problem.facts)
            if problem.code == "record-broken":
                facts["kind"] = say(f"fault.{facts['kind']}")
            told = say(f"record.{problem.code}", **facts)
        return told if self.follower.meeting is None else say("ui.wall.still-shown", trouble=told)

    def say(self, tone: Tone, sentence: str) -> None:
        """Put a sentence on the status line until the record has something new."""
        self.status = (tone, sentence)
        for screen in self._screens():
            screen.show_status()

    def redraw(self) -> None:
        """Draw the wall anew; what is laid over it stays."""
        for screen in self._screens():
            screen.draw()

    def _screens(self) -> list[WallScreen]:
        return [screen for screen in self.screen_stack if isinstance(screen, WallScreen) and screen.is_mounted]

    def _reveal(self) -> None:
        for screen in self._screens():
            screen.reveal_by_itself()

    def _fatal_error(self) -> None:
        """Leave without a traceback, which would hold the whole meeting; whoever runs the wall says what happened."""
        self._close_messages_no_wait()

    # --- keys

    def action_help(self) -> None:
        """Show what the wall is for and which keys it has."""
        from tui.screens.help import HelpScreen  # noqa: PLC0415

        for screen in self._screens():
            if screen.is_current:
                self.push_screen(HelpScreen(screen))

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
        self.wording = Wording("en" if self.wording.language == "vi" else "vi")
        self._tell()
        self.redraw()

    def action_next_theme(self) -> None:
        """Change to the next theme, for this run; where the environment asks for no colour, say so instead."""
        if without_colour():
            self.say("hint", self.wording.say("ui.theme.no-color"))
            return
        names = tuple(THEMES)
        name = names[(names.index(self.theme) + 1) % len(names)] if self.theme in THEMES else names[0]
        self.theme = name
        self.say("hint", self.wording.say("ui.theme.now", theme=self.wording.say(f"ui.theme.{name}")))

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """Every action of the wall, for the palette."""
        from tui.screens.program_screen import key_text  # noqa: PLC0415

        if not isinstance(screen, WallScreen):
            return
        for active, words in screen.active_keys():
            where = self if active.node is self else screen

            async def run(action: str = active.binding.action, where: object = where) -> None:
                await self.run_action(action, where)  # type: ignore[arg-type]

            yield SystemCommand(words, key_text(active.binding), run)


def run(
    folder: Path, meeting: str | None, language: Language, reveal_every: int | None = None, *, headless: bool = False
) -> int:
    """Show the wall of that folder until it is left; the exit status. What nobody foresaw is raised once it is left."""
    if not headless and (why := lacking(Wording(language))) is not None:
        tell_alone(why)
        return UNUSABLE
    if not headless:
        ask_the_terminal()
    config = read_config(config_path())
    with Follower(folder, meeting) as follower:
        wall = WallApp(follower, language=language, reveal_every=reveal_every, config=config)
        status = wall.run(headless=headless)
        if wall._exception is not None:  # noqa: SLF001  (Textual tells nobody else)
            raise wall._exception  # noqa: SLF001
        return status or 0
