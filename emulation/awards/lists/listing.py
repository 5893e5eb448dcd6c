"""A nomination list with all that there is to say about it before the council meets."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import attrs

from emulation.awards.lists.balance import Balance, balance
from emulation.awards.lists.caps import Capped, Outcome, Place, apply_caps, each_alone
from emulation.awards.lists.cost import Forecast, base_salary, forecast
from emulation.awards.lists.deadlines import Deadline, deadlines
from emulation.awards.lists.nominee import Nominee, nominees
from emulation.awards.lists.order import in_order
from emulation.awards.lists.posting import Posted, ToPost, posted, to_post
from emulation.awards.lists.spending import Spending, spending
from emulation.awards.rulebook import Cap, VerdictStatus
from emulation.frozen import frozen

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from emulation.awards.facts import Candidate
    from emulation.awards.rulebook import Rulebook, Rules
    from emulation.awards.verdict import Verdict
    from emulation.bloc import Unit

NATIONAL = "vn"
"""The book of the national law, whose awards have the deadlines of its decrees."""

LOWEST = "grassroots"

_STATUS: dict[Outcome, VerdictStatus] = {"unknown": "unknown", "cut": "not-eligible"}
"""The status of who has no certain place, for the forecast of cost; all others keep their own."""


@frozen
class NominationList:
    """The list in the order of presenting, each nominee with its place under the caps, and what stands beside it.

    ``readings``: each cap alone, where an award has several. ``salary`` is the base salary that the forecast counts in,
    in which who is cut costs nothing; both are ``None`` where none is known for the day of the decision.
    """

    capped: Capped
    readings: tuple[tuple[Cap, Capped], ...]
    spending: tuple[Spending, ...]
    balances: tuple[Balance, ...]
    salary: int | Decimal | None
    forecast: Forecast | None
    deadlines: tuple[Deadline, ...]
    posted: tuple[Posted, ...] = ()
    to_post: tuple[ToPost, ...] = ()


def nomination_list(
    verdicts: Sequence[Verdict],
    candidates: Mapping[str, Candidate],
    books: Iterable[Rulebook],
    rules: Rules,
    units: Iterable[Unit],
    today: date,
    decided: date | None = None,
) -> NominationList:
    """The list that the verdicts make, in the order in which people are put forward.

    ``candidates`` are keyed by id; ``books`` are those in force. ``decided`` is the day on which the awards are
    decided (``today``, unless said): prizes are counted in the base salary of that day, unless ``rules`` give another.
    The days left to a deadline are counted from ``today``.
    """
    in_force = tuple(books)
    awards = {award.id: award for book in in_force for award in book.awards}
    listed = in_order(nominees(verdicts, candidates), awards)
    caps = [*(cap for book in in_force for cap in book.caps), *rules.caps]
    capping = (listed, caps, rules.populations, rules.confirms)
    capped = apply_caps(*capping)
    fund = rules.fund
    salary = base_salary(decided or today) if fund is None else fund.base_salary
    given = [_given(place) for place in capped.places]
    money = None if salary is None else forecast(given, awards, salary, None if fund is None else fund.amount)
    asked = verdicts[0].asked if verdicts else None
    by_decree = {award.id for book in in_force if book.id == NATIONAL for award in book.awards if award.level != LOWEST}
    upward = [one for one in listed if one.award in by_decree]
    due: tuple[Deadline, ...] = ()
    public: tuple[ToPost, ...] = ()
    if asked is not None:
        due = tuple(deadlines(upward, candidates, asked.year, asked.received, today))
        public = tuple(to_post(upward, rules.postings, rules.nominations, asked.received))
    return NominationList(
        capped,
        each_alone(listed, caps, rules.populations),
        tuple(spending(verdicts)),
        balance(listed, units),
        salary,
        money,
        due,
        tuple(posted(listed, rules.postings, today)),
        public,
    )


def _given(place: Place) -> Nominee:
    """The nominee as the forecast counts it."""
    status = _STATUS.get(place.outcome, place.nominee.status)
    return place.nominee if status == place.nominee.status else attrs.evolve(place.nominee, status=status)
