"""WMO315: verzoek om toewijzing (VOT), from provider to gemeente; answered by WMO316."""

from __future__ import annotations

from gateway.sources.istandaarden import retourlezer, verzoeklezer
from gateway.sources.istandaarden.soort import Berichtsoort
from gateway.sources.iwmo.release import IWMO_3_2

WMO315 = Berichtsoort(
    release=IWMO_3_2,
    kind="WMO315",
    bericht_code="444",
    retour="WMO316",
    retour_code="445",
    lees=verzoeklezer.lees_vot,
    lees_retour=retourlezer.lees,
)
