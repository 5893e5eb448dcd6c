"""What each unit promised, and how far it got."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Literal, TypeAlias

from emulation.finding import choices, error, identify, warning
from emulation.frozen import frozen
from emulation.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from emulation.bloc import Bloc
    from emulation.finding import Finding

Direction: TypeAlias = Literal["at-least", "at-most"]


@frozen
class Report:
    """How far a target had got on one day, in the target's own measure."""

    on: date
    value: Decimal
    evidence: str = ""


@frozen
class Target:
    """A measurable promise. ``hard`` marks a breakthrough or hard task."""

    id: str
    text: Text
    measure: str
    goal: Decimal
    direction: Direction = "at-least"
    hard: bool = False
    due: date | None = None
    source: str = ""
    reports: tuple[Report, ...] = ()


@frozen
class Pledge:
    """What one unit signed; ``signed`` is absent where it has not signed."""

    unit: str
    signed: date | None = None
    targets: tuple[Target, ...] = ()


def last_report(target: Target, on: date) -> Report | None:
    """The last report on or before that day; of two on one day the one listed later."""
    latest: Report | None = None
    for report in target.reports:
        if report.on <= on and (latest is None or report.on >= latest.on):
            latest = report
    return latest


def ratio(value: Decimal, goal: Decimal, direction: Direction) -> Fraction:
    """Value over goal (at-least) or goal over value (at-most), as a share of one; it may exceed one.

    A value of 0 under ``at-most`` is full attainment. A ``goal`` of 0 needs ``at-most``; a value above it then
    attains nothing.
    """
    if direction == "at-least":
        return Fraction(value) / Fraction(goal)
    return Fraction(1) if value == 0 else Fraction(goal) / Fraction(value)


def attainment(target: Target, on: date) -> Fraction | None:
    """How far the target was attained on that day, as a share of one.

    ``None`` before its first report, and of a target whose goal no figure can be held against; see `check`.
    """
    report = last_report(target, on)
    if report is None or target.goal < 0 or (target.goal == 0 and target.direction == "at-least"):
        return None
    return ratio(report.value, target.goal, target.direction)


def fulfilled(pledge: Pledge, on: date) -> bool | None:
    """Whether every target is attained; ``None`` where that is not known.

    Not known: an unsigned pledge, one without targets, or one with an unreported target and none missed.
    """
    if pledge.signed is None or not pledge.targets:
        return None
    shares = [attainment(target, on) for target in pledge.targets]
    if any(share is not None and share < 1 for share in shares):
        return False
    return None if None in shares else True


def over_fulfilled(pledge: Pledge, on: date) -> bool | None:
    """Whether every target is attained and at least one exceeded; ``None`` where that is not known."""
    whole = fulfilled(pledge, on)
    if whole is not True:
        return whole
    return any((attainment(target, on) or 0) > 1 for target in pledge.targets)


def share_attained(pledge: Pledge | None, on: date) -> Fraction:
    """The share of targets attained on that day; unknown counts as not attained, no target gives 0."""
    if pledge is None or not pledge.targets:
        return Fraction(0)
    attained = sum((attainment(target, on) or 0) >= 1 for target in pledge.targets)
    return Fraction(attained, len(pledge.targets))


def check(pledges: Iterable[Pledge], bloc: Bloc) -> Iterator[Finding]:
    """All that is wrong with the pledges, with paths as in ``pledges.toml``."""
    listed = tuple(pledges)
    ids = [unit.id for unit in bloc.units]
    yield from identify((pledge.unit for pledge in listed), "pledge", key="unit")
    for place, pledge in enumerate(listed):
        where = ("pledge", place)
        if pledge.unit not in ids:
            yield error("unknown-unit", *where, "unit", found=pledge.unit, **choices(pledge.unit, ids))
        if pledge.signed is None:
            yield warning("not-signed", *where, found=pledge.unit)
        yield from identify((target.id for target in pledge.targets), *where, "target")
        for number, target in enumerate(pledge.targets):
            yield from (finding.under(*where, "target", number) for finding in _check_target(target))


def _check_target(target: Target) -> Iterator[Finding]:
    if target.goal < 0:
        yield error("negative", "goal", found=target.goal)
    if target.goal == 0 and target.direction == "at-least":
        yield error("goal-of-zero", "goal", found=target.goal)
    if not target.source:
        yield warning("no-source", found=target.id)
    for place, report in enumerate(target.reports):
        if report.value < 0:
            yield error("negative", "report", place, "value", found=report.value)
