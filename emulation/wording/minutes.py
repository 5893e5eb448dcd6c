"""Minutes in words: Markdown in the form that such documents have, Vietnamese or English.

The value says what happened, this says how it reads: the state's title and motto, the participants, the agenda step by
step, marks and standings, polls, conclusions, what the record holds, the signatures, and after them the counting
committee's own minutes, each of which can be printed and signed by itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from emulation.wording.catalogue import Wording
from emulation.wording.markdown import table
from emulation.wording.minutes_results import counting, marks, polls, standings
from emulation.wording.minutes_steps import proceedings, subject_of
from emulation.wording.scribe import Markdown, Scribe, bullets, capital

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from emulation.meeting.minutes import Attendee, Minutes, Task
    from emulation.text import Language, Text

_ROMAN = ("I", "II", "III", "IV", "V", "VI")


def minutes_markdown(minutes: Minutes, language: Language, called: Mapping[str, str | Text] | None = None) -> str:
    """The minutes as a Markdown document, ending with a line break.

    ``called`` are the names of candidates and awards by id; without one, its id stands for it.
    """
    scribe = Scribe(minutes, Wording(language), called or {})
    parts = {
        "people": _people(scribe),
        "steps": ["…"],  # worded last, for it refers to the numbers of the others
        "marks": [*marks(scribe), *standings(scribe)],
        "polls": polls(scribe),
        "conclusion": _conclusion(scribe),
        "record": _record(scribe),
    }
    numbers = dict(zip((name for name, lines in parts.items() if lines), _ROMAN, strict=False))
    parts["steps"] = proceedings(scribe, numbers.get("marks", ""), numbers.get("polls", ""))
    lines = _head(scribe)
    for name, number in numbers.items():
        lines += [f"## {number}. {scribe.say(f'part.{name}')}", "", *parts[name]]
    lines += [*_signatures(scribe), *counting(scribe)]
    return "\n".join(lines).rstrip("\n") + "\n"


def _head(scribe: Scribe) -> list[str]:
    minutes, bloc = scribe.minutes, scribe.minutes.bloc
    name = scribe.text(scribe.wording.text(bloc.name).upper())
    head = [f"**{name}**", f"**{scribe.say('state')}**"]
    meeting = scribe.say("about", meeting=scribe.word("meeting", minutes.kind), year=bloc.year)
    title = [
        *table(head, [[scribe.say("number"), f"**{scribe.say('motto')}**"]], "cc"),
        "",
        f"# {scribe.say('title')}",
        "",
        f"**{meeting}**",
        "",
    ]
    return [*title, *bullets(_when_and_where(scribe))]


def _when_and_where(scribe: Scribe) -> Iterator[Markdown]:
    minutes = scribe.minutes
    if scribe.wording.text(minutes.bloc.theme).strip():
        yield scribe.say("theme", theme=minutes.bloc.theme)
    yield scribe.when("begins", minutes.opened.at)
    if minutes.closed is not None:
        yield scribe.when("ends", minutes.closed.at)
    else:
        yield scribe.when("runs", minutes.last)
    held_at = scribe.text(minutes.place) if scribe.wording.text(minutes.place).strip() else scribe.say("to-fill-in")
    yield scribe.say("place", place=held_at)


# participants


def _people(scribe: Scribe) -> list[str]:
    minutes = scribe.minutes
    leading = [
        scribe.say("people.chair", names=_names(scribe, minutes.people("chair"))),
        scribe.say("people.secretary", names=_names(scribe, minutes.people("secretary"))),
    ]
    guests = minutes.people("guest")
    if guests:
        leading.append(scribe.say("people.guests", names=_names(scribe, guests)))
    head = [scribe.say(f"people.{name}") for name in ("name", "post", "unit", "votes", "stays")]
    rows = [_attendee(scribe, one) for one in minutes.attendees]
    lines = bullets(leading)
    if rows:
        lines += [*table(head, rows, "lllrl"), ""]
    return [*lines, *bullets(_quorum(scribe))]


def _names(scribe: Scribe, people: Iterable[Attendee]) -> Markdown:
    named = [_named(scribe, one) for one in people]
    return scribe.listed(named) if named else scribe.say("to-fill-in")


def _named(scribe: Scribe, one: Attendee) -> Markdown:
    about = [one.listed.post] if one.listed.post else []
    about += [scribe.unit(one.listed.unit)] if one.listed.unit else []
    if not about:
        return scribe.text(one.listed.name)
    safe = (part if isinstance(part, Markdown) else scribe.text(part) for part in about)
    return scribe.say("people.person", name=one.listed.name, about=Markdown(", ".join(safe)))


def _attendee(scribe: Scribe, one: Attendee) -> list[str]:
    stays = [
        scribe.say("people.staying", came=scribe.clock(stay.came))
        if stay.left is None
        else scribe.say("people.stay", came=scribe.clock(stay.came), left=scribe.clock(stay.left))
        for stay in one.stays
    ]
    return [
        scribe.text(one.listed.name),
        scribe.text(one.listed.post),
        scribe.unit(one.listed.unit) if one.listed.unit else scribe.say("none"),
        str(one.votes) if one.votes else scribe.say("none"),
        ", ".join(stays) or scribe.say("people.absent"),
    ]


def _quorum(scribe: Scribe) -> Iterator[Markdown]:
    minutes, presence = scribe.minutes, scribe.minutes.roll_call
    called = scribe.say("people.roll-call", present=presence.present, entitled=presence.entitled)
    if minutes.quorum is None:
        rule = scribe.say("people.no-rule")
    else:
        rule = scribe.say("people.quorate" if presence.quorate else "people.not-quorate", share=minutes.quorum)
    yield Markdown(f"{called}; {rule}")


# conclusions


def _conclusion(scribe: Scribe) -> list[str]:
    minutes = scribe.minutes
    adopted = [
        scribe.say(
            "conclusion.adopted-one",
            subject=capital(subject_of(scribe, one.event)),
            yes=one.event.yes,
            no=one.event.no,
            none=one.event.none,
        )
        for one in minutes.adoptions
        if one.event.passed
    ]
    nominated = [
        scribe.say(
            "step.nominated",
            award=scribe.award(one.nominated.event.award),
            candidate=scribe.unit(one.nominated.event.candidate),
        )
        for one in minutes.nominations
        if one.dropped is None
    ]
    lines = [*_titled(scribe, "adopted", bullets(adopted)), *_titled(scribe, "nominations", bullets(nominated))]
    if minutes.tasks:
        head = [scribe.say(f"conclusion.{name}") for name in ("task", "owner", "due", "state")]
        rows = [_task(scribe, one) for one in minutes.tasks]
        lines += _titled(scribe, "tasks", [*table(head, rows, "llll"), ""])
    if minutes.offices is not None:
        elected = minutes.offices.event
        called = minutes.bloc.called
        leading = [("head", elected.head), *(("deputy", unit) for unit in elected.deputies)]
        told = [
            scribe.say(
                "conclusion.head",
                role=Markdown(scribe.wording.role("head" if role == "head" else "deputy", called)),
                unit=scribe.unit(unit),
            )
            for role, unit in leading
        ]
        lines += [f"### {scribe.say('conclusion.offices', year=elected.year)}", "", *bullets(told)]
    signed = [
        scribe.say("step.signed", unit=scribe.unit(one.event.unit), year=one.event.year, on=one.event.on)
        for one in minutes.signed
    ]
    return [*lines, *_titled(scribe, "signed", bullets(signed))]


def _titled(scribe: Scribe, title: str, lines: list[str]) -> list[str]:
    return [f"### {scribe.say(f'conclusion.{title}')}", "", *lines] if lines else []


def _task(scribe: Scribe, task: Task) -> list[str]:
    given, earlier = task.given.event if task.given else None, task.earlier
    due = given.due if given else earlier.due if earlier else None
    if task.done is not None:
        key = "conclusion.done-noted" if task.done.event.note.strip() else "conclusion.done"
        state = scribe.say(key, on=task.done.event.on, note=task.done.event.note)
    elif earlier is not None and earlier.done is not None:
        state = scribe.say("conclusion.done", on=earlier.done, note="")
    else:
        state = scribe.say("conclusion.open")
    return [
        scribe.text(given.text if given else earlier.text if earlier else task.id),
        _owner(scribe, task),
        scribe.wording.date(due) if due else scribe.say("none"),
        state,
    ]


def _owner(scribe: Scribe, task: Task) -> Markdown:
    if task.given is not None:
        return scribe.unit(task.given.event.owner) if task.given.event.owner else scribe.say("step.everybody")
    # of another task the record of the meeting that gave it says to whom
    return scribe.unit(task.earlier.owner) if task.earlier is not None else scribe.say("none")


# the record


def _record(scribe: Scribe) -> list[str]:
    minutes = scribe.minutes
    lines: list[str] = []
    if minutes.undone:
        undone = (
            scribe.say(
                "record.undone-one",
                seq=one.seq,
                kind=scribe.word("event", one.kind),
                by=scribe.person(one.by),
                time=scribe.clock(one.at),
                undone_by=scribe.person(one.undone.by),
                undone_time=scribe.clock(one.undone.at),
            )
            for one in minutes.undone
        )
        lines += [f"### {scribe.say('record.undone')}", "", *bullets(undone)]
    if minutes.reconfigured:
        changed = (
            scribe.say(
                "record.reconfigured-one",
                time=scribe.clock(one.at),
                files=scribe.listed(sorted(one.event.sources)),
                reason=one.event.reason,
            )
            for one in minutes.reconfigured
        )
        lines += [f"### {scribe.say('record.reconfigured')}", "", *bullets(changed)]
    return [*lines, scribe.say("record.closing", events=minutes.events, hash=Markdown(f"`{minutes.hash}`")), ""]


def _signatures(scribe: Scribe) -> list[str]:
    minutes = scribe.minutes
    how = f"*{scribe.say('sign.how')}*"
    head = [f"**{scribe.say(f'sign.{role}')}**" for role in ("secretary", "chair")]
    signing = (minutes.people("secretary"), minutes.people("chair"))
    names = [scribe.text(people[0].listed.name) if people else scribe.say("none") for people in signing]
    return [*table(head, [[how, how], ["", ""], names], "cc"), ""]
