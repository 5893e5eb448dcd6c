"""`emulation check`, on folders that are right and on copies broken in a dozen ways, as users run it."""

from __future__ import annotations

import csv
import io
import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import attrs
import pytest

from tests.command_line import ask, spawn
from tui.cli import main

if TYPE_CHECKING:
    from collections.abc import Callable

EXAMPLES = Path(__file__).parents[2] / "examples"
NOI_CHINH = EXAMPLES / "noi-chinh-2022"
KEYS = ["severity", "file", "line", "path", "found", "expected", "hint"]


@attrs.frozen
class Broken:
    """A copy of the example in which ``old`` of one file became ``new``; what is expected to be found there."""

    file: str
    old: str
    new: str
    code: str


CASES = {
    "wrong-type": Broken("bloc.toml", 'short = "BTP"', "short = 7", "wrong-type"),
    "unknown-key": Broken("bloc.toml", 'short = "BTP"', 'shorts = "BTP"', "unknown-key"),
    "duplicate-id": Broken("bloc.toml", 'id = "bqll"', 'id = "btp"', "duplicate-id"),
    "wrong-sum": Broken("rubric.toml", "total = 100", "total = 99", "wrong-sum"),
    "unknown-unit": Broken("bloc.toml", 'unit = "bca"\nrole', 'unit = "bcaa"\nrole', "unknown-unit"),
    "two-bands-with-one-reach": Broken("rubric.toml", "reach = 80", "reach = 90", "duplicate-reach"),
    "dates-reversed": Broken("bloc.toml", "until = 2022-12-31", "until = 2021-12-31", "dates-reversed"),
    "syntax-error": Broken("procedure.toml", '"2/3"', "2/3", "syntax"),
    "not-utf8": Broken("bloc.toml", "# ", "# \udcff", "not-utf8"),
    "not-finite": Broken("rubric.toml", "step = 0.25", "step = nan", "not-finite"),
    "dotted-id": Broken("bloc.toml", 'id = "btp"', 'id = "b.tp"', "bad-id"),
    "unknown-method": Broken("rubric.toml", 'method = "judged"', 'method = "juged"', "unknown-word"),
    "too-many-digits": Broken("rubric.toml", "total = 100", "total = 1000000000000000", "too-many-digits"),
    "goal-of-zero": Broken("pledges.toml", "goal = 95", "goal = 0", "goal-of-zero"),
    "step-of-zero": Broken("rubric.toml", "step = 0.25", "step = 0", "not-positive"),
    "step-below-zero": Broken("rubric.toml", "step = 0.25", "step = -1", "not-positive"),
    "mark-off-the-step": Broken(
        "scores/self-btp-2022-12-05.toml", "A6 = { value = 7.5", "A6 = { value = 7.6", "not-a-step"
    ),
}


@pytest.fixture
def copy(tmp_path: Path) -> Callable[[Broken], Path]:
    def make(broken: Broken) -> Path:
        folder = tmp_path / "khối"
        shutil.copytree(NOI_CHINH, folder)
        text = (folder / broken.file).read_text("utf-8")
        assert broken.old in text
        changed = text.replace(broken.old, broken.new, 1)
        (folder / broken.file).write_bytes(changed.encode("utf-8", "surrogateescape"))
        return folder

    return make


@pytest.mark.parametrize("case", CASES)
def test_a_broken_copy_gives_the_line_and_never_a_traceback(case: str, copy: Callable[[Broken], Path]) -> None:
    broken = CASES[case]
    folder = copy(broken)
    whole = (NOI_CHINH / broken.file).read_text("utf-8")
    line = whole[: whole.index(broken.old)].count("\n") + 1
    answer = spawn("check", folder, "--format", "json")
    assert answer.status == 1, answer.err
    assert "Traceback" not in answer.err
    found = [one for one in answer.json["findings"] if one["code"] == broken.code]
    assert [(one["file"], one["line"]) for one in found][:1] == [(broken.file, line)], answer.out
    for one in answer.json["findings"]:
        assert list(one)[: len(KEYS)] == KEYS
        assert one["severity"] in {"error", "warning"}
        assert one["expected"]
        assert one["hint"]


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("command", ["rank", "show"])
def test_no_command_stumbles_over_a_broken_copy(
    command: str, case: str, copy: Callable[[Broken], Path], capsys: pytest.CaptureFixture[str]
) -> None:
    broken = CASES[case]
    answer = ask(capsys, command, copy(broken))
    assert answer.status == 1
    assert f"{broken.file}:" in answer.err
    assert "EMULATION_DEBUG" not in answer.err
    assert (answer.out == "") == (command != "show")


@pytest.mark.parametrize("case", CASES)
def test_no_meeting_opens_on_a_broken_copy(
    case: str, copy: Callable[[Broken], Path], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tui.start.lacking", lambda _: None)
    folder = copy(CASES[case])
    answer = ask(capsys, "meet", folder)
    assert answer.status in {1, 2}
    assert answer.err
    assert "EMULATION_DEBUG" not in answer.err
    assert list((folder / "meetings").glob("*.db")) == []


def test_a_missing_file_is_found(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.copytree(NOI_CHINH, tmp_path / "f")
    (tmp_path / "f" / "rubric.toml").unlink()
    answer = ask(capsys, "check", tmp_path / "f", "--format", "json")
    assert answer.status == 1
    assert ("rubric.toml", "missing-file") in {(one["file"], one["code"]) for one in answer.json["findings"]}


def test_mistakes_of_all_files_are_told_at_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "f"
    shutil.copytree(NOI_CHINH, folder)
    for broken in (CASES["wrong-type"], CASES["wrong-sum"], CASES["syntax-error"]):
        text = (folder / broken.file).read_text("utf-8")
        (folder / broken.file).write_text(text.replace(broken.old, broken.new, 1), "utf-8")
    answer = ask(capsys, "check", folder)
    assert answer.status == 1
    files = [line.partition(":")[0] for line in answer.out.splitlines() if ": lỗi: " in line]
    assert files == ["bloc.toml", "rubric.toml", "procedure.toml"]
    assert answer.err.startswith("3 lỗi, ")


@pytest.mark.parametrize(
    "folder", sorted(path.parent for path in EXAMPLES.rglob("bloc.toml")), ids=lambda one: one.name
)
def test_the_examples_have_no_errors(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    answer = ask(capsys, "check", folder)
    assert answer.status == 0, answer.out


def test_strict_counts_warnings(capsys: pytest.CaptureFixture[str]) -> None:
    tay_nguyen = EXAMPLES / "tay-nguyen-2019"
    assert ask(capsys, "check", tay_nguyen).status == 0
    strict = ask(capsys, "check", "--strict", tay_nguyen, "--lang", "en")
    assert strict.status == 1
    assert strict.out.startswith("bloc.toml:9: warning: bloc.year: no head is known for 2019")
    warnings = len(strict.out.splitlines())
    summary, points = strict.err.splitlines()
    assert summary == f"0 errors, {warnings} warning{'s' if warnings > 1 else ''}"
    assert points == f"{tay_nguyen}: of 35 points 0 are measured and 35 judged (by section: I 0 + 35)"


def test_the_share_of_points_that_is_measured_is_told_by_section_and_in_all(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = Path(shutil.copytree(NOI_CHINH, tmp_path / "f"))
    said = ask(capsys, "check", folder).err.splitlines()[-1]
    assert said.startswith(f"{folder}: trong 126 điểm có 93 điểm đo đếm được và 33 điểm do người chấm nhận định")
    assert said.endswith("(theo nội dung: A 46 + 8; B 8 + 12; C 23 + 11; D 3 + 2; E 13 + 0)")
    rubric = folder / "rubric.toml"
    both = ask(capsys, "check", folder, rubric, "--format", "json")
    assert [one["checked"] for one in both.json["balance"]] == [str(folder), str(rubric)]
    whole, alone = both.json["balance"]
    assert (whole["measured"], whole["judged"], whole["measured_share"]) == ("93", "33", "31/42")
    assert whole["sections"]["C"] == {"measured": "23", "judged": "11"}
    assert {**alone, "checked": whole["checked"]} == whole
    rubric.write_text(rubric.read_text("utf-8").replace("max = 46", "max = 45", 1), "utf-8")
    broken = ask(capsys, "check", folder, "--format", "json")
    assert broken.status == 1
    assert broken.json["balance"] == []
    assert "điểm đo đếm được" not in ask(capsys, "check", folder).err


def test_the_starter_folder_passes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert ask(capsys, "new", tmp_path / "f").status == 0
    answer = ask(capsys, "check", tmp_path / "f")
    assert (answer.status, answer.err[:5]) == (0, "0 lỗi")
    assert ask(capsys, "rank", tmp_path / "f").status == 0


def test_a_rubric_in_a_file_of_its_own(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "bảng.toml"
    shutil.copy(NOI_CHINH / "rubric.toml", path)
    assert ask(capsys, "check", path).status == 0
    path.write_text(path.read_text("utf-8").replace("total = 100", "total = 101"), "utf-8")
    answer = ask(capsys, "check", path)
    assert answer.status == 1
    assert answer.out.startswith("bảng.toml:13: ")


def test_of_several_paths_each_line_names_its_own(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rubric = tmp_path / "r.toml"
    rubric.write_text("", "utf-8")
    answer = ask(capsys, "check", EXAMPLES / "tay-nguyen-2019", rubric)
    assert answer.status == 1
    first, *_, last = answer.out.splitlines()
    assert first.startswith(f"{EXAMPLES / 'tay-nguyen-2019'}/bloc.toml:9: ")
    assert last.startswith(f"{rubric}:")
    found = ask(capsys, "check", EXAMPLES / "tay-nguyen-2019", rubric, "--format", "json").json["findings"]
    assert {(one["checked"], one["file"]) for one in found} >= {
        (str(EXAMPLES / "tay-nguyen-2019"), "bloc.toml"),
        (str(rubric), "r.toml"),
    }


def test_csv_has_a_row_a_finding(capsys: pytest.CaptureFixture[str]) -> None:
    answer = ask(capsys, "check", EXAMPLES / "tay-nguyen-2019", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(answer.out)))
    assert [(row["severity"], row["file"], row["line"]) for row in rows][:1] == [("warning", "bloc.toml", "9")]
    found = ask(capsys, "check", EXAMPLES / "tay-nguyen-2019", "--format", "json").json["findings"]
    assert [row["path"] for row in rows] == [one["path"] for one in found]


@pytest.mark.parametrize("name", ["nothing", "nothing.toml", "a\x1bb"])
def test_what_is_not_there_is_unreadable_input(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for command in ("check", "rank", "show"):
        answer = ask(capsys, command, tmp_path / name)
        assert answer.status == 2
        assert "\x1b" not in answer.out + answer.err


def test_another_file_of_a_folder_is_not_taken_for_a_rubric(capsys: pytest.CaptureFixture[str]) -> None:
    answer = ask(capsys, "check", NOI_CHINH / "bloc.toml")
    assert answer.status == 2
    assert answer.err.endswith(f"emulation check {NOI_CHINH}\n")


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="nothing is forbidden here")
def test_a_file_that_may_not_be_read_is_unreadable_input(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "f"
    shutil.copytree(NOI_CHINH, folder)
    (folder / "bloc.toml").chmod(0)
    assert ask(capsys, "check", folder).status == 2


def test_a_name_that_is_not_utf8_is_shown(tmp_path: Path) -> None:
    folder = os.fsencode(tmp_path) + b"/kh\xff"
    try:
        os.mkdir(folder)  # noqa: PTH102
    except OSError:
        pytest.skip("the file system takes UTF-8 alone")
    answer = spawn("check", os.fsdecode(folder), "--format", "json")
    assert answer.status == 1
    assert {one["code"] for one in answer.json["findings"]} == {"missing-file"}


def test_versions_given_as_files_of_their_own_may_not_overlap(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = '[rulebook]\nid = "co"\nversion = "1"\nreceived = { from = 2025-01-01 }\nreviewed = 2026-01-01\n'
    first, second, again = tmp_path / "first.toml", tmp_path / "second.toml", tmp_path / "." / "first.toml"
    first.write_text(text, encoding="utf-8")
    second.write_text(text.replace('"1"', '"2"'), encoding="utf-8")
    assert ask(capsys, "check", "--today", "2026-06-01", first, again).status == 0
    answer = ask(capsys, "check", "--today", "2026-06-01", first, second, "--lang", "en")
    (line,) = answer.out.splitlines()
    assert answer.status == 1
    assert line.startswith(f"{second}:4: error: rulebook.received: ")
    assert "several versions" in line


def test_a_name_that_is_too_long_is_told_as_any_that_is_not_there(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "x" * 300]) == 2
    told = capsys.readouterr()
    assert "File name too long" in told.out
    assert "EMULATION_DEBUG" not in told.err
