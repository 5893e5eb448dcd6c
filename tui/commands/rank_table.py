"""The standings, and one unit's scorecard, as tables for people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from emulation.wording.findings import visible
from emulation.wording.reasons import beside, why
from tui.commands.table import Column, table

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from decimal import Decimal

    from emulation.explanation import Explained
    from emulation.ranking import Standing
    from emulation.wording import Wording
    from tui.commands.standings import Ranked


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
    """Everything behind the only standing: its neighbours, then sections, groups and criteria, a row each."""
    (standing,) = ranked.standings
    explanation = ranked.explanations[standing.unit]
    shorts = ranked.shorts()
    unit = wording.text(ranked.unit(standing.unit).name)
    total = _range(standing.scorecard.lowest.total, standing.scorecard.highest.total, wording)
    rank = wording.rank(standing.rank, tied=standing.tied)
    lines = [wording.say("cli.rank.whole", unit=unit, total=total, rank=rank), *_notes(standing, wording)]
    if explanation.above is not None:
        lines.append(beside(explanation.above, wording, shorts, above=True))
    if explanation.below is not None:
        lines.append(beside(explanation.below, wording, shorts, above=False))
    titles = (("criterion", False), ("points", True), ("max", True), ("source", False), ("mark", True), ("why", False))
    columns = [Column(wording.say(f"cli.column.{name}"), right) for name, right in titles]
    rows = [row for section in explanation.sections for row in _explained(section, 0, cells, wording, shorts)]
    return "\n".join([*map(visible, lines), "", table(columns, rows)])


def _explained(
    one: Explained, depth: int, cells: Mapping[str, Mapping[str, Any]], wording: Wording, shorts: Mapping[str, str]
) -> Iterator[list[str]]:
    cell = cells.get(one.id, {}) if depth else {}
    points = "–" if one.low is None or one.high is None else _range(one.low, one.high, wording)
    mark = cell.get("mark") or ("–" if cell else "")
    source = _source(cell["source"], wording) if cell else ""
    yield ["  " * depth + one.id, points, wording.number(one.max), source, mark, why(one, wording, shorts)]
    for part in one.parts:
        yield from _explained(part, depth + 1, cells, wording, shorts)


def _source(source: str | None, wording: Wording) -> str:
    if source is None:
        return "–"
    return wording.say("word.noun.pledge") if source == "pledge" else wording.word("source", source)
