"""The guided forms of ``activity.toml``: which questions an entry of each kind takes, and the entry that answers make.

An entry that is changed comes with its answers standing there; what a form does not ask about stays as it is.
"""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, TypeAlias, cast

import attrs

from emulation.activity import (
    Activity,
    Adoption,
    AdvancedModel,
    Commendation,
    Ground,
    Joint,
    ModelKind,
    Participation,
    Recipient,
    Result,
    Story,
    Task,
    Work,
)
from emulation.bloc import Bloc
from emulation.files.activity_file import Entry, Kind, entries
from emulation.frozen import frozen
from emulation.text import Text, id_from
from emulation.wording import Wording
from tui.screens.guided import Answer, Field, day_of, spelled, text_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tui.screens.guided import Kind as FieldKind

NONE = "-"
"""The id of the choice that stands for none; an empty one could not be told from nothing picked."""

GROUNDS: tuple[Ground, ...] = ("merit", "sudden", "movement", "long-service", "seniority", "external-relations")
MODEL_KINDS: tuple[ModelKind, ...] = ("individual", "collective", "practice")


@frozen
class Form:
    """What a form is made of: the bloc, what the file holds, the language, and the day that it is filled in."""

    bloc: Bloc
    activity: Activity
    wording: Wording
    today: date

    def fields(self, kind: Kind, entry: Entry | None = None) -> list[Field]:
        """The questions for an entry of that kind, with the answers of the one that is changed."""
        match kind:
            case "participation":
                return self._participation(entry if isinstance(entry, Participation) else None)
            case "model":
                return self._model(entry if isinstance(entry, AdvancedModel) else None)
            case "story":
                return self._story(entry if isinstance(entry, Story) else None)
            case "commendation":
                return self._commendation(entry if isinstance(entry, Commendation) else None)
            case "joint":
                return self._joint(entry if isinstance(entry, Joint) else None)
            case "task":
                return self._task(entry if isinstance(entry, Task) else None)

    # --- the questions of each kind

    def _participation(self, old: Participation | None) -> list[Field]:
        staff = "" if old is None or old.staff is None else str(old.staff)
        joined = "" if old is None or old.joined is None else str(old.joined)
        asked = [
            self._pick("movement", [(m.id, self.wording.text(m.name)) for m in self.bloc.movements], old),
            self._unit("unit", old),
            self._day("launched", old),
            self._field("staff", "count", staff),
            self._field("joined", "count", joined),
            self._field("new_form", value=old.new_form if old else ""),
        ]
        if old is not None and old.results:
            kept = [(str(place), self._told(one)) for place, one in enumerate(old.results)]
            every = " ".join(name for name, _ in kept)
            asked.append(Field("results", self._ask("results"), "many", every, choices=tuple(kept)))
        return [*asked, self._field("result_on", "day"), self._field("result_text")]

    def _told(self, result: Result) -> str:
        return f"{self.wording.date(result.on)}  {self.wording.text(result.text)}"

    def _model(self, old: AdvancedModel | None) -> list[Field]:
        fostered = "" if old is None else spelled(old.fostered, self.wording.language)
        adopted = "" if old is None else " ".join(one.unit for one in old.adopted)
        work = NONE if old is None or old.work is None else old.work
        works = [*((one, self.wording.word("work", one)) for one in ("leader", "direct")), self._none()]
        return [
            self._unit("unit", old),
            self._pick("kind", [(one, self.wording.word("model-kind", one)) for one in MODEL_KINDS], old),
            self._field("who", value=old.who if old else "", needed=True),
            self._day("found", old, needed=True),
            Field("work", self._ask("work"), "pick", work, choices=tuple(works)),
            self._field("fostered", "days", fostered),
            Field("adopted", self._ask("adopted"), "many", adopted, choices=self._units()),
            self._field("adopted_on", "day", self.wording.date(self.today)),
        ]

    def _story(self, old: Story | None) -> list[Field]:
        last = self.activity.stories[-1].channel if self.activity.stories else ""
        models = [(one.id, f"{self._short(one.unit)}  {one.who}") for one in self.activity.models]
        told = NONE if old is None or old.model is None else old.model
        return [
            self._unit("unit", old),
            self._day("on", old, needed=True),
            self._field("channel", value=old.channel if old else last, needed=True),
            Field("model", self._ask("model"), "pick", told, choices=(self._none(), *models)),
        ]

    def _commendation(self, old: Commendation | None) -> list[Field]:
        recipients = [(one, self.wording.word("work", one)) for one in ("leader", "direct", "collective")]
        return [
            self._unit("unit", old),
            self._field("award", value=old.award if old else "", needed=True),
            self._pick("ground", [(one, self.wording.word("ground", one)) for one in GROUNDS], old),
            self._pick("work", recipients, old),
            self._day("achieved", old, needed=True),
            self._day("proposed", old),
            self._day("posted", old),
            self._day("decided", old),
        ]

    def _joint(self, old: Joint | None) -> list[Field]:
        units = "" if old is None else " ".join(old.units)
        return [
            self._field("name", value=self.wording.text(old.name) if old else "", needed=True),
            self._day("on", old, needed=True),
            Field("units", self._ask("units"), "many", units, choices=self._units()),
        ]

    def _task(self, old: Task | None) -> list[Field]:
        given = self.wording.date(old.given if old else self.today)
        return [
            self._field("text", value=self.wording.text(old.text) if old else "", needed=True),
            self._unit("owner", old),
            self._field("given", "day", given, needed=True),
            self._day("due", old),
            self._day("done", old),
        ]

    # --- the pieces of a form

    def _ask(self, name: str) -> str:
        return self.wording.say(f"ui.activity.ask.{name.replace('_', '-')}")

    def _field(self, name: str, kind: FieldKind = "text", value: str = "", *, needed: bool = False) -> Field:
        return Field(name, self._ask(name), kind, value, needed)

    def _day(self, name: str, old: Entry | None, *, needed: bool = False) -> Field:
        value = None if old is None else getattr(old, name)
        return self._field(name, "day", spelled(value, self.wording.language), needed=needed)

    def _pick(self, name: str, choices: Sequence[tuple[str, str]], old: Entry | None) -> Field:
        value = choices[0][0] if choices and old is None else str(getattr(old, name, ""))
        return Field(name, self._ask(name), "pick", value, choices=tuple(choices))

    def _unit(self, name: str, old: Entry | None) -> Field:
        return self._pick(name, self._units(), old)

    def _units(self) -> tuple[tuple[str, str], ...]:
        return tuple((unit.id, f"{unit.short}  {self.wording.text(unit.name)}") for unit in self.bloc.units)

    def _short(self, unit: str) -> str:
        return next((one.short for one in self.bloc.units if one.id == unit), unit)

    def _none(self) -> tuple[str, str]:
        return NONE, self.wording.say("ui.activity.none")

    # --- the entry that answers make

    def made(self, kind: Kind, answers: Mapping[str, Answer], old: Entry | None = None) -> Entry:
        """The entry of the answers; what is not asked is the old one's."""
        match kind:
            case "participation":
                return self._made_participation(answers, old)
            case "model":
                return self._made_model(answers, old)
            case "story":
                model = text_of(answers, "model")
                on, channel = _sure(answers, "on"), text_of(answers, "channel")
                return Story(text_of(answers, "unit"), on, channel, None if model == NONE else model)
            case "commendation":
                return Commendation(
                    text_of(answers, "unit"),
                    text_of(answers, "award"),
                    cast("Ground", text_of(answers, "ground")),
                    _sure(answers, "achieved"),
                    cast("Recipient", text_of(answers, "work")),
                    proposed=day_of(answers, "proposed"),
                    decided=day_of(answers, "decided"),
                    posted=day_of(answers, "posted"),
                )
            case "joint":
                name = self._text(text_of(answers, "name"), old.name if isinstance(old, Joint) else None)
                return Joint(name, _sure(answers, "on"), _names(answers, "units"))
            case "task":
                text = self._text(text_of(answers, "text"), old.text if isinstance(old, Task) else None)
                owner, given = text_of(answers, "owner"), _sure(answers, "given")
                return Task(text, owner, given, day_of(answers, "due"), day_of(answers, "done"))

    def _made_participation(self, answers: Mapping[str, Answer], old: Entry | None) -> Participation:
        listed = old.results if isinstance(old, Participation) else ()
        kept = [one for place, one in enumerate(listed) if str(place) in _names(answers, "results")]
        on, text = day_of(answers, "result_on"), text_of(answers, "result_text")
        if text or on is not None:
            kept.append(Result(on or self.today, Text.same(text or self.wording.say("ui.activity.a-result"))))
        return Participation(
            text_of(answers, "movement"),
            text_of(answers, "unit"),
            day_of(answers, "launched"),
            _count(answers, "staff"),
            _count(answers, "joined"),
            text_of(answers, "new_form"),
            tuple(kept),
        )

    def _made_model(self, answers: Mapping[str, Answer], old: Entry | None) -> AdvancedModel:
        before = old if isinstance(old, AdvancedModel) else None
        known = {one.unit: one for one in before.adopted} if before else {}
        on = day_of(answers, "adopted_on") or self.today
        adopted = [known.get(unit) or Adoption(unit, on) for unit in _names(answers, "adopted")]
        taken = [one.id for one in self.activity.models]
        who, work = text_of(answers, "who"), text_of(answers, "work")
        days = answers["fostered"]
        return AdvancedModel(
            before.id if before else id_from(who, taken, "model"),
            text_of(answers, "unit"),
            cast("ModelKind", text_of(answers, "kind")),
            who,
            _sure(answers, "found"),
            None if work == NONE else cast("Work", work),
            tuple(one for one in days if isinstance(one, date)) if isinstance(days, tuple) else (),
            tuple(adopted),
        )

    def _text(self, typed: str, old: Text | None) -> Text:
        """The text typed in the screen's language; the other language keeps what it had of its own."""
        if old is None or old.vi == old.en:
            return Text.same(typed)
        if old.read(self.wording.language) == typed:
            return old
        return attrs.evolve(old, **{self.wording.language: typed})


def _names(answers: Mapping[str, Answer], name: str) -> tuple[str, ...]:
    found = answers.get(name, ())
    return tuple(one for one in found if isinstance(one, str)) if isinstance(found, tuple) else ()


def _count(answers: Mapping[str, Answer], name: str) -> int | None:
    found = answers[name]
    return found if isinstance(found, int) else None


def _sure(answers: Mapping[str, Answer], name: str) -> date:
    """A day that the form does not go on without."""
    found = day_of(answers, name)
    if found is None:
        raise KeyError(name)
    return found


Listed: TypeAlias = tuple[str, str, str, Fraction | None]
"""An entry in a list: what it goes by, what it is, how far it is, and a share where a bar tells it."""


def listed(activity: Activity, kind: Kind, bloc: Bloc, wording: Wording) -> list[Listed]:
    """Every entry of that kind for a list."""
    short = {unit.id: unit.short for unit in bloc.units}
    return [_line(entry, short, wording) for entry in entries(activity, kind)]


def _line(entry: Entry, short: Mapping[str, str], wording: Wording) -> Listed:
    say = wording.say
    match entry:
        case Participation(_, unit, launched, staff, joined, _, results):
            share = Fraction(joined, staff) if staff and joined is not None else None
            told = say("ui.activity.not-launched") if launched is None else wording.date(launched)
            part = "–" if share is None else wording.percent(share)
            return short.get(unit, unit), part, say("ui.activity.results", count=len(results), launched=told), share
        case AdvancedModel():
            told = say("ui.activity.model", found=entry.found, adopted=len(entry.adopted))
            return short.get(entry.unit, entry.unit), entry.who, told, None
        case Story():
            return (
                short.get(entry.unit, entry.unit),
                f"{wording.date(entry.on)}  {entry.channel}",
                entry.model or "",
                None,
            )
        case Commendation():
            days = (entry.decided or entry.achieved) - entry.achieved
            key = "ui.activity.decided" if entry.decided else "ui.activity.waiting"
            told = say(key, on=entry.achieved, count=days.days)
            ground = wording.word("ground", entry.ground)
            return short.get(entry.unit, entry.unit), f"{entry.award} · {ground}", told, None
        case Joint():
            told = say("ui.activity.joint", count=len(entry.units))
            return wording.date(entry.on), wording.text(entry.name), told, None
        case Task():
            due = say("ui.tasks.due", on=entry.due) if entry.due else say("ui.tasks.no-due")
            told = say("ui.tasks.done-on", on=entry.done) if entry.done else due
            return short.get(entry.owner, entry.owner), wording.text(entry.text), told, None
