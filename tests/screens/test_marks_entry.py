from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, strategies as st

from emulation.marks import Given, Mark, NotApplicable, SetByHand
from emulation.rubric import AllOrNothing, Attainment, Criterion, Judged, Level, Levels
from emulation.text import Text
from emulation.wording import Wording
from tui.screens.marks import LETTERS, begins
from tui.screens.marks_entry import UnreadableError, read_mark, spelled

if TYPE_CHECKING:
    from emulation.text import Language


def criterion(method: object = None) -> Criterion:
    return Criterion("A1", Text.same("x"), Decimal(20), method or Judged())  # type: ignore[arg-type]


LEVELS = Levels(tuple(Level(Decimal(at), id=name) for at, name in ((6, "full"), (4, "once"), (0, "off"))))


@pytest.mark.parametrize("text", ["7,5", "7.5", " 7,50 ", "7,5%", "+7.5"])
@pytest.mark.parametrize("language", ["vi", "en"])
def test_comma_and_point_are_both_understood(text: str, language: "Language") -> None:
    assert read_mark(text, criterion(), language) == Given(Decimal("7.5"))


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("7,5 chưa có văn bản", Given(Decimal("7.5"), "chưa có văn bản")),
        ("3;4", Given((Decimal(3), Decimal(4)))),
        ("96; 88 hai kỳ", Given((Decimal(96), Decimal(88)), "hai kỳ")),
        ("=18,5 đã thống nhất", SetByHand(Decimal("18.5"), "đã thống nhất")),
        ("kad không phát sinh đơn", NotApplicable("không phát sinh đơn")),
        ("KAD: không phát sinh", NotApplicable("không phát sinh")),
        ("n/a no case arose", NotApplicable("no case arose")),
        ("không áp dụng, vì không có", NotApplicable("vì không có")),
        ("kad", NotApplicable("")),
    ],
)
def test_what_a_number_cell_takes(text: str, mark: Mark) -> None:
    assert read_mark(text, criterion(Attainment(Decimal(100))), "vi") == mark


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("y", True),
        ("Yes", True),
        ("c", True),
        ("có", True),
        ("Đạt", True),
        ("n", False),
        ("k", False),
        ("không", False),
    ],
)
def test_yes_and_no_in_both_languages(text: str, answer: bool) -> None:
    assert read_mark(text, criterion(AllOrNothing()), "vi") == Given(answer)


def test_not_applicable_begins_like_no_and_is_not_taken_for_it() -> None:
    assert read_mark("kad lý do", criterion(AllOrNothing()), "vi") == NotApplicable("lý do")
    assert read_mark("n/a reason", criterion(AllOrNothing()), "en") == NotApplicable("reason")
    assert read_mark("k chưa ký", criterion(AllOrNothing()), "vi") == Given(False, "chưa ký")  # noqa: FBT003


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("full", Given("full")),
        ("f", Given("full")),
        ("FULL vì đủ", Given("full", "vì đủ")),
        ("4", Given(Decimal(4))),
        ("o", Given("o")),  # two levels begin so: the meeting names them all in its refusal
        ("none", Given("none")),
    ],
)
def test_a_level_by_its_id_its_beginning_or_its_points(text: str, mark: Mark) -> None:
    assert read_mark(text, criterion(LEVELS), "vi") == mark


@pytest.mark.parametrize("text", ["abc", "7,5x", "1.000", "--", "=", "=x", "1 000", "1 000 000,5", ";"])
def test_what_is_no_mark_says_what_to_write(text: str) -> None:
    with pytest.raises(UnreadableError) as problem:
        read_mark(text, criterion(), "vi")
    assert str(problem.value)


NUMBERS = st.fractions(0, 1000, max_denominator=1).map(lambda whole: Decimal(int(whole))) | st.decimals(
    0, 1000, places=2, allow_nan=False
)
NOTES = (
    st.text("abcđêộ ,.;0123456789", max_size=12)
    .map(lambda text: " ".join(text.split()))
    .filter(lambda text: not text or text[0].isalnum())
)


@given(st.one_of(NUMBERS, st.lists(NUMBERS, min_size=2, max_size=3).map(tuple)), NOTES, st.sampled_from(["vi", "en"]))
def test_a_spelled_mark_reads_back_as_the_same_mark(
    value: Decimal | tuple[Decimal, ...], note: str, language: "Language"
) -> None:
    mark = Given(value, note)
    assert read_mark(spelled(mark, Wording(language)), criterion(), language) == mark


@given(NUMBERS, NOTES, st.sampled_from(["vi", "en"]))
def test_points_by_hand_and_reasons_read_back(points: Decimal, reason: str, language: "Language") -> None:
    for mark in (SetByHand(points, reason), NotApplicable(reason)):
        assert read_mark(spelled(mark, Wording(language)), criterion(), language) == mark


def test_keys_of_the_screen_begin_no_entry_and_answers_do() -> None:
    assert not any(begins(letter) for letter in LETTERS)
    assert all(begins(letter) for letter in "0123456789+-.,=;ycnk")
