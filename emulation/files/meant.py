"""What a file says, and where it has mistakes, what is probably meant, for the checks behind them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar

from emulation.files.shapes import read
from emulation.frozen import frozen

if TYPE_CHECKING:
    from emulation.files.consequences import Mistakes
    from emulation.files.document import Document
    from emulation.finding import Finding

T = TypeVar("T")


@frozen
class Understood(Generic[T]):
    """What was read of a file: the model as ``written``, ``None`` where it has mistakes.

    ``meant`` are two readings to check, the same one unless nobody can say what is meant (see `mend`); ``None`` where
    nothing is left to be checked.
    """

    written: T | None = None
    meant: tuple[T, T] | None = None

    def reading(self, which: int) -> T | None:
        """The first (0) or second (1) reading."""
        return None if self.meant is None else self.meant[which]


def understood(
    document: Document | None, model: type[T], mistakes: Mistakes
) -> tuple[Understood[T], tuple[Finding, ...]]:
    """What a document says and all that cannot be read of it; the places of that are noted in ``mistakes``."""
    if document is None:
        return Understood(), ()
    value, findings = read(document.data, model)
    if value is not None:
        return Understood(value, (value, value)), ()
    from emulation.files.mend import mended  # noqa: PLC0415  (nothing to mend in most)

    found = mended(document.data, findings, model)
    every = (*findings, *(found.hidden if found else ()))
    mistakes.told[document.file] = [finding.path for finding in every]
    mistakes.unsure[document.file] = found.unsure if found else ()
    return Understood(None, found.readings if found else None), every
