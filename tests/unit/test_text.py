"""Text of users, in one form and in two languages."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, strategies as st

from emulation.text import CRITERION_ID, ID, Text, id_from, initials, nfc

NAME = "Khối thi đua các bộ, ngành Nội chính"


def test_text_is_normalised_to_its_composed_form() -> None:
    apart = unicodedata.normalize("NFD", NAME)
    assert apart != NAME
    assert nfc(apart) == NAME
    assert Text(vi=apart) == Text(vi=NAME)
    assert nfc("plain") == "plain"


def test_a_text_reads_in_the_language_asked_or_the_other() -> None:
    both = Text(vi="khối", en="bloc")
    assert (both.read("vi"), both.read("en")) == ("khối", "bloc")
    assert Text(vi="khối").read("en") == "khối"
    assert Text(en="bloc").read("vi") == "bloc"
    assert Text().read("vi") == ""
    assert Text(vi="", en="bloc").read("vi") == ""


def test_the_same_text_stands_in_both_languages() -> None:
    assert Text.same("BTP") == Text(vi="BTP", en="BTP")


@pytest.mark.parametrize(("word", "good"), [("btp", True), ("a-1", True), ("2022", True), ("-a", False), ("A", False)])
def test_ids_are_small_letters_digits_and_hyphens(word: str, good: bool) -> None:
    assert bool(ID.fullmatch(word)) is good


@pytest.mark.parametrize(("word", "good"), [("A1.2", True), ("a", True), ("A1.", False), (".A", False), ("A-1", False)])
def test_ids_of_criteria_are_letters_and_digits_parted_by_dots(word: str, good: bool) -> None:
    assert bool(CRITERION_ID.fullmatch(word)) is good


@pytest.mark.parametrize(
    ("name", "one"),
    [
        ("Bộ Tư pháp", "bo-tu-phap"),
        ("  Đặng Thị Hòa ", "dang-thi-hoa"),
        ("Sở KH&ĐT (tỉnh)", "so-kh-dt-tinh"),
        ("…", "x"),
        (unicodedata.normalize("NFD", "Ủy ban"), "uy-ban"),
    ],
)
def test_an_id_is_made_of_a_name(name: str, one: str) -> None:
    assert id_from(name) == one
    assert id_from(name, [one]) == f"{one}-2"
    assert id_from(name, [one, f"{one}-2"]) == f"{one}-3"


@given(st.text(), st.sets(st.sampled_from(["a", "a-2", "x", "bo"])))
def test_whatever_the_name_an_id_is_one_and_not_taken(name: str, taken: set[str]) -> None:
    one = id_from(name, taken)
    assert ID.fullmatch(one)
    assert one not in taken


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("Bộ Tư pháp", "BTP"),
        ("Tòa án nhân dân tối cao", "TANDTC"),
        ("Đài Truyền hình, Hà Nội", "ĐTH"),
        ("Ủy ban nhân dân (tỉnh)", "UBND"),
        (unicodedata.normalize("NFD", "Công an tỉnh"), "CAT"),
        ("KTNN", "KTNN"),
        ("", ""),
    ],
)
def test_the_short_name_is_the_first_letters_without_signs(name: str, short: str) -> None:
    assert initials(name) == short
