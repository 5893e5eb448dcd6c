"""The polls, driven by keys: from creation to release, and what no key may do or show on the way."""

from __future__ import annotations

import html
import random
import re
from typing import TYPE_CHECKING

import pytest
from textual.widgets import Input, OptionList, Static

from emulation.files.record import Record, RecordError
from emulation.meeting import events as e
from emulation.meeting.commands import ClosePoll, CreatePoll, OpenPoll
from emulation.voting import Counts, Paper, Votes
from emulation.wording import Wording
from tests.screens.conftest import drawn
from tui.screens import polls_keys
from tui.screens.confirm import Confirm
from tui.screens.help import HelpScreen
from tui.screens.picker import Picker
from tui.screens.polls import PollsScreen
from tui.screens.polls_form import SEAL, CountForm
from tui.screens.polls_papers import PaperEntry
from tui.widgets.bars import KeyBar, StatusLine

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence
    from pathlib import Path

    from syrupy.assertion import SnapshotAssertion
    from textual.pilot import Pilot

    from emulation.meeting.state import Poll
    from emulation.text import Language
    from tests.screens.conftest import Program
    from tui.app import EmulationApp

UNITS = ("btp", "bqll", "bqp", "bca", "tandtc", "vksndtc", "ttcp")
"""Who is in the room; the eighth unit of the bloc is absent. The flag is between btp, bqp and bca."""

FLAG = ("btp", "bqp", "bca")


def seat(app: EmulationApp, units: Sequence[str] = UNITS) -> None:
    """Let a delegate of each of these units come in, and one guest."""
    for number, unit in enumerate(units, 1):
        app.do(e.PersonListed(f"p-{unit}", f"Nguyễn Văn {number}", "delegate", unit, "Vụ trưởng"))
        app.do(e.CheckedIn(f"p-{unit}"))
    app.do(e.PersonListed("guest", "Trần Thị Khách", "guest"))
    app.do(e.CheckedIn("guest"))


def yes(number: int, cast: int = 7) -> Votes:
    return Votes(number, cast - number)


def counted(*votes: int, cast: int = 7) -> Counts:
    return Counts(cast, cast, votes={unit: yes(one, cast) for unit, one in zip(FLAG, votes, strict=False)})


CREATED = (CreatePoll("flag"),)
OPEN = (*CREATED, OpenPoll("flag", ("p-bqll",)))
CLOSED = (*OPEN, ClosePoll("flag", counted(7, 2, 0)))
DUE = (*OPEN, ClosePoll("flag", counted(6, 6, 0)))
SECOND = Counts(7, 7, votes={"btp": yes(6), "bqp": yes(6)})
TIED = (*DUE, OpenPoll("flag"), ClosePoll("flag", SECOND))
RELEASED = (*CLOSED, e.PollReleased("flag"))
ANNULLED = (*CLOSED, e.PollAnnulled("flag", "đếm nhầm"))
STATES = {
    "planned": (),
    "created": CREATED,
    "open": OPEN,
    "closed": CLOSED,
    "due": DUE,
    "tied": TIED,
    "released": RELEASED,
    "annulled": ANNULLED,
}


def flag(app: EmulationApp) -> Poll:
    return app.state.polls["flag"]


def shown(app: EmulationApp) -> str:
    """The words on the screen, in one line."""
    svg = app.export_screenshot(simplify=True)
    body = svg[svg.index("</defs>") :]
    return " ".join(html.unescape(re.sub(r"<[^>]*>", "", body.replace("</text>", "\n"))).split())


def pane(app: EmulationApp) -> str:
    """The words of the pane, in one line."""
    return " ".join(str(app.screen.query_one("#more-text", Static).render()).split())


async def press(pilot: Pilot[int], *keys: str) -> None:
    await pilot.press(*keys)
    await pilot.pause()
    await pilot.pause()


async def polls(app: EmulationApp, pilot: Pilot[int], state: str = "planned") -> PollsScreen:
    """The screen, the flag's poll having come so far."""
    seat(app)
    for command in STATES[state]:
        app.do(command)
        assert app.status[0] == "done", app.status
    app.action_open("polls")
    await pilot.pause()
    await pilot.pause()
    assert isinstance(app.screen, PollsScreen)
    return app.screen


def status(app: EmulationApp) -> tuple[str, str]:
    line = app.screen_stack[-1].query(StatusLine)
    return (line.first(StatusLine).tone, line.first(StatusLine).sentence) if line else app.status


# ----------------------------------------------------------------------------------------------------- the whole way


async def test_a_poll_is_taken_by_keys_alone_from_its_creation_to_its_release(  # noqa: PLR0915  (it is one story)
    program: Program, folder: Path
) -> None:
    app = program()
    async with app.run_test(size=(80, 24)) as pilot:
        seat(app, UNITS[:5])
        app.action_open("polls")
        await pilot.pause()

        await press(pilot, "enter")  # created, with whom the standings say
        assert flag(app).candidates == FLAG
        assert "Suy tôn đơn vị dẫn đầu Khối" in app.status[1]

        await press(pilot, "d", "down", "down", "enter")  # the third candidate withdraws
        assert isinstance(app.focused, Input)
        await press(pilot, *"rut", "enter")
        assert flag(app).withdrawn == {"bca": "rut"}
        assert "xin rút: rut" in shown(app)

        await press(pilot, "enter")  # five of eight votes are no quorum
        assert flag(app).phase == "created"
        assert status(app) == ("refused", app.status[1])
        assert "5" in app.status[1]
        assert "2/3" in app.status[1]
        seat_more(app)

        await press(pilot, "enter")  # the committee: nobody of a candidate's unit
        picker = app.screen
        assert isinstance(picker, Picker)
        assert "không hoàn tác" in str(picker.query_one(OptionList).border_title)
        await press(pilot, "end", "space", "enter")
        assert flag(app).phase == "created"
        assert status(app)[0] == "refused"
        await press(pilot, "enter", "end", "space", "home", "space", "down", "space", "enter")
        assert isinstance(app.screen, Confirm)  # for it cannot be undone
        assert app.wording.say("ui.polls.confirm-open") in str(app.screen.query_one("#question").border_title)
        await press(pilot, "y")
        assert flag(app).phase == "open"
        assert flag(app).committee == ("p-bqll", "p-bca")
        assert "giấu" in shown(app)

        await press(pilot, "enter")  # the form: wrong sums are shown in place
        await press(pilot, "9")
        assert "✗" in shown(app)
        assert "không quá 8" in shown(app)
        await press(pilot, "backspace", "7", "enter", "8")
        assert "không quá 7 phiếu thu về" in shown(app)
        await press(pilot, "up", "down", "7", "tab", "0", "enter")
        assert app.screen.query_one(CountForm).texts["papers", "cast"] == "7"  # a number come back to begins anew
        await press(pilot, "6", "enter", "3", "enter")
        assert "✗ 9, hợp lệ 7" in shown(app)
        await press(pilot, "s")
        assert not isinstance(app.screen, Confirm)
        assert flag(app).phase == "open"
        await press(pilot, "left", "1", "enter", "0", "enter", "6", "enter", "1", "enter", "0")
        assert app.wording.say("ui.polls.form.complete") in shown(app)
        await press(pilot, "enter", "enter")  # the last line seals
        assert isinstance(app.screen, Confirm)
        await press(pilot, "enter")  # which does not confirm
        assert flag(app).phase == "open"
        await press(pilot, "y")
        assert flag(app).phase == "closed"
        assert app.screen.mode == "list"  # type: ignore[attr-defined]
        assert "6/8 (75,0%)" in shown(app)

        await press(pilot, "r")  # a tie: the second round is due first
        assert status(app)[0] == "refused"
        assert not isinstance(app.screen, Confirm)
        await press(pilot, "enter")
        await press(pilot, "enter", "y")  # the committee of before is ticked still
        assert (flag(app).phase, flag(app).committee) == ("open", ("p-bqll", "p-bca"))

        await press(pilot, "e")  # paper by paper
        for paper in (*["122"] * 5, "i"):
            await press(pilot, *paper, "enter")
            assert status(app)[0] == "done"
        await press(pilot, "1", "enter")  # an opinion is missing
        assert status(app)[0] == "refused"
        await press(pilot, "0", "enter")
        assert sum(app.session.box("flag").values()) == 7  # type: ignore[union-attr]
        await press(pilot, "s", "7", "s")
        assert isinstance(app.screen, Confirm)
        await press(pilot, "y")
        assert flag(app).outcome(None).chosen == ("btp",)

        await press(pilot, "enter")
        assert isinstance(app.screen, Confirm)
        await press(pilot, "enter", "escape")
        assert flag(app).phase == "closed"
        await press(pilot, "enter", "y")
        assert flag(app).phase == "released"
        await press(pilot, "enter")
        assert status(app) == ("hint", Wording("vi").say("ui.polls.is-released"))
        assert app.record.verify() is None
    again = program()
    assert flag(again).phase == "released"
    assert Record.open(folder / "meetings" / "year-end.db", writable=False).verify() is None


def seat_more(app: EmulationApp) -> None:
    for unit in UNITS[5:]:
        app.do(e.PersonListed(f"p-{unit}", f"Lê {unit}", "delegate", unit))
        app.do(e.CheckedIn(f"p-{unit}"))


# ------------------------------------------------------------------------------------------------------- every key


async def nothing(_: EmulationApp, __: Pilot[int]) -> None:
    """Nothing has to be done before the key is pressed."""


async def form(_: EmulationApp, pilot: Pilot[int]) -> None:
    await press(pilot, "enter")


async def paper(_: EmulationApp, pilot: Pilot[int]) -> None:
    await press(pilot, "e")


async def typed(_: EmulationApp, pilot: Pilot[int]) -> None:
    await press(pilot, "enter", "7", "enter", "7", "enter", "0", "enter", "5")


async def written_on(_: EmulationApp, pilot: Pilot[int]) -> None:
    await press(pilot, "e", "1", "2")


async def lot_can_be_drawn(app: EmulationApp, _: Pilot[int]) -> None:
    app.do(e.MarksClosed())


def last(app: EmulationApp) -> e.Event:
    """The newest event of the record."""
    assert app.session is not None
    return app.session.meeting.last.event


def so(done: Callable[[EmulationApp], bool], app: EmulationApp) -> bool:
    try:
        return done(app)
    except (KeyError, IndexError):  # there is no such thing yet
        return False


def at(app: EmulationApp) -> tuple[str, str]:
    return app.screen.query_one(CountForm).at


def box(app: EmulationApp) -> dict[Paper, int]:
    assert app.session is not None
    return app.session.box("flag")


def said(app: EmulationApp) -> Paper:
    return app.screen.query_one(PaperEntry).paper()


async def one_paper(_: EmulationApp, pilot: Pilot[int]) -> None:
    await press(pilot, "e", "1", "0", "enter")


EFFECTS: dict[
    str,
    tuple[str, Callable[[EmulationApp, Pilot[int]], Awaitable[None]], tuple[str, ...], Callable[[EmulationApp], bool]],
] = {
    "poll.next": ("planned", nothing, ("enter",), lambda app: flag(app).phase == "created"),
    "poll.papers": ("open", nothing, ("e",), lambda app: app.focused is app.screen.query_one(PaperEntry)),
    "poll.release": ("closed", nothing, ("r", "y"), lambda app: flag(app).phase == "released"),
    "poll.withdraw": (
        "created",
        nothing,
        ("d", "enter", *"om", "enter"),
        lambda app: flag(app).withdrawn == {"btp": "om"},
    ),
    "poll.written": ("open", nothing, ("w", "enter", "y"), lambda app: flag(app).written == ("ktnn",)),
    "poll.lot": (
        "tied",
        lot_can_be_drawn,
        ("l", *"2023", "enter", "y"),
        lambda app: app.state.seed == "2023" and len(flag(app).outcome("2023").chosen) == 1,
    ),
    "poll.chair": (
        "tied",
        nothing,
        ("o", *"BTP", "enter", *"vi the", "enter"),
        lambda app: (
            (app.state.overruled[0].decision, app.state.overruled[0].reason) == ("BTP", "vi the")
            and "Chủ trì quyết định: BTP; lý do: vi the" in shown(app)
        ),
    ),
    "poll.candidates": (
        "planned",
        nothing,
        ("c", "down", "space", "enter"),
        lambda app: flag(app).candidates == ("btp", "bqll", "bqp", "bca"),
    ),
    "poll.annul": (
        "closed",
        nothing,
        ("x", *"sai", "enter", "y"),
        lambda app: app.state.annulled[0].id == "flag" and "lý do: sai" in (shown(app) + app.status[1]),
    ),
    "count.next": ("open", form, ("enter",), lambda app: at(app) == ("papers", "cast")),
    "count.after": ("open", form, ("tab",), lambda app: at(app) == ("papers", "cast")),
    "count.before": ("open", form, ("shift+tab",), lambda app: at(app) == SEAL),
    "count.left": ("open", typed, ("left",), lambda app: at(app) == ("papers", "invalid")),
    "count.right": ("open", typed, ("right",), lambda app: at(app) == ("btp", "no")),
    "count.up": ("open", typed, ("down", "up", "up"), lambda app: at(app) == ("papers", "invalid")),
    "count.down": ("open", typed, ("right", "down"), lambda app: at(app) == ("bqp", "no")),
    "count.seal": ("open", typed, ("s",), lambda app: status(app)[0] == "refused" and at(app) == ("btp", "no")),
    "count.cover": (
        "open",
        typed,
        ("down", "f4"),
        lambda app: not app.screen.query_one(CountForm).covered and "••" not in shown(app),
    ),
    "count.clear": (
        "open",
        typed,
        ("x",),
        lambda app: app.screen.query_one(CountForm).texts == {("papers", "written"): "0"},
    ),
    "count.back": ("open", form, ("escape",), lambda app: isinstance(app.focused, OptionList)),
    "paper.hand-in": ("open", written_on, ("0", "enter"), lambda app: sum(box(app).values()) == 1),
    "paper.step": ("open", paper, ("1", "2", "2"), lambda app: said(app) == Paper(yes=("btp",), no=("bqp",))),
    "paper.step-here": ("open", paper, ("down", "space"), lambda app: said(app) == Paper(yes=("bqp",))),
    "paper.up": ("open", paper, ("up", "space"), lambda app: said(app) == Paper(yes=("bca",))),
    "paper.down": ("open", paper, ("down", "down", "space"), lambda app: said(app) == Paper(yes=("bca",))),
    "paper.rest-yes": ("open", paper, ("1", "1", "y"), lambda app: said(app) == Paper(("bqp", "bca"), ("btp",))),
    "paper.rest-none": ("open", paper, ("1", "0"), lambda app: said(app) == Paper(("btp",), (), ("bqp", "bca"))),
    "paper.spoil": ("open", written_on, ("i",), lambda app: said(app) == Paper(invalid=True)),
    "paper.anew": ("open", written_on, ("backspace",), lambda app: app.screen.query_one(PaperEntry).untouched),
    "paper.seal": ("open", one_paper, ("s",), lambda app: app.focused is app.screen.query_one(CountForm)),
    "paper.clear": ("open", one_paper, ("x", "y"), lambda app: box(app) == {}),
    "paper.back": ("open", paper, ("escape",), lambda app: isinstance(app.focused, OptionList)),
}


def test_every_key_is_pressed_here() -> None:
    own = (*polls_keys.LIST, *polls_keys.COUNT, *polls_keys.PAPER)
    assert {binding.id for binding in own} == set(EFFECTS)


@pytest.mark.parametrize("key", list(EFFECTS))
async def test_a_key_does_what_it_says(program: Program, key: str) -> None:
    state, before, keys, done = EFFECTS[key]
    app = program()
    async with app.run_test(size=(100, 40)) as pilot:
        await polls(app, pilot, state)
        await before(app, pilot)
        assert not so(done, app)
        await press(pilot, *keys)
        assert so(done, app), (app.status, shown(app))
        assert app.record.verify() is None


ASKING = {
    "seal": (
        "open",
        ("enter", *"7", "enter", *"7", "enter", *"0", *(["enter", "7", "enter", "0", "enter", "0"] * 3), "s"),
    ),
    "release": ("closed", ("r",)),
    "annul": ("closed", ("x", *"sai", "enter")),
    "written": ("open", ("w", "enter")),
    "clear": ("open", ("e", "1", "0", "enter", "x")),
}


@pytest.mark.parametrize("name", list(ASKING))
async def test_what_stays_done_is_asked_for_and_only_y_does_it(program: Program, name: str) -> None:
    state, keys = ASKING[name]
    app = program()
    async with app.run_test(size=(80, 24)) as pilot:
        await polls(app, pilot, state)
        before = last(app)
        await press(pilot, *keys)
        assert isinstance(app.screen, Confirm)
        assert app.wording.say("ui.confirm.final") in shown(app)
        await press(pilot, "enter", "space", "r", "x", "s")
        assert isinstance(app.screen, Confirm)
        await press(pilot, "escape")
        assert last(app) == before
        assert status(app) == ("hint", app.wording.say("ui.given-up"))
        await press(pilot, *(("s",) if name == "seal" else keys[-3:] if name == "clear" else keys))
        if name == "clear":
            await press(pilot, "x")
        await press(pilot, "n")
        assert last(app) == before


# ----------------------------------------------------------------------------------------------- what is not possible


REFUSED: dict[str, dict[str, str]] = {
    "planned": {
        "r": "không có cuộc bỏ phiếu",
        "e": "trạng thái: chưa bỏ phiếu",
        "d": "không có cuộc bỏ phiếu",
        "x": "không có cuộc bỏ phiếu",
        "w": "không có cuộc bỏ phiếu",
    },
    "created": {
        "r": "trạng thái: đã lập danh sách",
        "w": "trạng thái: đã lập danh sách",
        "c": "đã có cuộc bỏ phiếu",
    },
    "open": {"r": "trạng thái: đang bỏ phiếu", "d": "trạng thái: đang bỏ phiếu"},
    "due": {"r": "còn vòng 2"},
    "tied": {"l": "chưa khóa"},
    "released": {"x": "trạng thái: đã công bố", "r": "trạng thái: đã công bố"},
}


@pytest.mark.parametrize("state", list(REFUSED))
async def test_a_key_that_is_of_no_use_says_why(program: Program, state: str) -> None:
    app = program()
    async with app.run_test(size=(80, 24)) as pilot:
        await polls(app, pilot, state)
        before = last(app)
        for key, because in REFUSED[state].items():
            app.say("hint", "")
            await press(pilot, key)
            assert status(app)[0] == "refused"
            assert because in status(app)[1]
            assert last(app) == before
            assert isinstance(app.screen, PollsScreen)


async def test_without_any_candidate_left_no_round_can_be_opened(program: Program) -> None:
    app = program()
    async with app.run_test(size=(80, 24)) as pilot:
        await polls(app, pilot, "created")
        for unit in FLAG:
            app.do(e.CandidateWithdrew("flag", unit, "om"))
        await press(pilot, "enter")
        assert status(app) == ("refused", app.wording.say("ui.polls.nobody-left"))
        await press(pilot, "d")
        assert status(app) == ("refused", app.wording.say("ui.polls.nobody-left"))
        assert flag(app).phase == "created"


async def test_of_an_annulled_poll_nothing_is_left_to_do_and_it_is_created_again_above(program: Program) -> None:
    app = program()
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await polls(app, pilot, "annulled")
        listed = screen.query_one(OptionList)
        assert [str(listed.get_option_at_index(place).prompt)[2:14].strip() for place in range(3)] == [
            "chưa bỏ phiế",
            "đã hủy",
            "chưa bỏ phiế",
        ]
        await press(pilot, "down")
        assert "lý do: đếm nhầm" in shown(app)
        assert "7/8" in shown(app)
        assert "Được chọn" not in shown(app)
        for key in ("enter", "e", "r", "d", "x", "c", "w", "o"):
            await press(pilot, key)
            assert status(app) == ("refused", app.wording.say("ui.polls.void"))
        await press(pilot, "up", "enter")
        assert flag(app).phase == "created"


async def test_numbers_that_are_missing_or_wrong_are_not_sealed(program: Program) -> None:
    app = program()
    async with app.run_test(size=(80, 24)) as pilot:
        await polls(app, pilot, "open")
        await press(pilot, "enter", "s")
        assert status(app) == ("refused", app.wording.say("ui.polls.unfinished"))
        await press(pilot, "7", "down", "7", "down", "0", "enter")
        for votes in ("700", "700", "790"):
            for digit in votes:
                await press(pilot, digit, "enter")
        assert at(app) == SEAL
        assert "✗ 16, hợp lệ 7" in shown(app)
        await press(pilot, "enter")
        assert status(app)[0] == "refused"
        assert not isinstance(app.screen, Confirm)
        await press(pilot, "escape", "enter")  # what was typed is there still
        assert app.screen.query_one(CountForm).texts["bca", "no"] == "9"


async def test_a_poll_is_not_sealed_once_the_quorum_is_gone(program: Program) -> None:
    app = program()
    async with app.run_test(size=(80, 24)) as pilot:
        await polls(app, pilot, "open")
        for unit in UNITS[3:]:
            app.do(e.CheckedOut(f"p-{unit}"))
        await press(pilot, "enter", "3", "enter", "3", "enter", "0")
        for _ in FLAG:
            await press(pilot, "enter", "3", "enter", "0", "enter", "0")
        await press(pilot, "s")
        assert status(app)[0] == "refused"
        assert "3 trên 8" in status(app)[1]
        assert flag(app).phase == "open"


# ------------------------------------------------------------------------------------------------------- what is hidden


async def test_a_screen_does_not_tell_what_papers_were_entered(program: Program, folder: Path) -> None:
    seen = []
    for papers in (("1220", "i", "0"), ("0", "1y", "1122220")):
        app = program()
        async with app.run_test(size=(140, 40)) as pilot:
            screen = await polls(app, pilot, "open")
            pictures = []
            await press(pilot, "e")
            for one in papers:
                await press(pilot, *one, "enter")
                pictures.append(drawn(app))
            await press(pilot, "s")
            pictures.append(drawn(app))
            await press(pilot, "f4", "7")
            pictures.append(drawn(app))
            await press(pilot, "escape")
            pictures.append(drawn(app))
            assert "giấu" in shown(app)
            assert sum(box(app).values()) == 3
            assert screen.query_one(PaperEntry).untouched
        seen.append(pictures)
        assert app.session is not None
        app.session.close()
        (folder / "meetings" / "year-end.db").unlink()
    assert seen[0] == seen[1]


def rewrite(folder: Path, name: str, *changes: tuple[str, str]) -> None:
    """Change what a file of the folder says."""
    path = folder / name
    text = path.read_text("utf-8")
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new)
    path.write_text(text, "utf-8")


async def test_numbers_of_a_secret_poll_are_covered_once_they_are_left_and_come_back_by_key(program: Program) -> None:
    app = program()
    async with app.run_test(size=(80, 24)) as pilot:
        await polls(app, pilot, "open")
        await press(pilot, "enter", "7", "enter", "7", "enter", "0", "enter", "5", "enter")
        form = app.screen.query_one(CountForm)
        assert form.texts["btp", "yes"] == "5"
        assert "[ ••" in shown(app)
        assert "5" not in shown(app).split("k.ý kiến")[1].split("BQP")[0].replace("còn 2", "")
        await press(pilot, "f4")
        assert "[ ••" not in shown(app)
        assert app.wording.say("ui.polls.form.uncovered") in shown(app)


async def test_results_stay_hidden_until_the_count_is_sealed_then_say_what_they_stand_on(program: Program) -> None:
    app = program()
    async with app.run_test(size=(140, 40)) as pilot:
        await polls(app, pilot, "open")
        assert app.wording.say("ui.polls.hidden") in shown(app)
        app.do(ClosePoll("flag", counted(7, 2, 0)))
        await pilot.pause()
        assert app.wording.say("ui.polls.hidden") not in shown(app)
        told = pane(app)
        assert "Được chọn: BTP" in told
        assert "có quyền 8 · có mặt 7 · phát ra 7 · thu về 7 (văn bản 0) · không hợp lệ 0 · hợp lệ 7" in told
        assert "ít nhất 2/3 tổng số phiếu" in told
        assert "cần ít nhất 6 phiếu" in told
        assert "7/8 (87,5%) ✓ được chọn" in told
        assert "2/8 (25,0%) ✗ không đạt" in told


# ------------------------------------------------------------------------------------------------- papers in the box


async def test_a_paper_is_handed_in_whole_or_not_at_all(program: Program) -> None:
    app = program()
    async with app.run_test(size=(80, 24)) as pilot:
        await polls(app, pilot, "open")
        await press(pilot, "e", "enter")
        assert status(app) == ("refused", app.wording.say("ui.polls.untouched"))
        await press(pilot, "7")
        assert status(app) == ("refused", app.wording.say("ui.polls.no-such-place", found=7))
        await press(pilot, "1", "2", "enter")  # nothing about the third
        assert status(app)[0] == "refused"
        assert said(app) == Paper(yes=("btp", "bqp"))  # what was typed is there still
        await press(pilot, "3", "3", "3", "enter", "i", "enter", "0", "enter")
        assert box(app) == {
            Paper(("btp", "bqp"), (), ("bca",)): 1,
            Paper(invalid=True): 1,
            Paper((), (), FLAG): 1,
        }
        assert "Phiếu thứ 4" in shown(app)
        assert app.screen.query_one(PaperEntry).untouched
        await press(pilot, "1", "escape")
        assert "Đã nhập 3 phiếu" in shown(app)
        await press(pilot, "e")
        assert app.screen.query_one(PaperEntry).untouched


async def test_counts_of_papers_need_only_what_papers_do_not_tell(program: Program) -> None:
    app = program()
    async with app.run_test(size=(80, 24)) as pilot:
        await polls(app, pilot, "open")
        await press(pilot, "e", *(["y", "enter"] * 6), "i", "enter", "s", "s")
        assert status(app) == ("refused", app.wording.say("ui.polls.unfinished"))
        await press(pilot, "6", "s")  # seven came back
        assert status(app)[0] == "refused"
        await press(pilot, "f4")
        assert status(app) == ("hint", app.wording.say("ui.polls.stays-hidden"))
        await press(pilot, "backspace", "8", "enter", "enter", "y")
        counts = flag(app).rounds[0].counts
        assert (counts.issued, counts.cast, counts.invalid, counts.yes) == (8, 7, 1, dict.fromkeys(FLAG, 6))
        assert app.record.verify() is None


async def test_more_papers_than_votes_are_refused_and_the_box_can_be_emptied(program: Program) -> None:
    app = program()
    async with app.run_test(size=(80, 24)) as pilot:
        await polls(app, pilot, "open")
        await press(pilot, "e", *(["y", "enter"] * 9))
        assert status(app)[0] == "refused"
        assert sum(box(app).values()) == 8
        await press(pilot, "s", "x", "y")  # from the form too
        assert box(app) == {}
        await press(pilot, "escape", "e", "x")
        assert status(app) == ("hint", app.wording.say("ui.polls.box-empty"))


async def test_a_paper_that_cannot_be_kept_stays_in_hand(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise RecordError("disk-full", found="x", reason="y")

    app = program()
    async with app.run_test(size=(80, 24)) as pilot:
        await polls(app, pilot, "open")
        await press(pilot, "e", "1", "0", "enter", "2", "0")
        with monkeypatch.context() as patched:
            patched.setattr(Record, "keep_papers", full)
            await press(pilot, "enter")
            assert status(app)[0] == "alarm"
            assert said(app).yes == {"bqp"}
            await press(pilot, "x", "y")
            assert status(app)[0] == "alarm"
        assert sum(box(app).values()) == 1
        await press(pilot, "2", "0", "enter")
        assert sum(box(app).values()) == 2
        with monkeypatch.context() as patched:
            patched.setattr(Record, "papers", full)
            await press(pilot, "escape")
            assert status(app)[0] == "alarm"


async def test_papers_are_there_still_when_the_program_was_killed(program: Program) -> None:
    app = program()
    async with app.run_test(size=(80, 24)) as pilot:
        await polls(app, pilot, "open")
        await press(pilot, "e", "y", "enter", "i", "enter")
    again = program()
    async with again.run_test(size=(80, 24)) as pilot:
        again.action_open("polls")
        await press(pilot)
        assert "Đã nhập 2 phiếu" in shown(again)
        await press(pilot, "e")
        assert "Phiếu thứ 3" in shown(again)


async def test_a_box_that_cannot_be_read_can_be_emptied(program: Program) -> None:
    app = program()
    async with app.run_test(size=(80, 24)) as pilot:
        await polls(app, pilot, "open")
        app.record.keep_papers("flag", {"{}": 1})
        await press(pilot, "e")
        assert status(app)[0] == "alarm"
        await press(pilot, "1", "0", "enter")
        assert status(app)[0] == "alarm"
        await press(pilot, "x", "y", "y", "enter")
        assert sum(box(app).values()) == 1


# ---------------------------------------------------------------------------------------------- other kinds of polls


async def test_hands_are_counted_in_the_open(program: Program, folder: Path) -> None:
    rewrite(folder, "procedure.toml", ('candidates = "top:3"\nsecret = true', 'candidates = "top:3"\nsecret = false'))
    app = program()
    async with app.run_test(size=(80, 24)) as pilot:
        await polls(app, pilot, "open")
        assert "biểu quyết giơ tay" in shown(app)
        await press(pilot, "enter")
        form = app.screen.query_one(CountForm)
        assert not form.covered
        assert app.wording.say("ui.polls.form.hands") in shown(app)
        assert form.counts() is None  # the opinions alone are missing
        assert at(app) == ("btp", "yes")
        for digit in "700250070":
            await press(pilot, digit, "enter")
        await press(pilot, "enter", "y")
        assert flag(app).rounds[0].counts == counted(7, 2, 0)


async def test_a_name_is_chosen_from_a_list(program: Program) -> None:
    app = program()
    async with app.run_test(size=(80, 24)) as pilot:
        await polls(app, pilot)
        await press(pilot, "down", "enter", "enter", "enter")
        assert app.wording.say("ui.polls.no-committee") in shown(app)
        await press(pilot, "y")
        poll = app.state.polls["next-head"]
        assert (poll.phase, len(poll.candidates), poll.committee) == ("open", 8, ())
        await press(pilot, "e", "8", "y")
        assert status(app) == ("refused", app.wording.say("ui.polls.no-rest"))
        assert app.wording.say("ui.polls.paper.named", count=1, most=1) in shown(app)
        await press(pilot, "1", "enter")
        assert status(app)[0] == "refused"  # two names, one seat
        await press(pilot, "1", "enter", "0", "enter")
        assert app.session is not None
        assert app.session.box("next-head") == {Paper(yes=("ktnn",)): 1, Paper(): 1}
        await press(pilot, "x", "y", "s")
        form = app.screen.query_one(CountForm)
        await press(pilot, "7", "enter", "7", "enter", "1", "enter", *"8", "enter")
        assert "✗" in shown(app).split("BTP")[1].split("BQLL")[0]
        await press(pilot, "up", "up", "down", "6", "enter", "3", "enter")
        assert app.wording.say("ui.polls.form.too-many") in shown(app)
        await press(pilot, "up", "0")
        assert app.wording.say("ui.polls.form.too-many") not in shown(app)
        await press(pilot, "enter", *(["0", "enter"] * 6))
        assert form.at == SEAL
        await press(pilot, "enter", "y")
        assert app.state.polls["next-head"].outcome(None).chosen == ("btp",)
        assert "6/6 (100,0%) ✓ được chọn" in pane(app)


async def test_a_paper_beyond_the_votes_in_the_room_is_asked_about(program: Program) -> None:
    app = program()
    async with app.run_test(size=(80, 24)) as pilot:
        await polls(app, pilot, "open")
        present = app.state.roll().present_votes
        assert present < app.state.roll().entitled_votes
        await press(pilot, "e", *["y", "enter"] * present)
        assert app.session is not None
        assert sum(app.session.box("flag").values()) == present
        await press(pilot, "y", "enter")
        assert isinstance(app.screen, Confirm)
        assert str(present + 1) in shown(app)
        await press(pilot, "escape")
        assert sum(app.session.box("flag").values()) == present
        await press(pilot, "enter", "y")
        assert sum(app.session.box("flag").values()) == present + 1
        last = app.last
        await press(pilot, "ctrl+z", "u")  # the room that the papers are checked against stands
        assert app.last == last
        await press(pilot, "x", "y")
        assert app.session.box("flag") == {}
        assert app.screen.mode == "paper"  # type: ignore[attr-defined]


async def test_who_is_recused_hands_in_a_paper_silent_about_itself(program: Program, folder: Path) -> None:
    rewrite(folder, "procedure.toml", ('rounds = 2\nrecused = "none"\n\n', 'rounds = 2\nrecused = "candidate"\n\n'))
    app = program()
    async with app.run_test(size=(140, 40)) as pilot:
        await polls(app, pilot, "open")
        assert app.wording.word("recused", "candidate") in shown(app)
        await press(pilot, "e", "1", "1", "1", "1", "2", "3")
        assert app.wording.say("ui.polls.paper.own") in shown(app)
        await press(pilot, "enter")
        assert box(app) == {Paper(("bqp", "bca")): 1}
        await press(pilot, "1", "1", "1", "1", "2", "2", "2", "2", "3", "enter")
        assert status(app)[0] == "refused"  # a paper is of one unit
        app.do(e.PollAnnulled("flag", "thử"))
        app.do(CreatePoll("flag"))
        app.do(OpenPoll("flag"))
        votes = {"btp": Votes(6), "bqp": Votes(3, 3), "bca": Votes(2, 4)}
        app.do(ClosePoll("flag", Counts(7, 7, votes=votes)))
        await pilot.pause()
        await press(pilot)
        assert "6/7 (85,7%)" in shown(app)


async def test_a_written_ballot_is_one_of_an_absent_unit_and_counts_as_present(program: Program) -> None:
    app = program()
    async with app.run_test(size=(80, 24)) as pilot:
        await polls(app, pilot, "open")
        await press(pilot, "w")
        picker = app.screen
        assert isinstance(picker, Picker)
        assert [str(o.prompt)[:4] for o in picker.query_one(OptionList).options] == ["KTNN"]
        await press(pilot, "escape")
        assert flag(app).written == ()
        await press(pilot, "enter", "w", "enter", "y")  # from the form too
        assert flag(app).written == ("ktnn",)
        assert app.screen.query_one(CountForm).texts["papers", "written"] == "1"
        await press(pilot, "escape")
        assert "Có mặt 8 phiếu (7 tại phòng, 1 bằng văn bản) trên 8" in shown(app)
        assert "Đã gửi phiếu bằng văn bản: KTNN" in shown(app)
        await press(pilot, "e", "w")
        assert status(app)[0] == "refused"  # it came in already, and nobody else is absent


async def test_candidates_that_no_rule_finds_are_named(program: Program, folder: Path) -> None:
    rewrite(folder, "procedure.toml", ('candidates = "top:3"', 'candidates = "eligible:co-thi-dua-chinh-phu"'))
    app = program()
    async with app.run_test(size=(80, 24)) as pilot:
        await polls(app, pilot)
        assert "lấy danh sách theo kết quả xét" in shown(app)
        await press(pilot, "enter", "enter")
        assert "flag" not in app.state.polls
        assert status(app)[0] == "refused"  # nobody was named
        await press(pilot, "enter", "end", "space", "up", "space", "enter")
        assert flag(app).candidates == ("ttcp", "ktnn")


async def test_candidates_by_their_verdicts_are_those_who_are_eligible(program: Program, folder: Path) -> None:
    rewrite(folder, "procedure.toml", ('candidates = "top:3"', 'candidates = "eligible:bang-khen-khoi"'))
    old, young = "founded = 1945-08-28\n", "founded = 2020-01-01\n"
    founded = ((one, f'id = "{one}"\n', day) for one, day in (("bqp", old), ("ktnn", old), ("bca", young)))
    rewrite(folder, "candidates.toml", *((line, line + day) for _, line, day in founded))
    award = """
[[award]]
id = "bang-khen-khoi"
name = "Bằng khen của Khối"
kind = "commendation"
for = "collective"
level = "ministry"
basis = { source = "regulation", article = "5" }
evidence = "text"
require = { existed = 10 }
"""
    regulation = folder / "quy-che.toml"
    regulation.write_text(regulation.read_text("utf-8") + award, "utf-8")
    app = program()
    async with app.run_test(size=(80, 24)) as pilot:
        await polls(app, pilot)
        await press(pilot, "enter")
        await press(pilot, "enter")  # those who were found are ticked: BQP and KTNN were founded long enough ago
        assert flag(app).candidates == ("bqp", "ktnn")


async def test_earlier_winners_stand_beside_their_names(program: Program, folder: Path) -> None:
    winner = '\n[[winner]]\nyear = {}\naward = "co-thi-dua-chinh-phu"\nunit = "{}"\n'
    bloc = folder / "bloc.toml"
    bloc.write_text(bloc.read_text("utf-8") + winner.format(2019, "bca") + winner.format(2021, "ktnn"), "utf-8")
    app = program()
    async with app.run_test(size=(80, 24)) as pilot:
        await polls(app, pilot)
        assert "Bộ Công an ★ đã được tặng 2019" in shown(app)
        await pilot.press("ctrl+down", "ctrl+down")
        await pilot.pause()
        assert "Đã được tặng các năm trước: BCA (2019) và KTNN (2021)" in shown(app)


async def test_more_candidates_than_digits_are_reached_by_the_arrows(program: Program, folder: Path) -> None:
    more = "".join(
        f'\n[[unit]]\nid = "x{n}"\nname = "Đơn vị {n}"\nshort = "X{n}"\nkind = "ministry"\n' for n in range(20)
    )
    bloc = folder / "bloc.toml"
    bloc.write_text(bloc.read_text("utf-8").replace("\n[[office]]", f"{more}\n[[office]]", 1), "utf-8")
    rewrite(
        folder,
        "procedure.toml",
        ('candidates = "top:3"', 'candidates = "all"'),
        ('at_least = "2/3"\nof', 'at_least = "1/5"\nof'),
    )
    app = program()
    async with app.run_test(size=(60, 20)) as pilot:
        await polls(app, pilot)
        app.do(CreatePoll("flag"))
        app.do(e.CandidateWithdrew("flag", "btp", "om"))
        for number in range(12):
            app.do(e.PersonListed(f"p-{number}", f"Lê {number}", "delegate", f"x{number}"))
            app.do(e.CheckedIn(f"p-{number}"))
        app.do(OpenPoll("flag"))
        assert flag(app).phase == "open"
        await press(pilot, "e", "up", "space", "0", "enter")
        assert box(app) == {Paper(("x19",), (), flag(app).candidates[1:-1]): 1}
        await press(pilot, *["down"] * 14)
        assert "X6" in shown(app)
        await press(pilot, "x", "y", "s", *["down"] * 19)
        assert at(app)[0] == "x9"
        assert "X9" in shown(app)


# ------------------------------------------------------------------------------------------------- ties and decisions


async def test_a_tie_that_no_round_is_left_for_waits_for_a_withdrawal_the_lot_or_the_chair(program: Program) -> None:
    app = program()
    async with app.run_test(size=(140, 40)) as pilot:
        await polls(app, pilot, "tied")
        told = pane(app)
        assert "Bằng phiếu, chưa phân định: BTP và BQP" in told
        assert app.wording.say("ui.polls.settle") in told
        assert "Vòng 2" in told
        await press(pilot, "o", "enter", "enter")
        assert status(app)[0] == "refused"
        await press(pilot, "o", *"BQP", "enter", "enter")  # no reason: what was decided is asked for again
        assert isinstance(app.focused, Input)
        assert app.focused.value == "BQP"
        await press(pilot, "enter", *"lau", "enter")
        assert "Chủ trì quyết định: BQP; lý do: lau" in pane(app)
        await press(pilot, "d", "enter", *"om", "enter")
        assert flag(app).outcome(None).chosen == ("bqp",)
        assert app.wording.say("minutes.poll.broken-by-withdrawal") in pane(app)
        await press(pilot, "u")
        assert "chưa phân định: BTP và BQP" in pane(app)
        app.do(e.MarksClosed())
        await press(pilot, "l", *"7", "enter", "y")
        assert app.wording.say("ui.polls.lot-seed", seed="7") in pane(app)
        await press(pilot, "l")
        assert status(app)[0] == "refused"


async def test_who_may_not_count_is_told_and_the_ticks_are_kept(program: Program) -> None:
    app = program()
    async with app.run_test(size=(80, 24)) as pilot:
        await polls(app, pilot, "created")
        await press(pilot, "enter", "space", "end", "space", "enter")
        assert status(app)[0] == "refused"
        assert flag(app).phase == "created"
        await press(pilot, "enter")
        ticked = [str(one.prompt) for one in app.screen.query_one(OptionList).options if "[ ]" not in str(one.prompt)]
        assert len(ticked) == 2
        await press(pilot, "escape")
        assert status(app) == ("hint", app.wording.say("ui.given-up"))


async def test_the_screen_leaves_the_form_when_the_poll_is_annulled_and_forgets_what_was_typed(
    program: Program,
) -> None:
    app = program()
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await polls(app, pilot, "open")
        await press(pilot, "enter", "8")
        app.do(e.PollAnnulled("flag", "lại"))
        await press(pilot)
        assert screen.mode == "list"
        assert isinstance(app.focused, OptionList)
        app.do(CreatePoll("flag"))
        app.do(OpenPoll("flag"))
        await press(pilot, "enter")
        assert ("papers", "issued") not in app.screen.query_one(CountForm).texts


# -------------------------------------------------------------------------------------------- help, mouse, languages


@pytest.mark.parametrize(("key", "group"), [("enter", "count"), ("e", "paper"), ("", "poll")])
async def test_help_tells_the_keys_of_the_work_in_hand(program: Program, key: str, group: str) -> None:
    app = program()
    async with app.run_test(size=(140, 60)) as pilot:
        screen = await polls(app, pilot, "open")
        if key:
            await press(pilot, key)
        own = {active.binding.id for active, _ in screen.active_keys()} & polls_keys.ORDER.keys()
        assert {(name or "").split(".")[0] for name in own} == {group} | {"poll"}
        await press(pilot, "f1")
        assert isinstance(app.screen, HelpScreen)
        told = shown(app)
        assert all(app.wording.say(f"ui.key.{name}") in told for name in own if name != "poll.next")


async def test_fields_candidates_and_keys_can_be_clicked(program: Program) -> None:
    app = program()
    async with app.run_test(size=(80, 24)) as pilot:
        await polls(app, pilot, "open")
        await press(pilot, "enter")
        await pilot.click("#count-text", offset=(30, 2))
        await pilot.pause()
        assert at(app) == ("papers", "cast")
        await pilot.press("escape", "e")
        await pilot.pause()
        await pilot.click("#paper-text", offset=(8, 1))
        await pilot.pause()
        assert said(app) == Paper(yes=("bqp",))
        await pilot.click(KeyBar, offset=(1, 0))  # Enter: hand in
        await pilot.pause()
        assert status(app)[0] == "refused"


async def test_the_form_speaks_the_other_language_at_once(program: Program) -> None:
    app = program()
    async with app.run_test(size=(80, 24)) as pilot:
        await polls(app, pilot, "open")
        await press(pilot, "enter", "7", "f9")
        assert "Papers issued" in shown(app)
        assert app.screen.query_one(CountForm).texts["papers", "issued"] == "7"
        await press(pilot, "escape", "e", "f9")
        assert "Phiếu thứ 1" in shown(app)


async def test_without_any_planned_poll_the_screen_says_where_to_plan_one(program: Program, folder: Path) -> None:
    text = (folder / "procedure.toml").read_text("utf-8")
    (folder / "procedure.toml").write_text(text[: text.index("# Illustrative share.")], "utf-8")
    app = program()
    async with app.run_test(size=(80, 24)) as pilot:
        await polls(app, pilot)
        assert app.wording.say("ui.polls.none") in shown(app)
        await press(pilot, *"erdwlocx", "enter")
        assert app.state.polls == {}


# ------------------------------------------------------------------------------------------------------------ pictures

PICTURES: dict[str, tuple[str, tuple[str, ...]]] = {
    "planned": ("planned", ()),
    "created": ("created", ()),
    "committee": ("created", ("enter", "space", "down", "space")),
    "open": ("open", ()),
    "form": (
        "open",
        (
            "enter",
            *("7", "enter") * 2,
            *(key for digit in "06105" for key in (digit, "enter")),
            "3",
            "right",
            "1",
        ),
    ),
    "form-of-papers": ("open", ("e", "y", "enter", "i", "enter", "s", "7")),
    "paper": ("open", ("e", "y", "enter", "1", "2", "2")),
    "seal": ("open", ("e", *(["y", "enter"] * 7), "s", "7", "s")),
    "closed": ("closed", ()),
    "due": ("due", ()),
    "tied": ("tied", ()),
    "released": ("released", ()),
    "annulled": ("annulled", ("down",)),
    "annul": ("closed", ("x", *"sai", "enter")),
}


@pytest.mark.parametrize(("language", "size"), [("vi", (80, 24)), ("en", (140, 40))], ids=["vi-80x24", "en-140x40"])
@pytest.mark.parametrize("name", list(PICTURES))
async def test_picture(
    program: Program, picture: SnapshotAssertion, name: str, language: Language, size: tuple[int, int]
) -> None:
    state, keys = PICTURES[name]
    app = program(language=language)
    async with app.run_test(size=size) as pilot:
        await polls(app, pilot, state)
        await press(pilot, *keys)
        await pilot.pause()
        assert drawn(app) == picture


# ------------------------------------------------------------------------------------------------ whatever is pressed

WILD = (
    *"0123456789edrwlocxsiyu. ",
    *("enter", "enter", "enter", "escape", "up", "down", "left", "right", "tab", "shift+tab", "space", "y", "y"),
    *("backspace", "delete", "f1", "f4", "f9", "ctrl+down", "ctrl+up", "ctrl+y", "home", "end"),
)


@pytest.mark.parametrize("seed", range(2))
@pytest.mark.parametrize("state", ["planned", "open", "tied"])
async def test_whatever_is_pressed_the_record_verifies(program: Program, state: str, seed: int) -> None:
    chance = random.Random(f"{state} {seed}")  # noqa: S311  (a test's own chance, the same at every run)
    app = program()
    async with app.run_test(size=(80, 24)) as pilot:
        await polls(app, pilot, state)
        for _ in range(5):
            await pilot.press(*chance.choices(WILD, k=15))
            if chance.random() < 0.3:
                await pilot.resize_terminal(*chance.choice(((80, 24), (140, 40), (60, 20), (30, 8))))
        await pilot.pause()
        assert app.is_running
        assert app.record.verify() is None
