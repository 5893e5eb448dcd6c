"""Caps over a list in its order: who takes a place, who is cut by which cap, and where that is not known yet.

Places are given from the top: a nominee takes one if every cap on the award still has room, in the list as a whole and
in the nominee's unit. What is not known (whether somebody ahead is eligible, how large a population is) is a range, and
a nominee's place is certain if it is the same over all of it. Since one more nominee ahead never makes room for anybody
behind, two counts are enough: with all the unknown ahead of a nominee, and with none of them.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from typing import TYPE_CHECKING, Literal, TypeAlias, assert_never

import attrs

from emulation.awards.conditions import TRUSTED
from emulation.awards.lists.nominee import Nominee
from emulation.awards.rulebook import Cap
from emulation.frozen import frozen

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

    from emulation.awards.conditions import Confirm
    from emulation.awards.rulebook import Population

Outcome: TypeAlias = Literal["taken", "cut", "unknown", "none"]
"""``none``: who is not eligible takes no place. An unknown nominee is ``unknown``, or ``cut`` where it is so anyway."""

ANY = 10**9
"""More places than any list has nominees."""


@frozen
class Limit:
    """The most places under a cap, as a range; ``high`` is ``None`` where there may be any number."""

    low: int = 0
    high: int | None = None

    def full(self, count: int) -> bool:
        """Whether there is no room behind so many, however the range turns out."""
        return self.high is not None and count >= self.high

    def roomy(self, count: int) -> bool:
        """Whether there is room behind so many, however the range turns out."""
        return count < self.low


@frozen
class Place:
    """What the caps make of one nominee.

    ``by`` are the caps that have no room for it, each by itself, or that may have none where that is not known.
    """

    nominee: Nominee
    outcome: Outcome
    by: tuple[Cap, ...] = ()


@frozen
class CapUse:
    """One cap in one scope (``unit``, or the whole list where it is ``None``).

    ``nominated`` counts the eligible, ``unknown`` those who may be; ``taken`` are the places given for certain.
    ``cuts``: the cap is sure enough to cut; one that does not is a warning where it is exceeded.
    """

    cap: Cap
    unit: str | None
    limit: Limit
    nominated: int
    unknown: int
    taken: int
    cuts: bool

    @property
    def exceeded(self) -> bool | None:
        """Whether more are put forward than the cap allows; ``None``: not known."""
        if self.limit.high is not None and self.nominated > self.limit.high:
            return True
        return False if self.nominated + self.unknown <= self.limit.low else None


@frozen
class Capped:
    """A list under its caps: a place for each nominee, in the order of the list, and what each cap came to."""

    places: tuple[Place, ...]
    uses: tuple[CapUse, ...]


def places_under(cap: Cap, population: int) -> int:
    """How many places the cap leaves of a population of that size; exact."""
    share, whole = cap.at_most.numerator * population, cap.at_most.denominator
    match cap.rounding:
        case "floor":
            return share // whole
        case "ceiling":
            return -(-share // whole)
        case "half-up":
            return (2 * share + whole) // (2 * whole)
        case _:
            assert_never(cap.rounding)


def apply_caps(
    listed: Sequence[Nominee],
    caps: Iterable[Cap],
    populations: Iterable[Population] = (),
    confirms: Iterable[Confirm] = (),
) -> Capped:
    """The list under all its caps.

    A population that is an award of the list is counted there (its eligible nominees, those of the unit where the
    cap is per unit) unless it is given. A cap that is neither as sure as ``restated`` nor confirmed cuts nobody.
    """
    confirmed = _clauses(confirms)
    return _capped(listed, tuple(caps), _Sizes.of(listed, populations), lambda cap: sure_enough(cap, confirmed))


def each_alone(
    listed: Sequence[Nominee],
    caps: Iterable[Cap],
    populations: Iterable[Population] = (),
) -> tuple[tuple[Cap, Capped], ...]:
    """The readings of a disputed population side by side: each cap that stands beside another, alone.

    Two caps on one award, both per list or both per unit, are readings if they differ in the population. Each holds
    the places of those who are put forward for that award, as though that cap were sure enough to cut.
    """
    of_award: dict[str, list[Nominee]] = defaultdict(list)
    for one in listed:
        of_award[one.award].append(one)
    named = tuple(cap for cap in caps if cap.award in of_award)
    of = defaultdict[tuple[str, str], set[str]](set)
    for cap in named:
        of[cap.award, cap.per].add(cap.of)
    disputed = [cap for cap in named if len(of[cap.award, cap.per]) > 1]
    if not disputed:
        return ()
    sizes = _Sizes.of(listed, populations)
    return tuple((cap, _capped(of_award[cap.award], (cap,), sizes, lambda _: True)) for cap in disputed)


def _clauses(confirms: Iterable[Confirm]) -> frozenset[tuple[str, str, str, str]]:
    return frozenset((one.award, one.source, one.article, one.clause) for one in confirms)


def _capped(listed: Sequence[Nominee], caps: Sequence[Cap], sizes: _Sizes, cuts: Callable[[Cap], bool]) -> Capped:
    by_award: dict[str, list[Cap]] = defaultdict(list)
    for cap in caps:
        by_award[cap.award].append(cap)
    sides = {award: _Award(named, sizes, cuts) for award, named in by_award.items()}
    places = tuple(sides[one.award].place(one) if one.award in sides else Place(one, _free(one)) for one in listed)
    taken = Counter[tuple[str, str | None]]()
    for place in places:
        if place.outcome == "taken":
            taken[place.nominee.award, None] += 1
            taken[place.nominee.award, place.nominee.unit] += 1
    units = tuple(dict.fromkeys(one.unit for one in listed))
    sure, unknown = sizes.counted.sure, sizes.counted.open
    uses = []
    for cap in (cap for named in by_award.values() for cap in named):
        for unit in (None,) if cap.per == "list" else units:
            key = (cap.award, unit)
            if key in sure or key in unknown:
                limit = sizes.limit(cap, unit or "")
                uses.append(CapUse(cap, unit, limit, sure[key], unknown[key], taken[key], cuts(cap)))
    return Capped(places, tuple(uses))


def waiting(capped: Capped) -> Iterator[tuple[str, ...]]:
    """For each place in order, the candidates ahead of whom more has to be known before it is certain.

    None for a place that is certain. Once they are settled, an eligible nominee's place is certain too, unless the size
    of a population is not known.
    """
    ahead: dict[str, list[Nominee]] = defaultdict(list)
    for place in capped.places:
        nominee = place.nominee
        own = ahead[nominee.award]
        if place.outcome == "unknown":
            whole = any(cap.per == "list" for cap in place.by)
            yield tuple(one.candidate for one in own if place.by and (whole or one.unit == nominee.unit))
            if not nominee.sure:
                own.append(nominee)
        else:
            yield ()


def sure_enough(cap: Cap, confirmed: Collection[tuple[str, str, str, str]]) -> bool:
    """Whether a cap may cut: its evidence is trusted, or a person has confirmed its clause."""
    if cap.evidence in TRUSTED:
        return True
    basis = cap.basis
    return basis is not None and (cap.award, basis.source, basis.article, basis.clause) in confirmed


def _free(nominee: Nominee) -> Outcome:
    return "taken" if nominee.sure else "unknown" if nominee.possible else "none"


@frozen
class _Count:
    """Nominees by award and unit, over all units under ``None``."""

    sure: Counter[tuple[str, str | None]]
    open: Counter[tuple[str, str | None]]
    awards: frozenset[str]

    @classmethod
    def of(cls, listed: Iterable[Nominee]) -> _Count:
        sure, unknown = Counter[tuple[str, str | None]](), Counter[tuple[str, str | None]]()
        awards = set()
        for one in listed:
            awards.add(one.award)
            if one.possible:
                count = sure if one.sure else unknown
                count[one.award, None] += 1
                count[one.award, one.unit] += 1
        return cls(sure, unknown, frozenset(awards))


@frozen
class _Sizes:
    given: Mapping[tuple[str, str], int]
    counted: _Count

    @classmethod
    def of(cls, listed: Iterable[Nominee], populations: Iterable[Population]) -> _Sizes:
        return cls({(one.name, one.unit): one.size for one in populations}, _Count.of(listed))

    def limit(self, cap: Cap, unit: str) -> Limit:
        """The most places under the cap, in that unit where it is per unit."""
        scope = unit if cap.per == "unit" else ""
        size = self.given.get((cap.of, scope))
        if size is not None:
            places = places_under(cap, size)
            return Limit(places, places)
        if cap.of not in self.counted.awards:
            return Limit()
        key = (cap.of, scope if cap.per == "unit" else None)
        sure = self.counted.sure[key]
        return Limit(places_under(cap, sure), places_under(cap, sure + self.counted.open[key]))


@attrs.define
class _Unit:
    """How many of one unit stand ahead, and the limits of the unit."""

    limits: tuple[tuple[Cap, Limit], ...]
    low: int
    high: int | None
    sure: int = 0
    possible: int = 0

    def least(self) -> int:
        """The fewest places that those ahead have taken: none of the unknown, the lowest limits."""
        return min(self.sure, self.low)

    def most(self) -> int:
        """The most that they can have taken."""
        return self.possible if self.high is None else min(self.possible, self.high)


class _Award:
    """The caps on one award, and how many have gone by."""

    def __init__(self, caps: Iterable[Cap], sizes: _Sizes, cuts: Callable[[Cap], bool]) -> None:
        cutting = [cap for cap in caps if cuts(cap)]
        self.sizes = sizes
        self.whole = tuple((cap, sizes.limit(cap, "")) for cap in cutting if cap.per == "list")
        self.per_unit = tuple(cap for cap in cutting if cap.per == "unit")
        self.low = min((limit.low for _, limit in self.whole), default=ANY)
        self.units: dict[str, _Unit] = {}
        self.least = self.most = 0

    def place(self, nominee: Nominee) -> Place:
        """The place of the next nominee of the list."""
        if not nominee.possible:
            return Place(nominee, "none")
        unit = self.units.get(nominee.unit) or self._unit(nominee.unit)
        if self.most < self.low and unit.possible < unit.low:
            # There is room whatever is not known yet, and all of the unit ahead have places.
            unit.sure += nominee.sure
            unit.possible += 1
            self.least += nominee.sure
            self.most += 1
            return Place(nominee, "taken" if nominee.sure else "unknown")
        in_unit = [cap for cap, limit in unit.limits if limit.full(unit.sure)]
        # Where the nominee is taken, its own unit has room for it, so that all of the unit ahead have places.
        fewest = self.least if in_unit else self.least - unit.least() + unit.sure
        cut = [cap for cap, limit in self.whole if limit.full(fewest)] + in_unit
        tight: list[Cap] = []
        if not cut:
            tight = [cap for cap, limit in self.whole if not limit.roomy(self.most)]
            tight += [cap for cap, limit in unit.limits if not limit.roomy(unit.possible)]
        least, most = unit.least(), unit.most()
        unit.sure += nominee.sure
        unit.possible += 1
        self.least += unit.least() - least
        self.most += unit.most() - most
        if cut:
            return Place(nominee, "cut", tuple(cut))
        return Place(nominee, "taken" if nominee.sure and not tight else "unknown", tuple(tight))

    def _unit(self, name: str) -> _Unit:
        limits = tuple((cap, self.sizes.limit(cap, name)) for cap in self.per_unit)
        low = min((limit.low for _, limit in limits), default=None)
        highs = [limit.high for _, limit in limits if limit.high is not None]
        found = _Unit(limits, ANY if low is None else low, min(highs, default=None))
        self.units[name] = found
        return found
