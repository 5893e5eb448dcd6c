"""The README's Python runs as it stands there, on the examples."""

import re
import shutil
from pathlib import Path

import pytest

from tui.cli import main

ROOT = Path(__file__).parents[2]
BLOCKS = re.findall(r"```python\n(.*?)```", (ROOT / "README.md").read_text("utf-8"), re.DOTALL)


@pytest.mark.parametrize("block", BLOCKS, ids=range(len(BLOCKS)))
def test_every_python_block_of_the_readme_runs(
    block: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    without_records = shutil.ignore_patterns("meetings")
    shutil.copytree(ROOT / "examples", tmp_path / "examples", ignore=without_records)
    monkeypatch.chdir(tmp_path)
    exec(compile(block, "README.md", "exec"), {})  # noqa: S102  (it is the README's own text)
    told = capsys.readouterr().out
    assert told.strip()
    assert "Refusal" not in told


def test_the_readme_has_a_meeting_of_at_most_twenty_lines() -> None:
    (meeting,) = [block for block in BLOCKS if "Session.open" in block]
    assert len([line for line in meeting.splitlines() if line and "import" not in line]) <= 15


def slip(rubric: Path) -> None:
    """The two slips of the pen that both README show."""
    text = rubric.read_text("utf-8").replace('method = "judged"', 'method = "jugded"', 1)
    rubric.write_text(text.replace("total = 100", "total = 95"), "utf-8")


def test_the_rule_authors_slips_are_found_as_the_readme_shows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (shown,) = re.findall(r"later:\n\n```console\n\$ (.*?)```", (ROOT / "README.md").read_text("utf-8"), re.DOTALL)
    command, *expected = shown.splitlines()
    monkeypatch.chdir(tmp_path)
    assert main(["new", "my-bloc"]) == 0
    capsys.readouterr()
    rubric = tmp_path / "my-bloc" / "rubric.toml"
    text = (
        rubric.read_text("utf-8")
        .replace('method = "judged"', 'method = "jugded"', 1)
        .replace("total = 100", "total = 95")
    )
    rubric.write_text(text, "utf-8")
    assert main(command.split()[1:]) == 1
    told = capsys.readouterr()
    assert (told.out + told.err).splitlines() == expected


def test_the_vietnamese_readme_shows_the_same_slips(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    shown = re.findall(r"```console\n(.*?)```", (ROOT / "README.vi.md").read_text("utf-8"), re.DOTALL)[-1].splitlines()
    monkeypatch.chdir(tmp_path)
    folder = shown[0].split()[-1]
    main(["new", folder])
    capsys.readouterr()
    slip(tmp_path / folder / "rubric.toml")
    assert main(shown[0].split()[2:]) == 1
    told = capsys.readouterr()
    assert (told.out + told.err).splitlines() == shown[1:]
