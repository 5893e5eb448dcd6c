"""The days that a meeting looks from: back at its year, and at the dossiers handed in for it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from emulation.meeting.state import State


def review_day(state: State, today: date) -> date:
    """The day the meeting was planned for, or today where that is sooner or no day was planned.

    It is never later than the last day of the bloc's year: what came after is another year's.
    """
    return min(meeting_day(state, today), date(state.setup.bloc.year, 12, 31))


def meeting_day(state: State, today: date) -> date:
    """The day the meeting was planned for, or today where that is sooner or no day was planned."""
    planned = next((one.on for one in state.setup.procedure.meetings if one.id == state.meeting), None)
    return min(planned or today, today)
