"""A disk that fills up, a folder that cannot be written, a file cut short, two writers, readers, a clock set back."""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import shutil
import signal
import subprocess
import sys
import threading
from typing import TYPE_CHECKING

import pytest

from emulation.files.record import Record, RecordError
from emulation.files.session import Session, record_path
from emulation.meeting.events import Noted
from emulation.meeting.refusal import Refusal
from tests.meeting_strategies import write_folder

resource = pytest.importorskip("resource", reason="limits and signals are those of POSIX")

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from emulation.meeting.state import Entry

AT = dt.datetime(2023, 1, 10, 9, 0)  # noqa: DTZ001  (a local time, as the clock of the room shows it)
BY = "Chị Thư"
LONG = "ý kiến dài " * 2000


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_folder(tmp_path / "bloc")
    return tmp_path / "bloc"


def opened(folder: Path) -> Session:
    return Session.open(folder, "year-end", BY, AT)


def noted(session: Session, text: str = "ý kiến") -> Entry:
    answer = session.do(Noted("opinion", text), BY, AT)
    assert not isinstance(answer, Refusal), answer
    return answer


def check_whole(folder: Path, seq: int) -> None:
    with opened(folder) as session:
        assert session.meeting.last.seq == seq
        assert session.record.verify() is None
        assert noted(session).seq == seq + 1


# --------------------------------------------------------------------------------------------------------- full disk


def fill(session: Session) -> tuple[int, RecordError]:
    """Notes until no more can be written: the last that was saved, and what was said then."""
    seq = session.meeting.last.seq
    for _ in range(10_000):
        try:
            seq = noted(session, LONG).seq
        except RecordError as problem:
            return seq, problem
    raise AssertionError("there was room for everything")


@contextlib.contextmanager
def no_file_larger_than(size: int) -> Iterator[None]:
    """The system lets no file of this process grow beyond that."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_a_file_that_cannot_grow_loses_nothing(folder: Path) -> None:
    with opened(folder) as session:
        live = session.meeting
        with no_file_larger_than(record_path(folder, "year-end").stat().st_size + 200_000):
            seq, problem = fill(session)
        assert seq > live.last.seq
        assert problem.code in {"disk-full", "disk-fails"}
        assert session.meeting.last.seq == seq
        # room was made: the meeting goes on where it stood, without being opened again
        assert noted(session).seq == seq + 1
    check_whole(folder, seq + 1)


def test_no_half_record_is_made_where_there_is_no_room(folder: Path) -> None:
    with no_file_larger_than(60_000), pytest.raises(RecordError) as refused:
        opened(folder)
    assert refused.value.code in {"disk-full", "disk-fails"}
    assert sorted(one.name for one in (folder / "meetings").iterdir()) == ["year-end.db.lock"]
    check_whole(folder, 1)


def test_a_full_disk_loses_nothing(tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", disk], capture_output=True, check=False)
    if mounted.returncode:
        pytest.skip("mounting a small disk is not permitted here")
    try:
        write_folder(disk / "bloc")
        with opened(disk / "bloc") as session:
            seq, problem = fill(session)
            assert problem.code == "disk-full"
            assert session.meeting.last.seq == seq
        with opened(disk / "bloc") as session:
            assert session.meeting.last.seq == seq
            assert session.record.verify() is None
    finally:
        subprocess.run(["umount", disk], check=True)


# --------------------------------------------------------------------------------------------------- no right to write


@contextlib.contextmanager
def read_only(folder: Path) -> Iterator[None]:
    """A folder that nobody may write to: by its mode, or, where that does not stop the superuser, by a mount."""
    meetings = folder / "meetings"
    if os.geteuid():
        meetings.chmod(0o500)
        (meetings / "year-end.db").chmod(0o400)
        (meetings / "year-end.db.lock").chmod(0o400)
        yield
        meetings.chmod(0o700)
        return
    bound = subprocess.run(["mount", "--bind", folder, folder], capture_output=True, check=False)
    if bound.returncode:
        pytest.skip("the superuser may write everywhere, and mounting is not permitted here")
    try:
        subprocess.run(["mount", "-o", "remount,bind,ro", folder], check=True)
        yield
    finally:
        subprocess.run(["umount", folder], check=True)


def test_a_read_only_folder_can_be_read(folder: Path) -> None:
    with opened(folder) as session:
        noted(session)
    with read_only(folder):
        with pytest.raises(RecordError) as refused:
            opened(folder)
        assert refused.value.code == "not-writable"
        with Record.open(record_path(folder, "year-end"), writable=False) as record:
            assert [entry.seq for entry in record.entries()] == [1, 2]
            assert record.verify() is None
    check_whole(folder, 2)


# -------------------------------------------------------------------------------------------------- no right to read


def without_rights(*command: str) -> subprocess.CompletedProcess[str]:
    """The command run by somebody to whom modes apply, as they do not to the superuser."""
    prefix = []
    if os.geteuid() == 0:
        prefix = ["setpriv", "--bounding-set=-dac_override,-dac_read_search"]
        if shutil.which("setpriv") is None or subprocess.run([*prefix, "true"], check=False).returncode:
            pytest.skip("the superuser may read everything, and cannot give that up here")
    return subprocess.run([*prefix, *command], capture_output=True, text=True, check=False, timeout=60)


def emulation(*words: str) -> subprocess.CompletedProcess[str]:
    code = "import sys; from tui.cli import main; sys.exit(main())"
    return without_rights(sys.executable, "-c", code, "--lang", "en", *words)


@contextlib.contextmanager
def closed_to(path: Path, mode: int) -> Iterator[None]:
    before = path.stat().st_mode
    path.chmod(mode)
    try:
        yield
    finally:
        path.chmod(before)


@pytest.mark.parametrize(
    ("name", "mode"), [("meetings", 0), ("meetings", 0o100), ("meetings", 0o400), ("meetings/year-end.db", 0)]
)
def test_records_that_may_not_be_read_are_not_taken_for_none(folder: Path, name: str, mode: int) -> None:
    opened(folder).close()
    with closed_to(folder / name, mode):
        for words in (("rank",), ("log",), ("minutes",), ("verify",), ("export", "standings"), ("award",)):
            answer = emulation(*words, str(folder))
            assert answer.returncode == 2, words
            assert answer.stdout == ""
            assert f"cannot read: {folder / 'meetings'}" in answer.stderr
            assert answer.stderr.count("\n") == 1


@pytest.mark.parametrize(("name", "mode"), [("meetings", 0), ("meetings", 0o400), ("meetings/year-end.db", 0)])
def test_no_meeting_is_opened_or_followed_where_its_record_may_not_be_read(folder: Path, name: str, mode: int) -> None:
    opened(folder).close()
    program = f"""
import datetime as dt
from pathlib import Path
from emulation.files.following import Follower
from emulation.files.record import RecordError
from emulation.files.session import Session
folder = Path({str(folder)!r})
try:
    Session.open(folder, "year-end", "x", dt.datetime(2023, 1, 10, tzinfo=dt.timezone.utc))
except RecordError as problem:
    print(problem.code)
for named in ("year-end", None):
    with Follower(folder, named) as follower:
        follower.look()
        print(follower.trouble.code)
"""
    with closed_to(folder / name, mode):
        answer = without_rights(sys.executable, "-c", program)
    assert (answer.stdout, answer.stderr) == ("not-readable\n" * 3, "")
    check_whole(folder, 1)


def test_a_file_in_the_place_of_the_meetings_is_told(folder: Path) -> None:
    (folder / "meetings").write_text("", "utf-8")
    answer = emulation("rank", str(folder))
    assert answer.returncode == 2
    assert "cannot read" in answer.stderr


# --------------------------------------------------------------------------------------------------------- damage


def test_a_truncated_file_is_said_to_be_broken(folder: Path) -> None:
    with opened(folder) as session:
        for _ in range(30):
            noted(session, LONG[:3000])
    path = record_path(folder, "year-end")
    whole = path.read_bytes()
    found = set()
    for size in (*range(0, len(whole), 16384), len(whole) - 4096, len(whole) - 1, 50, 5000):
        path.write_bytes(whole[:size])
        for writable in (False, True):
            with pytest.raises(RecordError) as refused:
                Record.open(path, writable=writable)
            found.add(refused.value.code)
        assert path.stat().st_size == size
    assert found == {"not-a-record", "record-cut-short"}
    path.write_bytes(whole)
    check_whole(folder, 31)


@pytest.mark.parametrize("content", [b"", b"no database at all", b"SQLite format 3\0" + bytes(5000)])
def test_what_is_no_record_is_not_taken_for_one(folder: Path, content: bytes) -> None:
    path = record_path(folder, "year-end")
    path.parent.mkdir()
    path.write_bytes(content)
    for writable in (False, True):
        with pytest.raises(RecordError) as refused:
            Record.open(path, writable=writable)
        assert refused.value.code in {"not-a-record", "record-unreadable"}
    assert path.read_bytes() == content


# ------------------------------------------------------------------------------------------------ several at once


def test_a_second_writer_is_refused_and_the_first_goes_on(folder: Path) -> None:
    with opened(folder) as first:
        with pytest.raises(RecordError) as refused:
            opened(folder)
        assert refused.value.code == "record-in-use"
        assert refused.value.facts["found"].endswith("year-end.db")
        assert noted(first).seq == 2
    check_whole(folder, 2)


def test_of_two_who_begin_a_meeting_one_is_refused(folder: Path) -> None:
    begun: list[Session] = []
    refused: list[str] = []
    start = threading.Barrier(2)

    def begin() -> None:
        start.wait()
        try:
            begun.append(opened(folder))
        except RecordError as problem:
            refused.append(problem.code)

    threads = [threading.Thread(target=begin) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(begun) == 1
    assert refused in (["record-in-use"], ["record-exists"])


def test_whoever_goes_round_the_lock_is_noticed(folder: Path) -> None:
    with opened(folder) as session, opened_again(folder) as intruder:
        noted_by(intruder)
        with pytest.raises(RecordError) as refused:
            noted(session)
        assert refused.value.code == "record-in-use"
    check_whole(folder, 2)


@contextlib.contextmanager
def opened_again(folder: Path) -> Iterator[Record]:
    path = record_path(folder, "year-end")
    lock = path.with_name("year-end.db.lock")
    lock.rename(path.with_name("aside"))
    with Record.open(path) as record:
        yield record
    lock.unlink()
    path.with_name("aside").rename(lock)


def noted_by(record: Record) -> None:
    record.append(Noted("opinion", "chen ngang"), "Ai đó", AT)


def test_a_reader_reads_while_a_writer_writes(folder: Path) -> None:
    with opened(folder) as session, Record.open(record_path(folder, "year-end"), writable=False) as reader:
        for _ in range(2000):
            session.record.append(Noted("opinion", "."), BY, AT)
        # a reader in the middle of its work does not stop the writer, and sees what is written meanwhile
        entries = reader.entries()
        seen = [next(entries).seq for _ in range(1500)]
        session.record.append(Noted("opinion", "mới"), BY, AT)
        seen += [entry.seq for entry in entries]
        assert seen == list(range(1, 2003))
        assert [entry.seq for entry in reader.entries(after=2001)] == [2002]
        with pytest.raises(RecordError):
            reader.append(Noted("opinion", "."), BY, AT)


def test_readers_see_whole_acts_alone(folder: Path) -> None:
    program = f"""
import sys
from pathlib import Path
from emulation.files.record import Record
last = 0
with Record.open(Path({str(record_path(folder, "year-end"))!r}), writable=False) as record:
    print("ready", flush=True)
    while last < 300:
        assert record.verify() is None
        for entry in record.entries(after=last):
            assert entry.seq == last + 1
            last = entry.seq
print(last)
"""
    with opened(folder) as session:
        reader = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True)
        assert reader.stdout is not None
        assert reader.stdout.readline() == "ready\n"
        while session.meeting.last.seq < 300:
            noted(session)
        told, _ = reader.communicate()
    assert reader.returncode == 0
    assert told == "300\n"


# -------------------------------------------------------------------------------------------------------- the clock


def test_a_clock_set_back_changes_no_order(folder: Path) -> None:
    times = [AT, AT - dt.timedelta(days=400), AT + dt.timedelta(seconds=1), AT - dt.timedelta(hours=1)]
    with opened(folder) as session:
        for number, at in enumerate(times):
            session.do(Noted("opinion", str(number)), BY, at)
        live = session.meeting
    with opened(folder) as session:
        assert session.meeting == live
        assert [note.text for note in session.meeting.state.notes] == ["0", "1", "2", "3"]
        entries = list(session.record.entries())
        assert [entry.seq for entry in entries] == [1, 2, 3, 4, 5]
        assert [entry.at for entry in entries] == [AT, *times]  # as the clock said, also where it went back
        assert session.record.verify() is None


def test_a_time_with_its_zone_is_kept(folder: Path) -> None:
    at = dt.datetime(2023, 1, 10, 9, 0, tzinfo=dt.timezone(dt.timedelta(hours=7)))
    with opened(folder) as session:
        session.do(Noted("opinion", "giờ Hà Nội"), BY, at)
        (entry,) = session.record.entries(after=1)
        assert entry.at == at
        assert entry.at.isoformat() == "2023-01-10T09:00:00+07:00"


def test_the_signal_of_a_file_too_large_is_no_end() -> None:
    assert signal.getsignal(signal.SIGXFSZ) is signal.SIG_IGN
