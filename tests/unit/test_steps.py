from __future__ import annotations

from itertools import pairwise

from hypothesis import given, strategies as st

from tui.widgets.steps import Steps

typed = st.tuples(st.text("ab ê", max_size=4), st.text("ab ê", max_size=2))


@given(st.lists(typed, min_size=1, max_size=12))
def test_taking_all_back_shows_what_stood_there_first_and_putting_back_the_last(shown: list[tuple[str, str]]) -> None:
    steps = Steps()
    for before, after in pairwise(shown):
        steps.change(before, after)
    now, seen = shown[-1], [shown[-1]]
    while (step := steps.back(now)) is not None:
        now = step
        seen.append(now)
    assert now == shown[0]
    assert set(seen) <= set(shown)
    while (step := steps.forth(now)) is not None:
        now = step
        assert seen.pop(-2) == now
    assert now == shown[-1]
    assert seen == [shown[0]]


def after(*texts: str) -> tuple[Steps, tuple[str, str]]:
    steps = Steps()
    for before, now in pairwise(texts):
        steps.change((before, ""), (now, ""))
    return steps, (texts[-1], "")


def back(*texts: str) -> list[str]:
    steps, now = after(*texts)
    seen = []
    while (step := steps.back(now)) is not None:
        seen.append("".join(step))
        now = step
    return seen


def test_a_word_goes_at_once_and_a_sign_set_on_its_letter_belongs_to_it() -> None:
    assert back("", "t", "ti", "tiê", "tiế", "tiếng") == ["tiế", ""]
    assert back("", "m", "mo", "mo ", "mo h", "mo ha") == ["mo ", "mo", ""]


def test_a_pasted_text_and_each_letter_rubbed_out_are_steps_of_their_own() -> None:
    assert back("", "abc", "ab", "a") == ["ab", "abc", ""]


def test_what_was_taken_back_is_gone_once_something_is_typed() -> None:
    steps, now = after("", "a")
    assert steps.back(now) == ("", "")
    steps.change(("", ""), ("b", ""))
    assert steps.forth(("b", "")) is None


def test_a_change_that_changes_nothing_is_no_step() -> None:
    steps = Steps()
    steps.change(("a", "b"), ("a", "b"))
    assert steps.back(("a", "b")) is None
