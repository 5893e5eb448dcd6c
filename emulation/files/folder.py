"""The bloc folder: every file read, every check run, all findings at once.

`load_folder` reads the disk and hands the bytes to `read_folder`, which reads nothing else; so a meeting's record,
which carries the texts of its configuration, is read the same way.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Mapping
from operator import itemgetter
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any, TypeVar

import attrs

from emulation.activity import Activity
from emulation.bloc import Bloc
from emulation.files.consequences import Mistakes, common
from emulation.files.disk import TABLES, files_in, is_table, obstacle, others_in, read_bytes
from emulation.files.document import Document, read_document
from emulation.files.layout import Pledges
from emulation.files.meant import Understood, understood
from emulation.finding import Finding, choices, error, warning
from emulation.frozen import frozen
from emulation.marks import Sheet
from emulation.pledge import Pledge
from emulation.procedure import Procedure
from emulation.rubric import Rubric

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from emulation.files.sheets import Table

T = TypeVar("T")

REQUIRED = ("bloc.toml", "rubric.toml")
KNOWN = (*REQUIRED, "pledges.toml", "procedure.toml", "rules.toml", "candidates.toml", "activity.toml")
"""The names that a file beside ``bloc.toml`` can have; ``rules.toml`` may name further ones."""

CANDIDATE_TABLES = ("candidates.csv", "candidates.xlsx")
"""The names of candidates as a table."""

SCORES = "scores"

SHEETS = (".toml", *TABLES)
"""How the names of sheets end."""


class FolderUnusableError(ValueError):
    """The folder has errors, so that what was asked of it is not there; ``findings`` say which."""

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        super().__init__("the folder has errors; see its findings")
        self.findings = findings


@frozen
class Source:
    """A configuration file as it was read, and the SHA-256 of its bytes, hexadecimal.

    Of a spreadsheet both are its sheet's as CSV text, which a record carries and which needs no office library.
    """

    text: str = attrs.field(repr=False)
    sha256: str


@frozen
class SheetFile:
    """A sheet and the file that holds it, relative to the folder."""

    file: str
    sheet: Sheet


@frozen
class Folder:
    """A bloc folder as it was read. ``findings`` are sorted by file and line.

    ``activity`` is ``None`` where the folder has no ``activity.toml``.
    ``sources`` and ``documents`` are keyed by file, relative to the folder (``scores/self-btp.toml``); a file that is
    no TOML has a source but no document. A spreadsheet that cannot be read has neither.
    """

    _bloc: Bloc | None
    _rubric: Rubric | None
    pledges: tuple[Pledge, ...] = ()
    procedure: Procedure = attrs.field(factory=Procedure)
    sheets: tuple[SheetFile, ...] = ()
    findings: tuple[Finding, ...] = ()
    sources: Mapping[str, Source] = attrs.field(factory=dict)
    documents: Mapping[str, Document] = attrs.field(factory=dict, repr=False)
    activity: Activity | None = None

    @property
    def usable(self) -> bool:
        """Whether nothing that was found is an error."""
        return not any(finding.severity == "error" for finding in self.findings)

    @property
    def bloc(self) -> Bloc:
        """The bloc.

        Raises:
            FolderUnusableError: ``bloc.toml`` could not be read.
        """
        if self._bloc is None:
            raise FolderUnusableError(self.findings)
        return self._bloc

    @property
    def rubric(self) -> Rubric:
        """The rubric.

        Raises:
            FolderUnusableError: ``rubric.toml`` could not be read.
        """
        if self._rubric is None:
            raise FolderUnusableError(self.findings)
        return self._rubric


def load_folder(path: str | os.PathLike[str]) -> Folder:
    """The bloc folder at that path. Whatever is wrong with it, or in the way of reading it, is a finding."""
    root = Path(path)
    try:
        files = files_in(root, (".toml",))
        files += [name for name in files_in(root, TABLES) if name in CANDIDATE_TABLES]
    except OSError as problem:
        return Folder(None, None, findings=(obstacle(problem, str(root), "", folder=True),))
    findings: list[Finding] = []
    try:
        files += [f"{SCORES}/{name}" for name in files_in(root / SCORES, SHEETS)]
        for name in map(_printable, others_in(root / SCORES, SHEETS)):
            unread = warning("unknown-file", found=name, known=", ".join(SHEETS))
            findings.append(attrs.evolve(unread, file=f"{SCORES}/{name}"))
    except FileNotFoundError:
        pass
    except OSError as problem:
        findings.append(obstacle(problem, SCORES, SCORES, folder=True))
    contents: dict[str, bytes] = {}
    for file in files:
        try:
            contents[file] = read_bytes(root / file)
        except OSError as problem:
            findings.append(obstacle(problem, file, file))
    return read_folder(contents, findings)


def load_rubric(path: str | os.PathLike[str]) -> tuple[Rubric | None, tuple[Finding, ...]]:
    """The rubric in a file of its own, and all that is wrong with it, whatever bloc it is meant for."""
    name = Path(path).name
    try:
        content = read_bytes(Path(path))
    except OSError as problem:
        return None, (obstacle(problem, str(path), name),)
    document, findings = read_document(name, content)
    if document is None:
        return None, findings
    from emulation.files.folder_check import check_rubric  # noqa: PLC0415  (see there)

    mistakes = Mistakes()
    rubric, found = understood(document, Rubric, mistakes)
    whole = rubric.written is not None
    first, second = (check_rubric(one, whole=whole) for one in rubric.meant) if rubric.meant else ((), ())
    found += tuple(one for one in common(first, second) if not mistakes.explain(name, one))
    return rubric.written, _sorted(document.locate(finding) for finding in found)


def read_folder(
    contents: Mapping[str, bytes | str], findings: Iterable[Finding] = (), *, checked: bool = False
) -> Folder:
    """The folder that the files make, keyed by their names relative to it; ``findings`` join those made here.

    What was ``checked`` before, as all is that a record carries, is read without looking for what is wrong. A
    spreadsheet is given as its bytes or, where it comes out of a record, as CSV text.
    """
    found = list(findings)
    readable: dict[str, bytes] = {}
    worksheets: dict[str, str] = {}
    for file, one in contents.items():
        of_candidates = file in CANDIDATE_TABLES
        if isinstance(one, bytes) and (file.startswith(f"{SCORES}/") or of_candidates) and _is_workbook(file):
            from emulation.files.workbook import HEADING, read_workbook  # noqa: PLC0415  (few folders have one)

            worksheet, problems = read_workbook(one, "id" if of_candidates else HEADING)
            if worksheet is not None:
                readable[file] = worksheet.text.encode()
                if of_candidates:
                    worksheets[file] = worksheet.title
            named = [worksheets[file]] if file in worksheets else []
            found += [attrs.evolve(problem.under(*named), file=file) for problem in problems]
        else:
            readable[file] = one.encode() if isinstance(one, str) else one
    return _Reader(readable, found, checked, worksheets).read()


@attrs.define
class _Reader:
    contents: Mapping[str, bytes]
    findings: list[Finding]
    checked: bool = False
    worksheets: Mapping[str, str] = attrs.field(factory=dict)
    documents: dict[str, Document] = attrs.field(factory=dict)
    tables: dict[str, tuple[str, Document]] = attrs.field(factory=dict)
    sources: dict[str, Source] = attrs.field(factory=dict)
    mistakes: Mistakes = attrs.field(factory=Mistakes)

    def read(self) -> Folder:
        in_the_way = {finding.file for finding in self.findings}
        for file in REQUIRED:
            if file not in self.contents and file not in in_the_way:
                self.findings.append(attrs.evolve(error("missing-file", found=file), file=file))
        for file in sorted(self.contents, key=_reading_order):
            if file in CANDIDATE_TABLES:
                self._open_candidates(file)
            elif PurePosixPath(file).parts[:-1] == (SCORES,) or file in KNOWN:
                self._open(file)
        self._further_files()
        bloc = self._read("bloc.toml", Bloc)
        rubric = self._read("rubric.toml", Rubric)
        pledges = self._read("pledges.toml", Pledges)
        procedure = self._read("procedure.toml", Procedure)
        activity = self._read("activity.toml", Activity)
        sheets = {file: self._read(file, Sheet) for file in self.documents if file.startswith(f"{SCORES}/")}
        tables = self._read_tables(rubric, bloc)
        written = [SheetFile(file, sheet.written) for file, sheet in sheets.items() if sheet.written is not None]
        written += [SheetFile(file, table.sheet) for file, (table, _) in tables.items() if table.sheet is not None]
        if not self.checked:
            from emulation.files.folder_check import Parts, check_parts  # noqa: PLC0415  (see there)

            read = {file for file, sheet in sheets.items() if sheet.meant is not None} | tables.keys()
            sheets_missing = any(one.file.startswith(SCORES) and one.file not in read for one in self.findings)
            pledges_missing = "pledges.toml" in self.contents and pledges.meant is None
            found: list[list[tuple[str, Finding]]] = []
            for which in self._ways():
                listed = [(file, sheet.meant[which]) for file, sheet in sheets.items() if sheet.meant is not None]
                listed += [(file, both[which].meant) for file, both in tables.items()]
                parts = Parts(
                    bloc.reading(which),
                    rubric.reading(which),
                    pledges.reading(which),
                    procedure.reading(which),
                    activity.reading(which),
                    sorted(listed, key=itemgetter(0)),
                    self.mistakes.told,
                    sheets_missing,
                    pledges_missing,
                )
                found.append(list(check_parts(parts, SCORES)))
            for file, finding in common(found[0], found[-1]):
                self._found(file, finding)
        return Folder(
            bloc.written,
            rubric.written,
            (pledges.written or Pledges()).pledges,
            procedure.written or Procedure(),
            tuple(sorted(written, key=lambda one: one.file)),
            _sorted(self.findings),
            self.sources,
            self.documents,
            activity.written,
        )

    def _ways(self) -> tuple[int, ...]:
        """The readings to be checked: both where nobody can say what some file means."""
        return (0, 1) if any(self.mistakes.unsure.values()) else (0,)

    def _open(self, file: str) -> None:
        content = self.contents[file]
        if is_table(file):
            self._open_table(file, content)
            return
        self.sources[file] = Source(content.decode("utf-8", "replace"), hashlib.sha256(content).hexdigest())
        document, findings = read_document(file, content)
        self.findings += findings
        if document is not None:
            self.documents[file] = document

    def _open_table(self, file: str, content: bytes) -> None:
        from emulation.files.rows import decoded  # noqa: PLC0415  (few folders have a table)

        text, findings = decoded(content)
        self.findings += [attrs.evolve(finding, file=file) for finding in findings]
        shown = content.decode("utf-8", "replace") if text is None else text
        self.sources[file] = Source(shown, hashlib.sha256(content).hexdigest())
        if text is not None:
            self.tables[file] = (text, Document(file, {}, dict))

    def _open_candidates(self, file: str) -> None:
        """Takes the candidates out of a table; their values are read where awards are asked for."""
        content = self.contents[file]
        from emulation.files.rows import decoded  # noqa: PLC0415  (few folders have a table)

        text, findings = decoded(content)
        self.findings += [attrs.evolve(finding, file=file) for finding in findings]
        shown = content.decode("utf-8", "replace") if text is None else text
        self.sources[file] = Source(shown, hashlib.sha256(content).hexdigest())
        if text is not None:
            from emulation.files.candidate_table import read_candidates  # noqa: PLC0415

            document, found = read_candidates(file, text, self.worksheets.get(file))
            self.findings += found
            if document is not None:
                self.documents[file] = document

    def _read_tables(self, rubric: Understood[Rubric], bloc: Understood[Bloc]) -> dict[str, tuple[Table, Table]]:
        """The sheets that are tables, read beside each reading of the rubric and the bloc."""
        if not self.tables:
            return {}
        from emulation.files.sheets import head_of, read_table  # noqa: PLC0415  (few folders have a table)

        tables: dict[str, tuple[Table, Table]] = {}
        for file, (text, _) in self.tables.items():
            first, *further = (
                read_table(file, text, rubric.reading(which), bloc.reading(which)) for which in self._ways()
            )
            tables[file] = (first, further[0] if further else first)
            if head_of(file) is None:
                self.mistakes.unsure[file] = [("sheet", "by")]
        for file, (one, other) in tables.items():
            self.tables[file] = (self.tables[file][0], one.document)
            found = common(one.findings, other.findings)
            self.findings += [finding for finding in found if not self.mistakes.explain(file, finding)]
        return tables

    def _further_files(self) -> None:
        """Opens the rulebooks that ``rules.toml`` names; every other file beside them is a warning.

        Where nobody can say which books it names, any other rulebook may be one.
        """
        rules = self.documents.get("rules.toml")
        named = set(_books(rules.data)) if rules else set()
        unnamed = "rules.toml" in self.contents and (rules is None or not _names_books(rules.data))
        for file, content in self.contents.items():
            if file in self.sources or "/" in file:
                continue
            if file in named or (unnamed and re.search(rb"^\s*\[rulebook\]", content, re.MULTILINE)):
                self._open(file)
            else:
                name = _printable(file)
                # Compared without the ending, which would make any two names look alike.
                near = choices(PurePosixPath(name).stem, [PurePosixPath(one).stem for one in (*KNOWN, *named)])
                near = {"near": f"{near['near']}.toml"} if "near" in near else {"known": ", ".join(KNOWN)}
                self.findings.append(attrs.evolve(warning("unknown-file", found=name, **near), file=name))

    def _read(self, file: str, model: type[T]) -> Understood[T]:
        document = self.documents.get(file)
        read, findings = understood(document, model, self.mistakes)
        self.findings += [document.locate(finding) for finding in findings] if document is not None else ()
        return read

    def _found(self, file: str, finding: Finding) -> None:
        """Takes a finding about a file, except where a mistake that is told already explains it."""
        if not self.mistakes.explain(file, finding):
            document = self.documents.get(file) or (self.tables[file][1] if file in self.tables else None)
            located = document.locate(finding) if document is not None else attrs.evolve(finding, file=file)
            self.findings.append(located)


def _books(data: Mapping[str, Any]) -> Iterator[str]:
    rules = data.get("rules")
    books = rules.get("books") if isinstance(rules, dict) else None
    yield from (book for book in books or () if isinstance(book, str)) if isinstance(books, list) else ()


def _names_books(data: Mapping[str, Any]) -> bool:
    """Whether ``rules.toml`` says, in a way that can be read, which books apply, or says nothing that could be it."""
    rules = data.get("rules", {})
    if not isinstance(rules, dict) or "books" not in rules:
        return isinstance(rules, dict) and rules.keys() <= {"year"}
    books = rules["books"]
    return isinstance(books, list) and all(isinstance(book, str) for book in books)


def _is_workbook(file: str) -> bool:
    return file.lower().endswith(".xlsx")


def _printable(name: str) -> str:
    """A file's name as text, also where its bytes are not UTF-8."""
    return os.fsencode(name).decode("utf-8", "replace")


def _reading_order(file: str) -> tuple[int, str]:
    return (KNOWN.index(file) if file in KNOWN else len(KNOWN), file)


def _sorted(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    return tuple(sorted(findings, key=lambda one: (_reading_order(one.file), one.line or 0, str(one.path), one.code)))
