"""Several lines to type into."""

from __future__ import annotations

from contextlib import suppress

from textual.widgets import TextArea


class SeveralLines(TextArea):
    """Textual's own, held against a fault of it."""

    def _recompute_cursor_offset(self) -> None:
        """Where the cursor is; a line that went with the last key may be asked for before the rest is broken anew."""
        with suppress(ValueError):
            super()._recompute_cursor_offset()  # type: ignore[no-untyped-call]  # Textual gives it no types
