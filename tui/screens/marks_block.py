"""A block of cells pasted from a spreadsheet, read as changes: all of it, or nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from emulation.meeting.events import Change
from tui.screens.marks_entry import UnreadableError, read_mark

if TYPE_CHECKING:
    from emulation.meeting.state import State
    from emulation.wording import Wording
    from tui.widgets.grid_data import GridData


def read_block(
    block: tuple[tuple[str, ...], ...], at: tuple[int, int], data: GridData, state: State, wording: Wording
) -> tuple[Change, ...]:
    """What the block changes where it is laid with its first field at that row and column; empty fields say nothing.

    Raises:
        UnreadableError: some field is no mark, falls on a locked cell or outside the table; the message says where.
    """
    changes: list[Change] = []
    for down, fields in enumerate(block):
        for across, text in enumerate(fields):
            if not text:
                continue
            row, column = at[0] + down, at[1] + across
            if row >= len(data.rows) or column >= len(data.columns):
                raise UnreadableError(wording.say("ui.marks.paste-outside", text=text))
            unit = state.setup.bloc.unit(data.rows[row].id)
            criterion = state.setup.rubric.criterion(data.columns[column].id)
            place = f"{unit.short} · {criterion.id}"
            if data.cell(row, column).locked:
                raise UnreadableError(f"{place}: {wording.say('ui.marks.paste-locked', text=text)}")
            try:
                mark = read_mark(text, criterion, wording.language)
            except UnreadableError as problem:
                raise UnreadableError(f"{place}: {problem}") from None
            before = state.agreed.get(unit.id, {}).get(criterion.id)
            if before is None or before.mark != mark:
                changes.append(Change(unit.id, criterion.id, mark))
    return tuple(changes)
