"""How long a mark entered in a meeting of 60 units x 60 criteria takes to be painted: beside a bare line-API grid.

The mark is typed, decided, written to the record and synced; totals, possible ranks and standings are worked out anew,
and all of it is painted. The bare grid of the same size stores the text that was typed and repaints the line. The two
take turns at 140 by 40. How long the record took to be synced is told apart, for it is the disk's own time. While marks
are entered another task asks for its turn again and again: how late it gets it is the lag of the event loop.

Run: python tests/benchmarks/bench_entry.py
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import tui  # before Textual, which it tells how often to paint

assert tui

from rich.segment import Segment
from textual.app import App
from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

from emulation.files.record import Record
from emulation.files.session import Session
from tui.app import EmulationApp

if TYPE_CHECKING:
    from textual import events
    from textual.app import ComposeResult
    from textual.pilot import Pilot

ROWS = COLUMNS = 60
SECTIONS = 6
ENTRIES = 120
WIDTH = 6
EVERY = 0.002
SIZE = (140, 40)
AT = datetime(2023, 3, 30, 8, 0, tzinfo=UTC)


def write_folder(root: Path) -> None:
    """A bloc of sixty units under a rubric of sixty criteria, with verified marks for two thirds of the cells."""
    units = [f"u{n}" for n in range(ROWS)]
    (root / "scores").mkdir(parents=True)
    bloc = ['[bloc]\nid = "b"\nname = "B"\ncalled = "cụm"\nyear = 2022\norganised_by = "ministry"\n']
    bloc += [f'[[unit]]\nid = "{unit}"\nname = "Đơn vị {unit}"\nshort = "{unit}"\nkind = "k"\n' for unit in units]
    (root / "bloc.toml").write_text("\n".join(bloc), encoding="utf-8")
    each = COLUMNS // SECTIONS
    rubric = [
        f'[rubric]\nid = "r"\nversion = "1"\ntitle = "R"\nbasis = "-"\ntotal = {COLUMNS * 10}\nstep = 0.5',
        'not_applicable = "rescale"\n',
    ]
    for s in range(SECTIONS):
        rubric.append(f'[[section]]\nid = "S{s}"\ntext = "Nội dung {s}"\nmax = {each * 10}\nkind = "core"\n')
        rubric += [
            f'[[section.criterion]]\nid = "S{s}C{n}"\ntext = "Tiêu chí"\nmax = 10\nmethod = "judged"\nwork = "w{n}"\n'
            for n in range(each)
        ]
    (root / "rubric.toml").write_text("\n".join(rubric), encoding="utf-8")
    (root / "procedure.toml").write_text(
        '[marks]\nfinal = ["agreed", "verified"]\n[ranking]\nties = []\n'
        '[[meeting]]\nid = "m"\nkind = "year-end"\non = 2023-03-30\n',
        encoding="utf-8",
    )
    sheet = ['[sheet]\nsource = "verified"\nby = "head"\non = 2022-12-31\n']
    for place, unit in enumerate(units):
        sheet.append(f"[marks.{unit}]")
        sheet += [
            f"S{c // each}C{c % each} = {(place * 7 + c * 3) % 21 / 2:g}" for c in range(COLUMNS) if (place + c) % 3
        ]
    (root / "scores/verified-head-2022-12-31.toml").write_text("\n".join(sheet), encoding="utf-8")


class BareGrid(ScrollView, can_focus=True):
    """Texts in lines, and a cursor that goes down with Enter; nothing is read, kept or worked out."""

    def __init__(self) -> None:
        super().__init__()
        self.texts = [["10"] * COLUMNS for _ in range(ROWS)]
        self.row, self.typed = 0, ""
        self.virtual_size = Size(COLUMNS * WIDTH, ROWS)

    def render_line(self, y: int) -> Strip:
        """One line of cells."""
        x, top = self.scroll_offset
        row = y + top
        texts = self.texts[row] if row < ROWS else []
        shown = [self.typed, *texts[1:]] if row == self.row and self.typed else texts
        return Strip([Segment(f"{text:>{WIDTH}}") for text in shown]).crop(x, x + self.size.width)

    def on_key(self, event: events.Key) -> None:
        """Type, or enter what was typed."""
        event.stop()
        if event.key == "enter":
            self.texts[self.row][0], self.typed = self.typed, ""
            self.row = (self.row + 1) % ROWS
            self.scroll_to(y=max(0, self.row - self.size.height + 1), animate=False)
        elif event.character:
            self.typed += event.character
        self.refresh()


class BareApp(App[None]):
    """The bare grid alone."""

    def compose(self) -> ComposeResult:
        """The grid."""
        yield BareGrid()

    def on_mount(self) -> None:
        """Take the keys."""
        self.query_one(BareGrid).focus()


class Painted:
    """When an app last put something on the terminal; an app is told to keep it by `watch`."""

    at = 0.0

    def watch(self, app: App[Any]) -> None:
        """Keep when the app paints."""
        display = app._display

        def displayed(*arguments: Any) -> None:
            display(*arguments)
            self.at = time.perf_counter()

        app._display = displayed  # type: ignore[method-assign]


async def entry(pilot: Pilot[None] | Pilot[int], painted: Painted, turn: int) -> float:
    """Seconds from Enter to the last frame that follows from it, once a mark was typed."""
    await pilot.press(str(turn % 10))
    start = time.perf_counter()
    await pilot.press("enter")
    await pilot.pause()
    return painted.at - start


class TimedRecord(Record):
    """A record that tells how long its last append took."""

    took = 0.0

    def append(self, *arguments: Any) -> Any:
        """Append, timed."""
        start = time.perf_counter()
        try:
            return super().append(*arguments)
        finally:
            TimedRecord.took = time.perf_counter() - start


async def lags(late: list[float]) -> None:
    """How late each turn came."""
    while True:
        start = time.perf_counter()
        await asyncio.sleep(EVERY)
        late.append(time.perf_counter() - start - EVERY)


def percentile(values: list[float], share: int) -> float:
    """The value that so many of a hundred do not exceed."""
    return sorted(values)[len(values) * share // 100 - 1]


async def main() -> None:
    """Take turns and print."""
    with tempfile.TemporaryDirectory() as place:
        root = Path(place) / "bloc"
        write_folder(root)
        with Session.open(root, "m", "thư ký", AT) as session:
            program = EmulationApp(session, by="thư ký", now=lambda: AT)
            session.record.__class__ = TimedRecord
            bare, ours, disk, late = [], [], [], []
            async with program.run_test(size=SIZE) as pilot, BareApp().run_test(size=SIZE) as bare_pilot:
                here, there = Painted(), Painted()
                here.watch(program)
                there.watch(bare_pilot.app)
                program.action_open("marks")
                for _ in range(5):
                    await pilot.pause()
                for turn in range(ENTRIES):
                    bare.append(await entry(bare_pilot, there, turn))
                    watch = asyncio.create_task(lags(late))
                    ours.append(await entry(pilot, here, turn))
                    watch.cancel()
                    disk.append(TimedRecord.took)
            entered = len(session.meeting.state.agreed)
            print(f"{session.meeting.last.seq} events in the record, marks of {entered} units")
    ours_alone = [whole - sync for whole, sync in zip(ours, disk, strict=True)]
    timed = {
        "bare line-API grid": bare,
        "a mark entered": ours,
        "of it, the record": disk,
        "of it, the rest": ours_alone,
        "lag of the loop": late,
    }
    for name, seconds in timed.items():
        print(
            f"{name:20} p50 {percentile(seconds, 50) * 1e3:6.1f} ms   p95 {percentile(seconds, 95) * 1e3:6.1f} ms   "
            f"n={len(seconds)}"
        )
    over, over_all = (percentile(one, 95) - percentile(bare, 95) for one in (ours_alone, ours))
    print(
        f"95 of 100 entries within the bare grid plus {over * 1e3:.1f} ms and the disk's sync; the goal is at most 16"
    )
    print(f"with the sync: the bare grid plus {over_all * 1e3:.1f} ms")
    print(f"lag at the 95th percentile {percentile(late, 95) * 1e3:.1f} ms; the goal is below 50")


if __name__ == "__main__":
    asyncio.run(main())
