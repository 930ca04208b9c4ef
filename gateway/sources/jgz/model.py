"""What a JGZ dossier says, typed; names follow the Dutch standard (basisdataset JGZ). No repr: the content is clinical.

Times are ISO 8601 text, as precise as the source wrote them and with the Dutch offset where there is a time of day.
`plaats` is the element path, by which a notice of the mapping names where something stood.
"""

from __future__ import annotations

from dataclasses import dataclass

from gateway.sources.hl7v3.model import Adres, Code, Deel, Id, Telecom
from gateway.wire.json import Exact


@dataclass(frozen=True, slots=True, repr=False)
class Hoeveelheid:
    """PQ or REAL: digits as written, unit in UCUM."""

    getal: Exact
    eenheid: str | None


@dataclass(frozen=True, slots=True, repr=False)
class Tekst:
    tekst: str


@dataclass(frozen=True, slots=True, repr=False)
class JaNee:
    ja: bool


@dataclass(frozen=True, slots=True, repr=False)
class Getal:
    getal: int


@dataclass(frozen=True, slots=True, repr=False)
class Periode:
    """A point in time (`eind` None and `punt` True) or a period."""

    begin: str | None
    eind: str | None
    punt: bool = False


@dataclass(frozen=True, slots=True, repr=False)
class Ontbreekt:
    """A nullFlavor where a value is expected."""

    nul: str


Waarde = Code | Hoeveelheid | Tekst | JaNee | Getal | Periode | Ontbreekt


@dataclass(frozen=True, slots=True, repr=False)
class Organisatie:
    ids: tuple[Id, ...]
    naam: str | None
    locatie: str | None = None  # the part of it where care was given

    @property
    def id(self) -> Id | None:
        return self.ids[0] if self.ids else None


@dataclass(frozen=True, slots=True, repr=False)
class Zorgverlener:
    """A professional; several ids (UZI, BIG, AGB) may name one person."""

    ids: tuple[Id, ...]
    rol: Code | None
    naam: tuple[Deel, ...]
    organisatie: Organisatie | None


@dataclass(frozen=True, slots=True, repr=False)
class Betrokkene:
    """Somebody around the child: parent, guardian, relative, escort. Never the child, whatever number it carries."""

    relatie: Code | None
    ids: tuple[Id, ...]
    naam: tuple[Deel, ...]
    geslacht: str | None
    geboorte: str | None
    adressen: tuple[Adres, ...]
    telecom: tuple[Telecom, ...]
    vanaf: str | None = None
    tot: str | None = None

    @property
    def genoemd(self) -> bool:
        """Whether this is a person one could recognise, not only a kind of relation."""
        return bool(self.ids or self.naam or self.telecom)


@dataclass(frozen=True, slots=True, repr=False)
class Client:
    """`careProvisionEvent/subject/patient`: the one place that says whose dossier this is. `ids`: BSN or others."""

    ids: tuple[Id, ...]
    naam: tuple[Deel, ...]
    andere_namen: tuple[tuple[Deel, ...], ...]
    adressen: tuple[Adres, ...]
    telecom: tuple[Telecom, ...]
    geslacht: str | None
    geboorte: str | None
    geboorteplaats: Adres | None
    overleden: str | bool | None
    betrokkenen: tuple[Betrokkene, ...]


@dataclass(frozen=True, slots=True, repr=False)
class Waarneming:
    """One BDS element with its value. `groep`: code of the cluster in the rubric; `groep_nr`: its how-manieth."""

    code: Code
    waarde: Waarde | None
    plaats: str
    tekst: str | None = None
    tijd: Periode | None = None
    methode: Code | None = None
    zijde: Code | None = None
    over: Betrokkene | None = None
    bron: Betrokkene | None = None
    uitvoerder: Zorgverlener | None = None
    locatie: Code | None = None
    rubriek: Code | None = None
    groep: Code | None = None
    groep_nr: int = 1


@dataclass(frozen=True, slots=True, repr=False)
class Bijwerking:
    waarneming: Waarneming
    gemeld: Waarneming | None


@dataclass(frozen=True, slots=True, repr=False)
class Toestemming:
    """consentEvent. `genegeerd`: its negationInd; None when it does not say."""

    code: Code | None
    genegeerd: bool | None
    plaats: str
    tijd: Periode | None
    gegeven_door: Betrokkene | None
    professional: Zorgverlener | None
    besproken_met: tuple[Zorgverlener, ...]
    kenmerken: tuple[Waarneming, ...]
    reden: Waarneming | None = None


@dataclass(frozen=True, slots=True, repr=False)
class Vaccinatie:
    """substanceAdministration. `gegeven` False: it was not given (negationInd)."""

    gegeven: bool
    plaats: str
    tijd: str | None
    vaccin: Code | None
    partij: str | None
    uitvoerder: Zorgverlener | None
    reden: Code | None
    bijwerkingen: tuple[Bijwerking, ...]
    toestemmingen: tuple[Toestemming, ...]
    kenmerken: tuple[Waarneming, ...]


@dataclass(frozen=True, slots=True, repr=False)
class Voornemen:
    """What is done upon an indication: information, registration, examination, referral or another act."""

    soort: str  # element name: informIntent, referral …
    code: Code
    plaats: str
    uitvoerder: Zorgverlener | None


@dataclass(frozen=True, slots=True, repr=False)
class Indicatie:
    waarneming: Waarneming
    voornemens: tuple[Voornemen, ...]


@dataclass(frozen=True, slots=True, repr=False)
class Gepland:
    """The planned contact this one carries out: its kind and who asked for it (W411)."""

    soort: Code | None
    aanvrager: Code | None


@dataclass(frozen=True, slots=True, repr=False)
class Contact:
    """An encounter, or with `registratie` what was recorded outside a contact (registrationEvent)."""

    ids: tuple[Id, ...]
    nummer: int
    plaats: str
    registratie: bool
    gepland: bool  # moodCode INT: not (yet) something that happened
    soort: Code | None
    status: str | None
    tijd: Periode | None
    redenen: tuple[Code, ...]
    uitvoerders: tuple[Zorgverlener, ...]
    geraadpleegd: tuple[Zorgverlener, ...]
    begeleiders: tuple[Betrokkene, ...]
    voorgenomen: tuple[Gepland, ...]
    waarnemingen: tuple[Waarneming, ...]
    vaccinaties: tuple[Vaccinatie, ...]
    indicaties: tuple[Indicatie, ...]


@dataclass(frozen=True, slots=True, repr=False)
class Document:
    """`inhoud`: base64 as it travels; None when only its existence is told."""

    code: Code | None
    plaats: str
    tijd: str | None
    mediatype: str | None
    inhoud: str | None
    naam: str | None


@dataclass(frozen=True, slots=True, repr=False)
class Zorgstatus:
    """careStatus: 1197 status in zorg, 487 zorgbeëindiging, each since a day and with a reason."""

    code: Code
    tijd: Periode | None
    reden: Code | None
    plaats: str


@dataclass(frozen=True, slots=True, repr=False)
class Afschrift:
    """informationControlActEvent: a copy of the dossier was given out, or was not."""

    code: Code
    gegeven: bool
    plaats: str
    tekst: str | None
    tijd: str | None
    aan: Betrokkene | None
    aan_client: bool


@dataclass(frozen=True, slots=True, repr=False)
class Dossier:
    """One careProvisionEvent. `stand`: up to when the dossier runs, else when the message was made."""

    id: Id | None
    stand: str | None
    aangemaakt: str | None
    client: Client
    auteurs: tuple[Zorgverlener, ...]
    verantwoordelijken: tuple[Zorgverlener, ...]
    documenten: tuple[Document, ...]
    toestemmingen: tuple[Toestemming, ...]
    statussen: tuple[Zorgstatus, ...]
    afschriften: tuple[Afschrift, ...]
    contacten: tuple[Contact, ...]
    waarnemingen: tuple[Waarneming, ...]


@dataclass(frozen=True, slots=True, repr=False)
class Overdracht:
    """Every dossier of one delivery, in order."""

    dossiers: tuple[Dossier, ...]
