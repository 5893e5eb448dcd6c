"""Nomination lists: caps, prizes and what they come to, on figures worked out by hand."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import attrs
import pytest

from emulation.awards.conditions import All, AnyOf, Basis, Clause, Confirm, Graded, Holds, Recognised
from emulation.awards.dossier import Context
from emulation.awards.facts import AwardHeld, Candidate, Initiative, YearOnRecord
from emulation.awards.judging import bind, judge
from emulation.awards.lists.balance import balance
from emulation.awards.lists.caps import apply_caps, each_alone, places_under
from emulation.awards.lists.cost import base_salary, cost, counted_years, forecast, prize_money
from emulation.awards.lists.deadlines import deadlines, working_days_after
from emulation.awards.lists.nominee import Nominee
from emulation.awards.lists.order import HEIGHTS, in_order
from emulation.awards.lists.spending import Spending, spending
from emulation.awards.rulebook import Award, Cap, Population, Rulebook
from emulation.bloc import Staff, Unit
from emulation.files.eligibility import shipped
from emulation.text import Text

if TYPE_CHECKING:
    from emulation.awards.verdict import Verdict

FLAG, TITLE = "co-thi-dua-chinh-phu", "cstd-co-so"


def listed(statuses: str, award: str = FLAG, units: str = "") -> list[Nominee]:
    words: dict[str, Any] = {"e": "eligible", "?": "unknown", "n": "not-eligible", "b": "barred"}
    return [
        Nominee(f"c{place}", award, words[one], units[place] if units else "u") for place, one in enumerate(statuses)
    ]


def cap(share: str = "20%", of: str = "leaders", **further: Any) -> Cap:
    at_most = Fraction(share.removesuffix("%")) / 100
    return Cap(FLAG, at_most, of, **{"evidence": "text", **further})


def outcomes(nominees: list[Nominee], *caps: Cap, **sizes: int) -> str:
    places = apply_caps(nominees, caps, [Population(name, size) for name, size in sizes.items()]).places
    return " ".join(place.outcome for place in places)


def test_the_first_of_the_list_take_the_places() -> None:
    assert outcomes(listed("eee"), cap(), leaders=10) == "taken taken cut"


def test_who_is_not_eligible_takes_none() -> None:
    assert outcomes(listed("nebe"), cap(), leaders=10) == "none taken none taken"


def test_an_unknown_one_ahead_makes_later_places_unknown_where_it_matters() -> None:
    assert outcomes(listed("?eee"), cap(), leaders=10) == "unknown taken unknown cut"


def test_an_unknown_one_is_cut_where_nobody_has_room() -> None:
    assert outcomes(listed("ee?"), cap(), leaders=10) == "taken taken cut"


def test_a_population_that_is_not_known_leaves_places_unknown() -> None:
    assert outcomes(listed("en"), cap()) == "unknown none"


def test_the_tightest_of_several_caps_decides_and_is_named() -> None:
    wide, tight = cap(of="all"), cap(of="some")
    capped = apply_caps(listed("eee"), [wide, tight], [Population("all", 10), Population("some", 5)])
    assert [place.outcome for place in capped.places] == ["taken", "cut", "cut"]
    assert capped.places[1].by == (tight,)
    assert capped.places[2].by == (wide, tight)  # it would be cut by either alone


def test_a_cap_per_unit_acts_in_each() -> None:
    nominees = listed("eeee", units="aabb")
    sizes = [Population("leaders", 5, "a"), Population("leaders", 10, "b")]
    capped = apply_caps(nominees, [cap(per="unit")], sizes)
    assert [place.outcome for place in capped.places] == ["taken", "cut", "taken", "taken"]
    assert [(use.unit, use.limit.low, use.taken, use.exceeded) for use in capped.uses] == [
        ("a", 1, 1, True),
        ("b", 2, 2, False),
    ]


def test_who_is_cut_in_the_unit_leaves_the_place_of_the_list_to_the_next() -> None:
    sizes = [Population("leaders", 10), Population("own", 5, "a"), Population("own", 5, "b")]
    capped = apply_caps(listed("eee", units="aab"), [cap(), cap(of="own", per="unit")], sizes)
    assert [place.outcome for place in capped.places] == ["taken", "cut", "taken"]


def test_a_population_that_is_an_award_of_the_list_is_counted_there() -> None:
    below = [Nominee(f"p{n}", "lao-dong-tien-tien", "eligible", "u") for n in range(10)]
    assert outcomes([*below, *listed("eee")], cap(of="lao-dong-tien-tien")).split()[10:] == ["taken", "taken", "cut"]


def test_unknown_ones_of_a_counted_population_leave_the_edge_open() -> None:
    below = [Nominee(f"p{n}", "lao-dong-tien-tien", "unknown" if n > 4 else "eligible", "u") for n in range(10)]
    assert outcomes([*below, *listed("eee")], cap(of="lao-dong-tien-tien")).split()[10:] == ["taken", "unknown", "cut"]


def test_a_weak_cap_cuts_nobody_and_is_seen_to_be_exceeded() -> None:
    capped = apply_caps(listed("eee"), [cap(evidence="superseded")], [Population("leaders", 10)])
    assert [place.outcome for place in capped.places] == ["taken"] * 3
    assert [(use.cuts, use.exceeded) for use in capped.uses] == [(False, True)]


def test_a_confirmed_cap_cuts() -> None:
    weak = cap(evidence="superseded", basis=Basis("decree", "11", "1"))
    capped = apply_caps(listed("eee"), [weak], [Population("leaders", 10)], [Confirm(FLAG, "decree", "11", "1")])
    assert [place.outcome for place in capped.places] == ["taken", "taken", "cut"]


@pytest.mark.parametrize(("rounding", "places"), [("floor", 2), ("half-up", 3), ("ceiling", 3)])
def test_places_are_rounded_exactly(rounding: Any, places: int) -> None:
    assert places_under(cap("25%", rounding=rounding), 10) == places
    assert places_under(cap("20%", rounding=rounding), 10) == 2


COUNCILS = {"Bac Ninh 2022": (12, 54, 10, 13), "Bac Ninh 2024": (10, 41, 8, 10), "Nam Dinh 2021": (11, 31, 6, 8)}
"""Flags of the government, flags of the province, and the places under 20 % of the latter and of both together."""


@pytest.mark.parametrize("council", COUNCILS)
def test_both_readings_of_a_councils_flags_stand_side_by_side(council: str) -> None:
    flags, province, of_province, of_both = COUNCILS[council]
    caps = [cap(of="province-flags"), cap(of="both-flags")]
    sizes = [Population("province-flags", province), Population("both-flags", province + flags)]
    readings = each_alone(listed("e" * flags), caps, sizes)
    taken = [sum(place.outcome == "taken" for place in capped.places) for _, capped in readings]
    assert taken == [min(flags, of_province), min(flags, of_both)]
    assert [capped.uses[0].limit.low for _, capped in readings] == [of_province, of_both]


def test_readings_say_what_each_cap_would_cut_even_where_none_is_sure() -> None:
    weak = [cap(of="few", evidence="reported"), cap(of="many", evidence="unconfirmed")]
    sizes = [Population("few", 5), Population("many", 10)]
    readings = each_alone(listed("eee"), weak, sizes)
    assert [[place.outcome for place in capped.places] for _, capped in readings] == [
        ["taken", "cut", "cut"],
        ["taken", "taken", "cut"],
    ]
    assert [place.outcome for place in apply_caps(listed("eee"), weak, sizes).places] == ["taken"] * 3


def award(name: str, prize: str, kind: Any = "title", require: Clause | None = None) -> Award:
    return Award(name, Text.same(name), kind, "individual", require or Clause(Graded("good")), prize=Decimal(prize))


AWARDS = {
    one.id: one
    for one in (
        award("lao-dong-tien-tien", "0.3"),
        award(TITLE, "1.0"),
        award("cstd-bo", "3.0", require=Clause(Holds(TITLE, 3, in_a_row=True))),
        award("bang-khen", "1.5", "commendation"),
    )
}


@pytest.mark.parametrize(
    ("prize", "before", "after"),
    [
        ("0.3", 710_000, 760_000),
        ("0.8", 1_880_000, 2_030_000),
        ("4.5", 10_530_000, 11_390_000),
        ("3.5", 8_190_000, 8_860_000),
        ("12", 28_080_000, 30_360_000),
    ],
)
def test_prizes_are_rounded_up_to_tens_of_thousands(prize: str, before: int, after: int) -> None:
    assert prize_money(Decimal(prize), 2_340_000) == before
    assert prize_money(Decimal(prize), 2_530_000) == after


def test_the_base_salary_is_that_of_the_day_of_the_decision() -> None:
    assert base_salary(date(2026, 6, 30)) == 2_340_000
    assert base_salary(date(2026, 7, 1)) == 2_530_000
    assert base_salary(date(2024, 6, 30)) is None


def of_one(*awards: str) -> list[Nominee]:
    return [Nominee("p", one, "eligible", "btp") for one in awards]


def test_of_titles_of_one_period_only_the_highest_is_paid() -> None:
    found = cost(of_one("lao-dong-tien-tien", TITLE), AWARDS, 2_340_000)
    assert [(prize.amount, prize.instead) for prize in found.prizes] == [(0, TITLE), (2_340_000, None)]
    assert found.total == 2_340_000
    assert found.by_award == {"lao-dong-tien-tien": 0, TITLE: 2_340_000}


def test_titles_of_different_periods_are_each_paid() -> None:
    assert counted_years(AWARDS["cstd-bo"].require) == 3
    assert cost(of_one(TITLE, "cstd-bo"), AWARDS, 2_340_000).total == 2_340_000 + 7_020_000


def test_a_title_and_a_commendation_are_both_paid() -> None:
    assert cost(of_one(TITLE, "bang-khen"), AWARDS, 2_340_000).total == 2_340_000 + 3_510_000


def test_the_fund_is_held_against_the_least_and_the_most_that_the_list_costs() -> None:
    nominees = [Nominee("p", TITLE, "eligible", "a"), Nominee("q", TITLE, "unknown", "b")]
    assert forecast(nominees, AWARDS, 2_340_000, 4_680_000).enough is True
    assert forecast(nominees, AWARDS, 2_340_000, 4_679_999).enough is None
    assert forecast(nominees, AWARDS, 2_340_000, 2_339_999).enough is False
    assert forecast(nominees, AWARDS, 2_340_000).sure.by_unit == {"a": 2_340_000}


def test_an_award_without_a_prize_on_record_leaves_open_whether_the_fund_is_enough() -> None:
    awards = {**AWARDS, "order": attrs.evolve(AWARDS["bang-khen"], id="order", prize=None)}
    found = forecast([*of_one(TITLE, "order"), Nominee("p", "free", "barred")], awards, 2_340_000, 2_340_000)
    assert (found.sure.total, found.unpriced, found.enough) == (2_340_000, ("order",), None)
    assert forecast(of_one(TITLE, "order"), awards, 2_340_000, 2_339_999).enough is False
    nothing = {**awards, "order": attrs.evolve(awards["order"], prize=Decimal(0))}
    assert forecast(of_one(TITLE, "order"), nothing, 2_340_000, 2_340_000).enough is True


PRIZES = {
    "lao-dong-tien-tien": "0.3",
    "chien-si-tien-tien": "0.3",
    "cstd-co-so": "1.0",
    "cstd-bo-nganh-tinh": "3.0",
    "cstd-toan-quoc": "4.5",
    "tap-the-lao-dong-tien-tien": "0.8",
    "don-vi-tien-tien": "0.8",
    "tap-the-lao-dong-xuat-sac": "1.5",
    "don-vi-quyet-thang": "1.5",
    "xa-phuong-tieu-bieu": "2.0",
    "thon-to-dan-pho-van-hoa": "1.5",
    "co-thi-dua-chinh-phu": "12",
    "co-thi-dua-bo-nganh-tinh": "8",
    "huan-chuong-sao-vang": "46",
    "huan-chuong-ho-chi-minh": "30.5",
    "huan-chuong-doc-lap-hang-nhat": "15",
    "huan-chuong-doc-lap-hang-nhi": "12.5",
    "huan-chuong-doc-lap-hang-ba": "10.5",
    "huan-chuong-quan-cong-hang-nhat": "15",
    "huan-chuong-quan-cong-hang-nhi": "12.5",
    "huan-chuong-quan-cong-hang-ba": "10.5",
    "huan-chuong-lao-dong-hang-nhat": "9",
    "huan-chuong-lao-dong-hang-nhi": "7.5",
    "huan-chuong-lao-dong-hang-ba": "4.5",
    "huan-chuong-bao-ve-to-quoc-hang-nhat": "9",
    "huan-chuong-bao-ve-to-quoc-hang-nhi": "7.5",
    "huan-chuong-bao-ve-to-quoc-hang-ba": "4.5",
    "bang-khen-thu-tuong": "3.5",
    "bang-khen-bo-nganh-tinh": "1.5",
    "giay-khen": "0.3",
}
"""Decree 152/2025, articles 49 to 54, of a person; a collective's order, commendation or certificate is twice that."""


def test_the_book_of_the_decree_has_its_prizes() -> None:
    book, _ = shipped("vn", date(2026, 1, 1))
    assert book is not None
    found = {one.id: one for one in book.awards}
    assert PRIZES.keys() <= found.keys()
    for one in book.awards:
        stem = max((name for name in PRIZES if one.id.startswith(name)), key=len, default=None)
        if stem is None:
            assert (one.id, one.prize) == ("gia-dinh-van-hoa", None)
            continue
        assert Decimal(HEIGHTS.get(stem, PRIZES[stem])) == Decimal(PRIZES[stem])
        twice = 2 if one.kind == "commendation" and one.for_ == "collective" else 1
        assert (one.id, one.prize) == (one.id, Decimal(PRIZES[stem]) * twice)


def test_the_order_of_presenting_puts_higher_first_titles_before_forms_and_collectives_before_persons() -> None:
    def of(name: str, kind: Any, for_: Any, level: Any, prize: str) -> Award:
        return Award(name, Text.same(name), kind, for_, Clause(Graded("good")), level, Decimal(prize))

    ordered = [
        of("flag", "title", "collective", "state", "12"),
        of("title", "title", "individual", "state", "4.5"),
        of("order-1", "commendation", "individual", "state", "9"),
        of("order-3-collective", "commendation", "collective", "state", "9"),
        of("order-3", "commendation", "individual", "state", "4.5"),
        of("ministry-flag", "title", "collective", "ministry", "8"),
        of("certificate", "commendation", "individual", "grassroots", "0.3"),
    ]
    nominees = [Nominee(f"c{place}", one.id, "eligible") for place, one in enumerate(reversed(ordered))]
    found = in_order([*nominees, Nominee("c", "stranger", "eligible")], {one.id: one for one in ordered})
    assert [one.award for one in found] == [*(one.id for one in ordered), "stranger"]


@pytest.mark.parametrize("day", [date(2023, 1, 1), date(2025, 1, 1), date(2026, 1, 1)])
def test_the_order_of_the_national_awards_is_the_same_in_every_book(day: date) -> None:
    book, _ = shipped("vn", day)
    assert book is not None
    ordered = [
        *("co-thi-dua-chinh-phu", "cstd-toan-quoc"),
        *("huan-chuong-sao-vang", "huan-chuong-ho-chi-minh", "huan-chuong-doc-lap-hang-nhat"),
        *("huan-chuong-lao-dong-hang-nhat-tap-the", "huan-chuong-lao-dong-hang-nhat", "huan-chuong-lao-dong-hang-nhi"),
        *("huan-chuong-lao-dong-hang-ba-tap-the", "bang-khen-thu-tuong-tap-the", "bang-khen-thu-tuong"),
        *("co-thi-dua-bo-nganh-tinh", "cstd-bo-nganh-tinh", "tap-the-lao-dong-xuat-sac"),
        *("bang-khen-bo-nganh-tinh-tap-the", "bang-khen-bo-nganh-tinh"),
        *("cstd-co-so", "tap-the-lao-dong-tien-tien", "lao-dong-tien-tien"),
    ]
    awards = {one.id: one for one in book.awards}
    found = in_order([Nominee("p", one, "eligible") for one in reversed(ordered) if one in awards], awards)
    assert [one.award for one in found] == [one for one in ordered if one in awards]


def unit(name: str, staff: Staff | None = None) -> Unit:
    return Unit(name, Text.same(name), name, staff=staff)


def test_a_list_of_leaders_alone_leans_to_them_once_it_is_long_enough() -> None:
    units = [unit("a", Staff(leaders=100, direct=900)), unit("b")]
    three = [Nominee(f"c{n}", TITLE, "eligible", "a", work="leader") for n in range(3)]
    whole, own = balance(three, units)
    assert (whole.leaning, whole.staff) == ("unknown", None)  # nothing is known of the other unit's staff
    assert (own.unit, own.leaders, own.staff, own.leaning) == ("a", 3, Fraction(1, 10), "leaders")
    assert own.low == Decimal("0.2924")  # the third root of 0.025
    assert balance(three[:1], units)[1].leaning == "too-few"


def test_a_person_put_forward_twice_counts_once_and_collectives_do_not() -> None:
    units = [unit("a", Staff(leaders=1, direct=3))]
    direct = [Nominee(f"c{n}", TITLE, "eligible", "a", work="direct") for n in range(20)]
    again = [Nominee("c0", FLAG, "eligible", "a", work="direct"), Nominee("x", FLAG, "eligible", "a", "collective")]
    whole = balance([*direct, *again, Nominee("n", TITLE, "barred", "a", work="leader")], units)[0]
    assert (whole.leaders, whole.direct, whole.unsaid, whole.leaning) == (0, 20, 0, "direct")


def spender(*initiatives: Initiative, grade: Any = "good") -> Candidate:
    return Candidate("p", Text.same("p"), "individual", years=(YearOnRecord(2025, grade),), initiatives=initiatives)


def verdicts_on(person: Candidate, *requirements: Clause) -> list[Verdict]:
    made = tuple(
        Award(f"a{n}", Text.same("x"), "title", "individual", one, evidence="text")
        for n, one in enumerate(requirements)
    )
    book = bind([Rulebook("x", awards=made)])
    context = Context(date(2025, 12, 31), 2025, complete_from=2000, complete_until=2025)
    return [judge(person, one.id, book, context) for one in made]


FOUND = date(2025, 5, 1)
ONE = Clause(Recognised("grassroots", unused=True))
ONE_OR_EXCELLENT = Clause(AnyOf((Clause(Graded("excellent")), ONE)))


def test_an_initiative_that_two_awards_want_goes_to_the_earlier() -> None:
    (found,) = spending(verdicts_on(spender(Initiative("i", recognised=FOUND)), ONE, ONE))
    assert found == Spending("p", {"i": ("a0", "a1")}, {"a0": ("i",)}, ("a1",))


def test_the_wide_initiative_is_kept_for_the_award_that_needs_it() -> None:
    wide = Clause(Recognised("ministry", unused=True))
    person = spender(Initiative("a", scope="ministry", recognised=FOUND), Initiative("b", recognised=FOUND))
    (found,) = spending(verdicts_on(person, ONE, wide))
    assert (found.given, found.short) == ({"a0": ("b",), "a1": ("a",)}, ())


def test_an_excellent_year_leaves_the_initiative_free() -> None:
    person = spender(Initiative("i", recognised=FOUND), grade="excellent")
    assert list(spending(verdicts_on(person, ONE_OR_EXCELLENT, ONE))) == []


def test_two_initiatives_for_one_award_leave_none_for_the_other_but_most_awards_come_first() -> None:
    two = Clause(All((Clause(Graded("good")), Clause(Recognised("grassroots", times=2, unused=True)))))
    person = spender(Initiative("i", recognised=FOUND), Initiative("j", recognised=FOUND))
    (found,) = spending(verdicts_on(person, two, ONE, ONE))
    assert (found.given, found.short) == ({"a1": ("i",), "a2": ("j",)}, ("a0",))


def below(decided: date | None) -> dict[str, Candidate]:
    held = (AwardHeld("cstd-bo-nganh-tinh", 2024, decided),)
    return {"p": Candidate("p", Text.same("p"), "individual", awards=held)}


def due(received: date, award: str = "cstd-toan-quoc", decided: date | None = date(2025, 1, 20)) -> list[Any]:
    found = deadlines([Nominee("p", award, "eligible")], below(decided), 2025, received, date(2026, 1, 1))
    return [(one.step, one.due, one.days_left) for one in found]


def test_the_national_title_is_due_in_the_year_after_the_decision_below() -> None:
    assert due(date(2026, 1, 1))[0] == ("dossier", date(2026, 12, 31), 364)
    assert due(date(2026, 1, 1), decided=None)[0] == ("dossier", None, None)
    assert due(date(2023, 6, 1)) == [("dossier", date(2026, 10, 31), 303)]
    assert due(date(2024, 6, 1)) == []


def test_the_days_left_are_below_nothing_once_it_is_late() -> None:
    found = deadlines([Nominee("p", FLAG, "eligible")], {}, 2024, date(2026, 1, 1), date(2025, 7, 1))
    assert [one.days_left for one in found if one.step == "dossier"] == [-1]


def test_the_flag_of_the_government_is_due_on_30_june_of_the_year_after() -> None:
    assert due(date(2026, 1, 1), "co-thi-dua-chinh-phu")[:2] == [
        ("dossier", date(2026, 6, 30), 180),
        ("dossier-education", date(2026, 12, 31), 364),
    ]
    assert due(date(2023, 12, 31), "co-thi-dua-chinh-phu") == [("dossier", date(2026, 3, 31), 89)]


def test_guidance_says_when_the_flag_for_a_movement_is_due() -> None:
    assert due(date(2026, 1, 1), "co-thi-dua-chinh-phu-chuyen-de")[0] == ("dossier-guidance", None, None)
    assert due(date(2023, 12, 31), "co-thi-dua-chinh-phu-chuyen-de") == []


@pytest.mark.parametrize("award", ["huan-chuong-lao-dong-hang-ba", "bang-khen-thu-tuong-tap-the"])
def test_the_older_decree_had_a_day_for_forms_of_merit(award: str) -> None:
    assert due(date(2023, 12, 31), award) == [("dossier", date(2026, 6, 30), 180)]
    assert [step for step, *_ in due(date(2026, 1, 1), award)] == ["appraisal"]


def test_appraisal_counts_working_days_and_is_longer_for_the_highest_orders() -> None:
    monday = date(2026, 1, 5)
    assert due(monday, "bang-khen-thu-tuong") == [("appraisal", date(2026, 2, 16), 46)]
    assert due(monday, "huan-chuong-doc-lap-hang-ba") == [("appraisal", date(2026, 3, 2), 60)]
    assert working_days_after(date(2026, 1, 9), 1) == date(2026, 1, 12)
