"""The marks: eight or eighty units down, criteria across, and what the meeting agrees typed in as in a spreadsheet."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

import attrs
from textual.binding import Binding
from textual.containers import Vertical

from emulation.marks import SetByHand
from emulation.meeting.events import Change
from emulation.settling import pledged_target
from tui.screens.lines import line
from tui.screens.marks_acts import MarksActs
from tui.screens.marks_block import read_block
from tui.screens.marks_entry import UnreadableError, own_reason, read_mark
from tui.screens.marks_table import MarksTable, Reader, View, views
from tui.widgets.grid import Grid, begins_entry
from tui.widgets.pane import Pane

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from textual.app import ComposeResult
    from textual.binding import BindingType
    from textual.content import Content

    from emulation.bloc import Unit
    from emulation.rubric import Criterion

LETTERS = frozenset("auvsdgGbBtTxXhpF")
"""The letters that are keys of this screen, and so begin no entry; all others, digits and signs do."""

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


class MarksScreen(MarksActs):
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
        Binding("ctrl+t", "take_verified('column')", "Take verified, whole column", id="marks.take-column", show=False),
        Binding("x", "confirm('cell')", "Confirm", id="marks.confirm", show=False),
        Binding("X", "confirm('row')", "Confirm the row", id="marks.confirm-row", show=False, key_display="⇧X"),
        Binding("h", "by_hand", "Points by hand", id="marks.by-hand", show=False),
        Binding("ctrl+n", "draft", "Next to confirm", id="marks.draft", show=False),
        Binding("f3", "note", "Note", id="marks.note", show=False),
        Binding("f4", "evidence", "Evidence", id="marks.evidence", show=False),
        Binding("F", "fill", "Fill down", id="marks.fill", show=False, key_display="⇧F"),
        Binding("ctrl+d", "copy_above", "As above", id="marks.above", show=False),
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
        if not self.can_draw():
            return
        below = self.query_one("#detail", Pane)
        if below.display:
            at = self.here()
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

    # --- entering marks

    def on_grid_entered(self, event: Grid.Entered) -> None:
        """A cell was typed into."""
        unit, criterion = self.cell_at(event.row_id, event.column_id)
        try:
            mark = read_mark(event.text, criterion, self.program.language)
        except UnreadableError as problem:
            self.program.say("refused", self.placed(unit, criterion, str(problem)))
            self._give_back(event)
            return
        if (target := pledged_target(criterion)) is not None and not isinstance(mark, SetByHand):
            self.program.say(
                "refused", self.placed(unit, criterion, self.wording.say("ui.marks.computed", target=target))
            )
            self._give_back(event)
            return
        before = self.agreed(unit, criterion)
        if before is not None and before.evidence and not mark.evidence:
            mark = attrs.evolve(mark, evidence=before.evidence)
        if before is not None and before == mark:
            return
        self.agree((Change(unit.id, criterion.id, mark),), own_reason(mark), lambda: self._give_back(event))

    def on_grid_cleared(self, event: Grid.Cleared) -> None:
        """A cell was emptied: the meeting's mark goes, what was handed in stays."""
        unit, criterion = self.cell_at(event.row_id, event.column_id)
        found = Reader(self.program.figures, unit, self.wording).agreed(criterion)
        if found is not None:
            self.agree((Change(unit.id, self.marked(unit, criterion), None),), "", lambda: None)
        else:
            self.program.say("hint", self.placed(unit, criterion, self.wording.say("ui.marks.nothing-to-clear")))

    def on_grid_refused(self, event: Grid.Refused) -> None:
        """Somebody tried to type into a locked cell."""
        unit, criterion = self.cell_at(event.row_id, event.column_id)
        self.program.say("refused", self.placed(unit, criterion, self.wording.say("ui.marks.does-not-apply")))

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
            self.agree(changes, "", lambda: None)

    def _give_back(self, event: Grid.Entered) -> None:
        """Put what was typed back into its cell, to be mended; unless the next entry has begun meanwhile."""
        if self.grid.editing is None and self.grid.move_to(event.row_id, event.column_id):
            self.grid.begin(event.text)

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

    def action_draft(self) -> None:
        """Go to the next mark that waits for a second person."""
        self._seek(1, lambda reader, criterion: reader.draft(criterion), "ui.marks.no-draft")

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
