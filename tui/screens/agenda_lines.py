"""The agenda in lines: a column beside each screen, a strip where there is no room for one, and the list to go by.

Each item has a sign, so that nothing is told by colour alone: ✓ done, ▶ where the meeting is, · open, ✗ closed, and the
closed ones say why.
"""

from __future__ import annotations

from textwrap import wrap
from typing import TYPE_CHECKING

from tui.screens import lines as look
from tui.screens.lines import line, stack
from tui.widgets.grid_text import fit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.content import Content

    from emulation.meeting.agenda import Item, Progress
    from emulation.procedure import Step
    from emulation.wording import Wording

COLUMN = 26
"""Cells across of the column, its rule included."""

_INSIDE = COLUMN - 3
_INDENT = 5

SIGNS: dict[Progress, str] = {"done": "✓", "here": "▶", "open": "·", "closed": "✗"}
_STYLES: dict[Progress, str] = {"done": look.GOOD, "here": look.BOLD, "open": "", "closed": look.FAINT}


def strip(items: Sequence[Item], shown: str) -> str:
    """The agenda in a few cells: the place of the screen that is shown, and a sign for every item."""
    signs = "".join(SIGNS[item.progress] for item in items)
    place = next((f"{number}/{len(signs)} " for number, item in enumerate(items, 1) if item.step == shown), "")
    return f"{place}{signs}"


def column(items: Sequence[Item], wording: Wording, shown: str, with_screen: frozenset[str]) -> list[Content]:
    """The agenda for the column; the item whose screen is shown stands out, those with a screen can be clicked."""
    done = sum(item.progress == "done" for item in items)
    head = wording.say("ui.agenda.column", done=done, count=len(items))
    lines = [line((head, look.BOLD)), line("")]
    for number, item in enumerate(items, 1):
        title = fit(f"{number:>2} {short_title(item.step, wording)}", _INSIDE - 2)
        style = _STYLES[item.progress]
        told = line((f"{SIGNS[item.progress]} {title}", f"{style} reverse".strip() if item.step == shown else style))
        lines.append(told.stylize(f"@click=app.open('{item.step}')") if item.step in with_screen else told)
        lines += [line((f"{'':{_INDENT}}{row}", look.FAINT)) for row in wrap(reason(item, wording), _INSIDE - _INDENT)]
    return [*lines, line(""), line((wording.say("ui.agenda.fold"), look.FAINT))]


def entry(number: int, item: Item, wording: Wording, cells: int) -> Content:
    """The item for the overlay: its name, and below it why it is closed."""
    here = f"  {wording.say('ui.agenda.here')}" if item.progress == "here" else ""
    name = f"{SIGNS[item.progress]} {number:2} {wording.word('step', item.step)}"
    why_not = wrap(reason(item, wording, whole=True), max(_INSIDE, cells) - _INDENT)
    return stack(
        [
            line((name, _STYLES[item.progress]), (here, look.FAINT)),
            *(line((f"{'':{_INDENT}}{row}", look.FAINT)) for row in why_not),
        ]
    )


def reason(item: Item, wording: Wording, *, whole: bool = False) -> str:
    """Why the item is closed, and if ``whole`` the way out; nothing where it is not."""
    from emulation.wording import explain, why  # noqa: PLC0415  (most items are open)

    if item.closed is None or (item.closed.code == "meeting-closed" and not whole):
        return ""
    return (explain if whole else why)(item.closed, wording.language)


def short_title(step: Step, wording: Wording) -> str:
    """What the step's screen is called, which is shorter than the step."""
    key = f"ui.screen.{step}.title"
    return wording.say(key) if wording.has(key) else wording.word("step", step)
