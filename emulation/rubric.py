"""What counts, and how: sections, criteria of any depth, the eight methods, bands.

A rubric is a tree. A section is core, bonus or penalty; a criterion either has a method, which makes points of a mark,
or holds further criteria and takes their sum, the highest or the mean. Methods are a closed set of frozen types.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Literal, TypeAlias

import attrs

from emulation.frozen import frozen
from emulation.pledge import Direction
from emulation.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator


SectionKind: TypeAlias = Literal["core", "bonus", "penalty"]
Policy: TypeAlias = Literal["rescale", "full", "zero"]
Take: TypeAlias = Literal["sum", "highest", "mean"]


@frozen
class Level:
    """A described degree: an anchor of a judged criterion, or one of the only values of a ``levels`` criterion.

    A level that ``voids`` takes all points from the group that holds its criterion: the criterion above it or, where
    there is none, the section.
    """

    at: Decimal
    text: Text = attrs.field(factory=Text)
    id: str | None = None
    voids: bool = False


@frozen
class PointsBand:
    """Points for a measured value of at least ``reach``; without ``reach``, for any value."""

    points: Decimal
    reach: Decimal | None = None


@frozen
class Judged:
    """A mark is points from 0 to max, entered as they are; ``levels`` anchor the judgement."""

    levels: tuple[Level, ...] = ()


@frozen
class Levels:
    """A mark is a level's ``at`` or ``id``; points are that level's ``at``."""

    levels: tuple[Level, ...]


@frozen
class Bands:
    """A mark is a measured value; points are those of the highest band that it reaches."""

    bands: tuple[PointsBand, ...]


@frozen
class Attainment:
    """A mark is a measured value against ``goal``, or none where ``target`` reads the unit's pledge.

    Points are max times the attainment, at most max; with ``per_percent_short``, max less that many points for every
    whole or begun percent that is missing, at least 0.
    """

    goal: Decimal | None = None
    target: str | None = None
    direction: Direction = "at-least"
    per_percent_short: Decimal | None = None


@frozen
class Count:
    """A mark is how many, whole; points are ``each`` times the count, at most max."""

    each: Decimal


@frozen
class Deduct:
    """A mark is how many times, whole; points are max less ``each`` times the count, at least 0."""

    each: Decimal


@frozen
class AllOrNothing:
    """A mark is yes or no; points are max or 0."""


@frozen
class Relative:
    """A mark is a measured value against ``goal`` (or the pledge's ``target``) and against the best of the bloc.

    Below the goal the points are at_goal × max × value / goal, at it at_goal × max, above it
    at_goal × max + (1 − at_goal) × max × e / the largest e of the bloc, where e = (value − goal) / goal.
    """

    at_goal: Fraction
    goal: Decimal | None = None
    target: str | None = None


Method: TypeAlias = Judged | Levels | Bands | Attainment | Count | Deduct | AllOrNothing | Relative

METHODS: dict[str, type[Method]] = {
    "judged": Judged,
    "levels": Levels,
    "bands": Bands,
    "attainment": Attainment,
    "count": Count,
    "deduct": Deduct,
    "all-or-nothing": AllOrNothing,
    "relative": Relative,
}
"""The word of a method in ``rubric.toml``, and its type."""

METHOD_NAMES: dict[type[Method], str] = {method: name for name, method in METHODS.items()}

MEASURED = (Bands, Attainment, Count, Deduct, Relative)
"""The methods whose mark is a figure measured outside the meeting; several events of one year may be listed."""


@frozen
class Sanction:
    """What points taken under a penalty criterion do to the band: cap it at ``at_most``, or move it ``down``."""

    at_most: str | None = None
    down: int | None = None


@attrs.frozen(cache_hash=True)
class Criterion:
    """One thing that counts. Exactly one of ``method`` and ``parts`` is there.

    ``work`` is the line of work it looks at; ``applies_to`` names the kinds of unit (empty: all); ``from_`` and
    ``until`` bound the years in which it exists; ``floor`` is a share of ``max``.
    """

    id: str
    text: Text
    max: Decimal
    method: Method | None = None
    parts: tuple[Criterion, ...] = ()
    take: Take = "sum"
    work: str = ""
    evidence: Literal["required", "optional"] = "optional"
    applies_to: tuple[str, ...] = ()
    from_: date | None = None
    until: date | None = None
    floor: Fraction | None = None
    not_applicable: Policy | None = None
    sanction: Sanction | None = None

    def exists(self, kind: str, year: int) -> bool:
        """Whether it counts for that kind of unit in a year, that is on its 31 December."""
        end = date(year, 12, 31)
        return (
            (not self.applies_to or kind in self.applies_to)
            and (self.from_ is None or self.from_ <= end)
            and (self.until is None or end <= self.until)
        )

    def counting(self, kind: str, year: int) -> Criterion | None:
        """Itself with only those parts that count for that kind of unit in that year.

        ``None`` where it does not count, as a group does not of which no part does.
        """
        parts = tuple(one for part in self.parts if (one := part.counting(kind, year)) is not None)
        if not self.exists(kind, year) or bool(parts) != bool(self.parts):
            return None
        return self if parts == self.parts else attrs.evolve(self, parts=parts)

    def leaves(self) -> Iterator[Criterion]:
        """The criteria with a method, itself or below it, in order."""
        if not self.parts:
            yield self
        for part in self.parts:
            yield from part.leaves()

    def walk(self) -> Iterator[Criterion]:
        """Itself and all criteria below it, in order."""
        yield self
        for part in self.parts:
            yield from part.walk()


@attrs.frozen(cache_hash=True)
class Section:
    """A group of criteria; its points add to the total (core, bonus) or are taken from it (penalty)."""

    id: str
    text: Text
    max: Decimal
    kind: SectionKind = "core"
    criteria: tuple[Criterion, ...] = ()


@frozen
class Band:
    """A grade (xếp loại): a total of at least ``reach``, every core criterion at least ``floor`` of its max.

    ``at_most`` is the largest share of the ranked units that may hold it.
    """

    id: str
    name: Text
    reach: Decimal
    floor: Fraction | None = None
    at_most: Fraction | None = None


@attrs.frozen(cache_hash=True)
class Rubric:
    """The whole table. ``total`` is the sum of the core sections' maxima; points are multiples of ``step``."""

    id: str
    version: str
    title: Text
    total: Decimal
    step: Decimal
    sections: tuple[Section, ...]
    basis: str = ""
    not_applicable: Policy = "rescale"
    bands: tuple[Band, ...] = ()

    def criteria(self) -> Iterator[Criterion]:
        """Every criterion at any depth, in order."""
        for section in self.sections:
            for criterion in section.criteria:
                yield from criterion.walk()

    def counting(self, kind: str, year: int) -> Iterator[Criterion]:
        """Every criterion at any depth that counts for that kind of unit in that year, in order."""
        for section in self.sections:
            for criterion in section.criteria:
                if (counted := criterion.counting(kind, year)) is not None:
                    yield from counted.walk()

    def leaves(self, kind: str | None = None, year: int | None = None) -> Iterator[Criterion]:
        """The criteria that take marks, in order; with ``kind`` and ``year``, those that count there and then."""
        for section in self.sections:
            for criterion in section.criteria:
                counted = criterion if kind is None or year is None else criterion.counting(kind, year)
                if counted is not None:
                    yield from counted.leaves()

    def criterion(self, criterion_id: str) -> Criterion:
        """The criterion of that id.

        Raises:
            KeyError: the rubric has no such criterion.
        """
        for criterion in self.criteria():
            if criterion.id == criterion_id:
                return criterion
        raise KeyError(criterion_id)
