"""A meeting under way: its folder, its record and how it stands. The one door through which anything happens.

A command is decided, its event is written and synced, and only then does the meeting change; so what stands on a screen
is on disk. Ballot papers are no commands: they go into the record's box, and out of it as counts when a poll closes.
"""

from __future__ import annotations

import stat
from typing import TYPE_CHECKING, Self

from emulation.files.codec import decode_paper, encode_paper
from emulation.files.folder import Folder, FolderUnusableError, load_folder, read_folder
from emulation.files.record import Record, RecordError
from emulation.files.storage import names_in, stat_of
from emulation.meeting.events import Opened, PollClosed, Reconfigured
from emulation.meeting.evolve import begin, evolve, fold, reconfigured
from emulation.meeting.refusal import Refusal, refuse
from emulation.meeting.setup import Setup

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from pathlib import Path
    from types import TracebackType

    from emulation.meeting.commands import Command
    from emulation.meeting.events import Event
    from emulation.meeting.papers import Box
    from emulation.meeting.state import Entry, Meeting
    from emulation.voting import Counts, Paper

MEETINGS = "meetings"
"""The folder of the records, in the bloc folder."""


def record_path(folder: Path, meeting: str) -> Path:
    """Where the record of a meeting is kept."""
    return folder / MEETINGS / f"{meeting}.db"


def records(folder: Path) -> dict[str, Path]:
    """The records of a folder by the ids of their meetings, in the order of their names.

    Raises:
        RecordError: what is there cannot be read.
    """
    found = stat_of(folder)
    if found is None or not stat.S_ISDIR(found.st_mode):
        return {}
    paths = [folder / MEETINGS / name for name in names_in(folder / MEETINGS)]
    return {path.stem: path for path in paths if path.suffix == ".db"}


def setup_of(folder: Folder) -> Setup:
    """What a meeting works by, from a folder that is usable.

    Raises:
        FolderUnusableError: it is not.
    """
    if not folder.usable:
        raise FolderUnusableError(folder.findings)
    sheets = tuple(one.sheet for one in folder.sheets)
    return Setup(folder.bloc, folder.rubric, folder.pledges, folder.procedure, sheets, folder.activity)


def read_sources(sources: Mapping[str, str]) -> Setup:
    """What a meeting works by, from the texts that its record carries; they were checked before they entered it."""
    return setup_of(read_folder(sources, checked=True))


def opening(folder: Folder, meeting: str) -> Opened:
    """The event that opens a planned meeting under the folder as it is now.

    Raises:
        FolderUnusableError: the folder has errors.
        KeyError: the procedure plans no such meeting.
    """
    setup_of(folder)
    planned = folder.procedure.meeting(meeting)
    texts = {name: source.text for name, source in folder.sources.items()}
    return Opened(planned.id, planned.kind, planned.steps(), texts)


def unusable(problem: FolderUnusableError) -> Refusal:
    """Why the files of a folder with errors cannot enter a meeting."""
    errors = [finding for finding in problem.findings if finding.severity == "error"]
    return refuse("folder-unusable", count=len(errors), file=errors[0].file or errors[0].found)


class Session:
    """An open meeting. Use it as a context manager, or `close` it."""

    def __init__(self, root: Path, record: Record, meeting: Meeting) -> None:
        self.root = root
        self.record = record
        self.meeting = meeting

    @classmethod
    def open(cls, root: Path, meeting: str, by: str, at: datetime) -> Self:
        """Goes on with the record of that meeting, or begins it.

        Raises:
            RecordError: the record cannot be used; FolderUnusableError: a new meeting on a folder with errors.
            KeyError: a new meeting that the procedure does not plan.
        """
        path = record_path(root, meeting)
        if stat_of(path) is not None:
            record = Record.open(path)
            try:
                return cls(root, record, fold(record.entries(), read_sources))
            except (FolderUnusableError, ValueError, IndexError):
                record.close()
                raise RecordError("record-broken", seq=1, kind="payload") from None
            except BaseException:
                record.close()
                raise
        record = Record.create(path, opening(load_folder(root), meeting), by, at)
        return cls(root, record, begin(next(record.entries()), read_sources))

    def do(self, command: Command, by: str, at: datetime) -> Entry | Refusal:
        """Carries a command out, or says why not. When an entry comes back it is on disk.

        Raises:
            RecordError: it could not be written; then nothing has changed.
            ValueError: it holds what no event can, such as an unknown word; nothing has changed either.
        """
        from emulation.meeting.decide import decide  # noqa: PLC0415  (a meeting is shown before anything is decided)

        event = decide(self.meeting, command, by)
        if isinstance(event, Refusal):
            return event
        refusal = self._refusal(event)
        if refusal is not None:
            return refusal
        entry = self.record.append(event, by, at)
        self.meeting = evolve(self.meeting, entry, read_sources)
        return entry

    def _refusal(self, event: Event) -> Refusal | None:
        """Why an event cannot be, for what the meeting's state alone does not say: the files, and the box."""
        state = self.meeting.state
        match event:
            case Reconfigured():
                try:
                    setup_of(load_folder(self.root))  # what stands in the way of reading a file is seen there alone
                    setup = setup_of(read_folder(reconfigured(state.sources, event)))
                except FolderUnusableError as problem:
                    return unusable(problem)
                from emulation.meeting.decide import misfit  # noqa: PLC0415

                return misfit(state, setup)
            case PollClosed(poll, _, counts):
                from emulation.meeting import papers  # noqa: PLC0415

                return papers.differing(state, poll, self.box(poll), counts)
            case _:
                return None

    def box(self, poll: str) -> dict[Paper, int]:
        """The papers entered so far of the poll that is open, and how many there are of each; else none.

        Raises:
            RecordError: they cannot be read.
        """
        kept = self.record.papers(poll)
        try:
            return {decode_paper(text): count for text, count in kept.items()}
        except ValueError:
            raise RecordError("box-broken", poll=poll) from None

    def hand_in(self, poll: str, paper: Paper, copies: int = 1) -> Box | Refusal:
        """Puts so many such papers into the box, or says why not. When the box comes back it is on disk.

        Raises:
            RecordError: it could not be written; then the box is as it was.
        """
        from emulation.meeting import papers  # noqa: PLC0415

        box = papers.hand_in(self.meeting.state, poll, self.box(poll), paper, copies)
        if not isinstance(box, Refusal):
            self._keep(poll, box)
        return box

    def clear_box(self, poll: str) -> Refusal | None:
        """Takes all papers out of the box, to enter them again, or says why not.

        Raises:
            RecordError: it could not be written; then the box is as it was.
        """
        from emulation.meeting import papers  # noqa: PLC0415

        found = papers.open_poll(self.meeting.state, poll)
        if isinstance(found, Refusal):
            return found
        self._keep(poll, {})
        return None

    def counted(self, poll: str, issued: int) -> Counts | Refusal:
        """The counts that the papers in the box come to, of so many issued: what `ClosePoll` takes."""
        from emulation.meeting import papers  # noqa: PLC0415

        return papers.counted(self.meeting.state, poll, self.box(poll), issued)

    def _keep(self, poll: str, box: Box) -> None:
        self.record.keep_papers(poll, {encode_paper(paper): count for paper, count in box.items()})

    def changed_files(self) -> dict[str, str | None]:
        """The configuration files that differ from what the meeting works by, with their text now; ``None``: gone.

        Raises:
            FolderUnusableError: the folder has errors; a file that cannot be read is neither changed nor gone.
        """
        folder = load_folder(self.root)
        if not folder.usable:
            raise FolderUnusableError(folder.findings)
        now = {name: source.text for name, source in folder.sources.items()}
        then = self.meeting.state.sources
        return {name: now.get(name) for name in sorted(now.keys() | then.keys()) if now.get(name) != then.get(name)}

    def close(self) -> None:
        """Lets the record go."""
        self.record.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
