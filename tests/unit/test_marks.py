"""Marks and sheets: what a criterion's method takes, and what sheets say together."""

from __future__ import annotations

import unicodedata
from datetime import date

import attrs
import pytest

from emulation.marks import (
    Given,
    NotApplicable,
    SetByHand,
    Sheet,
    check_contradictions,
    check_handed_in,
    check_mark,
    check_sheet,
    gather,
    late,
    level_of,
    spell,
)
from emulation.procedure import MarkRules
from emulation.rubric import (
    AllOrNothing,
    Attainment,
    Bands,
    Count,
    Criterion,
    Deduct,
    Judged,
    Level,
    Levels,
    PointsBand,
    Relative,
)
from tests.small_rubrics import NAME, bloc, codes, d, group, leaf, levels, mark, row, rubric, section, share

DAY, LATER = date(2022, 12, 5), date(2022, 12, 6)
NAMED = Levels((Level(d(5), id="good"), Level(d(3)), Level(d(0))))


def sheet(source: str, by: str, on: date = DAY, **rows: dict) -> Sheet:
    return Sheet(source, by, on, rows)


# what a method takes


@pytest.mark.parametrize(
    ("method", "good", "wrong"),
    [
        (Judged(), ["0", "4.5", "5"], {"5.5": "outside", "4.2": "not-a-step", "good": "not-a-number"}),
        (NAMED, ["good", "3", "5"], {"4": "unknown-level", "god": "unknown-level", True: "unknown-level"}),
        (Bands((PointsBand(d(1)),)), ["0", "79.99"], {"good": "not-a-number"}),
        (Attainment(d(1)), ["0", "0.001"], {True: "not-a-number"}),
        (Relative(share("1/2"), d(1)), ["12.3"], {False: "not-a-number"}),
        (Count(d(1)), ["0", "17"], {"1.5": "not-a-count"}),
        (Deduct(d(1)), ["3"], {"0.5": "not-a-count"}),
        (AllOrNothing(), [True, False], {"1": "not-yes-or-no", "yes": "not-yes-or-no"}),
    ],
)
def test_a_mark_is_what_the_criterion_s_method_takes(
    method: object, good: list[object], wrong: dict[object, str]
) -> None:
    criterion = leaf("A1", 5, method)
    for value in good:
        assert codes(check_mark(mark(value), criterion, d("0.5"))) == []
    for value, code in wrong.items():
        assert codes(check_mark(mark(value), criterion, d("0.5"))) == [code]


@pytest.mark.parametrize("method", [Bands((PointsBand(d(1)),)), Attainment(d(1)), Relative(share("1/2"), d(1))])
def test_a_measured_value_is_not_negative(method: object) -> None:
    assert codes(check_mark(Given(d(-1)), leaf("A1", 5, method), d(1))) == ["negative"]
    assert codes(check_mark(Given(d(-1)), leaf("A1", 5, Count(d(1))), d(1))) == ["not-a-count"]


def test_a_mark_of_a_measured_method_may_be_a_list() -> None:
    for method in (Bands((PointsBand(d(1)),)), Attainment(d(1)), Count(d(1)), Deduct(d(1)), Relative(share("1"), d(1))):
        assert codes(check_mark(mark(["1", "2"]), leaf("A1", 5, method), d(1))) == []
    assert codes(check_mark(mark(["1", "2.5"]), leaf("A1", 5, Count(d(1))), d(1))) == ["not-a-count [1]"]
    assert codes(check_mark(mark([]), leaf("A1", 5, Count(d(1))), d(1))) == ["empty"]
    for method in (Judged(), NAMED, AllOrNothing()):
        assert codes(check_mark(mark(["3", "3"]), leaf("A1", 5, method), d(1))) == ["several-events"]


def test_a_mark_on_a_group_is_an_error_except_not_applicable() -> None:
    whole = group("A1", 5, leaf("A1.1", 5))
    assert codes(check_mark(mark("3"), whole, d(1))) == ["mark-on-group"]
    assert codes(check_mark(mark("=3"), whole, d(1))) == ["mark-on-group"]
    assert codes(check_mark(mark(None), whole, d(1))) == []
    unfinished = Criterion("A1", NAME, d(5))  # the rubric is to be blamed, not each of its marks
    assert codes(check_mark(mark("3"), unfinished, d(1))) == []
    assert codes(check_mark(mark(["3"]), unfinished, d(1))) == []


def test_not_applicable_and_points_by_hand_have_a_reason() -> None:
    assert codes(check_mark(NotApplicable(" "), leaf("A1", 5), d(1))) == ["reason-missing not_applicable"]
    assert codes(check_mark(SetByHand(d(3), ""), leaf("A1", 5), d(1))) == ["reason-missing reason"]


def test_points_by_hand_are_points_of_the_criterion() -> None:
    counted = leaf("A1", 5, Count(d(1)))
    assert codes(check_mark(mark("=4"), counted, d(1))) == []
    assert codes(check_mark(mark("=5.5"), counted, d(1))) == ["outside", "not-a-step"]


@pytest.mark.parametrize("value", ["3", ["3", "4"], None])
def test_a_criterion_that_reads_a_pledge_takes_no_mark(value: object) -> None:
    for method in (Attainment(target="t"), Relative(share("1/2"), target="t")):
        assert codes(check_mark(mark(value), leaf("A1", 5, method), d(1))) == ["computed-from-pledge"]
        assert codes(check_mark(mark("=3"), leaf("A1", 5, method), d(1))) == []


def test_a_level_is_named_by_its_id_or_its_points() -> None:
    assert level_of(NAMED.levels, "good") is NAMED.levels[0]
    assert level_of(NAMED.levels, d("3.0")) is NAMED.levels[1]
    assert level_of(NAMED.levels, "3") is None
    assert level_of(NAMED.levels, d(4)) is None


def test_of_several_levels_at_one_number_it_is_the_one_without_id_else_one_that_does_not_void() -> None:
    forged, harmless, plain = Level(d(0), id="forged", voids=True), Level(d(0), id="none"), Level(d(0))
    assert level_of((forged, harmless, plain), d(0)) is plain
    assert level_of((forged, harmless), d(0)) is harmless
    assert level_of((forged,), d(0)) is forged


# how a mark is spelled


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("18.50", "18.5"),
        (True, "yes"),
        (False, "no"),
        (["3", "4"], "3; 4"),
        (None, "n/a"),
        ("=3.0", "=3"),
        ("good", "good"),
    ],
)
def test_a_mark_is_spelled_as_in_a_sheet(value: object, text: str) -> None:
    assert spell(mark(value)) == text


def test_a_blank_is_spelled_as_nothing() -> None:
    assert spell(None) == ""


def test_texts_of_marks_are_normalised() -> None:
    apart = unicodedata.normalize("NFD", "không phát sinh")
    assert NotApplicable(apart) == NotApplicable("không phát sinh")
    assert Given(d(1), note=apart).note == "không phát sinh"


# sheets


def table() -> object:
    return rubric(
        section("A", 10, leaf("A1", 6, Judged(levels("6", "0"))), leaf("A2", 4, applies_to=("court",))),
        section("B", 4, leaf("B1", 4, Count(d(1))), kind="bonus"),
    )


def findings_of(one: Sheet) -> list[str]:
    return codes(check_sheet(one, bloc("court", "ministry"), table()))


def test_a_sound_sheet_has_no_findings() -> None:
    assert findings_of(sheet("self", "a", a=row(A1=3, A2=4, B1=2))) == []
    assert findings_of(sheet("peer", "a", b=row(A1=3))) == []
    assert findings_of(sheet("verified", "head-team", a=row(A1=3), b=row(A1=None))) == []


def test_self_marks_are_a_unit_s_own_only() -> None:
    assert findings_of(sheet("self", "a", b=row(A1=3))) == ["self-marks-other marks.b"]


def test_peers_never_mark_themselves() -> None:
    assert findings_of(sheet("peer", "a", a=row(A1=3))) == ["peer-marks-self marks.a"]


def test_units_and_criteria_are_known() -> None:
    assert findings_of(sheet("self", "z", z=row(A1=3))) == ["unknown-unit sheet.by", "unknown-unit marks.z"]
    assert findings_of(sheet("verified", "team", a=row(A9=3))) == ["unknown-criterion marks.a.A9"]


def test_a_criterion_that_does_not_apply_to_the_unit_takes_no_mark() -> None:
    assert findings_of(sheet("self", "b", b=row(A2=3))) == ["criterion-does-not-apply marks.b.A2"]


def test_neither_does_a_part_of_a_group_that_does_not_apply_nor_a_group_without_a_part_that_does() -> None:
    within = group("A1", 5, leaf("A1.1", 5), applies_to=("ministry",))
    without = group("A2", 5, leaf("A2.1", 5, applies_to=("ministry",)))
    of = rubric(section("A", 10, within, without))
    marks = {"A1.1": mark(3), "A2": mark(None)}
    both = sheet("verified", "team", a=marks, b=marks)
    assert codes(check_sheet(both, bloc("ministry", "court"), of)) == [
        "criterion-does-not-apply marks.b.A1.1",
        "criterion-does-not-apply marks.b.A2",
    ]


@pytest.mark.parametrize("step", [0, -1])
def test_points_are_not_held_against_a_step_that_is_not_positive(step: int) -> None:
    assert codes(check_mark(mark("4.2"), leaf("A1", 5), d(step))) == []
    assert codes(check_mark(mark("=5.2"), leaf("A1", 5), d(step))) == ["outside"]


def test_points_by_hand_are_agreed_marks_only() -> None:
    assert findings_of(sheet("verified", "team", a=row(B1="=3"))) == ["by-hand-in-sheet marks.a.B1.points"]


def test_mistakes_in_marks_carry_their_place() -> None:
    assert findings_of(sheet("self", "a", a=row(A1=7, B1=["1", "1.5"]))) == [
        "outside marks.a.A1",
        "not-a-count marks.a.B1[1]",
    ]


def test_one_cell_marked_differently_by_two_sheets_of_one_source_and_marker_is_an_error() -> None:
    sheets = [
        sheet("self", "a", a=row(A1=3, B1=None)),
        sheet("self", "a", LATER, a=row(A1=4, B1=None)),
        sheet("verified", "team", a=row(A1=5)),
    ]
    ((place, found),) = check_contradictions(sheets)
    assert place == 1
    assert (found.code, found.path, found.found) == ("contradiction", ("marks", "a", "A1"), "4")
    assert found.facts == {"other": "3", "on": "2022-12-05"}


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [("3", "3.0", True), (None, "0", False), ("=3", "3", True), (True, "1", True), (["3"], "3", False)],
)
def test_only_the_content_of_marks_can_contradict(one: object, other: object, same: bool) -> None:
    first = attrs.evolve(mark(one), note="first")
    sheets = [sheet("self", "a", a={"A1": first}), sheet("self", "a", LATER, a={"A1": mark(other)})]
    assert (list(check_contradictions(sheets)) == []) is same


def test_sheets_make_a_table_by_source() -> None:
    marks = gather(
        [
            sheet("peer", "b", a=row(A1=1)),
            sheet("self", "a", a=row(A1=2)),
            sheet("self", "a", LATER, a=row(B1=2)),
            sheet("verified", "team", a=row(A1=3)),
        ],
        {"a": row(A1=4)},
    )
    assert marks.own == {"a": row(A1=2, B1=2)}
    assert marks.verified == {"a": row(A1=3)}
    assert marks.peers == {"b": {"a": row(A1=1)}}
    assert marks.agreed == {"a": row(A1=4)}
    assert gather([]).agreed == {}


def test_of_two_teams_that_verify_one_cell_the_later_decides() -> None:
    sheets = [sheet("verified", "team-a", LATER, a=row(A1=3)), sheet("verified", "team-b", DAY, a=row(A1=4, B1=1))]
    assert gather(sheets).verified == gather(sheets[::-1]).verified == {"a": row(A1=3, B1=1)}


def test_sheets_of_units_handed_in_after_the_due_day_are_late() -> None:
    rules = MarkRules(due=DAY)
    assert not late(sheet("self", "a"), rules)
    assert late(sheet("self", "a", LATER), rules)
    assert late(sheet("peer", "a", LATER), rules)
    assert not late(sheet("verified", "team", LATER), rules)
    assert not late(sheet("self", "a", LATER), MarkRules())


def test_late_sheets_and_units_that_alone_handed_in_none_are_warnings() -> None:
    handed_in = [sheet("verified", "team"), sheet("self", "a", LATER)]
    found = list(check_handed_in(handed_in, bloc("", ""), MarkRules(due=DAY)))
    assert [(place, one.code, one.found) for place, one in found] == [
        (1, "late", "2022-12-06"),
        (None, "no-self-sheet", "b"),
    ]
    assert {one.severity for _, one in found} == {"warning"}
    assert list(check_handed_in(handed_in[:1], bloc("", ""), MarkRules(due=DAY))) == []


def test_a_number_in_quotes_is_told_as_it_is_without_them() -> None:
    (quoted,) = check_mark(Given("7,5"), leaf("A1", 10), d("0.5"))
    assert (quoted.code, quoted.facts) == ("not-a-number", {"number": "7.5"})
    (word,) = check_mark(Given("good"), leaf("A1", 10), d("0.5"))
    assert word.facts == {}
