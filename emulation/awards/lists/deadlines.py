"""By when dossiers have to be where they are decided: Decree 152/2025, article 35; to 2023 Decree 91/2017, article 48.

Between the two nothing is on record here, and no deadline is given. (The texts of both articles were read.)
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Literal, TypeAlias

from emulation.frozen import frozen

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from emulation.awards.facts import Candidate
    from emulation.awards.lists.nominee import Nominee

Step: TypeAlias = Literal["dossier", "dossier-education", "dossier-guidance", "appraisal"]
"""``dossier-education``: of the education system; ``dossier-guidance``: when the ministry's guidance says so."""

HERO_TITLE, HERO_BELOW = "cstd-toan-quoc", "cstd-bo-nganh-tinh"
FLAG = "co-thi-dua-chinh-phu"
MOVEMENT = "-chuyen-de"
"""How the ids of awards for movements end."""

MERIT_FORMS = ("huan-chuong-", "bang-khen-thu-tuong")
"""How the ids of the State's forms of commendation begin, which the older decree gives a day for merit."""

LONG_APPRAISAL = ("huan-chuong-doc-lap", "huan-chuong-ho-chi-minh", "huan-chuong-sao-vang")
OLD_UNTIL, NEW_FROM = date(2023, 12, 31), date(2025, 7, 1)
WORKING_WEEK = 5


@frozen
class Deadline:
    """The day by which a step has to be done, and the days left until then (below 0: late).

    ``due`` is ``None`` where the record does not say on what it turns, or guidance fixes the day each time.
    ``candidate`` is ``None`` for all of the award.
    """

    award: str
    step: Step
    candidate: str | None
    due: date | None
    days_left: int | None


def deadlines(
    listed: Iterable[Nominee], candidates: Mapping[str, Candidate], year: int, received: date, today: date
) -> Iterator[Deadline]:
    """The deadlines of everybody on the list who is or may be eligible, in its order.

    The list is of awards of the national law that go up to a ministry or the State.

    ``year`` is the year under review. The dossier for the title of the whole nation is due in the year after the
    decision on the title below it; that for the government's flag, and under the older decree for forms of merit, in
    the year after the one under review (a reading: the decrees name the day alone). Appraisal by the ministry or
    province counts working days from ``received``, Mondays to Fridays; public
    holidays, which put it off further, are not known here.
    """
    if OLD_UNTIL < received < NEW_FROM:
        return
    old = received <= OLD_UNTIL
    seen = set()
    for one in listed:
        if not one.possible:
            continue
        if one.award == HERO_TITLE:
            decided = _decided(candidates[one.candidate])
            due = None if decided is None else date(decided.year + 1, *((10, 31) if old else (12, 31)))
            yield _deadline(one.award, "dossier", one.candidate, due, today)
        if one.award in seen:
            continue
        seen.add(one.award)
        yield from _of_award(one.award, year, today, old=old)
        if not old:
            days = 40 if one.award.startswith(LONG_APPRAISAL) else 30
            yield _deadline(one.award, "appraisal", None, working_days_after(received, days), today)


def _of_award(award: str, year: int, today: date, *, old: bool) -> Iterator[Deadline]:
    """When dossiers for an award are due whoever the candidate is."""
    if award.startswith(FLAG) and award.endswith(MOVEMENT):
        if not old:
            yield _deadline(award, "dossier-guidance", None, None, today)
    elif award.startswith(FLAG):
        yield _deadline(award, "dossier", None, date(year + 1, *((3, 31) if old else (6, 30))), today)
        if not old:
            yield _deadline(award, "dossier-education", None, date(year + 1, 12, 31), today)
    elif old and award.startswith(MERIT_FORMS):
        yield _deadline(award, "dossier", None, date(year + 1, 6, 30), today)


def _decided(candidate: Candidate) -> date | None:
    """The day of the last decision on the title below."""
    return max(
        (held.decided for held in candidate.awards if held.award == HERO_BELOW and held.decided is not None),
        default=None,
    )


def _deadline(award: str, step: Step, candidate: str | None, due: date | None, today: date) -> Deadline:
    return Deadline(award, step, candidate, due, None if due is None else (due - today).days)


def working_days_after(day: date, count: int) -> date:
    """The day so many working days (Monday to Friday) after another."""
    while count:
        day += timedelta(days=1)
        count -= day.weekday() < WORKING_WEEK
    return day
