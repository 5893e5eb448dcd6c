"""What a grid shows, as one frozen value: columns, rows, cells made of parts.

A screen builds a `GridData` from its state and hands it to `Grid.show`. Nothing here knows what a row or a column
stands for. Every text is drawn as it is: never read as markup, control characters never reach the terminal.
"""

from typing import Literal, get_args

from emulation.frozen import frozen

Role = Literal["plain", "self", "peer", "verified", "agreed", "computed", "blank", "draft", "changed", "disputed"]
"""How a part is drawn. Each role has a style of its own beside its colour, and some have a mark (`MARKS`)."""

ROLES: tuple[Role, ...] = get_args(Role)

MARKS: dict[Role, str] = {"computed": "=", "draft": "?", "changed": "*", "disputed": "!"}
"""The sign drawn after a part of that role, where the part brings none of its own."""

NOTHING = "·"
"""What an empty part shows, so that an empty cell is never taken for a zero."""


@frozen
class Part:
    """One short text in a cell, drawn at the right end of its slot; `mark` (one cell wide) replaces the role's mark."""

    text: str
    role: Role = "plain"
    mark: str = ""


@frozen
class Cell:
    """Parts side by side, always in the same order in one column.

    `entry` is what editing begins with. A locked cell cannot be edited: trying posts `Grid.Refused`.
    """

    parts: tuple[Part, ...] = ()
    entry: str = ""
    locked: bool = False


EMPTY = Cell(locked=True)
"""What stands where `GridData.cells` is shorter than the rows and columns."""


@frozen
class Column:
    """A column; neighbours with the same `group` stand under one heading.

    `heading` is what stands above it (the id, unless given), `note` is set at the right of the heading (a maximum, a
    weight), `captions` name the slots, `width` is the least number of terminal cells that it takes.
    """

    id: str
    title: str = ""
    heading: str = ""
    note: str = ""
    group: str = ""
    captions: tuple[str, ...] = ()
    width: int = 0


@frozen
class Row:
    """A row: its name, and the figures that stay in view beside the name."""

    id: str
    title: str = ""
    summary: tuple[str, ...] = ()


@frozen
class GridData:
    """All that a grid draws.

    `cells[r][c]` belongs to `rows[r]` and `columns[c]`. `corner` heads the rows' names, `summaries` head their
    figures, `empty` is the sentence that stands in a grid without rows or columns.
    """

    columns: tuple[Column, ...] = ()
    rows: tuple[Row, ...] = ()
    cells: tuple[tuple[Cell, ...], ...] = ()
    corner: str = ""
    summaries: tuple[str, ...] = ()
    empty: str = ""
    locked: bool = False

    def cell(self, row: int, column: int) -> Cell:
        """The cell at that place, an empty locked one where there is none."""
        if 0 <= row < len(self.cells) and 0 <= column < len(self.cells[row]):
            return self.cells[row][column]
        return EMPTY

    def place(self, row_id: str, column_id: str) -> tuple[int, int] | None:
        """Row and column of the cell with those ids, if there is one."""
        row = next((index for index, row in enumerate(self.rows) if row.id == row_id), None)
        column = next((index for index, column in enumerate(self.columns) if column.id == column_id), None)
        return None if row is None or column is None else (row, column)
