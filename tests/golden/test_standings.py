"""Every folder under ``standings/`` ranks as its ``expected.json`` says."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tui.cli import main

if TYPE_CHECKING:
    from collections.abc import Iterator

CASES = Path(__file__).parent / "standings"
NAMES = sorted(path.name for path in CASES.iterdir() if path.is_dir())


def differences(expected: Any, found: Any, place: str = "") -> Iterator[str]:
    """Where what was found is not what was expected; keys that are not expected are not looked at."""
    match expected, found:
        case dict(), dict():
            for key, value in expected.items():
                yield from differences(value, found.get(key, "absent"), f"{place}.{key}")
        case list(), list() if len(expected) == len(found):
            for number, (one, other) in enumerate(zip(expected, found, strict=True)):
                yield from differences(one, other, f"{place}[{number}]")
        case _ if expected != found or type(expected) is not type(found):
            yield f"{place}: expected {expected!r}, found {found!r}"


@pytest.mark.parametrize("case", NAMES)
def test_a_folder_ranks_as_expected(case: str, capsys: pytest.CaptureFixture[str]) -> None:
    expected = json.loads((CASES / case / "expected.json").read_text("utf-8"))
    assert all({"rank", "unit"} <= standing.keys() for standing in expected["standings"])
    status = main(["rank", str(CASES / case), "--by", expected.get("by", "final"), "--format", "json"])
    out, err = capsys.readouterr()
    assert status == 0, err
    assert list(differences(expected, json.loads(out))) == []


@pytest.mark.parametrize("case", NAMES)
def test_a_folder_has_no_errors(case: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(CASES / case)]) == 0, capsys.readouterr().out
