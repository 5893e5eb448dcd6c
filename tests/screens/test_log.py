"""The record on the screen: searched, narrowed, gone through, seen as it stood, verified."""

from __future__ import annotations

import sqlite3
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from textual.widgets import Static

from emulation.marks import Given
from emulation.meeting.commands import Redo, Undo
from emulation.meeting.events import Change, CheckedIn, MarksAgreed, Noted, PersonListed, StepEntered
from tests.screens.conftest import drawn
from tests.screens.hands import SIZES, said, settled, typed
from tui.screens.log import LogScreen
from tui.screens.log_lines import undone_acts
from tui.screens.picker import Picker

if TYPE_CHECKING:
    from pathlib import Path

    from syrupy.assertion import SnapshotAssertion
    from textual.pilot import Pilot

    from emulation.text import Language
    from tests.screens.conftest import Program
    from tui.app import EmulationApp


def held(app: EmulationApp) -> None:
    """A short meeting: events 2 to 9."""
    app.do(PersonListed("hoa", "Nguyễn Thị Hòa", "delegate", "btp"))
    app.do(CheckedIn("hoa"))
    app.do(StepEntered("marks"))
    app.do(Noted("opinion", "[b]đậm[/b] phần A"))
    app.do(MarksAgreed((Change("btp", "B3", Given(Decimal(0))),), "thống nhất"))
    app.do(Undo())
    app.by = "Lan"
    app.do(Noted("direction", "Giữ nguyên tiến độ", "Đại diện cấp trên"))
    app.do(StepEntered("discussion"))


async def opened(app: EmulationApp, pilot: Pilot[int]) -> LogScreen:
    while not app.painted:  # the agenda is drawn once the first frame is out
        await pilot.pause(0.01)
    app.action_open("log")
    await settled(app, pilot)
    assert isinstance(app.screen, LogScreen)
    return app.screen


def lines(screen: LogScreen) -> list[str]:
    return [screen.events._paint(line, 200).plain for line in range(screen.events.count)]


def seqs(screen: LogScreen) -> list[int]:
    return [int(line.split()[0]) for line in lines(screen)]


def text(app: EmulationApp, name: str = "#more-text") -> str:
    return str(app.screen.query_one(name, Static).render())


def unit(app: EmulationApp, short: str) -> str:
    """The line of a unit in the standings of then."""
    return next(line for line in text(app).splitlines() if f" {short} " in line)


@pytest.mark.parametrize(("language", "size"), SIZES, ids=["vi-80x24", "en-140x40"])
@pytest.mark.parametrize(
    ("name", "keys"),
    [("all", ()), ("past", ("up", "up", "t")), ("searched", ("slash", *"tien do", "enter", "v"))],
    ids=["all", "past", "searched"],
)
async def test_picture(
    program: Program,
    picture: SnapshotAssertion,
    name: str,
    keys: tuple[str, ...],
    language: Language,
    size: tuple[int, int],
) -> None:
    del name
    app = program(language=language)
    held(app)
    async with app.run_test(size=size) as pilot:
        await opened(app, pilot)
        for key in keys:
            await pilot.press(key)
            await settled(app, pilot)
        assert drawn(app) == picture


async def test_every_event_is_a_line_with_number_time_and_person_the_newest_chosen(program: Program) -> None:
    app = program()
    held(app)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await opened(app, pilot)
        assert seqs(screen) == list(range(1, app.last + 1))
        assert screen.events.cursor == app.last - 1
        assert "08:30:00 thư ký" in lines(screen)[1]
        assert "[b]đậm[/b] phần A" in lines(screen)[4]
        assert "↶" in lines(screen)[5]
        assert "↶" not in lines(screen)[4]
        assert f"Sự kiện số {app.last} · 08:30 30/03/2023 · Lan" in text(app)
        assert app.record.path.name == "year-end.db"
        await pilot.press("home")
        assert screen.events.cursor == 0
        assert "mã băm" in text(app)
        await pilot.press("end", "up", "up", "up")
        await pilot.pause()
        assert "đã được hoàn tác" in text(app)
        await pilot.press("f9")
        await pilot.pause()
        assert "was undone" in text(app)
        assert screen.events.cursor == 5


async def test_what_happens_meanwhile_is_listed_and_followed(program: Program) -> None:
    app = program()
    held(app)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await opened(app, pilot)
        await pilot.press("u")
        await pilot.pause()
        assert seqs(screen)[-1] == app.last
        assert screen.events.cursor == app.last - 1
        assert "↶" in lines(screen)[app.last - 2]
        await pilot.press("home", "ctrl+y")
        await pilot.pause()
        assert screen.events.cursor == 0
        assert "↶" not in lines(screen)[app.last - 3]


async def test_words_are_found_while_they_are_typed(program: Program) -> None:
    app = program()
    held(app)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await opened(app, pilot)
        await pilot.press("slash", *"hoa")
        await pilot.pause()
        assert seqs(screen) == [2, 3, 7]  # Hòa, and "hoàn tác"
        assert "3/9 sự kiện · “hoa”" in text(app, "#head")
        await pilot.press(*" nguyen", "enter")
        await pilot.pause()
        assert seqs(screen) == [2, 3]
        assert app.focused is screen.events
        await pilot.press("slash", *"zz")
        await pilot.pause()
        assert seqs(screen) == []
        assert "Không có sự kiện nào" in text(app)
        await pilot.press("enter", "t", "k")
        await pilot.pause()
        await pilot.press("escape")
        await pilot.pause()
        await pilot.press("escape", "escape")
        await pilot.pause()
        assert len(seqs(screen)) == app.last


async def test_one_kind_of_event_or_one_person_alone(program: Program) -> None:
    app = program()
    held(app)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await opened(app, pilot)
        await pilot.press("k")
        await pilot.pause()
        assert isinstance(app.screen, Picker)
        await pilot.press("down", "down", "down", "down", "enter")
        await pilot.pause()
        assert seqs(screen) == [4, 9]
        assert "chỉ: chuyển mục chương trình" in text(app, "#head")
        await pilot.press("w")
        await pilot.pause()
        await pilot.press("end", "enter")
        await pilot.pause()
        assert seqs(screen) == [9]
        assert "chỉ: Lan" in text(app, "#head")
        await pilot.press("k")
        await pilot.pause()
        await pilot.press("escape")
        await pilot.pause()
        assert seqs(screen) == [9]
        await pilot.press("k")
        await pilot.pause()
        await pilot.press("home", "enter")
        await pilot.pause()
        assert seqs(screen) == [8, 9]
        await pilot.press("escape")
        assert len(seqs(screen)) == app.last


async def test_a_number_is_gone_to_and_any_other_word_refused(program: Program) -> None:
    app = program()
    held(app)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await opened(app, pilot)
        for wrong in ("0", "10", "-1", "hai", "3.0", "９", "99999999999999999999"):
            await pilot.press("g")
            await pilot.pause()
            await typed(pilot, wrong)
            assert said(app)[0] == "refused", wrong
            assert screen.events.cursor == 8
        await pilot.press("g")
        await pilot.pause()
        await typed(pilot, "4")
        assert screen.events.cursor == 3
        await pilot.press("g")
        await pilot.pause()
        await pilot.press("escape")
        assert screen.events.cursor == 3
        await pilot.press("slash", *"hoa", "enter", "g")
        await pilot.pause()
        await typed(pilot, "8")  # which the search leaves out
        await pilot.pause()
        assert screen.here is not None
        assert screen.here.seq == 8
        assert len(seqs(screen)) == 9


async def test_how_the_meeting_stood_is_told_apart_from_now(program: Program) -> None:
    app = program()
    held(app)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await opened(app, pilot)
        now = app.state
        await pilot.press("home", "t")
        await settled(app, pilot)
        assert "KHI ẤY, sau sự kiện số 1" in text(app)
        assert "không phải bây giờ" in text(app)
        assert "0/8 phiếu trong phòng" in text(app)
        assert "chưa vào chương trình" in text(app)
        assert screen.query_one("#more").has_class("-past")
        await pilot.press(*["down"] * 5)
        await settled(app, pilot)
        assert "sau sự kiện số 6" in text(app)
        assert "1/8 phiếu trong phòng" in text(app)
        assert "1 điểm đã thống nhất" in text(app)
        await pilot.press("down")
        await settled(app, pilot)
        assert "0 điểm đã thống nhất" in text(app)  # undone by then
        await pilot.press("ctrl+down")
        assert screen.query_one("#more").scroll_offset.y > 0
        await pilot.press("ctrl+up")
        assert screen.query_one("#more").scroll_offset.y == 0
        await pilot.press("f9")
        await settled(app, pilot)
        assert "AS IT STOOD after event no. 7" in text(app)
        await pilot.press("escape")
        assert not screen.query_one("#more").has_class("-past")
        await pilot.press("t", "t")
        assert "Event no. 7" in text(app)
        assert app.state is now


async def test_a_mark_of_then_makes_the_standings_of_then(program: Program) -> None:
    app = program()
    total = {one.unit: one.scorecard.lowest.total for one in app.figures.standings}["btp"]
    app.do(MarksAgreed((Change("btp", "B3", Given(Decimal(0))),), "thử"))
    lower = {one.unit: one.scorecard.lowest.total for one in app.figures.standings}["btp"]
    assert lower < total
    async with app.run_test(size=(140, 40)) as pilot:
        await opened(app, pilot)
        await pilot.press("t")
        await settled(app, pilot)
        assert app.wording.number(lower) in unit(app, "BTP")
        await pilot.press("up")
        await settled(app, pilot)
        assert app.wording.number(total) in unit(app, "BTP")


async def test_of_a_meeting_without_marks_there_are_no_standings_to_see(program: Program) -> None:
    app = program(meeting="half-year")
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(app, pilot)
        await pilot.press("t")
        await settled(app, pilot)
        assert "0/8 phiếu trong phòng" in text(app)
        assert "Hạng" not in text(app)


async def test_a_whole_record_is_said_to_be_whole(program: Program) -> None:
    app = program()
    held(app)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await opened(app, pilot)
        await pilot.press("v")
        await settled(app, pilot)
        assert said(app)[0] == "done"
        assert "9 sự kiện" in said(app)[1]
        assert screen._entries[-1].hash in said(app)[1]


async def test_a_record_that_was_changed_is_an_alarm(program: Program, folder: Path) -> None:
    app = program()
    held(app)
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(app, pilot)
        with sqlite3.connect(folder / "meetings" / "year-end.db") as connection:
            connection.execute("DROP TRIGGER event_stays")
            connection.execute("UPDATE event SET payload = replace(payload, 'phần A', 'phần B') WHERE seq = 5")
        connection.close()
        await pilot.press("v")
        await settled(app, pilot)
        assert said(app)[0] == "alarm"
        assert "số 5" in said(app)[1]
        app.action_open("roll-call")
        await settled(app, pilot)
        app.action_open("log")  # read anew, up to the break
        await settled(app, pilot)
        assert seqs(app.screen) == [1, 2, 3, 4]  # type: ignore[arg-type]
        assert said(app)[0] == "alarm"


async def test_keys_rest_while_a_number_is_typed(program: Program) -> None:
    app = program()
    held(app)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await opened(app, pilot)
        await pilot.press("g")
        await pilot.pause()
        await pilot.press(*"tvkw4", "enter")
        await pilot.pause()
        assert said(app)[0] == "refused"
        assert not screen._past
        assert isinstance(app.screen, LogScreen)


async def test_of_a_long_record_only_the_lines_that_are_seen_are_made(
    program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = program()
    session = app.session
    assert session is not None
    for number in range(1500):
        session.do(Noted("opinion", f"ý kiến {number}"), "Lan", app.now())
    made = []
    act = LogScreen._act
    monkeypatch.setattr(LogScreen, "_act", lambda screen, place: made.append(place) or act(screen, place))  # type: ignore[func-returns-value]
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await opened(app, pilot)
        assert screen.events.count == 1501
        await pilot.press("home", "end", "pageup")
        await pilot.pause()
        assert len(set(made)) < 100
        await pilot.press("slash", *"kien 149")
        await pilot.pause()
        assert [line.split()[-1] for line in lines(screen)] == ["149", "1149", *map(str, range(1490, 1500))]


def test_an_act_done_again_is_no_undone_one(program: Program) -> None:
    app = program()
    app.do(Noted("opinion", "một"))
    app.do(Undo())
    assert undone_acts(app.record.entries()) == {2}
    app.do(Redo())
    assert undone_acts(app.record.entries()) == frozenset()
