"""Figures about movements, awards, models, publicity, pledges and tasks, worked out by hand."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import attrs
import pytest

from emulation.activity import (
    Activity,
    Adoption,
    AdvancedModel,
    Commendation,
    Joint,
    Participation,
    Result,
    Story,
    Task,
)
from emulation.bloc import Bloc, Movement, Staff
from emulation.insight.movements import review_movements
from emulation.insight.progress import paces, review_tasks, together
from emulation.insight.publicity import review_models, review_publicity
from emulation.insight.recognition import balance, posting, timeliness
from emulation.text import Text
from tests.small_rubrics import NAME, bloc, pledge, target

ON = date(2022, 6, 30)
X = Text.same("x")


def day(month: int, number: int) -> date:
    return date(2022, month, number)


def of(*movements: Movement, staff: tuple[int, int] | None = None) -> Bloc:
    made = bloc("", "", "")
    if staff is not None:
        units = tuple(attrs.evolve(unit, staff=Staff(*staff, emulation=1)) for unit in made.units)
        made = attrs.evolve(made, units=units)
    return attrs.evolve(made, movements=movements)


YEAR_LONG = Movement("m", NAME, "regular", "bloc", day(1, 1), day(12, 31))
MAY = Movement("may", NAME, "campaign", "bloc", day(5, 10), day(5, 20))


def test_a_movement_on_a_day() -> None:
    activity = Activity(
        participations=(
            Participation("m", "b", day(2, 1), 10, 5, "a new way", (Result(day(3, 1), X), Result(day(7, 1), X))),
            Participation("m", "a", day(4, 1), 10, 10),
            Participation("may", "c", day(5, 12), 10, 1),
        )
    )
    year, may = review_movements(activity, of(YEAR_LONG, MAY), ON)
    assert [(one.unit, one.share, one.results, one.quiet, one.nothing_since) for one in year.units] == [
        ("a", 1, 0, 90, True),
        ("b", Fraction(1, 2), 1, 121, False),
    ]
    assert (year.silent, year.new_forms, year.nothing_since, year.over) == (("c",), ("b",), ("a",), False)
    assert year.gini == Fraction(1, 6)
    assert year.variation == pytest.approx(1 / 3)
    assert (may.over, may.units[0].quiet) == (True, 8)  # counted to its end
    assert review_movements(activity, of(YEAR_LONG, MAY), day(5, 1))[1:] == ()  # it had not begun


def test_what_is_not_known_of_a_movement_has_no_share() -> None:
    (review,) = review_movements(Activity((Participation("m", "a", None, 10),)), of(YEAR_LONG), ON)
    assert (review.units[0].share, review.units[0].quiet, review.not_launched) == (None, None, ("a",))
    assert (review.gini, review.variation) == (None, None)


def test_the_balance_of_awards_beside_the_staff() -> None:
    given = [Commendation("a", "x", "merit", day(1, 1), work, decided=day(3, 1)) for work in ("leader",) * 9]
    given += [Commendation("a", "x", "merit", day(1, 1), "direct", decided=day(3, 1))] * 3
    given += [Commendation("a", "x", "merit", day(1, 1), "collective", decided=day(3, 1))]
    given += [Commendation("a", "x", "merit", day(1, 1), "direct", decided=day(7, 1))]  # later
    found = balance(Activity(commendations=tuple(given)), of(staff=(10, 90)), ON)
    assert (found.counts["leader"], found.counts["direct"], found.counts["collective"]) == (9, 3, 1)
    assert (found.leaders, found.staff_share) == (Fraction(3, 4), Fraction(1, 10))
    assert found.interval == (Decimal("0.4281"), Decimal("0.9452"))
    assert (found.leaders_favoured, found.too_few) == (True, False)
    even = balance(Activity(commendations=tuple(given)), of(staff=(50, 50)), ON)
    assert (even.leaders_favoured, even.too_few) == (False, True)
    unknown = balance(Activity(commendations=tuple(given)), of(), ON)
    assert (unknown.staff_share, unknown.leaders_favoured, unknown.too_few) == (None, None, False)


def test_the_days_of_sudden_achievements() -> None:
    sudden = (
        Commendation("a", "x", "sudden", day(1, 1), "direct", day(1, 11), day(1, 31)),
        Commendation("b", "x", "sudden", day(2, 1), "direct", day(3, 1), day(5, 2)),
        Commendation("b", "y", "sudden", day(3, 1), "direct", day(4, 1), day(7, 1)),
        Commendation("c", "z", "sudden", day(6, 1), "direct"),
        Commendation("c", "z", "merit", day(1, 1), "direct"),
    )
    found = timeliness(Activity(commendations=sudden), ON)
    assert (found.proposed, found.decided) == ((10, 28, 31), (30, 90))
    assert (found.median_to_decision, found.longest_to_decision) == (60, 90)
    assert [(one.unit, one.days) for one in found.waiting] == [("b", 121), ("c", 29)]
    nothing = timeliness(Activity(), ON)
    assert (nothing.median_to_decision, nothing.longest_to_decision) == (None, None)


def test_a_list_posted_after_the_decision_was_not_posted() -> None:
    given = (
        Commendation("a", "x", "merit", day(1, 1), "direct", decided=day(3, 1), posted=day(2, 1)),
        Commendation("b", "x", "merit", day(1, 1), "direct", decided=day(3, 1), posted=day(3, 2)),
        Commendation("c", "x", "merit", day(1, 1), "direct", decided=day(3, 1)),
    )
    found = posting(Activity(commendations=given), ON)
    assert (found.posted, [one.unit for one in found.not_posted]) == (1, ["b", "c"])


def test_models_and_who_took_them_over_by_the_day() -> None:
    activity = Activity(
        models=(
            AdvancedModel("later", "a", "practice", "x", day(7, 1)),
            AdvancedModel("two", "a", "practice", "x", day(5, 1), fostered=(day(5, 2), day(8, 1))),
            AdvancedModel(
                "one", "b", "practice", "x", day(1, 31), adopted=(Adoption("c", day(6, 1)), Adoption("a", day(8, 1)))
            ),
        ),
        stories=(Story("b", day(2, 1), "radio", "one"), Story("b", day(8, 1), "radio", "two")),
    )
    found = review_models(activity, of(), ON)
    assert [(one.model, one.fostered, one.adopted, one.stories, one.days) for one in found.models] == [
        ("one", 0, (("c", day(6, 1)),), 1, 150),
        ("two", 1, (), 0, 60),
    ]
    assert (found.without, found.never_fostered, found.never_adopted, found.never_told) == (
        ("c",),
        ("one",),
        ("two",),
        ("two",),
    )


def test_stories_by_month_and_their_share_around_campaigns() -> None:
    told = [Story("a", on, "radio") for on in (day(1, 5), day(5, 3), day(5, 11), day(5, 27), day(5, 28))]
    found = review_publicity(Activity(stories=(*told, Story("b", date(2021, 5, 12), "tv"))), of(MAY), ON)
    assert (found.stories, found.months[day(5, 1)], found.months[day(2, 1)], found.channels) == (5, 4, 0, {"radio": 5})
    assert found.units == {"a": 5, "b": 0, "c": 0}
    assert found.in_campaigns == Fraction(3, 5)  # from 3 to 27 May
    assert found.campaign_time == Fraction(25, 181)
    assert found.peak == (day(5, 1), Fraction(4, 5))
    assert review_publicity(Activity(), of(MAY), ON).peak is None


def test_the_pace_of_targets() -> None:
    one = pledge(
        target(100, (day(6, 30), 52), name="goes"),
        target(100, (day(6, 30), 40), name="lags", hard=True),
        target(5, (day(6, 30), 6), name="above", direction="at-most"),
        target(100, name="silent"),
    )
    goes, lags, above, silent = paces([one], of(), ON)
    assert (goes.attained, goes.time, goes.forecast, goes.at_risk) == (
        Fraction(52, 100),
        Fraction(181, 365),
        Fraction(52 * 365, 181),
        False,
    )
    assert (lags.at_risk, lags.hard) == (True, True)
    assert (above.forecast, above.at_risk) == (None, True)
    assert (silent.attained, silent.at_risk) == (None, None)


def test_tasks_stand_late_ones_first() -> None:
    tasks = (
        Task(X, "a", day(1, 1), day(6, 1), day(5, 1)),
        Task(X, "b", day(1, 1), day(6, 1), day(6, 11)),
        Task(X, "c", day(1, 1), day(12, 1)),
        Task(X, "a", day(1, 1), day(6, 20)),
        Task(X, "b", day(1, 1), day(6, 1), day(7, 1)),
        Task(X, "c", day(7, 1)),
    )
    found = review_tasks(Activity(tasks=tasks), ON)
    assert [(one.state, one.days_late, one.task.owner) for one in found] == [
        ("late", 29, "b"),
        ("late", 10, "a"),
        ("open", 0, "c"),
        ("done-late", 10, "b"),
        ("done", 0, "a"),
    ]


def test_joint_activities_and_emulation_staff() -> None:
    joint = (Joint(X, day(3, 1), ("a", "b")), Joint(X, day(4, 1), ("a",)), Joint(X, day(7, 1), ("c",)))
    found = together(Activity(joint=joint), of(staff=(1, 1)), ON)
    assert [(one.unit, one.joined, one.activities, one.emulation_staff) for one in found] == [
        ("a", 2, 2, 1),
        ("b", 1, 2, 1),
        ("c", 0, 2, 1),
    ]


# ------------------------------------------------------------------------------------------- not yet, or no more


def test_a_target_past_its_due_day_is_at_risk_by_what_was_reported() -> None:
    """20 of 100 by the end of January would have been enough; by the end of June, when it was due, it was not."""
    late = pledge(target(100, (day(1, 31), 20), due=day(6, 30)))
    assert [one.at_risk for one in paces([late], of(), day(6, 29))] == [False]
    (over,) = paces([late], of(), day(12, 31))
    assert (over.at_risk, over.forecast, over.due) == (True, None, True)


def test_an_at_most_target_is_not_attained_before_it_is_due() -> None:
    ceiling = pledge(target(10, (day(1, 15), 9), direction="at-most"))
    (early,), (late,) = paces([ceiling], of(), day(1, 31)), paces([ceiling], of(), day(12, 31))
    assert (early.attained, early.done, late.done) == (Fraction(10, 9), False, True)


def test_stories_of_another_year_are_not_this_year_s() -> None:
    told = Activity(stories=(Story("a", date(2023, 1, 5), "tv"), Story("a", day(12, 31), "tv")))
    found = review_publicity(told, of(), date(2023, 1, 10))
    assert (found.stories, found.days, len(found.months)) == (1, 365, 12)


def test_what_was_not_launched_has_no_results() -> None:
    activity = Activity(participations=(Participation("m", "b", None, 10, 5, "", (Result(day(3, 1), X),)),))
    ((one,),) = (review.units for review in review_movements(activity, of(YEAR_LONG), ON))
    assert (one.launched, one.results, one.quiet) == (None, 0, None)


def test_where_nobody_writes_down_postings_nothing_is_said_of_them() -> None:
    decided = Commendation("a", "x", "merit", day(1, 1), "direct", decided=day(2, 1))
    assert posting(Activity(commendations=(decided,)), ON).not_posted == ()
    posted = attrs.evolve(decided, posted=day(1, 20))
    assert posting(Activity(commendations=(decided, posted)), ON).not_posted == (decided,)


def test_a_joint_activity_of_which_nobody_knows_who_came_does_not_count() -> None:
    activity = Activity(joint=(Joint(X, day(2, 1), ()), Joint(X, day(3, 1), ("a",))))
    assert [(one.joined, one.activities) for one in together(activity, of(), ON)] == [(1, 1), (0, 1), (0, 1)]
