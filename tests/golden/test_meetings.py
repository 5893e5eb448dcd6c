"""Every meeting under ``meetings/`` makes the minutes and standings beside it; ``meetings/README.md`` tells how to add
one. ``GOLDEN=write pytest tests/golden/test_meetings.py`` writes what the program makes, to be read before it is kept.
"""

from __future__ import annotations

import json
import os
import shutil
import tomllib
from datetime import datetime, timedelta
from decimal import Decimal
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from emulation.files.record import Record
from emulation.files.session import Session, read_sources, record_path
from emulation.files.shapes import read_marks
from emulation.meeting import commands as c, events as e
from emulation.meeting.evolve import fold
from emulation.meeting.minutes import minutes
from emulation.meeting.minutes_data import minutes_data
from emulation.meeting.refusal import Refusal
from emulation.number import plain
from emulation.ranking import lot
from emulation.voting import Counts, Votes
from emulation.wording.minutes import minutes_markdown

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from emulation.meeting.commands import Command
    from emulation.meeting.minutes import Minutes

CASES = Path(__file__).parent / "meetings"


def acts(case: str) -> dict[str, Any]:
    return tomllib.loads((CASES / case / "acts.toml").read_text("utf-8"), parse_float=Decimal)


NAMES = sorted(path.name for path in CASES.iterdir() if path.is_dir() and path.name != "base")
EXPECTED = ("acts.toml", "minutes.md", "minutes.en.md", "minutes.json", "standings.txt")
HASH = "0" * 64


def folder_of(case: str, root: Path) -> Path:
    """The case's own files over those of ``base``."""
    shutil.copytree(CASES / "base", root)
    shutil.copytree(CASES / case, root, ignore=shutil.ignore_patterns(*EXPECTED), dirs_exist_ok=True)
    for name in acts(case).get("without", ()):
        (root / name).unlink()
    return root


# acts as commands


def marks_agreed(act: dict[str, Any], _: Session) -> Command:
    changes = [
        e.Change(unit, criterion, mark)
        for unit, row in read_marks(act.pop("marks", {})).items()
        for criterion, mark in row.items()
    ]
    changes += [e.Change(unit, criterion, None) for unit, criterion in act.pop("blank", ())]
    return e.MarksAgreed(tuple(changes), **act)


def marks_confirmed(act: dict[str, Any], _: Session) -> Command:
    return e.MarksConfirmed(tuple(e.Cell(unit, criterion) for unit, criterion in act.pop("cells")), **act)


def close_poll(act: dict[str, Any], _: Session) -> Command:
    votes = {one: Votes(**row) for one, row in act.pop("votes", {}).items()}
    return c.ClosePoll(act.pop("poll"), Counts(votes=votes, **act))


def reconfigured(act: dict[str, Any], session: Session) -> Command:
    """Writes the files as they become, then takes in what changed."""
    for name, text in act.pop("files").items():
        (session.root / name).write_text(text, "utf-8")
    return e.Reconfigured(session.changed_files(), **act)


SPECIAL: Mapping[str, Callable[[dict[str, Any], Session], Command]] = {
    "marks-agreed": marks_agreed,
    "marks-confirmed": marks_confirmed,
    "close-poll": close_poll,
    "reconfigured": reconfigured,
}


def command(act: dict[str, Any], session: Session) -> Command:
    """The command that ``do`` names, with the act's other keys as its fields."""
    word = act.pop("do")
    if word in SPECIAL:
        return SPECIAL[word](act, session)
    name = "".join(part.capitalize() for part in word.split("-"))
    kind: Any = getattr(c, name, None) or getattr(e, name)
    made: Command = kind(**{key: tuple(value) if isinstance(value, list) else value for key, value in act.items()})
    return made


def play(case: str, root: Path) -> Path:
    """The record of the case's meeting, made in a copy of its folder; every refusal is the one that it says."""
    told = acts(case)
    folder = folder_of(case, root)
    at: datetime = told["at"]
    with Session.open(folder, told["meeting"], told["by"], at) as session:
        for number, act in enumerate(told["act"], 1):
            at = act.pop("at", at + timedelta(minutes=1))
            by, refused = act.pop("by", told["by"]), act.pop("refused", None)
            done = session.do(command(dict(act), session), by, at)
            found = done.code if isinstance(done, Refusal) else None
            assert found == refused, f"act {number}, {act}: {done}"
    return record_path(folder, told["meeting"])


def taken(case: str, root: Path) -> Minutes:
    told = acts(case)
    with Record.open(play(case, root), writable=False) as record:
        return minutes(record.entries(until=told.get("until")), read_sources)


def standings_text(found: Minutes) -> str:
    """A line for each unit: rank, id, total, band, and what broke its tie."""
    if found.standings is None:
        return ""
    rows = []
    for one in found.standings.standings:
        total = one.scorecard.total
        rank = "-" if one.rank is None else f"{one.rank}{'=' if one.tied else ''}"
        words = (
            rank,
            one.unit,
            "open" if total is None else plain(total),
            found.standings.grades[one.unit].band or "-",
            one.broken_by or "-",
        )
        rows.append(" ".join(words))
    return "".join(f"{row}\n" for row in rows)


def made(found: Minutes) -> dict[str, str]:
    """Every expected file, with the closing hash, which changes with each letter of the configuration, blotted out."""
    texts = {
        "minutes.md": minutes_markdown(found, "vi"),
        "minutes.json": json.dumps(minutes_data(found), ensure_ascii=False, indent=1) + "\n",
        "standings.txt": standings_text(found),
        "minutes.en.md": minutes_markdown(found, "en"),
    }
    return {name: text.replace(found.hash, HASH) for name, text in texts.items() if text}


@pytest.mark.parametrize("case", NAMES)
def test_a_meeting_makes_its_minutes_and_standings(case: str, tmp_path: Path) -> None:
    for name, text in made(taken(case, tmp_path / case)).items():
        file = CASES / case / name
        if os.environ.get("GOLDEN") == "write":
            file.write_text(text, "utf-8")
        if name != "minutes.en.md" or file.exists():
            assert text == file.read_text("utf-8"), name


@pytest.mark.parametrize("case", NAMES)
def test_every_prefix_of_a_meeting_has_minutes(case: str, tmp_path: Path) -> None:
    with Record.open(play(case, tmp_path / case), writable=False) as record:
        entries = list(record.entries())
    for seq in range(1, len(entries) + 1):
        found = minutes(entries[:seq], read_sources)
        assert (found.events, found.hash) == (seq, entries[seq - 1].hash)
        for text in made(found).values():
            assert text.strip()
        state = fold(entries[:seq], read_sources).state
        assert [one.event for one in found.notes] == list(state.notes)
        assert [one.nominated.event for one in found.nominations if one.dropped is None] == list(state.nominations)
        tables = minutes_data(found)["polls"]
        for table in tables:
            closed = table["state"] in {"closed", "released"}
            assert (table["votes"] is not None) == closed
            assert (table["cast"] is not None) == closed
