"""The folder with which somebody begins: commented in Vietnamese and English, and free of errors.

`write_starter` writes the sample as it is; `write_new` writes one for a bloc of one's own, under a rubric that is there
already.
"""

from __future__ import annotations

import contextlib
import importlib.resources
import re
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import attrs

from emulation.files.disk import FULL
from emulation.files.document import read_document
from emulation.files.layout import Pledges
from emulation.files.shapes import read
from emulation.files.write import dump, save
from emulation.finding import error
from emulation.pledge import Pledge, Target
from emulation.rubric import Attainment, Relative, Rubric

if TYPE_CHECKING:
    import os
    from collections.abc import Iterator, Mapping

    from emulation.bloc import Bloc
    from emulation.finding import Finding
    from emulation.rubric import Criterion

FILES = (
    "bloc.toml",
    "rubric.toml",
    "pledges.toml",
    "procedure.toml",
    "scores/self-don-vi-a.toml",
    "scores/self-don-vi-b.toml",
    "scores/self-don-vi-c.toml",
)
_YEAR = 2026

_HEADS = {
    "bloc.toml": (
        "# Ai thi đua với ai: khối (cụm), các đơn vị thành viên, khối trưởng. Bổ sung phong trào bằng [[movement]].\n"
        "# Who competes: the bloc, its units, its head. Add movements as [[movement]].\n\n"
    ),
    "pledges.toml": (
        "# Giao ước thi đua. Các chỉ tiêu dưới đây là chỗ trống mà bảng tiêu chí cần: ghi chỉ tiêu thật,\n"
        "# ngày ký (signed), nguồn số liệu (source) và báo cáo (report) của từng đơn vị.\n"
        "# Pledges. The targets below are the places that the rubric needs: write the true goal, the day of signing\n"
        "# (signed), the source of the figures (source) and the reports (report) of each unit.\n\n"
    ),
}


def starter_texts(year: int) -> dict[str, str]:
    """The text of each file of the folder, for a bloc of that year."""
    texts = {file: sample_text(file) for file in FILES}
    shifted = {str(_YEAR): str(year), str(_YEAR + 1): str(year + 1)}
    pattern = re.compile("|".join(shifted))
    return {file: pattern.sub(lambda match: shifted[match.group()], text) for file, text in texts.items()}


def sample_text(file: str) -> str:
    """The text of one of `FILES` as it is shipped, with the year that it was written for."""
    kept = importlib.resources.files("emulation.files") / "new_folder"
    return kept.joinpath(*file.split("/")).read_text(encoding="utf-8")


def write_starter(path: str | os.PathLike[str], year: int = _YEAR) -> tuple[Finding, ...]:
    """Writes the folder; empty if it did, else why it did not. A folder that holds anything is left as it is."""
    return _write(Path(path), starter_texts(year))


def new_texts(bloc: Bloc, rubric: str) -> dict[str, str]:
    """The text of each file of a folder for that bloc, under a rubric given as its text.

    The procedure is the starter's; links for ties that name a section name the rubric's first. Where the rubric reads
    pledges, each unit has an unsigned one with the targets that it asks for, to be filled in.
    """
    texts = {"bloc.toml": _HEADS["bloc.toml"] + dump(bloc), "rubric.toml": rubric}
    document, _ = read_document("rubric.toml", rubric.encode())
    model = None if document is None else read(document.data, Rubric)[0]
    targets = () if model is None else tuple(_targets(model))
    if targets:
        pledges = Pledges(tuple(Pledge(unit.id, targets=targets) for unit in bloc.units))
        texts["pledges.toml"] = _HEADS["pledges.toml"] + dump(pledges)
    procedure = starter_texts(bloc.year)["procedure.toml"]
    core = [] if model is None else [section.id for section in model.sections if section.kind == "core"]
    if core:
        procedure = procedure.replace('"section:A"', f'"section:{core[0]}"')
    texts["procedure.toml"] = procedure
    return texts


def write_new(path: str | os.PathLike[str], bloc: Bloc, rubric: str) -> tuple[Finding, ...]:
    """Writes a folder for that bloc, see `new_texts`; empty if it did, else why it did not.

    A folder that holds anything is left as it is.
    """
    return _write(Path(path), new_texts(bloc, rubric))


def _write(root: Path, texts: Mapping[str, str]) -> tuple[Finding, ...]:
    made: list[Path] = []
    try:
        if root.is_dir() and any(root.iterdir()):
            return (attrs.evolve(error("folder-not-empty", found=root), file=str(root)),)
        for folder in reversed((root / "scores", root, *root.parents)):
            if not folder.exists():
                folder.mkdir()
                made.append(folder)
        for file, text in texts.items():
            made.append(root / file)
            save(root / file, text)
    except OSError as problem:
        _remove(made)
        full = problem.errno in FULL
        finding = error("disk-full" if full else "cannot-write", found=root, reason=problem.strerror or "")
        return (attrs.evolve(finding, file=str(root)),)
    except BaseException:
        _remove(made)
        raise
    return ()


def _remove(made: list[Path]) -> None:
    """Takes away what was made of a folder that did not become whole, so that one can begin again."""
    for one in reversed(made):
        with contextlib.suppress(OSError):
            if one.is_dir():
                one.rmdir()
            else:
                one.unlink(missing_ok=True)


def _targets(rubric: Rubric) -> Iterator[Target]:
    """A target for each that the criteria read, once."""
    seen: set[str] = set()
    for section in rubric.sections:
        for criterion in _leaves(section.criteria):
            match criterion.method:
                case Attainment(target=str(target)) | Relative(target=str(target)) if target not in seen:
                    seen.add(target)
                    direction = criterion.method.direction if isinstance(criterion.method, Attainment) else "at-least"
                    yield Target(target, criterion.text, "%", Decimal(100), direction)


def _leaves(criteria: tuple[Criterion, ...]) -> Iterator[Criterion]:
    for criterion in criteria:
        yield criterion
        yield from _leaves(criterion.parts)
