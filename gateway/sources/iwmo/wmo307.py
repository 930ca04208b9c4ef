"""WMO307: stop of support, from provider to gemeente; answered by WMO308."""

from __future__ import annotations

from gateway.sources.istandaarden import levering, retourlezer
from gateway.sources.istandaarden.soort import Berichtsoort
from gateway.sources.iwmo.release import IWMO_3_2

WMO307 = Berichtsoort(
    release=IWMO_3_2,
    kind="WMO307",
    bericht_code="420",
    retour="WMO308",
    retour_code="421",
    lees=levering.lees_stop,
    lees_retour=retourlezer.lees,
)
