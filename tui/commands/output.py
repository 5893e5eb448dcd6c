"""Data to standard output, messages to standard error. Both in UTF-8, whatever the terminal says it takes."""

from __future__ import annotations

import io
import json
import re
import sys
from typing import TYPE_CHECKING, Any

from emulation.wording import line_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from emulation.finding import Finding
    from emulation.text import Language

_UNSEEN = re.compile("[\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]")


def prepare() -> None:
    """Has both streams write UTF-8; what even that cannot spell is escaped."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def put(text: str) -> None:
    """Writes data, one line or several."""
    sys.stdout.write(f"{text}\n")


def tell(text: str) -> None:
    """Writes a message."""
    sys.stdout.flush()
    sys.stderr.write(f"{text}\n")


def tell_findings(findings: Iterable[Finding], language: Language) -> None:
    """Writes findings as messages, a line each."""
    for finding in findings:
        tell(line_of(finding, language))


def json_text(document: Any) -> str:
    """One document as JSON. Characters that a terminal would obey or hide are escaped."""
    text = json.dumps(document, ensure_ascii=False, indent=2)
    return _UNSEEN.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def put_json(document: Any) -> None:
    """Writes one document, see `json_text`."""
    put(json_text(document))


def put_csv(header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Writes rows separated by commas, see `csv_text`."""
    sys.stdout.write(csv_text(header, rows))


def csv_text(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Rows separated by commas; ``None`` is an empty cell."""
    import csv  # noqa: PLC0415  (the program prints none)

    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return text.getvalue()
