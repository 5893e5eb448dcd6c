"""What one round of a poll is made of: the ballot, its papers, their counts, the roll, and the bases of shares.

Everything is counted in votes. A unit with several votes has as many papers, so papers and votes are the same number.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Literal, TypeAlias

import attrs

from emulation.frozen import frozen

if TYPE_CHECKING:
    from emulation.procedure import Base, PollRules, Quorum

Opinion: TypeAlias = Literal["yes", "no", "none"]


def ids(several: Iterable[str]) -> frozenset[str]:
    """The ids as a set, however they were given."""
    return frozenset(several)


@frozen
class Ballot:
    """What stands on the papers of one round (from 1), and how many may be chosen: the seats left.

    ``candidates`` are in the order in which the poll was created with them; without ``seats`` all who pass are chosen.
    """

    round: int
    candidates: tuple[str, ...]
    seats: int | None = None


@frozen
class Paper:
    """One ballot paper, without a trace of whose it is: equal papers are equal values.

    A poll of kind approve sorts each candidate under ``yes``, ``no`` or ``none`` (no opinion); a candidate that stands
    under none of them is the voting unit itself, recused. A poll of kind choose names candidates under ``yes`` alone.
    An invalid paper says nothing.
    """

    yes: frozenset[str] = attrs.field(default=(), converter=ids)
    no: frozenset[str] = attrs.field(default=(), converter=ids)
    none: frozenset[str] = attrs.field(default=(), converter=ids)
    invalid: bool = False


@frozen
class Votes:
    """What the valid papers say about one candidate; in a poll of kind choose, ``yes`` is how many name it."""

    yes: int = 0
    no: int = 0
    none: int = 0

    @property
    def all(self) -> int:
        """How many valid papers say anything, be it no opinion."""
        return self.yes + self.no + self.none


@frozen
class Counts:
    """What the counting committee hands in for one round.

    ``issued`` papers were handed out, written ones included; ``cast`` came back; ``written`` of those came in writing;
    ``invalid`` of those cast are void. ``votes`` is by candidate; one who is not there has none.
    """

    issued: int
    cast: int
    invalid: int = 0
    written: int = 0
    votes: Mapping[str, Votes] = attrs.field(factory=dict)

    @property
    def valid(self) -> int:
        """Cast less invalid; a paper without opinion is valid."""
        return self.cast - self.invalid

    @property
    def yes(self) -> dict[str, int]:
        """Candidate to votes in favour, as the tie chain of the ranking reads a round."""
        return {candidate: votes.yes for candidate, votes in self.votes.items()}

    def on(self, candidate: str) -> Votes:
        """What the papers say about a candidate, nothing if it has no row."""
        return self.votes.get(candidate, Votes())


@frozen
class Roll:
    """Who may vote, and who does, when a round closes.

    ``entitled`` maps every unit of the roll to its votes. ``present`` are the units checked in, ``written`` those
    whose written ballots came in; a unit is never both, for who voted in writing cannot check in for that poll. A unit
    that votes and leaves while papers are still out is checked out after the closing.
    """

    entitled: Mapping[str, int]
    present: frozenset[str] = attrs.field(default=(), converter=ids)
    written: frozenset[str] = attrs.field(default=(), converter=ids)

    @property
    def voting(self) -> frozenset[str]:
        """The units that are in the room or voted in writing."""
        return self.present | self.written

    @property
    def entitled_votes(self) -> int:
        """All votes of the roll."""
        return self.votes_of(self.entitled)

    @property
    def present_votes(self) -> int:
        """The votes of those in the room and those whose written ballots came in."""
        return self.votes_of(self.voting)

    @property
    def written_votes(self) -> int:
        """The votes of those whose written ballots came in."""
        return self.votes_of(self.written)

    def votes_of(self, units: Iterable[str]) -> int:
        """The votes of some units together; a unit that is not on the roll has none."""
        return sum(self.entitled.get(unit, 0) for unit in units)

    def recused(self, rules: PollRules, candidate: str) -> tuple[int, int]:
        """The candidate's own votes that do not count on itself: of those on the roll, and of those voting."""
        if rules.recused == "none":
            return 0, 0
        own = self.votes_of([candidate])
        return own, own if candidate in self.voting else 0


def count(papers: Mapping[Paper, int], ballot: Ballot, *, issued: int, written: int = 0) -> Counts:
    """The counts of papers, given as how many there are of each; every candidate of the ballot has a row.

    How many papers were handed out, and how many came in writing, the papers themselves do not tell.
    """
    votes = {}
    for candidate in ballot.candidates:
        yes = sum(number for paper, number in papers.items() if candidate in paper.yes)
        no = sum(number for paper, number in papers.items() if candidate in paper.no)
        none = sum(number for paper, number in papers.items() if candidate in paper.none)
        votes[candidate] = Votes(yes, no, none)
    invalid = sum(number for paper, number in papers.items() if paper.invalid)
    return Counts(issued, sum(papers.values()), invalid, written, votes)


def bases(roll: Roll, counts: Counts, rules: PollRules, candidate: str) -> dict[Base, int]:
    """Every base of a candidate's share, in votes.

    Where candidates are recused, a unit leaves every base for itself: the roll with all its votes, the others if it
    takes part. Secrecy hides whether its own papers were given back and valid; they are taken to be, unless more papers
    speak about the candidate than would then be left.
    """
    whole: dict[Base, int] = {
        "entitled": roll.entitled_votes,
        "present": roll.present_votes,
        "issued": counts.issued,
        "cast": counts.cast,
        "valid": counts.valid,
    }
    on_roll, voting = roll.recused(rules, candidate)
    if not on_roll:
        return whole
    spoken = counts.on(candidate).all
    return {
        base: votes - on_roll if base == "entitled" else max(votes - voting, spoken) if voting else votes
        for base, votes in whole.items()
    }


def quorum_met(quorum: Quorum | None, present: int, entitled: int) -> bool:
    """Whether enough votes of all entitled are present, exactly; without a rule any number is enough."""
    return quorum is None or present >= quorum.at_least * entitled
