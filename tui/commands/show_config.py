"""`emulation show --config`: the user's own settings, what else steers the program, and where each value came from."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import attrs

from emulation.frozen import frozen
from emulation.wording import Wording
from tui.commands.failure import ERRORS, FINE
from tui.commands.output import put, put_csv, put_json, tell_findings
from tui.commands.table import Column, table
from tui.config import PLACE, config_path, content, read_config

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator, Mapping

    from emulation.finding import Path as KeyPath
    from tui.config import Config


@frozen
class Value:
    """One value in force. ``origin`` is ``default``, ``file``, ``option`` or ``environment``.

    ``where`` names the option, the variable, or the line of the file.
    """

    key: str
    value: str
    origin: str
    where: str = ""
    line: int | None = None


def run(arguments: argparse.Namespace) -> int:
    """Shows every value, and returns the exit status: errors where something in the file is wrong."""
    wording = Wording(arguments.lang)
    config = read_config(config_path())
    found = tuple(values(config, arguments.lang if arguments.lang_given else None))
    match arguments.format:
        case "json":
            file = None if config.path is None else str(config.path)
            put_json({"file": file, "settings": [attrs.asdict(one) for one in found]})
        case "csv":
            put_csv([field.name for field in attrs.fields(Value)], map(attrs.astuple, found))
        case _:
            columns = [Column(wording.say(f"cli.column.{name}")) for name in ("key", "origin", "value")]
            put(table(columns, [(one.key, _origin(one, wording), one.value) for one in found]))
    tell_findings(config.findings, arguments.lang)
    return ERRORS if config.findings else FINE


def _origin(value: Value, wording: Wording) -> str:
    return value.where or wording.say("cli.show.default")


def values(config: Config, option: str | None) -> Iterator[Value]:
    """Every setting: the file itself, those that it can hold, and what the environment says beside it."""
    lines = _lines(config)

    def held(key: str, value: str, *path: str | int) -> Value:
        line = lines.get(path)
        return Value(key, value, "file", f"{config.path}:{line}", line)

    if os.environ.get(PLACE):
        yield Value("file", str(config.path), "environment", PLACE)
    else:
        yield Value("file", "" if config.path is None else str(config.path), "default")
    if option is not None:
        yield Value("language", option, "option", "--lang")
    elif config.language is not None:
        yield held("language", config.language, "language")
    else:
        yield Value("language", "vi", "default")
    if "NO_COLOR" in os.environ:
        yield Value("theme", "ansi", "environment", "NO_COLOR")
        yield Value("color", "no", "environment", "NO_COLOR")
    else:
        chosen = None if config.theme is None else held("theme", config.theme, "theme")
        yield chosen or Value("theme", "dark", "default")
        yield Value("color", "yes", "default")
    editor = next((name for name in ("VISUAL", "EDITOR") if os.environ.get(name)), None)
    yield (
        Value("editor", "", "default") if editor is None else Value("editor", os.environ[editor], "environment", editor)
    )
    for place, folder in enumerate(config.folders):
        yield held(f"folders[{place}]", folder, "folders", place)
    for name, keys in config.keys.items():
        yield held(f"keys.{name}", keys, *_path_of(name, lines))


def _path_of(name: str, lines: Mapping[KeyPath, int]) -> KeyPath:
    """The path of a key's setting, written as one quoted key or dotted."""
    whole: KeyPath = ("keys", name)
    return whole if whole in lines else ("keys", *name.split("."))


def _lines(config: Config) -> Mapping[KeyPath, int]:
    """The line of every value of the file; none where it is missing or no TOML."""
    from emulation.files.document import read_document  # noqa: PLC0415  (only where there is a file to read)

    try:
        found = b"" if config.path is None else content(config.path)
    except OSError:
        return {}
    document, _ = read_document(str(config.path), found)
    return {} if document is None else document.positions
