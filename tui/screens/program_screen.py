"""What all screens of the program have in common: the frame around them, and their keys told in the user's language."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, cast

from textual.containers import Horizontal
from textual.screen import Screen

from tui.screens.steady import Steady
from tui.widgets.bars import KeyBar, StatusLine, TopBar

if TYPE_CHECKING:
    from collections.abc import Iterator

    from textual.app import ComposeResult
    from textual.binding import ActiveBinding, Binding
    from textual.content import Content
    from textual.dom import DOMNode

    from emulation.wording import Wording
    from tui.app import EmulationApp
    from tui.widgets.bars import Key

LEAST = (60, 20)
"""The smallest terminal in which every screen can be worked with, in cells across and down."""

STAY = frozenset({"meeting.undo", "app.help", "app.quit", "prompt.cancel", "check.back", "new.back"})
"""The keys that the bar shows however narrow it is."""

ORDER = {"notes": 1, "grid": 1, "line": 1, "meeting": 2, "app": 3}
"""Where the groups of keys stand that are not the screen's own, which come first."""


class ProgramScreen(Steady, Screen[None]):
    """A screen of the program; `NAME` is its part of the texts' keys (``ui.screen.NAME``)."""

    NAME: ClassVar[str] = ""
    _small: str = ""
    AUTO_FOCUS = None
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (110, "-wide")]  # noqa: RUF012  (as Textual declares it)
    VERTICAL_BREAKPOINTS = [(0, "-low"), (23, "-middling"), (34, "-tall")]  # noqa: RUF012
    DEFAULT_CSS = """
    ProgramScreen { layout: vertical; }
    ProgramScreen #body { height: 1fr; }
    """

    @property
    def program(self) -> EmulationApp:
        """The app, typed."""
        return cast("EmulationApp", self.app)

    @property
    def room(self) -> int:
        """The cells across that the screen's own body has."""
        return self.app.size.width

    @property
    def wording(self) -> Wording:
        """The language of the screens."""
        return self.program.wording

    def compose(self) -> ComposeResult:
        """The frame around the screen's own body."""
        yield TopBar()
        with Horizontal(id="body"):
            yield from self.compose_side()
            yield from self.compose_body()
        yield StatusLine()
        yield KeyBar()

    def compose_side(self) -> ComposeResult:
        """What stands at the left of the body; nothing unless a screen has something to put there."""
        yield from ()

    def compose_body(self) -> ComposeResult:
        """What stands between the bars."""
        raise NotImplementedError

    def redraw(self) -> None:
        """Draw what is so now."""
        raise NotImplementedError

    def on_mount(self) -> None:
        """Draw for the first time, and the keys again whenever others are active."""
        self.bindings_updated_signal.subscribe(self, lambda _: self._show_keys())
        self._tell_displaced()
        self.draw()

    def on_screen_resume(self) -> None:
        """Catch up with what happened while another screen was shown."""
        self.forget_what_was_said()
        self.draw()

    def forget_what_was_said(self) -> None:
        """Clear what was said about another screen."""
        self.program.forget_what_was_said(self)

    def can_draw(self) -> bool:
        """Whether there is something to draw, and somewhere to draw it: a screen that was left has nothing inside."""
        return self.is_mounted and self in self.app.screen_stack

    def draw(self) -> None:
        """Draw the frame and the body."""
        if not self.can_draw():
            return
        self.show_status()
        self._show_keys()
        self.redraw()

    def show_status(self) -> None:
        """Draw the two lines that say where we are and what happened."""
        self.query_one(TopBar).say(self.title_text(), self.corner_text())
        self.query_one(StatusLine).say(*self.program.status)

    def title_text(self) -> str:
        """Where we are, in one line."""
        return self.wording.say(f"ui.screen.{self.NAME}.title")

    def corner_text(self) -> str:
        """What stands at the right of that line."""
        return ""

    def on_resize(self) -> None:
        """Say so where the terminal is too small to work in."""
        width, height = self.app.size
        program = self.program
        if width < LEAST[0] or height < LEAST[1]:
            self._small = self.wording.say("ui.small", width=width, height=height, least="60×20")
            program.say("hint", self._small)
        elif self._small and program.status == ("hint", self._small):
            program.say("hint", "")

    # --- keys, told in the language of the screen

    def active_keys(self) -> list[tuple[ActiveBinding, str]]:
        """Every key that works here, and what it does, the screen's own first; each action once."""
        told: dict[str, tuple[ActiveBinding, str]] = {}
        for active in self.active_bindings.values():
            binding = active.binding
            if binding.id and binding.id not in told and not binding.system:
                told[binding.id] = (active, self.describe_key(binding))
        if self.program.own_keys:  # keys of the user's own come last; they stand where the usual ones did
            usual = [binding.id for binding in _declared(type(self), type(self.app))]
            told = dict(sorted(told.items(), key=lambda one: usual.index(one[0]) if one[0] in usual else -1))
        return sorted(told.values(), key=lambda one: ORDER.get((one[0].binding.id or "").split(".")[0], 0))

    def _tell_displaced(self) -> None:
        """Say so where a key of the user's own takes a usual one away from something else on this screen."""
        own = self.program.own_keys
        for kind in (type(self), type(self.app)) if own else ():
            for binding in _declared(kind):
                taken = set(binding.key.split(",")) if binding.id and binding.id not in own else set()
                for taker in (one for one in _declared(kind) if one.id in own and taken):
                    for key in taken.intersection(own[taker.id or ""].split(",")):
                        words = {"taker": self.describe_key(taker), "loser": self.describe_key(binding)}
                        self.program.say("refused", self.wording.say("ui.config.displaced", key=key, **words))

    def keys_below(self) -> frozenset[str]:
        """Ids of keys that this screen leaves out of its bar."""
        return frozenset({"grid.enter", "grid.edit", "grid.clear"})

    def describe_key(self, binding: Binding) -> str:
        """What a key does, in the language of the screen."""
        key = f"ui.key.{binding.id}"
        return self.wording.say(key) if self.wording.has(key) else binding.description

    def _show_keys(self) -> None:
        bar = self.query(KeyBar)
        if not bar or not self.is_current:
            return
        shown: list[Key] = []
        for active, words in self.active_keys():
            binding = active.binding
            if binding.show and active.enabled and binding.id not in self.keys_below():
                group = (binding.id or "").split(".")[0]
                action = f"app.{binding.action}" if active.node is self.app else f"screen.{binding.action}"
                stays = binding.id in STAY
                shown.append((group, key_text(binding), words, action if group != "grid" else "", stays))
        bar.first(KeyBar).show(shown)

    def help_lines(self) -> list[Content]:
        """More for the help of this screen than its keys; none unless a screen has something to say."""
        return []


def _declared(*kinds: type[DOMNode]) -> Iterator[Binding]:
    """The bindings as the classes declare them, those of a class before those that it inherits."""
    for kind in kinds:
        for one in kind.__mro__:
            yield from (binding for binding in one.__dict__.get("BINDINGS", ()) if hasattr(binding, "id"))


def key_text(binding: Binding) -> str:
    """A key as it is printed on keyboards: ``^Z``, ``F1``, ``⇧G``."""
    if binding.key_display:
        return binding.key_display
    key = binding.key.split(",")[0]
    names = {
        "question_mark": "?",
        "left_square_bracket": "[",
        "right_square_bracket": "]",
        "pageup": "PgUp",
        "pagedown": "PgDn",
        "escape": "Esc",
        "enter": "Enter",
        "delete": "Del",
        "space": "␣",
        "up": "↑",
        "down": "↓",
        "left": "←",
        "right": "→",
    }
    for prefix, sign in (("ctrl+", "^"), ("shift+", "⇧")):
        if key.startswith(prefix):
            rest = key.removeprefix(prefix)
            return f"{sign}{names.get(rest, rest.title())}"
    if len(key) == 1:
        return key
    return names.get(key, key.upper() if key[0] == "f" and key[1:].isdigit() else key.title())
