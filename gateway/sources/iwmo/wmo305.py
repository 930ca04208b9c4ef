"""WMO305: start of support, from provider to gemeente; answered by WMO306."""

from __future__ import annotations

from gateway.sources.istandaarden import levering, retourlezer
from gateway.sources.istandaarden.soort import Berichtsoort
from gateway.sources.iwmo.release import IWMO_3_2

WMO305 = Berichtsoort(
    release=IWMO_3_2,
    kind="WMO305",
    bericht_code="418",
    retour="WMO306",
    retour_code="419",
    lees=levering.lees_start,
    lees_retour=retourlezer.lees,
)
