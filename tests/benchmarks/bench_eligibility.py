"""Awards judged with full trees, beside a hand-written loop and two rule engines.

Every contestant answers the same question: which of ten awards is each person eligible for? An award needs so many
years of the title below it, an initiative, a good grade and a score; and nobody under discipline gets any. This
project makes a verdict for each, with a node for every condition and bar, from the records as they stand in
``candidates.toml``. The loop reads four figures that have been worked out for it and keeps value, bound and answer of
each condition. The rule engines give a bare yes or no on the same figures.

The bars that were set: at most 2.5 times the loop, and faster than either engine (both optional: ``pip install
rule-engine business-rules``).

Run: python tests/benchmarks/bench_eligibility.py [number of people]
"""

from __future__ import annotations

import gc
import importlib
import random
import statistics
import sys
import time
import warnings
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from emulation.awards.conditions import All, Basis, BlocScore, Clause, Graded, Holds, Recognised, UnderDiscipline
from emulation.awards.dossier import Context
from emulation.awards.facts import AwardHeld, BlocResult, Candidate, Discipline, Initiative, YearOnRecord
from emulation.awards.judging import bind, judge_all
from emulation.awards.rulebook import Award, Bar, Rulebook
from emulation.text import Text

if TYPE_CHECKING:
    from collections.abc import Callable

AWARDS = [(1 + number % 5, 50 + 5 * (number % 9)) for number in range(10)]
"""Years of the title below, and the score, that each award needs."""

Figures = dict[str, Any]
Answers = list[list[bool]]


def people(count: int) -> list[Figures]:
    """Figures of that many people, as a loop would want them."""
    chance = random.Random(2026)  # noqa: S311
    return [
        {
            "years": chance.randrange(8),
            "initiatives": chance.randrange(3),
            "discipline": chance.random() < 0.05,
            "score": chance.randrange(40, 101),
        }
        for _ in range(count)
    ]


def on_record(number: int, figures: Figures) -> Candidate:
    """The same person as a record."""
    disciplines = (Discipline(date(2026, 6, 1)),) if figures["discipline"] else ()
    return Candidate(
        f"p{number}",
        Text.same("x"),
        "individual",
        joined=date(2010, 1, 1),
        years=(YearOnRecord(2026, "good"),),
        awards=tuple(AwardHeld("below", 2026 - year) for year in range(figures["years"])),
        initiatives=tuple(Initiative(f"i{n}", recognised=date(2026, 5, 1)) for n in range(figures["initiatives"])),
        disciplines=disciplines,
        blocs=(BlocResult("ministry", 2026, 1, Decimal(figures["score"])),),
    )


def rulebook() -> Rulebook:
    """The ten awards, and the bar."""
    basis = Basis("law", "1")

    def award(number: int, years: int, score: int) -> Award:
        conditions = (Holds("below", years), Recognised("grassroots"), Graded("good"), BlocScore(Decimal(score)))
        require = Clause(All(tuple(Clause(one) for one in conditions)))
        name = Text.same("x")
        return Award(f"award-{number}", name, "title", "individual", require, basis=basis, evidence="text")

    awards = tuple(award(number, years, score) for number, (years, score) in enumerate(AWARDS))
    bar = Bar("discipline", UnderDiscipline(), basis=basis, evidence="text")
    return Rulebook("bench", awards=awards, bars=(bar,))


def by_loop(everybody: list[Figures]) -> list[list[tuple[bool, Any]]]:
    """The loop that somebody would write by hand, keeping what it compared."""
    rows = []
    for figures in everybody:
        row = []
        for years, score in AWARDS:
            parts = (
                ("years", figures["years"], ">=", years, figures["years"] >= years),
                ("initiatives", figures["initiatives"], ">=", 1, figures["initiatives"] >= 1),
                ("discipline", figures["discipline"], "==", False, figures["discipline"] is False),
                ("score", figures["score"], ">=", score, figures["score"] >= score),
            )
            row.append((all(part[4] for part in parts), parts))
        rows.append(row)
    return rows


def by_rule_engine(everybody: list[Figures]) -> Answers:
    """Answers alone."""
    engine = importlib.import_module("rule_engine")
    rules = [
        engine.Rule(f"years >= {years} and initiatives >= 1 and discipline == false and score >= {score}")
        for years, score in AWARDS
    ]
    return [[rule.matches(figures) for rule in rules] for figures in everybody]


def by_business_rules(everybody: list[Figures]) -> Answers:
    """Answers alone."""
    engine = importlib.import_module("business_rules.engine")
    variables = importlib.import_module("business_rules.variables")

    def reading(name: str, kind: Callable[[Any], Any]) -> Any:
        def read(self: Any) -> Any:
            return self.figures[name]

        read.__name__ = name
        return kind(read)

    members = {name: reading(name, variables.numeric_rule_variable) for name in ("years", "initiatives", "score")}
    members["discipline"] = reading("discipline", variables.boolean_rule_variable)
    members["__init__"] = lambda self, figures: setattr(self, "figures", figures)
    of_person = type("OfPerson", (variables.BaseVariables,), members)
    rules = [
        {
            "all": [
                {"name": "years", "operator": "greater_than_or_equal_to", "value": years},
                {"name": "initiatives", "operator": "greater_than_or_equal_to", "value": 1},
                {"name": "discipline", "operator": "is_false", "value": None},
                {"name": "score", "operator": "greater_than_or_equal_to", "value": score},
            ]
        }
        for years, score in AWARDS
    ]
    return [[engine.check_conditions_recursively(rule, of_person(figures)) for rule in rules] for figures in everybody]


def timed(job: Callable[[], Any], repeat: int = 3) -> tuple[float, Any]:
    """The median of the seconds that the job took, and what it gave the last time."""
    seconds = []
    result: Any = None
    for _ in range(repeat):
        result = None
        gc.collect()
        start = time.perf_counter()
        result = job()
        seconds.append(time.perf_counter() - start)
    return statistics.median(seconds), result


def main() -> None:
    """Prints the times side by side, as multiples of the loop's."""
    warnings.simplefilter("ignore")
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    everybody = people(count)
    candidates = [on_record(number, figures) for number, figures in enumerate(everybody)]
    context = Context(date(2026, 12, 31), 2026, complete_from=2000, complete_until=2026)
    base, rows = timed(lambda: by_loop(everybody))
    expected = [[answer for answer, _ in row] for row in rows]
    del rows

    def by_verdicts() -> list[Any]:
        return list(judge_all(candidates, bind([rulebook()]), context))

    def answers(verdicts: list[Any]) -> Answers:
        said = [verdict.status == "eligible" for verdict in verdicts]
        return [said[start : start + len(AWARDS)] for start in range(0, len(said), len(AWARDS))]

    print(f"{count} people, {len(AWARDS)} awards")
    print(f"{'loop, value and bound kept':32}{base * 1000:9.1f} ms{1.0:8.2f}")
    seconds, verdicts = timed(by_verdicts)
    agree = answers(verdicts) == expected
    del verdicts
    _report("emulation, full verdicts", seconds, base, agree=agree)
    contestants = (("rule-engine, answer alone", by_rule_engine), ("business-rules, answer alone", by_business_rules))
    for name, engine in contestants:
        try:
            seconds, answered = timed(lambda engine=engine: engine(everybody))  # type: ignore[misc]
        except ModuleNotFoundError as missing:
            print(f"{name:32}skipped: no module {missing.name}")
            continue
        _report(name, seconds, base, agree=answered == expected)


def _report(name: str, seconds: float, base: float, *, agree: bool) -> None:
    print(f"{name:32}{seconds * 1000:9.1f} ms{seconds / base:8.2f}  {'same answers' if agree else 'ANSWERS DIFFER'}")


if __name__ == "__main__":
    main()
