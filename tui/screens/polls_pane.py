"""What the pane says of a poll: its rules and candidates, what is under way, and, once it is counted, its results."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from emulation.meeting.poll_minutes import needed
from tui.screens import lines as look
from tui.screens.lines import line
from tui.widgets.grid_text import fit, width

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from textual.content import Content

    from emulation.meeting.state import Poll, State
    from emulation.procedure import PollRules
    from emulation.voting import Result, RoundOutcome
    from emulation.wording import Wording

SIGNS = {"planned": "·", "created": "○", "open": "▶", "closed": "■", "released": "✓", "annulled": "✗"}
"""The sign before a poll, so that its state is not told by colour alone."""


def rules_lines(
    state: State, rules: PollRules, wording: Wording, award: str, *, threshold: bool = True
) -> list[Content]:
    """How the poll is held and, unless it stands elsewhere already, what a candidate needs; ``award`` is its name."""
    say = wording.say
    form = say(
        "minutes.poll.form",
        form=wording.word("poll-form", "secret" if rules.secret else "open"),
        kind=wording.word("poll-kind", rules.kind),
    )
    seats = say("ui.polls.all-seats") if rules.seats is None else say("minutes.poll.seats", seats=rules.seats)
    told = [line(f"{form} · {seats} · {say('ui.polls.rounds', rounds=rules.rounds)}")]
    least = (
        needed(rules, sum(state.entitled().values())) if rules.of == "entitled" and rules.recused == "none" else None
    )
    if threshold:
        more = f" → {say('ui.polls.least', count=least)}" if least is not None else ""
        told.append(line((threshold_text(rules, wording), look.BOLD), more))
    asides = [wording.word("absent", rules.absent)] if rules.absent == "written" else []
    if rules.recused == "candidate":
        asides.append(wording.word("recused", rules.recused))
    if rules.award:
        asides.insert(0, say("ui.polls.award", award=award))
    if asides:
        told.append(line((" · ".join(asides), look.FAINT)))
    return told


def threshold_text(rules: PollRules, wording: Wording) -> str:
    """What a candidate needs, the share exactly."""
    base = wording.word("base", rules.of)
    if rules.at_least is not None:
        return wording.say("minutes.poll.at-least", share=rules.at_least, base=base)
    if rules.more_than is not None:
        return wording.say("minutes.poll.more-than", share=rules.more_than, base=base)
    return wording.say("minutes.poll.most")


def candidate_lines(
    state: State,
    rules: PollRules,
    candidates: Sequence[str],
    withdrawn: Mapping[str, str],
    wording: Wording,
) -> list[Content]:
    """Each candidate with the years in which it won the award, or why it withdrew."""
    units = {unit.id: unit for unit in state.setup.bloc.units}
    room = max((width(units[one].short) for one in candidates if one in units), default=0) + 1
    told = [line((wording.say("ui.polls.candidates", count=len(candidates)), look.LABEL))]
    for number, one in enumerate(candidates, 1):
        name = wording.text(units[one].name) if one in units else one
        short = units[one].short if one in units else one
        won = winner_text(state, rules, one, wording)
        pieces: list[str | tuple[str, str]] = [(f"{number:>2}. ", look.FAINT), (fit(short, room), look.BOLD), name]
        if won:
            pieces.append((f"  ★ {won}", look.LABEL))
        if one in withdrawn:
            pieces.append((f"  ✗ {wording.say('ui.polls.withdrew', reason=withdrawn[one])}", look.WARN))
        told.append(line(*pieces))
    return [*told, *_winners(state, rules, wording)]


def winner_text(state: State, rules: PollRules, unit: str, wording: Wording) -> str:
    """The years in which the unit won the poll's award before; empty if it never did."""
    years = [str(one.year) for one in state.setup.bloc.winners if one.award == rules.award and one.unit == unit]
    return wording.say("ui.polls.won", years=", ".join(sorted(years))) if rules.award and years else ""


def _winners(state: State, rules: PollRules, wording: Wording) -> list[Content]:
    if not rules.award:
        return []
    names = {unit.id: unit.short for unit in state.setup.bloc.units}
    winners = sorted((one for one in state.setup.bloc.winners if one.award == rules.award), key=lambda one: one.year)
    if not winners:
        return [line((f"★ {wording.say('ui.polls.no-winners')}", look.FAINT))]
    told = [wording.say("minutes.poll.winner", unit=names.get(one.unit, one.unit), year=one.year) for one in winners]
    return [line((f"★ {wording.say('minutes.poll.winners', winners=wording.listed(told))}", look.LABEL))]


def open_lines(state: State, poll: Poll, boxed: int, names: Mapping[str, str], wording: Wording) -> list[Content]:
    """What may be known of the round under way: who counts, what came in writing, how many papers; no result."""
    say = wording.say
    roll = state.roll(poll.written)
    told = [line(("▒ ", look.LABEL), (say("ui.polls.hidden"), look.BOLD))]
    told.append(line(committee_text(poll, names, wording)))
    told.append(
        line(
            say(
                "ui.polls.present",
                present=roll.present_votes,
                room=roll.votes_of(roll.present),
                written=roll.written_votes,
                entitled=roll.entitled_votes,
            )
        )
    )
    if poll.written:
        told.append(line(say("ui.polls.written", units=wording.listed([names.get(one, one) for one in poll.written]))))
    if boxed:
        told.append(line((say("ui.polls.boxed", count=boxed), look.BOLD)))
    return told


def committee_text(poll: Poll, names: Mapping[str, str], wording: Wording) -> str:
    """Who counts."""
    if not poll.committee:
        return wording.say("ui.polls.no-committee")
    return wording.say(
        "minutes.counting.committee", names=wording.listed([names.get(one, one) for one in poll.committee])
    )


def result_lines(state: State, poll: Poll, names: Mapping[str, str], wording: Wording, *, void: bool) -> list[Content]:
    """What the poll decided, then each round with its bases and votes, the newest first.

    An annulled poll decided nothing; its counts are shown as they were.
    """
    outcome = poll.outcome(state.seed)
    told: list[Content] = [] if void else _decided(state, poll, names, wording)
    for place in reversed(range(len(outcome.rounds))):
        told += [line(""), *_round(poll, place, outcome.rounds[place], names, wording, void=void)]
    return told


def _decided(state: State, poll: Poll, names: Mapping[str, str], wording: Wording) -> list[Content]:
    outcome, say = poll.outcome(state.seed), wording.say

    def listed(units: Collection[str]) -> str:
        return wording.listed([names.get(one, one) for one in units])

    told = []
    if outcome.chosen:
        told.append(line(("✓ ", look.GOOD), (say("minutes.poll.chosen", candidates=listed(outcome.chosen)), look.BOLD)))
    elif not outcome.unresolved:
        told.append(line(("✗ ", look.WARN), (say("minutes.poll.nobody"), look.BOLD)))
    if outcome.unresolved:
        tied = say("minutes.poll.unresolved", candidates=listed(outcome.unresolved))
        told.append(line(("= ", look.WARN), (tied, look.WARN)))
    if outcome.broken_by == "lot":
        seed = poll.seed if poll.seed is not None else state.seed
        told.append(line(say("minutes.poll.broken-by-lot", order=listed(outcome.rounds[-1].chosen))))
        told.append(line((say("ui.polls.lot-seed", seed=seed or ""), look.FAINT)))
    elif outcome.broken_by == "withdrawal":
        told.append(line(say("minutes.poll.broken-by-withdrawal")))
    if outcome.due is not None:
        due = say("minutes.poll.further", round=outcome.due.round, candidates=listed(outcome.due.candidates))
        told.append(line(("▶ ", look.LABEL), (due, look.BOLD)))
    elif outcome.unresolved:
        told.append(line((say("ui.polls.settle"), look.LABEL)))
    told += [
        line((say("ui.polls.overruled", decision=one.decision, reason=one.reason), look.LABEL))
        for one in state.overruled
        if one.subject in {poll.rules.question.vi, poll.rules.question.en}
    ]
    told += [
        line(("✗ ", look.WARN), f"{names.get(one, one)}: {say('ui.polls.withdrew', reason=reason)}")
        for one, reason in poll.withdrawn.items()
    ]
    return told


def _round(
    poll: Poll, place: int, decided: RoundOutcome, names: Mapping[str, str], wording: Wording, *, void: bool
) -> list[Content]:
    held, say = poll.rounds[place], wording.say
    counts, roll = held.counts, held.roll
    bases = say(
        "ui.polls.bases",
        entitled=roll.entitled_votes,
        present=roll.present_votes,
        issued=counts.issued,
        cast=counts.cast,
        written=counts.written,
        invalid=counts.invalid,
        valid=counts.valid,
    )
    wanted = {needed(poll.rules, one.base) for one in decided.results}
    least = next(iter(wanted)) if len(wanted) == 1 else None
    told = [
        line((say("ui.polls.round", round=decided.ballot.round), f"{look.BOLD} underline"), f"  {bases}"),
        line(
            (threshold_text(poll.rules, wording), look.LABEL),
            f" → {say('ui.polls.least', count=least)}" if least is not None else "",
        ),
    ]
    room = max(width(names.get(one, one)) for one in decided.ballot.candidates) + 1
    opinions = ("yes", "no", "none") if poll.rules.kind == "approve" else ("yes",)
    titles = [say(f"ui.polls.column.{one if poll.rules.kind == 'approve' else 'votes'}") for one in opinions]
    columns = [max(COLUMN, width(title)) for title in titles]
    head = "".join(f"  {fit(title, cells, 'right')}" for title, cells in zip(titles, columns, strict=True))
    told.append(line((" " * room + head, look.FAINT)))
    gone = held.withdrawn | (poll.leaving if place + 1 == len(poll.rounds) else frozenset())
    for one in decided.results:
        votes = counts.on(one.candidate)
        figures = "".join(
            f"  {getattr(votes, opinion):>{cells}}" for opinion, cells in zip(opinions, columns, strict=True)
        )
        fate = ("·", look.FAINT, wording.word("outcome", "passed" if one.passed else "not-passed"))
        sign, style, word = fate if void else _fate(one, decided, gone, wording)
        own = needed(poll.rules, one.base) if least is None else None  # its base is unlike the others'
        share = say("minutes.poll.votes-of-none", votes=one.votes, base=one.base)
        if one.base:
            share = say(
                "minutes.poll.votes",
                votes=one.votes,
                base=one.base,
                percent=wording.percent(Fraction(one.votes, one.base)),
            )
        need = f", {say('ui.polls.needs', count=own)}" if own is not None else ""
        told.append(
            line(
                (fit(names.get(one.candidate, one.candidate), room), look.BOLD),
                figures,
                f"  {share}{need}  ",
                (f"{sign} {word}", style),
            )
        )
    return told


COLUMN = 4
"""Cells of a column of votes at the least."""


def _fate(one: Result, decided: RoundOutcome, gone: Collection[str], wording: Wording) -> tuple[str, str, str]:
    """What became of a candidate in a round: a sign, its style, and the word."""
    if one.candidate in decided.chosen:
        return "✓", look.GOOD, wording.word("outcome", "chosen")
    if one.candidate in gone:
        return "✗", look.WARN, wording.word("outcome", "withdrawn")
    if one.candidate in decided.unresolved:
        return "=", look.WARN, wording.word("outcome", "unresolved")
    if one.passed:
        return "·", "", wording.word("outcome", "passed")
    return "✗", look.FAINT, wording.word("outcome", "not-passed")
