"""What iWmo and iJw 3.2 messages share: header, client, allocations, starts and stops, element for element."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from typing import Literal
from xml.etree.ElementTree import Element, SubElement, register_namespace, tostring

from gateway.demo.people import Person
from gateway.demo.town import GEMEENTE, PLAATS

Wet = Literal["wmo", "jw"]

# BerichtCode per message (iWmo and iJw 3.2).
CODES = {"wmo301": "414", "wmo305": "418", "wmo307": "420", "jw301": "436", "jw305": "438", "jw307": "440"}
GESLACHT = {"male": "1", "female": "2"}


@dataclass(frozen=True, slots=True)
class Omvang:
    """`eenheid` WJ756, `frequentie` WMO757."""

    volume: int
    eenheid: str
    frequentie: str


@dataclass(frozen=True, slots=True)
class Toewijzing:
    """One allocated product. `reden`: RedenWijziging, empty for a first award."""

    nummer: int
    categorie: str
    code: str
    toegewezen: date
    ingang: date
    eind: date
    omvang: Omvang
    tijd: time = time(9, 30)
    reden: str = ""
    commentaar: str = ""


@dataclass(frozen=True, slots=True)
class Relatie:
    """`soort` COD472, such as 10 parent or 12 partner."""

    soort: str
    persoon: Person


@dataclass(frozen=True, slots=True)
class Kop:
    """`identificatie`: unique per message kind and sender, at most 12 characters; `aanbieder`: AGB code."""

    identificatie: str
    dagtekening: date
    aanbieder: str


class Bericht:
    """A message under construction. `m` adds in the message namespace, `b` in that of the basisschema."""

    def __init__(self, wet: Wet, soort: str, kop: Kop) -> None:
        name = f"{wet}{soort}"
        self._message = f"http://www.istandaarden.nl/i{wet}/3_2/{name}/schema"
        self._basis = f"http://www.istandaarden.nl/i{wet}/3_2/basisschema/schema"
        register_namespace(name, self._message)
        register_namespace(f"i{wet}", self._basis)
        self.root = Element(f"{{{self._message}}}Bericht")
        self._header(CODES[name], kop, from_gemeente=soort == "301")

    def m(self, parent: Element, name: str, text: str | None = None) -> Element:
        return _sub(parent, f"{{{self._message}}}{name}", text)

    def b(self, parent: Element, name: str, text: str | None = None) -> Element:
        return _sub(parent, f"{{{self._basis}}}{name}", text)

    def bytes(self) -> bytes:
        written: bytes = tostring(self.root, encoding="UTF-8", xml_declaration=True)
        return written

    def client(self, who: Person, today: date) -> Element:
        client = self.m(self.root, "Client")
        self.m(client, "Bsn", who.bsn)
        self.b(self.m(client, "Geboortedatum"), "Datum", who.born(today).isoformat())
        self.m(client, "Geslacht", GESLACHT[who.gender])
        return client

    def naam(self, parent: Element, who: Person, *, volledig: bool) -> None:
        """VolledigeNaam (301) or VerkorteNaam (305, 307)."""
        naam = self.m(parent, "Naam")
        own = self.b(naam, "Geslachtsnaam")
        self.b(own, "Achternaam", who.family)
        if who.prefix:
            self.b(own, "Voorvoegsel", who.prefix)
        if volledig and who.partner:
            self.b(self.b(naam, "Partnernaam"), "Achternaam", who.partner)
        self.b(naam, "Voornamen", who.given)
        self.b(naam, "Voorletters", who.initials)
        if volledig:
            self.b(naam, "NaamGebruik", "3" if who.partner else "1")

    def contact(self, parent: Element, who: Person) -> None:
        """The BRP address (AdresSoort 01) with a telephone number."""
        contact = self.m(parent, "Contact")
        self.m(contact, "Soort", "01")
        adres = self.m(contact, "Adres")
        self.b(self.b(adres, "Huis"), "Huisnummer", str(who.house))
        self.b(adres, "Postcode", who.postcode)
        self.b(adres, "Straatnaam", who.street)
        self.b(adres, "Plaatsnaam", PLAATS)
        self.b(adres, "LandCode", "NL")
        first = self.b(self.m(contact, "Telefoon"), "Telefoon01")
        self.b(first, "Telefoonnummer", who.phone)
        self.b(first, "Landnummer", "0031")

    def product(self, parent: Element, categorie: str, code: str) -> None:
        product = self.m(parent, "Product")
        self.b(product, "Categorie", categorie)
        self.b(product, "Code", code)

    def _header(self, code: str, kop: Kop, *, from_gemeente: bool) -> None:
        header = self.m(self.root, "Header")
        self.m(header, "BerichtCode", code)
        self.m(header, "BerichtVersie", "3")
        self.m(header, "BerichtSubversie", "2")
        self.m(header, "Afzender", GEMEENTE if from_gemeente else kop.aanbieder)
        self.m(header, "Ontvanger", kop.aanbieder if from_gemeente else GEMEENTE)
        known = self.m(header, "BerichtIdentificatie")
        self.b(known, "Identificatie", kop.identificatie)
        self.b(known, "Dagtekening", kop.dagtekening.isoformat())
        version = self.m(header, "XsdVersie")
        self.b(version, "BasisschemaXsdVersie", "1.0.0")
        self.b(version, "BerichtXsdVersie", "1.0.0")


def _sub(parent: Element, tag: str, text: str | None) -> Element:
    made = SubElement(parent, tag)
    made.text = text
    return made
