"""`emulation show --config`: every setting and where it came from; and the settings' language on the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.command_line import ask, spawn

if TYPE_CHECKING:
    from pathlib import Path

TEXT = """\
language = "en"
theme = "light"
folders = [
  "/a/b",
  "/c",
]
[keys]
"meeting.undo" = "u"
marks.gap = "f3"
"""


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "config.toml"
    monkeypatch.setenv("EMULATION_CONFIG", str(path))
    for name in ("NO_COLOR", "VISUAL", "EDITOR"):
        monkeypatch.delenv(name, raising=False)
    return path


def test_each_value_with_its_line(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file.write_text(TEXT, "utf-8")
    answer = ask(capsys, "show", "--config", "--format", "json")
    assert (answer.status, answer.err) == (0, "")
    assert answer.json["file"] == str(file)
    found = {one["key"]: (one["value"], one["origin"], one["where"], one["line"]) for one in answer.json["settings"]}
    assert found == {
        "file": (str(file), "environment", "EMULATION_CONFIG", None),
        "language": ("en", "file", f"{file}:1", 1),
        "theme": ("light", "file", f"{file}:2", 2),
        "color": ("yes", "default", "", None),
        "editor": ("", "default", "", None),
        "folders[0]": ("/a/b", "file", f"{file}:4", 4),
        "folders[1]": ("/c", "file", f"{file}:5", 5),
        "keys.meeting.undo": ("u", "file", f"{file}:8", 8),
        "keys.marks.gap": ("f3", "file", f"{file}:9", 9),
    }


def test_defaults_where_there_is_no_file(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    answer = ask(capsys, "show", "--config")
    assert answer.status == 0
    rows = [line.split() for line in answer.out.splitlines()[2:]]
    assert ["language", "mặc", "định", "vi"] in rows
    assert ["theme", "mặc", "định", "dark"] in rows
    assert not file.exists()


def test_the_option_and_the_environment_win(
    file: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    file.write_text(TEXT, "utf-8")
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("EDITOR", "nano")
    monkeypatch.setenv("VISUAL", "code --wait")
    answer = ask(capsys, "--lang", "vi", "show", "--config", "--format", "csv")
    rows = {line.split(",")[0]: line for line in answer.out.splitlines()}
    assert rows["language"] == "language,vi,option,--lang,"
    assert rows["theme"] == "theme,ansi,environment,NO_COLOR,"
    assert rows["color"] == "color,no,environment,NO_COLOR,"
    assert rows["editor"] == "editor,code --wait,environment,VISUAL,"


def test_what_is_wrong_is_told_and_the_rest_shown(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file.write_text('langage = "en"\ntheme = "light"\n', "utf-8")
    answer = ask(capsys, "show", "--config")
    assert answer.status == 1
    assert f"{file}:2" in answer.out
    assert answer.err.startswith(f"{file}:1: lỗi: ")
    assert "“language”" in answer.err
    file.write_text("= broken", "utf-8")
    answer = ask(capsys, "show", "--config", "--format", "json")
    assert answer.status == 1
    assert [one["origin"] for one in answer.json["settings"]] == ["environment", *["default"] * 4]


def test_a_folder_or_the_settings_but_not_both(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "thiếu: FOLDER" in ask(capsys, "show").err
    both = ask(capsys, "show", file.parent, "--config")
    assert both.status == 2
    assert "thừa đối số" in both.err


def test_commands_speak_the_settings_language_unless_told(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file.write_text('language = "en"\n', "utf-8")
    assert ask(capsys, "check").err.startswith("emulation: missing: PATH\nusage: ")
    assert ask(capsys, "check", "--lang", "vi").err.startswith("emulation: thiếu: PATH\ncách dùng: ")
    assert "options" in ask(capsys, "--help").out
    assert "key" in ask(capsys, "show", "--config").out.splitlines()[0]


def test_a_broken_file_stops_no_command(file: Path) -> None:
    file.write_text("language = ", "utf-8")
    answer = spawn("--help")
    assert answer.status == 0
    assert "cách dùng: " in answer.out
    assert answer.err == ""
