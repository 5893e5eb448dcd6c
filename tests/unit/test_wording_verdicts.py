"""Verdicts in words: every condition of the closed set, what was read for it, where it stands and what settles it."""

from __future__ import annotations

import warnings
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import pytest

from emulation.awards import conditions as c
from emulation.awards.facts import Discipline, Judgement, Proceeding, Vote
from emulation.awards.nearest import Change
from emulation.awards.verdict import Node
from emulation.files.rulebooks import read_rulebook, shipped_texts
from emulation.text import Text
from emulation.wording import MissingText, Wording
from emulation.wording.verdicts import Speaker, basis, change, condition, evidence, found, settled_by, speaker

if TYPE_CHECKING:
    from emulation.awards.verdict import Status

AWARDS = {"flag": Text(vi="Cờ thi đua", en="Flag"), "title": Text(vi="Chiến sĩ thi đua", en="Soldier")}
SOURCES = {("a.toml", "law"): Text(vi="Luật A", en="Law A")}
VI, EN = Speaker(Wording("vi"), AWARDS, SOURCES), Speaker(Wording("en"), AWARDS, SOURCES)
GOOD = c.Clause(c.Graded("good"))

SAID: list[tuple[c.Condition, str, str]] = [
    (c.All((GOOD,)), "tất cả các điều kiện sau", "all of these"),
    (c.AnyOf((GOOD,)), "ít nhất một trong các điều kiện sau", "at least one of these"),
    (c.NoneOf((GOOD,)), "không có điều kiện nào sau đây", "none of these"),
    (c.Some((GOOD,), 2), "ít nhất 2 trong các điều kiện sau", "at least 2 of these"),
    (
        c.EveryYear((GOOD,)),
        "mỗi năm đều đạt ít nhất một trong các điều kiện sau",
        "in every year at least one of these",
    ),
    (c.Window(5), "trong 5 năm gần nhất, tất cả các điều kiện sau", "in the last 5 years, all of these"),
    (
        c.Window("since", "flag"),
        "từ sau lần được tặng Cờ thi đua gần nhất, tất cả các điều kiện sau",
        "since the latest Flag, all of these",
    ),
    (c.After("flag", 5), "đã được tặng Cờ thi đua từ 5 năm trước trở lên", "given Flag at least 5 years ago"),
    (c.After("flag", "since"), "đã được tặng Cờ thi đua", "given Flag"),
    (
        c.Meets("title"),
        "đạt tiêu chuẩn Chiến sĩ thi đua trong cùng năm",
        "fulfils the requirements of Soldier in the same year",
    ),
    (c.Holds("flag"), "được tặng Cờ thi đua", "holds Flag"),
    (
        c.Holds("title", 3, in_a_row=True),
        "được tặng Chiến sĩ thi đua, 3 năm liên tục đến năm xét",
        "holds Soldier, in 3 years in a row, up to the year under review",
    ),
    (
        c.Holds("title", 2, in_a_row=True, ending="last-year"),
        "được tặng Chiến sĩ thi đua, 2 năm liên tục đến năm trước năm xét",
        "holds Soldier, in 2 years in a row, up to the year before the one under review",
    ),
    (
        c.Holds("x", 2, gap=1, grounds=("movement", "seniority")),
        "được tặng x, đủ 2 năm, mỗi lần cách lần trước nhiều nhất 2 năm, về thành tích phong trào hoặc niên hạn",
        "holds x, in 2 years, each at most 2 years after the one before, on the ground of movement or seniority",
    ),
    (
        c.Graded("excellent", years=5),
        "được xếp loại ít nhất hoàn thành xuất sắc nhiệm vụ, trong mỗi năm của 5 năm gần nhất",
        "graded at least excellent completion of tasks, in each of the last 5 years",
    ),
    (
        c.Graded("good", times=2),
        "được xếp loại ít nhất hoàn thành tốt nhiệm vụ, trong ít nhất 2 năm",
        "graded at least good completion of tasks, in at least 2 of the years",
    ),
    (
        c.Recognised("nation", "initiative", 2, unused=True, when="ever"),
        (
            "có ít nhất 2 sáng kiến được công nhận trong phạm vi toàn quốc trở lên, từ trước đến nay, "
            "chưa dùng cho danh hiệu hoặc hình thức khác"
        ),
        "initiative recognised in the nation or above (at least 2), at any time, not spent on another award",
    ),
    (
        c.Share(c.Of(award="title"), Fraction(7, 10)),
        "ít nhất 70% thành viên được tặng Chiến sĩ thi đua trong năm xét",
        "members with Soldier of the year under review: at least 70%",
    ),
    (
        c.Members(c.Of(grade="completed")),
        "ít nhất 1 thành viên được xếp loại ít nhất hoàn thành nhiệm vụ",
        "at least 1 member graded at least completion of tasks",
    ),
    (
        c.Pledges("over-fulfilled"),
        "hoàn thành vượt mức các chỉ tiêu đã ký giao ước",
        "the targets of the signed pledge are over-fulfilled",
    ),
    (
        c.BlocRank(1, "ministry"),
        "xếp thứ 1 trở lên trong khối, cụm thi đua, do bộ, ban, ngành tổ chức",
        "rank 1 or better in its bloc, organised by ministry or central body",
    ),
    (
        c.BlocScore(Decimal("92.5")),
        "đạt ít nhất 92,5 điểm trong khối, cụm thi đua",
        "at least 92.5 points in its bloc",
    ),
    (c.Served(20), "có ít nhất 20 năm công tác", "at least 20 full years of service"),
    (c.Existed(1), "thành lập được ít nhất 1 năm", "founded at least 1 full year ago"),
    (
        c.Anniversary(10),
        "vào năm tròn bội số của 10 năm kể từ khi thành lập",
        "a year that is a multiple of 10 since its founding",
    ),
    (
        c.FlagEligible(value=False),
        "tập thể thuộc đối tượng xét tặng cờ: không",
        "a collective that may be given a flag: no",
    ),
    (c.Judged("united"), "được đánh giá đạt: united", "judged as fulfilled: united"),
    (
        c.Voted("council", Fraction(2, 3), "present", secret=True),
        "ít nhất 2/3 số thành viên có mặt đồng ý (council), bỏ phiếu kín",
        "yes votes are at least 2/3 of those present (council), in a secret ballot",
    ),
    (c.UnderDiscipline(), "đang trong thời hạn bị kỷ luật", "a disciplinary measure is running"),
    (
        c.UnderProceeding(),
        "đang bị thanh tra, điều tra, kiểm tra hoặc xem xét",
        "an inspection, investigation or proceeding is open",
    ),
]


@pytest.mark.parametrize(("asked", "vi", "en"), SAID)
def test_every_condition_has_its_words(asked: c.Condition, vi: str, en: str) -> None:
    assert (condition(c.Clause(asked), VI), condition(c.Clause(asked), EN)) == (vi, en)


def test_no_condition_of_the_language_is_left_out() -> None:
    assert {type(asked) for asked, _, _ in SAID} == set(c.TAG_OF)


def test_a_text_of_the_book_comes_first() -> None:
    text = Text(vi="Đoàn kết", en="United")
    assert condition(c.Clause(c.Judged("united"), text), VI) == "Đoàn kết"
    assert condition(c.Clause(c.Served(2), text), EN) == "United (at least 2 full years of service)"


READ: list[tuple[c.Condition, object, str]] = [
    (c.Holds("flag"), (2020, 2022), "the years 2020, 2022"),
    (c.After("flag", 5), (), "no year"),
    (c.Graded("good", years=2), ((2021, "good"), (2022, None)), "2021: good completion of tasks; 2022: no grade"),
    (c.Recognised("grassroots"), ("i1", "i2"), "i1, i2"),
    (c.Recognised("grassroots"), (), "none"),
    (c.Share(c.Of(award="x"), Fraction(1, 2)), (27, 27, 40), "27 of 40"),
    (c.Members(c.Of(award="x")), (2, 5, 40), "2 to 5 of 40"),
    (c.Members(c.Of(award="x")), (2, None, None), "at least 2, of how many is not known"),
    (c.Members(c.Of(award="x")), (None, None, None), "not on record"),
    (c.Pledges("fulfilled"), "not-fulfilled", "not fulfilled"),
    (c.Pledges("fulfilled"), None, "not on record"),
    (c.BlocRank(1), 3, "rank 3"),
    (c.BlocScore(Decimal(90)), Decimal("89.5"), "89.5 points"),
    (c.Served(5), 1, "1 full year"),
    (c.Anniversary(10), 20, "20 full years"),
    (c.FlagEligible(value=True), False, "no"),
    (c.Judged("united"), Judgement(met=True), "met"),
    (c.Judged("united"), Judgement(met=False, by="B", on=date(2025, 1, 2)), "not met, B, 2025-01-02"),
    (c.Voted("k", Fraction(1, 2)), Vote("k", 7, entitled=9, secret=True), "7/9 yes, secret"),
    (c.Voted("k", Fraction(1, 2), "cast"), Vote("k", 7, entitled=9), "7 yes, of how many is not known"),
    (c.UnderDiscipline(), (), "none"),
    (
        c.UnderDiscipline(),
        (Discipline(date(2025, 1, 1), "reprimand", date(2025, 6, 1)),),
        "reprimand from 2025-01-01 until 2025-06-01",
    ),
    (c.UnderProceeding(), (Proceeding(date(2025, 1, 1)),), "proceeding from 2025-01-01, not ended"),
    (c.Some((GOOD,)), 1, "1 is met"),
    (c.Window(5), (2021, 2025), "2021–2025"),
    (c.Window("since", "flag"), (None, 2025), "the first year is not known"),
    (c.EveryYear((GOOD,)), 2024, "year 2024"),
    (c.All((GOOD,)), None, ""),
    (c.Meets("title"), None, ""),
]


@pytest.mark.parametrize(("asked", "read", "said"), READ)
def test_what_was_read_in_words(asked: c.Condition, read: object, said: str) -> None:
    assert found(Node(c.Clause(asked), "unknown", read), EN) == said
    with warnings.catch_warnings():
        warnings.simplefilter("error", MissingText)
        assert bool(found(Node(c.Clause(asked), "unknown", read), VI)) == bool(said)


LAW = c.Basis("law", "23", "2", "a")


def node(asked: c.Condition, status: Status = "unknown", read: object = None, **rest: Any) -> Node:
    return Node(c.Clause(asked, **{"basis": LAW, "evidence": "text", "file": "a.toml", **rest}), status, read)


@pytest.mark.parametrize(
    ("one", "said"),
    [
        (node(c.Graded("good"), read=((2021, "good"), (2022, None))), "enter the grade of 2022"),
        (node(c.Served(3)), "enter the day of joining (joined)"),
        (node(c.Existed(3)), "enter the day of founding (founded)"),
        (node(c.Judged("united")), "have it judged and entered in [candidate.judged]: united"),
        (node(c.Judged("u"), text=Text(en="United")), "have it judged and entered in [candidate.judged]: United"),
        (node(c.Voted("k", Fraction(1))), "hold the vote (k), or enter its whole result in [[candidate.vote]]"),
        (node(c.Served(3), "met"), ""),
        (node(c.Served(3), "not-met"), ""),
        (node(c.All((GOOD,))), ""),
        (
            node(c.Served(3), evidence="unconfirmed"),
            "read the document itself and confirm it in rules.toml: article 23 clause 2 point a Law A",
        ),
        (
            node(c.Served(3), evidence="sector", basis=None),
            "this condition names no basis, so it cannot be confirmed",
        ),
    ],
)
def test_what_would_settle_it(one: Node, said: str) -> None:
    assert settled_by(one, EN) == said


@pytest.mark.parametrize("asked", [asked for asked, _, _ in SAID if not c.parts_of(asked)], ids=c.TAG_OF.get)
def test_every_leaf_that_is_not_known_can_be_settled(asked: c.Condition) -> None:
    for by in (VI, EN):
        assert settled_by(node(asked), by)


def test_the_basis_names_article_clause_and_point() -> None:
    clause = node(c.Served(3)).clause
    assert basis(clause, VI) == "Điều 23 khoản 2 điểm a Luật A"
    assert basis(clause, EN) == "article 23 clause 2 point a Law A"
    assert basis(c.Clause(c.Served(3), basis=c.Basis("law", "23"), file="b.toml"), VI) == "Điều 23 law"
    assert basis(GOOD, VI) == ""


def test_evidence_names_who_confirmed_it() -> None:
    confirm = c.Confirm("flag", "law", "23", "2", "Bà B", date(2026, 1, 5), "Công báo 7")
    clause = c.Clause(c.Served(3), evidence="sector", confirmed=confirm)
    assert evidence(clause, EN).endswith("; confirmed by Bà B on 2026-01-05 from Công báo 7")
    assert evidence(clause, VI).startswith("quy định của ngành khác; Bà B đã xác nhận ngày 05/01/2026")
    assert evidence(GOOD, VI) == "chưa được xác nhận"


def test_a_change_says_which_way() -> None:
    clause = c.Clause(c.Served(3))
    assert change(Change(clause, "met"), EN) == "meet “at least 3 full years of service”"
    assert change(Change(clause, "not-met", 2024), EN) == "no longer “at least 3 full years of service” (year 2024)"


def test_every_clause_of_the_shipped_books_can_be_said() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error", MissingText)
        for file, content in shipped_texts().items():
            book, _ = read_rulebook(file, content)
            assert book is not None
            for language in ("vi", "en"):
                by = speaker(Wording(language), [book])
                for award in book.awards:
                    for _, clause in c.walk(award.require):
                        assert condition(clause, by)
                        assert clause.basis is None or basis(clause, by)
