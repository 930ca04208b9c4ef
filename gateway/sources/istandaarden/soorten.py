"""The message kinds this gateway reads, by namespace: seven per law, each with the message that answers it."""

from __future__ import annotations

from collections.abc import Mapping

from gateway.sources.ijw.jw301 import JW301
from gateway.sources.ijw.jw305 import JW305
from gateway.sources.ijw.jw307 import JW307
from gateway.sources.ijw.jw315 import JW315
from gateway.sources.ijw.jw317 import JW317
from gateway.sources.ijw.jw319 import JW319
from gateway.sources.ijw.jw323 import JW323
from gateway.sources.istandaarden.soort import Berichtsoort
from gateway.sources.iwmo.wmo301 import WMO301
from gateway.sources.iwmo.wmo305 import WMO305
from gateway.sources.iwmo.wmo307 import WMO307
from gateway.sources.iwmo.wmo315 import WMO315
from gateway.sources.iwmo.wmo317 import WMO317
from gateway.sources.iwmo.wmo319 import WMO319
from gateway.sources.iwmo.wmo323 import WMO323

IWMO: tuple[Berichtsoort, ...] = (WMO301, WMO305, WMO307, WMO315, WMO317, WMO319, WMO323)
IJW: tuple[Berichtsoort, ...] = (JW301, JW305, JW307, JW315, JW317, JW319, JW323)
SOORTEN: tuple[Berichtsoort, ...] = (*IWMO, *IJW)

BY_NAMESPACE: Mapping[str, Berichtsoort] = {soort.namespace: soort for soort in SOORTEN}
BY_RETOUR_NAMESPACE: Mapping[str, Berichtsoort] = {soort.retour_namespace: soort for soort in SOORTEN}
BY_KIND: Mapping[str, Berichtsoort] = {soort.kind: soort for soort in SOORTEN}
BY_RETOUR: Mapping[str, Berichtsoort] = {soort.retour: soort for soort in SOORTEN}
