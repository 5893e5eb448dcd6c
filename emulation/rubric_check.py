"""What is wrong with a rubric, before anybody is marked by it."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, assert_never

from emulation.finding import choices, error, identify, warning
from emulation.frozen import frozen
from emulation.number import exact_sum, is_multiple, plain
from emulation.rubric import (
    METHOD_NAMES,
    AllOrNothing,
    Attainment,
    Bands,
    Count,
    Criterion,
    Deduct,
    Judged,
    Levels,
    Relative,
    Rubric,
)
from emulation.text import CRITERION_ID, ID

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from fractions import Fraction

    from emulation.finding import Finding, Path
    from emulation.rubric import Level, Section


def check(rubric: Rubric, kinds: Iterable[str] = (), year: int | None = None) -> Iterator[Finding]:
    """All that is wrong with a rubric, with paths as in ``rubric.toml``.

    ``kinds`` are the kinds of unit that it has to fit, ``year`` the year in which; without them every criterion is
    taken to apply.
    """
    if rubric.step <= 0:
        yield error("not-positive", "rubric", "step", found=plain(rubric.step))
    if not ID.fullmatch(rubric.id):
        yield error("bad-id", "rubric", "id", found=rubric.id, pattern=ID.pattern)
    yield from _check_ids(rubric)
    core = exact_sum(section.max for section in rubric.sections if section.kind == "core")
    if core != rubric.total:
        yield error("wrong-sum", "rubric", "total", found=plain(rubric.total), sum=plain(core))
    checker = _Checker(rubric, tuple(dict.fromkeys(kinds)), year)
    for place, section in enumerate(rubric.sections):
        yield from checker.section(section, ("section", place))
    yield from _check_bands(rubric)


def _check_ids(rubric: Rubric) -> Iterator[Finding]:
    yield from identify((section.id for section in rubric.sections), "section", pattern=CRITERION_ID)
    seen: set[str] = set()
    for path, criterion in criteria_with_paths(rubric):
        if not CRITERION_ID.fullmatch(criterion.id):
            yield error("bad-id", *path, "id", found=criterion.id, pattern=CRITERION_ID.pattern)
        if criterion.id in seen:
            yield error("duplicate-id", *path, "id", found=criterion.id)
        seen.add(criterion.id)


def criteria_with_paths(rubric: Rubric) -> Iterator[tuple[Path, Criterion]]:
    """Every criterion at any depth with its path in ``rubric.toml``."""
    for place, section in enumerate(rubric.sections):
        yield from _with_paths(section.criteria, ("section", place))


def _with_paths(criteria: Sequence[Criterion], above: Path) -> Iterator[tuple[Path, Criterion]]:
    for place, criterion in enumerate(criteria):
        path = (*above, "criterion", place)
        yield path, criterion
        yield from _with_paths(criterion.parts, path)


@frozen
class _Checker:
    rubric: Rubric
    kinds: tuple[str, ...]
    year: int | None

    def section(self, section: Section, path: Path) -> Iterator[Finding]:
        yield from self._points(section.max, *path, "max")
        if not section.criteria:
            yield error("no-criteria", *path, found=section.id)
        elif section.kind == "core":
            yield from self._sums(section.max, section.criteria, path)
        for place, criterion in enumerate(section.criteria):
            yield from self._criterion(criterion, section, (*path, "criterion", place))

    def _points(self, points: Decimal, *path: str | int, positive: bool = True) -> Iterator[Finding]:
        if points < 0 or (positive and points == 0):
            yield error("not-positive" if positive else "negative", *path, found=plain(points))
        if self.rubric.step > 0 and not is_multiple(points, self.rubric.step):
            yield error("not-a-step", *path, found=plain(points), step=plain(self.rubric.step))

    def _sums(self, whole: Decimal, parts: Sequence[Criterion], path: Path) -> Iterator[Finding]:
        """Parts above the whole are an error for any kind of unit; below it only where nothing was left out."""
        everything = exact_sum(part.max for part in parts)
        if all(not part.applies_to and part.from_ is None and part.until is None for part in parts):
            if everything != whole:
                yield error("wrong-sum", *path, "max", found=plain(whole), sum=plain(everything))
            return
        sums = {kind: self._sum(parts, kind) for kind in self.kinds} if self.year is not None else {}
        for kind, applying in sums.items():
            if applying > whole:
                yield error("wrong-sum-for-kind", *path, "max", found=plain(whole), sum=plain(applying), kind=kind)
        if everything < whole:
            yield error("wrong-sum", *path, "max", found=plain(whole), sum=plain(everything))

    def _sum(self, parts: Sequence[Criterion], kind: str) -> Decimal:
        year = self.year or 0
        return exact_sum(part.max for part in parts if part.counting(kind, year) is not None)

    def _criterion(self, criterion: Criterion, section: Section, path: Path) -> Iterator[Finding]:
        yield from self._points(criterion.max, *path, "max")
        if criterion.from_ is not None and criterion.until is not None and criterion.until < criterion.from_:
            yield error("dates-reversed", *path, "until", found=criterion.until, start=criterion.from_)
        if criterion.floor is not None and not 0 <= criterion.floor <= 1:
            yield error("not-a-part", *path, "floor", found=criterion.floor)
        if criterion.floor is not None and section.kind == "penalty":
            yield error("floor-on-penalty", *path, "floor", found=criterion.floor)
        if criterion.not_applicable is not None and section.kind != "core":
            yield warning("policy-outside-core", *path, "not_applicable", found=criterion.not_applicable)
        for place, kind in enumerate(criterion.applies_to):
            if self.kinds and kind not in self.kinds:
                yield warning("unknown-kind", *path, "applies_to", place, found=kind, **choices(kind, self.kinds))
        yield from self._sanction(criterion, section, path)
        if criterion.parts:
            yield from self._group(criterion, section, path)
        else:
            yield from self._method(criterion, section, path)

    def _sanction(self, criterion: Criterion, section: Section, path: Path) -> Iterator[Finding]:
        sanction = criterion.sanction
        if sanction is None:
            return
        if section.kind != "penalty":
            yield error("sanction-outside-penalty", *path, "sanction", found=section.kind)
        if (sanction.at_most is None) == (sanction.down is None):
            yield error("one-of", *path, "sanction", names="at_most, down")
        if sanction.down is not None and sanction.down < 1:
            yield error("not-positive", *path, "sanction", "down", found=sanction.down)
        bands = [band.id for band in self.rubric.bands]
        if sanction.at_most is not None and sanction.at_most not in bands:
            near = choices(sanction.at_most, bands)
            yield error("unknown-band", *path, "sanction", "at_most", found=sanction.at_most, **near)

    def _group(self, group: Criterion, section: Section, path: Path) -> Iterator[Finding]:
        if group.method is not None:
            yield error("one-of", *path, "method", found=METHOD_NAMES[type(group.method)], names="method, criterion")
        if group.take == "sum":
            if section.kind == "core":
                yield from self._sums(group.max, group.parts, path)
        else:
            greatest = max(part.max for part in group.parts)
            if group.max != greatest:
                yield error("wrong-greatest", *path, "max", found=plain(group.max), greatest=plain(greatest))
        for place, part in enumerate(group.parts):
            yield from self._criterion(part, section, (*path, "criterion", place))

    def _method(self, criterion: Criterion, section: Section, path: Path) -> Iterator[Finding]:
        method = criterion.method
        if section.kind == "penalty" and isinstance(method, Deduct | Attainment):
            yield error("method-in-penalty", *path, "method", found=METHOD_NAMES[type(method)])
        match method:
            case Judged(levels):
                yield from self._levels(levels, criterion, path)
            case Levels(levels):
                if not levels:
                    yield error("no-levels", *path, "levels")
                yield from self._levels(levels, criterion, path)
            case Bands():
                yield from self._points_bands(method, criterion, path)
            case Attainment():
                yield from _check_goal(method, path)
                if method.per_percent_short is not None:
                    yield from self._points(method.per_percent_short, *path, "per_percent_short")
            case Count(each) | Deduct(each):
                yield from self._points(each, *path, "each")
            case AllOrNothing():
                pass
            case Relative():
                yield from _check_goal(method, path)
                if not 0 <= method.at_goal <= 1:
                    yield error("not-a-part", *path, "at_goal", found=method.at_goal)
            case None:
                yield error("no-method", *path, found=criterion.id)
            case _:
                assert_never(method)

    def _levels(self, levels: Sequence[Level], criterion: Criterion, path: Path) -> Iterator[Finding]:
        lowest = min((level.at for level in levels), default=Decimal(0))
        if isinstance(criterion.method, Judged):
            lowest = Decimal(0)
        ids: set[str] = set()
        unnamed: set[Decimal] = set()
        for place, level in enumerate(levels):
            where = (*path, "levels", place)
            yield from self._points(level.at, *where, "at", positive=False)
            if level.at > criterion.max:
                yield error("above-max", *where, "at", found=plain(level.at), max=plain(criterion.max))
            if level.voids and level.at != lowest:
                yield error("voids-above-lowest", *where, "voids", found=plain(level.at), lowest=plain(lowest))
            if level.id is None and level.at in unnamed:
                yield error("duplicate-level", *where, "at", found=plain(level.at))
            elif level.id is None:
                unnamed.add(level.at)
            elif level.id in ids:
                yield error("duplicate-id", *where, "id", found=level.id)
            else:
                ids.add(level.id)

    def _points_bands(self, method: Bands, criterion: Criterion, path: Path) -> Iterator[Finding]:
        if not method.bands:
            yield error("no-bands", *path, "bands")
        reaches: set[Decimal | None] = set()
        for place, band in enumerate(method.bands):
            where = (*path, "bands", place)
            yield from self._points(band.points, *where, "points", positive=False)
            if band.points > criterion.max:
                yield error("above-max", *where, "points", found=plain(band.points), max=plain(criterion.max))
            if band.reach in reaches:
                found = "" if band.reach is None else plain(band.reach)
                yield error("duplicate-reach", *where, "reach", found=found)
            reaches.add(band.reach)


def _check_goal(method: Attainment | Relative, path: Path) -> Iterator[Finding]:
    if (method.goal is None) == (method.target is None):
        yield error("one-of", *path, names="goal, target")
    if method.goal is None:
        return
    zero_allowed = isinstance(method, Attainment) and method.direction == "at-most"
    if method.goal < 0:
        yield error("negative", *path, "goal", found=plain(method.goal))
    if method.goal == 0 and not zero_allowed:
        yield error("goal-of-zero", *path, "goal", found=plain(method.goal))


def _check_bands(rubric: Rubric) -> Iterator[Finding]:
    yield from identify((band.id for band in rubric.bands), "band")
    reaches: dict[Decimal, str] = {}
    for place, band in enumerate(rubric.bands):
        if band.reach in reaches:
            yield error("duplicate-reach", "band", place, "reach", found=plain(band.reach), other=reaches[band.reach])
        reaches.setdefault(band.reach, band.id)
        shares: tuple[tuple[str, Fraction | None], ...] = (("floor", band.floor), ("at_most", band.at_most))
        for key, share in shares:
            if share is not None and not 0 <= share <= 1:
                yield error("not-a-part", "band", place, key, found=share)
