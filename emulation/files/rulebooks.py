"""Rulebooks, ``candidates.toml`` and ``rules.toml``: read strictly, each clause with its file and line, and written.

A condition is a table with exactly one tag of `TAGS`; any other key has to belong to that tag, or be one of `BESIDE`.
Importing this module registers the models of awards with the converter and the writer.
"""

from __future__ import annotations

import hashlib
import importlib.resources
import typing
from datetime import date
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any, Literal

import attrs

from emulation.awards.check import check_versions
from emulation.awards.conditions import (
    BAR_TAGS,
    TAG_OF,
    TAGS,
    Basis,
    Clause,
    Evidence,
    UnderDiscipline,
    UnderProceeding,
    parts_of,
    with_parts,
)
from emulation.awards.facts import Candidate, CandidateKind, Candidates
from emulation.awards.rulebook import Award, Bar, Cap, Case, Extend, Posting, Rulebook, Rules
from emulation.files.document import read_document
from emulation.files.layout import LAYOUTS, Layout, places
from emulation.files.shapes import read
from emulation.files.strict import CONVERTER, MisfitError, read_table, unknown_keys, wrong_type
from emulation.files.write import register, table
from emulation.finding import choices, error
from emulation.frozen import frozen
from emulation.text import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from emulation.files.document import Document
    from emulation.finding import Finding, Path

BESIDE = ("basis", "evidence", "text", "from", "until")
"""The keys that may stand beside any condition."""


def read_rulebook(file: str, content: bytes) -> tuple[Rulebook | None, tuple[Finding, ...]]:
    """The rulebook that the bytes spell, with its hash, or ``None`` and what is wrong with them.

    ``file`` is the name that findings and clauses carry. What the book says is not checked here
    (`emulation.awards.check`); `Document.locate` gives the findings of that check their lines.
    """
    document, findings = read_document(file, content)
    if document is None:
        return None, findings
    return rulebook_of(document, hashlib.sha256(content).hexdigest())


def rulebook_of(document: Document, sha256: str) -> tuple[Rulebook | None, tuple[Finding, ...]]:
    """The rulebook in a document, whose bytes have that SHA-256, or ``None`` and what is wrong with it."""
    book, found = read(document.data, Rulebook)
    if book is None:
        return None, tuple(document.locate(finding) for finding in found)
    placed = attrs.evolve(
        book,
        hash=sha256,
        file=document.file,
        bars=_placed(book.bars, document, "bar"),
        awards=tuple(
            attrs.evolve(
                award,
                require=_placed_clause(award.require, document, ("award", place, "require")),
                cases=_placed(award.cases, document, "award", place, "case"),
            )
            for place, award in enumerate(_placed(book.awards, document, "award"))
        ),
        extends=tuple(
            attrs.evolve(extend, require=_placed_clause(extend.require, document, ("extend", place, "require")))
            for place, extend in enumerate(_placed(book.extends, document, "extend"))
        ),
        caps=_placed(book.caps, document, "cap"),
    )
    return placed, ()


def candidates_of(document: Document) -> tuple[Candidates | None, tuple[Finding, ...]]:
    """The candidates in a document, or ``None`` and what is wrong with it."""
    candidates, found = read(document.data, Candidates)
    return candidates, tuple(document.locate(finding) for finding in found)


def rules_of(document: Document) -> tuple[Rules | None, tuple[Finding, ...]]:
    """The local rules in a document, or ``None`` and what is wrong with it."""
    rules, found = read(document.data, Rules)
    if rules is not None:
        rules = attrs.evolve(rules, caps=_placed(rules.caps, document, "cap"))
    return rules, tuple(document.locate(finding) for finding in found)


def shipped_texts() -> dict[str, bytes]:
    """The rulebooks that come with the package: their bytes, keyed by file name."""
    folder = importlib.resources.files("emulation.awards").joinpath("rulebooks")
    if not folder.is_dir():
        return {}
    return {one.name: one.read_bytes() for one in sorted(folder.iterdir(), key=_name) if one.name.endswith(".toml")}


def _name(file: Any) -> str:
    name: str = file.name
    return name


def read_rulebooks(contents: Mapping[str, bytes]) -> tuple[tuple[Rulebook, ...], tuple[Finding, ...]]:
    """Every rulebook that could be read of files keyed by name, and all that is wrong, overlapping periods included."""
    books: list[Rulebook] = []
    documents: list[Document] = []
    findings: list[Finding] = []
    for file, content in contents.items():
        document, found = read_document(PurePosixPath(file).as_posix(), content)
        findings += found
        if document is None:
            continue
        book, misfits = rulebook_of(document, hashlib.sha256(content).hexdigest())
        findings += misfits
        if book is not None:
            books.append(book)
            documents.append(document)
    findings += (documents[place].locate(finding) for place, finding in check_versions(books))
    return tuple(books), tuple(findings)


# ------------------------------------------------------------------------------------------------ file and line


def _placed(values: Iterable[Any], document: Document, *path: str | int) -> tuple[Any, ...]:
    return tuple(
        attrs.evolve(one, file=document.file, line=document.line((*path, place))) for place, one in enumerate(values)
    )


def _placed_clause(clause: Clause, document: Document, path: Path) -> Clause:
    parts = tuple(
        _placed_clause(part, document, (*path, key, place))
        for key, inside in parts_of(clause.condition)
        for place, part in enumerate(inside)
    )
    condition = with_parts(clause.condition, parts)
    return attrs.evolve(clause, condition=condition, file=document.file, line=document.line(path))


# ------------------------------------------------------------------------------------------------------ reading


@frozen
class _Beside:
    """What may stand beside any condition."""

    text: Text | None = None
    basis: Basis | None = None
    evidence: Evidence | None = None
    from_: date | None = None
    until: date | None = None


def read_clause(data: Any, _type: Any = Clause) -> Clause:
    """A condition with what stands beside it; it has no file and line yet."""
    if not isinstance(data, dict):
        raise wrong_type(data, "table")
    tag = _tag(data)
    keys = [place.key for place in places(TAGS[tag])]
    findings = unknown_keys(data, [*keys, *BESIDE])
    found: list[Any] = []
    for model, own in ((TAGS[tag], keys), (_Beside, BESIDE)):
        try:
            found.append(read_table({key: value for key, value in data.items() if key in own}, model))
        except MisfitError as misfit:
            findings += misfit.findings
    if findings:
        raise MisfitError(*findings)
    condition, beside = found
    return Clause(condition, beside.text, beside.basis, beside.evidence, from_=beside.from_, until=beside.until)


def _tag(data: Mapping[str, Any]) -> str:
    """The one tag of a table; a key of a tag that is there (a window's ``all``) is none."""
    present = [key for key in data if key in TAGS]
    owned = {place.key for key in present for place in places(TAGS[key])[1:]}
    found = [key for key in present if key not in owned]
    if len(found) == 1:
        return found[0]
    if found:
        raise MisfitError(error("two-conditions", found[1], found=found[1], first=found[0]))
    strangers = [key for key in data if key not in BESIDE]
    if strangers:
        raise MisfitError(error("unknown-condition", strangers[0], found=strangers[0], **choices(strangers[0], TAGS)))
    raise MisfitError(error("no-condition"))


def _read_bar_condition(data: Any, _type: Any) -> UnderDiscipline | UnderProceeding:
    if not isinstance(data, dict):
        raise wrong_type(data, "table")
    findings = unknown_keys(data, BAR_TAGS)
    if not findings and len(data) != 1:
        findings.append(error("one-of", found=", ".join(data), names=", ".join(BAR_TAGS)))
    if findings:
        raise MisfitError(*findings)
    tag = next(iter(data))
    condition: UnderDiscipline | UnderProceeding = read_table(data, BAR_TAGS[tag])
    return condition


def _read_award(data: Any, _type: Any = Award) -> Award:
    """An award; what is given in its cases is a candidate of its kind without a name."""
    if isinstance(data, dict) and isinstance(data.get("case"), list):
        kind = data.get("for") if data.get("for") in typing.get_args(CandidateKind) else "individual"
        unnamed = {"id": "case", "name": "case", "kind": kind}
        data = {**data, "case": [_with_given(case, unnamed) for case in data["case"]]}
    return read_table(data, Award, skip=("file", "line"))


def _with_given(case: Any, unnamed: Mapping[str, Any]) -> Any:
    if not isinstance(case, dict) or not isinstance(case.get("given", {}), dict):
        return case
    return {**case, "given": {**unnamed, **case.get("given", {})}}


def _read_window_length(value: Any, _type: Any) -> int | str:
    if isinstance(value, str) and value != "since":
        raise MisfitError(error("unknown-word", found=value, **choices(value, ["since"])))
    if not isinstance(value, int | str) or isinstance(value, bool):
        raise wrong_type(value, "whole number or since")
    return value


def _is_mapping(type_: Any) -> bool:
    origin: Any = typing.get_origin(type_)
    return origin is dict


def _read_mapping(value: Any, type_: Any) -> dict[Any, Any]:
    key_type, value_type = typing.get_args(type_)
    if not isinstance(value, dict):
        raise wrong_type(value, "table")
    read_values: dict[Any, Any] = {}
    findings: list[Finding] = []
    for key, one in value.items():
        try:
            read_values[CONVERTER.structure(key, key_type)] = CONVERTER.structure(one, value_type)
        except MisfitError as misfit:
            findings += misfit.under(key)
    if findings:
        raise MisfitError(*findings)
    return read_values


def _skipping(model: type[Any], *names: str) -> Callable[[Any, Any], Any]:
    return lambda data, _: read_table(data, model, skip=names)


def _first_field(model: type[Any]) -> str:
    name: str = attrs.fields(model)[0].name
    return name


LAYOUTS.update({model: Layout(keys={_first_field(model): tag}) for tag, model in (TAGS | BAR_TAGS).items()})
LAYOUTS.update(
    {
        Candidates: Layout(keys={"candidates": "candidate"}),
        Candidate: Layout(
            keys={
                "years": "year",
                "awards": "award",
                "initiatives": "initiative",
                "disciplines": "discipline",
                "proceedings": "proceeding",
                "votes": "vote",
                "blocs": "bloc",
            }
        ),
        Award: Layout(keys={"cases": "case"}),
        Case: Layout(keys={"complete_from": "records_complete_from", "complete_until": "records_complete_until"}),
        Rulebook: Layout(
            keys={"sources": "source", "bars": "bar", "awards": "award", "extends": "extend", "caps": "cap"},
            table="rulebook",
            beside=("sources", "bars", "awards", "extends", "caps"),
        ),
        Rules: Layout(
            keys={
                "nominations": "nomination",
                "populations": "population",
                "caps": "cap",
                "confirms": "confirm",
                "postings": "posting",
            },
            table="rules",
            beside=("nominations", "populations", "caps", "confirms", "fund", "postings"),
        ),
        Posting: Layout(keys={"comments": "comment"}),
    }
)
CONVERTER.register_structure_hook(Clause, read_clause)
CONVERTER.register_structure_hook(Award, _read_award)
CONVERTER.register_structure_hook(Rulebook, _skipping(Rulebook, "hash", "file"))
for _model in (Bar, Case, Extend, Cap):
    CONVERTER.register_structure_hook(_model, _skipping(_model, "file", "line"))
CONVERTER.register_structure_hook_func(lambda type_: type_ == UnderDiscipline | UnderProceeding, _read_bar_condition)
CONVERTER.register_structure_hook_func(lambda type_: type_ == int | Literal["since"], _read_window_length)
CONVERTER.register_structure_hook_func(_is_mapping, _read_mapping)


# ------------------------------------------------------------------------------------------------------ writing


def _bar_condition(condition: UnderDiscipline | UnderProceeding) -> dict[str, Any]:
    # The state is a default, but without it the table would be empty.
    return {TAG_OF[type(condition)]: condition.state}


def _clause(clause: Clause) -> dict[str, Any]:
    beside = _Beside(clause.text, clause.basis, clause.evidence, clause.from_, clause.until)
    return {**table(clause.condition), **table(beside)}


def _award(award: Award) -> dict[str, Any]:
    data = table(attrs.evolve(award, file="", line=None))
    for case in data.get("case", ()):
        for key in ("id", "name", "kind"):
            del case["given"][key]
    return data


def _rulebook(book: Rulebook) -> dict[str, Any]:
    return table(attrs.evolve(book, hash="", file=""))


def _unplaced(value: Any) -> dict[str, Any]:
    return table(attrs.evolve(value, file="", line=None))


register(UnderDiscipline, _bar_condition)
register(UnderProceeding, _bar_condition)
register(Clause, _clause)
register(Award, _award)
register(Rulebook, _rulebook)
for _model in (Bar, Case, Extend, Cap):
    register(_model, _unplaced)
