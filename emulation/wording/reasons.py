"""Explanations in words: a points figure as its arithmetic, a rank as the comparison with its neighbour."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, assert_never

from emulation import explanation as x
from emulation.number import plain

if TYPE_CHECKING:
    from collections.abc import Mapping

    from emulation.explanation import Comparison, Explained, Link, One
    from emulation.wording.catalogue import Wording


def why(one: Explained, wording: Wording, names: Mapping[str, str]) -> str:
    """How a criterion or section came to its points, in one line; ``names`` maps unit ids to what they are called."""
    how = one.how
    match how:
        case x.Worked(events):
            told = "; ".join(_one(event, one, wording, names) for event, _ in events)
            if len(events) == 1:
                return told
            exact = [worth for _, worth in events]
            mean = sum(exact, Fraction(0)) / len(exact)
            return wording.say(
                "why.mean-of-events", events=told, mean=_figure(mean, wording), points=_points(one, wording)
            )
        case x.FromPledge(target, on, event):
            told = _one(event, one, wording, names)
            return wording.say("why.from-pledge", target=target, on=on, told=told)
        case x.ByPeers(rule, each, markers):
            figures = "; ".join(wording.number(worth) for worth in each)
            facts = {
                "rule": wording.word("peer-rule", rule),
                "figures": figures,
                "given": len(each),
                "markers": markers,
            }
            return wording.say("why.by-peers", **facts)
        case x.ByHand(reason):
            return wording.say("why.by-hand", reason=reason)
        case x.DoesNotApply(reason, policy):
            return wording.say(f"why.not-applicable.{policy or 'nothing'}", reason=reason)
        case x.IsBlank(target):
            told = wording.say("why.blank" if target is None else "why.no-report", target=target or "")
            return told if one.low is None else wording.say("why.range", told=told, low=one.low, high=one.high)
        case x.Gathered():
            return _gathered(how, one, wording)
        case _:
            assert_never(how)


def _one(one: One, of: Explained, wording: Wording, names: Mapping[str, str]) -> str:
    match one:
        case x.AsEntered(points):
            return wording.say("why.as-entered", points=points)
        case x.AtLevel(level):
            text = wording.text(level.text) or level.id or plain(level.at)
            key = "why.at-voiding-level" if level.voids else "why.at-level"
            return wording.say(key, points=level.at, text=text)
        case x.InBand(value, reach):
            return (
                wording.say("why.in-lowest-band", value=value)
                if reach is None
                else wording.say("why.in-band", value=value, reach=reach)
            )
        case x.Attained(value, goal, direction, share, per_percent_short, short):
            sides = (value, goal) if direction == "at-least" else (goal, value)
            facts = {"max": of.max, "above": sides[0], "below": sides[1], "share": wording.percent(share)}
            if per_percent_short is None:
                return wording.say("why.attained", **facts)
            return wording.say("why.attained-less", **facts, each=per_percent_short, short=short)
        case x.Counted(count, each):
            return wording.say("why.counted", count=count, each=each, max=of.max)
        case x.Deducted(count, each):
            return wording.say("why.deducted", count=count, each=each, max=of.max)
        case x.YesOrNo(yes):
            return wording.say("why.yes" if yes else "why.no", max=of.max)
        case x.Compared():
            return _compared(one, of, wording, names)
        case _:
            assert_never(one)


def _compared(one: x.Compared, of: Explained, wording: Wording, names: Mapping[str, str]) -> str:
    facts = {
        "value": one.value,
        "goal": one.goal,
        "at_goal": wording.share(one.at_goal),
        "rest": wording.share(1 - one.at_goal),
        "max": of.max,
        "excess": wording.percent(one.excess),
        "best": wording.percent(one.best),
        "units": wording.listed([names.get(unit, unit) for unit in one.best_units]),
    }
    if one.excess < 0:
        return wording.say("why.below-goal", **facts)
    return wording.say("why.at-goal" if one.excess == 0 else "why.above-goal", **facts)


def _gathered(how: x.Gathered, one: Explained, wording: Wording) -> str:
    if one.low is None:
        return wording.say("why.no-part-applies")
    if how.voided_by:
        return wording.say("why.voided", by=", ".join(how.voided_by))
    parts = [part for part in one.parts if part.low is not None]
    figures = (" + " if how.take == "sum" else "; ").join(_points(part, wording) for part in parts)
    told = wording.say(f"why.{how.take}", figures=figures or "0")
    if how.applying != how.whole:
        applying, whole = _figure(how.applying, wording), _figure(how.whole, wording)
        told = wording.say("why.rescaled", told=told, applying=applying, whole=whole)
    together = sum((part.low for part in parts if part.low is not None), Decimal(0))
    if how.cut is not None and together > how.cut:
        told = wording.say("why.cut", told=told, max=how.cut)
    return told


def _points(one: Explained, wording: Wording) -> str:
    if one.low is None or one.high is None:
        return "–"
    if one.low == one.high:
        return wording.number(one.low)
    return f"[{wording.number(one.low)}..{wording.number(one.high)}]"


def _figure(value: Fraction, wording: Wording) -> str:
    """An exact figure: as a decimal number where it is one of at most six places, else as a fraction."""
    scaled = value * 10**6
    if scaled.denominator == 1:
        return wording.number(Decimal(scaled.numerator).scaleb(-6).normalize() + 0)
    return f"{value.numerator}/{value.denominator}"


def beside(comparison: Comparison, wording: Wording, names: Mapping[str, str], *, above: bool) -> str:
    """A unit beside its neighbour: where they differ, or what they wait for."""
    other = names.get(comparison.other, comparison.other)
    last = comparison.links[-1]
    if comparison.awaits is not None or last.own == last.other:
        awaited = comparison.awaits
        if awaited is None:
            return wording.say("why.level", other=other)
        return wording.say("why.level-until", other=other, link=_link(awaited, wording))
    key = "why.after" if above else "why.before"
    facts = {"other": other, "link": _link(last.name, wording), "own": _side(last, wording, own=True)}
    told = wording.say(key, **facts, others=_side(last, wording, own=False))
    if len(comparison.links) == 1:
        return told
    equal = wording.listed([_link(link.name, wording) for link in comparison.links[:-1]])
    return wording.say("why.equal-before", equal=equal, told=told)


def _link(name: str, wording: Wording) -> str:
    word, _, of = name.partition(":")
    return wording.say("why.link-total") if word == "total" else wording.say(f"word.link.{word}", id=of)


def _side(link: Link, wording: Wording, *, own: bool) -> str:
    figure = link.own if own else link.other
    match figure:
        case Decimal():
            return wording.number(-figure if link.name == "penalty" else figure)
        case Fraction():
            return wording.share(figure)
        case tuple():
            return "; ".join(map(str, figure))
        case _:
            return f"{-figure:064x}"[:12] + "…" if link.name == "lot" else str(figure)
