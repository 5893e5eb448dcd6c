"""Hypothesis strategies for the values of the domain, shared by all tests.

`blocs`, `rubrics` and so on are any values of their type, whether or not they pass the checks.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

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
from emulation.bloc import Bloc, Movement, Office, Staff, Unit, Winner
from emulation.files.layout import Pledges
from emulation.marks import Given, NotApplicable, Sheet
from emulation.pledge import Pledge, Report, Target
from emulation.procedure import (
    AGENDAS,
    MarkRules,
    PlannedMeeting,
    PollRules,
    Procedure,
    Quorum,
    RankingRules,
)
from emulation.rubric import (
    AllOrNothing,
    Attainment,
    Band,
    Bands,
    Count,
    Criterion,
    Deduct,
    Judged,
    Level,
    Levels,
    PointsBand,
    Relative,
    Rubric,
    Sanction,
    Section,
)
from emulation.text import Text, nfc

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

ids = st.from_regex(r"[a-z0-9][a-z0-9-]{0,6}", fullmatch=True)
criterion_ids = st.from_regex(r"[A-Za-z0-9]{1,3}(\.[A-Za-z0-9]{1,2}){0,2}", fullmatch=True)
words = st.text(st.characters(exclude_categories=("Cs",)), max_size=12).map(nfc)
texts = st.one_of(
    words.map(Text.same), st.builds(Text, vi=words, en=words), st.builds(Text, vi=words), st.builds(Text, en=words)
)
years = st.integers(1, 9999)
days = st.dates(dt.date(1900, 1, 1), dt.date(2100, 12, 31))
counts = st.integers(-(10**14), 10**14)
numbers = st.decimals(
    min_value=Decimal(-(10**8)), max_value=Decimal(10**8), allow_nan=False, allow_infinity=False, places=4
)
shares = st.fractions(min_value=-1, max_value=2, max_denominator=10**6)


def optional(strategy: SearchStrategy[Any]) -> SearchStrategy[Any]:
    """A value of the strategy, or `None`."""
    return st.none() | strategy


def tuples(strategy: SearchStrategy[Any], most: int = 3) -> SearchStrategy[tuple[Any, ...]]:
    """Up to ``most`` values of the strategy."""
    return st.lists(strategy, max_size=most).map(tuple)


units = st.builds(
    Unit,
    id=ids,
    name=texts,
    short=words,
    kind=words,
    votes=counts,
    staff=optional(st.builds(Staff, leaders=optional(counts), direct=optional(counts), emulation=optional(counts))),
)
blocs = st.builds(
    Bloc,
    id=ids,
    name=texts,
    year=years,
    units=tuples(units),
    called=st.sampled_from(["khối", "cụm"]),
    organised_by=st.sampled_from(["central-council", "ministry", "province", "unit"]),
    theme=texts,
    offices=tuples(st.builds(Office, unit=ids, role=st.sampled_from(["head", "deputy"]), year=years)),
    movements=tuples(
        st.builds(
            Movement,
            id=ids,
            name=texts,
            kind=st.sampled_from(["regular", "campaign", "thematic"]),
            launched_by=ids,
            from_=days,
            until=optional(days),
            basis=words,
        )
    ),
    winners=tuples(st.builds(Winner, year=years, award=ids, unit=ids)),
)

reports = st.builds(Report, on=days, value=numbers, evidence=words)
directions = st.sampled_from(["at-least", "at-most"])
targets = st.builds(
    Target,
    id=ids,
    text=texts,
    measure=words,
    goal=numbers,
    direction=directions,
    hard=st.booleans(),
    due=optional(days),
    source=words,
    reports=tuples(reports),
)
pledges = st.builds(Pledges, tuples(st.builds(Pledge, unit=ids, signed=optional(days), targets=tuples(targets))))

levels = st.builds(Level, at=numbers, text=texts, id=optional(ids), voids=st.booleans())
methods = st.one_of(
    st.builds(Judged, tuples(levels)),
    st.builds(Levels, tuples(levels)),
    st.builds(Bands, tuples(st.builds(PointsBand, points=numbers, reach=optional(numbers)))),
    st.builds(
        Attainment,
        goal=optional(numbers),
        target=optional(ids),
        direction=directions,
        per_percent_short=optional(numbers),
    ),
    st.builds(Count, numbers),
    st.builds(Deduct, numbers),
    st.just(AllOrNothing()),
    st.builds(Relative, at_goal=shares, goal=optional(numbers), target=optional(ids)),
)
policies = st.sampled_from(["rescale", "full", "zero"])


def _criteria(**shape: Any) -> SearchStrategy[Criterion]:
    return st.builds(
        Criterion,
        id=criterion_ids,
        text=texts,
        max=numbers,
        take=st.sampled_from(["sum", "highest", "mean"]),
        work=words,
        evidence=st.sampled_from(["required", "optional"]),
        applies_to=tuples(words),
        from_=optional(days),
        until=optional(days),
        floor=optional(shares),
        not_applicable=optional(policies),
        sanction=optional(st.builds(Sanction, at_most=optional(ids), down=optional(counts))),
        **shape,
    )


criteria = st.recursive(
    _criteria(method=methods),
    lambda parts: _criteria(parts=st.lists(parts, min_size=1, max_size=2).map(tuple)),
    max_leaves=4,
)
rubrics = st.builds(
    Rubric,
    id=ids,
    version=words,
    title=texts,
    total=numbers,
    step=numbers,
    sections=tuples(
        st.builds(
            Section,
            id=criterion_ids,
            text=texts,
            max=numbers,
            kind=st.sampled_from(["core", "bonus", "penalty"]),
            criteria=tuples(criteria, most=2),
        ),
        most=2,
    ),
    basis=words,
    not_applicable=policies,
    bands=tuples(
        st.builds(Band, id=ids, name=texts, reach=numbers, floor=optional(shares), at_most=optional(shares)), most=2
    ),
)

procedures = st.builds(
    Procedure,
    marks=st.builds(
        MarkRules,
        final=tuples(st.sampled_from(["agreed", "verified", "peers", "self"])),
        peers=st.sampled_from(["mean", "median", "trimmed-mean"]),
        discuss_gap=optional(shares),
        confirm=st.sampled_from(["none", "second-person"]),
        due=optional(days),
        reasons=st.sampled_from(["optional", "required"]),
    ),
    ranking=st.builds(RankingRules, ties=tuples(words), needs=tuples(st.sampled_from(["no-blank", "above-floor"]))),
    quorum=optional(st.builds(Quorum, at_least=shares)),
    meetings=tuples(
        st.builds(
            PlannedMeeting,
            id=ids,
            kind=st.sampled_from(sorted(AGENDAS)),
            on=optional(days),
            place=texts,
            agenda=tuples(st.sampled_from(AGENDAS["year-end"])),
        )
    ),
    polls=tuples(
        st.builds(
            PollRules,
            id=ids,
            question=texts,
            candidates=words | tuples(ids),
            of=st.sampled_from(["entitled", "present", "issued", "cast", "valid"]),
            kind=st.sampled_from(["approve", "choose"]),
            award=words,
            seats=optional(counts),
            secret=st.booleans(),
            at_least=optional(shares),
            more_than=optional(shares),
            absent=st.sampled_from(["none", "written"]),
            rounds=counts,
            recused=st.sampled_from(["none", "candidate"]),
        )
    ),
)

mark_values = st.one_of(numbers, st.booleans(), words)
notes: dict[str, Any] = {"note": words, "evidence": tuples(words)}
sheet_marks = st.one_of(
    st.builds(Given, mark_values | tuples(mark_values)),
    st.builds(Given, mark_values | tuples(mark_values), **notes),
    st.builds(NotApplicable, words, **notes),
)
sheets = st.builds(
    Sheet,
    source=st.sampled_from(["self", "peer", "verified"]),
    by=ids,
    on=days,
    marks=st.dictionaries(ids, st.dictionaries(criterion_ids, sheet_marks, max_size=4), max_size=3),
)

activities = st.builds(
    Activity,
    participations=tuples(
        st.builds(
            Participation,
            movement=ids,
            unit=ids,
            launched=optional(days),
            staff=optional(counts),
            joined=optional(counts),
            new_form=words,
            results=tuples(st.builds(Result, on=days, text=texts, evidence=words), most=2),
        ),
        most=2,
    ),
    models=tuples(
        st.builds(
            AdvancedModel,
            id=ids,
            unit=ids,
            kind=st.sampled_from(["individual", "collective", "practice"]),
            who=words,
            found=days,
            work=optional(st.sampled_from(["leader", "direct"])),
            fostered=tuples(days),
            adopted=tuples(st.builds(Adoption, unit=ids, on=days), most=2),
        ),
        most=2,
    ),
    stories=tuples(st.builds(Story, unit=ids, on=days, channel=words, model=optional(ids)), most=2),
    commendations=tuples(
        st.builds(
            Commendation,
            unit=ids,
            award=ids,
            ground=st.sampled_from(["merit", "sudden", "movement", "long-service", "seniority", "external-relations"]),
            achieved=days,
            work=st.sampled_from(["leader", "direct", "collective"]),
            proposed=optional(days),
            decided=optional(days),
            posted=optional(days),
        ),
        most=2,
    ),
    joint=tuples(st.builds(Joint, name=texts, on=days, units=tuples(ids)), most=2),
    tasks=tuples(st.builds(Task, text=texts, owner=ids, given=days, due=optional(days), done=optional(days)), most=2),
)

share_spellings = st.one_of(
    st.builds("{}/{}".format, st.integers(0, 999), st.integers(1, 999)),
    st.integers(0, 200).map("{}%".format),
).map(lambda text: (text, Fraction(text[:-1]) / 100 if text.endswith("%") else Fraction(text)))
"""A share as a text, and the share."""
