"""The folder with which somebody begins: commented in Vietnamese and English, and free of findings."""

from __future__ import annotations

import importlib.resources
import re
from pathlib import Path
from typing import TYPE_CHECKING

import attrs

from emulation.files.write import save
from emulation.finding import error

if TYPE_CHECKING:
    import os

    from emulation.finding import Finding

FILES = (
    "bloc.toml",
    "rubric.toml",
    "pledges.toml",
    "procedure.toml",
    "scores/self-don-vi-a.toml",
    "scores/self-don-vi-b.toml",
    "scores/self-don-vi-c.toml",
)
_YEAR = 2026


def starter_texts(year: int) -> dict[str, str]:
    """The text of each file of the folder, for a bloc of that year."""
    kept = importlib.resources.files("emulation.files") / "new_folder"
    texts = {file: kept.joinpath(*file.split("/")).read_text(encoding="utf-8") for file in FILES}
    shifted = {str(_YEAR): str(year), str(_YEAR + 1): str(year + 1)}
    pattern = re.compile("|".join(shifted))
    return {file: pattern.sub(lambda match: shifted[match.group()], text) for file, text in texts.items()}


def write_starter(path: str | os.PathLike[str], year: int = _YEAR) -> tuple[Finding, ...]:
    """Writes the folder; empty if it did, else why it did not. A folder that holds anything is left as it is."""
    root = Path(path)
    try:
        if root.is_dir() and any(root.iterdir()):
            return (attrs.evolve(error("folder-not-empty", found=root), file=str(root)),)
        (root / "scores").mkdir(parents=True, exist_ok=True)
        for file, text in starter_texts(year).items():
            save(root / file, text)
    except OSError as problem:
        return (attrs.evolve(error("cannot-write", found=root, reason=problem.strerror or ""), file=str(root)),)
    return ()
