"""Lists made public for comment: who is on them, for how long, what was said; and who has to be on one."""

from __future__ import annotations

import re
import shutil
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from emulation.awards.check import check_rules
from emulation.awards.conditions import Clause, Graded
from emulation.awards.facts import Candidate
from emulation.awards.lists.nominee import Nominee
from emulation.awards.lists.posting import ToPost, posted, to_post
from emulation.awards.rulebook import Award, Comment, Nomination, Population, Posting, Rulebook, Rules
from emulation.files.document import read_document
from emulation.files.rulebooks import rules_of
from emulation.files.write import dump, table
from emulation.finding import Finding, spell_path
from emulation.text import Text
from tests.command_line import ask

if TYPE_CHECKING:
    from collections.abc import Iterable

TITLE, ORDER = "cstd-toan-quoc", "huan-chuong-lao-dong-hang-ba"
FRIDAY = date(2026, 1, 9)
TEN_LATER = date(2026, 1, 23)
"""The tenth working day after that Friday: two weeks of five days each."""
NOW = date(2025, 7, 1)
"""The first day of receipt under Decree 152/2025."""

POSTED = """
[[posting]]
awards = ["house-colours"]
from = 2026-01-05
until = 2026-01-16
council = 2026-01-20
place = "notice board"
[[posting.comment]]
on = 2026-01-08
by = "a parent"
candidate = "ada"
text = "well\\ndeserved"
handled = "thanked"
[[posting.comment]]
on = 2026-01-18
text = "too late"
"""


def nominee(candidate: str, award: str = TITLE, status: Any = "eligible") -> Nominee:
    return Nominee(candidate, award, status)


# ------------------------------------------------------------------------------------------------- who is on a list


def test_everybody_put_forward_for_its_awards_is_on_a_posting_unless_it_names_some() -> None:
    listed = [nominee("a"), nominee("b"), nominee("a", ORDER), nominee("c", status="not-eligible")]
    whole, some = posted(
        listed, [Posting((TITLE,), FRIDAY), Posting((TITLE, ORDER), FRIDAY, candidates=("a",))], FRIDAY
    )
    assert [(one.candidate, one.award) for one in whole.nominees] == [("a", TITLE), ("b", TITLE), ("c", TITLE)]
    assert [(one.candidate, one.award) for one in some.nominees] == [("a", TITLE), ("a", ORDER)]


@pytest.mark.parametrize(("today", "left"), [(FRIDAY, 14), (TEN_LATER, 0), (date(2026, 1, 24), -1)])
def test_the_last_day_of_a_posting_counts(today: date, left: int) -> None:
    (one,) = posted([], [Posting((TITLE,), FRIDAY, TEN_LATER)], today)
    assert one.days_left == left


def test_comments_of_other_days_are_told_apart() -> None:
    days = [date(2026, 1, 8), FRIDAY, TEN_LATER, date(2026, 1, 24)]
    comments = tuple(Comment(day, "x") for day in days)
    (closed,) = posted([], [Posting((TITLE,), FRIDAY, TEN_LATER, comments=comments)], FRIDAY)
    assert [one.on for one in closed.outside] == [days[0], days[3]]
    (open_,) = posted([], [Posting((TITLE,), FRIDAY, comments=comments)], FRIDAY)
    assert [one.on for one in open_.outside] == [days[0]]
    assert open_.days_left is None


# ---------------------------------------------------------------------------------------------- who has to be on one


def owed(*postings: Posting, award: str = TITLE, nominations: Iterable[Nomination] = (), **other: Any) -> list[ToPost]:
    listed = [nominee("a", award, other.get("status", "eligible"))]
    return list(to_post(listed, postings, nominations, other.get("received", NOW)))


@pytest.mark.parametrize(("award", "has_to"), [(TITLE, True), (ORDER, True), ("bang-khen-thu-tuong", False)])
def test_orders_and_the_title_of_the_nation_have_to_be_posted(award: str, has_to: bool) -> None:
    assert [one.enough for one in owed(award=award)] == [False] * has_to


@pytest.mark.parametrize(("council", "enough"), [(date(2026, 1, 22), False), (TEN_LATER, True), (None, None)])
def test_ten_working_days_have_to_pass_before_the_council_meets(council: date | None, enough: bool | None) -> None:
    (one,) = owed(Posting((TITLE,), FRIDAY, council=council))
    assert (one.posted, one.earliest, one.council, one.enough) == (FRIDAY, TEN_LATER, council, enough)


def test_of_several_postings_the_one_in_time_counts() -> None:
    early, late = Posting((TITLE,), FRIDAY, council=TEN_LATER), Posting((TITLE,), TEN_LATER, council=TEN_LATER)
    assert owed(late, early) == owed(early, late) == owed(early)


def test_a_posting_of_others_helps_nobody() -> None:
    assert owed(Posting((TITLE,), FRIDAY, candidates=("b",))) == [ToPost("a", TITLE)]


def test_neither_the_simplified_procedure_nor_an_earlier_dossier_asks_for_one() -> None:
    assert owed(award=ORDER, nominations=[Nomination("a", ORDER, simplified=True)]) == []
    assert len(owed(award=ORDER, nominations=[Nomination("a", ORDER)])) == 1
    assert owed(received=date(2025, 6, 30)) == []
    assert owed(status="not-eligible") == []
    assert len(owed(status="unknown")) == 1


# ------------------------------------------------------------------------------------------------- as a file has it


def read(text: str) -> tuple[Rules | None, tuple[Finding, ...]]:
    document, findings = read_document("rules.toml", text.encode())
    assert document is not None, findings
    return rules_of(document)


def test_a_posting_is_read_and_written_back() -> None:
    rules, findings = read(POSTED)
    assert findings == ()
    assert rules is not None
    (one,) = rules.postings
    assert (one.awards, one.from_, one.until, one.council) == (
        *(("house-colours",), date(2026, 1, 5), date(2026, 1, 16), date(2026, 1, 20)),
    )
    assert [(comment.on, comment.candidate, comment.handled) for comment in one.comments] == [
        (date(2026, 1, 8), "ada", "thanked"),
        (date(2026, 1, 18), "", ""),
    ]
    written = table(rules)
    assert [*written["posting"][0]] == ["awards", "from", "until", "council", "place", "comment"]
    assert written["posting"][0]["comment"][1] == {"on": date(2026, 1, 18), "text": "too late"}
    assert read(dump(rules)) == (rules, ())


def test_what_the_readme_shows_of_local_rules_is_read() -> None:
    text = (Path(__file__).parents[2] / "README.md").read_text("utf-8")
    (shown,) = [block for block in re.findall(r"```toml\n(.*?)```", text, re.DOTALL) if "[[posting]]" in block]
    rules, findings = read(shown)
    assert findings == ()
    assert rules is not None
    assert [one.simplified for one in rules.nominations] == [True]
    assert rules.populations == (Population("advanced-workers", 31, "btp"),)
    (posting,) = rules.postings
    assert (posting.candidates, posting.comments[0].handled) == (("nva",), "...")


def found_in(posting: Posting | None = None, *nominations: Nomination) -> list[tuple[str, str, str]]:
    award = Award("a", Text.same("A"), "title", "individual", Clause(Graded("good")))
    rules = Rules(nominations=nominations, postings=() if posting is None else (posting,))
    found = check_rules(rules, [Rulebook("b", awards=(award,))], [Candidate("p", Text.same("P"), "individual")])
    return [(one.code, spell_path(one.path), one.severity) for one in found]


@pytest.mark.parametrize(
    ("posting", "code", "path", "severity"),
    [
        (Posting(("b",), FRIDAY), "unknown-award", "awards[0]", "error"),
        (Posting(("a",), FRIDAY, candidates=("p", "q")), "unknown-candidate", "candidates[1]", "error"),
        (Posting(("a",), FRIDAY, date(2026, 1, 8)), "dates-reversed", "until", "error"),
        (Posting(("a",), FRIDAY, council=date(2026, 1, 8)), "dates-reversed", "council", "error"),
        (
            Posting(("a",), FRIDAY, comments=(Comment(FRIDAY, "x", candidate="q"),)),
            *("unknown-candidate", "comment[0].candidate", "error"),
        ),
        (
            Posting(("a",), FRIDAY, comments=(Comment(date(2026, 1, 8), "x"),)),
            *("comment-outside", "comment[0].on", "warning"),
        ),
    ],
)
def test_a_posting_gone_wrong(posting: Posting, code: str, path: str, severity: str) -> None:
    assert found_in(posting) == [(code, f"posting[0].{path}", severity)]


def test_the_simplified_procedure_is_not_for_titles() -> None:
    assert found_in(None, Nomination("p", "a", simplified=True)) == [
        ("simplified-title", "nomination[0].simplified", "error")
    ]
    assert found_in(None, Nomination("p", "a"), Nomination("p", "a", simplified=True))[0][0] == "repeated"


# -------------------------------------------------------------------------------------------------- on the command line


def school(tmp_path: Path) -> Path:
    folder = tmp_path / "school"
    shutil.copytree(Path(__file__).parents[2] / "examples" / "school-awards", folder)
    rules = folder / "rules.toml"
    rules.write_text(rules.read_text("utf-8") + POSTED, "utf-8")
    return folder


def test_the_command_has_postings_as_data(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    asked = ("--list", "--today", "2026-01-10", "--format", "json")
    answer = ask(capsys, "award", school(tmp_path), *asked)
    (one,) = answer.json["postings"]
    assert (one["from"], one["until"], one["council"], one["days_left"]) == (
        *("2026-01-05", "2026-01-16", "2026-01-20", 6),
    )
    assert [nominee["candidate"] for nominee in one["nominees"]] == ["ada", "eve", "dan"]
    assert [(comment["on"], comment["outside"]) for comment in one["comments"]] == [
        ("2026-01-08", False),
        ("2026-01-18", True),
    ]
    assert answer.json["to_post"] == []  # a school's own prize is no order


@pytest.mark.parametrize(
    ("language", "lines"),
    [
        (
            "en",
            [
                "Made public for comment",
                "  house-colours: posted from 2026-01-05 until 2026-01-16 – notice board (6 days left for comments)",
                "  on the list posted (3): ada, eve, dan",
                "    2026-01-08 (a parent), on ada: “well deserved”. Dealt with: thanked",
            ],
        ),
        ("vi", ["Công khai lấy ý kiến", "  danh sách công khai (3): ada, eve, dan"]),
    ],
)
def test_the_command_puts_postings_into_words(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, language: str, lines: list[str]
) -> None:
    shown = ask(capsys, "award", school(tmp_path), "--list", "--today", "2026-01-10", "--lang", language).out
    assert [line for line in shown.splitlines() if line in lines] == lines


def test_who_has_to_be_posted_is_told_on_a_list_of_the_national_law(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    folder = school(tmp_path)
    years = "".join(f'[[candidate.year]]\nyear = {year}\ngrade = "excellent"\n' for year in range(2016, 2026))
    person = f'[[candidate]]\nid = "p"\nname = "P"\nkind = "individual"\nunit = "heron"\n{years}'
    (folder / "candidates.toml").write_text(person, "utf-8")

    def told(*postings: str) -> list[str]:
        nomination = f'[[nomination]]\ncandidate = "p"\naward = "{TITLE}"\n'
        text = f'[rules]\nbooks = ["vn"]\nyear = 2025\n{nomination}{"".join(postings)}'
        (folder / "rules.toml").write_text(text, "utf-8")
        out = ask(capsys, "award", folder, "--list", "--today", "2026-01-30", "--lang", "en").out
        return [line.strip() for line in out.splitlines() if line.startswith(f"  p ({TITLE}): ") and "post" in line]

    posting = f'[[posting]]\nawards = ["{TITLE}"]\nfrom = 2026-01-09\n'
    assert "not posted" in told()[0]
    assert "may meet from 2026-01-23 on" in told(posting)[0]
    assert "too late for the council on 2026-01-22" in told(posting, "council = 2026-01-22\n")[0]
    assert "at least 10 working days before the council on 2026-01-23" in told(posting, "council = 2026-01-23\n")[0]
