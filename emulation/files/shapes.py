"""The models whose tables are not simply their fields: a criterion, which holds its method's keys, and marks.

Importing this module registers them with the converter.
"""

from __future__ import annotations

import functools
import typing
from datetime import date, time
from typing import TYPE_CHECKING, Any, TypeVar

import attrs

from emulation.files.layout import NAMES, places
from emulation.files.strict import CONVERTER, MisfitError, number, read_list, read_table, unknown_keys, wrong_type
from emulation.finding import choices, error
from emulation.marks import Given, NotApplicable, SetByHand, Sheet
from emulation.rubric import METHODS, Criterion
from emulation.text import nfc

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from emulation.finding import Finding
    from emulation.marks import Mark, Value
    from emulation.rubric import Method

CONTENTS = {"value": Given, "not_applicable": NotApplicable, "points": SetByHand}
"""The key that says what kind of mark a table is."""

MARK_KEYS = frozenset({*CONTENTS, "reason", "note", "evidence"})
"""A table with one of these keys is a mark; any other is part of a dotted id."""


T = TypeVar("T")


def read(data: Any, model: type[T]) -> tuple[T | None, tuple[Finding, ...]]:
    """The model that the data spells, or ``None`` and all that is wrong with it, with paths as in the document."""
    try:
        return CONVERTER.structure(data, model), ()
    except MisfitError as misfit:
        return None, misfit.findings


@functools.cache
def _method_keys() -> Mapping[str, tuple[str, ...]]:
    """Every key that belongs to a method, and the words of the methods that have it."""
    owners: dict[str, tuple[str, ...]] = {}
    for word, method in METHODS.items():
        for place in places(method):
            owners[place.key] = (*owners.get(place.key, ()), word)
    return owners


def read_criterion(data: Any, _type: Any = Criterion) -> Criterion:
    """A criterion and, from the keys beside its own, its method."""
    if not isinstance(data, dict):
        raise wrong_type(data, "table")
    owners = _method_keys()
    own = {key: value for key, value in data.items() if key not in owners and key != "method"}
    findings: list[Finding] = []
    method: Method | None = None
    try:
        method = _read_method(data)
    except MisfitError as misfit:
        findings += misfit.findings
    if "method" in data and "criterion" in data:
        findings.append(error("one-of", "method", found=data["method"], names="method, criterion"))
    known = {place.key for place in places(Criterion)}
    findings += unknown_keys(own, [*known, *owners])
    try:
        criterion = read_table({key: value for key, value in own.items() if key in known}, Criterion, skip=("method",))
    except MisfitError as misfit:
        findings += misfit.findings
    if findings:
        raise MisfitError(*findings)
    return attrs.evolve(criterion, method=method)


def _read_method(data: Mapping[str, Any]) -> Method | None:
    owners = _method_keys()
    given = {key: value for key, value in data.items() if key in owners}
    word = data.get("method")
    if "method" in data and not isinstance(word, str):
        raise MisfitError(*wrong_type(word, "text").under("method"))
    if word is not None and word not in METHODS:
        raise MisfitError(error("unknown-word", "method", found=word, **choices(word, METHODS)))
    strangers = [key for key in given if word not in owners[key]]
    findings = [
        error("key-of-other-method", key, found=key, method=word or "", methods=", ".join(owners[key]))
        for key in strangers
    ]
    method: Method | None = None
    if word is not None:
        try:
            method = read_table({key: one for key, one in given.items() if key not in strangers}, METHODS[word])
        except MisfitError as misfit:
            findings += misfit.findings
    if findings:
        raise MisfitError(*findings)
    return method


def read_marks(data: Any, _type: Any = None) -> dict[str, dict[str, Mark]]:
    """The marks of each unit by criterion; a dotted key is the id that it spells."""
    if not isinstance(data, dict):
        raise wrong_type(data, "table")
    findings: list[Finding] = []
    marks: dict[str, dict[str, Mark]] = {}
    for unit, table in data.items():
        if not isinstance(table, dict):
            findings += wrong_type(table, "table").under(unit)
            continue
        of_unit = marks.setdefault(nfc(unit), {})
        for criterion, value in _flat(table):
            if criterion in of_unit:
                findings.append(error("duplicate-key", unit, criterion, found=criterion))
                continue
            try:
                of_unit[criterion] = _read_mark(value)
            except MisfitError as misfit:
                findings += misfit.under(unit, criterion)
    if findings:
        raise MisfitError(*findings)
    return marks


def _flat(table: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    for key, value in table.items():
        spelled = f"{prefix}{nfc(key)}"
        if isinstance(value, dict) and value and not MARK_KEYS & value.keys():
            yield from _flat(value, f"{spelled}.")
        else:
            yield spelled, value


def _read_mark(data: Any) -> Mark:
    if not isinstance(data, dict):
        return Given(_read_values(data))
    contents = [key for key in CONTENTS if key in data]
    if not contents:
        raise MisfitError(error("missing-key", "value", key="value"))
    if len(contents) > 1:
        raise MisfitError(error("one-of", contents[1], found=contents[1], names=", ".join(CONTENTS)))
    kind = CONTENTS[contents[0]]
    if kind is NotApplicable:  # its key is its reason
        renamed = {"reason" if key == "not_applicable" else key: value for key, value in data.items()}
        if "reason" in data:
            raise MisfitError(error("unknown-key", "reason", found="reason", near="not_applicable"))
        try:
            return read_table(renamed, NotApplicable)
        except MisfitError as misfit:
            raise MisfitError(*_renamed(misfit.findings)) from None
    mark: Mark = read_table(data, kind)
    return mark


def _renamed(findings: tuple[Finding, ...]) -> Iterator[Finding]:
    for finding in findings:
        path = ("not_applicable", *finding.path[1:]) if finding.path[:1] == ("reason",) else finding.path
        yield attrs.evolve(finding, path=path)


def _read_values(value: Any, _type: Any = None) -> Value | tuple[Value, ...]:
    return read_list(value, _read_value) if isinstance(value, list) else _read_value(value)


def _read_value(value: Any) -> Value:
    match value:
        case bool():
            return value
        case str():
            return nfc(value)
        case dict() | list() | date() | time():
            raise wrong_type(value, "mark")
        case _:
            return number(value)


CONVERTER.register_structure_hook(Criterion, read_criterion)
_HINTS = typing.get_type_hints(Sheet, localns=NAMES)["marks"]
CONVERTER.register_structure_hook_func(lambda type_: type_ == _HINTS, read_marks)
_VALUES = typing.get_type_hints(Given, localns=NAMES)["value"]
CONVERTER.register_structure_hook_func(lambda type_: type_ == _VALUES, _read_values)
