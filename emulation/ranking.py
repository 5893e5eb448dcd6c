"""Scorecards to standings: competition ranks, the chain that breaks ties, and the ranks that are still possible.

Units are compared by their key: the total, then each link of the chain in turn. A link may be unsettled (the lot is not
drawn, the poll not held, the chair has not decided): then those whom all links before it leave tied stay tied, share
their rank, and either may yet come first.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from hashlib import sha256
from itertools import groupby
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

import attrs

from emulation.contest import Contest
from emulation.filling import ZERO
from emulation.frozen import frozen
from emulation.pledge import share_attained
from emulation.scoring import Scorecard

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from emulation.filling import Points

Figure: TypeAlias = Decimal | Fraction | int | tuple[int, ...]
Key: TypeAlias = tuple[Any, ...]  # a total, then a figure for each link; keys of one ranking compare place by place
Reason: TypeAlias = Literal["blank", "open", "below-floor"]


@frozen
class ChairDecision:
    """The order in which the chair put units that were tied; it holds for exactly this set."""

    order: tuple[str, ...]


@frozen
class Settlements:
    """What the meeting has settled of the tie chain.

    ``polls`` maps a poll's id to its rounds, each mapping unit ids to votes; a poll not held is absent. ``seed`` is the
    lot's, ``None`` until it is drawn.
    """

    polls: Mapping[str, tuple[Mapping[str, int], ...]] = attrs.field(factory=dict)
    chair: tuple[ChairDecision, ...] = ()
    seed: str | None = None


@frozen(slots=False)  # as scorecards
class Standing:
    """A unit's place.

    ``rank`` is ``None`` where ``reasons`` say why; ``tied`` marks a shared rank. ``broken_by`` is the link that
    separated the unit from its neighbour of the same total (the one above it, else the one below), ``awaits`` the link
    that would have to be settled to separate it from those it shares its rank with. ``best_rank`` and ``worst_rank``
    are the ranks still possible over all fillings of all blanks and all ways in which unsettled links may fall; both
    are ``None`` for a unit that can have no rank. ``lowest_key`` and ``highest_key`` hold what it is compared by: the
    total, then the figure of each link up to the first that is not settled; more is better.
    """

    unit: str
    scorecard: Scorecard
    rank: int | None
    tied: bool
    reasons: tuple[Reason, ...]
    broken_by: str | None
    awaits: str | None
    best_rank: int | None
    worst_rank: int | None
    lowest_key: Key = attrs.field(repr=False)
    highest_key: Key = attrs.field(repr=False)


def lot(seed: str, purpose: str, unit: str) -> str:
    """A unit's place in a lot: the SHA-256, in hexadecimal, of seed, purpose and unit id joined by line feeds.

    Lower comes first. Anyone can recompute it.
    """
    return sha256(f"{seed}\n{purpose}\n{unit}".encode()).hexdigest()


def rank(
    contest: Contest, scorecards: Mapping[str, Scorecard], settled: Settlements | None = None
) -> tuple[Standing, ...]:
    """The standings of all units of the contest: ranked ones in order, then those without a rank.

    Units that share a rank, and those without one, stand in the contest's (protocol) order.
    """
    below: frozenset[str] = frozenset()
    doubtful: frozenset[str] = frozenset()
    if "above-floor" in contest.ranking.needs:
        cards = [scorecards[unit.id] for unit in contest.units]
        below = frozenset(card.unit for card in cards if card.below_floor)
        doubtful = frozenset(card.unit for card in cards if card.doubtful_floor) - below
    return _Ranking(contest, scorecards, settled or Settlements(), below, doubtful).standings()


_Place: TypeAlias = tuple[int, bool, str | None, str | None]  # rank, tied, broken_by, awaits
_NO_PLACE = (None, False, None, None)


@frozen
class _Ranking:
    contest: Contest
    scorecards: Mapping[str, Scorecard]
    settled: Settlements
    below: frozenset[str]  # units that can have no rank, however their blanks turn out
    doubtful: frozenset[str]  # units that have one in some fillings only

    def standings(self) -> tuple[Standing, ...]:
        units = [unit.id for unit in self.contest.units]
        links = self._comparable_links()
        cards = [self.scorecards[unit] for unit in units]
        low = self._keys({card.unit: card.lowest for card in cards}, links)
        ajar = {card.unit: card.highest for card in cards if card.highest is not card.lowest}
        high = low | self._keys(ajar, links)
        lacking = self._lacking(cards, low, high)
        falling = sorted(units, key=low.__getitem__, reverse=True)  # equals stay in protocol order
        places = self._places([unit for unit in falling if unit not in lacking])
        best, worst = self._possible_ranks(falling, places, low, high)
        return tuple(
            Standing(
                unit,
                self.scorecards[unit],
                rank,
                tied,
                lacking.get(unit, ()),
                broken_by,
                awaits,
                best.get(unit),
                worst.get(unit),
                low[unit],
                high[unit],
            )
            for unit, (rank, tied, broken_by, awaits) in (
                *places.items(),
                *((u, _NO_PLACE) for u in units if u in lacking),
            )
        )

    # what a unit is compared by

    def _comparable_links(self) -> tuple[str, ...]:
        """The links up to the first that is not settled."""
        ties, first = self.contest.ranking.ties, self._first_unsettled()
        return ties if first is None else ties[: ties.index(first)]

    def _first_unsettled(self) -> str | None:
        """The first link that is no figure yet; the chair's word never is one."""
        for link in self.contest.ranking.ties:
            if link == "chair" or (link == "lot" and self.settled.seed is None) or self._not_held(link):
                return link
        return None

    def _not_held(self, link: str) -> bool:
        word, _, name = link.partition(":")
        return word == "poll" and name not in self.settled.polls

    def _keys(self, points: Mapping[str, Points], links: Sequence[str]) -> dict[str, Key]:
        """What each unit is compared by if it has these points."""
        columns: list[list[Figure]] = [[one.total for one in points.values()]]
        for link in links:
            figure = self._figure(link)
            columns.append([figure(unit, one) for unit, one in points.items()])
        return dict(zip(points, zip(*columns, strict=True), strict=True))

    def _figure(self, link: str) -> Callable[[str, Points], Figure]:
        """What a settled link compares of a unit with some points; more is better."""
        word, _, name = link.partition(":")
        match word:
            case "core":
                return lambda _, points: points.core
            case "bonus":
                return lambda _, points: points.bonus
            case "penalty":
                return lambda _, points: -points.penalty
            case "section":
                return lambda _, points: points.sections.get(name, ZERO)
            case "criterion":
                return lambda _, points: points.criteria.get(name, ZERO)
            case "pledges":
                pledges, ends = self.contest.pledges, self.contest.ends
                return lambda unit, _: share_attained(pledges.get(unit), ends)
            case "poll":
                rounds = self.settled.polls[name]
                return lambda unit, _: tuple(votes.get(unit, 0) for votes in rounds)
            case "lot" if (seed := self.settled.seed) is not None:
                return lambda unit, _: -int(lot(seed, "ranking", unit), 16)
            case _:
                raise ValueError(f"{link!r} is not a link that compares figures")

    # who has a rank

    def _lacking(
        self, cards: Iterable[Scorecard], low: Mapping[str, Key], high: Mapping[str, Key]
    ) -> dict[str, tuple[Reason, ...]]:
        """The units that have no rank, and why."""
        lacking: dict[str, tuple[Reason, ...]] = {}
        for card in cards:
            reasons: tuple[Reason, ...] = ()
            if card.blanks and "no-blank" in self.contest.ranking.needs:
                reasons = ("blank",)
            elif card.unit in self.doubtful or low[card.unit] != high[card.unit]:
                reasons = ("open",)
            if card.unit in self.below:
                reasons = (*reasons, "below-floor")
            if reasons:
                lacking[card.unit] = reasons
        return lacking

    # ranks now

    def _places(self, ranked: Sequence[str]) -> dict[str, _Place]:
        places: dict[str, _Place] = {}
        above = 0
        for _, equals in groupby(ranked, lambda unit: self.scorecards[unit].lowest.total):
            tied = list(equals)
            if len(tied) == 1:
                above += 1
                places[tied[0]] = (above, False, None, None)
                continue
            pieces = self._separate(tied, self.contest.ranking.ties)
            for position, (piece, link, awaits) in enumerate(pieces):
                shown = link if position else pieces[1][1] if len(pieces) > 1 else None
                for unit in piece:
                    places[unit] = (above + 1, len(piece) > 1, shown, awaits)
                above += len(piece)
        return places

    def _separate(
        self, tied: Sequence[str], links: Sequence[str]
    ) -> list[tuple[Sequence[str], str | None, str | None]]:
        """The pieces into which the chain parts tied units, best first.

        With each piece goes the link that parted it from the piece above (the first's means nothing), and the link that
        it waits for.
        """
        if len(tied) == 1:
            return [(tied, None, None)]
        for number, link in enumerate(links):
            if self._not_held(link):
                continue
            parts = self._part(tied, link)
            if parts is None:
                return [(tied, None, link)]
            if len(parts) > 1:
                pieces: list[tuple[Sequence[str], str | None, str | None]] = []
                for part in parts:
                    (best, _, awaits), *rest = self._separate(part, links[number + 1 :])
                    pieces += [(best, link, awaits), *rest]
                return pieces
        return [(tied, None, None)]

    def _part(self, tied: Sequence[str], link: str) -> list[Sequence[str]] | None:
        """Tied units parted by one link, best first; ``None`` where the link is not settled."""
        if link == "chair":
            decision = self._decision(tied)
            return None if decision is None else [[unit] for unit in decision.order]
        if link == "lot" and self.settled.seed is None:
            return None
        figure = self._figure(link)
        return _groups(tied, lambda unit: figure(unit, self.scorecards[unit].lowest))

    def _decision(self, tied: Iterable[str]) -> ChairDecision | None:
        """The chair's last decision about exactly these units."""
        wanted = sorted(tied)
        return next((made for made in reversed(self.settled.chair) if sorted(made.order) == wanted), None)

    # ranks still possible

    def _possible_ranks(
        self, falling: Sequence[str], places: Mapping[str, _Place], low: Mapping[str, Key], high: Mapping[str, Key]
    ) -> tuple[Mapping[str, int], Mapping[str, int]]:
        """One more than are above a unit in every filling, and in some; none for a unit surely below its floor."""
        unsettled = self._first_unsettled() is not None
        if len(places) == len(falling) and not unsettled:  # nothing can change any more
            ranks = {unit: place[0] for unit, place in places.items()}
            return ranks, ranks
        able = [unit for unit in reversed(falling) if unit not in self.below]
        sure = [low[unit] for unit in able if unit not in self.doubtful]
        reach = sorted(high[unit] for unit in able)
        cut = bisect_left if unsettled else bisect_right
        best = {unit: 1 + len(sure) - bisect_right(sure, high[unit]) for unit in able}
        worst = {unit: 1 + len(reach) - cut(reach, low[unit]) for unit in able}
        for unit in able:
            if unsettled or high[unit] != low[unit]:
                worst[unit] -= 1  # itself
        for decided in self._standing_decisions(places, low, high):
            for position, unit in enumerate(decided):
                best[unit] += position
                worst[unit] -= len(decided) - 1 - position
        return best, worst

    def _standing_decisions(
        self, places: Mapping[str, _Place], low: Mapping[str, Key], high: Mapping[str, Key]
    ) -> list[tuple[str, ...]]:
        """The chair's decisions that no filling can make lapse: the tied set is closed and nobody can join it."""
        firm: list[tuple[str, ...]] = []
        if self._first_unsettled() != "chair":
            return firm
        for decision in self.settled.chair:
            order = decision.order
            if self._decision(order) is not decision or not all(unit in places for unit in order):
                continue
            key = low[order[0]]
            if any(low[unit] != key for unit in order):
                continue
            others = low.keys() - self.below - set(order)
            if not any(low[other] <= key <= high[other] for other in others):
                firm.append(order)
        return firm


def _groups(units: Sequence[str], figure: Callable[[str], Figure]) -> list[Sequence[str]]:
    """Units gathered by equal figures, the greatest first, each group in the order given."""
    gathered: dict[Figure, list[str]] = {}
    for unit in units:
        gathered.setdefault(figure(unit), []).append(unit)
    return [gathered[one] for one in sorted(gathered, reverse=True)]
