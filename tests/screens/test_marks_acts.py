"""The acts of the marks screen: notes, evidence, filling, columns, drafts, and blocks with their mistakes named."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, strategies as st
from textual import events
from textual.widgets import Input

from emulation.marks import Given, NotApplicable, SetByHand
from emulation.meeting import events as e
from tests.screens.conftest import drawn
from tests.screens.hands import SIZES, agreed, at, grid, status, typed
from tui.screens.marks_acts import bare, papers

if TYPE_CHECKING:
    from pathlib import Path

    from syrupy.assertion import SnapshotAssertion
    from textual.pilot import Pilot

    from emulation.text import Language
    from tests.screens.conftest import Program


async def paste(pilot: Pilot[int], text: str) -> None:
    grid(pilot.app).post_message(events.Paste(text))  # type: ignore[arg-type]
    await pilot.pause()
    await pilot.pause()


@pytest.mark.parametrize(("language", "size"), SIZES, ids=["vi-80x24", "en-140x40"])
async def test_picture_of_evidence_being_asked_for(
    program: Program, picture: SnapshotAssertion, language: Language, size: tuple[int, int]
) -> None:
    app = program(language=language)
    app.do(e.StepEntered("marks"))
    async with app.run_test(size=size) as pilot:
        await at(pilot, "btp", "C3")
        await pilot.press("9", "6", "enter")
        await at(pilot, "btp", "C3")
        await pilot.press("f4")
        await typed(pilot, "BC 12/2022; QĐ 5")
        await at(pilot, "btp", "C3")
        await pilot.press("f4")
        await pilot.pause()
        await pilot.pause()
        assert drawn(app) == picture


async def test_evidence_and_notes_go_with_the_agreed_mark(program: Program) -> None:
    app = program()
    async with app.run_test(size=(140, 40)) as pilot:
        await at(pilot, "btp", "C3")
        await pilot.press("9", "6", "enter")
        await at(pilot, "btp", "C3")
        await pilot.press("f4")
        await typed(pilot, " BC 12/2022 ; ; QĐ  5;QĐ 5")
        assert agreed(app, "btp", "C3") == Given(Decimal(96), "", ("BC 12/2022", "QĐ 5"))
        await pilot.press("f3")
        await typed(pilot, "hai kỳ báo cáo")
        assert agreed(app, "btp", "C3") == Given(Decimal(96), "hai kỳ báo cáo", ("BC 12/2022", "QĐ 5"))
        seq = len(list(app.record.entries()))
        await pilot.press("f4", "enter")
        await pilot.pause()
        assert len(list(app.record.entries())) == seq  # nothing changed, nothing was written
        await pilot.press("f4")
        await pilot.pause()
        await pilot.press("escape", "f4")
        await typed(pilot, "")
        assert agreed(app, "btp", "C3") == Given(Decimal(96), "hai kỳ báo cáo")
        await pilot.press("u", "u")
        await pilot.pause()
        assert agreed(app, "btp", "C3") == Given(Decimal(96), "", ("BC 12/2022", "QĐ 5"))


async def test_evidence_on_a_verified_mark_agrees_on_it(program: Program) -> None:
    app = program()
    async with app.run_test(size=(140, 40)) as pilot:
        await at(pilot, "btp", "C3")
        verified = app.state.setup.handed_in.verified["btp"]["C3"]
        assert isinstance(verified, Given)
        await pilot.press("f4")
        await typed(pilot, "BC 1")
        mark = agreed(app, "btp", "C3")
        assert isinstance(mark, Given)
        assert mark.value == verified.value
        assert mark.evidence == ("BC 1",)
        await at(pilot, "btp", "A1")  # read off the pledge: no mark to note anything on
        await pilot.press("f3")
        await pilot.pause()
        assert status(app).tone == "refused"
        assert not app.screen.query(Input)


async def test_filling_down_gives_the_value_and_neither_note_nor_papers(program: Program) -> None:
    app = program()
    async with app.run_test(size=(140, 40)) as pilot:
        units = [unit.id for unit in app.figures.contest.units]
        await at(pilot, units[0], "C3")
        await pilot.press("F")
        await pilot.pause()
        assert status(app).tone == "refused"
        app.do(e.MarksAgreed((e.Change(units[0], "C3", Given(Decimal(96), "ghi", ("BC 1",))),), "x"))
        app.do(e.MarksAgreed((e.Change(units[2], "C3", Given(Decimal(80), "khác")),), "x"))
        await at(pilot, units[0], "C3")
        await pilot.press("F")
        await typed(pilot, "hội nghị thống nhất")
        for unit in (units[1], *units[3:]):
            assert agreed(app, unit, "C3") == Given(Decimal(96)), unit
        assert agreed(app, units[2], "C3") == Given(Decimal(80), "khác")
        await at(pilot, units[0], "C3")
        await pilot.press("F")
        await pilot.pause()
        assert status(app).sentence.endswith(app.wording.say("ui.marks.filled-already"))
        await pilot.press("u")
        await pilot.pause()
        assert agreed(app, units[1], "C3") is None


async def test_a_cell_takes_the_mark_of_the_one_above(program: Program) -> None:
    app = program()
    async with app.run_test(size=(140, 40)) as pilot:
        units = [unit.id for unit in app.figures.contest.units]
        await at(pilot, units[0], "C3")
        await pilot.press("ctrl+d")
        await pilot.pause()
        assert status(app).tone == "refused"
        app.do(e.MarksAgreed((e.Change(units[0], "C3", SetByHand(Decimal(3), "bù")),), "bù"))
        await at(pilot, units[1], "C3")
        await pilot.press("ctrl+d")
        await pilot.pause()
        assert agreed(app, units[1], "C3") == SetByHand(Decimal(3), "bù")


async def test_verified_marks_are_taken_for_a_whole_criterion(program: Program) -> None:
    app = program()
    async with app.run_test(size=(140, 40)) as pilot:
        await at(pilot, "btp", "C3")
        await pilot.press("ctrl+t")
        await pilot.pause()
        if app.screen.query(Input):
            await typed(pilot, "theo thẩm định")
        verified = app.state.setup.handed_in.verified
        holding = [unit.id for unit in app.figures.contest.units if "C3" in verified.get(unit.id, {})]
        assert len(holding) > 1
        for unit in holding:
            mark = agreed(app, unit, "C3")
            assert mark is not None
            assert mark.value == verified[unit]["C3"].value  # type: ignore[union-attr, attr-defined]
        await pilot.press("ctrl+t")
        await pilot.pause()
        assert status(app).tone == "hint"


async def test_every_mistake_of_a_block_is_named_by_its_cell_and_nothing_is_written(program: Program) -> None:
    app = program()
    async with app.run_test(size=(140, 40)) as pilot:
        await at(pilot, "btp", "A6")  # judged, 8 points at most, in steps of 0.25
        before = len(list(app.record.entries()))
        await paste(pilot, "9,5\nabc\n7,3\n7,5\n")
        told = status(app).sentence
        units = [unit.short for unit in app.figures.contest.units]
        for unit, found in zip(units[:3], ("9,5", "abc", "7,3"), strict=True):
            assert f"{unit} · A6" in told
            assert found in told
        assert status(app).tone == "refused"
        assert len(list(app.record.entries())) == before
        await paste(pilot, "a\nb\nc\nd\ne\n")
        assert "2 ô nữa" in status(app).sentence
        await paste(pilot, "7,5\n1.000\n")
        assert "A6" in status(app).sentence
        await paste(pilot, "7,5\n7,25\n")
        if app.screen.query(Input):
            await typed(pilot, "theo bảng")
        marks = [app.state.agreed[unit.id]["A6"].mark for unit in app.figures.contest.units[:2]]
        assert [mark.value for mark in marks] == [Decimal("7.5"), Decimal("7.25")]  # type: ignore[union-attr]


async def test_drafts_are_found_in_turn_and_confirmed_by_another(program: Program, folder: Path) -> None:
    procedure = folder / "procedure.toml"
    procedure.write_text(procedure.read_text("utf-8").replace('confirm = "none"', 'confirm = "second-person"'), "utf-8")
    app = program()
    async with app.run_test(size=(140, 40)) as pilot:
        await pilot.pause()
        await pilot.press("ctrl+n")
        await pilot.pause()
        assert status(app).sentence == app.wording.say("ui.marks.no-draft")
        await at(pilot, "btp", "C3")
        await pilot.press("9", "6", "enter")
        await at(pilot, "bca", "C3")
        await pilot.press("t")
        await pilot.pause()
        if app.screen.query(Input):
            await typed(pilot, "theo thẩm định")
        await at(pilot, "ktnn", "A6")
        await pilot.press("ctrl+n")
        await pilot.pause()
        assert grid(app).cursor == ("btp", "C3")
        await pilot.press("x")
        await pilot.pause()
        assert status(app).tone == "refused"  # the same person
        await pilot.press("p")
        await typed(pilot, "Chị Hà")
        await pilot.press("x")
        await pilot.pause()
        assert app.state.agreed["btp"]["C3"].confirmed_by == "Chị Hà"
        await pilot.press("ctrl+n")
        await pilot.pause()
        assert grid(app).cursor == ("bca", "C3")
        await pilot.press("X")
        await pilot.pause()
        assert not app.state.drafts()


async def test_while_a_cell_is_typed_into_the_other_keys_rest(program: Program) -> None:
    app = program()
    async with app.run_test(size=(140, 40)) as pilot:
        await at(pilot, "bqll", "C3")
        await pilot.press("9", "f3", "f4", "ctrl+d", "ctrl+t", "ctrl+n", "6")
        await pilot.pause()
        assert not app.screen.query(Input)
        assert grid(app).editing is not None
        await pilot.press("escape")
        assert app.state.agreed == {}


async def test_the_detail_names_what_each_peer_marked(program: Program, folder: Path) -> None:
    sheet = '[sheet]\nsource = "peer"\nby = "{by}"\non = 2022-12-10\n[marks.btp]\nA6 = {mark}\n'
    for by, mark in (("bca", "7.5"), ("bqp", '{ value = 7, note = "chưa đều" }')):
        (folder / "scores" / f"peer-{by}.toml").write_text(sheet.format(by=by, mark=mark), "utf-8")
    app = program()
    async with app.run_test(size=(140, 40)) as pilot:
        await at(pilot, "btp", "A6")
        await pilot.pause()
        width, height = app.size
        shown = "\n".join(strip.text[:width] for strip in app.screen._compositor.render_strips()[:height])
        assert "BCA 7,5; BQP 7 – chưa đều" in shown


@given(st.text("ab ;đ\t", max_size=20))
def test_papers_are_each_named_once_and_never_empty(text: str) -> None:
    found = papers(text)
    assert len(set(found)) == len(found)
    assert all(one.strip() == one and one and ";" not in one for one in found)
    assert papers("; ".join(found)) == found


@pytest.mark.parametrize(
    "mark", [Given(Decimal(1), "n", ("p",)), NotApplicable("r", "n", ("p",)), SetByHand(Decimal(1), "r", "n", ("p",))]
)
def test_a_bare_mark_keeps_its_content_and_reason(mark: Given | NotApplicable | SetByHand) -> None:
    found = bare(mark)
    assert (found.note, found.evidence) == ("", ())
    assert getattr(found, "reason", None) == getattr(mark, "reason", None)
    assert bare(found) == found
