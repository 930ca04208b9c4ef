"""JW305: start of support, from provider to gemeente; answered by JW306."""

from __future__ import annotations

from gateway.sources.ijw.release import IJW_3_2
from gateway.sources.istandaarden import levering, retourlezer
from gateway.sources.istandaarden.soort import Berichtsoort

JW305 = Berichtsoort(
    release=IJW_3_2,
    kind="JW305",
    bericht_code="438",
    retour="JW306",
    retour_code="439",
    lees=levering.lees_start,
    lees_retour=retourlezer.lees,
)
