"""The data of the year, ``activity.toml``, edited without writing TOML: entries added, changed, removed by a form.

Nothing is written before it was looked at: what would stand in the file, and all that the strict reader finds there.
A meeting goes on with the data that it was opened with, until they are taken in.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding

from emulation.activity import Activity
from emulation.files.activity_file import (
    FILE,
    KINDS,
    Kind,
    entries,
    propose_added,
    propose_changed,
    propose_removed,
    text_of,
)
from emulation.files.folder import load_folder
from emulation.files.shapes import read
from emulation.files.write import save
from emulation.wording import describe
from tui.screens import lines as look
from tui.screens.activity_forms import Form, Listed, listed
from tui.screens.guided import ask_form
from tui.screens.lines import line, unbroken
from tui.screens.list_screen import ListScreen
from tui.screens.preview import Preview
from tui.screens.taking_in import changed_lines, take_in
from tui.widgets.blocks import bar
from tui.widgets.grid_text import fit

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from textual.binding import BindingType
    from textual.content import Content

    from emulation.files.activity_file import Entry, Proposal
    from emulation.files.folder import Folder
    from emulation.finding import Finding
    from tui.screens.guided import Answer
    from tui.screens.list_frame import Row


class ActivityScreen(ListScreen):
    """One kind of entry at a time; the pane holds the entry as it stands in the file, with what is found there."""

    NAME = "activity"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "add", "Add", id="activity.add"),
        Binding("enter", "change", "Change", id="activity.change", priority=True),
        Binding("d,delete", "remove", "Remove", id="activity.remove"),
        Binding("z", "take_back", "Undo the last edit", id="activity.back"),
        Binding("v", "turn(1)", "Next list", id="activity.list"),
        Binding("V", "turn(-1)", "List before", id="activity.list-before", show=False, key_display="⇧V"),
        Binding("escape", "app.leave_side_screen", "Back", id="activity.leave", show=False),
        Binding("r", "take_in", "Take in changed files", id="activity.take-in", show=False),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._kind: Kind = "participation"
        self._read: tuple[Folder, str | None, Activity | None] | None = None

    # --- the file

    @property
    def path(self) -> Path:
        """Where the file is, or would be."""
        session = self.program.session
        if session is None:
            raise RuntimeError("no meeting is open")
        return session.root / FILE

    def _on_disk(self) -> str | None:
        """The file's text; ``None`` where there is none.

        Raises:
            OSError: there is one, but it cannot be read.
        """
        try:
            return self.path.read_bytes().decode("utf-8", "replace")
        except FileNotFoundError:
            return None

    def _folder(self) -> tuple[Folder, str | None, Activity | None]:
        """The folder, the file's text, and what it holds; ``None`` where it cannot be read. Read anew if it changed."""
        try:
            now = self._on_disk()
        except OSError:
            now = ""  # what is in the way is a finding of the folder
        if self._read is None or self._read[1] != now:
            folder = load_folder(self.path.parent)
            document = folder.documents.get(FILE)
            activity = read(document.data, Activity)[0] if document is not None else Activity() if now is None else None
            self._read = folder, now, activity
        return self._read

    def _sources(self) -> dict[str, str]:
        return {name: source.text for name, source in self._folder()[0].sources.items()}

    def _findings(self) -> list[Finding]:
        return [one for one in self._folder()[0].findings if one.file == FILE]

    def _form(self, activity: Activity) -> Form:
        return Form(self.program.state.setup.bloc, activity, self.wording, self.program.today())

    # --- what is drawn

    def head(self) -> list[Content]:
        """The lists with their counts, what is wrong in the file, and whether the meeting goes on with older data."""
        say = self.wording.say
        _, text, activity = self._folder()
        errors = sum(one.severity == "error" for one in self._findings())
        told = [line((say("ui.activity.head", file=FILE), look.BOLD), *self._state_of_file(text, errors))]
        if activity is not None:
            told.append(line(*self._tabs(activity)))
        return [*told, *changed_lines(self, [FILE])]

    def _state_of_file(self, text: str | None, errors: int) -> list[tuple[str, str]]:
        say = self.wording.say
        if text is None:
            return [(f"  {say('ui.activity.no-file')}", look.FAINT)]
        if errors:
            return [(f"  ✗ {say('ui.activity.errors', count=errors)}", look.BAD)]
        warnings = len(self._findings())
        return [(f"  ⚠ {say('ui.activity.warnings', count=warnings)}", look.WARN)] if warnings else []

    def _tabs(self, activity: Activity) -> list[str | tuple[str, str]]:
        pieces: list[str | tuple[str, str]] = []
        for kind in KINDS:
            words = f" {self.wording.say(f'ui.activity.kind.{kind}')} {len(entries(activity, kind))} "
            pieces.append((unbroken(words).rstrip(" "), f"{look.BOLD} reverse" if kind == self._kind else ""))
            pieces.append(" ")
        return pieces

    def rows(self) -> Sequence[Row]:
        """The entries of the kind; or, where the file cannot be read, what is wrong with it."""
        _, _, activity = self._folder()
        if activity is None:
            return [(f"finding:{place}", self._finding_line(one)) for place, one in enumerate(self._findings())]
        bloc = self.program.state.setup.bloc
        found = [
            self._entry_line(place, one) for place, one in enumerate(listed(activity, self._kind, bloc, self.wording))
        ]
        rows: list[Row] = [(f"{self._kind}:{place}", told) for place, told in enumerate(found)]
        if self._kind == "participation":
            movements = {one.id: self.wording.text(one.name) for one in bloc.movements}
            by_movement: dict[str, list[Row]] = {}
            for one, row in zip(activity.participations, rows, strict=True):
                by_movement.setdefault(one.movement, []).append(row)
            rows = [
                row
                for movement, group in by_movement.items()
                for row in (self.heading(movements.get(movement, movement), len(group)), *group)
            ]
        return rows or [("", line((self.wording.say("ui.activity.empty"), look.FAINT)))]

    def _entry_line(self, place: int, one: Listed) -> Content:
        first, text, last, share = one
        about = self._about(place)
        sign = "✗" if any(finding.severity == "error" for finding in about) else "⚠" if about else " "
        drawn = bar(share, min(16, self.list_cells // 6)) if share is not None else ""
        room = self.list_cells - 16 - len(drawn)
        last = fit(last, max(0, min(len(last), room - min(len(text), 8))))
        room = max(4, room - len(last))
        return line(
            (f"{sign} ", look.WARN),
            f"{fit(first, 10)} ",
            (drawn, look.GOOD),
            f" {fit(text, room)}",
            (f"  {last}", look.FAINT),
        )

    def _finding_line(self, finding: Finding) -> Content:
        told = describe(finding, self.wording.language)
        sign = "✗" if finding.severity == "error" else "⚠"
        found = f"{told.found}, " if told.found else ""
        style = look.BAD if finding.severity == "error" else look.WARN
        return line(
            (f"{sign} {FILE}:{finding.line or ''} ", style), f"{found}{told.expected}", (f"; {told.hint}", look.FAINT)
        )

    def _about(self, place: int) -> list[Finding]:
        return [one for one in self._findings() if one.path[:2] == (self._kind, place)]

    def more(self, chosen: str) -> list[Content]:
        """The entry as it stands in the file, with its line, and what is found there."""
        _, text, activity = self._folder()
        kind, _, place = chosen.partition(":")
        if text is None or not chosen:
            return []
        if kind == "finding" or activity is None:
            found = self._findings()[int(place)]
            return self._around(text, found.line or 1)
        from emulation.files.edit import NotEditableError, where  # noqa: PLC0415

        told: list[Content] = []
        try:
            number, block = where(text_of({FILE: text}), kind, int(place))
            told.append(line((self.wording.say("ui.activity.stands", file=FILE, line=number), look.LABEL)))
            told += [line(row) for row in block.splitlines()]
        except NotEditableError:
            told.append(line((self.wording.say("ui.activity.inline"), look.FAINT)))
        return [*told, *(self._finding_line(one) for one in self._about(int(place)))]

    def _around(self, text: str, number: int) -> list[Content]:
        rows = text.splitlines()
        first = max(0, number - 4)
        return [
            line((f"{at:>4} ", look.FAINT), (row, look.BOLD if at == number else ""))
            for at, row in enumerate(rows[first : number + 3], first + 1)
        ]

    # --- keys

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """The key that undoes an edit is there once there is one."""
        if action == "take_back" and self.is_mounted and not self.program.edits:
            return None
        return super().check_action(action, parameters)

    def action_turn(self, by: int) -> None:
        """Show the next list, or the one before."""
        kinds = list(KINDS)
        self._kind = kinds[(kinds.index(self._kind) + by) % len(kinds)]
        self.draw()

    def action_take_in(self) -> None:
        """Let the changed file enter the meeting."""
        take_in(self)

    def _usable(self) -> Activity | None:
        """What the file holds, or ``None`` after saying that it has to be mended by hand first."""
        activity = self._folder()[2]
        if activity is None:
            self.refused("ui.activity.unreadable", file=FILE)
        return activity

    def _place(self) -> int | None:
        kind, _, place = self.chosen.partition(":")
        return int(place) if kind == self._kind else None

    def action_add(self) -> None:
        """Ask for a new entry of the list that is shown."""
        self._ask(None, None)

    def action_change(self) -> None:
        """Ask anew about the chosen entry."""
        activity, place = self._usable(), self._place()
        if activity is not None and place is not None:
            self._ask(place, entries(activity, self._kind)[place])

    def _ask(self, place: int | None, entry: Entry | None, of: Entry | None = None) -> None:
        """Ask for an entry, in the place of another or a new one; ``of`` is what stood there, if it is asked again."""
        activity = self._usable()
        if activity is None:
            return
        form, kind, before = self._form(activity), self._kind, of or entry

        def answered(answers: dict[str, Answer]) -> None:
            made = form.made(kind, answers, entry)
            if made == before and place is not None:
                self.hint("ui.activity.same")
                return
            sources = self._sources()
            if place is None:
                proposal = propose_added(sources, activity, kind, made)
            else:
                proposal = propose_changed(sources, activity, kind, place, made)
            self._look_at(proposal, lambda: self._ask(place, made, before if place is not None else None))

        ask_form(self, form.fields(kind, entry), answered)

    def action_remove(self) -> None:
        """Take the chosen entry out of the file."""
        activity, place = self._usable(), self._place()
        if activity is not None and place is not None:
            self._look_at(propose_removed(self._sources(), activity, self._kind, place), None, place)

    def _look_at(self, proposal: Proposal, again: object, removed: int | None = None) -> None:
        """Show what would be written; it is written, asked again or left."""
        _, text, _ = self._folder()
        gone = ""
        if removed is not None and text is not None:
            from emulation.files.edit import NotEditableError, where  # noqa: PLC0415

            try:
                gone = where(text_of({FILE: text}), self._kind, removed)[1]
            except NotEditableError:
                gone = self.wording.say("ui.activity.inline")
        known = {(one.code, one.found) for one in self._findings()}
        fresh = [one for one in proposal.findings if one.severity == "error" or (one.code, one.found) not in known]
        shown = Preview(FILE, proposal, gone, [self._finding_line(one) for one in fresh], self.wording)

        def chosen(answer: str | None) -> None:
            if answer == "write":
                self._write(text, proposal)
            elif answer == "again" and callable(again):
                again()
            else:
                self.hint("ui.given-up")

        self.call_later(self.app.push_screen, shown, chosen)

    def _write(self, before: str | None, proposal: Proposal) -> None:
        """Put the text in place of the file, if nobody changed that in the meantime."""
        try:
            if self._on_disk() != before:
                self.refused("ui.activity.changed-meanwhile", file=FILE)
                self.draw()
                return
            save(self.path, proposal.text)
        except OSError as problem:
            self.refused("ui.activity.not-written", file=FILE, reason=problem.strerror or str(problem))
            return
        self.program.edits.append((self.path, before, proposal.text))
        self.program.say("done", self.wording.say("ui.activity.written", file=FILE))
        self.draw()
        self.refresh_bindings()

    def action_take_back(self) -> None:
        """Put back what the file was before the last edit, if nobody changed it since."""
        path, before, after = self.program.edits[-1]
        try:
            if path != self.path or self._on_disk() != after:
                self.refused("ui.activity.changed-since", file=FILE)
                return
            if before is None:
                self.path.unlink()
            else:
                save(self.path, before)
        except OSError as problem:
            self.refused("ui.activity.not-written", file=FILE, reason=problem.strerror or str(problem))
            return
        self.program.edits.pop()
        self.program.say("done", self.wording.say("ui.activity.taken-back", file=FILE))
        self.draw()
        self.refresh_bindings()
