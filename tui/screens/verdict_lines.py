"""A verdict as a tree that folds: what is asked, what was read, and what would make it a yes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs
from textual.content import Content

from emulation.awards.conditions import TRUSTED
from emulation.awards.nearest import YEARS_AHEAD
from emulation.awards.verdict import MET, NOT_MET, SKIPPED, UNKNOWN, Node, is_leaf
from emulation.wording.verdicts import basis, change, condition, evidence, found, settled_by, skipped
from tui.screens import lines as look
from tui.screens.lines import line
from tui.widgets.folding_tree import Branch

if TYPE_CHECKING:
    from collections.abc import Iterator

    from emulation.awards.conditions import Clause
    from emulation.awards.nearest import Nearest
    from emulation.awards.rulebook import VerdictStatus
    from emulation.awards.verdict import Verdict
    from emulation.wording import Wording
    from emulation.wording.verdicts import Speaker

STATUS: dict[VerdictStatus | None, tuple[str, str]] = {
    "eligible": ("✓", look.GOOD),
    "not-eligible": ("✗", look.BAD),
    "barred": ("⊘", look.BAD),
    "unknown": ("?", look.WARN),
    None: ("–", look.FAINT),
}
"""The sign of a verdict and its style; ``None`` where there is nothing to judge by."""

_BAR = {MET: "not-met", NOT_MET: "met", UNKNOWN: "unknown", SKIPPED: "skipped"}
"""What a bar's status means for the candidate: one that is met stands in the way."""


def branches(verdict: Verdict, way: Nearest, warnings: list[str], by: Speaker) -> tuple[Branch, ...]:
    """The whole verdict: requirements, bars, what has to be found out, the nearest way, warnings."""
    say = by.wording.say
    bars = tuple(_bar(bar, f"bars.{place}", by) for place, bar in enumerate(verdict.bars))
    made = [_requirements(verdict.tree, by)]
    if bars:
        worst = next((one for one in ("not-met", "unknown") if any(bar.status == one for bar in bars)), "met")
        # what bars stands first: nothing else matters before
        made.insert(0 if worst == "not-met" else 1, Branch("bars", say("ui.awards.bars"), worst, parts=bars))
    if verdict.missing:
        made.append(Branch("missing", say("ui.awards.missing"), "unknown", parts=tuple(_missing(verdict, by))))
    if verdict.status != "eligible":
        made.append(Branch("nearest", say("ui.awards.nearest"), parts=tuple(_ways(way, by))))
    asked = [say("ui.awards.counts-from", year=verdict.counts_from)] if verdict.counts_from is not None else []
    noted = tuple(Branch(f"note.{place}", text) for place, text in enumerate((*asked, *warnings)))
    if noted:
        made.append(Branch("notes", say("ui.awards.notes"), parts=noted))
    return tuple(made)


def _requirements(tree: Node, by: Speaker) -> Branch:
    """The whole tree under its title; a single condition stands below it."""
    title, root = by.wording.say("ui.awards.requirements"), _node(tree, "tree", by)
    if root.parts:
        return attrs.evolve(root, text=f"{title}: {root.text}")
    return Branch("tree", title, root.status, parts=(attrs.evolve(root, key="tree.0"),))


def _node(node: Node, key: str, by: Speaker) -> Branch:
    parts = tuple(_node(part, f"{key}.{place}", by) for place, part in enumerate(node.parts))
    return _branch(node, key, node.status, parts, by)


def _bar(bar: Node, key: str, by: Speaker) -> Branch:
    return _branch(bar, key, _BAR[bar.status], (), by)


def _branch(node: Node, key: str, status: str, parts: tuple[Branch, ...], by: Speaker) -> Branch:
    clause, leaf = node.clause, is_leaf(node) or key.startswith("bars")
    read = found(node, by)
    return Branch(
        key,
        condition(clause, by),
        status,
        skipped(node, by) or (by.wording.say("ui.awards.read", read=read) if read else ""),
        by.wording.say(f"ui.awards.badge.{clause.evidence or 'unconfirmed'}") if leaf else "",
        _sure(clause),
        node,
        parts,
    )


def _sure(clause: Clause) -> bool:
    return clause.evidence in TRUSTED or clause.confirmed is not None


def _missing(verdict: Verdict, by: Speaker) -> Iterator[Branch]:
    for place, node in enumerate(verdict.missing):
        settle = settled_by(node, by)
        told = by.wording.say("ui.awards.settle", settle=settle) if settle else ""
        yield Branch(f"missing.{place}", condition(node.clause, by), "unknown", told, about=node)


def _ways(way: Nearest, by: Speaker) -> Iterator[Branch]:
    say = by.wording.say
    for number, changes in enumerate(way.changes, 1):
        told = tuple(Branch(f"way.{number}.{place}", change(one, by), "unknown") for place, one in enumerate(changes))
        if len(told) == 1:
            yield Branch(f"way.{number}", say("ui.awards.way", number=number, change=told[0].text))
        else:
            yield Branch(f"way.{number}", say("ui.awards.ways", number=number, count=len(told)), parts=told)
    if not way.changes:
        yield Branch("way.none", say("verdict.nearest.none"))
    key, facts = (
        ("no-year", {"years": YEARS_AHEAD}) if way.first_year is None else ("first-year", {"year": way.first_year})
    )
    yield Branch("way.year", say(f"verdict.nearest.{key}", **facts))


def details(branch: Branch, by: Speaker) -> list[Content]:
    """Where the condition of a branch stands, how sure that is, and what would settle it; nothing for other lines."""
    node = branch.about
    if not isinstance(node, Node):
        return []
    say, clause = by.wording.say, node.clause
    place = "" if clause.line is None else f" · {say('verdict.place', file=clause.file, line=clause.line)}"
    told = [
        _fact("basis", basis(clause, by) or say("ui.awards.no-basis"), by),
        Content.assemble(_fact("evidence", evidence(clause, by), by), line((place, look.FAINT))),
    ]
    settle = settled_by(node, by)
    return [*told, _fact("settled", settle, by)] if settle else told


def _fact(name: str, text: str, by: Speaker) -> Content:
    return line((f"{by.wording.say(f'ui.awards.fact.{name}')}: ", look.LABEL), text)


def status_word(status: VerdictStatus | None, wording: Wording) -> str:
    """The verdict in a word or two."""
    return wording.say(f"ui.awards.status.{status or 'unjudged'}")
