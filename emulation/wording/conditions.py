"""What a condition of a rulebook asks for, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias, assert_never

from emulation.awards import conditions as c

if TYPE_CHECKING:
    from collections.abc import Callable

    from emulation.wording.catalogue import Wording

    Naming: TypeAlias = Callable[[str], str]


def condition_in_words(clause: c.Clause, wording: Wording, name: Naming) -> str:
    """What a clause asks for; ``name`` gives what an award is called.

    A text that the book gives it comes first; it stands alone where the condition is a question to a person.
    """
    text = "" if clause.text is None else wording.text(clause.text)
    if text and isinstance(clause.condition, c.Judged | c.UnderDiscipline | c.UnderProceeding):
        return text
    words = _condition(clause.condition, wording, name)
    return wording.say("verdict.condition.with-text", text=text, condition=words) if text else words


def _condition(condition: c.Condition, wording: Wording, name: Naming) -> str:
    match condition:
        case c.All() | c.AnyOf() | c.NoneOf() | c.Some() | c.Window() | c.EveryYear():
            return _group(condition, wording, name)
        case c.Share() | c.Members() | c.Pledges() | c.BlocRank() | c.BlocScore() | c.Existed() | c.Anniversary():
            return _of_collective(condition, wording, name)
        case c.FlagEligible(value):
            return wording.say("verdict.condition.flag-eligible", value=value)
        case _:
            return _of_record(condition, wording, name)


def _group(condition: c.Group, wording: Wording, name: Naming) -> str:
    match condition:
        case c.All():
            return wording.say("verdict.condition.all")
        case c.AnyOf():
            return wording.say("verdict.condition.any")
        case c.NoneOf():
            return wording.say("verdict.condition.none")
        case c.Some(_, times):
            return wording.say("verdict.condition.some", times=times)
        case c.EveryYear():
            return wording.say("verdict.condition.every-year")
        case c.Window(length, after):
            if length != "since":
                return wording.say("verdict.condition.window", years=length)
            if after is None:
                return wording.say("verdict.condition.window-since-start")
            return wording.say("verdict.condition.window-since", award=name(after))
        case _:
            assert_never(condition)


def _of_collective(
    condition: c.Share | c.Members | c.Pledges | c.BlocRank | c.BlocScore | c.Existed | c.Anniversary,
    wording: Wording,
    name: Naming,
) -> str:
    match condition:
        case c.Share(of, at_least):
            return wording.say("verdict.condition.share", share=at_least, of=_of(of, wording, name))
        case c.Members(of, times):
            return wording.say("verdict.condition.members", count=times, of=_of(of, wording, name))
        case c.Pledges(outcome):
            return wording.say(f"verdict.condition.pledges-{outcome}")
        case c.BlocRank(rank, organised_by):
            said = wording.say("verdict.condition.bloc-rank", rank=rank)
            return _organised(said, organised_by, wording)
        case c.BlocScore(score, organised_by):
            said = wording.say("verdict.condition.bloc-score", score=score)
            return _organised(said, organised_by, wording)
        case c.Existed(years):
            return wording.say("verdict.condition.existed", count=years)
        case c.Anniversary(years):
            return wording.say("verdict.condition.anniversary", years=years)
        case _:
            assert_never(condition)


def _of(of: c.Of, wording: Wording, name: Naming) -> str:
    if of.award is not None:
        return wording.say("verdict.condition.of-award", award=name(of.award))
    grade = "–" if of.grade is None else wording.word("grade", of.grade)
    return wording.say("verdict.condition.of-grade", grade=grade)


def _organised(said: str, organiser: str | None, wording: Wording) -> str:
    if organiser is None:
        return said
    who = wording.word("organiser", organiser)
    return f"{said}, {wording.say('verdict.condition.organised-by', organiser=who)}"


Rest: TypeAlias = (
    c.Meets
    | c.Holds
    | c.Graded
    | c.Recognised
    | c.After
    | c.Served
    | c.Judged
    | c.Voted
    | c.UnderDiscipline
    | c.UnderProceeding
)


def _of_record(condition: Rest, wording: Wording, name: Naming) -> str:
    match condition:
        case c.Meets(award):
            return wording.say("verdict.condition.meets", award=name(award))
        case c.Holds():
            return _holds(condition, wording, name)
        case c.Graded():
            return _graded(condition, wording)
        case c.Recognised():
            return _recognised(condition, wording)
        case c.After(award, length):
            if length == "since":
                return wording.say("verdict.condition.after-since", award=name(award))
            return wording.say("verdict.condition.after", award=name(award), years=length)
        case c.Served(years):
            return wording.say("verdict.condition.served", count=years)
        case c.Judged(question):
            return wording.say("verdict.condition.judged", question=question)
        case c.Voted(council, at_least, of, secret):
            base = wording.say(f"verdict.base.{of}")
            said = wording.say("verdict.condition.vote", share=at_least, base=base, council=council)
            return f"{said}, {wording.say('verdict.condition.vote-secret')}" if secret else said
        case c.UnderDiscipline():
            return wording.say("verdict.condition.discipline")
        case c.UnderProceeding():
            return wording.say("verdict.condition.proceeding")
        case _:
            assert_never(condition)


def _holds(condition: c.Holds, wording: Wording, name: Naming) -> str:
    said = [wording.say("verdict.condition.holds", award=name(condition.award))]
    if condition.in_a_row:
        key = "holds-in-a-row" if condition.ending == "this-year" else "holds-in-a-row-last-year"
        said.append(wording.say(f"verdict.condition.{key}", times=condition.times))
    elif condition.times > 1:
        said.append(wording.say("verdict.condition.holds-times", times=condition.times))
    if condition.gap is not None:
        said.append(wording.say("verdict.condition.holds-gap", years=condition.gap + 1))
    if condition.grounds != ("merit",):
        grounds = wording.say("word.or").join(wording.word("ground", ground) for ground in condition.grounds)
        said.append(wording.say("verdict.condition.holds-grounds", grounds=grounds))
    return ", ".join(said)


def _graded(condition: c.Graded, wording: Wording) -> str:
    said = [wording.say("verdict.condition.graded", grade=wording.word("grade", condition.grade))]
    if condition.years is not None:
        said.append(wording.say("verdict.condition.graded-years", years=condition.years))
    if condition.times is not None:
        said.append(wording.say("verdict.condition.graded-times", times=condition.times))
    return ", ".join(said)


def _recognised(condition: c.Recognised, wording: Wording) -> str:
    if condition.kind is None:
        kind = wording.say("verdict.condition.initiative-any")
    else:
        kind = wording.word("initiative-kind", condition.kind)
    scope = wording.word("scope", condition.scope)
    said = [wording.say("verdict.condition.initiative", times=condition.times, kind=kind, scope=scope)]
    if condition.when is not None:
        said.append(wording.say(f"verdict.condition.initiative-{condition.when}"))
    if condition.unused:
        said.append(wording.say("verdict.condition.initiative-unused"))
    return ", ".join(said)
