"""Dates on clauses: which apply to a dossier, how the absence of the others reads, and what a check finds of them."""

from __future__ import annotations

from datetime import date
from typing import Any

import attrs
import pytest

from emulation.awards.check import check
from emulation.awards.conditions import (
    All,
    AnyOf,
    Basis,
    Clause,
    EveryYear,
    Graded,
    Holds,
    Judged,
    Meets,
    NoneOf,
    Recognised,
    Served,
    Some,
    UnderDiscipline,
    Window,
)
from emulation.awards.dossier import LATEST, Context
from emulation.awards.facts import AwardHeld, Candidate, Discipline, Initiative, YearOnRecord
from emulation.awards.judging import bind, changes, judge, judge_all
from emulation.awards.lists.spending import NOTHING, ways
from emulation.awards.nearest import first_year, nearest
from emulation.awards.rulebook import Award, Bar, Extend, Period, Rulebook, Source
from emulation.files.rulebooks import read_rulebook
from emulation.files.write import dump
from emulation.finding import spell_path
from emulation.text import Text
from emulation.wording import Wording
from emulation.wording.verdicts import dates, settled_by, skipped, speaker
from tui.screens.verdict_lines import branches
from tui.widgets.folding_tree import SIGNS

BEFORE, CHANGE, AFTER = date(2025, 6, 30), date(2025, 7, 1), date(2026, 3, 1)
BASIS = Basis("law", "1", "2")
PERSON = Candidate(
    "p",
    Text.same("P"),
    "individual",
    joined=date(2020, 1, 1),
    years=(YearOnRecord(2025, "good"),),
    awards=(AwardHeld("t", 2025),),
)
GOOD, EXCELLENT, TITLE = Clause(Graded("good")), Clause(Graded("excellent")), Clause(Holds("t"))


def until(clause: Any) -> Clause:
    """The clause, displaced on the day of change."""
    return attrs.evolve(clause, until=BEFORE)


def since(clause: Any) -> Clause:
    """The clause, in force from the day of change."""
    return attrs.evolve(clause, from_=CHANGE)


def group(of: Any, *parts: Clause, **facts: Any) -> Clause:
    return Clause(of(parts, **facts))


def award(require: Clause, name: str = "a") -> Award:
    return Award(name, Text.same(name), "title", "individual", require, basis=BASIS, evidence="text")


def book(*awards: Award, **facts: Any) -> Rulebook:
    return Rulebook("vn", "1", sources=(Source("law", Text.same("law")),), awards=awards, **facts)


def verdict(rules: Any, received: date, candidate: Candidate = PERSON) -> Any:
    listed = rules if isinstance(rules, list) else [rules]
    return judge(candidate, "a", bind(listed), Context(received, 2025, complete_until=LATEST))


def on_both_sides(require: Clause, **facts: Any) -> tuple[str, str]:
    """The status of the requirement the day before the change, and on it."""
    rules = book(award(require), **facts)
    before, after = (verdict(rules, day).tree.status for day in (BEFORE, CHANGE))
    return before, after


@pytest.mark.parametrize(
    ("require", "expected"),
    [
        (group(All, GOOD, until(EXCELLENT)), ("not-met", "met")),
        (group(All, GOOD, since(EXCELLENT)), ("met", "not-met")),
        (group(AnyOf, EXCELLENT, until(GOOD)), ("met", "not-met")),
        (group(NoneOf, EXCELLENT, until(GOOD)), ("not-met", "met")),
        (group(Some, GOOD, TITLE, since(EXCELLENT), times=2), ("met", "met")),
        (group(Some, GOOD, until(TITLE), EXCELLENT, times=2), ("met", "not-met")),
        (Clause(Window(1, None, (GOOD, since(EXCELLENT)))), ("met", "not-met")),
        (Clause(Window(1, None, (group(EveryYear, EXCELLENT, until(TITLE)),))), ("met", "not-met")),
        (group(All, GOOD, group(All, until(EXCELLENT))), ("not-met", "met")),
        (group(All, GOOD, until(group(AnyOf, EXCELLENT))), ("not-met", "met")),
    ],
)
def test_a_group_is_judged_by_the_parts_that_apply(require: Clause, expected: tuple[str, str]) -> None:
    assert on_both_sides(require) == expected


@pytest.mark.parametrize("of", [All, AnyOf, NoneOf, Some, EveryYear])
def test_a_group_without_a_part_that_applies_is_neither_met_nor_not(of: Any) -> None:
    inside = group(of, until(GOOD), until(EXCELLENT))
    tree = verdict(book(award(Clause(Window(1, None, (TITLE, inside))))), CHANGE).tree
    assert tree.status == "met"
    assert [node.status for node in tree.walk()] == ["met", "met", "skipped", "skipped", "skipped"]


@pytest.mark.parametrize("require", [until(GOOD), group(NoneOf, until(EXCELLENT)), group(All, until(GOOD))])
def test_an_award_without_a_clause_that_applies_makes_nobody_eligible(require: Clause) -> None:
    rules = book(award(require))
    assert verdict(rules, BEFORE).status == "eligible"
    said = verdict(rules, CHANGE)
    assert (said.status, said.tree.status, said.missing) == ("unknown", "skipped", ())
    assert nearest(said, PERSON, bind([rules]), Context(CHANGE, 2025)).changes == ()


def test_what_a_local_book_adds_does_not_stand_in_for_the_award_itself() -> None:
    local = Rulebook("local", "1", extends=(Extend("a", TITLE, BASIS, "text"),))
    said = verdict([book(award(until(GOOD))), local], CHANGE)
    assert said.status == "unknown"
    assert {node.status for node in said.tree.walk()} == {"skipped"}
    further = Rulebook("local", "1", extends=(Extend("a", until(EXCELLENT), BASIS, "text"),))
    assert [verdict([book(award(GOOD)), further], day).status for day in (BEFORE, CHANGE)] == [
        "not-eligible",
        "eligible",
    ]


def test_to_fulfil_what_does_not_apply_is_not_known() -> None:
    rules = book(award(Clause(Meets("b"))), award(until(GOOD), "b"))
    assert verdict(rules, BEFORE).status == "eligible"
    said = verdict(rules, CHANGE)
    assert said.status == "unknown"
    assert said.missing == (said.tree,)
    assert "neither" in settled_by(said.tree, speaker(Wording("en"), [rules]))


def test_the_first_and_the_last_day_are_part_of_it() -> None:
    one_day = attrs.evolve(EXCELLENT, from_=CHANGE, until=CHANGE)
    rules = book(award(group(All, GOOD, one_day)))
    days = [BEFORE, CHANGE, date(2025, 7, 2)]
    assert [verdict(rules, day).status for day in days] == ["eligible", "not-eligible", "eligible"]
    assert changes([rules]) == (CHANGE, date(2025, 7, 2))
    assert changes([book(award(attrs.evolve(GOOD, until=date.max)))]) == ()


def test_a_bar_outside_its_dates_neither_bars_nor_restarts() -> None:
    ended = Discipline(date(2024, 1, 1), until=date(2025, 1, 2))
    running = Discipline(date(2024, 1, 1))
    bar = Bar("d", UnderDiscipline(), restart=True, basis=BASIS, evidence="text", until=BEFORE)
    rules = book(award(GOOD), bars=(bar,))
    for discipline, expected in ((running, "barred"), (ended, "not-eligible")):
        candidate = attrs.evolve(PERSON, disciplines=(discipline,))
        assert verdict(rules, BEFORE, candidate).status == expected
        said = verdict(rules, CHANGE, candidate)
        assert (said.status, said.counts_from, [one.status for one in said.bars]) == ("eligible", None, ["skipped"])


def test_many_are_judged_by_the_clauses_of_their_day() -> None:
    rules = bind([book(award(group(All, GOOD, since(EXCELLENT))))])
    for day, expected in ((BEFORE, "eligible"), (CHANGE, "not-eligible"), (AFTER, "not-eligible")):
        (said,) = judge_all([PERSON], rules, Context(day, 2025, complete_until=LATEST))
        assert said.status == expected
    assert rules.on(CHANGE) is rules.on(AFTER)
    assert rules.on(BEFORE) is not rules.on(CHANGE)
    assert rules.on(CHANGE).on(BEFORE) is rules.on(CHANGE)


def test_the_nearest_way_leaves_what_does_not_apply_alone() -> None:
    rules = book(award(group(Some, EXCELLENT, until(TITLE), Clause(Judged("q")), times=2)))
    said = verdict(rules, CHANGE)
    found = nearest(said, PERSON, bind([rules]), Context(CHANGE, 2025))
    assert [[one.clause.condition for one in way] for way in found.changes] == [[Graded("excellent"), Judged("q")]]
    nobody = verdict(book(award(group(Some, GOOD, until(TITLE), times=2))), CHANGE)
    assert nearest(nobody, PERSON, bind([rules]), Context(CHANGE, 2025)).changes == ()


def test_the_first_year_is_under_the_clauses_of_the_day_asked() -> None:
    rules = book(award(group(All, Clause(Served(7)), attrs.evolve(GOOD, until=date(2025, 12, 31)))))
    context = Context(date(2025, 12, 31), 2025, complete_until=LATEST)
    assert first_year(PERSON, "a", bind([rules]), context) == 2027


def test_a_window_says_that_what_stood_before_it_does_not_apply_either() -> None:
    tree = verdict(book(award(group(All, GOOD, until(Clause(Window(2, "t", (TITLE,))))))), CHANGE).tree
    assert [(node.clause.tag, node.status) for node in tree.walk()] == [
        ("all", "met"),
        ("graded", "met"),
        ("window", "skipped"),
        ("after", "skipped"),
        ("holds", "skipped"),
    ]


def test_a_window_of_unknown_beginning_keeps_what_does_not_apply() -> None:
    every = group(EveryYear, EXCELLENT, until(TITLE))
    rules = book(award(Clause(Window("since", "t", (every, since(TITLE))))))
    unclear = attrs.evolve(PERSON, awards=(AwardHeld("t", 2022),))
    context = Context(CHANGE, 2025, complete_from=2025, complete_until=2025)
    tree = judge(unclear, "a", bind([rules]), context).tree
    years = tree.parts[1].parts
    assert [one.read for one in years] == [2023, 2024, 2025]
    assert {one.parts[1].status for one in years} == {"skipped"}


def test_an_initiative_that_a_displaced_way_would_spend_is_not_spent() -> None:
    by_initiative = Clause(Recognised("grassroots", unused=True))
    rules = book(award(group(AnyOf, by_initiative, until(GOOD))))
    candidate = attrs.evolve(PERSON, initiatives=(Initiative("i", recognised=date(2025, 5, 1)),))
    assert ways(verdict(rules, BEFORE, candidate).tree) == (NOTHING,)
    assert ways(verdict(rules, CHANGE, candidate).tree) == (frozenset({"i"}),)
    assert ways(verdict(book(award(until(GOOD))), CHANGE).tree) == (NOTHING,)


def test_dates_are_read_and_written() -> None:
    bar = Bar("d", UnderDiscipline(), basis=BASIS, evidence="text", from_=CHANGE, until=AFTER)
    dated = book(award(group(All, since(GOOD), until(group(AnyOf, EXCELLENT)))), bars=(bar,))
    text = dump(dated)
    assert "from = 2025-07-01" in text
    assert read_rulebook("vn.toml", text.encode()) == (
        attrs.evolve(dated, hash=read_rulebook("vn.toml", text.encode())[0].hash, file="vn.toml"),  # type: ignore[union-attr]
        (),
    )


@pytest.mark.parametrize(
    ("wrong", "code"),
    [("until = 2025", "wrong-type"), ('until = "2025-06-30"', "wrong-type"), ("untill = 2025-06-30", "unknown-key")],
)
def test_dates_gone_wrong(wrong: str, code: str) -> None:
    text = dump(book(award(group(All, since(GOOD), until(EXCELLENT))))).replace("until = 2025-06-30", wrong)
    rules, (finding,) = read_rulebook("vn.toml", text.encode())
    assert rules is None
    assert (finding.code, spell_path(finding.path)) == (code, f"award[0].require.all[1].{wrong.split(maxsplit=1)[0]}")


def found(rules: Rulebook) -> list[tuple[str, str, str, str]]:
    return [(one.severity, one.code, spell_path(one.path), one.found) for one in check(rules)]


def dated(from_: date | None, until_: date | None) -> Clause:
    return attrs.evolve(GOOD, from_=from_, until=until_)


YEAR = Period(date(2025, 1, 1), date(2025, 12, 31))


@pytest.mark.parametrize(
    ("clause", "expected"),
    [
        (dated(date(2025, 1, 1), date(2025, 12, 31)), []),
        (dated(CHANGE, BEFORE), [("error", "dates-reversed", "until", "2025-06-30")]),
        (dated(date(2024, 12, 31), None), [("warning", "outside-period", "from", "2024-12-31")]),
        (dated(None, date(2026, 1, 1)), [("warning", "outside-period", "until", "2026-01-01")]),
        (dated(None, date(2024, 12, 31)), [("error", "outside-period", "until", "2024-12-31")]),
        (dated(date(2026, 1, 1), None), [("error", "outside-period", "from", "2026-01-01")]),
        (
            dated(date(2024, 1, 1), date(2026, 1, 1)),
            [("warning", "outside-period", k, f"{y}-01-01") for k, y in (("from", 2024), ("until", 2026))],
        ),
    ],
)
def test_dates_are_checked(clause: Clause, expected: Any) -> None:
    rules = book(award(group(All, TITLE, clause)), award(GOOD, "t"), received=YEAR)
    prefix = "award[0].require.all[1]"
    assert found(rules) == [(severity, code, f"{prefix}.{key}", day) for severity, code, key, day in expected]
    bar = Bar("d", UnderDiscipline(), basis=BASIS, evidence="text", from_=clause.from_, until=clause.until)
    rules = book(award(GOOD), bars=(bar,), received=YEAR)
    assert found(rules) == [(severity, code, f"bar[0].{key}", day) for severity, code, key, day in expected]


@pytest.mark.parametrize(
    ("require", "period", "day"),
    [
        (until(GOOD), Period(), "2025-07-01"),
        (since(GOOD), Period(), "2025-06-30"),
        (since(GOOD), YEAR, "2025-01-01"),
        (group(AnyOf, until(GOOD), attrs.evolve(EXCELLENT, from_=date(2025, 7, 2))), YEAR, "2025-07-01"),
        (group(AnyOf, until(GOOD), since(EXCELLENT)), YEAR, None),
        (until(GOOD), Period(None, BEFORE), None),
    ],
)
def test_a_day_without_any_clause_is_found(require: Clause, period: Period, day: str | None) -> None:
    expected = [] if day is None else [("error", "no-clause-in-force", "award[0].require", day)]
    assert found(book(award(require), received=period)) == expected


def test_a_day_on_which_nobody_can_have_enough_is_found() -> None:
    require = group(Some, GOOD, until(TITLE), times=2)
    rules = book(award(require), award(GOOD, "t"), received=YEAR)
    (finding,) = check(rules)
    assert (finding.code, spell_path(finding.path)) == ("never-met-then", "award[0].require.times")
    assert finding.facts == {"most": "1", "day": "2025-07-01"}


def test_why_a_clause_does_not_apply_is_said_in_words() -> None:
    inside = group(AnyOf, attrs.evolve(EXCELLENT, from_=date(2024, 1, 1), until=BEFORE), until(TITLE))
    rules = book(award(group(All, GOOD, inside, until(group(AnyOf, EXCELLENT)))))
    tree = verdict(rules, CHANGE).tree
    english, vietnamese = speaker(Wording("en"), [rules]), speaker(Wording("vi"), [rules])
    assert [skipped(node, english) for node in tree.walk()] == [
        "",
        "",
        "does not apply to this dossier, since none of its conditions does",
        "does not apply to this dossier, only to dossiers received from 2024-01-01 until 2025-06-30",
        "does not apply to this dossier, only to dossiers received until 2025-06-30",
        "does not apply to this dossier, only to dossiers received until 2025-06-30",
        "does not apply to this dossier",
    ]
    assert skipped(tree.parts[1].parts[1], vietnamese) == (
        "không áp dụng cho hồ sơ này, chỉ áp dụng cho hồ sơ nhận đến hết 30/06/2025"
    )
    assert dates(since(GOOD), vietnamese) == "từ 01/07/2025"
    assert dates(attrs.evolve(GOOD, from_=CHANGE, until=CHANGE), vietnamese) == "ngày 01/07/2025"


def test_the_screen_tells_what_does_not_apply_apart() -> None:
    bar = Bar("d", UnderDiscipline(), basis=BASIS, evidence="text", until=BEFORE)
    rules = book(award(group(All, GOOD, until(EXCELLENT))), bars=(bar,))
    said, by = verdict(rules, CHANGE), speaker(Wording("en"), [rules])
    way = nearest(said, PERSON, bind([rules]), Context(CHANGE, 2025))
    tree, bars = branches(said, way, [], by)[:2]
    assert [one.status for one in (*tree.parts, *bars.parts)] == ["met", "skipped", "skipped"]
    assert tree.parts[1].read == "does not apply to this dossier, only to dossiers received until 2025-06-30"
    assert SIGNS["skipped"][0] == "–"
