"""What the record costs: an act against a bare synced insert, and opening a long record.

``python tests/benchmarks/bench_record.py [--profile]`` prints the median of an act through `Record.append` over that of
an insert of the same row into a plain SQLite table under the same settings (goal: at most 1.5), and the seconds in
which a record of 100,000 events is opened and folded (goal: at most 2).
"""

from __future__ import annotations

import cProfile
import datetime as dt
import pstats
import sqlite3
import sys
import tempfile
import time
from decimal import Decimal
from pathlib import Path
from random import Random
from statistics import median

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from emulation.files import record as records
from emulation.files.codec import encode
from emulation.files.folder import load_folder
from emulation.files.session import Session, opening, record_path
from emulation.marks import Given
from emulation.meeting import events as e

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "examples/noi-chinh-2022"
AT = dt.datetime(2023, 3, 30, 8, 0)  # noqa: DTZ001  (a local time)
LENGTH = 100_000
BY = "Nguyễn Thị Thư"


def mark(chance: Random, units: list[str], criteria: list[str]) -> e.MarksAgreed:
    value = Given(Decimal(chance.randint(0, 40)) / 4, "hội nghị thống nhất", ("BC 12/2022",))
    return e.MarksAgreed((e.Change(chance.choice(units), chance.choice(criteria), value),), "theo thẩm định")


def acts(length: int) -> list[e.Event]:
    """What a meeting consists of: marks and their confirmation, people, words, now and then an act undone."""
    folder = load_folder(FOLDER)
    units = [unit.id for unit in folder.bloc.units]
    criteria = [criterion.id for criterion in folder.rubric.leaves()]
    chance = Random(1)  # noqa: S311
    made: list[e.Event] = []
    while len(made) < length:
        kind = chance.random()
        if kind < 0.8 or not made:
            made.append(mark(chance, units, criteria))
        elif kind < 0.9:
            person = f"p{chance.randint(1, 80)}"
            made += [e.PersonListed(person, "Trần Văn Bình", "delegate", chance.choice(units)), e.CheckedIn(person)]
        elif kind < 0.92:
            made.append(e.Noted("opinion", "đề nghị xem lại minh chứng", "Trần Văn Bình"))
        elif isinstance(made[-1], e.MarksAgreed):
            change = made[-1].changes[0]
            made.append(e.MarksConfirmed((e.Cell(change.unit, change.criterion),)))
            made.append(e.Undone(len(made) + 1))
    return made[:length]


def bench_append(place: Path, count: int = 400) -> None:
    events = acts(count)
    rows = [(seq, "2023-03-30T08:00:00", BY, *encode(event), "0" * 64) for seq, event in enumerate(events, 2)]
    bare = sqlite3.connect(place / "bare.db", isolation_level=None)
    for setting in ("journal_mode = DELETE", "synchronous = EXTRA", "secure_delete = ON", "temp_store = MEMORY"):
        bare.execute(f"PRAGMA {setting}")
    bare.execute("CREATE TABLE event (seq INTEGER PRIMARY KEY, at, by, kind, payload, hash)")
    ours: list[float] = []
    theirs: list[float] = []
    with records.Record.create(place / "record.db", opening(load_folder(FOLDER), "year-end"), BY, AT) as record:
        # turn about, so that whatever else the disk does falls on both
        for event, row in zip(events, rows, strict=True):
            start = time.perf_counter()
            record.append(event, BY, AT)
            middle = time.perf_counter()
            bare.execute("BEGIN IMMEDIATE")
            bare.execute("INSERT INTO event VALUES (?, ?, ?, ?, ?, ?)", row)
            bare.execute("COMMIT")
            theirs.append(time.perf_counter() - middle)
            ours.append(middle - start)
    bare.close()
    ratio = median(ours) / median(theirs)
    print(f"append: {median(ours) * 1e3:.2f} ms, bare insert {median(theirs) * 1e3:.2f} ms, ratio {ratio:.2f} (<= 1.5)")


def write_long(place: Path) -> Path:
    """A folder with the record of a long meeting, written without a sync for each act."""
    folder = place / "bloc"
    (folder / "meetings").mkdir(parents=True)
    path = record_path(folder, "year-end")
    with records.Record.create(path, opening(load_folder(FOLDER), "year-end"), BY, AT) as record:
        connection, previous = record._connection, record._last[1]
        connection.execute("BEGIN")
        for seq, event in enumerate(acts(LENGTH - 1), 2):
            kind, payload = encode(event)
            previous = records.chained(previous, seq, "2023-03-30T08:00:00", BY, kind, payload)
            row = (seq, "2023-03-30T08:00:00", BY, kind, payload, previous)
            connection.execute("INSERT INTO event VALUES (?, ?, ?, ?, ?, ?)", row)
        connection.execute("COMMIT")
    return folder


def bench_open(place: Path, *, profile: bool) -> None:
    folder = write_long(place)
    taken = []
    for _ in range(3):
        start = time.perf_counter()
        with Session.open(folder, "year-end", BY, AT) as session:
            taken.append(time.perf_counter() - start)
            assert session.meeting.last.seq == LENGTH
    print(f"opening {LENGTH:,} events: {min(taken):.2f} s, the best of {len(taken)} (<= 2)")
    if profile:
        with cProfile.Profile() as profiler:
            Session.open(folder, "year-end", BY, AT).close()
        pstats.Stats(profiler).sort_stats("tottime").print_stats(25)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as temporary:
        bench_append(Path(temporary))
        bench_open(Path(temporary), profile="--profile" in sys.argv)
