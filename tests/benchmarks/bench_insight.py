"""How long the figures about a ranking take: 60 units × 60 criteria, 1,000 draws of weights, one core.

    python tests/benchmarks/bench_insight.py

Margins, ranks under weights, and ranks without each criterion make up firmness; it is to take at most two seconds.
The whole report adds what the criteria and the markers say.
"""

from __future__ import annotations

import random
import sys
import time
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from emulation.bloc import Bloc, Unit
from emulation.contest import Contest
from emulation.insight.figures import Draws, Material
from emulation.insight.firmness import margins, under_weights, weight_draws, without_each_criterion
from emulation.insight.report import report
from emulation.marks import Given, Marks
from emulation.procedure import RankingRules
from emulation.ranking import rank
from emulation.rubric import Criterion, Judged, Rubric, Section
from emulation.scoring import score
from emulation.text import Text

if TYPE_CHECKING:
    from collections.abc import Callable

UNITS, SECTIONS, CRITERIA, DRAWS = 60, 6, 10, 1000
LIMIT = 2.0
X = Text.same("x")


def contest() -> Contest:
    """Six core sections of ten judged criteria, ten points each."""
    sections = tuple(
        Section(
            f"S{place}",
            X,
            Decimal(10 * CRITERIA),
            "core",
            tuple(Criterion(f"S{place}.{n}", X, Decimal(10), Judged(), work=f"w{n}") for n in range(CRITERIA)),
        )
        for place in range(SECTIONS)
    )
    rubric = Rubric("bench", "1", X, Decimal(10 * CRITERIA * SECTIONS), Decimal("0.25"), sections)
    units = tuple(Unit(f"u{n}", X, f"U{n}") for n in range(UNITS))
    return Contest(rubric, units, 2022, ranking=RankingRules(("core",), ()))


def table(of: Contest, draw: random.Random) -> dict[str, dict[str, Given]]:
    """Marks from 5 to 10 in quarters of a point."""
    return {
        unit.id: {leaf.id: Given(Decimal(draw.randrange(20, 41)) / 4) for leaf in of.rubric.leaves()}
        for unit in of.units
    }


def timed(name: str, act: Callable[[], object]) -> float:
    """The shortest of three runs, in seconds, printed."""
    times = []
    for _ in range(3):
        begin = time.perf_counter()
        act()
        times.append(time.perf_counter() - begin)
    print(f"{name:<32} {min(times):7.3f} s")
    return min(times)


def main() -> int:
    """Prints the times; the exit status says whether firmness kept within its limit."""
    draw = random.Random(7)  # noqa: S311  (a table of figures, no secret)
    of = contest()
    marks = Marks(verified=table(of, draw))
    cards = score(of, marks)
    standings = rank(of, cards)
    weights = weight_draws("bench", DRAWS, SECTIONS)
    print(f"{UNITS} units × {SECTIONS * CRITERIA} criteria, {DRAWS} draws")
    firmness = timed("margins", lambda: margins(of, marks, standings))
    firmness += timed("drawing weights", lambda: weight_draws("bench", DRAWS, SECTIONS))
    firmness += timed("ranks under weights", lambda: under_weights(of, standings, weights))
    firmness += timed("ranks without each criterion", lambda: without_each_criterion(of, marks, standings))
    print(f"{'firmness':<32} {firmness:7.3f} s (limit {LIMIT} s)")
    bloc = Bloc("bench", X, 2022, of.units)
    alone = Material(bloc, of, marks, date(2022, 12, 31), draws=Draws("bench", weights))
    timed("the report", lambda: report(alone))
    return 0 if firmness <= LIMIT else 1


if __name__ == "__main__":
    sys.exit(main())
