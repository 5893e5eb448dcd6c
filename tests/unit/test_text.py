"""Text of users, in one form and in two languages."""

from __future__ import annotations

import unicodedata

import pytest

from emulation.text import CRITERION_ID, ID, Text, nfc

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
