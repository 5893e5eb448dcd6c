"""`emulation award --list`: the nomination list as JSON, CSV and text."""

from __future__ import annotations

import csv
import io
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.command_line import ask

if TYPE_CHECKING:
    from typing import Any

SCHOOL = Path(__file__).parents[2] / "examples" / "school-awards"
TODAY = ("--today", "2026-01-10")


def of_school(capsys: pytest.CaptureFixture[str], folder: Path = SCHOOL) -> Any:
    answer = ask(capsys, "award", folder, "--list", *TODAY, "--format", "json")
    assert answer.status == 0
    return answer.json


def test_everybody_put_forward_stands_on_the_list_with_a_place(capsys: pytest.CaptureFixture[str]) -> None:
    document = of_school(capsys)
    keys = ["nominees", "caps", "readings", "initiatives", "balance", "cost", "deadlines", "postings", "to_post"]
    assert list(document) == keys
    places = {(one["candidate"], one["award"]): one["place"] for one in document["nominees"]}
    assert places["ada", "house-colours"] == "taken"
    assert places["eve", "house-colours"] == "unknown"
    assert places["dan", "house-colours"] == "none"
    assert document["deadlines"] == []  # the decree says nothing of a school's own prizes


def test_the_cost_is_that_of_the_fund_and_of_who_may_get_a_place(capsys: pytest.CaptureFixture[str]) -> None:
    cost = of_school(capsys)["cost"]
    assert (cost["base_salary"], cost["fund"], cost["enough"]) == ("1000000", "20000000", True)
    assert cost["sure"]["total"] == "6250000"
    assert cost["possible"]["by_award"]["house-colours"] == "500000"
    assert sum(map(int, cost["possible"]["by_unit"].values())) == int(cost["possible"]["total"]) == 11_000_000


def test_who_is_cut_is_named_with_the_cap_and_costs_nothing(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    folder = tmp_path / "school"
    shutil.copytree(SCHOOL, folder)
    rules = folder / "rules.toml"
    cap = '\n[[cap]]\naward = "house-colours"\nat_most = "1%"\nof = "few"\nevidence = "text"\n'
    size = '\n[[population]]\nname = "few"\nsize = 99\n'
    rules.write_text(rules.read_text("utf-8") + cap + size, "utf-8")
    document = of_school(capsys, folder)
    ada = next(one for one in document["nominees"] if one["candidate"] == "ada")
    assert (ada["place"], ada["cut_by"], ada["prize"]) == ("cut", ["few"], None)
    assert document["cost"]["sure"]["by_award"].get("house-colours", "0") == "0"
    readings = {one["of"]: (one["taken"], one["cut"], one["unknown"]) for one in document["readings"]}
    assert readings == {"pupils": (1, 0, 1), "few": (0, 2, 0)}


def test_csv_has_a_row_a_nominee(capsys: pytest.CaptureFixture[str]) -> None:
    answer = ask(capsys, "award", SCHOOL, "--list", *TODAY, "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(answer.out)))
    assert [row["candidate"] for row in rows if row["award"] == "house-colours"] == ["ada", "eve", "dan"]


@pytest.mark.parametrize(("language", "cost", "taken"), [("vi", "Kinh phí", "trong chỉ tiêu"), ("en", "Cost", "taken")])
def test_the_list_is_put_into_words(capsys: pytest.CaptureFixture[str], language: str, cost: str, taken: str) -> None:
    answer = ask(capsys, "award", SCHOOL, "--list", *TODAY, "--lang", language)
    assert answer.status == 0
    assert f"\n{cost}\n" in answer.out
    assert any("ada" in line and taken in line for line in answer.out.splitlines())


def test_the_base_salary_is_that_of_the_day_of_the_decision(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    folder = tmp_path / "school"
    shutil.copytree(SCHOOL, folder)
    rules = folder / "rules.toml"
    rules.write_text(rules.read_text("utf-8").split("[fund]")[0], "utf-8")

    def salary(*words: str) -> Any:
        answer = ask(capsys, "award", folder, "--list", "--today", "2026-06-30", *words, "--format", "json")
        return answer.json["cost"]["base_salary"]

    assert salary() == "2340000"
    assert salary("--decided", "2026-07-01") == "2530000"


@pytest.mark.parametrize(
    ("language", "left", "late"), [("en", "180 days left", "1 day late"), ("vi", "còn 180 ngày", "quá hạn 1 ngày")]
)
def test_deadlines_are_told_with_the_days_left_or_how_late_it_is(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, language: str, left: str, late: str
) -> None:
    folder = tmp_path / "school"
    shutil.copytree(SCHOOL, folder)
    text = '[rules]\nbooks = ["vn"]\nyear = 2025\n[[nomination]]\ncandidate = "c"\naward = "co-thi-dua-chinh-phu"\n'
    (folder / "rules.toml").write_text(text, "utf-8")
    (folder / "candidates.toml").write_text('[[candidate]]\nid = "c"\nname = "C"\nkind = "collective"\n', "utf-8")

    def told(today: str) -> str:
        return ask(
            capsys, "award", folder, "--list", "--received", "2026-01-05", "--today", today, "--lang", language
        ).out

    assert left in told("2026-01-01")
    assert late in told("2026-07-01")


def test_who_stands_behind_an_unknown_nominee_is_told_whom_it_depends_on(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    folder = tmp_path / "school"
    shutil.copytree(SCHOOL, folder)
    rules = folder / "rules.toml"
    ada, eve = (f'[[nomination]]\ncandidate = "{one}"\naward = "house-colours"\n' for one in ("ada", "eve"))
    text = rules.read_text("utf-8").replace("size = 193", "size = 6")
    assert ada + "\n" + eve in text
    rules.write_text(text.replace(ada + "\n" + eve, eve + "\n" + ada), "utf-8")
    places = {one["candidate"]: (one["place"], one["waits_for"]) for one in of_school(capsys, folder)["nominees"]}
    assert places["eve"] == ("unknown", [])
    assert places["ada"] == ("unknown", ["eve"])  # 10 % of 6, half up, is one place
    told = ask(capsys, "award", folder, "--list", *TODAY, "--lang", "en").out
    assert any("ada" in line and "not known (pupils); depends on eve" in line for line in told.splitlines())
