"""The record as text: every event in order, searched and narrowed, how things stood then, whether the chain holds."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar

import attrs
from textual.binding import Binding
from textual.containers import Vertical, VerticalScroll
from textual.message import Message
from textual.widgets import Static

from emulation.files.record import Fault, Record, RecordError
from emulation.files.session import read_sources
from emulation.meeting.evolve import fold
from emulation.text import without_signs
from tui import figures as reading
from tui.screens import lines as look
from tui.screens.asking import AskingScreen
from tui.screens.lines import line, stack
from tui.screens.log_lines import View, chosen_lines, past_lines, row, undone_acts
from tui.screens.picker import Picker
from tui.widgets.long_list import LongList
from tui.widgets.search import SearchLine

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from textual.app import ComposeResult
    from textual.binding import BindingType
    from textual.content import Content

    from emulation.meeting.state import Entry
    from tui.figures import Figures


class LogScreen(AskingScreen):
    """A list with the newest event last; below it the chosen one, or how the meeting stood right after it."""

    NAME = "log"
    DEFAULT_CSS = """
    LogScreen #head { height: auto; padding: 0 1; }
    LogScreen #events { height: 1fr; min-height: 4; }
    LogScreen #more {
        height: 5; padding: 0 1; border-top: solid $primary 50%; scrollbar-size-vertical: 1;
    }
    LogScreen #more.-past { border-top: thick $warning; height: 70%; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("t", "past", "As it stood", id="log.past"),
        Binding("slash", "search", "Search", id="log.search", key_display="/"),
        Binding("g", "number", "Go to number", id="log.number"),
        Binding("k", "kind", "By kind", id="log.kind"),
        Binding("w", "person", "By person", id="log.by"),
        Binding("v", "verify", "Verify", id="log.verify"),
        Binding("home", "to('first')", "To the beginning", id="log.home", priority=True, show=False),
        Binding("end", "to('last')", "To the end", id="log.end", priority=True, show=False),
        Binding("ctrl+down", "scroll(1)", "Scroll below", id="log.down", show=False),
        Binding("ctrl+up", "scroll(-1)", "Scroll below, up", id="log.up", show=False),
        Binding("escape", "back", "See all again", id="log.back", show=False),
    ]

    class Stood(Message):
        """How the meeting stood after the event of number ``seq``."""

        def __init__(self, seq: int, then: Figures) -> None:
            super().__init__()
            self.seq, self.then = seq, then

    class Verified(Message):
        """What verifying found; a problem where the record could not even be read."""

        def __init__(self, seq: int, found: Fault | RecordError | None, last: str) -> None:
            super().__init__()
            self.seq, self.found, self.last = seq, found, last

    def __init__(self) -> None:
        super().__init__()
        self._entries: list[Entry] = []
        self._told: list[str] = []
        self._language = ""
        self._undone: frozenset[int] = frozenset()
        self._view = View()
        self._places: Sequence[int] = ()
        self._past = False
        self._then: tuple[int, Figures] | None = None
        self._names: Mapping[str, str] = {}

    def compose_body(self) -> ComposeResult:
        """What is seen, the list, and what there is to say of one event."""
        with Vertical():
            yield Static(id="head", markup=False)
            yield SearchLine()
            yield LongList(id="events")
            with VerticalScroll(id="more", can_focus=False):
                yield Static(id="more-text", markup=False)

    def on_mount(self) -> None:
        """Let the arrows move in the list."""
        self.events.focus()

    @property
    def events(self) -> LongList:
        """The list."""
        return self.query_one("#events", LongList)

    @property
    def here(self) -> Entry | None:
        """The event under the cursor."""
        at = self.events.cursor
        return None if at is None or at >= len(self._places) else self._entries[self._places[at]]

    # --- reading and drawing

    def redraw(self) -> None:
        """Read what is new in the record and list it; who stood on the newest event stands there again."""
        before = self.here
        at_end = before is None or before is self._entries[-1]
        try:
            self._entries += self.program.record.entries(after=len(self._entries))
        except RecordError as problem:
            self.program.say("alarm", self.program.record_sentence(problem))
        self._names = self.program.names()
        if self._language != self.program.language:
            self._language, self._told = self.program.language, []
        self._undone = undone_acts(self._entries)
        self._list(None if at_end else before)

    def _act(self, place: int) -> str:
        """What happened, in the language of the screen."""
        from emulation.wording.acts import tell  # noqa: PLC0415

        entries = self._entries
        return tell(entries[place].event, self.wording, self._names, lambda seq: entries[seq - 1].event)

    def _list(self, at: Entry | None) -> None:
        view = self._view
        if view.narrowed:
            self._places = [place for place, entry in enumerate(self._entries) if self._fits(place, entry)]
        else:
            self._places = range(len(self._entries))
        cursor = self._place_of(at.seq) if at is not None else len(self._places) - 1
        self.events.show(len(self._places), self._paint, cursor)
        self._draw_head()
        self._draw_more()

    def _place_of(self, seq: int) -> int:
        """The line of that event, or of the one before it that is seen."""
        from bisect import bisect_right  # noqa: PLC0415

        return max(0, bisect_right(self._places, seq - 1) - 1)

    def _fits(self, place: int, entry: Entry) -> bool:
        view = self._view
        if view.kind and type(entry.event).__name__ != view.kind:
            return False
        if view.by and entry.by != view.by:
            return False
        if not view.sought:
            return True
        if not self._told:
            self._told = [""] * len(self._entries)
        self._told += [""] * (len(self._entries) - len(self._told))
        text = self._told[place] = self._told[place] or without_signs(f"{self._act(place)} {entry.by}")
        return all(word in text for word in without_signs(view.sought).split())

    def _paint(self, at: int, cells: int) -> Content:
        place = self._places[at]
        entry = self._entries[place]
        return row(entry, self._act(place), cells, undone=entry.seq in self._undone)

    def _draw_head(self) -> None:
        say, view, count = self.wording.say, self._view, len(self._entries)
        pieces = [say("ui.log.shown", shown=len(self._places), count=count)]
        if view.kind:
            pieces.append(say("ui.log.only", what=self.wording.word("event", view.kind)))
        if view.by:
            pieces.append(say("ui.log.only", what=view.by))
        if view.sought:
            pieces.append(f"“{view.sought}”")
        self.query_one("#head", Static).update(line((" · ".join(pieces), look.FAINT)))

    def _draw_more(self) -> None:
        pane, entry = self.query_one("#more"), self.here
        pane.set_class(self._past and entry is not None, "-past")
        if entry is None:
            self.query_one("#more-text", Static).update(line((self.wording.say("ui.log.none"), look.FAINT)))
            return
        if not self._past:
            told = chosen_lines(entry, self._act(entry.seq - 1), self.wording, undone=entry.seq in self._undone)
            self.query_one("#more-text", Static).update(stack(told))
            pane.scroll_home(animate=False)
            return
        then = self._then
        if then is None or then[0] != entry.seq:
            work = partial(self._stand, tuple(self._entries[: entry.seq]))
            self.run_worker(work, group="past", exclusive=True, thread=True)
        known = then[1] if then is not None and then[0] == entry.seq else None
        told = past_lines(entry, known, self.room - 4, self.wording)
        self.query_one("#more-text", Static).update(stack(told))

    def on_long_list_moved(self, event: LongList.Moved) -> None:
        """Another event."""
        del event
        if self.can_draw():
            self._draw_more()

    # --- as it stood, and verifying, beside the screen

    def _stand(self, entries: tuple[Entry, ...]) -> None:
        state = fold(entries, read_sources).state
        then = reading.read(state)
        _ = then.standings, then.grades  # worked out here, not on the screen's own time
        self.post_message(self.Stood(entries[-1].seq, then))

    def on_log_screen_stood(self, event: LogScreen.Stood) -> None:
        """Show it, if the cursor still stands there."""
        here = self.here
        if here is not None and here.seq == event.seq:
            self._then = (event.seq, event.then)
            self._draw_more()
            self.query_one("#more").scroll_home(animate=False)

    def _verify(self) -> None:
        found: Fault | RecordError | None
        seq, last = 0, ""
        try:
            with Record.open(self.program.record.path, writable=False) as record:
                found = record.verify()
                for entry in record.entries(until=None if found is None else found.seq - 1):
                    seq, last = entry.seq, entry.hash
        except RecordError as problem:
            found = problem
        self.post_message(self.Verified(seq, found, last))

    def on_log_screen_verified(self, event: LogScreen.Verified) -> None:
        """Say how the record was found."""
        say = self.wording.say
        match event.found:
            case None:
                self.program.say("done", say("ui.log.whole", count=event.seq, hash=event.last))
            case Fault(seq, kind):
                self.program.say("alarm", say("ui.log.broken", seq=seq, how=say(f"fault.{kind}")))
                self.app.bell()
            case problem:
                self.program.say("alarm", self.program.record_sentence(problem))

    # --- what keys do

    def action_to(self, where: str) -> None:
        """Go to the first or the newest event."""
        self.events.action_go(where)

    def action_scroll(self, by: int) -> None:
        """Scroll what stands below the list."""
        self.query_one("#more").scroll_relative(y=by * 3, animate=False)

    def _see(self, view: View) -> None:
        here, self._view = self.here, view
        self._list(here)

    def action_search(self) -> None:
        """Look for words; the list follows."""
        self.query_one(SearchLine).begin(self.events)

    def on_search_line_sought(self, event: SearchLine.Sought) -> None:
        """The list follows what is typed."""
        self._see(attrs.evolve(self._view, sought=event.text))

    def action_kind(self) -> None:
        """See one kind of event alone."""
        kinds = [type(entry.event).__name__ for entry in self._entries]
        words = {kind: self.wording.word("event", kind) for kind in dict.fromkeys(kinds)}
        choices = [("", self.wording.say("ui.log.all", count=len(kinds)))]
        choices += [(kind, f"{word} ({kinds.count(kind)})") for kind, word in words.items()]
        self._pick("ui.key.log.kind", choices, "kind")

    def action_person(self) -> None:
        """See what one person wrote alone."""
        names = [entry.by for entry in self._entries]
        choices = [("", self.wording.say("ui.log.all", count=len(names)))]
        choices += [(name, f"{name} ({names.count(name)})") for name in dict.fromkeys(names)]
        self._pick("ui.key.log.by", choices, "by")

    def _pick(self, title: str, choices: list[tuple[str, str]], field: str) -> None:
        def picked(found: tuple[str, ...] | None) -> None:
            if found is not None:
                self._see(attrs.evolve(self._view, **{field: found[0]}))

        self.app.push_screen(Picker(self.wording.say(title), choices, self.wording), picked)

    def action_number(self) -> None:
        """Go to the event of a number."""
        last = len(self._entries)

        def answered(answer: str | None) -> None:
            if not answer:
                return
            if not (answer.isascii() and answer.isdigit() and 1 <= int(answer[:9]) <= last):
                self.refused("ui.log.no-number", found=answer, last=last)
                return
            if int(answer) - 1 not in self._places:
                self._see(View())
                self.query_one(SearchLine).end()
            self.events.cursor = self._place_of(int(answer))

        self.program.ask(self.wording.say("ui.log.ask-number", last=last), "", answered)

    def action_past(self) -> None:
        """See how the meeting stood right after the chosen event, or the event itself again."""
        self._past = not self._past
        self._draw_more()

    def action_verify(self) -> None:
        """Check that every event goes with its hash, and follows the one before."""
        self.hint("ui.log.verifying")
        self.run_worker(self._verify, group="verify", exclusive=True, thread=True)

    def action_back(self) -> None:
        """Leave the past; else see all events again; else go back to the meeting."""
        if self._past:
            self.action_past()
        elif self._view.narrowed:
            self._see(View())
            self.query_one(SearchLine).end()
        else:
            self.program.action_leave_side_screen()
