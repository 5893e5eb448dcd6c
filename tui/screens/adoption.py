"""Votes by show of hands: what was put before the meeting, the hands counted, and what the chair declared."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, get_args

from textual.binding import Binding

from emulation.meeting.events import Adopted, Subject
from tui.screens import lines as look
from tui.screens.lines import line
from tui.screens.list_screen import ListScreen

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.binding import BindingType
    from textual.content import Content

    from tui.screens.asking import AskingScreen
    from tui.screens.list_frame import Row

SUBJECTS: tuple[Subject, ...] = get_args(Subject)
COUNTS = 3
"""Hands for, against, and without opinion."""


class AdoptionScreen(ListScreen):
    """What can be put to a show of hands, with the votes taken on it."""

    NAME = "adoption"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "vote", "Count hands", id="adoption.vote", priority=True),
        Binding("r", "reject", "Declare not passed", id="adoption.reject"),
    ]

    def head(self) -> list[Content]:
        """The votes in the room."""
        from emulation.meeting.polls import lacks_quorum  # noqa: PLC0415
        from emulation.wording import explain  # noqa: PLC0415

        state = self.program.state
        votes = state.entitled()
        present = sum(votes[unit] for unit in state.in_room())
        told = [line(self.wording.say("ui.adoption.head", present=present, entitled=sum(votes.values())))]
        if (lacking := lacks_quorum(state)) is not None and not state.closed:
            told.append(line(("⚠ ", look.WARN), (explain(lacking, self.program.language), look.WARN)))
        return [*told, *self.closed_lines(Adopted)]

    def rows(self) -> Sequence[Row]:
        """Every subject, and below it each vote on it."""
        rows: list[Row] = []
        taken = self.program.state.adopted
        for subject in SUBJECTS:
            word = self.wording.word("subject", subject)
            rows.append((subject, line((word.capitalize(), look.BOLD))))
            rows += [
                (f"{subject}:{place}", self._vote(one)) for place, one in enumerate(taken) if one.subject == subject
            ]
        return rows

    def _vote(self, vote: Adopted) -> Content:
        facts = {"yes": vote.yes, "no": vote.no, "none": vote.none}
        return line(
            ("    ✓ " if vote.passed else "    ✗ ", look.GOOD if vote.passed else look.BAD),
            self.wording.say("ui.adoption.counted", **facts),
            (f"  {self.wording.say('ui.adoption.passed' if vote.passed else 'ui.adoption.not-passed')}", look.BOLD),
            (f"  {vote.text}", look.FAINT),
        )

    def action_vote(self) -> None:
        """Count the hands; the subject passes."""
        self._ask(passed=True)

    def action_reject(self) -> None:
        """Count the hands; the subject does not pass."""
        self._ask(passed=False)

    def _ask(self, *, passed: bool) -> None:
        subject = next((one for one in SUBJECTS if one == self.chosen.partition(":")[0]), None)
        if subject is not None:
            ask_hands(self, subject, passed=passed)


def ask_hands(screen: AskingScreen, subject: Subject, *, passed: bool) -> None:
    """Count the hands on a subject; ``passed`` is what the chair declares."""
    state, say = screen.program.state, screen.wording.say
    present = sum(state.entitled()[unit] for unit in state.in_room())
    word = screen.wording.word("subject", subject)
    key = "ui.adoption.ask" if passed else "ui.adoption.ask-rejected"

    def answered(answers: list[str]) -> None:
        hands = read_counts(answers[0], COUNTS)
        if hands is None:
            screen.refused("ui.adoption.unreadable", found=answers[0])
            return
        yes, no, none = hands
        most = present or sum(state.entitled().values())  # without a roll call nobody is known to be in the room
        if yes + no + none > most:
            screen.refused("ui.adoption.too-many", found=yes + no + none, most=most)
            return
        if passed and no >= yes and no:
            screen.refused("ui.adoption.not-for", yes=yes, no=no)
            return
        screen.program.do(Adopted(subject, answers[1], yes, no, none, passed))

    known = f"{present} 0 0" if passed else f"0 {present} 0"
    screen.ask_all([(say(key, subject=word), known), (say("ui.adoption.ask-text"), "")], answered)


def read_counts(typed: str, most: int) -> list[int] | None:
    """Whole numbers from 0 parted by blanks or commas, those left out being 0; ``None`` where it is anything else."""
    words = typed.replace(",", " ").replace("/", " ").split()
    if not words or len(words) > most or not all(word.isascii() and word.isdigit() for word in words):
        return None
    numbers = [int(word[:9]) for word in words]
    return numbers + [0] * (most - len(numbers))
