"""`emulation award FOLDER --list`: the nomination list with its caps, initiatives, cost, deadlines and postings."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import attrs

from emulation.awards.judging import judge
from emulation.awards.lists.caps import waiting
from emulation.awards.lists.listing import NominationList, nomination_list
from emulation.number import plain
from emulation.wording.lists import list_parts, outcomes, prizes_of
from tui.commands.failure import FINE
from tui.commands.output import put, put_csv, put_json, tell
from tui.commands.table import Column, table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from emulation.awards.lists.caps import CapUse
    from emulation.awards.lists.cost import Cost
    from emulation.awards.lists.posting import Posted
    from emulation.bloc import Unit
    from emulation.files.eligibility import Eligibility
    from emulation.wording import Wording

COLUMNS = ("candidate", "award", "unit", "status", "place", "cut_by", "prize", "paid_instead", "waits_for")
"""The columns of CSV, a row a nominee; prizes are those of who is or may be eligible, in đồng."""

SHOWN = 3
"""How many of the nominees that a place depends on are named in the table."""


def run_list(
    asked: Eligibility,
    pairs: Iterable[tuple[str, str]],
    units: Iterable[Unit],
    today: date,
    decided: date | None,
    form: str,
    wording: Wording,
) -> int:
    """Judges the pairs of candidate and award, shows the list that they make, and returns the exit status.

    ``decided`` is the day on which the awards are decided, where it is not ``today``; ``form`` is table, json or csv.
    """
    people = {one.id: one for one in asked.candidates.candidates}
    verdicts = [judge(people[person], award, asked.book, asked.context) for person, award in pairs]
    found = nomination_list(verdicts, people, asked.rulebooks, asked.rules, units, today, decided)
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
        "nominees": [
            {**row, "cut_by": row["cut_by"].split(), "waits_for": row["waits_for"].split()} for row in _rows(found)
        ],
        "caps": [_cap_data(use) for use in found.capped.uses],
        "readings": [{"award": cap.award, "of": cap.of, **outcomes(cap, capped)} for cap, capped in found.readings],
        "initiatives": [attrs.asdict(one) for one in found.spending],
        "balance": [_spelled(attrs.asdict(one)) for one in found.balances],
        "cost": None
        if money is None
        else {
            "base_salary": str(found.salary),
            "fund": None if money.fund is None else str(money.fund),
            "enough": money.enough,
            "unpriced": list(money.unpriced),
            "sure": _cost_data(money.sure),
            "possible": _cost_data(money.possible),
        },
        "deadlines": [_spelled(attrs.asdict(one)) for one in found.deadlines],
        "postings": [_posted_data(one) for one in found.posted],
        "to_post": [{**_spelled(attrs.asdict(one)), "enough": one.enough} for one in found.to_post],
    }


def _rows(found: NominationList) -> Iterator[dict[str, Any]]:
    prizes = prizes_of(found)
    for place, waits_for in zip(found.capped.places, waiting(found.capped), strict=True):
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
            "waits_for": " ".join(waits_for),
        }


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
    prizes = prizes_of(found)
    columns = [Column(say(f"list.{name}")) for name in ("candidate", "award", "unit", "status", "place")]
    rows = []
    for place, waits_for in zip(found.capped.places, waiting(found.capped), strict=True):
        one = place.nominee
        prize = prizes.get((one.candidate, one.award))
        by = f" ({', '.join(dict.fromkeys(cap.of for cap in place.by))})" if place.by else ""
        amount = "" if prize is None else wording.number(prize.amount)
        outcome = f"{say(f'list.outcome.{place.outcome}')}{by}"
        if waits_for:
            further = f" +{len(waits_for) - SHOWN}" if len(waits_for) > SHOWN else ""
            outcome += f"; {say('list.waits', candidates=', '.join(waits_for[:SHOWN]))}{further}"
        rows.append((one.candidate, one.award, one.unit, wording.word("verdict", one.status), outcome, amount))
    blocks = [table([*columns, Column(say("list.prize"), right=True)], rows)]
    for name, lines in list_parts(found, wording).items():
        if lines:
            blocks.append("\n".join([say(f"list.part.{name}"), *(f"  {line}" for line in lines)]))
    return "\n\n".join(blocks)
