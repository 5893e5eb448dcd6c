"""Each way to write a rulebook, candidates or local rules wrong, and what is found."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import attrs
import pytest

from emulation.awards import facts
from emulation.awards.check import check, check_cases, check_rules, check_versions
from emulation.awards.conditions import (
    All,
    Anniversary,
    AnyOf,
    Basis,
    BlocRank,
    BlocScore,
    Clause,
    Confirm,
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
    Recognised,
    Served,
    Share,
    Some,
    UnderDiscipline,
    Voted,
    Window,
)
from emulation.awards.facts import (
    AwardHeld,
    Candidate,
    Candidates,
    Discipline,
    Initiative,
    MemberFigures,
    Proceeding,
    Vote,
    YearOnRecord,
)
from emulation.awards.rulebook import (
    Award,
    Bar,
    Cap,
    Case,
    Extend,
    Fund,
    Nomination,
    Period,
    Population,
    Rulebook,
    Rules,
    Source,
)
from emulation.finding import spell_path
from emulation.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from emulation.awards.conditions import Condition
    from emulation.finding import Finding

BASIS = Basis("law", "1", "2")
GOOD = Clause(Graded("good"))


def award(require: Clause, name: str = "a", **facts: Any) -> Award:
    return Award(name, Text.same(name), "title", **({"for_": "individual", "basis": BASIS} | facts), require=require)


def book(*awards: Award, **facts: Any) -> Rulebook:
    return Rulebook("vn", "1", sources=(Source("law", Text.same("law")),), awards=awards, **facts)


def found(findings: Iterable[Finding]) -> list[tuple[str, str]]:
    return [(finding.code, spell_path(finding.path)) for finding in findings]


def wrong(condition: Condition, for_: str = "individual") -> list[tuple[str, str]]:
    """What is found in a requirement, with paths from it."""
    listed = found(check(book(award(Clause(condition), for_=for_))))
    return [(code, path.removeprefix("award[0].require.")) for code, path in listed]


def test_a_sound_book_has_no_findings() -> None:
    window = Window(5, "a", (Clause(Holds("a", 3)), Clause(EveryYear((GOOD, Clause(Holds("a")))))))
    sound = book(award(GOOD), award(Clause(All((Clause(Meets("a")), Clause(window)))), "b"))
    assert found(check(sound)) == []


@pytest.mark.parametrize(
    ("condition", "code", "path"),
    [
        (Some((GOOD,), 2), "never-met", "times"),
        (Some((GOOD,), 0), "not-positive", "times"),
        (All(()), "empty", "all"),
        (AnyOf(()), "empty", "any"),
        (NoneOf(()), "empty", "none"),
        (Some(()), "empty", "some"),
        (AnyOf((Clause(AnyOf(())),)), "empty", "any[0].any"),
        (Holds("a", 0), "not-positive", "times"),
        (Holds("a", 2, gap=-1), "negative", "gap"),
        (Holds("a", grounds=()), "empty", "grounds"),
        (Holds("a", ending="last-year"), "needs-key", "ending"),
        (Holds("b"), "unknown-award", "holds"),
        (Meets("b"), "unknown-award", "meets"),
        (Window(5, "b", (GOOD,)), "unknown-award", "after"),
        (Window(5), "empty", "all"),
        (Window(0, None, (GOOD,)), "not-positive", "window"),
        (Window("since", None, (GOOD,)), "missing-key", "after"),
        (Window(2, None, (Clause(Holds("a", 3)),)), "never-met", "all[0].times"),
        (Window(2, None, (Clause(Holds("a", 2, in_a_row=True, ending="last-year")),)), "never-met", "all[0].times"),
        (Window(2, None, (Clause(Graded("good", 3)),)), "never-met", "all[0].years"),
        (Window(2, None, (Clause(Graded("good", times=3)),)), "never-met", "all[0].times"),
        (Window(2, None, (Clause(All((Clause(Holds("a", 3)),))),)), "never-met", "all[0].all[0].times"),
        (
            Window(2, None, (Clause(Window("since", "a", (Clause(Holds("a", 3)),))),)),
            "never-met",
            "all[0].all[0].times",
        ),
        (EveryYear((GOOD,)), "outside-window", "every_year"),
        (Window(2, None, (Clause(EveryYear(())),)), "empty", "all[0].every_year"),
        (Window(2, None, (Clause(EveryYear((Clause(Judged("q")),))),)), "not-of-a-year", "all[0].every_year[0]"),
        (Window(2, None, (Clause(EveryYear((Clause(Holds("a", 2)),))),)), "never-met", "all[0].every_year[0].times"),
        (Graded("good", times=1), "outside-window", "times"),
        (Graded("good", 0), "not-positive", "years"),
        (Window(2, None, (Clause(Graded("good", 1, 1)),)), "one-of", "all[0].times"),
        (Recognised("nation", when="window"), "outside-window", "when"),
        (Recognised("nation", times=0), "not-positive", "times"),
        (BlocRank(0), "not-positive", "bloc_rank"),
        (BlocScore(Decimal(-1)), "negative", "bloc_score"),
        (Served(0), "not-positive", "served"),
        (Voted("c", Fraction(0)), "not-a-part", "at_least"),
        (Voted("c", Fraction(11, 10)), "not-a-part", "at_least"),
        (UnderDiscipline(), "bar-condition", "discipline"),
        (Existed(10), "not-of-this-kind", "existed"),
        (FlagEligible(value=True), "not-of-this-kind", "flag_eligible"),
        (Share(Of(grade="good"), Fraction(1)), "not-of-this-kind", "share"),
    ],
)
def test_a_requirement_gone_wrong(condition: Condition, code: str, path: str) -> None:
    assert wrong(condition) == [(code, path)]


@pytest.mark.parametrize(
    ("condition", "code", "path"),
    [
        (Served(10), "not-of-this-kind", "served"),
        (Share(Of(), Fraction(1)), "one-of", "share"),
        (Share(Of("a", "good"), Fraction(1)), "one-of", "share"),
        (Share(Of("b"), Fraction(1)), "unknown-award", "share.award"),
        (Share(Of(grade="good"), Fraction(3, 2)), "not-a-part", "at_least"),
        (Members(Of(grade="good"), 0), "not-positive", "times"),
        (Anniversary(0), "not-positive", "anniversary"),
    ],
)
def test_a_requirement_of_a_collective_gone_wrong(condition: Condition, code: str, path: str) -> None:
    assert wrong(condition, "collective") == [(code, path)]


def test_an_award_cannot_meet_one_for_the_other_kind() -> None:
    team = award(Clause(Judged("q")), "team", for_="collective")
    assert found(check(book(award(Clause(Meets("team"))), team))) == [("meets-other-kind", "award[0].require.meets")]


def test_an_award_is_held_by_its_own_kind_of_candidate_alone() -> None:
    team = award(Clause(Share(Of("team"), Fraction(1, 2))), "team", for_="collective")
    window = Clause(Window(2, "team", (GOOD,)))
    rules = book(award(Clause(All((Clause(Holds("team")), window)))), team)
    assert found(check(rules)) == [
        ("held-by-other-kind", "award[0].require.all[0].holds"),
        ("held-by-other-kind", "award[0].require.all[1].after"),
        ("held-by-other-kind", "award[1].require.share.award"),
    ]


@pytest.mark.parametrize(
    ("asked", "forbidden", "contrary"),
    [
        (Graded("good"), Graded("good"), True),
        (Graded("excellent"), Graded("good"), True),
        (Graded("good"), Graded("excellent"), False),
        (Graded("good"), Graded("good", 2), False),
        (Holds("a", 3), Holds("a", 2), True),
        (Holds("a", 2), Holds("a", 3), False),
        (Holds("a", 3), Holds("a", 2, in_a_row=True), False),
        (Served(5), Served(3), True),
        (Served(3), Served(5), False),
        (Judged("q"), Judged("q"), True),
        (Judged("q"), Judged("r"), False),
        (All((Clause(Judged("q")), GOOD)), Judged("q"), True),
        (AnyOf((Clause(Judged("q")), GOOD)), Judged("q"), False),
    ],
)
def test_what_is_asked_for_cannot_be_forbidden(asked: Condition, forbidden: Condition, *, contrary: bool) -> None:
    none = Clause(NoneOf((Clause(Judged("other")), Clause(forbidden))))
    code = "asked-and-forbidden"
    expected = [(code, "all[1].none[1]")] if contrary else []
    assert wrong(All((Clause(asked), none))) == expected
    assert wrong(Window(9, None, (Clause(asked), none))) == expected
    dated = attrs.evolve(none, until=date(2025, 1, 1))
    assert wrong(All((Clause(asked), dated))) == []


def test_a_leaf_without_basis_is_a_warning() -> None:
    findings = list(check(book(award(Clause(AnyOf((GOOD, attrs.evolve(GOOD, basis=BASIS)))), basis=None))))
    assert found(findings) == [("no-basis", "award[0].require.any[0]")]
    assert findings[0].severity == "warning"
    assert found(check(book(award(GOOD), bars=(Bar("d", UnderDiscipline()),)))) == [("no-basis", "bar[0]")]


def test_a_basis_names_a_source_of_the_book() -> None:
    clause = attrs.evolve(GOOD, basis=Basis("lav", "1"))
    (finding,) = check(book(award(clause)))
    assert (finding.code, spell_path(finding.path)) == ("unknown-source", "award[0].require.basis.source")
    assert finding.facts == {"near": "law"}


@pytest.mark.parametrize(
    ("edges", "chains"),
    [
        ({"a": "a"}, ["a → a"]),
        ({"a": "b", "b": "a"}, ["a → b → a"]),
        ({"a": "b", "b": "c", "c": "b"}, ["b → c → b"]),
        ({"a": "b", "b": "c"}, []),
    ],
)
def test_each_cycle_of_meets_is_found_once(edges: dict[str, str], chains: list[str]) -> None:
    awards = [award(Clause(Meets(edges[name])) if name in edges else GOOD, name) for name in "abc"]
    assert [finding.facts["chain"] for finding in check(book(*awards)) if finding.code == "meets-cycle"] == chains


def test_a_local_requirement_can_close_a_cycle() -> None:
    local = Rulebook("local", sources=book().sources, extends=(Extend("a", Clause(Meets("b")), BASIS),))
    main = book(award(GOOD), award(Clause(Meets("a")), "b"))
    assert [one for one in found(check(local, [main])) if one[0] == "meets-cycle"] == [
        ("meets-cycle", "extend[0].require.meets")
    ]


def test_the_book_itself() -> None:
    bad = book(
        award(GOOD),
        award(GOOD),
        received=Period(date(2025, 7, 1), date(2025, 6, 30)),
        extends=(Extend("c", GOOD, BASIS),),
        caps=(Cap("c", Fraction(3, 2), "x"),),
    )
    assert found(check(bad)) == [
        ("dates-reversed", "rulebook.received.until"),
        ("duplicate-id", "award[1].id"),
        ("unknown-award", "extend[0].award"),
        ("unknown-award", "cap[0].award"),
        ("not-a-part", "cap[0].at_most"),
    ]
    assert found(check(book(award(GOOD)), [attrs.evolve(book(award(GOOD)), id="other")])) == [
        ("award-defined-twice", "award[0].id")
    ]
    assert found(check(book(bars=(Bar("d", UnderDiscipline(), basis=BASIS),)))) == [("bars-nothing", "bar")]
    assert found(check(book(award(GOOD, prize=Decimal(-1))))) == [("negative", "award[0].prize")]


@pytest.mark.parametrize(
    ("one", "other", "overlap"),
    [
        ((date(2024, 1, 1), date(2025, 6, 30)), (date(2025, 7, 1), None), False),
        ((date(2024, 1, 1), date(2025, 7, 1)), (date(2025, 7, 1), None), True),
        ((None, None), (date(2025, 7, 1), date(2025, 7, 1)), True),
        ((None, date(2024, 1, 1)), (None, date(2023, 1, 1)), True),
    ],
)
def test_two_versions_of_one_book_may_not_overlap(one: Any, other: Any, *, overlap: bool) -> None:
    books = [Rulebook("vn", "1", received=Period(*one)), Rulebook("vn", "2", received=Period(*other))]
    assert [(place, finding.code) for place, finding in check_versions(books)] == (
        [(1, "overlapping-versions")] if overlap else []
    )
    books[1] = attrs.evolve(books[1], id="local")
    assert list(check_versions(books)) == []


def case(expect: Any, grade: Any = "good", **facts: Any) -> Case:
    given = Candidate("case", Text.same("case"), "individual", years=(YearOnRecord(2025, grade),))
    return Case("x", 2025, given, expect, **facts)


def test_the_cases_of_a_book_are_run() -> None:
    cases = (case("eligible"), case("eligible", "completed"), case("not-eligible", "completed"))
    (finding,) = check_cases(book(award(GOOD, evidence="text", cases=cases)))
    assert (finding.code, spell_path(finding.path)) == ("case-failed", "award[0].case[1].expect")
    assert (finding.found, finding.facts) == ("not-eligible", {"expected": "eligible", "case": "x"})


def test_a_case_can_take_weak_rules_as_confirmed() -> None:
    cases = (case("unknown"), case("eligible", confirmed=True))
    assert list(check_cases(book(award(GOOD, evidence="sector", cases=cases)))) == []


def test_records_of_a_case_are_complete_unless_it_bounds_them() -> None:
    cases = (
        case("not-eligible"),
        case("unknown", complete_from=2025),
    )
    assert list(check_cases(book(award(Clause(Holds("a")), evidence="text", cases=cases)))) == []


PEOPLE = [Candidate("p", Text.same("P"), "individual"), Candidate("c", Text.same("C"), "collective")]


def test_local_rules() -> None:
    rules = Rules(
        ("vn", "vn"),
        nominations=(
            Nomination("p", "a"),
            Nomination("p", "a"),
            Nomination("q", "a"),
            Nomination("p", "b"),
            Nomination("c", "a"),
        ),
        populations=(Population("x", -1), Population("x", 1)),
        caps=(Cap("b", Fraction(1, 5), "x"),),
        confirms=(
            Confirm("a", "law", "1", "2"),
            Confirm("a", "law", "1", "3"),
            Confirm("b", "law", "1", "2"),
            Confirm("a", "lav", "1", "2"),
        ),
        fund=Fund(Decimal(-1), Decimal(1)),
    )
    listed = found(check_rules(rules, [book(award(GOOD))], PEOPLE))
    assert sorted(listed) == [
        ("award-of-other-kind", "nomination[4].award"),
        ("confirms-nothing", "confirm[1]"),
        ("duplicate-id", "population[1].name"),
        ("negative", "fund.amount"),
        ("negative", "population[0].size"),
        ("repeated", "nomination[1]"),
        ("repeated", "rules.books[1]"),
        ("unknown-award", "cap[0].award"),
        ("unknown-award", "confirm[2].award"),
        ("unknown-award", "nomination[3].award"),
        ("unknown-candidate", "nomination[2].candidate"),
        ("unknown-source", "confirm[3].source"),
    ]


def person(**facts: Any) -> Candidate:
    return Candidate("p", Text.same("P"), "individual", **facts)


@pytest.mark.parametrize(
    ("candidate", "code", "path"),
    [
        (person(unit="v"), "unknown-unit", "unit"),
        (person(founded=date(2020, 1, 1)), "not-of-this-kind", "founded"),
        (person(years=(YearOnRecord(2025), YearOnRecord(2025))), "duplicate-year", "year[1].year"),
        (person(awards=(AwardHeld("b", 2025),)), "unknown-award", "award[0].award"),
        (person(awards=(AwardHeld("a", 2025, used=("i",)),)), "unknown-initiative", "award[0].used[0]"),
        (
            person(
                initiatives=(Initiative("i"),),
                awards=(AwardHeld("a", 2024, used=("i",)), AwardHeld("a", 2025, used=("i",))),
            ),
            "spent-twice",
            "award[1].used[0]",
        ),
        (person(initiatives=(Initiative("i"), Initiative("i"))), "duplicate-id", "initiative[1].id"),
        (
            person(disciplines=(Discipline(date(2025, 1, 2), until=date(2025, 1, 1)),)),
            "dates-reversed",
            "discipline[0].until",
        ),
        (
            person(proceedings=(Proceeding(date(2025, 1, 2), closed=date(2025, 1, 1)),)),
            "dates-reversed",
            "proceeding[0].closed",
        ),
        (person(votes=(Vote("c", 3, cast=2),)), "more-than-base", "vote[0].yes"),
        (
            Candidate("p", Text.same("P"), "collective", members=MemberFigures(ids=("q",))),
            "unknown-candidate",
            "members.ids[0]",
        ),
        (
            Candidate("p", Text.same("P"), "collective", members=MemberFigures(2025, 2, {"good": 3})),
            "more-than-members",
            "members.graded.good",
        ),
        (
            Candidate("p", Text.same("P"), "collective", members=MemberFigures(2025, 4, {"good": 3, "completed": 2})),
            "fewer-with-lower-grade",
            "members.graded",
        ),
        (
            Candidate("p", Text.same("P"), "collective", members=MemberFigures(None, 4, {"good": 3})),
            "missing-key",
            "members.year",
        ),
    ],
)
def test_a_candidate_gone_wrong(candidate: Candidate, code: str, path: str) -> None:
    assert found(facts.check(Candidates((candidate,)), ["u"], ["a"])) == [(code, f"candidate[0].{path}")]


def test_candidates_are_told_apart_and_years_in_order() -> None:
    assert found(facts.check(Candidates((person(), person()), 2025, 2024))) == [
        ("years-reversed", "records_complete_until"),
        ("duplicate-id", "candidate[1].id"),
    ]


def confirming(*named: tuple[str, str, str], caps: tuple[Cap, ...] = ()) -> list[tuple[str, str | None]]:
    """What is found about confirmations of an award that rests on an article alone, a bar on a source alone."""
    require = Clause(Graded("good"), basis=Basis("law", "23"), evidence="sector")
    title = Award("a", Text.same("A"), "title", "individual", require)
    bar = Bar("b", UnderDiscipline(), basis=Basis("law"), evidence="sector")
    rules = Rules(confirms=tuple(Confirm("a", *one) for one in named), caps=caps)
    sources = (Source("law", Text.same("L")),)
    found = check_rules(rules, [Rulebook("x", sources=sources, awards=(title,), bars=(bar,))], ())
    return [(spell_path(one.path), one.facts.get("known")) for one in found]


def test_a_confirmation_is_empty_where_the_basis_is() -> None:
    assert confirming(("law", "23", ""), ("law", "", "")) == []
    known = 'law, article "23", clause ""; law, article "", clause ""'
    assert confirming(("law", "23", "1"), ("law", "", "1")) == [("confirm[0]", known), ("confirm[1]", known)]


def test_the_basis_of_a_cap_can_be_confirmed() -> None:
    cap = Cap("a", Fraction(1, 5), "all", basis=Basis("law", "9", "3"), evidence="sector")
    assert confirming(("law", "9", "3"), caps=(cap,)) == []
    assert confirming(("law", "9", "3"), caps=(attrs.evolve(cap, award="b"),))[-1][0] == "confirm[0]"
