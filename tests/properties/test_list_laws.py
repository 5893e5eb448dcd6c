"""The laws of nomination lists: caps, initiatives spent once, cost and order."""

from __future__ import annotations

import itertools
from decimal import Decimal
from fractions import Fraction
from typing import Any

import attrs
from hypothesis import given, strategies as st

from emulation.awards.conditions import Clause, Graded, Holds
from emulation.awards.lists.caps import apply_caps
from emulation.awards.lists.cost import TENS_OF_THOUSANDS, cost, prize_money
from emulation.awards.lists.nominee import Nominee
from emulation.awards.lists.order import in_order
from emulation.awards.lists.spending import assign
from emulation.awards.rulebook import Award, Cap, Population
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


@given(lists(), st.lists(caps(), max_size=3), populations())
def test_nobody_cut_stands_before_somebody_taken_by_the_same_cap(
    listed: list[Nominee], named: list[Cap], given_sizes: list[Population]
) -> None:
    places = apply_caps(listed, named, given_sizes).places
    for ahead, behind in itertools.combinations(places, 2):
        if ahead.outcome == "cut" and behind.outcome == "taken":
            assert all(cap.per == "unit" and ahead.nominee.unit != behind.nominee.unit for cap in ahead.by)


@given(lists(), caps("list"), sizes, st.integers(0, 5), SHARES)
def test_caps_are_monotone_in_population_and_percentage(
    listed: list[Nominee], cap: Cap, size: int, more: int, share: Fraction
) -> None:
    def taken(one: Cap, population: int) -> set[str]:
        places = apply_caps(listed, [one], [Population(one.of, population)]).places
        return {place.nominee.candidate for place in places if place.outcome == "taken"}

    assert taken(cap, size) <= taken(cap, size + more)
    assert taken(cap, size) <= taken(attrs.evolve(cap, at_most=max(cap.at_most, share)), size)


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
    assert tuple(way is not None for way in chosen) == max(patterns, key=lambda one: (sum(one), one))


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
