"""Advanced models and publicity: what was found, fostered, adopted and told, when and where."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date, timedelta
from fractions import Fraction
from typing import TYPE_CHECKING

from emulation.frozen import frozen

if TYPE_CHECKING:
    from emulation.activity import Activity
    from emulation.bloc import Bloc


@frozen
class ModelReview:
    """An advanced model on a day: how often it was fostered, who adopted it and when, how many stories told it.

    ``days`` is how many passed since it was found.
    """

    model: str
    unit: str
    found: date
    fostered: int
    adopted: tuple[tuple[str, date], ...]
    stories: int
    days: int


@frozen
class Models:
    """All models found by a day, in the order in which they were found; ``without`` are units that found none."""

    models: tuple[ModelReview, ...]
    without: tuple[str, ...]

    @property
    def never_fostered(self) -> tuple[str, ...]:
        """The models that nobody fostered."""
        return tuple(one.model for one in self.models if not one.fostered)

    @property
    def never_adopted(self) -> tuple[str, ...]:
        """The models that no other unit took over."""
        return tuple(one.model for one in self.models if not one.adopted)

    @property
    def never_told(self) -> tuple[str, ...]:
        """The models that no story told."""
        return tuple(one.model for one in self.models if not one.stories)


def review_models(activity: Activity, bloc: Bloc, on: date) -> Models:
    """The advanced models as they stood on that day."""
    told = Counter(story.model for story in activity.stories if story.on <= on)
    found = sorted((model for model in activity.models if model.found <= on), key=lambda model: (model.found, model.id))
    models = tuple(
        ModelReview(
            model.id,
            model.unit,
            model.found,
            sum(day <= on for day in model.fostered),
            tuple((one.unit, one.on) for one in sorted(model.adopted, key=lambda one: one.on) if one.on <= on),
            told[model.id],
            (on - model.found).days,
        )
        for model in found
    )
    with_one = {model.unit for model in models}
    return Models(models, tuple(unit.id for unit in bloc.units if unit.id not in with_one))


@frozen
class Publicity:
    """Stories by month (first day), channel and unit in the ``days`` of the bloc's year up to a day.

    ``in_campaigns`` is the share told while a campaign of the bloc ran, with the week before and after it, and
    ``campaign_time`` the share of the days so far that this is; far apart, publicity is bunched. Both are ``None``
    where there is nothing to share out.
    """

    days: int
    stories: int
    months: Mapping[date, int]
    channels: Mapping[str, int]
    units: Mapping[str, int]
    in_campaigns: Fraction | None
    campaign_time: Fraction | None

    @property
    def peak(self) -> tuple[date, Fraction] | None:
        """The month with most stories (the first of several), and its share of all."""
        if not self.stories:
            return None
        month = max(self.months, key=lambda one: (self.months[one], -one.toordinal()))
        return month, Fraction(self.months[month], self.stories)


def review_publicity(activity: Activity, bloc: Bloc, on: date) -> Publicity:
    """The stories of the bloc's year up to that day; every month so far and every unit is there, with 0 too."""
    first, on = date(bloc.year, 1, 1), min(on, date(bloc.year, 12, 31))
    stories = [story for story in activity.stories if first <= story.on <= on]
    months = {date(bloc.year, month, 1): 0 for month in range(1, 13) if date(bloc.year, month, 1) <= on}
    for story in stories:
        months[story.on.replace(day=1)] = months.get(story.on.replace(day=1), 0) + 1
    units = {unit.id: 0 for unit in bloc.units}
    units.update(Counter(story.unit for story in stories))
    days = _campaign_days(bloc, first, on)
    so_far = (on - first).days + 1
    return Publicity(
        max(so_far, 0),
        len(stories),
        months,
        dict(Counter(story.channel for story in stories).most_common()),
        units,
        Fraction(sum(story.on in days for story in stories), len(stories)) if stories and days else None,
        Fraction(len(days), so_far) if days and so_far > 0 else None,
    )


def _campaign_days(bloc: Bloc, first: date, on: date) -> set[date]:
    week = timedelta(days=7)
    days: set[date] = set()
    for movement in bloc.movements:
        if movement.kind == "campaign" and movement.until is not None:
            begin, end = max(movement.from_ - week, first), min(movement.until + week, on)
            days |= {begin + timedelta(days=offset) for offset in range((end - begin).days + 1)}
    return days
