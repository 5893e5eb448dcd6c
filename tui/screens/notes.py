"""The steps in which people speak: opening, discussion, directions. A remark is a line with its topic and speaker."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding

from emulation.meeting.events import Noted
from tui.screens import lines as look
from tui.screens.lines import line
from tui.screens.list_screen import ListScreen
from tui.screens.picker import Picker

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.binding import BindingType
    from textual.content import Content

    from emulation.meeting.events import Topic
    from emulation.meeting.refusal import Refusal
    from tui.screens.asking import AskingScreen
    from tui.screens.list_frame import Row

TOPICS: tuple[Topic, ...] = ("report", "result", "shortcoming", "cause", "opinion", "direction", "comment")


class NotesScreen(ListScreen):
    """The notes of the meeting by topic, those of this step first; `FIRST` are the step's topics."""

    FIRST: ClassVar[tuple[Topic, ...]] = ()
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "note", "Note", id="notes.add"),
        Binding("t", "note_as", "Note under a topic", id="notes.topic"),
    ]

    def head(self) -> list[Content]:
        """What the notes of this step are, and how to write one."""
        count = len(self.program.state.notes)
        return [
            line(self.wording.say(f"ui.screen.{self.NAME}.purpose")),
            line((self.wording.say("ui.notes.head", count=count), look.FAINT)),
            *self.closed_lines(Noted),
        ]

    def rows(self) -> Sequence[Row]:
        """The notes under the headings of their topics."""
        notes = list(enumerate(self.program.state.notes))
        rows: list[Row] = []
        for topic in (*self.FIRST, *(one for one in TOPICS if one not in self.FIRST)):
            found = [(place, note) for place, note in notes if note.topic == topic]
            if not found and topic not in self.FIRST:
                continue
            rows.append(self.heading(self.wording.word("topic", topic).capitalize(), len(found)))
            rows += [(f"note:{place}", note_line(note)) for place, note in found]
        return rows

    def more(self, chosen: str) -> list[Content]:
        """The whole note."""
        kind, _, place = chosen.partition(":")
        if kind != "note":
            return []
        note = self.program.state.notes[int(place)]
        told = [line((self.wording.word("topic", note.topic).capitalize(), look.BOLD))]
        if note.speaker:
            told.append(line((note.speaker, look.LABEL)))
        return [*told, line(note.text)]

    def action_note(self) -> None:
        """Write a line under the step's first topic."""
        self.ask_note(self.FIRST[0])

    def action_note_as(self) -> None:
        """Write a line under a topic that is picked first."""
        choices = [(one, self.wording.word("topic", one).capitalize()) for one in TOPICS]

        def picked(found: tuple[str, ...] | None) -> None:
            topic = next((one for one in TOPICS if found and one == found[0]), None)
            if topic is not None:
                self.ask_note(topic)

        self.app.push_screen(Picker(self.wording.say("ui.notes.pick-topic"), choices, self.wording), picked)

    def ask_note(self, topic: Topic, text: str = "") -> None:
        """Ask for a line and who said it, and note it; what was typed comes back after a refusal."""
        ask_note(self, topic, text)


def ask_note(screen: AskingScreen, topic: Topic, text: str = "") -> None:
    """Ask for a line about a topic and who said it, and note it.

    What was typed comes back after a refusal, and the next time where it was given up only after it was typed.
    """
    kept = screen.program.kept
    text = text or kept.pop(topic, "")
    word = screen.wording.word("topic", topic)
    questions = [
        (screen.wording.say("ui.notes.ask-text", topic=word), text),
        (screen.wording.say("ui.notes.ask-speaker"), ""),
    ]

    def answered(answers: list[str]) -> None:
        said, speaker = answers

        def again(refusal: Refusal) -> None:
            if refusal.code == "no-person":
                keep(answers)
            elif said:
                ask_note(screen, topic, said)

        screen.program.do(Noted(topic, said, speaker), again)

    def keep(answers: list[str]) -> None:
        if answers[0]:
            kept[topic] = answers[0]
            screen.hint("ui.notes.kept")

    screen.ask_all(questions, answered, keep)


def note_line(note: Noted) -> Content:
    """A note in one line of the list."""
    if note.speaker:
        return line(("  • ", look.FAINT), (f"{note.speaker}: ", look.LABEL), note.text)
    return line(("  • ", look.FAINT), note.text)


class OpeningScreen(NotesScreen):
    """What is said when the meeting opens."""

    NAME = "opening"
    FIRST = ("comment",)


class DiscussionScreen(NotesScreen):
    """Opinions, and what they say of results, shortcomings and causes."""

    NAME = "discussion"
    FIRST = ("opinion", "result", "shortcoming", "cause")


class DirectionsScreen(NotesScreen):
    """What the superior directs."""

    NAME = "directions"
    FIRST = ("direction",)
