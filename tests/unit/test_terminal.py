"""Where there is no terminal to show screens in, the program says so and ends, instead of waiting for keys."""

import io
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from emulation.wording import Wording
from tests.command_line import ask
from tests.screens.conftest import EXAMPLE
from tui.terminal import ask_the_terminal, lacking


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize("command", [["meet"], ["watch", str(EXAMPLE)]], ids=["meet", "watch"])
@pytest.mark.parametrize("language", ["vi", "en"])
def test_without_a_terminal_the_program_says_so(command: list[str], language: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tui.cli", *command, "--lang", language],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=60,
        env={**os.environ, "PYTHONUTF8": "1"},
    )
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr == f"{Wording('en' if language == 'en' else 'vi').say('cli.terminal.none')}\n"


@pytest.mark.parametrize("meeting", [[], ["--meeting", "half-year"]], ids=["year-end", "half-year"])
def test_without_a_terminal_no_record_is_made(
    meeting: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    root = Path(shutil.copytree(EXAMPLE, tmp_path / "bloc", ignore=shutil.ignore_patterns("meetings")))
    monkeypatch.setattr("sys.stdin", io.StringIO())
    answer = ask(capsys, "meet", root, *meeting)
    assert (answer.status, answer.err) == (2, f"{Wording('vi').say('cli.terminal.none')}\n")
    assert not (root / "meetings").exists()


@pytest.mark.parametrize(("name", "able"), [("xterm", True), ("linux", True), ("", True), ("dumb", False)])
def test_a_terminal_that_cannot_show_screens_is_named(monkeypatch: pytest.MonkeyPatch, name: str, able: bool) -> None:
    monkeypatch.setattr("sys.stdin", Terminal())
    monkeypatch.setattr("sys.stderr", Terminal())
    monkeypatch.setenv("TERM", name)
    why = lacking(Wording("en"))
    assert (why is None) == able
    assert why is None or "dumb" in why


def test_the_size_is_the_terminal_s_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("LINES", "24")
    ask_the_terminal()
    assert {"COLUMNS", "LINES"}.isdisjoint(os.environ)
