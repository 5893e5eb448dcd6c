"""Every key that any screen or widget of the program declares: it reaches its action in a fitting state, and that runs.

The declarations are found by walking the classes, so that a key added without an action, or hidden by another that
takes it first, fails here.
"""

from __future__ import annotations

import contextlib
import importlib
import pkgutil
from typing import TYPE_CHECKING, Any

import pytest
from textual.actions import parse
from textual.binding import Binding
from textual.dom import DOMNode
from textual.keys import _character_to_key

import tui
from emulation.files.following import Follower
from emulation.files.session import Session
from tests.stages import AT, BY, hold
from tests.wild import Fence, Place, go_to, quiet, send, settle
from tui.app import EmulationApp
from tui.config import Config
from tui.screens_of_steps import OTHER_SCREENS, SCREENS_OF_STEPS
from tui.wall import WallApp

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator, Sequence
    from pathlib import Path

    from textual.pilot import Pilot

STORY = ("v", "v", "n", "enter", *"1/2/2022", "enter", *"VTV", "enter", "enter")
"""In the list of the year's activity: a story told as far as the question whether it is to be written."""

PLACES: dict[str, tuple[Place, ...]] = {
    "ActivityScreen": (Place("", "activity"), Place("", "activity", (*STORY, "y"))),
    "LogScreen": (Place("", "log", (), "released"),),
    "MarksScreen": (Place("", "marks", (), "in-room"),),
    "NominationListScreen": (Place("", "nomination-list"),),
    "PollsScreen": (
        Place("", "polls", (), "in-room"),
        Place("", "polls", ("enter",), "counting"),
        Place("", "polls", ("e",), "counting"),
    ),
    "StandingsScreen": (Place("", "standings"), Place("", "standings", ("enter",))),
    "Grid": (Place("", "marks"), Place("", "marks", ("right", "right", "1"))),
    "LongList": (Place("", "nominations"),),
    "Document": (Place("", "minutes"),),
    "FoldingTree": (Place("", "standings", ("enter",), "in-room"), Place("", "nominations", ("enter",))),
    "SearchLine": (Place("", "nominations", ("slash",)), Place("", "nominations", ("slash", "a"))),
    "Prompt": (Place("", "activity", ("v", "v", "n", "enter")),),
    "OneLine": (Place("", "activity", ("v", "v", "n", "enter", "a")),),
    "Picker": (
        Place("", "polls", ("c",), "in-room"),
        Place("", "activity", ("v", "v", "n", "enter", *"1/2/2022", "enter", *"VTV", "enter")),
    ),
    "Confirm": (Place("", "polls", ("r",), "sealed"),),
    "Preview": (Place("", "activity", STORY),),
    "AgendaScreen": (Place("", "marks", ("a",)),),
    "HelpScreen": (Place("", "marks", ("f1",)),),
    "HomeScreen": (Place("", "home"), Place("", "home", ("x",))),
    "CheckScreen": (Place("broken", "home", ("c",)),),
    "NewFolderScreen": (Place("", "home", ("n",)),),
    "Choice": (Place("", "home", ("n", "tab")),),
    "EmulationApp": (Place("", "roll-call", (), "in-room"),),
    "WallScreen": (Place("", "wall", (), "released"),),
    "WallApp": (Place("", "wall", (), "released"),),
}
"""Where the keys of a class work; a screen that is not named is one of the meeting's, with people in the room."""

ELSEWHERE = frozenset((name, "meeting.enter") for name in ("ActivityScreen", "LogScreen", "NominationListScreen"))
"""Keys that a screen inherits and cannot use: these are no items of the agenda."""


def classes() -> Iterator[type[DOMNode]]:
    """All classes of the program that can have keys."""
    for module in pkgutil.walk_packages(tui.__path__, "tui."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)

    def below(kind: type[DOMNode]) -> Iterator[type[DOMNode]]:
        for one in kind.__subclasses__():
            yield one
            yield from below(one)

    yield from {kind: None for kind in below(DOMNode) if kind.__module__.startswith("tui.")}


def inherited(kind: type[DOMNode]) -> list[Binding]:
    """The keys that a class has from the program's own classes."""
    mine = [one for one in kind.__mro__ if one.__module__.startswith("tui.")]
    return [one for own in mine for one in own.__dict__.get("BINDINGS", ()) if isinstance(one, Binding)]


def screens() -> dict[str, str]:
    """The meeting's screens, by the names of their classes."""
    return {where.partition(":")[2]: name for name, where in (SCREENS_OF_STEPS | OTHER_SCREENS).items()}


def places(name: str) -> Sequence[Place]:
    if name in PLACES:
        return PLACES[name]
    return (Place("", screens()[name], (), "in-room"),)


KINDS = {kind.__name__: kind for kind in classes() if inherited(kind)}
SHOWN = sorted(name for name in KINDS if name in PLACES or name in screens())
FRAMES = frozenset(KINDS) - frozenset(SHOWN)
"""Classes that are never shown themselves: their keys are pressed on each that is made from them."""


@contextlib.asynccontextmanager
async def at(place: Place, root: Path) -> AsyncIterator[tuple[EmulationApp | WallApp, Pilot[int]]]:
    """The program at that place."""
    folder = hold(root, "year-end", place.stage or "in-room")
    if place.name == "broken":
        (folder / "bloc.toml").write_text(
            (folder / "bloc.toml").read_text("utf-8").replace('role = "head"', 'role = "haed"'), "utf-8"
        )
    config = Config(root / "config.toml", None, None, (str(folder),))
    with Fence.around(root), contextlib.ExitStack() as held:
        app: EmulationApp | WallApp
        if place.screen == "wall":
            app = WallApp(held.enter_context(Follower(folder, "year-end")), config=config)
        else:
            session = None if place.screen == "home" else Session.open(folder, "year-end", BY, AT)
            app = EmulationApp(session, by=BY, now=lambda: AT, config=config)
        try:
            async with app.run_test(size=(120, 32)) as pilot:
                await go_to(place, app, pilot)
                yield app, pilot
                if app.is_running:
                    await settle(app, pilot)
        finally:
            if isinstance(app, EmulationApp) and app.session is not None:
                app.session.close()


def spied(app: EmulationApp | WallApp, *, run: bool) -> list[tuple[type, str, tuple[Any, ...]]]:
    """What is asked of whom from now on; only where ``run`` it is done."""
    asked: list[tuple[type, str, tuple[Any, ...]]] = []
    dispatch = app._dispatch_action

    async def note(namespace: DOMNode, name: str, params: Any) -> bool:
        done = await dispatch(namespace, name, params) if run else True
        if done:
            asked.append((type(namespace), name, tuple(params)))
        return done

    app._dispatch_action = note  # type: ignore[method-assign]
    return asked


def wanted(kind: type[DOMNode], binding: Binding, asked: Sequence[tuple[type, str, tuple[Any, ...]]]) -> bool:
    """Whether what that key stands for is among what was asked."""
    target, name, params = parse(binding.action)
    return any(
        (name, params) == (action, given) and (target == "app" or issubclass(found, kind))
        for found, action, given in asked
    )


def keys_of(binding: Binding) -> list[str]:
    return [key if len(key) > 1 else _character_to_key(key) for key in binding.key.split(",")]


def test_every_class_with_keys_is_shown_somewhere_or_is_the_frame_of_one() -> None:
    assert {name for name in FRAMES if any(KINDS[name] in KINDS[one].__mro__ for one in SHOWN)} == FRAMES
    assert set(PLACES) <= set(KINDS)


@pytest.mark.parametrize("name", SHOWN)
async def test_every_key_reaches_its_action(name: str, tmp_path: Path) -> None:
    kind = KINDS[name]
    left = [(one, key) for one in inherited(kind) if (name, one.id) not in ELSEWHERE for key in keys_of(one)]
    for number, place in enumerate(places(name)):
        async with at(place, tmp_path / str(number)) as (app, pilot):
            asked = spied(app, run=False)
            for binding, key in list(left):
                asked.clear()
                await press(app, pilot, key)
                if wanted(kind, binding, asked):
                    left.remove((binding, key))
    assert [(binding.id or binding.action, key) for binding, key in left] == []


@pytest.mark.parametrize("name", SHOWN)
async def test_every_action_runs(name: str, tmp_path: Path) -> None:
    kind = KINDS[name]
    own = [one for one in kind.__dict__.get("BINDINGS", ()) if isinstance(one, Binding)]
    frames = [KINDS[one] for one in sorted(FRAMES) if name == first_of(one)]
    left = [*own, *(one for frame in frames for one in frame.__dict__.get("BINDINGS", ()))]
    left = [one for one in left if (name, one.id) not in ELSEWHERE]
    number = 0
    for place in places(name):
        waiting = list(left)
        while waiting:
            number += 1
            async with at(place, tmp_path / str(number)) as (app, pilot):
                before = standing(app)
                asked = spied(app, run=True)
                while waiting and standing(app) == before:
                    binding = waiting.pop(0)
                    asked.clear()
                    await press(app, pilot, keys_of(binding)[0])
                    if app.is_running:
                        await settle(app, pilot)
                    assert app._exception is None, binding
                    if wanted(kind, binding, asked):
                        left.remove(binding)
    assert [(binding.id or binding.action, binding.key) for binding in left] == []


def first_of(frame: str) -> str:
    """The class on which the keys of a frame are pressed to see that they do something; one of a step."""
    return min(one for one in SHOWN if issubclass(KINDS[one], KINDS[frame]) and (one, "meeting.enter") not in ELSEWHERE)


async def press(app: EmulationApp | WallApp, pilot: Pilot[int], key: str) -> None:
    send(app, key)
    await quiet(app, pilot)


def standing(app: EmulationApp | WallApp) -> tuple[object, ...]:
    """What a key may change so that those after it would be pressed somewhere else."""
    if not app.is_running:
        return ()
    last = app.last if isinstance(app, EmulationApp) and app.session is not None else 0
    return (
        last,
        *app.screen_stack,
        app.focused,
        app.screen.query("Prompt").first() if app.screen.query("Prompt") else None,
    )
