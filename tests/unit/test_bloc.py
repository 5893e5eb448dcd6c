"""bloc.toml: who competes."""

from __future__ import annotations

from datetime import date

import attrs
import pytest

from emulation.bloc import Movement, Office, Staff, Winner, check
from tests.small_rubrics import NAME, bloc, codes


def movement(name: str = "m", **fields: object) -> Movement:
    return Movement(name, NAME, "regular", fields.pop("launched_by", "bloc"), date(2022, 1, 1), **fields)


def test_a_sound_bloc_has_no_findings() -> None:
    sound = attrs.evolve(
        bloc("ministry", "court"),
        offices=(Office("a", "head", 2022), Office("b", "deputy", 2022), Office("b", "head", 2023)),
        movements=(movement(until=date(2022, 12, 31)), movement("n", launched_by="b")),
        winners=(Winner(2021, "flag", "b"),),
    )
    assert list(check(sound)) == []


def test_a_unit_is_found_by_its_id() -> None:
    one = bloc("ministry", "court")
    assert one.unit("b") is one.units[1]
    with pytest.raises(KeyError):
        one.unit("z")


def test_holders_of_an_office_are_those_of_the_year() -> None:
    one = attrs.evolve(bloc("", ""), offices=(Office("b", "head", 2022), Office("a", "head", 2023)))
    assert one.holders("head", 2022) == (one.units[1],)
    assert one.holders("deputy", 2022) == ()


def test_two_heads_in_one_year_are_an_error() -> None:
    two = attrs.evolve(bloc("", ""), offices=(Office("a", "head", 2022), Office("b", "head", 2022)))
    assert codes(check(two)) == ["two-heads office[1].year"]


def test_two_deputies_in_one_year_are_none() -> None:
    offices = (Office("a", "head", 2022), Office("a", "deputy", 2022), Office("b", "deputy", 2022))
    assert list(check(attrs.evolve(bloc("", ""), offices=offices))) == []


def test_an_office_of_an_unknown_unit_is_an_error_with_the_nearest_one() -> None:
    one = attrs.evolve(bloc(""), units=(attrs.evolve(bloc("").units[0], id="btp"),))
    found = list(check(attrs.evolve(one, offices=(Office("btb", "head", 2022),))))
    assert codes(found) == ["unknown-unit office[0].unit"]
    assert found[0].facts["near"] == "btp"


def test_dates_reversed_are_an_error() -> None:
    one = attrs.evolve(bloc(""), movements=(movement(until=date(2021, 12, 31)),))
    assert codes(check(one)) == ["dates-reversed movement[0].until"]
    same_day = attrs.evolve(bloc(""), movements=(movement(until=date(2022, 1, 1)),))
    assert list(check(same_day)) == []


def test_no_head_known_for_the_year_is_a_warning() -> None:
    found = list(check(attrs.evolve(bloc(""), offices=(Office("a", "head", 2021),))))
    assert codes(found) == ["no-head bloc.year"]
    assert found[0].severity == "warning"


def test_other_mistakes_are_errors() -> None:
    wrong = attrs.evolve(
        bloc("", ""),
        id="Khối",
        units=tuple(
            attrs.evolve(unit, id="a", votes=-1, staff=Staff(leaders=1, direct=-2)) for unit in bloc("", "").units
        ),
        movements=(movement(launched_by="nobody"), movement()),
        winners=(Winner(2021, "flag", "z"),),
    )
    assert codes(check(wrong)) == [
        "bad-id bloc.id",
        "duplicate-id unit[1].id",
        "duplicate-id movement[1].id",
        "negative unit[0].votes",
        "negative unit[0].staff.direct",
        "negative unit[1].votes",
        "negative unit[1].staff.direct",
        "unknown-launcher movement[0].launched_by",
        "unknown-unit winner[0].unit",
    ]


def test_a_bloc_without_units_is_an_error() -> None:
    assert "no-units unit" in codes(check(bloc()))
