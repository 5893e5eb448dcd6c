"""The pledges: targets against reports and the calendar, those at risk found by key, a cause noted from here."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from textual.widgets import Input, OptionList

from emulation.insight.progress import paces
from emulation.meeting.events import Noted
from tests.screens.conftest import drawn
from tests.screens.hands import text
from tui.review_day import review_day
from tui.screens.pledges import HARD, PledgesScreen, course
from tui.widgets.bars import StatusLine
from tui.widgets.blocks import MARK

if TYPE_CHECKING:
    from pathlib import Path

    from syrupy.assertion import SnapshotAssertion

    from emulation.text import Language
    from tests.screens.conftest import Program
    from tui.app import EmulationApp

DAY = date(2022, 8, 5)


def screen(app: EmulationApp) -> PledgesScreen:
    assert isinstance(app.screen, PledgesScreen)
    return app.screen


def listed(app: EmulationApp) -> list[str]:
    shown = app.screen.query_one(OptionList)
    return [str(shown.get_option_at_index(place).prompt) for place in range(shown.option_count)]


async def test_every_target_has_its_bar_and_the_head_counts_them(program: Program) -> None:
    app = program(meeting="half-year", language="en")
    async with app.run_test(size=(140, 40)) as pilot:
        await pilot.pause()
        app.action_open("pledges")
        await pilot.pause()
        found = paces(app.state.setup.pledges, app.state.setup.bloc, DAY)
        targets = [one for one in listed(app) if MARK in one]
        assert len(targets) == len(found) == 36
        assert sum(HARD in one for one in targets) == sum(one.hard for one in found)
        head = text(app, "#head")
        for kind, words in (("attained", "attained"), ("on-course", "on course"), ("at-risk", "at risk")):
            assert f"{sum(course(one) == kind for one in found)} {words}" in head
        assert "By 2022-08-05: 36 targets" in head


async def test_the_pane_tells_goal_course_forecast_and_reports(program: Program) -> None:
    app = program(meeting="half-year", language="en")
    async with app.run_test(size=(140, 40)) as pilot:
        await pilot.pause()
        app.action_open("pledges")
        await pilot.pause()
        await pilot.press("down", "down")
        await pilot.pause()
        told = " ".join(text(app, "#more-text").split())
        assert "at least 3,200" in told
        assert "at risk 48.1% of the goal, with 49.6% of the time gone" in told
        assert "Forecast: 3,105.5" in told
        assert "2022-06-30" in told
        assert "1 report" in told


async def test_the_filter_goes_round(program: Program) -> None:
    app = program(meeting="half-year")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        app.action_open("pledges")
        await pilot.pause()
        found = paces(app.state.setup.pledges, app.state.setup.bloc, DAY)
        for count in (
            sum(one.hard for one in found),
            sum(course(one) == "at-risk" for one in found),
            0,
            len(found),
        ):
            await pilot.press("f")
            await pilot.pause()
            assert len([one for one in listed(app) if MARK in one]) == count
        assert "mọi chỉ tiêu" in app.screen.query_one(StatusLine).sentence


async def test_the_next_target_at_risk_is_found_and_the_search_goes_round(program: Program) -> None:
    app = program(meeting="half-year")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        app.action_open("pledges")
        await pilot.pause()
        found = paces(app.state.setup.pledges, app.state.setup.bloc, DAY)
        risky = [f"{one.unit}:{one.target}" for one in found if one.at_risk]
        met = []
        for _ in range(len(risky) + 1):
            await pilot.press("g")
            await pilot.pause()
            met.append(screen(app).chosen)
        assert met == [*risky, risky[0]]
        await pilot.press("G")
        await pilot.pause()
        assert screen(app).chosen == risky[-1]


async def test_a_cause_is_noted_about_the_chosen_target(program: Program) -> None:
    app = program(meeting="half-year")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        app.action_open("pledges")
        await pilot.pause()
        await pilot.press("g", "n")
        await pilot.pause()
        assert app.screen.query_one(Input).value.startswith("BTP – ")
        await pilot.press("end", *"muon", "enter")
        await pilot.pause()
        await pilot.press(*"An", "enter")
        await pilot.pause()
        note = app.state.notes[-1]
        assert (note.topic, note.speaker) == ("cause", "An")
        assert note.text.startswith("BTP – ")
        assert note.text.endswith(": muon")
        await pilot.press("u")
        await pilot.pause()
        assert app.state.notes == ()
        await pilot.press("n", "escape")
        await pilot.pause()
        assert app.state.notes == ()


async def test_an_empty_cause_is_refused_and_nothing_noted(program: Program) -> None:
    app = program(meeting="half-year")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        app.action_open("pledges")
        await pilot.pause()
        await pilot.press("n")
        app.screen.query_one(Input).value = ""
        await pilot.press("enter", "enter")
        await pilot.pause()
        assert app.screen.query_one(StatusLine).tone == "refused"
        assert not any(isinstance(note, Noted) for note in app.state.notes)


async def test_without_pledges_the_screen_says_so(program: Program, folder: Path) -> None:
    rubric = folder / "rubric.toml"
    rubric.write_text(
        rubric.read_text("utf-8").replace('target = "', 'goal = 95 # "'),
        "utf-8",
    )
    (folder / "pledges.toml").unlink()
    app = program(meeting="half-year", language="en")
    async with app.run_test(size=(60, 20)) as pilot:
        await pilot.pause()
        app.action_open("pledges")
        await pilot.pause()
        assert "No pledge" in text(app, "#head")
        await pilot.press("g", "G", "n", "f")
        await pilot.pause()
        assert app.screen.query_one(StatusLine).tone == "hint"


async def test_a_year_end_looks_back_from_the_last_day_of_its_year(program: Program) -> None:
    app = program()
    assert review_day(app.state, date(2023, 3, 30)) == date(2022, 12, 31)
    assert review_day(app.state, date(2022, 11, 1)) == date(2022, 11, 1)
    half = program(meeting="half-year")
    assert review_day(half.state, date(2022, 9, 1)) == DAY
    assert review_day(half.state, date(2022, 8, 1)) == date(2022, 8, 1)


@pytest.mark.parametrize(("language", "size"), [("vi", (80, 24)), ("en", (140, 40))], ids=["vi-80x24", "en-140x40"])
async def test_picture(program: Program, picture: SnapshotAssertion, language: Language, size: tuple[int, int]) -> None:
    app = program(meeting="half-year", language=language)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        app.action_open("pledges")
        await pilot.pause()
        await pilot.press("g")
        await pilot.pause()
        await pilot.pause()
        assert drawn(app) == picture
