"""The committee's counts as a form: every sum is checked as it is typed, and what is wrong is said beside it.

Numbers are covered but for the one that is being typed, so that the wall shows no result before the round is sealed.
Where the papers were entered one by one, their counts are the box's, and only what papers do not tell is asked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from emulation.wording import sentence_of
from tui.screens import lines as look, polls_count as counting
from tui.screens.lines import line, stack
from tui.screens.polls_count import HEADS, OPINIONS, PAPERS
from tui.widgets.grid_text import fit, width

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from textual import events
    from textual.app import ComposeResult

    from emulation.finding import Finding
    from emulation.procedure import PollRules
    from emulation.voting import Ballot, Counts, Roll
    from emulation.wording import Wording
    from tui.screens.polls_count import Spot

FIELD = 5
"""Digits that a field has room for."""

SEAL: Spot = ("seal", "")
"""The last place of the form: to seal what was typed."""

UNTYPED: frozenset[Spot] = frozenset({(PAPERS, "written")})
"""What the record knows and nobody types: the cursor passes over it."""


class CountForm(Vertical, can_focus=True):
    """Keeps what was typed and where the cursor is; the screen reads the counts and sends them."""

    DEFAULT_CSS = """
    CountForm { width: 1fr; height: 100%; padding: 0 2; }
    CountForm #count-head { height: auto; max-height: 6; }
    CountForm #count-fields { height: 1fr; scrollbar-size-vertical: 1; }
    CountForm #count-text { link-style: none; link-style-hover: reverse; }
    CountForm #count-problem { height: auto; max-height: 4; min-height: 1; border-top: solid $primary 50%; }
    """

    def __init__(self) -> None:
        super().__init__(id="count")
        self.round: tuple[str, int, int] | None = None
        self.boxed = 0
        self.covered = True
        self.texts: dict[Spot, str] = {}
        self.at: Spot = (PAPERS, HEADS[0])
        self._rules: PollRules | None = None
        self._ballot: Ballot | None = None
        self._roll: Roll | None = None
        self._names: Mapping[str, str] = {}
        self._wording: Wording | None = None
        self._title = ""

    def compose(self) -> ComposeResult:
        """What is counted, the fields, and what is wrong."""
        yield Static(id="count-head", markup=False)
        with VerticalScroll(id="count-fields", can_focus=False):
            yield Static(id="count-text", markup=False)
        yield Static(id="count-problem", markup=False)

    # --- what the screen asks

    def begin(self, round_: tuple[str, int, int], rules: PollRules, roll: Roll) -> None:
        """Count that round: the poll, how many were annulled before, and its number.

        What was typed for it before is there still.
        """
        if round_ != self.round:
            self.round, self.covered = round_, rules.secret
            self.texts = counting.known(rules, roll)
            self.at = (PAPERS, HEADS[0])

    def show(
        self,
        told: tuple[str, Mapping[str, str], Wording],
        rules: PollRules,
        ballot: Ballot,
        roll: Roll,
        boxed: int,
    ) -> None:
        """Draw the form of a round; ``told`` are its title, what units are called, and the language.

        ``boxed`` is how many papers were entered one by one.
        """
        self._title, self._names, self._wording = told
        self._rules, self._ballot, self._roll, self.boxed = rules, ballot, roll, boxed
        self.texts[PAPERS, "written"] = str(roll.written_votes)
        if self.at not in self._places():
            self.at = self._places()[0]
        self.draw()

    def counts(self) -> Counts | None:
        """What was typed, once no field is blank; else the cursor moves to the first that is."""
        if self._rules is None or self._ballot is None:
            return None
        missing = self._missing()
        if missing:
            self.at = missing[0]
            self.draw()
            return None
        return counting.counts(self.texts, self._rules, self._ballot)

    def issued(self) -> int | None:
        """How many papers were handed out, once it was typed."""
        text = self.texts.get((PAPERS, "issued"))
        if not text:
            self.at = (PAPERS, "issued")
            self.draw()
        return int(text) if text else None

    def forget(self) -> None:
        """Begin the count again; what the record knows stays."""
        self.texts = counting.known(self._rules, self._roll) if self._rules and self._roll else {}
        self.at = self._places()[0]
        self.draw()

    def move(self, by: int) -> None:
        """Go to a field that many places further."""
        places = [place for place in self._places() if place == self.at or place not in UNTYPED]
        self.at = places[(places.index(self.at) + by) % len(places)]
        self.draw()

    def move_down(self, by: int) -> None:
        """Go to the row below, or above, under the same opinion."""
        rows = self._rows()
        here = next(place for place, row in enumerate(rows) if self.at in row)
        across = rows[here].index(self.at)
        while (to := rows[(here + by) % len(rows)])[0] in UNTYPED:
            here += by
        self.at = to[min(across, len(to) - 1)]
        self.draw()

    def go(self, place: int) -> None:
        """Go to the field of that place, as when it is clicked."""
        places = self._places()
        self.at = places[min(place, len(places) - 1)]
        self.focus()
        if self.at in UNTYPED:
            self.move(1)
        self.draw()

    # --- typing

    def on_key(self, event: events.Key) -> None:
        """Digits go into the field; the others are the screen's."""
        text = self.texts.get(self.at, "")
        letter = event.character or ""
        if len(letter) == 1 and letter.isascii() and letter.isdigit():
            typed = letter if self._fresh else text + letter
            if self.at != SEAL:
                self.texts[self.at] = typed.lstrip("0")[: counting.DIGITS] or "0"
                self._fresh = False
        elif event.key in {"backspace", "delete"}:
            if self.at != SEAL:
                self.texts[self.at] = text[:-1] if event.key == "backspace" else ""
                self._fresh = False
        else:
            return
        event.stop()
        self._draw()

    _fresh = True
    """Whether the next digit begins the field's number anew, as right after the cursor came to it."""

    # --- drawing

    def draw(self) -> None:
        """Draw it, the cursor having moved."""
        self._fresh = True
        self._draw()

    def _places(self) -> tuple[Spot, ...]:
        if self._rules is None or self._ballot is None or self.boxed:
            return (PAPERS, "issued"), SEAL
        return (*counting.spots(self._rules, self._ballot), SEAL)

    def _rows(self) -> list[list[Spot]]:
        """The fields line by line, as they stand on the screen."""
        rows: dict[Spot, list[Spot]] = {}
        for place in self._places():
            rows.setdefault(place if place[0] == PAPERS else (place[0], ""), []).append(place)
        return list(rows.values())

    def _missing(self) -> list[Spot]:
        if self._rules is None or self._ballot is None:
            return []
        return counting.blanks(self.texts, self._rules, self._ballot)

    def _draw(self) -> None:
        if self._wording is None or self._rules is None or self._ballot is None or self._roll is None:
            return
        round_ = (self._rules, self._ballot, self._roll)
        issued = self.texts.get((PAPERS, "issued"), "")
        found = list(
            counting.problems_of_box(issued, self.boxed, *round_)
            if self.boxed
            else counting.problems(self.texts, *round_)
        )
        self.query_one("#count-head", Static).update(stack(self._head(self._wording, self._rules)))
        rows = self._fields(self._wording, self._rules, self._ballot, self._roll, found)
        self.query_one("#count-text", Static).update(stack([told for _, told in rows]))
        here = next((place for place, (spot, _) in enumerate(rows) if spot in {self.at, (self.at[0], "")}), 0)
        scroll = self.query_one("#count-fields", VerticalScroll)
        top, height = round(scroll.scroll_y), scroll.size.height
        if not top <= here < top + height - 1:
            scroll.scroll_to(y=max(0, here - height // 2), animate=False)
        self.query_one("#count-problem", Static).update(stack(self._told(self._wording, found)))

    def _head(self, wording: Wording, rules: PollRules) -> list[Content]:
        head = [line((self._title, look.BOLD))]
        if self.boxed:
            head.append(line(("▒ ", look.LABEL), wording.say("ui.polls.form.boxed", count=self.boxed)))
        elif rules.secret:
            key = "ui.polls.form.covered" if self.covered else "ui.polls.form.uncovered"
            head.append(line(("▒ ", look.LABEL), wording.say(key)))
        else:
            head.append(line(("▒ ", look.LABEL), wording.say("ui.polls.form.hands")))
        return head

    def _fields(
        self,
        wording: Wording,
        rules: PollRules,
        ballot: Ballot,
        roll: Roll,
        found: Sequence[tuple[str, str, Finding]],
    ) -> list[tuple[Spot, Content]]:
        """Each line of the form, and the field or row that it is."""
        bad = {(first, second) for first, second, one in found if one.severity == "error"}
        odd = {(first, second) for first, second, one in found if one.severity != "error"}
        labels = {head: wording.say(f"ui.polls.form.{head if rules.secret else f'{head}-hands'}") for head in HEADS}
        room = max(map(width, labels.values())) + 1
        rows: list[tuple[Spot, Content]] = [(("", "top"), line(""))]
        for head in HEADS:
            spot = (PAPERS, head)
            if self.boxed and head != "issued":
                number = {"cast": f"{self.boxed}", "written": f"{roll.written_votes}"}.get(head, "▒▒")
                held = line((f"  {number:>{FIELD}} ", look.FAINT))
            else:
                held = self._field(spot, open_to_all=True)
            sign: str | tuple[str, str] = "  "
            if spot in bad | odd:
                sign = (" ✗", look.BAD) if spot in bad else (" !", look.WARN)
            elif self.texts.get(spot) and not self.boxed:
                sign = (" ✓", look.GOOD)
            told = [line(fit(labels[head], room)), held, line(sign, (self._beside(head, wording, roll), look.FAINT))]
            rows.append((spot, Content("").join(told)))
        rows.append((("", "gap"), line("")))
        if not self.boxed:
            rows += self._candidates(wording, rules, ballot, bad)
            rows.append((("", "gap"), line("")))
        style = "bold reverse" if self.at == SEAL else "bold"
        seal = line(("[ ", look.LABEL), (wording.say("ui.polls.form.seal"), style), (" ]", look.LABEL))
        rows.append((SEAL, self._click(seal, SEAL)))
        return rows

    def _beside(self, head: str, wording: Wording, roll: Roll) -> str:
        """What the record knows about that number."""
        match head:
            case "issued":
                return f"  {wording.say('ui.polls.form.entitled', count=roll.entitled_votes)}"
            case "cast":
                return f"  {wording.say('ui.polls.form.present', count=roll.present_votes)}"
            case "written":
                return f"  {wording.say('ui.polls.form.received')}"
            case _:
                valid = counting.valid(self.texts)
                if self.boxed or valid is None:
                    return ""
                return f"  {wording.say('ui.polls.form.valid', count=valid)}"

    def _candidates(
        self, wording: Wording, rules: PollRules, ballot: Ballot, bad: set[tuple[str, str]]
    ) -> list[tuple[Spot, Content]]:
        opinions = OPINIONS if rules.kind == "approve" else OPINIONS[:1]
        name = min(24, max(8, *(width(self._names.get(one, one)) for one in ballot.candidates)))
        keys = [f"ui.polls.column.{one}" if rules.kind == "approve" else "ui.polls.column.votes" for one in opinions]
        titles = [" " * (name + 4), *((fit(wording.say(key), FIELD + 6, "centre"), look.LABEL) for key in keys)]
        rows: list[tuple[Spot, Content]] = [(("", "titles"), line(*titles))]
        valid = counting.valid(self.texts)
        for number, candidate in enumerate(ballot.candidates, 1):
            told = [line((f"{number:>2} ", look.FAINT), fit(self._names.get(candidate, candidate), name + 1))]
            for opinion in opinions:
                told += [line("  "), self._field((candidate, opinion)), line("  ")]
            told.append(self._sum(wording, rules, candidate, valid, wrong=(candidate, "") in bad))
            rows.append(((candidate, ""), Content("").join(told)))
        if ("", "") in bad:
            rows.append((("", "all"), line(("✗ ", look.BAD), (wording.say("ui.polls.form.too-many"), look.BAD))))
        return rows

    def _sum(self, wording: Wording, rules: PollRules, candidate: str, valid: int | None, *, wrong: bool) -> Content:
        told = counting.given(self.texts, candidate)
        if rules.kind == "choose":
            if wrong:
                return line(("✗", look.BAD))
            return line(("✓", look.GOOD) if self.texts.get((candidate, "yes")) and valid is not None else "")
        complete = all(self.texts.get((candidate, one)) for one in OPINIONS)
        if valid is None:
            return line("")
        if wrong:
            return line(("✗ ", look.BAD), (wording.say("ui.polls.form.sum-wrong", found=told, valid=valid), look.BAD))
        if complete:
            return line((f"✓ {told}", look.GOOD))
        return line((wording.say("ui.polls.form.left", count=max(0, valid - told)), look.FAINT))

    def _field(self, spot: Spot, *, open_to_all: bool = False) -> Content:
        """The field's number, or what covers it; counts of papers alone give nothing away."""
        text, here = self.texts.get(spot, ""), spot == self.at
        shown = "••" if text and self.covered and not here and not open_to_all else text
        if spot == (PAPERS, "written"):
            return line((f"  {shown:>{FIELD}} ", look.BOLD if here else ""))
        inside = f"{shown}▏" if here else f"{shown} "
        style = "bold reverse" if here else ""
        return self._click(line(("[", look.LABEL), (f"{inside:>{FIELD + 1}}", style), ("]", look.LABEL)), spot)

    def _click(self, told: Content, spot: Spot) -> Content:
        places = self._places()
        return told.stylize(f"@click=screen.count_go({places.index(spot)})") if spot in places else told

    def _told(self, wording: Wording, found: Sequence[tuple[str, str, Finding]]) -> list[Content]:
        """The first thing that is wrong where the cursor is, else anywhere; else how much is left to type."""
        mine = [one for one in found if (one[0], one[1]) in {self.at, (self.at[0], "")}]
        first = next(iter([*mine, *found]), None)
        if first is not None:
            tone = look.BAD if first[2].severity == "error" else look.WARN
            about = "" if first[0] in {"", PAPERS} else f"{self._names.get(first[0], first[0])}: "
            said = sentence_of(first[2], wording.language, typed=True)
            more = f"  ({wording.say('ui.polls.form.more', count=len(found) - 1)})" if len(found) > 1 else ""
            return [line(("✗ " if first[2].severity == "error" else "! ", tone), (f"{about}{said}", tone), more)]
        missing = [] if self.boxed else self._missing()
        if self.boxed and not self.texts.get((PAPERS, "issued")):
            missing = [(PAPERS, "issued")]
        if missing:
            return [line((wording.say("ui.polls.form.missing", count=len(missing)), look.FAINT))]
        return [line(("✓ ", look.GOOD), wording.say("ui.polls.form.complete"))]
