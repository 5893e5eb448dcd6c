"""What somebody typed about a new bloc, made into one: units from lines, ids from names, all mistakes at once."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal, TypeAlias, get_args

import attrs

from emulation.bloc import Bloc, Office, Organiser, Unit
from emulation.frozen import frozen
from emulation.text import Text, id_from, initials, nfc
from tui.places import spelled, typed

if TYPE_CHECKING:
    from pathlib import Path

Field: TypeAlias = Literal["name", "called", "year", "organised_by", "units", "head", "rubric", "folder"]

ORGANISERS: tuple[Organiser, ...] = get_args(Organiser)
YEARS = range(2000, 2101)

_NUMBERED = re.compile(r"^\s*(?:\d{1,3}\s*[.)]|[-–•*+])\s*")
_COLUMNS = re.compile(r"\s*[\t;|]\s*")
_ASIDE = re.compile(r"\s*\(([^()]+)\)\s*$")


@frozen
class Draft:
    """The form as it was typed. ``units``: a line each, ``name``, or ``name; short; kind``, or ``name (short)``."""

    name: str = ""
    called: Literal["khối", "cụm"] = "khối"
    year: str = ""
    organised_by: Organiser = "province"
    units: str = ""
    head: str = ""
    rubric: str = ""
    folder: str = ""
    own_folder: bool = False


def units_of(text: str) -> tuple[Unit, ...]:
    """The units that the lines name, in their order; ids and missing short names are made, unlike each other."""
    units: list[Unit] = []
    for row in nfc(text).splitlines():
        columns = _COLUMNS.split(_NUMBERED.sub("", row, count=1).strip())
        name = " ".join(columns[0].split())
        short = columns[1].strip() if len(columns) > 1 else ""
        aside = _ASIDE.search(name)
        if aside is not None and not short:
            name, short = name[: aside.start()], aside[1].strip()
        if not name:
            continue
        taken = [unit.short.casefold() for unit in units]
        short = _unlike(short or initials(name), taken)
        unit_id = id_from(short, [unit.id for unit in units], otherwise="don-vi")
        units.append(Unit(unit_id, Text.same(name), short, columns[2].strip() if len(columns) > 2 else ""))  # noqa: PLR2004
    return tuple(units)


def _unlike(short: str, taken: list[str]) -> str:
    number, one = 2, short
    while one.casefold() in taken:
        one, number = f"{short}{number}", number + 1
    return one


def problems(draft: Draft) -> dict[Field, str]:
    """What is wrong, by field: the key of the sentence about it under ``ui.new.wrong``; nothing if all is right."""
    wrong: dict[Field, str] = {}
    if not draft.name.strip():
        wrong["name"] = "name"
    if not re.fullmatch(r"[0-9]{4}", draft.year.strip()) or int(draft.year) not in YEARS:
        wrong["year"] = "year"
    units = units_of(draft.units)
    names = [(unit.name.vi or "").casefold() for unit in units]
    if len(units) < 2:  # noqa: PLR2004  (one unit alone competes with nobody)
        wrong["units"] = "units"
    elif len(set(names)) < len(names):
        wrong["units"] = "units-twice"
    if not draft.folder.strip():
        wrong["folder"] = "folder"
    else:
        trouble = _in_the_way(folder_of(draft))
        if trouble:
            wrong["folder"] = trouble
    return wrong


def _in_the_way(folder: Path) -> str:
    try:
        if folder.is_dir():
            return "folder-not-empty" if any(folder.iterdir()) else ""
        return "folder-is-a-file" if folder.exists() else ""
    except OSError:
        return "folder-closed"


def folder_of(draft: Draft) -> Path:
    """The folder that is to be made."""
    return typed(draft.folder)


def folder_for(draft: Draft, beside: Path) -> str:
    """A folder named after the bloc and its year, as long as nobody typed another."""
    name = id_from(draft.name, otherwise="")
    year = draft.year.strip()
    return spelled(beside / "-".join(one for one in (name, year) if one)) if name else ""


def bloc_of(draft: Draft) -> Bloc:
    """The bloc that a draft without problems spells; the head is the unit whose short name was chosen."""
    units, year = units_of(draft.units), int(draft.year)
    heads = [unit for unit in units if unit.short == draft.head]
    return Bloc(
        id=id_from(draft.name, otherwise="khoi"),
        name=Text.same(" ".join(draft.name.split())),
        year=year,
        units=units,
        called=draft.called,
        organised_by=draft.organised_by,
        offices=tuple(Office(unit.id, "head", year) for unit in heads),
    )


def changed(draft: Draft, **values: object) -> Draft:
    """The draft with those fields as typed anew."""
    return attrs.evolve(draft, **values)  # type: ignore[arg-type]
