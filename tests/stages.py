"""Meetings of the 2022 example that came so far: for tests that need a screen in a fitting state."""

from __future__ import annotations

import shutil
from datetime import date, datetime, timedelta, timezone
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Literal, TypeAlias, get_args

from emulation.files.session import Session
from emulation.meeting import events as e
from emulation.meeting.commands import ClosePoll, CreatePoll, OpenPoll
from emulation.meeting.refusal import Refusal
from emulation.voting import Counts, Paper, Votes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from emulation.meeting.commands import Command

EXAMPLE = Path(__file__).parents[1] / "examples" / "noi-chinh-2022"
AT = datetime(2023, 3, 30, 8, 30, tzinfo=timezone(timedelta(hours=7)))
BY = "thư ký"

Stage: TypeAlias = Literal["nothing", "in-room", "marks-closed", "counting", "sealed", "released", "ended"]
STAGES: tuple[Stage, ...] = get_args(Stage)

_BUILT = TemporaryDirectory(prefix="stages-")


def hold(root: Path, meeting: str, stage: Stage) -> Path:
    """A folder below ``root`` in which that meeting came to that stage."""
    folder = root / EXAMPLE.name
    root.mkdir(exist_ok=True)
    shutil.copytree(_held(meeting, stage), folder)
    return folder


@cache
def _held(meeting: str, stage: Stage) -> Path:
    built = Path(_BUILT.name) / f"{meeting}-{stage}"
    shutil.copytree(EXAMPLE, built, ignore=shutil.ignore_patterns("meetings"))
    with Session.open(built, meeting, BY, AT) as session:
        for command in acts(session, stage):
            refused = session.do(command, BY, AT)
            assert not isinstance(refused, Refusal), (meeting, command, refused)
    return built


def acts(session: Session, stage: Stage) -> Iterator[Command]:
    """What happens in the meeting up to that stage; each act is carried out before the next is asked for."""
    reached = STAGES[: STAGES.index(stage) + 1]
    state = session.meeting.state
    polls = [poll.id for poll in state.setup.procedure.polls] if "polls" in state.agenda else []
    if "in-room" in reached:
        yield e.StepEntered(state.agenda[0])
        yield from _come(session)
    if "marks-closed" in reached and "marks" in state.agenda:
        yield e.MarksClosed()
    if "counting" in reached:
        for poll in polls[:1]:
            yield CreatePoll(poll)
            yield OpenPoll(poll, ("p-vksndtc",))
            _fill(session, poll)
    if "sealed" in reached:
        for poll in polls[:1]:
            session.clear_box(poll)
            first, *others = session.meeting.state.polls[poll].candidates
            votes = {first: Votes(6)} | {other: Votes(1, 5) for other in others}
            yield ClosePoll(poll, Counts(6, 6, votes=votes))
    if "released" in reached:
        yield from (e.PollReleased(poll) for poll in polls[:1])
        if "marks" in state.agenda:
            yield from (e.LotDrawn("2023"), e.StandingsReleased())
        yield e.TaskGiven("t1", "Gửi báo cáo [red]tổng kết[/red]", "btp", date(2023, 4, 15))
    if "ended" in reached:
        yield e.Closed()


def _come(session: Session) -> Iterator[Command]:
    units = session.meeting.state.setup.bloc.units
    for number, unit in enumerate(units, 1):
        yield e.PersonListed(f"p-{unit.id}", f"Nguyễn Văn {number}", "delegate", unit.id, "Vụ trưởng")
        if number <= len(units) - 2:
            yield e.CheckedIn(f"p-{unit.id}")
    yield e.PersonListed("guest", "Trần Thị [b]Khách[/b]", "guest")
    yield e.Noted("opinion", "[@click=app.meddle]bấm vào đây[/]", "[red]BTP")


def _fill(session: Session, poll: str) -> None:
    first, *others = session.meeting.state.polls[poll].candidates
    for paper, copies in ((Paper(yes=frozenset({first}), no=frozenset(others)), 3), (Paper(invalid=True), 1)):
        assert not isinstance(session.hand_in(poll, paper, copies), Refusal)
