"""Commands about polls, decided: created, opened, closed round by round, released; or annulled and repeated.

- created: may be opened;
- open: may be closed, with its counts;
- closed: may be opened again where a further round is due, else released;
- released: stays. Before that a poll may be annulled, and created again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

import attrs

from emulation.banding import grade
from emulation.finding import choices
from emulation.meeting import events as e
from emulation.meeting.commands import ClosePoll, CreatePoll, OpenPoll
from emulation.meeting.refusal import Refusal, refuse
from emulation.procedure import Procedure, check as check_procedure
from emulation.voting import check_counts

if TYPE_CHECKING:
    from emulation.meeting.commands import PollCommand
    from emulation.meeting.events import Event
    from emulation.meeting.state import Phase, Poll, State
    from emulation.procedure import PollRules
    from emulation.voting import Roll

_PHASES: dict[type, tuple[Phase, ...]] = {
    OpenPoll: ("created", "closed"),
    ClosePoll: ("open",),
    e.CandidateWithdrew: ("created", "closed"),
    e.WrittenBallotReceived: ("open",),
    e.PollAnnulled: ("created", "open", "closed"),
    e.PollReleased: ("closed",),
}
"""The phases of a poll in which a command about it is open."""


def decide_poll(state: State, command: PollCommand) -> Event | Refusal:
    """The event that a command about a poll causes, or why it cannot."""
    if isinstance(command, CreatePoll):
        return _create(state, command)
    poll = state.polls.get(command.poll)
    if poll is None:
        return refuse("unknown-poll", found=command.poll, **choices(command.poll, state.polls))
    if poll.phase not in _PHASES[type(command)]:
        return refuse("poll-phase", poll=poll.id, found=poll.phase, known=", ".join(_PHASES[type(command)]))
    match command:
        case OpenPoll():
            return _open(state, poll, command)
        case ClosePoll():
            return _close(state, poll, command)
        case e.CandidateWithdrew(_, candidate, reason):
            if candidate not in poll.candidates or candidate in poll.withdrawn:
                return refuse("not-a-candidate", found=candidate, **choices(candidate, poll.candidates))
            return command if reason.strip() else refuse("reason-missing")
        case e.WrittenBallotReceived(_, unit):
            return _written(state, poll, unit) or command
        case e.PollAnnulled(_, reason):
            return command if reason.strip() else refuse("reason-missing")
        case e.PollReleased():
            ballot = poll.ballot(state.seed)
            return command if ballot is None else refuse("round-due", poll=poll.id, round=ballot.round)
        case _:
            assert_never(command)


def _create(state: State, command: CreatePoll) -> Event | Refusal:
    if command.poll in state.polls:
        return refuse("poll-exists", poll=command.poll, found=state.polls[command.poll].phase)
    planned = {rules.id: rules for rules in state.setup.procedure.polls}
    rules = planned.get(command.poll)
    if command.rules is not None:
        rules = attrs.evolve(command.rules, id=command.poll)
        setup = state.setup
        checked = check_procedure(Procedure(polls=(rules,)), setup.bloc, setup.rubric)
        problem = next((one for one in checked if one.severity == "error"), None)
        if problem is not None:
            return Refusal(problem.code, {"found": problem.found, **problem.facts})
    if rules is None:
        return refuse("unknown-poll", found=command.poll, **choices(command.poll, planned))
    candidates = command.candidates
    if candidates is None:
        found = _candidates(state, rules)
        if isinstance(found, Refusal):
            return found
        candidates = found
    known = [unit.id for unit in state.setup.bloc.units]
    strangers = [unit for unit in candidates if unit not in known]
    if strangers:
        return refuse("unknown-unit", found=strangers[0], **choices(strangers[0], known))
    if not candidates:
        return refuse("no-candidates", poll=command.poll)
    twice = next((unit for place, unit in enumerate(candidates) if unit in candidates[:place]), None)
    if twice is not None:
        return refuse("named-twice", found=twice)
    return e.PollCreated(command.poll, rules, tuple(unit for unit in known if unit in candidates))


def _candidates(state: State, rules: PollRules) -> tuple[str, ...] | Refusal:
    """The units that the rules put on the ballot; in which order they come says nothing."""
    if isinstance(rules.candidates, tuple):
        return rules.candidates
    word, _, name = rules.candidates.partition(":")
    if word == "all":
        return tuple(unit.id for unit in state.contest.units)
    if word == "eligible":
        return refuse("name-the-candidates", poll=rules.id, award=name)
    standings = state.standings()
    if word == "top":
        return tuple(one.unit for one in standings if one.rank is not None and one.rank <= int(name))
    grades = grade(state.contest, standings)
    return tuple(one.unit for one in standings if grades[one.unit].band == name)


def _open(state: State, poll: Poll, command: OpenPoll) -> Event | Refusal:
    under_way = next((other.id for other in state.polls.values() if other.phase == "open"), None)
    if under_way is not None:
        return refuse("poll-open", poll=under_way)
    ballot = poll.ballot(state.seed)
    if ballot is None:
        return refuse("no-round-due", poll=poll.id)
    lacking = lacks_quorum(state)
    if lacking is not None:
        return lacking
    for person in command.committee:
        if person not in state.people:
            return refuse("unknown-person", found=person, **choices(person, state.people))
        if state.people[person].unit in ballot.candidates:
            return refuse("candidate-counts", found=person, unit=state.people[person].unit)
    return e.PollOpened(poll.id, ballot.round, command.committee)


def _close(state: State, poll: Poll, command: ClosePoll) -> Event | Refusal:
    ballot = poll.ballot(state.seed)
    if ballot is None:
        return refuse("no-round-due", poll=poll.id)
    roll = state.roll(poll.written)
    if not state.quorate(roll):
        return _no_quorum(state, roll)
    checked = check_counts(command.counts, poll.rules, ballot, roll)
    problem = next((one for one in checked if one.severity == "error"), None)
    if problem is not None:
        return Refusal(problem.code, {"found": problem.found, **problem.facts})
    present = tuple(sorted(roll.present))
    return e.PollClosed(poll.id, ballot.round, command.counts, dict(roll.entitled), present, poll.written)


def lacks_quorum(state: State) -> Refusal | None:
    """Why no poll can be opened with those who are in the room; ``None`` where enough are."""
    roll = state.roll()
    return None if state.quorate(roll) else _no_quorum(state, roll)


def _no_quorum(state: State, roll: Roll) -> Refusal:
    quorum = state.setup.procedure.quorum
    share = "" if quorum is None else quorum.at_least
    return refuse("no-quorum", present=roll.present_votes, entitled=roll.entitled_votes, share=share)


def _written(state: State, poll: Poll, unit: str) -> Refusal | None:
    if poll.rules.absent != "written":
        return refuse("no-written-ballots", poll=poll.id)
    if unit not in state.entitled():
        return refuse("unknown-unit", found=unit, **choices(unit, state.entitled()))
    if unit in poll.written:
        return refuse("already-written", found=unit)
    return refuse("present-votes-in-room", found=unit) if unit in state.in_room() else None
