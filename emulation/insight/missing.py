"""What cannot be said for want of data, named in place of a judgement."""

from __future__ import annotations

from typing import TYPE_CHECKING

from emulation.insight.remark import Area, Fact, Remark

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from emulation.activity import Activity
    from emulation.bloc import Bloc
    from emulation.insight.figures import Figures, Material

_PAIR = 2


def missing(material: Material, found: Figures) -> Iterator[Remark]:
    """Every gap in the data that keeps a figure from being there, with the units whose data lack."""
    yield from _pledges(material, found)
    yield from _marks(material, found)
    if material.activity is None:
        yield Remark("folder", "no-activity")
    else:
        yield from _activity(material.activity, material, found)
    yield from _staff(material.bloc)


def _pledges(material: Material, found: Figures) -> Iterator[Remark]:
    without = tuple(
        unit.id
        for unit in material.bloc.units
        if unit.id not in material.contest.pledges or not material.contest.pledges[unit.id].targets
    )
    if without:
        yield Remark("pledges", "no-targets", without)
    unreported = tuple(one for one in found.pledges if one.attained is None)
    if unreported:
        yield Remark(
            "pledges",
            "no-reports",
            tuple(dict.fromkeys(one.unit for one in unreported)),
            {"count": len(unreported), "targets": len(found.pledges)},
            tuple({"unit": one.unit, "target": one.target} for one in unreported),
        )


def _marks(material: Material, found: Figures) -> Iterator[Remark]:
    marks = material.marks
    unranked = tuple(one.unit for one in found.ranking.places if one.rank is None)
    nobody = len(unranked) == len(found.ranking.places)
    if nobody and not (marks.own or marks.verified or marks.agreed or marks.peers):
        yield Remark("ranking", "no-marks")
        return
    if unranked:
        yield Remark("ranking", "no-rank", unranked, {"count": len(unranked)})
    if not marks.verified:
        yield Remark("markers", "nothing-verified")
    if not marks.own:
        yield Remark("markers", "no-self-marks")
    compared = {gap.unit for gap in found.markers.gaps}
    open_gaps = tuple(
        unit.id
        for unit in material.bloc.units
        if unit.id in marks.own and unit.id in marks.verified and unit.id not in compared
    )
    if open_gaps:
        yield Remark("markers", "gaps-open", open_gaps, {"count": len(open_gaps)})
    if found.markers.peers < _PAIR:
        yield Remark("markers", "no-peers")
    elif len(found.markers.markers) < _PAIR:
        yield Remark("markers", "peer-totals-open", (), {"count": found.markers.peers})
    elif found.markers.concordance is None:
        yield Remark("markers", "no-concordance" if found.markers.common < _PAIR else "marked-alike")
    if material.draws is None:
        yield Remark("ranking", "no-draws")


def _activity(activity: Activity, material: Material, found: Figures) -> Iterator[Remark]:
    bloc, on = material.bloc, material.on
    reviews = found.activity.movements if found.activity is not None else ()
    if not reviews:
        yield Remark("movements", "no-movements")
    for review in reviews:
        if review.silent:
            facts: dict[str, Fact] = {"movement": review.movement, "count": len(review.silent)}
            yield Remark("movements", "participation-silent", review.silent, facts)
        uncounted = tuple(one.unit for one in review.units if one.launched is not None and one.share is None)
        if uncounted:
            facts = {"movement": review.movement, "count": len(uncounted)}
            yield Remark("movements", "participation-uncounted", uncounted, facts)
    kept: Sequence[tuple[Area, str, bool]] = (
        ("models", "no-models", any(one.found <= on for one in activity.models)),
        ("publicity", "no-stories", any(one.on <= on and one.on.year == bloc.year for one in activity.stories)),
        ("awards", "no-commendations", any(one.achieved <= on for one in activity.commendations)),
        ("awards", "no-postings", not activity.commendations or any(one.posted for one in activity.commendations)),
        ("together", "no-joint", any(one.on <= on for one in activity.joint)),
        ("tasks", "no-tasks", any(one.given <= on for one in activity.tasks)),
    )
    yield from (Remark(area, code) for area, code, known in kept if not known)


def _staff(bloc: Bloc) -> Iterator[Remark]:
    unknown = tuple(
        unit.id for unit in bloc.units if unit.staff is None or unit.staff.leaders is None or unit.staff.direct is None
    )
    if unknown:
        yield Remark("awards", "staff-unknown", unknown, {"count": len(unknown)})
    emulation = tuple(unit.id for unit in bloc.units if unit.staff is None or unit.staff.emulation is None)
    if emulation:
        yield Remark("together", "emulation-staff-unknown", emulation, {"count": len(emulation)})
