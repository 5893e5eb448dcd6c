"""A half-year review in a real terminal: typed into tmux, read off its screen. Skipped where there is no tmux."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
import uuid
from typing import TYPE_CHECKING

import pytest

from emulation.files.record import Record
from emulation.files.session import read_sources, record_path
from emulation.meeting.evolve import fold

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

READY = "ready>"
PATIENCE = 30
"""Seconds after which a screen that does not show what it should has failed."""

pytestmark = pytest.mark.skipif(shutil.which("tmux") is None, reason="tmux is not installed")


class Terminal:
    """A terminal of 80 by 24 with a shell in it."""

    def __init__(self, place: Path) -> None:
        self.name = f"emulation-{uuid.uuid4().hex[:8]}"
        self.tmux(
            "-f",
            "/dev/null",
            "new-session",
            "-d",
            "-s",
            self.name,
            "-x",
            "80",
            "-y",
            "24",
            "-c",
            str(place),
            "env",
            f"PS1={READY}",
            "sh",
        )

    def tmux(self, *words: str) -> str:
        environment = {key: value for key, value in os.environ.items() if key != "TMUX"} | {"LC_ALL": "C.UTF-8"}
        command = ["tmux", "-L", self.name, *words]
        return subprocess.run(command, capture_output=True, check=True, text=True, env=environment).stdout

    def type(self, *keys: str) -> None:
        """Keys by tmux's names; what begins with a quote is typed as it stands."""
        for key in keys:
            words = ["-l", key[1:]] if key.startswith("'") else [key]
            self.tmux("send-keys", "-t", self.name, *words)

    def screen(self) -> str:
        return self.tmux("capture-pane", "-p", "-t", self.name)

    def see(self, *texts: str) -> str:
        """Wait until the screen shows all of them."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            if all(text in (shown := self.screen()) for text in texts):
                return shown
            time.sleep(0.1)
        raise AssertionError(f"{texts} are not shown:\n{self.screen()}")

    def close(self) -> None:
        self.tmux("kill-server")


@pytest.fixture
def terminal(folder: Path) -> Iterator[Terminal]:
    opened = Terminal(folder.parent)
    yield opened
    opened.close()


@pytest.fixture
def meet(terminal: Terminal, folder: Path) -> Callable[[], None]:
    settings = folder.parent / "settings"
    program = f"{sys.executable} -m tui.cli meet {folder.name} --meeting half-year --today 2022-08-05"
    path = os.pathsep.join(one for one in sys.path if one)

    def begin() -> None:
        terminal.type(f"'clear; PYTHONPATH='{path}' EMULATION_CONFIG={settings} {program}", "Enter")

    return begin


def test_a_half_year_review_by_hand(terminal: Terminal, meet: Callable[[], None], folder: Path) -> None:
    meet()
    terminal.see("Khai mạc", "F1")
    terminal.type("F5")
    terminal.see("Ai ghi biên bản?")  # the first act of all asks who writes
    terminal.type("Enter")
    terminal.see("số 2")
    terminal.type("]", "F5")
    terminal.see("số 3", "Điểm danh")
    for number in range(4):
        terminal.type("Space")
        terminal.see("Họ tên đại biểu")
        terminal.type("Enter")
        terminal.see(f"số {5 + 2 * number}:")
        terminal.type("Down")
    terminal.tmux("resize-window", "-t", terminal.name, "-x", "60", "-y", "20")
    terminal.see("Điểm danh")
    terminal.tmux("resize-window", "-t", terminal.name, "-x", "100", "-y", "30")
    terminal.type("]", "]", "]", "F5", "n", "'cần thêm số liệu", "Enter", "'Bà Lan", "Enter")
    terminal.see("Bà Lan: cần thêm số liệu")
    terminal.type("u")
    terminal.see("Hoàn tác", "số 14")
    terminal.type("C-y")
    terminal.see("số 15")
    terminal.type("C-q")
    terminal.see(READY)
    meet()  # and go on where it stood
    terminal.see("số 15")
    terminal.type("]", "]", "]", "]", "F5")
    terminal.see("Ai ghi biên bản?")
    terminal.type("Enter")
    terminal.see("BIÊN BẢN")
    terminal.type("v", "Enter", "Enter")
    terminal.see("số 17:")
    terminal.type("s", "Enter")
    terminal.type("c", "y")  # typed ahead
    terminal.see("số 18:")
    terminal.type("C-q")
    terminal.see(READY)
    assert "Bà Lan" in (folder / "bien-ban-half-year.md").read_text(encoding="utf-8")
    with Record.open(record_path(folder, "half-year"), writable=False) as record:
        assert record.verify() is None
        assert fold(record.entries(), read_sources).state.closed
