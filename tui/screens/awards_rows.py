"""The list of candidates and the awards asked for: what is seen of it, in which order, and how a line of it looks."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Final

import attrs
from rich.cells import cell_len

from emulation.awards.rulebook import VerdictStatus
from emulation.frozen import frozen
from emulation.text import without_signs
from emulation.wording import line_of
from tui.judging import Grounds, Pair
from tui.screens import lines as look
from tui.screens.lines import line
from tui.screens.verdict_lines import STATUS, status_word
from tui.widgets.blocks import bar
from tui.widgets.grid_text import fit

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from textual.content import Content

    from emulation.wording import Wording

FILTERS: Final = ("all", "eligible", "not-eligible", "barred", "unknown", "nominated")
"""What the list can be narrowed to, in the order in which the key goes through them."""

ORDERS: Final = ("asked", "name", "unit", "status")
"""How the list can be sorted: as it is put forward, by given name, by unit in protocol order, by verdict."""

_RANKS: dict[VerdictStatus | None, int] = {"eligible": 0, "unknown": 1, "not-eligible": 2, "barred": 3, None: 4}
_UNITS_AT_MOST = 12
_BAR = 24
_WRONG = 3
"""How many errors stand in the head."""


@frozen
class View:
    """What of the list is seen, and in which order."""

    status: str = "all"
    award: str = ""
    sought: str = ""
    order: str = "asked"

    @property
    def narrowed(self) -> bool:
        """Whether some lines are left out."""
        return self.status != "all" or bool(self.award or self.sought)


def visible(
    grounds: Grounds, found: Sequence[VerdictStatus | None], nominated: Collection[Pair], view: View
) -> list[int]:
    """The places, among the questions, of those that are seen, in order; ``found`` are the verdicts known so far."""
    sought = without_signs(view.sought).split()

    def seen(place: int) -> bool:
        pair = grounds.pairs[place]
        if view.award and pair[1] != view.award:
            return False
        if view.status == "nominated":
            if pair not in nominated:
                return False
        elif view.status != "all" and (place >= len(found) or found[place] != view.status):
            return False
        return not sought or all(word in grounds.people[pair[0]].sought for word in sought)

    places = [place for place in range(len(grounds.pairs)) if seen(place)]
    names = {name: person.place for name, person in grounds.people.items()}
    units = {unit: place for place, unit in enumerate(grounds.units)}

    def name(place: int) -> int:
        return names[grounds.pairs[place][0]]

    match view.order:
        case "name":
            places.sort(key=name)
        case "unit":
            places.sort(
                key=lambda place: (units.get(grounds.people[grounds.pairs[place][0]].unit, len(units)), name(place))
            )
        case "status":
            places.sort(key=lambda place: (_RANKS[found[place]] if place < len(found) else len(_RANKS), name(place)))
        case _:
            pass
    return places


@attrs.frozen(eq=False)
class Seen:
    """What the head tells of: the questions, the verdicts so far, and how many of them are in the list."""

    grounds: Grounds
    found: Sequence[VerdictStatus | None]
    nominated: Collection[Pair]
    view: View
    shown: int
    under_way: bool


def head(seen: Seen, received: date, wording: Wording) -> list[Content]:
    """The lines above the list: verdicts counted, how far judging is, what is wrong, and what is seen."""
    grounds, view, say = seen.grounds, seen.view, wording.say
    told = [counted(seen.found, len(seen.nominated), wording), *_progress(seen, wording)]
    if grounds.book is None:
        wrong = [one for one in grounds.findings if one.severity == "error"]
        told.append(line(("✗ ", look.WARN), (say("ui.awards.no-book"), look.WARN)))
        told += [line(f"  {line_of(one, wording.language)}") for one in wrong[:_WRONG]]
    pieces = [say("ui.awards.shown", shown=seen.shown, count=len(grounds.pairs))]
    if view.status != "all":
        pieces.append(say("ui.awards.only", what=say(f"ui.awards.filter.{view.status}")))
    if view.award:
        pieces.append(say("ui.awards.only", what=grounds.award_name(view.award, wording)))
    if view.sought:
        pieces.append(f"“{view.sought}”")
    pieces += [say(f"ui.awards.order.{view.order}"), say("ui.awards.received", day=received)]
    return [*told, line((" · ".join(pieces), look.FAINT))]


def _progress(seen: Seen, wording: Wording) -> list[Content]:
    done, count = len(seen.found), len(seen.grounds.pairs)
    facts = {"done": wording.number(done), "count": wording.number(count)}
    if seen.under_way:
        return [line((share_bar(done, count), look.LABEL), f"  {wording.say('ui.awards.judging', **facts)}")]
    if done < count:
        stopped = wording.say("ui.awards.stopped", **facts)
        return [line((share_bar(done, count), look.WARN), (f"  {stopped}", look.WARN))]
    return []


def counts(found: Sequence[VerdictStatus | None]) -> dict[VerdictStatus | None, int]:
    """How many questions have each verdict."""
    return {status: found.count(status) for status in STATUS}


def counted(found: Sequence[VerdictStatus | None], nominated: int, wording: Wording) -> Content:
    """The verdicts counted, each with its sign."""
    pieces: list[str | tuple[str, str]] = []
    for status, count in counts(found).items():
        if count or status is not None:
            sign, style = STATUS[status]
            pieces += [(f"{sign} {count} ", style), f"{status_word(status, wording)}  "]
    pieces += [("★ ", look.LABEL), wording.say("ui.awards.nominated", count=nominated)]
    return line(*pieces)


def row(
    grounds: Grounds,
    place: int,
    found: Sequence[VerdictStatus | None],
    nominated: Collection[Pair],
    shorts: Mapping[str, str],
    wording: Wording,
    cells: int,
) -> Content:
    """One line: the verdict's sign and word, whether the meeting put it forward, who, for what, of which unit."""
    pair = grounds.pairs[place]
    person = grounds.people[pair[0]]
    words = [status_word(status, wording) for status in STATUS]
    wide = max(cell_len(word) for word in words)
    if place < len(found):
        (sign, style), word = STATUS[found[place]], status_word(found[place], wording)
    else:
        sign, style, word = "…", look.FAINT, ""
    unit = min(_UNITS_AT_MOST, max(map(cell_len, shorts.values()), default=0))
    rest = max(10, cells - wide - unit - 8)
    name = rest * 9 // 20
    award = grounds.award_name(pair[1], wording)
    return line(
        (f"{sign} ", style),
        (fit(word, wide), style),
        ("  ★ " if pair in nominated else "    ", look.LABEL),
        (fit(wording.text(person.name), name), look.BOLD),
        " ",
        fit(award, rest - name),
        " ",
        (fit(shorts.get(person.unit, person.unit), unit), look.FAINT),
    )


def share_bar(done: int, count: int) -> str:
    """How much of the work is done, as a bar."""
    return bar(Fraction(done, count) if count else Fraction(0), _BAR)
