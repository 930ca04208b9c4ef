"""WMO319: answer to a 315 or 317, from gemeente to provider; answered by WMO320."""

from __future__ import annotations

from gateway.sources.istandaarden import retourlezer, verzoeklezer
from gateway.sources.istandaarden.soort import Berichtsoort
from gateway.sources.iwmo.release import IWMO_3_2

WMO319 = Berichtsoort(
    release=IWMO_3_2,
    kind="WMO319",
    bericht_code="482",
    retour="WMO320",
    retour_code="483",
    lees=verzoeklezer.lees_antwoord,
    lees_retour=retourlezer.lees,
)
