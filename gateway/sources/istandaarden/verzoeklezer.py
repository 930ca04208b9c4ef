"""Reads a 315, a 317 and a 319: requests for support and what the gemeente answers."""

from __future__ import annotations

from gateway.sources.istandaarden import personalia
from gateway.sources.istandaarden.elementen import alle, datum, een, getal, tekst, verplicht
from gateway.sources.istandaarden.soort import Berichtsoort
from gateway.sources.istandaarden.toewijzing import omvang, product
from gateway.sources.istandaarden.verzoek import (
    AangevraagdProduct,
    Antwoord,
    Bericht315,
    Bericht317,
    Bericht319,
    Client315,
    Client317,
    NieuwProduct,
    OngewijzigdProduct,
    TeWijzigenProduct,
    Verwijzer,
    Verzoek,
)
from gateway.wire.xml import Element


def lees_vot(soort: Berichtsoort, root: Element) -> Bericht315:
    client = personalia.client(root)
    return Bericht315(
        law=soort.release.law,
        kind=soort.kind,
        header=personalia.header(root),
        client=Client315(
            bsn=verplicht(client, "Bsn"),
            geboortedatum=personalia.geboren(client),
            geslacht=verplicht(client, "Geslacht"),
            naam=personalia.naam(client),
            gezagsdrager_bekend=tekst(client, "GezagsdragerBekend"),
            commentaar=tekst(client, "Commentaar"),
            aangevraagde_producten=tuple(
                map(_aangevraagd, alle(client, "AangevraagdeProducten", "AangevraagdProduct"))
            ),
        ),
        root=root,
    )


def lees_vow(soort: Berichtsoort, root: Element) -> Bericht317:
    client = personalia.client(root)
    return Bericht317(
        law=soort.release.law,
        kind=soort.kind,
        header=personalia.header(root),
        client=Client317(bsn=verplicht(client, "Bsn"), verzoek=_verzoek(een(client, "Verzoek"))),
        root=root,
    )


def lees_antwoord(soort: Berichtsoort, root: Element) -> Bericht319:
    found = een(root, "Antwoord")
    return Bericht319(
        law=soort.release.law,
        kind=soort.kind,
        header=personalia.header(root),
        antwoord=Antwoord(
            referentie_aanbieder=verplicht(found, "ReferentieAanbieder"),
            verzoek_antwoord=verplicht(found, "VerzoekAntwoord"),
            reden_afwijzing_verzoek=tekst(found, "RedenAfwijzingVerzoek"),
            woonplaatsbeginsel=tekst(found, "Woonplaatsbeginsel", "Gemeente"),
        ),
        root=root,
    )


def _aangevraagd(found: Element) -> AangevraagdProduct:
    verwijzer = een(found, "Verwijzer")
    return AangevraagdProduct(
        referentie_aanbieder=verplicht(found, "ReferentieAanbieder"),
        beschikking_nummer=getal(found, "BeschikkingNummer"),
        product=product(found),
        beschikking_ingangsdatum=datum(found, "BeschikkingIngangsdatum"),
        toewijzing_ingangsdatum=personalia.dag(found, "ToewijzingIngangsdatum"),
        toewijzing_einddatum=datum(found, "ToewijzingEinddatum"),
        omvang=omvang(found),
        budget=getal(found, "Budget"),
        verwijzer=Verwijzer(
            verplicht(verwijzer, "Type"), tekst(verwijzer, "Naam"), tekst(verwijzer, "ZorgverlenerCode")
        ),
        raamcontract=tekst(found, "Raamcontract"),
        commentaar=tekst(found, "Commentaar"),
    )


def _verzoek(found: Element | None) -> Verzoek:
    return Verzoek(
        referentie_aanbieder=verplicht(found, "ReferentieAanbieder"),
        reden_verzoek=verplicht(found, "RedenVerzoek"),
        ongewijzigde_producten=tuple(
            OngewijzigdProduct(getal(each, "ToewijzingNummer") or 0)
            for each in alle(found, "OngewijzigdeProducten", "OngewijzigdProduct")
        ),
        te_wijzigen_producten=tuple(map(_te_wijzigen, alle(found, "TeWijzigenProducten", "TeWijzigenProduct"))),
        nieuwe_producten=tuple(map(_nieuw, alle(found, "NieuweProducten", "NieuwProduct"))),
    )


def _te_wijzigen(found: Element) -> TeWijzigenProduct:
    return TeWijzigenProduct(
        toewijzing_nummer=getal(found, "ToewijzingNummer") or 0,
        gewenste_ingangsdatum=personalia.dag(found, "GewensteIngangsdatum"),
        einddatum=datum(found, "Einddatum"),
        omvang=omvang(found),
        budget=getal(found, "Budget"),
    )


def _nieuw(found: Element) -> NieuwProduct:
    return NieuwProduct(
        product=product(found),
        gewenste_ingangsdatum=personalia.dag(found, "GewensteIngangsdatum"),
        einddatum=datum(found, "Einddatum"),
        omvang=omvang(found),
        budget=getal(found, "Budget"),
    )
