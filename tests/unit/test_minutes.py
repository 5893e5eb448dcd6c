"""The minutes as a value, made from events that are written down here; the words of whole meetings are golden."""

from __future__ import annotations

import json
import shutil
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

import attrs
import pytest
from hypothesis import given, strategies as st
from markdown_it import MarkdownIt

from emulation.bloc import Bloc, Office, Unit
from emulation.files.session import Session
from emulation.marks import Given, Sheet
from emulation.meeting import events as e
from emulation.meeting.commands import Undo
from emulation.meeting.minutes import Minutes, minutes
from emulation.meeting.minutes_data import minutes_data
from emulation.meeting.poll_minutes import needed
from emulation.meeting.refusal import Refusal
from emulation.meeting.setup import Setup
from emulation.meeting.state import Entry
from emulation.procedure import AGENDAS, MarkRules, PlannedMeeting, PollRules, Procedure, Quorum, RankingRules
from emulation.rubric import Criterion, Judged, Rubric, Section
from emulation.text import Text
from emulation.voting import Counts, Votes
from emulation.wording.findings import visible
from emulation.wording.markdown import escape, table
from emulation.wording.minutes import minutes_markdown
from tests.command_line import ask

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from emulation.meeting.events import Event
    from emulation.procedure import MeetingKind

AT = datetime(2023, 1, 10, 8, 0, tzinfo=UTC)
NOI_CHINH = Path(__file__).parents[2] / "examples" / "noi-chinh-2022"


def mark(points: str) -> Given:
    return Given(Decimal(points))


def criterion(name: str, most: int) -> Criterion:
    return Criterion(name, Text.same(name), Decimal(most), Judged())


SECTIONS = (
    Section("A", Text.same("A"), Decimal(60), "core", (criterion("A1", 60),)),
    Section("B", Text.same("B"), Decimal(40), "core", (criterion("B1", 40),)),
    Section("P", Text.same("P"), Decimal(10), "penalty", (criterion("P1", 10),)),
)
RUBRIC = Rubric("r", "1", Text.same("r"), Decimal(100), Decimal("0.5"), SECTIONS)
UNITS = tuple(Unit(name, Text.same(name.upper()), name.upper()) for name in ("a", "b", "c"))
BLOC = Bloc("bloc", Text.same("bloc"), 2022, UNITS, offices=(Office("a", "head", 2022),))
PROCEDURE = Procedure(ranking=RankingRules(("core", "penalty", "chair")), quorum=Quorum(Fraction(2, 3)))
SETUP = Setup(BLOC, RUBRIC, (), PROCEDURE)


def entries(events: Sequence[Event | tuple[str, Event]], kind: MeetingKind = "year-end") -> list[Entry]:
    """A record of these acts, a minute apart; a pair says who acted."""
    listed = [("s", e.Opened("m", kind, AGENDAS[kind], {})), *(x if isinstance(x, tuple) else ("s", x) for x in events)]
    return [
        Entry(seq, AT + timedelta(minutes=seq), by, event, f"hash {seq}") for seq, (by, event) in enumerate(listed, 1)
    ]


def taken(*events: Event | tuple[str, Event], setup: Setup = SETUP, kind: MeetingKind = "year-end") -> Minutes:
    return minutes(entries(events, kind), lambda _: setup)


def clock(moment: datetime | None) -> int | None:
    """The number of the event at that time."""
    return None if moment is None else int((moment - AT).total_seconds()) // 60


PEOPLE = (
    e.PersonListed("pa", "An", "chair", "a"),
    e.PersonListed("pb", "Bình", "delegate", "b"),
    e.PersonListed("pc", "Cát", "delegate", "c"),
    e.PersonListed("pc2", "Chi", "delegate", "c"),
    e.PersonListed("g", "Khách", "guest"),
)


# ------------------------------------------------------------------------------------------------------ the record


def test_no_events_make_no_minutes() -> None:
    with pytest.raises(ValueError, match="empty"):
        minutes([], lambda _: SETUP)
    with pytest.raises(ValueError, match="begins with Opened"):
        minutes(entries([e.Closed()])[1:], lambda _: SETUP)


def test_an_opened_meeting_has_minutes() -> None:
    found = taken()
    assert (found.meeting, found.kind, found.events, found.hash) == ("m", "year-end", 1, "hash 1")
    assert (found.attendees, found.steps, found.polls, found.undone, found.closed) == ((), (), (), (), None)


def test_minutes_say_where_the_meeting_was_held_or_leave_it_to_be_filled_in() -> None:
    placed = attrs.evolve(
        PROCEDURE, meetings=(PlannedMeeting("m", "year-end", place=Text(vi="Hội trường", en="Hall")),)
    )
    found = taken(setup=Setup(BLOC, RUBRIC, (), placed))
    assert "- Địa điểm: Hội trường\n" in minutes_markdown(found, "vi")
    assert "- Place: Hall\n" in minutes_markdown(found, "en")
    assert minutes_data(found)["place"] == "Hội trường"
    elsewhere = attrs.evolve(placed, meetings=(attrs.evolve(placed.meetings[0], id="other"),))
    for procedure in (PROCEDURE, elsewhere):
        unknown = taken(setup=Setup(BLOC, RUBRIC, (), procedure))
        assert "- Địa điểm: ……" in minutes_markdown(unknown, "vi")
        assert minutes_data(unknown)["place"] is None


def test_minutes_are_read_once_from_any_iterable() -> None:
    listed = entries([*PEOPLE, e.CheckedIn("pa")])
    assert minutes(iter(listed), lambda _: SETUP) == minutes(listed, lambda _: SETUP)


# -------------------------------------------------------------------------------------------------------- people


def test_who_was_there_when() -> None:
    found = taken(*PEOPLE, e.CheckedIn("pa"), e.CheckedIn("g"), e.CheckedOut("pa"), e.CheckedIn("pa"))
    stays = {one.listed.person: [(clock(s.came), clock(s.left)) for s in one.stays] for one in found.attendees}
    assert stays == {"pa": [(7, 9), (10, None)], "pb": [], "pc": [], "pc2": [], "g": [(8, None)]}
    assert {one.listed.person: one.votes for one in found.attendees} == {"pa": 1, "pb": 1, "pc": 1, "pc2": 0, "g": 0}
    assert [one.listed.person for one in found.people("chair", "guest")] == ["pa", "g"]


def test_the_vote_of_a_unit_goes_with_the_one_who_holds_it() -> None:
    found = taken(*PEOPLE, e.CheckedIn("pc2"), e.VoteHeld("c", "pc2"))
    assert {one.listed.person: one.votes for one in found.people("delegate")} == {"pb": 1, "pc": 0, "pc2": 1}
    assert [(one.seq, one.present) for one in found.presences][-2:] == [(7, 0), (8, 1)]


def test_a_guest_makes_no_quorum() -> None:
    found = taken(*PEOPLE, e.CheckedIn("g"), e.CheckedIn("pa"), e.CheckedIn("pb"), e.CheckedOut("pa"))
    assert [(one.present, one.quorate) for one in found.presences[-4:]] == [
        (0, False),
        (1, False),
        (2, True),
        (1, False),
    ]
    assert {one.entitled for one in found.presences} == {3}


def test_the_roll_call_counts_those_there_when_it_was_first_left() -> None:
    moved = (e.StepEntered("roll-call"), e.CheckedIn("pa"), e.CheckedIn("pb"))
    later = (e.StepEntered("report"), e.CheckedIn("pc"), e.StepEntered("roll-call"), e.CheckedOut("pa"))
    assert taken(*PEOPLE, *moved, *later, e.StepEntered("report")).roll_call.present == 2
    assert taken(*PEOPLE, *moved).roll_call.present == 2
    assert taken(*PEOPLE, e.CheckedIn("pa"), e.CheckedOut("pa")).roll_call.present == 1


def test_steps_are_in_the_order_taken_and_show_returns() -> None:
    steps = taken(e.StepEntered("report"), e.StepEntered("opening"), e.StepEntered("report")).steps
    assert [(one.step, one.again) for one in steps] == [("report", False), ("opening", False), ("report", True)]


# ----------------------------------------------------------------------------------------------------- undo, redo


def test_an_undone_act_stands_in_its_own_list_alone() -> None:
    found = taken(
        e.Noted("cause", "x"), e.TaskGiven("t", "do it"), ("z", e.Undone(3)), e.TaskGiven("t", "do that"), e.Closed()
    )
    assert [task.given.event.text for task in found.tasks if task.given] == ["do that"]
    (undone,) = found.undone
    assert (undone.seq, undone.kind, undone.undone.seq, undone.undone.by) == (3, "TaskGiven", 4, "z")
    assert "do it" not in json.dumps(minutes_data(found))
    assert "do it" not in minutes_markdown(found, "vi")


def test_undo_then_redo_leaves_the_minutes_as_they_were_but_for_the_record() -> None:
    acts = (e.Noted("cause", "x"), e.Noted("cause", "y"))
    before = taken(*acts)
    after = taken(*acts, e.Undone(3), e.Undone(2), e.Redone(2), e.Redone(3))
    same = attrs.evolve(after, events=before.events, hash=before.hash, last=before.last)
    assert same == before


def test_what_was_undone_before_a_new_act_cannot_come_back() -> None:
    found = taken(e.Noted("cause", "x"), e.Undone(2), e.Noted("cause", "y"), e.Undone(4), e.Redone(4))
    assert [note.event.text for note in found.notes] == ["y"]
    assert [one.seq for one in found.undone] == [2]


def test_somebody_whose_leaving_was_undone_is_still_there() -> None:
    found = taken(*PEOPLE, e.CheckedIn("pa"), e.CheckedOut("pa"), e.Undone(8))
    assert [(clock(stay.came), stay.left) for stay in found.attendees[0].stays] == [(7, None)]
    assert found.presences[-1].present == 1


# ---------------------------------------------------------------------------------------------------------- marks


def sheet(source: str, by: str, marks: Mapping[str, Mapping[str, Given]]) -> Sheet:
    return Sheet(source, by, date(2022, 12, 1), marks)  # type: ignore[arg-type]


def agreed(unit: str, name: str, points: str | None, reason: str = "") -> e.MarksAgreed:
    return e.MarksAgreed((e.Change(unit, name, None if points is None else mark(points)),), reason)


SHEETS = (
    sheet("self", "a", {"a": {"A1": mark("50"), "B1": mark("30")}}),
    sheet("verified", "head-team", {"a": {"A1": mark("45")}, "b": {"A1": mark("40")}}),
    sheet("verified", "b", {"b": {"B1": mark("20")}, "c": {"B1": mark("10")}}),
)


def test_a_change_knows_what_stood_there_and_whose_it_was() -> None:
    found = taken(
        agreed("a", "A1", "44", "x"),
        agreed("a", "A1", "45"),
        agreed("a", "B1", "30"),
        agreed("c", "A1", "9"),
        agreed("a", "A1", None, "y"),
        setup=attrs.evolve(SETUP, sheets=SHEETS),
    )
    assert [(one.source, one.before, one.after, one.changed, one.reason) for one in found.marks] == [
        ("verified", mark("45"), mark("44"), True, "x"),
        ("agreed", mark("44"), mark("45"), True, ""),
        ("self", mark("30"), mark("30"), False, ""),
        (None, None, mark("9"), True, ""),
        ("agreed", mark("45"), None, True, "y"),
    ]


def test_a_confirmation_belongs_to_the_mark_that_it_met() -> None:
    cells = (e.Cell("a", "A1"),)
    found = taken(
        agreed("a", "A1", "44"),
        agreed("a", "A1", "45"),
        ("q", e.MarksConfirmed(cells)),
        agreed("a", "A1", "46"),
        agreed("a", "A1", "47"),
        ("r", e.MarksConfirmed(cells)),
    )
    assert [one.confirmed and one.confirmed.by for one in found.marks] == [None, "q", None, "r"]


def test_a_hand_in_the_marks_of_ones_own_unit_is_shown() -> None:
    found = taken(
        *PEOPLE,
        ("An", agreed("a", "A1", "44")),
        ("pb", agreed("b", "A1", "44")),
        ("pb", agreed("b", "B1", "4")),
        ("pb", agreed("a", "B1", "4")),
        ("Chi", e.MarksConfirmed((e.Cell("b", "A1"),))),
        ("An", e.MarksConfirmed((e.Cell("a", "B1"),))),
        setup=attrs.evolve(SETUP, sheets=SHEETS),
    )
    assert [(one.interest, one.unit, one.by, one.criteria) for one in found.own_marks] == [
        ("verified-own", "a", "head-team", ("A1",)),
        ("verified-own", "b", "b", ("B1",)),
        ("entered-own", "a", "An", ("A1",)),
        ("entered-own", "b", "pb", ("A1", "B1")),
        ("confirmed-own", "a", "An", ("B1",)),
    ]


def test_a_hand_in_ones_own_marks_is_shown_however_the_name_is_typed() -> None:
    found = taken(*PEOPLE, ("  bÌNH ", agreed("b", "A1", "44")), ("Bình Minh", agreed("b", "B1", "4")))
    assert [(one.interest, one.unit, one.criteria) for one in found.own_marks] == [("entered-own", "b", ("A1",))]


def test_a_meeting_without_marks_says_nothing_of_sheets_and_standings() -> None:
    found = taken(setup=attrs.evolve(SETUP, sheets=SHEETS), kind="half-year")
    assert (found.own_marks, found.standings) == ((), None)


def test_a_unit_that_withdrew_may_come_back() -> None:
    found = taken(e.UnitWithdrew("a", "x"), e.UnitReturned("a"), e.UnitWithdrew("b", "y"), e.UnitWithdrew("a", "z"))
    assert [
        (w.withdrew.event.unit, w.withdrew.event.reason, w.returned and w.returned.seq) for w in found.withdrawals
    ] == [
        ("a", "x", 3),
        ("b", "y", None),
        ("a", "z", None),
    ]
    assert found.standings is not None
    assert [one.unit for one in found.standings.standings] == ["c"]


# ------------------------------------------------------------------------------------------------------ standings


def row(unit: str, a: str, b: str, p: str) -> e.MarksAgreed:
    marks = zip(("A1", "B1", "P1"), (a, b, p), strict=True)
    return e.MarksAgreed(tuple(e.Change(unit, name, mark(points)) for name, points in marks))


def test_a_tie_names_the_link_that_parts_it_and_both_figures() -> None:
    found = taken(row("a", "50", "30", "1"), row("b", "50", "29", "0"), row("c", "40", "39", "0"))
    assert found.standings is not None
    assert [one.unit for one in found.standings.standings] == ["a", "b", "c"]
    assert [(s.above, s.below, s.link, s.figures, s.awaits) for s in found.standings.separations] == [
        ("a", "b", "core", (80, 79), None),
        ("b", "c", None, None, "chair"),
    ]


def test_figures_of_a_penalty_are_the_points_taken_away() -> None:
    setup = attrs.evolve(SETUP, procedure=Procedure(ranking=RankingRules(("penalty",))))
    found = taken(row("a", "50", "30", "1"), row("b", "50", "29", "0"), row("c", "0", "0", "0"), setup=setup)
    assert found.standings is not None
    assert [(s.above, s.link, s.figures) for s in found.standings.separations] == [("b", "penalty", (0, 1))]


def test_the_chair_has_no_figures_but_a_reason() -> None:
    marks = (row("a", "50", "30", "0"), row("b", "50", "30", "0"), row("c", "0", "0", "0"))
    found = taken(*marks, e.ChairDecided(("b", "a"), "the newer"))
    assert found.standings is not None
    assert [(s.above, s.below, s.link, s.figures) for s in found.standings.separations] == [("b", "a", "chair", None)]
    assert [one.event.reason for one in found.chair] == ["the newer"]
    assert "the newer" in minutes_markdown(found, "en")


def test_standings_are_those_of_the_release_until_marks_are_opened_again() -> None:
    setup = attrs.evolve(SETUP, procedure=Procedure(ranking=RankingRules(("poll:p",)), polls=(POLL,), quorum=None))
    marks = (row("a", "50", "30", "0"), row("b", "50", "30", "0"), row("c", "0", "0", "0"))
    polled = (
        e.PollCreated("p", POLL, ("a", "b")),
        e.PollOpened("p", 1),
        e.PollClosed("p", 1, Counts(3, 3, votes={"b": Votes(3), "a": Votes(0, 3)}), {"a": 1, "b": 1, "c": 1}),
    )
    released = taken(*marks, e.MarksClosed(), e.StandingsReleased(), *polled, setup=setup).standings
    assert released is not None
    assert released.released is not None
    assert [one.rank for one in released.standings] == [1, 1, 3]
    again = taken(*marks, e.MarksClosed(), e.StandingsReleased(), *polled, e.MarksReopened("x"), setup=setup).standings
    assert again is not None
    assert again.released is None
    assert [(one.unit, one.rank) for one in again.standings] == [("b", 1), ("a", 2), ("c", 3)]


def test_drafts_are_named() -> None:
    setup = attrs.evolve(SETUP, procedure=Procedure(marks=MarkRules(confirm="second-person")))
    found = taken(agreed("a", "A1", "4"), agreed("b", "A1", "4"), e.MarksConfirmed((e.Cell("a", "A1"),)), setup=setup)
    assert found.standings is not None
    assert found.standings.drafts == (("b", "A1"),)


def test_a_lot_is_void_once_marks_were_opened_again() -> None:
    found = taken(
        e.MarksClosed(),
        e.LotDrawn("one"),
        e.MarksReopened("x"),
        e.MarksClosed(),
        e.LotDrawn("two"),
        e.LotDrawn("three"),
    )
    assert [(one.drawn.event.seed, one.void) for one in found.lots] == [("one", True), ("two", False), ("three", False)]
    assert [type(one.event).__name__ for one in found.marks_closed] == ["MarksClosed", "MarksReopened", "MarksClosed"]


# ---------------------------------------------------------------------------------------------------------- polls

POLL = PollRules("p", Text.same("?"), ("a", "b"), at_least=Fraction(2, 3))


@given(st.fractions(0, 1), st.integers(1, 500), st.booleans())
def test_what_is_needed_is_the_least_number_that_passes(share: Fraction, base: int, at_least: bool) -> None:
    rules = attrs.evolve(POLL, at_least=share if at_least else None, more_than=None if at_least else share)

    def passes(votes: int) -> bool:
        return votes >= share * base if at_least else votes > share * base

    least = needed(rules, base)
    assert least is not None
    assert passes(least)
    assert least == 0 or not passes(least - 1)


def test_nothing_is_needed_of_no_base_or_where_the_most_votes_decide() -> None:
    assert needed(POLL, 0) is None
    assert needed(attrs.evolve(POLL, at_least=None), 9) is None


def test_a_poll_under_way_shows_no_figure_and_its_earlier_rounds_do() -> None:
    rules = attrs.evolve(POLL, seats=1, rounds=2)
    whole = {"a": 1, "b": 1, "c": 1}
    first = Counts(3, 3, votes={"a": Votes(1, 2), "b": Votes(1, 2)})
    acts = (e.PollCreated("p", rules, ("a", "b")), e.PollOpened("p", 1, ("pc",)))
    (opened,) = minutes_data(taken(*PEOPLE, *acts))["polls"]
    assert (opened["state"], opened["round"], opened["committee"]) == ("open", 1, ["pc"])
    figures = ("entitled", "present", "issued", "cast", "written", "invalid", "valid", "votes", "results")
    assert {opened[name] for name in figures} == {None}
    tables = minutes_data(taken(*PEOPLE, *acts, e.PollClosed("p", 1, first, whole), e.PollOpened("p", 2)))["polls"]
    assert [(one["round"], one["state"], one["cast"]) for one in tables] == [(1, "closed", 3), (2, "open", None)]


def test_a_recused_candidate_leaves_its_own_base() -> None:
    rules = attrs.evolve(POLL, recused="candidate")
    counts = Counts(3, 3, votes={"a": Votes(2), "b": Votes(1, 1)})
    closed = e.PollClosed("p", 1, counts, {"a": 1, "b": 1, "c": 1}, ("a", "b", "c"))
    (poll,) = taken(e.PollCreated("p", rules, ("a", "b")), e.PollOpened("p", 1), closed).polls
    assert [(one.candidate, one.votes, one.base, one.needed, one.own) for one in poll.rounds[0].results] == [
        ("a", 2, 2, 2, 1),
        ("b", 1, 2, 2, 1),
    ]


# -------------------------------------------------------------------------------------------------- what follows


def test_a_nomination_dropped_may_be_made_again() -> None:
    found = taken(
        e.Nominated("x", "a"), e.NominationDropped("x", "a", "why"), e.Nominated("x", "a"), e.Nominated("y", "a")
    )
    assert [(n.nominated.event.award, n.dropped is not None) for n in found.nominations] == [
        ("x", True),
        ("x", False),
        ("y", False),
    ]


def test_tasks_of_this_and_earlier_meetings() -> None:
    found = taken(e.TaskGiven("t", "x"), e.TaskDone("old", date(2023, 1, 2)), e.TaskDone("t", date(2023, 1, 3)))
    assert [(task.id, task.given is not None, task.done and task.done.event.on) for task in found.tasks] == [
        ("t", True, date(2023, 1, 3)),
        ("old", False, date(2023, 1, 2)),
    ]


def test_the_last_election_holds() -> None:
    found = taken(e.OfficesElected(2023, "a"), e.OfficesElected(2023, "b", ("c",)))
    assert found.offices is not None
    assert found.offices.event == e.OfficesElected(2023, "b", ("c",))


def test_the_texts_of_configuration_files_stay_in_the_record() -> None:
    found = taken(e.Reconfigured({"rubric.toml": "secret text", "gone.toml": None}, "new form"))
    data = minutes_data(found)
    assert "secret text" not in json.dumps(data)
    assert (data["reconfigured"][0]["files"], data["reconfigured"][0]["reason"]) == (
        ["gone.toml", "rubric.toml"],
        "new form",
    )


# ------------------------------------------------------------------------------------------------------- Markdown


def plain_texts(markdown: str) -> list[str]:
    """The inline texts of a document; anything in them but text is an error."""
    found = []
    for token in MarkdownIt("gfm-like").parse(markdown):
        assert not token.type.startswith(("html", "code", "fence")), token
        if token.type == "inline":
            assert {child.type for child in token.children or ()} <= {"text", "text_special"}, token
            found.append("".join(child.content for child in token.children or ()))
    return found


users_text = st.text(st.characters(codec="utf-8"), max_size=30) | st.text(
    "*_`#-+=.)(0123 \\[]<>!|~$@&;:/w\n\t", max_size=30
)


@given(users_text)
def test_what_users_wrote_is_text_in_markdown(text: str) -> None:
    shown = visible(" ".join(text.split()))
    escaped = escape(text)
    assert plain_texts(f"- x {escaped} x") == [f"x {shown} x"]
    if shown:
        assert plain_texts(f"- {escaped}") == [shown]
        assert plain_texts(f"### 1. {escaped}.") == [f"1. {shown}."]
        assert plain_texts("\n".join(table(["h", "i"], [[escaped, "x"]], "lr"))) == ["h", "i", shown, "x"]


def test_markup_of_users_stays_what_it_is() -> None:
    assert escape("*a* | <b> [c](d) `e`") == r"\*a\* \| \<b\> \[c\](d) \`e\`"
    assert escape("# one\n2. two") == r"\# one 2. two"
    assert escape("2. two") == r"2\. two"
    assert escape("45/BC, 92.5% & thêm") == "45/BC, 92.5% & thêm"
    assert escape("&amp; \x1b[2J") == r"\&amp; \\x1b\[2J"


def test_a_name_with_markup_does_not_break_the_table() -> None:
    found = taken(e.PersonListed("x", "A | **B**", "delegate", "a", "# post"), e.Noted("cause", "<script>", "x"))
    text = minutes_markdown(found, "vi")
    assert r"| A \| \*\*B\*\* | \# post | A | 1 | vắng mặt |" in text
    assert "<script>" not in text


# ------------------------------------------------------------------------------------------------- the command


@pytest.fixture
def met(tmp_path: Path) -> Path:
    folder = tmp_path / "f"
    shutil.copytree(NOI_CHINH, folder)
    for meeting, at in (("half-year", AT), ("year-end", AT - timedelta(days=1))):
        with Session.open(folder, meeting, "Thư ký", at) as session:
            for command in (
                e.PersonListed("an", "Nguyễn Văn An", "chair", "btp"),
                e.CheckedIn("an"),
                e.Noted("cause", "nói nhầm"),
                Undo(),
            ):
                assert not isinstance(session.do(command, "Thư ký", at), Refusal)
    return folder


def test_the_command_prints_the_minutes_of_the_meeting_opened_last(
    met: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    answer = ask(capsys, "minutes", met)
    assert answer.status == 0
    assert "# BIÊN BẢN\n\n**Hội nghị sơ kết 6 tháng đầu năm 2022**" in answer.out
    assert "nói nhầm" not in answer.out
    assert "“half-year”, đến sự kiện số 5" in answer.err
    english = ask(capsys, "minutes", met, "--meeting", "year-end", "--lang", "en")
    assert "# MINUTES\n\n**Year-end review 2022**" in english.out


def test_the_command_gives_data(met: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = ask(capsys, "minutes", met, "--format", "json", "--until", "3").json
    assert (data["meeting"], data["events"], data["undone"]) == ("half-year", 3, [])
    assert len(data["hash"]) == 64


def test_the_command_writes_a_file_whole_or_not_at_all(met: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = met / "bien-ban.md"
    file.write_text("old")
    answer = ask(capsys, "minutes", met, "-o", file)
    assert (answer.status, answer.out) == (0, "")
    assert file.read_text("utf-8") == ask(capsys, "minutes", met).out
    assert [path.name for path in met.iterdir() if path.name.startswith(".")] == []
    missing = ask(capsys, "minutes", met, "-o", met / "none" / "x.md")
    assert missing.status == 2
    assert "none/x.md" in missing.err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--until", "99"], "sổ ghi có 5 sự kiện"),
        (["--meeting", "half-yer"], "“half-year”"),
        (["--format", "csv"], "md, json"),
        (["--until", "0"], "--until"),
    ],
)
def test_the_command_says_what_is_wrong(
    met: Path, words: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    answer = ask(capsys, "minutes", met, *words)
    assert (answer.status, answer.out) == (2, "")
    assert said in answer.err


def test_a_folder_without_a_record_has_no_minutes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    answer = ask(capsys, "minutes", tmp_path)
    assert (answer.status, answer.out) == (2, "")
    assert "hội nghị" in answer.err
