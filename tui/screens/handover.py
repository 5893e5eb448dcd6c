"""The handover: which units lead the bloc next year, and who led it before. The polls that chose them stand beside."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding

from emulation.meeting.events import OfficesElected
from tui.screens import lines as look
from tui.screens.lines import line
from tui.screens.list_screen import ListScreen
from tui.screens.picker import Picker

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.binding import BindingType
    from textual.content import Content

    from tui.screens.list_frame import Row

_YEAR = 4
"""Digits of a year."""


class HandoverScreen(ListScreen):
    """The offices year by year, the coming one first."""

    NAME = "handover"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "elect", "Name head and deputies", id="handover.elect", priority=True),
        Binding("y", "other_year", "Of another year", id="handover.year"),
    ]

    # --- what the screen says

    def head(self) -> list[Content]:
        """What is to be settled, and what the polls say about it."""
        say = self.wording.say
        told = [line(say("ui.screen.handover.purpose")), *self.closed_lines(OfficesElected)]
        state = self.program.state
        names = self.unit_names()
        for poll in state.polls.values():
            if poll.rounds and poll.phase in {"closed", "released"} and not poll.rules.award:
                chosen = [names.get(one, one) for one in poll.outcome(state.seed).chosen]
                result = self.wording.listed(chosen) if chosen else say("minutes.poll.nobody")
                told.append(line((f"{self.wording.text(poll.rules.question)}: ", look.LABEL), (result, look.BOLD)))
        return told

    def rows(self) -> Sequence[Row]:
        """The coming year, then every year of which the folder knows who led."""
        state = self.program.state
        coming = self._coming()
        others = sorted({office.year for office in state.setup.bloc.offices} - {coming}, reverse=True)
        return [(f"year:{year}", self._row(year)) for year in (coming, *others)]

    def _row(self, year: int) -> Content:
        elected = self.program.state.offices
        here = elected is not None and elected.year == year
        head, deputies = self._offices(year)
        sign = ("✓ ", look.GOOD) if here else ("▶ ", look.WARN) if year == self._coming() else ("  ", "")
        called = self.program.state.setup.bloc.called
        if not head and not deputies:
            return line(sign, (f"{year}  ", look.BOLD), (self.wording.say("ui.handover.nobody"), look.FAINT))
        names = self.unit_names()
        pieces: list[str | tuple[str, str]] = [sign, (f"{year}  ", look.BOLD)]
        if head:
            pieces += [(f"{self.wording.role('head', called)} ", look.LABEL), (names.get(head, head), look.BOLD)]
        if deputies:
            told = ", ".join(names.get(one, one) for one in deputies)
            pieces += [(f"  {self.wording.role('deputy', called)} ", look.LABEL), told]
        if here:
            pieces.append((f"  {self.wording.say('ui.handover.elected')}", look.FAINT))
        return line(*pieces)

    def more(self, chosen: str) -> list[Content]:
        """The units in full."""
        year = int(chosen.partition(":")[2] or 0)
        head, deputies = self._offices(year)
        full = {unit.id: self.wording.text(unit.name) for unit in self.program.state.setup.bloc.units}
        called = self.program.state.setup.bloc.called
        named: list[tuple[str, str]] = [(self.wording.role("head", called), head)] if head else []
        named += [(self.wording.role("deputy", called), one) for one in deputies]
        return [line((f"{role}: ", look.LABEL), full.get(unit, unit)) for role, unit in named]

    # --- what is read off the state

    def _coming(self) -> int:
        """The year that is spoken of: that of the act, if there was one, else the one after the bloc's."""
        state = self.program.state
        return state.offices.year if state.offices is not None else state.setup.bloc.year + 1

    def _offices(self, year: int) -> tuple[str, tuple[str, ...]]:
        """The head and the deputies of a year, as the meeting elected them, else as the folder lists them."""
        state = self.program.state
        if state.offices is not None and state.offices.year == year:
            return state.offices.head, state.offices.deputies
        listed = [office for office in state.setup.bloc.offices if office.year == year]
        head = next((office.unit for office in listed if office.role == "head"), "")
        return head, tuple(office.unit for office in listed if office.role == "deputy")

    # --- keys

    def describe_key(self, binding: Binding) -> str:
        """The key says for which year."""
        told = super().describe_key(binding)
        return f"{told} {self._coming()}" if binding.id == "handover.elect" and self.is_mounted else told

    def action_elect(self) -> None:
        """Name the head of the coming year, then its deputies."""
        self._elect(self._coming())

    def action_other_year(self) -> None:
        """Name them for a year that is typed first."""

        def answered(answers: list[str]) -> None:
            typed = answers[0]
            if len(typed) != _YEAR or not (typed.isascii() and typed.isdigit()):
                self.refused("ui.handover.no-year", found=typed)
                return
            self._elect(int(typed))

        self.ask_all([(self.wording.say("ui.handover.ask-year"), str(self._coming()))], answered)

    def _elect(self, year: int) -> None:
        refusal = self.closed_lines(OfficesElected)
        if refusal:
            self.program.say("refused", refusal[0].plain.removeprefix("✗ "))
            return
        head, deputies = self._offices(year)
        units = [(u.id, f"{u.short} – {self.wording.text(u.name)}") for u in self.program.state.setup.bloc.units]
        called = self.program.state.setup.bloc.called
        first = self._chosen_head() or head
        order = sorted(units, key=lambda one: one[0] != first)

        def headed(found: tuple[str, ...] | None) -> None:
            if not found:
                self.hint("ui.given-up")
                return
            chosen = found[0]

            def deputised(more: tuple[str, ...] | None) -> None:
                if more is None:
                    self.hint("ui.given-up")
                    return
                self.program.do(OfficesElected(year, chosen, more))

            title = f"{self.wording.role('deputy', called)} {year}"
            others = [one for one in units if one[0] != chosen]
            self.app.push_screen(Picker(title, others, self.wording, many=True, ticked=deputies), deputised)

        self.app.push_screen(Picker(f"{self.wording.role('head', called)} {year}", order, self.wording), headed)

    def _chosen_head(self) -> str:
        """The unit that a poll for one seat without an award chose: most likely the head."""
        state = self.program.state
        for poll in state.polls.values():
            if poll.rounds and poll.phase in {"closed", "released"} and not poll.rules.award and poll.rules.seats == 1:
                return next(iter(poll.outcome(state.seed).chosen), "")
        return ""
