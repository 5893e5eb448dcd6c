"""The domain proved free of what it must not touch, by a fresh interpreter and by the text of its modules."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import emulation

ROOT = Path(emulation.__file__).parent
DOMAIN = sorted(path for path in ROOT.rglob("*.py") if path.relative_to(ROOT).parts[0] not in {"files", "wording"})
FORBIDDEN = ["textual", "rich", "sqlite3", "tomli", "tomli_w", "tomllib", "cattrs", "tree_sitter", "emulation.files"]


def loaded_by(code: str) -> set[str]:
    said = subprocess.run(
        [sys.executable, "-c", f"{code}\nimport sys\nprint(*sys.modules)"], check=True, capture_output=True, text=True
    )
    return set(said.stdout.split())


def test_import_emulation_loads_no_files_no_database_and_no_toml() -> None:
    assert not loaded_by("import emulation") & {*FORBIDDEN, "attrs", "attr"}


def test_every_public_name_is_there_and_none_loads_the_disk() -> None:
    loaded = loaded_by("import emulation\nfor name in emulation.__all__: getattr(emulation, name)")
    assert not loaded & set(FORBIDDEN)
    assert {home.split(".")[-1] for home in loaded if home.startswith("emulation.")} >= {
        "scoring",
        "ranking",
        "banding",
    }


def test_the_whole_domain_loads_without_disk_or_terminal() -> None:
    names = [
        ".".join(("emulation", *path.relative_to(ROOT).with_suffix("").parts)).removesuffix(".__init__")
        for path in DOMAIN
    ]
    assert not loaded_by(f"import {', '.join(names)}") & set(FORBIDDEN)


def test_a_name_that_is_not_there_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'scoree'"):
        emulation.scoree  # noqa: B018


def decides(path: Path) -> bool:
    """Whether floats have no place in it: `insight` may hold statistics, which decide nothing."""
    return path.relative_to(ROOT).parts[0] != "insight"


@pytest.mark.parametrize("path", [p for p in DOMAIN if decides(p)], ids=lambda p: str(p.relative_to(ROOT)))
def test_no_float_in_the_domain(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        assert not (isinstance(node, ast.Constant) and isinstance(node.value, float)), f"{path}:{node.lineno}"
        assert not (isinstance(node, ast.Name) and node.id == "float"), f"{path}:{node.lineno}"
        assert not (isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div) and is_int(node.left, node.right)), (
            f"{path}:{node.lineno}"
        )


def is_int(*nodes: ast.expr) -> bool:
    return all(isinstance(node, ast.Constant) and isinstance(node.value, int) for node in nodes)
