"""JW315: verzoek om toewijzing (VOT), from provider to gemeente; answered by JW316."""

from __future__ import annotations

from gateway.sources.ijw.release import IJW_3_2
from gateway.sources.istandaarden import retourlezer, verzoeklezer
from gateway.sources.istandaarden.soort import Berichtsoort

JW315 = Berichtsoort(
    release=IJW_3_2,
    kind="JW315",
    bericht_code="446",
    retour="JW316",
    retour_code="447",
    lees=verzoeklezer.lees_vot,
    lees_retour=retourlezer.lees,
)
