"""What ``-o`` writes, and what it never writes over."""

from __future__ import annotations

import datetime as dt
import os
import shutil
from pathlib import Path

import pytest

from emulation.files.session import Session
from tests.command_line import ask

NOI_CHINH = Path(__file__).parents[2] / "examples" / "noi-chinh-2022"
AT = dt.datetime(2023, 1, 10, 8, 30, tzinfo=dt.UTC)
COMMANDS = (("minutes",), ("insight",), ("export", "sheet"), ("export", "standings"), ("export", "candidates"))


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The example with a record."""
    folder = Path(shutil.copytree(NOI_CHINH, tmp_path / "khối"))
    Session.open(folder, "year-end", "Thư ký", AT).close()
    return folder


OWN = ("bloc.toml", "rubric.toml", "quy-che.toml", "meetings/year-end.db", "meetings/year-end.db.lock", "meetings/a.md")


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
@pytest.mark.parametrize("name", [*OWN, "candidates.toml", "scores/self-bca-2022-12-06.toml"])
def test_what_a_folder_is_made_of_is_not_written_over(
    words: tuple[str, ...], name: str, root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = {one: one.read_bytes() for one in root.rglob("*") if one.is_file()}
    answer = ask(capsys, "--lang", "en", *words, root, "-o", root / name)
    assert (answer.status, answer.out) == (2, "")
    assert f"{name} belongs to a bloc folder" in answer.err
    assert {one: one.read_bytes() for one in root.rglob("*") if one.is_file()} == before


def test_a_record_is_not_written_over_wherever_it_is_kept(
    root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    kept = tmp_path / "copy.md"
    shutil.copy(root / "meetings" / "year-end.db", kept)
    before = kept.read_bytes()
    assert ask(capsys, "minutes", root, "-o", kept).status == 2
    assert kept.read_bytes() == before


@pytest.mark.skipif(os.name == "nt", reason="links are another matter there")
def test_no_link_leads_round(root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "link.md").symlink_to(root / "rubric.toml")
    before = (root / "rubric.toml").read_bytes()
    assert ask(capsys, "minutes", root, "-o", tmp_path / "link.md").status == 2
    (root / "pledges.toml").rename(tmp_path / "pledges.md")
    (root / "pledges.toml").symlink_to(tmp_path / "pledges.md")
    assert ask(capsys, "minutes", root, "-o", root / "pledges.toml").status == 2
    assert (root / "rubric.toml").read_bytes() == before
    assert "[[pledge]]" in (tmp_path / "pledges.md").read_text("utf-8")


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_any_other_file_gives_way(
    words: tuple[str, ...], root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for file in (root / "biên bản.md", tmp_path / "rubric.toml"):
        file.write_text("old", "utf-8")
        assert ask(capsys, *words, root, "-o", file).status == 0
        assert file.read_text("utf-8") != "old"


def test_a_new_sheet_may_be_written_among_the_others(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = root / "scores" / "verified-head-team-2023-01-05.csv"
    assert ask(capsys, "export", "sheet", root, "-o", file).status == 0
    assert file.is_file()


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes there")
@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_a_pipe_is_left_as_it_is(
    words: tuple[str, ...], root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    os.mkfifo(tmp_path / "pipe")
    answer = ask(capsys, "--lang", "en", *words, root, "-o", tmp_path / "pipe")
    assert answer.status == 2
    assert "cannot write" in answer.err
    assert "not a regular file" in answer.err
    assert (tmp_path / "pipe").is_fifo()
