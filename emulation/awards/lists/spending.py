"""Initiatives are spent once: where two awards of one list want the same, who gets it so that most awards are met."""

from __future__ import annotations

import itertools
from collections import defaultdict
from functools import cache, reduce
from typing import TYPE_CHECKING

from emulation.awards.conditions import AnyOf, EveryYear, NoneOf, Recognised, Some
from emulation.awards.verdict import NOT_MET, SKIPPED, is_leaf
from emulation.frozen import frozen

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from emulation.awards.verdict import Node, Verdict

Way = frozenset[str]
"""The ids of the initiatives that one way of meeting an award spends."""

NOTHING: Way = frozenset()


@frozen
class Spending:
    """The initiatives of one candidate that two or more awards of the list want.

    ``wanted`` maps each such initiative to the awards that could be met with it. ``given`` is the assignment proposed,
    the initiatives of each award that is met, none of them twice; ``short`` are the awards for which none are left.
    """

    candidate: str
    wanted: dict[str, tuple[str, ...]]
    given: dict[str, tuple[str, ...]]
    short: tuple[str, ...]


def spending(verdicts: Iterable[Verdict]) -> Iterator[Spending]:
    """Every candidate of the list with an initiative that several awards want, in the order of the list.

    Only awards that the candidate is or may be eligible for want anything.
    """
    by_candidate: dict[str, list[Verdict]] = defaultdict(list)
    for verdict in verdicts:
        if verdict.status in ("eligible", "unknown"):
            by_candidate[verdict.candidate].append(verdict)
    for candidate, several in by_candidate.items():
        if len(several) == 1:
            continue
        needs = {verdict.award: ways(verdict.tree) for verdict in several}
        wanted: dict[str, list[str]] = defaultdict(list)
        for award, found in needs.items():
            for initiative in sorted(frozenset().union(*found)) if NOTHING not in found else ():
                wanted[initiative].append(award)
        twice = {initiative: tuple(awards) for initiative, awards in wanted.items() if len(awards) > 1}
        if twice:
            chosen = assign(tuple(needs.values()))
            given = {award: tuple(sorted(way)) for award, way in zip(needs, chosen, strict=True) if way}
            short = tuple(award for award, way in zip(needs, chosen, strict=True) if way is None)
            yield Spending(candidate, twice, given, short)


def ways(node: Node) -> tuple[Way, ...]:
    """The least sets of unspent initiatives with which the tree can be met; the empty one where it needs none.

    What is not known is taken to be met, and spends the initiatives that are on record for it; what does not apply
    needs none.
    """
    if node.status == NOT_MET:
        return ()
    if node.status == SKIPPED:
        return (NOTHING,)
    condition = node.clause.condition
    if isinstance(condition, Recognised):
        read = node.read if isinstance(node.read, tuple) else ()
        return _choices(read, condition.times) if condition.unused else (NOTHING,)
    if is_leaf(node) or isinstance(condition, NoneOf):
        return (NOTHING,)
    parts = [ways(part) for part in node.parts if part.status != SKIPPED]
    if isinstance(condition, AnyOf):
        return _least(way for part in parts for way in part)
    if isinstance(condition, Some):
        met = [part for part in parts if part]
        return _least(way for several in itertools.combinations(met, condition.times) for way in _joined(several))
    if isinstance(condition, EveryYear):
        years = [[ways(part) for part in year.parts if part.status != SKIPPED] for year in node.parts]
        return _joined([_least(way for part in year for way in part) or (NOTHING,) for year in years])
    return _joined(parts)


def _choices(read: Sequence[str], times: int) -> tuple[Way, ...]:
    return tuple(frozenset(chosen) for chosen in itertools.combinations(read, min(times, len(read))))


def _joined(parts: Iterable[tuple[Way, ...]]) -> tuple[Way, ...]:
    """One way of each part, together."""
    start: tuple[Way, ...] = (NOTHING,)
    further = [part for part in parts if part != start]
    return reduce(lambda before, part: _least(one | other for one in before for other in part), further, start)


def _least(found: Iterable[Way]) -> tuple[Way, ...]:
    """The sets in which no other is contained, each once, small ones first."""
    kept: list[Way] = []
    each = dict.fromkeys(found)
    if len(each) == 1:
        return tuple(each)
    for way in sorted(each, key=lambda one: (len(one), sorted(one))):
        if not any(other <= way for other in kept):
            kept.append(way)
    return tuple(kept)


def assign(needs: Sequence[tuple[Way, ...]]) -> tuple[Way | None, ...]:
    """A way for each need, no initiative in two of them, so that most needs are met; ``None`` for one that is not.

    Of several such assignments, the one that meets the earlier need at the first place where they differ.
    """

    @cache
    def best(place: int, spent: Way) -> tuple[Way | None, ...]:
        if place == len(needs):
            return ()
        most: tuple[Way | None, ...] = ()
        met = -1
        for way in needs[place]:
            if way & spent:
                continue
            rest = best(place + 1, spent | way)
            count = 1 + _met(rest)
            if count > met or (count == met and _pattern(rest) > _pattern(most[1:])):
                most, met = (way, *rest), count
            if met == len(needs) - place:
                return most
        if met < len(needs) - place:
            rest = best(place + 1, spent)
            if _met(rest) > met:
                most = (None, *rest)
        return most

    return best(0, NOTHING)


def _met(chosen: Iterable[Way | None]) -> int:
    return sum(way is not None for way in chosen)


def _pattern(chosen: Iterable[Way | None]) -> tuple[bool, ...]:
    return tuple(way is not None for way in chosen)
