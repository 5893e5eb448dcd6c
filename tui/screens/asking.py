"""A screen that asks in the line at the bottom, and says on the status line what became of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.widgets import Input

from tui.screens import lines as look
from tui.screens.lines import line
from tui.screens.meeting_screen import MeetingScreen

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import TypeAlias

    from textual.content import Content

    from emulation.meeting.commands import Command
    from emulation.meeting.refusal import Refusal

    Question: TypeAlias = tuple[str, str]
    """What is asked in the line at the bottom, and the answer that stands there already."""

_SHARED = frozenset({"agenda", "step"})


class AskingScreen(MeetingScreen):
    """What screens of the meeting share that ask for more than a key."""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """While something is typed the screen's own keys rest."""
        if action not in _SHARED and isinstance(self.focused, Input):
            return False
        return super().check_action(action, parameters)

    def ask_all(
        self,
        questions: Sequence[Question],
        call: Callable[[list[str]], None],
        given_up: Callable[[list[str]], None] | None = None,
    ) -> None:
        """Ask one after the other, then call with all answers; Escape at any of them gives all up.

        ``given_up`` is called then with the answers so far, if there are any.
        """
        answers: list[str] = []

        def answered(answer: str | None) -> None:
            if answer is None:
                self.program.say("hint", self.wording.say("ui.given-up"))
                if answers and given_up is not None:
                    given_up(answers)
                return
            answers.append(answer)
            ask()

        def ask() -> None:
            if len(answers) == len(questions):
                call(answers)
            else:
                self.program.ask(*questions[len(answers)], answered)

        ask()

    def hint(self, key: str, **facts: object) -> None:
        """Say something on the status line."""
        self.program.say("hint", self.wording.say(key, **facts))

    def refused(self, key: str, **facts: object) -> None:
        """Say why something typed cannot be taken."""
        self.program.say("refused", self.wording.say(key, **facts))
        self.app.bell()

    def cannot(self, command: Command) -> bool:
        """Whether a command would be refused now; why is said."""
        from emulation.meeting.decide import decide  # noqa: PLC0415
        from emulation.meeting.refusal import Refusal  # noqa: PLC0415

        session = self.program.session
        refusal = None if session is None else decide(session.meeting, command, self.program.by or "-")
        if isinstance(refusal, Refusal):
            self.tell(refusal)
            return True
        return session is None

    def tell(self, refusal: Refusal) -> None:
        """Say why something cannot be."""
        from emulation.wording import explain  # noqa: PLC0415

        self.program.say("refused", explain(refusal, self.program.language, self.program.names()))
        self.app.bell()

    def confirm(self, title: str, lines: list[Content], then: Callable[[], object]) -> None:
        """Ask before what undo cannot take back."""
        from tui.screens.confirm import Confirm  # noqa: PLC0415

        def answered(agreed: bool | None) -> None:  # noqa: FBT001  (as a screen hands it back)
            if agreed:
                then()
            else:
                self.hint("ui.given-up")

        self.app.push_screen(Confirm(self.wording.say(title), lines, self.wording), answered)

    def ask_lot(self, title: str) -> None:
        """Ask for the seed that the meeting names, and draw the lot after a question: it is drawn once."""
        from emulation.meeting.events import LotDrawn  # noqa: PLC0415

        if self.cannot(LotDrawn("-")):
            return

        def answered(answers: list[str]) -> None:
            command = LotDrawn(answers[0])
            if not self.cannot(command):
                told = [line(self.wording.say("ui.polls.drawing", seed=command.seed))]
                self.confirm(title, told, lambda: self.program.do(command))

        self.ask_all([(self.wording.say("ui.polls.ask-seed"), "")], answered)

    def ask_decision(self, subject: str, decision: str = "", reason: str = "") -> None:
        """Ask what the chair decides about that, and why, and note it; after a refusal what was typed comes back."""
        from emulation.meeting.events import Overruled  # noqa: PLC0415
        from emulation.meeting.refusal import refuse  # noqa: PLC0415

        def answered(answers: list[str]) -> None:
            if not answers[0]:
                self.tell(refuse("text-missing"))
                return

            def again(refusal: Refusal) -> None:
                if refusal.code != "no-person":
                    self.ask_decision(subject, *answers)

            self.program.do(Overruled(subject, answers[0], answers[1]), again)

        say = self.wording.say
        questions = [(say("ui.polls.ask-decision"), decision), (say("ui.polls.ask-decision-reason"), reason)]
        self.ask_all(questions, answered)

    def closed_lines(self, command: type) -> list[Content]:
        """Why no such command is open now, as a line of the head; none where it is."""
        from emulation.meeting.decide import closed_because  # noqa: PLC0415
        from emulation.wording import explain  # noqa: PLC0415

        refusal = closed_because(self.program.state, command)
        if refusal is None:
            return []
        return [line(("✗ ", look.WARN), (explain(refusal, self.program.language, self.program.names()), look.WARN))]
