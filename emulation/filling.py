"""The points of one filling: a rubric made ready for one kind of unit, which adds the leaves' points up its tree.

Every leaf of the rubric's tree is worth a range: one point where its mark is known, all that its method can give where
it is blank. More on a leaf never lowers what holds it (a level that voids its group is the lowest of its criterion), so
the least and the greatest total over all fillings of the blanks are those of two fillings: every blank at its worst,
and every blank at its best.

Points are rounded half up to the rubric's step, once: here, at a group that rescales or takes a mean. Sums are never
rounded.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Set as AbstractSet
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from itertools import chain
from operator import getitem, itemgetter
from typing import TYPE_CHECKING, Any, TypeAlias, assert_never

from emulation.frozen import frozen
from emulation.methods import may_void, points
from emulation.number import round_half_up
from emulation.rubric import Criterion, Judged, Policy, Relative, Rubric, Section, SectionKind
from emulation.settling import pledged_target

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

ZERO = Decimal(0)

REMEMBERED = 512
"""The most numbers whose worth is remembered of one criterion."""


@frozen(slots=False)  # many are made at every key, and without slots that takes half the time
class Points:
    """A unit's points under one filling of its blanks.

    ``criteria`` and ``sections`` map ids to points; a criterion that does not apply is absent.
    Total = core + bonus − penalty, never below 0.
    """

    criteria: Mapping[str, Decimal]
    sections: Mapping[str, Decimal]
    core: Decimal
    bonus: Decimal
    penalty: Decimal
    total: Decimal


class ByLeaf(Mapping[str, Decimal]):
    """Points by criterion id where there are leaves alone, made a dictionary when the first one is looked up."""

    __slots__ = ("_figures", "_found", "_names")

    def __init__(self, names: tuple[str, ...], figures: Sequence[Sequence[Decimal]]) -> None:
        self._names = names
        self._figures = figures
        self._found: dict[str, Decimal] | None = None

    def _points(self) -> dict[str, Decimal]:
        if self._found is None:
            self._found = dict(zip(self._names, chain.from_iterable(self._figures), strict=True))
        return self._found

    def __getitem__(self, name: str) -> Decimal:
        return self._points()[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)

    def __repr__(self) -> str:
        return repr(self._points())


# a rubric made ready


@frozen
class Leaf:
    """A criterion that takes marks, with what its points hang on settled once."""

    criterion: Criterion
    policy: Policy | None  # None outside core sections, where what does not apply gives 0
    target: str | None
    ordinary: bool  # a mark alone decides its points
    may_void: bool


@frozen
class Part:
    """A section made ready: its criteria that exist, their leaves, and what makes it quick to score."""

    section: Section
    criteria: tuple[Criterion, ...]
    leaves: tuple[Leaf, ...]
    names: tuple[str, ...]  # of the leaves
    pick: Callable[[Mapping[str, Any]], tuple[Any, ...]]  # what a mapping by leaf holds for each; none may be missing
    adds: bool  # its points are the sum of its leaves', as long as none is left out
    numeric: bool  # where each mark is a number, these alone decide the points
    entered: bool  # and they are points as they are
    worths: tuple[dict[Decimal, Decimal], ...]  # else: what the numbers met so far are worth under each leaf


_Rows: TypeAlias = dict[str, Decimal]


@frozen
class Plan:
    """A rubric made ready for one kind of unit in one year. It adds the leaves' points up the tree."""

    rubric: Rubric
    parts: tuple[Part, ...]
    sections: tuple[tuple[str, SectionKind], ...]  # their ids and kinds
    names: tuple[str, ...]  # of all leaves
    adds: bool  # every section does, and numbers alone decide what its leaves are worth
    floors: tuple[Criterion, ...]

    def points(
        self, gained: _Rows, taken: _Rows, gained_voids: AbstractSet[str], taken_voids: AbstractSet[str]
    ) -> Points:
        """The points of one filling; penalties are read from ``taken``, so that worst goes with worst.

        ``gained`` becomes the points' own: it is completed with the groups.
        """
        criteria = gained
        sections: _Rows = {}
        for part in self.parts:
            section = part.section
            leaves, voids = gained, gained_voids
            if section.kind == "penalty" and taken is not gained:
                leaves, voids = taken, taken_voids
                criteria.update((name, taken[name]) for name in part.names)
            worth = _plain(part, leaves) if part.adds else None
            if worth is None:
                worth = self._section(section, part.criteria, leaves, voids, criteria)
            sections[section.id] = worth
        return self.summed(criteria, sections)

    def summed(self, criteria: Mapping[str, Decimal], sections: Mapping[str, Decimal]) -> Points:
        """The points that those of the criteria and sections come to."""
        core = bonus = penalty = ZERO
        for name, kind in self.sections:
            match kind:
                case "core":
                    core += sections[name]
                case "bonus":
                    bonus += sections[name]
                case "penalty":
                    penalty += sections[name]
                case _:
                    assert_never(kind)
        return Points(criteria, sections, core, bonus, penalty, max(core + bonus - penalty, ZERO))

    def _section(
        self, section: Section, applying: Sequence[Criterion], leaves: _Rows, voids: AbstractSet[str], into: _Rows
    ) -> Decimal:
        core = section.kind == "core"
        worths = [(part, self._criterion(part, leaves, voids, into, core=core)) for part in applying]
        counting = [(part, worth) for part, worth in worths if worth is not None]
        if any(part.id in voids for part in applying):
            return ZERO
        if not core:
            return cut(section, sum((worth for _, worth in counting), ZERO))
        if not counting:
            return section.max
        return self._rescaled(sum((w for _, w in counting), ZERO), section.max, sum((p.max for p, _ in counting), ZERO))

    def _criterion(
        self,
        criterion: Criterion,
        leaves: _Rows,
        voids: AbstractSet[str],
        into: _Rows,
        *,
        core: bool,
    ) -> Decimal | None:
        if not criterion.parts:
            return leaves.get(criterion.id)
        worth = self._group(criterion, leaves, voids, into, core=core)
        if worth is not None:
            into[criterion.id] = worth
        return worth

    def _group(
        self,
        group: Criterion,
        leaves: _Rows,
        voids: AbstractSet[str],
        into: _Rows,
        *,
        core: bool,
    ) -> Decimal | None:
        worths = [(part, self._criterion(part, leaves, voids, into, core=core)) for part in group.parts]
        counting = [(part, worth) for part, worth in worths if worth is not None]
        if any(part.id in voids for part in group.parts):
            return ZERO
        if not counting:  # in core sections alone: elsewhere what does not apply gives 0
            policy = group.not_applicable or self.rubric.not_applicable
            return {"rescale": None, "full": group.max, "zero": ZERO}[policy]
        maxima = [part.max for part, _ in counting]
        figures = [worth for _, worth in counting]
        match group.take:
            case "sum":
                if not core:
                    return min(sum(figures, ZERO), group.max)
                return self._rescaled(sum(figures, ZERO), group.max, sum(maxima, ZERO))
            case "highest":
                return self._rescaled(max(figures), group.max if core else max(maxima), max(maxima))
            case "mean":
                # what can be reached is the mean of all maxima, so leaving a part out changes it only if they differ;
                # parts that do not exist for this kind of unit in this year are left out like those that do not apply
                reachable = [part.max for part in self.rubric.criterion(group.id).parts] if core else maxima
                mean = Fraction(sum(figures, ZERO)) / len(figures)
                whole = Fraction(sum(reachable, ZERO)) / len(reachable)
                applying = Fraction(sum(maxima, ZERO)) / len(maxima)
                return round_half_up(mean * whole / applying, self.rubric.step)
            case _:
                assert_never(group.take)

    def _rescaled(self, worth: Decimal, whole: Decimal, applying: Decimal) -> Decimal:
        if applying == whole:
            return worth
        return round_half_up(Fraction(worth) * Fraction(whole) / Fraction(applying), self.rubric.step)


def worths(part: Part, numbers: Sequence[Decimal], step: Decimal) -> Sequence[Decimal]:
    """The points that numbers make under the leaves of a numeric part.

    What a number is worth is remembered: marks repeat, and so do scorings. Equal numbers get points that are also
    written alike, whichever was met first.
    """
    try:
        return list(map(getitem, part.worths, numbers))
    except KeyError:
        for leaf, met, number in zip(part.leaves, part.worths, numbers, strict=True):
            if number not in met:
                _meet(leaf, met, number, step)
        return list(map(getitem, part.worths, numbers))


def _meet(leaf: Leaf, met: dict[Decimal, Decimal], number: Decimal, step: Decimal) -> None:
    if len(met) >= REMEMBERED:
        met.clear()
    whole = Decimal(int(number))
    met[number] = points(leaf.criterion, whole if whole == number else number.normalize(), step)


def _plain(part: Part, leaves: _Rows) -> Decimal | None:
    """The points of a section that only adds; ``None`` where some criterion is left out."""
    try:
        return cut(part.section, sum(part.pick(leaves), ZERO))
    except KeyError:
        return None


def cut(section: Section, worth: Decimal) -> Decimal:
    """The points of a section whose leaves add up to that much."""
    return worth if section.kind == "core" else min(worth, section.max)


@lru_cache(maxsize=256)
def plan(rubric: Rubric, kind: str, year: int) -> Plan:
    """The rubric made ready for that kind of unit in that year."""
    parts = tuple(_part(rubric, section, kind, year) for section in rubric.sections)
    walked = (criterion for part in parts for top in part.criteria for criterion in top.walk())
    return Plan(
        rubric,
        parts,
        tuple((section.id, section.kind) for section in rubric.sections),
        tuple(name for part in parts for name in part.names),
        all(part.adds and part.numeric for part in parts),
        tuple(criterion for criterion in walked if criterion.floor is not None),
    )


def _part(rubric: Rubric, section: Section, kind: str, year: int) -> Part:
    criteria = tuple(one for top in section.criteria if (one := top.counting(kind, year)) is not None)
    core = section.kind == "core"
    leaves = tuple(
        Leaf(
            leaf,
            (leaf.not_applicable or rubric.not_applicable) if core else None,
            pledged_target(leaf),
            pledged_target(leaf) is None and not isinstance(leaf.method, Relative),
            may_void(leaf),
        )
        for top in criteria
        for leaf in top.leaves()
    )
    names = tuple(leaf.criterion.id for leaf in leaves)
    flat = not any(leaf.may_void for leaf in leaves) and not any(top.parts for top in criteria)
    return Part(
        section,
        criteria,
        leaves,
        names,
        itemgetter(*names) if len(names) > 1 else lambda row: tuple(row[name] for name in names),
        flat and (not core or sum((top.max for top in criteria), ZERO) == section.max),
        all(leaf.ordinary for leaf in leaves),
        all(isinstance(leaf.criterion.method, Judged) for leaf in leaves),
        tuple({} for _ in leaves),
    )


def counting(rubric: Rubric, kind: str, year: int) -> tuple[tuple[Section, tuple[Criterion, ...]], ...]:
    """The sections with the criteria that count for that kind of unit in that year, only such parts in them."""
    return tuple((part.section, part.criteria) for part in plan(rubric, kind, year).parts)


# what is open


@frozen
class Fillings:
    """What a unit's open criteria may turn out to be: for each, the least and the greatest points.

    ``known`` maps the other criteria to their points, ``voided`` are those that take all points from their group.
    ``voiding`` are the open criteria that do so at their least, each with its least points otherwise.
    """

    plan: Plan
    known: Mapping[str, Decimal]
    ranges: Mapping[str, tuple[Decimal, Decimal]]
    voided: frozenset[str]
    voiding: Mapping[str, Decimal]

    def worst(self) -> Points:
        """The points with every open criterion at its worst."""
        least, greatest = self._ends()
        return self.plan.points(least, greatest, self.voided | self.voiding.keys(), self.voided)

    def best(self) -> Points:
        """The points with every open criterion at its best."""
        least, greatest = self._ends()
        return self.plan.points(greatest, least, self.voided, self.voided | self.voiding.keys())

    def halves(self) -> tuple[Fillings, ...]:
        """Two parts that together make it up, or none where nothing is left to choose."""
        if self.voiding:
            name, otherwise = next(iter(self.voiding.items()))
            least, greatest = self.ranges[name]
            return self._narrowed(name, least, least, voids=True), self._narrowed(name, otherwise, greatest)
        if not self.ranges:
            return ()
        name, (least, greatest) = max(self.ranges.items(), key=lambda item: item[1][1] - item[1][0])
        step = self.plan.rubric.step
        middle = least + (greatest - least) / step // 2 * step
        return self._narrowed(name, least, middle), self._narrowed(name, middle + step, greatest)

    def _narrowed(self, name: str, least: Decimal, greatest: Decimal, *, voids: bool = False) -> Fillings:
        ranges = {one: span for one, span in self.ranges.items() if one != name}
        known = self.known
        if least == greatest:
            known = {**known, name: least}
        else:
            ranges[name] = (least, greatest)
        voided = self.voided | {name} if voids else self.voided
        voiding = {one: otherwise for one, otherwise in self.voiding.items() if one != name}
        return Fillings(self.plan, known, ranges, voided, voiding)

    def _ends(self) -> tuple[_Rows, _Rows]:
        least = {**self.known, **{name: span[0] for name, span in self.ranges.items()}}
        return least, {**least, **{name: span[1] for name, span in self.ranges.items()}}
