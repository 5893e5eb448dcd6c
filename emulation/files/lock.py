"""A file held by one process at a time, as the operating system keeps it: let go even when the program is killed."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from pathlib import Path
    from types import TracebackType

if sys.platform == "win32":
    import msvcrt

    def _hold(handle: int) -> None:
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _hold(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


class HeldElsewhereError(Exception):
    """Somebody else holds the file."""


class FileLock:
    """Holds a file, made where it is not there, until it is released; use it as a context manager.

    The file stays afterwards: whoever removed it could take it from under somebody who has just opened it.

    Raises:
        HeldElsewhereError: somebody else holds it.
        OSError: it cannot be opened for writing.
    """

    def __init__(self, path: Path) -> None:
        handle = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), 0o644)
        try:
            _hold(handle)
        except OSError as problem:
            os.close(handle)
            if isinstance(problem, BlockingIOError | PermissionError):
                raise HeldElsewhereError from None
            raise
        self._handle: int | None = handle

    def release(self) -> None:
        """Let it go; more than once does no harm."""
        handle, self._handle = self._handle, None
        if handle is not None:
            os.close(handle)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release()
