"""What verdicts read of the meetings that were held: released standings, and the votes of closed polls."""

from __future__ import annotations

from typing import TYPE_CHECKING

from emulation.awards.dossier import Standing
from emulation.awards.facts import Vote
from emulation.files.record import Record
from emulation.files.session import read_sources, records
from emulation.meeting.evolve import fold
from emulation.voting.ballot import bases
from tui.commands.basis import record_of_marks

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from emulation.meeting.state import Poll, State


def standings_and_polls(
    folder: Path, current: State | None = None
) -> tuple[dict[str, Standing] | None, dict[str, dict[str, Vote]]]:
    """The released standings by unit, or ``None``, and of each closed poll the votes by candidate.

    ``current`` is how a meeting stands whose record need not be read for it.

    Raises:
        RecordError: a record cannot be read.
    """
    settling = record_of_marks(folder)
    standings: dict[str, Standing] | None = None
    polls: dict[str, dict[str, Vote]] = {}
    for path in records(folder).values():
        state = current if current is not None and current.meeting == path.stem else _state(path)
        polls |= {
            poll.id: dict(votes_of(poll)) for poll in state.polls.values() if poll.phase in ("closed", "released")
        }
        if path == settling and state.released:
            standings = {one.unit: Standing(one.rank, one.scorecard.total) for one in state.standings()}
    return standings, polls


def _state(path: Path) -> State:
    with Record.open(path, writable=False) as record:
        return fold(record.entries(), read_sources).state


def votes_of(poll: Poll) -> Iterator[tuple[str, Vote]]:
    """Each candidate's votes in the last round in which it had any; in the first, all who stood."""
    for place, held in enumerate(poll.rounds):
        for candidate in poll.candidates:
            if candidate in held.withdrawn or (place and candidate not in held.counts.votes):
                continue
            of = bases(held.roll, held.counts, poll.rules, candidate)
            yes, secret = held.counts.on(candidate).yes, poll.rules.secret
            entitled, present, issued = of["entitled"], of["present"], of["issued"]
            yield candidate, Vote(poll.id, yes, entitled, present, issued, of["cast"], of["valid"], secret)
