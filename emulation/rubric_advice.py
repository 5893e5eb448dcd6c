"""What makes a rubric tell units apart, looked at before the meeting: warnings with advice, and figures.

The complaint these answer: criteria lack specifics, are qualitative and do not tell lines of work apart, so everybody
gets full marks. Nothing here is an error; a rubric with every one of these warnings can be scored.
"""

from __future__ import annotations

import re
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING, TypeAlias, assert_never

from emulation.finding import warning
from emulation.frozen import frozen
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
_ROMAN = re.compile(r"(?=[IVX])X{0,3}(?:IX|IV|V?I{0,3})")
_DIGITS = r"[0-9]+(?:[.,][0-9]+)?"
_SAID_MAX = re.compile(
    rf"(?:tối đa|không quá|at most|up to)\s+[-−]?({_DIGITS})\s*(?:điểm|points?\b|$|[).;,])", re.IGNORECASE
)
_SAID_PARTS = re.compile(rf"(?<![\w.,+]){_DIGITS}(?:\s*\+\s*{_DIGITS})+(?![\w%]|[.,][0-9])")

Group: TypeAlias = Section | Criterion


def advise(rubric: Rubric) -> Iterator[Finding]:
    """Warnings about a rubric that is free of errors, with paths as in ``rubric.toml``."""
    leaves = [(path, criterion) for path, criterion in criteria_with_paths(rubric) if not criterion.parts]
    for path, criterion in criteria_with_paths(rubric):
        yield from _said(criterion, path)
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


def _said(criterion: Criterion, path: Path) -> Iterator[Finding]:
    """A text that speaks of another greatest number of points than ``max``: "at most 10", "3 + 3"."""
    texts = dict.fromkeys(text for text in (criterion.text.vi, criterion.text.en) if text)
    for said in dict.fromkeys(said for text in texts for said in _points_said(text)):
        if sum(map(_number, said.split("+")), Decimal(0)) != criterion.max:
            yield warning("text-against-max", *path, "max", found=plain(criterion.max), said=said)
            return


def _points_said(text: str) -> Iterator[str]:
    yield from (found[1] for found in _SAID_MAX.finditer(text))
    yield from (found[0] for found in _SAID_PARTS.finditer(text))


def _number(text: str) -> Decimal:
    return Decimal(text.strip().replace(",", "."))


def _group(group: Group, parts: Sequence[Criterion], path: Path, *, capped: bool) -> Iterator[Finding]:
    """Caps that can never be reached, or are less than what stands under them; numbers that jump."""
    takes_sum = not isinstance(group, Criterion) or group.take == "sum"
    together = _together(parts)
    if capped and takes_sum and together > group.max:
        yield warning("parts-above-cap", *path, "max", found=plain(group.max), sum=plain(together))
    if capped and takes_sum and together < group.max:
        yield warning("cap-never-reached", *path, "max", found=plain(group.max), sum=plain(together))
    yield from _numbering([part.id for part in parts], (*path, "criterion"))
    for place, part in enumerate(parts):
        if part.parts:
            yield from _group(part, part.parts, (*path, "criterion", place), capped=capped)


def _together(parts: Sequence[Criterion]) -> Decimal:
    """The most that the maxima of parts come to, over the kinds of unit to which they apply."""
    kinds: set[str | None] = {None, *(kind for part in parts for kind in part.applies_to)}
    return max(
        sum((part.max for part in parts if not part.applies_to or kind in part.applies_to), Decimal(0))
        for kind in kinds
    )


def _numbering(ids: Sequence[str], path: Path) -> Iterator[Finding]:
    """Ids of one list that count, in figures or in Roman numerals from I, and leave numbers out."""
    if ids[:1] == ["I"] and all(_ROMAN.fullmatch(one) for one in ids):
        numbers = [("", _roman(one)) for one in ids]
        spelled = {_roman(one): one for one in _ROMANS}
    else:
        matches = [_NUMBERED.fullmatch(one) for one in ids]
        numbers = [("", 0) if match is None else (match[1], int(match[2])) for match in matches]
        spelled = {}
    for place, ((stem, before), (other, after)) in enumerate(pairwise(numbers), 1):
        if stem == other and 0 < before < after - 1:
            missing = f"{stem}{spelled.get(before + 1, before + 1)}"
            yield warning("numbering-jumps", *path, place, "id", found=ids[place], missing=missing)


_UNITS = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")
_ROMANS = tuple(f"{'X' * tens}{unit}" for tens in range(4) for unit in _UNITS)[1:]


def _roman(numeral: str) -> int:
    return _ROMANS.index(numeral) + 1


def _can_differ(leaf: Criterion, step: Decimal) -> bool:
    """Whether two marks can come to different points at all."""
    match leaf.method:
        case Levels(levels):
            return len({level.at for level in levels}) > 1
        case Bands(bands):
            # a measured value is never negative: of the bands that nothing reaches too, only the highest is ever given
            floor = [band for band in bands if band.reach is None or band.reach <= 0]
            lowest = (
                max(floor, key=lambda band: (band.reach is not None, band.reach or 0)).points if floor else Decimal(0)
            )
            return any(band.points != lowest for band in bands if band.reach is not None and band.reach > 0)
        case Attainment() as method:
            return method.per_percent_short != 0
        case Judged() | Count() | Deduct() | AllOrNothing() | Relative() | None:
            return leaf.max >= step
        case _:
            assert_never(leaf.method)


def is_judged(leaf: Criterion) -> bool:
    """Whether a mark on it is somebody's opinion, and no figure: the methods judged and levels."""
    return isinstance(leaf.method, Judged | Levels)


@frozen
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
        leaves = [leaf for top in section.criteria for leaf in weighed(top)]
        judged = sum((weight for leaf, weight in leaves if is_judged(leaf)), Decimal(0))
        whole = sum((weight for _, weight in leaves), Decimal(0))
        balances.append(Balance(section.id, whole - judged, judged))
    return tuple(balances)


def weighed(criterion: Criterion) -> list[tuple[Criterion, Decimal]]:
    """The leaves below a criterion with the points that hang on each.

    Of parts of which the highest or the mean is taken, the group's points hang on one: a judged one if any is.
    """
    if not criterion.parts:
        return [(criterion, criterion.max)]
    below = [pair for part in criterion.parts for pair in weighed(part)]
    if criterion.take == "sum":
        return below
    judged = [leaf for leaf, _ in below if is_judged(leaf)]
    return [(judged[0] if judged else below[0][0], criterion.max)]
