"""Verdicts as data: JSON and rows."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import attrs

from emulation.awards.conditions import Meets
from emulation.awards.verdict import MET, NOT_MET, SKIPPED, bound, is_leaf
from emulation.number import plain
from emulation.text import Text
from emulation.wording.verdicts import basis, change, condition, found, settled_by, skipped

if TYPE_CHECKING:
    from collections.abc import Sequence

    from emulation.awards.nearest import Change, Nearest
    from emulation.awards.verdict import Node, Verdict
    from emulation.wording.verdicts import Speaker

COLUMNS = (
    "candidate",
    "award",
    "status",
    "year",
    "received",
    "rulebook",
    "version",
    "hash",
    "in_the_way",
    "missing",
    "nearest",
    "first_year",
)
"""The columns of CSV, a row a verdict; those from ``in_the_way`` on are in words."""


def verdict_data(verdict: Verdict, way: Nearest, warnings: Sequence[str], by: Speaker) -> dict[str, Any]:
    """A verdict as JSON has it."""
    asked = verdict.asked
    return {
        "candidate": verdict.candidate,
        "award": verdict.award,
        "status": verdict.status,
        "year": asked.year,
        "received": asked.received.isoformat(),
        "rulebook": {"id": asked.rulebook, "version": asked.version, "hash": asked.hash},
        "bars": [_node(bar, by) for bar in verdict.bars],
        "tree": _node(verdict.tree, by),
        "missing": [_node(one, by) for one in verdict.missing],
        "nearest": {
            "changes": [[_change(one, by) for one in changes] for changes in way.changes],
            "first_year": way.first_year,
        },
        "warnings": list(warnings),
        "counts_from": verdict.counts_from,
    }


def _node(node: Node, by: Speaker) -> dict[str, Any]:
    clause = node.clause
    return {
        "tag": clause.tag,
        "status": None if node.status == SKIPPED else node.status,
        "text": condition(clause, by),
        "read": _value(node.read),
        "bound": _value(bound(clause)),
        "basis": None if clause.basis is None else {**attrs.asdict(clause.basis), "text": basis(clause, by)},
        "evidence": clause.evidence,
        "file": clause.file,
        "line": clause.line,
        "parts": [_node(part, by) for part in node.parts],
        "read_text": found(node, by),
        "settled_by": settled_by(node, by) or None,
        "confirmed": None if clause.confirmed is None else _value(clause.confirmed),
        "from": _value(clause.from_),
        "until": _value(clause.until),
        "skipped": skipped(node, by) or None,
    }


def _change(one: Change, by: Speaker) -> dict[str, Any]:
    clause = one.clause
    return {
        "tag": clause.tag,
        "to": one.to,
        "year": one.year,
        "text": change(one, by),
        "file": clause.file,
        "line": clause.line,
    }


def _value(value: object) -> Any:
    """A value that JSON can hold: numbers as decimal strings, shares as ``2/3``, dates as ISO."""
    match value:
        case None | bool() | int() | str():
            return value
        case Decimal():
            return plain(value)
        case Fraction():
            return f"{value.numerator}/{value.denominator}"
        case date():
            return value.isoformat()
        case Text():
            return {name: text for name, text in (("vi", value.vi), ("en", value.en)) if text is not None}
        case dict():
            return {str(key): _value(one) for key, one in value.items()}
        case tuple() | list():
            return [_value(one) for one in value]
        case _:
            return _table(value)


def _table(value: Any) -> dict[str, Any]:
    fields = attrs.fields(type(value))
    return {field.name.rstrip("_"): _value(getattr(value, field.name)) for field in fields}


def in_the_way(verdict: Verdict) -> tuple[Node, ...]:
    """The bars that are met, then the conditions that keep the requirements from being met, in the book's order.

    Of a group that needs no part in particular, all parts that are not met are there.
    """
    bars = [bar for bar in verdict.bars if bar.status == MET]
    return (*bars, *_unmet(verdict.tree))


def _unmet(node: Node) -> list[Node]:
    if node.status != NOT_MET:
        return []
    if is_leaf(node) or isinstance(node.clause.condition, Meets):
        return [node]
    inside = [one for part in node.parts for one in _unmet(part)]
    return inside or [node]


def row(verdict: Verdict, way: Nearest, by: Speaker) -> tuple[object, ...]:
    """A verdict as a row under `COLUMNS`."""
    asked = verdict.asked
    return (
        verdict.candidate,
        verdict.award,
        verdict.status,
        asked.year,
        asked.received.isoformat(),
        asked.rulebook,
        asked.version,
        asked.hash,
        "; ".join(condition(one.clause, by) for one in in_the_way(verdict)),
        "; ".join(condition(one.clause, by) for one in verdict.missing),
        " | ".join(" + ".join(change(one, by) for one in changes) for changes in way.changes),
        way.first_year,
    )
