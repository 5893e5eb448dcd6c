"""What the command line takes, what it says of mistakes in it, and that nothing ever ends in a traceback."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from emulation.wording import Wording
from tests.command_line import ask, spawn
from tui import cli, config
from tui.app import EmulationApp
from tui.cli import COMMANDS, main

EXAMPLE = Path(__file__).parents[2] / "examples" / "noi-chinh-2022"


@pytest.mark.parametrize("language", ["vi", "en"])
def test_help_lists_every_command_in_the_language(language: str, capsys: pytest.CaptureFixture[str]) -> None:
    answer = ask(capsys, "--lang", language, "-h")
    assert answer.status == 0
    assert answer.err == ""
    wording = Wording("en" if language == "en" else "vi")
    for name in COMMANDS:
        assert f"    {name} " in answer.out
        assert wording.say(f"cli.{name}.summary").split()[0] in answer.out
    assert ("cách dùng: " in answer.out) == (language == "vi")


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    answer = ask(capsys, name, "--help")
    assert answer.status == 0
    assert answer.out.startswith(f"cách dùng: emulation {name} [-h]")
    assert "options:" not in answer.out


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    answer = ask(capsys, "--version")
    assert answer.status == 0
    assert answer.out.count(".") == 2


@pytest.mark.parametrize(
    ("words", "vi", "en"),
    [
        (["chek"], "không có lệnh “chek”; có phải là “check”?", 'no command "chek"; did you mean "check"?'),
        (["check"], "thiếu: PATH", "missing: PATH"),
        (["rank"], "thiếu: FOLDER", "missing: FOLDER"),
        (["rank", "x", "y"], "thừa đối số: “y”", 'too many arguments: "y"'),
        (["check", "--stict", "x"], "có phải là “--strict”?", 'no option "--stict"; did you mean "--strict"?'),
        (["check", "--strict=1", "x"], "--strict: không nhận giá trị", "--strict: takes no value"),
        (["rank", "x", "--by", "selv"], "--by: gặp “selv”; có phải là “self”?", 'found "selv"; did you mean "self"?'),
        (["rank", "x", "--by"], "--by: thiếu giá trị", "--by: a value is missing"),
        (["rank", "x", "--until", "0"], "--until: gặp “0”, cần một số nguyên từ 1", "expected a whole number from 1"),
        (["rank", "x", "--until", "²"], "cần một số nguyên từ 1", "expected a whole number from 1"),
        (["new", "x", "--today", "2022-02-30"], "--today: gặp “2022-02-30”, cần một ngày", "expected a date"),
        (["--format", "xml", "rank", "x"], "--format: gặp “xml”; có thể dùng: table, json, csv", "known: table, json"),
        (["rank", "--lang", "fr", "x"], "--lang: gặp “fr”; có thể dùng: vi, en", None),
        (["--nothing"], "không có tùy chọn “--nothing”", 'no option "--nothing"'),
        (["che\x1b[31mck"], r"“che\x1b[31mck”", r'"che\x1b[31mck"'),
    ],
)
def test_wrong_usage_names_what_was_found_and_the_way_out(
    words: list[str], vi: str, en: str | None, capsys: pytest.CaptureFixture[str]
) -> None:
    for language, sentence in (("vi", vi), ("en", en)):
        if sentence is None:
            continue
        answer = ask(capsys, *words, *([] if language == "vi" else ["--lang", "en"]))
        assert answer.status == 2
        assert answer.out == ""
        first, usage, *_ = answer.err.splitlines()
        assert sentence in first
        assert usage.startswith("cách dùng: emulation" if language == "vi" else "usage: emulation")


def test_options_stand_before_and_after_the_command(capsys: pytest.CaptureFixture[str]) -> None:
    before = ask(capsys, "--lang", "en", "--format=json", "rank", EXAMPLE)
    after = ask(capsys, "rank", EXAMPLE, "--format", "json", "--lang=en")
    between = ask(capsys, "--lang", "en", "rank", "--format", "json", EXAMPLE)
    assert before == after == between
    assert before.status == 0
    assert before.json["bloc"] == "noi-chinh-tw"


def test_options_stand_between_arguments(capsys: pytest.CaptureFixture[str]) -> None:
    answer = ask(capsys, "check", EXAMPLE, "--lang", "en", EXAMPLE.parent / "nothing")
    assert answer.status == 2
    assert f"{EXAMPLE.parent / 'nothing'}: error: " in answer.out


def test_alone_outside_a_bloc_it_says_how_to_begin(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    answer = ask(capsys)
    assert answer.status == 2
    assert answer.out == ""
    assert "emulation new FOLDER" in answer.err


def test_alone_in_a_bloc_it_opens_the_program_there(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[tuple[str, list[str]]] = []

    def opened(name: str, words: list[str], _: Wording) -> int:
        calls.append((name, words))
        return 0

    monkeypatch.chdir(EXAMPLE)
    monkeypatch.setattr(cli, "run_command", opened)
    assert ask(capsys, "--lang", "en").status == 0
    assert calls == [("meet", ["--lang", "en", "."])]


@pytest.mark.parametrize(("terminal", "opened"), [(True, [("meet", [])]), (False, [])])
def test_alone_at_a_terminal_it_opens_home(
    terminal: bool,
    opened: list[tuple[str, list[str]]],
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    calls: list[tuple[str, list[str]]] = []

    def record(name: str, words: list[str], _: Wording) -> int:
        calls.append((name, words))
        return 0

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(cli, "run_command", record)
    monkeypatch.setattr(cli, "_at_a_terminal", lambda: terminal)
    assert ask(capsys).status == (0 if terminal else 2)
    assert calls == opened
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    assert ask(capsys).status == 2
    assert calls == opened


def test_meet_without_a_folder_opens_home(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[EmulationApp] = []
    monkeypatch.setattr("tui.start.lacking", lambda _: None)
    monkeypatch.setattr(EmulationApp, "run", lambda app: opened.append(app) or 7)
    assert ask(capsys, "meet", "--lang", "en", "--today", "2022-03-04").status == 7
    assert [(app.session, app.language, app.today().isoformat()) for app in opened] == [(None, "en", "2022-03-04")]


def test_a_meeting_that_is_named_loads_nothing_of_home(tmp_path: Path) -> None:
    code = (
        "import sys; from tui import app, start; start.lacking = lambda _: None; "
        "app.EmulationApp.run = lambda app: int(app.first_screen() is None); "
        "from tui.cli import main; status = main(['meet', sys.argv[1]]); "
        "found = {'tui.screens.home', 'tui.places', 'tui.travel', 'tui.new_bloc', 'tree_sitter', 'tomli_w'}; "
        "sys.exit(status or sorted(found & sys.modules.keys()) != [])"
    )
    root = tmp_path / "bloc"
    shutil.copytree(EXAMPLE, root, ignore=shutil.ignore_patterns("meetings"))
    for _ in range(2):
        done = subprocess.run([sys.executable, "-c", code, str(root)], capture_output=True, check=False)
    assert done.returncode == 0, done.stderr


def test_without_the_app_extra_meet_says_what_to_install(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    answer = ask(capsys, "meet", EXAMPLE)
    assert answer.status == 2
    assert answer.out == ""
    assert answer.err.count("\n") == 1
    assert "pip install 'emulation-bloc[app]'" in answer.err


# ------------------------------------------------------------------------------------- whatever happens, one line


def _fails(monkeypatch: pytest.MonkeyPatch, problem: BaseException) -> None:
    def fail(*_: object) -> int:
        raise problem

    monkeypatch.setattr(cli, "run_command", fail)


def test_what_nobody_foresaw_is_one_line_to_report(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("EMULATION_DEBUG", raising=False)
    _fails(monkeypatch, KeyError("khối\nx"))
    answer = ask(capsys, "rank", "x")
    assert answer.status == 2
    assert answer.out == ""
    assert answer.err.count("\n") == 1
    assert "KeyError" in answer.err
    assert "test_cli_usage.py:" in answer.err
    assert "EMULATION_DEBUG=1" in answer.err
    assert "Traceback" not in answer.err


def test_what_nobody_foresaw_of_the_settings_is_one_line_too(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: object) -> None:
        raise RuntimeError("no home")

    monkeypatch.setattr(config, "language_of", fail)
    answer = ask(capsys, "rank", EXAMPLE)
    assert (answer.status, answer.out) == (2, "")
    assert "no home" in answer.err
    assert answer.err.count("\n") == 1


def test_the_whole_trace_where_it_is_asked_for(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EMULATION_DEBUG", "1")
    _fails(monkeypatch, KeyError("x"))
    answer = ask(capsys, "rank", "x")
    assert answer.status == 2
    assert "Traceback" in answer.err


def test_ctrl_c_is_quiet(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    _fails(monkeypatch, KeyboardInterrupt())
    answer = ask(capsys, "rank", "x")
    assert (answer.status, answer.out, answer.err) == (130, "", "")


def test_a_reader_that_goes_away_is_no_error() -> None:
    code = "import sys; from tui.cli import main; sys.exit(main())"
    with subprocess.Popen(
        [sys.executable, "-c", code, "show", str(EXAMPLE)], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()  # the output is longer than any pipe holds
        assert process.stderr.read() == b""
        assert process.wait(60) == 141


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no device that is always full")  # noqa: PTH110
def test_output_that_cannot_be_written_is_one_line() -> None:
    code = "import sys; from tui.cli import main; sys.exit(main())"
    with open("/dev/full", "w") as full:  # noqa: PTH123
        done = subprocess.run(
            [sys.executable, "-c", code, "show", str(EXAMPLE)], stdout=full, stderr=subprocess.PIPE, check=False
        )
    assert done.returncode == 2
    assert done.stderr.decode().startswith("emulation: không ghi được kết quả")
    assert done.stderr.count(b"\n") == 1


def _without(streams: str, *words: object) -> subprocess.CompletedProcess[str]:
    """The command line as a shell runs it with some of its streams closed."""
    code = "import sys; from tui.cli import main; sys.exit(main())"
    command = ["sh", "-c", f'exec "$@" {streams}', "sh", sys.executable, "-c", code, "--lang", "en", *map(str, words)]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False, timeout=60)


@pytest.mark.skipif(os.name == "nt", reason="streams are closed otherwise there")
def test_without_standard_output_nothing_is_made(tmp_path: Path) -> None:
    for words in (("new", tmp_path / "a"), ("rank", EXAMPLE), ("minutes", EXAMPLE, "-o", tmp_path / "b"), ("--help",)):
        done = _without(">&-", *words)
        assert (done.returncode, done.stdout) == (2, "")
        assert done.stderr == "emulation: standard output is closed; say where the output goes, such as > FILE\n"
        done = _without(">&- 2>&-", *words)
        assert (done.returncode, done.stdout, done.stderr) == (2, "", "")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(os.name == "nt", reason="streams are closed otherwise there")
def test_without_standard_error_the_data_come_with_the_usual_status(tmp_path: Path) -> None:
    (tmp_path / "bloc.toml").write_text("[bloc]\n", "utf-8")
    lines = (("rank", EXAMPLE), ("rank", tmp_path), ("check", tmp_path), ("rank", tmp_path / "none"), ("frobnicate",))
    statuses = []
    for words in lines:
        told, done = _without("", *words), _without("2>&-", *words)
        assert told.stderr or words[0] == "check"
        assert (done.returncode, done.stdout, done.stderr) == (told.returncode, told.stdout, "")
        statuses.append(done.returncode)
    assert statuses == [0, 1, 1, 2, 2]


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no device that is always full")  # noqa: PTH110
def test_messages_that_cannot_be_written_are_lost_alone() -> None:
    done = _without("2> /dev/full", "rank", EXAMPLE)
    assert (done.returncode, done.stdout) == (0, _without("", "rank", EXAMPLE).stdout)


@pytest.mark.skipif(os.name == "nt", reason="streams are closed otherwise there")
def test_without_standard_input_it_says_how_to_begin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    done = _without("<&-")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == f"{Wording('en').say('cli.how-to')}\n"


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp1252", "utf-16"])
def test_output_is_utf8_whatever_the_terminal_says(encoding: str) -> None:
    answer = spawn("rank", EXAMPLE, "--explain", "btp", PYTHONIOENCODING=encoding)
    assert answer.status == 0
    assert "Bộ Tư pháp" in answer.out


def test_a_stream_that_cannot_change_its_encoding_is_left_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    out = io.StringIO()
    monkeypatch.setattr(sys, "stdout", out)
    assert main(["rank", str(EXAMPLE)]) == 0
    assert "BTP" in out.getvalue()


@pytest.mark.parametrize("words", [["--help"], ["check", str(EXAMPLE)], ["rank", str(EXAMPLE)]])
def test_no_command_without_screens_loads_what_draws_them(words: list[str]) -> None:
    code = (
        "import sys; from tui.cli import main; main(sys.argv[1:]); "
        "sys.exit(sorted({'textual', 'rich', 'asyncio'} & sys.modules.keys()) != [])"
    )
    assert subprocess.run([sys.executable, "-c", code, *words], capture_output=True, check=False).returncode == 0


def test_help_loads_no_files_and_no_record() -> None:
    code = (
        "import sys; from tui.cli import main; main(['--help']); "
        "sys.exit(sorted({'cattrs', 'sqlite3', 'tree_sitter', 'emulation.files'} & sys.modules.keys()) != [])"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, check=False).returncode == 0


def test_check_loads_no_record() -> None:
    code = (
        "import sys; from tui.cli import main; main(['check', sys.argv[1]]); "
        "sys.exit(sorted({'sqlite3', 'emulation.meeting'} & sys.modules.keys()) != [])"
    )
    done = subprocess.run([sys.executable, "-c", code, str(EXAMPLE)], capture_output=True, check=False)
    assert done.returncode == 0
