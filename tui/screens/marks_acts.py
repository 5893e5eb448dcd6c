"""What the meeting does with marks: agrees on them, takes the verified ones, confirms, notes, fills.

The screen that has the grid tells which cell is meant; every act goes through `agree`, which asks for a reason where
that is all that is missing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from emulation.marks import Given, SetByHand
from emulation.meeting.events import Cell as Place, Change, MarksAgreed, MarksConfirmed
from emulation.settling import Combined
from tui.screens.marks_entry import UnreadableError, own_reason, read_mark, spelled, with_reason
from tui.screens.marks_table import Reader
from tui.screens.meeting_screen import MeetingScreen
from tui.widgets.grid import Grid

if TYPE_CHECKING:
    from collections.abc import Callable

    from emulation.bloc import Unit
    from emulation.marks import Mark
    from emulation.meeting.refusal import Refusal
    from emulation.rubric import Criterion

NEED_REASON = frozenset({"reason-for-difference", "reason-missing", "confirmed"})
"""The refusals of a mark that a reason would settle."""


RESTING = frozenset({"note", "evidence", "fill", "copy_above", "draft", "take_verified", "undo", "redo", "enter_step"})
"""What would be about another cell than the one that is typed into, or about the meeting behind it."""


class MarksActs(MeetingScreen):
    """The acts of the marks screen, on the cell under the grid's cursor."""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """While a cell is typed into, the keys that are no letters rest as well."""
        if action in RESTING and self.is_mounted and self.grid.editing is not None:
            return False
        return super().check_action(action, parameters)

    @property
    def grid(self) -> Grid:
        """The marks grid."""
        return self.query_one("#marks", Grid)

    def here(self) -> tuple[Unit, Criterion] | None:
        """The cell under the cursor."""
        return None if self.grid.cursor is None else self.cell_at(*self.grid.cursor)

    def cell_at(self, unit: str, criterion: str) -> tuple[Unit, Criterion]:
        """The cell of those ids."""
        setup = self.program.state.setup
        return setup.bloc.unit(unit), setup.rubric.criterion(criterion)

    def agree(self, changes: tuple[Change, ...], reason: str, give_back: Callable[[], None]) -> None:
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
                self.agree(tuple(with_reason(change, answer) for change in changes), answer, give_back)
            else:
                give_back()

        self.program.do(MarksAgreed(changes, reason), refused)

    def _ask_reason(self, changes: tuple[Change, ...]) -> str:
        first = changes[0]
        unit, criterion = self.cell_at(first.unit, first.criterion)
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

    def agreed(self, unit: Unit, criterion: Criterion) -> Mark | None:
        """The mark that the meeting agreed on for this very cell."""
        found = self.program.state.agreed.get(unit.id, {}).get(criterion.id)
        return None if found is None else found.mark

    def marked(self, unit: Unit, criterion: Criterion) -> str:
        """The criterion on which the meeting's mark stands: the cell's own, or the group that holds it."""
        row = self.program.state.agreed.get(unit.id, {})
        if criterion.id in row:
            return criterion.id
        from tui.screens.marks_table import group_above  # noqa: PLC0415

        above = group_above(self.program.state.setup)[criterion.id]
        return next((name for name in above if name in row), criterion.id)

    def placed(self, unit: Unit, criterion: Criterion, sentence: str) -> str:
        """The sentence, and which cell it is about."""
        return f"{unit.short} · {criterion.id}: {sentence}"

    def action_take_verified(self, what: str) -> None:
        """Agree on the verified mark of this cell, or on those of its unit or criterion where none is agreed."""
        here = self.here()
        if here is None:
            return
        unit, criterion = here
        table, agreed = self.program.state.setup.handed_in.verified, self.program.state.agreed
        own = table.get(unit.id, {}).get(criterion.id)
        match what:
            case "row":
                found = [(unit.id, name, mark) for name, mark in table.get(unit.id, {}).items()]
            case "column":
                rows = ((one.id, table.get(one.id, {}).get(criterion.id)) for one in self.program.figures.contest.units)
                found = [(name, criterion.id, mark) for name, mark in rows if mark is not None]
            case _:
                found = [(unit.id, criterion.id, own)] if own is not None and own != self.agreed(*here) else []
        changes = [
            Change(*one) for one in found if what not in {"row", "column"} or one[1] not in agreed.get(one[0], {})
        ]
        if not changes:
            self.program.say("hint", self.placed(unit, criterion, self.wording.say("ui.marks.nothing-to-take")))
        else:
            self.agree(tuple(changes), "", lambda: None)

    def action_confirm(self, what: str) -> None:
        """Confirm the agreed mark of this cell, or all drafts of this unit, as a second person."""
        here = self.here()
        if here is None:
            return
        unit, criterion = here
        row = self.program.state.agreed.get(unit.id, {})
        drafts = tuple(Place(unit.id, name) for name, found in row.items() if found.confirmed_by is None)
        cells = drafts if what == "row" else (Place(unit.id, self.marked(unit, criterion)),)
        self.program.do(MarksConfirmed(cells))

    def action_by_hand(self) -> None:
        """Ask for points that the method does not give, and why; the only mark that a computed cell takes."""
        here = self.here()
        if here is None:
            return
        unit, criterion = here

        def answered(answer: str | None) -> None:
            if not answer:
                return
            try:
                mark = read_mark(f"={answer.removeprefix('=')}", criterion, self.program.language)
            except UnreadableError as problem:
                self.program.say("refused", self.placed(unit, criterion, str(problem)))
                return
            self.agree((Change(unit.id, criterion.id, mark),), own_reason(mark), lambda: None)

        before = self.agreed(unit, criterion)
        known = spelled(before, self.wording).removeprefix("=") if isinstance(before, SetByHand) else ""
        question = self.wording.say("ui.marks.ask-by-hand", unit=unit.short, criterion=criterion.id, max=criterion.max)
        self.program.ask(question, known, answered)

    # --- notes, evidence, and marks carried from cell to cell

    def action_note(self) -> None:
        """Ask for the note that goes with the meeting's mark; where there is none yet, with the verified one."""
        self._annotate("ui.marks.ask-note", lambda mark: mark.note, lambda mark, text: attrs.evolve(mark, note=text))

    def action_evidence(self) -> None:
        """Ask for the papers that bear the meeting's mark out, parted by semicolons."""
        self._annotate(
            "ui.marks.ask-evidence",
            lambda mark: "; ".join(mark.evidence),
            lambda mark, text: attrs.evolve(mark, evidence=papers(text)),
        )

    def _annotate(self, asked: str, read: Callable[[Mark], str], write: Callable[[Mark, str], Mark]) -> None:
        here = self.here()
        if here is None:
            return
        unit, criterion = here
        reader = Reader(self.program.figures, unit, self.wording)
        found = reader.agreed(criterion)
        name = self.marked(unit, criterion)
        mark = found.mark if found is not None else reader.mark(criterion, "verified")
        if mark is None or isinstance(mark, Combined):
            self.program.say("refused", self.placed(unit, criterion, self.wording.say("ui.marks.nothing-to-annotate")))
            return
        before: Mark = mark

        def answered(answer: str | None) -> None:
            if answer is None:
                return
            now = write(before, answer)
            if found is not None and now == before:
                return
            reason = found.reason if found is not None else ""
            self.agree((Change(unit.id, name, now),), reason, lambda: None)

        question = self.wording.say(asked, unit=unit.short, criterion=name)
        self.program.ask(question, read(before), answered)

    def action_fill(self) -> None:
        """Give every unit below this one that has no agreed mark under this criterion the mark of this cell."""
        here = self.here()
        if here is None:
            return
        unit, criterion = here
        mark = self.agreed(unit, criterion)
        if mark is None:
            self.program.say("refused", self.placed(unit, criterion, self.wording.say("ui.marks.nothing-to-fill")))
            return
        units = [one.id for one in self.program.figures.contest.units]
        below = units[units.index(unit.id) + 1 :] if unit.id in units else []
        agreed = self.program.state.agreed
        changes = tuple(
            Change(one, criterion.id, bare(mark))
            for one in below
            if criterion.id not in agreed.get(one, {}) and self._takes(one, criterion.id)
        )
        if changes:
            self.agree(changes, own_reason(mark), lambda: None)
        else:
            self.program.say("hint", self.placed(unit, criterion, self.wording.say("ui.marks.filled-already")))

    def action_copy_above(self) -> None:
        """Give this cell the meeting's mark of the cell above it."""
        here, cursor = self.here(), self.grid.cursor
        if here is None or cursor is None:
            return
        unit, criterion = here
        units = [one.id for one in self.program.figures.contest.units]
        at = units.index(unit.id) if unit.id in units else 0
        above = self.agreed(*self.cell_at(units[at - 1], criterion.id)) if at else None
        if above is None or not self._takes(unit.id, criterion.id):
            self.program.say("refused", self.placed(unit, criterion, self.wording.say("ui.marks.nothing-above")))
        elif self.agreed(unit, criterion) != bare(above):
            self.agree((Change(unit.id, criterion.id, bare(above)),), own_reason(above), lambda: None)

    def _takes(self, unit: str, criterion: str) -> bool:
        """Whether the cell takes marks: its criterion counts for the unit and is not read off the pledge."""
        place = self.grid.data.place(unit, criterion)
        return place is not None and not self.grid.data.cell(*place).locked


def papers(text: str) -> tuple[str, ...]:
    """The papers that were typed, parted by semicolons, each once."""
    return tuple(dict.fromkeys(one for part in text.split(";") if (one := " ".join(part.split()))))


def bare(mark: Mark) -> Mark:
    """The mark as another unit can have it: its note and papers are about the first one, reasons stay."""
    return attrs.evolve(mark, note="", evidence=())
