"""The signing of the pledge: today, on another day, by everybody in the room; of the right year."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from textual.widgets import Input, OptionList, Static

from emulation.meeting.events import CheckedIn, PersonListed, PledgeSigned
from tests.screens.conftest import drawn
from tui.screens.signing import SigningScreen, signing_year
from tui.widgets.bars import StatusLine

if TYPE_CHECKING:
    from syrupy.assertion import SnapshotAssertion
    from textual.pilot import Pilot

    from emulation.text import Language
    from tests.screens.conftest import Program
    from tui.app import EmulationApp

TODAY = date(2023, 3, 30)


async def opened(app: EmulationApp, pilot: Pilot[int]) -> SigningScreen:
    await pilot.pause()
    app.action_open("signing")
    await pilot.pause()
    assert isinstance(app.screen, SigningScreen)
    return app.screen


def seat(app: EmulationApp, *units: str) -> None:
    for unit in units:
        app.do(PersonListed(f"p-{unit}", f"Đại biểu {unit}", "delegate", unit))
        app.do(CheckedIn(f"p-{unit}"))


async def test_a_year_end_signs_the_pledge_of_the_next_year(program: Program) -> None:
    app = program()
    assert signing_year(app.state) == 2023
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(app, pilot)
        await pilot.press("space")
        await pilot.pause()
        assert app.state.signed == {"btp": PledgeSigned("btp", 2023, TODAY)}
        assert "1 trên 8" in str(app.screen.query_one("#head", Static).render())
        await pilot.press("enter")
        await pilot.pause()
        assert app.screen.query_one(StatusLine).tone == "refused"
        await pilot.press("u")
        await pilot.pause()
        assert app.state.signed == {}


async def test_a_launch_signs_the_pledge_of_its_year_and_shows_the_targets(program: Program) -> None:
    app = program(meeting="launch")
    assert signing_year(app.state) == 2022
    async with app.run_test(size=(140, 40)) as pilot:
        await opened(app, pilot)
        told = str(app.screen.query_one("#more-text", Static).render())
        pledge = next(one for one in app.state.setup.pledges if one.unit == "btp")
        assert all(target.text.read("vi") in told for target in pledge.targets)
        assert "15/03/2022" in told


async def test_another_day_is_asked_for(program: Program) -> None:
    app = program()
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(app, pilot)
        await pilot.press("down", "d")
        await pilot.pause()
        assert app.screen.query_one(Input).value == "30/03/2023"
        app.screen.query_one(Input).value = "hôm qua"
        await pilot.press("enter")
        await pilot.pause()
        assert app.screen.query_one(StatusLine).tone == "refused"
        assert app.screen.query_one(Input).value == "hôm qua"
        app.screen.query_one(Input).value = "29/3/2023"
        await pilot.press("enter")
        await pilot.pause()
        assert app.state.signed == {"bqll": PledgeSigned("bqll", 2023, date(2023, 3, 29))}
        await pilot.press("d", "escape")
        await pilot.pause()
        assert len(app.state.signed) == 1


async def test_all_in_the_room_sign_and_then_nobody_is_left(program: Program) -> None:
    app = program()
    seat(app, "btp", "bca", "ktnn")
    app.do(PledgeSigned("bca", 2023, date(2023, 3, 1)))
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(app, pilot)
        await pilot.press("S")
        await pilot.pause()
        assert {unit: one.on for unit, one in app.state.signed.items()} == {
            "btp": TODAY,
            "bca": date(2023, 3, 1),
            "ktnn": TODAY,
        }
        last = app.status
        await pilot.press("S")
        await pilot.pause()
        assert app.status != last
        assert app.screen.query_one(StatusLine).tone == "hint"
        lines = app.screen.query_one(OptionList)
        assert "không có mặt" in str(lines.get_option("bqp").prompt)
        assert "không có mặt" not in str(lines.get_option("btp").prompt)


@pytest.mark.parametrize(("language", "size"), [("vi", (80, 24)), ("en", (140, 40))], ids=["vi-80x24", "en-140x40"])
async def test_picture(program: Program, picture: SnapshotAssertion, language: Language, size: tuple[int, int]) -> None:
    app = program(meeting="launch", language=language)
    seat(app, "btp", "bca", "ktnn")
    app.do(PledgeSigned("btp", 2022, date(2022, 3, 15)))
    async with app.run_test(size=size) as pilot:
        await opened(app, pilot)
        await pilot.pause()
        assert drawn(app) == picture
