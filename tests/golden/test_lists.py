"""Every folder under ``lists/`` makes the nomination list that its ``expected.json`` says."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.command_line import ask
from tests.golden.test_standings import differences

CASES = Path(__file__).parent / "lists"
NAMES = sorted(path.name for path in CASES.iterdir() if path.is_dir())


@pytest.mark.parametrize("case", NAMES)
def test_a_folder_makes_the_list_that_is_expected(case: str, capsys: pytest.CaptureFixture[str]) -> None:
    expected = json.loads((CASES / case / "expected.json").read_text("utf-8"))
    day = expected.pop("received")
    assert expected.keys() >= {"nominees", "caps", "readings"}
    answer = ask(capsys, "award", CASES / case, "--list", "--received", day, "--today", day, "--format", "json")
    assert answer.status == 0, answer.err
    assert list(differences(expected, answer.json)) == []


@pytest.mark.parametrize("case", NAMES)
def test_a_folder_has_no_errors(case: str, capsys: pytest.CaptureFixture[str]) -> None:
    answer = ask(capsys, "check", CASES / case)
    assert answer.status == 0, answer.out
