"""Rules on the header of a message (control levels 3 and 4): a broken one is answered with the header alone (IV028)."""

from __future__ import annotations

from dataclasses import dataclass

from gateway.sources.istandaarden.berichten import Bericht
from gateway.sources.istandaarden.externe_bron import gemeente_bestaat
from gateway.sources.istandaarden.kennis import Kennis
from gateway.sources.istandaarden.regels import ALLE, Overstijgend


@dataclass(frozen=True, slots=True)
class Kop:
    bericht: Bericht
    kennis: Kennis


def _identificatie_gebruikt(kop: Kop) -> bool:
    return kop.kennis.identificatie_gebruikt


def _in_de_toekomst(kop: Kop) -> bool:
    vandaag = kop.kennis.vandaag
    return vandaag is not None and kop.bericht.header.dagtekening > vandaag


def _gemeente_onbekend(kop: Kop) -> bool:
    return not gemeente_bestaat(kop.bericht.header.gemeente.value, kop.bericht, kop.kennis.gemeenten)


KOPREGELS: tuple[Overstijgend[Kop], ...] = (
    Overstijgend(
        "TR056",
        "9056",
        ALLE,
        "BerichtIdentificatie/Identificatie",
        "The sender used this Identificatie before for a message of this kind",
        "give each message an Identificatie of its own",
        _identificatie_gebruikt,
    ),
    Overstijgend(
        "TR135",
        "8848",
        ALLE,
        "BerichtIdentificatie/Dagtekening",
        "The date lies in the future",
        "correct the date",
        _in_de_toekomst,
        niveau=4,
    ),
    Overstijgend(
        "TR378",
        "S300",
        ALLE,
        "Gemeente",
        "CBS knows no gemeente with this code",
        "use the code that held on the first day of the support",
        _gemeente_onbekend,
        niveau=4,
    ),
)
