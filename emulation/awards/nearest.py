"""What would make it a yes: the smallest sets of changes, and the first year in which going on as now is enough."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Literal, TypeAlias

import attrs

from emulation.awards.conditions import (
    After,
    Anniversary,
    AnyOf,
    Clause,
    EveryYear,
    Existed,
    Graded,
    Holds,
    Meets,
    NoneOf,
    Recognised,
    Served,
    Some,
)
from emulation.awards.judging import OUTCOMES, judge
from emulation.awards.repeating import later
from emulation.awards.verdict import MET, NOT_MET, SKIPPED, Node, is_leaf, settle, some

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from emulation.awards.dossier import Context
    from emulation.awards.facts import Candidate
    from emulation.awards.judging import Book
    from emulation.awards.rulebook import VerdictStatus
    from emulation.awards.verdict import Status, Verdict

Settled: TypeAlias = Literal["met", "not-met"]
Key: TypeAlias = "tuple[int, int | None]"
Way: TypeAlias = "frozenset[tuple[Key, Settled]]"

DEEPEST = 3
"""The most changes in one set."""

YEARS_AHEAD = 15
"""How far the first year is looked for."""

PAST = (Holds, After, Graded, Recognised, Served, Existed, Anniversary, Meets)
"""Conditions about the past: what they found cannot be undone, so under a ``none`` they stay as they are."""

_NOTHING: Way = frozenset()


@attrs.frozen(eq=False)
class Change:
    """One condition that would have to come out otherwise, as ``to`` says; a bar would have to be ``not-met``.

    ``year`` is there for a condition inside ``every_year``.
    """

    clause: Clause
    to: Settled
    year: int | None = None


@attrs.frozen(eq=False)
class Nearest:
    """The way to a yes.

    ``changes`` are sets of at most three that make the candidate eligible, none of which could do without any of its
    changes, fewest first; the empty set alone where nothing has to change. ``first_year`` is the first year in which
    going on as in the year under review is enough; ``None`` where fifteen years are not.
    """

    changes: tuple[tuple[Change, ...], ...]
    first_year: int | None


def nearest(verdict: Verdict, candidate: Candidate, book: Book, context: Context) -> Nearest:
    """The nearest way of a verdict that `judge` gave on that candidate, under that book and context."""
    return Nearest(ways(verdict), first_year(candidate, verdict.award, book, context))


def first_year(candidate: Candidate, award: str, book: Book, context: Context) -> int | None:
    """The first year, from the one under review on, in which the candidate is eligible if all goes on as it is.

    This year's grade and titles are repeated, there are no new initiatives, and the book stays the same, with the
    clauses that apply on the day asked.
    """
    book = book.on(context.day)
    titles = {one for one, requirements in book.awards.items() if requirements.award.kind == "title"}
    for ahead in range(YEARS_AHEAD + 1):
        then, at = later(candidate, context, titles, ahead)
        if judge(then, award, book, at).status == "eligible":
            return at.year
    return None


def applied(verdict: Verdict, changes: Iterable[Change]) -> VerdictStatus:
    """What the verdict would be, had these changes happened."""
    return _with(verdict, {((id(change.clause), change.year), change.to) for change in changes})


def ways(verdict: Verdict) -> tuple[tuple[Change, ...], ...]:
    """The sets of changes that make the candidate eligible, as `Nearest` describes them."""
    if verdict.tree.status is SKIPPED:
        return ()
    found, contrary = _possible(verdict)
    places = {one: place for place, one in enumerate(found)}
    if contrary:
        candidates = _search(verdict, tuple(found))
    else:
        bars = [bar for bar in verdict.bars if bar.status is not SKIPPED]
        wants: list[tuple[Node, Settled]] = [(verdict.tree, MET), *((bar, NOT_MET) for bar in bars)]
        candidates = _Search().some_of(wants, len(wants), None, DEEPEST)
    ordered = sorted(candidates, key=lambda way: (len(way), sorted(places[one] for one in way)))
    return tuple(tuple(found[one] for one in sorted(way, key=places.__getitem__)) for way in ordered)


def _possible(verdict: Verdict) -> tuple[dict[tuple[Key, Settled], Change], bool]:
    """Every change that can happen, in the order of the book, and whether one condition is wanted both ways."""
    found: dict[tuple[Key, Settled], Change] = {}
    wanted: dict[Key, set[Settled]] = {}

    def note(node: Node, want: Settled, year: int | None) -> None:
        key = (id(node.clause), year)
        wanted.setdefault(key, set()).add(want)
        if node.status != want:
            found.setdefault((key, want), Change(node.clause, want, year))

    def visit(node: Node, want: Settled, year: int | None) -> None:
        condition = node.clause.condition
        if node.status is SKIPPED:
            return
        if is_leaf(node):
            if want == MET or not isinstance(condition, PAST):
                note(node, want, year)
            else:
                wanted.setdefault((id(node.clause), year), set()).add(want)
            return
        inside: Settled = (NOT_MET if want == MET else MET) if isinstance(condition, NoneOf) else want
        for part in node.parts:
            visit(part, inside, _year_of(node, year))

    visit(verdict.tree, MET, None)
    for bar in verdict.bars:
        if bar.status is not SKIPPED:
            note(bar, NOT_MET, None)
    return found, any(len(wants) > 1 for wants in wanted.values())


def _year_of(node: Node, year: int | None) -> int | None:
    return node.read if isinstance(node.clause.condition, EveryYear) and isinstance(node.read, int) else year


@attrs.frozen(eq=False)
class _Search:
    """Looks for the minimal sets of at most so many changes, part by part.

    Parts that share no condition need at least as many changes as all of them together do, which leaves little to look
    at: what one part may cost is what the others leave of the budget.
    """

    fewest_of: dict[tuple[int, int | None, Settled], int] = attrs.field(factory=dict)
    keys_of: dict[tuple[int, int | None], frozenset[Key]] = attrs.field(factory=dict)

    def ways(self, node: Node, want: Settled, year: int | None, budget: int) -> list[Way]:
        """The minimal sets of at most ``budget`` changes that bring the node to ``want``."""
        if node.status == want:
            return [_NOTHING]
        if self.fewest(node, want, year) > budget:
            return []
        if is_leaf(node):
            return [frozenset({((id(node.clause), year), want)})]
        inside, needed = _within(node, want)
        return self.some_of([(part, inside) for part in _applying(node)], needed, _year_of(node, year), budget)

    def some_of(self, parts: Sequence[tuple[Node, Settled]], needed: int, year: int | None, budget: int) -> list[Way]:
        """The minimal unions of ways of ``needed`` different parts, each with what is wanted of it."""
        if needed > len(parts):
            return []
        fewest = [self.fewest(part, want, year) for part, want in parts]
        apart = self.apart([part for part, _ in parts], year)
        # so_far[n]: how n of the parts seen can be had
        so_far: list[list[Way]] = [[_NOTHING], *([] for _ in range(needed))]
        for place, (part, want) in enumerate(parts):
            others = sorted(fewest[:place] + fewest[place + 1 :])[: needed - 1]
            mine = self.ways(part, want, year, budget - sum(others) if apart else budget)
            still = len(parts) - place - 1
            for had in range(min(needed, place + 1), max(0, needed - still - 1), -1):
                joined = [one | other for one in so_far[had - 1] for other in mine if len(one | other) <= budget]
                so_far[had] = _minimal([*so_far[had], *joined])
        return so_far[max(needed, 0)]

    def fewest(self, node: Node, want: Settled, year: int | None) -> int:
        """A number of changes that is surely needed to bring the node to ``want``."""
        if node.status == want:
            return 0
        name = (id(node), year, want)
        if name not in self.fewest_of:
            self.fewest_of[name] = self._fewest(node, want, year)
        return self.fewest_of[name]

    def _fewest(self, node: Node, want: Settled, year: int | None) -> int:
        if is_leaf(node):
            fixed = want == NOT_MET and isinstance(node.clause.condition, PAST)
            return DEEPEST + 1 if fixed else 1
        inside, needed = _within(node, want)
        at = _year_of(node, year)
        parts = _applying(node)
        if needed > len(parts):
            return DEEPEST + 1
        cheapest = sorted(self.fewest(part, inside, at) for part in parts)[:needed]
        return sum(cheapest) if self.apart(parts, at) else max(cheapest, default=0)

    def apart(self, parts: Sequence[Node], year: int | None) -> bool:
        """Whether no condition stands in two of the parts."""
        keys = [self.keys(part, year) for part in parts]
        return len(frozenset().union(*keys)) == sum(len(one) for one in keys)

    def keys(self, node: Node, year: int | None) -> frozenset[Key]:
        """The conditions below a node that could change."""
        name = (id(node), year)
        if name not in self.keys_of:
            at = _year_of(node, year)
            own = [frozenset({(id(node.clause), year)})] if is_leaf(node) else [self.keys(p, at) for p in node.parts]
            self.keys_of[name] = frozenset[Key]().union(*own)
        return self.keys_of[name]


def _applying(node: Node) -> tuple[Node, ...]:
    return tuple(part for part in node.parts if part.status is not SKIPPED)


def _within(node: Node, want: Settled) -> tuple[Settled, int]:
    """What a group wants of its parts to come out as ``want``, and of how many of them."""
    condition = node.clause.condition
    inside: Settled = want
    if isinstance(condition, NoneOf):
        inside = NOT_MET if want == MET else MET
    count = len(_applying(node))
    if isinstance(condition, Some):
        needed = condition.times
    elif isinstance(condition, AnyOf | NoneOf) or (isinstance(condition, EveryYear) and node.read is not None):
        needed = 1
    else:
        needed = count
    # Who wants a group not met needs all its parts but so many less one not met.
    return inside, needed if inside == MET else count - needed + 1


def _minimal(sets: Iterable[Way]) -> list[Way]:
    """The sets that hold no other of them."""
    kept: dict[Way, None] = {}
    for way in sorted(dict.fromkeys(sets), key=len):
        smaller = itertools.chain.from_iterable(itertools.combinations(way, size) for size in range(len(way)))
        if not any(frozenset(part) in kept for part in smaller):
            kept[way] = None
    return list(kept)


def _search(verdict: Verdict, possible: Sequence[tuple[Key, Settled]]) -> list[Way]:
    """Every set tried, smallest first: needed where one condition is wanted met here and not met there."""
    kept: list[Way] = []
    for size in range(DEEPEST + 1):
        for chosen in itertools.combinations(possible, size):
            way = frozenset(chosen)
            if len({key for key, _ in chosen}) < size or any(one <= way for one in kept):
                continue
            if _with(verdict, way) == "eligible":
                kept.append(way)
    return kept


def _with(verdict: Verdict, changes: Collection[tuple[Key, Settled]]) -> VerdictStatus:
    settled: Mapping[Key, Status] = dict(changes)

    def status(node: Node, year: int | None) -> Status:
        if is_leaf(node):
            return settled.get((id(node.clause), year), node.status)
        one_year = isinstance(node.clause.condition, EveryYear) and node.read is not None
        inside = _year_of(node, year)
        return settle(node.clause.condition, [status(part, inside) for part in node.parts], one_year=one_year)

    barred = some([status(bar, None) for bar in verdict.bars if bar.status is not SKIPPED], 1)
    return OUTCOMES[barred, status(verdict.tree, None)]
