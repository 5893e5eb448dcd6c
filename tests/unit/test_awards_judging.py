"""Verdicts: bars, the restart of the clock, evidence and confirmations, local books, what is missing."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import attrs
import pytest

from emulation.awards.conditions import (
    All,
    AnyOf,
    Basis,
    Clause,
    Confirm,
    EveryYear,
    Graded,
    Holds,
    Judged,
    Meets,
    NoneOf,
    Recognised,
    Some,
    UnderDiscipline,
    UnderProceeding,
    Voted,
    Window,
)
from emulation.awards.dossier import LATEST, Context, index
from emulation.awards.facts import (
    AwardHeld,
    Candidate,
    Discipline,
    Initiative,
    Judgement,
    Proceeding,
    Vote,
    YearOnRecord,
)
from emulation.awards.judging import bind, judge, judge_all
from emulation.awards.nearest import first_year, nearest, ways
from emulation.awards.rulebook import Award, Bar, Extend, Period, Rulebook, choose, stale
from emulation.awards.verdict import bound
from emulation.finding import Finding
from emulation.text import Text

BASIS = Basis("law", "1", "2")
GOOD = Clause(Graded("good"))
CONTEXT = Context(date(2025, 12, 31), 2025, complete_until=LATEST)
PERSON = Candidate("p", Text.same("P"), "individual", years=(YearOnRecord(2025, "good"),))


def award(require: Clause, name: str = "a", **facts: Any) -> Award:
    stated = {"basis": BASIS, "evidence": "text"} | facts
    return Award(name, Text.same(name), "title", "individual", require, **stated)


def book(*awards: Award, **facts: Any) -> Rulebook:
    return Rulebook("vn", "1", hash="cafe", awards=awards, **facts)


def verdict(rules: Rulebook, candidate: Candidate = PERSON, confirms: tuple[Confirm, ...] = (), name: str = "a") -> Any:
    return judge(candidate, name, bind([rules], confirms), CONTEXT)


def discipline_bar(**facts: Any) -> Bar:
    stated = {"basis": BASIS, "evidence": "text"} | facts
    return Bar("discipline", UnderDiscipline(), **stated)


PROCEEDING_BAR = Bar("proceeding", UnderProceeding(), basis=BASIS, evidence="text")


def test_a_verdict_says_what_it_was_asked() -> None:
    said = verdict(book(award(GOOD)))
    assert said.status == "eligible"
    assert (said.candidate, said.award) == ("p", "a")
    assert said.asked.rulebook == "vn"
    assert (said.asked.version, said.asked.hash) == ("1", "cafe")
    assert (said.asked.received, said.asked.year) == (date(2025, 12, 31), 2025)


def test_an_award_for_the_other_kind_is_refused_with_the_reason() -> None:
    with pytest.raises(ValueError, match="'a' is for individuals; candidate 'c' is of kind 'collective'"):
        verdict(book(award(GOOD)), Candidate("c", Text.same("C"), "collective"))


def test_everybody_is_judged_for_every_award_of_their_kind() -> None:
    team = Candidate("t", Text.same("T"), "collective")
    rules = book(award(GOOD), attrs.evolve(award(GOOD, "team"), for_="collective"))
    judged = [(one.candidate, one.award, one.status) for one in judge_all([PERSON, team], bind([rules]), CONTEXT)]
    assert judged == [("p", "a", "eligible"), ("t", "team", "unknown")]


@pytest.mark.parametrize(
    ("discipline", "status"),
    [
        (Discipline(date(2025, 1, 1)), "barred"),
        (Discipline(date(2025, 1, 1), until=date(2025, 12, 31)), "barred"),
        (Discipline(date(2025, 1, 1), until=date(2025, 12, 30)), "eligible"),
        (Discipline(date(2026, 1, 1)), "eligible"),
    ],
)
def test_a_running_discipline_bars(discipline: Discipline, status: str) -> None:
    disciplined = attrs.evolve(PERSON, disciplines=(discipline,))
    assert verdict(book(award(GOOD), bars=(discipline_bar(),)), disciplined).status == status
    assert verdict(book(award(GOOD)), disciplined).status == "eligible"


@pytest.mark.parametrize(
    ("proceeding", "status"),
    [
        (Proceeding(date(2025, 3, 1)), "barred"),
        (Proceeding(date(2025, 3, 1), closed=date(2026, 1, 1)), "barred"),
        (Proceeding(date(2025, 3, 1), closed=date(2025, 12, 31)), "eligible"),
        (Proceeding(date(2026, 1, 1)), "eligible"),
    ],
)
def test_an_open_proceeding_bars(proceeding: Proceeding, status: str) -> None:
    pursued = attrs.evolve(PERSON, proceedings=(proceeding,))
    assert verdict(book(award(GOOD), bars=(PROCEEDING_BAR,)), pursued).status == status


def test_bars_read_only_what_is_listed() -> None:
    rules = bind([book(award(GOOD), bars=(discipline_bar(), PROCEEDING_BAR))])
    said = judge(PERSON, "a", rules, Context(date(2025, 12, 31), 2025))
    assert [bar.status for bar in said.bars] == ["not-met", "not-met"]


def test_a_bar_goes_before_what_is_not_met_and_that_before_what_is_not_known() -> None:
    disciplined = attrs.evolve(PERSON, disciplines=(Discipline(date(2025, 1, 1)),))
    bars = (discipline_bar(), attrs.evolve(PROCEEDING_BAR, evidence="reported"))
    assert verdict(book(award(Clause(Graded("excellent"))), bars=bars), disciplined).status == "barred"
    assert verdict(book(award(Clause(Graded("excellent"))), bars=bars)).status == "not-eligible"
    assert verdict(book(award(GOOD), bars=bars)).status == "unknown"


class TestRestart:
    """Years that began before the end of a bar do not count for grades, streaks and inside windows."""

    bars = (discipline_bar(restart=True),)
    ended = Discipline(date(2023, 5, 1), until=date(2024, 5, 1))
    years = tuple(YearOnRecord(year, "good") for year in range(2020, 2026))
    awards = tuple(AwardHeld("t", year) for year in range(2020, 2026))
    initiatives = (Initiative("i", recognised=date(2024, 6, 1)),)
    person = attrs.evolve(PERSON, years=years, awards=awards, disciplines=(ended,), initiatives=initiatives)

    def status(self, condition: Any, **facts: Any) -> str:
        person = attrs.evolve(self.person, **facts)
        tree = verdict(book(award(Clause(condition)), bars=self.bars), person).tree
        without = verdict(book(award(Clause(condition)), bars=(discipline_bar(),)), person).tree
        assert without.status == "met"
        status: str = tree.status
        return status

    def test_grades(self) -> None:
        assert self.status(Graded("good")) == "met"
        assert self.status(Graded("good", 2)) == "not-met"

    def test_streaks(self) -> None:
        assert self.status(Holds("t", 2, in_a_row=True)) == "not-met"
        assert self.status(Holds("t", 1, in_a_row=True)) == "met"
        assert self.status(Holds("t", 2, gap=0)) == "not-met"

    def test_inside_windows(self) -> None:
        assert self.status(Window(3, None, (Clause(Holds("t", 2)),))) == "not-met"
        assert self.status(Window(3, None, (Clause(Holds("t", 1)),))) == "met"
        assert self.status(Window(2, None, (Clause(Graded("good", times=2)),))) == "not-met"
        assert self.status(Window(3, None, (Clause(Recognised("grassroots")),))) == "not-met"
        assert self.status(Recognised("grassroots", when="ever")) == "met"
        every_year = Clause(EveryYear((Clause(Graded("good")), Clause(Holds("t")))))
        assert self.status(Window(2, None, (every_year,))) == "not-met"

    def test_a_plain_holds_and_what_stands_before_a_window_are_untouched(self) -> None:
        assert self.status(Holds("t", 6)) == "met"
        assert self.status(Window(1, "t", (Clause(Graded("good")),))) == "met"

    def test_a_year_that_begins_on_the_last_day_counts(self) -> None:
        ended = attrs.evolve(self.ended, until=date(2024, 1, 1))
        assert self.status(Graded("good", 2), disciplines=(ended,)) == "met"

    def test_the_verdict_says_from_when_years_count(self) -> None:
        assert verdict(book(award(GOOD), bars=self.bars), self.person).counts_from == 2025
        assert verdict(book(award(GOOD), bars=(discipline_bar(),)), self.person).counts_from is None


class TestEvidence:
    weak = Clause(Graded("good"), evidence="sector")

    def test_a_weak_leaf_is_not_known_with_what_was_read_shown(self) -> None:
        said = verdict(book(award(self.weak)))
        assert said.status == "unknown"
        assert (said.tree.status, said.tree.read) == ("unknown", ((2025, "good"),))

    @pytest.mark.parametrize(
        ("evidence", "status"),
        [
            ("text", "eligible"),
            ("restated", "eligible"),
            ("sector", "unknown"),
            ("superseded", "unknown"),
            ("reported", "unknown"),
            ("unconfirmed", "unknown"),
        ],
    )
    def test_nothing_weaker_than_restated_is_trusted(self, evidence: Any, status: str) -> None:
        assert verdict(book(award(Clause(Graded("good"), evidence=evidence)))).status == status
        assert verdict(book(award(GOOD, evidence=evidence))).status == status

    def test_evidence_that_nobody_gave_is_unconfirmed(self) -> None:
        said = verdict(book(award(GOOD, evidence=None)))
        assert said.status == "unknown"
        assert said.tree.clause.evidence == "unconfirmed"

    def test_basis_and_evidence_come_from_the_nearest_clause_around(self) -> None:
        inner = Clause(All((GOOD,)), basis=Basis("decree", "3"), evidence="restated")
        tree = verdict(book(award(Clause(AnyOf((inner, GOOD)))))).tree
        nested, plain = tree.parts[0].parts[0].clause, tree.parts[1].clause
        assert (nested.basis, nested.evidence) == (Basis("decree", "3"), "restated")
        assert (plain.basis, plain.evidence) == (BASIS, "text")

    def test_groups_add_nothing(self) -> None:
        group = Clause(All((Clause(Graded("good"), evidence="text"),)), evidence="unconfirmed")
        assert verdict(book(award(group))).status == "eligible"

    def test_a_confirmation_makes_up_for_weak_evidence(self) -> None:
        confirm = Confirm("a", "law", "1", "2", "Nguyễn Văn A", date(2026, 1, 5), "06/2022/QH15")
        said = verdict(book(award(self.weak)), confirms=(confirm,))
        assert said.status == "eligible"
        assert said.tree.clause.confirmed == confirm

    @pytest.mark.parametrize(
        "wrong", [{"award": "b"}, {"source": "decree"}, {"article": "2"}, {"clause": "1"}, {"clause": ""}]
    )
    def test_a_confirmation_has_to_name_all_four(self, wrong: dict[str, str]) -> None:
        confirm = attrs.evolve(Confirm("a", "law", "1", "2"), **wrong)
        assert verdict(book(award(self.weak)), confirms=(confirm,)).status == "unknown"

    def test_a_weak_bar_is_not_known_until_it_is_confirmed(self) -> None:
        rules = book(award(GOOD), bars=(discipline_bar(evidence="unconfirmed"),))
        assert verdict(rules).status == "unknown"
        assert verdict(rules, confirms=(Confirm("a", "law", "1", "2"),)).status == "eligible"

    def test_a_weak_meets_is_not_known_and_shows_what_it_stands_for(self) -> None:
        rules = book(award(Clause(Meets("b"), evidence="reported")), award(GOOD, "b"))
        said = verdict(rules)
        assert said.status == "unknown"
        assert [one.status for one in said.tree.walk()] == ["unknown", "met"]


class TestLocalBooks:
    local = Rulebook("local", extends=(Extend("a", Clause(Judged("q")), Basis("rule", "1"), "text"),))

    def test_a_local_requirement_is_joined_by_all(self) -> None:
        rules = bind([book(award(GOOD)), self.local])
        assert judge(PERSON, "a", rules, CONTEXT).status == "unknown"
        answered = attrs.evolve(PERSON, judged={"q": Judgement(met=True)})
        said = judge(answered, "a", rules, CONTEXT)
        assert said.status == "eligible"
        assert said.asked.rulebook == "vn"
        assert [one.clause.basis for one in said.tree.parts] == [BASIS, Basis("rule", "1")]

    def test_the_order_of_the_books_is_irrelevant(self) -> None:
        assert judge(PERSON, "a", bind([self.local, book(award(GOOD))]), CONTEXT).status == "unknown"

    def test_a_local_bar_acts_on_the_awards_that_the_book_extends(self) -> None:
        local = attrs.evolve(self.local, bars=(discipline_bar(),))
        rules = bind([book(award(GOOD), award(GOOD, "b")), local])
        disciplined = attrs.evolve(PERSON, disciplines=(Discipline(date(2025, 1, 1)),))
        assert judge(disciplined, "a", rules, CONTEXT).status == "barred"
        assert judge(disciplined, "b", rules, CONTEXT).status == "eligible"


def test_a_cycle_of_meets_is_not_known() -> None:
    rules = book(award(Clause(Meets("b"))), award(Clause(Meets("a")), "b"))
    assert verdict(rules).status == "unknown"


def test_what_is_missing_is_what_the_verdict_turns_on() -> None:
    unread = Clause(Judged("read"))
    settled = Clause(AnyOf((GOOD, Clause(Judged("idle")))))
    said = verdict(book(award(Clause(All((GOOD, settled, unread))))))
    assert [one.clause for one in said.missing] == [said.tree.parts[2].clause]
    assert verdict(book(award(Clause(All((Clause(Graded("excellent")), unread)))))).missing == ()


def test_a_dossier_serves_several_awards() -> None:
    rules = bind([book(award(GOOD), award(Clause(Meets("a")), "b"))])
    dossier = index(PERSON, CONTEXT)
    assert [judge(dossier, name, rules, CONTEXT).status for name in ("a", "b", "a")] == ["eligible"] * 3


class TestChoosing:
    first = Rulebook("vn", "1", received=Period(date(2024, 1, 1), date(2025, 6, 30)))
    second = Rulebook("vn", "2", received=Period(date(2025, 7, 1)))

    @pytest.mark.parametrize(("day", "version"), [(date(2025, 6, 30), "1"), (date(2025, 7, 1), "2")])
    def test_the_day_of_receipt_decides(self, day: date, version: str) -> None:
        chosen = choose([self.second, self.first], "vn", day)
        assert isinstance(chosen, Rulebook)
        assert chosen.version == version

    @pytest.mark.parametrize(
        ("books", "name", "day", "code"),
        [
            ((first, second), "vn", date(2023, 12, 31), "no-rule-in-force"),
            ((first, second), "vm", date(2025, 1, 1), "unknown-rulebook"),
            ((first, attrs.evolve(first, version="1b")), "vn", date(2025, 1, 1), "overlapping-versions"),
        ],
    )
    def test_where_none_governs_it_refuses(self, books: Any, name: str, day: date, code: str) -> None:
        refused = choose(books, name, day)
        assert isinstance(refused, Finding)
        assert refused.code == code

    @pytest.mark.parametrize(
        ("reviewed", "code"),
        [(date(2025, 11, 23), None), (date(2025, 11, 22), "not-reviewed"), (None, "never-reviewed")],
    )
    def test_a_year_without_a_review_is_a_warning(self, reviewed: date | None, code: str | None) -> None:
        finding = stale(attrs.evolve(self.second, reviewed=reviewed), date(2026, 11, 23))
        assert (finding.code if finding else None) == code


class TestNearest:
    rules = book(
        award(
            Clause(
                All(
                    (
                        GOOD,
                        Clause(AnyOf((Clause(Graded("excellent")), Clause(Judged("q"))))),
                        Clause(Voted("council", Fraction(9, 10))),
                    )
                )
            )
        ),
        bars=(discipline_bar(),),
    )

    def spelled(self, candidate: Candidate, rules: Rulebook | None = None) -> list[list[str]]:
        return [[change.clause.tag for change in way] for way in ways(verdict(rules or self.rules, candidate))]

    def test_the_smallest_sets_come_first(self) -> None:
        assert self.spelled(PERSON) == [["graded", "vote"], ["judged", "vote"]]

    def test_a_bar_that_lifts_is_a_change(self) -> None:
        vote = Vote("council", 9, entitled=9)
        disciplined = attrs.evolve(PERSON, disciplines=(Discipline(date(2025, 1, 1)),), votes=(vote,))
        assert self.spelled(disciplined) == [["graded", "discipline"], ["judged", "discipline"]]

    def test_nothing_has_to_change_for_who_is_eligible(self) -> None:
        done = attrs.evolve(
            PERSON, judged={"q": Judgement(met=True)}, votes=(Vote("council", 9, entitled=9, on=date(2025, 12, 1)),)
        )
        assert self.spelled(done) == [[]]

    def test_the_past_under_none_cannot_change(self) -> None:
        rules = book(award(Clause(NoneOf((Clause(Holds("b")), Clause(Judged("q")))))))
        assert self.spelled(attrs.evolve(PERSON, awards=(AwardHeld("b", 2020),)), rules) == []
        assert self.spelled(attrs.evolve(PERSON, judged={"q": Judgement(met=True)}), rules) == [["judged"]]

    def test_more_than_three_changes_are_no_near_way(self) -> None:
        rules = book(award(Clause(All(tuple(Clause(Judged(f"q{n}")) for n in range(4))))))
        assert self.spelled(PERSON, rules) == []

    def test_a_wide_tree_far_from_fulfilled_has_no_near_way(self) -> None:
        rows = [AnyOf(tuple(Clause(Judged(f"q{row}-{n}")) for n in range(6))) for row in range(12)]
        assert self.spelled(PERSON, book(award(Clause(All(tuple(map(Clause, rows))))))) == []
        three = book(award(Clause(All(tuple(map(Clause, rows[:3]))))))
        assert len(self.spelled(PERSON, three)) == 6**3

    def test_one_condition_wanted_both_ways_is_seen(self) -> None:
        # What `b` asks for is wanted here and forbidden there: no change of it helps.
        question = Clause(Judged("q"))
        rules = book(
            award(Clause(All((Clause(Meets("b")), Clause(NoneOf((Clause(Meets("b")),))))))), award(question, "b")
        )
        assert self.spelled(PERSON, rules) == []

    def test_no_set_holds_a_smaller_one(self) -> None:
        # The same leaf stands in both parts: where it is enough, nothing is added to it.
        either = AnyOf((Clause(All((Clause(Meets("b")), Clause(Judged("q"))))), Clause(Meets("b"))))
        rules = book(award(Clause(either)), award(Clause(Graded("excellent")), "b"))
        assert self.spelled(PERSON, rules) == [["graded"]]

    def test_the_first_year_repeats_this_years_grade_and_titles(self) -> None:
        rules = book(award(GOOD, "t"), award(Clause(Holds("t", 3, in_a_row=True))))
        candidate = attrs.evolve(PERSON, awards=(AwardHeld("t", 2025),))
        assert first_year(candidate, "a", bind([rules]), CONTEXT) == 2027
        assert first_year(PERSON, "a", bind([rules]), CONTEXT) is None
        assert first_year(PERSON, "t", bind([rules]), CONTEXT) == 2025

    def test_the_first_year_waits_for_the_end_of_a_discipline(self) -> None:
        until = Discipline(date(2025, 1, 1), until=date(2026, 6, 1))
        rules = book(award(GOOD), bars=(discipline_bar(restart=True),))
        assert first_year(attrs.evolve(PERSON, disciplines=(until,)), "a", bind([rules]), CONTEXT) == 2027

    @pytest.mark.parametrize("restart", [False, True])
    @pytest.mark.parametrize("kind", ["discipline", "proceeding"])
    @pytest.mark.parametrize(
        ("end", "waits_for"),
        [
            (date(2025, 12, 31), (2026, 2026)),
            (date(2026, 1, 2), (2026, 2027)),
            (date(2026, 12, 30), (2026, 2027)),
            (date(2026, 12, 31), (2027, 2027)),
            (date(2031, 6, 1), (2031, 2032)),
            (date(2040, 12, 30), (2040, None)),
            (date(2041, 1, 1), (None, None)),
            (None, (None, None)),
        ],
    )
    def test_the_first_year_of_who_is_barred_is_the_first_after_the_bar(
        self, end: date | None, waits_for: tuple[int | None, int | None], kind: str, *, restart: bool
    ) -> None:
        # The last day of a discipline is part of it; a proceeding is over on the day on which it is closed.
        bar: Bar
        if kind == "discipline":
            bar = discipline_bar(restart=restart)
            barred = attrs.evolve(PERSON, disciplines=(Discipline(date(2025, 3, 1), until=end),))
        else:
            bar = attrs.evolve(PROCEEDING_BAR, restart=restart)
            closed = None if end is None else end + timedelta(days=1)
            barred = attrs.evolve(PERSON, proceedings=(Proceeding(date(2025, 3, 1), closed=closed),))
        rules = book(award(GOOD), bars=(bar,))
        assert verdict(rules, barred).status == "barred"
        assert first_year(barred, "a", bind([rules]), CONTEXT) == waits_for[restart]

    def test_the_first_year_brings_no_new_initiatives_nor_commendations(self) -> None:
        commendation = attrs.evolve(award(GOOD, "t"), kind="commendation")
        rules = book(commendation, award(Clause(Holds("t", 2))))
        candidate = attrs.evolve(PERSON, awards=(AwardHeld("t", 2025),))
        assert first_year(candidate, "a", bind([rules]), CONTEXT) is None

    def test_nearest_is_both(self) -> None:
        found = nearest(verdict(self.rules), PERSON, bind([self.rules]), CONTEXT)
        assert len(found.changes) == 2
        assert found.first_year is None


@pytest.mark.parametrize(
    ("condition", "asked"),
    [
        (Holds("b", 3, in_a_row=True), {"holds": "b", "times": 3, "in_a_row": True}),
        (Graded("good"), {"graded": "good"}),
        (Voted("council", Fraction(9, 10)), {"vote": "council", "at_least": Fraction(9, 10)}),
        (Window(5, "b", (GOOD,)), {"window": 5, "after": "b"}),
        (Some((GOOD, GOOD), 2), {"times": 2}),
        (All((GOOD,)), {}),
    ],
)
def test_the_bound_of_a_clause_is_what_it_asks_for(condition: Any, asked: dict[str, object]) -> None:
    assert bound(Clause(condition)) == asked
