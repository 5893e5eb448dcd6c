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
    if all(_name_fits(old.rows[row], new.rows[row], layout) for row in names) and all(
        fits(layout.boxes[column], new.cell(row, column)) for row, column in cells
    ):
        return cells, names
    return None


def _name_fits(old: Row, new: Row, layout: Layout) -> bool:
    """Whether the new texts have room where the same row's old ones stood, or are cut no more than those were."""
    return (
        old.id == new.id
        and len(old.summary) == len(new.summary)
        and width(new.title) <= max(layout.name, width(old.title))
        and all(
            width(text) < max(cells, width(before) + 1)
            for text, before, cells in zip(new.summary, old.summary, layout.figures, strict=False)
        )
    )


def _cells(old: GridData, new: GridData) -> list[tuple[int, int]]:
    columns = range(len(new.columns))
    changed = []
    for row in range(len(new.rows)):
        before = old.cells[row] if row < len(old.cells) else ()
        after = new.cells[row] if row < len(new.cells) else ()
        if before is not after and before != after:
            changed += [(row, column) for column in columns if old.cell(row, column) != new.cell(row, column)]
    return changed
