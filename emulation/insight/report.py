"""The review report of a bloc's year so far, as a value; `emulation.wording.report` puts it into words.

Results and shortcomings are said only where figures say so, each with them; where data are missing, that is said
instead. Causes are never computed: they are what people entered.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Literal, TypeAlias

import attrs

from emulation.activity import AdvancedModel
from emulation.bloc import Bloc
from emulation.contest import Contest
from emulation.frozen import frozen
from emulation.insight.figures import Figures, Material, as_of, figures
from emulation.insight.missing import missing
from emulation.insight.progress import TaskReview
from emulation.insight.remark import Fact, Remark
from emulation.insight.results import results
from emulation.insight.shortcomings import shortcomings
from emulation.insight.thresholds import Thresholds

if TYPE_CHECKING:
    from collections.abc import Iterable

Kind: TypeAlias = Literal["half-year", "year-end"]
Topic: TypeAlias = Literal["report", "result", "shortcoming", "cause", "opinion", "direction", "comment"]

SECOND_HALF = 10
"""The month of the bloc's year from which on a review is one of the year's end: half-years are reviewed by autumn."""


@frozen
class Said:
    """What a person said in a meeting: a result, a shortcoming, a cause, the superior's direction."""

    topic: Topic
    text: str
    speaker: str = ""


@frozen
class Report:
    """The report on a day.

    ``questions`` are those shortcomings of which somebody has to be asked for the cause, and what lies near one;
    ``tasks`` are those of earlier meetings, late ones first; ``said`` is what people entered, in its order.
    """

    bloc: Bloc
    contest: Contest
    on: date
    kind: Kind
    figures: Figures
    results: tuple[Remark, ...]
    shortcomings: tuple[Remark, ...]
    missing: tuple[Remark, ...]
    questions: tuple[Remark, ...]
    tasks: tuple[TaskReview, ...]
    said: tuple[Said, ...]
    models: tuple[AdvancedModel, ...]
    thresholds: Thresholds


def report(material: Material, said: Iterable[Said] = (), thresholds: Thresholds | None = None) -> Report:
    """The report that the material makes; reports and signatures later than its day do not count.

    Marks are taken as they are given: the caller leaves out those that were handed in later.
    """
    material = attrs.evolve(material, contest=as_of(material.contest, material.on))
    return report_of(material, figures(material), said, thresholds)


def report_of(
    material: Material, found: Figures, said: Iterable[Said] = (), thresholds: Thresholds | None = None
) -> Report:
    """The report on figures that were made before, of the material as it was known on its day (see `as_of`)."""
    limits = thresholds or Thresholds()
    bloc, on = material.bloc, material.on
    short = tuple(shortcomings(found, bloc, material.contest, limits))
    year_end = on >= date(bloc.year, SECOND_HALF, 1)
    return Report(
        bloc,
        material.contest,
        on,
        "year-end" if year_end else "half-year",
        found,
        tuple(results(material, found)),
        short,
        tuple(missing(material, found)),
        (*(one for one in short if one.units or one.code != "uneven"), *_near(found)),
        found.activity.tasks if found.activity is not None else (),
        tuple(said),
        material.activity.models if material.activity is not None else (),
        limits,
    )


def _near(found: Figures) -> Iterable[Remark]:
    """What lies near a shortcoming without being shown to be one."""
    if found.activity is not None and found.activity.balance.too_few:
        balance = found.activity.balance
        persons = balance.counts["leader"] + balance.counts["direct"]
        facts: dict[str, Fact] = {"share": balance.leaders, "staff_share": balance.staff_share, "persons": persons}
        yield Remark("awards", "leaders-too-few-cases", (), facts)
