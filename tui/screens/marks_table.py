"""The marks of a meeting as the grid's data: units down, criteria across, the sources side by side or one at a time."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Literal, TypeAlias, get_args

import attrs

from emulation.frozen import frozen
from emulation.marks import Given, NotApplicable, SetByHand, level_of
from emulation.number import plain
from emulation.pledge import last_report
from emulation.rubric import Levels
from emulation.scoring import pledged, reading_day
from emulation.settling import combine_peers, pledged_target
from emulation.wording.notation import decimal_sign
from tui.screens.marks_entry import spelled
from tui.widgets.grid_data import Cell, Column, GridData, Part, Row

if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal

    from emulation.bloc import Unit
    from emulation.marks import Value
    from emulation.meeting.setup import Setup
    from emulation.meeting.state import AgreedMark
    from emulation.ranking import Standing
    from emulation.rubric import Criterion
    from emulation.settling import Settled
    from emulation.wording import Wording
    from tui.figures import Figures
    from tui.widgets.grid_data import Role

View: TypeAlias = Literal["all", "agreed", "verified", "self", "peers", "points"]
VIEWS: tuple[View, ...] = get_args(View)
NONE = "–"
"""What stands where a criterion does not apply to a unit."""


@frozen
class _Line:
    """The cells of one unit, and what they were made from."""

    made_from: tuple[object, ...]
    cells: tuple[Cell, ...]


@attrs.define
class MarksTable:
    """Makes the grid's data, remembering the lines whose marks have not changed."""

    _lines: dict[str, _Line] = attrs.field(factory=dict)
    _columns: tuple[tuple[object, ...], tuple[Column, ...]] = ((), ())

    def data(self, figures: Figures, wording: Wording, view: View) -> GridData:
        """All that the grid shows; lines of units whose marks stand are the same objects as before."""
        setup = figures.state.setup
        if self._columns[0] != (id(setup), wording, view):
            self._columns = ((id(setup), wording, view), columns(figures, wording, view))
            self._lines.clear()
        units = figures.contest.units
        return GridData(
            self._columns[1],
            tuple(Row(unit.id, unit.short, summary(figures, unit.id, wording)) for unit in units),
            tuple(self._line(figures, unit, wording, view) for unit in units),
            corner=wording.say("ui.marks.corner"),
            summaries=(wording.say("ui.marks.total"), wording.say("ui.marks.rank")),
            empty=wording.say("ui.marks.empty"),
        )

    def _line(self, figures: Figures, unit: Unit, wording: Wording, view: View) -> tuple[Cell, ...]:
        card = figures.scorecards[unit.id] if view == "points" else None
        made_from = (figures.state.agreed.get(unit.id), figures.gaps.get(unit.id), card)
        known = self._lines.get(unit.id)
        if known is None or any(one is not other for one, other in zip(known.made_from, made_from, strict=True)):
            reader = Reader(figures, unit, wording)
            cells = tuple(reader.cell(leaf, view) for leaf in figures.contest.rubric.leaves())
            known = self._lines[unit.id] = _Line(made_from, cells)
        return known.cells


def views(figures: Figures) -> tuple[View, ...]:
    """The views worth offering: a source that handed in nothing has none."""
    handed_in = figures.state.setup.handed_in
    absent = {
        "verified": not handed_in.verified,
        "self": not handed_in.own,
        "peers": not handed_in.peers,
    }
    return tuple(view for view in VIEWS if not absent.get(view))


def sources(figures: Figures, view: View) -> tuple[View, ...]:
    """The sources that one cell shows in a view, in the order in which they stand."""
    if view != "all":
        return (view,)
    offered = views(figures)
    return tuple(one for one in ("self", "peers", "verified", "agreed") if one in offered)


def columns(figures: Figures, wording: Wording, view: View) -> tuple[Column, ...]:
    """A column for each criterion that takes marks, its section above it."""
    captions = tuple(wording.say(f"ui.marks.caption.{one}") for one in sources(figures, view))
    return tuple(
        Column(
            leaf.id,
            wording.text(leaf.text),
            note=f"/{wording.number(leaf.max)}",
            group=f"{section.id}. {wording.text(section.text)} ({wording.number(section.max)})",
            captions=captions if len(captions) > 1 and pledged_target(leaf) is None else (),
        )
        for section in figures.contest.rubric.sections
        for top in section.criteria
        for leaf in top.leaves()
    )


def summary(figures: Figures, unit: str, wording: Wording) -> tuple[str, str]:
    """The total, or its lowest and highest while it is open, and the rank."""
    standing = figures.standing[unit]
    return total(figures, standing, wording), wording.rank(standing.rank, tied=standing.tied)


def total(figures: Figures, standing: Standing, wording: Wording) -> str:
    """``92,50``, or ``80,00..92,50`` while blanks leave it open; as many decimals as the rubric's step has."""
    places = figures.contest.rubric.step
    card = standing.scorecard
    if card.total is not None:
        return padded(card.total, places, wording)
    return "..".join(padded(one, places, wording) for one in (card.lowest.total, card.highest.total))


@lru_cache(8192)
def padded(points: Decimal, step: Decimal, wording: Wording) -> str:
    """Points with the decimals of the step, so that they stand under each other digit by digit."""
    places = len(plain(step).partition(".")[2])
    text = wording.number(points)
    missing = places - len(plain(points).partition(".")[2])
    if not places or not missing:
        return text
    return f"{text}{'' if missing < places else decimal_sign(wording.language)}{'0' * missing}"


def group_above(setup: Setup) -> Mapping[str, tuple[str, ...]]:
    """The criteria that hold each leaf, the nearest first: a mark on one of them stands on its leaves."""
    above: dict[str, tuple[str, ...]] = {}

    def walk(criterion: Criterion, holders: tuple[str, ...]) -> None:
        if not criterion.parts:
            above[criterion.id] = holders
        for part in criterion.parts:
            walk(part, (criterion.id, *holders))

    for section in setup.rubric.sections:
        for top in section.criteria:
            walk(top, ())
    return above


class Reader:
    """Reads one unit's cells off the figures."""

    def __init__(self, figures: Figures, unit: Unit, wording: Wording) -> None:
        self.figures = figures
        self.unit = unit
        self.wording = wording
        handed_in = figures.state.setup.handed_in
        self._own = handed_in.own.get(unit.id, {})
        self._verified = handed_in.verified.get(unit.id, {})
        self._peers = combine_peers(figures.contest, handed_in.peers).get(unit.id, {}) if handed_in.peers else {}
        self._agreed = figures.state.agreed.get(unit.id, {})
        self._above = group_above(figures.state.setup)
        self._gaps = figures.gaps.get(unit.id, {})
        self._confirms = figures.state.setup.procedure.marks.confirm == "second-person"
        rubric, year = figures.contest.rubric, figures.contest.year
        self._existing = {leaf.id for leaf in rubric.leaves(unit.kind, year)}

    def exists(self, criterion: Criterion) -> bool:
        """Whether the criterion, and all that holds it, counts for this unit this year."""
        return criterion.id in self._existing

    def mark(self, criterion: Criterion, source: View) -> Settled | None:
        """What a source says about a criterion, or about the group that holds it."""
        names = (criterion.id, *self._above.get(criterion.id, ()))
        if source == "agreed":
            found = next((self._agreed[name] for name in names if name in self._agreed), None)
            return None if found is None else found.mark
        tables: dict[View, Mapping[str, Settled]] = {
            "self": self._own,
            "verified": self._verified,
            "peers": self._peers,
        }
        table = tables[source]
        return next((table[name] for name in names if name in table), None)

    def agreed(self, criterion: Criterion) -> AgreedMark | None:
        """The meeting's own mark of a cell, with who entered it."""
        names = (criterion.id, *self._above.get(criterion.id, ()))
        return next((self._agreed[name] for name in names if name in self._agreed), None)

    def to_discuss(self, criterion: Criterion) -> bool:
        """Whether the sources are too far apart and the meeting has not settled the cell."""
        return criterion.id in self._gaps and self.agreed(criterion) is None

    def draft(self, criterion: Criterion) -> bool:
        """Whether the meeting's mark waits for a second person."""
        found = self.agreed(criterion)
        return self._confirms and found is not None and found.confirmed_by is None

    def cell(self, criterion: Criterion, view: View) -> Cell:
        """The cell as a view shows it."""
        computed = pledged_target(criterion) is not None
        shown = ("agreed",) if computed and view != "points" else sources(self.figures, view)
        if not self.exists(criterion):
            return Cell(tuple(Part(NONE, "blank") for _ in shown), locked=True)
        agreed = self.agreed(criterion)
        entry = spelled(agreed.mark, self.wording) if agreed is not None else ""
        if view == "points":
            return Cell((self._points(criterion),), entry)
        if computed:
            return self._computed(criterion, agreed, entry)
        return Cell(tuple(self._part(criterion, source) for source in shown), entry)

    def _part(self, criterion: Criterion, source: View) -> Part:
        text = say(self.mark(criterion, source), criterion, self.wording)
        if source == "agreed" and self.to_discuss(criterion):
            return Part(text, "disputed")
        if source == "agreed" and self.draft(criterion):
            return Part(text, "draft")
        roles: dict[View, Role] = {"agreed": "agreed", "verified": "verified", "self": "self", "peers": "peer"}
        return Part(text, roles.get(source, "plain"))

    def _computed(self, criterion: Criterion, agreed: AgreedMark | None, entry: str) -> Cell:
        if agreed is not None:
            part = Part(say(agreed.mark, criterion, self.wording), "draft" if self.draft(criterion) else "agreed")
            return Cell((part,), entry)
        read = self.reading(criterion)
        return Cell((Part("" if read is None else self.wording.number(read), "computed"),))

    def reading(self, criterion: Criterion) -> Decimal | None:
        """The value that the unit's pledge reports for a computed criterion."""
        name = pledged_target(criterion)
        target = None if name is None else pledged(self.figures.contest, self.unit.id, name)
        report = None if target is None else last_report(target, reading_day(self.figures.contest, target))
        return None if report is None else report.value

    def _points(self, criterion: Criterion) -> Part:
        card = self.figures.scorecards[self.unit.id]
        if criterion.id in card.not_applicable:
            return Part(self.wording.say("ui.marks.not-applicable"), "plain")
        points = card.points(criterion.id)
        return Part("" if points is None or criterion.id in card.blanks else self.wording.number(points), "plain")


def say(mark: Settled | None, criterion: Criterion, wording: Wording) -> str:
    """A mark in few letters: the number, yes or no, a level's points, not applicable, points by hand."""
    match mark:
        case None:
            return ""
        case Given(value):
            values = value if isinstance(value, tuple) else (value,)
            return "; ".join(_say_value(one, criterion, wording) for one in values)
        case NotApplicable():
            return wording.say("ui.marks.not-applicable")
        case SetByHand(points):
            return f"={wording.number(points)}"
        case combined:
            return wording.number(combined.points)


def _say_value(value: Value, criterion: Criterion, wording: Wording) -> str:
    if isinstance(value, bool):
        return wording.word("answer", "yes" if value else "no")
    if isinstance(value, str):
        level = level_of(criterion.method.levels, value) if isinstance(criterion.method, Levels) else None
        return value if level is None else wording.number(level.at)
    return wording.number(value)
