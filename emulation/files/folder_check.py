"""What a folder's files say about each other: every check of the domain, run on what was read of them.

Not imported where a folder was checked before, as all is that a meeting's record carries.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from emulation import (
    activity as activity_rules,
    bloc as bloc_rules,
    marks as mark_rules,
    pledge as pledge_rules,
    procedure as procedure_rules,
    rubric_advice,
    rubric_check,
)
from emulation.activity import Activity
from emulation.bloc import Bloc
from emulation.files.layout import Pledges
from emulation.finding import choices, error, warning
from emulation.frozen import frozen
from emulation.marks import Sheet
from emulation.procedure import Procedure
from emulation.rubric import Attainment, Relative, Rubric

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import TypeAlias

    from emulation.finding import Finding
    from emulation.pledge import Pledge

    Found: TypeAlias = tuple[str, Finding]
    """A file and something wrong with it."""


@frozen
class Parts:
    """What was read of a folder, or what is probably meant where something is wrong with it; ``None``: not readable.

    ``sheets`` are (file, sheet); the names in ``mended`` are files with mistakes. With ``sheets_missing`` some sheet
    could not be read at all, with ``pledges_missing`` the pledges.
    """

    bloc: Bloc | None
    rubric: Rubric | None
    pledges: Pledges | None
    procedure: Procedure | None
    activity: Activity | None
    sheets: Sequence[tuple[str, Sheet]]
    mended: Iterable[str] = ()
    sheets_missing: bool = False
    pledges_missing: bool = False


def check_parts(parts: Parts, scores: str) -> Iterator[Found]:
    """Everything wrong with the parts, each finding with the file it is about; ``scores`` is the sheets' folder."""
    if parts.rubric is not None:
        kinds = [unit.kind for unit in parts.bloc.units] if parts.bloc else ()
        year, whole = parts.bloc.year if parts.bloc else None, "rubric.toml" not in parts.mended
        yield from _of("rubric.toml", check_rubric(parts.rubric, kinds, year, whole=whole))
    if parts.bloc is not None:
        yield from _check_with(parts, parts.bloc)
    handed_in = sorted(parts.sheets, key=lambda one: (one[1].on, one[0]))
    for place, finding in mark_rules.check_contradictions([sheet for _, sheet in handed_in]):
        yield handed_in[place][0], finding
    if parts.bloc is not None and not parts.sheets_missing:
        rules = (parts.procedure or Procedure()).marks
        for at, finding in mark_rules.check_handed_in([sheet for _, sheet in handed_in], parts.bloc, rules):
            yield scores if at is None else handed_in[at][0], finding


def _check_with(parts: Parts, bloc: Bloc) -> Iterator[Found]:
    yield from _of("bloc.toml", bloc_rules.check(bloc))
    if parts.pledges is not None:
        yield from _of("pledges.toml", pledge_rules.check(parts.pledges.pledges, bloc))
    if parts.procedure is not None:
        yield from _of("procedure.toml", procedure_rules.check(parts.procedure, bloc, parts.rubric))
    if parts.activity is not None:
        yield from _of("activity.toml", activity_rules.check(parts.activity, bloc))
    if parts.rubric is not None:
        if not parts.pledges_missing:
            pledges = parts.pledges.pledges if parts.pledges else ()
            yield from _of("rubric.toml", check_targets(parts.rubric, pledges, bloc))
        for file, sheet in parts.sheets:
            yield from _of(file, mark_rules.check_sheet(sheet, bloc, parts.rubric))


def _of(file: str, findings: Iterable[Finding]) -> Iterator[Found]:
    return ((file, finding) for finding in findings)


def check_rubric(
    rubric: Rubric, kinds: Iterable[str] = (), year: int | None = None, *, whole: bool = True
) -> tuple[Finding, ...]:
    """What is wrong with a rubric; advice only where nothing is, and where the ``whole`` of it was read as written."""
    found = tuple(rubric_check.check(rubric, kinds, year))
    if not whole or any(finding.severity == "error" for finding in found):
        return found
    return (*found, *rubric_advice.advise(rubric))


def check_targets(rubric: Rubric, pledges: Iterable[Pledge], bloc: Bloc) -> Iterator[Finding]:
    """Every criterion that reads a target which no unit's pledge has (an error), or some unit's has not (a warning).

    And every ``relative`` one whose target is better the lower it is (an error).
    """
    targets_of = {pledge.unit: {target.id: target.direction for target in pledge.targets} for pledge in pledges}
    known = dict.fromkeys(target for targets in targets_of.values() for target in targets)
    counting = {
        kind: {criterion.id for criterion in rubric.counting(kind, bloc.year)}
        for kind in {unit.kind for unit in bloc.units}
    }
    for path, criterion in rubric_check.criteria_with_paths(rubric):
        method = criterion.method
        if not isinstance(method, Attainment | Relative) or method.target is None:
            continue
        name = method.target
        if name not in known:
            yield error("unknown-target", *path, "target", found=name, **choices(name, known))
            continue
        lacking = [
            unit.id
            for unit in bloc.units
            if criterion.id in counting[unit.kind] and name not in targets_of.get(unit.id, ())
        ]
        if lacking:
            yield warning("target-not-pledged", *path, "target", found=name, units=", ".join(lacking))
        falling = [unit for unit, targets in targets_of.items() if name in targets and targets[name] == "at-most"]
        if isinstance(method, Relative) and falling:
            yield error("relative-at-most", *path, "target", found=name, units=", ".join(falling))
