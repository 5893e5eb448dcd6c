"""The files that are nobody's to be written over with a document: those of a bloc folder, and every record."""

from __future__ import annotations

import os
from pathlib import Path

from emulation.files.disk import is_file, is_table
from emulation.files.folder import CANDIDATE_TABLES, SCORES
from emulation.files.session import MEETINGS

_RECORD = b"SQLite format 3\0"
"""How a record begins, wherever somebody keeps it."""


def owned(path: Path) -> bool:
    """Whether a document may not be written there.

    It may not into the ``meetings/`` of a bloc folder, where the program alone writes; nor over a record, or beside a
    ``bloc.toml`` over what the folder is made of: its TOML files, its candidates as a table, its sheets.
    """
    return any(_has_owner(one) for one in {Path(os.path.abspath(path)), Path(os.path.realpath(path))})  # noqa: PTH100


def _has_owner(path: Path) -> bool:
    folder, name = path.parent, path.name.lower()
    if folder.name == MEETINGS and _is_bloc(folder.parent):
        return True
    if not is_file(path):
        return False
    if folder.name == SCORES and _is_bloc(folder.parent):
        return name.endswith(".toml") or is_table(name)
    if _is_bloc(folder) and (name.endswith(".toml") or name in CANDIDATE_TABLES):
        return True
    return _is_record(path)


def _is_bloc(folder: Path) -> bool:
    return os.path.exists(folder / "bloc.toml")  # noqa: PTH110


def _is_record(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return file.read(len(_RECORD)) == _RECORD
    except OSError:
        return False  # what is in the way is told when it is written
