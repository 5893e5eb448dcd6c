"""What a bloc folder says about awards: the books in force on the day of receipt, the candidates, the local rules."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import attrs

from emulation.awards import facts
from emulation.awards.check import check, check_rules, check_versions
from emulation.awards.dossier import Context
from emulation.awards.facts import Candidates
from emulation.awards.judging import Book, bind
from emulation.awards.rulebook import PledgeOutcome, Rulebook, Rules, choose, stale
from emulation.bloc import Bloc
from emulation.files.consequences import Mistakes, common
from emulation.files.folder import CANDIDATE_TABLES, Folder, read_folder
from emulation.files.meant import understood
from emulation.files.rulebooks import read_rulebook, rulebook_of, rules_of, shipped_texts
from emulation.finding import Finding, choices, error
from emulation.frozen import frozen
from emulation.pledge import fulfilled, over_fulfilled
from emulation.procedure import Procedure

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from emulation.awards.dossier import Standing
    from emulation.awards.facts import Vote
    from emulation.meeting.minutes import Minutes
    from emulation.pledge import Pledge
    from emulation.text import Text

RULES, CANDIDATES, PROCEDURE = "rules.toml", "candidates.toml", "procedure.toml"

ELIGIBLE = "eligible:"
"""How the candidates of a poll begin that are those eligible for an award."""

FOLLOWING = frozenset({"unknown-award", "unknown-source", "confirms-nothing"})
"""What is found where a rulebook is missing though nothing is wrong there."""


@frozen
class Eligibility:
    """All that verdicts are made of.

    ``rulebooks`` are those in force, each the version that governs a dossier received on the context's day; ``book``
    is what they come to, confirmations included. ``pairs`` are the candidate and award of each question, in the order
    of the nominations, or without any, everybody with every award of their kind. With errors among ``findings``
    something may be missing from the rest.
    """

    book: Book
    rulebooks: tuple[Rulebook, ...]
    candidates: Candidates
    rules: Rules
    context: Context
    pairs: tuple[tuple[str, str], ...]
    findings: tuple[Finding, ...]


def read_eligibility(
    folder: Folder,
    received: date,
    year: int | None = None,
    standings: Mapping[str, Standing] | None = None,
    polls: Mapping[str, Mapping[str, Vote]] | None = None,
    today: date | None = None,
) -> Eligibility:
    """What the folder says about awards, for dossiers received on that day.

    ``year`` is the year under review, else that of ``rules.toml``, else the bloc's. ``standings`` are given once they
    are released, ``polls`` (by id, then candidate) once they are closed. A book that nobody has reviewed for a year
    before ``today`` (the day of receipt, unless said) is a warning.
    """
    first = _Reader(folder)
    asked = first.read(received, year, standings, polls, today or received)
    if any(first.mistakes.unsure.values()):
        second = _Reader(folder, which=1).read(received, year, standings, polls, today or received)
        asked = attrs.evolve(asked, findings=tuple(common(asked.findings, second.findings)))
    return asked


def names(folder: Folder, on: date) -> dict[str, Text]:
    """What the folder's candidates and the awards of the rulebooks in force on that day are called, by id."""
    asked = read_eligibility(folder, on)
    awards = {award.id: award.name for book in asked.rulebooks for award in book.awards}
    return awards | {candidate.id: candidate.name for candidate in asked.candidates.candidates}


def called_in(minutes: Minutes) -> dict[str, Text]:
    """What the candidates and awards of a meeting's nominations are called by the files that it worked by, by id."""
    if not minutes.nominations:
        return {}
    from emulation.meeting.evolve import reconfigured  # noqa: PLC0415  (checking a folder takes no meeting)

    sources = minutes.opened.event.sources
    for change in minutes.reconfigured:
        sources = reconfigured(sources, change.event)
    return names(read_folder(sources, checked=True), minutes.last.date())


def outcomes(pledges: Iterable[Pledge], on: date) -> dict[str, PledgeOutcome]:
    """How each unit's pledge came out by that day; a unit of which that is not known is not there."""
    found: dict[str, PledgeOutcome] = {}
    for pledge in pledges:
        whole = fulfilled(pledge, on)
        if whole is not None:
            over = over_fulfilled(pledge, on)
            found[pledge.unit] = "over-fulfilled" if over else "fulfilled" if whole else "not-fulfilled"
    return found


def shipped(book_id: str, received: date) -> tuple[Rulebook | None, tuple[Finding, ...]]:
    """The version of a book of the package that governs a dossier received on that day, or why there is none.

    Only the governing version is read whole; of the others, the head.
    """
    texts = shipped_texts()
    heads = [head for file, text in texts.items() if (head := _head(file, text)) is not None]
    chosen = choose(heads, book_id, received)
    if isinstance(chosen, Finding):
        return None, (chosen,)
    return read_rulebook(chosen.file, texts[chosen.file])


def _head(file: str, text: bytes) -> Rulebook | None:
    """The book without what it says: its table ``[rulebook]`` stands before all lists."""
    lists = re.search(rb"^\[\[", text, re.MULTILINE)
    head, _ = read_rulebook(file, text if lists is None else text[: lists.start()])
    return head if head is not None else read_rulebook(file, text)[0]


def candidates_file(folder: Folder) -> str:
    """The file that holds the folder's candidates: ``candidates.toml``, unless a table stands in its place."""
    return next((name for name in (CANDIDATES, *CANDIDATE_TABLES) if name in folder.sources), CANDIDATES)


def meant_book(folder: Folder, file: str, mistakes: Mistakes, which: int = 0) -> tuple[Rulebook | None, list[Finding]]:
    """The rulebook in a file of the folder as it is written, or one of two readings of what is meant (see `mend`)."""
    document = folder.documents[file]
    book, _ = rulebook_of(document, folder.sources[file].sha256)
    if book is not None:
        return book, []
    meant, found = understood(document, Rulebook, mistakes)
    book = meant.reading(which)
    return None if book is None else attrs.evolve(book, file=file), [document.locate(finding) for finding in found]


def period_known(book: Rulebook, mistakes: Mistakes) -> bool:
    """Whether the days of receipt for which a book holds are such that it can hold on any."""
    unsure = mistakes.unsure.get(book.file, ())
    return not book.received.reversed and not any(path[:2] == ("rulebook", "received")[: len(path)] for path in unsure)


@attrs.define
class _Reader:
    """Reads what the folder says about awards; ``which`` of two readings, where nobody can say what is meant."""

    folder: Folder
    which: int = 0
    findings: list[Finding] = attrs.field(factory=list)
    mistakes: Mistakes = attrs.field(factory=Mistakes)
    books_missing: bool = False

    def read(
        self,
        received: date,
        year: int | None,
        standings: Mapping[str, Standing] | None,
        polls: Mapping[str, Mapping[str, Vote]] | None,
        today: date,
    ) -> Eligibility:
        """See `read_eligibility`."""
        bloc = self._bloc()
        rules, candidates = self._rules(), self._candidates()
        governing, aside = self._in_force(rules.books if rules else (), received, today)
        for book in (*governing, *aside):
            beside = [other for other in governing if other.id != book.id]
            self._found(book.file, check(book, beside))
        awards = {award.id: award.for_ for book in (*governing, *aside) for award in book.awards}
        units = [unit.id for unit in bloc.units]
        if rules is not None:
            people = None if candidates is None else candidates.candidates
            self._found(RULES, check_rules(rules, governing, people))
        if candidates is not None:
            known = None if rules is None else awards
            self._found(candidates_file(self.folder), facts.check(candidates, units, known))
        if awards:
            self._found(PROCEDURE, self._polls(awards))
        rules, candidates = rules or Rules(), candidates or Candidates()
        context = Context(
            received,
            year or rules.year or bloc.year,
            candidates.records_complete_from,
            candidates.records_complete_until,
            {candidate.id: candidate for candidate in candidates.candidates},
            frozenset(units),
            bloc.year,
            bloc.organised_by,
            outcomes(self.folder.pledges, received),
            standings,
            polls or {},
        )
        named = tuple((one.candidate, one.award) for one in rules.nominations)
        everybody = (
            (one.id, award) for one in candidates.candidates for award, kind in awards.items() if kind == one.kind
        )
        pairs = named or tuple(everybody)
        in_force = bind(governing, rules.confirms)
        return Eligibility(in_force, governing, candidates, rules, context, pairs, tuple(self.findings))

    def _found(self, file: str, findings: Iterable[Finding]) -> None:
        """Takes findings about a file of the folder, without those that a mistake that is told already explains."""
        document = self.folder.documents.get(file)
        for finding in findings:
            follows = (self.books_missing and finding.code in FOLLOWING) or self.mistakes.explain(file, finding)
            if document is not None and not follows:
                self.findings.append(document.locate(finding))

    def _bloc(self) -> Bloc:
        """The bloc, whose mistakes are among the folder's own findings."""
        bloc, _ = understood(self.folder.documents.get("bloc.toml"), Bloc, self.mistakes)
        return bloc.reading(self.which) or self.folder.bloc

    def _rules(self) -> Rules | None:
        """The local rules, or ``None`` where they are not there or cannot be read."""
        document = self.folder.documents.get(RULES)
        if document is None:
            if RULES not in self.folder.sources:
                self.findings.append(attrs.evolve(error("missing-file", found=RULES, rules=RULES), file=RULES))
            return None
        rules, _ = rules_of(document)
        if rules is not None:
            return rules
        meant, found = understood(document, Rules, self.mistakes)
        self.findings += (document.locate(finding) for finding in found)
        return meant.reading(self.which)

    def _polls(self, awards: Mapping[str, object]) -> Iterator[Finding]:
        """An error for each poll on those who are eligible for an award that no book in force has."""
        document = self.folder.documents.get(PROCEDURE)
        procedure = understood(document, Procedure, self.mistakes)[0].reading(self.which) or Procedure()
        for place, poll in enumerate(procedure.polls):
            if isinstance(poll.candidates, str) and poll.candidates.startswith(ELIGIBLE):
                award = poll.candidates.removeprefix(ELIGIBLE)
                if award not in awards:
                    yield error("unknown-award", "poll", place, "candidates", found=award, **choices(award, awards))

    def _candidates(self) -> Candidates | None:
        """The candidates, or ``None`` where they are not there or cannot be read."""
        file = candidates_file(self.folder)
        further = [name for name in CANDIDATE_TABLES if name in self.folder.sources and name != file]
        names = ", ".join((CANDIDATES, *CANDIDATE_TABLES))
        self.findings += (attrs.evolve(error("one-of", found=name, names=names), file=name) for name in further)
        document = self.folder.documents.get(file)
        if document is None:
            if file not in self.folder.sources:
                self.findings.append(attrs.evolve(error("missing-file", found=file, candidates=file), file=file))
            return None
        candidates, found = understood(document, Candidates, self.mistakes)
        self.findings += (document.locate(finding) for finding in found)
        return candidates.reading(self.which)

    def _in_force(
        self, names: Sequence[str], received: date, today: date
    ) -> tuple[tuple[Rulebook, ...], tuple[Rulebook, ...]]:
        """Of each book that is named, the version in force on the day; and those whose days nobody can tell.

        A name is a file of the folder, or the id of a book of the package; several files, or a file beside the
        package's book, may be versions of one book as long as their periods do not overlap. A book whose days nobody
        can tell is taken for the one in force where no other version of it is.
        """
        chosen: dict[str, Rulebook] = {}
        missing: dict[str, tuple[Finding, ...]] = {}
        local: list[Rulebook] = []
        undated: list[Rulebook] = []
        for name in dict.fromkeys(names):
            book: Rulebook | None
            why: tuple[Finding, ...]
            if name.lower().endswith(".toml"):
                book = self._local(name)
                if book is None:
                    self.books_missing = True
                    continue
                if not period_known(book, self.mistakes):
                    undated.append(book)
                    continue
                local.append(book)
                book_id, why = book.id, (error("no-rule-in-force", found=received, book=book.id),)
                book = book if book.received.holds(received) else None
            else:
                book_id = name
                book, why = shipped(name, received)
            if book is None:
                placed = tuple(one if one.file else self._in_rules(name, one) for one in why)
                missing.setdefault(book_id, placed)
            elif (other := chosen.setdefault(book_id, book)) is not book and {book.file, other.file} - {
                *self.folder.documents
            }:
                versions = f"{other.version}, {book.version}"
                again = error("overlapping-versions", found=received, book=book_id, versions=versions)
                self.findings.append(self._in_rules(name, again))
        for place, finding in check_versions(local):
            self._found(local[place].file, [finding])
        aside = tuple(book for book in undated if chosen.setdefault(book.id, book) is not book)
        for book_id, problems in missing.items():
            self.findings += problems if book_id not in chosen else ()
        for book in chosen.values():
            late = stale(book, today)
            self.findings += () if late is None else (attrs.evolve(late, file=book.file),)
        return tuple(chosen.values()), aside

    def _local(self, name: str) -> Rulebook | None:
        if name not in self.folder.documents:
            if name not in self.folder.sources:
                near = choices(name, self.folder.sources)
                self.findings.append(self._in_rules(name, error("missing-file", found=name, **near)))
            return None
        book, found = meant_book(self.folder, name, self.mistakes, self.which)
        self.findings += found
        return book

    def _in_rules(self, name: str, finding: Finding) -> Finding:
        """The finding, at the place in ``rules.toml`` that names the book."""
        document = self.folder.documents[RULES]
        rules = document.data.get("rules")
        names = rules.get("books") if isinstance(rules, dict) else None
        place = (names.index(name),) if isinstance(names, list) and name in names else ()
        return document.locate(attrs.evolve(finding, path=("rules", "books", *place)))
