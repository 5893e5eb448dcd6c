"""What one changed cell costs in a 60 x 60 grid at 140 x 40, to idle again: Grid against Textual's DataTable.

The two take turns in one run, so that a busy machine slows both. `bare` is an app without a table, waiting for idle:
the floor under both. Each time the grid is given the whole of its data as a new value that shares no cell with the
last; what building such a value costs a screen is printed beside it. The count of lines painted does not depend on
the machine.

Run: python tests/benchmarks/bench_grid.py
"""

import asyncio
import statistics
import sys
import time
from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path

from textual.app import App, ComposeResult
from textual.pilot import Pilot
from textual.strip import Strip
from textual.widgets import DataTable, Static

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tui.widgets.grid import Cell, Column, Grid, GridData, Part, Row

ROWS = COLUMNS = 60
SIZE = (140, 40)
TURNS = 40


class Counted(Grid):
    """A grid that counts the lines that it paints."""

    painted = 0

    def render_line(self, y: int) -> Strip:
        """The line, counted."""
        self.painted += 1
        return super().render_line(y)


def data(turn: int) -> GridData:
    """All of the data anew; with each turn another cell in view differs, and its row's total."""
    row, column = turn % 30, turn % 8
    return GridData(
        columns=tuple(Column(f"A{c}", f"Criterion {c}", note="/20") for c in range(COLUMNS)),
        rows=tuple(Row(f"u{r}", f"Unit {r}", (f"{100 + turn if r == row else 99},25",)) for r in range(ROWS)),
        cells=tuple(
            tuple(Cell((Part(str(10 + turn % 80) if (r, c) == (row, column) else "18,5"),)) for c in range(COLUMNS))
            for r in range(ROWS)
        ),
        corner="Unit",
        summaries=("Total",),
    )


class GridApp(App[None]):
    """A grid alone."""

    def compose(self) -> ComposeResult:
        """The grid."""
        yield Counted(data(0))


class TableApp(App[None]):
    """A DataTable alone, with the same cells."""

    def compose(self) -> ComposeResult:
        """The table."""
        yield DataTable(cursor_type="cell", fixed_columns=2)

    def on_mount(self) -> None:
        """Fill the table."""
        table = self.query_one(DataTable)
        table.add_column("Unit", key="name")
        table.add_column("Total", key="total")
        for c in range(COLUMNS):
            table.add_column(f"A{c} /20", key=f"A{c}")
        for r in range(ROWS):
            table.add_row(f"Unit {r}", "99,25", *["18,5"] * COLUMNS, key=f"u{r}")


class BareApp(App[None]):
    """Nothing to paint."""

    def compose(self) -> ComposeResult:
        """A word."""
        yield Static("idle")


async def timed(act: Callable[[], Awaitable[None]]) -> float:
    """Seconds that it took."""
    start = time.perf_counter()
    await act()
    return time.perf_counter() - start


async def main() -> None:
    """Take turns and print."""
    spent: dict[str, list[float]] = {}
    async with (
        BareApp().run_test(size=SIZE) as bare,
        TableApp().run_test(size=SIZE) as table_pilot,
        GridApp().run_test(size=SIZE) as grid_pilot,
    ):
        grid, table = grid_pilot.app.query_one(Counted), table_pilot.app.query_one(DataTable)

        async def idle(pilot: Pilot[None]) -> None:
            await pilot.pause()

        async def grid_cell(turn: int) -> None:
            grid.show(values[turn])
            await grid_pilot.pause()

        async def table_cell(turn: int) -> None:
            row, column = turn % 30, turn % 8
            table.update_cell(f"u{row}", f"A{column}", str(10 + turn % 80))
            table.update_cell(f"u{row}", "total", f"{100 + turn},25")
            await table_pilot.pause()

        async def bare_key(turn: int) -> None:
            await bare.press("right" if turn % 2 else "down")

        async def grid_key(turn: int) -> None:
            await grid_pilot.press("right" if turn % 2 else "down")

        async def table_key(turn: int) -> None:
            await table_pilot.press("right" if turn % 2 else "down")

        for pilot in (bare, grid_pilot, table_pilot):
            await pilot.pause()
        values = [data(turn) for turn in range(TURNS + 1)]
        grid.focus()
        table.focus()
        acts = {"one cell, Grid": grid_cell, "one cell, DataTable": table_cell}
        keys = {"bare key": bare_key, "one key, Grid": grid_key, "one key, DataTable": table_key}
        painted = 0
        for turn in range(1, TURNS + 1):
            spent.setdefault("bare idle", []).append(await timed(partial(idle, bare)))
            before = grid.painted
            for name, act in acts.items():
                spent.setdefault(name, []).append(await timed(partial(act, turn)))
            painted += grid.painted - before
        for turn in range(1, TURNS // 2 + 1):
            for name, act in keys.items():
                spent.setdefault(name, []).append(await timed(partial(act, turn)))
        for turn in range(5):
            start = time.perf_counter()
            data(turn)
            spent.setdefault("building the data alone", []).append(time.perf_counter() - start)
            start = time.perf_counter()
            grid.show(values[turn])
            spent.setdefault("comparing alone", []).append(time.perf_counter() - start)
    for name, seconds in spent.items():
        print(f"{name:26s} p50 {statistics.median(seconds) * 1e3:7.1f} ms   n={len(seconds)}")
    for what in ("cell", "key"):
        pairs = zip(spent[f"one {what}, DataTable"], spent[f"one {what}, Grid"], strict=True)
        print(f"one {what}: DataTable / Grid, median of pairs {statistics.median(t / g for t, g in pairs):.1f}")
    for what in ("cell", "key"):
        floor = statistics.median(spent["bare idle" if what == "cell" else "bare key"])
        over = [statistics.median(spent[f"one {what}, {name}"]) - floor for name in ("Grid", "DataTable")]
        print(f"one {what}, above the floor: Grid {over[0] * 1e3:.1f} ms, DataTable {over[1] * 1e3:.1f} ms")
    print(f"lines painted by Grid for one changed cell and a changed total: {painted / TURNS:.2f}")


if __name__ == "__main__":
    asyncio.run(main())
