"""A verdict as a tree that folds, line by line: what is asked, what was read, and what would make it a yes.

Each branch has a sign, so that nothing is told by colour alone: ✓ met, ✗ not met, ? not known, • neither.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs
from textual.content import Content

from emulation.awards.conditions import TRUSTED
from emulation.awards.nearest import YEARS_AHEAD
from emulation.awards.verdict import MET, NOT_MET, UNKNOWN, Node, is_leaf
from emulation.wording.verdicts import basis, change, condition, evidence, found, settled_by
from tui.screens import lines as look
from tui.screens.lines import line

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from emulation.awards.conditions import Clause
    from emulation.awards.nearest import Nearest
    from emulation.awards.rulebook import VerdictStatus
    from emulation.awards.verdict import Verdict
    from emulation.wording import Wording
    from emulation.wording.verdicts import Speaker

SIGNS: dict[str, tuple[str, str]] = {
    "met": ("✓", look.GOOD),
    "not-met": ("✗", look.BAD),
    "unknown": ("?", look.WARN),
    "": ("•", look.FAINT),
}
"""The sign of a branch's status and its style."""

STATUS: dict[VerdictStatus | None, tuple[str, str]] = {
    "eligible": ("✓", look.GOOD),
    "not-eligible": ("✗", look.BAD),
    "barred": ("⊘", look.BAD),
    "unknown": ("?", look.WARN),
    None: ("–", look.FAINT),
}
"""The sign of a verdict and its style; ``None`` where there is nothing to judge by."""

_STEP = 2
_BAR = {MET: "not-met", NOT_MET: "met", UNKNOWN: "unknown"}
"""What a bar's status means for the candidate: one that is met stands in the way."""


@attrs.frozen(eq=False)
class Branch:
    """One line of the tree, and what folds below it.

    ``status`` is met, not-met or unknown, empty for a line that is none of them. ``read`` stands below the text,
    ``badge`` (how sure the rule is) beside it. ``node`` is the condition that it is about.
    """

    key: str
    text: str
    status: str = ""
    read: str = ""
    badge: str = ""
    sure: bool = True
    node: Node | None = None
    parts: tuple[Branch, ...] = ()

    def walk(self) -> Iterator[Branch]:
        """Itself and all below it."""
        yield self
        for part in self.parts:
            yield from part.walk()


@attrs.frozen
class TreeLine:
    """One line of the screen; ``branch`` is there on the first line of a branch, on which the cursor can stand."""

    content: Content
    branch: Branch | None = None


def branches(verdict: Verdict, way: Nearest, warnings: list[str], by: Speaker) -> tuple[Branch, ...]:
    """The whole verdict: requirements, bars, what has to be found out, the nearest way, warnings."""
    say = by.wording.say
    bars = tuple(_bar(bar, f"bars.{place}", by) for place, bar in enumerate(verdict.bars))
    made = [_requirements(verdict.tree, by)]
    if bars:
        worst = next((one for one in ("not-met", "unknown") if any(bar.status == one for bar in bars)), "met")
        made.append(Branch("bars", say("ui.awards.bars"), worst, parts=bars))
    if verdict.missing:
        made.append(Branch("missing", say("ui.awards.missing"), "unknown", parts=tuple(_missing(verdict, by))))
    if verdict.status != "eligible":
        made.append(Branch("nearest", say("ui.awards.nearest"), parts=tuple(_ways(way, by))))
    asked = [say("ui.awards.counts-from", year=verdict.counts_from)] if verdict.counts_from is not None else []
    noted = tuple(Branch(f"note.{place}", text) for place, text in enumerate((*asked, *warnings)))
    if noted:
        made.append(Branch("notes", say("ui.awards.notes"), parts=noted))
    return tuple(made)


def folded_at_first(made: tuple[Branch, ...]) -> frozenset[str]:
    """The branches that begin folded: all that is met, but for the requirements themselves."""
    inside = (one for top in made for one in top.walk() if one.parts and one.status == "met")
    return frozenset(one.key for one in inside if one.key != "tree")


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
        by.wording.say("ui.awards.read", read=read) if read else "",
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
        yield Branch(f"missing.{place}", condition(node.clause, by), "unknown", told, node=node)


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


# --- as lines


def tree_lines(made: tuple[Branch, ...], folded: Collection[str], cells: int) -> list[TreeLine]:
    """What is seen of the tree in so many cells across; a text that is too long goes on below."""
    shown: list[TreeLine] = []
    for top in made:
        shown += _lines(top, 0, folded, max(20, cells))
    return shown


def _lines(branch: Branch, depth: int, folded: Collection[str], cells: int) -> Iterator[TreeLine]:
    closed = branch.key in folded
    fold = ("▸ " if closed else "▾ ") if branch.parts else "  "
    sign, style = SIGNS[branch.status]
    lead = " " * (_STEP * depth)
    before = line((f"{lead}{fold}", look.FAINT), (f"{sign} ", style))
    inside = max(12, cells - before.cell_length)
    text = line((branch.text, look.BOLD if depth == 0 else style if branch.status == "not-met" else ""))
    for place, row in enumerate(text.wrap(inside)):
        yield TreeLine(
            Content.assemble(before, row) if not place else _indented(row, before), None if place else branch
        )
    if branch.read or branch.badge:
        badge = (f" [{branch.badge}]", look.FAINT if branch.sure else look.WARN) if branch.badge else ""
        below = line((branch.read, look.FAINT), badge) if branch.read else line(badge) if badge else line("")
        for row in below.wrap(inside):
            yield TreeLine(_indented(row, before))
    if not closed:
        for part in branch.parts:
            yield from _lines(part, depth + 1, folded, cells)


def _indented(row: Content, before: Content) -> Content:
    return Content.assemble(" " * before.cell_length, row)


def details(branch: Branch, by: Speaker) -> list[Content]:
    """Where the condition of a branch stands, how sure that is, and what would settle it; nothing for other lines."""
    if branch.node is None:
        return []
    say, clause = by.wording.say, branch.node.clause
    place = "" if clause.line is None else f" · {say('verdict.place', file=clause.file, line=clause.line)}"
    told = [
        _fact("basis", basis(clause, by) or say("ui.awards.no-basis"), by),
        Content.assemble(_fact("evidence", evidence(clause, by), by), line((place, look.FAINT))),
    ]
    settle = settled_by(branch.node, by)
    return [*told, _fact("settled", settle, by)] if settle else told


def _fact(name: str, text: str, by: Speaker) -> Content:
    return line((f"{by.wording.say(f'ui.awards.fact.{name}')}: ", look.LABEL), text)


def status_word(status: VerdictStatus | None, wording: Wording) -> str:
    """The verdict in a word or two."""
    return wording.say(f"ui.awards.status.{status or 'unjudged'}")
