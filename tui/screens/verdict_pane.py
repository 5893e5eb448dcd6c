"""One verdict: its heading, why in short, and its tree, of which one branch at a time says where it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from textual.containers import Vertical
from textual.widgets import Static

from emulation.wording.verdicts import change, condition
from tui.screens import lines as look
from tui.screens.lines import line, stack
from tui.screens.verdict_lines import STATUS, branches, details, status_word
from tui.widgets.folding_tree import FoldingTree

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.content import Content

    from emulation.awards.nearest import Nearest
    from emulation.awards.verdict import Verdict
    from emulation.wording.verdicts import Speaker
    from tui.widgets.long_list import LongList

Found: TypeAlias = "tuple[Verdict, Nearest]"

_REASONS = 3
"""How many of the conditions in the way stand above the tree."""


class VerdictPane(Vertical):
    """Shows a verdict; the tree keeps what was folded for as long as the verdict is the same question's."""

    DEFAULT_CSS = """
    VerdictPane #summary, VerdictPane #why { height: auto; padding: 0 1; }
    VerdictPane #facts { height: 5; padding: 0 1; border-top: solid $foreground 30%; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._by: Speaker | None = None

    def compose(self) -> ComposeResult:
        """The heading, the tree, and what there is to say of one of its branches."""
        yield Static(id="summary", markup=False)
        yield Static(id="why", markup=False)
        yield FoldingTree(id="tree")
        yield Static(id="facts", markup=False)

    @property
    def shown(self) -> FoldingTree:
        """The tree."""
        return self.query_one(FoldingTree)

    def show(self, of: object, name: str, found: Found, warnings: list[str], by: Speaker) -> None:
        """Show a verdict on somebody; ``of`` names the question."""
        self._by = by
        self.query_one("#summary", Static).update(stack(heading(name, found[0], by)))
        self.query_one("#why", Static).update(stack(summary(found, by)))
        self.shown.grow(of, branches(*found, warnings, by))
        self._facts()

    def say(self, told: list[Content]) -> None:
        """Say something else where there is no verdict."""
        self.query_one("#summary", Static).update(stack(told))
        self.query_one("#why", Static).update("")
        self.shown.grow(None, ())
        self.query_one("#facts", Static).update("")

    def on_long_list_moved(self, event: LongList.Moved) -> None:
        """Another branch."""
        event.stop()
        self._facts()

    def _facts(self) -> None:
        branch = self.shown.branch
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
