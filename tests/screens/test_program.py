"""What all screens share: language, help, agenda, roll call, standings, record, and the texts behind them."""

import ast
from pathlib import Path
from typing import TYPE_CHECKING
from unicodedata import normalize

import pytest
from textual import events
from textual.widgets import Input, Label, OptionList, Static

import emulation.meeting
import tui
from emulation.files.session import Session, read_sources
from emulation.meeting.events import Noted, PersonListed, StepEntered
from emulation.meeting.minutes import minutes
from emulation.meeting.refusal import Refusal
from emulation.wording import Wording, explain
from emulation.wording.catalogue import load
from tests.screens.conftest import AT
from tui.actions import Actions
from tui.app import EmulationApp
from tui.screens.agenda import AgendaScreen
from tui.screens.help import HelpScreen, told
from tui.screens.marks import MarksScreen
from tui.screens.meeting_screen import MeetingScreen
from tui.screens.prompt import Prompt
from tui.screens.roll_call import person_id
from tui.screens_of_steps import OTHER_SCREENS, SCREENS_OF_STEPS
from tui.start import run
from tui.themes import THEMES
from tui.widgets.bars import KeyBar, StatusLine, TopBar
from tui.widgets.grid import Grid
from tui.widgets.pane import Pane

if TYPE_CHECKING:
    from emulation.text import Language
    from tests.screens.conftest import Program

LANGUAGES: tuple["Language", ...] = ("vi", "en")


async def test_the_language_changes_on_the_fly(program: "Program") -> None:
    app = program()
    async with app.run_test(size=(140, 40)) as pilot:
        assert app.screen.query_one(Grid).data.corner == "Đơn vị"
        assert "98,75" in app.screen.query_one(Grid).data.rows[0].summary
        await pilot.press("f9")
        await pilot.pause()
        assert app.screen.query_one(Grid).data.corner == "Unit"
        assert "98.75" in app.screen.query_one(Grid).data.rows[0].summary
        assert "Marks" in app.screen.query_one(TopBar).left
        assert any("Undo" in key for key in app.screen.query_one(KeyBar).keys)
        await pilot.press("ctrl+l")
        await pilot.pause()
        assert app.screen.query_one(Grid).data.corner == "Đơn vị"


@pytest.mark.parametrize("name", [*SCREENS_OF_STEPS, *OTHER_SCREENS])
@pytest.mark.parametrize("language", LANGUAGES)
async def test_every_key_of_every_screen_has_its_words_and_stands_in_the_help(
    program: "Program", name: str, language: "Language"
) -> None:
    app = program(language=language)
    async with app.run_test(size=(140, 40)) as pilot:
        app.action_open(name)
        await pilot.pause()
        screen = app.screen
        assert isinstance(screen, MeetingScreen)
        keys = screen.active_keys()
        assert len(keys) > 6
        for active, words in keys:
            assert Wording(language).has(f"ui.key.{active.binding.id}"), active.binding
            assert words
        helped = "\n".join(line.plain for line in told(screen))
        assert Wording(language).say(f"ui.screen.{name}.purpose") in helped
        await pilot.press("question_mark")
        await pilot.pause()
        assert isinstance(app.screen, HelpScreen)
        await pilot.press("escape")
        await pilot.pause()
        assert app.screen is screen


async def test_a_narrow_bar_keeps_undo_help_and_quit(program: "Program") -> None:
    app = program()
    async with app.run_test(size=(60, 20)) as pilot:
        await pilot.pause()
        bar = app.screen.query_one(KeyBar).render().plain  # type: ignore[union-attr]
        assert all(word in bar for word in ("Hoàn tác", "Trợ giúp", "Thoát"))


async def test_the_agenda_leads_to_the_screens_of_its_steps(program: "Program") -> None:
    app = program()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("a")
        await pilot.pause()
        assert isinstance(app.screen, AgendaScreen)
        listed = app.screen.query_one(OptionList)
        assert listed.option_count == len(app.state.agenda) + len(OTHER_SCREENS)
        listed.highlighted = listed.get_option_index("standings")
        await pilot.press("enter")
        await pilot.pause()
        assert getattr(app.screen, "NAME", "") == "standings"
        await pilot.press("left_square_bracket")
        await pilot.pause()
        assert isinstance(app.screen, MarksScreen)


async def test_the_meeting_turns_to_an_item_and_opens_there_again(program: "Program") -> None:
    app = program()
    async with app.run_test(size=(80, 24)) as pilot:
        app.action_open("standings")
        await pilot.pause()
        await pilot.press("f5")
        await pilot.pause()
        assert app.state.step == "standings"
        assert isinstance(app.find(2), StepEntered)
    again = program()
    async with again.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert getattr(again.screen, "NAME", "") == "standings"


async def test_to_turn_to_an_item_twice_is_no_act(program: "Program") -> None:
    app = program()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("f5", "f5")
        await pilot.pause()
        assert app.last == 2
        assert app.status[0] == "refused"


async def test_while_a_line_is_typed_the_meeting_rests_whatever_keys_it_was_given(program: "Program") -> None:
    app = program()
    async with app.run_test(size=(80, 24)) as pilot:
        app.set_keymap({"line.take-back": "f4", "meeting.undo": "f3", "meeting.enter": "f2"})
        app.do(Noted("opinion", "abc"))
        app.action_open("discussion")
        await pilot.pause()
        await pilot.press("n", *"xyz", "ctrl+z", "f3", "f2", "ctrl+y")
        await pilot.pause()
        assert app.last == 2


async def test_the_keys_come_back_to_the_bar_once_nothing_is_typed_any_more(program: "Program") -> None:
    app = program()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("right", "right", "5", "f9", "f9", "escape")
        await pilot.pause()
        assert app.wording.say("ui.key.marks.view") in str(app.screen.query_one(KeyBar).render())


async def test_what_lies_over_a_screen_comes_before_a_question(program: "Program") -> None:
    app = program()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("f1")
        app.ask("?", "", lambda _: None)
        await pilot.pause()
        assert not app.asking
        assert app._exception is None


async def test_a_hint_goes_with_the_screen_that_it_was_about(program: "Program") -> None:
    app = program()
    async with app.run_test(size=(80, 24)) as pilot:
        app.action_open("log")
        await pilot.pause()
        app.say("hint", "abc")
        await pilot.press("f1", "escape")
        assert app.status == ("hint", "abc")  # what lay over it changes nothing
        await pilot.press("escape")
        await pilot.pause()
        assert isinstance(app.screen, MarksScreen)
        assert app.status == ("hint", "")


async def test_delegates_are_listed_checked_in_and_counted_against_the_quorum(program: "Program") -> None:
    app = program()
    async with app.run_test(size=(80, 24)) as pilot:
        app.action_open("roll-call")
        await pilot.pause()
        for unit in range(6):
            app.screen.query_one(OptionList).highlighted = unit
            await pilot.press("space")
            await pilot.pause()
            assert app.screen.query_one(Input).value.startswith("Đại biểu")
            await pilot.press("enter")
            await pilot.pause()
        assert len(app.state.present) == 6
        assert "6 trên 8" in str(app.screen.query_one("#quorum", Static).render())
        assert "✓" in str(app.screen.query_one("#quorum", Static).render())
        app.screen.query_one(OptionList).highlighted = 0
        await pilot.press("space")
        await pilot.pause()
        assert len(app.state.present) == 5
        assert "✗" in str(app.screen.query_one("#quorum", Static).render())
        await pilot.press("u")
        await pilot.pause()
        assert len(app.state.present) == 6


async def test_a_second_delegate_can_hold_the_vote(program: "Program") -> None:
    app = program()
    async with app.run_test(size=(80, 24)) as pilot:
        app.action_open("roll-call")
        await pilot.pause()
        for name in ("An", "Bình, phó"):
            app.screen.query_one(OptionList).highlighted = 0
            await pilot.press("n", "ctrl+a", "ctrl+k", *name.replace(" ", ""), "enter")
            await pilot.pause()
        people = list(app.state.people.values())
        assert [(one.name, one.post, one.unit) for one in people] == [("An", "", "btp"), ("Bình", "phó", "btp")]
        app.screen.query_one(OptionList).highlighted = 1
        await pilot.press("h")
        await pilot.pause()
        assert app.state.holder("btp") == people[1].person


async def test_the_chair_the_secretary_and_guests_are_listed_for_the_minutes(program: "Program") -> None:
    app = program()
    async with app.run_test(size=(80, 24)) as pilot:
        app.action_open("roll-call")
        await pilot.pause()
        await pilot.press("r")  # nobody stands there yet
        await pilot.pause()
        assert app.screen.NAME == "roll-call"  # type: ignore[attr-defined]
        await pilot.press("space", "ctrl+a", "ctrl+k", *"An", "enter")
        await pilot.pause()
        await pilot.press("r", "up", "up", "enter")  # from delegate up to chair
        await pilot.pause()
        await pilot.press("g", *"Khách,Vụtrưởng", "enter")
        await pilot.pause()
        people = list(app.state.people.values())
        assert [(one.name, one.role, one.unit) for one in people] == [("An", "chair", "btp"), ("Khách", "guest", "")]
        assert app.state.present == {one.person for one in people}
        assert app.state.holder("btp") == people[0].person
        assert app.state.roll().present_votes == 1
        shown = app.screen.query_one(OptionList)
        assert "chủ trì" in str(shown.get_option_at_index(0).prompt)
        shown.highlighted = shown.option_count - 1
        await pilot.press("r", "up", "enter")  # from guest up to secretary: no unit, so no delegate between them
        await pilot.pause()
        assert app.state.people[people[1].person].role == "secretary"
        await pilot.press("r", "enter")  # what stands already is no act
        await pilot.pause()
        await pilot.press("r", "escape")
        await pilot.pause()
        assert isinstance(app.find(app.last), PersonListed)
        assert app.last == 7  # opened, An listed, in, chair; the guest listed, in; secretary
        found = minutes(app.record.entries(), read_sources)
        assert [one.listed.name for one in found.people("chair")] == ["An"]
        assert [one.listed.name for one in found.people("secretary")] == ["Khách"]


def test_ids_of_persons_are_spelled_from_their_names_and_differ() -> None:
    assert person_id("Nguyễn Thị Đào", "btp", []) == "nguyen-thi-dao"
    assert person_id("Nguyễn Thị Đào", "btp", ["nguyen-thi-dao"]) == "nguyen-thi-dao-2"
    assert person_id("…", "btp", []) == "btp"


async def test_the_palette_holds_every_action_of_the_screen(program: "Program") -> None:
    app = program()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        offered = {command.title for command in app.get_system_commands(app.screen)}
        keys = app.screen.active_keys()  # type: ignore[attr-defined]
        themes = {app.wording.say("ui.theme.take", theme=app.wording.say(f"ui.theme.{name}")) for name in THEMES}
        items = {app.wording.word("step", step) for step in app.state.agenda}
        own = {words for one, words in keys if not (one.binding.id or "").startswith("grid.")}
        assert own | themes | items == offered
        undo = next(c for c in app.get_system_commands(app.screen) if c.title == app.wording.say("ui.key.meeting.undo"))
        await undo.callback()  # type: ignore[misc]
        await pilot.pause()
        assert app.screen.query_one(StatusLine).tone == "refused"


async def test_text_of_users_is_never_markup(program: "Program", folder: Path) -> None:
    bloc = folder / "bloc.toml"
    bloc.write_text(bloc.read_text("utf-8").replace("Bộ Tư pháp", "[red]Bộ[/red] [@click=app.quit]x"), "utf-8")
    app = program()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert "[red]Bộ[/red] [@click=app.quit]x" in app.screen.query_one("#detail", Pane).text


def refusals() -> set[str]:
    """Every code that `emulation.meeting` refuses with, read from its source."""
    codes = set()
    for path in Path(emulation.meeting.__path__[0]).glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "refuse" and node.args:
                codes |= {one.value for one in ast.walk(node.args[0]) if isinstance(one, ast.Constant)}
            if isinstance(node, ast.AnnAssign) and getattr(node.target, "id", "") == "_GATES" and node.value:
                codes |= {one.value for one in ast.walk(node.value) if isinstance(one, ast.Constant)} - {
                    "open",
                    "marks",
                }
    return {code for code in codes if isinstance(code, str)}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_refusal_has_a_sentence(language: "Language") -> None:
    assert len(refusals()) > 40
    known = load(language)
    missing = {
        code for code in refusals() if f"refusal.{code}.reason" not in known and f"finding.{code}.expected" not in known
    }
    assert missing == set()
    assert explain(Refusal("marks-closed"), language)


def test_every_text_that_the_program_asks_for_is_there() -> None:
    keys = set()
    for path in Path(tui.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.startswith("ui."):
                keys.add(node.value)
    whole = {key for key in keys if not key.endswith(".")}
    assert len(whole) > 50
    assert {key for key in whole if key not in load("vi")} == set()


@pytest.fixture
def at_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tui.start.lacking", lambda _: None)


@pytest.mark.usefixtures("at_a_terminal")
def test_a_folder_that_cannot_be_used_is_told_and_not_opened(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "bloc.toml").write_text("[bloc]\n", "utf-8")
    assert run(folder, None, "vi") == 1
    assert "bloc.toml" in capsys.readouterr().err
    assert run(tmp_path / "nowhere", None, "en") == 2
    assert capsys.readouterr().err


@pytest.mark.usefixtures("at_a_terminal")
def test_a_meeting_that_is_not_planned_is_told(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(folder, "spring", "vi") == 2
    assert "year-end" in capsys.readouterr().err


@pytest.mark.usefixtures("at_a_terminal")
def test_of_several_meetings_without_a_year_end_one_has_to_be_named(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    procedure = folder / "procedure.toml"
    procedure.write_text(procedure.read_text("utf-8").replace('kind = "year-end"', 'kind = "half-year"'), "utf-8")
    assert run(folder, None, "vi") == 2
    assert "launch, half-year, year-end" in capsys.readouterr().err


async def test_a_meeting_without_marks_opens_at_a_step_that_it_has(folder: Path) -> None:
    with Session.open(folder, "half-year", "Lan", AT) as session:
        app = EmulationApp(session, by="Lan", now=lambda: AT)
        async with app.run_test(size=(80, 24)) as pilot:
            await pilot.pause()
            assert getattr(app.screen, "NAME", "") == "opening"
            app.action_open("marks")
            await pilot.pause()
            app.screen.query_one(Grid).move_to("btp", "C3")
            await pilot.press("9", "6", "enter")
            await pilot.pause()
            assert app.screen.query_one(StatusLine).tone == "refused"
            assert app.state.agreed == {}


async def test_without_colour_every_screen_is_drawn(program: "Program", monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    app = program()
    async with app.run_test(size=(80, 24)) as pilot:
        assert app.no_color
        for name in [*SCREENS_OF_STEPS, *OTHER_SCREENS]:
            app.action_open(name)
            await pilot.pause()
        await pilot.press("f8")
        await pilot.pause()
        assert app.theme == "ansi"
        assert "NO_COLOR" in app.screen.query_one(StatusLine).sentence


async def test_the_palette_opens_and_runs_what_is_chosen(program: "Program") -> None:
    app = program()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("ctrl+p")
        await pilot.pause()
        await pilot.press(*"Nguồn")
        await pilot.pause(0.5)
        await pilot.press("enter")
        await pilot.pause(0.5)
        assert isinstance(app.screen, MarksScreen)
        assert "thống nhất" in app.screen.query_one(StatusLine).sentence


@pytest.mark.usefixtures("at_a_terminal")
def test_a_record_in_use_is_told(program: "Program", folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    program()
    assert run(folder, None, "vi") == 2
    assert "year-end.db" in capsys.readouterr().err


async def test_a_key_in_the_bar_can_be_clicked(program: "Program") -> None:
    app = program()
    async with app.run_test(size=(140, 40)) as pilot:
        await pilot.pause()
        await pilot.click(KeyBar, offset=(2, 0))  # the first key: the next source
        await pilot.pause()
        assert app.screen.query_one(StatusLine).sentence == app.wording.say("ui.marks.view.agreed")


@pytest.mark.parametrize("typed", ["điểm danh", "diem danh", "DIEM DANH", normalize("NFD", "điểm danh")])
async def test_the_palette_finds_items_however_they_are_typed(program: "Program", typed: str) -> None:
    app = program()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        found = [hit.text async for hit in Actions(app.screen).search(typed)]
        assert app.wording.word("step", "roll-call") in found
        assert [hit.text async for hit in Actions(app.screen).search("zzzz")] == []


async def test_ctrl_c_says_how_to_leave_in_the_language_of_the_screens(program: "Program") -> None:
    app = program()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("ctrl+c")
        await pilot.pause()
        assert app.status == ("hint", "nhấn Ctrl+Q để thoát")
        assert app.is_running


async def test_from_a_screen_that_is_no_item_the_next_is_the_one_the_meeting_is_at(program: "Program") -> None:
    app = program()
    app.do(StepEntered("report"))
    async with app.run_test(size=(80, 24)) as pilot:
        app.action_open("activity")
        await pilot.press("right_square_bracket")
        await pilot.pause()
        assert getattr(app.screen, "NAME", "") == "report"


async def test_a_pasted_text_becomes_one_line_of_an_answer(program: "Program") -> None:
    app = program()
    async with app.run_test(size=(80, 24)) as pilot:
        app.action_open("discussion")
        await pilot.press("n")
        await pilot.pause()
        app.post_message(events.Paste("Dòng một\r\n\n  Dòng hai\nDòng ba\n"))
        await pilot.pause()
        assert app.screen.query_one(Input).value == "Dòng một Dòng hai Dòng ba"
        app.post_message(events.Paste("\n\x00\x1b\n"))
        await pilot.pause()
        assert app.screen.query_one(Input).value == "Dòng một Dòng hai Dòng ba"


async def test_a_remark_that_is_given_up_at_its_speaker_is_kept(program: "Program") -> None:
    app = program()
    async with app.run_test(size=(80, 24)) as pilot:
        app.action_open("discussion")
        await pilot.press("n", *"loi", "enter")
        await pilot.pause()
        await pilot.press("escape")
        await pilot.pause()
        assert app.status == ("hint", app.wording.say("ui.notes.kept"))
        await pilot.press("n")
        await pilot.pause()
        assert app.screen.query_one(Input).value == "loi"
        await pilot.press("enter", "enter")
        await pilot.pause()
        assert app.state.notes[-1].text == "loi"
        await pilot.press("n")
        await pilot.pause()
        assert app.screen.query_one(Input).value == ""


async def test_a_long_question_has_lines_of_its_own(program: "Program") -> None:
    app = program()
    async with app.run_test(size=(60, 20)) as pilot:
        await pilot.pause()
        question = "Một câu hỏi dài hơn nửa màn hình, và phần sau cùng nói phải gõ gì vào đây"
        app.ask(question, "", lambda _: None)
        await pilot.pause()
        prompt = app.screen.query_one(Prompt)
        assert prompt.has_class("-long")
        assert prompt.query_one(Label).size.height == 2
        assert prompt.query_one(Input).size.width > 50
        await pilot.resize_terminal(200, 40)
        await pilot.pause()
        assert not prompt.has_class("-long")
