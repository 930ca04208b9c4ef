"""WMO323: declaratie, from provider to gemeente; answered by WMO325."""

from __future__ import annotations

from gateway.sources.istandaarden import declaratielezer
from gateway.sources.istandaarden.soort import Berichtsoort
from gateway.sources.iwmo.release import IWMO_3_2

WMO323 = Berichtsoort(
    release=IWMO_3_2,
    kind="WMO323",
    bericht_code="484",
    retour="WMO325",
    retour_code="485",
    lees=declaratielezer.lees,
    lees_retour=declaratielezer.lees_antwoord,
)
