"""Random candidates, rulebooks and contexts, small enough that every kind of thing meets every other."""

from __future__ import annotations

import functools
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import attrs
from hypothesis import strategies as st

from emulation.awards import conditions as c
from emulation.awards.dossier import Context, Standing
from emulation.awards.facts import (
    AwardHeld,
    BlocResult,
    Candidate,
    Discipline,
    Initiative,
    Judgement,
    MemberFigures,
    Proceeding,
    Vote,
    YearOnRecord,
)
from emulation.awards.rulebook import Award, Bar, Extend, Rulebook
from emulation.text import Text

FIRST, LAST = 2019, 2026
YEARS = st.integers(FIRST, LAST)
AWARDS = ("a0", "a1", "a2")
GRADES = ("not-completed", "completed", "good", "excellent")
SCOPES = ("grassroots", "ministry", "nation")
ORGANISERS = ("central-council", "ministry")
GROUNDS = ("merit", "merit", "merit", "sudden")
QUESTIONS = ("q0", "q1")
COUNCIL = "council"

days = st.builds(date, YEARS, st.sampled_from([1, 5, 12]), st.sampled_from([1, 20]))
grades = st.sampled_from(GRADES)
awards = st.sampled_from(AWARDS)
maybe_day = st.none() | days


@st.composite
def votes(draw: st.DrawFn) -> Any:
    yes = draw(st.integers(0, 4))
    bases = {name: draw(st.none() | st.integers(yes, 5)) for name in ("entitled", "present", "issued", "cast", "valid")}
    return Vote(COUNCIL, yes, **bases, secret=draw(st.none() | st.booleans()), on=draw(maybe_day))


@st.composite
def figures(draw: st.DrawFn, ids: Any = ()) -> Any:
    total = draw(st.none() | st.integers(0, 6))
    most = 6 if total is None else total
    heights = sorted((draw(st.integers(0, most)) for _ in GRADES), reverse=True)
    graded = {grade: heights[n] for n, grade in enumerate(GRADES) if draw(st.booleans())}
    holding = draw(st.dictionaries(awards, st.integers(0, most), max_size=2))
    year = draw(st.none() | st.sampled_from([LAST, LAST - 1, LAST - 2]))
    named = tuple(draw(st.lists(st.sampled_from(ids), unique=True, max_size=3))) if ids else ()
    return MemberFigures(year, total, graded, holding, named)


def spells(kind: str | None, opening: Any, closing: Any) -> Any:
    def of(start: Any, length: Any, spell: Any) -> Any:
        end = None if length is None else date(min(start.year + length, LAST + 1), start.month, start.day)
        return kind(**{opening: start, closing: end, "kind": spell})

    return st.builds(of, days, st.none() | st.integers(0, 2), st.sampled_from(["x", "y"]))


@st.composite
def candidates(draw: st.DrawFn, kind: str | None = None, identity: Any = "cand", members: Any = ()) -> Any:
    kind = kind or draw(st.sampled_from(["individual", "collective"]))
    individual = kind == "individual"
    initiatives = tuple(
        Initiative(
            f"i{n}",
            kind=draw(st.sampled_from(["initiative", "science"])),
            scope=draw(st.sampled_from(SCOPES)),
            recognised=draw(maybe_day),
        )
        for n in range(draw(st.integers(0, 3)))
    )
    spendable = [initiative.id for initiative in initiatives]
    held = []
    for _ in range(draw(st.integers(0, 7))):
        used = (spendable.pop(),) if spendable and draw(st.booleans()) else ()
        held.append(
            AwardHeld(draw(awards), draw(YEARS), draw(maybe_day), ground=draw(st.sampled_from(GROUNDS)), used=used)
        )
    years = draw(st.lists(YEARS, unique=True, max_size=8))
    began = draw(st.none() | days)
    return Candidate(
        identity,
        Text.same(identity),
        kind,
        unit=draw(st.sampled_from(["u0", "u1"])),
        joined=began if individual else None,
        founded=None if individual else began,
        flag_eligible=None if individual else draw(st.none() | st.booleans()),
        years=tuple(YearOnRecord(year, draw(grades | st.none())) for year in years),
        awards=tuple(held),
        initiatives=initiatives,
        disciplines=tuple(draw(st.lists(spells(Discipline, "from_", "until"), max_size=1))),
        proceedings=tuple(draw(st.lists(spells(Proceeding, "opened", "closed"), max_size=1))),
        judged=draw(
            st.dictionaries(st.sampled_from(QUESTIONS), st.builds(Judgement, st.booleans(), on=maybe_day), max_size=2)
        ),
        votes=tuple(draw(st.lists(votes(), max_size=2, unique_by=lambda vote: vote.on))),
        blocs=tuple(
            draw(
                st.lists(
                    st.builds(
                        BlocResult,
                        st.sampled_from(ORGANISERS),
                        st.sampled_from([LAST, LAST - 1]),
                        st.none() | st.integers(1, 3),
                        st.none() | st.integers(80, 95).map(Decimal),
                    ),
                    max_size=2,
                )
            )
        ),
        members=None if individual else draw(st.none() | figures(members)),
    )


evidences = st.sampled_from([None, None, "text", "text", "restated", "sector", "unconfirmed"])
bases = st.none() | st.builds(c.Basis, st.just("law"), st.sampled_from(["1", "2"]), st.sampled_from(["", "1"]))


validity = st.sampled_from([None, None, None, None, None, None, date(LAST, 6, 1), date(LAST, 12, 31)])
"""The beginning or end of a rule's dates: seldom any, then days on which dossiers are received or near them."""


def clauses(condition: Any) -> Any:
    return st.builds(c.Clause, condition, basis=bases, evidence=evidences, from_=validity, until=validity)


small = st.integers(1, 3)
holds = st.builds(
    c.Holds,
    awards,
    small,
    in_a_row=st.booleans(),
    ending=st.sampled_from(["this-year", "last-year"]),
    gap=st.none() | st.integers(0, 2),
    grounds=st.sampled_from([("merit",), ("merit",), ("sudden",), ("merit", "sudden")]),
)
ofs = st.builds(c.Of, award=awards) | st.builds(c.Of, grade=grades)
shares = st.sampled_from([Fraction(1, 2), Fraction(2, 3), Fraction(1)])


@functools.cache
def leaves_by_tag(*, inside: bool, met: Any = ()) -> Any:
    """Conditions without parts, keyed by tag; ``met`` are the awards whose requirements may be asked for."""
    when = st.sampled_from([None, "this-year", "ever", *(["window"] if inside else [])])
    kinds = st.sampled_from([None, "initiative", "science"])
    scopes = st.sampled_from(SCOPES)
    graded = st.builds(c.Graded, grades, st.none() | small)
    if inside:
        graded |= st.builds(c.Graded, grades, times=small)
    organised = st.none() | st.sampled_from(ORGANISERS)
    of = st.sampled_from(["entitled", "present", "cast", "valid"])
    listed = {
        "holds": holds,
        "graded": graded,
        "initiative": st.builds(c.Recognised, scopes, kinds, st.integers(1, 2), st.booleans(), when),
        "share": st.builds(c.Share, ofs, shares),
        "members": st.builds(c.Members, ofs, small),
        "pledges": st.builds(c.Pledges, st.sampled_from(["fulfilled", "over-fulfilled"])),
        "bloc_rank": st.builds(c.BlocRank, small, organised),
        "bloc_score": st.builds(c.BlocScore, st.sampled_from([Decimal(85), Decimal(90)]), organised),
        "served": st.builds(c.Served, st.integers(1, 5)),
        "existed": st.builds(c.Existed, st.integers(1, 5)),
        "anniversary": st.builds(c.Anniversary, st.integers(1, 3)),
        "flag_eligible": st.builds(c.FlagEligible, st.booleans()),
        "judged": st.builds(c.Judged, st.sampled_from(QUESTIONS)),
        "vote": st.builds(c.Voted, st.just(COUNCIL), shares, of, st.booleans()),
    }
    if met:
        listed["meets"] = st.builds(c.Meets, st.sampled_from(met))
    return listed


def leaves(*, inside: bool, met: Any = ()) -> Any:
    """Any condition without parts."""
    return st.one_of(list(leaves_by_tag(inside=inside, met=met).values()))


def groups(part: Any, depth: int) -> Any:
    parts = st.lists(part, min_size=1, max_size=3).map(tuple)
    kinds = [st.builds(c.All, parts), st.builds(c.AnyOf, parts), st.builds(c.Some, parts, st.integers(1, 2))]
    if depth:
        kinds.append(st.builds(c.NoneOf, parts))
    return st.one_of(kinds)


@st.composite
def requirements(draw: st.DrawFn, *, met: Any = (), depth: int = 2, inside: bool = False, none: bool = True) -> Any:
    choice = draw(st.integers(0, 5)) if depth else 0
    if choice <= 1:
        return draw(clauses(leaves(inside=inside, met=met)))
    below = requirements(met=met, depth=depth - 1, inside=inside, none=none)
    if choice <= 3 or (choice == 5 and not inside):
        return draw(clauses(groups(below, none)))
    if choice == 4:
        length = draw(st.sampled_from([2, 3, 5, "since"]))
        after = draw(awards if length == "since" else st.none() | awards)
        within = requirements(met=met, depth=depth - 1, inside=True, none=none)
        parts = tuple(draw(st.lists(within, min_size=1, max_size=2)))
        return draw(clauses(st.just(c.Window(length, after, parts))))
    yearly = clauses(st.builds(c.Graded, grades) | st.builds(c.Holds, awards))
    parts = tuple(draw(st.lists(yearly, min_size=1, max_size=2)))
    return draw(clauses(st.just(c.EveryYear(parts))))


@st.composite
def windows_since(draw: st.DrawFn) -> Any:
    """A window since an award, around conditions that count years."""
    yearly = clauses(st.builds(c.Graded, grades) | st.builds(c.Holds, awards))
    every = clauses(st.lists(yearly, min_size=1, max_size=2).map(lambda parts: c.EveryYear(tuple(parts))))
    counting = clauses(holds | st.builds(c.Graded, grades, times=small) | st.builds(c.Graded, grades))
    part = every | counting | clauses(groups(every | counting, True))  # noqa: FBT003
    parts = tuple(draw(st.lists(part, min_size=1, max_size=2)))
    return c.Clause(c.Window(draw(st.sampled_from(["since", "since", 4])), draw(awards), parts))


@st.composite
def around(draw: st.DrawFn, tag: str, met: Any) -> Any:
    """A condition with that tag, by itself or inside a window, and perhaps in a group with another."""
    inside = draw(st.booleans()) or tag == "every_year"
    parts = st.lists(clauses(leaves(inside=inside, met=met)), min_size=1, max_size=3).map(tuple)
    yearly = st.lists(clauses(st.builds(c.Graded, grades) | st.builds(c.Holds, awards)), min_size=1, max_size=2)
    length = draw(st.sampled_from([2, 3, 5, "since"]))
    after = awards if length == "since" else st.none() | awards
    kinds = leaves_by_tag(inside=inside, met=met) | {
        "all": st.builds(c.All, parts),
        "any": st.builds(c.AnyOf, parts),
        "none": st.builds(c.NoneOf, parts),
        "some": st.builds(c.Some, parts, st.integers(1, 2)),
        "window": st.builds(
            c.Window, st.just(length), after, st.lists(clauses(leaves(inside=True)), min_size=1, max_size=2).map(tuple)
        ),
        "every_year": yearly.map(lambda listed: c.EveryYear(tuple(listed))),
    }
    clause = draw(clauses(kinds[tag]))
    if inside:
        clause = draw(clauses(st.just(c.Window(draw(st.sampled_from([1, 3, "since"])), draw(awards), (clause,)))))
    if draw(st.booleans()):
        other = draw(clauses(leaves(inside=False)))
        clause = draw(clauses(st.sampled_from([c.All, c.AnyOf, c.NoneOf]).map(lambda group: group((clause, other)))))
    return clause


@st.composite
def books(draw: st.DrawFn, kind: str, *, windows: bool = False, none: bool = True, tag: str | None = None) -> Any:
    """A rulebook of a few awards for one kind of candidate, and perhaps a local one that extends them.

    ``windows``: of windows since an award alone; ``tag``: every award has a condition with that tag.
    """
    defined = []
    for place, award in enumerate(AWARDS):
        if tag is not None:
            require = draw(around("graded" if tag == "meets" and not place else tag, AWARDS[:place]))
        else:
            require = draw(windows_since() if windows else requirements(met=AWARDS[:place], none=none))
        evidence = draw(st.sampled_from(["text", "text", "restated", "sector"]))
        basis = c.Basis("law", draw(st.sampled_from(["1", "2"])), "1")
        title = draw(st.sampled_from(["title", "commendation"]))
        defined.append(Award(award, Text.same(award), title, kind, require, basis=basis, evidence=evidence))
    bars = []
    for name, when in (("d", c.UnderDiscipline()), ("p", c.UnderProceeding())):
        if draw(st.booleans()):
            evidence = draw(st.sampled_from(["text", "text", "reported"]))
            dates = {"from_": draw(validity), "until": draw(validity)}
            bars.append(Bar(name, when, draw(st.booleans()), basis=c.Basis("law", "4"), evidence=evidence, **dates))
    main = Rulebook("vn", "1", bars=tuple(bars), awards=tuple(defined))
    if not draw(st.booleans()):
        return (main,)
    extends = tuple(
        Extend(draw(awards), draw(requirements(depth=1, none=none)), c.Basis("law", "9"), "text")
        for _ in range(draw(st.integers(1, 2)))
    )
    return (main, Rulebook("local", "1", extends=extends))


confirms = st.lists(
    st.builds(
        c.Confirm, awards, st.just("law"), st.sampled_from(["1", "2", "4"]), st.sampled_from(["", "1"]), st.just("x")
    ),
    max_size=3,
).map(tuple)


@st.composite
def contexts(draw: st.DrawFn, people: Any = None) -> Any:
    year = draw(st.sampled_from([LAST, LAST, LAST - 1]))
    day = draw(st.sampled_from([date(year, 12, 31), date(year, 6, 1), date(year + 1, 3, 1)]))
    first = draw(st.none() | st.integers(FIRST - 2, FIRST + 4))
    last = draw(st.none() | st.integers(max(LAST - 2, first or 0), LAST + 1))
    units = draw(st.sampled_from([(), ("cand",)]))
    standings = draw(
        st.none()
        | st.dictionaries(
            st.just("cand"),
            st.builds(Standing, st.none() | st.integers(1, 3), st.none() | st.just(Decimal(88))),
            max_size=1,
        )
    )
    outcomes = st.sampled_from(["over-fulfilled", "fulfilled", "not-fulfilled"])
    polls = draw(st.just({}) | votes().map(lambda vote: {COUNCIL: {"cand": vote}}))
    return Context(
        day,
        year,
        first,
        last,
        people or {},
        units,
        draw(st.sampled_from([None, LAST, LAST - 1])),
        draw(st.none() | st.sampled_from(ORGANISERS)),
        draw(st.dictionaries(st.sampled_from(["u0", "cand"]), outcomes)),
        standings,
        polls,
    )


@st.composite
def full_records(draw: st.DrawFn, candidate: Any, year: int) -> Any:
    """The candidate with nearly every year graded and rewarded, initiatives of late, a discipline that has ended."""
    held = sorted(draw(st.sets(st.tuples(awards, YEARS), min_size=10)))
    recent = st.integers(year - 2, year)
    initiatives = tuple(
        Initiative(f"i{n}", scope=draw(st.sampled_from(SCOPES)), recognised=date(draw(recent), 1, 2)) for n in range(3)
    )
    spending = st.sampled_from([*held, *((award, year) for award in AWARDS)])
    used = st.lists(st.sampled_from(["i0", "i1", "i2"]), unique=True).map(tuple)
    spent = draw(st.dictionaries(spending, used, min_size=1, max_size=2))
    end = date(draw(st.integers(year - 4, year)), *draw(st.sampled_from([(1, 1), (1, 2), (6, 1), (12, 31)])))
    return attrs.evolve(
        candidate,
        years=tuple(YearOnRecord(one, draw(st.sampled_from(["good", "excellent"]))) for one in range(FIRST, LAST + 1)),
        awards=tuple(AwardHeld(award, one, used=spent.get((award, one), ())) for award, one in sorted({*held, *spent})),
        initiatives=initiatives,
        disciplines=(Discipline(date(FIRST, 1, 1), until=end),),
        proceedings=(),
    )


@st.composite
def questions(draw: st.DrawFn, *, full: bool = False, **of_books: Any) -> Any:
    """A candidate, books of awards for its kind, and a context; ``full``: records that have nearly everything."""
    kind = draw(st.sampled_from(["individual", "collective"]))
    members = [draw(candidates("individual", f"m{n}")) for n in range(2)] if kind == "collective" else []
    candidate = draw(candidates(kind, members=tuple(one.id for one in members)))
    context = draw(contexts({one.id: one for one in members}))
    books_drawn = draw(books(kind=kind, **of_books))
    if full:
        candidate = draw(full_records(candidate, context.year))
        restarting = Bar("d", c.UnderDiscipline(), restart=True, basis=c.Basis("law", "4"), evidence="text")
        books_drawn = (attrs.evolve(books_drawn[0], bars=(restarting,)), *books_drawn[1:])
    return candidate, books_drawn, context
