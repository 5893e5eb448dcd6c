"""Marks: what somebody entered for a unit on a criterion, and in which role; sheets of them; the whole table.

A blank is the absence of a mark. It is unknown, never zero.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Literal, TypeAlias, assert_never

import attrs

from emulation.finding import choices, error, warning
from emulation.frozen import frozen
from emulation.number import NotTypedAsNumberError, is_multiple, plain, read_typed
from emulation.rubric import (
    MEASURED,
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
from emulation.text import nfc

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from emulation.bloc import Bloc
    from emulation.finding import Finding
    from emulation.procedure import MarkRules
    from emulation.rubric import Level

Value: TypeAlias = Decimal | bool | str
SheetSource: TypeAlias = Literal["self", "peer", "verified"]


@frozen
class Given:
    """A mark with a value: what the criterion's method takes, or several of them where it is a measured method."""

    value: Value | tuple[Value, ...]
    note: str = attrs.field(default="", converter=nfc)
    evidence: tuple[str, ...] = ()


@frozen
class NotApplicable:
    """The criterion does not apply to the unit this year."""

    reason: str = attrs.field(converter=nfc)
    note: str = attrs.field(default="", converter=nfc)
    evidence: tuple[str, ...] = ()


@frozen
class SetByHand:
    """Points set over the method's head; the meeting alone can do this."""

    points: Decimal
    reason: str = attrs.field(converter=nfc)
    note: str = attrs.field(default="", converter=nfc)
    evidence: tuple[str, ...] = ()


Mark: TypeAlias = Given | NotApplicable | SetByHand


@frozen
class Sheet:
    """Marks handed in together. ``marks`` maps a unit's id to its marks by criterion id.

    ``by`` is a unit, or for verified marks a word such as ``head-team``.
    """

    source: SheetSource
    by: str
    on: date
    marks: Mapping[str, Mapping[str, Mark]]


ByCriterion: TypeAlias = Mapping[str, Mark]


@frozen
class Marks:
    """All marks of a bloc, by source: by unit id, then criterion id; ``peers`` has the marker's id before them."""

    own: Mapping[str, ByCriterion] = attrs.field(factory=dict)
    verified: Mapping[str, ByCriterion] = attrs.field(factory=dict)
    agreed: Mapping[str, ByCriterion] = attrs.field(factory=dict)
    peers: Mapping[str, Mapping[str, ByCriterion]] = attrs.field(factory=dict)


def gather(sheets: Iterable[Sheet], agreed: Mapping[str, ByCriterion] | None = None) -> Marks:
    """The table that the sheets make. Of two sheets that verify one cell, the one handed in later decides."""
    own: dict[str, dict[str, Mark]] = {}
    verified: dict[str, dict[str, Mark]] = {}
    peers: dict[str, dict[str, dict[str, Mark]]] = {}
    for sheet in sorted(sheets, key=lambda sheet: (sheet.on, sheet.by)):
        for unit, marks in sheet.marks.items():
            match sheet.source:
                case "self":
                    own.setdefault(unit, {}).update(marks)
                case "verified":
                    verified.setdefault(unit, {}).update(marks)
                case "peer":
                    peers.setdefault(sheet.by, {}).setdefault(unit, {}).update(marks)
                case _:
                    assert_never(sheet.source)
    return Marks(own, verified, agreed or {}, peers)


def check_sheet(sheet: Sheet, bloc: Bloc, rubric: Rubric) -> Iterator[Finding]:
    """All that is wrong with one sheet, with paths as in its file."""
    units = {unit.id: unit for unit in bloc.units}
    criteria = {criterion.id: criterion for criterion in rubric.criteria()}
    counting = {
        kind: {criterion.id for criterion in rubric.counting(kind, bloc.year)}
        for kind in {unit.kind for unit in bloc.units}
    }
    if sheet.source != "verified" and sheet.by not in units:
        yield error("unknown-unit", "sheet", "by", found=sheet.by, **choices(sheet.by, units))
    for unit_id, marks in sheet.marks.items():
        if unit_id not in units:
            yield error("unknown-unit", "marks", unit_id, found=unit_id, **choices(unit_id, units))
            continue
        if sheet.source == "self" and unit_id != sheet.by:
            yield error("self-marks-other", "marks", unit_id, found=unit_id, by=sheet.by)
        if sheet.source == "peer" and unit_id == sheet.by:
            yield error("peer-marks-self", "marks", unit_id, found=unit_id)
        for criterion_id, mark in marks.items():
            where = ("marks", unit_id, criterion_id)
            if criterion_id not in criteria:
                yield error("unknown-criterion", *where, found=criterion_id, **choices(criterion_id, criteria))
                continue
            criterion = criteria[criterion_id]
            if criterion_id not in counting[units[unit_id].kind]:
                yield error("criterion-does-not-apply", *where, found=criterion_id, kind=units[unit_id].kind)
            else:
                yield from (found.under(*where) for found in check_mark(mark, criterion, rubric.step))
                if isinstance(mark, SetByHand):
                    yield error("by-hand-in-sheet", *where, "points", found=plain(mark.points))


def check_contradictions(sheets: Sequence[Sheet]) -> Iterator[tuple[int, Finding]]:
    """A cell marked differently by two sheets of one source and marker: the later sheet's place and the error."""
    seen: dict[tuple[str, str, str, str], tuple[Mark, Sheet]] = {}
    for place, sheet in enumerate(sheets):
        for unit, marks in sheet.marks.items():
            for criterion, mark in marks.items():
                key = (sheet.source, sheet.by, unit, criterion)
                before = seen.setdefault(key, (mark, sheet))
                if content(before[0]) != content(mark):
                    other = spell(before[0])
                    where = ("marks", unit, criterion)
                    yield place, error("contradiction", *where, found=spell(mark), other=other, on=before[1].on)


def late(sheet: Sheet, rules: MarkRules) -> bool:
    """Whether a unit handed the sheet in, its own or a peer's, after the day on which it was due."""
    return sheet.source != "verified" and rules.due is not None and sheet.on > rules.due


def check_handed_in(sheets: Sequence[Sheet], bloc: Bloc, rules: MarkRules) -> Iterator[tuple[int | None, Finding]]:
    """Warnings about sheets that came late, each with the sheet's place, and units that alone handed in none.

    Nothing is missing while no unit has marked itself: the bloc may do without, or nobody has come so far.
    """
    for place, sheet in enumerate(sheets):
        if late(sheet, rules):
            yield place, warning("late", "sheet", "on", found=sheet.on, due=rules.due)
    marked = {sheet.by for sheet in sheets if sheet.source == "self"}
    if marked & {unit.id for unit in bloc.units}:
        for unit in bloc.units:
            if unit.id not in marked:
                yield None, warning("no-self-sheet", found=unit.id)


def content(mark: Mark) -> object:
    """What a mark says, without its note and evidence; two marks of equal content are the same mark."""
    match mark:
        case Given(value):
            return value
        case NotApplicable():
            return NotApplicable
        case SetByHand(points):
            return points
        case _:
            assert_never(mark)


def spell(mark: Mark | None) -> str:
    """The mark's content as it is written in a sheet: ``18.5``, ``yes``, ``3; 4``, ``n/a``; empty for a blank."""
    match mark:
        case None:
            return ""
        case Given(value):
            return "; ".join(map(_spell_value, value if isinstance(value, tuple) else (value,)))
        case NotApplicable():
            return "n/a"
        case SetByHand(points):
            return f"={plain(points)}"
        case _:
            assert_never(mark)


def _spell_value(value: Value) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return plain(value) if isinstance(value, Decimal) else value


def check_mark(mark: Mark, criterion: Criterion, step: Decimal) -> Iterator[Finding]:
    """All that keeps the criterion's method from taking this mark; paths begin at the mark.

    Points are not held against a ``step`` that is not positive: that is the rubric's mistake (`rubric_check.check`).
    """
    match mark:
        case NotApplicable(reason):
            if not reason.strip():
                yield error("reason-missing", "not_applicable")
            if isinstance(criterion.method, Attainment | Relative) and criterion.method.target is not None:
                yield error("computed-from-pledge", found=spell(mark), target=criterion.method.target)
        case _ if criterion.parts:
            yield error("mark-on-group", found=spell(mark))
        case SetByHand(points, reason):
            if not reason.strip():
                yield error("reason-missing", "reason")
            yield from _check_points(points, criterion, step)
        case Given(value):
            yield from _check_given(value, criterion, step)
        case _:
            assert_never(mark)


def _check_given(value: Value | tuple[Value, ...], criterion: Criterion, step: Decimal) -> Iterator[Finding]:
    method = criterion.method
    if isinstance(method, Attainment | Relative) and method.target is not None:
        yield error("computed-from-pledge", found=spell(Given(value)), target=method.target)
    elif not isinstance(value, tuple):
        yield from _check_value(value, criterion, step)
    elif method is None:
        pass  # the rubric's own mistake (`rubric_check.check`)
    elif not isinstance(method, MEASURED):
        yield error("several-events", found=spell(Given(value)), method=METHOD_NAMES[type(method)])
    elif not value:
        yield error("empty")
    else:
        for place, one in enumerate(value):
            yield from (finding.under(place) for finding in _check_value(one, criterion, step))


def _check_points(points: Decimal, criterion: Criterion, step: Decimal) -> Iterator[Finding]:
    if not 0 <= points <= criterion.max:
        yield error("outside", found=plain(points), least="0", greatest=plain(criterion.max))
    if step > 0 and not is_multiple(points, step):
        yield error("not-a-step", found=plain(points), step=plain(step))


def _check_value(value: Value, criterion: Criterion, step: Decimal) -> Iterator[Finding]:
    found = _spell_value(value)
    match criterion.method:
        case AllOrNothing():
            if not isinstance(value, bool):
                yield error("not-yes-or-no", found=found)
        case Levels(levels):
            if isinstance(value, bool) or level_of(levels, value) is None:
                known = [level.id or plain(level.at) for level in levels]
                yield error("unknown-level", found=found, **choices(found, known))
        case None:
            pass  # as above
        case method:
            if not isinstance(value, Decimal):
                yield _no_number(value)
                return
            match method:
                case Judged():
                    yield from _check_points(value, criterion, step)
                case Count() | Deduct():
                    if value < 0 or value != value.to_integral_value():
                        yield error("not-a-count", found=found)
                case Bands() | Attainment() | Relative():
                    if value < 0:
                        yield error("negative", found=found)
                case _:
                    assert_never(method)


def _no_number(value: str | bool) -> Finding:  # noqa: FBT001  (a mark's value is either)
    """What is said of a value that is no number, or one in quotes."""
    try:
        number = read_typed(value) if isinstance(value, str) else None
    except NotTypedAsNumberError:
        number = None
    if number is not None:
        return error("not-a-number", found=_spell_value(value), number=plain(number))
    return error("not-a-number", found=_spell_value(value))


def level_of(levels: Sequence[Level], value: Value) -> Level | None:
    """The level that a mark names: by its ``id``, or by its ``at`` where the mark is a number.

    Of several levels at one number it is the one without an ``id``, else one that does not void: to void a group by a
    number that also means something else, the level has to be named.
    """
    if isinstance(value, str):
        return next((level for level in levels if level.id == value), None)
    there = (level for level in levels if level.at == value)
    return min(there, key=lambda level: (level.id is not None, level.voids), default=None)
