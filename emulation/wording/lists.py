"""A nomination list in words, part by part: caps, readings, initiatives, balance, cost, deadlines, postings."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import TYPE_CHECKING

from emulation.awards.lists.posting import WORKING_DAYS
from emulation.frozen import frozen
from emulation.text import Text

if TYPE_CHECKING:
    from emulation.awards.lists.balance import Balance
    from emulation.awards.lists.caps import Capped, CapUse, Limit
    from emulation.awards.lists.cost import Prize
    from emulation.awards.lists.deadlines import Deadline
    from emulation.awards.lists.listing import NominationList
    from emulation.awards.lists.posting import Posted, ToPost
    from emulation.awards.lists.spending import Spending
    from emulation.awards.rulebook import Cap
    from emulation.wording.catalogue import Wording


@frozen
class Called:
    """What candidates, awards and units are called, by id; what is not there is called by its id."""

    candidates: Mapping[str, Text]
    awards: Mapping[str, Text]
    units: Mapping[str, str]

    def candidate(self, name: str, wording: Wording) -> str:
        """A candidate's name."""
        return wording.text(self.candidates[name]) if name in self.candidates else name

    def award(self, name: str, wording: Wording) -> str:
        """An award's name."""
        return wording.text(self.awards[name]) if name in self.awards else name

    def unit(self, name: str) -> str:
        """A unit's name, as short as it goes."""
        return self.units.get(name, name)


BY_ID = Called({}, {}, {})
"""Everything by its id, as commands show it."""


def list_parts(found: NominationList, wording: Wording, called: Called = BY_ID) -> dict[str, list[str]]:
    """The lines of each part, under the part's name, which is a key of ``list.part``; empty where there is nothing."""
    return {
        "caps": [_cap_line(use, wording, called) for use in found.capped.uses],
        "readings": [
            wording.say("list.reading", award=called.award(cap.award, wording), of=cap.of, **outcomes(cap, capped))
            for cap, capped in found.readings
        ],
        "initiatives": [_spending_line(one, wording, called) for one in found.spending],
        "balance": [
            _balance_line(one, wording, called) for one in found.balances if one.leaders + one.direct + one.unsaid
        ],
        "cost": _cost_lines(found, wording, called),
        "deadlines": [_deadline_line(one, wording, called) for one in found.deadlines],
        "postings": [
            *(line for one in found.posted for line in _posted_lines(one, wording, called)),
            *(_to_post_line(one, wording, called) for one in found.to_post),
        ],
    }


def prizes_of(found: NominationList) -> dict[tuple[str, str], Prize]:
    """The prize of each nominee who is or may be eligible, by candidate and award."""
    prizes = () if found.forecast is None else found.forecast.possible.prizes
    return {(prize.nominee.candidate, prize.nominee.award): prize for prize in prizes}


def outcomes(cap: Cap, capped: Capped) -> dict[str, int]:
    """How many nominees for a cap's award have a place under it, are cut, or are not known: taken, cut, unknown."""
    found = [place.outcome for place in capped.places if place.nominee.award == cap.award]
    return {name: sum(one == name for one in found) for name in ("taken", "cut", "unknown")}


def _cap_line(use: CapUse, wording: Wording, called: Called) -> str:
    say = wording.say
    scope = say("list.per-list") if use.unit is None else called.unit(use.unit)
    award = called.award(use.cap.award, wording)
    exceeded = say(f"list.exceeded.{_answer(use.exceeded)}")
    line = say(
        "list.cap",
        award=award,
        share=use.cap.at_most,
        of=use.cap.of,
        scope=scope,
        limit=_limit(use.limit, wording),
        nominated=use.nominated,
        unknown=use.unknown,
        taken=use.taken,
        exceeded=exceeded,
    )
    weak = say("list.weak", award=award, share=use.cap.at_most, of=use.cap.of)
    return line if use.cuts else f"{line}. {weak}"


def _limit(limit: Limit, wording: Wording) -> str:
    if limit.high is None:
        return wording.say("list.not-known")
    return str(limit.low) if limit.low == limit.high else wording.say("list.to", low=limit.low, high=limit.high)


def _answer(answer: bool | None) -> str:  # noqa: FBT001  (an answer is what it is)
    return "unknown" if answer is None else "yes" if answer else "no"


def _spending_line(one: Spending, wording: Wording, called: Called) -> str:
    say = wording.say
    given = [
        say("list.gives", award=called.award(award, wording), initiatives=", ".join(used))
        for award, used in one.given.items()
    ]
    short = ", ".join(called.award(award, wording) for award in one.short) or say("list.nothing")
    wanted = ", ".join(one.wanted)
    candidate = called.candidate(one.candidate, wording)
    return say("list.wanted", candidate=candidate, initiatives=wanted, given="; ".join(given), short=short)


def _balance_line(one: Balance, wording: Wording, called: Called) -> str:
    say = wording.say
    return say(
        "list.balance",
        scope=say("list.per-list") if one.unit is None else called.unit(one.unit),
        leaders=one.leaders,
        direct=one.direct,
        unsaid=one.unsaid,
        low=Fraction(one.low),
        high=Fraction(one.high),
        staff=say("list.not-known") if one.staff is None else one.staff,
        leaning=say(f"list.leaning.{one.leaning}"),
    )


def _cost_lines(found: NominationList, wording: Wording, called: Called) -> list[str]:
    say, money = wording.say, found.forecast
    if money is None or found.salary is None:
        return [say("list.no-salary")]
    low, high = (wording.number(cost.total) for cost in (money.sure, money.possible))
    total = low if low == high else say("list.to", low=low, high=high)
    lines = [say("list.salary", salary=wording.number(found.salary), total=total)]
    if money.fund is not None:
        enough = say(f"list.enough.{_answer(money.enough)}")
        lines.append(say("list.fund", fund=wording.number(money.fund), enough=enough))
    lines += [
        say("list.of-award", award=called.award(one, wording), total=wording.number(n))
        for one, n in money.possible.by_award.items()
    ]
    lines += [
        say("list.of-unit", unit=called.unit(one) or say("list.no-unit"), total=wording.number(n))
        for one, n in money.possible.by_unit.items()
    ]
    if money.unpriced:
        lines.append(say("list.unpriced", awards=", ".join(called.award(one, wording) for one in money.unpriced)))
    return lines


def _deadline_line(one: Deadline, wording: Wording, called: Called) -> str:
    candidate = called.candidate(one.candidate, wording) if one.candidate else wording.say("list.everybody")
    award, say = called.award(one.award, wording), wording.say
    if one.due is None or one.days_left is None:
        guided = one.step == "dossier-guidance"
        return (
            say("list.dossier-guidance", award=award)
            if guided
            else say("list.no-due", award=award, candidate=candidate)
        )
    left = say("list.left" if one.days_left >= 0 else "list.late", count=abs(one.days_left))
    facts = {"award": award, "due": one.due, "left": left}
    return say(f"list.{one.step}", **(facts if one.step != "dossier" else {**facts, "candidate": candidate}))


def _posted_lines(one: Posted, wording: Wording, called: Called) -> list[str]:
    """The posting, who is on it, and each comment with how it was dealt with."""
    say, posting = wording.say, one.posting
    until = say("list.open-end") if posting.until is None else posting.until
    lines = [
        say(
            "list.posted",
            awards=", ".join(called.award(award, wording) for award in posting.awards),
            start=posting.from_,
            until=until,
        )
    ]
    if posting.place:
        lines[0] += f" – {posting.place}"
    if one.days_left is not None:
        lines[0] += f" ({say('list.days-left' if one.days_left >= 0 else 'list.closed', count=one.days_left)})"
    people = dict.fromkeys(called.candidate(nominee.candidate, wording) for nominee in one.nominees)
    lines.append(say("list.on-posting", count=len(people), candidates=", ".join(people) or say("list.nothing")))
    for comment in posting.comments:
        about = called.candidate(comment.candidate, wording) if comment.candidate else say("list.everybody")
        by = f" ({comment.by})" if comment.by else ""
        text = say("list.comment", on=comment.on, by=by, candidate=about, text=" ".join(comment.text.split()))
        late = f" {say('list.outside')}" if comment in one.outside else ""
        handled = say("list.handled", handled=comment.handled) if comment.handled else say("list.not-handled")
        lines.append(f"  {text}{late} {handled}")
    return lines


def _to_post_line(one: ToPost, wording: Wording, called: Called) -> str:
    say = wording.say
    candidate, award = called.candidate(one.candidate, wording), called.award(one.award, wording)
    facts = {"candidate": candidate, "award": award, "days": WORKING_DAYS}
    if one.posted is None:
        return say("list.not-posted", **facts)
    facts |= {"posted": one.posted, "earliest": one.earliest}
    if one.council is None:
        return say("list.council-unknown", **facts)
    return say("list.posted-in-time" if one.enough else "list.posted-late", council=one.council, **facts)
