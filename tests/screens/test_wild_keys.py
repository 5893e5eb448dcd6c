"""Whatever is pressed, however the terminal is resized: no screen breaks, and the record verifies."""

import random
from typing import TYPE_CHECKING

import pytest

from tui.app import OTHER_SCREENS, SCREENS_OF_STEPS

if TYPE_CHECKING:
    from tests.screens.conftest import Program

KEYS = (
    *"0123456789,.;=+-yncukvsdgGbBtTxXhpa?[]fo ",
    *("up", "down", "left", "right", "home", "end", "ctrl+home", "ctrl+end", "pageup", "pagedown", "tab", "shift+tab"),
    *("enter", "enter", "escape", "escape", "f2", "delete", "backspace", "space", "f1", "f5", "f7", "f8", "f9"),
    *("ctrl+z", "ctrl+y", "ctrl+r", "ctrl+l", "ctrl+up", "ctrl+down", "f3", "f12", "insert"),
)
SIZES = ((80, 24), (140, 40), (60, 20), (30, 8), (200, 50), (100, 21))


@pytest.mark.parametrize("seed", range(2))
@pytest.mark.parametrize("name", [*SCREENS_OF_STEPS, *OTHER_SCREENS])
async def test_random_keys_break_nothing(program: "Program", name: str, seed: int) -> None:
    chance = random.Random(f"{name} {seed}")  # noqa: S311  (a test's own chance, the same at every run)
    app = program(by="" if seed else "thư ký")
    async with app.run_test(size=(80, 24)) as pilot:
        app.action_open(name)
        await pilot.pause()
        for _ in range(4):
            await pilot.press(*chance.choices(KEYS, k=15))
            if chance.random() < 0.3:
                await pilot.resize_terminal(*chance.choice(SIZES))
        await pilot.pause()
        assert app.is_running
        assert app.record.verify() is None
