"""procedure.toml: how marks are settled, units ranked, polls taken and meetings held."""

from __future__ import annotations

from datetime import date

import attrs
import pytest

from emulation.contest import Contest
from emulation.procedure import (
    AGENDAS,
    MarkRules,
    PlannedMeeting,
    PollRules,
    Procedure,
    Quorum,
    RankingRules,
    check,
)
from emulation.rubric import Band, Rubric
from tests.small_rubrics import NAME, bloc, codes, d, group, leaf, pledge, rubric, section, share


def table() -> Rubric:
    return rubric(
        section("A", 2, group("A1", 2, leaf("A1.1", 2))),
        section("P", 2, leaf("P1", 2), kind="penalty"),
        bands=(Band("good", NAME, d(1)),),
    )


def findings_of(procedure: Procedure, *, with_rubric: bool = True) -> list[str]:
    return codes(check(procedure, bloc("", ""), table() if with_rubric else None))


def poll(**fields: object) -> PollRules:
    return attrs.evolve(PollRules("flag", NAME, "all"), **fields)


def test_the_defaults_are_those_of_the_format() -> None:
    rules = Procedure()
    assert rules.marks == MarkRules(("agreed", "verified"), "median", None, "none", None, "optional")
    assert rules.ranking.needs == ("no-blank", "above-floor")
    assert (poll().of, poll().absent, poll().recused, poll().rounds, poll().secret) == (
        "entitled",
        "none",
        "none",
        1,
        True,
    )
    assert findings_of(rules) == []


def test_a_sound_procedure_has_no_findings() -> None:
    ties = ("core", "bonus", "section:A", "criterion:A1.1", "penalty", "pledges", "poll:flag", "chair", "lot")
    sound = Procedure(
        MarkRules(discuss_gap=share("1/5")),
        RankingRules(ties),
        Quorum(share("2/3")),
        (PlannedMeeting("year-end", "year-end"),),
        (poll(seats=1, at_least=share("2/3")), poll(id="other", candidates=("a", "b"), more_than=share("1/2"))),
    )
    assert findings_of(sound) == []


@pytest.mark.parametrize(
    ("marks", "expected"),
    [
        (MarkRules(final=()), ["empty marks.final"]),
        (MarkRules(final=("self", "self")), ["repeated marks.final[1]"]),
        (MarkRules(discuss_gap=share("3/2")), ["not-a-part marks.discuss_gap"]),
    ],
)
def test_marks_are_settled_by_an_order_without_repetition(marks: MarkRules, expected: list[str]) -> None:
    assert findings_of(Procedure(marks)) == expected


@pytest.mark.parametrize(
    ("link", "expected"),
    [
        ("cor", "unknown-link ranking.ties[0]"),
        ("section", "unknown-link ranking.ties[0]"),
        ("lot:A", "unknown-link ranking.ties[0]"),
        ("section:B", "unknown-section ranking.ties[0]"),
        ("criterion:A", "unknown-criterion ranking.ties[0]"),
        ("poll:fag", "unknown-poll ranking.ties[0]"),
        ("section:P", "link-to-penalty ranking.ties[0]"),
        ("criterion:P1", "link-to-penalty ranking.ties[0]"),
    ],
)
def test_the_links_of_the_tie_chain_are_known(link: str, expected: str) -> None:
    assert findings_of(Procedure(ranking=RankingRules((link,)), polls=(poll(),))) == [expected]


def test_links_into_a_rubric_that_could_not_be_read_are_left_alone() -> None:
    links = RankingRules(("section:B", "criterion:P1", "poll:fag"))
    assert findings_of(Procedure(ranking=links), with_rubric=False) == ["unknown-poll ranking.ties[2]"]


def test_a_link_after_the_lot_is_never_reached_and_one_named_twice_is_an_error() -> None:
    assert findings_of(Procedure(ranking=RankingRules(("lot", "core")))) == ["link-after-lot ranking.ties[1]"]
    assert findings_of(Procedure(ranking=RankingRules(("core", "core")))) == ["repeated ranking.ties[1]"]


def test_a_quorum_is_a_share_above_nothing() -> None:
    assert findings_of(Procedure(quorum=Quorum(share("0")))) == ["not-a-part quorum.at_least"]
    assert findings_of(Procedure(quorum=Quorum(share("1")))) == []


def test_meetings_and_polls_have_ids_of_their_own() -> None:
    meeting = PlannedMeeting("m", "launch")
    assert findings_of(Procedure(meetings=(meeting, meeting), polls=(poll(), poll()))) == [
        "duplicate-id meeting[1].id",
        "duplicate-id poll[1].id",
    ]


@pytest.mark.parametrize(
    ("wrong", "expected"),
    [
        ({"at_least": share("1/2"), "more_than": share("1/2")}, ["one-of poll[0].more_than"]),
        ({"at_least": share("3/2")}, ["not-a-part poll[0].at_least"]),
        ({"more_than": share("-1")}, ["not-a-part poll[0].more_than"]),
        ({"seats": 0}, ["not-positive poll[0].seats"]),
        ({"kind": "choose"}, ["seats-missing poll[0]"]),
        ({"rounds": 0}, ["not-positive poll[0].rounds"]),
        ({"candidates": ("a", "z")}, ["unknown-unit poll[0].candidates[1]"]),
        ({"candidates": ()}, ["empty poll[0].candidates"]),
        ({"candidates": ("a", "b", "a")}, ["repeated poll[0].candidates[2]"]),
        ({"candidates": "top:0"}, ["unknown-candidates poll[0].candidates"]),
        ({"candidates": "top3"}, ["unknown-candidates poll[0].candidates"]),
        ({"candidates": "band:god"}, ["unknown-band poll[0].candidates"]),
        ({"candidates": "band:good"}, []),
        ({"candidates": "top:3"}, []),
        ({"candidates": "eligible:flag"}, []),
    ],
)
def test_a_poll_s_rules_fit_together(wrong: dict[str, object], expected: list[str]) -> None:
    assert findings_of(Procedure(polls=(poll(**wrong),))) == expected


def test_a_meeting_is_found_by_its_id_and_has_an_agenda_of_its_kind() -> None:
    planned = PlannedMeeting("m", "half-year")
    rules = Procedure(meetings=(planned, PlannedMeeting("n", "launch", agenda=("opening", "signing"))))
    assert rules.meeting("m") is planned
    assert planned.steps() == AGENDAS["half-year"]
    assert rules.meeting("n").steps() == ("opening", "signing")
    with pytest.raises(KeyError):
        rules.meeting("z")


def test_a_contest_is_the_bloc_s_own_year() -> None:
    signed = pledge(unit="b")
    one = Contest.of(bloc("", "", year=2023), table(), [signed], Procedure(MarkRules(peers="mean")))
    assert (one.year, one.ends) == (2023, date(2023, 12, 31))
    assert one.pledges == {"b": signed}
    assert one.marks.peers == "mean"
    assert Contest.of(bloc(""), table()).ranking == RankingRules()
    assert [unit.id for unit in one.without(["a"]).units] == ["b"]
