"""Home: the folders opened last, the examples, a new folder; from here one goes into a meeting, and comes back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding

from tui import places, travel
from tui.screens import lines as look
from tui.screens.choosing import ChoosingScreen
from tui.screens.lines import line
from tui.screens.picker import Picker
from tui.widgets.grid_text import fit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.binding import BindingType
    from textual.content import Content

    from tui.new_bloc import Draft
    from tui.places import MeetingPlace, MeetingState, Place
    from tui.screens.list_frame import Row
    from tui.widgets.bars import Tone

SIGNS: dict[MeetingState, str] = {"planned": "·", "opened": "○", "running": "▶", "closed": "✓", "broken": "⚠"}
_STYLES: dict[MeetingState, str] = {
    "planned": look.FAINT,
    "opened": look.FAINT,
    "running": look.BOLD,
    "closed": look.GOOD,
    "broken": look.BAD,
}


class HomeScreen(ChoosingScreen):
    """Folders to open. ``left`` is the one that was just left, where the list begins."""

    NAME = "home"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "open", "Open", id="home.open", priority=True),
        Binding("n", "new", "New folder", id="home.new"),
        Binding("o", "other", "Another folder", id="home.other"),
        Binding("c", "check", "Check", id="home.check"),
        Binding("x,delete", "forget", "Take off the list", id="home.forget"),
        Binding("u,ctrl+z", "unforget", "Undo", id="home.undo"),
    ]

    def __init__(self, left: Path | None = None) -> None:
        super().__init__()
        self._left = left
        self._wanted = ""
        self._places: dict[str, Place] = {}
        self._here: Place | None = None
        self._examples: list[Place] = []
        self._looked = False
        self._forgotten: list[tuple[str, ...]] = []
        self.draft: Draft | None = None

    # --- what lies where

    def on_mount(self) -> None:
        """Begin on the folder that was just left."""
        self.look_again()

    def on_screen_resume(self) -> None:
        """Look again: something may have been made, opened or checked."""
        self.forget_what_was_said()
        if self._looked:
            self.look_again()

    def look_again(self) -> None:
        """Look at all folders anew, without holding up the screen: one of them may lie on a slow disk."""
        self.run_worker(self._look, thread=True, exclusive=True)

    def _look(self) -> None:
        recent = [places.look(Path(one)) for one in self.program.settings.config.folders]
        here = places.look(places.here())
        examples = [places.look(one) for one in places.example_folders()]
        self.app.call_from_thread(self._seen, recent, here, examples)

    def _seen(self, recent: list[Place], here: Place, examples: list[Place]) -> None:
        self._places = {str(one.path): one for one in recent}
        self._examples = examples
        known = here.name.read("vi") and str(here.path) not in self._places
        self._here = here if known and here.path not in [one.path for one in examples] else None
        first, self._looked = not self._looked, True
        self.draw()
        names = [name for name, _ in self.rows() if name]
        if self._wanted in names:
            self.choose(self._wanted)
            self._wanted = ""
        elif first:
            left = "" if self._left is None else f"folder:{self._left.resolve()}"
            self.choose(left if left in names else names[0])

    # --- what the list shows

    def rows(self) -> Sequence[Row]:
        """The folder one stands in, those opened last, the examples."""
        say = self.wording.say
        recent = [self._places.get(one) for one in self.program.settings.config.folders]
        rows: list[Row] = []
        if self._here is not None:
            rows += [self.heading(say("ui.home.here")), self._row("folder", self._here)]
        rows.append(self.heading(say("ui.home.recent"), len(recent)))
        rows += [self._row("folder", one) for one in recent if one is not None]
        if not recent:
            rows.append(("new", line(("  + ", look.GOOD), say("ui.home.nothing-yet"))))
        if self._examples:
            rows.append(self.heading(say("ui.home.examples"), len(self._examples)))
            rows += [self._row("example", one) for one in self._examples]
        return rows

    def _row(self, kind: str, place: Place) -> Row:
        sign, state, style = self._brief(place)
        cells = self.list_cells - 5
        folder = min(26, cells // 2)
        told = line(
            (f" {sign} ", style),
            (fit(place.path.name, folder), look.BOLD),
            (f"  {fit(state, max(1, cells - folder - 2)).rstrip()}", "" if place.there else look.WARN),
        )
        return f"{kind}:{place.path}", told

    def _brief(self, place: Place) -> tuple[str, str, str]:
        """A folder's sign, its state in a few words, and the style of the sign."""
        say = self.wording.say
        if not place.there:
            return "✗", say("ui.home.missing"), look.WARN
        if not self.wording.text(place.name):
            return "?", say("ui.home.no-bloc"), look.WARN
        for state in ("running", "opened"):
            if under_way := [one for one in place.meetings if one.state == state]:
                return SIGNS[under_way[-1].state], self.meeting_text(under_way[-1]), look.BOLD
        closed = [one for one in place.meetings if one.state == "closed"]
        if closed and len(closed) == len(place.meetings):
            return SIGNS["closed"], say("ui.home.all-closed"), look.GOOD
        return SIGNS["planned"], say("ui.home.meetings", count=len(place.meetings)), look.FAINT

    def meeting_text(self, meeting: MeetingPlace, *, whole: bool = False) -> str:
        """A meeting and how it stands, in a few words; as a ``whole`` with its day."""
        kind = self.wording.word("meeting", meeting.kind) if self.wording.has(f"word.meeting.{meeting.kind}") else ""
        on = f", {self.wording.date(meeting.on)}" if whole and meeting.on is not None else ""
        state = self.wording.say(f"ui.home.state.{meeting.state}", seq=meeting.seq)
        return f"{kind or meeting.id}{on}: {state}"

    def head(self) -> list[Content]:
        """What one can do here."""
        return [line((self.wording.say("ui.home.head"), look.FAINT))]

    def more(self, chosen: str) -> list[Content]:
        """What is in the folder."""
        say = self.wording.say
        if chosen == "new":
            return [line(say("ui.home.begin"))]
        kind, place = self._at(chosen)
        if place is None:
            return []
        told = [line((places.spelled(place.path), look.FAINT))]
        if not place.there:
            return [*told, line((f"✗ {say('ui.home.missing-more')}", look.WARN))]
        name = self.wording.text(place.name)
        if not name:
            return [*told, line((f"? {say('ui.home.no-bloc-more')}", look.WARN))]
        year = str(place.year) if place.year else "–"
        units = ", ".join(place.units)
        told = [line((name, look.BOLD)), *told]
        told.append(line((say("ui.home.year", year=year), look.LABEL)))
        told.append(line((say("ui.home.units", count=len(place.units)), look.LABEL), f" {units}"))
        for one in place.meetings:
            told.append(line((f"{SIGNS[one.state]} ", _STYLES[one.state]), self.meeting_text(one, whole=True)))
        if not place.meetings:
            told.append(line((say("ui.no-meeting"), look.WARN)))
        if kind == "example":
            told += [line(""), line((say("ui.home.example-more"), look.FAINT))]
        return told

    def _at(self, chosen: str) -> tuple[str, Place | None]:
        kind, _, path = chosen.partition(":")
        if kind == "example":
            return kind, next((one for one in self._examples if str(one.path) == path), None)
        if self._here is not None and str(self._here.path) == path:
            return kind, self._here
        return kind, self._places.get(path)

    # --- what can be done

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only what was opened can be forgotten, and only what was forgotten comes back."""
        if action == "forget":
            return super().check_action(action, parameters) and self.chosen.removeprefix("folder:") in self._places
        if action == "unforget":
            return super().check_action(action, parameters) and bool(self._forgotten)
        return super().check_action(action, parameters)

    def on_option_list_option_highlighted(self) -> None:
        """Other keys may work on another line."""
        self.refresh_bindings()

    def on_option_list_option_selected(self) -> None:
        """A line was clicked."""
        self.action_open()

    def action_open(self) -> None:
        """Open the chosen folder; of an example, a copy."""
        if self.chosen == "new":
            self.action_new()
            return
        kind, place = self._at(self.chosen)
        if place is None:
            return
        if kind == "example":
            self._ask_copy(place)
        else:
            self.open(place.path)

    def open(self, path: Path) -> None:
        """Open a meeting of that folder, asking which where there are several; else say what keeps it from opening."""
        place, say = places.look(path), self.wording.say
        if not place.there:
            self.program.say("refused", say("ui.home.not-there", folder=places.spelled(path)))
            self.app.bell()
        elif not place.meetings:
            key = "ui.no-meeting" if (path / "bloc.toml").is_file() else "ui.home.no-bloc-more"
            self._show_check(path, ("refused", say(key)))
        elif len(place.meetings) == 1:
            self._enter(path, place.meetings[0].id)
        else:
            choices = [(one.id, f"{SIGNS[one.state]} {self.meeting_text(one, whole=True)}") for one in place.meetings]
            order: tuple[MeetingState, ...] = ("running", "opened", "planned", "closed", "broken")
            best = min(place.meetings, key=lambda one: order.index(one.state))
            picker = Picker(say("ui.home.which", folder=path.name), choices, self.wording, at=best.id)

            def picked(found: tuple[str, ...] | None) -> None:
                if found:
                    self._enter(path, found[0])

            self.app.push_screen(picker, picked)

    def _enter(self, path: Path, meeting: str) -> None:
        async def go() -> None:
            findings = await travel.enter(self.program, path, meeting)
            if any(one.severity == "error" for one in findings):
                self._show_check(path, ("refused", self.wording.say("ui.home.errors-first")))

        self.app.call_later(go)

    def _show_check(self, path: Path, said: tuple[Tone, str] | None = None) -> None:
        from tui.screens.check import CheckScreen  # noqa: PLC0415

        self.app.push_screen(CheckScreen(path, said))

    def _ask_copy(self, place: Place, answer: str = "") -> None:
        def answered(given: str | None) -> None:
            if not given:
                return
            target = places.typed(given)
            problem = self._copied(place.path, target)
            if problem:
                self.program.say("refused", problem)
                self.app.bell()
                self.call_after_refresh(self._ask_copy, place, given)
            else:
                self.program.settings.remember_folder(target)
                self.look_again()
                self.open(target)

        self.program.ask(
            self.wording.say("ui.home.copy-to"), answer or places.spelled(places.here() / place.path.name), answered
        )

    def _copied(self, example: Path, target: Path) -> str:
        """Why the example could not be copied there; empty once it is."""
        say = self.wording.say
        try:
            if target.exists() and (not target.is_dir() or any(target.iterdir())):
                return say("ui.home.not-empty", folder=places.spelled(target))
            places.copy_example(example, target)
        except (OSError, ValueError) as problem:  # no path at all, too
            reason = getattr(problem, "strerror", None) or type(problem).__name__
            return say("ui.home.cannot-write", folder=places.spelled(target), reason=reason)
        return ""

    def action_new(self) -> None:
        """Make a new folder, guided by a form; what was typed there and not finished comes back."""
        from tui.screens.new_folder import NewFolderScreen  # noqa: PLC0415

        self.app.push_screen(NewFolderScreen(self))

    def made(self, path: Path) -> None:
        """A new folder is there: check it, and show what is still to be filled in."""
        self.draft = None
        self._wanted = f"folder:{path}"
        self.program.settings.remember_folder(path)
        self.app.call_later(
            self._show_check, path, ("done", self.wording.say("ui.new.made", folder=places.spelled(path)))
        )

    def action_other(self) -> None:
        """Open a folder that is not on the list."""

        def answered(given: str | None) -> None:
            if given:
                self.open(places.typed(given))

        self.program.ask(self.wording.say("ui.home.ask-folder"), places.spelled(places.here()), answered)

    def action_check(self) -> None:
        """Check the chosen folder."""
        _, place = self._at(self.chosen)
        if place is not None and place.there:
            self._show_check(place.path)
        elif place is not None:
            self.program.say("refused", self.wording.say("ui.home.not-there", folder=places.spelled(place.path)))
            self.app.bell()

    def action_forget(self) -> None:
        """Take the folder off the list; on the disk nothing changes."""
        path = self.chosen.removeprefix("folder:")
        before = self.program.settings.config.folders
        self._forgotten.append(before)
        if self.program.settings.keep_folders(tuple(one for one in before if one != path)):
            self.program.say("done", self.wording.say("ui.home.forgotten", folder=Path(path).name))
        self.look_again()

    def action_unforget(self) -> None:
        """Put the folder back that was taken off the list last."""
        before = self._forgotten.pop()
        now = self.program.settings.config.folders
        back = [one for one in before if one not in now]
        if self.program.settings.keep_folders((*(one for one in now if one not in before), *before)):
            self.program.say("done", self.wording.say("ui.home.back", folder=", ".join(Path(one).name for one in back)))
        self.look_again()
