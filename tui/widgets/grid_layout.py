"""Where everything in a grid stands, in terminal cells: a pure function of the data and the size.

| name | figures | column | column | ...      the name and the figures stay in view, the columns scroll
"""

from bisect import bisect_left, bisect_right
from itertools import pairwise
from operator import le
from typing import Literal

from emulation.frozen import frozen
from tui.widgets.grid_data import Cell, Column, GridData
from tui.widgets.grid_text import width

HeaderLine = Literal["group", "heading", "title", "title-2", "captions"]

LEAST_SLOT = 4
MOST_SLOT = 12
MOST_NAME = 24
MOST_TITLE = 24
TALL = 20  # from this height on a title may take two lines
LEAST_DOWN = 3  # below this height there is none
MIDDLING = 9  # below this height the header is one line


@frozen
class Box:
    """A column's place: `start` counts from the first column; `slots` are the widths of its parts, at its right end.

    Each slot is followed by one cell for a mark; a ruling follows the box.
    """

    start: int
    width: int
    slots: tuple[int, ...]

    @property
    def end(self) -> int:
        """The cell after the ruling."""
        return self.start + self.width + 1


@frozen
class Layout:
    """The header's lines, the width of the frozen part and what it is made of, and the columns' boxes."""

    header: tuple[HeaderLine, ...] = ("heading",)
    name: int = 0
    figures: tuple[int, ...] = ()
    boxes: tuple[Box, ...] = ()
    groups: tuple[tuple[int, int], ...] = ()  # first column, and the one after the last

    @property
    def frozen(self) -> int:
        """Cells taken by name and figures, with the ruling after them."""
        return self.name + sum(figure + 1 for figure in self.figures) + 1 if self.name else 0

    @property
    def body(self) -> int:
        """Cells taken by all columns."""
        return self.boxes[-1].end if self.boxes else 0

    def column_at(self, x: int) -> int | None:
        """The column whose box or ruling covers that cell of the body, if any."""
        if not 0 <= x < self.body:
            return None
        return bisect_right(self.boxes, x, key=lambda box: box.start) - 1

    def visible(self, scroll: int, cells: int) -> range:
        """The columns of which something shows in that many cells from `scroll` on."""
        if cells <= 0:
            return range(0)
        first = bisect_right(self.boxes, scroll, key=lambda box: box.end)
        return range(first, max(first, bisect_left(self.boxes, scroll + cells, key=lambda box: box.start)))


def measure(data: GridData, size: tuple[int, int], before: Layout | None = None) -> Layout:
    """The layout of that data in that many cells (width, height).

    With `before`, a layout of the same columns, nothing gets narrower than it was: the table must not jump while
    figures are typed.
    """
    across, down = size
    slots = [_slots(data, index) for index in range(len(data.columns))]
    name = max([width(data.corner), LEAST_SLOT, *(width(row.title) for row in data.rows)])
    name = min(name, MOST_NAME, max(6, across // 4))
    figures = _figures(data)
    if before is not None:
        same = len(before.boxes) == len(slots)
        slots = [_widest(new, old.slots) for new, old in zip(slots, before.boxes, strict=True)] if same else slots
        figures = _widest(figures, before.figures) if before.figures else figures
    content = [_content(column, widths) for column, widths in zip(data.columns, slots, strict=True)]
    name, figures = _narrowed(name, figures, across, max(content, default=0))
    frozen = Layout(name=name, figures=figures).frozen
    widths = _stretched(data, content, across - frozen - len(content))
    boxes, start = [], 0
    for cells, parts in zip(widths, slots, strict=True):
        boxes.append(Box(start, cells, parts))
        start += cells + 1
    return Layout(_header(data, widths, down), name, figures, tuple(boxes), _groups(data))


def fits(box: Box, cell: Cell) -> bool:
    """Whether the cell can be drawn in that box without a column moving."""
    texts = [min(MOST_SLOT, width(part.text)) for part in cell.parts]
    return len(texts) <= len(box.slots) and all(map(le, texts, box.slots))


def _slots(data: GridData, column: int) -> tuple[int, ...]:
    """Widths of the parts of a column: the widest text of each, within limits."""
    found: tuple[int, ...] = tuple(width(caption) for caption in data.columns[column].captions) or (LEAST_SLOT,)
    for row in range(len(data.rows)):
        parts = data.cell(row, column).parts
        if any(width(part.text) > slot for part, slot in zip(parts, found, strict=False)) or len(parts) > len(found):
            found = _widest(found, tuple(width(part.text) for part in parts))
    return tuple(max(LEAST_SLOT, min(MOST_SLOT, slot)) for slot in found)


def _widest(one: tuple[int, ...], other: tuple[int, ...]) -> tuple[int, ...]:
    longer, shorter = (one, other) if len(one) >= len(other) else (other, one)
    return tuple(map(max, longer, shorter)) + longer[len(shorter) :]


def _content(column: Column, slots: tuple[int, ...]) -> int:
    """The least width of a column's box: its parts with a cell for each mark, its heading, its own wish."""
    heading = width(column.heading or column.id) + (width(column.note) + 1 if column.note else 0)
    return max(sum(slots) + len(slots), min(heading, MOST_TITLE), column.width)


def _figures(data: GridData) -> tuple[int, ...]:
    count = max([len(data.summaries), *(len(row.summary) for row in data.rows)], default=0)
    texts = [data.summaries, *(row.summary for row in data.rows)]
    return tuple(
        min(MOST_SLOT, max((width(text[index]) for text in texts if index < len(text)), default=0)) + 1
        for index in range(count)
    )


def _narrowed(name: int, figures: tuple[int, ...], across: int, widest: int) -> tuple[int, tuple[int, ...]]:
    """Name and figures made to leave room for the widest column: first a shorter name, then fewer figures."""
    room = max(across - widest - 1, across // 3)
    while figures and LEAST_SLOT + sum(figure + 1 for figure in figures) + 1 > room:
        figures = figures[:-1]
    name = min(name, max(0, room - 1 - sum(figure + 1 for figure in figures)))
    return name, figures


def _stretched(data: GridData, content: list[int], spare: int) -> list[int]:
    """Boxes grown towards their titles where all the columns fit and cells are left over, the neediest first."""
    left = spare - sum(content)
    if left <= 0:
        return content
    wish = [
        max(least, min(MOST_TITLE, width(column.title))) for column, least in zip(data.columns, content, strict=True)
    ]
    grown = list(content)
    while left > 0 and (needy := [index for index, cells in enumerate(grown) if cells < wish[index]]):
        for index in needy[:left]:
            grown[index] += 1
        left -= len(needy[:left])
    return grown


def _header(data: GridData, widths: list[int], down: int) -> tuple[HeaderLine, ...]:
    if down < LEAST_DOWN:
        return ()
    if down < MIDDLING:
        return ("heading",)
    titles = any(column.title for column in data.columns)
    long = any(width(column.title) > cells for column, cells in zip(data.columns, widths, strict=True))
    wanted: list[tuple[HeaderLine, bool]] = [
        ("group", any(column.group for column in data.columns)),
        ("heading", True),
        ("title", titles),
        ("title-2", titles and long and down >= TALL),
        ("captions", any(column.captions for column in data.columns)),
    ]
    return tuple(line for line, shown in wanted if shown)


def _groups(data: GridData) -> tuple[tuple[int, int], ...]:
    columns = data.columns
    if not columns:
        return ()
    breaks = [index for index in range(1, len(columns)) if columns[index].group != columns[index - 1].group]
    return tuple(pairwise([0, *breaks, len(columns)]))
