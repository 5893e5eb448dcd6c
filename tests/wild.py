"""Thousands of keys, pastes, clicks and sizes of the terminal, at random, on every screen and all that lies over one.

After each round nothing broke, every record below the playground verifies, its replay is the meeting on the screen,
and nothing outside the playground was written.

Run: python -m tests.wild --keys 3000   (on every place; ``--only NAME`` on one, ``--seed N`` with other chances)
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import faulthandler
import os
import random
import sys
import tempfile
import traceback
from collections import Counter, deque
from concurrent.futures import ProcessPoolExecutor, as_completed
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, Any

from textual import events
from textual.errors import NoWidget
from textual.keys import _character_to_key
from textual.widgets import Input
from textual.worker import WorkerError

from emulation.files.following import Follower
from emulation.files.record import Record
from emulation.files.session import Session, read_sources
from emulation.frozen import frozen
from emulation.meeting.evolve import fold
from emulation.meeting.refusal import Refusal
from tests.stages import AT, BY, STAGES, Stage, acts, hold
from tui.app import EmulationApp
from tui.config import Config
from tui.screens.program_screen import ProgramScreen
from tui.screens.prompt import Prompt
from tui.screens_of_steps import OTHER_SCREENS, SCREENS_OF_STEPS
from tui.wall import WallApp
from tui.widgets.bars import KeyBar

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator, Sequence

    from textual.pilot import Pilot

MEETINGS = ("year-end", "half-year", "launch")

KEYS = (
    *"0123456789,.;=+-/*?[]<> aăâeêioôơuưyđnpqrstvxghklmcbdfjwzAZGBTXFSV",
    *("up", "down", "left", "right", "home", "end", "ctrl+home", "ctrl+end", "pageup", "pagedown", "tab", "shift+tab"),
    *("enter", "enter", "enter", "escape", "escape", "delete", "backspace", "space", "insert", "shift+left"),
    *(f"f{number}" for number in range(1, 13)),
    *(f"ctrl+{letter}" for letter in "abcdefghijklmnoprstuvwxyz"),
    *("ctrl+up", "ctrl+down", "ctrl+left", "ctrl+right", "shift+up", "shift+down", "alt+x", "ctrl+delete"),
)
"""Every key but the one that quits."""

TEXTS = (
    "3\t4,5\n\n2\tx\r\n7",
    "Người nói\nmột dòng\r\nhai dòng\n\n",
    "\x00\x07\x1b[31mđỏ\x1b[0m\x7f\u202e\u200b",
    "Tie\u0302\u0301ng Vie\u0323\u0302t pho\u031b\u0309",
    "[red]đỏ[/red] [@click=app.meddle]bấm[/] [/] [[ \\[",
    "[@click=app.meddle]",
    "30/06/2022",
    "31/02/2023",
    "12,5",
    "99999999999999999999999999",
    "-1",
    "n/a: không có vụ việc",
    "BTP",
    "btp bca",
    "Nguyễn Văn A, Vụ trưởng",
    "漢字 👩‍👩‍👧 " * 12,
    "x" * 3000,
    "a.md",
    ".",
    "",
)
SIZES = ((80, 24), (80, 24), (140, 40), (60, 20), (30, 8), (20, 5), (200, 50), (100, 21), (110, 24), (1, 1))

PATIENCE = 60
"""Seconds after which the program is said to hang."""


@frozen
class Place:
    """Where a round begins: a screen, at a stage where ``stage`` says so, and the keys that lay more over it."""

    name: str
    screen: str
    keys: tuple[str, ...] = ()
    stage: Stage | None = None
    meeting: str | None = None


PLACES: tuple[Place, ...] = (
    *(Place(name, name) for name in (*SCREENS_OF_STEPS, *OTHER_SCREENS)),
    Place("help", "marks", ("f1",)),
    Place("agenda-list", "polls", ("a",)),
    Place("palette", "standings", ("ctrl+p",)),
    Place("who-writes", "roll-call", ("p",)),
    Place("prompt", "roll-call", ("n",)),
    Place("picker", "polls", ("down", "c"), "in-room", "year-end"),
    Place("confirm", "polls", ("r",), "sealed", "year-end"),
    Place("confirm-release", "standings", ("r",), "marks-closed", "year-end"),
    Place("guided-form", "activity", ("n",), "in-room"),
    Place("guided-task", "tasks", ("n",), "in-room"),
    Place("count-form", "polls", ("enter",), "counting", "year-end"),
    Place("paper-entry", "polls", ("e",), "counting", "year-end"),
    Place("minutes-save", "minutes", ("s",), "released"),
    Place("minutes-close", "minutes", ("c",), "released"),
    Place("as-it-stood", "log", ("up", "up", "t"), "counting"),
    Place("log-search", "log", ("slash",), "released"),
    Place("award-search", "nominations", ("slash",)),
    Place("award-tree", "nominations", ("enter",)),
    Place("nominate", "nominations", ("n",), "in-room", "year-end"),
    Place("elect", "handover", ("enter",), "in-room", "year-end"),
    Place("vote-by-hands", "adoption", ("enter",), "in-room", "year-end"),
    Place("chair", "standings", ("o",), "in-room", "year-end"),
    Place("home", "home"),
    Place("home-which", "home", ("enter",)),
    Place("home-other", "home", ("o",)),
    Place("home-copy", "home", ("end", "enter")),
    Place("check", "home", ("c",)),
    Place("new-folder", "home", ("n",)),
    Place("wall", "wall"),
)


class BrokenError(AssertionError):
    """What should not be, after which chances and keys."""


class Fence:
    """While it stands nothing is written outside a folder: whoever tries is refused, as on a disk that is protected."""

    root: str | None = None
    _up = False

    @classmethod
    @contextlib.contextmanager
    def around(cls, root: Path) -> Iterator[None]:
        """Stands for that long; and whoever looks for a folder of their own finds this one."""
        if not cls._up:
            sys.addaudithook(cls._look)
            cls._up = True
        before = Path.cwd(), dict(os.environ)
        os.environ |= {"HOME": str(root), "USERPROFILE": str(root), "EDITOR": "true", "VISUAL": "true"}
        os.chdir(root)
        cls.root = str(root.resolve())
        try:
            yield
        finally:
            cls.root = None
            os.chdir(before[0])
            os.environ.clear()
            os.environ.update(before[1])

    @classmethod
    def _look(cls, event: str, args: tuple[Any, ...]) -> None:
        if cls.root is None:
            return
        match event, args:
            case "open", (str() | os.PathLike() as path, _, int(flags)) if flags & (
                os.O_WRONLY | os.O_RDWR | os.O_CREAT
            ):
                touched = path
            case (("os.mkdir" | "os.remove" | "os.rmdir" | "os.truncate" | "os.chmod"), (path, *_)):
                touched = path
            case (("os.rename" | "os.link" | "os.symlink"), (_, path, *_)):
                touched = path
            case _:
                return
        if not isinstance(touched, (str, os.PathLike)):
            return
        where = os.path.abspath(touched)  # noqa: PTH100  (nothing may be opened in here)
        if not where.startswith((cls.root, "/dev/", "/proc/")) and "__pycache__" not in where:
            raise PermissionError(13, "Permission denied", str(touched))


async def play(place: Place, keys: int, seed: str, seen: Counter[str] | None = None) -> None:
    """Go to that place and do so many things at random.

    Raises:
        BrokenError: something broke, or is not as it should be.
    """
    chance = random.Random(seed)  # noqa: S311  (the same chances at every run)
    trail: deque[str] = deque(maxlen=60)
    stage = place.stage or chance.choice(STAGES)
    meeting = place.meeting or chance.choice(MEETINGS)
    trail.append(f"{stage} {meeting}")
    with tempfile.TemporaryDirectory(prefix="wild-") as root:
        folder = hold(Path(root), meeting, stage)
        try:
            with Fence.around(Path(root)):
                if place.screen == "wall":
                    await _play_wall(folder, meeting, _Player(chance, trail, seen), keys)
                else:
                    await _play_program(folder, meeting, place, _Player(chance, trail, seen), keys)
                _records(Path(root))
        except Exception as problem:
            raise BrokenError(f"{place.name}, seed {seed!r}: {problem!r}\nafter {' '.join(trail)}") from problem


async def _play_program(folder: Path, meeting: str, place: Place, player: _Player, keys: int) -> None:
    chance = player.chance
    config = Config(folder.parent / "config.toml", None, None, (str(folder), str(folder.parent / "gone")))
    home = place.screen == "home"
    session = None if home else Session.open(folder, meeting, BY, AT)
    by = chance.choice(("", BY, BY))
    app = EmulationApp(session, by=by, now=lambda: AT, config=config, language=chance.choice(("vi", "en")))
    app.action_meddle = _meddled  # type: ignore[attr-defined]
    try:
        async with _running(app, chance.choice(SIZES[:4])) as pilot:
            await go_to(place, app, pilot)
            await player.play(app, pilot, keys)
            if app.is_running and app._exception is None:
                await _sound(app, pilot)
    finally:
        if app.session is not None:
            live = app.session.meeting
            app.session.close()
            with Record.open(app.session.record.path, writable=False) as record:
                assert fold(record.entries(), read_sources) == live, "the replay differs from what was shown"


async def go_to(place: Place, app: EmulationApp | WallApp, pilot: Pilot[int]) -> None:
    """Show that screen, and what those keys lay over it."""
    if isinstance(app, EmulationApp) and app.session is not None:
        app.action_open(place.screen)
    await settle(app, pilot)
    for key in place.keys:
        send(app, key)
        await quiet(app, pilot)
    await settle(app, pilot)


def _meddled() -> None:
    raise AssertionError("what a user wrote was read as markup")


async def settle(app: EmulationApp | WallApp, pilot: Pilot[int]) -> None:
    """Wait until nothing is done any more, in the background either."""
    await pilot.pause()
    if app.is_running and app._exception is None:
        async with asyncio.timeout(PATIENCE):
            with contextlib.suppress(WorkerError):  # one that was given up
                await app.workers.wait_for_complete()
        await pilot.pause()


@contextlib.asynccontextmanager
async def _running(app: EmulationApp | WallApp, size: tuple[int, int]) -> AsyncIterator[Pilot[int]]:
    """The program in a terminal of that size; what broke first is told, not what broke in stopping it."""
    problem: Exception | None = None
    async with app.run_test(size=size) as pilot:
        try:
            yield pilot
        except Exception as found:  # noqa: BLE001  (told below)
            problem = found if app._exception is None else None
            await pilot.pause()
    if problem is not None:
        raise problem


async def _sound(app: EmulationApp, pilot: Pilot[int]) -> None:
    """Escape leads out of whatever lies over a screen, and the program then takes keys as before."""
    await pilot.resize_terminal(80, 24)
    for _ in range(12):
        await pilot.press("escape")
        await pilot.pause()
        if isinstance(app.screen, ProgramScreen) and not app.screen.query(Prompt):
            break
    assert isinstance(app.screen, ProgramScreen), f"no way out of {app.screen}"
    assert not app.asking, f"a question waits that nobody can see: {app.screen_stack}, focus {app.focused}"
    await settle(app, pilot)
    language = app.language
    await pilot.press("f9")
    assert app.language != language, f"keys do not reach the program on {app.screen}, focus {app.screen.focused}"


async def _play_wall(folder: Path, meeting: str, player: _Player, keys: int) -> None:
    """The wall, while the meeting beside it goes on."""
    config = Config(folder.parent / "config.toml")
    with Session.open(folder, meeting, BY, AT) as session, Follower(folder, None) as follower:
        stages = [stage for stage in STAGES if not session.meeting.state.people] or ["nothing"]
        coming = iter(acts(session, stages[-1]))
        app = WallApp(follower, language=player.chance.choice(("vi", "en")), config=config)
        async with _running(app, player.chance.choice(SIZES)) as pilot:
            while keys > 0 and app.is_running and app._exception is None:
                await player.play(app, pilot, min(keys, 10))
                keys -= 10
                command = next(coming, None)
                if command is not None:
                    assert not isinstance(session.do(command, BY, AT), Refusal)
                app.look()


def _records(root: Path) -> None:
    for path in root.rglob("meetings/*.db"):
        with Record.open(path, writable=False) as record:
            assert record.verify() is None, path
            fold(record.entries(), read_sources)


class _Player:
    """Does one thing after the other, at random, and remembers the last of them."""

    def __init__(self, chance: random.Random, trail: deque[str], seen: Counter[str] | None) -> None:
        self.chance = chance
        self._trail = trail
        self._seen = seen

    def note(self, told: str) -> None:
        """Remember what was done."""
        self._trail.append(told)

    async def play(self, app: EmulationApp | WallApp, pilot: Pilot[int], keys: int) -> None:
        """Do so many things."""
        for _ in range(keys):
            if not app.is_running or app._exception is not None:
                return
            await self._step(app, pilot)
        await settle(app, pilot)

    async def _step(self, app: EmulationApp | WallApp, pilot: Pilot[int]) -> None:
        chance = self.chance
        if self._seen is not None:
            self._seen[type(app.screen).__name__] += 1
        match chance.choices(("fitting", "any", "type", "paste", "mouse", "size", "burst"), (50, 20, 8, 5, 8, 3, 6))[0]:
            case "fitting":
                await self._press(app, pilot, self._fitting(app))
            case "any":
                await self._press(app, pilot, chance.choice(KEYS))
            case "type":
                text = [one for one in chance.choice(TEXTS)[:20] if one.isprintable()]
                await self._burst(app, pilot, [*text, *chance.choice(([], ["enter"], ["enter"], ["escape"]))])
            case "paste":
                text = chance.choice(TEXTS)
                self.note(f"paste:{text[:20]!r}")
                app.post_message(events.Paste(text))
                await pilot._wait_for_screen()
                if isinstance(app.focused, Input) and chance.random() < 0.6:
                    await self._press(app, pilot, "enter")
            case "mouse":
                with contextlib.suppress(NoWidget):  # in a terminal too small for any
                    await self._mouse(app, pilot)
            case "size":
                size = chance.choice(SIZES)
                self.note(f"size:{size[0]}x{size[1]}")
                await pilot.resize_terminal(*size)
            case _:
                await self._burst(
                    app, pilot, [chance.choice((self._fitting(app), chance.choice(KEYS))) for _ in range(6)]
                )

    def _fitting(self, app: EmulationApp | WallApp) -> str:
        """A key that does something here."""
        keys = [key for key, active in app.screen.active_bindings.items() if active.binding.action != "quit"]
        away = {"ctrl+o", "f6", "ctrl+p", "f8", "f9", "ctrl+l", "f1", "question_mark", "a", "f7"}
        keys = [key for key in keys if key not in away or self.chance.random() < 0.15]
        if app.screen.focused is not None and isinstance(app.screen.focused, Input) and self.chance.random() < 0.4:
            return "enter"
        return self.chance.choice(keys) if keys else "escape"

    async def _press(self, app: EmulationApp | WallApp, pilot: Pilot[int], key: str) -> None:
        self.note(key)
        send(app, key)
        await quiet(app, pilot)

    async def _burst(self, app: EmulationApp | WallApp, pilot: Pilot[int], keys: Sequence[str]) -> None:
        """Keys that come faster than the program looks at them."""
        self.note(f"({' '.join(keys)})")
        for key in keys:
            send(app, key)
        await quiet(app, pilot)

    async def _mouse(self, app: EmulationApp | WallApp, pilot: Pilot[int]) -> None:
        chance, size = self.chance, app.screen.size
        if not size.width or not size.height:
            return
        at = chance.randrange(size.width), chance.randrange(size.height)
        what = chance.choice(("click", "click", "double", "drag", "wheel", "right"))
        if isinstance(app.screen.get_widget_at(*at)[0], KeyBar) and chance.random() < 0.8:
            return  # it has a way to quit
        self.note(f"{what}:{at}")
        match what:
            case "wheel":
                kind = chance.choice((events.MouseScrollDown, events.MouseScrollUp))
                await pilot._post_mouse_events([kind], None, at)
            case "drag":
                await pilot.mouse_down(None, at)
                size = app.screen.size
                to = chance.randrange(max(1, size.width)), chance.randrange(max(1, size.height))
                await pilot.hover(None, to)
                await pilot.mouse_up(None, to)
            case "right":
                await pilot.click(None, at, button=3)
            case _:
                await pilot.click(None, at, times=2 if what == "double" else 1)


def send(app: EmulationApp | WallApp, key: str) -> None:
    """The key as a terminal sends it, without waiting for what it does."""
    name = key if len(key) > 1 else _character_to_key(key)
    app.post_message(events.Key(name, " " if name == "space" else key if len(key) == 1 else None))


async def quiet(app: EmulationApp | WallApp, pilot: Pilot[int]) -> None:
    """Wait until the keys sent so far have done what they do."""
    if isinstance(app, EmulationApp) and app.is_running:
        async with asyncio.timeout(PATIENCE):
            await app.type_ahead.settled()
    for _ in range(3):  # down to the focus, up to the program, and what it asks of the screen
        await pilot._wait_for_screen()


# --- the command of developers


def main() -> int:
    """Every place in turn, in rounds of at most 250 things; what broke, and the exit status."""
    parser = argparse.ArgumentParser(prog="python -m tests.wild", description=__doc__)
    parser.add_argument("--keys", type=int, default=3000, help="things to do at each place")
    parser.add_argument("--only", action="append", choices=[place.name for place in PLACES])
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--round", type=int, default=250, help="things to do before beginning anew")
    parser.add_argument("--jobs", type=int, default=os.cpu_count(), help="rounds to play at once")
    taken = parser.parse_args()
    os.environ.pop("NO_COLOR", None)
    length = min(taken.keys, taken.round)
    rounds = [
        (place, length, f"{place.name} {taken.seed} {number}")
        for place in PLACES
        if not taken.only or place.name in taken.only
        for number in range(-(-taken.keys // taken.round))
    ]
    broken, seen = 0, Counter[str]()
    batch = taken.jobs * 12
    for begun in range(0, len(rounds), batch):
        # a pool of its own for each batch: what was run before stays loaded, and a pool that renews its processes hangs
        with ProcessPoolExecutor(taken.jobs, get_context("spawn")) as pool:
            waiting = [pool.submit(_play_round, *one) for one in rounds[begun : begun + batch]]
            for done in as_completed(waiting):
                problem, shown = done.result()
                seen += shown
                if problem:
                    broken += 1
                    print(problem, flush=True)  # noqa: T201
        print(f"{min(begun + batch, len(rounds))} of {len(rounds)} rounds", flush=True)  # noqa: T201
    print("shown:", ", ".join(f"{name} {count}" for name, count in seen.most_common()))  # noqa: T201
    print(f"{len(rounds) * length} things done, {broken} rounds broke")  # noqa: T201
    return 1 if broken else 0


def _play_round(place: Place, keys: int, seed: str) -> tuple[str, Counter[str]]:
    """What broke, with its traceback, or nothing; and how often each screen was shown."""
    seen = Counter[str]()
    faulthandler.dump_traceback_later(180, exit=True)  # it hangs, and here is where
    try:
        asyncio.run(play(place, keys, seed, seen))
    except BrokenError:
        return traceback.format_exc(limit=-6), seen
    finally:
        faulthandler.cancel_dump_traceback_later()
    return "", seen


if __name__ == "__main__":
    sys.exit(main())
