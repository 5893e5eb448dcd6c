"""Data to standard output, messages to standard error. Both in UTF-8, whatever the terminal says it takes."""

from __future__ import annotations

import contextlib
import io
import json
import os
import re
import sys
from typing import TYPE_CHECKING, Any

from emulation.wording import line_of
from tui.commands.failure import CommandError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from emulation.finding import Finding
    from emulation.text import Language
    from emulation.wording import Wording

_UNSEEN = "[\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]"


def prepare() -> None:
    """Has both streams write UTF-8; what even that cannot spell is escaped.

    Where standard error is closed messages go nowhere; no file opened later can then come by its number either.
    """
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115, PTH123  (open until the end)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def put(text: str) -> None:
    """Writes data, one line or several."""
    sys.stdout.write(f"{text}\n")


def put_or_save(text: str, file: Path | None, told: str, wording: Wording) -> None:
    """Writes a whole document to a file and says so, or as data where no file is named.

    Raises:
        CommandError: the file cannot be written. ``told`` is where the catalogue says that it was.
    """
    if file is None:
        put(text.removesuffix("\n"))
        return
    save_output(file, text, wording)
    tell(wording.say(f"{told}.written", file=file))


def save_output(file: Path, content: str | bytes, wording: Wording) -> None:
    """Writes a document to the file that ``-o`` names.

    Raises:
        CommandError: the file cannot be written, or is one of a bloc folder's own.
    """
    from emulation.files.owned import owned  # noqa: PLC0415  (once a file is named)
    from emulation.files.write import save  # noqa: PLC0415

    if owned(file):
        raise CommandError(wording.say("cli.output.owned", found=file))
    try:
        save(file, content)
    except OSError as problem:
        reason = problem.strerror or type(problem).__name__
        raise CommandError(wording.say("cli.output.not-written", found=file, reason=reason)) from None


def tell(text: str) -> None:
    """Writes a message, after the data so far."""
    if sys.stdout is not None:
        sys.stdout.flush()
    tell_alone(text)


def tell_alone(text: str) -> None:
    """Writes a message, whatever became of the data; where it cannot be written it is lost, and nothing else is."""
    with contextlib.suppress(OSError):
        sys.stderr.write(f"{text}\n")
        sys.stderr.flush()


def tell_findings(findings: Iterable[Finding], language: Language) -> None:
    """Writes findings as messages, a line each."""
    for finding in findings:
        tell(line_of(finding, language))


def json_text(document: Any) -> str:
    """One document as JSON. Characters that a terminal would obey or hide are escaped."""
    text = json.dumps(document, ensure_ascii=False, indent=2)
    return re.sub(_UNSEEN, lambda found: f"\\u{ord(found[0]):04x}", text)


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
