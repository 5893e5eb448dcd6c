"""Rubrics of any depth, the units and pledges they score, and marks for them, for the laws of scoring and ranking."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import count
from typing import TYPE_CHECKING

import attrs
from hypothesis import strategies as st

from emulation.bloc import Unit
from emulation.contest import Contest
from emulation.marks import Given, Marks, NotApplicable, SetByHand
from emulation.pledge import Pledge, Report, Target
from emulation.procedure import MarkRules, RankingRules
from emulation.rubric import (
    MEASURED,
    AllOrNothing,
    Attainment,
    Bands,
    Count,
    Criterion,
    Deduct,
    Judged,
    Level,
    Levels,
    PointsBand,
    Relative,
    Rubric,
    Sanction,
    Section,
)
from emulation.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from emulation.marks import Mark

YEAR = 2022
KINDS = ("ministry", "court")
STEPS = tuple(map(Decimal, ("1", "0.5", "0.25", "0.1")))
SHARES = tuple(map(Fraction, ("0", "1/3", "1/2", "7/10", "1")))
TARGETS = ("t1", "t2")
NOBODY = Text.same("x")


@attrs.frozen
class Shape:
    """What may occur in a drawn rubric. ``most`` is the greatest max of a leaf, in steps."""

    relative: bool = True
    pledged: bool = True
    voids: bool = True
    most: int = 6
    kinds: bool = True


class _Builder:
    def __init__(self, draw: st.DrawFn, step: Decimal, shape: Shape) -> None:
        self.draw, self.step, self.shape = draw, step, shape
        self.ids = (f"C{number}" for number in count(1))

    def chance(self, one_in: int) -> bool:
        return self.draw(st.integers(1, one_in)) == one_in

    def steps(self, least: int, greatest: int) -> Decimal:
        return self.draw(st.integers(least, greatest)) * self.step

    def figure(self, greatest: int = 150) -> Decimal:
        return Decimal(self.draw(st.integers(0, greatest * 2))) / 2

    # criteria

    def parts(self, whole: Decimal, kind: str, depth: int) -> tuple[Criterion, ...]:
        """Criteria whose maxima sum to ``whole`` for every unit, or to less for some."""
        parts: list[Criterion] = []
        left = int(whole / self.step)
        while left:
            size = left if len(parts) >= 2 else min(left, self.draw(st.integers(1, left)))
            left -= size
            criterion = self.criterion(size * self.step, kind, depth)
            if self.shape.kinds and self.chance(6):  # two alternatives, one for each kind of unit
                other = self.criterion(size * self.step, kind, depth)
                parts.append(attrs.evolve(criterion, applies_to=("ministry",)))
                parts.append(attrs.evolve(other, applies_to=("court",)))
            elif self.shape.kinds and self.chance(6):
                parts.append(self.limited(criterion))
            else:
                parts.append(criterion)
        return tuple(parts)

    def limited(self, criterion: Criterion) -> Criterion:
        limits = self.draw(
            st.sampled_from(
                [
                    {"applies_to": ("court",)},
                    {"applies_to": ("court", "other")},
                    {"from_": date(YEAR, 12, 31)},
                    {"from_": date(YEAR + 1, 1, 1)},
                    {"until": date(YEAR, 12, 30)},
                    {"from_": date(YEAR - 1, 1, 1), "until": date(YEAR, 12, 31)},
                ]
            )
        )
        return attrs.evolve(criterion, **limits)

    def criterion(self, whole: Decimal, kind: str, depth: int) -> Criterion:
        fields = {
            "floor": self.draw(st.sampled_from([None, *SHARES])) if kind != "penalty" and self.chance(3) else None,
            "not_applicable": self.draw(st.sampled_from([None, None, "full", "zero", "rescale"])),
            "sanction": Sanction(down=1) if kind == "penalty" and self.chance(3) else None,
        }
        name = next(self.ids)
        if whole > self.shape.most * self.step or (depth and self.chance(3)):
            take = self.draw(st.sampled_from(["sum", "sum", "highest", "mean"]))
            if whole > self.shape.most * self.step:
                take = "sum"
            if take == "sum":
                parts = self.parts(whole, kind, depth - 1)
            else:
                sizes = [whole, *(self.steps(1, int(whole / self.step)) for _ in range(self.draw(st.integers(0, 2))))]
                parts = tuple(self.criterion(size, kind, max(depth - 1, 0)) for size in sizes)
                parts = tuple(self.limited(p) if self.shape.kinds and self.chance(5) else p for p in parts)
            return Criterion(name, NOBODY, whole, parts=parts, take=take, **fields)
        return Criterion(name, NOBODY, whole, method=self.method(whole, kind), **fields)

    def levels(self, whole: Decimal, *, lowest: Decimal | None = None) -> tuple[Level, ...]:
        ats = sorted({self.steps(0, int(whole / self.step)) for _ in range(self.draw(st.integers(1, 3)))})
        if lowest is not None:
            ats = sorted({lowest, *ats})
        levels = [Level(at, id=f"L{place}" if self.chance(2) else None) for place, at in enumerate(ats)]
        if self.shape.voids and self.chance(2):
            levels[0] = attrs.evolve(levels[0], voids=True)
            if self.chance(3):
                levels.append(Level(levels[0].at, id="harmless"))
        return tuple(levels)

    def method(self, whole: Decimal, kind: str) -> object:
        names = ["judged", "judged", "levels", "bands", "count", "all-or-nothing"]
        names += ["attainment", "deduct"] if kind != "penalty" else []
        names += ["relative"] if self.shape.relative else []
        goal = Decimal(self.draw(st.integers(1, 200))) / 2
        target = self.draw(st.sampled_from(TARGETS)) if self.shape.pledged and self.chance(3) else None
        match self.draw(st.sampled_from(names)):
            case "judged":
                return Judged(self.levels(whole, lowest=Decimal(0)) if self.chance(3) else ())
            case "levels":
                return Levels(self.levels(whole))
            case "bands":
                reaches = sorted({self.figure() for _ in range(self.draw(st.integers(1, 3)))})
                bands = [PointsBand(self.steps(0, int(whole / self.step)), reach) for reach in reaches]
                if self.chance(2):
                    bands.append(PointsBand(self.steps(0, int(whole / self.step))))
                return Bands(tuple(bands))
            case "count":
                return Count(self.steps(1, 3))
            case "deduct":
                return Deduct(self.steps(1, 3))
            case "attainment":
                direction = self.draw(st.sampled_from(["at-least", "at-most"]))
                short = self.steps(1, 2) if self.chance(2) else None
                if target:
                    return Attainment(target=target, per_percent_short=short)
                if direction == "at-most" and self.chance(4):
                    goal = Decimal(0)
                return Attainment(goal, direction=direction, per_percent_short=short)
            case "relative":
                at_goal = self.draw(st.sampled_from(SHARES))
                return Relative(at_goal, target=target) if target else Relative(at_goal, goal)
        return AllOrNothing()

    def rubric(self) -> Rubric:
        sections = []
        for place, kind in enumerate(
            ["core", *self.draw(st.lists(st.sampled_from(["core", "bonus", "penalty"]), max_size=3))]
        ):
            whole = self.steps(1, 2 * self.shape.most)
            parts = self.parts(whole, kind, 2)
            if kind != "core" and self.chance(2):  # any max: the sum of points is cut at it
                whole = self.steps(1, 2 * self.shape.most)
            sections.append(Section(f"S{place}", NOBODY, whole, kind, parts))
        total = sum((section.max for section in sections if section.kind == "core"), Decimal(0))
        policy = self.draw(st.sampled_from(["rescale", "rescale", "full", "zero"]))
        return Rubric("r", "1", NOBODY, total, self.step, tuple(sections), not_applicable=policy)

    # marks

    def value(self, leaf: Criterion) -> object:
        match leaf.method:
            case Judged():
                return self.steps(0, int(leaf.max / self.step))
            case Levels(levels):
                level = self.draw(st.sampled_from(levels))
                return level.at if level.id is None else level.id
            case Count() | Deduct():
                return Decimal(self.draw(st.integers(0, 5)))
            case AllOrNothing():
                return self.draw(st.booleans())
        return self.figure()

    def mark(self, leaf: Criterion) -> Mark:
        if self.chance(8):
            return NotApplicable("no case arose")
        if isinstance(leaf.method, MEASURED) and self.chance(4):
            return Given(tuple(self.value(leaf) for _ in range(self.draw(st.integers(1, 3)))))
        return Given(self.value(leaf))

    def table(self, units: Sequence[Unit], rubric: Rubric, *, missing: int, by_hand: bool = False) -> dict:
        """Marks of every leaf that exists for each unit, one in ``missing`` left blank."""
        table: dict[str, dict[str, Mark]] = {}
        for unit in units:
            row = table.setdefault(unit.id, {})
            for leaf in rubric.leaves(unit.kind, YEAR):
                if getattr(leaf.method, "target", None) is None and not self.chance(missing):
                    row[leaf.id] = self.mark(leaf)
                if by_hand and self.chance(8):
                    row[leaf.id] = SetByHand(self.steps(0, int(leaf.max / self.step)), "agreed")
            for group in groups(rubric, unit):
                if self.chance(15):
                    row[group.id] = NotApplicable("no such work this year")
        return table

    def pledges(self, units: Sequence[Unit]) -> dict[str, Pledge]:
        pledges = {}
        for unit in units:
            targets = []
            for name in TARGETS:
                if self.chance(5):
                    continue
                days = self.draw(st.lists(st.integers(-20, 400), max_size=3, unique=True))
                reports = tuple(Report(date(YEAR, 1, 1) + timedelta(day), self.figure()) for day in days)
                due = date(YEAR, 1, 1) + timedelta(self.draw(st.integers(0, 500))) if self.chance(2) else None
                goal = Decimal(self.draw(st.integers(1, 200))) / 2
                targets.append(Target(name, NOBODY, "%", goal, due=due, reports=reports))
            pledges[unit.id] = Pledge(unit.id, date(YEAR, 1, 1), tuple(targets))
        return pledges


def groups(rubric: Rubric, unit: Unit) -> Iterator[Criterion]:
    return (criterion for criterion in rubric.criteria() if criterion.parts and criterion.exists(unit.kind, YEAR))


@st.composite
def values(draw: st.DrawFn, leaf: Criterion, step: Decimal) -> object:
    """A value that the criterion's method takes."""
    return _Builder(draw, step, Shape()).value(leaf)


def units_of(number: int, kinds: Sequence[str] = ("ministry", "court", "")) -> tuple[Unit, ...]:
    return tuple(Unit(f"u{n}", NOBODY, f"U{n}", kinds[n % len(kinds)]) for n in range(number))


@st.composite
def rubrics(draw: st.DrawFn, shape: Shape = Shape()) -> Rubric:
    return _Builder(draw, draw(st.sampled_from(STEPS)), shape).rubric()


@st.composite
def marked(
    draw: st.DrawFn,
    shape: Shape = Shape(),
    *,
    missing: int = 20,
    sources: Sequence[tuple[str, ...]] = (("agreed", "verified"), ("agreed", "verified", "peers", "self"), ("peers",)),
    ties: Sequence[tuple[str, ...]] = ((),),
    most_units: int = 4,
) -> tuple[Contest, Marks]:
    """A contest and its marks; about one cell in ``missing`` is blank in each source."""
    builder = _Builder(draw, draw(st.sampled_from(STEPS)), shape)
    rubric = builder.rubric()
    units = units_of(draw(st.integers(2, most_units)))
    final = draw(st.sampled_from(sources))
    verified = builder.table(units, rubric, missing=missing)
    agreed = builder.table(units, rubric, missing=2, by_hand=True) if "agreed" in final and builder.chance(2) else {}
    own = builder.table(units, rubric, missing=missing) if "self" in final else {}
    peers = {}
    if "peers" in final:
        for unit in units:
            others = [other for other in units if other.id != unit.id]
            peers[unit.id] = builder.table(others, rubric, missing=missing)
    rules = MarkRules(final=final, peers=draw(st.sampled_from(["median", "mean", "trimmed-mean"])))
    contest = Contest(
        rubric,
        units,
        YEAR,
        builder.pledges(units) if shape.pledged else {},
        rules,
        RankingRules(draw(st.sampled_from(ties)), ()),
    )
    return contest, Marks(own, verified, agreed, peers)
