"""A nomination list as a tree that folds: the places in the order of presenting, then what there is to weigh."""

from __future__ import annotations

from typing import TYPE_CHECKING

from emulation.wording.lists import Called, list_parts, prizes_of
from tui.screens.lines import line
from tui.screens.verdict_lines import STATUS, status_word
from tui.widgets.folding_tree import SIGNS, Branch

if TYPE_CHECKING:
    from collections.abc import Iterator

    from textual.content import Content

    from emulation.awards.lists.caps import CapUse, Outcome, Place
    from emulation.awards.lists.listing import NominationList
    from emulation.meeting.state import State
    from emulation.wording import Wording
    from tui.judging import Grounds

_SIGN: dict[Outcome, str] = {"taken": "met", "cut": "not-met", "unknown": "unknown", "none": ""}
"""The sign of a place; who takes none has none."""


def branches(found: NominationList, grounds: Grounds, state: State, wording: Wording) -> tuple[Branch, ...]:
    """The list, and below it a branch for each part that says anything; those that warn are open."""
    shorts = {unit.id: unit.short for unit in state.setup.bloc.units}
    names = {name: person.name for name, person in grounds.people.items()}
    called = Called(names, {award: one.name for award, one in grounds.awards.items()}, shorts)
    reasons = {(one.candidate, one.award): one.reason for one in state.nominations}
    prizes = prizes_of(found)
    places = []
    for number, place in enumerate(found.capped.places, 1):
        pair = (place.nominee.candidate, place.nominee.award)
        prize = prizes.get(pair)
        amount = None if prize is None else wording.number(prize.amount)
        places.append(_place(number, place, called, amount, reasons.get(pair, ""), wording))
    if not places:
        return ()
    made = [Branch("places", wording.say("ui.nominees.places", count=len(places)), parts=tuple(places))]
    for name, lines in list_parts(found, wording, called).items():
        if lines:
            statuses = _statuses(name, found)
            parts = tuple(
                Branch(f"{name}.{place}", text.strip(), statuses[place] if statuses else "")
                for place, text in enumerate(lines)
            )
            worst = next((one for one in ("not-met", "unknown", "met") if one in statuses), "")
            made.append(Branch(name, wording.say(f"list.part.{name}"), worst, parts=parts))
    return tuple(made)


def _place(number: int, place: Place, called: Called, prize: str | None, reason: str, wording: Wording) -> Branch:
    one, say = place.nominee, wording.say
    name, award = called.candidate(one.candidate, wording), called.award(one.award, wording)
    unit = f" ({called.unit(one.unit)})" if one.unit else ""
    by = f" ({', '.join(dict.fromkeys(cap.of for cap in place.by))})" if place.by else ""
    told = [
        say("ui.nominees.verdict", verdict=f"{STATUS[one.status][0]} {status_word(one.status, wording)}"),
        say("ui.nominees.place", place=f"{say(f'list.outcome.{place.outcome}')}{by}"),
    ]
    if prize is not None:
        told.append(say("ui.nominees.prize", amount=prize))
    if reason:
        told.append(say("ui.nominees.reason", reason=reason))
    return Branch(f"places.{number}", f"{number}. {name}{unit} – {award}", _SIGN[place.outcome], " · ".join(told))


def _statuses(name: str, found: NominationList) -> list[str]:
    """The sign of each line of a part; none where the lines are no judgement."""
    match name:
        case "caps":
            return [_of_cap(use) for use in found.capped.uses]
        case "initiatives":
            return ["not-met" if one.short else "unknown" for one in found.spending]
        case "balance":
            seen = [one for one in found.balances if one.leaders + one.direct + one.unsaid]
            return ["unknown" if one.leaning in {"leaders", "direct"} else "" for one in seen]
        case "deadlines":
            return ["unknown" if one.days_left is None else _late(one.days_left) for one in found.deadlines]
        case "cost":
            return list(_of_cost(found))
        case _:
            return []


def _of_cap(use: CapUse) -> str:
    if use.exceeded is None or not use.cuts:
        return "unknown"
    return "not-met" if use.exceeded else "met"


def _late(days: int) -> str:
    return "not-met" if days < 0 else "met"


def _of_cost(found: NominationList) -> Iterator[str]:
    """The fund's line says whether it is enough; the rest are sums."""
    money = found.forecast
    if money is None or found.salary is None:
        yield "unknown"
        return
    yield ""
    if money.fund is not None:
        yield {True: "met", False: "not-met", None: "unknown"}[money.enough]
    yield from ("" for _ in (*money.possible.by_award, *money.possible.by_unit))
    if money.unpriced:
        yield "unknown"


def outcome_counts(found: NominationList, wording: Wording) -> Content:
    """How many have a place, are cut, are not known, and take none, each with its sign."""
    outcomes = [place.outcome for place in found.capped.places]
    pieces: list[str | tuple[str, str]] = []
    for outcome, key in _SIGN.items():
        if outcome in outcomes:
            sign, style = SIGNS[key]
            pieces += [(f"{sign} {outcomes.count(outcome)} ", style), f"{wording.say(f'list.outcome.{outcome}')}  "]
    money = found.forecast
    if money is not None and money.fund is not None:
        sign, style = SIGNS[{True: "met", False: "not-met", None: "unknown"}[money.enough]]
        enough = wording.say(f"list.enough.{ {True: 'yes', False: 'no', None: 'unknown'}[money.enough] }")
        fund = wording.say("list.fund", fund=wording.number(money.fund), enough=enough)
        pieces += [(f"{sign} ", style), fund]
    return line(*pieces)
