"""Files as they lie on the disk, and what can be in the way of reading them."""

from __future__ import annotations

import errno
import os
import stat
from typing import TYPE_CHECKING

import attrs

from emulation.finding import error

if TYPE_CHECKING:
    from pathlib import Path

    from emulation.finding import Finding

TABLES = (".csv", ".xlsx")
"""How the names of tables end."""


FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
"""What the system says where there is no room."""


def is_dir(path: Path) -> bool:
    """Whether that is a folder; of what cannot be asked about, such as a name that is too long, it is none."""
    return os.path.isdir(path)  # noqa: PTH112  (which, unlike Path, only says no)


def is_file(path: Path) -> bool:
    """Whether that is a file; of what cannot be asked about it is none."""
    return os.path.isfile(path)  # noqa: PTH113


def is_table(file: str) -> bool:
    """Whether a file is a table, by its name."""
    return file.lower().endswith(TABLES)


def files_in(folder: Path, endings: tuple[str, ...]) -> list[str]:
    """The names with such an ending; what begins with a point or, while a spreadsheet is open, ``~$`` is nobody's."""
    names = (one.name for one in folder.iterdir())
    return sorted(name for name in names if name.lower().endswith(endings) and not name.startswith((".", "~$")))


def others_in(folder: Path, endings: tuple[str, ...]) -> list[str]:
    """The names with no such ending, folders too; see `files_in` for what is nobody's."""
    return [name for name in files_in(folder, ("",)) if not name.lower().endswith(endings)]


def stat_of_file(path: Path) -> os.stat_result:
    """What the system says of a regular file, asked before it is opened: opening a pipe would wait for ever.

    Raises:
        OSError: it is a folder, a device or a pipe, or is not there.
    """
    found = path.stat()
    if stat.S_ISDIR(found.st_mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
    if not stat.S_ISREG(found.st_mode):
        raise OSError(errno.EINVAL, "not a regular file", str(path))
    return found


def read_bytes(path: Path) -> bytes:
    """The bytes of a regular file.

    Raises:
        OSError: it is none, or cannot be read.
    """
    stat_of_file(path)
    return path.read_bytes()


def obstacle(problem: OSError, found: str, file: str, *, folder: bool = False) -> Finding:
    """What keeps a file, or a folder, from being read, as a finding about ``file``."""
    match problem:
        case FileNotFoundError() if folder:
            finding = error("missing-folder", found=found)
        case FileNotFoundError():
            finding = error("missing-file", found=found)
        case NotADirectoryError():
            finding = error("not-a-folder", found=found)
        case IsADirectoryError():
            finding = error("is-a-folder", found=found)
        case PermissionError():
            finding = error("not-permitted", found=found)
        case _:
            finding = error("unreadable", found=found, reason=problem.strerror or "")
    return attrs.evolve(finding, file=file)
