"""Whole meetings by keys alone: a half-year and a year-end one, from the roll call to minutes that are saved."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from emulation.files.record import Record
from emulation.files.session import Session, read_sources, record_path
from emulation.meeting.evolve import fold
from tests.screens.conftest import AT
from tui.app import EmulationApp

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from textual.pilot import Pilot

NEXT = ("right_square_bracket", "f5")
"""To the next item of the agenda, and let the meeting turn to it."""

UNITS = 8
ALL_COME = (*("space", "enter", "down") * UNITS,)
"""Each unit is asked for a delegate, whose name is taken as proposed, and who is thereby in the room."""

HANDS = ("enter", "enter", "enter")
"""The chosen subject is put to the hands as proposed: everybody in favour, no remark."""


@pytest.fixture
def sessions() -> Iterator[dict[str, Session]]:
    opened: dict[str, Session] = {}
    yield opened
    for session in opened.values():
        session.close()


def program(folder: Path, meeting: str, sessions: dict[str, Session]) -> EmulationApp:
    sessions[meeting] = Session.open(folder, meeting, "thư ký", AT)
    return EmulationApp(sessions[meeting], by="thư ký", now=lambda: AT)


async def press(pilot: Pilot[int], *keys: str) -> None:
    """Press keys; a word is typed letter by letter."""
    for key in keys:
        await pilot.press(*(key.removeprefix("'") if key.startswith("'") else [key]))
        await pilot.pause()
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()


def typed(text: str) -> str:
    return f"'{text}"


def told(app: EmulationApp) -> str:
    tone, sentence = app.status
    assert tone == "done", sentence
    return sentence


def check_record(folder: Path, meeting: str, app: EmulationApp) -> None:
    with Record.open(record_path(folder, meeting), writable=False) as record:
        assert record.verify() is None
        assert fold(record.entries(), read_sources).state == app.state


async def test_a_half_year_review(folder: Path, sessions: dict[str, Session]) -> None:
    app = program(folder, "half-year", sessions)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "f5", *NEXT, *ALL_COME)
        assert len(app.state.in_room()) == UNITS
        await press(pilot, *NEXT, "c", typed("thieu kinh phi"), "enter", typed("BCA"), "enter")
        assert app.state.notes[-1].topic == "cause"
        await press(pilot, *NEXT)
        assert app.state.step == "pledges"
        await press(pilot, *NEXT, "n", typed("can them so lieu"), "enter", typed("Ba Lan"), "enter")
        assert (app.state.notes[-1].topic, app.state.notes[-1].speaker) == ("opinion", "Ba Lan")
        await press(pilot, *NEXT, *HANDS)
        assert (app.state.adopted[-1].subject, app.state.adopted[-1].yes) == ("report", UNITS)
        await press(pilot, *NEXT, "n", typed("chu trong co so"), "enter", typed("Ban Thi dua"), "enter")
        assert app.state.notes[-1].topic == "direction"
        await press(pilot, *NEXT, "n", typed("Gui ke hoach"), "enter", "enter", typed("30/09/2023"), "enter")
        assert "Gui ke hoach" in told(app)
        await press(pilot, *NEXT, "v", "enter", "enter", "s", "enter")
        saved = (folder / "bien-ban-half-year.md").read_text(encoding="utf-8")
        assert saved.count("Gui ke hoach") == 2  # in the proceedings and among the tasks
        await press(pilot, "c", "y")
        assert app.state.closed
        await press(pilot, "n", "u")
        assert app.status[0] == "refused"
    check_record(folder, "half-year", app)


async def test_a_year_end_meeting(folder: Path, sessions: dict[str, Session]) -> None:
    app = program(folder, "year-end", sessions)
    async with app.run_test(size=(140, 40)) as pilot:
        await press(pilot, *["left_square_bracket"] * 4, "f5", *NEXT, *ALL_COME)
        assert len(app.state.in_room()) == UNITS
        await press(pilot, *NEXT, *NEXT, *NEXT)
        assert app.state.step == "marks"
        await press(pilot, "right", "right", typed("100"), "enter")
        assert told(app).endswith("BTP A3 = 100")
        await press(pilot, "u")
        assert not app.state.agreed
        await press(pilot, "ctrl+y")
        assert app.state.agreed
        await press(pilot, *NEXT, "m", "r", "y")
        assert app.state.marks_closed
        assert "công bố" in told(app)
        await press(pilot, *NEXT, *NEXT, *HANDS)
        await press(pilot, *NEXT, "enter", "enter", "space", "enter", "y", "e", *("1", "0", "enter") * UNITS)
        assert app.state.polls["flag"].phase == "open"
        await press(pilot, "s", typed("8"), "s", "y", "r", "y")
        assert app.state.polls["flag"].phase == "released"
        await press(
            pilot, "down", "enter", "enter", "enter", "y", "e", *("2", "enter") * UNITS, "s", typed("8"), "s", "y"
        )
        head = list(app.state.polls.values())[-1]
        assert head.phase == "closed"
        await press(pilot, "r", "y")
        await press(pilot, *NEXT, "n")
        assert "đề nghị khen thưởng" in told(app)
        await press(pilot, *NEXT, *NEXT, *NEXT, "enter", "enter", "enter")
        assert app.state.step == "handover"
        await press(pilot, *NEXT, "S")
        assert "ký giao ước" in told(app)
        await press(pilot, *NEXT, "v", "enter", "enter", "s", "enter", "c", "y")
        assert app.state.closed
    check_record(folder, "year-end", app)
    saved = (folder / "bien-ban-year-end.md").read_text(encoding="utf-8")
    assert "Nguyễn Văn A (minh họa)" in saved
    assert "Lao động tiên tiến" in saved
    assert app.wording.text(head.rules.question) in saved
