"""The record as text: every event in order, with its number, time and who wrote it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from emulation.files.record import RecordError
from tui.screens import lines as look
from tui.screens.lines import line
from tui.screens.meeting_screen import MeetingScreen

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.binding import BindingType
    from textual.content import Content

    from emulation.meeting.events import Event
    from emulation.meeting.state import Entry


class LogScreen(MeetingScreen):
    """A list with the newest event last."""

    NAME = "log"
    DEFAULT_CSS = """
    LogScreen OptionList, LogScreen OptionList:focus { height: 1fr; border: none; padding: 0 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("home", "to('first')", "To the beginning", id="log.home", priority=True),
        Binding("end", "to('last')", "To the end", id="log.end", priority=True),
    ]

    def compose_body(self) -> ComposeResult:
        """The list."""
        yield OptionList(markup=False)

    def on_mount(self) -> None:
        """Let the arrows move in the list."""
        self.query_one(OptionList).focus()

    def redraw(self) -> None:
        """Read the record and list it; in another language all of it reads otherwise."""
        shown = self.query_one(OptionList)
        record = self.program.record
        try:
            entries = list(record.entries())
        except RecordError as problem:
            self.program.say("alarm", self.program.record_sentence(problem))
            return
        by_number = {entry.seq: entry.event for entry in entries}
        shown.set_options(Option(self._line(entry, by_number), id=str(entry.seq)) for entry in entries)
        shown.highlighted = len(entries) - 1
        self.program.say("hint", self.wording.say("ui.log.head", count=len(entries), seq=entries[-1].seq))

    def _line(self, entry: Entry, by_number: dict[int, Event]) -> Content:
        from emulation.wording.acts import tell  # noqa: PLC0415

        act = tell(entry.event, self.wording, self.program.names(), by_number.get)
        return line(
            (f"{entry.seq:>4}  ", look.FAINT),
            (f"{entry.at:%H:%M:%S}  ", look.FAINT),
            (f"{entry.by}  ", look.LABEL),
            act,
        )

    def action_to(self, where: str) -> None:
        """Go to the first or the newest event."""
        shown = self.query_one(OptionList)
        shown.highlighted = 0 if where == "first" else shown.option_count - 1
