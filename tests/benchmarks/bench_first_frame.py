"""How long from starting the program to the first frame of the 2022 meeting, beside a bare Textual grid of its size.

Both run in a pseudo-terminal of 140 by 40 and are stopped when the word that only the filled grid shows has come out;
they take turns, so that a busy machine is busy for both. Run: python tests/benchmarks/bench_first_frame.py
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import pty
import select
import shutil
import signal
import statistics
import struct
import sys
import tempfile
import termios
import time
from pathlib import Path

RUNS = 15
EXAMPLE = Path(__file__).parents[2] / "examples" / "noi-chinh-2022"
BARE = """
from textual.app import App
from textual.widgets import DataTable, Footer
class Bare(App):
    BINDINGS = [("u", "undo", "Undo")]
    def compose(self):
        yield DataTable()
        yield Footer()
    def on_mount(self):
        table = self.query_one(DataTable)
        table.add_columns("unit", "total", "rank", *map(str, range(21)))
        for row in range(8):
            table.add_row("BTP", "98,75", str(row), *["9,5"] * 21)
Bare().run()
"""
PROGRAM = "import sys; from tui.cli import main; sys.exit(main(['meet', sys.argv[1]]))"
FILLED = "98,75"


def first_frame(*arguments: str) -> float:
    """Seconds from starting Python with these arguments to the first frame of a filled grid."""
    environment = {**os.environ, "TERM": "xterm-256color", "COLORTERM": "truecolor", "LC_ALL": "C.UTF-8"}
    started = time.perf_counter()
    process, terminal = pty.fork()
    if not process:
        os.execve(sys.executable, [sys.executable, *arguments], environment)  # noqa: S606  (no shell is meant)
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 140, 0, 0))
    seen = b""
    try:
        while FILLED.encode() not in seen:
            if not select.select([terminal], [], [], 20)[0]:
                raise SystemExit(f"no frame within 20 seconds: {seen[-400:]!r}")
            try:
                seen += os.read(terminal, 65536)
            except OSError:
                raise SystemExit(f"the program ended: {seen[-2000:].decode(errors='replace')}") from None
        return time.perf_counter() - started
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.kill(process, signal.SIGKILL)
        os.waitpid(process, 0)
        os.close(terminal)


def main() -> None:
    """Measure, and print the medians and their ratio."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "meeting"
        shutil.copytree(EXAMPLE, root, ignore=shutil.ignore_patterns("meetings"))
        first_frame("-c", PROGRAM, str(root))  # opens the meeting; from here on it is reopened
        bare, ours = [], []
        for _ in range(RUNS):
            bare.append(first_frame("-c", BARE))
            ours.append(first_frame("-c", PROGRAM, str(root)))
    one, other = statistics.median(bare), statistics.median(ours)
    print(f"bare Textual grid, 8 x 24            {one * 1e3:6.0f} ms   (fastest {min(bare) * 1e3:.0f})")
    print(f"the meeting of 2022, reopened        {other * 1e3:6.0f} ms   (fastest {min(ours) * 1e3:.0f})")
    print(f"ratio {other / one:.2f} (fastest {min(ours) / min(bare):.2f}); the goal is at most 1.50")


if __name__ == "__main__":
    main()
