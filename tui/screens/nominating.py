"""What the meeting does about a candidate: put forward, take back, decide otherwise than the program found."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from emulation.meeting.events import Nominated, NominationDropped, Overruled
from tui import judging
from tui.screens.verdict_lines import status_word

if TYPE_CHECKING:
    from tui.judging import Grounds, Pair
    from tui.screens.asking import AskingScreen


def nominate(screen: AskingScreen, grounds: Grounds, pair: Pair) -> None:
    """Put forward who is eligible; against the verdict only as the chair's decision, with a reason."""
    program, wording = screen.program, screen.wording
    candidate, award = pair
    program.called |= grounds.called([pair])
    found = judging.verdict(grounds, pair)
    status = None if found is None else found[0].status
    again = any((one.candidate, one.award) == pair for one in program.state.nominations)
    if status == "eligible" or again or screen.closed_lines(Nominated):
        program.do(Nominated(award, candidate))  # where it cannot be, it says why
        return
    verdict = status_word(status, wording)

    def answered(answers: list[str]) -> None:
        (reason,) = answers
        if not reason:
            screen.refused("ui.awards.reason-missing")
            return
        decision = wording.say("ui.awards.decided", verdict=verdict)
        program.with_person(
            partial(_overrule, screen, Overruled(called(grounds, pair, screen), decision, reason), pair)
        )

    screen.ask_all([(wording.say("ui.awards.ask-overrule", verdict=verdict), "")], answered)


def _overrule(screen: AskingScreen, decided: Overruled, pair: Pair) -> None:
    program = screen.program
    before = program.state.overruled
    program.do(decided)
    if program.state.overruled != before:
        candidate, award = pair
        program.do(Nominated(award, candidate, decided.reason))


def drop(screen: AskingScreen, grounds: Grounds, pair: Pair) -> None:
    """Take a nomination back, with a reason."""
    program = screen.program
    candidate, award = pair
    program.called |= grounds.called([pair])
    listed = any((one.candidate, one.award) == pair for one in program.state.nominations)
    if not listed or screen.closed_lines(NominationDropped):
        program.do(NominationDropped(award, candidate, "–"))  # which says why it cannot be
        return

    def answered(answers: list[str]) -> None:
        program.do(NominationDropped(award, candidate, answers[0]))

    screen.ask_all([(screen.wording.say("ui.awards.ask-drop", name=called(grounds, pair, screen)), "")], answered)


def overrule(screen: AskingScreen, grounds: Grounds, pair: Pair) -> None:
    """Note that the chair decided otherwise than the program found, and why."""
    say = screen.wording.say
    if screen.closed_lines(Overruled):
        screen.program.do(Overruled("–", "–", "–"))  # which says why it cannot be
        return

    def answered(answers: list[str]) -> None:
        decision, reason = answers
        if not decision or not reason:
            screen.refused("ui.awards.reason-missing")
            return
        screen.program.do(Overruled(called(grounds, pair, screen), decision, reason))

    screen.ask_all([(say("ui.awards.ask-decision"), ""), (say("ui.awards.ask-reason"), "")], answered)


def called(grounds: Grounds, pair: Pair, screen: AskingScreen) -> str:
    """Who, and for what."""
    candidate, award = pair
    return f"{grounds.name(candidate, screen.wording)} – {grounds.award_name(award, screen.wording)}"
