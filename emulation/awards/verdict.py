"""What comes out of judging: a tree of nodes, one for each condition, and the verdict over it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

import attrs

from emulation.awards.conditions import AnyOf, Clause, Meets, NoneOf, Some, parts_of
from emulation.awards.rulebook import VerdictStatus
from emulation.frozen import frozen

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from emulation.awards.conditions import Condition

Status: TypeAlias = Literal["met", "not-met", "unknown", "skipped"]
"""The three truths, and ``skipped`` for a clause that does not apply on the day of receipt."""

MET: Final = "met"
NOT_MET: Final = "not-met"
UNKNOWN: Final = "unknown"
SKIPPED: Final = "skipped"


@attrs.frozen(eq=False)
class Node:
    """One condition, evaluated. Text, bound, basis, evidence, file and line stand on its clause.

    ``parts`` are those of a group, the requirements' tree of a ``meets``, and for ``every_year`` a node a year, whose
    ``read`` is that year. ``read`` is what was found on record, and its form follows the type of the condition:

    * ``Holds``, ``After``: the years for which the award counts, ascending
    * ``Graded``: pairs of year and grade, ascending; the grade is ``None`` where there is none on record
    * ``Recognised``: the ids of the initiatives that count
    * ``Share``, ``Members``: the fewest and the most members meant, and how many there are; ``None`` for not known
    * ``Pledges``: the pledge's outcome; ``BlocRank``: the rank; ``BlocScore``: the score; ``None`` for none
    * ``Served``, ``Existed``, ``Anniversary``: the full years
    * ``FlagEligible``: the field; ``Judged``: the `Judgement`; ``Voted``: the `Vote`; ``None`` for none
    * ``UnderDiscipline``, ``UnderProceeding``: what is running or open
    * ``Some``: how many parts are met; ``Window``: its first and last year, the first ``None`` where not known
    * ``EveryYear``, ``Meets`` and the other groups: ``None``

    A clause that may not be trusted is not known, whatever was read. One that is skipped, and all below it, read
    nothing; it neither meets nor fails the group around it, and an award whose requirements are skipped is not known.
    """

    clause: Clause
    status: Status
    read: object = None
    parts: tuple[Node, ...] = ()

    def walk(self) -> Iterator[Node]:
        """Itself and every node below it, in the order of the book."""
        yield self
        for part in self.parts:
            yield from part.walk()


@frozen
class Asked:
    """What a verdict was asked: which award, under which version of a book, on which day of receipt, for which year."""

    award: str
    rulebook: str
    version: str
    hash: str
    received: date
    year: int


@attrs.frozen(eq=False)
class Verdict:
    """Whether a candidate may be given an award, and why.

    ``bars`` hold every bar of the book; one that is met bars. ``tree`` is the whole of the requirements, no condition
    skipped. ``counts_from`` is the first year that counts for grades, streaks and inside windows, where the end of a
    bar restarted the clock.
    """

    candidate: str
    asked: Asked
    status: VerdictStatus
    bars: tuple[Node, ...]
    tree: Node
    counts_from: int | None = None

    @property
    def award(self) -> str:
        """The id of the award."""
        return self.asked.award

    @property
    def missing(self) -> tuple[Node, ...]:
        """What has still to be found out: conditions that are not known and on which the verdict turns."""
        if self.status != "unknown":
            return ()
        bars = [bar for bar in self.bars if bar.status == UNKNOWN]
        return (*bars, *dict.fromkeys(_open(self.tree)))


def _open(node: Node) -> Iterator[Node]:
    if node.status != UNKNOWN:
        return
    if is_leaf(node):
        yield node
    else:
        for part in node.parts:
            yield from _open(part)


def bound(clause: Clause) -> dict[str, object]:
    """What a clause asks for, under the keys of a rulebook: the tag's value, then what differs from the default.

    A group has what it counts (``times``, ``window``), without its parts.
    """
    condition = clause.condition
    inside = {key for key, _ in parts_of(condition)}
    asked: dict[str, object] = {}
    for place, field in enumerate(attrs.fields(type(condition))):
        key = clause.tag if place == 0 else field.name
        value = getattr(condition, field.name)
        if key not in inside and (place == 0 or value != field.default):
            asked[key] = value
    return asked


def is_leaf(node: Node) -> bool:
    """Whether the node's status was read, not made of its parts'."""
    if isinstance(node.clause.condition, Meets):
        return not node.clause.trusted or not node.parts or node.parts[0].status is SKIPPED
    return not parts_of(node.clause.condition)


def settle(condition: Condition, statuses: Iterable[Status], *, one_year: bool = False) -> Status:
    """The status of a group whose parts have these; three truths, after Kleene, of the parts that are not skipped.

    ``one_year``: of `EveryYear`, one of its years, which needs one part alone.
    """
    statuses = tuple(statuses)
    if SKIPPED in statuses:
        statuses = tuple(status for status in statuses if status is not SKIPPED)
        if not statuses:
            return SKIPPED
    if one_year or isinstance(condition, AnyOf):
        return some(statuses, 1)
    if isinstance(condition, Some):
        return some(statuses, condition.times)
    if isinstance(condition, NoneOf):
        return inverted(some(statuses, 1))
    return every(statuses)


def every(statuses: Iterable[Status]) -> Status:
    """Not met if any is not met, else not known if any is not known, else met."""
    found: Status = MET
    for status in statuses:
        if status is NOT_MET:
            return NOT_MET
        if status is UNKNOWN:
            found = UNKNOWN
    return found


def some(statuses: Iterable[Status], times: int) -> Status:
    """Met if at least ``times`` are met; not known if those not known could make up the number."""
    lowest = highest = 0
    for status in statuses:
        lowest += status is MET
        highest += status is not NOT_MET
    return MET if lowest >= times else UNKNOWN if highest >= times else NOT_MET


def inverted(status: Status) -> Status:
    """Met for not met, and the other way round."""
    return NOT_MET if status is MET else MET if status is NOT_MET else UNKNOWN
