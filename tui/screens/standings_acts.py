"""What the chair and the secretary do with the standings: close the marks, draw the lot, decide a tie, release."""

from __future__ import annotations

from typing import TYPE_CHECKING

from emulation.meeting import events as e
from emulation.meeting.decide import closed_because
from emulation.meeting.refusal import refuse
from tui.screens import lines as look
from tui.screens.lines import line
from tui.screens.list_screen import ListScreen
from tui.screens.marks_table import total

if TYPE_CHECKING:
    from textual.content import Content


SHOWN = 12
"""How many places the question before the release lists."""


class StandingsActs(ListScreen):
    """The acts of the screen; the chosen line is the unit that they are about."""

    def action_close_marks(self) -> None:
        """Close the marks, or, after a question, open them again, which makes a lot drawn on them void."""
        if not self.program.state.marks_closed:
            self.program.do(e.MarksClosed())
            return
        closed = closed_because(self.program.state, e.MarksReopened)
        if closed is not None:
            self.tell(closed)
            return

        def answered(answers: list[str]) -> None:
            command = e.MarksReopened(answers[0])
            if not self.cannot(command):
                told = [line(self.wording.say("ui.standings.reopening", reason=command.reason))]
                self.confirm("ui.standings.confirm-reopen", told, lambda: self.program.do(command))

        self.ask_all([(self.wording.say("ui.standings.ask-reopen"), "")], answered)

    def action_lot(self) -> None:
        """Draw the lot, by which ties of the standings are broken."""
        self.ask_lot("ui.standings.confirm-lot")

    def action_chair(self) -> None:
        """Put the tied units that wait for the chair's word in the chair's order."""
        from tui.screens.picker import Picker  # noqa: PLC0415

        closed = closed_because(self.program.state, e.ChairDecided)
        tied = self._waiting()
        if closed is not None or not tied:
            self.tell(closed or refuse("not-the-tied" if "chair" in self._ties() else "no-chair-link", found="–"))
            return
        names = self.program.names()

        def picked(order: tuple[str, ...] | None) -> None:
            if order is None:
                self.hint("ui.given-up")
            elif len(order) < len(tied):
                self.refused("ui.standings.order-all", count=len(tied), found=len(order))
            else:
                listed = ", ".join(names[unit] for unit in order)
                question = self.wording.say("ui.standings.ask-chair", order=listed)
                self.ask_all([(question, "")], lambda answers: self.program.do(e.ChairDecided(order, answers[0])))

        title = self.wording.say("ui.standings.pick-order")
        choices = [(unit, f"{names[unit]}  {self._full(unit)}") for unit in tied]
        self.app.push_screen(Picker(title, choices, self.wording, many=True), picked)

    def _waiting(self) -> tuple[str, ...]:
        """The units tied with the chosen one that wait for the chair, or else the first such."""
        waiting: dict[int, list[str]] = {}
        for standing in self.program.figures.standings:
            if standing.awaits == "chair" and standing.rank is not None:
                waiting.setdefault(standing.rank, []).append(standing.unit)
        groups = list(waiting.values())
        return tuple(next((one for one in groups if self.chosen in one), groups[0] if groups else ()))

    def _ties(self) -> tuple[str, ...]:
        return self.program.state.contest.ranking.ties

    def _full(self, unit: str) -> str:
        return self.wording.text(self.program.state.setup.bloc.unit(unit).name)

    def action_withdraw(self) -> None:
        """Take the chosen unit out of the ranking, with a reason, or back into it."""
        unit = self.chosen
        if not unit:
            return
        if unit in self.program.state.withdrawn:
            self.program.do(e.UnitReturned(unit))
            return
        if not self.cannot(e.UnitWithdrew(unit, "-")):
            question = self.wording.say("ui.standings.ask-withdraw", unit=self.program.names()[unit])
            self.ask_all([(question, "")], lambda answers: self.program.do(e.UnitWithdrew(unit, answers[0])))

    def action_overrule(self) -> None:
        """Write down what the chair decides about the chosen unit otherwise than the figures say."""
        unit = self.chosen
        if unit and not self.cannot(e.Overruled("-", "-", "-")):
            subject = f"{self.wording.word('subject', 'standings')}: {self._full(unit)}"
            self.ask_decision(subject)

    def action_release(self) -> None:
        """Make the standings public, after a question that lists them: the wall may then reveal them."""
        command = e.StandingsReleased()
        if not self.cannot(command):
            told = self._to_be_released()
            self.confirm("ui.standings.confirm-release", told, lambda: self.program.do(command))

    def _to_be_released(self) -> list[Content]:
        figures, names, say = self.program.figures, self.program.names(), self.wording.say
        told = [line(say("ui.standings.releasing")), line("")]
        for standing in figures.standings[:SHOWN]:
            rank = self.wording.rank(standing.rank, tied=standing.tied)
            told.append(
                line((f"{rank:>4}  {names[standing.unit]:<10}", look.BOLD), total(figures, standing, self.wording))
            )
        if len(figures.standings) > SHOWN:
            told.append(line((f"      … {len(figures.standings) - SHOWN}", look.FAINT)))
        waiting = sum(one.tied for one in figures.standings)
        unranked = sum(one.rank is None for one in figures.standings)
        for key, count in (("still-tied", waiting), ("unranked", unranked)):
            if count:
                told.append(line(("! ", look.WARN), (say(f"ui.standings.{key}", count=count), look.WARN)))
        return told
