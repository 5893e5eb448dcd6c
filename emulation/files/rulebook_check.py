"""Rulebooks checked as files: what they say, their cases run, and one book beside another.

`check_books` is for rulebooks by themselves, `check_awards` for those that the ``rules.toml`` of a bloc folder names.
"""

from __future__ import annotations

import hashlib
import re
from datetime import date
from typing import TYPE_CHECKING

import attrs

from emulation.awards.check import check, check_cases, check_versions
from emulation.awards.rulebook import Rulebook, stale
from emulation.bloc import Bloc
from emulation.files.consequences import Mistakes, common
from emulation.files.document import Document, read_document
from emulation.files.eligibility import (
    CANDIDATES,
    FOLLOWING,
    RULES,
    candidates_file,
    meant_book,
    period_known,
    read_eligibility,
)
from emulation.files.folder import FolderUnusableError
from emulation.files.meant import understood
from emulation.files.rulebooks import read_rulebook, rulebook_of, shipped_texts
from emulation.frozen import frozen

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from emulation.files.eligibility import Eligibility
    from emulation.files.folder import Folder
    from emulation.finding import Finding

_NO_BOOK = frozenset({"no-rule-in-force", "unknown-rulebook", "overlapping-versions"})


@frozen
class _Read:
    document: Document
    book: Rulebook


def is_rulebook(content: bytes) -> bool:
    """Whether the bytes are, or begin to be, TOML with a table ``[rulebook]``."""
    document, _ = read_document("", content)
    if document is None:  # it is to be told what keeps it from being one
        return re.search(rb"^\s*\[rulebook\]", content, re.MULTILINE) is not None
    return "rulebook" in document.data


def check_books(contents: Mapping[str, bytes], today: date | None = None) -> tuple[Finding, ...]:
    """All that is wrong with rulebooks keyed by file name: read, checked beside each other, their cases run.

    A book that refers to awards which none of them defines is read beside the shipped books of its period. One that
    nobody has reviewed for a year before ``today`` is a warning.
    """
    findings: list[Finding] = []
    written: list[_Read] = []
    meant: list[tuple[_Read, _Read]] = []
    mistakes = Mistakes()
    for file, content in contents.items():
        document, problems = read_document(file, content)
        findings += problems
        if document is None:
            continue
        book, _ = rulebook_of(document, hashlib.sha256(content).hexdigest())
        if book is not None:
            written.append(_Read(document, book))
            meant.append((written[-1], written[-1]))
            continue
        understood_, problems = understood(document, Rulebook, mistakes)
        findings += (document.locate(problem) for problem in problems)
        if understood_.meant is not None:
            first, second = (attrs.evolve(one, file=file) for one in understood_.meant)
            meant.append((_Read(document, first), _Read(document, second)))
    missing = len(meant) < len(contents)
    checked = [list(_check_beside([both[which] for both in meant], written, mistakes)) for which in (0, 1)]
    for one, finding in common(*checked):
        follows = (missing and finding.code in FOLLOWING) or mistakes.explain(one.file, finding)
        findings += () if follows else (one.locate(finding),)
    for read in written:
        findings += _late(read.book, read.document, today)
    return _sorted(findings)


def _check_beside(
    read: Sequence[_Read], written: Sequence[_Read], mistakes: Mistakes
) -> Iterator[tuple[Document, Finding]]:
    """What is wrong with each of some books that stand beside each other; cases are run of those read as written."""
    for one in read:
        beside = [other.book for other in read if _beside(other.book, one.book)]
        yield from ((one.document, finding) for finding in _check_one(one.book, beside, cases=one in written))
    dated = [one for one in read if period_known(one.book, mistakes)]
    for place, finding in check_versions([one.book for one in dated]):
        yield dated[place].document, finding


def _late(book: Rulebook, document: Document, today: date | None) -> Iterator[Finding]:
    late = None if today is None else stale(book, today)
    if late is not None:
        yield document.locate(late)


def _beside(other: Rulebook, book: Rulebook) -> bool:
    periods = (other.received, book.received)
    return other.id != book.id and (any(one.reversed for one in periods) or periods[0].overlaps(periods[1]))


def _check_one(book: Rulebook, beside: Sequence[Rulebook], *, cases: bool) -> Iterator[Finding]:
    problems = tuple(check(book, beside))
    if _unknown(problems):
        wider = [*beside, *_shipped_beside(book)]
        again = tuple(check(book, wider))
        if len(_unknown(again)) < len(_unknown(problems)):
            beside, problems = wider, again
    yield from problems
    if cases and not any(finding.severity == "error" for finding in problems):
        yield from check_cases(book, beside)


def _unknown(findings: Iterable[Finding]) -> list[Finding]:
    return [finding for finding in findings if finding.code == "unknown-award"]


def _shipped_beside(book: Rulebook) -> list[Rulebook]:
    """Of each shipped book of another id, the latest version whose period overlaps that of ``book``."""
    latest: dict[str, Rulebook] = {}
    for file, content in shipped_texts().items():
        shipped, _ = read_rulebook(file, content)
        if shipped is not None and _beside(shipped, book):
            latest[shipped.id] = shipped
    return list(latest.values())


def check_awards(folder: Folder, today: date | None = None) -> tuple[Finding, ...]:
    """All that is wrong with the local rules, candidates and local rulebooks of a folder; the books' cases are run.

    Books are checked as they stand together on a day on which all of them are in force; which that is follows from
    the year under review and from their periods. Without ``rules.toml`` the candidates are checked alone. A folder
    whose bloc cannot be read has none. A local book that nobody has reviewed for a year before ``today`` is a warning.
    """
    if RULES not in folder.documents and candidates_file(folder) not in folder.documents:
        return ()
    try:
        asked = _in_force(folder)
    except FolderUnusableError:
        return ()
    absent = {RULES, CANDIDATES} - folder.sources.keys()
    findings = [one for one in asked.findings if not (one.code == "missing-file" and one.file in absent)]
    findings += _other_versions(folder, asked)
    local = [book for book in asked.rulebooks if book.file in folder.documents]
    broken = {one.file for one in findings if one.severity == "error"}
    for book in local:
        findings += (one for one in _late(book, folder.documents[book.file], today) if one not in findings)
        if book.file not in broken:
            beside = [other for other in asked.rulebooks if other is not book]
            findings += (folder.documents[book.file].locate(one) for one in check_cases(book, beside))
    return _sorted(findings)


def _other_versions(folder: Folder, asked: Eligibility) -> Iterator[Finding]:
    """What is wrong with the versions of local books that are not in force with the rest; their cases are run."""
    for file in dict.fromkeys(asked.rules.books):
        if file not in folder.documents or any(book.file == file for book in asked.rulebooks):
            continue
        mistakes = Mistakes()
        book, _ = meant_book(folder, file, mistakes)
        day = None if book is None else book.received.from_ or book.received.until
        if book is None or day is None or not period_known(book, mistakes):
            continue
        then = read_eligibility(folder, day)
        own = [one for one in without_consequences(then.findings) if one.file == file and one not in asked.findings]
        yield from own
        if not any(one.severity == "error" for one in (*asked.findings, *own) if one.file == file):
            for version in then.rulebooks:
                if version.file == file:
                    beside = [other for other in then.rulebooks if other is not version]
                    yield from (folder.documents[file].locate(one) for one in check_cases(version, beside))


def _in_force(folder: Folder) -> Eligibility:
    """What the folder says about awards on the first of some likely days on which all its books are in force."""
    first: Eligibility | None = None
    for day in _days(folder):
        asked = read_eligibility(folder, day)
        asked = attrs.evolve(asked, findings=without_consequences(asked.findings))
        if not any(finding.code in _NO_BOOK for finding in asked.findings):
            return asked
        first = first or asked
    assert first is not None  # noqa: S101  (there is always the end of a year)
    return first


def _days(folder: Folder) -> Iterator[date]:
    """The end of the year under review, the following spring, and the ends of the local books' periods."""
    document = folder.documents.get(RULES)
    rules = None if document is None else document.data.get("rules")
    year = rules.get("year") if isinstance(rules, dict) else None
    last = year if isinstance(year, int) else _bloc_year(folder)
    last = min(max(last, date.min.year), date.max.year - 1)
    yield date(last, 12, 31)
    yield date(last + 1, 3, 31)
    for file, document in folder.documents.items():
        if "rulebook" in document.data:
            mistakes = Mistakes()
            book, _ = meant_book(folder, file, mistakes)
            if book is not None and period_known(book, mistakes):
                yield from (day for day in (book.received.until, book.received.from_) if day is not None)


def _bloc_year(folder: Folder) -> int:
    """The bloc's year, or what is probably meant by it."""
    bloc = understood(folder.documents.get("bloc.toml"), Bloc, Mistakes())[0].reading(0)
    return (bloc or folder.bloc).year


def without_consequences(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """The findings, without those that only follow from a book that is not in force."""
    if not any(finding.code in _NO_BOOK for finding in findings):
        return tuple(findings)
    return tuple(finding for finding in findings if finding.code not in FOLLOWING)


def _sorted(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    return tuple(sorted(findings, key=lambda one: (one.file, one.line or 0)))
