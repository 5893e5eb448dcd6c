"""`frozen`: what every value of this library is declared with. It is `attrs.frozen`, made in half the time.

attrs writes Python for ``__eq__``, ``__hash__`` and ``__repr__`` of each class and compiles it at every start. The
three say the same of all values, so here they are closures over the names of the fields; the rest is attrs' own work.
"""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING, Any

import attrs

if TYPE_CHECKING:
    from attrs import frozen as frozen  # noqa: PLC0414  (so that type checkers take it for what it stands for)
else:

    def frozen(cls: type | None = None, *, slots: bool = True, kw_only: bool = False) -> Any:
        """The class as a frozen attrs class, with slots unless said otherwise, compared and hashed by its fields.

        ``eq`` and ``repr`` of a field count; what the class defines itself stays. Classes that need other settings are
        declared with attrs' own decorator.
        """
        if cls is None:
            return lambda bare: frozen(bare, slots=slots, kw_only=kw_only)
        own = cls.__dict__.keys() & {"__eq__", "__hash__", "__repr__"}
        made = attrs.frozen(eq=False, repr=False, slots=slots, kw_only=kw_only)(cls)
        fields = attrs.fields(made)
        if "__eq__" not in own:
            made.__eq__, compared = _equality([field.name for field in fields if field.eq])
            if "__hash__" not in own:
                made.__hash__ = compared
        if "__repr__" not in own:
            made.__repr__ = _representation([field.name for field in fields if field.repr])
        return made


def _equality(names: list[str]) -> tuple[Any, Any]:
    """``__eq__`` and ``__hash__`` over those fields."""
    values = attrgetter(*names) if names else lambda _: ()

    def equal(self: object, other: object) -> bool:
        return values(self) == values(other) if other.__class__ is self.__class__ else NotImplemented

    def hashed(self: object) -> int:
        return hash((self.__class__, values(self)))

    return equal, hashed


def _representation(names: list[str]) -> Any:
    """``__repr__`` with those fields."""

    def shown(self: object) -> str:
        inside = ", ".join(f"{name}={getattr(self, name)!r}" for name in names)
        return f"{self.__class__.__qualname__.rpartition('>.')[2]}({inside})"

    return shown
