"""What screens read off a meeting's state: scorecards, standings, gaps. Values are made anew only where the state is.

Nothing here is kept apart from the state: each value is a function of it, remembered for as long as the state stands.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING

import attrs

from emulation.contest import Contest
from emulation.marks import Marks
from emulation.meeting.state import State
from emulation.ranking import Standing, rank
from emulation.rubric import Relative
from emulation.scoring import Scorecard, score

if TYPE_CHECKING:
    from emulation.banding import Grade


@attrs.frozen
class Figures:
    """A state, and what follows from it. ``scorecards`` and ``gaps`` are keyed by unit id."""

    state: State
    contest: Contest
    marks: Marks
    scorecards: Mapping[str, Scorecard]
    gaps: Mapping[str, Mapping[str, Decimal]]

    @cached_property
    def standings(self) -> tuple[Standing, ...]:
        """The standings as the marks and settlements make them now."""
        return rank(self.contest, self.scorecards, self.state.settlements())

    @cached_property
    def standing(self) -> Mapping[str, Standing]:
        """The standings by unit id."""
        return {standing.unit: standing for standing in self.standings}

    @cached_property
    def grades(self) -> Mapping[str, Grade]:
        """The bands by unit id; all without one where the rubric has none."""
        from emulation.banding import grade  # noqa: PLC0415  (only where standings are on the screen)

        return grade(self.contest, self.standings)


def read(state: State, before: Figures | None = None) -> Figures:
    """The figures of a state; what ``before`` knows and the state has not changed is taken over."""
    if before is not None and before.state is state:
        return before
    marks = state.marks()
    if before is not None and before.state.setup is state.setup and before.state.withdrawn is state.withdrawn:
        return Figures(state, before.contest, marks, _rescored(state, marks, before), before.gaps)
    from emulation.discussion import gaps  # noqa: PLC0415  (once a setup)

    contest = state.contest
    return Figures(state, contest, marks, score(contest, marks), gaps(contest, marks))


def _rescored(state: State, marks: Marks, before: Figures) -> Mapping[str, Scorecard]:
    """The scorecards, made anew for the units whose agreed marks are not the same; for all where units are compared."""
    contest = before.contest
    if any(isinstance(leaf.method, Relative) for leaf in contest.rubric.leaves()):
        return score(contest, marks)
    changed = [unit for unit in contest.units if state.agreed.get(unit.id) is not before.state.agreed.get(unit.id)]
    if not changed:
        return before.scorecards
    return {**before.scorecards, **score(attrs.evolve(contest, units=tuple(changed)), marks)}
