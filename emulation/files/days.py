"""Days as people write them where TOML has its own way: 10/07/2026 for 2026-07-10."""

from __future__ import annotations

import re
from datetime import date

_DAY_FIRST = re.compile(r"(?P<day>\d{1,2})[/.-](?P<month>\d{1,2})[/.-](?P<year>\d{4})", re.ASCII)
_YEAR_FIRST = re.compile(r"(?P<year>\d{4})[/.-](?P<month>\d{1,2})[/.-](?P<day>\d{1,2})", re.ASCII)


def day_meant(text: str) -> date | None:
    """The day that the text spells, day first or year first, or ``None``."""
    written = _DAY_FIRST.fullmatch(text.strip()) or _YEAR_FIRST.fullmatch(text.strip())
    try:
        return written and date(int(written["year"]), int(written["month"]), int(written["day"]))
    except ValueError:
        return None
