"""`emulation rank FOLDER`: the standings, each with its scorecard, its ties and its band."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import attrs

from emulation.marks import Given, NotApplicable, SetByHand, spell
from emulation.methods import blank_range
from emulation.number import plain
from emulation.pledge import last_report
from emulation.ranking import Settlements, Standing, rank
from emulation.rubric import METHOD_NAMES
from emulation.scoring import pledged, reading_day, score_settled
from emulation.settling import By, Combined, Settled, pledged_target, settle, sources
from emulation.wording import Wording
from tui.commands.basis import Basis, add_record, basis_of, nearest
from tui.commands.failure import ERRORS, FINE, CommandError
from tui.commands.output import put, put_csv, put_json, tell
from tui.commands.parser import command
from tui.commands.table import Column, table

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence
    from decimal import Decimal

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
            put(_table(ranked, wording))
        case _:
            put(_scorecard_table(ranked, wording))
    if basis.drafts:
        tell(wording.say("cli.rank.drafts", count=len(basis.drafts)))
    for unit, reason in basis.withdrawn.items():
        tell(wording.say("cli.rank.withdrawn", unit=basis.setup.bloc.unit(unit).short, reason=reason))
    return FINE


@attrs.frozen
class Ranked:
    """The standings by one kind of marks, and the deciding marks that they are made from."""

    basis: Basis
    by: By
    standings: tuple[Standing, ...]
    settled: Mapping[str, Mapping[str, Settled]]


def ranked_by(basis: Basis, by: By) -> Ranked:
    """The standings; what the meeting settled of ties is about the final marks alone."""
    settled = settle(basis.contest, basis.marks, by)
    settlements = basis.settlements if by == "final" else Settlements()
    return Ranked(basis, by, rank(basis.contest, score_settled(basis.contest, settled), settlements), settled)


def _asked_for(unit: str, ranked: Ranked, wording: Wording) -> Standing:
    for standing in ranked.standings:
        if standing.unit == unit:
            return standing
    if unit in ranked.basis.withdrawn:
        short = ranked.basis.setup.bloc.unit(unit).short
        raise CommandError(
            wording.say("cli.rank.is-withdrawn", unit=short, reason=ranked.basis.withdrawn[unit]), ERRORS
        )
    known = {one.id: one for one in ranked.basis.contest.units}
    raise CommandError(nearest(unit, known, "cli.wrong.unit", wording))


# data


def document(ranked: Ranked, wording: Wording) -> dict[str, Any]:
    """The standings as JSON has them."""
    basis, rubric = ranked.basis, ranked.basis.contest.rubric
    origins = _origins(ranked)
    return {
        "bloc": basis.setup.bloc.id,
        "year": basis.contest.year,
        "by": ranked.by,
        "rubric": {"id": rubric.id, "version": rubric.version, "hash": basis.rubric_hash},
        "meeting": basis.meeting,
        "seq": basis.seq,
        "released": basis.released,
        "withdrawn": dict(basis.withdrawn),
        "standings": [_standing(one, ranked, origins, wording) for one in ranked.standings],
    }


def _standing(
    standing: Standing, ranked: Ranked, origins: Mapping[str, Mapping[str, str]], wording: Wording
) -> dict[str, Any]:
    card = standing.scorecard
    least, most = card.lowest, card.highest
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
        "band": None,
        "bands_possible": [],
        "below_floor": list(card.below_floor),
        "broken_by": standing.broken_by,
        "awaits": standing.awaits,
        "not_applicable": list(card.not_applicable),
        "scorecard": {
            criterion.id: _cell(criterion, standing, ranked, origins, wording)
            for criterion in _leaves(standing.unit, ranked)
        },
    }


_CELL = ("points", "max", "source", "mark", "why", "draft")


def _cell(
    criterion: Criterion,
    standing: Standing,
    ranked: Ranked,
    origins: Mapping[str, Mapping[str, str]],
    wording: Wording,
) -> dict[str, Any]:
    unit = standing.unit
    values = (
        _plain(standing.scorecard.points(criterion.id)),
        plain(criterion.max),
        origins[unit].get(criterion.id),
        _spelled(criterion, unit, ranked),
        why(criterion, unit, ranked, wording),
        ranked.by == "final" and (unit, criterion.id) in ranked.basis.drafts,
    )
    return dict(zip(_CELL, values, strict=True))


def _leaves(unit: str, ranked: Ranked) -> Sequence[Criterion]:
    contest = ranked.basis.contest
    kind = ranked.basis.setup.bloc.unit(unit).kind
    return tuple(contest.rubric.leaves(kind, contest.year))


def _origins(ranked: Ranked) -> dict[str, dict[str, str]]:
    """The source of each cell's points, by unit and criterion: of a mark the one that decided, or ``pledge``."""
    contest, marks = ranked.basis.contest, ranked.basis.marks
    origins: dict[str, dict[str, str]] = {unit.id: {} for unit in contest.units}
    for source in reversed(sources(contest, ranked.by)):
        alone = attrs.evolve(contest, marks=attrs.evolve(contest.marks, final=(source,)))
        for unit, marked in settle(alone, marks).items():
            origins[unit].update(dict.fromkeys(marked, source))
    for leaf in contest.rubric.leaves():
        if pledged_target(leaf) is None:
            continue
        for unit, row in ranked.settled.items():
            if not isinstance(row.get(leaf.id), SetByHand):
                origins[unit].pop(leaf.id, None)
                if _reported(leaf, unit, ranked) is not None:
                    origins[unit][leaf.id] = "pledge"
    return origins


def _reported(criterion: Criterion, unit: str, ranked: Ranked) -> Decimal | None:
    contest = ranked.basis.contest
    target = pledged(contest, unit, pledged_target(criterion) or "")
    report = None if target is None else last_report(target, reading_day(contest, target))
    return None if report is None else report.value


def _spelled(criterion: Criterion, unit: str, ranked: Ranked) -> str | None:
    """The deciding mark as a sheet would spell it, the peers' as the points they make, a pledge's as last reported."""
    mark = ranked.settled[unit].get(criterion.id)
    if pledged_target(criterion) is not None and not isinstance(mark, SetByHand):
        return _plain(_reported(criterion, unit, ranked))
    match mark:
        case None:
            return None
        case Combined(points):
            return plain(points)
        case _:
            return spell(mark)


def why(criterion: Criterion, unit: str, ranked: Ranked, wording: Wording) -> str:
    """How the points of a cell came about, in one line."""
    mark = ranked.settled[unit].get(criterion.id)
    spelled = _spelled(criterion, unit, ranked)
    method = wording.word("method", METHOD_NAMES[type(criterion.method)]) if criterion.method else ""
    match mark:
        case SetByHand(_, reason):
            return f"{wording.word('mark', 'by-hand')}: {reason}"
        case NotApplicable(reason) if pledged_target(criterion) is None:
            return f"{wording.word('mark', 'not-applicable')}: {reason}"
        case Combined(_, rule, each, markers):
            figures = "; ".join(wording.number(one) for one in each)
            return f"{wording.word('peer-rule', rule)}: {figures} ({len(each)}/{markers})"
        case Given() if spelled is not None:
            return f"{method}: {spelled}"
        case _ if spelled is not None:
            return f"{method}: {spelled}"
        case _:
            least, greatest = blank_range(criterion)
            return f"{wording.word('mark', 'blank')}: {wording.number(least)}..{wording.number(greatest)}"


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
        data = _standing(standing, ranked, {standing.unit: {}}, Wording("en"))
        data["short"] = ranked.basis.setup.bloc.unit(standing.unit).short
        data["tied"] = "yes" if standing.tied else "no"
        values = [data[key] for key in (*before, *points)]
        values += [data["sections"].get(name) for name in names]
        values += [data[key] for key in after]
        rows.append([" ".join(map(str, value)) if isinstance(value, list) else value for value in values])
    return (*before, *points, *(f"section:{name}" for name in names), *after), rows


def _cells(ranked: Ranked, wording: Wording) -> list[list[object]]:
    origins = _origins(ranked)
    return [
        [standing.unit, criterion.id, *_cell(criterion, standing, ranked, origins, wording).values()]
        for standing in ranked.standings
        for criterion in _leaves(standing.unit, ranked)
    ]


# tables for people


def _table(ranked: Ranked, wording: Wording) -> str:
    columns = [
        Column(wording.say(f"cli.column.{name}"), right)
        for name, right in (
            ("rank", True),
            ("unit", False),
            ("total", True),
            ("core", True),
            ("bonus", True),
            ("penalty", True),
            ("possible", False),
            ("band", False),
            ("note", False),
        )
    ]
    return table(columns, [_row(standing, ranked, wording) for standing in ranked.standings])


def _row(standing: Standing, ranked: Ranked, wording: Wording) -> list[str]:
    card = standing.scorecard
    least, most = card.lowest, card.highest
    return [
        wording.rank(standing.rank, tied=standing.tied),
        ranked.basis.setup.bloc.unit(standing.unit).short,
        _range(least.total, most.total, wording),
        _range(least.core, most.core, wording),
        _range(least.bonus, most.bonus, wording),
        _range(most.penalty, least.penalty, wording),
        _possible(standing),
        "",
        "; ".join(_notes(standing, wording)),
    ]


def _range(least: Decimal, most: Decimal, wording: Wording) -> str:
    if least == most:
        return wording.number(least)
    return f"[{wording.number(least)}..{wording.number(most)}]"


def _possible(standing: Standing) -> str:
    best, worst = standing.best_rank, standing.worst_rank
    if best is None or worst is None:
        return "–"
    return str(best) if best == worst else f"{best}–{worst}"


def _notes(standing: Standing, wording: Wording) -> list[str]:
    card = standing.scorecard
    notes = [wording.word("no-rank", reason) for reason in standing.reasons]
    if card.blanks:
        notes.append(wording.say("cli.rank.blanks", criteria=", ".join(card.blanks)))
    if card.below_floor:
        notes.append(wording.say("cli.rank.below-floor", criteria=", ".join(card.below_floor)))
    if standing.broken_by is not None:
        notes.append(wording.say("cli.rank.broken-by", link=_link(standing.broken_by, wording)))
    if standing.awaits is not None:
        notes.append(wording.say("cli.rank.awaits", link=_link(standing.awaits, wording)))
    return notes


def _link(link: str, wording: Wording) -> str:
    word, _, name = link.partition(":")
    return wording.say(f"word.link.{word}", id=name)


def _scorecard_table(ranked: Ranked, wording: Wording) -> str:
    (standing,) = ranked.standings
    origins = _origins(ranked)
    titles = (("criterion", False), ("points", True), ("max", True), ("source", False), ("mark", True), ("why", False))
    rows = []
    for criterion in _leaves(standing.unit, ranked):
        cell = _cell(criterion, standing, ranked, origins, wording)
        points = standing.scorecard.points(criterion.id)
        source = cell["source"]
        rows.append(
            [
                f"{criterion.id} {wording.text(criterion.text)}",
                "–" if points is None else wording.number(points),
                wording.number(criterion.max),
                _source(source, wording),
                cell["mark"] or "–",
                cell["why"],
            ]
        )
    unit = wording.text(ranked.basis.setup.bloc.unit(standing.unit).name)
    total = _range(standing.scorecard.lowest.total, standing.scorecard.highest.total, wording)
    head = wording.say("cli.rank.whole", unit=unit, total=total, rank=wording.rank(standing.rank, tied=standing.tied))
    return f"{head}\n\n{table([Column(wording.say(f'cli.column.{name}'), right) for name, right in titles], rows)}"


def _source(source: str | None, wording: Wording) -> str:
    if source is None:
        return "–"
    return wording.say("word.noun.pledge") if source == "pledge" else wording.word("source", source)
