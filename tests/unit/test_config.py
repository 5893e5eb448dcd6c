"""The user's settings: read strictly, every mistake with its line, changed value by value, never half written."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest
import tomli
from hypothesis import given, strategies as st

from emulation.wording import line_of
from emulation.wording.catalogue import load
from tui.config import (
    MOST_BYTES,
    MOST_FOLDERS,
    Config,
    NotRememberedError,
    binding_ids,
    config_path,
    is_key,
    language_of,
    read_config,
    remember,
)

WHOLE = """\
# what I like
language = "en"   # at work
theme = "light"
folders = ["/a/b", "/c"]

[keys]
"meeting.undo" = "u,ctrl+u"
marks.gap = "f3"
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "config.toml"


# ----------------------------------------------------------------------------------------------------------- reading


def test_what_the_file_says_holds(file: Path) -> None:
    file.write_text(WHOLE, "utf-8")
    assert read_config(file) == Config(
        file, "en", "light", ("/a/b", "/c"), {"meeting.undo": "u,ctrl+u", "marks.gap": "f3"}
    )


def test_without_a_file_all_is_at_its_default(file: Path) -> None:
    assert read_config(file) == Config(file)
    assert read_config(None) == Config()


def test_a_file_that_says_nothing_is_fine(file: Path) -> None:
    file.write_text("\n# nothing yet\n", "utf-8")
    assert read_config(file) == Config(file)


@pytest.mark.parametrize(
    ("text", "line", "sentence"),
    [
        ('langage = "en"', 1, 'langage: found langage, expected a key that is used here; did you mean "language"?'),
        ('\nlanguage = "fr"', 2, "language: found fr, expected one of the words used for this key; known: vi, en"),
        ("language = 1", 1, "language: found 1, expected a text"),
        ('theme = "lihgt"', 1, 'did you mean "light"?'),
        ('folders = "/a"', 1, 'folders: found "/a", expected a list'),
        ('folders = [\n  "/a",\n  7,\n]', 3, "folders[1]: found 7, expected a text"),
        ("keys = 3", 1, "keys: found 3, expected a table"),
        ('[keys]\nmeeting.undoo = "u"', 2, "keys.meeting.undoo: found meeting.undoo, expected a key that is used here"),
        ('[keys]\n"meeting.undoo" = "u"', 2, 'did you mean "meeting.undo"?'),
        ('[keys]\n"meeting.undo" = 1', 2, "keys.meeting.undo: found 1, expected a text"),
        ('[keys]\n"meeting.undo" = "ctrl+foo"', 2, "keys.meeting.undo: found ctrl+foo, expected the name of a key"),
        ('[keys]\n"meeting.undo" = "u,,x"', 2, "keys.meeting.undo: expected the name of a key"),
        ('[keys]\n"marks.gap" = "g"\n"marks.blank" = "b,g"', 3, "it is given to marks.gap already"),
        ('language = "en', 1, "language"),
    ],
)
def test_a_mistake_is_told_with_its_line_and_the_way_out(file: Path, text: str, line: int, sentence: str) -> None:
    file.write_text(text, "utf-8")
    config = read_config(file)
    assert len(config.findings) == 1, config.findings
    told = line_of(config.findings[0], "en")
    assert told.startswith(f"{file}:{line}: error: ")
    assert sentence in told
    assert line_of(config.findings[0], "vi").startswith(f"{file}:{line}: lỗi: ")


def test_what_is_right_holds_beside_what_is_wrong(file: Path) -> None:
    file.write_text(
        'language = "fr"\ntheme = "ansi"\nmood = 1\nfolders = ["/a"]\n[keys]\nx = "y"\n"app.help" = "f2"\n', "utf-8"
    )
    config = read_config(file)
    assert (config.language, config.theme, config.folders) == (None, "ansi", ("/a",))
    assert config.keys == {"app.help": "f2"}
    assert [one.line for one in config.findings] == [1, 3, 6]


def test_a_file_that_cannot_be_read_is_a_finding(tmp_path: Path, file: Path) -> None:
    file.write_bytes(b"\xff\xfe")
    assert [one.code for one in read_config(file).findings] == ["not-utf8"]
    assert [one.code for one in read_config(tmp_path).findings] == ["is-a-folder"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes there")
def test_what_is_no_file_is_neither_waited_for_nor_replaced(file: Path) -> None:
    os.mkfifo(file)
    assert language_of(file) is None
    assert [one.code for one in read_config(file).findings] == ["unreadable"]
    with pytest.raises(NotRememberedError, match="not a regular file"):
        remember(file, language="en")
    assert file.is_fifo()


def test_a_folder_in_its_place_is_left_there(tmp_path: Path) -> None:
    with pytest.raises(NotRememberedError, match="directory"):
        remember(tmp_path, language="en")


def test_a_file_without_end_is_not_read(file: Path) -> None:
    with file.open("wb") as large:
        large.truncate(MOST_BYTES + 1)
    assert language_of(file) is None
    assert [one.code for one in read_config(file).findings] == ["unreadable"]
    with pytest.raises(NotRememberedError, match="large"):
        remember(file, language="en")


def test_keys_that_are_typed_in_several_screens_may_be_the_same(file: Path) -> None:
    file.write_text('[keys]\n"marks.gap" = "n"\n"roll.add" = "n"\n', "utf-8")
    assert read_config(file).findings == ()


def test_a_key_that_works_on_every_screen_is_taken_on_every_screen(file: Path) -> None:
    file.write_text('[keys]\n"meeting.undo" = "u,g"\n"marks.gap" = "u"\n"roll.add" = "x"\n', "utf-8")
    config = read_config(file)
    assert [(one.code, one.line, one.facts["other"]) for one in config.findings] == [("key-taken", 3, "meeting.undo")]
    assert set(config.keys) == {"meeting.undo", "roll.add"}


@pytest.mark.parametrize(
    "name", ["g", "G", "?", "ctrl+g", "f6", "pageup", "question_mark", "ctrl+shift+f1", "space", "đ"]
)
def test_keys_that_a_terminal_sends(name: str) -> None:
    assert is_key(name)


@pytest.mark.parametrize("name", ["", "ctrl+", "control+g", "ctrl+ctrl+g", "gg", "page-up", "\t", "ctrl+foo", "+g"])
def test_what_no_terminal_sends(name: str) -> None:
    assert not is_key(name)


def test_every_key_with_words_can_be_given_another() -> None:
    known = binding_ids()
    assert {"meeting.undo", "app.theme", "marks.gap", "home.new"} <= known
    assert len(known) == sum(key.startswith("ui.key.") for key in load("en"))


def test_the_settings_in_the_readme_are_right(file: Path) -> None:
    readme = (Path(__file__).parents[2] / "README.md").read_text("utf-8")
    file.write_text(readme.partition("## Settings")[2].partition("```toml\n")[2].partition("```")[0], "utf-8")
    config = read_config(file)
    assert config.findings == ()
    assert (config.language, config.theme, list(config.keys)) == ("vi", "high-contrast", ["marks.gap", "meeting.undo"])


# ------------------------------------------------------------------------------------------------------------- where


def test_the_environment_names_another_place(monkeypatch: pytest.MonkeyPatch, file: Path) -> None:
    monkeypatch.setenv("EMULATION_CONFIG", str(file))
    assert config_path() == file
    monkeypatch.delenv("EMULATION_CONFIG")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(file.parent / "xdg"))
    found = config_path()
    assert found is not None
    assert found.parts[-2:] == ("emulation", "config.toml")


def test_without_the_screens_library_there_are_no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("EMULATION_CONFIG")
    monkeypatch.setitem(__import__("sys").modules, "platformdirs", None)
    assert config_path() is None


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ('language = "en"', "en"),
        ('language = "vi"', "vi"),
        ('language = "fr"', None),
        ("language = 1", None),
        ("", None),
        ("language =", None),
    ],
)
def test_the_language_alone_is_read_without_a_word(file: Path, text: str, language: str | None) -> None:
    file.write_text(text, "utf-8")
    assert language_of(file) == language


def test_no_language_where_there_is_no_file(file: Path) -> None:
    assert language_of(file) is None
    assert language_of(None) is None


# ---------------------------------------------------------------------------------------------------------- changing


def test_a_change_leaves_comments_and_keys_as_they_stand(file: Path) -> None:
    file.write_text(WHOLE, "utf-8")
    remember(file, language="vi", theme="high-contrast", folders=("/new", "/a/b"))
    assert (
        file.read_text("utf-8")
        == """\
# what I like
language = "vi"   # at work
theme = "high-contrast"
folders = [
    "/new",
    "/a/b",
]

[keys]
"meeting.undo" = "u,ctrl+u"
marks.gap = "f3"
"""
    )


def test_a_list_over_several_lines_gives_way_to_the_new_one(file: Path) -> None:
    file.write_text('folders = [ # the last\n  "/a]", # ]\n  "/b",\n]\ntheme = "dark"\n', "utf-8")
    remember(file, folders=("/c",))
    assert file.read_text("utf-8") == 'folders = [\n    "/c",\n]\ntheme = "dark"\n'


def test_a_new_value_stands_above_all_tables(file: Path) -> None:
    file.write_text('# mine\n[keys]\n"marks.gap" = "f3"\n', "utf-8")
    remember(file, language="en")
    assert file.read_text("utf-8") == 'language = "en"\n# mine\n[keys]\n"marks.gap" = "f3"\n'


def test_the_first_change_makes_file_and_folder(tmp_path: Path) -> None:
    file = tmp_path / "deep" / "down" / "config.toml"
    remember(file, theme="light", folders=("/à la/Bộ",))
    assert read_config(file) == Config(file, None, "light", ("/à la/Bộ",))


def test_what_changes_nothing_writes_nothing(file: Path) -> None:
    file.write_text(WHOLE, "utf-8")
    before = file.stat().st_mtime_ns, file.stat().st_ino
    remember(file, language="en", folders=("/a/b", "/c"))
    assert (file.stat().st_mtime_ns, file.stat().st_ino) == before
    remember(None, language="en")


def test_a_wrong_value_is_put_right_by_choosing(file: Path) -> None:
    file.write_text('language = """fr\n"""\ntheme = 7\n', "utf-8")
    remember(file, language="vi", theme="dark")
    assert read_config(file) == Config(file, "vi", "dark")


def test_a_file_that_is_no_toml_is_left_alone(file: Path) -> None:
    file.write_text("language = \n", "utf-8")
    with pytest.raises(NotRememberedError) as refused:
        remember(file, language="en")
    assert refused.value.args == ()
    assert file.read_text("utf-8") == "language = \n"


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="nothing is closed to whoever may do everything")
def test_a_place_that_cannot_be_written_is_told(file: Path) -> None:
    file.parent.chmod(stat.S_IREAD | stat.S_IEXEC)
    with pytest.raises(NotRememberedError, match="denied"):
        remember(file, language="en")


def test_a_place_that_is_taken_is_told(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("", "utf-8")
    with pytest.raises(NotRememberedError) as refused:
        remember(tmp_path / "taken" / "config.toml", language="en")
    assert refused.value.args != ()


def test_nothing_is_half_written(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file.write_text(WHOLE, "utf-8")

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(NotRememberedError, match="No space"):
        remember(file, language="vi")
    assert file.read_text("utf-8") == WHOLE
    assert list(file.parent.iterdir()) == [file]


PATHS = st.lists(
    st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=12), max_size=MOST_FOLDERS, unique=True
)
LINES = st.lists(
    st.sampled_from(
        [
            "# a comment with = and [x]",
            "",
            'language = "en"',
            "language = 'vi' # why",
            '"theme" = "dark"',
            'theme = "light"',
            'folders = ["/a", "/b=[c]"]',
            'folders = [\n "/a",\n # ]\n "/b",\n]',
            "other = { a = 1 }",
        ]
    ),
    max_size=6,
)


@given(LINES, st.booleans(), PATHS, st.sampled_from(["dark", "ansi"]), st.sampled_from(["vi", "en"]))
def test_whatever_stood_there_only_what_changed_is_another(
    tmp_path_factory: pytest.TempPathFactory,
    lines: list[str],
    keys: bool,
    folders: list[str],
    theme: str,
    language: str,
) -> None:
    text = "\n".join([*lines, *(["[keys]", 'theme = "not this one"'] if keys else [])])
    try:
        before = tomli.loads(text)
    except tomli.TOMLDecodeError:
        return
    file = tmp_path_factory.mktemp("settings") / "config.toml"
    file.write_text(text, "utf-8")
    remember(file, language=language, theme=theme, folders=tuple(folders))  # type: ignore[arg-type]
    assert tomli.loads(file.read_text("utf-8")) == {
        **before,
        "language": language,
        "theme": theme,
        "folders": folders,
    }
    for line in lines:
        if line.startswith(("#", "other")):
            assert line in file.read_text("utf-8").split("\n")
