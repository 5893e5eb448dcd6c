"""A record followed by somebody who only reads: through everything that can happen to a file."""

from __future__ import annotations

import datetime as dt
import shutil
import sqlite3
from typing import TYPE_CHECKING

import pytest

from emulation.files.following import Follower
from emulation.files.session import Session, record_path
from emulation.meeting import commands as c, events as e
from emulation.meeting.refusal import Refusal
from emulation.voting import Paper
from tests.meeting_strategies import write_folder

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

AT = dt.datetime(2023, 1, 10, 9, tzinfo=dt.timezone(dt.timedelta(hours=7)))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_folder(tmp_path / "nho")
    return tmp_path / "nho"


@pytest.fixture
def session(folder: Path) -> Iterator[Session]:
    with Session.open(folder, "year-end", "Thư", AT) as opened:
        yield opened


def do(session: Session, *commands: c.Command) -> None:
    for command in commands:
        session.do(command, "Thư", AT)


def code(follower: Follower) -> str | None:
    return None if follower.trouble is None else follower.trouble.code


def test_every_new_act_is_read_once(folder: Path, session: Session) -> None:
    with Follower(folder) as follower:
        assert follower.look()
        assert follower.meeting is not None
        assert follower.meeting.state == session.meeting.state
        assert not follower.look()
        do(session, e.StepEntered("roll-call"), e.Noted("opinion", "một ý"))
        assert follower.look()
        assert follower.meeting.state == session.meeting.state
        assert not follower.look()
        do(session, c.Undo())
        assert follower.look()
        assert follower.meeting.state == session.meeting.state
        assert follower.meeting.past == session.meeting.past


def test_ballot_papers_are_no_news(folder: Path, session: Session) -> None:
    for unit in "abcd":
        do(session, e.PersonListed(f"p{unit}", "Tên", "delegate", unit), e.CheckedIn(f"p{unit}"))
    do(session, c.CreatePoll("flag"), c.OpenPoll("flag"))
    with Follower(folder) as follower:
        follower.look()
        before = follower.meeting
        paper = Paper(yes=frozenset({"a"}), none=frozenset("bcd"))
        assert not isinstance(session.hand_in("flag", paper), Refusal)
        assert not follower.look()
        assert follower.meeting is before


def test_a_meeting_that_has_not_begun_is_waited_for(folder: Path) -> None:
    with Follower(folder, "year-end") as named, Follower(folder) as newest:
        assert named.look()
        assert newest.look()
        assert (code(named), code(newest)) == ("record-missing", "no-records")
        assert not named.look()
        with Session.open(folder, "year-end", "Thư", AT):
            assert named.look()
            assert newest.look()
        assert (code(named), code(newest)) == (None, None)
        assert named.meeting is not None


def test_without_a_name_the_record_written_last_is_followed(folder: Path, session: Session) -> None:
    with Follower(folder) as follower:
        follower.look()
        with Session.open(folder, "half-year", "Thư", AT) as other:
            do(other, e.StepEntered("opening"))
        assert follower.look()
        assert follower.meeting is not None
        assert follower.meeting.state.meeting == "half-year"
        do(session, e.StepEntered("roll-call"))
        assert follower.look()
        assert follower.meeting.state.meeting == "year-end"


def test_a_meeting_that_was_only_opened_is_not_followed_where_another_has_begun(folder: Path, session: Session) -> None:
    do(session, e.StepEntered("roll-call"))
    with Follower(folder) as follower, Follower(folder) as late:
        follower.look()
        with Session.open(folder, "half-year", "Thư", AT) as other:
            assert not follower.look()
            late.look()
            for one in (follower, late):
                assert one.meeting is not None
                assert one.meeting.state.meeting == "year-end"
            do(other, e.StepEntered("opening"))
        assert follower.look()
        assert follower.meeting is not None
        assert follower.meeting.state.meeting == "half-year"


@pytest.mark.parametrize("in_place", [True, False])
def test_a_record_that_is_replaced_is_read_from_its_first_event(
    folder: Path, tmp_path: Path, *, in_place: bool
) -> None:
    path = record_path(folder, "year-end")
    with Session.open(folder, "year-end", "Thư", AT) as first:
        do(first, e.StepEntered("opening"))
    early = tmp_path / "early.db"
    shutil.copyfile(path, early)
    with Session.open(folder, "year-end", "Thư", AT) as first:
        do(first, e.StepEntered("roll-call"), e.StepEntered("marks"))
    with Follower(folder, "year-end") as follower:
        follower.look()
        if in_place:
            path.write_bytes(early.read_bytes())
        else:
            early.replace(path)
        with Session.open(folder, "year-end", "Anh", AT) as again:
            again.do(e.StepEntered("report"), "Anh", AT)
            expected = again.meeting.state
        assert follower.look()
        assert code(follower) is None
        assert follower.meeting is not None
        assert follower.meeting.state == expected
        assert follower.meeting.last.seq == 3


def test_what_vanishes_is_told_and_what_was_read_stays(folder: Path, tmp_path: Path) -> None:
    with Session.open(folder, "year-end", "Thư", AT) as session:
        state = session.meeting.state
    with Follower(folder) as follower:
        follower.look()
        follower.close()
        folder.rename(tmp_path / "away")
        assert follower.look()
        assert code(follower) == "folder-gone"
        assert follower.meeting is not None
        assert follower.meeting.state == state
        (tmp_path / "away").rename(folder)
        assert follower.look()
        assert code(follower) is None


def test_a_writer_in_the_middle_of_a_write_is_never_waited_for(folder: Path, session: Session) -> None:
    with Follower(folder) as follower:
        follower.look()
        do(session, e.StepEntered("roll-call"))
        writer = sqlite3.connect(record_path(folder, "year-end"), isolation_level=None)
        writer.execute("BEGIN EXCLUSIVE")
        assert not follower.look()
        assert code(follower) is None
        writer.execute("ROLLBACK")
        writer.close()
        assert follower.look()
        assert follower.meeting is not None
        assert follower.meeting.state.step == "roll-call"


def test_a_follower_stops_no_writer_and_leaves_nothing_behind(folder: Path) -> None:
    with Session.open(folder, "year-end", "Thư", AT) as session, Follower(folder) as follower:
        listed = sorted(path.name for path in (folder / "meetings").iterdir())
        for number in range(20):
            follower.look()
            assert not hasattr(session.do(e.Noted("opinion", f"ý {number}"), "Thư", AT), "code")
        follower.look()
        assert follower.meeting is not None
        assert follower.meeting.state == session.meeting.state
        assert sorted(path.name for path in (folder / "meetings").iterdir()) == listed


def test_a_broken_chain_is_told_after_all_that_could_be_read(folder: Path, session: Session) -> None:
    do(session, e.StepEntered("opening"))
    with Follower(folder) as follower:
        follower.look()
        do(session, e.StepEntered("roll-call"), e.StepEntered("marks"))
        raw = sqlite3.connect(record_path(folder, "year-end"), isolation_level=None)
        raw.execute("DROP TRIGGER event_stays")
        raw.execute("UPDATE event SET by = 'ai' WHERE seq = 4")
        raw.close()
        assert follower.look()
        assert code(follower) == "record-broken"
        assert follower.meeting is not None
        assert follower.meeting.state.step == "roll-call"
        assert not follower.look()


def test_what_a_kill_left_behind_is_not_touched(folder: Path, tmp_path: Path) -> None:
    with Session.open(folder, "year-end", "Thư", AT):
        pass
    path = record_path(folder, "year-end")
    raw = sqlite3.connect(path, isolation_level=None)
    raw.execute("PRAGMA cache_size = 1")
    raw.execute("BEGIN IMMEDIATE")
    for _ in range(50):  # more than the cache holds: pages go into the file before the end, the old ones to the journal
        raw.execute("UPDATE box SET papers = randomblob(100000)")
    killed = tmp_path / "killed"
    shutil.copytree(folder, killed)
    raw.execute("ROLLBACK")
    raw.close()
    journal = killed / "meetings" / "year-end.db-journal"
    before = {one.name: one.read_bytes() for one in (killed / "meetings").iterdir()}
    assert journal.exists()
    with Follower(killed) as follower:
        follower.look()
        assert code(follower) == "record-interrupted"
        assert {one.name: one.read_bytes() for one in (killed / "meetings").iterdir()} == before
        with Session.open(killed, "year-end", "Thư", AT):
            pass
        follower.look()
        assert code(follower) is None
        assert follower.meeting is not None


def test_the_release_is_remembered_as_it_stood(folder: Path, session: Session) -> None:
    do(session, e.MarksClosed(), e.StandingsReleased())
    with Follower(folder) as follower:
        follower.look()
        assert follower.released is not None
        assert follower.released == (3, session.meeting.state)
        do(session, e.LotDrawn("7"))
        follower.look()
        assert follower.released[1].seed is None
