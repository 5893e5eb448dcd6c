"""`emulation award`: verdicts of every status as trees, as data and as rows, and what it refuses."""

from __future__ import annotations

import csv
import io
import re
import shlex
import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from emulation.files.session import Session
from emulation.meeting.refusal import Refusal
from tests.command_line import Answer, ask, spawn

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]
NOI_CHINH = ROOT / "examples" / "noi-chinh-2022"
CONSOLE = re.findall(
    r"```console\n\$ emulation (award .*?[^\\])\n(.*?)```", (ROOT / "README.md").read_text("utf-8"), re.DOTALL
)
README = [one for one in CONSOLE if "--list" not in one[0]]
RECEIVED = ("--received", "2023-03-30")
VERDICT = [
    "candidate",
    "award",
    "status",
    "year",
    "received",
    "rulebook",
    "bars",
    "tree",
    "missing",
    "nearest",
    "warnings",
]
NODE = ["tag", "status", "text", "read", "bound", "basis", "evidence", "file", "line", "parts"]


def one(capsys: pytest.CaptureFixture[str], candidate: str, award: str, *words: str) -> Answer:
    return ask(capsys, "award", NOI_CHINH, *RECEIVED, "--candidate", candidate, "--award", award, *words)


def verdict(capsys: pytest.CaptureFixture[str], candidate: str, award: str) -> Any:
    (found,) = one(capsys, candidate, award, "--format", "json", "--lang", "en").json
    return found


def walk(node: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield node
    for part in node["parts"]:
        yield from walk(part)


@pytest.mark.parametrize(
    ("candidate", "award", "status", "heading"),
    [
        ("ca-nhan-a", "cstd-co-so", 0, "đủ điều kiện"),
        ("ca-nhan-b", "cstd-co-so", 1, "không đủ điều kiện"),
        ("ca-nhan-c", "lao-dong-tien-tien", 1, "thuộc trường hợp chưa được xét"),
        ("ca-nhan-d", "cstd-bo-nganh-tinh", 1, "chưa đủ căn cứ kết luận"),
    ],
)
def test_one_question_is_answered_by_the_exit_status(
    candidate: str, award: str, status: int, heading: str, capsys: pytest.CaptureFixture[str]
) -> None:
    answer = one(capsys, candidate, award)
    assert answer.status == status
    assert answer.out.splitlines()[0].endswith(f": {heading}")


def test_a_list_is_no_question(capsys: pytest.CaptureFixture[str]) -> None:
    answer = ask(capsys, "award", NOI_CHINH, *RECEIVED)
    assert answer.status == 0
    assert answer.err == "4 đủ điều kiện, 2 không đủ, 2 chưa được xét, 10 chưa rõ\n"
    assert len([line for line in answer.out.splitlines() if line and not line.startswith(" ")]) == 18


def test_the_tree_says_what_was_read_under_which_article(capsys: pytest.CaptureFixture[str]) -> None:
    lines = one(capsys, "ca-nhan-b", "cstd-co-so", "--lang", "en").out.splitlines()
    place = next(place for place, line in enumerate(lines) if "✗ initiative, scientific work" in line)
    assert "on record: none; basis: Law on Emulation and Commendation 15/2003/QH11" in lines[place + 1]
    assert lines[place + 1].endswith("evidence: the document was read; vn-2020-01.toml:152")
    assert "    way 1: meet “initiative, scientific work" in "\n".join(lines)
    vi = one(capsys, "ca-nhan-b", "cstd-co-so").out
    assert "hồ sơ: 27/28 đồng ý; căn cứ: Điều 4 Quy chế minh họa" in vi


def test_every_mark_stands_beside_its_word(capsys: pytest.CaptureFixture[str]) -> None:
    out = one(capsys, "ca-nhan-c", "lao-dong-tien-tien").out
    assert "✗ Đang trong thời hạn bị kỷ luật: thuộc trường hợp này" in out
    assert "✓ Đang bị thanh tra, điều tra, kiểm tra: không thuộc trường hợp này" in out
    assert "khiển trách từ 01/07/2022 đến 30/06/2023" in out


def test_what_is_not_known_says_what_would_settle_it(capsys: pytest.CaptureFixture[str]) -> None:
    answer = one(capsys, "ca-nhan-d", "cstd-bo-nganh-tinh", "--lang", "en", "--why-not")
    lines = answer.out.splitlines()
    place = lines.index("  still to be found out:")
    assert lines[place + 1].startswith(
        "    ? yes votes are at least 90% of all entitled to vote (council-ministry-title)"
    )
    assert lines[place + 1].endswith("or enter its whole result in [[candidate.vote]]")


def test_why_not_leaves_out_who_is_eligible(capsys: pytest.CaptureFixture[str]) -> None:
    answer = ask(capsys, "award", NOI_CHINH, *RECEIVED, "--why-not", "--format", "json")
    assert {found["status"] for found in answer.json} == {"not-eligible", "barred", "unknown"}
    assert len(answer.json) == 14
    assert one(capsys, "ca-nhan-a", "cstd-co-so", "--why-not", "--lang", "en").out == ""


def test_json_has_the_keys_of_the_format(capsys: pytest.CaptureFixture[str]) -> None:
    found = verdict(capsys, "vu-hai", "tap-the-lao-dong-xuat-sac")
    assert list(found)[: len(VERDICT)] == VERDICT
    assert (found["status"], found["year"], found["received"]) == ("not-eligible", 2022, "2023-03-30")
    assert (found["rulebook"]["id"], found["rulebook"]["version"]) == ("vn", "2020-01")
    assert len(found["rulebook"]["hash"]) == 64
    nodes = [*walk(found["tree"]), *found["bars"]]
    assert all(list(node)[: len(NODE)] == NODE for node in nodes)
    assert {node["status"] for node in nodes} <= {"met", "not-met", "unknown"}
    (share,) = [node for node in nodes if node["tag"] == "share" and node["status"] == "not-met"]
    assert share["read"] == [27, 27, 40]
    assert share["bound"] == {"share": {"award": "lao-dong-tien-tien", "grade": None}, "at_least": "7/10"}
    assert share["read_text"] == "27 of 40"
    assert [[change["tag"] for change in way] for way in found["nearest"]["changes"]] == [["share"]]
    assert found["nearest"]["first_year"] is None
    assert found["missing"] == []
    assert found["warnings"] == []


def test_json_of_what_is_missing(capsys: pytest.CaptureFixture[str]) -> None:
    found = verdict(capsys, "phong-ba", "tap-the-lao-dong-xuat-sac")
    assert [(node["tag"], node["status"]) for node in found["missing"]] == [("members", "unknown")]
    assert "[candidate.members]" in found["missing"][0]["settled_by"]


def test_a_clause_that_is_not_trusted_asks_for_a_confirmation(capsys: pytest.CaptureFixture[str]) -> None:
    found = verdict(capsys, "btp", "co-thi-dua-chinh-phu-khoi-trung-uong")
    weak = [node for node in found["missing"] if node["evidence"] not in ("text", "restated")]
    assert weak
    assert all("rules.toml" in node["settled_by"] for node in weak if node["basis"])


def test_csv_has_a_row_a_verdict(capsys: pytest.CaptureFixture[str]) -> None:
    answer = ask(capsys, "award", NOI_CHINH, *RECEIVED, "--format", "csv", "--lang", "en")
    rows = list(csv.DictReader(io.StringIO(answer.out)))
    assert len(rows) == 18
    assert (rows[0]["candidate"], rows[0]["status"], rows[0]["first_year"]) == ("ca-nhan-a", "eligible", "2022")
    assert rows[1]["in_the_way"].startswith("A disciplinary measure is running; graded at least good")
    assert rows[3]["nearest"].startswith("meet “initiative, scientific work")


def test_whoever_was_not_put_forward_can_be_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    found = verdict(capsys, "ca-nhan-e", "cstd-co-so")
    assert (found["candidate"], found["award"]) == ("ca-nhan-e", "cstd-co-so")
    listed = ask(capsys, "award", NOI_CHINH, *RECEIVED, "--candidate", "ca-nhan-a", "--format", "json").json
    assert [found["award"] for found in listed] == ["lao-dong-tien-tien", "cstd-co-so"]


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        (("--candidate", "ca-nhan-x"), "ca-nhan-e"),
        (("--award", "cstd-co-xo"), "cstd-co-so"),
        (("--candidate", "vu-mot", "--award", "cstd-co-so"), "vu-mot"),
        (("--received", "2023-02-30"), "2023-02-30"),
    ],
)
def test_wrong_usage(words: tuple[str, ...], hint: str, capsys: pytest.CaptureFixture[str]) -> None:
    answer = ask(capsys, "award", NOI_CHINH, *RECEIVED, *words)
    assert answer.status == 2
    assert answer.out == ""
    assert hint in answer.err


def test_a_day_that_no_book_covers_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    answer = ask(capsys, "award", NOI_CHINH, "--received", "1999-01-01", "--lang", "en")
    assert (answer.status, answer.out) == (1, "")
    assert [line.partition(":")[0] for line in answer.err.splitlines()] == ["rules.toml", "rules.toml"]
    assert "1999-01-01" in answer.err


def test_today_is_the_day_of_receipt_unless_said(capsys: pytest.CaptureFixture[str]) -> None:
    answer = ask(capsys, "award", NOI_CHINH, "--today", "2023-03-30", "--format", "json")
    assert {found["received"] for found in answer.json} == {"2023-03-30"}


def test_a_book_not_reviewed_for_a_year_is_a_warning(capsys: pytest.CaptureFixture[str]) -> None:
    answer = ask(capsys, "award", NOI_CHINH, *RECEIVED, "--today", "2027-11-24", "--format", "json", "--lang", "en")
    assert answer.status == 0
    warnings = answer.json[0]["warnings"]
    assert [line.partition(":")[0] for line in warnings] == ["vn-2020-01.toml", "quy-che.toml"]
    assert all(line in answer.err for line in warnings)
    fresh = ask(capsys, "award", NOI_CHINH, *RECEIVED, "--today", "2027-11-23", "--format", "json")
    assert fresh.json[0]["warnings"] == []


def test_a_folder_without_rules_says_so() -> None:
    answer = spawn("award", NOI_CHINH.parent / "tay-nguyen-2019")
    assert answer.status == 1
    assert "rules.toml" in answer.err
    assert "Traceback" not in answer.err


def test_a_meeting_that_has_released_nothing_leaves_ranks_open(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "f"
    shutil.copytree(NOI_CHINH, folder)
    with Session.open(folder, "year-end", "Thư ký", datetime(2023, 3, 30, tzinfo=UTC)) as session:
        assert not isinstance(session, Refusal)
    words = ("--candidate", "btp", "--award", "co-thi-dua-chinh-phu-khoi-trung-uong")
    answer = ask(capsys, "award", folder, *RECEIVED, *words, "--format", "json")
    (found,) = answer.json
    assert "bloc_rank" in {node["tag"] for node in found["missing"]}


def without_places(text: str) -> str:
    """The text without hashes and line numbers, which any edit of a rulebook moves."""
    return re.sub(r"\([0-9a-f]{12}\)|\.toml:\d+", "", text)


def test_the_readme_shows_one_verdict_of_each_status() -> None:
    assert (len(README), len(CONSOLE)) == (4, 5)
    headings = [said.splitlines()[0].rpartition(": ")[2] for _, said in README]
    assert headings == ["eligible", "not eligible", "barred", "not known"]


@pytest.mark.parametrize(("words", "said"), CONSOLE, ids=range(len(CONSOLE)))
def test_the_readme_shows_what_the_command_says(
    words: str, said: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    answer = ask(capsys, *shlex.split(words.replace("\\\n", "")))
    assert without_places(answer.out) == without_places(said)


def test_what_does_not_apply_to_the_dossier_is_said_so(capsys: pytest.CaptureFixture[str]) -> None:
    asked = ("award", NOI_CHINH, "--received", "2023-09-05", "--candidate", "ca-nhan-b", "--award", "cstd-co-so")
    lines = ask(capsys, *asked).out.splitlines()
    place = next(number for number, row in enumerate(lines) if row.lstrip().startswith("– "))
    assert lines[place].endswith("(không áp dụng cho hồ sơ này, chỉ áp dụng cho hồ sơ nhận đến hết 04/09/2023)")
    assert lines[place + 2].lstrip().startswith("không áp dụng cho hồ sơ này; căn cứ: Luật Thi đua, khen thưởng")
    (found,) = ask(capsys, *asked, "--format", "json", "--lang", "en").json
    told = [node for node in walk(found["tree"]) if node["skipped"]]
    assert [(node["tag"], node["status"], node["from"], node["until"], node["read"]) for node in told] == [
        ("all", None, None, "2023-09-04", None),
        ("initiative", None, None, None, None),
        ("judged", None, None, None, None),
    ]
    assert told[0]["skipped"] == "does not apply to this dossier, only to dossiers received until 2023-09-04"
