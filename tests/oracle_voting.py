"""Polls once more, written naively from the description of the format alone: dictionaries, loops, no shared code.

A poll is a dictionary with the keys of ``[[poll]]``. A held round has ``roll`` (unit to votes), ``present``,
``written``, ``issued``, ``cast``, ``invalid``, ``yes`` (candidate to votes) and ``left`` (who withdrew before it).
Recusal is not spoken of here: what it leaves out cannot be seen in counts.
"""

from __future__ import annotations

import hashlib
from fractions import Fraction
from typing import Any


def base(poll: dict[str, Any], held: dict[str, Any]) -> int:
    entitled, here = 0, 0
    for unit, votes in held["roll"].items():
        entitled += votes
        if unit in held["present"] or unit in held["written"]:
            here += votes
    all_bases: dict[str, int] = {
        "entitled": entitled,
        "present": here,
        "issued": held["issued"],
        "cast": held["cast"],
        "valid": held["cast"] - held["invalid"],
    }
    return all_bases[poll["of"]]


def passes(poll: dict[str, Any], held: dict[str, Any], candidates: list[str], one: str) -> bool:
    whole = base(poll, held)
    yes: dict[str, int] = held["yes"]
    votes = yes[one]
    at_least: Fraction | None = poll["at_least"]
    more_than: Fraction | None = poll["more_than"]
    if whole == 0:
        return False
    if at_least is not None:
        return Fraction(votes, whole) >= at_least
    if more_than is not None:
        return Fraction(votes, whole) > more_than
    if poll["seats"] is None:
        return votes > 0 and all(yes[other] <= votes for other in candidates)
    return votes > 0


def seat(passing: list[str], yes: dict[str, int], seats: int | None) -> tuple[set[str], set[str]]:
    """Who has a seat whatever happens, and who may or may not have one."""
    sure, maybe = set(), set()
    for one in passing:
        as_good = sum(yes[other] >= yes[one] for other in passing)
        better = sum(yes[other] > yes[one] for other in passing)
        if seats is None or as_good <= seats:
            sure.add(one)
        elif better < seats:
            maybe.add(one)
    return sure, maybe


def run(
    poll: dict[str, Any], candidates: list[str], rounds: list[dict[str, Any]], left: set[str], seed: str | None
) -> dict[str, Any]:
    """Chosen and tied of every round, and candidates and seats of the round that is due."""
    story: list[dict[str, Any]] = []
    running, seats = list(candidates), poll["seats"]
    departed = [held["left"] for held in rounds] + [left]
    for number, held in enumerate(rounds):
        running = [one for one in running if one not in departed[number]]
        passing = [one for one in running if passes(poll, held, running, one)]
        sure, maybe = seat(passing, held["yes"], seats)
        how = None
        last = number + 1 == poll["rounds"]
        if maybe & departed[number + 1]:
            still = [one for one in passing if one in sure or one not in departed[number + 1]]
            sure, maybe = seat(still, held["yes"], seats)
            how = None if maybe else "withdrawal"
        if maybe and seed is not None and last:
            drawing = {
                hashlib.sha256("\n".join([seed, f"poll:{poll['id']}:{number + 1}", one]).encode()).hexdigest(): one
                for one in maybe
            }
            while len(sure) < seats:
                sure.add(drawing.pop(min(drawing)))
            maybe, how = set(), "lot"
        story.append({"passed": set(passing), "chosen": sure, "tied": maybe, "broken_by": how})
        if seats is None or last or len(sure) == seats:
            running = []
        elif maybe:
            running = [one for one in running if one in maybe]
        else:
            running = [one for one in running if one not in sure and held["yes"][one] > 0]
        if seats is not None:
            seats -= len(sure)
    running = [one for one in running if one not in left]
    return {"story": story, "due": set(running), "seats": seats}
