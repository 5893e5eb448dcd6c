"""Home: folders to open, a copy of an example, a new folder by a form, findings in their place; every key pressed."""

from __future__ import annotations

import contextlib
import random
import shutil
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import pytest
import tomli
from textual.widgets import Input, OptionList, Static, TextArea

from emulation.files.folder import load_folder
from emulation.files.record import Record
from emulation.files.session import Session
from emulation.files.starter import write_new
from emulation.meeting.events import Closed, StepEntered
from emulation.wording import Wording
from tests.screens.conftest import AT, EXAMPLE, drawn
from tests.screens.hands import SIZES, settled
from tui import places
from tui.app import EmulationApp
from tui.config import MOST_FOLDERS, Config, read_config
from tui.new_bloc import Draft, bloc_of
from tui.screens import check
from tui.screens.check import CheckScreen, command
from tui.screens.help import HelpScreen, told
from tui.screens.home import HomeScreen
from tui.screens.marks import MarksScreen
from tui.screens.meeting_screen import MeetingScreen
from tui.screens.new_folder import NewFolderScreen
from tui.screens.picker import Picker
from tui.screens.program_screen import ProgramScreen
from tui.screens.prompt import Prompt
from tui.widgets.bars import KeyBar, StatusLine, TopBar
from tui.widgets.choice import Choice

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from syrupy.assertion import SnapshotAssertion
    from textual.pilot import Pilot

    from emulation.text import Language

RUBRICS = [one.path for one in places.rubrics() if one.path is not None]


class Home(Protocol):
    """Opens home on these folders."""

    def __call__(self, *folders: Path, language: Language = "vi", theme: str | None = None) -> EmulationApp: ...


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    """Home, in a folder that is the user's own, with a settings file there; a clock that stands."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.delenv("EDITOR", raising=False)
    monkeypatch.chdir(tmp_path)

    def opens(*folders: Path, language: Language = "vi", theme: str | None = None) -> EmulationApp:
        config = Config(tmp_path / "config.toml", None, theme, tuple(map(str, folders)))  # type: ignore[arg-type]
        return EmulationApp(None, language=language, now=lambda: AT, config=config)

    return opens


@contextlib.asynccontextmanager
async def running(app: EmulationApp, size: tuple[int, int] = (80, 24)) -> AsyncIterator[Pilot[int]]:
    async with app.run_test(size=size) as pilot:
        try:
            await settled(app, pilot)
            yield pilot
        finally:
            if app.session is not None:
                app.session.close()


async def press(app: EmulationApp, pilot: Pilot[int], *keys: str) -> None:
    await pilot.press(*keys)
    await settled(app, pilot)


async def answer(app: EmulationApp, pilot: Pilot[int], text: str) -> None:
    """Type into the question at the bottom, in the place of what stands there."""
    app.screen.query_one(Prompt).query_one(Input).value = text
    await press(app, pilot, "enter")


def status(app: EmulationApp) -> tuple[str, str]:
    line = app.screen.query_one(StatusLine)
    return line.tone, line.sentence


def listed(app: EmulationApp) -> list[str]:
    shown = app.screen.query_one(OptionList)
    return [str(shown.get_option_at_index(place).prompt) for place in range(shown.option_count)]


def pane(app: EmulationApp) -> str:
    return str(app.screen.query_one("#more-text", Static).content)


def broken(folder: Path) -> Path:
    """The folder with two mistakes in different files and a warning less."""
    bloc, rubric = folder / "bloc.toml", folder / "rubric.toml"
    bloc.write_text(bloc.read_text("utf-8").replace('role = "head"', 'role = "haed"', 1), "utf-8")
    rubric.write_text(rubric.read_text("utf-8").replace("basis = ", "basiss = ", 1), "utf-8")
    return folder


# ---------------------------------------------------------------------------------------------------------- pictures


@pytest.mark.parametrize(("language", "size"), SIZES, ids=["vi-80x24", "en-140x40"])
@pytest.mark.parametrize(
    "name", ["home", "home-gone", "home-which", "home-help", "check", "form", "form-wrong", "form-units"]
)
async def test_picture(
    home: Home,
    folder: Path,
    tmp_path: Path,
    picture: SnapshotAssertion,
    name: str,
    language: Language,
    size: tuple[int, int],
) -> None:
    with Session.open(folder, "launch", "thư ký", AT) as session:
        session.do(Closed(), "thư ký", AT)
    with Session.open(folder, "half-year", "thư ký", AT) as session:
        session.do(StepEntered("marks"), "thư ký", AT)
    if name == "check":
        broken(folder)
    keys = {
        "home-gone": ("down",),
        "home-which": ("enter",),
        "home-help": ("f1",),
        "check": ("c", "n"),
        "form": ("n",),
        "form-wrong": ("n", "ctrl+s"),
        "form-units": ("n", *"Cum", "tab", "right", *("tab",) * 3, *"So Tu phap", "enter", *"CA; CAT", "tab", "right"),
    }
    app = home(folder, tmp_path / "moved-away", language=language)
    async with running(app, size) as pilot:
        for key in keys.get(name, ()):
            await press(app, pilot, key)
        assert drawn(app) == picture


@pytest.mark.parametrize("theme", ["dark", "light", "high-contrast", "ansi"])
async def test_picture_in_each_theme(home: Home, folder: Path, picture: SnapshotAssertion, theme: str) -> None:
    app = home(broken(folder), theme=theme)
    async with running(app) as pilot:
        await press(app, pilot, "c", "n")
        assert drawn(app) == picture


async def test_picture_without_colour(
    home: Home, folder: Path, picture: SnapshotAssertion, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    app = home(folder)
    async with running(app):
        assert drawn(app) == picture


@pytest.mark.parametrize("size", [(60, 20), (30, 8), (5, 2)])
async def test_small_terminals_break_nothing_and_say_so(home: Home, folder: Path, size: tuple[int, int]) -> None:
    app = home(broken(folder))
    async with running(app, size) as pilot:
        for key in ("down", "c", "n", "escape", "n", "tab", "escape"):
            await press(app, pilot, key)
        small = size != (60, 20)
        await pilot.resize_terminal(*size)
        await settled(app, pilot)
        assert ("60×20" in status(app)[1]) == small
        await pilot.resize_terminal(80, 24)
        await settled(app, pilot)
        assert "60×20" not in status(app)[1]


# -------------------------------------------------------------------------------------------------------------- list


async def test_the_list_says_what_is_in_each_folder(home: Home, folder: Path, tmp_path: Path) -> None:
    with Session.open(folder, "year-end", "thư ký", AT):
        pass
    (tmp_path / "empty").mkdir()
    app = home(folder, tmp_path / "gone", tmp_path / "empty")
    async with running(app) as pilot:
        rows = listed(app)
        assert [row[:2].strip() for row in rows[1:4]] == ["○", "✗", "?"]
        assert "Hội nghị tổng kết năm: mới mở" in rows[1]
        assert "Khối Thi đua các bộ, ngành Nội chính Trung ương" in pane(app)
        assert "~/noi-chinh-2022" in pane(app)
        assert "BTP, BQLL" in pane(app)
        assert "○ Hội nghị tổng kết năm, 30/03/2023: mới mở, chưa họp" in pane(app)
        assert "· Hội nghị sơ kết 6 tháng đầu năm" in pane(app)
        await press(app, pilot, "down")
        assert "nhấn x" in pane(app).lower()
        await press(app, pilot, "down")
        assert "bloc.toml" in pane(app)
        await press(app, pilot, "down")
        assert "bản sao" in pane(app)


async def test_meetings_that_all_closed_or_cannot_be_read_are_told(home: Home, folder: Path, tmp_path: Path) -> None:
    for meeting in ("launch", "half-year", "year-end"):
        with Session.open(folder, meeting, "thư ký", AT) as session:
            session.do(Closed(), "thư ký", AT)
    other = tmp_path / "other"
    shutil.copytree(EXAMPLE, other, ignore=shutil.ignore_patterns("meetings"))
    (other / "meetings").mkdir()
    (other / "meetings" / "launch.db").write_bytes(b"no record at all" * 100)
    (other / "meetings" / "extra.db").write_bytes(b"")
    app = home(folder, other)
    async with running(app) as pilot:
        assert listed(app)[1].startswith(" ✓")
        await press(app, pilot, "down")
        assert "⚠ Hội nghị phát động, ký kết giao ước thi đua, 15/03/2022: sổ ghi không đọc được" in pane(app)
        assert "⚠ extra: sổ ghi không đọc được" in pane(app)


async def test_the_folder_one_stands_in_comes_first(home: Home, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = home()
    monkeypatch.chdir(folder)
    async with running(app):
        assert "noi-chinh-2022" in listed(app)[1]
        assert app.screen.chosen == f"folder:{folder}"  # type: ignore[attr-defined]


async def test_with_nothing_opened_yet_enter_makes_a_folder(home: Home) -> None:
    app = home()
    async with running(app) as pilot:
        await press(app, pilot, "enter")
        assert isinstance(app.screen, NewFolderScreen)


async def test_without_examples_the_list_is_the_folders_alone(
    home: Home, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(places, "examples", lambda: None)
    app = home(folder)
    async with running(app):
        assert len(listed(app)) == 2
    assert [one.id for one in places.rubrics()] == ["bang-mau"]


async def test_forgetting_leaves_the_folder_and_is_undone(home: Home, folder: Path, tmp_path: Path) -> None:
    app = home(folder, tmp_path / "gone")
    async with running(app) as pilot:
        await press(app, pilot, "down", "x")
        assert status(app) == ("done", Wording("vi").say("ui.home.forgotten", folder="gone"))
        assert read_config(tmp_path / "config.toml").folders == (str(folder),)
        assert not any("gone" in row for row in listed(app))
        await press(app, pilot, "u")
        assert status(app) == ("done", Wording("vi").say("ui.home.back", folder="gone"))
        assert read_config(tmp_path / "config.toml").folders == (str(folder), str(tmp_path / "gone"))
        await press(app, pilot, "u")
        await press(app, pilot, "home", "delete")
        assert app.settings.config.folders == (str(tmp_path / "gone"),)
        await press(app, pilot, "ctrl+z")
        assert app.settings.config.folders == (str(folder), str(tmp_path / "gone"))
        assert (folder / "bloc.toml").read_bytes() == (EXAMPLE / "bloc.toml").read_bytes()


async def test_an_example_is_not_forgotten(home: Home, folder: Path) -> None:
    app = home(folder)
    async with running(app) as pilot:
        await press(app, pilot, "down", "x")
        assert app.screen.chosen.startswith("example:")  # type: ignore[attr-defined]
        assert app.settings.config.folders == (str(folder),)


# ----------------------------------------------------------------------------------------------------- into a meeting


async def test_of_several_meetings_one_is_picked_and_ctrl_o_comes_back(
    home: Home, folder: Path, tmp_path: Path
) -> None:
    with Session.open(folder, "half-year", "thư ký", AT):
        pass
    app = home(folder)
    async with running(app) as pilot:
        await press(app, pilot, "enter")
        assert isinstance(app.screen, Picker)
        assert app.screen.query_one(OptionList).highlighted == 1
        await press(app, pilot, "escape")
        assert isinstance(app.screen, HomeScreen)
        await press(app, pilot, "enter", "down", "enter")
        assert isinstance(app.screen, MarksScreen)
        assert len(app.screen_stack) == 1
        session = app.session
        assert session is not None
        assert session.meeting.state.meeting == "year-end"
        assert read_config(tmp_path / "config.toml").folders == (str(folder),)
        await press(app, pilot, "f7", "ctrl+o")
        assert isinstance(app.screen, HomeScreen)
        assert len(app.screen_stack) == 1
        assert app.session is None
        assert app.screen.chosen == f"folder:{folder}"
        with Session.open(folder, "year-end", "somebody else", AT):
            await press(app, pilot, "enter", "down", "enter")
            assert isinstance(app.screen, HomeScreen)
            assert status(app)[0] == "refused"
        await press(app, pilot, "enter", "enter")
        assert isinstance(app.screen, MeetingScreen)
        assert app.session is not None
        assert app.session.meeting.state.meeting == "half-year"


@pytest.mark.usefixtures("home")
async def test_from_a_meeting_home_and_back_keeps_who_writes(folder: Path) -> None:
    session = Session.open(folder, "year-end", "thư ký", AT)
    app = EmulationApp(session, by="cô Hoa", now=lambda: AT, config=Config(None, folders=(str(folder),)))
    async with running(app) as pilot:
        await press(app, pilot, "ctrl+o")
        assert isinstance(app.screen, HomeScreen)
        assert app.session is None
        await press(app, pilot, "enter")
        await press(app, pilot, "down", "down", "enter")
        assert isinstance(app.screen, MeetingScreen)
        assert "cô Hoa" in app.screen.query_one(TopBar).right
        app.do(StepEntered("opening"))
        await settled(app, pilot)
        assert "· số 2" in app.screen.query_one(TopBar).right


async def test_a_folder_with_errors_shows_them_in_place_of_a_meeting(home: Home, folder: Path) -> None:
    app = home(broken(folder))
    async with running(app) as pilot:
        await press(app, pilot, "enter", "enter")
        assert isinstance(app.screen, CheckScreen)
        assert status(app) == ("refused", Wording("vi").say("ui.home.errors-first"))
        assert app.session is None


async def test_a_folder_without_meetings_says_so(home: Home, folder: Path) -> None:
    (folder / "procedure.toml").unlink()
    app = home(folder)
    async with running(app) as pilot:
        await press(app, pilot, "enter")
        assert isinstance(app.screen, CheckScreen)
        assert status(app) == ("refused", Wording("vi").say("ui.no-meeting"))


async def test_a_missing_folder_is_told_and_nothing_opens(home: Home, tmp_path: Path) -> None:
    app = home(tmp_path / "gone")
    async with running(app) as pilot:
        for key in ("enter", "c"):
            await press(app, pilot, key)
            assert isinstance(app.screen, HomeScreen)
            assert status(app) == ("refused", Wording("vi").say("ui.home.not-there", folder="~/gone"))


async def test_another_folder_is_opened_by_its_path(home: Home, folder: Path) -> None:
    procedure = folder / "procedure.toml"
    text = procedure.read_text("utf-8")
    first = text.index("[[meeting]]")
    second = text.index("[[meeting]]", first + 1)
    last = text.index("[[meeting]]", second + 1)
    procedure.write_text(text[:first] + text[last:], "utf-8")
    app = home()
    async with running(app) as pilot:
        await press(app, pilot, "o")
        assert app.screen.query_one(Prompt).query_one(Input).value == "~"
        await press(app, pilot, "escape")
        assert not app.screen.query(Prompt)
        await press(app, pilot, "o")
        await answer(app, pilot, "~/nowhere")
        assert status(app)[0] == "refused"
        await press(app, pilot, "o")
        await answer(app, pilot, "~/noi-chinh-2022")
        assert isinstance(app.screen, MeetingScreen)
        assert app.session is not None
        assert app.session.meeting.state.meeting == "year-end"


async def test_paths_that_mean_nothing_are_told(home: Home) -> None:
    app = home()
    async with running(app) as pilot:
        for path in ("~nobody-of-that-name/x", "\x07", "a" * 5000):
            await press(app, pilot, "o")
            await answer(app, pilot, path)
            assert isinstance(app.screen, HomeScreen)
            assert status(app)[0] == "refused"


async def test_a_folder_that_vanishes_under_the_program(
    home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone() -> Path:
        raise FileNotFoundError

    app = home()
    monkeypatch.setattr(Path, "cwd", gone)
    async with running(app) as pilot:
        assert listed(app)
        await press(app, pilot, "n", "K", "escape", "o")
        assert app.screen.query_one(Prompt).query_one(Input).value == "~"
    assert places.here() == tmp_path


def test_a_record_that_may_not_be_looked_at_is_told(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def closed(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr(Record, "follow", closed)
    assert {one.state for one in places.look(folder).meetings} == {"broken"}


async def test_an_example_opens_as_a_copy(home: Home, tmp_path: Path) -> None:
    app = home()
    async with running(app) as pilot:
        await press(app, pilot, "down", "enter")
        assert app.screen.query_one(Prompt).query_one(Input).value == "~/noi-chinh-2022"
        (tmp_path / "taken").mkdir()
        (tmp_path / "taken" / "x").write_text("", "utf-8")
        await answer(app, pilot, "~/taken")
        assert status(app) == ("refused", Wording("vi").say("ui.home.not-empty", folder="~/taken"))
        assert app.screen.query_one(Prompt).query_one(Input).value == "~/taken"
        await answer(app, pilot, str(tmp_path / "taken" / "x" / "below"))
        assert status(app)[0] == "refused"
        await answer(app, pilot, "~/copy")
        assert isinstance(app.screen, Picker)
        assert (tmp_path / "copy" / "bloc.toml").read_bytes() == (EXAMPLE / "bloc.toml").read_bytes()
        assert app.settings.config.folders == (str(tmp_path / "copy"),)


# ------------------------------------------------------------------------------------------------- findings in place


async def test_findings_stand_in_their_place_and_are_gone_once_mended(home: Home, folder: Path) -> None:
    app = home(broken(folder))
    async with running(app) as pilot:
        await press(app, pilot, "c")
        assert isinstance(app.screen, CheckScreen)
        assert app.screen.query_one(TopBar).right.startswith("2 lỗi")
        rows = listed(app)
        assert rows[0].startswith("bloc.toml")
        assert rows[2].startswith("rubric.toml")
        text = (folder / "bloc.toml").read_text("utf-8").split("\n")
        line = next(number for number, row in enumerate(text, 1) if "haed" in row)
        assert f"bloc.toml:{line}" in pane(app)
        assert f'▶{line:>4} role = "haed"' in pane(app)
        assert "“head”" in pane(app)
        await press(app, pilot, "n")
        assert "basiss" in pane(app)
        await press(app, pilot, "n")
        assert "haed" in pane(app)
        await press(app, pilot, "p")
        assert "basiss" in pane(app)
        await press(app, pilot, "m")
        assert status(app) == ("refused", Wording("vi").say("ui.home.errors-first"))
        rubric = folder / "rubric.toml"
        rubric.write_text(rubric.read_text("utf-8").replace("basiss = ", "basis = "), "utf-8")
        await press(app, pilot, "r")
        assert app.screen.query_one(TopBar).right.startswith("1 lỗi")
        bloc = folder / "bloc.toml"
        bloc.write_text(bloc.read_text("utf-8").replace("haed", "head"), "utf-8")
        await press(app, pilot, "f5")
        assert app.screen.query_one(TopBar).right.startswith("0 lỗi")
        assert status(app)[0] == "done"
        await press(app, pilot, "m")
        assert isinstance(app.screen, Picker)
        await press(app, pilot, "escape")
        assert isinstance(app.screen, HomeScreen)


@pytest.mark.parametrize("key", ["escape", "q"])
async def test_back_from_the_findings(home: Home, folder: Path, key: str) -> None:
    app = home(folder)
    async with running(app) as pilot:
        await press(app, pilot, "c")
        assert isinstance(app.screen, CheckScreen)
        await press(app, pilot, "n", "p", "e")
        await press(app, pilot, key)
        assert isinstance(app.screen, HomeScreen)


async def test_an_editor_opens_at_the_line_and_the_folder_is_checked_again(
    home: Home, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = home(broken(folder))
    monkeypatch.setattr(EmulationApp, "suspend", lambda _: contextlib.nullcontext())
    async with running(app) as pilot:
        await press(app, pilot, "c", "enter")
        assert "$EDITOR" in status(app)[1]
        editor = tmp_path / "mend"
        editor.write_text(
            '#!/bin/sh\nfor last; do :; done\nsed -i "s/haed/head/" "$last"\necho "$@" > "$HOME/called"\n'
        )
        editor.chmod(0o755)
        monkeypatch.setenv("EDITOR", f"'{editor}' -x")
        await press(app, pilot, "e")
        assert (tmp_path / "called").read_text().split() == ["-x", str(folder / "bloc.toml")]
        assert app.screen.query_one(TopBar).right.startswith("1 lỗi")
        monkeypatch.setenv("VISUAL", "/nowhere/at/all")
        await press(app, pilot, "e")
        assert status(app)[0] == "refused"
        assert "/nowhere/at/all" in status(app)[1]
        monkeypatch.setenv("VISUAL", "false")
        await press(app, pilot, "e")
        assert app.screen.query_one(TopBar).right.startswith("1 lỗi")


async def test_a_terminal_that_cannot_make_room_is_told(
    home: Home, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EDITOR", "true")
    app = home(broken(folder))
    async with running(app) as pilot:
        await press(app, pilot, "c", "e")
        assert "bloc.toml" in status(app)[1]
        assert status(app)[0] == "refused"


def test_editors_are_told_the_line_in_their_own_way() -> None:
    file = Path("/x/bloc.toml")
    assert command(["/usr/bin/vim", "-u", "NONE"], file, 7) == ["/usr/bin/vim", "-u", "NONE", "+7", str(file)]
    assert command(["code"], file, 7) == ["code", "--wait", "--goto", f"{file}:7"]
    assert command(["hx"], file, 7) == ["hx", f"{file}:7"]
    assert command(["unknown", "-w"], file, 7) == ["unknown", "-w", str(file)]
    assert all(how for how in check.TO_LINE.values())


async def test_findings_without_a_line_or_a_file_are_shown_too(home: Home, tmp_path: Path) -> None:
    (tmp_path / "bare").mkdir()
    app = home(tmp_path / "bare")
    async with running(app) as pilot:
        await press(app, pilot, "c")
        assert "bloc.toml" in pane(app)
        await press(app, pilot, "n", "n", "p")


# ------------------------------------------------------------------------------------------------------- a new folder


async def filled(app: EmulationApp, pilot: Pilot[int], name: str, units: str) -> None:
    await press(app, pilot, "n")
    app.screen.query_one("#name", Input).value = name
    app.screen.query_one("#units", TextArea).text = units
    await settled(app, pilot)


async def test_a_new_folder_is_written_checked_and_opens(home: Home, tmp_path: Path) -> None:
    app = home()
    async with running(app) as pilot:
        apart = unicodedata.normalize("NFD", "Cụm thi đua số 3")
        units = "Sở Tư pháp\n1. Công an tỉnh; CAT; công an\n\n- Tòa án"
        await filled(app, pilot, apart, unicodedata.normalize("NFD", units))
        screen = app.screen
        assert screen.query_one("#folder", Input).value == "~/cum-thi-dua-so-3-2023"
        screen.query_one("#called", Choice).focus()
        await press(app, pilot, "right")
        screen.query_one("#head", Choice).focus()
        await press(app, pilot, "left", "left")
        await press(app, pilot, "ctrl+s")
        assert isinstance(app.screen, CheckScreen)
        assert status(app) == ("done", Wording("vi").say("ui.new.made", folder="~/cum-thi-dua-so-3-2023"))
        made = load_folder(tmp_path / "cum-thi-dua-so-3-2023")
        assert made.usable
        assert made.bloc.name.vi == "Cụm thi đua số 3"
        assert made.bloc.called == "cụm"
        assert made.bloc.year == 2023
        assert [(unit.id, unit.name.vi, unit.short, unit.kind) for unit in made.bloc.units] == [
            ("stp", "Sở Tư pháp", "STP", ""),
            ("cat", "Công an tỉnh", "CAT", "công an"),
            ("ta", "Tòa án", "TA", ""),
        ]
        assert [office.unit for office in made.bloc.offices] == ["cat"]
        assert app.settings.config.folders == (str(tmp_path / "cum-thi-dua-so-3-2023"),)
        await press(app, pilot, "m")
        assert isinstance(app.screen, Picker)
        await press(app, pilot, "enter")
        assert isinstance(app.screen, MeetingScreen)


async def test_all_that_is_wrong_is_told_at_once_and_goes_as_it_is_mended(home: Home, tmp_path: Path) -> None:
    app = home()
    async with running(app) as pilot:
        await press(app, pilot, "n")
        app.screen.query_one("#year", Input).value = "26"
        await press(app, pilot, "ctrl+s")
        tone, sentence = status(app)
        wording = Wording("vi")
        assert tone == "refused"
        assert sentence == "; ".join(wording.say(f"ui.new.wrong.{one}") for one in ("name", "year", "units", "folder"))
        assert app.screen.focused is app.screen.query_one("#name")
        assert str(app.screen.query_one("#label-year", Static).content).startswith("✗")
        app.screen.query_one("#year", Input).value = "2026"
        await settled(app, pilot)
        assert not str(app.screen.query_one("#label-year", Static).content).startswith("✗")
        app.screen.query_one("#units", TextArea).text = "Sở A\nsở a"
        await press(app, pilot, "f10")
        assert wording.say("ui.new.wrong.units-twice") in status(app)[1]
        assert not (tmp_path / "khoi-a-2026").exists()


async def test_a_folder_that_is_there_already_is_left_alone(home: Home, folder: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    app = home()
    async with running(app) as pilot:
        await filled(app, pilot, "Khối A", "A\nB")
        shown = app.screen.query_one("#folder", Input)
        for name, key in (("noi-chinh-2022", "folder-not-empty"), ("file", "folder-is-a-file")):
            shown.value = f"~/{name}"
            await press(app, pilot, "ctrl+s")
            assert status(app) == ("refused", Wording("vi").say(f"ui.new.wrong.{key}", folder=f"~/{name}"))
            assert app.screen.focused is shown
        assert (folder / "bloc.toml").read_bytes() == (EXAMPLE / "bloc.toml").read_bytes()


async def test_a_place_that_cannot_be_written_is_told_and_what_was_typed_stays(home: Home, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    app = home()
    async with running(app) as pilot:
        await filled(app, pilot, "Khối A", "A\nB")
        app.screen.query_one("#folder", Input).value = "~/file/below"
        await press(app, pilot, "ctrl+s")
        assert isinstance(app.screen, NewFolderScreen)
        assert status(app)[0] == "refused"
        assert app.screen.query_one("#name", Input).value == "Khối A"


async def test_what_was_typed_waits_for_who_went_back(home: Home) -> None:
    app = home()
    async with running(app) as pilot:
        await filled(app, pilot, "Khối A", "Sở A\nSở B")
        await press(app, pilot, "escape")
        assert isinstance(app.screen, HomeScreen)
        assert status(app) == ("hint", Wording("vi").say("ui.new.kept"))
        await press(app, pilot, "n")
        assert app.screen.query_one("#name", Input).value == "Khối A"
        assert app.screen.query_one("#units", TextArea).text == "Sở A\nSở B"
        assert app.screen.query_one("#folder", Input).value == "~/khoi-a-2023"


async def test_a_folder_typed_by_hand_stays_when_the_name_changes(home: Home) -> None:
    app = home()
    async with running(app) as pilot:
        await filled(app, pilot, "Khối A", "")
        app.screen.query_one("#folder", Input).value = "~/mine"
        await settled(app, pilot)
        app.screen.query_one("#name", Input).value = "Khối B"
        await settled(app, pilot)
        assert app.screen.query_one("#folder", Input).value == "~/mine"


async def test_answers_are_turned_through_and_picked_from_all(home: Home) -> None:
    app = home()
    async with running(app) as pilot:
        await press(app, pilot, "n", *"Khoi", "enter")
        called = app.screen.query_one("#called", Choice)
        assert app.screen.focused is called
        await press(app, pilot, "left")
        assert called.value == "cụm"
        await press(app, pilot, "right")
        assert called.value == "khối"
        rubric = app.screen.query_one("#rubric", Choice)
        rubric.focus()
        await press(app, pilot, "enter")
        assert isinstance(app.screen, Picker)
        await press(app, pilot, "escape")
        assert rubric.value == ""
        await press(app, pilot, "space", "down", "enter")
        assert rubric.value.endswith("rubric.toml")
        assert isinstance(app.screen, NewFolderScreen)
        await pilot.click("#rubric")
        await settled(app, pilot)
        assert isinstance(app.screen, Picker)


@pytest.mark.parametrize("rubric", RUBRICS, ids=lambda path: path.parent.name)
def test_a_folder_can_be_begun_with_every_rubric(rubric: Path, tmp_path: Path) -> None:
    draft = Draft("Khối A", year="2026", units="Sở A\nSở B\nSở C", folder="x")
    assert write_new(tmp_path / "x", bloc_of(draft), rubric.read_text("utf-8")) == ()
    assert [one for one in load_folder(tmp_path / "x").findings if one.severity == "error"] == []
    assert tomli.loads((tmp_path / "x" / "bloc.toml").read_text("utf-8"))["bloc"]["id"] == "khoi-a"


# --------------------------------------------------------------------------------------------------------- everywhere


@pytest.mark.parametrize("language", ["vi", "en"])
async def test_every_key_has_its_words_and_stands_in_the_help(home: Home, folder: Path, language: Language) -> None:
    app = home(folder, language=language)
    async with running(app, (140, 40)) as pilot:
        for keys, name in (((), "home"), (("c",), "check"), (("escape", "n"), "new-folder")):
            await press(app, pilot, *keys)
            screen = app.screen
            assert isinstance(screen, ProgramScreen)
            assert name == screen.NAME
            for active, words in screen.active_keys():
                assert Wording(language).has(f"ui.key.{active.binding.id}"), active.binding
                assert words
            helped = "\n".join(one.plain for one in told(screen))
            assert Wording(language).say(f"ui.screen.{name}.purpose") in helped
            await press(app, pilot, "f1")
            assert isinstance(app.screen, HelpScreen)
            await press(app, pilot, "escape")
            assert app.screen is screen
            offered = {one.title for one in app.get_system_commands(screen)}
            typing = {"line.take-back", "line.put-back"}
            assert {words for one, words in screen.active_keys() if one.binding.id not in typing} <= offered


async def test_language_and_theme_are_remembered(home: Home, tmp_path: Path) -> None:
    app = home()
    async with running(app) as pilot:
        assert app.theme == "dark"
        for theme in ("light", "high-contrast", "ansi", "dark", "light"):
            await press(app, pilot, "f8")
            assert app.theme == theme
            assert Wording("vi").say(f"ui.theme.{theme}") in status(app)[1]
            assert read_config(tmp_path / "config.toml").theme == theme
        await press(app, pilot, "f9")
        assert "Open" in str(app.screen.query_one(KeyBar).render())
        assert read_config(tmp_path / "config.toml").language == "en"
        take = next(one for one in app.get_system_commands(app.screen) if one.title == "Theme: high contrast")
        take.callback()
        await settled(app, pilot)
        assert read_config(tmp_path / "config.toml").theme == "high-contrast"
    again = EmulationApp(None, config=read_config(tmp_path / "config.toml"), now=lambda: AT)
    async with running(again):
        assert again.theme == "high-contrast"


async def test_what_cannot_be_remembered_holds_for_this_run(home: Home, tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text("language =", "utf-8")
    app = home()
    async with running(app) as pilot:
        await press(app, pilot, "f8")
        assert app.theme == "light"
        assert status(app) == ("refused", Wording("vi").say("ui.config.not-toml", file=tmp_path / "config.toml"))
        (tmp_path / "config.toml").unlink()
        (tmp_path / "config.toml").mkdir()
        await press(app, pilot, "f9")
        assert app.language == "en"
        assert status(app)[0] == "refused"
        assert str(tmp_path / "config.toml") in status(app)[1]


async def test_a_folder_that_cannot_be_remembered_opens_without_a_word(
    home: Home, folder: Path, tmp_path: Path
) -> None:
    app = home(folder)
    (tmp_path / "config.toml").mkdir()
    async with running(app) as pilot:
        await press(app, pilot, "enter", "enter")
        assert isinstance(app.screen, MeetingScreen)
        assert status(app)[0] == "hint"
        await press(app, pilot, "ctrl+o", "x")
        assert status(app)[0] == "refused"


async def test_of_the_folders_opened_last_the_oldest_are_forgotten(home: Home, folder: Path, tmp_path: Path) -> None:
    app = home(*(tmp_path / f"{number}" for number in range(MOST_FOLDERS)))
    async with running(app):
        app.settings.remember_folder(folder)
        kept = read_config(tmp_path / "config.toml").folders
        assert kept == (str(folder), *(str(tmp_path / f"{number}") for number in range(MOST_FOLDERS - 1)))


@pytest.mark.usefixtures("home")
async def test_a_wrong_file_is_told_on_the_status_line_and_stops_nothing(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text('theem = "light"\nlanguage = "xx"\n', "utf-8")
    app = EmulationApp(None, config=read_config(tmp_path / "config.toml"), now=lambda: AT)
    async with running(app) as pilot:
        tone, sentence = status(app)
        assert tone == "refused"
        assert f"{tmp_path / 'config.toml'}:1: lỗi: theem" in sentence
        assert "“theme”" in sentence
        assert app.theme == "dark"
        await press(app, pilot, "n")
        assert isinstance(app.screen, NewFolderScreen)


@pytest.mark.usefixtures("home")
async def test_keys_of_ones_own_work_and_are_shown(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text(
        f'folders = ["{folder}"]\n[keys]\nhome.check = "k,f4"\n"app.theme" = "ctrl+t"\n', "utf-8"
    )
    app = EmulationApp(None, config=read_config(tmp_path / "config.toml"), now=lambda: AT)
    async with running(app) as pilot:
        assert "k Kiểm tra" in str(app.screen.query_one(KeyBar).render())
        await press(app, pilot, "c")
        assert isinstance(app.screen, HomeScreen)
        await press(app, pilot, "ctrl+t")
        assert app.theme == "light"
        await press(app, pilot, "f8")
        assert app.theme == "light"
        await press(app, pilot, "f4")
        assert isinstance(app.screen, CheckScreen)


@pytest.mark.usefixtures("home")
async def test_a_key_taken_from_something_else_is_told(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text(f'folders = ["{folder}"]\n[keys]\nhome.check = "n"\n', "utf-8")
    app = EmulationApp(None, language="en", config=read_config(tmp_path / "config.toml"), now=lambda: AT)
    async with running(app) as pilot:
        assert status(app)[0] == "refused"
        assert 'the key n is now "Check", and no longer "New"' in status(app)[1]
        await press(app, pilot, "n")
        assert isinstance(app.screen, CheckScreen)


async def test_users_text_is_never_markup(home: Home, tmp_path: Path) -> None:
    app = home(tmp_path / "[red]gone[b]")
    async with running(app) as pilot:
        assert any("[red]gone[b]" in row for row in listed(app))
        await filled(app, pilot, "[bold]Khối", "[red]A\nB[/]")
        assert "[red]A" in str(app.screen.query_one("#head", Choice).options)
        await press(app, pilot, "escape")
        await press(app, pilot, "x")


async def test_a_click_opens(home: Home, folder: Path) -> None:
    app = home(folder)
    async with running(app) as pilot:
        await pilot.click(OptionList, offset=(10, 1))
        await settled(app, pilot)
        assert isinstance(app.screen, Picker)


KEYS = (
    *"nocxuprmeqabk1 ?/~.",
    *("up", "down", "left", "right", "home", "end", "pageup", "pagedown", "tab", "shift+tab", "enter", "enter"),
    *(
        "escape",
        "escape",
        "backspace",
        "delete",
        "space",
        "f1",
        "f5",
        "f8",
        "f9",
        "ctrl+s",
        "ctrl+o",
        "ctrl+z",
        "ctrl+a",
    ),
)


@pytest.mark.parametrize("seed", range(4))
async def test_random_keys_break_nothing(home: Home, folder: Path, tmp_path: Path, seed: int) -> None:
    chance = random.Random(f"home {seed}")  # noqa: S311  (a test's own chance, the same at every run)
    app = home(broken(folder) if seed % 2 else folder, tmp_path / "gone")
    async with running(app) as pilot:
        for _ in range(6):
            await pilot.press(*chance.choices(KEYS, k=15))
            if chance.random() < 0.4:
                await pilot.resize_terminal(*chance.choice([(80, 24), (140, 40), (60, 20), (30, 8), (3, 1)]))
            await settled(app, pilot)
        assert app.is_running
        if app.session is not None:
            assert app.record.verify() is None


async def test_a_line_that_is_gone_is_not_looked_for(home: Home) -> None:
    """As when lines are deleted while the area is broken anew."""
    app = home()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("n")
        await pilot.pause()
        area = app.screen.query_one("#units", TextArea)
        area.text = "a\nb\nc\nd"
        area.focus()
        await pilot.press("ctrl+end")
        area.wrapped_document._wrap_offsets.pop()
        area.scroll_cursor_visible()
        await pilot.pause()
        assert app.is_running


def test_an_example_that_was_half_copied_is_taken_away_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(example: Path, target: Path, **_: object) -> None:
        target.mkdir()
        (target / "bloc.toml").write_text((example / "bloc.toml").read_text("utf-8")[:9], "utf-8")
        raise shutil.Error([("bloc.toml", str(target), "No space left on device")])

    monkeypatch.setattr(shutil, "copytree", full)
    with pytest.raises(OSError, match="No space left"):
        places.copy_example(EXAMPLE, tmp_path / "copy")
    assert not (tmp_path / "copy").exists()
