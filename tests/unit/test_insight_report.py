"""The review report: what it says of the examples, when it keeps silent, its words, and the command."""

from __future__ import annotations

import ast
import csv
import io
import re
import shutil
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

import attrs
import pytest

from emulation.activity import Activity, Commendation, Participation, Result, Story
from emulation.bloc import Movement, Staff
from emulation.files.folder import load_folder
from emulation.files.session import Session, setup_of
from emulation.insight import marking, missing, results, shortcomings
from emulation.insight.figures import Material
from emulation.insight.remark import rounded
from emulation.insight.report import Report, Said, report
from emulation.insight.thresholds import Thresholds
from emulation.marks import Given, Marks, gather
from emulation.meeting import events as e
from emulation.meeting.events import Change
from emulation.rubric import AllOrNothing, Attainment, Rubric
from emulation.text import Text
from emulation.wording import Wording
from emulation.wording.report import report_markdown, rows_in_words, sentence
from tests.command_line import ask
from tests.held import after, begun
from tests.small_rubrics import NAME, bloc, contest, leaf, pledge, row, rubric, section, target
from tui.review import said

if TYPE_CHECKING:
    from types import ModuleType

    from emulation.text import Language

ROOT = Path(__file__).parents[2]
NOI_CHINH = ROOT / "examples" / "noi-chinh-2022"
NEXT_YEAR = ROOT / "examples" / "noi-chinh-2023"
GOLDEN = ROOT / "tests" / "golden" / "insight" / "three-units"
END = date(2022, 12, 31)
KINDS = {shortcomings: "shortcoming", marking: "shortcoming", missing: "missing", results: "result"}


def of_example(on: date) -> Report:
    folder = load_folder(NOI_CHINH)
    sheets = gather(one.sheet for one in folder.sheets if one.sheet.on <= on)
    return report(Material(folder.bloc, setup_of(folder).contest, sheets, on, folder.activity))


def codes(found: Report) -> set[str]:
    return {one.code for one in found.shortcomings}


NAMED_BY_THE_MEETING = {
    "movements bring little that is new": {"little-new"},
    "some have not drawn people in": {"few-take-part"},
    "movements are uneven between units": {"uneven"},
    "a formality: launched, then nothing": {"launched-then-nothing"},
    "criteria are qualitative": {"section-judged"},
    "models are not found, fostered, spread": {"models-not-found", "models-not-fostered", "models-not-spread"},
    "publicity is thin and bunched in campaign weeks": {"few-stories", "bunched-in-campaigns"},
    "awards for individuals go mostly to leaders": {"leaders-favoured"},
    "sudden achievements are recognised late": {"sudden-late", "sudden-waiting"},
}


@pytest.mark.parametrize("named", NAMED_BY_THE_MEETING)
@pytest.mark.parametrize("on", [date(2022, 8, 5), END])
def test_every_shortcoming_that_the_meeting_named_is_seen_in_the_example(named: str, on: date) -> None:
    assert NAMED_BY_THE_MEETING[named] <= codes(of_example(on))


def test_criteria_that_do_not_tell_lines_of_work_apart_are_seen_once_there_are_marks() -> None:
    found = of_example(END)
    assert {"same-for-all", "mostly-at-max", "lines-not-told-apart"} <= codes(found)
    same = next(one for one in found.shortcomings if one.code == "same-for-all")
    assert [one["criterion"] for one in same.rows] == ["C1"]
    half_year = of_example(date(2022, 8, 5))
    assert "no-marks" in {one.code for one in half_year.missing}
    assert {one.area for one in half_year.shortcomings}.isdisjoint({"ranking", "markers"})
    assert {one.code for one in half_year.shortcomings if one.area == "criteria"} == {"section-judged"}


def test_a_table_is_qualitative_as_a_whole_or_by_section() -> None:
    judged, measured = leaf("A1", 6), leaf("A2", 4, AllOrNothing())
    one = rubric(section("A", 10, judged, measured), section("B", 10, leaf("B1", 10, AllOrNothing())))
    whole = rubric(section("A", 10, judged, measured), section("B", 10, leaf("B1", 10)))

    def said_of(table: Rubric, limits: Thresholds | None = None) -> dict[str, list[object]]:
        found = report(Material(bloc(""), contest(table, ""), Marks(), END), thresholds=limits).shortcomings
        wanted = {"section-judged", "mostly-judged"}
        return {one.code: [row["criterion"] for row in one.rows] for one in found if one.code in wanted}

    assert said_of(one) == {"section-judged": ["A1"]}
    assert said_of(one, Thresholds(judged=Fraction(3, 5))) == {}
    assert said_of(whole) == {"mostly-judged": ["A1", "B1"]}


@pytest.mark.parametrize("path", [NOI_CHINH, NEXT_YEAR])
def test_the_examples_pass_the_check_without_a_warning(path: Path) -> None:
    assert load_folder(path).findings == ()


def test_every_shortcoming_has_figures_or_units_behind_it() -> None:
    for on in (date(2022, 8, 5), END):
        for one in of_example(on).shortcomings:
            assert one.facts, one.code
            assert one.units or one.rows or len(one.facts) > 1, one.code


# ------------------------------------------------------------------------------------------- lines that are drawn

TABLE = rubric(section("A", 10, leaf("A1", 10, Attainment(Decimal(90)), work="x", evidence="required")))
MOVEMENT = Movement("m", NAME, "regular", "bloc", date(2022, 1, 1), END)


def about(activity: Activity, on: date = END, limits: Thresholds | None = None, **staff: int) -> Report:
    of = attrs.evolve(bloc("", "", ""), movements=(MOVEMENT,))
    if staff:
        of = attrs.evolve(of, units=tuple(attrs.evolve(unit, staff=Staff(**staff)) for unit in of.units))
    return report(Material(of, contest(TABLE, "", "", ""), Marks(), on, activity), thresholds=limits)


def part(unit: str, joined: int | None, *results_on: date, new: str = "") -> Participation:
    made = tuple(Result(on, NAME) for on in results_on)
    return Participation("m", unit, date(2022, 11, 20), 100, joined, new, made)


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ((part("a", 60, END, new="x"), part("b", 60, END), part("c", 60, END)), set()),
        ((part("a", 60, END), part("b", 60, END), part("c", 60, END)), {"little-new"}),
        ((part("a", 49, END, new="x"), part("b", 60, END), part("c", 60, END)), {"few-take-part"}),
        ((part("a", 100, END, new="x"), part("b", 100, END), part("c", 20, END)), {"few-take-part", "uneven"}),
        ((part("a", None, END, new="x"), part("b", None, END)), set()),
    ],
)
def test_movements_are_judged_by_their_figures_alone(parts: tuple[Participation, ...], expected: set[str]) -> None:
    assert codes(about(Activity(parts))) == expected


@pytest.mark.parametrize(("day", "expected"), [(18, set()), (19, {"launched-then-nothing"})])
def test_a_launch_gets_its_days_before_it_is_a_formality(day: int, expected: set[str]) -> None:
    """60 days after 20 November are the 19 January."""
    of = Activity((part("a", 60, new="x"),))
    open_end = attrs.evolve(bloc(""), movements=(attrs.evolve(MOVEMENT, until=None),))
    found = report(Material(open_end, contest(TABLE, ""), Marks(), date(2023, 1, day), of))
    assert codes(found) == expected


def test_a_movement_that_ended_without_a_result_was_a_formality_at_once() -> None:
    over = attrs.evolve(bloc(""), movements=(attrs.evolve(MOVEMENT, until=date(2022, 11, 30)),))
    of = Activity((part("a", 60, new="x"),))
    assert codes(report(Material(over, contest(TABLE, ""), Marks(), date(2022, 12, 1), of))) == {
        "launched-then-nothing"
    }
    told = Activity((part("a", 60, date(2022, 11, 25), new="x"),))
    assert codes(report(Material(over, contest(TABLE, ""), Marks(), date(2023, 11, 1), told))) == set()


def commendations(leaders: int, direct: int) -> Activity:
    made = [Commendation("a", "x", "merit", END, "leader", decided=END, posted=END)] * leaders
    made += [Commendation("a", "x", "merit", END, "direct", decided=END, posted=END)] * direct
    return Activity(commendations=tuple(made))


def test_leaders_are_said_to_be_favoured_only_where_chance_does_not_explain_it() -> None:
    assert codes(about(commendations(9, 3), leaders=10, direct=90)) == {"leaders-favoured"}
    few = about(commendations(1, 1), leaders=10, direct=90)
    assert codes(few) == set()
    assert "leaders-too-few-cases" in {one.code for one in few.questions}
    assert codes(about(commendations(9, 3))) == set()
    assert "staff-unknown" in {one.code for one in about(commendations(9, 3)).missing}


def test_a_few_stories_are_few_but_not_bunched() -> None:
    few = Activity(stories=(Story("a", date(2022, 5, 1), "tv"),) * 5)
    assert codes(about(few)) == {"few-stories"}
    many = Activity(stories=(Story("a", date(2022, 5, 1), "tv"),) * 40)
    assert codes(about(many)) == {"bunched-in-a-month"}
    assert "no-stories" in {one.code for one in about(Activity()).missing}


def test_lines_can_be_drawn_elsewhere() -> None:
    of = Activity((part("a", 60, END), part("b", 60, END)))
    assert codes(about(of, limits=Thresholds(new_forms=Fraction(0)))) == set()
    assert codes(about(of, limits=Thresholds(new_forms=Fraction(0), taking_part=Fraction(7, 10)))) == {"few-take-part"}


def test_reports_of_a_later_day_do_not_count() -> None:
    found = of_example(date(2022, 1, 31))
    assert {one.code for one in found.missing} >= {"no-reports", "no-models", "no-stories", "no-joint"}
    assert "no-marks" in {one.code for one in found.missing}
    assert codes(found) == {"not-signed", "little-new", "no-emulation-staff", "section-judged"}


def test_rounding_is_half_away_from_zero() -> None:
    assert [str(rounded(Fraction(n, 1000))) for n in (5, -5, 4, 1234)] == ["0.01", "-0.01", "0.00", "1.23"]


# ------------------------------------------------------------------------------------------- words


def spelled_codes(module: ModuleType) -> set[str]:
    """Every word with a hyphen that a module spells, which are codes all but a few."""
    tree = ast.parse(Path(module.__file__ or "").read_text("utf-8"))
    words = {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    return {word for word in words if re.fullmatch(r"[a-z]+(-[a-z]+)+", word)} - {"done-late"}


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_code_has_its_words(language: Language) -> None:
    wording = Wording(language)
    for module, kind in KINDS.items():
        codes_of = spelled_codes(module)
        assert len(codes_of) > 2
        for code in codes_of:
            assert wording.has(f"report.{kind}.{code}"), code
            if kind == "shortcoming":
                assert wording.has(f"report.question.{code}"), code


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("on", [date(2022, 2, 1), date(2022, 8, 5), END])
def test_a_report_needs_no_fact_that_it_lacks(language: Language, on: date) -> None:
    found = of_example(on)
    text = report_markdown(found, language)  # a missing text or fact raises where warnings are errors
    for kind, remarks in (("shortcoming", found.shortcomings), ("result", found.results), ("missing", found.missing)):
        for one in remarks:
            said = sentence(found, one, kind, language)
            assert "{" not in said
            head, cells = rows_in_words(found, one, language)
            assert len(cells) == len(one.rows)
            assert {len(line) for line in cells} <= {len(head)}
    assert text.startswith("| **")


def test_numbers_and_days_are_written_as_the_language_writes_them() -> None:
    found = of_example(date(2022, 8, 5))
    vi, en = report_markdown(found, "vi"), report_markdown(found, "en")
    assert "28.047 trên 39.000 lượt người" in vi
    assert "28,047 of 39,000 people" in en
    assert "71,4%" in vi
    assert "71.4%" in en
    assert "20/05/2022" in vi
    assert "2022-05-20" in en


def test_what_people_said_enters_as_they_said_it_and_causes_are_never_inferred() -> None:
    none = of_example(END)
    assert "chương trình không tự suy ra" in report_markdown(none, "vi")
    said = (
        Said("cause", "Thiếu | *người*", "Bà Lan"),
        Said("result", "Đã bàn giao [nhà](x)"),
        Said("direction", "Sửa bảng tiêu chí"),
        Said("opinion", "không thuộc báo cáo"),
    )
    text = report_markdown(attrs.evolve(none, said=said), "vi")
    assert "- Bà Lan: Thiếu \\| \\*người\\*\n" in text
    assert "- Đã bàn giao \\[nhà\\](x)\n" in text
    assert "### Ý kiến chỉ đạo\n\n- Sửa bảng tiêu chí\n" in text
    assert "không thuộc báo cáo" not in text
    assert "chương trình không tự suy ra" not in text


# ------------------------------------------------------------------------------------------- the command


def test_the_command_as_table_and_csv(capsys: pytest.CaptureFixture[str]) -> None:
    answer = ask(capsys, "insight", NOI_CHINH, "--format", "table", "--lang", "en", "--draws", 50)
    assert answer.status == 0
    assert "draws of weights, seed noi-chinh-tw-2022" in answer.out
    rows = list(csv.DictReader(io.StringIO(ask(capsys, "insight", NOI_CHINH, "--format", "csv").out)))
    assert {one["kind"] for one in rows} == {"result", "shortcoming", "missing"}
    shares = [
        one["value"] for one in rows if (one["code"], one["row"], one["fact"]) == ("leaders-favoured", "", "share")
    ]
    assert shares == ["5/7"]


def test_the_day_is_today_but_at_most_the_end_of_the_year(capsys: pytest.CaptureFixture[str]) -> None:
    later = ask(capsys, "insight", GOLDEN, "--today", "2030-01-01", "--format", "json", "--draws", 0).json
    assert (later["on"], later["kind"], later["figures"]["ranking"]["kept"]) == ("2022-12-31", "year-end", [])
    assert "no-draws" in {one["code"] for one in later["missing"]}
    earlier = ask(capsys, "insight", GOLDEN, "--today", "2022-03-01", "--format", "json").json
    assert (earlier["on"], earlier["kind"]) == ("2022-03-01", "half-year")
    asked = ask(capsys, "insight", GOLDEN, "--on", "2023-02-01", "--format", "json").json
    assert asked["on"] == "2023-02-01"


def test_one_year_with_another(capsys: pytest.CaptureFixture[str]) -> None:
    answer = ask(capsys, "insight", NEXT_YEAR, "--with", NOI_CHINH, "--format", "json").json
    years = answer["figures"]["years"]
    assert (years["added"], years["removed"]) == (["C7"], ["D2"])
    assert {one["criterion"] for one in years["changed"]} == {"A1", "B1", "C1", "C2", "C3", "C6", "C6.2"}
    assert len(years["units"]) == 8


def test_another_year_must_be_an_earlier_one_of_the_same_bloc(capsys: pytest.CaptureFixture[str]) -> None:
    for other, words in ((NEXT_YEAR, "2023"), (NOI_CHINH, "2022"), (GOLDEN, "ba-don-vi")):
        answer = ask(capsys, "insight", NOI_CHINH, "--with", other)
        assert (answer.status, answer.out) == (2, "")
        assert words in answer.err


def test_a_report_is_written_whole_or_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    answer = ask(capsys, "insight", GOLDEN, "-o", tmp_path / "r.md", "--lang", "en")
    assert (answer.status, answer.out) == (0, "")
    assert (tmp_path / "r.md").read_text("utf-8").startswith("| **CLUSTER")
    refused = ask(capsys, "insight", GOLDEN, "-o", tmp_path / "no" / "r.md")
    assert refused.status == 2
    assert "r.md" in refused.err


@pytest.mark.parametrize("words", [("--draws", "x"), ("--draws", "-1"), ("--on", "2022-13-01"), ("--format", "html")])
def test_wrong_usage(words: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    assert ask(capsys, "insight", GOLDEN, *words).status == 2


def test_marks_and_words_of_a_meeting_enter_as_they_stood_on_the_day(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = Path(shutil.copytree(NOI_CHINH, tmp_path / "bloc"))
    at = datetime(2023, 3, 30, 8, tzinfo=UTC)
    with Session.open(root, "year-end", "thư ký", at) as session:
        for command in (
            e.StepEntered("report"),
            e.Noted("cause", "Phân công chưa rõ", "Ông Hải"),
            e.StepEntered("marks"),
        ):
            session.do(command, "thư ký", at)
        session.do(e.MarksAgreed((Change("btp", "C4", Given(Decimal(0))),), "xem lại"), "thư ký", at)
    then = ask(capsys, "insight", root, "--on", "2023-03-30", "--format", "json").json
    assert then["said"] == [{"topic": "cause", "text": "Phân công chưa rõ", "speaker": "Ông Hải"}]
    totals = {one["unit"]: one["total"] for one in then["figures"]["ranking"]["places"]}
    before = ask(capsys, "insight", root, "--on", "2023-03-29", "--format", "json").json
    assert before["said"] == []
    assert {one["unit"]: one["total"] for one in before["figures"]["ranking"]["places"]}["btp"] != totals["btp"]


def test_a_clock_that_was_set_back_drops_no_act(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = Path(shutil.copytree(NOI_CHINH, tmp_path / "bloc"))
    day = datetime(2023, 3, 30, 8, tzinfo=UTC)
    with Session.open(root, "year-end", "thư ký", day + timedelta(days=3)) as session:
        for number, at in enumerate((day, day + timedelta(days=2), day, day + timedelta(days=4))):
            session.do(e.Noted("opinion", str(number), "Ông Hải"), "thư ký", at)

    def said(on: str) -> list[str]:
        answer = ask(capsys, "insight", root, "--on", on, "--draws", "0", "--format", "json")
        assert answer.status == 0, answer.err
        return [one["text"] for one in answer.json["said"]]

    assert said("2023-03-29") == []
    assert said("2023-03-30") == ["0", "1", "2"]
    assert said("2023-04-03") == ["0", "1", "2", "3"]


def test_records_with_and_without_zones_stand_beside_each_other(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = Path(shutil.copytree(NOI_CHINH, tmp_path / "bloc"))
    naive = datetime(2022, 7, 8, 8)  # noqa: DTZ001  (as somebody's own program wrote it)
    for meeting, at in (("half-year", naive), ("year-end", datetime(2023, 3, 30, 8, tzinfo=UTC))):
        with Session.open(root, meeting, "thư ký", at) as session:
            session.do(e.Noted("opinion", meeting), "thư ký", at)
            session.do(e.Noted("opinion", "mixed"), "thư ký", datetime(2023, 3, 30, 9).astimezone())
            session.do(e.Closed(), "thư ký", at)
    insight = ask(capsys, "insight", root, "--on", "2023-03-30", "--draws", "0", "--format", "json")
    assert insight.status == 0, insight.err
    assert [one["text"] for one in insight.json["said"]] == ["year-end", "mixed"]
    for words in ((), ("--meeting", "half-year"), ("--format", "json")):
        minutes = ask(capsys, "--lang", "en", "minutes", root, *words)
        assert minutes.status == 0, minutes.err
        assert f"meeting “{'half-year' if words[:1] == ('--meeting',) else 'year-end'}”" in minutes.err
    assert ask(capsys, "log", root).status == 0
    assert ask(capsys, "verify", root).status == 0


@pytest.mark.parametrize("at", [datetime(1, 1, 1), datetime(9999, 12, 31, 23, 59, 59)])  # noqa: DTZ001
def test_a_time_at_the_end_of_the_calendar_can_be_read(
    at: datetime, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = Path(shutil.copytree(NOI_CHINH, tmp_path / "bloc"))
    Session.open(root, "half-year", "thư ký", at).close()
    Session.open(root, "year-end", "thư ký", datetime(2023, 3, 30, 8, tzinfo=UTC)).close()
    assert ask(capsys, "minutes", root).status == 0
    assert ask(capsys, "insight", root, "--draws", "0").status == 0


# ------------------------------------------------------------------------------------------- it decides nothing


def test_nothing_that_decides_loads_insight() -> None:
    deciding = "scoring settling ranking banding voting explanation awards.judging awards.nearest awards.figures"
    meeting = "meeting.decide meeting.evolve meeting.state meeting.polls meeting.minutes"
    modules = ", ".join(f"emulation.{name}" for name in f"{deciding} {meeting}".split())
    code = f"import {modules}\nimport sys\nprint(*(name for name in sys.modules if name.startswith('emulation.')))"
    loaded = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout.split()
    assert "emulation.meeting.decide" in loaded
    assert [name for name in loaded if name.startswith("emulation.insight")] == []


def test_a_shared_rank_has_its_mark_in_the_report(capsys: pytest.CaptureFixture[str]) -> None:
    told = ask(capsys, "insight", ROOT / "examples" / "tay-nguyen-2019", "--lang", "en").out
    ranks = re.findall(r"^\| (\d+=?) \| ([^|]+) \|", told, re.MULTILINE)
    assert ranks == [("1", "Đắk Lắk"), ("2=", "Đắk Nông"), ("2=", "Lâm Đồng"), ("2=", "Kon Tum"), ("5", "Gia Lai")]


def test_whoever_is_listed_speaks_by_name() -> None:
    listed = e.PersonListed("lan", "Bà Lan", "chair", "a")
    meeting = after(
        begun("half-year"), listed, e.Noted("cause", "thiếu người", "lan"), e.Noted("cause", "x", "Ông Hải")
    )
    assert [one.speaker for one in said(meeting.state)] == ["Bà Lan", "Ông Hải"]


# ------------------------------------------------------------------------------------------- sentences that stay true


def marked(table: Rubric, marks: Marks, *, units: int = 2, on: date = END) -> Report:
    kinds = ("",) * units
    return report(Material(bloc(*kinds), contest(table, *kinds), marks, on))


def missing_codes(found: Report) -> set[str]:
    return {one.code for one in found.missing}


def test_a_target_is_called_what_its_own_unit_promised() -> None:
    """Ids of targets are unique within a pledge alone."""
    ours, theirs = (target(100, (END, 20), name="cases"), target(40, (END, 5), name="cases"))
    named = (attrs.evolve(ours, text=Text.same("ours")), attrs.evolve(theirs, text=Text.same("theirs")))
    pledges = {unit: pledge(one, unit=unit) for unit, one in zip("ab", named, strict=True)}
    found = report(Material(bloc("", ""), contest(TABLE, "", "", pledges=pledges), Marks(), END))
    (risky,) = (one for one in found.shortcomings if one.code == "targets-at-risk")
    _, rows = rows_in_words(found, risky, "en")
    assert [(unit, text) for unit, text, *_ in rows] == [("A", "ours"), ("B", "theirs")]


def test_hard_targets_without_a_report_are_counted_as_hard() -> None:
    hard = pledge(target(100, (END, 100), name="a"), target(100, name="b", hard=True))
    found = report(Material(bloc(""), contest(TABLE, "", pledges={"a": hard}), Marks(), END))
    (said_of,) = (one for one in found.results if one.code == "targets")
    assert (said_of.facts["hard"], said_of.facts["hard_attained"], said_of.facts["attained"]) == (1, 0, 1)


def test_peers_who_left_blanks_are_not_said_to_be_absent() -> None:
    table = rubric(section("A", 10, leaf("A1", 6), leaf("A2", 4)))
    peers = {one: {other: row(A1=3) for other in "abc" if other != one} for one in "abc"}
    found = marked(table, Marks(peers=peers), units=3)
    assert "peer-totals-open" in missing_codes(found)
    assert "no-peers" not in missing_codes(found)


def test_markers_who_gave_everybody_the_same_are_told_apart_from_too_few() -> None:
    table = rubric(section("A", 10, leaf("A1", 10)))
    alike = {one: {other: row(A1=4) for other in "cd"} for one in "ab"}
    assert "marked-alike" in missing_codes(marked(table, Marks(peers=alike), units=4))


def test_self_marks_that_cannot_be_compared_are_named() -> None:
    table = rubric(section("A", 10, leaf("A1", 6), leaf("A2", 4)))
    marks = Marks(own={"a": row(A1=6, A2=4)}, verified={"a": row(A1=1)})
    (one,) = (one for one in marked(table, marks).missing if one.code == "gaps-open")
    assert one.units == ("a",)


def test_nothing_is_said_of_all_units_where_some_are_not_marked() -> None:
    table = rubric(section("A", 10, leaf("A1", 6, work="x"), leaf("A2", 4, work="y")))
    some = marked(table, Marks(verified={"a": row(A1=6, A2=1), "b": row(A1=6, A2=2)}), units=4)
    assert codes(some).isdisjoint({"same-for-all", "mostly-at-max", "lines-not-told-apart"})
    every = marked(table, Marks(verified={"a": row(A1=6, A2=1), "b": row(A1=6, A2=2)}))
    assert {"same-for-all", "lines-not-told-apart"} <= codes(every)


def test_of_criteria_of_other_years_nothing_is_said() -> None:
    later = leaf("A9", 10, from_=date(2024, 1, 1))
    found = marked(rubric(section("A", 10, leaf("A1", 10), later)), Marks())
    named = {row_["criterion"] for one in found.shortcomings for row_ in one.rows if "criterion" in row_}
    assert named == {"A1"}


def test_a_movement_that_is_over_is_not_asked_when_it_will_be_launched() -> None:
    over = attrs.evolve(MOVEMENT, from_=date(2022, 5, 1), until=date(2022, 5, 19))
    of = attrs.evolve(bloc(""), movements=(over,))
    idle = Activity((Participation("m", "a", None, 100, None),))
    found = report(Material(of, contest(TABLE, ""), Marks(), date(2022, 6, 15), idle))
    assert "never-launched" in codes(found)
    assert "not-launched" not in codes(found)


def test_ranks_by_self_marks_are_told() -> None:
    table = rubric(section("A", 10, leaf("A1", 10)))
    marks = Marks(own={"a": row(A1=3), "b": row(A1=9)}, verified={"a": row(A1=8), "b": row(A1=5)})
    found = marked(table, marks)
    (one,) = (one for one in found.results if one.code == "self-ranks")
    assert one.units == ("a", "b")
    assert [(each["rank_final"], each["rank_self"]) for each in one.rows] == [(1, 2), (2, 1)]
    assert "By self marks 2 units would have another rank." in report_markdown(found, "en")


def test_sections_that_decided_alike_have_no_foremost() -> None:
    table = rubric(section("A", 10, leaf("A1", 10)), section("B", 10, leaf("B1", 10)))
    even = Marks(verified={"a": row(A1=5, B1=5), "b": row(A1=1, B1=1)})
    assert "sections-decided" not in {one.code for one in marked(table, even).results}
