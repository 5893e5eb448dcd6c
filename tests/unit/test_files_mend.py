from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import attrs
import pytest
import tomli

from emulation.files.mend import mended
from emulation.files.shapes import read
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


def mend(text: str) -> Thing | None:
    data = tomli.loads(text, parse_float=Decimal)
    before = repr(data)
    model, findings = read(data, Thing)
    assert model is None
    result = mended(data, findings, Thing)
    assert repr(data) == before
    return result


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
        ("max = 10\nzzz = 7", {}),
        ("max = 10\nmaax = 7", {}),
    ],
)
def test_what_was_probably_meant_is_read(line: str, expected: dict[str, Any]) -> None:
    text = line if "name" in line else f'name = "A"\n{line}'
    assert mend(text) == attrs.evolve(Thing(Text.same("A"), Decimal(10)), **expected)


def test_a_missing_description_is_stood_in_for() -> None:
    assert mend("max = 10") == Thing(Text.same("?"), Decimal(10))


@pytest.mark.parametrize(
    "line",
    [
        "",
        'max = "ten"',
        "max = true",
        "max = nan",
        "max = 10\nvotes = 1.5",
        'max = 10\non = "31/12/2022"',
        "max = 10\nkinds = {}",
        "max = 10\nsecret = 2",
        "max = 10\nword = 7",
    ],
)
def test_what_nobody_can_say_is_not_guessed(line: str) -> None:
    assert mend('name = "A"\n' + line) is None
