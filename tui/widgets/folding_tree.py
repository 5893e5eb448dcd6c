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
from tui.widgets.long_list import LongList

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from textual import events
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
    """One line of the screen; ``branch`` is there on the first line of a branch, on which the cursor can stand."""

    content: Content
    branch: Branch | None = None


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
    fold = ("▸ " if closed else "▾ ") if branch.parts else "  "
    sign, style = SIGNS[branch.status]
    lead = " " * (_STEP * depth)
    before = line((f"{lead}{fold}", look.FAINT), (f"{sign} ", style))
    inside = max(_LEAST, cells - before.cell_length)
    text = line((branch.text, look.BOLD if depth == 0 else style if branch.status == "not-met" else ""))
    for place, row in enumerate(text.wrap(inside)):
        yield TreeLine(
            Content.assemble(before, row) if not place else _indented(row, before), None if place else branch
        )
    if branch.read or branch.badge:
        badge = (f" [{branch.badge}]", look.FAINT if branch.sure else look.WARN) if branch.badge else ""
        below = line((branch.read, look.FAINT), badge) if branch.read else line(badge) if badge else line("")
        for row in below.wrap(inside):
            yield TreeLine(_indented(row, before))
    if not closed:
        for part in branch.parts:
            yield from _lines(part, depth + 1, folded, cells)


def _indented(row: Content, before: Content) -> Content:
    return Content.assemble(" " * before.cell_length, row)


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

    def on_click(self, event: events.Click) -> None:
        """The branch under the cursor folds when it is clicked."""
        before = self.cursor
        super().on_click(event)
        if before is not None and self.cursor == before:
            self.action_turn()

    def lay_out(self) -> None:
        """Draw the tree again in the room that there is now."""
        if self.made:
            self._draw(self.branch)

    def _place(self, key: str) -> int:
        """The line of that branch, or of the nearest one around it that is seen."""
        while key:
            for place, one in enumerate(self._lines):
                if one.branch is not None and one.branch.key == key:
                    return place
            key = key.rpartition(".")[0]
        return 0

    def _draw(self, at: Branch | None) -> None:
        self._lines = tree_lines(
            self.made, self._folded, self.scrollable_content_region.width or self.app.size.width - 4
        )
        passed = [place for place, one in enumerate(self._lines) if one.branch is None]
        self.show_lines([one.content for one in self._lines], self._place(at.key) if at else 0, passed)
