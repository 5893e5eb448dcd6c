from __future__ import annotations

import hashlib
import os
import shutil
from pathlib import Path

import pytest

from emulation.files import folder as folders
from emulation.files.folder import FolderUnusableError, load_folder, load_rubric, read_folder
from emulation.files.session import setup_of

ROOT = Path(__file__).parents[2]
BASE = ROOT / "tests" / "golden" / "findings" / "base"
EXAMPLES = sorted(path.parent for path in (ROOT / "examples").glob("*/bloc.toml"))


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return Path(shutil.copytree(BASE, tmp_path / "bloc"))


def codes(path: Path) -> list[tuple[str, str]]:
    return [(finding.file, finding.code) for finding in load_folder(path).findings]


def test_a_folder_is_read(root: Path) -> None:
    folder = load_folder(root)
    assert folder.usable
    assert [unit.id for unit in folder.bloc.units] == ["btp", "bca"]
    assert folder.rubric.criterion("A2.1").max == 10
    assert [pledge.unit for pledge in folder.pledges] == ["btp"]
    assert [poll.id for poll in folder.procedure.polls] == ["flag"]
    assert [(one.file, one.sheet.by) for one in folder.sheets] == [
        ("scores/self-bca.toml", "bca"),
        ("scores/self-btp.toml", "btp"),
    ]


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.name)
def test_an_example_is_usable(path: Path) -> None:
    folder = load_folder(path)
    assert folder.usable, folder.findings


def test_every_file_is_kept_with_its_hash(root: Path) -> None:
    (root / "rules.toml").write_text("[rules]\nbooks = ['local.toml']\n", "utf-8")
    (root / "local.toml").write_text("", "utf-8")
    (root / "other.toml").write_text("", "utf-8")
    folder = load_folder(root)
    files = {path.relative_to(root).as_posix() for path in root.rglob("*.toml")} - {"other.toml"}
    assert folder.sources.keys() == files
    for file, source in folder.sources.items():
        assert source.text == (root / file).read_text("utf-8")
        assert source.sha256 == hashlib.sha256((root / file).read_bytes()).hexdigest()


def test_a_folder_read_from_its_own_texts_is_the_same(root: Path) -> None:
    (root / "bloc.toml").write_bytes((root / "bloc.toml").read_bytes().replace(b"\n", b"\r\n"))
    folder = load_folder(root)
    assert read_folder({file: source.text for file, source in folder.sources.items()}) == folder


def test_a_line_can_be_asked_for_afterwards(root: Path) -> None:
    document = load_folder(root).documents["rubric.toml"]
    assert document.line(("section", 0, "criterion", 1, "goal")) == 28


def test_what_could_not_be_read_cannot_be_asked_for(root: Path) -> None:
    (root / "bloc.toml").write_text("[bloc]", "utf-8")
    (root / "rubric.toml").unlink()
    folder = load_folder(root)
    assert not folder.usable
    with pytest.raises(FolderUnusableError) as caught:
        _ = folder.bloc
    assert caught.value.findings == folder.findings
    with pytest.raises(FolderUnusableError):
        _ = folder.rubric


def test_warnings_leave_a_folder_usable(root: Path) -> None:
    (root / "other.toml").write_text("", "utf-8")
    folder = load_folder(root)
    assert [finding.severity for finding in folder.findings] == ["warning"]
    assert folder.usable


def test_a_folder_that_is_not_there_is_a_finding(tmp_path: Path) -> None:
    assert codes(tmp_path / "nowhere") == [("", "missing-folder")]


def test_a_file_is_not_a_folder(root: Path) -> None:
    assert codes(root / "bloc.toml") == [("", "not-a-folder")]


def test_an_empty_folder_lacks_what_is_required(tmp_path: Path) -> None:
    assert codes(tmp_path) == [("bloc.toml", "missing-file"), ("rubric.toml", "missing-file")]


def test_a_folder_in_place_of_a_file_is_a_finding(root: Path) -> None:
    (root / "bloc.toml").unlink()
    (root / "bloc.toml").mkdir()
    assert codes(root) == [("bloc.toml", "is-a-folder")]


def test_a_file_in_place_of_the_scores_is_a_finding(root: Path) -> None:
    shutil.rmtree(root / "scores")
    (root / "scores").write_text("", "utf-8")
    assert codes(root) == [("scores", "not-a-folder")]


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
def test_links_that_lead_nowhere_are_findings(root: Path) -> None:
    (root / "bloc.toml").unlink()
    (root / "bloc.toml").symlink_to("bloc.toml")
    (root / "rubric.toml").unlink()
    (root / "rubric.toml").symlink_to("gone.toml")
    assert codes(root) == [("bloc.toml", "unreadable"), ("rubric.toml", "missing-file")]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes there")
def test_a_pipe_is_not_waited_for(root: Path) -> None:
    (root / "pledges.toml").unlink()
    os.mkfifo(root / "pledges.toml")
    assert codes(root) == [("pledges.toml", "unreadable")]


def test_a_file_that_may_not_be_read_is_a_finding(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read = folders.read_bytes

    def refuse(path: Path) -> bytes:
        if path.name == "rubric.toml":
            raise PermissionError(13, "Permission denied")
        return read(path)

    monkeypatch.setattr(folders, "read_bytes", refuse)
    assert codes(root) == [("rubric.toml", "not-permitted")]


@pytest.mark.skipif(os.name == "nt", reason="names are text there")
def test_a_name_that_is_no_text_can_still_be_shown(root: Path) -> None:
    try:
        Path(os.fsdecode(os.fsencode(root) + b"/\xff.toml")).write_text("", "utf-8")
    except OSError:
        pytest.skip("this disk takes no such name")
    assert codes(root) == [("\ufffd.toml", "unknown-file")]


def test_other_files_are_left_alone(root: Path) -> None:
    for name in ("README.md", ".hidden.toml", "scores/.notes", "scores/~$x.xlsx", "meetings/a.db"):
        (root / name).parent.mkdir(exist_ok=True)
        (root / name).write_text("{", "utf-8")
    assert codes(root) == []


def test_what_is_not_read_among_the_sheets_is_a_warning_that_names_what_is(root: Path) -> None:
    for name in ("notes.txt", "peer-btp-2022-12-06.xls", "self-btp-2022-12-05.ods", "self-btp-2022-12-05.xlsm"):
        (root / "scores" / name).write_text("", "utf-8")
    (root / "scores" / "earlier").mkdir()
    findings = load_folder(root).findings
    assert {(one.severity, one.code, one.facts["known"]) for one in findings} == {
        ("warning", "unknown-file", ".toml, .csv, .xlsx")
    }
    assert [one.file for one in findings] == [
        "scores/earlier",
        "scores/notes.txt",
        "scores/peer-btp-2022-12-06.xls",
        "scores/self-btp-2022-12-05.ods",
        "scores/self-btp-2022-12-05.xlsm",
    ]


def test_lines_that_end_as_on_windows_count_once(root: Path) -> None:
    rubric = (root / "rubric.toml").read_text("utf-8").replace("reach = 14", "reach = 18")
    (root / "rubric.toml").write_bytes(rubric.replace("\n", "\r\n").encode())
    (finding,) = load_folder(root).findings
    assert (finding.code, finding.line) == ("duplicate-reach", 38)


def test_a_rubric_alone_is_checked(root: Path) -> None:
    rubric, findings = load_rubric(root / "rubric.toml")
    assert rubric is not None
    assert findings == ()
    (root / "rubric.toml").write_text((root / "rubric.toml").read_text("utf-8").replace("total = 20", "total = 25"))
    _, findings = load_rubric(root / "rubric.toml")
    assert [(one.file, one.line, one.code) for one in findings] == [("rubric.toml", 5, "wrong-sum")]


def test_a_rubric_that_is_not_there_is_a_finding(root: Path) -> None:
    rubric, findings = load_rubric(root / "nowhere.toml")
    assert rubric is None
    assert [one.code for one in findings] == ["missing-file"]


def test_checks_run_behind_mistakes_of_reading(root: Path) -> None:
    bloc = (root / "bloc.toml").read_text("utf-8").replace('short = "BCA"', "short = 3")
    (root / "bloc.toml").write_text(bloc.replace('unit = "btp"', 'unit = "bxx"'), "utf-8")
    folder = load_folder(root)
    assert [finding.code for finding in folder.findings] == ["wrong-type", "unknown-unit"]
    with pytest.raises(FolderUnusableError):
        _ = folder.bloc  # what was mended is for the checks alone


SLIPS = {
    "a number": ("rubric.toml", "max = 10", "max = nan", "not-finite"),
    "a number spelled out": ("rubric.toml", "max = 20", 'max = "twenty"', "wrong-type"),
    "the step": ("rubric.toml", "step = 0.5", "step = inf", "not-finite"),
    "the year": ("bloc.toml", "year = 2022", "year = 20222", "not-a-year"),
    "an id": ("bloc.toml", 'id = "bca"', "id = 7", "wrong-type"),
    "an id left out": ("bloc.toml", 'id = "btp"\n', "", "missing-key"),
    "a word": ("bloc.toml", 'role = "head"', 'role = "x"', "unknown-word"),
    "a method": ("rubric.toml", 'method = "judged"', 'method = "zzzzzz"', "unknown-word"),
    "a share": ("procedure.toml", 'at_least = "2/3"', 'at_least = "most"', "not-a-share"),
    "a goal": ("pledges.toml", "goal = 95", "goal = 1234567890123456", "too-many-digits"),
    "a day": ("scores/self-btp.toml", "on = 2022-12-05", "on = 5", "wrong-type"),
    "who marked": ("scores/self-btp.toml", 'by = "btp"', "by = 5", "wrong-type"),
    "a mark": ("scores/self-btp.toml", "A1 = ", "A1 = nan #", "not-finite"),
}


@pytest.mark.parametrize("slip", SLIPS)
def test_a_value_that_nobody_can_guess_is_told_alone_and_hides_nothing(root: Path, slip: str) -> None:
    file, right, wrong, code = SLIPS[slip]
    text = (root / file).read_text("utf-8")
    assert right in text
    (root / file).write_text(text.replace(right, wrong, 1), "utf-8")
    assert codes(root) == [(file, code)]
    for other, line, beside in (
        ("bloc.toml", 'launched_by = "bloc"', 'launched_by = "nobody"'),
        ("rubric.toml", "reach = 14", "reach = 18"),
        ("pledges.toml", 'source = "báo cáo quý"', ""),
        ("procedure.toml", 'candidates = "top:1"', 'candidates = "top"'),
    ):
        text = (root / other).read_text("utf-8")
        assert line in text
        (root / other).write_text(text.replace(line, beside), "utf-8")
    found = {one for _, one in codes(root)}
    hidden = {"unknown-launcher"} if slip.startswith("an id") else set()  # it may be the one that has no id
    assert found == {code, "unknown-launcher", "duplicate-reach", "no-source", "unknown-candidates"} - hidden


def test_a_rubric_alone_is_checked_behind_its_mistakes_as_in_a_folder(root: Path) -> None:
    text = (root / "rubric.toml").read_text("utf-8")
    text = (
        text.replace("max = 10", "max = nan", 1).replace("reach = 14", "reach = 18").replace("goal = 100", "goal = 0")
    )
    (root / "rubric.toml").write_text(text, "utf-8")
    rubric, findings = load_rubric(root / "rubric.toml")
    assert rubric is None
    assert [one.code for one in findings] == ["not-finite", "goal-of-zero", "duplicate-reach"]
    assert findings == load_folder(root).findings


def test_a_rulebook_is_no_unknown_file_where_nobody_can_say_which_books_apply(root: Path) -> None:
    (root / "own.toml").write_text('[rulebook]\nid = "own"\n', "utf-8")
    for rules in ("[rules", "[rules]\nbooks = 7\n", '[rules]\nsách = ["own.toml"]\n'):
        (root / "rules.toml").write_text(rules, "utf-8")
        assert "unknown-file" not in [code for _, code in codes(root)]
    for rules in ("", '[rules]\nbooks = ["vn"]\n'):
        (root / "rules.toml").write_text(rules, "utf-8")
        assert codes(root) == [("own.toml", "unknown-file")]


def test_criteria_may_stand_thirty_deep_and_no_deeper_than_can_be_read(root: Path) -> None:
    rubric = (root / "rubric.toml").read_text("utf-8")
    for depth in range(1, 31):
        header = f"[[section.{'.'.join(['criterion'] * depth)}]]"
        last = 'method = "judged"' if depth == 30 else ""
        rubric += f'\n{header}\nid = "D{depth}"\ntext = "x"\nmax = 10\n{last}\n'
    (root / "rubric.toml").write_text(rubric, "utf-8")
    assert load_folder(root).rubric.criterion("D30").max == 10
    (root / "rubric.toml").write_text(rubric + "\n[[section." + ".".join(["criterion"] * 40) + "]]\n", "utf-8")
    assert [finding.code for finding in load_folder(root).findings] == ["too-deep"]


def test_activities_are_there_only_where_the_folder_has_the_file(root: Path) -> None:
    assert load_folder(root).activity is None
    (root / "activity.toml").write_text('[[joint]]\nname = "Hội thao"\non = 2022-05-19\nunits = ["btp"]\n', "utf-8")
    folder = load_folder(root)
    assert folder.activity is not None
    assert [(one.name.vi, one.units) for one in folder.activity.joint] == [("Hội thao", ("btp",))]
    assert setup_of(folder).activity == folder.activity
    (root / "activity.toml").write_text("[[joint]]\nname = 3\n", "utf-8")
    assert load_folder(root).activity is None
