"""One verdict: its heading, why in short, and its tree, of which one branch at a time says where it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from textual.containers import Vertical
from textual.widgets import Static

from emulation.wording.verdicts import change, condition
from tui.screens import lines as look
from tui.screens.lines import line, stack
from tui.screens.verdict_lines import STATUS, branches, details, folded_at_first, status_word, tree_lines
from tui.widgets.long_list import LongList

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.content import Content

    from emulation.awards.nearest import Nearest
    from emulation.awards.verdict import Verdict
    from emulation.wording.verdicts import Speaker
    from tui.screens.verdict_lines import Branch, TreeLine

Found: TypeAlias = "tuple[Verdict, Nearest]"

_REASONS = 3
"""How many of the conditions in the way stand above the tree."""


class VerdictPane(Vertical):
    """Shows a verdict; the tree keeps what was folded for as long as the verdict is the same question's."""

    DEFAULT_CSS = """
    VerdictPane #summary, VerdictPane #why { height: auto; padding: 0 1; }
    VerdictPane #facts { height: 5; padding: 0 1; border-top: solid $foreground 30%; }
    """

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002  (as every widget calls it)
        super().__init__(id=id)
        self._of: tuple[object, ...] = ()
        self._made: tuple[Branch, ...] = ()
        self._folded: frozenset[str] = frozenset()
        self._lines: list[TreeLine] = []
        self._by: Speaker | None = None

    def compose(self) -> ComposeResult:
        """The heading, the tree, and what there is to say of one of its branches."""
        yield Static(id="summary", markup=False)
        yield Static(id="why", markup=False)
        yield LongList(id="tree")
        yield Static(id="facts", markup=False)

    @property
    def shown(self) -> LongList:
        """The tree's list."""
        return self.query_one("#tree", LongList)

    def show(self, of: tuple[object, ...], name: str, found: Found, warnings: list[str], by: Speaker) -> None:
        """Show a verdict on somebody; ``of`` names the question."""
        self._by = by
        self._made = branches(*found, warnings, by)
        if of != self._of:
            self._of, self._folded = of, folded_at_first(self._made)
            self._draw(None)
        else:
            self._draw(self.branch)
        self.query_one("#summary", Static).update(stack(heading(name, found[0], by)))
        self.query_one("#why", Static).update(stack(summary(found, by)))

    def say(self, told: list[Content]) -> None:
        """Say something else where there is no verdict."""
        self._of, self._made, self._lines = (), (), []
        self.query_one("#summary", Static).update(stack(told))
        self.query_one("#why", Static).update("")
        self.shown.show_lines([])
        self.query_one("#facts", Static).update("")

    @property
    def branch(self) -> Branch | None:
        """The branch under the cursor."""
        at = self.shown.cursor
        return None if at is None or at >= len(self._lines) else self._lines[at].branch

    def fold(self, close: bool | None = None) -> bool:  # noqa: FBT001  (open, closed, or the other of the two)
        """Fold the branch under the cursor, or unfold it; whether there was anything to do."""
        branch = self.branch
        if branch is None or not branch.parts:
            return False
        closed = branch.key in self._folded
        if close is not None and close == closed:
            return False
        self._folded ^= {branch.key}
        self._draw(branch)
        return True

    def fold_all(self) -> None:
        """Unfold every branch; where none is folded, fold all."""
        every = frozenset(one.key for top in self._made for one in top.walk() if one.parts)
        self._folded = frozenset() if self._folded & every else every
        self._draw(self.branch)

    def up(self) -> bool:
        """Go to the branch around the one under the cursor; whether there is one."""
        here = self.branch
        if here is None:
            return False
        around = next((one for top in self._made for one in top.walk() if here in one.parts), None)
        if around is None:
            return False
        self.shown.cursor = self._place(around.key)
        return True

    def lay_out(self) -> None:
        """Draw the tree again in the room that there is now."""
        if self._made:
            self._draw(self.branch)

    def _place(self, key: str) -> int:
        """The line of that branch, or of the nearest one around it that is seen."""
        while key:
            for place, one in enumerate(self._lines):
                if one.branch is not None and one.branch.key == key:
                    return place
            key = key.rpartition(".")[0]
        return 0

    def _draw(self, at: Branch | None) -> None:
        self._lines = tree_lines(self._made, self._folded, (self.size.width or self.app.size.width) - 3)
        passed = [place for place, one in enumerate(self._lines) if one.branch is None]
        self.shown.show_lines([one.content for one in self._lines], self._place(at.key) if at else 0, passed)
        self._facts()

    def on_long_list_moved(self, event: LongList.Moved) -> None:
        """Another branch."""
        event.stop()
        self._facts()

    def _facts(self) -> None:
        branch = self.branch
        told = details(branch, self._by) if branch is not None and self._by is not None else []
        self.query_one("#facts", Static).update(stack(told))


def heading(name: str, verdict: Verdict, by: Speaker) -> list[Content]:
    """Who, for what, the verdict, and under which rules."""
    asked = verdict.asked
    facts = {"year": asked.year, "received": asked.received, "book": asked.rulebook, "version": asked.version}
    sign, style = STATUS[verdict.status]
    status = status_word(verdict.status, by.wording).upper()
    return [
        line((f"{sign} {status}  ", f"{style} bold"), (name, look.BOLD), f" · {by.award(verdict.award)}"),
        line((by.wording.say("ui.awards.asked", **facts), look.FAINT)),
    ]


def summary(found: Found, by: Speaker) -> list[Content]:
    """In short what is in the way, or is still to be found out, and the nearest way."""
    from tui.commands.award_data import in_the_way  # noqa: PLC0415  (once a verdict is seen)

    verdict, way = found
    say = by.wording.say
    stands = in_the_way(verdict) or verdict.missing
    key = "in-the-way" if verdict.status in {"barred", "not-eligible"} else "missing"
    told = [
        line((f"{say(f'ui.awards.{key}')}: ", look.LABEL), condition(node.clause, by)) for node in stands[:_REASONS]
    ]
    if len(stands) > _REASONS:
        told.append(line((say("ui.awards.more", count=len(stands) - _REASONS), look.FAINT)))
    if verdict.status != "eligible" and way.changes:
        first = by.wording.listed([change(one, by) for one in way.changes[0]])
        told.append(line((f"{say('ui.awards.nearest')}: ", look.LABEL), first))
    return told
