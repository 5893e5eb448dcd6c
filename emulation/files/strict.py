"""From TOML data to models, strictly: nothing is guessed, every mistake is found, each with its path.

The converter has a hook for each kind of value; models follow `layout`. A hook raises `MisfitError` with all findings
below its place. Register a further hook for a model whose table is not simply its fields.
"""

from __future__ import annotations

import functools
import re
import types
import typing
from datetime import date, datetime, time
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, TypeVar, cast

import attrs
import cattrs

from emulation.files.days import day_meant
from emulation.files.layout import places
from emulation.finding import choices, error
from emulation.number import DIGITS, parse_share
from emulation.text import Text, nfc

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable

    from emulation.files.layout import Place
    from emulation.finding import Finding

T = TypeVar("T")

_SHARE = r"(?a)[+-]?\d{1,15}(\.\d{1,15})?\s*%?|[+-]?\d{1,15}\s*/\s*\d{1,15}"
_LONGEST = 80

NUMBER = r"(?a)[+-]?\d{1,12}([.,]\d{1,6})?"
"""A text that spells a number, with a decimal comma or point."""


class MisfitError(ValueError):
    """Data that does not fit its type: all findings, with paths from the place at which the data stands."""

    def __init__(self, *findings: Finding) -> None:
        super().__init__(*findings)
        self.findings = findings

    def under(self, *prefix: str | int) -> list[Finding]:
        """The findings, seen from further out."""
        return [finding.under(*prefix) for finding in self.findings]


def spell(value: Any) -> str:
    """A value as it is written in TOML, shortened where it is long."""
    match value:
        case str():
            spelled = f'"{value}"'
        case bool():
            spelled = str(value).lower()
        case Decimal() if not value.is_finite():
            spelled = "nan" if value.is_nan() else "inf" if value > 0 else "-inf"
        case dict():
            spelled = "{" + ", ".join(f"{key} = {spell(one)}" for key, one in list(value.items())[:4]) + "}"
        case list():
            spelled = "[" + ", ".join(spell(one) for one in value[:8]) + "]"
        case date() | time():
            spelled = value.isoformat()
        case _:
            spelled = str(value)
    return spelled if len(spelled) <= _LONGEST else spelled[: _LONGEST - 1] + "…"


def wrong_type(value: Any, expected: str) -> MisfitError:
    """The mistake of a value of the wrong kind; ``expected`` is a kind word such as ``whole number``.

    A number or day that stands in quotes is named as it is without them.
    """
    found = spell(value)
    if isinstance(value, str) and "number" in expected and re.fullmatch(NUMBER, value.strip()):
        bare = value.strip().replace(",", ".")
        return MisfitError(error("wrong-type", found=found, expected=expected, number=bare))
    if isinstance(value, str) and expected == "date" and (day := day_meant(value)) is not None:
        return MisfitError(error("wrong-type", found=found, expected=expected, day=day))
    return MisfitError(error("wrong-type", found=found, expected=expected))


def _text(value: Any, _type: Any = str) -> str:
    if not isinstance(value, str):
        raise wrong_type(value, "text")
    return nfc(value)


def _yes_or_no(value: Any, _type: Any = bool) -> bool:
    if not isinstance(value, bool):
        raise wrong_type(value, "yes or no")
    return value


def _whole(value: Any, _type: Any = int) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise wrong_type(value, "whole number")
    if abs(value) >= 10**DIGITS:
        raise MisfitError(error("too-many-digits", found=spell(value), digits=DIGITS))
    return value


def number(value: Any, _type: Any = Decimal) -> Decimal:
    """An exact number of at most `DIGITS` digits, before and after the point together.

    Raises:
        MisfitError: it is no number, not finite, or longer.
    """
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise wrong_type(value, "number")
    if isinstance(value, int):
        return Decimal(_whole(value))
    if not value.is_finite():
        raise MisfitError(error("not-finite", found=spell(value)))
    _, digits, exponent = value.as_tuple()
    assert isinstance(exponent, int)  # noqa: S101  (it is a letter only where the number is not finite)
    significant = "".join(map(str, digits)).strip("0")
    if len(significant) > DIGITS or abs(value.adjusted()) >= DIGITS or (not significant and abs(exponent) > DIGITS):
        raise MisfitError(error("too-many-digits", found=spell(value), digits=DIGITS))
    return value


def _share(value: Any, _type: Any = Fraction) -> Fraction:
    if not isinstance(value, str):
        try:
            return Fraction(number(value))
        except MisfitError as misfit:
            if misfit.findings[0].code == "wrong-type":
                raise wrong_type(value, "share") from None
            raise
    try:
        if re.fullmatch(_SHARE, value.strip()):
            return parse_share("".join(value.split()))
    except ValueError:
        pass
    raise MisfitError(error("not-a-share", found=value))


def _day(value: Any, _type: Any = date) -> date:
    if isinstance(value, datetime) or not isinstance(value, date):
        raise wrong_type(value, "date")
    return value


def _in_languages(value: Any, _type: Any = Text) -> Text:
    if isinstance(value, str):
        return Text.same(value)
    if not isinstance(value, dict):
        raise wrong_type(value, "text")
    if not value:
        raise MisfitError(error("empty"))
    text: Text = read_table(value, Text)
    return text


def _year(value: Any, _type: Any) -> int:
    year = _whole(value)
    if not date.min.year <= year <= date.max.year:
        raise MisfitError(error("not-a-year", found=year))
    return year


class _Plan(NamedTuple):
    """How a model is read: worked out once, for there may be thousands of its tables.

    ``fields`` each come with what reads their values, ``inner`` are the tables below the model's own, with their keys
    and whether they must be there, ``outermost`` the keys beside them.
    """

    fields: tuple[tuple[Place, Callable[[Any, Any], Any]], ...]
    inner: tuple[tuple[str, tuple[str, ...], bool], ...]
    outermost: dict[str, None]


@functools.cache
def _plan(model: type[Any], skip: tuple[str, ...]) -> _Plan:
    fields = [place for place in places(model) if place.name not in skip]
    inner = []
    for name in dict.fromkeys(place.table for place in fields if place.table is not None):
        inside = [place for place in fields if place.table == name]
        inner.append((name, tuple(place.key for place in inside), any(place.required for place in inside)))
    outermost = dict.fromkeys(place.table or place.key for place in fields)
    return _Plan(tuple((place, _reader_of(place)) for place in fields), tuple(inner), outermost)


def _reader_of(place: Place) -> Callable[[Any, Any], Any]:
    if place.key == "year" and place.type in (int, int | None):
        return _year
    hook: Callable[[Any, Any], Any] = CONVERTER.get_structure_hook(place.type)
    return hook


def read_table(data: Any, model: type[T], skip: Collection[str] = ()) -> T:
    """The model whose fields a table holds, laid out as `layout` says; ``skip`` names fields to leave at their default.

    Raises:
        MisfitError: keys that are unknown or missing, and all that is wrong with the values.
    """
    if not isinstance(data, dict):
        raise wrong_type(data, "table")
    plan = _plan(cast("Any", model), tuple(skip))
    findings: list[Finding] = []
    tables: dict[str | None, Any] = {None: data}
    for name, keys, required in plan.inner:
        if name in data and not isinstance(data[name], dict):
            findings += wrong_type(data[name], "table").under(name)
        elif name in data:
            tables[name] = data[name]
            findings += (found.under(name) for found in unknown_keys(data[name], keys))
        elif required:
            findings.append(error("missing-key", name, key=name))
    findings += unknown_keys(data, plan.outermost)
    values: dict[str, Any] = {}
    for place, read in plan.fields:
        if place.table not in tables:
            continue
        where = (place.key,) if place.table is None else (place.table, place.key)
        if place.key in tables[place.table]:
            try:
                values[place.argument] = read(tables[place.table][place.key], place.type)
            except MisfitError as misfit:
                findings += misfit.under(*where)
        elif place.required:
            findings.append(error("missing-key", *where, key=place.key))
    if findings:
        raise MisfitError(*findings)
    return model(**values)


def unknown_keys(table: Iterable[str], known: Collection[str]) -> list[Finding]:
    """An error for every key of a table that is not known."""
    return [error("unknown-key", key, found=key, **choices(key, known)) for key in table if key not in known]


def read_list(value: Any, one: Callable[[Any], T], expected: str = "list") -> tuple[T, ...]:
    """Every element read by ``one``.

    Raises:
        MisfitError: it is no list, or all that is wrong with its elements.
    """
    if not isinstance(value, list):
        raise wrong_type(value, expected)
    findings: list[Finding] = []
    read_ones: list[T] = []
    for place, element in enumerate(value):
        try:
            read_ones.append(one(element))
        except MisfitError as misfit:
            findings += misfit.under(place)
    if findings:
        raise MisfitError(*findings)
    return tuple(read_ones)


def _is_list(type_: Any) -> bool:
    return typing.get_origin(type_) is tuple and typing.get_args(type_)[1:] == (Ellipsis,)


def _list_hook(type_: Any) -> Callable[[Any, Any], Any]:
    element = typing.get_args(type_)[0]
    expected = "list of tables" if attrs.has(element) else "list"
    return lambda value, _: read_list(value, lambda one: CONVERTER.structure(one, element), expected)


def _is_optional(type_: Any) -> bool:
    arguments = typing.get_args(type_)
    union = typing.get_origin(type_) in (typing.Union, types.UnionType)
    return union and len(arguments) == 2 and type(None) in arguments  # noqa: PLR2004


def _optional_hook(type_: Any) -> Callable[[Any, Any], Any]:
    # TOML has no null: what is absent has no key, so a value that is there is of the other type.
    inner = next(one for one in typing.get_args(type_) if one is not type(None))
    return lambda value, _: CONVERTER.structure(value, inner)


def _is_words(type_: Any) -> bool:
    return typing.get_origin(type_) is Literal


def _words_hook(type_: Any) -> Callable[[Any, Any], Any]:
    words = typing.get_args(type_)

    def hook(value: Any, _: Any) -> Any:
        word = _text(value)
        if word not in words:
            raise MisfitError(error("unknown-word", found=word, **choices(word, words)))
        return word

    return hook


def _text_or_list(value: Any, _type: Any) -> str | tuple[str, ...]:
    if isinstance(value, list):
        return read_list(value, _text)
    if not isinstance(value, str):
        raise wrong_type(value, "text or list")
    return nfc(value)


def _converter() -> cattrs.Converter:
    converter = cattrs.Converter()
    converter.register_structure_hook(str, _text)
    converter.register_structure_hook(bool, _yes_or_no)
    converter.register_structure_hook(int, _whole)
    converter.register_structure_hook(Decimal, number)
    converter.register_structure_hook(Fraction, _share)
    converter.register_structure_hook(date, _day)
    converter.register_structure_hook_func(lambda type_: type_ == str | tuple[str, ...], _text_or_list)
    converter.register_structure_hook_factory(_is_optional, _optional_hook)
    converter.register_structure_hook_factory(_is_list, _list_hook)
    converter.register_structure_hook_factory(_is_words, _words_hook)
    converter.register_structure_hook_func(attrs.has, read_table)
    converter.register_structure_hook(Text, _in_languages)
    return converter


CONVERTER = _converter()
