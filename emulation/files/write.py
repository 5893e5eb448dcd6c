"""From models to TOML, and text to the disk: a power cut leaves the old file or the new one, never half of one."""

from __future__ import annotations

import contextlib
import os
import secrets
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any, assert_never

import attrs
import tomli_w

from emulation.files.disk import stat_of_file
from emulation.files.layout import default_of, places
from emulation.marks import Given, NotApplicable, SetByHand
from emulation.number import plain
from emulation.rubric import METHOD_NAMES, Criterion
from emulation.text import Text

if TYPE_CHECKING:
    from collections.abc import Callable

    from emulation.marks import Mark

_WRITERS: dict[type[Any], Callable[[Any], Any]] = {}


def register(model: type[Any], writer: Callable[[Any], Any]) -> None:
    """Has a model written by ``writer``, the other half of its hook for reading, where it is not simply its fields."""
    _WRITERS[model] = writer


def dump(model: Any) -> str:
    """The TOML text of a document's model (`Bloc`, `Rubric`, `Activity`, `Sheet` and so on); read again, it is equal.

    What is at its default is left out.
    """
    return tomli_w.dumps(plain_data(model))


def plain_data(value: Any) -> Any:
    """The value as `tomli_w` takes it: tables, lists, texts, numbers, dates."""
    if type(value) in _WRITERS:
        return _WRITERS[type(value)](value)
    if attrs.has(type(value)):
        return table(value)
    match value:
        case Decimal():
            return int(value) if value == value.to_integral_value() else Decimal(plain(value))
        case Fraction():
            return _share(value)
        case tuple():
            return [plain_data(one) for one in value]
        case dict():
            return {key: plain_data(one) for key, one in value.items()}
        case _:
            return value


def table(model: Any) -> dict[str, Any]:
    """A model's fields, laid out as `layout` says."""
    data: dict[str, Any] = {}
    for place in places(type(model)):
        value = getattr(model, place.name)
        if place.table is not None:
            data.setdefault(place.table, {})
        if place.required or value != default_of(place):
            inside = data if place.table is None else data[place.table]
            inside[place.key] = plain_data(value)
    return data


def _share(share: Fraction) -> str:
    percent = share * 100
    return f"{percent.numerator}%" if percent.denominator == 1 else f"{share.numerator}/{share.denominator}"


def _text(text: Text) -> str | dict[str, str]:
    if text.vi is not None and text.vi == text.en:
        return text.vi
    return {language: one for language, one in (("vi", text.vi), ("en", text.en)) if one is not None}


def _criterion(criterion: Criterion) -> dict[str, Any]:
    parts = table(attrs.evolve(criterion, method=None))
    if criterion.method is None:
        return parts
    return {**parts, "method": METHOD_NAMES[type(criterion.method)], **table(criterion.method)}


def _mark(mark: Mark) -> Any:
    match mark:
        case Given(value, "", ()):
            return plain_data(value)
        case Given() | SetByHand():
            return table(mark)
        case NotApplicable(reason):
            rest = {key: value for key, value in table(mark).items() if key != "reason"}
            return {"not_applicable": reason, **rest}
        case _:
            assert_never(mark)


register(Text, _text)
register(Criterion, _criterion)
register(Given, _mark)
register(NotApplicable, _mark)
register(SetByHand, _mark)


def save(path: str | os.PathLike[str], text: str | bytes) -> None:
    """Puts the text (as UTF-8) or the bytes in place of the file, whole or not at all; a link stays a link.

    Raises:
        OSError: the disk refused, or what is there is no regular file; it is then as it was.
    """
    target = Path(path).resolve()
    with contextlib.suppress(FileNotFoundError):
        stat_of_file(target)
    # The name begins with a point: nobody takes what is left of it for a file of the folder.
    draft = target.with_name(f".{target.name}.{secrets.token_hex(4)}.tmp")
    with draft.open("xb") as file:
        try:
            with contextlib.suppress(FileNotFoundError):
                draft.chmod(target.stat().st_mode & 0o777)
            file.write(text.encode() if isinstance(text, str) else text)
            file.flush()
            os.fsync(file.fileno())
        except BaseException:
            draft.unlink()
            raise
    try:
        draft.replace(target)
    except BaseException:
        draft.unlink()
        raise
    _sync_folder(target.parent)


def _sync_folder(folder: Path) -> None:
    """Makes the renaming itself last; Windows neither can nor needs to."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
