"""Why units of one total do not share a rank, or still do: the link of the tie chain that parts two neighbours."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, TypeAlias

from emulation.frozen import frozen
from emulation.ranking import Figure, lot

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from emulation.contest import Contest
    from emulation.ranking import Standing

Compared: TypeAlias = Figure | str


@frozen
class Separation:
    """Two neighbours of one total, the better first, and what parts them.

    ``link`` is the link of the chain that did, with the figure of each: points (of a penalty, those taken away), a
    share, votes round by round, a hexadecimal hash for the lot; no figures for the chair's word. Without a link they
    share their rank; ``awaits`` is then the link that waits to be settled.
    """

    above: str
    below: str
    link: str | None
    figures: tuple[Compared, Compared] | None = None
    awaits: str | None = None


def separations(contest: Contest, standings: Sequence[Standing], seed: str | None) -> tuple[Separation, ...]:
    """Every pair of neighbours with one total, from the top."""
    return tuple(_separations(contest, [one for one in standings if one.rank is not None], seed))


def _separations(contest: Contest, ranked: Sequence[Standing], seed: str | None) -> Iterator[Separation]:
    for above, below in pairwise(ranked):
        if above.scorecard.lowest.total != below.scorecard.lowest.total:
            continue
        if above.rank == below.rank:
            yield Separation(above.unit, below.unit, None, None, above.awaits)
            continue
        pairs = zip(contest.ranking.ties, above.lowest_key[1:], below.lowest_key[1:], strict=False)
        parting = next((pair for pair in pairs if pair[1] != pair[2]), None)
        if parting is None:
            yield Separation(above.unit, below.unit, "chair")
            continue
        link, figure, other = parting
        figures = _shown(link, above.unit, figure, seed), _shown(link, below.unit, other, seed)
        yield Separation(above.unit, below.unit, link, figures)


def _shown(link: str, unit: str, figure: Figure, seed: str | None) -> Compared:
    if link == "lot":
        return lot(seed or "", "ranking", unit)
    return -figure if link == "penalty" and not isinstance(figure, tuple) else figure
