"""All figures about a bloc's year on one day, in one value; what cannot be said is empty or ``None``."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

import attrs

from emulation.activity import Activity
from emulation.bloc import Bloc
from emulation.contest import Contest
from emulation.frozen import frozen
from emulation.insight.agreement import (
    Bias,
    Gap,
    biases,
    kendall_w,
    krippendorff_alpha,
    peer_ratings,
    self_minus_verified,
)
from emulation.insight.discrimination import (
    Discrimination,
    Part,
    discriminations,
    judged_share,
    kinds_that_decided,
    lines_that_decided,
    sections_that_decided,
)
from emulation.insight.firmness import (
    Kept,
    Margin,
    Moved,
    by_other_marks,
    margins,
    under_weights,
    without_each_criterion,
    without_each_marker,
)
from emulation.insight.movements import MovementReview, review_movements
from emulation.insight.progress import Pace, TaskReview, Together, paces, review_tasks, together
from emulation.insight.publicity import Models, Publicity, review_models, review_publicity
from emulation.insight.recognition import Balance, Posting, Timeliness, balance, posting, timeliness
from emulation.insight.years import YearOnYear, compare_years
from emulation.marks import Marks
from emulation.ranking import Settlements, Standing, rank
from emulation.scoring import score

if TYPE_CHECKING:
    from collections.abc import Sequence


@frozen
class Draws:
    """Draws of section weights and the seed that they follow from; see `firmness.weight_draws`."""

    seed: str
    weights: tuple[tuple[int, ...], ...]


@frozen
class Place:
    """A unit in the standings on the day."""

    unit: str
    rank: int | None
    tied: bool
    total: Decimal | None


@frozen
class OfRanking:
    """What the marks say: who stands where, how firmly, and which criteria made it so.

    ``seed`` and ``draws`` are those of ``kept``. ``left_out`` and ``unmarked`` name what moves somebody when it is left
    out: criteria and markers. ``judged`` is the share of the core points of the rubric that people judge, and
    ``judged_sections`` that of each core section with points.
    """

    places: tuple[Place, ...]
    margins: tuple[Margin, ...]
    seed: str
    draws: int
    kept: tuple[Kept, ...]
    left_out: tuple[Moved, ...]
    unmarked: tuple[Moved, ...]
    by_self: Moved | None
    criteria: tuple[Discrimination, ...]
    sections: tuple[Part, ...]
    lines: tuple[Part, ...]
    kinds: tuple[Part, ...]
    judged: Fraction | None
    judged_sections: Mapping[str, Fraction]


@frozen
class OfMarkers:
    """What the markers' and the units' own marks say about the marking.

    ``concordance`` and ``alpha`` are `kendall_w` and `krippendorff_alpha` of the peers' totals (statistics). ``common``
    is how many units every marker gave a total; ``peers`` how many units marked any.
    """

    markers: tuple[str, ...]
    concordance: float | None
    alpha: float | None
    biases: tuple[Bias, ...]
    gaps: tuple[Gap, ...]
    common: int
    peers: int


@frozen
class OfActivity:
    """What the activities of the year say."""

    movements: tuple[MovementReview, ...]
    balance: Balance
    lists: Mapping[str, Balance]
    timeliness: Timeliness
    posting: Posting
    models: Models
    publicity: Publicity
    tasks: tuple[TaskReview, ...]
    together: tuple[Together, ...]


@frozen
class Figures:
    """All of them; ``activity`` is ``None`` without ``activity.toml``, ``years`` without another year."""

    ranking: OfRanking
    markers: OfMarkers
    pledges: tuple[Pace, ...]
    activity: OfActivity | None
    years: YearOnYear | None


@frozen
class Material:
    """What the figures are made of, as it was known ``on`` a day.

    ``contest`` holds only reports made by that day (see `as_of`), and ``marks`` only those handed in by then.
    ``before`` is an earlier year of the same bloc: its contest and final standings.
    """

    bloc: Bloc
    contest: Contest
    marks: Marks
    on: date
    activity: Activity | None = None
    settlements: Settlements | None = None
    draws: Draws | None = None
    before: tuple[Contest, tuple[Standing, ...]] | None = None


def as_of(contest: Contest, on: date) -> Contest:
    """The contest as it was known on a day: what was signed or reported later is left out."""
    pledges = {
        unit: attrs.evolve(
            pledge,
            signed=pledge.signed if pledge.signed is not None and pledge.signed <= on else None,
            targets=tuple(
                attrs.evolve(target, reports=tuple(report for report in target.reports if report.on <= on))
                for target in pledge.targets
            ),
        )
        for unit, pledge in contest.pledges.items()
    }
    return attrs.evolve(contest, pledges=pledges)


def figures(material: Material) -> Figures:
    """The figures that the material makes."""
    bloc, contest, on = material.bloc, material.contest, material.on
    cards = score(contest, material.marks)
    standings = rank(contest, cards, material.settlements)
    years = None
    if material.before is not None:
        years = compare_years(*material.before, contest, standings)
    return Figures(
        _of_ranking(material, standings),
        _of_markers(material),
        paces(contest.pledges.values(), bloc, on),
        None if material.activity is None else of_activity(material.activity, bloc, on),
        years,
    )


def _of_ranking(material: Material, standings: Sequence[Standing]) -> OfRanking:
    contest, marks, draws = material.contest, material.marks, material.draws
    cards = {standing.unit: standing.scorecard for standing in standings}
    marked = bool(marks.own or marks.verified or marks.agreed or marks.peers)
    core = [section.id for section in contest.rubric.sections if section.kind == "core"]
    places = (Place(one.unit, one.rank, one.tied, one.scorecard.total) for one in standings)
    return OfRanking(
        tuple(places),
        margins(contest, marks, standings),
        draws.seed if draws else "",
        len(draws.weights) if draws else 0,
        under_weights(contest, standings, draws.weights) if draws else (),
        without_each_criterion(contest, marks, standings),
        without_each_marker(contest, marks),
        by_other_marks(contest, marks, "self") if marks.own else None,
        discriminations(contest, marks, cards) if marked else (),
        sections_that_decided(contest, cards),
        lines_that_decided(contest, cards),
        kinds_that_decided(contest, cards),
        judged_share(contest),
        {one: share for one in core if (share := judged_share(contest, one)) is not None},
    )


def _of_markers(material: Material) -> OfMarkers:
    contest, marks = material.contest, material.marks
    ratings = peer_ratings(contest, marks)
    gaps: tuple[Gap, ...] = ()
    if marks.own and marks.verified:
        own, verified = score(contest, marks, "self"), score(contest, marks, "verified")
        gaps = self_minus_verified(
            {unit: card for unit, card in own.items() if unit in marks.own},
            {unit: card for unit, card in verified.items() if unit in marks.verified},
        )
    common = set.intersection(*(set(row) for row in ratings.values())) if ratings else set()
    coefficients = kendall_w(ratings), krippendorff_alpha(ratings)
    return OfMarkers(tuple(ratings), *coefficients, biases(ratings), gaps, len(common), len(marks.peers))


def of_activity(activity: Activity, bloc: Bloc, on: date) -> OfActivity:
    """The figures about the activities of a bloc's year; ``lists`` has the balance of each award's list."""
    awards = dict.fromkeys(one.award for one in activity.commendations if one.decided is not None and one.decided <= on)
    lists = {
        award: balance(
            attrs.evolve(activity, commendations=tuple(one for one in activity.commendations if one.award == award)),
            bloc,
            on,
        )
        for award in awards
    }
    return OfActivity(
        review_movements(activity, bloc, on),
        balance(activity, bloc, on),
        lists,
        timeliness(activity, on),
        posting(activity, on),
        review_models(activity, bloc, on),
        review_publicity(activity, bloc, on),
        review_tasks(activity, on),
        together(activity, bloc, on),
    )
