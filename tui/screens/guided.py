"""A guided form: one question after the other in the line at the bottom, or from a short list.

An answer that cannot be read is asked again with what was typed still there; the key up (left, in a list) goes to the
question before; Escape gives all up, and nothing is done.
"""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Literal, TypeAlias, assert_never

from emulation.frozen import frozen
from emulation.wording import parse_date, parse_number

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from emulation.text import Language
    from emulation.wording import Wording
    from tui.screens.asking import AskingScreen

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
    given: dict[int, str] = {}

    def ask(place: int) -> None:
        if place == len(fields):
            call(answers)
            return
        field = fields[place]
        stands = given.get(place, field.value)
        question = field.question
        if len(fields) > 1:
            facts = {"place": place + 1, "count": len(fields), "question": field.question}
            question = screen.wording.say("ui.guided.question", **facts)

        def typed_in(answer: str | None) -> None:
            if answer is None:
                screen.hint("ui.given-up")
                return
            given[place] = answer
            try:
                answers[field.name] = read(field, answer, screen.wording)
            except ValueError as problem:
                screen.program.say("refused", str(problem))
                screen.app.bell()
                ask(place)
            else:
                ask(place + 1)

        if field.kind in {"pick", "many"}:
            _pick(screen, field, question, stands, partial(picked, place), back=place > 0)
        else:
            screen.program.ask(question, stands, typed_in, partial(ask, place - 1) if place else None)

    def picked(place: int, found: tuple[str, ...] | None, *, back: bool) -> None:
        if back:
            ask(place - 1)
        elif found is None:
            screen.hint("ui.given-up")
        else:
            field = fields[place]
            given[place] = " ".join(found)
            answers[field.name] = found if field.kind == "many" else found[0]
            ask(place + 1)

    ask(0)


def _pick(
    screen: AskingScreen,
    field: Field,
    question: str,
    stands: str,
    call: Callable[..., None],
    *,
    back: bool,
) -> None:
    """Show the choices of a field; say so where there are none."""
    from tui.screens.picker import Picker  # noqa: PLC0415  (only when something is picked)

    if not field.choices:
        screen.refused("ui.guided.no-choice", question=field.question)
        return
    many = field.kind == "many"
    ticked = stands.split() if many else []
    shown = Picker(question, field.choices, screen.wording, many=many, ticked=ticked, at=stands, back=back)
    # From the screen's own turn: an answer comes back to whoever asked, and the prompt before is gone by then.
    screen.call_later(screen.app.push_screen, shown, lambda found: call(found, back=shown.went_back))


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
