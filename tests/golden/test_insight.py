"""The review report of every folder under ``insight/``, in both languages and as JSON, is what stands beside it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.command_line import ask

CASES = Path(__file__).parent / "insight"
NAMES = sorted(path.name for path in CASES.iterdir() if path.is_dir())
HOW = ("--on", "2022-06-30", "--draws", "100", "--seed", "golden")


@pytest.mark.parametrize("case", NAMES)
@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_report_reads_as_expected(case: str, language: str, capsys: pytest.CaptureFixture[str]) -> None:
    answer = ask(capsys, "insight", CASES / case, *HOW, "--lang", language)
    assert answer.status == 0, answer.err
    assert answer.out == (CASES / case / f"report.{language}.md").read_text("utf-8")


@pytest.mark.parametrize("case", NAMES)
def test_a_report_as_data_is_as_expected(case: str, capsys: pytest.CaptureFixture[str]) -> None:
    answer = ask(capsys, "insight", CASES / case, *HOW, "--format", "json")
    assert answer.status == 0, answer.err
    assert answer.json == json.loads((CASES / case / "report.json").read_text("utf-8"))
