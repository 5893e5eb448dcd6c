"""`emulation check PATH...`: everything that is wrong with folders, rubrics and rulebooks, all at once."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

import attrs

from emulation.files.disk import files_in, is_dir, is_file, read_bytes
from emulation.files.folder import KNOWN, REQUIRED, SCORES, load_folder, load_rubric
from emulation.files.rulebook_check import check_awards, check_books, is_rulebook
from emulation.files.rulebooks import read_rulebooks
from emulation.number import exact_sum, plain
from emulation.rubric_advice import Balance, balance
from emulation.wording import Wording, describe, line_of
from tui.commands.failure import UNUSABLE, CommandError, status_of
from tui.commands.output import put, put_csv, put_json, tell
from tui.commands.parser import command

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from emulation.finding import Finding
    from emulation.rubric import Rubric
    from emulation.text import Language
    from tui.commands.parser import Subparsers

KEYS = ("severity", "file", "line", "path", "found", "expected", "hint", "code", "checked")
"""The keys of a finding in JSON and the columns in CSV; ``checked`` is the path as it was given."""


def add(subparsers: Subparsers) -> None:
    """Says what the command takes."""
    parser = command(subparsers, "check")
    say = parser.wording.say
    parser.add_argument("paths", nargs="+", metavar="PATH", help=say("cli.check.path"))
    parser.add_argument("--strict", action="store_true", help=say("cli.check.strict"))


def run(arguments: argparse.Namespace) -> int:
    """Checks every path, and returns the exit status."""
    wording = Wording(arguments.lang)
    today: date = arguments.today or date.today()  # noqa: DTZ011  (the user's day)
    checked = {path: _checked(Path(path), wording, today) for path in arguments.paths}
    found = {path: findings for path, (findings, _) in checked.items()}
    balances = {path: balance(rubric) for path, (_, rubric) in checked.items() if rubric is not None}
    for path, overlapping in _overlapping(list(found)).items():
        found[path] = tuple(sorted((*found[path], *overlapping), key=_place))
    match arguments.format:
        case "json":
            data = [one for path, findings in found.items() for one in _data(path, findings, arguments)]
            put_json({"findings": data, "balance": [_balance(path, parts) for path, parts in balances.items()]})
        case "csv":
            rows = (one.values() for path, findings in found.items() for one in _data(path, findings, arguments))
            put_csv(KEYS, (tuple(row) for row in rows))
        case _:
            for path, findings in found.items():
                prefix = "" if len(found) == 1 else path
                for finding in findings:
                    put(line_of(_under(finding, prefix), arguments.lang))
    tell(_summary([one for findings in found.values() for one in findings], wording))
    if arguments.format == "table":
        for path, parts in balances.items():
            tell(_told(path, parts, wording))
    statuses = [status_of(findings, strict=arguments.strict) for findings in found.values()]
    return max(statuses, default=UNUSABLE)


def findings_of(path: Path, wording: Wording, today: date | None = None) -> tuple[Finding, ...]:
    """All that is wrong with a bloc folder, with a rubric or a rulebook in a file of its own, or a folder of rulebooks.

    With ``today`` also which rulebooks nobody has reviewed for a year.

    Raises:
        CommandError: the file is another one of a bloc folder, which nothing can be said of by itself.
    """
    return _checked(path, wording, today)[0]


def _checked(path: Path, wording: Wording, today: date | None) -> tuple[tuple[Finding, ...], Rubric | None]:
    """The findings, and the rubric where none of them is an error."""
    of_folder = path.parent if path.name in KNOWN else path.parent.parent if path.parent.name == SCORES else None
    if of_folder is not None and path.name != "rubric.toml" and is_file(path):
        raise CommandError(wording.say("cli.check.not-a-rubric", found=path, folder=of_folder))
    books = _rulebooks(path)
    if books:
        return check_books(books, today), None
    if is_file(path) or (path.suffix.lower() == ".toml" and not is_dir(path)):
        rubric, findings = load_rubric(path)
        findings = tuple(attrs.evolve(one, file="") if one.code == "missing-file" else one for one in findings)
        return findings, None if _any_error(findings) else rubric
    folder = load_folder(path)
    findings = tuple(sorted((*folder.findings, *check_awards(folder, today)), key=_place))
    return findings, None if _any_error(findings) else folder.rubric


def _any_error(findings: Sequence[Finding]) -> bool:
    return any(one.severity == "error" for one in findings)


def _overlapping(paths: Sequence[str]) -> dict[str, tuple[Finding, ...]]:
    """Where versions of one rulebook overlap that were given as files of their own; by path, the later one."""
    files: dict[Path, str] = {}
    for path in paths:
        files.setdefault(Path(path).resolve(), path)
    contents = {path: book for file, path in files.items() if is_file(file) for book in _rulebooks(file).values()}
    _, findings = read_rulebooks({str(number): content for number, content in enumerate(contents.values())})
    given = list(contents)
    overlapping: dict[str, tuple[Finding, ...]] = {}
    for one in findings:
        if one.code == "overlapping-versions":
            path = given[int(one.file)]
            placed = attrs.evolve(one, file=Path(path).name)
            overlapping[path] = (*overlapping.get(path, ()), placed)
    return overlapping


def _place(finding: Finding) -> tuple[int, str, int]:
    """Where a finding stands among those of a folder: by file as people read them, then by line."""
    file = finding.file
    return (KNOWN.index(file) if file in KNOWN else len(KNOWN), file, finding.line or 0)


def _rulebooks(path: Path) -> dict[str, bytes]:
    """The rulebooks at a path: the file that is one, or those of a folder that is no bloc's, by name."""
    contents: dict[str, bytes] = {}
    try:
        if is_dir(path):
            if any((path / name).exists() for name in REQUIRED):
                return {}
            contents = {name: read_bytes(path / name) for name in files_in(path, (".toml",))}
        elif is_file(path):
            contents = {path.name: read_bytes(path)}
    except OSError:
        return {}
    return {name: content for name, content in contents.items() if is_rulebook(content)}


def _under(finding: Finding, path: str) -> Finding:
    """The finding as seen from where the command was given."""
    if not path:
        return finding
    file = path if Path(path).name == finding.file else f"{path.rstrip('/')}/{finding.file}"
    return attrs.evolve(finding, file=file if finding.file else path)


def _told(path: str, parts: Sequence[Balance], wording: Wording) -> str:
    """How many points of a rubric are measured and how many judged, in all and by section."""
    whole = _whole(parts)
    by_section = [
        wording.say(
            "cli.check.of-section",
            section=part.section,
            measured=wording.number(part.measured),
            judged=wording.number(part.judged),
        )
        for part in parts
    ]
    return wording.say(
        "cli.check.balance",
        path=path,
        whole=wording.number(whole.measured + whole.judged),
        measured=wording.number(whole.measured),
        judged=wording.number(whole.judged),
        sections="; ".join(by_section),
    )


def _balance(path: str, parts: Sequence[Balance]) -> dict[str, object]:
    whole = _whole(parts)
    points = whole.measured + whole.judged
    share = Fraction(whole.measured) / Fraction(points) if points else None
    return {
        "checked": path,
        "measured": plain(whole.measured),
        "judged": plain(whole.judged),
        "measured_share": None if share is None else f"{share.numerator}/{share.denominator}",
        "sections": {part.section: {"measured": plain(part.measured), "judged": plain(part.judged)} for part in parts},
    }


def _whole(parts: Sequence[Balance]) -> Balance:
    return Balance("", exact_sum(part.measured for part in parts), exact_sum(part.judged for part in parts))


def _data(path: str, findings: tuple[Finding, ...], arguments: argparse.Namespace) -> list[dict[str, object]]:
    return [_one(path, finding, arguments.lang) for finding in findings]


def _one(path: str, finding: Finding, language: Language) -> dict[str, object]:
    described = describe(finding, language)
    values = (
        described.severity,
        described.file,
        described.line,
        described.path,
        described.found,
        described.expected,
        described.hint,
        finding.code,
        path,
    )
    return dict(zip(KEYS, values, strict=True))


def _summary(findings: list[Finding], wording: Wording) -> str:
    errors = sum(one.severity == "error" for one in findings)
    counted = (
        wording.say("cli.count.errors", count=errors),
        wording.say("cli.count.warnings", count=len(findings) - errors),
    )
    return wording.say("cli.check.done", errors=counted[0], warnings=counted[1])
