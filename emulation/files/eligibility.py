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
from emulation.files.folder import CANDIDATE_TABLES, read_folder
from emulation.files.rulebooks import candidates_of, read_rulebook, rulebook_of, rules_of, shipped_texts
from emulation.finding import Finding, choices, error
from emulation.frozen import frozen
from emulation.pledge import fulfilled, over_fulfilled

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from emulation.awards.dossier import Standing
    from emulation.awards.facts import Vote
    from emulation.files.folder import Folder
    from emulation.meeting.minutes import Minutes
    from emulation.pledge import Pledge
    from emulation.text import Text

RULES, CANDIDATES = "rules.toml", "candidates.toml"


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
    findings: list[Finding] = []
    rules = _rules(folder, findings)
    candidates = _candidates(folder, findings)
    rulebooks = _in_force(folder, rules.books, received, today or received, findings)
    for place, book in enumerate(rulebooks):
        if book.file in folder.documents:
            beside = [*rulebooks[:place], *rulebooks[place + 1 :]]
            findings += (folder.documents[book.file].locate(finding) for finding in check(book, beside))
    awards = {award.id: award.for_ for book in rulebooks for award in book.awards}
    units = [unit.id for unit in folder.bloc.units]
    if RULES in folder.documents:
        found = check_rules(rules, rulebooks, candidates.candidates)
        findings += (folder.documents[RULES].locate(finding) for finding in found)
    if (file := candidates_file(folder)) in folder.documents:
        found = facts.check(candidates, units, awards)
        findings += (folder.documents[file].locate(finding) for finding in found)
    context = Context(
        received,
        year or rules.year or folder.bloc.year,
        candidates.records_complete_from,
        candidates.records_complete_until,
        {candidate.id: candidate for candidate in candidates.candidates},
        frozenset(units),
        folder.bloc.year,
        folder.bloc.organised_by,
        outcomes(folder.pledges, received),
        standings,
        polls or {},
    )
    named = tuple((one.candidate, one.award) for one in rules.nominations)
    everybody = ((one.id, award) for one in candidates.candidates for award, kind in awards.items() if kind == one.kind)
    pairs = named or tuple(everybody)
    in_force = bind(rulebooks, rules.confirms)
    return Eligibility(in_force, rulebooks, candidates, rules, context, pairs, tuple(findings))


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


def _rules(folder: Folder, findings: list[Finding]) -> Rules:
    document = folder.documents.get(RULES)
    if document is None:
        if RULES not in folder.sources:
            findings.append(attrs.evolve(error("missing-file", found=RULES), file=RULES))
        return Rules()
    rules, found = rules_of(document)
    findings += found
    return rules or Rules()


def candidates_file(folder: Folder) -> str:
    """The file that holds the folder's candidates: ``candidates.toml``, unless a table stands in its place."""
    return next((name for name in (CANDIDATES, *CANDIDATE_TABLES) if name in folder.sources), CANDIDATES)


def _candidates(folder: Folder, findings: list[Finding]) -> Candidates:
    file = candidates_file(folder)
    further = [name for name in CANDIDATE_TABLES if name in folder.sources and name != file]
    names = ", ".join((CANDIDATES, *CANDIDATE_TABLES))
    findings += (attrs.evolve(error("one-of", found=name, names=names), file=name) for name in further)
    document = folder.documents.get(file)
    if document is None:
        if file not in folder.sources:
            findings.append(attrs.evolve(error("missing-file", found=file), file=file))
        return Candidates()
    candidates, found = candidates_of(document)
    findings += found
    return candidates or Candidates()


def _in_force(
    folder: Folder, names: Sequence[str], received: date, today: date, findings: list[Finding]
) -> tuple[Rulebook, ...]:
    """Of each book that is named, the version in force on the day.

    A name is a file of the folder, or the id of a book of the package; several files, or a file beside the package's
    book, may be versions of one book as long as their periods do not overlap.
    """
    chosen: dict[str, Rulebook] = {}
    missing: dict[str, tuple[Finding, ...]] = {}
    local: list[Rulebook] = []
    for name in dict.fromkeys(names):
        book: Rulebook | None
        why: tuple[Finding, ...]
        if name.lower().endswith(".toml"):
            book = _local(folder, name, findings)
            if book is None:
                continue
            local.append(book)
            book_id, why = book.id, (error("no-rule-in-force", found=received, book=book.id),)
            book = book if book.received.holds(received) else None
        else:
            book_id = name
            book, why = shipped(name, received)
        if book is None:
            placed = tuple(one if one.file else _in_rules(folder, name, one) for one in why)
            missing.setdefault(book_id, placed)
        elif (other := chosen.setdefault(book_id, book)) is not book and {book.file, other.file} - {*folder.documents}:
            versions = f"{other.version}, {book.version}"
            again = error("overlapping-versions", found=received, book=book_id, versions=versions)
            findings.append(_in_rules(folder, name, again))
    for place, finding in check_versions(local):
        findings.append(folder.documents[local[place].file].locate(finding))
    for book_id, problems in missing.items():
        findings += problems if book_id not in chosen else ()
    for book in chosen.values():
        late = stale(book, today)
        findings += () if late is None else (attrs.evolve(late, file=book.file),)
    return tuple(chosen.values())


def _local(folder: Folder, name: str, findings: list[Finding]) -> Rulebook | None:
    document = folder.documents.get(name)
    if document is None:
        if name not in folder.sources:
            findings.append(_in_rules(folder, name, error("missing-file", found=name, **choices(name, folder.sources))))
        return None
    book, found = rulebook_of(document, folder.sources[name].sha256)
    findings += found
    return book


def _in_rules(folder: Folder, name: str, finding: Finding) -> Finding:
    """The finding, at the place in ``rules.toml`` that names the book."""
    document = folder.documents[RULES]
    names = document.data["rules"]["books"]
    return document.locate(attrs.evolve(finding, path=("rules", "books", names.index(name))))
