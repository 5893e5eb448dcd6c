"""The wall's screen: the item, the quorum and what is released, in large type; the standings opened one by one."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, cast

from textual.binding import Binding
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.widgets import Static

from emulation.meeting.wall import visible
from tui.screens.lines import line, stack
from tui.screens.program_screen import ProgramScreen
from tui.screens.wall_lines import View, agenda, following, head, offered, quorum, view_lines

if TYPE_CHECKING:
    from typing import TypeAlias

    from textual.app import ComposeResult
    from textual.binding import ActiveBinding, BindingType
    from textual.content import Content

    from emulation.meeting.state import Meeting
    from emulation.meeting.wall import Wall
    from tui.wall import WallApp

    Moment: TypeAlias = tuple[str | None, str, bool]
    """The item that the meeting is at, the poll and round under way, and whether it is closed."""

COLUMN = 46
"""Cells of the agenda beside the main part, borders included."""

BESIDE = 136
"""Cells across from which there is room for it."""

FRAME = 3
"""Lines of the bars around the body."""


class WallScreen(ProgramScreen):
    """All of the wall. It keeps which view was asked for and how far the standings are revealed, nothing else."""

    NAME = "wall"
    DEFAULT_CSS = """
    WallScreen #wall { width: 1fr; }
    WallScreen #item { height: auto; padding: 1 2 0 2; }
    WallScreen #main { height: 1fr; padding: 1 2 0 2; scrollbar-size-vertical: 1; }
    WallScreen #quorum { height: 2; padding: 0 2; border-top: solid $foreground 30%; }
    WallScreen #agenda { width: 46; border-left: solid $foreground 30%; padding: 1 1; display: none; }
    WallScreen.-beside #agenda { display: block; }
    WallScreen.-low #item { padding: 0 2; }
    WallScreen.-low #main { padding: 0 2; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space,right", "reveal(1)", "Reveal one", id="wall.reveal", key_display="␣", priority=True),
        Binding("left,backspace", "reveal(-1)", "Hide one", id="wall.hide", key_display="←", priority=True),
        Binding("ctrl+end", "reveal_all(True)", "Reveal all", id="wall.reveal-all", show=False, priority=True),
        Binding("ctrl+home", "reveal_all(False)", "Hide all", id="wall.hide-all", show=False, priority=True),
        Binding("tab", "view(1)", "Next view", id="wall.view", priority=True),
        Binding("shift+tab", "view(-1)", "View before", id="wall.view-before", show=False, priority=True),
        Binding("f", "follow", "Follow the meeting", id="wall.follow"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._asked: View | None = None
        self._asked_at: Moment | None = None
        self._revealed = 0
        self._release: int | None = None
        self._shown: View | None = None
        self._made: tuple[Meeting, Wall] | None = None

    @property
    def wall(self) -> WallApp:
        """The app, typed."""
        return cast("WallApp", self.app)

    def compose_body(self) -> ComposeResult:
        """The item above the main part and the quorum, the agenda at the right where there is room."""
        with Horizontal():
            with Vertical(id="wall"):
                yield Static(id="item", markup=False)
                with VerticalScroll(id="main"):
                    yield Static(id="main-text", markup=False)
                yield Static(id="quorum", markup=False)
            yield Static(id="agenda", markup=False)

    def on_mount(self) -> None:
        """Let the arrows scroll what is longer than the screen."""
        self.query_one("#main").focus()

    def title_text(self) -> str:
        """The bloc and the meeting."""
        shown = self.shown()
        if shown is None:
            return super().title_text()
        meeting = f"{self.wording.word('meeting', shown.kind)} {shown.bloc.year}"
        return f"{meeting} · {self.wording.text(shown.bloc.name)}"

    def shown(self) -> Wall | None:
        """What may be shown, of what was read last."""
        follower = self.wall.follower
        if follower.meeting is None:
            return None
        release = follower.released
        if self._release != (release[0] if release is not None else None):
            self._release = release[0] if release is not None else None
            self._revealed = 0
        if self._made is None or self._made[0] is not follower.meeting:
            made = visible(follower.meeting.state, release[1] if release is not None else None)
            self._made = (follower.meeting, made)
        return self._made[1]

    @property
    def revealed(self) -> int:
        """How many groups of the standings are open, from the last up."""
        return self._revealed

    def active_keys(self) -> list[tuple[ActiveBinding, str]]:
        """The keys as they are declared, however the pane that scrolls mixes them up."""
        order = [binding.id for binding in self.BINDINGS if isinstance(binding, Binding)]
        keys = super().active_keys()
        return sorted(
            keys, key=lambda one: order.index(one[0].binding.id) if one[0].binding.id in order else len(order)
        )

    def forget_what_was_said(self) -> None:
        """What is said on the wall is about the record, whatever lay over it."""

    # --- drawing

    def redraw(self) -> None:
        """Draw what may be shown in the room there is."""
        shown = self.shown()
        width, height = self.app.size
        view = self._view(shown) if shown is not None else "item"
        beside = width >= BESIDE and view != "item" and shown is not None
        self.set_class(beside, "-beside")
        cells = width - 4 - (COLUMN if beside else 0) - 1
        self._put("#item", head(shown, view, self.wording, cells, height) if shown is not None else [])
        self._put("#agenda", agenda(shown, self.wording, COLUMN - 4) if shown is not None and beside else [])
        self._put("#quorum", [quorum(shown, self.wording, cells)] if shown is not None else [])
        if shown is None:
            self._put("#main-text", [line(self.wording.say("ui.wall.waiting"))])
        else:
            room = (cells, self.query_one("#main").content_size.height or height - FRAME - 8)
            self._put("#main-text", view_lines(view, shown, self._revealed, self.wording, room))
        if view != self._shown:
            self._shown = view
            self.query_one("#main").scroll_home(animate=False)

    def _put(self, where: str, lines: list[Content]) -> None:
        self.query_one(where, Static).update(stack(lines))

    def _view(self, shown: Wall) -> View:
        """The view that was asked for, until the meeting turns to another item or a poll; else the meeting's own."""
        if self._asked_at != _moment(shown):
            self._asked = None
        if self._asked is not None and self._asked in offered(shown):
            return self._asked
        return following(shown, self._revealed)

    def _ask(self, view: View | None, shown: Wall) -> None:
        self._asked, self._asked_at = view, _moment(shown)

    def on_resize(self) -> None:
        """There is more room, or less."""
        if self.is_mounted:
            self.call_after_refresh(self.draw)

    # --- keys

    def action_reveal(self, by: int) -> None:
        """Open the next place of the standings, from the last up, or close it again."""
        shown = self._released()
        if shown is None:
            return
        if self._view(shown) == "standings":
            self._open(self._revealed + by, shown)
        else:  # the first press shows how far they are open, the next one opens
            self._ask("standings", shown)
            self.draw()

    def action_reveal_all(self, every: bool) -> None:  # noqa: FBT001  (as a key's action gives it)
        """Open the whole of the standings, or close it."""
        shown = self._released()
        if shown is not None:
            self._open(len(shown.groups()) if every else 0, shown)

    def reveal_by_itself(self) -> None:
        """Open the next place, if the standings are what is shown and some are closed."""
        shown = self.shown()
        if shown is None or shown.standings is None or self._revealed >= len(shown.groups()):
            return
        if self._view(shown) == "standings":
            self._open(self._revealed + 1, shown)

    def _released(self) -> Wall | None:
        shown = self.shown()
        if shown is not None and shown.standings is not None:
            return shown
        self.wall.say("hint", self.wording.say("ui.wall.nothing-to-reveal"))
        return None

    def _open(self, wanted: int, shown: Wall) -> None:
        most = len(shown.groups())
        self._revealed = min(max(wanted, 0), most)
        self._ask("standings", shown)
        self.query_one("#main").scroll_home(animate=False)
        self.wall.say("hint", self.wording.say("ui.wall.revealed", number=self._revealed, of=most))
        self.draw()

    def action_view(self, by: int) -> None:
        """Show another view, until the meeting turns to another item."""
        shown = self.shown()
        if shown is None:
            return
        views = offered(shown)
        now = self._view(shown)
        at = views.index(now) if now in views else 0
        asked = views[(at + by) % len(views)]
        self._ask(asked, shown)
        self.wall.say("hint", self.wording.say(f"ui.wall.view.{asked}"))
        self.draw()

    def action_follow(self) -> None:
        """Show what the meeting is at again."""
        self._asked = None
        self.wall.say("hint", self.wording.say("ui.wall.following"))
        self.draw()


def _moment(shown: Wall) -> Moment:
    poll = shown.poll
    return shown.step, "" if poll is None else f"{poll.rules.id} {poll.round}", shown.closed
