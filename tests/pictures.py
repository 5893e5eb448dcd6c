"""The pictures of the README: the real screens, on the examples, with a clock that stands.

Run: python -m tests.pictures   (draws them anew into examples/pictures; a test says when they are not current)
"""

from __future__ import annotations

import asyncio
import re
import shutil
import tempfile
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import TYPE_CHECKING

from emulation.files.following import Follower
from emulation.files.session import Session
from emulation.frozen import frozen
from emulation.meeting.events import (
    CheckedIn,
    Event,
    LotDrawn,
    MarksClosed,
    PersonListed,
    StandingsReleased,
    StepEntered,
)
from emulation.meeting.refusal import Refusal
from emulation.text import Language
from tui.app import EmulationApp
from tui.wall import WallApp

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from emulation.meeting.state import State

ROOT = Path(__file__).parents[1]
PLACE = ROOT / "examples" / "pictures"
AT = datetime(2023, 3, 30, 8, 30, tzinfo=timezone(timedelta(hours=7)))
BY = "Nguyễn Thị Thư"
LATE = 7

_ELSEWHERE = re.compile(r"\s*@font-face \{.*?\}\n", re.DOTALL)
"""Where the drawing asks a server for its letters; a browser's own will do."""


@frozen
class Picture:
    """What is drawn: a screen of an example's meeting, or the wall beside it, in a language and size, after some keys.

    ``acts`` are what happened in the meeting before.
    """

    name: str
    screen: str
    keys: tuple[str, ...] = ()
    acts: tuple[Event, ...] = ()
    language: Language = "vi"
    size: tuple[int, int] = (110, 32)
    meeting: str = "year-end"
    example: str = "noi-chinh-2022"


MARK = ("right", "right", "1", "0", "0", "enter")
RELEASED = (StepEntered("standings"), MarksClosed(), LotDrawn("2023"), StandingsReleased())

PICTURES = (
    Picture("marks-vi", "marks", MARK, size=(120, 32)),
    Picture("marks-en", "marks", MARK, language="en", size=(120, 32)),
    Picture("standings-en", "standings", ("enter",), language="en"),
    Picture("polls-vi", "polls"),
    Picture("awards-en", "nominations", ("enter",), language="en"),
    Picture("report-en", "report", ("down",) * 19, language="en", size=(120, 32)),
    Picture("pledges-vi", "pledges", ("f", "f", "down"), size=(120, 30), meeting="half-year"),
    Picture("wall-vi", "wall", ("space",) * 4, RELEASED, size=(90, 26)),
)


async def drawn(picture: Picture) -> str:
    """The picture as SVG."""
    with tempfile.TemporaryDirectory() as place:
        root = Path(place) / picture.example
        shutil.copytree(ROOT / "examples" / picture.example, root, ignore=shutil.ignore_patterns("meetings"))
        with Session.open(root, picture.meeting, BY, AT) as session:
            for act in (*_beginning(session.meeting.state), *picture.acts):
                done = session.do(act, BY, AT)
                assert not isinstance(done, Refusal), done
            if picture.screen == "wall":
                with Follower(root, picture.meeting) as follower:
                    return await _shot(WallApp(follower, language=picture.language), picture)
            return await _shot(EmulationApp(session, language=picture.language, by=BY, now=lambda: AT), picture)


async def _shot(app: EmulationApp | WallApp, picture: Picture) -> str:
    async with app.run_test(size=picture.size) as pilot:
        if isinstance(app, EmulationApp):
            while not app.painted:
                await pilot.pause(0.02)
            app.action_open(picture.screen)
        await pilot.pause()
        await app.workers.wait_for_complete()
        await pilot.press(*picture.keys)
        await pilot.pause()
        await app.workers.wait_for_complete()
        await pilot.pause()
        svg = app.export_screenshot(title="emulation", simplify=True)
    return _ELSEWHERE.sub("", re.sub(r"terminal-\d+", "terminal", svg))


def _beginning(state: State) -> Iterator[Event]:
    """The meeting has begun: its people are in the room, and one is late."""
    if "opening" in state.agenda:
        yield StepEntered("opening")
    for number, unit in enumerate(state.setup.bloc.units, 1):
        yield PersonListed(f"d{number}", f"Đại biểu {unit.short}", "delegate", unit.id)
        if number != LATE:
            yield CheckedIn(f"d{number}")
    yield StepEntered("roll-call")


def draw(pictures: Iterable[Picture] = PICTURES, place: Path = PLACE) -> None:
    """Writes each picture to its file; files of pictures that are no more are removed."""
    place.mkdir(exist_ok=True)
    wanted = {f"{picture.name}.svg": picture for picture in pictures}
    for name, picture in wanted.items():
        (place / name).write_text(asyncio.run(drawn(picture)), encoding="utf-8")
    for file in place.glob("*.svg"):
        if file.name not in wanted:
            file.unlink()


if __name__ == "__main__":
    draw()
