"""Days as people write them where TOML has its own way: 10/07/2026 for 2026-07-10."""

from __future__ import annotations

import re
from datetime import date

_DAY_FIRST = r"(?a)(?P<day>\d{1,2})[/.-](?P<month>\d{1,2})[/.-](?P<year>\d{4})"
_YEAR_FIRST = r"(?a)(?P<year>\d{4})[/.-](?P<month>\d{1,2})[/.-](?P<day>\d{1,2})"


def day_meant(text: str) -> date | None:
    """The day that the text spells, day first or year first, or ``None``."""
    written = re.fullmatch(_DAY_FIRST, text.strip()) or re.fullmatch(_YEAR_FIRST, text.strip())
    try:
        return written and date(int(written["year"]), int(written["month"]), int(written["day"]))
    except ValueError:
        return None
