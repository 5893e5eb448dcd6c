"""What is typed about a new bloc, made into one."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, strategies as st

from emulation.bloc import check
from emulation.text import ID
from tui.new_bloc import Draft, bloc_of, folder_for, problems, units_of


@pytest.mark.parametrize(
    ("line", "name", "short", "kind"),
    [
        ("Bộ Tư pháp", "Bộ Tư pháp", "BTP", ""),
        ("  1. Bộ Tư pháp  ", "Bộ Tư pháp", "BTP", ""),
        ("12) Bộ  Tư\u00a0pháp", "Bộ Tư pháp", "BTP", ""),
        ("- Bộ Tư pháp (TP)", "Bộ Tư pháp", "TP", ""),
        ("Bộ Tư pháp; TP; bộ", "Bộ Tư pháp", "TP", "bộ"),
        ("Bộ Tư pháp\tTP\tbộ", "Bộ Tư pháp", "TP", "bộ"),
        ("Bộ Tư pháp | TP", "Bộ Tư pháp", "TP", ""),
        ("Bộ Tư pháp;;bộ", "Bộ Tư pháp", "BTP", "bộ"),
        ("Bộ (mới) Tư pháp; TP", "Bộ (mới) Tư pháp", "TP", ""),
        (unicodedata.normalize("NFD", "Tòa án"), "Tòa án", "TA", ""),
        ("347", "347", "347", ""),
    ],
)
def test_a_line_is_a_unit(line: str, name: str, short: str, kind: str) -> None:
    (unit,) = units_of(line)
    assert (unit.name.vi, unit.short, unit.kind) == (name, short, kind)


def test_lines_without_a_name_are_none_and_short_names_are_unlike() -> None:
    units = units_of("Bộ Tư pháp\n\n  \n;x\nBan Tôn giáo Phật; BTP\nBộ Thương phẩm\r\n")
    assert [(unit.id, unit.short) for unit in units] == [("btp", "BTP"), ("btp2", "BTP2"), ("btp3", "BTP3")]


@given(st.text())
def test_whatever_is_typed_units_have_ids_of_their_own(text: str) -> None:
    units = units_of(text)
    ids = [unit.id for unit in units]
    assert len(set(ids)) == len(ids)
    assert all(ID.fullmatch(one) for one in ids)
    assert all(unit.name.vi and unit.short for unit in units)
    assert len(units) <= len(text.splitlines())


@given(st.text(max_size=20), st.text(max_size=60), st.text(max_size=5), st.sampled_from(["khối", "cụm"]))
def test_a_draft_without_problems_is_a_bloc_without_errors(name: str, units: str, year: str, called: str) -> None:
    draft = Draft(name, called, year, units=units, folder="/nowhere/at/all")  # type: ignore[arg-type]
    if not problems(draft):
        assert [one for one in check(bloc_of(draft)) if one.severity == "error"] == []


def test_a_whole_draft_has_no_problems() -> None:
    draft = Draft("Khối A", year="2026", units="Sở A\nSở B", head="SB", folder="/nowhere/at/all")
    assert problems(draft) == {}
    assert [office.unit for office in bloc_of(draft).offices] == ["sb"]
    assert list(check(bloc_of(draft))) == []


@pytest.mark.parametrize("year", ["", "26", "1999", "2101", "20265", "²²²²", "hai"])
def test_a_year_is_four_digits(year: str) -> None:
    assert problems(Draft("A", year=year, units="A\nB", folder="/x/y")) == {"year": "year"}


def test_the_folder_is_named_after_bloc_and_year(tmp_path: Path) -> None:
    assert folder_for(Draft("Khối thi đua số 1", year="2026"), tmp_path) == str(tmp_path / "khoi-thi-dua-so-1-2026")
    assert folder_for(Draft("Khối", year=""), tmp_path) == str(tmp_path / "khoi")
    assert folder_for(Draft("  …", year="2026"), tmp_path) == ""
    assert folder_for(Draft("Khối", year="2026"), Path.home() / "b") == str(Path("~") / "b" / "khoi-2026")
