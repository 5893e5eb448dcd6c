"""Where the fields of each model stand in TOML: which key, and in which table of the document.

Reading (`strict`) and writing (`write`) both follow this one table, so that they cannot come apart. A field not named
here stands under its own name, without the underscore that Python's keywords need (``from_`` is ``from``).
"""

from __future__ import annotations

import typing
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any, TypeAlias

import attrs

from emulation.activity import Activity
from emulation.bloc import Bloc
from emulation.frozen import frozen
from emulation.marks import Sheet
from emulation.pledge import Direction, Pledge, Target
from emulation.procedure import Procedure
from emulation.rubric import Criterion, Rubric, Section
from emulation.text import Text

Model: TypeAlias = type[Any]


@frozen
class Layout:
    """How a model is laid out.

    ``keys`` maps fields to their TOML key where it differs. With ``table``, the fields stand in the table of that name,
    except those in ``beside``, which stand at the same level as it.
    """

    keys: Mapping[str, str] = attrs.field(factory=dict)
    table: str | None = None
    beside: tuple[str, ...] = ()


@frozen
class Place:
    """One field of a model: the argument that takes it, its table (if any) and key, its type, and its default."""

    argument: str
    name: str
    table: str | None
    key: str
    type: Any
    required: bool
    default: Any = None


@frozen
class Pledges:
    """The whole of ``pledges.toml``."""

    pledges: tuple[Pledge, ...] = ()


LAYOUTS: dict[Model, Layout] = {
    Activity: Layout(
        keys={
            "participations": "participation",
            "models": "model",
            "stories": "story",
            "commendations": "commendation",
            "tasks": "task",
        }
    ),
    Bloc: Layout(
        keys={"units": "unit", "offices": "office", "movements": "movement", "winners": "winner"},
        table="bloc",
        beside=("units", "offices", "movements", "winners"),
    ),
    Pledges: Layout(keys={"pledges": "pledge"}),
    Pledge: Layout(keys={"targets": "target"}),
    Target: Layout(keys={"reports": "report"}),
    Rubric: Layout(keys={"sections": "section", "bands": "band"}, table="rubric", beside=("sections", "bands")),
    Section: Layout(keys={"criteria": "criterion"}),
    Criterion: Layout(keys={"parts": "criterion"}),
    Procedure: Layout(keys={"meetings": "meeting", "polls": "poll"}),
    Sheet: Layout(table="sheet", beside=("marks",)),
}

NAMES: dict[str, Any] = {
    "date": date,
    "Decimal": Decimal,
    "Fraction": Fraction,
    "Mapping": Mapping,
    "Text": Text,
    "Direction": Direction,
}
"""Names in annotations that a model's own module imports for the type checker alone."""


_PLACES: dict[Model, tuple[Place, ...]] = {}


def places(model: Model) -> tuple[Place, ...]:
    """Every field of a model, in order, with its place in TOML."""
    if model in _PLACES:
        return _PLACES[model]
    layout = LAYOUTS.get(model, Layout())
    types = typing.get_type_hints(model, localns=NAMES)
    found = tuple(_place(field, types[field.name], layout) for field in attrs.fields(model) if field.init)
    return _PLACES.setdefault(model, found)


def _place(field: attrs.Attribute[Any], type_: Any, layout: Layout) -> Place:
    return Place(
        argument=field.alias or field.name,
        name=field.name,
        table=None if field.name in layout.beside else layout.table,
        key=layout.keys.get(field.name, field.name.strip("_")),
        type=type_,
        required=field.default is attrs.NOTHING,
        default=field.default,
    )


def default_of(place: Place) -> Any:
    """The value of a field that is not given; `attrs.NOTHING` where it must be."""
    default = place.default
    return default.factory() if isinstance(default, attrs.Factory) else default  # type: ignore[arg-type]
