"""What the report says: remarks, each with the figures behind it and the units concerned."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Literal, TypeAlias

import attrs

from emulation.frozen import frozen
from emulation.number import round_half_up
from emulation.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Fact: TypeAlias = int | Decimal | Fraction | float | date | str | Text | tuple[str, ...] | None
"""A figure or an id. A `Fraction` is a share of one, a float a statistic; a rounded mean is a `Decimal`."""

Area: TypeAlias = Literal[
    "movements", "models", "publicity", "awards", "pledges", "tasks", "together", "criteria", "ranking", "markers",
    "years", "folder",
]  # fmt: skip


@frozen
class Remark:
    """One thing that the figures say.

    ``code`` names it in the catalogues. ``facts`` fill the sentence, ``rows`` are the figures behind it, a table whose
    rows have the same keys; ``units`` are the units concerned, in protocol order; empty: the bloc as a whole.
    """

    area: Area
    code: str
    units: tuple[str, ...] = ()
    facts: Mapping[str, Fact] = attrs.field(factory=dict)
    rows: tuple[Mapping[str, Fact], ...] = ()


def rounded(value: Fraction, places: int = 2) -> Decimal:
    """The value rounded half away from zero, for a reader's eye."""
    steps = round_half_up(abs(value), Decimal(1).scaleb(-places))
    return steps if value >= 0 else -steps


def in_order(units: Iterable[str], protocol: Sequence[str]) -> tuple[str, ...]:
    """The units without repetition, in protocol order."""
    named = set(units)
    return tuple(unit for unit in protocol if unit in named)
