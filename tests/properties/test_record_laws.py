"""Laws of the record: what is written is what is read, the chain shows every change, the box keeps its secret."""

from __future__ import annotations

import datetime as dt
import itertools
import sqlite3
from typing import TYPE_CHECKING

import attrs
import pytest
from hypothesis import given, settings, strategies as st

from emulation.files.codec import decode, decode_paper, encode, encode_paper
from emulation.files.record import Fault, Record, RecordError, chained
from emulation.files.session import Session, record_path
from emulation.meeting import commands as c, events as e
from emulation.meeting.refusal import Refusal
from emulation.procedure import PollRules
from emulation.text import Text
from emulation.voting import Paper
from tests.meeting_strategies import KINDS, events, moments, texts, values, write_folder

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path
    from random import Random

AT = dt.datetime(2023, 1, 10, 9, 0)  # noqa: DTZ001  (a local time, as the clock of the room shows it)
OPENED = e.Opened("m", "half-year", ("opening",), {"bloc.toml": 'id = "khối"\n'})

# ------------------------------------------------------------------------------------------------------- the codec


@pytest.mark.parametrize("kind", KINDS)
def test_decoding_what_was_encoded_is_the_identity(kind: type[e.Event]) -> None:
    @given(values(kind))
    @settings(max_examples=40, deadline=None)
    def law(event: e.Event) -> None:
        name, payload = encode(event)
        assert name == kind.__name__
        back = decode(name, payload)
        assert back == event
        assert encode(back) == (name, payload)

    law()


@pytest.mark.parametrize(
    "event",
    [
        e.PersonListed("x", "X", "king"),  # type: ignore[arg-type]
        e.Noted("song", "x"),  # type: ignore[arg-type]
        e.Adopted("lunch"),  # type: ignore[arg-type]
        e.Adopted("report", yes=1.5),  # type: ignore[arg-type]
        e.PersonListed(5, "X", "guest"),  # type: ignore[arg-type]
        e.TaskGiven("t", "x", "", "2022-01-01"),  # type: ignore[arg-type]
        e.TaskDone("t", AT),
        e.PollOpened("flag", 1, ["x"]),  # type: ignore[arg-type]
        e.PollCreated("p", PollRules("p", Text(), "all", of="everybody"), ("a",)),  # type: ignore[arg-type]
    ],
)
def test_what_would_be_read_again_as_something_else_is_never_written(tmp_path: Path, event: e.Event) -> None:
    with Record.create(tmp_path / "m.db", OPENED, "An", AT) as record:
        with pytest.raises(ValueError, match=r"again as|none of|cannot be"):
            record.append(event, "An", AT)
        assert [entry.seq for entry in record.entries()] == [1]
        assert record.append(e.Noted("opinion", "x"), "An", AT).seq == 2


@given(st.sampled_from([kind.__name__ for kind in KINDS]) | texts, st.from_type(object).map(str) | texts)
def test_what_is_no_event_is_refused_in_one_way(kind: str, payload: str) -> None:
    try:
        event = decode(kind, payload)
    except ValueError:
        return
    assert type(event).__name__ == kind


@given(
    st.sampled_from([kind.__name__ for kind in KINDS]),
    st.recursive(
        st.none() | st.booleans() | st.integers() | texts,
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    ),
)
def test_any_json_is_an_event_or_refused(kind: str, data: object) -> None:
    import json  # noqa: PLC0415

    try:
        event = decode(kind, json.dumps(data))
    except ValueError:
        return
    assert type(event).__name__ == kind


sides = st.frozensets(st.sampled_from("abcd"), max_size=4)


@given(sides, sides, sides, st.booleans())
def test_a_paper_is_read_as_it_was_written(
    yes: frozenset[str], no: frozenset[str], none: frozenset[str], invalid: bool
) -> None:
    paper = Paper(yes, no, none, invalid)
    assert decode_paper(encode_paper(paper)) == paper
    # no order of naming can be seen in the text
    assert encode_paper(Paper(sorted(yes, reverse=True), sorted(no), none, invalid)) == encode_paper(paper)


# ------------------------------------------------------------------------------------------------------- the chain


def record_of(path: Path, acts: Iterable[tuple[e.Event, str, dt.datetime]]) -> Record:
    path.unlink(missing_ok=True)
    record = Record.create(path, OPENED, "Chị Thư", AT)
    for event, by, at in acts:
        record.append(event, by, at)
    return record


acts = st.lists(st.tuples(events, texts, moments), max_size=5)


@given(acts)
@settings(max_examples=40, deadline=None)
def test_what_was_appended_is_read_again(
    tmp_path_factory: pytest.TempPathFactory, acts: list[tuple[e.Event, str, dt.datetime]]
) -> None:
    path = tmp_path_factory.mktemp("record") / "m.db"
    with record_of(path, acts) as record:
        here = [(entry.event, entry.by, entry.at) for entry in record.entries()]
    with Record.open(path, writable=False) as record:
        entries = list(record.entries())
        assert [(entry.event, entry.by, entry.at) for entry in entries] == here == [(OPENED, "Chị Thư", AT), *acts]
        for after, until in itertools.combinations(range(len(entries) + 1), 2):
            assert list(record.entries(after, until)) == entries[after:until]
        previous = ""
        for entry in entries:
            kind, payload = encode(entry.event)
            at = entry.at.isoformat(timespec="seconds")
            assert entry.hash == chained(previous, entry.seq, at, entry.by, kind, payload)
            previous = entry.hash


def rows_of(path: Path) -> list[tuple[object, ...]]:
    connection = sqlite3.connect(path)
    try:
        return connection.execute("SELECT * FROM event ORDER BY seq").fetchall()
    finally:
        connection.close()


def test_appending_changes_no_earlier_row(tmp_path: Path) -> None:
    path = tmp_path / "m.db"
    before: list[tuple[object, ...]] = []
    with record_of(path, ()) as record:
        for number in range(30):
            record.append(e.Noted("opinion", "ý kiến " * number), "Chị Thư", AT)
            if number % 3 == 0:
                record.keep_papers("flag", {"giấy": number})
            now = rows_of(path)
            assert now[: len(before)] == before
            assert len(now) == number + 2
            before = now


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE event SET payload = '{}' WHERE seq = 2",
        "UPDATE event SET by = by",
        "DELETE FROM event WHERE seq = 3",
        "DELETE FROM event",
        "INSERT OR REPLACE INTO event VALUES (2, 'a', 'b', 'c', 'd', 'e')",
        "REPLACE INTO event SELECT * FROM event WHERE seq = 2",
        "INSERT INTO event VALUES (5, 'a', 'b', 'c', 'd', 'e')",
        "INSERT INTO event VALUES (-1, 'a', 'b', 'c', 'd', 'e')",
        "UPDATE OR REPLACE event SET seq = 2 WHERE seq = 3",
    ],
)
def test_the_table_refuses_all_but_the_next_event(tmp_path: Path, statement: str) -> None:
    path = tmp_path / "m.db"
    record_of(path, [(e.Noted("opinion", "một"), "Chị Thư", AT), (e.Closed(), "Chị Thư", AT)]).close()
    before = rows_of(path)
    connection = sqlite3.connect(path)
    with pytest.raises(sqlite3.IntegrityError, match="append-only"):
        connection.execute(statement)
    connection.close()
    assert rows_of(path) == before


def short_record(path: Path) -> list[tuple[object, ...]]:
    acts = [
        (e.Noted("opinion", "một"), "Chị Thư", AT),
        (e.CheckedIn("pa"), "Anh Bình", AT),
        (e.Adopted("report", "xong", 7, 1, 0), "Chị Thư", AT),
    ]
    record_of(path, acts).close()
    return rows_of(path)


def test_every_flipped_byte_of_the_events_is_found_and_named(tmp_path: Path) -> None:
    path = tmp_path / "m.db"
    rows = short_record(path)
    whole = path.read_bytes()
    flipped = 0
    for row in rows:
        # the columns of a row stand one after the other in the file
        text = b"".join(str(column).encode() for column in row[1:])
        assert whole.count(text) == 1
        start = whole.index(text)
        for place in range(start, start + len(text)):
            damaged = bytearray(whole)
            damaged[place] ^= 1 << (place % 8)
            path.write_bytes(damaged)
            with Record.open(path, writable=False) as record:
                assert record.verify() == Fault(int(str(row[0])), "hash")
            flipped += 1
    assert flipped > 600


@given(st.data())
@settings(max_examples=150, deadline=None)
def test_no_flipped_byte_of_the_file_passes_for_another_event(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    path = tmp_path_factory.getbasetemp() / "flipped.db"
    if not path.with_suffix(".whole").exists():
        short_record(path)
        path.with_suffix(".whole").write_bytes(path.read_bytes())
        with Record.open(path, writable=False) as record:
            WHOLE.extend(record.entries())
    damaged = bytearray(path.with_suffix(".whole").read_bytes())
    # most of the file is the empty box; the events and the tables of SQLite stand around it
    place = data.draw(st.sampled_from([at for at in range(len(damaged)) if damaged[at] or at < 120]))
    damaged[place] ^= 1 << data.draw(st.integers(0, 7))
    path.write_bytes(damaged)
    try:
        with Record.open(path, writable=False) as record:
            if record.verify() is None:
                assert list(record.entries()) == WHOLE
    except RecordError as problem:
        assert problem.code != "record-broken"  # noqa: PT017  (verify names that)


WHOLE: list[object] = []


def test_a_page_that_cannot_be_read_is_named_by_its_first_event(tmp_path: Path) -> None:
    path = tmp_path / "m.db"
    acts = [(e.Noted("opinion", f"{number} " * 300), "Chị Thư", AT) for number in range(60)]
    record_of(path, acts).close()
    damaged = bytearray(path.read_bytes())
    place = damaged.index(b"40 40 40 40") // 4096 * 4096
    damaged[place : place + 8] = b"\xff" * 8
    path.write_bytes(damaged)
    with Record.open(path, writable=False) as record:
        fault = record.verify()
        assert fault is not None
        assert fault.kind == "file"
        assert 35 < fault.seq <= 42
        read = []
        with pytest.raises(RecordError):
            read.extend(entry.seq for entry in record.entries())
        assert [entry.seq for entry in record.entries(until=fault.seq - 1)] == list(range(1, fault.seq))


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        (["DELETE FROM event WHERE seq = 2"], Fault(2, "order")),
        (["DELETE FROM event WHERE seq = 1"], Fault(1, "order")),
        (["UPDATE event SET by = 'ai đó' WHERE seq = 3"], Fault(3, "hash")),
        (["UPDATE event SET at = '2023-01-10T09:00:01' WHERE seq = 1"], Fault(1, "hash")),
        (["UPDATE event SET seq = 9 WHERE seq = 4"], Fault(4, "order")),
        (
            [
                "UPDATE event SET seq = 99 WHERE seq = 2",
                "UPDATE event SET seq = 2 WHERE seq = 3",
                "UPDATE event SET seq = 3 WHERE seq = 99",
            ],
            Fault(2, "hash"),
        ),
    ],
)
def test_what_was_changed_behind_the_records_back_is_named(tmp_path: Path, changes: list[str], fault: Fault) -> None:
    path = tmp_path / "m.db"
    short_record(path)
    connection = sqlite3.connect(path)
    for trigger in ("event_stays", "event_kept", "event_follows"):
        connection.execute(f"DROP TRIGGER {trigger}")
    for change in changes:
        connection.execute(change)
    connection.commit()
    connection.close()
    with Record.open(path, writable=False) as record:
        assert record.verify() == fault


# ---------------------------------------------------------------------------------------------------- secret ballots

PAPERS = [Paper(yes="a", no="b", none="c")] * 2 + [Paper(yes="ab", no="c"), Paper(none="abc"), Paper(invalid=True)]


def hold_poll(
    folder: Path, papers: Iterable[Paper], *, closed: bool, clear_after: int = 0, noted_after: int = 2
) -> dict[str, bytes]:
    """A meeting with one secret poll, in which another act happens between papers; every file of the record."""
    if not folder.exists():
        write_folder(folder)
    for old in (folder / "meetings").glob("*"):
        old.unlink()
    with Session.open(folder, "year-end", "Chị Thư", AT) as session:

        def do(command: c.Command) -> None:
            assert not isinstance(session.do(command, "Chị Thư", AT), Refusal)

        for unit in "abcd":
            do(e.PersonListed(f"p{unit}", f"Đại biểu {unit}", "delegate", unit))
            do(e.CheckedIn(f"p{unit}"))
        do(
            c.CreatePoll(
                "flag", attrs.evolve(session.meeting.state.setup.procedure.polls[0], recused="none"), tuple("abc")
            )
        )
        do(c.OpenPoll("flag"))
        for number, paper in enumerate(papers, 1):
            assert not isinstance(session.hand_in("flag", paper), Refusal)
            if number == clear_after:
                assert session.clear_box("flag") is None
            if number == noted_after:
                do(e.Noted("opinion", "trong lúc bỏ phiếu " * 50))
        if closed:
            counts = session.counted("flag", 5)
            assert not isinstance(counts, Refusal)
            do(c.ClosePoll("flag", counts))
            do(e.PollReleased("flag"))
    return {one.name: one.read_bytes() for one in (folder / "meetings").iterdir()}


@pytest.mark.parametrize("closed", [False, True])
def test_no_order_of_the_papers_leaves_another_file(tmp_path: Path, closed: bool) -> None:
    orders = sorted(set(itertools.permutations(PAPERS)), key=str)
    assert len(orders) == 60
    first = hold_poll(tmp_path / "bloc", orders[0], closed=closed)
    assert sorted(first) == ["year-end.db", "year-end.db.lock"]
    for order in orders[1:]:
        assert hold_poll(tmp_path / "bloc", order, closed=closed) == first


def test_no_paper_is_linked_to_what_happened_before_it(tmp_path: Path) -> None:
    first = hold_poll(tmp_path / "bloc", PAPERS, closed=False, noted_after=1)
    for moment in range(2, 6):
        assert hold_poll(tmp_path / "bloc", PAPERS, closed=False, noted_after=moment) == first


def test_papers_that_fill_many_pages_leave_no_order(tmp_path: Path) -> None:
    kinds = [encode_paper(Paper(yes=[f"đơn-vị-{number:03}" for number in range(one, one + 20)])) for one in range(60)]

    def box(chance: Random | None) -> bytes:
        path = tmp_path / "m.db"
        with record_of(path, ()) as record:
            handed_in = [*kinds, *kinds[::2]]
            if chance is not None:
                chance.shuffle(handed_in)
            papers: dict[str, int] = {}
            for number, paper in enumerate(handed_in):
                papers = {**papers, paper: papers.get(paper, 0) + 1}
                record.keep_papers("flag", papers)
                if number in {20, 50}:
                    record.append(e.Noted("opinion", "một trang " * 400), "Chị Thư", AT)
            assert record.papers("flag") == papers
        return path.read_bytes()

    once = box(None)

    @given(st.randoms(use_true_random=True))
    @settings(max_examples=10, deadline=None)
    def law(chance: Random) -> None:
        assert box(chance) == once

    law()


def test_no_text_of_a_paper_is_left_after_closing(tmp_path: Path) -> None:
    before = hold_poll(tmp_path / "bloc", PAPERS, closed=False)["year-end.db"]
    after = hold_poll(tmp_path / "bloc", PAPERS, closed=True)["year-end.db"]
    for paper in set(PAPERS):
        text = encode_paper(paper).encode()
        assert text[2:] in before.replace(b'\\"', b'"')
        assert text[2:] not in after.replace(b'\\"', b'"')
    assert b'"invalid' not in after.replace(b'"invalid":1', b"").replace(b'\\"invalid', b"")
    connection = sqlite3.connect(tmp_path / "bloc/meetings/year-end.db")
    assert connection.execute("PRAGMA freelist_count").fetchone() == (0,)
    (box,) = connection.execute("SELECT papers FROM box").fetchone()
    connection.close()
    assert box == bytes(len(box))


def test_an_annulled_poll_leaves_no_paper(tmp_path: Path) -> None:
    hold_poll(tmp_path / "bloc", PAPERS, closed=False)
    with Session.open(tmp_path / "bloc", "year-end", "Chị Thư", AT) as session:
        assert sum(session.box("flag").values()) == 5
        session.do(e.PollAnnulled("flag", "đếm sai"), "Chị Thư", AT)
        assert session.box("flag") == {}
    content = record_path(tmp_path / "bloc", "year-end").read_bytes()
    assert b'\\"invalid\\"' not in content


def test_papers_cleared_and_entered_again_leave_nothing_of_the_first_count(tmp_path: Path) -> None:
    other = [Paper(no="abc")] * 5
    cleared = hold_poll(tmp_path / "bloc", [*other, *PAPERS], closed=False, clear_after=5)["year-end.db"]
    # all but SQLite's number of writes is the same as if they had been entered once
    also = hold_poll(tmp_path / "bloc", [*PAPERS[::-1], *PAPERS], closed=False, clear_after=5)["year-end.db"]
    assert cleared == also


def test_a_box_that_is_full_says_so(tmp_path: Path) -> None:
    with record_of(tmp_path / "m.db", ()) as record:
        record.keep_papers("flag", {"x" * 131_000: 1})
        with pytest.raises(RecordError) as refused:
            record.keep_papers("flag", {"x" * 132_000: 1})
        assert refused.value.code == "box-full"
        assert list(record.papers("flag").values()) == [1]
