"""The list of the polls: which there are and how far each has come, what the pane says of the chosen one, its keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from emulation.meeting import events as e
from emulation.meeting.commands import CreatePoll, OpenPoll
from emulation.meeting.decide import decide
from emulation.meeting.polls import lacks_quorum
from emulation.meeting.refusal import Refusal
from emulation.wording import explain
from tui.screens import lines as look, polls_keys as keys
from tui.screens.lines import line
from tui.screens.polls_counting import CountingScreen
from tui.screens.polls_pane import SIGNS, candidate_lines, committee_text, open_lines, result_lines, rules_lines
from tui.screens.roll_call import quorum
from tui.widgets.grid_text import fit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.binding import Binding

    from emulation.meeting.events import Event
    from emulation.meeting.state import Poll, State
    from emulation.procedure import PollRules
    from tui.screens.list_frame import Row

_STATE = 24
"""Cells of the list in which a poll's state stands."""


class PollListScreen(CountingScreen):
    """Every poll of the meeting, planned ones and annulled ones too."""

    def __init__(self) -> None:
        super().__init__()
        self._planned: dict[str, tuple[State, Event | Refusal]] = {}
        self._reasons: tuple[str, ...] = ()

    # --- what the list and the pane say

    def head(self) -> list[Content]:
        """The votes in the room against the quorum."""
        state = self.program.state
        bar, told = quorum(state, self)
        short = lacks_quorum(state) is not None
        told = Content("").join([line(("✗ ", look.WARN) if short else ("✓ ", look.GOOD)), told])
        lines = [bar, told] if self.has_class("-tall") else [told]
        return [*lines, *self.closed_lines(OpenPoll)]

    def rows(self) -> Sequence[Row]:
        """Every poll that is planned or was created, each above those that were annulled for it."""
        state = self.program.state
        names = dict.fromkeys((*(rules.id for rules in state.setup.procedure.polls), *state.polls))
        rows: list[Row] = []
        told: set[int] = set()
        for name in names:
            rows.append((f"poll:{name}", self._row(self.phase(name), self.rules(name), state.polls.get(name))))
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
        rules = self.rules(name) if kind == "poll" else None
        if kind == "void":
            return self._void(state.annulled[int(name)], int(name))
        if rules is None:
            return []
        phase, poll = self.phase(name), state.polls.get(name)
        names = self.program.names()
        told = [line((wording.text(rules.question), look.BOLD)), self._going_on(phase, name)]
        if poll is None:
            planned = self.plan(name)
            if isinstance(planned, Refusal):
                told.append(line(("! ", look.WARN), (explain(planned, wording.language, names), look.WARN)))
            candidates = planned.candidates if isinstance(planned, e.PollCreated) else ()
            told += rules_lines(state, rules, wording, names.get(rules.award, rules.award))
            return [*told, *candidate_lines(state, rules, candidates, {}, wording)] if candidates else told
        if poll.phase == "open":
            told += open_lines(state, poll, self.boxed(name), names, wording)
        elif poll.rounds:
            told += [*result_lines(state, poll, names, wording, void=False), line("")]
            told.append(line((committee_text(poll, names, wording), look.FAINT)))
        told += rules_lines(state, rules, wording, names.get(rules.award, rules.award), threshold=not poll.rounds)
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
            *rules_lines(
                self.program.state,
                poll.rules,
                self.wording,
                names.get(poll.rules.award, poll.rules.award),
                threshold=not poll.rounds,
            ),
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
        rules = self.rules(name)
        if phase == "planned" and isinstance(self.plan(name), e.PollCreated):
            return ()
        if phase == "open" and rules is not None and rules.absent == "none":
            return tuple(key for key in keys.PHASES[phase] if key != "poll.written")
        return keys.PHASES[phase]

    def _next_words(self, phase: str, name: str) -> str:
        poll = self.program.state.polls.get(name)
        due = poll.ballot(self.program.state.seed) if poll is not None else None
        if phase in {"created", "closed"} and due is not None:
            return self.wording.say("ui.polls.next.round", round=due.round)
        if phase == "created":
            return self.wording.say("ui.polls.nobody-left")
        return self.wording.say(f"ui.polls.next.{'closed' if phase == 'tied' else phase}")

    # --- what is read off the state

    def rules(self, name: str) -> PollRules | None:
        """The rules of a poll, those of the procedure where it was not created yet."""
        state = self.program.state
        if name in state.polls:
            return state.polls[name].rules
        return next((rules for rules in state.setup.procedure.polls if rules.id == name), None)

    def phase(self, name: str) -> str:
        """The phase of a poll; or that it is only planned, or closed with a tie that no round is left for."""
        state = self.program.state
        poll = state.polls.get(name)
        if poll is None:
            return "planned"
        outcome = poll.outcome(state.seed)
        return "tied" if poll.phase == "closed" and outcome.unresolved and outcome.due is None else poll.phase

    def plan(self, name: str) -> Event | Refusal:
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

    def chosen_poll(self) -> str:
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
            if kind == "poll" and self.phase(name) != "released":
                return self._next_words(self.phase(name), name)
        return super().describe_key(binding)

    def keys_below(self) -> frozenset[str]:
        """Of the keys that a poll has in some phases alone, the bar shows those of the chosen one's."""
        if self.mode != "list":
            found = self.under_way()
            written = found is not None and found[0].rules.absent == "written"
            return super().keys_below() | (frozenset() if written else {"poll.written"})
        kind, _, name = self.chosen.partition(":") if self.is_mounted else ("", "", "")
        shown = self._offered(self.phase(name), name) if kind == "poll" else ()
        done = kind != "poll" or self.phase(name) == "released"
        return super().keys_below() | (keys.SOMETIMES - set(shown)) | ({"poll.next"} if done else set())

    def on_option_list_option_highlighted(self) -> None:
        """Another poll has other keys."""
        self.refresh_bindings()
