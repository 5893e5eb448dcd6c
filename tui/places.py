"""What lies where: folders opened last, the examples, rubrics to begin with. Read lightly, for a list to choose from.

Nothing is checked here: what cannot be read is simply not known, and opening or checking the folder says why.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

import attrs

from emulation.frozen import frozen
from emulation.text import Text, nfc

if TYPE_CHECKING:
    from collections.abc import Iterator

MeetingState: TypeAlias = Literal["planned", "opened", "running", "closed", "broken"]


@frozen
class MeetingPlace:
    """A meeting of a folder: ``seq`` is the number of the event written last."""

    id: str
    kind: str
    on: date | None
    state: MeetingState
    seq: int = 0


@frozen
class Place:
    """A bloc folder. Without ``there`` nothing is at that path any more."""

    path: Path
    there: bool = True
    name: Text = attrs.field(factory=Text)
    year: int | None = None
    units: tuple[str, ...] = ()
    meetings: tuple[MeetingPlace, ...] = ()


def spelled(path: Path) -> str:
    """The path as people write it, from their own folder on: ``~/noi-chinh-2022``; `Path.expanduser` reads it back."""
    try:
        below = path.relative_to(Path.home())
    except (ValueError, RuntimeError):
        return str(path)
    return str(Path("~") / below)


def typed(text: str) -> Path:
    """The path that somebody typed; a ``~`` before a name that is no user's stays as it is."""
    path = Path(nfc(text.strip()))
    try:
        return path.expanduser()
    except RuntimeError:
        return path


def here() -> Path:
    """The folder that the program was started in; the user's own where that one is gone."""
    try:
        return Path.cwd()
    except OSError:
        return Path("~").expanduser()


def look(path: Path) -> Place:
    """What is at that path."""
    try:
        there = path.is_dir()
    except OSError:
        there = False
    if not there:
        return Place(path, there=False)
    data = _table(path / "bloc.toml")
    bloc = data.get("bloc", {})
    bloc = bloc if isinstance(bloc, dict) else {}
    year = bloc.get("year")
    units = tuple(str(one.get("short", one.get("id", "?"))) for one in _tables(data, "unit"))
    return Place(
        path,
        name=_text(bloc.get("name")),
        year=year if isinstance(year, int) else None,
        units=units,
        meetings=tuple(meetings(path)),
    )


def meetings(path: Path) -> Iterator[MeetingPlace]:
    """The meetings that the procedure plans, then those of which only a record is there."""
    from emulation.files.session import MEETINGS  # noqa: PLC0415  (it loads the record, which a list may not need)

    planned = {str(one.get("id", "")): one for one in _tables(_table(path / "procedure.toml"), "meeting")}
    for name, one in planned.items():
        if name:
            state, seq = _state(path, name)
            on = one.get("on")
            yield MeetingPlace(name, str(one.get("kind", "")), on if type(on) is date else None, state, seq)
    try:
        records = sorted(one.stem for one in (path / MEETINGS).glob("*.db"))
    except OSError:
        return
    for name in records:
        if name not in planned:
            yield MeetingPlace(name, "", None, *_state(path, name))


def _state(path: Path, meeting: str) -> tuple[MeetingState, int]:
    from emulation.files.record import Record, RecordError  # noqa: PLC0415
    from emulation.files.session import record_path  # noqa: PLC0415
    from emulation.meeting.events import Closed  # noqa: PLC0415

    try:
        with Record.follow(record_path(path, meeting)) as record:
            newest = record.newest()
    except OSError:
        return "broken", 0
    except RecordError as problem:
        running = problem.code in {"record-busy", "record-interrupted"}
        return ("planned" if problem.code == "record-missing" else "running" if running else "broken"), 0
    if isinstance(newest.event, Closed):
        return "closed", newest.seq
    return ("running" if newest.seq > 1 else "opened"), newest.seq


def _table(path: Path) -> dict[str, Any]:
    import tomli  # noqa: PLC0415

    from emulation.files.disk import read_bytes  # noqa: PLC0415

    try:
        return tomli.loads(read_bytes(path).decode("utf-8-sig"))
    except (OSError, ValueError, RecursionError):
        return {}


def _tables(data: dict[str, Any], key: str) -> list[dict[str, Any]]:
    found = data.get(key, [])
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def _text(value: object) -> Text:
    match value:
        case str():
            return Text.same(value)
        case dict():
            both = {language: value.get(language) for language in ("vi", "en")}
            return Text(**{language: one for language, one in both.items() if isinstance(one, str)})
        case _:
            return Text()


# ------------------------------------------------------------------------------------------- examples and rubrics


def examples() -> Path | None:
    """The folder of the examples: in the installed package, or beside the package in a checkout."""
    here = Path(__file__).parent
    return next((one for one in (here / "examples", here.parent / "examples") if (one / "rubrics").is_dir()), None)


def copy_example(example: Path, target: Path) -> None:
    """Copies an example without its meetings to where nothing is; what is half copied is taken away again.

    Raises:
        OSError: it could not be copied.
    """
    import shutil  # noqa: PLC0415  (once an example is opened)

    try:
        shutil.copytree(example, target, dirs_exist_ok=True, ignore=shutil.ignore_patterns("meetings"))
    except OSError as problem:
        shutil.rmtree(target, ignore_errors=True)
        if isinstance(problem, shutil.Error):  # one for each file, in words
            raise OSError(None, str(problem.args[0][0][2])) from problem
        raise


def example_folders() -> list[Path]:
    """The bloc folders among the examples."""
    root = examples()
    return [] if root is None else sorted(one for one in root.iterdir() if (one / "bloc.toml").is_file())


@frozen
class RubricPlace:
    """A rubric to begin with; ``None`` for the path of the starter's own."""

    path: Path | None
    id: str
    title: Text
    basis: str = ""


def rubrics() -> list[RubricPlace]:
    """The starter's rubric, those of the examples, and those of practice."""
    import tomli  # noqa: PLC0415

    from emulation.files.starter import sample_text  # noqa: PLC0415

    own = tomli.loads(sample_text("rubric.toml"))["rubric"]
    found = [RubricPlace(None, own["id"], _text(own["title"]), own["basis"])]
    root = examples()
    folders = [] if root is None else [*example_folders(), *sorted((root / "rubrics").iterdir())]
    for folder in folders:
        rubric = _table(folder / "rubric.toml").get("rubric")
        if isinstance(rubric, dict):
            path, basis = folder / "rubric.toml", rubric.get("basis", "")
            found.append(RubricPlace(path, str(rubric.get("id", folder.name)), _text(rubric.get("title")), str(basis)))
    return found
