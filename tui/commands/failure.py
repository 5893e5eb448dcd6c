"""Why a command cannot do what it was asked, and what its exit status then is."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from emulation.finding import Finding

FINE, ERRORS, UNUSABLE = 0, 1, 2
"""The exit statuses: fine; errors found, or a question answered with no; wrong usage or unreadable input."""

_UNREADABLE = frozenset({"missing-folder", "not-a-folder", "is-a-folder", "not-permitted", "unreadable"})


class CommandError(Exception):
    """The command ends here; the message is a whole sentence in the user's language."""

    def __init__(self, message: str, status: int = UNUSABLE) -> None:
        super().__init__(message)
        self.status = status


def status_of(findings: Iterable[Finding], *, strict: bool = False) -> int:
    """The exit status that findings make; with ``strict`` warnings count as errors."""
    listed = tuple(findings)
    if any(one.code in _UNREADABLE or (one.code == "missing-file" and not one.file) for one in listed):
        return UNUSABLE
    return ERRORS if any(strict or one.severity == "error" for one in listed) else FINE
