"""Polls: from ballot papers to counts, from counts to who is chosen.

`ballot` holds what a round of a poll is made of and its bases, `checking` finds what is wrong in what was handed in,
`outcome` says who passes, who is chosen and whether there is a further round.
"""

from emulation.voting.ballot import Ballot, Counts, Opinion, Paper, Roll, Votes, bases, count, quorum_met
from emulation.voting.checking import check_counts, check_paper, check_roll
from emulation.voting.outcome import Breaker, Outcome, Result, Round, RoundOutcome, outcome

__all__ = [
    "Ballot",
    "Breaker",
    "Counts",
    "Opinion",
    "Outcome",
    "Paper",
    "Result",
    "Roll",
    "Round",
    "RoundOutcome",
    "Votes",
    "bases",
    "check_counts",
    "check_paper",
    "check_roll",
    "count",
    "outcome",
    "quorum_met",
]
