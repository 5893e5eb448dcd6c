"""The pledges: each target against its reports and the calendar, hard ones and units at risk in sight."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, ClassVar, Literal, TypeAlias, assert_never

from textual.binding import Binding

from emulation.insight.progress import Pace, paces
from emulation.insight.remark import rounded
from emulation.pledge import Pledge, Target, last_report, ratio
from emulation.settling import pledged_target
from tui.review_day import review_day
from tui.screens import lines as look
from tui.screens.lines import line, unbroken
from tui.screens.list_frame import HEADING
from tui.screens.list_screen import ListScreen
from tui.screens.notes import ask_note
from tui.screens.plots import targets_over_time
from tui.widgets.blocks import MARK, bar
from tui.widgets.grid_text import fit

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from textual.binding import BindingType
    from textual.content import Content

    from tui.screens.list_frame import Row

Course: TypeAlias = Literal["attained", "on-course", "at-risk", "unreported"]
Shown: TypeAlias = Literal["all", "hard", "at-risk", "unreported"]

SIGNS: dict[Course, str] = {"attained": "✓", "on-course": "▲", "at-risk": "▼", "unreported": "?"}
_STYLES: dict[Course, str] = {
    "attained": look.GOOD,
    "on-course": look.GOOD,
    "at-risk": look.WARN,
    "unreported": look.FAINT,
}
HARD = "★"
FILTERS: tuple[Shown, ...] = ("all", "hard", "at-risk", "unreported")
BAR = (8, 24)
"""The least and the most cells of a bar in the list."""


class PledgesScreen(ListScreen):
    """Targets by unit with a bar each, and in the pane the reports and the forecast behind the chosen one."""

    NAME = "pledges"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f", "filter", "Which targets", id="pledges.filter"),
        Binding("g", "risk(1)", "Next at risk", id="pledges.risk"),
        Binding("G", "risk(-1)", "Previous at risk", id="pledges.risk-before", show=False, key_display="⇧G"),
        Binding("n", "cause", "Note a cause", id="pledges.cause"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._shown: Shown = "all"

    # --- what is drawn

    @property
    def day(self) -> date:
        """The day that the targets are looked at."""
        return review_day(self.program.state, self.program.today())

    def _paces(self) -> dict[tuple[str, str], Pace]:
        setup = self.program.state.setup
        return {(one.unit, one.target): one for one in paces(setup.pledges, setup.bloc, self.day)}

    def head(self) -> list[Content]:
        """How many targets go how, hard ones apart, and what the bars mean."""
        say = self.wording.say
        found = list(self._paces().values())
        if not found:
            return [line(say("ui.pledges.none"))]
        hard = [one for one in found if one.hard]
        return [
            line((say("ui.pledges.head", on=self.day, count=len(found)), look.BOLD), "  ", *self._counts(found)),
            line((f"{HARD} {say('ui.pledges.hard', count=len(hard))}", look.BOLD), "  ", *self._counts(hard)),
            line(
                (say("ui.pledges.shown", shown=say(f"ui.pledges.filter.{self._shown}")), look.LABEL),
                (f"  {MARK} {say('ui.pledges.mark')}", look.FAINT),
            ),
        ]

    def _counts(self, found: Sequence[Pace]) -> list[tuple[str, str]]:
        courses = [course(one) for one in found]
        return [
            (unbroken(f"{sign} {courses.count(kind)} {self.wording.say(f'ui.pledges.course.{kind}')}"), _STYLES[kind])
            for kind, sign in SIGNS.items()
            if kind in courses
        ]

    def rows(self) -> Sequence[Row]:
        """Each unit, and below it its targets as far as they are to be shown."""
        setup = self.program.state.setup
        pledges = {pledge.unit: pledge for pledge in setup.pledges}
        found = self._paces()
        rows: list[Row] = []
        for unit in setup.bloc.units:
            pledge = pledges.get(unit.id)
            targets = [one for one in pledge.targets if self._wanted(found[unit.id, one.id])] if pledge else []
            if targets or self._shown == "all":
                rows.append(("", self._unit_line(unit.short, pledge, found)))
            rows += [(f"{unit.id}:{one.id}", self._target_line(one, found[unit.id, one.id])) for one in targets]
        return rows

    def _wanted(self, pace: Pace) -> bool:
        match self._shown:
            case "all":
                return True
            case "hard":
                return pace.hard
            case "at-risk" | "unreported":
                return course(pace) == self._shown
            case _:
                assert_never(self._shown)

    def _unit_line(self, short: str, pledge: Pledge | None, found: Mapping[tuple[str, str], Pace]) -> Content:
        say = self.wording.say
        if pledge is None or not pledge.targets:
            return line((short, HEADING), (f"  {say('ui.pledges.no-target')}", look.WARN))
        own = [found[pledge.unit, one.id] for one in pledge.targets]
        unsigned = "" if pledge.signed else f"  ✗ {say('ui.pledges.unsigned')}"
        return line((short, HEADING), "  ", *self._counts(own), (unsigned, look.WARN))

    def _target_line(self, target: Target, pace: Pace) -> Content:
        """Text, bar and percentage, cut to the width of the list."""
        kind = course(pace)
        cells = self.list_cells
        length = min(max(cells // 4, BAR[0]), BAR[1])
        reached = "–" if pace.attained is None else self.wording.percent(pace.attained)
        text = fit(self.wording.text(target.text), max(8, cells - length - 14))
        return line(
            (f" {HARD if pace.hard else ' '} ", look.BOLD),
            text,
            " ",
            (bar(min(pace.attained or Fraction(0), Fraction(1)), length, pace.time), _STYLES[kind]),
            fit(reached, 7, "right"),
            (f" {SIGNS[kind]}", _STYLES[kind]),
        )

    def more(self, chosen: str) -> list[Content]:
        """The target in full: goal, course, forecast with its assumption, every report, and what reads it."""
        found = self._find(chosen)
        if found is None:
            return []
        pledge, target = found
        setup, wording, say = self.program.state.setup, self.wording, self.wording.say
        pace = self._paces()[pledge.unit, target.id]
        kind = course(pace)
        unit = setup.bloc.unit(pledge.unit)
        hard = f"  {HARD} {say('ui.pledges.is-hard')}" if target.hard else ""
        told = [
            line((wording.text(target.text), look.BOLD), (hard, look.BOLD)),
            line((unit.short, look.BOLD), f"  {wording.text(unit.name)}"),
            line((say("ui.pledges.goal"), look.LABEL), f" {self._goal(target)}"),
            line((f"{SIGNS[kind]} {say(f'ui.pledges.course.{kind}')}", _STYLES[kind]), f"  {self._progress(pace)}"),
        ]
        if pace.forecast is not None:
            value = wording.number(rounded(pace.forecast, 1))
            facts = {"value": value, "measure": target.measure}
            told.append(line((say("ui.pledges.forecast"), look.LABEL), f" {say('ui.pledges.forecast-is', **facts)}"))
            told.append(line((say("ui.pledges.assumption"), look.FAINT)))
        told += self._reports(target)
        told += targets_over_time([("", target)], setup.bloc.year, self.day, wording, self.more_cells)
        source = target.source or say("ui.pledges.no-source")
        told.append(line((say("ui.pledges.source"), look.LABEL), f" {source}"))
        read_by = [
            leaf.id for leaf in setup.rubric.leaves(unit.kind, setup.bloc.year) if pledged_target(leaf) == target.id
        ]
        if read_by:
            told.append(line((say("ui.pledges.read-by"), look.LABEL), f" {', '.join(read_by)}"))
        return told

    def _goal(self, target: Target) -> str:
        facts = {"goal": self.wording.number(target.goal), "measure": target.measure}
        goal = self.wording.say(f"ui.pledges.{target.direction}", **facts)
        return goal if target.due is None else f"{goal}, {self.wording.say('ui.pledges.due', on=target.due)}"

    def _progress(self, pace: Pace) -> str:
        if pace.attained is None or pace.time is None:
            return self.wording.say("ui.pledges.nothing", on=self.day)
        facts = {"attained": self.wording.percent(pace.attained), "time": self.wording.percent(pace.time)}
        return self.wording.say("ui.pledges.progress", **facts)

    def _reports(self, target: Target) -> list[Content]:
        """Every report by the day as a bar, the last of them as the one that counts."""
        reports = sorted((one for one in target.reports if one.on <= self.day), key=lambda one: one.on)
        last = last_report(target, self.day)
        cells = min(20, max(8, self.more_cells - 40))
        lines = [line((self.wording.say("ui.pledges.reports", count=len(reports)), look.LABEL))]
        for one in reports:
            share = ratio(one.value, target.goal, target.direction)
            value = f"{self.wording.number(one.value)} {target.measure}"
            evidence = f"  {one.evidence}" if one.evidence else ""
            lines.append(
                line(
                    f"  {self.wording.date(one.on)} ",
                    (bar(min(share, Fraction(1)), cells), look.GOOD if one is last else look.FAINT),
                    (f" {value}", look.BOLD if one is last else ""),
                    (evidence, look.FAINT),
                )
            )
        return lines

    def _find(self, chosen: str) -> tuple[Pledge, Target] | None:
        unit, _, name = chosen.partition(":")
        for pledge in self.program.state.setup.pledges:
            for target in pledge.targets:
                if (pledge.unit, target.id) == (unit, name):
                    return pledge, target
        return None

    # --- keys

    def action_filter(self) -> None:
        """Show all targets, only the hard ones, only those at risk, or only those without a report."""
        self._shown = FILTERS[(FILTERS.index(self._shown) + 1) % len(FILTERS)]
        self.hint("ui.pledges.now-shown", shown=self.wording.say(f"ui.pledges.filter.{self._shown}"))
        self.draw()

    def action_risk(self, by: int) -> None:
        """Go to the next target at risk, or the one before."""
        found = self._paces()
        risky = [f"{one.unit}:{one.target}" for one in found.values() if course(one) == "at-risk"]
        if not self.go_to(risky, by):
            self.hint("ui.pledges.no-risk", on=self.day)

    def action_cause(self) -> None:
        """Note why a target is as it is."""
        found = self._find(self.chosen)
        if found is not None:
            pledge, target = found
            unit = self.program.state.setup.bloc.unit(pledge.unit).short
            ask_note(self, "cause", f"{unit} – {self.wording.text(target.text)}: ")

    def help_lines(self) -> list[Content]:
        """What the signs and the bar mean."""
        say = self.wording.say
        signs = "  ".join(f"{sign} {say(f'ui.pledges.course.{kind}')}" for kind, sign in SIGNS.items())
        return [line(signs), line(f"{HARD} {say('ui.pledges.is-hard')}  {MARK} {say('ui.pledges.mark')}")]


def course(pace: Pace) -> Course:
    """How a target goes, in one word."""
    if pace.attained is None:
        return "unreported"
    if pace.at_risk:
        return "at-risk"
    return "attained" if pace.done else "on-course"
