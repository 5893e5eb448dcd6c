"""The data of the year edited by forms: looked at before it is written, written whole or not at all, taken back."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from textual.widgets import Input, OptionList, Static

from emulation.activity import Adoption, AdvancedModel, Joint, Participation, Result, Story, Task
from emulation.files.activity_file import FILE, KINDS, Kind, entries
from emulation.files.folder import load_folder
from emulation.text import Text
from tests.screens.conftest import drawn
from tests.screens.hands import text
from tui.screens.activity import ActivityScreen
from tui.screens.activity_forms import NONE, Form
from tui.screens.guided import Field, read
from tui.screens.picker import Picker
from tui.screens.preview import Preview

if TYPE_CHECKING:
    from pathlib import Path

    from syrupy.assertion import SnapshotAssertion
    from textual.pilot import Pilot

    from emulation.activity import Activity
    from emulation.text import Language
    from tests.screens.conftest import Program
    from tui.app import EmulationApp


async def opened(app: EmulationApp, pilot: Pilot[int]) -> ActivityScreen:
    await pilot.pause()
    app.action_open("activity")
    await pilot.pause()
    assert isinstance(app.screen, ActivityScreen)
    return app.screen


async def answer(app: EmulationApp, pilot: Pilot[int], *typed: str | None) -> None:
    """Answer the questions of a form: ``None`` takes what stands there, a text replaces it, a pick takes its line."""
    for one in typed:
        if isinstance(app.screen, Picker):
            if one is not None:
                names = [name for name, _ in app.screen._choices]
                app.screen.query_one(OptionList).highlighted = names.index(one)
        elif one is not None:
            app.screen.query_one(Input).value = one
        await pilot.press("enter")
        await pilot.pause()
        await pilot.pause()


def listed(app: EmulationApp) -> list[str]:
    shown = app.screen.query_one(OptionList)
    return [str(shown.get_option_at_index(place).prompt) for place in range(shown.option_count)]


def status(app: EmulationApp) -> tuple[str, str]:
    return app.status


def activity(folder: Path) -> Activity:
    found = load_folder(folder).activity
    assert found is not None
    return found


async def test_every_list_is_shown_in_turn(program: Program, folder: Path) -> None:
    app = program()
    held = activity(folder)
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(app, pilot)
        for kind in KINDS:
            lines = app.screen.query_one(OptionList)
            held_here = [one for one in map(lines.get_option_at_index, range(lines.option_count)) if not one.disabled]
            assert len(held_here) == len(entries(held, kind))
            await pilot.press("v")
            await pilot.pause()
        movements = {one.movement for one in held.participations}
        assert len(listed(app)) == len(held.participations) + len(movements)
        await pilot.press("V")
        await pilot.pause()
        assert len(listed(app)) == len(held.tasks)


async def test_a_story_is_added_after_it_was_looked_at_and_taken_back(program: Program, folder: Path) -> None:
    app = program(language="en")
    path = folder / FILE
    before = path.read_text("utf-8")
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(app, pilot)
        await pilot.press("v", "v", "n")
        await pilot.pause()
        await answer(app, pilot, "bca", "2022-09-02", "VTV", NONE)
        assert isinstance(app.screen, Preview)
        assert path.read_text("utf-8") == before
        await pilot.press("enter")
        await pilot.pause()
        now = path.read_text("utf-8")
        assert activity(folder).stories[-1] == Story("bca", date(2022, 9, 2), "VTV")
        block = '\n[[story]]\nunit = "bca"\non = 2022-09-02\nchannel = "VTV"\n'
        assert now.replace(block, "", 1) == before
        assert status(app)[0] == "done"
        assert "activity.toml changed after the meeting opened" in text(app, "#head")
        await pilot.press("z")
        await pilot.pause()
        assert path.read_text("utf-8") == before
        assert "changed after" not in text(app, "#head")
        await pilot.press("z")
        await pilot.pause()
        assert path.read_text("utf-8") == before


async def test_a_participation_is_changed_and_only_that_is_written(program: Program, folder: Path) -> None:
    app = program()
    path = folder / FILE
    before = path.read_text("utf-8")
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(app, pilot)
        await pilot.press("enter")
        await pilot.pause()
        await answer(app, pilot, None, None, None, None, "1150", None, None, "1/9/2022", "Sơ kết quý III")
        assert isinstance(app.screen, Preview)
        await pilot.press("y")
        await pilot.pause()
        changed = activity(folder).participations[0]
        assert changed.joined == 1150
        assert len(changed.results) == 3
        assert changed.results[-1] == Result(date(2022, 9, 1), Text.same("Sơ kết quý III"))
        assert [line for line in before.splitlines() if line.startswith("#")] == [
            line for line in path.read_text("utf-8").splitlines() if line.startswith("#")
        ]


async def test_nothing_changed_is_said_and_not_written(program: Program, folder: Path) -> None:
    app = program()
    before = (folder / FILE).read_bytes()
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(app, pilot)
        await pilot.press("v", "enter")
        await pilot.pause()
        await answer(app, pilot, *[None] * 8)
        assert isinstance(app.screen, ActivityScreen)
        assert status(app)[1] == app.wording.say("ui.activity.same")
        assert (folder / FILE).read_bytes() == before


async def test_a_mistake_is_shown_before_anything_is_written_and_the_form_comes_back(
    program: Program, folder: Path
) -> None:
    app = program(language="en")
    before = (folder / FILE).read_bytes()
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(app, pilot)
        await pilot.press("enter")
        await pilot.pause()
        await answer(app, pilot, None, None, None, "100", "200", None, None, None, None)
        assert isinstance(app.screen, Preview)
        told = str(app.screen.query_one(Static).render())
        assert "cannot be written" in told
        assert "activity.toml:" in told
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(app.screen, Preview)
        assert (folder / FILE).read_bytes() == before
        await pilot.press("e")
        await pilot.pause()
        await pilot.pause()
        await answer(app, pilot, None, None, None)
        assert app.screen.query_one(Input).value == "100"
        await answer(app, pilot, "1200", None, None, None, None, None)
        assert isinstance(app.screen, Preview)
        assert "nothing is wrong" in str(app.screen.query_one(Static).render())
        await pilot.press("escape")
        await pilot.pause()
        assert (folder / FILE).read_bytes() == before


async def test_an_answer_that_cannot_be_read_is_asked_again(program: Program) -> None:
    app = program(language="en")
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(app, pilot)
        await pilot.press("enter")
        await pilot.pause()
        await answer(app, pilot, None, None, None, "many")
        assert status(app)[0] == "refused"
        assert app.screen.query_one(Input).value == "many"
        await answer(app, pilot, "1.5")
        assert "whole number" in status(app)[1]
        await pilot.press("escape")
        await pilot.pause()
        assert isinstance(app.screen, ActivityScreen)
        assert not app.screen.query(Input)


async def test_an_entry_is_removed_and_an_entry_that_is_needed_is_not(program: Program, folder: Path) -> None:
    app = program(language="en")
    held = activity(folder)
    told_of = {story.model for story in held.stories}
    needed = next(place for place, one in enumerate(held.models) if one.id in told_of)
    free = next(place for place, one in enumerate(held.models) if one.id not in told_of)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await opened(app, pilot)
        await pilot.press("v")
        screen.choose(f"model:{needed}")
        await pilot.press("d")
        await pilot.pause()
        assert isinstance(app.screen, Preview)
        await pilot.press("e", "enter")
        await pilot.pause()
        assert isinstance(app.screen, Preview)
        await pilot.press("escape")
        await pilot.pause()
        screen.choose(f"model:{free}")
        await pilot.press("delete")
        await pilot.pause()
        assert isinstance(app.screen, Preview)
        assert held.models[free].id in str(app.screen.query_one(Static).render())
        await pilot.press("enter")
        await pilot.pause()
        assert held.models[free].id not in [one.id for one in activity(folder).models]
        assert len(listed(app)) == len(held.models) - 1


async def test_what_somebody_else_wrote_meanwhile_is_not_overwritten(program: Program, folder: Path) -> None:
    app = program(language="en")
    path = folder / FILE
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(app, pilot)
        await pilot.press("d")
        await pilot.pause()
        other = path.read_text("utf-8") + "# by hand\n"
        path.write_text(other, "utf-8")
        await pilot.press("enter")
        await pilot.pause()
        assert path.read_text("utf-8") == other
        assert status(app)[0] == "refused"
        await pilot.press("d")
        await pilot.pause()
        await pilot.press("enter")
        await pilot.pause()
        written = path.read_text("utf-8")
        assert written != other
        path.write_text(f"{written}# again\n", "utf-8")
        await pilot.press("z")
        await pilot.pause()
        assert path.read_text("utf-8") == f"{written}# again\n"
        assert status(app)[0] == "refused"


async def test_a_file_that_cannot_be_read_is_shown_with_its_findings(program: Program, folder: Path) -> None:
    app = program(language="en")
    path = folder / FILE
    path.write_text(path.read_text("utf-8").replace("joined = 1104", "joined = \n", 1), "utf-8")
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(app, pilot)
        assert any("activity.toml:" in one for one in listed(app))
        assert "joined =" in text(app, "#more-text")
        await pilot.press("n")
        await pilot.pause()
        assert status(app)[0] == "refused"
        await pilot.press("enter", "d")
        await pilot.pause()
        assert isinstance(app.screen, ActivityScreen)


async def test_a_file_that_is_no_text_or_cannot_be_opened_is_not_written(program: Program, folder: Path) -> None:
    app = program(language="en")
    path = folder / FILE
    path.write_bytes(path.read_bytes() + b"# \xff\n")
    before = path.read_bytes()
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(app, pilot)
        await pilot.press("n")
        await pilot.pause()
        assert status(app)[0] == "refused"
        assert path.read_bytes() == before
        path.unlink()
        path.mkdir()
        app.redraw()
        await pilot.press("n")
        await pilot.pause()
        assert status(app)[0] == "refused"
        assert any("activity.toml" in one for one in listed(app))


async def test_the_first_entry_makes_the_file_and_taking_it_back_removes_it(program: Program, folder: Path) -> None:
    app = program()
    path = folder / FILE
    path.unlink()
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(app, pilot)
        await pilot.press("V", "n")
        await pilot.pause()
        await answer(app, pilot, "Việc đầu tiên", "btp", "1/2/2022", "", "")
        await pilot.press("enter")
        await pilot.pause()
        assert activity(folder).tasks == (Task(Text.same("Việc đầu tiên"), "btp", date(2022, 2, 1)),)
        await pilot.press("z")
        await pilot.pause()
        assert not path.exists()


async def test_a_disk_that_refuses_leaves_the_file_as_it_was(
    program: Program, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_path: Path, _text: str) -> None:
        raise OSError(28, "No space left on device")

    app = program(language="en")
    before = (folder / FILE).read_bytes()
    monkeypatch.setattr("tui.screens.activity.save", refuse)
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(app, pilot)
        await pilot.press("d")
        await pilot.pause()
        await pilot.press("enter")
        await pilot.pause()
        assert status(app) == ("refused", "activity.toml could not be written: No space left on device")
        assert (folder / FILE).read_bytes() == before
        assert app.edits == []


async def test_the_meeting_takes_the_edit_in_by_key(program: Program) -> None:
    app = program(meeting="half-year", language="en")
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(app, pilot)
        count = len(app.state.setup.activity.participations)  # type: ignore[union-attr]
        await pilot.press("d")
        await pilot.pause()
        await pilot.press("enter")
        await pilot.pause()
        assert len(app.state.setup.activity.participations) == count  # type: ignore[union-attr]
        await pilot.press("r", *"wrong", "enter")
        await pilot.pause()
        assert len(app.state.setup.activity.participations) == count - 1  # type: ignore[union-attr]
        assert "changed after" not in text(app, "#head")


def made(app: EmulationApp, held: Activity, kind: Kind, /, **answers: object) -> object:
    return Form(app.state.setup.bloc, held, app.wording, date(2022, 8, 5)).made(kind, answers)  # type: ignore[arg-type]


def test_forms_make_what_was_answered(program: Program, folder: Path) -> None:
    app, held = program(), activity(folder)
    model = made(
        app,
        held,
        "model",
        unit="btp",
        kind="practice",
        who="Cách làm Mới",
        found=date(2022, 3, 1),
        work=NONE,
        fostered=(date(2022, 4, 1),),
        adopted=("bca",),
        adopted_on=None,
    )
    adopted = (Adoption("bca", date(2022, 8, 5)),)
    kept = (date(2022, 4, 1),)
    assert model == AdvancedModel(
        "cach-lam-moi", "btp", "practice", "Cách làm Mới", date(2022, 3, 1), None, kept, adopted
    )
    joint = made(app, held, "joint", name="Hội thao", on=date(2022, 5, 1), units=("btp", "bca"))
    assert joint == Joint(Text.same("Hội thao"), date(2022, 5, 1), ("btp", "bca"))
    none = {"launched": None, "staff": None, "joined": None, "new_form": "", "result_on": None, "result_text": ""}
    assert made(app, held, "participation", movement="x", unit="btp", **none) == Participation("x", "btp")


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_entry_answered_as_it_stands_stays_as_it_is(program: Program, folder: Path, language: Language) -> None:
    app, held = program(language=language), activity(folder)
    form = Form(app.state.setup.bloc, held, app.wording, date(2022, 8, 5))
    for kind in KINDS:
        for entry in entries(held, kind):
            answers = {
                field.name: tuple(field.value.split())
                if field.kind == "many"
                else field.value
                if field.kind == "pick"
                else read(field, field.value, app.wording)
                for field in form.fields(kind, entry)
            }
            assert form.made(kind, answers, entry) == entry


def test_a_field_that_is_needed_takes_no_empty_answer(program: Program) -> None:
    wording = program(language="en").wording
    with pytest.raises(ValueError, match="has to be written"):
        read(Field("x", "x?", needed=True), "", wording)
    assert read(Field("x", "x?"), "", wording) == ""
    assert read(Field("x", "x?", "day"), "", wording) is None
    assert read(Field("x", "x?", "days"), "", wording) == ()
    assert read(Field("x", "x?", "days"), "2022-01-02; 3/1/2022", wording) == (date(2022, 1, 2), date(2022, 1, 3))
    with pytest.raises(ValueError, match="whole number"):
        read(Field("x", "x?", "count"), "-1", wording)


@pytest.mark.parametrize(("language", "size"), [("vi", (80, 24)), ("en", (140, 40))], ids=["vi-80x24", "en-140x40"])
@pytest.mark.parametrize("keys", [("down",), ("v", "d")], ids=["list", "preview"])
async def test_picture(
    program: Program, picture: SnapshotAssertion, keys: tuple[str, ...], language: Language, size: tuple[int, int]
) -> None:
    app = program(meeting="half-year", language=language)
    async with app.run_test(size=size) as pilot:
        await opened(app, pilot)
        await pilot.press(*keys)
        await pilot.pause()
        await pilot.pause()
        assert drawn(app) == picture


async def test_the_report_leads_here(program: Program) -> None:
    app = program(meeting="half-year")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        app.action_open("report")
        await pilot.pause()
        await pilot.press("e")
        await pilot.pause()
        assert isinstance(app.screen, ActivityScreen)


async def test_one_goes_back_to_a_question_and_finds_the_answer_there(program: Program, folder: Path) -> None:
    app = program(language="en")
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(app, pilot)
        await pilot.press("v", "v", "n")
        await pilot.pause()
        await pilot.press("left")
        await pilot.pause()
        assert isinstance(app.screen, Picker)  # nothing stands before the first question
        await answer(app, pilot, "bca", "2022-09-02")
        await pilot.press("up")
        await pilot.pause()
        assert app.screen.query_one(Input).value == "2022-09-02"
        await pilot.press("up")
        await pilot.pause()
        await pilot.pause()
        assert isinstance(app.screen, Picker)
        lines = app.screen.query_one(OptionList)
        assert lines.get_option_at_index(lines.highlighted or 0).id == "bca"
        await answer(app, pilot, "btp", "2022-09-03", "VTV")
        assert isinstance(app.screen, Picker)
        await pilot.press("backspace")
        await pilot.pause()
        await pilot.pause()
        assert app.screen.query_one(Input).value == "VTV"
        await answer(app, pilot, "VOV", NONE)
        await pilot.press("enter")
        await pilot.pause()
        assert activity(folder).stories[-1] == Story("btp", date(2022, 9, 3), "VOV")


async def test_where_there_is_nothing_to_choose_from_it_is_said(program: Program, folder: Path) -> None:
    bloc = folder / "bloc.toml"
    text_of_bloc = bloc.read_text("utf-8")
    bloc.write_text(text_of_bloc.split("[[movement]]")[0] + "".join(text_of_bloc.partition("[[winner]]")[1:]), "utf-8")
    (folder / FILE).unlink()
    app = program(language="en")
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(app, pilot)
        await pilot.press("n")
        await pilot.pause()
        assert status(app)[0] == "refused"
        assert "bloc.toml" in status(app)[1]
        assert isinstance(app.screen, ActivityScreen)
