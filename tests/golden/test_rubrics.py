"""Every table of practice is found as its case says, and its sheets rank as worked out by hand."""

from __future__ import annotations

import json
import re
import shutil
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import tomli

from emulation.files.folder import load_folder
from emulation.finding import spell_path
from tui.cli import main

if TYPE_CHECKING:
    from collections.abc import Iterator

    from emulation.finding import Finding

CASES = Path(__file__).parent / "rubrics"
EXAMPLES = Path(__file__).parents[2] / "examples" / "rubrics"
NAMES = sorted(path.parent.name for path in CASES.glob("*/case.toml"))
RANKED = sorted(path.parent.name for path in CASES.glob("*/expected.json"))


@pytest.fixture
def folder(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """The example with what the case changes."""
    case = CASES / request.node.callspec.params["case"]
    told = tomli.loads((case / "case.toml").read_text("utf-8"))
    made = Path(shutil.copytree(EXAMPLES / told["example"], tmp_path / "folder"))
    if (case / "files").is_dir():
        shutil.copytree(case / "files", made, dirs_exist_ok=True)
    for change in told.get("change", ()):
        text = (made / change["file"]).read_text("utf-8")
        assert text.count(change["old"]) == 1, change
        (made / change["file"]).write_text(text.replace(change["old"], change["new"]), "utf-8")
    return made


def spelled(finding: Finding) -> str:
    where = f"{finding.file}:{finding.line or '-'}"
    return " ".join(f"{finding.severity} {where} {spell_path(finding.path)} {finding.code} {finding.found}".split())


def listed(findings: tuple[Finding, ...], text: str) -> list[str]:
    """The findings as the case lists them: those that it only counts are gathered."""
    counted = set(re.findall(r"^\* \d+ (.+)$", text, re.MULTILINE))
    kinds = [f"{one.severity} {one.file} {one.code}" for one in findings]
    gathered = [f"* {number} {kind}" for kind, number in Counter(kinds).items() if kind in counted]
    alone = [spelled(one) for one, kind in zip(findings, kinds, strict=True) if kind not in counted]
    return sorted([*gathered, *alone])


def differences(expected: Any, found: Any, place: str = "") -> Iterator[str]:
    match expected, found:
        case dict(), dict():
            for key, value in expected.items():
                if key != "worked":
                    yield from differences(value, found.get(key, "absent"), f"{place}.{key}")
        case list(), list() if len(expected) == len(found):
            for number, (one, other) in enumerate(zip(expected, found, strict=True)):
                yield from differences(one, other, f"{place}[{number}]")
        case _ if expected != found or type(expected) is not type(found):
            yield f"{place}: expected {expected!r}, found {found!r}"


def test_every_table_of_practice_is_a_case() -> None:
    shown = {tomli.loads((CASES / name / "case.toml").read_text("utf-8"))["example"] for name in NAMES}
    assert shown == {path.parent.name for path in EXAMPLES.glob("*/rubric.toml")}


@pytest.mark.parametrize("case", NAMES)
def test_exactly_what_is_listed_is_found(case: str, folder: Path) -> None:
    text = (CASES / case / "findings.txt").read_text("utf-8") if (CASES / case / "findings.txt").exists() else ""
    assert listed(load_folder(folder).findings, text) == sorted(text.splitlines())


@pytest.mark.parametrize("case", RANKED)
def test_the_sheets_rank_as_worked_by_hand(case: str, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    expected = json.loads((CASES / case / "expected.json").read_text("utf-8"))
    assert all({"rank", "unit", "total", "worked"} <= standing.keys() for standing in expected["standings"])
    assert main(["rank", str(folder), "--format", "json"]) == 0
    assert list(differences(expected, json.loads(capsys.readouterr().out))) == []
