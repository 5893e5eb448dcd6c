"""Judging: a candidate's record against what an award requires.

Rulebooks are put to work once (`bind`): clauses get the basis and evidence that hold for them, confirmations are
matched, local books joined in, and each condition becomes a function that makes its node. Then `judge` asks as often
as one likes. What has been read of one candidate is kept in its `Dossier`; pass that instead of the candidate where
several awards are judged.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, TypeAlias

import attrs

from emulation.awards.conditions import (
    After,
    All,
    AnyOf,
    Clause,
    Confirm,
    EveryYear,
    Meets,
    Some,
    UnderDiscipline,
    UnderProceeding,
    Window,
    parts_of,
    walk,
    with_parts,
)
from emulation.awards.dossier import EARLIEST, Dossier, index
from emulation.awards.leaves import looker
from emulation.awards.rulebook import Award, Rulebook
from emulation.awards.verdict import MET, NOT_MET, UNKNOWN, Asked, Node, Status, Verdict, settle

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from emulation.awards.conditions import Basis, Evidence
    from emulation.awards.dossier import Context
    from emulation.awards.facts import Candidate
    from emulation.awards.leaves import Place
    from emulation.awards.rulebook import VerdictStatus

Read: TypeAlias = "Callable[[Dossier, int], Node]"

KEPT = 4096
"""The most nodes that one clause keeps to hand out again: most candidates share what is read of them."""

LONGEST = 60
"""Years that a window reaches back where it may have begun before any record; no career is longer."""


OUTCOMES: dict[tuple[Status, Status], VerdictStatus] = {
    (barred, tree): "barred" if barred == MET else "not-eligible" if tree == NOT_MET else open_or_not
    for barred in (MET, NOT_MET, UNKNOWN)
    for tree in (MET, NOT_MET, UNKNOWN)
    for open_or_not in ("unknown" if UNKNOWN in (barred, tree) else "eligible",)
}
"""The verdict that follows from the bars and the tree."""


@attrs.frozen(eq=False)
class Requirements:
    """One award put to work: its merged clause, which restarts act on it, and how to read its bars and itself.

    The bars are read as a group that is met when any of them is.
    """

    award: Award
    book: Rulebook
    clause: Clause
    bars: Read
    restart: int
    read: Read
    met_elsewhere: bool

    def tree(self, dossier: Dossier) -> Node | None:
        """The requirements' node, made once for a dossier; ``None`` while it is being made (a cycle of ``meets``)."""
        if not self.met_elsewhere:
            return self.read(dossier, EARLIEST)
        key = id(self.clause)
        if key in dossier.fulfilled:
            return dossier.fulfilled[key]
        dossier.fulfilled[key] = None
        node = dossier.fulfilled[key] = self.read(dossier, EARLIEST)
        return node


@attrs.frozen(eq=False)
class Book:
    """The rulebooks in force for a dossier, put to work; ``awards`` are keyed by id, in the order of the books."""

    awards: Mapping[str, Requirements]


def bind(books: Sequence[Rulebook], confirms: Iterable[Confirm] = (), *, all_confirmed: bool = False) -> Book:
    """The books put to work, each the version that governs the dossier (`rulebook.choose`).

    Requirements that a book adds with ``extend`` are joined to the award's own by ``all``. A book's bars act on the
    awards that it defines or extends. ``all_confirmed`` takes every clause as confirmed, for testing rules whose
    evidence is weak.
    """
    defined = [(award, book) for book in books for award in book.awards]
    clauses = [award.require for award, _ in defined] + [extend.require for book in books for extend in book.extends]
    met = {one.condition.award for clause in clauses for _, one in walk(clause) if isinstance(one.condition, Meets)}
    confirmed = {(one.award, one.source, one.article, one.clause): one for one in confirms}
    awards: dict[str, Requirements] = {}
    for award, book in defined:
        if award.id not in awards:
            anyhow = Confirm(award.id, "", "", "") if all_confirmed else None
            binder = _Binder(award, book, books, _Resolver(award.id, confirmed, anyhow))
            awards[award.id] = binder.bind(awards, met_elsewhere=award.id in met)
    return Book(awards)


def judge(candidate: Candidate | Dossier, award: str, book: Book, context: Context) -> Verdict:
    """The verdict on one candidate for one award, with every condition evaluated.

    Raises:
        KeyError: no book in force defines the award.
        ValueError: the award is for the other kind of candidate.
    """
    dossier = candidate if isinstance(candidate, Dossier) else index(candidate, context)
    requirements = book.awards[award]
    if dossier.candidate.kind != requirements.award.for_:
        wrong = f"candidate {dossier.candidate.id!r} is of kind {dossier.candidate.kind!r}"
        raise ValueError(f"award {award!r} is for {requirements.award.for_}s; {wrong}")
    return _verdict(dossier, requirements, _asked(requirements, context))


def judge_all(
    candidates: Iterable[Candidate], book: Book, context: Context, awards: Sequence[str] | None = None
) -> Iterator[Verdict]:
    """The verdict on each candidate for each award of its kind, or for those of ``awards`` that are of its kind.

    Raises:
        KeyError: no book in force defines one of ``awards``.
    """
    chosen = [book.awards[award] for award in (book.awards if awards is None else awards)]
    by_kind = {
        kind: [(one, _asked(one, context)) for one in chosen if one.award.for_ == kind]
        for kind in ("individual", "collective")
    }
    for candidate in candidates:
        dossier = index(candidate, context)
        for requirements, asked in by_kind[candidate.kind]:
            yield _verdict(dossier, requirements, asked)


def _asked(requirements: Requirements, context: Context) -> Asked:
    book = requirements.book
    return Asked(requirements.award.id, book.id, book.version, book.hash, context.day, context.year)


def _verdict(dossier: Dossier, requirements: Requirements, asked: Asked) -> Verdict:
    tree = requirements.tree(dossier)
    assert tree is not None  # noqa: S101  (nothing is being made when a verdict is asked for)
    bars = requirements.bars(dossier, EARLIEST)
    start = dossier.restarts[requirements.restart]
    return Verdict(
        dossier.candidate.id,
        asked,
        OUTCOMES[bars.status, tree.status],
        bars.parts,
        tree,
        None if start == EARLIEST else start,
    )


@attrs.frozen
class _Binder:
    """Puts one award of one book to work, among all the books in force."""

    award: Award
    home: Rulebook
    books: Sequence[Rulebook]
    resolver: _Resolver

    def bind(self, awards: Mapping[str, Requirements], *, met_elsewhere: bool) -> Requirements:
        bars = [bar for book in self.books if self._acts(book) for bar in book.bars]
        disciplines = any(bar.restart and isinstance(bar.when, UnderDiscipline) for bar in bars)
        proceedings = any(bar.restart and isinstance(bar.when, UnderProceeding) for bar in bars)
        restart = disciplines + 2 * proceedings
        compiler = _Compiler(self.award.id, restart, awards)
        clause = self._clause()
        barred = Clause(AnyOf(tuple(self.resolver.resolve(bar.clause(), None, None) for bar in bars)))
        read_bars, read = compiler.clause(barred, "plain"), compiler.clause(clause, "plain")
        return Requirements(self.award, self.home, clause, read_bars, restart, read, met_elsewhere)

    def _clause(self) -> Clause:
        award, resolve = self.award, self.resolver.resolve
        own = resolve(award.require, award.basis, award.evidence)
        further = [extend for book in self.books for extend in book.extends if extend.award == award.id]
        if not further:
            return own
        parts = (own, *(resolve(extend.require, extend.basis, extend.evidence) for extend in further))
        evidence = award.evidence or "unconfirmed"
        return Clause(All(parts), basis=award.basis, evidence=evidence, file=award.file, line=award.line)

    def _acts(self, book: Rulebook) -> bool:
        return book is self.home or any(extend.award == self.award.id for extend in book.extends)


@attrs.frozen
class _Resolver:
    """Gives each clause the basis and evidence of the nearest one around it that has them, and its confirmation."""

    award: str
    confirmed: Mapping[tuple[str, str, str, str], Confirm]
    anyhow: Confirm | None

    def resolve(self, clause: Clause, basis: Basis | None, evidence: Evidence | None) -> Clause:
        basis = clause.basis or basis
        evidence = clause.evidence or evidence
        parts = tuple(
            self.resolve(part, basis, evidence) for _, inside in parts_of(clause.condition) for part in inside
        )
        confirmed = self.anyhow
        if basis is not None:
            confirmed = self.confirmed.get((self.award, basis.source, basis.article, basis.clause), confirmed)
        condition = with_parts(clause.condition, parts)
        return attrs.evolve(
            clause, condition=condition, basis=basis, evidence=evidence or "unconfirmed", confirmed=confirmed
        )


@attrs.frozen
class _Compiler:
    """Makes of each clause the function that makes its node."""

    award: str
    restart: int
    awards: Mapping[str, Requirements]

    def clause(self, clause: Clause, place: Place) -> Read:
        condition = clause.condition
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
        readers = [self.clause(part, place) for _, inside in parts_of(clause.condition) for part in inside]
        nodes: dict[tuple[Node, ...], Node] = {}

        def read(dossier: Dossier, at: int) -> Node:
            parts = tuple([reader(dossier, at) for reader in readers])
            node = nodes.get(parts)
            if node is None:
                if len(nodes) >= KEPT:
                    nodes.clear()
                node = nodes[parts] = _joined(clause, parts)
            return node

        return read

    def _meets(self, clause: Clause, condition: Meets) -> Read:
        awards, trusted = self.awards, clause.trusted

        def read(dossier: Dossier, _: int) -> Node:
            requirements = awards.get(condition.award)
            tree = None if requirements is None else requirements.tree(dossier)
            if tree is None:
                return Node(clause, UNKNOWN)
            return Node(clause, tree.status if trusted else UNKNOWN, None, (tree,))

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
            before = attrs.evolve(clause, condition=After(condition.after or "", length), text=None)
            after = self._leaf(before, "plain")
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
    last_open = year if dossier.is_open(year) else dossier.first - 1
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
    if not node.parts or isinstance(node.clause.condition, Meets):
        return Node(node.clause, UNKNOWN, node.read, node.parts)
    return _joined(node.clause, tuple(_unsettled(part) for part in node.parts), node.read)
