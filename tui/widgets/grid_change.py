"""What differs between two values that a grid was given: the cells to repaint, or that all has to be laid out anew."""

from tui.widgets.grid_data import GridData, Row
from tui.widgets.grid_layout import Layout, fits
from tui.widgets.grid_text import width


def repaint(old: GridData, new: GridData, layout: Layout) -> tuple[list[tuple[int, int]], list[int]] | None:
    """The cells (row, column) and the rows' names that differ; none if the layout of the old does not hold the new."""
    if (old.columns, old.corner, old.summaries, old.empty) != (new.columns, new.corner, new.summaries, new.empty):
        return None
    if len(old.rows) != len(new.rows):
        return None
    names = [row for row, (one, other) in enumerate(zip(old.rows, new.rows, strict=True)) if one != other]
    cells = _cells(old, new)
    if all(_same_room(old.rows[row], new.rows[row]) for row in names) and all(
        fits(layout.boxes[column], new.cell(row, column)) for row, column in cells
    ):
        return cells, names
    return None


def _same_room(old: Row, new: Row) -> bool:
    """Whether it is the same row with texts as wide as before."""
    return (old.id, width(old.title), *map(width, old.summary)) == (new.id, width(new.title), *map(width, new.summary))


def _cells(old: GridData, new: GridData) -> list[tuple[int, int]]:
    columns = range(len(new.columns))
    changed = []
    for row in range(len(new.rows)):
        before = old.cells[row] if row < len(old.cells) else ()
        after = new.cells[row] if row < len(new.cells) else ()
        if before is not after and before != after:
            changed += [(row, column) for column in columns if old.cell(row, column) != new.cell(row, column)]
    return changed
