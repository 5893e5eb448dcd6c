"""Nominations: who may have which award and why, and whom the meeting puts forward.

Judging happens beside the screen, in a thread, so that ten thousand candidates leave every key free. The verdicts are
those of the configuration in the meeting's record.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar

import attrs
from textual.binding import Binding
from textual.containers import Vertical
from textual.widgets import Static

from emulation.meeting.events import Nominated
from tui import judging
from tui.review_day import meeting_day
from tui.screens import lines as look, nominating
from tui.screens.asking import AskingScreen
from tui.screens.awards_rows import FILTERS, ORDERS, Seen, View, head, row, visible
from tui.screens.judging_beside import JudgingFailed, QuestionsRead, VerdictsFound, judge
from tui.screens.lines import line, stack
from tui.screens.picker import Picker
from tui.screens.verdict_pane import VerdictPane
from tui.widgets.long_list import LongList
from tui.widgets.search import SearchLine

if TYPE_CHECKING:
    from datetime import date

    from textual import events
    from textual.app import ComposeResult
    from textual.binding import BindingType
    from textual.content import Content

    from emulation.awards.rulebook import VerdictStatus
    from emulation.meeting.state import State
    from tui.judging import Grounds, Pair

_STEPS = 100
"""How often the list is drawn while verdicts come in."""


class AwardsScreen(AskingScreen):
    """The candidates with their verdicts above; below, why, and what would make it a yes."""

    NAME = "nominations"
    DEFAULT_CSS = """
    AwardsScreen #head { height: auto; max-height: 40%; padding: 0 1; }
    AwardsScreen #people { height: 1fr; min-height: 4; }
    AwardsScreen VerdictPane { height: 8; border-top: solid $primary 50%; }
    AwardsScreen.-low VerdictPane { height: 6; }
    AwardsScreen #tree, AwardsScreen #facts { display: none; }

    AwardsScreen.-reading #people, AwardsScreen.-reading #head, AwardsScreen.-reading #why { display: none; }
    AwardsScreen.-reading VerdictPane { height: 1fr; border-top: none; }
    AwardsScreen.-reading #tree, AwardsScreen.-reading #facts { display: block; }

    AwardsScreen.-tall #head, AwardsScreen.-tall #people { display: block; }
    AwardsScreen.-tall #why { display: none; }
    AwardsScreen.-tall #people { height: 2fr; }
    AwardsScreen.-tall VerdictPane { height: 3fr; border-top: solid $primary 50%; }
    AwardsScreen.-tall #tree, AwardsScreen.-tall #facts { display: block; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "nominate", "Nominate", id="awards.nominate"),
        Binding("x", "drop", "Take back", id="awards.drop"),
        Binding("enter,space,right", "open", "Why", id="awards.open"),
        Binding("slash", "search", "Search", id="awards.search", key_display="/"),
        Binding("f", "filter", "By verdict", id="awards.filter"),
        Binding("l", "app.open('nomination-list')", "The list", id="awards.list"),
        Binding("w", "award", "By award", id="awards.award"),
        Binding("s", "sort", "Sort", id="awards.sort", show=False),
        Binding("o", "overrule", "The chair decides otherwise", id="awards.overrule", show=False),
        Binding("d", "received", "Day of receipt", id="awards.received", show=False),
        Binding("g", "judge", "Judge again", id="awards.judge", show=False),
        Binding("escape", "back", "Back, or stop judging", id="awards.back", show=False),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._run = 0
        self._under_way = False
        self._judged: tuple[object, ...] = ()
        self._received: date | None = None
        self._grounds: Grounds | None = None
        self._found: list[VerdictStatus | None] = []
        self._view = View()
        self._places: list[int] = []

    def compose_body(self) -> ComposeResult:
        """The counts, the list, the verdict."""
        with Vertical():
            yield Static(id="head", markup=False)
            yield SearchLine()
            yield LongList(id="people")
            yield VerdictPane()

    def on_mount(self) -> None:
        """Let the arrows move in the list."""
        self.people.focus()

    @property
    def people(self) -> LongList:
        """The list of candidates."""
        return self.query_one("#people", LongList)

    @property
    def pane(self) -> VerdictPane:
        """The verdict."""
        return self.query_one(VerdictPane)

    @property
    def received(self) -> date:
        """The day on which the dossiers were received: that of the meeting, unless another was typed."""
        return self._received or meeting_day(self.program.state, self.program.today())

    @property
    def here(self) -> Pair | None:
        """The question under the cursor."""
        at = self.people.cursor
        if self._grounds is None or at is None or at >= len(self._places):
            return None
        return self._grounds.pairs[self._places[at]]

    # --- judging beside the screen

    def _basis(self, state: State) -> tuple[object, ...]:
        """What verdicts depend on besides the records of other meetings."""
        polls = tuple((poll.id, poll.phase, len(poll.rounds)) for poll in state.polls.values())
        return id(state.setup), state.released, state.withdrawn, polls, self.received

    def begin(self) -> None:
        """Judge everybody anew, in a thread; one that is under way is given up."""
        state = self.program.state
        self._run += 1
        self._under_way, self._judged = True, self._basis(state)
        self._found = []
        work = partial(judge, self, self._run, state, self.program.folder, self.received, self.program.today())
        self.run_worker(work, group="judging", exclusive=True, thread=True)

    def on_questions_read(self, event: QuestionsRead) -> None:
        """The list is there, its verdicts come."""
        if event.run == self._run:
            here = self.here
            self._grounds, self._places = event.grounds, []
            self.program.called |= event.grounds.called(self.nominated)
            self._under_way = bool(event.grounds.pairs)
            self._draw_all(here)

    def on_verdicts_found(self, event: VerdictsFound) -> None:
        """Draw what is known, a hundred times until all is."""
        grounds = self._grounds
        if event.run != self._run or grounds is None:
            return
        count, before = len(grounds.pairs), len(self._found)
        self._found += event.found
        self._under_way = len(self._found) < count
        if not self._under_way:
            self.redraw()
        elif before * _STEPS // count != len(self._found) * _STEPS // count:
            self._draw_head()
            self._show_people()

    def on_judging_failed(self, event: JudgingFailed) -> None:
        """Say why."""
        if event.run == self._run:
            self._under_way = False
            self._draw_head()
            self.program.say("alarm", self.program.record_sentence(event.problem))

    # --- drawing

    def redraw(self) -> None:
        """Draw the whole; what has to be judged anew is."""
        if not self._under_way and self._stale():
            self.begin()
        self._draw_all(self.here)

    def _draw_all(self, here: Pair | None) -> None:
        self._list(here)
        self._draw_head()
        self._draw_verdict()

    def _stale(self) -> bool:
        """Whether what verdicts depend on has changed, or somebody was put forward about whom nobody asked before."""
        if self._judged != self._basis(self.program.state):
            return True
        return self._grounds is not None and not self.nominated.issubset(self._grounds.pairs)

    @property
    def nominated(self) -> frozenset[Pair]:
        """Whom the meeting has put forward, and for what."""
        return frozenset((one.candidate, one.award) for one in self.program.state.nominations)

    def _list(self, here: Pair | None) -> None:
        grounds = self._grounds
        if grounds is None:
            self._places = []
        else:
            self._places = visible(grounds, self._found, self.nominated, self._view)
        pairs = [] if grounds is None else [grounds.pairs[place] for place in self._places]
        at = pairs.index(here) if here in pairs else min(self.people.cursor or 0, max(0, len(pairs) - 1))
        self._show_people(at)

    def _show_people(self, at: int | None = None) -> None:
        grounds, nominated = self._grounds, self.nominated
        shorts = {unit.id: unit.short for unit in self.program.state.setup.bloc.units}

        def paint(place: int, cells: int) -> Content:
            if grounds is None:
                return line("")
            return row(grounds, self._places[place], self._found, nominated, shorts, self.wording, cells)

        self.people.show(len(self._places), paint, self.people.cursor if at is None else at)

    def _draw_head(self) -> None:
        self.query_one("#head", Static).update(stack(self._head()))

    def _head(self) -> list[Content]:
        closed, grounds = self.closed_lines(Nominated), self._grounds
        if grounds is None:
            told = ("reading", look.FAINT) if self._under_way else ("unread", look.WARN)
            return [*closed, line((self.wording.say(f"ui.awards.{told[0]}"), told[1]))]
        seen = Seen(grounds, self._found, self.nominated, self._view, len(self._places), self._under_way)
        return [*closed, *head(seen, self.received, self.wording)]

    def _draw_verdict(self) -> None:
        pair, grounds = self.here, self._grounds
        if pair is None or grounds is None:
            told = [] if grounds is None or self._view.narrowed else [line(self.wording.say("ui.awards.nobody"))]
            self.pane.say([line(self.wording.say("ui.awards.none-seen"))] if self._view.narrowed else told)
            return
        name = grounds.name(pair[0], self.wording)
        found = judging.verdict(grounds, pair)
        if found is None:
            title = line((name, look.BOLD), f" · {grounds.award_name(pair[1], self.wording)}")
            self.pane.say([title, line(("– ", look.FAINT), self.wording.say("ui.awards.unjudged"))])
            return
        from emulation.wording import line_of  # noqa: PLC0415  (once a verdict is seen)
        from emulation.wording.verdicts import speaker  # noqa: PLC0415

        warnings = [line_of(one, self.program.language) for one in grounds.findings]
        by = speaker(self.wording, grounds.asked.rulebooks)
        self.pane.show((*pair, id(grounds)), name, found, warnings, by)

    def on_long_list_moved(self, event: LongList.Moved) -> None:
        """Another candidate."""
        if event.shown is self.people and self.can_draw():
            self._draw_verdict()

    def on_long_list_chosen(self, event: LongList.Chosen) -> None:
        """The candidate under the cursor was clicked."""
        if event.shown is self.people:
            self.action_open()

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Where there is little room, the tree has all of it while it is read."""
        if event.widget is self.people:
            self.remove_class("-reading")
        elif event.widget is self.pane.shown:
            self.add_class("-reading")

    # --- what keys do

    @property
    def in_tree(self) -> bool:
        """Whether the tree has the keyboard."""
        return self.focused is self.pane.shown

    def action_open(self) -> None:
        """Go to the tree of the verdict."""
        if self.pane.shown.count:
            self.add_class("-reading")
            self.pane.shown.focus()
        else:
            self.hint("ui.awards.no-tree")

    def action_back(self) -> None:
        """Stop reading or judging; else leave the tree; else see everybody again."""
        if self._under_way:
            self.workers.cancel_group(self, "judging")
            self._run += 1
            self._under_way = False
            self.redraw()
            self.hint("ui.awards.stopped-hint", done=len(self._found))
        elif self.in_tree:
            self.people.focus()
        elif self._view.narrowed:
            self._see(View(order=self._view.order))
            self.query_one(SearchLine).end()

    def action_judge(self) -> None:
        """Judge everybody again."""
        self.begin()
        self.redraw()

    def _see(self, view: View) -> None:
        here, self._view = self.here, view
        self._list(here)
        self._draw_head()
        self._draw_verdict()

    def action_search(self) -> None:
        """Look for a name, a unit or an id; the list follows."""
        self.query_one(SearchLine).begin(self.people)

    def on_search_line_sought(self, event: SearchLine.Sought) -> None:
        """The list follows what is typed."""
        self._see(attrs.evolve(self._view, sought=event.text))

    def action_filter(self) -> None:
        """See the next verdict alone, then those whom the meeting put forward, then all."""
        place = FILTERS.index(self._view.status)
        self._see(attrs.evolve(self._view, status=FILTERS[(place + 1) % len(FILTERS)]))

    def action_sort(self) -> None:
        """Sort by the next of the ways there are."""
        place = ORDERS.index(self._view.order)
        self._see(attrs.evolve(self._view, order=ORDERS[(place + 1) % len(ORDERS)]))
        self.hint(f"ui.awards.order.{self._view.order}")

    def action_award(self) -> None:
        """See one award alone, picked from those asked for."""
        if self._grounds is None:
            return
        grounds, say = self._grounds, self.wording.say
        asked = [award for _, award in grounds.pairs]
        choices = [("", say("ui.awards.every-award", count=len(asked)))]
        choices += [
            (award, f"{grounds.award_name(award, self.wording)} ({asked.count(award)})")
            for award in dict.fromkeys(asked)
        ]

        def picked(found: tuple[str, ...] | None) -> None:
            if found is not None:
                self._see(attrs.evolve(self._view, award=found[0]))

        self.app.push_screen(Picker(say("ui.awards.pick-award"), choices, self.wording), picked)

    def action_received(self) -> None:
        """Ask as of another day of receipt, which decides the version of each rulebook."""
        from emulation.wording import parse_date  # noqa: PLC0415  (only when a day is typed)

        def answered(answer: str | None) -> None:
            if answer is None:
                return
            try:
                self._received = parse_date(answer, self.program.language) if answer else None
            except ValueError as problem:
                self.program.say("refused", str(problem))
                self.app.bell()
                return
            self.redraw()

        self.program.ask(self.wording.say("ui.awards.ask-received"), self.wording.date(self.received), answered)

    # --- the meeting's acts

    def action_nominate(self) -> None:
        """Put the candidate forward; against the verdict only by the chair, with a reason."""
        if self.here is not None and self._grounds is not None:
            nominating.nominate(self, self._grounds, self.here)

    def action_drop(self) -> None:
        """Take the nomination back, with a reason."""
        if self.here is not None and self._grounds is not None:
            nominating.drop(self, self._grounds, self.here)

    def action_overrule(self) -> None:
        """Note that the chair decided otherwise than the program found, and why."""
        if self.here is not None and self._grounds is not None:
            nominating.overrule(self, self._grounds, self.here)
