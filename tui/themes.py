"""How the program looks: dark, light, with high contrast, or in the colours of the terminal itself.

Text stands out against what is behind it by at least 4.5 to 1, with high contrast by 7 to 1 (a test computes it); the
line that is chosen keeps a ground on which every tone of text can be read. Where `NO_COLOR` is set there is no colour
at all: states are told by signs, weight, underline and reversal, as they are in every theme.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from rich.segment import Segment
from rich.style import Style
from textual.filter import LineFilter
from textual.theme import Theme

if TYPE_CHECKING:
    from textual.color import Color

    from tui.config import ThemeName

DARK = Theme(
    name="dark",
    primary="#1565AA",
    secondary="#7FB4D8",
    accent="#FFA62B",
    warning="#FFA62B",
    error="#B02A4B",
    success="#4EBF71",
    foreground="#E6E6E6",
    background="#121212",
    surface="#1E1E1E",
    panel="#242F38",
    variables={
        "text": "auto 95%",
        "text-muted": "auto 80%",
        "text-disabled": "auto 70%",
        "text-primary": "#8CC4F2",
        "text-secondary": "#94C8EC",
        "text-success": "#8FDDA8",
        "text-warning": "#FFC473",
        "text-error": "#F7A9BA",
        "text-accent": "#FFC473",
        "block-cursor-background": "#0F3F68",
        "block-cursor-foreground": "#FFFFFF",
        "block-cursor-blurred-background": "#2B3B48",
        "block-cursor-blurred-foreground": "#F0F0F0",
        "border": "#4A9BE0",
        "footer-key-foreground": "#FFC473",
    },
)

LIGHT = Theme(
    name="light",
    primary="#004E86",
    secondary="#0B4A80",
    accent="#8A5200",
    warning="#B06A00",
    error="#A3213F",
    success="#1F7A3D",
    foreground="#1A1A1A",
    background="#F1F1F1",
    surface="#FBFBFB",
    panel="#DDE4EA",
    dark=False,
    variables={
        "text": "auto 95%",
        "text-muted": "auto 85%",
        "text-disabled": "auto 75%",
        "text-primary": "#003B66",
        "text-secondary": "#0A4678",
        "text-success": "#135A2B",
        "text-warning": "#6E4300",
        "text-error": "#8A1733",
        "text-accent": "#6E4300",
        "warning-muted": "#F6E0BF",
        "accent-muted": "#F6E0BF",
        "block-cursor-background": "#B7D7F4",
        "block-cursor-foreground": "#000000",
        "block-cursor-blurred-background": "#D5E3EF",
        "block-cursor-blurred-foreground": "#111111",
        "border": "#004E86",
        "footer-key-foreground": "#6E4300",
    },
)

HIGH_CONTRAST = Theme(
    name="high-contrast",
    primary="#00329B",
    secondary="#8FD8FF",
    accent="#FFE14D",
    warning="#FFE14D",
    error="#8B0020",
    success="#6BFF98",
    foreground="#FFFFFF",
    background="#000000",
    surface="#000000",
    panel="#101820",
    variables={
        "text": "auto 100%",
        "text-muted": "auto 95%",
        "text-disabled": "auto 90%",
        "text-primary": "#9AD7FF",
        "text-secondary": "#9FE0FF",
        "text-success": "#7CFFA6",
        "text-warning": "#FFE766",
        "text-error": "#FFB9C6",
        "text-accent": "#FFE766",
        "warning-muted": "#332A00",
        "accent-muted": "#332A00",
        "block-cursor-background": "#00246B",
        "block-cursor-foreground": "#FFFFFF",
        "block-cursor-blurred-background": "#1B2A3A",
        "block-cursor-blurred-foreground": "#FFFFFF",
        "border": "#FFFFFF",
        "footer-key-foreground": "#FFE766",
    },
)

ANSI = Theme(
    name="ansi",
    ansi=True,
    primary="ansi_blue",
    secondary="ansi_cyan",
    warning="ansi_yellow",
    error="ansi_red",
    success="ansi_green",
    accent="ansi_magenta",
    foreground="ansi_default",
    background="ansi_default",
    surface="ansi_default",
    panel="ansi_default",
    boost="ansi_default",
    variables={
        "ansi-background": "ansi_default",
        "ansi-foreground": "ansi_default",
        "text-muted": "ansi_default",
        "scrollbar-background": "ansi_default",
        "scrollbar-background-hover": "ansi_default",
        "scrollbar-background-active": "ansi_default",
        "link-color": "ansi_default",
        "link-color-hover": "ansi_default",
        "link-background-hover": "ansi_default",
        "accent-muted": "ansi_default",
        "warning-muted": "ansi_default",
        "input-cursor-background": "ansi_default",
        "input-cursor-foreground": "ansi_default",
        "text-disabled": "ansi_default",
        "block-cursor-background": "ansi_blue",
        "block-cursor-foreground": "ansi_bright_white",
        "block-cursor-text-style": "bold",
        "block-cursor-blurred-background": "ansi_default",
        "block-cursor-blurred-foreground": "ansi_default",
        "block-cursor-blurred-text-style": "underline",
        "border": "ansi_blue",
        "border-blurred": "ansi_default",
        "input-cursor-text-style": "reverse",
        "input-selection-background": "ansi_cyan",
        "input-selection-foreground": "ansi_black",
    },
)

THEMES: dict[ThemeName, Theme] = {"dark": DARK, "light": LIGHT, "high-contrast": HIGH_CONTRAST, "ansi": ANSI}
"""The themes by name, in the order in which one key goes through them."""


class WithoutColour(LineFilter):
    """Leaves the terminal's own colours alone; what had a ground of its own, as the chosen line has, is reversed."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """The segments with signs, weight, underline and reversal alone."""
        del background
        return [Segment(text, None if style is None else _plain(style), control) for text, style, control in segments]


_UNCOLOURED = Style.parse("default on default")


@lru_cache(1024)
def _plain(style: Style) -> Style:
    ground = style.bgcolor is not None and not style.bgcolor.is_default
    return style + _UNCOLOURED + Style(reverse=True) if ground else style + _UNCOLOURED
