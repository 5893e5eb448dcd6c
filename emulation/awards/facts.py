"""What is on record about the persons and collectives put forward; the types of ``candidates.toml``."""

from __future__ import annotations

import itertools
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Literal, TypeAlias

import attrs

from emulation.activity import Ground, Work
from emulation.bloc import Organiser
from emulation.finding import choices, error, identify
from emulation.frozen import frozen
from emulation.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from emulation.finding import Finding

CandidateKind: TypeAlias = Literal["individual", "collective"]
Grade: TypeAlias = Literal["excellent", "good", "completed", "not-completed"]
InitiativeKind: TypeAlias = Literal["initiative", "science", "combat"]
Scope: TypeAlias = Literal["grassroots", "ministry", "nation"]

GRADES: dict[Grade, int] = {"not-completed": 0, "completed": 1, "good": 2, "excellent": 3}
"""The grades of a year's work (mức độ hoàn thành nhiệm vụ), each with its height."""

SCOPES: dict[Scope, int] = {"grassroots": 0, "ministry": 1, "nation": 2}
"""How far an initiative reaches; a province is as wide as a ministry."""


@frozen
class YearOnRecord:
    """How one year's work was graded."""

    year: int
    grade: Grade | None = None


@frozen
class AwardHeld:
    """An award that was given for the work of one year; ``used`` are the ids of initiatives spent on it.

    Without ``decided`` it is taken to have been decided before any day asked.
    """

    award: str
    year: int
    decided: date | None = None
    decision: str = ""
    ground: Ground = "merit"
    used: tuple[str, ...] = ()


@frozen
class Initiative:
    """An initiative, accepted scientific work, or resourcefulness in combat; one not ``recognised`` does not count."""

    id: str
    title: Text = attrs.field(factory=Text)
    kind: InitiativeKind = "initiative"
    scope: Scope = "grassroots"
    recognised: date | None = None


@frozen
class Discipline:
    """A disciplinary measure; both dates are part of it, and without ``until`` it is still running."""

    from_: date
    kind: str = ""
    until: date | None = None


@frozen
class Proceeding:
    """An investigation, inspection or complaint being looked into; open until the day before ``closed``."""

    opened: date
    kind: str = ""
    closed: date | None = None
    outcome: str = ""


@frozen
class Judgement:
    """A person's answer to what no record can tell."""

    met: bool
    by: str = ""
    on: date | None = None


@frozen
class Vote:
    """What a council voted on the candidate. Bases that are not given are not known."""

    council: str
    yes: int
    entitled: int | None = None
    present: int | None = None
    issued: int | None = None
    cast: int | None = None
    valid: int | None = None
    secret: bool | None = None
    on: date | None = None


@frozen
class BlocResult:
    """Where the candidate came in a bloc's year."""

    organised_by: Organiser
    year: int
    rank: int | None = None
    score: Decimal | None = None


@frozen
class MemberFigures:
    """A collective's members in one year, as figures, or as ``ids`` of candidates whose own records are counted.

    ``graded`` counts the members with at least that grade, ``holding`` those who hold that award.
    """

    year: int | None = None
    total: int | None = None
    graded: dict[Grade, int] = attrs.field(factory=dict)
    holding: dict[str, int] = attrs.field(factory=dict)
    ids: tuple[str, ...] = ()


@attrs.frozen(hash=False)
class Candidate:
    """A person or collective put forward, with all that is on record; lists in any order."""

    id: str
    name: Text
    kind: CandidateKind
    unit: str = ""
    post: str = ""
    work: Work | None = None
    joined: date | None = None
    founded: date | None = None
    flag_eligible: bool | None = None
    years: tuple[YearOnRecord, ...] = ()
    awards: tuple[AwardHeld, ...] = ()
    initiatives: tuple[Initiative, ...] = ()
    disciplines: tuple[Discipline, ...] = ()
    proceedings: tuple[Proceeding, ...] = ()
    judged: dict[str, Judgement] = attrs.field(factory=dict)
    votes: tuple[Vote, ...] = ()
    blocs: tuple[BlocResult, ...] = ()
    members: MemberFigures | None = None


@attrs.frozen(hash=False)
class Candidates:
    """All who are put forward, and the years whose records are complete, both included.

    Inside those years what is not listed did not happen; outside them it is not known. A missing one of the two
    leaves that side open; without both, no year is complete.
    """

    candidates: tuple[Candidate, ...] = ()
    records_complete_from: int | None = None
    records_complete_until: int | None = None


def check(
    listed: Candidates, units: Iterable[str] | None = None, awards: Iterable[str] | None = None
) -> Iterator[Finding]:
    """All that is wrong with the candidates, with paths as in ``candidates.toml``.

    ``units`` are the ids of the bloc's units and ``awards`` those of the rulebooks in force, where they are known.
    """
    first, last = listed.records_complete_from, listed.records_complete_until
    if first is not None and last is not None and last < first:
        yield error("years-reversed", "records_complete_until", found=last, start=first)
    ids = [candidate.id for candidate in listed.candidates]
    known_units = None if units is None else tuple(units)
    known_awards = None if awards is None else tuple(awards)
    yield from identify(ids, "candidate")
    for place, candidate in enumerate(listed.candidates):
        for finding in _check_candidate(candidate, ids, known_units, known_awards):
            yield finding.under("candidate", place)


def _check_candidate(
    candidate: Candidate, ids: list[str], units: tuple[str, ...] | None, awards: tuple[str, ...] | None
) -> Iterator[Finding]:
    if units is not None and candidate.unit and candidate.unit not in units:
        yield error("unknown-unit", "unit", found=candidate.unit, **choices(candidate.unit, units))
    for key, wrong in (("joined", "collective"), ("founded", "individual"), ("members", "individual")):
        if getattr(candidate, key) is not None and candidate.kind == wrong:
            yield error("not-of-this-kind", key, found=key, kind=candidate.kind)
    seen: dict[int, int] = {}
    for place, one in enumerate(candidate.years):
        if one.year in seen:
            yield error("duplicate-year", "year", place, "year", found=one.year, first=seen[one.year] + 1)
        seen.setdefault(one.year, place)
    yield from _check_awards(candidate, awards)
    yield from identify((initiative.id for initiative in candidate.initiatives), "initiative")
    for place, discipline in enumerate(candidate.disciplines):
        if discipline.until is not None and discipline.until < discipline.from_:
            yield error("dates-reversed", "discipline", place, "until", found=discipline.until, start=discipline.from_)
    for place, proceeding in enumerate(candidate.proceedings):
        if proceeding.closed is not None and proceeding.closed < proceeding.opened:
            yield error(
                "dates-reversed", "proceeding", place, "closed", found=proceeding.closed, start=proceeding.opened
            )
    for place, vote in enumerate(candidate.votes):
        for key in ("entitled", "present", "issued", "cast", "valid"):
            base = getattr(vote, key)
            if base is not None and vote.yes > base:
                yield error("more-than-base", "vote", place, "yes", found=vote.yes, base=key, size=base)
    if candidate.members is not None:
        yield from _check_members(candidate.members, ids, awards)


def _check_awards(candidate: Candidate, awards: tuple[str, ...] | None) -> Iterator[Finding]:
    initiatives = [initiative.id for initiative in candidate.initiatives]
    spent: dict[str, int] = {}
    for place, held in enumerate(candidate.awards):
        if awards is not None and held.award not in awards:
            yield error("unknown-award", "award", place, "award", found=held.award, **choices(held.award, awards))
        for number, used in enumerate(held.used):
            where = ("award", place, "used", number)
            if used not in initiatives:
                yield error("unknown-initiative", *where, found=used, **choices(used, initiatives))
            if used in spent:
                yield error("spent-twice", *where, found=used, first=spent[used] + 1)
            spent.setdefault(used, place)


def _check_members(members: MemberFigures, ids: list[str], awards: tuple[str, ...] | None) -> Iterator[Finding]:
    for place, member in enumerate(members.ids):
        if member not in ids:
            yield error("unknown-candidate", "members", "ids", place, found=member, **choices(member, ids))
    counts: list[tuple[tuple[str, str], int]] = [(("graded", grade), count) for grade, count in members.graded.items()]
    counts += [(("holding", award), count) for award, count in members.holding.items()]
    for path, count in counts:
        if count < 0:
            yield error("negative", "members", *path, found=count)
        if members.total is not None and count > members.total:
            yield error("more-than-members", "members", *path, found=count, total=members.total)
    if (members.graded or members.holding) and members.year is None:
        yield error("missing-key", "members", "year", found="")
    for award in members.holding:
        if awards is not None and award not in awards:
            yield error("unknown-award", "members", "holding", award, found=award, **choices(award, awards))
    heights = sorted(((GRADES[grade], count) for grade, count in members.graded.items()), reverse=True)
    for (_, fewer), (_, more) in itertools.pairwise(heights):
        if fewer > more:
            yield error("fewer-with-lower-grade", "members", "graded", found=more, higher=fewer)
