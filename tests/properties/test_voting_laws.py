"""Laws of polls: against a naive second reading, and what must hold whatever happens in the room."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import attrs
import pytest
from hypothesis import HealthCheck, assume, event, given, settings, strategies as st

from emulation.procedure import PollRules, Quorum
from emulation.text import Text
from emulation.voting import (
    Ballot,
    Counts,
    Outcome,
    Roll,
    Round,
    Votes,
    bases,
    check_counts,
    check_paper,
    check_roll,
    count,
    outcome,
    quorum_met,
)
from tests import oracle_voting as oracle
from tests.voting_strategies import BASES, CHANCE, SHARES, Story, stories, throw_round, throw_rules

if TYPE_CHECKING:
    from fractions import Fraction
    from random import Random

LAW = settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))


def told(story: Story) -> Outcome:
    return outcome(story.rules, story.candidates, story.rounds, story.withdrawn, story.seed)


# against the second reading


def as_dictionary(held: Round) -> dict[str, Any]:
    votes = {one: held.counts.votes[one] for one in held.counts.votes}
    return {
        "roll": dict(held.roll.entitled),
        "present": set(held.roll.present),
        "written": set(held.roll.written),
        "issued": held.counts.issued,
        "cast": held.counts.cast,
        "invalid": held.counts.invalid,
        "yes": {one: row.yes for one, row in votes.items()},
        "left": set(held.withdrawn),
    }


@settings(LAW, max_examples=1000)
@given(stories(recused="none"))
def test_the_outcome_is_what_the_format_says(story: Story) -> None:
    poll = attrs.asdict(story.rules)
    rounds = [as_dictionary(held) for held in story.rounds]
    expected = oracle.run(poll, list(story.candidates), rounds, set(story.withdrawn), story.seed)
    real = told(story)
    assert [
        {
            "passed": set(held.passed),
            "chosen": set(held.chosen),
            "tied": set(held.unresolved),
            "broken_by": held.broken_by,
        }
        for held in real.rounds
    ] == expected["story"]
    assert set(real.due.candidates if real.due else ()) == expected["due"]
    assert real.seats_left == expected["seats"]
    for held in real.rounds:
        event(f"round {held.ballot.round}, tie broken by {held.broken_by}, open tie {bool(held.unresolved)}")


# what was handed in


@LAW
@given(stories(papers=True))
def test_what_really_happened_is_never_refused(story: Story) -> None:
    for held in story.held:
        assert not list(check_roll(held.roll, story.rules))
        for paper in held.papers:
            assert not list(check_paper(paper, story.rules, held.ballot, held.roll))
        assert not list(check_counts(held.counts, story.rules, held.ballot, held.roll))


@LAW
@given(CHANCE, st.sampled_from(["yes", "no", "none"]), st.sampled_from([-1, 1]))
def test_one_miscounted_opinion_is_always_found(chance: Random, opinion: str, slip: int) -> None:
    rules = throw_rules(chance, kind="approve")
    held = throw_round(chance, rules, Ballot(1, ("a", "b", "x"), rules.seats), flawless=True)
    candidate = chance.choice(held.ballot.candidates)
    row = held.counts.on(candidate)
    wrong = attrs.evolve(row, **{opinion: getattr(row, opinion) + slip})
    counts = attrs.evolve(held.counts, votes={**held.counts.votes, candidate: wrong})
    findings = list(check_counts(counts, rules, held.ballot, held.roll))
    assert [one.path[:2] for one in findings] == [("votes", candidate)]


@LAW
@given(stories(papers=True))
def test_counting_papers_equals_handing_in_their_counts(story: Story) -> None:
    for held in story.held:
        rows = {one: Counter[str]() for one in held.ballot.candidates}
        void = 0
        for _, paper in held.hands:  # one paper after the other, as a committee does at the board
            void += paper.invalid
            for opinion in ("yes", "no", "none"):
                for candidate in getattr(paper, opinion):
                    rows[candidate][opinion] += 1
        votes = {one: Votes(row["yes"], row["no"], row["none"]) for one, row in rows.items()}
        handed_in = Counts(held.issued, len(held.hands), void, held.roll.written_votes, votes)
        assert held.counts == handed_in


@LAW
@given(stories(papers=True), CHANCE)
def test_permuting_papers_changes_nothing(story: Story, chance: Random) -> None:
    for held in story.held:
        hands = list(held.hands)
        chance.shuffle(hands)
        papers = Counter(paper for _, paper in hands)
        assert count(papers, held.ballot, issued=held.issued, written=held.roll.written_votes) == held.counts


# bases


@LAW
@given(stories(papers=True))
def test_votes_never_exceed_the_base(story: Story) -> None:
    for held in story.held:
        for candidate in held.ballot.candidates:
            found = bases(held.roll, held.counts, story.rules, candidate)
            assert set(found) == set(BASES)
            assert all(0 <= held.counts.on(candidate).all <= votes for votes in found.values())
            assert found["valid"] <= found["cast"] <= found["issued"] <= found["present"] <= found["entitled"]


@LAW
@given(CHANCE)
def test_a_recused_candidate_is_judged_by_all_others_as_if_it_were_not_there(chance: Random) -> None:
    rules = throw_rules(chance, recused="candidate", kind="approve")
    held = throw_round(chance, rules, Ballot(1, ("a", "b", "x"), rules.seats), flawless=True)
    for candidate in held.ballot.candidates:
        roll = Roll(
            {unit: votes for unit, votes in held.roll.entitled.items() if unit != candidate},
            held.roll.present - {candidate},
            held.roll.written - {candidate},
        )
        hands = [paper for unit, paper in held.hands if unit != candidate]
        counts = count(Counter(hands), held.ballot, issued=len(hands), written=roll.written_votes)
        open_rules = attrs.evolve(rules, recused="none")
        assert bases(held.roll, held.counts, rules, candidate) == bases(roll, counts, open_rules, candidate)


@LAW
@given(st.sampled_from(SHARES), st.integers(1, 60), st.data())
@pytest.mark.parametrize("threshold", ["at_least", "more_than"])
def test_thresholds_are_exact_at_the_edge(threshold: str, share: Fraction, base: int, data: st.DataObject) -> None:
    votes = data.draw(st.integers(0, base))
    rules = PollRules("p", Text.same("?"), "all")
    above = threshold == "more_than"
    rules = attrs.evolve(rules, more_than=share) if above else attrs.evolve(rules, at_least=share)
    roll = Roll({"everybody": base}, present=["everybody"])
    edge = share.numerator * base  # in parts of the denominator: whole numbers on both sides
    for near in {votes, edge // share.denominator, -(-edge // share.denominator)}:
        held = Round(Counts(base, base, votes={"a": Votes(near, base - near)}), roll)
        passed = outcome(rules, ["a"], [held]).passed == ("a",)
        assert passed is (near * share.denominator >= edge + above)


@LAW
@given(st.sampled_from(SHARES), st.integers(0, 60), st.integers(0, 60))
def test_quorum_is_exact_at_the_edge(share: Fraction, present: int, entitled: int) -> None:
    met = present * share.denominator >= share.numerator * entitled
    assert quorum_met(Quorum(share), present, entitled) is met


# outcomes


@LAW
@given(stories(), CHANCE)
def test_permuting_candidates_changes_nothing(story: Story, chance: Random) -> None:
    other = list(story.candidates)
    chance.shuffle(other)
    one, two = told(story), outcome(story.rules, other, story.rounds, story.withdrawn, story.seed)
    for left, right in zip(one.rounds, two.rounds, strict=True):
        assert set(left.results) == set(right.results)
        assert set(left.chosen) == set(right.chosen)
        assert set(left.unresolved) == set(right.unresolved)
        assert left.broken_by == right.broken_by
    assert (one.due is None) == (two.due is None)
    if one.due and two.due:
        assert set(one.due.candidates) == set(two.due.candidates)
        assert (one.due.round, one.due.seats) == (two.due.round, two.due.seats)


@LAW
@given(stories(), CHANCE)
def test_raising_the_votes_of_a_candidate_never_unchooses_it(story: Story, chance: Random) -> None:
    assume(story.rounds)
    *before, last = story.rounds
    one = told(story).rounds[-1]
    for chosen in one.chosen:
        row = last.counts.on(chosen)
        more = chance.randint(0, row.no + row.none if story.rules.kind == "approve" else 2)
        no = max(row.no - more, 0)
        none = max(row.none - max(more - row.no, 0), 0)
        counts = attrs.evolve(last.counts, votes={**last.counts.votes, chosen: Votes(row.yes + more, no, none)})
        findings = list(check_counts(counts, story.rules, one.ballot, last.roll))
        if story.rules.kind == "approve":
            assert not findings
        elif findings:
            continue
        raised = attrs.evolve(story, rounds=(*before, attrs.evolve(last, counts=counts)))
        assert chosen in told(raised).rounds[-1].chosen
        event(f"raised by {min(more, 2)}")


@LAW
@given(stories())
def test_chosen_never_exceed_seats_and_stand_once(story: Story) -> None:
    found = told(story)
    assert len(set(found.chosen)) == len(found.chosen)
    assert set(found.chosen) <= set(found.passed)
    assert not set(found.chosen) & set(found.unresolved)
    if story.rules.seats is not None:
        assert found.seats_left == story.rules.seats - len(found.chosen) >= 0
    if found.due:
        assert len(found.rounds) < story.rules.rounds
        assert not set(found.due.candidates) & (set(found.chosen) | story.withdrawn)
        assert found.due.seats == found.seats_left
    if found.unresolved:
        assert found.seats_left is not None
        assert 0 < found.seats_left < len(found.unresolved)


@LAW
@given(stories(all_rounds=True, rounds=3))
def test_the_outcome_of_earlier_rounds_never_changes(story: Story) -> None:
    whole = told(story)
    for number in range(len(story.rounds)):
        rounds, next_ = story.rounds[:number], story.rounds[number]
        part = outcome(story.rules, story.candidates, rounds, next_.withdrawn, story.seed)
        assert part.rounds == whole.rounds[:number]
        assert part.due == whole.rounds[number].ballot
        assert whole.chosen[: len(part.chosen)] == part.chosen
    event(f"{len(story.rounds)} rounds")


@LAW
@given(stories(rounds=3))
def test_a_seed_changes_nothing_while_a_round_is_allowed(story: Story) -> None:
    assume(len(story.rounds) < story.rules.rounds)
    assert told(story) == told(attrs.evolve(story, seed=None)) == told(attrs.evolve(story, seed="other"))


@LAW
@given(stories(all_rounds=True))
def test_after_the_last_round_a_seed_leaves_no_tie(story: Story) -> None:
    assume(len(story.rounds) == story.rules.rounds)
    without = told(attrs.evolve(story, seed=None))
    drawn = told(attrs.evolve(story, seed="a seed"))
    assert not drawn.unresolved
    assert (drawn == without) is not bool(without.unresolved)
    assert set(without.chosen) <= set(drawn.chosen) <= {*without.chosen, *without.unresolved}
