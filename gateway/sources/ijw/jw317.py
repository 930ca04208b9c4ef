"""JW317: verzoek om wijziging (VOW), from provider to gemeente; answered by JW318."""

from __future__ import annotations

from gateway.sources.ijw.release import IJW_3_2
from gateway.sources.istandaarden import retourlezer, verzoeklezer
from gateway.sources.istandaarden.soort import Berichtsoort

JW317 = Berichtsoort(
    release=IJW_3_2,
    kind="JW317",
    bericht_code="486",
    retour="JW318",
    retour_code="487",
    lees=verzoeklezer.lees_vow,
    lees_retour=retourlezer.lees,
)
