"""The review report on the screen: what the figures say, part by part, with bars, and what people say about it.

The figures are made in the background; draws of the section weights come last, can be stopped and be made again.
"""

from __future__ import annotations

from fractions import Fraction
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Literal, TypeAlias, get_args

import attrs
from textual.binding import Binding
from textual.worker import Worker, WorkerState, get_current_worker

from emulation.files.disk import is_dir
from emulation.wording.report import report_markdown, sentence
from tui.review import DRAWS, make, material, reads, said
from tui.review_day import review_day
from tui.screens import lines as look
from tui.screens.lines import line, unbroken
from tui.screens.notes import NotesScreen, ask_note, note_line
from tui.screens.report_lines import figures
from tui.screens.taking_in import changed_lines, take_in
from tui.widgets.blocks import bar
from tui.widgets.grid_text import fit

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from textual.binding import BindingType
    from textual.content import Content

    from emulation.contest import Contest
    from emulation.insight.figures import Material
    from emulation.insight.remark import Remark
    from emulation.insight.report import Report
    from emulation.meeting.events import Topic
    from emulation.ranking import Standing
    from tui.screens.list_frame import Row

Part: TypeAlias = Literal["result", "shortcoming", "question", "missing", "said"]

PARTS: tuple[Part, ...] = get_args(Part)
SIGNS: dict[Part, str] = {"result": "✓", "shortcoming": "▼", "question": "?", "missing": "–", "said": "•"}
_STYLES: dict[Part, str] = {
    "result": look.GOOD,
    "shortcoming": look.WARN,
    "question": look.LABEL,
    "missing": look.FAINT,
    "said": look.FAINT,
}
FILES = ("activity.toml", "pledges.toml")
"""The files that the report is mostly made of."""


class ReportScreen(NotesScreen):
    """One part of the report at a time, by area; the pane holds the figures behind the chosen finding."""

    NAME = "report"
    FIRST: ClassVar[tuple[Topic, ...]] = ("report", "result", "shortcoming", "cause")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("v", "turn(1)", "Next part", id="report.part"),
        Binding("V", "turn(-1)", "Part before", id="report.part-before", show=False, key_display="⇧V"),
        *(
            Binding(str(place), f"part('{part}')", part, id=f"report.{part}", show=False)
            for place, part in enumerate(PARTS, 1)
        ),
        Binding("c", "cause", "Cause", id="report.cause"),
        Binding("e", "activity", "Edit the data", id="report.edit"),
        Binding("s", "save", "Save as", id="report.save", show=False),
        Binding("y", "compare", "Compare with a year", id="report.compare", show=False),
        Binding("r", "take_in", "Take in changed files", id="report.take-in", show=False),
        Binding("x", "stop", "Stop or go on computing", id="report.stop", show=False),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._part: Part = "shortcoming"
        self._reads: tuple[object, ...] = ()
        self._report: Report | None = None
        self._draws = 0
        self._failed = False
        self._earlier: tuple[Contest, tuple[Standing, ...]] | None = None

    # --- made in the background

    @property
    def day(self) -> date:
        """The day that the report looks back from."""
        return review_day(self.program.state, self.program.today())

    @property
    def running(self) -> bool:
        """Whether figures or draws are being made."""
        return any(one.group == "review" and one.node is self and not one.is_finished for one in self.workers)

    def redraw(self) -> None:
        """Begin anew where what the report is made of is not what it was, and draw what there is."""
        now = (*reads(self.program.state, self.day), self._earlier)
        if len(now) != len(self._reads) or any(
            one is not other and one != other for one, other in zip(now, self._reads, strict=True)
        ):
            self._reads = now
            self._begin()
        super().redraw()

    def _begin(self) -> None:
        self._draws, self._failed = 0, False
        known = attrs.evolve(material(self.program.state, self.day), before=self._earlier)
        work = partial(self._make, self._reads, known)
        self.run_worker(work, group="review", thread=True, exclusive=True, exit_on_error=False)

    def _make(self, of: tuple[object, ...], known: Material) -> None:
        worker = get_current_worker()

        def tell(report: Report | None, draws: int) -> bool:
            if not worker.is_cancelled:
                self.call_later(self._told, of, report, draws)
            return not worker.is_cancelled

        make(known, tell)

    def _told(self, of: tuple[object, ...], report: Report | None, draws: int) -> None:
        """Figures came; those of a state that is past are dropped."""
        if of is not self._reads:
            return
        self._draws = draws
        if report is not None:
            self._report = report
        if report is not None:
            self.draw()
        else:
            self.draw_head()

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """The keys that stop or go on depend on whether something is made."""
        if event.worker.group == "review" and self.can_draw():
            self._failed = event.state == WorkerState.ERROR
            self.draw_head()
            self.refresh_bindings()

    # --- what is drawn

    def head(self) -> list[Content]:
        """The day, how far the computing is, the parts with their counts, and files that changed since."""
        say = self.wording.say
        report = self._report
        title = say("ui.report.head", kind=say(f"ui.report.kind.{report.kind if report else 'half-year'}"), on=self.day)
        return [
            line((title, look.BOLD), "  ", *self._progress()),
            line(*self._tabs()),
            *changed_lines(self, FILES),
        ]

    def _progress(self) -> list[tuple[str, str]]:
        say = self.wording.say
        if self._failed:
            return [(f"✗ {say('ui.report.failed')}", look.BAD)]
        if self._draws == DRAWS and self._report is not None:
            ranked = bool(self._report.figures.ranking.kept)
            return [(say("ui.report.drawn", count=DRAWS) if ranked else say("ui.report.done"), look.FAINT)]
        if self.running:
            done = bar(Fraction(self._draws, DRAWS), 10)
            return [(f"{say('ui.report.computing')} {done} {self._draws}/{DRAWS}", look.LABEL)]
        return [(say("ui.report.stopped", done=self._draws, count=DRAWS), look.WARN)]

    def _tabs(self) -> list[str | tuple[str, str]]:
        pieces: list[str | tuple[str, str]] = []
        for place, part in enumerate(PARTS, 1):
            words = f" {place} {self.wording.say(f'ui.report.part.{part}')} {self._count(part)} "
            pieces += [(unbroken(words).rstrip(" "), f"{look.BOLD} reverse" if part == self._part else ""), " "]
        return pieces

    def _count(self, part: Part) -> int | str:
        if part == "said":
            return len(self.program.state.notes)
        return "…" if self._report is None else len(self._remarks(part))

    def _remarks(self, part: Part) -> Sequence[Remark]:
        report = self._report
        if report is None:
            return ()
        match part:
            case "result":
                return report.results
            case "shortcoming":
                return report.shortcomings
            case "question":
                return report.questions
            case "missing":
                return report.missing
            case "said":
                return ()

    def rows(self) -> Sequence[Row]:
        """The findings of the part under the headings of their areas; or what people said."""
        if self._part == "said":
            return super().rows()
        report = self._report
        if report is None:
            return [("", line((self.wording.say("ui.report.computing"), look.FAINT)))]
        rows: list[Row] = []
        area = ""
        for place, remark in enumerate(self._remarks(self._part)):
            if remark.area != area:
                area = remark.area
                rows.append(self.heading(self.wording.say(f"report.area.{area}")))
            told = fit(self._sentence(report, remark), self.list_cells - 4)
            rows.append((f"{self._part}:{place}", line((f" {SIGNS[self._part]} ", _STYLES[self._part]), told)))
        return rows or [("", line((self.wording.say(f"ui.report.nothing.{self._part}"), look.FAINT)))]

    def _sentence(self, report: Report, remark: Remark) -> str:
        kind = "missing" if self._part in {"missing", "said"} else self._part
        return sentence(report, remark, kind, self.wording.language)  # type: ignore[arg-type]

    def more(self, chosen: str) -> list[Content]:
        """The whole sentence, the units concerned, the figures behind it, and the causes noted in its area."""
        remark, report = self._find(chosen), self._report
        if remark is None or report is None:
            return super().more(chosen)
        say = self.wording.say
        units = {unit.id: unit.short for unit in report.bloc.units}
        told = [line((self._sentence(report, remark), look.BOLD))]
        if remark.units:
            names = ", ".join(units.get(one, one) for one in remark.units)
            told.append(line((f"{say('ui.report.units', count=len(remark.units))} ", look.LABEL), names))
        told += figures(report, remark, self.wording, self.more_cells)
        begin = self._prefix(remark)
        causes = [note for note in self.program.state.notes if note.topic == "cause" and note.text.startswith(begin)]
        if causes:
            told.append(line((say("ui.report.causes"), look.LABEL)))
            told += [note_line(note) for note in causes]
        return told

    def _find(self, chosen: str) -> Remark | None:
        part, _, place = chosen.partition(":")
        remarks = self._remarks(self._part)
        return remarks[int(place)] if part == self._part and int(place) < len(remarks) else None

    def _prefix(self, remark: Remark) -> str:
        return f"{self.wording.say(f'report.area.{remark.area}')}: "

    # --- keys

    def action_turn(self, by: int) -> None:
        """Show the next part, or the one before."""
        self.action_part(PARTS[(PARTS.index(self._part) + by) % len(PARTS)])

    def action_part(self, part: Part) -> None:
        """Show that part."""
        self._part = part
        self.draw()

    def action_cause(self) -> None:
        """Note a cause of the chosen finding."""
        remark = self._find(self.chosen)
        ask_note(self, "cause", self._prefix(remark) if remark is not None else "")

    def action_activity(self) -> None:
        """Go to the data of the year, to correct or complete them."""
        self.program.action_open("activity")

    def action_take_in(self) -> None:
        """Let files that changed since the meeting opened enter it."""
        take_in(self)

    def action_save(self) -> None:
        """Save the report, with what people said, as Markdown, or by the ending .json as data."""
        report = self._report
        if report is None:
            self.hint("ui.report.computing")
            return
        from tui.screens.saving import save_as  # noqa: PLC0415  (only when it is saved)

        whole = attrs.evolve(report, said=said(self.program.state))

        def data() -> str:
            from emulation.insight.data import report_data  # noqa: PLC0415  (only for JSON)
            from tui.commands.output import json_text  # noqa: PLC0415

            return f"{json_text(report_data(whole))}\n"

        name = self.wording.say("ui.report.file", meeting=self.program.state.meeting)
        save_as(self, f"{name}.md", {".md": lambda: report_markdown(whole, self.wording.language), ".json": data})

    def action_compare(self) -> None:
        """Ask for the folder of an earlier year, and set this one beside it; nothing typed leaves it out again."""
        folder = self.program.folder
        year = self.program.state.setup.bloc.year
        beside = folder.with_name(folder.name.replace(str(year), str(year - 1)))
        known = str(beside) if beside != folder and beside.is_dir() else ""
        self.program.ask(self.wording.say("ui.report.ask-earlier"), known, self._compare)

    def _compare(self, typed: str | None) -> None:
        from emulation.files.folder import FolderUnusableError  # noqa: PLC0415  (only where years are compared)
        from emulation.files.record import RecordError  # noqa: PLC0415
        from tui.commands.failure import CommandError  # noqa: PLC0415
        from tui.commands.insight import earlier_year  # noqa: PLC0415

        if typed is None:
            self.hint("ui.given-up")
            return
        root = None
        try:
            root = Path(typed).expanduser().absolute() if typed else None
            bloc = self.program.state.setup.bloc
            self._earlier = earlier_year(root, bloc, self.day, self.wording) if root else None
        except CommandError as problem:
            self.program.say("refused", str(problem))
        except RecordError as problem:
            self.program.say("refused", self.program.record_sentence(problem))
        except FolderUnusableError as problem:
            errors = [one for one in problem.findings if one.severity == "error"]
            if root is not None and not is_dir(root):
                self.refused("ui.report.earlier-missing", found=root)
            else:
                self.refused("ui.report.earlier-unusable", found=root, count=len(errors))
        except (OSError, RuntimeError, ValueError) as problem:
            self.refused("ui.save.no-path", found=typed, reason=problem)
        self.draw()

    def action_stop(self) -> None:
        """Stop the draws, or make them after all."""
        if self.running:
            self.workers.cancel_group(self, "review")
            self.hint("ui.report.now-stopped")
        elif self._draws < DRAWS:
            self._begin()
        self.draw_head()
