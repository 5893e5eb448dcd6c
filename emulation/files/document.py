"""One TOML file: its values exact, and a line for every key and value.

Values come from `tomli`. Lines come from a parser that keeps positions; it knows TOML 1.0, so what 1.1 adds is written
over, byte for byte, before it reads (only positions are taken from it). Newlines in inline tables need no such care: it
stumbles over the newline and still finds the pairs.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any

import attrs
import tomli

from emulation.files.days import day_meant
from emulation.finding import Path, error
from emulation.frozen import frozen

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import tree_sitter

    from emulation.finding import Finding


@cache
def parser() -> tree_sitter.Parser:
    """The parser that keeps positions."""
    import tree_sitter  # noqa: PLC0415  (a meeting that only goes on asks for no line)
    import tree_sitter_toml  # noqa: PLC0415

    return tree_sitter.Parser(tree_sitter.Language(tree_sitter_toml.language()))


_SYNTAX_ERRORS = 20
"""The most mistakes of syntax that are reported of one file."""

_DEPTH = 64
"""The most keys and places in lists that a path may have; what is deeper could not be walked through."""

_KEYS = frozenset({"bare_key", "quoted_key", "dotted_key"})
_PUNCTUATION = frozenset({"[", "]", "[[", "]]", "{", "}", ",", "=", ".", "comment", *_KEYS})
_ESCAPE = rb"\\[\\ex]"
_TIME = rb"(\d{4}-\d\d-\d\d[Tt ])?\d\d:\d\d(:\d\d(\.\d+)?)?([Zz]|[+-]\d\d:\d\d)?"
_HEADER = r"\s*(\[\[?)([^\W\d][\w .\-]*)?[^,]*$"
_NUMBER_OR_DAY = (
    r"(?a)=\s*(?P<value>(?P<whole>[+-]?\d+),(?P<decimals>\d+)|\d{1,2}[/.-]\d{1,2}[/.-]\d{4}|\d{4}[/.]\d{1,2}[/.]\d{1,2})"
    r"(?=\s*(,(?!\s*\d)|[}\]#]|$))"
)
"""A decimal comma, or a day written as people write it, as the value of a key."""
_CONTROL = {code: 0x2400 + code for code in range(0x20)} | {0x7F: 0x2421} | dict.fromkeys(range(0x80, 0xA0), 0xFFFD)
_PLACE = r" \(at (?:line \d+, column \d+|end of document)\)$"


@frozen
class Document:
    """A TOML file that has been read. ``data`` is as `tomli` gives it, every number an int or a `Decimal`.

    Where things stand is looked for when it is first asked; most documents are never asked. What was read from another
    form than TOML may name places in its own way.
    """

    file: str
    data: Mapping[str, Any] = attrs.field(repr=False, eq=False)
    _find: Callable[[], Mapping[Path, int]] = attrs.field(repr=False, eq=False)
    _named: Callable[[Path], Path] = attrs.field(default=tuple, repr=False, eq=False)

    @cached_property
    def positions(self) -> Mapping[Path, int]:
        """The line, from 1, of every key, table and element of a list, by its path."""
        return self._find()

    def line(self, path: Path) -> int:
        """The line of that place, or of the nearest one around it that is there; 1 if none is.

        An id with dots is also found where it was written as a dotted key.
        """
        line = 1
        at: Path = ()
        for part in path:
            whole: Path = (*at, part)
            split: Path = (*at, *part.split(".")) if isinstance(part, str) else at
            at = split if whole not in self.positions and split in self.positions else whole
            if at not in self.positions:
                break
            line = self.positions[at]
        return line

    def locate(self, finding: Finding) -> Finding:
        """The finding with this file and the line of its path, fit to be shown."""
        return attrs.evolve(
            finding,
            file=self.file,
            line=self.line(finding.path),
            path=tuple(_printable(part) if isinstance(part, str) else part for part in self._named(finding.path)),
            found=_printable(finding.found),
            facts={name: _printable(fact) for name, fact in finding.facts.items()},
        )


def read_document(file: str, content: bytes) -> tuple[Document | None, tuple[Finding, ...]]:
    """The document, or ``None`` and what keeps the bytes from being TOML, each finding with its line.

    ``file`` is the name that the findings carry.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as bad:
        line = content.count(b"\n", 0, bad.start) + 1
        found = " ".join(f"{byte:02X}" for byte in content[bad.start : bad.start + 4])
        return None, (attrs.evolve(error("not-utf8", found=found), file=file, line=line),)
    try:
        data = tomli.loads(text, parse_float=_decimal)
    except tomli.TOMLDecodeError:
        return None, tuple(_syntax_errors(file, text))
    except RecursionError:
        return None, (attrs.evolve(error("too-deep", depth=_DEPTH), file=file, line=1),)
    except ValueError:
        # Python refuses to read a whole number of thousands of digits.
        line = next((n for n, row in enumerate(text.split("\n"), 1) if re.search(r"\d{4000}", row)), 1)
        return None, (attrs.evolve(error("too-many-digits", digits=15), file=file, line=line),)
    document = Document(file, data, lambda: _positions(text))
    if _too_deep(data):
        line = min((line for path, line in document.positions.items() if len(path) > _DEPTH), default=1)
        return None, (attrs.evolve(error("too-deep", depth=_DEPTH), file=file, line=line),)
    return document, ()


def _too_deep(data: Any) -> bool:
    """Whether some path has more than `_DEPTH` keys and places; walked level by level, for it may be endless."""
    level = [data]
    for _ in range(_DEPTH + 1):
        level = [
            inside
            for one in level
            if isinstance(one, dict | list)
            for inside in (one.values() if isinstance(one, dict) else one)
        ]
        if not level:
            return False
    return True


def _decimal(text: str) -> Decimal:
    try:
        return Decimal(text)
    except InvalidOperation:  # an exponent beyond any that Decimal can hold
        return Decimal("Infinity")


def _syntax_errors(file: str, text: str) -> Iterator[Finding]:
    """The mistake at which `tomli` stops, and those that it meets once the lines of those before are out of the way.

    Where a line is right by itself, something above it was opened and never closed, and nothing more can be told.
    """
    rows = text.split("\n")
    seen: set[int] = set()
    while len(seen) < _SYNTAX_ERRORS:
        try:
            tomli.loads("\n".join(rows))
        except tomli.TOMLDecodeError as bad:
            line, message = min(bad.lineno, len(rows)), re.sub(_PLACE, "", str(bad))
            column = bad.colno
        except (ValueError, RecursionError):
            return
        else:
            return
        if line in seen:
            return
        seen.add(line)
        row = rows[line - 1]
        yield attrs.evolve(_syntax_error(row, message, column), file=file, line=line)
        if _stands_alone(row) and not message.startswith("Cannot"):
            return
        rows[line - 1] = _out_of_the_way(row, line)


def _syntax_error(row: str, message: str, column: int) -> Finding:
    """The mistake at a column of a row; where it is a number or day in another spelling, with that of TOML."""
    shown = _printable(row.strip()[:80])
    for found in re.finditer(_NUMBER_OR_DAY, row):
        if not found.start("value") < column <= found.end("value") + 2:
            continue
        if found["whole"] is not None:
            return error("syntax", found=shown, number=f"{found['whole']}.{found['decimals']}")
        if (day := day_meant(found["value"])) is not None:
            return error("syntax", found=shown, day=day)
    return error("syntax", found=shown, message=message)


def _stands_alone(row: str) -> bool:
    try:
        tomli.loads(row)
    except (ValueError, RecursionError):
        return False
    return True


def _out_of_the_way(row: str, line: int) -> str:
    """What stands in place of a line that is no TOML: nothing, or the header that was probably meant.

    The keys below a header must not fall to the table above it.
    """
    header = re.match(_HEADER, row)
    if header is None:
        return ""
    brackets, name = header.groups()
    return f"{brackets}{(name or '').strip(' .') or f'unreadable-{line}'}{']' * len(brackets)}"


def _printable(text: str) -> str:
    """The text with control characters, which a terminal would obey, as the signs that stand for them."""
    return text.translate(_CONTROL)


def known_bytes(content: bytes) -> bytes:
    """The bytes with what TOML 1.1 adds written over by what the parser of positions knows, each as long as before."""
    known = re.sub(_ESCAPE, lambda match: rb"\\" if match.group() == rb"\\" else rb"\t", content)
    return re.sub(_TIME, lambda match: b"1" * len(match.group()), known)


def _positions(text: str) -> dict[Path, int]:
    content = text.encode()
    finder = _Finder(content)
    finder.entries(parser().parse(known_bytes(content)).root_node.children, ())
    return finder.lines


@attrs.define
class _Finder:
    """Walks the tree and notes the line of every path; the first mention of a table stays."""

    content: bytes
    lines: dict[Path, int] = attrs.field(factory=dict)
    lengths: dict[Path, int] = attrs.field(factory=dict)

    def entries(self, nodes: Iterable[tree_sitter.Node], path: Path) -> None:
        for node in nodes:
            match node.type:
                case "pair":
                    self._pair(node, path)
                case "table":
                    self._table(node, array=False)
                case "table_array_element":
                    self._table(node, array=True)
                case "ERROR":
                    self.entries(node.children, path)

    def _note(self, path: Path, node: tree_sitter.Node) -> None:
        self.lines.setdefault(path, node.start_point[0] + 1)

    def _table(self, node: tree_sitter.Node, *, array: bool) -> None:
        header = next((child for child in node.children if child.type in _KEYS), None)
        if header is None:
            return
        path: Path = ()
        keys = self._keys(header)
        for place, key in enumerate(keys):
            path = (*path, key)
            self._note(path, header)
            if array and place == len(keys) - 1:
                self.lengths[path] = self.lengths.get(path, 0) + 1
            if path in self.lengths:  # a header names the last table of a list by the list alone
                path = (*path, self.lengths[path] - 1)
                self._note(path, header)
        self.entries(node.children, path)

    def _pair(self, node: tree_sitter.Node, path: Path) -> None:
        key, *rest = node.children
        for part in self._keys(key):
            path = (*path, part)
            self._note(path, key)
        for child in rest:
            self._value(child, path)

    def _value(self, node: tree_sitter.Node, path: Path) -> None:
        if node.type == "inline_table":
            self.entries(node.children, path)
        elif node.type == "array":
            place = 0
            for child in node.children:
                if child.type not in _PUNCTUATION and not child.is_error:
                    self._note((*path, place), child)
                    self._value(child, (*path, place))
                    place += 1

    def _keys(self, node: tree_sitter.Node) -> list[str]:
        if node.type == "dotted_key":
            return [key for child in node.children if child.type in _KEYS for key in self._keys(child)]
        # The bytes of the file, not of the tree: what was written over may be part of a quoted key.
        text = self.content[node.start_byte : node.end_byte].decode()
        if node.type == "bare_key":
            return [text]
        return list(tomli.loads(f"{text} = 0"))
