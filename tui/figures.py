"""What screens read off a meeting's state: scorecards, standings, gaps. Values are made anew only where the state is.

Nothing here is kept apart from the state: each value is a function of it, remembered for as long as the state stands.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING

import attrs

from emulation.contest import Contest
from emulation.frozen import frozen
from emulation.marks import Marks
from emulation.meeting.state import State
from emulation.ranking import Standing, rank
from emulation.rubric import Relative
from emulation.scoring import Scorecard, score

if TYPE_CHECKING:
    from emulation.banding import Grade


@frozen
class Moved:
    """A unit's points under a criterion that another unit's mark moved, from ``before`` to ``after``.

    Each is the lowest and the highest that the points can be.
    """

    unit: str
    criterion: str
    before: tuple[Decimal, Decimal]
    after: tuple[Decimal, Decimal]


@frozen
class Figures:
    """A state, and what follows from it. ``scorecards`` and ``gaps`` are keyed by unit id.

    ``moved`` are the points that the newest act moved of units whose own marks it left alone: those of methods that
    compare a unit with the best of the bloc.
    """

    state: State
    contest: Contest
    marks: Marks
    scorecards: Mapping[str, Scorecard]
    gaps: Mapping[str, Mapping[str, Decimal]]
    moved: tuple[Moved, ...] = ()

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
        scorecards = _rescored(state, marks, before)
        moved = tuple(_moved(state, scorecards, before)) if scorecards is not before.scorecards else ()
        return Figures(state, before.contest, marks, scorecards, before.gaps, moved)
    from emulation.discussion import gaps  # noqa: PLC0415  (once a setup)

    contest = state.contest
    return Figures(state, contest, marks, score(contest, marks), gaps(contest, marks))


def _rescored(state: State, marks: Marks, before: Figures) -> Mapping[str, Scorecard]:
    """The scorecards, made anew for the units whose agreed marks are not the same; for all where units are compared."""
    contest = before.contest
    if state.agreed is before.state.agreed:
        return before.scorecards
    if _compared(contest):
        return score(contest, marks)
    changed = [unit for unit in contest.units if state.agreed.get(unit.id) is not before.state.agreed.get(unit.id)]
    if not changed:
        return before.scorecards
    return {**before.scorecards, **score(attrs.evolve(contest, units=tuple(changed)), marks)}


def _compared(contest: Contest) -> tuple[str, ...]:
    """The criteria whose points depend on other units' marks."""
    return tuple(leaf.id for leaf in contest.rubric.leaves() if isinstance(leaf.method, Relative))


def _moved(state: State, scorecards: Mapping[str, Scorecard], before: Figures) -> Iterator[Moved]:
    for name in _compared(before.contest):
        for unit in before.contest.units:
            if state.agreed.get(unit.id) is not before.state.agreed.get(unit.id):
                continue
            then, now = _range(before.scorecards[unit.id], name), _range(scorecards[unit.id], name)
            if then is not None and now is not None and then != now:
                yield Moved(unit.id, name, then, now)


def _range(card: Scorecard, criterion: str) -> tuple[Decimal, Decimal] | None:
    least, most = card.lowest.criteria.get(criterion), card.highest.criteria.get(criterion)
    return None if least is None or most is None else (least, most)
