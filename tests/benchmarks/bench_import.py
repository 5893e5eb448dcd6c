"""How long ``import emulation`` and its domain take beside importing attrs and cattrs alone: whole processes, in pairs.

python tests/benchmarks/bench_import.py [PAIRS]
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time

BASE = "import attrs, cattrs"
SUBJECTS = {
    "import emulation": "import emulation",
    "import the domain (scoring, ranking, meeting)": (
        "import emulation.scoring, emulation.ranking, emulation.banding, emulation.meeting.decide"
    ),
    "import the folder reader too": "import emulation.files.folder",
}


def seconds(code: str) -> float:
    """The wall time of a fresh interpreter that runs the code."""
    began = time.perf_counter()
    subprocess.run([sys.executable, "-c", code], check=True)
    return time.perf_counter() - began


def main() -> None:
    """Prints the median ratio of each subject to the base, pair by pair."""
    pairs = int(sys.argv[1]) if len(sys.argv) > 1 else 15
    for code in (BASE, *SUBJECTS.values()):
        seconds(code)
    for name, code in SUBJECTS.items():
        ratios = [seconds(code) / seconds(BASE) for _ in range(pairs)]
        print(f"{name:50} {statistics.median(ratios):5.2f} x attrs and cattrs   ({pairs} pairs)")


if __name__ == "__main__":
    main()
