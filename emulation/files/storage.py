"""The SQLite file under a record: opened, locked, and its errors given a name.

Whoever holds a record to write holds a lock on a file beside it, which the operating system lets go even when the
program is killed; the file itself stays, and means nothing.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
from typing import TYPE_CHECKING

from emulation.files.disk import FULL
from emulation.files.lock import FileLock, HeldElsewhereError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import Literal


class RecordError(Exception):
    """The record cannot be used; ``code`` and ``facts`` say why, and `emulation.wording` says it in a sentence."""

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(code, facts)
        self.code = code
        self.facts = {name: str(value) for name, value in facts.items()}


def stat_of(path: Path) -> os.stat_result | None:
    """What the system says of a file or folder; ``None`` where there is none.

    Raises:
        RecordError: it cannot be found out, which is not to say that nothing is there.
    """
    try:
        return path.stat()
    except FileNotFoundError:
        return None
    except OSError as problem:
        raise _not_readable(path, problem) from problem


def names_in(folder: Path) -> list[str]:
    """The names in a folder, in their order; none where there is no such folder.

    Raises:
        RecordError: they cannot be read.
    """
    try:
        return sorted(os.listdir(folder))  # noqa: PTH208  (Path.glob is silent about what it may not read)
    except FileNotFoundError:
        return []
    except OSError as problem:
        raise _not_readable(folder, problem) from problem


def connect(path: Path, mode: Literal["ro", "rw", "rwc"]) -> sqlite3.Connection:
    """A connection that gives text as bytes, as it stands in the file; a writer's syncs every transaction to disk.

    What is deleted is overwritten, and no temporary file is made.
    """
    connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode={mode}", uri=True, isolation_level=None, timeout=5)
    connection.text_factory = bytes
    if mode != "ro":
        for setting in ("journal_mode = DELETE", "synchronous = EXTRA", "secure_delete = ON", "temp_store = MEMORY"):
            connection.execute(f"PRAGMA {setting}")
    return connection


def lock_file(path: Path) -> FileLock:
    """The writer's lock of a record, held.

    Raises:
        RecordError: somebody else holds it.
    """
    try:
        return FileLock(path.with_name(f"{path.name}.lock"))
    except HeldElsewhereError:
        raise RecordError("record-in-use", found=path) from None


def remove(path: Path) -> None:
    """Removes an unfinished file and the journal that a kill may have left beside it; there may be neither."""
    path.unlink(missing_ok=True)
    remove_journal(path)


def remove_journal(path: Path) -> None:
    """Removes a journal that a kill left behind before anything in it counted.

    For the holder of the lock alone, once it has read from the file: SQLite then has used all that was of use, and the
    rest may still show ballot papers.
    """
    path.with_name(f"{path.name}-journal").unlink(missing_ok=True)


def sync_folder(folder: Path) -> None:
    """Makes a rename last; Windows neither needs nor allows it."""
    with contextlib.suppress(PermissionError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def refuse_cut_short(path: Path) -> None:
    """Refuses a file that is shorter than its own header says.

    Raises:
        RecordError: it is.
    """
    with path.open("rb") as file:
        header = file.read(100)
    whole = int.from_bytes(header[16:18], "big") * int.from_bytes(header[28:32], "big")
    size = path.stat().st_size
    if size < whole:
        raise RecordError("record-cut-short", found=path, size=size, expected=whole)


def is_damage(problem: sqlite3.Error) -> bool:
    """Whether SQLite found the file itself damaged."""
    return getattr(problem, "sqlite_errorname", "").startswith("SQLITE_CORRUPT")


@contextlib.contextmanager
def named_errors(path: Path) -> Iterator[None]:
    """Gives the errors of SQLite and of the disk as `RecordError`."""
    try:
        yield
    except sqlite3.Error as problem:
        if is_damage(problem):
            refuse_cut_short(path)
        if _code_of(problem) == "not-writable":
            _refuse_unreadable(path)
        raise RecordError(_code_of(problem), found=path, reason=problem) from problem
    except UnicodeDecodeError as problem:  # in what SQLite says about a damaged file
        raise RecordError("record-unreadable", found=path, reason=problem.reason) from problem
    except OSError as problem:
        _refuse_unreadable(path)
        code = "disk-full" if problem.errno in FULL else "not-writable"
        raise RecordError(code, found=path, reason=problem.strerror or problem) from problem


def _refuse_unreadable(path: Path) -> None:
    """Refuses a file that is there and may not be read, for which SQLite has the word of one that cannot be written.

    Raises:
        RecordError: it may not.
    """
    try:
        path.open("rb").close()
    except PermissionError as problem:
        raise _not_readable(path, problem) from problem
    except OSError:
        return  # it has its own word


def _not_readable(path: Path, problem: OSError) -> RecordError:
    return RecordError("not-readable", found=path, reason=problem.strerror or problem)


def _code_of(problem: sqlite3.Error) -> str:
    match getattr(problem, "sqlite_errorname", "").split("_")[1:]:
        case ["BUSY" | "LOCKED", *_]:
            return "record-busy"
        case ["READONLY", "ROLLBACK" | "CANTINIT" | "RECOVERY"]:
            return "record-interrupted"
        case ["READONLY" | "CANTOPEN" | "PERM" | "AUTH", *_]:
            return "not-writable"
        case ["CONSTRAINT", *_]:
            return "record-in-use"
        case ["FULL", *_]:
            return "disk-full"
        case ["IOERR", *_]:
            return "disk-fails"
        case ["NOTADB", *_]:
            return "not-a-record"
        case _:
            return "record-unreadable"
