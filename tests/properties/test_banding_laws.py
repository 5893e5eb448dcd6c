"""Laws of bands: against a naive reading of every filling of all blanks, quotas included."""

from __future__ import annotations

import itertools
import math
from fractions import Fraction
from typing import TYPE_CHECKING

import attrs
from hypothesis import HealthCheck, assume, given, settings, strategies as st

from emulation.banding import grade
from emulation.marks import NotApplicable
from emulation.procedure import RankingRules
from emulation.ranking import Settlements, rank
from emulation.rubric import Band, Sanction
from emulation.scoring import score
from emulation.text import Text
from tests import oracle_scoring as oracle
from tests.scoring_strategies import Shape, marked

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from emulation.bloc import Unit
    from emulation.contest import Contest
    from emulation.marks import Marks
    from emulation.rubric import Criterion, Rubric

SMALL = Shape(relative=False, pledged=False, most=2)
SEEDED = Settlements(seed="2022")
SHARES = st.sampled_from([None, Fraction(1, 4), Fraction(1, 2), Fraction(2, 3), Fraction(1)])


@st.composite
def banded(draw: st.DrawFn) -> tuple[Contest, Marks]:
    """A contest with bands, sanctions and floors, and its marks."""
    contest, marks = draw(marked(SMALL, missing=6, ties=((), ("core",), ("lot",)), most_units=4))
    rubric = contest.rubric
    most = sum((section.max for section in rubric.sections if section.kind != "penalty"), rubric.step * 0)
    reaches = draw(st.sets(st.integers(0, int(most / rubric.step)), min_size=1, max_size=3))
    bands = tuple(
        Band(f"b{place}", Text.same("b"), reach * rubric.step, draw(SHARES), draw(SHARES))
        for place, reach in enumerate(sorted(reaches))
    )
    sanctions = st.none() | st.sampled_from([Sanction(down=1), Sanction(at_most=bands[0].id), Sanction(down=2)])

    def changed(criterion: Criterion, kind: str) -> Criterion:
        parts = tuple(changed(part, kind) for part in criterion.parts)
        if kind == "penalty":
            return attrs.evolve(criterion, parts=parts, sanction=draw(sanctions))
        floor = draw(SHARES) if kind == "core" and not draw(st.integers(0, 2)) else None
        return attrs.evolve(criterion, parts=parts, floor=floor)

    sections = tuple(
        attrs.evolve(section, criteria=tuple(changed(top, section.kind) for top in section.criteria))
        for section in rubric.sections
    )
    needs = draw(st.sampled_from([("above-floor",), ("no-blank", "above-floor"), ()]))
    return attrs.evolve(
        contest,
        rubric=attrs.evolve(rubric, sections=sections, bands=bands),
        ranking=RankingRules(contest.ranking.ties, needs),
    ), marks


# a naive reading


def bands_of(rubric: Rubric) -> list[Band]:
    return sorted(rubric.bands, key=lambda band: -band.reach)


def summed(criteria: Sequence[Criterion]) -> list[Criterion]:
    """The criteria whose points add up to the section's."""
    return [one for top in criteria for one in (top, *(summed(top.parts) if top.parts and top.take == "sum" else ()))]


def before_quotas(contest: Contest, unit: Unit, one: oracle.Card, excused: frozenset[str]) -> int:
    rubric, bands = contest.rubric, bands_of(contest.rubric)

    def applies(criterion: Criterion) -> bool:
        return any(
            leaf.id not in excused and leaf.id in one.criteria
            for leaf in oracle.leaves_of(criterion, unit, contest.year)
        )

    def meets(band: Band) -> bool:
        return one.total >= band.reach and all(
            band.floor is None or one.criteria[criterion.id] >= band.floor * Fraction(criterion.max)
            for section in rubric.sections
            if section.kind == "core"
            for criterion in summed(section.criteria)
            if criterion.id in one.criteria and applies(criterion)
        )

    place = next((number for number, band in enumerate(bands) if meets(band)), len(bands))
    if place == len(bands):
        return place
    sanctions = [
        criterion.sanction
        for section in rubric.sections
        if section.kind == "penalty"
        for top in section.criteria
        for criterion in oracle.walk(top)
        if criterion.sanction is not None and one.criteria.get(criterion.id, 0) > 0
    ]
    ids = [band.id for band in bands]
    for sanction in sanctions:
        if sanction.at_most is not None:
            place = max(place, ids.index(sanction.at_most))
    down = sum(sanction.down or 0 for sanction in sanctions)
    return min(place + down, len(bands) - 1)


def grades(
    contest: Contest, filled: Mapping[str, oracle.Card], excused: Mapping[str, frozenset[str]]
) -> dict[str, str | None]:
    """The band of every unit under one filling of all."""
    bands = bands_of(contest.rubric)
    places = {u.id: before_quotas(contest, u, filled[u.id], excused[u.id]) for u in contest.units}
    floors = "above-floor" in contest.ranking.needs
    ranked = {unit for unit, one in filled.items() if not (floors and one.below)}
    for number, band in enumerate(bands):
        if band.at_most is None:
            continue
        room = math.floor(band.at_most * len(ranked))
        members = [unit for unit, place in places.items() if place == number]

        def level_or_above(one: str, other: str) -> bool:
            if (one in ranked) != (other in ranked):
                return one in ranked
            return oracle.duel(contest, SEEDED, (one, filled[one]), (other, filled[other])) in {0, 1}

        for unit in members:
            if sum(level_or_above(other, unit) for other in members) > room:  # itself among them
                places[unit] = number + 1
    names = [*(band.id for band in bands), None]
    return {unit: names[place] for unit, place in places.items()}


def not_applicable(contest: Contest, marks: Marks, unit: Unit) -> frozenset[str]:
    return frozenset(
        leaf.id
        for leaf in oracle.all_leaves(contest.rubric, unit, contest.year)
        if isinstance(oracle.deciding(contest, marks, unit, leaf, contest.marks.final), NotApplicable)
    )


@settings(max_examples=250, deadline=None, suppress_health_check=list(HealthCheck))
@given(banded())
def test_the_band_of_every_filling_is_listed_as_possible(case: tuple[Contest, Marks]) -> None:
    contest, marks = case
    choices = {
        unit.id: math.prod(len(states) for states in oracle.options(contest, marks, unit).values())
        for unit in contest.units
    }
    assume(math.prod(choices.values()) <= 400)
    every = {unit.id: oracle.cards(contest, marks, unit) for unit in contest.units}
    excused = {unit.id: not_applicable(contest, marks, unit) for unit in contest.units}
    given_by: dict[str, set[str | None]] = {unit: set() for unit in every}
    for filled in itertools.product(*every.values()):
        for unit, band in grades(contest, dict(zip(every, filled, strict=True)), excused).items():
            given_by[unit].add(band)
    found = grade(contest, rank(contest, score(contest, marks), SEEDED))
    for unit, bands in given_by.items():
        assert bands <= set(found[unit].possible), (unit, bands, found[unit])
        assert found[unit].band == (found[unit].possible[0] if len(found[unit].possible) == 1 else None)
    if math.prod(choices.values()) == 1:
        assert {unit: {one.band} for unit, one in found.items()} == given_by
