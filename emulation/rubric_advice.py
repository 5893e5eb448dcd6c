"""What makes a rubric tell units apart, looked at before the meeting: warnings with advice, and figures.

The complaint these answer: criteria lack specifics, are qualitative and do not tell lines of work apart, so everybody
gets full marks. Nothing here is an error; a rubric with every one of these warnings can be scored.
"""

from __future__ import annotations

import re
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING, TypeAlias, assert_never

import attrs

from emulation.finding import warning
from emulation.number import plain
from emulation.rubric import (
    AllOrNothing,
    Attainment,
    Bands,
    Count,
    Criterion,
    Deduct,
    Judged,
    Levels,
    Relative,
    Section,
)
from emulation.rubric_check import criteria_with_paths

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from emulation.finding import Finding, Path
    from emulation.rubric import Rubric

ANCHORS = 2
"""How many described levels a judged criterion needs before two markers can mean the same by a mark."""

_NUMBERED = re.compile(r"(.*?)([0-9]+)")

Group: TypeAlias = Section | Criterion


def advise(rubric: Rubric) -> Iterator[Finding]:
    """Warnings about a rubric that is free of errors, with paths as in ``rubric.toml``."""
    leaves = [(path, criterion) for path, criterion in criteria_with_paths(rubric) if not criterion.parts]
    for path, leaf in leaves:
        if isinstance(leaf.method, Judged) and len(leaf.method.levels) < ANCHORS:
            yield warning("not-anchored", *path, found=leaf.id, max=plain(leaf.max))
        if not _can_differ(leaf, rubric.step):
            yield warning("cannot-differ", *path, found=leaf.id)
    yield from _lines_of_work(leaves)
    if leaves and all(leaf.evidence != "required" for _, leaf in leaves):
        yield warning("evidence-never-required", "rubric", found=rubric.id)
    for place, section in enumerate(rubric.sections):
        yield from _group(section, section.criteria, ("section", place), capped=section.kind != "core")
    yield from _numbering([section.id for section in rubric.sections], ("section",))


def _lines_of_work(leaves: Sequence[tuple[Path, Criterion]]) -> Iterator[Finding]:
    named = {leaf.work for _, leaf in leaves if leaf.work}
    if not named and leaves:
        yield warning("no-line-of-work", *leaves[0][0], found=str(len(leaves)))
    elif len(named) == 1 and len(leaves) > 1:
        yield warning("one-line-of-work", *leaves[0][0], "work", found=next(iter(named)))


def _group(group: Group, parts: Sequence[Criterion], path: Path, *, capped: bool) -> Iterator[Finding]:
    """Caps that can never be reached, or are less than what stands under them; numbers that jump."""
    takes_sum = not isinstance(group, Criterion) or group.take == "sum"
    together = sum((part.max for part in parts), Decimal(0))
    if capped and takes_sum and together > group.max:
        yield warning("parts-above-cap", *path, "max", found=plain(group.max), sum=plain(together))
    if capped and takes_sum and together < group.max:
        yield warning("cap-never-reached", *path, "max", found=plain(group.max), sum=plain(together))
    yield from _numbering([part.id for part in parts], (*path, "criterion"))
    for place, part in enumerate(parts):
        if part.parts:
            yield from _group(part, part.parts, (*path, "criterion", place), capped=capped)


def _numbering(ids: Sequence[str], path: Path) -> Iterator[Finding]:
    matches = [_NUMBERED.fullmatch(one) for one in ids]
    for place, (before, after) in enumerate(pairwise(matches), 1):
        if before is None or after is None or before[1] != after[1]:
            continue
        if int(after[2]) > int(before[2]) + 1:
            missing = f"{before[1]}{int(before[2]) + 1}"
            yield warning("numbering-jumps", *path, place, "id", found=after[0], missing=missing)


def _can_differ(leaf: Criterion, step: Decimal) -> bool:
    """Whether two marks can come to different points at all."""
    match leaf.method:
        case Levels(levels):
            return len({level.at for level in levels}) > 1
        case Bands(bands):
            points = {band.points for band in bands}
            if all(band.reach is not None for band in bands):
                points.add(Decimal(0))
            return len(points) > 1
        case Attainment() as method:
            return method.per_percent_short != 0
        case Judged() | Count() | Deduct() | AllOrNothing() | Relative() | None:
            return leaf.max >= step
        case _:
            assert_never(leaf.method)


@attrs.frozen
class Balance:
    """How many of a section's points are measured, and how many somebody judges: maxima, in points."""

    section: str
    measured: Decimal
    judged: Decimal


def balance(rubric: Rubric) -> tuple[Balance, ...]:
    """The balance of every section, in order; judged are the criteria whose mark is an opinion (judged, levels).

    Of parts of which the highest or the mean is taken, the group's points count once: as judged if any part is.
    """
    balances = []
    for section in rubric.sections:
        leaves = [leaf for top in section.criteria for leaf in _weighed(top)]
        judged = sum((weight for leaf, weight in leaves if isinstance(leaf.method, Judged | Levels)), Decimal(0))
        whole = sum((weight for _, weight in leaves), Decimal(0))
        balances.append(Balance(section.id, whole - judged, judged))
    return tuple(balances)


def _weighed(criterion: Criterion) -> list[tuple[Criterion, Decimal]]:
    if not criterion.parts:
        return [(criterion, criterion.max)]
    below = [pair for part in criterion.parts for pair in _weighed(part)]
    if criterion.take == "sum":
        return below
    judged = [leaf for leaf, _ in below if isinstance(leaf.method, Judged | Levels)]
    return [(judged[0] if judged else below[0][0], criterion.max)]
