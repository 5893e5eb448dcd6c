"""Judging beside a screen, in a thread: the screen hears of the questions, then of the verdicts so many at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.message import Message
from textual.worker import get_current_worker

from emulation.files.record import RecordError
from tui import judging

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from textual.message_pump import MessagePump

    from emulation.awards.rulebook import VerdictStatus
    from emulation.meeting.state import State
    from tui.judging import Grounds


class QuestionsRead(Message):
    """The questions are known; ``run`` is the number of the judging that asks them."""

    def __init__(self, run: int, grounds: Grounds) -> None:
        super().__init__()
        self.run, self.grounds = run, grounds


class VerdictsFound(Message):
    """Some more verdicts are known, in the order of the questions."""

    def __init__(self, run: int, found: tuple[VerdictStatus | None, ...]) -> None:
        super().__init__()
        self.run, self.found = run, found


class JudgingFailed(Message):
    """Nothing can be judged: a record cannot be read."""

    def __init__(self, run: int, problem: RecordError) -> None:
        super().__init__()
        self.run, self.problem = run, problem


def judge(screen: MessagePump, run: int, state: State, root: Path, received: date, today: date) -> None:
    """The work of the thread; it ends early where its worker is cancelled."""
    worker = get_current_worker()
    try:
        grounds = judging.read(state, root, received, today)
    except RecordError as problem:
        screen.post_message(JudgingFailed(run, problem))
        return
    screen.post_message(QuestionsRead(run, grounds))
    for found in judging.statuses(grounds, grounds.pairs):
        if worker.is_cancelled:
            return
        screen.post_message(VerdictsFound(run, found))
