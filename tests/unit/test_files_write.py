from __future__ import annotations

import errno
import os
import stat
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
import tomli

from emulation.bloc import Bloc, Office, Unit
from emulation.files import write
from emulation.files.folder import load_folder
from emulation.files.starter import FILES, new_texts, sample_text, write_new, write_starter
from emulation.files.write import dump, save
from emulation.marks import Given, NotApplicable, Sheet
from emulation.procedure import Procedure
from emulation.rubric import Count, Criterion
from emulation.text import Text
from emulation.wording import sentence_of

if TYPE_CHECKING:
    from pathlib import Path


def test_defaults_are_left_out() -> None:
    assert dump(Procedure()) == ""


def test_a_method_is_written_beside_its_criterion() -> None:
    criterion = Criterion("A1", Text.same("x"), Decimal("10.0"), Count(Decimal("0.50")))
    assert tomli.loads(dump(criterion), parse_float=Decimal) == {
        "id": "A1",
        "text": "x",
        "max": 10,
        "method": "count",
        "each": Decimal("0.5"),
    }


def test_a_mark_without_a_note_is_its_value() -> None:
    marks = {"btp": {"A.1": Given(Decimal("1.50")), "B": NotApplicable("none"), "C": Given(Decimal(1), "n")}}
    assert tomli.loads(dump(Sheet("self", "btp", date(2022, 12, 5), marks)), parse_float=Decimal)["marks"] == {
        "btp": {"A.1": Decimal("1.5"), "B": {"not_applicable": "none"}, "C": {"value": 1, "note": "n"}}
    }


def test_saving_replaces_the_whole_text(tmp_path: Path) -> None:
    path = tmp_path / "x.toml"
    save(path, "a = 1\n" * 100)
    save(path, 'b = "ê"\n')
    assert path.read_bytes() == 'b = "ê"\n'.encode()
    assert list(tmp_path.iterdir()) == [path]


def test_a_saving_that_fails_leaves_the_old_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "x.toml"
    save(path, "a = 1\n")

    def refuse(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(write.os, "fsync", refuse)
    with pytest.raises(OSError, match="No space"):
        save(path, "b = 2\n")
    assert path.read_text() == "a = 1\n"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.skipif(os.name == "nt", reason="links and modes are another matter there")
def test_saving_keeps_links_and_rights(tmp_path: Path) -> None:
    (tmp_path / "real.toml").write_text("", "utf-8")
    (tmp_path / "real.toml").chmod(0o640)
    (tmp_path / "link.toml").symlink_to("real.toml")
    save(tmp_path / "link.toml", "a = 1\n")
    assert (tmp_path / "link.toml").is_symlink()
    assert (tmp_path / "real.toml").read_text() == "a = 1\n"
    assert (tmp_path / "real.toml").stat().st_mode & 0o777 == 0o640


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes there")
def test_nothing_takes_the_place_of_a_pipe_or_a_folder(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "folder").mkdir()
    (tmp_path / "link").symlink_to("pipe")
    before = sorted(tmp_path.iterdir())
    for name, said in (("pipe", "not a regular file"), ("link", "not a regular file"), ("folder", "directory")):
        with pytest.raises(OSError, match=said):
            save(tmp_path / name, "a = 1\n")
    assert sorted(tmp_path.iterdir()) == before
    assert (tmp_path / "pipe").is_fifo()


@pytest.mark.skipif(not hasattr(os, "mknod") or os.geteuid() != 0, reason="devices are made by the superuser")
def test_nothing_takes_the_place_of_a_device(tmp_path: Path) -> None:
    try:
        os.mknod(tmp_path / "null", 0o666 | stat.S_IFCHR, os.makedev(1, 3))
    except OSError:
        pytest.skip("no devices can be made here")
    with pytest.raises(OSError, match="not a regular file"):
        save(tmp_path / "null", "a = 1\n")
    assert (tmp_path / "null").is_char_device()


@pytest.mark.parametrize("year", [2025, 2026, 2027, 2031])
def test_the_starter_folder_has_no_findings(tmp_path: Path, year: int) -> None:
    assert write_starter(tmp_path / "a" / "b", year) == ()
    folder = load_folder(tmp_path / "a" / "b")
    assert folder.findings == ()
    assert folder.bloc.year == year
    assert folder.procedure.meeting("year-end").on.year == year + 1  # type: ignore[union-attr]
    assert {file for file in FILES if (tmp_path / "a" / "b" / file).exists()} == set(FILES)


def test_every_starter_file_speaks_both_languages(tmp_path: Path) -> None:
    write_starter(tmp_path)
    for file in FILES:
        comments = [row for row in (tmp_path / file).read_text("utf-8").splitlines() if row.startswith("# ")]
        assert any(not row.isascii() for row in comments), file
        assert any(row.isascii() for row in comments), file


def test_a_folder_that_holds_anything_is_left_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text("mine", "utf-8")
    assert [finding.code for finding in write_starter(tmp_path)] == ["folder-not-empty"]
    assert [path.name for path in tmp_path.iterdir()] == ["note.txt"]


def test_a_file_in_the_way_is_a_finding(tmp_path: Path) -> None:
    (tmp_path / "x").write_text("", "utf-8")
    assert [finding.code for finding in write_starter(tmp_path / "x")] == ["cannot-write"]


A_BLOC = Bloc(
    "khoi-a",
    Text.same("Khối A"),
    2026,
    (Unit("so-a", Text.same("Sở A"), "A"), Unit("so-b", Text.same("Sở B"), "B", "district")),
    organised_by="province",
    offices=(Office("so-b", "head", 2026),),
)


def test_a_new_folder_holds_the_bloc_and_the_rubric_as_it_was_given(tmp_path: Path) -> None:
    rubric = sample_text("rubric.toml")
    assert write_new(tmp_path / "new", A_BLOC, rubric) == ()
    folder = load_folder(tmp_path / "new")
    assert folder.bloc == A_BLOC
    assert (tmp_path / "new" / "rubric.toml").read_text("utf-8") == rubric
    assert {one.code for one in folder.findings} == {"not-signed", "no-source"}


def test_its_pledges_are_what_the_rubric_reads_to_be_filled_in() -> None:
    texts = new_texts(A_BLOC, sample_text("rubric.toml"))
    pledges = tomli.loads(texts["pledges.toml"])["pledge"]
    assert [one["unit"] for one in pledges] == ["so-a", "so-b"]
    assert [[target["id"] for target in one["target"]] for one in pledges] == [["dung-han"], ["dung-han"]]
    assert not any("signed" in one for one in pledges)
    without = sample_text("rubric.toml").replace('target = "dung-han"', "goal = 90")
    assert "pledges.toml" not in new_texts(A_BLOC, without)


def test_its_links_for_ties_name_the_rubrics_own_sections() -> None:
    rubric = sample_text("rubric.toml").replace('id = "A"', 'id = "NV"')
    assert '"section:NV"' in new_texts(A_BLOC, rubric)["procedure.toml"]
    assert '"section:A"' not in new_texts(A_BLOC, rubric)["procedure.toml"]


def test_a_rubric_that_is_none_is_written_and_left_to_the_check(tmp_path: Path) -> None:
    assert write_new(tmp_path / "new", A_BLOC, "= no toml") == ()
    assert any(one.file == "rubric.toml" for one in load_folder(tmp_path / "new").findings)


def test_a_new_folder_leaves_what_is_there_alone(tmp_path: Path) -> None:
    (tmp_path / "kept").write_text("mine", "utf-8")
    assert [one.code for one in write_new(tmp_path, A_BLOC, sample_text("rubric.toml"))] == ["folder-not-empty"]
    assert [one.name for one in tmp_path.iterdir()] == ["kept"]
    assert [one.code for one in write_new(tmp_path / "kept", A_BLOC, "")] == ["cannot-write"]


def _full_after(files: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """A disk on which there is room for so many files."""
    real, synced = os.fsync, 0

    def sync(handle: int) -> None:
        nonlocal synced
        synced += stat.S_ISREG(os.fstat(handle).st_mode)
        if synced > files:
            raise OSError(errno.ENOSPC, "No space left on device")
        real(handle)

    monkeypatch.setattr(write.os, "fsync", sync)


@pytest.mark.parametrize("there", [False, True], ids=["new", "empty"])
@pytest.mark.parametrize("files", [0, 1, 3])
def test_a_full_disk_leaves_nothing_in_the_way_of_beginning_again(
    there: bool, files: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = tmp_path / "a" / "b"
    if there:
        root.mkdir(parents=True)
    before = sorted(tmp_path.rglob("*"))
    for written in (lambda: write_starter(root), lambda: write_new(root, A_BLOC, sample_text("rubric.toml"))):
        with monkeypatch.context() as full:
            _full_after(files, full)
            (finding,) = written()
        assert finding.code == "disk-full"
        assert "permission" not in sentence_of(finding, "en")
        assert sorted(tmp_path.rglob("*")) == before
    assert write_starter(root) == ()


def test_what_cannot_be_written_for_another_reason_is_removed_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_: int) -> None:
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(write.os, "fsync", refuse)
    assert [one.code for one in write_starter(tmp_path / "new")] == ["cannot-write"]
    assert list(tmp_path.iterdir()) == []
