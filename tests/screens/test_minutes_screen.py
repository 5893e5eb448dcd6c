"""The minutes on the screen: read, saved, adopted, and the meeting closed."""

from __future__ import annotations

import errno
import json
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings, strategies as st
from textual.widgets import Input, Static

from emulation.files import write as files_write
from emulation.marks import Given
from emulation.meeting.events import Adopted, Change, CheckedIn, MarksAgreed, Noted, PersonListed, StepEntered
from emulation.wording.findings import visible
from emulation.wording.markdown import escape, table
from tests.command_line import ask
from tests.screens.conftest import drawn
from tests.screens.hands import SIZES, said, settled, typed
from tui.screens.confirm import Confirm
from tui.screens.minutes import MinutesScreen
from tui.screens.minutes_lines import draw, inline
from tui.widgets.grid_text import plain

if TYPE_CHECKING:
    from pathlib import Path

    from syrupy.assertion import SnapshotAssertion
    from textual.pilot import Pilot

    from emulation.text import Language
    from tests.screens.conftest import Program
    from tui.app import EmulationApp


def held(app: EmulationApp) -> None:
    app.do(PersonListed("hoa", "Nguyễn Thị *Hòa* | [x](y)", "chair", "btp", "Thứ trưởng"))
    app.do(CheckedIn("hoa"))
    app.do(StepEntered("marks"))
    app.do(MarksAgreed((Change("btp", "B3", Given(Decimal(0))),), "thống nhất"))
    app.do(StepEntered("discussion"))
    app.do(Noted("opinion", "# [bold]Ý kiến[/bold] <b>lớn</b>", "Lan"))


async def opened(app: EmulationApp, pilot: Pilot[int]) -> MinutesScreen:
    while not app.painted:  # the agenda is drawn once the first frame is out
        await pilot.pause(0.01)
    app.action_open("minutes")
    await settled(app, pilot)
    assert isinstance(app.screen, MinutesScreen)
    return app.screen


def document(screen: MinutesScreen) -> str:
    return "\n".join(one.plain for one in screen.document._set.lines)


def head(app: EmulationApp) -> str:
    return str(app.screen.query_one("#head", Static).render())


@pytest.mark.parametrize(("language", "size"), SIZES, ids=["vi-80x24", "en-140x40"])
@pytest.mark.parametrize(
    ("name", "keys"),
    [("top", ()), ("standings", ("n",) * 4), ("closing", ("c",)), ("saving", ("s",))],
    ids=["top", "standings", "closing", "saving"],
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


# ---------------------------------------------------------------------------------------------- reading


async def test_the_minutes_are_read_in_the_language_of_the_screens(program: Program) -> None:
    app = program()
    held(app)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await opened(app, pilot)
        assert "BIÊN BẢN" in document(screen)
        assert "Nguyễn Thị *Hòa* | [x](y)" in document(screen)
        assert "# [bold]Ý kiến[/bold] <b>lớn</b>" in document(screen)
        assert f"ghi đến sự kiện số {app.last}" in head(app)
        await pilot.press("f9")
        await settled(app, pilot)
        assert "MINUTES" in document(screen)
        assert "BIÊN BẢN" not in document(screen)
        await pilot.press("u")
        await settled(app, pilot)
        assert "# [bold]Ý kiến[/bold]" not in document(screen)
        assert f"up to event no. {app.last}" in head(app)


async def test_parts_are_gone_through_and_lines_scrolled(program: Program) -> None:
    app = program()
    held(app)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await opened(app, pilot)
        tops = []
        for _ in range(9):
            await pilot.press("n")
            await pilot.pause()
            tops.append(screen.document._set.lines[screen.document.scroll_offset.y].plain)
        assert [top.split(".")[0] for top in tops[1:4]] == ["I", "II", "III"]
        top = screen.document.scroll_offset.y
        await pilot.press("b")
        await pilot.pause()
        assert screen.document.scroll_offset.y < top
        for _ in range(12):
            await pilot.press("b")
        await pilot.pause()
        assert screen.document.scroll_offset.y == 0
        await pilot.press("down", "pagedown")
        await pilot.pause()
        assert screen.document.scroll_offset.y > 10
        await pilot.press("end", "home")
        await pilot.pause()
        assert screen.document.scroll_offset.y == 0


async def test_the_same_part_stays_at_the_top_when_the_window_changes(program: Program) -> None:
    app = program()
    held(app)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await opened(app, pilot)
        await pilot.press(*["n"] * 4)
        await pilot.pause()
        part = screen.document.part
        for size in ((60, 20), (140, 40), (30, 8), (80, 24)):
            await pilot.resize_terminal(*size)
            await settled(app, pilot)
            assert screen.document.part == part
            room = screen.document.scrollable_content_region.width
            assert max(one.cell_length for one in screen.document._set.lines) <= max(room, 40)
        await pilot.resize_terminal(140, 40)
        await settled(app, pilot)
        narrow = screen.document._cells
        await pilot.press("f6")  # the agenda goes away
        await settled(app, pilot)
        assert screen.document._cells > narrow
        assert screen.document.part == part


# ----------------------------------------------------------------------------------------------- saving


async def test_what_is_saved_is_what_the_command_writes(
    program: Program, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    app = program()
    held(app)
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(app, pilot)
        await pilot.press("s")
        await pilot.pause()
        assert app.screen.query_one("Prompt Input", Input).value == "bien-ban-year-end.md"
        await pilot.press("enter")
        await pilot.pause()
        assert said(app) == ("done", f"đã lưu {folder / 'bien-ban-year-end.md'}")
        await pilot.press("s")
        await pilot.pause()
        await typed(pilot, str(folder / "x.JSON"))
        assert said(app)[0] == "done"
    assert app.session is not None
    app.session.close()
    saved = (folder / "bien-ban-year-end.md").read_text("utf-8")
    assert saved == ask(capsys, "minutes", folder).out
    data = json.loads((folder / "x.JSON").read_text("utf-8"))
    assert data == ask(capsys, "minutes", folder, "--format", "json").json


async def test_a_file_is_written_over_only_after_a_further_key(program: Program, folder: Path) -> None:
    app = program()
    held(app)
    there = folder / "bien-ban-year-end.md"
    there.write_text("của người khác", "utf-8")
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(app, pilot)
        for key in ("escape", "n"):
            await pilot.press("s")
            await pilot.pause()
            await pilot.press("enter")
            await pilot.pause()
            assert isinstance(app.screen, Confirm)
            await pilot.press("enter")  # no answer
            await pilot.pause()
            assert isinstance(app.screen, Confirm)
            await pilot.press(key)
            await pilot.pause()
            assert there.read_text("utf-8") == "của người khác"
        await pilot.press("s")
        await pilot.pause()
        await pilot.press("enter")
        await pilot.pause()
        await pilot.press("y")
        await pilot.pause()
        assert there.read_text("utf-8").startswith("| **KHỐI THI ĐUA")


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("", "chưa ghi tên tệp"),
        ("bien-ban", "cần kết thúc bằng một trong: .md, .json"),
        ("bien-ban.docx", "cần kết thúc bằng một trong"),
        ("khong-co/bien-ban.md", "không có thư mục"),
        ("bloc.toml/bien-ban.md", "không phải là thư mục"),
        ("scores.md", "là một thư mục"),
        ("a\0b.md", "chưa ghi tên tệp"),
        ("x" * 300 + ".md", "không dùng làm tên tệp được"),
        ("~khong-ai-ca/x.md", "không dùng làm tên tệp được"),
    ],
)
async def test_a_name_that_cannot_be_saved_under_is_told_in_one_line(
    program: Program, folder: Path, name: str, why: str
) -> None:
    (folder / "scores.md").mkdir()
    before = files(folder)
    app = program()
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(app, pilot)
        await pilot.press("s")
        await pilot.pause()
        app.screen.query_one("Prompt Input", Input).value = ""
        app.screen.query_one("Prompt Input", Input).insert(name, 0)
        await pilot.press("enter")
        await pilot.pause()
        assert said(app)[0] == "refused"
        assert why in said(app)[1]
        assert "\n" not in said(app)[1]
    assert files(folder) == before


def files(folder: Path) -> list[str]:
    """What lies in the folder besides the record."""
    return sorted(path.name for path in folder.rglob("*") if not path.name.startswith(("meetings", "year-end.db")))


@pytest.mark.parametrize(
    ("problem", "why"),
    [
        (PermissionError(errno.EACCES, "denied"), "không có quyền ghi"),
        (OSError(errno.EROFS, "read-only"), "không có quyền ghi"),
        (OSError(errno.ENOSPC, "full"), "đĩa đã đầy"),
        (OSError(errno.EIO, "input/output error"), "input/output error"),
    ],
    ids=["denied", "read-only", "full", "broken"],
)
async def test_a_disk_that_refuses_is_told_in_one_line(
    program: Program, folder: Path, monkeypatch: pytest.MonkeyPatch, problem: OSError, why: str
) -> None:
    def refuses(path: Path, text: str) -> None:
        del path, text
        raise problem

    monkeypatch.setattr(files_write, "save", refuses)
    app = program()
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(app, pilot)
        await pilot.press("s")
        await pilot.pause()
        await pilot.press("enter")
        await pilot.pause()
        assert said(app)[0] == "refused"
        assert why in said(app)[1]
        assert str(folder / "bien-ban-year-end.md") in said(app)[1]
        assert not (folder / "bien-ban-year-end.md").exists()
        assert app.is_running


async def test_nothing_is_saved_among_the_records(program: Program, folder: Path) -> None:
    app = program()
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(app, pilot)
        await pilot.press("s")
        await pilot.pause()
        await typed(pilot, "meetings/bien-ban.md")
        assert said(app) == ("refused", app.wording.say("cli.output.owned", found="meetings/bien-ban.md"))
        assert not (folder / "meetings" / "bien-ban.md").exists()


async def test_saving_is_given_up_by_escape(program: Program, folder: Path) -> None:
    app = program()
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(app, pilot)
        await pilot.press("s")
        await pilot.pause()
        await pilot.press("escape")
        await pilot.pause()
        assert not (folder / "bien-ban-year-end.md").exists()


# ------------------------------------------------------------------------------------- adopting and closing


async def test_the_minutes_are_adopted_by_show_of_hands(program: Program) -> None:
    app = program()
    held(app)
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(app, pilot)
        assert "chưa biểu quyết" in head(app)
        await pilot.press("v")
        await pilot.pause()
        await typed(pilot, "0 1 0")
        await typed(pilot, "")
        assert "nhấn r" in said(app)[1]  # more against than for
        for wrong in ("bảy", "2 0 0", "0 1 0", "1 2 3 4"):
            await pilot.press("v")
            await pilot.pause()
            await typed(pilot, wrong)
            await typed(pilot, "")
            assert said(app)[0] == "refused"
        assert app.state.adopted == ()
        await pilot.press("r")
        await pilot.pause()
        await typed(pilot, "0 1 0")
        await typed(pilot, "")
        await settled(app, pilot)
        assert app.status[0] == "done", app.status
        assert app.state.adopted == (Adopted("minutes", "", 0, 1, 0, passed=False),)
        assert "chưa được thông qua" in head(app)
        await pilot.press("v")
        await pilot.pause()
        await typed(pilot, "1 0 0")
        await typed(pilot, "")
        await settled(app, pilot)
        assert app.state.adopted[-1] == Adopted("minutes", "", 1, 0, 0, passed=True)
        assert "đã thông qua (1 đồng ý)" in head(app)
        await pilot.press("u")
        await settled(app, pilot)
        assert "chưa được thông qua" in head(app)


async def test_the_meeting_is_closed_after_saying_what_is_left_and_then_nothing_can_follow(program: Program) -> None:
    app = program()
    held(app)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await opened(app, pilot)
        await pilot.press("c")
        await pilot.pause()
        assert isinstance(app.screen, Confirm)
        shown = " ".join(str(one.render()) for one in app.screen.query(Static))
        assert "thứ hạng chưa công bố" in shown
        assert "biên bản chưa được thông qua" in shown
        assert "mục chưa tiến hành: Khai mạc" in shown
        assert "không hoàn tác được" in shown
        await pilot.press("n")
        await pilot.pause()
        assert not app.state.closed
        await pilot.press("c")
        await pilot.pause()
        await pilot.press("y")
        await settled(app, pilot)
        assert app.state.closed
        assert "✓ hội nghị đã bế mạc" in head(app)
        assert "Kết thúc" in document(screen)
        for key in ("c", "v", "r", "u"):
            app.say("hint", "")
            await pilot.press(key)
            await pilot.pause()
            assert said(app)[0] == "refused", key
            assert isinstance(app.screen, MinutesScreen)
        await pilot.press("s")
        await pilot.pause()
        await pilot.press("enter")
        await pilot.pause()
        assert said(app)[0] == "done"


# ----------------------------------------------------------------------------------------- lines of Markdown


@given(st.text(max_size=60))
def test_what_was_escaped_reads_as_it_was_written(text: str) -> None:
    assert inline(escape(text)).plain == plain(visible(" ".join(text.split())))


@settings(max_examples=60)
@given(
    st.lists(st.lists(st.text(max_size=25), min_size=3, max_size=3), min_size=1, max_size=4),
    st.integers(12, 90),
)
def test_a_table_fits_and_loses_no_word(rows: list[list[str]], cells: int) -> None:
    markdown = "\n".join(table(["Một", "Hai", "Ba"], [[escape(one) for one in row] for row in rows], "lrc"))
    lines = draw(markdown, cells).lines
    assert all(line.cell_length <= max(cells, 2) for line in lines)
    letters = "".join(line.plain for line in lines)
    for row in rows:
        for one in row:
            for letter in set(plain(visible("".join(one.split())))):
                assert letter in letters


def test_headings_bullets_and_rules_have_their_forms() -> None:
    made = draw("# TÊN\n\n## I. Phần\n\n### Mục\n\n- một hai ba bốn\n\n---\n\n**đậm** *nghiêng* `mã`\n", 12)
    texts = [line.plain for line in made.lines]
    assert texts[0].strip() == "TÊN"
    assert texts[0].startswith("    ")
    assert "• một hai ba" in texts
    assert "  bốn" in texts
    assert "─" * 12 in texts
    assert "đậm" in "".join(texts)
    assert "*" not in "".join(texts)
    assert [made.lines[place].plain.strip() for place in made.parts] == ["TÊN", "I. Phần"]
