from __future__ import annotations

from decimal import Decimal

import attrs
import pytest

from emulation.frozen import frozen


@frozen
class Point:
    x: int
    y: Decimal = Decimal(0)


@frozen
class Other:
    x: int
    y: Decimal = Decimal(0)


@frozen
class Noted:
    x: int
    note: str = attrs.field(default="", eq=False, repr=False)


@frozen
class Nothing:
    pass


@frozen
class Named:
    x: int

    def __repr__(self) -> str:
        return "named"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Named)

    def __hash__(self) -> int:
        return 7


def test_values_with_equal_fields_are_equal_and_hash_alike() -> None:
    assert Point(1) == Point(1, Decimal("0.0"))
    assert hash(Point(1)) == hash(Point(1, Decimal("0.0")))
    assert Point(1) != Point(2)
    assert Nothing() == Nothing()
    assert hash(Nothing()) == hash(Nothing())


def test_values_of_different_classes_are_never_equal() -> None:
    assert Point(1) != Other(1)
    assert Point(1) != (1, Decimal(0))
    assert len({Point(1), Other(1), Point(1)}) == 2


def test_fields_left_out_of_comparison_and_text_stay_out() -> None:
    assert Noted(1, "a") == Noted(1, "b")
    assert hash(Noted(1, "a")) == hash(Noted(1, "b"))
    assert repr(Noted(1, "a")) == "Noted(x=1)"


def test_the_text_names_the_class_and_every_field() -> None:
    @frozen
    class Inside:
        x: str

    assert repr(Point(1)) == "Point(x=1, y=Decimal('0'))"
    assert repr(Inside("a")) == "Inside(x='a')"
    assert repr(Nothing()) == "Nothing()"


def test_what_a_class_defines_itself_stays() -> None:
    assert repr(Named(1)) == "named"
    assert Named(1) == Named(2)
    assert hash(Named(1)) == 7


def test_values_cannot_be_changed_and_have_no_room_for_more() -> None:
    point = Point(1)
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        point.x = 2  # type: ignore[misc]
    assert not hasattr(point, "__dict__")
    assert attrs.evolve(point, x=2) == Point(2)
    assert Point.__match_args__ == ("x", "y")
