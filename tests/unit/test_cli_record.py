"""`log` and `verify`, on records that are whole and on records that somebody changed; `show` and `new`."""

from __future__ import annotations

import csv
import io
import shutil
import sqlite3
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from emulation.files.session import Session
from emulation.marks import Given
from emulation.meeting import events as e
from emulation.meeting.commands import CreatePoll, Undo
from emulation.meeting.refusal import Refusal
from tests.command_line import ask

NOI_CHINH = Path(__file__).parents[2] / "examples" / "noi-chinh-2022"
AT = datetime(2023, 3, 30, 8, 30, tzinfo=UTC)


@pytest.fixture
def met(tmp_path: Path) -> Path:
    folder = tmp_path / "f"
    shutil.copytree(NOI_CHINH, folder)
    with Session.open(folder, "year-end", "Thư ký", AT) as session:
        for command in (
            e.PersonListed("an", "Nguyễn Văn An", "delegate", "btp"),
            e.CheckedIn("an"),
            e.MarksAgreed((e.Change("btp", "A6", Given(Decimal("6.5"))),), "rà soát\x1b[2J"),
            Undo(),
        ):
            assert not isinstance(session.do(command, "Thư ký", AT), Refusal)
    return folder


def changed(folder: Path, statement: str) -> Path:
    """The record after somebody went at the file itself."""
    path = folder / "meetings" / "year-end.db"
    connection = sqlite3.connect(path)
    with connection:
        for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'trigger'").fetchall():
            connection.execute(f"DROP TRIGGER {name}")
        connection.execute(statement)
    connection.close()
    return path


def test_the_log_tells_every_event_in_words(met: Path, capsys: pytest.CaptureFixture[str]) -> None:
    answer = ask(capsys, "log", met)
    assert answer.status == 0
    rows = answer.out.splitlines()[2:]
    assert [row.split()[0] for row in rows] == ["1", "2", "3", "4", "5"]
    assert all("2023-03-30 08:30:00  Thư ký" in row for row in rows)
    assert "Nguyễn Văn An (BTP)" in rows[1]
    assert "Nguyễn Văn An" in rows[2]
    assert "BTP A6 = 6,5" in rows[3]
    assert r"\x1b[2J" in rows[3]
    assert "BTP A6 = 6,5" in rows[4]


def test_the_log_calls_a_poll_by_its_question(met: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with Session.open(met, "year-end", "Thư ký", AT) as session:
        session.do(CreatePoll("next-head"), "Thư ký", AT)
        session.do(e.CandidateWithdrew("next-head", "btp", "xin rút"), "Thư ký", AT)
    rows = ask(capsys, "log", met).out.splitlines()[2:]
    assert "lập danh sách bỏ phiếu: Bầu Khối trưởng năm 2023" in rows[5]
    assert "BTP – Bầu Khối trưởng năm 2023" in rows[6]


def test_the_log_as_data_can_be_checked_by_anybody(met: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from emulation.files.record import chained  # noqa: PLC0415

    document = ask(capsys, "log", met, "--format", "json").json
    assert document["meeting"] == "year-end"
    assert [one["event"] for one in document["events"]] == [
        *("Opened", "PersonListed", "CheckedIn", "MarksAgreed", "Undone"),
    ]
    assert set(document["events"][0]["payload"]["sources"]) >= {"bloc.toml", "rubric.toml"}
    csv.field_size_limit(10**7)
    previous = ""
    for row in csv.DictReader(io.StringIO(ask(capsys, "log", met, "--format", "csv").out)):
        previous = chained(previous, int(row["seq"]), row["at"], row["by"], row["event"], row["payload"])
        assert previous == row["hash"] == document["events"][int(row["seq"]) - 1]["hash"]


def test_the_log_up_to_an_event(met: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert len(ask(capsys, "log", met, "--until", "2", "--format", "json").json["events"]) == 2


def test_a_whole_record_verifies(met: Path, capsys: pytest.CaptureFixture[str]) -> None:
    answer = ask(capsys, "verify", met)
    assert answer.status == 0
    assert "nguyên vẹn" in answer.out
    assert "không chứng tỏ" in answer.err
    (only,) = ask(capsys, "verify", met, "--format", "json").json["records"]
    assert (only["meeting"], only["whole"], only["events"], only["fault"]) == ("year-end", True, 5, None)
    assert only["hash"] == ask(capsys, "log", met, "--format", "json").json["events"][-1]["hash"]


@pytest.mark.parametrize(
    ("statement", "seq", "fault"),
    [
        ("UPDATE event SET by = 'X' WHERE seq = 3", 3, "hash"),
        ("UPDATE event SET payload = '{}' WHERE seq = 4", 4, "hash"),
        ("DELETE FROM event WHERE seq = 2", 2, "order"),
    ],
)
def test_a_record_that_somebody_changed_does_not(
    statement: str, seq: int, fault: str, met: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    changed(met, statement)
    answer = ask(capsys, "verify", met, "--format", "json")
    assert answer.status == 1
    (only,) = answer.json["records"]
    assert (only["whole"], only["events"], only["fault_at"], only["fault"]) == (False, seq - 1, seq, fault)
    assert f" {seq}" in ask(capsys, "verify", met).out
    log = ask(capsys, "log", met)
    assert log.status == 2
    assert len(log.out.splitlines()) == 2 + seq - 1
    assert log.err.count("\n") == 1
    for command in ("rank", "show"):
        answer = ask(capsys, command, met, "--meeting", "year-end")
        assert (answer.status, answer.out) == (2, "")
        assert f" {seq}" in answer.err


def test_what_is_no_record_is_unreadable_input(met: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (met / "meetings" / "year-end.db").write_bytes(b"not a database, and long enough to be taken for one " * 40)
    for command in ("log", "verify", "rank"):
        answer = ask(capsys, command, met)
        assert (answer.status, answer.out) == (2, "")
        assert answer.err.count("\n") == 1
        assert "EMULATION_DEBUG" not in answer.err


def test_without_a_record_there_is_nothing_to_tell(capsys: pytest.CaptureFixture[str]) -> None:
    for command in ("log", "verify"):
        answer = ask(capsys, command, NOI_CHINH)
        assert (answer.status, answer.out) == (2, "")
        assert "meetings/ID.db" in answer.err


def test_a_record_is_read_while_it_is_written(met: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with Session.open(met, "year-end", "Thư ký", AT):
        for command in ("log", "verify", "rank"):
            assert ask(capsys, command, met).status == 0


# --------------------------------------------------------------------------------------------------- show and new


def test_show_tells_where_each_value_came_from(capsys: pytest.CaptureFixture[str]) -> None:
    answer = ask(capsys, "show", NOI_CHINH, "--format", "json")
    assert answer.status == 0
    found = {(one["file"], one["path"]): one for one in answer.json["settings"]}
    rubric = (NOI_CHINH / "rubric.toml").read_text("utf-8").splitlines()
    for (file, path), setting in found.items():
        if file == "rubric.toml" and setting["line"] is not None and path.startswith(("rubric.", "section")):
            assert path.rpartition(".")[2].partition("[")[0] in rubric[setting["line"] - 1], setting
    assert found["rubric.toml", "rubric.step"]["value"] == "0.25"
    assert found["procedure.toml", "quorum.at_least"]["value"] == "2/3"
    assert found["procedure.toml", "meeting[2].agenda"]["line"] is None
    assert found["procedure.toml", "meeting[2].agenda"]["value"].startswith("opening, roll-call")
    first = found["rubric.toml", "section[0].criterion[0].not_applicable"]
    assert rubric[first["line"] - 1].startswith("not_applicable = ")
    votes = found["bloc.toml", "unit[0].votes"]
    assert (votes["value"], votes["line"]) == ("1", None)
    sheets = [one for one in answer.json["settings"] if one["path"] == "sheet"]
    assert len(sheets) == 9


def test_show_as_a_table_and_as_csv(capsys: pytest.CaptureFixture[str]) -> None:
    table = ask(capsys, "show", NOI_CHINH).out
    rows = list(csv.DictReader(io.StringIO(ask(capsys, "show", NOI_CHINH, "--format", "csv").out)))
    assert len(table.splitlines()) == 2 + len(rows)
    assert "bloc.toml:mặc định" in table
    assert ("bloc.toml", "bloc.year", "2022") in {(row["file"], row["path"], row["value"]) for row in rows}


def test_show_of_a_meeting_is_what_it_works_by(met: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = ask(capsys, "show", met, "--format", "json").json
    text = (met / "rubric.toml").read_text("utf-8").replace('version = "2022.1"', 'version = "2022.2"')
    (met / "rubric.toml").write_text(text, "utf-8")
    assert ask(capsys, "show", met, "--format", "json").json != before
    assert ask(capsys, "show", met, "--meeting", "year-end", "--format", "json").json == before


def test_new_writes_the_year_of_today(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "khối mới"
    answer = ask(capsys, "new", folder, "--today", "2031-02-03")
    assert answer.status == 0
    files = [Path(line) for line in answer.out.splitlines()]
    assert all(file.is_file() for file in files)
    assert sorted(files) == sorted(path for path in folder.rglob("*") if path.is_file())
    assert ask(capsys, "rank", folder, "--format", "json").json["year"] == 2031


def test_new_leaves_what_is_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "x").write_text("x", "utf-8")
    for folder in (tmp_path, tmp_path / "x"):
        answer = ask(capsys, "new", folder)
        assert (answer.status, answer.out) == (2, "")
        assert answer.err.count("\n") == 1
    assert [path.name for path in tmp_path.iterdir()] == ["x"]
    (tmp_path / "empty").mkdir()
    made = ask(capsys, "new", tmp_path / "empty", "--format", "json").json
    assert made["folder"] == str(tmp_path / "empty")
