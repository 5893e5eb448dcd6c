"""Entries of a TOML file's lists of tables added, changed and removed in its text, so that comments stay.

Only what is different is written: the value of a key that changed, a line for a key that is new. What was written is
read again by whoever asked; a text that cannot be edited so is written whole by `write.dump`, and loses its comments.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import tomli
import tomli_w
import tree_sitter

from emulation.files.document import known_bytes, parser
from emulation.frozen import frozen


class NotEditableError(ValueError):
    """The list does not stand in tables of its own (``[[name]]``), or the entry has tables below it."""


@frozen
class _Entry:
    """Where an entry stands, in bytes: from its header to the end of the line of its last key."""

    begin: int
    end: int
    pairs: Mapping[str, tree_sitter.Node]
    whole: bool


def add(text: str, name: str, data: Mapping[str, Any]) -> str:
    """The text with one more ``[[name]]``, behind the last one there is, else at the end.

    Raises:
        NotEditableError: there are entries, but not as tables of their own.
    """
    content, entries = _entries(text, name)
    block = block_of(name, data)
    if not entries:
        if name in tomli.loads(text):
            raise NotEditableError(name)
        apart = "" if not text.strip() else "\n" if text.endswith("\n") else "\n\n"
        return f"{text}{apart}{_in_lines_of(text, block)}"
    at = entries[-1].end
    return _put(content, at, at, _in_lines_of(text, f"\n{block}"))


def change(text: str, name: str, place: int, data: Mapping[str, Any]) -> str:
    """The text with the entry at that place (from 0) holding the data; keys that stay are not touched.

    Raises:
        NotEditableError: the entry cannot be edited key by key.
    """
    content, entry = _entry(text, name, place)
    before = tomli.loads(text)[name][place]
    if not entry.whole or before.keys() != entry.pairs.keys():
        raise NotEditableError(name)
    edits: list[tuple[int, int, str]] = []
    last = entry.begin
    for key, pair in entry.pairs.items():
        end = _line_end(content, pair.end_byte)
        if key not in data:
            edits.append((_line_begin(content, pair.start_byte), end, ""))
        elif _differs(before[key], data[key]):
            value = pair.children[2]  # a comment behind it belongs to the pair
            edits.append((value.start_byte, value.end_byte, spell(data[key])))
        last = max(last, end)
    new = "".join(f"{key} = {spell(value)}\n" for key, value in data.items() if key not in entry.pairs)
    if new:
        edits.append((last, last, _in_lines_of(text, new)))
    for begin, end, put in sorted(edits, reverse=True):
        content = _put(content, begin, end, put).encode()
    return content.decode()


def remove(text: str, name: str, place: int) -> str:
    """The text without the entry at that place (from 0); comments above it stay.

    Raises:
        NotEditableError: the entry does not stand in a table of its own.
    """
    content, entry = _entry(text, name, place)
    end = entry.end
    for empty in (b"\r\n", b"\n"):
        if content[end:].startswith(empty):
            end += len(empty)
            break
    return _put(content, entry.begin, end, "")


def block_of(name: str, data: Mapping[str, Any]) -> str:
    """An entry as it is written anew."""
    return f"[[{name}]]\n" + "".join(f"{key} = {spell(value)}\n" for key, value in data.items())


def where(text: str, name: str, place: int) -> tuple[int, str]:
    """The line, from 1, on which the entry begins, and its text with the comments in it.

    Raises:
        NotEditableError: it does not stand in a table of its own.
    """
    content, entry = _entry(text, name, place)
    return content.count(b"\n", 0, entry.begin) + 1, content[entry.begin : entry.end].decode()


def spell(value: Any) -> str:
    """A value on the right side of a key; several tables stand on lines of their own."""
    match value:
        case dict():
            return "{ " + ", ".join(f"{key} = {spell(one)}" for key, one in value.items()) + " }"
        case list() if len(value) > 1 and all(isinstance(one, dict) for one in value):
            return "[\n" + "".join(f"  {spell(one)},\n" for one in value) + "]"
        case list():
            return "[" + ", ".join(spell(one) for one in value) + "]"
        case _:
            return tomli_w.dumps({"x": value}).removeprefix("x = ").rstrip("\n")


def _entries(text: str, name: str) -> tuple[bytes, list[_Entry]]:
    """Every ``[[name]]`` of the text. Tables below one belong to it."""
    content = text.encode()
    entries: list[_Entry] = []
    for node in parser().parse(known_bytes(content)).root_node.children:
        if node.type not in {"table", "table_array_element"}:
            continue
        header = node.children[1]
        keys = content[header.start_byte : header.end_byte].decode().replace('"', "").replace("'", "")
        path = [key.strip() for key in keys.split(".")]
        if path[0] != name:
            continue
        pairs = {_key(content, one): one for one in node.children if one.type == "pair"}
        closing = max([node.children[2].end_byte, *(pair.end_byte for pair in pairs.values())])
        end = _line_end(content, closing)
        if path == [name] and node.type == "table_array_element":
            entries.append(_Entry(_line_begin(content, node.start_byte), end, pairs, whole=True))
        elif entries:
            last = entries.pop()
            entries.append(_Entry(last.begin, end, last.pairs, whole=False))
    return content, entries


def _entry(text: str, name: str, place: int) -> tuple[bytes, _Entry]:
    content, entries = _entries(text, name)
    found = tomli.loads(text).get(name)
    if not isinstance(found, list) or len(found) != len(entries):
        raise NotEditableError(name)
    return content, entries[place]


def _key(content: bytes, pair: tree_sitter.Node) -> str:
    key = pair.children[0]
    return content[key.start_byte : key.end_byte].decode().strip("\"'")


def _differs(before: Any, after: Any) -> bool:
    return type(before) is not type(after) or before != after


def _line_begin(content: bytes, at: int) -> int:
    return content.rfind(b"\n", 0, at) + 1


def _line_end(content: bytes, at: int) -> int:
    end = content.find(b"\n", at)
    return len(content) if end < 0 else end + 1


def _put(content: bytes, begin: int, end: int, text: str) -> str:
    before = content[:begin].decode()
    if text and before and begin == len(content) and not before.endswith("\n"):
        before += "\n"
    return f"{before}{text}{content[end:].decode()}"


def _in_lines_of(text: str, block: str) -> str:
    """The block with the line ends that the text has."""
    return block.replace("\n", "\r\n") if "\r\n" in text else block
