"""The user's settings while the program runs: put to use at the start, kept when they change."""

from __future__ import annotations

import contextlib
import os
from typing import TYPE_CHECKING

import attrs
from textual.app import App

from tui import config as file
from tui.themes import THEMES, WithoutColour

if TYPE_CHECKING:
    from pathlib import Path

    from emulation.text import Language
    from tui.app import EmulationApp
    from tui.config import Config, ThemeName


def without_colour() -> bool:
    """Whether the environment asks for no colour."""
    return "NO_COLOR" in os.environ


def theme_of(config: Config) -> ThemeName:
    """The theme to begin with. Without colour it is the terminal's own, which the program then leaves alone."""
    return "ansi" if without_colour() else config.theme or "dark"


def dress(program: App[int], config: Config) -> None:
    """Give a program that has not begun yet its themes, the one of the settings, and the user's own keys."""
    for theme in THEMES.values():
        program.register_theme(theme)
    program.set_reactive(App.theme, theme_of(config))
    program.stylesheet.set_variables(program.get_css_variables())  # else its first frame would be in another theme
    if without_colour():
        program._filters = [WithoutColour()]  # noqa: SLF001  (Textual has no other door to what it does for NO_COLOR)
    program.set_keymap(dict(config.keys))


class Settings:
    """The settings of one run of the program."""

    def __init__(self, program: EmulationApp, config: Config) -> None:
        self._program = program
        self.config = config

    def complaint(self) -> str:
        """What is wrong with the file, in one sentence; empty where nothing is."""
        findings = self.config.findings
        if not findings:
            return ""
        from emulation.wording import line_of  # noqa: PLC0415  (only when something is wrong)

        wording = self._program.wording
        first = line_of(findings[0], wording.language)
        return wording.say("ui.config.wrong", first=first, count=len(findings))

    def next_theme(self) -> None:
        """Change to the next theme, and keep it."""
        names = tuple(THEMES)
        self.take_theme(names[(names.index(self._program.theme) + 1) % len(names)])

    def take_theme(self, name: ThemeName) -> None:
        """Change to that theme, and keep it; where the environment asks for no colour, say so instead."""
        program, wording = self._program, self._program.wording
        if without_colour():
            program.say("hint", wording.say("ui.theme.no-color"))
            return
        program.theme = name
        self.config = attrs.evolve(self.config, theme=name)
        if self._kept(theme=name):
            program.say("hint", wording.say("ui.theme.now", theme=wording.say(f"ui.theme.{name}")))

    def keep_language(self, language: Language) -> None:
        """Begin in that language from now on."""
        self.config = attrs.evolve(self.config, language=language)
        if self._kept(language=language):
            self._program.say("hint", self._program.wording.say("ui.language"))

    def remember_folder(self, folder: Path) -> None:
        """Put the folder first among those opened last; nobody asked for it, so nothing is said where it cannot be."""
        path = str(folder.resolve())
        self._take_folders((path, *(one for one in self.config.folders if one != path)))
        with contextlib.suppress(file.NotRememberedError):
            file.remember(self.config.path, folders=self.config.folders)

    def keep_folders(self, folders: tuple[str, ...]) -> bool:
        """Keep that list of folders; whether it could be kept."""
        self._take_folders(folders)
        return self._kept(folders=self.config.folders)

    def _take_folders(self, folders: tuple[str, ...]) -> None:
        self.config = attrs.evolve(self.config, folders=folders[: file.MOST_FOLDERS])

    def _kept(
        self,
        *,
        language: Language | None = None,
        theme: ThemeName | None = None,
        folders: tuple[str, ...] | None = None,
    ) -> bool:
        """Whether it could be kept; what could not holds for this run, and the status line says so."""
        try:
            file.remember(self.config.path, language=language, theme=theme, folders=folders)
        except file.NotRememberedError as problem:
            wording = self._program.wording
            key = "ui.config.not-written" if problem.args else "ui.config.not-toml"
            self._program.say("refused", wording.say(key, file=self.config.path, reason=str(problem)))
            return False
        return True
