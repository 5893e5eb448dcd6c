"""The handover: next year's head and deputies, picked by keys; who they were stands in the list."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from textual.widgets import OptionList, Static

from emulation.meeting import events as e
from emulation.meeting.commands import ClosePoll, CreatePoll, OpenPoll
from emulation.voting import Counts, Votes
from tests.screens.conftest import drawn
from tui.screens.handover import HandoverScreen
from tui.screens.picker import Picker

if TYPE_CHECKING:
    from syrupy.assertion import SnapshotAssertion
    from textual.pilot import Pilot

    from emulation.text import Language
    from tests.screens.conftest import Program
    from tui.app import EmulationApp


async def press(pilot: Pilot[int], *keys: str) -> None:
    await pilot.press(*keys)
    await pilot.pause()
    await pilot.pause()


async def handover(app: EmulationApp, pilot: Pilot[int]) -> HandoverScreen:
    app.action_open("handover")
    await press(pilot)
    assert isinstance(app.screen, HandoverScreen)
    return app.screen


def lines(screen: HandoverScreen) -> list[str]:
    listed = screen.query_one(OptionList)
    return [" ".join(str(one.prompt).split()) for one in listed.options]


async def test_the_head_is_picked_then_the_deputies(program: Program) -> None:
    app = program()
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await handover(app, pilot)
        assert lines(screen)[0] == "▶ 2023 Khối trưởng KTNN"  # as the folder has it
        assert screen.describe_key(HandoverScreen.BINDINGS[0]).endswith("2023")  # type: ignore[arg-type]
        await press(pilot, "enter")
        picker = app.screen
        assert isinstance(picker, Picker)
        assert picker.query_one(OptionList).border_title == "Khối trưởng 2023"
        await press(pilot, "down", "enter")  # below the head that the folder names, the units in protocol order
        assert app.screen.query_one(OptionList).border_title == "Khối phó 2023"
        assert all("BTP" not in str(one.prompt) for one in app.screen.query_one(OptionList).options)
        await press(pilot, "space", "down", "space", "enter")
        assert app.state.offices == e.OfficesElected(2023, "btp", ("bqll", "bqp"))
        assert lines(screen)[0] == "✓ 2023 Khối trưởng BTP Khối phó BQLL, BQP ghi tại hội nghị này"
        assert "Bộ Tư pháp" in str(screen.query_one("#more-text", Static).render())
        await press(pilot, "u")
        assert app.state.offices is None
        assert app.record.verify() is None


async def test_giving_up_at_either_picker_names_nobody(program: Program) -> None:
    app = program()
    async with app.run_test(size=(80, 24)) as pilot:
        await handover(app, pilot)
        await press(pilot, "enter", "escape")
        await press(pilot, "enter", "enter", "escape")
        assert app.state.offices is None
        assert app.status == ("hint", app.wording.say("ui.given-up"))


async def test_another_year_is_typed_first(program: Program) -> None:
    app = program()
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await handover(app, pilot)
        await press(pilot, "y", "ctrl+a", "ctrl+k", *"23", "enter")
        assert app.status == ("refused", app.wording.say("ui.handover.no-year", found="23"))
        await press(pilot, "y", "ctrl+a", "ctrl+k", *"2025", "enter")
        await press(pilot, "enter", "enter")
        assert app.state.offices == e.OfficesElected(2025, "btp", ())
        assert lines(screen)[0] == "✓ 2025 Khối trưởng BTP ghi tại hội nghị này"
        assert "▶ 2023" not in lines(screen)


async def test_whom_the_poll_chose_stands_above_and_is_offered_first(program: Program) -> None:
    app = program()
    for unit in ("btp", "bqll", "bqp", "bca", "tandtc", "vksndtc"):
        app.do(e.PersonListed(f"p-{unit}", unit, "delegate", unit))
        app.do(e.CheckedIn(f"p-{unit}"))
    app.do(CreatePoll("next-head"))
    app.do(OpenPoll("next-head"))
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await handover(app, pilot)
        head = screen.query_one("#head", Static)
        assert "Bầu Khối trưởng" not in str(head.render())
        app.do(ClosePoll("next-head", Counts(6, 6, votes={"tandtc": Votes(5), "btp": Votes(1)})))
        await press(pilot)
        assert "Bầu Khối trưởng năm 2023: TANDTC" in str(head.render())
        await press(pilot, "enter")
        assert "TANDTC" in str(app.screen.query_one(OptionList).get_option_at_index(0).prompt)


async def test_after_the_meeting_nobody_is_named(program: Program) -> None:
    app = program()
    app.do(e.Closed())
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await handover(app, pilot)
        await press(pilot, "enter")
        assert app.screen is screen
        assert app.status[0] == "refused"


@pytest.mark.parametrize(("language", "size"), [("vi", (80, 24)), ("en", (140, 40))], ids=["vi-80x24", "en-140x40"])
async def test_picture(program: Program, picture: SnapshotAssertion, language: Language, size: tuple[int, int]) -> None:
    app = program(language=language)
    app.do(e.OfficesElected(2023, "ktnn", ("ttcp", "btp")))
    async with app.run_test(size=size) as pilot:
        await handover(app, pilot)
        assert drawn(app) == picture
