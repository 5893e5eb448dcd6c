"""Events as canonical JSON, and back. The bytes written here are what the record's chain of hashes is made over.

Keys are sorted and every field is there, so one event has one text. Numbers that are not counts are written as text.
"""

from __future__ import annotations

import json
import typing
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING, Any

from cattrs import BaseConverter, Converter

from emulation.marks import Given, Mark, NotApplicable, SetByHand, Value
from emulation.meeting.events import Event
from emulation.number import plain
from emulation.voting import Paper

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from emulation.meeting.events import Event as AnyEvent

KINDS: dict[str, type[AnyEvent]] = {kind.__name__: kind for kind in typing.get_args(Event)}
"""Every kind of event by the name under which the record keeps it."""


def encode(event: AnyEvent) -> tuple[str, str]:
    """The kind of an event and its payload as canonical JSON, which is certain to be read again as this very event.

    Raises:
        ValueError: a field holds what would be read again as something else, or not at all, such as an unknown word.
    """
    kind = type(event).__name__
    try:
        data = _converter().unstructure(event)
        payload = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    except (TypeError, AttributeError) as problem:
        raise ValueError(f"{event!r} cannot be written: {problem}") from problem
    if decode(kind, payload) != event:
        raise ValueError(f"{event!r} would be read again as {decode(kind, payload)!r}")
    return kind, payload


def decode(kind: str, payload: str) -> AnyEvent:
    """The event of that kind and payload.

    Raises:
        ValueError: the kind is unknown, or the payload is not that of such an event.
    """
    if kind not in KINDS:
        raise ValueError(f"{kind!r} is no kind of event")
    try:
        event: AnyEvent = _structure_hook(kind)(_parse(payload), KINDS[kind])
    except (KeyError, IndexError, TypeError, AttributeError, ArithmeticError, RecursionError) as problem:
        raise ValueError(f"the payload of {kind} cannot be read: {problem!r}") from problem
    return event


def encode_paper(paper: Paper) -> str:
    """A ballot paper as canonical JSON: equal papers have one text."""
    said = {"yes": sorted(paper.yes), "no": sorted(paper.no), "none": sorted(paper.none), "invalid": paper.invalid}
    return json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def decode_paper(text: str) -> Paper:
    """The paper of that text.

    Raises:
        ValueError: it is not the text of a paper.
    """
    try:
        said = json.loads(text)
        return Paper(said["yes"], said["no"], said["none"], said["invalid"])
    except (KeyError, TypeError) as problem:
        raise ValueError(f"{text!r} is not the text of a paper") from problem


def _mark(data: Mapping[str, Any], _: Any) -> Mark:
    evidence = tuple(data["evidence"])
    if "value" in data:
        value = data["value"]
        values = tuple(map(_value, value)) if isinstance(value, list) else _value(value)
        return Given(values, data["note"], evidence)
    if "points" in data:
        return SetByHand(Decimal(data["points"]), data["reason"], data["note"], evidence)
    return NotApplicable(data["reason"], data["note"], evidence)


def _value(data: Any) -> Value:
    return Decimal(data["number"]) if isinstance(data, dict) else data


def _plain_value(value: Value | tuple[Value, ...]) -> Any:
    if isinstance(value, tuple):
        return [_plain_value(one) for one in value]
    return {"number": plain(value)} if isinstance(value, Decimal) else value


def _plain_mark(mark: Mark) -> dict[str, Any]:
    data: dict[str, Any] = {"note": mark.note, "evidence": list(mark.evidence)}
    match mark:
        case Given(value):
            data["value"] = _plain_value(value)
        case SetByHand(points, reason):
            data |= {"points": plain(points), "reason": reason}
        case NotApplicable(reason):
            data["reason"] = reason
    return data


def _is_tuple(kind: Any) -> bool:
    return typing.get_origin(kind) is tuple


def _tuple_hook(kind: Any, converter: BaseConverter) -> Callable[[Any, Any], tuple[Any, ...]]:
    """Structures a tuple of any length by the hook of its one type, looked up once: cattrs does so for each element."""
    inner = typing.get_args(kind)[0]
    hook = converter.get_structure_hook(inner)
    return lambda data, _: tuple([hook(one, inner) for one in data])


def _is_literal(kind: Any) -> bool:
    return typing.get_origin(kind) is typing.Literal


def _literal_hook(kind: Any, _: BaseConverter) -> Callable[[Any, Any], Any]:
    words = frozenset(typing.get_args(kind))

    def word(data: Any, _: Any) -> Any:
        if data not in words:
            raise ValueError(f"{data!r} is none of {sorted(words)}")
        return data

    return word


_parse = json.JSONDecoder().decode


@cache
def _structure_hook(kind: str) -> Callable[[Any, Any], AnyEvent]:
    return _converter().get_structure_hook(KINDS[kind])


@cache
def _converter() -> Converter:
    converter = Converter(detailed_validation=False)
    converter.register_unstructure_hook(Decimal, plain)
    converter.register_structure_hook(Decimal, lambda data, _: Decimal(data))
    converter.register_unstructure_hook(Fraction, str)
    converter.register_structure_hook(Fraction, lambda data, _: Fraction(data))
    converter.register_unstructure_hook(date, date.isoformat)
    converter.register_structure_hook(date, lambda data, _: date.fromisoformat(data))
    for kind in (Given, NotApplicable, SetByHand):
        converter.register_unstructure_hook(kind, _plain_mark)
    converter.register_unstructure_hook(Mark, _plain_mark)
    converter.register_unstructure_hook(Mark | None, lambda mark: None if mark is None else _plain_mark(mark))
    converter.register_structure_hook(Mark | None, lambda data, _: None if data is None else _mark(data, _))
    converter.register_structure_hook_factory(_is_tuple, _tuple_hook)
    converter.register_structure_hook_factory(_is_literal, _literal_hook)
    candidates = str | tuple[str, ...]
    converter.register_structure_hook(candidates, lambda data, _: data if isinstance(data, str) else tuple(data))
    converter.register_unstructure_hook(candidates, lambda one: one if isinstance(one, str) else list(one))
    return converter
