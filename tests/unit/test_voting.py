"""Polls: papers, counts, bases, findings and outcomes, one small case each."""

from __future__ import annotations

from fractions import Fraction
from hashlib import sha256
from typing import TYPE_CHECKING, Any

import attrs
import pytest

from emulation.procedure import PollRules, Quorum
from emulation.text import Text
from emulation.voting import (
    Ballot,
    Counts,
    Outcome,
    Paper,
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

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from emulation.finding import Finding

UNITS = ("btp", "bca", "bqp", "tatc", "vks", "ttcp", "vpcp", "bnv", "ktnn")
NINE = Roll(dict.fromkeys(UNITS, 1), present=UNITS)


def rules(**changes: Any) -> PollRules:
    return attrs.evolve(PollRules("flag", Text.same("?"), "all", absent="written"), **changes)


def all_valid(papers: int, **yes: int) -> Counts:
    """Counts of a round in which every paper came back and is valid; who does not say yes says no."""
    return Counts(papers, papers, votes={one: Votes(votes, papers - votes) for one, votes in yes.items()})


def named(papers: int, **votes: int) -> Counts:
    return Counts(papers, papers, votes={one: Votes(number) for one, number in votes.items()})


def after(poll: PollRules, *rounds: Counts, seed: str | None = None, withdrawn: Iterable[str] = ()) -> Outcome:
    """The outcome after full rounds of nine, the first counts naming the candidates."""
    return outcome(poll, tuple(rounds[0].votes), [Round(one, NINE) for one in rounds], withdrawn, seed)


def found(findings: Iterable[Finding]) -> list[tuple[object, ...]]:
    return [(one.code, *one.path) for one in findings]


class TestBases:
    """Entitled 9, present 6, written 2, one paper invalid, 6 yes."""

    ROLL = Roll(dict.fromkeys(UNITS, 1), present=UNITS[:6], written=UNITS[6:8])
    COUNTS = Counts(issued=8, cast=8, invalid=1, written=2, votes={"btp": Votes(yes=6, none=1)})

    @pytest.mark.parametrize(
        ("of", "base"), [("entitled", 9), ("present", 8), ("issued", 8), ("cast", 8), ("valid", 7)]
    )
    def test_the_worked_example(self, of: Any, base: int) -> None:
        poll = rules(of=of, at_least=Fraction(6, base))
        assert not list(check_roll(self.ROLL, poll))
        assert not list(check_counts(self.COUNTS, poll, Ballot(1, ("btp",)), self.ROLL))
        assert bases(self.ROLL, self.COUNTS, poll, "btp")[poll.of] == base
        [result] = outcome(poll, ["btp"], [Round(self.COUNTS, self.ROLL)]).rounds[0].results
        assert (result.votes, result.base, result.passed) == (6, base, True)

    def test_the_figures_of_the_minutes_are_there(self) -> None:
        assert (self.ROLL.entitled_votes, self.ROLL.present_votes, self.ROLL.written_votes) == (9, 8, 2)
        assert self.COUNTS.valid == 7
        assert self.COUNTS.yes == {"btp": 6}

    def test_a_recused_candidate_leaves_every_base(self) -> None:
        counts = all_valid(9, btp=6, outsider=6)
        counts = attrs.evolve(counts, votes={**counts.votes, "btp": Votes(6, 2)})
        poll = rules(recused="candidate")
        assert set(bases(NINE, counts, poll, "btp").values()) == {8}
        assert set(bases(NINE, counts, poll, "outsider").values()) == {9}
        assert set(bases(NINE, counts, rules(), "btp").values()) == {9}

    def test_a_recused_candidate_that_is_away_leaves_the_roll_alone(self) -> None:
        roll = Roll(dict.fromkeys(UNITS, 1), present=UNITS[1:])
        assert bases(roll, all_valid(8, btp=5), rules(recused="candidate"), "btp") == {
            "entitled": 8,
            "present": 8,
            "issued": 8,
            "cast": 8,
            "valid": 8,
        }

    def test_a_recused_candidate_whose_own_paper_is_invalid_takes_nobody_out_of_the_valid(self) -> None:
        counts = Counts(9, 9, invalid=1, votes={"btp": Votes(8)})
        assert bases(NINE, counts, rules(recused="candidate"), "btp") == {
            "entitled": 8,
            "present": 8,
            "issued": 8,
            "cast": 8,
            "valid": 8,
        }

    def test_a_unit_leaves_with_all_its_votes(self) -> None:
        roll = Roll({"btp": 3, "bca": 2}, present=["btp", "bca"])
        counts = Counts(5, 5, votes={"btp": Votes(2)})
        assert bases(roll, counts, rules(recused="candidate"), "btp")["entitled"] == 2


class TestQuorum:
    @pytest.mark.parametrize(
        ("present", "entitled", "met"), [(6, 9, True), (5, 9, False), (7, 10, True), (6, 10, False)]
    )
    def test_two_thirds_are_exact(self, present: int, entitled: int, met: bool) -> None:
        assert quorum_met(Quorum(Fraction(2, 3)), present, entitled) is met

    def test_without_a_rule_anybody_is_enough(self) -> None:
        assert quorum_met(None, 0, 9)


class TestPapers:
    BALLOT = Ballot(1, ("btp", "bca"), 1)

    def test_equal_papers_are_one_row(self) -> None:
        papers = {Paper(yes={"btp"}, no={"bca"}): 5, Paper(yes=["btp"], none=["bca"]): 2, Paper(invalid=True): 1}
        assert count(papers, self.BALLOT, issued=9, written=2) == Counts(
            issued=9, cast=8, invalid=1, written=2, votes={"btp": Votes(7), "bca": Votes(no=5, none=2)}
        )
        assert hash(Paper(yes=("btp", "bca"))) == hash(Paper(yes=("bca", "btp")))

    def test_a_candidate_nobody_spoke_about_has_a_row(self) -> None:
        assert count({}, self.BALLOT, issued=0).votes == {"btp": Votes(), "bca": Votes()}

    @pytest.mark.parametrize(
        ("paper", "codes"),
        [
            (Paper(yes=["btp"], no=["bca"]), []),
            (Paper(none=["btp", "bca"]), []),
            (Paper(invalid=True), []),
            (Paper(invalid=True, yes=["btp"]), [("invalid-paper-speaks",)]),
            (Paper(yes=["btp"], no=["btp", "bca"]), [("two-opinions", "btp")]),
            (Paper(yes=["btp", "bqp"], no=["bca"]), [("not-on-the-ballot", "bqp")]),
            (Paper(yes=["btp"]), [("opinion-missing", "bca")]),
        ],
    )
    def test_approving(self, paper: Paper, codes: list[tuple[str, ...]]) -> None:
        assert found(check_paper(paper, rules(), self.BALLOT, NINE)) == codes

    def test_a_recused_unit_says_nothing_about_itself_and_of_no_other(self) -> None:
        poll = rules(recused="candidate")
        assert not found(check_paper(Paper(yes=["btp"]), poll, self.BALLOT, NINE))
        assert not found(check_paper(Paper(yes=["bca"]), poll, self.BALLOT, NINE))
        assert found(check_paper(Paper(), poll, self.BALLOT, NINE)) == [("opinion-missing", "bca")]
        away = Roll(NINE.entitled, present=["btp"])
        assert found(check_paper(Paper(yes=["btp"]), poll, self.BALLOT, away)) == [("opinion-missing", "bca")]

    @pytest.mark.parametrize(
        ("paper", "codes"),
        [
            (Paper(yes=["btp"]), []),
            (Paper(), []),
            (Paper(yes=["btp", "bca"]), [("too-many-names", "yes")]),
            (Paper(yes=["btp"], no=["bca"]), [("choice-has-no-opinions", "bca")]),
            (Paper(none=["bca"]), [("choice-has-no-opinions", "bca")]),
        ],
    )
    def test_choosing(self, paper: Paper, codes: list[tuple[str, ...]]) -> None:
        assert found(check_paper(paper, rules(kind="choose", seats=1), self.BALLOT, NINE)) == codes

    def test_choosing_without_seats_may_name_all(self) -> None:
        ballot = attrs.evolve(self.BALLOT, seats=None)
        assert not found(check_paper(Paper(yes=["btp", "bca"]), rules(kind="choose"), ballot, NINE))


class TestRoll:
    def test_all_at_once(self) -> None:
        roll = Roll({"btp": 1, "bca": -1}, present=["btp", "bta"], written=["btp"])
        assert found(check_roll(roll, rules(absent="none"))) == [
            ("not-on-the-roll", "present", "bta"),
            ("negative", "entitled", "bca"),
            ("no-written-ballots", "written", "btp"),
            ("voted-in-writing", "present", "btp"),
        ]

    def test_a_unit_that_is_both_counts_once(self) -> None:
        assert Roll({"btp": 2}, present=["btp"], written=["btp"]).present_votes == 2

    def test_the_nearest_unit_is_named(self) -> None:
        [finding] = check_roll(Roll({"tatc": 1}, written=["tatx"]), rules())
        assert finding.facts == {"near": "tatc"}


class TestCounts:
    BALLOT = Ballot(1, ("btp",))
    WRITTEN = Roll(NINE.entitled, present=UNITS[:6], written=UNITS[6:8])

    @pytest.mark.parametrize(
        ("counts", "problems"),
        [
            (Counts(8, 8, 0, 2, {"btp": Votes(8)}), []),
            (Counts(9, 7, 1, 2, {"btp": Votes(3, 2, 1)}), []),
            (Counts(10, 8, 0, 2, {"btp": Votes(8)}), [("issued-above-entitled", "issued")]),
            (Counts(7, 8, 0, 2, {"btp": Votes(8)}), [("cast-above-issued", "cast")]),
            (Counts(8, 8, 9, 2, {"btp": Votes(8)}), [("invalid-above-cast", "invalid")]),
            (Counts(8, 1, 0, 2, {"btp": Votes(1)}), [("written-above-cast", "written")]),
            (Counts(8, 8, 0, 1, {"btp": Votes(8)}), [("written-differs", "written")]),
            (Counts(8, 8, 0, 2, {"btp": Votes(8, 1)}), [("opinions-do-not-add-up", "votes", "btp")]),
            (Counts(8, 8, 0, 2, {"btp": Votes(7)}), [("opinions-do-not-add-up", "votes", "btp")]),
            (Counts(8, 8, 0, 2), [("opinions-do-not-add-up", "votes", "btp")]),
            (
                Counts(8, 8, 0, 2, {"btp": Votes(8), "bca": Votes(8)}),
                [("not-on-the-ballot", "votes", "bca")],
            ),
            (
                Counts(-1, 8, 0, 2, {"btp": Votes(9, -1)}),
                [("negative", "issued"), ("negative", "votes", "btp", "no")],
            ),
        ],
    )
    def test_approving(self, counts: Counts, problems: list[tuple[str, ...]]) -> None:
        assert found(check_counts(counts, rules(), self.BALLOT, self.WRITTEN)) == problems

    def test_everything_wrong_is_said_at_once(self) -> None:
        counts = Counts(10, 11, 0, 3, {"btp": Votes(12), "x": Votes()})
        assert found(check_counts(counts, rules(of="present"), self.BALLOT, self.WRITTEN)) == [
            ("issued-above-entitled", "issued"),
            ("cast-above-issued", "cast"),
            ("cast-above-present", "cast"),
            ("written-differs", "written"),
            ("not-on-the-ballot", "votes", "x"),
            ("opinions-do-not-add-up", "votes", "btp"),
        ]

    @pytest.mark.parametrize(("of", "severity"), [("present", "error"), ("valid", "warning")])
    def test_more_papers_than_present(self, of: Any, severity: str) -> None:
        counts = Counts(9, 9, 0, 2, {"btp": Votes(9)})
        [finding] = check_counts(counts, rules(of=of), self.BALLOT, self.WRITTEN)
        assert (finding.code, finding.severity) == ("cast-above-present", severity)
        assert finding.facts == {"present": "8"}

    @pytest.mark.parametrize(
        ("roll", "counts", "expected"),
        [
            (NINE, Counts(9, 9, 0, 0, {"btp": Votes(8)}), None),
            (NINE, Counts(9, 9, 0, 0, {"btp": Votes(9)}), "8"),  # it voted on itself
            (NINE, Counts(9, 9, 0, 0, {"btp": Votes(7)}), "8"),
            (NINE, Counts(9, 9, 1, 0, {"btp": Votes(8)}), None),  # its own paper is the invalid one
            (NINE, Counts(9, 9, 1, 0, {"btp": Votes(7)}), None),
            (NINE, Counts(9, 9, 1, 0, {"btp": Votes(6)}), "7-8"),
            (NINE, Counts(9, 8, 0, 0, {"btp": Votes(8)}), None),  # its own paper did not come back
            (NINE, Counts(9, 0, 0, 0, {"btp": Votes(1)}), "0"),
            (Roll(NINE.entitled, UNITS[1:]), Counts(8, 8, 0, 0, {"btp": Votes(8)}), None),
            (Roll(NINE.entitled, UNITS[1:]), Counts(8, 8, 0, 0, {"btp": Votes(7)}), "8"),
        ],
    )
    def test_a_recused_candidate(self, roll: Roll, counts: Counts, expected: str | None) -> None:
        findings = list(check_counts(counts, rules(recused="candidate"), self.BALLOT, roll))
        assert [one.facts["expected"] for one in findings] == ([expected] if expected else [])

    @pytest.mark.parametrize(
        ("votes", "problems"),
        [
            ({"btp": Votes(9), "bca": Votes(9)}, []),
            ({"btp": Votes(2)}, []),
            ({"btp": Votes(10)}, [("votes-above-valid", "votes", "btp", "yes")]),
            (
                {"btp": Votes(1, 1), "bca": Votes(1, 0, 1)},
                [("choice-has-no-opinions", "votes", one) for one in ("btp", "bca")],
            ),
            ({one: Votes(7) for one in ("btp", "bca", "bqp")}, [("too-many-votes", "votes")]),
        ],
    )
    def test_choosing(self, votes: Mapping[str, Votes], problems: list[tuple[str, ...]]) -> None:
        poll = rules(kind="choose", seats=2)
        counts = Counts(9, 9, votes=votes)
        assert found(check_counts(counts, poll, Ballot(1, ("btp", "bca", "bqp"), 2), NINE)) == problems

    def test_choosing_in_a_further_round_has_the_seats_left(self) -> None:
        poll = rules(kind="choose", seats=2)
        [finding] = check_counts(named(9, btp=5, bca=5), poll, Ballot(2, ("btp", "bca"), 1), NINE)
        assert (finding.code, finding.found, finding.facts["most"]) == ("too-many-votes", "10", "9")


class TestOutcome:
    def test_before_the_first_round_the_first_ballot_is_due(self) -> None:
        none_yet = outcome(rules(seats=1), ["btp", "bca"], withdrawn=["bca"])
        assert none_yet == Outcome((), Ballot(1, ("btp",), 1), 1)
        assert (none_yet.chosen, none_yet.unresolved, none_yet.broken_by) == ((), (), None)

    def test_all_withdrew(self) -> None:
        assert outcome(rules(), ["btp"], withdrawn=["btp"]).due is None

    def test_two_thirds_of_nine_are_six(self) -> None:
        held = after(rules(at_least=Fraction(2, 3)), all_valid(9, btp=6, bca=5, bqp=7))
        assert held.passed == held.chosen == ("bqp", "btp")

    def test_more_than_half(self) -> None:
        roll = Roll(dict.fromkeys(UNITS[:8], 1), UNITS[:8])
        counts = all_valid(8, btp=4, bca=5)
        assert outcome(rules(more_than=Fraction(1, 2)), ["btp", "bca"], [Round(counts, roll)]).passed == ("bca",)

    def test_without_a_threshold_the_most_votes_decide(self) -> None:
        counts = named(9, btp=4, bca=5, bqp=0, tatc=5)
        assert after(rules(seats=3), counts).chosen == ("bca", "tatc", "btp")
        assert after(rules(), counts).chosen == ("bca", "tatc")
        assert after(rules(seats=2), named(9, btp=0, bca=1)).chosen == ("bca",)

    def test_a_base_of_nought_passes_nobody(self) -> None:
        empty = Round(Counts(0, 0, votes={"btp": Votes()}), Roll(NINE.entitled))
        assert not outcome(rules(of="valid", at_least=Fraction(0)), ["btp"], [empty]).passed
        assert outcome(rules(of="entitled", at_least=Fraction(0)), ["btp"], [empty]).passed

    def test_seats_go_to_the_most_votes(self) -> None:
        held = after(rules(seats=2, at_least=Fraction(1, 2)), all_valid(9, btp=6, bca=8, bqp=7))
        assert held.passed == ("bca", "bqp", "btp")
        assert (held.chosen, held.unresolved, held.seats_left) == (("bca", "bqp"), (), 0)

    def test_a_tie_above_the_last_seat_is_none(self) -> None:
        assert after(rules(seats=2), all_valid(9, btp=8, bca=8, bqp=7)).chosen == ("btp", "bca")

    def test_a_tie_over_the_last_seat_is_unresolved(self) -> None:
        held = after(rules(seats=2), all_valid(9, btp=8, bca=7, bqp=7, vks=1))
        assert (held.chosen, held.unresolved, held.broken_by) == (("btp",), ("bca", "bqp"), None)
        assert (held.due, held.seats_left) == (None, 1)

    def test_a_further_round_among_those_tied_for_the_seats_left(self) -> None:
        poll = rules(seats=2, rounds=2)
        first = all_valid(9, btp=8, bca=7, bqp=7, vks=1)
        assert after(poll, first).due == Ballot(2, ("bca", "bqp"), 1)
        held = after(poll, first, all_valid(9, bca=4, bqp=5))
        assert (held.chosen, held.due, held.seats_left) == (("btp", "bqp"), None, 0)
        assert held.rounds[0].unresolved == ("bca", "bqp")
        assert not held.unresolved

    def test_a_further_round_where_too_few_passed(self) -> None:
        poll = rules(seats=2, rounds=3, at_least=Fraction(2, 3))
        held = after(poll, all_valid(9, btp=8, bca=5, bqp=0, vks=1))
        assert (held.chosen, held.unresolved) == (("btp",), ())
        assert held.due == Ballot(2, ("bca", "vks"), 1)
        held = after(poll, all_valid(9, btp=8, bca=5, bqp=0, vks=1), all_valid(9, bca=0, vks=0))
        assert (held.chosen, held.due, held.seats_left) == (("btp",), None, 1)

    def test_no_further_round_without_seats_or_beyond_the_number_allowed(self) -> None:
        half = Fraction(1, 2)
        assert after(rules(rounds=2, at_least=half), all_valid(9, btp=1)).due is None
        assert after(rules(rounds=1, at_least=half, seats=1), all_valid(9, btp=1)).due is None
        assert after(rules(rounds=2, at_least=half, seats=1), all_valid(9, btp=1)).due is not None

    def test_a_round_that_was_not_due_is_refused(self) -> None:
        with pytest.raises(ValueError, match="round 2 of poll 'flag' was not due"):
            after(rules(seats=1, rounds=2), all_valid(9, btp=9), all_valid(9, btp=9))

    def test_the_lot_settles_a_tie_when_no_round_is_left(self) -> None:
        drawn = {one: sha256(f"s\npoll:flag:2\n{one}".encode()).hexdigest() for one in ("btp", "bca", "bqp")}
        first, *others = sorted(drawn, key=drawn.__getitem__)
        tie = all_valid(9, btp=5, bca=5, bqp=5)
        poll = rules(seats=1, rounds=2)
        assert after(poll, tie, seed="s").unresolved == ("btp", "bca", "bqp")
        held = after(poll, tie, tie, seed="s")
        assert (held.chosen, held.unresolved, held.broken_by) == ((first,), (), "lot")
        two = after(attrs.evolve(poll, seats=2), tie, tie, seed="s")
        assert two.chosen == (first, others[0])
        assert after(poll, tie, tie).broken_by is None

    def test_who_withdraws_is_not_on_the_next_ballot(self) -> None:
        poll = rules(seats=1, rounds=2)
        tie = all_valid(9, btp=5, bca=5, bqp=5)
        assert after(poll, tie, withdrawn=["btp"]).due == Ballot(2, ("bca", "bqp"), 1)
        second = Round(all_valid(9, bca=6, bqp=3), NINE, withdrawn=["btp"])
        assert outcome(poll, ["btp", "bca", "bqp"], [Round(tie, NINE), second]).chosen == ("bca",)
        nobody = after(attrs.evolve(poll, at_least=Fraction(1)), tie, withdrawn=["btp", "bca", "bqp"])
        assert (nobody.due, nobody.chosen) == (None, ())

    def test_a_tie_ends_when_enough_of_the_tied_withdraw(self) -> None:
        held = after(rules(seats=1, rounds=2), all_valid(9, btp=5, bca=5, bqp=4), withdrawn=["btp"])
        assert (held.chosen, held.broken_by, held.due) == (("bca",), "withdrawal", None)
        both = after(rules(seats=1), all_valid(9, btp=5, bca=5, bqp=4), withdrawn=["btp", "bca"])
        assert (both.chosen, both.broken_by) == (("bqp",), "withdrawal")

    def test_a_withdrawal_does_not_take_a_seat_back(self) -> None:
        held = after(rules(seats=2), all_valid(9, btp=8, bca=5, bqp=5), withdrawn=["btp"])
        assert (held.chosen, held.unresolved) == (("btp",), ("bca", "bqp"))
        also = after(rules(seats=2), all_valid(9, btp=8, bca=5, bqp=5), withdrawn=["btp", "bqp"])
        assert also.chosen == ("btp", "bca")

    def test_a_recused_candidate_passes_of_the_others(self) -> None:
        poll = rules(recused="candidate", at_least=Fraction(1))
        counts = Counts(9, 9, votes={"btp": Votes(8), "bca": Votes(7, 1)})
        held = outcome(poll, ["btp", "bca"], [Round(counts, NINE)])
        assert [(one.votes, one.base, one.passed) for one in held.rounds[0].results] == [(8, 8, True), (7, 8, False)]
