"""Going from home to a meeting and back: one program, one screen at the bottom of the stack at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from emulation.files.record import RecordError

if TYPE_CHECKING:
    from pathlib import Path

    from textual.screen import Screen

    from emulation.finding import Finding
    from tui.app import EmulationApp


async def home(program: EmulationApp) -> None:
    """Leave the meeting, whose record is let go, and show home."""
    from tui.screens.home import HomeScreen  # noqa: PLC0415  (a meeting does without it)

    shown = program.session.root if program.session is not None else None
    program.forget_meeting()
    await _put_at_bottom(program, HomeScreen(shown))
    if program.session is not None:
        program.session.close()
        program.session = None


async def enter(program: EmulationApp, folder: Path, meeting: str) -> tuple[Finding, ...]:
    """Open that meeting, or say why it cannot be; what is wrong with the folder, where that is why."""
    from emulation.files.folder import FolderUnusableError, load_folder  # noqa: PLC0415
    from emulation.files.session import Session  # noqa: PLC0415
    from tui.app import describe_record_error  # noqa: PLC0415  (it imports this module)

    by = program.by or program.wording.word("person", "secretary")
    try:
        session = Session.open(folder, meeting, by, program.now())
    except FolderUnusableError as problem:
        return problem.findings
    except KeyError:
        known = ", ".join(one.id for one in load_folder(folder).procedure.meetings)
        program.say("refused", program.wording.say("ui.unknown-meeting", found=meeting, known=known))
        return ()
    except RecordError as problem:
        program.say("refused", describe_record_error(problem, program.wording))
        return ()
    except OSError as problem:
        reason = problem.strerror or type(problem).__name__
        program.say("refused", program.wording.say("ui.home.cannot-open", folder=folder, reason=reason))
        return ()
    program.session = session
    program.forget_meeting()
    await _put_at_bottom(program, program.first_screen())
    program.call_after_refresh(program.settings.remember_folder, folder)
    return ()


async def _put_at_bottom(program: EmulationApp, screen: Screen[None]) -> None:
    while len(program.screen_stack) > 1:
        await program.pop_screen()
    bottom = program.screen
    if not bottom._result_callbacks:  # noqa: SLF001  (Textual takes one off in switching, and gives the first screen none)
        bottom._push_result_callback(bottom, None)  # noqa: SLF001
    await program.switch_screen(screen)
