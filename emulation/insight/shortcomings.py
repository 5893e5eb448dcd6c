"""Shortcomings, each only where a figure says so. Every one that the blocs' own reviews name has its remark here."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from emulation.insight.marking import shortcomings_of_marking
from emulation.insight.remark import Fact, Remark, in_order, rounded
from emulation.number import round_half_up

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from emulation.bloc import Bloc
    from emulation.contest import Contest
    from emulation.insight.figures import Figures, OfActivity
    from emulation.insight.movements import MovementReview
    from emulation.insight.progress import Pace
    from emulation.insight.publicity import Publicity
    from emulation.insight.thresholds import Thresholds

_PAIR = 2
MONTH = 30
"""Days of the year before which too little has passed to call stories few."""


def shortcomings(found: Figures, bloc: Bloc, contest: Contest, limits: Thresholds) -> Iterator[Remark]:
    """Every shortcoming that the figures show, area by area."""
    protocol = tuple(unit.id for unit in bloc.units)
    if found.activity is not None:
        yield from _movements(found.activity, protocol, limits)
        yield from _models(found.activity, bloc, limits)
        yield from _publicity(found.activity, protocol, limits)
        yield from _awards(found.activity, protocol, limits)
    yield from _pledges(found.pledges, contest, protocol)
    if found.activity is not None:
        yield from _tasks(found.activity, protocol)
        yield from _together(found.activity, protocol, limits)
    yield from shortcomings_of_marking(found.ranking, found.markers, bloc, contest, limits)


# movements


def _movements(found: OfActivity, protocol: Sequence[str], limits: Thresholds) -> Iterator[Remark]:
    launched = [(review, one) for review in found.movements for one in review.units if one.launched is not None]
    new = [(review, one) for review, one in launched if one.new_form]
    if launched and Fraction(len(new), len(launched)) < limits.new_forms:
        with_new = {one.unit for _, one in new}
        yield Remark(
            "movements",
            "little-new",
            in_order((one.unit for _, one in launched if one.unit not in with_new), protocol),
            {"new": len(new), "launched": len(launched), "share": Fraction(len(new), len(launched))},
            tuple({"movement": review.movement, "unit": one.unit, "text": one.new_form} for review, one in new),
        )
    few = [(review, one) for review, one in launched if one.share is not None and one.share < limits.taking_part]
    if few:
        yield Remark(
            "movements",
            "few-take-part",
            in_order((one.unit for _, one in few), protocol),
            {"count": len(few), "limit": limits.taking_part},
            tuple({"movement": review.movement, "unit": one.unit, "share": one.share} for review, one in few),
        )
    for review in found.movements:
        yield from _uneven(review, protocol, limits)
    yield from _formality(found, protocol, limits)


def _uneven(review: MovementReview, protocol: Sequence[str], limits: Thresholds) -> Iterator[Remark]:
    shares = {one.unit: one.share for one in review.units if one.share is not None}
    if len(shares) < _PAIR or review.gini is None or review.gini < limits.uneven:
        return
    mean = sum(shares.values(), Fraction(0)) / len(shares)
    yield Remark(
        "movements",
        "uneven",
        in_order((unit for unit, share in shares.items() if share < mean * limits.lagging), protocol),
        {
            "movement": review.movement,
            "gini": rounded(review.gini),
            "variation": review.variation,
            "mean": mean,
            "least": min(shares.values()),
            "most": max(shares.values()),
        },
        tuple({"unit": unit, "share": share} for unit, share in shares.items()),
    )


def _formality(found: OfActivity, protocol: Sequence[str], limits: Thresholds) -> Iterator[Remark]:
    listed = [(review, one) for review in found.movements for one in review.units]
    awake = limits.quiet_days
    nothing = [(r, one) for r, one in listed if one.nothing_since and (r.over or (one.quiet or 0) >= awake)]
    running = [(r, one) for r, one in listed if one.results and one.quiet is not None and not r.over]
    quiet = [(r, one) for r, one in running if (one.quiet or 0) >= awake]
    for code, rows in (("launched-then-nothing", nothing), ("gone-quiet", quiet)):
        if rows:
            yield Remark(
                "movements",
                code,
                in_order((one.unit for _, one in rows), protocol),
                {"count": len(rows), "limit": awake},
                tuple(
                    {"movement": review.movement, "unit": one.unit, "launched": one.launched, "days": one.quiet}
                    for review, one in rows
                ),
            )
    idle = [(review, one) for review, one in listed if one.launched is None]
    waiting = [(review, one) for review, one in idle if review.days >= awake and not review.over]
    for code, cases in (("not-launched", waiting), ("never-launched", [pair for pair in idle if pair[0].over])):
        if cases:
            yield Remark(
                "movements",
                code,
                in_order((one.unit for _, one in cases), protocol),
                {"count": len(cases)},
                tuple({"movement": review.movement, "unit": one.unit} for review, one in cases),
            )


# models and publicity


def _models(found: OfActivity, bloc: Bloc, limits: Thresholds) -> Iterator[Remark]:
    models = found.models.models
    protocol = tuple(unit.id for unit in bloc.units)
    if not models:
        return
    if found.models.without:
        facts: dict[str, Fact] = {"models": len(models), "count": len(found.models.without)}
        yield Remark("models", "models-not-found", found.models.without, facts)
    waiting = [one for one in models if not one.fostered and one.days >= limits.foster_days]
    if waiting:
        yield Remark(
            "models",
            "models-not-fostered",
            in_order((one.unit for one in waiting), protocol),
            {"count": len(waiting), "models": len(models), "limit": limits.foster_days},
            tuple({"model": one.model, "unit": one.unit, "found": one.found} for one in waiting),
        )
    adopted = sum(bool(one.adopted) for one in models)
    if Fraction(adopted, len(models)) < limits.spread:
        alone = [one for one in models if not one.adopted]
        yield Remark(
            "models",
            "models-not-spread",
            in_order((one.unit for one in alone), protocol),
            {"count": len(alone), "models": len(models), "share": Fraction(adopted, len(models))},
            tuple({"model": one.model, "unit": one.unit, "found": one.found} for one in alone),
        )


def _publicity(found: OfActivity, protocol: Sequence[str], limits: Thresholds) -> Iterator[Remark]:
    told = found.publicity
    if not told.stories:
        return
    by_unit: tuple[Mapping[str, Fact], ...] = tuple(
        {"unit": unit, "stories": count} for unit, count in told.units.items()
    )
    by_month: tuple[Mapping[str, Fact], ...] = tuple(
        {"month": month, "stories": count} for month, count in told.months.items()
    )
    months = Fraction(told.days * 12, 365)
    pace = Fraction(told.stories, len(protocol)) / months
    if told.days >= MONTH and pace < limits.stories:
        yield Remark(
            "publicity",
            "few-stories",
            tuple(unit for unit, count in told.units.items() if not count),
            {
                "stories": told.stories,
                "months": round_half_up(months, Decimal("0.5")),
                "pace": rounded(pace),
                "limit": rounded(limits.stories),
            },
            by_unit,
        )
    if told.stories >= limits.told:
        yield from _bunched(told, by_month, limits)
    untold = [one for one in found.models.models if not one.stories]
    if untold:
        yield Remark(
            "publicity",
            "models-never-told",
            in_order((one.unit for one in untold), protocol),
            {"count": len(untold), "models": len(found.models.models)},
            tuple({"model": one.model, "unit": one.unit, "found": one.found} for one in untold),
        )


def _bunched(told: Publicity, by_month: tuple[Mapping[str, Fact], ...], limits: Thresholds) -> Iterator[Remark]:
    if (
        told.in_campaigns is not None
        and told.campaign_time is not None
        and told.in_campaigns - told.campaign_time >= limits.bunched
    ):
        facts: dict[str, Fact] = {"share": told.in_campaigns, "time": told.campaign_time, "stories": told.stories}
        yield Remark("publicity", "bunched-in-campaigns", (), facts, by_month)
    if told.peak is not None and len(told.months) >= limits.peak_months and told.peak[1] >= limits.peak:
        facts = {"month": told.peak[0], "share": told.peak[1], "stories": told.stories}
        yield Remark("publicity", "bunched-in-a-month", (), facts, by_month)


# awards


def _awards(found: OfActivity, protocol: Sequence[str], limits: Thresholds) -> Iterator[Remark]:
    if found.balance.leaders_favoured:
        counts = found.balance.counts
        yield Remark(
            "awards",
            "leaders-favoured",
            (),
            {
                "leaders": counts["leader"],
                "persons": counts["leader"] + counts["direct"],
                "share": found.balance.leaders,
                "staff_share": found.balance.staff_share,
                "low": Fraction(found.balance.interval[0]),
                "high": Fraction(found.balance.interval[1]),
            },
            tuple(
                {
                    "award": award,
                    "leaders": one.counts["leader"],
                    "direct": one.counts["direct"],
                    "collectives": one.counts["collective"],
                    "share": one.leaders,
                }
                for award, one in found.lists.items()
            ),
        )
    time = found.timeliness
    middle = time.median_to_decision
    if middle is not None and middle > limits.sudden_days:
        yield Remark(
            "awards",
            "sudden-late",
            (),
            {
                "median": rounded(middle),
                "longest": time.longest_to_decision,
                "count": len(time.decided),
                "limit": limits.sudden_days,
            },
        )
    waiting = [one for one in time.waiting if one.days > limits.sudden_days]
    if waiting:
        yield Remark(
            "awards",
            "sudden-waiting",
            in_order((one.unit for one in waiting), protocol),
            {"count": len(waiting), "longest": waiting[0].days, "limit": limits.sudden_days},
            tuple(
                {"unit": one.unit, "award": one.award, "achieved": one.achieved, "days": one.days} for one in waiting
            ),
        )
    hidden = found.posting.not_posted
    if hidden:
        yield Remark(
            "awards",
            "not-posted",
            in_order((one.unit for one in hidden), protocol),
            {"count": len(hidden), "decided": len(hidden) + found.posting.posted},
            tuple({"unit": one.unit, "award": one.award, "decided": one.decided} for one in hidden),
        )


# pledges, tasks, joint activities


def _pledges(found: Sequence[Pace], contest: Contest, protocol: Sequence[str]) -> Iterator[Remark]:
    unsigned = [unit for unit in protocol if unit in contest.pledges and contest.pledges[unit].signed is None]
    if unsigned:
        yield Remark("pledges", "not-signed", tuple(unsigned), {"count": len(unsigned)})
    for code, hard in (("hard-targets-at-risk", True), ("targets-at-risk", False)):
        of_kind = [one for one in found if one.hard is hard]
        risky = [one for one in of_kind if one.at_risk]
        if risky:
            yield Remark(
                "pledges",
                code,
                in_order((one.unit for one in risky), protocol),
                {"count": len(risky), "targets": len(of_kind)},
                tuple(
                    {
                        "unit": one.unit,
                        "target": one.target,
                        "attained": one.attained,
                        "time": one.time,
                        "forecast": None if one.forecast is None else rounded(one.forecast),
                    }
                    for one in risky
                ),
            )


def _tasks(found: OfActivity, protocol: Sequence[str]) -> Iterator[Remark]:
    late = [one for one in found.tasks if one.state == "late"]
    if late:
        yield Remark(
            "tasks",
            "tasks-late",
            in_order((one.task.owner for one in late), protocol),
            {"count": len(late), "longest": late[0].days_late},
            tuple({"task": one.task.text, "unit": one.task.owner, "days": one.days_late} for one in late),
        )


def _together(found: OfActivity, protocol: Sequence[str], limits: Thresholds) -> Iterator[Remark]:
    rare = [one for one in found.together if one.activities and Fraction(one.joined, one.activities) < limits.joint]
    if rare:
        yield Remark(
            "together",
            "rarely-joined",
            in_order((one.unit for one in rare), protocol),
            {"count": len(rare), "activities": rare[0].activities, "limit": limits.joint},
            tuple({"unit": one.unit, "joined": one.joined, "activities": one.activities} for one in rare),
        )
    nobody = tuple(one.unit for one in found.together if one.emulation_staff == 0)
    if nobody:
        yield Remark("together", "no-emulation-staff", nobody, {"count": len(nobody)})
