"""What was done, counted: the results that a review begins with. What is not recorded is not said."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from emulation.insight.remark import Fact, Remark, rounded

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from emulation.activity import Activity
    from emulation.insight.discrimination import Part
    from emulation.insight.figures import Figures, Material, OfActivity, OfMarkers, OfRanking
    from emulation.insight.progress import Pace
    from emulation.insight.years import YearOnYear


def results(material: Material, found: Figures) -> Iterator[Remark]:
    """Every result that the figures hold, area by area."""
    if material.activity is not None and found.activity is not None:
        yield from _movements(material.activity, material, found.activity)
        yield from _models(found.activity)
        yield from _awards(found.activity)
        yield from _pledges(found.pledges)
        yield from _together(found.activity)
    else:
        yield from _pledges(found.pledges)
    yield from _ranking(found.ranking)
    yield from _markers(found.markers)
    if found.years is not None:
        yield from _years(found.years)


def _movements(activity: Activity, material: Material, found: OfActivity) -> Iterator[Remark]:
    on = material.on
    launched = [(review.movement, one) for review in found.movements for one in review.units if one.launched]
    if launched:
        people = [
            one
            for one in activity.participations
            if one.launched is not None and one.launched <= on and one.joined is not None and one.staff
        ]
        rows: list[Mapping[str, Fact]] = []
        for review in found.movements:
            shares = [one.share for one in review.units if one.share is not None]
            rows.append(
                {
                    "movement": review.movement,
                    "launched": sum(one.launched is not None for one in review.units),
                    "results": sum(one.results for one in review.units),
                    "mean": sum(shares, Fraction(0)) / len(shares) if shares else None,
                }
            )
        yield Remark(
            "movements",
            "launched",
            (),
            {
                "movements": len({movement for movement, _ in launched}),
                "units": len({one.unit for _, one in launched}),
                "results": sum(one.results for _, one in launched),
                "joined": sum(one.joined or 0 for one in people),
                "staff": sum(one.staff or 0 for one in people),
            },
            tuple(rows),
        )
    new = [(movement, one) for movement, one in launched if one.new_form]
    if new:
        yield Remark(
            "movements",
            "new-forms",
            (),
            {"count": len(new)},
            tuple({"unit": one.unit, "movement": movement, "text": one.new_form} for movement, one in new),
        )


def _models(found: OfActivity) -> Iterator[Remark]:
    models = found.models.models
    if models:
        yield Remark(
            "models",
            "models",
            (),
            {
                "models": len(models),
                "fostered": sum(bool(one.fostered) for one in models),
                "adopted": sum(bool(one.adopted) for one in models),
            },
            tuple(
                {
                    "model": one.model,
                    "unit": one.unit,
                    "found": one.found,
                    "fostered": one.fostered,
                    "adopted": tuple(unit for unit, _ in one.adopted),
                    "stories": one.stories,
                }
                for one in models
            ),
        )
    told = found.publicity
    if told.stories:
        yield Remark(
            "publicity",
            "stories",
            (),
            {"stories": told.stories, "channels": len(told.channels)},
            tuple({"channel": channel, "stories": count} for channel, count in told.channels.items()),
        )


def _awards(found: OfActivity) -> Iterator[Remark]:
    counts = found.balance.counts
    if sum(counts.values()):
        yield Remark(
            "awards",
            "commended",
            (),
            {
                "decided": sum(counts.values()),
                "collectives": counts["collective"],
                "leaders": counts["leader"],
                "direct": counts["direct"],
            },
        )
    time = found.timeliness
    if time.decided:
        middle = time.median_to_decision
        yield Remark(
            "awards",
            "sudden",
            (),
            {
                "count": len(time.decided),
                "median": None if middle is None else rounded(middle),
                "longest": time.longest_to_decision,
                "waiting": len(time.waiting),
            },
        )


def _pledges(found: tuple[Pace, ...]) -> Iterator[Remark]:
    reported = [one for one in found if one.attained is not None]
    if reported:
        hard = [one for one in found if one.hard]
        yield Remark(
            "pledges",
            "targets",
            (),
            {
                "targets": len(found),
                "reported": len(reported),
                "attained": sum(one.done for one in reported),
                "hard": len(hard),
                "hard_attained": sum(one.done for one in hard),
            },
        )


def _together(found: OfActivity) -> Iterator[Remark]:
    if found.tasks:
        yield Remark(
            "tasks",
            "tasks",
            (),
            {
                "tasks": len(found.tasks),
                "done": sum(one.state in {"done", "done-late"} for one in found.tasks),
                "done_late": sum(one.state == "done-late" for one in found.tasks),
                "late": sum(one.state == "late" for one in found.tasks),
            },
        )
    held = found.together[0].activities if found.together else 0
    if held:
        yield Remark(
            "together",
            "joint",
            (),
            {"activities": held},
            tuple({"unit": one.unit, "joined": one.joined, "staff": one.emulation_staff} for one in found.together),
        )


def _ranking(found: OfRanking) -> Iterator[Remark]:
    ranked = [one for one in found.places if one.rank is not None]
    if not ranked:
        return
    kept = {one.unit: Fraction(one.kept, one.draws) for one in found.kept if one.draws}
    places: list[dict[str, Fact]] = [{"rank": one.rank, "unit": one.unit, "total": one.total} for one in ranked]
    facts: dict[str, Fact] = {"ranked": len(ranked)}
    if kept:
        places = [{**row, "kept": kept.get(one.unit)} for row, one in zip(places, ranked, strict=True)]
        facts |= {"draws": found.draws, "seed": found.seed}
    yield Remark("ranking", "standings" if kept else "standings-undrawn", (), facts, tuple(places))
    if found.by_self is not None and found.by_self.ranks:
        moved = found.by_self.ranks
        rows: tuple[Mapping[str, Fact], ...] = tuple(
            {"unit": unit, "rank_final": was, "rank_self": then} for unit, (was, then) in moved.items()
        )
        yield Remark("ranking", "self-ranks", tuple(moved), {"count": len(moved)}, rows)
    decided = _foremost(found.sections)
    if decided:
        rows = tuple({"section": one.name, "share": one.share} for one in decided)
        yield Remark("criteria", "sections-decided", (), {"section": decided[0].name, "share": decided[0].share}, rows)
    lines = _foremost(tuple(one for one in found.lines if one.name))
    if lines:
        rows = tuple({"work": one.name, "share": one.share} for one in lines)
        yield Remark("criteria", "lines-decided", (), {"work": lines[0].name, "share": lines[0].share}, rows)
    kinds = {one.name: one.share for one in found.kinds if one.share is not None}
    if found.judged and found.judged < 1 and kinds.get("judged", -1) >= 0:
        yield Remark("criteria", "judged-decided", (), {"share": kinds["judged"], "points": found.judged})


def _foremost(parts: Sequence[Part]) -> list[Part]:
    """The parts with a share in the differences, the greatest first; none where no single one is the greatest."""
    known = [one for one in parts if one.share is not None]
    return known if len({one.share for one in known[:2]}) == len(known[:2]) else []


def _markers(found: OfMarkers) -> Iterator[Remark]:
    if found.concordance is not None or found.alpha is not None:
        yield Remark(
            "markers",
            "agreement",
            (),
            {"markers": len(found.markers), "concordance": found.concordance, "alpha": found.alpha},
        )


def _years(found: YearOnYear) -> Iterator[Remark]:
    rows: list[Mapping[str, Fact]] = [{"criterion": name, "differs": ("added",)} for name in found.added]
    rows += [{"criterion": name, "differs": ("removed",)} for name in found.removed]
    rows += [{"criterion": one.criterion, "differs": one.differs} for one in found.changed]
    facts = {"added": len(found.added), "removed": len(found.removed), "changed": len(found.changed)}
    yield Remark("years", "rubric-changed", (), facts, tuple(rows))
    if found.units:
        yield Remark(
            "years",
            "units-moved",
            (),
            {"units": len(found.units)},
            tuple(
                {
                    "unit": one.unit,
                    "rank_before": one.rank_before,
                    "rank_after": one.rank_after,
                    "total_before": one.total_before,
                    "total_after": one.total_after,
                }
                for one in found.units
            ),
        )
