"""The laws of nomination lists: caps, initiatives spent once, cost, order and posting."""

from __future__ import annotations

import itertools
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

import attrs
from hypothesis import given, settings, strategies as st

from emulation.awards.conditions import All, AnyOf, Clause, Graded, Holds, Recognised
from emulation.awards.dossier import Context
from emulation.awards.facts import Candidate, Initiative, YearOnRecord
from emulation.awards.judging import bind, judge
from emulation.awards.lists.caps import apply_caps, each_alone, waiting
from emulation.awards.lists.cost import TENS_OF_THOUSANDS, cost, prize_money
from emulation.awards.lists.nominee import Nominee
from emulation.awards.lists.order import in_order
from emulation.awards.lists.posting import to_post
from emulation.awards.lists.spending import assign, spending
from emulation.awards.rulebook import Award, Cap, Population, Posting, Rulebook
from emulation.text import Text

UNITS = ("a", "b", "c")
STATUSES: Any = ("eligible", "eligible", "unknown", "not-eligible", "barred")
SHARES = st.fractions(0, 1, max_denominator=10)


@st.composite
def lists(draw: st.DrawFn, most: int = 9) -> list[Nominee]:
    lines = draw(st.lists(st.tuples(st.sampled_from(STATUSES), st.sampled_from(UNITS)), max_size=most))
    return [Nominee(f"c{place}", "flag", status, unit) for place, (status, unit) in enumerate(lines)]


@st.composite
def caps(draw: st.DrawFn, per: Any = None) -> Cap:
    rounding = draw(st.sampled_from(["floor", "half-up", "ceiling"]))
    scope = per or draw(st.sampled_from(["list", "unit"]))
    evidence = draw(st.sampled_from(["text", "text", "restated", "superseded"]))
    of = draw(st.sampled_from(["known", "other", "lost"]))
    return Cap("flag", draw(SHARES), of, scope, rounding, evidence=evidence)


sizes = st.integers(0, 12)


@st.composite
def populations(draw: st.DrawFn) -> list[Population]:
    return [Population(name, draw(sizes), unit) for name in ("known", "other") for unit in ("", *UNITS)]


def taken_by_hand(listed: list[Nominee], named: list[Cap], given_sizes: dict[tuple[str, str], int]) -> list[bool]:
    """Who is taken of a list on which everything is known, by the rule as it reads."""
    taken: list[Nominee] = []
    answers = []
    for one in listed:
        fits = one.sure and all(
            sum(cap.per == "list" or other.unit == one.unit for other in taken)
            < limit_by_hand(cap, given_sizes[cap.of, one.unit if cap.per == "unit" else ""])
            for cap in named
        )
        answers.append(fits)
        taken += [one] * fits
    return answers


def limit_by_hand(cap: Cap, size: int) -> int:
    exact = cap.at_most * size
    whole = int(exact)
    match cap.rounding:
        case "floor":
            return whole
        case "half-up":
            return whole + (exact - whole >= Fraction(1, 2))
        case "ceiling":
            return whole + (exact > whole)


@given(lists(6), st.lists(caps(), max_size=3), populations())
def test_a_place_is_certain_exactly_if_every_filling_agrees(
    listed: list[Nominee], named: list[Cap], given_sizes: list[Population]
) -> None:
    known = [cap for cap in named if cap.of != "lost"]
    cutting = [cap for cap in known if cap.evidence != "superseded"]
    table = {(one.name, one.unit): one.size for one in given_sizes}
    unknown = [place for place, one in enumerate(listed) if one.status == "unknown"]
    seen: list[set[bool]] = [set() for _ in listed]
    for answers in itertools.product(["eligible", "not-eligible"], repeat=len(unknown)):
        filled = list(listed)
        for place, status in zip(unknown, answers, strict=True):
            filled[place] = attrs.evolve(filled[place], status=status)
        for place, taken in enumerate(taken_by_hand(filled, cutting, table)):
            if filled[place].sure:
                seen[place].add(taken)
    for place, possible in zip(apply_caps(listed, known, given_sizes).places, seen, strict=True):
        if not place.nominee.possible:
            assert place.outcome == "none"
        elif possible == {False}:
            assert place.outcome == "cut"
        elif place.nominee.sure and possible == {True}:
            assert place.outcome == "taken"
        else:
            assert place.outcome == "unknown"


@given(lists(), st.lists(caps(), max_size=3), populations(), st.randoms(use_true_random=False))
def test_a_place_is_certain_once_all_that_it_waits_for_is_known(
    listed: list[Nominee], named: list[Cap], given_sizes: list[Population], chance: Any
) -> None:
    known = [cap for cap in named if cap.of != "lost"]
    capped = apply_caps(listed, known, given_sizes)
    for number, (place, waits_for) in enumerate(zip(capped.places, waiting(capped), strict=True)):
        assert bool(waits_for) <= (place.outcome == "unknown")
        if place.nominee.sure and place.outcome == "unknown":
            assert waits_for
            filled = [
                attrs.evolve(one, status=chance.choice(["eligible", "not-eligible"]))
                if one.candidate in waits_for
                else one
                for one in listed
            ]
            assert apply_caps(filled, known, given_sizes).places[number].outcome in ("taken", "cut")


@given(lists(), st.lists(caps(), max_size=3), populations())
def test_nobody_cut_stands_before_somebody_taken_by_the_same_cap(
    listed: list[Nominee], named: list[Cap], given_sizes: list[Population]
) -> None:
    places = apply_caps(listed, named, given_sizes).places
    for ahead, behind in itertools.combinations(places, 2):
        if ahead.outcome == "cut" and behind.outcome == "taken":
            assert all(cap.per == "unit" and ahead.nominee.unit != behind.nominee.unit for cap in ahead.by)


@given(lists(), caps(), populations(), st.integers(0, 5), SHARES)
def test_caps_are_monotone_in_population_and_percentage(
    listed: list[Nominee], cap: Cap, given_sizes: list[Population], more: int, share: Fraction
) -> None:
    def taken(one: Cap, populations: list[Population]) -> set[str]:
        places = apply_caps(listed, [one], populations).places
        return {place.nominee.candidate for place in places if place.outcome == "taken"}

    larger = [attrs.evolve(one, size=one.size + more) for one in given_sizes]
    assert taken(cap, given_sizes) <= taken(cap, larger)
    assert taken(cap, given_sizes) <= taken(attrs.evolve(cap, at_most=max(cap.at_most, share)), given_sizes)


@given(lists(), st.lists(caps(), max_size=4), populations())
def test_a_reading_is_its_cap_alone_and_sure(
    listed: list[Nominee], named: list[Cap], given_sizes: list[Population]
) -> None:
    disputed = {per for per in ("list", "unit") if len({cap.of for cap in named if cap.per == per}) > 1}
    readings = each_alone(listed, named, given_sizes)
    assert [cap for cap, _ in readings] == ([cap for cap in named if cap.per in disputed] if listed else [])
    for cap, capped in readings:
        assert capped.places == tuple(
            attrs.evolve(place, by=(cap,) if place.by else ())
            for place in apply_caps(listed, [attrs.evolve(cap, evidence="text")], given_sizes).places
        )


@given(lists(), st.lists(caps(), max_size=3), populations())
def test_a_cap_that_is_not_sure_enough_changes_no_place(
    listed: list[Nominee], named: list[Cap], given_sizes: list[Population]
) -> None:
    weak = [attrs.evolve(cap, evidence="reported", at_most=Fraction(0)) for cap in named]
    together = apply_caps(listed, [*named, *weak], given_sizes)
    assert together.places == apply_caps(listed, named, given_sizes).places


ways = st.lists(st.frozensets(st.sampled_from("ijkl"), max_size=3), max_size=3).map(tuple)


@given(st.lists(ways, max_size=5))
def test_the_assignment_is_the_best_of_all_that_there_are(needs: list[Any]) -> None:
    def proper(chosen: tuple[Any, ...]) -> bool:
        used = [one for way in chosen if way is not None for one in way]
        return len(used) == len(set(used))

    everything = [chosen for chosen in itertools.product(*((*need, None) for need in needs)) if proper(chosen)]
    patterns = [tuple(way is not None for way in chosen) for chosen in everything]
    chosen = assign(needs)
    assert chosen in everything
    assert sum(way is not None for way in chosen) == max(map(sum, patterns))


@given(st.lists(ways, max_size=5))
def test_ties_between_assignments_go_to_the_order_of_the_list(needs: list[Any]) -> None:
    chosen = tuple(way is not None for way in assign(needs))
    for others in itertools.product([True, False], repeat=len(needs)):
        if sum(others) == sum(chosen) and others > chosen:
            kept = [need for need, met in zip(needs, others, strict=True) if met]
            assert None in assign(kept)  # who would stand before them cannot all be met


SCOPES: Any = st.sampled_from(["grassroots", "ministry"])
unspent = st.builds(lambda scope, times: Clause(Recognised(scope, times=times, unused=True)), SCOPES, st.integers(1, 2))
either = st.sampled_from(["excellent", "good"]).flatmap(
    lambda grade: unspent.map(lambda one: Clause(AnyOf((Clause(Graded(grade)), one))))
)
both = st.tuples(unspent, unspent).map(lambda two: Clause(AnyOf(two)))
whole = st.tuples(unspent, either).map(lambda two: Clause(All(two)))
FOUND = date(2025, 5, 1)
THEN = Context(date(2025, 12, 31), 2025, complete_from=2000, complete_until=2025)


@settings(max_examples=60)
@given(st.lists(SCOPES, max_size=3), st.lists(unspent | either | both | whole, min_size=1, max_size=3))
def test_the_proposal_meets_as_many_awards_as_any_sharing_of_the_initiatives(
    scopes: list[Any], requirements: list[Clause]
) -> None:
    made = [
        Award(f"a{n}", Text.same("x"), "title", "individual", one, evidence="text")
        for n, one in enumerate(requirements)
    ]
    book = bind([Rulebook("x", awards=tuple(made))])
    recognised = [Initiative(f"i{n}", scope=scope, recognised=FOUND) for n, scope in enumerate(scopes)]

    def judged(award: str, initiatives: list[Initiative]) -> Any:
        year = (YearOnRecord(2025, "good"),)
        return judge(
            Candidate("p", Text.same("P"), "individual", years=year, initiatives=tuple(initiatives)), award, book, THEN
        )

    verdicts = [judged(one.id, recognised) for one in made]
    wanting = [one.award for one in verdicts if one.status == "eligible"]
    met = max(
        sum(
            judged(award, [one for one, taker in zip(recognised, takers, strict=True) if taker == award]).status
            == "eligible"
            for award in wanting
        )
        for takers in itertools.product(wanting or [""], repeat=len(recognised))
    )
    found = list(spending(verdicts))
    assert len(wanting) - sum(len(one.short) for one in found) == met
    for one in found:
        used = [initiative for several in one.given.values() for initiative in several]
        assert len(used) == len(set(used))
        for award, several in one.given.items():
            assert judged(award, [one for one in recognised if one.id in several]).status == "eligible"


def award(name: str, prize: str, years: int, kind: Any = "title") -> Award:
    require = Clause(Holds("x", years, in_a_row=True) if years > 1 else Graded("good"))
    return Award(name, Text.same(name), kind, "individual", require, prize=Decimal(prize))


AWARDS = {
    one.id: one
    for one in (
        award("t1", "0.3", 1),
        award("t2", "1.0", 1),
        award("t3", "3.0", 3),
        award("f1", "1.5", 1, "commendation"),
        award("f2", "3.5", 1, "commendation"),
    )
}
nominated = st.builds(Nominee, st.sampled_from("pqr"), st.sampled_from([*AWARDS]), st.sampled_from(STATUSES))


@given(st.lists(nominated, unique_by=lambda one: (one.candidate, one.award)), st.integers(1, 4_000_000))
def test_cost_is_additive_over_candidates(listed: list[Nominee], salary: int) -> None:
    whole = cost(listed, AWARDS, salary)
    assert whole.total == sum(cost([one for one in listed if one.candidate == c], AWARDS, salary).total for c in "pqr")
    assert whole.total == sum(whole.by_award.values()) == sum(whole.by_unit.values())
    assert whole.total <= sum(cost([one], AWARDS, salary).total for one in listed)


@given(st.decimals(0, 50, places=1), st.integers(0, 10_000_000))
def test_a_prize_is_the_least_round_amount_that_is_not_too_little(prize: Decimal, salary: int) -> None:
    amount = prize_money(prize, salary)
    assert amount % TENS_OF_THOUSANDS == 0
    assert 0 <= amount - Fraction(prize) * salary < TENS_OF_THOUSANDS


@given(st.lists(nominated), st.randoms(use_true_random=False))
def test_the_order_of_presenting_is_the_same_from_any_start(listed: list[Nominee], chance: Any) -> None:
    shuffled = chance.sample(listed, len(listed))
    assert [one.award for one in in_order(shuffled, AWARDS)] == [one.award for one in in_order(listed, AWARDS)]


@given(st.dates(date(2025, 1, 1), date(2027, 12, 31)), st.integers(0, 40))
def test_a_posting_is_in_time_exactly_after_ten_working_days(start: date, days: int) -> None:
    council = start + timedelta(days)
    between = [start + timedelta(n + 1) for n in range(days)]
    posting = Posting(("cstd-toan-quoc",), start, council=council)
    (one,) = to_post([Nominee("p", "cstd-toan-quoc", "eligible")], [posting], (), date(2025, 7, 1))
    assert one.enough == (sum(day.isoweekday() <= 5 for day in between) >= 10)
