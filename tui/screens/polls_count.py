"""The counts of a round while they are typed: which fields there are, what they come to, what is wrong in them so far.

A field is blank until somebody typed into it; blank is not zero, so nothing is called wrong for want of a number.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from emulation.voting import Counts, Votes, check_counts

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from emulation.finding import Finding
    from emulation.procedure import PollRules
    from emulation.voting import Ballot, Roll

Spot: TypeAlias = tuple[str, str]
"""A field: of the papers, ``("papers", "cast")``, or of a candidate, ``("btp", "yes")``."""

PAPERS = "papers"
HEADS = ("issued", "cast", "written", "invalid")
"""The fields about the papers, as the committee counts them."""

OPINIONS = ("yes", "no", "none")
DIGITS = 5
"""No field takes more; a bloc has fewer votes than that."""

_READS = {
    "issued-above-entitled": ("issued",),
    "cast-above-issued": ("cast", "issued"),
    "cast-above-present": ("cast",),
    "written-above-cast": ("written", "cast"),
    "written-differs": ("written",),
    "invalid-above-cast": ("invalid", "cast"),
    "opinions-do-not-add-up": ("cast", "invalid"),
    "votes-above-valid": ("cast", "invalid"),
    "too-many-votes": ("cast", "invalid"),
}
"""The fields about the papers without which a finding says nothing."""


def spots(rules: PollRules, ballot: Ballot) -> tuple[Spot, ...]:
    """Every field of the form, in the order in which it is filled in."""
    opinions = OPINIONS if rules.kind == "approve" else OPINIONS[:1]
    rows = tuple((candidate, opinion) for candidate in ballot.candidates for opinion in opinions)
    return (*((PAPERS, head) for head in HEADS), *rows)


def known(rules: PollRules, roll: Roll) -> dict[Spot, str]:
    """What need not be typed: the written ballots that came in and, where hands are shown, a hand for every vote."""
    told: dict[Spot, str] = {(PAPERS, "written"): str(roll.written_votes)}
    if not rules.secret:
        votes = str(roll.present_votes)
        told |= {(PAPERS, "issued"): votes, (PAPERS, "cast"): votes, (PAPERS, "invalid"): "0"}
    return told


def counts(texts: Mapping[Spot, str], rules: PollRules, ballot: Ballot) -> Counts:
    """What the fields come to, those that are blank taken for 0."""

    def number(spot: Spot) -> int:
        return int(texts.get(spot) or 0)

    votes = {one: Votes(*(number((one, opinion)) for opinion in OPINIONS)) for one in ballot.candidates}
    if rules.kind == "choose":
        votes = {one: Votes(held.yes) for one, held in votes.items()}
    issued, cast, written, invalid = (number((PAPERS, head)) for head in HEADS)
    return Counts(issued, cast, invalid, written, votes)


def blanks(texts: Mapping[Spot, str], rules: PollRules, ballot: Ballot) -> list[Spot]:
    """The fields that nobody filled in yet."""
    return [spot for spot in spots(rules, ballot) if not texts.get(spot)]


def problems(
    texts: Mapping[Spot, str], rules: PollRules, ballot: Ballot, roll: Roll
) -> Iterator[tuple[str, str, Finding]]:
    """What is wrong in the numbers typed so far, with its row: ``("papers", "cast")``, ``("btp", "")``, ``("", "")``.

    The last is about all candidates together. A sum that is too high already is wrong before its row is complete.
    """
    for finding in check_counts(counts(texts, rules, ballot), rules, ballot, roll):
        if any(not texts.get((PAPERS, head)) for head in _READS.get(finding.code, ())):
            continue
        first, *rest = finding.path
        if first != "votes":
            yield PAPERS, str(first), finding
        elif not rest:
            yield "", "", finding
        else:
            candidate = str(rest[0])
            complete = all(texts.get((candidate, one)) for one in OPINIONS)
            most = finding.facts.get("expected", "0").rpartition("-")[2]
            if finding.code != "opinions-do-not-add-up" or complete or int(finding.found) > int(most):
                yield candidate, "", finding


def problems_of_box(
    issued: str, boxed: int, rules: PollRules, ballot: Ballot, roll: Roll
) -> Iterator[tuple[str, str, Finding]]:
    """What is wrong in the number of papers issued, where so many were entered one by one; as `problems` gives it."""
    if not issued:
        return
    for finding in check_counts(Counts(int(issued), boxed, 0, roll.written_votes), rules, ballot, roll):
        if finding.code in {"issued-above-entitled", "cast-above-issued", "cast-above-present"}:
            yield PAPERS, str(finding.path[0]), finding


def valid(texts: Mapping[Spot, str]) -> int | None:
    """Cast less invalid, once both are typed and it is none below 0."""
    cast, invalid = texts.get((PAPERS, "cast")), texts.get((PAPERS, "invalid"))
    if not cast or not invalid:
        return None
    return max(0, int(cast) - int(invalid))


def given(texts: Mapping[Spot, str], candidate: str) -> int:
    """The opinions on a candidate typed so far, together."""
    return sum(int(texts.get((candidate, opinion)) or 0) for opinion in OPINIONS)
