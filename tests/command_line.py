"""Runs the command line inside the test's own process, or as a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import attrs

from tui.cli import main

if TYPE_CHECKING:
    import pytest


@attrs.frozen
class Answer:
    """What a command came to."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


def ask(capsys: pytest.CaptureFixture[str], *words: object) -> Answer:
    """Runs the command line here."""
    capsys.readouterr()
    status = main([str(word) for word in words])
    out, err = capsys.readouterr()
    return Answer(status, out, err)


def spawn(*words: object, **environment: str) -> Answer:
    """Runs the command line as users do; both streams are read as UTF-8."""
    done = subprocess.run(
        [sys.executable, "-c", "import sys; from tui.cli import main; sys.exit(main())", *map(str, words)],
        capture_output=True,
        env={**os.environ, **environment},
        timeout=60,
        check=False,
    )
    return Answer(done.returncode, done.stdout.decode(), done.stderr.decode())
