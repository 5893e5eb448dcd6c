"""An independent evaluator of award rules, written from the format's description alone.

It takes a rulebook apart word by word, keeps nothing, shares nothing with the package but the types that hold data,
and where something is not known it tries the fewest and the most there could be. Slow on purpose. A judged condition
comes out as ``(status, [parts])``; statuses are ``yes``, ``no`` and ``?``.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from emulation.awards import conditions as c

YES, NO, UNKNOWN = "yes", "no", "?"
HEIGHT = ["not-completed", "completed", "good", "excellent"]
WIDTH = ["grassroots", "ministry", "nation"]
STRONG = ["text", "restated"]
BEGINNING = 1900


class Question:
    """Everything one verdict depends on."""

    def __init__(self, candidate: Any, award_id: Any, books: Any, confirms: Any, context: Any) -> None:
        self.candidate, self.award_id, self.books, self.confirms = candidate, award_id, books, confirms
        self.context, self.day, self.year = context, context.day, context.year
        self.window = None  # (first year, last year) inside a window
        self.alone = None  # the single year inside every_year
        self.award = self.find(award_id)

    def find(self, award_id: Any) -> Any:
        return next(award for book in self.books for award in book.awards if award.id == award_id)

    def home(self) -> Any:
        return next(book for book in self.books if any(award.id == self.award_id for award in book.awards))

    def bars(self) -> Any:
        listed = []
        for book in self.books:
            if book is self.home() or any(extend.award == self.award_id for extend in book.extends):
                listed += book.bars
        return listed

    # -- what is known ----------------------------------------------------------------------------------------------

    def complete(self, year: int) -> Any:
        first, last = self.context.complete_from, self.context.complete_until
        if first is None and last is None:
            return False
        return (first is None or first <= year) and (last is None or year <= last)

    def began(self) -> Any:
        day = self.candidate.joined if self.candidate.kind == "individual" else self.candidate.founded
        return BEGINNING if day is None else day.year

    def restarted(self, year: int) -> Any:
        """Whether the year began before the end of something that restarts the clock."""
        for bar in self.bars():
            if not bar.restart:
                continue
            if isinstance(bar.when, c.UnderDiscipline):
                ends = [one.until for one in self.candidate.disciplines if one.from_ <= self.day]
            else:
                ends = [one.closed for one in self.candidate.proceedings if one.opened <= self.day]
            for end in ends:
                if end is None or (year, 1, 1) < (end.year, end.month, end.day):
                    return True
        return False

    def award_years(self, award_id: Any, grounds: Any) -> Any:
        years = []
        for held in self.candidate.awards:
            if held.award == award_id and held.ground in grounds and held.year <= self.year:
                if held.decided is not None and held.decided > self.day:
                    continue
                years.append(held.year)
        return sorted(set(years))

    def maybe_years(self, award_id: Any, grounds: Any) -> Any:
        listed = self.award_years(award_id, grounds)
        return [y for y in range(self.began(), self.year + 1) if y not in listed and not self.complete(y)]

    def grade(self, year: int) -> Any:
        for one in self.candidate.years:
            if one.year == year:
                return one.grade
        return None

    # -- the whole ----------------------------------------------------------------------------------------------------

    def verdict(self) -> Any:
        bars = [self.bar(bar) for bar in self.bars()]
        tree = self.requirements()
        if YES in bars:
            return "barred", bars, tree
        if tree[0] == NO:
            return "not-eligible", bars, tree
        if tree[0] == UNKNOWN or UNKNOWN in bars:
            return "unknown", bars, tree
        return "eligible", bars, tree

    def bar(self, bar: Any) -> Any:
        if self.weak(bar.evidence or "unconfirmed", bar.basis):
            return UNKNOWN
        if isinstance(bar.when, c.UnderDiscipline):
            running = [
                one
                for one in self.candidate.disciplines
                if one.from_ <= self.day and (one.until is None or one.until >= self.day)
            ]
        else:
            running = [
                one
                for one in self.candidate.proceedings
                if one.opened <= self.day and (one.closed is None or one.closed > self.day)
            ]
        return YES if running else NO

    def requirements(self) -> Any:
        own = self.clause(self.award.require, self.award.basis, self.award.evidence)
        parts = [own]
        for book in self.books:
            for extend in book.extends:
                if extend.award != self.award_id:
                    continue
                parts.append(self.clause(extend.require, extend.basis, extend.evidence))
        return own if len(parts) == 1 else (conjunction(parts), parts)

    def weak(self, evidence: Any, basis: Any) -> Any:
        if evidence in STRONG:
            return False
        if basis is None:
            return True
        for confirm in self.confirms:
            named = (confirm.award, confirm.source, confirm.article, confirm.clause)
            if named == (self.award_id, basis.source, basis.article, basis.clause):
                return False
        return True

    def clause(self, clause: Any, basis: Any, evidence: Any) -> Any:
        basis = basis if clause.basis is None else clause.basis
        evidence = evidence if clause.evidence is None else clause.evidence
        condition = clause.condition
        inside = [self.clause(p, basis, evidence) for p in condition.parts] if groups(condition) else []
        statuses = [part[0] for part in inside]
        match condition:
            case c.All():
                return conjunction(inside), inside
            case c.AnyOf():
                return at_least(statuses, 1), inside
            case c.NoneOf():
                return {YES: NO, NO: YES, UNKNOWN: UNKNOWN}[at_least(statuses, 1)], inside
            case c.Some(_, times):
                return at_least(statuses, times), inside
            case c.Window():
                return self.in_window(condition, basis, evidence)
            case c.EveryYear():
                return self.in_every_year(condition, basis, evidence)
            case c.Meets(other):
                there = Question(self.candidate, other, self.books, self.confirms, self.context).requirements()
                status = UNKNOWN if self.weak(evidence or "unconfirmed", basis) else there[0]
                return status, [there]
        status = self.leaf(condition)
        return (UNKNOWN if self.weak(evidence or "unconfirmed", basis) else status), []

    def in_window(self, window: Any, basis: Any, evidence: Any) -> Any:
        weak = self.weak(evidence or "unconfirmed", basis)
        outer = self.window
        front = []
        if window.length == "since":
            listed, maybe = self.award_years(window.after, ["merit"]), self.maybe_years(window.after, ["merit"])
            front = [UNKNOWN if weak else YES if listed else UNKNOWN if maybe else NO]
            latest = [listed[-1]] if listed else []
            latest += [year for year in maybe if (not listed or year > listed[-1]) and year >= self.year - 60]
            firsts = [year + 1 for year in latest] or [self.year + 1]
        else:
            firsts = [self.year - window.length + 1]
            if window.after is not None:
                last = self.year - window.length
                listed = [y for y in self.award_years(window.after, ["merit"]) if y <= last]
                maybe = [y for y in self.maybe_years(window.after, ["merit"]) if y <= last]
                front = [UNKNOWN if weak else YES if listed else UNKNOWN if maybe else NO]
        if outer is not None:
            firsts = [max(first, outer[0]) for first in firsts]
        readings = []
        for first in sorted(set(firsts)):
            self.window = (first, self.year)
            readings.append([self.clause(part, basis, evidence) for part in window.all])
        self.window = outer
        widest = readings[0]
        parts = [agreed(part, widest[n], [reading[n] for reading in readings]) for n, part in enumerate(window.all)]
        parts = [(status, []) for status in front] + parts
        return conjunction(parts), parts

    def in_every_year(self, every: Any, basis: Any, evidence: Any) -> Any:
        years = []
        for year in range(self.window[0], self.window[1] + 1):
            self.alone = year
            parts = [self.clause(part, basis, evidence) for part in every.parts]
            years.append((at_least([part[0] for part in parts], 1), parts))
            self.alone = None
        return conjunction(years), years

    # -- conditions ---------------------------------------------------------------------------------------------------

    def span(self) -> Any:
        """The years that a condition inside a window may count, or ``None`` outside one."""
        if self.alone is not None:
            return [self.alone]
        return None if self.window is None else list(range(self.window[0], self.window[1] + 1))

    def leaf(self, condition: Any) -> Any:
        name = type(condition).__name__.lower()
        return getattr(self, f"is_{name}")(condition)

    def is_holds(self, condition: Any) -> Any:
        span = self.span()
        streak = condition.in_a_row or condition.gap is not None
        certain = self.award_years(condition.award, condition.grounds)
        maybe = self.maybe_years(condition.award, condition.grounds)
        if span is not None:
            certain, maybe = [y for y in certain if y in span], [y for y in maybe if y in span]
        if span is not None or streak:
            certain = [y for y in certain if not self.restarted(y)]
            maybe = [y for y in maybe if not self.restarted(y)]
        if not streak:
            return counted(len(certain), len(certain) + len(maybe), condition.times)
        last = self.alone or self.year
        if condition.ending == "last-year":
            last -= 1

        def enough(years: Any) -> Any:
            chains = {}
            for year in sorted(years):
                before = [chains[y] for y in years if y < year and year - y <= (condition.gap or 0) + 1]
                chains[year] = 1 + max(before, default=0)
            if condition.in_a_row:
                return chains.get(last, 0) >= condition.times
            return max(chains.values(), default=0) >= condition.times

        return YES if enough(certain) else UNKNOWN if enough(certain + maybe) else NO

    def is_graded(self, condition: Any) -> Any:
        span = self.span()
        last = self.alone or self.year
        if condition.years is not None:
            years = range(last - condition.years + 1, last + 1)
        else:
            years = [self.year] if span is None else span
        found = []
        for year in years:
            grade = self.grade(year)
            if self.restarted(year) or (span is not None and year not in span):
                found.append(NO)
            elif grade is None:
                found.append(UNKNOWN)
            else:
                found.append(YES if HEIGHT.index(grade) >= HEIGHT.index(condition.grade) else NO)
        if condition.times is not None:
            return at_least(found, condition.times)
        return conjunction([(status, []) for status in found])

    def is_recognised(self, condition: Any) -> Any:
        span = self.span()
        when = condition.when or ("this-year" if span is None else "window")
        years = {"this-year": [self.year], "window": span or [], "ever": range(BEGINNING, self.year + 1)}[when]
        if span is not None:
            years = [year for year in years if not self.restarted(year)]
        number = 0
        for initiative in self.candidate.initiatives:
            on = initiative.recognised
            if on is None or on > self.day or on.year not in years:
                continue
            if WIDTH.index(initiative.scope) < WIDTH.index(condition.scope):
                continue
            if condition.kind not in (None, initiative.kind):
                continue
            if condition.unused and self.is_spent(initiative.id):
                continue
            number += 1
        most = number if all(self.complete(year) for year in years) else 10**9
        return counted(number, most, condition.times)

    def is_spent(self, initiative: Any) -> Any:
        for held in self.candidate.awards:
            decided = held.decided is None or held.decided <= self.day
            if initiative in held.used and decided and (held.award, held.year) != (self.award_id, self.year):
                return True
        return False

    def members(self, of: Any) -> Any:
        """Fewest, most, all; or nothing known."""
        members = self.candidate.members
        if members is None or members.year not in (None, self.year):
            return None
        if members.year == self.year:
            total = members.total if members.total is not None else (len(members.ids) or None)
            if of.award in members.holding:
                return members.holding[of.award], members.holding[of.award], total
            if of.grade is not None and members.graded:
                fewest, most = 0, total
                for grade, number in members.graded.items():
                    if HEIGHT.index(grade) >= HEIGHT.index(of.grade):
                        fewest = max(fewest, number)
                    if HEIGHT.index(grade) <= HEIGHT.index(of.grade):
                        most = number if most is None else min(most, number)
                return fewest, most, total
        if not members.ids:
            return None
        found = []
        for one in sorted(set(members.ids)):
            person = self.context.people.get(one)
            if person is None:
                found.append(UNKNOWN)
                continue
            theirs = Question.__new__(Question)
            theirs.candidate, theirs.context, theirs.day, theirs.year = person, self.context, self.day, self.year
            if of.grade is not None:
                grade = theirs.grade(self.year)
                at = None if grade is None else HEIGHT.index(grade) >= HEIGHT.index(of.grade)
                found.append(UNKNOWN if at is None else YES if at else NO)
            elif self.year in theirs.award_years(of.award, ["merit"]):
                found.append(YES)
            else:
                found.append(UNKNOWN if self.year in theirs.maybe_years(of.award, ["merit"]) else NO)
        return found.count(YES), len(found) - found.count(NO), len(found)

    def is_share(self, condition: Any) -> Any:
        known = self.members(condition.of)
        if known is None or known[2] is None:
            return UNKNOWN
        fewest, most, total = known
        if total == 0:
            return NO
        return counted(Fraction(fewest, total), Fraction(most, total), condition.at_least)

    def is_members(self, condition: Any) -> Any:
        known = self.members(condition.of)
        if known is None:
            return UNKNOWN
        return counted(known[0], 10**9 if known[1] is None else known[1], condition.times)

    def is_pledges(self, condition: Any) -> Any:
        unit = self.candidate.id if self.candidate.id in self.context.units else self.candidate.unit
        outcome = self.context.pledges.get(unit) if self.context.bloc_year in (None, self.year) else None
        if outcome is None:
            return UNKNOWN
        wanted = {"fulfilled": ["fulfilled", "over-fulfilled"], "over-fulfilled": ["over-fulfilled"]}
        return YES if outcome in wanted[condition.outcome] else NO

    def bloc(self, condition: Any) -> Any:
        """Results as a list of rank and score, and whether they are released standings; or a status."""
        context = self.context
        ours = condition.organised_by in (None, context.organised_by) and context.bloc_year in (None, self.year)
        if self.candidate.id in context.units and ours:
            if context.standings is None:
                return UNKNOWN
            standing = context.standings.get(self.candidate.id)
            return NO if standing is None else ([(standing.rank, standing.score)], True)
        listed = [
            (one.rank, one.score)
            for one in self.candidate.blocs
            if one.year == self.year and condition.organised_by in (None, one.organised_by)
        ]
        if listed:
            return listed, False
        return NO if self.complete(self.year) else UNKNOWN

    def is_blocrank(self, condition: Any) -> Any:
        results = self.bloc(condition)
        if isinstance(results, str):
            return results
        found = [
            (NO if results[1] else UNKNOWN) if rank is None else YES if rank <= condition.rank else NO
            for rank, _ in results[0]
        ]
        return at_least(found, 1)

    def is_blocscore(self, condition: Any) -> Any:
        results = self.bloc(condition)
        if isinstance(results, str):
            return results
        found = [UNKNOWN if score is None else YES if score >= condition.score else NO for _, score in results[0]]
        return at_least(found, 1)

    def full_years(self, since: Any, needed: Any) -> Any:
        if since is None:
            return UNKNOWN
        years = 0
        while (since.year + years + 1, since.month, since.day) <= (self.day.year, self.day.month, self.day.day):
            years += 1
        return YES if since <= self.day and years >= needed else NO

    def is_served(self, condition: Any) -> Any:
        return self.full_years(self.candidate.joined, condition.years)

    def is_existed(self, condition: Any) -> Any:
        return self.full_years(self.candidate.founded, condition.years)

    def is_anniversary(self, condition: Any) -> Any:
        if self.candidate.founded is None:
            return UNKNOWN
        years = self.candidate.founded.year
        while years < self.year:
            years += condition.every
        return YES if years == self.year else NO

    def is_flageligible(self, condition: Any) -> Any:
        says = self.candidate.flag_eligible
        return UNKNOWN if says is None else YES if says == condition.value else NO

    def is_judged(self, condition: Any) -> Any:
        answer = self.candidate.judged.get(condition.question)
        if answer is None or (answer.on is not None and answer.on > self.day):
            return UNKNOWN
        return YES if answer.met else NO

    def is_voted(self, condition: Any) -> Any:
        vote = None
        if self.context.bloc_year in (None, self.year):
            vote = self.context.polls.get(condition.council, {}).get(self.candidate.id)
        if vote is None:
            for one in self.candidate.votes:
                if one.council != condition.council or (one.on and (one.on > self.day or one.on.year < self.year)):
                    continue
                if vote is None or (one.on is not None and (vote.on is None or one.on > vote.on)):
                    vote = one
        if vote is None:
            return UNKNOWN
        base = getattr(vote, condition.of)
        share = UNKNOWN if base is None else YES if base and Fraction(vote.yes, base) >= condition.at_least else NO
        secret = YES if vote.secret or not condition.secret else UNKNOWN if vote.secret is None else NO
        return conjunction([(share, []), (secret, [])])


def groups(condition: Any) -> Any:
    return isinstance(condition, c.All | c.AnyOf | c.NoneOf | c.Some)


def conjunction(parts: Any) -> Any:
    statuses = [part[0] for part in parts]
    return NO if NO in statuses else UNKNOWN if UNKNOWN in statuses else YES


def at_least(statuses: Any, times: Any) -> Any:
    return counted(statuses.count(YES), statuses.count(YES) + statuses.count(UNKNOWN), times)


def counted(fewest: Any, most: Any, needed: Any) -> Any:
    return YES if fewest >= needed else UNKNOWN if most >= needed else NO


def agreed(clause: Any, widest: Any, readings: Any) -> Any:
    """One condition read in every window there may be: settled where all readings agree."""
    condition = clause.condition
    if groups(condition) or isinstance(condition, c.Window):
        inside = condition.all if isinstance(condition, c.Window) else condition.parts
        added = len(widest[1]) - len(inside)
        parts = list(widest[1][:added])
        for place, part in enumerate(inside):
            at = place + added
            parts.append(agreed(part, widest[1][at], [reading[1][at] for reading in readings]))
        statuses = [part[0] for part in parts]
        match condition:
            case c.AnyOf():
                return at_least(statuses, 1), parts
            case c.NoneOf():
                return {YES: NO, NO: YES, UNKNOWN: UNKNOWN}[at_least(statuses, 1)], parts
            case c.Some(_, times):
                return at_least(statuses, times), parts
            case _:
                return conjunction(parts), parts
    if isinstance(condition, c.EveryYear):
        certain = min(len(reading[1]) for reading in readings)
        years = []
        for place, year in enumerate(widest[1]):
            if place >= len(widest[1]) - certain or year[0] == YES:
                years.append(year)
                continue
            # The year may lie before the window: then it does not matter that nothing in it holds.
            parts = [vague(part) for part in year[1]]
            years.append((at_least([part[0] for part in parts], 1), parts))
        return conjunction(years), years
    statuses = {reading[0] for reading in readings}
    return (widest[0] if len(statuses) == 1 else UNKNOWN), widest[1]


def vague(part: Any) -> Any:
    return UNKNOWN, [vague(inside) for inside in part[1]]
