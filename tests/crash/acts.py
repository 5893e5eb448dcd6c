"""A program that holds a meeting as fast as it can and says what is saved; the crash tests kill it.

``python acts.py FOLDER MEETING SEED`` writes a line as soon as something is acknowledged, an act or a paper: the number
of the last act, and how many papers are in the box. Which acts follow which is settled by the seed. ``hold`` in place
of the seed opens the record and waits; ``marks`` enters marks alone.
"""

from __future__ import annotations

import datetime as dt
import signal
import sys
import warnings
from decimal import Decimal
from pathlib import Path
from random import Random

from emulation.files.session import Session
from emulation.marks import Given
from emulation.meeting import commands as c, events as e
from emulation.meeting.refusal import Refusal
from emulation.voting import Paper

UNITS = tuple("abcd")
BY = "Chị Thư"


def tell(session: Session) -> None:
    print(session.meeting.last.seq, sum(session.box("head").values()), flush=True)  # noqa: T201  (the parent reads it)


def hold(session: Session, chance: Random) -> None:
    """Polls with papers one after the other, and whatever else meetings do between them."""
    at = dt.datetime(2023, 1, 10, 8, 0)  # noqa: DTZ001  (a local time)

    def do(command: c.Command) -> None:
        answer = session.do(command, BY, at)
        if not isinstance(answer, Refusal):
            tell(session)

    for unit in UNITS:
        do(e.PersonListed(f"p{unit}", f"Đại biểu {unit}", "delegate", unit))
        do(e.CheckedIn(f"p{unit}"))
    while True:
        for _ in range(chance.randint(1, 5)):
            do(chance.choice([throw_mark(chance), e.Noted("opinion", "ý kiến " * chance.randint(1, 400)), c.Undo()]))
        if "head" in session.meeting.state.polls:
            do(e.PollAnnulled("head", "bỏ phiếu lại"))
        do(c.CreatePoll("head"))
        do(c.OpenPoll("head"))
        for _ in range(5):
            if chance.random() < 0.3:
                do(e.Noted("opinion", "trong lúc bỏ phiếu"))
            paper = Paper(yes=chance.sample("abc", chance.randint(0, 2)))
            if not isinstance(session.hand_in("head", paper), Refusal):
                tell(session)
        counts = session.counted("head", issued=5)
        if not isinstance(counts, Refusal):
            do(c.ClosePoll("head", counts))


def throw_mark(chance: Random) -> e.MarksAgreed:
    value = Decimal(chance.randint(0, 20)) / 2
    return e.MarksAgreed((e.Change(chance.choice(UNITS), "A1", Given(value, "vì thế")),), "hội nghị thống nhất")


def main(folder: str, meeting: str, seed: str) -> None:
    warnings.simplefilter("error")
    at = dt.datetime(2023, 1, 10, 8, 0)  # noqa: DTZ001
    with Session.open(Path(folder), meeting, BY, at) as session:
        tell(session)
        if seed == "hold":
            signal.pause()
        elif seed == "marks":
            chance = Random(0)  # noqa: S311
            while True:
                answer = session.do(throw_mark(chance), BY, at)
                assert not isinstance(answer, Refusal), answer
                tell(session)
        else:
            hold(session, Random(seed))  # noqa: S311


if __name__ == "__main__":
    main(*sys.argv[1:])
