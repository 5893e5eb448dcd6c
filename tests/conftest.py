"""How Hypothesis looks for counterexamples, at random here and there, the same way each time where CI says so; and no
test reads or writes the settings of whoever runs it.
"""

import os
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, settings

SLOW_OR_PICKY = [HealthCheck.too_slow, HealthCheck.filter_too_much]

settings.register_profile("here", deadline=None, suppress_health_check=SLOW_OR_PICKY)
settings.register_profile("ci", deadline=None, suppress_health_check=SLOW_OR_PICKY, derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "here")

_PLACE = tempfile.TemporaryDirectory()
os.environ["EMULATION_CONFIG"] = str(Path(_PLACE.name) / "config.toml")
os.environ.pop("NO_COLOR", None)
