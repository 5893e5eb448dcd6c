"""Minutes as plain data for JSON: points as decimal strings, shares as ``"2/3"``, dates and times ISO, absent ``None``.

Keys stand in a fixed order. A poll has one table a round; figures stand in it only once that round was closed.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import attrs

from emulation.marks import spell
from emulation.number import plain

if TYPE_CHECKING:
    from emulation.activity import Task as EarlierTask
    from emulation.marks import Mark
    from emulation.meeting.events import TaskDone
    from emulation.meeting.mark_minutes import MarkChange
    from emulation.meeting.minutes import Minutes, StandingsMinutes, Task
    from emulation.meeting.poll_minutes import PollMinutes, Recorded, RoundMinutes
    from emulation.meeting.separation import Compared, Separation
    from emulation.ranking import Standing

    Data = dict[str, Any]


def minutes_data(minutes: Minutes) -> Data:
    """The whole minutes; ``polls`` holds a table for each round of each poll, annulled polls last in their own list."""
    bloc, rubric = minutes.bloc, minutes.rubric
    return {
        "meeting": minutes.meeting,
        "kind": minutes.kind,
        "place": minutes.place.read("vi") or None,
        "bloc": bloc.id,
        "year": bloc.year,
        "rubric": {"id": rubric.id, "version": rubric.version},
        "opened": _act(minutes.opened),
        "closed": _act(minutes.closed) if minutes.closed else None,
        "chair": [one.listed.person for one in minutes.people("chair")],
        "secretary": [one.listed.person for one in minutes.people("secretary")],
        "guests": [one.listed.person for one in minutes.people("guest")],
        "people": [
            {
                "person": one.listed.person,
                "name": one.listed.name,
                "role": one.listed.role,
                "unit": one.listed.unit or None,
                "post": one.listed.post or None,
                "votes": one.votes,
                "stays": [
                    {"in": stay.came.isoformat(), "out": stay.left.isoformat() if stay.left else None}
                    for stay in one.stays
                ],
            }
            for one in minutes.attendees
        ],
        "quorum": _share(minutes.quorum),
        "roll_call": _plain(attrs.asdict(minutes.roll_call)),
        "presences": [_plain(attrs.asdict(one)) for one in minutes.presences],
        "agenda": list(minutes.agenda),
        "steps": [_plain(attrs.asdict(one)) for one in minutes.steps],
        "notes": [_act(one) for one in minutes.notes],
        "adoptions": [_act(one) for one in minutes.adoptions],
        "overrulings": [_act(one) for one in minutes.overrulings],
        "marks": [_change(one) for one in minutes.marks],
        "own_marks": [_plain(attrs.asdict(one)) for one in minutes.own_marks],
        "marks_closed": [
            {**_act(one), "closed": type(one.event).__name__ == "MarksClosed"} for one in minutes.marks_closed
        ],
        "withdrawn": [
            {**_act(one.withdrew), "returned": _act(one.returned) if one.returned else None}
            for one in minutes.withdrawals
        ],
        "chair_decisions": [_act(one) for one in minutes.chair],
        "lots": [{**_act(one.drawn), "void": one.void} for one in minutes.lots],
        "released": _act(minutes.standings.released) if minutes.standings and minutes.standings.released else None,
        "drafts": [list(cell) for cell in minutes.standings.drafts] if minutes.standings else [],
        "standings": _standings(minutes.standings) if minutes.standings else None,
        "ties": [_separation(one) for one in minutes.standings.separations] if minutes.standings else [],
        "polls": [table for poll in minutes.polls if poll.annulled is None for table in poll_tables(poll)],
        "annulled": [
            {"poll": poll.poll, **_act(poll.annulled), "rounds": poll_tables(poll)}
            for poll in minutes.polls
            if poll.annulled is not None
        ],
        "nominations": [
            {**_act(one.nominated), "dropped": _act(one.dropped) if one.dropped else None}
            for one in minutes.nominations
        ],
        "tasks": [_task(one) for one in minutes.tasks],
        "offices": _act(minutes.offices) if minutes.offices else None,
        "signed": [_act(one) for one in minutes.signed],
        "reconfigured": [
            {
                "seq": one.seq,
                "at": one.at.isoformat(),
                "by": one.by,
                "reason": one.event.reason,
                "files": sorted(one.event.sources),
            }
            for one in minutes.reconfigured
        ],
        "undone": [
            {
                "seq": one.seq,
                "at": one.at.isoformat(),
                "by": one.by,
                "kind": one.kind,
                "undone": {"seq": one.undone.seq, "at": one.undone.at.isoformat(), "by": one.undone.by},
            }
            for one in minutes.undone
        ],
        "events": minutes.events,
        "hash": minutes.hash,
    }


def poll_tables(poll: PollMinutes) -> list[Data]:
    """A table for each closed round of a poll, and one without figures for a round under way or not yet opened."""
    tables = [_round(poll, one) for one in poll.rounds]
    unfinished = poll.state in {"created", "open"} or (poll.state == "annulled" and poll.under_way)
    if unfinished or not tables:
        tables.append(_unheld(poll))
    return tables


def _round(poll: PollMinutes, held: RoundMinutes) -> Data:
    """One closed round. ``withdrawn`` are those who had withdrawn by then; ``present`` counts written ballots too."""
    counts, roll = held.counts, held.roll
    void = poll.annulled is not None
    return {
        "poll": poll.poll,
        "round": held.ballot.round,
        "state": "closed" if poll.state == "open" else poll.state,
        "entitled": roll.entitled_votes,
        "present": roll.present_votes,
        "issued": counts.issued,
        "cast": counts.cast,
        "written": counts.written,
        "invalid": counts.invalid,
        "valid": counts.valid,
        "of": poll.rules.of,
        "at_least": _share(poll.rules.at_least),
        "more_than": _share(poll.rules.more_than),
        "votes": {one: attrs.asdict(counts.on(one)) for one in held.ballot.candidates},
        "withdrawn": list(held.withdrawn),
        "chosen": [] if void else list(held.chosen),
        "unresolved": [] if void else list(held.unresolved),
        "broken_by": None if void else held.broken_by,
        **_rules(poll),
        "seats": held.ballot.seats,
        "in_room": roll.votes_of(roll.present),
        "units_present": sorted(roll.present),
        "units_written": sorted(roll.written),
        "committee": list(held.opened.event.committee),
        "opened": held.opened.at.isoformat(),
        "closed": held.closed.at.isoformat(),
        "results": [
            {
                "candidate": one.candidate,
                "votes": one.votes,
                "base": one.base,
                "needed": one.needed,
                "passed": one.passed,
            }
            for one in held.results
        ],
        "withdrawals": _withdrawals(poll, held.withdrawn),
    }


def _unheld(poll: PollMinutes) -> Data:
    ballot = poll.due
    gone = tuple(one.event.candidate for one in poll.withdrawals)
    figures = dict.fromkeys(("entitled", "present", "issued", "cast", "written", "invalid", "valid"))
    opened = poll.under_way
    return {
        "poll": poll.poll,
        "round": ballot.round if ballot else None,
        "state": poll.state,
        **figures,
        "of": poll.rules.of,
        "at_least": _share(poll.rules.at_least),
        "more_than": _share(poll.rules.more_than),
        "votes": None,
        "withdrawn": list(gone),
        "chosen": [],
        "unresolved": [],
        "broken_by": None,
        **_rules(poll),
        "seats": ballot.seats if ballot else poll.rules.seats,
        "in_room": None,
        "units_present": None,
        "units_written": None,
        "committee": list(opened.event.committee) if opened else [],
        "opened": opened.at.isoformat() if opened else None,
        "closed": None,
        "results": None,
        "withdrawals": _withdrawals(poll, gone),
    }


def _rules(poll: PollMinutes) -> Data:
    return {"kind": poll.rules.kind, "award": poll.rules.award or None, "secret": poll.rules.secret}


def _withdrawals(poll: PollMinutes, gone: tuple[str, ...]) -> dict[str, str]:
    return {one.event.candidate: one.event.reason for one in poll.withdrawals if one.event.candidate in gone}


def _standings(minutes: StandingsMinutes) -> list[Data]:
    return [_standing(one, minutes) for one in minutes.standings]


def _standing(one: Standing, minutes: StandingsMinutes) -> Data:
    low, high, grade = one.scorecard.lowest, one.scorecard.highest, minutes.grades[one.unit]
    return {
        "rank": one.rank,
        "tied": one.tied,
        "unit": one.unit,
        "reasons": list(one.reasons),
        "total": _equal(low.total, high.total),
        "lowest": plain(low.total),
        "highest": plain(high.total),
        "best_rank": one.best_rank,
        "worst_rank": one.worst_rank,
        "core": _equal(low.core, high.core),
        "bonus": _equal(low.bonus, high.bonus),
        "penalty": _equal(low.penalty, high.penalty),
        "sections": {name: _equal(points, high.sections[name]) for name, points in low.sections.items()},
        "blanks": list(one.scorecard.blanks),
        "band": grade.band,
        "bands_possible": list(grade.possible),
        "below_floor": list(one.scorecard.below_floor),
        "broken_by": one.broken_by,
        "awaits": one.awaits,
    }


def _separation(one: Separation) -> Data:
    figures = None if one.figures is None else [_figure(figure) for figure in one.figures]
    return {"above": one.above, "below": one.below, "link": one.link, "figures": figures, "awaits": one.awaits}


def _figure(figure: Compared) -> Any:
    return list(figure) if isinstance(figure, tuple) else _plain(figure)


def _change(one: MarkChange) -> Data:
    return {
        "seq": one.seq,
        "at": one.at.isoformat(),
        "by": one.by,
        "unit": one.unit,
        "criterion": one.criterion,
        "source": one.source,
        "before": _mark(one.before),
        "after": _mark(one.after),
        "changed": one.changed,
        "reason": one.reason or None,
        "confirmed": _signed(one.confirmed),
    }


def _mark(mark: Mark | None) -> str | None:
    return None if mark is None else spell(mark)


def _task(one: Task) -> Data:
    given, done, earlier = one.given, one.done, one.earlier
    due = given.event.due if given else earlier.due if earlier else None
    owner = given.event.owner if given else earlier.owner if earlier else ""
    return {
        "task": one.id,
        "text": given.event.text if given else earlier.text.read("vi") if earlier else None,
        "owner": owner or None,
        "due": due.isoformat() if due else None,
        "given": _signed(given),
        "done": _done(done, earlier),
    }


def _done(done: Recorded[TaskDone] | None, earlier: EarlierTask | None) -> Data | None:
    if done is not None:
        return {"on": done.event.on.isoformat(), "note": done.event.note or None, **(_signed(done) or {})}
    return {"on": earlier.done.isoformat(), "note": None} if earlier is not None and earlier.done is not None else None


def _signed(one: Recorded[Any] | None) -> Data | None:
    return None if one is None else {"seq": one.seq, "at": one.at.isoformat(), "by": one.by}


def _act(one: Recorded[Any]) -> Data:
    """Number, time and person, then the event's own fields; the texts of configuration files are left out."""
    fields = attrs.asdict(one.event, filter=lambda field, _: field.name != "sources")
    return {"seq": one.seq, "at": one.at.isoformat(), "by": one.by, **_plain(fields)}


def _plain(value: Any) -> Any:
    match value:
        case dict():
            return {name: _plain(one) for name, one in value.items()}
        case list() | tuple():
            return [_plain(one) for one in value]
        case Decimal():
            return plain(value)
        case Fraction():
            return str(value)
        case _ if hasattr(value, "isoformat"):
            return value.isoformat()
        case _:
            return value


def _share(share: Fraction | None) -> str | None:
    return None if share is None else str(share)


def _equal(least: Decimal, most: Decimal) -> str | None:
    return plain(least) if least == most else None
