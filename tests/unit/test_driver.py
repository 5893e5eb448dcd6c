from __future__ import annotations

from hypothesis import given, strategies as st

from tui.driver import BEGIN, END, Pasted

pieces = st.lists(
    st.sampled_from(["\x1b", "[200~", "[201~", "[", "2", "a", "ữ", "u", "\x1b[A", BEGIN, END]), max_size=30
)


def through(*sent: str) -> str:
    pasted = Pasted()
    return "".join(pasted.clean(one) for one in sent)


def test_what_is_typed_goes_through_at_once() -> None:
    pasted = Pasted()
    assert [pasted.clean(one) for one in ("\x1b", "[A", "a", "\x1b[2", "00")] == ["\x1b", "[A", "a", "\x1b[2", "00"]


def test_a_pasted_text_keeps_its_letters_and_nothing_that_steers_a_terminal() -> None:
    assert through(f"a{BEGIN}ghi \x1b[31;1mđỏ\x1b[0m\x1bumu\n{END}b\x1b[A") == f"a{BEGIN}ghi đỏumu\n{END}b\x1b[A"


@given(pieces, st.integers(1, 9))
def test_how_it_is_cut_into_pieces_changes_nothing_but_how_much_of_a_sequence_is_known(
    parts: list[str], size: int
) -> None:
    whole = "".join(parts)
    sent = through(*(whole[at : at + size] for at in range(0, len(whole), size)))
    inside = False
    while whole:
        mark = END if inside else BEGIN
        text, found, whole = whole.partition(mark)
        shown, seen, sent = sent.partition(mark)
        if inside:
            assert "\x1b" not in shown
            assert not set(shown) - set(text)
        else:
            assert shown == text
        assert seen == found
        inside = not inside
