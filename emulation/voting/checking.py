"""What is wrong in a roll, a paper, or the counts of a round; paths name the fields of the value that is checked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from emulation.finding import choices, error, warning

if TYPE_CHECKING:
    from collections.abc import Iterator

    from emulation.finding import Finding
    from emulation.procedure import PollRules
    from emulation.voting.ballot import Ballot, Counts, Paper, Roll


def check_roll(roll: Roll, rules: PollRules) -> Iterator[Finding]:
    """Units that are not on the roll, and written ballots that may not be or do not go with being in the room."""
    for key, units in (("present", roll.present), ("written", roll.written)):
        for unit in sorted(units - roll.entitled.keys()):
            yield error("not-on-the-roll", key, unit, found=unit, **choices(unit, roll.entitled))
    for unit, votes in roll.entitled.items():
        if votes < 0:
            yield error("negative", "entitled", unit, found=votes)
    if rules.absent == "none":
        for unit in sorted(roll.written):
            yield error("no-written-ballots", "written", unit, found=unit, poll=rules.id)
    for unit in sorted(roll.present & roll.written):
        yield error("voted-in-writing", "present", unit, found=unit, poll=rules.id)


def check_paper(paper: Paper, rules: PollRules, ballot: Ballot, roll: Roll) -> Iterator[Finding]:
    """Why the paper cannot be counted as it was entered; a paper spoilt by its voter is entered as invalid."""
    boxes = (("yes", paper.yes), ("no", paper.no), ("none", paper.none))
    named = paper.yes | paper.no | paper.none
    for candidate in sorted(named.difference(ballot.candidates)):
        yield error("not-on-the-ballot", candidate, found=candidate, **choices(candidate, ballot.candidates))
    if paper.invalid:
        if named:
            yield error("invalid-paper-speaks", found=", ".join(sorted(named)))
        return
    for candidate in sorted(named):
        ticked = [key for key, box in boxes if candidate in box]
        if len(ticked) > 1:
            yield error("two-opinions", candidate, found=", ".join(ticked), candidate=candidate)
    if rules.kind == "choose":
        for candidate in sorted(paper.no | paper.none):
            yield error("choice-has-no-opinions", candidate, found=candidate)
        if len(paper.yes) > _most_names(ballot):
            yield error("too-many-names", "yes", found=len(paper.yes), most=_most_names(ballot))
        return
    silent = [candidate for candidate in ballot.candidates if candidate not in named]
    allowed = [candidate for candidate in silent if roll.recused(rules, candidate)[1]]
    for candidate in silent:
        # a paper comes from one unit, so it can be silent about one candidate at most
        if candidate not in allowed[:1]:
            yield error("opinion-missing", candidate, found=candidate)


def check_counts(counts: Counts, rules: PollRules, ballot: Ballot, roll: Roll) -> Iterator[Finding]:
    """Every number that cannot be, and every sum that does not add up. Counts without an error can be settled.

    More papers than votes present is an error where shares are of those present, else worth a second look: somebody
    who voted was checked out before the poll closed.
    """
    negative = tuple(_check_signs(counts))
    if negative:
        yield from negative
        return
    if counts.issued > roll.entitled_votes:
        yield error("issued-above-entitled", "issued", found=counts.issued, entitled=roll.entitled_votes)
    if counts.cast > counts.issued:
        yield error("cast-above-issued", "cast", found=counts.cast, issued=counts.issued)
    if counts.cast > roll.present_votes and rules.of == "present":
        yield error("cast-above-present", "cast", found=counts.cast, present=roll.present_votes)
    elif counts.cast > roll.present_votes:
        yield warning("cast-above-present", "cast", found=counts.cast, present=roll.present_votes)
    if counts.written > counts.cast:
        yield error("written-above-cast", "written", found=counts.written, cast=counts.cast)
    if counts.written != roll.written_votes:
        yield error("written-differs", "written", found=counts.written, received=roll.written_votes)
    if counts.invalid > counts.cast:
        yield error("invalid-above-cast", "invalid", found=counts.invalid, cast=counts.cast)
        return  # without a number of valid papers there is nothing that votes could be compared with
    for candidate in counts.votes:
        if candidate not in ballot.candidates:
            known = choices(candidate, ballot.candidates)
            yield error("not-on-the-ballot", "votes", candidate, found=candidate, **known)
    yield from _check_votes(counts, rules, ballot, roll)


def _check_signs(counts: Counts) -> Iterator[Finding]:
    for key in ("issued", "cast", "invalid", "written"):
        if getattr(counts, key) < 0:
            yield error("negative", key, found=getattr(counts, key))
    for candidate, votes in counts.votes.items():
        for key in ("yes", "no", "none"):
            if getattr(votes, key) < 0:
                yield error("negative", "votes", candidate, key, found=getattr(votes, key))


def _check_votes(counts: Counts, rules: PollRules, ballot: Ballot, roll: Roll) -> Iterator[Finding]:
    for candidate in ballot.candidates:
        votes = counts.on(candidate)
        least, most = _range_of_papers(counts, rules, roll, candidate)
        if rules.kind == "choose":
            if votes.no or votes.none:
                yield error("choice-has-no-opinions", "votes", candidate, found=candidate)
            if votes.yes > most:
                yield error("votes-above-valid", "votes", candidate, "yes", found=votes.yes, most=most)
        elif not least <= votes.all <= most:
            span = str(most) if least == most else f"{least}-{most}"
            yield error("opinions-do-not-add-up", "votes", candidate, found=votes.all, expected=span)
    if rules.kind == "choose":
        names = sum(counts.on(candidate).yes for candidate in ballot.candidates)
        most = _most_names(ballot) * counts.valid
        if names > most:
            yield error("too-many-votes", "votes", found=names, most=most, valid=counts.valid)


def _range_of_papers(counts: Counts, rules: PollRules, roll: Roll, candidate: str) -> tuple[int, int]:
    """How many valid papers can speak about a candidate, least and most.

    All of them, less the candidate's own where it is recused. Its own may be among those not given back or invalid; how
    many others can have voted is a bound on that.
    """
    on_roll, voting = roll.recused(rules, candidate)
    if not on_roll:
        return counts.valid, counts.valid
    others = max(roll.present_votes, counts.cast) - voting if voting else roll.entitled_votes - on_roll
    most = min(counts.valid, others)
    return min(max(counts.valid - voting, 0), most), most


def _most_names(ballot: Ballot) -> int:
    return len(ballot.candidates) if ballot.seats is None else ballot.seats
