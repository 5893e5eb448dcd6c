"""The keys of the polls: of the list, of the form for counts, and of the paper in hand; one of the three at a time."""

from __future__ import annotations

from typing import Literal, TypeAlias

from textual.binding import Binding

Mode: TypeAlias = Literal["list", "count", "paper"]

IN_ALL_MODES = frozenset({"poll_written"})
"""A written ballot may come in while papers are counted."""

LIST: tuple[Binding, ...] = (
    Binding("enter", "poll_next", "Go on", id="poll.next", priority=True),
    Binding("e", "poll_papers", "Papers one by one", id="poll.papers"),
    Binding("r", "poll_release", "Release", id="poll.release"),
    Binding("d", "poll_withdraw", "A candidate withdraws", id="poll.withdraw"),
    Binding("w", "poll_written", "Written ballot", id="poll.written"),
    Binding("l", "poll_lot", "Draw the lot", id="poll.lot"),
    Binding("o", "poll_chair", "The chair decides", id="poll.chair"),
    Binding("c", "poll_candidates", "Name the candidates", id="poll.candidates"),
    Binding("x", "poll_annul", "Annul", id="poll.annul"),
)

COUNT: tuple[Binding, ...] = (
    Binding("enter", "count_next", "Next field", id="count.next", priority=True),
    Binding("s", "count_seal", "Seal the count", id="count.seal"),
    Binding("escape", "count_leave", "Back", id="count.back"),
    Binding("f4", "count_cover", "Cover or show", id="count.cover"),
    Binding("x", "count_clear", "Begin again", id="count.clear"),
    Binding("tab", "count_move(1)", "Field after", id="count.after", show=False, priority=True),
    Binding("shift+tab", "count_move(-1)", "Field before", id="count.before", show=False, priority=True),
    Binding("left", "count_move(-1)", "Left", id="count.left", show=False),
    Binding("right", "count_move(1)", "Right", id="count.right", show=False),
    Binding("up", "count_row(-1)", "Up", id="count.up", show=False),
    Binding("down", "count_row(1)", "Down", id="count.down", show=False),
)

PAPER: tuple[Binding, ...] = (
    Binding("enter", "paper_hand_in", "Hand in", id="paper.hand-in", priority=True),
    Binding("s", "paper_seal", "Seal the count", id="paper.seal"),
    Binding("escape", "paper_leave", "Back", id="paper.back"),
    *(
        Binding(str(key), f"paper_step({key - 1})", "Opinion", id="paper.step", key_display="1–9")
        for key in range(1, 10)
    ),
    Binding("space", "paper_step()", "Opinion here", id="paper.step-here", show=False),
    Binding("up", "paper_move(-1)", "Up", id="paper.up", show=False),
    Binding("down", "paper_move(1)", "Down", id="paper.down", show=False),
    Binding("y", "paper_rest('yes')", "The rest yes", id="paper.rest-yes"),
    Binding("0", "paper_rest('none')", "The rest no opinion", id="paper.rest-none"),
    Binding("i", "paper_spoil", "Invalid", id="paper.spoil"),
    Binding("backspace", "paper_anew", "Paper anew", id="paper.anew"),
    Binding("x", "paper_clear", "Clear the box", id="paper.clear"),
)

PHASES: dict[str, tuple[str, ...]] = {
    "planned": ("poll.candidates",),
    "created": ("poll.withdraw", "poll.annul"),
    "open": ("poll.papers", "poll.written", "poll.annul"),
    "closed": ("poll.withdraw", "poll.annul"),
    "tied": ("poll.lot", "poll.chair", "poll.withdraw", "poll.annul"),
    "released": (),
    "annulled": (),
}
"""The keys that are offered for a poll in each phase, besides Enter, which goes on; the others say why they cannot."""

SOMETIMES = frozenset({"poll.release", *(key for keys in PHASES.values() for key in keys)})

KEYS = {binding.id: binding for binding in LIST}
ORDER = {binding.id: place for place, binding in enumerate((*COUNT, *PAPER, *LIST))}
"""In which order the bar and the help list them."""


def mode_of(action: str) -> Mode | None:
    """In which of the three an action works; ``None``: it is none of theirs."""
    modes: dict[str, Mode] = {"poll": "list", "count": "count", "paper": "paper"}
    return modes.get(action.partition("_")[0]) if "_" in action else None
