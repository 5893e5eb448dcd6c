"""Findings in words: what was found, what was expected, and the way out."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from decimal import Decimal, localcontext
from fractions import Fraction
from typing import TYPE_CHECKING

import attrs

from emulation.finding import Severity, spell_path
from emulation.frozen import frozen
from emulation.number import EXACT, plain
from emulation.text import CRITERION_ID, ID
from emulation.wording.catalogue import Wording

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from emulation.finding import Finding
    from emulation.text import Language

_SHAPES = {ID.pattern: "id", CRITERION_ID.pattern: "criterion-id"}
_SYNTAX = (
    (r"Unterminated string|Expected [\"']{1,2}\"|Illegal character '\\[nr]'", "string"),
    (r"Expected newline", "newline"),
    (r"Expected '='", "equals"),
    (r"Invalid value", "value"),
    (r"Invalid statement|Invalid initial character", "key"),
    (r"Cannot |Duplicate ", "twice"),
    (r"Expected '\]", "header"),
    (r"Unclosed array", "list"),
    (r"Unclosed inline table", "table"),
    (r"Unescaped|Invalid hex|Escaped", "escape"),
    (r"Illegal character|Found invalid character", "character"),
    (r"Invalid date", "date"),
)
"""How the reader of TOML begins its messages, and the word of the mistake."""
_UNQUOTED = r"(?s)[\w.,:%/+−-]*[\w%]|[\"\[{].*"
"""What stands in a sentence without further quotes: a plain word, or what begins with a quote or bracket of its own."""
_LONGEST = 80
_ABOUT_NUMBERS = frozenset({"not-a-count", "not-a-step", "negative", "not-positive", "outside"})
_NUMBERS = frozenset({"found", "greatest", "least", "step"})
_DATES = frozenset({"on", "start"})


@frozen
class Described:
    """A finding in the words of one language.

    ``found`` is the offending value as it was written, or, for a kind of finding that has a phrase of its own, what is
    wrong in words; ``path`` is spelled as people write it.
    """

    severity: Severity
    file: str
    line: int | None
    path: str
    found: str
    expected: str
    hint: str


def describe(finding: Finding, language: Language, *, typed: bool = False) -> Described:
    """What was found, what was expected and the way out, in words.

    The hint is the nearest right word, or all right words, where the finding knows them; else the catalogue's.
    Numbers and dates stand as a file writes them, for that is where they have to be corrected; ``typed`` writes them
    as a person types them in this language, for what was entered on a screen.
    """
    wording = Wording(language)
    facts = _facts(finding, wording, typed=typed)
    key = f"finding.{finding.code}"
    found = wording.say(f"{key}.found", **facts) if wording.has(f"{key}.found") else facts["found"]
    return Described(
        severity=finding.severity,
        file=finding.file,
        line=finding.line,
        path=spell_path(finding.path),
        found=found,
        expected=wording.say(f"{key}.expected", **facts),
        hint="; ".join(_hints(finding.code, facts, wording)),
    )


def _facts(finding: Finding, wording: Wording, *, typed: bool) -> Mapping[str, str]:
    """The finding's facts, those that are words of the domain replaced by the language's, and those that follow."""
    facts = {**finding.facts, "found": finding.found}
    if finding.code == "not-a-step":
        facts["neighbours"] = wording.say("word.or").join(
            wording.typed(one) if typed else plain(one) for one in _neighbours(finding.found, facts["step"])
        )
    if typed:
        for name in facts.keys() & _NUMBERS if finding.code in _ABOUT_NUMBERS else ():
            facts[name] = wording.typed(Decimal(facts[name]))
        for name in facts.keys() & _DATES:
            facts[name] = wording.date(date.fromisoformat(facts[name]))
    if "expected" in facts:
        kinds = [f"word.value.{kind.replace(' ', '-')}" for kind in facts["expected"].split(" or ")]
        whole = f"word.value.{facts['expected'].replace(' ', '-')}"
        if wording.has(whole):
            facts["expected"] = wording.say(whole)
        elif all(wording.has(kind) for kind in kinds):
            facts["expected"] = wording.say("word.or").join(wording.say(kind) for kind in kinds)
    if finding.code == "syntax" and "message" in facts:
        mistakes = (mistake for opening, mistake in _SYNTAX if re.match(opening, finding.facts["message"]))
        facts["message"] = next((wording.word("syntax", mistake) for mistake in mistakes), facts["message"])
    if "base" in facts and wording.has(f"word.base.{facts['base']}"):
        facts["base"] = wording.word("base", facts["base"])
    if "pattern" in facts:
        facts["shape"] = wording.say(f"word.shape.{_SHAPES.get(facts['pattern'], 'id')}")
    return facts


def _neighbours(found: str, step: str) -> tuple[Decimal, Decimal]:
    """The multiples of ``step`` just below and just above what was found."""
    with localcontext(EXACT):
        below = Fraction(found) // Fraction(step)
        return below * Decimal(step), (below + 1) * Decimal(step)


def _hints(code: str, facts: Mapping[str, str], wording: Wording) -> Iterator[str]:
    key = f"finding.{code}"
    if "near" in facts:
        yield wording.say("finding-hint.near", near=facts["near"])
    elif facts.get("known"):
        yield wording.say("finding-hint.known", known=facts["known"])
    elif not any(fact and wording.has(f"{key}.instead.{name}") for name, fact in facts.items()):
        yield wording.say(f"{key}.hint", **facts)
    for name, fact in facts.items():
        for further in (f"{key}.instead.{name}", f"{key}.with.{name}"):
            if fact and wording.has(further):
                yield wording.say(further, **facts)


def sentence_of(finding: Finding, language: Language, *, typed: bool = False) -> str:
    """What was found and expected, and the way out, without the place: ``found 7, expected a text; ...``.

    For what was just typed on a screen (see `describe` for ``typed``). It is one line: whatever users wrote stands in
    it without control characters, and cut where it is very long.
    """
    wording = Wording(language)
    described = describe(attrs.evolve(finding, found=_shortened(finding.found)), language, typed=typed)
    found, expected = described.found, described.expected
    if wording.has(f"finding.{finding.code}.found"):
        sentence = wording.say("finding-line.phrase", found=found, expected=expected)
    elif found:
        value = found if re.fullmatch(_UNQUOTED, found) else wording.say("finding-line.quoted", text=found)
        sentence = wording.say("finding-line.value", found=value, expected=expected)
    else:
        sentence = wording.say("finding-line.nothing", expected=expected)
    return visible(f"{sentence}; {described.hint}")


def line_of(finding: Finding, language: Language) -> str:
    """The finding in one line: ``bloc.toml:12: error: unit[2].kind: found 7, expected a text; ...``."""
    severity = Wording(language).word("severity", finding.severity)
    where = finding.file + (f":{finding.line}" if finding.line is not None else "")
    parts = (where, severity, spell_path(finding.path), sentence_of(finding, language))
    return visible(": ".join(part for part in parts if part))


def _shortened(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def visible(text: str) -> str:
    r"""The text in one line, control and formatting characters spelled out (``\n``, ``\x1b``, ``\u202e``)."""
    return "".join(
        character.encode("unicode_escape").decode() if unicodedata.category(character) in _UNSEEN else character
        for character in text
    )


_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
