"""The person in an iWmo or iJw message, as the standard names it: name, birth date, contacts, relations (3.2)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Geboortedatum:
    """`datum_gebruik` (COD170): None complete, 1 day unknown, 2 day and month unknown, 3 wholly unknown."""

    datum: date
    datum_gebruik: str | None = None

    @property
    def onbekend(self) -> bool:
        """Wholly unknown: DatumGebruik 3 with 1 January 1900 (IV009, TR002)."""
        return self.datum_gebruik == "3" and self.datum == date(1900, 1, 1)


@dataclass(frozen=True, slots=True)
class Achternaam:
    achternaam: str
    voorvoegsel: str | None = None


@dataclass(frozen=True, slots=True)
class Naam:
    """VolledigeNaam (301) or VerkorteNaam (305, 307: no partner name and no NaamGebruik)."""

    geslachtsnaam: Achternaam
    partnernaam: Achternaam | None = None
    voornamen: str | None = None
    voorletters: str | None = None
    naam_gebruik: str | None = None


@dataclass(frozen=True, slots=True)
class Huis:
    huisnummer: int
    huisletter: str | None = None
    huisnummer_toevoeging: str | None = None
    aanduiding_woonadres: str | None = None


@dataclass(frozen=True, slots=True)
class Adres:
    huis: Huis | None = None
    postcode: str | None = None
    straatnaam: str | None = None
    plaatsnaam: str | None = None
    land_code: str | None = None


@dataclass(frozen=True, slots=True)
class Telefoon:
    telefoonnummer: str
    landnummer: str


@dataclass(frozen=True, slots=True)
class OpenPeriode:
    begindatum: date | None = None
    einddatum: date | None = None


@dataclass(frozen=True, slots=True)
class Contact:
    """An address or other way to reach somebody; `soort` is COD757 (01 BRP, 02 post, 03 stay, 04 temporary stay)."""

    soort: str
    adres: Adres | None = None
    organisatie: str | None = None
    telefoon: tuple[Telefoon, ...] = ()
    emailadres: str | None = None
    periode: OpenPeriode | None = None


@dataclass(frozen=True, slots=True)
class Relatie:
    """Somebody around the client; `soort` is COD472."""

    nummer: str
    soort: str
    naam: Naam
    contact: Contact
    volgorde: int | None = None
    geboortedatum: Geboortedatum | None = None
    geslacht: str | None = None


@dataclass(frozen=True, slots=True)
class Communicatie:
    vorm: str
    taal: str | None = None
