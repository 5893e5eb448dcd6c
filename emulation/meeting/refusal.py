"""A refusal: why a command cannot be carried out as the meeting stands."""

from __future__ import annotations

from collections.abc import Mapping

import attrs

from emulation.frozen import frozen


@frozen
class Refusal:
    """The kind of reason, and the facts from which `emulation.wording` makes its sentence and the way out."""

    code: str
    facts: Mapping[str, str] = attrs.field(factory=dict)


def refuse(code: str, **facts: object) -> Refusal:
    """A refusal; the facts become text."""
    return Refusal(code, {name: str(value) for name, value in facts.items()})
