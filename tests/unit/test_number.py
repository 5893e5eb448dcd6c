"""Numbers are exact, whatever the program around has set."""

from __future__ import annotations

from decimal import Decimal, localcontext
from fractions import Fraction

import pytest

from emulation.number import (
    NotTypedAsNumberError,
    as_typed,
    exact_sum,
    is_multiple,
    parse_share,
    plain,
    read_typed,
    round_half_up,
)


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (Decimal("92.250"), "92.25"),
        (Decimal("1E+3"), "1000"),
        (Decimal("0.000"), "0"),
        (Decimal("-0"), "0"),
        (Decimal("-0.50"), "-0.5"),
        (Decimal(100), "100"),
        (1000, "1000"),
    ],
)
def test_plain_has_no_exponent_and_no_trailing_zeros(number: Decimal | int, text: str) -> None:
    assert plain(number) == text


@pytest.mark.parametrize(
    ("text", "share"),
    [
        ("2/3", Fraction(2, 3)),
        ("90%", Fraction(9, 10)),
        ("0.9", Fraction(9, 10)),
        (" 33.5 % ", Fraction(67, 200)),
        ("1", Fraction(1)),
    ],
)
def test_a_share_is_a_fraction_a_percentage_or_a_decimal(text: str, share: Fraction) -> None:
    assert parse_share(text) == share


@pytest.mark.parametrize("text", ["", "%", "two thirds", "1/0", "1/0%", "nan", "inf%"])
def test_what_spells_no_share_is_refused_with_its_text(text: str) -> None:
    with pytest.raises(ValueError, match="is not a share such as") as refusal:
        parse_share(text)
    assert repr(text) in str(refusal.value)


@pytest.mark.parametrize(
    ("value", "step", "rounded"),
    [
        ("1/8", "0.25", "0.25"),  # halfway goes up
        ("3/8", "0.25", "0.5"),
        ("1/9", "0.25", "0"),
        ("2.5", "1", "3"),
        ("3.5", "1", "4"),  # not to the even neighbour
        ("2.4999999999", "1", "2"),
        ("0", "0.5", "0"),
        ("7/3", "0.1", "2.3"),
        ("4", "3", "3"),
        ("4.5", "3", "6"),
    ],
)
def test_rounding_goes_to_the_nearest_step_and_half_up(value: str, step: str, rounded: str) -> None:
    assert round_half_up(Fraction(value), Decimal(step)) == Decimal(rounded)


def test_rounding_does_not_depend_on_the_precision_around() -> None:
    with localcontext(prec=2):
        assert round_half_up(Fraction("1234567.26"), Decimal("0.25")) == Decimal("1234567.25")


def test_a_sum_does_not_depend_on_the_precision_around() -> None:
    with localcontext(prec=2):
        assert exact_sum([Decimal("100.25"), Decimal("0.50")]) == Decimal("100.75")
    assert exact_sum([]) == 0


@pytest.mark.parametrize(
    ("value", "step", "whole"),
    [("1.5", "0.25", True), ("1.1", "0.25", False), ("0", "0.3", True), ("0.9", "0.3", True)],
)
def test_a_multiple_is_a_whole_number_of_steps(value: str, step: str, whole: bool) -> None:
    assert is_multiple(Decimal(value), Decimal(step)) is whole


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("18,5", "18.5"),
        ("18.5", "18.5"),
        (" 18 ", "18"),
        (",5", "0.5"),
        ("0,125", "0.125"),  # a number below one has no thousands
        ("-3", "-3"),
        ("−3,25", "-3.25"),  # the sign of the keyboard's other layer
        ("+4", "4"),
        ("-0", "0"),
        ("1,50", "1.5"),
        ("18,1250", "18.125"),
        ("0000000000000000001", "1"),
    ],
)
def test_comma_and_point_both_stand_before_decimals(typed: str, number: str) -> None:
    assert read_typed(typed) == Decimal(number)


@pytest.mark.parametrize(
    ("typed", "why", "meant"),
    [
        ("", "not-a-number", []),
        (",", "not-a-number", []),
        ("5,", "not-a-number", []),
        ("abc", "not-a-number", []),
        ("1e3", "not-a-number", []),
        ("nan", "not-a-number", []),
        ("1.000", "ambiguous", ["1000", "1"]),
        ("12,500", "ambiguous", ["12500", "12.5"]),
        ("1.000.000", "thousands", ["1000000"]),
        ("1,000,000.5", "thousands", ["1000000.5"]),
        ("1234567890123456", "too-many-digits", []),
    ],
)
def test_what_may_be_read_in_two_ways_is_refused(typed: str, why: str, meant: list[str]) -> None:
    with pytest.raises(NotTypedAsNumberError) as refusal:
        read_typed(typed)
    assert (refusal.value.why, list(refusal.value.meant)) == (why, [Decimal(one) for one in meant])
    assert repr(typed.strip()) in str(refusal.value)


@pytest.mark.parametrize(
    ("number", "sign", "text"),
    [
        ("18.5", ",", "18,5"),
        ("18.125", ".", "18.1250"),
        ("0.125", ",", "0,125"),
        ("100", ",", "100"),
        ("-2.5", ".", "-2.5"),
    ],
)
def test_a_number_is_shown_as_it_would_be_typed(number: str, sign: str, text: str) -> None:
    assert as_typed(Decimal(number), sign) == text
    assert read_typed(text) == Decimal(number)
