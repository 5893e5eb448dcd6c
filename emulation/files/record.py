"""A meeting's record: an append-only SQLite file, one transaction an act, every event chained to the one before.

An act is acknowledged when `Record.append` returns: by then SQLite has synced it to disk. The table refuses updates
and deletes. Whoever holds the record open to write holds a lock beside it, which the operating system lets go even when
the program is killed; anybody may read meanwhile.

While a poll is open its papers are no events: identical papers are one row with a count, and the whole table is written
anew, in the papers' own order, with each one handed in. SQLite overwrites what it deletes, and its journal is emptied
after every act, so that the file holds no trace of the order in which papers came. It cannot protect from copies of the
file taken between two papers, nor where voters are few or all alike.
"""

from __future__ import annotations

import contextlib
import hashlib
import sqlite3
from datetime import datetime
from typing import TYPE_CHECKING, Self

import attrs
from filelock import FileLock, Timeout

from emulation.files.codec import decode, encode
from emulation.meeting.state import Entry

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path
    from types import TracebackType

    from emulation.meeting.events import Event

FORMAT = 1
"""The layout of the file, kept in SQLite's ``user_version``."""

_SCHEMA = """
CREATE TABLE event (
  seq      INTEGER PRIMARY KEY,
  at       TEXT NOT NULL,
  by       TEXT NOT NULL,
  kind     TEXT NOT NULL,
  payload  TEXT NOT NULL,
  hash     TEXT NOT NULL
) STRICT;
CREATE TRIGGER event_stays BEFORE UPDATE ON event BEGIN SELECT RAISE(ABORT, 'the record is append-only'); END;
CREATE TRIGGER event_kept BEFORE DELETE ON event BEGIN SELECT RAISE(ABORT, 'the record is append-only'); END;
CREATE TABLE paper (
  poll     TEXT NOT NULL,
  paper    TEXT NOT NULL,
  count    INTEGER NOT NULL,
  PRIMARY KEY (poll, paper)
) STRICT, WITHOUT ROWID;
"""


class RecordError(Exception):
    """The record cannot be used; ``code`` and ``facts`` say why, and `emulation.wording` says it in a sentence."""

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(code, facts)
        self.code = code
        self.facts = {name: str(value) for name, value in facts.items()}


@attrs.frozen
class Fault:
    """The first place at which a record's chain does not hold, and how: ``hash``, ``order`` or ``payload``."""

    seq: int
    kind: str


def chained(previous: str, seq: int, at: str, by: str, kind: str, payload: str) -> str:
    """The hash of an event: SHA-256, hexadecimal, of the hash before it and its own columns, joined by line feeds."""
    return hashlib.sha256("\n".join((previous, str(seq), at, by, kind, payload)).encode()).hexdigest()


class Record:
    """An open record. Use it as a context manager, or `close` it."""

    def __init__(self, path: Path, connection: sqlite3.Connection, lock: FileLock | None) -> None:
        self.path = path
        self._connection = connection
        self._lock = lock
        self._last: tuple[int, str] = (0, "")

    @classmethod
    def create(cls, path: Path, opened: Event, by: str, at: datetime) -> Self:
        """A new record with its opening event.

        Raises:
            RecordError: it exists already, cannot be written, or somebody else is writing it.
        """
        if path.exists():
            raise RecordError("record-exists", found=path)
        with _named_errors(path):
            path.parent.mkdir(parents=True, exist_ok=True)
            lock = _locked(path)
        try:
            # built beside its name and moved there whole, so that a half-made record is never met
            unfinished = path.with_name(f"{path.name}.new")
            with _named_errors(path):
                unfinished.unlink(missing_ok=True)
                connection = _connected(unfinished, writable=True)
                record = cls(path, connection, lock)
                try:
                    connection.executescript(f"BEGIN IMMEDIATE; {_SCHEMA} PRAGMA user_version = {FORMAT}; COMMIT;")
                    record.append(opened, by, at)
                finally:
                    connection.close()
                unfinished.rename(path)
                _sync_folder(path.parent)
                record._connection = _connected(path, writable=True)
        except BaseException:
            lock.release()
            raise
        return record

    @classmethod
    def open(cls, path: Path, *, writable: bool = True) -> Self:
        """An existing record, to go on with or to read.

        Raises:
            RecordError: it is missing, no record, or (to write) somebody else is writing it.
        """
        if not path.is_file():
            raise RecordError("record-missing", found=path)
        with _named_errors(path):
            lock = _locked(path) if writable else None
        try:
            with _named_errors(path):
                connection = _connected(path, writable=writable)
                _check_format(path, connection)
                record = cls(path, connection, lock)
                last = connection.execute("SELECT seq, hash FROM event ORDER BY seq DESC LIMIT 1").fetchone()
                record._last = last or (0, "")
        except BaseException:
            if lock is not None:
                lock.release()
            raise
        return record

    def append(self, event: Event, by: str, at: datetime) -> Entry:
        """Writes one act; when this returns it is on disk.

        Raises:
            RecordError: it could not be written; then nothing of it is there.
        """
        before, previous = self._last
        seq, written = before + 1, at.isoformat(timespec="seconds")
        kind, payload = encode(event)
        digest = chained(previous, seq, written, by, kind, payload)
        with _named_errors(self.path), self._transaction() as connection:
            connection.execute(
                "INSERT INTO event (seq, at, by, kind, payload, hash) VALUES (?, ?, ?, ?, ?, ?)",
                (seq, written, by, kind, payload, digest),
            )
            if kind in {"PollClosed", "PollAnnulled"}:
                connection.execute("DELETE FROM paper")
        self._last = (seq, digest)
        return Entry(seq, datetime.fromisoformat(written), by, event, digest)

    def entries(self, after: int = 0, until: int | None = None) -> Iterator[Entry]:
        """The events in order, from the one after ``after`` to ``until``.

        Raises:
            RecordError: an event cannot be read, or the chain does not hold there.
        """
        previous = ""
        if after:
            found = self._connection.execute("SELECT hash FROM event WHERE seq = ?", (after,)).fetchone()
            previous = found[0] if found else ""
        with _named_errors(self.path):
            for row in self._rows(after, until):
                fault = _fault(row, after + 1, previous)
                if fault is not None:
                    raise RecordError("record-broken", seq=fault.seq, kind=fault.kind)
                seq, at, by, kind, payload, previous = row
                try:
                    event = decode(kind, payload)
                except ValueError:
                    raise RecordError("record-broken", seq=seq, kind="payload") from None
                yield Entry(seq, datetime.fromisoformat(at), by, event, previous)
                after = seq

    def verify(self) -> Fault | None:
        """The first event at which the chain does not hold, if there is one."""
        try:
            for _ in self.entries():
                pass
        except RecordError as problem:
            if problem.code == "record-broken":
                return Fault(int(problem.facts["seq"]), problem.facts["kind"])
            raise
        return None

    def papers(self, poll: str) -> dict[str, int]:
        """The papers of an open poll that are in the box: how many of each kind, by the paper's text."""
        with _named_errors(self.path):
            rows = self._connection.execute("SELECT paper, count FROM paper WHERE poll = ? ORDER BY paper", (poll,))
            return dict(rows.fetchall())

    def keep_papers(self, poll: str, papers: Mapping[str, int]) -> None:
        """Writes the whole box anew.

        Raises:
            RecordError: it could not be written; then the box is as it was.
        """
        with _named_errors(self.path), self._transaction() as connection:
            connection.execute("DELETE FROM paper WHERE poll = ?", (poll,))
            rows = [(poll, paper, count) for paper, count in sorted(papers.items()) if count]
            connection.executemany("INSERT INTO paper (poll, paper, count) VALUES (?, ?, ?)", rows)

    def close(self) -> None:
        """Lets the file go."""
        self._connection.close()
        if self._lock is not None:
            self._lock.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _rows(self, after: int, until: int | None) -> Iterator[tuple[int, str, str, str, str, str]]:
        query = "SELECT seq, at, by, kind, payload, hash FROM event WHERE seq > ? AND seq <= ? ORDER BY seq"
        yield from self._connection.execute(query, (after, until if until is not None else 2**62))

    @contextlib.contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            yield self._connection
            self._connection.execute("COMMIT")
        except BaseException:
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")
            raise


def _fault(row: tuple[int, str, str, str, str, str], expected: int, previous: str) -> Fault | None:
    seq, at, by, kind, payload, digest = row
    if seq != expected:
        return Fault(expected, "order")
    if (
        not all(isinstance(column, str) for column in row[1:])
        or chained(previous, seq, at, by, kind, payload) != digest
    ):
        return Fault(seq, "hash")
    return None


def _connected(path: Path, *, writable: bool) -> sqlite3.Connection:
    mode = "rwc" if writable else "ro"
    connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode={mode}", uri=True, isolation_level=None, timeout=5)
    if writable:
        connection.execute("PRAGMA journal_mode = DELETE")
        connection.execute("PRAGMA synchronous = EXTRA")
        connection.execute("PRAGMA secure_delete = ON")
        connection.execute("PRAGMA temp_store = MEMORY")
    return connection


def _locked(path: Path) -> FileLock:
    lock = FileLock(path.with_name(f"{path.name}.lock"))
    try:
        lock.acquire(blocking=False)
    except Timeout:
        raise RecordError("record-in-use", found=path) from None
    return lock


def _check_format(path: Path, connection: sqlite3.Connection) -> None:
    tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
    if "event" not in tables:
        raise RecordError("not-a-record", found=path)
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    if version != FORMAT:
        raise RecordError("record-format", found=version, expected=FORMAT)


def _sync_folder(folder: Path) -> None:
    """Makes a rename last; Windows neither needs nor allows it."""
    import os  # noqa: PLC0415  (for this alone)

    with contextlib.suppress(PermissionError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


@contextlib.contextmanager
def _named_errors(path: Path) -> Iterator[None]:
    try:
        yield
    except sqlite3.OperationalError as problem:
        code = getattr(problem, "sqlite_errorname", "")
        if code.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
            raise RecordError("record-in-use", found=path) from problem
        if code.startswith(("SQLITE_FULL", "SQLITE_IOERR")):
            raise RecordError("disk-full", found=path, reason=problem) from problem
        if code.startswith(("SQLITE_READONLY", "SQLITE_CANTOPEN")):
            raise RecordError("not-writable", found=path, reason=problem) from problem
        raise RecordError("record-unreadable", found=path, reason=problem) from problem
    except sqlite3.DatabaseError as problem:
        raise RecordError("not-a-record", found=path, reason=problem) from problem
    except OSError as problem:
        code = "disk-full" if problem.errno == 28 else "not-writable"  # noqa: PLR2004  (ENOSPC)
        raise RecordError(code, found=path, reason=problem.strerror or problem) from problem
