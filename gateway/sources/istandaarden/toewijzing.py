"""Reads a 301: what support a gemeente allocates to a provider for one client."""

from __future__ import annotations

from datetime import time

from gateway.sources.istandaarden import personalia
from gateway.sources.istandaarden.bericht import Bericht301, Client301, Omvang, Product, ToegewezenProduct
from gateway.sources.istandaarden.elementen import alle, datum, een, getal, tekst, tijd, verplicht
from gateway.sources.istandaarden.soort import Berichtsoort
from gateway.wire.xml import Element


def lees(soort: Berichtsoort, root: Element) -> Bericht301:
    return Bericht301(
        law=soort.release.law,
        kind=soort.kind,
        header=personalia.header(root),
        client=_client(personalia.client(root)),
        root=root,
    )


def _client(client: Element) -> Client301:
    return Client301(
        bsn=verplicht(client, "Bsn"),
        geboortedatum=personalia.geboren(client),
        geslacht=verplicht(client, "Geslacht"),
        naam=personalia.naam(client),
        communicatie=personalia.communicatie(client),
        juridische_status=tekst(client, "JuridischeStatus"),
        wettelijke_vertegenwoordiging=tekst(client, "WettelijkeVertegenwoordiging"),
        commentaar=tekst(client, "Commentaar"),
        relaties=tuple(map(personalia.relatie, alle(client, "Relaties", "Relatie"))),
        contactgegevens=tuple(map(personalia.contact, alle(client, "Contactgegevens", "Contact"))),
        toegewezen_producten=tuple(map(_toegewezen, alle(client, "ToegewezenProducten", "ToegewezenProduct"))),
    )


def _toegewezen(found: Element) -> ToegewezenProduct:
    return ToegewezenProduct(
        toewijzing_nummer=getal(found, "ToewijzingNummer") or 0,
        referentie_aanbieder=tekst(found, "ReferentieAanbieder"),
        product=product(found),
        toewijzingsdatum=personalia.dag(found, "Toewijzingsdatum"),
        toewijzingstijd=tijd(found, "Toewijzingstijd") or time(0),
        ingangsdatum=personalia.dag(found, "Ingangsdatum"),
        einddatum=datum(found, "Einddatum"),
        reden_wijziging=tekst(found, "RedenWijziging"),
        omvang=omvang(found),
        budget=getal(found, "Budget"),
        commentaar=tekst(found, "Commentaar"),
    )


def product(parent: Element) -> Product | None:
    found = een(parent, "Product")
    return None if found is None else Product(verplicht(found, "Categorie"), tekst(found, "Code"))


def omvang(parent: Element) -> Omvang | None:
    found = een(parent, "Omvang")
    if found is None:
        return None
    return Omvang(getal(found, "Volume") or 0, verplicht(found, "Eenheid"), verplicht(found, "Frequentie"))
