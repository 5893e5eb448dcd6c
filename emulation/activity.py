"""What the units did through the year: movements, advanced models, stories, commendations, joint activities, tasks."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Literal, TypeAlias

from emulation.finding import choices, error, identify, warning
from emulation.frozen import frozen
from emulation.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from emulation.bloc import Bloc
    from emulation.finding import Finding

Work: TypeAlias = Literal["leader", "direct"]
Recipient: TypeAlias = Literal["leader", "direct", "collective"]
ModelKind: TypeAlias = Literal["individual", "collective", "practice"]
Ground: TypeAlias = Literal["merit", "sudden", "movement", "long-service", "seniority", "external-relations"]


@frozen
class Result:
    """What came of a movement in a unit on one day."""

    on: date
    text: Text
    evidence: str = ""


@frozen
class Participation:
    """A unit in a movement: of ``staff`` people ``joined`` took part. ``launched`` is absent where it was not launched.

    ``new_form`` names a new way of organising it.
    """

    movement: str
    unit: str
    launched: date | None = None
    staff: int | None = None
    joined: int | None = None
    new_form: str = ""
    results: tuple[Result, ...] = ()


@frozen
class Adoption:
    """A unit took a model over."""

    unit: str
    on: date


@frozen
class AdvancedModel:
    """A person, collective or practice to learn from: when found, fostered, and by whom adopted."""

    id: str
    unit: str
    kind: ModelKind
    who: str
    found: date
    work: Work | None = None
    fostered: tuple[date, ...] = ()
    adopted: tuple[Adoption, ...] = ()


@frozen
class Story:
    """News about a model or a good deed, in one channel."""

    unit: str
    on: date
    channel: str
    model: str | None = None


@frozen
class Commendation:
    """A commendation on its way: achieved, proposed, posted for comment, decided; absent: not yet."""

    unit: str
    award: str
    ground: Ground
    achieved: date
    work: Recipient
    proposed: date | None = None
    decided: date | None = None
    posted: date | None = None


@frozen
class Joint:
    """A joint activity of the bloc, and the units that took part."""

    name: Text
    on: date
    units: tuple[str, ...] = ()


@frozen
class Task:
    """What an earlier meeting or the superior asked for; ``done`` is absent while it is open."""

    text: Text
    owner: str
    given: date
    due: date | None = None
    done: date | None = None


@frozen
class Activity:
    """The whole of ``activity.toml``."""

    participations: tuple[Participation, ...] = ()
    models: tuple[AdvancedModel, ...] = ()
    stories: tuple[Story, ...] = ()
    commendations: tuple[Commendation, ...] = ()
    joint: tuple[Joint, ...] = ()
    tasks: tuple[Task, ...] = ()


def check(activity: Activity, bloc: Bloc) -> Iterator[Finding]:
    """All that is wrong with the activities, with paths as in ``activity.toml``."""
    yield from _references(activity, bloc)
    yield from identify((model.id for model in activity.models), "model")
    pairs: set[tuple[str, str]] = set()
    for place, one in enumerate(activity.participations):
        where = ("participation", place)
        if (one.movement, one.unit) in pairs:
            yield error("participation-twice", *where, found=one.unit, movement=one.movement)
        pairs.add((one.movement, one.unit))
        for key, count in (("staff", one.staff), ("joined", one.joined)):
            if count is not None and count < 0:
                yield error("negative", *where, key, found=count)
        if one.staff is not None and one.joined is not None and one.joined > one.staff:
            yield error("more-joined-than-staff", *where, "joined", found=one.joined, staff=one.staff)
        if one.launched is None and one.results:
            yield warning("results-without-launch", *where, found=one.unit)
    for place, given in enumerate(activity.commendations):
        dates = (("achieved", given.achieved), ("proposed", given.proposed), ("decided", given.decided))
        yield from _in_order(dates, ("commendation", place))
    for place, task in enumerate(activity.tasks):
        yield from _in_order((("given", task.given), ("due", task.due)), ("task", place))
        yield from _in_order((("given", task.given), ("done", task.done)), ("task", place))
    for place, model in enumerate(activity.models):
        for number, on in enumerate(model.fostered):
            if on < model.found:
                yield error("before-found", "model", place, "fostered", number, found=on, start=model.found)
        for number, adoption in enumerate(model.adopted):
            if adoption.on < model.found:
                path = ("model", place, "adopted", number, "on")
                yield error("before-found", *path, found=adoption.on, start=model.found)
            if adoption.unit == model.unit:
                yield error("adopts-its-own", "model", place, "adopted", number, "unit", found=adoption.unit)


def _in_order(dates: Iterable[tuple[str, date | None]], where: tuple[str | int, ...]) -> Iterator[Finding]:
    before: date | None = None
    for key, on in dates:
        if on is not None and before is not None and on < before:
            yield error("dates-reversed", *where, key, found=on, start=before)
        before = on or before


def _references(activity: Activity, bloc: Bloc) -> Iterator[Finding]:
    units = [unit.id for unit in bloc.units]
    movements = [movement.id for movement in bloc.movements]
    models = [model.id for model in activity.models]
    named: list[tuple[tuple[str | int, ...], str]] = [
        *((("participation", i, "unit"), one.unit) for i, one in enumerate(activity.participations)),
        *((("model", i, "unit"), one.unit) for i, one in enumerate(activity.models)),
        *(
            (("model", i, "adopted", j, "unit"), adoption.unit)
            for i, one in enumerate(activity.models)
            for j, adoption in enumerate(one.adopted)
        ),
        *((("story", i, "unit"), one.unit) for i, one in enumerate(activity.stories)),
        *((("commendation", i, "unit"), one.unit) for i, one in enumerate(activity.commendations)),
        *((("task", i, "owner"), one.owner) for i, one in enumerate(activity.tasks)),
        *((("joint", i, "units", j), unit) for i, one in enumerate(activity.joint) for j, unit in enumerate(one.units)),
    ]
    for path, unit in named:
        if unit not in units:
            yield error("unknown-unit", *path, found=unit, **choices(unit, units))
    for place, one in enumerate(activity.participations):
        if one.movement not in movements:
            where = ("participation", place, "movement")
            yield error("unknown-movement", *where, found=one.movement, **choices(one.movement, movements))
    for place, story in enumerate(activity.stories):
        if story.model is not None and story.model not in models:
            yield error("unknown-model", "story", place, "model", found=story.model, **choices(story.model, models))
