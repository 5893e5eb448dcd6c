from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any, Literal

import attrs
import pytest
import tomli

from emulation.bloc import Bloc
from emulation.files.shapes import read
from emulation.files.strict import CONVERTER, MisfitError
from emulation.marks import Given, NotApplicable, SetByHand, Sheet
from emulation.rubric import Attainment, Judged, Rubric
from emulation.text import Text


def value(text: str) -> Any:
    return tomli.loads(f"it = {text}", parse_float=Decimal)["it"]


@pytest.mark.parametrize(
    ("kind", "text", "expected"),
    [
        (str, '"a"', "a"),
        (str, '"e\\u0302"', "ê"),
        (bool, "true", True),
        (int, "7", 7),
        (int, "-999999999999999", -999999999999999),
        (Decimal, "7", Decimal(7)),
        (Decimal, "92.25", Decimal("92.25")),
        (Decimal, "100000000000000.0", Decimal(10**14)),
        (Decimal, "0.00000000000001", Decimal("1e-14")),
        (Decimal, "0.00", Decimal(0)),
        (Fraction, '"2/3"', Fraction(2, 3)),
        (Fraction, '" 2 / 3 "', Fraction(2, 3)),
        (Fraction, '"90%"', Fraction(9, 10)),
        (Fraction, '"12.5 %"', Fraction(1, 8)),
        (Fraction, "0.9", Fraction(9, 10)),
        (Fraction, "1", Fraction(1)),
        (date, "2022-12-31", date(2022, 12, 31)),
        (Text, '"a"', Text.same("a")),
        (Text, '{ vi = "a" }', Text(vi="a")),
        (tuple[str, ...], '["a", "b"]', ("a", "b")),
        (tuple[str, ...], "[]", ()),
        (str | tuple[str, ...], '"all"', "all"),
        (str | tuple[str, ...], '["a"]', ("a",)),
        (int | None, "3", 3),
        (Literal["a", "b"], '"b"', "b"),
    ],
)
def test_a_value_is_read(kind: Any, text: str, expected: object) -> None:
    result = CONVERTER.structure(value(text), kind)
    assert result == expected
    assert type(result) is type(expected)


@pytest.mark.parametrize(
    ("kind", "text", "code", "expected"),
    [
        (str, "1", "wrong-type", "text"),
        (str, "true", "wrong-type", "text"),
        (str, "2022-12-31", "wrong-type", "text"),
        (bool, "1", "wrong-type", "yes or no"),
        (bool, '"true"', "wrong-type", "yes or no"),
        (int, "true", "wrong-type", "whole number"),
        (int, "1.0", "wrong-type", "whole number"),
        (int, '"7"', "wrong-type", "whole number"),
        (int, "1_000_000_000_000_000", "too-many-digits", None),
        (Decimal, "true", "wrong-type", "number"),
        (Decimal, '"7"', "wrong-type", "number"),
        (Decimal, "nan", "not-finite", None),
        (Decimal, "-inf", "not-finite", None),
        (Decimal, "1.000000000000001", "too-many-digits", None),
        (Decimal, "1e15", "too-many-digits", None),
        (Decimal, "1e-999999", "too-many-digits", None),
        (Decimal, "0e-999999", "too-many-digits", None),
        (Fraction, "true", "wrong-type", "share"),
        (Fraction, "[]", "wrong-type", "share"),
        (Fraction, "inf", "not-finite", None),
        (Fraction, '"1/0"', "not-a-share", None),
        (Fraction, '"1e999999999"', "not-a-share", None),
        (Fraction, '"hai phần ba"', "not-a-share", None),
        (Fraction, '""', "not-a-share", None),
        (date, '"2022-12-31"', "wrong-type", "date"),
        (date, "2022-12-31T00:00:00", "wrong-type", "date"),
        (date, "07:32:00", "wrong-type", "date"),
        (date, "2022", "wrong-type", "date"),
        (Text, "1", "wrong-type", "text"),
        (Text, "{}", "empty", None),
        (Text, '{ vn = "a" }', "unknown-key", None),
        (tuple[str, ...], '"ab"', "wrong-type", "list"),
        (tuple[str, ...], "{}", "wrong-type", "list"),
        (str | tuple[str, ...], "1", "wrong-type", "text or list"),
        (int | None, '"3"', "wrong-type", "whole number"),
        (Literal["head", "deputy"], '"haed"', "unknown-word", None),
        (Literal["head", "deputy"], "true", "wrong-type", "text"),
    ],
)
def test_nothing_is_taken_for_something_else(kind: Any, text: str, code: str, expected: str | None) -> None:
    with pytest.raises(MisfitError) as caught:
        CONVERTER.structure(value(text), kind)
    (finding,) = caught.value.findings
    assert (finding.code, finding.facts.get("expected")) == (code, expected)


@pytest.mark.parametrize(
    ("kind", "text", "fact"),
    [
        (Decimal, '"10,5"', ("number", "10.5")),
        (int | None, '" 3 "', ("number", "3")),
        (date, '"2022-12-31"', ("day", "2022-12-31")),
        (date, '"31/12/2022"', ("day", "2022-12-31")),
    ],
)
def test_a_number_or_day_in_quotes_is_told_as_it_is_without_them(kind: Any, text: str, fact: tuple[str, str]) -> None:
    with pytest.raises(MisfitError) as caught:
        CONVERTER.structure(value(text), kind)
    assert fact in caught.value.findings[0].facts.items()


def found(text: str, model: type[Any]) -> list[tuple[str, tuple[str | int, ...]]]:
    _, findings = read(tomli.loads(text, parse_float=Decimal), model)
    return [(finding.code, finding.path) for finding in findings]


def test_all_mistakes_are_found_with_their_paths() -> None:
    text = """
    extra = 1
    [bloc]
    id = 7
    yaer = 2022
    name = { vi = 1, en = "x" }
    [[unit]]
    id = "a"
    name = "A"
    short = "A"
    staff = { leaders = "many", direct = 2.5 }
    [[unit]]
    name = "B"
    short = false
    [[movement]]
    id = "m"
    name = "M"
    kind = "regular"
    launched_by = "bloc"
    from = "2022"
    """
    assert sorted(found(text, Bloc)) == sorted(
        [
            ("unknown-key", ("extra",)),
            ("wrong-type", ("bloc", "id")),
            ("unknown-key", ("bloc", "yaer")),
            ("missing-key", ("bloc", "year")),
            ("wrong-type", ("bloc", "name", "vi")),
            ("wrong-type", ("unit", 0, "staff", "leaders")),
            ("wrong-type", ("unit", 0, "staff", "direct")),
            ("missing-key", ("unit", 1, "id")),
            ("wrong-type", ("unit", 1, "short")),
            ("wrong-type", ("movement", 0, "from")),
        ]
    )


@pytest.mark.parametrize("year", ["0", "-5", "10000"])
def test_a_year_outside_the_calendar_is_found(year: str) -> None:
    assert found(f'[bloc]\nid = "a"\nname = "A"\nyear = {year}\n', Bloc) == [
        ("not-a-year", ("bloc", "year")),
        ("missing-key", ("unit",)),
    ]


def test_the_wrong_brackets_are_told_apart() -> None:
    _, findings = read({"bloc": {"id": "a", "name": "A", "year": 1}, "unit": {"id": "a"}}, Bloc)
    assert [(one.code, one.path, one.facts["expected"]) for one in findings] == [
        ("wrong-type", ("unit",), "list of tables")
    ]
    assert found("bloc = 3\nunit = []", Bloc) == [("wrong-type", ("bloc",))]


def criterion(keys: str) -> tuple[Rubric | None, list[tuple[str, tuple[str | int, ...]]]]:
    text = f"""
    [rubric]
    id = "r"
    version = "1"
    title = "R"
    total = 1
    step = 1
    [[section]]
    id = "A"
    text = "A"
    max = 1
    [[section.criterion]]
    id = "A1"
    text = "A1"
    max = 1
    {keys}
    """
    rubric, findings = read(tomli.loads(text, parse_float=Decimal), Rubric)
    return rubric, [(finding.code, finding.path[4:]) for finding in findings]


def test_a_criterion_holds_the_keys_of_its_method() -> None:
    rubric, findings = criterion('method = "attainment"\ngoal = 5\nfloor = "70%"\nfrom = 2022-01-01')
    assert findings == []
    assert rubric is not None
    assert rubric.criterion("A1").method == Attainment(goal=Decimal(5))
    assert rubric.criterion("A1").floor == Fraction(7, 10)
    assert rubric.criterion("A1").from_ == date(2022, 1, 1)


def test_a_criterion_holds_criteria_to_any_depth() -> None:
    nested = '[[section.criterion.criterion]]\nid = "A1.1"\ntext = "x"\nmax = 1\nmethod = "judged"'
    rubric, findings = criterion(nested)
    assert findings == []
    assert rubric is not None
    assert rubric.criterion("A1.1").method == Judged()


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        ('method = "judged"\neach = 1', [("key-of-other-method", ("each",))]),
        ("each = 1", [("key-of-other-method", ("each",))]),
        ('method = "jugded"\neach = 1', [("unknown-word", ("method",))]),
        ("method = 3", [("wrong-type", ("method",))]),
        ('method = "count"', [("missing-key", ("each",))]),
        ('method = "count"\neach = "1"\nflor = 1', [("wrong-type", ("each",)), ("unknown-key", ("flor",))]),
        ('method = "levels"\nlevels = [{ at = 1 }, { at = "x" }]', [("wrong-type", ("levels", 1, "at"))]),
        ('method = "judged"\ncriterion = []', [("one-of", ("method",))]),
    ],
)
def test_keys_that_do_not_fit_the_method_are_found(keys: str, expected: list[Any]) -> None:
    assert criterion(keys)[1] == expected


def test_a_key_of_another_method_names_the_methods_that_have_it() -> None:
    _, findings = read({"section": [{"criterion": [{"method": "judged", "each": 1}]}]}, Rubric)
    (finding,) = [one for one in findings if one.code == "key-of-other-method"]
    assert finding.facts == {"method": "judged", "methods": "count, deduct"}


SHEET = '[sheet]\nsource = "self"\nby = "a"\non = 2022-12-05\n[marks.a]\n'


def sheet(marks: str) -> Any:
    read_sheet, findings = read(tomli.loads(SHEET + marks, parse_float=Decimal), Sheet)
    assert findings == ()
    assert read_sheet is not None
    return read_sheet.marks


def test_marks_are_read_as_they_are_written() -> None:
    assert sheet(
        """
        A = 18.5
        B = true
        C = "full"
        D = [96, 88.5]
        E = { value = 97, note = "n", evidence = ["BC 1"] }
        F = { not_applicable = "none arose", note = "n" }
        G = { points = 3, reason = "r" }
        """
    ) == {
        "a": {
            "A": Given(Decimal("18.5")),
            "B": Given(True),  # noqa: FBT003
            "C": Given("full"),
            "D": Given((Decimal(96), Decimal("88.5"))),
            "E": Given(Decimal(97), "n", ("BC 1",)),
            "F": NotApplicable("none arose", "n"),
            "G": SetByHand(Decimal(3), "r"),
        }
    }


def test_a_dotted_key_is_the_id_that_it_spells() -> None:
    assert sheet('A.1 = 1\n"A.2" = 2\nB.1.2.value = 3\nB.1.3 = { value = 4 }\n') == {
        "a": {name: Given(Decimal(n)) for n, name in enumerate(("A.1", "A.2", "B.1.2", "B.1.3"), 1)}
    }


@pytest.mark.parametrize(
    ("marks", "expected"),
    [
        ('A.1 = 1\n"A.1" = 1', ("duplicate-key", ("A.1",))),
        ("A = {}", ("missing-key", ("A", "value"))),
        ('A = { note = "x" }', ("missing-key", ("A", "value"))),
        ('A = { value = 1, points = 2, reason = "r" }', ("one-of", ("A", "points"))),
        ('A = { not_applicable = "x", reason = "y" }', ("unknown-key", ("A", "reason"))),
        ("A = { not_applicable = 1 }", ("wrong-type", ("A", "not_applicable"))),
        ("A = { points = 1 }", ("missing-key", ("A", "reason"))),
        ("A.1 = 2022-01-01", ("wrong-type", ("A.1",))),
        ("A = [1, [2]]", ("wrong-type", ("A", 1))),
        ("A = { value = [1, nan] }", ("not-finite", ("A", "value", 1))),
        ("A = { value = 1, evidence = 'x' }", ("wrong-type", ("A", "evidence"))),
    ],
)
def test_marks_that_cannot_be_read_are_found(marks: str, expected: tuple[str, tuple[str | int, ...]]) -> None:
    assert found(SHEET + marks, Sheet) == [(expected[0], ("marks", "a", *expected[1]))]


def test_marks_of_no_unit_are_found() -> None:
    assert found(SHEET.replace("[marks.a]", "[marks]") + "A = 1", Sheet) == [("wrong-type", ("marks", "A"))]


def test_further_models_use_the_same_converter() -> None:
    @attrs.frozen
    class Served:
        served: int
        for_: str = "individual"

    assert CONVERTER.structure({"served": 20, "for": "collective"}, Served) == Served(20, "collective")
    with pytest.raises(MisfitError) as caught:
        CONVERTER.structure({"served": "20", "fro": "collective"}, Served)
    assert [(one.path, one.facts.get("near")) for one in caught.value.findings] == [
        (("fro",), "for"),
        (("served",), None),
    ]
