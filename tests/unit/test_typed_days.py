"""Days as people type them."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, strategies as st

from emulation.wording import Wording, parse_date

if TYPE_CHECKING:
    from emulation.text import Language

DAYS = st.dates(dt.date(1000, 1, 1), dt.date(9999, 12, 31))


@pytest.mark.parametrize("typed", ["30/06/2022", "30/6/2022", " 30.06.2022 ", "30-6-2022", "2022-06-30", "2022-6-30"])
def test_a_day_is_read_however_it_is_written(typed: str) -> None:
    assert parse_date(typed, "vi") == dt.date(2022, 6, 30)


@pytest.mark.parametrize(
    "typed", ["", "30/06", "30/06/22", "06/30/2022", "31/06/2022", "2022/06/30", "hôm nay", "0/1/2022", "٣٠/٠٦/٢٠٢٢"]
)
def test_what_is_no_day_is_told_with_the_way_to_write_one(typed: str) -> None:
    with pytest.raises(ValueError, match="30/06/2022"):
        parse_date(typed, "vi")
    with pytest.raises(ValueError, match="2022-06-30"):
        parse_date(typed, "en")


@given(day=DAYS)
@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_day_that_the_screens_show_is_read_back(day: dt.date, language: Language) -> None:
    assert parse_date(Wording(language).date(day), language) == day
