"""The wall beside a meeting: what it draws, what its keys do, and that it shows nothing before its time."""

from __future__ import annotations

import random
import subprocess
import sys
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING
from unicodedata import normalize

import pytest

from emulation.files.following import Follower
from emulation.files.record import Record
from emulation.files.session import Session, record_path
from emulation.meeting import commands as c, events as e
from emulation.meeting.refusal import Refusal
from emulation.procedure import AGENDAS
from emulation.voting import Counts, Paper, Votes
from tests.screens.conftest import AT, drawn
from tests.screens.hands import SIZES
from tui.commands import watch
from tui.screens.help import HelpScreen
from tui.screens.wall import WallScreen
from tui.screens.wall_lines import following
from tui.wall import WallApp, run
from tui.widgets.bars import KeyBar, StatusLine
from tui.widgets.large import large, largest, spaced, titled

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from syrupy.assertion import SnapshotAssertion

    from emulation.text import Language

STAGES = ("begun", "roll-call", "not-released", "released", "revealed", "poll", "counted", "result", "tasks", "closed")


@pytest.fixture
def session(folder: Path) -> Iterator[Session]:
    with Session.open(folder, "year-end", "thư ký", AT) as opened:
        yield opened


def do(session: Session, *commands: c.Command) -> None:
    for command in commands:
        done = session.do(command, "thư ký", AT)
        assert not isinstance(done, Refusal), done


def people_come(session: Session, count: int = 6) -> None:
    for number, unit in enumerate(session.meeting.state.setup.bloc.units[:count]):
        do(session, e.PersonListed(f"p{number}", f"Nguyễn Văn {number}", "delegate", unit.id, "Vụ trưởng"))
        do(session, e.CheckedIn(f"p{number}"))


def release(session: Session) -> None:
    if session.meeting.state.step != "standings":
        do(session, e.StepEntered("standings"))
    do(session, e.MarksClosed(), e.LotDrawn("2023"), e.StandingsReleased())


def fill_box(session: Session) -> None:
    first, *others = session.meeting.state.polls["flag"].candidates
    assert not isinstance(session.hand_in("flag", Paper(yes=frozenset({first, *others}))), Refusal)
    assert not isinstance(session.hand_in("flag", Paper(yes=frozenset({first}), no=frozenset(others)), 5), Refusal)


def close_poll(session: Session) -> None:
    first, *others = session.meeting.state.polls["flag"].candidates
    votes = {first: Votes(6)} | {other: Votes(1, 5) for other in others}
    do(session, c.ClosePoll("flag", Counts(6, 6, votes=votes)))


def hold(session: Session, stage: str) -> None:
    """The meeting up to that stage."""
    if stage == "begun":
        return
    people_come(session)
    do(session, e.StepEntered("roll-call"))
    if stage == "roll-call":
        return
    do(session, e.StepEntered("standings"))
    if stage == "not-released":
        return
    release(session)
    if stage in {"released", "revealed"}:
        return
    if stage == "closed":
        do(session, e.Closed())
        return
    do(session, e.StepEntered("polls"))
    if stage in {"poll", "counted", "result"}:
        do(session, c.CreatePoll("flag"), c.OpenPoll("flag"))
    if stage in {"counted", "result"}:
        close_poll(session)
    if stage == "result":
        do(session, e.PollReleased("flag"))
    if stage == "tasks":
        do(session, e.StepEntered("tasks"))
        do(session, e.TaskGiven("t1", "Gửi báo cáo tổng kết phong trào thi đua của Khối", "btp", date(2023, 4, 15)))


KEYS = {
    "revealed": ["space"] * 6,
    "counted": ["ctrl+end", "f"],
    "result": ["ctrl+end", "f"],
    "tasks": ["ctrl+end", "f"],
}


@pytest.mark.parametrize(("language", "size"), SIZES, ids=["vi-80x24", "en-140x40"])
@pytest.mark.parametrize("stage", STAGES)
async def test_picture(
    folder: Path, session: Session, picture: SnapshotAssertion, stage: str, language: Language, size: tuple[int, int]
) -> None:
    hold(session, stage)
    with Follower(folder, "year-end") as follower:
        app = WallApp(follower, language=language)
        async with app.run_test(size=size) as pilot:
            await pilot.pause()
            await pilot.press(*KEYS.get(stage, []))
            await pilot.pause()
            assert drawn(app) == picture  # type: ignore[arg-type]


def text(app: WallApp) -> str:
    """All that stands on the screen."""
    width, height = app.size
    lines = app.screen._compositor.render_strips()
    return "\n".join(strip.text[:width] for strip in lines[:height])


async def test_standings_open_from_the_last_to_the_first_and_close_again(folder: Path, session: Session) -> None:
    release(session)
    ranked = [one.unit for one in session.meeting.state.standings()]
    shorts = {unit.id: unit.short for unit in session.meeting.state.setup.bloc.units}
    with Follower(folder) as follower:
        app = WallApp(follower)
        async with app.run_test(size=(140, 45)) as pilot:
            await pilot.pause()
            for opened in range(len(ranked) + 1):
                shown = text(app)
                names = [unit for unit in ranked if f"  {shorts[unit]} " in shown]
                assert names == ranked[len(ranked) - opened :], opened
                await pilot.press("space" if opened % 2 else "right")
                await pilot.pause()
            await pilot.press("left", "backspace")
            await pilot.pause()
            assert f"  {shorts[ranked[0]]} " not in text(app)
            assert f"  {shorts[ranked[1]]} " not in text(app)
            assert f"  {shorts[ranked[2]]} " in text(app)
            await pilot.press("ctrl+home")
            await pilot.pause()
            assert not any(f"  {short} " in text(app) for short in shorts.values())
            await pilot.press("ctrl+end")
            await pilot.pause()
            assert all(f"  {short} " in text(app) for short in shorts.values())


async def test_a_tie_is_told_once_both_units_are_open(folder: Path, session: Session) -> None:
    release(session)
    with Follower(folder) as follower:
        app = WallApp(follower)
        async with app.run_test(size=(120, 45)) as pilot:
            await pilot.pause()
            await pilot.press(*["space"] * 3)  # the third from below shares its total with the one above it
            await pilot.pause()
            assert text(app).count("89,50") == 1
            assert "bằng điểm" not in text(app)
            await pilot.press("space")
            await pilot.pause()
            assert text(app).count("89,50") == 2
            assert text(app).count("bằng điểm") == 2


async def test_a_second_release_is_revealed_anew(folder: Path, session: Session) -> None:
    release(session)
    with Follower(folder) as follower:
        app = WallApp(follower)
        async with app.run_test(size=(100, 30)) as pilot:
            await pilot.pause()
            await pilot.press("ctrl+end")
            do(session, e.MarksReopened("sai số"))
            app.look()
            await pilot.pause()
            assert "BTP" not in text(app)
            await pilot.press("space")
            await pilot.pause()
            assert app.screen.query_one(StatusLine).sentence == app.wording.say("ui.wall.nothing-to-reveal")
            do(session, e.MarksClosed(), e.StandingsReleased())
            app.look()
            await pilot.pause()
            assert isinstance(app.screen, WallScreen)
            assert app.screen.revealed == 0
            assert "BTP" not in text(app)


async def test_the_wall_follows_the_meeting_and_turns_back_to_it_when_it_moves_on(
    folder: Path, session: Session
) -> None:
    people_come(session)
    with Follower(folder) as follower:
        app = WallApp(follower)
        async with app.run_test(size=(100, 30)) as pilot:
            await pilot.pause()
            do(session, e.StepEntered("roll-call"))
            app.look()
            await pilot.pause()
            assert "Viện kiểm sát" in text(app)
            await pilot.press("tab")
            await pilot.pause()
            asked = app.screen.query_one(StatusLine).sentence
            await pilot.press("shift+tab")
            await pilot.pause()
            assert app.screen.query_one(StatusLine).sentence != asked
            await pilot.press("tab", "f")
            await pilot.pause()
            assert "Viện kiểm sát" in text(app)
            await pilot.press("tab")
            do(session, e.StepEntered("discussion"), e.Noted("opinion", "bí mật ghi chép", "Bà Trần Thị Hà"))
            app.look()
            await pilot.pause()
            assert "B À   T R Ầ N   T H Ị   H À" in text(app)
            assert "bí mật" not in text(app)
            do(session, e.StepEntered("adoption"), e.Adopted("report", "", 6, 0, 0))
            app.look()
            await pilot.pause()
            assert "6 đồng ý" in text(app)
            assert "HÀ" not in text(app)


async def test_nothing_of_a_poll_is_shown_before_its_release(folder: Path, session: Session) -> None:
    hold(session, "poll")
    with Follower(folder) as follower:
        app = WallApp(follower, language="en")
        async with app.run_test(size=(120, 45)) as pilot:
            await pilot.pause()
            await pilot.press("ctrl+end", "f")
            await pilot.pause()
            before = text(app)
            assert "P O L L" in before
            fill_box(session)
            app.look()
            await pilot.pause()
            assert text(app) == before
            close_poll(session)
            app.look()
            await pilot.pause()
            assert "counted, not released yet" in text(app)
            assert "6/8" not in text(app)
            do(session, e.PollReleased("flag"))
            app.look()
            await pilot.pause()
            assert "6/8 (75.0%), 6 needed" in text(app)


async def test_standings_reveal_themselves_where_that_was_asked_for(folder: Path, session: Session) -> None:
    release(session)
    with Follower(folder) as follower:
        app = WallApp(follower)
        async with app.run_test(size=(100, 30)) as pilot:
            await pilot.pause()
            screen = app.screen
            assert isinstance(screen, WallScreen)
            for opened in range(1, 10):
                screen.reveal_by_itself()
                assert screen.revealed == min(opened, 8)
            await pilot.press("tab")
            screen.reveal_by_itself()
            await pilot.pause()
            assert screen.revealed == 8


async def test_language_theme_help_and_palette(folder: Path, session: Session) -> None:
    hold(session, "roll-call")
    with Follower(folder) as follower:
        app = WallApp(follower)
        async with app.run_test(size=(80, 24)) as pilot:
            await pilot.pause()
            assert "Đ I Ể M" in text(app)
            await pilot.press("f9")
            await pilot.pause()
            assert "R O L L" in text(app)
            await pilot.press("ctrl+l")
            theme = app.theme
            await pilot.press("f8")
            assert app.theme != theme
            await pilot.press("f1")
            await pilot.pause()
            assert isinstance(app.screen, HelpScreen)
            do(session, e.StepEntered("report"))
            app.look()
            await pilot.press("escape")
            await pilot.pause()
            assert "T R Ì N H" in text(app)
            await pilot.press("question_mark", "escape", "ctrl+p")
            await pilot.pause()
            await pilot.press(*"Xem", "enter")
            await pilot.pause(0.5)
            await pilot.press("escape")
            for active, words in app.screen.active_keys() if isinstance(app.screen, WallScreen) else ():
                assert app.wording.has(f"ui.key.{active.binding.id}"), words
            await pilot.press("ctrl+q")
        assert app.return_code == 0


async def test_every_key_stands_in_the_bar_or_in_the_help(folder: Path, session: Session) -> None:
    hold(session, "released")
    with Follower(folder) as follower:
        app = WallApp(follower)
        async with app.run_test(size=(60, 20)) as pilot:
            await pilot.pause()
            bar = app.screen.query_one(KeyBar).render().plain  # type: ignore[union-attr]
            assert bar.startswith("␣ Mở hạng tiếp")
            assert "Thoát" in bar


@pytest.mark.parametrize("size", [(60, 20), (30, 8), (200, 60), (20, 5)])
async def test_every_size_is_drawn(folder: Path, session: Session, size: tuple[int, int]) -> None:
    hold(session, "result")
    with Follower(folder) as follower:
        app = WallApp(follower)
        async with app.run_test(size=(80, 24)) as pilot:
            await pilot.resize_terminal(*size)
            await pilot.press("ctrl+end", *["tab"] * 6, "f")
            await pilot.pause()
            assert app.is_running


async def test_without_colour_states_are_told_by_signs(
    folder: Path, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    hold(session, "result")
    with Follower(folder) as follower:
        app = WallApp(follower)
        async with app.run_test(size=(80, 24)) as pilot:
            await pilot.pause()
            await pilot.press("ctrl+end", "f")
            await pilot.pause()
            assert app.no_color
            assert "✓ BTP" in text(app)
            assert "✓ đủ" in text(app)


async def test_what_happens_to_the_record_is_said_in_a_line(folder: Path, tmp_path: Path) -> None:
    with Follower(folder) as follower:
        app = WallApp(follower)
        async with app.run_test(size=(120, 30)) as pilot:
            await pilot.pause()
            assert "chưa có hội nghị nào mở" in text(app)
            assert "Đang chờ hội nghị" in text(app)
            with Session.open(folder, "year-end", "thư ký", AT) as session:
                do(session, e.StepEntered("opening"))
            for _ in range(8):
                app.look()
            await pilot.pause()
            assert all(row.rstrip() in text(app) for row in titled("1 Khai mạc", 100, 5))
            follower.close()
            folder.rename(tmp_path / "away")  # noqa: ASYNC240  (at once)
            app.look()
            await pilot.pause()
            assert "không còn thấy thư mục" in text(app)
            assert all(row.rstrip() in text(app) for row in titled("1 Khai mạc", 100, 5))
            (tmp_path / "away").rename(folder)
            with Session.open(folder, "year-end", "thư ký", AT) as session:
                do(session, e.Closed())
            for _ in range(8):
                app.look()
            await pilot.pause()
            assert "hội nghị đã kết thúc" in text(app)


async def test_the_place_is_shown_until_the_meeting_goes_on_from_its_opening(folder: Path) -> None:
    procedure = folder / "procedure.toml"
    told = procedure.read_text("utf-8")
    procedure.write_text(
        told.replace('kind = "year-end"\n', 'kind = "year-end"\nplace = "[b]Hội trường[/b]"\n'), "utf-8"
    )
    with Session.open(folder, "year-end", "thư ký", AT) as session, Follower(folder) as follower:
        app = WallApp(follower)
        async with app.run_test(size=(80, 24)) as pilot:
            for step, shown in ((None, True), ("opening", True), ("report", False)):
                if step is not None:
                    do(session, e.StepEntered(step))
                app.look()
                await pilot.pause()
                assert ("[b]Hội trường[/b]" in text(app)) == shown


async def test_text_of_users_is_never_markup(folder: Path) -> None:
    bloc = folder / "bloc.toml"
    bloc.write_text(bloc.read_text("utf-8").replace("Bộ Tư pháp", "[red]Bộ[/red]"), "utf-8")
    with Session.open(folder, "year-end", "thư ký", AT) as session, Follower(folder) as follower:
        do(session, e.StepEntered("tasks"), e.TaskGiven("t1", "[b]x[/b] [@click=app.quit]y", "btp"))
        app = WallApp(follower)
        async with app.run_test(size=(100, 30)) as pilot:
            await pilot.pause()
            assert "[b]x[/b] [@click=app.quit]y" in text(app)
            do(session, e.StepEntered("roll-call"))
            app.look()
            await pilot.pause()
            assert "[red]Bộ[/red]" in text(app)


WRITER = """
import sys
from datetime import datetime, timedelta, timezone
from pathlib import Path
from emulation.files.session import Session
from emulation.meeting import commands as c, events as e
from emulation.voting import Counts, Paper, Votes, Paper

at = datetime(2023, 3, 30, 8, 30, tzinfo=timezone(timedelta(hours=7)))
session = Session.open(Path(sys.argv[1]), "year-end", "thư ký", at)
def do(*commands):
    for command in commands:
        done = session.do(command, "thư ký", at)
        assert hasattr(done, "seq"), done
def wait(word):
    print(word, flush=True)
    sys.stdin.readline()
wait("begun")
for number, unit in enumerate(session.meeting.state.setup.bloc.units[:6]):
    do(e.PersonListed(f"p{number}", f"Tên {number}", "delegate", unit.id), e.CheckedIn(f"p{number}"))
do(e.StepEntered("standings"), e.MarksClosed(), e.LotDrawn("7"))
wait("not released")
do(e.StandingsReleased())
wait("released")
do(c.CreatePoll("flag"), c.OpenPoll("flag"))
first, *others = session.meeting.state.polls["flag"].candidates
for _ in range(6):
    session.hand_in("flag", Paper(yes=frozenset({first}), no=frozenset(others)))
wait("open")
do(c.ClosePoll("flag", Counts(6, 6, votes={first: Votes(6)} | {one: Votes(0, 6) for one in others})))
wait("closed")
do(e.PollReleased("flag"), e.Closed())
wait("end")
session.close()
"""


async def test_a_writer_in_another_process_is_followed_and_never_disturbed(folder: Path) -> None:
    writer = subprocess.Popen(  # noqa: ASYNC220  (at once)
        [sys.executable, "-c", WRITER, str(folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        encoding="utf-8", env={"PYTHONPATH": str(Path(__file__).parents[2]), "PYTHONUTF8": "1", "PATH": ""},
    )  # fmt: skip
    assert writer.stdin is not None
    assert writer.stdout is not None
    pages: dict[str, str] = {}
    try:
        with Follower(folder) as follower:
            app = WallApp(follower, language="en")
            async with app.run_test(size=(120, 45)) as pilot:
                for stage in ("begun", "not released", "released", "open", "closed", "end"):
                    assert writer.stdout.readline().strip() == stage
                    for _ in range(8):
                        app.look()
                    await pilot.pause()
                    if stage == "released":
                        await pilot.press("ctrl+end")
                        await pilot.pause()
                    pages[stage] = text(app)
                    if stage == "end":
                        await pilot.press("tab", "tab", "tab", "tab")
                    writer.stdin.write("\n")
                    writer.stdin.flush()
        assert writer.wait(20) == 0
    finally:
        writer.kill()
        writer.stdin.close()
        writer.stdout.close()
    assert "98.75" not in pages["begun"] + pages["not released"]
    assert "98.75" in pages["released"]
    assert "6/8" not in pages["open"] + pages["closed"]
    assert "Chosen" not in "".join(pages[stage] for stage in pages if stage != "end")
    with Record.open(record_path(folder, "year-end"), writable=False) as record:
        assert record.verify() is None


def test_the_command_wants_a_folder_and_a_meeting_that_is_planned(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from tui.cli import main  # noqa: PLC0415

    assert main(["watch", str(folder / "nowhere")]) == 2
    assert main(["watch", str(folder), "--meeting", "year-ends"]) == 2
    assert "year-end" in capsys.readouterr().err
    assert main(["watch", str(folder), "--reveal", "0"]) == 2
    assert "0" in capsys.readouterr().err
    shown: list[tuple[object, ...]] = []
    monkeypatch.setattr("tui.wall.run", lambda *given: shown.append(given) or 0)
    assert main(["watch", str(folder), "--meeting", "year-end", "--reveal", "3", "--lang", "en"]) == 0
    assert shown == [(folder, "year-end", "en", 3)]
    assert watch.__doc__


def test_what_nobody_foresaw_is_one_line_and_no_traceback(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from tui.cli import main  # noqa: PLC0415

    def broken(_: WallScreen) -> None:
        raise LookupError("no such thing")

    monkeypatch.setattr(WallScreen, "redraw", broken)
    monkeypatch.setattr("tui.wall.run", partial(run, headless=True))
    assert main(["watch", str(folder)]) == 2
    told = capsys.readouterr()
    assert "no such thing" in told.err
    assert len(told.err.strip().splitlines()) == 1
    assert "Traceback" not in told.out + told.err


WILD = (
    *("space", "right", "left", "backspace", "ctrl+end", "ctrl+home", "tab", "shift+tab", "f", "up", "down", "end"),
    *("pagedown", "f1", "escape", "f8", "f9", "question_mark", "enter", "x", "1"),
)


@pytest.mark.parametrize("seed", range(3))
async def test_random_keys_beside_a_running_meeting_break_nothing(folder: Path, session: Session, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311  (a test's own chance, the same at every run)
    with Follower(folder) as follower:
        app = WallApp(follower)
        async with app.run_test(size=(80, 24)) as pilot:
            for number in range(12):
                await pilot.press(*chance.choices(WILD, k=8))
                session.do(chance.choice(ACTS)(number, session), "thư ký", AT)
                app.look()
                if chance.random() < 0.4:
                    await pilot.resize_terminal(*chance.choice(((60, 20), (140, 40), (30, 8), (100, 26))))
            await pilot.pause()
            assert app.is_running
    assert session.record.verify() is None


ACTS: tuple[Callable[[int, Session], c.Command], ...] = (
    lambda number, _: e.StepEntered(AGENDAS["year-end"][number]),
    lambda number, _: e.Noted("opinion", f"ý {number}", "Ông A"),
    lambda number, _: e.PersonListed(f"p{number}", "Tên", "delegate", "btp"),
    lambda *_: e.MarksClosed(),
    lambda *_: e.StandingsReleased(),
    lambda *_: e.MarksReopened("lại"),
    lambda *_: c.CreatePoll("next-head"),
    lambda *_: c.OpenPoll("next-head"),
    lambda number, _: e.TaskGiven(f"t{number}", "việc"),
    lambda *_: c.Undo(),
)


# large letters


def test_large_letters_are_three_or_six_lines_of_one_width_and_fit_the_room() -> None:
    for written in ("BTP 92,50", "6/8", "VKSNDTC", "1234567890 ĐBC%?-=:+."):
        small, twice = large(written, 200), large(written, 200, 2)
        assert small is not None
        assert twice is not None
        assert len(small) == 3
        assert len(twice) == 6
        assert len({len(line) for line in (*small,)}) == 1
        assert len(twice[0]) == 2 * len(small[0])
        assert large(written, len(small[0]) - 1) is None
        assert largest(written, len(small[0]), 6) == small
    assert large("Bộ Tư pháp", 200) is None  # no small letters
    assert large("漢", 200) is None
    assert large(" ", 10) is None


VOWELS = "AĂÂEÊIOÔƠUƯY"
TONES = ("", "\N{COMBINING GRAVE ACCENT}", "\N{COMBINING ACUTE ACCENT}", "\N{COMBINING HOOK ABOVE}",
         "\N{COMBINING TILDE}", "\N{COMBINING DOT BELOW}")  # fmt: skip
VIETNAMESE = [normalize("NFC", vowel + tone) for vowel in VOWELS for tone in TONES]


def test_vietnamese_letters_are_large_too_with_marks_above_and_dots_below() -> None:
    heights = {"KHAI": 3, "KHÁI": 4, "MẠC": 4, "BỘ": 5, "ƯƠ": 4}
    for text, height in heights.items():
        drawn = large(text, 200)
        assert drawn is not None
        assert len(drawn) == height
        assert len({len(line) for line in drawn}) == 1
        assert large(normalize("NFD", text), 200) == drawn
    assert titled("Bỏ phiếu", 80, 5) == large("BỎ PHIẾU", 80)
    assert titled("Bỏ phiếu", 80, 3) == (spaced("Bỏ phiếu", 80),)


def test_marks_of_neighbours_do_not_run_into_each_other() -> None:
    """A tone may stand over the next letter, unless that has marks of its own."""

    def width(text: str) -> int:
        drawn = large(text, 400)
        assert drawn is not None
        return len(drawn[0])

    assert width("PHIẾU") == width("PHIEU")
    assert width("ẾẾ") > width("EE")
    drawn = large("ẾẾẾ", 400)
    assert drawn is not None
    above = drawn[0]
    assert len(above.replace(" ", "")) == 3 * len((large("Ế", 400) or ("",))[0].replace(" ", ""))


def test_every_large_letter_looks_like_no_other() -> None:
    drawn_letters = {letter: large(letter, 20) for letter in {*"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZĐ", *VIETNAMESE}}
    assert None not in drawn_letters.values()
    assert len(set(drawn_letters.values())) == len(drawn_letters)


def test_capitals_are_set_apart_where_there_is_room() -> None:
    assert spaced("Bỏ phiếu", 40) == "B Ỏ   P H I Ế U"
    assert spaced("Bỏ phiếu", 10) == "BỎ PHIẾU"


def test_a_released_result_comes_before_standings_that_are_still_covered() -> None:
    """At the polls the room wants their result, whoever has not opened all places yet."""

    class Place:
        rank = 1

    class Shown:
        poll = None
        standings = (Place(),)
        results = ("x",)
        counting = ()
        closed = False
        tasks = ()
        step = "polls"
        agenda = ("marks", "standings", "polls", "tasks")

        def groups(self) -> tuple[object, ...]:
            return (self.standings,)

    shown = Shown()
    assert following(shown, 0) == "results"  # type: ignore[arg-type]
    shown.step = "standings"
    assert following(shown, 0) == "standings"  # type: ignore[arg-type]
    shown.step, shown.results = "polls", ()  # type: ignore[assignment]
    assert following(shown, 0) == "item"  # type: ignore[arg-type]
    shown.agenda = ("polls", "standings")
    assert following(shown, 0) == "standings"  # type: ignore[arg-type]
    shown.agenda, shown.step = ("marks", "standings", "tasks"), "tasks"
    assert following(shown, 0) == "item"  # type: ignore[arg-type]
    shown.closed = True
    assert following(shown, 0) == "standings"  # type: ignore[arg-type]
