"""What is typed before a screen or a question is there reaches it all the same, in its order."""

from __future__ import annotations

import asyncio
import random
from typing import TYPE_CHECKING

import pytest
from textual.events import Key, Paste

from tui.type_ahead import TypeAhead

if TYPE_CHECKING:
    from textual.message import Message

    from tests.screens.conftest import Program
    from tui.app import EmulationApp

REMARK = "nên ghi rõ căn cứ u [x] q"


def type_at_once(app: EmulationApp, *keys: str) -> None:
    """All the keys before the program has looked at the first."""
    for key in keys:
        app.post_message(Key(key, key if len(key) == 1 else None))


@pytest.mark.parametrize("seed", range(3))
async def test_a_remark_typed_ahead_is_a_remark(program: Program, seed: int) -> None:
    app = program()
    steps = random.Random(seed).choice([2, 4])  # noqa: S311  (a test's own chance)
    async with app.run_test(size=(100, 30)) as pilot:
        app.action_open("standings")
        await pilot.pause()
        forth = ["right_square_bracket"] * steps + ["left_square_bracket"] * (steps - 1)
        type_at_once(app, *forth, "f5", "n", *REMARK, "enter", *"Bà Lan", "enter")
        await app.type_ahead.settled()
        await pilot.pause()
        assert app.state.step == "discussion"
        assert [(note.text, note.speaker) for note in app.state.notes] == [(REMARK, "Bà Lan")]


async def test_a_text_pasted_ahead_waits_for_its_question(program: Program) -> None:
    app = program()
    async with app.run_test(size=(100, 30)) as pilot:
        app.action_open("discussion")
        await pilot.pause()
        type_at_once(app, "n")
        app.post_message(Paste("dán vào\nhai dòng"))
        type_at_once(app, "enter", "enter")
        await app.type_ahead.settled()
        await pilot.pause()
        (note,) = app.state.notes
        assert note.text.startswith("dán vào")


async def test_a_key_that_comes_while_another_is_let_through_stays_behind_it(
    program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = program()
    first, second, third = (Key(key, key) for key in "abc")
    async with app.run_test(size=(100, 30)):
        gate = TypeAhead(app)
        again = asyncio.get_running_loop().create_future()
        post = app.post_message

        def posted(message: Message) -> bool:
            if isinstance(message, Key):
                again.set_result(message)
                return True
            return post(message)

        monkeypatch.setattr(app, "post_message", posted)
        assert [gate.keeps(first), gate.keeps(second)] == [False, True]
        assert await again is second
        assert gate.keeps(third)  # it was on its way before the second came again
        assert not gate.keeps(second)
        monkeypatch.undo()
