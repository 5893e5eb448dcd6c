"""Counting the round that is open: the committee's form, or the papers one by one, in the place of the list.

What is typed here is no event. Papers go into the record's box, and are forgotten by the screen as they do; the counts
become an event when they are sealed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from textual.containers import Vertical
from textual.widgets import Input, OptionList

from emulation.files.record import RecordError
from emulation.meeting.commands import ClosePoll
from emulation.meeting.refusal import Refusal
from emulation.voting import check_counts
from emulation.wording import sentence_of
from tui.screens import lines as look, polls_keys as keys
from tui.screens.lines import line
from tui.screens.list_screen import ListScreen
from tui.screens.polls_form import SEAL, CountForm
from tui.screens.polls_papers import PaperEntry

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.binding import ActiveBinding
    from textual.widget import Widget

    from emulation.files.session import Session
    from emulation.meeting.state import Poll
    from emulation.voting import Ballot, Counts
    from tui.screens.polls_keys import Mode


class CountingScreen(ListScreen):
    """A list of polls that gives way to the form or the paper while a round is counted."""

    DEFAULT_CSS = """
    CountingScreen #list-side { width: 1fr; height: 100%; }
    CountingScreen CountForm, CountingScreen PaperEntry { display: none; }
    CountingScreen.-count #list-side, CountingScreen.-paper #list-side { display: none; }
    CountingScreen.-count CountForm { display: block; }
    CountingScreen.-paper PaperEntry { display: block; }
    """
    mode: Mode = "list"

    def compose_body(self) -> ComposeResult:
        """The list and, in its place when they are needed, the form and the paper."""
        with Vertical(id="list-side"):
            yield from super().compose_body()
        yield CountForm()
        yield PaperEntry()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """The keys of one work rest during another, and while a line is typed."""
        mode = keys.mode_of(action)
        if action in {"undo", "redo"} and self.mode != "list":
            return False  # while papers are counted the room that they are checked against stands
        if mode is None:
            return super().check_action(action, parameters)
        if isinstance(self.focused, Input):
            return False
        return mode == self.mode or action in keys.IN_ALL_MODES

    # --- which of the three is shown

    def enter_mode(self, mode: Mode) -> None:
        """Show the list, the form, or the paper, and give it the keyboard."""
        self.mode = mode
        self.set_class(mode == "count", "-count").set_class(mode == "paper", "-paper")
        shown: dict[Mode, type[Widget]] = {"list": OptionList, "count": CountForm, "paper": PaperEntry}
        self.query_one(shown[mode]).focus()
        self.refresh_bindings()
        self.draw()
        self.call_after_refresh(self.draw)  # once it is laid out anew

    def active_keys(self) -> list[tuple[ActiveBinding, str]]:
        """The keys that work now, the most wanted first."""
        told = super().active_keys()
        own = [one for one in told if one[0].binding.id in keys.ORDER]
        others = [one for one in told if one[0].binding.id not in keys.ORDER]
        return [*sorted(own, key=lambda one: keys.ORDER[one[0].binding.id]), *others]

    def under_way(self) -> tuple[Poll, Ballot] | None:
        """The poll whose papers are out, and its ballot."""
        state = self.program.state
        poll = next((one for one in state.polls.values() if one.phase == "open"), None)
        ballot = poll.ballot(state.seed) if poll is not None else None
        return (poll, ballot) if poll is not None and ballot is not None else None

    def boxed(self, poll: str) -> int:
        """How many papers of it are in the box; nothing else of them is ever shown."""
        return self._boxed(poll) or 0

    def _boxed(self, poll: str) -> int | None:
        """The same, or ``None`` where the box cannot be read, which is said."""
        try:
            return sum(self.session.box(poll).values())
        except RecordError as problem:
            self.program.say("alarm", self.program.record_sentence(problem))
            return None

    @property
    def session(self) -> Session:
        """The meeting's session."""
        session = self.program.session
        if session is None:
            raise RuntimeError("no meeting is open")
        return session

    def redraw(self) -> None:
        """Draw the list; where a round is counted, its form or paper too, and leave them once it is sealed."""
        super().redraw()
        if self.mode == "list":
            return
        found = self.under_way()
        if found is None:
            self.call_later(self.enter_mode, "list")
            return
        poll, ballot = found
        state = self.program.state
        roll, boxed = state.roll(poll.written), self.boxed(poll.id)
        title = f"{self.wording.say('ui.polls.round', round=ballot.round)} · {self.wording.text(poll.rules.question)}"
        if self.mode == "count":
            names = self.unit_names()
            self.query_one(CountForm).show((title, names, self.wording), poll.rules, ballot, roll, boxed)
        else:
            both = {unit.id: (unit.short, self.wording.text(unit.name)) for unit in state.setup.bloc.units}
            self.query_one(PaperEntry).show((title, both, self.wording), poll.rules, ballot, roll, boxed)

    def start_count(self) -> None:
        """Show the form of the round that is open."""
        found = self.under_way()
        if found is not None:
            poll, ballot = found
            state = self.program.state
            round_ = (poll.id, len(state.annulled), ballot.round)
            self.query_one(CountForm).begin(round_, poll.rules, state.roll(poll.written))
            self.enter_mode("count")

    def start_papers(self) -> None:
        """Show a blank paper of the round that is open."""
        if self.under_way() is not None:
            self.query_one(PaperEntry).take()
            self.enter_mode("paper")

        # --- the form

    def action_count_next(self) -> None:
        """Go to the next field; on the last line, seal."""
        form = self.query_one(CountForm)
        if form.at == SEAL:
            self.action_count_seal()
        else:
            form.move(1)

    def action_count_move(self, by: int) -> None:
        """Go to the field before or after."""
        self.query_one(CountForm).move(by)

    def action_count_row(self, by: int) -> None:
        """Go to the line above or below."""
        self.query_one(CountForm).move_down(by)

    def action_count_go(self, place: int) -> None:
        """Go to a field that was clicked; the last line seals."""
        form = self.query_one(CountForm)
        form.go(place)
        if form.at == SEAL:
            self.action_count_seal()

    def action_count_cover(self) -> None:
        """Cover the numbers that were typed, or show them; those of papers in the box stay hidden."""
        form = self.query_one(CountForm)
        if form.boxed:
            self.hint("ui.polls.stays-hidden")
            return
        form.covered = not form.covered
        self.draw()

    def action_count_clear(self) -> None:
        """Begin the count again; papers that were entered one by one go with it."""
        form = self.query_one(CountForm)
        if form.boxed:
            self.action_paper_clear()
        else:
            form.forget()
            self.hint("ui.polls.cleared")

    def action_count_leave(self) -> None:
        """Back to the list; what was typed stays in the form."""
        self.enter_mode("list")

    def action_count_seal(self) -> None:
        """Seal the counts, after they were checked and confirmed."""
        found = self.under_way()
        if found is None:
            return
        poll, ballot = found
        counts = self._counts(poll)
        if counts is None:
            self.refused("ui.polls.unfinished")
            return
        roll = self.program.state.roll(poll.written)
        findings = list(check_counts(counts, poll.rules, ballot, roll))
        wrong = [one for one in findings if one.severity == "error"]
        if wrong:
            self.program.say("refused", sentence_of(wrong[0], self.program.language, typed=True))
            self.app.bell()
            return
        command = ClosePoll(poll.id, counts)
        if self.cannot(command):
            return
        facts = {"issued": counts.issued, "cast": counts.cast, "written": counts.written, "valid": counts.valid}
        told = [
            line((self.wording.text(poll.rules.question), look.BOLD)),
            line(self.wording.say("ui.polls.sealing", round=ballot.round, **facts)),
        ]
        told += [
            line(("! ", look.WARN), (sentence_of(one, self.program.language, typed=True), look.WARN))
            for one in findings
        ]
        self.confirm("ui.polls.confirm-close", told, lambda: self.program.do(command))

    def _counts(self, poll: Poll) -> Counts | None:
        """What is in the form, or what the box comes to; ``None`` while a number is missing."""
        form = self.query_one(CountForm)
        if not form.boxed:
            return form.counts()
        issued = form.issued()
        if issued is None:
            return None
        counted = self.session.counted(poll.id, issued)
        return None if isinstance(counted, Refusal) else counted

    # --- the paper

    def action_paper_step(self, place: int | None = None) -> None:
        """Change the opinion on a candidate."""
        if not self.query_one(PaperEntry).step(place):
            self.refused("ui.polls.no-such-place", found=(place or 0) + 1)
            return
        self.draw()

    def action_paper_move(self, by: int) -> None:
        """Go to the candidate above or below."""
        self.query_one(PaperEntry).move(by)
        self.draw()

    def action_paper_rest(self, said: Literal["yes", "none"]) -> None:
        """Say the same about all candidates that nothing was typed of."""
        found = self.under_way()
        if said == "yes" and found is not None and found[0].rules.kind == "choose":
            self.refused("ui.polls.no-rest")
            return
        self.query_one(PaperEntry).rest(said)
        self.draw()

    def action_paper_spoil(self) -> None:
        """Call the paper invalid, or not."""
        self.query_one(PaperEntry).spoil()
        self.draw()

    def action_paper_anew(self) -> None:
        """Forget what was typed on the paper in hand."""
        self.query_one(PaperEntry).take()
        self.draw()

    def action_paper_hand_in(self) -> None:
        """Put the paper into the box and take a blank one."""
        found, entry = self.under_way(), self.query_one(PaperEntry)
        if found is None:
            return
        if entry.untouched:
            self.refused("ui.polls.untouched")
            return
        poll, paper = found[0], entry.paper()

        def hand_in() -> None:
            try:
                box = self.session.hand_in(poll.id, paper)
            except RecordError as problem:
                self.program.say("alarm", self.program.not_saved(problem))
                return
            if isinstance(box, Refusal):
                self.tell(box)
                return
            entry.take()
            self.program.say("done", self.wording.say("ui.polls.handed-in", number=sum(box.values())))
            self.draw()

        number, present = self.boxed(poll.id) + 1, self.program.state.roll(poll.written).present_votes
        if present < number <= self.program.state.roll(poll.written).entitled_votes:
            told = [line(self.wording.say("ui.polls.beyond", number=number, present=present))]
            self.confirm("ui.polls.confirm-beyond", told, hand_in)
        else:
            hand_in()

    def action_paper_seal(self) -> None:
        """Ask for what papers do not tell, then seal."""
        self.start_count()

    def action_paper_clear(self) -> None:
        """Take all papers out of the box, to enter them again."""
        found = self.under_way()
        if found is None:
            return
        poll = found[0].id
        boxed = self._boxed(poll)
        count = "?" if boxed is None else str(boxed)

        def clear() -> None:
            try:
                self.session.clear_box(poll)
            except RecordError as problem:
                self.program.say("alarm", self.program.not_saved(problem))
                return
            self.query_one(PaperEntry).take()
            self.query_one(CountForm).round = None  # what was typed about the papers goes with them
            self.program.say("done", self.wording.say("ui.polls.box-cleared", count=count))
            self.enter_mode("paper")

        if boxed == 0:
            self.query_one(PaperEntry).take()
            self.hint("ui.polls.box-empty")
            self.draw()
            return
        self.confirm("ui.polls.confirm-clear", [line(self.wording.say("ui.polls.clearing", count=count))], clear)

    def action_paper_leave(self) -> None:
        """Back to the list; the papers handed in stay in the box, the one in hand is forgotten."""
        self.query_one(PaperEntry).take()
        self.enter_mode("list")
