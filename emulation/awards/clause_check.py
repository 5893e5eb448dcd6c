"""What is wrong with one requirement: references that lead nowhere, and conditions that can never be met."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Literal

import attrs

from emulation.awards.conditions import (
    All,
    Anniversary,
    AnyOf,
    BlocRank,
    BlocScore,
    EveryYear,
    Existed,
    FlagEligible,
    Graded,
    Holds,
    Meets,
    Members,
    NoneOf,
    Recognised,
    Served,
    Share,
    Some,
    UnderDiscipline,
    UnderProceeding,
    Voted,
    Window,
)
from emulation.awards.facts import GRADES, CandidateKind
from emulation.awards.rulebook import Award
from emulation.finding import choices, error, warning
from emulation.frozen import frozen

if TYPE_CHECKING:
    from collections.abc import Iterator

    from emulation.awards.conditions import Basis, Clause, Condition, Of
    from emulation.finding import Finding, Path

COLLECTIVE_ONLY = (Share, Members, Existed, Anniversary, FlagEligible)
"""Conditions that read what only collectives have."""

IN_A_YEAR = (Graded, Holds)
"""Conditions that can be read for one year alone."""


@frozen
class ClauseChecker:
    """Checks the clauses of one book, to which ``awards`` are known, those of books beside it included."""

    awards: Mapping[str, Award]
    sources: tuple[str, ...]

    def requirement(
        self, clause: Clause, basis: Basis | None, for_: CandidateKind | None, path: Path
    ) -> Iterator[Finding]:
        """All that is wrong with a requirement of an award for that kind of candidate, and with all inside it."""
        yield from self._clause(clause, basis, _Around(for_), path)

    def basis(self, basis: Basis | None, path: Path) -> Iterator[Finding]:
        """An unknown source."""
        if basis is not None and basis.source not in self.sources:
            near = choices(basis.source, self.sources)
            yield error("unknown-source", *path, "basis", "source", found=basis.source, **near)

    def award(self, award: str, path: Path, for_: CandidateKind | None = None) -> Iterator[Finding]:
        """An unknown award, or one that is not for that kind of candidate, who can never hold it."""
        if award not in self.awards:
            yield error("unknown-award", *path, found=award, **choices(award, self.awards))
        elif for_ not in (None, self.awards[award].for_):
            yield error("held-by-other-kind", *path, found=award, kind=self.awards[award].for_)

    def _clause(self, clause: Clause, basis: Basis | None, around: _Around, path: Path) -> Iterator[Finding]:
        yield from self.basis(clause.basis, path)
        basis = clause.basis or basis
        condition = clause.condition
        match condition:
            case All(parts) | AnyOf(parts) | NoneOf(parts) | Some(parts) | EveryYear(parts):
                if not parts:
                    yield error("empty", *path, clause.tag)
                if isinstance(condition, Some):
                    yield from _positive(condition.times, path, "times")
                    if condition.times > len(parts) > 0:
                        yield error("never-met", *path, "times", found=condition.times, most=len(parts))
                if isinstance(condition, EveryYear):
                    yield from _every_year(condition, around, path)
                if isinstance(condition, All):
                    yield from _contradictions(parts, (*path, "all"))
                inside = attrs.evolve(around, place="year") if isinstance(condition, EveryYear) else around
                for place, part in enumerate(parts):
                    yield from self._clause(part, basis, inside, (*path, clause.tag, place))
                return
            case Window():
                yield from self._window(condition, basis, around, path)
                return
            case _:
                if basis is None:
                    yield warning("no-basis", *path, found=clause.tag)
                yield from self._leaf(clause, around, path)

    def _window(self, window: Window, basis: Basis | None, around: _Around, path: Path) -> Iterator[Finding]:
        length = None if window.length == "since" else window.length
        if window.after is not None:
            yield from self.award(window.after, (*path, "after"), around.for_)
            if basis is None:
                yield warning("no-basis", *path, found="window")
        elif length is None:
            yield error("missing-key", *path, "after", key="after")
        if length is not None:
            yield from _positive(length, path, "window")
        if not window.all:
            yield error("empty", *path, "all")
        yield from _contradictions(window.all, (*path, "all"))
        known = [one for one in (length, around.length) if one is not None]
        inside = attrs.evolve(around, place="window", length=min(known, default=None))
        for place, part in enumerate(window.all):
            yield from self._clause(part, basis, inside, (*path, "all", place))

    def _leaf(self, clause: Clause, around: _Around, path: Path) -> Iterator[Finding]:
        condition = clause.condition
        other = (around.for_ == "individual" and isinstance(condition, COLLECTIVE_ONLY)) or (
            around.for_ == "collective" and isinstance(condition, Served)
        )
        if other:
            yield error("not-of-this-kind", *path, clause.tag, found=clause.tag, kind=around.for_)
        match condition:
            case Meets(award):
                yield from self.award(award, (*path, "meets"))
                target = self.awards.get(award)
                if target is not None and around.for_ not in (None, target.for_):
                    yield error("meets-other-kind", *path, "meets", found=award, kind=target.for_)
            case Holds():
                yield from self.award(condition.award, (*path, "holds"), around.for_)
                yield from _holds(condition, around, path)
            case Graded():
                yield from _graded(condition, around, path)
            case Recognised():
                yield from _positive(condition.times, path, "times")
                if condition.when == "window" and around.place == "plain":
                    yield error("outside-window", *path, "when", found="window")
            case Share(of, at_least):
                yield from self._of(of, path, "share")
                if not 0 < at_least <= 1:
                    yield error("not-a-part", *path, "at_least", found=at_least)
            case Members(of, times):
                yield from self._of(of, path, "members")
                yield from _positive(times, path, "times")
            case BlocRank(rank):
                yield from _positive(rank, path, "bloc_rank")
            case BlocScore(score):
                if score < 0:
                    yield error("negative", *path, "bloc_score", found=score)
            case Served(years) | Existed(years) | Anniversary(years):
                yield from _positive(years, path, clause.tag)
            case Voted():
                if not 0 < condition.at_least <= 1:
                    yield error("not-a-part", *path, "at_least", found=condition.at_least)
            case UnderDiscipline() | UnderProceeding():
                yield error("bar-condition", *path, clause.tag, found=clause.tag)
            case _:
                pass

    def _of(self, of: Of, path: Path, key: str) -> Iterator[Finding]:
        if (of.award is None) == (of.grade is None):
            yield error("one-of", *path, key, names="award, grade")
        if of.award is not None:
            yield from self.award(of.award, (*path, key, "award"), "individual" if of.grade is None else None)


@frozen
class _Around:
    """Where a clause stands: for whom, inside what, and in how long a window, where that is known."""

    for_: CandidateKind | None
    place: Literal["plain", "window", "year"] = "plain"
    length: int | None = None

    @property
    def years(self) -> int | None:
        """The most years that can count."""
        return 1 if self.place == "year" else self.length


def _contradictions(parts: tuple[Clause, ...], path: Path) -> Iterator[Finding]:
    """What one part asks for and another forbids: both together nobody can meet.

    Clauses with dates are left out: those that contradict each other may apply to different dossiers.
    """
    asked = [one.condition for part in parts for one in _all_of(part)]
    for place, part in enumerate(parts):
        if not isinstance(part.condition, NoneOf) or _dated(part):
            continue
        for number, inside in enumerate(part.condition.parts):
            if not _dated(inside) and any(_follows(inside.condition, one) for one in asked):
                yield error("asked-and-forbidden", *path, place, "none", number, found=inside.tag)


def _all_of(clause: Clause) -> Iterator[Clause]:
    """The clauses that have to be met for this one to be."""
    if _dated(clause):
        return
    yield clause
    if isinstance(clause.condition, All):
        for part in clause.condition.parts:
            yield from _all_of(part)


def _dated(clause: Clause) -> bool:
    return clause.from_ is not None or clause.until is not None


def _follows(condition: Condition, other: Condition) -> bool:
    """Whether everybody who meets the other meets the condition: it is the same, or asks for less of it."""
    if isinstance(condition, Graded) and isinstance(other, Graded):
        return GRADES[condition.grade] <= GRADES[other.grade] and attrs.evolve(condition, grade=other.grade) == other
    if isinstance(condition, Holds) and isinstance(other, Holds):
        return condition.times <= other.times and attrs.evolve(condition, times=other.times) == other
    if isinstance(condition, Served) and isinstance(other, Served):
        return condition.years <= other.years
    return condition == other


def _positive(number: int, path: Path, key: str) -> Iterator[Finding]:
    if number < 1:
        yield error("not-positive", *path, key, found=number)


def _every_year(condition: EveryYear, around: _Around, path: Path) -> Iterator[Finding]:
    if around.place != "window":
        yield error("outside-window", *path, "every_year", found="every_year")
    for place, part in enumerate(condition.parts):
        if not isinstance(part.condition, IN_A_YEAR):
            yield error("not-of-a-year", *path, "every_year", place, found=part.tag, names="graded, holds")


def _holds(condition: Holds, around: _Around, path: Path) -> Iterator[Finding]:
    yield from _positive(condition.times, path, "times")
    if not condition.grounds:
        yield error("empty", *path, "grounds")
    if condition.gap is not None and condition.gap < 0:
        yield error("negative", *path, "gap", found=condition.gap)
    late = condition.ending == "last-year"
    if late and not condition.in_a_row:
        yield error("needs-key", *path, "ending", found=condition.ending, key="in_a_row")
    most = around.years
    if most is not None and condition.times > most - late:
        yield error("never-met", *path, "times", found=condition.times, most=max(0, most - late))


def _graded(condition: Graded, around: _Around, path: Path) -> Iterator[Finding]:
    most = around.years
    if condition.years is not None and condition.times is not None:
        yield error("one-of", *path, "times", found=condition.times, names="years, times")
    for key, number in (("years", condition.years), ("times", condition.times)):
        if number is None:
            continue
        yield from _positive(number, path, key)
        if most is not None and number > most:
            yield error("never-met", *path, key, found=number, most=most)
    if condition.times is not None and around.place != "window":
        yield error("outside-window", *path, "times", found=condition.times)
