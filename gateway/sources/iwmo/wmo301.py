"""WMO301: toewijzing, from gemeente to provider; answered by WMO302."""

from __future__ import annotations

from gateway.sources.istandaarden import retourlezer, toewijzing
from gateway.sources.istandaarden.soort import Berichtsoort
from gateway.sources.iwmo.release import IWMO_3_2

WMO301 = Berichtsoort(
    release=IWMO_3_2,
    kind="WMO301",
    bericht_code="414",
    retour="WMO302",
    retour_code="415",
    lees=toewijzing.lees,
    lees_retour=retourlezer.lees,
)
