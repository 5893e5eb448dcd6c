"""Entries added, changed and removed in the text of a TOML file; comments stay, and what was meant is what is read."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import attrs
import pytest
import tomli
from hypothesis import given, settings, strategies as st

from emulation.activity import Activity, AdvancedModel, Participation, Result, Story, Task
from emulation.files import edit
from emulation.files.activity_file import (
    FILE,
    KINDS,
    Entry,
    Kind,
    entries,
    propose_added,
    propose_changed,
    propose_removed,
)
from emulation.files.document import read_document
from emulation.files.folder import load_folder
from emulation.files.shapes import read
from emulation.files.write import plain_data
from emulation.text import Text

EXAMPLE = Path(__file__).parents[2] / "examples" / "noi-chinh-2022"
TEXT = """# the year
[[story]]  # the first
unit = "a"  # who
on = 2022-01-01

# -- the second
[[story]]
unit = "b"
tags = [
  { on = 2022-01-02, text = "x" },  # inside
  { on = 2022-01-03, text = "y" },
]

[[task]]
text = "t"
"""


def loaded() -> tuple[dict[str, str], Activity]:
    folder = load_folder(EXAMPLE)
    assert folder.activity is not None
    return {name: source.text for name, source in folder.sources.items()}, folder.activity


def test_an_entry_is_added_behind_the_last_of_its_kind() -> None:
    text = edit.add(TEXT, "story", {"unit": "c", "on": dt.date(2022, 2, 1)})
    assert text == TEXT.replace("\n[[task]]", '\n[[story]]\nunit = "c"\non = 2022-02-01\n\n[[task]]')
    assert edit.add("", "story", {"unit": "c"}) == '[[story]]\nunit = "c"\n'
    assert edit.add("# only\n", "story", {"unit": "c"}) == '# only\n\n[[story]]\nunit = "c"\n'
    assert (
        edit.add('[[story]]\nunit = "a"', "story", {"unit": "c"}) == '[[story]]\nunit = "a"\n\n[[story]]\nunit = "c"\n'
    )


def test_only_what_differs_is_written() -> None:
    data = {"unit": "z", "on": dt.date(2022, 1, 1)}
    assert edit.change(TEXT, "story", 0, data) == TEXT.replace('unit = "a"  # who', 'unit = "z"  # who')
    assert edit.change(TEXT, "story", 0, {"unit": "a", "on": dt.date(2022, 1, 1)}) == TEXT


def test_a_key_is_added_and_another_taken_out() -> None:
    text = edit.change(TEXT, "story", 0, {"unit": "a", "channel": "radio"})
    assert text == TEXT.replace("on = 2022-01-01\n", 'channel = "radio"\n', 1)


def test_a_list_of_tables_is_written_anew_only_where_it_changed() -> None:
    before = tomli.loads(TEXT)["story"][1]
    assert edit.change(TEXT, "story", 1, before) == TEXT
    more = {**before, "tags": [*before["tags"], {"on": dt.date(2022, 1, 4), "text": "z"}]}
    text = edit.change(TEXT, "story", 1, more)
    assert tomli.loads(text)["story"][1] == more
    assert "# -- the second" in text
    assert "# inside" not in text


def test_an_entry_is_removed_and_the_comments_above_it_stay() -> None:
    text = edit.remove(TEXT, "story", 0)
    assert text == TEXT.replace('[[story]]  # the first\nunit = "a"  # who\non = 2022-01-01\n\n', "")
    text = edit.remove(TEXT, "task", 0)
    assert text == TEXT.replace('[[task]]\ntext = "t"\n', "")


def test_windows_line_ends_stay() -> None:
    text = TEXT.replace("\n", "\r\n")
    for edited in (
        edit.add(text, "story", {"unit": "c"}),
        edit.change(text, "story", 0, {"unit": "a", "channel": "x"}),
        edit.remove(text, "story", 1),
    ):
        assert edited.count("\n") == edited.count("\r\n")


@pytest.mark.parametrize(
    "text", ['story = [{ unit = "a" }]\n', '[[story]]\nunit = "a"\n[[story.tag]]\nx = 1\n', "[[story]]\na.b = 1\n"]
)
def test_what_cannot_be_edited_key_by_key_is_refused(text: str) -> None:
    with pytest.raises(edit.NotEditableError):
        edit.change(text, "story", 0, {"unit": "b"})
    if text.startswith("story"):
        with pytest.raises(edit.NotEditableError):
            edit.add(text, "story", {"unit": "b"})
        with pytest.raises(edit.NotEditableError):
            edit.remove(text, "story", 0)


def test_tables_below_an_entry_go_with_it() -> None:
    text = '[[story]]\nunit = "a"\n[[story.tag]]\nx = 1\n\n[[story]]\nunit = "b"\n'
    assert tomli.loads(edit.remove(text, "story", 0)) == {"story": [{"unit": "b"}]}
    assert tomli.loads(edit.add(text, "story", {"unit": "c"}))["story"][2] == {"unit": "c"}


def test_an_entry_is_found_with_its_line() -> None:
    assert edit.where(TEXT, "story", 0) == (2, '[[story]]  # the first\nunit = "a"  # who\non = 2022-01-01\n')
    assert edit.where(TEXT, "task", 0)[0] == 14


WORDS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x7f"), max_size=20)


@given(
    value=st.recursive(st.integers() | st.booleans() | WORDS | st.dates(), lambda inner: st.lists(inner, max_size=3))
)
def test_a_value_is_read_back_as_it_was(value: object) -> None:
    assert tomli.loads(f"x = {edit.spell(value)}") == {"x": value}


def test_every_entry_of_the_example_is_removed_and_added_and_changed_by_itself() -> None:
    sources, activity = loaded()
    comments = [line for line in sources[FILE].splitlines() if line.startswith("#")]
    for kind in KINDS:
        for place, entry in enumerate(entries(activity, kind)):
            gone = edit.remove(sources[FILE], kind, place)
            document, findings = read_document(FILE, gone.encode())
            assert document is not None, findings
            now = read(document.data, Activity)[0]
            assert now is not None
            listed = entries(activity, kind)
            assert entries(now, kind) == (*listed[:place], *listed[place + 1 :])
            assert [line for line in gone.splitlines() if line.startswith("#")] == comments
            assert edit.change(sources[FILE], kind, place, plain_data(entry)) == sources[FILE]


def test_a_change_is_proposed_with_its_line_and_without_findings() -> None:
    sources, activity = loaded()
    entry = attrs.evolve(activity.participations[0], joined=1200)
    proposal = propose_changed(sources, activity, "participation", 0, entry)
    assert proposal.usable
    assert not proposal.comments_lost
    assert proposal.text == sources[FILE].replace("joined = 1104", "joined = 1200", 1)
    assert sources[FILE].splitlines()[proposal.line - 1] == "[[participation]]"
    assert "joined = 1200" in proposal.block


def test_a_wrong_entry_is_proposed_with_the_findings_of_the_strict_reader() -> None:
    sources, activity = loaded()
    entry = attrs.evolve(activity.participations[0], joined=5000, unit="nobody")
    proposal = propose_changed(sources, activity, "participation", 0, entry)
    assert not proposal.usable
    assert {one.code for one in proposal.findings if one.severity == "error"} == {
        "more-joined-than-staff",
        "unknown-unit",
    }
    assert all(one.line for one in proposal.findings)
    twice = propose_added(sources, activity, "model", activity.models[0])
    assert [one.code for one in twice.findings if one.severity == "error"] == ["duplicate-id"]
    used = next(place for place, one in enumerate(activity.models) if any(s.model == one.id for s in activity.stories))
    assert "unknown-model" in {one.code for one in propose_removed(sources, activity, "model", used).findings}


def test_where_comments_would_be_lost_it_is_said() -> None:
    sources, _ = loaded()
    text = '# why\nstory = [{ unit = "btp", on = 2022-01-01, channel = "x" }]\n'
    activity = Activity(stories=(Story("btp", dt.date(2022, 1, 1), "x"),))
    sources[FILE] = text
    proposal = propose_added(sources, activity, "story", Story("bca", dt.date(2022, 2, 1), "y"))
    assert proposal.comments_lost
    assert proposal.usable
    document, _ = read_document(FILE, proposal.text.encode())
    assert document is not None
    assert read(document.data, Activity)[0] == attrs.evolve(
        activity, stories=(*activity.stories, Story("bca", dt.date(2022, 2, 1), "y"))
    )


def test_the_first_entry_makes_the_file() -> None:
    sources, _ = loaded()
    del sources[FILE]
    task = Task(Text.same("Việc"), "btp", dt.date(2022, 1, 1))
    proposal = propose_added(sources, Activity(), "task", task)
    assert proposal.text == '[[task]]\ntext = "Việc"\nowner = "btp"\ngiven = 2022-01-01\n'
    assert proposal.usable


NAMES = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1, max_size=12)
DAYS = st.dates(dt.date(2022, 1, 1), dt.date(2022, 12, 31))


@settings(max_examples=40)
@given(name=NAMES, day=DAYS, kind=st.sampled_from(["model", "story", "task", "participation"]), data=st.data())
def test_whatever_is_proposed_is_read_as_it_was_meant(name: str, day: dt.date, kind: Kind, data: st.DataObject) -> None:
    sources, activity = loaded()
    each: dict[str, Entry] = {
        "model": AdvancedModel("new", "btp", "individual", name, day),
        "story": Story("btp", day, name),
        "task": Task(Text.same(name), "btp", day),
        "participation": Participation("x", "btp", day, 3, 2, name, (Result(day, Text.same(name)),)),
    }
    made = each[kind]
    listed = entries(activity, kind)
    place = data.draw(st.integers(0, len(listed)))
    if place == len(listed):
        proposal = propose_added(sources, activity, kind, made)
        wanted = (*listed, made)
    else:
        proposal = propose_changed(sources, activity, kind, place, made)
        wanted = (*listed[:place], made, *listed[place + 1 :])
    document, _ = read_document(FILE, proposal.text.encode())
    assert document is not None
    field: dict[str, Any] = {KINDS[kind]: wanted}
    assert read(document.data, Activity)[0] == attrs.evolve(activity, **field)
    assert not proposal.comments_lost
