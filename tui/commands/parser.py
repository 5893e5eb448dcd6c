"""The parser of the command line: argparse's grammar, in the words of the catalogue.

argparse speaks English alone and asks for whole words; here its messages become sentences that name the nearest right
word. A command's `add` is given the subparsers and makes its own parser with `command`.
"""

from __future__ import annotations

import argparse
import functools
import re
from datetime import date
from typing import TYPE_CHECKING, Any, NoReturn, TypeAlias, cast

from emulation.finding import choices
from emulation.wording.findings import visible

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from emulation.wording import Wording

    Subparsers: TypeAlias = "argparse._SubParsersAction[Parser]"  # noqa: SLF001  (argparse has no other name for it)

LANGUAGES = ("vi", "en")
FORMATS = ("table", "json", "csv")

_MESSAGES = (
    (re.compile(r"argument (?P<name>.+?): expected .*argument"), "value-missing"),
    (re.compile(r"the following arguments are required: (?P<name>.+)"), "required"),
    (re.compile(r"argument (?P<name>.+?): ignored explicit argument (?P<found>.+)"), "takes-no-value"),
    (re.compile(r"argument (?P<name>.+?): not allowed with argument (?P<found>.+)"), "not-together"),
)
"""What argparse says, and the key of the sentence that is said instead."""


class UsageError(Exception):
    """The command line is wrong; the message says how, ``usage`` what is expected."""

    def __init__(self, message: str, usage: str) -> None:
        super().__init__(message)
        self.usage = usage


class _Formatter(argparse.HelpFormatter):
    def __init__(self, prog: str, wording: Wording, **settings: Any) -> None:
        super().__init__(prog, max_help_position=28, **settings)
        self._wording = wording

    def add_usage(self, usage: Any, actions: Any, groups: Any, prefix: str | None = None) -> None:
        super().add_usage(usage, actions, groups, self._wording.say("cli.usage") if prefix is None else prefix)


class Parser(argparse.ArgumentParser):
    """A parser that speaks one language. Wrong usage raises `UsageError`."""

    def __init__(self, *, wording: Wording, **settings: Any) -> None:
        formatter = functools.partial(_Formatter, wording=wording)
        super().__init__(add_help=False, allow_abbrev=False, formatter_class=formatter, **settings)
        self.wording = wording
        self._positionals.title = wording.say("cli.arguments")
        self._optionals.title = wording.say("cli.options")
        _add_global_options(self)

    def error(self, message: str) -> NoReturn:
        """Raises the message, put into words.

        Raises:
            UsageError: always.
        """
        for pattern, key in _MESSAGES:
            found = pattern.fullmatch(message)
            if found:
                message = self.wording.say(f"cli.wrong.{key}", **found.groupdict())
                break
        raise UsageError(visible(message.removeprefix("argument ")), self.format_usage())

    def read(self, words: Sequence[str]) -> argparse.Namespace:
        """What the words say, options and arguments in any order.

        Raises:
            UsageError: they are not what the command takes.
        """
        # argparse would cut seven characters off the usage here, taking them for its English word
        self.usage = self.format_usage().removeprefix(self.wording.say("cli.usage")).strip().replace("%", "%%")
        arguments, rest = self.parse_known_intermixed_args(words)
        self.refuse_rest(rest)
        arguments.parser = self
        arguments.lang_given = arguments.lang is not None
        arguments.lang = arguments.lang or self.wording.language
        return arguments

    def take_formats(self, *words: str) -> None:
        """Has ``--format`` take these words instead of the usual ones, the first by default."""
        option = self._option_string_actions["--format"]
        option.type, option.metavar, option.default = self.one_of(*words), "|".join(words), words[0]
        option.help = self.wording.say("cli.option.format", default=words[0])

    def take_meeting(self) -> None:
        """The option that names a meeting."""
        self.add_argument("--meeting", metavar="ID", help=self.wording.say("cli.option.meeting"))

    def one_of(self, *words: str) -> Callable[[str], str]:
        """The type of an option that takes one of these words."""

        def read(found: str) -> str:
            if found in words:
                return found
            raise argparse.ArgumentTypeError(self.unknown(found, words))

        return read

    def day(self, found: str) -> date:
        """The type of an option that takes a date.

        Raises:
            ArgumentTypeError: it is none.
        """
        try:
            if re.fullmatch(r"\d{4}-\d\d-\d\d", found):
                return date.fromisoformat(found)
        except ValueError:
            pass
        raise argparse.ArgumentTypeError(self.wording.say("cli.wrong.date", found=found))

    def count(self, found: str) -> int:
        """The type of an option that takes a whole number from 1.

        Raises:
            ArgumentTypeError: it is none.
        """
        if re.fullmatch(r"[0-9]{1,15}", found) and int(found) > 0:
            return int(found)
        raise argparse.ArgumentTypeError(self.wording.say("cli.wrong.count", found=found))

    def unknown(self, found: str, words: Iterable[str], key: str = "cli.wrong.word") -> str:
        """The sentence about a word that is not among ``words``, with the nearest right one or all of them."""
        facts = choices(found, words)
        hint = "".join(self.wording.say(f"finding-hint.{name}", **{name: fact}) for name, fact in facts.items())
        sentence = self.wording.say(key, found=found)
        return f"{sentence}; {hint}" if hint else sentence

    def refuse_rest(self, rest: list[str]) -> None:
        """Names what is left over of a command line once all that is known has been read.

        Raises:
            UsageError: something is.
        """
        if not rest:
            return
        first = next((one for one in rest if one.startswith("-")), rest[0])
        if first.startswith("-"):
            options = [option for option in self._option_string_actions if option.startswith("--")]
            self.error(self.unknown(first.partition("=")[0], options, "cli.wrong.option"))
        self.error(self.wording.say("cli.wrong.too-many", found=" ".join(rest)))


def _add_global_options(parser: Parser) -> None:
    say = parser.wording.say
    absent = argparse.SUPPRESS
    parser.add_argument("-h", "--help", action="help", default=absent, help=say("cli.option.help"))
    parser.add_argument(
        "--lang", type=parser.one_of(*LANGUAGES), metavar="|".join(LANGUAGES), help=say("cli.option.lang")
    )
    parser.add_argument(
        "--format",
        type=parser.one_of(*FORMATS),
        metavar="|".join(FORMATS),
        default="table",
        help=say("cli.option.format", default="table"),
    )
    parser.add_argument("--today", type=parser.day, metavar="DATE", help=say("cli.option.today"))


def subparsers_of(parser: Parser, **settings: Any) -> Subparsers:
    """The subparsers of the program's own parser; theirs speak the same language."""
    made = functools.partial(Parser, wording=parser.wording)
    return parser.add_subparsers(prog=parser.prog, parser_class=cast("type[Parser]", made), **settings)


def command(subparsers: Subparsers, name: str) -> Parser:
    """The parser of a command, which says what the catalogue says of it under ``cli.NAME.summary``."""
    parser = subparsers.add_parser(name)
    parser.description = parser.wording.say(f"cli.{name}.summary")
    return parser
