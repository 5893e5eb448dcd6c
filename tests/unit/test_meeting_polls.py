"""Polls of a meeting: created, opened, closed, released; what each step asks for."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import attrs
import pytest

from emulation.marks import Given
from emulation.meeting import commands as c, events as e
from emulation.meeting.papers import counted, differing, hand_in
from emulation.meeting.refusal import Refusal, refuse
from emulation.procedure import PollRules
from emulation.text import Text
from emulation.voting import Counts, Paper, Votes
from tests.held import after, asked, begun, seated
from tests.meeting_strategies import PROCEDURE

FLAG = c.CreatePoll("flag")
HEAD = c.CreatePoll("head")
OWN = PollRules("own", Text.same("?"), "all")


def yes(number: int, cast: int = 5) -> Votes:
    return Votes(number, cast - number)


def code(refusal: Refusal | None) -> str | None:
    return refusal.code if refusal else None


# ----------------------------------------------------------------------------------------------------------- created


@pytest.mark.parametrize(
    ("command", "found"),
    [
        (c.CreatePoll("fleg"), "unknown-poll"),
        (c.CreatePoll("likely"), "name-the-candidates"),
        (c.CreatePoll("likely", candidates=("a",)), None),
        (c.CreatePoll("flag", candidates=()), "no-candidates"),
        (c.CreatePoll("flag", candidates=("a", "b", "a")), "named-twice"),
        (c.CreatePoll("flag", candidates=("a", "zz")), "unknown-unit"),
        (c.CreatePoll("own", OWN), None),
        (c.CreatePoll("own", attrs.evolve(OWN, rounds=0)), "not-positive"),
        (c.CreatePoll("own", attrs.evolve(OWN, seats=0)), "not-positive"),
        (c.CreatePoll("own", attrs.evolve(OWN, kind="choose")), "seats-missing"),
        (c.CreatePoll("own", attrs.evolve(OWN, at_least=Fraction(3))), "not-a-part"),
        (c.CreatePoll("own", attrs.evolve(OWN, at_least=Fraction(1), more_than=Fraction(1))), "one-of"),
        (c.CreatePoll("own", attrs.evolve(OWN, candidates="every")), "unknown-candidates"),
        (c.CreatePoll("own", attrs.evolve(OWN, candidates=("a", "zz"))), "unknown-unit"),
    ],
)
def test_a_poll_is_created_on_rules_that_hold(command: c.CreatePoll, found: str | None) -> None:
    assert code(asked(begun(), command)) == found


def test_rules_of_the_meetings_own_bear_the_polls_name() -> None:
    meeting = after(begun(), c.CreatePoll("third", OWN, ("b", "a")))
    poll = meeting.state.polls["third"]
    assert (poll.rules.id, poll.candidates, poll.phase) == ("third", ("a", "b"), "created")


def test_a_poll_is_created_once() -> None:
    meeting = after(begun(), FLAG)
    assert asked(meeting, FLAG) == refuse("poll-exists", poll="flag", found="created")
    assert asked(after(meeting, c.Undo()), FLAG) is None


def test_units_that_withdrew_are_not_among_all() -> None:
    meeting = after(begun(), e.UnitWithdrew("b", "rút"), FLAG)
    assert meeting.state.polls["flag"].candidates == ("a", "c", "d")


def test_the_first_of_the_standings_are_taken_when_the_poll_is_created() -> None:
    procedure = PROCEDURE.replace('candidates = "all"', 'candidates = "top:1"')
    assert asked(begun(procedure=procedure), FLAG) == refuse("no-candidates", poll="flag")  # nobody has a rank yet
    judged = {"a": Decimal(9), "b": Decimal(9), "c": Decimal(5), "d": Decimal(10)}
    changes = [
        e.Change(unit, name, Given(value, "vì thế"))
        for unit, most in judged.items()
        for name, value in (("A1", most), ("A2", Decimal(3)), ("A3", "low" if unit == "d" else "high"), ("P1", False))
        if name != "P1" or unit in "ab"
    ]
    meeting = after(begun(procedure=procedure), e.MarksAgreed(tuple(changes)), FLAG)
    assert meeting.state.polls["flag"].candidates == ("a", "b")  # who share the first rank are both there
    # what the marks become afterwards changes nothing
    later = after(meeting, e.MarksAgreed((e.Change("c", "A1", Given(Decimal(10))),)))
    assert later.state.polls["flag"].candidates == ("a", "b")


def test_a_tie_that_a_round_broke_stays_broken_while_the_next_is_under_way_and_nothing_is_released_then() -> None:
    meeting = after(seated(begun()), e.MarksClosed(), FLAG, c.OpenPoll("flag"))
    votes = {"a": yes(2, 3), "b": yes(2, 3), "c": yes(1, 3), "d": yes(0, 3)}  # two are level for one seat
    meeting = after(meeting, c.ClosePoll("flag", Counts(3, 3, votes=votes)))
    first = tuple({unit: each.yes for unit, each in votes.items()}.items())
    assert tuple(meeting.state.settlements().polls["flag"][0].items()) == first
    meeting = after(meeting, c.OpenPoll("flag"))
    assert tuple(meeting.state.settlements().polls["flag"][0].items()) == first
    assert code(asked(meeting, e.StandingsReleased())) == "poll-open"


# ---------------------------------------------------------------------------------------------------------- phases


def test_each_act_has_its_phase() -> None:
    acts: dict[str, c.Command] = {
        "open": c.OpenPoll("flag"),
        "close": c.ClosePoll("flag", Counts(5, 5, votes=dict.fromkeys("abcd", Votes(0, 5)))),
        "withdraw": e.CandidateWithdrew("flag", "c", "rút"),
        "write": e.WrittenBallotReceived("flag", "d"),
        "annul": e.PollAnnulled("flag", "sai"),
        "release": e.PollReleased("flag"),
    }

    def barred(meeting: object) -> set[str]:
        return {name for name, act in acts.items() if code(asked(meeting, act)) == "poll-phase"}  # type: ignore[arg-type]

    created = after(seated(begun()), FLAG)
    out = after(created, c.OpenPoll("flag"))
    free = {"a": yes(0, 3), "b": yes(0, 4), "c": yes(0, 4), "d": yes(0, 4)}  # recused: none votes on itself
    closed = after(out, c.ClosePoll("flag", Counts(5, 5, votes=free)))
    released = after(closed, acts["release"])
    assert barred(created) == {"close", "write", "release"}
    assert barred(out) == {"open", "withdraw", "release"}
    assert barred(closed) == {"close", "write"}
    assert barred(released) == set(acts)
    assert code(asked(begun(), acts["open"])) == "unknown-poll"


def test_one_poll_is_open_at_a_time() -> None:
    meeting = after(seated(begun()), FLAG, HEAD, c.OpenPoll("flag"))
    assert asked(meeting, c.OpenPoll("head")) == refuse("poll-open", poll="flag")
    for command in (e.Closed(), e.Reconfigured({"rules.toml": ""}, "vì"), e.UnitWithdrew("a", "rút")):
        assert asked(meeting, command) == refuse("poll-open")


def test_what_was_counted_is_annulled_and_repeated_never_undone() -> None:
    meeting = after(seated(begun()), HEAD, c.OpenPoll("head"), c.ClosePoll("head", Counts(5, 5, votes={"a": Votes(3)})))
    assert asked(meeting, c.Undo()) == refuse("cannot-undo", seq=12, event="PollClosed")
    assert asked(meeting, e.PollAnnulled("head", " ")) == refuse("reason-missing")
    meeting = after(meeting, e.PollAnnulled("head", "đếm sai"), HEAD)
    assert meeting.state.polls["head"].rounds == ()
    assert len(meeting.state.annulled[0].rounds) == 1


# ---------------------------------------------------------------------------------------------------------- quorum


def test_no_poll_opens_or_closes_without_a_quorum() -> None:
    few = after(seated(begun(), "a"), HEAD)  # 2 of 5 votes, where half is needed
    assert asked(few, c.OpenPoll("head")) == refuse("no-quorum", present=2, entitled=5, share="1/2")
    enough = after(seated(few, "b"), c.OpenPoll("head"))
    close = c.ClosePoll("head", Counts(3, 2, votes={"a": Votes(2)}))
    lost = after(enough, e.CheckedOut("pa"))
    assert asked(lost, close) == refuse("no-quorum", present=1, entitled=5, share="1/2")
    # written ballots count as present
    back = after(lost, e.WrittenBallotReceived("head", "c"), e.WrittenBallotReceived("head", "d"))
    assert asked(back, attrs.evolve(close, counts=Counts(3, 3, 0, 2, {"a": Votes(2)}))) is None
    poll = after(back, attrs.evolve(close, counts=Counts(3, 3, 0, 2, {"a": Votes(2)}))).state.polls["head"]
    assert poll.rounds[0].roll.present == {"b"}
    assert poll.rounds[0].roll.written == {"c", "d"}
    assert poll.rounds[0].roll.entitled == {"a": 2, "b": 1, "c": 1, "d": 1}


def test_who_voted_in_writing_does_not_come_in() -> None:
    meeting = after(seated(begun(), "ab"), e.PersonListed("pc", "C", "delegate", "c"), HEAD, c.OpenPoll("head"))
    assert asked(meeting, e.WrittenBallotReceived("head", "a")) == refuse("present-votes-in-room", found="a")
    meeting = after(meeting, e.WrittenBallotReceived("head", "c"))
    assert asked(meeting, e.WrittenBallotReceived("head", "c")) == refuse("already-written", found="c")
    assert asked(meeting, e.CheckedIn("pc")) == refuse("voted-in-writing", found="c", poll="head")
    meeting = after(meeting, c.ClosePoll("head", Counts(4, 4, 0, 1, {"a": Votes(3)})), e.CheckedIn("pc"))
    assert "c" in meeting.state.in_room()
    none = after(seated(begun(procedure=PROCEDURE.replace('absent = "written"', 'absent = "none"')), "ab"), HEAD)
    none = after(none, c.OpenPoll("head"))
    assert asked(none, e.WrittenBallotReceived("head", "c")) == refuse("no-written-ballots", poll="head")


def test_no_candidate_counts() -> None:
    meeting = after(seated(begun()), HEAD, e.PersonListed("g", "Khách", "guest"))
    assert code(asked(meeting, c.OpenPoll("head", ("nobody",)))) == "unknown-person"
    assert asked(meeting, c.OpenPoll("head", ("g", "pa"))) == refuse("candidate-counts", found="pa", unit="a")
    assert after(meeting, c.OpenPoll("head", ("g", "pd"))).state.polls["head"].committee == ("g", "pd")
    # who withdrew is no candidate any more
    meeting = after(meeting, e.CandidateWithdrew("head", "a", "đã được năm trước"))
    assert asked(meeting, c.OpenPoll("head", ("pa",))) is None


# ---------------------------------------------------------------------------------------------------------- rounds


def test_a_second_round_is_held_among_those_tied() -> None:
    three = c.CreatePoll("flag", candidates=("a", "b", "c"))
    first = {"a": yes(1, 3), "b": yes(2, 4), "c": yes(2, 4)}
    meeting = after(seated(begun()), three, c.OpenPoll("flag"), c.ClosePoll("flag", Counts(5, 5, votes=first)))
    poll = meeting.state.polls["flag"]
    assert poll.outcome(None).unresolved == ("b", "c")
    meeting = after(meeting, c.OpenPoll("flag"))
    assert meeting.last.event == e.PollOpened("flag", 2)
    ballot = meeting.state.polls["flag"].ballot(None)
    assert ballot is not None
    assert ballot.candidates == ("b", "c")
    second = {"b": yes(1, 4), "c": yes(3, 4)}
    meeting = after(meeting, c.ClosePoll("flag", Counts(5, 5, votes=second)))
    assert meeting.state.polls["flag"].outcome(None).chosen == ("c",)
    assert asked(meeting, c.OpenPoll("flag")) == refuse("no-round-due", poll="flag")
    assert asked(meeting, e.PollReleased("flag")) is None


def test_a_result_is_not_released_while_a_further_round_is_due() -> None:
    one = c.CreatePoll("own", attrs.evolve(OWN, seats=1, rounds=2), ("a", "b"))
    tied = Counts(5, 5, votes=dict.fromkeys("ab", yes(4)))
    meeting = after(seated(begun()), one, c.OpenPoll("own"), c.ClosePoll("own", tied))
    assert asked(meeting, e.PollReleased("own")) == refuse("round-due", poll="own", round=2)
    assert asked(after(meeting, e.CandidateWithdrew("own", "a", "rút")), e.PollReleased("own")) is None
    assert asked(after(meeting, c.OpenPoll("own"), c.ClosePoll("own", tied)), e.PollReleased("own")) is None


def test_a_released_result_stays_though_its_lot_is_void() -> None:
    one = c.CreatePoll("own", attrs.evolve(OWN, seats=1), ("a", "b", "c"))
    tied = Counts(5, 5, votes=dict.fromkeys("abc", yes(4)))
    meeting = after(seated(begun()), one, c.OpenPoll("own"), c.ClosePoll("own", tied), e.MarksClosed(), e.LotDrawn("7"))
    meeting = after(meeting, e.PollReleased("own"))
    chosen = meeting.state.polls["own"].outcome(meeting.state.seed).chosen
    assert len(chosen) == 1
    reopened = after(meeting, e.MarksReopened("sai số"))
    assert reopened.state.polls["own"].outcome(reopened.state.seed).chosen == chosen
    for seed in "0123456789":  # one of them would have chosen another
        again = after(reopened, e.MarksClosed(), e.LotDrawn(seed))
        assert again.state.polls["own"].outcome(again.state.seed).chosen == chosen


def test_a_result_not_released_is_drawn_again() -> None:
    one = c.CreatePoll("own", attrs.evolve(OWN, seats=1), ("a", "b", "c"))
    tied = Counts(5, 5, votes=dict.fromkeys("abc", yes(4)))
    meeting = after(seated(begun()), one, c.OpenPoll("own"), c.ClosePoll("own", tied), e.MarksClosed(), e.LotDrawn("7"))
    reopened = after(meeting, e.MarksReopened("sai số"))
    assert reopened.state.polls["own"].outcome(reopened.state.seed).unresolved == ("a", "b", "c")


def test_a_candidate_withdraws_once_and_with_a_reason() -> None:
    meeting = after(begun(), HEAD)
    assert code(asked(meeting, e.CandidateWithdrew("head", "d", "rút"))) == "not-a-candidate"
    assert asked(meeting, e.CandidateWithdrew("head", "a", " ")) == refuse("reason-missing")
    meeting = after(meeting, e.CandidateWithdrew("head", "a", "rút"))
    assert code(asked(meeting, e.CandidateWithdrew("head", "a", "rút"))) == "not-a-candidate"
    meeting = after(meeting, e.CandidateWithdrew("head", "b", "rút"), e.CandidateWithdrew("head", "c", "rút"))
    assert asked(seated(meeting), c.OpenPoll("head")) == refuse("no-round-due", poll="head")


@pytest.mark.parametrize(
    ("counts", "found"),
    [
        (Counts(6, 5), "issued-above-entitled"),
        (Counts(4, 5), "cast-above-issued"),
        (Counts(5, 5, 6), "invalid-above-cast"),
        (Counts(5, 5, 0, 1), "written-differs"),
        (Counts(5, 5, votes={"a": Votes(6)}), "votes-above-valid"),
        (Counts(5, 5, votes={"a": Votes(1, 1)}), "choice-has-no-opinions"),
        (Counts(5, 5, votes={"d": Votes(1)}), "not-on-the-ballot"),
        (Counts(5, -5), "negative"),
        (Counts(5, 5, votes={"a": Votes(5), "b": Votes(5), "c": Votes(1)}), "too-many-votes"),
        (Counts(5, 5, 1, votes={"a": Votes(4), "b": Votes(4)}), None),
    ],
)
def test_every_sum_is_checked(counts: Counts, found: str | None) -> None:
    meeting = after(seated(begun()), HEAD, c.OpenPoll("head"))
    assert code(asked(meeting, c.ClosePoll("head", counts))) == found


# ---------------------------------------------------------------------------------------------------------- papers


def test_papers_are_counted_by_kind() -> None:
    state = after(seated(begun()), HEAD, c.OpenPoll("head")).state
    box = hand_in(state, "head", {}, Paper(yes="ab"), 2)
    assert not isinstance(box, Refusal)
    box = hand_in(state, "head", box, Paper(yes="ba"))
    assert box == {Paper(yes="ab"): 3}
    assert not isinstance(box, Refusal)
    assert counted(state, "head", box, 5) == Counts(5, 3, votes={"a": Votes(3), "b": Votes(3), "c": Votes()})
    assert hand_in(state, "head", box, Paper(yes="a"), 3) == refuse("too-many-papers", found=6, most=5)
    assert hand_in(state, "head", box, Paper(yes="a"), 0) == refuse("negative-count")
    for paper, found in ((Paper(yes="abc"), "too-many-names"), (Paper(yes="d"), "not-on-the-ballot")):
        refusal = hand_in(state, "head", box, paper)
        assert isinstance(refusal, Refusal)
        assert refusal.code == found


def test_papers_are_handed_in_while_the_poll_is_open() -> None:
    state = after(seated(begun()), HEAD).state
    assert hand_in(state, "head", {}, Paper()) == refuse("poll-phase", poll="head", found="created", known="open")
    assert counted(state, "head", {}, 5) == refuse("poll-phase", poll="head", found="created", known="open")
    assert hand_in(state, "had", {}, Paper()) == refuse("unknown-poll", found="had", near="head")


def test_counts_that_are_not_those_of_the_papers() -> None:
    state = after(seated(begun()), HEAD, c.OpenPoll("head")).state
    box = {Paper(yes="a"): 2, Paper(invalid=True): 1}
    assert differing(state, "head", box, Counts(5, 3, 1, votes={"a": Votes(2)})) is None
    assert differing(state, "head", {}, Counts(5, 1)) is None
    refusal = refuse("papers-differ", poll="head", found=3, papers=3)
    assert differing(state, "head", box, Counts(5, 3, 1, votes={"a": Votes(1)})) == refusal
    assert differing(state, "head", box, Counts(5, 3, 0, votes={"a": Votes(2)})) == refusal
    assert differing(state, "head", box, Counts(5, 3, 1, votes={"a": Votes(2), "b": Votes(1)})) == refusal
