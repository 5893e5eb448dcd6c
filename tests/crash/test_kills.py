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
from emulation.meeting.events import Noted, PollAnnulled, PollClosed
from tests.meeting_strategies import write_folder

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]
ACTS = Path(__file__).with_name("acts.py")
AT = dt.datetime(2023, 1, 10, 9, 0)  # noqa: DTZ001  (a local time, as the clock of the room shows it)

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals are those of POSIX")


def heed() -> None:
    """Heed the signals that whoever runs the tests may have ignored, as nohup does, from the first moment on."""
    for sign in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(sign, signal.SIG_DFL)


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
        preexec_fn=heed,  # noqa: PLW1509  (no thread holds anything here)
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def last_words(process: subprocess.Popen[str]) -> tuple[str, str]:
    """What a process still said, read where earlier lines were: `communicate` would pass over what is read ahead."""
    assert process.stdout is not None
    assert process.stderr is not None
    return process.stdout.read(), process.stderr.read()


@attrs.frozen
class Saved:
    """What is surely on disk: how many acts, and how many papers in the box."""

    acts: int = 0
    papers: int = 0


def acknowledged(told: str, before: Saved) -> Saved:
    """What a program said last; a line that the kill cut short was not said."""
    lines = told[: told.rfind("\n") + 1].splitlines()
    return Saved(*map(int, lines[-1].split())) if lines else before


def check_after_kill(folder: Path, before: Saved, told: str, stopped: str) -> Saved:
    """Opens the record as the program would, and holds it against what was acknowledged; what is on disk.

    ``before`` is what was there when the program began, ``told`` what it said.
    """
    said = acknowledged(told, before)
    assert "Traceback" not in stopped, stopped
    path = record_path(folder, "year-end")
    if not path.exists():
        assert said == Saved()
        return said
    with Session.open(folder, "year-end", "Chị Thư", AT) as session:
        entries = list(session.record.entries())
        assert [entry.seq for entry in entries] == list(range(1, len(entries) + 1))
        assert session.record.verify() is None
        there = Saved(len(entries), sum(session.box("head").values()))
        poll = session.meeting.state.polls.get("head")
        assert there.papers == 0 or (poll is not None and poll.phase == "open")
    # one act more, or one paper more, may be on disk than the program had time to say
    expected = [said, attrs.evolve(said, acts=said.acts + 1), attrs.evolve(said, papers=said.papers + 1)]
    if isinstance(entries[-1].event, PollClosed | PollAnnulled):
        expected.append(Saved(said.acts + 1, 0))
    assert there in expected
    assert sorted(one.name for one in path.parent.iterdir()) == ["year-end.db", "year-end.db.lock"]
    return there


def kill_at_random_moments(folder: Path, kills: int, seed: int, sign: str = "SIGKILL") -> int:
    """Kills programs that hold one meeting after the other, and checks after each; how many acts were saved."""
    chance = Random(seed)  # noqa: S311
    saved, acts = Saved(), 0
    write_folder(folder)
    for number in range(kills):
        with meeting_of(folder, str(seed + number)) as process:
            assert process.stdout is not None
            # from before the record is there to well into a poll
            started = "" if chance.random() < 0.1 else process.stdout.readline()
            time.sleep(chance.random() * 0.15)
            process.send_signal(getattr(signal, sign))
            told, stopped = last_words(process)
        before, saved = saved, check_after_kill(folder, saved, started + told, stopped)
        acts += saved.acts - before.acts
        if chance.random() < 0.2:
            record_path(folder, "year-end").unlink(missing_ok=True)
            saved = Saved()
    return acts


def test_fifty_kills_at_random_moments(tmp_path: Path) -> None:
    kill_at_random_moments(tmp_path / "bloc", 50, seed=1)


@pytest.mark.parametrize("sign", ["SIGTERM", "SIGHUP"])
def test_asked_to_end(tmp_path: Path, sign: str) -> None:
    kill_at_random_moments(tmp_path / "bloc", 4, seed=2, sign=sign)


def test_killed_after_each_of_fifty_acknowledged_marks(tmp_path: Path) -> None:
    write_folder(tmp_path / "bloc")
    entered = Saved()
    for _ in range(50):
        with meeting_of(tmp_path / "bloc", "marks") as process:
            assert process.stdout is not None
            opened, entry = process.stdout.readline(), process.stdout.readline()
            process.kill()
            rest, stopped = last_words(process)
        entered = check_after_kill(tmp_path / "bloc", entered, opened + entry + rest, stopped)
    assert entered.acts >= 51


def test_the_lock_of_a_killed_program_is_no_obstacle(tmp_path: Path) -> None:
    write_folder(tmp_path / "bloc")
    with meeting_of(tmp_path / "bloc", "hold") as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "1 0\n"
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
    print(f"{kills} kills, {acts} acts: every acknowledged one was there, none was half there")  # noqa: T201
