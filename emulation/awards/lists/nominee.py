"""One line of a nomination list: who is put forward for what, and how that was judged."""

from __future__ import annotations

from typing import TYPE_CHECKING

from emulation.activity import Work
from emulation.awards.facts import CandidateKind
from emulation.awards.rulebook import VerdictStatus
from emulation.frozen import frozen

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from emulation.awards.facts import Candidate
    from emulation.awards.verdict import Verdict


@frozen
class Nominee:
    """A candidate for an award, in the order of the list; ``unit`` and ``work`` are those of the candidate."""

    candidate: str
    award: str
    status: VerdictStatus
    unit: str = ""
    kind: CandidateKind = "individual"
    work: Work | None = None

    @property
    def sure(self) -> bool:
        """Whether the nominee takes a place for certain."""
        return self.status == "eligible"

    @property
    def possible(self) -> bool:
        """Whether the nominee takes a place, or may do so once more is known."""
        return self.status in ("eligible", "unknown")


def nominees(verdicts: Iterable[Verdict], candidates: Mapping[str, Candidate]) -> Iterator[Nominee]:
    """The verdicts as a list, in their order.

    Raises:
        KeyError: a verdict's candidate is not among the candidates, which are keyed by id.
    """
    for verdict in verdicts:
        one = candidates[verdict.candidate]
        yield Nominee(one.id, verdict.award, verdict.status, one.unit, one.kind, one.work)
