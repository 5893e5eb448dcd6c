"""The wall in lines of large text: what `Wall` holds, and nothing beside it."""

from __future__ import annotations

from fractions import Fraction
from functools import partial
from typing import TYPE_CHECKING, Literal, TypeAlias, assert_never, get_args

from rich.cells import cell_len

from tui.screens import lines as look
from tui.screens.lines import line, wrapped
from tui.screens.wall_polls import papers, results
from tui.screens.wall_standings import NAME, standings
from tui.widgets.blocks import bar
from tui.widgets.grid_text import fit, plain
from tui.widgets.large import largest, spaced, titled

if TYPE_CHECKING:
    from textual.content import Content

    from emulation.meeting.wall import Wall
    from emulation.wording import Wording

View: TypeAlias = Literal["item", "room", "poll", "standings", "results", "tasks"]
TITLE = 5
"""Lines that the title of an item may take where it is large."""

ROOM_OF_TITLE = 26
"""Lines of the terminal from which there is room for that."""

VIEWS: tuple[View, ...] = get_args(View)


def offered(wall: Wall) -> tuple[View, ...]:
    """The views that have something to show."""
    lacking = {"poll": wall.poll is None, "results": not (wall.results or wall.counting), "tasks": not wall.tasks}
    return tuple(view for view in VIEWS if not lacking.get(view))


def following(wall: Wall, revealed: int) -> View:
    """The view that the meeting is at: a poll under way, standings that are to be revealed now, or the item's own."""
    if wall.poll is not None:
        return "poll"
    told = bool(wall.results or wall.counting)
    covered = wall.standings is not None and revealed < len(wall.groups())
    if wall.closed and wall.standings is not None:
        return "standings"
    if covered and not _is_past_standings(wall) and not (told and wall.step in {"polls", "nominations"}):
        return "standings"
    match wall.step:
        case "roll-call":
            return "room"
        case "standings":
            return "standings"
        case "polls" | "nominations" if told:
            return "results"
        case "tasks" if wall.tasks:
            return "tasks"
        case _:
            return "item"


def _is_past_standings(wall: Wall) -> bool:
    """Whether the meeting went on to a later item: what is still to be revealed then waits for a key."""
    places = {step: place for place, step in enumerate(wall.agenda)}
    return wall.step is not None and places.get(wall.step, 0) > places.get("standings", len(places))


def view_lines(view: View, wall: Wall, revealed: int, wording: Wording, room: tuple[int, int]) -> list[Content]:
    """The main part of the wall in that many cells and lines; ``revealed`` groups of the standings are open."""
    cells, height = room
    match view:
        case "item":
            return item(wall, wording, cells, height)
        case "room":
            return roll(wall, wording, cells, height)
        case "poll":
            return papers(wall, wall.poll, wording, cells, height) if wall.poll is not None else []
        case "standings":
            return standings(wall, revealed, wording, cells, height)
        case "results":
            return results(wall, wording, cells, height)
        case "tasks":
            return tasks(wall, wording, cells)
        case _:
            assert_never(view)


def head(wall: Wall, view: View, wording: Wording, cells: int, height: int) -> list[Content]:
    """The item that the meeting is at: large where nothing else needs the room, else its number alone."""
    lines_of_title = TITLE if view == "item" and height >= ROOM_OF_TITLE else 1
    if wall.closed or wall.step is None:
        told = wording.say("ui.wall.closed" if wall.closed else "ui.wall.not-begun")
        return [line((text, look.BOLD)) for text in titled(told, cells, lines_of_title)]
    place = wall.agenda.index(wall.step) + 1 if wall.step in wall.agenda else 0
    title = wording.word("step", wall.step)
    after = wall.agenda[place] if place < len(wall.agenda) else None
    then = wording.say("ui.wall.next", step=wording.word("step", after)) if after is not None else ""
    of = wording.say("ui.wall.item", place=place, count=len(wall.agenda))
    short = wording.say(f"ui.screen.{wall.step}.title").upper()
    if (drawn := largest(f"{place} {short}", cells, lines_of_title)) is not None:
        return [line((f"{of}   {then}", look.FAINT)), *(line((text, look.LABEL)) for text in drawn)]
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


def item(wall: Wall, wording: Wording, cells: int, height: int) -> list[Content]:
    """Who spoke last, what was voted on, and as much of the agenda around this item as there is room for."""
    told: list[Content] = []
    if wall.speaker:
        told += [line((wording.say("ui.wall.speaker"), look.LABEL)), line((spaced(wall.speaker, cells), look.BOLD))]
        told.append(line(""))
    if wall.step in {None, "opening"} and wording.text(wall.place).strip():
        told += [
            line((wording.say("ui.wall.place"), look.LABEL)),
            line((wording.text(wall.place), look.BOLD)),
            line(""),
        ]
    if wall.step == "marks":
        told += [line(wording.say("ui.wall.marks")), line("")]
    if wall.step == "adoption":
        told += _adopted(wall, wording)
    if wall.step == "handover" and wall.offices is not None:
        names = wall.short_names()
        head_unit = names.get(wall.offices.head, wall.offices.head)
        told.append(line((wording.say("ui.wall.head", year=wall.offices.year, unit=head_unit), look.BOLD)))
        told.append(line(""))
    listed, room = agenda(wall, wording, cells), max(3, height - len(told))
    if 2 * len(listed) <= room:
        return [*told, *(text for one in listed for text in (one, line("")))]
    at = wall.agenda.index(wall.step) if wall.step in wall.agenda else 0
    first = max(0, min(at - room // 2, len(listed) - room))
    return [*told, *listed[first : first + room]]


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
    part = partial(Fraction, denominator=room.entitled or 1)
    drawn = bar(part(room.present), width, None if room.needed is None else part(room.needed))
    return line((drawn, look.GOOD if room.quorate else look.WARN), f"  {told}", (f"  {verdict}", look.BOLD))


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


def tasks(wall: Wall, wording: Wording, cells: int) -> list[Content]:
    """What is to be done, by whom and by when; what is still open, and this meeting's own, first."""
    names = wall.short_names()
    told: list[Content] = []
    for task in sorted(wall.tasks, key=lambda one: one.done is not None):
        about = [names.get(task.owner, task.owner)] if task.owner else []
        if task.due is not None:
            about.append(wording.say("ui.wall.due", on=task.due))
        if task.done is not None:
            about.append(wording.say("ui.wall.done", on=task.done))
        elif task.earlier:
            about.append(wording.say("ui.wall.earlier"))
        sign = "✓ " if task.done is not None else "• "
        first, *more = wrapped(wording.text(task.text), cells - 2)
        style = look.FAINT if task.done is not None else look.BOLD
        told.append(line((sign, look.GOOD if task.done is not None else look.LABEL), (first, style)))
        told += [line(("  ", ""), (text, style)) for text in more]
        if about:
            told.append(line((f"  {' · '.join(about)}", look.LABEL)))
    return told
