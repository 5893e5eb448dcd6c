"""`emulation award FOLDER --list`: the nomination list with its caps, initiatives, cost, deadlines and postings."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import attrs

from emulation.awards.judging import judge
from emulation.awards.lists.listing import NominationList, nomination_list
from emulation.awards.lists.posting import WORKING_DAYS
from emulation.number import plain
from tui.commands.failure import FINE
from tui.commands.output import put, put_csv, put_json, tell
from tui.commands.table import Column, table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from emulation.awards.lists.balance import Balance
    from emulation.awards.lists.caps import Capped, CapUse, Limit
    from emulation.awards.lists.cost import Cost, Prize
    from emulation.awards.lists.deadlines import Deadline
    from emulation.awards.lists.posting import Posted, ToPost
    from emulation.awards.lists.spending import Spending
    from emulation.awards.rulebook import Cap
    from emulation.bloc import Unit
    from emulation.files.eligibility import Eligibility
    from emulation.wording import Wording

COLUMNS = ("candidate", "award", "unit", "status", "place", "cut_by", "prize", "paid_instead")
"""The columns of CSV, a row a nominee; prizes are those of who is or may be eligible, in đồng."""


def run_list(
    asked: Eligibility,
    pairs: Iterable[tuple[str, str]],
    units: Iterable[Unit],
    today: date,
    form: str,
    wording: Wording,
) -> int:
    """Judges the pairs of candidate and award, shows the list that they make, and returns the exit status.

    ``form`` is table, json or csv.
    """
    people = {one.id: one for one in asked.candidates.candidates}
    verdicts = [judge(people[person], award, asked.book, asked.context) for person, award in pairs]
    found = nomination_list(verdicts, people, asked.rulebooks, asked.rules, units, today)
    match form:
        case "json":
            put_json(list_data(found))
        case "csv":
            put_csv(COLUMNS, ([row[name] for name in COLUMNS] for row in _rows(found)))
        case _ if verdicts:
            put(list_text(found, wording))
        case _:
            tell(wording.say("list.empty"))
    return FINE


# ------------------------------------------------------------------------------------------------------- as data


def list_data(found: NominationList) -> dict[str, Any]:
    """The list as JSON has it."""
    money = found.forecast
    return {
        "nominees": [{**row, "cut_by": row["cut_by"].split()} for row in _rows(found)],
        "caps": [_cap_data(use) for use in found.capped.uses],
        "readings": [{"award": cap.award, "of": cap.of, **_outcomes(cap, capped)} for cap, capped in found.readings],
        "initiatives": [attrs.asdict(one) for one in found.spending],
        "balance": [_spelled(attrs.asdict(one)) for one in found.balances],
        "cost": None
        if money is None
        else {
            "base_salary": str(found.salary),
            "fund": None if money.fund is None else str(money.fund),
            "enough": money.enough,
            "sure": _cost_data(money.sure),
            "possible": _cost_data(money.possible),
        },
        "deadlines": [_spelled(attrs.asdict(one)) for one in found.deadlines],
        "postings": [_posted_data(one) for one in found.posted],
        "to_post": [{**_spelled(attrs.asdict(one)), "enough": one.enough} for one in found.to_post],
    }


def _rows(found: NominationList) -> Iterator[dict[str, Any]]:
    prizes = _prizes(found)
    for place in found.capped.places:
        one = place.nominee
        prize = prizes.get((one.candidate, one.award))
        yield {
            "candidate": one.candidate,
            "award": one.award,
            "unit": one.unit,
            "status": one.status,
            "place": place.outcome,
            "cut_by": " ".join(cap.of for cap in place.by),
            "prize": None if prize is None else str(prize.amount),
            "paid_instead": None if prize is None else prize.instead,
        }


def _prizes(found: NominationList) -> dict[tuple[str, str], Prize]:
    prizes = () if found.forecast is None else found.forecast.possible.prizes
    return {(prize.nominee.candidate, prize.nominee.award): prize for prize in prizes}


def _cap_data(use: CapUse) -> dict[str, Any]:
    return {
        "award": use.cap.award,
        "of": use.cap.of,
        "at_most": str(use.cap.at_most),
        "unit": use.unit,
        "limit": {"low": use.limit.low, "high": use.limit.high},
        "nominated": use.nominated,
        "unknown": use.unknown,
        "taken": use.taken,
        "cuts": use.cuts,
        "exceeded": use.exceeded,
        "evidence": use.cap.evidence or "unconfirmed",
    }


def _outcomes(cap: Cap, capped: Capped) -> dict[str, int]:
    outcomes = [place.outcome for place in capped.places if place.nominee.award == cap.award]
    return {name: sum(one == name for one in outcomes) for name in ("taken", "cut", "unknown")}


def _cost_data(cost: Cost) -> dict[str, Any]:
    by_award, by_unit = ({name: str(sum_) for name, sum_ in of.items()} for of in (cost.by_award, cost.by_unit))
    return {"total": str(cost.total), "by_award": by_award, "by_unit": by_unit}


def _posted_data(one: Posted) -> dict[str, Any]:
    posting = one.posting
    return {
        "awards": list(posting.awards),
        "from": posting.from_.isoformat(),
        "until": _spell(posting.until),
        "council": _spell(posting.council),
        "place": posting.place,
        "nominees": [{"candidate": nominee.candidate, "award": nominee.award} for nominee in one.nominees],
        "days_left": one.days_left,
        "comments": [
            {**_spelled(attrs.asdict(comment)), "outside": comment in one.outside} for comment in posting.comments
        ],
    }


def _spelled(values: dict[str, Any]) -> dict[str, Any]:
    return {name: _spell(value) for name, value in values.items()}


def _spell(value: object) -> object:
    match value:
        case Decimal():
            return plain(value)
        case Fraction():
            return str(value)
        case date():
            return value.isoformat()
        case _:
            return value


# ------------------------------------------------------------------------------------------------------ in words


def list_text(found: NominationList, wording: Wording) -> str:
    """The list as a table, and below it, a part each, what else there is to say."""
    say = wording.say
    prizes = _prizes(found)
    columns = [Column(say(f"list.{name}")) for name in ("candidate", "award", "unit", "status", "place")]
    rows = []
    for place in found.capped.places:
        one = place.nominee
        prize = prizes.get((one.candidate, one.award))
        by = f" ({', '.join(dict.fromkeys(cap.of for cap in place.by))})" if place.by else ""
        amount = "" if prize is None else wording.number(prize.amount)
        outcome = f"{say(f'list.outcome.{place.outcome}')}{by}"
        rows.append((one.candidate, one.award, one.unit, wording.word("verdict", one.status), outcome, amount))
    parts = {
        "caps": [_cap_line(use, wording) for use in found.capped.uses],
        "readings": [
            say("list.reading", award=cap.award, of=cap.of, **_outcomes(cap, capped)) for cap, capped in found.readings
        ],
        "initiatives": [_spending_line(one, wording) for one in found.spending],
        "balance": [_balance_line(one, wording) for one in found.balances if one.leaders + one.direct + one.unsaid],
        "cost": _cost_lines(found, wording),
        "deadlines": [_deadline_line(one, wording) for one in found.deadlines],
        "postings": [
            *(line for one in found.posted for line in _posted_lines(one, wording)),
            *(_to_post_line(one, wording) for one in found.to_post),
        ],
    }
    blocks = [table([*columns, Column(say("list.prize"), right=True)], rows)]
    for name, lines in parts.items():
        if lines:
            blocks.append("\n".join([say(f"list.part.{name}"), *(f"  {line}" for line in lines)]))
    return "\n\n".join(blocks)


def _cap_line(use: CapUse, wording: Wording) -> str:
    say = wording.say
    scope = say("list.per-list") if use.unit is None else use.unit
    exceeded = say(f"list.exceeded.{_answer(use.exceeded)}")
    line = say(
        "list.cap",
        award=use.cap.award,
        share=use.cap.at_most,
        of=use.cap.of,
        scope=scope,
        limit=_limit(use.limit, wording),
        nominated=use.nominated,
        unknown=use.unknown,
        taken=use.taken,
        exceeded=exceeded,
    )
    weak = say("list.weak", award=use.cap.award, share=use.cap.at_most, of=use.cap.of)
    return line if use.cuts else f"{line}. {weak}"


def _limit(limit: Limit, wording: Wording) -> str:
    if limit.high is None:
        return wording.say("list.not-known")
    return str(limit.low) if limit.low == limit.high else wording.say("list.to", low=limit.low, high=limit.high)


def _answer(answer: bool | None) -> str:  # noqa: FBT001  (an answer is what it is)
    return "unknown" if answer is None else "yes" if answer else "no"


def _spending_line(one: Spending, wording: Wording) -> str:
    say = wording.say
    given = [say("list.gives", award=award, initiatives=", ".join(used)) for award, used in one.given.items()]
    short = ", ".join(one.short) or say("list.nothing")
    wanted = ", ".join(one.wanted)
    return say("list.wanted", candidate=one.candidate, initiatives=wanted, given="; ".join(given), short=short)


def _balance_line(one: Balance, wording: Wording) -> str:
    say = wording.say
    return say(
        "list.balance",
        scope=say("list.per-list") if one.unit is None else one.unit,
        leaders=one.leaders,
        direct=one.direct,
        unsaid=one.unsaid,
        low=Fraction(one.low),
        high=Fraction(one.high),
        staff=say("list.not-known") if one.staff is None else one.staff,
        leaning=say(f"list.leaning.{one.leaning}"),
    )


def _cost_lines(found: NominationList, wording: Wording) -> list[str]:
    say, money = wording.say, found.forecast
    if money is None or found.salary is None:
        return [say("list.no-salary")]
    low, high = (wording.number(cost.total) for cost in (money.sure, money.possible))
    total = low if low == high else say("list.to", low=low, high=high)
    lines = [say("list.salary", salary=wording.number(found.salary), total=total)]
    if money.fund is not None:
        enough = say(f"list.enough.{_answer(money.enough)}")
        lines.append(say("list.fund", fund=wording.number(money.fund), enough=enough))
    lines += [say("list.of-award", award=one, total=wording.number(n)) for one, n in money.possible.by_award.items()]
    lines += [say("list.of-unit", unit=one, total=wording.number(n)) for one, n in money.possible.by_unit.items()]
    return lines


def _deadline_line(one: Deadline, wording: Wording) -> str:
    candidate = one.candidate or wording.say("list.everybody")
    if one.due is None:
        return wording.say("list.no-due", award=one.award, candidate=candidate)
    facts = {"award": one.award, "due": one.due, "days": one.days_left}
    return wording.say(f"list.{one.step}", **(facts if one.step == "appraisal" else {**facts, "candidate": candidate}))


def _posted_lines(one: Posted, wording: Wording) -> list[str]:
    """The posting, who is on it, and each comment with how it was dealt with."""
    say, posting = wording.say, one.posting
    until = say("list.open-end") if posting.until is None else posting.until
    lines = [say("list.posted", awards=", ".join(posting.awards), start=posting.from_, until=until)]
    if posting.place:
        lines[0] += f" – {posting.place}"
    if one.days_left is not None:
        lines[0] += f" ({say('list.days-left' if one.days_left >= 0 else 'list.closed', days=one.days_left)})"
    people = dict.fromkeys(nominee.candidate for nominee in one.nominees)
    lines.append(say("list.on-posting", count=len(people), candidates=", ".join(people) or say("list.nothing")))
    for comment in posting.comments:
        about = comment.candidate or say("list.everybody")
        by = f" ({comment.by})" if comment.by else ""
        text = say("list.comment", on=comment.on, by=by, candidate=about, text=" ".join(comment.text.split()))
        late = f" {say('list.outside')}" if comment in one.outside else ""
        handled = say("list.handled", handled=comment.handled) if comment.handled else say("list.not-handled")
        lines.append(f"  {text}{late} {handled}")
    return lines


def _to_post_line(one: ToPost, wording: Wording) -> str:
    say = wording.say
    facts = {"candidate": one.candidate, "award": one.award, "days": WORKING_DAYS}
    if one.posted is None:
        return say("list.not-posted", **facts)
    facts |= {"posted": one.posted, "earliest": one.earliest}
    if one.council is None:
        return say("list.council-unknown", **facts)
    return say("list.posted-in-time" if one.enough else "list.posted-late", council=one.council, **facts)
