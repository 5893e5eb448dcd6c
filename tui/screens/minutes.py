"""The minutes as they stand: read, saved, adopted by show of hands; and the meeting closed."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding
from textual.containers import Vertical
from textual.message import Message
from textual.widgets import Static
from textual.worker import get_current_worker

from emulation.files.eligibility import called_in
from emulation.files.record import Record, RecordError
from emulation.files.session import read_sources
from emulation.meeting.agenda import agenda
from emulation.meeting.events import Adopted, Closed
from emulation.meeting.minutes import minutes
from emulation.wording.minutes import minutes_markdown
from tui.screens import lines as look
from tui.screens.adoption import ask_hands
from tui.screens.asking import AskingScreen
from tui.screens.lines import line, stack
from tui.screens.minutes_lines import Drawn, draw
from tui.screens.saving import save_as
from tui.widgets.long_list import LongList

if TYPE_CHECKING:
    from pathlib import Path

    from textual.app import ComposeResult
    from textual.binding import BindingType
    from textual.content import Content

    from emulation.meeting.minutes import Minutes
    from emulation.text import Language

_EDGES = 5
"""The cells at the sides of the text: padding and scrollbar."""

_WIDEST = 120
"""The most cells across that are easy to read."""


class Document(LongList):
    """Minutes in Markdown, broken anew where there is another room for them; the part at the top stays there."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002  (as every widget calls it)
        super().__init__(id=id)
        self._text = ""
        self._set = Drawn((), ())
        self._cells = 0

    def read(self, text: str) -> None:
        """Show that text."""
        if text != self._text:
            self._text, self._cells = text, 0
            self._lay_out()

    def _lay_out(self) -> None:
        cells = min(_WIDEST, self.outer_size.width - _EDGES)
        if not self._text or cells <= 0 or cells == self._cells:
            return
        self._cells = cells
        before, top, part = self._set.parts, self.scroll_offset.y, self.part
        self._set = draw(self._text, cells)
        self.show_lines(self._set.lines, passed=range(len(self._set.lines)))
        if part is not None and part < len(self._set.parts):
            top = self._set.parts[part] + top - before[part]
        self.scroll_to(y=top, animate=False, force=True)

    def on_resize(self) -> None:
        """Break the lines anew."""
        self._lay_out()

    @property
    def part(self) -> int | None:
        """Which part stands at the top."""
        top = self.scroll_offset.y
        return max((place for place, at in enumerate(self._set.parts) if at <= top), default=None)

    def go(self, by: int) -> None:
        """Go to the part after the one at the top, or before it."""
        top, parts = self.scroll_offset.y, self._set.parts
        after = next((one for one in parts if one > top), top)
        before = max((one for one in parts if one < top), default=0)
        at = after if by > 0 else before
        self.scroll_to(y=at, animate=False, force=True)


class MinutesScreen(AskingScreen):
    """The document in one pane, in the language of the screens."""

    NAME = "minutes"
    DEFAULT_CSS = """
    MinutesScreen #head { height: auto; padding: 0 1; }
    MinutesScreen #document { padding: 0 2; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("s", "save", "Save as", id="minutes.save"),
        Binding("v", "adopt(True)", "Adopt", id="minutes.adopt"),
        Binding("r", "adopt(False)", "Not adopted", id="minutes.reject", show=False),
        Binding("c", "close_meeting", "Close the meeting", id="minutes.close"),
        Binding("n", "part(1)", "Next part", id="minutes.next"),
        Binding("b", "part(-1)", "Part before", id="minutes.before"),
    ]

    class Made(Message):
        """The minutes are made, up to the event of number ``of``, and worded."""

        def __init__(self, of: int, found: Minutes, language: Language, text: str) -> None:
            super().__init__()
            self.of, self.found, self.language, self.text = of, found, language, text

    class Failed(Message):
        """The record cannot be read."""

        def __init__(self, problem: RecordError) -> None:
            super().__init__()
            self.problem = problem

    def __init__(self) -> None:
        super().__init__()
        self._asked: tuple[int, str] = (0, "")
        self._found: Minutes | None = None
        self._text = ""

    def compose_body(self) -> ComposeResult:
        """What the minutes are, and the minutes."""
        with Vertical():
            yield Static(id="head", markup=False)
            yield Document(id="document")

    def on_mount(self) -> None:
        """Let the arrows scroll."""
        self.document.focus()

    @property
    def document(self) -> Document:
        """The pane with the text."""
        return self.query_one(Document)

    # --- made beside the screen

    def _make(self, path: Path, of: int, language: Language) -> None:
        worker = get_current_worker()
        try:
            with Record.open(path, writable=False) as record:
                found = minutes(record.entries(until=of), read_sources)
        except RecordError as problem:
            self.post_message(self.Failed(problem))
            return
        if not worker.is_cancelled:
            self.post_message(self.Made(of, found, language, minutes_markdown(found, language, called_in(found))))

    def on_minutes_screen_made(self, event: MinutesScreen.Made) -> None:
        """Show them, unless something happened since."""
        if (event.of, event.language) == self._asked:
            self._found, self._text = event.found, event.text
            self.redraw()

    def on_minutes_screen_failed(self, event: MinutesScreen.Failed) -> None:
        """Say why there are none."""
        self.program.say("alarm", self.program.record_sentence(event.problem))

    # --- drawing

    def redraw(self) -> None:
        """Draw the minutes; after anything that happened they are made anew."""
        last, language = self.program.last, self.program.language
        if self._asked != (last, language):
            self._asked = (last, language)
            work = partial(self._make, self.program.record.path, last, language)
            self.run_worker(work, group="minutes", exclusive=True, thread=True)
        self.query_one("#head", Static).update(stack(self._head()))
        self.document.read(self._text)

    def _head(self) -> list[Content]:
        say, state = self.wording.say, self.program.state
        if not self._text:
            return [line((say("ui.minutes.making"), look.FAINT))]
        pieces: list[str | tuple[str, str]] = [(say("ui.minutes.upto", seq=self._asked[0]), look.FAINT)]
        votes = [one for one in state.adopted if one.subject == "minutes"]
        if votes and votes[-1].passed:
            pieces += ["  ", ("✓ ", look.GOOD), say("ui.minutes.adopted", yes=votes[-1].yes)]
        elif votes:
            pieces += ["  ", ("✗ ", look.BAD), say("ui.minutes.not-adopted")]
        else:
            pieces += ["  ", ("· ", look.FAINT), say("ui.minutes.open")]
        closed = ("✓ ", look.GOOD) if state.closed else ("· ", look.FAINT)
        pieces += ["  ", closed, say("ui.minutes.closed" if state.closed else "ui.minutes.running")]
        return [line(*pieces)]

    # --- what keys do

    def action_part(self, by: int) -> None:
        """Go to the part after the one at the top, or before it."""
        self.document.go(by)

    def action_save(self) -> None:
        """Save the minutes as Markdown, or by the ending .json as data."""
        found, text = self._found, self._text
        if found is None:
            self.hint("ui.minutes.making")
            return

        def data() -> str:
            from emulation.meeting.minutes_data import minutes_data  # noqa: PLC0415  (only for JSON)
            from tui.commands.output import json_text  # noqa: PLC0415

            return f"{json_text(minutes_data(found))}\n"

        name = self.wording.say("ui.minutes.file", meeting=found.meeting)
        save_as(self, f"{name}.md", {".md": lambda: text, ".json": data})

    def action_adopt(self, passed: bool) -> None:  # noqa: FBT001  (as a key's action gives it)
        """Count the hands on the minutes."""
        if self.closed_lines(Adopted):
            self.program.do(Adopted("minutes"))  # which says why it cannot be
        else:
            ask_hands(self, "minutes", passed=passed)

    def action_close_meeting(self) -> None:
        """Close the meeting, after saying what is still open; nothing can follow."""
        if self.closed_lines(Closed):
            self.program.do(Closed())  # which says why it cannot be
            return
        from tui.screens.confirm import Confirm  # noqa: PLC0415  (only when the meeting is closed)

        def answered(agreed: bool | None) -> None:  # noqa: FBT001  (as the question hands it back)
            if agreed:
                self.program.do(Closed())
            else:
                self.hint("ui.given-up")

        say = self.wording.say
        lines = [line(say("ui.minutes.closing"))]
        left = self._left()
        if left:
            lines += [line(""), line((say("ui.minutes.left"), look.WARN)), *(line(f"• {one}") for one in left)]
        self.app.push_screen(Confirm(say("ui.key.minutes.close"), lines, self.wording), answered)

    def _left(self) -> list[str]:
        """What the meeting has not done yet."""
        say, state = self.wording.say, self.program.state
        left = []
        drafts = len(state.drafts())
        if drafts:
            left.append(say("ui.minutes.left-drafts", count=drafts))
        if "marks" in state.agenda and not state.released:
            left.append(say("ui.minutes.left-standings"))
        unheld = [poll.id for poll in state.polls.values() if poll.phase != "released"]
        if unheld:
            left.append(say("ui.minutes.left-polls", polls=", ".join(unheld)))
        if not any(one.subject == "minutes" and one.passed for one in state.adopted):
            left.append(say("ui.minutes.left-adoption"))
        items = [one.step for one in agenda(state) if one.progress in {"open", "closed"} and one.step != self.NAME]
        steps = [step for step in items if step not in state.visited]
        unsigned = [unit.id for unit in state.setup.bloc.units if unit.id not in state.signed]
        if "signing" in items and "signing" not in steps and unsigned:
            left.append(say("ui.minutes.left-signing", count=len(unsigned)))
        if steps:
            left.append(say("ui.minutes.left-steps", steps=", ".join(self.wording.word("step", one) for one in steps)))
        return left
