"""`emulation award FOLDER`: who is eligible for which award, why or why not, and what would make it a yes."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from emulation.awards.judging import judge
from emulation.awards.nearest import nearest
from emulation.files.eligibility import read_eligibility
from emulation.files.folder import FolderUnusableError, load_folder
from emulation.files.rulebook_check import without_consequences
from emulation.wording import Wording, line_of
from emulation.wording.verdicts import speaker
from tui.commands import basis
from tui.commands.award_data import COLUMNS, row, verdict_data
from tui.commands.award_list import run_list
from tui.commands.award_record import standings_and_polls
from tui.commands.award_tree import verdict_text
from tui.commands.failure import ERRORS, FINE, CommandError
from tui.commands.output import put, put_csv, put_json, tell, tell_findings
from tui.commands.parser import command

if TYPE_CHECKING:
    import argparse

    from emulation.awards.nearest import Nearest
    from emulation.awards.verdict import Verdict
    from emulation.files.eligibility import Eligibility
    from tui.commands.parser import Subparsers

STATUSES = ("eligible", "not-eligible", "barred", "unknown")


def add(subparsers: Subparsers) -> None:
    """Says what the command takes."""
    parser = command(subparsers, "award")
    say = parser.wording.say
    parser.add_argument("folder", type=Path, metavar="FOLDER", help=say("cli.option.folder"))
    parser.add_argument("--received", type=parser.day, metavar="DATE", help=say("cli.award.received"))
    parser.add_argument("--year", type=parser.count, metavar="YEAR", help=say("cli.award.year"))
    parser.add_argument("--candidate", metavar="ID", help=say("cli.award.candidate"))
    parser.add_argument("--award", metavar="ID", help=say("cli.award.award"))
    parser.add_argument("--why-not", action="store_true", help=say("cli.award.why-not"))
    parser.add_argument("--list", action="store_true", help=say("cli.award.list"))
    parser.add_argument("--decided", type=parser.day, metavar="DATE", help=say("cli.award.decided"))


def run(arguments: argparse.Namespace) -> int:
    """Judges, and returns the exit status: 1 where the one question asked is not answered with yes.

    Raises:
        FolderUnusableError: the folder has errors, or no rulebook covers the day of receipt.
        RecordError: a record cannot be read.
        CommandError: there is no such candidate or award.
    """
    wording = Wording(arguments.lang)
    today: date = arguments.today or date.today()  # noqa: DTZ011  (the user's day)
    folder = load_folder(arguments.folder)
    if not folder.usable:
        raise FolderUnusableError(folder.findings)
    standings, polls = standings_and_polls(arguments.folder)
    received: date = arguments.received or today
    asked = read_eligibility(folder, received, arguments.year, standings, polls, today)
    findings = without_consequences(asked.findings)
    if any(finding.severity == "error" for finding in findings):
        raise FolderUnusableError(findings)
    tell_findings(findings, arguments.lang)
    pairs = _pairs(asked, arguments, wording)
    if arguments.list:
        return run_list(asked, pairs, folder.bloc.units, today, arguments.decided, arguments.format, wording)
    verdicts = _verdicts(asked, pairs)
    shown = [one for one in verdicts if not arguments.why_not or one[0].status != "eligible"]
    by = speaker(wording, asked.rulebooks)
    match arguments.format:
        case "json":
            warnings = [line_of(finding, arguments.lang) for finding in findings]
            put_json([verdict_data(verdict, way, warnings, by) for verdict, way in shown])
        case "csv":
            put_csv(COLUMNS, (row(verdict, way, by) for verdict, way in shown))
        case _:
            names = {one.id: wording.text(one.name) for one in asked.candidates.candidates}
            texts = [
                verdict_text(verdict, way, names[verdict.candidate], by, why_not=arguments.why_not)
                for verdict, way in shown
            ]
            if texts:
                put("\n\n".join(texts))
            else:
                tell(wording.say("verdict.none-stands" if verdicts else "verdict.nobody"))
    tell(_summary([verdict for verdict, _ in verdicts], wording))
    one_question = arguments.candidate is not None and arguments.award is not None
    return ERRORS if one_question and any(one.status != "eligible" for one, _ in verdicts) else FINE


def _pairs(asked: Eligibility, arguments: argparse.Namespace, wording: Wording) -> list[tuple[str, str]]:
    """The questions: of those put forward, or where the one named is not among them, of everybody of its kind."""
    kinds = {one.id: one.kind for one in asked.candidates.candidates}
    awards = {award: one.award.for_ for award, one in asked.book.awards.items()}
    person, award = arguments.candidate, arguments.award
    if person is not None and person not in kinds:
        raise CommandError(basis.nearest(person, kinds, "cli.award.unknown-candidate", wording))
    if award is not None and award not in awards:
        raise CommandError(basis.nearest(award, awards, "cli.award.unknown-award", wording))
    if person is not None and award is not None:
        if kinds[person] != awards[award]:
            kind, found = (wording.word("award-for", one) for one in (awards[award], kinds[person]))
            facts = {"award": award, "kind": kind, "candidate": person, "found": found}
            raise CommandError(wording.say("cli.award.other-kind", **facts))
        return [(person, award)]
    named = [(one, of) for one, of in asked.pairs if person in (None, one) and award in (None, of)]
    if named:
        return named
    return [
        (one, of)
        for one, kind in kinds.items()
        for of, for_ in awards.items()
        if kind == for_ and person in (None, one) and award in (None, of)
    ]


def _verdicts(asked: Eligibility, pairs: list[tuple[str, str]]) -> list[tuple[Verdict, Nearest]]:
    people = {one.id: one for one in asked.candidates.candidates}
    judged = [judge(people[person], award, asked.book, asked.context) for person, award in pairs]
    return [(one, nearest(one, people[one.candidate], asked.book, asked.context)) for one in judged]


def _summary(verdicts: list[Verdict], wording: Wording) -> str:
    counts = {status: sum(one.status == status for one in verdicts) for status in STATUSES}
    return wording.say("verdict.summary", **{status.replace("-", "_"): count for status, count in counts.items()})
