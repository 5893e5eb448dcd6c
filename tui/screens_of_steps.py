"""Which screen belongs to which item of the agenda, by where it is to be imported from once it is shown."""

from __future__ import annotations

SCREENS_OF_STEPS: dict[str, str] = {
    "opening": "tui.screens.notes:OpeningScreen",
    "roll-call": "tui.screens.roll_call:RollCallScreen",
    "pledges": "tui.screens.pledges:PledgesScreen",
    "tasks": "tui.screens.tasks:TasksScreen",
    "report": "tui.screens.report:ReportScreen",
    "signing": "tui.screens.signing:SigningScreen",
    "discussion": "tui.screens.notes:DiscussionScreen",
    "adoption": "tui.screens.adoption:AdoptionScreen",
    "polls": "tui.screens.polls:PollsScreen",
    "handover": "tui.screens.handover:HandoverScreen",
    "directions": "tui.screens.notes:DirectionsScreen",
    "marks": "tui.screens.marks:MarksScreen",
    "standings": "tui.screens.standings:StandingsScreen",
    "nominations": "tui.screens.awards:AwardsScreen",
    "minutes": "tui.screens.minutes:MinutesScreen",
}
"""The screen of each step of the agenda, imported when it is first shown."""

OTHER_SCREENS: dict[str, str] = {
    "log": "tui.screens.log:LogScreen",
    "activity": "tui.screens.activity:ActivityScreen",
    "nomination-list": "tui.screens.nomination_list:NominationListScreen",
}
"""Screens of the meeting that are no items of its agenda."""
