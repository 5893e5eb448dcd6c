"""`emulation ...`: finds the command, lets it run, and sees to it that nobody ever meets a traceback.

Only the module of the command that was asked for is imported; the list of commands needs none of them.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import importlib.util
import os
import sys
import traceback
from pathlib import Path
from typing import TYPE_CHECKING

from emulation.wording import Wording
from tui.commands.failure import FINE, UNUSABLE, CommandError, status_of
from tui.commands.output import prepare, put, tell, tell_alone, tell_findings
from tui.commands.parser import Parser, UsageError, subparsers_of

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from emulation.text import Language

COMMANDS = (
    *("new", "check", "meet", "watch", "rank", "award", "show", "log", "verify", "insight"),
    *("minutes", "import", "export"),
)
"""The commands, in the order in which help lists them; each is a module of `tui.commands`."""

_MODULES = {"import": "sheets", "export": "sheets"}
"""The modules of those that cannot, for Python's own words, or need not have one of their name."""

_TAKING_A_VALUE = frozenset({"--lang", "--format", "--today"})
_STOPPED = 130  # what shells report of a program ended by Ctrl-C
_PIPE_CLOSED = 141  # and of one whose reader went away
_DEBUG = "EMULATION_DEBUG"


def main(argv: Sequence[str] | None = None) -> int:
    """Runs the command line (default: the program's own) and returns the exit status."""
    words = list(sys.argv[1:] if argv is None else argv)
    wording = Wording("vi")
    gc.disable()  # a command is over before looking for rubbish pays; the program does so from its first frame on
    try:
        prepare()
        wording = Wording(_language(words))
        if sys.stdout is None:
            tell_alone(f"emulation: {wording.say('cli.failed.no-output')}")
            return UNUSABLE
        status = _run(words, wording)
        sys.stdout.flush()
    except BrokenPipeError:
        _discard_output()
        return _PIPE_CLOSED
    except KeyboardInterrupt:
        return _STOPPED
    except SystemExit as leaving:  # argparse, once it has printed help
        return leaving.code if isinstance(leaving.code, int) else FINE
    except Exception as problem:  # noqa: BLE001  (the last guard: whatever it is becomes one line)
        return _guarded(problem, wording)
    finally:
        gc.enable()
    return status


def _run(words: list[str], wording: Wording) -> int:
    place = _place_of_command(words)
    try:
        if place is None:
            return _without_command(words, wording)
        if words[place] not in COMMANDS:
            parser = _parser(wording)
            parser.error(parser.unknown(words[place], COMMANDS, "cli.wrong.command"))
        name = words.pop(place)
        return run_command(name, words, wording)
    except UsageError as wrong:
        tell(f"emulation: {wrong}")
        tell(wrong.usage.rstrip("\n"))
        return UNUSABLE


def run_command(name: str, words: Sequence[str], wording: Wording) -> int:
    """Runs one command on the words that follow it.

    Raises:
        UsageError: the words are not what it takes.
    """
    module = importlib.import_module(f"tui.commands.{_MODULES.get(name, name)}")
    subparsers = subparsers_of(_parser(wording))
    module.add(subparsers)
    parser: Parser = subparsers.choices[name]
    arguments = parser.read(words)
    try:
        status: int = module.run(arguments)
    except CommandError as failure:
        tell(f"emulation: {failure}")
        return failure.status
    except Exception as problem:
        status = _told(problem, arguments)
        if status == FINE:
            raise
    return status


def _told(problem: Exception, arguments: argparse.Namespace) -> int:
    """The exit status of a problem that the files are the cause of, once it is told; `FINE` for any other."""
    from emulation.files.folder import FolderUnusableError  # noqa: PLC0415  (whoever raised it has loaded it)

    if isinstance(problem, FolderUnusableError):
        tell_findings(problem.findings, arguments.lang)
        return status_of(problem.findings)
    record = sys.modules.get("emulation.files.record")
    if record is not None and isinstance(problem, record.RecordError):
        wording = Wording(arguments.lang)
        facts = dict(problem.facts)
        if problem.code == "record-broken":
            facts["kind"] = wording.say(f"fault.{facts['kind']}")
        tell(f"emulation: {wording.say(f'record.{problem.code}', **facts)}")
        return UNUSABLE
    return FINE


def _without_command(words: list[str], wording: Wording) -> int:
    """Help and version; else the program, on the current folder where it is a bloc's, at a terminal on home."""
    parser = _parser(wording)
    parser.add_argument("--version", action="store_true", help=wording.say("cli.option.version"))
    subparsers = subparsers_of(parser, title=wording.say("cli.commands"), metavar="COMMAND")
    for name in COMMANDS:
        subparsers.add_parser(name, help=wording.say(f"cli.{name}.summary"))
    parser.description = wording.say("cli.summary")
    parser.epilog = wording.say("cli.epilog")
    arguments, rest = parser.parse_known_args(words)
    parser.refuse_rest(rest)
    if arguments.version:
        from importlib.metadata import version  # noqa: PLC0415  (slow, and needed here alone)

        put(version("emulation-bloc"))
        return FINE
    if os.path.isfile("bloc.toml"):  # noqa: PTH113  (no exception where it may not look)
        return run_command("meet", [*words, "."], wording)
    if _at_a_terminal() and importlib.util.find_spec("textual") is not None:
        return run_command("meet", words, wording)
    tell(wording.say("cli.how-to"))
    return UNUSABLE


def _parser(wording: Wording) -> Parser:
    return Parser(wording=wording, prog="emulation", usage="emulation [-h] COMMAND ...")


def _place_of_command(words: Sequence[str]) -> int | None:
    """The place of the first word that is neither an option nor an option's value."""
    value = False
    for place, word in enumerate(words):
        if value:
            value = False
        elif word in _TAKING_A_VALUE:
            value = True
        elif not word.startswith("-"):
            return place
    return None


def _language(words: Sequence[str]) -> Language:
    """The language asked for, else the settings', else Vietnamese; known before the command line is read.

    Mistakes in the command line are told in it.
    """
    for place, word in enumerate(words):
        if word == "--":
            break
        option, _, value = word.partition("=")
        if option == "--lang":
            value = value or (words[place + 1] if place + 1 < len(words) else "")
            return "en" if value == "en" else "vi"
    from tui.config import config_path, language_of  # noqa: PLC0415  (only where the command line does not say)

    return language_of(config_path()) or "vi"


def _at_a_terminal() -> bool:
    return sys.stdin is not None and sys.stdin.isatty() and sys.stdout.isatty()


def _guarded(problem: Exception, wording: Wording) -> int:
    """Tells what nobody foresaw in one line, and where it happened; all of it where that was asked for."""
    if os.environ.get(_DEBUG):
        traceback.print_exception(problem)
        return UNUSABLE
    if isinstance(problem, OSError) and problem.filename is None:
        _discard_output()
        tell_alone(f"emulation: {wording.say('cli.failed.output', reason=problem.strerror or problem)}")
        return UNUSABLE
    frames = traceback.extract_tb(problem.__traceback__)
    where = f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else "?"
    what = " ".join(f"{type(problem).__name__}: {problem}".split())
    tell_alone(f"emulation: {wording.say('cli.failed.unexpected', problem=what, where=where, debug=_DEBUG)}")
    return UNUSABLE


def _discard_output() -> None:
    """Points standard output at nothing, so that Python does not fail again when it empties its buffer on leaving."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


if __name__ == "__main__":
    sys.exit(main())
