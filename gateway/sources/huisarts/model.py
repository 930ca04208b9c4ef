"""What a ketenzorg message says, typed; names follow the Dutch standard. No repr: the content is clinical.

Times are ISO 8601 text, as precise as the source wrote them and with the Dutch offset where there is a time of day.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from gateway.identifiers import Bsn
from gateway.sources.hl7v3.model import Adres, Code, Deel, Id, Telecom

Soort = Literal["S", "O", "E", "P"]


@dataclass(frozen=True, slots=True, repr=False)
class Patient:
    """`geslacht`: M, F or UN; `geboorte`: year, month or day."""

    bsn: Bsn
    naam: tuple[Deel, ...]
    adressen: tuple[Adres, ...]
    telecom: tuple[Telecom, ...]
    geslacht: str | None
    geboorte: str | None


@dataclass(frozen=True, slots=True, repr=False)
class Organisatie:
    """`andere`: further ids (an AGB number beside the URA)."""

    id: Id
    naam: str | None
    adressen: tuple[Adres, ...] = ()
    telecom: tuple[Telecom, ...] = ()
    andere: tuple[Id, ...] = ()


@dataclass(frozen=True, slots=True, repr=False)
class Zorgverlener:
    """A professional as one place of the message names them; another place may say more under the same id.

    `andere`: further ids (an AGB number beside the UZI number).
    """

    id: Id | None
    rol: Code | None
    naam: tuple[Deel, ...]
    organisatie: Organisatie | None
    andere: tuple[Id, ...] = ()


@dataclass(frozen=True, slots=True, repr=False)
class Diagnose:
    """`id` may be the id of the note itself: senders reuse it."""

    id: Id | None
    code: Code
    begin: str | None
    eind: str | None


@dataclass(frozen=True, slots=True, repr=False)
class Regel:
    """One journal line (journaalregel). `nul`: nullFlavor of a text that is not given."""

    soort: Soort
    tekst: str | None
    nul: str | None
    diagnoses: tuple[Diagnose, ...]


@dataclass(frozen=True, slots=True, repr=False)
class Verslag:
    """One note. `tijd_nul`: nullFlavor when `tijd` is not given."""

    id: Id
    status: str
    tijd: str | None
    tijd_nul: str | None
    auteur: Zorgverlener | None
    contact: Id | None
    episode: Id | None
    regels: tuple[Regel, ...]


@dataclass(frozen=True, slots=True, repr=False)
class Contact:
    """One contact moment (encounter). `soort`: NHG table 14."""

    id: Id
    soort: Code | None
    begin: str | None
    eind: str | None
    uitvoerende: Zorgverlener | None
    episode: Id | None


@dataclass(frozen=True, slots=True, repr=False)
class Kop:
    """What every interaction says around its content. `aangemaakt`: creationTime; `bron`: the sending organisation."""

    aangemaakt: str | None
    bron: Organisatie | None
    patient: Patient
    custodian: Zorgverlener | None
