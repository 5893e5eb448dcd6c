"""What can be asked of a meeting. Most commands are the event that they cause; these few are completed by the state."""

from __future__ import annotations

from typing import TypeAlias

from emulation.frozen import frozen
from emulation.meeting import events as e
from emulation.procedure import PollRules
from emulation.voting import Counts


@frozen
class Undo:
    """Take back the newest act that still stands."""


@frozen
class Redo:
    """Let the act undone last stand again."""


@frozen
class CreatePoll:
    """Put a question; rules and candidates are the procedure's unless given here."""

    poll: str
    rules: PollRules | None = None
    candidates: tuple[str, ...] | None = None


@frozen
class OpenPoll:
    """Hand out the papers of the next round."""

    poll: str
    committee: tuple[str, ...] = ()


@frozen
class ClosePoll:
    """Seal the counts of the round under way."""

    poll: str
    counts: Counts


PollCommand: TypeAlias = (
    CreatePoll | OpenPoll | ClosePoll | e.CandidateWithdrew | e.WrittenBallotReceived | e.PollAnnulled | e.PollReleased
)

Act: TypeAlias = (
    e.Reconfigured
    | e.Closed
    | e.StepEntered
    | e.Noted
    | e.Adopted
    | e.Overruled
    | e.PersonListed
    | e.VoteHeld
    | e.CheckedIn
    | e.CheckedOut
    | e.MarksAgreed
    | e.MarksConfirmed
    | e.MarksClosed
    | e.MarksReopened
    | e.UnitWithdrew
    | e.UnitReturned
    | e.ChairDecided
    | e.LotDrawn
    | e.StandingsReleased
    | e.Nominated
    | e.NominationDropped
    | e.TaskGiven
    | e.TaskDone
    | e.OfficesElected
    | e.PledgeSigned
)
"""The commands that are the events they cause."""

Command: TypeAlias = Undo | Redo | PollCommand | Act
