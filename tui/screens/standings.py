"""The standings: who stands where, what may still change, why any figure is what it is, and their release.

Enter explains the chosen unit beside the list: its neighbours, then every section and criterion as a tree that folds.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding
from textual.containers import Vertical
from textual.widgets import OptionList, Static

from emulation.meeting import events as e
from tui.screens import lines as look
from tui.screens.lines import line, stack
from tui.screens.standings_acts import StandingsActs
from tui.screens.standings_lines import band, in_columns, moved, possible, why
from tui.widgets.folding_tree import FoldingTree

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from textual.app import ComposeResult
    from textual.binding import BindingType
    from textual.content import Content

    from emulation.explanation import Explanation
    from tui.figures import Figures
    from tui.screens.list_frame import Row


class StandingsScreen(StandingsActs):
    """The list of units, and what explains the chosen one."""

    NAME = "standings"
    DEFAULT_CSS = """
    StandingsScreen Frame #more { max-height: 100%; }
    StandingsScreen #more-text { height: auto; }
    StandingsScreen FoldingTree { height: 1fr; background: $background; }
    StandingsScreen.-narrow Frame #more { display: none; height: 1fr; border-top: none; }
    StandingsScreen.-narrow.-explain Frame #more { display: block; }
    StandingsScreen.-narrow.-explain OptionList { display: none; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "explain", "Explain", id="standings.explain", priority=True),
        Binding("escape", "back", "Back to the list", id="standings.back"),
        Binding("m", "close_marks", "Close or reopen the marks", id="standings.close-marks"),
        Binding("r", "release", "Release", id="standings.release"),
        Binding("l", "lot", "Draw the lot", id="standings.lot"),
        Binding("c", "chair", "The chair decides", id="standings.chair"),
        Binding("w", "withdraw", "Withdraw or return", id="standings.withdraw", show=False),
        Binding("o", "overrule", "The chair overrules", id="standings.overrule", show=False),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._explained: tuple[Figures, Mapping[str, Explanation]] | None = None

    def compose_pane(self) -> ComposeResult:
        """The explanation, beside the list; in a narrow terminal it takes its place."""
        with Vertical(id="more"):
            yield Static(id="more-text", markup=False)
            yield FoldingTree()

    def describe_key(self, binding: Binding) -> str:
        """One key closes the marks and opens them again; it is called by what it does now."""
        if binding.id == "standings.close-marks" and self.program.state.marks_closed:
            return self.wording.say("ui.standings.open-marks")
        return super().describe_key(binding)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Enter explains from the list; in the explanation it folds."""
        if action == "explain" and not isinstance(self.focused, OptionList):
            return False
        if action == "back" and not isinstance(self.focused, FoldingTree):
            return False
        return super().check_action(action, parameters)

    # --- what the list and the pane say

    def head(self) -> list[Content]:
        """What is settled, what stands in the way of the release, and which points the newest act moved."""
        state, say = self.program.state, self.wording.say
        marks = say("ui.standings.marks-closed" if state.marks_closed else "ui.standings.marks-open")
        lot = say("ui.standings.lot", seed=state.seed) if state.seed is not None else say("ui.standings.no-lot")
        released = say("ui.standings.released" if state.released else "ui.standings.not-released")
        told = [
            line(
                (f"{'✓' if state.marks_closed else '·'} {marks}", look.BOLD),
                f"   {lot}   " if "lot" in state.contest.ranking.ties else "   ",
                (f"{'✓' if state.released else '·'} {released}", look.GOOD if state.released else look.BOLD),
            )
        ]
        if not state.released:
            told += self.closed_lines(e.StandingsReleased)
        drafts = state.drafts()
        if drafts and not state.released:
            told.append(line(("! ", look.WARN), (say("ui.standings.drafts", count=len(drafts)), look.WARN)))
        sentence = moved(self.program.figures, self.wording)
        if sentence:
            told.append(line(("↕ ", look.WARN), sentence))
        return told

    def rows(self) -> Sequence[Row]:
        """A unit a line, with what there is to say of its place below; then those who withdrew."""
        heading, units = in_columns(self.program.figures, self.wording, self.list_cells, bars=True)
        rows: list[Row] = [("", stack(heading)), *((unit, stack(told)) for unit, told in units)]
        names = self.program.names()
        for unit, reason in self.program.state.withdrawn.items():
            told = self.wording.say("ui.standings.withdrawn", unit=names[unit], reason=reason)
            rows.append((unit, line((f"     {told}", look.FAINT))))
        return rows

    def more(self, chosen: str) -> list[Content]:
        """The unit, its total and band, and why it stands where it does."""
        figures, say = self.program.figures, self.wording.say
        standing = figures.standing.get(chosen)
        if standing is None:
            return []
        unit = self.program.state.setup.bloc.unit(chosen)
        rank = self.wording.rank(standing.rank, tied=standing.tied)
        facts = say("ui.standings.place", rank=rank, possible=possible(standing))
        told = [
            line((self.wording.text(unit.name), look.BOLD)),
            line(facts, (f"  {band(figures, chosen, self.wording)}".rstrip(), look.LABEL)),
        ]
        return [*told, *(line((note, look.FAINT)) for note in why(standing, self.wording))]

    def draw_more(self) -> None:
        """The unit in short, and its tree, which begins with its sections folded."""
        super().draw_more()
        from tui.screens.standings_tree import branches  # noqa: PLC0415  (after the first frame)

        tree, chosen = self.query_one(FoldingTree), self.chosen
        explanation = self._explanations().get(chosen)
        if explanation is None:
            tree.grow(None, ())
            return
        fresh = not tree.made or tree.made[0].about != chosen
        figures = self.program.figures
        tree.grow(chosen, branches(explanation, figures.standing[chosen], self.program.names(), self.wording))
        if fresh:
            tree.action_turn_all()

    def _explanations(self) -> Mapping[str, Explanation]:
        from emulation.explanation import explain  # noqa: PLC0415  (when somebody looks)

        figures = self.program.figures
        if self._explained is None or self._explained[0] is not figures:
            self._explained = (figures, explain(figures.contest, figures.marks, figures.standings))
        return self._explained[1]

    # --- looking

    def action_explain(self) -> None:
        """Go into the explanation of the chosen unit."""
        if self.chosen in self.program.figures.standing:
            self.add_class("-explain")
            self.query_one(FoldingTree).focus()

    def action_back(self) -> None:
        """Go back to the list."""
        self.remove_class("-explain")
        self.query_one(OptionList).focus()
