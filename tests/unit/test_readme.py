"""The README's Python runs as it stands there, on the examples."""

import re
import shutil
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
BLOCKS = re.findall(r"```python\n(.*?)```", (ROOT / "README.md").read_text("utf-8"), re.DOTALL)


@pytest.mark.parametrize("block", BLOCKS, ids=range(len(BLOCKS)))
def test_every_python_block_of_the_readme_runs(
    block: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    without_records = shutil.ignore_patterns("meetings")
    shutil.copytree(ROOT / "examples", tmp_path / "examples", ignore=without_records)
    shutil.copytree(ROOT / "examples" / "noi-chinh-2022", tmp_path / "my-bloc", ignore=without_records)
    monkeypatch.chdir(tmp_path)
    exec(compile(block, "README.md", "exec"), {})  # noqa: S102  (it is the README's own text)
    assert capsys.readouterr().out.strip()


def test_the_readme_has_a_meeting_of_at_most_twenty_lines() -> None:
    (meeting,) = [block for block in BLOCKS if "Session.open" in block]
    assert len([line for line in meeting.splitlines() if line and "import" not in line]) <= 15
