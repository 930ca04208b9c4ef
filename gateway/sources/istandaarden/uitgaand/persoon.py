"""Writes who a message is about: birth date, name, contacts, relations."""

from __future__ import annotations

from gateway.sources.istandaarden.bericht import Client
from gateway.sources.istandaarden.persoon import Achternaam, Adres, Contact, Geboortedatum, Huis, Naam, Relatie
from gateway.sources.istandaarden.uitgaand.pen import Pen


def client(pen: Pen, known: Client) -> None:
    """What every message about a person begins with."""
    pen.eigen("Bsn", known.bsn)
    geboren(pen, known.geboortedatum)
    pen.eigen("Geslacht", known.geslacht)
    naam(pen, known.naam)


def geboren(pen: Pen, geboortedatum: Geboortedatum) -> None:
    onder = pen.onder("Geboortedatum")
    onder.basis("Datum", geboortedatum.datum)
    onder.basis("DatumGebruik", geboortedatum.datum_gebruik)


def naam(pen: Pen, named: Naam) -> None:
    onder = pen.onder("Naam")
    _achternaam(onder.onder_basis("Geslachtsnaam"), named.geslachtsnaam)
    if named.partnernaam is not None:
        _achternaam(onder.onder_basis("Partnernaam"), named.partnernaam)
    onder.basis("Voornamen", named.voornamen)
    onder.basis("Voorletters", named.voorletters)
    onder.basis("NaamGebruik", named.naam_gebruik)


def _achternaam(pen: Pen, named: Achternaam) -> None:
    pen.basis("Achternaam", named.achternaam)
    pen.basis("Voorvoegsel", named.voorvoegsel)


def contact(pen: Pen, reached: Contact) -> None:
    onder = pen.onder("Contact")
    onder.eigen("Soort", reached.soort)
    if reached.adres is not None:
        _adres(onder.onder("Adres"), reached.adres)
    onder.eigen("Organisatie", reached.organisatie)
    if reached.telefoon:
        nummers = onder.onder("Telefoon")
        for name, telefoon in zip(("Telefoon01", "Telefoon02"), reached.telefoon, strict=False):
            nummer = nummers.onder_basis(name)
            nummer.basis("Telefoonnummer", telefoon.telefoonnummer)
            nummer.basis("Landnummer", telefoon.landnummer)
    onder.eigen("Emailadres", reached.emailadres)
    if reached.periode is not None:
        periode = onder.onder("Periode")
        periode.basis("Begindatum", reached.periode.begindatum)
        periode.basis("Einddatum", reached.periode.einddatum)


def _adres(pen: Pen, adres: Adres) -> None:
    if adres.huis is not None:
        _huis(pen.onder_basis("Huis"), adres.huis)
    pen.basis("Postcode", adres.postcode)
    pen.basis("Straatnaam", adres.straatnaam)
    pen.basis("Plaatsnaam", adres.plaatsnaam)
    pen.basis("LandCode", adres.land_code)


def _huis(pen: Pen, huis: Huis) -> None:
    pen.basis("Huisnummer", huis.huisnummer)
    pen.basis("Huisletter", huis.huisletter)
    pen.basis("HuisnummerToevoeging", huis.huisnummer_toevoeging)
    pen.basis("AanduidingWoonadres", huis.aanduiding_woonadres)


def relatie(pen: Pen, known: Relatie) -> None:
    onder = pen.onder("Relatie")
    onder.eigen("Nummer", known.nummer)
    onder.eigen("Volgorde", known.volgorde)
    onder.eigen("Soort", known.soort)
    if known.geboortedatum is not None:
        geboren(onder, known.geboortedatum)
    onder.eigen("Geslacht", known.geslacht)
    naam(onder, known.naam)
    contact(onder, known.contact)
