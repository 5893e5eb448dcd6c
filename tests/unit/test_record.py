"""The record and the session: what they refuse, and in which words."""

from __future__ import annotations

import ast
import datetime as dt
import sqlite3
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import emulation
from emulation.files.folder import FolderUnusableError
from emulation.files.record import Fault, Record, RecordError, chained
from emulation.files.session import Session, record_path, unusable
from emulation.files.storage import _code_of
from emulation.marks import Given
from emulation.meeting import commands as c, events as e
from emulation.meeting.refusal import Refusal, refuse
from emulation.voting import Counts, Paper, Votes
from emulation.wording import Wording
from emulation.wording.catalogue import load, placeholders
from tests.meeting_strategies import BLOC, RUBRIC, write_folder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from emulation.text import Language

AT = dt.datetime(2023, 1, 10, 9, 0)  # noqa: DTZ001  (a local time, as the clock of the room shows it)
BY = "Chị Thư"
OPENED = e.Opened("m", "half-year", ("opening",), {})


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    write_folder(tmp_path / "bloc")
    with Session.open(tmp_path / "bloc", "year-end", BY, AT) as session:
        yield session


def done(session: Session, *commands: c.Command) -> None:
    for command in commands:
        answer = session.do(command, BY, AT)
        assert not isinstance(answer, Refusal), answer


# ------------------------------------------------------------------------------------------------------ its sentences


def made() -> Iterator[tuple[str, frozenset[str], str]]:
    """Every place in the package that makes a `RecordError`: code, facts, place."""
    for path in Path(emulation.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "RecordError":
                facts = frozenset(keyword.arg for keyword in node.keywords if keyword.arg)
                for code in codes_of(node.args[0]):
                    yield code, facts, f"{path.name}:{node.lineno}"


OF_SQLITE = ("record-busy", "record-interrupted", "record-in-use", "record-unreadable")
OF_SQLITE += ("not-writable", "not-a-record", "disk-full", "disk-fails")


OF_THE_WALL = ("no-records", "folder-gone")
"""What only whoever follows a folder can meet, told by the wall in its own words."""


def codes_of(node: ast.expr) -> tuple[str, ...]:
    match node:
        case ast.Constant(value=str(code)):
            return (code,)
        case ast.Call():
            return OF_SQLITE
        case _:
            return ("disk-full", "not-writable")  # where the disk itself says so


MADE = tuple(made())


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_error_has_its_sentence_with_the_facts_it_needs(language: Language) -> None:
    held = load(language)
    for code, facts, where in MADE:
        key = f"ui.wall.trouble.{code}" if code in OF_THE_WALL else f"record.{code}"
        assert key in held, where
        assert placeholders(held[key]) <= facts, where
    expected = {f"record.{code}" for code, _, _ in MADE if code not in OF_THE_WALL}
    assert {key for key in held if key.startswith("record.")} == expected


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_fault_has_its_words(language: Language) -> None:
    faults = {"hash", "order", "payload", "file"}
    assert {key for key in load(language) if key.startswith("fault.")} == {f"fault.{kind}" for kind in faults}


def test_what_sqlite_says_has_a_name() -> None:
    def named(name: str) -> str:
        problem = sqlite3.OperationalError()
        problem.sqlite_errorname = name
        return _code_of(problem)

    names = {
        "SQLITE_BUSY": "record-busy",
        "SQLITE_BUSY_SNAPSHOT": "record-busy",
        "SQLITE_READONLY_ROLLBACK": "record-interrupted",
        "SQLITE_READONLY_DBMOVED": "not-writable",
        "SQLITE_CANTOPEN": "not-writable",
        "SQLITE_CONSTRAINT_TRIGGER": "record-in-use",
        "SQLITE_FULL": "disk-full",
        "SQLITE_IOERR_WRITE": "disk-fails",
        "SQLITE_NOTADB": "not-a-record",
        "SQLITE_CORRUPT": "record-unreadable",
        "": "record-unreadable",
    }
    assert {name: named(name) for name in names} == names
    assert set(names.values()) == set(OF_SQLITE)


# ---------------------------------------------------------------------------------------------------------- the record


def test_a_record_is_not_made_twice(tmp_path: Path) -> None:
    path = tmp_path / "m.db"
    Record.create(path, OPENED, BY, AT).close()
    content = path.read_bytes()
    with pytest.raises(RecordError) as refused:
        Record.create(path, OPENED, BY, AT)
    assert refused.value.code == "record-exists"
    assert path.read_bytes() == content
    Record.open(path).close()  # the lock was let go


def test_the_newest_event_is_the_one_written_last(session: Session) -> None:
    path = record_path(session.root, "year-end")
    with Record.follow(path) as record:
        assert record.newest() == next(record.entries())
    done(session, e.StepEntered("opening"))
    with Record.follow(path) as record:
        assert record.newest() == list(record.entries())[-1]
        assert record.newest().event == e.StepEntered("opening")
    connection = sqlite3.connect(path)
    connection.executescript("DROP TRIGGER event_stays; UPDATE event SET payload = 'x' WHERE seq = 2;")
    connection.close()
    with Record.follow(path) as record, pytest.raises(RecordError):
        record.newest()


def test_a_record_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(RecordError) as refused:
        Record.open(tmp_path / "m.db")
    assert refused.value.code == "record-missing"
    assert list(tmp_path.iterdir()) == []


def test_a_database_of_something_else(tmp_path: Path) -> None:
    connection = sqlite3.connect(tmp_path / "m.db")
    connection.execute("CREATE TABLE other (a)")
    connection.commit()
    connection.close()
    with pytest.raises(RecordError) as refused:
        Record.open(tmp_path / "m.db")
    assert refused.value.code == "not-a-record"


def test_a_record_of_a_later_version(tmp_path: Path) -> None:
    path = tmp_path / "m.db"
    Record.create(path, OPENED, BY, AT).close()
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    with pytest.raises(RecordError) as refused:
        Record.open(path)
    assert refused.value.code == "record-format"
    assert refused.value.facts == {"found": "99", "expected": "1"}


def test_what_is_no_text_is_not_written(tmp_path: Path) -> None:
    with Record.create(tmp_path / "m.db", OPENED, BY, AT) as record:
        for event, by in ((e.Noted("opinion", "\udce1"), BY), (e.Closed(), "Th\udcc6")):
            with pytest.raises(RecordError) as refused:
                record.append(event, by, AT)
            assert refused.value.code == "not-text"
        assert [entry.seq for entry in record.entries()] == [1]
        assert record.append(e.Closed(), "nul\0\n\tvà dòng mới", AT).seq == 2
        assert record.verify() is None
        assert [entry.by for entry in record.entries()] == [BY, "nul\0\n\tvà dòng mới"]


def test_an_event_of_an_unknown_kind_with_a_hash_that_holds_is_named(tmp_path: Path) -> None:
    path = tmp_path / "m.db"
    with Record.create(path, OPENED, BY, AT) as record:
        (first,) = record.entries()
    connection = sqlite3.connect(path)
    row = (2, "2023-01-10T09:00:00", BY, "Exploded", "{}")
    connection.execute("INSERT INTO event VALUES (?, ?, ?, ?, ?, ?)", (*row, chained(first.hash, *row)))
    connection.commit()
    connection.close()
    with Record.open(path, writable=False) as record:
        assert record.verify() == Fault(2, "payload")


def test_a_box_that_cannot_be_read_says_so(session: Session) -> None:
    done(session, e.PersonListed("pa", "A", "delegate", "a"), e.CheckedIn("pa"))
    done(
        session, e.PersonListed("pb", "B", "delegate", "b"), e.CheckedIn("pb"), c.CreatePoll("head"), c.OpenPoll("head")
    )
    for content in (b"{", b"[]", b'{"poll":"head","papers":{"no paper":1}}', b'{"poll":"head","papers":7}'):
        session.record._connection.execute("UPDATE box SET papers = ?", (content,))
        with pytest.raises(RecordError) as refused:
            session.box("head")
        assert refused.value.code == "box-broken"
    assert session.clear_box("head") is None
    assert session.box("head") == {}


# --------------------------------------------------------------------------------------------------------- the session


def test_a_session_goes_on_where_it_stood(session: Session) -> None:
    done(session, e.StepEntered("roll-call"), e.Noted("opinion", "ý kiến"), c.Undo())
    live, root = session.meeting, session.root
    session.close()
    with Session.open(root, "year-end", BY, AT) as again:
        assert again.meeting == live
        done(again, c.Redo())
        assert [note.text for note in again.meeting.state.notes] == ["ý kiến"]


def test_a_record_whose_first_event_is_another_is_broken(tmp_path: Path) -> None:
    write_folder(tmp_path)
    Record.create(record_path(tmp_path, "year-end"), e.Closed(), BY, AT).close()
    with pytest.raises(RecordError) as refused:
        Session.open(tmp_path, "year-end", BY, AT)
    assert refused.value.code == "record-broken"
    Record.open(record_path(tmp_path, "year-end")).close()  # the lock was let go


def test_files_that_changed_are_told_and_taken_in_by_an_act(session: Session) -> None:
    assert session.changed_files() == {}
    (session.root / "rubric.toml").write_text(RUBRIC.replace("Chấm", "Chấm lại"), encoding="utf-8")
    (session.root / "scores/self-b.toml").unlink()
    changed = session.changed_files()
    assert {name: text is None for name, text in changed.items()} == {"rubric.toml": False, "scores/self-b.toml": True}
    assert session.do(e.Reconfigured(changed, " "), BY, AT) == refuse("reason-missing")
    done(session, e.Reconfigured(changed, "sửa lời"))
    assert session.changed_files() == {}
    assert session.do(e.Reconfigured(changed, "lần nữa"), BY, AT) == refuse("nothing-changes")


def _half_written(root: Path) -> None:
    (root / "scores/self-b.toml").unlink()
    (root / "scores/self-b-2022-12-05.xlsx").write_bytes(b"PK\x03\x04")


def _scores_a_file(root: Path) -> None:
    (root / "scores").rename(root / "elsewhere")
    (root / "scores").write_text("", encoding="utf-8")


@pytest.mark.parametrize(
    ("spoil", "file"),
    [
        (lambda root: (root / "bloc.toml").write_bytes(BLOC.encode("utf-16")), "bloc.toml"),
        (lambda root: (root / "scores/self-b.toml").write_bytes(b"[sheet"), "scores/self-b.toml"),
        (_half_written, "scores/self-b-2022-12-05.xlsx"),
        (_scores_a_file, "scores"),
        (lambda root: (root / "activity.toml").mkdir(), "activity.toml"),
    ],
)
def test_nothing_enters_from_a_folder_with_errors(session: Session, spoil: Callable[[Path], object], file: str) -> None:
    (session.root / "rubric.toml").write_text(RUBRIC.replace("Chấm", "Chấm lại"), encoding="utf-8")
    changed = session.changed_files()
    spoil(session.root)
    with pytest.raises(FolderUnusableError) as problem:
        session.changed_files()
    refusal = unusable(problem.value)
    assert refusal.code == "folder-unusable"
    assert refusal.facts["file"] == file
    before = session.meeting
    assert session.do(e.Reconfigured(changed, "đã đổi trước đó"), BY, AT) == refusal
    assert session.meeting is before


def test_nothing_enters_from_a_folder_that_is_gone(session: Session) -> None:
    session.root.rename(session.root.with_name("elsewhere"))
    with pytest.raises(FolderUnusableError) as problem:
        session.changed_files()
    assert unusable(problem.value) == refuse("folder-unusable", count=1, file=session.root)


@pytest.mark.parametrize(
    ("changed", "refusal"),
    [
        ({"rubric.toml": "[rubric"}, refuse("folder-unusable", count=1, file="rubric.toml")),
        ({"bloc.toml": None}, refuse("folder-unusable", count=1, file="bloc.toml")),
        (
            {"rubric.toml": RUBRIC.replace("step = 0.5", "step = 1")},
            refuse("mark-would-not-hold", found="7.5", unit="a", criterion="A1"),
        ),
        ({"bloc.toml": BLOC.replace('"d"', '"e"')}, refuse("unit-gone", found="d")),
    ],
)
def test_files_under_which_the_meeting_would_not_hold_are_refused(
    session: Session, changed: dict[str, str | None], refusal: Refusal
) -> None:
    done(session, e.PersonListed("pd", "D", "delegate", "d"))
    done(session, e.MarksAgreed((e.Change("a", "A1", Given(Decimal("7.5"))),)))
    before = session.meeting
    assert session.do(e.Reconfigured(changed, "vì thế"), BY, AT) == refusal
    assert session.meeting is before
    assert [entry.seq for entry in session.record.entries()][-1] == before.last.seq


def test_counts_are_those_of_the_papers_that_were_entered(session: Session) -> None:
    for unit in "abcd":
        done(session, e.PersonListed(f"p{unit}", unit, "delegate", unit), e.CheckedIn(f"p{unit}"))
    done(session, c.CreatePoll("head"), c.OpenPoll("head"))
    for paper in (Paper(yes="ab"), Paper(yes="b"), Paper(invalid=True)):
        assert not isinstance(session.hand_in("head", paper), Refusal)
    by_hand = Counts(5, 3, 1, votes={"a": Votes(2), "b": Votes(1)})
    assert session.do(c.ClosePoll("head", by_hand), BY, AT) == refuse("papers-differ", poll="head", found=3, papers=3)
    counted = session.counted("head", 5)
    assert counted == Counts(5, 3, 1, votes={"a": Votes(1), "b": Votes(2), "c": Votes()})
    assert isinstance(counted, Counts)
    # a candidate without votes may be left out by who counts by hand
    done(session, c.ClosePoll("head", Counts(5, 3, 1, votes={"a": Votes(1), "b": Votes(2)})))
    assert session.box("head") == {}


def test_a_sentence_for_each_error_reads_as_one() -> None:
    said = Wording("en").say("record.record-in-use", found="m.db")
    assert said == "somebody else is writing the record: m.db; wait, or close the other program"
