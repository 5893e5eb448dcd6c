"""The terminal program and the commands of `emulation`."""

import os

# Textual reads it once, when it is imported. At its own 60 an entry's second frame waits up to 33 ms for its turn.
os.environ.setdefault("TEXTUAL_FPS", "120")
