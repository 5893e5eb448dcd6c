"""Everything about the cell under the cursor, in words: the criterion, how it is scored, who marked what."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from emulation.marks import NotApplicable, SetByHand
from emulation.pledge import attainment, last_report
from emulation.rubric import AllOrNothing, Attainment, Bands, Count, Deduct, Judged, Levels, Relative
from emulation.scoring import pledged, reading_day
from emulation.settling import Combined, deciding_source, pledged_target
from tui.screens import lines as look
from tui.screens.lines import line
from tui.screens.marks_table import Reader, say

if TYPE_CHECKING:
    from textual.content import Content

    from emulation.bloc import Unit
    from emulation.marks import Sheet
    from emulation.rubric import Criterion, Level
    from emulation.settling import Settled
    from emulation.wording import Wording
    from tui.figures import Figures
    from tui.screens.marks_table import View

SHEET = {"self": "self", "verified": "verified"}


def detail(figures: Figures, unit: Unit, criterion: Criterion, wording: Wording) -> list[Content]:
    """The lines of the detail pane, the most wanted first, for panes of any height."""
    reader = Reader(figures, unit, wording)
    head = [
        line(
            (f"{criterion.id} ", look.BOLD),
            (wording.text(criterion.text), look.BOLD),
            (f"  {wording.say('ui.detail.max', max=criterion.max)}", look.FAINT),
        ),
    ]
    of = line((f"{unit.short} ", look.BOLD), (wording.text(unit.name), look.FAINT), "  ")
    if not reader.exists(criterion):
        return [*head, of, line((wording.say("ui.detail.does-not-apply"), look.WARN))]
    marks = _computed(figures, unit, criterion, wording) if pledged_target(criterion) is not None else []
    marks += [*_sources(reader, figures, unit, criterion, wording), _agreed(reader, criterion, wording)]
    return [*head, of + _points(figures, unit, criterion, wording), *marks, *_method(criterion, figures, wording)]


def _points(figures: Figures, unit: Unit, criterion: Criterion, wording: Wording) -> Content:
    card = figures.scorecards[unit.id]
    label = (wording.say("ui.detail.points"), look.LABEL)
    if criterion.id in card.not_applicable:
        return line(label, (wording.say("ui.detail.left-out"), look.BOLD))
    low, high = card.lowest.criteria[criterion.id], card.highest.criteria[criterion.id]
    if criterion.id in card.blanks or low != high:
        return line(label, (wording.say("ui.detail.open", low=low, high=high), look.WARN))
    source = deciding_source(figures.contest, figures.marks, unit.id, criterion)
    by = wording.say("ui.detail.from-pledge") if source is None else wording.word("source", source)
    return line(label, (wording.say("ui.detail.worth", points=low, max=criterion.max), look.BOLD), f"  ({by})")


def _sources(reader: Reader, figures: Figures, unit: Unit, criterion: Criterion, wording: Wording) -> list[Content]:
    if pledged_target(criterion) is not None:
        return []
    told = []
    for source in ("self", "peers", "verified"):
        mark = reader.mark(criterion, source)
        if mark is None and not _handed_in(figures, source):
            continue
        pieces: list[str | tuple[str, str]] = [(_label(source, wording), look.LABEL)]
        pieces.append((say(mark, criterion, wording) or wording.word("mark", "blank"), look.BOLD))
        pieces += [f"  {more}" for more in _more(mark, wording)]
        if isinstance(mark, Combined):
            pieces.append("  " + wording.say("ui.detail.peers", given=len(mark.each), expected=mark.markers))
        sheet = _sheet(figures, unit, criterion, source) if mark is not None else None
        if sheet is not None:
            names = {one.id: one.short for one in figures.state.setup.bloc.units}
            who = wording.say("ui.detail.sheet", by=names.get(sheet.by, sheet.by), on=sheet.on)
            due = figures.contest.marks.due
            late = f", {wording.word('mark', 'late')}" if due is not None and sheet.on > due else ""
            pieces.append((f"  ({who}{late})", look.FAINT))
        told.append(line(*pieces))
        if source == "peers":
            told += _each_peer(figures, unit, criterion, wording)
    if reader.to_discuss(criterion):
        apart = figures.gaps[unit.id][criterion.id]
        told.append(line((wording.say("ui.detail.gap", apart=apart), look.BAD)))
    return told


def _each_peer(figures: Figures, unit: Unit, criterion: Criterion, wording: Wording) -> list[Content]:
    """What each of the peers marked, with the reason or note of those who gave one."""
    names = {one.id: one.short for one in figures.state.setup.bloc.units}
    given = [
        (marker, mark)
        for marker, table in figures.state.setup.handed_in.peers.items()
        if (mark := table.get(unit.id, {}).get(criterion.id)) is not None
    ]
    each = [
        " ".join((names.get(marker, marker), say(mark, criterion, wording), *_more(mark, wording)))
        for marker, mark in given
    ]
    return [line((f"   {'; '.join(each)}", look.FAINT))] if each else []


def _handed_in(figures: Figures, source: View) -> bool:
    handed_in = figures.state.setup.handed_in
    return bool({"self": handed_in.own, "verified": handed_in.verified, "peers": handed_in.peers}[source])


def _label(source: View, wording: Wording) -> str:
    word = wording.word("source", source)
    return f"{word[0].upper()}{word[1:]}: "


def _more(mark: Settled | None, wording: Wording) -> list[str]:
    """What goes with a mark: reason, note, evidence, the level's id."""
    if mark is None or isinstance(mark, Combined):
        return []
    more = [mark.reason] if isinstance(mark, NotApplicable | SetByHand) else []
    if mark.note:
        more.append(mark.note)
    if mark.evidence:
        more.append(wording.say("ui.detail.evidence", papers="; ".join(mark.evidence)))
    return [f"– {one}" for one in more if one]


def _sheet(figures: Figures, unit: Unit, criterion: Criterion, source: View) -> Sheet | None:
    """The sheet in which the deciding mark of that source stands: the last handed in."""
    if source not in SHEET:
        return None
    sheets = (one for one in figures.state.setup.sheets if one.source == SHEET[source])
    holding = [one for one in sheets if criterion.id in one.marks.get(unit.id, {})]
    return max(holding, key=lambda one: (one.on, one.by), default=None)


def _agreed(reader: Reader, criterion: Criterion, wording: Wording) -> Content:
    found = reader.agreed(criterion)
    label = (_label("agreed", wording), look.LABEL)
    if found is None:
        return line(label, (wording.word("mark", "blank"), look.FAINT))
    pieces: list[str | tuple[str, str]] = [label, (say(found.mark, criterion, wording), look.BOLD)]
    pieces += [f"  {more}" for more in _more(found.mark, wording)]
    if found.reason and found.reason != getattr(found.mark, "reason", ""):
        pieces.append(f"  – {found.reason}")
    pieces.append((f"  ({wording.say('ui.detail.entered', by=found.by, seq=found.seq)})", look.FAINT))
    if found.confirmed_by is not None:
        pieces.append((f"  {wording.say('ui.detail.confirmed', by=found.confirmed_by)}", look.GOOD))
    elif reader.draft(criterion):
        pieces.append((f"  {wording.word('mark', 'unconfirmed')}", look.WARN))
    return line(*pieces)


def _computed(figures: Figures, unit: Unit, criterion: Criterion, wording: Wording) -> list[Content]:
    name = pledged_target(criterion) or ""
    target = pledged(figures.contest, unit.id, name)
    if target is None:
        return [line((wording.say("ui.detail.no-target", target=name), look.WARN))]
    day = reading_day(figures.contest, target)
    report, share = last_report(target, day), attainment(target, day)
    told = [
        line(
            (wording.say("ui.detail.target"), look.LABEL),
            wording.text(target.text),
            (
                wording.say(
                    "ui.detail.goal",
                    direction=wording.word("direction", target.direction),
                    goal=target.goal,
                    measure=target.measure,
                ),
                look.BOLD,
            ),
        )
    ]
    if report is None or share is None:
        return [*told, line((wording.say("ui.detail.no-report"), look.WARN))]
    reported = wording.say(
        "ui.detail.reported",
        value=report.value,
        measure=target.measure,
        on=report.on,
        share=wording.percent(share),
    )
    paper = f"  – {wording.say('ui.detail.evidence', papers=report.evidence)}" if report.evidence else ""
    return [*told, line((wording.say("ui.detail.report"), look.LABEL), (reported, look.BOLD), paper)]


# how the criterion is scored


def _method(criterion: Criterion, figures: Figures, wording: Wording) -> list[Content]:
    told = [line((wording.say("ui.detail.method"), look.LABEL), method_in_words(criterion, figures, wording))]
    about = [criterion.work] if criterion.work else []
    if criterion.evidence == "required":
        about.append(wording.say("ui.detail.evidence-required"))
    if criterion.floor is not None:
        about.append(wording.say("ui.detail.floor", share=criterion.floor))
    if about:
        told.append(line((wording.say("ui.detail.about"), look.LABEL), "; ".join(about)))
    if isinstance(criterion.method, Judged | Levels):
        told += [_level(level, wording) for level in criterion.method.levels]
    return told


def _level(level: Level, wording: Wording) -> Content:
    name = f"{wording.number(level.at)}" + (f" [{level.id}]" if level.id else "")
    return line(("  ", ""), (f"{name}: ", look.BOLD), wording.text(level.text))


def method_in_words(criterion: Criterion, figures: Figures, wording: Wording) -> str:
    """How a mark becomes points, in one sentence with the criterion's own figures."""
    most = criterion.max
    match criterion.method:
        case None:
            return ""
        case Judged():
            return wording.say("ui.method.judged", max=most, step=figures.contest.rubric.step)
        case Levels():
            return wording.say("ui.method.levels")
        case Bands(bands):
            steps = sorted(
                (one for one in bands if one.reach is not None), key=lambda one: one.reach or 0, reverse=True
            )
            told = [wording.say("ui.method.band", reach=one.reach, points=one.points) for one in steps]
            rest = next((one.points for one in bands if one.reach is None), 0)
            told.append(wording.say("ui.method.band-rest", points=rest))
            return wording.say("ui.method.bands", bands="; ".join(told))
        case Attainment(goal, target, direction, short):
            goal_said = wording.say("ui.method.pledged-goal") if goal is None else wording.number(goal)
            key = "ui.method.attainment" if short is None else "ui.method.attainment-short"
            way = wording.word("direction", direction) if target is None else ""
            return " ".join(wording.say(key, goal=goal_said, direction=way, max=most, short=short or 0).split())
        case Count(each):
            return wording.say("ui.method.count", each=each, max=most)
        case Deduct(each):
            return wording.say("ui.method.deduct", each=each, max=most)
        case AllOrNothing():
            return wording.say("ui.method.all-or-nothing", max=most)
        case Relative(at_goal):
            return wording.say("ui.method.relative", share=at_goal, max=most)
        case method:
            assert_never(method)
