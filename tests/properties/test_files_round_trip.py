"""Laws of reading and writing TOML: what is written is read again, and every value has its line."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
import tomli
import tomli_w
from hypothesis import given, settings, strategies as st

from emulation.activity import Activity
from emulation.bloc import Bloc
from emulation.files.document import read_document
from emulation.files.layout import Pledges
from emulation.files.shapes import read
from emulation.files.write import dump
from emulation.marks import Sheet
from emulation.procedure import Procedure
from emulation.rubric import Rubric
from tests import strategies

if TYPE_CHECKING:
    from collections.abc import Iterator

MODELS = {
    Activity: strategies.activities,
    Bloc: strategies.blocs,
    Pledges: strategies.pledges,
    Rubric: strategies.rubrics,
    Procedure: strategies.procedures,
    Sheet: strategies.sheets,
}


@pytest.mark.parametrize("model", MODELS)
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_what_is_written_is_read_again(model: type[Any], data: st.DataObject) -> None:
    value = data.draw(MODELS[model])
    document, findings = read_document("x.toml", dump(value).encode())
    assert document is not None, findings
    assert read(document.data, model) == (value, ())


keys = st.from_regex(r"[A-Za-z0-9_-]{1,5}", fullmatch=True) | strategies.words
scalars = st.one_of(
    st.integers(-(10**6), 10**6),
    st.booleans(),
    strategies.words,
    strategies.days,
    st.times().map(lambda time: time.replace(microsecond=0)),
    st.datetimes(dt.datetime(1900, 1, 1), dt.datetime(2100, 1, 1)),  # noqa: DTZ001
    strategies.numbers,
)
values = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=3),
    max_leaves=12,
)


def places(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Every path in the data, outermost first."""
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in pairs:
        yield (*path, key)
        yield from places(inner, (*path, key))


@settings(max_examples=150, deadline=None)
@given(st.dictionaries(keys, values, max_size=4))
def test_every_key_and_value_has_a_line(data: dict[str, Any]) -> None:
    text = tomli_w.dumps(data)
    document, findings = read_document("x.toml", text.encode())
    assert document is not None, findings
    lines = text.split("\n")
    for path in places(data):
        assert path in document.positions
        if isinstance(path[-1], str):
            spelled = tomli_w.dumps({path[-1]: 0}).removesuffix(" = 0\n")
            assert spelled in lines[document.positions[path] - 1]


@settings(max_examples=100, deadline=None)
@given(st.dictionaries(keys, values, max_size=4))
def test_values_are_those_of_the_language(data: dict[str, Any]) -> None:
    text = tomli_w.dumps(data)
    document, findings = read_document("x.toml", text.encode())
    assert document is not None, findings
    assert document.data == tomli.loads(text, parse_float=Decimal)


@given(strategies.share_spellings)
def test_a_share_is_exact_however_it_is_spelled(spelling: tuple[str, Any]) -> None:
    text, share = spelling
    procedure, findings = read({"quorum": {"at_least": text}}, Procedure)
    assert findings == ()
    assert procedure is not None
    assert procedure.quorum is not None
    assert procedure.quorum.at_least == share
