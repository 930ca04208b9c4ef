"""JW323: declaratie, from provider to gemeente; answered by JW325."""

from __future__ import annotations

from gateway.sources.ijw.release import IJW_3_2
from gateway.sources.istandaarden import declaratielezer
from gateway.sources.istandaarden.soort import Berichtsoort

JW323 = Berichtsoort(
    release=IJW_3_2,
    kind="JW323",
    bericht_code="490",
    retour="JW325",
    retour_code="491",
    lees=declaratielezer.lees,
    lees_retour=declaratielezer.lees_antwoord,
)
