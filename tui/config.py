"""The user's own settings: one TOML file in the platform's place, or where `PLACE` says.

It is read strictly, every mistake a finding with its line, but nothing in it ever stops the program: what is wrong is
left at its default, what is right holds. The program itself changes language, theme and folders in it, value by value,
so that comments and keys stay as somebody wrote them.
"""

from __future__ import annotations

import errno
import os
import re
import stat
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeAlias, get_args

import attrs

from emulation.finding import Finding, error
from emulation.frozen import frozen
from emulation.text import Language

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from emulation.files.document import Document

ThemeName: TypeAlias = Literal["dark", "light", "high-contrast", "ansi"]

LANGUAGES: tuple[Language, ...] = get_args(Language)

PLACE = "EMULATION_CONFIG"
"""The environment variable that names another file."""

MOST_FOLDERS = 12
"""How many of the folders opened last are remembered."""

MOST_BYTES = 2**20
"""How large the file may be; what is larger is something else."""

_MODIFIERS = frozenset({"ctrl", "shift", "alt", "super", "hyper", "meta"})
_SINGLE = {
    "language": r"""^(\s*language\s*=\s*)(?:"[^"\\]*"(?!")|'[^']*'(?!'))(.*)$""",
    "theme": r"""^(\s*theme\s*=\s*)(?:"[^"\\]*"(?!")|'[^']*'(?!'))(.*)$""",
}


@frozen
class Config:
    """The settings as they were read; ``None`` or nothing is what the file does not say, or says wrongly.

    ``folders`` are those opened last, the newest first; ``keys`` maps ids of bindings to the keys that take the place
    of the usual ones, as Textual writes them (``u,ctrl+z``).
    """

    path: Path | None = None
    language: Language | None = None
    theme: ThemeName | None = None
    folders: tuple[str, ...] = ()
    keys: Mapping[str, str] = attrs.field(factory=dict)
    findings: tuple[Finding, ...] = ()


class NotRememberedError(Exception):
    """The file was not changed; the reason is the system's, or empty where what stands in it is no TOML."""


def config_path() -> Path | None:
    """Where the settings are kept; ``None`` where the library that knows the platform's place is not installed."""
    named = os.environ.get(PLACE)
    if named:
        return Path(named)
    try:
        from platformdirs import user_config_path  # noqa: PLC0415  (it comes with the screens, which are optional)
    except ImportError:
        return None
    return user_config_path("emulation", appauthor=False) / "config.toml"


def content(path: Path) -> bytes:
    """What stands in the file of the settings.

    Raises:
        OSError: it cannot be read, or is nothing that settings can be kept in.
    """
    # Asked before it is opened, as `emulation.files.disk` does, which help and the list of commands do without: a pipe
    # would keep whoever opens it waiting, a device would never end.
    found = path.stat()
    if stat.S_ISDIR(found.st_mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
    if not stat.S_ISREG(found.st_mode):
        raise OSError(errno.EINVAL, "not a regular file")
    if found.st_size > MOST_BYTES:
        raise OSError(errno.EFBIG, os.strerror(errno.EFBIG))
    return path.read_bytes()


def language_of(path: Path | None) -> Language | None:
    """The language that the file asks for; no word of whatever is wrong with it, which `read_config` finds."""
    import tomli  # noqa: PLC0415  (only where there is a file to read)

    try:
        found = None if path is None else tomli.loads(content(path).decode("utf-8-sig")).get("language")
    except (OSError, ValueError, RecursionError):
        return None
    return next((language for language in LANGUAGES if language == found), None)


def read_config(path: Path | None) -> Config:
    """The settings in that file; all at their defaults where there is none."""
    if path is None:
        return Config()
    try:
        found = content(path)
    except FileNotFoundError:
        return Config(path)
    except OSError as problem:
        from emulation.files.disk import obstacle  # noqa: PLC0415

        return Config(path, findings=(obstacle(problem, str(path), str(path)),))
    from emulation.files.document import read_document  # noqa: PLC0415  (the language alone needs none of this)

    document, findings = read_document(str(path), found)
    if document is None:
        return Config(path, findings=findings)
    return _Reader(document).read(path)


class _Reader:
    """Reads one document, value by value, and gathers what is wrong."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.findings: list[Finding] = []

    def read(self, path: Path) -> Config:
        from emulation.files.strict import unknown_keys  # noqa: PLC0415

        data = dict(self.document.data)
        self.findings += unknown_keys(data, ("language", "theme", "folders", "keys"))
        config = Config(
            path,
            self.word(data, "language", Language),
            self.word(data, "theme", ThemeName),
            self.folders(data),
            self.keys(data),
        )
        found = sorted(map(self.document.locate, self.findings), key=lambda one: one.line or 0)
        return attrs.evolve(config, findings=tuple(found))

    def value(self, read: Callable[[], Any], *path: str | int) -> Any:
        """What ``read`` gives, or ``None`` once what is wrong is noted."""
        from emulation.files.strict import MisfitError  # noqa: PLC0415

        try:
            return read()
        except MisfitError as misfit:
            self.findings += misfit.under(*path)
            return None

    def word(self, data: Mapping[str, Any], key: str, kind: Any) -> Any:
        """A value of that kind, or ``None``."""
        from emulation.files.strict import CONVERTER  # noqa: PLC0415

        return self.value(lambda: CONVERTER.structure(data[key], kind), key) if key in data else None

    def folders(self, data: Mapping[str, Any]) -> tuple[str, ...]:
        return self.word(data, "folders", tuple[str, ...]) or ()

    def keys(self, data: Mapping[str, Any]) -> dict[str, str]:
        from emulation.files.strict import unknown_keys, wrong_type  # noqa: PLC0415

        table = data.get("keys", {})
        if not isinstance(table, dict):
            self.findings += wrong_type(table, "table").under("keys")
            return {}
        given = dict(_flat(table))
        known = binding_ids()
        self.findings += [one.under("keys") for one in unknown_keys(given, known)]
        keys: dict[str, str] = {}
        taken: list[tuple[str, str]] = []
        for name, value in given.items():
            if name not in known:
                continue
            if not isinstance(value, str):
                self.findings += wrong_type(value, "text").under("keys", name)
                continue
            named = [one.strip() for one in value.split(",")]
            wrong = next((one for one in named if not is_key(one)), None)
            if wrong is not None:
                self.findings.append(error("not-a-key", "keys", name, found=wrong))
                continue
            room = name.split(".")[0]
            rivals = [(key, id_) for key, id_ in taken if key in named]
            other = next((id_ for _, id_ in rivals if _meet(room, id_.split(".")[0])), None)
            if other is not None:
                self.findings.append(error("key-taken", "keys", name, found=value, other=other))
                continue
            taken += [(one, name) for one in named]
            keys[name] = ",".join(named)
        return keys


def _flat(table: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    """The ids that keys spell, quoted or dotted, with their values."""
    for key, value in table.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", value


EVERYWHERE = frozenset({"app", "meeting"})
"""The groups of keys that work beside those of any screen of a meeting."""


def _meet(one: str, other: str) -> bool:
    """Whether keys of these groups work at the same time."""
    return one == other or not EVERYWHERE.isdisjoint({one, other})


def binding_ids() -> frozenset[str]:
    """The ids of all keys that have words in the catalogue, which are all that can be given other keys."""
    from emulation.wording.catalogue import load  # noqa: PLC0415  (only where keys are asked for)

    return frozenset(key.removeprefix("ui.key.") for key in load("vi") if key.startswith("ui.key."))


def is_key(name: str) -> bool:
    """Whether a terminal can send such a key, as Textual writes it: ``g``, ``?``, ``f6``, ``ctrl+g``, ``page_up``."""
    import unicodedata  # noqa: PLC0415

    from textual.keys import KEY_NAME_REPLACEMENTS, Keys  # noqa: PLC0415  (only where keys are asked for)

    *modifiers, key = name.split("+") if len(name) > 1 else [name]
    if not key or not _MODIFIERS.issuperset(modifiers) or len(set(modifiers)) < len(modifiers):
        return False
    if len(key) == 1:
        return key.isprintable()
    if key in {one.value for one in Keys} or key in KEY_NAME_REPLACEMENTS.values():
        return True
    try:
        unicodedata.lookup(key.replace("_", " ").upper())
    except KeyError:
        return False
    return True


# ------------------------------------------------------------------------------------------------- changing the file


def remember(
    path: Path | None,
    *,
    language: Language | None = None,
    theme: ThemeName | None = None,
    folders: tuple[str, ...] | None = None,
) -> None:
    """Changes those values in the file, whole or not at all, and leaves all else as it stands.

    Raises:
        NotRememberedError: the file cannot be written, or is no TOML, which somebody has to put right first.
    """
    import tomli  # noqa: PLC0415  (only when something changes)

    from emulation.files.write import save  # noqa: PLC0415

    if path is None:
        return
    changes = {"language": language, "theme": theme, "folders": None if folders is None else list(folders)}
    changes = {key: value for key, value in changes.items() if value is not None}
    try:
        text = content(path).decode("utf-8-sig").replace("\r\n", "\n")
        before = tomli.loads(text)
    except FileNotFoundError:
        text, before = "", {}
    except OSError as problem:
        raise NotRememberedError(problem.strerror or "") from None
    except (ValueError, RecursionError):
        raise NotRememberedError from None
    if all(before.get(key) == value for key, value in changes.items()):
        return
    for key, value in changes.items():
        text = _changed(text, key, value)
    if not _says(text, {**before, **changes}):  # something stood there that lines alone cannot tell
        import tomli_w  # noqa: PLC0415

        text = tomli_w.dumps({**before, **changes})
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        save(path, text)
    except OSError as problem:
        raise NotRememberedError(problem.strerror or "") from None


def _says(text: str, data: Mapping[str, Any]) -> bool:
    """Whether that is what the text spells."""
    import tomli  # noqa: PLC0415

    try:
        return tomli.loads(text) == data
    except ValueError:
        return False


def _changed(text: str, key: str, value: Any) -> str:
    """The text with that value for a key above all tables: in the place of the old one, else as the first lines."""
    import tomli_w  # noqa: PLC0415

    new = tomli_w.dumps({key: value}).rstrip("\n").split("\n")
    rows = text.split("\n")
    for start, row in enumerate(rows):
        if re.match(r"\s*\[", row):
            break
        if not re.match(rf"""\s*["']?{key}["']?\s*=""", row):
            continue
        kept = re.match(_SINGLE[key], row) if key in _SINGLE else None
        if kept is not None:
            return "\n".join([*rows[:start], f'{kept[1]}"{value}"{kept[2]}', *rows[start + 1 :]])
        return "\n".join([*rows[:start], *new, *rows[_end(rows, start) :]])
    return "\n".join([*new, *([] if not text else rows)]) + ("" if text else "\n")


def _end(rows: list[str], start: int) -> int:
    """The first line after the pair that begins at ``start``."""
    import tomli  # noqa: PLC0415

    for end in range(start + 1, len(rows) + 1):
        try:
            tomli.loads("\n".join(rows[start:end]))
        except ValueError:
            continue
        return end
    return start + 1
