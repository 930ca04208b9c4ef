"""Reads a 305 and a 307: that a provider started or stopped delivering support."""

from __future__ import annotations

from gateway.sources.istandaarden import personalia
from gateway.sources.istandaarden.bericht import (
    Bericht305,
    Bericht307,
    Client305,
    Client307,
    StartProduct,
    StopProduct,
)
from gateway.sources.istandaarden.elementen import alle, datum, getal, verplicht
from gateway.sources.istandaarden.soort import Berichtsoort
from gateway.sources.istandaarden.toewijzing import product
from gateway.wire.xml import Element


def lees_start(soort: Berichtsoort, root: Element) -> Bericht305:
    client = personalia.client(root)
    return Bericht305(
        law=soort.release.law,
        kind=soort.kind,
        header=personalia.header(root),
        client=Client305(
            bsn=verplicht(client, "Bsn"),
            geboortedatum=personalia.geboren(client),
            geslacht=verplicht(client, "Geslacht"),
            naam=personalia.naam(client),
            start_producten=tuple(map(_start, alle(client, "StartProducten", "StartProduct"))),
        ),
        root=root,
    )


def lees_stop(soort: Berichtsoort, root: Element) -> Bericht307:
    client = personalia.client(root)
    return Bericht307(
        law=soort.release.law,
        kind=soort.kind,
        header=personalia.header(root),
        client=Client307(
            bsn=verplicht(client, "Bsn"),
            geboortedatum=personalia.geboren(client),
            geslacht=verplicht(client, "Geslacht"),
            naam=personalia.naam(client),
            stop_producten=tuple(map(_stop, alle(client, "StopProducten", "StopProduct"))),
        ),
        root=root,
    )


def _start(found: Element) -> StartProduct:
    return StartProduct(
        toewijzing_nummer=getal(found, "ToewijzingNummer"),
        product=product(found),
        toewijzing_ingangsdatum=datum(found, "ToewijzingIngangsdatum"),
        begindatum=personalia.dag(found, "Begindatum"),
        status_aanlevering=verplicht(found, "StatusAanlevering"),
    )


def _stop(found: Element) -> StopProduct:
    return StopProduct(
        toewijzing_nummer=getal(found, "ToewijzingNummer"),
        product=product(found),
        toewijzing_ingangsdatum=datum(found, "ToewijzingIngangsdatum"),
        begindatum=personalia.dag(found, "Begindatum"),
        reden_beeindiging=verplicht(found, "RedenBeeindiging"),
        einddatum=personalia.dag(found, "Einddatum"),
        status_aanlevering=verplicht(found, "StatusAanlevering"),
    )
