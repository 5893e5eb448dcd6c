"""Everything behind one unit's standing as a tree: its neighbours, then sections and criteria with their arithmetic."""

from __future__ import annotations

from typing import TYPE_CHECKING

from emulation.wording.reasons import beside, why
from tui.widgets.folding_tree import Branch

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from emulation.explanation import Explained, Explanation
    from emulation.ranking import Standing
    from emulation.wording import Wording


def branches(
    explanation: Explanation, standing: Standing, names: Mapping[str, str], wording: Wording
) -> tuple[Branch, ...]:
    """The tree; every branch is about the unit. ``names`` maps unit ids to what they are called."""
    return tuple(_branches(explanation, standing, names, wording))


def _branches(
    explanation: Explanation, standing: Standing, names: Mapping[str, str], wording: Wording
) -> Iterator[Branch]:
    for key, comparison in (("above", explanation.above), ("below", explanation.below)):
        if comparison is not None:
            text = beside(comparison, wording, names, above=key == "above")
            yield Branch(key, f"{text[0].upper()}{text[1:]}", about=explanation.unit)
    for section in explanation.sections:
        yield _grown(section, section.id, explanation.unit, standing, names, wording)


def _grown(
    one: Explained, key: str, unit: str, standing: Standing, names: Mapping[str, str], wording: Wording
) -> Branch:
    """``key`` is the path of ids down to it."""
    status = ""
    if one.low is None:
        status, points = "skipped", "–"
    elif one.low != one.high:
        status, points = "unknown", f"{wording.number(one.low)}..{wording.spell(one.high)}"
    else:
        points = wording.number(one.low)
    if one.id in standing.scorecard.below_floor:
        status = "not-met"
    text = f"{one.id}  {points} / {wording.number(one.max)}  {wording.text(one.of.text)}"
    badge = wording.word("source", one.source) if one.source is not None else ""
    parts = tuple(_grown(part, f"{key}.{part.id}", unit, standing, names, wording) for part in one.parts)
    return Branch(key, text, status, why(one, wording, names), badge, about=unit, parts=parts)
