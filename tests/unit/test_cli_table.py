"""Tables are aligned by cells, and what users wrote cannot move the cursor."""

from __future__ import annotations

from hypothesis import given, strategies as st

from tui.commands.table import Column, cells, table


def test_marks_above_letters_take_no_cell() -> None:
    assert cells("Đắk Lắk") == 7
    assert cells("Đa\u0306\u0301k") == 3
    assert cells("部") == 2


def test_figures_stand_to_the_right() -> None:
    shown = table([Column("tên"), Column("điểm", right=True)], [["Đắk Lắk", "9"], ["部", "10,5"]])
    assert shown.splitlines() == [
        "tên      điểm",
        "───────  ────",
        "Đắk Lắk     9",
        "部       10,5",
    ]


def test_control_characters_are_spelled_out() -> None:
    shown = table([Column("a")], [["x\x1b[2J\ny\u202e"]])
    assert shown.splitlines()[-1] == r"x\x1b[2J\ny\u202e"


@given(st.lists(st.tuples(st.text(), st.text()), max_size=5))
def test_every_row_is_one_line(rows: list[tuple[str, str]]) -> None:
    assert len(table([Column("a"), Column("b", right=True)], rows).split("\n")) == 2 + len(rows)
