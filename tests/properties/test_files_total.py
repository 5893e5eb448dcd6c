"""The law that reading never fails: whatever stands in the files, a folder comes back, and says what is wrong."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given, settings, strategies as st

from emulation.files.folder import Folder, read_folder

BASE = Path(__file__).parents[1] / "golden" / "findings" / "base"
FILES = {path.relative_to(BASE).as_posix(): path.read_bytes() for path in BASE.rglob("*.toml")}
SPICES = st.sampled_from(
    [
        b"",
        b"\xff",
        b"nan",
        b"1e400",
        b"1e99999999999999999999",
        b"true",
        b'""',
        b"[]",
        b"{}",
        b"[[",
        b"]",
        b"-1",
        b"0",
        b"2022-02-30",
        b"07:32",
        b"9" * 20,
        b"\n",
        b"=",
        b".",
        b"e\xcc\x81",
        b"\\e",
        b'"',
        b"'''",
        b"# ",
    ]
)


def check(folder: Folder, contents: dict[str, bytes]) -> None:
    for finding in folder.findings:
        assert finding.code
        assert finding.file
        if finding.line is not None:
            assert 1 <= finding.line <= contents[finding.file].count(b"\n") + 1
    if folder.usable:
        assert folder.bloc.id
        assert folder.rubric.id


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_any_change_of_a_file_is_read_or_found(data: st.DataObject) -> None:
    file = data.draw(st.sampled_from(sorted(FILES)))
    words = FILES[file].replace(b"\n", b" \n ").split(b" ")
    for _ in range(data.draw(st.integers(1, 3))):
        place = data.draw(st.integers(0, len(words) - 1))
        words[place] = data.draw(SPICES | st.sampled_from(words))
    contents = {**FILES, file: b" ".join(words)}
    check(read_folder(contents), contents)


@settings(max_examples=100, deadline=None)
@given(st.dictionaries(st.sampled_from([*sorted(FILES), "rules.toml", "other.toml"]), st.binary(max_size=60)))
def test_any_bytes_are_read_or_found(contents: dict[str, bytes]) -> None:
    check(read_folder(contents), contents)


def test_without_a_change_nothing_is_found() -> None:
    assert read_folder(FILES).findings == ()
