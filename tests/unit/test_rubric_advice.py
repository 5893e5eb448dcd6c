"""Advice on rubrics that could be scored as they stand."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import pytest

from emulation.finding import spell_path
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
    Rubric,
    Section,
)
from emulation.rubric_advice import Balance, advise, balance
from emulation.text import Text

if TYPE_CHECKING:
    from emulation.rubric import Method, SectionKind


def leaf(name: str, most: float | str = 10, method: Method | None = None, **more: Any) -> Criterion:
    more = {"work": name, "evidence": "required", **more}
    return Criterion(name, more.pop("text", Text.same(name)), Decimal(str(most)), method or Count(Decimal(1)), **more)


def group(name: str, most: int, *parts: Criterion, **more: Any) -> Criterion:
    return Criterion(name, Text.same(name), Decimal(most), parts=parts, **more)


def section(name: str, most: int, *criteria: Criterion, kind: SectionKind = "core") -> Section:
    return Section(name, Text.same(name), Decimal(most), kind, criteria)


def rubric(*sections: Section) -> Rubric:
    total = sum((one.max for one in sections if one.kind == "core"), Decimal(0))
    return Rubric("r", "1", Text.same("r"), total, Decimal("0.5"), sections)


def of(*criteria: Criterion) -> Rubric:
    return rubric(section("A", 20, *criteria))


def found(one: Rubric) -> list[tuple[str, str, str]]:
    findings = list(advise(one))
    assert {finding.severity for finding in findings} <= {"warning"}
    return [(finding.code, spell_path(finding.path), finding.found) for finding in findings]


def test_a_rubric_that_tells_units_apart_needs_no_advice() -> None:
    anchored = Judged((Level(Decimal(10), Text.same("all")), Level(Decimal(0), Text.same("nothing"))))
    assert found(of(leaf("A1", method=anchored), leaf("A2"))) == []


def test_a_judged_criterion_needs_two_described_levels() -> None:
    once = Judged((Level(Decimal(10), Text.same("all")),))
    assert found(of(leaf("A1", method=once), leaf("A2", method=Judged()))) == [
        ("not-anchored", "section[0].criterion[0]", "A1"),
        ("not-anchored", "section[0].criterion[1]", "A2"),
    ]


def bands(*pairs: tuple[int | None, int]) -> Bands:
    return Bands(
        tuple(PointsBand(Decimal(points), None if reach is None else Decimal(reach)) for reach, points in pairs)
    )


@pytest.mark.parametrize(
    ("method", "differs"),
    [
        (Levels((Level(Decimal(10)),)), False),
        (Levels((Level(Decimal(10), id="a"), Level(Decimal(10), id="b"))), False),
        (Levels((Level(Decimal(10)), Level(Decimal(0)))), True),
        (bands((None, 10)), False),
        (bands((80, 10), (None, 10)), False),
        (bands((0, 10), (None, 0)), False),
        (bands((80, 0)), False),
        (bands((80, 10)), True),
        (bands((80, 10), (0, 5)), True),
        (Attainment(Decimal(90)), True),
        (Attainment(Decimal(90), per_percent_short=Decimal(0)), False),
        (Count(Decimal(1)), True),
        (Deduct(Decimal(1)), True),
        (AllOrNothing(), True),
        (Relative(Fraction(1, 2), Decimal(5)), True),
    ],
)
def test_points_that_are_the_same_for_everybody_are_told(method: Method, *, differs: bool) -> None:
    expected = [] if differs else [("cannot-differ", "section[0].criterion[0]", "A1")]
    assert found(of(leaf("A1", method=method), leaf("A2"))) == expected


def test_lines_of_work_are_named_and_told_apart() -> None:
    assert found(of(leaf("A1", work=""), leaf("A2", work=""))) == [("no-line-of-work", "section[0].criterion[0]", "2")]
    assert found(of(leaf("A1", work="x"), leaf("A2", work="x"))) == [
        ("one-line-of-work", "section[0].criterion[0].work", "x")
    ]
    assert found(rubric(section("A", 10, leaf("A1", work="x")))) == []


def test_some_criterion_asks_for_evidence() -> None:
    lax = [leaf(name, evidence="optional") for name in ("A1", "A2")]
    assert found(of(*lax)) == [("evidence-never-required", "rubric", "r")]


@pytest.mark.parametrize("kind", ["bonus", "penalty"])
def test_a_cap_fits_what_stands_under_it(kind: SectionKind) -> None:
    core = section("A", 10, leaf("A1"))
    path = "section[1].max"
    assert found(rubric(core, section("B", 10, leaf("B1", 7), leaf("B2", 6), kind=kind))) == [
        ("parts-above-cap", path, "10")
    ]
    assert found(rubric(core, section("B", 20, leaf("B1", 7), leaf("B2", 6), kind=kind))) == [
        ("cap-never-reached", path, "20")
    ]
    inner = group("B1", 3, leaf("B1.1", 3), leaf("B1.2", 3))
    assert found(rubric(core, section("B", 3, inner, kind=kind))) == [
        ("parts-above-cap", "section[1].criterion[0].max", "3")
    ]
    highest = group("B1", 3, leaf("B1.1", 3), leaf("B1.2", 3), take="highest")
    assert found(rubric(core, section("B", 3, highest, kind=kind))) == []


def test_what_applies_to_other_kinds_is_not_added_up() -> None:
    core = section("A", 10, leaf("A1"))
    parts = [leaf("B1", 5, applies_to=("city",)), leaf("B2", 5, applies_to=("town",)), leaf("B3", 2)]
    assert found(rubric(core, section("B", 7, *parts, kind="bonus"))) == []
    assert found(rubric(core, section("B", 6, *parts, kind="bonus"))) == [("parts-above-cap", "section[1].max", "6")]


@pytest.mark.parametrize(
    ("ids", "missing"),
    [
        (("A1", "A2", "A3"), {}),
        (("A1", "A2", "A5"), {2: "A3"}),
        (("1", "3"), {1: "2"}),
        (("I.1", "I.3", "I.4", "I.9"), {1: "I.2", 3: "I.5"}),
        (("A9", "A10", "B1", "B2"), {}),
        (("a", "c"), {}),
        (("I", "II", "V"), {2: "III"}),
        (("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X"), {}),
        (("C", "D", "X"), {}),
        (("2008", "a1"), {}),
    ],
)
def test_numbers_that_jump_are_told(ids: tuple[str, ...], missing: dict[int, str]) -> None:
    one = rubric(section("S", 10 * len(ids), *(leaf(name) for name in ids)))
    told = {finding.path[-2]: finding.facts["missing"] for finding in advise(one) if finding.code == "numbering-jumps"}
    assert told == missing


def test_sections_are_numbered_too() -> None:
    one = rubric(section("I", 10, leaf("a")), section("IV", 10, leaf("b")))
    assert found(one) == [("numbering-jumps", "section[1].id", "IV")]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Báo cáo chậm (tối đa 10 điểm)", None),
        ("Báo cáo chậm, tối đa 5 điểm", "5"),
        ("Báo cáo chậm, tối đa −5", "5"),
        ("late reports, at most 6 points", "6"),
        ("late reports, at most 6 times", None),
        ("tối đa 3 lần", None),
        ("up to 20%", None),
        ("3 + 3", "3 + 3"),
        ("họp đủ: 3+3 điểm", "3+3"),
        ("5 + 5", None),
        ("2,5 + 2,5 + 5", None),
        ("1 + 1,5", "1 + 1,5"),
        ("khối A+ và 10", None),
        ("30% + 20%", None),
    ],
)
def test_a_text_that_speaks_of_other_points_is_told(text: str, said: str | None) -> None:
    for one in (Text.same(text), Text(vi=text, en="x"), Text(vi="x", en=text)):
        told = [finding.facts["said"] for finding in advise(of(leaf("A1", text=one), leaf("A2")))]
        assert told == ([] if said is None else [said])


def test_the_balance_counts_points_that_are_measured_and_judged() -> None:
    one = rubric(
        section("A", 30, leaf("A1", method=Judged()), leaf("A2"), leaf("A3", method=Levels((Level(Decimal(10)),)))),
        section(
            "B",
            12,
            group("B1", 6, leaf("B1.1", 6), leaf("B1.2", 4, method=Judged()), take="highest"),
            group("B2", 6, leaf("B2.1", 6), leaf("B2.2", 6), take="mean"),
        ),
        section("C", 5, leaf("C1", 5, method=AllOrNothing()), kind="bonus"),
    )
    assert balance(one) == (
        Balance("A", Decimal(10), Decimal(20)),
        Balance("B", Decimal(6), Decimal(6)),
        Balance("C", Decimal(5), Decimal(0)),
    )
