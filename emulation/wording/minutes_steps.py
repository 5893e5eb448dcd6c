"""The proceedings: what happened under each step of the agenda, in the order in which it happened."""

from __future__ import annotations

from itertools import pairwise
from operator import itemgetter
from typing import TYPE_CHECKING

from emulation.meeting import events as e
from emulation.meeting.mark_minutes import cells
from emulation.wording.scribe import Markdown, bullets, capital

if TYPE_CHECKING:
    from collections.abc import Iterator

    from emulation.meeting.minutes import Presence
    from emulation.meeting.poll_minutes import PollMinutes, Recorded
    from emulation.text import Text
    from emulation.wording.scribe import Scribe

    Line = tuple[int, Markdown]  # the number of the event, and what it says


def proceedings(scribe: Scribe, marks_part: str, polls_part: str) -> list[str]:
    """The lines of the part; the other two parts are referred to by their numbers."""
    minutes = scribe.minutes
    happened = sorted(_happened(scribe, marks_part, polls_part), key=itemgetter(0))
    starts = [step.seq for step in minutes.steps]
    ends = [*starts, minutes.events + 1][1:]
    lines: list[str] = []
    early = [line for seq, line in happened if not starts or seq < starts[0]]
    if early:
        lines += [f"### {scribe.say('step.before')}", "", *bullets(early)] if starts else bullets(early)
    for number, (step, start, end) in enumerate(zip(minutes.steps, starts, ends, strict=True), 1):
        heading = scribe.say(
            "step.again" if step.again else "step.first",
            step=scribe.word("step", step.step),
            time=scribe.clock(step.at),
        )
        lines += [f"### {number}. {heading}", "", *bullets(line for seq, line in happened if start < seq < end)]
    taken = {step.step for step in minutes.steps}
    missed = [scribe.word("step", step) for step in minutes.agenda if step not in taken]
    if missed:
        lines += [scribe.say("step.left-out", steps=scribe.listed(missed)), ""]
    return lines


def _happened(scribe: Scribe, marks_part: str, polls_part: str) -> Iterator[Line]:
    minutes = scribe.minutes
    yield from _said(scribe)
    yield from _quorum_changes(scribe)
    yield from _about_marks(scribe, marks_part)
    for poll in minutes.polls:
        yield from _poll(scribe, poll, polls_part)
    yield from _followed(scribe)
    for one in minutes.reconfigured:
        files = scribe.listed(sorted(one.event.sources))
        yield (
            one.seq,
            scribe.say("step.reconfigured", time=scribe.clock(one.at), files=files, reason=one.event.reason),
        )
    if minutes.closed is not None:
        yield minutes.closed.seq, scribe.say("step.closed", time=scribe.clock(minutes.closed.at))


def _said(scribe: Scribe) -> Iterator[Line]:
    for note in scribe.minutes.notes:
        topic = capital(scribe.word("topic", note.event.topic))
        if note.event.speaker:
            speaker = speaker_of(scribe, note.event.speaker)
            yield note.seq, scribe.say("step.said-by", topic=topic, speaker=speaker, text=note.event.text)
        else:
            yield note.seq, scribe.say("step.said", topic=topic, text=note.event.text)
    for adoption in scribe.minutes.adoptions:
        event = adoption.event
        yield (
            adoption.seq,
            scribe.say(
                "step.passed" if event.passed else "step.not-passed",
                subject=subject_of(scribe, event),
                yes=event.yes,
                no=event.no,
                none=event.none,
            ),
        )
    for one in scribe.minutes.overrulings:
        facts = {"subject": one.event.subject, "decision": one.event.decision, "reason": one.event.reason}
        yield one.seq, scribe.say("step.overruled", **facts)


def subject_of(scribe: Scribe, event: e.Adopted) -> Markdown:
    """What was voted on."""
    subject = scribe.word("subject", event.subject)
    return scribe.say("step.subject", subject=subject, text=event.text) if event.text.strip() else subject


def speaker_of(scribe: Scribe, speaker: str) -> Markdown:
    """The name of who spoke, with the unit where it is known."""
    for one in scribe.minutes.attendees:
        if speaker in {one.listed.person, one.listed.name} and one.listed.unit:
            about = scribe.short(one.listed.unit)
            return scribe.say("people.person", name=one.listed.name, about=about)
    return scribe.person(speaker)


def _quorum_changes(scribe: Scribe) -> Iterator[Line]:
    """Where a quorum was lost, or reached again; that it is there at the roll call is said elsewhere."""
    minutes = scribe.minutes
    before: Presence | None = None
    for presence in minutes.presences:
        if presence.seq > minutes.roll_call.seq and before is not None and before.quorate != presence.quorate:
            key = "people.regained" if presence.quorate else "people.lost"
            facts = {"present": presence.present, "entitled": presence.entitled}
            yield presence.seq, scribe.say(key, time=scribe.clock(presence.at), **facts)
        before = presence


def _about_marks(scribe: Scribe, part: str) -> Iterator[Line]:
    minutes = scribe.minutes
    starts = [0, *(step.seq for step in minutes.steps), minutes.events + 1]
    for start, end in pairwise(starts):
        within = [change for change in minutes.marks if start < change.seq < end]
        if within:
            changed = len(cells(change for change in within if change.changed))
            yield within[-1].seq, scribe.say("step.marks", count=len(cells(within)), changed=changed, part=part)
    for turn in minutes.marks_closed:
        match turn.event:
            case e.MarksReopened(reason):
                yield turn.seq, scribe.say("step.marks-reopened", time=scribe.clock(turn.at), reason=reason)
            case e.MarksClosed():
                yield turn.seq, scribe.say("step.marks-closed", time=scribe.clock(turn.at))
    for one in minutes.withdrawals:
        unit = scribe.unit(one.withdrew.event.unit)
        yield one.withdrew.seq, scribe.say("step.withdrew", unit=unit, reason=one.withdrew.event.reason)
        if one.returned is not None:
            yield one.returned.seq, scribe.say("step.returned", unit=unit)
    for decided in minutes.chair:
        order = scribe.units(decided.event.order)
        yield decided.seq, scribe.say("step.chair", order=order, reason=decided.event.reason)
    for lot in minutes.lots:
        yield lot.drawn.seq, scribe.say("step.lot-void" if lot.void else "step.lot", seed=lot.drawn.event.seed)
    for release in minutes.releases:
        yield release.seq, scribe.say("step.released", time=scribe.clock(release.at))


def _poll(scribe: Scribe, poll: PollMinutes, part: str) -> Iterator[Line]:
    question = scribe.text(poll.rules.question)

    def say(act: Recorded[object], key: str, **facts: object) -> Line:
        return act.seq, scribe.say(f"step.{key}", time=scribe.clock(act.at), question=question, **facts)

    yield say(poll.created, "poll-created", candidates=scribe.units(poll.candidates))
    for gone in poll.withdrawals:
        yield say(gone, "poll-withdrew", candidate=scribe.unit(gone.event.candidate), reason=gone.event.reason)
    for held in poll.rounds:
        yield say(held.opened, "poll-opened", round=held.ballot.round)
        yield say(held.closed, "poll-closed", round=held.ballot.round, part=part)
    if poll.under_way is not None:
        yield say(poll.under_way, "poll-opened", round=poll.under_way.event.round)
    for written in poll.written:
        yield say(written, "poll-written", unit=scribe.unit(written.event.unit))
    if poll.annulled is not None:
        yield say(poll.annulled, "poll-annulled", reason=poll.annulled.event.reason)
    if poll.released is not None:
        yield say(poll.released, "poll-released")


def _followed(scribe: Scribe) -> Iterator[Line]:
    minutes = scribe.minutes
    for one in minutes.nominations:
        event = one.nominated.event
        facts: dict[str, object] = {"award": scribe.award(event.award), "candidate": scribe.unit(event.candidate)}
        key = "step.nominated-for" if event.reason.strip() else "step.nominated"
        yield one.nominated.seq, scribe.say(key, **facts, reason=event.reason)
        if one.dropped is not None:
            yield one.dropped.seq, scribe.say("step.dropped", **facts, reason=one.dropped.event.reason)
    for task in minutes.tasks:
        text: str | Text = task.given.event.text if task.given else task.earlier.text if task.earlier else task.id
        if task.given is not None:
            given = task.given.event
            owner = scribe.unit(given.owner) if given.owner else scribe.say("step.everybody")
            key = "step.task-due" if given.due else "step.task"
            yield task.given.seq, scribe.say(key, owner=owner, text=text, due=given.due)
        if task.done is not None:
            key = "step.task-noted" if task.done.event.note.strip() else "step.task-done"
            yield task.done.seq, scribe.say(key, on=task.done.event.on, text=text, note=task.done.event.note)
    if minutes.offices is not None:
        yield minutes.offices.seq, offices(scribe, minutes.offices.event)
    for signed in minutes.signed:
        event_ = signed.event
        yield signed.seq, scribe.say("step.signed", unit=scribe.unit(event_.unit), year=event_.year, on=event_.on)


def offices(scribe: Scribe, elected: e.OfficesElected) -> Markdown:
    """Who leads the bloc in a coming year."""
    wording, called = scribe.wording, scribe.minutes.bloc.called
    facts: dict[str, object] = {
        "year": elected.year,
        "head_role": Markdown(wording.role("head", called)),
        "head": scribe.unit(elected.head),
    }
    if not elected.deputies:
        return scribe.say("step.offices", **facts)
    deputies = {
        "deputy_role": Markdown(wording.role("deputy", called)),
        "deputies": scribe.units(elected.deputies),
    }
    return scribe.say("step.offices-deputies", **facts, **deputies)
