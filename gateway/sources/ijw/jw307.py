"""JW307: stop of support, from provider to gemeente; answered by JW308."""

from __future__ import annotations

from gateway.sources.ijw.release import IJW_3_2
from gateway.sources.istandaarden import levering, retourlezer
from gateway.sources.istandaarden.soort import Berichtsoort

JW307 = Berichtsoort(
    release=IJW_3_2,
    kind="JW307",
    bericht_code="440",
    retour="JW308",
    retour_code="441",
    lees=levering.lees_stop,
    lees_retour=retourlezer.lees,
)
