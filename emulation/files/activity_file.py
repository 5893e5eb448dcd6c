"""``activity.toml`` as a person edits it entry by entry: what a change would write, and what would be wrong with it.

Nothing here writes: a `Proposal` is looked at first, then its text is saved with `write.save`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, TypeAlias

import attrs

from emulation.activity import Activity, AdvancedModel, Commendation, Joint, Participation, Story, Task
from emulation.files import edit
from emulation.files.document import read_document
from emulation.files.folder import read_folder
from emulation.files.shapes import read
from emulation.files.write import dump, plain_data
from emulation.finding import Finding
from emulation.frozen import frozen

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

FILE = "activity.toml"

Kind: TypeAlias = Literal["participation", "model", "story", "commendation", "joint", "task"]
Entry: TypeAlias = Participation | AdvancedModel | Story | Commendation | Joint | Task

KINDS: dict[Kind, str] = {
    "participation": "participations",
    "model": "models",
    "story": "stories",
    "commendation": "commendations",
    "joint": "joint",
    "task": "tasks",
}
"""The lists of the file, and the field of `Activity` that holds each."""


@frozen
class Proposal:
    """A change of the file before it is written.

    ``text`` is the whole file as it would be, ``line`` (from 1) where the entry would begin and ``block`` its text;
    both are empty of what is removed. ``findings`` are those of the whole file. With ``comments_lost`` the file could
    not be edited in place: it would be written anew, without its comments.
    """

    text: str
    line: int
    block: str
    findings: tuple[Finding, ...]
    comments_lost: bool = False

    @property
    def usable(self) -> bool:
        """Whether nothing that was found is an error."""
        return not any(finding.severity == "error" for finding in self.findings)


def entries(activity: Activity, kind: Kind) -> tuple[Entry, ...]:
    """The entries of that kind, in the file's order."""
    found: tuple[Entry, ...] = getattr(activity, KINDS[kind])
    return found


def propose_added(sources: Mapping[str, str], activity: Activity, kind: Kind, entry: Entry) -> Proposal:
    """What adding an entry would write, behind the others of its kind.

    ``sources`` are the texts of the whole folder, ``activity`` what ``activity.toml`` holds, empty where there is none.
    """
    wanted = _with(activity, kind, (*entries(activity, kind), entry))
    data = plain_data(entry)
    return _proposed(sources, wanted, kind, lambda text: edit.add(text, kind, data), len(entries(activity, kind)))


def propose_changed(sources: Mapping[str, str], activity: Activity, kind: Kind, place: int, entry: Entry) -> Proposal:
    """What putting an entry in the place of another (from 0) would write; see `propose_added`."""
    listed = entries(activity, kind)
    wanted = _with(activity, kind, (*listed[:place], entry, *listed[place + 1 :]))
    data = plain_data(entry)
    return _proposed(sources, wanted, kind, lambda text: edit.change(text, kind, place, data), place)


def propose_removed(sources: Mapping[str, str], activity: Activity, kind: Kind, place: int) -> Proposal:
    """What removing an entry (from 0) would write; see `propose_added`."""
    listed = entries(activity, kind)
    wanted = _with(activity, kind, (*listed[:place], *listed[place + 1 :]))
    return _proposed(sources, wanted, kind, lambda text: edit.remove(text, kind, place), None)


def text_of(sources: Mapping[str, str]) -> str:
    """The file's text without the mark that some editors put before it; empty where there is none."""
    return sources.get(FILE, "").removeprefix("\N{ZERO WIDTH NO-BREAK SPACE}")


def _with(activity: Activity, kind: Kind, listed: tuple[Entry, ...]) -> Activity:
    field: dict[str, Any] = {KINDS[kind]: listed}
    return attrs.evolve(activity, **field)


def _proposed(
    sources: Mapping[str, str], wanted: Activity, kind: Kind, edited: Callable[[str], str], place: int | None
) -> Proposal:
    """The edited text if it reads as what is wanted, else the whole file written anew."""
    lost = False
    try:
        text = edited(text_of(sources))
    except edit.NotEditableError:
        text = ""
    if not text or _read(text) != wanted:
        text, lost = dump(wanted), "#" in text_of(sources)
    findings = read_folder({**sources, FILE: text}).findings
    line, block = _shown(text, kind, place)
    return Proposal(text, line, block, tuple(one for one in findings if one.file == FILE), lost)


def _read(text: str) -> Activity | None:
    document, _ = read_document(FILE, text.encode())
    return None if document is None else read(document.data, Activity)[0]


def _shown(text: str, kind: Kind, place: int | None) -> tuple[int, str]:
    if place is None:
        return 0, ""
    try:
        return edit.where(text, kind, place)
    except edit.NotEditableError:
        return 0, ""
