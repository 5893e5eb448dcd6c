"""Laws of award eligibility."""

from __future__ import annotations

import itertools
import tomllib
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import attrs
import pytest
from hypothesis import HealthCheck, assume, given, settings, strategies as st

from emulation.awards import conditions as c
from emulation.awards.dossier import Standing
from emulation.awards.facts import AwardHeld, BlocResult, Candidates, Initiative, Judgement, MemberFigures, YearOnRecord
from emulation.awards.judging import bind, judge, judge_all
from emulation.awards.nearest import DEEPEST, PAST, applied, ways
from emulation.files.document import read_document
from emulation.files.rulebooks import candidates_of, read_rulebook
from emulation.files.write import dump
from tests import oracle_awards as oracle
from tests.award_strategies import AWARDS, FIRST, LAST, QUESTIONS, YEARS, confirms, grades, questions, votes

if TYPE_CHECKING:
    from emulation.awards.verdict import Node, Verdict

WORDS = {"met": oracle.YES, "not-met": oracle.NO, "unknown": oracle.UNKNOWN, "skipped": oracle.SKIPPED}
NOES = ("not-eligible", "barred")

moderate = settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def alike(node: Node, told: Any) -> Any:
    """Whether a tree has the shape and the statuses that the evaluator told; below parts of ``None`` it told none."""
    status, parts = told
    if WORDS[node.status] != status:
        return False
    if parts is None:
        return True
    return len(parts) == len(node.parts) and all(alike(one, part) for one, part in zip(node.parts, parts, strict=True))


def tables(model: Any) -> Any:
    """What a model's file says, as tables."""
    return tomllib.loads(dump(model), parse_float=Decimal)


def told(question: Any, confirmed: Any) -> Any:
    """What the independent evaluator says of each award."""
    candidate, books, context = question
    people = {one.id: tables(Candidates((one,)))["candidate"][0] for one in (candidate, *context.people.values())}
    world = {
        "day": context.day,
        "year": context.year,
        "complete_from": context.complete_from,
        "complete_until": context.complete_until,
        "people": people,
        "units": context.units,
        "bloc_year": context.bloc_year,
        "organised_by": context.organised_by,
        "pledges": context.pledges,
        "standings": None
        if context.standings is None
        else {unit: {"rank": one.rank, "score": one.score} for unit, one in context.standings.items()},
        "polls": {
            poll: {one: attrs.asdict(vote) for one, vote in votes.items()} for poll, votes in context.polls.items()
        },
    }
    rules = [attrs.asdict(one) for one in confirmed]
    written = [tables(book) for book in books]
    return {award: oracle.verdict(people[candidate.id], award, written, rules, world) for award in AWARDS}


def verdicts(candidate: Any, books: Any, confirmed: Any, context: Any) -> Any:
    book = bind(books, confirmed)
    return {award: judge(candidate, award, book, context) for award in AWARDS}


@moderate
@given(questions(), confirms)
def test_verdicts_agree_with_an_independent_evaluator(question: Any, confirmed: Any) -> None:
    candidate, books, context = question
    expected = told(question, confirmed)
    for award, verdict in verdicts(candidate, books, confirmed, context).items():
        status, bars, tree = expected[award]
        assert alike(verdict.tree, tree)
        assert [WORDS[bar.status] for bar in verdict.bars] == bars
        assert verdict.status == status


@settings(max_examples=100, deadline=None)
@given(questions(windows=True))
def test_windows_since_an_award_agree_with_an_independent_evaluator(question: Any) -> None:
    candidate, books, context = question
    expected = told(question, ())
    for award, verdict in verdicts(candidate, books, (), context).items():
        status, _, tree = expected[award]
        assert alike(verdict.tree, tree)
        assert verdict.status == status


@pytest.mark.parametrize("tag", sorted(c.TAGS))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data(), confirmed=confirms)
def test_every_condition_agrees_with_an_independent_evaluator(tag: str, data: st.DataObject, confirmed: Any) -> None:
    question = data.draw(questions(tag=tag) | questions(tag=tag, full=True))
    candidate, books, context = question
    expected = told(question, confirmed)
    for award, verdict in verdicts(candidate, books, confirmed, context).items():
        status, bars, tree = expected[award]
        assert alike(verdict.tree, tree)
        assert [WORDS[bar.status] for bar in verdict.bars] == bars
        assert verdict.status == status


@st.composite
def settlings(draw: st.DrawFn, question: Any, confirmed: Any) -> Any:
    """The same question with some of what is not known found out, whichever way it came out."""
    candidate, books, context = question
    open_years = [
        year
        for year in range(FIRST, LAST + 1)
        if not context.complete[0] <= year <= context.complete[1] and year >= began(candidate)
    ]
    changes = {}
    graded = {one.year for one in candidate.years if one.grade is not None}
    found = draw(st.dictionaries(YEARS, grades, max_size=6))
    changes["years"] = tuple(one for one in candidate.years if one.grade is not None or one.year not in found) + tuple(
        YearOnRecord(year, grade) for year, grade in found.items() if year not in graded
    )
    if open_years:
        listed = draw(st.lists(st.builds(AwardHeld, st.sampled_from(AWARDS), st.sampled_from(open_years)), max_size=3))
        taken = {(one.award, one.year) for one in candidate.awards}
        changes["awards"] = candidate.awards + tuple(one for one in listed if (one.award, one.year) not in taken)
        recognised = st.sampled_from(open_years).map(lambda year: context.day.replace(year=year, month=1, day=1))
        further = draw(st.lists(recognised, max_size=2))
        changes["initiatives"] = candidate.initiatives + tuple(
            Initiative(f"new{n}", scope="nation", recognised=day) for n, day in enumerate(further)
        )
    changes["judged"] = {question: draw(st.builds(Judgement, st.booleans())) for question in QUESTIONS} | {
        question: answer
        for question, answer in candidate.judged.items()
        if answer.on is None or answer.on <= context.day
    }
    if candidate.kind == "collective":
        if candidate.flag_eligible is None:
            changes["flag_eligible"] = draw(st.none() | st.booleans())
        if candidate.members is None:
            total = draw(st.integers(1, 4))
            holding = {award: draw(st.integers(0, total)) for award in AWARDS}
            fewer = draw(st.integers(0, total))
            changes["members"] = MemberFigures(context.year, total, {"completed": total, "good": fewer}, holding)
    if not any(one.year == context.year for one in candidate.blocs) and context.year in open_years:
        results = st.builds(BlocResult, st.sampled_from(["central-council", "ministry"]), st.just(context.year))
        changes["blocs"] = candidate.blocs + tuple(
            attrs.evolve(one, rank=draw(st.integers(1, 3)), score=draw(st.sampled_from([80, 90])))
            for one in draw(st.lists(results, max_size=1))
        )
    if not any(
        vote.on is None or (vote.on <= context.day and vote.on.year >= context.year) for vote in candidate.votes
    ):
        held = draw(st.lists(votes(), max_size=1))
        changes["votes"] = candidate.votes + tuple(attrs.evolve(vote, on=context.day) for vote in held)
    around = {"pledges": {"u0": "fulfilled", "u1": "not-fulfilled", "cand": "over-fulfilled"} | dict(context.pledges)}
    if context.standings is None and draw(st.booleans()):
        around["standings"] = {"cand": Standing(draw(st.integers(1, 3)), draw(st.sampled_from([80, 90])))}
    if draw(st.booleans()):
        around |= {"complete_from": None, "complete_until": LAST + 100}
    if draw(st.booleans()):
        confirmed = (*confirmed, *(c.Confirm(a, "law", n, k, "x") for a in AWARDS for n in "124" for k in ("", "1")))
    return (attrs.evolve(candidate, **changes), books, attrs.evolve(context, **around)), confirmed


def began(candidate: Any) -> Any:
    day = candidate.joined if candidate.kind == "individual" else candidate.founded
    return FIRST - 1 if day is None else day.year


@moderate
@given(st.data(), questions() | questions(windows=True), confirms)
def test_settling_what_is_not_known_never_reverses_a_settled_verdict(
    data: st.DataObject, question: Any, confirmed: Any
) -> None:
    later, more = data.draw(settlings(question, confirmed))
    before = verdicts(question[0], question[1], confirmed, question[2])
    after = verdicts(later[0], later[1], more, later[2])
    for award, verdict in before.items():
        if verdict.status == "eligible":
            assert after[award].status == "eligible"
        elif verdict.status in NOES:
            assert after[award].status in NOES


def counting_from(books: Any) -> Any:
    """The awards from which windows count: one more of them starts such a window anew."""
    clauses = [award.require for book in books for award in book.awards]
    clauses += [extend.require for book in books for extend in book.extends]
    conditions = [clause.condition for whole in clauses for _, clause in c.walk(whole)]
    return {one.after for one in conditions if isinstance(one, c.Window) and one.length == "since"}


@moderate
@given(st.data(), questions(none=False))
def test_more_merit_never_loses_an_award_that_nothing_forbids(data: st.DataObject, question: Any) -> None:
    """An added award, a better grade, an unspent initiative: unless the book says ``none``."""
    candidate, books, context = question
    awards = [award for award in AWARDS if award not in counting_from(books)]
    merit = data.draw(st.sampled_from(["award", "grade", "initiative"]))
    if merit == "award":
        assume(awards)
        added = AwardHeld(data.draw(st.sampled_from(awards)), data.draw(YEARS))
        more = attrs.evolve(candidate, awards=(*candidate.awards, added))
    elif merit == "grade":
        year = data.draw(YEARS)
        years = tuple(one for one in candidate.years if one.year != year)
        more = attrs.evolve(candidate, years=(*years, YearOnRecord(year, "excellent")))
    else:
        day = context.day.replace(year=data.draw(YEARS), month=1)
        added = Initiative("new", scope="nation", recognised=day)
        more = attrs.evolve(candidate, initiatives=(*candidate.initiatives, added))
    before = verdicts(candidate, books, (), context)
    after = verdicts(more, books, (), context)
    for award, verdict in before.items():
        if verdict.status == "eligible":
            assert after[award].status == "eligible"


def shuffled(data: st.DataObject, items: Any) -> Any:
    return tuple(data.draw(st.permutations(items)))


def reordered(data: st.DataObject, clause: Any) -> Any:
    parts = [reordered(data, part) for _, inside in c.parts_of(clause.condition) for part in inside]
    return attrs.evolve(clause, condition=c.with_parts(clause.condition, shuffled(data, parts)))


@moderate
@given(st.data(), questions(), confirms)
def test_the_order_of_conditions_is_irrelevant(data: st.DataObject, question: Any, confirmed: Any) -> None:
    candidate, books, context = question
    other = tuple(
        attrs.evolve(
            book,
            awards=shuffled(data, [attrs.evolve(a, require=reordered(data, a.require)) for a in book.awards]),
            extends=shuffled(data, [attrs.evolve(e, require=reordered(data, e.require)) for e in book.extends]),
            bars=shuffled(data, book.bars),
        )
        for book in books
    )
    before, after = verdicts(candidate, books, confirmed, context), verdicts(candidate, other, confirmed, context)
    assert {award: one.status for award, one in before.items()} == {award: one.status for award, one in after.items()}


@moderate
@given(st.data(), questions(), confirms)
def test_the_order_of_records_candidates_and_files_is_irrelevant(
    data: st.DataObject, question: Any, confirmed: Any
) -> None:
    candidate, books, context = question
    lists = ("years", "awards", "initiatives", "disciplines", "proceedings", "votes", "blocs")
    other = attrs.evolve(candidate, **{name: shuffled(data, getattr(candidate, name)) for name in lists})
    second = attrs.evolve(candidate, id="second", awards=())
    once = judge_all([candidate, second], bind(books, confirmed), context)
    again = judge_all([second, other], bind(shuffled(data, books), shuffled(data, confirmed)), context)

    def by_name(listed: Any) -> Any:
        return {(one.candidate, one.award): one.status for one in listed}

    assert by_name(once) == by_name(again)


def flips(verdict: Verdict) -> Any:
    """Every change there can be: a leaf or bar, and how it would have to come out."""
    found = {}

    def visit(node: Node, want: Any, year: int) -> None:
        if node.status == "skipped":
            return
        condition = node.clause.condition
        read = isinstance(condition, c.Meets) and is_read(node)
        if read or not (node.parts or c.parts_of(condition)):
            if node.status != want and (want == "met" or not isinstance(condition, PAST)):
                found[id(node.clause), year, want] = None
            return
        if isinstance(condition, c.NoneOf):
            want = "not-met" if want == "met" else "met"
        if isinstance(condition, c.EveryYear) and node.read is not None:
            year = node.read
        for part in node.parts:
            visit(part, want, year)

    visit(verdict.tree, "met", None)
    for bar in verdict.bars:
        if bar.status not in ("not-met", "skipped"):
            found[id(bar.clause), None, "not-met"] = None
    return list(found)


def would_be_eligible(verdict: Verdict, chosen: Any) -> Any:
    settled = {(clause, year): WORDS[want] for clause, year, want in chosen}

    def status(node: Node, year: int) -> Any:
        condition = node.clause.condition
        read = isinstance(condition, c.Meets) and is_read(node)
        if read or not (node.parts or c.parts_of(condition)):
            return settled.get((id(node.clause), year), WORDS[node.status])
        one_year = isinstance(condition, c.EveryYear) and node.read is not None
        parts = [(status(part, node.read if one_year else year), []) for part in node.parts]
        if one_year or isinstance(condition, c.AnyOf):
            return oracle.group("any", 1, parts)
        return oracle.group(node.clause.tag, getattr(condition, "times", 1), parts)

    return status(verdict.tree, None) == "yes" and all(status(bar, None) in ("no", "-") for bar in verdict.bars)


def is_read(met: Node) -> Any:
    """Whether what a ``meets`` says is not that of the requirements below it."""
    return not met.clause.trusted or not met.parts or met.parts[0].status == "skipped"


@moderate
@given(questions(), confirms)
def test_the_nearest_way_makes_eligible_and_no_smaller_set_does(question: Any, confirmed: Any) -> None:
    candidate, books, context = question
    for verdict in verdicts(candidate, books, confirmed, context).values():
        possible = flips(verdict)
        if len(possible) > 14:
            continue
        minimal = []
        for size in range(DEEPEST + 1):
            for chosen in itertools.combinations(possible, size):
                once = len({flip[:2] for flip in chosen}) == size
                if once and not any(set(one) <= set(chosen) for one in minimal) and would_be_eligible(verdict, chosen):
                    minimal.append(chosen)
        found = ways(verdict)
        spelled = [{(id(change.clause), change.year, change.to) for change in way} for way in found]
        assert sorted(map(sorted_ids, spelled)) == sorted(map(sorted_ids, minimal))
        assert [len(way) for way in found] == sorted(len(way) for way in found)
        assert all(applied(verdict, way) == "eligible" for way in found)
        assert (found == ((),)) == (verdict.status == "eligible")


def sorted_ids(way: Any) -> Any:
    return sorted((clause, year or 0, want) for clause, year, want in way)


@moderate
@given(questions())
def test_parsing_what_was_written_is_the_identity(question: Any) -> None:
    candidate, books, context = question
    for book in books:
        read, findings = read_rulebook("book.toml", dump(book).encode())
        assert findings == ()
        assert read == book
    listed = Candidates((candidate, *context.people.values()), context.complete_from, context.complete_until)
    document, _ = read_document("candidates.toml", dump(listed).encode())
    assert document is not None
    assert candidates_of(document) == (listed, ())
