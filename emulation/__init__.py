"""Emulation blocs: pledges, rubrics, exact scoring and ranking, polls, award eligibility, and the meeting that decides.

The library is values in, values out: it reads no disk and no clock, and draws no random number. `emulation.files` is
the door to the disk, `emulation.wording` puts values into words. The names below can be imported from here; each is
loaded when it is first asked for, so that ``import emulation`` costs next to nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from emulation.banding import Grade, grade
    from emulation.bloc import Bloc, Movement, Office, Staff, Unit, Winner
    from emulation.contest import Contest
    from emulation.filling import Points
    from emulation.finding import Finding
    from emulation.marks import Given, Mark, Marks, NotApplicable, SetByHand, Sheet, gather
    from emulation.pledge import Pledge, Report, Target
    from emulation.procedure import MarkRules, PollRules, Procedure, RankingRules
    from emulation.ranking import Settlements, Standing, lot, rank
    from emulation.rubric import Band, Criterion, Rubric, Section
    from emulation.scoring import Scorecard, score
    from emulation.text import Text

_HOMES = {
    "banding": ("Grade", "grade"),
    "bloc": ("Bloc", "Movement", "Office", "Staff", "Unit", "Winner"),
    "contest": ("Contest",),
    "filling": ("Points",),
    "finding": ("Finding",),
    "marks": ("Given", "Mark", "Marks", "NotApplicable", "SetByHand", "Sheet", "gather"),
    "pledge": ("Pledge", "Report", "Target"),
    "procedure": ("MarkRules", "PollRules", "Procedure", "RankingRules"),
    "ranking": ("Settlements", "Standing", "lot", "rank"),
    "rubric": ("Band", "Criterion", "Rubric", "Section"),
    "scoring": ("Scorecard", "score"),
    "text": ("Text",),
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}

__all__ = [  # noqa: RUF022  (by room, as above)
    "Grade",
    "grade",
    "Bloc",
    "Movement",
    "Office",
    "Staff",
    "Unit",
    "Winner",
    "Contest",
    "Points",
    "Finding",
    "Given",
    "Mark",
    "Marks",
    "NotApplicable",
    "SetByHand",
    "Sheet",
    "gather",
    "Pledge",
    "Report",
    "Target",
    "MarkRules",
    "PollRules",
    "Procedure",
    "RankingRules",
    "Settlements",
    "Standing",
    "lot",
    "rank",
    "Band",
    "Criterion",
    "Rubric",
    "Section",
    "Scorecard",
    "score",
    "Text",
]


def __getattr__(name: str) -> object:
    home = _HOME_OF.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = globals()[name] = getattr(import_module(f"{__name__}.{home}"), name)
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *_HOME_OF})
