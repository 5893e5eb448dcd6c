"""The wall in lines of large text: what `Wall` holds, and nothing beside it."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Literal, TypeAlias, assert_never, get_args

from rich.cells import cell_len

from tui.screens import lines as look
from tui.screens.lines import line
from tui.screens.standings_lines import link
from tui.widgets.grid_text import fit, plain, wrap
from tui.widgets.large import largest, spaced

if TYPE_CHECKING:
    from decimal import Decimal

    from textual.content import Content

    from emulation.meeting.wall import Group, PapersOut, Place, Result, RoundShown, Wall
    from emulation.procedure import PollRules
    from emulation.wording import Wording

View: TypeAlias = Literal["item", "room", "poll", "standings", "results", "tasks"]
VIEWS: tuple[View, ...] = get_args(View)

ROOMY = 100
"""Cells across from which rows have room for bars and bands."""

TALL = 34
"""Lines of the terminal from which letters are drawn at twice their size."""

NAME = 8
"""The least cells of a unit's short name in a list."""


def offered(wall: Wall) -> tuple[View, ...]:
    """The views that have something to show."""
    lacking = {"poll": wall.poll is None, "results": not (wall.results or wall.counting), "tasks": not wall.tasks}
    return tuple(view for view in VIEWS if not lacking.get(view))


def following(wall: Wall, revealed: int) -> View:
    """The view that the meeting is at: a poll under way, standings still to be revealed, else what its item shows."""
    if wall.poll is not None:
        return "poll"
    if wall.standings is not None and (revealed < len(wall.groups()) or wall.closed):
        return "standings"
    match wall.step:
        case "roll-call":
            return "room"
        case "standings":
            return "standings"
        case "polls" | "nominations" if wall.results or wall.counting:
            return "results"
        case "tasks" if wall.tasks:
            return "tasks"
        case _:
            return "item"


def view_lines(view: View, wall: Wall, revealed: int, wording: Wording, room: tuple[int, int]) -> list[Content]:
    """The main part of the wall in that many cells and lines; ``revealed`` groups of the standings are open."""
    cells, height = room
    match view:
        case "item":
            return item(wall, wording, cells)
        case "room":
            return roll(wall, wording, cells, height)
        case "poll":
            return papers(wall, wall.poll, wording, cells) if wall.poll is not None else item(wall, wording, cells)
        case "standings":
            return standings(wall, revealed, wording, cells, height)
        case "results":
            return results(wall, wording, cells, height)
        case "tasks":
            return tasks(wall, wording, cells)
        case _:
            assert_never(view)


def head(wall: Wall, wording: Wording, cells: int, height: int) -> list[Content]:
    """The item that the meeting is at, its number large where there is room."""
    if wall.closed:
        return [line((spaced(wording.say("ui.wall.closed"), cells), look.BOLD))]
    if wall.step is None:
        return [line((spaced(wording.say("ui.wall.not-begun"), cells), look.BOLD))]
    place = wall.agenda.index(wall.step) + 1 if wall.step in wall.agenda else 0
    title = wording.word("step", wall.step)
    after = wall.agenda[place] if place < len(wall.agenda) else None
    then = wording.say("ui.wall.next", step=wording.word("step", after)) if after is not None else ""
    of = wording.say("ui.wall.item", place=place, count=len(wall.agenda))
    number = largest(str(place), cells // 4, 3) if height >= 22 else None  # noqa: PLR2004  (six lines of it are frame)
    if number is None:
        return [line((f"{of}  ", look.FAINT), (title.upper(), look.BOLD))]
    beside = cells - len(number[0]) - 3
    texts = [(of, look.FAINT), (spaced(title, beside), look.BOLD), (then, look.FAINT)]
    return [
        line((f"{digits}   ", look.LABEL), (fit(text, beside).rstrip(), style))
        for digits, (text, style) in zip(number, texts, strict=True)
    ]


def agenda(wall: Wall, wording: Wording, cells: int) -> list[Content]:
    """Every item: done, under way, or still to come, told by its sign."""
    told = []
    for number, step in enumerate(wall.agenda, 1):
        here, done = step == wall.step, step in wall.visited
        sign = "▶" if here else "✓" if done else "·"
        style = f"{look.BOLD} reverse" if here else look.FAINT if done else ""
        told.append(line((fit(f" {sign} {number:2} {wording.word('step', step)}", cells), style)))
    return told


def item(wall: Wall, wording: Wording, cells: int) -> list[Content]:
    """Who spoke last, what was voted on, and the agenda."""
    told: list[Content] = []
    if wall.speaker:
        told += [line((wording.say("ui.wall.speaker"), look.LABEL)), line((spaced(wall.speaker, cells), look.BOLD))]
        told.append(line(""))
    if wall.step == "marks":
        told += [line(wording.say("ui.wall.marks")), line("")]
    if wall.step == "adoption":
        told += _adopted(wall, wording)
    if wall.step == "handover" and wall.offices is not None:
        names = _names(wall)
        head_unit = names.get(wall.offices.head, wall.offices.head)
        told.append(line((wording.say("ui.wall.head", year=wall.offices.year, unit=head_unit), look.BOLD)))
        told.append(line(""))
    return [*told, *agenda(wall, wording, cells)]


def _adopted(wall: Wall, wording: Wording) -> list[Content]:
    told = []
    for vote in wall.adopted[-3:]:
        counted = wording.say("ui.adoption.counted", yes=vote.yes, no=vote.no, none=vote.none)
        passed = wording.say("ui.adoption.passed" if vote.passed else "ui.adoption.not-passed")
        subject = wording.word("subject", vote.subject)
        told.append(
            line(
                ("✓ " if vote.passed else "✗ ", look.GOOD if vote.passed else look.BAD),
                (f"{subject[0].upper()}{subject[1:]}: {passed}", look.BOLD),
                f"  {counted}",
            )
        )
    return [*told, line("")] if told else []


def quorum(wall: Wall, wording: Wording, cells: int) -> Content:
    """The votes in the room as a bar with the mark that has to be reached, and in words."""
    room = wall.room
    verdict = f"{'✓' if room.quorate else '✗'} {wording.say('ui.roll.met' if room.quorate else 'ui.roll.short')}"
    if room.needed is None:
        told, verdict = wording.say("ui.roll.no-quorum-rule", present=room.present, entitled=room.entitled), ""
    else:
        facts = {"present": room.present, "entitled": room.entitled, "needed": room.needed, "share": room.share}
        told = wording.say("ui.roll.quorum", **facts)
    width = max(8, min(40, cells - cell_len(told) - cell_len(verdict) - 5))
    mark = None if room.needed is None else room.needed
    drawn = _bar(room.present, room.entitled, width, mark)
    return line((drawn, look.GOOD if room.quorate else look.WARN), f"  {told}", (f"  {verdict}", look.BOLD))


def _bar(part: int, whole: int, cells: int, mark: int | None = None) -> str:
    full = int(Fraction(part * cells, whole)) if whole else 0
    at = min(cells - 1, int(Fraction(mark * cells, whole))) if whole and mark is not None else None
    return "".join("█" if cell < full else "┊" if cell == at else "░" for cell in range(cells))


def roll(wall: Wall, wording: Wording, cells: int, height: int) -> list[Content]:
    """The roll call: the votes in the room large, and who is there."""
    room = wall.room
    style = look.GOOD if room.quorate else look.WARN
    drawn = largest(f"{room.present}/{room.entitled}", cells, 6 if height > ROOM_OF_ROLL + len(wall.bloc.units) else 3)
    told = [line((digits, style)) for digits in drawn or (f"{room.present}/{room.entitled}",)]
    told.append(line(""))
    width = max([NAME, *(cell_len(plain(unit.short)) for unit in wall.bloc.units)])
    for unit in wall.bloc.units:
        here = unit.id in room.units
        told.append(
            line(
                ("✓ " if here else "· ", look.GOOD if here else look.FAINT),
                (fit(unit.short, width), look.BOLD if here else look.FAINT),
                (f"  {fit(wording.text(unit.name), max(0, cells - width - 4)).rstrip()}", "" if here else look.FAINT),
            )
        )
    return told


ROOM_OF_ROLL = 8
"""Lines of the roll call beside its units' where the figures are twice as large."""


# the standings


def standings(wall: Wall, revealed: int, wording: Wording, cells: int, height: int) -> list[Content]:
    """The standings as far as they are revealed, the newest large; before their release only that they are not."""
    if wall.standings is None:
        return [line(""), line((spaced(wording.say("ui.wall.not-released"), cells), look.BOLD)), line(""),
                line(wording.say("ui.wall.not-released-why"))]  # fmt: skip
    groups = wall.groups()
    if not revealed:
        return [line(""), line((spaced(wording.say("ui.wall.released"), cells), look.BOLD)), line(""),
                line(wording.say("ui.wall.how-to-reveal"))]  # fmt: skip
    told = _newest(wall, groups[revealed - 1], wording, cells, height)
    hidden = sum(len(group) for group in groups[revealed:])
    if hidden:
        told.append(line((wording.say("ui.wall.hidden", count=hidden), look.FAINT)))
    rows = [place for group in reversed(groups[:revealed]) for place in group]
    newest = {place.unit for place in groups[revealed - 1]}
    return [*told, *_rows(wall, rows, newest, wording, cells)]


def _newest(wall: Wall, group: Group, wording: Wording, cells: int, height: int) -> list[Content]:
    """The group revealed last: its rank, and the unit's short name and total where it is one alone."""
    first = group[0]
    names = _names(wall)
    if first.rank is None:
        return [line((spaced(wording.say("ui.wall.unranked"), cells), look.BOLD)), line("")]
    lines_of = 6 if height >= TALL - 10 else 3
    rank = wording.rank(first.rank, tied=first.tied)
    if len(group) > 1:
        drawn = largest(rank, cells // 3, lines_of) or (rank,)
        units = wording.listed([names[place.unit] for place in group])
        beside = ["", units, _points(first, wall.step_of_points, wording)]
        told = [
            line((digits, look.GOOD), (f"   {text}", look.BOLD))
            for digits, text in zip(drawn, [*beside, *[""] * 6], strict=False)
        ]
        return [*told, line("")]
    text = f"{rank} {names[first.unit].upper()} {_points(first, wall.step_of_points, wording)}"
    for shown in (text, text.rpartition(" ")[0]):
        drawn = largest(shown, cells, lines_of)
        if drawn is not None:
            break
    else:
        drawn = (spaced(text, cells),)
    told = [line((digits, look.GOOD)) for digits in drawn]
    full = wording.text(wall.bloc.unit(first.unit).name)
    return [*told, line((full, look.BOLD)), line("")]


def _rows(wall: Wall, rows: list[Place], newest: set[str], wording: Wording, cells: int) -> list[Content]:
    names = _names(wall)
    ranks = [wording.rank(place.rank, tied=place.tied) for place in rows]
    points = [_points(place, wall.step_of_points, wording) for place in rows]
    bands = [wording.text(wall.bands[place.band]) if place.band in wall.bands else "" for place in rows]
    wide = cells >= ROOMY
    of_rank, of_points = max(map(cell_len, ranks)), max(map(cell_len, points))
    of_name = max(NAME, *(cell_len(plain(names[place.unit])) for place in rows))
    of_band = max(map(cell_len, bands)) if wide else 0
    rest = cells - of_rank - of_name - of_points - of_band - 8
    bar = min(30, rest // 3) if wide else 0
    most = max((place.high for place in wall.standings or ()), default=None)
    told = []
    for place, rank, figure, band in zip(rows, ranks, points, bands, strict=True):
        full = fit(wording.text(wall.bloc.unit(place.unit).name), max(0, rest - bar - 1))
        drawn = _length(place.low, most, bar)
        text = f"{fit(rank, of_rank, 'right')}  {fit(names[place.unit], of_name)}  {full} "
        text += f"{fit(drawn, bar)} {fit(figure, of_points, 'right')}" if bar else fit(figure, of_points, "right")
        if of_band:
            text += f"  {fit(band, of_band)}"
        here = place.unit in newest
        told.append(line((fit(text, cells), f"{look.BOLD} reverse" if here else look.BOLD)))
        note = _note(place, wording)
        if note:
            told.append(line((f"{' ' * (of_rank + 2)}{note}", look.FAINT)))
    return told


def _length(points: Decimal, most: Decimal | None, cells: int) -> str:
    return "█" * int(cells * points / most) if most else ""


def _note(place: Place, wording: Wording) -> str:
    if place.broken_by is not None:
        return wording.say("ui.standings.broken-by", link=link(place.broken_by, wording))
    if place.awaits is not None:
        return wording.say("ui.standings.awaits", link=link(place.awaits, wording))
    return ""


def _points(place: Place, step: Decimal, wording: Wording) -> str:
    from tui.screens.marks_table import padded  # noqa: PLC0415  (once something is revealed)

    if place.low == place.high:
        return padded(place.low, step, wording)
    return "..".join(padded(one, step, wording) for one in (place.low, place.high))


# polls


def papers(wall: Wall, poll: PapersOut, wording: Wording, cells: int) -> list[Content]:
    """A poll under way: its question and candidates; of what is on the papers nothing."""
    rules = poll.rules
    names = _names(wall)
    form = wording.word("poll-form", "secret" if rules.secret else "open")
    round_ = wording.say("ui.wall.round", round=poll.round, rounds=rules.rounds)
    told = [
        line((spaced(wording.say("ui.wall.voting"), cells), look.GOOD), (f"   {round_} · {form}", look.FAINT)),
        *(line((text, look.BOLD)) for text in _wrapped(wording.text(rules.question), cells)),
        line(""),
    ]
    width = max([NAME, *(cell_len(plain(names[unit])) for unit in poll.candidates)])
    for number, unit in enumerate(poll.candidates, 1):
        full = fit(wording.text(wall.bloc.unit(unit).name), max(0, cells - width - 8)).rstrip()
        told.append(line((f"{number:>3}  ", look.FAINT), (fit(names[unit], width), look.BOLD), f"  {full}"))
    told += [line(""), line(_threshold(rules, wording))]
    if poll.seats is not None:
        told.append(line(wording.say("minutes.poll.seats", seats=poll.seats)))
    votes = {"room": poll.in_room, "written": poll.written}
    told.append(line(wording.say("ui.wall.papers-written" if poll.written else "ui.wall.papers", **votes)))
    return [*told, line((wording.say("ui.wall.result-hidden"), look.FAINT))]


def _threshold(rules: PollRules, wording: Wording) -> str:
    base = wording.word("base", rules.of)
    if rules.at_least is not None:
        return wording.say("minutes.poll.at-least", share=rules.at_least, base=base)
    if rules.more_than is not None:
        return wording.say("minutes.poll.more-than", share=rules.more_than, base=base)
    return wording.say("minutes.poll.most")


def results(wall: Wall, wording: Wording, cells: int, height: int) -> list[Content]:
    """The released polls, the last one first, and which ones were counted and are not released."""
    told: list[Content] = []
    for question in wall.counting:
        told += [line((text, look.BOLD)) for text in _wrapped(wording.text(question), cells)]
        told += [line((f"· {wording.say('ui.wall.counted')}", look.WARN)), line("")]
    for place, result in enumerate(reversed(wall.results)):
        told += _result(wall, result, wording, cells, height if not place else 0)
    return told or [line(wording.say("ui.wall.no-result"))]


def _result(wall: Wall, result: Result, wording: Wording, cells: int, height: int) -> list[Content]:
    names = _names(wall)
    told = [line((text, look.BOLD)) for text in _wrapped(wording.text(result.rules.question), cells)]
    chosen = [names[unit] for unit in result.chosen]
    drawn = (
        largest(chosen[0].upper(), cells - 4, 6 if height >= TALL - 10 else 3) if len(chosen) == 1 and height else None
    )
    told += [line((digits, look.GOOD)) for digits in drawn or ()]
    if chosen:
        told.append(
            line(("✓ ", look.GOOD), (wording.say("minutes.poll.chosen", candidates=wording.listed(chosen)), look.BOLD))
        )
    else:
        told.append(line(("✗ ", look.BAD), (wording.say("minutes.poll.nobody"), look.BOLD)))
    told.append(line((_threshold(result.rules, wording), look.FAINT)))
    for held in result.rounds:
        if len(result.rounds) > 1:
            told.append(line((wording.say("ui.wall.round", round=held.number, rounds=result.rules.rounds), look.LABEL)))
        told += _round(wall, held, wording, cells)
    return [*told, line("")]


def _round(wall: Wall, held: RoundShown, wording: Wording, cells: int) -> list[Content]:
    names = _names(wall)
    width = max([NAME, *(cell_len(plain(names[vote.candidate])) for vote in held.votes)])
    figures = []
    for vote in held.votes:
        share = f" ({wording.percent(Fraction(vote.votes, vote.base))})" if vote.base else ""
        needs = f", {wording.say('ui.wall.needed', needed=vote.needed)}" if vote.needed is not None else ""
        figures.append(f"{vote.votes}/{vote.base}{share}{needs}")
    of_figures = max(map(cell_len, figures), default=0)
    bar = min(40, cells - width - of_figures - 8)
    told = []
    for vote, figure in zip(held.votes, figures, strict=True):
        drawn = f"{_bar(vote.votes, vote.base, bar, vote.needed)}  " if bar >= NAME else ""
        told.append(
            line(
                ("✓ " if vote.chosen else "· ", look.GOOD if vote.chosen else look.FAINT),
                (f"{fit(names[vote.candidate], width)}  ", look.BOLD),
                (drawn, look.GOOD if vote.passed else look.LABEL),
                (figure, look.BOLD if vote.passed else ""),
            )
        )
    if held.unresolved:
        tied = wording.listed([names[unit] for unit in held.unresolved])
        told.append(line((wording.say("minutes.poll.unresolved", candidates=tied), look.WARN)))
    if held.broken_by is not None:
        told.append(line((wording.say(f"ui.wall.broken-by.{held.broken_by}"), look.FAINT)))
    return told


def tasks(wall: Wall, wording: Wording, cells: int) -> list[Content]:
    """What is to be done, by whom and by when; what this meeting gave first."""
    names = _names(wall)
    told: list[Content] = []
    for task in wall.tasks:
        about = [names.get(task.owner, task.owner)] if task.owner else []
        if task.due is not None:
            about.append(wording.say("ui.wall.due", on=task.due))
        if task.done is not None:
            about.append(wording.say("ui.wall.done", on=task.done))
        elif task.earlier:
            about.append(wording.say("ui.wall.earlier"))
        sign = "✓ " if task.done is not None else "• "
        first, *more = _wrapped(wording.text(task.text), cells - 2)
        style = look.FAINT if task.done is not None else look.BOLD
        told.append(line((sign, look.GOOD if task.done is not None else look.LABEL), (first, style)))
        told += [line(("  ", ""), (text, style)) for text in more]
        if about:
            told.append(line((f"  {' · '.join(about)}", look.LABEL)))
    return told


def _wrapped(text: str, cells: int) -> list[str]:
    """The text in as many lines as it takes, but no more than three."""
    return [one.rstrip() for one in wrap(text, max(cells, 10), 3) if one.strip()] or [""]


def _names(wall: Wall) -> dict[str, str]:
    return {unit.id: unit.short for unit in wall.bloc.units}
