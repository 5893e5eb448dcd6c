"""Shortcomings of the table, of the order that it made, and of the marking, only where a figure says so."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from emulation.insight.discrimination import core_leaves, counting_leaves
from emulation.insight.remark import Fact, Remark, in_order, rounded
from emulation.rubric_advice import advise, is_judged

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from emulation.bloc import Bloc
    from emulation.contest import Contest
    from emulation.insight.figures import OfMarkers, OfRanking
    from emulation.insight.firmness import Moved
    from emulation.insight.thresholds import Thresholds


def shortcomings_of_marking(
    ranking: OfRanking, markers: OfMarkers, bloc: Bloc, contest: Contest, limits: Thresholds
) -> Iterator[Remark]:
    """Every such shortcoming: of the table before and after it was used, of the ranking, of the markers."""
    protocol = tuple(unit.id for unit in bloc.units)
    yield from _rubric(ranking, contest, limits)
    yield from _criteria(ranking, contest, limits)
    yield from _ranking(ranking, contest, protocol, limits)
    yield from _markers(markers, contest, protocol, limits)


# criteria


def _rubric(found: OfRanking, contest: Contest, limits: Thresholds) -> Iterator[Remark]:
    """What can be said of the table, as far as it counts in the year, before anybody marks."""
    yield from _judged(found, contest, limits)
    counts = {leaf.id for leaf in counting_leaves(contest)}
    advice = tuple(advise(contest.rubric))
    for code in ("not-anchored", "cannot-differ"):
        named = tuple(finding.found for finding in advice if finding.code == code and finding.found in counts)
        if named:
            yield Remark("criteria", code, (), {"count": len(named)}, tuple({"criterion": name} for name in named))
    core = core_leaves(contest)
    nameless = [leaf.id for leaf in core if not leaf.work.strip()]
    if nameless:
        rows: tuple[Mapping[str, Fact], ...] = tuple({"criterion": name} for name in nameless)
        yield Remark("criteria", "no-line-of-work", (), {"count": len(nameless), "criteria": len(core)}, rows)


def _judged(found: OfRanking, contest: Contest, limits: Thresholds) -> Iterator[Remark]:
    """The whole table is qualitative, or sections of it are; with the criteria that make it so."""
    judged = {leaf.id for leaf in core_leaves(contest) if is_judged(leaf)}
    rows: dict[str, tuple[Mapping[str, Fact], ...]] = {
        section.id: tuple(
            {"criterion": leaf.id, "points": leaf.max}
            for top in section.criteria
            for leaf in top.leaves()
            if leaf.id in judged
        )
        for section in contest.rubric.sections
    }
    facts: dict[str, Fact] = {"share": found.judged, "limit": limits.judged}
    if found.judged is not None and found.judged > limits.judged:
        yield Remark("criteria", "mostly-judged", (), facts, tuple(row for one in rows.values() for row in one))
        return
    for section, share in found.judged_sections.items():
        if share > limits.judged:
            yield Remark("criteria", "section-judged", (), {**facts, "section": section, "share": share}, rows[section])


def _criteria(found: OfRanking, contest: Contest, limits: Thresholds) -> Iterator[Remark]:
    """What the marks say of the table; penalties and bonuses that nobody got are as they should be."""
    core = {leaf.id for leaf in core_leaves(contest)}
    looked_at = [one for one in found.criteria if one.criterion in core and one.known_of_all]
    same = [one for one in looked_at if one.same_for_all]
    if same:
        yield Remark(
            "criteria",
            "same-for-all",
            (),
            {"count": len(same), "criteria": len(looked_at)},
            tuple({"criterion": one.criterion, "points": one.least, "units": one.units} for one in same),
        )
    crowded = [one for one in looked_at if not one.same_for_all and one.at_max >= limits.at_max]
    if crowded:
        yield Remark(
            "criteria",
            "mostly-at-max",
            (),
            {"count": len(crowded), "criteria": len(looked_at), "limit": limits.at_max},
            tuple({"criterion": one.criterion, "at_max": one.at_max, "used": one.used} for one in crowded),
        )
    works: dict[str, list[bool]] = {}
    for one in looked_at:
        works.setdefault(one.work, []).append(one.same_for_all)
    dull = [work for work, same_for_all in works.items() if work and all(same_for_all)]
    if dull:
        rows: tuple[Mapping[str, Fact], ...] = tuple({"work": work} for work in dull)
        lines = sum(bool(work) for work in works)
        yield Remark("criteria", "lines-not-told-apart", (), {"count": len(dull), "lines": lines}, rows)


# ranking and marking


def _ranking(found: OfRanking, contest: Contest, protocol: Sequence[str], limits: Thresholds) -> Iterator[Remark]:
    total = Fraction(contest.rubric.total)
    close = [one for one in found.margins if Fraction(one.points) < limits.close * total]
    if close:
        yield Remark(
            "ranking",
            "close-neighbours",
            in_order((unit for one in close for unit in (one.upper, one.lower)), protocol),
            {"count": len(close), "limit": rounded(limits.close * total)},
            tuple(
                {
                    "upper": one.upper,
                    "lower": one.lower,
                    "points": one.points,
                    "criterion": one.least[0] if one.least else None,
                    "change": one.least[1] if one.least else None,
                }
                for one in close
            ),
        )
    loose = [one for one in found.kept if Fraction(one.kept, one.draws) < limits.kept] if found.draws else []
    if loose:
        yield Remark(
            "ranking",
            "ranks-hang-on-weights",
            in_order((one.unit for one in loose), protocol),
            {"count": len(loose), "draws": found.draws, "seed": found.seed, "limit": limits.kept},
            tuple(
                {
                    "unit": one.unit,
                    "rank": one.rank,
                    "kept": Fraction(one.kept, one.draws),
                    "best": one.best,
                    "worst": one.worst,
                }
                for one in loose
            ),
        )
    first = {one.unit for one in found.places if one.rank == 1}
    yield from _first_hangs_on("criterion", found.left_out, protocol, first)
    yield from _first_hangs_on("marker", found.unmarked, protocol)


def _first_hangs_on(
    what: str, left_out: Sequence[Moved], protocol: Sequence[str], first: Collection[str] | None = None
) -> Iterator[Remark]:
    """Who would be first no longer; ``first`` are those who are, if that hangs on more than totals."""
    named = [
        (moved.left_out, unit)
        for moved in left_out
        for unit, (was, then) in moved.ranks.items()
        if was == 1 < then and (first is None or unit in first)
    ]
    if named:
        yield Remark(
            "ranking",
            f"first-hangs-on-a-{what}",
            in_order((unit for _, unit in named), protocol),
            {"count": len({name for name, _ in named})},
            tuple({what: name, "unit": unit} for name, unit in named),
        )


def _markers(found: OfMarkers, contest: Contest, protocol: Sequence[str], limits: Thresholds) -> Iterator[Remark]:
    low_w = found.concordance is not None and found.concordance < limits.concordance
    low_alpha = found.alpha is not None and found.alpha < limits.alpha
    if low_w or low_alpha:
        yield Remark(
            "markers",
            "markers-disagree",
            in_order(found.markers, protocol),
            {
                "markers": len(found.markers),
                "concordance": found.concordance,
                "alpha": found.alpha,
                "limit_w": rounded(limits.concordance),
                "limit_alpha": rounded(limits.alpha),
            },
        )
    total = Fraction(contest.rubric.total)
    leaning = [one for one in found.biases if abs(one.points) >= limits.bias * total]
    if leaning:
        yield Remark(
            "markers",
            "markers-lean",
            in_order((one.marker for one in leaning), protocol),
            {"count": len(leaning), "limit": rounded(limits.bias * total)},
            tuple({"marker": one.marker, "points": rounded(one.points), "units": one.units} for one in leaning),
        )
    wide = [one for one in found.gaps if abs(Fraction(one.total)) >= limits.self_gap * total]
    if wide:
        yield Remark(
            "markers",
            "self-marks-differ",
            in_order((one.unit for one in wide), protocol),
            {"count": len(wide), "limit": rounded(limits.self_gap * total)},
            tuple(
                {
                    "unit": one.unit,
                    "points": one.total,
                    "criterion": max(one.criteria, key=lambda name: abs(one.criteria[name]), default=None),
                }
                for one in wide
            ),
        )
