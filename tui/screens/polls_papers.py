"""Papers entered one by one. What is on the paper in hand can be seen; of those before it, only how many there are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from textual.containers import Vertical, VerticalScroll
from textual.widgets import Static

from emulation.voting import Paper
from tui.screens import lines as look
from tui.screens.lines import line, stack
from tui.widgets.grid_text import fit, width

if TYPE_CHECKING:
    from collections.abc import Mapping

    from textual.app import ComposeResult
    from textual.content import Content

    from emulation.procedure import PollRules
    from emulation.voting import Ballot, Roll
    from emulation.wording import Wording

Said: TypeAlias = Literal["yes", "no", "none", "own", ""]
"""What the paper says about a candidate; ``own``: it is the candidate's, who is recused; empty: nothing typed yet."""

SIGNS: dict[Said, tuple[str, str]] = {
    "yes": ("✓", look.GOOD),
    "no": ("✗", look.BAD),
    "none": ("○", look.FAINT),
    "own": ("–", look.FAINT),
    "": ("·", look.FAINT),
}


class PaperEntry(Vertical, can_focus=True):
    """The paper in hand; it is handed in by the screen and forgotten at once."""

    DEFAULT_CSS = """
    PaperEntry { width: 1fr; height: 100%; padding: 0 2; }
    PaperEntry #paper-head { height: auto; max-height: 7; }
    PaperEntry #paper-rows { height: 1fr; scrollbar-size-vertical: 1; }
    PaperEntry #paper-text { link-style: none; link-style-hover: reverse; }
    PaperEntry #paper-foot { height: auto; max-height: 3; border-top: solid $primary 50%; }
    """

    def __init__(self) -> None:
        super().__init__(id="papers")
        self.at = 0
        self._said: dict[str, Said] = {}
        self._invalid = False
        self._rules: PollRules | None = None
        self._ballot: Ballot | None = None
        self._roll: Roll | None = None

    def compose(self) -> ComposeResult:
        """How many papers there are, the paper in hand, and how to write on it."""
        yield Static(id="paper-head", markup=False)
        with VerticalScroll(id="paper-rows", can_focus=False):
            yield Static(id="paper-text", markup=False)
        yield Static(id="paper-foot", markup=False)

    # --- what the screen asks

    def take(self) -> None:
        """Take a blank paper."""
        self._said, self._invalid, self.at = {}, False, 0

    def paper(self) -> Paper:
        """The paper in hand; about candidates that nothing was typed of it is silent."""
        if self._invalid:
            return Paper(invalid=True)
        held: dict[Said, set[str]] = {"yes": set(), "no": set(), "none": set(), "own": set(), "": set()}
        for candidate, said in self._said.items():
            held[said].add(candidate)
        choose = self._rules is not None and self._rules.kind == "choose"
        return Paper(held["yes"]) if choose else Paper(held["yes"], held["no"], held["none"])

    @property
    def untouched(self) -> bool:
        """Whether nothing was typed on the paper: a blank one has to be called so."""
        return not self._said and not self._invalid

    def step(self, place: int | None = None) -> bool:
        """Change what the paper says about the candidate of that place, from 0, or of the cursor; False: no such."""
        if self._ballot is None or self._rules is None or self._roll is None:
            return False
        at = self.at if place is None else place
        if at >= len(self._ballot.candidates):
            return False
        candidate = self._ballot.candidates[at]
        cycle: tuple[Said, ...] = ("yes", "no", "none")
        if self._rules.kind == "choose":
            cycle = ("yes", "none")
        elif self._roll.recused(self._rules, candidate)[1]:
            cycle = (*cycle, "own")
        now = self._said.get(candidate, "")
        self._said[candidate] = cycle[(cycle.index(now) + 1) % len(cycle)] if now in cycle else cycle[0]
        self._invalid = False
        self.at = at
        return True

    def rest(self, said: Said) -> None:
        """Say the same about all candidates that nothing was typed of."""
        for candidate in self._ballot.candidates if self._ballot is not None else ():
            self._said.setdefault(candidate, said)
        self._invalid = False

    def spoil(self) -> None:
        """Call the paper invalid, or not."""
        self._invalid = not self._invalid
        self._said = {}

    def move(self, by: int) -> None:
        """Go to another candidate."""
        if self._ballot is not None:
            self.at = (self.at + by) % len(self._ballot.candidates)

    # --- drawing

    def show(
        self,
        told: tuple[str, Mapping[str, tuple[str, str]], Wording],
        rules: PollRules,
        ballot: Ballot,
        roll: Roll,
        number: int,
    ) -> None:
        """Draw the paper in hand; ``number`` papers were handed in before.

        ``told`` are the round's title, the short and the whole name of each unit, and the language.
        """
        title, names, wording = told
        if self._ballot is not None and self._ballot != ballot:
            self.take()
        self._rules, self._ballot, self._roll = rules, ballot, roll
        say = wording.say
        noun = "paper" if rules.secret else "hand"
        count = say("ui.polls.paper.count", number=number, present=roll.present_votes, entitled=roll.entitled_votes)
        head = [
            line((title, look.BOLD)),
            line((say(f"ui.polls.paper.{noun}", number=number + 1), f"{look.BOLD} underline"), f"   {count}"),
            line(("▒ ", look.LABEL), say("ui.polls.paper.hidden")),
            line(""),
        ]
        self.query_one("#paper-head", Static).update(stack(head))
        self.query_one("#paper-text", Static).update(stack(self._rows(rules, ballot, names, wording)))
        scroll = self.query_one("#paper-rows", VerticalScroll)
        if not round(scroll.scroll_y) <= self.at < round(scroll.scroll_y) + max(1, scroll.size.height):
            scroll.scroll_to(y=max(0, self.at - scroll.size.height // 2), animate=False)
        foot = [
            line((say("ui.polls.paper.how-choose" if rules.kind == "choose" else "ui.polls.paper.how"), look.FAINT))
        ]
        if rules.kind == "choose" and ballot.seats is not None:
            named = sum(said == "yes" for said in self._said.values())
            foot.insert(0, line(say("ui.polls.paper.named", count=named, most=ballot.seats)))
        self.query_one("#paper-foot", Static).update(stack(foot))

    def _rows(
        self, rules: PollRules, ballot: Ballot, names: Mapping[str, tuple[str, str]], wording: Wording
    ) -> list[Content]:
        if self._invalid:
            return [line(("✗ ", look.BAD), (wording.say("ui.polls.paper.invalid"), look.BAD))]
        said_of = {candidate: self._said.get(candidate, "") for candidate in ballot.candidates}
        short = min(16, max(8, *(width(names[one][0]) for one in ballot.candidates)))
        room = max(10, self.size.width - short - 34)
        rows = []
        for number, (candidate, said) in enumerate(said_of.items()):
            sign, style = SIGNS[said]
            word = wording.say(f"ui.polls.paper.{self._word(rules, said)}")
            key = f" {number + 1} " if number < 9 else "   "  # noqa: PLR2004  (as many digits as have a key)
            told = line(
                ("▸" if number == self.at else " ", look.LABEL),
                (key, "reverse" if number < 9 else ""),  # noqa: PLR2004
                " ",
                (fit(names[candidate][0], short + 1), look.BOLD),
                (f"{sign} {fit(word, 20)}", style),
                (fit(names[candidate][1], room), look.FAINT),
            )
            rows.append(told.stylize(f"@click=screen.paper_step({number})"))
        return rows

    def _word(self, rules: PollRules, said: Said) -> str:
        if rules.kind == "choose":
            return {"yes": "chosen", "": "untouched"}.get(said, "not-chosen")
        return said or "untouched"
