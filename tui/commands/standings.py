"""Standings for the commands: ranked by one kind of marks, graded, and where every cell's points come from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from emulation.banding import Grade, grade
from emulation.explanation import Explanation, explain
from emulation.frozen import frozen
from emulation.marks import SetByHand, spell
from emulation.number import plain
from emulation.pledge import last_report
from emulation.ranking import Settlements, Standing, rank
from emulation.scoring import pledged, reading_day, score_settled
from emulation.settling import By, Combined, Settled, deciding_sources, pledged_target, settle
from tui.commands.basis import Basis

if TYPE_CHECKING:
    from decimal import Decimal

    from emulation.bloc import Unit
    from emulation.rubric import Criterion


@frozen
class Ranked:
    """The standings by one kind of marks, their bands, and the deciding marks that they are made from.

    ``grades`` and ``settled`` are keyed by unit; ``origins`` says where each cell's points come from: the source of the
    mark that decided, or ``pledge``; blanks are absent.
    """

    basis: Basis
    by: By
    standings: tuple[Standing, ...]
    grades: Mapping[str, Grade]
    settled: Mapping[str, Mapping[str, Settled]]
    origins: Mapping[str, Mapping[str, str]]
    explanations: Mapping[str, Explanation]

    def unit(self, unit_id: str) -> Unit:
        """The unit of that id."""
        return self.basis.setup.bloc.unit(unit_id)

    def shorts(self) -> dict[str, str]:
        """What every unit is called in short, by id."""
        return {unit.id: unit.short for unit in self.basis.setup.bloc.units}


def ranked_by(basis: Basis, by: By) -> Ranked:
    """The standings; what the meeting settled of ties is about the final marks alone."""
    contest = basis.contest
    settled = settle(contest, basis.marks, by)
    settlements = basis.settlements if by == "final" else Settlements()
    standings = rank(contest, score_settled(contest, settled), settlements)
    explanations = explain(contest, basis.marks, standings, by)
    origins = _origins(basis, by, settled)
    return Ranked(basis, by, standings, grade(contest, standings), settled, origins, explanations)


def leaves(unit: str, ranked: Ranked) -> tuple[Criterion, ...]:
    """The criteria that count for a unit, in the rubric's order."""
    contest = ranked.basis.contest
    return tuple(contest.rubric.leaves(ranked.unit(unit).kind, contest.year))


def spelled(criterion: Criterion, unit: str, ranked: Ranked) -> str | None:
    """The deciding mark as a sheet would spell it, the peers' as the points they make, a pledge's as last reported."""
    mark = ranked.settled[unit].get(criterion.id)
    if pledged_target(criterion) is not None and not isinstance(mark, SetByHand):
        reported = _reported(criterion, unit, ranked.basis)
        return None if reported is None else plain(reported)
    match mark:
        case None:
            return None
        case Combined(points):
            return plain(points)
        case _:
            return spell(mark)


def _origins(basis: Basis, by: By, settled: Mapping[str, Mapping[str, Settled]]) -> dict[str, dict[str, str]]:
    contest = basis.contest
    found = deciding_sources(contest, basis.marks, by)
    origins: dict[str, dict[str, str]] = {unit: dict(row) for unit, row in found.items()}
    for leaf in contest.rubric.leaves():
        if pledged_target(leaf) is None:
            continue
        for unit, row in settled.items():
            if not isinstance(row.get(leaf.id), SetByHand):
                origins[unit].pop(leaf.id, None)
                if _reported(leaf, unit, basis) is not None:
                    origins[unit][leaf.id] = "pledge"
    return origins


def _reported(criterion: Criterion, unit: str, basis: Basis) -> Decimal | None:
    target = pledged(basis.contest, unit, pledged_target(criterion) or "")
    report = None if target is None else last_report(target, reading_day(basis.contest, target))
    return None if report is None else report.value
