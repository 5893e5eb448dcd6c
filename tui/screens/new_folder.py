"""A new folder, guided: a short form whose answers become the TOML files, which are then checked."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.widgets import Input, Static, TextArea

from emulation.text import nfc
from tui import places
from tui.new_bloc import (
    ORGANISERS,
    Draft,
    bloc_of,
    changed,
    folder_for,
    folder_of,
    problems,
    units_of,
)
from tui.screens import lines as look
from tui.screens.lines import line, stack
from tui.screens.picker import Picker
from tui.screens.program_screen import ProgramScreen
from tui.widgets.choice import Choice
from tui.widgets.one_line import OneLine
from tui.widgets.several_lines import SeveralLines

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.binding import BindingType
    from textual.events import DescendantFocus
    from textual.widget import Widget

    from tui.new_bloc import Field
    from tui.screens.home import HomeScreen

FIELDS: tuple[Field, ...] = ("name", "called", "year", "organised_by", "units", "head", "rubric", "folder")


class NewFolderScreen(ProgramScreen):
    """The form. What is typed is kept by home until the folder is made."""

    NAME = "new-folder"
    DEFAULT_CSS = """
    NewFolderScreen #form { height: 1fr; padding: 0 1; scrollbar-size-vertical: 1; }
    NewFolderScreen .row { height: auto; }
    NewFolderScreen .row Static { width: 19; height: 1; }
    NewFolderScreen Input, NewFolderScreen Input:focus { height: 1; border: none; padding: 0 1; width: 1fr; }
    NewFolderScreen Input { background: $surface; }
    NewFolderScreen TextArea, NewFolderScreen TextArea:focus {
        height: 7; width: 1fr; border: none; padding: 0 1; background: $surface; scrollbar-size-vertical: 1;
        scrollbar-size-horizontal: 1;
    }
    NewFolderScreen.-tall TextArea, NewFolderScreen.-tall TextArea:focus { height: 14; }
    NewFolderScreen.-low TextArea, NewFolderScreen.-low TextArea:focus { height: 4; }
    NewFolderScreen Input:focus, NewFolderScreen TextArea:focus { background: $block-cursor-blurred-background; }
    NewFolderScreen #about { height: auto; padding: 0 1; border-top: solid $primary 50%; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s,f10", "create", "Make the folder", id="new.create", priority=True),
        Binding("escape", "give_up", "Back", id="new.back", priority=True),
    ]

    def __init__(self, home: HomeScreen) -> None:
        super().__init__()
        self._home = home
        self._wrong: dict[Field, str] = {}
        self._here: Field = "name"
        self._filling = False
        self._rubrics = places.rubrics()

    @property
    def draft(self) -> Draft:
        """What is typed so far; kept by home."""
        if self._home.draft is None:
            now = str(self.program.now().year)
            self._home.draft = Draft(year=now)
        return self._home.draft

    def compose_body(self) -> ComposeResult:
        """A row a field, and a few lines about the one that is typed in."""
        draft = self.draft
        with Vertical():
            with VerticalScroll(id="form", can_focus=False):
                for field in FIELDS:
                    with Horizontal(classes="row"):
                        yield Static(id=f"label-{field}", markup=False)
                        yield self._widget(field, draft)
            yield Static(id="about", markup=False)

    def _widget(self, field: Field, draft: Draft) -> Widget:
        match field:
            case "name" | "folder":
                return OneLine(getattr(draft, field), id=field, select_on_focus=False)
            case "year":
                return OneLine(draft.year, id=field, max_length=4, restrict=r"[0-9]*", select_on_focus=False)
            case "units":
                return SeveralLines(
                    draft.units, id=field, soft_wrap=False, tab_behavior="focus", highlight_cursor_line=False
                )
            case "called" | "organised_by" | "rubric" | "head":
                return Choice(self._options(field), getattr(draft, field), id=field)

    def _options(self, field: Field) -> list[tuple[str, str]]:
        wording = self.wording
        match field:
            case "called":
                return [(one, wording.word("called", one)) for one in ("khối", "cụm")]
            case "organised_by":
                return [(one, wording.word("organiser", one)) for one in ORGANISERS]
            case "head":
                nobody = ("", wording.say("ui.new.no-head"))
                units = units_of(self.draft.units)
                return [nobody, *((unit.short, f"{unit.short} · {wording.text(unit.name)}") for unit in units)]
            case _:
                return [(str(one.path or ""), wording.text(one.title) or one.id) for one in self._rubrics]

    def on_mount(self) -> None:
        """Begin with the name."""
        self.query_one("#name").focus()

    def redraw(self) -> None:
        """Draw labels, the answers to choose from, and what is said about the field."""
        for field in FIELDS:
            here, wrong = field == self._here, field in self._wrong
            sign = "✗" if wrong else "▸" if here else " "
            style = look.BAD if wrong else look.BOLD if here else look.FAINT
            label = self.query_one(f"#label-{field}", Static)
            label.update(line((f"{sign} {self.wording.say(f'ui.new.label.{field}')}", style)))
            widget = self.query_one(f"#{field}")
            if isinstance(widget, Choice):
                widget.show(self._options(field))
        self._draw_about()

    def _draw_about(self) -> None:
        say = self.wording.say
        told = [line((say(f"ui.new.about.{self._here}"), look.FAINT))]
        if self._here == "units":
            units = units_of(self.draft.units)
            shown = ", ".join(unit.short for unit in units)
            told.append(line((say("ui.new.units", count=len(units)), look.LABEL), f" {shown}"))
        elif self._here in self._wrong:
            told.append(line((self._sentence(self._here), look.BAD)))
        about = self.query_one("#about", Static)
        about.update(stack(told))

    def _sentence(self, field: Field) -> str:
        return self.wording.say(f"ui.new.wrong.{self._wrong[field]}", folder=places.spelled(folder_of(self.draft)))

    # --- what is typed

    def on_descendant_focus(self, event: DescendantFocus) -> None:
        """Say something about the field."""
        name = event.widget.id
        for field in FIELDS:
            if field == name and field != self._here:
                self._here = field
                if self.is_mounted:
                    self.redraw()

    def on_input_submitted(self) -> None:
        """Go on with the next field."""
        self.focus_next()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Keep what is typed; the folder follows the name until somebody types another."""
        match event.input.id:
            case "name":
                self._take(name=nfc(event.value))
            case "year":
                self._take(year=event.value)
            case "folder" if not self._filling:
                self._take(folder=nfc(event.value), own_folder=bool(event.value.strip()))
            case _:
                pass

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        """Keep the units; the head is one of them."""
        self._take(units=nfc(event.text_area.text))

    def on_choice_changed(self, event: Choice.Changed) -> None:
        """Keep the answer."""
        self._take(**{event.choice.id or "": event.choice.value})

    def on_choice_asked(self, event: Choice.Asked) -> None:
        """Show all answers to pick from."""
        choice = event.choice

        def picked(found: tuple[str, ...] | None) -> None:
            if found:
                choice.value = found[0]

        title = self.wording.say(f"ui.new.label.{choice.id}")
        self.app.push_screen(Picker(title, choice.options, self.wording, at=choice.value), picked)

    def _take(self, **values: object) -> None:
        before = self.draft
        draft = changed(before, **values)
        if not draft.own_folder:
            draft = changed(draft, folder=folder_for(draft, places.here()))
        self._home.draft = draft
        shown = self.query_one("#folder", Input)
        if not draft.own_folder and shown.value != draft.folder:
            self._filling = True
            with self.prevent(Input.Changed):
                shown.value = draft.folder
            self._filling = False
        if draft.units != before.units:
            self.query_one("#head", Choice).show(self._options("head"))
        if self._wrong:
            self._wrong = problems(draft)
            if not self._wrong:
                self.program.say("hint", "")
        self.redraw()

    def _typed(self) -> Draft:
        """The draft with what stands in the form now, should a key have been faster than the news of it."""
        name, year, folder = (nfc(self.query_one(f"#{field}", Input).value) for field in ("name", "year", "folder"))
        draft = changed(self.draft, name=name, year=year, units=nfc(self.query_one("#units", TextArea).text))
        self._home.draft = changed(draft, folder=folder, own_folder=draft.own_folder or folder != draft.folder)
        return self.draft

    # --- what can be done

    def action_give_up(self) -> None:
        """Back to home, which keeps what was typed."""
        kept = self.draft.name or self.draft.units
        self.dismiss()
        if kept:
            self.program.say("hint", self.wording.say("ui.new.kept"))

    def action_create(self) -> None:
        """Write the folder; all that is wrong with the answers is said at once."""
        from emulation.files.starter import starter_texts, write_new  # noqa: PLC0415
        from emulation.wording import sentence_of  # noqa: PLC0415

        draft = self._typed()
        self._wrong = problems(draft)
        if self._wrong:
            self.program.say("refused", "; ".join(self._sentence(field) for field in FIELDS if field in self._wrong))
            self.app.bell()
            self.query_one(f"#{next(field for field in FIELDS if field in self._wrong)}").focus()
            self.redraw()
            return
        bloc = bloc_of(draft)
        try:
            text = Path(draft.rubric).read_text(encoding="utf-8") if draft.rubric else None
        except OSError as problem:
            reason = problem.strerror or type(problem).__name__
            self.program.say("refused", self.wording.say("ui.new.no-rubric", file=draft.rubric, reason=reason))
            return
        folder = folder_of(draft)
        rubric = starter_texts(bloc.year)["rubric.toml"] if text is None else text
        findings = write_new(folder, bloc, rubric)
        if findings:
            self.program.say("refused", "; ".join(sentence_of(one, self.wording.language) for one in findings))
            self.app.bell()
            self.query_one("#folder").focus()
            return
        self.dismiss()
        self._home.made(folder)
