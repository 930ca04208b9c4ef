"""The message kinds this gateway reads, by namespace; which other kinds of the standards it knows by name."""

from __future__ import annotations

from collections.abc import Mapping

from gateway.sources.ijw.jw301 import JW301
from gateway.sources.ijw.jw305 import JW305
from gateway.sources.ijw.jw307 import JW307
from gateway.sources.istandaarden.soort import Berichtsoort
from gateway.sources.iwmo.wmo301 import WMO301
from gateway.sources.iwmo.wmo305 import WMO305
from gateway.sources.iwmo.wmo307 import WMO307

SOORTEN: tuple[Berichtsoort, ...] = (WMO301, WMO305, WMO307, JW301, JW305, JW307)
BY_NAMESPACE: Mapping[str, Berichtsoort] = {soort.namespace: soort for soort in SOORTEN}
BY_KIND: Mapping[str, Berichtsoort] = {soort.kind: soort for soort in SOORTEN}
