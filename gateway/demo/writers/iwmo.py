"""iWmo 3.2: WMO301 from the municipality, WMO305 and WMO307 from the provider."""

from __future__ import annotations

from functools import partial
from typing import Final

from gateway.demo.writers.toewijzing import bericht_301, bericht_305, bericht_307

wmo301 = partial(bericht_301, "wmo")
wmo305 = partial(bericht_305, "wmo")
wmo307 = partial(bericht_307, "wmo")

# RedenBeeindiging WMO588. Code 31 means something else in iJw.
OVERLIJDEN: Final = "02"
VOLGENS_PLAN: Final = "19"
TIJDELIJK: Final = "20"
DOOR_CLIENT: Final = "21"
VOORTIJDIG: Final = "23"
