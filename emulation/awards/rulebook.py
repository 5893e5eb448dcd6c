"""A rulebook: awards and bars as they stood for dossiers received in one period; and the local rules beside it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Literal, TypeAlias

import attrs

from emulation.awards.conditions import Basis, Clause, Confirm, Evidence, UnderDiscipline, UnderProceeding
from emulation.awards.facts import Candidate, CandidateKind
from emulation.finding import choices, error, warning
from emulation.frozen import frozen
from emulation.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from emulation.finding import Finding

AwardKind: TypeAlias = Literal["title", "commendation"]
AwardLevel: TypeAlias = Literal["grassroots", "ministry", "state"]
Rounding: TypeAlias = Literal["floor", "half-up", "ceiling"]
VerdictStatus: TypeAlias = Literal["eligible", "not-eligible", "barred", "unknown"]
PledgeOutcome: TypeAlias = Literal["over-fulfilled", "fulfilled", "not-fulfilled"]


@frozen
class Period:
    """Days of receipt, both included; an absent end is open."""

    from_: date | None = None
    until: date | None = None

    @property
    def reversed(self) -> bool:
        """Whether it ends before it begins, so that it holds no day."""
        return self.from_ is not None and self.until is not None and self.until < self.from_

    def holds(self, day: date) -> bool:
        """Whether the day lies in the period."""
        return (self.from_ is None or self.from_ <= day) and (self.until is None or day <= self.until)

    def overlaps(self, other: Period) -> bool:
        """Whether some day lies in both."""
        return not (
            (self.until is not None and other.from_ is not None and self.until < other.from_)
            or (other.until is not None and self.from_ is not None and other.until < self.from_)
        )


@frozen
class Source:
    """A document that rules stand on."""

    id: str
    title: Text


@frozen
class Bar:
    """What keeps a candidate from every award of the book while it lasts.

    ``restart``: years that began before its end do not count for grades, streaks and inside windows. (A reading of
    Decree 152/2025, article 4, clause 4, that a lawyer has yet to confirm.) The clock restarts whatever the evidence of
    the bar: to count years that may not count could make somebody eligible.

    ``from_`` and ``until`` are days of receipt, both included; on any other the bar neither bars nor restarts.
    """

    id: str
    when: UnderDiscipline | UnderProceeding
    restart: bool = False
    text: Text | None = None
    basis: Basis | None = None
    evidence: Evidence | None = None
    from_: date | None = None
    until: date | None = None
    file: str = attrs.field(default="", eq=False)
    line: int | None = attrs.field(default=None, eq=False)

    def clause(self) -> Clause:
        """What bars, as a clause."""
        whole = Clause(self.when, self.text, self.basis, self.evidence, self.file, self.line)
        return attrs.evolve(whole, from_=self.from_, until=self.until)


@attrs.frozen(hash=False)
class Case:
    """A test beside the rule: on these facts the award's verdict has to be ``expect``.

    The records of a case are complete unless ``complete_from`` or ``complete_until`` bound them. The day asked is 31
    December of ``year`` unless ``received`` says otherwise. ``pledges`` is how the unit's pledge came out. A case that
    is ``confirmed`` is judged as though a person had confirmed every clause, so that rules whose evidence is weak can
    be tested too.
    """

    name: str
    year: int
    given: Candidate
    expect: VerdictStatus
    received: date | None = None
    complete_from: int | None = None
    complete_until: int | None = None
    pledges: PledgeOutcome | None = None
    confirmed: bool = False
    file: str = attrs.field(default="", eq=False)
    line: int | None = attrs.field(default=None, eq=False)


@attrs.frozen(hash=False)
class Award:
    """A title (danh hiệu) or commendation (hình thức khen thưởng), and what it requires.

    ``prize`` is the money that goes with it, in base salaries; ``None`` where the book does not say.
    """

    id: str
    name: Text
    kind: AwardKind
    for_: CandidateKind
    require: Clause
    level: AwardLevel = "grassroots"
    prize: Decimal | None = None
    basis: Basis | None = None
    evidence: Evidence | None = None
    cases: tuple[Case, ...] = ()
    file: str = attrs.field(default="", eq=False)
    line: int | None = attrs.field(default=None, eq=False)


@frozen
class Extend:
    """A further requirement of an award that another book defines, joined to its own by ``all``."""

    award: str
    require: Clause
    basis: Basis | None = None
    evidence: Evidence | None = None
    file: str = attrs.field(default="", eq=False)
    line: int | None = attrs.field(default=None, eq=False)


@frozen
class Cap:
    """The largest share of a population that may be put forward for an award, per list or per unit."""

    award: str
    at_most: Fraction
    of: str
    per: Literal["list", "unit"] = "list"
    rounding: Rounding = "floor"
    basis: Basis | None = None
    evidence: Evidence | None = None
    file: str = attrs.field(default="", eq=False)
    line: int | None = attrs.field(default=None, eq=False)


@attrs.frozen(hash=False)
class Rulebook:
    """One version of a book. ``hash`` is that of the text it was read from."""

    id: str
    version: str = ""
    title: Text = attrs.field(factory=Text)
    received: Period = attrs.field(factory=Period)
    reviewed: date | None = None
    sources: tuple[Source, ...] = ()
    bars: tuple[Bar, ...] = ()
    awards: tuple[Award, ...] = ()
    extends: tuple[Extend, ...] = ()
    caps: tuple[Cap, ...] = ()
    hash: str = attrs.field(default="", eq=False)
    file: str = attrs.field(default="", eq=False)

    def award(self, award_id: str) -> Award:
        """The award of that id.

        Raises:
            KeyError: the book defines no such award.
        """
        for award in self.awards:
            if award.id == award_id:
                return award
        raise KeyError(award_id)


@frozen
class Nomination:
    """Who is put forward for what; ``simplified``: by the simplified procedure (thủ tục đơn giản), for forms only."""

    candidate: str
    award: str
    simplified: bool = False


@frozen
class Population:
    """The size of what a cap is a share of, where it cannot be counted from the folder.

    For a cap per unit, that of one ``unit``.
    """

    name: str
    size: int
    unit: str = ""


@frozen
class Fund:
    """The money for prizes, and the base salary that prizes are counted in; in đồng."""

    amount: Decimal
    base_salary: Decimal


@frozen
class Comment:
    """What somebody said about a posted list.

    ``candidate`` is whom it is about, empty for the list as a whole; ``handled`` how it was dealt with, as the minutes
    of the council have to say, empty while it is open.
    """

    on: date
    text: str
    by: str = ""
    candidate: str = ""
    handled: str = ""


@frozen
class Posting:
    """A list made public for comment (công khai lấy ý kiến): for which awards, and from when until when, both included.

    On it are the ``candidates`` named, or without any, everybody put forward for its ``awards``. ``council`` is the day
    on which the council meets.
    """

    awards: tuple[str, ...]
    from_: date
    until: date | None = None
    council: date | None = None
    place: str = ""
    candidates: tuple[str, ...] = ()
    comments: tuple[Comment, ...] = ()


@frozen
class Rules:
    """What one bloc adds to the books: which ones hold, who is put forward in which order, caps, confirmations."""

    books: tuple[str, ...] = ()
    year: int | None = None
    nominations: tuple[Nomination, ...] = ()
    populations: tuple[Population, ...] = ()
    caps: tuple[Cap, ...] = ()
    confirms: tuple[Confirm, ...] = ()
    fund: Fund | None = None
    postings: tuple[Posting, ...] = ()


def choose(versions: Iterable[Rulebook], book_id: str, received: date) -> Rulebook | Finding:
    """The version of a book that governs a dossier received on that day, or an error that says why there is none."""
    listed = tuple(versions)
    ids = sorted({version.id for version in listed})
    named = [version for version in listed if version.id == book_id]
    if not named:
        return error("unknown-rulebook", found=book_id, **choices(book_id, ids))
    governing = [version for version in named if version.received.holds(received)]
    if not governing:
        return error("no-rule-in-force", found=received, book=book_id)
    if len(governing) > 1:
        return error(
            "overlapping-versions", found=received, book=book_id, versions=", ".join(v.version for v in governing)
        )
    return governing[0]


def stale(book: Rulebook, today: date) -> Finding | None:
    """A warning where nobody has reviewed the book for a year, or ever."""
    if book.reviewed is None:
        return warning("never-reviewed", "rulebook", "reviewed", found=book.id, version=book.version)
    month, day = book.reviewed.month, book.reviewed.day
    if (today.year, today.month, today.day) > (book.reviewed.year + 1, month, day):
        return warning("not-reviewed", "rulebook", "reviewed", found=book.reviewed, version=book.version)
    return None
