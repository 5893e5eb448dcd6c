"""Scoring and ranking beside two decision libraries, in one run: speed, equal totals, and open totals.

    python tests/benchmarks/bench_scoring.py [--profile]

scikit-criteria and pymcdm are optional; a line says which of them is missing. A table is a weighted sum: every score
has one decimal and every weight two. "Judged" is the table as blocs have it: points entered out of a maximum, the
weight in the maximum. "Counted" leaves the multiplication to the rubric: a weight is the ``each`` of a ``count``
criterion whose mark is the score in tenths. Peers are given the same decimals, which they turn into floats, and once
more a float matrix that is ready.

Times are medians of runs that take turns, so that a busy machine slows all of them. A criterion remembers what the
numbers it has met are worth, as in a meeting, where each key scores the same table again; "met for the first time" is a
rubric that has never scored anything.
"""

from __future__ import annotations

import cProfile
import importlib.util
import pstats
import random
import statistics
import sys
import time
import warnings
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

import attrs

from emulation.bloc import Unit
from emulation.contest import Contest
from emulation.explanation import Explanation, explain
from emulation.marks import Given, Marks
from emulation.procedure import RankingRules
from emulation.ranking import rank
from emulation.rubric import Count, Criterion, Judged, Rubric, Section
from emulation.scoring import score
from emulation.text import Text

if TYPE_CHECKING:
    from collections.abc import Callable

Table = tuple[list[list[Decimal]], list[Decimal]]
TENTH = Decimal("0.1")
TIES = RankingRules(("core",), ())


def table(units: int, criteria: int, seed: int = 7) -> Table:
    """Scores from 5 to 10 with one decimal, a row a unit, and the criteria's weights with two decimals."""
    draw = random.Random(seed)  # noqa: S311  (a table of figures, no secret)
    scores = [[Decimal(draw.randrange(50, 101)) / 10 for _ in range(criteria)] for _ in range(units)]
    return scores, [Decimal(draw.randrange(1, 20)) / 100 for _ in range(criteria)]


def contest_of(one: Table, *, judged: bool = False) -> tuple[Contest, Marks]:
    """The table as a rubric, with marks that make the same weighted totals."""
    scores, weights = one
    criteria = tuple(
        Criterion(f"C{n}", Text(), 20 * weight, Judged() if judged else Count(each=weight * TENTH))
        for n, weight in enumerate(weights)
    )
    whole = sum((criterion.max for criterion in criteria), Decimal(0))
    rubric = Rubric("bench", "1", Text(), whole, Decimal("0.001"), (Section("S", Text(), whole, "core", criteria),))
    units = tuple(Unit(f"u{n}", Text(), f"U{n}") for n in range(len(scores)))
    marks = {
        unit.id: {
            criterion.id: Given(value * weight if judged else value * 10)
            for criterion, value, weight in zip(criteria, row, weights, strict=True)
        }
        for unit, row in zip(units, scores, strict=True)
    }
    return Contest(rubric, units, 2022, ranking=TIES), Marks(verified=marks)


def explained(contest: Contest, marks: Marks) -> dict[str, Explanation]:
    """Totals, ranks and the explanation of every figure and every rank; what one says is worked out when it is read."""
    return explain(contest, marks, rank(contest, score(contest, marks)))


def read(explanations: dict[str, Explanation]) -> int:
    """The number of figures whose arithmetic was read: all of them."""
    waiting = [section for one in explanations.values() for section in one.sections]
    figures = 0
    while waiting:
        one = waiting.pop()
        figures += one.how is not None
        waiting += one.parts
    return figures


def ranks_of(contest: Contest, marks: Marks) -> list[int]:
    """Competition ranks in the units' order."""
    ranks = {standing.unit: standing.rank or 0 for standing in rank(contest, score(contest, marks))}
    return [ranks[unit.id] for unit in contest.units]


def competition(totals: list[Decimal] | list[float] | list[Fraction]) -> list[int]:
    """Competition ranks of totals, the most first."""
    order = sorted(totals, reverse=True)
    return [order.index(total) + 1 for total in totals]


def on_paper(one: Table) -> list[int]:
    """The ranks that a person with paper and patience finds."""
    scores, weights = one
    return competition([sum((Fraction(w) * Fraction(s) for w, s in zip(weights, row, strict=True))) for row in scores])


def by_float(one: Table) -> list[int]:
    """The ranks of float sums."""
    scores, weights = one
    factors = [float(weight) for weight in weights]
    return competition([sum(w * float(s) for w, s in zip(factors, row, strict=True)) for row in scores])


def floats(one: Table) -> tuple[list[list[float]], list[float]]:
    """The table as floats."""
    scores, weights = one
    return [[float(score) for score in row] for row in scores], [float(weight) for weight in weights]


def skcriteria_ranks(matrix: list[list[float]], weights: list[float]) -> list[int]:
    """The ranks of scikit-criteria's weighted sum; its dense ranks made competition ranks."""
    from skcriteria import mkdm  # noqa: PLC0415
    from skcriteria.agg.simple import WeightedSumModel  # noqa: PLC0415

    ranks = WeightedSumModel().evaluate(mkdm(matrix, [max] * len(weights), weights=weights)).rank_
    return ranks.tolist()


def pymcdm_ranks(matrix: list[list[float]], weights: list[float]) -> list[int]:
    """The ranks of pymcdm's weighted sum, with columns left as they are."""
    import numpy as np  # noqa: PLC0415
    from pymcdm.methods import WSM  # noqa: PLC0415

    factors = np.array(weights, float)
    body = WSM(normalization_function=lambda column, cost=False: column)  # noqa: ARG005
    return competition(body(np.array(matrix, float), factors / factors.sum(), np.ones(len(factors))).tolist())


def dense_to_competition(ranks: list[int]) -> list[int]:
    """1, 2, 2, 3 made 1, 2, 2, 4."""
    return [1 + sum(other < own for other in ranks) for own in ranks]


PEERS = {"scikit-criteria": ("skcriteria", skcriteria_ranks), "pymcdm": ("pymcdm", pymcdm_ranks)}


def installed_peers() -> dict[str, Callable[[list[list[float]], list[float]], list[int]]]:
    """The peers that can be imported; a line for each that cannot."""
    found = {}
    for name, (package, ranks) in PEERS.items():
        if importlib.util.find_spec(package) is None:
            print(f"{name} is not installed: skipped")
        else:
            found[name] = ranks
    return found


def in_turns(runs: dict[str, Callable[[], object]], rounds: int) -> dict[str, float]:
    """The median time of each in milliseconds, the runs taking turns after one that is not counted."""
    times: dict[str, list[float]] = {name: [] for name in runs}
    for turn in range(rounds + 1):
        for name, run in runs.items():
            start = time.perf_counter()
            run()
            if turn:
                times[name].append((time.perf_counter() - start) * 1000)
    return {name: statistics.median(taken) for name, taken in times.items()}


def speed(units: int, criteria: int) -> None:
    """Totals and ranks of one table, on everything that is installed."""
    one = table(units, criteria)
    matrix, weights = floats(one)
    counted, judged = contest_of(one), contest_of(one, judged=True)
    if ranks_of(*counted) != on_paper(one) or ranks_of(*judged) != on_paper(one):
        raise SystemExit("emulation's ranks are not those on paper")
    contest, marks = counted
    new = iter(range(10**6))

    def first_time() -> object:
        rubric = attrs.evolve(contest.rubric, version=str(next(new)))
        return ranks_of(attrs.evolve(contest, rubric=rubric), marks)

    runs: dict[str, Callable[[], object]] = {
        "emulation, judged": lambda: ranks_of(*judged),
        "emulation, counted": lambda: ranks_of(*counted),
        "emulation, met for the first time": first_time,
        "emulation, all explained": lambda: explained(*judged),
        "emulation, and all of it read": lambda: read(explained(*judged)),
    }
    for name, ranks in installed_peers().items():
        runs[name] = lambda ranks=ranks: ranks(*floats(one))
        runs[f"{name}, matrix ready"] = lambda ranks=ranks: ranks(matrix, weights)
    print(f"\n{units} units x {criteria} criteria: totals and ranks")
    times = in_turns(runs, 61)
    counted_time, judged_time = times["emulation, counted"], times["emulation, judged"]
    explained_time = times["emulation, all explained"]
    for name, taken in times.items():
        ratios = f"   emulation takes {judged_time / taken:.2f} of it (judged), {counted_time / taken:.2f} (counted)"
        if name == "pymcdm":
            ratios += f", {explained_time / taken:.2f} (all explained)"
        print(f"  {name:34} {taken:8.2f} ms{'' if name.startswith('emulation') else ratios}")


def tied_tables(number: int = 300, units: int = 8, criteria: int = 6, seed: int = 3) -> list[Table]:
    """Tables in which the last unit's total is made equal, on paper, to the first's."""
    draw = random.Random(seed)  # noqa: S311
    found: list[Table] = []
    while len(found) < number:
        scores, weights = table(units, criteria, draw.randrange(10**9))
        gains, loses = draw.sample(range(criteria), 2)
        twin = list(scores[0])
        twin[gains] += TENTH * weights[loses] * 100
        twin[loses] -= TENTH * weights[gains] * 100
        if all(0 <= value <= 20 for value in twin):
            scores[-1] = twin
            found.append((scores, weights))
    return found


def equal_totals() -> None:
    """How many of 300 tables with two totals equal on paper each of them orders wrongly."""
    tables = tied_tables()
    found: dict[str, Callable[[Table], list[int]]] = {
        "emulation, judged": lambda one: ranks_of(*contest_of(one, judged=True)),
        "emulation, counted": lambda one: ranks_of(*contest_of(one)),
        "float sums": by_float,
    }
    for name, ranks in installed_peers().items():
        found[name] = lambda one, ranks=ranks: dense_to_competition(ranks(*floats(one)))
    print(f"\n{len(tables)} tables of 8 x 6 in which two totals are equal on paper: tables misordered")
    for name, ranks_in in found.items():
        print(f"  {name:32} {sum(ranks_in(one) != on_paper(one) for one in tables):4}")


def open_totals(units: int = 60, criteria: int = 60) -> None:
    """Open totals and the ranks still possible after one entry, from a fifth of the cells blank."""
    contest, marks = contest_of(table(units, criteria))
    draw = random.Random(1)  # noqa: S311
    verified = {
        unit: {name: mark for name, mark in row.items() if draw.randrange(5)} for unit, row in marks.verified.items()
    }
    entry = Given(Decimal(70))

    def after_one_entry() -> None:
        unit = f"u{draw.randrange(units)}"
        verified[unit] = {**verified[unit], f"C{draw.randrange(criteria)}": entry}
        rank(contest, score(contest, Marks(verified=verified)))

    taken = in_turns({"entry": after_one_entry}, 31)["entry"]
    print(f"\n{units} x {criteria}, a fifth blank: open totals and possible ranks after one entry")
    print(f"  {taken:.1f} ms, {taken / 50:.2f} of the 50 ms that may pass between a key and its screen")


def profile() -> None:
    """Where the time of 200 x 60 goes."""
    contest, marks = contest_of(table(200, 60))
    ranks_of(contest, marks)
    with cProfile.Profile() as taken:
        for _ in range(10):
            ranks_of(contest, marks)
    pstats.Stats(taken).sort_stats("tottime").print_stats(14)


def main() -> None:
    """Print everything."""
    warnings.simplefilter("ignore")  # the peers' own
    if "--profile" in sys.argv:
        profile()
        return
    speed(200, 60)
    speed(12, 30)
    equal_totals()
    open_totals()


if __name__ == "__main__":
    main()
