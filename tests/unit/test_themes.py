"""Text can be read in every theme: its contrast against whatever the widgets lay it on, computed."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from rich.segment import Segment
from rich.style import Style
from textual.color import Color

import tui
from tui.themes import THEMES, WithoutColour

if TYPE_CHECKING:
    from tui.config import ThemeName

LEAST: dict[ThemeName, float] = {"dark": 4.5, "light": 4.5, "high-contrast": 7.0}
"""The least contrast of text in themes that choose their colours; the fourth leaves them to the terminal."""

TEXTS = (
    *("$foreground", "$foreground 80%", "$foreground 70%", "$text-primary", "$text-secondary", "$text-success"),
    *("$text-warning", "$text-error", "$text-accent", "$text-disabled"),
)
GROUNDS = ("$background", "$surface", "$panel", "$block-cursor-background", "$block-cursor-blurred-background")

PAIRS = (
    *((text, ground) for text in TEXTS for ground in GROUNDS),
    ("$text", "$primary"),
    ("$text", "$error"),
    ("$text-warning", "$warning-muted"),
    ("$foreground", "$accent-muted"),
    ("$foreground", "$primary 45%"),
    ("$foreground 65%", "$surface"),
    ("$block-cursor-foreground", "$block-cursor-background"),
    ("$block-cursor-blurred-foreground", "$block-cursor-blurred-background"),
)
"""What our style sheets lay text on: the tones of lines on panes and on the chosen line, bars, the grid, prompts."""


def test_the_words_of_the_style_sheets_are_those_that_are_measured() -> None:
    """A new colour in a style sheet has to be measured too, or be no text: rules, grounds and what fades out."""
    measured = {one for pair in PAIRS for one in pair} | {
        *("$foreground 50%", "$foreground 40%", "$foreground 30%", "$foreground 25%", "$foreground 4%"),
        *("$background 60%", "$primary 50%", "$warning"),
    }
    found = {
        " ".join(f"{name} {share}".split())
        for path in Path(tui.__file__).parent.rglob("*.py")
        for name, share in re.findall(r"(\$[a-z][a-z-]+)(?: (\d+%))?", path.read_text("utf-8"))
    }
    assert {one for one in found if not one.startswith(("$scrollbar", "$block-cursor"))} <= measured


@pytest.mark.parametrize("name", list(LEAST))
@pytest.mark.parametrize(("text", "ground"), PAIRS)
def test_text_stands_out_from_its_ground(name: ThemeName, text: str, ground: str) -> None:
    theme = THEMES[name]
    values = {**theme.to_color_system().generate(), **theme.variables}
    below = Color.parse(values["background"])
    behind = below + colour(values, ground, below)
    assert contrast(behind + colour(values, text, behind), behind) >= LEAST[name]


def colour(values: dict[str, str], written: str, behind: Color) -> Color:
    """A colour as a style sheet writes it: ``$foreground 70%``; ``auto`` is black or white, whichever stands out."""
    variable, _, share = written.partition(" ")
    value, _, own = values[variable[1:]].partition(" ")
    strength = float((share or own or "100%").rstrip("%")) / 100
    return behind.get_contrast_text(strength) if value == "auto" else Color.parse(value).multiply_alpha(strength)


def contrast(one: Color, other: Color) -> float:
    """The ratio that the guidelines for accessible content define, from 1 to 21."""
    dark, light = sorted(map(luminance, (one, other)))
    return (light + 0.05) / (dark + 0.05)


def luminance(of: Color) -> float:
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in of.normalized)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_contrast_is_measured_as_the_guidelines_do() -> None:
    assert round(contrast(Color.parse("#000"), Color.parse("#fff")), 2) == 21
    assert round(contrast(Color.parse("#777"), Color.parse("#fff")), 2) == 4.48


def test_the_terminals_own_theme_names_no_colour_of_its_own() -> None:
    theme = THEMES["ansi"]
    values = {**theme.to_color_system().generate(), **theme.variables}
    assert theme.ansi
    assert [f"{key}: {value}" for key, value in values.items() if re.search(r"#[0-9a-fA-F]{3,8}\b", value)] == []


def test_without_colour_what_had_a_ground_is_reversed_and_nothing_is_coloured() -> None:
    styles = ("bold red", "white on blue", "underline", "reverse", "default on default", "italic on #102030")
    segments = [Segment(name, Style.parse(name)) for name in styles]
    plain = WithoutColour().apply([*segments, Segment("none", None)], Color.parse("black"))
    assert [one.text for one in plain] == [*styles, "none"]
    reversed_ones = {one.text for one in plain if one.style is not None and one.style.reverse}
    assert reversed_ones == {"white on blue", "reverse", "italic on #102030"}
    for one in plain:
        if one.style is not None:
            assert one.style.color is not None
            assert one.style.color.is_default
            assert one.style.bgcolor is not None
            assert one.style.bgcolor.is_default
    assert [one.style.bold for one in plain if one.text == "bold red" and one.style] == [True]
