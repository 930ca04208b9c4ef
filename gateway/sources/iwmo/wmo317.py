"""WMO317: verzoek om wijziging (VOW), from provider to gemeente; answered by WMO318."""

from __future__ import annotations

from gateway.sources.istandaarden import retourlezer, verzoeklezer
from gateway.sources.istandaarden.soort import Berichtsoort
from gateway.sources.iwmo.release import IWMO_3_2

WMO317 = Berichtsoort(
    release=IWMO_3_2,
    kind="WMO317",
    bericht_code="480",
    retour="WMO318",
    retour_code="481",
    lees=verzoeklezer.lees_vow,
    lees_retour=retourlezer.lees,
)
