"""An independent evaluator of award rules, written from the description of the formats alone.

It takes the tables of TOML files as they stand there, shares neither a type nor a line with the package, keeps nothing,
counts year by year, and asks of each condition what it would say in every window there may be. Slow on purpose.
A condition comes out as ``(status, parts)``; a status is ``yes``, ``no``, ``?``, or ``-`` for a clause that does not
apply on the day of receipt; parts are ``None`` where the description leaves open what stands below.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

YES, NO, UNKNOWN, SKIPPED = "yes", "no", "?", "-"
TAGS = (
    *("window", "all", "any", "none", "some", "meets", "holds", "graded", "initiative", "share", "members", "pledges"),
    *("bloc_rank", "bloc_score", "every_year", "served", "existed", "anniversary", "flag_eligible", "judged", "vote"),
)
GRADES = ("not-completed", "completed", "good", "excellent")
SCOPES = ("grassroots", "ministry", "nation")
REACH = 40  # years: nothing on record is older


def verdict(candidate: Any, award_id: Any, books: Any, rules: Any, world: Any) -> Any:
    """The verdict's status, the statuses of the bars, and the whole tree, for one award of books in TOML."""
    return Case(candidate, award_id, books, rules, world).verdict()


class Case:
    """One candidate, one award. ``world`` holds the day, the year, what is complete, and what the folder tells."""

    def __init__(self, candidate: Any, award_id: Any, books: Any, rules: Any, world: Any) -> None:
        self.candidate, self.award_id, self.books, self.rules, self.world = candidate, award_id, books, rules, world
        self.day, self.year = world["day"], world["year"]
        self.home, self.award = next(
            (book, award) for book in books for award in book.get("award", []) if award["id"] == award_id
        )
        self.extends = [e for book in books for e in book.get("extend", []) if e["award"] == award_id]

    # -- the verdict ------------------------------------------------------------------------------------------------

    def verdict(self) -> Any:
        bars = [self.bar(bar) for bar in self.home.get("bar", [])]
        tree = self.requirements()
        if YES in bars:
            return "barred", bars, tree
        if tree[0] == NO:
            return "not-eligible", bars, tree
        if tree[0] != YES or UNKNOWN in bars:
            return "unknown", bars, tree
        return "eligible", bars, tree

    def applies(self, table: Any) -> Any:
        """``from`` and ``until``, both inclusive, are days of receipt."""
        return table.get("from", self.day) <= self.day <= table.get("until", self.day)

    def bar(self, bar: Any) -> Any:
        if not self.applies(bar):
            return SKIPPED
        if self.is_weak({**bar, "award": None}, {}):
            return UNKNOWN
        if "discipline" in bar["when"]:
            met = any(
                one["from"] <= self.day <= one.get("until", self.day) for one in self.candidate.get("discipline", [])
            )
        else:
            met = any(
                one["opened"] <= self.day and not one.get("closed", self.day.replace(year=9999)) <= self.day
                for one in self.candidate.get("proceeding", [])
            )
        return YES if met else NO

    def requirements(self) -> Any:
        own = self.clause(self.award["require"], around(self.award, {}), None)
        parts = [own] + [self.clause(one["require"], around(one, {}), None) for one in self.extends]
        if len(parts) == 1:
            return own
        if own[0] == SKIPPED:
            return SKIPPED, None  # what another book adds does not stand in for what the award itself requires
        return group("all", 1, parts), parts

    def is_weak(self, table: Any, outside: Any) -> Any:
        """Whether a leaf or bar is weaker than ``restated`` and nobody has confirmed it."""
        inherited = around(table, outside)
        if inherited.get("evidence", "unconfirmed") in ("text", "restated"):
            return False
        basis = inherited.get("basis")
        return not any(
            basis is not None
            and one["award"] == self.award_id
            and one["source"] == basis["source"]
            and one["article"] == basis.get("article", "")
            and one["clause"] == basis.get("clause", "")
            for one in self.rules
        )

    # -- groups -----------------------------------------------------------------------------------------------------

    def clause(self, table: Any, outside: Any, firsts: Any, *, alone: Any = None) -> Any:
        """A condition inside what stands around it.

        ``firsts`` are the first years that the window around it may have, ``None`` outside of windows; ``alone`` is
        the one year read inside ``every_year``.
        """
        tag = next(one for one in TAGS if one in table)
        inherited = around(table, outside)
        if tag in ("all", "any", "none", "some"):
            parts = [self.clause(part, inherited, firsts, alone=alone) for part in table[tag]]
            return self.unless_skipped(table, group(tag, table.get("times", 1), parts), parts)
        if tag == "window":
            return self.window(table, inherited, firsts)
        if tag == "every_year":
            return self.every_year(table, inherited, firsts)
        if tag == "meets":
            there = Case(self.candidate, table["meets"], self.books, self.rules, self.world).requirements()
            # An award none of whose requirements applies is neither fulfilled nor not.
            status = UNKNOWN if self.is_weak(table, outside) or there[0] == SKIPPED else there[0]
            return self.unless_skipped(table, status, [there])
        if self.is_weak(table, outside):
            return self.unless_skipped(table, UNKNOWN, [])
        readings = {self.leaf(tag, table, first, alone) for first in ([None] if firsts is None else firsts)}
        return self.unless_skipped(table, agreed(readings), [])

    def unless_skipped(self, table: Any, status: Any, parts: Any) -> Any:
        """A clause outside its dates, or a group with no part that applies, does not apply, nor does what is inside."""
        if status == SKIPPED or not self.applies(table):
            return SKIPPED, None
        return status, parts

    def window(self, table: Any, inherited: Any, outer: Any) -> Any:
        length, award, inside = table["window"], table.get("after"), table.get("all", [])
        listed = [] if award is None else self.years_of(award, ["merit"])
        open_ = [] if award is None else self.open_years(listed)
        if length == "since":
            latest = set(listed[-1:]) | {year for year in open_ if not listed or year > listed[-1]}
            firsts = {year + 1 for year in latest} or {self.year + 1}
        else:
            firsts = {self.year - length + 1}
            listed = [year for year in listed if year <= self.year - length]
            open_ = [year for year in open_ if year <= self.year - length]
        if outer is not None:
            firsts = {max(first, other) for first in firsts for other in outer}
        parts = [self.clause(part, inherited, firsts) for part in inside]
        status = group("all", 1, parts)
        if award is not None:
            after = YES if listed else UNKNOWN if open_ else NO
            front = (UNKNOWN if self.is_weak({}, inherited) else after, [])
            status = SKIPPED if inside and status == SKIPPED else group("all", 1, [front, *parts])
            parts = [front, *parts]
        return self.unless_skipped(table, status, parts)

    def every_year(self, table: Any, inherited: Any, firsts: Any) -> Any:
        parts = []
        for year in range(min(firsts), self.year + 1):
            inside = [self.clause(part, inherited, [year], alone=year) for part in table["every_year"]]
            status = group("any", 1, inside)
            if year < max(firsts) and status not in (YES, SKIPPED):
                # The year may lie before the window: then it does not matter that nothing in it holds.
                parts.append((UNKNOWN, None))
            else:
                parts.append((status, inside))
        inside = [self.clause(part, inherited, [self.year], alone=self.year) for part in table["every_year"]]
        if all(status == SKIPPED for status, _ in inside):
            return SKIPPED, None
        status = group("all", 1, parts) if parts else YES
        # Where nothing says when the window began at the earliest, how many years to list is left open.
        return self.unless_skipped(table, status, parts if min(firsts) > self.year - REACH + 1 else None)

    # -- what counts ------------------------------------------------------------------------------------------------

    def complete(self, year: int) -> Any:
        first, last = self.world["complete_from"], self.world["complete_until"]
        if first is None and last is None:
            return False
        return (first is None or first <= year) and (last is None or year <= last)

    def years_of(self, award: Any, grounds: Any) -> Any:
        return sorted(
            {
                one["year"]
                for one in self.candidate.get("award", [])
                if one["award"] == award
                and one.get("ground", "merit") in grounds
                and one.get("decided", self.day) <= self.day
                and one["year"] <= self.year
            }
        )

    def open_years(self, listed: Any) -> Any:
        """The years that could have brought a further award: one a year, from the year the candidate began."""
        began = self.candidate.get("joined", self.candidate.get("founded"))
        first = self.year - REACH if began is None else began.year
        return [y for y in range(first, self.year + 1) if y not in listed and not self.complete(y)]

    def counts(self, year: int) -> Any:
        """Not where the year began before the end of what a restarting bar looks at: on its last day is not before."""
        for bar in self.home.get("bar", []):
            if not bar.get("restart") or not self.applies(bar):
                continue
            new_year = self.day.replace(year=year, month=1, day=1)
            if "discipline" in bar["when"]:
                for one in self.candidate.get("discipline", []):
                    if one["from"] <= self.day and ("until" not in one or new_year < one["until"]):
                        return False
            else:
                for one in self.candidate.get("proceeding", []):
                    if one["opened"] <= self.day and ("closed" not in one or new_year < one["closed"]):
                        return False
        return True

    # -- conditions -------------------------------------------------------------------------------------------------

    def leaf(self, tag: Any, table: Any, first: Any, alone: Any) -> Any:
        last = self.year if alone is None else alone
        span = None if first is None else list(range(first, last + 1))
        match tag:
            case "holds":
                return self.holds(table, span)
            case "graded":
                return self.graded(table, span)
            case "initiative":
                return self.initiative(table, span)
            case "share" | "members":
                return self.members(table)
            case "pledges":
                return self.pledges(table)
            case "bloc_rank" | "bloc_score":
                return self.bloc(tag, table)
            case "served" | "existed":
                return self.full_years(self.candidate.get("joined" if tag == "served" else "founded"), table[tag])
            case "anniversary":
                founded = self.candidate.get("founded")
                if founded is None:
                    return UNKNOWN
                return truth(self.year in range(founded.year, self.year + 1, table[tag]))
            case "flag_eligible":
                says = self.candidate.get("flag_eligible")
                return UNKNOWN if says is None else truth(says == table[tag])
            case "judged":
                answer = self.candidate.get("judged", {}).get(table[tag])
                if answer is None or answer.get("on", self.day) > self.day:
                    return UNKNOWN
                return truth(answer["met"])
            case _:
                return self.vote(table)

    def holds(self, table: Any, span: Any) -> Any:
        in_a_row, gap, times = table.get("in_a_row", False), table.get("gap"), table.get("times", 1)
        years = self.years_of(table["holds"], table.get("grounds", ["merit"]))
        more = self.open_years(years)

        def usable(year: int) -> Any:
            inside = span is None or year in span
            return inside and (self.counts(year) or not (span is not None or in_a_row or gap is not None))

        def enough(found: Any) -> Any:
            found = sorted(filter(usable, found))
            if not in_a_row and gap is None:
                return len(found) >= times
            last = self.year - (table.get("ending") == "last-year")
            for end in [last] if in_a_row else found:
                chain = [year for year in found if year == end]
                while chain and (before := [y for y in found if chain[-1] - (gap or 0) - 1 <= y < chain[-1]]):
                    chain.append(before[-1])
                if len(chain) >= times:
                    return True
            return False

        return between(enough(years), enough(years + more))

    def graded(self, table: Any, span: Any) -> Any:
        if "years" in table:
            years = [self.year - ago for ago in range(table["years"])]
        else:
            years = [self.year] if span is None else span
        found = []
        for year in years:
            grade = next((one.get("grade") for one in self.candidate.get("year", []) if one["year"] == year), None)
            if not self.counts(year) or (span is not None and year not in span):
                found.append(NO)
            elif grade is None:
                found.append(UNKNOWN)
            else:
                found.append(truth(GRADES.index(grade) >= GRADES.index(table["graded"])))
        needed = table.get("times", len(found))
        return between(found.count(YES) >= needed, len(found) - found.count(NO) >= needed)

    def initiative(self, table: Any, span: Any) -> Any:
        when = table.get("when", "this-year" if span is None else "window")
        years = {
            "this-year": [self.year],
            "window": span,
            "ever": range(self.year - REACH, self.year + 1),
        }[when]
        years = [year for year in years if span is None or self.counts(year)]
        number = 0
        for one in self.candidate.get("initiative", []):
            on = one.get("recognised")
            number += (
                on is not None
                and on <= self.day
                and on.year in years
                and SCOPES.index(one.get("scope", "grassroots")) >= SCOPES.index(table["initiative"])
                and table.get("kind") in (None, one.get("kind", "initiative"))
                and not (table.get("unused") and self.spent_elsewhere(one["id"]))
            )
        could_be_more = not all(self.complete(year) for year in years)
        return between(number >= table.get("times", 1), could_be_more or number >= table.get("times", 1))

    def spent_elsewhere(self, initiative: Any) -> Any:
        return any(
            initiative in one.get("used", [])
            and one.get("decided", self.day) <= self.day
            and (one["award"], one["year"]) != (self.award_id, self.year)
            for one in self.candidate.get("award", [])
        )

    def members(self, table: Any) -> Any:
        fewest, most, total = self.members_meant(table.get("share") or table.get("members"))
        if "members" in table:
            return between(fewest >= table.get("times", 1), most >= table.get("times", 1))
        share = fraction(table["at_least"])
        if total is None:
            return UNKNOWN
        return between(bool(total) and fewest >= share * total, bool(total) and most >= share * total)

    def members_meant(self, meant: Any) -> Any:
        """The fewest and the most there can be, and how many there are in all."""
        endless = 10**9
        figures = self.candidate.get("members")
        if figures is None or figures.get("year", self.year) != self.year:
            return 0, endless, None
        ids = sorted(set(figures.get("ids", [])))
        if "year" in figures:
            total = figures.get("total", len(ids) or None)
            most = endless if total is None else total
            if "award" in meant:
                number = figures.get("holding", {}).get(meant["award"])
                if number is not None:
                    return number, number, total
            elif figures.get("graded"):
                wanted = GRADES.index(meant["grade"])
                known = {GRADES.index(grade): number for grade, number in figures["graded"].items()}
                fewest = max((number for at, number in known.items() if at >= wanted), default=0)
                return fewest, min([most] + [number for at, number in known.items() if at <= wanted]), total
        if not ids:
            return 0, endless, None
        found = [self.of_member(self.world["people"].get(one), meant) for one in ids]
        return found.count(YES), len(found) - found.count(NO), len(found)

    def of_member(self, person: Any, meant: Any) -> Any:
        if person is None:
            return UNKNOWN
        theirs = Case(person, self.award_id, self.books, self.rules, self.world)
        if "award" in meant:
            years = theirs.years_of(meant["award"], ["merit"])
            return between(self.year in years, self.year in years + theirs.open_years(years))
        grade = next((one.get("grade") for one in person.get("year", []) if one["year"] == self.year), None)
        return UNKNOWN if grade is None else truth(GRADES.index(grade) >= GRADES.index(meant["grade"]))

    def tells_of_this_year(self) -> Any:
        return self.world["bloc_year"] in (None, self.year)

    def pledges(self, table: Any) -> Any:
        mine = self.candidate["id"]
        unit = mine if mine in self.world["units"] else self.candidate.get("unit")
        outcome = self.world["pledges"].get(unit) if self.tells_of_this_year() else None
        if outcome is None:
            return UNKNOWN
        return truth(outcome in (table["pledges"], "over-fulfilled"))

    def bloc(self, tag: Any, table: Any) -> Any:
        def status(result: Any, absent: Any) -> Any:
            if tag == "bloc_rank":
                return absent if result.get("rank") is None else truth(result["rank"] <= table[tag])
            return UNKNOWN if result.get("score") is None else truth(result["score"] >= table[tag])

        organised = table.get("organised_by")
        if (
            self.candidate["id"] in self.world["units"]
            and self.tells_of_this_year()
            and organised in (None, self.world["organised_by"])
        ):
            standings = self.world["standings"]
            if standings is None:
                return UNKNOWN
            standing = standings.get(self.candidate["id"])
            return NO if standing is None else status(standing, NO)
        listed = [
            one
            for one in self.candidate.get("bloc", [])
            if one["year"] == self.year and organised in (None, one["organised_by"])
        ]
        if not listed:
            return NO if self.complete(self.year) else UNKNOWN
        found = [status(one, UNKNOWN) for one in listed]
        return between(YES in found, YES in found or UNKNOWN in found)

    def full_years(self, since: Any, needed: Any) -> Any:
        if since is None:
            return UNKNOWN
        return truth((self.day.year - needed, self.day.month, self.day.day) >= (since.year, since.month, since.day))

    def vote(self, table: Any) -> Any:
        council = table["vote"]
        vote = self.world["polls"].get(council, {}).get(self.candidate["id"]) if self.tells_of_this_year() else None
        if vote is None:
            taken = [
                one
                for one in self.candidate.get("vote", [])
                if one["council"] == council and self.year <= one.get("on", self.day).year
                if one.get("on", self.day) <= self.day
            ]
            if not taken:
                return UNKNOWN
            vote = max(taken, key=lambda one: (one.get("on", self.day.replace(year=1)), 0))
        base = vote.get(table.get("of", "entitled"))
        enough = UNKNOWN if base is None else truth(base > 0 and vote["yes"] >= fraction(table["at_least"]) * base)
        secret = YES
        if table.get("secret"):
            secret = UNKNOWN if vote.get("secret") is None else truth(vote["secret"])
        return group("all", 1, [(enough, []), (secret, [])])


def around(table: Any, outside: Any) -> Any:
    """The basis and the evidence that hold inside a table: its own, else those of what is around it."""
    return {key: one[key] for key in ("basis", "evidence") for one in (outside, table) if key in one}


def group(tag: Any, times: Any, parts: Any) -> Any:
    """The status of a group, of the parts that apply; without any it does not apply."""
    statuses = [status for status, _ in parts if status != SKIPPED]
    if not statuses:
        return SKIPPED
    met, possible = statuses.count(YES), len(statuses) - statuses.count(NO)
    match tag:
        case "all" | "window" | "every_year":
            return between(met == len(statuses), possible == len(statuses))
        case "any":
            return between(met >= 1, possible >= 1)
        case "none":
            return between(possible == 0, met == 0)
        case _:
            return between(met >= times, possible >= times)


def between(certain: Any, possible: Any) -> Any:
    """Met at the lowest; or only at the highest; or not even there."""
    return YES if certain else UNKNOWN if possible else NO


def truth(value: Any) -> Any:
    return YES if value else NO


def agreed(readings: Any) -> Any:
    return next(iter(readings)) if len(readings) == 1 else UNKNOWN


def fraction(share: Any) -> Any:
    text = str(share)
    return Fraction(text[:-1]) / 100 if text.endswith("%") else Fraction(text)
