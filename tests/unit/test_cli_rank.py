"""`emulation rank`: its JSON, CSV and tables; from sheets and from the record of a meeting."""

from __future__ import annotations

import csv
import io
import re
import shutil
from datetime import UTC, datetime
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from emulation.contest import Contest
from emulation.files.folder import load_folder
from emulation.files.session import Session
from emulation.marks import Given, SetByHand, gather
from emulation.meeting import events as e
from emulation.meeting.refusal import Refusal
from emulation.ranking import lot
from emulation.settling import deciding_source
from tests.command_line import ask

EXAMPLES = Path(__file__).parents[2] / "examples"
NOI_CHINH = EXAMPLES / "noi-chinh-2022"
TAY_NGUYEN = EXAMPLES / "tay-nguyen-2019"
GOLDEN = Path(__file__).parents[1] / "golden" / "standings"
AT = datetime(2023, 3, 30, 8, 30, tzinfo=UTC)
DOCUMENT = ["bloc", "year", "by", "rubric", "meeting", "seq", "released", "withdrawn", "standings"]
STANDING = [
    *("rank", "tied", "unit", "reasons", "total", "lowest", "highest", "best_rank", "worst_rank"),
    *("core", "bonus", "penalty", "sections", "blanks", "band", "bands_possible", "below_floor", "broken_by"),
    *("awaits", "not_applicable", "above", "below", "groups", "scorecard"),
]
CELL = ["points", "max", "source", "mark", "why", "draft"]


def by_unit(document: Any) -> dict[str, Any]:
    return {standing["unit"]: standing for standing in document["standings"]}


def test_the_internal_affairs_bloc(capsys: pytest.CaptureFixture[str]) -> None:
    answer = ask(capsys, "rank", NOI_CHINH, "--by", "verified", "--format", "json")
    assert answer.status == 0
    document = answer.json
    assert list(document) == DOCUMENT
    assert (document["bloc"], document["year"], document["by"]) == ("noi-chinh-tw", 2022, "verified")
    assert list(document["rubric"]) == ["id", "version", "hash"]
    assert document["rubric"]["hash"] == load_folder(NOI_CHINH).sources["rubric.toml"].sha256
    assert len(document["standings"]) == 8
    for standing in document["standings"]:
        assert list(standing) == STANDING
        assert len(standing["scorecard"]) == 21
        parts = [Decimal(standing[part]) for part in ("core", "bonus", "penalty")]
        assert Decimal(standing["total"]) == parts[0] + parts[1] - parts[2]
        assert standing["lowest"] == standing["highest"] == standing["total"]
        assert standing["band"] in {"excellent", "good", "completed"}
        assert standing["bands_possible"] == [standing["band"]]
        for cell in standing["scorecard"].values():
            assert list(cell) == CELL
            assert cell["source"] in {"verified", "pledge"}
            assert cell["points"] is not None or cell["mark"] == "n/a"
            assert Decimal(cell["points"] or 0) <= Decimal(cell["max"])
            assert cell["why"]


def test_the_real_ties_of_the_highlands(capsys: pytest.CaptureFixture[str]) -> None:
    document = ask(capsys, "rank", TAY_NGUYEN, "--format", "json").json
    assert [(one["unit"], one["rank"], one["tied"], one["total"]) for one in document["standings"]] == [
        ("dak-lak", 1, False, "35"),
        ("dak-nong", 2, True, "34"),
        ("lam-dong", 2, True, "34"),
        ("kon-tum", 2, True, "34"),
        ("gia-lai", 5, False, "33"),
    ]
    assert {one["band"] for one in document["standings"]} == {None}
    assert [one["bands_possible"] for one in document["standings"]] == [[]] * 5


def test_marks_that_nobody_gave_leave_everything_open(capsys: pytest.CaptureFixture[str]) -> None:
    document = ask(capsys, "rank", TAY_NGUYEN, "--by", "self", "--format", "json").json
    for standing in document["standings"]:
        assert (standing["rank"], standing["reasons"], standing["total"]) == (None, ["blank"], None)
        assert (standing["lowest"], standing["highest"]) == ("0", "35")
        assert (standing["best_rank"], standing["worst_rank"]) == (1, 5)


@pytest.mark.parametrize("case", ["not-applicable-rescale", "peers-by-their-median", "blanks-leave-totals-open"])
@pytest.mark.parametrize("by", ["final", "self", "peers", "verified"])
def test_the_source_of_a_cell_is_the_deciding_one(case: str, by: Any, capsys: pytest.CaptureFixture[str]) -> None:
    folder = load_folder(GOLDEN / case)
    contest = Contest.of(folder.bloc, folder.rubric, folder.pledges, folder.procedure)
    marks = gather(one.sheet for one in folder.sheets)
    found = by_unit(ask(capsys, "rank", GOLDEN / case, "--by", by, "--format", "json").json)
    for unit, standing in found.items():
        for criterion, cell in standing["scorecard"].items():
            decided = deciding_source(contest, marks, unit, folder.rubric.criterion(criterion), by)
            assert cell["source"] == decided, (unit, criterion)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_data_is_the_same_in_both_languages_but_for_words(language: str, capsys: pytest.CaptureFixture[str]) -> None:
    one = ask(capsys, "rank", NOI_CHINH, "--format", "json", "--lang", language).json
    other = ask(capsys, "rank", NOI_CHINH, "--format", "json").json
    for document in (one, other):
        for standing in document["standings"]:
            sides = [side for side in (standing["above"], standing["below"]) if side is not None]
            for told in (*standing["scorecard"].values(), *standing["groups"].values(), *sides):
                del told["why"]
    assert one == other


def test_csv_has_a_row_a_unit(capsys: pytest.CaptureFixture[str]) -> None:
    answer = ask(capsys, "rank", GOLDEN / "blanks-leave-totals-open", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(answer.out)))
    assert [(row["rank"], row["unit"], row["total"], row["lowest"], row["highest"], row["blanks"]) for row in rows] == [
        ("1", "a", "18", "18", "18", ""),
        ("2", "c", "5", "5", "5", ""),
        ("", "b", "", "11", "19", "A2"),
    ]
    assert not answer.out.startswith("\ufeff")
    quota = ask(capsys, "rank", GOLDEN / "band-quota-with-a-tie-at-its-edge", "--format", "csv")
    assert [row["bands_possible"] for row in csv.DictReader(io.StringIO(quota.out))][-1] == "none"


def test_the_table_shows_ties_ranges_and_reasons(capsys: pytest.CaptureFixture[str]) -> None:
    rows = ask(capsys, "rank", GOLDEN / "blanks-leave-totals-open").out.splitlines()
    assert re.search(r"^ +– +b +\[11\.\.19\] .*1–2 .*còn tiêu chí chưa chấm; chưa chấm: A2$", rows[-1])
    rows = ask(capsys, "rank", GOLDEN / "ties-at-every-link", "--lang", "en").out.splitlines()
    assert re.search(r"^ +1 +u1 +95 .*tie broken by core points$", rows[2])
    assert re.search(r"^ *11= +u12 +50 .*11–12 .*tie waits for ", rows[-1])
    rows = ask(capsys, "rank", NOI_CHINH).out.splitlines()
    assert " 98,75 " in rows[2]


def test_explain_tells_of_one_unit(capsys: pytest.CaptureFixture[str]) -> None:
    answer = ask(capsys, "rank", NOI_CHINH, "--explain", "btp")
    assert answer.status == 0
    assert answer.out.startswith("Bộ Tư pháp: tổng điểm 98,75, thứ hạng 1\n")
    assert "\nxếp trên BQP: tổng điểm 98,75 so với 98,25\n" in answer.out
    # the unit, its neighbour, an empty line, two of heading; then 5 sections, 2 groups and 21 criteria
    assert len(answer.out.splitlines()) == 5 + 5 + 2 + 21
    assert "12 × 96 ÷ 95 (101,1%), nhiều nhất 12" in answer.out
    (only,) = ask(capsys, "rank", NOI_CHINH, "--explain", "btp", "--format", "json").json["standings"]
    assert only["unit"] == "btp"
    cells = list(csv.DictReader(io.StringIO(ask(capsys, "rank", NOI_CHINH, "--explain", "btp", "--format=csv").out)))
    assert [row["criterion"] for row in cells] == list(only["scorecard"])


def test_json_says_of_every_rank_how_it_compares_with_its_neighbours(
    met: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = Path(shutil.copytree(GOLDEN / "ties-at-every-link", met / "tied"))
    pledges = folder / "pledges.toml"
    met_in_full = "goal = 1\nreport = [{ on = 2022-12-01, value = 1 }]\n"
    second = '\n[[pledge.target]]\nid = "s"\ntext = "t"\nmeasure = "%"\n' + met_in_full
    pledges.write_text(pledges.read_text("utf-8") + second, "utf-8")
    tied = by_unit(ask(capsys, "rank", folder, "--format", "json", "--lang", "en").json)
    u8 = tied["u8"]["above"]
    assert u8 == {
        "unit": "u7",
        "links": [
            {"link": "total", "own": "70", "other": "70"},
            {"link": "core", "own": "70", "other": "70"},
            {"link": "section:A", "own": u8["links"][2]["own"], "other": u8["links"][2]["own"]},
            {"link": "criterion:A1", "own": u8["links"][3]["own"], "other": u8["links"][3]["own"]},
            {"link": "penalty", "own": "2", "other": "0"},
        ],
        "awaits": None,
        "why": u8["why"],
    }
    assert u8["why"].endswith("after u7: fewer penalty points 2 against 0")
    shares = tied["u10"]["above"]["links"][-1]
    assert (shares["link"], shares["own"], shares["other"]) == ("pledges", "1/2", "1")
    assert (tied["u11"]["below"]["unit"], tied["u11"]["below"]["awaits"]) == ("u12", "lot")
    assert tied["u1"]["above"] is tied["u12"]["below"] is None
    order = [*tied.values()]
    for one, after in pairwise(order):
        down, up = one["below"], after["above"]
        assert (down["unit"], up["unit"]) == (after["unit"], one["unit"])
        assert [(each["own"], each["other"]) for each in down["links"]] == [
            (each["other"], each["own"]) for each in up["links"]
        ]
        if one["total"] == after["total"]:
            assert down["awaits"] == "lot" or down["links"][-1]["link"] == after["broken_by"]
    procedure = folder / "procedure.toml"
    procedure.write_text(procedure.read_text("utf-8") + '\n[[meeting]]\nid = "y"\nkind = "year-end"\n', "utf-8")
    act(folder, e.MarksClosed(), e.LotDrawn("x"), meeting="y")
    drawn = ask(capsys, "rank", folder, "--format", "json").json["standings"][-1]["above"]["links"][-1]
    assert drawn == {
        "link": "lot",
        "own": max(lot("x", "ranking", unit) for unit in ("u11", "u12")),
        "other": min(lot("x", "ranking", unit) for unit in ("u11", "u12")),
    }


def test_json_has_no_neighbours_of_a_unit_without_rank(capsys: pytest.CaptureFixture[str]) -> None:
    standings = by_unit(ask(capsys, "rank", GOLDEN / "blanks-leave-totals-open", "--format", "json").json)
    unranked = [one for one in standings.values() if one["rank"] is None]
    assert unranked
    assert {one["above"] for one in unranked} == {one["below"] for one in unranked} == {None}


def test_json_carries_the_arithmetic_of_sections_and_groups(capsys: pytest.CaptureFixture[str]) -> None:
    (btp,) = ask(capsys, "rank", NOI_CHINH, "--explain", "btp", "--format", "json").json["standings"]
    assert list(btp["groups"]) == ["A", "B", "B2", "C", "C6", "D", "E"]
    assert btp["groups"]["B2"] == {"points": "8", "max": "8", "why": "5 + 3"}
    assert {name: one["points"] for name, one in btp["groups"].items() if len(name) == 1} == btp["sections"]
    (table,) = ask(capsys, "rank", GOLDEN / "blanks-leave-totals-open", "--format", "json").json["standings"][-1:]
    assert table["total"] is None
    assert None in {one["points"] for one in table["groups"].values()}


def test_an_unknown_unit_is_told_the_nearest(capsys: pytest.CaptureFixture[str]) -> None:
    answer = ask(capsys, "rank", NOI_CHINH, "--explain", "btb")
    assert (answer.status, answer.out) == (2, "")
    assert "“btb”; có phải là “btp”?" in answer.err


def test_control_characters_of_a_name_reach_no_terminal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "f"
    shutil.copytree(TAY_NGUYEN, folder)
    bloc = folder / "bloc.toml"
    bloc.write_text(bloc.read_text("utf-8").replace('short = "Gia Lai"', r'short = "G\u001b[2J\u009bx"'), "utf-8")
    for words in (["rank", folder], ["show", folder], ["rank", folder, "--format", "json"]):
        out = ask(capsys, *words).out
        assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f]", out)


# ------------------------------------------------------------------------------------------------------- records


@pytest.fixture
def met(tmp_path: Path) -> Path:
    """A folder whose year-end meeting agreed on two marks, let a unit go and drew the lot."""
    folder = tmp_path / "f"
    shutil.copytree(NOI_CHINH, folder)
    by_hand = SetByHand(Decimal(5), "đã rà soát")
    act(
        folder,
        e.MarksAgreed((e.Change("btp", "A6", Given(Decimal("6.5"))),), "hội nghị"),
        e.MarksAgreed((e.Change("btp", "A1", by_hand),), "hội nghị"),
        e.UnitWithdrew("ttcp", "đang sắp xếp lại"),
        e.MarksClosed(),
        e.LotDrawn("20230330"),
    )
    return folder


def act(folder: Path, *commands: Any, meeting: str = "year-end") -> None:
    with Session.open(folder, meeting, "Thư ký", AT) as session:
        for command in commands:
            entry = session.do(command, "Thư ký", AT)
            assert not isinstance(entry, Refusal), entry


def test_the_record_goes_before_the_sheets(met: Path, capsys: pytest.CaptureFixture[str]) -> None:
    answer = ask(capsys, "rank", met, "--format", "json")
    assert answer.status == 0
    assert "theo sổ ghi của hội nghị “year-end”, sự kiện số 6" in answer.err
    assert "đã rút: TTCP (đang sắp xếp lại)" in answer.err
    document = answer.json
    assert (document["meeting"], document["seq"], document["released"]) == ("year-end", 6, False)
    assert document["withdrawn"] == {"ttcp": "đang sắp xếp lại"}
    standings = by_unit(document)
    assert len(standings) == 7
    cells = standings["btp"]["scorecard"]
    assert (cells["A6"]["points"], cells["A6"]["source"], cells["A6"]["mark"]) == ("6.5", "agreed", "6.5")
    assert (cells["A1"]["points"], cells["A1"]["source"], cells["A1"]["mark"]) == ("5", "agreed", "=5")
    assert cells["A2"]["source"] == "pledge"
    assert [standings["bqp"]["rank"], standings["bca"]["rank"]] == [1, 2]


def test_the_standings_as_they_stood(met: Path, capsys: pytest.CaptureFixture[str]) -> None:
    opened = ask(capsys, "rank", met, "--until", "1", "--format", "json").json
    assert opened["seq"] == 1
    assert len(opened["standings"]) == 8
    assert opened["standings"] == ask(capsys, "rank", NOI_CHINH, "--format", "json").json["standings"]
    beyond = ask(capsys, "rank", met, "--until", "7")
    assert (beyond.status, beyond.out) == (2, "")
    assert "6" in beyond.err


def test_what_the_meeting_settled_is_about_final_marks_alone(met: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.copytree(GOLDEN / "ties-at-every-link", met / "tied")
    folder = met / "tied"
    (folder / "procedure.toml").write_text(
        (folder / "procedure.toml").read_text("utf-8") + '\n[[meeting]]\nid = "y"\nkind = "year-end"\n', "utf-8"
    )
    act(folder, e.MarksClosed(), e.LotDrawn("x"), meeting="y")
    final = by_unit(ask(capsys, "rank", folder, "--format", "json").json)
    assert {final[unit]["broken_by"] for unit in ("u11", "u12")} == {"lot"}
    verified = by_unit(ask(capsys, "rank", folder, "--by", "verified", "--format", "json").json)
    assert {verified[unit]["awaits"] for unit in ("u11", "u12")} == {"lot"}


def test_a_withdrawn_unit_is_a_question_answered_with_no(met: Path, capsys: pytest.CaptureFixture[str]) -> None:
    answer = ask(capsys, "rank", met, "--explain", "ttcp")
    assert (answer.status, answer.out) == (1, "")
    assert "TTCP đã rút khỏi xét thi đua: đang sắp xếp lại" in answer.err


def test_files_that_differ_from_the_record_are_named(met: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = ask(capsys, "rank", met, "--format", "json").json
    (met / "rubric.toml").write_text("nothing that can be read", "utf-8")
    after = ask(capsys, "rank", met, "--format", "json")
    assert after.json == before
    assert "rubric.toml" in after.err


def test_a_meeting_without_marks_hides_no_sheets(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "f"
    shutil.copytree(NOI_CHINH, folder)
    sheet = folder / "scores" / "verified-head-team-2022-12-28.toml"
    kept = sheet.read_text("utf-8")
    sheet.unlink()
    act(folder, meeting="launch")
    sheet.write_text(kept, "utf-8")
    document = ask(capsys, "rank", folder, "--format", "json").json
    assert document["meeting"] is None
    assert document["standings"][0]["rank"] == 1
    asked = ask(capsys, "rank", folder, "--meeting", "launch", "--format", "json").json
    assert (asked["meeting"], asked["standings"][0]["rank"]) == ("launch", None)


def test_an_unknown_meeting_is_told_the_nearest(met: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for command in ("rank", "log", "verify", "show"):
        answer = ask(capsys, command, met, "--meeting", "yearend")
        assert (answer.status, answer.out) == (2, "")
        assert "“yearend”; có phải là “year-end”?" in answer.err
        nowhere = ask(capsys, command, TAY_NGUYEN, "--meeting", "yearend")
        assert nowhere.status == 2
    answer = ask(capsys, "rank", TAY_NGUYEN, "--until", "3")
    assert (answer.status, answer.out) == (2, "")
