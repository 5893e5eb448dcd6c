"""A record followed while somebody else writes it: read only, a little at a time, and never in the writer's way.

A look costs a question to the file system and one to SQLite; events are read only where there are new ones. No lock of
the writer's is ever asked for, and one that the writer holds ends the look at once: there will be another.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Self, TypeAlias

from emulation.files.folder import FolderUnusableError
from emulation.files.record import Record, RecordError
from emulation.files.session import read_sources, record_path, records
from emulation.files.storage import stat_of
from emulation.meeting.events import StandingsReleased
from emulation.meeting.evolve import begin, evolve

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from types import TracebackType

    from emulation.meeting.state import Entry, Meeting, State

Identity: TypeAlias = tuple[str, int, int]


class Follower:
    """Follows the record of one meeting, or without one named, of the one in the folder that was written to last.

    A record that only says that its meeting was opened counts where no other has more.

    ``meeting`` is what was read last, `None` before there is anything; it stays when the record cannot be read any
    more, and ``trouble`` then says why. ``released`` is the number of the event that released the standings last, and
    the state that it left. Use it as a context manager, or `close` it.
    """

    def __init__(self, folder: Path, meeting: str | None = None) -> None:
        self.folder = folder
        self.named = meeting
        self.meeting: Meeting | None = None
        self.released: tuple[int, State] | None = None
        self.trouble: RecordError | None = None
        self._record: Record | None = None
        self._identity: Identity | None = None
        self._version: int | None = None
        self._begun: set[Path] = set()

    def look(self) -> bool:
        """Reads on; whether anything is other than it was at the look before."""
        before = (self.meeting, _said(self.trouble))
        try:
            self._read_on()
        except RecordError as problem:
            if problem.code == "record-busy":
                return False
            self.close()
            self.trouble = problem
        else:
            self.trouble = None
        return before[0] is not self.meeting or before[1] != _said(self.trouble)

    def close(self) -> None:
        """Lets the record go; the next look opens it again."""
        if self._record is not None:
            self._record.close()
        self._record = self._identity = self._version = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _read_on(self) -> None:
        path = self._path()
        identity = _identity(path)
        if self._record is None or identity != self._identity:
            self.close()
            self._record = Record.follow(path)
            self._identity = identity
        version = self._record.version()
        if version != self._version:
            self._catch_up(self._record)
            self._version = version

    def _path(self) -> Path:
        if self.named is not None:
            return record_path(self.folder, self.named)
        written = [(when, path) for path in records(self.folder).values() if (when := _written(path))]
        if not self.folder.is_dir():
            raise RecordError("folder-gone", found=self.folder)
        if not written:
            raise RecordError("no-records", found=self.folder)
        newest = [path for _, path in sorted(written, reverse=True)]
        return next((path for path in newest if self._has_acts(path)), newest[0])

    def _has_acts(self, path: Path) -> bool:
        """Whether anything happened in that meeting; one that was only looked at moves nobody."""
        if path in self._begun:
            return True
        try:
            with Record.follow(path) as record:
                begun = record.newest().seq > 1
        except RecordError:
            return True  # what is wrong with it is told when it is read
        if begun:
            self._begun.add(path)
        return begun

    def _catch_up(self, record: Record) -> None:
        """Takes in what is new; where the newest event known is not there as it was, all is read from the first."""
        if self.meeting is not None:
            last = self.meeting.last
            entries = record.entries(last.seq - 1)
            first = next(entries, None)
            if first is not None and first.hash == last.hash:
                self._take_in(entries)
                return
        meeting, released = self.meeting, self.released
        self.meeting = self.released = None
        try:
            self._take_in(record.entries())
        except BaseException:
            self.meeting, self.released = meeting, released
            raise

    def _take_in(self, entries: Iterator[Entry]) -> None:
        try:
            for entry in entries:
                self.meeting = (
                    begin(entry, read_sources) if self.meeting is None else evolve(self.meeting, entry, read_sources)
                )
                if isinstance(entry.event, StandingsReleased):
                    self.released = (entry.seq, self.meeting.state)
        except (FolderUnusableError, ValueError, LookupError):
            raise RecordError("record-broken", seq=1, kind="payload") from None


def _identity(path: Path) -> Identity:
    """Which file this is; another one that takes its name is another.

    Raises:
        RecordError: there is none.
    """
    found = stat_of(path)
    if found is None:
        raise RecordError("record-missing", found=path)
    return str(path), found.st_dev, found.st_ino


def _written(path: Path) -> int:
    found = stat_of(path)
    return 0 if found is None else found.st_mtime_ns  # gone since the folder was listed


def _said(problem: RecordError | None) -> tuple[str, str] | None:
    return None if problem is None else (problem.code, str(problem.facts))
