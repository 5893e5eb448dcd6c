"""A block of cells pasted from a spreadsheet, read as changes: all of it, or nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from emulation.marks import check_mark
from emulation.meeting.events import Change
from emulation.meeting.refusal import Refusal
from emulation.wording import explain
from tui.screens.marks_entry import UnreadableError, read_mark

if TYPE_CHECKING:
    from collections.abc import Iterator

    from emulation.meeting.state import State
    from emulation.wording import Wording
    from tui.widgets.grid_data import GridData

SHOWN = 3
"""How many of the cells that cannot be read are named; of the rest only the number."""


def read_block(
    block: tuple[tuple[str, ...], ...], at: tuple[int, int], data: GridData, state: State, wording: Wording
) -> tuple[Change, ...]:
    """What the block changes where it is laid with its first field at that row and column; empty fields say nothing.

    Raises:
        UnreadableError: some fields are no marks that their criteria take, fall on locked cells or outside the table;
            the message names them by unit and criterion.
    """
    changes: list[Change] = []
    problems: list[str] = []
    for down, fields in enumerate(block):
        for across, text in enumerate(fields):
            if not text:
                continue
            row, column = at[0] + down, at[1] + across
            if row >= len(data.rows) or column >= len(data.columns):
                raise UnreadableError(wording.say("ui.marks.paste-outside", text=text))
            try:
                changes += _read(text, row, column, data, state, wording)
            except UnreadableError as problem:
                problems.append(str(problem))
    if problems:
        told = "; ".join(problems[:SHOWN])
        if len(problems) > SHOWN:
            told = wording.say("ui.marks.paste-more", problems=told, count=len(problems) - SHOWN)
        raise UnreadableError(wording.say("ui.marks.paste-none", problems=told))
    return tuple(changes)


def _read(text: str, row: int, column: int, data: GridData, state: State, wording: Wording) -> Iterator[Change]:
    """The change that one field makes, if it makes one."""
    unit = state.setup.bloc.unit(data.rows[row].id)
    criterion = state.setup.rubric.criterion(data.columns[column].id)
    place = f"{unit.short} · {criterion.id}"
    if data.cell(row, column).locked:
        raise UnreadableError(f"{place}: {wording.say('ui.marks.paste-locked', text=text)}")
    try:
        mark = read_mark(text, criterion, wording.language)
    except UnreadableError as problem:
        raise UnreadableError(f"{place}: {problem}") from None
    wrong = next(check_mark(mark, criterion, state.setup.rubric.step), None)
    if wrong is not None:
        refusal = Refusal(wrong.code, {"found": wrong.found, **wrong.facts})
        raise UnreadableError(f"{place}: {explain(refusal, wording.language)}")
    before = state.agreed.get(unit.id, {}).get(criterion.id)
    if before is None or before.mark != mark:
        yield Change(unit.id, criterion.id, mark)
