"""Judging: a candidate's record against what an award requires.

Rulebooks are put to work once (`bind`): clauses get the basis and evidence that hold for them, confirmations are
matched, local books joined in, and each condition becomes a function that makes its node. Then `judge` asks as often
as one likes. What has been read of one candidate is kept in its `Dossier`; pass that instead of the candidate where
several awards are judged.

Which clauses apply follows from the day of receipt. That is settled once between two changes (`Book.on`), never for a
candidate.
"""

from __future__ import annotations

import bisect
from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

import attrs

from emulation.awards.compiling import Compiler, Read, Tree
from emulation.awards.conditions import (
    All,
    AnyOf,
    Clause,
    Confirm,
    Meets,
    UnderDiscipline,
    UnderProceeding,
    applies,
    parts_of,
    walk,
    with_parts,
)
from emulation.awards.dossier import EARLIEST, Dossier, index
from emulation.awards.rulebook import Award, Bar, Rulebook
from emulation.awards.verdict import MET, NOT_MET, SKIPPED, UNKNOWN, Asked, Node, Status, Verdict
from emulation.frozen import frozen

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from emulation.awards.conditions import Basis, Evidence
    from emulation.awards.dossier import Context
    from emulation.awards.facts import Candidate
    from emulation.awards.rulebook import VerdictStatus

OUTCOMES: dict[tuple[Status, Status], VerdictStatus] = {
    (barred, tree): "barred" if barred == MET else "not-eligible" if tree == NOT_MET else open_or_not
    for barred in (MET, NOT_MET, UNKNOWN, SKIPPED)
    for tree in (MET, NOT_MET, UNKNOWN, SKIPPED)
    for open_or_not in ("unknown" if UNKNOWN in (barred, tree) or tree == SKIPPED else "eligible",)
}
"""The verdict that follows from the bars and the tree; nobody is eligible where no requirement applies."""


@attrs.frozen(eq=False)
class Bars:
    """The bars of one or more awards put to work, as a group that is met when any of them is."""

    clause: Clause
    read: Read

    def node(self, dossier: Dossier) -> Node:
        """The group's node, made once for a dossier."""
        key = id(self.clause)
        node = dossier.fulfilled.get(key)
        if node is None:
            node = dossier.fulfilled[key] = self.read(dossier, EARLIEST)
        return node


@attrs.frozen(eq=False)
class Requirements:
    """One award put to work: its merged clause, its bars, which restarts act on it, and how to read it.

    ``met_elsewhere``: other awards ask for it with ``meets``, so that its node is worth keeping.
    """

    award: Award
    book: Rulebook
    clause: Clause
    bars: Bars
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
    """The rulebooks in force for a dossier, put to work; ``awards`` are keyed by id, in the order of the books.

    ``changes`` are the days from which other clauses apply than on the day before. Where there are any, ``awards`` is
    for looking up alone, with every clause in it; `on` gives the book by which to judge.
    """

    awards: Mapping[str, Requirements]
    changes: tuple[date, ...] = ()
    bind: Callable[[date], Book] | None = None
    stretches: dict[int, Book] = attrs.field(factory=dict)

    def on(self, received: date) -> Book:
        """The book with the clauses that apply to dossiers received on that day, made once between two changes."""
        if self.bind is None:
            return self
        stretch = bisect.bisect_right(self.changes, received)
        if stretch not in self.stretches:
            self.stretches[stretch] = self.bind(received)
        return self.stretches[stretch]


def bind(books: Sequence[Rulebook], confirms: Iterable[Confirm] = (), *, all_confirmed: bool = False) -> Book:
    """The books put to work, each the version that governs the dossier (`rulebook.choose`).

    Requirements that a book adds with ``extend`` are joined to the award's own by ``all``. A book's bars act on the
    awards that it defines or extends. ``all_confirmed`` takes every clause as confirmed, for testing rules whose
    evidence is weak.
    """
    by_award = {(one.award, one.source, one.article, one.clause): one for one in confirms}
    awards = _bind(books, by_award, None, all_confirmed=all_confirmed)
    dates = changes(books)
    if not dates:
        return Book(awards)
    return Book(awards, dates, lambda day: Book(_bind(books, by_award, day, all_confirmed=all_confirmed)))


def changes(books: Iterable[Rulebook]) -> tuple[date, ...]:
    """The days, ascending, from which other clauses of the books apply than on the day before."""
    required = [award.require for book in books for award in book.awards]
    required += [extend.require for book in books for extend in book.extends]
    dated: list[Clause | Bar] = [bar for book in books for bar in book.bars]
    dated += [clause for whole in required for _, clause in walk(whole)]
    begin = {one.from_ for one in dated if one.from_ is not None}
    end = {one.until + timedelta(1) for one in dated if one.until is not None and one.until < date.max}
    return tuple(sorted(begin | end))


def _bind(
    books: Sequence[Rulebook],
    confirmed: Mapping[tuple[str, str, str, str], Confirm],
    received: date | None,
    *,
    all_confirmed: bool,
) -> Mapping[str, Requirements]:
    """The awards of the books, as they apply on that day; without one, with all their clauses."""
    defined = [(award, book) for book in books for award in book.awards]
    clauses = [award.require for award, _ in defined] + [extend.require for book in books for extend in book.extends]
    met = {one.condition.award for clause in clauses for _, one in walk(clause) if isinstance(one.condition, Meets)}
    awards: dict[str, Requirements] = {}
    shared: dict[object, Bars] = {}

    def tree_of(award: str, dossier: Dossier) -> Node | None:
        return awards[award].tree(dossier) if award in awards else None

    for award, book in defined:
        if award.id not in awards:
            anyhow = Confirm(award.id, "", "", "") if all_confirmed else None
            binder = _Binder(award, book, books, _Resolver(award.id, confirmed, anyhow, received))
            awards[award.id] = binder.bind(tree_of, shared, met_elsewhere=award.id in met)
    return awards


def judge(candidate: Candidate | Dossier, award: str, book: Book, context: Context) -> Verdict:
    """The verdict on one candidate for one award, with every condition evaluated.

    A dossier brings its own context.

    Raises:
        KeyError: no book in force defines the award.
        ValueError: the award is for the other kind of candidate.
    """
    dossier = candidate if isinstance(candidate, Dossier) else index(candidate, context)
    requirements = book.on(dossier.day).awards[award]
    if dossier.candidate.kind != requirements.award.for_:
        wrong = f"candidate {dossier.candidate.id!r} is of kind {dossier.candidate.kind!r}"
        raise ValueError(f"award {award!r} is for {requirements.award.for_}s; {wrong}")
    return _verdict(dossier, requirements, _asked(requirements, dossier.context))


def judge_all(
    candidates: Iterable[Candidate], book: Book, context: Context, awards: Sequence[str] | None = None
) -> Iterator[Verdict]:
    """The verdict on each candidate for each award of its kind, or for those of ``awards`` that are of its kind.

    Raises:
        KeyError: no book in force defines one of ``awards``.
    """
    book = book.on(context.day)
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
    bars = requirements.bars.node(dossier)
    start = dossier.restarts[requirements.restart]
    return Verdict(
        dossier.candidate.id,
        asked,
        OUTCOMES[bars.status, tree.status],
        bars.parts,
        tree,
        None if start == EARLIEST else start,
    )


@frozen
class _Binder:
    """Puts one award of one book to work, among all the books in force."""

    award: Award
    home: Rulebook
    books: Sequence[Rulebook]
    resolver: _Resolver

    def bind(self, tree: Tree, shared: dict[object, Bars], *, met_elsewhere: bool) -> Requirements:
        bars = [bar for book in self.books if self._acts(book) for bar in book.bars]
        resolved = tuple(self.resolver.resolve(bar.clause(), None, None) for bar in bars)
        restarting = [bar.when for bar, one in zip(bars, resolved, strict=True) if bar.restart and not one.skipped]
        disciplines = any(isinstance(when, UnderDiscipline) for when in restarting)
        proceedings = any(isinstance(when, UnderProceeding) for when in restarting)
        restart = disciplines + 2 * proceedings
        compiler = Compiler(self.award.id, restart, tree)
        clause = self._clause()
        # Awards under the same bars, confirmed alike, share them: each candidate's are read once.
        name = tuple((id(bar), one.confirmed) for bar, one in zip(bars, resolved, strict=True))
        if name not in shared:
            group = Clause(AnyOf(resolved))
            shared[name] = Bars(group, compiler.clause(group, "plain"))
        read = compiler.clause(clause, "plain")
        return Requirements(self.award, self.home, clause, shared[name], restart, read, met_elsewhere)

    def _clause(self) -> Clause:
        award, resolve = self.award, self.resolver.resolve
        own = resolve(award.require, award.basis, award.evidence)
        further = [extend for book in self.books for extend in book.extends if extend.award == award.id]
        if not further:
            return own
        parts = (own, *(resolve(extend.require, extend.basis, extend.evidence) for extend in further))
        evidence = award.evidence or "unconfirmed"
        whole = Clause(All(parts), basis=award.basis, evidence=evidence, file=award.file, line=award.line)
        # What a book adds to an award does not stand in for what the award itself requires.
        return attrs.evolve(whole, skipped=own.skipped)

    def _acts(self, book: Rulebook) -> bool:
        return book is self.home or any(extend.award == self.award.id for extend in book.extends)


@frozen
class _Resolver:
    """Gives each clause the basis and evidence of the nearest one around it that has them, and its confirmation.

    On a day of receipt it also marks those that do not apply.
    """

    award: str
    confirmed: Mapping[tuple[str, str, str, str], Confirm]
    anyhow: Confirm | None
    received: date | None = None

    def resolve(self, clause: Clause, basis: Basis | None, evidence: Evidence | None) -> Clause:
        basis = clause.basis or basis
        evidence = clause.evidence or evidence
        parts = tuple(
            self.resolve(part, basis, evidence) for _, inside in parts_of(clause.condition) for part in inside
        )
        confirmed = self.anyhow
        if basis is not None:
            confirmed = self.confirmed.get((self.award, basis.source, basis.article, basis.clause), confirmed)
        return attrs.evolve(
            clause,
            condition=with_parts(clause.condition, parts),
            basis=basis,
            evidence=evidence or "unconfirmed",
            confirmed=confirmed,
            skipped=self.received is not None and not applies(clause, self.received),
        )
