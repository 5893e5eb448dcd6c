"""Polls on the wall: the question while papers are out, and the result once it is released."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from rich.cells import cell_len

from tui.screens import lines as look
from tui.screens.lines import line, wrapped
from tui.screens.wall_standings import HIGH, NAME
from tui.widgets.blocks import bar
from tui.widgets.grid_text import fit, plain
from tui.widgets.large import largest, spaced, titled

if TYPE_CHECKING:
    from textual.content import Content

    from emulation.meeting.wall import PapersOut, Result, RoundShown, Votes, Wall
    from emulation.procedure import PollRules
    from emulation.wording import Wording

TITLE = 5
"""Lines that the title of a poll may take where there is room."""

ROOM_OF_POLL = 10
"""Lines of a poll beside its candidates' where these stand apart."""


def papers(wall: Wall, poll: PapersOut, wording: Wording, cells: int, height: int) -> list[Content]:
    """A poll under way: its question and candidates; of what is on the papers nothing."""
    rules = poll.rules
    names = wall.short_names()
    form = wording.word("poll-form", "secret" if rules.secret else "open")
    round_ = wording.say("ui.wall.round", round=poll.round, rounds=rules.rounds)
    title = titled(wording.say("ui.wall.voting"), cells, TITLE)
    if height < ROOM_OF_POLL + len(title) + len(poll.candidates):
        title = (spaced(wording.say("ui.wall.voting"), cells),)
    airy = height >= ROOM_OF_POLL + len(title) + 2 * len(poll.candidates)
    told = [
        *(line((text, look.GOOD)) for text in title),
        line((f"{round_} · {form}", look.FAINT)),
        *(line((text, look.BOLD)) for text in wrapped(wording.text(rules.question), cells)),
        line(""),
    ]
    width = max([NAME, *(cell_len(plain(names[unit])) for unit in poll.candidates)])
    for number, unit in enumerate(poll.candidates, 1):
        full = fit(wording.text(wall.bloc.unit(unit).name), max(0, cells - width - 8)).rstrip()
        told.append(line((f"{number:>3}  ", look.FAINT), (fit(names[unit], width), look.BOLD), f"  {full}"))
        if airy:
            told.append(line(""))
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
        told += [line((text, look.BOLD)) for text in wrapped(wording.text(question), cells)]
        told += [line((f"· {wording.say('ui.wall.counted')}", look.WARN)), line("")]
    for place, result in enumerate(reversed(wall.results)):
        told += _result(wall, result, wording, cells, height if not place else 0)
    return told or [line(wording.say("ui.wall.no-result"))]


def _result(wall: Wall, result: Result, wording: Wording, cells: int, height: int) -> list[Content]:
    names = wall.short_names()
    told = [line((text, look.BOLD)) for text in wrapped(wording.text(result.rules.question), cells)]
    chosen = [names[unit] for unit in result.chosen]
    drawn = largest(chosen[0].upper(), cells - 4, 6 if height >= HIGH else 5) if len(chosen) == 1 and height else None
    told += [line(""), *(line((digits, look.GOOD)) for digits in drawn)] if drawn else []
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
    names = wall.short_names()
    width = max([NAME, *(cell_len(plain(names[vote.candidate])) for vote in held.votes)])
    figures = []
    for vote in held.votes:
        share = f" ({wording.percent(Fraction(vote.votes, vote.base))})" if vote.base else ""
        needs = f", {wording.say('ui.wall.needed', needed=vote.needed)}" if vote.needed is not None else ""
        figures.append(f"{vote.votes}/{vote.base}{share}{needs}")
    of_figures = max(map(cell_len, figures), default=0)
    room = min(40, cells - width - of_figures - 8)
    told = []
    for vote, figure in zip(held.votes, figures, strict=True):
        drawn = f"{_bar(vote, room)}  " if room >= NAME else ""
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


def _bar(vote: Votes, cells: int) -> str:
    base = vote.base or 1
    return bar(Fraction(vote.votes, base), cells, None if vote.needed is None else Fraction(vote.needed, base))
