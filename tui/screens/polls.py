"""Polls: created as the procedure plans them, opened before a quorum, counted, sealed, released, or annulled.

The list shows every poll and its state; Enter takes the chosen one a step further. Nothing of a result is on the screen
until its round is sealed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from emulation.meeting import events as e
from emulation.meeting.commands import CreatePoll, OpenPoll
from emulation.meeting.decide import closed_because, decide
from emulation.meeting.refusal import Refusal, refuse
from emulation.wording import explain
from tui.screens import lines as look, polls_keys as keys
from tui.screens.lines import line
from tui.screens.picker import Picker
from tui.screens.polls_counting import CountingScreen
from tui.screens.polls_pane import SIGNS, candidate_lines, committee_text, open_lines, result_lines, rules_lines
from tui.screens.roll_call import quorum
from tui.widgets.grid_text import fit

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual.binding import Binding, BindingType
    from textual.content import Content

    from emulation.meeting.events import Event
    from emulation.meeting.state import Poll, State
    from emulation.procedure import PollRules
    from tui.screens.list_screen import Row

_STATE = 24
"""Cells of the list in which a poll's state stands."""


class PollsScreen(CountingScreen):
    """The polls of the meeting, and the acts that take them from creation to release."""

    NAME = "polls"
    DEFAULT_CSS = """
    PollsScreen #more { max-height: 75%; }
    PollsScreen.-wide OptionList, PollsScreen.-wide OptionList:focus { width: 2fr; }
    PollsScreen.-wide #more { width: 3fr; max-height: 100%; }
    PollsScreen OptionList { text-wrap: nowrap; text-overflow: ellipsis; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [*keys.LIST, *keys.COUNT, *keys.PAPER]

    def __init__(self) -> None:
        super().__init__()
        self._ticked: dict[str, tuple[str, ...]] = {}
        self._planned: dict[str, tuple[State, Event | Refusal]] = {}
        self._reasons: tuple[str, ...] = ()

    # --- what the list and the pane say

    def head(self) -> list[Content]:
        """The votes in the room against the quorum."""
        state = self.program.state
        bar, told = quorum(state, self)
        return [told, *self.closed_lines(OpenPoll)] if self.app.size.height < 30 else [bar, told, *self.closed_lines(OpenPoll)]  # noqa: E501, PLR2004  # fmt: skip

    def rows(self) -> Sequence[Row]:
        """Every poll that is planned or was created, each above those that were annulled for it."""
        state = self.program.state
        names = dict.fromkeys((*(rules.id for rules in state.setup.procedure.polls), *state.polls))
        rows: list[Row] = []
        told: set[int] = set()
        for name in names:
            rows.append((f"poll:{name}", self._row(self._phase(name), self._rules(name), state.polls.get(name))))
            for place, one in enumerate(state.annulled):
                if one.id == name:
                    rows.append((f"void:{place}", self._row("annulled", one.rules, one)))
                    told.add(place)
        rows += [
            (f"void:{place}", self._row("annulled", one.rules, one))
            for place, one in enumerate(state.annulled)
            if place not in told
        ]
        return rows or [("", line((self.wording.say("ui.polls.none"), look.FAINT)))]

    def _row(self, phase: str, rules: PollRules | None, poll: Poll | None) -> Content:
        word = self.wording.word("poll-state", "closed" if phase == "tied" else phase)
        outcome = poll.outcome(self.program.state.seed) if poll is not None else None
        if phase == "open" and outcome is not None and outcome.due is not None:
            word = f"{word}, {self.wording.say('ui.polls.round-lower', round=outcome.due.round)}"
        elif phase == "closed" and outcome is not None and outcome.due is not None:
            word = self.wording.say("ui.polls.due", round=outcome.due.round)
        elif phase == "tied":
            word = self.wording.word("poll-state", "unresolved")
        sign = SIGNS["closed" if phase == "tied" else phase]
        style = {"open": look.WARN, "tied": look.WARN, "released": look.GOOD, "annulled": look.FAINT}.get(phase, "")
        question = self.wording.text(rules.question) if rules is not None else ""
        faint = look.FAINT if phase == "annulled" else look.BOLD
        return line((f"{sign} ", style), (fit(word, _STATE), style), (question, faint))

    def more(self, chosen: str) -> list[Content]:
        """The chosen poll: its state and what Enter does, its results once there are any, its rules and candidates."""
        kind, _, name = chosen.partition(":")
        state, wording = self.program.state, self.wording
        rules = self._rules(name) if kind == "poll" else None
        if kind == "void":
            return self._void(state.annulled[int(name)], int(name))
        if rules is None:
            return []
        phase, poll = self._phase(name), state.polls.get(name)
        names = self.program.names()
        told = [line((wording.text(rules.question), look.BOLD)), self._going_on(phase, name)]
        if poll is None:
            planned = self._plan(name)
            if isinstance(planned, Refusal):
                told.append(line(("! ", look.WARN), (explain(planned, wording.language, names), look.WARN)))
            candidates = planned.candidates if isinstance(planned, e.PollCreated) else ()
            told += rules_lines(state, rules, wording)
            return [*told, *candidate_lines(state, rules, candidates, {}, wording)] if candidates else told
        if poll.phase == "open":
            told += open_lines(state, poll, self.boxed(name), names, wording)
        elif poll.rounds:
            told += [*result_lines(state, poll, names, wording, void=False), line("")]
            told.append(line((committee_text(poll, names, wording), look.FAINT)))
        told += rules_lines(state, rules, wording, threshold=not poll.rounds)
        ballot = poll.ballot(state.seed) if poll.phase == "open" else None
        candidates = ballot.candidates if ballot is not None else poll.candidates
        return [*told, *candidate_lines(state, rules, candidates, poll.withdrawn, wording)]

    def _void(self, poll: Poll, place: int) -> list[Content]:
        say = self.wording.say
        names = self.program.names()
        return [
            line((self.wording.text(poll.rules.question), look.BOLD)),
            line(("✗ ", look.WARN), (say("ui.polls.annulled", reason=self._reason(place)), look.WARN)),
            *result_lines(self.program.state, poll, names, self.wording, void=True),
            *rules_lines(self.program.state, poll.rules, self.wording, threshold=not poll.rounds),
            *candidate_lines(self.program.state, poll.rules, poll.candidates, poll.withdrawn, self.wording),
        ]

    def _going_on(self, phase: str, name: str) -> Content:
        """What Enter does with the poll and which other keys there are, or that nothing is left to do."""
        if phase == "released":
            return line(("✓ ", look.GOOD), self.wording.say("ui.polls.is-released"))
        told: list[str | tuple[str, str]] = [("Enter", "reverse bold"), f" {self._next_words(phase, name)}"]
        for key in self._offered(phase, name):
            told += ["   ", (keys.KEYS[key].key, "reverse"), f" {self.wording.say(f'ui.key.{key}')}"]
        return line(*told)

    def _offered(self, phase: str, name: str) -> tuple[str, ...]:
        """The keys besides Enter that the poll has now."""
        rules = self._rules(name)
        if phase == "planned" and isinstance(self._plan(name), e.PollCreated):
            return ()
        if phase == "open" and rules is not None and rules.absent == "none":
            return tuple(key for key in keys.PHASES[phase] if key != "poll.written")
        return keys.PHASES[phase]

    def _next_words(self, phase: str, name: str) -> str:
        poll = self.program.state.polls.get(name)
        due = poll.ballot(self.program.state.seed) if poll is not None else None
        if phase in {"created", "closed"} and due is not None:
            return self.wording.say("ui.polls.next.round", round=due.round)
        return self.wording.say(f"ui.polls.next.{'closed' if phase == 'tied' else phase}")

    # --- what is read off the state

    def _rules(self, name: str) -> PollRules | None:
        state = self.program.state
        if name in state.polls:
            return state.polls[name].rules
        return next((rules for rules in state.setup.procedure.polls if rules.id == name), None)

    def _phase(self, name: str) -> str:
        """The phase of a poll; or that it is only planned, or closed with a tie that no round is left for."""
        state = self.program.state
        poll = state.polls.get(name)
        if poll is None:
            return "planned"
        outcome = poll.outcome(state.seed)
        return "tied" if poll.phase == "closed" and outcome.unresolved and outcome.due is None else poll.phase

    def _plan(self, name: str) -> Event | Refusal:
        """What would be created now; kept for as long as the state stands, for it may need the standings."""
        state = self.program.state
        kept = self._planned.get(name)
        if kept is None or kept[0] is not state:
            kept = state, decide(self.session.meeting, CreatePoll(name), self.program.by or "-")
            self._planned[name] = kept
        return kept[1]

    def _reason(self, place: int) -> str:
        """Why a poll was annulled, as the record has it."""
        if len(self._reasons) != len(self.program.state.annulled):
            entries = self.program.record.entries()
            self._reasons = tuple(one.event.reason for one in entries if isinstance(one.event, e.PollAnnulled))
        return self._reasons[place]

    def _chosen_poll(self) -> str:
        """The id of the poll that the chosen line is about; empty for one that was annulled, after saying so."""
        kind, _, name = self.chosen.partition(":")
        if kind == "void":
            self.refused("ui.polls.void")
        return name if kind == "poll" else ""

    # --- keys

    def describe_key(self, binding: Binding) -> str:
        """The key that goes on says what it does with the chosen poll."""
        if binding.id == "poll.next" and self.is_mounted:
            kind, _, name = self.chosen.partition(":")
            if kind == "poll" and self._phase(name) != "released":
                return self._next_words(self._phase(name), name)
        return super().describe_key(binding)

    def keys_below(self) -> frozenset[str]:
        """Of the keys that a poll has in some phases alone, the bar shows those of the chosen one's."""
        if self.mode != "list":
            found = self.under_way()
            written = found is not None and found[0].rules.absent == "written"
            return super().keys_below() | (frozenset() if written else {"poll.written"})
        kind, _, name = self.chosen.partition(":") if self.is_mounted else ("", "", "")
        shown = self._offered(self._phase(name), name) if kind == "poll" else ()
        done = kind != "poll" or self._phase(name) == "released"
        return super().keys_below() | (keys.SOMETIMES - set(shown)) | ({"poll.next"} if done else set())

    def on_option_list_option_highlighted(self) -> None:
        """Another poll has other keys."""
        super().on_option_list_option_highlighted()
        self.refresh_bindings()

    def action_poll_next(self) -> None:
        """Take the poll a step further: create it, open a round, count it, release it."""
        name = self._chosen_poll()
        if not name:
            return
        match self._phase(name):
            case "planned":
                self._create(name)
            case "open":
                self.start_count()
            case "released":
                self.hint("ui.polls.is-released")
            case _ if self.program.state.polls[name].ballot(self.program.state.seed) is not None:
                self._open(name)
            case _:
                self.action_poll_release()

    def _create(self, name: str) -> None:
        planned = self._plan(name)
        if isinstance(planned, Refusal) and planned.code in {"name-the-candidates", "no-candidates"}:
            self.tell(planned)
            self.action_poll_candidates()
        else:
            self.program.do(CreatePoll(name))

    def action_poll_candidates(self) -> None:
        """Name the candidates of a planned poll, in the place of those that the procedure finds."""
        name = self._chosen_poll()
        if not name:
            return
        if name in self.program.state.polls:
            self.cannot(CreatePoll(name))
            return
        planned = self._plan(name)
        units = [
            (unit.id, f"{unit.short} – {self.wording.text(unit.name)}") for unit in self.program.state.setup.bloc.units
        ]
        ticked = planned.candidates if isinstance(planned, e.PollCreated) else ()

        def picked(found: tuple[str, ...] | None) -> None:
            if found is not None:
                self.program.do(CreatePoll(name, None, found))

        self._pick("ui.polls.pick-candidates", units, picked, ticked)

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
            state.people.values(), key=lambda one: (one.unit in running, one.person not in state.present)
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
            self.program.do(OpenPoll(name, found))

        self._pick("ui.polls.pick-committee", people, picked, self._ticked.get(name, ()))

    def action_poll_papers(self) -> None:
        """Enter the papers of the open round one by one."""
        name = self._chosen_poll()
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
        name = self._chosen_poll()
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
        name = under_way[0].id if self.mode != "list" and under_way is not None else self._chosen_poll()
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
        name = self._chosen_poll()
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
        name = self._chosen_poll()
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
        closed = closed_because(self.program.state, e.LotDrawn)
        if closed is not None:
            self.tell(closed)
            return
        if self.cannot(e.LotDrawn("-")):
            return

        def answered(answers: list[str]) -> None:
            command = e.LotDrawn(answers[0])
            if not self.cannot(command):
                told = [line(self.wording.say("ui.polls.drawing", seed=command.seed))]
                self.confirm("ui.polls.confirm-lot", told, lambda: self.program.do(command))

        self.ask_all([(self.wording.say("ui.polls.ask-seed"), "")], answered)

    def action_poll_chair(self) -> None:
        """Note what the chair decides about the poll, and why; it stands beside the result."""
        name = self._chosen_poll()
        rules = self._rules(name) if name else None
        if rules is not None:
            self._ask_decision(self.wording.text(rules.question), "", "")

    def _ask_decision(self, subject: str, decision: str, reason: str) -> None:
        say = self.wording.say

        def answered(answers: list[str]) -> None:
            if not answers[0]:
                self.tell(refuse("text-missing"))
                return
            again: Callable[[Refusal], None] = lambda refusal: (  # noqa: E731
                None if refusal.code == "no-person" else self._ask_decision(subject, *answers)
            )
            self.program.do(e.Overruled(subject, answers[0], answers[1]), again)

        questions = [(say("ui.polls.ask-decision"), decision), (say("ui.polls.ask-decision-reason"), reason)]
        self.ask_all(questions, answered)

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
