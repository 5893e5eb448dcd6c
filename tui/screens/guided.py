"""A guided form: one question after the other in the line at the bottom, or from a short list.

An answer that cannot be read is asked again with what was typed still there; Escape gives all up, and nothing is done.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Literal, TypeAlias, assert_never

from emulation.frozen import frozen
from emulation.wording import parse_date, parse_number

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from emulation.text import Language
    from emulation.wording import Wording
    from tui.screens.asking import AskingScreen
    from tui.screens.picker import Choice

Kind: TypeAlias = Literal["text", "day", "days", "count", "pick", "many"]
Answer: TypeAlias = str | int | date | tuple[str, ...] | tuple[date, ...] | None
"""``None``: nothing was typed. A pick is an id, empty where none was wanted; several stand in the order of ticking."""


@frozen
class Field:
    """A question: under which name its answer comes back, what is asked, and what stands there already.

    ``value`` is what would be typed; of a pick the id, of several the ids parted by blanks.
    """

    name: str
    question: str
    kind: Kind = "text"
    value: str = ""
    needed: bool = False
    choices: tuple[tuple[str, str], ...] = ()


def ask_form(screen: AskingScreen, fields: Sequence[Field], call: Callable[[dict[str, Answer]], None]) -> None:
    """Ask every field in turn, then call with the answers by name."""
    answers: dict[str, Answer] = {}

    def ask(place: int, typed: str | None = None) -> None:
        if place == len(fields):
            call(answers)
            return
        field = fields[place]
        say = screen.wording.say
        question = field.question
        if len(fields) > 1:
            question = say("ui.guided.question", place=place + 1, count=len(fields), question=field.question)

        def given_up() -> None:
            screen.hint("ui.given-up")

        def typed_in(answer: str | None) -> None:
            if answer is None:
                given_up()
                return
            try:
                answers[field.name] = read(field, answer, screen.wording)
            except ValueError as problem:
                screen.program.say("refused", str(problem))
                screen.app.bell()
                ask(place, answer)
            else:
                ask(place + 1)

        def picked(found: tuple[str, ...] | None) -> None:
            if found is None:
                given_up()
                return
            answers[field.name] = found if field.kind == "many" else found[0]
            ask(place + 1)

        if field.kind in {"pick", "many"}:
            from tui.screens.picker import Picker  # noqa: PLC0415  (only when something is picked)

            many = field.kind == "many"
            choices: list[Choice] = list(field.choices)
            ticked = field.value.split() if many else []
            shown = Picker(question, choices, screen.wording, many=many, ticked=ticked, at=field.value)
            # From the screen's own turn: an answer comes back to whoever asked, and the prompt before is gone by then.
            screen.call_later(screen.app.push_screen, shown, picked)
        else:
            screen.program.ask(question, field.value if typed is None else typed, typed_in)

    ask(0)


def read(field: Field, typed: str, wording: Wording) -> Answer:
    """What was typed, as the field's kind reads it.

    Raises:
        ValueError: it cannot be read, or nothing was typed where something is needed; the message says what to write.
    """
    if not typed:
        if field.needed:
            raise ValueError(wording.say("ui.guided.needed"))
        return () if field.kind == "days" else "" if field.kind == "text" else None
    match field.kind:
        case "text" | "pick" | "many":
            return typed
        case "day":
            return parse_date(typed, wording.language)
        case "days":
            return tuple(parse_date(one, wording.language) for one in typed.replace(";", " ").replace(",", " ").split())
        case "count":
            return _count(typed, wording)
        case _:
            assert_never(field.kind)


def _count(typed: str, wording: Wording) -> int:
    number = parse_number(typed, wording.language)
    if number < 0 or number != number.to_integral_value():
        raise ValueError(wording.say("ui.guided.not-whole", text=typed))
    return int(number)


def spelled(value: Answer, language: Language) -> str:
    """An answer as it would be typed again: for the line in which it is changed."""
    from emulation.wording import Wording  # noqa: PLC0415

    match value:
        case None:
            return ""
        case date():
            return Wording(language).date(value)
        case tuple():
            return " ".join(spelled(one, language) for one in value)
        case _:
            return str(value)


def text_of(answers: Mapping[str, Answer], name: str) -> str:
    """The answer to a question for text or a pick."""
    found = answers[name]
    return found if isinstance(found, str) else ""


def day_of(answers: Mapping[str, Answer], name: str) -> date | None:
    """The answer to a question for a day."""
    found = answers[name]
    return found if isinstance(found, date) else None
