"""Each sentence of the format's table of conditions."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import attrs
import pytest

from emulation.awards.conditions import (
    All,
    Anniversary,
    AnyOf,
    Basis,
    BlocRank,
    BlocScore,
    Clause,
    EveryYear,
    Existed,
    FlagEligible,
    Graded,
    Holds,
    Judged,
    Meets,
    Members,
    NoneOf,
    Of,
    Pledges,
    Recognised,
    Served,
    Share,
    Some,
    Voted,
    Window,
)
from emulation.awards.dossier import LATEST, Context, Standing
from emulation.awards.facts import (
    AwardHeld,
    BlocResult,
    Candidate,
    Initiative,
    Judgement,
    MemberFigures,
    Vote,
    YearOnRecord,
)
from emulation.awards.judging import bind, judge
from emulation.awards.rulebook import Award, Rulebook
from emulation.text import Text

if TYPE_CHECKING:
    from emulation.awards.conditions import Condition
    from emulation.awards.verdict import Node

YEAR = 2025
BASIS = Basis("law", "1")
COMPLETE = Context(date(2025, 12, 31), YEAR, complete_until=LATEST)
NOTHING_COMPLETE = attrs.evolve(COMPLETE, complete_until=None)
YES, NO, OPEN = Clause(Judged("yes")), Clause(Judged("no")), Clause(Judged("open"))
ANSWERS = {"yes": Judgement(met=True), "no": Judgement(met=False)}


def person(**facts: Any) -> Candidate:
    return Candidate("p", Text.same("P"), "individual", judged=ANSWERS, **facts)


def collective(**facts: Any) -> Candidate:
    return Candidate("c", Text.same("C"), "collective", unit="u", judged=ANSWERS, **facts)


def graded(**years: str) -> tuple[YearOnRecord, ...]:
    """Grades by year, as ``y2025="good"``."""
    return tuple(YearOnRecord(int(year[1:]), grade) for year, grade in years.items())  # type: ignore[arg-type]


def every(grade: str, *years: int) -> tuple[YearOnRecord, ...]:
    return tuple(YearOnRecord(year, grade) for year in years)  # type: ignore[arg-type]


def held(*years: int, award: str = "a", **facts: Any) -> tuple[AwardHeld, ...]:
    return tuple(AwardHeld(award, year, **facts) for year in years)


def node(condition: Condition, candidate: Candidate, context: Context = COMPLETE) -> Node:
    def award(name: str, clause: Clause) -> Award:
        return Award(name, Text.same(name), "title", candidate.kind, clause, basis=BASIS, evidence="text")

    book = Rulebook("b", awards=(award("judged", Clause(condition)), award("other", Clause(Graded("good")))))
    return judge(candidate, "judged", bind([book]), context).tree


def status(condition: Condition, candidate: Candidate | None = None, context: Context = COMPLETE) -> str:
    return node(condition, candidate or person(), context).status


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        (All((YES, YES)), "met"),
        (All((YES, OPEN)), "unknown"),
        (All((NO, OPEN)), "not-met"),
        (AnyOf((NO, NO)), "not-met"),
        (AnyOf((NO, OPEN)), "unknown"),
        (AnyOf((YES, OPEN)), "met"),
        (NoneOf((NO, NO)), "met"),
        (NoneOf((NO, OPEN)), "unknown"),
        (NoneOf((YES, OPEN)), "not-met"),
        (Some((YES, YES, NO), 2), "met"),
        (Some((YES, OPEN, NO), 2), "unknown"),
        (Some((YES, NO, NO), 2), "not-met"),
        (Some((YES, YES, OPEN), 2), "met"),
    ],
)
def test_logic_has_three_truths(condition: Condition, expected: str) -> None:
    assert status(condition) == expected


def test_every_condition_is_evaluated_and_none_skipped() -> None:
    tree = node(All((NO, AnyOf_of(YES, NO), OPEN)), person())
    assert [one.status for one in tree.walk()] == ["not-met", "not-met", "met", "met", "not-met", "unknown"]


def AnyOf_of(*parts: Clause) -> Clause:  # noqa: N802
    return Clause(AnyOf(parts))


def test_meets_asks_for_the_requirements_of_an_award_and_not_for_the_award() -> None:
    assert status(Meets("other"), person(years=every("good", YEAR))) == "met"
    assert status(Meets("other"), person(awards=held(YEAR, award="other"), years=every("completed", YEAR))) == "not-met"
    assert status(Meets("other"), person(years=every("good", YEAR - 1))) == "unknown"


def test_what_meets_read_stands_below_it() -> None:
    tree = node(Meets("other"), person(years=every("good", YEAR)))
    assert [one.clause.tag for one in tree.walk()] == ["meets", "graded"]


@pytest.mark.parametrize(
    ("condition", "awards", "expected"),
    [
        (Holds("a"), held(2019), "met"),
        (Holds("a", 2), held(2019), "not-met"),
        (Holds("a", 2), held(2019, 2019), "not-met"),
        (Holds("a"), held(2026), "not-met"),
        (Holds("a"), held(2025, decided=date(2026, 1, 1)), "not-met"),
        (Holds("a"), held(2025, decided=date(2025, 12, 31)), "met"),
        (Holds("a"), held(2025, ground="sudden"), "not-met"),
        (Holds("a", grounds=("sudden",)), held(2025, ground="sudden"), "met"),
        (Holds("a", 2, grounds=("merit", "sudden")), (*held(2024), *held(2025, ground="sudden")), "met"),
        (Holds("a"), held(2025, award="b"), "not-met"),
        (Holds("a", 3, in_a_row=True), held(2023, 2024, 2025), "met"),
        (Holds("a", 3, in_a_row=True), held(2022, 2024, 2025), "not-met"),
        (Holds("a", 3, in_a_row=True), held(2022, 2023, 2024), "not-met"),
        (Holds("a", 3, in_a_row=True, ending="last-year"), held(2022, 2023, 2024), "met"),
        (Holds("a", 3, in_a_row=True, ending="last-year"), held(2023, 2024, 2025), "not-met"),
        (Holds("a", 2, gap=2), held(2020, 2023), "met"),
        (Holds("a", 2, gap=2), held(2019, 2023), "not-met"),
        (Holds("a", 3, gap=1), held(2016, 2018, 2020, 2025), "met"),
        (Holds("a", 2, in_a_row=True, gap=2), held(2022, 2025), "met"),
        (Holds("a", 2, in_a_row=True, gap=2), held(2021, 2024), "not-met"),
        (Holds("a", 2, in_a_row=True, gap=2), held(2021, 2025), "not-met"),
    ],
)
def test_holds(condition: Condition, awards: tuple[AwardHeld, ...], expected: str) -> None:
    assert status(condition, person(awards=awards)) == expected


@pytest.mark.parametrize(
    ("condition", "facts", "complete", "expected"),
    [
        (Holds("a", 2), {"awards": held(2024)}, (2020, 2025), "unknown"),
        (Holds("a", 2), {"awards": held(2024), "joined": date(2020, 3, 1)}, (2020, 2025), "not-met"),
        (Holds("a", 2), {"awards": held(2024), "joined": date(2019, 3, 1)}, (2020, 2025), "unknown"),
        (Holds("a", 3), {"awards": held(2024), "joined": date(2019, 3, 1)}, (2020, 2025), "not-met"),
        (Holds("a", 2), {"awards": held(2019)}, (2020, 2025), "unknown"),
        (Holds("a", 2, in_a_row=True), {"awards": held(2024)}, (2020, 2024), "unknown"),
        (Holds("a", 2, in_a_row=True), {"awards": held(2024)}, (2020, 2025), "not-met"),
        (Holds("a", 2, in_a_row=True), {"awards": held(2024)}, (2020, None), "not-met"),
        (Holds("a", 6, in_a_row=True), {"awards": held(*range(2020, 2026))}, (2020, 2025), "met"),
        (Holds("a"), {}, (None, None), "unknown"),
    ],
)
def test_what_lies_outside_the_complete_years_is_not_known(
    condition: Condition, facts: dict[str, Any], complete: tuple[int | None, int | None], expected: str
) -> None:
    context = attrs.evolve(COMPLETE, complete_from=complete[0], complete_until=complete[1])
    assert status(condition, person(**facts), context) == expected


@pytest.mark.parametrize(
    ("condition", "years", "expected"),
    [
        (Graded("good"), graded(y2025="good"), "met"),
        (Graded("good"), graded(y2025="excellent"), "met"),
        (Graded("good"), graded(y2025="completed"), "not-met"),
        (Graded("completed"), graded(y2025="not-completed"), "not-met"),
        (Graded("good"), graded(y2024="good"), "unknown"),
        (Graded("good", 3), every("good", 2023, 2024, 2025), "met"),
        (Graded("good", 3), graded(y2023="completed", y2025="good"), "not-met"),
        (Graded("good", 3), every("good", 2024, 2025), "unknown"),
        (Window(3, None, (Clause(Graded("good")),)), every("good", 2023, 2024, 2025), "met"),
        (Window(4, None, (Clause(Graded("good")),)), every("good", 2023, 2024, 2025), "unknown"),
        (Window(3, None, (Clause(Graded("good", times=1)),)), graded(y2023="good"), "met"),
        (Window(2, None, (Clause(Graded("good", times=1)),)), graded(y2023="good"), "unknown"),
        (Window(2, None, (Clause(Graded("good", times=1)),)), every("completed", 2024, 2025), "not-met"),
    ],
)
def test_graded(condition: Condition, years: tuple[YearOnRecord, ...], expected: str) -> None:
    assert status(condition, person(years=years)) == expected


def test_a_missing_grade_is_not_known_even_in_a_complete_year() -> None:
    assert status(Graded("good"), person(years=(YearOnRecord(YEAR),))) == "unknown"


def initiative(year: int, scope: Any = "grassroots", kind: Any = "initiative", name: str = "i") -> Initiative:
    return Initiative(name, kind=kind, scope=scope, recognised=date(year, 6, 1))


@pytest.mark.parametrize(
    ("condition", "initiatives", "expected"),
    [
        (Recognised("grassroots"), (initiative(2025),), "met"),
        (Recognised("grassroots"), (initiative(2024),), "not-met"),
        (Recognised("grassroots", when="ever"), (initiative(2024),), "met"),
        (Recognised("grassroots", when="ever"), (initiative(2026),), "not-met"),
        (Recognised("ministry"), (initiative(2025),), "not-met"),
        (Recognised("ministry"), (initiative(2025, "nation"),), "met"),
        (Recognised("grassroots", "science"), (initiative(2025),), "not-met"),
        (Recognised("grassroots", "science"), (initiative(2025, kind="science"),), "met"),
        (Recognised("grassroots", times=2), (initiative(2025),), "not-met"),
        (Recognised("grassroots", times=2), (initiative(2025), initiative(2025, name="j")), "met"),
        (Recognised("grassroots"), (Initiative("i"),), "not-met"),
        (Window(2, None, (Clause(Recognised("grassroots")),)), (initiative(2024),), "met"),
        (Window(2, None, (Clause(Recognised("grassroots")),)), (initiative(2023),), "not-met"),
        (Window(2, None, (Clause(Recognised("grassroots", when="this-year")),)), (initiative(2024),), "not-met"),
        (Window(2, None, (Clause(Recognised("grassroots", when="ever")),)), (initiative(2020),), "met"),
    ],
)
def test_initiative(condition: Condition, initiatives: tuple[Initiative, ...], expected: str) -> None:
    assert status(condition, person(initiatives=initiatives)) == expected


def test_an_initiative_recognised_after_the_day_asked_does_not_count() -> None:
    context = attrs.evolve(COMPLETE, day=date(2025, 5, 31))
    assert status(Recognised("grassroots"), person(initiatives=(initiative(2025),)), context) == "not-met"


def test_further_initiatives_are_possible_outside_the_complete_years() -> None:
    assert status(Recognised("grassroots"), person(), NOTHING_COMPLETE) == "unknown"
    assert status(Recognised("grassroots"), person(), attrs.evolve(COMPLETE, complete_from=2024)) == "not-met"
    assert status(Recognised("nation", when="ever"), person(), attrs.evolve(COMPLETE, complete_from=2024)) == "unknown"


@pytest.mark.parametrize(
    ("award", "year", "decided", "expected"),
    [
        ("other", 2025, None, "not-met"),
        ("judged", 2024, None, "not-met"),
        ("judged", 2025, None, "met"),
        ("other", 2025, date(2026, 1, 1), "met"),
    ],
)
def test_an_initiative_is_spent_once(award: str, year: int, decided: date | None, expected: str) -> None:
    spent = held(year, award=award, used=("i",), decided=decided)
    candidate = person(initiatives=(initiative(2025),), awards=spent)
    assert status(Recognised("grassroots", unused=True), candidate) == expected
    assert status(Recognised("grassroots"), candidate) == "met"


def test_a_window_counts_its_years_alone() -> None:
    inside = (Clause(Holds("a", 2)),)
    assert status(Window(5, None, inside), person(awards=held(2021, 2025))) == "met"
    assert status(Window(5, None, inside), person(awards=held(2020, 2025))) == "not-met"


def test_the_award_before_a_window_lies_before_it() -> None:
    window = Window(5, "b", (Clause(Holds("a")),))
    assert status(window, person(awards=held(2025) + held(2020, award="b"))) == "met"
    assert status(window, person(awards=held(2025) + held(2021, award="b"))) == "not-met"
    assert status(window, person(awards=held(2025) + held(2018, 2024, award="b"))) == "met"
    assert status(window, person(awards=held(2025) + held(2020, award="b", ground="sudden"))) == "not-met"
    assert status(window, person(awards=held(2025)), attrs.evolve(COMPLETE, complete_from=2021)) == "unknown"


def test_a_window_since_an_award_begins_after_the_latest() -> None:
    window = Window("since", "b", (Clause(Holds("a", 2)),))
    assert status(window, person(awards=held(2023, 2024) + held(2022, award="b"))) == "met"
    assert status(window, person(awards=held(2023, 2024) + held(2020, 2023, award="b"))) == "not-met"
    assert status(window, person(awards=held(2023, 2024))) == "not-met"


def test_a_later_award_that_is_not_on_record_leaves_the_window_since_it_open() -> None:
    window = Window("since", "b", (Clause(Holds("a", 2)),))
    candidate = person(awards=held(2021, 2025) + held(2020, award="b"))
    assert status(window, candidate, attrs.evolve(COMPLETE, complete_from=2020)) == "met"
    assert status(window, candidate, attrs.evolve(COMPLETE, complete_from=2023)) == "unknown"
    assert status(window, candidate, attrs.evolve(COMPLETE, complete_until=2024)) == "unknown"


def test_who_joined_after_the_year_under_review_had_no_later_award_that_is_not_on_record() -> None:
    window = Window("since", "b", (Clause(EveryYear((Clause(Holds("a")),))),))
    candidate = person(awards=held(2020, award="b"), joined=date(YEAR + 1, 2, 1))
    assert status(window, candidate, attrs.evolve(COMPLETE, complete_from=None, complete_until=None)) == "not-met"


def test_every_year_needs_one_condition_in_each_year_of_the_window() -> None:
    window = Window(3, None, (Clause(EveryYear((Clause(Graded("excellent")), Clause(Holds("a"))))),))
    grades = every("good", 2024) + every("excellent", 2023, 2025)
    assert status(window, person(years=grades, awards=held(2024))) == "met"
    assert status(window, person(years=grades, awards=held(2023))) == "not-met"
    assert status(window, person(years=every("excellent", 2025))) == "unknown"
    years = [one.read for one in node(window, person(years=grades)).parts[0].parts]
    assert years == [2023, 2024, 2025]


FIGURES = MemberFigures(YEAR, 40, {"completed": 40, "good": 38}, {"a": 28, "b": 1})


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        (Share(Of(award="a"), Fraction(7, 10)), "met"),
        (Share(Of(award="a"), Fraction(3, 4)), "not-met"),
        (Share(Of(grade="completed"), Fraction(1)), "met"),
        (Share(Of(grade="good"), Fraction(1)), "not-met"),
        (Share(Of(grade="excellent"), Fraction(1, 2)), "unknown"),
        (Share(Of(award="c"), Fraction(1, 2)), "unknown"),
        (Members(Of(award="b"), 1), "met"),
        (Members(Of(award="b"), 2), "not-met"),
        (Members(Of(grade="completed"), 40), "met"),
        (Members(Of(grade="excellent"), 39), "not-met"),
    ],
)
def test_members_by_figures(condition: Condition, expected: str) -> None:
    assert status(condition, collective(members=FIGURES)) == expected


def test_figures_of_another_year_or_none_at_all_are_not_known() -> None:
    condition = Share(Of(award="a"), Fraction(7, 10))
    assert status(condition, collective(members=attrs.evolve(FIGURES, year=2024))) == "unknown"
    assert status(condition, collective()) == "unknown"
    assert status(condition, collective(members=attrs.evolve(FIGURES, total=None))) == "unknown"
    assert status(condition, collective(members=MemberFigures(YEAR, 0, holding={"a": 0}))) == "not-met"


def test_members_are_counted_from_their_own_records() -> None:
    people = {
        "x": attrs.evolve(person(awards=held(YEAR), years=every("good", YEAR)), id="x"),
        "y": attrs.evolve(person(awards=held(YEAR - 1), years=every("completed", YEAR)), id="y"),
        "z": attrs.evolve(person(), id="z"),
    }
    context = attrs.evolve(COMPLETE, people=people)
    of_three = collective(members=MemberFigures(ids=("x", "y", "z")))
    assert status(Members(Of(award="a"), 1), of_three, context) == "met"
    assert status(Members(Of(award="a"), 2), of_three, context) == "not-met"
    assert status(Members(Of(award="a"), 2), of_three, attrs.evolve(context, complete_until=2024)) == "unknown"
    assert status(Members(Of(grade="good"), 2), of_three, context) == "unknown"
    assert status(Share(Of(grade="good"), Fraction(1)), of_three, context) == "not-met"
    assert status(Members(Of(award="a"), 2), collective(members=MemberFigures(ids=("x", "lost"))), context) == "unknown"
    sudden = {"x": attrs.evolve(person(awards=held(YEAR, ground="sudden")), id="x")}
    one = collective(members=MemberFigures(ids=("x",)))
    assert status(Members(Of(award="a"), 1), one, attrs.evolve(COMPLETE, people=sudden)) == "not-met"


@pytest.mark.parametrize(
    ("outcome", "fulfilled", "over"),
    [
        ("over-fulfilled", "met", "met"),
        ("fulfilled", "met", "not-met"),
        ("not-fulfilled", "not-met", "not-met"),
        (None, "unknown", "unknown"),
    ],
)
def test_pledges_are_those_of_the_unit(outcome: Any, fulfilled: str, over: str) -> None:
    context = attrs.evolve(COMPLETE, pledges={} if outcome is None else {"u": outcome}, bloc_year=YEAR)
    assert status(Pledges("fulfilled"), collective(), context) == fulfilled
    assert status(Pledges("over-fulfilled"), collective(), context) == over
    assert status(Pledges("fulfilled"), collective(), attrs.evolve(context, bloc_year=YEAR - 1)) == "unknown"


def in_bloc(**facts: Any) -> Context:
    return attrs.evolve(COMPLETE, units=("c",), bloc_year=YEAR, organised_by="central-council", **facts)


def test_a_unit_of_the_folder_has_its_rank_from_the_released_standings() -> None:
    first = in_bloc(standings={"c": Standing(1, Decimal(95))})
    assert status(BlocRank(1), collective(), first) == "met"
    assert status(BlocRank(1, "central-council"), collective(), first) == "met"
    assert status(BlocRank(1, "ministry"), collective(), first) == "not-met"
    assert status(BlocRank(1), collective(), in_bloc(standings={"c": Standing(2, Decimal(95))})) == "not-met"
    assert status(BlocRank(1), collective(), in_bloc(standings={"c": Standing(None, Decimal(95))})) == "not-met"
    assert status(BlocRank(1), collective(), in_bloc(standings={})) == "not-met"
    assert status(BlocRank(1), collective(), in_bloc()) == "unknown"
    assert status(BlocScore(Decimal(95)), collective(), first) == "met"
    assert status(BlocScore(Decimal("95.25")), collective(), first) == "not-met"
    assert status(BlocScore(Decimal(90)), collective(), in_bloc(standings={"c": Standing(1)})) == "unknown"


def test_another_candidate_has_its_rank_from_its_own_record() -> None:
    result = BlocResult("ministry", YEAR, 1, Decimal(90))
    assert status(BlocRank(1), collective(blocs=(result,))) == "met"
    assert status(BlocRank(2), collective(blocs=(result,))) == "met"
    assert status(BlocRank(1, "province"), collective(blocs=(result,))) == "not-met"
    assert status(BlocRank(1), collective(blocs=(attrs.evolve(result, rank=None),))) == "unknown"
    assert status(BlocScore(Decimal(90), "ministry"), collective(blocs=(result,))) == "met"
    assert status(BlocRank(1), collective(blocs=(attrs.evolve(result, year=2024),))) == "not-met"
    assert status(BlocRank(1), collective(), NOTHING_COMPLETE) == "unknown"


@pytest.mark.parametrize(
    ("since", "years", "expected"),
    [
        (date(2015, 12, 31), 10, "met"),
        (date(2016, 1, 1), 10, "not-met"),
        (date(2016, 1, 1), 9, "met"),
        (date(2026, 1, 1), 1, "not-met"),
        (None, 1, "unknown"),
    ],
)
def test_full_years_are_counted_on_the_day_asked(since: date | None, years: int, expected: str) -> None:
    assert status(Served(years), person(joined=since)) == expected
    assert status(Existed(years), collective(founded=since)) == expected


@pytest.mark.parametrize(("founded", "expected"), [(2015, "met"), (2016, "not-met"), (2005, "met"), (2025, "met")])
def test_an_anniversary_is_a_multiple_of_years_since_founding(founded: int, expected: str) -> None:
    assert status(Anniversary(10), collective(founded=date(founded, 12, 31))) == expected


def test_an_anniversary_of_an_unknown_founding_is_not_known() -> None:
    assert status(Anniversary(10), collective()) == "unknown"


def test_flag_eligible_reads_the_field() -> None:
    assert status(FlagEligible(value=False), collective(flag_eligible=False)) == "met"
    assert status(FlagEligible(value=False), collective(flag_eligible=True)) == "not-met"
    assert status(FlagEligible(value=False), collective()) == "unknown"


def test_judged_takes_a_persons_answer() -> None:
    assert [status(one.condition) for one in (YES, NO, OPEN)] == ["met", "not-met", "unknown"]
    tomorrow = {"q": Judgement(met=True, on=date(2026, 1, 1))}
    assert status(Judged("q"), attrs.evolve(person(), judged=tomorrow)) == "unknown"


VOTE = Vote("council", 17, entitled=18, present=16, cast=17, valid=17, secret=True, on=date(2025, 12, 1))


@pytest.mark.parametrize(
    ("vote", "condition", "expected"),
    [
        (VOTE, Voted("council", Fraction(9, 10)), "met"),
        (VOTE, Voted("council", Fraction(19, 20)), "not-met"),
        (VOTE, Voted("council", Fraction(1), "valid"), "met"),
        (VOTE, Voted("council", Fraction(1, 2), "issued"), "unknown"),
        (VOTE, Voted("council", Fraction(1, 2), secret=True), "met"),
        (attrs.evolve(VOTE, secret=False), Voted("council", Fraction(1, 2), secret=True), "not-met"),
        (attrs.evolve(VOTE, secret=False), Voted("council", Fraction(1, 2)), "met"),
        (attrs.evolve(VOTE, secret=None), Voted("council", Fraction(1, 2), secret=True), "unknown"),
        (attrs.evolve(VOTE, yes=0, valid=0), Voted("council", Fraction(1, 2), "valid"), "not-met"),
        (VOTE, Voted("another", Fraction(1, 2)), "unknown"),
        (attrs.evolve(VOTE, on=date(2026, 1, 1)), Voted("council", Fraction(1, 2)), "unknown"),
        (attrs.evolve(VOTE, on=date(2024, 12, 1)), Voted("council", Fraction(1, 2)), "unknown"),
    ],
)
def test_a_vote_on_record(vote: Vote, condition: Condition, expected: str) -> None:
    assert status(condition, person(votes=(vote,))) == expected


def test_a_closed_poll_of_that_id_goes_before_the_record() -> None:
    context = attrs.evolve(COMPLETE, polls={"council": {"p": attrs.evolve(VOTE, yes=1)}})
    assert status(Voted("council", Fraction(1, 2)), person(votes=(VOTE,)), context) == "not-met"


def test_the_latest_vote_counts() -> None:
    earlier = attrs.evolve(VOTE, yes=1, on=date(2025, 11, 1))
    assert status(Voted("council", Fraction(1, 2)), person(votes=(VOTE, earlier))) == "met"
