"""Home in a real terminal: without colour, suspended and woken, made small and large. Skipped where tmux is missing."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from tests.screens.conftest import EXAMPLE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

TMUX = shutil.which("tmux")
pytestmark = pytest.mark.skipif(TMUX is None, reason="tmux is not installed")

PROGRAM = "import sys; from tui.cli import main; sys.exit(main())"
COLOUR = re.compile(r"\x1b\[[0-9;:]*?(?:\b3[0-8]|\b4[0-8]|\b9[0-7]|\b10[0-7])(?:[;:m])")


class Terminal:
    """A terminal of its own, on a server of its own."""

    def __init__(self, folder: Path, size: tuple[int, int], **environment: str) -> None:
        self.socket = str(folder / "tmux")
        settings = {
            "HOME": str(folder),
            "EMULATION_CONFIG": str(folder / "config.toml"),
            "PATH": os.environ["PATH"],
            "TERM": "xterm-256color",
            "LC_ALL": "C.UTF-8",
            "PYTHONPATH": os.pathsep.join(sys.path),
            **environment,
        }
        words = ["env", "-i", *(f"{name}={value}" for name, value in settings.items())]
        # below a shell, for tmux wakes its own children as soon as they stop
        words += ["sh", "-c", '"$@"; :', "sh", sys.executable, "-c", PROGRAM]
        width, height = map(str, size)
        self.tmux("-f", os.devnull, "new-session", "-d", "-x", width, "-y", height, "-c", str(folder), *words)

    def tmux(self, *words: str) -> str:
        done = subprocess.run([TMUX or "tmux", "-S", self.socket, *words], capture_output=True, check=False)
        return done.stdout.decode()

    def screen(self, *, raw: bool = False) -> str:
        return self.tmux("capture-pane", "-p", *(["-e"] if raw else []))

    def press(self, *keys: str) -> None:
        self.tmux("send-keys", *keys)

    def until(self, holds: Callable[[str], bool]) -> str:
        end = time.monotonic() + 30
        while not holds(shown := self.screen()):
            if time.monotonic() > end:
                pytest.fail(f"never shown; last:\n{shown}")
            time.sleep(0.05)
        return shown

    def process(self) -> int:
        shell = self.tmux("list-panes", "-F", "#{pane_pid}").strip()
        below = subprocess.run(["ps", "-o", "pid=", "--ppid", shell], capture_output=True, check=False)
        return int(below.stdout)

    def state(self) -> str:
        """``T`` once the process has stopped."""
        words = ["ps", "-o", "stat=", "-p", str(self.process())]
        return subprocess.run(words, capture_output=True, check=False).stdout.decode()[:1]


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[Callable[..., Terminal]]:
    shutil.copytree(EXAMPLE, tmp_path / "bloc", ignore=shutil.ignore_patterns("meetings"))
    (tmp_path / "config.toml").write_text(f'folders = ["{tmp_path / "bloc"}"]\n', "utf-8")
    opened: list[Terminal] = []

    def opens(size: tuple[int, int] = (80, 24), **environment: str) -> Terminal:
        opened.append(Terminal(tmp_path, size, **environment))
        return opened[-1]

    yield opens
    for one in opened:
        one.tmux("kill-server")


def test_without_colour_none_is_sent_and_the_chosen_line_is_reversed(terminal: Callable[..., Terminal]) -> None:
    shown = terminal(NO_COLOR="1")
    shown.until(lambda text: "~/bloc" in text)
    for keys in ((), ("c",), ("Escape", "n"), ("Escape", "Enter")):
        shown.press(*keys)
        time.sleep(0.3)
        raw = shown.screen(raw=True)
        assert COLOUR.findall(raw) == []
        assert re.search(r"\x1b\[(?:[0-9;]*;)?7m", raw)


def test_with_colour_some_is_sent(terminal: Callable[..., Terminal]) -> None:
    shown = terminal()
    shown.until(lambda text: "~/bloc" in text)
    assert COLOUR.findall(shown.screen(raw=True)) != []


def test_suspended_resized_and_woken_it_goes_on(terminal: Callable[..., Terminal]) -> None:
    shown = terminal()
    shown.until(lambda text: "~/bloc" in text)
    process = shown.process()
    os.kill(process, signal.SIGTSTP)
    shown.until(lambda text: "~/bloc" not in text and shown.state() == "T")
    os.kill(process, signal.SIGCONT)
    shown.until(lambda text: "Khối thi đua" in text and "~/bloc" in text and "^Q Thoát" in text)
    os.kill(process, signal.SIGTSTP)
    shown.until(lambda text: "~/bloc" not in text and shown.state() == "T")
    shown.tmux("resize-window", "-x", "60", "-y", "20")
    os.kill(process, signal.SIGCONT)
    shown.until(lambda text: "Khối thi đua" in text and "~/bloc" in text and "^Q Thoát" in text)
    shown.tmux("resize-window", "-x", "30", "-y", "8")
    shown.until(lambda text: "60×20" in text)
    shown.tmux("resize-window", "-x", "100", "-y", "30")
    shown.until(lambda text: "~/bloc" in text and "60×20" not in text)
    shown.press("Enter")
    shown.until(lambda text: "Enter" in text and "phát động" in text)
    shown.press("Down", "Down", "Enter")
    shown.until(lambda text: "đã lưu ✓" in text)
    shown.press("C-o")
    shown.until(lambda text: "~/bloc" in text and "mới mở, chưa họp" in text)
    shown.press("C-q")
    end = time.monotonic() + 20
    while shown.tmux("list-panes") and time.monotonic() < end:
        time.sleep(0.05)
    assert shown.tmux("list-panes") == "", shown.screen()


def test_a_size_that_a_parent_left_in_the_environment_is_not_believed(terminal: Callable[..., Terminal]) -> None:
    shown = terminal(COLUMNS="80", LINES="24")
    shown.until(lambda text: "~/bloc" in text)
    shown.tmux("resize-window", "-x", "30", "-y", "8")
    shown.until(lambda text: "60×20" in text)
    shown.tmux("resize-window", "-x", "100", "-y", "30")
    shown.until(lambda text: "~/bloc" in text and "60×20" not in text)
