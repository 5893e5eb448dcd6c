"""What the marks of one year are scored by: the rubric, the units, the pledges and the rules about marks."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

import attrs

from emulation.bloc import Bloc, Unit
from emulation.frozen import frozen
from emulation.pledge import Pledge
from emulation.procedure import MarkRules, Procedure, RankingRules
from emulation.rubric import Rubric

if TYPE_CHECKING:
    from collections.abc import Iterable


@frozen
class Contest:
    """One bloc's year. ``units`` are those that compete, ``pledges`` maps a unit's id to what it signed."""

    rubric: Rubric
    units: tuple[Unit, ...]
    year: int
    pledges: Mapping[str, Pledge] = attrs.field(factory=dict)
    marks: MarkRules = attrs.field(factory=MarkRules)
    ranking: RankingRules = attrs.field(factory=RankingRules)

    @classmethod
    def of(
        cls, bloc: Bloc, rubric: Rubric, pledges: Iterable[Pledge] = (), procedure: Procedure | None = None
    ) -> Contest:
        """The contest of a bloc's own year."""
        procedure = procedure or Procedure()
        signed = {pledge.unit: pledge for pledge in pledges}
        return cls(rubric, bloc.units, bloc.year, signed, procedure.marks, procedure.ranking)

    def without(self, withdrawn: Iterable[str]) -> Contest:
        """The same contest among the units that have not withdrawn."""
        gone = set(withdrawn)
        return attrs.evolve(self, units=tuple(unit for unit in self.units if unit.id not in gone))

    @property
    def ends(self) -> date:
        """The last day of the year."""
        return date(self.year, 12, 31)
