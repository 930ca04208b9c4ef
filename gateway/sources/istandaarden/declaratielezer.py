"""Reads a 323 and a 325: what a provider claims for what it delivered, and what the gemeente grants of it."""

from __future__ import annotations

from gateway.sources.istandaarden import personalia
from gateway.sources.istandaarden.bericht import BerichtIdentificatie
from gateway.sources.istandaarden.declaratie import (
    AfgewezenPrestatie,
    Bedrag,
    Bericht323,
    Bericht325,
    Client323,
    Client325,
    Declaratie,
    DeclaratieAntwoord,
    Periode,
    Prestatie,
)
from gateway.sources.istandaarden.elementen import alle, een, getal, tekst, verplicht
from gateway.sources.istandaarden.retourlezer import retourcodes
from gateway.sources.istandaarden.soort import Berichtsoort
from gateway.wire.xml import Element


def lees(soort: Berichtsoort, root: Element) -> Bericht323:
    return Bericht323(
        law=soort.release.law,
        kind=soort.kind,
        header=personalia.header(root),
        declaratie=_declaratie(een(root, "Declaratie")),
        root=root,
    )


def lees_antwoord(soort: Berichtsoort, root: Element) -> Bericht325:
    """`soort`: that of the 323 which a 325 answers."""
    header, antwoord = een(root, "Header"), een(root, "DeclaratieAntwoord")
    return Bericht325(
        law=soort.release.law,
        kind=soort.retour,
        header=personalia.header(root),
        declaratie_identificatie=BerichtIdentificatie(
            verplicht(header, "DeclaratieIdentificatie", "Identificatie"),
            personalia.dag(header, "DeclaratieIdentificatie", "Dagtekening"),
        ),
        xsd_versie_declaratie=personalia.xsd_versie(een(header, "XsdVersieDeclaratie")),
        retourcodes=retourcodes(header),
        antwoord=None if antwoord is None else _antwoord(antwoord),
        root=root,
    )


def _declaratie(found: Element | None) -> Declaratie:
    return Declaratie(
        declaratie_nummer=verplicht(found, "DeclaratieNummer"),
        declaratie_periode=_periode(een(found, "DeclaratiePeriode")),
        declaratie_dagtekening=personalia.dag(found, "DeclaratieDagtekening"),
        totaal_ingediend_bedrag=_totaal(een(found, "TotaalIngediendBedrag")),
        clienten=tuple(
            Client323(verplicht(each, "Bsn"), tuple(map(_prestatie, alle(each, "Prestaties", "Prestatie"))))
            for each in alle(found, "Clienten", "Client")
        ),
    )


def _antwoord(found: Element) -> DeclaratieAntwoord:
    return DeclaratieAntwoord(
        declaratie_nummer=verplicht(found, "DeclaratieNummer"),
        totaal_ingediend_bedrag=_totaal(een(found, "TotaalIngediendBedrag")),
        totaal_toegekend_bedrag=_totaal(een(found, "TotaalToegekendBedrag")),
        clienten=tuple(
            Client325(
                verplicht(each, "Bsn"),
                tuple(
                    AfgewezenPrestatie(_prestatie(one), retourcodes(one))
                    for one in alle(each, "Prestaties", "Prestatie")
                ),
                retourcodes(each),
            )
            for each in alle(found, "Clienten", "Client")
        ),
        retourcodes=retourcodes(found),
    )


def _prestatie(found: Element) -> Prestatie:
    return Prestatie(
        referentie_nummer=verplicht(found, "ProductReferentie", "ReferentieNummer"),
        vorig_referentie_nummer=tekst(found, "ProductReferentie", "VorigReferentieNummer"),
        toewijzing_nummer=getal(found, "ToewijzingNummer") or 0,
        product_categorie=verplicht(found, "ProductCategorie"),
        product_code=verplicht(found, "ProductCode"),
        product_periode=_periode(een(found, "ProductPeriode")),
        geleverd_volume=getal(found, "GeleverdVolume") or 0,
        eenheid=verplicht(found, "Eenheid"),
        product_tarief=getal(found, "ProductTarief"),
        ingediend_bedrag=Bedrag(
            getal(found, "IngediendBedrag", "Bedrag") or 0, verplicht(found, "IngediendBedrag", "DebetCredit")
        ),
    )


def _periode(found: Element | None) -> Periode:
    return Periode(personalia.dag(found, "Begindatum"), personalia.dag(found, "Einddatum"))


def _totaal(found: Element | None) -> Bedrag:
    return Bedrag(getal(found, "TotaalBedrag") or 0, verplicht(found, "DebetCredit"))
