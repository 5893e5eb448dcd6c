"""Judging: a candidate's record against what an award requires.

Rulebooks are put to work once (`bind`): clauses get the basis and evidence that hold for them, confirmations are
matched, local books joined in, and each condition becomes a function that makes its node. Then `judge` asks as often
as one likes. What has been read of one candidate is kept in its `Dossier`; pass that instead of the candidate where
several awards are judged.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, TypeAlias

import attrs

from emulation.awards.conditions import (
    After,
    All,
    Clause,
    Confirm,
    EveryYear,
    Meets,
    Some,
    UnderDiscipline,
    Window,
    parts_of,
    with_parts,
)
from emulation.awards.dossier import EARLIEST, Dossier, index
from emulation.awards.leaves import looker
from emulation.awards.rulebook import Award, Rulebook
from emulation.awards.verdict import MET, NOT_MET, UNKNOWN, Asked, Node, Verdict, settle

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from emulation.awards.conditions import Basis, Evidence
    from emulation.awards.dossier import Context
    from emulation.awards.facts import Candidate
    from emulation.awards.leaves import Place
    from emulation.awards.rulebook import Bar, VerdictStatus

Read: TypeAlias = "Callable[[Dossier, int], Node]"

KEPT = 4096
"""The most nodes that one clause keeps to hand out again: most candidates share what is read of them."""

LONGEST = 60
"""Years that a window reaches back where it may have begun before any record; no career is longer."""


@attrs.frozen(eq=False)
class Requirements:
    """One award put to work: its merged clause, its bars, and which restarts act on it."""

    award: Award
    book: Rulebook
    clause: Clause
    bars: tuple[Read, ...]
    restart: int
    read: Read

    def tree(self, dossier: Dossier) -> Node | None:
        """The requirements' node, made once for a dossier; ``None`` while it is being made (a cycle of ``meets``)."""
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
    confirmed = {(one.award, one.source, one.article, one.clause): one for one in confirms}
    awards: dict[str, Requirements] = {}
    for book in books:
        for award in book.awards:
            if award.id not in awards:
                awards[award.id] = _requirements(award, book, books, confirmed, awards, all_confirmed=all_confirmed)
    return Book(awards)


def judge(candidate: Candidate | Dossier, award: str, book: Book, context: Context) -> Verdict:
    """The verdict on one candidate for one award, with every condition evaluated.

    Raises:
        KeyError: no book in force defines the award.
        ValueError: the award is for the other kind of candidate.
    """
    dossier = candidate if isinstance(candidate, Dossier) else index(candidate, context)
    requirements = book.awards[award]
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
    return Asked(book.id, book.version, book.hash, context.day, context.year)


def _verdict(dossier: Dossier, requirements: Requirements, asked: Asked) -> Verdict:
    award, candidate = requirements.award, dossier.candidate
    if candidate.kind != award.for_:
        raise ValueError(f"{award.id!r} is for {award.for_}s; {candidate.id!r} is of kind {candidate.kind!r}")
    tree = requirements.tree(dossier)
    assert tree is not None  # noqa: S101  (nothing is being made when a verdict is asked for)
    status: VerdictStatus = "eligible"
    if tree.status is not MET:
        status = "not-eligible" if tree.status is NOT_MET else "unknown"
    bars = tuple([bar(dossier, EARLIEST) for bar in requirements.bars])
    for bar in bars:
        if bar.status is MET:
            status = "barred"
        elif bar.status is UNKNOWN and status == "eligible":
            status = "unknown"
    start = dossier.restarts[requirements.restart]
    return Verdict(candidate.id, award.id, status, bars, tree, asked, None if start == EARLIEST else start)


def _requirements(
    award: Award,
    book: Rulebook,
    books: Sequence[Rulebook],
    confirmed: Mapping[tuple[str, str, str, str], Confirm],
    awards: Mapping[str, Requirements],
    *,
    all_confirmed: bool,
) -> Requirements:
    anyhow = Confirm(award.id, "", "", "") if all_confirmed else None
    resolver = _Resolver(award.id, confirmed, anyhow)
    own = resolver.resolve(award.require, award.basis, award.evidence)
    extends = [
        resolver.resolve(extend.require, extend.basis, extend.evidence)
        for other in books
        for extend in other.extends
        if extend.award == award.id
    ]
    clause = own
    if extends:
        whole = Clause(All((own, *extends)), basis=award.basis, evidence=award.evidence or "unconfirmed")
        clause = attrs.evolve(whole, file=award.file, line=award.line)
    bars = [bar for other in books for bar in _bars(other, award, book)]
    restart = 0
    for bar in bars:
        if bar.restart:
            restart |= 1 if isinstance(bar.when, UnderDiscipline) else 2
    compiler = _Compiler(award.id, restart, awards)
    return Requirements(
        award,
        book,
        clause,
        tuple(compiler.clause(resolver.resolve(bar.clause(), None, None), "plain") for bar in bars),
        restart,
        compiler.clause(clause, "plain"),
    )


def _bars(book: Rulebook, award: Award, home: Rulebook) -> tuple[Bar, ...]:
    acts = book is home or any(extend.award == award.id for extend in book.extends)
    return book.bars if acts else ()


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
    if latest == year:
        return year + 1, year + 1
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
