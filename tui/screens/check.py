"""Everything that is wrong with a folder, each finding in its place: file, line, and the text around it."""

from __future__ import annotations

import os
import shlex
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual.app import SuspendNotSupported
from textual.binding import Binding
from textual.widgets import Input

from tui import places
from tui.screens import lines as look
from tui.screens.choosing import ChoosingScreen
from tui.screens.lines import line
from tui.widgets.grid_text import fit, plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.binding import BindingType
    from textual.content import Content

    from emulation.finding import Finding
    from tui.screens.list_frame import Row
    from tui.widgets.bars import Tone

AROUND = 4
"""How many lines before and after that of a finding are shown; half of them where the terminal is not tall."""

TO_LINE: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("vi", "vim", "nvim", "nano", "emacs", "emacsclient", "micro", "joe", "mcedit"), ("+{line}",)),
    **dict.fromkeys(("code", "codium"), ("--wait", "--goto", "{file}:{line}")),
    **dict.fromkeys(("subl", "hx"), ("{file}:{line}",)),
}
"""What editors take to begin at a line, by their names."""


class CheckScreen(ChoosingScreen):
    """The findings of one folder, checked again as often as one likes. ``said`` is why this screen came up."""

    NAME = "check"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "give_up", "Back", id="check.back"),
        Binding("n", "move(1)", "Next", id="check.next"),
        Binding("p", "move(-1)", "Previous", id="check.previous"),
        Binding("e,enter", "edit", "Edit", id="check.edit", priority=True),
        Binding("r,f5", "check", "Check again", id="check.again"),
        Binding("m", "meet", "Open", id="check.open"),
    ]

    def __init__(self, folder: Path, said: tuple[Tone, str] | None = None) -> None:
        super().__init__()
        self.folder = folder
        self._said = said
        self.findings: tuple[Finding, ...] | None = None
        self._lines: dict[str, list[str]] = {}

    def on_mount(self) -> None:
        """Check at once."""
        self.action_check()

    def title_text(self) -> str:
        """Which folder it is."""
        return f"{super().title_text()} · {places.spelled(self.folder)}"

    def corner_text(self) -> str:
        """How many findings there are."""
        if self.findings is None:
            return self.wording.say("ui.check.running")
        errors = sum(one.severity == "error" for one in self.findings)
        return self.wording.say("ui.check.count", errors=errors, warnings=len(self.findings) - errors)

    # --- checking

    def action_check(self) -> None:
        """Read the folder again, without holding up the screen."""
        self.findings, self._lines = None, {}
        self.show_status()
        self.run_worker(self._check, thread=True, exclusive=True)

    def _check(self) -> None:
        from tui.commands.check import findings_of  # noqa: PLC0415  (the rules are loaded where a folder is checked)
        from tui.commands.failure import CommandError  # noqa: PLC0415

        try:
            self.app.call_from_thread(self._checked, findings_of(self.folder, self.wording))
        except CommandError as problem:
            self.app.call_from_thread(self.program.say, "refused", str(problem))

    def _checked(self, findings: tuple[Finding, ...]) -> None:
        self.findings = findings
        errors = any(one.severity == "error" for one in findings)
        if self._said is not None:
            self.program.say(*self._said)
        elif errors:
            self.program.say("hint", "")
        else:
            self.program.say("done", self.wording.say("ui.check.warnings-only" if findings else "ui.check.clean"))
        self._said = None
        self.draw()

    # --- what is shown

    def rows(self) -> Sequence[Row]:
        """The findings under the names of their files."""
        rows: list[Row] = []
        if self.findings is None:
            return rows
        file: str | None = None
        for place, one in enumerate(self.findings):
            if one.file != file:
                file = one.file
                count = sum(other.file == file for other in self.findings)
                rows.append(self.heading(file or places.spelled(self.folder), count))
            error = one.severity == "error"
            where = f"{one.line:>4} " if one.line is not None else "     "
            sentence = fit(self._sentence(one), max(10, self.list_cells - 8)).rstrip()
            sign = (" ✗", look.BAD) if error else (" !", look.WARN)
            rows.append((f"finding:{place}", line(sign, (where, look.FAINT), sentence)))
        if not self.findings:
            rows.append(("clean", line(("  ✓ ", look.GOOD), self.wording.say("ui.check.clean"))))
        return rows

    def _sentence(self, finding: Finding) -> str:
        from emulation.wording import sentence_of  # noqa: PLC0415

        return sentence_of(finding, self.wording.language)

    def more(self, chosen: str) -> list[Content]:
        """The finding in full, and the text around it."""
        finding = self._chosen_finding(chosen)
        if finding is None:
            return [line((self.wording.say("ui.check.clean-more"), look.FAINT))] if chosen == "clean" else []
        from emulation.finding import spell_path  # noqa: PLC0415

        error = finding.severity == "error"
        word = self.wording.word("severity", finding.severity)
        where = finding.file + (f":{finding.line}" if finding.line is not None else "")
        told = [line((f"{'✗' if error else '!'} {word}", look.BAD if error else look.WARN), f"  {where}")]
        if finding.path:
            told.append(line((spell_path(finding.path), look.LABEL)))
        return [*told, line(self._sentence(finding)), line(""), *self._around(finding)]

    def _chosen_finding(self, chosen: str) -> Finding | None:
        kind, _, place = chosen.partition(":")
        return self.findings[int(place)] if kind == "finding" and self.findings is not None else None

    def _around(self, finding: Finding) -> list[Content]:
        """The lines of the file around the finding, its own one marked by a sign and reversed."""
        if finding.line is None:
            return []
        text = self._text(finding.file)
        around = AROUND if self.has_class("-tall") else AROUND // 2
        first = max(1, finding.line - around)
        cells = self.more_cells
        told = []
        for number, row in enumerate(text[first - 1 : finding.line + around], first):
            here = number == finding.line
            shown = fit(f"{'▶' if here else ' '}{number:>4} {plain(row.expandtabs(4))}", cells)
            told.append(line((shown, "reverse" if here else look.FAINT)))
        return told

    def _text(self, file: str) -> list[str]:
        if file not in self._lines:
            try:
                text = (self.folder / file).read_bytes().decode("utf-8-sig", "replace")
            except OSError:
                text = ""
            self._lines[file] = text.split("\n") if "\0" not in text else []
        return self._lines[file]

    # --- what can be done

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Where nothing was found there is nothing to go to."""
        if action in {"move", "edit"} and not self.findings:
            return False
        return super().check_action(action, parameters)

    def action_give_up(self) -> None:
        """Back to where one came from."""
        if not isinstance(self.focused, Input):
            self.dismiss()

    def action_move(self, by: int) -> None:
        """Go to the next or the previous finding, from the last to the first."""
        kind, _, place = self.chosen.partition(":")
        if self.findings and kind == "finding":
            self.choose(f"finding:{(int(place) + by) % len(self.findings)}")

    def action_edit(self) -> None:
        """Open the file at the finding's line in the user's editor, then check again."""
        finding = self._chosen_finding(self.chosen)
        if finding is None:
            return
        say = self.wording.say
        editor = shlex.split(os.environ.get("VISUAL") or os.environ.get("EDITOR") or "")
        path = self.folder / finding.file
        if not editor:
            self.program.say("hint", say("ui.check.no-editor", file=places.spelled(path)))
            return
        try:
            with self.app.suspend():
                status = subprocess.run(command(editor, path, finding.line or 1), check=False).returncode  # noqa: S603
        except SuspendNotSupported:
            self.program.say("refused", say("ui.check.no-suspend", file=places.spelled(path)))
            return
        except OSError as problem:
            self.program.say("refused", say("ui.check.no-such-editor", editor=editor[0], reason=problem.strerror or ""))
            return
        if status:
            self.program.say("refused", say("ui.check.editor-failed", editor=editor[0], status=status))
        self.action_check()

    def action_meet(self) -> None:
        """Open a meeting of this folder, once nothing is wrong with it."""
        if self.findings is None or any(one.severity == "error" for one in self.findings):
            self.program.say("refused", self.wording.say("ui.home.errors-first"))
            self.app.bell()
            return
        from tui.screens.home import HomeScreen  # noqa: PLC0415  (it imports this module)

        below = self.app.screen_stack[-2]
        self.dismiss()
        if isinstance(below, HomeScreen):
            self.app.call_later(below.open, self.folder)


def command(editor: Sequence[str], file: Path, line: int) -> list[str]:
    """The words that open the file at that line, where we know how the editor takes it."""
    how = TO_LINE.get(Path(editor[0]).stem)
    if how is None:
        return [*editor, str(file)]
    words = [word.format(file=file, line=line) for word in how]
    return [*editor, *words] if any("{file}" in word for word in how) else [*editor, *words, str(file)]
