"""The review report of the meeting under way, made in the background: first what takes no draws, then draw by draw."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from emulation.insight.figures import Draws, Material, as_of, figures
from emulation.insight.firmness import Kept, under_weights, weight_draws
from emulation.insight.report import Report, Said, report_of
from emulation.marks import gather
from emulation.ranking import rank
from emulation.scoring import score

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from emulation.meeting.state import State

DRAWS = 1000
"""Draws of section weights, as many as the command takes."""

ROUND = 50
"""Draws between two looks at whether somebody wants them stopped."""


def reads(state: State, on: date) -> tuple[object, ...]:
    """What the figures of a report are made of: while all of it is the same, so are they."""
    settled = (state.chair, state.seed, state.polls, state.released_by)
    return (state.setup, state.agreed, state.withdrawn, *settled, on)


def said(state: State) -> tuple[Said, ...]:
    """What people said in the meeting, as the report takes it; those who are listed by their names."""
    names = {person.person: person.name for person in state.people.values()}
    return tuple(Said(note.topic, note.text, names.get(note.speaker, note.speaker)) for note in state.notes)


def material(state: State, on: date) -> Material:
    """What was known on the day: the meeting's marks where it has any, else the sheets handed in by then."""
    setup = state.setup
    marks = state.marks() if "marks" in state.agenda else gather(one for one in setup.sheets if one.on <= on)
    contest = as_of(state.contest, on)
    return Material(setup.bloc, contest, marks, on, setup.activity, state.settlements())


def make(known: Material, tell: Callable[[Report | None, int], bool]) -> None:
    """Make the report and tell it before any draw, then the number of draws made, and at last the whole report.

    ``tell`` answers whether to go on.
    """
    found = figures(known)
    if not tell(report_of(known, found), 0):
        return
    sections = sum(section.kind == "core" for section in known.contest.rubric.sections)
    seed = f"{known.bloc.id}-{known.bloc.year}"
    weights = weight_draws(seed, DRAWS, sections)
    standings = rank(known.contest, score(known.contest, known.marks), known.settlements)
    kept: tuple[Kept, ...] = ()
    for first in range(0, DRAWS, ROUND):
        kept = _added(kept, under_weights(known.contest, standings, weights[first : first + ROUND]))
        if not tell(None, first + ROUND):
            return
    ranking = attrs.evolve(found.ranking, seed=seed, draws=DRAWS, kept=kept)
    drawn = attrs.evolve(known, draws=Draws(seed, weights))
    tell(report_of(drawn, attrs.evolve(found, ranking=ranking)), DRAWS)


def _added(before: tuple[Kept, ...], more: tuple[Kept, ...]) -> tuple[Kept, ...]:
    if not before:
        return more
    return tuple(
        attrs.evolve(
            one,
            kept=one.kept + other.kept,
            draws=one.draws + other.draws,
            best=min(one.best, other.best),
            worst=max(one.worst, other.worst),
        )
        for one, other in zip(before, more, strict=True)
    )
