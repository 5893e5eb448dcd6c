"""The tasks of this and of earlier meetings: given by a form, done on a day, late in words."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from textual.widgets import Input, OptionList, Static

from emulation.meeting.events import Closed, TaskDone, TaskGiven
from tests.screens.conftest import drawn
from tui.screens.picker import Picker
from tui.screens.tasks import TasksScreen, seen
from tui.widgets.bars import StatusLine

if TYPE_CHECKING:
    from syrupy.assertion import SnapshotAssertion
    from textual.pilot import Pilot

    from emulation.text import Language
    from tests.screens.conftest import Program
    from tui.app import EmulationApp

TODAY = date(2023, 3, 30)


def listed(app: EmulationApp) -> str:
    shown = app.screen.query_one(OptionList)
    return "\n".join(str(shown.get_option_at_index(place).prompt) for place in range(shown.option_count))


async def opened(app: EmulationApp, pilot: Pilot[int]) -> TasksScreen:
    await pilot.pause()
    app.action_open("tasks")
    await pilot.pause()
    assert isinstance(app.screen, TasksScreen)
    return app.screen


async def test_late_tasks_stand_first_and_say_by_how_much(program: Program) -> None:
    app = program(language="en")
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(app, pilot)
        tasks = seen(app.state, TODAY, app.wording)
        assert [one.standing for one in tasks] == ["late"] * 3 + ["done-late"] + ["done"] * 2
        assert [one.days for one in tasks[:3]] == sorted((one.days for one in tasks[:3]), reverse=True)
        told = listed(app)
        assert "⚠" in told
        assert f"late by {(TODAY - date(2022, 5, 31)).days} days" in told
        assert "done, 20 days late" in told
        assert "3\N{NO-BREAK SPACE}late" in str(app.screen.query_one("#head", Static).render())


async def test_a_task_is_given_by_a_form_and_undone(program: Program) -> None:
    app = program()
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await opened(app, pilot)
        await pilot.press("n", *"Lap", "space", *"ke", "space", *"hoach", "enter")
        await pilot.pause()
        assert isinstance(app.screen, Picker)
        await pilot.press("down", "enter")
        await pilot.pause()
        await pilot.press(*"30/06/2023", "enter")
        await pilot.pause()
        assert app.state.tasks == (TaskGiven("task-1", "Lap ke hoach", "bqll", date(2023, 6, 30)),)
        assert screen.chosen == "task-1"
        assert "hạn 30/06/2023" in listed(app)
        assert "BQLL" in listed(app)
        await pilot.press("u")
        await pilot.pause()
        assert "Lap ke hoach" not in listed(app)
        await pilot.press("ctrl+y")
        await pilot.pause()
        assert "Lap ke hoach" in listed(app)


async def test_a_day_that_cannot_be_read_is_asked_again_with_what_was_typed(program: Program) -> None:
    app = program()
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(app, pilot)
        await pilot.press("n", *"Viec", "enter")
        await pilot.pause()
        await pilot.press("end", "enter")  # the whole bloc
        await pilot.pause()
        await pilot.press(*"31/06/2023", "enter")
        await pilot.pause()
        assert app.screen.query_one(StatusLine).tone == "refused"
        assert "30/06/2022" in app.screen.query_one(StatusLine).sentence
        assert app.screen.query_one(Input).value == "31/06/2023"
        app.screen.query_one(Input).value = "2023-06-30"
        await pilot.press("enter")
        await pilot.pause()
        assert app.state.tasks == (TaskGiven("task-1", "Viec", "", date(2023, 6, 30)),)
        assert "cả Khối" in listed(app)


async def test_a_task_without_text_is_asked_again_and_escape_gives_up(program: Program) -> None:
    app = program()
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(app, pilot)
        await pilot.press("n", "enter")
        await pilot.pause()
        assert app.screen.query_one(StatusLine).tone == "refused"
        assert app.screen.query(Input)
        await pilot.press("escape")
        await pilot.pause()
        assert not app.screen.query(Input)
        await pilot.press("n", *"a", "enter")
        await pilot.pause()
        await pilot.press("escape")
        await pilot.pause()
        assert isinstance(app.screen, TasksScreen)
        assert app.state.tasks == ()


async def test_an_earlier_task_is_done_on_a_day_with_a_remark(program: Program) -> None:
    app = program()
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await opened(app, pilot)
        late = seen(app.state, TODAY, app.wording)[0]
        screen.choose(late.task)
        await pilot.press("d")
        await pilot.pause()
        assert app.screen.query_one(Input).value == "30/03/2023"
        app.screen.query_one(Input).value = "1/6/2022"
        await pilot.press("enter", *"xong", "enter")
        await pilot.pause()
        assert app.state.done[late.task] == TaskDone(late.task, date(2022, 6, 1), "xong")
        now = next(one for one in seen(app.state, TODAY, app.wording) if one.task == late.task)
        assert (now.standing, now.days, now.note) == ("done-late", 1, "xong")
        screen.choose(late.task)
        await pilot.pause()
        await pilot.press("space")
        await pilot.pause()
        assert app.screen.query_one(StatusLine).tone == "refused"
        assert "01/06/2022" in app.screen.query_one(StatusLine).sentence


async def test_after_the_end_the_screen_says_why_nothing_can_be_given(program: Program) -> None:
    app = program(language="en")
    app.do(Closed())
    async with app.run_test(size=(60, 20)) as pilot:
        await opened(app, pilot)
        assert "the meeting is closed" in str(app.screen.query_one("#head", Static).render())
        await pilot.press("n", *"a", "enter")
        await pilot.pause()
        await pilot.press("enter")
        await pilot.pause()
        await pilot.press("enter")
        await pilot.pause()
        assert app.screen.query_one(StatusLine).tone == "refused"
        assert app.state.tasks == ()


@pytest.mark.parametrize(("language", "size"), [("vi", (80, 24)), ("en", (140, 40))], ids=["vi-80x24", "en-140x40"])
async def test_picture(program: Program, picture: SnapshotAssertion, language: Language, size: tuple[int, int]) -> None:
    app = program(language=language)
    app.do(TaskGiven("task-1", "Xây dựng bảng tiêu chí năm 2023", "btp", date(2023, 4, 30)))
    app.do(TaskGiven("task-2", "Chia sẻ cách làm hay trong khối", "", date(2023, 1, 31)))
    async with app.run_test(size=size) as pilot:
        await opened(app, pilot)
        await pilot.pause()
        assert drawn(app) == picture
