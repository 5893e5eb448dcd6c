"""A meeting of the 2022 example in a folder of its own, the program on it with a clock that stands, and pictures."""

from __future__ import annotations

import re
import shutil
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import pytest
from syrupy.extensions.single_file import SingleFileSnapshotExtension, WriteMode

from emulation.files.session import Session
from tui.app import EmulationApp

if TYPE_CHECKING:
    from collections.abc import Iterator

    from syrupy.assertion import SnapshotAssertion

    from emulation.text import Language

EXAMPLE = Path(__file__).parents[2] / "examples" / "noi-chinh-2022"
AT = datetime(2023, 3, 30, 8, 30, tzinfo=timezone(timedelta(hours=7)))


class Program(Protocol):
    """Opens the meeting of the fixture's folder once more."""

    def __call__(self, *, language: Language = "vi", by: str = "thư ký", meeting: str = "year-end") -> EmulationApp: ...


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    root = tmp_path / "noi-chinh-2022"
    shutil.copytree(EXAMPLE, root, ignore=shutil.ignore_patterns("meetings"))
    return root


@pytest.fixture
def program(folder: Path) -> Iterator[Program]:
    opened: list[Session] = []

    def opens(*, language: Language = "vi", by: str = "thư ký", meeting: str = "year-end") -> EmulationApp:
        for session in opened:
            session.close()
        opened.append(Session.open(folder, meeting, "thư ký", AT))
        app = EmulationApp(opened[-1], language=language, by=by, now=lambda: AT)
        app.painted = True  # pictures are of the whole screen, however soon they are taken
        return app

    yield opens
    for session in opened:
        session.close()


class Picture(SingleFileSnapshotExtension):
    """An SVG a picture, so that a browser shows what was expected."""

    _write_mode = WriteMode.TEXT
    file_extension = "svg"


@pytest.fixture
def picture(snapshot: SnapshotAssertion) -> SnapshotAssertion:
    return snapshot.use_extension(Picture)


def drawn(app: EmulationApp) -> str:
    """The screen as SVG, without the ids that differ from run to run."""
    svg = app.export_screenshot(title="emulation", simplify=True)
    return re.sub(r"terminal-\d+", "terminal", svg)
