"""Rubrics, marks and contests written down in a line, for unit tests."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from emulation.bloc import Bloc, Office, Unit
from emulation.contest import Contest
from emulation.marks import Given, Marks, NotApplicable, SetByHand
from emulation.pledge import Pledge, Report, Target
from emulation.procedure import RankingRules
from emulation.rubric import Criterion, Judged, Level, Rubric, Section
from emulation.scoring import score
from emulation.text import Text

if TYPE_CHECKING:
    from emulation.marks import Mark
    from emulation.rubric import Method
    from emulation.scoring import Scorecard

YEAR = 2022
NAME = Text.same("x")


def d(text: str | int) -> Decimal:
    return Decimal(text)


def share(text: str) -> Fraction:
    return Fraction(text)


def leaf(name: str, most: str | int, method: Method | None = None, **fields: Any) -> Criterion:
    return Criterion(name, NAME, d(most), method or Judged(), **fields)


def group(name: str, most: str | int, *parts: Criterion, **fields: Any) -> Criterion:
    return Criterion(name, NAME, d(most), parts=parts, **fields)


def section(name: str, most: str | int, *criteria: Criterion, kind: str = "core") -> Section:
    return Section(name, NAME, d(most), kind, criteria)


def rubric(*sections: Section, step: str = "0.5", **fields: Any) -> Rubric:
    core = sum((one.max for one in sections if one.kind == "core"), Decimal(0))
    return Rubric("r", "1", NAME, fields.pop("total", core), d(step), sections, **fields)


def levels(*ats: str, voids: str | None = None) -> tuple[Level, ...]:
    """Levels at these points; the one spelled by ``voids`` takes all from its group."""
    return tuple(Level(d(at), voids=at == voids) for at in ats)


def units(*kinds: str) -> tuple[Unit, ...]:
    """Units a, b, c, … of these kinds."""
    return tuple(Unit(name, NAME, name.upper(), kind) for name, kind in zip("abcdefgh", kinds, strict=False))


def bloc(*kinds: str, year: int = YEAR) -> Bloc:
    return Bloc("k", NAME, year, units(*kinds), offices=(Office("a", "head", year),))


def contest(of: Rubric, *kinds: str, ties: tuple[str, ...] = (), needs: tuple[str, ...] = (), **fields: Any) -> Contest:
    return Contest(of, units(*(kinds or ("",))), YEAR, ranking=RankingRules(ties, needs), **fields)


def mark(value: object) -> Mark:
    """``None``: not applicable; ``"=3"``: three points by hand; a list: several events; else a number or a level."""
    match value:
        case None:
            return NotApplicable("no case arose")
        case str() if value.startswith("="):
            return SetByHand(d(value[1:]), "the meeting agreed")
        case bool():
            return Given(value)
        case list():
            return Given(tuple(d(one) for one in value))
        case int() | str() if str(value).replace(".", "").isdigit():
            return Given(d(value))
        case _:
            return Given(value)


def row(**marks: object) -> dict[str, Mark]:
    return {name: mark(value) for name, value in marks.items()}


def verified(**rows: dict[str, Mark]) -> Marks:
    return Marks(verified=rows)


def card(of: Rubric, kind: str = "", pledges: dict[str, Pledge] | None = None, **marks: object) -> Scorecard:
    """The scorecard of a single unit ``a`` with these verified marks."""
    return score(contest(of, kind, pledges=pledges or {}), verified(a=row(**marks)))["a"]


def total(of: Rubric, kind: str = "", pledges: dict[str, Pledge] | None = None, **marks: object) -> str:
    """The total of a single unit, as text; ``low..high`` while it is open."""
    one = card(of, kind, pledges, **marks)
    spelled = [f"{float(each):g}" for each in (one.lowest.total, one.highest.total)]
    return spelled[0] if one.total is not None else "..".join(spelled)


def pledge(*targets: Target, unit: str = "a", signed: date | None = date(YEAR, 1, 1)) -> Pledge:
    return Pledge(unit, signed, targets)


def target(goal: str | int, *reports: tuple[date, str | int], name: str = "t", **fields: Any) -> Target:
    return Target(name, NAME, "%", d(goal), reports=tuple(Report(on, d(value)) for on, value in reports), **fields)


def codes(findings: Any) -> list[str]:
    """The codes of findings, each with its path."""
    from emulation.finding import spell_path  # noqa: PLC0415

    return [f"{one.code} {spell_path(one.path)}".strip() for one in findings]
