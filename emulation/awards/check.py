"""What is wrong with rulebooks and local rules, before anybody is judged by them; and their cases, run."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from emulation.awards.clause_check import ClauseChecker
from emulation.awards.conditions import Meets, walk
from emulation.awards.dossier import LATEST, Context
from emulation.awards.judging import bind, judge
from emulation.awards.validity_check import check_validity
from emulation.finding import choices, error, identify, warning
from emulation.text import ID

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from emulation.awards.conditions import Clause
    from emulation.awards.facts import Candidate
    from emulation.awards.rulebook import Award, Bar, Cap, Case, Period, Posting, Rulebook, Rules
    from emulation.finding import Finding, Path


def check(book: Rulebook, beside: Iterable[Rulebook] = ()) -> Iterator[Finding]:
    """All that is wrong with a rulebook, with paths as in its file; its cases are not run.

    ``beside`` are the books in force with it, whose awards it may refer to.
    """
    awards = _awards([book, *beside])
    checker = ClauseChecker(awards, tuple(source.id for source in book.sources))
    period = book.received
    if period.from_ is not None and period.until is not None and period.until < period.from_:
        yield error("dates-reversed", "rulebook", "received", "until", found=period.until, start=period.from_)
    yield from identify([book.id], "rulebook")
    yield from identify((source.id for source in book.sources), "source")
    yield from identify((bar.id for bar in book.bars), "bar")
    yield from identify((award.id for award in book.awards), "award")
    for other in beside:
        yield from _defined_again(book, other)
    if book.bars and not book.awards and not book.extends:
        yield warning("bars-nothing", "bar", found=book.bars[0].id)
    for place, bar in enumerate(book.bars):
        yield from _check_bar(bar, checker, ("bar", place))
    for place, award in enumerate(book.awards):
        yield from checker.basis(award.basis, ("award", place))
        yield from checker.requirement(award.require, award.basis, award.for_, ("award", place, "require"))
        if award.prize is not None and award.prize < 0:
            yield error("negative", "award", place, "prize", found=award.prize)
    for place, extend in enumerate(book.extends):
        yield from checker.award(extend.award, ("extend", place, "award"))
        yield from checker.basis(extend.basis, ("extend", place))
        extended = awards.get(extend.award)
        for_ = None if extended is None else extended.for_
        yield from checker.requirement(extend.require, extend.basis, for_, ("extend", place, "require"))
    yield from check_validity(book)
    yield from _check_caps(book.caps, checker)
    yield from _cycles(book, awards)


def _awards(books: Iterable[Rulebook]) -> dict[str, Award]:
    awards: dict[str, Award] = {}
    for book in books:
        for award in book.awards:
            awards.setdefault(award.id, award)
    return awards


def _defined_again(book: Rulebook, other: Rulebook) -> Iterator[Finding]:
    ids = {award.id for award in other.awards}
    for place, award in enumerate(book.awards):
        if award.id in ids:
            yield error("award-defined-twice", "award", place, "id", found=award.id, book=other.id)


def _check_bar(bar: Bar, checker: ClauseChecker, path: Path) -> Iterator[Finding]:
    yield from checker.basis(bar.basis, path)
    if bar.basis is None:
        yield warning("no-basis", *path, found=bar.id)


def _check_caps(caps: Sequence[Cap], checker: ClauseChecker) -> Iterator[Finding]:
    for place, cap in enumerate(caps):
        yield from checker.award(cap.award, ("cap", place, "award"))
        yield from checker.basis(cap.basis, ("cap", place))
        if not 0 <= cap.at_most <= 1:
            yield error("not-a-part", "cap", place, "at_most", found=cap.at_most)


def _meets(clause: Clause, *path: str | int) -> Iterator[tuple[Path, str]]:
    for where, one in walk(clause, *path):
        if isinstance(one.condition, Meets):
            yield (*where, "meets"), one.condition.award


def _cycles(book: Rulebook, awards: Mapping[str, Award]) -> Iterator[Finding]:
    """Each cycle of ``meets`` once, at the first clause of the book that lies on it."""
    seen: set[frozenset[str]] = set()
    further = {
        award.id: [extend.require for extend in book.extends if extend.award == award.id] for award in awards.values()
    }
    edges = {
        award.id: [met for clause in (award.require, *further[award.id]) for _, met in _meets(clause)]
        for award in awards.values()
    }
    starts = [(award.id, award.require, ("award", place, "require")) for place, award in enumerate(book.awards)]
    starts += [
        (extend.award, extend.require, ("extend", place, "require")) for place, extend in enumerate(book.extends)
    ]
    for home, clause, path in starts:
        for where, award in _meets(clause, *path):
            chain = _path_back(award, home, edges)
            if chain is not None and frozenset(chain) not in seen:
                seen.add(frozenset(chain))
                yield error("meets-cycle", *where, found=award, chain=" → ".join([home, *chain]))


def _path_back(start: str, goal: str, edges: Mapping[str, Sequence[str]]) -> list[str] | None:
    """The shortest way over ``meets`` from one award to another, both included."""
    ways = [[start]]
    seen = {start}
    for way in ways:
        if way[-1] == goal:
            return way
        for following in edges.get(way[-1], ()):
            if following not in seen:
                seen.add(following)
                ways.append([*way, following])
    return None


def check_versions(books: Sequence[Rulebook]) -> Iterator[tuple[int, Finding]]:
    """An error for each version whose period overlaps that of a version of the same book listed before it.

    Each finding comes with the place of its book in the list.
    """
    for place, book in enumerate(books):
        for other in books[:place]:
            if other.id == book.id and other.received.overlaps(book.received):
                versions = f"{other.version}, {book.version}"
                where = ("rulebook", "received")
                day = _common_day(book.received, other.received)
                yield place, error("overlapping-versions", *where, found=day, book=book.id, versions=versions)


def _common_day(one: Period, other: Period) -> date:
    """A day in both of two periods that overlap: the first, where they have a beginning."""
    beginnings = [period.from_ for period in (one, other) if period.from_ is not None]
    ends = [period.until for period in (one, other) if period.until is not None]
    return max(beginnings) if beginnings else min(ends, default=date.max)


def check_cases(book: Rulebook, beside: Sequence[Rulebook] = ()) -> Iterator[Finding]:
    """An error for each case whose verdict is not the one expected."""
    bound = {confirmed: bind([book, *beside], all_confirmed=confirmed) for confirmed in (False, True)}
    for place, award in enumerate(book.awards):
        for number, case in enumerate(award.cases):
            where = ("award", place, "case", number)
            if case.given.kind != award.for_:
                yield error("not-of-this-kind", *where, "given", found=case.given.kind, kind=award.for_)
                continue
            status = judge(case.given, award.id, bound[case.confirmed], case_context(case)).status
            if status != case.expect:
                yield error("case-failed", *where, "expect", found=status, expected=case.expect, case=case.name)


def case_context(case: Case) -> Context:
    """The context in which a case is judged; see `Case`."""
    bounded = case.complete_from is not None or case.complete_until is not None
    return Context(
        case.received or date(case.year, 12, 31),
        case.year,
        case.complete_from,
        case.complete_until if bounded else LATEST,
        pledges={} if case.pledges is None else {case.given.unit: case.pledges},
    )


def check_rules(rules: Rules, books: Sequence[Rulebook], candidates: Iterable[Candidate] | None) -> Iterator[Finding]:
    """All that is wrong with local rules, with paths as in ``rules.toml``.

    ``books`` are those in force; ``candidates`` are absent where they could not be read.
    """
    awards = _awards(books)
    people = None if candidates is None else {one.id: one for one in candidates}
    checker = ClauseChecker(awards, tuple(dict.fromkeys(source.id for book in books for source in book.sources)))
    for place, name in enumerate(rules.books):
        if name in rules.books[:place]:
            yield error("repeated", "rules", "books", place, found=name)
    yield from _check_nominations(rules, checker, people)
    first: dict[tuple[str, str], int] = {}
    for place, population in enumerate(rules.populations):
        named = (population.name, population.unit)
        if not ID.fullmatch(population.name):
            yield error("bad-id", "population", place, "name", found=population.name, pattern=ID.pattern)
        if named in first:
            yield error("duplicate-id", "population", place, "name", found=population.name, first=first[named] + 1)
        first.setdefault(named, place)
        if population.size < 0:
            yield error("negative", "population", place, "size", found=population.size)
    yield from _check_caps(rules.caps, checker)
    yield from _check_confirms(rules, books, checker)
    for place, posting in enumerate(rules.postings):
        for finding in _check_posting(posting, checker, people):
            yield finding.under("posting", place)
    if rules.fund is not None:
        for key, money in (("amount", rules.fund.amount), ("base_salary", rules.fund.base_salary)):
            if money < 0:
                yield error("negative", "fund", key, found=money)


def _check_nominations(
    rules: Rules, checker: ClauseChecker, people: Mapping[str, Candidate] | None
) -> Iterator[Finding]:
    seen = set()
    for place, one in enumerate(rules.nominations):
        yield from checker.award(one.award, ("nomination", place, "award"))
        if (one.candidate, one.award) in seen:
            yield error("repeated", "nomination", place, found=f"{one.candidate}, {one.award}")
        seen.add((one.candidate, one.award))
        award = checker.awards.get(one.award)
        if one.simplified and award is not None and award.kind == "title":
            yield error("simplified-title", "nomination", place, "simplified", found=one.award)
        if people is None:
            continue
        person = people.get(one.candidate)
        if person is None:
            near = choices(one.candidate, people)
            yield error("unknown-candidate", "nomination", place, "candidate", found=one.candidate, **near)
        elif award is not None and award.for_ != person.kind:
            yield error("award-of-other-kind", "nomination", place, "award", found=one.award, kind=award.for_)


def _check_posting(
    posting: Posting, checker: ClauseChecker, people: Mapping[str, Candidate] | None
) -> Iterator[Finding]:
    """All that is wrong with one posting; comments out of its days are worth a second look."""
    for number, award in enumerate(posting.awards):
        yield from checker.award(award, ("awards", number))
    named: list[tuple[Path, str]] = [(("candidates", number), one) for number, one in enumerate(posting.candidates)]
    named += [(("comment", number, "candidate"), one.candidate) for number, one in enumerate(posting.comments)]
    for where, candidate in named:
        if candidate and people is not None and candidate not in people:
            yield error("unknown-candidate", *where, found=candidate, **choices(candidate, people))
    for key, day in (("until", posting.until), ("council", posting.council)):
        if day is not None and day < posting.from_:
            yield error("dates-reversed", key, found=day, start=posting.from_)
    for number, comment in enumerate(posting.comments):
        if comment.on < posting.from_ or (posting.until is not None and comment.on > posting.until):
            days = f"{posting.from_} – {posting.until or ''}".rstrip()
            yield warning("comment-outside", "comment", number, "on", found=comment.on, days=days)


def _check_confirms(rules: Rules, books: Sequence[Rulebook], checker: ClauseChecker) -> Iterator[Finding]:
    """What a confirmation names has to be there: the award, the source, and a clause of it that rests on that basis.

    Where a basis has no article or no clause, the confirmation has an empty one.
    """
    there: dict[str, dict[tuple[str, str, str], None]] = {}
    for award, requirements in bind(books, rules.confirms).awards.items():
        bases = [clause.basis for _, clause in walk(requirements.clause)]
        bases += [bar.basis for book in books for bar in book.bars]
        bases += [
            cap.basis for caps in (rules.caps, *(book.caps for book in books)) for cap in caps if cap.award == award
        ]
        there[award] = {(basis.source, basis.article, basis.clause): None for basis in bases if basis is not None}
    for place, confirm in enumerate(rules.confirms):
        yield from checker.award(confirm.award, ("confirm", place, "award"))
        if confirm.source not in checker.sources:
            near = choices(confirm.source, checker.sources)
            yield error("unknown-source", "confirm", place, "source", found=confirm.source, **near)
        elif (known := there.get(confirm.award)) is not None:
            named = (confirm.source, confirm.article, confirm.clause)
            if named not in known:
                of_source = {"known": "; ".join(_spelled(one) for one in known if one[0] == confirm.source)}
                facts = {name: fact for name, fact in of_source.items() if fact}
                yield warning("confirms-nothing", "confirm", place, found=_spelled(named), award=confirm.award, **facts)


def _spelled(basis: tuple[str, str, str]) -> str:
    """A basis as a confirmation has to name it; what is empty is written as such."""
    source, article, clause = basis
    return f'{source}, article "{article}", clause "{clause}"'
