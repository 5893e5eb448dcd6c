"""The signing of the pledge: at a launch that of the year, at a year-end review that of the next."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding

from emulation.meeting.events import PledgeSigned
from tui.screens import lines as look
from tui.screens.guided import Answer, Field, ask_form, day_of
from tui.screens.lines import line
from tui.screens.list_screen import ListScreen
from tui.widgets.blocks import bar
from tui.widgets.grid_text import fit

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from textual.binding import BindingType
    from textual.content import Content

    from emulation.meeting.state import State
    from tui.screens.list_frame import Row

BAR = 30


class SigningScreen(ListScreen):
    """The units with what they signed, and in the pane what they promise."""

    NAME = "signing"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space,enter", "sign", "Signs today", id="signing.sign", priority=True),
        Binding("d", "sign_on", "Signed on another day", id="signing.day"),
        Binding("S", "sign_all", "All in the room sign", id="signing.all", key_display="⇧S"),
    ]

    def head(self) -> list[Content]:
        """How many units have signed, of which year's pledge."""
        state, say = self.program.state, self.wording.say
        units = state.setup.bloc.units
        signed = sum(unit.id in state.signed for unit in units)
        whole = signed == len(units)
        cells = min(BAR, max(10, self.room - 40))
        drawn = bar(Fraction(signed, len(units)) if units else Fraction(0), cells)
        return [
            line((say("ui.signing.head", year=signing_year(state), signed=signed, count=len(units)), look.BOLD)),
            line((drawn, look.GOOD if whole else look.WARN), f"  {say('ui.signing.all-signed')}" if whole else ""),
            *self.closed_lines(PledgeSigned),
        ]

    def rows(self) -> Sequence[Row]:
        """Every unit, in protocol order."""
        state = self.program.state
        return [(unit.id, self._line(unit.id, unit.short)) for unit in state.setup.bloc.units]

    def _line(self, unit: str, short: str) -> Content:
        state, say = self.program.state, self.wording.say
        signed = state.signed.get(unit)
        told = say("ui.signing.signed", on=signed.on) if signed else ""
        if signed is None and unit not in state.in_room():
            told = say("ui.signing.absent")
        name = fit(self.wording.text(state.setup.bloc.unit(unit).name), max(8, self.list_cells - 15 - len(told)))
        if signed is None:
            return line("[ ] ", f"{fit(short, 8)} ", (name, look.FAINT), (f"  {told}", look.FAINT))
        return line(("[x] ", look.GOOD), f"{fit(short, 8)} ", (name, look.BOLD), (f"  {told}", look.GOOD))

    def more(self, chosen: str) -> list[Content]:
        """What the unit promises, where the folder holds the pledge of that year."""
        state, say, wording = self.program.state, self.wording.say, self.wording
        if not chosen:
            return []
        unit = state.setup.bloc.unit(chosen)
        year = signing_year(state)
        told = [line((unit.short, look.BOLD), f"  {wording.text(unit.name)}")]
        if year != state.setup.bloc.year:
            return [*told, line((say("ui.signing.next-year", year=year), look.FAINT))]
        pledge = next((one for one in state.setup.pledges if one.unit == chosen), None)
        if pledge is None or not pledge.targets:
            return [*told, line((say("ui.pledges.no-target"), look.WARN))]
        if pledge.signed is not None:
            told.append(line((say("ui.signing.in-file", on=pledge.signed), look.FAINT)))
        for target in pledge.targets:
            facts = {"goal": wording.number(target.goal), "measure": target.measure}
            goal = say(f"ui.pledges.{target.direction}", **facts)
            hard = "★ " if target.hard else "• "
            told.append(line((f"  {hard}", look.BOLD), wording.text(target.text), (f"  {goal}", look.LABEL)))
        return told

    # --- keys

    def action_sign(self) -> None:
        """The chosen unit signs today."""
        self._sign(self.chosen, self.program.today())

    def action_sign_on(self) -> None:
        """The chosen unit signed on a day that is asked for."""
        unit = self.chosen
        question = self.wording.say("ui.signing.ask-day")
        field = Field("on", question, "day", self.wording.date(self.program.today()), needed=True)

        def answered(answers: dict[str, Answer]) -> None:
            on = day_of(answers, "on")
            if on is not None:
                self._sign(unit, on)

        ask_form(self, [field], answered)

    def action_sign_all(self) -> None:
        """Every unit whose vote is in the room and that has not signed does so today, each an act of its own."""
        state = self.program.state
        units = [one.id for one in state.setup.bloc.units if one.id in state.in_room() and one.id not in state.signed]
        if not units:
            self.hint("ui.signing.nobody-left")
        for unit in units:
            self._sign(unit, self.program.today())

    def _sign(self, unit: str, on: date) -> None:
        if unit:
            self.program.do(PledgeSigned(unit, signing_year(self.program.state), on))


def signing_year(state: State) -> int:
    """The year whose pledge is signed: a launch opens the bloc's year, every other meeting looks to the next."""
    return state.setup.bloc.year + (state.kind != "launch")
