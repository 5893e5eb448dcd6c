"""Any event of the record, made from the types of its fields; and the small bloc whose meetings the tests hold."""

from __future__ import annotations

import datetime as dt
import types
import typing
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import attrs
from hypothesis import strategies as st

from emulation.meeting.events import Event
from emulation.text import nfc

if TYPE_CHECKING:
    from pathlib import Path

    from hypothesis.strategies import SearchStrategy

KINDS: tuple[type[Event], ...] = typing.get_args(Event)

texts = st.text(st.characters(exclude_categories=("Cs",)), max_size=12).map(nfc)
moments = st.datetimes(dt.datetime(1990, 1, 1), dt.datetime(2100, 1, 1)).map(  # noqa: DTZ001  (local times, as clocks show)
    lambda moment: moment.replace(microsecond=0)
)
_PLAIN: dict[Any, SearchStrategy[Any]] = {
    str: texts,
    bool: st.booleans(),
    int: st.integers(-(10**9), 10**9),
    dt.date: st.dates(),
    Decimal: st.decimals(allow_nan=False, allow_infinity=False, places=3, min_value=-(10**9), max_value=10**9),
    Fraction: st.fractions(-1, 2, max_denominator=1000),
    type(None): st.none(),
}


def values(kind: Any) -> SearchStrategy[Any]:
    """Any value of a type that the fields of events have."""
    if kind in _PLAIN:
        return _PLAIN[kind]
    origin, inner = typing.get_origin(kind), typing.get_args(kind)
    if origin is typing.Literal:
        return st.sampled_from(inner)
    if origin is tuple:
        return st.lists(values(inner[0]), max_size=3).map(tuple)
    if origin is frozenset:
        return st.frozensets(values(inner[0]), max_size=3)
    if origin in {Mapping, dict}:
        return st.dictionaries(values(inner[0]), values(inner[1]), max_size=3)
    if origin in {typing.Union, types.UnionType}:
        return st.one_of([values(one) for one in inner])
    assert attrs.has(kind), f"no strategy for {kind!r}"
    attrs.resolve_types(kind)
    return st.builds(kind, **{field.name: values(field.type) for field in attrs.fields(kind) if field.init})


events: SearchStrategy[Event] = st.one_of([values(kind) for kind in KINDS])


BLOC = """
[bloc]
id = "nho"
name = "Khối nhỏ"
called = "khối"
year = 2022
organised_by = "ministry"

[[unit]]
id = "a"
name = "Đơn vị A"
short = "A"
kind = "office"
votes = 2

[[unit]]
id = "b"
name = "Đơn vị B"
short = "B"
kind = "office"

[[unit]]
id = "c"
name = "Đơn vị C"
short = "C"
kind = "court"

[[unit]]
id = "d"
name = "Đơn vị D"
short = "D"
kind = "court"

[[office]]
unit = "a"
role = "head"
year = 2022
"""

RUBRIC = """
[rubric]
id = "nho"
version = "1"
title = "Bảng nhỏ"
basis = "illustrative"
total = 30
step = 0.5
not_applicable = "rescale"

[[section]]
id = "A"
text = "Công việc"
max = 30
kind = "core"

[[section.criterion]]
id = "A1"
text = "Chấm"
max = 10
method = "judged"

[[section.criterion]]
id = "A2"
text = "Có minh chứng"
max = 10
method = "count"
each = 2
evidence = "required"

[[section.criterion]]
id = "A3"
text = "Mức"
max = 10
method = "levels"
levels = [{ at = 10, id = "high", text = "Cao" }, { at = 5, id = "low", text = "Thấp" }]

[[section]]
id = "P"
text = "Điểm trừ"
max = 5
kind = "penalty"

[[section.criterion]]
id = "P1"
text = "Vi phạm"
max = 5
method = "all-or-nothing"
applies_to = ["office"]
"""

PROCEDURE = """
[marks]
final = ["agreed", "verified", "self"]
confirm = "second-person"
reasons = "required"

[ranking]
ties = ["core", "chair", "poll:flag", "lot"]
needs = []

[quorum]
at_least = "1/2"
of = "entitled"

[[meeting]]
id = "year-end"
kind = "year-end"

[[meeting]]
id = "half-year"
kind = "half-year"

[[poll]]
id = "flag"
question = "Cờ?"
kind = "approve"
seats = 1
candidates = "all"
of = "entitled"
at_least = "1/4"
absent = "written"
rounds = 2
recused = "candidate"

[[poll]]
id = "head"
question = "Khối trưởng?"
kind = "choose"
seats = 2
candidates = ["a", "b", "c"]
of = "valid"
absent = "written"
rounds = 1

[[poll]]
id = "likely"
question = "Đủ điều kiện?"
candidates = "eligible:co-thi-dua"
"""

SHEET = """
[sheet]
source = "self"
by = "b"
on = 2022-12-05

[marks.b]
A1 = 7
A2 = { value = 3, evidence = ["BC 1"] }
"""


def write_folder(root: Path) -> None:
    """The small bloc as a folder."""
    (root / "scores").mkdir(parents=True)
    for name, text in (("bloc", BLOC), ("rubric", RUBRIC), ("procedure", PROCEDURE), ("scores/self-b", SHEET)):
        (root / f"{name}.toml").write_text(text, encoding="utf-8")
