"""The program is told to leave, or is killed: the terminal is as it was, the record whole, and it opens again."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from typing import TYPE_CHECKING, Any

import pytest

from emulation.files.record import Record
from emulation.files.session import record_path

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there are no such signals")

PATIENCE = 30
LEFT = b"\x1b[?1049l"
"""What a terminal is told to show what stood there before."""


class Running:
    """The program in a terminal of its own, all that it writes being read."""

    def __init__(self, command: str, folder: Path) -> None:
        import pty  # noqa: PLC0415  (not everywhere)
        import termios  # noqa: PLC0415

        self.written = b""
        self._ours, theirs = pty.openpty()
        self.modes_before = termios.tcgetattr(self._ours)
        environment = {**os.environ, "TERM": "xterm-256color", "PYTHONPATH": os.pathsep.join(sys.path)}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tui.cli", command, str(folder)],
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            env=environment | {"EMULATION_CONFIG": str(folder.parent / "config.toml")},
            start_new_session=True,
        )
        os.close(theirs)
        self.read = True
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        while True:
            if not self.read:
                return
            try:
                found = os.read(self._ours, 65536)
            except OSError:
                return  # the other side is closed
            if not found:
                return
            self.written += found

    def modes(self) -> list[Any]:
        import termios  # noqa: PLC0415

        return termios.tcgetattr(self._ours)

    def press(self, keys: bytes) -> None:
        os.write(self._ours, keys)

    def shows(self, text: str) -> None:
        end = time.monotonic() + PATIENCE
        while text.encode() not in self.written:
            assert time.monotonic() < end, self.written[-2000:]
            time.sleep(0.02)

    def status(self) -> int:
        found = self.process.wait(PATIENCE)
        self._reader.join(PATIENCE)
        return found

    def close(self) -> None:
        self.process.kill()
        self.process.wait()
        os.close(self._ours)


@pytest.fixture
def meeting(folder: Path) -> Iterator[Running]:
    running = Running("meet", folder)
    yield running
    running.close()


@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP"])
def test_it_leaves_in_order_when_it_is_told_to(meeting: Running, folder: Path, name: str) -> None:
    told = signal.Signals[name]
    meeting.shows("VKSNDTC")
    meeting.process.send_signal(told)
    assert meeting.status() == 128 + told
    assert LEFT in meeting.written
    with Record.open(record_path(folder, "year-end")) as record:
        assert record.verify() is None


def test_stopped_and_woken_by_others_it_still_leaves_the_terminal_as_it_was(meeting: Running) -> None:
    """As by ``kill -STOP``, of which the program hears nothing until it goes on."""
    meeting.shows("VKSNDTC")
    assert meeting.modes() != meeting.modes_before
    meeting.process.send_signal(signal.SIGSTOP)
    time.sleep(0.3)
    meeting.process.send_signal(signal.SIGCONT)
    time.sleep(0.5)
    meeting.press(b"\x11")
    assert meeting.status() == 0
    assert meeting.modes() == meeting.modes_before


def test_it_leaves_even_where_its_terminal_takes_nothing_any_more(meeting: Running, folder: Path) -> None:
    """As when a window hangs: what is painted waits to be written, and then so does the program."""
    meeting.shows("VKSNDTC")
    meeting.read = False
    for _ in range(200):
        meeting.press(b"\x1b[B\x1b[A")
        time.sleep(0.01)
    time.sleep(1)
    meeting.process.send_signal(signal.SIGTERM)
    assert meeting.process.wait(15) in {128 + signal.SIGTERM, -signal.SIGALRM}
    with Record.open(record_path(folder, "year-end")) as record:
        assert record.verify() is None


def test_the_wall_leaves_in_order_when_it_is_told_to(folder: Path) -> None:
    wall = Running("watch", folder)
    try:
        wall.shows("F1")
        wall.process.send_signal(signal.SIGTERM)
        assert wall.status() == 128 + signal.SIGTERM
        assert LEFT in wall.written
    finally:
        wall.close()


def test_killed_at_once_it_opens_again(meeting: Running, folder: Path) -> None:
    meeting.shows("VKSNDTC")
    meeting.process.kill()
    assert meeting.status() == -signal.SIGKILL
    again = Running("meet", folder)
    try:
        again.shows("VKSNDTC")
        again.process.terminate()
        assert again.status() == 128 + signal.SIGTERM
    finally:
        again.close()
    with Record.open(record_path(folder, "year-end")) as record:
        assert record.verify() is None
