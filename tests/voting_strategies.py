"""Polls as they happen: who is there, which papers go out and come back, what stands on them.

Everything is thrown from one seeded source of chance a poll: drawn choice by choice, ties hardly ever come up.
"""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import attrs
from hypothesis import strategies as st

from emulation.procedure import PollRules
from emulation.text import Text
from emulation.voting import Ballot, Counts, Paper, Roll, Round, Votes, count, outcome

if TYPE_CHECKING:
    from random import Random

UNITS = tuple("abcde")
BASES = ("entitled", "present", "issued", "cast", "valid")
SHARES = tuple(Fraction(*share) for share in ((1, 4), (0, 1), (1, 3), (1, 2), (2, 3), (9, 10), (1, 1)))
CHANCE = st.randoms(use_true_random=True)


@attrs.frozen
class Held:
    """A round that happened. ``hands`` has a line for each paper: whose it is, and what it says."""

    ballot: Ballot
    roll: Roll
    issued: int
    hands: tuple[tuple[str, Paper], ...]

    @property
    def papers(self) -> Counter[Paper]:
        return Counter(paper for _, paper in self.hands)

    @property
    def counts(self) -> Counts:
        return count(self.papers, self.ballot, issued=self.issued, written=self.roll.written_votes)


def throw_rules(chance: Random, **fixed: Any) -> PollRules:
    kind = fixed.get("kind") or chance.choice(["approve", "choose"])
    drawn: dict[str, Any] = {
        "id": "flag",
        "question": Text.same("?"),
        "candidates": "all",
        "of": chance.choice(BASES),
        "kind": kind,
        "seats": chance.choice([1, 2, 3] if kind == "choose" else [None, 1, 1, 2, 3]),
        "absent": "written",
        "rounds": chance.randint(1, 3),
        "recused": chance.choice(["none", "candidate"]),
        chance.choice(["at_least", "more_than"]): chance.choice((None, None, None, *SHARES)),
    }
    return PollRules(**(drawn | fixed))


def throw_round(chance: Random, rules: PollRules, ballot: Ballot, *, flawless: bool = False) -> Held:
    """A round told by its papers, where all may go wrong that can; ``flawless``: each comes back and is valid."""
    units = chance.sample(UNITS, chance.randint(1, len(UNITS)))
    entitled = {unit: chance.randint(1 if flawless else 0, 2) for unit in units}
    where = {unit: chance.choice(["room", "room", "room", "post", "away"]) for unit in units}
    roll = Roll(
        entitled,
        present=[unit for unit in units if where[unit] == "room"],
        written=[unit for unit in units if where[unit] == "post"],
    )
    issued, hands = 0, []
    for unit, votes in entitled.items():
        for _ in range(votes if where[unit] != "away" else 0):
            spoilt = 0 if flawless else chance.choice([0, 0, 0, 0, 1, 2, 3])  # 1: invalid, 2: kept, 3: not handed out
            fate = min(spoilt, 1) if where[unit] == "post" else spoilt
            issued += fate != 3
            if fate < 2:
                hands.append((unit, Paper(invalid=True) if fate else throw_paper(chance, rules, ballot, unit)))
    return Held(ballot, roll, issued, tuple(hands))


def throw_paper(chance: Random, rules: PollRules, ballot: Ballot, unit: str) -> Paper:
    """A valid paper of a unit."""
    others = [one for one in ballot.candidates if one != unit or rules.recused == "none"]
    if rules.kind == "choose":
        return Paper(yes=chance.sample(others, chance.randint(0, min(ballot.seats or 0, len(others)))))
    said = {one: chance.choice(["yes", "yes", "no", "none"]) for one in others}
    yes, no, none = ([one for one in others if said[one] == opinion] for opinion in ("yes", "no", "none"))
    return Paper(yes, no, none)


def throw_counts(chance: Random, rules: PollRules, ballot: Ballot) -> tuple[Counts, Roll]:
    """Counts as a committee hands them in, of few voters who are no candidates: ties are frequent."""
    valid, invalid, lost, kept, away = chance.randint(1, 4), *(chance.choice([0, 0, 1]) for _ in range(4))
    voters = [f"v{number}" for number in range(valid + invalid + lost + kept + away)]
    votes, names = {}, valid * (ballot.seats or 0)
    for candidate in ballot.candidates:
        yes = chance.randint(0, valid if rules.kind == "approve" else min(valid, names))
        no = chance.randint(0, valid - yes) if rules.kind == "approve" else 0
        votes[candidate] = Votes(yes, no, valid - yes - no if rules.kind == "approve" else 0)
        names -= yes
    roll = Roll(dict.fromkeys(voters, 1), present=voters[away:])
    return Counts(valid + invalid + lost, valid + invalid, invalid, votes=votes), roll


@attrs.frozen
class Story:
    """A poll and what became of it: the rounds closed, who withdrew after the last, and the seed of the lot.

    ``held`` tells the same rounds by their papers, in the stories told that way.
    """

    rules: PollRules
    candidates: tuple[str, ...]
    held: tuple[Held, ...]
    rounds: tuple[Round, ...]
    withdrawn: frozenset[str]
    seed: str | None


def stories(*, papers: bool = False, all_rounds: bool = False, **fixed: Any) -> st.SearchStrategy[Story]:
    """Polls with as many rounds as became due, or fewer; ``papers``: with every paper known; ``fixed``: rules."""
    return CHANCE.map(lambda chance: _throw_story(chance, papers=papers, all_rounds=all_rounds, fixed=fixed))


def _throw_story(chance: Random, *, papers: bool, all_rounds: bool, fixed: dict[str, Any]) -> Story:
    rules = throw_rules(chance, **fixed)
    candidates = tuple(chance.sample(("a", "b", "c", "x", "y"), chance.randint(2, 5)))
    seed = chance.choice([None, "", "hạt giống"])
    held: list[Held] = []
    rounds: list[Round] = []
    stop = rules.rounds if all_rounds else chance.randint(0, rules.rounds)
    while True:
        withdrawn = frozenset(chance.sample(candidates, chance.choice([0, 0, 0, 1, 2])))
        due = outcome(rules, candidates, rounds, withdrawn, seed).due
        if due is None or len(rounds) == stop:
            return Story(rules, candidates, tuple(held), tuple(rounds), withdrawn, seed)
        if papers:
            held.append(throw_round(chance, rules, due))
            counts, roll = held[-1].counts, held[-1].roll
        else:
            counts, roll = throw_counts(chance, rules, due)
        rounds.append(Round(counts, roll, withdrawn))
