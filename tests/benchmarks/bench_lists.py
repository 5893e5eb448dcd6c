"""A nomination list, beside the time of judging the people on it.

Every nominee stands on the list for one of fifty awards, half of which spend an initiative; each award has a cap on
the list and one per unit. Judged is everybody who is put forward, once; then the whole list is made of the verdicts:
order, caps, readings, initiatives, balance, cost and deadlines.

The bar that was set: at most twice the time of judging.

Run: python tests/benchmarks/bench_lists.py [number of nominees]
"""

from __future__ import annotations

import gc
import random
import statistics
import sys
import time
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from emulation.awards.conditions import All, Basis, Clause, Graded, Holds, Recognised, UnderDiscipline
from emulation.awards.dossier import Context
from emulation.awards.facts import AwardHeld, Candidate, Discipline, Initiative, YearOnRecord
from emulation.awards.judging import bind, judge
from emulation.awards.lists.listing import nomination_list
from emulation.awards.rulebook import Award, Bar, Cap, Fund, Population, Rulebook, Rules
from emulation.bloc import Staff, Unit
from emulation.text import Text

if TYPE_CHECKING:
    from collections.abc import Callable

AWARDS, UNITS = 50, 40
NAME = Text.same("x")
DAY = date(2026, 12, 31)


def people(count: int) -> list[Candidate]:
    """So many persons with records of some years."""
    chance = random.Random(2026)  # noqa: S311
    return [
        Candidate(
            f"p{number}",
            NAME,
            "individual",
            unit=f"u{chance.randrange(UNITS)}",
            work="leader" if chance.random() < 0.3 else "direct",
            joined=date(2010, 1, 1),
            years=(YearOnRecord(2026, "good" if chance.random() < 0.9 else None),),
            awards=tuple(AwardHeld("below", 2026 - year) for year in range(chance.randrange(8))),
            initiatives=tuple(Initiative(f"i{n}", recognised=date(2026, 5, 1)) for n in range(chance.randrange(3))),
            disciplines=(Discipline(date(2026, 6, 1)),) if chance.random() < 0.05 else (),
        )
        for number in range(count)
    ]


def rulebook() -> Rulebook:
    """The awards, with a bar and two caps on each."""
    basis = Basis("law", "1")

    def award(number: int) -> Award:
        conditions: list[Any] = [Holds("below", 1 + number % 5), Graded("good")]
        conditions += [Recognised("grassroots", unused=True)] * (number % 2)
        require = Clause(All(tuple(Clause(one) for one in conditions)))
        name = f"award-{number}"
        return Award(name, NAME, "title", "individual", require, prize=Decimal("0.3"), basis=basis, evidence="text")

    caps = [
        Cap(f"award-{number}", Fraction(1, 5), f"below-{number}", per, evidence="text")
        for number in range(AWARDS)
        for per in ("list", "unit")
    ]
    bar = Bar("discipline", UnderDiscipline(), basis=basis, evidence="text")
    return Rulebook("bench", awards=tuple(award(n) for n in range(AWARDS)), bars=(bar,), caps=tuple(caps))


def timed(job: Callable[[], Any], repeat: int = 5) -> tuple[float, Any]:
    """The median of the processor's seconds that the job took, and what it gave the last time."""
    seconds = []
    result: Any = None
    for _ in range(repeat):
        result = None
        gc.collect()
        start = time.process_time()
        result = job()
        seconds.append(time.process_time() - start)
    return statistics.median(seconds), result


def main() -> None:
    """Prints both times, and the one as a multiple of the other."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    everybody = people(count)
    # A person in four is put forward for a second award, so that there are initiatives to share out.
    persons = everybody[: count * 4 // 5]
    put_forward = [(one, f"award-{place % AWARDS}") for place, one in enumerate(persons)]
    put_forward += [(one, f"award-{(place + 2) % AWARDS}") for place, one in enumerate(persons[: count // 5])]
    book = rulebook()
    context = Context(DAY, 2026, complete_from=2000, complete_until=2026)
    units = [Unit(f"u{n}", NAME, f"U{n}", staff=Staff(leaders=100, direct=900)) for n in range(UNITS)]
    sizes = [Population(f"below-{n}", 500) for n in range(AWARDS)]
    sizes += [Population(f"below-{n}", 20, unit.id) for n in range(AWARDS) for unit in units]
    rules = Rules(populations=tuple(sizes), fund=Fund(Decimal(10**10), Decimal(2_340_000)))
    by_id = {one.id: one for one in everybody}

    def judged() -> list[Any]:
        bound = bind([book])
        return [judge(person, award, bound, context) for person, award in put_forward]

    base, verdicts = timed(judged)
    seconds, found = timed(lambda: nomination_list(verdicts, by_id, [book], rules, units, DAY))
    places = [place.outcome for place in found.capped.places]
    print(
        f"{len(put_forward)} nominees, {AWARDS} awards, {UNITS} units: "
        + ", ".join(f"{places.count(name)} {name}" for name in ("taken", "cut", "unknown", "none"))
    )
    print(f"{'judging, full verdicts':32}{base * 1000:9.1f} ms{1.0:8.2f}")
    print(f"{'the whole list':32}{seconds * 1000:9.1f} ms{seconds / base:8.2f}")
    print(f"{len(found.spending)} persons with an initiative that two awards want")


if __name__ == "__main__":
    main()
