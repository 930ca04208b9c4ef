"""The messages 301, 305 and 307 of iWmo and iJw 3.2 as frozen types, and what all messages share.

Named as the standard names them. Both laws share one structure; `law` and `kind` say which of the two a message is.
Amounts are eurocents. Requests stand in `verzoek`, claims in `declaratie`, answers in `terugmelding`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, time
from typing import Literal, TypeAlias

from gateway.identifiers import Agb, Bsn, Gemeentecode
from gateway.sources.istandaarden.persoon import Communicatie, Contact, Geboortedatum, Naam, Relatie
from gateway.wire.xml import Element

Wet: TypeAlias = Literal["Wmo", "Jeugdwet"]


@dataclass(frozen=True, slots=True)
class BerichtIdentificatie:
    identificatie: str
    dagtekening: date


@dataclass(frozen=True, slots=True)
class XsdVersie:
    basisschema_xsd_versie: str
    bericht_xsd_versie: str


@dataclass(frozen=True, slots=True)
class Header:
    """`gemeente` and `aanbieder` are Afzender and Ontvanger in the order the message kind prescribes."""

    bericht_code: str
    bericht_versie: int
    bericht_subversie: int
    gemeente: Gemeentecode
    aanbieder: Agb
    afzender: Literal["gemeente", "aanbieder"]
    bericht_identificatie: BerichtIdentificatie
    xsd_versie: XsdVersie

    @property
    def dagtekening(self) -> date:
        return self.bericht_identificatie.dagtekening

    @property
    def afzender_code(self) -> str:
        """The sender as the header writes it: gemeente code or AGB code."""
        return self.gemeente.value if self.afzender == "gemeente" else self.aanbieder.value


@dataclass(frozen=True, slots=True)
class Product:
    """`categorie`: WMO020 or JZ020, by the law of the message; `code` need not be unique in the country."""

    categorie: str
    code: str | None = None


@dataclass(frozen=True, slots=True)
class Omvang:
    """`volume` per `frequentie` (WMO757) in `eenheid` (WJ756); Eenheid 83 counts cents."""

    volume: int
    eenheid: str
    frequentie: str


@dataclass(frozen=True, slots=True)
class ToegewezenProduct:
    toewijzing_nummer: int
    toewijzingsdatum: date
    toewijzingstijd: time
    ingangsdatum: date
    einddatum: date | None = None
    referentie_aanbieder: str | None = None
    product: Product | None = None
    reden_wijziging: str | None = None
    omvang: Omvang | None = None
    budget: int | None = None
    commentaar: str | None = None

    @property
    def vastgesteld(self) -> tuple[date, time]:
        """When the gemeente decided this; the newest is the one that holds (IV013)."""
        return self.toewijzingsdatum, self.toewijzingstijd

    @property
    def verwijderd(self) -> bool:
        """To be regarded as never sent (OP033x1): RedenWijziging 13, formerly 01, ending on its first day (TR302)."""
        return self.reden_wijziging in {"13", "01"} and self.einddatum == self.ingangsdatum


@dataclass(frozen=True, slots=True)
class StartProduct:
    """Without `toewijzing_nummer` the support is taakgericht: not bound to an allocation (IV074, IV096)."""

    begindatum: date
    status_aanlevering: str
    toewijzing_nummer: int | None = None
    product: Product | None = None
    toewijzing_ingangsdatum: date | None = None


@dataclass(frozen=True, slots=True)
class StopProduct:
    """`reden_beeindiging`: WMO588 or JZ588, by the law of the message; 20 is temporary in both."""

    begindatum: date
    reden_beeindiging: str
    einddatum: date
    status_aanlevering: str
    toewijzing_nummer: int | None = None
    product: Product | None = None
    toewijzing_ingangsdatum: date | None = None


@dataclass(frozen=True, slots=True)
class Client:
    """What every message says of the client. `bsn` is text until rule CS002 has tested it; never shown."""

    bsn: str = field(repr=False)
    geboortedatum: Geboortedatum
    geslacht: str
    naam: Naam

    def geidentificeerd(self) -> Bsn:
        """The tested number. Raises Rejected (bsn-elfproef)."""
        return Bsn(self.bsn)


@dataclass(frozen=True, slots=True)
class Client301(Client):
    contactgegevens: tuple[Contact, ...] = ()
    toegewezen_producten: tuple[ToegewezenProduct, ...] = ()
    communicatie: Communicatie | None = None
    juridische_status: str | None = None
    wettelijke_vertegenwoordiging: str | None = None
    commentaar: str | None = None
    relaties: tuple[Relatie, ...] = ()


@dataclass(frozen=True, slots=True)
class Client305(Client):
    start_producten: tuple[StartProduct, ...] = ()


@dataclass(frozen=True, slots=True)
class Client307(Client):
    stop_producten: tuple[StopProduct, ...] = ()


@dataclass(frozen=True, slots=True)
class Bericht301:
    """Toewijzing. `kind`: WMO301 or JW301; `root`: the message as parsed, which a return message copies."""

    law: Wet
    kind: str
    header: Header
    client: Client301 = field(repr=False)
    root: Element = field(repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class Bericht305:
    """Start of support. `kind`: WMO305 or JW305."""

    law: Wet
    kind: str
    header: Header
    client: Client305 = field(repr=False)
    root: Element = field(repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class Bericht307:
    """Stop of support. `kind`: WMO307 or JW307."""

    law: Wet
    kind: str
    header: Header
    client: Client307 = field(repr=False)
    root: Element = field(repr=False, compare=False)
