"""Programs killed in the middle of a meeting: what was acknowledged is there, nothing is half there.

``python -m tests.crash.test_kills 500`` kills as often as it is told.
"""

from __future__ import annotations

import datetime as dt
import os
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

import attrs
import pytest

from emulation.files.record import Record, RecordError
from emulation.files.session import Session, record_path
from emulation.files.storage import lock_file
from emulation.meeting.events import Noted, PollOpened
from tests.meeting_strategies import write_folder

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]
ACTS = Path(__file__).with_name("acts.py")
AT = dt.datetime(2023, 1, 10, 9, 0)  # noqa: DTZ001  (a local time, as the clock of the room shows it)

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals are those of POSIX")


@contextmanager
def meeting_of(folder: Path, seed: str, meeting: str = "year-end") -> Iterator[subprocess.Popen[str]]:
    """A process that holds the meeting; it is gone when the block ends."""
    process = subprocess.Popen(
        [sys.executable, str(ACTS), str(folder), meeting, seed],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


@attrs.frozen
class Acknowledged:
    """What a program said was saved: the last act, and how many papers were in the box since."""

    seq: int
    papers: int

    @classmethod
    def of(cls, told: str) -> Acknowledged:
        seq = papers = 0
        # a line that the kill cut short was not said
        for line in told[: told.rfind("\n") + 1].splitlines():
            word, _, number = line.partition(" ")
            if word == "act":
                seq = int(number)
            elif word == "box":
                papers = int(number)
        return cls(seq, papers)


def check_after_kill(folder: Path, saved: int, told: str, stopped: str) -> int:
    """Opens the record as the program would, and holds it against what was acknowledged; the number of its acts.

    ``saved`` is how many acts there were before; ``told`` what the program said.
    """
    acknowledged = Acknowledged.of(told)
    least = max(saved, acknowledged.seq)
    assert "Traceback" not in stopped, stopped
    path = record_path(folder, "year-end")
    if not path.exists():
        assert least == 0
        return 0
    with Session.open(folder, "year-end", "Chị Thư", AT) as session:
        entries = list(session.record.entries())
        # one act more may be on disk than the program had time to say
        assert least <= len(entries) <= least + 1
        assert [entry.seq for entry in entries] == list(range(1, len(entries) + 1))
        assert session.record.verify() is None
        poll = session.meeting.state.polls.get("head")
        papers = sum(session.box("head").values())
        if poll is None or poll.phase != "open":
            assert papers == 0
        elif len(entries) == acknowledged.seq and told.rstrip().rpartition("\n")[2].startswith("box"):
            assert acknowledged.papers <= papers <= acknowledged.papers + 1
        elif isinstance(entries[-1].event, PollOpened):
            assert papers <= 1
    assert sorted(one.name for one in path.parent.iterdir()) == ["year-end.db", "year-end.db.lock"]
    return len(entries)


def kill_at_random_moments(folder: Path, kills: int, seed: int, sign: int = signal.SIGKILL) -> int:
    """Kills programs that hold one meeting after the other, and checks after each; how many acts were saved in all."""
    chance = Random(seed)  # noqa: S311
    saved = 0
    write_folder(folder)
    for number in range(kills):
        with meeting_of(folder, str(seed + number)) as process:
            assert process.stdout is not None
            # from before the record is there to well into a poll
            started = "" if chance.random() < 0.1 else process.stdout.readline()
            time.sleep(chance.random() * 0.15)
            process.send_signal(sign)
            told, stopped = process.communicate()
        saved = check_after_kill(folder, saved, started + told, stopped)
        if chance.random() < 0.2:
            record_path(folder, "year-end").unlink(missing_ok=True)
            saved = 0
    return saved


def test_fifty_kills_at_random_moments(tmp_path: Path) -> None:
    kill_at_random_moments(tmp_path / "bloc", 50, seed=1)


@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGHUP])
def test_asked_to_end(tmp_path: Path, sign: int) -> None:
    kill_at_random_moments(tmp_path / "bloc", 4, seed=2, sign=sign)


def test_killed_after_each_of_fifty_acknowledged_marks(tmp_path: Path) -> None:
    write_folder(tmp_path / "bloc")
    entered = 0
    for _ in range(50):
        with meeting_of(tmp_path / "bloc", "marks") as process:
            assert process.stdout is not None
            opened, entry = process.stdout.readline(), process.stdout.readline()
            process.kill()
            rest, stopped = process.communicate()
        entered = check_after_kill(tmp_path / "bloc", entered, opened + entry + rest, stopped)
    assert entered >= 51


def test_the_lock_of_a_killed_program_is_no_obstacle(tmp_path: Path) -> None:
    write_folder(tmp_path / "bloc")
    with meeting_of(tmp_path / "bloc", "hold") as process:
        assert process.stdout is not None
        assert [process.stdout.readline() for _ in range(2)] == ["act 1\n", "held\n"]
        with pytest.raises(RecordError) as refused:
            Session.open(tmp_path / "bloc", "year-end", "Anh Bình", AT)
        assert refused.value.code == "record-in-use"
        process.kill()
        process.communicate()
    assert (tmp_path / "bloc/meetings/year-end.db.lock").exists()
    Session.open(tmp_path / "bloc", "year-end", "Anh Bình", AT).close()


# ------------------------------------------------------------------------------------------ what a kill leaves behind


def interrupted(folder: Path) -> Path:
    """A record whose last act was cut off while SQLite wrote it: its pages are changed, its journal is still there."""
    write_folder(folder)
    path = record_path(folder, "year-end")
    with Session.open(folder, "year-end", "Chị Thư", AT) as session:
        session.do(Noted("opinion", "một"), "Chị Thư", AT)
    program = """
import os, signal, sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("PRAGMA cache_size = 1")
connection.execute("PRAGMA cache_spill = 1")
connection.execute("BEGIN IMMEDIATE")
connection.execute("UPDATE box SET papers = randomblob(131072)")
for seq in range(3, 100):
    connection.execute("INSERT INTO event VALUES (?, 'a', 'b', 'c', ?, 'd')", (seq, "x" * 9000))
os.kill(os.getpid(), signal.SIGKILL)
"""
    assert subprocess.run([sys.executable, "-c", program, str(path)], check=False).returncode == -signal.SIGKILL
    assert path.with_name("year-end.db-journal").stat().st_size > 0
    return path


def test_an_act_that_was_cut_off_is_cleared_away_by_the_next_writer(tmp_path: Path) -> None:
    path = interrupted(tmp_path / "bloc")
    size = path.stat().st_size
    with Session.open(tmp_path / "bloc", "year-end", "Chị Thư", AT) as session:
        assert session.meeting.last.seq == 2
        assert session.record.verify() is None
    assert path.stat().st_size < size
    assert not path.with_name("year-end.db-journal").exists()


def test_an_act_that_was_cut_off_is_no_obstacle_to_a_reader(tmp_path: Path) -> None:
    path = interrupted(tmp_path / "bloc")
    with Record.open(path, writable=False) as record:
        assert [entry.seq for entry in record.entries()] == [1, 2]
        assert record.verify() is None


def test_a_reader_that_may_not_write_says_that_an_act_was_cut_off(tmp_path: Path) -> None:
    path = interrupted(tmp_path / "bloc")
    # held by somebody who is about to clear it away
    with lock_file(path), pytest.raises(RecordError) as refused:
        Record.open(path, writable=False)
    assert refused.value.code == "record-in-use"


def test_a_record_half_made_is_made_anew(tmp_path: Path) -> None:
    write_folder(tmp_path / "bloc")
    path = record_path(tmp_path / "bloc", "year-end")
    path.parent.mkdir()
    other = interrupted(tmp_path / "other")
    other.rename(path.with_name("year-end.db.new"))
    other.with_name("year-end.db-journal").rename(path.with_name("year-end.db.new-journal"))
    with Session.open(tmp_path / "bloc", "year-end", "Chị Thư", AT) as session:
        assert session.meeting.last.seq == 1
        assert session.record.verify() is None
    assert sorted(one.name for one in path.parent.iterdir()) == ["year-end.db", "year-end.db.lock"]


if __name__ == "__main__":
    kills = int(sys.argv[1]) if len(sys.argv) > 1 else 500
    with tempfile.TemporaryDirectory() as place:
        acts = kill_at_random_moments(Path(place) / "bloc", kills, seed=Random().randrange(10**6))  # noqa: S311
    print(f"{kills} kills: every acknowledged act was there, none was half there; the last record had {acts} acts")  # noqa: T201
