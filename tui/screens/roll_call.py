"""The roll call: who takes part and as what, who is in the room, who casts each unit's vote, and the quorum."""

from __future__ import annotations

import re
import unicodedata
from fractions import Fraction
from math import ceil
from typing import TYPE_CHECKING, ClassVar

import attrs
from rich.cells import cell_len
from textual.binding import Binding
from textual.containers import Vertical
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from emulation.meeting.events import CheckedIn, CheckedOut, PersonListed, VoteHeld
from tui.screens import lines as look
from tui.screens.lines import line, stack
from tui.screens.meeting_screen import MeetingScreen
from tui.screens.picker import Picker
from tui.widgets.grid_text import fit, plain
from tui.widgets.options import Options

if TYPE_CHECKING:
    from collections.abc import Collection

    from textual.app import ComposeResult
    from textual.binding import BindingType
    from textual.content import Content

    from emulation.meeting.events import PersonRole
    from emulation.meeting.state import State

BAR = 40
"""Cells of the quorum bar at its longest."""

UNIT = 8
"""The least cells of a unit's short name."""

BESIDE = 38
"""Cells of a line beside the unit and the person: the box, whether in the room, the vote, the role."""


class RollCallScreen(MeetingScreen):
    """The quorum above, the units with their delegates below."""

    NAME = "roll-call"
    DEFAULT_CSS = """
    RollCallScreen #quorum { height: auto; padding: 1 2; }
    RollCallScreen OptionList, RollCallScreen OptionList:focus { height: 1fr; border: none; padding: 0 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space,enter", "in_or_out", "In or out", id="roll.toggle", priority=True),
        Binding("n", "add", "Add a delegate", id="roll.add"),
        Binding("h", "holder", "Who votes", id="roll.holder"),
        Binding("r", "role", "Chair, secretary or other role", id="roll.role"),
        Binding("g", "guest", "Add a guest", id="roll.guest"),
    ]

    def compose_body(self) -> ComposeResult:
        """The bar and the list."""
        with Vertical():
            yield Static(id="quorum", markup=False)
            yield Options(markup=False)

    def on_mount(self) -> None:
        """Let the arrows move in the list."""
        self.query_one(OptionList).focus()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """While a name is typed the list's keys rest."""
        if action in {"in_or_out", "add", "holder", "role", "guest"} and not isinstance(self.focused, OptionList):
            return False
        return super().check_action(action, parameters)

    def redraw(self) -> None:
        """Draw the quorum and the list; the line that was chosen stays so."""
        state = self.program.state
        self.query_one("#quorum", Static).update(stack(quorum(state, self)))
        shown = self.query_one(OptionList)
        at = shown.highlighted
        shown.set_options(self._options(state))
        shown.highlighted = min(at or 0, max(0, shown.option_count - 1))

    def _options(self, state: State) -> list[Option]:
        options = []
        guests = [person for person in state.people.values() if not person.unit]
        of_guests = self.wording.say("ui.roll.guests") if guests else ""
        shorts = (of_guests, *(unit.short for unit in state.setup.bloc.units))
        of_unit = max(UNIT, *(cell_len(plain(short)) for short in shorts))
        widest = max((cell_len(plain(_called(person))) for person in state.people.values()), default=0)
        cells = of_unit, min(widest, max(20, self.room - of_unit - BESIDE))
        for unit in state.setup.bloc.units:
            listed = [person for person in state.people.values() if person.unit == unit.id]
            if not listed:
                nobody = self.wording.say("ui.roll.nobody")
                told = line(
                    f"[ ] {fit(unit.short, of_unit)} ", (f"{self.wording.text(unit.name)} – {nobody}", look.FAINT)
                )
                options.append(Option(told, id=f"unit:{unit.id}"))
            options += [
                Option(self._person(state, person, unit.short, cells), id=f"person:{person.person}")
                for person in listed
            ]
        options += [
            Option(self._person(state, person, of_guests, cells), id=f"person:{person.person}") for person in guests
        ]
        return options

    def _person(self, state: State, person: PersonListed, of: str, cells: tuple[int, int]) -> Content:
        """Of which unit and who in so many cells, whether in the room, whether they cast the vote, and their role."""
        here = person.person in state.present
        votes = bool(person.unit) and state.holder(person.unit) == person.person
        pieces: list[str | tuple[str, str]] = [
            ("[x] " if here else "[ ] ", look.GOOD if here else look.FAINT),
            f"{fit(of, cells[0])} ",
        ]
        told = fit(_called(person), cells[1])
        pieces += [(told[: len(person.name)], look.BOLD), told[len(person.name) :]]
        states = [self.wording.say(f"ui.roll.{one}") for one in ("in", "out")]
        pieces.append((f"  {fit(states[not here], max(map(cell_len, states)))}", look.FAINT))
        if votes:
            pieces.append((f"  · {self.wording.say('ui.roll.holder')}", look.LABEL))
        if person.role in {"chair", "secretary"} or (person.role == "guest" and person.unit):
            pieces.append((f"  · {self.wording.word('person', person.role)}", look.LABEL))
        return line(*pieces)

    def _chosen(self) -> tuple[str, str] | None:
        shown = self.query_one(OptionList)
        if shown.highlighted is None:
            return None
        kind, _, name = (shown.get_option_at_index(shown.highlighted).id or "").partition(":")
        return kind, name

    def action_in_or_out(self) -> None:
        """Check in or out; a unit without a delegate is first asked for one."""
        match self._chosen():
            case ("person", person):
                present = person in self.program.state.present
                self.program.do(CheckedOut(person) if present else CheckedIn(person))
            case ("unit", unit):
                self._ask_delegate(unit, check_in=True)
            case _:
                pass

    def action_add(self) -> None:
        """List one more delegate of the unit that the chosen line is about."""
        match self._chosen():
            case ("person", person):
                unit = self.program.state.people[person].unit
                self._ask_delegate(unit, check_in=False)
            case ("unit", unit):
                self._ask_delegate(unit, check_in=False)
            case _:
                pass

    def action_holder(self) -> None:
        """Let the chosen delegate cast the unit's vote."""
        match self._chosen():
            case ("person", person) if self.program.state.people[person].unit:
                self.program.do(VoteHeld(self.program.state.people[person].unit, person))
            case _:
                pass

    def action_role(self) -> None:
        """Say what the chosen person takes part as; one who belongs to no unit is nobody's delegate."""
        match self._chosen():
            case ("person", person):
                listed = self.program.state.people[person]
            case _:
                return
        roles: list[PersonRole] = ["chair", "secretary", "delegate", "guest"]
        choices = [(role, self.wording.word("person", role)) for role in roles if listed.unit or role != "delegate"]

        def picked(found: tuple[str, ...] | None) -> None:
            role = next((one for one in roles if found == (one,)), listed.role)
            if role != listed.role:
                self.program.do(attrs.evolve(listed, role=role))

        title = self.wording.say("ui.roll.ask-role", name=listed.name)
        self.app.push_screen(Picker(title, choices, self.wording, at=listed.role), picked)

    def action_guest(self) -> None:
        """List a guest of the superior body, who speaks and does not count."""
        self._ask_delegate("", check_in=True)

    def _ask_delegate(self, unit: str, *, check_in: bool) -> None:
        state = self.program.state
        short = state.setup.bloc.unit(unit).short if unit else ""
        question = self.wording.say("ui.roll.ask-name", unit=short) if unit else self.wording.say("ui.roll.ask-guest")
        first = not any(person.unit == unit for person in state.people.values())
        known = self.wording.say("ui.roll.name-of-unit", unit=short) if unit and first else ""

        def answered(answer: str | None) -> None:
            if not answer:
                return
            name, _, post = answer.partition(",")
            person = person_id(name, unit, self.program.state.people.keys())
            listed = PersonListed(person, name.strip(), "delegate" if unit else "guest", unit, post.strip())
            self.program.do(listed)
            if check_in and person in self.program.state.people:
                self.program.do(CheckedIn(person))

        self.program.ask(question, known, answered)


def _called(person: PersonListed) -> str:
    return f"{person.name}, {person.post}" if person.post else person.name


def person_id(name: str, unit: str, taken: Collection[str]) -> str:
    """An id made of the name's letters without their signs, unlike those that are taken."""
    letters = unicodedata.normalize("NFD", name.strip().lower().replace("đ", "d"))
    base = re.sub(r"[^a-z0-9]+", "-", "".join(one for one in letters if not unicodedata.combining(one))).strip("-")
    base = base or unit or "person"
    number, one = 2, base
    while one in taken:
        one, number = f"{base}-{number}", number + 1
    return one


def quorum(state: State, screen: MeetingScreen) -> list[Content]:
    """The votes in the room against those needed, as a bar and in words."""
    wording = screen.wording
    votes = state.entitled()
    entitled, present = sum(votes.values()), sum(votes[unit] for unit in state.in_room())
    rule = state.setup.procedure.quorum
    needed = ceil(rule.at_least * entitled) if rule is not None else 0
    cells = min(BAR, max(10, screen.room - 20))
    full = int(Fraction(present * cells, entitled)) if entitled else 0
    mark = min(cells - 1, int(Fraction(needed * cells, entitled))) if entitled and rule is not None else None
    bar = "".join("█" if at < full else "┊" if at == mark else "░" for at in range(cells))
    met = present >= needed
    if rule is None:
        told = wording.say("ui.roll.no-quorum-rule", present=present, entitled=entitled)
        return [line((bar, look.BOLD)), line(told)]
    told = wording.say("ui.roll.quorum", present=present, entitled=entitled, needed=needed, share=rule.at_least)
    verdict = wording.say("ui.roll.met" if met else "ui.roll.short")
    return [
        line((bar, look.GOOD if met else look.WARN), (f"  {'✓' if met else '✗'} {verdict}", look.BOLD)),
        line(told),
    ]
