"""The screens as pictures: at 80 by 24 in Vietnamese, at 140 by 40 in English. `--snapshot-update` draws them anew."""

from typing import TYPE_CHECKING

import pytest

from emulation.meeting.events import CheckedIn, PersonListed, StepEntered
from tests.screens.conftest import drawn
from tests.screens.hands import SIZES

if TYPE_CHECKING:
    from syrupy.assertion import SnapshotAssertion

    from emulation.text import Language
    from tests.screens.conftest import Program
    from tui.app import EmulationApp

KEYS = {
    "marks": ("ctrl+end", "ctrl+home", "right", "right", "1", "0", "0", "enter"),
    "marks-typing": ("right", "right", "9", "0", ",", "5"),
    "marks-one-source": ("v", "g"),
    "marks-refused": ("right", "right", "9", "x", "enter"),
    "marks-reason": ("right", "right", "9", "0", "enter"),
    "marks-help": ("f1",),
    "marks-agenda": ("a",),
    "marks-standings": ("s",),
    "standings": (),
    "roll-call": (),
}


@pytest.mark.parametrize(("language", "size"), SIZES, ids=["vi-80x24", "en-140x40"])
@pytest.mark.parametrize("name", list(KEYS))
async def test_picture(
    program: "Program", picture: "SnapshotAssertion", name: str, language: "Language", size: tuple[int, int]
) -> None:
    app: EmulationApp = program(language=language)
    for number, unit in enumerate(("btp", "bqll", "bca"), 1):
        app.do(PersonListed(f"p{number}", f"Nguyễn Văn {number}", "delegate", unit, "Vụ trưởng"))
        app.do(CheckedIn(f"p{number}"))
    app.do(StepEntered("roll-call"))
    app.do(StepEntered("marks"))
    async with app.run_test(size=size) as pilot:
        if not name.startswith("marks"):
            app.action_open(name)
        await pilot.pause()
        await pilot.press(*KEYS[name])
        await pilot.pause()
        await pilot.pause()
        assert drawn(app) == picture
