"""What the wall shows: all that is released, nothing that is not."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING

import attrs
from hypothesis import given, settings, strategies as st

from emulation.files.session import read_sources
from emulation.marks import Given, NotApplicable, Sheet
from emulation.meeting import commands as c, events as e
from emulation.meeting.decide import decide
from emulation.meeting.evolve import begin, evolve
from emulation.meeting.refusal import Refusal
from emulation.meeting.state import AgreedMark, Entry
from emulation.meeting.wall import visible
from emulation.procedure import AGENDAS
from emulation.voting import Counts, Round, Votes
from tests.meeting_strategies import BLOC, PROCEDURE, RUBRIC, SHEET
from tests.properties.test_meeting_machine import throw

if TYPE_CHECKING:
    from random import Random

    from emulation.meeting.state import Meeting, Poll, State
    from emulation.meeting.wall import Wall

AT = dt.datetime(2023, 1, 10, 9, tzinfo=dt.timezone(dt.timedelta(hours=7)))
TEXTS = {"bloc.toml": BLOC, "rubric.toml": RUBRIC, "procedure.toml": PROCEDURE, "scores/self-b.toml": SHEET}
UNITS = "abcd"
CHANCE = st.randoms(use_true_random=False)


class Held:
    """A meeting in memory, and how it stood when its standings were last released."""

    def __init__(self) -> None:
        opened = e.Opened("year-end", "year-end", AGENDAS["year-end"], TEXTS)
        self.meeting: Meeting = begin(Entry(1, AT, "Thư", opened), read_sources)
        self.released: State | None = None

    @property
    def state(self) -> State:
        return self.meeting.state

    def do(self, command: c.Command, by: str = "Thư") -> bool:
        event = decide(self.meeting, command, by)
        if isinstance(event, Refusal) or isinstance(event, e.Reconfigured):  # noqa: SIM101  (two different things)
            return False
        self.meeting = evolve(self.meeting, Entry(self.meeting.last.seq + 1, AT, by, event), read_sources)
        if isinstance(event, e.StandingsReleased):
            self.released = self.state
        return True

    def mark_everybody(self, chance: Random) -> None:
        for unit in UNITS:
            changes = [
                e.Change(unit, "A1", Given(Decimal(chance.randint(0, 10)), "vì thế", ("BC 3",))),
                e.Change(unit, "A2", Given(Decimal(chance.randint(0, 3)), "vì thế", ("BC 3",))),
                e.Change(unit, "A3", Given(chance.choice(["high", "low"]), "vì thế")),
            ]
            if unit in "ab":
                changes.append(e.Change(unit, "P1", Given(chance.random() < 0.5, "vì thế")))
            self.do(e.MarksAgreed(tuple(changes), "vì thế"))

    def confirm(self) -> None:
        for unit, name in self.state.drafts():
            for by in ("Bình", "Cúc"):
                self.do(e.MarksConfirmed((e.Cell(unit, name),)), by)

    def wall(self) -> Wall:
        return visible(self.state, self.released)


def held(chance: Random, acts: int = 40) -> Held:
    """Any meeting: people come, marks are agreed, polls go through all their phases."""
    made = Held()
    for unit in UNITS:
        made.do(e.PersonListed(f"p{unit}", f"Đại biểu {unit}", "delegate", unit))
        made.do(e.CheckedIn(f"p{unit}"))
    wanted: list[c.Command] = [
        e.MarksClosed(), e.LotDrawn("7"), e.StandingsReleased(),
        c.CreatePoll("flag"), c.OpenPoll("flag"), _closing(made.state, "flag"), e.PollReleased("flag"),
        c.CreatePoll("head"), c.OpenPoll("head"), _closing(made.state, "head"), e.PollReleased("head"),
        e.StepEntered("standings"),
    ]  # fmt: skip
    if chance.random() < 0.5:
        made.mark_everybody(chance)
        wanted[:0] = [e.MarksClosed()]
    forced = iter(wanted[: chance.randint(0, len(wanted))])
    for _ in range(acts):
        made.do(throw(chance, made.state))
        if chance.random() < 0.4 and (command := next(forced, None)) is not None:
            if isinstance(command, e.MarksClosed):
                made.confirm()
            made.do(command if not isinstance(command, c.ClosePoll) else _closing(made.state, command.poll))
    if chance.random() < 0.5:
        made.do(e.StepEntered("discussion"))
        made.do(e.Noted("opinion", "lời nói", "Ông An"))
    return made


def _closing(state: State, poll: str) -> c.ClosePoll:
    roll = state.roll(state.polls[poll].written if poll in state.polls else ())
    votes = {unit: Votes(1, roll.present_votes - 1) for unit in UNITS}
    kept = state.polls.get(poll)
    ballot = kept.ballot(state.seed) if kept is not None else None
    if kept is not None and kept.rules.kind == "choose":
        votes = {"a": Votes(1)}
    named = {unit: one for unit, one in votes.items() if ballot is None or unit in ballot.candidates}
    return c.ClosePoll(poll, Counts(roll.present_votes, roll.present_votes, written=roll.written_votes, votes=named))


def disguised(state: State, chance: Random) -> State:
    """The same meeting as far as anything is released, with everything else made up anew."""
    marks = {
        unit: {
            "A1": AgreedMark(Given(Decimal(chance.randint(0, 10))), "ai đó", chance.randint(1, 99), "khác"),
            "A3": AgreedMark(chance.choice([Given("high"), NotApplicable("không có")]), "ai đó", 3, "", "người khác"),
        }
        for unit in chance.sample(UNITS, chance.randint(0, 4))
    }
    sheet = Sheet("verified", "tổ", dt.date(2022, 12, 1), {"a": {"A1": Given(Decimal(chance.randint(0, 10)))}})
    polls = {name: _disguised(poll, chance) for name, poll in state.polls.items()}
    return attrs.evolve(
        state,
        setup=attrs.evolve(state.setup, sheets=(sheet,), pledges=()),
        sources={"bloc.toml": "khác"},
        agreed=marks,
        withdrawn={"d": "rút"} if chance.random() < 0.5 else {},
        marks_closed=chance.random() < 0.5,
        chair=(),
        overruled=(e.Overruled("x", "y", "z"),),
        nominations=(e.Nominated("co-thi-dua", chance.choice(UNITS)),),
        notes=tuple(attrs.evolve(note, text="nội dung khác") for note in state.notes),
        annulled=(),
        polls=polls,
    )


def _disguised(poll: Poll, chance: Random) -> Poll:
    """Counts of a poll that is closed and not released; of one that is open nothing is known beside its ballot."""
    if poll.phase != "closed":
        return poll
    rounds = []
    for one in poll.rounds:
        votes = {unit: Votes(chance.randint(0, 3)) for unit in poll.candidates}
        rounds.append(Round(attrs.evolve(one.counts, votes=votes, invalid=0), one.roll, one.withdrawn))
    return attrs.evolve(poll, rounds=tuple(rounds))


@settings(max_examples=60, deadline=None)
@given(CHANCE)
def test_what_is_not_released_makes_no_difference(chance: Random) -> None:
    made = held(chance)
    same = visible(disguised(made.state, chance), made.released) == made.wall()
    assert same  # the values themselves are too long to be told


@settings(max_examples=30, deadline=None)
@given(CHANCE)
def test_standings_and_results_show_once_they_are_released_and_only_then(chance: Random) -> None:
    made = held(chance)
    wall = made.wall()
    assert (wall.standings is not None) == made.state.released
    released = [poll.rules for poll in made.state.polls.values() if poll.phase == "released"]
    assert [result.rules for result in wall.results] == released
    assert len(wall.counting) == sum(poll.phase == "closed" for poll in made.state.polls.values())
    assert (wall.poll is not None) == any(poll.phase == "open" for poll in made.state.polls.values())


def test_the_laws_above_meet_everything_there_is_to_hide() -> None:
    """A wall that never had anything to hide would keep those laws as well."""
    import random  # noqa: PLC0415

    walls = [(made, made.wall()) for number in range(60) for made in (held(random.Random(number)),)]  # noqa: S311
    assert any(wall.standings for _, wall in walls)
    assert any(not wall.standings and made.state.agreed for made, wall in walls)
    assert any(wall.poll for _, wall in walls)
    assert any(wall.counting for _, wall in walls)
    assert any(wall.results for _, wall in walls)
    assert any(wall.speaker for _, wall in walls)
    assert any(len(wall.groups()) > 2 for _, wall in walls)


@settings(max_examples=30, deadline=None)
@given(CHANCE)
def test_standings_are_shown_as_they_were_released_whatever_is_settled_later(chance: Random) -> None:
    made = held(chance, 15)
    if chance.random() < 0.7:
        made.mark_everybody(chance)
    made.confirm()
    made.do(e.MarksClosed())
    if not made.do(e.StandingsReleased()):
        return
    released = made.state.standings()
    for command in (c.CreatePoll("flag"), c.OpenPoll("flag")):
        made.do(command)
    made.do(_closing(made.state, "flag"))
    made.do(e.LotDrawn("8"))
    shown = made.wall().standings
    assert shown is not None
    assert [(one.unit, one.rank, one.broken_by) for one in shown] == [
        (one.unit, one.rank, one.broken_by) for one in released
    ]


@settings(max_examples=30, deadline=None)
@given(CHANCE)
def test_groups_hold_every_unit_once_and_come_from_the_last(chance: Random) -> None:
    wall = held(chance).wall()
    groups = wall.groups()
    units = [place.unit for group in groups for place in group]
    assert sorted(units) == sorted(place.unit for place in wall.standings or ())
    assert all(len({place.rank for place in group}) == 1 for group in groups)
    ranks = [group[0].rank for group in groups if group[0].rank is not None]
    assert ranks == sorted(ranks, reverse=True)
    assert all(group[0].rank is not None for group in groups[1:])


@settings(max_examples=20, deadline=None)
@given(CHANCE, st.permutations(UNITS))
def test_the_order_of_a_ballot_tells_nothing(chance: Random, order: list[str]) -> None:
    """It may be the order of the standings."""
    made = held(chance, 5)
    for name in list(made.state.polls):
        made.do(e.PollAnnulled(name, "lại"))
    walls = []
    start = made.meeting
    for candidates in (tuple(UNITS), tuple(order)):
        made.meeting = start
        made.do(c.CreatePoll("flag", None, candidates))
        made.do(c.OpenPoll("flag"))
        walls.append(made.wall())
    same = walls[0] == walls[1]
    assert same
