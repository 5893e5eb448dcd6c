"""The review report in words: a báo cáo sơ kết or tổng kết as Markdown, and each of its remarks as one sentence."""

from __future__ import annotations

from collections import Counter
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Literal, TypeAlias

from emulation.frozen import frozen
from emulation.insight.report import Report
from emulation.text import Text
from emulation.wording.catalogue import Wording
from emulation.wording.markdown import escape, table
from emulation.wording.scribe import Markdown, bullets

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from emulation.insight.progress import TaskReview
    from emulation.insight.remark import Fact, Remark
    from emulation.text import Language

Kind: TypeAlias = Literal["result", "shortcoming", "missing", "question"]

_PARTS = ("results", "shortcomings", "causes", "tasks", "questions", "missing", "method")
_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII")
_METHOD = ("forecast", "weights", "interval", "decided", "limits")
_LONG = 1000
_FIGURES = frozenset({int, Decimal, Fraction, float})


def report_markdown(report: Report, language: Language) -> str:
    """The whole report; whatever users wrote is text in it, never markup."""
    scribe = _Scribe(report, Wording(language), marked=True)
    parts = {
        "results": [*_remarks(scribe, report.results, "result", "no-result"), *_said(scribe, "result")],
        "shortcomings": [
            *_remarks(scribe, report.shortcomings, "shortcoming", "nothing-to-say"),
            *_said(scribe, "shortcoming"),
        ],
        "causes": _causes(scribe),
        "tasks": [*_tasks(scribe, report.tasks), *_said(scribe, "direction")],
        "questions": bullets(_sentences(scribe, report.questions, "question")) or bullets([scribe.say("nothing")]),
        "missing": bullets(_sentences(scribe, report.missing, "missing")) or bullets([scribe.say("nothing")]),
        "method": bullets(scribe.say(f"method.{name}") for name in _METHOD),
    }
    lines = _head(scribe)
    for number, name in zip(_ROMAN, _PARTS, strict=True):
        lines += [f"## {number}. {scribe.say(f'part.{name}')}", "", *parts[name]]
    return "\n".join([*lines, *_foot(scribe)]).rstrip("\n") + "\n"


def sentence(report: Report, remark: Remark, kind: Kind, language: Language) -> str:
    """A remark of the report as one sentence of plain text, without the table behind it."""
    return _Scribe(report, Wording(language), marked=False).sentence(remark, kind)


def rows_in_words(report: Report, remark: Remark, language: Language) -> tuple[list[str], list[list[str]]]:
    """The titles and the cells of the table behind a remark, as plain text; both are empty where there is none."""
    return _Scribe(report, Wording(language), marked=False).table(remark)


@frozen
class _Scribe:
    """One report and the language it is written in; ``marked``: what users wrote is escaped for Markdown."""

    report: Report
    wording: Wording
    marked: bool

    def say(self, key: str, /, **facts: object) -> Markdown:
        safe = {name: self.text(fact) if isinstance(fact, str | Text) else fact for name, fact in facts.items()}
        return Markdown(self.wording.say(f"report.{key}", **safe))

    def text(self, text: str | Text) -> Markdown:
        if isinstance(text, Markdown):
            return text
        plain = self.wording.text(text) if isinstance(text, Text) else text
        return Markdown(escape(plain) if self.marked else plain)

    @property
    def called(self) -> Markdown:
        return Markdown(self.wording.word("called", self.report.bloc.called))

    def unit(self, unit: str, *, short: bool = False) -> Markdown:
        named = {one.id: Text.same(one.short) if short else one.name for one in self.report.bloc.units}
        return self.text(named.get(unit, unit))

    def listed(self, units: Iterable[str]) -> Markdown:
        return Markdown(self.wording.listed([self.unit(unit) for unit in units]))

    def sentence(self, remark: Remark, kind: Kind) -> Markdown:
        facts = {name: self.fact(name, fact) for name, fact in remark.facts.items()}
        nobody = self.say("whole", called=self.called) if kind == "question" else self.say("none")
        who = self.listed(remark.units) if remark.units else nobody
        return self.say(f"{kind}.{remark.code}", who=who, called=self.called, **facts)

    def table(self, remark: Remark) -> tuple[list[str], list[list[str]]]:
        if not remark.rows:
            return [], []
        names = list(remark.rows[0])
        cells = [[str(self.cell(name, row)) for name in names] for row in remark.rows]
        if "rank" in names:
            at, taken = names.index("rank"), Counter(row["rank"] for row in remark.rows)
            for row, shown in zip(remark.rows, cells, strict=True):
                shown[at] += "=" * (taken[row["rank"]] > 1)
        return [str(self.say(f"column.{name}")) for name in names], cells

    def cell(self, name: str, row: Mapping[str, Fact]) -> object:
        """A fact as it stands in a table, where units go by their short names; a target is its unit's own."""
        fact = row[name]
        match name, fact:
            case (("unit" | "upper" | "lower" | "marker"), str()):
                return self.unit(fact, short=True)
            case "target", str():
                return self.target(str(row.get("unit", "")), fact)
            case "adopted", tuple():
                return Markdown(", ".join(self.unit(unit, short=True) for unit in fact)) or self.say("none")
            case _:
                shown = self.fact(name, fact)
                return str(shown) if isinstance(shown, int) else self.wording.spell(shown)

    def fact(self, name: str, fact: Fact) -> object:
        """A fact as a sentence takes it: an id by what it stands for, a share as a percentage, a month without day."""
        match fact:
            case None:
                return self.say("none")
            case bool() | Text():
                return self.text(fact) if isinstance(fact, Text) else fact
            case Fraction():  # a line that was drawn is exact, a figure is rounded
                return Markdown(self.wording.share(fact) if name == "limit" else self.wording.percent(fact))
            case float():
                return Markdown(self.wording.number(Decimal(f"{fact:.2f}")))
            case int():
                return fact if abs(fact) < _LONG else Markdown(self.wording.number(fact))
            case date():
                return self.month(fact) if name == "month" else Markdown(self.wording.date(fact))
            case tuple():
                if name == "differs":
                    return Markdown(", ".join(self.say(f"differs.{word}") for word in fact))
                return self.listed(fact)
            case str():
                return self.named(name, fact)
            case _:
                return fact

    def month(self, day: date) -> Markdown:
        """``05/2022`` in Vietnamese, ``2022-05`` in English."""
        return Markdown(f"{day:%m/%Y}" if self.wording.language == "vi" else f"{day:%Y-%m}")

    def named(self, name: str, one: str) -> Markdown:
        """What an id stands for; any other text as it is."""
        rubric = self.report.contest.rubric
        match name:
            case "unit" | "upper" | "lower" | "marker":
                return self.unit(one)
            case "movement":
                return self.text(next((m.name for m in self.report.bloc.movements if m.id == one), one))
            case "model":
                return self.text(next((model.who for model in self.report.models if model.id == one), one))
            case "criterion":
                return self.coded(one, next((c.text for c in rubric.criteria() if c.id == one), None))
            case "section":
                return self.coded(one, next((s.text for s in rubric.sections if s.id == one), None))
            case _:
                return self.text(one)

    def target(self, unit: str, one: str) -> Markdown:
        """What a target of that unit's pledge promises; ids are its own, and other units may have the same."""
        pledge = self.report.contest.pledges.get(unit)
        targets = pledge.targets if pledge is not None else ()
        return self.text(next((target.text for target in targets if target.id == one), one))

    def coded(self, code: str, text: Text | None) -> Markdown:
        """An id and the text of what it stands for."""
        words = "" if text is None else self.wording.text(text).strip()
        return self.text(f"{code}: {words}" if words else code)


def _head(scribe: _Scribe) -> list[str]:
    report, wording = scribe.report, scribe.wording
    bloc = report.bloc
    head = [f"**{scribe.text(wording.text(bloc.name).upper())}**", f"**{wording.say('minutes.state')}**"]
    about = scribe.say(f"about.{report.kind}", year=bloc.year, day=Markdown(wording.date_in_full(report.on)))
    lines = [
        *table(head, [[scribe.say("number"), f"**{wording.say('minutes.motto')}**"]], "cc"),
        "",
        f"# {scribe.say('title')}",
        "",
        f"**{about}**",
        "",
    ]
    if wording.text(bloc.theme).strip():
        lines += bullets([wording.say("minutes.theme", theme=scribe.text(bloc.theme))])
    return lines


def _foot(scribe: _Scribe) -> list[str]:
    report, wording = scribe.report, scribe.wording
    called = scribe.say("signed-for", called=_raised(scribe))
    role = Markdown(wording.role("head", report.bloc.called))
    heads = [scribe.unit(unit.id) for unit in report.bloc.holders("head", report.bloc.year)]
    rows = [["", f"**{role.upper()}**"], ["", f"*{wording.say('minutes.sign.how')}*"], ["", ", ".join(heads)]]
    return table([scribe.say("recipients"), f"**{called}**"], rows, "lc")


def _raised(scribe: _Scribe) -> Markdown:
    """What the bloc is called where it signs: in capitals in Vietnamese."""
    return Markdown(scribe.called.upper()) if scribe.wording.language == "vi" else scribe.called


def _remarks(scribe: _Scribe, remarks: Sequence[Remark], kind: Kind, nothing: str) -> list[str]:
    """Remarks area by area, each sentence with the table behind it."""
    if not remarks:
        return bullets([scribe.say(nothing)])
    lines: list[str] = []
    areas = dict.fromkeys(remark.area for remark in remarks)
    for number, area in enumerate(areas, 1):
        lines += [f"### {number}. {scribe.say(f'area.{area}')}", ""]
        for remark in (one for one in remarks if one.area == area):
            lines += [scribe.sentence(remark, kind), ""]
            head, rows = scribe.table(remark)
            if rows:
                lines += [*table(head, rows, _align(remark)), ""]
    return lines


def _align(remark: Remark) -> str:
    """Figures stand to the right."""
    first = remark.rows[0]
    return "".join("r" if any(type(row[name]) in _FIGURES for row in remark.rows) else "l" for name in first)


def _sentences(scribe: _Scribe, remarks: Iterable[Remark], kind: Kind) -> Iterator[Markdown]:
    yield from (scribe.sentence(remark, kind) for remark in remarks)


def _said(scribe: _Scribe, topic: Literal["result", "shortcoming", "direction"]) -> list[str]:
    lines = bullets(_quotes(scribe, topic))
    return [f"### {scribe.say(f'said.{topic}')}", "", *lines] if lines else []


def _quotes(scribe: _Scribe, topic: str) -> Iterator[Markdown]:
    for one in scribe.report.said:
        if one.topic == topic:
            yield scribe.say("quote", speaker=one.speaker, text=one.text) if one.speaker else scribe.text(one.text)


def _causes(scribe: _Scribe) -> list[str]:
    return bullets(_quotes(scribe, "cause")) or bullets([scribe.say("no-causes")])


def _tasks(scribe: _Scribe, tasks: Sequence[TaskReview]) -> list[str]:
    if not tasks:
        return bullets([scribe.say("no-tasks")])
    head = [scribe.say(f"task.{name}") for name in ("task", "owner", "due", "state")]
    rows = [
        [
            scribe.text(one.task.text),
            scribe.unit(one.task.owner, short=True),
            scribe.wording.date(one.task.due) if one.task.due else scribe.say("none"),
            scribe.say(f"task.{one.state}", days=one.days_late),
        ]
        for one in tasks
    ]
    return [*table(head, rows, "llll"), ""]
