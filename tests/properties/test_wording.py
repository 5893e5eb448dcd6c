"""Laws of the wording: nothing is lost or invented between a value and the text that stands for it."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import attrs
import pytest
from hypothesis import given, strategies as st

from emulation.finding import Finding
from emulation.number import parse_share
from emulation.text import CRITERION_ID, ID
from emulation.wording import Wording, describe, line_of, parse_number
from emulation.wording.catalogue import load, placeholders

if TYPE_CHECKING:
    from fractions import Fraction

    from emulation.text import Language

LANGUAGES: st.SearchStrategy[Language] = st.sampled_from(("vi", "en"))
NUMBERS = st.builds(
    lambda digits, exponent: Decimal(digits).scaleb(-exponent),
    st.integers(-(10**15) + 1, 10**15 - 1),
    st.integers(0, 15),
)
CODES = sorted({key.split(".")[1] for key in load("vi") if key.startswith("finding.")})


def same(text: str) -> Decimal:
    """A text without grouping, as a number."""
    return Decimal(text.replace("−", "-").replace(",", "."))


@given(NUMBERS, LANGUAGES)
def test_a_typed_number_is_read_back_as_itself(value: Decimal, language: Language) -> None:
    assert parse_number(Wording(language).typed(value), language) == value


@given(NUMBERS, LANGUAGES, LANGUAGES)
def test_a_typed_number_means_the_same_in_both_languages(value: Decimal, one: Language, other: Language) -> None:
    assert parse_number(Wording(one).typed(value), other) == value


@given(NUMBERS, LANGUAGES, LANGUAGES)
def test_a_shown_number_is_read_as_itself_or_refused(value: Decimal, shown: Language, reads: Language) -> None:
    try:
        read = parse_number(Wording(shown).number(value), reads)
    except ValueError:
        return
    assert read == value


@given(st.from_regex(r"[1-9][0-9]{0,2}[.,][0-9]{3}", fullmatch=True), LANGUAGES)
def test_what_could_be_thousands_is_never_read(text: str, language: Language) -> None:
    with pytest.raises(ValueError, match=re.escape(text)):
        parse_number(text, language)


@given(st.text(st.sampled_from("0123456789.,+- −e%"), max_size=12), LANGUAGES)
def test_a_text_is_read_as_its_one_meaning_or_refused(text: str, language: Language) -> None:
    try:
        read = parse_number(text, language)
    except ValueError:
        return
    assert read == same(text.strip())
    assert len(re.findall(r"[.,]", text)) <= 1


@given(st.fractions(-20, 20), LANGUAGES)
def test_a_share_is_exact(value: Fraction, language: Language) -> None:
    text = Wording(language).share(value).replace("−", "-").replace(".", "" if language == "vi" else ".")
    assert parse_share(text.replace(",", "." if language == "vi" else "")) == value


@given(st.fractions(0, 5), st.fractions(0, 5), st.integers(0, 3))
def test_rounded_shares_keep_their_order_and_their_ends(one: Fraction, other: Fraction, places: int) -> None:
    low, high = sorted((one, other))
    shown = [same(Wording("vi").percent(share, places).removesuffix("%")) for share in (low, high)]
    assert shown[0] <= shown[1]
    assert (shown[0] == 0) == (low == 0)
    assert (shown[0] >= 100) == (low >= 1)
    assert abs(shown[0] / 100 - Decimal(low.numerator) / low.denominator) <= Decimal(1).scaleb(-2 - places)


@given(st.dates())
def test_two_dates_never_look_alike(day: date) -> None:
    d, m, y = Wording("vi").date(day).split("/")
    assert date(int(y), int(m), int(d)) == day
    assert date.fromisoformat(Wording("en").date(day)) == day


@given(st.text(), st.text(), LANGUAGES)
def test_facts_stand_in_a_sentence_as_they_are(first: str, last: str, language: Language) -> None:
    assert Wording(language).say("word.list", first=first, last=last) in {f"{first} và {last}", f"{first} and {last}"}


@st.composite
def findings(draw: st.DrawFn) -> Finding:
    """A finding of any kind, its facts any text; what is expected, patterns and steps as the checks give them."""
    code = draw(st.sampled_from(CODES))
    names = {
        name for key, entry in load("vi").items() if key.startswith(f"finding.{code}.") for name in placeholders(entry)
    }
    facts = {name: draw(st.text(min_size=name == "expected", max_size=20)) for name in sorted(names - {"found"})}
    facts |= draw(st.dictionaries(st.sampled_from(("near", "known")), st.text(max_size=20)))
    facts["pattern"] = draw(st.sampled_from((ID.pattern, CRITERION_ID.pattern)))
    found = draw(st.text(max_size=200))
    if code == "not-a-step":
        found, facts["step"] = str(draw(NUMBERS)), str(draw(st.sampled_from((Decimal("0.25"), Decimal(3)))))
    path = draw(st.lists(st.one_of(st.integers(0, 99), st.text(max_size=9)), max_size=4))
    return Finding(code, tuple(path), found, facts, file="a.toml", line=draw(st.none() | st.integers(1, 999)))


@given(findings(), LANGUAGES)
def test_every_finding_is_one_visible_line_with_a_way_out(finding: Finding, language: Language) -> None:
    line = line_of(finding, language)
    assert not {unicodedata.category(character) for character in line} & {"Cc", "Cf", "Cs", "Zl", "Zp"}
    described = describe(finding, language)
    assert described.expected
    assert described.hint
    assert described.path == describe(attrs.evolve(finding, facts={**finding.facts, "near": "x"}), language).path
