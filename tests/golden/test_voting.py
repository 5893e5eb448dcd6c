"""Every poll under ``voting/`` comes out as its ``outcome.toml`` says; ``voting/README.md`` tells how to add one."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import attrs
import pytest

from emulation.finding import spell_path
from emulation.number import parse_share
from emulation.procedure import PollRules
from emulation.text import Text
from emulation.voting import (
    Ballot,
    Counts,
    Outcome,
    Paper,
    Roll,
    Round,
    Votes,
    bases,
    check_counts,
    check_paper,
    check_roll,
    count,
    outcome,
)

CASES = Path(__file__).parent / "voting"


def read(case: str, name: str) -> dict[str, Any]:
    return tomllib.loads((CASES / case / name).read_text("utf-8"))


def rules(told: dict[str, Any]) -> PollRules:
    shares: dict[str, Any] = {key: parse_share(told[key]) for key in ("at_least", "more_than") if key in told}
    keys: dict[str, Any] = {"question": Text(), **told, **shares, "candidates": tuple(told["candidates"])}
    return PollRules(**keys)


def counted(told: dict[str, Any], poll: PollRules, ballot: Ballot, roll: Roll) -> tuple[Counts, list[str]]:
    """The counts of a round, and what is wrong with its papers."""
    if "paper" not in told:
        votes = {one: Votes(**row) for one, row in told["votes"].items()}
        return Counts(told["issued"], told["cast"], told.get("invalid", 0), roll.written_votes, votes), []
    rows = [
        (Paper(**{key: said for key, said in row.items() if key != "times"}), row["times"]) for row in told["paper"]
    ]
    wrong = [one.code for paper, _ in rows for one in check_paper(paper, poll, ballot, roll)]
    return count(dict(rows), ballot, issued=told["issued"], written=roll.written_votes), wrong


def play(told: dict[str, Any]) -> tuple[Outcome | None, list[Round], list[str]]:
    """The outcome, the rounds it was made of, and what is refused in them."""
    poll = rules(told["poll"])
    rounds: list[Round] = []
    findings: list[str] = []
    for number, held in enumerate(told["round"], 1):
        ballot = outcome(poll, poll.candidates, rounds, held.get("withdrawn", ())).due
        assert ballot, f"round {number} is not due"
        roll = Roll(told["entitled"], held.get("present", told["entitled"]), held.get("written", ()))
        counts, wrong = counted(held, poll, ballot, roll)
        found = (*check_roll(roll, poll), *check_counts(counts, poll, ballot, roll))
        findings += [f"{number}: {one.code} {spell_path(one.path)}" for one in found]
        findings += [f"{number}: {code}" for code in wrong]
        rounds.append(Round(counts, roll, held.get("withdrawn", ())))
    if findings:
        return None, rounds, findings
    return outcome(poll, poll.candidates, rounds, told.get("withdrawn", ()), told.get("seed")), rounds, []


def spelled(found: Outcome) -> dict[str, Any]:
    """The outcome as the files write it, what is empty left out."""
    rounds: list[dict[str, Any]] = [
        {
            "votes": {one.candidate: f"{one.votes}/{one.base}" for one in held.results},
            "passed": list(held.passed),
            "chosen": list(held.chosen),
            "unresolved": list(held.unresolved),
            "broken_by": held.broken_by,
        }
        for held in found.rounds
    ]
    whole: dict[str, Any] = {
        "chosen": list(found.chosen),
        "unresolved": list(found.unresolved),
        "broken_by": found.broken_by,
        "seats_left": found.seats_left,
        "due": found.due and {**attrs.asdict(found.due), "candidates": list(found.due.candidates)},
        "round": [{key: said for key, said in held.items() if said} for held in rounds],
    }
    return {key: said for key, said in whole.items() if said not in (None, [])}


@pytest.mark.parametrize("case", sorted(path.name for path in CASES.iterdir() if path.is_dir()))
def test_a_poll_comes_out_as_written(case: str) -> None:
    told, expected = read(case, "poll.toml"), read(case, "outcome.toml")
    found, rounds, findings = play(told)
    assert findings == expected.pop("findings", [])
    for held, wanted in zip(rounds, expected.get("round", ()), strict=found is not None):
        for candidate, figures in wanted.pop("bases", {}).items():
            assert bases(held.roll, held.counts, rules(told["poll"]), candidate) == figures
    assert (spelled(found) if found else {}) == expected
