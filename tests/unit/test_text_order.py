"""The order of Vietnamese words and names, and finding them without their signs."""

from __future__ import annotations

import random
import unicodedata

import pytest
from hypothesis import given, strategies as st

from emulation.text import name_key, vietnamese_key, without_signs

SYLLABLES = [
    "ma",
    "mà",
    "mả",
    "mã",
    "má",
    "mạ",
    "mai",
    "măm",
    "mâm",
    "me",
    "mê",
    "mo",
    "mô",
    "mơ",
    "mu",
    "mư",
    "na",
    "đa",
]


def shuffled(words: list[str]) -> list[str]:
    return random.Random(7).sample(words, len(words))  # noqa: S311


@pytest.mark.parametrize(
    "words",
    [
        ["ma", "mà", "mả", "mã", "má", "mạ"],
        ["an", "ăn", "ân", "ba", "ca", "da", "đa", "en", "ên", "on", "ôn", "ơn", "un", "ưn", "xa", "y"],
        ["ba", "ba bể", "ba kích", "bà", "bà con", "bả", "bạ", "bai", "bài"],  # the word first, then what follows it
        ["hoan", "hoàn", "hoán", "hoang"],
    ],
)
def test_words_stand_as_in_a_dictionary(words: list[str]) -> None:
    assert sorted(shuffled(words), key=vietnamese_key) == words


def test_names_stand_by_the_given_name_then_by_family_and_middle_names() -> None:
    names = [
        "Trần Văn An",
        "Lê Thị Ân",
        "Phạm Bình",
        "Lê Văn Dung",
        "Đặng Thị Dũng",
        "Nguyễn Đức",
        "Đỗ Thị Hoa",
        "Lê Thị Hoà",
        "Nguyễn Thị Hòa",
        "Nguyễn Văn Hòa",
        "Vũ Hoàng Yến",
    ]
    assert sorted(shuffled(names), key=name_key) == names


def test_what_follows_a_name_does_not_count() -> None:
    assert name_key("Nguyễn Văn A (minh họa)") == name_key("Nguyễn Văn A")
    assert name_key("Nguyễn Văn A, vụ trưởng") == name_key("nguyễn  văn a")


@given(st.text(st.sampled_from("aăâbdđeêioôơuưyàảãáạ ÀĐ.-(),") | st.characters(), max_size=20))
def test_every_text_has_a_place_however_it_is_composed(text: str) -> None:
    apart = unicodedata.normalize("NFD", text)
    assert vietnamese_key(apart) == vietnamese_key(unicodedata.normalize("NFC", text))
    assert name_key(apart) == name_key(unicodedata.normalize("NFC", text))


@given(st.lists(st.sampled_from(SYLLABLES), min_size=1, max_size=4), st.lists(st.sampled_from(SYLLABLES), max_size=4))
def test_a_text_stands_before_all_that_go_on_from_it(words: list[str], more: list[str]) -> None:
    assert vietnamese_key(" ".join(words)) <= vietnamese_key(" ".join([*words, *more]))


def test_names_are_found_without_their_signs() -> None:
    assert without_signs("Đặng Thị Hòa") == "dang thi hoa"
    assert without_signs("ƯỚC") == "uoc"
