"""Reads who a message is about: header, name, birth date, address, relation (iWmo and iJw 3.2)."""

from __future__ import annotations

from datetime import date

from gateway.identifiers import Agb, Gemeentecode
from gateway.sources.istandaarden.bericht import BerichtIdentificatie, Header, XsdVersie
from gateway.sources.istandaarden.elementen import alle, datum, een, getal, tekst, verplicht
from gateway.sources.istandaarden.persoon import (
    Achternaam,
    Adres,
    Communicatie,
    Contact,
    Geboortedatum,
    Huis,
    Naam,
    OpenPeriode,
    Relatie,
    Telefoon,
)
from gateway.wire.xml import Element


def header(bericht: Element) -> Header:
    """Only a gemeente has four digits and only an AGB code eight; the XSD has seen to the order."""
    kop = een(bericht, "Header")
    afzender, ontvanger = verplicht(kop, "Afzender"), verplicht(kop, "Ontvanger")
    van_gemeente = len(afzender) == 4
    gemeente, aanbieder = (afzender, ontvanger) if van_gemeente else (ontvanger, afzender)
    return Header(
        bericht_code=verplicht(kop, "BerichtCode"),
        bericht_versie=getal(kop, "BerichtVersie") or 0,
        bericht_subversie=getal(kop, "BerichtSubversie") or 0,
        gemeente=Gemeentecode(gemeente),
        aanbieder=Agb(aanbieder),
        afzender="gemeente" if van_gemeente else "aanbieder",
        bericht_identificatie=BerichtIdentificatie(
            identificatie=verplicht(kop, "BerichtIdentificatie", "Identificatie"),
            dagtekening=dag(kop, "BerichtIdentificatie", "Dagtekening"),
        ),
        xsd_versie=xsd_versie(een(kop, "XsdVersie")),
    )


def xsd_versie(found: Element | None) -> XsdVersie:
    return XsdVersie(
        basisschema_xsd_versie=verplicht(found, "BasisschemaXsdVersie"),
        bericht_xsd_versie=verplicht(found, "BerichtXsdVersie"),
    )


def dag(parent: Element | None, *names: str) -> date:
    """A date that the XSD requires."""
    found = datum(parent, *names)
    assert found is not None, "the XSD requires this date"
    return found


def client(bericht: Element) -> Element:
    """The client of a message about one client."""
    found = een(bericht, "Client")
    assert found is not None, "the XSD requires a client"
    return found


def geboren(parent: Element) -> Geboortedatum:
    """A birth date that the XSD requires."""
    found = geboortedatum(parent)
    assert found is not None, "the XSD requires a birth date"
    return found


def geboortedatum(parent: Element) -> Geboortedatum | None:
    found = een(parent, "Geboortedatum")
    return None if found is None else Geboortedatum(dag(found, "Datum"), tekst(found, "DatumGebruik"))


def naam(parent: Element | None) -> Naam:
    found = een(parent, "Naam")
    partner = een(found, "Partnernaam")
    return Naam(
        geslachtsnaam=_achternaam(een(found, "Geslachtsnaam")),
        partnernaam=None if partner is None else _achternaam(partner),
        voornamen=tekst(found, "Voornamen"),
        voorletters=tekst(found, "Voorletters"),
        naam_gebruik=tekst(found, "NaamGebruik"),
    )


def _achternaam(found: Element | None) -> Achternaam:
    return Achternaam(verplicht(found, "Achternaam"), tekst(found, "Voorvoegsel"))


def communicatie(parent: Element) -> Communicatie | None:
    found = een(parent, "Communicatie")
    return None if found is None else Communicatie(verplicht(found, "Vorm"), tekst(found, "Taal"))


def contact(found: Element | None) -> Contact:
    adres, periode = een(found, "Adres"), een(found, "Periode")
    return Contact(
        soort=verplicht(found, "Soort"),
        adres=None if adres is None else _adres(adres),
        organisatie=tekst(found, "Organisatie"),
        telefoon=tuple(
            Telefoon(verplicht(number, "Telefoonnummer"), verplicht(number, "Landnummer"))
            for name in ("Telefoon01", "Telefoon02")
            for number in alle(found, "Telefoon", name)
        ),
        emailadres=tekst(found, "Emailadres"),
        periode=None if periode is None else OpenPeriode(datum(periode, "Begindatum"), datum(periode, "Einddatum")),
    )


def _adres(found: Element) -> Adres:
    return Adres(
        huis=_huis(een(found, "Huis")),
        postcode=tekst(found, "Postcode"),
        straatnaam=tekst(found, "Straatnaam"),
        plaatsnaam=tekst(found, "Plaatsnaam"),
        land_code=tekst(found, "LandCode"),
    )


def _huis(found: Element | None) -> Huis | None:
    if found is None:
        return None
    return Huis(
        huisnummer=getal(found, "Huisnummer") or 0,
        huisletter=tekst(found, "Huisletter"),
        huisnummer_toevoeging=tekst(found, "HuisnummerToevoeging"),
        aanduiding_woonadres=tekst(found, "AanduidingWoonadres"),
    )


def relatie(found: Element) -> Relatie:
    return Relatie(
        nummer=verplicht(found, "Nummer"),
        volgorde=getal(found, "Volgorde"),
        soort=verplicht(found, "Soort"),
        geboortedatum=geboortedatum(found),
        geslacht=tekst(found, "Geslacht"),
        naam=naam(found),
        contact=contact(een(found, "Contact")),
    )
