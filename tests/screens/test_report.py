"""The review report on the screen: parts, figures drawn, causes noted, draws stopped, changed files taken in."""

from __future__ import annotations

import json
import os
import shutil
import threading
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

import attrs
import pytest
from textual.widgets import Input, OptionList

from emulation.insight.figures import Draws
from emulation.insight.firmness import weight_draws
from emulation.insight.report import report as whole_report
from emulation.meeting.events import MarksClosed, Noted, StandingsReleased
from tests.screens.conftest import EXAMPLE, drawn
from tests.screens.hands import text
from tui import review
from tui.screens.report import PARTS, ReportScreen
from tui.screens.report_lines import figures
from tui.widgets.bars import StatusLine
from tui.widgets.blocks import bar, columns

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from syrupy.assertion import SnapshotAssertion
    from textual.pilot import Pilot

    from emulation.insight.figures import Material
    from emulation.insight.report import Report
    from emulation.text import Language
    from tests.screens.conftest import Program
    from tui.app import EmulationApp

DAY = date(2022, 8, 5)


async def opened(app: EmulationApp, pilot: Pilot[int]) -> ReportScreen:
    await pilot.pause()
    app.action_open("report")
    await pilot.pause()
    await app.workers.wait_for_complete()
    await pilot.pause()
    await pilot.pause()
    assert isinstance(app.screen, ReportScreen)
    return app.screen


def listed(app: EmulationApp) -> str:
    shown = app.screen.query_one(OptionList)
    return "\n".join(str(shown.get_option_at_index(place).prompt) for place in range(shown.option_count))


def expected(app: EmulationApp) -> Report:
    return whole_report(review.material(app.state, DAY))


async def test_every_part_lists_its_findings_and_the_keys_turn_to_them(program: Program) -> None:
    app = program(meeting="half-year")
    async with app.run_test(size=(140, 40)) as pilot:
        await opened(app, pilot)
        found = expected(app)
        counts = {
            "result": len(found.results),
            "shortcoming": len(found.shortcomings),
            "question": len(found.questions),
            "missing": len([one for one in found.missing if one.code != "no-draws"]),
        }
        for place, part in enumerate(PARTS[:-1], 1):
            await pilot.press(str(place))
            await pilot.pause()
            lines = app.screen.query_one(OptionList)
            chosen = [lines.get_option_at_index(at) for at in range(lines.option_count)]
            assert len([one for one in chosen if not one.disabled]) == counts[part]
            assert f" {counts[part]} " in text(app, "#head")
        await pilot.press("v")
        await pilot.pause()
        assert "Ý kiến" in text(app, "#head")
        await pilot.press("v", "V", "V")
        await pilot.pause()
        assert "Hạn chế" in text(app, "#head")
        assert str(counts["question"]) in text(app, "#head")


async def test_the_pane_draws_the_figures_behind_a_finding(program: Program) -> None:
    app = program(meeting="half-year", language="en")
    async with app.run_test(size=(140, 40)) as pilot:
        screen = await opened(app, pilot)
        found = expected(app)
        place = next(at for at, one in enumerate(found.shortcomings) if one.code == "few-take-part")
        screen.choose(f"shortcoming:{place}")
        await pilot.pause()
        told = text(app, "#more-text")
        assert "TTCP" in told
        assert "41.0%" in told
        assert "█" in told
        place = next(at for at, one in enumerate(found.shortcomings) if one.code == "bunched-in-a-month")
        screen.choose(f"shortcoming:{place}")
        await pilot.pause()
        told = text(app, "#more-text")
        assert "01 02 03" in told
        assert "Stories by month" in told


@pytest.mark.parametrize("language", ["vi", "en"])
def test_no_line_of_any_figure_is_wider_than_the_pane(program: Program, language: Language) -> None:
    app = program(language=language)
    found = whole_report(review.material(app.state, date(2022, 12, 31)))
    for remark in (*found.results, *found.shortcomings, *found.missing, *found.questions):
        for cells in (50, 74):
            for line in figures(found, remark, app.wording, cells):
                if any(sign in line.plain for sign in "█▏▎▍▌▋▊▉"):
                    assert line.cell_length <= cells, (remark.code, line.plain)


async def test_a_cause_is_noted_in_the_area_of_the_finding_and_shown_with_it(program: Program) -> None:
    app = program(meeting="half-year", language="en")
    async with app.run_test(size=(140, 40)) as pilot:
        await opened(app, pilot)
        await pilot.press("c")
        await pilot.pause()
        assert app.screen.query_one(Input).value == "Emulation movements: "
        await pilot.press("end", *"late", "enter", *"An", "enter")
        await pilot.pause()
        assert app.state.notes == (Noted("cause", "Emulation movements: late", "An"),)
        assert "Causes noted" in text(app, "#more-text")
        await pilot.press("5")
        await pilot.pause()
        assert "Emulation movements: late" in listed(app)
        assert "5 Said 1" in text(app, "#head")
        await pilot.press("n", *"heard", "enter", "enter")
        await pilot.pause()
        assert app.state.notes[-1].topic in {"report", "cause"}
        await pilot.press("t")
        await pilot.pause()
        await pilot.press("escape")
        await pilot.pause()
        assert len(app.state.notes) == 2


async def test_draws_are_stopped_and_go_on(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    gate = threading.Event()
    reached = threading.Event()
    real = review.make

    def slow(known: Material, tell: Callable[[Report | None, int], bool]) -> None:
        def held(report: Report | None, draws: int) -> bool:
            going = tell(report, draws)
            if draws == review.ROUND and not gate.is_set():
                reached.set()
                gate.wait(10)
                return tell(None, draws)
            return going

        real(known, held)

    monkeypatch.setattr("tui.screens.report.make", slow)
    app = program(language="en")
    async with app.run_test(size=(140, 40)) as pilot:
        await pilot.pause()
        app.action_open("report")
        for _ in range(200):
            await pilot.pause(0.01)
            if reached.is_set():
                break
        await pilot.pause()
        assert any(not one.is_finished for one in app.workers)
        assert f"{review.ROUND}/{review.DRAWS}" in text(app, "#head")
        await pilot.press("x")
        gate.set()
        await pilot.pause(0.1)
        assert all(one.is_finished for one in app.workers)
        assert "press x to go on" in text(app, "#head")
        assert "Movements" in listed(app)
        await pilot.press("x")
        await pilot.pause()
        await app.workers.wait_for_complete()
        await pilot.pause()
        await pilot.pause()
        assert "done, 1000 draws" in text(app, "#head")


def test_draws_made_round_by_round_are_those_made_at_once(program: Program) -> None:
    app = program()
    known = review.material(app.state, date(2022, 12, 31))
    told: list[tuple[Report | None, int]] = []

    def tell(report: Report | None, draws: int) -> bool:
        told.append((report, draws))
        return True

    review.make(known, tell)
    assert [draws for report, draws in told if report is None] == list(
        range(review.ROUND, review.DRAWS + 1, review.ROUND)
    )
    core = sum(section.kind == "core" for section in known.contest.rubric.sections)
    seed = f"{known.bloc.id}-{known.bloc.year}"
    at_once = whole_report(attrs.evolve(known, draws=Draws(seed, weight_draws(seed, review.DRAWS, core))))
    assert told[-1][0] == at_once
    assert told[0][0] is not None
    assert any(one.code == "no-draws" for one in told[0][0].missing)


async def test_changed_files_are_told_and_taken_in_with_a_reason(program: Program, folder: Path) -> None:
    app = program(meeting="half-year", language="en")
    async with app.run_test(size=(140, 40)) as pilot:
        await opened(app, pilot)
        assert "changed after" not in text(app, "#head")
        await pilot.press("r")
        await pilot.pause()
        assert "no file differs" in app.screen.query_one(StatusLine).sentence
        activity = folder / "activity.toml"
        activity.write_text(activity.read_text("utf-8").replace("joined = 1104", "joined = 1103", 1), "utf-8")
        app.redraw()
        await pilot.pause()
        assert "activity.toml changed after the meeting opened" in text(app, "#head")
        await pilot.press("r", "enter")
        await pilot.pause()
        assert app.screen.query_one(StatusLine).tone == "refused"
        await pilot.press("r", "escape")
        await pilot.pause()
        before = app.state.setup
        await pilot.press("r", *"new", "space", *"figures", "enter")
        await pilot.pause()
        await app.workers.wait_for_complete()
        await pilot.pause()
        await pilot.pause()
        assert app.state.setup is not before
        assert "changed after" not in text(app, "#head")


async def test_files_that_are_gone_are_named_apart_before_it_is_asked(program: Program, folder: Path) -> None:
    app = program(meeting="half-year", language="en")
    async with app.run_test(size=(140, 40)) as pilot:
        await opened(app, pilot)
        activity = folder / "activity.toml"
        activity.write_text(activity.read_text("utf-8").replace("joined = 1104", "joined = 1103", 1), "utf-8")
        sheet = min((folder / "scores").iterdir())
        sheet.unlink()
        await pilot.press("r")
        await pilot.pause()
        told = app.screen.query_one(StatusLine).sentence
        assert told.startswith(f"gone: scores/{sheet.name}; to be taken in: activity.toml; this cannot be undone")
        assert app.asking


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes there")
async def test_nothing_is_asked_where_a_changed_file_cannot_be_read(program: Program, folder: Path) -> None:
    app = program(meeting="half-year", language="en")
    async with app.run_test(size=(140, 40)) as pilot:
        await opened(app, pilot)
        (folder / "activity.toml").unlink()
        os.mkfifo(folder / "activity.toml")
        app.redraw()
        await pilot.press("r")
        await pilot.pause()
        status = app.screen.query_one(StatusLine)
        assert status.tone == "refused"
        assert "a mistake, in activity.toml" in status.sentence
        assert not app.asking


async def test_files_cannot_enter_once_standings_are_released(program: Program) -> None:
    app = program(language="en")
    app.do(MarksClosed())
    app.do(StandingsReleased())
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(app, pilot)
        await pilot.press("r")
        await pilot.pause()
        assert app.screen.query_one(StatusLine).tone == "refused"
        assert "released" in app.screen.query_one(StatusLine).sentence


async def test_the_report_is_saved_with_what_was_said(program: Program, folder: Path) -> None:
    app = program(meeting="half-year")
    app.do(Noted("cause", "Thiếu kinh phí", "An"))
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(app, pilot)
        await pilot.press("s")
        await pilot.pause()
        assert app.screen.query_one(Input).value == "bao-cao-half-year.md"
        await pilot.press("enter")
        await pilot.pause()
        saved = (folder / "bao-cao-half-year.md").read_text("utf-8")
        assert saved.startswith("| **KHỐI THI ĐUA")
        assert "Thiếu kinh phí" in saved
        await pilot.press("s")
        app.screen.query_one(Input).value = "so-lieu.json"
        await pilot.press("enter")
        await pilot.pause()
        assert json.loads((folder / "so-lieu.json").read_text("utf-8"))["year"] == 2022


async def test_a_year_is_set_beside_an_earlier_one(program: Program, folder: Path) -> None:
    earlier = folder.parent / "noi-chinh-2021"
    shutil.copytree(EXAMPLE, earlier, ignore=shutil.ignore_patterns("meetings"))
    bloc = earlier / "bloc.toml"
    bloc.write_text(bloc.read_text("utf-8").replace("2022", "2021"), "utf-8")
    app = program(language="en")
    async with app.run_test(size=(140, 40)) as pilot:
        screen = await opened(app, pilot)
        known = review.material(app.state, screen.day)
        assert not any(one.area == "years" for one in whole_report(known).results)
        await pilot.press("y")
        await pilot.pause()
        assert app.screen.query_one(Input).value == str(earlier)
        await pilot.press("enter")
        await pilot.pause()
        await app.workers.wait_for_complete()
        await pilot.pause()
        await pilot.pause()
        shown = [listed(app)]
        for part in ("1", "3", "4"):
            await pilot.press(part)
            await pilot.pause()
            shown.append(listed(app))
        assert any("year before" in one.lower() for one in shown), shown
        nowhere, no_name = folder.parent / "nowhere", folder.parent / ("x" * 300)
        for typed, told in ((folder, "2022"), (nowhere, f"no folder {nowhere}"), (no_name, "no folder")):
            await pilot.press("y")
            app.screen.query_one(Input).value = str(typed)
            await pilot.press("enter")
            await pilot.pause()
            assert app.screen.query_one(StatusLine).tone == "refused"
            assert told in app.screen.query_one(StatusLine).sentence
        await pilot.press("y", "escape")
        await pilot.pause()
        assert app.screen.query_one(StatusLine).tone == "hint"


def test_bars_are_as_long_as_they_are_asked_to_be() -> None:
    assert bar(Fraction(1, 2), 4) == "██··"
    assert bar(Fraction(1), 4) == "████"
    assert bar(Fraction(3), 4) == "████"
    assert bar(Fraction(0), 4) == "····"
    assert bar(Fraction(1, 1000), 4) == "▏···"
    assert bar(Fraction(999, 1000), 4) == "███▉"
    assert bar(Fraction(1, 2), 4, Fraction(1, 2)) == "██┃·"
    assert bar(Fraction(1, 2), 4, Fraction(1)) == "██·┃"
    assert bar(Fraction(1, 2), 0) == ""
    assert columns([0, 1, 4], 2) == ["      ██", "   ▄▄ ██"]
    assert columns([], 2) == ["", ""]


@pytest.mark.parametrize(("language", "size"), [("vi", (80, 24)), ("en", (140, 40))], ids=["vi-80x24", "en-140x40"])
@pytest.mark.parametrize("meeting", ["half-year", "year-end"])
async def test_picture(
    program: Program, picture: SnapshotAssertion, meeting: str, language: Language, size: tuple[int, int]
) -> None:
    app = program(meeting=meeting, language=language)
    async with app.run_test(size=size) as pilot:
        screen = await opened(app, pilot)
        code = "few-take-part" if meeting == "half-year" else "bunched-in-a-month"
        found = whole_report(review.material(app.state, screen.day)).shortcomings
        screen.choose(f"shortcoming:{next(at for at, one in enumerate(found) if one.code == code)}")
        await pilot.pause()
        await pilot.pause()
        assert drawn(app) == picture


async def test_the_pane_is_scrolled_by_keys(program: Program) -> None:
    app = program(meeting="half-year")
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await opened(app, pilot)
        await pilot.press("down")
        await pilot.pause()
        pane = screen.query_one("#more")
        assert pane.scroll_y == 0
        await pilot.press("ctrl+down")
        await pilot.pause()
        assert pane.scroll_y > 0
        await pilot.press("ctrl+up")
        await pilot.pause()
        assert pane.scroll_y == 0
