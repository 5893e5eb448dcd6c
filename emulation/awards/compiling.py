"""From clauses to functions: each condition becomes one that makes its node from a dossier."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import attrs

from emulation.awards.conditions import After, Clause, EveryYear, Meets, Some, Window, parts_of
from emulation.awards.dossier import EARLIEST, Dossier
from emulation.awards.leaves import looker
from emulation.awards.verdict import MET, SKIPPED, UNKNOWN, Node, settle
from emulation.frozen import frozen

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from emulation.awards.leaves import Place

Read: TypeAlias = "Callable[[Dossier, int], Node]"
Tree: TypeAlias = "Callable[[str, Dossier], Node | None]"
"""The requirements of an award, read on a dossier; ``None`` where there are none, or they ask for themselves."""

KEPT = 4096
"""The most nodes that one clause keeps to hand out again: most candidates share what is read of them."""


LONGEST = 60
"""Years that a window reaches back where it may have begun before any record; no career is longer."""


@frozen
class Compiler:
    """Makes of each clause of one award the function that makes its node.

    ``restart`` is which of a dossier's restarts acts, ``tree`` gives what a ``meets`` stands for.
    """

    award: str
    restart: int
    tree: Tree

    def clause(self, clause: Clause, place: Place) -> Read:
        """The function that makes the node of a clause standing there; its second argument is that of `looker`."""
        condition = clause.condition
        if clause.skipped:
            node = skipped(clause)
            return lambda _, __: node
        match condition:
            case Window():
                return self._window(clause, condition)
            case EveryYear():
                return self._every_year(clause, condition)
            case Meets():
                return self._meets(clause, condition)
            case _ if parts_of(condition):
                return self._group(clause, place)
            case _:
                return self._leaf(clause, place)

    def _leaf(self, clause: Clause, place: Place) -> Read:
        look = looker(clause.condition, place, self.restart, self.award)  # type: ignore[arg-type]
        trusted = clause.trusted
        nodes: dict[object, Node] = {}

        def read(dossier: Dossier, at: int) -> Node:
            found = look(dossier, at)
            node = nodes.get(found)
            if node is None:
                if len(nodes) >= KEPT:
                    nodes.clear()
                status, value = found
                node = nodes[found] = Node(clause, status if trusted else UNKNOWN, value)
            return node

        return read

    def _group(self, clause: Clause, place: Place) -> Read:
        gather = _gatherer([self.clause(part, place) for _, inside in parts_of(clause.condition) for part in inside])
        nodes: dict[tuple[Node, ...], Node] = {}

        def read(dossier: Dossier, at: int) -> Node:
            parts = gather(dossier, at)
            node = nodes.get(parts)
            if node is None:
                if len(nodes) >= KEPT:
                    nodes.clear()
                node = nodes[parts] = _joined(clause, parts)
            return node

        return read

    def _meets(self, clause: Clause, condition: Meets) -> Read:
        tree_of, trusted = self.tree, clause.trusted

        def read(dossier: Dossier, _: int) -> Node:
            tree = tree_of(condition.award, dossier)
            if tree is None:
                return Node(clause, UNKNOWN)
            # What does not apply can be neither fulfilled nor failed.
            known = trusted and tree.status is not SKIPPED
            return Node(clause, tree.status if known else UNKNOWN, None, (tree,))

        return read

    def _every_year(self, clause: Clause, condition: EveryYear) -> Read:
        readers = [self.clause(part, "year") for part in condition.parts]

        def one(dossier: Dossier, year: int) -> Node:
            parts = tuple([reader(dossier, year) for reader in readers])
            statuses = [part.status for part in parts]
            return Node(clause, settle(condition, statuses, one_year=True), year, parts)

        def read(dossier: Dossier, at: int) -> Node:
            # Outside a window, which the check of a book refuses, the year under review is all there is.
            first = dossier.year if at == EARLIEST else at
            return _joined(clause, tuple(one(dossier, year) for year in range(first, dossier.year + 1)))

        return read

    def _window(self, clause: Clause, condition: Window) -> Read:
        readers = [self.clause(part, "window") for part in condition.all]
        length = condition.length
        after: Read | None = None
        if condition.after is not None or length == "since":
            after = self._leaf(_before(clause, condition), "plain")
        award = condition.after or ""

        def node(dossier: Dossier, parts: list[Node], first: int | None) -> Node:
            whole = parts if after is None else [after(dossier, EARLIEST), *parts]
            return _joined(clause, tuple(whole), (first, dossier.year))

        def fixed(dossier: Dossier, at: int) -> Node:
            assert length != "since"  # noqa: S101  (for the type checker)
            first = max(at, dossier.year - length + 1)
            return node(dossier, [reader(dossier, first) for reader in readers], first)

        def since(dossier: Dossier, at: int) -> Node:
            longest, shortest = (max(at, first) for first in _beginnings(dossier, award))
            wide = [reader(dossier, longest) for reader in readers]
            if longest == shortest:
                return node(dossier, wide, longest)
            narrow = [reader(dossier, shortest) for reader in readers]
            return node(dossier, [_in_either(*both) for both in zip(wide, narrow, strict=True)], None)

        return since if length == "since" else fixed


def skipped(clause: Clause) -> Node:
    """The node of a clause that does not apply on the day of receipt, and of all inside it."""
    condition = clause.condition
    parts = [skipped(part) for _, inside in parts_of(condition) for part in inside]
    if isinstance(condition, Window) and condition.after is not None:
        parts.insert(0, Node(_before(clause, condition), SKIPPED))
    return Node(clause, SKIPPED, None, tuple(parts))


def _before(clause: Clause, window: Window) -> Clause:
    """What has to be held before a window, as a clause with the window's basis."""
    return attrs.evolve(clause, condition=After(window.after or "", window.length), text=None)


def _gatherer(readers: Sequence[Read]) -> Callable[[Dossier, int], tuple[Node, ...]]:
    """What asks every reader; written out for few of them, since this is asked more often than anything else."""
    match readers:
        case [first]:
            return lambda dossier, at: (first(dossier, at),)
        case [first, second]:
            return lambda dossier, at: (first(dossier, at), second(dossier, at))
        case [first, second, third]:
            return lambda dossier, at: (first(dossier, at), second(dossier, at), third(dossier, at))
        case [first, second, third, last]:
            return lambda dossier, at: (first(dossier, at), second(dossier, at), third(dossier, at), last(dossier, at))
        case _:
            return lambda dossier, at: tuple([reader(dossier, at) for reader in readers])


def _joined(clause: Clause, parts: tuple[Node, ...], read: object = None) -> Node:
    statuses = [part.status for part in parts]
    if isinstance(clause.condition, Some):
        read = statuses.count(MET)
    return Node(clause, settle(clause.condition, statuses), read, parts)


def _beginnings(dossier: Dossier, award: str) -> tuple[int, int]:
    """The first years of the longest and the shortest window since the latest such award that are possible.

    They differ where records are not complete, since there may have been a later award than those listed.
    """
    year = dossier.year
    listed = dossier.held.get((award, "merit"), ())
    latest = listed[-1] if listed else EARLIEST
    last_open = year if dossier.is_open(year) else min(dossier.first - 1, year)
    if last_open <= latest or not dossier.is_open(last_open):
        none_later = year + 1 if latest == EARLIEST else latest + 1
        return none_later, none_later
    if listed:
        return latest + 1, last_open + 1
    first_open = dossier.since if dossier.is_open(dossier.since) else dossier.last + 1
    return max(first_open, year - LONGEST) + 1, last_open + 1


def _in_either(wide: Node, narrow: Node) -> Node:
    """A node that is settled only where it is the same in the longest and in the shortest window possible."""
    clause = wide.clause
    if wide is narrow:
        return wide
    if not parts_of(clause.condition):
        return wide if wide.status is narrow.status else Node(clause, UNKNOWN, wide.read, wide.parts)
    if isinstance(clause.condition, EveryYear):
        certain = len(wide.parts) - len(narrow.parts)
        return _joined(clause, (*(_doubtful(part) for part in wide.parts[:certain]), *wide.parts[certain:]))
    parts = tuple(_in_either(*both) for both in zip(wide.parts, narrow.parts, strict=True))
    return _joined(clause, parts, wide.read)


def _doubtful(year: Node) -> Node:
    """A year of ``every_year`` that may lie outside the window: where it fails, that may not matter."""
    if year.status is MET:
        return year
    parts = tuple(_unsettled(part) for part in year.parts)
    statuses = [part.status for part in parts]
    return Node(year.clause, settle(year.clause.condition, statuses, one_year=True), year.read, parts)


def _unsettled(node: Node) -> Node:
    if node.status is SKIPPED:
        return node
    if not node.parts or isinstance(node.clause.condition, Meets):
        return Node(node.clause, UNKNOWN, node.read, node.parts)
    return _joined(node.clause, tuple(_unsettled(part) for part in node.parts), node.read)
