"""iJw 3.2: JW301 from the municipality, JW305 and JW307 from the youth-care provider."""

from __future__ import annotations

from functools import partial
from typing import Final

from gateway.demo.writers.toewijzing import bericht_301, bericht_305, bericht_307

jw301 = partial(bericht_301, "jw")
jw305 = partial(bericht_305, "jw")
jw307 = partial(bericht_307, "jw")

VOLGENS_PLAN: Final = "31"
IN_OVERLEG: Final = "34"
