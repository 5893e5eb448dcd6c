"""Refusals in words: why a command cannot be carried out, and what to do instead."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from emulation.finding import Finding
from emulation.wording.catalogue import Wording
from emulation.wording.findings import sentence_of, visible

if TYPE_CHECKING:
    from collections.abc import Mapping

    from emulation.meeting.refusal import Refusal
    from emulation.text import Language

_IDS = ("candidate", "criterion", "found", "near", "own", "poll", "unit")
"""The facts that may be ids, and so can be read as names."""

_GROUPS = {"not-on-agenda": "step", "poll-exists": "poll-state", "poll-phase": "poll-state"}
"""The refusals in which ``found`` and ``near`` are words of the domain, and the group that holds the language's."""


def explain(refusal: Refusal, language: Language, names: Mapping[str, str] | None = None) -> str:
    """Why the command is refused, then the way out, in one line.

    ``names`` maps ids to what the screen calls them, such as a unit's short name. A refusal that has no sentence of its
    own because it repeats a finding (about a mark, or an id) reads as that finding does.
    """
    wording = Wording(language)
    key = f"refusal.{refusal.code}"
    if not wording.has(f"{key}.reason") and wording.has(f"finding.{refusal.code}.expected"):
        facts = {name: fact for name, fact in refusal.facts.items() if name != "found"}
        found = refusal.facts.get("found", "")
        return sentence_of(
            Finding(refusal.code, found=(names or {}).get(found, found), facts=facts), language, typed=True
        )
    said = _facts(refusal, wording, names or {})
    hint = wording.say("finding-hint.near", near=said["near"]) if "near" in said else wording.say(f"{key}.hint", **said)
    return visible(f"{wording.say(f'{key}.reason', **said)}; {hint}")


def why(refusal: Refusal, language: Language, names: Mapping[str, str] | None = None) -> str:
    """Why the command is refused, without the way out: for narrow places. Only for refusals with their own sentence."""
    wording = Wording(language)
    return visible(wording.say(f"refusal.{refusal.code}.reason", **_facts(refusal, wording, names or {})))


def _facts(refusal: Refusal, wording: Wording, names: Mapping[str, str]) -> dict[str, object]:
    said: dict[str, object] = dict(refusal.facts)
    group = _GROUPS.get(refusal.code)
    for name, fact in refusal.facts.items():
        if name == "event":
            said[name] = wording.word("event", fact)
            said["final"], said["instead"] = wording.word("final", fact), wording.word("instead", fact)
        elif name == "count":
            said[name] = int(fact)
        elif name == "share" and fact:
            said[name] = wording.share(Fraction(fact))
        elif name in {"found", "near"} and group is not None:
            said[name] = wording.word(group, fact)
        elif name in _IDS:
            said[name] = names.get(fact, fact)
    return said
