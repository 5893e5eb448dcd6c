"""Starting the program on a folder, or at home: what can be in the way is said on standard error."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from emulation.files.record import RecordError
from emulation.wording import Wording
from tui.app import EmulationApp, describe_record_error
from tui.commands.failure import UNUSABLE
from tui.commands.output import tell_alone
from tui.config import config_path, read_config
from tui.terminal import ask_the_terminal, lacking

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from emulation.text import Language


def run(
    folder: Path | None,
    meeting: str | None = None,
    language: Language = "vi",
    today: date | None = None,
    *,
    by: str = "",
) -> int:
    """Open a meeting of that folder in the terminal; the exit status, after saying on standard error what is wrong.

    Without ``folder`` it is home that opens. Without ``meeting`` it is the year-end meeting, else the only one.
    ``today`` takes the place of the clock's day.
    """
    from emulation.files.folder import FolderUnusableError, load_folder  # noqa: PLC0415
    from emulation.files.session import Session  # noqa: PLC0415

    wording = Wording(language)

    def now() -> datetime:
        moment = datetime.now().astimezone()
        return moment if today is None else datetime.combine(today, moment.timetz())

    if (why := lacking(wording)) is not None:
        return _fail(why)  # before a record is made of a meeting that nobody can see
    ask_the_terminal()
    config = read_config(config_path())
    if folder is None:
        return _play(EmulationApp(None, language=language, by=by, now=now, config=config))
    try:
        if meeting is None and (meeting := _planned_year_end(folder)) is None:
            planned = load_folder(folder).procedure.meetings
            if not planned:
                return _fail(wording.say("ui.no-meeting"))
            year_end = [one.id for one in planned if one.kind == "year-end"]
            if not year_end and len(planned) > 1:
                return _fail(wording.say("ui.which-meeting", known=", ".join(one.id for one in planned)))
            meeting = year_end[0] if year_end else planned[0].id
        session = Session.open(folder, meeting, by or wording.word("person", "secretary"), now())
    except FolderUnusableError as problem:
        from tui.commands.failure import status_of  # noqa: PLC0415
        from tui.commands.output import tell_findings  # noqa: PLC0415

        tell_findings(problem.findings, language)
        return status_of(problem.findings)
    except RecordError as problem:
        return _fail(describe_record_error(problem, wording))
    except KeyError:
        known = ", ".join(one.id for one in load_folder(folder).procedure.meetings)
        return _fail(wording.say("ui.unknown-meeting", found=meeting, known=known))
    return _play(EmulationApp(session, language=language, by=by, now=now, config=config))


def _play(program: EmulationApp) -> int:
    """Run the program until it is left, then let go of whichever record is open."""
    try:
        status = program.run() or 0
        if program._exception is not None:  # noqa: SLF001  (Textual tells nobody else)
            raise program._exception  # noqa: SLF001
        return status
    finally:
        if program.session is not None:
            program.session.close()


def _planned_year_end(folder: Path) -> str | None:
    """The year-end meeting of a folder whose record is there already, without reading the whole folder for it."""
    import tomli  # noqa: PLC0415

    from emulation.files.disk import read_bytes  # noqa: PLC0415
    from emulation.files.session import record_path  # noqa: PLC0415

    try:
        meetings = tomli.loads(read_bytes(folder / "procedure.toml").decode())["meeting"]
        found = [one["id"] for one in meetings if one["kind"] == "year-end"]
        return found[0] if found and record_path(folder, found[0]).exists() else None
    except (OSError, ValueError, LookupError, TypeError):
        return None  # whatever is wrong with it is found and told by reading the folder


def _fail(sentence: str) -> int:
    tell_alone(sentence)
    return UNUSABLE
