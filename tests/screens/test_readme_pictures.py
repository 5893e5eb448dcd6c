"""The README's pictures are what the program draws: `python -m tests.pictures` draws them anew."""

from __future__ import annotations

import re

import pytest

from tests.pictures import PICTURES, PLACE, ROOT, Picture, drawn


@pytest.mark.parametrize("picture", PICTURES, ids=[picture.name for picture in PICTURES])
async def test_a_picture_is_current(picture: Picture) -> None:
    assert (PLACE / f"{picture.name}.svg").read_text(encoding="utf-8") == await drawn(picture)


def test_every_picture_is_drawn_by_the_script() -> None:
    assert {file.stem for file in PLACE.glob("*.svg")} == {picture.name for picture in PICTURES}


@pytest.mark.parametrize("file", ["README.md", "README.vi.md"])
def test_every_picture_that_a_readme_shows_is_there(file: str) -> None:
    shown = re.findall(r"!\[[^]]+\]\(([^)]+)\)", (ROOT / file).read_text(encoding="utf-8"))
    assert shown
    assert [one for one in shown if not (ROOT / one).is_file()] == []
