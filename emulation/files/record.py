"""A meeting's record: an append-only SQLite file, one transaction an act, every event chained to the one before.

An act is acknowledged when `Record.append` returns: by then SQLite has synced it to disk. The table refuses updates
and deletes. Whoever holds the record open to write holds a lock beside it, which the operating system lets go even when
the program is killed; anybody may read meanwhile.

While a poll is open its papers are no events. The box is a single value of fixed size, there from the first: identical
papers are one line of it with a count, lines stand in the papers' own order, and each paper handed in overwrites the
whole in place. So the file is the same, byte by byte, in whatever order and between whichever other acts the papers
came, and when the poll closes nothing of them is left. This cannot protect from copies of the file taken between two
papers (a journal that a kill left behind, until the record is opened again, is one), nor where voters are few or all
alike.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
import stat
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING, Any, Self, TypeAlias

from emulation.files.codec import decode, encode
from emulation.files.storage import (
    RecordError,
    connect,
    is_damage,
    lock_file,
    named_errors,
    refuse_cut_short,
    remove,
    remove_journal,
    stat_of,
    sync_folder,
)
from emulation.frozen import frozen
from emulation.meeting.state import Entry

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path
    from types import TracebackType

    from emulation.files.lock import FileLock
    from emulation.meeting.events import Event

__all__ = ["BOX", "FORMAT", "Fault", "Record", "RecordError", "chained"]

Row: TypeAlias = tuple[int, bytes, bytes, bytes, bytes, bytes]

FORMAT = 1
"""The layout of the file, kept in SQLite's ``user_version``."""

BOX = 2**17
"""The bytes that the box holds, used or not: more than eighty voters need who all think differently of eighty units."""

_BATCH = 1000
"""How many events are fetched at once; no lock is held while they are worked on, so a reader never stops the writer."""

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
CREATE TRIGGER event_follows BEFORE INSERT ON event WHEN NEW.seq IS NOT (SELECT coalesce(max(seq), 0) + 1 FROM event)
BEGIN SELECT RAISE(ABORT, 'the record is append-only'); END;
CREATE TABLE box (
  id       INTEGER PRIMARY KEY CHECK (id = 1),
  papers   BLOB NOT NULL
) STRICT;
"""


@frozen
class Fault:
    """The first place at which a record does not hold, and how.

    ``hash``: what the event says does not go with its hash; ``order``: another event stands in its place, or none;
    ``payload``: the event cannot be read; ``file``: the file is damaged there.
    """

    seq: int
    kind: str


def chained(previous: str, seq: int, at: str, by: str, kind: str, payload: str) -> str:
    """The hash of an event: SHA-256, hexadecimal, of the hash before it and its own columns, joined by line feeds."""
    return _digest(previous.encode(), seq, at.encode(), by.encode(), kind.encode(), payload.encode())


def _digest(previous: bytes, seq: int, *columns: bytes) -> str:
    return hashlib.sha256(b"\n".join((previous, b"%d" % seq, *columns))).hexdigest()


class Record:
    """An open record. Use it as a context manager, or `close` it."""

    def __init__(self, path: Path, connection: sqlite3.Connection, lock: FileLock | None = None) -> None:
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
        with named_errors(path):
            path.parent.mkdir(parents=True, exist_ok=True)
            lock = lock_file(path)
            try:
                _refuse_existing(path)
                # built beside its name and moved there whole, so that a half-made record is never met
                unfinished = path.with_name(f"{path.name}.new")
                remove(unfinished)
                try:
                    cls._build(unfinished, opened, by, at)
                    unfinished.rename(path)
                except BaseException:
                    remove(unfinished)
                    raise
                sync_folder(path.parent)
                sync_folder(path.parent.parent)
                return cls._opened(path, lock)
            except BaseException:
                lock.release()
                raise

    @classmethod
    def _build(cls, path: Path, opened: Event, by: str, at: datetime) -> None:
        record = cls(path, connect(path, "rwc"))
        try:
            record._connection.executescript(f"BEGIN IMMEDIATE; {_SCHEMA} PRAGMA user_version = {FORMAT}; COMMIT;")
            with record._transaction() as connection:
                connection.execute("INSERT INTO box (id, papers) VALUES (1, zeroblob(?))", (BOX,))
            record.append(opened, by, at)
        finally:
            record.close()

    @classmethod
    def open(cls, path: Path, *, writable: bool = True) -> Self:
        """An existing record, to go on with or to read.

        Raises:
            RecordError: it is missing, no record, may not be read, or (to write) somebody else is writing it.
        """
        _refuse_missing(path)
        with named_errors(path):
            if writable:
                lock = lock_file(path)
                try:
                    return cls._opened(path, lock)
                except BaseException:
                    lock.release()
                    raise
        try:
            return cls._opened(path, None)
        except RecordError as problem:
            if problem.code != "record-interrupted":
                raise
        # what a kill cut off has to be cleared away first, and only a writer can do that
        cls.open(path).close()
        return cls._opened(path, None)

    @classmethod
    def follow(cls, path: Path) -> Self:
        """An existing record, to read while somebody else writes it; nothing is ever waited for or cleared away.

        Raises:
            RecordError: it is missing, no record, busy at this moment, or a kill left it to be cleared by a writer.
        """
        _refuse_missing(path)
        return cls._opened(path, None, patience=0)

    @classmethod
    def _opened(cls, path: Path, lock: FileLock | None, patience: int | None = None) -> Self:
        with named_errors(path):
            connection = connect(path, "rw" if lock is not None else "ro")
            try:
                if patience is not None:
                    connection.execute(f"PRAGMA busy_timeout = {patience}")
                _check_format(path, connection)
                record = cls(path, connection, lock)
                last = connection.execute("SELECT seq, hash FROM event ORDER BY seq DESC LIMIT 1").fetchone()
                if lock is not None:
                    remove_journal(path)
            except BaseException:
                connection.close()
                raise
            if last is not None:
                seq, digest = last
                record._last = (seq, digest.decode("ascii", "replace") if isinstance(digest, bytes) else "")
            return record

    def append(self, event: Event, by: str, at: datetime) -> Entry:
        """Writes one act; when this returns it is on disk.

        Give a time with its zone: one without is taken, where times are compared, for a local time of whoever reads it.

        Raises:
            RecordError: it could not be written; then nothing of it is there.
            ValueError: it holds what no event can, such as an unknown word; see `encode`.
        """
        before, previous = self._last
        seq, written = before + 1, at.isoformat(timespec="seconds")
        kind, payload = encode(event)
        try:
            digest = chained(previous, seq, written, by, kind, payload)
        except UnicodeEncodeError as problem:
            raise RecordError("not-text", found=ascii(problem.object[problem.start : problem.end])) from None
        with named_errors(self.path), self._transaction() as connection:
            connection.execute(
                "INSERT INTO event (seq, at, by, kind, payload, hash) VALUES (?, ?, ?, ?, ?, ?)",
                (seq, written, by, kind, payload, digest),
            )
            if kind in {"PollClosed", "PollAnnulled"}:
                connection.execute(_FILL_BOX, (bytes(BOX),))
        self._last = (seq, digest)
        return Entry(seq, datetime.fromisoformat(written), by, event, digest)

    def entries(self, after: int = 0, until: int | None = None) -> Iterator[Entry]:
        """The events in order, from the one after ``after`` to ``until``.

        Raises:
            RecordError: an event cannot be read, or the chain does not hold there.
        """
        previous = b""
        if after:
            with named_errors(self.path):
                found = self._connection.execute("SELECT hash FROM event WHERE seq = ?", (after,)).fetchone()
            previous = found[0] if found else b""
        whole = True
        while whole:
            rows, whole = self._batch(after, until)
            for row in rows:
                entry = _entry(row, after + 1, previous)
                after, previous = entry.seq, row[-1]
                yield entry
            if not whole:
                raise RecordError("record-broken", seq=after + 1, kind="file")
            whole = len(rows) == _BATCH

    def newest(self) -> Entry:
        """The event that was the last one when the record was opened.

        Raises:
            RecordError: it cannot be read.
        """
        entry = next(self.entries(max(0, self._last[0] - 1), self._last[0]), None)
        if entry is None:
            raise RecordError("record-broken", seq=1, kind="file")
        return entry

    def version(self) -> int:
        """A number that is another one once somebody else has written to the file.

        Raises:
            RecordError: it cannot be read.
        """
        with named_errors(self.path):
            found: int = self._connection.execute("PRAGMA data_version").fetchone()[0]
        return found

    def verify(self) -> Fault | None:
        """The first event at which the record does not hold, if there is one.

        A chain shows that no event was changed, put in or taken out before one whose hash is known from elsewhere,
        such as from printed minutes; whoever can write the file can also write a chain that holds, or cut off its end.
        """
        last = 0
        try:
            for entry in self.entries():
                last = entry.seq
        except RecordError as problem:
            if problem.code == "record-broken":
                return Fault(int(problem.facts["seq"]), problem.facts["kind"])
            raise
        with named_errors(self.path):
            (sound,) = self._connection.execute("PRAGMA integrity_check(1)").fetchone()
        return None if sound == b"ok" else Fault(last + 1, "file")

    def papers(self, poll: str) -> dict[str, int]:
        """The papers of an open poll that are in the box: how many of each kind, by the paper's text.

        Raises:
            RecordError: it cannot be read.
        """
        with named_errors(self.path):
            row = self._connection.execute("SELECT papers FROM box").fetchone()
        try:
            text = row[0].rstrip(b"\0")
            box: Any = json.loads(text) if text else {"poll": poll, "papers": {}}
            return dict(box["papers"]) if box["poll"] == poll else {}
        except (ValueError, KeyError, TypeError, AttributeError):
            raise RecordError("box-broken", poll=poll) from None

    def keep_papers(self, poll: str, papers: Mapping[str, int]) -> None:
        """Writes the whole box anew.

        Raises:
            RecordError: it could not be written; then the box is as it was.
        """
        kept = {paper: count for paper, count in papers.items() if count}
        box = {"poll": poll, "papers": kept}
        content = json.dumps(box, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode() if kept else b""
        if len(content) > BOX:
            raise RecordError("box-full", poll=poll, found=len(content), most=BOX)
        with named_errors(self.path), self._transaction() as connection:
            connection.execute(_FILL_BOX, (content.ljust(BOX, b"\0"),))

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

    def _batch(self, after: int, until: int | None) -> tuple[list[Row], bool]:
        """The next events, and whether the file is whole there; all that could be read before damage is given."""
        query = "SELECT seq, at, by, kind, payload, hash FROM event WHERE seq > ? AND seq <= ? ORDER BY seq LIMIT ?"
        rows: list[Row] = []
        with named_errors(self.path):
            try:
                rows.extend(self._connection.execute(query, (after, 2**62 if until is None else until, _BATCH)))
            except sqlite3.DatabaseError as problem:
                if not is_damage(problem):
                    raise
                return rows, False
        return rows, True

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            yield self._connection
            self._connection.execute("COMMIT")
        except BaseException:
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")
            raise


_FILL_BOX = "UPDATE box SET papers = ?"
"""Of one size always, so that SQLite writes over the pages in place."""


def _entry(row: Row, expected: int, previous: bytes) -> Entry:
    """The row as an entry.

    Raises:
        RecordError: it is not the one expected, its hash does not go with it, or it cannot be read.
    """
    seq, at, by, kind, payload, written = row
    if seq != expected:
        raise RecordError("record-broken", seq=expected, kind="order")
    try:
        digest = _digest(previous, seq, at, by, kind, payload)
    except TypeError:  # a column that is no text
        raise RecordError("record-broken", seq=seq, kind="hash") from None
    if digest.encode() != written:
        raise RecordError("record-broken", seq=seq, kind="hash")
    try:
        event = decode(kind.decode(), payload.decode())
        return Entry(seq, datetime.fromisoformat(at.decode()), by.decode(), event, digest)
    except ValueError:
        raise RecordError("record-broken", seq=seq, kind="payload") from None


def _refuse_existing(path: Path) -> None:
    if path.exists():
        raise RecordError("record-exists", found=path)


def _refuse_missing(path: Path) -> None:
    found = stat_of(path)
    if found is None or not stat.S_ISREG(found.st_mode):
        raise RecordError("record-missing", found=path)


def _check_format(path: Path, connection: sqlite3.Connection) -> None:
    tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
    refuse_cut_short(path)
    if b"event" not in tables:
        raise RecordError("not-a-record", found=path)
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    if version != FORMAT:
        raise RecordError("record-format", found=version, expected=FORMAT)
