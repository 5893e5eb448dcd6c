"""How a grid looks: the style sheet that belongs to the widget, for themes, for ANSI terminals and without colour.

Every state is told by more than its colour: a mark, weight, slant, underline or reversal, or its place in the cell.
"""

from rich.style import Style
from textual.widget import Widget

CSS = """
Grid {
    background: $surface;
    color: $foreground;
    height: 1fr;
    scrollbar-size-vertical: 1;
    scrollbar-size-horizontal: 1;

    & > .grid--header { background: $panel; color: $foreground; }
    & > .grid--group { text-style: bold underline; }
    & > .grid--heading { text-style: bold; }
    & > .grid--title { color: $foreground 80%; }
    & > .grid--captions { color: $foreground 80%; text-style: italic; }
    & > .grid--figures { text-style: bold; }
    & > .grid--rule { color: $foreground 25%; }
    & > .grid--odd { background: $foreground 4%; }
    & > .grid--here { background: $primary 45%; color: $foreground; text-style: bold; }
    & > .grid--empty { color: $foreground 70%; text-style: italic; }

    & > .grid--self { color: $foreground 80%; text-style: italic; }
    & > .grid--peer { color: $text-secondary; text-style: italic; }
    & > .grid--verified { color: $text-primary; text-style: underline; }
    & > .grid--agreed { text-style: bold; }
    & > .grid--computed { color: $text-accent; text-style: italic; }
    & > .grid--blank { color: $foreground 65%; }
    & > .grid--draft { color: $text-warning; text-style: italic; }
    & > .grid--changed { color: $text-success; text-style: bold; }
    & > .grid--disputed { color: $text-error; text-style: bold underline; }

    & > .grid--cursor {
        background: $block-cursor-blurred-background;
        color: $block-cursor-blurred-foreground;
        text-style: bold;
    }
    & > .grid--edit { background: $background; color: $foreground; text-style: bold underline; }
    & > .grid--caret { text-style: reverse; }

    &:focus > .grid--cursor {
        background: $block-cursor-background;
        color: $block-cursor-foreground;
        text-style: bold;
    }
    &:ansi > .grid--last { text-style: underline; }
    &:ansi > .grid--odd { background: transparent; }
    &:ansi > .grid--cursor { text-style: reverse; }
    &:ansi:focus > .grid--cursor { background: ansi_default; color: ansi_default; text-style: bold reverse; }
    &:ansi > .grid--here { background: transparent; text-style: bold reverse; }
    &:nocolor > .grid--here { background: transparent; text-style: bold reverse; }
    &:nocolor > .grid--cursor { text-style: reverse; }
    &:nocolor:focus > .grid--cursor { text-style: bold reverse; }
}
"""


def resolve(widget: Widget, names: tuple[str, ...]) -> Style:
    """The component classes laid over each other and over the widget, the weakest first; text styles add up."""
    _, _, background, color = widget.colors
    text = Style()
    for name in names:
        styles = widget.get_component_styles(name)
        if styles.has_rule("background"):
            background += styles.background
        if styles.has_rule("auto_color") and styles.auto_color:
            color = background.get_contrast_text(styles.color.a)
        elif styles.has_rule("color"):
            color = styles.color
        text += styles.text_style
    return Style.from_color((background + color).rich_color, background.rich_color) + text
