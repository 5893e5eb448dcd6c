"""How long from starting the program to the first frame of the 2022 meeting, beside a bare Textual grid of its size.

Both run in a pseudo-terminal of 140 by 40 and are stopped when the word that only the filled grid shows has come out;
they take turns, so that a busy machine is busy for both. All run from byte code, as installed programs do.

Run: python tests/benchmarks/bench_first_frame.py [HARLEQUIN]   (the path of an installed Harlequin, to time it beside)
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


def first_frame(*command: str, shown: str = FILLED) -> float:
    """Seconds from starting that command to the first frame with that text, such as the filled grid's."""
    environment = {**os.environ, "TERM": "xterm-256color", "COLORTERM": "truecolor", "LC_ALL": "C.UTF-8"}
    environment["EMULATION_CONFIG"] = str(Path(tempfile.gettempdir()) / "emulation-benchmark" / "config.toml")
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    started = time.perf_counter()
    process, terminal = pty.fork()
    if not process:
        os.execve(command[0], list(command), environment)  # noqa: S606  (no shell is meant)
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 140, 0, 0))
    seen = b""
    try:
        while shown.encode() not in seen:
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
    """Measure, and print the medians and their ratios."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "meeting"
        shutil.copytree(EXAMPLE, root, ignore=shutil.ignore_patterns("meetings"))
        commands = {
            "bare Textual grid, 8 x 24": ((sys.executable, "-c", BARE), FILLED),
            "the meeting of 2022, reopened": ((sys.executable, "-c", PROGRAM, str(root)), FILLED),
        }
        if len(sys.argv) > 1:
            commands["Harlequin on an empty database"] = ((sys.argv[1], "-a", "sqlite", ":memory:"), "Catalog")
        times: dict[str, list[float]] = {name: [] for name in commands}
        for turn in range(RUNS + 1):
            for name, (command, shown) in commands.items():
                taken = first_frame(*command, shown=shown)
                if turn:  # the first one writes byte code, and opens the meeting; from here on it is reopened
                    times[name].append(taken)
    bare, ours, *other = times.values()
    for name, taken in times.items():
        print(f"{name:36} {statistics.median(taken) * 1e3:6.0f} ms   (fastest {min(taken) * 1e3:.0f})")
    print(f"{statistics.median(ours) / statistics.median(bare):.2f} of the bare grid; the goal is at most 1.50")
    for one in other:
        print(f"{statistics.median(ours) / statistics.median(one):.2f} of Harlequin; the goal is below 0.50")


if __name__ == "__main__":
    main()
