"""From the counts of all rounds to who is chosen, what stays unresolved, and the ballot of the next round.

A candidate passes if its votes reach the threshold. Of those who pass, the seats go to those with most votes. A tie
over the last seat is unresolved. While the rules allow it a further round is due, for the seats left: among those tied,
or, if too few passed, among those not chosen who had votes. What a round chose stands.

A tie is broken without a vote in two ways only: so many of those tied withdraw that the others fit in the seats, or,
no further round being allowed, the lot is drawn.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

import attrs

from emulation.frozen import frozen
from emulation.ranking import lot
from emulation.voting.ballot import Ballot, Counts, Roll, bases, ids

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from emulation.procedure import PollRules

Breaker: TypeAlias = Literal["lot", "withdrawal"]


@frozen
class Round:
    """A round that was closed: its counts, its roll, and who had withdrawn since the round before it."""

    counts: Counts
    roll: Roll
    withdrawn: frozenset[str] = attrs.field(default=(), converter=ids)


@frozen
class Result:
    """How a candidate fared in one round: votes in favour, of how many."""

    candidate: str
    votes: int
    base: int
    passed: bool


@frozen
class RoundOutcome:
    """What one round decided.

    ``results`` has the most votes first, equals in the ballot's order. ``chosen`` are those whom this round chose,
    in the order in which they got their seats; ``unresolved`` those tied over the seats that are left. ``broken_by``
    says what settled a tie.
    """

    ballot: Ballot
    results: tuple[Result, ...]
    chosen: tuple[str, ...]
    unresolved: tuple[str, ...] = ()
    broken_by: Breaker | None = None

    @property
    def passed(self) -> tuple[str, ...]:
        """Those who reached the threshold, chosen or not."""
        return tuple(result.candidate for result in self.results if result.passed)


@frozen
class Outcome:
    """What a poll has decided so far, and the ballot of the round that is due, if one is."""

    rounds: tuple[RoundOutcome, ...]
    due: Ballot | None
    seats_left: int | None

    @property
    def passed(self) -> tuple[str, ...]:
        """Those who passed in any round, in the order in which they first did."""
        return tuple(dict.fromkeys(one for held in self.rounds for one in held.passed))

    @property
    def chosen(self) -> tuple[str, ...]:
        """All who are chosen, round by round."""
        return tuple(one for held in self.rounds for one in held.chosen)

    @property
    def unresolved(self) -> tuple[str, ...]:
        """Those whom the last round left tied over the seats left."""
        return self.rounds[-1].unresolved if self.rounds else ()

    @property
    def broken_by(self) -> Breaker | None:
        """What settled the tie of the last round."""
        return self.rounds[-1].broken_by if self.rounds else None


def outcome(
    rules: PollRules,
    candidates: Sequence[str],
    rounds: Sequence[Round] = (),
    withdrawn: Iterable[str] = (),
    seed: str | None = None,
) -> Outcome:
    """The outcome of a poll that was created with these candidates, after its closed rounds.

    The counts are those that `check_counts` finds no error in. ``withdrawn`` are those who withdrew after the last
    round, before the next; before the first round there are no rounds and ``due`` is the first ballot. ``seed`` is the
    lot's, ``None`` until it is drawn; it settles a tie only when no further round is allowed.

    Raises:
        ValueError: there are more rounds than were ever due.
    """
    leaving = [*(held.withdrawn for held in rounds), frozenset(withdrawn)]
    gone = leaving[0]
    due = _first(rules, candidates, gone)
    settled: list[RoundOutcome] = []
    for number, held in enumerate(rounds, 1):
        if due is None:
            raise ValueError(f"round {number} of poll {rules.id!r} was not due")
        gone |= leaving[number]
        settled.append(_settle(rules, due, held, gone, seed))
        due = _further(rules, settled[-1], gone)
    left = None if rules.seats is None else rules.seats - sum(len(held.chosen) for held in settled)
    return Outcome(tuple(settled), due, left)


def _first(rules: PollRules, candidates: Sequence[str], gone: frozenset[str]) -> Ballot | None:
    standing = tuple(one for one in candidates if one not in gone)
    return Ballot(1, standing, rules.seats) if standing else None


def _further(rules: PollRules, last: RoundOutcome, gone: frozenset[str]) -> Ballot | None:
    if last.ballot.seats is None or last.ballot.round >= rules.rounds:
        return None
    left = last.ballot.seats - len(last.chosen)
    had_votes = {result.candidate for result in last.results if result.votes}.difference(last.chosen)
    running = (set(last.unresolved) or had_votes) - gone
    standing = tuple(one for one in last.ballot.candidates if one in running)
    return Ballot(last.ballot.round + 1, standing, left) if left and standing else None


def _settle(
    rules: PollRules, ballot: Ballot, held: Round, gone_since: frozenset[str], seed: str | None
) -> RoundOutcome:
    results = _results(rules, ballot, held)
    passed = [result for result in results if result.passed]
    chosen, tied = _seat(passed, ballot.seats)
    if not tied:
        return RoundOutcome(ballot, results, chosen)
    if not gone_since.isdisjoint(tied):
        stayed = [one for one in passed if one.candidate in chosen or one.candidate not in gone_since]
        chosen, tied = _seat(stayed, ballot.seats)
        if not tied:
            return RoundOutcome(ballot, results, chosen, broken_by="withdrawal")
    if seed is None or ballot.round < rules.rounds:
        return RoundOutcome(ballot, results, chosen, tied)
    purpose = f"poll:{rules.id}:{ballot.round}"
    drawn = sorted(tied, key=lambda unit: lot(seed, purpose, unit))
    return RoundOutcome(ballot, results, (*chosen, *drawn)[: ballot.seats], broken_by="lot")


def _results(rules: PollRules, ballot: Ballot, held: Round) -> tuple[Result, ...]:
    most = max((held.counts.on(one).yes for one in ballot.candidates), default=0)
    results = []
    for candidate in ballot.candidates:
        votes = held.counts.on(candidate).yes
        base = bases(held.roll, held.counts, rules, candidate)[rules.of]
        results.append(Result(candidate, votes, base, base > 0 and _reaches(rules, votes, base, most)))
    return tuple(sorted(results, key=lambda result: -result.votes))


def _reaches(rules: PollRules, votes: int, base: int, most: int) -> bool:
    if rules.at_least is not None:
        return votes >= rules.at_least * base
    if rules.more_than is not None:
        return votes > rules.more_than * base
    # the most votes decide: among all who have any if seats are to be filled, else only those who have the most
    return votes > 0 and (rules.seats is not None or votes == most)


def _seat(passed: Sequence[Result], seats: int | None) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Those who surely have a seat, and those tied over what is left of them; ``passed`` has the most votes first."""
    if seats is None or len(passed) <= seats:
        return tuple(result.candidate for result in passed), ()
    last, next_ = passed[seats - 1].votes, passed[seats].votes
    if last > next_:
        return tuple(result.candidate for result in passed[:seats]), ()
    above = tuple(result.candidate for result in passed if result.votes > last)
    return above, tuple(result.candidate for result in passed if result.votes == last)
