"""How marks are settled, units ranked, polls taken and meetings held."""

from __future__ import annotations

import re
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Literal, TypeAlias, get_args

import attrs

from emulation.finding import choices, error, identify, warning
from emulation.frozen import frozen
from emulation.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from emulation.bloc import Bloc
    from emulation.finding import Finding
    from emulation.rubric import Rubric

Source: TypeAlias = Literal["agreed", "verified", "peers", "self"]
PeerRule: TypeAlias = Literal["mean", "median", "trimmed-mean"]
Need: TypeAlias = Literal["no-blank", "above-floor"]
MeetingKind: TypeAlias = Literal["launch", "half-year", "year-end"]
Base: TypeAlias = Literal["entitled", "present", "issued", "cast", "valid"]
Step: TypeAlias = Literal[
    "opening",
    "roll-call",
    "report",
    "pledges",
    "marks",
    "standings",
    "discussion",
    "adoption",
    "polls",
    "nominations",
    "directions",
    "tasks",
    "handover",
    "signing",
    "minutes",
]

AGENDAS: dict[MeetingKind, tuple[Step, ...]] = {
    "launch": ("opening", "roll-call", "report", "discussion", "adoption", "signing", "directions", "minutes"),
    "half-year": (
        "opening",
        "roll-call",
        "report",
        "pledges",
        "discussion",
        "adoption",
        "directions",
        "tasks",
        "minutes",
    ),
    "year-end": get_args(Step),
}
"""The agenda of a meeting whose own is not given."""


@frozen
class MarkRules:
    """How the final mark of a cell is settled. ``final``: the first source that has a mark decides."""

    final: tuple[Source, ...] = ("agreed", "verified")
    peers: PeerRule = "median"
    discuss_gap: Fraction | None = None
    confirm: Literal["none", "second-person"] = "none"
    due: date | None = None
    reasons: Literal["optional", "required"] = "optional"


@frozen
class RankingRules:
    """The chain that breaks ties, link by link, and what a unit must fulfil to have a rank."""

    ties: tuple[str, ...] = ()
    needs: tuple[Need, ...] = ("no-blank", "above-floor")


@frozen
class Quorum:
    """The share of ``of`` (all votes on the roll) that must be present."""

    at_least: Fraction
    of: Literal["entitled"] = "entitled"


@frozen
class PlannedMeeting:
    """A meeting of the year, ``place`` being where it is held; without an agenda of its own it has that of its kind."""

    id: str
    kind: MeetingKind
    on: date | None = None
    place: Text = attrs.field(factory=Text)
    agenda: tuple[Step, ...] = ()

    def steps(self) -> tuple[Step, ...]:
        """The agenda that holds."""
        return self.agenda or AGENDAS[self.kind]


@frozen
class PollRules:
    """A question put to the vote.

    ``candidates`` is ``top:N``, ``all``, ``band:ID``, ``eligible:AWARD`` or a list of unit ids. A candidate passes at
    ``at_least`` or above ``more_than`` of the base ``of``; with neither, the most votes decide. ``seats`` absent: all
    who pass are chosen.
    """

    id: str
    question: Text
    candidates: str | tuple[str, ...]
    of: Base = "entitled"
    kind: Literal["approve", "choose"] = "approve"
    award: str = ""
    seats: int | None = None
    secret: bool = True
    at_least: Fraction | None = None
    more_than: Fraction | None = None
    absent: Literal["none", "written"] = "none"
    rounds: int = 1
    recused: Literal["none", "candidate"] = "none"


@frozen
class Procedure:
    """All rules of the bloc's year besides what counts."""

    marks: MarkRules = attrs.field(factory=MarkRules)
    ranking: RankingRules = attrs.field(factory=RankingRules)
    quorum: Quorum | None = None
    meetings: tuple[PlannedMeeting, ...] = ()
    polls: tuple[PollRules, ...] = ()

    def meeting(self, meeting_id: str) -> PlannedMeeting:
        """The planned meeting of that id.

        Raises:
            KeyError: no such meeting is planned.
        """
        for meeting in self.meetings:
            if meeting.id == meeting_id:
                return meeting
        raise KeyError(meeting_id)


PLAIN_LINKS = ("core", "bonus", "penalty", "pledges", "chair", "lot")
REFERRING_LINKS = ("section", "criterion", "poll")
_CANDIDATES = re.compile(r"all|top:[1-9][0-9]*|band:.+|eligible:.+")


def check(procedure: Procedure, bloc: Bloc, rubric: Rubric | None) -> Iterator[Finding]:
    """All that is wrong with a procedure, with paths as in ``procedure.toml``."""
    marks = procedure.marks
    if not marks.final:
        yield error("empty", "marks", "final")
    for place, source in enumerate(marks.final):
        if source in marks.final[:place]:
            yield error("repeated", "marks", "final", place, found=source)
    if marks.discuss_gap is not None and not 0 <= marks.discuss_gap <= 1:
        yield error("not-a-part", "marks", "discuss_gap", found=marks.discuss_gap)
    yield from _check_ties(procedure, rubric)
    if procedure.quorum is not None and not 0 < procedure.quorum.at_least <= 1:
        yield error("not-a-part", "quorum", "at_least", found=procedure.quorum.at_least)
    yield from identify((meeting.id for meeting in procedure.meetings), "meeting")
    yield from identify((poll.id for poll in procedure.polls), "poll")
    for place, poll in enumerate(procedure.polls):
        yield from (finding.under("poll", place) for finding in _check_poll(poll, bloc, rubric))


def _check_ties(procedure: Procedure, rubric: Rubric | None) -> Iterator[Finding]:
    sections = {section.id: section.kind for section in rubric.sections} if rubric else {}
    criteria = (
        {c.id: section.kind for section in rubric.sections for top in section.criteria for c in top.walk()}
        if rubric
        else {}
    )
    polls = {poll.id: "poll" for poll in procedure.polls}
    known: dict[str, Mapping[str, str]] = {"section": sections, "criterion": criteria, "poll": polls}
    for place, link in enumerate(procedure.ranking.ties):
        where = ("ranking", "ties", place)
        word, colon, name = link.partition(":")
        if not colon and word in PLAIN_LINKS:
            pass
        elif not colon or word not in REFERRING_LINKS:
            spelled = [*PLAIN_LINKS, *(f"{referring}:ID" for referring in REFERRING_LINKS)]
            yield error("unknown-link", *where, found=link, **choices(link, spelled))
        elif (rubric or word == "poll") and name not in known[word]:
            yield error(f"unknown-{word}", *where, found=name, **choices(name, known[word]))
        elif known[word].get(name) == "penalty":
            yield error("link-to-penalty", *where, found=link)
        if link in procedure.ranking.ties[:place]:
            yield error("repeated", *where, found=link)
        if "lot" in procedure.ranking.ties[:place]:
            yield warning("link-after-lot", *where, found=link)


def _check_poll(poll: PollRules, bloc: Bloc, rubric: Rubric | None) -> Iterator[Finding]:
    units = [unit.id for unit in bloc.units]
    if poll.at_least is not None and poll.more_than is not None:
        yield error("one-of", "more_than", found=poll.more_than, names="at_least, more_than")
    for key, share in (("at_least", poll.at_least), ("more_than", poll.more_than)):
        if share is not None and not 0 <= share <= 1:
            yield error("not-a-part", key, found=share)
    if poll.seats is not None and poll.seats < 1:
        yield error("not-positive", "seats", found=poll.seats)
    if poll.kind == "choose" and poll.seats is None:
        yield error("seats-missing", found=poll.id)
    if poll.rounds < 1:
        yield error("not-positive", "rounds", found=poll.rounds)
    if isinstance(poll.candidates, tuple):
        if not poll.candidates:
            yield error("empty", "candidates")
        for place, unit in enumerate(poll.candidates):
            if unit in poll.candidates[:place]:
                yield error("repeated", "candidates", place, found=unit)
            if unit not in units:
                yield error("unknown-unit", "candidates", place, found=unit, **choices(unit, units))
    elif not _CANDIDATES.fullmatch(poll.candidates):
        known = choices(poll.candidates, ("all", "top:3", "band:ID", "eligible:AWARD"))
        yield error("unknown-candidates", "candidates", found=poll.candidates, **known)
    elif rubric and poll.candidates.startswith("band:"):
        bands = [band.id for band in rubric.bands]
        band = poll.candidates.removeprefix("band:")
        if band not in bands:
            yield error("unknown-band", "candidates", found=band, **choices(band, bands))
