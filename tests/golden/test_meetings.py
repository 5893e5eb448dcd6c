"""Every meeting under ``meetings/`` makes the minutes and standings beside it; ``meetings/README.md`` tells how to add
one. ``GOLDEN=write pytest tests/golden/test_meetings.py`` writes what the program makes, to be read before it is kept.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tomllib
from datetime import datetime, timedelta
from decimal import Decimal
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
from emulation.voting import Counts, Votes
from emulation.wording.catalogue import Wording, load
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


# what some cases are about, worked out once more by other means


def data_of(case: str) -> dict[str, Any]:
    data: dict[str, Any] = json.loads((CASES / case / "minutes.json").read_text("utf-8"))
    return data


def drawn(purpose: str, units: list[str]) -> dict[str, str]:
    """The hash of each unit, the first of the lot first: SHA-256 of seed, purpose and unit, a line each."""
    seed = [act["seed"] for act in acts("lot")["act"] if act["do"] == "lot-drawn"][-1]
    hashes = {
        unit: hashlib.sha256(b"\n".join(one.encode() for one in (seed, purpose, unit))).hexdigest() for unit in units
    }
    return dict(sorted(hashes.items(), key=lambda item: item[1]))


def test_a_lot_can_be_recomputed_by_hand() -> None:
    data = data_of("lot")
    ranking = drawn("ranking", ["binh", "cat", "dong"])
    assert [one["unit"] for one in data["standings"][1:]] == list(ranking)
    pairs = zip(ranking.items(), list(ranking.items())[1:], strict=False)
    assert [(one["above"], one["below"], one["link"], one["figures"]) for one in data["ties"]] == [
        (above, below, "lot", [first, second]) for (above, first), (below, second) in pairs
    ]
    (poll,) = data["polls"]
    assert poll["chosen"] == [next(iter(drawn("poll:flag:1", ["binh", "dong"])))]
    assert (poll["broken_by"], poll["unresolved"]) == ("lot", [])
    assert [lot["void"] for lot in data["lots"]] == [True, False]


def test_the_bases_of_the_worked_example() -> None:
    shares = {}
    for poll in data_of("bases")["polls"]:
        assert {key: poll[key] for key in ("entitled", "in_room", "written", "issued", "cast", "invalid", "valid")} == {
            "entitled": 9,
            "in_room": 6,
            "written": 2,
            "issued": 8,
            "cast": 8,
            "invalid": 1,
            "valid": 7,
        }
        (result,) = poll["results"]
        shares[poll["of"]] = (f"{result['votes']}/{result['base']}", bool(poll["chosen"]))
    assert shares == {
        "entitled": ("6/9", False),
        "present": ("6/8", False),
        "issued": ("6/8", False),
        "cast": ("6/8", False),
        "valid": ("6/7", True),
    }


def test_a_poll_has_the_keys_of_the_format_in_their_order() -> None:
    keys = [
        "poll",
        "round",
        "state",
        "entitled",
        "present",
        "issued",
        "cast",
        "written",
        "invalid",
        "valid",
        "of",
        "at_least",
        "more_than",
        "votes",
        "withdrawn",
        "chosen",
        "unresolved",
        "broken_by",
    ]
    for case in NAMES:
        for table in data_of(case)["polls"]:
            assert list(table)[: len(keys)] == keys
    (poll,) = data_of("nine-of-nine")["polls"]
    assert poll["votes"] == {"ttcp": {"yes": 9, "no": 0, "none": 0}}
    assert (poll["withdrawn"], poll["chosen"], poll["at_least"], poll["more_than"]) == (
        ["btp", "tatc"],
        ["ttcp"],
        "2/3",
        None,
    )


def test_what_was_undone_is_nowhere_but_in_its_list() -> None:
    for name in ("minutes.md", "minutes.json"):
        text = (CASES / "undone" / name).read_text("utf-8")
        assert "nhầm" not in text
        assert "mười phong trào" in text
        assert "việc giao đúng" in text
    data = data_of("undone")
    assert [one["kind"] for one in data["undone"]] == ["Noted", "CheckedOut", "TaskGiven"]
    assert [note["text"] for note in data["notes"]] == ["mười phong trào", "thiếu kinh phí"]
    assert [stay["out"] for one in data["people"] for stay in one["stays"]] == [None, None]


def test_an_annulled_poll_chooses_nobody_and_an_open_one_shows_nothing() -> None:
    data = data_of("annulled")
    assert [(one["reason"], [table["chosen"] for table in one["rounds"]]) for one in data["annulled"]] == [
        ("phát nhầm mẫu phiếu", [[]]),
        ("mất điện khi đang bỏ phiếu", [[]]),
    ]
    flag, head = data["polls"]
    assert (flag["state"], flag["chosen"]) == ("released", ["ttcp"])
    assert (head["state"], head["votes"], head["cast"], head["chosen"]) == ("open", None, None, [])


def test_every_sentence_of_the_minutes_is_said_in_some_case(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    said: set[str] = set()
    say = Wording.say

    def listening(self: Wording, key: str, /, **facts: object) -> str:
        said.add(key)
        return say(self, key, **facts)

    monkeypatch.setattr(Wording, "say", listening)
    for case in NAMES:
        minutes_markdown(taken(case, tmp_path / case), "vi")
    assert {key for key in load("vi") if key.startswith("minutes.")} - said == set()
