"""Reading the terminal so that nothing that comes out of it ends the program, or acts in it without being a key.

Textual reads bytes strictly, so that one which is no UTF-8 ends the program; and what follows an escape character in a
pasted text it takes for keys that were pressed.
"""

from __future__ import annotations

import codecs
import os
import re
import selectors
import sys
from typing import TYPE_CHECKING

if sys.platform == "win32":
    from textual.driver import Driver as _Driver
else:
    from textual._xterm_parser import XTermParser
    from textual.drivers.linux_driver import LinuxDriver as _Driver

if TYPE_CHECKING:
    from textual.driver import Driver

BEGIN, END = "\x1b[200~", "\x1b[201~"
"""What terminals put around a pasted text."""

_STEERING = r"\x1b(?:\[[0-?]*[ -/]*[@-~]|[@-Z\\^_])?"
"""An escape character with what it would have a terminal do."""

_PATIENCE = 0.1
_CHUNK = 4096


class Pasted:
    """Takes out of pasted texts what would steer a terminal; everything else goes through as it came, at once."""

    def __init__(self) -> None:
        self._inside = False
        self._before = ""  # the last letters outside, which may be the first of what begins a paste
        self._held = ""  # letters inside that may be the first of what ends it

    def clean(self, text: str) -> str:
        """The text that came next, cleaned."""
        text, self._held = self._held + text, ""
        out = []
        while text:
            if self._inside:
                pasted, text = self._pasted(text)
                out.append(pasted)
                continue
            seen = self._before + text
            at = seen.find(BEGIN)
            if at < 0:
                self._before = seen[1 - len(BEGIN) :]
                return "".join((*out, text))
            begun = at + len(BEGIN) - len(self._before)
            out.append(text[:begun])
            text, self._inside, self._before = text[begun:], True, ""
        return "".join(out)

    def _pasted(self, text: str) -> tuple[str, str]:
        """What may go on of a text inside a paste, and what is left to look at."""
        at = text.find(END)
        if at >= 0:
            self._inside = False
            return re.sub(_STEERING, "", text[:at]) + END, text[at + len(END) :]
        last = text.rfind("\x1b")
        if last >= 0 and END.startswith(text[last:]):
            text, self._held = text[:last], text[last:]
        return re.sub(_STEERING, "", text), ""


class PatientDriver(_Driver):
    """Textual's driver of terminals, but for how it reads."""

    if sys.platform != "win32":

        def _run_input_thread(self) -> None:
            """Read until the program leaves; what goes wrong is the program's to tell, which leaves then."""
            try:
                self.run_input_thread()
            except Exception as problem:  # noqa: BLE001  (whatever it is, no key is read any more)
                self._app.call_later(self._app._handle_exception, problem)  # noqa: SLF001  (Textual's own way)

        def run_input_thread(self) -> None:
            """Wait for what the terminal sends, and hand it on as events."""
            parser, pasted = XTermParser(self._debug), Pasted()
            decoder = codecs.getincrementaldecoder("utf-8")("replace")
            with selectors.SelectSelector() as selector:
                selector.register(self.fileno, selectors.EVENT_READ)
                while not self.exit_event.is_set():
                    if selector.select(_PATIENCE):
                        sent = os.read(self.fileno, _CHUNK)
                        if not sent:  # a terminal that is gone; the signal of that is on its way
                            self.exit_event.wait(_PATIENCE)
                        text = pasted.clean(decoder.decode(sent))
                        for event in parser.feed(text) if text else ():
                            self.process_message(event)
                    for event in parser.tick():
                        self.process_message(event)


def patient(found: type[Driver]) -> type[Driver]:
    """The driver to use where Textual would use that one."""
    return PatientDriver if sys.platform != "win32" and found is _Driver else found
