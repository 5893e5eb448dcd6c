"""Rulebooks checked as files: what they say, their cases run, and one book beside another.

`check_books` is for rulebooks by themselves, `check_awards` for those that the ``rules.toml`` of a bloc folder names.
"""

from __future__ import annotations

import hashlib
from datetime import date
from typing import TYPE_CHECKING

import attrs

from emulation.awards.check import check, check_cases, check_versions
from emulation.awards.rulebook import Rulebook, stale
from emulation.files.document import Document, read_document
from emulation.files.eligibility import CANDIDATES, RULES, read_eligibility
from emulation.files.folder import FolderUnusableError
from emulation.files.rulebooks import read_rulebook, rulebook_of, shipped_texts
from emulation.frozen import frozen

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from emulation.files.eligibility import Eligibility
    from emulation.files.folder import Folder
    from emulation.finding import Finding

_NO_BOOK = frozenset({"no-rule-in-force", "unknown-rulebook", "overlapping-versions"})
_FOLLOWING = frozenset({"unknown-award", "unknown-source", "confirms-nothing"})


@frozen
class _Read:
    document: Document
    book: Rulebook


def is_rulebook(content: bytes) -> bool:
    """Whether the bytes are TOML with a table ``[rulebook]``."""
    document, _ = read_document("", content)
    return document is not None and "rulebook" in document.data


def check_books(contents: Mapping[str, bytes], today: date | None = None) -> tuple[Finding, ...]:
    """All that is wrong with rulebooks keyed by file name: read, checked beside each other, their cases run.

    A book that refers to awards which none of them defines is read beside the shipped books of its period. One that
    nobody has reviewed for a year before ``today`` is a warning.
    """
    findings: list[Finding] = []
    found: list[_Read] = []
    for file, content in contents.items():
        document, problems = read_document(file, content)
        findings += problems
        if document is None:
            continue
        book, problems = rulebook_of(document, hashlib.sha256(content).hexdigest())
        findings += problems
        if book is not None:
            found.append(_Read(document, book))
    for one in found:
        beside = [other.book for other in found if _beside(other.book, one.book)]
        findings += _check_one(one, beside)
        findings += _late(one.book, one.document, today)
    for place, finding in check_versions([one.book for one in found]):
        findings.append(found[place].document.locate(finding))
    return _sorted(findings)


def _late(book: Rulebook, document: Document, today: date | None) -> Iterator[Finding]:
    late = None if today is None else stale(book, today)
    if late is not None:
        yield document.locate(late)


def _beside(other: Rulebook, book: Rulebook) -> bool:
    return other.id != book.id and other.received.overlaps(book.received)


def _check_one(one: _Read, beside: Sequence[Rulebook]) -> Iterator[Finding]:
    problems = tuple(check(one.book, beside))
    if _unknown(problems):
        wider = [*beside, *_shipped_beside(one.book)]
        again = tuple(check(one.book, wider))
        if len(_unknown(again)) < len(_unknown(problems)):
            beside, problems = wider, again
    for finding in problems:
        yield one.document.locate(finding)
    if not any(finding.severity == "error" for finding in problems):
        for finding in check_cases(one.book, beside):
            yield one.document.locate(finding)


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
    the year under review and from their periods. A folder without a bloc or ``rules.toml`` has none. A local book that
    nobody has reviewed for a year before ``today`` is a warning.
    """
    if RULES not in folder.documents:
        return ()
    try:
        asked = _in_force(folder)
    except FolderUnusableError:
        return ()
    findings = [one for one in asked.findings if not (one.code == "missing-file" and one.file == CANDIDATES)]
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
        book, _ = rulebook_of(folder.documents[file], folder.sources[file].sha256)
        day = None if book is None else book.received.from_ or book.received.until
        if day is None:
            continue
        then = read_eligibility(folder, day)
        own = [one for one in without_consequences(then.findings) if one.file == file and one not in asked.findings]
        yield from own
        if not any(one.severity == "error" for one in own):
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
    rules = folder.documents[RULES].data.get("rules", {})
    year = rules.get("year") if isinstance(rules, dict) else None
    last = year if isinstance(year, int) else folder.bloc.year
    last = min(max(last, date.min.year), date.max.year - 1)
    yield date(last, 12, 31)
    yield date(last + 1, 3, 31)
    for file, document in folder.documents.items():
        if "rulebook" in document.data:
            book, _ = rulebook_of(document, folder.sources[file].sha256)
            ends = () if book is None else (book.received.until, book.received.from_)
            yield from (day for day in ends if day is not None)


def without_consequences(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """The findings, without those that only follow from a book that is not in force."""
    if not any(finding.code in _NO_BOOK for finding in findings):
        return tuple(findings)
    return tuple(finding for finding in findings if finding.code not in _FOLLOWING)


def _sorted(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    return tuple(sorted(findings, key=lambda one: (one.file, one.line or 0)))
