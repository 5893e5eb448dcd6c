"""What came out of the meeting: marks that changed, standings with their ties, polls, and the committee's counts."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from emulation.meeting.mark_minutes import cells
from emulation.wording.markdown import table
from emulation.wording.scribe import Markdown, bullets

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from decimal import Decimal

    from emulation.meeting.mark_minutes import MarkChange
    from emulation.meeting.minutes import StandingsMinutes
    from emulation.meeting.poll_minutes import CandidateMinutes, PollMinutes, RoundMinutes
    from emulation.meeting.separation import Compared, Separation
    from emulation.ranking import Standing
    from emulation.voting import Counts
    from emulation.wording.scribe import Scribe

_HASH_SHOWN = 16  # digits of a lot's hash that are enough for the eye; the whole can be recomputed


# marks and standings


def marks(scribe: Scribe) -> list[str]:
    """The lines about marks: those that changed, who had a hand in their own, who withdrew."""
    minutes = scribe.minutes
    lines: list[str] = []
    changed = [change for change in minutes.marks if change.changed]
    if changed:
        head = [scribe.say(f"marks.{name}") for name in _CHANGE]
        rows = [_change(scribe, change) for change in changed]
        lines += [f"### {scribe.say('marks.changed')}", "", *table(head, rows, "l" * len(head)), ""]
    kept = cells(minutes.marks) - cells(changed)
    if kept:
        lines += [scribe.say("marks.unchanged", count=len(kept)), ""]
    if minutes.own_marks:
        own = (
            scribe.say(
                f"marks.{one.interest}",
                unit=scribe.unit(one.unit),
                by=scribe.unit(one.by) if one.interest == "verified-own" else scribe.person(one.by),
                criteria=scribe.listed(one.criteria),
            )
            for one in minutes.own_marks
        )
        lines += [f"### {scribe.say('marks.own')}", "", *bullets(own)]
    if minutes.withdrawals:
        lines += [f"### {scribe.say('marks.withdrawn')}", "", *bullets(_withdrawals(scribe))]
    return lines


_CHANGE = ("unit", "criterion", "before", "after", "reason", "by", "confirmed")


def _change(scribe: Scribe, change: MarkChange) -> list[str]:
    before = scribe.mark(change.before)
    if change.source is not None:
        before = scribe.say("marks.sourced", mark=before, source=scribe.word("source", change.source))
    reason = change.reason or (change.after.note if change.after is not None else "")
    return [
        scribe.short(change.unit),
        scribe.text(change.criterion),
        before,
        scribe.mark(change.after),
        scribe.text(reason) or scribe.say("none"),
        scribe.person(change.by),
        scribe.say("none") if change.confirmed is None else scribe.person(change.confirmed.by),
    ]


def _withdrawals(scribe: Scribe) -> Iterator[Markdown]:
    for one in scribe.minutes.withdrawals:
        unit, reason = scribe.unit(one.withdrew.event.unit), one.withdrew.event.reason
        if one.returned is None:
            yield scribe.say("marks.withdrew", unit=unit, reason=reason)
        else:
            time = scribe.clock(one.returned.at)
            yield scribe.say("marks.withdrew-returned", unit=unit, reason=reason, time=time)


def standings(scribe: Scribe) -> list[str]:
    """The table of the standings, and how each tie in it was broken."""
    result = scribe.minutes.standings
    if result is None or not result.standings:
        return []
    released = result.released
    stood = scribe.say("standings.not-released") if released is None else scribe.when("standings.released", released.at)
    head = [
        scribe.say(f"standings.{name}")
        for name in ("rank", "unit", "total", "core", "bonus", "penalty", "band", "note")
    ]
    rows = [_standing(scribe, one, result) for one in result.standings]
    lines = [f"### {scribe.say('standings.title')}", "", stood, "", *table(head, rows, "clrrrrll"), ""]
    if result.drafts:
        cells = scribe.listed(Markdown(f"{scribe.short(unit)} {scribe.text(name)}") for unit, name in result.drafts)
        lines += [scribe.say("marks.drafts", cells=cells), ""]
    if result.separations:
        told = [_separation(scribe, one) for one in result.separations]
        told += [
            scribe.say("standings.lot", seed=lot.drawn.event.seed, purpose="ranking")
            for lot in scribe.minutes.lots
            if not lot.void and any(one.link == "lot" for one in result.separations)
        ]
        lines += [f"### {scribe.say('standings.ties')}", "", *bullets(told)]
    return lines


def _standing(scribe: Scribe, one: Standing, result: StandingsMinutes) -> list[str]:
    low, high, grade = one.scorecard.lowest, one.scorecard.highest, result.grades[one.unit]
    bands = {band.id: band.name for band in result.rubric.bands}
    if grade.band is not None:
        band = scribe.text(bands[grade.band])
    elif len(grade.possible) > 1:
        band = scribe.word("standing", "open-band")
    else:
        band = scribe.word("standing", "no-band") if bands else scribe.say("none")
    return [
        scribe.wording.rank(one.rank, tied=one.tied),
        scribe.unit(one.unit),
        _range(scribe, low.total, high.total),
        _range(scribe, low.core, high.core),
        _range(scribe, low.bonus, high.bonus),
        _range(scribe, *sorted((low.penalty, high.penalty))),
        band,
        "; ".join(_notes(scribe, one)),
    ]


def _range(scribe: Scribe, low: Decimal, high: Decimal) -> Markdown:
    if low == high:
        return Markdown(scribe.wording.number(low))
    return scribe.say("standings.range", lowest=low, highest=high)


def _notes(scribe: Scribe, one: Standing) -> Iterator[Markdown]:
    for reason in one.reasons:
        yield scribe.word("no-rank", reason)
    if one.scorecard.blanks:
        yield scribe.say("standings.blanks", criteria=scribe.listed(one.scorecard.blanks))
    if one.scorecard.below_floor:
        yield scribe.say("standings.floor", criteria=scribe.listed(one.scorecard.below_floor))
    if one.broken_by is not None:
        yield scribe.link(one.broken_by)


def _separation(scribe: Scribe, one: Separation) -> Markdown:
    above, below = scribe.unit(one.above), scribe.unit(one.below)
    if one.link is None:
        if one.awaits is None:
            return scribe.say("standings.shared", above=above, below=below)
        return scribe.say("standings.shared-awaiting", above=above, below=below, link=scribe.link(one.awaits))
    link = scribe.link(one.link)
    if one.figures is None:
        reason = next(
            (
                act.event.reason
                for act in reversed(scribe.minutes.chair)
                if {one.above, one.below} <= {*act.event.order}
            ),
            "",
        )
        return scribe.say("standings.parted-by-chair", above=above, below=below, link=link, reason=reason)
    own, other = (_figure(scribe, figure) for figure in one.figures)
    return scribe.say("standings.parted", above=above, below=below, link=link, own=own, other=other)


def _figure(scribe: Scribe, figure: Compared) -> Markdown:
    match figure:
        case str():
            return Markdown(f"{figure[:_HASH_SHOWN]}…")
        case tuple():
            return Markdown("; ".join(map(str, figure)) or scribe.say("none"))
        case _:
            return Markdown(scribe.wording.spell(figure))


# polls


def polls(scribe: Scribe) -> list[str]:
    """Each poll with its candidates, threshold, rounds and result."""
    lines: list[str] = []
    for number, poll in enumerate(scribe.minutes.polls, 1):
        title = scribe.text(poll.rules.question)
        if poll.annulled is not None:
            title = scribe.say("poll.annulled-title", question=title)
        lines += [f"### {number}. {title}", ""]
        if poll.annulled is not None:
            time = scribe.clock(poll.annulled.at)
            lines += bullets([scribe.say("poll.annulled", time=time, reason=poll.annulled.event.reason)])
            continue
        if not poll.rounds:
            lines += bullets([*_about(scribe, poll), *_outcome(scribe, poll)])
            continue
        lines += bullets(_about(scribe, poll))
        for held in poll.rounds:
            lines += _round(scribe, poll, held)
            after = _outcome(scribe, poll) if held is poll.rounds[-1] else ()
            lines += bullets([*_broken(scribe, poll, held), *after])
    return lines


def _about(scribe: Scribe, poll: PollMinutes) -> Iterator[Markdown]:
    rules = poll.rules
    form = scribe.word("poll-form", "secret" if rules.secret else "open")
    yield scribe.say("poll.form", form=form, kind=scribe.word("poll-kind", rules.kind))
    if rules.seats is not None:
        yield scribe.say("poll.seats", seats=rules.seats)
    yield scribe.say("poll.candidates", candidates=scribe.units(poll.candidates))
    for gone in poll.withdrawals:
        candidate = scribe.unit(gone.event.candidate)
        yield scribe.say("poll.withdrew", candidate=candidate, reason=gone.event.reason)
    winners = [one for one in scribe.minutes.bloc.winners if rules.award and one.award == rules.award]
    if winners:
        named = (scribe.say("poll.winner", unit=scribe.unit(one.unit), year=one.year) for one in winners)
        yield scribe.say("poll.winners", winners=scribe.listed(named))
    yield threshold(scribe, poll)
    if rules.recused == "candidate":
        yield scribe.say("poll.recused")


def threshold(scribe: Scribe, poll: PollMinutes) -> Markdown:
    """What a candidate needs."""
    rules = poll.rules
    base = scribe.word("base", rules.of)
    if rules.at_least is not None:
        return scribe.say("poll.at-least", share=rules.at_least, base=base)
    if rules.more_than is not None:
        return scribe.say("poll.more-than", share=rules.more_than, base=base)
    return scribe.say("poll.most")


def _round(scribe: Scribe, poll: PollMinutes, held: RoundMinutes) -> list[str]:
    title = scribe.say(
        "poll.round",
        round=held.ballot.round,
        opened=scribe.clock(held.opened.at),
        closed=scribe.clock(held.closed.at),
    )
    return [f"**{title}**", "", *results(scribe, poll, held), ""]


def _broken(scribe: Scribe, poll: PollMinutes, held: RoundMinutes) -> Iterator[Markdown]:
    if held.broken_by == "withdrawal":
        yield scribe.say("poll.broken-by-withdrawal")
    if held.broken_by == "lot":
        yield scribe.say("poll.broken-by-lot", order=scribe.units(held.chosen))
        purpose = f"poll:{poll.poll}:{held.ballot.round}"
        yield scribe.say("standings.lot", seed=poll.seed or "", purpose=purpose)


def results(scribe: Scribe, poll: PollMinutes, held: RoundMinutes) -> list[str]:
    """The table of a round: what the papers say about each candidate, and whether it passed."""
    choose = poll.rules.kind == "choose"
    opinions = ("yes",) if choose else ("yes", "no", "none")
    head = [scribe.say(f"poll.{name}") for name in ("candidate", *opinions, "share", "needed", "result")]
    rows = [_candidate(scribe, held, one, opinions) for one in held.results]
    return table(head, rows, f"l{'r' * len(opinions)}rrl")


def _candidate(scribe: Scribe, held: RoundMinutes, one: CandidateMinutes, opinions: Sequence[str]) -> list[str]:
    if one.candidate in held.chosen:
        result = scribe.word("outcome", "chosen")
    elif one.candidate in held.withdrawn:  # after the round, or it would not be on this ballot
        result = scribe.word("outcome", "withdrawn")
    elif one.candidate in held.unresolved:
        result = scribe.word("outcome", "unresolved")
    else:
        result = scribe.word("outcome", "passed" if one.passed else "not-passed")
    return [
        scribe.unit(one.candidate),
        *(str(getattr(one.opinions, name)) for name in opinions),
        share(scribe, one.votes, one.base),
        scribe.say("none") if one.needed is None else str(one.needed),
        result,
    ]


def share(scribe: Scribe, votes: int, base: int) -> Markdown:
    """Votes of a base, and that as a percentage."""
    if not base:
        return scribe.say("poll.votes-of-none", votes=votes, base=base)
    return scribe.say("poll.votes", votes=votes, base=base, percent=scribe.wording.percent(Fraction(votes, base)))


def _outcome(scribe: Scribe, poll: PollMinutes) -> Iterator[Markdown]:
    if poll.under_way is not None:
        yield scribe.say("poll.under-way", round=poll.under_way.event.round)
    elif not poll.rounds:
        yield scribe.say("poll.not-held")
    if not poll.rounds:
        return
    if poll.chosen:
        yield scribe.say("poll.chosen", candidates=scribe.units(poll.chosen))
    elif not poll.unresolved and poll.under_way is None:
        yield scribe.say("poll.nobody")
    if poll.unresolved:
        yield scribe.say("poll.unresolved", candidates=scribe.units(poll.unresolved))
    if poll.due is not None and poll.under_way is None:
        yield scribe.say("poll.further", round=poll.due.round, candidates=scribe.units(poll.due.candidates))
    if poll.released is not None:
        yield scribe.say("poll.released", time=scribe.clock(poll.released.at))
    elif poll.under_way is None:
        yield scribe.say("poll.not-released")


# the counting committee's own minutes


def counting(scribe: Scribe) -> list[str]:
    """A part for each round that was counted, in which the committee, or whoever counted hands, says what it found."""
    lines: list[str] = []
    for poll in scribe.minutes.polls:
        if poll.annulled is not None:
            continue
        for held in poll.rounds:
            part, counters = ("counting", "sign") if poll.rules.secret else ("hands", "sign-hands")
            title = scribe.say("counting.about", question=poll.rules.question, round=held.ballot.round)
            lines += ["---", "", f"# {scribe.say(f'part.{part}')}", "", f"**{title}**", ""]
            lines += bullets(_counted(scribe, poll, held))
            lines += [*results(scribe, poll, held), ""]
            sign = scribe.say("sign.how")
            lines += [f"**{scribe.say(f'counting.{counters}')}**", "", f"*{sign}*", ""]
    return lines


def _counted(scribe: Scribe, poll: PollMinutes, held: RoundMinutes) -> Iterator[Markdown]:
    counts, roll, rules = held.counts, held.roll, poll.rules
    form = scribe.word("poll-form", "secret" if rules.secret else "open")
    yield scribe.say("poll.form", form=form, kind=scribe.word("poll-kind", rules.kind))
    committee = held.opened.event.committee
    if committee:
        who = "committee" if rules.secret else "committee-hands"
        yield scribe.say(f"counting.{who}", names=scribe.listed(scribe.person(one) for one in committee))
    opened, closed = scribe.clock(held.opened.at), scribe.clock(held.closed.at)
    yield scribe.say("counting.when", opened=opened, closed=closed, day=scribe.day(held.closed.at))
    yield scribe.say("counting.entitled", count=roll.entitled_votes)
    in_room = roll.votes_of(roll.present)
    yield scribe.say("counting.present", count=roll.present_votes, room=in_room, written=roll.written_votes)
    order = [unit.id for unit in scribe.minutes.bloc.units]
    yield scribe.say("counting.units", units=scribe.listed(scribe.short(u) for u in order if u in roll.present))
    if roll.written:
        written = scribe.listed(scribe.short(unit) for unit in order if unit in roll.written)
        yield scribe.say("counting.units-written", units=written)
    yield from _papers(scribe, counts) if rules.secret else _hands(scribe, counts)
    yield threshold(scribe, poll)


def _papers(scribe: Scribe, counts: Counts) -> Iterator[Markdown]:
    yield scribe.say("counting.issued", count=counts.issued)
    yield scribe.say("counting.cast", count=counts.cast, written=counts.written)
    yield scribe.say("counting.invalid", count=counts.invalid)
    yield scribe.say("counting.valid", count=counts.valid)


def _hands(scribe: Scribe, counts: Counts) -> Iterator[Markdown]:
    """Hands are neither issued nor invalid; written ballots beside them may be."""
    yield scribe.say("counting.cast-hands", count=counts.cast, written=counts.written)
    if counts.issued != counts.cast:
        yield scribe.say("counting.issued-hands", count=counts.issued)
    if counts.invalid:
        yield scribe.say("counting.invalid", count=counts.invalid)
        yield scribe.say("counting.valid", count=counts.valid)
