from __future__ import annotations

from decimal import Decimal

import pytest

from emulation.files.document import Document, read_document
from emulation.finding import error

EVERYTHING = '''\
a.b = 1
[x]
y = {
  # a comment, with } and "
  p = [ 1, # another
    2, ],
  "q.r" = 3,
  s.t = """
two
lines""",
}
z = \'\'\'
a = 1
[k]
\'\'\'
[[l]]
m = 1
[[l.n]]
o = 1
[[l.n]]
o = 2
[l.w]
t = 07:32
e = "\\e\\x41\\\\"
"10:30 \\u00e9" = 5
[[l]]
[[l.n]]
o = 3
'''


def document(text: str) -> Document:
    read, findings = read_document("x.toml", text.encode())
    assert findings == ()
    assert read is not None
    return read


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("a", "b"), 1),
        (("x",), 2),
        (("x", "y"), 3),
        (("x", "y", "p"), 5),
        (("x", "y", "p", 0), 5),
        (("x", "y", "p", 1), 6),
        (("x", "y", "q.r"), 7),
        (("x", "y", "s", "t"), 8),
        (("x", "z"), 12),
        (("l",), 16),
        (("l", 0), 16),
        (("l", 0, "m"), 17),
        (("l", 0, "n"), 18),
        (("l", 0, "n", 0), 18),
        (("l", 0, "n", 0, "o"), 19),
        (("l", 0, "n", 1), 20),
        (("l", 0, "n", 1, "o"), 21),
        (("l", 0, "w"), 22),
        (("l", 0, "w", "t"), 23),
        (("l", 0, "w", "e"), 24),
        (("l", 0, "w", "10:30 é"), 25),
        (("l", 1), 26),
        (("l", 1, "n", 0), 27),
        (("l", 1, "n", 0, "o"), 28),
    ],
)
def test_every_place_has_its_own_line(path: tuple[str | int, ...], line: int) -> None:
    read = document(EVERYTHING)
    assert read.positions[path] == line
    assert read.line(path) == line


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ((), 1),
        (("nothing",), 1),
        (("x", "nothing"), 2),
        (("x", "y", "p", 7, "q"), 5),
        (("l", 0, "n", 1, "nothing", 0), 20),
        (("l", 1, "nothing"), 26),
    ],
)
def test_a_place_that_is_not_there_has_the_line_of_what_is_around_it(path: tuple[str | int, ...], line: int) -> None:
    assert document(EVERYTHING).line(path) == line


def test_an_id_with_dots_is_found_however_it_is_written() -> None:
    read = document('[marks.btp]\nA.1 = 1\n"A.2" = 2\nA.3.note = "x"\n')
    assert [read.line(("marks", "btp", f"A.{number}")) for number in (1, 2, 3)] == [2, 3, 4]
    assert read.line(("marks", "btp", "A.3", "note")) == 4


def test_numbers_keep_their_digits() -> None:
    assert document("a = 92.250\nb = 1_000\nc = 1e2").data == {"a": Decimal("92.250"), "b": 1000, "c": Decimal("1e2")}


@pytest.mark.parametrize("start", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
def test_files_from_other_systems_read_the_same(start: bytes, end: bytes) -> None:
    read, findings = read_document("x.toml", start + end.join([b"a = 1", b"[b]", b"c = 2", b""]))
    assert findings == ()
    assert read is not None
    assert read.data == {"a": 1, "b": {"c": 2}}
    assert read.line(("b", "c")) == 3


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("a = tRue\nb = yes\nc = 'ok'\nd = 1,5\ne = 12/31/2022\n", [1, 2, 4, 5]),
        ("a = 1\na = 2\n[b]\n[b]\n", [2, 4]),
        ("[a\nb = 1\n[[c]\nb = 2 3\n", [1, 3, 4]),
        ("[[unit]\nid = 'a'\n[[unit]]\nid = 'b'\n", [1]),
        ("a = [1,\nb = 2\nc = 3\nd = 4\n", [2]),
        ("a = [\n  { b = 1 c = 2 },\n  { b = 3, },\n]\nd =\n", [2, 5]),
        ('a = """\nb = 1\n', [3]),
        ("a = {\n  b = 1,\n}\nc = = 2\n", [4]),
    ],
)
def test_mistakes_of_syntax_are_found_together(text: str, lines: list[int]) -> None:
    read, findings = read_document("x.toml", text.encode())
    assert read is None
    assert [(finding.code, finding.line) for finding in findings] == [("syntax", line) for line in lines]
    assert all(finding.facts.get("message") or finding.facts.keys() & {"number", "day"} for finding in findings)


@pytest.mark.parametrize(
    ("row", "fact"),
    [
        ("max = 10,5", {"number": "10.5"}),
        ("max = -0,25  # x", {"number": "-0.25"}),
        ('A6 = { value = 7,5, note = "x" }', {"number": "7.5"}),
        ('A6 = { note = "x", value = 7,5 }', {"number": "7.5"}),
        ("levels = [ { at = 20 }, { at = 7,5 } ]", {"number": "7.5"}),
        ("on = 10/07/2026", {"day": "2026-07-10"}),
        ("on = 5-7-2026", {"day": "2026-07-05"}),
        ("on = 10.07.2026", {"day": "2026-07-10"}),
        ("on = 2026/07/10", {"day": "2026-07-10"}),
        ('r = [ { on = 10/07/2026, text = "x" } ]', {"day": "2026-07-10"}),
    ],
)
def test_a_number_or_day_in_another_spelling_is_told_as_toml_writes_it(row: str, fact: dict[str, str]) -> None:
    _, (finding,) = read_document("x.toml", f"a = 1\n{row}\n".encode())
    assert (finding.code, finding.line, finding.facts) == ("syntax", 2, fact)


@pytest.mark.parametrize("row", ["a = 1 2", "on = 31/31/2026", 'a = 1 "b = 7,5"', "a = 90%", "a = 1,5,6"])
def test_what_only_looks_like_one_is_told_as_any_mistake(row: str) -> None:
    _, (finding,) = read_document("x.toml", row.encode())
    assert list(finding.facts) == ["message"]


def test_a_file_of_mistakes_is_not_listed_whole() -> None:
    _, findings = read_document("x.toml", b"a =\n" * 500)
    assert len(findings) == 20


@pytest.mark.parametrize(
    ("content", "code", "line"),
    [
        (b"a = 1\nb = '\xe1'\n", "not-utf8", 2),
        (b"\xff\xfea\x00", "not-utf8", 1),
        (b"a = " + b"[" * 5000, "too-deep", 1),
        (b"a = 1\nb = " + b"1" * 5000, "too-many-digits", 2),
        (b"a = 1\n[" + b".".join([b"b"] * 65) + b"]\n", "too-deep", 2),
    ],
)
def test_what_is_no_toml_is_a_finding(content: bytes, code: str, line: int) -> None:
    read, findings = read_document("x.toml", content)
    assert read is None
    assert [(finding.code, finding.line, finding.file) for finding in findings] == [(code, line, "x.toml")]


def test_findings_carry_nothing_that_a_terminal_would_obey() -> None:
    shown = document('"\\u001b[2J" = 1').locate(error("unknown-key", "\x1b[2J", found="\x1b[2J", near="\x9bA"))
    assert (shown.found, shown.path, shown.facts) == ("␛[2J", ("␛[2J",), {"near": "\ufffdA"})
