"""Text of users: normalised to NFC, in one language or several."""

from __future__ import annotations

import re
import unicodedata
from typing import Literal, TypeAlias

import attrs

from emulation.frozen import frozen

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
