"""Values put into words, Vietnamese first, English second.

The domain speaks in frozen values; here they become sentences, so that a reason reads the same on a screen, on
standard error and in a document. One catalogue a language (``vi/``, ``en/``) holds every sentence; no file of it is
read before a sentence of that file is asked for.
"""

from emulation.wording.catalogue import MissingText, Wording
from emulation.wording.findings import Described, describe, line_of, sentence_of
from emulation.wording.refusals import explain, why
from emulation.wording.typed import parse_date, parse_number

__all__ = [
    "Described",
    "MissingText",
    "Wording",
    "describe",
    "explain",
    "line_of",
    "parse_date",
    "parse_number",
    "sentence_of",
    "why",
]
