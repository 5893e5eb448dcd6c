"""A finding: one thing wrong, or worth a second look, in what somebody wrote."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Literal, TypeAlias

import attrs

from emulation.frozen import frozen
from emulation.text import ID

if TYPE_CHECKING:
    import re
    from collections.abc import Iterable, Iterator

Severity: TypeAlias = Literal["error", "warning"]
Path: TypeAlias = tuple[str | int, ...]


@frozen
class Finding:
    """One problem: where it stands, what was found there, and the facts from which a sentence is made.

    ``code`` names the kind of problem: the catalogues of `emulation.wording` hold, for each code, what was expected
    and the way out. ``path`` is the place in the document (keys, and places in lists from zero). ``found`` is the
    offending value as it was written. ``facts`` fill the sentences; two of them are understood everywhere: ``near``,
    the nearest right word, and ``known``, all right words. ``file`` (relative to the folder) and ``line`` (from 1)
    are there once the document has been read from a file.
    """

    code: str
    path: Path = ()
    found: str = ""
    facts: Mapping[str, str] = attrs.field(factory=dict)
    severity: Severity = "error"
    file: str = ""
    line: int | None = None

    def under(self, *prefix: str | int) -> Finding:
        """The same finding, seen from a document in which its path begins with ``prefix``."""
        return attrs.evolve(self, path=(*prefix, *self.path))


def error(code: str, *path: str | int, found: object = "", **facts: object) -> Finding:
    """A finding that makes the document unusable."""
    return Finding(code, path, str(found), {name: str(value) for name, value in facts.items()})


def warning(code: str, *path: str | int, found: object = "", **facts: object) -> Finding:
    """A finding worth a second look; the document can be used as it stands."""
    return Finding(code, path, str(found), {name: str(value) for name, value in facts.items()}, severity="warning")


def spell_path(path: Path) -> str:
    """A path as people write it: ``section[0].criterion[2].max``; places in lists count from zero."""
    spelled = ""
    for part in path:
        spelled += f"[{part}]" if isinstance(part, int) else f".{part}" if spelled else part
    return spelled


def choices(word: str, known: Iterable[str]) -> dict[str, str]:
    """The facts about a word that is not among ``known``: the nearest right one, whatever its case, or all of them."""
    import difflib  # noqa: PLC0415  (only when something is wrong)

    words = list(dict.fromkeys(map(str, known)))
    folded: dict[str, str] = {}
    for one in words:
        folded.setdefault(one.casefold(), one)
    matches = difflib.get_close_matches(word.casefold(), folded, n=1)
    if matches:
        return {"near": folded[matches[0]]}
    return {"known": ", ".join(words)} if words else {}


def identify(ids: Iterable[str], *path: str | int, key: str = "id", pattern: re.Pattern[str] = ID) -> Iterator[Finding]:
    """An error for every id of a list that is badly spelled or stood before, at ``path[place].key``."""
    first: dict[str, int] = {}
    for place, one in enumerate(ids):
        if not pattern.fullmatch(one):
            yield error("bad-id", *path, place, key, found=one, pattern=pattern.pattern)
        if one in first:
            yield error("duplicate-id", *path, place, key, found=one, first=first[one] + 1)
        first.setdefault(one, place)
