"""What only follows from mistakes that are told already, and is therefore not told."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Sequence

    from emulation.finding import Finding, Path

T = TypeVar("T")

_FOLLOWING: tuple[tuple[str, str], ...] = (
    ("bloc.year", "no-head criterion-does-not-apply wrong-sum-for-kind target-not-pledged"),
    ("unit.id", "unknown-unit unknown-launcher target-not-pledged no-self-sheet"),
    ("unit.kind", "unknown-kind criterion-does-not-apply wrong-sum-for-kind target-not-pledged"),
    ("office.unit", "no-head"),
    ("office.role", "no-head"),
    ("office.year", "no-head"),
    ("movement.id", "unknown-movement"),
    ("pledge.unit", "unknown-target target-not-pledged"),
    ("pledge.target.direction", "goal-of-zero relative-at-most"),
    ("pledge.target.id", "unknown-target target-not-pledged"),
    ("section.id", "unknown-section"),
    ("section.kind", "wrong-sum"),
    ("section.criterion.take", "wrong-sum"),
    ("section.criterion.applies_to", "wrong-sum-for-kind target-not-pledged"),
    ("section.criterion.from", "wrong-sum-for-kind target-not-pledged"),
    ("section.criterion.until", "wrong-sum-for-kind target-not-pledged"),
    ("section.criterion.levels.id", "unknown-level"),
    ("section.criterion.id", "unknown-criterion"),
    ("band.id", "unknown-band"),
    ("poll.id", "unknown-poll"),
    ("sheet.source", "no-self-sheet"),
    ("sheet.by", "no-self-sheet"),
    ("model.id", "unknown-model"),
    ("candidate.id", "unknown-candidate"),
    ("candidate.initiative.id", "unknown-initiative"),
    ("rules.books", "unknown-award unknown-source confirms-nothing"),
    ("source.id", "unknown-source confirms-nothing"),
    ("award.id", "unknown-award confirms-nothing"),
    ("award.basis", "confirms-nothing"),
    ("award.require", "confirms-nothing"),
    ("extend", "confirms-nothing"),
    ("bar", "confirms-nothing"),
    ("cap", "confirms-nothing"),
)
"""Where nobody can say what was meant, and what may then be found anywhere in the folder though nothing is wrong."""


_ABOUT_KEY = {"no-source": "source", "not-signed": "signed", "no-basis": "basis", "results-without-launch": "launched"}
"""Findings about a whole table that are due to one key; any other may be due to any value in it."""


class Mistakes:
    """The places, by file, of mistakes that are told; of what is ``unsure`` nobody can say what was meant."""

    def __init__(self) -> None:
        self.told: dict[str, Sequence[Path]] = {}
        self.unsure: dict[str, Sequence[Path]] = {}

    def explain(self, file: str, finding: Finding) -> bool:
        """Whether a finding about that file is about a value that is told of already, or only follows from one."""
        path = finding.path
        if any(path[: len(known)] == known for known in self.told.get(file, ())):
            return True
        for known in self.unsure.get(file, ()):
            if path and path == known[:-1] and _ABOUT_KEY.get(finding.code, known[-1]) == known[-1]:
                return True
        return any(
            finding.code in codes.split()
            and any(_touch(known, place.split(".")) for paths in self.unsure.values() for known in paths)
            for place, codes in _FOLLOWING
        )


def _touch(path: Path, place: Sequence[str]) -> bool:
    """Whether one of the two lies within the other; places in lists, and how deep a criterion stands, do not count."""
    keys: list[str | int] = []
    for part in path:
        if isinstance(part, str) and keys[-1:] != [part]:
            keys.append(part)
    return all(one == other for one, other in zip(keys, place, strict=False))


def common(first: Sequence[T], second: Sequence[T]) -> list[T]:
    """What is in both."""
    return [one for one in first if one in second]
