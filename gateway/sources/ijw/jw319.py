"""JW319: answer to a 315 or 317, from gemeente to provider; answered by JW320."""

from __future__ import annotations

from gateway.sources.ijw.release import IJW_3_2
from gateway.sources.istandaarden import retourlezer, verzoeklezer
from gateway.sources.istandaarden.soort import Berichtsoort

JW319 = Berichtsoort(
    release=IJW_3_2,
    kind="JW319",
    bericht_code="488",
    retour="JW320",
    retour_code="489",
    lees=verzoeklezer.lees_antwoord,
    lees_retour=retourlezer.lees,
)
