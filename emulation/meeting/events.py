"""What can happen in a meeting. Every act is one of these frozen values; the record is the list of them.

Text in an event is normalised to NFC as it is made, so that the record holds what was meant however it was typed.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Literal, TypeAlias

import attrs

from emulation.frozen import frozen
from emulation.marks import Mark
from emulation.procedure import MeetingKind, PollRules, Step
from emulation.text import nfc
from emulation.voting import Counts

PersonRole: TypeAlias = Literal["chair", "secretary", "delegate", "guest"]
Topic: TypeAlias = Literal["report", "result", "shortcoming", "cause", "opinion", "direction", "comment"]
Subject: TypeAlias = Literal["report", "standings", "nominations", "pledge", "minutes", "resolution"]


@frozen
class Cell:
    """One unit's place under one criterion."""

    unit: str
    criterion: str


@frozen
class Change:
    """What an agreed mark becomes; ``None`` makes the cell blank again."""

    unit: str
    criterion: str
    mark: Mark | None


# the record itself


@frozen
class Opened:
    """The meeting began, under this configuration: the text of every file of the folder, by name."""

    meeting: str
    kind: MeetingKind
    agenda: tuple[Step, ...]
    sources: Mapping[str, str]


@frozen
class Reconfigured:
    """Files that had changed since entered the meeting; ``None`` for a file that is gone."""

    sources: Mapping[str, str | None]
    reason: str = attrs.field(converter=nfc)


@frozen
class Undone:
    """The newest act that still stood was undone; ``target`` is its number."""

    target: int


@frozen
class Redone:
    """The act undone last stands again."""

    target: int


@frozen
class Closed:
    """The meeting ended; nothing can follow."""


# order of business


@frozen
class StepEntered:
    """The meeting turned to an item of its agenda, for the first time or again."""

    step: Step


@frozen
class Noted:
    """Somebody said something worth a line: a point of the report, a cause, an opinion, the superior's direction."""

    topic: Topic
    text: str = attrs.field(converter=nfc)
    speaker: str = attrs.field(default="", converter=nfc)


@frozen
class Adopted:
    """The meeting voted by show of hands on something before it; ``passed`` is what the chair declared."""

    subject: Subject
    text: str = attrs.field(default="", converter=nfc)
    yes: int = 0
    no: int = 0
    none: int = 0
    passed: bool = True


@frozen
class Overruled:
    """The chair decided otherwise than the program computed, and said why."""

    subject: str = attrs.field(converter=nfc)
    decision: str = attrs.field(converter=nfc)
    reason: str = attrs.field(converter=nfc)


# people


@frozen
class PersonListed:
    """Somebody takes part; ``unit`` is empty for a guest of the superior body."""

    person: str
    name: str = attrs.field(converter=nfc)
    role: PersonRole
    unit: str = ""
    post: str = attrs.field(default="", converter=nfc)


@frozen
class VoteHeld:
    """Of a unit's delegates, this one casts its vote."""

    unit: str
    person: str


@frozen
class CheckedIn:
    """Somebody came into the room."""

    person: str


@frozen
class CheckedOut:
    """Somebody left the room."""

    person: str


# marks and ranks


@frozen
class MarksAgreed:
    """The meeting settled one or more cells in one act."""

    changes: tuple[Change, ...]
    reason: str = attrs.field(default="", converter=nfc)


@frozen
class MarksConfirmed:
    """A second person confirmed agreed marks as they stand."""

    cells: tuple[Cell, ...]


@frozen
class MarksClosed:
    """No mark changes any more; the lot may be drawn."""


@frozen
class MarksReopened:
    """Marks may change again; a lot drawn on them is void."""

    reason: str = attrs.field(converter=nfc)


@frozen
class UnitWithdrew:
    """A unit is no longer ranked."""

    unit: str
    reason: str = attrs.field(converter=nfc)


@frozen
class UnitReturned:
    """A unit that had withdrawn is ranked again."""

    unit: str


@frozen
class ChairDecided:
    """The chair put tied units in order, the best first."""

    order: tuple[str, ...]
    reason: str = attrs.field(converter=nfc)


@frozen
class LotDrawn:
    """The seed of the lot, drawn before all."""

    seed: str = attrs.field(converter=nfc)


@frozen
class StandingsReleased:
    """The standings are made public as they stand."""


# polls


@frozen
class PollCreated:
    """A question is put about these candidates; ``rules`` are those of the procedure or the meeting's own."""

    poll: str
    rules: PollRules
    candidates: tuple[str, ...]


@frozen
class CandidateWithdrew:
    """A candidate does not want to be voted on."""

    poll: str
    candidate: str
    reason: str = attrs.field(converter=nfc)


@frozen
class PollOpened:
    """Papers are handed out for a round; ``committee`` counts them."""

    poll: str
    round: int
    committee: tuple[str, ...] = ()


@frozen
class WrittenBallotReceived:
    """An absent unit's written ballot came in; it cannot check in for this poll."""

    poll: str
    unit: str


@frozen
class PollClosed:
    """A round was counted: the sealed counts, and who was on the roll, in the room, or voted in writing.

    ``entitled`` maps units to votes; ``present`` and ``written`` are units.
    """

    poll: str
    round: int
    counts: Counts
    entitled: Mapping[str, int]
    present: tuple[str, ...] = ()
    written: tuple[str, ...] = ()


@frozen
class PollAnnulled:
    """The poll counts for nothing and may be created again."""

    poll: str
    reason: str = attrs.field(converter=nfc)


@frozen
class PollReleased:
    """The result of a closed poll is made public."""

    poll: str


# what follows from the meeting


@frozen
class Nominated:
    """The meeting puts somebody forward for an award."""

    award: str
    candidate: str
    reason: str = attrs.field(default="", converter=nfc)


@frozen
class NominationDropped:
    """A nomination is taken back."""

    award: str
    candidate: str
    reason: str = attrs.field(converter=nfc)


@frozen
class TaskGiven:
    """Somebody is to do something by a day."""

    task: str
    text: str = attrs.field(converter=nfc)
    owner: str = ""
    due: date | None = None


@frozen
class TaskDone:
    """A task of this or an earlier meeting is done."""

    task: str
    on: date
    note: str = attrs.field(default="", converter=nfc)


@frozen
class OfficesElected:
    """Which units lead the bloc in a coming year."""

    year: int
    head: str
    deputies: tuple[str, ...] = ()


@frozen
class PledgeSigned:
    """A unit signed its pledge for a year."""

    unit: str
    year: int
    on: date


Event: TypeAlias = (
    Opened
    | Reconfigured
    | Undone
    | Redone
    | Closed
    | StepEntered
    | Noted
    | Adopted
    | Overruled
    | PersonListed
    | VoteHeld
    | CheckedIn
    | CheckedOut
    | MarksAgreed
    | MarksConfirmed
    | MarksClosed
    | MarksReopened
    | UnitWithdrew
    | UnitReturned
    | ChairDecided
    | LotDrawn
    | StandingsReleased
    | PollCreated
    | CandidateWithdrew
    | PollOpened
    | WrittenBallotReceived
    | PollClosed
    | PollAnnulled
    | PollReleased
    | Nominated
    | NominationDropped
    | TaskGiven
    | TaskDone
    | OfficesElected
    | PledgeSigned
)
