"""Polls: created as the procedure plans them, opened before a quorum, counted, sealed, released, or annulled.

Enter takes the chosen poll a step further. Nothing of a result is on the screen until its round is sealed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from emulation.meeting import events as e
from emulation.meeting.commands import CreatePoll, OpenPoll
from emulation.meeting.refusal import Refusal, refuse
from emulation.text import name_key
from tui.review_day import meeting_day
from tui.screens import lines as look, polls_keys as keys
from tui.screens.lines import line
from tui.screens.picker import Picker
from tui.screens.polls_list import PollListScreen
from tui.screens.polls_pane import result_lines

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual.binding import BindingType


class PollsScreen(PollListScreen):
    """The polls of the meeting, and the acts that take them from creation to release."""

    NAME = "polls"
    DEFAULT_CSS = """
    PollsScreen Frame #more { max-height: 75%; }
    PollsScreen.-wide Frame OptionList, PollsScreen.-wide Frame OptionList:focus { width: 2fr; }
    PollsScreen.-wide Frame #more { width: 3fr; max-height: 100%; }
    PollsScreen OptionList { text-wrap: nowrap; text-overflow: ellipsis; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [*keys.LIST, *keys.COUNT, *keys.PAPER]

    def __init__(self) -> None:
        super().__init__()
        self._ticked: dict[str, tuple[str, ...]] = {}

    # --- keys

    def action_poll_next(self) -> None:
        """Take the poll a step further: create it, open a round, count it, release it."""
        name = self.chosen_poll()
        if not name:
            return
        match self.phase(name):
            case "planned":
                self._create(name)
            case "open":
                self.start_count()
            case "released":
                self.hint("ui.polls.is-released")
            case _ if self.program.state.polls[name].ballot(self.program.state.seed) is not None:
                self._open(name)
            case "created":
                self.refused("ui.polls.nobody-left")
            case _:
                self.action_poll_release()

    def _create(self, name: str) -> None:
        planned = self.plan(name)
        if isinstance(planned, Refusal) and planned.code in {"name-the-candidates", "no-candidates"}:
            self.tell(planned)
            self.action_poll_candidates()
        else:
            self.program.do(CreatePoll(name))

    def action_poll_candidates(self) -> None:
        """Name the candidates of a planned poll, in the place of those that the procedure finds."""
        name = self.chosen_poll()
        if not name:
            return
        if name in self.program.state.polls:
            self.cannot(CreatePoll(name))
            return
        planned = self.plan(name)
        units = [
            (unit.id, f"{unit.short} – {self.wording.text(unit.name)}") for unit in self.program.state.setup.bloc.units
        ]
        match planned:
            case e.PollCreated():
                ticked = planned.candidates
            case Refusal("name-the-candidates", facts):
                ticked = self._eligible(facts["award"])
            case _:
                ticked = ()

        def picked(found: tuple[str, ...] | None) -> None:
            if found is not None:
                self.program.do(CreatePoll(name, None, found))

        self._pick("ui.polls.pick-candidates", units, picked, ticked)

    def _eligible(self, award: str) -> tuple[str, ...]:
        """Whom the verdicts of today find eligible; nobody where they cannot be read."""
        from emulation.files.record import RecordError  # noqa: PLC0415  (few polls take their candidates from verdicts)
        from tui.judging import eligible_units, read  # noqa: PLC0415

        today = self.program.today()
        try:
            received = meeting_day(self.program.state, today)
            return eligible_units(read(self.program.state, self.program.folder, received, today), award)
        except RecordError as problem:
            self.program.say("refused", self.program.record_sentence(problem))
            return ()

    def _open(self, name: str) -> None:
        """Ask who counts, then hand out the papers."""
        if self.cannot(OpenPoll(name)):
            return
        state = self.program.state
        ballot = state.polls[name].ballot(state.seed)
        running = ballot.candidates if ballot is not None else ()
        short = {unit.id: unit.short for unit in state.setup.bloc.units}
        people = []
        for person in sorted(
            state.people.values(),
            key=lambda one: (one.unit in running, one.person not in state.present, name_key(one.name)),
        ):
            about = [short.get(person.unit, self.wording.say("ui.roll.guests"))]
            if person.unit in running:
                about.append(self.wording.say("ui.polls.stands"))
            if person.person not in state.present:
                about.append(self.wording.say("ui.roll.out"))
            people.append((person.person, f"{person.name} ({', '.join(about)})"))

        def picked(found: tuple[str, ...] | None) -> None:
            if found is None:
                self.hint("ui.given-up")
                return
            self._ticked[name] = found
            if self.cannot(OpenPoll(name, found)):
                return
            called = [state.people[one].name for one in found]
            committee = self.wording.say("ui.polls.opening-committee", names=self.wording.listed(called))
            told = [
                line((self.wording.text(state.polls[name].rules.question), look.BOLD)),
                line(committee) if called else line(("⚠ ", look.WARN), self.wording.say("ui.polls.no-committee")),
            ]
            self.confirm("ui.polls.confirm-open", told, lambda: self.program.do(OpenPoll(name, found)))

        self._pick("ui.polls.pick-committee", people, picked, self._ticked.get(name, ()))

    def action_poll_papers(self) -> None:
        """Enter the papers of the open round one by one."""
        name = self.chosen_poll()
        if not name:
            return
        poll = self.program.state.polls.get(name)
        if poll is None or poll.phase != "open":
            found = poll.phase if poll is not None else "planned"
            self.tell(refuse("poll-phase", poll=name, found=found, known="open"))
            return
        self.start_papers()

    def action_poll_withdraw(self) -> None:
        """A candidate does not want to be voted on."""
        name = self.chosen_poll()
        poll = self.program.state.polls.get(name)
        if not name or poll is None:
            self.cannot(e.CandidateWithdrew(name, "", "-")) if name else None
            return
        left = [one for one in poll.candidates if one not in poll.withdrawn]
        if not left:
            self.refused("ui.polls.nobody-left")
            return
        if self.cannot(e.CandidateWithdrew(name, left[0], "-")):
            return
        units = {unit.id: unit for unit in self.program.state.setup.bloc.units}

        def picked(found: tuple[str, ...] | None) -> None:
            if found:
                self._ask_withdrawal(name, found[0])

        choices = [(one, f"{units[one].short} – {self.wording.text(units[one].name)}") for one in left]
        self._pick("ui.polls.pick-withdrawn", choices, picked)

    def _ask_withdrawal(self, name: str, candidate: str) -> None:
        question = self.wording.say("ui.polls.ask-withdrawal", unit=self.unit_names().get(candidate, candidate))

        def answered(answers: list[str]) -> None:
            self.program.do(e.CandidateWithdrew(name, candidate, answers[0]))

        self.ask_all([(question, "")], answered)

    def action_poll_written(self) -> None:
        """An absent unit's written ballot came in."""
        under_way = self.under_way()
        name = under_way[0].id if self.mode != "list" and under_way is not None else self.chosen_poll()
        if not name:
            return
        state = self.program.state
        poll = state.polls.get(name)
        written = poll.written if poll is not None else ()
        units = [u for u in state.setup.bloc.units if u.votes and u.id not in state.in_room() and u.id not in written]
        first = units[0].id if units else state.setup.bloc.units[0].id
        if self.cannot(e.WrittenBallotReceived(name, first)):
            return

        def picked(found: tuple[str, ...] | None) -> None:
            if found:
                command = e.WrittenBallotReceived(name, found[0])
                told = self.wording.say("ui.polls.receiving", unit=self.unit_names()[found[0]])
                self.confirm("ui.polls.confirm-written", [line(told)], lambda: self.program.do(command))

        choices = [(unit.id, f"{unit.short} – {self.wording.text(unit.name)}") for unit in units]
        self._pick("ui.polls.pick-written", choices, picked)

    def action_poll_release(self) -> None:
        """Make the result public."""
        name = self.chosen_poll()
        if not name or self.cannot(e.PollReleased(name)):
            return
        state = self.program.state
        poll = state.polls[name]
        told = result_lines(state, poll, self.program.names(), self.wording, void=False)
        first = told[: next((place for place, one in enumerate(told) if not one.plain), len(told))]
        question = line((self.wording.text(poll.rules.question), look.BOLD))
        command = e.PollReleased(name)
        self.confirm("ui.polls.confirm-release", [question, line(""), *first], lambda: self.program.do(command))

    def action_poll_annul(self) -> None:
        """The poll counts for nothing; it can be created again."""
        name = self.chosen_poll()
        if name and not self.cannot(e.PollAnnulled(name, "-")):
            self._ask_annulment(name, "")

    def _ask_annulment(self, name: str, reason: str) -> None:
        question = line((self.wording.text(self.program.state.polls[name].rules.question), look.BOLD))

        def answered(answers: list[str]) -> None:
            command = e.PollAnnulled(name, answers[0])
            if not self.cannot(command):
                told = [question, line(self.wording.say("ui.polls.annulling", reason=answers[0]))]
                self.confirm("ui.polls.confirm-annul", told, lambda: self.program.do(command))

        self.ask_all([(self.wording.say("ui.polls.ask-annulment"), reason)], answered)

    def action_poll_lot(self) -> None:
        """Draw the lot, by which a tie that no round is left for is broken."""
        self.ask_lot("ui.polls.confirm-lot")

    def action_poll_chair(self) -> None:
        """Note what the chair decides about the poll, and why; it stands beside the result."""
        name = self.chosen_poll()
        rules = self.rules(name) if name else None
        if rules is not None:
            self.ask_decision(self.wording.text(rules.question))

    def _pick(
        self,
        title: str,
        choices: Sequence[tuple[str, str]],
        picked: Callable[[tuple[str, ...] | None], None],
        ticked: Sequence[str] | None = None,
    ) -> None:
        """Lay a list over the screen; with ``ticked`` several lines can be."""
        many = ticked is not None
        self.app.push_screen(
            Picker(self.wording.say(title), choices, self.wording, many=many, ticked=ticked or ()), picked
        )
