"""Text of users: normalised to NFC, in one language or several."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Literal, TypeAlias

import attrs

from emulation.frozen import frozen

if TYPE_CHECKING:
    from collections.abc import Collection

Language: TypeAlias = Literal["vi", "en"]

ID = re.compile(r"[a-z0-9][a-z0-9-]*")
"""What the id of a unit, movement, poll, award and so on looks like, whole."""

CRITERION_ID = re.compile(r"[A-Za-z0-9]+(\.[A-Za-z0-9]+)*")
"""What the id of a criterion or section looks like, whole."""


def nfc(text: str) -> str:
    """The same text in Unicode's composed form, so that equal words are equal strings."""
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def _nfc_or_none(text: str | None) -> str | None:
    return None if text is None else nfc(text)


@frozen
class Text:
    """A name, title or question in Vietnamese, English or both.

    A text that is the same in every language has it in both fields.
    """

    vi: str | None = attrs.field(default=None, converter=_nfc_or_none)
    en: str | None = attrs.field(default=None, converter=_nfc_or_none)

    @classmethod
    def same(cls, text: str) -> Text:
        """A text that reads the same in every language, such as a person's name."""
        return cls(vi=text, en=text)

    def read(self, language: Language) -> str:
        """The text in ``language``, or in the other where that one is missing; empty if there is none."""
        first, second = (self.vi, self.en) if language == "vi" else (self.en, self.vi)
        return first if first is not None else second or ""


Key: TypeAlias = "tuple[tuple[tuple[int, ...], tuple[int, ...]], ...]"
"""What a text is sorted by: for each of its words the places of its letters in the alphabet, then its tones."""

_ALPHABET = {letter: place for place, letter in enumerate("0123456789aăâbcdđeêfghijklmnoôơpqrstuưvwxyz", 1)}
_TONES = {"\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}
"""Grave, hook, tilde, acute, dot below: the order in which Vietnamese dictionaries put a syllable's tones."""

_ASIDE = r"\s*(\([^()]*\)|,.*)\s*$"
"""What may follow a name without being part of it: an aside in parentheses, a post after a comma."""


def vietnamese_key(text: str) -> Key:
    """What sorts texts as Vietnamese dictionaries do: word by word, of each word the letters before the tones.

    The letters are those of the alphabet (ă and â after a, đ after d, ê, ô, ơ, ư after theirs), the tones in the order
    level, grave, hook, tilde, acute, dot below. Case, signs and where in the syllable the tone is written do not count.
    """
    return tuple(_word_key(word) for word in re.findall(r"[^\W_]+", nfc(text).casefold()))


def name_key(name: str) -> tuple[Key, Key]:
    """What sorts persons' names as Vietnamese lists do: by given name, the last word, then by what stands before it."""
    words = re.sub(_ASIDE, "", nfc(name)).split()
    return vietnamese_key(" ".join(words[-1:])), vietnamese_key(" ".join(words[:-1]))


def without_signs(text: str) -> str:
    """The text in small letters without their signs, for a search: ``Đặng Thị Hòa`` is found by ``dang thi hoa``."""
    letters = unicodedata.normalize("NFD", text.casefold().replace("đ", "d"))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def id_from(name: str, taken: Collection[str] = (), otherwise: str = "x") -> str:
    """An id made of a name's letters without their signs, unlike those that are taken.

    ``Bộ Tư pháp`` gives ``bo-tu-phap``, and ``bo-tu-phap-2`` the second time; a name without letters gives
    ``otherwise``.
    """
    base = re.sub(r"[^a-z0-9]+", "-", without_signs(nfc(name))).strip("-") or otherwise
    number, one = 2, base
    while one in taken:
        one, number = f"{base}-{number}", number + 1
    return one


def initials(name: str) -> str:
    """The first letters of a name's words as capitals without signs, ``Tòa án`` gives ``TA``; đ stays.

    A name of one word stays as it is, and what stands in parentheses or after a comma does not count.
    """
    words = re.findall(r"[^\W_]+", re.sub(_ASIDE, "", nfc(name)))
    if len(words) < 2:  # noqa: PLR2004
        return nfc(name).strip()
    letters = unicodedata.normalize("NFD", "".join(word[0] for word in words).upper())
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def _word_key(word: str) -> tuple[tuple[int, ...], tuple[int, ...]]:
    letters: list[int] = []
    tones: list[int] = []
    for letter in word:
        apart = unicodedata.normalize("NFD", letter)
        tones += [_TONES[sign] for sign in apart if sign in _TONES]
        bare = unicodedata.normalize("NFC", "".join(sign for sign in apart if sign not in _TONES))
        letters += [_ALPHABET.get(one, len(_ALPHABET) + ord(one)) for one in bare]
    return tuple(letters), tuple(tones)
