"""What stood in a line before, to be taken back while it is typed: a word at a time, or one other change."""

from __future__ import annotations

from typing import TypeAlias

Typed: TypeAlias = tuple[str, str]
"""The text of a line before its caret, and after it."""


class Steps:
    """The steps of one line; `change` is told of each change, `back` and `forth` say what to show instead."""

    def __init__(self) -> None:
        self._earlier: list[Typed] = []
        self._later: list[Typed] = []
        self._running: Typed | None = None

    def change(self, before: Typed, after: Typed) -> None:
        """Remember what stood there before; letters that follow each other belong to one step up to the next blank."""
        if before == after:
            return
        typed = _is_typed(before, after)
        if not (typed and self._running == before):
            self._earlier.append(before)
        self._later.clear()
        self._running = after if typed else None

    def back(self, now: Typed) -> Typed | None:
        """What stood there before the newest step; none where there was nothing."""
        return self._turn(self._earlier, self._later, now)

    def forth(self, now: Typed) -> Typed | None:
        """What stood there before it was taken back; none where nothing was, or something was typed since."""
        return self._turn(self._later, self._earlier, now)

    def _turn(self, taken: list[Typed], kept: list[Typed], now: Typed) -> Typed | None:
        self._running = None
        if not taken:
            return None
        kept.append(now)
        return taken.pop()


def _is_typed(before: Typed, after: Typed) -> bool:
    """Whether that is one letter more at the caret, or the letter there with a sign more, and no blank."""
    stood, stands = before[0], after[0]
    return (
        before[1] == after[1]
        and stands[:-1] in {stood, stood[:-1]}
        and len(stands) >= len(stood)
        and not stands[-1:].isspace()
    )
