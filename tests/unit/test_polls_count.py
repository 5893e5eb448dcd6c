"""Counts while they are typed: what is called wrong is wrong, and stays so however the rest is filled in."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Literal

import pytest
from hypothesis import given, strategies as st

from emulation.procedure import PollRules
from emulation.text import Text
from emulation.voting import Ballot, Counts, Roll, Votes, check_counts
from tui.screens.polls_count import OPINIONS, PAPERS, blanks, counts, known, problems, problems_of_box, spots, valid

if TYPE_CHECKING:
    from tui.screens.polls_count import Spot

BALLOT = Ballot(1, ("a", "b", "c"), 1)
ROLL = Roll({"a": 2, "b": 1, "c": 1, "d": 1, "e": 3}, frozenset("abd"), frozenset("e"))


def rules(kind: Literal["approve", "choose"] = "approve", **changed: object) -> PollRules:
    given: dict[str, object] = {"at_least": Fraction(1, 2), "seats": 1, "absent": "written", "kind": kind} | changed
    return PollRules("p", Text.same("?"), "all", **given)  # type: ignore[arg-type]


RULES = st.sampled_from(
    [
        rules(),
        rules("choose"),
        rules(of="present"),
        rules(recused="candidate"),
        rules("choose", recused="candidate", seats=2),
    ]
)


@st.composite
def forms(draw: st.DrawFn) -> tuple[PollRules, dict[Spot, str]]:
    asked = draw(RULES)
    return asked, {spot: str(draw(st.integers(0, 9))) for spot in spots(asked, BALLOT)}


def places(asked: PollRules, texts: dict[Spot, str]) -> set[tuple[str, str, str]]:
    return {(first, second, one.code) for first, second, one in problems(texts, asked, BALLOT, ROLL)}


@given(forms())
def test_of_a_whole_form_every_problem_is_shown(form: tuple[PollRules, dict[Spot, str]]) -> None:
    asked, texts = form
    assert blanks(texts, asked, BALLOT) == []
    found = [one for _, _, one in problems(texts, asked, BALLOT, ROLL)]
    assert found == list(check_counts(counts(texts, asked, BALLOT), asked, BALLOT, ROLL))


@given(forms(), st.data())
def test_what_is_called_wrong_stays_wrong_however_the_rest_is_filled_in(
    form: tuple[PollRules, dict[Spot, str]], data: st.DataObject
) -> None:
    asked, texts = form
    kept = data.draw(st.sets(st.sampled_from(sorted(texts))))
    partial = {spot: text for spot, text in texts.items() if spot in kept}
    assert len(blanks(partial, asked, BALLOT)) == len(texts) - len(partial)
    assert places(asked, partial) <= places(asked, texts)


def test_an_empty_form_has_nothing_wrong() -> None:
    assert places(rules(), {}) == set()
    assert places(rules(), known(rules(), ROLL)) == set()
    assert valid({}) is None


def test_what_the_fields_come_to() -> None:
    texts = {spot: str(number) for number, spot in enumerate(spots(rules(), BALLOT))}
    assert counts(texts, rules(), BALLOT) == Counts(
        0, 1, 3, 2, {"a": Votes(4, 5, 6), "b": Votes(7, 8, 9), "c": Votes(10, 11, 12)}
    )
    assert [opinion for _, opinion in spots(rules("choose"), BALLOT)[4:]] == ["yes"] * 3
    assert {opinion for _, opinion in spots(rules(), BALLOT)[4:]} == set(OPINIONS)


def test_where_hands_are_shown_there_is_one_for_every_vote() -> None:
    told = known(rules(secret=False), ROLL)
    assert told == {(PAPERS, "issued"): "7", (PAPERS, "cast"): "7", (PAPERS, "invalid"): "0", (PAPERS, "written"): "3"}
    assert known(rules(), ROLL) == {(PAPERS, "written"): "3"}


@pytest.mark.parametrize(
    ("issued", "boxed", "found"),
    [
        ("", 7, []),
        ("7", 7, []),
        ("6", 7, ["cast-above-issued"]),
        ("9", 7, ["issued-above-entitled"]),
        ("8", 8, ["cast-above-present"]),
    ],
)
def test_the_number_issued_is_held_against_the_papers_in_the_box(issued: str, boxed: int, found: list[str]) -> None:
    assert [one.code for _, _, one in problems_of_box(issued, boxed, rules(), BALLOT, ROLL)] == found
