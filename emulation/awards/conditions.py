"""The language of rules: a closed set of conditions, and the clause that says where each one stands.

A condition in a rulebook is a table with exactly one tag, the key that names its type. Here the first attribute of a
type holds the value of the tag, every further attribute the key of its own name. A `Clause` is a condition with what
may stand beside it (text, basis, evidence) and the file and line where it was read.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Literal, TypeAlias

import attrs

from emulation.activity import Ground
from emulation.awards.facts import Grade, InitiativeKind, Scope
from emulation.bloc import Organiser
from emulation.frozen import frozen
from emulation.procedure import Base
from emulation.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

Evidence: TypeAlias = Literal["text", "restated", "sector", "superseded", "reported", "unconfirmed"]

EVIDENCE: tuple[Evidence, ...] = ("text", "restated", "sector", "superseded", "reported", "unconfirmed")
"""How sure a rule is, the surest first. What stands after ``restated`` makes nobody eligible until it is confirmed."""

TRUSTED: frozenset[Evidence] = frozenset({"text", "restated"})


@frozen
class Basis:
    """Where a rule stands: article (điều), clause (khoản) and point (điểm) of one of the book's sources."""

    source: str
    article: str = ""
    clause: str = ""
    point: str = ""


@frozen
class All:
    """Met when every part is."""

    parts: tuple[Clause, ...]


@frozen
class AnyOf:
    """Met when at least one part is."""

    parts: tuple[Clause, ...]


@frozen
class NoneOf:
    """Met when no part is."""

    parts: tuple[Clause, ...]


@frozen
class Some:
    """Met when at least ``times`` parts are."""

    parts: tuple[Clause, ...]
    times: int = 1


@frozen
class Meets:
    """Met when the candidate fulfils the requirements of ``award`` in the same year, whether or not it was given."""

    award: str


@frozen
class Holds:
    """Met when the award was given for enough years: at most one a year, decided by the day asked.

    ``in_a_row``: the last ``times`` years each have one, ending with the year under review or the year before.
    ``gap``: each at most that many years and one after the one before; beside ``in_a_row`` such a chain has to reach
    the ending year, alone it may lie anywhere.
    """

    award: str
    times: int = 1
    in_a_row: bool = False
    ending: Literal["this-year", "last-year"] = "this-year"
    gap: int | None = None
    grounds: tuple[Ground, ...] = ("merit",)


@frozen
class Graded:
    """Met when the grade is at least ``grade`` in the years read.

    Those are the last ``years``; without it the year under review, or inside a window each year of the window.
    ``times``, inside a window only: in so many of its years.
    """

    grade: Grade
    years: int | None = None
    times: int | None = None


@frozen
class Recognised:
    """Tag ``initiative``. Met when enough initiatives are recognised at ``scope`` or above.

    ``when`` absent: in the window inside one, else in the year under review. ``unused``: not spent on another award
    than the one judged for that year.
    """

    scope: Scope
    kind: InitiativeKind | None = None
    times: int = 1
    unused: bool = False
    when: Literal["this-year", "window", "ever"] | None = None


@frozen
class Window:
    """Met when all inside hold, counted in the last ``length`` years alone.

    With ``after``, such an award has to be held whose year is at most the year under review less ``length``.
    A length of ``since``: all years later than the latest such award.
    """

    length: int | Literal["since"]
    after: str | None = None
    all: tuple[Clause, ...] = ()


@frozen
class After:
    """The part of a window that its ``after`` is; it has no tag of its own in a rulebook."""

    award: str
    length: int | Literal["since"]


@frozen
class Of:
    """Which members are meant: those who hold an award of the year, or those with at least a grade."""

    award: str | None = None
    grade: Grade | None = None


@frozen
class Share:
    """Met when at least that share of a collective's members are meant by ``of``."""

    of: Of
    at_least: Fraction


@frozen
class Members:
    """Met when at least ``times`` members of a collective are meant by ``of``."""

    of: Of
    times: int = 1


@frozen
class Pledges:
    """Met when the pledge of the candidate's unit is fulfilled, or over-fulfilled."""

    outcome: Literal["fulfilled", "over-fulfilled"]


@frozen
class BlocRank:
    """Met when the candidate's rank in its bloc's year under review is ``rank`` or better."""

    rank: int
    organised_by: Organiser | None = None


@frozen
class BlocScore:
    """Met when the candidate's score in its bloc's year under review is at least ``score``."""

    score: Decimal
    organised_by: Organiser | None = None


@frozen
class EveryYear:
    """Inside a window: met when in each of its years at least one part holds, read for that year alone."""

    parts: tuple[Clause, ...]


@frozen
class Served:
    """Met when a person has so many full years since ``joined``, on the day asked."""

    years: int


@frozen
class Existed:
    """Met when a collective has so many full years since ``founded``, on the day asked."""

    years: int


@frozen
class Anniversary:
    """Met when the year under review less the year of ``founded`` is a multiple of ``every``."""

    every: int


@frozen
class FlagEligible:
    """Met when the collective's own field says ``value``."""

    value: bool


@frozen
class Judged:
    """Met when a person has answered the question with yes."""

    question: str


@frozen
class Voted:
    """Tag ``vote``. Met when at least that share of the base ``of`` voted yes, in secret where ``secret``."""

    council: str
    at_least: Fraction
    of: Base = "entitled"
    secret: bool = False


@frozen
class UnderDiscipline:
    """Tag ``discipline``, for bars: a disciplinary measure is running on the day asked."""

    state: Literal["running"] = "running"


@frozen
class UnderProceeding:
    """Tag ``proceeding``, for bars: a proceeding is open on the day asked."""

    state: Literal["open"] = "open"


Group: TypeAlias = All | AnyOf | NoneOf | Some | Window | EveryYear
Leaf: TypeAlias = (
    Meets
    | Holds
    | Graded
    | Recognised
    | After
    | Share
    | Members
    | Pledges
    | BlocRank
    | BlocScore
    | Served
    | Existed
    | Anniversary
    | FlagEligible
    | Judged
    | Voted
    | UnderDiscipline
    | UnderProceeding
)
Condition: TypeAlias = Group | Leaf

TAGS: dict[str, type[Condition]] = {
    "all": All,
    "any": AnyOf,
    "none": NoneOf,
    "some": Some,
    "meets": Meets,
    "holds": Holds,
    "graded": Graded,
    "initiative": Recognised,
    "window": Window,
    "share": Share,
    "members": Members,
    "pledges": Pledges,
    "bloc_rank": BlocRank,
    "bloc_score": BlocScore,
    "every_year": EveryYear,
    "served": Served,
    "existed": Existed,
    "anniversary": Anniversary,
    "flag_eligible": FlagEligible,
    "judged": Judged,
    "vote": Voted,
}
"""The tag of each condition of an award. A window holds a key ``all``, which is then not its tag."""

BAR_TAGS: dict[str, type[UnderDiscipline | UnderProceeding]] = {
    "discipline": UnderDiscipline,
    "proceeding": UnderProceeding,
}
"""The tags of what bars an award."""

TAG_OF: dict[type[Condition], str] = {kind: tag for tag, kind in (TAGS | BAR_TAGS).items()} | {After: "after"}


@frozen
class Confirm:
    """A person has read the document behind the clauses of one award that rest on this clause of a source.

    ``clause`` is empty where the rule's own basis names an article alone. A confirmed clause covers all its points.
    """

    award: str
    source: str
    article: str
    clause: str
    by: str = ""
    on: date | None = None
    document: str = ""


@frozen
class Clause:
    """A condition, and where it stands.

    ``basis`` and ``evidence`` are as written, or absent. In a verdict they are those that hold: its own, else those of
    the nearest clause around it; and ``confirmed`` is what makes up for weak evidence.

    ``from_`` and ``until``, both included, are days on which the dossier is received. Outside of them the clause does
    not apply: a group is judged by its other parts, and one of which no part is left does not apply either. In a
    verdict ``skipped`` says so.
    """

    condition: Condition
    text: Text | None = None
    basis: Basis | None = None
    evidence: Evidence | None = None
    file: str = attrs.field(default="", eq=False)
    line: int | None = attrs.field(default=None, eq=False)
    confirmed: Confirm | None = attrs.field(default=None, eq=False)
    from_: date | None = None
    until: date | None = None
    skipped: bool = attrs.field(default=False, eq=False)

    @property
    def tag(self) -> str:
        """The key that names the condition's type in a rulebook."""
        return TAG_OF[type(self.condition)]

    @property
    def trusted(self) -> bool:
        """Whether it may make somebody eligible: sure enough, or confirmed."""
        return self.evidence in TRUSTED or self.confirmed is not None


def parts_of(condition: Condition) -> tuple[tuple[str, tuple[Clause, ...]], ...]:
    """The clauses inside a condition, under the key that holds them in a rulebook; none for a leaf."""
    match condition:
        case Window():
            return (("all", condition.all),)
        case All(parts) | AnyOf(parts) | NoneOf(parts) | Some(parts) | EveryYear(parts):
            return ((TAG_OF[type(condition)], parts),)
        case _:
            return ()


def applies(clause: Clause, received: date) -> bool:
    """Whether a clause, standing by itself, applies to dossiers received on that day; see `Clause`."""
    if (clause.from_ is not None and received < clause.from_) or (clause.until is not None and clause.until < received):
        return False
    parts = [part for _, inside in parts_of(clause.condition) for part in inside]
    return not parts or any(applies(part, received) for part in parts)


def walk(clause: Clause, *path: str | int) -> Iterator[tuple[tuple[str | int, ...], Clause]]:
    """The clause and all inside it, each with its path below ``path``, in the order of the book."""
    yield path, clause
    for key, parts in parts_of(clause.condition):
        for place, part in enumerate(parts):
            yield from walk(part, *path, key, place)


def with_parts(condition: Condition, parts: tuple[Clause, ...]) -> Condition:
    """The same group around other parts; a leaf as it is."""
    match condition:
        case Window():
            return attrs.evolve(condition, all=parts)
        case All() | AnyOf() | NoneOf() | Some() | EveryYear():
            return attrs.evolve(condition, parts=parts)
        case _:
            return condition
