"""The standings, and one unit's scorecard, as tables for people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from emulation.wording.findings import visible
from tui.commands.standings import Ranked, leaves
from tui.commands.table import Column, table

if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal

    from emulation.ranking import Standing
    from emulation.wording import Wording


def standings_table(ranked: Ranked, wording: Wording) -> str:
    """A row a unit: ranks, totals (open ones as a range), bands, and what there is to say of them in words."""
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
        ranked.unit(standing.unit).short,
        _range(least.total, most.total, wording),
        _range(least.core, most.core, wording),
        _range(least.bonus, most.bonus, wording),
        _range(most.penalty, least.penalty, wording),
        _possible(standing),
        _band(standing, ranked, wording),
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


def _band(standing: Standing, ranked: Ranked, wording: Wording) -> str:
    names: dict[str | None, str] = {band.id: wording.text(band.name) for band in ranked.basis.contest.rubric.bands}
    if not names:
        return "–"
    names[None] = wording.word("standing", "no-band")
    return " / ".join(names[band] for band in ranked.grades[standing.unit].possible)


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


def scorecard_table(ranked: Ranked, cells: Mapping[str, Mapping[str, Any]], wording: Wording) -> str:
    """The only standing's criteria, a row each, under a line with its total and rank."""
    (standing,) = ranked.standings
    titles = (("criterion", False), ("points", True), ("max", True), ("source", False), ("mark", True), ("why", False))
    rows = []
    for criterion in leaves(standing.unit, ranked):
        cell = cells[criterion.id]
        points = standing.scorecard.points(criterion.id)
        rows.append(
            [
                criterion.id,
                "–" if points is None else wording.number(points),
                wording.number(criterion.max),
                _source(cell["source"], wording),
                cell["mark"] or "–",
                cell["why"],
            ]
        )
    unit = wording.text(ranked.unit(standing.unit).name)
    total = _range(standing.scorecard.lowest.total, standing.scorecard.highest.total, wording)
    head = wording.say("cli.rank.whole", unit=unit, total=total, rank=wording.rank(standing.rank, tied=standing.tied))
    columns = [Column(wording.say(f"cli.column.{name}"), right) for name, right in titles]
    return f"{visible(head)}\n\n{table(columns, rows)}"


def _source(source: str | None, wording: Wording) -> str:
    if source is None:
        return "–"
    return wording.say("word.noun.pledge") if source == "pledge" else wording.word("source", source)
