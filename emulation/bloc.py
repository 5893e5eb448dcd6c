"""Who competes: the bloc, its units, who leads it, its movements, and who won in earlier years."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Literal, TypeAlias

import attrs

from emulation.finding import choices, error, identify, warning
from emulation.frozen import frozen
from emulation.text import ID, Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from emulation.finding import Finding

Role: TypeAlias = Literal["head", "deputy"]
Organiser: TypeAlias = Literal["central-council", "ministry", "province", "unit"]
MovementKind: TypeAlias = Literal["regular", "campaign", "thematic"]

LAUNCHERS = ("bloc", "central-council", "prime-minister")
"""Who can launch a movement, besides a unit of the bloc."""


@frozen
class Staff:
    """How many people of each kind a unit has; ``emulation`` are those who do emulation work."""

    leaders: int | None = None
    direct: int | None = None
    emulation: int | None = None


@frozen
class Unit:
    """A member organisation. ``kind`` is a free word; a rubric may apply criteria to some kinds only."""

    id: str
    name: Text
    short: str
    kind: str = ""
    votes: int = 1
    staff: Staff | None = None


@frozen
class Office:
    """Which unit is head or deputy head of the bloc in one year."""

    unit: str
    role: Role
    year: int


@frozen
class Movement:
    """An emulation movement; both dates are part of it."""

    id: str
    name: Text
    kind: MovementKind
    launched_by: str
    from_: date
    until: date | None = None
    basis: str = ""


@frozen
class Winner:
    """Who won an award in an earlier year; shown beside polls."""

    year: int
    award: str
    unit: str


@frozen
class Bloc:
    """The group that competes in one year; ``units`` stand in protocol order."""

    id: str
    name: Text
    year: int
    units: tuple[Unit, ...]
    called: Literal["khối", "cụm"] = "khối"
    organised_by: Organiser = "unit"
    theme: Text = attrs.field(factory=Text)
    offices: tuple[Office, ...] = ()
    movements: tuple[Movement, ...] = ()
    winners: tuple[Winner, ...] = ()

    def unit(self, unit_id: str) -> Unit:
        """The unit of that id.

        Raises:
            KeyError: the bloc has no such unit.
        """
        for unit in self.units:
            if unit.id == unit_id:
                return unit
        raise KeyError(unit_id)

    def holders(self, role: Role, year: int) -> tuple[Unit, ...]:
        """The units that hold the office in that year, in the order in which the offices are listed."""
        return tuple(self.unit(o.unit) for o in self.offices if o.role == role and o.year == year)


def check(bloc: Bloc) -> Iterator[Finding]:
    """All that is wrong with a bloc, with paths as in ``bloc.toml``."""
    ids = [unit.id for unit in bloc.units]
    if not ID.fullmatch(bloc.id):
        yield error("bad-id", "bloc", "id", found=bloc.id, pattern=ID.pattern)
    if not bloc.units:
        yield error("no-units", "unit")
    yield from identify(ids, "unit")
    yield from identify((movement.id for movement in bloc.movements), "movement")
    for place, unit in enumerate(bloc.units):
        if unit.votes < 0:
            yield error("negative", "unit", place, "votes", found=unit.votes)
        for name, count in attrs.asdict(unit.staff).items() if unit.staff else ():
            if count is not None and count < 0:
                yield error("negative", "unit", place, "staff", name, found=count)
    heads: dict[int, str] = {}
    for place, office in enumerate(bloc.offices):
        if office.unit not in ids:
            yield error("unknown-unit", "office", place, "unit", found=office.unit, **choices(office.unit, ids))
        if office.role == "head" and office.year in heads:
            yield error("two-heads", "office", place, "year", found=office.year, other=heads[office.year])
        if office.role == "head":
            heads.setdefault(office.year, office.unit)
    if bloc.year not in heads:
        yield warning("no-head", "bloc", "year", found=bloc.year)
    for place, movement in enumerate(bloc.movements):
        if movement.launched_by not in LAUNCHERS and movement.launched_by not in ids:
            near = choices(movement.launched_by, (*LAUNCHERS, *ids))
            yield error("unknown-launcher", "movement", place, "launched_by", found=movement.launched_by, **near)
        if movement.until is not None and movement.until < movement.from_:
            yield error("dates-reversed", "movement", place, "until", found=movement.until, start=movement.from_)
    for place, winner in enumerate(bloc.winners):
        if winner.unit not in ids:
            yield error("unknown-unit", "winner", place, "unit", found=winner.unit, **choices(winner.unit, ids))
