"""The marks: eight or eighty units down, criteria across, and what the meeting agrees typed in as in a spreadsheet."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

import attrs
from textual.binding import Binding
from textual.containers import Vertical

from emulation.marks import Given, SetByHand
from emulation.meeting.events import Cell as Place, Change, MarksAgreed, MarksConfirmed
from emulation.settling import pledged_target
from tui.screens.lines import line
from tui.screens.marks_block import read_block
from tui.screens.marks_entry import UnreadableError, own_reason, read_mark, spelled, with_reason
from tui.screens.marks_table import MarksTable, Reader, View, views
from tui.screens.meeting_screen import MeetingScreen
from tui.widgets.grid import Grid, begins_entry
from tui.widgets.pane import Pane

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from textual.app import ComposeResult
    from textual.binding import BindingType
    from textual.content import Content

    from emulation.bloc import Unit
    from emulation.marks import Mark
    from emulation.meeting.refusal import Refusal
    from emulation.rubric import Criterion

LETTERS = frozenset("auvsdgGbBtTxXhp")
"""The letters that are keys of this screen, and so begin no entry; all others, digits and signs do."""

NEED_REASON = frozenset({"reason-for-difference", "reason-missing", "confirmed"})
"""The refusals of a mark that a reason would settle."""

BARS = 3
"""Lines that the frame takes: the bar above, the status line and the keys below."""

HEADER = 6
"""Lines of the grid beside its units': at most five of headings, and its scrollbar."""

DETAIL = 8
"""The least lines of the detail pane, its rule included."""

LOW = 23
"""Below this height the detail shows only in the grid's place, when asked for."""


def begins(letter: str) -> bool:
    """Whether typing that letter on a cell begins an entry."""
    return (begins_entry(letter) or letter in "=;") and letter not in LETTERS


class MarksScreen(MeetingScreen):
    """The marks grid, the standings beside it, and the detail of the cell under the cursor."""

    NAME = "marks"
    AGENDA_FROM = 136  # the standings stand beside the grid already
    DEFAULT_CSS = """
    MarksScreen #left { width: 1fr; }
    MarksScreen #detail { height: 1fr; border-top: solid $foreground 30%; padding: 0 1; scrollbar-size-vertical: 1; }
    MarksScreen.-low #detail { display: none; }
    MarksScreen #standings { width: 46; border-left: solid $foreground 30%; padding: 0 1; display: none; }
    MarksScreen #standings { scrollbar-size-vertical: 1; }
    MarksScreen.-wide #standings { display: block; }
    MarksScreen.-wide.-fold-standings #standings { display: none; }
    MarksScreen.-fold-detail #detail { display: none; }
    MarksScreen.-narrow.-swap #left { display: none; }
    MarksScreen.-narrow.-swap #standings { display: block; width: 1fr; border-left: none; }
    MarksScreen.-low.-swap-detail #detail { display: block; }
    MarksScreen.-low.-swap-detail Grid { display: none; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("v", "view", "View", id="marks.view"),
        Binding("g", "gap(1)", "Next to discuss", id="marks.gap"),
        Binding("G", "gap(-1)", "Previous to discuss", id="marks.gap-before", show=False, key_display="⇧G"),
        Binding("b", "blank(1)", "Next blank", id="marks.blank"),
        Binding("B", "blank(-1)", "Previous blank", id="marks.blank-before", show=False, key_display="⇧B"),
        Binding("t", "take_verified('cell')", "Take verified", id="marks.take"),
        Binding(
            "T", "take_verified('row')", "Take verified, whole row", id="marks.take-row", show=False, key_display="⇧T"
        ),
        Binding("x", "confirm('cell')", "Confirm", id="marks.confirm", show=False),
        Binding("X", "confirm('row')", "Confirm the row", id="marks.confirm-row", show=False, key_display="⇧X"),
        Binding("h", "by_hand", "Points by hand", id="marks.by-hand", show=False),
        Binding("s", "standings", "Standings", id="marks.standings"),
        Binding("d", "detail", "Detail", id="marks.detail"),
        Binding("ctrl+down", "scroll_detail(1)", "Scroll detail", id="marks.detail-down", show=False),
        Binding("ctrl+up", "scroll_detail(-1)", "Scroll detail", id="marks.detail-up", show=False),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._table = MarksTable()
        self._view: View = "all"
        self._painted = False
        self._panes_due = False

    def compose_body(self) -> ComposeResult:
        """Grid above detail at the left, standings at the right."""
        with Vertical(id="left"):
            yield Grid(begins=begins, id="marks")
            yield Pane(id="detail")
        yield Pane(id="standings", can_focus=True)

    @property
    def grid(self) -> Grid:
        """The marks grid."""
        return self.query_one("#marks", Grid)

    def on_mount(self) -> None:
        """Begin on the first cell."""
        self.grid.focus()

    def help_lines(self) -> list[Content]:
        """What can be typed into a cell, and the signs that stand in it."""
        keys = ("value", "answer", "level", "not-applicable", "by-hand", "events", "signs")
        return [line(self.wording.say(f"ui.marks.help.{key}")) for key in keys]

    # --- drawing

    def redraw(self) -> None:
        """Draw the grid, and whatever panes are open."""
        self._share_height()
        self.grid.show(self._table.data(self.program.figures, self.wording, self._view))
        if self._painted:
            self._want_panes()
        else:  # the first frame shows the grid; what the panes need is loaded after it
            self._painted = True
            self.call_after_refresh(self._draw_panes)

    def _want_panes(self) -> None:
        """Have the panes drawn once all that waits is done, for an entry moves the cursor too."""
        if not self._panes_due:
            self._panes_due = True
            self.call_later(self._draw_panes)

    def _share_height(self) -> None:
        """Give the grid the lines that its units need and the detail the rest, but no less than a few to either."""
        room = self.app.size.height - BARS
        alone = self.has_class("-fold-detail") or self.app.size.height < LOW
        lines = room if alone else min(len(self.program.figures.contest.units) + HEADER, room - DETAIL)
        self.grid.styles.height = "1fr" if alone else lines

    def _draw_panes(self) -> None:
        from tui.screens.marks_detail import detail  # noqa: PLC0415  (after the first frame)
        from tui.screens.standings_lines import standings  # noqa: PLC0415

        self._panes_due = False
        below = self.query_one("#detail", Pane)
        if below.display:
            at = self._here()
            below.show(detail(self.program.figures, *at, self.wording) if at is not None else [])
        pane = self.query_one("#standings", Pane)
        if pane.display:
            cells = (pane.size.width or 46) - 3
            here = self.grid.cursor[0] if self.grid.cursor else None
            pane.show(standings(self.program.figures, self.wording, cells, here))

    def on_resize(self) -> None:
        """Panes may have appeared."""
        self._share_height()
        self.call_after_refresh(self._draw_panes)

    def on_grid_moved(self) -> None:
        """Tell about the cell that the cursor came to."""
        if not self._painted:
            return
        self.query_one("#detail").scroll_home(animate=False)
        self._want_panes()

    def _here(self) -> tuple[Unit, Criterion] | None:
        return None if self.grid.cursor is None else self._at(*self.grid.cursor)

    def _at(self, unit: str, criterion: str) -> tuple[Unit, Criterion]:
        setup = self.program.state.setup
        return setup.bloc.unit(unit), setup.rubric.criterion(criterion)

    # --- entering marks

    def on_grid_entered(self, event: Grid.Entered) -> None:
        """A cell was typed into."""
        unit, criterion = self._at(event.row_id, event.column_id)
        try:
            mark = read_mark(event.text, criterion, self.program.language)
        except UnreadableError as problem:
            self.program.say("refused", self._placed(unit, criterion, str(problem)))
            self._give_back(event)
            return
        before = self._agreed(unit, criterion)
        if before is not None and before.evidence and not mark.evidence:
            mark = attrs.evolve(mark, evidence=before.evidence)
        if before is not None and before == mark:
            return
        self._agree((Change(unit.id, criterion.id, mark),), own_reason(mark), lambda: self._give_back(event))

    def on_grid_cleared(self, event: Grid.Cleared) -> None:
        """A cell was emptied: the meeting's mark goes, what was handed in stays."""
        unit, criterion = self._at(event.row_id, event.column_id)
        found = Reader(self.program.figures, unit, self.wording).agreed(criterion)
        if found is not None:
            self._agree((Change(unit.id, self._marked(unit, criterion), None),), "", lambda: None)
        else:
            self.program.say("hint", self._placed(unit, criterion, self.wording.say("ui.marks.nothing-to-clear")))

    def on_grid_refused(self, event: Grid.Refused) -> None:
        """Somebody tried to type into a locked cell."""
        unit, criterion = self._at(event.row_id, event.column_id)
        reader = Reader(self.program.figures, unit, self.wording)
        key = "computed" if reader.exists(criterion) else "does-not-apply"
        target = pledged_target(criterion) or ""
        self.program.say("refused", self._placed(unit, criterion, self.wording.say(f"ui.marks.{key}", target=target)))

    def on_grid_pasted(self, event: Grid.Pasted) -> None:
        """A block was pasted: every cell is read first, and all become one act or none does."""
        at = event.grid.data.place(event.row_id, event.column_id)
        if at is None:
            return
        try:
            changes = read_block(event.block, at, event.grid.data, self.program.state, self.wording)
        except UnreadableError as problem:
            self.program.say("refused", str(problem))
            return
        if changes:
            self._agree(changes, "", lambda: None)

    def _agree(self, changes: tuple[Change, ...], reason: str, give_back: Callable[[], None]) -> None:
        """Send the changes; where only a reason is missing, ask for it."""

        def refused(refusal: Refusal) -> None:
            if refusal.code in NEED_REASON and self.grid.editing is None:
                self.grid.move_to(changes[0].unit, changes[0].criterion)
                self.program.say("hint", self.wording.say("ui.marks.why-reason"))
                self.program.ask(self._ask_reason(changes), self._known_reason(changes), answered)
            else:
                give_back()

        def answered(answer: str | None) -> None:
            if answer:
                self._agree(tuple(with_reason(change, answer) for change in changes), answer, give_back)
            else:
                give_back()

        self.program.do(MarksAgreed(changes, reason), refused)

    def _ask_reason(self, changes: tuple[Change, ...]) -> str:
        first = changes[0]
        unit, criterion = self._at(first.unit, first.criterion)
        value = spelled(first.mark, self.wording) or self.wording.word("mark", "blank")
        if len(changes) > 1:
            return self.wording.say("ui.marks.ask-reason-of-all", count=len(changes))
        return self.wording.say("ui.marks.ask-reason", unit=unit.short, criterion=criterion.id, value=value)

    def _known_reason(self, changes: tuple[Change, ...]) -> str:
        """The verifiers' own reason, where the meeting agrees with what they found."""
        if len(changes) > 1:
            return ""
        change = changes[0]
        verified = self.program.state.setup.handed_in.verified.get(change.unit, {}).get(change.criterion)
        if not isinstance(verified, Given) or not isinstance(change.mark, Given):
            return ""
        return verified.note if verified.value == change.mark.value else ""

    def _give_back(self, event: Grid.Entered) -> None:
        """Put what was typed back into its cell, to be mended; unless the next entry has begun meanwhile."""
        if self.grid.editing is None and self.grid.move_to(event.row_id, event.column_id):
            self.grid.begin(event.text)

    def _agreed(self, unit: Unit, criterion: Criterion) -> Mark | None:
        found = self.program.state.agreed.get(unit.id, {}).get(criterion.id)
        return None if found is None else found.mark

    def _marked(self, unit: Unit, criterion: Criterion) -> str:
        """The criterion on which the meeting's mark stands: the cell's own, or the group that holds it."""
        row = self.program.state.agreed.get(unit.id, {})
        if criterion.id in row:
            return criterion.id
        from tui.screens.marks_table import group_above  # noqa: PLC0415

        above = group_above(self.program.state.setup)[criterion.id]
        return next((name for name in above if name in row), criterion.id)

    def _placed(self, unit: Unit, criterion: Criterion, sentence: str) -> str:
        return f"{unit.short} · {criterion.id}: {sentence}"

    # --- keys

    def action_view(self) -> None:
        """Show the next source alone, or all side by side again."""
        offered = views(self.program.figures)
        self._view = offered[(offered.index(self._view) + 1) % len(offered)]
        self.redraw()
        self.program.say("hint", self.wording.say(f"ui.marks.view.{self._view}"))

    def action_gap(self, way: int) -> None:
        """Go to the next cell that asks to be discussed."""
        self._seek(way, lambda reader, criterion: reader.to_discuss(criterion), "ui.marks.no-gap")

    def action_blank(self, way: int) -> None:
        """Go to the next cell that no deciding source has marked."""
        cards = self.program.figures.scorecards
        self._seek(way, lambda reader, criterion: criterion.id in cards[reader.unit.id].blanks, "ui.marks.no-blank")

    def _seek(self, way: int, wanted: Callable[[Reader, Criterion], bool], none: str) -> None:
        found = [
            (unit.id, leaf.id)
            for unit, reader in self._readers()
            for leaf in self.program.figures.contest.rubric.leaves()
            if reader.exists(leaf) and wanted(reader, leaf)
        ]
        if not found:
            self.program.say("hint", self.wording.say(none))
            return
        data = self.grid.data
        places = [place for place in (data.place(*one) for one in found) if place is not None]
        here = data.place(*self.grid.cursor) if self.grid.cursor is not None else None
        at = here or (0, -1)
        later = [index for index, place in enumerate(places) if place > at]
        earlier = [index for index, place in enumerate(places) if place < at]
        index = (later[0] if later else 0) if way > 0 else (earlier[-1] if earlier else len(places) - 1)
        self.grid.move_to(*found[index])
        self.program.say("hint", self.wording.say("ui.marks.found", place=index + 1, count=len(found)))

    def _readers(self) -> Iterator[tuple[Unit, Reader]]:
        for unit in self.program.figures.contest.units:
            yield unit, Reader(self.program.figures, unit, self.wording)

    def action_take_verified(self, what: str) -> None:
        """Agree on the verified mark: of this cell, or of every cell of this unit that has no agreed one."""
        here = self._here()
        if here is None:
            return
        unit, criterion = here
        verified = self.program.state.setup.handed_in.verified.get(unit.id, {})
        agreed = self.program.state.agreed.get(unit.id, {})
        if what == "row":
            changes = [Change(unit.id, name, mark) for name, mark in verified.items() if name not in agreed]
        else:
            mark = verified.get(criterion.id)
            changes = [Change(unit.id, criterion.id, mark)] if mark is not None and mark != self._agreed(*here) else []
        if not changes:
            self.program.say("hint", self._placed(unit, criterion, self.wording.say("ui.marks.nothing-to-take")))
        else:
            self._agree(tuple(changes), "", lambda: None)

    def action_confirm(self, what: str) -> None:
        """Confirm the agreed mark of this cell, or all drafts of this unit, as a second person."""
        here = self._here()
        if here is None:
            return
        unit, criterion = here
        row = self.program.state.agreed.get(unit.id, {})
        drafts = tuple(Place(unit.id, name) for name, found in row.items() if found.confirmed_by is None)
        cells = drafts if what == "row" else (Place(unit.id, self._marked(unit, criterion)),)
        self.program.do(MarksConfirmed(cells))

    def action_by_hand(self) -> None:
        """Ask for points that the method does not give, and why; the only mark that a computed cell takes."""
        here = self._here()
        if here is None:
            return
        unit, criterion = here

        def answered(answer: str | None) -> None:
            if not answer:
                return
            try:
                mark = read_mark(f"={answer.removeprefix('=')}", criterion, self.program.language)
            except UnreadableError as problem:
                self.program.say("refused", self._placed(unit, criterion, str(problem)))
                return
            self._agree((Change(unit.id, criterion.id, mark),), own_reason(mark), lambda: None)

        before = self._agreed(unit, criterion)
        known = spelled(before, self.wording).removeprefix("=") if isinstance(before, SetByHand) else ""
        question = self.wording.say("ui.marks.ask-by-hand", unit=unit.short, criterion=criterion.id, max=criterion.max)
        self.program.ask(question, known, answered)

    def action_standings(self) -> None:
        """Show or fold the standings; where there is no room beside the grid they take its place."""
        self.toggle_class("-swap" if self.has_class("-narrow") else "-fold-standings")
        swapped = self.has_class("-narrow") and self.has_class("-swap")
        (self.query_one("#standings") if swapped else self.grid).focus()
        self.call_after_refresh(self._draw_panes)

    def action_detail(self) -> None:
        """Show or fold the detail of the cell; in a low terminal it takes the grid's place."""
        self.toggle_class("-swap-detail" if self.has_class("-low") else "-fold-detail")
        self._share_height()
        self.call_after_refresh(self._draw_panes)

    def action_scroll_detail(self, way: int) -> None:
        """Scroll the detail of the cell."""
        self.query_one("#detail").scroll_relative(y=3 * way, animate=False)
