"""What a list costs, exact to the đồng, before the council meets.

Decree 152/2025, articles 49 to 54: the base salary in force on the date of the decision times the award's prize,
rounded up to tens of thousands. Of several titles given at the same time for the same counted period only the highest
is paid; titles of different periods, and a title beside a form of commendation, are each paid.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from emulation.awards.conditions import Graded, Holds, Window, walk
from emulation.awards.lists.nominee import Nominee
from emulation.frozen import frozen

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from emulation.awards.conditions import Clause
    from emulation.awards.rulebook import Award

TENS_OF_THOUSANDS = 10_000
BASE_SALARIES = ((date(2024, 7, 1), 2_340_000), (date(2026, 7, 1), 2_530_000))
"""The base salary (lương cơ sở) in đồng, from each day on; the second by Decree 161, article 3, clause 2."""


@frozen
class Prize:
    """What one nominee is paid for one award, in đồng; ``instead`` is the higher title that is paid in its place."""

    nominee: Nominee
    amount: int
    instead: str | None = None


@frozen
class Cost:
    """The prizes of those who are eligible, in the order of the list, and what all come to in đồng."""

    prizes: tuple[Prize, ...]
    total: int
    by_award: dict[str, int]
    by_unit: dict[str, int]


@frozen
class Forecast:
    """What the list costs at least, without anybody who is not known to be eligible, and with all of them.

    ``fund`` is the money there is, where it is known. ``unpriced`` are the awards of the list whose prize no book says:
    they are counted as nothing, and the list may cost more.
    """

    sure: Cost
    possible: Cost
    fund: int | Decimal | None = None
    unpriced: tuple[str, ...] = ()

    @property
    def enough(self) -> bool | None:
        """Whether the fund pays for the list; ``None``: not known."""
        if self.fund is None:
            return None
        dear, cheap = max(self.sure.total, self.possible.total), min(self.sure.total, self.possible.total)
        return False if cheap > self.fund else True if dear <= self.fund and not self.unpriced else None


def base_salary(decided: date) -> int | None:
    """The base salary on the date of a decision, in đồng; ``None`` for days before those on record here."""
    return max((amount for from_, amount in BASE_SALARIES if from_ <= decided), default=None)


def prize_money(prize: Decimal, salary: int | Decimal) -> int:
    """A prize in base salaries as đồng, rounded up to tens of thousands."""
    tens = Fraction(prize) * Fraction(salary) / TENS_OF_THOUSANDS
    return -(-tens.numerator // tens.denominator) * TENS_OF_THOUSANDS


def counted_years(require: Clause) -> int:
    """For how many years an award counts achievement: the longest stretch that its requirements look back over.

    A reading: the decree speaks of the counted period and leaves it to the standard of each award.
    """
    longest = 1
    for _, clause in walk(require):
        match clause.condition:
            case Holds(times=times, in_a_row=True):
                longest = max(longest, times)
            case Graded(years=int(years)):
                longest = max(longest, years)
            case Window(length=int(length)):
                longest = max(longest, length)
            case _:
                pass
    return longest


def cost(listed: Iterable[Nominee], awards: Mapping[str, Award], salary: int | Decimal) -> Cost:
    """What the list costs if all who are eligible on it are given their awards at one time.

    ``awards`` are keyed by id. An award whose prize no book says counts as nothing (see `Forecast`).
    """
    return _cost([one for one in listed if one.sure], awards, salary)


def forecast(
    listed: Sequence[Nominee], awards: Mapping[str, Award], salary: int | Decimal, fund: int | Decimal | None = None
) -> Forecast:
    """What the list costs, against the fund, in đồng."""
    possible = [one for one in listed if one.possible]
    named = dict.fromkeys(one.award for one in possible)
    unpriced = tuple(one for one in named if one not in awards or awards[one].prize is None)
    return Forecast(cost(listed, awards, salary), _cost(possible, awards, salary), fund, unpriced)


def _cost(listed: Sequence[Nominee], awards: Mapping[str, Award], salary: int | Decimal) -> Cost:
    amounts = {award: prize_money(one.prize or Decimal(0), salary) for award, one in awards.items()}
    years = {award: counted_years(one.require) for award, one in awards.items() if one.kind == "title"}
    titles: dict[tuple[str, int], list[Nominee]] = defaultdict(list)
    for one in listed:
        if one.award in years:
            titles[one.candidate, years[one.award]].append(one)
    # Of titles with the same prize the first of the list is paid.
    paid = {key: max(several, key=lambda one: amounts[one.award]).award for key, several in titles.items()}
    prizes = []
    for one in listed:
        higher = paid[one.candidate, years[one.award]] if one.award in years else one.award
        prizes.append(Prize(one, amounts.get(one.award, 0)) if higher == one.award else Prize(one, 0, higher))
    by_award, by_unit = Counter[str](), Counter[str]()
    for prize in prizes:
        by_award[prize.nominee.award] += prize.amount
        by_unit[prize.nominee.unit] += prize.amount
    return Cost(tuple(prizes), sum(prize.amount for prize in prizes), dict(by_award), dict(by_unit))
