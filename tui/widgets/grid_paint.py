"""The lines of a grid as Textual strips: header, row and edit, built from the data, the layout and the looks.

Pure but for `looks`, which turns component classes, the weakest first, into one Rich style.
"""

from collections.abc import Callable

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from emulation.frozen import frozen
from tui.widgets.grid_data import MARKS, NOTHING, ROLES, Cell, GridData
from tui.widgets.grid_layout import Box, HeaderLine, Layout
from tui.widgets.grid_text import Edit, fit, graphemes, plain, tail, wrap

Looks = Callable[..., Style]

RULING = "│"
EDGE = "┃"

COMPONENTS = {
    "grid--header",
    "grid--group",
    "grid--heading",
    "grid--title",
    "grid--captions",
    "grid--last",
    "grid--name",
    "grid--figures",
    "grid--rule",
    "grid--even",
    "grid--odd",
    "grid--here",
    "grid--cursor",
    "grid--edit",
    "grid--caret",
    "grid--empty",
    *(f"grid--{role}" for role in ROLES),
}


@frozen
class View:
    """What a line is painted from, beside the looks: the data, where things stand, and what the user is doing."""

    data: GridData
    layout: Layout
    width: int
    scroll: int = 0
    cursor: tuple[int, int] = (-1, -1)
    edit: Edit | None = None


def header(view: View, line: HeaderLine, looks: Looks) -> Strip:
    """One line of the header across the whole view."""
    last = ("grid--last",) if line == view.layout.header[-1] else ()
    base = ("grid--header", *last, "grid--captions" if line == "captions" else f"grid--{line.removesuffix('-2')}")
    frozen: list[Segment] = []
    if view.layout.name:
        shown = line == "heading"
        texts = view.data.summaries if shown else ()
        frozen = _frozen(
            view, view.data.corner if shown else "", texts, ("grid--header", *last, "grid--heading"), looks
        )
    body = (
        _groups(view, looks) if line == "group" else _body(view, lambda index: _heading(view, line, index, base, looks))
    )
    return _join(view, frozen, body, looks("grid--header", *last))


def row(view: View, index: int, looks: Looks) -> Strip:
    """One row across the whole view: name, figures, visible cells."""
    base = "grid--odd" if index % 2 else "grid--even"
    here = index == view.cursor[0]
    this = view.data.rows[index]
    frozen: list[Segment] = []
    if view.layout.name:
        frozen = _frozen(
            view, this.title, this.summary, (base, "grid--name", *(("grid--here",) if here else ())), looks
        )

    def cell(column: int) -> list[Segment]:
        box, value = view.layout.boxes[column], view.data.cell(index, column)
        at_cursor = here and column == view.cursor[1]
        if at_cursor and view.edit is not None:
            return [*edited(view.edit, box.width, looks), Segment(RULING, looks(base, "grid--rule"))]
        over = ("grid--cursor",) if at_cursor else ()
        return [*parts(value, box, base, over, looks), Segment(RULING, looks(base, "grid--rule"))]

    return _join(view, frozen, _body(view, cell), looks(base))


def parts(cell: Cell, box: Box, base: str, over: tuple[str, ...], looks: Looks) -> list[Segment]:
    """A cell's parts, each in its slot with the cell for its mark; `over` lies above the roles' own styles."""
    ground = looks(base, *over)
    drawn = [Segment(" " * (box.width - sum(box.slots) - len(box.slots)), ground)]
    for index, slot in enumerate(box.slots):
        if index >= len(cell.parts):
            drawn.append(Segment(" " * (slot + 1), ground))
            continue
        part = cell.parts[index]
        known = part.role if part.role in ROLES else "plain"
        role = known if plain(part.text).strip() or known in MARKS else "blank"
        text = fit(plain(part.text).strip() or NOTHING, slot, "right")
        mark = fit(part.mark or MARKS.get(role, ""), 1)
        style = looks(base, f"grid--{role}", *over)
        digits = text.lstrip(" ")
        drawn += [Segment(" " * (len(text) - len(digits)), ground), Segment(digits, style)]
        drawn.append(Segment(mark, ground if mark == " " else style))
    return [segment for segment in drawn if segment.text]


def edited(edit: Edit, cells: int, looks: Looks) -> list[Segment]:
    """Text being typed, around its caret, in exactly that many cells; what does not fit is cut off on the left."""
    letters = graphemes(edit.after)
    caret = letters[0] if letters else " "
    left = tail(edit.before, max(0, cells - cell_len(caret)))
    room = max(0, cells - cell_len(left) - cell_len(caret))
    right = fit("".join(letters[1:]), room)
    style = looks("grid--edit")
    segments = [Segment(left, style), Segment(caret, looks("grid--edit", "grid--caret")), Segment(right, style)]
    return [segment for segment in segments if segment.text]


def sentence(view: View, text: str, looks: Looks) -> Strip:
    """A sentence in the middle of a grid that has nothing else to show."""
    return Strip([Segment(fit(text, view.width, "centre"), looks("grid--empty"))])


def _frozen(view: View, name: str, figures: tuple[str, ...], over: tuple[str, ...], looks: Looks) -> list[Segment]:
    layout = view.layout
    segments = [Segment(fit(name, layout.name), looks(*over))]
    style = looks(*over, "grid--figures")
    for index, cells in enumerate(layout.figures):
        text = figures[index] if index < len(figures) else ""
        segments.append(Segment(fit(text, cells, "right") + " ", style))
    return [*segments, Segment(EDGE, looks(over[0], "grid--rule"))]


def _heading(view: View, line: HeaderLine, index: int, base: tuple[str, ...], looks: Looks) -> list[Segment]:
    column, box = view.data.columns[index], view.layout.boxes[index]
    style = looks(*base, *(("grid--here",) if index == view.cursor[1] and line == "heading" else ()))
    match line:
        case "heading":
            note = fit(column.note, min(cell_len(plain(column.note)), box.width // 2), "right")
            text = fit(column.heading or column.id, box.width - cell_len(note)) + note
        case "title" | "title-2":
            lines = wrap(column.title, box.width, 2 if "title-2" in view.layout.header else 1)
            text = lines[1] if line == "title-2" else lines[0]
        case "captions":
            text = "".join(
                fit(column.captions[slot] if slot < len(column.captions) else "", cells, "right") + " "
                for slot, cells in enumerate(box.slots)
            )
            text = " " * (box.width - cell_len(text)) + text
        case "group":
            text = " " * box.width
    return [Segment(text, style), Segment(RULING, looks(base[0], "grid--rule"))]


def _body(view: View, draw: Callable[[int], list[Segment]]) -> Strip:
    """The visible columns, cut at both ends of the view."""
    cells = view.width - view.layout.frozen
    visible = view.layout.visible(view.scroll, cells)
    if not visible:
        return Strip([])
    start = view.layout.boxes[visible[0]].start
    strip = Strip([segment for index in visible for segment in draw(index)])
    return strip.crop(view.scroll - start, view.scroll - start + cells)


def _groups(view: View, looks: Looks) -> Strip:
    """The headings above neighbouring columns, each kept in view while any of its columns is."""
    boxes, right = view.layout.boxes, view.scroll + view.width - view.layout.frozen
    segments: list[Segment] = []
    for first, after in view.layout.groups:
        start, end = max(boxes[first].start, view.scroll), min(boxes[after - 1].end, right)
        if start >= end:
            continue
        style = looks("grid--header", "grid--group")
        cut = end < boxes[after - 1].end
        segments.append(Segment(fit(view.data.columns[first].group, end - start - (not cut)), style))
        if not cut:
            segments.append(Segment(RULING, looks("grid--header", "grid--rule")))
    return Strip([segment for segment in segments if segment.text])


def _join(view: View, frozen: list[Segment], body: Strip, rest: Style) -> Strip:
    return Strip([*frozen, *body]).adjust_cell_length(view.width, rest)
