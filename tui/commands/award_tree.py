"""Verdicts as text for people: trees of conditions, each with its mark, what was read and where it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from emulation.awards.nearest import YEARS_AHEAD
from emulation.awards.verdict import MET, NOT_MET, SKIPPED, is_leaf
from emulation.wording.findings import visible
from emulation.wording.verdicts import MARKS, basis, change, condition, evidence, found, settled_by, skipped
from tui.commands.award_data import in_the_way

if TYPE_CHECKING:
    from collections.abc import Iterator

    from emulation.awards.nearest import Nearest
    from emulation.awards.verdict import Node, Verdict
    from emulation.wording.verdicts import Speaker

_SHORT_HASH = 12
_STEP = "  "


def verdict_text(verdict: Verdict, way: Nearest, name: str, by: Speaker, *, why_not: bool = False) -> str:
    """A verdict in lines; with ``why_not`` only what stands in the way and what would help."""
    lines = [*_head(verdict, name, by), *(_why_not(verdict, by) if why_not else _whole(verdict, by))]
    if verdict.status != "eligible":
        lines += _nearest(way, by)
    return "\n".join(map(visible, lines))


def _head(verdict: Verdict, name: str, by: Speaker) -> Iterator[str]:
    say, asked = by.wording.say, verdict.asked
    status = by.wording.word("verdict", verdict.status)
    yield say("verdict.heading", candidate=name, award=by.award(verdict.award), status=status)
    facts = {"year": asked.year, "received": asked.received, "book": asked.rulebook, "version": asked.version}
    yield _STEP + say("verdict.asked", **facts, hash=asked.hash[:_SHORT_HASH])
    if verdict.counts_from is not None:
        yield _STEP + say("verdict.counts-from", year=verdict.counts_from)


def _whole(verdict: Verdict, by: Speaker) -> Iterator[str]:
    if verdict.bars:
        yield f"{_STEP}{by.wording.say('verdict.bars')}:"
        for bar in verdict.bars:
            yield from _bar(bar, by)
    yield f"{_STEP}{by.wording.say('verdict.requirements')}:"
    yield from _node(verdict.tree, 2, by)
    if verdict.missing:
        yield f"{_STEP}{by.wording.say('verdict.missing')}:"
        yield from _open(verdict, by)


def _why_not(verdict: Verdict, by: Speaker) -> Iterator[str]:
    stands = in_the_way(verdict)
    if stands:
        yield f"{_STEP}{by.wording.say('verdict.in-the-way')}:"
    for node in stands:
        if node in verdict.bars:
            yield from _bar(node, by)
        else:
            yield from _lines(node, MARKS[node.status], 2, by)
    if verdict.missing:
        yield f"{_STEP}{by.wording.say('verdict.missing')}:"
        yield from _open(verdict, by)


def _open(verdict: Verdict, by: Speaker) -> Iterator[str]:
    for node in verdict.missing:
        settle = settled_by(node, by)
        yield f"{_STEP * 2}? {condition(node.clause, by)}" + (f": {settle}" if settle else "")


def _bar(bar: Node, by: Speaker) -> Iterator[str]:
    mark = {MET: MARKS[NOT_MET], NOT_MET: MARKS[MET]}.get(bar.status, MARKS[bar.status])
    said = skipped(bar, by) or by.wording.say(f"verdict.bar.{bar.status}")
    yield f"{_STEP * 2}{mark} {condition(bar.clause, by)}: {said}"
    yield _STEP * 4 + _beside(bar, by)


def _node(node: Node, depth: int, by: Speaker) -> Iterator[str]:
    yield from _lines(node, MARKS[node.status], depth, by)
    for part in node.parts:
        yield from _node(part, depth + 1, by)


def _lines(node: Node, mark: str, depth: int, by: Speaker) -> Iterator[str]:
    said = condition(node.clause, by)
    read = skipped(node, by) or found(node, by)
    if is_leaf(node):
        yield f"{_STEP * depth}{mark} {said}"
        yield _STEP * (depth + 2) + _beside(node, by)
    else:
        yield f"{_STEP * depth}{mark} {said}" + (f" ({read})" if read else "")


def _beside(node: Node, by: Speaker) -> str:
    """What was read, the basis, how sure it is, and the place in the book."""
    say, clause = by.wording.say, node.clause
    parts = []
    read, stands = found(node, by), basis(clause, by)
    if node.status == SKIPPED:
        parts.append(skipped(node, by))
    elif read:
        parts.append(say("verdict.read", read=read))
    if stands:
        parts.append(say("verdict.basis", basis=stands))
    parts.append(say("verdict.evidence", evidence=evidence(clause, by)))
    if clause.line is not None:
        parts.append(say("verdict.place", file=clause.file, line=clause.line))
    return "; ".join(parts)


def _nearest(way: Nearest, by: Speaker) -> Iterator[str]:
    say = by.wording.say
    yield f"{_STEP}{say('verdict.nearest.title')}:"
    for number, changes in enumerate(way.changes, 1):
        listed = by.wording.listed([change(one, by) for one in changes])
        yield _STEP * 2 + say("verdict.nearest.change", number=number, changes=listed)
    if not way.changes:
        yield _STEP * 2 + say("verdict.nearest.none")
    if way.first_year is None:
        yield _STEP * 2 + say("verdict.nearest.no-year", years=YEARS_AHEAD)
    else:
        yield _STEP * 2 + say("verdict.nearest.first-year", year=way.first_year)
