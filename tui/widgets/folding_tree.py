"""A tree that folds, drawn line by line: a text too long for its line goes on below it, and takes no cursor.

Each branch has a sign, so that nothing is told by colour alone: ✓ met, ✗ not met, ? not known, – does not apply,
• none of these.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

import attrs
from textual.binding import Binding
from textual.content import Content

from tui.screens import lines as look
from tui.screens.lines import line
from tui.widgets.grid_text import width
from tui.widgets.long_list import LongList

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from textual.binding import BindingType

SIGNS: dict[str, tuple[str, str]] = {
    "met": ("✓", look.GOOD),
    "not-met": ("✗", look.BAD),
    "unknown": ("?", look.WARN),
    "skipped": ("–", look.FAINT),
    "": ("•", look.FAINT),
}
"""The sign of a branch's status and its style."""

_STEP = 2
_EDGES = 3
"""The cells at the sides: the padding, and the scrollbar even where there is none yet."""

_BRACKETS = 3
_LEAST = 12
"""The fewest cells in which a text is broken."""


@attrs.frozen(eq=False)
class Branch:
    """One line of the tree, and what folds below it.

    ``status`` is met, not-met, unknown or skipped, empty for a line that is none of them. ``read`` stands below the
    text, ``badge`` (how sure it is) beside that, set off where it is not ``sure``. ``about`` is what the line is about.
    """

    key: str
    text: str
    status: str = ""
    read: str = ""
    badge: str = ""
    sure: bool = True
    about: object = None
    parts: tuple[Branch, ...] = ()

    def walk(self) -> Iterator[Branch]:
        """Itself and all below it."""
        yield self
        for part in self.parts:
            yield from part.walk()


@attrs.frozen(eq=False)
class TreeLine:
    """One line of the screen, made when it is drawn; the cursor can stand on the ``first`` of a branch.

    ``row`` is a piece of a text that had to be broken; without it the line is the branch's text, or what was read.
    """

    branch: Branch
    depth: int
    first: bool
    closed: bool = False
    row: Content | None = None

    def draw(self) -> Content:
        """The line."""
        if not self.first:
            row = self.row if self.row is not None else _below(self.branch)
            return Content.assemble(" " * _inset(self.depth), row)
        fold = ("▸ " if self.closed else "▾ ") if self.branch.parts else "  "
        sign, style = SIGNS[self.branch.status]
        row = self.row if self.row is not None else _text(self.branch, self.depth)
        return Content.assemble(line((f"{' ' * (_STEP * self.depth)}{fold}", look.FAINT), (f"{sign} ", style)), row)


def folded_at_first(made: tuple[Branch, ...]) -> frozenset[str]:
    """The branches that begin folded: all that is met, but for the first of the tree."""
    inside = (one for top in made for one in top.walk() if one.parts and one.status == "met" and one is not made[0])
    return frozenset(one.key for one in inside)


def tree_lines(made: tuple[Branch, ...], folded: Collection[str], cells: int) -> list[TreeLine]:
    """What is seen of the tree in so many cells across; a text that is too long goes on below."""
    shown: list[TreeLine] = []
    for top in made:
        shown += _lines(top, 0, folded, cells)
    return shown


def _lines(branch: Branch, depth: int, folded: Collection[str], cells: int) -> Iterator[TreeLine]:
    closed = branch.key in folded
    inside = max(_LEAST, cells - _inset(depth))
    if width(branch.text) <= inside:
        yield TreeLine(branch, depth, first=True, closed=closed)
    else:
        for place, row in enumerate(_text(branch, depth).wrap(inside)):
            yield TreeLine(branch, depth, not place, closed, row)
    if branch.read or branch.badge:
        if width(branch.read) + width(branch.badge) + _BRACKETS <= inside:
            yield TreeLine(branch, depth, first=False)
        else:
            for row in _below(branch).wrap(inside):
                yield TreeLine(branch, depth, first=False, row=row)
    if not closed:
        for part in branch.parts:
            yield from _lines(part, depth + 1, folded, cells)


def _inset(depth: int) -> int:
    """The cells before a text: its depth, the sign of folding, the sign of its status."""
    return _STEP * depth + 4


def _text(branch: Branch, depth: int) -> Content:
    _, style = SIGNS[branch.status]
    return line((branch.text, look.BOLD if depth == 0 else style if branch.status == "not-met" else ""))


def _below(branch: Branch) -> Content:
    """What was read, and how sure the rule is."""
    if not branch.badge:
        return line((branch.read, look.FAINT))
    badge = (f"[{branch.badge}]", look.FAINT if branch.sure else look.WARN)
    return line((f"{branch.read} ", look.FAINT), badge) if branch.read else line(badge)


class FoldingTree(LongList):
    """The tree; it keeps what was folded for as long as it shows the same thing."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,space", "turn", "Fold or unfold", id="tree.turn"),
        Binding("right", "unfold", "Unfold", id="tree.unfold", show=False),
        Binding("left", "fold", "Fold", id="tree.fold", show=False),
        Binding("asterisk", "turn_all", "Fold or unfold all", id="tree.all", show=False, key_display="*"),
    ]

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002  (as every widget calls it)
        super().__init__(id=id)
        self.made: tuple[Branch, ...] = ()
        self._of: object = None
        self._folded: frozenset[str] = frozenset()
        self._lines: list[TreeLine] = []
        self._cells = 0

    def grow(self, of: object, made: tuple[Branch, ...]) -> None:
        """Show a tree; ``of`` names what it is about, and what was folded stays so while that is the same."""
        here, same = self.branch, of == self._of
        self.made = made
        if not same:
            self._of, self._folded = of, folded_at_first(made)
        self._draw(here if same else None)

    @property
    def branch(self) -> Branch | None:
        """The branch under the cursor."""
        at = self.cursor
        return None if at is None or at >= len(self._lines) else self._lines[at].branch

    def action_turn(self) -> None:
        """Fold the branch under the cursor, or unfold it."""
        branch = self.branch
        if branch is not None and branch.parts:
            self._folded ^= {branch.key}
            self._draw(branch)

    def action_unfold(self) -> None:
        """Unfold the branch; where it is unfolded, go into it."""
        branch = self.branch
        if branch is not None and branch.key in self._folded:
            self.action_turn()
        else:
            self.action_move(1)

    def action_fold(self) -> None:
        """Fold the branch; where there is nothing to fold, go to the one around it."""
        here = self.branch
        if here is None:
            return
        if here.parts and here.key not in self._folded:
            self.action_turn()
            return
        around = next((one for top in self.made for one in top.walk() if here in one.parts), None)
        if around is not None:
            self.cursor = self._place(around.key)

    def action_turn_all(self) -> None:
        """Unfold every branch; where none is folded, fold all."""
        every = frozenset(one.key for top in self.made for one in top.walk() if one.parts)
        self._folded = frozenset() if self._folded & every else every
        self._draw(self.branch)

    def on_long_list_chosen(self, event: LongList.Chosen) -> None:
        """The branch under the cursor folds when it is clicked."""
        event.stop()
        self.action_turn()

    def on_resize(self) -> None:
        """Texts break elsewhere where there is another room for them."""
        if self.made and self._cells != self._room():
            self._draw(self.branch)

    def _room(self) -> int:
        return (self.outer_size.width or self.app.size.width) - _EDGES

    def _place(self, key: str) -> int:
        """The line of that branch, or of the nearest one around it that is seen."""
        while key:
            for place, one in enumerate(self._lines):
                if one.first and one.branch.key == key:
                    return place
            key = key.rpartition(".")[0]
        return 0

    def _draw(self, at: Branch | None) -> None:
        self._cells = self._room()
        lines = self._lines = tree_lines(self.made, self._folded, self._cells)
        passed = [place for place, one in enumerate(lines) if not one.first]
        self.show(len(lines), lambda place, _: lines[place].draw(), self._place(at.key) if at else 0, passed)
