"""Nominations: the list with its verdicts, the tree that folds, putting forward and taking back, all by keys."""

from __future__ import annotations

import datetime as dt
import threading
from typing import TYPE_CHECKING, Any

import attrs
import pytest
from textual.widgets import OptionList

from emulation.files.folder import read_folder
from emulation.meeting.events import Closed, Nominated, Overruled
from emulation.meeting.state import Poll
from emulation.procedure import PollRules
from emulation.text import Text
from emulation.voting import Counts, Roll, Round, Votes
from tests.screens.conftest import AT, drawn
from tests.screens.hands import SIZES, said, settled, text, typed
from tui import judging
from tui.screens.awards import AwardsScreen
from tui.screens.awards_rows import FILTERS, ORDERS
from tui.screens.nomination_list import NominationListScreen
from tui.screens.picker import Picker

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from syrupy.assertion import SnapshotAssertion
    from textual.pilot import Pilot

    from emulation.awards.rulebook import VerdictStatus
    from emulation.text import Language
    from tests.screens.conftest import Program
    from tui.app import EmulationApp

ELIGIBLE, NOT_ELIGIBLE, BARRED, UNKNOWN = 0, 3, 1, 5
"""Lines of the example's list."""


async def shown(app: EmulationApp, pilot: Pilot[int], name: str = "nominations") -> None:
    while not app.painted:  # the agenda is drawn once the first frame is out
        await pilot.pause(0.01)
    app.action_open(name)
    await settled(app, pilot)


def awards(app: EmulationApp) -> AwardsScreen:
    assert isinstance(app.screen, AwardsScreen)
    return app.screen


def rows(screen: AwardsScreen) -> list[str]:
    """The lines of the list, as they are drawn."""
    return [screen.people._paint(line, 200).plain for line in range(screen.people.count)]


def tree(screen: AwardsScreen | NominationListScreen) -> list[str]:
    """The lines of the tree, as they are drawn."""
    pane = screen.pane.shown if isinstance(screen, AwardsScreen) else screen.tree_shown
    return [pane._paint(line, 200).plain for line in range(pane.count)]


PICTURES: dict[str, tuple[str, ...]] = {
    "list": ("down", "down", "down"),
    "tree": ("down",) * 5 + ("enter", "down", "down"),
    "nominated": ("n", "s", "f", "slash", "a"),
    "overruling": ("down", "n", "r"),
}


@pytest.mark.parametrize(("language", "size"), SIZES, ids=["vi-80x24", "en-140x40"])
@pytest.mark.parametrize("name", list(PICTURES))
async def test_picture(
    program: Program, picture: SnapshotAssertion, name: str, language: Language, size: tuple[int, int]
) -> None:
    app = program(language=language)
    async with app.run_test(size=size) as pilot:
        await shown(app, pilot)
        for key in PICTURES[name]:
            await pilot.press(key)
            await settled(app, pilot)
        assert drawn(app) == picture


@pytest.mark.parametrize(("language", "size"), SIZES, ids=["vi-80x24", "en-140x40"])
async def test_picture_of_the_list(
    program: Program, picture: SnapshotAssertion, language: Language, size: tuple[int, int]
) -> None:
    app = program(language=language)
    app.do(Nominated("cstd-co-so", "ca-nhan-a"))
    app.do(Nominated("cstd-bo-nganh-tinh", "ca-nhan-d", "Hội đồng họp ngày 10/4"))
    async with app.run_test(size=size) as pilot:
        await shown(app, pilot, "nomination-list")
        assert drawn(app) == picture


# ------------------------------------------------------------------------------------------------ the list


async def test_every_question_has_its_verdict_as_sign_and_word(program: Program) -> None:
    app = program()
    async with app.run_test(size=(80, 24)) as pilot:
        await shown(app, pilot)
        lines = rows(awards(app))
        assert len(lines) == 18
        assert lines[ELIGIBLE].startswith("✓ đủ điều kiện")
        assert lines[NOT_ELIGIBLE].startswith("✗ không đủ")
        assert lines[BARRED].startswith("⊘ chưa được xét")
        assert lines[UNKNOWN].startswith("? chưa rõ")
        assert "Trần Thị B" in lines[NOT_ELIGIBLE]
        assert "Chiến sĩ thi đua cơ sở" in lines[NOT_ELIGIBLE]
        assert "TANDTC" in lines[NOT_ELIGIBLE]
        head = text(app, "#head")
        assert "✓ 4 đủ điều kiện" in head
        assert "? 10 chưa rõ" in head
        assert "30/03/2023" in head


async def test_the_verdict_of_the_line_says_what_is_in_the_way_and_the_nearest_way(program: Program) -> None:
    app = program()
    async with app.run_test(size=(80, 24)) as pilot:
        await shown(app, pilot)
        await pilot.press(*["down"] * NOT_ELIGIBLE)
        assert text(app, "#summary").startswith("✗ KHÔNG ĐỦ  Trần Thị B")
        assert "Vướng ở: có ít nhất 1 sáng kiến" in text(app, "#why")
        assert "Cách gần nhất: đạt “có ít nhất 1 sáng kiến" in text(app, "#why")


async def test_names_are_sorted_the_vietnamese_way_and_units_in_protocol_order(program: Program) -> None:
    app = program()
    async with app.run_test(size=(80, 24)) as pilot:
        await shown(app, pilot)
        screen = awards(app)
        orders = [screen._view.order]
        for _ in ORDERS:
            await pilot.press("s")
            orders.append(screen._view.order)
            if screen._view.order == "name":
                persons = [line.split("  ")[1:] for line in rows(screen)]
                names = [" ".join(piece for piece in pieces if piece).split(" (")[0].strip() for pieces in persons]
                assert names[:2] == ["Nguyễn Văn A", "Nguyễn Văn A"]
                assert names[2:6] == ["Trần Thị B", "Lê Văn C", "Phạm Thị D", "Đỗ Văn E"]
                assert names[6].startswith("Ban Quản lý Lăng")  # collectives by their first word
            if screen._view.order == "unit":
                ends = [line.split()[-1] for line in rows(screen)]
                assert ends[:5] == ["BTP", "BTP", "BTP", "BTP", "BQLL"]
            if screen._view.order == "status":
                signs = [line[0] for line in rows(screen)]
                assert signs == ["✓"] * 4 + ["?"] * 10 + ["✗"] * 2 + ["⊘"] * 2
        assert orders == [*ORDERS, "asked"]


async def test_the_line_chosen_stays_so_when_the_list_is_sorted_and_narrowed(program: Program) -> None:
    app = program()
    async with app.run_test(size=(80, 24)) as pilot:
        await shown(app, pilot)
        await pilot.press(*["down"] * NOT_ELIGIBLE)
        here = awards(app).here
        assert here == ("ca-nhan-b", "cstd-co-so")
        await pilot.press("s", "s")
        assert awards(app).here == here
        await pilot.press("slash", "b")
        await pilot.pause()
        assert awards(app).here == here
        await pilot.press("escape", "s")
        assert awards(app).here == here


async def test_the_list_narrows_to_each_verdict_in_turn(program: Program) -> None:
    app = program()
    async with app.run_test(size=(80, 24)) as pilot:
        await shown(app, pilot)
        await pilot.press("n")
        screen = awards(app)
        counts = {}
        for _ in FILTERS:
            counts[screen._view.status] = screen.people.count
            await pilot.press("f")
        assert counts == {"all": 18, "eligible": 4, "not-eligible": 2, "barred": 2, "unknown": 10, "nominated": 1}
        assert screen._view.status == "all"


async def test_the_list_narrows_to_one_award(program: Program) -> None:
    app = program()
    async with app.run_test(size=(80, 24)) as pilot:
        await shown(app, pilot)
        await pilot.press("w")
        await pilot.pause()
        assert isinstance(app.screen, Picker)
        await pilot.press("down", "down", "enter")
        await pilot.pause()
        assert awards(app).people.count == 2
        assert "chỉ: Chiến sĩ thi đua cơ sở" in text(app, "#head")
        await pilot.press("w")
        await pilot.pause()
        await pilot.press("escape")
        await pilot.pause()
        assert awards(app).people.count == 2
        await pilot.press("escape")
        assert awards(app).people.count == 18


async def test_a_name_is_found_while_it_is_typed_with_or_without_its_signs(program: Program) -> None:
    app = program()
    async with app.run_test(size=(80, 24)) as pilot:
        await shown(app, pilot)
        await pilot.press("slash", *"tran thi")
        await pilot.pause()
        assert [line for line in rows(awards(app)) if "Trần Thị B" not in line] == []
        assert app.state.nominations == ()  # n was a letter
        await pilot.press("enter")
        assert app.focused is awards(app).people
        assert awards(app).people.count == 1
        await pilot.press("slash", *" xyz")
        await pilot.pause()
        assert awards(app).people.count == 0
        assert "Không có ai khớp" in text(app, "#summary")
        await pilot.press("n", "x", "o", "enter")  # letters of the search, then nobody to act on
        await pilot.press("n", "x", "o", "enter", "right", "f", "s")
        assert app.state.nominations == ()
        await pilot.press("slash", "escape")
        await pilot.pause()
        await pilot.press("escape")
        assert awards(app).people.count == 18
        assert not app.screen.query_one("SearchLine").has_class("-open")
        await pilot.press("slash", "down")
        assert app.focused is awards(app).people


async def test_another_day_of_receipt_asks_another_version_of_the_book(program: Program) -> None:
    app = program()
    async with app.run_test(size=(80, 24)) as pilot:
        await shown(app, pilot)
        assert "phiên bản 2020-01" in text(app, "#summary")
        await pilot.press("d")
        await pilot.pause()
        await typed(pilot, "31/2/2026")
        assert said(app)[0] == "refused"
        assert awards(app).received == AT.date()
        await pilot.press("d")
        await pilot.pause()
        await typed(pilot, "1/8/2025")
        await settled(app, pilot)
        assert awards(app).received == dt.date(2025, 8, 1)
        assert "01/08/2025" in text(app, "#head")
        assert "phiên bản 2020-01" not in text(app, "#summary")
        await pilot.press("d")
        await pilot.pause()
        await pilot.press("escape")
        await pilot.press("d")
        await pilot.pause()
        await typed(pilot, "")
        await settled(app, pilot)
        assert "phiên bản 2020-01" in text(app, "#summary")


async def test_both_languages_tell_the_same_list(program: Program) -> None:
    app = program()
    async with app.run_test(size=(140, 40)) as pilot:
        await shown(app, pilot)
        await pilot.press("f9")
        await pilot.pause()
        assert rows(awards(app))[NOT_ELIGIBLE].startswith("✗ not eligible")
        assert tree(awards(app))[0].endswith("Requirements: all of these")


# ------------------------------------------------------------------------------------------------ the tree


@pytest.mark.parametrize("size", [(80, 24), (140, 40), (60, 20)])
async def test_the_tree_is_walked_and_folded_by_keys(program: Program, size: tuple[int, int]) -> None:
    app = program()
    async with app.run_test(size=size) as pilot:
        await shown(app, pilot)
        await pilot.press(*["down"] * UNKNOWN, "enter")
        await pilot.pause()
        screen = awards(app)
        assert app.focused is screen.pane.shown
        assert screen.people.display is (size[1] == 40)
        lines = tree(screen)
        assert any("ít nhất 90% tổng số thành viên đồng ý" in line for line in lines)
        assert any("hồ sơ: các năm 2020, 2021, 2022" in line for line in lines)
        assert any(line.strip().startswith("▸ ✓ Trường hợp chưa được xét") for line in lines)
        before = len(lines)
        await pilot.press("enter")  # fold the requirements
        assert len(tree(screen)) < before
        assert tree(screen)[0].startswith("▸ ? Điều kiện")
        await pilot.press("space")
        assert len(tree(screen)) == before
        await pilot.press("down", "down")
        branch = screen.pane.shown.branch
        assert branch is not None
        assert "Chiến sĩ thi đua cơ sở" in branch.text
        assert "Căn cứ: " in text(app, "#facts")
        assert "vn-2020-01.toml:" in text(app, "#facts")
        await pilot.press("left")  # to the group around it
        assert screen.pane.shown.branch is not branch
        await pilot.press("left")  # which folds
        assert len(tree(screen)) < before
        await pilot.press("right")
        assert len(tree(screen)) == before
        await pilot.press("right")  # and into it
        again = screen.pane.shown.branch
        assert again is not None
        assert again.text == branch.text
        await pilot.press("asterisk")
        whole = len(tree(screen))
        assert whole > before
        await pilot.press("asterisk")
        assert all(line.startswith("▸") for line in tree(screen))
        await pilot.press("asterisk")
        assert len(tree(screen)) == whole
        await pilot.press("escape")
        await pilot.pause()
        assert app.focused is screen.people
        assert screen.people.display


async def test_a_condition_not_known_says_what_would_settle_it_and_how_sure_the_rule_is(program: Program) -> None:
    app = program()
    async with app.run_test(size=(140, 40)) as pilot:
        await shown(app, pilot)
        await pilot.press(*["down"] * 10, "right")
        await pilot.pause()
        lines = tree(awards(app))
        assert any("⚠ chưa xác nhận" in line for line in lines)
        assert any("Còn phải làm rõ" in line for line in lines)
        await pilot.press("down")
        assert "Để rõ: công bố thứ hạng của khối" in text(app, "#facts")


async def test_what_was_folded_stays_so_while_the_verdict_is_the_same(program: Program) -> None:
    app = program()
    async with app.run_test(size=(140, 40)) as pilot:
        await shown(app, pilot)
        await pilot.press(*["down"] * UNKNOWN, "enter", "enter")
        assert tree(awards(app))[0].startswith("▸")
        await pilot.press("f9")
        await pilot.pause()
        assert tree(awards(app))[0].startswith("▸ ? Requirements")
        await pilot.press("escape", "down", "enter")
        assert tree(awards(app))[0].startswith("▾")


async def test_the_window_may_shrink_and_grow_while_the_tree_is_read(program: Program) -> None:
    app = program()
    async with app.run_test(size=(140, 40)) as pilot:
        await shown(app, pilot)
        await pilot.press(*["down"] * UNKNOWN, "enter", "down", "down")
        here = awards(app).pane.shown.branch
        assert here is not None
        for size in ((60, 20), (30, 8), (80, 24), (140, 40)):
            await pilot.resize_terminal(*size)
            await settled(app, pilot)
            now = awards(app).pane.shown.branch
            assert now is not None
            assert now.key == here.key
            room = awards(app).pane.shown.scrollable_content_region.width
            assert all(one.draw().cell_length <= max(room, 24) for one in awards(app).pane.shown._lines)


async def test_a_line_is_chosen_and_opened_by_the_mouse(program: Program) -> None:
    app = program()
    async with app.run_test(size=(140, 40)) as pilot:
        await shown(app, pilot)
        await pilot.click("#people", offset=(10, 3))
        await pilot.pause()
        assert awards(app).people.cursor == 3
        await pilot.click("#people", offset=(10, 3))
        await pilot.pause()
        assert app.focused is awards(app).pane.shown
        before = len(tree(awards(app)))
        await pilot.click("#tree", offset=(4, 0))
        await pilot.pause()
        assert len(tree(awards(app))) < before


# ------------------------------------------------------------------------------------------ the meeting's acts


async def test_who_is_eligible_is_put_forward_by_one_key_and_taken_back_by_undo(program: Program) -> None:
    app = program()
    async with app.run_test(size=(80, 24)) as pilot:
        await shown(app, pilot)
        await pilot.press("n")
        await pilot.pause()
        assert [(one.candidate, one.award) for one in app.state.nominations] == [("ca-nhan-a", "lao-dong-tien-tien")]
        assert "★" in rows(awards(app))[0]
        assert "Nguyễn Văn A (minh họa) – Lao động tiên tiến" in said(app)[1]
        await pilot.press("n")
        await pilot.pause()
        assert said(app)[0] == "refused"
        assert len(app.state.nominations) == 1
        await pilot.press("u")
        await pilot.pause()
        assert app.state.nominations == ()
        assert "★" not in rows(awards(app))[0]


@pytest.mark.parametrize("line", [NOT_ELIGIBLE, BARRED, UNKNOWN])
async def test_against_the_verdict_the_chair_puts_forward_with_a_reason(program: Program, line: int) -> None:
    app = program()
    async with app.run_test(size=(80, 24)) as pilot:
        await shown(app, pilot)
        await pilot.press(*["down"] * line, "n")
        await pilot.pause()
        await typed(pilot, "")
        assert said(app)[0] == "refused"
        await pilot.press("n")
        await pilot.pause()
        await pilot.press("escape")
        await pilot.pause()
        assert app.state.nominations == app.state.overruled == ()
        await pilot.press("n")
        await pilot.pause()
        await typed(pilot, "thành tích đặc biệt")
        (nominated,) = app.state.nominations
        (overruled,) = app.state.overruled
        assert nominated.reason == overruled.reason == "thành tích đặc biệt"
        assert nominated.candidate == awards(app).here[0]  # type: ignore[index]
        assert "vẫn đề nghị" in overruled.decision
        await pilot.press("u", "u")
        await pilot.pause()
        assert app.state.nominations == app.state.overruled == ()


async def test_the_first_act_of_all_asks_who_writes_and_both_acts_follow(program: Program) -> None:
    app = program(by="")
    async with app.run_test(size=(80, 24)) as pilot:
        await shown(app, pilot)
        await pilot.press("down", "n")
        await pilot.pause()
        await typed(pilot, "theo ý kiến hội nghị")
        await typed(pilot, "Lan")
        assert len(app.state.nominations) == len(app.state.overruled) == 1
        assert app.by == "Lan"


async def test_a_nomination_is_taken_back_with_a_reason(program: Program) -> None:
    app = program()
    async with app.run_test(size=(80, 24)) as pilot:
        await shown(app, pilot)
        await pilot.press("x")
        await pilot.pause()
        assert said(app)[0] == "refused"
        await pilot.press("n", "x")
        await pilot.pause()
        await typed(pilot, "")
        assert said(app)[0] == "refused"
        assert len(app.state.nominations) == 1
        await pilot.press("x")
        await pilot.pause()
        await pilot.press("escape")
        await pilot.press("x")
        await pilot.pause()
        await typed(pilot, "xin rút")
        assert app.state.nominations == ()


async def test_the_chair_decides_otherwise_and_says_why(program: Program) -> None:
    app = program()
    async with app.run_test(size=(80, 24)) as pilot:
        await shown(app, pilot)
        await pilot.press("o")
        await pilot.pause()
        await typed(pilot, "không đề nghị")
        await typed(pilot, "")
        assert app.state.overruled == ()
        assert said(app)[0] == "refused"
        await pilot.press("o")
        await pilot.pause()
        await typed(pilot, "không đề nghị")
        await typed(pilot, "đơn vị xin rút")
        subject = "Nguyễn Văn A (minh họa) – Lao động tiên tiến"
        assert app.state.overruled == (Overruled(subject, "không đề nghị", "đơn vị xin rút"),)


async def test_in_a_closed_meeting_every_act_says_that_it_is_closed(program: Program) -> None:
    app = program()
    app.do(Closed())
    async with app.run_test(size=(80, 24)) as pilot:
        await shown(app, pilot)
        assert "✗" in text(app, "#head").splitlines()[0]
        last = app.record.verify(), app.state
        for key in ("n", "x", "o"):
            app.say("hint", "")
            await pilot.press(key)
            await pilot.pause()
            assert said(app)[0] == "refused"
            assert not app.screen.query("Prompt")
        assert (app.record.verify(), app.state) == last


# ------------------------------------------------------------------------------------------- beside the screen


class Slow:
    """Stands in for `judging.statuses`: gives one verdict, then waits to be let go."""

    def __init__(self) -> None:
        self.begun = threading.Event()
        self.go = threading.Event()

    def __call__(
        self, grounds: judging.Grounds, pairs: Sequence[judging.Pair]
    ) -> Iterator[tuple[VerdictStatus | None, ...]]:
        del grounds
        yield ("eligible",)
        self.begun.set()
        self.go.wait(30)
        for _ in pairs[1:]:
            yield ("unknown",)


async def test_while_judging_every_key_works_and_escape_stops_it(
    program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow = Slow()
    monkeypatch.setattr(judging, "statuses", slow)
    app = program()
    async with app.run_test(size=(80, 24)) as pilot:
        try:
            app.action_open("nominations")
            await pilot.pause()
            while not slow.begun.is_set():
                await pilot.pause(0.01)
            while not awards(app)._found:
                await pilot.pause(0.01)
            assert "đang xét 1/18" in text(app, "#head")
            await pilot.press("down", "down")
            assert awards(app).people.cursor == 2
            assert rows(awards(app))[2].startswith("…")
            await pilot.press("s", "s", "s", "f", "escape")
            await pilot.pause()
            assert "đã dừng ở 1/18" in text(app, "#head")
            assert "Esc" not in said(app)[1]
        finally:
            slow.go.set()
        await settled(app, pilot)
        assert len(awards(app)._found) == 1  # what came after the stop is not taken
        monkeypatch.undo()
        await pilot.press("g")
        await settled(app, pilot)
        assert len(awards(app)._found) == 18
        assert "đã dừng" not in text(app, "#head")


async def test_escape_stops_the_reading_too(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    begun, go = threading.Event(), threading.Event()
    read = judging.read

    def slow(*facts: Any) -> judging.Grounds:
        begun.set()
        go.wait(30)
        return read(*facts)

    monkeypatch.setattr(judging, "read", slow)
    app = program()
    async with app.run_test(size=(80, 24)) as pilot:
        try:
            app.action_open("nominations")
            await pilot.pause()
            while not begun.is_set():
                await pilot.pause(0.01)
            assert "đang đọc" in text(app, "#head")
            await pilot.press("escape")
            assert "chưa đọc" in text(app, "#head")
        finally:
            go.set()
        await settled(app, pilot)
        assert awards(app)._grounds is None  # what was read after the stop is not taken
        await pilot.press("g")
        await settled(app, pilot)
        assert awards(app).people.count == 18


async def test_leaving_the_screen_ends_the_judging(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    slow = Slow()
    monkeypatch.setattr(judging, "statuses", slow)
    app = program()
    async with app.run_test(size=(80, 24)) as pilot:
        app.action_open("nominations")
        await pilot.pause()
        while not slow.begun.is_set():
            await pilot.pause(0.01)
        app.action_open("log")
        await pilot.pause()
        slow.go.set()
        await settled(app, pilot)
        assert getattr(app.screen, "NAME", "") == "log"


async def test_released_standings_are_judged_at_once(program: Program) -> None:
    app = program()
    async with app.run_test(size=(80, 24)) as pilot:
        await shown(app, pilot)
        run = awards(app)._run
        await pilot.press("n")
        await settled(app, pilot)
        assert awards(app)._run == run  # a nomination changes no verdict
        await pilot.press("g")
        await settled(app, pilot)
        assert awards(app)._run == run + 1


async def test_whoever_else_is_put_forward_is_in_the_list_too(program: Program) -> None:
    app = program()
    app.do(Nominated("co-thi-dua-cua-khoi", "btp"))
    async with app.run_test(size=(80, 24)) as pilot:
        await shown(app, pilot)
        assert "– không xét" in rows(awards(app))[18]
        assert "co-thi-dua-cua-khoi" in rows(awards(app))[18]
        await pilot.press("end")
        assert "không có hồ sơ hoặc quy định để xét" in text(app, "#summary")
        await pilot.press("enter")
        assert said(app)[0] == "hint"


def test_whom_a_released_poll_chose_is_asked_about(program: Program, folder: Path) -> None:
    state = program().state
    rules = PollRules("best", Text.same("?"), "all", award="bang-khen", seats=1)
    votes = {"btp": Votes(6, 0, 0), "bca": Votes(1, 5, 0)}
    held = Round(Counts(issued=6, cast=6, votes=votes), Roll(state.entitled(), frozenset(state.entitled())))
    poll = Poll("best", rules, ("btp", "bca"), "closed", rounds=(held,))
    for phase, asked in (("closed", False), ("released", True)):
        now = attrs.evolve(state, polls={"best": attrs.evolve(poll, phase=phase)})
        grounds = judging.read(now, folder, AT.date(), AT.date())
        assert (("btp", "bang-khen") in grounds.pairs) is asked
        assert ("bca", "bang-khen") not in grounds.pairs


async def test_a_folder_that_cannot_be_judged_by_says_why_and_the_chair_can_nominate(
    program: Program, folder: Path
) -> None:
    (folder / "rules.toml").write_text('[rules]\nbooks = ["vnn"]\nyear = 2022\n', "utf-8")
    app = program()
    app.do(Nominated("cstd-co-so", "ca-nhan-a"))
    async with app.run_test(size=(80, 24)) as pilot:
        await shown(app, pilot)
        assert "vnn" in text(app, "#head")
        assert awards(app).people.count == 1
        await shown(app, pilot, "nomination-list")
        assert tree(app.screen) == []  # type: ignore[arg-type]


async def test_without_candidates_there_is_nobody_to_choose(program: Program, folder: Path) -> None:
    (folder / "candidates.toml").unlink()
    (folder / "rules.toml").unlink()
    app = program()
    async with app.run_test(size=(80, 24)) as pilot:
        await shown(app, pilot)
        assert awards(app).people.count == 0
        await pilot.press("enter", "n", "x", "o", "right", "left", "f", "s", "end", "home", "pagedown", "down", "up")
        assert app.state.nominations == ()
        await pilot.press("w")
        await pilot.pause()
        await pilot.press("enter")


async def test_names_are_never_markup(program: Program, folder: Path) -> None:
    path = folder / "candidates.toml"
    path.write_text(path.read_text("utf-8").replace("Nguyễn Văn A (minh họa)", "[red]A[/red] \\u001b[2J"), "utf-8")
    app = program()
    async with app.run_test(size=(80, 24)) as pilot:
        await shown(app, pilot)
        assert "[red]A[/red]" in rows(awards(app))[0]
        assert "\x1b" not in rows(awards(app))[0]
        assert "[red]A[/red]" in text(app, "#summary")


def test_verdicts_come_from_the_record_not_from_files_that_changed(program: Program, folder: Path) -> None:
    app = program()
    (folder / "candidates.toml").write_text("", "utf-8")
    grounds = judging.read(app.state, folder, AT.date(), AT.date())
    assert "ca-nhan-a" in grounds.candidates
    assert read_folder(app.state.sources, checked=True).usable


# ---------------------------------------------------------------------------------------------------- the list


async def test_the_list_shows_places_caps_cost_and_deadlines(program: Program) -> None:
    app = program()
    app.do(Nominated("cstd-co-so", "ca-nhan-a"))
    app.do(Nominated("cstd-bo-nganh-tinh", "ca-nhan-d", "chờ hội đồng"))
    async with app.run_test(size=(140, 40)) as pilot:
        await shown(app, pilot)
        await pilot.press("l")
        await settled(app, pilot)
        screen = app.screen
        assert isinstance(screen, NominationListScreen)
        lines = tree(screen)
        assert "1. Phạm Thị D (minh họa) (VKSNDTC) – Chiến sĩ thi đua bộ, ban, ngành, tỉnh" in lines[1]
        assert "lý do: chờ hội đồng" in lines[2]
        assert "✓ 2. Nguyễn Văn A" in lines[3]
        assert any("Chỉ tiêu" in line for line in lines)
        assert any("Kinh phí" in line for line in lines)
        assert "✓ 1 trong chỉ tiêu" in text(app, "#head")
        await pilot.press("down", "down", "down", "enter")
        assert len(tree(screen)) > len(lines)
        assert any("tối đa 15%" in line for line in tree(screen))
        await pilot.press("v")
        await settled(app, pilot)
        assert "(18)" in tree(screen)[0]
        await pilot.press("v", "g")
        await settled(app, pilot)
        assert "(2)" in tree(screen)[0]
        await pilot.press("f9")
        await settled(app, pilot)
        assert "The list in the order of presenting (2)" in tree(screen)[0]
        await pilot.press("u")
        await settled(app, pilot)
        assert "(1)" in tree(screen)[0]
        await pilot.press("l")
        await settled(app, pilot)
        assert isinstance(app.screen, AwardsScreen)


async def test_who_is_cut_is_told_with_the_cap(program: Program, folder: Path) -> None:
    rules = folder / "rules.toml"
    rules.write_text(
        rules.read_text("utf-8").replace("size = 120", "size = 6")
        + "\n[fund]\namount = 1000000\nbase_salary = 1490000\n",
        "utf-8",
    )
    app = program()
    async with app.run_test(size=(80, 24)) as pilot:
        await shown(app, pilot, "nomination-list")
        lines = tree(app.screen)  # type: ignore[arg-type]
        assert any("vượt chỉ tiêu (advanced-workers)" in line for line in lines)
        assert any(line.strip().startswith("▾ ✗ Chỉ tiêu") for line in lines)
        assert "quỹ 1.000.000 đồng" in text(app, "#head")


async def test_working_the_list_out_can_be_stopped(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    begun, go = threading.Event(), threading.Event()

    def slow(grounds: judging.Grounds, pairs: Sequence[judging.Pair]) -> Iterator[tuple[()]]:
        del grounds
        yield ()
        begun.set()
        go.wait(30)
        yield from (() for _ in pairs)

    monkeypatch.setattr(judging, "verdicts", slow)
    app = program()
    async with app.run_test(size=(80, 24)) as pilot:
        try:
            app.action_open("nomination-list")
            await pilot.pause()
            while not begun.is_set():
                await pilot.pause(0.01)
            assert "Esc dừng" in text(app, "#head")
            await pilot.press("escape")
            assert "đã dừng" in said(app)[1]
        finally:
            go.set()
        await settled(app, pilot)
        assert tree(app.screen) == []  # type: ignore[arg-type]
        monkeypatch.undo()
        await pilot.press("g")
        await settled(app, pilot)
        assert tree(app.screen)  # type: ignore[arg-type]
        await pilot.press("escape")
        await settled(app, pilot)
        assert isinstance(app.screen, AwardsScreen)


async def test_an_empty_list_says_so(program: Program) -> None:
    app = program()
    async with app.run_test(size=(80, 24)) as pilot:
        await shown(app, pilot, "nomination-list")
        await pilot.press("v")
        await settled(app, pilot)
        assert "danh sách không có ai" in text(app, "#head")
        await pilot.press("enter", "right", "left", "asterisk", "end")
        assert not app.screen.query(OptionList)


async def test_dossiers_are_taken_as_received_on_the_day_of_the_meeting(
    program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Years later the example is judged as it was then, not by books that had no version yet."""
    app = program()
    monkeypatch.setattr(app, "now", lambda: AT.replace(year=2026))
    async with app.run_test(size=(80, 24)) as pilot:
        await shown(app, pilot)
        assert awards(app).received == AT.date()
        assert awards(app).people.count == 18
