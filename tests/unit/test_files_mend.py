from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any, Literal

import attrs
import pytest
import tomli

from emulation.files.mend import Mended, mended
from emulation.files.shapes import read
from emulation.marks import Sheet
from emulation.rubric import Criterion
from emulation.text import Text


@attrs.frozen
class Thing:
    name: Text
    max: Decimal
    votes: int = 1
    secret: bool = False
    on: date | None = None
    kinds: tuple[str, ...] = ()
    word: str = ""
    mode: Literal["plain", "loud"] = "plain"


def mend(text: str) -> Mended[Thing]:
    data = tomli.loads(text, parse_float=Decimal)
    before = repr(data)
    model, findings = read(data, Thing)
    assert model is None
    result = mended(data, findings, Thing)
    assert repr(data) == before
    assert result is not None
    return result


def guessed(text: str) -> Thing:
    result = mend(text)
    assert result.readings[0] == result.readings[1]
    return result.readings[0]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ('max = "10"', {"max": Decimal(10)}),
        ('max = " 10,5 "', {"max": Decimal("10.5")}),
        ("mx = 10", {"max": Decimal(10)}),
        ("max = 10\nvotes = 2.0", {"votes": 2}),
        ('max = 10\nvotes = "2"', {"votes": 2}),
        ('max = 10\nsecret = "có"', {"secret": True}),
        ("max = 10\nsecret = 0", {"secret": False}),
        ('max = 10\non = "2022-12-31"', {"on": date(2022, 12, 31)}),
        ("max = 10\non = 2022-12-31T10:00:00", {"on": date(2022, 12, 31)}),
        ('max = 10\nkinds = "ministry"', {"kinds": ("ministry",)}),
        ("max = 10\nname = 7", {"name": Text.same("7")}),
        ('max = 10\non = "31/12/2022"', {"on": date(2022, 12, 31)}),
        ("max = 10\nmaax = 7", {}),
    ],
)
def test_what_was_probably_meant_is_read(line: str, expected: dict[str, Any]) -> None:
    text = line if "name" in line else f'name = "A"\n{line}'
    assert guessed(text) == attrs.evolve(Thing(Text.same("A"), Decimal(10)), **expected)


def test_a_missing_description_is_stood_in_for() -> None:
    assert guessed("max = 10") == Thing(Text.same("?"), Decimal(10))


@pytest.mark.parametrize(
    ("line", "key"),
    [
        ("", "max"),
        ('max = "ten"', "max"),
        ("max = true", "max"),
        ("max = nan", "max"),
        ("max = 1e40", "max"),
        ("max = 10\nvotes = 1.5", "votes"),
        ('max = 10\non = "31/02/2022"', "on"),
        ("max = 10\nkinds = {}", "kinds"),
        ("max = 10\nsecret = 2", "secret"),
        ("max = 10\nword = 7", "word"),
        ('max = 10\nmode = "zzzzz"', "mode"),
    ],
)
def test_what_nobody_can_say_is_another_thing_in_each_reading(line: str, key: str) -> None:
    result = mend('name = "A"\n' + line)
    one, other = result.readings
    assert result.unsure == ((key,),)
    assert getattr(one, key) != getattr(other, key)
    assert attrs.evolve(one, **{key: getattr(other, key)}) == other
    assert result.hidden == ()


def test_a_key_that_nobody_knows_may_be_any_that_is_not_there() -> None:
    result = mend('name = "A"\nmax = 10\nsecret = true\nzzz = 7')
    assert {("zzz",), ("votes",), ("word",)} < set(result.unsure)
    assert ("secret",) not in result.unsure


def test_a_mistake_behind_a_mistake_comes_to_light() -> None:
    data = tomli.loads('id = "A1"\ntext = "x"\nmax = 5\nmethod = "cuont"\neach = "two"\n', parse_float=Decimal)
    _, findings = read(data, Criterion)
    assert [finding.code for finding in findings] == ["unknown-word"]
    result = mended(data, findings, Criterion)
    assert result is not None
    assert [(one.code, one.path) for one in result.hidden] == [("wrong-type", ("each",))]


def test_of_a_sheet_the_marks_that_cannot_be_read_are_left_out() -> None:
    text = """
        [sheet]
        source = "self"
        by = "a"
        on = 2022-12-05
        [marks.a]
        A1 = 3
        A2 = { value = nan }
        A3.1 = 2022-12-05
        A3.2 = 4
        B.1 = {}
    """
    data = tomli.loads(text, parse_float=Decimal)
    _, findings = read(data, Sheet)
    result = mended(data, findings, Sheet)
    assert result is not None
    assert result.hidden == ()
    assert [list(one.marks["a"]) for one in result.readings] == [["A1", "A3.2"]] * 2
