"""What the screens of awards are made of: the questions of a meeting, and the verdict on each.

The configuration is the one that the meeting's record carries, so that what stands on the screen is what the meeting
decided on. Everything here is slow for a long list of candidates, and made to be run beside the screen.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, TypeAlias

import attrs

from emulation.awards.dossier import index
from emulation.awards.facts import Candidate
from emulation.awards.judging import Book, judge
from emulation.awards.lists.listing import nomination_list
from emulation.awards.nearest import nearest
from emulation.awards.rulebook import Award
from emulation.files.eligibility import Eligibility, read_eligibility
from emulation.files.folder import FolderUnusableError, read_folder
from emulation.files.record import RecordError
from emulation.files.rulebook_check import without_consequences
from emulation.finding import Finding
from emulation.frozen import frozen
from emulation.text import Text, name_key, vietnamese_key, without_signs
from tui.commands.award_record import standings_and_polls

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date
    from pathlib import Path

    from emulation.awards.lists.listing import NominationList
    from emulation.awards.nearest import Nearest
    from emulation.awards.rulebook import VerdictStatus
    from emulation.awards.verdict import Verdict
    from emulation.meeting.state import State
    from emulation.wording import Wording

Pair: TypeAlias = tuple[str, str]
"""A candidate's id and an award's: one question."""

BATCH = 100
"""How many questions are answered before the screen hears of it."""


@frozen
class Person:
    """A candidate as a line of a list: ``place`` among all in the order of names, ``sought`` the text a search sees.

    Persons stand before collectives, by their given names. ``unit`` is the id of the unit that they belong to.
    """

    id: str
    name: Text
    unit: str
    place: int
    sought: str


@attrs.frozen(eq=False)
class Grounds:
    """All that verdicts are made of. ``book`` is ``None`` where nothing can be judged, for what ``findings`` say.

    ``pairs`` are the questions: those that the folder asks, those that the meeting put forward itself, and the units
    that a released poll on an award chose, in that order. ``people`` and ``awards`` are keyed by id;
    ``units`` are the bloc's, in protocol order.
    """

    asked: Eligibility
    book: Book | None
    findings: tuple[Finding, ...]
    pairs: tuple[Pair, ...]
    people: Mapping[str, Person]
    candidates: Mapping[str, Candidate]
    awards: Mapping[str, Award]
    units: tuple[str, ...]

    def can_judge(self, pair: Pair) -> bool:
        """Whether there are a record of that candidate and an award for its kind."""
        candidate, award = pair
        one, of = self.candidates.get(candidate), self.awards.get(award)
        return self.book is not None and one is not None and of is not None and of.for_ == one.kind

    def called(self, pairs: Iterable[Pair]) -> dict[str, Text]:
        """What the candidates and awards of these pairs are called, by id."""
        known = [(self.people.get(one), self.awards.get(award)) for one, award in pairs]
        people = {person.id: person.name for person, _ in known if person is not None}
        return people | {award.id: award.name for _, award in known if award is not None}

    def name(self, candidate: str, wording: Wording) -> str:
        """What somebody is called."""
        return wording.text(self.people[candidate].name) if candidate in self.people else candidate

    def award_name(self, award: str, wording: Wording) -> str:
        """What an award is called."""
        return wording.text(self.awards[award].name) if award in self.awards else award


def read(state: State, root: Path, received: date, today: date) -> Grounds:
    """What the meeting knows about awards, for dossiers received on that day.

    Raises:
        RecordError: the record of another meeting of the folder cannot be read.
    """
    folder = read_folder(state.sources, checked=True)
    try:
        standings, polls = standings_and_polls(root, state)
    except (FolderUnusableError, ValueError, IndexError):  # the record of another meeting makes no meeting
        raise RecordError("record-broken", seq=1, kind="payload") from None
    asked = read_eligibility(folder, received, None, standings, polls, today)
    findings = without_consequences(asked.findings)
    sound = not any(finding.severity == "error" for finding in findings)
    candidates = {one.id: one for one in asked.candidates.candidates}
    pairs = dict.fromkeys((*(asked.pairs if sound else ()), *_put_forward(state), *_chosen(state)))
    return Grounds(
        asked,
        asked.book if sound else None,
        findings,
        tuple(pairs),
        _people(pairs, candidates, state),
        candidates,
        {award.id: award for book in asked.rulebooks for award in book.awards},
        tuple(unit.id for unit in state.setup.bloc.units),
    )


def _put_forward(state: State) -> Iterator[Pair]:
    return ((one.candidate, one.award) for one in state.nominations)


def _chosen(state: State) -> Iterator[Pair]:
    """Whom released polls on an award chose."""
    for poll in state.polls.values():
        if poll.phase == "released" and poll.rules.award:
            for unit in poll.outcome(state.seed).chosen:
                yield unit, poll.rules.award


def _people(pairs: Iterable[Pair], candidates: Mapping[str, Candidate], state: State) -> dict[str, Person]:
    units = {unit.id: unit for unit in state.setup.bloc.units}
    found = []
    for name in dict.fromkeys(candidate for candidate, _ in pairs):
        one, unit = candidates.get(name), units.get(name)
        called = one.name if one is not None else unit.name if unit is not None else Text.same(name)
        of = one.unit if one is not None else name if unit is not None else ""
        read = called.read("vi")
        person = one is not None and one.kind == "individual"
        key = name_key(read) if person else (vietnamese_key(read), ())
        short = units[of].short if of in units else of
        found.append(((not person, key, name), called, of, without_signs(f"{read} {name} {short}")))
    found.sort(key=lambda one: one[0])
    return {key[2]: Person(key[2], called, of, place, text) for place, (key, called, of, text) in enumerate(found)}


def statuses(grounds: Grounds, pairs: Sequence[Pair]) -> Iterator[tuple[VerdictStatus | None, ...]]:
    """The verdict of each pair, so many at a time, in their order; ``None`` where there is nothing to judge by.

    The trees are not kept: `verdict` makes one again when it is looked at.
    """
    known, dossier = "", None
    for start in range(0, len(pairs), BATCH):
        found: list[VerdictStatus | None] = []
        for pair in pairs[start : start + BATCH]:
            if grounds.book is None or not grounds.can_judge(pair):
                found.append(None)
                continue
            candidate, award = pair
            if dossier is None or known != candidate:
                known, dossier = candidate, index(grounds.candidates[candidate], grounds.asked.context)
            found.append(judge(dossier, award, grounds.book, grounds.asked.context).status)
        yield tuple(found)


def eligible_units(grounds: Grounds, award: str) -> tuple[str, ...]:
    """The units of the bloc that are eligible for an award, in protocol order: whom ``eligible:AWARD`` finds."""
    pairs = [(unit, award) for unit in grounds.units]
    found = (status for some in statuses(grounds, pairs) for status in some)
    return tuple(unit for (unit, _), status in zip(pairs, found, strict=True) if status == "eligible")


def verdict(grounds: Grounds, pair: Pair) -> tuple[Verdict, Nearest] | None:
    """The whole verdict of one pair and the nearest way; ``None`` where there is nothing to judge by."""
    if grounds.book is None or not grounds.can_judge(pair):
        return None
    candidate, award = pair
    one, context = grounds.candidates[candidate], grounds.asked.context
    found = judge(one, award, grounds.book, context)
    return found, nearest(found, one, grounds.book, context)


def verdicts(grounds: Grounds, pairs: Sequence[Pair]) -> Iterator[tuple[Verdict, ...]]:
    """The whole verdicts of these pairs, so many at a time; who cannot be judged is left out."""
    for start in range(0, len(pairs), BATCH):
        book, context = grounds.book, grounds.asked.context
        judged = (pair for pair in pairs[start : start + BATCH] if grounds.can_judge(pair))
        yield tuple(judge(grounds.candidates[one], award, book, context) for one, award in judged) if book else ()


def listed(grounds: Grounds, found: Sequence[Verdict], state: State, decided: date) -> NominationList:
    """The nomination list that these verdicts make, decided on that day."""
    units, asked = state.setup.bloc.units, grounds.asked
    return nomination_list(found, grounds.candidates, asked.rulebooks, asked.rules, units, decided)
