"""Lists made public for comment before the council meets: who is on them, since when, and what was said.

Decree 152/2025, article 44 (its text was read): the list for the orders, the honours of the State and the title of
the whole nation is posted at least ten working days before the council meets, and how comments were dealt with goes
into the minutes; not where the simplified procedure is followed. (Of the honours no shipped book has any.)
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from emulation.awards.lists.deadlines import HERO_TITLE, NEW_FROM, working_days_after
from emulation.awards.lists.nominee import Nominee
from emulation.awards.rulebook import Comment, Posting
from emulation.frozen import frozen

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from emulation.awards.rulebook import Nomination

ORDERS = "huan-chuong-"
"""How the ids of orders begin."""

WORKING_DAYS = 10


@frozen
class Posted:
    """One posting: the nominees on it, and the days left until comments close (below 0: closed; ``None``: open end).

    ``outside`` are the comments of a day on which the list was not posted.
    """

    posting: Posting
    nominees: tuple[Nominee, ...]
    days_left: int | None
    outside: tuple[Comment, ...]


@frozen
class ToPost:
    """A nominee whose name has to be posted, and whether it stands there long enough before the council meets.

    ``posted`` is the first day of its posting, ``earliest`` the first day on which the council may then meet, and
    ``council`` the day on which it does. ``enough`` is ``False`` for one not posted, ``None`` where the day of the
    council is not known.
    """

    candidate: str
    award: str
    posted: date | None = None
    earliest: date | None = None
    council: date | None = None

    @property
    def enough(self) -> bool | None:
        """Whether the list was posted in time; ``None``: not known."""
        if self.earliest is None:
            return False
        return None if self.council is None else self.earliest <= self.council


def posted(listed: Iterable[Nominee], postings: Iterable[Posting], today: date) -> Iterator[Posted]:
    """Each posting with who of the list is on it, in the order of the list."""
    everybody = tuple(listed)
    for one in postings:
        left = None if one.until is None else (one.until - today).days
        outside = tuple(
            comment
            for comment in one.comments
            if comment.on < one.from_ or (one.until is not None and comment.on > one.until)
        )
        yield Posted(one, tuple(nominee for nominee in everybody if on_posting(nominee, one)), left, outside)


def on_posting(nominee: Nominee, posting: Posting) -> bool:
    """Whether the nominee's name stands on the posted list."""
    named = not posting.candidates or nominee.candidate in posting.candidates
    return named and nominee.award in posting.awards


def to_post(
    listed: Iterable[Nominee],
    postings: Sequence[Posting],
    nominations: Iterable[Nomination],
    received: date,
) -> Iterator[ToPost]:
    """Everybody on the list who is or may be eligible for an award of the national law that has to be posted.

    Nobody where the dossier was received before the decree was in force: of the rules before it nothing is on record
    here. Of several postings the one that leaves the council most time counts.
    """
    if received < NEW_FROM:
        return
    simplified = {(one.candidate, one.award) for one in nominations if one.simplified}
    for nominee in listed:
        named = (nominee.candidate, nominee.award)
        if nominee.possible and has_to_be_posted(nominee.award) and named not in simplified:
            own = [one for one in postings if on_posting(nominee, one)]
            yield _counted(nominee, own)


def has_to_be_posted(award: str) -> bool:
    """Whether the list for that award has to be posted before the council meets, the simplified procedure apart."""
    return award == HERO_TITLE or award.startswith(ORDERS)


def _counted(nominee: Nominee, postings: Sequence[Posting]) -> ToPost:
    who = (nominee.candidate, nominee.award)
    found = [ToPost(*who, one.from_, working_days_after(one.from_, WORKING_DAYS), one.council) for one in postings]
    return max(found, key=lambda one: (one.enough is True, one.enough is None), default=ToPost(*who))
