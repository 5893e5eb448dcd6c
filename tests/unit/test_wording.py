"""The catalogues are complete, and every finding of the package can be put into words."""

from __future__ import annotations

import ast
import subprocess
import sys
from datetime import date, datetime, time
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

import attrs
import pytest
import tomli

import emulation
from emulation import bloc, finding, marks, pledge, procedure, ranking, rubric, settling
from emulation.awards import conditions, facts, rulebook, verdict
from emulation.finding import error, warning
from emulation.meeting import decide, events, state
from emulation.meeting.refusal import Refusal, refuse
from emulation.text import CRITERION_ID, ID, Text, nfc
from emulation.wording import MissingText, Wording, describe, explain, line_of, parse_number, sentence_of
from emulation.wording.catalogue import Plural, load, placeholders

if TYPE_CHECKING:
    from collections.abc import Iterator

    from emulation.text import Language

PACKAGE = Path(emulation.__file__).parent
VI, EN = Wording("vi"), Wording("en")
LANGUAGES: tuple[Language, ...] = ("vi", "en")


# ------------------------------------------------------------------------------------------------------- catalogues


def test_both_languages_hold_the_same_keys() -> None:
    assert sorted(load("vi")) == sorted(load("en"))


def test_both_languages_use_the_same_facts() -> None:
    vi, en = load("vi"), load("en")
    differing = {
        key: (sorted(placeholders(vi[key])), sorted(placeholders(en[key])))
        for key in vi.keys() & en.keys()
        if placeholders(vi[key]) - {"count"} != placeholders(en[key]) - {"count"}
    }
    assert differing == {}


def test_vietnamese_has_one_form() -> None:
    assert [key for key, entry in load("vi").items() if isinstance(entry, Plural)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_is_empty_or_badly_spaced(language: Language) -> None:
    for key, entry in load(language).items():
        for form in (entry.one, entry.other) if isinstance(entry, Plural) else (entry,):
            assert form.strip(), key
            assert "  " not in form.strip("\n"), key
            assert form == nfc(form), key


@pytest.mark.parametrize("language", LANGUAGES)
def test_findings_are_phrases_without_a_stop(language: Language) -> None:
    for key, entry in load(language).items():
        if key.startswith("finding."):
            assert isinstance(entry, str)
            assert not entry.endswith("."), key
            assert entry.startswith(("{", "TOML")) or entry[0] == entry[0].lower(), key


# ------------------------------------------------------------------------------------------- words for every value

VALUES: tuple[tuple[str, Any], ...] = (
    ("role.khối", bloc.Role),
    ("role.cụm", bloc.Role),
    ("organiser", bloc.Organiser),
    ("movement", bloc.MovementKind),
    ("direction", pledge.Direction),
    ("section", rubric.SectionKind),
    ("policy", rubric.Policy),
    ("take", rubric.Take),
    ("source", marks.SheetSource),
    ("source", procedure.Source),
    ("source", settling.By),
    ("peer-rule", procedure.PeerRule),
    ("need", procedure.Need),
    ("no-rank", ranking.Reason),
    ("meeting", procedure.MeetingKind),
    ("step", procedure.Step),
    ("base", procedure.Base),
    ("severity", finding.Severity),
    ("award-for", facts.CandidateKind),
    ("grade", facts.Grade),
    ("ground", facts.Ground),
    ("initiative-kind", facts.InitiativeKind),
    ("scope", facts.Scope),
    ("work", facts.Work),
    ("evidence", conditions.Evidence),
    ("award-kind", rulebook.AwardKind),
    ("award-level", rulebook.AwardLevel),
    ("verdict", rulebook.VerdictStatus),
    ("truth", verdict.Status),
    ("person", events.PersonRole),
    ("topic", events.Topic),
    ("subject", events.Subject),
    ("poll-state", state.Phase),
    ("poll-kind", attrs.fields_dict(procedure.PollRules)["kind"].type),
)


def words_of(hint: Any) -> tuple[str, ...]:
    if isinstance(hint, str):
        node = ast.parse(hint, mode="eval").body
        assert isinstance(node, ast.Subscript)
        return tuple(ast.literal_eval(node.slice))
    return get_args(hint)


@pytest.mark.parametrize(
    ("group", "value"),
    [
        *((group, value) for group, hint in VALUES for value in words_of(hint)),
        *(("method", method) for method in rubric.METHODS),
        *(("event", event.__name__) for event in get_args(events.Event)),
        *(("launcher", launcher) for launcher in bloc.LAUNCHERS),
        *(("link", link) for link in (*procedure.PLAIN_LINKS, *procedure.REFERRING_LINKS)),
    ],
)
def test_every_value_of_the_domain_has_a_word(group: str, value: str) -> None:
    for wording in (VI, EN):
        assert wording.has(f"word.{group}.{value}")


def test_the_offices_follow_what_the_bloc_is_called() -> None:
    assert [VI.role("head", "khối"), VI.role("deputy", "khối")] == ["Khối trưởng", "Khối phó"]
    assert [VI.role("head", "cụm"), VI.role("deputy", "cụm")] == ["Cụm trưởng", "Cụm phó"]
    assert EN.role("deputy", "cụm") == "deputy head of the cluster"


def test_the_four_sources_of_a_mark() -> None:
    four = ("self", "peer", "verified", "agreed")
    assert [VI.word("source", s) for s in four] == ["tự chấm", "chấm chéo", "thẩm định", "hội nghị thống nhất"]


# --------------------------------------------------------------------------------------------- findings of the code


@attrs.frozen
class Call:
    """A place in the package that makes a finding: its code and the facts that it always gives."""

    code: str
    facts: frozenset[str]
    where: str


COMPUTED = {
    "f'unknown-{word}'": ("unknown-section", "unknown-criterion", "unknown-poll"),
    "code": tuple(gate for gate, _ in decide._GATES),
    "problem.code": (),  # the code of a finding, given on
}
"""Codes that are put together where a finding or a refusal is made, as they are written there; what they come to."""

DERIVED = {"pattern": "shape", "step": "neighbours"}
"""Facts that the wording makes out of others."""


def codes_of(node: ast.expr) -> tuple[str, ...] | None:
    match node:
        case ast.Constant(value=str(code)):
            return (code,)
        case ast.IfExp():
            both = (codes_of(node.body), codes_of(node.orelse))
            return None if None in both else tuple(code for codes in both for code in codes or ())
        case _:
            return COMPUTED.get(ast.unparse(node))


def calls() -> Iterator[Call]:
    for path in sorted(PACKAGE.rglob("*.py")):
        if path.parent.name == "wording" or path == PACKAGE / "finding.py":
            continue
        yield from calls_in(path)
    yield from calls_in(PACKAGE / "finding.py", {"error", "warning"})
    yield from calls_in(PACKAGE.parent / "tui" / "config.py")


def calls_in(path: Path, makers: set[str] | None = None) -> Iterator[Call]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name)):
            continue
        if node.func.id not in (makers or {"error", "warning", "Finding"}):
            continue
        where = f"{path.relative_to(PACKAGE.parent)}:{node.lineno}"
        named = {keyword.arg: keyword.value for keyword in node.keywords if keyword.arg}
        code = node.args[0] if node.args else named.get("code")
        codes = codes_of(code) if code is not None else None
        assert codes is not None, f"{where}: say in COMPUTED what codes {ast.unparse(node)} comes to"
        for one in codes:
            yield Call(one, frozenset(named), where)


def refusals() -> Iterator[Call]:
    for path in sorted(PACKAGE.rglob("*.py")):
        if path.name != "refusal.py" and path.parent.name != "wording":
            yield from calls_in(path, {"refuse", "Refusal"})


CALLS = tuple(calls())
CODES = sorted({call.code for call in CALLS})


def test_the_calls_are_found() -> None:
    assert {"unknown-unit", "unknown-poll", "not-positive", "negative", "bad-id", "no-head"} <= set(CODES)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", CODES)
def test_every_finding_has_its_sentences(code: str, language: Language) -> None:
    for part in ("expected", "hint"):
        assert f"finding.{code}.{part}" in load(language), [call.where for call in CALLS if call.code == code]


@pytest.mark.parametrize("code", CODES)
def test_every_fact_that_a_sentence_needs_is_given_wherever_it_is_made(code: str) -> None:
    made = [call for call in CALLS if call.code == code]
    for key, entry in load("vi").items():
        if not key.startswith(f"finding.{code}."):
            continue
        needed = placeholders(entry)
        conditional = key.partition(".with.")[2] or key.partition(".instead.")[2]
        if conditional:
            assert any(conditional in call.facts for call in made), key
        for call in made:
            derived = {DERIVED[fact] for fact in call.facts & DERIVED.keys()}
            given = call.facts | derived | {conditional}
            assert needed <= given, f"{key} needs {sorted(needed - given)} at {call.where}"


def test_the_catalogue_holds_no_finding_that_nothing_makes() -> None:
    held = {key.split(".")[1] for key in load("vi") if key.startswith("finding.")}
    assert sorted(held - set(CODES)) == []


REFUSALS = tuple(refusals())
REFUSED = sorted({call.code for call in REFUSALS})


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", REFUSED)
def test_every_refusal_has_its_sentences(code: str, language: Language) -> None:
    """Its own, or those of the finding that it repeats."""
    held = load(language)
    own = {f"refusal.{code}.reason", f"refusal.{code}.hint"}
    as_finding = {f"finding.{code}.expected", f"finding.{code}.hint"}
    assert own <= held.keys() or (not own & held.keys() and as_finding <= held.keys())


@pytest.mark.parametrize("code", REFUSED)
def test_every_fact_that_a_refusal_needs_is_given_wherever_it_is_made(code: str) -> None:
    group = f"refusal.{code}." if VI.has(f"refusal.{code}.reason") else f"finding.{code}."
    for key, entry in load("en").items():
        if key.startswith(group) and ".with." not in key and ".instead." not in key:
            for call in REFUSALS:
                if call.code == code:
                    read_off = {"final", "instead"} if "event" in call.facts else set()
                    lacking = placeholders(entry) - call.facts - read_off
                    assert not lacking, f"{key} needs {sorted(lacking)} at {call.where}"


def test_the_catalogue_holds_no_refusal_that_nothing_makes() -> None:
    held = {key.split(".")[1] for key in load("vi") if key.startswith("refusal.")}
    assert sorted(held - set(REFUSED)) == []


# ------------------------------------------------------------------------------------------------- refusals in words


def test_a_refusal_says_why_and_what_to_do() -> None:
    assert explain(refuse("marks-closed"), "vi") == "phần chấm điểm đã khóa; mở lại phần chấm điểm, kèm lý do"
    assert explain(refuse("marks-closed"), "en") == "marks are closed; open them again, with a reason"


def test_a_refusal_names_units_as_the_screen_does() -> None:
    refused = refuse("not-a-delegate", found="nva", unit="btp")
    assert explain(refused, "vi", {"btp": "Bộ Tư pháp"}).startswith("nva không phải là đại biểu của Bộ Tư pháp; ")


def test_a_refusal_that_repeats_a_finding_reads_as_the_finding() -> None:
    refused = Refusal("not-a-step", {"found": "18.3", "step": "0.25"})
    assert explain(refused, "vi") == "hiện ghi 18,3, cần bội số của 0,25; ghi 18,25 hoặc 18,5"
    assert explain(refused, "vi") == sentence_of(error("not-a-step", found="18.3", step="0.25"), "vi", typed=True)


def test_words_of_the_domain_in_a_refusal_are_the_languages() -> None:
    assert "đang bỏ phiếu" in explain(refuse("poll-phase", poll="flag", found="open", known="closed"), "vi")
    assert explain(refuse("not-on-agenda", found="polls", near="pledges"), "vi") == (
        "“Bỏ phiếu” không có trong chương trình hội nghị này; có phải là “Kiểm điểm việc thực hiện giao ước thi đua”?"
    )
    assert "bốc thăm (số 7)" in explain(refuse("cannot-undo", seq=7, event="LotDrawn"), "vi")


@pytest.mark.parametrize("kind", [kind.__name__ for kind in state.FINAL if kind is not events.Closed])
def test_what_cannot_be_undone_says_why_and_what_to_do_instead(kind: str) -> None:
    for language in LANGUAGES:
        why_not, _, instead = explain(refuse("cannot-undo", seq=7, event=kind), language).partition("; ")
        assert Wording(language).word("event", kind) in why_not
        assert why_not.endswith(Wording(language).word("final", kind))
        assert instead == Wording(language).word("instead", kind)


def test_a_closed_count_is_annulled_and_held_again() -> None:
    told = explain(refuse("cannot-undo", seq=7, event="PollClosed"), "en")
    assert told.startswith("nothing to undo: poll closed (number 7) cannot be taken back, for the counts are sealed")
    assert told.endswith("; annul the poll, with a reason, and hold it again")


def test_a_quorum_is_told_as_a_share() -> None:
    refused = refuse("no-quorum", present=5, entitled=8, share="2/3")
    assert "có mặt 5 trên 8 phiếu, cần ít nhất 2/3; " in explain(refused, "vi")
    assert "at least 87.5% are" in explain(refuse("no-quorum", present=5, entitled=8, share="7/8"), "en")


def test_a_refusal_counts_in_english() -> None:
    one = explain(refuse("drafts-left", count=1, unit="btp", criterion="A1"), "en")
    two = explain(refuse("drafts-left", count=2, unit="btp", criterion="A1"), "en")
    assert one.startswith("1 mark is still")
    assert two.startswith("2 marks are still")


# ------------------------------------------------------------------------------------------------- findings in words


def test_a_line_names_place_value_expectation_and_the_nearest_word() -> None:
    found = attrs.evolve(error("unknown-unit", "office", 0, "unit", found="btq", near="btp"), file="bloc.toml", line=12)
    assert line_of(found, "vi") == (
        "bloc.toml:12: lỗi: office[0].unit: hiện ghi btq, cần mã của một đơn vị trong bloc.toml; có phải là “btp”?"
    )
    assert line_of(found, "en") == (
        'bloc.toml:12: error: office[0].unit: found btq, expected the id of a unit in bloc.toml; did you mean "btp"?'
    )


def test_all_right_words_are_named_where_none_is_near() -> None:
    assert describe(error("unknown-unit", found="x", known="bca, btp"), "vi").hint == "có thể dùng: bca, btp"
    assert describe(error("unknown-unit", found="x", known="bca, btp"), "en").hint == "known: bca, btp"


def test_a_warning_about_no_value_says_what_is_wrong() -> None:
    found = attrs.evolve(warning("no-head", "bloc", "year", found=2022), file="bloc.toml", line=3)
    assert line_of(found, "vi").startswith("bloc.toml:3: cảnh báo: bloc.year: năm 2022 chưa có đơn vị trưởng; cần ")
    assert describe(found, "en").found == "no head is known for 2022"


def test_a_finding_without_a_value_says_what_was_expected() -> None:
    assert line_of(error("reason-missing", "reason"), "en").startswith("error: reason: expected a reason in words; ")


def test_a_conditional_hint_is_added_where_its_fact_is_known() -> None:
    plain_hint = describe(error("duplicate-id", found="a"), "vi").hint
    assert describe(error("duplicate-id", found="a", first=2), "vi").hint == f"{plain_hint}; mã này đã có ở mục thứ 2"


def test_a_pattern_is_told_in_words() -> None:
    assert "A1.2" in describe(error("bad-id", found="?", pattern=CRITERION_ID.pattern), "vi").expected
    assert "chữ thường" in describe(error("bad-id", found="?", pattern=ID.pattern), "vi").expected


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ('a = "x', "string"),
        ("a = 'x", "string"),
        ('a = """x', "string"),
        ('a = "x\ny"', "string"),
        ("a = 1 2", "newline"),
        ("a", "equals"),
        ("a = b", "value"),
        ("a = 90%", "newline"),
        ("= 1", "key"),
        ("á = 1", "key"),
        ("a = 1\na = 2", "twice"),
        ("[a]\n[a]", "twice"),
        ("a = {b = 1, b = 2}", "twice"),
        ("[a", "header"),
        ("[[a]", "header"),
        ("a = [1, 2", "list"),
        ("a = {b = 1", "table"),
        ('a = "\\d"', "escape"),
        ('a = "\\u12"', "escape"),
        ("a = 2022-02-30", "date"),
        ("# \x01", "character"),
    ],
)
def test_mistakes_of_toml_are_told_in_the_language(text: str, word: str) -> None:
    with pytest.raises(tomli.TOMLDecodeError) as stumbled:
        tomli.loads(text)
    for wording in (VI, EN):
        hint = describe(error("syntax", found=text, message=stumbled.value), wording.language).hint
        assert hint == wording.word("syntax", word)
    assert describe(error("syntax", message="quite new"), "vi").hint == "quite new"
    assert describe(error("syntax", message=""), "vi").hint == VI.say("finding.syntax.hint")


def test_the_kinds_of_value_are_told_in_the_language() -> None:
    assert describe(error("wrong-type", found="x", expected="whole number"), "vi").expected == "số nguyên"
    assert describe(error("wrong-type", found="x", expected="text or list"), "en").expected == (
        "a text in quotes or a list [ ... ]"
    )
    assert describe(error("wrong-type", found="x", expected="something else"), "vi").expected == "something else"


def test_what_stands_in_quotes_or_is_spelled_otherwise_is_told_as_it_has_to_be() -> None:
    assert describe(error("syntax", number="10.5"), "en").hint == "write 10.5, with a point: a comma separates values"
    assert describe(error("syntax", day="2026-07-10"), "vi").hint == (
        "ghi 2026-07-10, năm trước và không có dấu ngoặc kép"
    )
    quoted = error("wrong-type", found='"3"', expected="number", number="3")
    assert describe(quoted, "en").hint == "write 3 without quotes"
    assert describe(error("wrong-type", expected="date", day="2022-03-15"), "en").hint == (
        "write 2022-03-15, in TOML without quotes"
    )
    assert describe(error("not-a-number", found="7,5", number="7.5"), "vi").hint == "ghi 7.5, không có dấu ngoặc kép"


def test_a_mark_off_the_step_is_told_its_neighbours() -> None:
    off = error("not-a-step", found="18.3", step="0.25")
    assert describe(off, "vi").hint == "ghi 18.25 hoặc 18.5"
    assert describe(off, "vi", typed=True).hint == "ghi 18,25 hoặc 18,5"
    assert describe(off, "vi", typed=True).expected == "bội số của 0,25"
    assert describe(off, "vi", typed=True).found == "18,3"
    assert describe(off, "en", typed=True).hint == "write 18.25 or 18.5"


def test_ids_are_left_alone_where_numbers_are_typed() -> None:
    assert describe(error("unknown-criterion", found="1.2", near="1.3"), "vi", typed=True).found == "1.2"


def test_what_users_wrote_stays_one_visible_line() -> None:
    nasty = "a\nb\x1b[31m{found}\u202e"
    for language in LANGUAGES:
        line = line_of(error("unknown-unit", found=nasty), language)
        assert r"a\nb\x1b[31m{found}\u202e" in line
        assert "\n" not in line
    assert len(line_of(error("unknown-unit", found="x" * 10_000), "vi")) < 300
    assert describe(error("unknown-unit", found="x" * 10_000), "vi").found == "x" * 10_000


# ------------------------------------------------------------------------------------------------------ say


def test_a_missing_text_is_raised_here_and_gives_its_key_in_a_meeting() -> None:
    with pytest.raises(MissingText, match="no-such"):
        VI.say("ui.no-such.key")
    with pytest.warns(MissingText):
        assert VI.say("ui.no-such.key") == "ui.no-such.key"


def test_a_missing_fact_is_raised_here_and_leaves_its_place_in_a_meeting() -> None:
    with pytest.raises(MissingText, match="'last'"):
        VI.say("word.list", first="A")
    with pytest.warns(MissingText):
        assert VI.say("word.list", first="A") == "A và {last}"


def test_braces_of_users_are_text() -> None:
    assert VI.say("word.list", first="{last} {0} {", last="{first.__class__}") == "{last} {0} { và {first.__class__}"


@pytest.mark.parametrize(
    ("fact", "vi", "en"),
    [
        (Decimal("1092.250"), "1.092,25", "1,092.25"),
        (2022, "2022", "2022"),
        (Fraction(9, 10), "90%", "90%"),
        (Fraction(1, 8), "12,5%", "12.5%"),
        (date(2022, 6, 30), "30/06/2022", "2022-06-30"),
        (time(8, 5), "08:05", "08:05"),
        (datetime(2022, 6, 30, 8, 5), "08:05 30/06/2022", "2022-06-30 08:05"),  # noqa: DTZ001
        (Text("Bộ Tư pháp", "Ministry of Justice"), "Bộ Tư pháp", "Ministry of Justice"),
        (True, "có", "yes"),
        ("1.5", "1.5", "1.5"),
    ],
)
def test_facts_are_written_as_the_language_writes_them(fact: object, vi: str, en: str) -> None:
    assert VI.say("word.list", first="", last=fact) == f" và {vi}"
    assert EN.say("word.list", first="", last=fact) == f" and {en}"


def test_english_chooses_the_form_by_the_count(monkeypatch: pytest.MonkeyPatch) -> None:
    entries = {"x": Plural(one="{count} unit", other="{count} units")}
    monkeypatch.setattr("emulation.wording.catalogue._part", lambda _language, _name: entries)
    counted: list[object] = [0, 1, 2, Decimal("1.0"), Decimal("0.5")]
    said = [EN.say("x", count=count) for count in counted]
    assert said == ["0 units", "1 unit", "2 units", "1 unit", "0.5 units"]


def test_lists_in_a_sentence() -> None:
    assert [VI.listed(words) for words in ((), ("A",), ("A", "B"), ("A", "B", "C"))] == ["", "A", "A và B", "A, B và C"]


def test_the_package_reads_no_catalogue_before_it_speaks() -> None:
    program = "import sys, emulation.wording as w; w.Wording('vi'); sys.exit('tomli' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


# ------------------------------------------------------------------------------------------------------ notation


@pytest.mark.parametrize(
    ("value", "vi", "en"),
    [
        (Decimal("92.25"), "92,25", "92.25"),
        (1000, "1.000", "1,000"),
        (Decimal("1E+3"), "1.000", "1,000"),
        (500_000_000, "500.000.000", "500,000,000"),
        (Decimal("-0.50"), "−0,5", "−0.5"),
        (Decimal("-0.0"), "0", "0"),
        (Decimal("1234567.125"), "1.234.567,125", "1,234,567.125"),
        (999, "999", "999"),
    ],
)
def test_numbers(value: Decimal | int, vi: str, en: str) -> None:
    assert (VI.number(value), EN.number(value)) == (vi, en)


def test_numbers_as_typed_have_no_thousands() -> None:
    assert VI.typed(Decimal("1234.5")) == "1234,5"
    assert VI.typed(Decimal("18.125")) == "18,1250"
    assert EN.typed(Decimal("0.125")) == "0.125"
    assert EN.typed(Decimal(-3)) == "-3"


@pytest.mark.parametrize(
    ("value", "vi"),
    [
        (Fraction(2, 3), "2/3"),
        (Fraction(1, 2), "50%"),
        (Fraction(1, 8), "12,5%"),
        (Fraction(1, 16), "6,25%"),
        (Fraction(1, 32), "1/32"),
        (Fraction(0), "0%"),
        (Fraction(6, 5), "120%"),
        (Fraction(-1, 3), "−1/3"),
    ],
)
def test_shares(value: Fraction, vi: str) -> None:
    assert VI.share(value) == vi


@pytest.mark.parametrize(
    ("value", "places", "vi"),
    [
        (Fraction(2, 3), 1, "66,7%"),
        (Fraction(1), 1, "100,0%"),
        (Fraction(1999, 2000), 1, "99,9%"),
        (Fraction(1, 3000), 1, "0,1%"),
        (Fraction(0), 0, "0%"),
        (Fraction(12, 10), 0, "120%"),
        (Fraction(25, 2), 2, "1.250,00%"),
    ],
)
def test_rounded_shares_are_whole_only_where_the_share_is(value: Fraction, places: int, vi: str) -> None:
    assert VI.percent(value, places) == vi


def test_dates_and_times_in_full() -> None:
    assert VI.date_in_full(date(2022, 2, 5)) == "ngày 05 tháng 02 năm 2022"
    assert VI.date_in_full(date(2022, 6, 30)) == "ngày 30 tháng 6 năm 2022"
    assert EN.date_in_full(date(2022, 2, 5)) == "5 February 2022"
    assert VI.time_in_full(time(8, 5)) == "08 giờ 05 phút"
    assert EN.time_in_full(time(8, 5)) == "08:05"


def test_ranks() -> None:
    assert [VI.rank(2), VI.rank(2, tied=True), VI.rank(None)] == ["2", "2=", "–"]


# ------------------------------------------------------------------------------------------------------ typed numbers


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("18.5", "18.5"),
        ("18,5", "18.5"),
        (" 18,50 ", "18.5"),
        ("0,125", "0.125"),
        ("0.125", "0.125"),
        ("18,1250", "18.125"),
        ("1000", "1000"),
        (",5", "0.5"),
        ("-3", "-3"),
        ("−3", "-3"),
        ("+3", "3"),
        ("-0", "0"),
        ("0", "0"),
        ("123456789012,3450", "123456789012.345"),
    ],
)
def test_comma_and_point_both_stand_before_decimals(text: str, value: str) -> None:
    for language in LANGUAGES:
        assert str(parse_number(text, language)) == value


@pytest.mark.parametrize(
    ("text", "vi", "en"),
    [
        ("1.000", ("1000", "1"), ("1000", "1")),
        ("1,000", ("1000", "1"), ("1000", "1")),
        ("18,125", ("18125", "18,1250"), ("18125", "18.1250")),
        ("-12.500", ("-12500", "-12,5"), ("-12500", "-12.5")),
    ],
)
def test_what_could_be_thousands_is_refused_with_both_ways_to_write_it(
    text: str, vi: tuple[str, str], en: tuple[str, str]
) -> None:
    with pytest.raises(ValueError, match="hai cách") as refused:
        parse_number(text, "vi")
    assert str(refused.value).endswith(f"hãy ghi {vi[0]} nếu là hàng nghìn, {vi[1]} nếu là số thập phân")
    with pytest.raises(ValueError, match="two ways") as refused:
        parse_number(text, "en")
    assert str(refused.value).endswith(f"write {en[0]} for thousands, {en[1]} for decimals")


@pytest.mark.parametrize(
    ("text", "vi"),
    [
        ("1.234.567", "1234567"),
        ("1,234,567", "1234567"),
        ("1.234.567,8", "1234567,8"),
        ("1,234.50", "1234,5"),
        ("1 000", "1000"),
        ("1\u00a0000,5", "1000,5"),
        ("-1 000", "-1000"),
    ],
)
def test_thousand_separators_are_refused_with_the_number_to_write(text: str, vi: str) -> None:
    with pytest.raises(ValueError, match="hàng nghìn") as refused:
        parse_number(text, "vi")
    assert str(refused.value).endswith(f"hãy ghi {vi}")


@pytest.mark.parametrize(
    "text", ["", " ", "abc", "5,", "5.", ".", "1e3", "inf", "nan", "5%", "--5", "1.2.3", "1_000", "٣", "0x1", "1,00 0"]
)
def test_what_is_no_number_is_refused(text: str) -> None:
    for language in LANGUAGES:
        with pytest.raises(ValueError, match=r"18[.,]5"):
            parse_number(text, language)


def test_too_many_digits_are_refused() -> None:
    assert parse_number("123456789012345", "vi") == 123456789012345
    with pytest.raises(ValueError, match="15"):
        parse_number("1234567890123456", "vi")
    with pytest.raises(ValueError, match="15"):
        parse_number("0,1234567890123456", "en")
