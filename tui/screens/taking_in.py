"""Files of the folder that changed after the meeting opened: told, and taken into it with a reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from emulation.files.disk import read_bytes
from tui.screens import lines as look
from tui.screens.lines import line

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from textual.content import Content

    from emulation.wording import Wording
    from tui.screens.asking import AskingScreen


def changed_lines(screen: AskingScreen, names: Sequence[str]) -> list[Content]:
    """A line for the head where one of those files is not what the meeting works by any more; else none."""
    session = screen.program.session
    if session is None:
        return []
    state = session.meeting.state
    changed = []
    for name in names:
        try:
            text: str | None = read_bytes(session.root / name).decode("utf-8", "replace")
        except FileNotFoundError:
            text = None
        except OSError:
            continue  # whatever is in the way is told when the files are taken in
        if text != state.sources.get(name):
            changed.append(name)
    if not changed:
        return []
    told = screen.wording.say("ui.taking-in.changed", files=screen.wording.listed(changed))
    return [line(("⚠ ", look.WARN), (told, look.WARN))]


def take_in(screen: AskingScreen) -> None:
    """Ask why, then let every changed file enter the meeting; says so where none has changed or none can enter."""
    from emulation.files.folder import FolderUnusableError  # noqa: PLC0415  (only when it is asked for)
    from emulation.files.session import unusable  # noqa: PLC0415
    from emulation.meeting.decide import closed_because  # noqa: PLC0415
    from emulation.meeting.events import Reconfigured  # noqa: PLC0415

    program, wording = screen.program, screen.wording
    session = program.session
    if session is None:
        return
    closed = closed_because(program.state, Reconfigured)
    if closed is not None:
        screen.tell(closed)
        return
    try:
        changed = session.changed_files()
    except FolderUnusableError as problem:
        screen.tell(unusable(problem))
        return
    if not changed:
        screen.hint("ui.taking-in.nothing")
        return
    screen.hint("ui.taking-in.which", files=_named(changed, wording))
    question = wording.say("ui.taking-in.reason", count=len(changed))

    def answered(reason: str | None) -> None:
        if reason is None:
            screen.hint("ui.given-up")
        else:
            program.do(Reconfigured(changed, reason))

    program.ask(question, "", answered)


def _named(changed: Mapping[str, str | None], wording: Wording) -> str:
    """The files that are gone, whose contents the meeting would lose, apart from the others."""
    gone = [name for name, text in changed.items() if text is None]
    others = [name for name, text in changed.items() if text is not None]
    told = [wording.say("ui.taking-in.gone", files=wording.listed(gone))] if gone else []
    told += [wording.say("ui.taking-in.entering", files=wording.listed(others))] if others else []
    return "; ".join(told)
