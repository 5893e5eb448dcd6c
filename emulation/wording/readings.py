"""What was read on record for a condition, in words; and where it was not enough to know, what would settle it."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from emulation.awards import conditions as c
from emulation.awards.facts import Discipline, Judgement, Proceeding, Vote
from emulation.awards.verdict import is_leaf

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import date

    from emulation.awards.verdict import Node
    from emulation.wording.catalogue import Wording


def reading(node: Node, wording: Wording) -> str:
    """What the node read; empty where it reads nothing itself, as a group of `All` does."""
    read = node.read
    match node.clause.condition, read:
        case (c.Holds() | c.After(), tuple()):
            return wording.say("verdict.found.years", years=_listed(read)) if read else _say(wording, "no-years")
        case c.Graded(), tuple():
            return "; ".join(_grade(year, grade, wording) for year, grade in read)
        case c.Recognised(), tuple():
            return (
                wording.say("verdict.found.initiatives", ids=_listed(read)) if read else _say(wording, "no-initiatives")
            )
        case (c.Share() | c.Members(), tuple()):
            return _members(read, wording)
        case c.Some(), int():
            return wording.say("verdict.found.some", count=read)
        case c.Window(), (first, last):
            return _say(wording, "window-unknown") if first is None else _say(wording, "window", first=first, last=last)
        case c.EveryYear(), int():
            return wording.say("verdict.condition.year", year=read)
        case (c.All() | c.AnyOf() | c.NoneOf() | c.Meets() | c.EveryYear(), _):
            return ""
        case (c.UnderDiscipline() | c.UnderProceeding(), tuple()):
            return "; ".join(_running(one, wording) for one in read) or wording.say("verdict.nothing")
        case _, None:
            return wording.say("verdict.not-on-record")
        case _:
            return _figure(node, wording)


def _say(wording: Wording, key: str, **facts: object) -> str:
    return wording.say(f"verdict.found.{key}", **facts)


def _listed(values: Iterable[object]) -> str:
    return ", ".join(map(str, values))


def _grade(year: int, grade: str | None, wording: Wording) -> str:
    said = _say(wording, "no-grade") if grade is None else wording.word("grade", grade)
    return _say(wording, "grade", year=year, grade=said)


def _members(read: tuple[int | None, int | None, int | None], wording: Wording) -> str:
    fewest, most, total = read
    if fewest is None:
        return wording.say("verdict.not-on-record")
    if most is None:
        count = _say(wording, "at-least", fewest=fewest)
    else:
        count = str(fewest) if fewest == most else _say(wording, "from-to", fewest=fewest, most=most)
    if total is None:
        return _say(wording, "members-without-total", count=count)
    return _say(wording, "members", count=count, total=total)


def _figure(node: Node, wording: Wording) -> str:
    """What a condition read that reads one thing."""
    match node.clause.condition, node.read:
        case c.Pledges(), outcome:
            return _say(wording, str(outcome))
        case c.BlocRank(), rank:
            return _say(wording, "rank", rank=rank)
        case c.BlocScore(), Decimal() as score:
            return _say(wording, "score", score=score)
        case (c.Served() | c.Existed() | c.Anniversary(), years):
            return _say(wording, "full-years", count=years)
        case c.Judged(), Judgement() as judgement:
            return _judgement(judgement, wording)
        case c.Voted(_, _, of), Vote() as vote:
            return _vote(vote, getattr(vote, of), wording)
        case _, read:
            return wording.spell(read)


def _judgement(answer: Judgement, wording: Wording) -> str:
    said = wording.word("truth", "met" if answer.met else "not-met")
    if not answer.by:
        return _say(wording, "judged", answer=said)
    if answer.on is None:
        return _say(wording, "judged-by", answer=said, by=answer.by)
    return _say(wording, "judged-by-on", answer=said, by=answer.by, on=answer.on)


def _vote(vote: Vote, base: int | None, wording: Wording) -> str:
    if base is None:
        said = _say(wording, "vote-without-base", yes=vote.yes)
    else:
        said = _say(wording, "vote", yes=vote.yes, of=base)
    if vote.secret is None:
        return said
    return _say(wording, "vote-secret" if vote.secret else "vote-open", vote=said)


def _running(one: Discipline | Proceeding, wording: Wording) -> str:
    since: date
    until: date | None
    if isinstance(one, Discipline):
        since, until, kind = one.from_, one.until, one.kind or _say(wording, "measure")
    else:
        since, until, kind = one.opened, one.closed, one.kind or _say(wording, "proceeding")
    facts = {"kind": kind, "from": since}
    if until is None:
        return _say(wording, "running", **facts)
    return _say(wording, "running-since", **facts, until=until)


def settling(node: Node, wording: Wording, name: Callable[[str], str]) -> str:
    """What would make known a condition that may be trusted and is not; empty for a group, whose parts say it."""
    match node.clause.condition:
        case c.Holds() | c.After():
            key, facts = "holds", {}
        case c.Graded():
            read = node.read if isinstance(node.read, tuple) else ()
            key, facts = "graded", {"years": _listed(year for year, grade in read if grade is None)}
        case c.Recognised():
            key, facts = "initiative", {}
        case c.Share() | c.Members():
            key, facts = "members", {}
        case c.Pledges():
            key, facts = "pledges", {}
        case c.BlocRank() | c.BlocScore():
            key, facts = "bloc", {}
        case c.Served():
            key, facts = "joined", {}
        case c.Existed() | c.Anniversary():
            key, facts = "founded", {}
        case c.FlagEligible():
            key, facts = "flag-eligible", {}
        case c.Judged(question):
            text = node.clause.text
            key, facts = "judged", {"question": question if text is None else wording.text(text)}
        case c.Voted(council):
            key, facts = "vote", {"council": council}
        case c.Meets(award) if is_leaf(node):
            key, facts = "meets", {"award": name(award)}
        case c.UnderDiscipline() | c.UnderProceeding():
            key, facts = "bar", {}
        case _:
            return ""
    return wording.say(f"verdict.settles.{key}", **facts)
