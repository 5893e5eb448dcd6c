"""The keys of a grid, each with an id under which it can be remapped and given another description."""

from textual.binding import Binding

KEYS: tuple[Binding, ...] = (
    Binding("up", "go('up')", "Up", show=False, id="grid.up"),
    Binding("down", "go('down')", "Down", show=False, id="grid.down"),
    Binding("left", "go('left')", "Left", show=False, id="grid.left"),
    Binding("right", "go('right')", "Right", show=False, id="grid.right"),
    Binding("home", "go('home')", "First column", show=False, id="grid.home"),
    Binding("end", "go('end')", "Last column", show=False, id="grid.end"),
    Binding("ctrl+home", "go('first')", "First cell", show=False, id="grid.first"),
    Binding("ctrl+end", "go('last')", "Last cell", show=False, id="grid.last"),
    Binding("pageup", "go('page-up')", "Page up", show=False, id="grid.page-up"),
    Binding("pagedown", "go('page-down')", "Page down", show=False, id="grid.page-down"),
    Binding("tab", "go('next')", "Next cell", show=False, id="grid.next"),
    Binding("shift+tab", "go('previous')", "Previous cell", show=False, id="grid.previous"),
    Binding("enter", "enter", "Enter", id="grid.enter"),
    Binding("f2", "edit", "Edit", id="grid.edit"),
    Binding("delete", "clear", "Clear", id="grid.clear"),
    Binding("backspace", "rub_out", "Rub out", show=False, id="grid.rub-out"),
    Binding("ctrl+z", "take_back", "Take back what was typed", show=False, id="line.take-back"),
    Binding("ctrl+y,ctrl+r", "put_back", "Put it back", show=False, id="line.put-back"),
    Binding("escape", "cancel", "Cancel", show=False, id="grid.cancel"),
)


def begins_entry(letter: str) -> bool:
    """Whether typing that letter on a cell begins an entry: letters, digits and what a number can begin with."""
    return letter.isalnum() or letter in "+-.,"
