"""Where the cursor goes and what must be scrolled to show it: pure functions of numbers and the layout."""

from tui.widgets.grid_layout import Layout


def step(where: str, cursor: tuple[int, int], rows: int, columns: int, page: int) -> tuple[int, int] | None:
    """The place that a movement leads to, not yet held inside the grid; none past the first and the last cell."""
    row, column = cursor
    match where:
        case "up":
            return row - 1, column
        case "down":
            return row + 1, column
        case "left":
            return row, column - 1
        case "right":
            return row, column + 1
        case "home":
            return row, 0
        case "end":
            return row, columns - 1
        case "first":
            return 0, 0
        case "last":
            return rows - 1, columns - 1
        case "page-up":
            return row - page, column
        case "page-down":
            return row + page, column
        case "next" | "previous":
            at = row * columns + column + (1 if where == "next" else -1)
            return divmod(at, columns) if 0 <= at < rows * columns else None
        case _:
            return cursor


def scrolled(
    layout: Layout, cursor: tuple[int, int], scroll: tuple[int, int], view: tuple[int, int]
) -> tuple[int, int]:
    """The scroll position nearest to `scroll` that shows the whole cell in a view of that many cells (across, down).

    Going right, a column's beginning comes to the left edge, so that no half column stands there.
    """
    (row, column), (x, y) = cursor, scroll
    across, down = view[0] - layout.frozen, view[1] - len(layout.header)
    if column < len(layout.boxes):
        box = layout.boxes[column]
        if box.start < x:
            x = box.start
        elif box.start + box.width > x + across:
            least = box.start + box.width - across
            x = next((other.start for other in layout.boxes[:column] if other.start >= least), box.start)
    if row < y:
        y = row
    elif row >= y + down:
        y = row - max(1, down) + 1
    return x, y
