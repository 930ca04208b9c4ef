"""Reads a 323 and a 325: what a provider claims for what it delivered, and what the gemeente grants of it."""

from __future__ import annotations

from datetime import date
from sys import intern

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
from gateway.sources.istandaarden.elementen import alle, een, geheel, getal, verplicht
from gateway.sources.istandaarden.retourlezer import retourcodes
from gateway.sources.istandaarden.soort import Berichtsoort
from gateway.wire import xml
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
            Client323(verplicht(each, "Bsn"), tuple(map(prestatie, alle(each, "Prestaties", "Prestatie"))))
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
                    AfgewezenPrestatie(prestatie(one), retourcodes(one))
                    for one in alle(each, "Prestaties", "Prestatie")
                ),
                retourcodes(each),
            )
            for each in alle(found, "Clienten", "Client")
        ),
        retourcodes=retourcodes(found),
    )


def prestatie(found: Element) -> Prestatie:
    """One pass over it, for there may be tens of thousands; what many have in common is kept once.

    Within a Prestatie no two elements with text have one name, but for return codes.
    """
    texts = {xml.local(each): str(each.text or "") for each in found.iter() if isinstance(each.tag, str)}
    tarief = texts.get("ProductTarief")
    return Prestatie(
        referentie_nummer=texts["ReferentieNummer"],
        vorig_referentie_nummer=texts.get("VorigReferentieNummer"),
        toewijzing_nummer=geheel(texts["ToewijzingNummer"]),
        product_categorie=intern(texts["ProductCategorie"]),
        product_code=intern(texts["ProductCode"]),
        product_periode=Periode(_dag(found, texts, "Begindatum"), _dag(found, texts, "Einddatum")),
        geleverd_volume=geheel(texts["GeleverdVolume"]),
        eenheid=intern(texts["Eenheid"]),
        product_tarief=None if tarief is None else geheel(tarief),
        ingediend_bedrag=Bedrag(geheel(texts["Bedrag"]), intern(texts["DebetCredit"])),
    )


def _dag(found: Element, texts: dict[str, str], name: str) -> date:
    try:
        return date.fromisoformat(texts[name].strip())
    except ValueError:
        return personalia.dag(found, "ProductPeriode", name)  # says where and why


def _periode(found: Element | None) -> Periode:
    return Periode(personalia.dag(found, "Begindatum"), personalia.dag(found, "Einddatum"))


def _totaal(found: Element | None) -> Bedrag:
    return Bedrag(getal(found, "TotaalBedrag") or 0, verplicht(found, "DebetCredit"))
