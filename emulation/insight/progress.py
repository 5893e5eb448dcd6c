"""Pledges against the calendar, tasks of earlier meetings, joint activities, and the staff who do emulation work."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Literal, TypeAlias

from emulation.activity import Task
from emulation.frozen import frozen
from emulation.pledge import attainment, last_report

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from emulation.activity import Activity
    from emulation.bloc import Bloc
    from emulation.pledge import Pledge, Target

TaskState: TypeAlias = Literal["done", "done-late", "open", "late"]


@frozen
class Pace:
    """A target against the calendar on a day.

    ``attained`` is the share of the goal, ``time`` the share of the target's year that had passed when it was last
    reported. ``forecast`` is the value at the due day if the rest of the time goes as the time so far (value / time);
    only for at-least targets, whose figures add up through the year. ``at_risk``: reported, and by the forecast (or,
    for at-most targets, already now) short of the goal; once ``due`` has passed, short of it as reported. ``None``: no
    report yet.
    """

    unit: str
    target: str
    hard: bool
    attained: Fraction | None
    time: Fraction | None
    forecast: Fraction | None
    at_risk: bool | None
    at_most: bool
    due: bool

    @property
    def done(self) -> bool:
        """Whether it is attained: of an at-most target that cannot be said before the day it is due."""
        return self.attained is not None and self.attained >= 1 and (self.due or not self.at_most)


def paces(pledges: Iterable[Pledge], bloc: Bloc, on: date) -> tuple[Pace, ...]:
    """Every target of every pledge, in protocol order."""
    by_unit = {pledge.unit: pledge for pledge in pledges}
    return tuple(
        _pace(unit.id, target, bloc.year, on)
        for unit in bloc.units
        if unit.id in by_unit
        for target in by_unit[unit.id].targets
    )


def _pace(unit: str, target: Target, year: int, on: date) -> Pace:
    report, at_most, due = last_report(target, on), target.direction == "at-most", year_of(target, year)[1] <= on
    if report is None:
        return Pace(unit, target.id, target.hard, None, None, None, None, at_most, due)
    share = attainment(target, on)
    time = _passed(target, year, report.on)
    if at_most:
        return Pace(unit, target.id, target.hard, share, time, None, report.value > target.goal, at_most, due)
    forecast = Fraction(report.value) / time
    short = report.value < target.goal if due else forecast < Fraction(target.goal)
    return Pace(unit, target.id, target.hard, share, time, None if due else forecast, short, at_most, due)


def _passed(target: Target, year: int, on: date) -> Fraction:
    """The share of the target's year that had passed at the end of that day; never nothing, at most all."""
    begin, end = year_of(target, year)
    whole = max((end - begin).days + 1, 1)
    return Fraction(min(max((min(on, end) - begin).days + 1, 1), whole), whole)


def year_of(target: Target, year: int) -> tuple[date, date]:
    """The first day of the target's year and its last: the day it is due, or the last of the bloc's year."""
    return date(year, 1, 1), target.due or date(year, 12, 31)


def reported(target: Target, year: int, on: date) -> tuple[tuple[Fraction, Fraction], ...]:
    """Every report made by that day: the share of the target's year that had passed, and the value over the goal.

    In the order of time. Empty for a goal of 0, of which a value has no share.
    """
    if not target.goal:
        return ()
    made = sorted((report for report in target.reports if report.on <= on), key=lambda one: one.on)
    return tuple((_passed(target, year, one.on), Fraction(one.value) / Fraction(target.goal)) for one in made)


@frozen
class TaskReview:
    """A task of an earlier meeting on a day, and for how many days it has been (or was) late."""

    task: Task
    state: TaskState
    days_late: int


def review_tasks(activity: Activity, on: date) -> tuple[TaskReview, ...]:
    """Every task given by that day: late ones first, the longest first, then open and done ones as listed."""
    order: dict[TaskState, int] = {"late": 0, "open": 1, "done-late": 2, "done": 3}
    reviews = [_task(task, on) for task in activity.tasks if task.given <= on]
    return tuple(sorted(reviews, key=lambda one: (order[one.state], -one.days_late)))


def _task(task: Task, on: date) -> TaskReview:
    done = task.done is not None and task.done <= on
    end = task.done if done and task.done is not None else on
    late = max((end - task.due).days, 0) if task.due is not None else 0
    state: TaskState = ("done-late" if late else "done") if done else ("late" if late else "open")
    return TaskReview(task, state, late)


@frozen
class Together:
    """A unit in the bloc's joint activities, and its staff who do emulation work; ``None`` where it is not known."""

    unit: str
    joined: int
    activities: int
    emulation_staff: int | None


def together(activity: Activity, bloc: Bloc, on: date) -> tuple[Together, ...]:
    """Every unit, in protocol order, over the joint activities held by that day of which it is known who took part."""
    held = [one for one in activity.joint if one.on <= on and one.units]
    counts: Mapping[str, int] = {unit.id: sum(unit.id in one.units for one in held) for unit in bloc.units}
    return tuple(
        Together(unit.id, counts[unit.id], len(held), unit.staff.emulation if unit.staff else None)
        for unit in bloc.units
    )
