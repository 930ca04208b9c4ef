"""JW301: toewijzing, from gemeente to provider; answered by JW302."""

from __future__ import annotations

from gateway.sources.ijw.release import IJW_3_2
from gateway.sources.istandaarden import retourlezer, toewijzing
from gateway.sources.istandaarden.soort import Berichtsoort

JW301 = Berichtsoort(
    release=IJW_3_2,
    kind="JW301",
    bericht_code="436",
    retour="JW302",
    retour_code="437",
    lees=toewijzing.lees,
    lees_retour=retourlezer.lees,
)
