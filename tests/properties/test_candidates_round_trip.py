"""Candidates written as a table are read back the same, from CSV and from a spreadsheet, in either language."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import attrs
from hypothesis import given, settings, strategies as st

from emulation.awards.facts import (
    GRADES,
    SCOPES,
    AwardHeld,
    Candidate,
    Candidates,
    Discipline,
    Initiative,
    Judgement,
    Proceeding,
    Vote,
    YearOnRecord,
)
from emulation.files.candidate_table import GROUNDS, KINDS, read_candidates
from emulation.files.candidate_writing import to_csv, to_rows, to_workbook, with_the_rest
from emulation.files.rulebooks import candidates_of
from emulation.files.workbook import csv_of_workbook
from emulation.text import Text

if TYPE_CHECKING:
    from emulation.text import Language

ids = st.from_regex(r"[a-z0-9][a-z0-9-]{0,5}", fullmatch=True)
days = st.dates(date(1990, 1, 1), date(2030, 12, 31))
years = st.integers(1990, 2030)
words = st.text("aăâbđéể ,;'=-+\"\n", min_size=0, max_size=8).map(lambda text: " ".join(text.split()))
"""Text with signs that tables take for their own; spaces at the edges are no part of a cell."""
kinds_of = words.map(lambda text: " ".join(text.replace(";", "").split()))
sometimes = st.none() | days


def some(one: st.SearchStrategy[Any], **options: Any) -> st.SearchStrategy[Any]:
    return st.lists(one, max_size=3, **options).map(tuple)


awards = st.builds(
    AwardHeld, ids, years, sometimes, ground=st.sampled_from(GROUNDS), used=st.lists(ids, max_size=2).map(tuple)
)
initiatives = st.builds(
    Initiative, ids, kind=st.sampled_from(KINDS), scope=st.sampled_from([*SCOPES]), recognised=sometimes
)
graded = st.builds(YearOnRecord, years, st.sampled_from([*GRADES]))
candidate = st.builds(
    Candidate,
    ids,
    words.filter(bool).map(Text.same),
    st.sampled_from(["individual", "collective"]),
    words,
    words,
    st.sampled_from([None, "leader", "direct"]),
    sometimes,
    sometimes,
    st.sampled_from([None, True, False]),
    some(graded, unique_by=lambda one: one.year).map(lambda found: tuple(sorted(found, key=lambda one: one.year))),
    some(awards),
    some(initiatives, unique_by=lambda one: one.id),
    some(st.builds(Discipline, days, kinds_of, sometimes)),
    some(st.builds(Proceeding, days, kinds_of, sometimes)),
)
bounds = st.none() | years


@st.composite
def listed(draw: st.DrawFn) -> Candidates:
    people = draw(st.lists(candidate, max_size=3, unique_by=lambda one: one.id).map(tuple))
    # The years of complete records stand in the first row; a table without rows has none.
    return Candidates(people, draw(bounds), draw(bounds)) if people else Candidates()


def read(text: str) -> Candidates:
    document, findings = read_candidates("candidates.csv", text)
    assert findings == ()
    assert document is not None
    found, wrong = candidates_of(document)
    assert wrong == ()
    assert found is not None
    return found


@given(listed(), st.sampled_from(["vi", "en"]))
def test_csv_comes_back_the_same(people: Candidates, language: Language) -> None:
    assert read(to_csv(to_rows(people, [2025], language), language)) == people


@settings(max_examples=25)
@given(listed(), st.sampled_from(["vi", "en"]))
def test_a_spreadsheet_comes_back_the_same(people: Candidates, language: Language) -> None:
    text, findings = csv_of_workbook(to_workbook(to_rows(people, [2025], language), {"id": "note"}), "id")
    assert findings == ()
    assert text is not None
    assert read(text) == people


@given(listed())
def test_with_what_was_there_a_table_loses_nothing(people: Candidates) -> None:
    whole = attrs.evolve(
        people,
        candidates=tuple(
            attrs.evolve(
                one,
                name=Text("Tên", "Name"),
                awards=tuple(
                    {(held.award, held.year): attrs.evolve(held, decision="1/QĐ") for held in one.awards}.values()
                ),
                initiatives=tuple(attrs.evolve(held, title=Text.same("T")) for held in one.initiatives),
                judged={"solidarity": Judgement(met=True)},
                votes=(Vote("council", 1),),
            )
            for one in people.candidates
        ),
    )
    assert with_the_rest(read(to_csv(to_rows(whole))), whole) == whole
