"""`emulation rank FOLDER`: the standings, each with its scorecard, its ties and its band."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import attrs

from emulation.number import plain
from emulation.wording import Wording
from emulation.wording.reasons import beside, why
from tui.commands.basis import Basis, add_record, basis_of, nearest
from tui.commands.failure import ERRORS, FINE, CommandError
from tui.commands.output import put, put_csv, put_json, tell
from tui.commands.parser import command
from tui.commands.rank_table import scorecard_table, standings_table
from tui.commands.standings import Ranked, leaves, ranked_by, spelled

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from emulation.explanation import Comparison, Explained, Link
    from emulation.ranking import Figure, Standing
    from emulation.rubric import Criterion
    from tui.commands.parser import Subparsers

BY = ("final", "self", "peers", "verified")


def add(subparsers: Subparsers) -> None:
    """Says what the command takes."""
    parser = command(subparsers, "rank")
    say = parser.wording.say
    add_record(parser)
    parser.add_argument("--by", type=parser.one_of(*BY), metavar="|".join(BY), default="final", help=say("cli.rank.by"))
    parser.add_argument("--explain", metavar="UNIT", help=say("cli.rank.explain"))


def run(arguments: argparse.Namespace) -> int:
    """Ranks the units, and returns the exit status."""
    wording = Wording(arguments.lang)
    basis = basis_of(arguments, wording)
    ranked = ranked_by(basis, arguments.by)
    if arguments.explain is not None:
        ranked = attrs.evolve(ranked, standings=(_asked_for(arguments.explain, ranked, wording),))
    match arguments.format:
        case "json":
            put_json(document(ranked, wording))
        case "csv" if arguments.explain is None:
            put_csv(*_spreadsheet(ranked))
        case "csv":
            put_csv(("unit", "criterion", *_CELL), _cells(ranked, wording))
        case _ if arguments.explain is None:
            put(standings_table(ranked, wording))
        case _:
            put(scorecard_table(ranked, cells_of(ranked.standings[0], ranked, wording), wording))
    tell_of(basis, wording)
    return FINE


def tell_of(basis: Basis, wording: Wording) -> None:
    """Writes what stands beside the standings: drafts, and who has withdrawn."""
    if basis.drafts:
        tell(wording.say("cli.rank.drafts", count=len(basis.drafts)))
    for unit, reason in basis.withdrawn.items():
        tell(wording.say("cli.rank.withdrawn", unit=basis.setup.bloc.unit(unit).short, reason=reason))


def _asked_for(unit: str, ranked: Ranked, wording: Wording) -> Standing:
    for standing in ranked.standings:
        if standing.unit == unit:
            return standing
    if unit in ranked.basis.withdrawn:
        short = ranked.unit(unit).short
        raise CommandError(
            wording.say("cli.rank.is-withdrawn", unit=short, reason=ranked.basis.withdrawn[unit]), ERRORS
        )
    known = {one.id: one for one in ranked.basis.contest.units}
    raise CommandError(nearest(unit, known, "cli.wrong.unit", wording))


# data


def document(ranked: Ranked, wording: Wording) -> dict[str, Any]:
    """The standings as JSON has them."""
    basis, rubric = ranked.basis, ranked.basis.contest.rubric
    return {
        "bloc": basis.setup.bloc.id,
        "year": basis.contest.year,
        "by": ranked.by,
        "rubric": {"id": rubric.id, "version": rubric.version, "hash": basis.rubric_hash},
        "meeting": basis.meeting,
        "seq": basis.seq,
        "released": basis.released,
        "withdrawn": dict(basis.withdrawn),
        "standings": [_standing(one, ranked, wording) for one in ranked.standings],
    }


def _standing(standing: Standing, ranked: Ranked, wording: Wording) -> dict[str, Any]:
    card = standing.scorecard
    least, most = card.lowest, card.highest
    explained = ranked.explanations[standing.unit]
    return {
        "rank": standing.rank,
        "tied": standing.tied,
        "unit": standing.unit,
        "reasons": list(standing.reasons),
        "total": _plain(card.total),
        "lowest": plain(least.total),
        "highest": plain(most.total),
        "best_rank": standing.best_rank,
        "worst_rank": standing.worst_rank,
        "core": _equal(least.core, most.core),
        "bonus": _equal(least.bonus, most.bonus),
        "penalty": _equal(least.penalty, most.penalty),
        "sections": {name: _equal(points, most.sections[name]) for name, points in least.sections.items()},
        "blanks": list(card.blanks),
        "band": ranked.grades[standing.unit].band,
        "bands_possible": list(ranked.grades[standing.unit].possible),
        "below_floor": list(card.below_floor),
        "broken_by": standing.broken_by,
        "awaits": standing.awaits,
        "not_applicable": list(card.not_applicable),
        "above": _neighbour(explained.above, ranked, wording, above=True),
        "below": _neighbour(explained.below, ranked, wording, above=False),
        "groups": {one.id: _group(one, ranked, wording) for section in explained.sections for one in _groups(section)},
        "scorecard": cells_of(standing, ranked, wording),
    }


def _neighbour(beside_it: Comparison | None, ranked: Ranked, wording: Wording, *, above: bool) -> dict[str, Any] | None:
    """A unit beside the one above or below it: what was compared, up to what decided."""
    if beside_it is None:
        return None
    return {
        "unit": beside_it.other,
        "links": [
            {"link": link.name, "own": _figure(link, link.own), "other": _figure(link, link.other)}
            for link in beside_it.links
        ],
        "awaits": beside_it.awaits,
        "why": beside(beside_it, wording, ranked.shorts(), above=above),
    }


def _figure(link: Link, figure: Figure) -> Any:
    """What a unit has under a link: points, the share of targets, votes by round, a place in the lot, a rank."""
    match figure:
        case Decimal():
            return plain(-figure if link.name == "penalty" else figure)
        case Fraction():
            return f"{figure.numerator}/{figure.denominator}" if figure.denominator > 1 else str(figure)
        case tuple():
            return list(figure)
        case _:
            return f"{-figure:064x}" if link.name == "lot" else figure


def _groups(one: Explained) -> Iterator[Explained]:
    """A section with the groups below it, at any depth."""
    yield one
    for part in one.parts:
        if part.parts:
            yield from _groups(part)


def _group(one: Explained, ranked: Ranked, wording: Wording) -> dict[str, Any]:
    points = None if one.low is None or one.high is None else _equal(one.low, one.high)
    return {"points": points, "max": plain(one.max), "why": why(one, wording, ranked.shorts())}


def cells_of(standing: Standing, ranked: Ranked, wording: Wording) -> dict[str, dict[str, Any]]:
    """The scorecard of one unit, by criterion."""
    return {criterion.id: _cell(criterion, standing, ranked, wording) for criterion in leaves(standing.unit, ranked)}


_CELL = ("points", "max", "source", "mark", "why", "draft")


def _cell(
    criterion: Criterion,
    standing: Standing,
    ranked: Ranked,
    wording: Wording,
) -> dict[str, Any]:
    unit = standing.unit
    values = (
        _plain(standing.scorecard.points(criterion.id)),
        plain(criterion.max),
        ranked.origins[unit].get(criterion.id),
        spelled(criterion, unit, ranked),
        _why(criterion, unit, ranked, wording),
        ranked.by == "final" and (unit, criterion.id) in ranked.basis.drafts,
    )
    return dict(zip(_CELL, values, strict=True))


def _why(criterion: Criterion, unit: str, ranked: Ranked, wording: Wording) -> str:
    """How the points of a cell came about, in one line."""
    one = ranked.explanations[unit].criterion(criterion.id)
    return "" if one is None else why(one, wording, ranked.shorts())


def _plain(number: Decimal | None) -> str | None:
    return None if number is None else plain(number)


def _equal(least: Decimal, most: Decimal) -> str | None:
    return plain(least) if least == most else None


# a row a unit


def _spreadsheet(ranked: Ranked) -> tuple[tuple[str, ...], list[list[object]]]:
    names = [section.id for section in ranked.basis.contest.rubric.sections]
    before = ("rank", "tied", "unit", "short", "total", "lowest", "highest", "best_rank", "worst_rank")
    points = ("core", "bonus", "penalty")
    after = ("band", "bands_possible", "blanks", "below_floor", "reasons", "broken_by", "awaits")
    rows = []
    for standing in ranked.standings:
        data = _standing(standing, ranked, Wording("en"))
        data["short"] = ranked.unit(standing.unit).short
        data["tied"] = "yes" if standing.tied else "no"
        values = [data[key] for key in (*before, *points)]
        values += [data["sections"].get(name) for name in names]
        values += [data[key] for key in after]
        rows.append(
            [" ".join(one or "none" for one in value) if isinstance(value, list) else value for value in values]
        )
    return (*before, *points, *(f"section:{name}" for name in names), *after), rows


def _cells(ranked: Ranked, wording: Wording) -> list[list[object]]:
    return [
        [standing.unit, criterion.id, *_cell(criterion, standing, ranked, wording).values()]
        for standing in ranked.standings
        for criterion in leaves(standing.unit, ranked)
    ]
