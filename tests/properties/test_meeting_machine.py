"""A meeting that does anything at all: whatever is asked in whatever order, the record and the rules hold."""

from __future__ import annotations

import datetime as dt
import shutil
import tempfile
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

import attrs
from hypothesis import HealthCheck, settings, strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from emulation.files.codec import decode, encode
from emulation.files.session import Session, read_sources
from emulation.marks import Given, NotApplicable, SetByHand, check_mark
from emulation.meeting import commands as c, events as e
from emulation.meeting.decide import closed_because
from emulation.meeting.evolve import fold
from emulation.meeting.refusal import Refusal
from emulation.meeting.state import FINAL
from emulation.procedure import AGENDAS, PollRules
from emulation.text import Text
from emulation.voting import Counts, Paper, Votes
from emulation.wording import explain
from tests.meeting_strategies import BLOC, RUBRIC, moments, write_folder

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

    from emulation.meeting.state import Entry, State
    from emulation.ranking import Standing
    from emulation.voting import Outcome

CHANCE = st.randoms(use_true_random=True)
UNITS = tuple("abcd")
PEOPLE = ("pa", "pb", "pc", "pd", "pa2", "guest")
CRITERIA = ("A1", "A2", "A3", "P1")
BY = ("Chị Thư", "Chị Thư", "Chị Thư", "Anh Bình", "Anh Bình", " chị  thư", " ")
NUMBERS = tuple(Decimal(n) for n in ("0", "3", "4.5", "10", "10.25", "11", "-1", "NaN", "Infinity", "1E+99"))
SOURCES: tuple[dict[str, str | None], ...] = (
    {"rubric.toml": RUBRIC.replace("Chấm", "Chấm lại")},
    {"rubric.toml": RUBRIC},
    {"rubric.toml": RUBRIC.replace('max = 10\nmethod = "judged"', 'max = 4\nmethod = "judged"').replace("30", "24")},
    {"rubric.toml": RUBRIC.replace('id = "high"', 'id = "top"')},
    {"rubric.toml": "[rubric"},
    {"rubric.toml": None},
    {"bloc.toml": BLOC.replace('"d"', '"e"').replace('"D"', '"E"')},
    {"bloc.toml": BLOC},
    {"scores/self-b.toml": None},
    {},
)
DAY = dt.date(2023, 1, 10)


def seldom(chance: Random, odd: Any, usual: Any) -> Any:
    return odd if chance.random() < 0.1 else usual


def throw_unit(chance: Random) -> str:
    return seldom(chance, "zz", chance.choice(UNITS))


def throw_person(chance: Random) -> str:
    return seldom(chance, "nobody", chance.choice(PEOPLE))


def throw_reason(chance: Random) -> str:
    return seldom(chance, " ", "do hội nghị quyết định")


def throw_text(chance: Random) -> str:
    return chance.choice(["", "vì thế", "because {x}", "ghi chú\nhai dòng"])


def throw_some(chance: Random, *of: str) -> tuple[str, ...]:
    return tuple(seldom(chance, of[:1], ())) + tuple(chance.sample(of, chance.randint(0, len(of))))


def throw_poll(chance: Random, state: State, *phases: str) -> str:
    fit = [poll.id for poll in state.polls.values() if poll.phase in phases]
    return seldom(chance, "zz", chance.choice(fit or ["flag", "head", "likely", "own"]))


def throw_mark(chance: Random, criterion: str) -> Given | NotApplicable | SetByHand:
    evidence = chance.choice([(), ("BC 2",)])
    if chance.random() < 0.6:
        usual = {"A1": Decimal(7), "A2": Decimal(3), "A3": "high", "P1": True}
        return Given(usual.get(criterion, Decimal(1)), chance.choice(["", "vì"]), evidence)
    number = chance.choice(NUMBERS)
    value = chance.choice([number, "low", "yes", False, (number, number), Decimal(5)])
    return chance.choice(
        [Given(value, "", evidence), NotApplicable(throw_reason(chance)), SetByHand(number, throw_reason(chance))]
    )


def throw_change(chance: Random) -> e.Change:
    criterion = seldom(chance, "A9", chance.choice(CRITERIA))
    return e.Change(throw_unit(chance), criterion, seldom(chance, None, throw_mark(chance, criterion)))


def throw_cells(chance: Random, state: State) -> tuple[e.Cell, ...]:
    drafts = [e.Cell(*cell) for cell in state.drafts()]
    odd = [e.Cell(throw_unit(chance), chance.choice(CRITERIA))]
    return tuple(seldom(chance, odd, chance.sample(drafts, chance.randint(0, len(drafts)))))


def throw_order(chance: Random, state: State) -> tuple[str, ...]:
    waiting = [one for one in state.standings() if one.awaits == "chair"]
    tied = [one.unit for one in waiting if one.rank == waiting[0].rank]
    return tuple(seldom(chance, throw_some(chance, *UNITS), chance.sample(tied, len(tied))))


def throw_rules(chance: Random) -> PollRules:
    return PollRules(
        "own",
        Text.same("?"),
        "all",
        of=chance.choice(["entitled", "present", "issued", "cast", "valid"]),
        kind=chance.choice(["approve", "choose"]),
        seats=chance.choice([None, 0, 1, 2]),
        at_least=chance.choice([None, Fraction(1, 2), Fraction(3)]),
        more_than=chance.choice([None, None, Fraction(1, 3)]),
        rounds=chance.randint(0, 2),
        recused=chance.choice(["none", "candidate"]),
    )


def throw_counts(chance: Random, state: State, poll: str) -> Counts:
    held = state.polls.get(poll)
    ballot = held.ballot(state.seed) if held else None
    if held is None or ballot is None or chance.random() < 0.2:
        wild = {throw_unit(chance): Votes(*(chance.randint(-1, 5) for _ in range(3)))}
        return Counts(*(chance.randint(-1, 5) for _ in range(4)), wild)
    roll = state.roll(held.written)
    cast = chance.randint(roll.written_votes, roll.present_votes)
    votes = {}
    for candidate in ballot.candidates:
        speak = cast - (held.rules.recused == "candidate") * roll.votes_of({candidate} & roll.voting)
        yes = chance.randint(0, max(speak, 0)) if held.rules.kind == "approve" else chance.randint(0, cast // 2)
        votes[candidate] = Votes(yes, max(speak - yes, 0) if held.rules.kind == "approve" else 0)
    return Counts(roll.present_votes, cast, written=roll.written_votes, votes=votes)


def throw_nomination(chance: Random, state: State) -> tuple[str, str]:
    known = [(one.award, one.candidate) for one in state.nominations]
    return seldom(chance, ("medal", "zz"), chance.choice(known or [("flag-2022", "a")]))


def throw_close(chance: Random, state: State) -> c.ClosePoll:
    poll = throw_poll(chance, state, "open")
    return c.ClosePoll(poll, throw_counts(chance, state, poll))


ACTS: dict[type, Callable[[Random, State], c.Command]] = {
    e.Reconfigured: lambda r, _: e.Reconfigured(r.choice(SOURCES), throw_reason(r)),
    e.Closed: lambda *_: e.Closed(),
    e.StepEntered: lambda r, _: e.StepEntered(r.choice(AGENDAS["year-end"])),
    e.Noted: lambda r, _: e.Noted(r.choice(get_args(e.Topic)), throw_text(r), throw_text(r)),
    e.Adopted: lambda r, _: e.Adopted(
        r.choice(get_args(e.Subject)), throw_text(r), r.randint(-1, 9), r.randint(0, 9), r.randint(0, 9), passed=False
    ),
    e.Overruled: lambda r, _: e.Overruled(throw_text(r), throw_text(r), throw_reason(r)),
    e.PersonListed: lambda r, _: e.PersonListed(
        seldom(r, "", r.choice(PEOPLE)),
        seldom(r, "", "Nguyễn A"),
        r.choice(get_args(e.PersonRole)),
        seldom(r, "", throw_unit(r)),
    ),
    e.VoteHeld: lambda r, _: e.VoteHeld(throw_unit(r), throw_person(r)),
    e.CheckedIn: lambda r, _: e.CheckedIn(throw_person(r)),
    e.CheckedOut: lambda r, s: e.CheckedOut(seldom(r, "pa", r.choice(sorted(s.present) or ["pb"]))),
    e.MarksAgreed: lambda r, _: e.MarksAgreed(
        tuple(throw_change(r) for _ in range(r.choice([0, 1, 1, 1, 2]))), r.choice(["", throw_reason(r)])
    ),
    e.MarksConfirmed: lambda r, s: e.MarksConfirmed(throw_cells(r, s)),
    e.MarksClosed: lambda *_: e.MarksClosed(),
    e.MarksReopened: lambda r, _: e.MarksReopened(throw_reason(r)),
    e.UnitWithdrew: lambda r, _: e.UnitWithdrew(throw_unit(r), throw_reason(r)),
    e.UnitReturned: lambda r, s: e.UnitReturned(seldom(r, "a", r.choice(sorted(s.withdrawn) or ["b"]))),
    e.ChairDecided: lambda r, s: e.ChairDecided(throw_order(r, s), throw_reason(r)),
    e.LotDrawn: lambda r, _: e.LotDrawn(r.choice(["7", "hạt giống", " "])),
    e.StandingsReleased: lambda *_: e.StandingsReleased(),
    e.Nominated: lambda r, _: e.Nominated(r.choice(["flag-2022", "medal"]), throw_unit(r), throw_text(r)),
    e.NominationDropped: lambda r, s: e.NominationDropped(*throw_nomination(r, s), throw_reason(r)),
    e.TaskGiven: lambda r, _: e.TaskGiven(
        r.choice(["t1", "t2"]), throw_text(r), r.choice(["", throw_unit(r)]), r.choice([None, DAY])
    ),
    e.TaskDone: lambda r, _: e.TaskDone(r.choice(["t1", "t2", "old"]), DAY, throw_text(r)),
    e.OfficesElected: lambda r, _: e.OfficesElected(2023, throw_unit(r), throw_some(r, *UNITS[1:])),
    e.PledgeSigned: lambda r, _: e.PledgeSigned(throw_unit(r), 2023, DAY),
    e.CandidateWithdrew: lambda r, s: e.CandidateWithdrew(
        throw_poll(r, s, "created", "closed"), throw_unit(r), throw_reason(r)
    ),
    e.WrittenBallotReceived: lambda r, s: e.WrittenBallotReceived(throw_poll(r, s, "open"), throw_unit(r)),
    e.PollAnnulled: lambda r, s: e.PollAnnulled(throw_poll(r, s, "open", "closed"), throw_reason(r)),
    e.PollReleased: lambda r, s: e.PollReleased(throw_poll(r, s, "closed")),
    c.CreatePoll: lambda r, _: c.CreatePoll(
        r.choice(["flag", "flag", "head", "likely", "own"]),
        r.choice([None, None, throw_rules(r)]),
        r.choice([None, None, throw_some(r, *UNITS, "zz")]),
    ),
    c.OpenPoll: lambda r, s: c.OpenPoll(
        throw_poll(r, s, "created", "closed"), seldom(r, (throw_person(r),), r.choice([(), ("guest",)]))
    ),
    c.ClosePoll: throw_close,
    c.Undo: lambda *_: c.Undo(),
    c.Redo: lambda *_: c.Redo(),
}
"""How to throw every command, seen how the meeting stands; most can be carried out, if it is their time."""

RARE = (e.Closed, e.MarksClosed, e.UnitWithdrew, e.PollAnnulled, e.Reconfigured, e.CheckedOut)


def throw(chance: Random, state: State) -> c.Command:
    """A command, not one that ends the meeting."""
    kind = chance.choice([one for one in ACTS if one is not e.Closed])
    if kind in RARE and chance.random() < 0.6:
        kind = chance.choice([e.CheckedIn, e.MarksAgreed, e.MarksConfirmed])
    return ACTS[kind](chance, state)


def test_every_command_is_tried() -> None:
    assert set(ACTS) == set(get_args(c.Command))


class Meetings(RuleBasedStateMachine):
    """One meeting, held through `Session` on a disk."""

    def __init__(self) -> None:
        super().__init__()
        self.root = Path(tempfile.mkdtemp())
        write_folder(self.root / "bloc")
        self.entries: list[Entry] = []
        self.before: list[State] = []  # the states that undo must lead back to
        self.results: dict[str, Outcome] = {}
        self.published: tuple[Standing, ...] | None = None

    @initialize(meeting=st.sampled_from(["year-end"] * 4 + ["half-year"]), at=moments)
    def open(self, meeting: str, at: dt.datetime) -> None:
        self.session = Session.open(self.root / "bloc", meeting, "Chị Thư", at)
        self.entries = list(self.session.record.entries())

    @property
    def state(self) -> State:
        return self.session.meeting.state

    def do(self, command: c.Command, by: str, at: dt.datetime) -> Entry | Refusal:
        """Does it, and states what holds of any act, carried out or refused."""
        meeting, open_now = self.session.meeting, closed_because(self.state, type(command)) is None
        answer = self.session.do(command, by, at)
        if isinstance(answer, Refusal):
            self.explained(answer)
            assert self.session.meeting is meeting
            return answer
        assert open_now, "a command was carried out that a disabled key would have refused"
        assert not meeting.state.closed, "nothing follows the end of the meeting"
        assert answer.seq == self.entries[-1].seq + 1
        assert (answer.by, answer.at) == (by, at)
        assert by.strip(), "every act is somebody's"
        assert decode(*encode(answer.event)) == answer.event
        self.entries.append(answer)
        match answer.event:
            case e.Undone():
                assert self.state == self.before.pop()
            case e.Redone():
                self.before.append(meeting.state)
            case event if isinstance(event, FINAL):
                self.before.clear()
            case _:
                self.before.append(meeting.state)
        self.publish(answer.event)
        return answer

    def publish(self, event: e.Event) -> None:
        """Remembers what became public, to see that it stays."""
        if isinstance(event, e.StandingsReleased):
            self.published = self.state.standings()
        elif isinstance(event, e.MarksReopened | e.LotDrawn | e.PollClosed | e.PollAnnulled):
            self.published = None  # may change, by the tie chain or an act of its own
        if isinstance(event, e.PollReleased):
            self.results[event.poll] = self.state.polls[event.poll].outcome(self.state.seed)
        elif isinstance(event, e.LotDrawn):
            for poll in self.results:
                self.results[poll] = (
                    self.state.polls[poll].outcome(self.state.seed)
                    if not self.results[poll].broken_by and self.results[poll].unresolved
                    else self.results[poll]
                )

    def explained(self, refusal: Refusal) -> None:
        """Warnings are errors here, so a missing text or fact fails."""
        for language in ("vi", "en"):
            reason, _, way_out = explain(refusal, language).partition(";")
            assert reason.strip(), refusal
            assert way_out.strip() or "?" in reason, refusal
            assert "\n" not in reason + way_out

    # anything at all

    @rule(chance=CHANCE, acts=st.sampled_from([30, 10, 1]), at=moments)
    def anything(self, chance: Random, acts: int, at: dt.datetime) -> None:
        for _ in range(acts):
            self.do(throw(chance, self.state), chance.choice(BY), at)
            self.everything_holds()

    @rule(chance=CHANCE, at=moments)
    def undo_and_redo_several(self, chance: Random, at: dt.datetime) -> None:
        for _ in range(chance.randint(1, 6)):
            self.do(chance.choice([c.Undo(), c.Undo(), c.Redo()]), chance.choice(BY), at)

    @precondition(lambda self: len(self.entries) > 100)
    @rule(chance=CHANCE, at=moments)
    def end(self, chance: Random, at: dt.datetime) -> None:
        if not isinstance(self.do(e.Closed(), "Chị Thư", at), Refusal):
            for thrown in ACTS.values():
                answer = self.do(thrown(chance, self.state), "Chị Thư", at)
                assert answer == Refusal("meeting-closed")

    # what meetings do more often than chance would

    @rule(at=moments, away=st.sampled_from(["", "b", "c", "d"]))
    def everybody_comes(self, at: dt.datetime, away: str) -> None:
        for unit in UNITS:
            if unit != away:
                self.do(e.PersonListed(f"p{unit}", f"Đại biểu {unit}", "delegate", unit), "Chị Thư", at)
                self.do(e.CheckedIn(f"p{unit}"), "Chị Thư", at)

    @rule(at=moments)
    def confirm_everything(self, at: dt.datetime) -> None:
        for by in ("Cô Ba", "Chú Tư"):
            for unit, name in self.state.drafts():
                self.do(e.MarksConfirmed((e.Cell(unit, name),)), by, at)

    @rule(poll=st.sampled_from(["flag", "head"]), at=moments, written=st.sampled_from(UNITS))
    def poll_begins(self, poll: str, at: dt.datetime, written: str) -> None:
        for one in (poll, "flag", "head"):
            self.do(c.CreatePoll(one), "Chị Thư", at)
        for one in (poll, "flag", "head"):
            self.do(c.OpenPoll(one), "Chị Thư", at)
        self.do(e.CheckedOut(f"p{written}"), "Chị Thư", at)
        self.do(e.WrittenBallotReceived(poll, written), "Chị Thư", at)

    @rule(at=moments, to=st.sampled_from(UNITS))
    def a_delegate_moves(self, at: dt.datetime, to: str) -> None:
        for unit in ("a", to):
            self.do(e.PersonListed("pa2", "Đại biểu", "delegate", unit), "Chị Thư", at)
            self.do(e.VoteHeld(unit, "pa2"), "Chị Thư", at)
            self.do(e.CheckedIn("pa2"), "Chị Thư", at)

    @rule(at=moments, seed=st.sampled_from("0123456789"))
    def a_lot_settles_a_poll(self, at: dt.datetime, seed: str) -> None:
        tie = PollRules("own", Text.same("?"), "all", seats=1)
        self.do(c.CreatePoll("own", tie, ("a", "b", "c", "d")), "Chị Thư", at)
        self.do(c.OpenPoll("own"), "Chị Thư", at)
        roll = self.state.roll(tuple(self.written("own")))
        votes = dict.fromkeys(UNITS, Votes(roll.present_votes))
        counts = Counts(roll.present_votes, roll.present_votes, written=roll.written_votes, votes=votes)
        self.do(c.ClosePoll("own", counts), "Chị Thư", at)
        self.do(e.MarksClosed(), "Chị Thư", at)
        self.do(e.LotDrawn(seed), "Chị Thư", at)
        self.do(e.PollReleased("own"), "Chị Thư", at)

    @rule(at=moments)
    def marks_are_opened_again(self, at: dt.datetime) -> None:
        self.do(e.MarksReopened("sai số"), "Chị Thư", at)

    @rule(at=moments)
    def everybody_is_marked_alike(self, at: dt.datetime) -> None:
        usual = {"A1": Decimal(7), "A2": Decimal(3), "A3": "high", "P1": False}
        for unit in UNITS:
            cells = [(unit, name) for name in usual if name != "P1" or unit in "ab"]
            changes = [e.Change(*cell, Given(usual[cell[1]], "như nhau", ("BC 4",))) for cell in cells]
            self.do(e.MarksAgreed(tuple(changes), "như nhau"), "Chị Thư", at)

    @rule(chance=CHANCE, at=moments)
    def chair_decides(self, chance: Random, at: dt.datetime) -> None:
        self.do(ACTS[e.ChairDecided](chance, self.state), "Chị Thư", at)

    @rule(at=moments)
    def marks_are_settled(self, at: dt.datetime) -> None:
        self.do(e.MarksClosed(), "Chị Thư", at)
        self.do(e.LotDrawn("7"), "Chị Thư", at)
        self.do(e.StandingsReleased(), "Chị Thư", at)
        for late in (e.UnitWithdrew("d", "rút"), e.Reconfigured(SOURCES[0], "sửa"), e.LotDrawn("8")):
            self.do(late, "Chị Thư", at)

    @rule(at=moments, left=st.integers(0, 3))
    def the_room_empties(self, at: dt.datetime, left: int) -> None:
        for person in sorted(self.state.present)[left:]:
            self.do(e.CheckedOut(person), "Chị Thư", at)
        for poll in self.state.polls.values():
            written = self.state.roll(poll.written).written_votes
            self.do(c.ClosePoll(poll.id, Counts(written, written, written, written)), "Chị Thư", at)

    @rule(chance=CHANCE, at=moments)
    def counts_that_cannot_be(self, chance: Random, at: dt.datetime) -> None:
        poll = throw_poll(chance, self.state, "open")
        for counts in (
            Counts(9, 9),
            Counts(2, 3),
            Counts(3, 3, 4),
            Counts(3, 3, votes={"a": Votes(7)}),
            Counts(1, 1, votes={"a": Votes(1, 1)}),
        ):
            self.do(c.ClosePoll(poll, counts), "Chị Thư", at)

    @rule(chance=CHANCE, papers=st.integers(1, 5))
    def papers_come_in(self, chance: Random, papers: int) -> None:
        poll = throw_poll(chance, self.state, "open")
        held = self.state.polls.get(poll)
        ballot = held.ballot(self.state.seed) if held else None
        for _ in range(papers):
            said: dict[str, list[str]] = {"yes": [], "no": [], "none": []}
            for candidate in ballot.candidates if ballot else ("a",):
                choose = held is not None and held.rules.kind == "choose"
                said[seldom(chance, "none", chance.choice(["yes", "yes", "yes" if choose else "no"]))].append(candidate)
            paper = seldom(chance, Paper(invalid=True), Paper(**said))
            copies, before = seldom(chance, 0, 1), self.session.box(poll)
            box = self.session.hand_in(poll, paper, copies)
            if isinstance(box, Refusal):
                self.explained(box)
                assert self.session.box(poll) == before
            else:
                assert self.session.box(poll) == box == {**before, paper: before.get(paper, 0) + copies}

    @rule(chance=CHANCE)
    def clear_the_box(self, chance: Random) -> None:
        poll = throw_poll(chance, self.state, "open")
        refusal = self.session.clear_box(poll)
        if refusal is None:
            assert self.session.box(poll) == {}
        else:
            self.explained(refusal)

    @rule(chance=CHANCE, at=moments)
    def poll_ends(self, chance: Random, at: dt.datetime) -> None:
        poll = throw_poll(chance, self.state, "open")
        issued = sum(self.state.entitled()[unit] for unit in self.state.in_room() | self.written(poll))
        counts = self.session.counted(poll, issued)
        if isinstance(counts, Refusal):
            self.explained(counts)
        else:
            self.do(c.ClosePoll(poll, seldom(chance, throw_counts(chance, self.state, poll), counts)), "Chị Thư", at)
            self.do(e.PollReleased(poll), "Chị Thư", at)

    def written(self, poll: str) -> set[str]:
        return set(self.state.polls[poll].written) if poll in self.state.polls else set()

    # laws

    @rule(at=moments)
    def undo_then_redo_is_the_identity(self, at: dt.datetime) -> None:
        state, past = self.state, self.session.meeting.past
        if not isinstance(self.do(c.Undo(), "Chị Thư", at), Refusal):
            assert not isinstance(self.do(c.Redo(), "Chị Thư", at), Refusal)
        assert self.state == state
        assert self.session.meeting.past == past

    @rule()
    def replay_equals_live(self) -> None:
        live, box = self.session.meeting, {poll: self.session.box(poll) for poll in self.state.polls}
        self.session.close()
        self.session = Session.open(self.root / "bloc", live.state.meeting, "nobody", live.last.at)
        assert self.session.meeting == live
        assert list(self.session.record.entries()) == self.entries
        assert {poll: self.session.box(poll) for poll in box} == box

    @invariant()
    def everything_holds(self) -> None:
        if self.entries:
            self.marks_are_within_bounds()
            self.marks_are_confirmed_by_another_person()
            self.one_poll_is_open_at_most()
            self.votes_are_at_most_their_base()
            self.a_unit_votes_once()
            self.what_is_public_stays()

    def marks_are_within_bounds(self) -> None:
        setup = self.state.setup
        for unit, row in self.state.agreed.items():
            for name, agreed in row.items():
                criterion = setup.rubric.criterion(name)
                assert criterion.exists(setup.bloc.unit(unit).kind, setup.bloc.year)
                assert list(check_mark(agreed.mark, criterion, setup.rubric.step)) == []
        for standing in self.state.standings():
            assert 0 <= standing.scorecard.lowest.total <= standing.scorecard.highest.total <= setup.rubric.total

    def marks_are_confirmed_by_another_person(self) -> None:
        for row in self.state.agreed.values():
            for agreed in row.values():
                if agreed.confirmed_by is not None:
                    assert "".join(agreed.by.split()).lower() != "".join(agreed.confirmed_by.split()).lower()
        if self.state.released:
            assert self.state.drafts() == ()

    def one_poll_is_open_at_most(self) -> None:
        out = [poll.id for poll in self.state.polls.values() if poll.phase == "open"]
        assert len(out) <= 1
        for poll in self.state.polls:
            assert poll in out or self.session.box(poll) == {}

    def votes_are_at_most_their_base(self) -> None:
        for poll in (*self.state.polls.values(), *self.state.annulled):
            for held in poll.rounds:
                counts, roll = held.counts, held.roll
                assert 0 <= counts.invalid <= counts.cast <= counts.issued <= roll.entitled_votes
                assert counts.written == roll.written_votes
                assert not roll.present & roll.written
                assert roll.present_votes * 2 >= roll.entitled_votes
                assert all(0 <= votes.all <= counts.valid for votes in counts.votes.values())
            outcome = poll.outcome(self.state.seed)
            for held in outcome.rounds:
                assert all(0 <= result.votes <= result.base for result in held.results)
                assert set(held.chosen) <= set(held.passed)
            assert poll.rules.seats is None or len(outcome.chosen) <= poll.rules.seats
            assert not set(outcome.chosen) - set(poll.candidates)

    def a_unit_votes_once(self) -> None:
        holders = [self.state.holder(unit) for unit in self.state.in_room()]
        assert len(holders) == len(set(holders))

    def what_is_public_stays(self) -> None:
        for poll, outcome in self.results.items():
            assert self.state.polls[poll].phase == "released"
            assert self.state.polls[poll].outcome(self.state.seed) == outcome
        if self.published is not None and self.state.released:
            assert [attrs.astuple(one, recurse=False) for one in self.state.standings()] == [
                attrs.astuple(one, recurse=False) for one in self.published
            ]

    def teardown(self) -> None:
        if not self.entries:
            return
        live = self.session.meeting
        read = [attrs.evolve(one, event=decode(*encode(one.event))) for one in self.entries]
        assert fold(read, read_sources) == live
        assert self.session.record.verify() is None
        self.session.close()
        shutil.rmtree(self.root)


Meetings.TestCase.settings = settings(
    max_examples=70, stateful_step_count=40, deadline=None, suppress_health_check=list(HealthCheck)
)
TestMeetings = Meetings.TestCase
