"""The nomination list: who takes a place, who is cut and by which cap, what it costs, and what else there is to weigh.

Two lists can be seen: whom the meeting has put forward so far, or all whom the folder asks about.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar, Literal, TypeAlias

from textual.binding import Binding
from textual.containers import Vertical
from textual.message import Message
from textual.widgets import Static
from textual.worker import get_current_worker

from emulation.files.record import RecordError
from tui import judging
from tui.screens import lines as look
from tui.screens.asking import AskingScreen
from tui.screens.awards_rows import share_bar
from tui.screens.lines import line, stack
from tui.screens.nomination_branches import branches, outcome_counts
from tui.widgets.folding_tree import FoldingTree

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from textual.app import ComposeResult
    from textual.binding import BindingType
    from textual.content import Content

    from emulation.awards.lists.listing import NominationList
    from emulation.awards.verdict import Verdict
    from emulation.meeting.state import State
    from emulation.wording import Wording
    from tui.judging import Grounds, Pair
    from tui.widgets.folding_tree import Branch

Scope: TypeAlias = Literal["nominated", "asked"]


class NominationListScreen(AskingScreen):
    """The list as a tree: the places, then a branch for each thing that there is to say about it."""

    NAME = "nomination-list"
    DEFAULT_CSS = """
    NominationListScreen #head { height: auto; padding: 0 1; }
    NominationListScreen FoldingTree { height: 1fr; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("v", "scope", "The other list", id="nominees.scope"),
        Binding("l,escape", "back", "Back", id="nominees.back"),
        Binding("g", "again", "Work out again", id="nominees.again", show=False),
    ]

    class Made(Message):
        """The list is worked out, and worded in a language; ``run`` is the number of the work."""

        def __init__(
            self, run: int, grounds: Grounds, found: NominationList, made: tuple[Branch, ...], wording: Wording
        ) -> None:
            super().__init__()
            self.run, self.grounds, self.found, self.made, self.wording = run, grounds, found, made, wording

    class Going(Message):
        """So many verdicts of so many are known."""

        def __init__(self, run: int, done: int, count: int) -> None:
            super().__init__()
            self.run, self.done, self.count = run, done, count

    class Failed(Message):
        """A record cannot be read."""

        def __init__(self, run: int, problem: RecordError) -> None:
            super().__init__()
            self.run, self.problem = run, problem

    def __init__(self) -> None:
        super().__init__()
        self._run = 0
        self._under_way = False
        self._done = (0, 0)
        self._scope: Scope | None = None
        self._of: State | None = None
        self._grounds: Grounds | None = None
        self._found: NominationList | None = None
        self._made: tuple[Branch, ...] = ()
        self._worded: Wording | None = None

    def compose_body(self) -> ComposeResult:
        """The head and the tree."""
        with Vertical():
            yield Static(id="head", markup=False)
            yield FoldingTree()

    def on_mount(self) -> None:
        """Let the arrows move in the tree."""
        self.tree_shown.focus()

    @property
    def tree_shown(self) -> FoldingTree:
        """The tree."""
        return self.query_one(FoldingTree)

    @property
    def scope(self) -> Scope:
        """Which of the two lists is seen: the meeting's own as soon as there is one, unless the other was asked for."""
        return self._scope or ("nominated" if self.program.state.nominations else "asked")

    # --- working it out beside the screen

    def begin(self) -> None:
        """Work the list out anew, in a thread."""
        state, today = self.program.state, self.program.today()
        self._run += 1
        self._under_way, self._of, self._done = True, state, (0, 0)
        work = partial(self._work, self._run, state, self.program.folder, today, self.scope, self.wording)
        self.run_worker(work, group="listing", exclusive=True, thread=True)

    def _work(self, run: int, state: State, root: Path, today: date, scope: Scope, wording: Wording) -> None:
        worker = get_current_worker()
        try:
            grounds = judging.read(state, root, today, today)
        except RecordError as problem:
            self.post_message(self.Failed(run, problem))
            return
        own = tuple((one.candidate, one.award) for one in state.nominations)
        pairs: tuple[Pair, ...] = own if scope == "nominated" else grounds.pairs
        found: list[Verdict] = []
        for some in judging.verdicts(grounds, pairs):
            if worker.is_cancelled:
                return
            found += some
            self.post_message(self.Going(run, len(found), len(pairs)))
        made = judging.listed(grounds, found, state, today)
        self.post_message(self.Made(run, grounds, made, branches(made, grounds, state, wording), wording))

    def on_nomination_list_screen_made(self, event: NominationListScreen.Made) -> None:
        """Show it."""
        if event.run == self._run:
            self._under_way, self._grounds, self._found = False, event.grounds, event.found
            self._made, self._worded = event.made, event.wording
            own = [(one.candidate, one.award) for one in self.program.state.nominations]
            self.program.called |= event.grounds.called(own)
            self.redraw()

    def on_nomination_list_screen_going(self, event: NominationListScreen.Going) -> None:
        """Show how far the work is."""
        if event.run == self._run:
            self._done = (event.done, event.count)
            self._draw_head()

    def on_nomination_list_screen_failed(self, event: NominationListScreen.Failed) -> None:
        """Say why there is no list."""
        if event.run == self._run:
            self._under_way = False
            self._draw_head()
            self.program.say("alarm", self.program.record_sentence(event.problem))

    # --- drawing

    def redraw(self) -> None:
        """Draw the list; after anything that happened it is worked out anew."""
        if self._of is not self.program.state:
            self.begin()
        self._draw_head()
        grounds, found = self._grounds, self._found
        if grounds is None or found is None:
            self.tree_shown.grow(None, ())
            return
        if self._worded != self.wording:
            self._worded, self._made = self.wording, branches(found, grounds, self.program.state, self.wording)
        self.tree_shown.grow(self.scope, self._made)

    def _draw_head(self) -> None:
        self.query_one("#head", Static).update(stack(self._head()))

    def _head(self) -> list[Content]:
        say = self.wording.say
        told = [line((say(f"ui.nominees.{self.scope}"), look.BOLD))]
        if self._under_way:
            done, count = self._done
            facts = {"done": self.wording.number(done), "count": self.wording.number(count)}
            return [*told, line((share_bar(done, count), look.LABEL), f"  {say('ui.nominees.working', **facts)}")]
        if self._found is None:
            return told
        if not self._found.capped.places:
            return [*told, line((say("list.empty"), look.FAINT))]
        return [*told, outcome_counts(self._found, self.wording)]

    # --- what keys do

    def action_scope(self) -> None:
        """See the other of the two lists."""
        self._scope = "asked" if self.scope == "nominated" else "nominated"
        self.begin()
        self.redraw()

    def action_again(self) -> None:
        """Work it out again, as when the record of another meeting has grown."""
        self.begin()
        self.redraw()

    def action_back(self) -> None:
        """Stop working, or go back to the candidates."""
        if self._under_way:
            self.workers.cancel_group(self, "listing")
            self._run += 1
            self._under_way = False
            self._draw_head()
            self.hint("ui.nominees.stopped")
        elif "nominations" in self.program.state.agenda:
            self.program.action_open("nominations")
        else:
            self.program.show_agenda()
