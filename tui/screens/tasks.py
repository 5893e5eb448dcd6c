"""The tasks: those of earlier meetings with what became of them, and those that this meeting gives."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, ClassVar, Literal, TypeAlias

from textual.binding import Binding

from emulation.frozen import frozen
from emulation.meeting.events import TaskDone, TaskGiven
from tui.screens import lines as look
from tui.screens.guided import Answer, Field, ask_form, day_of, text_of
from tui.screens.lines import line, unbroken
from tui.screens.list_screen import ListScreen
from tui.widgets.grid_text import fit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.binding import BindingType
    from textual.content import Content

    from emulation.meeting.refusal import Refusal
    from emulation.meeting.state import State
    from emulation.wording import Wording
    from tui.screens.list_frame import Row

Standing: TypeAlias = Literal["late", "open", "done-late", "done"]

SIGNS: dict[Standing, str] = {"late": "⚠", "open": "○", "done-late": "✓", "done": "✓"}
_STYLES: dict[Standing, str] = {"late": look.WARN, "open": "", "done-late": look.FAINT, "done": look.GOOD}


@frozen
class Seen:
    """A task as it stands on a day; ``given`` is ``None`` for one of this meeting, ``days`` is how late it is."""

    task: str
    text: str
    owner: str
    given: date | None
    due: date | None
    done: date | None
    note: str
    standing: Standing
    days: int


class TasksScreen(ListScreen):
    """Late tasks first, then open ones, then those that are done."""

    NAME = "tasks"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "give", "Give a task", id="tasks.give"),
        Binding("d,space", "done", "Done", id="tasks.done"),
    ]

    def head(self) -> list[Content]:
        """How many tasks stand how."""
        tasks = seen(self.program.state, self.program.today(), self.wording)
        say = self.wording.say
        counts = [
            (
                unbroken(f"{SIGNS[kind]} {sum(one.standing == kind for one in tasks)} {say(f'ui.tasks.{kind}')}"),
                _STYLES[kind],
            )
            for kind in SIGNS
            if any(one.standing == kind for one in tasks)
        ]
        head = line((say("ui.tasks.head", on=self.program.today(), count=len(tasks)), look.BOLD), "  ", *counts)
        return [head, *self.closed_lines(TaskGiven)]

    def rows(self) -> Sequence[Row]:
        """The tasks under the headings of where they stand, those of this meeting apart."""
        tasks = seen(self.program.state, self.program.today(), self.wording)
        say = self.wording.say
        groups = [
            (say("ui.tasks.here"), [one for one in tasks if one.given is None]),
            (say("ui.tasks.waiting"), [one for one in tasks if one.given and one.standing in {"late", "open"}]),
            (say("ui.tasks.finished"), [one for one in tasks if one.given and one.standing in {"done", "done-late"}]),
        ]
        rows: list[Row] = []
        for words, group in groups:
            if group or words == say("ui.tasks.here"):
                rows.append(self.heading(words, len(group)))
            rows += [(one.task, self._line(one)) for one in group]
        return rows

    def _line(self, task: Seen) -> Content:
        cells = self.list_cells
        owner = self._owner(task.owner)
        when = self._when(task)
        room = max(10, cells - 16 - len(when))
        return line(
            (f" {SIGNS[task.standing]} ", _STYLES[task.standing]),
            f"{fit(owner, 9)} ",
            fit(task.text, room),
            (f" {when}", _STYLES[task.standing]),
        )

    def _owner(self, owner: str) -> str:
        bloc = self.program.state.setup.bloc
        short = {unit.id: unit.short for unit in bloc.units}
        return short.get(owner, owner) if owner else self.wording.say("ui.tasks.whole", called=self._called())

    def _called(self) -> str:
        return self.wording.word("called", self.program.state.setup.bloc.called)

    def _when(self, task: Seen) -> str:
        """How late it is, until when it is due, or when it was done; always a word, never a colour alone."""
        say = self.wording.say
        match task.standing:
            case "late":
                return say("ui.tasks.late-by", count=task.days)
            case "done-late":
                return say("ui.tasks.done-late-by", count=task.days)
            case "done":
                return say("ui.tasks.done-on", on=task.done)
            case "open":
                return say("ui.tasks.due", on=task.due) if task.due else say("ui.tasks.no-due")

    def more(self, chosen: str) -> list[Content]:
        """The whole task with its days."""
        found = self._find(chosen)
        if found is None:
            return []
        say, wording = self.wording.say, self.wording
        units = {unit.id: wording.text(unit.name) for unit in self.program.state.setup.bloc.units}
        given = say("ui.tasks.given-here") if found.given is None else wording.date(found.given)
        pairs = [
            ("owner", units.get(found.owner, found.owner) or self._owner("")),
            ("given", given),
            ("until", wording.date(found.due) if found.due else say("ui.tasks.no-due")),
        ]
        if found.done:
            pairs.append(("finished-on", wording.date(found.done)))
        if found.note:
            pairs.append(("note", found.note))
        return [
            line((found.text, look.BOLD)),
            line((f"{SIGNS[found.standing]} {self._when(found)}", _STYLES[found.standing])),
            *(line((f"{say(f'ui.tasks.label.{name}')}: ", look.LABEL), words) for name, words in pairs),
        ]

    def _find(self, task: str) -> Seen | None:
        tasks = seen(self.program.state, self.program.today(), self.wording)
        return next((one for one in tasks if one.task == task), None)

    # --- keys

    def action_give(self) -> None:
        """Give a task: what, to whom, until when."""
        self._ask_task("", "", "")

    def _ask_task(self, text: str, owner: str, due: str) -> None:
        say = self.wording.say
        units = self.program.state.setup.bloc.units
        whole = ("", say("ui.tasks.whole", called=self._called()))
        choices = (*((unit.id, f"{unit.short}  {self.wording.text(unit.name)}") for unit in units), whole)
        fields = [
            Field("text", say("ui.tasks.ask-text"), value=text, needed=True),
            Field("owner", say("ui.tasks.ask-owner"), "pick", owner or units[0].id, choices=choices),
            Field("due", say("ui.tasks.ask-due"), "day", due),
        ]

        def answered(answers: dict[str, Answer]) -> None:
            said, to, until = text_of(answers, "text"), text_of(answers, "owner"), day_of(answers, "due")

            def again(refusal: Refusal) -> None:
                if refusal.code not in {"no-person", "meeting-closed"}:
                    self._ask_task(said, to, self.wording.date(until) if until else "")

            name = task_id(self.program.state)
            self.program.do(TaskGiven(name, said, to, until), again)
            self.choose(name)

        ask_form(self, fields, answered)

    def action_done(self) -> None:
        """Record that the chosen task is done, when, and with what remark."""
        found = self._find(self.chosen)
        if found is None:
            return
        if found.done is not None:
            self.refused("ui.tasks.is-done", on=found.done)
            return
        say = self.wording.say
        fields = [
            Field("on", say("ui.tasks.ask-done"), "day", self.wording.date(self.program.today()), needed=True),
            Field("note", say("ui.tasks.ask-note")),
        ]

        def answered(answers: dict[str, Answer]) -> None:
            on = day_of(answers, "on")
            if on is not None:
                self.program.do(TaskDone(found.task, on, text_of(answers, "note")))

        ask_form(self, fields, answered)


def seen(state: State, today: date, wording: Wording) -> list[Seen]:
    """Every task that was given by today: late ones first, the longest first, then open and done ones."""
    earlier = [
        _seen(state, today, name, wording.text(one.text), one.owner, one.given, one.due, one.done)
        for name, one in state.earlier_tasks().items()
        if one.given <= today
    ]
    here = [_seen(state, today, one.task, one.text, one.owner, None, one.due, None) for one in state.tasks]
    order = list(SIGNS)
    return sorted([*earlier, *here], key=lambda one: (order.index(one.standing), -one.days))


def _seen(
    state: State,
    today: date,
    name: str,
    text: str,
    owner: str,
    given: date | None,
    due: date | None,
    listed_done: date | None,
) -> Seen:
    told = state.done.get(name)
    done = told.on if told else listed_done if listed_done and listed_done <= today else None
    end = done or today
    days = max((end - due).days, 0) if due else 0
    late: Standing = "late" if days else "open"
    finished: Standing = "done-late" if days else "done"
    note = told.note if told else ""
    return Seen(name, text, owner, given, due, done, note, finished if done else late, days)


def task_id(state: State) -> str:
    """An id for the next task that the meeting gives, unlike every other."""
    taken = {given.task for given in state.tasks} | state.earlier_tasks().keys()
    number = len(state.tasks) + 1
    while f"task-{number}" in taken:
        number += 1
    return f"task-{number}"
