"""What `emulation award` reads of meetings: released standings, and the votes of closed polls."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from emulation.files.session import Session
from emulation.meeting import events as e
from emulation.meeting.refusal import Refusal
from emulation.meeting.state import Poll
from emulation.procedure import PollRules
from emulation.text import Text
from emulation.voting.ballot import Counts, Roll, Votes
from emulation.voting.outcome import Round
from tests.command_line import ask
from tui.commands.award_record import standings_and_polls, votes_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from emulation.meeting.commands import Command

NOI_CHINH = Path(__file__).parents[2] / "examples" / "noi-chinh-2022"
AT = datetime(2023, 3, 30, 8, 30, tzinfo=UTC)
FLAG = "co-thi-dua-chinh-phu-khoi-trung-uong"


@pytest.fixture
def meet(tmp_path: Path) -> Callable[..., Path]:
    def held(*commands: Command) -> Path:
        folder = tmp_path / "f"
        shutil.copytree(NOI_CHINH, folder)
        with Session.open(folder, "year-end", "Thư ký", AT) as session:
            for command in commands:
                done = session.do(command, "Thư ký", AT)
                assert not isinstance(done, Refusal), done
        return folder

    return held


def test_before_the_release_there_are_no_standings(meet: Callable[..., Path]) -> None:
    assert standings_and_polls(meet(e.MarksClosed())) == (None, {})


def test_released_standings_settle_the_rank(meet: Callable[..., Path], capsys: pytest.CaptureFixture[str]) -> None:
    folder = meet(e.MarksClosed(), e.LotDrawn("7"), e.StandingsReleased())
    standings, _ = standings_and_polls(folder)
    assert standings is not None
    ranked = {row["unit"]: row["rank"] for row in ask(capsys, "rank", folder, "--format", "json").json["standings"]}
    assert {unit: one.rank for unit, one in standings.items()} == ranked
    words = ("--received", "2023-03-30", "--award", FLAG, "--format", "json")
    for found in ask(capsys, "award", folder, *words).json:
        (node,) = [one for one in nodes(found["tree"]) if one["tag"] == "bloc_rank"]
        assert node["read"] == ranked[found["candidate"]]
        assert (node["status"] == "met") == (node["read"] == 1)


def nodes(node: dict[str, object]) -> list[dict[str, object]]:
    parts = node["parts"]
    assert isinstance(parts, list)
    return [node, *(one for part in parts for one in nodes(part))]


def test_a_candidate_has_the_votes_of_the_last_round_it_stood_in() -> None:
    roll = Roll({"a": 1, "b": 1, "c": 1, "d": 1}, frozenset({"a", "b", "c"}))
    first = Counts(3, 3, invalid=1, votes={"x": Votes(1, 1), "y": Votes(1, 1)})
    second = Counts(3, 2, votes={"y": Votes(2)})
    rules = PollRules("flag", Text.same("?"), "all", secret=False)
    poll = Poll("flag", rules, ("x", "y", "z"), "closed", rounds=(Round(first, roll), Round(second, roll)))
    votes = dict(votes_of(poll))
    assert (votes["x"].yes, votes["x"].entitled, votes["x"].present, votes["x"].valid) == (1, 4, 3, 2)
    assert (votes["y"].yes, votes["y"].cast, votes["y"].valid) == (2, 2, 2)
    assert (votes["z"].yes, votes["z"].secret) == (0, False)
