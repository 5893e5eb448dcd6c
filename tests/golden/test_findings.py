"""Every broken folder under ``findings/`` gives exactly the findings that its ``expected.txt`` lists."""

from __future__ import annotations

from pathlib import Path

import pytest

from emulation.files.folder import read_folder
from emulation.finding import Finding, spell_path

CASES = Path(__file__).parent / "findings"
NOTES = ("expected.txt", "absent.txt")


def contents(folder: Path) -> dict[str, bytes]:
    files = [path for path in folder.rglob("*") if path.is_file() and path.name not in NOTES]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def spelled(finding: Finding) -> str:
    place = f"{finding.file}:{finding.line or '-'}"
    path = spell_path(finding.path) or "-"
    return " ".join(f"{finding.severity} {place} {path} {finding.code} {finding.found}".split())


def test_the_base_has_no_findings() -> None:
    assert read_folder(contents(CASES / "base")).findings == ()


@pytest.mark.parametrize("case", sorted(p.name for p in CASES.iterdir() if p.is_dir() and p.name != "base"))
def test_a_broken_folder_gives_exactly_its_findings(case: str) -> None:
    folder = CASES / case
    absent = (folder / "absent.txt").read_text("utf-8").split() if (folder / "absent.txt").exists() else []
    files = {**contents(CASES / "base"), **contents(folder)}
    found = read_folder({name: content for name, content in files.items() if name not in absent})
    expected = (folder / "expected.txt").read_text("utf-8").splitlines() if (folder / "expected.txt").exists() else []
    assert [spelled(finding) for finding in found.findings] == expected
