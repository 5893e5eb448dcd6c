"""What a meeting works by: the configuration of its folder, read into values."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import attrs

from emulation.activity import Activity
from emulation.bloc import Bloc
from emulation.contest import Contest
from emulation.frozen import frozen
from emulation.marks import Marks, Sheet, gather
from emulation.pledge import Pledge
from emulation.procedure import Procedure
from emulation.rubric import Rubric

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import TypeAlias

    ReadSources: TypeAlias = Callable[[Mapping[str, str]], "Setup"]
    """Reads the texts of a folder's files, by name; `emulation.files` has the one for TOML."""


@frozen
class Setup:
    """The bloc's year as it was configured when the meeting opened, or when it took in changed files."""

    bloc: Bloc
    rubric: Rubric
    pledges: tuple[Pledge, ...] = ()
    procedure: Procedure = attrs.field(factory=Procedure)
    sheets: tuple[Sheet, ...] = ()
    activity: Activity | None = None

    @cached_property
    def contest(self) -> Contest:
        """What the marks are scored by."""
        return Contest.of(self.bloc, self.rubric, self.pledges, self.procedure)

    @cached_property
    def handed_in(self) -> Marks:
        """The marks of the sheets, before the meeting agreed on any."""
        return gather(self.sheets)
